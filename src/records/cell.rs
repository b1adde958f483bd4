//! A cell becomes a date or a quantity; what is ambiguous stays so.

use chrono::NaiveDate;

use super::Quantity;
use crate::finding::NumberFault;
use crate::identifier::is_date_of_spreadsheet;

/// A date as a cell writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenDate {
    /// Year first: only one reading.
    Iso(NaiveDate),
    /// Day and month first, in one order or the other: at least one reading.
    Slashed {
        /// As day, month, year.
        dmy: Option<NaiveDate>,
        /// As month, day, year.
        mdy: Option<NaiveDate>,
    },
}

/// Why a cell is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFault {
    /// Nothing like a date.
    Unreadable,
    /// A day that no calendar has.
    Impossible,
    /// A year of two digits.
    YearOfTwoDigits,
    /// A spreadsheet's count of days since 30/12/1899, and the date that would be.
    Serial(Option<NaiveDate>),
}

/// Reads a date: `2025-02-04` (also with `/`, `.`, single digits and midnight after it), or
/// `04/02/2025` (also with `-`, `.`).
///
/// # Errors
///
/// A [`DateFault`].
pub fn parse_date(cell: &str) -> Result<WrittenDate, DateFault> {
    if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *cell.as_bytes() {
        let digits = [y1, y2, y3, y4, m1, m2, d1, d2].map(|byte| u32::from(byte.wrapping_sub(b'0')));
        if digits.iter().all(|&digit| digit < 10) {
            let [y1, y2, y3, y4, m1, m2, d1, d2] = digits;
            let year = y1 * 1000 + y2 * 100 + y3 * 10 + y4;
            let date = day(year, m1 * 10 + m2, d1 * 10 + d2).ok_or(DateFault::Impossible)?;
            return Ok(WrittenDate::Iso(date));
        }
    }
    let cell = without_midnight(cell);
    if !cell.is_empty() && cell.len() <= 7 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateFault::Serial(cell.parse().ok().and_then(serial_date)));
    }
    let separator = cell.chars().find(|c| !c.is_ascii_digit()).ok_or(DateFault::Unreadable)?;
    if !matches!(separator, '-' | '/' | '.') {
        return Err(DateFault::Unreadable);
    }
    let parts: Vec<&str> = cell.split(separator).collect();
    let &[first, second, third] = parts.as_slice() else { return Err(DateFault::Unreadable) };
    let number = |part: &str| -> Option<u32> {
        let digits = !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse().ok() } else { None }
    };
    let (Some(a), Some(b), Some(c)) = (number(first), number(second), number(third)) else {
        return Err(DateFault::Unreadable);
    };
    match (first.len(), second.len(), third.len()) {
        (4, 1..=2, 1..=2) => day(a, b, c).map(WrittenDate::Iso).ok_or(DateFault::Impossible),
        (1..=2, 1..=2, 4) => match (day(c, b, a), day(c, a, b)) {
            (None, None) => Err(DateFault::Impossible),
            (dmy, mdy) => Ok(WrittenDate::Slashed { dmy, mdy }),
        },
        (1..=2, 1..=2, 2) => Err(DateFault::YearOfTwoDigits),
        _ => Err(DateFault::Unreadable),
    }
}

/// A date of the years in which a campaign can be.
fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// Spreadsheets write a date in a cell of date and time as `2025-02-04 00:00:00`.
fn without_midnight(cell: &str) -> &str {
    let Some((date, time)) = cell.split_once([' ', 'T']) else { return cell };
    let midnight = ["0:00", "00:00", "0:00:00", "00:00:00", "00:00:00.000", "00:00:00Z"];
    if midnight.contains(&time.trim_start()) { date } else { cell }
}

/// Day `number` of the calendar of spreadsheets, which counts from 30/12/1899. (Excel's own days
/// before March 1900 are off by one, and no campaign is that old.)
fn serial_date(number: i64) -> Option<NaiveDate> {
    let origin = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    if (1..=2_958_465).contains(&number) {
        origin.checked_add_signed(chrono::TimeDelta::try_days(number)?)
    } else {
        None
    }
}

