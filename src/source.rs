//! The texts that were read, and places in them.

use std::ops::Range;
use std::sync::OnceLock;

use unicode_width::UnicodeWidthChar;

/// A file among the [`Sources`], by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A stretch of a file: bytes of its text, after any byte order mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last; equal to `start` for an empty cell or a whole file.
    pub end: u32,
}

impl Place {
    /// A stretch of `file`. A range that no text of ours can have is cut to the largest one.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { file, start: clamp(range.start), end: clamp(range.end) }
    }

    /// The file as a whole.
    pub fn whole(file: FileId) -> Self {
        Self { file, start: 0, end: 0 }
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// How a file's bytes became text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8 as it stands.
    #[default]
    Utf8,
    /// UTF-8 after a byte order mark.
    Utf8Bom,
    /// UTF-16 after a byte order mark, in either byte order.
    Utf16Bom,
}

/// How the cells of a CSV file are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `,`, `;` or TAB.
    pub delimiter: u8,
    /// Where the header begins: after a `sep=` line, which a spreadsheet does not show.
    pub header_start: u32,
}

/// One file that was read.
#[derive(Debug, Default)]
pub struct Source {
    /// Path relative to the parent of the records folder, with `/`, in NFC; as it may be shown: with
    /// identifiers of residents covered.
    pub path: String,
    /// The text after any byte order mark; empty where the file was refused as a whole.
    pub text: String,
    /// How the bytes became this text.
    pub encoding: Encoding,
    /// Known for CSV files that have a header row, even where it was not understood.
    pub dialect: Option<Dialect>,
    /// Whether its text is not to be shown: that of `names.csv` where codes alone are wanted.
    pub is_withheld: bool,
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// A text at a path.
    pub fn new(path: impl Into<String>, text: impl Into<String>, encoding: Encoding) -> Self {
        Self { path: path.into(), text: text.into(), encoding, ..Self::default() }
    }

    /// The line that holds byte `offset`, from 1. CR, LF and CRLF each end a line.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts().partition_point(|&start| start as usize <= offset)
    }

    /// The column of byte `offset` in its line, from 1, in Unicode scalar values.
    pub fn column(&self, offset: usize) -> usize {
        let start = self.line_range(self.line(offset)).start;
        self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1)
    }

    /// The bytes of line `line` (from 1), without its end; empty past the last line.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|index| starts.get(index)) else {
            return self.text.len()..self.text.len();
        };
        let next = starts.get(line).map_or(self.text.len(), |&next| next as usize);
        let text = self.text.get(start as usize..next).unwrap_or_default();
        let content = text.trim_end_matches(['\r', '\n']);
        start as usize..start as usize + content.len()
    }

    /// The byte of the file at which byte `offset` of its text stands.
    pub fn file_offset(&self, offset: usize) -> usize {
        match self.encoding {
            Encoding::Utf8 => offset,
            Encoding::Utf8Bom => offset + 3,
            Encoding::Utf16Bom => {
                2 + 2 * self.text.get(..offset).map_or(0, |before| before.encode_utf16().count())
            }
        }
    }

    /// The cell as a spreadsheet names it, `B14`, where `offset` lies in a CSV row.
    pub fn cell(&self, offset: usize) -> Option<String> {
        CellCursor::new(self.dialect?).name(self, offset, None)
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let ends = memchr::memchr2_iter(b'\r', b'\n', bytes)
                .filter(|&at| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n'))
                .map(|at| u32::try_from(at + 1).unwrap_or(u32::MAX));
            std::iter::once(0).chain(ends).collect()
        })
    }
}

/// Names cells of places that come in order of file and offset, reading each file once.
pub struct CellNames<'a> {
    sources: &'a Sources,
    reached: Option<(FileId, CellCursor)>,
}

impl<'a> CellNames<'a> {
    /// Nothing read yet.
    pub fn new(sources: &'a Sources) -> Self {
        Self { sources, reached: None }
    }

    /// The cell of a place, or the one of this column (from 0) in its row. One that comes out of
    /// order is named too, only slower.
    pub fn at(&mut self, place: Place, column: Option<usize>) -> Option<String> {
        let source = self.sources.get(place.file);
        let offset = place.start as usize;
        let mut cursor = match self.reached {
            Some((file, cursor)) if file == place.file && cursor.at <= offset => cursor,
            _ => CellCursor::new(source.dialect?),
        };
        let name = cursor.name(source, offset, column);
        self.reached = Some((place.file, cursor));
        name
    }
}

/// How far the cells of a file have been counted.
#[derive(Clone, Copy)]
struct CellCursor {
    delimiter: u8,
    /// The byte to be read next.
    at: usize,
    /// The row that it lies in, from 1.
    row: usize,
    /// The column that it lies in, from 0.
    column: usize,
    within: Within,
}

