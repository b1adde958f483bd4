//! The histories of rows: when each came, what it said before, and which are gone.
//!
//! Commits are gone through oldest first, and of each only the stretches of logs that it changed are
//! read. What a row says is its name: a row that moves to another file or folder, or is written
//! otherwise, stays the same row. One that says something else is followed from what it said before.

mod authors;
mod pairing;
mod spelling;
mod versions;

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use crate::git::{GitError, History, LogChange};
use pairing::pair;
use versions::{Version, differing};

pub use authors::{Brought, RowAuthors};
pub use spelling::{RowAt, Spelling, SpeltRow};

/// When something came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moment {
    /// In a commit: a place in [`History::steps`].
    Commit(usize),
    /// Not in a commit yet.
    NotCommitted,
}

/// What a row said from some moment on.
#[derive(Clone, Debug)]
pub struct State {
    /// What it said.
    pub row: SpeltRow,
    /// Since when.
    pub since: Moment,
    /// What it said before; none where it came then.
    before: Option<usize>,
}

/// A row that is gone.
#[derive(Clone, Debug)]
pub struct Removal {
    /// What it said last.
    pub row: SpeltRow,
    /// When it went; none where no commit took it out: a merge did not take it over.
    pub at: Option<Moment>,
    /// The log in which it stood, by its path in the records folder, and the line; none where a merge
    /// lost it.
    pub from: Option<(String, usize)>,
    state: usize,
}

/// The histories of all rows that there ever were.
#[derive(Debug, Default)]
pub struct Chronicle {
    states: Vec<State>,
    /// The last state in which a row said this.
    by_row: HashMap<SpeltRow, usize>,
    removals: Vec<Removal>,
    /// Rows that are gone, by what told them from others.
    gone: HashMap<String, usize>,
}

/// Reads a content by its digest; none where there is none.
pub type ReadContent<'r> = dyn FnMut(&str) -> Result<Option<Vec<u8>>, GitError> + 'r;

impl Chronicle {
    /// The histories of rows in a history of logs.
    ///
    /// # Errors
    ///
    /// Where a content cannot be read.
    pub fn of(
        history: &History,
        spelling: &Spelling<'_>,
        read: &mut ReadContent<'_>,
    ) -> Result<Self, GitError> {
        let mut chronicle = Self::default();
        let mut shelf = Shelf { spelling, read, versions: HashMap::new(), order: VecDeque::new(), bytes: 0 };
        for (index, step) in history.steps.iter().enumerate() {
            let mut went = Vec::new();
            let mut came = Vec::new();
            for change in without_moves(&step.changes) {
                match change.old.as_slice() {
                    [old] => {
                        let (old_rows, new_rows) = shelf.differing(old.as_deref(), change.new.as_deref())?;
                        went.extend(old_rows);
                        came.extend(new_rows);
                    }
                    parents => {
                        let (old_rows, new_rows) = shelf.merged(parents, change.new.as_deref())?;
                        went.extend(old_rows);
                        came.extend(new_rows);
                    }
                }
                for row in &mut went {
                    row.path.get_or_insert_with(|| change.path.clone());
                }
            }
            chronicle.go_on(Moment::Commit(index), went, came);
        }
        Ok(chronicle)
    }

