//! The rows on the way from one state to the other.

use std::collections::{HashMap, HashSet};

use super::{Side, Sides, Step};
use crate::ledger::{Entry, RowChange};
use crate::records::{Exemplars, MemberRange, Records, Row};
use crate::source::{FileId, Sources};

/// Where a row begins, by which it is known in states that share its file.
type Start<'r> = (&'r str, u32);

/// The rows of the old logs, read as the new state would, and those of the new logs.
pub(super) struct RowWalk<'r> {
    sides: &'r Sides<'r>,
    under_rules: HashSet<Start<'r>>,
    /// Rows at which the walk begins, by place.
    first: HashMap<Start<'r>, usize>,
    new: HashMap<(FileId, u32), usize>,
}

/// Rows that could not be read any more.
pub(super) struct Lost {
    pub(super) to_rules: Vec<RowChange>,
    pub(super) to_members: Vec<RowChange>,
}

/// The rows as they are on the way. Its order means nothing to a score.
pub(super) struct RowState {
    records: Records,
    /// Rows of the old logs that are still there: their places in `records.rows`.
    places: HashMap<usize, usize>,
    /// What each of `records.rows` is: a row at which the walk began, or one that came later.
    origins: Vec<Option<usize>>,
}

impl RowState {
    pub(super) fn records(&self) -> &Records {
        &self.records
    }
}

impl<'r> RowWalk<'r> {
    pub(super) fn new(sides: &'r Sides<'r>) -> Self {
        let starts = |side: &Side<'r>| -> Vec<Start<'r>> {
            side.records.rows.iter().map(|row| start(side.sources, row.file, row.start)).collect()
        };
        let new = sides.new.records.rows.iter().enumerate();
        Self {
            sides,
            under_rules: starts(&sides.under_rules).into_iter().collect(),
            first: starts(&sides.with_members).into_iter().zip(0..).collect(),
            new: new.map(|(at, row)| ((row.file, row.start), at)).collect(),
        }
    }

    /// How many rows are scored after each step, about.
    pub(super) fn n_rows(&self) -> usize {
        self.first.len().max(self.new.len())
    }

    /// Rows that are gone because nothing can be made of them under the new rules, or with the new
    /// members, and all other changes.
    pub(super) fn lost_and_left(&self, changes: Vec<RowChange>) -> (Lost, Vec<RowChange>) {
        let mut lost = Lost { to_rules: Vec::new(), to_members: Vec::new() };
        let mut left = Vec::new();
        for change in changes {
            let start = match &change {
                RowChange::Removed(old) => Some(self.start_of(old)),
                RowChange::Added(_) | RowChange::Changed { .. } => None,
            };
            match start {
                Some(start) if !self.under_rules.contains(&start) => lost.to_rules.push(change),
                Some(start) if !self.first.contains_key(&start) => lost.to_members.push(change),
                _ => left.push(change),
            }
        }
        (lost, left)
    }

    /// The rows before the first step.
    pub(super) fn begin(&self) -> RowState {
        let Side { records, .. } = self.sides.with_members;
        let new = self.sides.new.records;
        let n_rows = records.rows.len();
        RowState {
            records: Records {
                members: records.members.clone(),
                rows: records.rows.clone(),
                named: records.named.iter().chain(&new.named).copied().collect(),
                left_out: Vec::new(),
                refused_files: 0,
                closed: Vec::new(),
                exemplars: Exemplars::default(),
            },
            places: (0..n_rows).map(|at| (at, at)).collect(),
            origins: (0..n_rows).map(Some).collect(),
        }
    }

    /// Takes a step: its rows are as they are in the new state.
    pub(super) fn take(&self, step: &Step, state: &mut RowState) {
        for change in &step.rows {
            if let Some(&first) = change.before().and_then(|old| self.first.get(&self.start_of(old))) {
                state.remove(first);
            }
            if let Some(&at) = change.after().and_then(|new| self.new.get(&(new.place.file, new.place.start)))
            {
                state.add(self.as_named(self.sides.new.records.rows[at]));
            }
        }
    }

    /// A row of the new state, with its members where [`Self::begin`] has put them.
    fn as_named(&self, row: Row) -> Row {
        let before = self.sides.with_members.records.named.len() as u32;
        Row { members: MemberRange { start: row.members.start + before, ..row.members }, ..row }
    }

    fn start_of(&self, old: &Entry) -> Start<'r> {
        start(self.sides.old.sources, old.place.file, old.place.start)
    }
}

impl RowState {
    fn remove(&mut self, first: usize) {
        let Some(place) = self.places.remove(&first) else { return };
        self.records.rows.swap_remove(place);
        self.origins.swap_remove(place);
        if let Some(&Some(moved)) = self.origins.get(place) {
            self.places.insert(moved, place);
        }
    }

    fn add(&mut self, row: Row) {
        self.records.rows.push(row);
        self.origins.push(None);
    }
}

fn start(sources: &Sources, file: FileId, start: u32) -> Start<'_> {
    (sources.get(file).path.as_str(), start)
}
