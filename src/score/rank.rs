//! The order of a board: ranks, ties, and the neighbours that only rounding tells apart.

use std::cmp::Ordering;

use num_traits::Zero;

use super::Standing;
use crate::campaign::{Campaign, TieBreak};
use crate::exact::{Fraction, Printed};

use super::Status;

/// A standing with what only ranking asks for.
pub(super) struct Contender {
    pub(super) standing: Standing,
    /// Identifier of the subject.
    pub(super) id: String,
    /// The score without any rounding.
    pub(super) unrounded: Fraction,
    /// Leaf criteria at their full weight.
    pub(super) full: usize,
    /// X of each criterion that ties are broken by, in the order of `tie_break`.
    pub(super) points: Vec<Fraction>,
}

impl Contender {
    fn is_ranked(&self) -> bool {
        self.standing.status == Status::Ranked
    }

    /// Better first; equal where the ranks are shared.
    fn compare(&self, other: &Self, campaign: &Campaign) -> Ordering {
        let mut order = other.standing.score.cmp(&self.standing.score);
        let mut criterion = 0;
        for tie_break in &campaign.ranking.tie_break {
            order = order.then_with(|| match tie_break {
                TieBreak::Penalty => {
                    points_of(&self.standing.penalty).cmp(&points_of(&other.standing.penalty))
                }
                TieBreak::Full => other.full.cmp(&self.full),
                TieBreak::Points(_) => other.points.get(criterion).cmp(&self.points.get(criterion)),
            });
            criterion += usize::from(matches!(tie_break, TieBreak::Points(_)));
        }
        order
    }
}

fn points_of(points: &Option<Printed>) -> Fraction {
    points.as_ref().map_or_else(Fraction::zero, Printed::to_fraction)
}

/// Puts contenders into the order of the board, and gives ranks (1224) inside each group.
pub(super) fn rank(campaign: &Campaign, mut contenders: Vec<Contender>) -> Vec<Standing> {
    contenders.sort_by(|left, right| {
        let absent = |contender: &Contender| contender.standing.status == Status::Absent;
        let by_rank = || {
            if left.is_ranked() && right.is_ranked() {
                left.compare(right, campaign)
            } else {
                Ordering::Equal
            }
        };
        absent(left)
            .cmp(&absent(right))
            .then_with(|| left.standing.group.cmp(&right.standing.group))
            .then_with(|| right.is_ranked().cmp(&left.is_ranked()))
            .then_with(by_rank)
            .then_with(|| left.id.cmp(&right.id))
    });
    for first in 0..contenders.len() {
        if !contenders[first].is_ranked() {
            continue;
        }
        let starts_group =
            first == 0 || contenders[first - 1].standing.group != contenders[first].standing.group;
        let rank = if starts_group {
            1
        } else if contenders[first - 1].compare(&contenders[first], campaign) == Ordering::Equal {
            contenders[first - 1].standing.rank.unwrap_or(1)
        } else {
            let group = contenders[first].standing.group;
            1 + contenders[..first].iter().rev().take_while(|other| other.standing.group == group).count()
        };
        contenders[first].standing.rank = Some(rank);
        if !starts_group && is_near_tie(&contenders[first - 1], &contenders[first]) {
            contenders[first - 1].standing.near_tie = true;
            contenders[first].standing.near_tie = true;
        }
    }
    contenders.into_iter().map(|contender| contender.standing).collect()
}

/// Whether two neighbours stand in another order without any rounding than with it.
fn is_near_tie(above: &Contender, below: &Contender) -> bool {
    above.unrounded.cmp(&below.unrounded) != above.standing.score.cmp(&below.standing.score)
}
