//! Text becomes cells that know their place.
//!
//! The csv crate reads an unclosed quote to the end of the file and `"x"z` as `xz`, and its lines
//! are off after CRLF and blank lines. Here both are findings, so the quotes are scanned by hand.

use std::borrow::Cow;
use std::ops::Range;

use super::marks::Marks;
use super::text::is_zero_width;

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
    /// In quotes, with text after the closing one, which begins at this byte of the text.
    TextAfter(u32),
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
            Quoting::Unclosed | Quoting::TextAfter(_) => Cow::Owned(raw.replace('"', "")),
        }
    }
}

/// Goes through a text row by row.
#[derive(Clone, Debug)]
pub struct Rows<'t> {
    text: &'t str,
    delimiter: u8,
    at: usize,
    marks: Marks<'t>,
}

impl<'t> Rows<'t> {
    /// Begins at byte `start` of `text`, which must be less than 4 GiB long.
    pub fn new(text: &'t str, delimiter: u8, start: usize) -> Self {
        Self { text, delimiter, at: start, marks: Marks::new(text.as_bytes(), delimiter, start) }
    }

    /// Puts the cells of the next row into `cells`; false where there is none. A blank line is a
    /// row of one empty cell.
    pub fn next(&mut self, cells: &mut Vec<Cell>) -> bool {
        cells.clear();
        let bytes = self.text.as_bytes();
        if self.at >= bytes.len() {
            return false;
        }
        loop {
            let start = self.at;
            let first = self.marks.next();
            let (end, quoting) = if first == start && bytes.get(start) == Some(&b'"') {
                self.quoted_end()
            } else {
                (self.plain_end(first), Quoting::Plain)
            };
            cells.push(Cell { start: start as u32, end: end as u32, quoting });
            self.at = end + 1;
            match bytes.get(end) {
                Some(&byte) if byte == self.delimiter => {}
                Some(b'\r') if bytes.get(end + 1) == Some(&b'\n') => {
                    self.marks.next();
                    self.at = end + 2;
                    return true;
                }
                _ => return true,
            }
        }
    }

    /// The byte at which the next row begins.
    pub fn position(&self) -> usize {
        self.at.min(self.text.len())
    }

    /// Where a cell ends in which quotes mean nothing: at `mark`, or the first after it that is no quote.
    fn plain_end(&mut self, mut mark: usize) -> usize {
        while self.text.as_bytes().get(mark) == Some(&b'"') {
            mark = self.marks.next();
        }
        mark
    }

    /// Where a cell ends whose first quote has been passed.
    fn quoted_end(&mut self) -> (usize, Quoting) {
        let bytes = self.text.as_bytes();
        let mut quoting = Quoting::Quoted;
        loop {
            let mark = self.marks.next();
            match bytes.get(mark) {
                None => return (bytes.len(), Quoting::Unclosed),
                Some(b'"') => {}
                Some(_) => continue,
            }
            match bytes.get(mark + 1) {
                // The next mark is this one.
                Some(b'"') => {
                    self.marks.next();
                    quoting = Quoting::Doubled;
                }
                Some(b'\n' | b'\r') | None => return (self.marks.next(), quoting),
                Some(&byte) if byte == self.delimiter => return (self.marks.next(), quoting),
                Some(_) => {
                    let next = self.marks.next();
                    return (self.plain_end(next), Quoting::TextAfter((mark + 1) as u32));
                }
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
        assert_eq!(rows("\"x\"z,y\n"), [[cell("xz", TextAfter(3)), cell("y", Plain)]]);
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
