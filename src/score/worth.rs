//! What each row is worth to its team: its points before caps, and what the caps left of them.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::facts::PhaseFacts;
use super::points::Factors;
use super::tally::{Scope, Tally, day_key, points_of};
use super::{Basis, Request, board};
use crate::campaign::{Campaign, SubjectKind};
use crate::exact::Fraction;
use crate::records::{Item, Records, Row};

/// What rows are worth, on both bases. It grows with what caps took, not with the rows.
#[derive(Debug)]
pub struct Worths<'c> {
    campaign: &'c Campaign,
    /// What caps left of each point, where they took something: by basis and phase.
    factors: HashMap<(Basis, usize), Factors>,
}

/// What a row is worth to its team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Quantity × points, whomever they count for; 0 where nothing of the row counts.
    pub before_caps: Fraction,
    /// What of it counts for the team: 0 where that is not assigned the criterion, and of an adjustment
    /// for members.
    pub counted: Fraction,
}

impl<'c> Worths<'c> {
    /// What the rows of a campaign are worth, up to a day.
    pub fn of(campaign: &'c Campaign, records: &Records, until: Option<NaiveDate>) -> Self {
        let by = SubjectKind::Team;
        let phases = board::phases_of(campaign, &Request { by, phase: None, until, basis: Basis::Official });
        let scope = Scope { phases: phases.clone(), until, members: false };
        let mut tally = Tally::of(campaign, records, &scope);
        let mut factors = HashMap::new();
        for phase in phases {
            let tally = tally.take(campaign, phase);
            let mut facts = PhaseFacts::of(campaign, records, phase, Basis::Official, tally);
            for basis in [Basis::Official, Basis::Claimed] {
                facts.basis = basis;
                let mut own = facts.cap_factors();
                own.extend(facts.adjustment_factors());
                factors.insert((basis, phase), own);
            }
        }
        Self { campaign, factors }
    }

    /// What a row is worth.
    pub fn worth(&self, row: &Row, basis: Basis) -> Worth {
        let before_caps = points_of(self.campaign, row, basis);
        let factors =
            self.factors.get(&(basis, usize::from(row.phase))).filter(|factors| !factors.is_empty());
        let factor = factors.and_then(|factors| {
            factors.get(&(row.team, row.item, day_key(self.campaign, row.item, row.date)))
        });
        let counted = match factor {
            _ if !self.counts_for_team(row) => Fraction::default(),
            Some(factor) => &before_caps * factor,
            None => before_caps.clone(),
        };
        Worth { before_caps, counted }
    }

    fn counts_for_team(&self, row: &Row) -> bool {
        match row.item {
            Item::Activity(index) => {
                let criterion = self.campaign.activities[usize::from(index)].criterion;
                self.campaign.is_assigned(criterion, row.team as usize)
            }
            Item::Adjustment(index) => {
                self.campaign.adjustments[usize::from(index)].subject == SubjectKind::Team
            }
        }
    }
}
