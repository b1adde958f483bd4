//! Which row of a side is which row of the base.

use std::collections::{HashMap, VecDeque};

use super::version::Version;

/// What a side made of a row of the base.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands there as it was.
    Same(usize),
    /// It stands there with other content.
    Changed(usize),
    /// It was removed.
    Gone,
}

impl Fate {
    /// The row that it became.
    pub(super) fn row(self) -> Option<usize> {
        match self {
            Self::Same(row) | Self::Changed(row) => Some(row),
            Self::Gone => None,
        }
    }
}

/// The rows of the base and of a side, as far as they belong together.
pub(super) struct Pairs {
    pub(super) of_base: Vec<Fate>,
    /// For each row of the side the one that it was; none where it was added.
    pub(super) of_side: Vec<Option<usize>>,
}

/// Rows of one gap that a row is compared with at most.
const MOST_COMPARED: usize = 64;

impl Pairs {
    /// Equal rows belong together, wherever they stand; of the others those that say something about
    /// the same thing, then those that stand in the same place and are mostly alike.
    pub(super) fn of(base: &Version, side: &Version) -> Self {
        let common: Vec<(usize, usize)> = base
            .keys
            .iter()
            .enumerate()
            .filter_map(|(index, key)| Some((index, side.column(key)?)))
            .collect();
        let base_columns: Vec<usize> = common.iter().map(|(base, _)| *base).collect();
        let side_columns: Vec<usize> = common.iter().map(|(_, side)| *side).collect();
        let mut pairs =
            Self { of_base: vec![Fate::Gone; base.rows.len()], of_side: vec![None; side.rows.len()] };
        pairs.pair_equal(
            |row| Some(content(base, row, &base_columns)),
            |row| Some(content(side, row, &side_columns)),
            Fate::Same,
        );
        pairs.pair_equal(
            |row| base.rows[row].identity.clone(),
            |row| side.rows[row].identity.clone(),
            Fate::Changed,
        );
        pairs.pair_alike(|base_row, side_row| {
            are_alike(
                common.iter().map(|&(before, now)| (base.cell(base_row, before), side.cell(side_row, now))),
            )
        });
        pairs
    }

    /// Pairs rows with equal keys that have no partner yet, the first with the first.
    fn pair_equal(
        &mut self,
        base_key: impl Fn(usize) -> Option<String>,
        side_key: impl Fn(usize) -> Option<String>,
        fate: fn(usize) -> Fate,
    ) {
        let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
        for row in (0..self.of_base.len()).filter(|&row| self.of_base[row] == Fate::Gone) {
            if let Some(key) = base_key(row) {
                waiting.entry(key).or_default().push_back(row);
            }
        }
        for row in 0..self.of_side.len() {
            if self.of_side[row].is_none()
                && let Some(partner) =
                    side_key(row).and_then(|key| waiting.get_mut(&key)).and_then(VecDeque::pop_front)
            {
                self.pair(partner, row, fate);
            }
        }
    }

    fn pair(&mut self, base_row: usize, side_row: usize, fate: fn(usize) -> Fate) {
        self.of_base[base_row] = fate(side_row);
        self.of_side[side_row] = Some(base_row);
    }

    /// Pairs rows between the same neighbours that are alike.
    fn pair_alike(&mut self, alike: impl Fn(usize, usize) -> bool) {
        let mut gaps: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        let mut before = None;
        for (row, partner) in self.of_side.iter().enumerate() {
            match partner {
                Some(partner) => before = Some(*partner),
                None => gaps.entry(before).or_default().push(row),
            }
        }
        let mut before = None;
        for row in 0..self.of_base.len() {
            if self.of_base[row] != Fate::Gone {
                before = Some(row);
                continue;
            }
            let Some(gap) = gaps.get_mut(&before) else { continue };
            let found = gap.iter().take(MOST_COMPARED).position(|&side_row| alike(row, side_row));
            if let Some(found) = found {
                let side_row = gap.remove(found);
                self.pair(row, side_row, Fate::Changed);
            }
        }
    }
}

/// The cells of a row in some columns, as one text.
pub(super) fn content(version: &Version, row: usize, columns: &[usize]) -> String {
    if version.is_faulty(row) {
        return format!("\u{1e}{}", version.rows[row].cells.join("\u{1f}"));
    }
    columns.iter().map(|&column| version.cell(row, column)).collect::<Vec<_>>().join("\u{1f}")
}

/// Whether at least half of what the one says is what the other says.
fn are_alike<'c>(cells: impl Iterator<Item = (&'c str, &'c str)>) -> bool {
    let (mut said, mut same) = (0, 0);
    for (before, now) in cells.filter(|(before, _)| !before.is_empty()) {
        said += 1;
        same += usize::from(before == now);
    }
    2 * same >= said && same > 0
}
