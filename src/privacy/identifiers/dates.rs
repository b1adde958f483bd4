//! Dates and times, which are nobody's numbers.

use std::ops::Range;

use super::digits::{Group, number};

/// Where the date ends that begins at `start`: `13/12/2024`, `13.12.2024`, `2024-12-13`, `13 12 2024`.
pub(super) fn date_at(text: &str, start: usize) -> Option<usize> {
    let mark_at = |at| text.as_bytes().get(at).filter(|byte| matches!(byte, b'/' | b'.' | b'-' | b' '));
    let first = Group::at(text, start);
    let mark = mark_at(first.end())?;
    let second = Group::at(text, first.end() + 1);
    let third = Group::at(text, second.end() + 1);
    let (year, short) = match [first.len(), second.len(), third.len()] {
        [1 | 2, 1 | 2, 4] => (third, first),
        [4, 1 | 2, 1 | 2] => (first, third),
        _ => return None,
    };
    let real = is_year(year.digits) && is_month_and_day(second.number(), short.number());
    (real && mark_at(second.end()) == Some(mark)).then_some(third.end())
}

/// Whether `digits` are a date, or one with a time or a short serial number after it: `13122024`, `20241213`,
/// `202412130830`.
pub(super) fn is_compact_date(digits: &[u8]) -> bool {
    // Six more for hours, minutes and seconds; cameras add three for thousandths.
    matches!(digits.len(), 8 | 10..=12 | 14 | 17)
        && (starts_with_day_and_year(digits) || starts_with_year_and_day(digits))
}

pub(super) fn starts_with_day_and_year(digits: &[u8]) -> bool {
    is_year(part(digits, 4..8)) && is_month_and_day(number(part(digits, 2..4)), number(part(digits, 0..2)))
}

pub(super) fn starts_with_year_and_day(digits: &[u8]) -> bool {
    is_year(part(digits, 0..4))
        && (1..=12).contains(&number(part(digits, 4..6)))
        && (1..=31).contains(&number(part(digits, 6..8)))
}

/// Whether the numbers are a month and a day, in either order.
fn is_month_and_day(one: u32, other: u32) -> bool {
    let (month, day) = (one.min(other), one.max(other));
    (1..=12).contains(&month) && day <= 31
}

pub(super) fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && (1900..=2099).contains(&number(digits))
}

/// Whether `digits` are hours and minutes: `0830`.
pub(super) fn is_time(digits: &[u8]) -> bool {
    digits.len() == 4 && number(part(digits, 0..2)) < 24 && number(part(digits, 2..4)) < 60
}

fn part(digits: &[u8], range: Range<usize>) -> &[u8] {
    digits.get(range).unwrap_or_default()
}
