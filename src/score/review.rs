//! Everything that a review of a phase (sơ kết) or of the campaign (tổng kết) speaks of.

use chrono::NaiveDate;

use super::board::{phases_of, score};
use super::exemplars::{ExemplarList, exemplars};
use super::recognition::{Proposal, propose};
use super::summary::{Summary, SummaryBy, summarise};
use super::{Basis, Board, Request};
use crate::calendar::{Period, Span};
use crate::campaign::{Campaign, SubjectKind};
use crate::records::Records;

/// What a phase or the campaign came to.
#[derive(Clone, Debug)]
pub struct Review {
    /// The board of teams.
    pub board: Board,
    /// The board of members, where they are listed.
    pub members: Option<Board>,
    /// Work and targets by criterion.
    pub by_criterion: Summary,
    /// Work by activity and adjustment.
    pub by_activity: Summary,
    /// The phase before, by criterion: of the first phase and of the campaign none.
    pub before: Option<Summary>,
    /// Of the campaign: each phase that has begun, by criterion.
    pub phases: Vec<Summary>,
    /// Where things stood at the end of each month that has begun, the last one where the records end.
    pub months: Vec<MonthEnd>,
    /// What sets an example.
    pub exemplars: ExemplarList,
    /// The awards that may be proposed.
    pub proposal: Proposal,
}

/// Where things stood at the end of a month.
#[derive(Clone, Debug)]
pub struct MonthEnd {
    /// The last day that is looked at.
    pub day: NaiveDate,
    /// The board of teams up to it.
    pub board: Board,
    /// Work and targets up to it.
    pub by_criterion: Summary,
}

/// Reviews a phase, or the campaign, by what is official.
pub fn review(
    campaign: &Campaign,
    records: &Records,
    phase: Option<usize>,
    until: Option<NaiveDate>,
) -> Review {
    let request = Request { by: SubjectKind::Team, phase, until, basis: Basis::Official };
    let by_criterion = |phase, until| summarise(campaign, records, SummaryBy::Criterion, phase, until);
    let summary = by_criterion(phase, until);
    let span = phase.and_then(|phase| campaign.phases.get(phase)).map_or(campaign.span, |phase| phase.span);
    let months = summary.reached.map_or_else(Vec::new, |reached| month_ends(span, reached));
    let months = months.into_iter().map(|day| MonthEnd {
        day,
        board: score(campaign, records, Request { until: Some(day), ..request }),
        by_criterion: by_criterion(phase, Some(day)),
    });
    let members = || score(campaign, records, Request { by: SubjectKind::Member, ..request });
    let before = phase.and_then(|phase| phase.checked_sub(1));
    let of_campaign = if phase.is_none() { phases_of(campaign, &request) } else { Vec::new() };
    Review {
        board: score(campaign, records, request),
        members: records.members.as_ref().map(|_| members()),
        before: before.map(|before| by_criterion(Some(before), None)),
        phases: of_campaign.into_iter().map(|phase| by_criterion(Some(phase), until)).collect(),
        by_activity: summarise(campaign, records, SummaryBy::Activity, phase, until),
        by_criterion: summary,
        months: months.collect(),
        exemplars: exemplars(campaign, records, phase, until),
        proposal: propose(campaign, records, request),
    }
}

/// The last day of each month of `span` up to `reached`, at most the end of the span.
fn month_ends(span: Span, reached: NaiveDate) -> Vec<NaiveDate> {
    let last = reached.min(span.last);
    let mut days = Vec::new();
    let mut first = span.first;
    while first <= last {
        let Some(next) = Period::Month.bucket(first).checked_add_months(chrono::Months::new(1)) else {
            break;
        };
        days.push(next.pred_opt().unwrap_or(last).min(last));
        first = next;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_with_the_month_and_the_last_with_the_records() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let span = Span { first: day(2024, 12, 13), last: day(2025, 2, 3) };
        let ends = [day(2024, 12, 31), day(2025, 1, 31), day(2025, 2, 3)];
        assert_eq!(month_ends(span, day(2025, 8, 1)), ends);
        assert_eq!(month_ends(span, day(2025, 1, 10)), [ends[0], day(2025, 1, 10)]);
        assert!(month_ends(span, day(2024, 12, 1)).is_empty());
    }
}
