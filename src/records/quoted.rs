//! Rows read again from their text, for those who quote them: few rows ever are.

use crate::campaign::Campaign;
use crate::finding::Findings;
use crate::source::{FileId, Place, Source};

use super::Row;
use super::header::{Column, Header, LOG_WITHOUT_APPRAISAL, Vocabulary, read_header};
use super::table::{Cell, Rows};
use super::text::{clean, fold_case};

/// The evidence of a row.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// As it is compared.
    pub folded: String,
    /// As it is written.
    pub written: String,
    /// Where it stands.
    pub place: Place,
}

/// Where the members that a row names stand, read again from its text.
pub fn place_of_members(row: &Row, text: &str, header: &Header) -> Option<Place> {
    let cells = cells_of(row, text, header.dialect.delimiter);
    cells.get(header.index(Column::Members)?).map(|cell| Place::new(row.file, cell.range()))
}

/// The evidence of a row, read again from its text. None where there is no such column.
pub fn evidence_of(row: &Row, text: &str, header: &Header) -> Option<Evidence> {
    let cells = cells_of(row, text, header.dialect.delimiter);
    let cell = cells.get(header.index(Column::Evidence)?)?;
    let written = clean(&cell.content(text)).into_owned();
    Some(Evidence { folded: fold_case(&written), written, place: Place::new(row.file, cell.range()) })
}

/// What the note of the row at byte `start` says, if anything. The header is read again.
pub fn note_of(file: FileId, source: &Source, start: u32, campaign: &Campaign) -> Option<String> {
    let vocabulary = Vocabulary::of(LOG_WITHOUT_APPRAISAL, &campaign.records.columns);
    let header = read_header(file, &source.text, &vocabulary, &mut Findings::keeping(0))?;
    let mut cells = Vec::new();
    Rows::new(&source.text, header.dialect.delimiter, start as usize).next(&mut cells);
    let note = cells.get(header.index(Column::Note)?)?.content(&source.text);
    Some(clean(&note).into_owned()).filter(|note| !note.is_empty())
}

/// Where a row stands, from its first cell to its last.
pub fn place_of(row: &Row, text: &str, delimiter: u8) -> Place {
    let end = cells_of(row, text, delimiter).last().map_or(row.start, |cell| cell.end);
    Place { file: row.file, start: row.start, end }
}

fn cells_of(row: &Row, text: &str, delimiter: u8) -> Vec<Cell> {
    let mut rows = Rows::new(text, delimiter, row.start as usize);
    let mut cells = Vec::new();
    rows.next(&mut cells);
    cells
}
