//! What became of seals: as a page for people, and as one flat table.

use super::flat::Flat;
use super::json::verify::{PhaseSeal, phase_seals, state_word};
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Sealing};
use crate::seal::{State, Verification};

/// The seals for people: one line a phase.
pub fn page(view: &View<'_>, seals: &[Verification]) -> Page {
    let mut page = Page::new(view.campaign_title());
    let mut table = Table::new([
        Column::text(view.label(Label::Phase)),
        Column::text(view.label(Label::State)),
        Column::text(view.label(Label::Rules)),
        Column::text(view.label(Label::RowsHead)),
        Column::text(view.label(Label::Results)),
        Column::text(view.label(Label::File)),
    ]);
    for of in phase_seals(view, seals) {
        let path = of.path(view).unwrap_or_default();
        let [rules, rows, results] = of.parts().map(|part| view.label(outcome(part)));
        table.add_row([&of.number.to_string(), view.label(state(&of)), rules, rows, results, path]);
    }
    page.add_table(table);
    let broken = seals.iter().filter(|seal| is_broken(seal)).count();
    let closed = seals.iter().filter(|seal| seal.holds()).count();
    page.add_line(
        match (closed, broken) {
            (0, 0) => Sealing::NoSeals,
            (seals, 0) => Sealing::AllHold { seals },
            (_, seals) => Sealing::SomeDiffer { seals },
        }
        .text(view.language),
    );
    page
}

/// Whether a seal is not what it should be: one that is open again is.
pub fn is_broken(seal: &Verification) -> bool {
    seal.state() != Some(State::Open) && !seal.holds()
}

/// The seals as one flat table.
pub fn flat(view: &View<'_>, seals: &[Verification], reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let mut table = Table::new([
        flat.number("phase", Label::Phase),
        flat.text("state", Label::State),
        flat.text("path", Label::File),
        flat.text("rules", Label::Rules),
        flat.text("rows", Label::RowsHead),
        flat.text("results", Label::Results),
    ]);
    for of in phase_seals(view, seals) {
        let path = of.path(view).unwrap_or_default();
        let parts = of.parts().map(|part| flat.either(outcome_word(part), view.label(outcome(part))));
        let state = flat.either(state_word(&of), view.label(state(&of)));
        table.add_row([&of.number.to_string(), state, path, parts[0], parts[1], parts[2]]);
    }
    table
}

fn state(of: &PhaseSeal<'_>) -> Label {
    match of.seal.map(Verification::state) {
        None => Label::NotClosed,
        Some(None) => Label::SealUnusable,
        Some(Some(State::Open)) => Label::OpenedAgain,
        Some(Some(State::Closed)) => Label::Closed,
    }
}

fn outcome(part: Option<bool>) -> Label {
    match part {
        None => Label::NotCompared,
        Some(true) => Label::Same,
        Some(false) => Label::Different,
    }
}

fn outcome_word(part: Option<bool>) -> &'static str {
    match part {
        None => "",
        Some(true) => "true",
        Some(false) => "false",
    }
}
