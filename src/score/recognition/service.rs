//! Months of service, below which a member is not assessed.

use chrono::NaiveDate;

use crate::calendar::{Span, days_covered};
use crate::campaign::Campaign;
use crate::records::Member;

/// Days of a month of service.
const DAYS_A_MONTH: i64 = 30;

/// Days that are needed for so many months.
pub(super) fn days_needed(months: u32) -> i64 {
    i64::from(months) * DAYS_A_MONTH
}

/// Days that a member has served in any team up to and including `last`. A stint without a first day
/// has been served since ever, also where its team is younger than that.
pub(super) fn days_served(campaign: &Campaign, member: &Member, last: NaiveDate) -> i64 {
    let until = |team: usize| campaign.teams.get(team).map_or(last, |team| team.span.last.min(last));
    let spans = member
        .stints
        .iter()
        .map(|stint| Span { first: stint.span.first, last: stint.span.last.min(until(stint.team)) });
    days_covered(spans.collect())
}
