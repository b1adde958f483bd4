//! What sets an example, and how far it has come.

use super::{blank, name, say};
use crate::output::plain::masked;
use crate::output::report::content::{Block, Cell, Column, ColumnKind, Row, Table, TableRole};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting};
use crate::records::{ExemplarKind, Stage};
use crate::score::exemplars::{ExemplarList, ExemplarStory};
use crate::score::review::Review;

pub(super) fn blocks(view: &View<'_>, review: &Review) -> Vec<Block> {
    let list = &review.exemplars;
    let mut blocks = Vec::new();
    if !list.exemplars.is_empty() {
        blocks.push(Block::paragraph(counted(view, list)));
        blocks.push(Block::Table(table(view, list)));
    }
    blocks.push(blank(view, Heading::PromptExemplars));
    blocks
}

/// How many there are of each kind, and at each stage.
fn counted(view: &View<'_>, list: &ExemplarList) -> String {
    let number = |is: &dyn Fn(&&ExemplarStory) -> bool| {
        view.notation().count(list.exemplars.iter().filter(|story| is(story)).count())
    };
    let kinds = [ExemplarKind::Person, ExemplarKind::Deed, ExemplarKind::Method];
    let kinds = kinds.map(|kind| {
        format!("{} {}", number(&|story| story.kind == kind), view.label(kind.into()).to_lowercase())
    });
    let stages = Stage::ALL.map(|stage| {
        format!("{} {}", view.label(stage.into()).to_lowercase(), number(&|story| story.stage == stage))
    });
    say(
        view,
        Reporting::ExemplarsCounted {
            count: &view.notation().count(list.exemplars.len()),
            kinds: &kinds.join(", "),
            stages: &stages.join(", "),
        },
    )
}

/// One line for each, with the title of its last step.
fn table(view: &View<'_>, list: &ExemplarList) -> Table {
    let columns = vec![
        Column::new(view.label(Label::Subject), ColumnKind::Text),
        Column::new(view.label(Label::Title), ColumnKind::Text),
        Column::new(view.label(Label::Kind), ColumnKind::Text),
        Column::new(view.label(Label::Stage), ColumnKind::Word),
        Column::new(view.label(Label::Date), ColumnKind::Day),
    ];
    let row = |story: &ExemplarStory| {
        let step = view.records.exemplars.steps.get(*story.steps.last()?)?;
        Some(Row::new([
            Cell::text(name(view.subject(story.by, story.subject))),
            Cell::text(masked(&step.title, view.allow)),
            Cell::text(view.label(story.kind.into())),
            Cell::text(view.label(story.stage.into())),
            Cell::day(step.date, view.notation()),
        ]))
    };
    Table {
        caption: say(view, Heading::ExemplarsCaption),
        role: TableRole::Figures,
        columns,
        rows: list.exemplars.iter().filter_map(row).collect(),
    }
}
