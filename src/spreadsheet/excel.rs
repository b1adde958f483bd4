//! Workbooks of Excel since 2007, through calamine, cell by cell: its tables would hold every cell
//! between the first and the last, and two cells can be seventeen billion apart.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader, SheetType, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::archive::Archive;
use super::number::shown;
use super::{CellName, Content, Merged, Sheet, Table, TableBuilder, Unreadable, Workbook};

type File<'b> = Xlsx<Cursor<&'b [u8]>>;

pub(super) fn read(bytes: &[u8], archive: &mut Archive<'_>) -> Result<Workbook, Unreadable> {
    check_declared_strings(archive)?;
    let mut file: File<'_> = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let sheets = file.sheets_metadata().to_vec();
    archive.allows(sheets.len())?;
    let mut workbook = Workbook::default();
    for sheet in sheets.into_iter().filter(|sheet| sheet.typ == SheetType::WorkSheet) {
        let table = match read_sheet(&mut file, &sheet.name) {
            Err(XlsxError::NotAWorksheet(_)) => continue,
            read => read.map_err(unreadable)?,
        };
        workbook.sheets.push(Sheet { name: sheet.name, table });
    }
    Ok(workbook)
}

/// calamine takes memory for as many strings as the file says it has.
fn check_declared_strings(archive: &mut Archive<'_>) -> Result<(), Unreadable> {
    for name in archive.parts_ending_in("sharedstrings.xml") {
        let text = archive.part(&name)?;
        let mut xml = quick_xml::Reader::from_str(&text);
        let declared = loop {
            match xml.read_event().map_err(Unreadable::damaged)? {
                Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sst" => {
                    let counts = tag
                        .attributes()
                        .flatten()
                        .filter(|attribute| attribute.key.local_name().as_ref() == "uniqueCount");
                    let counts = counts.map(|attribute| attribute.value.trim().parse::<usize>());
                    break counts.map(|count| count.unwrap_or(usize::MAX)).max().unwrap_or(0);
                }
                Event::Eof => break 0,
                _ => {}
            }
        };
        if declared > text.len() / "<si/>".len() {
            return Err(Unreadable::damaged(format!("it declares {declared} strings")));
        }
    }
    Ok(())
}

fn read_sheet(file: &mut File<'_>, name: &str) -> Result<Result<Table, super::TooLarge>, XlsxError> {
    let mut builder = TableBuilder::default();
    let mut cells = file.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        let (row, column) = cell.pos;
        let content = match cell.value {
            DataRef::Empty if cell.formula.is_some() => Some(Content::NotComputed),
            value => content(value.into()),
        };
        if let Some(content) = content
            && let Err(too_large) = builder.push(CellName { row: row.saturating_add(1), column }, content)
        {
            return Ok(Err(too_large));
        }
    }
    drop(cells);
    builder.merged = file.merge_cells_by_sheet_name(name)?.into_iter().map(merged).collect();
    Ok(Ok(builder.finish()))
}

fn unreadable(error: XlsxError) -> Unreadable {
    match error {
        XlsxError::Password => Unreadable::Protected,
        error => Unreadable::damaged(error),
    }
}

pub(super) fn merged(cells: Dimensions) -> Merged {
    let name = |(row, column): (u32, u32)| CellName { row: row.saturating_add(1), column };
    Merged { first: name(cells.start), last: name(cells.end) }
}

/// What a cell holds, if anything.
pub(super) fn content(value: Data) -> Option<Content> {
    Some(match value {
        Data::Empty => return None,
        Data::String(text) if text.is_empty() => return None,
        Data::String(text) | Data::DurationIso(text) => Content::Text(text),
        Data::Int(number) => Content::Number(number.to_string()),
        Data::Float(number) => Content::Number(shown(&number.to_string())),
        Data::Bool(truth) => Content::Text(if truth { "TRUE" } else { "FALSE" }.to_owned()),
        Data::DateTime(date) if date.is_duration() => Content::Number(shown(&date.as_f64().to_string())),
        Data::DateTime(date) => Content::Date(day(&date)),
        Data::DateTimeIso(text) => Content::Date(iso_day(&text)),
        Data::Error(error) => Content::Error(error.to_string()),
    })
}

/// In the calendar of its workbook, which may count from 1904.
fn day(date: &ExcelDateTime) -> String {
    let (year, month, day, hours, minutes, seconds, milliseconds) = date.to_ymd_hms_milli();
    let day = format!("{year:04}-{month:02}-{day:02}");
    match (hours, minutes, seconds, milliseconds) {
        (0, 0, 0, 0) => day,
        _ => format!("{day} {hours:02}:{minutes:02}:{seconds:02}"),
    }
}

/// `2025-02-04T00:00:00` without its midnight.
pub(super) fn iso_day(text: &str) -> String {
    match text.split_once('T') {
        Some((day, time)) if time.chars().all(|c| matches!(c, '0' | ':' | '.' | 'Z')) => day.to_owned(),
        Some((day, time)) => format!("{day} {time}"),
        None => text.to_owned(),
    }
}
