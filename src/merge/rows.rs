//! What becomes of every row: the rows of both sides, one after the other, and who decides on each.

use std::collections::{HashMap, HashSet, VecDeque};

use super::columns::{Columns, Place, Three};
use super::pairs::{Fate, Pairs, content};
use super::version::{Key, Teams, Version, meaning};

/// A row of the merged table, or of a conflict about it.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) ours: Option<usize>,
    pub(super) theirs: Option<usize>,
    pub(super) verdict: Verdict,
}

/// Who decides on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Each cell is that of a side.
    Take(Vec<Side>),
    /// One side removed it, and the other left it alone.
    Removed,
    /// Nobody but people.
    Conflict,
}

/// Whose cell is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Ours,
    Theirs,
}

/// The rows of the merged table in their order.
pub(super) struct Merging<'v> {
    pub(super) versions: Three<'v>,
    pub(super) columns: &'v Columns,
    teams: &'v Teams,
}

impl<'v> Merging<'v> {
    pub(super) fn new(versions: Three<'v>, columns: &'v Columns, teams: &'v Teams) -> Self {
        Self { versions, columns, teams }
    }

    /// The rows of our side in their order, and rows of their side after the one that they followed
    /// there. What both added at one place is ours, then theirs.
    pub(super) fn slots(&self, ours: &Pairs, theirs: &Pairs) -> Vec<Slot> {
        let mut slots: Vec<Slot> =
            ours.of_side.iter().enumerate().map(|(row, before)| self.of_ours(row, *before, theirs)).collect();
        self.pair_additions(&mut slots, ours, theirs);

        let n_theirs = theirs.of_side.len();
        let mut slot_of_theirs = vec![None; n_theirs];
        for (index, slot) in slots.iter().enumerate() {
            if let Some(row) = slot.theirs {
                slot_of_theirs[row] = Some(index);
            }
        }
        let is_new: Vec<bool> = slots
            .iter()
            .map(|slot| slot.theirs.is_none() && slot.ours.is_some_and(|row| ours.of_side[row].is_none()))
            .collect();
        // For each slot, and first for the top, what comes after it.
        let mut after: Vec<Vec<Slot>> = vec![Vec::new(); slots.len() + 1];
        let last_known = slot_of_theirs.iter().rposition(Option::is_some);
        let mut anchor = 0;
        for (row, before) in theirs.of_side.iter().enumerate() {
            if let Some(slot) = slot_of_theirs[row] {
                anchor = slot + 1;
                continue;
            }
            let verdict = match before.map(|before| theirs.of_base[before]) {
                // Our side removed it. If their side left it alone, that is what happens.
                Some(Fate::Same(_) | Fate::Gone) => continue,
                Some(Fate::Changed(_)) => Verdict::Conflict,
                None => Verdict::Take(vec![Side::Theirs; self.columns.places.len()]),
            };
            // What they appended is appended, even where the sides have their rows in different orders.
            let is_appended = last_known.is_none_or(|last| last < row);
            let mut at = if is_appended { slots.len() } else { anchor };
            while is_new.get(at) == Some(&true) {
                at += 1;
            }
            after[at].push(Slot { ours: None, theirs: Some(row), verdict });
        }
        let mut all = Vec::with_capacity(slots.len() + n_theirs);
        let mut after = after.into_iter();
        all.extend(after.next().into_iter().flatten());
        for (slot, after) in slots.into_iter().zip(after) {
            all.push(slot);
            all.extend(after);
        }
        self.refuse_new_duplicates(&mut all);
        all
    }

    /// What becomes of a row of our side that was `before` in the base.
    fn of_ours(&self, row: usize, before: Option<usize>, theirs: &Pairs) -> Slot {
        let ours_alone = vec![Side::Ours; self.columns.places.len()];
        let Some(before) = before else {
            return Slot { ours: Some(row), theirs: None, verdict: Verdict::Take(ours_alone) };
        };
        let fate = theirs.of_base[before];
        let verdict = match fate.row() {
            Some(their_row) => self.three_way(before, row, their_row),
            None if self.left_alone(before, row) => Verdict::Removed,
            None => Verdict::Conflict,
        };
        Slot { ours: Some(row), theirs: fate.row(), verdict }
    }

