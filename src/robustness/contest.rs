//! Who is ranked, and what a score would be under other weights.
//!
//! What is weighed are the top criteria, those that add up to the scale; what lies inside of one keeps its
//! share of it, ceilings too. So a score is Σ x·V over Σ x·A, times the scale, with the adjustments: x are
//! the weights, V is how much of a criterion was reached and A how much of it is assigned.

use std::cmp::Ordering;

use num_traits::{One, Zero};

use crate::campaign::{Campaign, CriterionKind, SubjectKind};
use crate::exact::{Fraction, Printed};
use crate::records::Records;
use crate::score::{Board, CriterionResult, Outcome, Request, Standing, Status, score};

/// The ranked of a board, with what their scores are made of.
pub(super) struct Contest {
    pub(super) board: Board,
    pub(super) scale: Fraction,
    /// What is weighed: places in `Campaign::criteria`.
    pub(super) criteria: Vec<usize>,
    /// Their weights by the rules, above 0.
    pub(super) weights: Vec<Fraction>,
    /// In the order of the board.
    pub(super) contestants: Vec<Contestant>,
}

/// Somebody who is ranked.
pub(super) struct Contestant {
    pub(super) subject: usize,
    pub(super) group: Option<usize>,
    /// By the board.
    pub(super) rank: usize,
    /// By the board; more is better.
    pub(super) tie_breaks: Vec<Fraction>,
    /// The phase, or those of the campaign that count.
    pub(super) parts: Vec<Part>,
}

/// What a phase gave.
pub(super) struct Part {
    /// Its share of the whole.
    pub(super) share: Fraction,
    /// V of each criterion that is weighed.
    pub(super) reached: Vec<Fraction>,
    /// A of each.
    pub(super) assigned: Vec<Fraction>,
    /// Bonus less penalty, as printed.
    pub(super) adjustment: Fraction,
}

impl Contest {
    /// Scores, and takes the scores apart.
    pub(super) fn of(campaign: &Campaign, records: &Records, request: Request) -> Self {
        let board = score(campaign, records, request);
        let criteria = weighed(campaign);
        let phases = match request.phase {
            Some(phase) => vec![(phase, board.clone())],
            None => board
                .phases(campaign)
                .into_iter()
                .map(|phase| (phase, score(campaign, records, Request { phase: Some(phase), ..request })))
                .collect(),
        };
        let taking_apart =
            TakingApart { campaign, criteria: &criteria, order: campaign.criteria_bottom_up() };
        let by_subject: Vec<Vec<Option<&Standing>>> =
            phases.iter().map(|(_, board)| by_subject(board)).collect();
        let contestants = board.standings.iter().filter_map(|standing| {
            let parts = phases.iter().zip(&by_subject).filter_map(|((phase, _), standings)| {
                let own = standings.get(standing.subject).copied().flatten()?;
                let present = request.by == SubjectKind::Team || own.status != Status::Absent;
                let weight = match request.phase {
                    Some(_) => Fraction::one(),
                    None => campaign.phases[*phase].weight.clone(),
                };
                present.then(|| taking_apart.part(own, weight))
            });
            let mut parts: Vec<Part> = parts.collect();
            let all = parts.iter().fold(Fraction::zero(), |sum, part| sum + &part.share);
            for part in &mut parts {
                part.share = &part.share / &all;
            }
            Some(Contestant {
                subject: standing.subject,
                group: standing.group,
                rank: standing.rank?,
                tie_breaks: standing.tie_breaks.clone(),
                parts,
            })
        });
        Self {
            contestants: contestants.collect(),
            scale: campaign.scale.clone(),
            weights: criteria.iter().map(|&criterion| campaign.criteria[criterion].weight.clone()).collect(),
            criteria,
            board,
        }
    }

    /// What somebody's score would be, without any rounding; none where nothing assigned has a weight.
    pub(super) fn score(&self, contestant: usize, weights: &[Fraction]) -> Option<Fraction> {
        let mut sum = Fraction::zero();
        for part in &self.contestants[contestant].parts {
            sum += part.score(weights, &self.scale)?.max(Fraction::zero()) * &part.share;
        }
        Some(sum)
    }

    /// Everybody's rank within the group; none for those without a score.
    pub(super) fn ranks(&self, weights: &[Fraction]) -> Vec<Option<usize>> {
        let scores: Vec<_> = (0..self.contestants.len()).map(|at| self.score(at, weights)).collect();
        let mut ranks = vec![None; scores.len()];
        for group in self.groups() {
            for at in group.clone().filter(|&at| scores[at].is_some()) {
                let better =
                    |&other: &usize| self.compare(&scores, other, at).is_lt() && scores[other].is_some();
                ranks[at] = Some(1 + group.clone().filter(better).count());
            }
        }
        ranks
    }

