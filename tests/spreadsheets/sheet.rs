//! A table as a spreadsheet holds it, and how it is saved.

use crate::encodings::{utf16_be, utf16_le};

/// The campaign, and its tables as they can be changed.
#[derive(Clone)]
pub(crate) struct Book {
    pub(crate) campaign: String,
    pub(crate) members: Sheet,
    pub(crate) logs: Vec<Sheet>,
}

/// A table, its header first.
#[derive(Clone)]
pub(crate) struct Sheet {
    /// Path in the records folder.
    pub(crate) path: String,
    /// Rows of any length; one without cells is a blank line.
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) delimiter: &'static str,
    /// Used in turn.
    pub(crate) line_ends: &'static [&'static str],
    /// Whether a line end follows the last row.
    pub(crate) last_line_end: bool,
    /// Whether cells stand in quotes that need none.
    pub(crate) quote_all: bool,
    /// What stands above the first row.
    pub(crate) above: &'static str,
    pub(crate) encoding: Encoding,
}

#[derive(Clone, Copy)]
pub(crate) enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
}

impl Book {
    /// The log of the files beside this one.
    pub(crate) fn as_written() -> Self {
        Self {
            campaign: include_str!("campaign.toml").to_owned(),
            members: Sheet::of("members.csv", include_str!("members.csv")),
            logs: vec![Sheet::of("activities/2025.csv", include_str!("log.csv"))],
        }
    }

    /// The log, or the first of several.
    pub(crate) fn log(&mut self) -> &mut Sheet {
        &mut self.logs[0]
    }

    pub(crate) fn sheets(&mut self) -> impl Iterator<Item = &mut Sheet> {
        self.logs.iter_mut().chain([&mut self.members])
    }

    /// Bytes by path in the records folder.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let campaign = ("campaign.toml".to_owned(), self.campaign.clone().into_bytes());
        let sheets = self.logs.iter().chain([&self.members]);
        [campaign].into_iter().chain(sheets.map(|sheet| (sheet.path.clone(), sheet.bytes()))).collect()
    }
}

impl Sheet {
    fn of(path: &str, text: &str) -> Self {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        Self {
            path: path.to_owned(),
            rows: rows.collect(),
            delimiter: ",",
            line_ends: &["\n"],
            last_line_end: true,
            quote_all: false,
            above: "",
            encoding: Encoding::Utf8,
        }
    }

    pub(crate) fn header(&mut self) -> &mut Vec<String> {
        &mut self.rows[0]
    }

    /// Every cell below the header that is not empty.
    pub(crate) fn cells(&mut self) -> impl Iterator<Item = &mut String> {
        self.rows.iter_mut().skip(1).flatten().filter(|cell| !cell.is_empty())
    }

    /// The cells of a column that are not empty.
    pub(crate) fn column(&mut self, word: &str) -> impl Iterator<Item = &mut String> {
        let index = self.rows[0].iter().position(|cell| cell == word);
        let cells = self.rows.iter_mut().skip(1).filter_map(move |row| row.get_mut(index?));
        cells.filter(|cell| !cell.is_empty())
    }

    pub(crate) fn text(&self) -> String {
        let mut text = self.above.to_owned();
        for (index, row) in self.rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| self.written(cell)).collect();
            text.push_str(&cells.join(self.delimiter));
            if self.last_line_end || index + 1 < self.rows.len() {
                text.push_str(self.line_ends[index % self.line_ends.len()]);
            }
        }
        text
    }

    /// The first lines, to be shown where something is wrong.
    pub(crate) fn beginning(&self) -> String {
        self.text().split_inclusive(['\r', '\n']).take(4).collect()
    }

    fn written(&self, cell: &str) -> String {
        if self.quote_all || cell.contains(['"', '\r', '\n']) || cell.contains(self.delimiter) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }

    fn bytes(&self) -> Vec<u8> {
        let text = self.text();
        match self.encoding {
            Encoding::Utf8 => text.into_bytes(),
            Encoding::Utf8Bom => format!("\u{feff}{text}").into_bytes(),
            Encoding::Utf16Le => utf16_le(&format!("\u{feff}{text}")),
            Encoding::Utf16Be => utf16_be(&format!("\u{feff}{text}")),
        }
    }
}
