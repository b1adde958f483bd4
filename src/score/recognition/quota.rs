//! At most a share of the subjects may stay in a grade or better.

use std::cmp::Ordering;

use num_traits::ToPrimitive;

use super::grades::{Entry, Step};
use crate::campaign::{Campaign, Quota, QuotaRounding};
use crate::exact::{Fraction, ratio, whole};

/// How one quota was settled: `4 × 20% = 0.8 → 0`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// The grade that has it: place in `Campaign::grades`.
    pub grade: usize,
    /// The grade that its pool is admitted to; none where all assessed are the pool.
    pub of: Option<usize>,
    /// How many the share is taken of.
    pub pool: usize,
    /// The share.
    pub share: Fraction,
    /// Pool × share, exactly.
    pub product: Fraction,
    /// How the product is made whole.
    pub round: QuotaRounding,
    /// The product made whole: how many may stay.
    pub places: usize,
    /// Subjects that were in the grade or better, and stay, best first.
    pub stayed: Vec<usize>,
    /// Subjects that fell, best first.
    pub fell: Vec<usize>,
    /// Of those that fell, how many would have had a place but for others who are their equals.
    pub fell_by_tie: usize,
}

/// How many of `pool` a share of it is.
fn places(product: &Fraction, round: QuotaRounding) -> usize {
    let whole = match round {
        QuotaRounding::Down => product.floor(),
        QuotaRounding::Nearest => (product + ratio(1, 2)).floor(),
        QuotaRounding::Up => product.ceil(),
    };
    whole.to_usize().unwrap_or_default()
}

/// Settles the quotas of `grades` (places in `Campaign::grades`, best first) from the worst grade up.
/// `entries` are all that are assessed.
pub(super) fn settle(campaign: &Campaign, grades: &[usize], entries: &mut [Entry<'_>]) -> Vec<Settlement> {
    let mut settlements = Vec::new();
    for &grade in grades.iter().rev() {
        if let Some(quota) = &campaign.grades[grade].quota {
            settlements.push(settle_one(campaign, grades, grade, quota, entries));
        }
    }
    settlements
}

fn settle_one(
    campaign: &Campaign,
    grades: &[usize],
    grade: usize,
    quota: &Quota,
    entries: &mut [Entry<'_>],
) -> Settlement {
    let admitted = |entry: &Entry<'_>, to: usize| entry.grade().is_some_and(|grade| grade <= to);
    let pool = match quota.of {
        None => entries.len(),
        Some(of) => entries.iter().filter(|entry| admitted(entry, of)).count(),
    };
    let product = whole(pool) * &quota.share;
    let places = places(&product, quota.round);
    let mut within: Vec<usize> =
        (0..entries.len()).filter(|&index| admitted(&entries[index], grade)).collect();
    // The board's order stays among equals.
    within.sort_by(|&left, &right| entries[left].standing.compare(entries[right].standing));
    let mut staying = places.min(within.len());
    let equal = |left: usize, right: usize| {
        entries[within[left]].standing.compare(entries[within[right]].standing) == Ordering::Equal
    };
    while staying > 0 && staying < within.len() && equal(staying - 1, staying) {
        staying -= 1;
    }
    let fell_by_tie = places.min(within.len()) - staying;
    let subject_of = |index: &usize| entries[*index].standing.subject;
    let stayed = within[..staying].iter().map(subject_of).collect();
    let fell: Vec<usize> = within[staying..].iter().map(subject_of).collect();
    for &index in &within[staying..] {
        let entry = &mut entries[index];
        let to = entry.next_below(campaign, grades, grade);
        entry.steps.push(Step::Quota { grade, from: entry.grade(), to });
        entry.now = to;
    }
    Settlement {
        grade,
        of: quota.of,
        pool,
        share: quota.share.clone(),
        product,
        round: quota.round,
        places,
        stayed,
        fell,
        fell_by_tie,
    }
}
