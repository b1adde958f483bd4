//! A row in the spelling of its file.

use std::ops::Range;

use crate::campaign::Campaign;
use crate::finding::Findings;
use crate::records::text::{Decoded, decode, unfit};
use crate::records::{Column, Table};
use crate::source::{Encoding, FileId};

use super::{Entry, NotTried};

/// A file with one more row.
#[derive(Debug)]
pub(super) struct Extended {
    /// The whole file.
    pub(super) bytes: Vec<u8>,
    /// The row in its text.
    pub(super) row: Range<usize>,
    /// The cells of the row in the text, but for columns that nobody knows.
    pub(super) cells: Vec<(Column, Range<usize>)>,
}

/// Adds a row to a file: under its header, with its separator, line ends and decimal mark. Nothing
/// that stood in it changes but a missing last line end. A file of 0 bytes gets the standard header.
pub(super) fn extended(old: &[u8], entry: &Entry, campaign: &Campaign) -> Result<Extended, NotTried> {
    let Decoded { mut text, encoding } = decode(old.to_vec()).map_err(|_| NotTried::FileRefused)?;
    if encoding == Encoding::Utf16Bom {
        return Err(NotTried::Utf16);
    }
    if unfit(&text).is_some() {
        return Err(NotTried::FileRefused);
    }
    if text.is_empty() {
        text = Column::LOG_ORDER.map(Column::word).join(",") + "\n";
    }
    let header = Table::Log.header(FileId(0), &text, &campaign.records, &mut Findings::keeping(0));
    let header = header.ok_or(NotTried::FileRefused)?;
    let says = |column: &Column| !entry.get(*column).is_empty();
    if let Some(column) =
        Column::LOG_ORDER.into_iter().filter(says).find(|&column| header.index(column).is_none())
    {
        return Err(NotTried::NoColumn(column));
    }

    let line_end = line_end(&text).or_else(|| line_end(&text[..header.end])).unwrap_or("\n");
    if line_end_is_missing(&text) {
        text.push_str(line_end);
    }
    let delimiter = char::from(header.dialect.delimiter);
    let start = text.len();
    let mut cells = Vec::new();
    for index in 0..header.n_columns {
        if index > 0 {
            text.push(delimiter);
        }
        if let Some(column) = header.meaning(index) {
            let at = text.len();
            push_cell(&mut text, column, entry.get(column), delimiter);
            cells.push((column, at..text.len()));
        }
    }
    let row = start..text.len();
    text.push_str(line_end);
    let mark = if encoding == Encoding::Utf8Bom { "\u{feff}" } else { "" };
    Ok(Extended { bytes: [mark, &text].concat().into_bytes(), row, cells })
}

fn push_cell(text: &mut String, column: Column, cell: &str, delimiter: char) {
    let is_number = matches!(column, Column::Quantity | Column::Accepted);
    if is_number && delimiter == ';' {
        // Where the comma is the decimal mark, a spreadsheet may take `2.5` for the second of May.
        text.push_str(&cell.replace('.', ","));
    } else if cell.contains([delimiter, '"', '\n', '\r']) {
        text.push('"');
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(cell);
    }
}

/// How the last line of a text ends, if it does.
fn line_end(text: &str) -> Option<&'static str> {
    ["\r\n", "\n", "\r"].into_iter().find(|end| text.ends_with(end))
}

fn line_end_is_missing(text: &str) -> bool {
    line_end(text).is_none()
}
