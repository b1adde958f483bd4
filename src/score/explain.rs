//! One score, led back to its formula, its rows and the rows left out.

use std::collections::HashMap;

use chrono::NaiveDate;
use num_traits::Zero;

use super::board::score;
use super::facts::PhaseFacts;
use super::points::Factors;
use super::tally::{Scope, Tally, day_key, divided_among, points_of, rows_of};
use super::{Basis, Board, CriterionResult, Outcome, Parts, Request, Standing, caps};
use crate::calendar::{Span, days_covered};
use crate::campaign::{AttainmentRule, Campaign, Leaf, SubjectKind};
use crate::exact::{Fraction, Printed, ratio, whole};
use crate::records::{Appraisal, Item, Quantity, Records, Row};
use crate::source::Place;

pub use super::caps::{CapOn, Cut};
pub use super::quota::{QuotaShare, QuotaStory};

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
    /// Whether its team is assigned the criterion, without which the row gives nothing; true of an adjustment.
    pub assigned: bool,
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

/// Explains where a subject stands in the phase of `request`, the first phase where it names none.
pub fn explain(campaign: &Campaign, records: &Records, subject: usize, request: Request) -> Explanation {
    let phase = request.phase.unwrap_or_default();
    let request = Request { phase: Some(phase), ..request };
    let board = score(campaign, records, request);
    let is_subject = |standing: &Standing| standing.subject == subject;
    let standing = board.standings.iter().position(is_subject).unwrap_or_default();
    let above = line_above(&board, standing);
    let scope = Scope { phases: vec![phase], ..request.scope(campaign) };
    let tally = Tally::of(campaign, records, &scope).take(campaign, phase);
    let facts = PhaseFacts::of(campaign, records, phase, request.basis, tally);
    let teller = Teller::of(&facts, subject, request);
    let results = match board.standings.get(standing).map(|standing| &standing.parts) {
        Some(Parts::Criteria(results)) => results.clone(),
        _ => Vec::new(),
    };
    let group = board.standings.get(standing).and_then(|standing| standing.group);
    let criteria = results
        .into_iter()
        .map(|result| {
            let gap = above.and_then(|above| gap_to(&board.standings[above], &result));
            teller.criterion(result, gap, group)
        })
        .collect();
    let adjustments = (0..campaign.adjustments.len()).filter_map(|index| teller.adjustment(index)).collect();
    let (days, headcount) = teller.days();
    Explanation {
        standing,
        above,
        phase_days: facts.phase_span().days(),
        days,
        headcount,
        criteria,
        adjustments,
        board,
    }
}

/// What became of every row of a phase for the team that it is of, in order of file and line. One that
/// counts for members gives its team nothing.
pub fn tell_rows(campaign: &Campaign, records: &Records, request: Request) -> Vec<TeamRow> {
    let phase = request.phase.unwrap_or_default();
    let request = Request { by: SubjectKind::Team, phase: Some(phase), ..request };
    let scope = Scope { phases: vec![phase], ..request.scope(campaign) };
    let tally = Tally::of(campaign, records, &scope).take(campaign, phase);
    let facts = PhaseFacts::of(campaign, records, phase, request.basis, tally);
    let mut rows_by_team: Vec<Vec<&Row>> = vec![Vec::new(); campaign.teams.len()];
    for row in rows_of(records, phase, request.until) {
        if let Some(rows) = rows_by_team.get_mut(row.team as usize) {
            rows.push(row);
        }
    }
    let mut told = Vec::new();
    for (team, rows) in rows_by_team.into_iter().enumerate() {
        let teller = Teller {
            facts: &facts,
            subject: team,
            request,
            served: Vec::new(),
            team_factors: Factors::new(),
            rows,
        };
        let leaves = (0..campaign.criteria.len()).filter(|&criterion| campaign.is_assigned(criterion, team));
        let adjustments = campaign.adjustments.iter().enumerate();
        let for_team = adjustments.filter(|(_, adjustment)| adjustment.subject == SubjectKind::Team);
        let piles = leaves.flat_map(|criterion| facts.team_piles(team, criterion).0);
        let piles = piles.chain(for_team.flat_map(|(index, _)| facts.team_adjustment(team, index).0));
        let factors: OwnFactors = piles.map(|pile| ((pile.item, pile.day), pile.factor())).collect();
        told.extend(teller.rows.iter().map(|row| TeamRow { team, story: teller.row(row, &factors) }));
    }
    told.sort_by_key(|row| (row.story.place.file, row.story.place.start));
    told
}

