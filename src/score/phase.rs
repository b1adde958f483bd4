//! What every subject comes to in one phase.

use std::collections::HashMap;

use num_traits::Zero;

use super::attainment::{Facts, attainment};
use super::facts::PhaseFacts;
use super::points::Factors;
use super::{CriterionResult, Outcome, Status, caps};
use crate::calendar::{Span, days_covered};
use crate::campaign::{AdjustmentKind, AttainmentRule, Campaign, CriterionKind, Leaf, SubjectKind};
use crate::exact::{Fraction, Printed, ratio, round};
use crate::records::Item;

/// What a subject comes to in a phase.
#[derive(Clone, Debug)]
pub(super) struct PhaseResult {
    pub(super) subject: usize,
    pub(super) group: Option<usize>,
    pub(super) status: Status,
    /// Out of the whole campaign's ranking.
    pub(super) disqualified_for_good: bool,
    pub(super) criteria: Vec<CriterionResult>,
    pub(super) subtotal: Option<Printed>,
    pub(super) assigned_weight: Option<Fraction>,
    pub(super) bonus: Option<Printed>,
    pub(super) penalty: Option<Printed>,
    pub(super) score: Option<Printed>,
    /// The score without any rounding.
    pub(super) unrounded: Fraction,
    /// Leaf criteria at their full weight.
    pub(super) full: usize,
    /// Days of service that a member's place in a group and tenure are decided by.
    pub(super) served: Vec<Span>,
}

impl PhaseResult {
    /// X of a leaf criterion; 0 where it is not assigned.
    pub(super) fn points_in(&self, criterion: usize) -> Fraction {
        match self.criteria.get(criterion).map(|result| &result.outcome) {
            Some(Outcome::Leaf { points, .. }) => points.clone(),
            _ => Fraction::zero(),
        }
    }
}

/// A subject before anybody is compared with anybody.
struct Entrant {
    subject: usize,
    group: Option<usize>,
    status: Status,
    disqualified_for_good: bool,
    /// n of a team; of a member the share of the phase's days served.
    headcount: Fraction,
    /// By criterion; none for parents.
    leaves: Vec<Option<LeafFacts>>,
    bonus: Fraction,
    penalty: Fraction,
    served: Vec<Span>,
}

/// What a subject brings to a leaf criterion.
pub(super) struct LeafFacts {
    /// X, Q and base where the leaf is assigned.
    pub(super) assigned: Option<Assigned>,
    /// Rows neither pending nor rejected.
    pub(super) rows: usize,
}

/// Points against quota.
pub(super) struct Assigned {
    /// X.
    pub(super) points: Fraction,
    /// Q; none under `best`.
    pub(super) quota: Option<Fraction>,
}

