//! What the records say: rows, days, heads and groups.

use chrono::NaiveDate;

use super::{Basis, By, View};
use crate::campaign::Row;
use crate::fraction::{Fraction, exact, whole};

#[derive(Clone, Copy, PartialEq)]
pub(super) enum State {
    Counted,
    Pending,
    Rejected,
}

impl View<'_> {
    pub(super) fn phases_begun(&self) -> Vec<usize> {
        let begun = |phase: &usize| {
            let start = self.campaign.phases[phase - 1].start;
            self.question.until.is_none_or(|until| start <= until)
        };
        (1..=self.campaign.phases.len()).filter(begun).collect()
    }

    /// Rows of a phase that are not left out by `until`, of any state.
    pub(super) fn rows_of(&self, phase: usize) -> Vec<&Row> {
        let phase = &self.campaign.phases[phase - 1];
        let rows = self.campaign.rows.iter();
        rows.filter(|row| phase.holds(row.date))
            .filter(|row| self.question.until.is_none_or(|until| row.date <= until))
            .collect()
    }

    pub(super) fn state(&self, row: &Row) -> State {
        match row.accepted {
            _ if !self.campaign.appraisal => State::Counted,
            None => State::Pending,
            Some(accepted) if accepted.units == 0 => State::Rejected,
            Some(_) => State::Counted,
        }
    }

    /// `accepted`, or `quantity` where there is no appraisal and on the claimed
    /// board. A pending row counts for nothing yet.
    pub(super) fn counted_quantity(&self, row: &Row) -> Fraction {
        if self.question.basis == Basis::Claimed || !self.campaign.appraisal {
            exact(row.quantity)
        } else {
            row.accepted.map_or(whole(0), exact)
        }
    }

    pub(super) fn n_days(&self, phase: usize) -> usize {
        self.campaign.phases[phase - 1].days().len()
    }

    /// D: the days of the phase on which the team exists.
    pub(super) fn team_days(&self, team: &str, phase: usize) -> usize {
        let days = self.campaign.phases[phase - 1].days();
        let exists = |day: &&NaiveDate| self.campaign.team_exists(team, **day);
        days.iter().filter(exists).count()
    }

    /// Days of the phase that a member served in a team.
    pub(super) fn days_served(&self, member: &str, team: &str, phase: usize) -> usize {
        self.service_in(member, Some(team), phase)
    }

    /// Days of the phase that a member served in any team.
    pub(super) fn days_in_service(&self, member: &str, phase: usize) -> usize {
        self.service_in(member, None, phase)
    }

    fn service_in(&self, member: &str, team: Option<&str>, phase: usize) -> usize {
        let service = self.service.iter().find(|service| {
            service.phase == phase && service.member == member && service.team.as_deref() == team
        });
        service.map_or(0, |service| service.n_days)
    }

    /// n: member-days by D. One where nobody keeps members; `None` where there
    /// is no member, or no team, on any day.
    pub(super) fn headcount(&self, team: &str, phase: usize) -> Option<Fraction> {
        let team_days = self.team_days(team, phase);
        if team_days == 0 {
            return None;
        }
        if self.campaign.memberships.is_none() {
            return Some(whole(1));
        }
        let members = self.campaign.members();
        let days = members.iter().map(|member| self.days_served(member, team, phase));
        let member_days: usize = days.sum();
        (member_days > 0).then(|| whole(member_days) / whole(team_days))
    }

    pub(super) fn subjects(&self) -> Vec<String> {
        match self.question.by {
            By::Team => {
                let teams = self.campaign.teams.iter();
                teams.map(|team| team.id.clone()).collect()
            }
            By::Member => self.campaign.members(),
        }
    }

    pub(super) fn is_absent(&self, subject: &str, phase: usize) -> bool {
        match self.question.by {
            By::Team => self.headcount(subject, phase).is_none(),
            By::Member => self.days_in_service(subject, phase) == 0,
        }
    }

    /// A team's own group; for a member that of the team last served in `phases`.
    pub(super) fn group(&self, subject: &str, phases: &[usize]) -> Option<String> {
        let team = match self.question.by {
            By::Team => self.campaign.teams.iter().find(|team| team.id == subject),
            By::Member => {
                let phases = phases.iter().map(|phase| &self.campaign.phases[phase - 1]);
                let mut days: Vec<NaiveDate> = phases.flat_map(|phase| phase.days()).collect();
                days.reverse();
                days.into_iter().flat_map(|day| self.campaign.teams_served_on(subject, day)).next()
            }
        };
        team?.group.clone()
    }
}