/// What became of a row for its team.
#[derive(Clone, Debug)]
pub struct TeamRow {
    /// Place in `Campaign::teams`.
    pub team: usize,
    /// What became of it.
    pub story: RowStory,
}

/// The line of the next better rank in the same group.
fn line_above(board: &Board, standing: usize) -> Option<usize> {
    let own = board.standings.get(standing)?;
    let better = |other: &Standing| other.group == own.group && other.rank < own.rank && other.rank.is_some();
    board.standings[..standing].iter().rposition(better)
}

/// How much more the criterion gave the subject above.
fn gap_to(above: &Standing, own: &CriterionResult) -> Option<Printed> {
    let Parts::Criteria(results) = &above.parts else { return None };
    let theirs = results.get(own.criterion)?.outcome.contribution()?;
    Some(theirs - own.outcome.contribution()?)
}

impl Outcome {
    /// What it gives; none where it is not assigned.
    pub fn contribution(&self) -> Option<&Printed> {
        match self {
            Self::NotAssigned => None,
            Self::Parent { contribution } | Self::Leaf { contribution, .. } => Some(contribution),
        }
    }
}

/// What caps left of each point of a subject, by item and day key; 1 where nothing is said.
type OwnFactors = HashMap<(Item, NaiveDate), Fraction>;

/// Tells what became of the rows of one subject.
struct Teller<'f> {
    facts: &'f PhaseFacts<'f>,
    subject: usize,
    request: Request,
    /// Of a member: the days served.
    served: Vec<(usize, Span)>,
    /// Of the teams, for a member's credit.
    team_factors: Factors,
    rows: Vec<&'f Row>,
}

impl<'f> Teller<'f> {
    fn of(facts: &'f PhaseFacts<'f>, subject: usize, request: Request) -> Self {
        let records = facts.records;
        let is_own = |row: &&Row| match request.by {
            SubjectKind::Team => row.team as usize == subject,
            SubjectKind::Member => records.members_of(row).contains(&(subject as u32)),
        };
        let (served, team_factors) = match request.by {
            SubjectKind::Team => (Vec::new(), Factors::new()),
            SubjectKind::Member => (facts.served(subject), facts.cap_factors()),
        };
        let rows = rows_of(records, facts.phase, request.until).filter(is_own).collect();
        Self { facts, subject, request, served, team_factors, rows }
    }

    fn days(&self) -> (i64, Fraction) {
        match self.request.by {
            SubjectKind::Team => {
                let days = &self.facts.team_days[self.subject];
                (days.days, days.headcount.clone())
            }
            SubjectKind::Member => {
                let days = days_covered(self.served.iter().map(|(_, span)| *span).collect());
                (days, ratio(days, self.facts.phase_span().days()))
            }
        }
    }

    fn criterion(
        &self,
        result: CriterionResult,
        gap: Option<Printed>,
        group: Option<usize>,
    ) -> CriterionStory {
        let campaign = self.facts.campaign;
        let criterion = result.criterion;
        let mut story = CriterionStory {
            result,
            gap,
            quota: None,
            base: Fraction::zero(),
            benchmark: None,
            activities: Vec::new(),
            cuts: Vec::new(),
            rows: Vec::new(),
        };
        let Some(leaf) = campaign.leaf(criterion) else { return story };
        let is_assigned = |team: &usize| campaign.is_assigned(criterion, *team);
        let (piles, cuts) = match self.request.by {
            SubjectKind::Team if !is_assigned(&self.subject) => Default::default(),
            SubjectKind::Team => self.facts.team_piles(self.subject, criterion),
            SubjectKind::Member => {
                let teams = self.served_teams().filter(is_assigned);
                let mut cuts: Vec<Cut> =
                    teams.flat_map(|team| self.facts.team_piles(team, criterion).1).collect();
                let (piles, own) = self.facts.member_piles(self.subject, criterion, &self.team_factors);
                cuts.extend(own);
                (piles, cuts)
            }
        };
        story.cuts = cuts;
        if !matches!(story.result.outcome, Outcome::NotAssigned) {
            (story.quota, story.base) = self.quota_and_base(criterion, leaf);
            if matches!(leaf.rule, AttainmentRule::Best | AttainmentRule::Surplus { .. }) {
                story.benchmark = self.facts.benchmark(self.request.by, criterion, group);
            }
        }
        let factors: OwnFactors = piles.iter().map(|pile| ((pile.item, pile.day), pile.factor())).collect();
        let feeds = |item: Item| self.facts.activities_of(criterion).any(|own| own == item);
        story.rows =
            self.rows.iter().filter(|row| feeds(row.item)).map(|row| self.row(row, &factors)).collect();
        story.activities =
            self.facts.activities_of(criterion).filter_map(|item| self.activity(item, &story.rows)).collect();
        story
    }

