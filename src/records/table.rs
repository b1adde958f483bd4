//! Text becomes cells that know their place.
//!
//! The csv crate reads an unclosed quote to the end of the file and `"x"z` as `xz`, and its lines
//! are off after CRLF and blank lines. Here both are findings, so the quotes are scanned by hand.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::{Mark, Marks};
use super::text::is_zero_width;
use crate::privacy::identifiers::Signs;

/// A cell of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its first byte in the text, which is the quote of a quoted cell.
    pub start: u32,
    /// The byte after its last.
    pub end: u32,
    /// How it is quoted.
    pub quoting: Quoting,
}

/// How a cell is quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quoting {
    /// Not at all.
    Plain,
    /// In quotes, without a quote inside.
    Quoted,
    /// In quotes, with doubled quotes inside.
    Doubled,
    /// In quotes that nothing closes.
    Unclosed,
    /// In quotes, with text after the closing one.
    TextAfter,
}

impl Cell {
    /// Its bytes in the text.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What it holds, without its quotes.
    pub fn content(self, text: &str) -> Cow<'_, str> {
        let raw = text.get(self.range()).unwrap_or_default();
        match self.quoting {
            Quoting::Plain => Cow::Borrowed(raw),
            Quoting::Quoted => Cow::Borrowed(raw.get(1..raw.len() - 1).unwrap_or_default()),
            Quoting::Doubled => {
                Cow::Owned(raw.get(1..raw.len() - 1).unwrap_or_default().replace("\"\"", "\""))
            }
            Quoting::Unclosed | Quoting::TextAfter => Cow::Owned(raw.replace('"', "")),
        }
    }
}

/// Goes through a text row by row.
#[derive(Clone, Debug)]
pub struct Rows<'t> {
    text: &'t str,
    at: usize,
    marks: Marks<'t>,
    has_quotes: bool,
}

impl<'t> Rows<'t> {
    /// Begins at byte `start` of `text`, which must be less than 4 GiB long.
    pub fn new(text: &'t str, delimiter: u8, start: usize) -> Self {
        Self { text, at: start, marks: Marks::new(text.as_bytes(), delimiter, start), has_quotes: false }
    }

    /// Puts the cells of the next row into `cells`; false where there is none. A blank line is a
    /// row of one empty cell.
    pub fn next(&mut self, cells: &mut Vec<Cell>) -> bool {
        cells.clear();
        let bytes = self.text.as_bytes();
        let mut start = self.at;
        if start >= bytes.len() {
            return false;
        }
        self.has_quotes = false;
        loop {
            let other = self.marks.delimiters_before_other(|end| {
                cells.push(Cell { start: start as u32, end: end as u32, quoting: Quoting::Plain });
                start = end + 1;
            });
            let _ = self.marks.next();
            let (end, mark, quoting) = match bytes.get(other) {
                Some(b'"') if other == start => {
                    self.has_quotes = true;
                    self.quoted_end()
                }
                Some(b'"') => {
                    let (end, mark) = self.plain_end();
                    (end, mark, Quoting::Plain)
                }
                _ => (other, Mark::Other, Quoting::Plain),
            };
            cells.push(Cell { start: start as u32, end: end as u32, quoting });
            start = end + 1;
            if mark == Mark::Other {
                if bytes.get(end) == Some(&b'\r') && bytes.get(start) == Some(&b'\n') {
                    let _ = self.marks.next();
                    start += 1;
                }
                self.at = start;
                return true;
            }
        }
    }

    /// The byte at which the next row begins.
    pub fn position(&self) -> usize {
        self.at.min(self.text.len())
    }

    /// Whether any cell of this row is in quotes.
    pub(super) fn has_quotes(&self) -> bool {
        self.has_quotes
    }

    /// By what an identifier in a cell of this row would be known. None where that is not known any more.
    #[inline]
    pub(super) fn signs(&self, cell: &Cell) -> Option<Signs> {
        self.marks.signs(cell.start as usize, cell.end as usize)
    }

