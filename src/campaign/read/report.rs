//! Where findings about `campaign.toml` go on their way out.

use std::ops::Range;

use toml::de::DeTable;

use super::extends::moved;
use super::nearest::Nearest;
use super::syntax::{self, Damage};
use crate::finding::{Finding, Findings, Problem};
use crate::source::{FileId, Place};

/// Collects what is wrong with the rules: one campaign file, or several of which one extends another.
///
/// The bytes of all files are counted through, so that a span of a table says by itself where it stands.
pub(super) struct Report<'a> {
    parts: Vec<Part<'a>>,
    /// Whether it is unclear which of two values is meant.
    doubtful: bool,
    findings: &'a mut Findings,
    nearest: Nearest,
}

/// One file.
struct Part<'a> {
    file: FileId,
    text: &'a str,
    /// Its first byte, counted through all files.
    first: usize,
    damage: Damage,
}

impl<'a> Report<'a> {
    /// Reads the tables of the campaign's own file. Findings may stand anywhere in it, but in the parts
    /// that its syntax has left unreadable.
    pub(super) fn of(file: FileId, text: &'a str, findings: &'a mut Findings) -> (Self, DeTable<'a>) {
        let (tables, damage) = syntax::parse(file, text, findings);
        let part = Part { file, text, first: 0, damage };
        (Self { parts: vec![part], doubtful: false, findings, nearest: Nearest::default() }, tables)
    }

    /// Reads the tables of a file that is extended. From now on findings may stand in it too.
    pub(super) fn parse_base(&mut self, file: FileId, text: &'a str) -> DeTable<'a> {
        let (tables, damage) = syntax::parse(file, text, self.findings);
        // The end of a file is a place of its own.
        let first = self.parts.last().map_or(0, |part| part.first + part.text.len() + 1);
        self.parts.push(Part { file, text, first, damage });
        moved(tables, first)
    }

    /// Adds a finding, unless it stands in a damaged part, where it may be a mere echo of the damage.
    pub(super) fn push(&mut self, finding: Finding) {
        let place = finding.place;
        if self.part(place).is_some_and(|part| part.damage.covers(place.range())) {
            return;
        }
        self.findings.push(finding);
    }

    /// Adds a finding without related places.
    pub(super) fn say(&mut self, problem: Problem, place: Place) {
        self.push(Finding::new(problem, place));
    }

    /// Whether every part of every file could be read, and means one thing. Where not, nothing is said
    /// about what is missing or does not add up: it may stand in the other part.
    pub(super) fn is_whole(&self) -> bool {
        !self.doubtful && self.parts.iter().all(|part| part.damage.is_none())
    }

    /// Says that of two values for one thing nobody knows which is meant.
    pub(super) fn doubt(&mut self) {
        self.doubtful = true;
    }

    /// The place of some bytes, counted through all files.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let index = self.parts.partition_point(|part| part.first <= span.start).saturating_sub(1);
        let Part { file, first, .. } = &self.parts[index];
        Place::new(*file, span.start - first..span.end.saturating_sub(*first))
    }

    /// The campaign's own file as a whole.
    pub(super) fn whole_file(&self) -> Place {
        Place::whole(self.parts[0].file)
    }

    /// What stands at `place`.
    pub(super) fn text(&self, place: Place) -> &'a str {
        self.part(place).and_then(|part| part.text.get(place.range())).unwrap_or_default()
    }

    fn part(&self, place: Place) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.file == place.file)
    }

    /// The known word that `word` was probably meant to be.
    pub(super) fn nearest<'w>(
        &mut self,
        word: &str,
        known: impl IntoIterator<Item = &'w str>,
    ) -> Option<String> {
        self.nearest.find(word, known)
    }
}

/// Longest text that a finding repeats, in characters.
const LONGEST_SHOWN: usize = 80;

/// `text` as a finding repeats it: whole, or its beginning where it is longer than a line.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_text_is_cut() {
        let longest = "đ".repeat(LONGEST_SHOWN);
        assert_eq!(shown(&longest), longest);
        assert_eq!(shown(&format!("{longest}đ")), format!("{longest}…"));
    }
}
