//! Points, attainment, contributions, scores and ranks: the arithmetic of a campaign.
//!
//! `tally` adds up rows, `caps` cuts what is too much; `facts` holds the tally and the people of a
//! phase, from which `points` and `quota` come; `attainment` weighs one against the other. `phase`
//! makes a phase's results of that, `board` a scoreboard, `rank` puts it in order, `recognition` grades
//! it and proposes awards, `exemplars` lists what sets an example, `summary` counts, `explain` leads one
//! score back to its rows, `worth` says what each row gave, and `review` gathers what a report speaks of.

mod attainment;
mod board;
mod caps;
pub mod exemplars;
pub mod explain;
mod facts;
mod phase;
mod points;
mod quota;
mod rank;
pub mod recognition;
pub mod review;
pub mod summary;
mod tally;
mod worth;

use chrono::NaiveDate;

use crate::campaign::{Campaign, SubjectKind};
use crate::exact::{Fraction, Printed};
use recognition::{GradeStory, Settlement};

pub use board::{score, score_tally};
pub use exemplars::exemplars;
pub use explain::{explain, tell_rows};
pub use recognition::propose;
pub use review::review;
pub use summary::summarise;
pub use tally::{Scope, Tally};
pub use worth::{Worth, Worths};

/// What to score.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// Whom.
    pub by: SubjectKind,
    /// Place in `Campaign::phases`; the whole campaign where none.
    pub phase: Option<usize>,
    /// Rows after this day, and phases that begin after it, are left out.
    pub until: Option<NaiveDate>,
    /// Which quantity counts.
    pub basis: Basis,
}

/// Which quantity of a row counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// What was accepted (thẩm định).
    Official,
    /// What was claimed (tự chấm).
    Claimed,
}

/// A scoreboard.
#[derive(Clone, Debug)]
pub struct Board {
    /// What was asked.
    pub request: Request,
    /// Whether later work can still change it.
    pub provisional: bool,
    /// The rows of the phase or campaign up to `until`.
    pub rows: RowCounts,
    /// In the order in which they are printed.
    pub standings: Vec<Standing>,
    /// The quotas of its grades, in the order in which they were settled: from the worst grade up.
    pub quotas: Vec<Settlement>,
}

impl Board {
    /// The phases that it is of: the one asked for, or all that have begun.
    pub fn phases(&self, campaign: &Campaign) -> Vec<usize> {
        board::phases_of(campaign, &self.request)
    }
}

/// How many rows there are of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowCounts {
    /// Accepted above 0.
    pub counted: usize,
    /// Not appraised yet.
    pub pending: usize,
    /// Accepted at 0.
    pub rejected: usize,
    /// With errors, under `--keep-going`.
    pub left_out: usize,
}

/// Where a subject stands: the first that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// On no day part of it.
    Absent,
    /// Out of the ranking by an adjustment.
    Disqualified,
    /// Without a score, or in a campaign without one for each phase.
    Incomplete,
    /// A member who served too few days to be ranked.
    ShortTenure,
    /// In the ranking.
    Ranked,
}

/// One subject's line on the board.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Place in `Campaign::teams` or `Records::members`.
    pub subject: usize,
    /// Place in `Campaign::groups`.
    pub group: Option<usize>,
    /// Where it stands.
    pub status: Status,
    /// From 1 within the group; none where it is not ranked.
    pub rank: Option<usize>,
    /// Whether rounding decides between it and a neighbour.
    pub near_tie: bool,
    /// The score; none where there is none.
    pub score: Option<Printed>,
    /// The score on the basis of what was claimed.
    pub claimed: Option<Printed>,
    /// Of a phase: what the criteria give. None in a campaign.
    pub subtotal: Option<Printed>,
    /// Of a phase: the weights that are assigned. None in a campaign.
    pub assigned_weight: Option<Fraction>,
    /// Bonus points, of all phases in a campaign.
    pub bonus: Option<Printed>,
    /// Penalty points, of all phases in a campaign.
    pub penalty: Option<Printed>,
    /// Of a campaign: whether it was disqualified in some phase.
    pub disqualified_in_a_phase: bool,
    /// What tells it from others of equal score, in the order of `Ranking::tie_break`; more is better.
    pub tie_breaks: Vec<Fraction>,
    /// How it was graded; none where there are no grades for its kind.
    pub grading: Option<GradeStory>,
    /// What the score is made of.
    pub parts: Parts,
}

impl Standing {
    /// What a criterion gave it; none where it is absent or on a campaign's board.
    pub fn criterion(&self, criterion: usize) -> Option<&CriterionResult> {
        match &self.parts {
            Parts::Criteria(results) => results.get(criterion),
            Parts::Phases(_) => None,
        }
    }

    /// What a phase gave it; none on a phase's board or where the phase has not begun.
    pub fn phase(&self, phase: usize) -> Option<&PhaseShare> {
        match &self.parts {
            Parts::Phases(shares) => shares.iter().find(|share| share.phase == phase),
            Parts::Criteria(_) => None,
        }
    }

    /// Its grade: a place in `Campaign::grades`. None where it is not assessed or reached none.
    pub fn grade(&self) -> Option<usize> {
        self.grading.as_ref()?.grade
    }

    /// What its criteria came to by phase: the phase of the board, or all that have begun.
    pub fn results(&self, board: &Request) -> impl Iterator<Item = (usize, &[CriterionResult])> {
        let own = match (&self.parts, board.phase) {
            (Parts::Criteria(results), Some(phase)) => Some((phase, results.as_slice())),
            _ => None,
        };
        let shares = match &self.parts {
            Parts::Phases(shares) => shares.as_slice(),
            Parts::Criteria(_) => &[],
        };
        own.into_iter().chain(shares.iter().map(|share| (share.phase, share.criteria.as_slice())))
    }
}

/// What a score is made of.
#[derive(Clone, Debug)]
pub enum Parts {
    /// Criteria in declared order; empty where the subject is absent.
    Criteria(Vec<CriterionResult>),
    /// The phases that have begun, in order.
    Phases(Vec<PhaseShare>),
}

/// What a criterion gave a subject in a phase.
#[derive(Clone, Debug)]
pub struct CriterionResult {
    /// Place in `Campaign::criteria`.
    pub criterion: usize,
    /// Rows neither pending nor rejected; of a parent, those of its leaves.
    pub rows: usize,
    /// The result.
    pub outcome: Outcome,
}

/// What a criterion came to.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// A leaf that the subject is not assigned.
    NotAssigned,
    /// A parent.
    Parent {
        /// The sum of the children's contributions, at most the weight under a ceiling.
        contribution: Printed,
    },
    /// A leaf.
    Leaf {
        /// X: points after caps, with the base.
        points: Fraction,
        /// Q; none under `best`.
        quota: Option<Fraction>,
        /// s.
        attainment: Fraction,
        /// k, in scale points.
        contribution: Printed,
    },
}

/// What a phase gave a subject in the campaign.
#[derive(Clone, Debug)]
pub struct PhaseShare {
    /// Place in `Campaign::phases`.
    pub phase: usize,
    /// Where the subject stood in it.
    pub status: Status,
    /// Its score in the phase.
    pub score: Option<Printed>,
    /// The phase's weight.
    pub weight: Fraction,
    /// Its part of the campaign score.
    pub contribution: Option<Printed>,
    /// What its criteria came to in the phase, in declared order; empty where the subject is absent.
    pub criteria: Vec<CriterionResult>,
}
