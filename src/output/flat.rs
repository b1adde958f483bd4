//! Tables with one line a thing and one thing a line, for CSV.

use crate::exact::{Fraction, fraction_text, round};

use super::notation::Notation;
use super::table::{Column, CsvFor};
use super::view::View;
use super::words::Label;

/// How a flat table is written for its reader: to programs its columns are named as in the JSON
/// document and its numbers have a point; a spreadsheet is opened by a person, who reads the
/// language of the campaign.
#[derive(Clone, Copy)]
pub(super) struct Flat<'a> {
    view: &'a View<'a>,
    reader: CsvFor,
}

impl<'a> Flat<'a> {
    pub(super) fn new(view: &'a View<'a>, reader: CsvFor) -> Self {
        Self { view, reader }
    }

    pub(super) fn notation(self) -> Notation {
        match self.reader {
            CsvFor::Programs => Notation::Point,
            CsvFor::Spreadsheet => self.view.notation(),
        }
    }

    /// A column of words.
    pub(super) fn text(self, key: &str, label: Label) -> Column {
        Column::text(self.either(key, self.view.label(label)))
    }

    /// A column of numbers.
    pub(super) fn number(self, key: &str, label: Label) -> Column {
        Column::number(self.either(key, self.view.label(label)))
    }

    /// A number that need not be a decimal: an exact fraction for programs, a decimal for a spreadsheet.
    pub(super) fn exact(self, value: &Fraction) -> String {
        match self.reader {
            CsvFor::Programs => fraction_text(value),
            // A spreadsheet would make a date of `2/3`.
            CsvFor::Spreadsheet => self.view.notation().decimal(round(value, 6)),
        }
    }

    /// What stands in the machine formats, or what a person reads.
    pub(super) fn either<'b>(self, word: &'b str, phrase: &'b str) -> &'b str {
        match self.reader {
            CsvFor::Programs => word,
            CsvFor::Spreadsheet => phrase,
        }
    }
}
