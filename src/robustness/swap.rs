//! The smallest change of one weight that makes two neighbours change places.

use std::cmp::Ordering;

use num_rational::BigRational;
use num_traits::Zero;

use super::contest::{Contest, Part};
use super::{Swap, WeightChange};
use crate::exact::{Fraction, ratio, whole};

/// Steps from a weight to either end in which a crossing that no linear equation gives is looked for.
const STEPS: usize = 24;
/// One over the step to which such a crossing is found.
const FINENESS: i64 = 1000;

/// Two neighbours on the board.
pub(super) struct Neighbours<'c> {
    pub(super) contest: &'c Contest,
    pub(super) above: usize,
    pub(super) below: usize,
}

impl Neighbours<'_> {
    /// The smallest change over all criteria, the first of those that are as small.
    pub(super) fn smallest_change(&self) -> Swap {
        if self.difference(&self.contest.weights).is_none_or(|difference| !difference.is_positive()) {
            return Swap::Level;
        }
        let mut smallest: Option<WeightChange> = None;
        for at in 0..self.contest.weights.len() {
            let Some(change) = self.change_of(at) else { continue };
            if smallest.as_ref().is_none_or(|least| change.size() < least.size()) {
                smallest = Some(change);
            }
        }
        smallest.map_or(Swap::Never, Swap::At)
    }

    fn change_of(&self, at: usize) -> Option<WeightChange> {
        let from = &self.contest.weights[at];
        // Where the others have no weight they cannot share what it loses.
        if *from >= self.contest.scale {
            return None;
        }
        let change = |to, exact| WeightChange {
            criterion: self.contest.criteria[at],
            from: from.clone(),
            to,
            is_exact: exact,
        };
        if self.is_linear(at) {
            self.solved(at).map(|to| change(to, true))
        } else {
            self.searched(at).map(|to| change(to, false))
        }
    }

    /// Where the line crosses 0, strictly between the ends: it must go on beyond it.
    fn solved(&self, at: usize) -> Option<Fraction> {
        let from = &self.contest.weights[at];
        let now = self.difference(&self.contest.weights)?;
        let at_zero = self.difference(&self.with_weight(at, &Fraction::zero()))?;
        let slope = (&now - &at_zero) / from;
        if slope.is_zero() {
            return None;
        }
        let to = from - &(&now / &slope);
        (to.is_positive() && to < self.contest.scale).then_some(to)
    }

    /// Where the two have changed places, on the way to either end: to a thousandth.
    fn searched(&self, at: usize) -> Option<Fraction> {
        let from = &self.contest.weights[at];
        let ends = [Fraction::zero(), self.contest.scale.clone()];
        let found = ends.into_iter().filter_map(|end| {
            let mut inside = from.clone();
            for step in 1..=STEPS {
                let outside = from + &((&end - from) * ratio(step, STEPS));
                match self.order_at(at, &outside)? {
                    Ordering::Less => return Some(self.narrowed(at, inside, outside)),
                    _ => inside = outside,
                }
            }
            None
        });
        let away = |to: &Fraction| distance(to, from);
        found.min_by(|left, right| away(left).cmp(&away(right)))
    }

    /// Halves what lies between a weight at which they stand as they do and one at which they do not.
    fn narrowed(&self, at: usize, mut inside: Fraction, mut outside: Fraction) -> Fraction {
        while distance(&inside, &outside) > ratio(1, 8 * FINENESS) {
            let middle = (&inside + &outside) / whole(2);
            match self.order_at(at, &middle) {
                Some(Ordering::Less) => outside = middle,
                _ => inside = middle,
            }
        }
        let in_steps = &outside * whole(FINENESS);
        let steps = if outside > inside { in_steps.ceil() } else { in_steps.floor() };
        let stepped = Fraction::from(BigRational::from_integer(steps)) / whole(FINENESS);
        if self.order_at(at, &stepped) == Some(Ordering::Less) { stepped } else { outside }
    }

    fn order_at(&self, at: usize, weight: &Fraction) -> Option<Ordering> {
        Some(self.difference(&self.with_weight(at, weight))?.cmp(&Fraction::zero()))
    }

    /// How far the first is above the second.
    fn difference(&self, weights: &[Fraction]) -> Option<Fraction> {
        Some(self.contest.score(self.above, weights)? - &self.contest.score(self.below, weights)?)
    }

    /// All weights where one is changed and the others share the rest as before.
    fn with_weight(&self, at: usize, weight: &Fraction) -> Vec<Fraction> {
        let Contest { scale, weights, .. } = self.contest;
        let factor = (scale - weight) / (scale - &weights[at]);
        let mut changed: Vec<Fraction> = weights.iter().map(|own| own * &factor).collect();
        changed[at] = weight.clone();
        changed
    }

    /// Whether the difference is linear in a weight from one end to the other: all is assigned in equal
    /// parts, and no phase falls below 0 on the way.
    fn is_linear(&self, at: usize) -> bool {
        let ends = [Fraction::zero(), self.contest.scale.clone()].map(|end| self.with_weight(at, &end));
        let steady = |part: &Part| {
            let evenly = part.assigned.iter().all(|assigned| *assigned == part.assigned[0]);
            let falls = |weights: &Vec<Fraction>| {
                part.score(weights, &self.contest.scale).is_none_or(|score| score.is_negative())
            };
            evenly && !ends.iter().any(falls)
        };
        [self.above, self.below].iter().all(|&at| self.contest.contestants[at].parts.iter().all(steady))
    }
}

impl WeightChange {
    fn size(&self) -> Fraction {
        distance(&self.from, &self.to)
    }
}

fn distance(left: &Fraction, right: &Fraction) -> Fraction {
    if left > right { left - right } else { right - left }
}