/// Why a cell is no quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityFault {
    /// No number of the accepted form.
    NotRead(NumberFault),
    /// `1.000`: its two readings.
    Ambiguous {
        /// As a decimal.
        small: String,
        /// As thousands.
        large: String,
    },
    /// More than two decimals.
    TooFine,
    /// More than [`crate::exact::MOST_WHOLE_DIGITS`] digits before the separator.
    TooLarge,
}

/// Reads a quantity: digits with at most one separator (`.` or `,`) before one or two more.
///
/// # Errors
///
/// A [`QuantityFault`].
pub fn parse_quantity(cell: &str) -> Result<Quantity, QuantityFault> {
    let bytes = cell.as_bytes();
    if let [digit @ b'0'..=b'9'] = bytes {
        return Ok(Quantity::from_hundredths(i64::from(digit - b'0') * 100));
    }
    let mut whole: i64 = 0;
    let before = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = match bytes.get(before) {
        None => &[],
        Some(b'.' | b',') => &bytes[before + 1..],
        Some(_) => return Err(QuantityFault::NotRead(number_fault(cell))),
    };
    let has_separator = bytes.len() > before;
    if before == 0 || (has_separator && after.is_empty()) || !after.iter().all(u8::is_ascii_digit) {
        return Err(QuantityFault::NotRead(number_fault(cell)));
    }
    if has_separator && after.len() == 3 && before <= 3 && bytes[0] != b'0' {
        let (whole, thousandths) = (&cell[..before], &cell[before + 1..]);
        let decimals = thousandths.trim_end_matches('0');
        let small = if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") };
        return Err(QuantityFault::Ambiguous { small, large: format!("{whole}{thousandths}") });
    }
    if after.len() > 2 {
        return Err(QuantityFault::TooFine);
    }
    if before > crate::exact::MOST_WHOLE_DIGITS {
        return Err(QuantityFault::TooLarge);
    }
    for &digit in &bytes[..before] {
        whole = whole * 10 + i64::from(digit - b'0');
    }
    let hundredths = match *after {
        [] => 0,
        [tenths] => i64::from(tenths - b'0') * 10,
        [tenths, hundredths, ..] => i64::from(tenths - b'0') * 10 + i64::from(hundredths - b'0'),
    };
    Ok(Quantity::from_hundredths(whole * 100 + hundredths))
}

/// What it is about a text that is no quantity.
fn number_fault(cell: &str) -> NumberFault {
    let is_digit = |c: char| c.is_ascii_digit();
    if !cell.contains(is_digit) {
        return NumberFault::NotANumber;
    }
    if parse_date(cell).is_ok() || is_date_of_spreadsheet(cell) {
        return NumberFault::Date;
    }
    if cell.starts_with(['-', '+', '−']) {
        return NumberFault::Sign;
    }
    if cell.ends_with('%') {
        return NumberFault::Percent;
    }
    let rest =
        cell.trim_start_matches(|c: char| is_digit(c) || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\''));
    if rest.is_empty() {
        return NumberFault::Separators;
    }
    let exponent = rest.strip_prefix(['e', 'E']).map(|rest| rest.trim_start_matches(['+', '-']));
    if exponent.is_some_and(|digits| !digits.is_empty() && digits.chars().all(is_digit)) {
        return NumberFault::Exponent;
    }
    if cell.starts_with(is_digit) { NumberFault::Unit } else { NumberFault::NotANumber }
}

