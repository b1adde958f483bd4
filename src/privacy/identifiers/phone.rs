//! Phone numbers, by their digits and how they are parted.

use super::dates::is_year;
use super::digits::Group;

/// How many digits before a mobile number are its prefix, if `digits` are one.
///
/// After a `+` land lines count too. In groups, a needless zero may follow the prefix: `+84 (0) 900…`.
pub(super) fn prefix(digits: &[u8], plus: bool, grouped: bool) -> Option<usize> {
    let mobile = |rest: &[u8]| rest.len() == 9 && matches!(rest[0], b'3' | b'5' | b'7' | b'8' | b'9');
    let land = |rest: &[u8]| plus && rest.len() == 10 && rest[0] == b'2';
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    let rest = &digits[zeros..];
    let abroad = rest.strip_prefix(b"84").filter(|_| zeros == 0 || (zeros == 2 && !plus));
    if let Some(national) = abroad {
        let short = national.strip_prefix(b"0").filter(|_| plus || grouped || zeros > 0).unwrap_or(national);
        if mobile(short) || land(short) {
            return Some(digits.len() - short.len());
        }
    }
    (zeros == 1 && !plus && mobile(rest)).then_some(1)
}

/// How a phone number is parted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Grouping {
    /// As nothing else is: `0900 000 123`.
    Typical,
    /// As phone numbers are, among others.
    Possible,
    /// As hardly anybody does.
    Odd,
}

impl Grouping {
    /// How `groups` are parted, the first digits of which are a prefix.
    pub(super) fn of(groups: &[Group], n_prefix_digits: usize) -> Self {
        // The prefix stands alone or before the first digits: `0 900…`, `84 (0) 900…`, `0900…`.
        let mut prefix = n_prefix_digits;
        let without_prefix = groups.iter().map(|group| {
            let size = group.len().saturating_sub(prefix);
            prefix = prefix.saturating_sub(group.len());
            size
        });
        let sizes: Vec<usize> = without_prefix.filter(|&size| size > 0).collect();
        match *sizes {
            [3, 3, 3] | [2, 3, 4] | [2, 4, 3] => Self::Typical,
            // `0311 12 2024` is the number of a minute and its date.
            _ if groups.iter().any(|group| is_year(group.digits)) => Self::Odd,
            [1, 8] | [1, 4, 4] => Self::Possible,
            _ if sizes.iter().all(|&size| size >= 2) => Self::Possible,
            _ => Self::Odd,
        }
    }
}
