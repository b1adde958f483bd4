//! Dates, spans of days and the buckets that caps count in.

use chrono::{Datelike, NaiveDate};

/// A run of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first day.
    pub first: NaiveDate,
    /// The last day; before `first` in an empty span.
    pub last: NaiveDate,
}

impl Span {
    /// All days that can be written.
    pub const ALWAYS: Self = Self { first: NaiveDate::MIN, last: NaiveDate::MAX };

    /// From `from` (since ever where none) to `to` (for ever where none).
    pub fn between(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        Self { first: from.unwrap_or(NaiveDate::MIN), last: to.unwrap_or(NaiveDate::MAX) }
    }

    /// Number of days; 0 where the span ends before it begins.
    pub fn days(self) -> i64 {
        ((self.last - self.first).num_days() + 1).max(0)
    }

    /// Whether no day lies in the span.
    pub fn is_empty(self) -> bool {
        self.last < self.first
    }

    /// Whether `day` lies in the span.
    pub fn contains(self, day: NaiveDate) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that lie in both spans.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}

/// Number of distinct days that lie in any of `spans`.
pub fn days_covered(mut spans: Vec<Span>) -> i64 {
    spans.retain(|span| !span.is_empty());
    spans.sort_unstable();
    let mut covered = 0;
    let mut reached: Option<NaiveDate> = None;
    for span in spans {
        let fresh = match reached {
            Some(last) if last >= span.last => continue,
            Some(last) if last >= span.first => (span.last - last).num_days(),
            _ => span.days(),
        };
        covered += fresh;
        reached = Some(span.last);
    }
    covered
}

/// What a cap counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Period {
    /// One day.
    Day,
    /// An ISO week, Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// The whole phase.
    Phase,
}

impl Period {
    /// In the order in which caps apply.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Phase];

    /// The key of this period in `campaign.toml`.
    pub fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Phase => "phase",
        }
    }

    /// The first day of the bucket that `day` falls into; one bucket for a whole phase.
    pub fn bucket(self, day: NaiveDate) -> NaiveDate {
        match self {
            Self::Day => day,
            Self::Week => day.week(chrono::Weekday::Mon).checked_first_day().unwrap_or(NaiveDate::MIN),
            Self::Month => day.with_day(1).unwrap_or(day),
            Self::Phase => NaiveDate::MIN,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn both_ends_of_a_span_count() {
        let first_phase = Span { first: day(2024, 12, 13), last: day(2025, 2, 3) };
        assert_eq!(first_phase.days(), 53);
        assert_eq!(Span { first: day(2025, 2, 4), last: day(2025, 8, 19) }.days(), 197);
        assert_eq!(Span { first: day(2025, 2, 4), last: day(2025, 2, 3) }.days(), 0);
    }

    #[test]
    fn a_day_in_two_spans_counts_once() {
        let span = |first, last| Span { first: day(2025, 1, first), last: day(2025, 1, last) };
        assert_eq!(days_covered(vec![span(5, 9), span(1, 6), span(8, 8), span(20, 20), span(12, 11)]), 10);
    }

    #[test]
    fn a_week_begins_on_monday_even_across_the_year() {
        assert_eq!(Period::Week.bucket(day(2025, 1, 1)), day(2024, 12, 30));
        assert_eq!(Period::Month.bucket(day(2025, 1, 31)), day(2025, 1, 1));
        assert_eq!(Period::Phase.bucket(day(2025, 1, 31)), Period::Phase.bucket(day(2024, 1, 1)));
    }
}