    /// Better first.
    fn compare(&self, scores: &[Option<Fraction>], left: usize, right: usize) -> Ordering {
        let by_score = scores[right].cmp(&scores[left]);
        by_score.then_with(|| self.contestants[right].tie_breaks.cmp(&self.contestants[left].tie_breaks))
    }

    /// Who is ranked among themselves.
    pub(super) fn groups(&self) -> Vec<std::ops::Range<usize>> {
        let mut groups = Vec::new();
        let mut first = 0;
        for group in self.contestants.chunk_by(|left, right| left.group == right.group) {
            groups.push(first..first + group.len());
            first += group.len();
        }
        groups
    }
}

impl Part {
    /// The score of the phase before it is kept from falling below 0.
    pub(super) fn score(&self, weights: &[Fraction], scale: &Fraction) -> Option<Fraction> {
        let sum = |values: &[Fraction]| {
            values
                .iter()
                .zip(weights)
                .filter(|(value, _)| !value.is_zero())
                .fold(Fraction::zero(), |sum, (value, weight)| sum + value * weight)
        };
        let assigned = sum(&self.assigned);
        (!assigned.is_zero()).then(|| sum(&self.reached) * scale / &assigned + &self.adjustment)
    }
}

/// The criteria whose weights are weighed against each other: the top ones, or where there is but one
/// without a ceiling those inside of it. One without a weight only breaks ties.
fn weighed(campaign: &Campaign) -> Vec<usize> {
    let with_weight = |parent: Option<usize>| -> Vec<usize> {
        campaign
            .children(parent)
            .filter(|&criterion| campaign.criteria[criterion].weight.is_positive())
            .collect()
    };
    let mut criteria = with_weight(None);
    while let [only] = criteria[..]
        && matches!(campaign.criteria[only].kind, CriterionKind::Parent { ceiling: false })
    {
        criteria = with_weight(Some(only));
    }
    criteria
}

fn by_subject(board: &Board) -> Vec<Option<&Standing>> {
    let mut standings = vec![None; board.standings.len()];
    for standing in &board.standings {
        if let Some(place) = standings.get_mut(standing.subject) {
            *place = Some(standing);
        }
    }
    standings
}

struct TakingApart<'a> {
    campaign: &'a Campaign,
    criteria: &'a [usize],
    order: Vec<usize>,
}

impl TakingApart<'_> {
    fn part(&self, standing: &Standing, share: Fraction) -> Part {
        // Who is disqualified has 0 in the phase whatever the weights are.
        let counts = standing.status != Status::Disqualified;
        let weight = |criterion: usize| &self.campaign.criteria[criterion].weight;
        let outcome = |criterion: usize| match standing.criterion(criterion) {
            Some(CriterionResult { outcome: Outcome::Leaf { attainment, .. }, .. }) => Some(attainment),
            _ => None,
        };
        let reached = self.added_up(|criterion| {
            outcome(criterion).filter(|_| counts).map_or_else(Fraction::zero, |s| weight(criterion) * s)
        });
        let assigned = self.added_up(|criterion| match outcome(criterion) {
            None if counts => Fraction::zero(),
            _ => weight(criterion).clone(),
        });
        let of_weight = |values: Vec<Fraction>| {
            self.criteria.iter().map(|&criterion| &values[criterion] / weight(criterion)).collect()
        };
        let number =
            |printed: &Option<Printed>| printed.as_ref().map_or_else(Fraction::zero, Printed::to_fraction);
        let adjustment = number(&standing.bonus) - &number(&standing.penalty);
        Part {
            share,
            reached: of_weight(reached),
            assigned: of_weight(assigned),
            adjustment: if counts { adjustment } else { Fraction::zero() },
        }
    }

    /// What every criterion comes to: a parent is the sum of its children, under a ceiling at most its weight.
    fn added_up(&self, leaf: impl Fn(usize) -> Fraction) -> Vec<Fraction> {
        let mut values = vec![Fraction::zero(); self.campaign.criteria.len()];
        for &criterion in &self.order {
            let own = &self.campaign.criteria[criterion];
            match own.kind {
                CriterionKind::Leaf(_) => values[criterion] = leaf(criterion),
                CriterionKind::Parent { ceiling: true } if values[criterion] > own.weight => {
                    values[criterion] = own.weight.clone();
                }
                CriterionKind::Parent { .. } => {}
            }
            if let Some(parent) = own.parent {
                values[parent] = &values[parent] + &values[criterion];
            }
        }
        values
    }
}
