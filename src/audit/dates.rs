//! Facts about many rows together: when they are dated and when they came.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDate};

use super::rows::Present;
use super::{Evidence, Scope, is_of, step_of};
use crate::calendar::Span;
use crate::campaign::SubjectKind;
use crate::source::Place;

/// Days at the end of a phase that are compared with those before.
const LAST_DAYS: i64 = 7;

/// How many times as many rows a day the last days must have.
const TIMES: i64 = 3;

/// Rows that the last days must have: a few make no burst.
const LEAST_ROWS: usize = 10;

/// Last days of a phase that hold more than three times as many rows a day as those before, and at
/// least ten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Burst {
    /// The phase: a place in `Campaign::phases`.
    pub phase: usize,
    /// Whose rows; none for all of them together.
    pub subject: Option<(SubjectKind, usize)>,
    /// By which day of a row.
    pub clock: Clock,
    /// The last days.
    pub last: Span,
    /// Rows of these.
    pub rows_last: usize,
    /// How many days of the phase there are before.
    pub days_before: i64,
    /// Rows of those.
    pub rows_before: usize,
}

/// By which day rows are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Their date.
    Dated,
    /// The day on which they came, by the clock of the author.
    Entered,
}

/// Months in which somebody has no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoRows {
    /// Who.
    pub subject: (SubjectKind, usize),
    /// The months, each by its first day, in order.
    pub months: Vec<NaiveDate>,
    /// Where the subject is declared.
    pub place: Option<Place>,
}

pub(super) fn bursts(evidence: &Evidence<'_>, scope: &Scope, rows: &[Present]) -> Vec<Burst> {
    let campaign = evidence.campaign;
    let subjects: Vec<Option<(SubjectKind, usize)>> = match scope.request.subject {
        Some(subject) => vec![Some(subject)],
        None => {
            let teams = (0..campaign.teams.len()).map(|team| Some((SubjectKind::Team, team)));
            std::iter::once(None).chain(teams).collect()
        }
    };
    // The day on which each row came.
    let entered = |present: &Present| {
        let (history, chronicle) = evidence.history?;
        let step = present.came(chronicle).and_then(|came| step_of(history, came))?;
        (!step.may_be_older).then(|| step.commit.authored.date_naive())
    };
    let days: Vec<(&Present, Option<NaiveDate>)> =
        rows.iter().map(|present| (present, entered(present))).collect();
    let mut bursts = Vec::new();
    for (phase, declared) in campaign.phases.iter().enumerate() {
        if scope.request.phase.is_some_and(|asked| asked != phase) {
            continue;
        }
        let first = declared.span.last - chrono::Days::new(LAST_DAYS as u64 - 1);
        let last = Span { first, ..declared.span };
        let days_before = declared.span.days() - LAST_DAYS;
        for subject in subjects.iter().copied().filter(|_| days_before > 0) {
            for clock in [Clock::Dated, Clock::Entered] {
                let of_phase = days.iter().filter(|(present, _)| {
                    usize::from(present.row.phase) == phase
                        && subject.is_none_or(|subject| is_of(evidence.records, &present.row, subject))
                });
                let when = of_phase.filter_map(|(present, entered)| match clock {
                    Clock::Dated => Some(present.row.date),
                    Clock::Entered => *entered,
                });
                let (mut rows_last, mut rows_before) = (0, 0);
                for day in when.filter(|day| *day <= last.last) {
                    *(if day >= last.first { &mut rows_last } else { &mut rows_before }) += 1;
                }
                let many = rows_last as i64 * days_before > TIMES * rows_before as i64 * LAST_DAYS;
                if rows_last >= LEAST_ROWS && many {
                    bursts.push(Burst { phase, subject, clock, last, rows_last, days_before, rows_before });
                }
            }
        }
    }
    bursts
}

/// Months are looked at up to that of the last row of anybody: later ones may still be filled.
pub(super) fn months_without_rows(evidence: &Evidence<'_>, scope: &Scope) -> Vec<NoRows> {
    let (campaign, records) = (evidence.campaign, evidence.records);
    let in_span = records.rows.iter().filter(|row| scope.span.contains(row.date));
    let Some(reached) = in_span.clone().map(|row| row.date).max() else { return Vec::new() };
    let span = Span { last: month_end(reached).min(scope.span.last), ..scope.span };
    let mut has: HashSet<(SubjectKind, usize, NaiveDate)> = HashSet::new();
    for row in in_span {
        let month = month_of(row.date);
        has.insert((SubjectKind::Team, row.team as usize, month));
        has.extend(
            records.members_of(row).iter().map(|&member| (SubjectKind::Member, member as usize, month)),
        );
    }
    let none = |subject: (SubjectKind, usize), spans: &[Span], place: Option<Place>| {
        let asked = scope.request.subject.is_none_or(|asked| asked == subject);
        let mut months: Vec<NaiveDate> = spans.iter().flat_map(|own| months_of(own.within(span))).collect();
        months.sort_unstable();
        months.dedup();
        months.retain(|month| !has.contains(&(subject.0, subject.1, *month)));
        (asked && !months.is_empty()).then_some(NoRows { subject, months, place })
    };
    let teams = campaign
        .teams
        .iter()
        .enumerate()
        .filter_map(|(index, team)| none((SubjectKind::Team, index), &[team.span], Some(team.place)));
    let members = records.members.iter().flatten().enumerate().filter_map(|(index, member)| {
        let spans: Vec<Span> = member.stints.iter().map(|stint| stint.span).collect();
        none((SubjectKind::Member, index), &spans, member.stints.first().map(|stint| stint.place))
    });
    teams.chain(members).collect()
}

/// The first days of the months that a span touches.
fn months_of(span: Span) -> impl Iterator<Item = NaiveDate> {
    let first = (!span.is_empty()).then(|| month_of(span.first));
    std::iter::successors(first, |month| month.checked_add_months(chrono::Months::new(1)))
        .take_while(move |month| *month <= span.last)
}

fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

fn month_end(day: NaiveDate) -> NaiveDate {
    let next = month_of(day).checked_add_months(chrono::Months::new(1));
    next.and_then(|next| next.pred_opt()).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, day).unwrap()
    }

    #[test]
    fn a_span_touches_the_months_of_its_ends_and_those_between() {
        let months = |first, last| months_of(Span { first, last }).collect::<Vec<_>>();
        assert_eq!(months(day(1, 31), day(3, 1)), [day(1, 1), day(2, 1), day(3, 1)]);
        assert_eq!(months(day(2, 3), day(2, 3)), [day(2, 1)]);
        assert!(months(day(2, 3), day(2, 2)).is_empty());
        assert_eq!(month_end(day(2, 5)), day(2, 28));
    }
}
