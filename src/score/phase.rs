//! What every subject comes to in one phase.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use num_traits::{One, Zero};

use super::attainment::{Facts, attainment};
use super::caps::{self, Pile};
use super::explain::{CapOn, Cut, QuotaShare, QuotaStory};
use super::tally::{MemberTally, TeamTally, rows_of};
use super::{Basis, CriterionResult, Outcome, Status};
use crate::calendar::{Span, days_covered};
use crate::campaign::{AdjustmentKind, AttainmentRule, Campaign, CriterionKind, Leaf, SubjectKind};
use crate::exact::{Fraction, Printed, ratio, round, whole};
use crate::records::{Item, Records};

/// The rows and the people of one phase, added up: what both kinds of subject are scored from.
pub(super) struct PhaseFacts<'c> {
    pub(super) campaign: &'c Campaign,
    pub(super) records: &'c Records,
    pub(super) phase: usize,
    pub(super) basis: Basis,
    pub(super) tally: TeamTally,
    /// Only where members are scored.
    member_tally: Option<MemberTally>,
    /// By team.
    pub(super) team_days: Vec<TeamDays>,
    /// Criteria, children before their parents.
    bottom_up: Vec<usize>,
}

/// Days and heads of a team in a phase.
#[derive(Clone, Debug)]
pub(super) struct TeamDays {
    /// D: days of the phase on which the team exists.
    pub(super) days: i64,
    /// n: mean headcount over those days; 1 where there is no list of members.
    pub(super) headcount: Fraction,
}

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

impl<'c> PhaseFacts<'c> {
    pub(super) fn of(
        campaign: &'c Campaign,
        records: &'c Records,
        phase: usize,
        until: Option<NaiveDate>,
        basis: Basis,
        by: SubjectKind,
    ) -> Self {
        let rows = || rows_of(records, phase, until);
        let member_tally = (by == SubjectKind::Member).then(|| MemberTally::of(campaign, records, rows()));
        let tally = TeamTally::of(campaign, rows());
        let team_days = team_days(campaign, records, phase);
        let bottom_up = campaign.criteria_bottom_up();
        Self { campaign, records, phase, basis, tally, member_tally, team_days, bottom_up }
    }

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

    pub(super) fn phase_span(&self) -> Span {
        self.campaign.phases[self.phase].span
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

    /// Whether no day of the phase has the team and a member of it.
    pub(super) fn is_team_absent(&self, team: usize) -> bool {
        let TeamDays { days, headcount } = &self.team_days[team];
        *days == 0 || headcount.is_zero()
    }

    /// A team's points and quota of a leaf criterion; none where it is not assigned.
    pub(super) fn team_assigned(&self, team: usize, criterion: usize) -> Option<Assigned> {
        let leaf = self.campaign.leaf(criterion)?;
        self.campaign.is_assigned(criterion, team).then(|| Assigned {
            points: caps::sum(&self.team_piles(team, criterion).0) + self.team_base(team, leaf),
            quota: self.team_quota(team, criterion, leaf).map(|share| share.quota),
        })
    }

    fn team_leaf(&self, team: usize, criterion: usize) -> LeafFacts {
        let rows = self.activities_of(criterion).map(|item| self.tally.total(team, item).rows).sum();
        LeafFacts { assigned: self.team_assigned(team, criterion), rows }
    }

    /// Items that feed a leaf criterion.
    pub(super) fn activities_of(&self, criterion: usize) -> impl Iterator<Item = Item> + '_ {
        let activities = self.campaign.activities.iter().enumerate();
        activities
            .filter(move |(_, activity)| activity.criterion == criterion)
            .map(|(index, _)| Item::Activity(index as u16))
    }

    /// A team's points for a leaf criterion after caps, and what the caps took.
    pub(super) fn team_piles(&self, team: usize, criterion: usize) -> (Vec<Pile>, Vec<Cut>) {
        let mut piles = Vec::new();
        for item in self.activities_of(criterion) {
            let sums = self.tally.sums(team, item);
            piles.extend(sums.map(|(day, sum)| Pile::new(item, day, sum.points(self.basis))));
        }
        let mut cuts = Vec::new();
        for item in self.activities_of(criterion) {
            if let Item::Activity(index) = item {
                let cap = &self.campaign.activities[usize::from(index)].cap;
                caps::apply(cap, CapOn::Item(item), &mut piles, |pile| pile.item == item, &mut cuts);
            }
        }
        if let Some(leaf) = self.campaign.leaf(criterion) {
            caps::apply(&leaf.cap, CapOn::Criterion(criterion), &mut piles, |_| true, &mut cuts);
        }
        (piles, cuts)
    }

