//! Rows added up: points of each item for each subject, on both bases, in one pass.
//!
//! Points are counted in units of 10^-5: hundredths of a quantity times thousandths of a point.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::Basis;
use crate::calendar::Period;
use crate::campaign::{Campaign, Caps, Credit, SubjectKind};
use crate::exact::{Fraction, ratio};
use crate::records::{Appraisal, Item, Quantity, Records, Row};

/// Units of a tally in one point.
const UNITS: i64 = 100_000;

/// What rows add up to on both bases.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    official: i128,
    claimed: i128,
    /// Rows neither pending nor rejected.
    pub(super) rows: usize,
    /// Rows of any kind.
    pub(super) all_rows: usize,
}

impl Sum {
    fn add(&mut self, row: &Row, points: i64) {
        let counted = |quantity: Quantity| i128::from(quantity.hundredths()) * i128::from(points);
        self.official += row.accepted.map_or(0, counted);
        self.claimed += counted(row.quantity);
        self.rows += usize::from(row.appraisal() == Appraisal::Counted);
        self.all_rows += 1;
    }

    fn add_sum(&mut self, other: &Self) {
        self.official += other.official;
        self.claimed += other.claimed;
        self.rows += other.rows;
        self.all_rows += other.all_rows;
    }

    /// The points, before caps.
    pub(super) fn points(&self, basis: Basis) -> Fraction {
        ratio(
            match basis {
                Basis::Official => self.official,
                Basis::Claimed => self.claimed,
            },
            UNITS,
        )
    }

    /// Whether a row counts on this basis.
    pub(super) fn any(&self, basis: Basis) -> bool {
        match basis {
            Basis::Official => self.rows > 0,
            Basis::Claimed => self.all_rows > 0,
        }
    }
}

/// The quantity of a row that counts.
pub(super) fn counted_quantity(row: &Row, basis: Basis) -> Quantity {
    match basis {
        Basis::Official => row.accepted.unwrap_or_default(),
        Basis::Claimed => row.quantity,
    }
}

/// Points of a row before caps: quantity × points of its item.
pub(super) fn points_of(campaign: &Campaign, row: &Row, basis: Basis) -> Fraction {
    let quantity = counted_quantity(row, basis).hundredths();
    ratio(i128::from(quantity) * i128::from(item_points(campaign, row.item)), UNITS)
}

/// Points of a quantity of 1, in thousandths. A disqualification has none.
fn item_points(campaign: &Campaign, item: Item) -> i64 {
    match item {
        Item::Activity(index) => campaign.activities[usize::from(index)].points,
        Item::Adjustment(index) => campaign.adjustments[usize::from(index)].points,
    }
}

/// The period by which rows of an item are added up: as long as its caps allow. Weeks and months
/// overlap, so where both are capped only days tell which rows are in which.
fn tally_period(campaign: &Campaign, item: Item) -> Period {
    let none = Caps::default();
    let caps = match item {
        Item::Activity(index) => {
            let activity = &campaign.activities[usize::from(index)];
            let of_leaf = campaign.leaf(activity.criterion).map_or(&none, |leaf| &leaf.cap);
            [&activity.cap, &activity.member_cap, of_leaf]
        }
        Item::Adjustment(index) => [&campaign.adjustments[usize::from(index)].cap, &none, &none],
    };
    let mut periods = caps.into_iter().flat_map(Caps::iter).map(|(period, _)| period);
    periods
        .by_ref()
        .filter(|period| *period != Period::Phase)
        .reduce(|left, right| if left == right { left } else { Period::Day })
        .unwrap_or(Period::Phase)
}

/// The key under which rows of `day` are added up: the first day of a period.
pub(super) fn day_key(campaign: &Campaign, item: Item, day: NaiveDate) -> NaiveDate {
    tally_period(campaign, item).bucket(day)
}

/// The rows of a phase up to a day.
pub(super) fn rows_of(
    records: &Records,
    phase: usize,
    until: Option<NaiveDate>,
) -> impl Iterator<Item = &Row> {
    records
        .rows
        .iter()
        .filter(move |row| usize::from(row.phase) == phase && until.is_none_or(|until| row.date <= until))
}