impl PhaseFacts<'_> {
    /// What every subject comes to, in order of subject.
    pub(super) fn results(&self, by: SubjectKind) -> Vec<PhaseResult> {
        let entrants = match by {
            SubjectKind::Team => (0..self.campaign.teams.len()).map(|team| self.team(team)).collect(),
            SubjectKind::Member => self.members(),
        };
        let benchmarks = Benchmarks::of(self.campaign, &entrants);
        entrants.into_iter().map(|entrant| self.result(entrant, &benchmarks)).collect()
    }

    /// The greatest x or X/Q of a leaf among the ranked of a group.
    pub(super) fn benchmark(
        &self,
        by: SubjectKind,
        criterion: usize,
        group: Option<usize>,
    ) -> Option<Fraction> {
        let entrants: Vec<Entrant> = match by {
            SubjectKind::Team => (0..self.campaign.teams.len()).map(|team| self.team(team)).collect(),
            SubjectKind::Member => self.members(),
        };
        Benchmarks::of(self.campaign, &entrants).get(criterion, group).cloned()
    }

    fn team(&self, team: usize) -> Entrant {
        let campaign = self.campaign;
        let leaves: Vec<Option<LeafFacts>> = (0..campaign.criteria.len())
            .map(|criterion| campaign.leaf(criterion).map(|_| self.team_leaf(team, criterion)))
            .collect();
        let mut entrant = Entrant {
            subject: team,
            group: campaign.teams[team].group,
            status: Status::Ranked,
            disqualified_for_good: false,
            headcount: self.team_days[team].headcount.clone(),
            leaves,
            bonus: Fraction::zero(),
            penalty: Fraction::zero(),
            served: Vec::new(),
        };
        let adjusted = |index: usize| caps::sum(&self.team_adjustment(team, index).0);
        let disqualified =
            |index: usize| self.tally.total(team, Item::Adjustment(index as u16)).any(self.basis);
        self.adjust(&mut entrant, SubjectKind::Team, adjusted, disqualified);
        if self.is_team_absent(team) {
            entrant.status = Status::Absent;
        }
        entrant
    }

    /// Adds the adjustments, and finds out the status of a subject that is not absent.
    fn adjust(
        &self,
        entrant: &mut Entrant,
        by: SubjectKind,
        adjusted: impl Fn(usize) -> Fraction,
        disqualified: impl Fn(usize) -> bool,
    ) {
        let campaign = self.campaign;
        let mut out = false;
        for (index, adjustment) in campaign.adjustments.iter().enumerate() {
            if adjustment.subject != by {
                continue;
            }
            match adjustment.kind {
                AdjustmentKind::Bonus => entrant.bonus += adjusted(index),
                AdjustmentKind::Penalty => entrant.penalty += adjusted(index),
                AdjustmentKind::Disqualify { whole_campaign } if disqualified(index) => {
                    out = true;
                    entrant.disqualified_for_good |= whole_campaign;
                }
                AdjustmentKind::Disqualify { .. } => {}
            }
        }
        let limit = |points: &mut Fraction, most: &Option<Fraction>| {
            if let Some(most) = most.as_ref().filter(|most| *most < points) {
                points.clone_from(most);
            }
        };
        limit(&mut entrant.bonus, &campaign.limits.bonus);
        limit(&mut entrant.penalty, &campaign.limits.penalty);
        let short = by == SubjectKind::Member && entrant.headcount < campaign.ranking.min_tenure;
        entrant.status = if out {
            Status::Disqualified
        } else if self.assigned_weight(&entrant.leaves).is_zero() {
            Status::Incomplete
        } else if short {
            Status::ShortTenure
        } else {
            Status::Ranked
        };
    }

    /// A team's points and quota of a leaf criterion; none where it is not assigned.
    pub(super) fn team_assigned(&self, team: usize, criterion: usize) -> Option<Assigned> {
        let leaf = self.campaign.leaf(criterion)?;
        self.campaign.is_assigned(criterion, team).then(|| Assigned {
            points: self.team_points(team, criterion) + self.team_base(team, leaf),
            quota: self.team_quota(team, criterion, leaf).map(|share| share.quota),
        })
    }

    fn team_leaf(&self, team: usize, criterion: usize) -> LeafFacts {
        let rows = self.activities_of(criterion).map(|item| self.tally.total(team, item).rows).sum();
        LeafFacts { assigned: self.team_assigned(team, criterion), rows }
    }

    fn members(&self) -> Vec<Entrant> {
        let factors = self.cap_factors();
        let n_members = self.records.members.as_deref().map_or(0, <[_]>::len);
        (0..n_members).map(|member| self.member(member, &factors)).collect()
    }

    fn member(&self, member: usize, factors: &Factors) -> Entrant {
        let campaign = self.campaign;
        let served = self.served(member);
        let last = served.iter().rev().max_by_key(|(_, span)| (span.last, span.first));
        let days = days_covered(served.iter().map(|(_, span)| *span).collect());
        let leaves: Vec<Option<LeafFacts>> = (0..campaign.criteria.len())
            .map(|criterion| {
                campaign
                    .leaf(criterion)
                    .map(|leaf| self.member_leaf(member, criterion, leaf, &served, factors))
            })
            .collect();
        let mut entrant = Entrant {
            subject: member,
            group: last.and_then(|(team, _)| campaign.teams[*team].group),
            status: Status::Ranked,
            disqualified_for_good: false,
            headcount: ratio(days, self.phase_span().days()),
            leaves,
            bonus: Fraction::zero(),
            penalty: Fraction::zero(),
            served: served.iter().map(|(_, span)| *span).collect(),
        };
        let adjusted = |index: usize| caps::sum(&self.member_adjustment(member, index).0);
        let disqualified = |index: usize| {
            let item = Item::Adjustment(index as u16);
            self.tally.member_sums(member, item).any(|(_, sum)| sum.any(self.basis))
        };
        self.adjust(&mut entrant, SubjectKind::Member, adjusted, disqualified);
        if served.is_empty() {
            entrant.status = Status::Absent;
        }
        entrant
    }

    fn member_leaf(
        &self,
        member: usize,
        criterion: usize,
        leaf: &Leaf,
        served: &[(usize, Span)],
        factors: &Factors,
    ) -> LeafFacts {
        let sums = self.activities_of(criterion).flat_map(|item| self.tally.member_sums(member, item));
        let rows = sums.map(|(_, sum)| sum.rows).sum();
        let assigned = served.iter().any(|(team, _)| self.campaign.is_assigned(criterion, *team));
        let assigned = assigned.then(|| {
            let (piles, _) = self.member_piles(member, criterion, factors);
            Assigned {
                points: caps::sum(&piles) + self.member_base(criterion, leaf, served),
                quota: self.member_quota(criterion, leaf, served).map(|story| story.quota),
            }
        });
        LeafFacts { assigned, rows }
    }

    /// Σ of the assigned weights; under a ceiling at most the parent's.
    fn assigned_weight(&self, leaves: &[Option<LeafFacts>]) -> Fraction {
        let weight = |criterion: usize| {
            let assigned = leaves[criterion].as_ref().is_some_and(|leaf| leaf.assigned.is_some());
            if assigned { self.campaign.criteria[criterion].weight.clone() } else { Fraction::zero() }
        };
        self.sum_up(weight, |_, _| ())
    }

    /// Adds leaves up through the tree: a parent is the sum of its children, under a ceiling at most
    /// its weight. `parent` is told what each parent comes to. Gives the sum of the top criteria.
    fn sum_up(&self, leaf: impl Fn(usize) -> Fraction, mut parent: impl FnMut(usize, &Fraction)) -> Fraction {
        let mut children = vec![Fraction::zero(); self.campaign.criteria.len()];
        let mut top = Fraction::zero();
        for &criterion in &self.bottom_up {
            let own = &self.campaign.criteria[criterion];
            let value = match own.kind {
                CriterionKind::Leaf(_) => leaf(criterion),
                CriterionKind::Parent { ceiling } => {
                    let sum = std::mem::take(&mut children[criterion]);
                    let value = if ceiling { sum.min(own.weight.clone()) } else { sum };
                    parent(criterion, &value);
                    value
                }
            };
            match own.parent {
                Some(parent) => children[parent] += value,
                None => top += value,
            }
        }
        top
    }

    fn result(&self, entrant: Entrant, benchmarks: &Benchmarks) -> PhaseResult {
        let mut result = PhaseResult {
            subject: entrant.subject,
            group: entrant.group,
            status: entrant.status,
            disqualified_for_good: entrant.disqualified_for_good,
            criteria: Vec::new(),
            subtotal: None,
            assigned_weight: None,
            bonus: None,
            penalty: None,
            score: None,
            unrounded: Fraction::zero(),
            full: 0,
            served: entrant.served.clone(),
        };
        if entrant.status == Status::Absent {
            return result;
        }
        let campaign = self.campaign;
        let decimals = campaign.decimals;
        let attained = self.attainments(&entrant, benchmarks);
        let weight_of = |criterion: usize| &campaign.criteria[criterion].weight;
        let exact = |criterion: usize| {
            attained[criterion].as_ref().map_or_else(Fraction::zero, |s| weight_of(criterion) * s)
        };
        let mut contributions: Vec<Printed> =
            (0..campaign.criteria.len()).map(|criterion| round(&exact(criterion), decimals)).collect();
        let leaf_contributions = contributions.clone();
        let printed_sum = self.sum_up(
            |criterion| leaf_contributions[criterion].to_fraction(),
            |parent, value| contributions[parent] = round(value, decimals),
        );
        let exact_sum = self.sum_up(exact, |_, _| ());
        let assigned_weight = self.assigned_weight(&entrant.leaves);
        result.full = (0..campaign.criteria.len())
            .filter(|&criterion| {
                attained[criterion].is_some()
                    && contributions[criterion].to_fraction() >= *weight_of(criterion)
            })
            .count();
        let (bonus, penalty) = (round(&entrant.bonus, decimals), round(&entrant.penalty, decimals));
        if !assigned_weight.is_zero() {
            let renormalised = |sum: &Fraction| sum * &campaign.scale / &assigned_weight;
            let subtotal = round(&renormalised(&printed_sum), decimals);
            let unrounded = renormalised(&exact_sum) + &entrant.bonus - &entrant.penalty;
            if entrant.status == Status::Disqualified {
                result.score = Some(Printed::zero(decimals));
            } else {
                result.score = Some((&(&subtotal + &bonus) - &penalty).at_least_zero());
                result.unrounded = unrounded.max(Fraction::zero());
            }
            result.subtotal = Some(subtotal);
        } else if entrant.status == Status::Disqualified {
            result.score = Some(Printed::zero(decimals));
        }
        result.criteria = self.criterion_results(entrant.leaves, attained, contributions);
        result.assigned_weight = Some(assigned_weight);
        result.bonus = Some(bonus);
        result.penalty = Some(penalty);
        result
    }

    /// Attainment of each assigned leaf, by criterion.
    fn attainments(&self, entrant: &Entrant, benchmarks: &Benchmarks) -> Vec<Option<Fraction>> {
        let of = |(criterion, facts): (usize, &Option<LeafFacts>)| {
            let leaf = self.campaign.leaf(criterion)?;
            let assigned = facts.as_ref()?.assigned.as_ref()?;
            Some(attainment(
                &leaf.rule,
                Facts {
                    points: &measured(leaf, &assigned.points, &entrant.headcount),
                    quota: assigned.quota.as_ref(),
                    weight: &self.campaign.criteria[criterion].weight,
                    benchmark: benchmarks.get(criterion, entrant.group),
                },
            ))
        };
        entrant.leaves.iter().enumerate().map(of).collect()
    }

    fn criterion_results(
        &self,
        leaves: Vec<Option<LeafFacts>>,
        attained: Vec<Option<Fraction>>,
        contributions: Vec<Printed>,
    ) -> Vec<CriterionResult> {
        let mut rows: Vec<usize> =
            leaves.iter().map(|leaf| leaf.as_ref().map_or(0, |leaf| leaf.rows)).collect();
        for &criterion in &self.bottom_up {
            if let Some(parent) = self.campaign.criteria[criterion].parent {
                rows[parent] += rows[criterion];
            }
        }
        let mut results = Vec::with_capacity(leaves.len());
        for (criterion, ((leaf, attained), contribution)) in
            leaves.into_iter().zip(attained).zip(contributions).enumerate()
        {
            let outcome = match (leaf, attained) {
                (None, _) => Outcome::Parent { contribution },
                (Some(LeafFacts { assigned: Some(Assigned { points, quota }), .. }), Some(attainment)) => {
                    Outcome::Leaf { points, quota, attainment, contribution }
                }
                (Some(_), _) => Outcome::NotAssigned,
            };
            results.push(CriterionResult { criterion, rows: rows[criterion], outcome });
        }
        results
    }
}

