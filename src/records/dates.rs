//! The order of day and month in the dates of one file.
//!
//! A spreadsheet on a machine set to another order turns `2025-02-04` into `2/4/2025` without a
//! word. One date that fits only the other order therefore refuses every slashed date of its file.

use chrono::NaiveDate;

use crate::campaign::DateOrder;
use crate::finding::{Finding, Findings, Problem};
use crate::source::{FileId, Place};

use super::cell::{DateFault, WrittenDate, parse_date};
use super::header::{Column, Header};
use super::table::Rows;
use super::text::clean;

/// What a date cell comes to.
pub(super) enum Resolved {
    /// A day.
    Date(NaiveDate),
    /// A slashed date of a file whose slashed dates are refused together.
    Refused,
    /// Something that is wrong with this cell.
    Problem(Problem),
}

/// Reads a date cell in the order that the campaign declares.
pub(super) fn resolve_date(cell: &str, order: DateOrder, survey: &DateSurvey) -> Resolved {
    let found = || cell.to_owned();
    match parse_date(cell) {
        Ok(WrittenDate::Iso(date)) => Resolved::Date(date),
        Ok(WrittenDate::Slashed { dmy, mdy }) if order == DateOrder::Iso => {
            Resolved::Problem(Problem::DateSlashed { found: found(), dmy, mdy })
        }
        Ok(WrittenDate::Slashed { dmy, mdy }) => match declared(order, dmy, mdy).0 {
            Some(date) if survey.contradiction.is_none() => Resolved::Date(date),
            _ => Resolved::Refused,
        },
        Err(DateFault::Unreadable) => Resolved::Problem(Problem::DateUnreadable { found: found() }),
        Err(DateFault::Impossible) => Resolved::Problem(Problem::DateImpossible { found: found() }),
        Err(DateFault::YearOfTwoDigits) => Resolved::Problem(Problem::YearOfTwoDigits { found: found() }),
        Err(DateFault::Serial(date)) => Resolved::Problem(Problem::DateSerial { found: found(), date }),
    }
}

/// A date by itself, which no file stands around. None where it is none, or is in doubt.
pub fn date_alone(written: &str, order: DateOrder) -> Option<NaiveDate> {
    match resolve_date(&clean(written), order, &DateSurvey::default()) {
        Resolved::Date(date) => Some(date),
        Resolved::Refused | Resolved::Problem(_) => None,
    }
}

/// The reading in the declared order, and the one in the other.
fn declared(
    order: DateOrder,
    dmy: Option<NaiveDate>,
    mdy: Option<NaiveDate>,
) -> (Option<NaiveDate>, Option<NaiveDate>) {
    match order {
        DateOrder::Dmy | DateOrder::Iso => (dmy, mdy),
        DateOrder::Mdy => (mdy, dmy),
    }
}

fn order_words(order: DateOrder) -> (&'static str, &'static str) {
    match order {
        DateOrder::Dmy | DateOrder::Iso => ("dmy", "mdy"),
        DateOrder::Mdy => ("mdy", "dmy"),
    }
}

/// What the dates of a file say together.
#[derive(Debug, Default)]
pub(super) struct DateSurvey {
    slashed: usize,
    iso: usize,
    first_slashed: Option<Place>,
    /// The first date that fits only the other order.
    contradiction: Option<Contradiction>,
    /// Whether every slashed date has a reading in the other order.
    all_fit_other: bool,
    /// Whether the rows go forward in time, read as declared and the other way.
    in_order: (bool, bool),
    last: (Option<NaiveDate>, Option<NaiveDate>),
}

#[derive(Debug)]
struct Contradiction {
    place: Place,
    found: String,
    date: NaiveDate,
}

impl DateSurvey {
    /// Goes through the date columns of a file.
    pub(super) fn of(
        file: FileId,
        text: &str,
        header: &Header,
        columns: &[Column],
        order: DateOrder,
    ) -> Self {
        let mut survey = Self { all_fit_other: true, in_order: (true, true), ..Self::default() };
        let indices: Vec<usize> = columns.iter().filter_map(|&column| header.index(column)).collect();
        let mut rows = Rows::new(text, header.dialect.delimiter, header.end);
        let mut cells = Vec::new();
        while rows.next(&mut cells) {
            for cell in indices.iter().filter_map(|&index| cells.get(index)) {
                let content = cell.content(text);
                survey.add(&clean(&content), Place::new(file, cell.range()), order);
            }
        }
        survey
    }

    fn add(&mut self, cell: &str, place: Place, order: DateOrder) {
        let (as_declared, as_other) = match parse_date(cell) {
            Ok(WrittenDate::Iso(date)) => {
                self.iso += 1;
                (Some(date), Some(date))
            }
            Ok(WrittenDate::Slashed { dmy, mdy }) => {
                self.slashed += 1;
                self.first_slashed.get_or_insert(place);
                declared(order, dmy, mdy)
            }
            Err(_) => return,
        };
        self.all_fit_other &= as_other.is_some();
        if let (None, Some(date), None) = (as_declared, as_other, &self.contradiction) {
            self.contradiction = Some(Contradiction { place, found: cell.to_owned(), date });
        }
        self.in_order.0 &= as_declared >= self.last.0;
        self.in_order.1 &= as_other >= self.last.1;
        self.last = (as_declared, as_other);
    }

    /// Says what is wrong with the slashed dates as a whole, at most once.
    pub(super) fn report(&self, order: DateOrder, findings: &mut Findings) {
        let Some(first_slashed) = self.first_slashed.filter(|_| order != DateOrder::Iso) else { return };
        let (declared, other) = order_words(order);
        let finding = if let Some(Contradiction { place, found, date }) = &self.contradiction {
            let problem = Problem::DateOrderContradicted {
                found: found.clone(),
                declared,
                other,
                date: *date,
                slashed: self.slashed,
                all_fit_other: self.all_fit_other,
            };
            Finding::new(problem, *place)
        } else if self.iso > 0 {
            Finding::new(Problem::DatesMixed { slashed: self.slashed, iso: self.iso }, first_slashed)
        } else if self.all_fit_other && self.in_order == (false, true) {
            Finding::new(Problem::DatesInOtherOrder { declared, other }, first_slashed)
        } else {
            return;
        };
        findings.push(finding);
    }
}