/// What the rows of a phase add up to for each team.
#[derive(Debug)]
pub(super) struct TeamTally {
    /// By team, then by item: activities, then adjustments.
    slots: Vec<Slot>,
    n_activities: usize,
    n_items: usize,
}

#[derive(Clone, Debug, Default)]
struct Slot {
    whole: Sum,
    by_day: BTreeMap<NaiveDate, Sum>,
}

impl TeamTally {
    pub(super) fn of<'r>(campaign: &Campaign, rows: impl Iterator<Item = &'r Row>) -> Self {
        let n_activities = campaign.activities.len();
        let n_items = n_activities + campaign.adjustments.len();
        let slots = vec![Slot::default(); campaign.teams.len() * n_items];
        let mut tally = Self { slots, n_activities, n_items };
        let of_item = |index| {
            let item = tally.item(index);
            (item_points(campaign, item), tally_period(campaign, item))
        };
        let items: Vec<(i64, Period)> = (0..n_items).map(of_item).collect();
        for row in rows {
            let index = tally.index(row.item);
            let (points, period) = items[index];
            let slot = &mut tally.slots[row.team as usize * n_items + index];
            match period {
                Period::Phase => slot.whole.add(row, points),
                _ => slot.by_day.entry(period.bucket(row.date)).or_default().add(row, points),
            }
        }
        tally
    }

    fn item(&self, index: usize) -> Item {
        match index.checked_sub(self.n_activities) {
            None => Item::Activity(index as u16),
            Some(index) => Item::Adjustment(index as u16),
        }
    }

    fn index(&self, item: Item) -> usize {
        match item {
            Item::Activity(index) => usize::from(index),
            Item::Adjustment(index) => self.n_activities + usize::from(index),
        }
    }

    /// The sums of an item for a team, by [`day_key`].
    pub(super) fn sums(&self, team: usize, item: Item) -> impl Iterator<Item = (NaiveDate, &Sum)> {
        let slot = &self.slots[team * self.n_items + self.index(item)];
        let whole = (slot.whole.all_rows > 0).then_some((Period::Phase.bucket(NaiveDate::MIN), &slot.whole));
        whole.into_iter().chain(slot.by_day.iter().map(|(day, sum)| (*day, sum)))
    }

    /// The sum of an item for a team over all days.
    pub(super) fn total(&self, team: usize, item: Item) -> Sum {
        let mut total = Sum::default();
        for (_, sum) in self.sums(team, item) {
            total.add_sum(sum);
        }
        total
    }
}

/// What the rows of a phase add up to for each member that they name.
#[derive(Debug, Default)]
pub(super) struct MemberTally {
    by_member: HashMap<u32, BTreeMap<Share, Sum>>,
}

/// Rows that give a member credit in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share {
    pub(super) item: Item,
    /// The team of the rows.
    pub(super) team: u32,
    /// By [`day_key`].
    pub(super) day: NaiveDate,
    /// Among how many the points are divided.
    pub(super) among: u32,
}

impl MemberTally {
    pub(super) fn of<'r>(
        campaign: &Campaign,
        records: &Records,
        rows: impl Iterator<Item = &'r Row>,
    ) -> Self {
        let mut tally = Self::default();
        for row in rows {
            let Some(among) = divided_among(campaign, row) else { continue };
            let share =
                Share { item: row.item, team: row.team, day: day_key(campaign, row.item, row.date), among };
            let points = item_points(campaign, row.item);
            for &member in records.members_of(row) {
                tally.by_member.entry(member).or_default().entry(share).or_default().add(row, points);
            }
        }
        tally
    }

    /// The sums of a member, in order of item, team and day.
    pub(super) fn sums(&self, member: usize) -> impl Iterator<Item = (&Share, &Sum)> {
        self.by_member.get(&(member as u32)).into_iter().flatten()
    }
}

/// Among how many the points of a row are divided for its members; none where they get none.
pub(super) fn divided_among(campaign: &Campaign, row: &Row) -> Option<u32> {
    if row.members.len == 0 {
        return None;
    }
    match row.item {
        Item::Activity(index) => Some(match campaign.activities[usize::from(index)].credit {
            Credit::Split => row.members.len,
            Credit::Full => 1,
        }),
        Item::Adjustment(index) => {
            (campaign.adjustments[usize::from(index)].subject == SubjectKind::Member).then_some(1)
        }
    }
}