    /// Whether our side has a row as the base had it, in the columns that the base has, and says
    /// nothing in others.
    fn left_alone(&self, before: usize, row: usize) -> bool {
        let Three { base, ours, .. } = self.versions;
        let core = self.core();
        let new = self.columns.places.iter().filter(|place| place.base.is_none());
        content(base, before, &core.base) == content(ours, row, &core.ours)
            && new.filter_map(|place| place.ours).all(|column| ours.cell(row, column).is_empty())
    }

    fn three_way(&self, before: usize, our_row: usize, their_row: usize) -> Verdict {
        let Three { base, ours, theirs } = self.versions;
        let core = self.core();
        let (was, our, their) = (
            content(base, before, &core.base),
            content(ours, our_row, &core.ours),
            content(theirs, their_row, &core.theirs),
        );
        let core = if their == was || their == our {
            Side::Ours
        } else if our == was {
            Side::Theirs
        } else if self.say_the_same(our_row, their_row, |place| place.base.is_some()) {
            Side::Ours
        } else {
            return Verdict::Conflict;
        };
        if ours.is_faulty(our_row) || theirs.is_faulty(their_row) {
            return Verdict::Take(vec![core; self.columns.places.len()]);
        }
        let side = |place: &Place| match place.base {
            Some(_) => Some(core),
            None => self.side_of_new_cell(place, our_row, their_row),
        };
        self.columns.places.iter().map(side).collect::<Option<_>>().map_or(Verdict::Conflict, Verdict::Take)
    }

    /// Whose cell is taken in a column that the base does not have.
    fn side_of_new_cell(&self, place: &Place, our_row: usize, their_row: usize) -> Option<Side> {
        match (place.ours, place.theirs) {
            (Some(our_column), Some(their_column)) => {
                let our = self.versions.ours.cell(our_row, our_column);
                let their = self.versions.theirs.cell(their_row, their_column);
                match (our, their) {
                    (our, their) if our == their || their.is_empty() => Some(Side::Ours),
                    ("", _) => Some(Side::Theirs),
                    _ => None,
                }
            }
            (None, Some(_)) => Some(Side::Theirs),
            (_, None) => Some(Side::Ours),
        }
    }

    /// Rows that both sides added: once where they say the same; a conflict where they say different
    /// things about the same.
    fn pair_additions(&self, slots: &mut [Slot], ours: &Pairs, theirs: &Pairs) {
        let (our_side, their_side) = (self.versions.ours, self.versions.theirs);
        let added = |pairs: &Pairs| -> Vec<usize> {
            pairs
                .of_side
                .iter()
                .enumerate()
                .filter(|(_, before)| before.is_none())
                .map(|(row, _)| row)
                .collect()
        };
        let mut waiting: HashMap<String, VecDeque<usize>> = HashMap::new();
        for row in added(theirs) {
            waiting.entry(identity_or_all(their_side, row)).or_default().push_back(row);
        }
        let ours_added = added(ours);
        for say_the_same in [true, false] {
            for &row in &ours_added {
                if slots[row].theirs.is_some() {
                    continue;
                }
                let Some(rows) = waiting.get_mut(&identity_or_all(our_side, row)) else { continue };
                let found = rows
                    .iter()
                    .position(|&their_row| !say_the_same || self.say_the_same(row, their_row, |_| true));
                let Some(their_row) = found.and_then(|found| rows.remove(found)) else { continue };
                slots[row].theirs = Some(their_row);
                slots[row].verdict =
                    if say_the_same { self.joined(row, their_row) } else { Verdict::Conflict };
            }
        }
    }

    /// A row that both sides added, where each may have columns of its own.
    fn joined(&self, our_row: usize, their_row: usize) -> Verdict {
        let side = |place: &Place| match (place.ours, place.theirs) {
            (None, Some(_)) => Side::Theirs,
            _ => Side::Ours,
        };
        if self.versions.ours.is_faulty(our_row) || self.versions.theirs.is_faulty(their_row) {
            return Verdict::Take(vec![Side::Ours; self.columns.places.len()]);
        }
        Verdict::Take(self.columns.places.iter().map(side).collect())
    }

