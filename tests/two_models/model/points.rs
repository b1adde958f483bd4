//! X and Q: points, target and base of one leaf.

use super::caps::{let_through, total};
use super::{By, Valued, View};
use crate::campaign::{Activity, Credit, Criterion, Leaf, Rule};
use crate::fraction::{Fraction, exact, whole};

/// What a subject has and should have in a leaf that it is assigned.
pub(super) struct Entry {
    pub(super) criterion: String,
    /// X.
    pub(super) points: Fraction,
    /// Q; `None` under `best`.
    pub(super) quota: Option<Fraction>,
}

impl View<'_> {
    /// `None` where the criterion is a parent or not assigned to the subject.
    pub(super) fn entry(&self, subject: &str, criterion: &Criterion, phase: usize) -> Option<Entry> {
        let leaf = self.campaign.leaf(&criterion.id)?;
        let (points, quota) = match self.question.by {
            By::Team => self.of_team(subject, criterion, leaf, phase)?,
            By::Member => self.of_member(subject, criterion, leaf, phase)?,
        };
        Some(Entry {
            criterion: criterion.id.clone(),
            points,
            quota: (!matches!(leaf.rule, Rule::Best)).then_some(quota),
        })
    }

    pub(super) fn activities_of(&self, criterion: &str) -> Vec<&Activity> {
        let activities = self.campaign.activities.iter();
        activities.filter(|activity| activity.criterion == criterion).collect()
    }

    fn is_assigned_to_team(&self, team: &str, leaf: &Leaf) -> bool {
        let has_target = leaf.targets.iter().any(|(id, _)| id == team);
        let excepted = leaf.not_assigned.iter().any(|id| id == team);
        !excepted && (has_target || leaf.target.is_some() || leaf.targets.is_empty())
    }

    fn of_team(
        &self,
        team: &str,
        criterion: &Criterion,
        leaf: &Leaf,
        phase: usize,
    ) -> Option<(Fraction, Fraction)> {
        if !self.is_assigned_to_team(team, leaf) {
            return None;
        }
        let rows = self.team_rows(team, criterion, leaf, phase);
        let (quota, base) = self.team_quota_and_base(team, criterion, leaf, phase);
        Some((total(&rows) + base, quota))
    }

    /// The team's rows of a leaf after the caps of activities and criterion.
    fn team_rows(&self, team: &str, criterion: &Criterion, leaf: &Leaf, phase: usize) -> Vec<Valued<'_>> {
        let mut of_criterion = Vec::new();
        for activity in self.activities_of(&criterion.id) {
            let points = activity.points.map_or(whole(1), exact);
            let rows = self.rows_of(phase).into_iter();
            let rows = rows.filter(|row| row.team == team && row.activity == activity.id);
            let rows = rows.map(|row| (row, self.counted_quantity(row) * &points));
            of_criterion.extend(let_through(rows.collect(), &activity.cap));
        }
        let_through(of_criterion, &leaf.cap)
    }

    /// Target (or the weight) and base of a team, scaled to its days and heads.
    fn team_quota_and_base(
        &self,
        team: &str,
        criterion: &Criterion,
        leaf: &Leaf,
        phase: usize,
    ) -> (Fraction, Fraction) {
        let base = leaf.base.map_or(whole(0), exact);
        let own = leaf.targets.iter().find(|(id, _)| id == team);
        let Some(target) = own.map(|(_, target)| *target).or(leaf.target) else {
            return (exact(criterion.weight), base);
        };
        let whole_days = if leaf.every_30_days { 30 } else { self.n_days(phase) };
        let mut scale = whole(self.team_days(team, phase)) / whole(whole_days);
        if leaf.per_member {
            scale *= self.headcount(team, phase).expect("the team is present");
        }
        (exact(target) * &scale, base * scale)
    }

    fn of_member(
        &self,
        member: &str,
        criterion: &Criterion,
        leaf: &Leaf,
        phase: usize,
    ) -> Option<(Fraction, Fraction)> {
        let teams = self.campaign.teams.iter().map(|team| team.id.as_str());
        let teams: Vec<&str> = teams
            .filter(|team| self.days_served(member, team, phase) > 0)
            .filter(|team| self.is_assigned_to_team(team, leaf))
            .collect();
        if teams.is_empty() {
            return None;
        }
        let mut points = whole(0);
        for activity in self.activities_of(&criterion.id) {
            let mut credit = Vec::new();
            for team in &teams {
                let rows = self.team_rows(team, criterion, leaf, phase).into_iter();
                let rows = rows.filter(|(row, _)| row.activity == activity.id);
                let rows = rows.filter(|(row, _)| row.members.iter().any(|m| m == member));
                credit.extend(rows.map(|(row, points)| match activity.credit {
                    Some(Credit::Full) => (row, points),
                    Some(Credit::Split) | None => (row, points / whole(row.members.len())),
                }));
            }
            points += total(&let_through(credit, &activity.member_cap));
        }
        let mut quota = whole(0);
        for team in &teams {
            let (of_team, base) = self.team_quota_and_base(team, criterion, leaf, phase);
            let headcount = self.headcount(team, phase).expect("the member is one");
            let served = whole(self.days_served(member, team, phase));
            let share = served / whole(self.team_days(team, phase)) / headcount;
            quota += of_team * &share;
            points += base * share;
        }
        Some((points, quota))
    }
}
