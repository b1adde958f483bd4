//! Exemplars: as a page for people, and as one flat table with a line for each step.

use super::flat::Flat;
use super::page::Page;
use super::plain::masked;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Sentence};
use crate::campaign::SubjectKind;
use crate::records::{Exemplar, ExemplarKind, Stage};
use crate::score::exemplars::{ExemplarList, StageCount};

/// Exemplars for people.
pub fn page(view: &View<'_>, list: &ExemplarList) -> Page {
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(list.phase));
    page.add_line(view.label(Label::Exemplars));
    view.as_of().into_iter().for_each(|line| page.add_line(line));
    if let Some(until) = list.until {
        page.add_line(view.say(Sentence::Until { day: &view.notation().date(until) }));
    }
    if list.exemplars.is_empty() {
        page.add_line(view.label(Label::NoExemplars));
    } else {
        page.add_table(listed(view, list));
        let by_kind = |kind: ExemplarKind| list.exemplars.iter().filter(|story| story.kind == kind).count();
        let kinds = [ExemplarKind::Person, ExemplarKind::Deed, ExemplarKind::Method];
        let kinds = kinds
            .map(|kind| format!("{}: {}", view.label(kind.into()), view.notation().count(by_kind(kind))));
        page.add_line(kinds.join(", "));
    }
    page.add_section(view.label(Label::StepsByTeam));
    page.add_table(counted(view, list));
    page
}

fn listed(view: &View<'_>, list: &ExemplarList) -> Table {
    let mut table = Table::new([
        Column::text(view.label(Label::Subject)),
        Column::text(view.label(Label::Title)).at_most(32),
        Column::text(view.label(Label::Kind)).at_most(10),
        Column::text(view.label(Label::Stage)),
        Column::text(view.label(Label::Date)),
        Column::text(view.label(Label::Evidence)),
    ]);
    for story in &list.exemplars {
        let Some(reached) = story.steps.last().and_then(|&last| step(view, last)) else { continue };
        table.add_row([
            view.subject(story.by, story.subject).id.to_owned(),
            masked(&reached.title, view.allow).into_owned(),
            view.label(story.kind.into()).to_owned(),
            view.label(story.stage.into()).to_owned(),
            view.notation().date(reached.date),
            evidence(view, reached),
        ]);
    }
    table
}

fn step<'a>(view: &View<'a>, index: usize) -> Option<&'a Exemplar> {
    view.records.exemplars.steps.get(index)
}

fn evidence(view: &View<'_>, step: &Exemplar) -> String {
    step.evidence.as_deref().map_or_else(String::new, |evidence| masked(evidence, view.allow).into_owned())
}

/// How many exemplars took each step, by team and phase, and all together.
fn counted(view: &View<'_>, list: &ExemplarList) -> Table {
    let mut columns =
        vec![Column::text(view.label(Label::Team)).at_most(30), Column::number(view.label(Label::Phase))];
    columns.extend(Stage::ALL.map(|stage| Column::number(view.label(stage.into()))));
    let mut table = Table::new(columns);
    let count = |count: usize| view.notation().count(count);
    for StageCount { team, phase, by_stage } in &list.counts {
        let team = view.subject(SubjectKind::Team, *team).to_string();
        table.add_row([team, (phase + 1).to_string()].into_iter().chain(by_stage.map(count)));
    }
    let sum = |stage: usize| list.counts.iter().map(|count| count.by_stage[stage]).sum();
    let sums = [0, 1, 2].map(|stage| count(sum(stage)));
    table.add_row([view.label(Label::Sum).to_owned(), String::new()].into_iter().chain(sums));
    table
}

/// Exemplars as one table with a line for each step.
pub fn flat(view: &View<'_>, list: &ExemplarList, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let mut table = Table::new([
        flat.text("id", Label::Subject),
        flat.text("team", Label::Team),
        flat.text("kind", Label::Kind),
        flat.text("title", Label::Title),
        flat.text("reached", Label::Reached),
        flat.text("stage", Label::Stage),
        flat.text("date", Label::Date),
        flat.number("phase", Label::Phase),
        flat.text("evidence", Label::Evidence),
        flat.text("note", Label::Remark),
    ]);
    for story in &list.exemplars {
        for step in story.steps.iter().filter_map(|&index| step(view, index)) {
            let phase = view.campaign.phase_of(step.date);
            let note =
                step.note.as_deref().map_or_else(String::new, |note| masked(note, view.allow).into_owned());
            table.add_row([
                view.subject(story.by, story.subject).id.to_owned(),
                view.subject(SubjectKind::Team, step.team).id.to_owned(),
                flat.either(story.kind.word(), view.label(story.kind.into())).to_owned(),
                masked(&step.title, view.allow).into_owned(),
                flat.either(story.stage.word(), view.label(story.stage.into())).to_owned(),
                flat.either(step.stage.word(), view.label(step.stage.into())).to_owned(),
                flat.notation().date(step.date),
                phase.map_or_else(String::new, |phase| (phase + 1).to_string()),
                evidence(view, step),
                note,
            ]);
        }
    }
    table
}
