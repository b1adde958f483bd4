//! Criteria down the page, teams across, and every sum on the way from contributions to the score.

use num_traits::Zero;

use super::board::{described, has_room};
use super::formula::{agreement, all_agree, cell, sum_of};
use super::{Formula, Place, Sheet, SheetRow, SheetTable, StackedBars, Stretch, Value, head_row};
use crate::campaign::CriterionKind;
use crate::exact::{decimal_text, total};
use crate::output::report::compose::board::contribution;
use crate::output::report::compose::say;
use crate::output::report::content::{Cell, Column, ColumnKind};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting};
use crate::score::{Board, Parts, Standing, Status};

/// The sheet of a phase; `numbered` where there are others.
pub(super) fn sheet(view: &View<'_>, board: &Board, lines: &[String], numbered: bool) -> Sheet {
    let present = present(board);
    let tree = view.criteria_as_tree();
    let first = head_row(lines) + 1;
    let column_of = |nth: usize| u16::try_from(nth + 2).unwrap_or(u16::MAX);
    let mut columns = vec![
        Column::new(view.label(Label::Criterion), ColumnKind::Text),
        Column::new(view.label(Label::Weight), ColumnKind::Number),
    ];
    columns.extend(present.iter().map(|standing| {
        let subject = view.subject(board.request.by, standing.subject);
        Column::new(subject.id, ColumnKind::Number).explained(subject.title)
    }));

    let mut rows = Vec::new();
    for &(index, depth) in &tree {
        let Some(criterion) = view.campaign.criteria.get(index) else { continue };
        let indent = u8::try_from(depth).unwrap_or(u8::MAX);
        let mut values: Vec<Value> = vec![
            Cell::indented(view.criterion(index).to_string(), indent).into(),
            Cell::readable(&criterion.weight, view.notation()).into(),
        ];
        for (nth, standing) in present.iter().enumerate() {
            let printed =
                standing.criterion(index).map_or(Cell::Empty, |own| contribution(view, standing, own));
            let row = first + rows_before(&rows);
            values.push(match criterion.kind {
                CriterionKind::Leaf(_) => printed.into(),
                CriterionKind::Parent { ceiling } => {
                    let sum = sum_of(column_of(nth), &places_of(view, &tree, Some(index), first));
                    let most = cell(Place { row, column: 1 });
                    let text = if ceiling { format!("MIN({most},{sum})") } else { sum };
                    match printed {
                        Cell::Number(_) => Formula { text, result: printed }.into(),
                        sign => sign.into(),
                    }
                }
            });
        }
        let is_parent = matches!(criterion.kind, CriterionKind::Parent { .. });
        rows.push(if is_parent { SheetRow::strong(values) } else { SheetRow::plain(values) });
    }
    let sums = first + rows_before(&rows);
    let tops = places_of(view, &tree, None, first);
    rows.extend(Sums { view, first: sums }.rows(&present, &tops));
    let check_row = sums + rows_before(&rows) - rows_before(&rows[..tree.len().min(rows.len())]) - 1;
    let check = (!present.is_empty()).then(|| {
        let at = |nth: usize| Place { row: check_row, column: column_of(nth) };
        (String::new(), all_agree(view, at(0), at(present.len() - 1)))
    });
    let notes = super::figures::marks(
        view.language,
        rows.iter().flat_map(|row| &row.values).map(|value| match value {
            Value::Printed(cell) | Value::Formula(Formula { result: cell, .. }) => cell,
        }),
    );
    let number = board.request.phase.unwrap_or_default() + 1;
    let name = Heading::SheetCriteria.text(view.language);
    let name = if numbered { format!("{name} {number}") } else { name.to_owned() };
    let mut lines = lines.to_vec();
    if let Some(last) = lines.first_mut().filter(|_| numbered) {
        *last = say(view, Reporting::PhaseNumber { number });
    }
    let table = SheetTable { caption: None, columns, rows };
    Sheet { check, notes, kept_columns: 2, ..Sheet::of_table(&name, lines, table) }
}

fn rows_before(rows: &[SheetRow]) -> u32 {
    u32::try_from(rows.len()).unwrap_or(u32::MAX / 2)
}

/// Who took part: first those whose score is put together from criteria, so that a chart can be of them
/// alone, then the disqualified.
fn present(board: &Board) -> Vec<&Standing> {
    let present = board.standings.iter().filter(|standing| standing.status != Status::Absent);
    let (scored, out): (Vec<_>, Vec<_>) = present.partition(|standing| has_bar(standing));
    [scored, out].concat()
}

fn has_bar(standing: &Standing) -> bool {
    standing.score.is_some() && standing.status != Status::Disqualified
}

