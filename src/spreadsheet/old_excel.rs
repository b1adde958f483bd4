//! Workbooks of Excel before 2007, through calamine.
//!
//! calamine makes a table of every cell between the first and the last of a sheet, and takes memory
//! for as many as the file says it has, so the file is measured first.

use std::io::Cursor;

use calamine::{Reader, SheetType, Xls, XlsError};

use super::compound::{Compound, u16_at, u32_at};
use super::excel::{content, merged};
use super::{CellName, Content, MOST_SHEETS, Sheet, TableBuilder, TooLarge, Unreadable, Workbook};

/// Cells between the first and the last of all sheets together, empty ones too.
const MOST_AREA: u64 = 4_000_000;
/// Cells that such a sheet can have: rows times columns.
const WHOLE_SHEET: u64 = 65_536 * 256;

// Types of record.
const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const MUL_RK: u16 = 0x00BD;
const R_STRING: u16 = 0x00D6;
const LABEL_SST: u16 = 0x00FD;
const DIMENSIONS: u16 = 0x0200;
const NUMBER: u16 = 0x0203;
const LABEL: u16 = 0x0204;
const BOOL_ERR: u16 = 0x0205;
const RK: u16 = 0x027E;
const BEGIN: u16 = 0x0809;

pub(super) fn read(bytes: &[u8]) -> Result<Workbook, Unreadable> {
    let Some(file) = Compound::open(bytes) else {
        return Err(Unreadable::damaged("its sectors do not hang together"));
    };
    if file.holds("EncryptedPackage") {
        return Err(Unreadable::Protected);
    }
    let stream = if file.holds("Workbook") { file.stream("Workbook") } else { file.stream("Book") };
    let Some(stream) = stream else {
        return Err(if file.holds("Workbook") || file.holds("Book") {
            Unreadable::damaged("its sectors do not hang together")
        } else {
            Unreadable::OtherArchive
        });
    };
    measure(&stream)?;
    let mut file = Xls::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut workbook = Workbook::default();
    for sheet in file.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        let table = read_sheet(&mut file, &sheet.name).map_err(unreadable)?;
        workbook.sheets.push(Sheet { name: sheet.name, table });
    }
    Ok(workbook)
}

fn read_sheet(file: &mut Xls<Cursor<&[u8]>>, name: &str) -> Result<Result<super::Table, TooLarge>, XlsError> {
    let mut builder = TableBuilder::default();
    let cells = file.worksheet_range(name)?;
    let formulas = file.worksheet_formula(name)?;
    let mut all = Vec::new();
    if let Some((first_row, first_column)) = cells.start() {
        all.extend(cells.used_cells().filter_map(|(row, column, value)| {
            let name = CellName { row: first_row + row as u32 + 1, column: first_column + column as u32 };
            Some((name, content(value.clone())?))
        }));
    }
    if let Some((first_row, first_column)) = formulas.start() {
        all.extend(formulas.used_cells().filter_map(|(row, column, _)| {
            let (row, column) = (first_row + row as u32, first_column + column as u32);
            let is_computed =
                cells.get_value((row, column)).is_some_and(|value| *value != calamine::Data::Empty);
            (!is_computed).then_some((CellName { row: row + 1, column }, Content::NotComputed))
        }));
    }
    for (name, content) in all {
        if let Err(too_large) = builder.push(name, content) {
            return Ok(Err(too_large));
        }
    }
    for cells in file.merge_cells_by_sheet_name(name)? {
        if let Err(too_large) = builder.merge(merged(cells)) {
            return Ok(Err(too_large));
        }
    }
    Ok(Ok(builder.finish()))
}

fn unreadable(error: XlsError) -> Unreadable {
    match error {
        XlsError::Password => Unreadable::Protected,
        error => Unreadable::damaged(error),
    }
}

/// Refuses a workbook of which calamine would make too much.
fn measure(stream: &[u8]) -> Result<(), Unreadable> {
    let mut starts = Vec::new();
    for (kind, data) in (Records { stream }) {
        match kind {
            BOUND_SHEET => starts.extend(u32_at(data, 0)),
            END => break,
            _ => {}
        }
    }
    if starts.len() > MOST_SHEETS {
        return Err(Unreadable::Sheets);
    }
    let mut area = 0;
    for start in starts {
        let Some(stream) = stream.get(start as usize..) else {
            return Err(Unreadable::damaged("a sheet begins behind its end"));
        };
        area += sheet_area(Records { stream })?;
        if area > MOST_AREA {
            return Err(Unreadable::Unpacked);
        }
    }
    Ok(())
}

/// How many cells there are between the first of a sheet and the last.
fn sheet_area(records: Records<'_>) -> Result<u64, Unreadable> {
    let mut rows: Option<(u64, u64)> = None;
    let mut columns: Option<(u64, u64)> = None;
    let widen = |range: &mut Option<(u64, u64)>, at: u16| {
        let at = u64::from(at);
        let (first, last) = range.unwrap_or((at, at));
        *range = Some((first.min(at), last.max(at)));
    };
    let mut depth = 0_usize;
    for (kind, data) in records {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            // Cells of a chart inside the sheet.
            _ if depth > 1 => {}
            DIMENSIONS => check_dimensions(data)?,
            FORMULA | R_STRING | LABEL_SST | NUMBER | LABEL | BOOL_ERR | RK | MUL_RK => {
                let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
                    return Err(Unreadable::damaged("a cell is cut short"));
                };
                widen(&mut rows, row);
                widen(&mut columns, column);
                if kind == MUL_RK {
                    let last = data.len().checked_sub(2).and_then(|at| u16_at(data, at));
                    widen(&mut columns, last.unwrap_or(column));
                }
            }
            _ => {}
        }
    }
    let length = |range: Option<(u64, u64)>| range.map_or(0, |(first, last)| last - first + 1);
    Ok(length(rows) * length(columns))
}

/// calamine takes memory for as many cells as these say.
fn check_dimensions(data: &[u8]) -> Result<(), Unreadable> {
    let short = |at| u16_at(data, at).map(u64::from);
    let long = |at| u32_at(data, at).map(u64::from);
    let dimensions = match data.len() {
        10 => short(0).zip(short(2)).zip(short(4).zip(short(6))),
        _ => long(0).zip(long(4)).zip(short(8).zip(short(10))),
    };
    let fits = dimensions.is_some_and(|((first_row, end_row), (first_column, end_column))| {
        let is_empty = end_row == 0 || end_column == 0;
        let first_column = if first_column > 0xFF || end_column < first_column { 0 } else { first_column };
        is_empty
            || first_row < end_row
                && first_column < end_column
                && (end_row - first_row) * (end_column - first_column) <= WHOLE_SHEET
    });
    if fits { Ok(()) } else { Err(Unreadable::damaged("a sheet is larger than sheets can be")) }
}

/// Records of a stream: type and data.
struct Records<'s> {
    stream: &'s [u8],
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, 0)?;
        let end = 4 + usize::from(u16_at(self.stream, 2)?);
        let data = self.stream.get(4..end)?;
        self.stream = &self.stream[end..];
        Some((kind, data))
    }
}
