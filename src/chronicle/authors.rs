//! Who brought the rows of a log, by what git says of its lines.

use std::collections::{HashMap, VecDeque};

use super::spelling::{RowAt, Spelling, SpeltRow};
use crate::git::{Blame, LineAuthor};
use crate::source::{FileId, Place};

/// How a row came to be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Brought {
    /// In a commit.
    By(LineAuthor),
    /// In none yet.
    NotCommitted,
}

/// Who brought the rows of some logs.
#[derive(Clone, Debug, Default)]
pub struct RowAuthors {
    rows: HashMap<(FileId, u32), Brought>,
}

impl RowAuthors {
    /// Adds the rows of a log as it is. Those that say what a row of the committed text says came with
    /// that, however they are written now; a row over several lines came with the newest of them.
    pub fn add(
        &mut self,
        spelling: &Spelling<'_>,
        file: FileId,
        present: &str,
        committed: Option<(&str, &Blame)>,
    ) {
        let mut brought: HashMap<SpeltRow, VecDeque<LineAuthor>> = HashMap::new();
        if let Some((text, blame)) = committed {
            let mut lines = Lines { text, at: 0, line: 0 };
            for RowAt { start, end, row } in spelling.rows(text) {
                let lines = lines.of(start as usize)..=lines.of(end as usize);
                let newest = lines.filter_map(|line| blame.line(line)).max_by_key(|author| author.authored);
                if let Some(author) = newest {
                    brought.entry(row).or_default().push_back(author.clone());
                }
            }
        }
        for RowAt { start, row, .. } in spelling.rows(present) {
            let author = brought.get_mut(&row).and_then(VecDeque::pop_front);
            self.rows.insert((file, start), author.map_or(Brought::NotCommitted, Brought::By));
        }
    }

    /// Who brought the row at a place; none where nobody asked git about its log.
    pub fn get(&self, place: Place) -> Option<&Brought> {
        self.rows.get(&(place.file, place.start))
    }
}

/// Counts lines as git does, which knows LF only, of places that come in order.
struct Lines<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a byte, from 0.
    fn of(&mut self, byte: usize) -> usize {
        let passed = self.text.as_bytes().get(self.at..byte).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count();
        self.at = self.at.max(byte);
        self.line
    }
}
