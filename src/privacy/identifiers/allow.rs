//! Texts that look like an identifier but are none.

use std::ops::Range;

use super::Hit;
use super::characters::{bare, is_letter, is_mark, is_word};
use super::folded::Folded;

/// Texts that look like an identifier but are none: `[privacy] allow` of the rules file.
///
/// In a pattern `#` stands for one digit and `*` for any run of letters, digits and `_`; all else stands for
/// itself, in any letter case and with or without Vietnamese diacritics. An identifier is allowed
/// where it lies within a match; a match does not begin or end inside a number or a word.
///
/// ```
/// # use thidua::privacy::identifiers::{Allow, Surroundings, find};
/// let allow = Allow::new(&["1900####", "*@example.gov.vn"]);
/// assert!(find("19000123, conganxa@example.gov.vn", Surroundings::RulesText, &allow).is_empty());
/// assert_eq!(find("190001234", Surroundings::RulesText, &allow).len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Allow {
    patterns: Vec<Vec<Piece>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Character(char),
    Digit,
    WordCharacters,
}

impl Allow {
    /// Reads patterns; an empty one allows nothing.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Self {
        let piece = |c| match c {
            '#' => Piece::Digit,
            '*' => Piece::WordCharacters,
            c => Piece::Character(bare(c)),
        };
        let pieces = |pattern: &S| -> Vec<Piece> {
            let folded = Folded::new(pattern.as_ref());
            folded.text.chars().filter(|&c| !is_mark(c)).map(piece).collect()
        };
        Self { patterns: patterns.iter().map(pieces).filter(|pieces| !pieces.is_empty()).collect() }
    }

    pub(super) fn remove_from(&self, hits: &mut Vec<Hit>, text: &str) {
        if hits.is_empty() || self.patterns.is_empty() {
            return;
        }
        let mut matches: Vec<Range<usize>> = Vec::new();
        for pattern in &self.patterns {
            matches_of(pattern, text, &mut matches);
        }
        // Make each match begin where the widest one that reaches as far begins: a hit is then covered if
        // and only if the first match that does not end before it covers it.
        matches.sort_unstable_by_key(|found| found.end);
        let mut start = usize::MAX;
        for found in matches.iter_mut().rev() {
            start = start.min(found.start);
            found.start = start;
        }
        hits.retain(|hit| {
            let first = matches.partition_point(|found| found.end < hit.range.end);
            matches.get(first).is_none_or(|found| found.start > hit.range.start)
        });
    }
}

/// Adds, for every place where a match of `pattern` ends, the longest match that ends there.
///
/// All matches advance together through the text, so no pattern can make this slow: `reached[n]` is the
/// earliest start of those that have matched the first `n` pieces.
fn matches_of(pattern: &[Piece], text: &str, matches: &mut Vec<Range<usize>>) {
    let mut reached: Vec<Option<usize>> = vec![None; pattern.len() + 1];
    let mut next = reached.clone();
    let mut before = None;
    let ending = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, c) in ending {
        if c.is_some_and(is_mark) {
            continue;
        }
        let may_begin_or_end = !splits_a_run(before, c);
        if may_begin_or_end {
            reached[0] = reached[0].or(Some(at));
        }
        pass_empty_runs(pattern, &mut reached);
        if may_begin_or_end && let Some(start) = reached[pattern.len()].filter(|&start| start < at) {
            matches.push(start..at);
        }
        let Some(c) = c else { break };
        let plain = bare(c);
        next.fill(None);
        for (n, piece) in pattern.iter().enumerate() {
            let to = match piece {
                Piece::WordCharacters if is_word(c) || c == '_' => n,
                Piece::Digit if c.is_ascii_digit() => n + 1,
                Piece::Character(expected) if *expected == plain => n + 1,
                _ => continue,
            };
            next[to] = earlier(next[to], reached[n]);
        }
        std::mem::swap(&mut reached, &mut next);
        before = Some(c);
    }
}

/// Passes each `*` by without a character for it.
fn pass_empty_runs(pattern: &[Piece], reached: &mut [Option<usize>]) {
    for (n, piece) in pattern.iter().enumerate() {
        if *piece == Piece::WordCharacters {
            reached[n + 1] = earlier(reached[n + 1], reached[n]);
        }
    }
}

fn earlier(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.into_iter().chain(other).min()
}

/// Whether what stands between the two characters would be inside a number or a word.
fn splits_a_run(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let both = |is: fn(char) -> bool| is(before) && is(after);
    both(|c| c.is_ascii_digit()) || both(is_letter)
}
