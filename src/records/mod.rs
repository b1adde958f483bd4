//! The records of a campaign: from the bytes of its files to rows that can be scored.
//!
//! Data flows through these rooms in one direction: `text` (bytes become text, or are refused by
//! name), `table` (text becomes cells with places, under columns), `cell` (a cell becomes a date or
//! a quantity), `members` and `log` (rows become what they say). Reading never fails: every room
//! returns what it understood and adds what it could not to the findings.

mod blocks;
pub mod cell;
mod dates;
mod exemplars;
mod header;
mod log;
mod lookup;
mod marks;
mod meanings;
mod members;
mod names;
mod quoted;
mod sheet;
mod short;
pub mod table;
pub mod text;
mod usual;

use std::num::NonZeroI64;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::campaign::Campaign;
use crate::identifier::Id;
use crate::source::{FileId, Place};

pub use dates::date_alone;
pub use exemplars::{Exemplar, ExemplarKind, Exemplars, Stage, Subjects, read as read_exemplars};
pub use header::{Column, Header, Table, is_blank, sep_line};
pub use log::{Log, LogRules, Piece, codes_of, digest_of_row};
pub use lookup::{Lookup, nearest};
pub use members::{Membership, read as read_members};
pub use names::{Names, read as read_names};
pub use quoted::{Evidence, evidence_of, note_of, place_of, place_of_members};

/// A quantity: exact to one hundredth, 0 or more, at most 12 digits before the point.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity {
    /// One more than the hundredths, so that a quantity that may be missing takes no more room.
    hundredths_and_one: NonZeroI64,
}

impl Quantity {
    /// So many hundredths; negative ones count as none.
    pub fn from_hundredths(hundredths: i64) -> Self {
        let hundredths_and_one = NonZeroI64::new(hundredths.max(0).saturating_add(1));
        Self { hundredths_and_one: hundredths_and_one.unwrap_or(NonZeroI64::MAX) }
    }

    /// The quantity times 100.
    pub fn hundredths(self) -> i64 {
        self.hundredths_and_one.get() - 1
    }
}

impl Default for Quantity {
    fn default() -> Self {
        Self::from_hundredths(0)
    }
}

impl std::fmt::Debug for Quantity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self}")
    }
}

/// What a row says was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    /// Place in `Campaign::activities`.
    Activity(u16),
    /// Place in `Campaign::adjustments`.
    Adjustment(u16),
}

impl Item {
    /// The activities and adjustments of a campaign by their ids.
    pub fn by_id(campaign: &Campaign) -> Lookup<Self> {
        let activities = campaign.activities.iter().enumerate();
        let activities =
            activities.map(|(index, activity)| (activity.id.as_str(), Self::Activity(index as u16)));
        let adjustments = campaign.adjustments.iter().enumerate();
        let adjustments =
            adjustments.map(|(index, adjustment)| (adjustment.id.as_str(), Self::Adjustment(index as u16)));
        Lookup::new(activities.chain(adjustments))
    }
}

/// One row of a log: one thing that a team did.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The day it was done.
    pub date: NaiveDate,
    /// Place in `Campaign::phases`.
    pub phase: u16,
    /// What was done.
    pub item: Item,
    /// Place in `Campaign::teams`.
    pub team: u32,
    /// Members it names: a stretch of [`Records::named`]. Empty: the whole team.
    pub members: MemberRange,
    /// What the team claims; above 0.
    pub quantity: Quantity,
    /// What the appraiser grants; none while it is pending. Equal to `quantity` where the campaign
    /// has no appraisal.
    pub accepted: Option<Quantity>,
    /// The file it stands in.
    pub file: FileId,
    /// The byte of the file's text at which it begins.
    pub start: u32,
}

/// A stretch of [`Records::named`].
#[derive(Clone, Copy, Debug, Default)]
pub struct MemberRange {
    /// The first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

/// Where a row stands in its appraisal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Appraisal {
    /// Accepted, in whole or in part.
    Counted,
    /// Not appraised yet.
    Pending,
    /// Accepted at 0.
    Rejected,
}

impl Row {
    /// Where the row stands in its appraisal.
    pub fn appraisal(&self) -> Appraisal {
        match self.accepted {
            None => Appraisal::Pending,
            Some(accepted) if accepted.hundredths() == 0 => Appraisal::Rejected,
            Some(_) => Appraisal::Counted,
        }
    }
}

/// A member, by code.
#[derive(Clone, Debug)]
pub struct Member {
    /// The code.
    pub id: Id,
    /// Days in teams, in the order of members.csv.
    pub stints: Vec<Stint>,
}

/// Days that a member serves in a team.
#[derive(Clone, Copy, Debug)]
pub struct Stint {
    /// Place in `Campaign::teams`.
    pub team: usize,
    /// The days; since ever and for ever where members.csv says nothing.
    pub span: Span,
    /// What the member is in the team.
    pub role: Role,
    /// The row in members.csv.
    pub place: Place,
}

/// What a member is in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Role {
    /// Leader (tổ trưởng).
    Leader,
    /// Deputy (tổ phó).
    Deputy,
    /// Member (thành viên).
    #[default]
    Member,
}

/// A row, or a whole file, that an error keeps from being scored.
#[derive(Clone, Copy, Debug)]
pub struct LeftOut {
    /// Where it begins.
    pub place: Place,
    /// Its date, where that could be read.
    pub date: Option<NaiveDate>,
}

/// Everything that the CSV files say.
#[derive(Debug, Default)]
pub struct Records {
    /// The members in order of members.csv; none where there is no such file.
    pub members: Option<Vec<Member>>,
    /// Rows without an error, in order of file and line.
    pub rows: Vec<Row>,
    /// Places in `members` that rows name: see [`Row::members`].
    pub named: Vec<u32>,
    /// Rows with an error.
    pub left_out: Vec<LeftOut>,
    /// What sets an example.
    pub exemplars: Exemplars,
    /// Log files with an error that keeps all their rows from being read.
    pub refused_files: usize,
    /// Phases that are closed, with nothing changed since: places in `Campaign::phases`.
    pub closed: Vec<usize>,
}

impl Records {
    /// The members that a row names: places in [`Records::members`].
    pub fn members_of(&self, row: &Row) -> &[u32] {
        let start = row.members.start as usize;
        self.named.get(start..start + row.members.len as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stays_small() {
        // A province has a million rows.
        assert_eq!(size_of::<Row>(), 48);
        assert_eq!(size_of::<Option<Quantity>>(), 8);
    }
}
