//! What moved the scores between two states of a campaign, and by how much.
//!
//! The difference is taken apart by a walk from the old state to the new one, in a fixed order: first the
//! rules, then who serves where, then the rows, by date. After each step everybody is scored again, and
//! what a step changes of a printed score is its part. So the parts of a subject add up to the difference
//! of its printed scores, whatever caps, quotas and comparisons with others do in between.

mod rows;
mod steps;
mod walk;

use chrono::NaiveDate;

use crate::campaign::Campaign;
use crate::exact::Printed;
use crate::ledger::{RowChange, RuleChange};
use crate::records::Records;
use crate::score::{Request, Status};
use crate::source::Sources;

pub use walk::difference;

/// A state of a campaign.
#[derive(Clone, Copy, Debug)]
pub struct Side<'r> {
    /// Its rules.
    pub campaign: &'r Campaign,
    /// Its members and rows.
    pub records: &'r Records,
    /// The texts they were read from.
    pub sources: &'r Sources,
}

/// Two states, and those that lie between them.
#[derive(Clone, Copy, Debug)]
pub struct Sides<'r> {
    /// The old state.
    pub old: Side<'r>,
    /// The old members and logs under the new rules.
    pub under_rules: Side<'r>,
    /// The old logs under the new rules and with the new members.
    pub with_members: Side<'r>,
    /// The new state.
    pub new: Side<'r>,
}

/// What moved the scores.
#[derive(Clone, Debug)]
pub struct Difference {
    /// What was asked of both states.
    pub request: Request,
    /// Every subject of either state: in the order of the new board, then those that are gone.
    pub subjects: Vec<SubjectDifference>,
    /// The walk from the old state to the new one.
    pub steps: Vec<Step>,
    /// What the steps of rows were put together by.
    pub grouping: Grouping,
}

/// A subject in both states.
#[derive(Clone, Debug)]
pub struct SubjectDifference {
    /// Its identifier.
    pub id: String,
    /// Where it stood; none where it was not there.
    pub before: Option<Stand>,
    /// Where it stands; none where it is gone.
    pub after: Option<Stand>,
    /// Score after less score before, where none counts as 0.
    pub difference: Printed,
    /// What each step that moved it did, in order; the sum is the difference.
    pub parts: Vec<Part>,
}

impl SubjectDifference {
    /// Whether anything about its score or its place is not as it was.
    pub fn is_moved(&self) -> bool {
        let place = |stand: &Option<Stand>| stand.as_ref().map(|stand| (stand.rank, stand.status));
        !self.difference.is_zero() || !self.parts.is_empty() || place(&self.before) != place(&self.after)
    }
}

/// Where a subject stands on the board of one state.
#[derive(Clone, Debug)]
pub struct Stand {
    /// Its place in that state's teams or members.
    pub subject: usize,
    /// Its group, as a place in that state's groups.
    pub group: Option<usize>,
    /// Where it stands.
    pub status: Status,
    /// Its rank; none where it is not ranked.
    pub rank: Option<usize>,
    /// Its score; none where it has none.
    pub score: Option<Printed>,
}

/// What a step did to a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Place in [`Difference::steps`].
    pub step: usize,
    /// By how much its score rose, or fell; never 0.
    pub amount: Printed,
}

/// One step of the walk.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which kind it is of.
    pub kind: StepKind,
    /// The rules, or who serves where, that it changed.
    pub rules: Vec<RuleChange>,
    /// The rows that it changed; for [`StepKind::Rules`] and [`StepKind::Members`] the rows that could
    /// not be read any more after it.
    pub rows: Vec<RowChange>,
}

/// What a step changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StepKind {
    /// The rules.
    Rules,
    /// Who serves where.
    Members,
    /// Rows.
    Rows,
}

/// What rows are put together by where they are too many for a step each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// Nothing: a step each.
    Row,
    /// A step for each team and activity.
    TeamAndActivity,
    /// A step for each team.
    Team,
    /// One step.
    Together,
}

impl Difference {
    /// Whether a step moved anybody.
    pub fn moves(&self, step: usize) -> bool {
        self.subjects.iter().any(|subject| subject.parts.iter().any(|part| part.step == step))
    }

    /// How many rows differ, and how many of them stand in steps that moved nobody.
    pub fn rows(&self) -> (usize, usize) {
        let counts = |only_idle: bool| {
            let steps = self.steps.iter().enumerate();
            steps.filter(|(at, _)| !only_idle || !self.moves(*at)).map(|(_, step)| step.rows.len()).sum()
        };
        (counts(false), counts(true))
    }
}

/// Whether a row of a day is among those that are asked for.
fn is_asked(request: &Request, phase: usize, date: NaiveDate) -> bool {
    request.phase.is_none_or(|asked| asked == phase) && request.until.is_none_or(|until| date <= until)
}
