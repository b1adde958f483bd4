//! Rows added up: points of each item for each subject, on both bases, in one pass.
//!
//! What is added up are hundredths of a quantity: a row costs two additions and its tally 24 bytes,
//! however many rows there are. Points come of them only when somebody asks: hundredths times
//! thousandths of a point, in units of 10^-5.

use std::collections::HashMap;

use chrono::{Datelike, NaiveDate};
use foldhash::fast::FixedState;

use super::{Basis, RowCounts};
use crate::calendar::Period;
use crate::campaign::{Campaign, Caps, Credit, SubjectKind};
use crate::exact::{Fraction, ratio};
use crate::records::{Appraisal, Item, Quantity, Records, Row};

/// Units of a tally in one point.
const UNITS: i64 = 100_000;

/// Buckets of an item for which every team has room from the beginning: those of a phase by months.
const MOST_DENSE: usize = 16;

/// What rows add up to on both bases.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sum {
    official: i128,
    claimed: i128,
    /// Rows neither pending nor rejected.
    pub(super) rows: usize,
    /// Rows of any kind.
    all_rows: usize,
}

impl Sum {
    /// Adds another.
    pub(super) fn add_sum(&mut self, other: &Self) {
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

/// Quantities that are added up, in hundredths.
#[derive(Clone, Copy, Debug, Default)]
struct Heap {
    official: u64,
    claimed: u64,
    rows: u32,
    all_rows: u32,
}

impl Heap {
    fn of(row: &Row) -> Self {
        let hundredths = |quantity: Quantity| quantity.hundredths().unsigned_abs();
        Self {
            official: row.accepted.map_or(0, hundredths),
            claimed: hundredths(row.quantity),
            rows: u32::from(row.appraisal() == Appraisal::Counted),
            all_rows: 1,
        }
    }

    /// Both together, where that can be counted.
    fn checked_add(self, other: Self) -> Option<Self> {
        Some(Self {
            official: self.official.checked_add(other.official)?,
            claimed: self.claimed.checked_add(other.claimed)?,
            rows: self.rows.checked_add(other.rows)?,
            all_rows: self.all_rows.checked_add(other.all_rows)?,
        })
    }

    fn sum(self, points: i64) -> Sum {
        Sum {
            official: i128::from(self.official) * i128::from(points),
            claimed: i128::from(self.claimed) * i128::from(points),
            rows: self.rows as usize,
            all_rows: self.all_rows as usize,
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

/// Which rows are added up, and for whom.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Places in `Campaign::phases`.
    pub phases: Vec<usize>,
    /// Rows after this day are left out.
    pub until: Option<NaiveDate>,
    /// Whether for members too.
    pub members: bool,
}

/// Rows added up as they come, in any order.
#[derive(Clone, Debug)]
pub struct Tally {
    until: Option<NaiveDate>,
    /// By phase; none for those that nobody asked for.
    phases: Vec<Option<PhaseTally>>,
}

impl Tally {
    /// No rows yet.
    pub fn new(campaign: &Campaign, scope: &Scope) -> Self {
        let tally = |phase: usize| {
            scope.phases.contains(&phase).then(|| PhaseTally::new(campaign, phase, scope.members))
        };
        Self { until: scope.until, phases: (0..campaign.phases.len()).map(tally).collect() }
    }

    /// The rows of records.
    pub(super) fn of(campaign: &Campaign, records: &Records, scope: &Scope) -> Self {
        let mut tally = Self::new(campaign, scope);
        for row in &records.rows {
            tally.add(row, records.members_of(row));
        }
        tally
    }

    /// Adds a row that names these members.
    pub fn add(&mut self, row: &Row, named: &[u32]) {
        if self.until.is_none_or(|until| row.date <= until)
            && let Some(Some(phase)) = self.phases.get_mut(usize::from(row.phase))
        {
            phase.add(row, named);
        }
    }

    /// How many rows there are of each kind.
    pub(super) fn counts(&self) -> RowCounts {
        let mut counts = RowCounts::default();
        for phase in self.phases.iter().flatten() {
            counts.counted += phase.counts.counted;
            counts.pending += phase.counts.pending;
            counts.rejected += phase.counts.rejected;
        }
        counts
    }

    /// The tally of a phase, which is then gone from this one.
    pub(super) fn take(&mut self, campaign: &Campaign, phase: usize) -> PhaseTally {
        let taken = self.phases.get_mut(phase).and_then(Option::take);
        let mut tally = taken.unwrap_or_else(|| PhaseTally::new(campaign, phase, false));
        tally.sort();
        tally
    }
}

/// The rows of a phase, added up.
#[derive(Clone, Debug)]
pub(super) struct PhaseTally {
    plan: Plan,
    /// Sums of items that have few buckets: by team, then as the plan says.
    dense: Vec<Heap>,
    /// Sums of the other items.
    sparse: Sparse<(u32, u16, u32)>,
    /// What grew beyond a heap of `dense`, with its place there.
    overflow: Vec<(usize, Heap)>,
    /// Only where members are asked for.
    members: Option<Sparse<Credited>>,
    counts: RowCounts,
}

/// Which rows of a member are added up together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Credited {
    member: u32,
    item: u16,
    team: u32,
    bucket: u32,
    among: u32,
}

/// Heaps by key: found by hash while rows come, by order after [`Sparse::sort`].
#[derive(Clone, Debug)]
struct Sparse<K> {
    filling: HashMap<K, Heap, FixedState>,
    /// A key stands here more than once where its heap grew too large.
    sorted: Vec<(K, Heap)>,
}

impl<K: Copy + Ord + std::hash::Hash> Sparse<K> {
    fn new() -> Self {
        Self { filling: HashMap::default(), sorted: Vec::new() }
    }

    fn add(&mut self, key: K, heap: Heap) {
        let own = self.filling.entry(key).or_default();
        match own.checked_add(heap) {
            Some(sum) => *own = sum,
            None => self.sorted.push((key, std::mem::replace(own, heap))),
        }
    }

    fn sort(&mut self) {
        self.sorted.extend(std::mem::take(&mut self.filling));
        self.sorted.sort_unstable_by_key(|(key, _)| *key);
    }

    /// The heaps whose keys `part` puts between the smaller and the larger ones.
    fn range(&self, part: impl Fn(&K) -> std::cmp::Ordering) -> &[(K, Heap)] {
        let start = self.sorted.partition_point(|(key, _)| part(key).is_lt());
        let rest = &self.sorted[start..];
        &rest[..rest.partition_point(|(key, _)| part(key).is_eq())]
    }
}

/// How the items of a campaign are added up in a phase.
#[derive(Clone, Debug)]
struct Plan {
    /// Activities, then adjustments.
    items: Vec<ItemPlan>,
    n_activities: usize,
    /// Heaps of each team in `PhaseTally::dense`.
    width: usize,
    first_day: NaiveDate,
}

#[derive(Clone, Debug)]
struct ItemPlan {
    points: i64,
    period: Period,
    /// Where its heaps begin among those of a team, and how many there are; none for items of many buckets.
    dense: Option<(usize, usize)>,
    /// Among how many a row's points are divided; none where its members get none.
    credit: Option<Credit>,
}

impl Plan {
    fn of(campaign: &Campaign, phase: usize) -> Self {
        let span = campaign.phases[phase].span;
        let n_activities = campaign.activities.len();
        let mut plan = Self { items: Vec::new(), n_activities, width: 0, first_day: span.first };
        for index in 0..n_activities + campaign.adjustments.len() {
            let item = plan.item(index);
            let period = tally_period(campaign, item);
            let n_buckets = plan.bucket(period, span.last) as usize + 1;
            let dense = (n_buckets <= MOST_DENSE).then_some((plan.width, n_buckets));
            plan.width += dense.map_or(0, |(_, n_buckets)| n_buckets);
            let points = item_points(campaign, item);
            plan.items.push(ItemPlan { points, period, dense, credit: credit_of(campaign, item) });
        }
        plan
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

    /// Which of the phase's buckets a day lies in, from 0.
    fn bucket(&self, period: Period, day: NaiveDate) -> u32 {
        let months = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
        let since = match period {
            Period::Phase => 0,
            Period::Month => months(day) - months(self.first_day),
            Period::Day => (day - self.first_day).num_days(),
            Period::Week => {
                let before = i64::from(self.first_day.weekday().num_days_from_monday());
                ((day - self.first_day).num_days() + before) / 7
            }
        };
        u32::try_from(since).unwrap_or_default()
    }

    /// The first day of a bucket.
    fn bucket_day(&self, period: Period, bucket: u32) -> NaiveDate {
        let first = period.bucket(self.first_day);
        let days = |n: u32| chrono::Days::new(u64::from(n));
        let day = match period {
            Period::Phase => Some(first),
            Period::Day => first.checked_add_days(days(bucket)),
            Period::Week => first.checked_add_days(days(bucket * 7)),
            Period::Month => first.checked_add_months(chrono::Months::new(bucket)),
        };
        day.unwrap_or(first)
    }
}

impl PhaseTally {
    fn new(campaign: &Campaign, phase: usize, members: bool) -> Self {
        let plan = Plan::of(campaign, phase);
        Self {
            dense: vec![Heap::default(); plan.width * campaign.teams.len()],
            sparse: Sparse::new(),
            overflow: Vec::new(),
            members: members.then(Sparse::new),
            counts: RowCounts::default(),
            plan,
        }
    }

    fn add(&mut self, row: &Row, named: &[u32]) {
        self.counts.add(row.appraisal());
        let index = self.plan.index(row.item);
        let ItemPlan { period, dense, credit, .. } = self.plan.items[index];
        let heap = Heap::of(row);
        let bucket = match period {
            Period::Phase => 0,
            period => self.plan.bucket(period, row.date),
        };
        match dense {
            Some((offset, _)) => {
                self.add_dense(row.team as usize * self.plan.width + offset + bucket as usize, heap);
            }
            None => self.sparse.add((row.team, index as u16, bucket), heap),
        }
        if let (Some(members), Some(credit)) = (&mut self.members, credit) {
            let among = match credit {
                Credit::Split => named.len() as u32,
                Credit::Full => 1,
            };
            for &member in named {
                let key = Credited { member, item: index as u16, team: row.team, bucket, among };
                members.add(key, heap);
            }
        }
    }

    fn add_dense(&mut self, place: usize, heap: Heap) {
        let own = &mut self.dense[place];
        match own.checked_add(heap) {
            Some(sum) => *own = sum,
            None => self.overflow.push((place, std::mem::replace(own, heap))),
        }
    }

    fn sort(&mut self) {
        self.sparse.sort();
        if let Some(members) = &mut self.members {
            members.sort();
        }
    }

    /// The sums of an item for a team, by [`day_key`].
    pub(super) fn sums(&self, team: usize, item: Item) -> impl Iterator<Item = (NaiveDate, Sum)> {
        let index = self.plan.index(item);
        let ItemPlan { points, period, dense, .. } = self.plan.items[index];
        let (offset, n_buckets) = dense.unwrap_or_default();
        let start = team * self.plan.width + offset;
        let of_dense = (0..n_buckets).map(move |bucket| {
            let mut sum = self.dense[start + bucket].sum(points);
            for (_, heap) in self.overflow.iter().filter(|(place, _)| *place == start + bucket) {
                sum.add_sum(&heap.sum(points));
            }
            (bucket as u32, sum)
        });
        let key = (team as u32, index as u16);
        let of_sparse = self.sparse.range(|(team, item, _)| (*team, *item).cmp(&key));
        let of_sparse = of_sparse
            .chunk_by(|(left, _), (right, _)| left == right)
            .map(move |same| (same[0].0.2, sum_of(same, points)));
        of_dense
            .filter(|(_, sum)| sum.all_rows > 0)
            .chain(of_sparse)
            .map(move |(bucket, sum)| (self.plan.bucket_day(period, bucket), sum))
    }

    /// The sum of an item for a team over all days.
    pub(super) fn total(&self, team: usize, item: Item) -> Sum {
        let mut total = Sum::default();
        for (_, sum) in self.sums(team, item) {
            total.add_sum(&sum);
        }
        total
    }

    /// The sums of an item for a member, in order of team and day; none where nobody asked for members.
    pub(super) fn member_sums(&self, member: usize, item: Item) -> impl Iterator<Item = (Share, Sum)> {
        let index = self.plan.index(item);
        let ItemPlan { points, period, .. } = self.plan.items[index];
        let key = (member as u32, index as u16);
        let credited = self
            .members
            .as_ref()
            .map(|members| members.range(|credited| (credited.member, credited.item).cmp(&key)));
        let same = credited.unwrap_or_default().chunk_by(|(left, _), (right, _)| left == right);
        same.map(move |same| {
            let Credited { team, bucket, among, .. } = same[0].0;
            (Share { team, day: self.plan.bucket_day(period, bucket), among }, sum_of(same, points))
        })
    }
}

fn sum_of<K>(heaps: &[(K, Heap)], points: i64) -> Sum {
    let mut sum = Sum::default();
    for (_, heap) in heaps {
        sum.add_sum(&heap.sum(points));
    }
    sum
}

/// Rows that give a member credit for an item in the same way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Share {
    /// The team of the rows.
    pub(super) team: u32,
    /// By [`day_key`].
    pub(super) day: NaiveDate,
    /// Among how many the points are divided.
    pub(super) among: u32,
}

/// Among how many the points of a row are divided for its members; none where they get none.
pub(super) fn divided_among(campaign: &Campaign, row: &Row) -> Option<u32> {
    let credit = credit_of(campaign, row.item).filter(|_| row.members.len > 0)?;
    Some(match credit {
        Credit::Split => row.members.len,
        Credit::Full => 1,
    })
}

/// How the points of an item are given to the members that its rows name; none where they get none.
fn credit_of(campaign: &Campaign, item: Item) -> Option<Credit> {
    match item {
        Item::Activity(index) => Some(campaign.activities[usize::from(index)].credit),
        Item::Adjustment(index) => {
            let for_member = campaign.adjustments[usize::from(index)].subject == SubjectKind::Member;
            for_member.then_some(Credit::Full)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_heap_cannot_hold_stays_with_its_team_and_its_month() {
        let item = |points, offset| ItemPlan {
            points,
            period: Period::Month,
            dense: Some((offset, 2)),
            credit: Some(Credit::Split),
        };
        let first_day = NaiveDate::from_ymd_opt(2025, 1, 15).unwrap();
        let plan = Plan { items: vec![item(1000, 0), item(500, 2)], n_activities: 2, width: 4, first_day };
        let mut tally = PhaseTally {
            dense: vec![Heap::default(); 2 * plan.width],
            sparse: Sparse::new(),
            overflow: Vec::new(),
            members: None,
            counts: RowCounts::default(),
            plan,
        };
        let full = Heap { official: u64::MAX, claimed: u64::MAX, rows: 1, all_rows: 1 };
        let one = Heap { official: 100, claimed: 300, rows: 1, all_rows: 1 };
        // The second team's February of the second activity; its January gets a little.
        let place = tally.plan.width + 2;
        tally.add_dense(place, one);
        tally.add_dense(place + 1, full);
        tally.add_dense(place + 1, one);
        let sums = |team, index| -> Vec<(String, Fraction, usize)> {
            let sums = tally.sums(team, Item::Activity(index));
            sums.map(|(day, sum)| (day.to_string(), sum.points(Basis::Official), sum.rows)).collect()
        };
        let much = ratio((i128::from(u64::MAX) + 100) * 500, UNITS);
        let january = ("2025-01-01".to_owned(), ratio(1, 2), 1);
        assert_eq!(sums(1, 1), [january, ("2025-02-01".to_owned(), much, 2)]);
        assert_eq!((sums(0, 0), sums(0, 1), sums(1, 0)), (vec![], vec![], vec![]));
    }
}
