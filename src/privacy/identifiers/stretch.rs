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

    /// Whether the group is part of a hexadecimal number, as in the name of a commit or of a random file.
    pub(super) fn is_inside_hash(self, group: Group) -> bool {
        // The names of commits are as long; shorter words have letters on both sides.
        const LONG: usize = 32;
        let hex = |c: &char| c.is_ascii_hexdigit();
        let (before, after) = (&self.text[..group.start], &self.text[group.end()..]);
        let n_before = before.chars().rev().take(LONGEST_CODE).take_while(hex).count();
        let n_after = after.chars().take(LONGEST_CODE).take_while(hex).count();
        // What goes on in other letters is a word. All before and after is one byte a character.
        let goes_on =
            before[..before.len() - n_before].ends_with(is_letter) || after[n_after..].starts_with(is_letter);
        let letters = before.ends_with(is_letter) && after.starts_with(is_letter);
        let run = &self.text[group.start - n_before..group.end() + n_after];
        // The one label that is written in the letters of hexadecimal numbers.
        let labelled = run.to_ascii_lowercase().contains("cccd");
        !goes_on && !labelled && (letters || n_before + group.len() + n_after >= LONG)
    }

    /// Whether the number at the group's place follows the point of a degree in or near Vietnam.
    pub(super) fn is_coordinate(self, group: Group) -> bool {
        let Some(before) = self.text[..group.start].strip_suffix(['.', ',']) else { return false };
        let n_digits = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        let degree = Group::at(before, before.len() - n_digits);
        let longitude = |degree: Group| degree.len() == 3 && (102..=114).contains(&degree.number());
        let latitude = (1..=2).contains(&n_digits) && (8..=23).contains(&degree.number());
        let next = || {
            let after = &self.text[group.end()..];
            let at = self.text.len() - after.trim_start_matches([',', ';', ' ']).len();
            Group::at(self.text, at)
        };
        longitude(degree) || (latitude && longitude(next()))
    }

    /// Whether the number at `start` follows the point of a decimal fraction, as in coordinates.
    pub(super) fn is_fraction(self, start: usize) -> bool {
        let Some(before) = self.text[..start].strip_suffix('.') else { return false };
        let n_digits = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&n_digits)
    }
}
