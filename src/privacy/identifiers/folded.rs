//! A text in the form in which it is read, and the way back to the form in which it was given.

use std::borrow::Cow;
use std::ops::Range;

use super::characters::is_mark;

/// A text as it is read: full-width forms narrow, all spaces, dashes and middle dots alike, invisible
/// characters gone; and the way back to the text as it was given.
pub(super) struct Folded<'a> {
    pub(super) text: Cow<'a, str>,
    /// Where the two texts move apart: from the first offset on, in the folded text, the given text is read
    /// from the second on.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    pub(super) fn new(given: &'a str) -> Self {
        let Some(first) = given.find(|c| fold(c) != Some(c) || is_mark(c)) else {
            return Self { text: Cow::Borrowed(given), shifts: Vec::new() };
        };
        let mut text = String::with_capacity(given.len());
        text.push_str(&given[..first]);
        let mut shifts: Vec<(usize, usize)> = Vec::new();
        for (at, c) in given[first..].char_indices() {
            // A digit that is struck out or underlined is still the digit.
            let on_digit = is_mark(c) && text.ends_with(|before: char| before.is_ascii_digit());
            let becomes = fold(c).filter(|_| !on_digit);
            text.extend(becomes);
            if becomes.map_or(0, char::len_utf8) != c.len_utf8() {
                // Of a run of invisible characters only the last one matters.
                if shifts.last().is_some_and(|last| last.0 == text.len()) {
                    shifts.pop();
                }
                shifts.push((text.len(), first + at + c.len_utf8()));
            }
        }
        Self { text: Cow::Owned(text), shifts }
    }

    /// The bytes of the given text that became `range`, without invisible characters before or after.
    pub(super) fn original(&self, given: &str, range: &Range<usize>) -> Range<usize> {
        let last = self.text[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        let last = self.original_offset(range.start + last);
        let end = last + given[last..].chars().next().map_or(0, char::len_utf8);
        self.original_offset(range.start)..end
    }

    fn original_offset(&self, offset: usize) -> usize {
        match self.shifts[..self.shifts.partition_point(|shift| shift.0 <= offset)].last() {
            Some((from, original)) => original + (offset - from),
            None => offset,
        }
    }
}

/// What a character is read as; none if it is invisible.
fn fold(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => Some(c),
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\0'..='\u{9F}' => None,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{B7}' | '\u{2024}' | '\u{2219}' | '\u{22C5}' => Some('.'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => Some('-'),
        // The last are what turns a digit into a picture of a key.
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{180B}'..='\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{20E3}'
        | '\u{E0000}'..='\u{E01EF}' => None,
        // Bold and other digits of mathematics, with which messages are adorned.
        '\u{1D7CE}'..='\u{1D7FF}' => char::from_digit((u32::from(c) - 0x1D7CE) % 10, 10),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21),
        c => Some(c),
    }
}
