//! Numbers of identity cards, by their digits alone.

use super::characters::is_word;
use super::dates::starts_with_year_and_day;
use super::digits::number;

/// Whether `digits` are a citizen identity number: 12, that begin with a province, 001 to 096, then century and
/// sex, which is at most 3 for those born before 2100.
pub(super) fn is_citizen(digits: &[u8]) -> bool {
    digits.len() == 12 && (1..=96).contains(&number(&digits[..3])) && digits[3] <= b'3'
}

/// The same where a spreadsheet may have eaten the one or two zeros in front.
pub(super) fn is_citizen_but_for_zeros(digits: &[u8]) -> bool {
    let mut whole = [b'0'; 12];
    let n_zeros = whole.len().saturating_sub(digits.len());
    if n_zeros > 2 || digits.len() > whole.len() {
        return false;
    }
    whole[n_zeros..].copy_from_slice(digits);
    // `20241213001` is a date and a serial number: nobody is born in 2041 for a while.
    let unborn = || whole[3] >= b'2' && whole[4] >= b'4';
    is_citizen(&whole) && !(starts_with_year_and_day(digits) && unborn())
}

/// Whether a text holds nothing but numbers of nine digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nines {
    /// Nine digits, parted or not.
    One,
    /// Several numbers of nine digits without a gap in them.
    Several,
    /// Something else.
    Not,
}

impl Nines {
    pub(super) fn of(text: &str) -> Self {
        let mut words = text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
        let (mut n_digits, mut whole) = (0, true);
        let numbers = words.all(|word| {
            n_digits += word.len();
            whole &= word.len() == 9;
            (whole || n_digits <= 9) && word.bytes().all(|byte| byte.is_ascii_digit())
        });
        match n_digits {
            9 if numbers => Self::One,
            _ if numbers && whole => Self::Several,
            _ => Self::Not,
        }
    }
}