/// What `best` compares: X, or X/n.
fn measured(leaf: &Leaf, points: &Fraction, headcount: &Fraction) -> Fraction {
    let by_head = matches!(leaf.rule, AttainmentRule::Best) && leaf.per_member && !headcount.is_zero();
    if by_head { points / headcount } else { points.clone() }
}

/// The greatest x (`best`) or X/Q (`surplus`) among the ranked, by criterion and group.
struct Benchmarks(HashMap<(usize, Option<usize>), Fraction>);

impl Benchmarks {
    fn of(campaign: &Campaign, entrants: &[Entrant]) -> Self {
        let mut greatest: HashMap<(usize, Option<usize>), Fraction> = HashMap::new();
        for entrant in entrants.iter().filter(|entrant| entrant.status == Status::Ranked) {
            for (criterion, facts) in entrant.leaves.iter().enumerate() {
                let Some(leaf) = campaign.leaf(criterion) else { continue };
                let Some(assigned) = facts.as_ref().and_then(|facts| facts.assigned.as_ref()) else {
                    continue;
                };
                let value = match (&leaf.rule, &assigned.quota) {
                    (AttainmentRule::Best, _) => measured(leaf, &assigned.points, &entrant.headcount),
                    (AttainmentRule::Surplus { .. }, Some(quota)) if !quota.is_zero() => {
                        &assigned.points / quota
                    }
                    _ => continue,
                };
                let entry = greatest.entry((criterion, entrant.group)).or_insert_with(|| value.clone());
                if *entry < value {
                    *entry = value;
                }
            }
        }
        Self(greatest)
    }

    fn get(&self, criterion: usize, group: Option<usize>) -> Option<&Fraction> {
        self.0.get(&(criterion, group))
    }
}
