//! One score, led back to its formula, its rows and the rows left out.

use chrono::NaiveDate;

use super::{Board, CriterionResult};
use crate::calendar::Period;
use crate::exact::{Fraction, Printed};
use crate::records::{Appraisal, Item, Quantity};
use crate::source::Place;

/// Why a subject stands where it stands in a phase.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The board of the phase.
    pub board: Board,
    /// The subject's line: a place in the board's standings.
    pub standing: usize,
    /// The line of the next better rank in the group, where there is one.
    pub above: Option<usize>,
    /// Days of the phase.
    pub phase_days: i64,
    /// Of a team: days of the phase on which it exists. Of a member: days served.
    pub days: i64,
    /// Of a team: mean headcount n. Of a member: share of the phase's days served.
    pub headcount: Fraction,
    /// Criteria in declared order, parents included.
    pub criteria: Vec<CriterionStory>,
    /// Adjustments that rows of the subject name, in declared order.
    pub adjustments: Vec<AdjustmentStory>,
}

/// How a criterion's contribution came about.
#[derive(Clone, Debug)]
pub struct CriterionStory {
    /// The result on the board.
    pub result: CriterionResult,
    /// The same criterion of the subject above, less this one's contribution; none where either has none.
    pub gap: Option<Printed>,
    /// How the quota came about; none for parents, unassigned leaves and `best`.
    pub quota: Option<QuotaStory>,
    /// Points that the subject started with.
    pub base: Fraction,
    /// Under `best` the greatest x, under `surplus` the greatest X/Q among the ranked of the group.
    pub benchmark: Option<Fraction>,
    /// Its activities in declared order, those without rows included.
    pub activities: Vec<ActivityStory>,
    /// The caps that took something, in the order in which they applied.
    pub cuts: Vec<Cut>,
    /// The rows that name an activity of it, in order of file and line.
    pub rows: Vec<RowStory>,
}

/// How a quota came about.
#[derive(Clone, Debug)]
pub struct QuotaStory {
    /// One line for a team; for a member one for each team served.
    pub shares: Vec<QuotaShare>,
    /// Q: the sum of the shares.
    pub quota: Fraction,
}

/// A team's quota, or a member's share of it.
#[derive(Clone, Debug)]
pub struct QuotaShare {
    /// Place in `Campaign::teams`.
    pub team: usize,
    /// The target of the rules, or the weight where there is none.
    pub target: Fraction,
    /// Whether `target` is the weight, for want of a target; it is then not scaled for a team.
    pub is_weight: bool,
    /// Days of the phase on which the team exists: D.
    pub team_days: i64,
    /// The days the target is for: those of the phase, or of `every`.
    pub per_days: i64,
    /// The team's mean headcount n, where the target is for each member.
    pub headcount: Option<Fraction>,
    /// For a member: days served in the team, and the team's n by which its quota is divided.
    pub served: Option<(i64, Fraction)>,
    /// What this comes to.
    pub quota: Fraction,
}

/// What the rows of one activity came to.
#[derive(Clone, Debug)]
pub struct ActivityStory {
    /// Place in `Campaign::activities`.
    pub activity: usize,
    /// Rows that counted.
    pub rows: usize,
    /// Their quantities together.
    pub quantity: Fraction,
    /// Points before caps.
    pub before_caps: Fraction,
    /// Points after caps.
    pub points: Fraction,
}

/// A cap that took something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Whose cap it is.
    pub on: CapOn,
    /// What it counts in.
    pub period: Period,
    /// First day of the bucket (of the phase, for [`Period::Phase`]).
    pub bucket: NaiveDate,
    /// What the positive rows of the bucket added up to.
    pub sum: Fraction,
    /// What they were cut to.
    pub most: Fraction,
}

/// Whose cap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapOn {
    /// Of an activity or adjustment, for the team.
    Item(Item),
    /// Of an activity, for the member.
    Member(Item),
    /// Of a leaf criterion: its place in `Campaign::criteria`.
    Criterion(usize),
}

/// What became of a row.
#[derive(Clone, Debug)]
pub struct RowStory {
    /// Where the row stands.
    pub place: Place,
    /// Its date.
    pub date: NaiveDate,
    /// What it names.
    pub item: Item,
    /// What was claimed.
    pub quantity: Quantity,
    /// What was granted.
    pub accepted: Option<Quantity>,
    /// Where it stands in its appraisal.
    pub appraisal: Appraisal,
    /// How many members it names; 0 for the whole team.
    pub members: usize,
    /// Quantity × points, before caps and before division; 0 where it does not count.
    pub before_caps: Fraction,
    /// What the subject got from it.
    pub points: Fraction,
}

/// What an adjustment came to.
#[derive(Clone, Debug)]
pub struct AdjustmentStory {
    /// Place in `Campaign::adjustments`.
    pub adjustment: usize,
    /// Points after its own caps, before the limit.
    pub points: Fraction,
    /// The caps that took something.
    pub cuts: Vec<Cut>,
    /// The rows that name it.
    pub rows: Vec<RowStory>,
}
