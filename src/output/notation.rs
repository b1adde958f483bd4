//! Numbers and dates as a reader expects them.

use std::fmt::Display;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate};

use crate::calendar::Span;
use crate::campaign::Language;
use crate::exact::{Fraction, Printed, decimal_text, fraction_text, round, whole};

/// How numbers and dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `97,71` and `04/02/2025`, as in Vietnam.
    Comma,
    /// `97.71` and `2025-02-04`, as in English output and in machine formats.
    Point,
}

impl From<Language> for Notation {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Comma,
            Language::En => Self::Point,
        }
    }
}

/// A moment for machines: `2025-02-03T23:30:00+07:00`.
pub(super) fn moment(moment: DateTime<FixedOffset>) -> String {
    // This is how chrono shows it to developers; its other ways take memory that it is built without.
    format!("{moment:?}")
}

/// Longest `n/d` that is shown as it is; a longer one is shown as the decimal it is close to.
const LONGEST_FRACTION: usize = 9;

/// Most decimals of an exact decimal that is shown as it is.
const MOST_DECIMALS: usize = 6;

impl Notation {
    /// A decimal such as a printed score.
    pub fn decimal(self, number: impl Display) -> String {
        self.marked(number.to_string())
    }

    /// A fraction, exactly where it can be read: `31,5`, `2/3`, else `≈1,2857`.
    pub fn exact(self, value: &Fraction) -> String {
        let decimal = decimal_text(value);
        let decimals = decimal.split_once('.').map_or(0, |(_, after)| after.len());
        if !decimal.contains('/') && decimals <= MOST_DECIMALS {
            return self.marked(decimal);
        }
        let fraction = fraction_text(value);
        if fraction.chars().count() <= LONGEST_FRACTION { fraction } else { self.about(value, 4) }
    }

    /// A fraction as a decimal: `31,5`, `≈0,67`.
    pub fn readable(self, value: &Fraction) -> String {
        let exact = self.exact(value);
        if exact.contains(['/', '≈']) { self.about(value, 2) } else { exact }
    }

    /// `≈1,2857`.
    pub fn about(self, value: &Fraction, decimals: u8) -> String {
        format!("≈{}", self.decimal(round(value, decimals)))
    }

    /// A share as a percentage with one decimal: `98,4%`.
    pub fn percent(self, share: &Fraction) -> String {
        format!("{}%", self.decimal(round(&(share * whole(100)), 1)))
    }

    /// How much more or less than before: `+5,7`, `−2,1`, `0,0`.
    pub fn change(self, change: &Printed) -> String {
        let size = self.decimal(change);
        match size.strip_prefix('-') {
            Some(size) => format!("−{size}"),
            None if change.is_zero() => size,
            None => format!("+{size}"),
        }
    }

    /// A number of things, with its thousands apart.
    pub fn count(self, count: usize) -> String {
        let digits = count.to_string();
        let separator = match self {
            Self::Comma => '.',
            Self::Point => ',',
        };
        let mut text = String::new();
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }

    /// A day.
    pub fn date(self, day: NaiveDate) -> String {
        match self {
            Self::Comma => format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year()),
            Self::Point => day.to_string(),
        }
    }

    /// A calendar month, given by any of its days.
    pub fn month(self, day: NaiveDate) -> String {
        match self {
            Self::Comma => format!("{:02}/{:04}", day.month(), day.year()),
            Self::Point => format!("{:04}-{:02}", day.year(), day.month()),
        }
    }

    /// From one day to another.
    pub fn span(self, span: Span) -> String {
        format!("{} – {}", self.date(span.first), self.date(span.last))
    }

    fn marked(self, decimal: String) -> String {
        match self {
            Self::Comma => decimal.replace('.', ","),
            Self::Point => decimal,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;

    #[test]
    fn each_language_has_its_own_marks() {
        let day = NaiveDate::from_ymd_opt(2025, 2, 4).unwrap();
        let score = round(&ratio(9771, 100), 2);
        assert_eq!(Notation::Comma.decimal(&score), "97,71");
        assert_eq!(Notation::Point.decimal(&score), "97.71");
        assert_eq!(Notation::Comma.date(day), "04/02/2025");
        assert_eq!(Notation::Point.date(day), "2025-02-04");
        assert_eq!(Notation::Comma.month(day), "02/2025");
        let written = "2025-02-03T23:30:00+07:00";
        assert_eq!(moment(DateTime::parse_from_rfc3339(written).unwrap()), written);
        assert_eq!(Notation::Comma.percent(&ratio(63, 64)), "98,4%");
        for (count, text) in [(0, "0"), (999, "999"), (1234, "1,234"), (1_234_567, "1,234,567")] {
            assert_eq!(Notation::Point.count(count), text);
        }
    }

    #[test]
    fn a_fraction_is_rounded_only_where_nobody_could_read_it() {
        for (numerator, denominator, text) in
            [(63, 2, "31,5"), (2, 3, "2/3"), (7, 1, "7"), (12_345, 98_765, "≈0,1250"), (1, 1 << 12, "1/4096")]
        {
            assert_eq!(Notation::Comma.exact(&ratio(numerator, denominator)), text);
        }
    }
}
