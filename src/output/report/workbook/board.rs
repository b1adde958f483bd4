//! Scoreboards: a line for each subject, with its score added up again beside it.

use super::formula::{agreement, all_agree, cell};
use super::{Formula, Place, Sheet, SheetRow, SheetTable, StackedBars, Stretch, Value, head_row};
use crate::campaign::SubjectKind;
use crate::exact::Printed;
use crate::output::board::{group_title, subject_label, ties_broken};
use crate::output::grades::has_grades;
use crate::output::report::compose::board::{phases_on, rank};
use crate::output::report::compose::{name, say};
use crate::output::report::content::{Cell, Column, ColumnKind};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting};
use crate::score::{Board, Standing, Status};

/// Bars that a chart still has room for.
const MOST_BARS: usize = 60;

pub(super) fn sheet(view: &View<'_>, board: &Board, lines: &[String]) -> Sheet {
    let by = board.request.by;
    let title = match by {
        SubjectKind::Team => Heading::SheetBoard,
        SubjectKind::Member => Heading::SheetMembers,
    };
    let mut table = Lines { view, board, columns: Vec::new(), rows: Vec::new(), first: head_row(lines) + 1 };
    table.fill();
    let checked = table.columns.len().checked_sub(1).zip(table.rows.len().checked_sub(1));
    let check = checked.map(|(column, last)| {
        let at = |nth: usize| table.place(nth, column);
        (String::new(), all_agree(view, at(0), at(last)))
    });
    let mut notes: Vec<String> = ties_broken(view, &board.standings).into_iter().collect();
    notes.extend(super::figures::marks(
        view.language,
        table.rows.iter().flat_map(|row| &row.values).filter_map(|value| match value {
            Value::Printed(cell) => Some(cell),
            Value::Formula(_) => None,
        }),
    ));
    let table = SheetTable { caption: None, columns: table.columns, rows: table.rows };
    Sheet {
        check,
        notes,
        kept_columns: 2,
        filtered: true,
        ..Sheet::of_table(title.text(view.language), lines.to_vec(), table)
    }
}

/// The lines of a board on their way.
struct Lines<'a> {
    view: &'a View<'a>,
    board: &'a Board,
    columns: Vec<Column>,
    rows: Vec<SheetRow>,
    /// The row of the sheet in which the first line stands.
    first: u32,
}