    fn served_teams(&self) -> impl Iterator<Item = usize> {
        let mut teams: Vec<usize> = self.served.iter().map(|(team, _)| *team).collect();
        teams.sort_unstable();
        teams.dedup();
        teams.into_iter()
    }

    fn quota_and_base(&self, criterion: usize, leaf: &Leaf) -> (Option<QuotaStory>, Fraction) {
        match self.request.by {
            SubjectKind::Team => {
                let share = self.facts.team_quota(self.subject, criterion, leaf);
                let story = share.map(|share| QuotaStory { quota: share.quota.clone(), shares: vec![share] });
                (story, self.facts.team_base(self.subject, leaf))
            }
            SubjectKind::Member => (
                self.facts.member_quota(criterion, leaf, &self.served),
                self.facts.member_base(criterion, leaf, &self.served),
            ),
        }
    }

    fn activity(&self, item: Item, rows: &[RowStory]) -> Option<ActivityStory> {
        let Item::Activity(index) = item else { return None };
        let counted = |row: &&RowStory| row.item == item && self.counts(row);
        let sum = |of: fn(&RowStory) -> &Fraction| {
            rows.iter().filter(counted).fold(Fraction::zero(), |sum, row| sum + of(row))
        };
        let quantities = rows.iter().filter(counted).map(|row| match self.request.basis {
            // Where the campaign has no appraisal, nothing is accepted and all of it counts.
            Basis::Official => row.accepted.unwrap_or(row.quantity).hundredths(),
            Basis::Claimed => row.quantity.hundredths(),
        });
        Some(ActivityStory {
            activity: usize::from(index),
            rows: rows.iter().filter(counted).count(),
            quantity: ratio(quantities.map(i128::from).sum::<i128>(), 100),
            before_caps: sum(|row| &row.before_caps),
            points: sum(|row| &row.points),
        })
    }

    fn counts(&self, row: &RowStory) -> bool {
        self.request.basis == Basis::Claimed || row.appraisal == Appraisal::Counted
    }

    /// What became of a row. `factors` are those of the subject's own piles.
    fn row(&self, row: &Row, factors: &OwnFactors) -> RowStory {
        let campaign = self.facts.campaign;
        let day = day_key(campaign, row.item, row.date);
        let mut before_caps = points_of(campaign, row, self.request.basis);
        let mut points = before_caps.clone();
        if self.request.by == SubjectKind::Member {
            let among = divided_among(campaign, row).unwrap_or(1);
            before_caps /= whole(among);
            points = self
                .team_factors
                .get(&(row.team, row.item, day))
                .map_or(before_caps.clone(), |f| &before_caps * f);
        }
        if let Some(factor) = factors.get(&(row.item, day)) {
            points *= factor;
        } else {
            // No pile: its team is not assigned the criterion, or it counts for members.
            points = Fraction::zero();
        }
        RowStory {
            place: Place { file: row.file, start: row.start, end: row.start },
            date: row.date,
            item: row.item,
            quantity: row.quantity,
            accepted: campaign.records.appraisal.then_some(row.accepted).flatten(),
            appraisal: row.appraisal(),
            members: row.members.len as usize,
            assigned: match row.item {
                Item::Activity(index) => {
                    let criterion = campaign.activities[usize::from(index)].criterion;
                    campaign.is_assigned(criterion, row.team as usize)
                }
                Item::Adjustment(_) => true,
            },
            before_caps,
            points,
        }
    }

    /// What an adjustment came to; none where the subject has no row of it.
    fn adjustment(&self, index: usize) -> Option<AdjustmentStory> {
        let item = Item::Adjustment(index as u16);
        let campaign = self.facts.campaign;
        if campaign.adjustments[index].subject != self.request.by {
            return None;
        }
        let own = || self.rows.iter().filter(|row| row.item == item);
        own().next()?;
        let (piles, cuts) = match self.request.by {
            SubjectKind::Team => self.facts.team_adjustment(self.subject, index),
            SubjectKind::Member => self.facts.member_adjustment(self.subject, index),
        };
        let factors: OwnFactors = piles.iter().map(|pile| ((pile.item, pile.day), pile.factor())).collect();
        let rows = own().map(|row| self.row(row, &factors)).collect();
        Some(AdjustmentStory { adjustment: index, points: caps::sum(&piles), cuts, rows })
    }
}
