//! Ranks, ties and near-ties.

use std::cmp::Ordering;

use super::phase::Outcome;
use super::{Status, View};
use crate::fraction::{Fraction, whole};

/// What the ranking may look at.
pub(super) struct Standing {
    pub(super) id: String,
    pub(super) group: Option<String>,
    pub(super) status: Status,
    pub(super) score: Fraction,
    pub(super) unrounded: Fraction,
    /// In the order of `tie_break`; more is better.
    pub(super) tie_break: Vec<Fraction>,
}

/// A subject's place on the board.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) rank: Option<usize>,
    pub(super) near_tie: bool,
}

impl View<'_> {
    /// In the order of the board: group by group, those without one first; in
    /// each the ranked before the unranked; the absent after all groups.
    pub(super) fn lines(&self, standings: &[Standing]) -> Vec<Line> {
        let mut groups = vec![None];
        groups.extend(self.campaign.groups.iter().cloned().map(Some));
        let mut lines = Vec::new();
        for group in &groups {
            let (ranked, rest): (Vec<&Standing>, Vec<&Standing>) = standings
                .iter()
                .filter(|standing| standing.group == *group && standing.status != Status::Absent)
                .partition(|standing| standing.status == Status::Ranked);
            lines.extend(ranked_lines(ranked));
            lines.extend(unranked_lines(rest));
        }
        for group in &groups {
            let absent = standings
                .iter()
                .filter(|standing| standing.group == *group && standing.status == Status::Absent);
            lines.extend(unranked_lines(absent.collect()));
        }
        lines
    }

    /// What `tie_break` compares, summed over phases; more is better.
    pub(super) fn tie_break(&self, outcomes: &[&Outcome]) -> Vec<Fraction> {
        let value = |key: &str, outcome: &Outcome| match key {
            "penalty" => -outcome.penalty.clone(),
            "full" => {
                let marks = outcome.marks.iter();
                let full = marks.filter(|mark| mark.contribution >= self.weight(&mark.criterion));
                whole(full.count())
            }
            leaf => {
                let mark = outcome.mark(leaf);
                mark.map_or(whole(0), |mark| mark.points.clone())
            }
        };
        let keys = self.campaign.tie_break.iter();
        keys.map(|key| outcomes.iter().map(|outcome| value(key, outcome)).sum()).collect()
    }
}

/// 1224, shared ranks by id, and the neighbours that nearly tie.
fn ranked_lines(mut standings: Vec<&Standing>) -> Vec<Line> {
    let comes_before = |a: &Standing, b: &Standing| {
        let by_score = b.score.cmp(&a.score);
        by_score.then_with(|| b.tie_break.cmp(&a.tie_break)) == Ordering::Less
    };
    let all = standings.clone();
    let rank = |standing: &Standing| {
        let better = all.iter().filter(|other| comes_before(other, standing));
        better.count() + 1
    };
    standings.sort_by(|a, b| rank(a).cmp(&rank(b)).then_with(|| a.id.cmp(&b.id)));
    let nearly_tie = |neighbours: &[&Standing]| {
        let (a, b) = (neighbours[0], neighbours[1]);
        a.score.cmp(&b.score) != a.unrounded.cmp(&b.unrounded)
    };
    let is_in_near_tie = |standing: &Standing| {
        standings
            .windows(2)
            .filter(|neighbours| neighbours.iter().any(|one| one.id == standing.id))
            .any(nearly_tie)
    };
    let line = |standing: &&Standing| Line {
        id: standing.id.clone(),
        rank: Some(rank(standing)),
        near_tie: is_in_near_tie(standing),
    };
    standings.iter().map(line).collect()
}

fn unranked_lines(mut standings: Vec<&Standing>) -> Vec<Line> {
    standings.sort_by(|a, b| a.id.cmp(&b.id));
    let line = |standing: &Standing| Line { id: standing.id.clone(), rank: None, near_tie: false };
    standings.into_iter().map(line).collect()
}