/// Where in a cell a byte stands, for what a quote there means.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// At its beginning, where a quote opens.
    Start,
    /// In a cell without quotes, or behind them, where a quote is a quote.
    Plain,
    /// Between quotes, where a quote closes.
    Quoted,
    /// After a quote that has closed, which one more opens again: the two are a doubled one.
    Closed,
}

impl CellCursor {
    fn new(dialect: Dialect) -> Self {
        let at = dialect.header_start as usize;
        Self { delimiter: dialect.delimiter, at, row: 1, column: 0, within: Within::Start }
    }

    /// Goes on to `offset` and names its cell, or the one of another column in its row.
    fn name(&mut self, source: &Source, offset: usize, column: Option<usize>) -> Option<String> {
        let bytes = source.text.as_bytes();
        if offset < self.at {
            return None;
        }
        while self.at < offset {
            let byte = *bytes.get(self.at)?;
            self.at += 1;
            self.within = match (self.within, byte) {
                (Within::Quoted, b'"') => Within::Closed,
                (Within::Quoted, _) | (Within::Start | Within::Closed, b'"') => Within::Quoted,
                (_, b'\r' | b'\n') => {
                    if byte == b'\r' && bytes.get(self.at) == Some(&b'\n') {
                        self.at += 1;
                    }
                    (self.row, self.column) = (self.row + 1, 0);
                    Within::Start
                }
                (_, byte) if byte == self.delimiter => {
                    self.column += 1;
                    Within::Start
                }
                _ => Within::Plain,
            };
        }
        Some(format!("{}{}", column_letters(column.unwrap_or(self.column)), self.row))
    }
}

/// Spreadsheet letters of a column counted from 0: A, B, … Z, AA, …
pub fn column_letters(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(b'A' + (column % 26) as u8);
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

/// Columns a terminal needs for `text`; control characters need none.
pub fn width(text: &str) -> usize {
    text.chars().filter_map(UnicodeWidthChar::width).sum()
}

/// Every file that was read, in a fixed order.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// Adds a file.
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file with this number.
    ///
    /// # Panics
    ///
    /// Where the number came from other `Sources`.
    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The file with this number, to be changed.
    ///
    /// # Panics
    ///
    /// Where the number came from other `Sources`.
    pub fn get_mut(&mut self, file: FileId) -> &mut Source {
        &mut self.files[file.0 as usize]
    }

    /// All files with their numbers, in order.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files.iter().enumerate().map(|(index, source)| (FileId(index as u32), source))
    }

    /// All files in order, to be changed.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Source> {
        self.files.iter_mut()
    }

    /// The text at `place`; empty where there is none.
    pub fn text(&self, place: Place) -> &str {
        self.get(place.file).text.get(place.range()).unwrap_or_default()
    }

    /// `path:line` of a place.
    pub fn path_and_line(&self, place: Place) -> String {
        let source = self.get(place.file);
        format!("{}:{}", source.path, source.line(place.start as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_one_line() {
        let source = Source::new("x.csv", "a\r\nb\rc\n\nđ,e", Encoding::Utf8);
        let places: Vec<_> = ["a", "b", "c", "đ", "e"]
            .map(|word| source.text.find(word).unwrap())
            .map(|offset| (source.line(offset), source.column(offset)))
            .to_vec();
        assert_eq!(places, [(1, 1), (2, 1), (3, 1), (5, 1), (5, 3)]);
        assert_eq!(&source.text[source.line_range(2)], "b");
        assert_eq!(source.line_range(9), source.text.len()..source.text.len());
    }

    #[test]
    fn a_cell_is_named_as_a_spreadsheet_names_it() {
        let mut source = Source::new("x.csv", "sep=;\na;b\n\"1\n\"\"2;\";3\n\n4;5", Encoding::Utf8);
        source.dialect = Some(Dialect { delimiter: b';', header_start: 6 });
        for (word, cell) in [("b", "B1"), ("3", "B2"), ("4", "A4"), ("5", "B4")] {
            assert_eq!(source.cell(source.text.find(word).unwrap()).as_deref(), Some(cell), "{word}");
        }
        assert_eq!(source.cell(0), None);

        // Quotes in a cell that does not begin with one are no quotes.
        let mut plain = Source::new("x.csv", "a\n3\"\" ống,\"x\"y\"\",z", Encoding::Utf8);
        plain.dialect = Some(Dialect { delimiter: b',', header_start: 0 });
        assert_eq!(plain.cell(plain.text.len()).as_deref(), Some("C2"));

        let mut sources = Sources::default();
        let file = sources.add(source);
        let source = sources.get(file);
        let mut names = CellNames::new(&sources);
        for offset in (0..=source.text.len()).chain([8]) {
            assert_eq!(names.at(Place::new(file, offset..offset), None), source.cell(offset), "{offset}");
        }
        assert_eq!(names.at(Place::whole(file), Some(27)), None);
        assert_eq!(names.at(Place::new(file, 10..10), Some(27)).as_deref(), Some("AB2"));
        assert_eq!(column_letters(701), "ZZ");
        assert_eq!(column_letters(702), "AAA");
    }
}
