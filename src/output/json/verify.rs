//! The document `thidua/verify/1`.

use std::io::{self, Write};

use serde::Serialize;

use crate::output::view::View;
use crate::seal::{Event, State, Verification};

/// A phase, with its seal where it has one; or a seal of no phase.
pub(in crate::output) struct PhaseSeal<'a> {
    pub(in crate::output) number: usize,
    pub(in crate::output) seal: Option<&'a Verification>,
}

/// Every phase of the campaign, and every seal of a phase that it does not have.
pub(in crate::output) fn phase_seals<'a>(view: &View<'_>, seals: &'a [Verification]) -> Vec<PhaseSeal<'a>> {
    let n_phases = view.campaign.phases.len();
    let phases = (1..=n_phases)
        .map(|number| PhaseSeal { number, seal: seals.iter().find(|seal| seal.number == number) });
    let others = seals.iter().filter(|seal| seal.number > n_phases);
    phases.chain(others.map(|seal| PhaseSeal { number: seal.number, seal: Some(seal) })).collect()
}

impl PhaseSeal<'_> {
    /// The path of the seal.
    pub(in crate::output) fn path<'v>(&self, view: &View<'v>) -> Option<&'v str> {
        self.seal.map(|seal| view.sources.get(seal.file).path.as_str())
    }

    /// Whether rules, rows and results are the same.
    pub(in crate::output) fn parts(&self) -> [Option<bool>; 3] {
        self.seal.map_or([None; 3], |seal| [seal.rules, seal.rows, seal.results])
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    phases: Vec<PhaseDocument<'a>>,
}

#[derive(Serialize)]
struct PhaseDocument<'a> {
    phase: usize,
    state: &'static str,
    path: Option<&'a str>,
    holds: Option<bool>,
    rules: Option<bool>,
    rows: Option<bool>,
    results: Option<bool>,
    history: Vec<EventDocument<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum EventDocument<'a> {
    Closed { program: &'a str, rows: usize, pending: usize, last_row: Option<String>, digest: String },
    Reopened { reason: &'a str },
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, seals: &[Verification]) -> io::Result<()> {
    let all = phase_seals(view, seals);
    let phases = all.iter().map(|of| {
        let [rules, rows, results] = of.parts();
        let history = of.seal.and_then(|seal| seal.seal.as_ref()).map(|seal| seal.history.as_slice());
        PhaseDocument {
            phase: of.number,
            state: state_word(of),
            path: of.path(view),
            holds: of.seal.filter(|seal| seal.state() != Some(State::Open)).map(Verification::holds),
            rules,
            rows,
            results,
            history: history.unwrap_or_default().iter().map(event).collect(),
        }
    });
    let phases = phases.collect();
    super::write(out, &Document { schema: "thidua/verify/1", campaign: view.campaign.id.as_str(), phases })
}

pub(in crate::output) fn state_word(of: &PhaseSeal<'_>) -> &'static str {
    match of.seal.map(Verification::state) {
        None => "none",
        Some(None) => "unreadable",
        Some(Some(State::Open)) => "open",
        Some(Some(State::Closed)) => "closed",
    }
}

fn event(event: &Event) -> EventDocument<'_> {
    match event {
        Event::Closed { program, rows, pending, last_row, digest } => EventDocument::Closed {
            program,
            rows: *rows,
            pending: *pending,
            last_row: last_row.map(|day| day.to_string()),
            digest: digest.to_string(),
        },
        Event::Reopened { reason } => EventDocument::Reopened { reason },
    }
}
