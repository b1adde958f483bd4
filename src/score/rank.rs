//! The order of a board: ranks, ties, and the neighbours that only rounding tells apart.

use std::cmp::Ordering;

use super::{Standing, Status};
use crate::exact::Fraction;

/// A standing with what only ranking asks for.
pub(super) struct Contender {
    pub(super) standing: Standing,
    /// Identifier of the subject.
    pub(super) id: String,
    /// The score without any rounding.
    pub(super) unrounded: Fraction,
}

impl Contender {
    fn is_ranked(&self) -> bool {
        self.standing.status == Status::Ranked
    }
}

impl Standing {
    /// Better first; equal where nothing tells the two apart. Says nothing of groups.
    pub(super) fn compare(&self, other: &Self) -> Ordering {
        other.score.cmp(&self.score).then_with(|| other.tie_breaks.cmp(&self.tie_breaks))
    }
}

/// Puts contenders into the order of the board, and gives ranks (1224) inside each group.
pub(super) fn rank(mut contenders: Vec<Contender>) -> Vec<Standing> {
    contenders.sort_by(|left, right| {
        let absent = |contender: &Contender| contender.standing.status == Status::Absent;
        let by_rank = || {
            if left.is_ranked() && right.is_ranked() {
                left.standing.compare(&right.standing)
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
        } else if contenders[first - 1].standing.compare(&contenders[first].standing) == Ordering::Equal {
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