    /// A team's points of an adjustment after its caps, and what the caps took.
    pub(super) fn team_adjustment(&self, team: usize, index: usize) -> (Vec<Pile>, Vec<Cut>) {
        let item = Item::Adjustment(index as u16);
        let sums = self.tally.sums(team, item);
        self.capped(index, sums.map(|(day, sum)| Pile::new(item, day, sum.points(self.basis))).collect())
    }

    fn capped(&self, adjustment: usize, mut piles: Vec<Pile>) -> (Vec<Pile>, Vec<Cut>) {
        let on = CapOn::Item(Item::Adjustment(adjustment as u16));
        let mut cuts = Vec::new();
        caps::apply(&self.campaign.adjustments[adjustment].cap, on, &mut piles, |_| true, &mut cuts);
        (piles, cuts)
    }

    /// A team's quota Q of a leaf criterion; none under `best`.
    pub(super) fn team_quota(&self, team: usize, criterion: usize, leaf: &Leaf) -> Option<QuotaShare> {
        if matches!(leaf.rule, AttainmentRule::Best) {
            return None;
        }
        let target = leaf.targets.get(&team).or(leaf.target.as_ref());
        let TeamDays { days, headcount } = &self.team_days[team];
        let mut share = QuotaShare {
            team,
            target: target.unwrap_or(&self.campaign.criteria[criterion].weight).clone(),
            is_weight: target.is_none(),
            team_days: *days,
            per_days: self.per_days(leaf),
            headcount: (leaf.per_member && target.is_some()).then(|| headcount.clone()),
            served: None,
            quota: Fraction::zero(),
        };
        share.quota = &share.target * self.team_scale(team, leaf);
        Some(share)
    }

    /// A team's base of a leaf criterion, scaled as its target is.
    pub(super) fn team_base(&self, team: usize, leaf: &Leaf) -> Fraction {
        &leaf.base * self.team_scale(team, leaf)
    }

    /// By what a target of the rules is multiplied for a team; 1 where there is no target.
    fn team_scale(&self, team: usize, leaf: &Leaf) -> Fraction {
        if leaf.target.is_none() && !leaf.targets.contains_key(&team) {
            return Fraction::one();
        }
        let TeamDays { days, headcount } = &self.team_days[team];
        let scale = ratio(*days, self.per_days(leaf));
        if leaf.per_member { scale * headcount } else { scale }
    }

