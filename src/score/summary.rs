//! Counts, points and progress against targets.

use chrono::NaiveDate;

use super::RowCounts;
use crate::exact::Fraction;

/// What a summary has one line for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SummaryBy {
    /// A leaf criterion.
    Criterion,
    /// A team.
    Team,
    /// A member.
    Member,
    /// An activity or adjustment.
    Activity,
    /// A calendar month.
    Month,
}

/// Counts and points of a phase, or of the campaign.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What has one line.
    pub by: SummaryBy,
    /// Place in `Campaign::phases`; the whole campaign where none.
    pub phase: Option<usize>,
    /// Days of the phases.
    pub days: i64,
    /// Days of them up to `until`, else up to the last row there is: no clock is asked.
    pub days_gone: i64,
    /// The last of the days gone; none where there is neither `until` nor a row.
    pub reached: Option<NaiveDate>,
    /// All rows.
    pub rows: RowCounts,
    /// The lines, in declared order (months in order of time).
    pub lines: Vec<SummaryLine>,
    /// Teams that take part and have no row: places in `Campaign::teams`.
    pub teams_without_rows: Vec<usize>,
}

/// One line of a summary.
#[derive(Clone, Debug)]
pub struct SummaryLine {
    /// What it is of.
    pub of: SummaryOf,
    /// Its rows.
    pub rows: RowCounts,
    /// Quantities that count, where the line is of one activity.
    pub quantity: Option<Fraction>,
    /// Points of the criteria before caps and base; points of an adjustment on its own line.
    pub points: Fraction,
    /// X, after caps and with base, where quotas apply (by criterion): summed over the teams.
    pub attained: Option<Fraction>,
    /// Quotas of the teams together; none where there are none (`best`, activities, months).
    pub quota: Option<Fraction>,
    /// The part of the quota that the days gone stand for.
    pub expected: Option<Fraction>,
    /// Mean attainment of the leaf criteria by weight, 0 to 1 and above, for a team or member.
    pub attainment: Option<Fraction>,
}

/// What a line of a summary is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryOf {
    /// Place in `Campaign::criteria`.
    Criterion(usize),
    /// Place in `Campaign::teams`.
    Team(usize),
    /// Place in `Records::members`.
    Member(usize),
    /// Place in `Campaign::activities`.
    Activity(usize),
    /// Place in `Campaign::adjustments`.
    Adjustment(usize),
    /// First day of the month.
    Month(NaiveDate),
}
