//! The header of a log on a sheet, which may have titles above it.

use crate::campaign::Campaign;
use crate::canonical::push_row;
use crate::finding::{Finding, Findings, Problem};
use crate::records::table::Rows;
use crate::records::{self, Column, is_blank};
use crate::source::FileId;
use crate::spreadsheet::{CellName, Row, Table};

use super::{Remark, What};

/// Rows with something in them among which the header is searched.
pub const ROWS_SEARCHED: usize = 20;

/// The header of a log on a sheet.
#[derive(Debug)]
pub struct Heading {
    /// Its row, from 1.
    pub row: u32,
    /// What each column of the sheet is.
    kinds: Vec<Kind>,
}

/// What a column of a sheet is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A column of logs.
    Known(Column),
    /// A column that nobody knows, with its word.
    Unknown(String),
    /// A column without a word.
    Blank,
}

impl Heading {
    /// Where a column of logs stands on the sheet.
    pub(super) fn column(&self, column: Column) -> Option<u32> {
        self.kinds.iter().zip(0..).find_map(|(kind, at)| (*kind == Kind::Known(column)).then_some(at))
    }

    /// Columns that nobody knows, with their words.
    pub(super) fn unknown(&self) -> impl Iterator<Item = (u32, &str)> {
        self.kinds.iter().zip(0..).filter_map(|(kind, at)| match kind {
            Kind::Unknown(word) => Some((at, word.as_str())),
            Kind::Known(_) | Kind::Blank => None,
        })
    }

    /// What a column of the sheet is.
    pub(super) fn kind(&self, column: u32) -> &Kind {
        self.kinds.get(column as usize).unwrap_or(&Kind::Blank)
    }

    /// How many of these columns have a word.
    pub(super) fn n_headed(&self, first: u32, last: u32) -> usize {
        let kinds = self.kinds.iter().take((last as usize).saturating_add(1)).skip(first as usize);
        kinds.filter(|kind| **kind != Kind::Blank).count()
    }
}

/// What a search for a header comes to.
pub(super) enum Search {
    /// A header that has everything.
    Found(Heading),
    /// None, but a row that has words of one: what is wrong with it.
    Close(Vec<Remark>),
    /// Nothing like a header.
    Nothing,
}

/// Searches the first rows of a sheet.
pub(super) fn search(table: &Table, campaign: &Campaign) -> Search {
    let mut close = None;
    let filled = |row: &&Row| row.cells.iter().any(|(_, content)| !is_blank(content.text()));
    for row in table.rows.iter().filter(filled).take(ROWS_SEARCHED) {
        match read(row, campaign) {
            Ok(heading) => return Search::Found(heading),
            Err(remarks) if !remarks.is_empty() && close.is_none() => close = Some(remarks),
            Err(_) => {}
        }
    }
    close.map_or(Search::Nothing, Search::Close)
}

/// Reads a row as the header of a log would be read, or says what is wrong with it; nothing where
/// it is none.
fn read(row: &Row, campaign: &Campaign) -> Result<Heading, Vec<Remark>> {
    let n_columns = row.cells.last().map_or(0, |(column, _)| *column as usize + 1);
    let mut words = vec![""; n_columns];
    for (column, content) in &row.cells {
        words[*column as usize] = content.text();
    }
    let mut text = String::new();
    push_row(&mut text, words.iter().copied());
    let mut findings = Findings::keeping(usize::MAX);
    let header = records::Table::Log.header(FileId(0), &text, &campaign.records, &mut findings);
    let header = header.filter(|header| header.dialect.delimiter == b',');
    let is_header = |finding: &Finding| !matches!(finding.problem, Problem::NoHeader { .. });
    let Some(header) = header else {
        let errors = findings.iter().filter(|finding| finding.is_error());
        let remarks = errors.map(|finding| Remark {
            at: CellName { row: row.number, column: column_at(&text, finding.place.start as usize, &words) },
            what: What::Problem(finding.problem.clone()),
        });
        return Err(if findings.iter().all(is_header) { remarks.collect() } else { Vec::new() });
    };
    let kinds = words.iter().enumerate().map(|(index, word)| match header.meaning(index) {
        Some(column) => Kind::Known(column),
        None if is_blank(word) => Kind::Blank,
        None => Kind::Unknown((*word).to_owned()),
    });
    Ok(Heading { row: row.number, kinds: kinds.collect() })
}

/// The column in which a byte of a row's text stands; where that has no word, the first that has.
fn column_at(text: &str, offset: usize, words: &[&str]) -> u32 {
    let mut cells = Vec::new();
    Rows::new(text, b',', 0).next(&mut cells);
    let at = cells.iter().position(|cell| offset <= cell.end as usize);
    let at = at.filter(|&at| words.get(at).is_some_and(|word| !is_blank(word)));
    let first = || words.iter().position(|word| !is_blank(word));
    at.or_else(first).map_or(0, |at| at as u32)
}
