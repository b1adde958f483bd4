//! The columns of the merged table: those of our side, without what their side took away, then
//! what their side added.

use super::pairs::{Fate, Pairs};
use super::version::{Key, Version};

/// A column of the merged table, and where it stands in each version that has it.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) key: Key,
    pub(super) base: Option<usize>,
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
}

/// The columns of the merged table.
pub(super) struct Columns {
    pub(super) places: Vec<Place>,
    /// Whether they are those of our side, in its order.
    pub(super) are_ours: bool,
    /// Whether a row of their side has its cells where our side has them.
    pub(super) are_theirs: bool,
}

/// Versions that are merged.
#[derive(Clone, Copy)]
pub(super) struct Three<'v> {
    pub(super) base: &'v Version,
    pub(super) ours: &'v Version,
    pub(super) theirs: &'v Version,
}

impl Columns {
    /// None where one side took a column away in which the other wrote something.
    pub(super) fn reconciled(versions: Three<'_>, ours: &Pairs, theirs: &Pairs) -> Option<Self> {
        let Three { base, .. } = versions;
        let place = |key: &Key| Place {
            key: key.clone(),
            base: base.column(key),
            ours: versions.ours.column(key),
            theirs: versions.theirs.column(key),
        };
        let mut places = Vec::new();
        for place in versions.ours.keys.iter().map(place) {
            match (place.base, place.theirs) {
                (Some(before), None) => {
                    is_untouched(base, before, versions.ours, place.ours?, ours).then_some(())?;
                }
                _ => places.push(place),
            }
        }
        for place in versions.theirs.keys.iter().map(place).filter(|place| place.ours.is_none()) {
            match place.base {
                Some(before) => {
                    is_untouched(base, before, versions.theirs, place.theirs?, theirs).then_some(())?;
                }
                None => places.push(place),
            }
        }
        let are_ours = places.iter().map(|place| place.ours).eq((0..versions.ours.keys.len()).map(Some));
        let are_theirs = are_ours && versions.ours.keys == versions.theirs.keys;
        let any_faulty = (0..versions.ours.rows.len()).any(|row| versions.ours.is_faulty(row));
        (are_ours || !any_faulty).then_some(Self { places, are_ours, are_theirs })
    }
}

/// Whether a side left a column as it was, in every row that it has.
fn is_untouched(base: &Version, before: usize, side: &Version, now: usize, pairs: &Pairs) -> bool {
    let mut new = side.rows.iter().enumerate().filter(|(row, _)| pairs.of_side[*row].is_none());
    let mut old = pairs.of_base.iter().enumerate();
    old.all(|(row, fate)| match *fate {
        Fate::Same(side_row) | Fate::Changed(side_row) => base.cell(row, before) == side.cell(side_row, now),
        Fate::Gone => true,
    }) && new.all(|(row, _)| side.cell(row, now).is_empty())
}