    /// Where a cell ends in which quotes mean nothing: at the next mark that is none.
    fn plain_end(&mut self) -> (usize, Mark) {
        loop {
            let (place, mark) = self.marks.next();
            if self.text.as_bytes().get(place) != Some(&b'"') {
                return (place, mark);
            }
        }
    }

    /// Where a cell ends whose first quote has been passed.
    fn quoted_end(&mut self) -> (usize, Mark, Quoting) {
        let bytes = self.text.as_bytes();
        let mut quoting = Quoting::Quoted;
        loop {
            let (place, _) = self.marks.next();
            match bytes.get(place) {
                None => return (bytes.len(), Mark::Other, Quoting::Unclosed),
                Some(b'"') => {}
                Some(_) => continue,
            }
            let (next, mark) = self.marks.next();
            if next > place + 1 {
                let (end, mark) =
                    if bytes.get(next) == Some(&b'"') { self.plain_end() } else { (next, mark) };
                return (end, mark, Quoting::TextAfter);
            }
            match bytes.get(next) {
                Some(b'"') => quoting = Quoting::Doubled,
                _ => return (next, mark, quoting),
            }
        }
    }
}

/// Whether a cell is one that a spreadsheet would run: it begins, after blanks, with `=` or `@`, or
/// with a sign that no number or blank follows.
pub fn is_formula(content: &str) -> bool {
    let content = content.trim_start_matches(|c: char| c.is_whitespace() || is_zero_width(c));
    let mut characters = content.chars();
    match characters.next() {
        Some('=' | '@' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => {
            let rest = characters.as_str();
            let after_mark = rest.strip_prefix(['.', ',']).unwrap_or(rest);
            !(rest.is_empty()
                || rest.starts_with(char::is_whitespace)
                || after_mark.starts_with(|c: char| c.is_ascii_digit()))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<(String, Quoting)>> {
        let mut rows = Rows::new(text, b',', 0);
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while rows.next(&mut cells) {
            all.push(cells.iter().map(|cell| (cell.content(text).into_owned(), cell.quoting)).collect());
        }
        all
    }

    fn plain(cells: &[&str]) -> Vec<(String, Quoting)> {
        cells.iter().map(|&cell| (cell.to_owned(), Quoting::Plain)).collect()
    }

    #[test]
    fn every_line_end_ends_a_row_and_a_last_one_begins_none() {
        for text in ["a,b\nc,\n", "a,b\r\nc,\r\n", "a,b\rc,\r", "a,b\nc,"] {
            assert_eq!(rows(text), [plain(&["a", "b"]), plain(&["c", ""])], "{text:?}");
        }
        assert_eq!(rows("a\n\nb"), [plain(&["a"]), plain(&[""]), plain(&["b"])]);
        assert!(rows("").is_empty());
    }

    #[test]
    fn quotes_hold_everything_until_they_close() {
        use Quoting::{Doubled, Plain, Quoted, TextAfter, Unclosed};
        let cell = |content: &str, quoting| (content.to_owned(), quoting);
        assert_eq!(
            rows("\"a,\nb\",\"say \"\"x\"\"\"\n"),
            [[cell("a,\nb", Quoted), cell("say \"x\"", Doubled)]]
        );
        assert_eq!(rows("\"x\"z,y\n"), [[cell("xz", TextAfter), cell("y", Plain)]]);
        assert_eq!(rows("a,\"x\nb,c\n"), [[cell("a", Plain), cell("x\nb,c\n", Unclosed)]]);
        assert_eq!(rows("a\"b,\"\"\n"), [[cell("a\"b", Plain), cell("", Quoted)]]);
    }

    #[test]
    fn cells_that_a_spreadsheet_runs_are_known() {
        for formula in
            ["=1+1", " @SUM(A1)", "+cmd|' /C calc'!A0", "-a", "＝1", "\t=x", "--1", "\u{feff}\u{200b}=1"]
        {
            assert!(is_formula(formula), "{formula}");
        }
        for text in ["- 0,5", "-", "+", "+ 0,1", "-1", "+84", "-.5", "a=b", "'=1", "", "– ghi chú"] {
            assert!(!is_formula(text), "{text}");
        }
    }
}
