//! Campaign scores.

use super::phase::Outcome;
use super::{By, Status, View};
use crate::fraction::{Fraction, exact, rounded, whole};

/// One subject over the phases begun.
pub(super) struct Total<'a> {
    pub(super) id: String,
    pub(super) group: Option<String>,
    pub(super) status: Status,
    pub(super) score: Fraction,
    /// The score with no rounding anywhere.
    pub(super) unrounded: Fraction,
    pub(super) phases: Vec<PhaseShare<'a>>,
}

pub(super) struct PhaseShare<'a> {
    pub(super) phase: usize,
    pub(super) outcome: &'a Outcome,
    pub(super) contribution: Option<Fraction>,
}

/// The outcomes of a phase, by its number.
pub(super) type PhaseOutcomes = (usize, Vec<Outcome>);

impl View<'_> {
    pub(super) fn outcomes_of_phases_begun(&self) -> Vec<PhaseOutcomes> {
        let phases = self.phases_begun().into_iter();
        phases.map(|phase| (phase, self.outcomes(phase))).collect()
    }

    pub(super) fn totals<'a>(&self, outcomes: &'a [PhaseOutcomes]) -> Vec<Total<'a>> {
        let subjects = self.subjects().into_iter();
        subjects.map(|id| self.total(id, outcomes)).collect()
    }

    fn total<'a>(&self, id: String, outcomes: &'a [PhaseOutcomes]) -> Total<'a> {
        let mut own = Vec::new();
        for (phase, outcomes) in outcomes {
            let outcome = outcomes.iter().find(|outcome| outcome.id == id);
            own.push((*phase, outcome.expect("every subject has an outcome")));
        }
        let weight = |phase: usize| {
            let weight = self.campaign.phases[phase - 1].weight;
            weight.map_or(whole(1), exact)
        };
        // A team is weighed over all phases, a member over those served.
        let is_weighed = |outcome: &Outcome| match self.question.by {
            By::Team => true,
            By::Member => outcome.status != Status::Absent,
        };
        let weighed = own.iter().filter(|(_, outcome)| is_weighed(outcome));
        let sum_of_weights: Fraction = weighed.map(|(phase, _)| weight(*phase)).sum();

        let mut score = whole(0);
        let mut unrounded = whole(0);
        let mut phases = Vec::new();
        for (phase, outcome) in &own {
            let mut contribution = None;
            if let Some(phase_score) = &outcome.score {
                let share = weight(*phase) / &sum_of_weights;
                let printed = rounded(&(phase_score * &share), self.campaign.decimals);
                score += &printed;
                unrounded += &outcome.unrounded * share;
                contribution = Some(printed);
            }
            phases.push(PhaseShare { phase: *phase, outcome, contribution });
        }
        let numbers: Vec<usize> = own.iter().map(|(phase, _)| *phase).collect();
        Total {
            group: self.group(&id, &numbers),
            status: self.campaign_status(&id, &own),
            id,
            score,
            unrounded,
            phases,
        }
    }

    fn campaign_status(&self, id: &str, own: &[(usize, &Outcome)]) -> Status {
        let any = |status| own.iter().any(|(_, outcome)| outcome.status == status);
        let has_gap = match self.question.by {
            By::Team => any(Status::Absent) || any(Status::Incomplete),
            By::Member => any(Status::Incomplete),
        };
        let is_out = |(phase, _): &(usize, &Outcome)| self.is_out_of_the_campaign(id, *phase);
        if own.iter().all(|(_, outcome)| outcome.status == Status::Absent) {
            Status::Absent
        } else if own.iter().any(is_out) {
            Status::Disqualified
        } else if has_gap {
            Status::Incomplete
        } else if self.question.by == By::Member && self.campaign_tenure(id) < self.min_tenure() {
            Status::ShortTenure
        } else {
            Status::Ranked
        }
    }

    /// Over all days of the phases begun, served or not.
    fn campaign_tenure(&self, member: &str) -> Fraction {
        let phases = self.phases_begun();
        let served = phases.iter().map(|phase| self.days_in_service(member, *phase));
        let served: usize = served.sum();
        let days: usize = phases.iter().map(|phase| self.n_days(*phase)).sum();
        whole(served) / whole(days)
    }
}
