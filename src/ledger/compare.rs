//! What was added, removed and changed between two ledgers.

use std::collections::HashMap;

use super::Scope;
use super::digest::Digest;
use super::entry::{Entry, Field};
use super::rows::Ledger;
use super::rules::{RuleEntry, RuleName};
use crate::records::Row;

/// Something that two ledgers differ in.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A rule.
    Rule(Box<RuleChange>),
    /// A row.
    Row(Box<RowChange>),
}

/// A rule that is not in both ledgers as it is in one.
#[derive(Clone, Debug)]
pub struct RuleChange {
    /// What it is called.
    pub name: RuleName,
    /// The rule before; none where it was added.
    pub old: Option<RuleEntry>,
    /// The rule after; none where it was removed.
    pub new: Option<RuleEntry>,
}

impl PartialEq for RuleChange {
    fn eq(&self, other: &Self) -> bool {
        let text = |rule: &Option<RuleEntry>| rule.as_ref().map(|rule| rule.text.clone());
        self.name == other.name && text(&self.old) == text(&other.old) && text(&self.new) == text(&other.new)
    }
}

/// A row that is not in both ledgers as it is in one.
#[derive(Clone, Debug, PartialEq)]
pub enum RowChange {
    /// It is only in the new one.
    Added(Box<Entry>),
    /// It is only in the old one.
    Removed(Box<Entry>),
    /// It is in both, and not the same.
    Changed {
        /// As it was.
        old: Box<Entry>,
        /// As it is.
        new: Box<Entry>,
        /// In what they differ, in order; never empty.
        fields: Vec<ChangedField>,
    },
}

/// A field that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedField {
    /// Which.
    pub field: Field,
    /// As it was, for people.
    pub old: String,
    /// As it is, for people.
    pub new: String,
}

impl RowChange {
    /// The row before, where there was one.
    pub fn before(&self) -> Option<&Entry> {
        match self {
            Self::Added(_) => None,
            Self::Removed(old) | Self::Changed { old, .. } => Some(old),
        }
    }

    /// The row after, where there is one.
    pub fn after(&self) -> Option<&Entry> {
        match self {
            Self::Removed(_) => None,
            Self::Added(new) | Self::Changed { new, .. } => Some(new),
        }
    }

    fn changed(old: Entry, new: Entry) -> Self {
        let field = |field| ChangedField {
            field,
            old: old.shown(field).into_owned(),
            new: new.shown(field).into_owned(),
        };
        let fields = old.differences(&new).into_iter().map(field).collect();
        Self::Changed { old: Box::new(old), new: Box::new(new), fields }
    }
}

/// Everything in which a part of two campaigns differs: rules in order of name, then rows in order of date,
/// team and activity. Rows are digested one by one, and only those that differ are kept whole.
pub fn compare(old: &Ledger<'_>, new: &Ledger<'_>, scope: Scope) -> Vec<Change> {
    let rules = compare_rules(old.rules(scope), new.rules(scope));
    let (old_rows, new_rows) = not_in_both(old, new, scope);
    let old_rows = old_rows.into_iter().map(|row| old.entry(row)).collect();
    let new_rows = new_rows.into_iter().map(|row| new.entry(row)).collect();
    let rows = compare_entries(old_rows, new_rows);
    let rules = rules.into_iter().map(|rule| Change::Rule(Box::new(rule)));
    rules.chain(rows.into_iter().map(|row| Change::Row(Box::new(row)))).collect()
}

/// The rows of each ledger that the other does not have, as often as it has them more.
fn not_in_both<'r>(old: &Ledger<'r>, new: &Ledger<'r>, scope: Scope) -> (Vec<&'r Row>, Vec<&'r Row>) {
    let mut surplus: HashMap<Digest, usize> = HashMap::new();
    let mut digests = Vec::new();
    let (mut of_old, mut of_new) = (old.digester(), new.digester());
    for row in old.rows(scope) {
        let digest = of_old.digest(row);
        *surplus.entry(digest).or_default() += 1;
        digests.push((digest, row));
    }
    let mut is_in_surplus = |digest: &Digest| match surplus.get_mut(digest) {
        Some(count) if *count > 0 => {
            *count -= 1;
            true
        }
        _ => false,
    };
    let only_new = new.rows(scope).filter(|row| !is_in_surplus(&of_new.digest(row))).collect();
    let only_old =
        digests.into_iter().filter(|(digest, _)| is_in_surplus(digest)).map(|(_, row)| row).collect();
    (only_old, only_new)
}