impl Lines<'_> {
    fn place(&self, nth: usize, column: usize) -> Place {
        let nth = u32::try_from(nth).unwrap_or(u32::MAX - self.first);
        Place { row: self.first + nth, column: u16::try_from(column).unwrap_or(u16::MAX) }
    }

    fn fill(&mut self) {
        let (view, board) = (self.view, self.board);
        let by = board.request.by;
        let notation = view.notation();
        let label = |label: Label| view.label(label).to_owned();
        let standings = &board.standings;
        let titled = standings.iter().any(|line| view.subject(by, line.subject).title.is_some());
        let grouped = !view.campaign.groups.is_empty();
        let graded = has_grades(view, by);
        let with_claimed = view.campaign.records.appraisal;
        let phases = phases_on(view, board);

        let mut columns = vec![
            Column::new(label(Label::Rank), ColumnKind::Number),
            Column::new(label(Label::Code), ColumnKind::Word),
        ];
        if titled {
            columns.push(Column::new(label(subject_label(by)), ColumnKind::Text));
        }
        if grouped {
            columns.push(Column::new(label(Label::Group), ColumnKind::Text));
        }
        columns.push(Column::new(label(Label::Status), ColumnKind::Text));
        let number = |title: String| Column::new(title, ColumnKind::Number);
        columns.push(number(label(Label::Score)));
        if with_claimed {
            columns.push(number(label(Label::Claimed)));
        }
        // Where the numbers begin that the score is made of.
        let parts = columns.len();
        if board.request.phase.is_some() {
            columns.push(number(label(Label::Subtotal)));
            columns.push(number(label(Label::Bonus)));
            columns.push(number(label(Label::Penalty)));
        }
        for &phase in &phases {
            let title = say(view, Reporting::PhaseNumber { number: phase + 1 });
            columns.push(number(format!("{title}: {}", view.label(Label::Contribution))));
            columns.push(number(title));
        }
        if graded {
            columns.push(Column::new(label(Label::Grade), ColumnKind::Text));
        }
        columns.push(number(say(view, Heading::ScoreAgain)));
        columns.push(Column::new(say(view, Heading::Check), ColumnKind::Word));
        let score_column = parts - 1 - usize::from(with_claimed);

        for (nth, standing) in standings.iter().enumerate() {
            let subject = view.subject(by, standing.subject);
            let printed = |number: Option<&Printed>| Cell::printed_if_any(number, notation);
            let mut cells = vec![rank(view, standing), Cell::text(subject.id)];
            if titled {
                cells.push(Cell::text(subject.title.unwrap_or_default()));
            }
            if grouped {
                cells.push(Cell::text(group_title(view, standing.group)));
            }
            cells.push(Cell::text(view.label(standing.status.into())));
            cells.push(printed(standing.score.as_ref()));
            if with_claimed {
                cells.push(printed(standing.claimed.as_ref()));
            }
            if board.request.phase.is_some() {
                cells.push(printed(standing.subtotal.as_ref()));
                cells.push(printed(standing.bonus.as_ref()));
                cells.push(printed(standing.penalty.as_ref()));
            }
            for &phase in &phases {
                let share = standing.phase(phase);
                cells.push(printed(share.and_then(|share| share.contribution.as_ref())));
                cells.push(printed(share.and_then(|share| share.score.as_ref())));
            }
            if graded {
                let grade = standing.grade().map(|grade| name(view.grade(grade)));
                cells.push(grade.map_or(Cell::Empty, Cell::text));
            }
            let mut values: Vec<Value> = cells.into_iter().map(Value::from).collect();
            match &standing.score {
                Some(score) => {
                    let text = self.again(standing, nth, parts, phases.len());
                    values.push(Formula { text, result: Cell::printed(score, notation) }.into());
                    let again = self.place(nth, values.len() - 1);
                    values.push(agreement(view, &[(self.place(nth, score_column), again)]).into());
                }
                None => values.extend([Cell::Empty, Cell::Empty].map(Value::from)),
            }
            self.rows.push(SheetRow::plain(values));
        }
        self.columns = columns;
    }

    /// How the score comes from the numbers before it.
    fn again(&self, standing: &Standing, nth: usize, parts: usize, n_phases: usize) -> String {
        let at = |column: usize| cell(self.place(nth, parts + column));
        match self.board.request.phase {
            Some(_) if standing.status == Status::Disqualified => "0".to_owned(),
            Some(_) => format!("MAX(0,{}+{}-{})", at(0), at(1), at(2)),
            None => {
                let parts: Vec<String> = (0..n_phases).map(|phase| at(2 * phase)).collect();
                format!("SUM({})", parts.join(","))
            }
        }
    }
}

/// The scores of a campaign, put together from its phases.
pub(super) fn chart(view: &View<'_>, board: &Board, sheets: &[Sheet]) -> Option<StackedBars> {
    let sheet = sheets.first()?;
    let table = sheet.tables.first()?;
    let bars: Vec<&Standing> = board.standings.iter().filter(|standing| standing.score.is_some()).collect();
    if !has_room(&bars) {
        return None;
    }
    let head = sheet.head_row();
    let last = head + u32::try_from(bars.len()).ok()?;
    let down =
        |column: u16| Stretch { first: Place { row: head + 1, column }, last: Place { row: last, column } };
    let titled = |title: &str| {
        let at = table.columns.iter().position(|column| column.title == title)?;
        u16::try_from(at).ok()
    };
    let parts = phases_on(view, board).into_iter().filter_map(|phase| {
        let title = say(view, Reporting::PhaseNumber { number: phase + 1 });
        let column = titled(&format!("{title}: {}", view.label(Label::Contribution)))?;
        Some((Place { row: head, column }, down(column)))
    });
    Some(StackedBars {
        title: say(view, Heading::StackedByPhase),
        description: described(view, board.request.by, &bars),
        sheet: 0,
        names: down(titled(view.label(Label::Team)).unwrap_or(1)),
        parts: parts.collect(),
    })
}

/// The scores in words.
pub(super) fn described(view: &View<'_>, by: SubjectKind, bars: &[&Standing]) -> String {
    let told = bars.iter().filter_map(|standing| {
        let subject = view.subject(by, standing.subject);
        Some(format!("{} {}", name(subject), view.notation().decimal(standing.score.as_ref()?)))
    });
    let told: Vec<String> = told.collect();
    told.join("; ")
}

/// Whether a chart has room for these bars, and there is something to see.
pub(super) fn has_room(bars: &[&Standing]) -> bool {
    let is_long = |bar: &&Standing| bar.score.as_ref().is_some_and(|score| !score.is_zero());
    bars.len() <= MOST_BARS && bars.iter().any(is_long)
}
