//! Points of rows as decimals that add up to those of their team.

use std::collections::HashMap;

use super::columns::COUNTED_SCALE;
use crate::campaign::Campaign;
use crate::exact::{Fraction, round};
use crate::records::{Item, Row};

/// What the points of a row are added up to: those of a team in a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Sum {
    phase: u16,
    team: u32,
    of: Of,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Of {
    Criterion(usize),
    Adjustment(u16),
}

impl Sum {
    /// That of a row.
    pub(super) fn of(campaign: &Campaign, row: &Row) -> Self {
        let of = match row.item {
            Item::Activity(index) => Of::Criterion(campaign.activities[usize::from(index)].criterion),
            Item::Adjustment(index) => Of::Adjustment(index),
        };
        Self { phase: row.phase, team: row.team, of }
    }
}

/// Makes decimals of what caps left of rows. What rounding takes from a row, or gives it, the next row of
/// the same sum makes good, so that the decimals always add up to the sum, rounded once.
#[derive(Debug, Default)]
pub(super) struct Shares {
    owed: HashMap<Sum, Fraction>,
}

impl Shares {
    /// The part of a row, in units of the last digit.
    pub(super) fn share(&mut self, sum: Sum, points: &Fraction) -> i128 {
        let owed = self.owed.remove(&sum).unwrap_or_default();
        let due = points + &owed;
        let share = round(&due, COUNTED_SCALE);
        let owed = due - share.to_fraction();
        if owed != Fraction::default() {
            self.owed.insert(sum, owed);
        }
        // No row comes near the end of 128 bits: neither its quantity nor its activity has thirteen digits.
        share.units().unwrap_or_default()
    }
}

/// A number in units of 10^-`scale`, of which it has no smaller part.
pub(super) fn in_units(value: &Fraction, scale: u8) -> i128 {
    round(value, scale).units().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::ratio;

    #[test]
    fn thirds_add_up_to_one() {
        let sum = Sum { phase: 0, team: 0, of: Of::Criterion(0) };
        let other = Sum { team: 1, ..sum };
        let mut shares = Shares::default();
        let mut parts = Vec::new();
        for _ in 0..3 {
            parts.push(shares.share(sum, &ratio(1, 3)));
            shares.share(other, &ratio(1, 7));
        }
        assert_eq!(parts, [3_333_333_333, 3_333_333_334, 3_333_333_333]);
        assert_eq!(parts.iter().sum::<i128>(), 10_000_000_000);
    }
}
