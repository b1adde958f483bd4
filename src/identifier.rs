//! Identifiers that survive a spreadsheet.

use std::fmt;

/// A well-formed identifier, written as the rules file writes it; equal without regard to case.
#[derive(Clone, Debug)]
pub struct Id(Box<str>);

/// Why a text is no identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdFault {
    /// Not a letter followed by at most 31 letters, digits, `-` or `_`.
    Shape,
    /// A spreadsheet would make a date of it: `MAR1`, `SEP-2`.
    Date,
    /// A spreadsheet would make a truth value of it: `TRUE`.
    TruthValue,
}

/// Longest identifier, in bytes.
pub const LONGEST: usize = 32;

impl Id {
    /// Checks `text`.
    ///
    /// # Errors
    ///
    /// An [`IdFault`] where it is no identifier, or not one that a spreadsheet leaves alone.
    pub fn parse(text: &str) -> Result<Self, IdFault> {
        Self::check(text).map(|()| Self(text.into()))
    }

    /// Checks `text` without keeping it.
    ///
    /// # Errors
    ///
    /// As [`Id::parse`].
    pub fn check(text: &str) -> Result<(), IdFault> {
        let bytes = text.as_bytes();
        let good = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        if !bytes.first().is_some_and(u8::is_ascii_alphabetic)
            || bytes.len() > LONGEST
            || !bytes.iter().all(good)
        {
            return Err(IdFault::Shape);
        }
        if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
            return Err(IdFault::TruthValue);
        }
        if is_month_and_number(text) {
            return Err(IdFault::Date);
        }
        Ok(())
    }

    /// As the rules file writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` names this, in any letter case.
    pub fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Id {}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// English month names and short names: what Excel turns `MAR1` and `SEP-2` into dates by.
const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
];

fn is_month_and_number(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = text.split_at(letters);
    if !(3..=9).contains(&letters) {
        return false;
    }
    let digits = rest.strip_prefix('-').unwrap_or(rest);
    let month = MONTHS.iter().chain(&["dec"]).any(|month| word.eq_ignore_ascii_case(month));
    month && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a text is a date as a spreadsheet shows what it took for one: `2-Sep`, `Sep-02`,
/// `2-thg 9`, `02/09/2025`.
pub fn is_date_of_spreadsheet(text: &str) -> bool {
    let text = text.to_lowercase();
    let mut parts: Vec<&str> =
        text.split(['-', '/', '.', ',', ' ', '\u{a0}']).filter(|part| !part.is_empty()).collect();
    let is_number = |part: &str| part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_year = |part: &str| part.len() == 4 && is_number(part);
    // Vietnamese spreadsheets write `thg 9`, in one word or two.
    let n_parts = parts.len();
    parts.retain(|part| !matches!(*part, "thg" | "tháng"));
    let mut n_months = n_parts - parts.len();
    parts.retain(|part| {
        let number = part.strip_prefix("thg").or_else(|| part.strip_prefix("tháng"));
        let is_month = number.is_some_and(is_number) || MONTHS.contains(part) || *part == "dec";
        n_months += usize::from(is_month);
        !is_month
    });
    let is_date = match n_months {
        0 => parts.len() == 3 && parts.iter().any(|part| is_year(part)),
        1 => (1..=3).contains(&parts.len()),
        _ => false,
    };
    is_date && parts.iter().all(|part| is_number(part))
}

/// Whether a text that should be an identifier looks like what a spreadsheet makes of one: a date, the
/// number of one, a truth value, a number in scientific form, an error.
pub fn is_changed_by_spreadsheet(text: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Days of the years 2000 to 2099.
    let is_serial = is_digits(text) && text.len() == 5 && ("36526".."73051").contains(&text);
    let is_scientific = || {
        let parts = text.split_once(['E', 'e']);
        let exponent = parts.and_then(|(_, exponent)| exponent.strip_prefix(['+', '-']));
        let mantissa = parts.map(|(mantissa, _)| mantissa.replace(['.', ','], ""));
        exponent.is_some_and(is_digits) && mantissa.is_some_and(|mantissa| is_digits(&mantissa))
    };
    let truth_values = ["true", "false", "đúng", "sai"];
    is_serial
        || text.starts_with('#')
        || truth_values.contains(&text.to_lowercase().as_str())
        || is_scientific()
        || is_date_of_spreadsheet(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_those_that_a_spreadsheet_leaves_alone() {
        for good in ["to-1", "T1-02", "C3A", "a", "MARS", "SEPT", "march", "MAR1A", "x_1", &"a".repeat(32)] {
            assert!(Id::parse(good).is_ok(), "{good}");
        }
        for (bad, fault) in [
            ("", IdFault::Shape),
            ("1a", IdFault::Shape),
            ("-a", IdFault::Shape),
            ("a b", IdFault::Shape),
            ("tổ-1", IdFault::Shape),
            (&*"a".repeat(33), IdFault::Shape),
            ("MAR1", IdFault::Date),
            ("sep-2", IdFault::Date),
            ("Dec31", IdFault::Date),
            ("June-2025", IdFault::Date),
            ("TRUE", IdFault::TruthValue),
            ("false", IdFault::TruthValue),
        ] {
            assert_eq!(Id::parse(bad).err(), Some(fault), "{bad}");
        }
    }

    #[test]
    fn what_a_spreadsheet_makes_of_identifiers_is_known() {
        for changed in [
            "2-Sep",
            "02-Sep",
            "Sep-02",
            "Sep-25",
            "2-Sep-25",
            "1-Mar",
            "June 2025",
            "2-thg 9",
            "02-Thg9",
            "thg 9-02",
            "02/09/2025",
            "2025-09-02",
            "2.9.2025",
            "45902",
            "TRUE",
            "False",
            "ĐÚNG",
            "1E+05",
            "1,00E+05",
            "#NAME?",
            "###",
        ] {
            assert!(is_changed_by_spreadsheet(changed), "{changed}");
        }
        for other in
            ["", "to-9", "2", "12", "123456", "2-9", "Sep", "E+5", "1E5", "Tổ 2-9", "T1-02", "tổ 2 3 2025"]
        {
            assert!(!is_changed_by_spreadsheet(other), "{other}");
        }
    }

    #[test]
    fn letter_case_does_not_tell_identifiers_apart() {
        assert_eq!(Id::parse("To-1").ok(), Id::parse("tO-1").ok());
    }
}
