//! OpenDocument spreadsheets.
//!
//! Not through calamine: there a cell that says it is repeated a billion times is repeated before
//! anybody can count it, errors are texts like any other, and cells that are merged look empty.

use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::QName;
use quick_xml::{Reader, XmlVersion};

use super::archive::Archive;
use super::excel::iso_day;
use super::number::shown;
use super::{
    CellName, Content, MOST_COLUMNS, Merged, Sheet, Table, TableBuilder, TooLarge, Unreadable, Workbook,
};

/// Blanks that one element may stand for.
const MOST_BLANKS: usize = 1_000;

pub(super) fn read(archive: &mut Archive<'_>) -> Result<Workbook, Unreadable> {
    if archive.part("META-INF/manifest.xml")?.contains("encryption-data") {
        return Err(Unreadable::Protected);
    }
    let content = archive.part("content.xml")?;
    let mut xml = Xml::new(&content);
    let mut workbook = Workbook::default();
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.name() == QName("table:table") => {
                let name = attribute(&tag, "table:name")?.unwrap_or_default();
                workbook.sheets.push(Sheet { name, table: xml.table()? });
                archive.allows(workbook.sheets.len())?;
            }
            // What was deleted, and charts with tables of their own.
            Event::Start(tag) if is_aside(tag.name()) => xml.skip(tag.name())?,
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(workbook)
}

fn is_aside(name: QName<'_>) -> bool {
    matches!(
        name.as_ref(),
        "table:tracked-changes" | "table:shapes" | "office:forms" | "office:annotation" | "text:note"
    )
}

struct Xml<'x> {
    reader: Reader<&'x [u8]>,
}

impl<'x> Xml<'x> {
    fn new(text: &'x str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader }
    }

    fn next(&mut self) -> Result<Event<'x>, Unreadable> {
        self.reader.read_event().map_err(Unreadable::damaged)
    }

    /// Goes behind the end of an element that has begun.
    fn skip(&mut self, name: QName<'_>) -> Result<(), Unreadable> {
        self.reader.read_to_end(name).map(drop).map_err(Unreadable::damaged)
    }

    fn table(&mut self) -> Result<Result<Table, TooLarge>, Unreadable> {
        let mut builder = TableBuilder::default();
        let mut too_large = None;
        let mut row: u32 = 1;
        loop {
            match self.next()? {
                Event::Start(tag) if tag.name() == QName("table:table-row") => {
                    let repeated = count(&tag, "table:number-rows-repeated")?;
                    let cells = self.row()?;
                    if too_large.is_none() {
                        too_large = add_rows(&mut builder, row, repeated, &cells).err();
                    }
                    row = row.saturating_add(repeated);
                }
                Event::Start(tag) if is_aside(tag.name()) => self.skip(tag.name())?,
                Event::End(tag) if tag.name() == QName("table:table") => break,
                Event::Eof => return Err(Unreadable::damaged("it ends in the middle of a table")),
                _ => {}
            }
        }
        Ok(match too_large {
            Some(too_large) => Err(too_large),
            None => Ok(builder.finish()),
        })
    }

    fn row(&mut self) -> Result<Vec<Repeated>, Unreadable> {
        let mut cells = Vec::new();
        let mut column: u32 = 0;
        loop {
            match self.next()? {
                Event::Start(tag)
                    if matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell") =>
                {
                    let repeated = count(&tag, "table:number-columns-repeated")?;
                    let spanned = (
                        count(&tag, "table:number-rows-spanned")?,
                        count(&tag, "table:number-columns-spanned")?,
                    );
                    let content = self.cell(&tag)?;
                    if content.is_some() || spanned != (1, 1) {
                        cells.push(Repeated { column, repeated, content, spanned });
                    }
                    column = column.saturating_add(repeated);
                }
                Event::Start(tag) => self.skip(tag.name())?,
                Event::End(_) => return Ok(cells),
                Event::Eof => return Err(Unreadable::damaged("it ends in the middle of a row")),
                _ => {}
            }
        }
    }

    fn cell(&mut self, tag: &BytesStart<'_>) -> Result<Option<Content>, Unreadable> {
        let text = self.paragraphs()?;
        let kind = attribute(tag, "office:value-type")?.unwrap_or_default();
        let value = |name| Ok(attribute(tag, name)?.unwrap_or_else(|| text.clone()));
        let is_error = attribute(tag, "calcext:value-type")?.is_some_and(|kind| kind == "error");
        Ok(match kind.as_str() {
            _ if is_error => Some(Content::Error(text)),
            "float" | "percentage" | "currency" => Some(Content::Number(shown(&value("office:value")?))),
            "date" => Some(Content::Date(iso_day(&value("office:date-value")?))),
            "boolean" => Some(Content::Text(value("office:boolean-value")?.to_uppercase())),
            "string" => Some(Content::Text(value("office:string-value")?)),
            "" if text.is_empty() => {
                attribute(tag, "table:formula")?.is_some().then_some(Content::NotComputed)
            }
            _ => Some(Content::Text(text)),
        }
        .filter(|content| *content == Content::NotComputed || !content.text().is_empty()))
    }

    /// The text of a cell up to its end, its paragraphs apart by line feeds.
    fn paragraphs(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        let mut is_first = true;
        loop {
            match self.next()? {
                Event::Start(tag) if tag.name() == QName("text:p") => {
                    if !std::mem::take(&mut is_first) {
                        text.push('\n');
                    }
                    self.paragraph(&mut text)?;
                }
                Event::Start(tag) => self.skip(tag.name())?,
                Event::End(_) => return Ok(text),
                Event::Eof => return Err(Unreadable::damaged("it ends in the middle of a cell")),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, text: &mut String) -> Result<(), Unreadable> {
        let mut depth = 0_usize;
        let start = text.len();
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    match tag.name().as_ref() {
                        "text:s" => {
                            let blanks = count(&tag, "text:c")? as usize;
                            text.push_str(&" ".repeat(blanks.min(MOST_BLANKS)));
                        }
                        "text:tab" => text.push('\t'),
                        "text:line-break" => text.push('\n'),
                        _ if is_aside(tag.name()) => {
                            self.skip(tag.name())?;
                            continue;
                        }
                        _ => {}
                    }
                    depth += 1;
                }
                Event::Text(part) => push_collapsed(text, start, &part.xml10_content()),
                Event::CData(part) => push_collapsed(text, start, &part.xml10_content()),
                Event::GeneralRef(entity) => match resolve_xml_entity(&entity) {
                    Some(meaning) => text.push_str(meaning),
                    None => text.extend(entity.resolve_char_ref().map_err(Unreadable::damaged)?),
                },
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(Unreadable::damaged("it ends in the middle of a text")),
                _ => {}
            }
        }
    }
}

