//! The merged table in the spelling of our side.

use chrono::{Datelike, NaiveDate};

use crate::campaign::{DateOrder, RecordRules};
use crate::records::Column;
use crate::records::cell::parse_quantity;
use crate::source::Encoding;

use super::Labels;
use super::columns::{Columns, Three};
use super::rows::{Side, Slot, Verdict};
use super::version::{Key, Version};

/// What is made of a conflict.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflicts {
    /// Both rows between marks, for people to choose.
    Marked,
    /// Nothing.
    LeftOut,
}

/// A text, and at which bytes of it a slot begins.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) starts: Vec<(usize, usize)>,
}

/// How our side writes.
pub(super) struct Writer<'v> {
    versions: Three<'v>,
    columns: &'v Columns,
    labels: Labels<'v>,
    delimiter: char,
    line_end: &'static str,
    dates: Option<DateOrder>,
}

impl<'v> Writer<'v> {
    pub(super) fn new(
        versions: Three<'v>,
        columns: &'v Columns,
        rules: &RecordRules,
        labels: Labels<'v>,
    ) -> Self {
        let ours = versions.ours;
        let header = ours.header.as_ref();
        let heading = &ours.text[..header.map_or(0, |header| header.end)];
        Self {
            versions,
            columns,
            labels,
            delimiter: char::from(header.map_or(b',', |header| header.dialect.delimiter)),
            line_end: ["\r\n", "\n", "\r"].into_iter().find(|end| heading.ends_with(end)).unwrap_or("\n"),
            dates: ours.slashed_dates(rules),
        }
    }

    pub(super) fn write(&self, slots: &[Slot], conflicts: Conflicts) -> Written {
        let ours = self.versions.ours;
        let mut text = String::with_capacity(ours.text.len() + self.versions.theirs.text.len() / 2);
        self.push_header(&mut text);
        let mut starts = Vec::with_capacity(slots.len());
        for (index, slot) in slots.iter().enumerate() {
            self.end_line(&mut text);
            starts.push((text.len(), index));
            match &slot.verdict {
                Verdict::Take(sides) => self.push_row(&mut text, slot, sides),
                Verdict::Conflict if conflicts == Conflicts::Marked => self.push_conflict(&mut text, slot),
                Verdict::Conflict | Verdict::Removed => {}
            }
            if let Some(row) = slot.ours.map(|row| &ours.rows[row])
                && row.blank_end > row.range.end
            {
                self.end_line(&mut text);
                text.push_str(&ours.text[row.range.end..row.blank_end]);
            }
        }
        Written { text, starts }
    }

    fn push_header(&self, text: &mut String) {
        let ours = self.versions.ours;
        let Some(header) = ours.header.as_ref().filter(|_| !self.columns.are_ours) else {
            text.push_str(&ours.text[..ours.top]);
            return;
        };
        text.push_str(&ours.text[..header.dialect.header_start as usize]);
        let words = self.columns.places.iter().map(|place| match (place.ours, place.theirs) {
            (Some(column), _) => ours.words[column].clone(),
            (None, column) => {
                column.map(|column| self.versions.theirs.words[column].clone()).unwrap_or_default()
            }
        });
        self.push_cells(text, words);
        text.push_str(&ours.text[header.end..ours.top]);
    }

    fn push_conflict(&self, text: &mut String, slot: &Slot) {
        let mark = |text: &mut String, mark: &str, label: &str| {
            text.push_str(mark);
            text.push_str(label);
            text.push_str(self.line_end);
        };
        let all = |side| vec![side; self.columns.places.len()];
        mark(text, "<<<<<<< ", self.labels.ours);
        if slot.ours.is_some() {
            self.push_row(text, slot, &all(Side::Ours));
            self.end_line(text);
        }
        mark(text, "=======", "");
        if slot.theirs.is_some() {
            self.push_row(text, slot, &all(Side::Theirs));
            self.end_line(text);
        }
        mark(text, ">>>>>>> ", self.labels.theirs);
    }

    /// A row: the bytes of our side where nothing of it is changed.
    fn push_row(&self, text: &mut String, slot: &Slot, sides: &[Side]) {
        let Three { ours, theirs, .. } = self.versions;
        if let Some(row) = slot.ours
            && self.columns.are_ours
            && sides.iter().all(|side| *side == Side::Ours)
        {
            text.push_str(&ours.text[ours.rows[row].range.clone()]);
            return;
        }
        if let Some(row) = slot.theirs.filter(|&row| theirs.is_faulty(row)) {
            self.push_cells(text, theirs.rows[row].cells.iter().cloned());
            return;
        }
        let written = slot.ours.map(|row| ours.written(row)).unwrap_or_default();
        let cells = self.columns.places.iter().zip(sides).map(|(place, side)| {
            let our = slot.ours.zip(place.ours);
            let their = slot.theirs.zip(place.theirs);
            let our_cell = our.map(|(row, column)| ours.cell(row, column));
            let their_cell = their.map(|(row, column)| theirs.cell(row, column));
            match (side, their_cell) {
                (Side::Theirs, Some(cell)) if our_cell != Some(cell) => self.respelt(&place.key, cell),
                _ => our.and_then(|(_, column)| written.get(column).cloned()).unwrap_or_default(),
            }
        });
        self.push_cells(text, cells);
    }

    /// A cell of their side, as our side writes such cells.
    fn respelt(&self, key: &Key, cell: &str) -> String {
        match key {
            Key::Known(Column::Date | Column::From | Column::To) => {
                let date = self.dates.zip(cell.parse::<NaiveDate>().ok());
                date.map_or_else(|| cell.to_owned(), |(order, date)| slashed(order, date))
            }
            // Where the comma is the decimal mark, a spreadsheet may take `2.5` for the second of May.
            Key::Known(Column::Quantity | Column::Accepted)
                if self.delimiter == ';' && parse_quantity(cell).is_ok() =>
            {
                cell.replace('.', ",")
            }
            _ => cell.to_owned(),
        }
    }

    fn push_cells(&self, text: &mut String, cells: impl Iterator<Item = String>) {
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                text.push(self.delimiter);
            }
            if cell.contains([self.delimiter, '"', '\n', '\r']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(&cell);
            }
        }
        text.push_str(self.line_end);
    }

    /// Ends the last line, should our side have left it open.
    fn end_line(&self, text: &mut String) {
        if !text.is_empty() && !text.ends_with(['\n', '\r']) {
            text.push_str(self.line_end);
        }
    }
}

fn slashed(order: DateOrder, date: NaiveDate) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match order {
        DateOrder::Mdy => format!("{month:02}/{day:02}/{year}"),
        DateOrder::Dmy | DateOrder::Iso => format!("{day:02}/{month:02}/{year}"),
    }
}

/// The bytes of a text in the encoding of `ours`, which were read as `version`.
pub(super) fn encoded(text: &str, version: &Version, ours: &[u8]) -> Vec<u8> {
    match version.encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf8Bom => ["\u{feff}", text].concat().into_bytes(),
        Encoding::Utf16Bom => {
            let bytes_of = if ours.starts_with(&[0xFF, 0xFE]) { u16::to_le_bytes } else { u16::to_be_bytes };
            ["\u{feff}", text].concat().encode_utf16().flat_map(bytes_of).collect()
        }
    }
}