impl std::fmt::Display for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (whole, part) = (self.hundredths() / 100, self.hundredths() % 100);
        match (part, part % 10) {
            (0, _) => write!(f, "{whole}"),
            (_, 0) => write!(f, "{whole}.{}", part / 10),
            _ => write!(f, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(year, month, day)
    }

    #[test]
    fn dates_with_the_year_first_have_one_reading() {
        for cell in [
            "2025-02-04",
            "2025-2-4",
            "2025/02/04",
            "2025.02.04",
            "2025-02-04 00:00:00",
            "2025-02-04T00:00:00",
            "2025-02-04 0:00",
        ] {
            assert_eq!(parse_date(cell), Ok(WrittenDate::Iso(date(2025, 2, 4).unwrap())), "{cell}");
        }
    }

    #[test]
    fn slashed_dates_keep_both_readings() {
        for cell in ["04/02/2025", "4/2/2025", "04-02-2025", "4.2.2025", "04/02/2025 00:00:00"] {
            let both = WrittenDate::Slashed { dmy: date(2025, 2, 4), mdy: date(2025, 4, 2) };
            assert_eq!(parse_date(cell), Ok(both), "{cell}");
        }
        assert_eq!(parse_date("25/02/2025"), Ok(WrittenDate::Slashed { dmy: date(2025, 2, 25), mdy: None }));
    }

    #[test]
    fn what_is_no_date_says_why() {
        for (cell, fault) in [
            ("", DateFault::Unreadable),
            ("hôm qua", DateFault::Unreadable),
            ("2025-02", DateFault::Unreadable),
            ("2025-02-04 08:30", DateFault::Unreadable),
            ("20250204", DateFault::Unreadable),
            ("04/02-2025", DateFault::Unreadable),
            ("+2025-02-04", DateFault::Unreadable),
            (" 2025-02-04", DateFault::Unreadable),
            ("2025-02-30", DateFault::Impossible),
            ("2025-13-01", DateFault::Impossible),
            ("31/02/2025", DateFault::Impossible),
            ("05/01/26", DateFault::YearOfTwoDigits),
            ("45640", DateFault::Serial(date(2024, 12, 14))),
            ("0", DateFault::Serial(None)),
        ] {
            assert_eq!(parse_date(cell), Err(fault), "{cell}");
        }
    }

    #[test]
    fn quantities_are_exact_hundredths() {
        for (cell, hundredths) in [
            ("0", 0),
            ("7", 700),
            ("12", 1200),
            ("2.5", 250),
            ("2,5", 250),
            ("2,50", 250),
            ("0.05", 5),
            ("007", 700),
            ("1234", 123_400),
            ("999999999999,99", 99_999_999_999_999),
        ] {
            assert_eq!(parse_quantity(cell), Ok(Quantity::from_hundredths(hundredths)), "{cell}");
        }
    }

    #[test]
    fn what_is_no_quantity_says_why() {
        use NumberFault::{Date, Exponent, NotANumber, Percent, Separators, Sign, Unit};
        let ambiguous =
            |small: &str, large: &str| QuantityFault::Ambiguous { small: small.into(), large: large.into() };
        for (cell, fault) in [
            ("", QuantityFault::NotRead(NotANumber)),
            ("x", QuantityFault::NotRead(NotANumber)),
            ("-1", QuantityFault::NotRead(Sign)),
            ("+ 0,1", QuantityFault::NotRead(Sign)),
            ("1E+3", QuantityFault::NotRead(Exponent)),
            ("5%", QuantityFault::NotRead(Percent)),
            ("3 ca", QuantityFault::NotRead(Unit)),
            ("2/5/2025", QuantityFault::NotRead(Date)),
            ("02-May", QuantityFault::NotRead(Date)),
            ("1.", QuantityFault::NotRead(Separators)),
            (".5", QuantityFault::NotRead(Separators)),
            ("1.000,5", QuantityFault::NotRead(Separators)),
            ("1 000", QuantityFault::NotRead(Separators)),
            ("1.000", ambiguous("1", "1000")),
            ("12,345", ambiguous("12.345", "12345")),
            ("0.125", QuantityFault::TooFine),
            ("1234.567", QuantityFault::TooFine),
            ("1.2345", QuantityFault::TooFine),
            ("1234567890123", QuantityFault::TooLarge),
        ] {
            assert_eq!(parse_quantity(cell), Err(fault), "{cell}");
        }
    }

    #[test]
    fn a_quantity_is_shown_without_needless_zeros() {
        for (hundredths, text) in [(700, "7"), (250, "2.5"), (205, "2.05"), (5, "0.05")] {
            assert_eq!(Quantity::from_hundredths(hundredths).to_string(), text);
        }
    }
}