    /// Whether rows of both sides mean the same in the columns that both have.
    fn say_the_same(&self, our_row: usize, their_row: usize, counts: impl Fn(&Place) -> bool) -> bool {
        let Three { ours, theirs, .. } = self.versions;
        if ours.is_faulty(our_row) || theirs.is_faulty(their_row) {
            return ours.rows[our_row].cells == theirs.rows[their_row].cells;
        }
        self.columns.places.iter().filter(|place| counts(place)).all(|place| {
            let (Some(our_column), Some(their_column)) = (place.ours, place.theirs) else { return true };
            let (our, their) = (ours.cell(our_row, our_column), theirs.cell(their_row, their_column));
            match place.key {
                _ if our == their => true,
                Key::Known(column) => meaning(column, our, self.teams) == meaning(column, their, self.teams),
                Key::Unknown(..) => false,
            }
        })
    }

    /// Makes a conflict of rows about the same thing where neither side has so many of them.
    fn refuse_new_duplicates(&self, slots: &mut [Slot]) {
        let count = |version: &Version| {
            let mut counts: HashMap<String, usize> = HashMap::new();
            for identity in version.rows.iter().filter_map(|row| row.identity.clone()) {
                *counts.entry(identity).or_default() += 1;
            }
            counts
        };
        let (ours, theirs) = (count(self.versions.ours), count(self.versions.theirs));
        let mut merged: HashMap<String, usize> = HashMap::new();
        for slot in slots.iter() {
            if let Some(identity) = self.identity(slot) {
                *merged.entry(identity.to_owned()).or_default() += 1;
            }
        }
        let of = |counts: &HashMap<String, usize>, identity: &str| counts.get(identity).copied().unwrap_or(0);
        let too_many: HashSet<String> = slots
            .iter()
            .filter_map(|slot| self.identity(slot))
            .filter(|identity| of(&merged, identity) > of(&ours, identity).max(of(&theirs, identity)).max(1))
            .map(str::to_owned)
            .collect();
        for slot in slots {
            let is_doubled = self.identity(slot).is_some_and(|identity| too_many.contains(identity));
            if is_doubled && slot.is_of_theirs() {
                slot.verdict = Verdict::Conflict;
            }
        }
    }

    /// What no other row may share with the row that a slot comes to.
    fn identity(&self, slot: &Slot) -> Option<&str> {
        let row = match &slot.verdict {
            Verdict::Take(_) if slot.is_of_theirs() => &self.versions.theirs.rows[slot.theirs?],
            Verdict::Take(_) => &self.versions.ours.rows[slot.ours?],
            Verdict::Removed | Verdict::Conflict => return None,
        };
        row.identity.as_deref()
    }

    /// The places in each version of the columns that the base has.
    fn core(&self) -> Core {
        let places = || self.columns.places.iter().filter(|place| place.base.is_some());
        Core {
            base: places().filter_map(|place| place.base).collect(),
            ours: places().filter_map(|place| place.ours).collect(),
            theirs: places().filter_map(|place| place.theirs).collect(),
        }
    }
}

/// The columns that all three versions have, by their places in each.
struct Core {
    base: Vec<usize>,
    ours: Vec<usize>,
    theirs: Vec<usize>,
}

impl Slot {
    /// Whether anything of it was written by their side alone.
    pub(super) fn is_of_theirs(&self) -> bool {
        match &self.verdict {
            Verdict::Take(sides) => {
                self.theirs.is_some() && sides.contains(&Side::Theirs) || self.ours.is_none()
            }
            Verdict::Removed | Verdict::Conflict => false,
        }
    }
}

fn identity_or_all(version: &Version, row: usize) -> String {
    let row = &version.rows[row];
    row.identity.clone().unwrap_or_else(|| format!("\u{1e}{}", row.cells.join("\u{1f}")))
}
