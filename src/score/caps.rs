//! Caps: what is too much in a day, a week, a month or a phase is scaled down.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_traits::{One, Zero};

use crate::calendar::Period;
use crate::campaign::Caps;
use crate::exact::Fraction;
use crate::records::Item;

/// A cap that took something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Whose cap it is.
    pub on: CapOn,
    /// What it counts in.
    pub period: Period,
    /// First day of the bucket; means nothing for [`Period::Phase`].
    pub bucket: NaiveDate,
    /// What the positive rows of the bucket added up to.
    pub sum: Fraction,
    /// What they were cut to.
    pub most: Fraction,
}

/// Whose cap it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapOn {
    /// Of an activity or adjustment, for the team.
    Item(Item),
    /// Of an activity, for the member.
    Member(Item),
    /// Of a leaf criterion: its place in `Campaign::criteria`.
    Criterion(usize),
}

/// Points of one item on one day, or in the whole phase where no cap asks for days.
#[derive(Clone, Debug)]
pub(super) struct Pile {
    pub(super) item: Item,
    pub(super) day: NaiveDate,
    /// Before caps.
    pub(super) before: Fraction,
    /// After the caps that were applied.
    pub(super) points: Fraction,
}

impl Pile {
    pub(super) fn new(item: Item, day: NaiveDate, points: Fraction) -> Self {
        Self { item, day, before: points.clone(), points }
    }

    /// What the caps left of each point.
    pub(super) fn factor(&self) -> Fraction {
        if self.before.is_zero() { Fraction::one() } else { &self.points / &self.before }
    }
}

/// The points of all piles together.
pub(super) fn sum<'p>(piles: impl IntoIterator<Item = &'p Pile>) -> Fraction {
    piles.into_iter().fold(Fraction::zero(), |sum, pile| sum + &pile.points)
}

/// Applies caps to the piles that `belongs` picks: day before week before month before phase, each
/// on what the one before let through. In a bucket whose positive piles add up to more than the
/// cap, each of them is scaled by cap / sum, so that no order of rows matters.
pub(super) fn apply(
    caps: &Caps,
    on: CapOn,
    piles: &mut [Pile],
    belongs: impl Fn(&Pile) -> bool,
    cuts: &mut Vec<Cut>,
) {
    for (period, most) in caps.iter() {
        let mut buckets: BTreeMap<NaiveDate, Vec<&mut Pile>> = BTreeMap::new();
        for pile in piles.iter_mut().filter(|pile| belongs(pile) && pile.points > Fraction::zero()) {
            buckets.entry(period.bucket(pile.day)).or_default().push(pile);
        }
        for (bucket, piles) in buckets {
            let sum = piles.iter().fold(Fraction::zero(), |sum, pile| sum + &pile.points);
            if sum <= *most {
                continue;
            }
            for pile in piles {
                pile.points = &pile.points * most / &sum;
            }
            cuts.push(Cut { on, period, bucket, sum, most: most.clone() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{fraction_text, ratio, whole};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, month, day).unwrap()
    }

    fn after(caps: [Option<i64>; 4], piles: &[(NaiveDate, i64)]) -> Vec<String> {
        let caps = Caps { most: caps.map(|most| most.map(whole)) };
        let mut piles: Vec<Pile> =
            piles.iter().map(|(day, points)| Pile::new(Item::Activity(0), *day, whole(*points))).collect();
        apply(&caps, CapOn::Criterion(0), &mut piles, |_| true, &mut Vec::new());
        piles.iter().map(|pile| fraction_text(&pile.points)).collect()
    }

    #[test]
    fn a_full_bucket_scales_its_positive_piles() {
        assert_eq!(
            after(
                [Some(3), None, None, None],
                &[(day(3, 1), 4), (day(3, 1), 2), (day(3, 1), -1), (day(3, 2), 3)]
            ),
            ["2", "1", "-1", "3"]
        );
    }

    #[test]
    fn each_cap_works_on_what_the_one_before_let_through() {
        // Monday 31 March and Tuesday 1 April: one week, two months.
        let piles = [(day(3, 31), 10), (day(4, 1), 10)];
        assert_eq!(after([Some(6), None, None, None], &piles), ["6", "6"]);
        assert_eq!(after([Some(6), Some(8), None, None], &piles), ["4", "4"]);
        assert_eq!(after([Some(6), Some(8), Some(3), None], &piles), ["3", "3"]);
        assert_eq!(after([Some(6), Some(8), Some(3), Some(1)], &piles), ["1/2", "1/2"]);
    }

    #[test]
    fn a_factor_says_what_was_left() {
        let mut pile = Pile::new(Item::Activity(0), day(3, 1), whole(8));
        pile.points = whole(6);
        assert_eq!(pile.factor(), ratio(3, 4));
        assert_eq!(Pile::new(Item::Activity(0), day(3, 1), whole(0)).factor(), whole(1));
    }
}