/// The rows of the sheet in which the children of a criterion stand.
fn places_of(view: &View<'_>, tree: &[(usize, usize)], parent: Option<usize>, first: u32) -> Vec<u32> {
    let is_child = |index: usize| view.campaign.criteria.get(index).is_some_and(|own| own.parent == parent);
    (first..).zip(tree).filter(|(_, (index, _))| is_child(*index)).map(|(row, _)| row).collect()
}

/// The lines between the criteria and the score.
struct Sums<'a> {
    view: &'a View<'a>,
    /// The row of the first of them.
    first: u32,
}

impl Sums<'_> {
    fn rows(&self, present: &[&Standing], tops: &[u32]) -> Vec<SheetRow> {
        let view = self.view;
        let labels = [
            say(view, Heading::SumOfCriteria),
            view.label(Label::AssignedWeight).to_owned(),
            say(view, Heading::SubtotalAgain),
            view.label(Label::Subtotal).to_owned(),
            view.label(Label::Bonus).to_owned(),
            view.label(Label::Penalty).to_owned(),
            say(view, Heading::ScoreAgain),
            view.label(Label::Score).to_owned(),
            say(view, Heading::Check),
        ];
        let mut rows = labels.map(|label| vec![Value::from(Cell::text(label)), Value::from(Cell::Empty)]);
        for (nth, standing) in present.iter().enumerate() {
            let column = u16::try_from(nth + 2).unwrap_or(u16::MAX);
            for (row, value) in rows.iter_mut().zip(self.of(standing, column, tops)) {
                row.push(value);
            }
        }
        rows.into_iter().map(SheetRow::strong).collect()
    }

    fn of(&self, standing: &Standing, column: u16, tops: &[u32]) -> [Value; 9] {
        let view = self.view;
        let campaign = view.campaign;
        let notation = view.notation();
        let place = |nth: u32| Place { row: self.first + nth, column };
        let at = |nth: u32| cell(place(nth));
        let printed = |number: &Option<_>| Value::from(Cell::printed_if_any(number.as_ref(), notation));
        let top_sum = match &standing.parts {
            Parts::Criteria(results) => {
                let top = campaign.children(None).filter_map(|top| results.get(top)?.outcome.contribution());
                total(top, campaign.decimals)
            }
            Parts::Phases(_) => crate::exact::Printed::zero(campaign.decimals),
        };
        let sum = Formula { text: sum_of(column, tops), result: Cell::printed(&top_sum, notation) };
        let assigned = standing.assigned_weight.as_ref();
        let whole = assigned.is_some_and(|assigned| *assigned == campaign.scale);
        let subtotal_again = standing.subtotal.as_ref().map(|subtotal| {
            let text = match whole {
                true => at(0),
                false => {
                    let (scale, decimals) = (decimal_text(&campaign.scale), campaign.decimals);
                    format!("ROUND({}*{scale}/{},{decimals})", at(0), at(1))
                }
            };
            Formula { text, result: Cell::printed(subtotal, notation) }
        });
        let score_again = standing.score.as_ref().map(|score| {
            let text = match standing.status {
                Status::Disqualified => "0".to_owned(),
                _ => format!("MAX(0,{}+{}-{})", at(3), at(4), at(5)),
            };
            Formula { text, result: Cell::printed(score, notation) }
        });
        let mut pairs = Vec::new();
        if subtotal_again.is_some() {
            pairs.push((place(2), place(3)));
        }
        if score_again.is_some() {
            pairs.push((place(6), place(7)));
        }
        let or_nothing = |formula: Option<Formula>| formula.map_or(Value::from(Cell::Empty), Value::from);
        [
            sum.into(),
            assigned
                .filter(|assigned| !assigned.is_zero())
                .map_or(Cell::Empty, |assigned| Cell::readable(assigned, notation))
                .into(),
            or_nothing(subtotal_again),
            printed(&standing.subtotal),
            printed(&standing.bonus),
            printed(&standing.penalty),
            or_nothing(score_again),
            printed(&standing.score),
            or_nothing((!pairs.is_empty()).then(|| agreement(view, &pairs))),
        ]
    }
}

/// The scores of a phase, put together from the top criteria on sheet `number`.
pub(super) fn chart(view: &View<'_>, board: &Board, sheets: &[Sheet], number: usize) -> Option<StackedBars> {
    let sheet = sheets.get(number)?;
    let bars: Vec<&Standing> = present(board).into_iter().filter(|standing| has_bar(standing)).collect();
    if !has_room(&bars) {
        return None;
    }
    let head = sheet.head_row();
    let last = u16::try_from(bars.len() + 1).ok()?;
    let across = |row: u32| Stretch { first: Place { row, column: 2 }, last: Place { row, column: last } };
    let tops = places_of(view, &view.criteria_as_tree(), None, head + 1);
    Some(StackedBars {
        title: say(view, Heading::StackedByCriterion),
        description: described(view, board.request.by, &bars),
        sheet: number,
        names: across(head),
        parts: tops.into_iter().map(|row| (Place { row, column: 0 }, across(row))).collect(),
    })
}
