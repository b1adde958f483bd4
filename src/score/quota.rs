//! Quotas: what the rules assign, for the days and heads of a team, and a member's share of it.

use num_traits::{One, Zero};

use super::facts::{PhaseFacts, TeamDays};
use crate::calendar::Span;
use crate::campaign::{AttainmentRule, Leaf};
use crate::exact::{Fraction, ratio};

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

impl PhaseFacts<'_> {
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
}
