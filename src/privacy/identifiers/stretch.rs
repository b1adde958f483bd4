//! What stands around a number.

use std::ops::Range;

use super::characters::{is_letter, is_word};
use super::digits::Group;
use super::identity::Nines;
use super::{COVER, Surroundings};

/// How far from a number letters can make a code of it, in characters.
const LONGEST_CODE: usize = 64;

/// A part of a folded text that no number reaches beyond.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) text: &'a str,
    pub(super) surroundings: Surroundings,
    /// Whether all of the text, not only this part, is numbers of nine digits.
    pub(super) nines: Nines,
}

impl<'a> Stretch<'a> {
    /// The whole of `text`.
    pub(super) fn new(text: &'a str, surroundings: Surroundings) -> Self {
        Self { text, surroundings, nines: Nines::of(text) }
    }

    pub(super) fn part(self, range: Range<usize>) -> Self {
        Self { text: &self.text[range], ..self }
    }

    /// Whether what stands before `start` makes a code of the number there: `BB-`, `QĐ/`.
    pub(super) fn is_code_before(self, start: usize) -> bool {
        let before = &self.text[..start];
        // A Vietnamese word that runs into its number, as in `số123`, makes no code of it.
        let rest = before.trim_end_matches(is_letter);
        let word = &before[rest.len()..];
        let before = if !word.is_ascii() && word.contains(char::is_lowercase) { rest } else { before };
        self.is_code(before.chars().rev())
    }

    /// Whether what stands after `end` makes a code of the number there: `/QĐ-UBND`.
    pub(super) fn is_code_after(self, end: usize) -> bool {
        self.is_code(self.text[end..].chars())
    }

    /// Whether `characters`, those next to the number first, make a code of it.
    fn is_code(self, characters: impl Iterator<Item = char>) -> bool {
        let joins = |c: char| match c {
            '.' | '/' | '_' => self.surroundings != Surroundings::FileName,
            c => c == '-' || c == COVER || is_word(c),
        };
        let mut covered = false;
        for c in characters.take(LONGEST_CODE).take_while(|&c| joins(c)) {
            // A covered character was a letter, but at the start of a line `•` is a bullet.
            if is_letter(c) || covered {
                return true;
            }
            covered = c == COVER;
        }
        false
    }

    /// Whether letters stand right before and right after the group, as in the name of a random file.
    pub(super) fn is_inside_word(self, group: Group) -> bool {
        self.text[..group.start].ends_with(is_letter) && self.text[group.end()..].starts_with(is_letter)
    }

    /// Whether the number at `start` follows the point of a decimal fraction, as in coordinates.
    pub(super) fn is_fraction(self, start: usize) -> bool {
        let Some(before) = self.text[..start].strip_suffix('.') else { return false };
        let n_digits = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&n_digits)
    }
}