/// Rules that differ, in order of name.
pub fn compare_rules(old: Vec<RuleEntry>, new: Vec<RuleEntry>) -> Vec<RuleChange> {
    let mut changes: Vec<RuleChange> = old
        .into_iter()
        .map(|rule| RuleChange { name: rule.name.clone(), old: Some(rule), new: None })
        .collect();
    changes.sort_by(|left, right| left.name.cmp(&right.name));
    let n_old = changes.len();
    for rule in new {
        match changes[..n_old].binary_search_by(|change| change.name.cmp(&rule.name)) {
            Ok(at) => changes[at].new = Some(rule),
            Err(_) => changes.push(RuleChange { name: rule.name.clone(), old: None, new: Some(rule) }),
        }
    }
    let text = |rule: &Option<RuleEntry>| rule.as_ref().map(|rule| rule.text.clone());
    changes.retain(|change| text(&change.old) != text(&change.new));
    changes.sort_by(|left, right| left.name.cmp(&right.name));
    changes
}

/// Rows that differ, in order of date, team and activity. They are paired by equality, then by what tells one
/// row from another, then by their evidence, then where all but one field is equal.
pub fn compare_entries(old: Vec<Entry>, new: Vec<Entry>) -> Vec<RowChange> {
    let mut pairing = Pairing::new(old, new);
    pairing.pair(|row| Some(row.line()));
    pairing.pair(|row| Some(identity(row)));
    pairing.pair(|row| Some(row.evidence.to_lowercase()).filter(|evidence| !evidence.is_empty()));
    for spared in Field::ALL {
        pairing.pair(|row| Some(line_without(row, spared)));
    }
    pairing.finish()
}

/// What tells a row from others.
fn identity(row: &Entry) -> String {
    Entry {
        quantity: Default::default(),
        accepted: None,
        appraiser: String::new(),
        note: String::new(),
        further: Vec::new(),
        evidence: row.evidence.to_lowercase(),
        ..row.clone()
    }
    .line()
}

fn line_without(row: &Entry, field: Field) -> String {
    let mut row = row.clone();
    match field {
        Field::Date => row.date = Default::default(),
        Field::Team => row.team.clear(),
        Field::Activity => row.activity.clear(),
        Field::Members => row.members.clear(),
        Field::Quantity => row.quantity = Default::default(),
        Field::Accepted => row.accepted = None,
        Field::Evidence => row.evidence.clear(),
        Field::Appraiser => row.appraiser.clear(),
        Field::Note => row.note.clear(),
        Field::Further => row.further.clear(),
    }
    row.line()
}

/// Rows that have no partner yet, and pairs.
struct Pairing {
    old: Vec<Option<Entry>>,
    new: Vec<Option<Entry>>,
    pairs: Vec<(Entry, Entry)>,
}

impl Pairing {
    fn new(mut old: Vec<Entry>, mut new: Vec<Entry>) -> Self {
        // Neither the order of rows in files nor that of files decides who is paired with whom.
        old.sort_by_cached_key(Entry::line);
        new.sort_by_cached_key(Entry::line);
        let waiting = |rows: Vec<Entry>| rows.into_iter().map(Some).collect();
        Self { old: waiting(old), new: waiting(new), pairs: Vec::new() }
    }

