//! The rows of the logs: those that counted, and those that did not, with the reason.

use num_traits::Zero;

use super::formula::range;
use super::{Formula, Place, Sheet, SheetRow, SheetTable, Value, head_row};
use crate::campaign::SubjectKind;
use crate::exact::{Fraction, ratio};
use crate::output::explanation::rows::Rows;
use crate::output::report::compose::{name, say};
use crate::output::report::content::{Cell, Column, ColumnKind};
use crate::output::view::View;
use crate::output::words::{Heading, Label};
use crate::records::{Appraisal, Item, LeftOut};
use crate::score::Request;
use crate::score::explain::TeamRow;

/// Rows that a sheet has room for, below what stands above them.
const MOST_ROWS: usize = 1_000_000;

/// The column of the points that the team got.
const POINTS: u16 = 10;

/// The rows of all teams, or of one.
pub(super) fn sheets(
    view: &View<'_>,
    request: Request,
    rows: &[TeamRow],
    lines: &[String],
    team: Option<usize>,
) -> Vec<Sheet> {
    let told = Rows::one_by_one(view, Request { by: SubjectKind::Team, ..request });
    let own = || rows.iter().filter(|row| team.is_none_or(|team| team == row.team));
    let (counted, others): (Vec<&TeamRow>, Vec<&TeamRow>) =
        own().partition(|row| row.story.appraisal == Appraisal::Counted);
    let left_out: Vec<&LeftOut> = match team {
        // Whose they are cannot be told.
        Some(_) => Vec::new(),
        None => view.records.left_out.iter().filter(|row| is_in(view, request, row)).collect(),
    };
    let mut sheets = Vec::new();
    for (nth, some) in chunks(&counted).into_iter().enumerate() {
        let rows = some.iter().map(|row| line(view, &told, row)).collect();
        sheets.push(sheet(view, Heading::SheetCounted, nth, rows, some, lines));
    }
    for (nth, some) in chunks(&others).into_iter().enumerate() {
        let mut rows: Vec<SheetRow> = some.iter().map(|row| line(view, &told, row)).collect();
        if nth == 0 {
            rows.extend(left_out.iter().take(MOST_ROWS).map(|row| unread(view, row)));
        }
        sheets.push(sheet(view, Heading::SheetNotCounted, nth, rows, some, lines));
    }
    sheets
}

/// As many stretches as it takes, one of them at least.
fn chunks<'r, 't>(rows: &'r [&'t TeamRow]) -> Vec<&'r [&'t TeamRow]> {
    if rows.is_empty() { vec![&[]] } else { rows.chunks(MOST_ROWS / 2).collect() }
}

fn is_in(view: &View<'_>, request: Request, row: &LeftOut) -> bool {
    let Some(date) = row.date else { return true };
    let in_time = request.until.is_none_or(|until| date <= until);
    let phase = request.phase.and_then(|phase| view.campaign.phases.get(phase));
    in_time && phase.is_none_or(|phase| phase.span.contains(date))
}

fn sheet(
    view: &View<'_>,
    title: Heading,
    nth: usize,
    rows: Vec<SheetRow>,
    told: &[&TeamRow],
    lines: &[String],
) -> Sheet {
    let text = |label: Label, kind: ColumnKind| Column::new(view.label(label), kind);
    let columns = vec![
        text(Label::Date, ColumnKind::Day),
        text(Label::Code, ColumnKind::Word),
        text(Label::Team, ColumnKind::Text),
        text(Label::Criterion, ColumnKind::Word),
        Column::new(
            format!("{}: {}", view.label(Label::Activity), view.label(Label::Code).to_lowercase()),
            ColumnKind::Word,
        ),
        text(Label::Activity, ColumnKind::Text),
        text(Label::Members, ColumnKind::Number),
        text(
            if view.campaign.records.appraisal { Label::Claimed } else { Label::Quantity },
            ColumnKind::Number,
        ),
        text(Label::Accepted, ColumnKind::Number),
        text(Label::PointsBeforeCaps, ColumnKind::Number),
        text(Label::Points, ColumnKind::Number),
        text(Label::Remark, ColumnKind::Text),
        text(Label::Row, ColumnKind::Word),
    ];
    let name = title.text(view.language);
    let name = if nth == 0 { name.to_owned() } else { format!("{name} {}", nth + 1) };
    let first = head_row(lines) + 1;
    let check = u32::try_from(rows.len()).ok().and_then(|n_rows| n_rows.checked_sub(1)).map(|last| {
        let at = |row: u32| Place { row, column: POINTS };
        let sum = told.iter().fold(Fraction::zero(), |sum, row| sum + &row.story.points);
        let text = format!("SUBTOTAL(109,{})", range(at(first), at(first + last)));
        let shown = say(view, Heading::PointsShown);
        (shown, Formula { text, result: Cell::readable(&sum, view.notation()) })
    });
    let table = SheetTable { caption: None, columns, rows };
    Sheet { check, kept_columns: 2, filtered: true, ..Sheet::of_table(&name, lines.to_vec(), table) }
}

fn line(view: &View<'_>, told: &Rows<'_>, row: &TeamRow) -> SheetRow {
    let notation = view.notation();
    let story = &row.story;
    let quantity = |hundredths: i64| Cell::readable(&ratio(hundredths, 100), notation);
    let team = view.subject(SubjectKind::Team, row.team);
    let item = view.item(story.item);
    let (criterion, for_members) = match story.item {
        Item::Activity(index) => {
            let activity = view.campaign.activities.get(usize::from(index));
            (activity.map(|activity| view.criterion(activity.criterion).id), false)
        }
        Item::Adjustment(index) => {
            let adjustment = view.campaign.adjustments.get(usize::from(index));
            (None, adjustment.is_some_and(|adjustment| adjustment.subject == SubjectKind::Member))
        }
    };
    let remark = match for_members {
        true => say(view, Heading::CountsForMembers),
        false => told.remark(story),
    };
    let cells = [
        Cell::day(story.date, notation),
        Cell::text(team.id),
        Cell::text(name(team)),
        criterion.map_or(Cell::Empty, Cell::text),
        Cell::text(item.id),
        Cell::text(name(item)),
        Cell::count(story.members, notation),
        quantity(story.quantity.hundredths()),
        story.accepted.map_or(Cell::Empty, |accepted| quantity(accepted.hundredths())),
        Cell::readable(&story.before_caps, notation),
        Cell::readable(&story.points, notation),
        Cell::text(remark),
        Cell::text(view.sources.path_and_line(story.place)),
    ];
    SheetRow::plain(cells.map(Value::from).into())
}

/// A row with errors: only where it stands is sure.
fn unread(view: &View<'_>, row: &LeftOut) -> SheetRow {
    let mut cells = vec![Cell::Empty; usize::from(POINTS) + 3];
    cells[0] = row.date.map_or(Cell::Empty, |date| Cell::day(date, view.notation()));
    cells[usize::from(POINTS) + 1] = Cell::text(say(view, Heading::RowWithErrors));
    cells[usize::from(POINTS) + 2] = Cell::text(view.sources.path_and_line(row.place));
    SheetRow::plain(cells.into_iter().map(Value::from).collect())
}
