//! The rows that differ, put together in steps.

use std::collections::BTreeMap;

use super::{Grouping, Step, StepKind};
use crate::ledger::{Entry, RowChange};

/// Steps of rows at most: as many as somebody may want to read.
const MOST_STEPS: usize = 400;

/// Rows that are scored at most, over all steps: this is a matter of seconds.
const MOST_ROWS_SCORED: usize = 20_000_000;

const GROUPINGS: [Grouping; 3] = [Grouping::Row, Grouping::TeamAndActivity, Grouping::Team];

/// Puts changes of rows together, as little as has to be. `n_rows` are scored after each step.
pub(super) fn steps_of(changes: Vec<RowChange>, n_rows: usize) -> (Grouping, Vec<Step>) {
    let most = MOST_STEPS.min(MOST_ROWS_SCORED / n_rows.max(1));
    let is_short = |grouping: &Grouping| {
        let mut keys: Vec<Key> = changes.iter().map(|change| key(change, *grouping)).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len() <= most
    };
    let grouping = GROUPINGS.into_iter().find(is_short).unwrap_or(Grouping::Together);
    let mut groups: BTreeMap<Key, Vec<RowChange>> = BTreeMap::new();
    for change in changes {
        groups.entry(key(&change, grouping)).or_default().push(change);
    }
    let step = |mut rows: Vec<RowChange>| {
        rows.sort_by_cached_key(line_of);
        Step { kind: StepKind::Rows, rules: Vec::new(), rows }
    };
    (grouping, groups.into_values().map(step).collect())
}

/// What steps go in order of.
type Key = (String, String);

/// Nothing in it depends on where a row stands in which file. A line begins with its date.
fn key(change: &RowChange, grouping: Grouping) -> Key {
    let small = |text: &dyn Fn(&Entry) -> &str| shown(change).map(|row| text(row).to_ascii_lowercase());
    let team = || small(&|row| &row.team).unwrap_or_default();
    match grouping {
        Grouping::Row => line_of(change),
        Grouping::TeamAndActivity => (team(), small(&|row| &row.activity).unwrap_or_default()),
        Grouping::Team => (team(), String::new()),
        Grouping::Together => Key::default(),
    }
}

/// The row as it is, or as it was where it is gone.
fn shown(change: &RowChange) -> Option<&Entry> {
    change.after().or(change.before())
}

fn line_of(change: &RowChange) -> Key {
    let line = |row: Option<&Entry>| row.map(Entry::line).unwrap_or_default();
    (line(shown(change)), line(change.before()))
}