/// A cell with how often it is there, side by side.
struct Repeated {
    column: u32,
    repeated: u32,
    content: Option<Content>,
    /// Rows and columns that it was made one with.
    spanned: (u32, u32),
}

fn add_rows(
    builder: &mut TableBuilder,
    first: u32,
    repeated: u32,
    cells: &[Repeated],
) -> Result<(), TooLarge> {
    if cells.is_empty() {
        return Ok(());
    }
    for row in first..first.saturating_add(repeated) {
        for cell in cells {
            let (rows, columns) = cell.spanned;
            for column in cell.column..cell.column.saturating_add(cell.repeated) {
                let name = CellName { row, column };
                if let Some(content) = &cell.content {
                    builder.push(name, content.clone())?;
                }
                if column >= MOST_COLUMNS {
                    break;
                }
                if rows > 1 || columns > 1 {
                    builder.merge(Merged {
                        first: name,
                        last: CellName {
                            row: row.saturating_add(rows - 1),
                            column: column.saturating_add(columns - 1),
                        },
                    })?;
                }
            }
        }
    }
    Ok(())
}

/// Adds text whose blanks and line breaks are those of the XML: each run of them is one blank, and
/// none stands at the head of the paragraph.
fn push_collapsed(text: &mut String, start: usize, part: &str) {
    for c in part.chars() {
        match c {
            ' ' | '\t' | '\r' | '\n' if text.len() == start || text.ends_with(' ') => {}
            ' ' | '\t' | '\r' | '\n' => text.push(' '),
            c => text.push(c),
        }
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Result<Option<String>, Unreadable> {
    let found = tag.try_get_attribute(name).map_err(Unreadable::damaged)?;
    found
        .map(|found| found.normalized_value(XmlVersion::Implicit1_0).map(|value| value.into_owned()))
        .transpose()
        .map_err(Unreadable::damaged)
}

/// A count of 1 or more; 1 where nothing is said.
fn count(tag: &BytesStart<'_>, name: &str) -> Result<u32, Unreadable> {
    let Some(text) = attribute(tag, name)? else { return Ok(1) };
    let count = text.parse::<u32>().map_err(Unreadable::damaged)?;
    Ok(count.max(1))
}
