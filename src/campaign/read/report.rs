//! Where findings about `campaign.toml` go on their way out.

use std::ops::Range;

use super::nearest::Nearest;
use super::syntax::Damage;
use crate::finding::{Finding, Findings, Problem};
use crate::source::{FileId, Place};

/// Collects what is wrong with one campaign file.
pub(super) struct Report<'a> {
    file: FileId,
    text: &'a str,
    damage: Damage,
    findings: &'a mut Findings,
    nearest: Nearest,
}

impl<'a> Report<'a> {
    /// Findings about `text`, parts of which the syntax has left unreadable.
    pub(super) fn new(file: FileId, text: &'a str, damage: Damage, findings: &'a mut Findings) -> Self {
        Self { file, text, damage, findings, nearest: Nearest::default() }
    }

    /// Adds a finding, unless it stands in a damaged part, where it may be a mere echo of the damage.
    pub(super) fn push(&mut self, finding: Finding) {
        if self.damage.covers(finding.place.start as usize) {
            return;
        }
        self.findings.push(finding);
    }

    /// Adds a finding without related places.
    pub(super) fn say(&mut self, problem: Problem, place: Place) {
        self.push(Finding::new(problem, place));
    }

    /// Whether every part of the file could be read. Where not, nothing is said about what is missing
    /// or does not add up: it may stand in the other part.
    pub(super) fn is_whole(&self) -> bool {
        self.damage.is_none()
    }

    /// The place of some bytes of the file.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::new(self.file, span)
    }

    /// The file as a whole.
    pub(super) fn whole_file(&self) -> Place {
        Place::whole(self.file)
    }

    /// The text of the file.
    pub(super) fn whole_text(&self) -> &'a str {
        self.text
    }

    /// What stands at `place`.
    pub(super) fn text(&self, place: Place) -> &'a str {
        self.text.get(place.range()).unwrap_or_default()
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
