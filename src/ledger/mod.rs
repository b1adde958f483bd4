//! Every row, membership and rule in one spelling, so that what people changed can be told from how it is
//! written down.
//!
//! | | spelling |
//! |---|---|
//! | row | date, team, activity, members in order, quantity, accepted, evidence, appraiser, note, further cells |
//! | rule | everything that can change a score or a grade; no titles, aliases or header words |
//! | identifier | small letters |
//! | text | NFC, LF, without blanks around it and without what nobody sees |
//!
//! Nothing of it depends on the order of columns, rows, files or tables, on encodings, separators, quotes
//! or line ends, or on the spelling of dates and numbers. Two ledgers are compared row by row and rule by
//! rule; a row that was changed is recognised by what was not.

mod compare;
mod digest;
mod entry;
mod rows;
mod rules;

pub use compare::{Change, ChangedField, RowChange, RuleChange, compare, compare_entries, compare_rules};
pub use digest::Digest;
pub use entry::{Entry, Field};
pub use rows::{Digester, Ledger};
pub use rules::{RuleEntry, RuleKind, RuleName};

/// How much of a campaign a ledger is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of it.
    Campaign,
    /// One phase, by its place in [`Campaign::phases`](crate::campaign::Campaign::phases): its rows, and of
    /// the rules what can change its results. Rules for other phases, teams that do not exist in it, and
    /// activities that none of its rows names have no part in it.
    Phase(usize),
}