    /// Pairs rows that have the same key, in order.
    fn pair(&mut self, key: impl Fn(&Entry) -> Option<String>) {
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in self.new.iter().enumerate().rev() {
            if let Some(key) = row.as_ref().and_then(&key) {
                by_key.entry(key).or_default().push(at);
            }
        }
        for slot in &mut self.old {
            let partner = slot.as_ref().and_then(&key).and_then(|key| by_key.get_mut(&key)?.pop());
            if let Some(new) = partner.and_then(|at| self.new[at].take())
                && let Some(old) = slot.take()
            {
                self.pairs.push((old, new));
            }
        }
    }

    fn finish(self) -> Vec<RowChange> {
        let changed = self.pairs.into_iter().filter(|(old, new)| old != new);
        let mut changes: Vec<RowChange> = changed.map(|(old, new)| RowChange::changed(old, new)).collect();
        changes.extend(self.old.into_iter().flatten().map(|row| RowChange::Removed(Box::new(row))));
        changes.extend(self.new.into_iter().flatten().map(|row| RowChange::Added(Box::new(row))));
        changes.sort_by_cached_key(|change| {
            let lines = [change.before(), change.after()].map(|row| row.map(Entry::line).unwrap_or_default());
            let shown = if lines[0].is_empty() { lines[1].clone() } else { lines[0].clone() };
            (shown, lines)
        });
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::tests::entry;
    use super::*;
    use crate::records::Quantity;

    /// Changes as `- activity evidence`, `+ …` or `activity evidence: field old → new`.
    fn shown(old: &[Entry], new: &[Entry]) -> Vec<String> {
        let row = |row: &Entry| format!("{} {}", row.activity, row.evidence);
        let changes = compare_entries(old.to_vec(), new.to_vec());
        let mut reversed = old.to_vec();
        reversed.reverse();
        assert_eq!(changes, compare_entries(reversed, new.to_vec()));
        changes
            .iter()
            .map(|change| match change {
                RowChange::Added(new) => format!("+ {}", row(new)),
                RowChange::Removed(old) => format!("- {}", row(old)),
                RowChange::Changed { old, fields, .. } => {
                    let fields = fields.iter().map(|f| format!("{} {} → {}", f.field.word(), f.old, f.new));
                    format!("{}: {}", row(old), fields.collect::<Vec<_>>().join(", "))
                }
            })
            .collect()
    }

    #[test]
    fn equal_rows_are_paired_whatever_their_order_and_their_number_counts() {
        let (a, b) = (entry(4, "C1A", 100, "1"), entry(5, "C1B", 100, "2"));
        assert!(shown(&[a.clone(), b.clone()], &[b.clone(), a.clone()]).is_empty());
        assert_eq!(shown(&[a.clone(), b.clone()], &[b.clone(), b.clone()]), ["- C1A 1", "+ C1B 2"]);
        assert_eq!(shown(&[], std::slice::from_ref(&a)), ["+ C1A 1"]);
        assert_eq!(shown(&[b], &[]), ["- C1B 2"]);
    }

    #[test]
    fn a_changed_row_is_known_by_what_was_not_changed() {
        let old = entry(4, "C1A", 100, "BB-1");
        let others = [entry(4, "C1A", 100, "BB-2"), entry(5, "C1A", 100, "")];
        for (new, expected) in [
            (entry(4, "C1A", 300, "BB-1"), "C1A BB-1: quantity 1 → 3"),
            (entry(4, "C1B", 300, "BB-1"), "C1A BB-1: activity C1A → C1B, quantity 1 → 3"),
            (entry(4, "C1A", 100, "BB-9"), "C1A BB-1: evidence BB-1 → BB-9"),
            (Entry { accepted: Some(Quantity::default()), ..old.clone() }, "C1A BB-1: accepted  → 0"),
        ] {
            let all = |row: &Entry| [others.as_slice(), std::slice::from_ref(row)].concat();
            assert_eq!(shown(&all(&old), &all(&new)), [expected]);
        }
        assert_eq!(shown(&[entry(4, "C1A", 100, "")], &[entry(4, "C1A", 100, "x")]).len(), 1);
        assert_eq!(shown(&[entry(4, "C1A", 100, "")], &[entry(6, "C1B", 100, "")]).len(), 2);
    }
}