    fn per_days(&self, leaf: &Leaf) -> i64 {
        leaf.every_days.map_or_else(|| self.phase_span().days(), i64::from)
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
            self.member_sums(member).any(|(share, sum)| share.item == item && sum.any(self.basis))
        };
        self.adjust(&mut entrant, SubjectKind::Member, adjusted, disqualified);
        if served.is_empty() {
            entrant.status = Status::Absent;
        }
        entrant
    }

    /// The days of the phase that a member serves, by stint.
    pub(super) fn served(&self, member: usize) -> Vec<(usize, Span)> {
        let stints = self.records.members.as_deref().and_then(|members| members.get(member));
        let stints = stints.into_iter().flat_map(|member| &member.stints);
        stints
            .map(|stint| {
                (
                    stint.team,
                    stint.span.within(self.phase_span()).within(self.campaign.teams[stint.team].span),
                )
            })
            .filter(|(_, span)| !span.is_empty())
            .collect()
    }

    fn member_leaf(
        &self,
        member: usize,
        criterion: usize,
        leaf: &Leaf,
        served: &[(usize, Span)],
        factors: &Factors,
    ) -> LeafFacts {
        let feeds = |item: Item| match item {
            Item::Activity(index) => self.campaign.activities[usize::from(index)].criterion == criterion,
            Item::Adjustment(_) => false,
        };
        let rows =
            self.member_sums(member).filter(|(share, _)| feeds(share.item)).map(|(_, sum)| sum.rows).sum();
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

    fn member_sums(&self, member: usize) -> impl Iterator<Item = (&super::tally::Share, &super::tally::Sum)> {
        self.member_tally.iter().flat_map(move |tally| tally.sums(member))
    }

    /// A member's points for a leaf criterion: the credit after the caps of the team, then after
    /// those of the member.
    pub(super) fn member_piles(
        &self,
        member: usize,
        criterion: usize,
        factors: &Factors,
    ) -> (Vec<Pile>, Vec<Cut>) {
        let mut piles: Vec<Pile> = Vec::new();
        let mut cuts = Vec::new();
        for item in self.activities_of(criterion) {
            let sums = self.member_sums(member).filter(|(share, _)| share.item == item);
            for (share, sum) in sums {
                if !self.campaign.is_assigned(criterion, share.team as usize) {
                    continue;
                }
                let mut credit = sum.points(self.basis) / whole(share.among);
                if let Some(factor) = factors.get(&(share.team, share.item, share.day)) {
                    credit *= factor;
                }
                match piles.iter_mut().find(|pile| pile.item == item && pile.day == share.day) {
                    Some(pile) => *pile = Pile::new(item, share.day, &pile.points + credit),
                    None => piles.push(Pile::new(item, share.day, credit)),
                }
            }
            if let Item::Activity(index) = item {
                let cap = &self.campaign.activities[usize::from(index)].member_cap;
                caps::apply(cap, CapOn::Member(item), &mut piles, |pile| pile.item == item, &mut cuts);
            }
        }
        (piles, cuts)
    }

    /// A member's points of an adjustment after its caps, and what the caps took.
    pub(super) fn member_adjustment(&self, member: usize, index: usize) -> (Vec<Pile>, Vec<Cut>) {
        let item = Item::Adjustment(index as u16);
        let sums = self.member_sums(member).filter(|(share, _)| share.item == item);
        let mut by_day: BTreeMap<NaiveDate, Fraction> = BTreeMap::new();
        for (share, sum) in sums {
            *by_day.entry(share.day).or_default() += sum.points(self.basis);
        }
        self.capped(index, by_day.into_iter().map(|(day, points)| Pile::new(item, day, points)).collect())
    }

    /// A member's quota: shares of the quotas of the teams served that are assigned the criterion.
    pub(super) fn member_quota(
        &self,
        criterion: usize,
        leaf: &Leaf,
        served: &[(usize, Span)],
    ) -> Option<QuotaStory> {
        let mut shares = Vec::new();
        for (team, span) in served.iter().filter(|(team, _)| self.campaign.is_assigned(criterion, *team)) {
            let mut share = self.team_quota(*team, criterion, leaf)?;
            let TeamDays { days, headcount } = &self.team_days[*team];
            share.quota = &share.quota / headcount * ratio(span.days(), *days);
            share.served = Some((span.days(), headcount.clone()));
            shares.push(share);
        }
        if matches!(leaf.rule, AttainmentRule::Best) {
            return None;
        }
        let quota = shares.iter().fold(Fraction::zero(), |sum, share| sum + &share.quota);
        Some(QuotaStory { shares, quota })
    }

    /// A member's base of a leaf criterion: Σ over the teams served that are assigned it of
    /// (team's base / n) × days served / D.
    pub(super) fn member_base(&self, criterion: usize, leaf: &Leaf, served: &[(usize, Span)]) -> Fraction {
        let served = served.iter().filter(|(team, _)| self.campaign.is_assigned(criterion, *team));
        served.fold(Fraction::zero(), |sum, (team, span)| {
            let TeamDays { days, headcount } = &self.team_days[*team];
            sum + self.team_base(*team, leaf) / headcount * ratio(span.days(), *days)
        })
    }

    /// What the caps of teams left of each point, where they took something.
    pub(super) fn cap_factors(&self) -> Factors {
        let mut factors = Factors::new();
        for team in 0..self.campaign.teams.len() {
            for criterion in 0..self.campaign.criteria.len() {
                let (piles, cuts) = self.team_piles(team, criterion);
                if cuts.is_empty() {
                    continue;
                }
                let cut = piles.iter().filter(|pile| pile.points != pile.before);
                factors.extend(cut.map(|pile| ((team as u32, pile.item, pile.day), pile.factor())));
            }
        }
        factors
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

/// What the caps of teams left of each point: by team, item and day key.
pub(super) type Factors = HashMap<(u32, Item, NaiveDate), Fraction>;

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

fn team_days(campaign: &Campaign, records: &Records, phase: usize) -> Vec<TeamDays> {
    let phase = campaign.phases[phase].span;
    let mut member_days = vec![0; campaign.teams.len()];
    for stint in records.members.iter().flatten().flat_map(|member| &member.stints) {
        member_days[stint.team] += stint.span.within(phase).within(campaign.teams[stint.team].span).days();
    }
    let has_members = records.members.is_some();
    let teams = campaign.teams.iter().zip(member_days);
    teams
        .map(|(team, member_days)| {
            let days = team.span.within(phase).days();
            let headcount = if has_members { ratio(member_days, days) } else { Fraction::one() };
            TeamDays { days, headcount }
        })
        .collect()
}
