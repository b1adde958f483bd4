//! A CSV file as a table, as if it were a sheet: a header that stands under titles shows nothing
//! about the separator by itself.

use crate::campaign::Campaign;
use crate::finding::Problem;
use crate::records::table::{Quoting, Rows};
use crate::records::{is_blank, sep_line};
use crate::spreadsheet::{CellName, Content, MOST_CELLS, MOST_COLUMNS, Row, Table, TooLarge};

use super::heading::{ROWS_SEARCHED, Search, search};
use super::{Remark, What};

/// Makes a table of a text, and says which of its cells are not well formed.
///
/// # Errors
///
/// The limit that the table passes.
pub fn table_of_text(text: &str, campaign: &Campaign) -> Result<(Table, Vec<Remark>), TooLarge> {
    let (named, start) = sep_line(text);
    let mut best = (0, b',');
    for delimiter in named.into_iter().chain([b',', b';', b'\t']) {
        let (table, _) = read(text, delimiter, start, ROWS_SEARCHED)?;
        let likeness = match search(&table, campaign) {
            Search::Found(_) => 2,
            Search::Close(_) => 1,
            Search::Nothing => 0,
        };
        if likeness > best.0 {
            best = (likeness, delimiter);
        }
    }
    read(text, best.1, start, usize::MAX)
}

/// Reads so many rows with something in them.
fn read(text: &str, delimiter: u8, start: usize, most_rows: usize) -> Result<(Table, Vec<Remark>), TooLarge> {
    let mut table = Table::default();
    let mut remarks = Vec::new();
    let mut rows = Rows::new(text, delimiter, start);
    let mut cells = Vec::new();
    let mut number = 0;
    let mut n_cells = 0;
    while table.rows.len() < most_rows && rows.next(&mut cells) {
        number += 1;
        let mut row = Row { number, cells: Vec::new() };
        for (cell, column) in cells.iter().zip(0..) {
            let content = cell.content(text);
            if is_blank(&content) {
                continue;
            }
            let at = CellName { row: number, column };
            if column >= MOST_COLUMNS {
                return Err(TooLarge::Columns(at));
            }
            n_cells += 1;
            if n_cells > MOST_CELLS {
                return Err(TooLarge::Cells);
            }
            match cell.quoting {
                Quoting::Plain | Quoting::Quoted | Quoting::Doubled => {}
                Quoting::Unclosed => {
                    remarks.push(Remark { at, what: What::Problem(Problem::QuoteUnclosed {}) })
                }
                Quoting::TextAfter => {
                    remarks.push(Remark { at, what: What::Problem(Problem::TextAfterQuote {}) });
                }
            }
            row.cells.push((column, Content::Text(content.into_owned())));
        }
        if !row.cells.is_empty() {
            table.rows.push(row);
        }
    }
    Ok((table, remarks))
}
