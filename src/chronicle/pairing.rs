//! Which of the rows that went became which of those that came.

use std::collections::HashMap;

use super::spelling::SpeltRow;
use crate::records::Column;

/// Rows that went and rows that came, matched.
#[derive(Debug)]
pub(super) struct Pairing<T> {
    /// Rows that became others, with what is known of the old one.
    pub(super) changed: Vec<((SpeltRow, T), SpeltRow)>,
    /// Rows that went.
    pub(super) removed: Vec<(SpeltRow, T)>,
    /// Rows that came.
    pub(super) added: Vec<SpeltRow>,
}

/// Pairs rows: those that are equal only moved and are left out; then those that tell the same thing
/// from others, those of the same evidence, and those of which all but one field is equal.
pub(super) fn pair<T>(old: Vec<(SpeltRow, T)>, new: Vec<SpeltRow>) -> Pairing<T> {
    // Neither the order of rows in files nor that of files decides who is paired with whom.
    let mut old: Vec<Option<(SpeltRow, T)>> = sorted(old, |(row, _)| row).into_iter().map(Some).collect();
    let mut new: Vec<Option<SpeltRow>> = sorted(new, |row| row).into_iter().map(Some).collect();
    match_by(&mut old, &mut new, |row| Some(row.clone()));
    let mut changed = match_by(&mut old, &mut new, |row| Some(row.identity().to_owned()));
    let evidence =
        |row: &SpeltRow| Some(row.field(Column::Evidence).to_owned()).filter(|evidence| !evidence.is_empty());
    changed.extend(match_by(&mut old, &mut new, evidence));
    for &spared in SpeltRow::columns() {
        changed.extend(match_by(&mut old, &mut new, |row| Some(row.without(spared))));
    }
    Pairing {
        changed,
        removed: old.into_iter().flatten().collect(),
        added: new.into_iter().flatten().collect(),
    }
}

fn sorted<R>(mut rows: Vec<R>, row: impl Fn(&R) -> &SpeltRow) -> Vec<R> {
    rows.sort_by(|one, two| row(one).cmp(row(two)));
    rows
}

/// Takes out rows that have the same key, in order.
fn match_by<T, K: std::hash::Hash + Eq>(
    old: &mut [Option<(SpeltRow, T)>],
    new: &mut [Option<SpeltRow>],
    key: impl Fn(&SpeltRow) -> Option<K>,
) -> Vec<((SpeltRow, T), SpeltRow)> {
    if old.iter().all(Option::is_none) || new.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut waiting: HashMap<K, Vec<usize>> = HashMap::new();
    for (at, row) in new.iter().enumerate().rev() {
        if let Some(key) = row.as_ref().and_then(&key) {
            waiting.entry(key).or_default().push(at);
        }
    }
    let mut pairs = Vec::new();
    for slot in old {
        let found = slot.as_ref().and_then(|(row, _)| waiting.get_mut(&key(row)?)?.pop());
        if let Some(new) = found.and_then(|at| new[at].take())
            && let Some(old) = slot.take()
        {
            pairs.push((old, new));
        }
    }
    pairs
}
