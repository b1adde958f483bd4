//! Spreadsheet files become tables of cells that know their names. Bytes in; no disk.
//!
//! | module | reads |
//! |---|---|
//! | `excel` | `.xlsx` and `.xlsm`, cell by cell |
//! | `open_document` | `.ods` |
//! | `old_excel` | `.xls` |
//! | `archive` | the ZIP archive that the first two are |
//! | `compound` | the compound file that the third is |
//! | `number` | what a spreadsheet shows of a number |
//!
//! A workbook may come from anybody, and a few kilobytes of it may unpack to gigabytes or say that
//! one cell is repeated a billion times. So everything is counted before it is kept, and what is too
//! large is refused with the limit that it passed.

mod archive;
mod compound;
mod excel;
mod number;
mod old_excel;
mod open_document;

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::source::column_letters;
use archive::Archive;

/// Bytes that a file may have: more than a log of ten years, with photographs.
pub const MOST_BYTES: u64 = 64 << 20;
/// Bytes that it may come to once unpacked.
pub const MOST_UNPACKED: u64 = 128 << 20;
/// Sheets that a workbook may have.
pub const MOST_SHEETS: usize = 64;
/// Columns that a sheet may reach to.
pub const MOST_COLUMNS: u32 = 256;
/// Cells of a sheet that may hold something.
pub const MOST_CELLS: usize = 1_000_000;

/// A file of tables.
#[derive(Debug, Default)]
pub struct Workbook {
    /// In the order of their tabs.
    pub sheets: Vec<Sheet>,
}

/// A sheet of a workbook.
#[derive(Debug)]
pub struct Sheet {
    /// What its tab says.
    pub name: String,
    /// What it holds, unless that is too much.
    pub table: Result<Table, TooLarge>,
}

/// The cells of a sheet.
#[derive(Debug, Default)]
pub struct Table {
    /// Rows with a cell that holds something, from the top.
    pub rows: Vec<Row>,
    /// Cells that were made one.
    pub merged: Vec<Merged>,
}

/// A row that holds something.
#[derive(Debug)]
pub struct Row {
    /// From 1.
    pub number: u32,
    /// Cells that hold something, from the left, each with its column from 0.
    pub cells: Vec<(u32, Content)>,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Text as it was typed.
    Text(String),
    /// A number, with a point and without needless zeros.
    Number(String),
    /// A day as `2025-02-04`, with ` 08:30:00` where it has a time.
    Date(String),
    /// An error in place of a value: `#N/A`.
    Error(String),
    /// A formula whose value the file does not hold.
    NotComputed,
}

impl Content {
    /// As it stands in a CSV file.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Date(text) | Self::Error(text) => text,
            Self::NotComputed => "",
        }
    }
}

/// The name of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    /// From 1.
    pub row: u32,
    /// From 0.
    pub column: u32,
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column as usize), self.row)
    }
}

/// Cells that were made one: from the top left to the bottom right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The top left cell, which alone holds something.
    pub first: CellName,
    /// The bottom right cell.
    pub last: CellName,
}

/// The limit that a sheet passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooLarge {
    /// [`MOST_COLUMNS`]: this is the first cell beyond.
    Columns(CellName),
    /// [`MOST_CELLS`].
    Cells,
    /// [`MOST_UNPACKED`].
    Bytes,
}

/// Why a file gives no workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is locked by a password.
    Protected,
    /// A workbook of Excel in its binary form, `.xlsb`.
    Binary,
    /// An archive of something else.
    OtherArchive,
    /// It breaks the rules of its format; `reason` is the parser's own, in English.
    Damaged {
        /// What is wrong.
        reason: String,
    },
    /// It unpacks to more than [`MOST_UNPACKED`].
    Unpacked,
    /// It has more than [`MOST_SHEETS`].
    Sheets,
}

impl Unreadable {
    fn damaged(reason: impl fmt::Display) -> Self {
        Self::Damaged { reason: reason.to_string() }
    }
}

/// Reads a workbook; none where the bytes are of no spreadsheet format, such as text.
///
/// # Errors
///
/// An [`Unreadable`].
pub fn read(bytes: &[u8]) -> Result<Option<Workbook>, Unreadable> {
    // calamine looks for bytes of damaged files where there are none. What it holds is dropped
    // here, so that nothing half-read is left.
    let read = catch_unwind(AssertUnwindSafe(|| match bytes {
        [b'P', b'K', 3, 4, ..] => read_archive(bytes).map(Some),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => old_excel::read(bytes).map(Some),
        _ => Ok(None),
    }));
    read.unwrap_or_else(|_| Err(Unreadable::damaged("its parts do not fit together")))
}

fn read_archive(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let mut archive = Archive::open(bytes)?;
    if archive.holds("content.xml") {
        return open_document::read(&mut archive);
    }
    if archive.holds("xl/workbook.bin") {
        return Err(Unreadable::Binary);
    }
    if archive.holds("xl/workbook.xml") {
        excel::read(bytes, &mut archive)
    } else {
        Err(Unreadable::OtherArchive)
    }
}

/// Takes the cells of a sheet, in any order, as long as they are not too many.
#[derive(Default)]
struct TableBuilder {
    cells: Vec<(CellName, Content)>,
    merged: Vec<Merged>,
    bytes: u64,
}

impl TableBuilder {
    fn push(&mut self, name: CellName, content: Content) -> Result<(), TooLarge> {
        if name.column >= MOST_COLUMNS {
            return Err(TooLarge::Columns(name));
        }
        if self.cells.len() >= MOST_CELLS {
            return Err(TooLarge::Cells);
        }
        self.bytes += content.text().len() as u64;
        if self.bytes > MOST_UNPACKED {
            return Err(TooLarge::Bytes);
        }
        self.cells.push((name, content));
        Ok(())
    }

    fn merge(&mut self, merged: Merged) -> Result<(), TooLarge> {
        if self.merged.len() >= MOST_CELLS {
            return Err(TooLarge::Cells);
        }
        self.merged.push(merged);
        Ok(())
    }

    fn finish(mut self) -> Table {
        self.cells.sort_by_key(|(name, _)| *name);
        let mut rows: Vec<Row> = Vec::new();
        for (name, content) in self.cells {
            match rows.last_mut() {
                Some(row) if row.number == name.row => row.cells.push((name.column, content)),
                _ => rows.push(Row { number: name.row, cells: vec![(name.column, content)] }),
            }
        }
        Table { rows, merged: self.merged }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_spreadsheet_is_left_to_others() {
        assert!(matches!(read(b"date,team\n"), Ok(None)));
        assert!(matches!(read(b""), Ok(None)));
    }

    #[test]
    fn a_cell_has_the_name_that_a_spreadsheet_gives_it() {
        assert_eq!(CellName { row: 14, column: 1 }.to_string(), "B14");
        assert_eq!(CellName { row: 1, column: 256 }.to_string(), "IW1");
    }

    #[test]
    fn cells_come_in_order_whatever_their_order_in_the_file() {
        let mut builder = TableBuilder::default();
        for (row, column) in [(2, 1), (1, 3), (2, 0)] {
            builder.push(CellName { row, column }, Content::Text(format!("{row}/{column}"))).unwrap();
        }
        let table = builder.finish();
        let names: Vec<_> =
            table.rows.iter().flat_map(|row| row.cells.iter().map(|(_, content)| content.text())).collect();
        assert_eq!(names, ["1/3", "2/0", "2/1"]);
    }
}
