//! Caps: what is let through of a list of rows.

use chrono::{Datelike, Days, NaiveDate};
use num_traits::Signed;

use super::Valued;
use crate::campaign::Cap;
use crate::fraction::{Fraction, exact};

/// Day before week before month before phase. The rows are of one phase.
pub(super) fn let_through<'a>(rows: Vec<Valued<'a>>, cap: &Cap) -> Vec<Valued<'a>> {
    // An ISO week is named by its Monday.
    let monday = |day: NaiveDate| day - Days::new(day.weekday().num_days_from_monday().into());
    let month = |day: NaiveDate| day.with_day(1).expect("every month has a first day");
    let the_day = |day: NaiveDate| day;
    let one_for_all = |_| NaiveDate::MIN;

    let rows = hold_back(rows, cap.day.map(exact), the_day);
    let rows = hold_back(rows, cap.week.map(exact), monday);
    let rows = hold_back(rows, cap.month.map(exact), month);
    hold_back(rows, cap.phase.map(exact), one_for_all)
}

/// In a bucket whose positive rows add up to more than the cap, each of them is
/// scaled by cap / sum.
fn hold_back<'a>(
    rows: Vec<Valued<'a>>,
    cap: Option<Fraction>,
    bucket: impl Fn(NaiveDate) -> NaiveDate,
) -> Vec<Valued<'a>> {
    let Some(cap) = cap else {
        return rows;
    };
    let scaled = |(row, points): &Valued<'a>| {
        let together = rows.iter().filter(|(other, _)| bucket(other.date) == bucket(row.date));
        let positive = together.filter(|(_, points)| points.is_positive());
        let sum: Fraction = positive.map(|(_, points)| points).sum();
        if points.is_positive() && sum > cap { (*row, points * &cap / sum) } else { (*row, points.clone()) }
    };
    rows.iter().map(scaled).collect()
}

pub(super) fn total(rows: &[Valued]) -> Fraction {
    rows.iter().map(|(_, points)| points).sum()
}
