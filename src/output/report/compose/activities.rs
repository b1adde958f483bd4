//! What was done, activity by activity.

use super::say;
use crate::output::report::content::{Block, Cell, Column, ColumnKind, Row, Table, TableRole};
use crate::output::view::View;
use crate::output::words::{Heading, Label};
use crate::score::review::Review;
use crate::score::summary::{SummaryLine, SummaryOf};

pub(super) fn blocks(view: &View<'_>, review: &Review) -> Vec<Block> {
    let is_activity = |line: &&SummaryLine| matches!(line.of, SummaryOf::Activity(_));
    let (activities, adjustments): (Vec<_>, Vec<_>) = review.by_activity.lines.iter().partition(is_activity);
    let mut blocks = vec![
        Block::Table(table(view, say(view, Heading::ActivitiesCaption), &activities)),
        Block::notes([say(view, Heading::PointsExplained)]),
    ];
    if !adjustments.is_empty() {
        let caption = view.label(Label::Adjustments).to_owned();
        blocks.push(Block::Table(table(view, caption, &adjustments)));
    }
    blocks
}

fn table(view: &View<'_>, caption: String, lines: &[&SummaryLine]) -> Table {
    let notation = view.notation();
    let number = |title: &str| Column::new(title, ColumnKind::Number);
    let columns = vec![
        Column::new(view.label(Label::Activity), ColumnKind::Text),
        Column::new(say(view, Heading::Unit), ColumnKind::Word),
        number(&say(view, Heading::RowsCounted)),
        number(view.label(Label::Pending)),
        number(view.label(Label::Rejected)),
        number(view.label(Label::Quantity)),
        number(view.label(Label::Points)),
    ];
    let row = |line: &&SummaryLine| {
        let (named, unit) = match line.of {
            SummaryOf::Activity(activity) => {
                let unit = view.campaign.activities.get(activity);
                (view.activity(activity), unit.and_then(|activity| activity.unit.get(view.language)))
            }
            SummaryOf::Adjustment(adjustment) => (view.adjustment(adjustment), None),
            SummaryOf::Criterion(criterion) => (view.criterion(criterion), None),
            SummaryOf::Team(_) | SummaryOf::Member(_) | SummaryOf::Month(_) => return None,
        };
        Some(Row::new([
            Cell::text(named.to_string()),
            Cell::text(unit.unwrap_or_default()),
            Cell::count(line.rows.counted, notation),
            Cell::count(line.rows.pending, notation),
            Cell::count(line.rows.rejected, notation),
            line.quantity.as_ref().map_or(Cell::Empty, |quantity| Cell::readable(quantity, notation)),
            Cell::readable(&line.points, notation),
        ]))
    };
    Table { caption, role: TableRole::Figures, columns, rows: lines.iter().filter_map(row).collect() }
}
