//! The points of a subject after caps.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use num_traits::Zero;

use super::caps::{self, CapOn, Cut, Pile};
use super::facts::PhaseFacts;
use super::tally::Sum;
use crate::campaign::{Caps, SubjectKind};
use crate::exact::{Fraction, whole};
use crate::records::Item;

/// What the caps of teams left of each point: by team, item and day key.
pub(super) type Factors = HashMap<(u32, Item, NaiveDate), Fraction>;

impl PhaseFacts<'_> {
    /// A team's points for a leaf criterion after caps, and what the caps took.
    pub(super) fn team_piles(&self, team: usize, criterion: usize) -> (Vec<Pile>, Vec<Cut>) {
        let mut piles = Vec::new();
        let mut cuts = Vec::new();
        for item in self.activities_of(criterion) {
            piles.extend(self.item_piles(team, item, &mut cuts));
        }
        if let Some(leaf) = self.campaign.leaf(criterion) {
            caps::apply(&leaf.cap, CapOn::Criterion(criterion), &mut piles, |_| true, &mut cuts);
        }
        (piles, cuts)
    }

    /// What those piles add up to.
    pub(super) fn team_points(&self, team: usize, criterion: usize) -> Fraction {
        if self.campaign.leaf(criterion).is_none_or(|leaf| !leaf.cap.is_empty()) {
            return caps::sum(&self.team_piles(team, criterion).0);
        }
        // What no cap touches is added up as it was counted: a fraction costs more than a sum.
        let mut uncapped = Sum::default();
        let mut points = Fraction::zero();
        for item in self.activities_of(criterion) {
            if self.cap_of(item).is_empty() {
                uncapped.add_sum(&self.tally.total(team, item));
            } else {
                points += caps::sum(&self.item_piles(team, item, &mut Vec::new()));
            }
        }
        points + uncapped.points(self.basis)
    }

    /// A team's points of an item after its own caps.
    fn item_piles(&self, team: usize, item: Item, cuts: &mut Vec<Cut>) -> Vec<Pile> {
        let sums = self.tally.sums(team, item);
        let mut piles: Vec<Pile> =
            sums.map(|(day, sum)| Pile::new(item, day, sum.points(self.basis))).collect();
        caps::apply(self.cap_of(item), CapOn::Item(item), &mut piles, |_| true, cuts);
        piles
    }

    /// The caps of an item for a team.
    fn cap_of(&self, item: Item) -> &Caps {
        match item {
            Item::Activity(index) => &self.campaign.activities[usize::from(index)].cap,
            Item::Adjustment(index) => &self.campaign.adjustments[usize::from(index)].cap,
        }
    }

    /// A team's points of an adjustment after its caps, and what the caps took.
    pub(super) fn team_adjustment(&self, team: usize, index: usize) -> (Vec<Pile>, Vec<Cut>) {
        let mut cuts = Vec::new();
        let piles = self.item_piles(team, Item::Adjustment(index as u16), &mut cuts);
        (piles, cuts)
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
            for (share, sum) in self.tally.member_sums(member, item) {
                if !self.campaign.is_assigned(criterion, share.team as usize) {
                    continue;
                }
                let mut credit = sum.points(self.basis) / whole(share.among);
                if let Some(factor) = factors.get(&(share.team, item, share.day)) {
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
        let mut by_day: BTreeMap<NaiveDate, Fraction> = BTreeMap::new();
        for (share, sum) in self.tally.member_sums(member, item) {
            *by_day.entry(share.day).or_default() += sum.points(self.basis);
        }
        let piles = by_day.into_iter().map(|(day, points)| Pile::new(item, day, points));
        let mut piles: Vec<Pile> = piles.collect();
        let mut cuts = Vec::new();
        caps::apply(self.cap_of(item), CapOn::Item(item), &mut piles, |_| true, &mut cuts);
        (piles, cuts)
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

    /// The same of the adjustments that count for teams.
    pub(super) fn adjustment_factors(&self) -> Factors {
        let mut factors = Factors::new();
        for (index, adjustment) in self.campaign.adjustments.iter().enumerate() {
            if adjustment.cap.is_empty() || adjustment.subject != SubjectKind::Team {
                continue;
            }
            for team in 0..self.campaign.teams.len() {
                let (piles, _) = self.team_adjustment(team, index);
                let cut = piles.iter().filter(|pile| pile.points != pile.before);
                factors.extend(cut.map(|pile| ((team as u32, pile.item, pile.day), pile.factor())));
            }
        }
        factors
    }
}