    /// Goes on with what was not committed: logs that differ, each as it was committed and as it is.
    pub fn not_committed<'t>(
        &mut self,
        spelling: &Spelling<'_>,
        logs: impl Iterator<Item = (&'t str, Option<Vec<u8>>, Option<&'t str>)>,
    ) {
        let (mut went, mut came) = (Vec::new(), Vec::new());
        for (path, committed, present) in logs {
            let old = Rc::new(Version::of(committed.unwrap_or_default(), spelling));
            let new = Version::of_text(present.unwrap_or_default().to_owned(), spelling);
            let (old_rows, new_rows) = differing(&old, &new, spelling);
            let gone = |row: RowAt| Gone { path: Some(path.to_owned()), ..Gone::of(row, &old) };
            went.extend(old_rows.into_iter().map(gone));
            came.extend(new_rows.into_iter().map(|at| at.row));
        }
        self.go_on(Moment::NotCommitted, went, came);
    }

    /// What a row said and says, the present first; nothing where it is not known.
    pub fn states<'s>(&'s self, row: &SpeltRow) -> impl Iterator<Item = &'s State> + use<'s> {
        let first = self.by_row.get(row).and_then(|&state| self.states.get(state));
        std::iter::successors(first, |state| self.states.get(state.before?))
    }

    /// The rows that are gone, where these are there: in order of when they went.
    pub fn removed<'r>(&self, present: impl Iterator<Item = &'r SpeltRow>) -> Vec<Removal> {
        let mut lives_on = vec![false; self.states.len()];
        for row in present {
            let mut at = self.by_row.get(row).copied();
            while let Some(state) = at.filter(|&state| !std::mem::replace(&mut lives_on[state], true)) {
                at = self.states[state].before;
            }
        }
        let last = |removal: &&Removal| !lives_on[removal.state];
        let mut seen = HashSet::new();
        let newest_first =
            self.removals.iter().rev().filter(last).filter(|removal| seen.insert(removal.state));
        let mut removed: Vec<Removal> = newest_first.cloned().collect();
        removed.reverse();

        let mut ends = vec![true; self.states.len()];
        self.removals.iter().for_each(|removal| ends[removal.state] = false);
        self.states.iter().filter_map(|state| state.before).for_each(|before| ends[before] = false);
        let first = |state: usize| {
            let before = |state: &usize| self.states[*state].before;
            std::iter::successors(Some(state), before).last().unwrap_or(state)
        };
        let lost =
            (0..ends.len()).filter(|&state| ends[state] && !lives_on[state] && !lives_on[first(state)]);
        removed.extend(lost.map(|state| Removal {
            row: self.states[state].row.clone(),
            at: None,
            from: None,
            state,
        }));
        removed
    }

    /// Takes over what a commit did.
    fn go_on(&mut self, at: Moment, went: Vec<Gone>, came: Vec<SpeltRow>) {
        let went = went.into_iter().map(|gone| (gone.row.clone(), gone)).collect();
        let pairing = pair(went, came);
        for ((old, _), new) in pairing.changed {
            let before = self.by_row.get(&old).copied();
            // The same change on another branch.
            let known = self.by_row.get(&new).is_some_and(|&state| self.states[state].before == before);
            if !(known && before.is_some()) {
                self.add(new, at, before);
            }
        }
        for new in pairing.added {
            // What was there before, on another branch or until it was taken out, came then.
            if !self.by_row.contains_key(&new) {
                let before = self.gone.get(new.identity()).copied();
                self.add(new, at, before);
            }
        }
        for (old, gone) in pairing.removed {
            if let (true, Some(&state)) = (gone.for_certain, self.by_row.get(&old)) {
                self.gone.insert(old.identity().to_owned(), state);
                let from = gone.path.as_ref().map(|path| (path.clone(), gone.line()));
                self.removals.push(Removal { row: old, at: Some(at), from, state });
            }
        }
    }

    fn add(&mut self, row: SpeltRow, since: Moment, before: Option<usize>) {
        self.by_row.insert(row.clone(), self.states.len());
        self.states.push(State { row, since, before });
    }
}

