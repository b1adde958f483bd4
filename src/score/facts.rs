//! The rows and the people of one phase, added up: what both kinds of subject are scored from.

use num_traits::{One, Zero};

use super::Basis;
use super::tally::PhaseTally;
use crate::calendar::Span;
use crate::campaign::Campaign;
use crate::exact::{Fraction, ratio};
use crate::records::{Item, Records};

/// The rows and the people of one phase, added up: what both kinds of subject are scored from.
pub(super) struct PhaseFacts<'c> {
    pub(super) campaign: &'c Campaign,
    pub(super) records: &'c Records,
    pub(super) phase: usize,
    pub(super) basis: Basis,
    pub(super) tally: PhaseTally,
    /// By team.
    pub(super) team_days: Vec<TeamDays>,
    /// Criteria, children before their parents.
    pub(super) bottom_up: Vec<usize>,
}

/// Days and heads of a team in a phase.
#[derive(Clone, Debug)]
pub(super) struct TeamDays {
    /// D: days of the phase on which the team exists.
    pub(super) days: i64,
    /// n: mean headcount over those days; 1 where there is no list of members.
    pub(super) headcount: Fraction,
}

impl<'c> PhaseFacts<'c> {
    pub(super) fn of(
        campaign: &'c Campaign,
        records: &'c Records,
        phase: usize,
        basis: Basis,
        tally: PhaseTally,
    ) -> Self {
        let team_days = team_days(campaign, records, phase);
        let bottom_up = campaign.criteria_bottom_up();
        Self { campaign, records, phase, basis, tally, team_days, bottom_up }
    }

    pub(super) fn phase_span(&self) -> Span {
        self.campaign.phases[self.phase].span
    }

    /// Whether no day of the phase has the team and a member of it.
    pub(super) fn is_team_absent(&self, team: usize) -> bool {
        let TeamDays { days, headcount } = &self.team_days[team];
        *days == 0 || headcount.is_zero()
    }

    /// Items that feed a leaf criterion.
    pub(super) fn activities_of(&self, criterion: usize) -> impl Iterator<Item = Item> + '_ {
        let activities = self.campaign.activities.iter().enumerate();
        activities
            .filter(move |(_, activity)| activity.criterion == criterion)
            .map(|(index, _)| Item::Activity(index as u16))
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