/// The changes without those by which a file only got another name.
fn without_moves(changes: &[LogChange]) -> impl Iterator<Item = &LogChange> {
    let mut gone: HashMap<&str, usize> = HashMap::new();
    let mut come: HashMap<&str, usize> = HashMap::new();
    for change in changes {
        match (change.old.as_slice(), change.new.as_deref()) {
            ([Some(old)], None) => *gone.entry(old).or_default() += 1,
            ([None], Some(new)) => *come.entry(new).or_default() += 1,
            _ => {}
        }
    }
    let moved: HashMap<String, usize> = gone
        .into_iter()
        .filter_map(|(content, times)| Some((content.to_owned(), times.min(*come.get(content)?))))
        .collect();
    let (mut moved_from, mut moved_to) = (moved.clone(), moved);
    let mut take = move |change: &LogChange| {
        let left = match (change.old.as_slice(), &change.new) {
            ([Some(old)], None) => moved_from.get_mut(old),
            ([None], Some(new)) => moved_to.get_mut(new),
            _ => None,
        };
        match left {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    };
    changes.iter().filter(move |change| !take(change))
}

/// A row of an old version.
#[derive(Clone, Debug)]
struct Gone {
    row: SpeltRow,
    start: u32,
    version: Rc<Version>,
    path: Option<String>,
    /// Whether it did go, and not only give way, in a merge, to what another parent has in its place.
    for_certain: bool,
}

impl Gone {
    fn of(at: RowAt, version: &Rc<Version>) -> Self {
        Self { row: at.row, start: at.start, version: version.clone(), path: None, for_certain: true }
    }

    fn line(&self) -> usize {
        self.version.source.line(self.start as usize)
    }
}

/// Most bytes of old versions that are kept at hand.
const MOST_BYTES: usize = 64 << 20;

/// Versions of logs, the last read ones at hand: a commit changes what the one before it left.
struct Shelf<'s, 'c, 'r, 'f> {
    spelling: &'s Spelling<'c>,
    read: &'r mut ReadContent<'f>,
    versions: HashMap<String, Rc<Version>>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Shelf<'_, '_, '_, '_> {
    fn version(&mut self, content: Option<&str>) -> Result<Rc<Version>, GitError> {
        let Some(content) = content else {
            return Ok(Rc::new(Version::of(Vec::new(), self.spelling)));
        };
        if let Some(version) = self.versions.get(content) {
            return Ok(version.clone());
        }
        let version = Rc::new(Version::of((self.read)(content)?.unwrap_or_default(), self.spelling));
        self.bytes += version.source.text.len();
        self.versions.insert(content.to_owned(), version.clone());
        self.order.push_back(content.to_owned());
        while self.bytes > MOST_BYTES
            && let Some(oldest) = self.order.pop_front()
            && let Some(oldest) = self.versions.remove(&oldest)
        {
            self.bytes -= oldest.source.text.len();
        }
        Ok(version)
    }

    fn differing(
        &mut self,
        old: Option<&str>,
        new: Option<&str>,
    ) -> Result<(Vec<Gone>, Vec<SpeltRow>), GitError> {
        let (old, new) = (self.version(old)?, self.version(new)?);
        let (old_rows, new_rows) = differing(&old, &new, self.spelling);
        let gone = old_rows.into_iter().map(|at| Gone::of(at, &old)).collect();
        Ok((gone, new_rows.into_iter().map(|at| at.row).collect()))
    }

    /// What a merge made of its parents: rows that no parent has, and rows that it does not have, those
    /// for certain that every parent has.
    fn merged(
        &mut self,
        parents: &[Option<String>],
        merged: Option<&str>,
    ) -> Result<(Vec<Gone>, Vec<SpeltRow>), GitError> {
        let mut new: Option<Vec<SpeltRow>> = None;
        let mut missing: HashMap<SpeltRow, (Gone, usize)> = HashMap::new();
        for parent in parents {
            let (went, came) = self.differing(parent.as_deref(), merged)?;
            // Rows of the stretch that differs may be in both all the same.
            let has: HashSet<&SpeltRow> = went.iter().map(|gone| &gone.row).collect();
            let only_new: HashSet<SpeltRow> = came.iter().filter(|row| !has.contains(row)).cloned().collect();
            let stays: HashSet<&SpeltRow> = came.iter().collect();
            for gone in went.iter().filter(|gone| !stays.contains(&gone.row)) {
                missing.entry(gone.row.clone()).or_insert_with(|| (gone.clone(), 0)).1 += 1;
            }
            new = Some(match new {
                None => only_new.into_iter().collect(),
                Some(rows) => rows.into_iter().filter(|row| only_new.contains(row)).collect(),
            });
        }
        let mut went: Vec<Gone> = missing
            .into_values()
            .map(|(gone, times)| Gone { for_certain: times == parents.len(), ..gone })
            .collect();
        went.sort_by(|one, two| one.row.cmp(&two.row));
        let mut came = new.unwrap_or_default();
        came.sort();
        Ok((went, came))
    }
}
