//! Three versions of a table become one, row by row: what two people did to the records of one month.
//!
//! | the rows | become |
//! |---|---|
//! | added by one side | stay |
//! | added by both, saying the same | one row, as our side spells it |
//! | changed by one side | what that side made of them |
//! | removed by one side, left alone by the other | nothing |
//! | changed by both in different ways; changed by one and removed by the other | a conflict |
//! | added by both, saying different things about the same | a conflict |
//! | such that together they have an error that neither side had | a conflict |
//!
//! Versions are compared in their canonical spelling, so that what a spreadsheet did to a file is no
//! change. The result is spelt as our side is, and rows that nobody changed keep their bytes.
//! Nothing is guessed: a conflict is left between marks, with both rows, for people.
//!
//! The rules and the list of members are looked at where they can be read, and only to know more:
//! which order dates have, which names mean one team, what would be an error. A table is merged
//! without them, too, for they may be in the middle of a merge themselves.

mod columns;
mod pairs;
mod rows;
mod spelling;
mod version;

use crate::campaign::{DateOrder, RecordRules};
use crate::finding::{Finding, Problem};
use crate::folder::{Purpose, RawFile};
use crate::reading::{self, Reading, team_names};
use crate::records::Table;
use crate::source::FileId;

use columns::{Columns, Three};
use pairs::Pairs;
use rows::{Merging, Slot, Verdict};
use spelling::{Conflicts, Writer, Written, encoded};
use version::{Teams, Version};

/// The bytes of three versions of a table.
#[derive(Clone, Copy, Debug)]
pub struct Versions<'b> {
    /// What both sides began with; nothing where both added the file.
    pub base: &'b [u8],
    /// That of the side that is merged into.
    pub ours: &'b [u8],
    /// That of the side that is merged.
    pub theirs: &'b [u8],
}

/// What the marks of a conflict call the sides.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'l> {
    /// Our side.
    pub ours: &'l str,
    /// Their side.
    pub theirs: &'l str,
}

/// What a merge came to.
#[derive(Debug, PartialEq, Eq)]
pub struct Merged {
    /// The table.
    pub bytes: Vec<u8>,
    /// How many rows people have to decide on, which stand between marks.
    pub conflicts: usize,
}

/// One of the versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What both sides began with.
    Base,
    /// That of the side that is merged into.
    Ours,
    /// That of the side that is merged.
    Theirs,
}

/// Why a table was not merged by rows.
#[derive(Debug)]
pub enum NotMerged {
    /// A version cannot be read as a whole.
    Unreadable {
        /// Which it is.
        version: Which,
        /// Why; at least one.
        findings: Vec<Finding>,
    },
    /// One side took away a column in which the other wrote something, or rows have no columns to
    /// go to.
    Columns,
}

/// Merges a table row by row. `beside` are the rules and the list of members, as far as there are any.
///
/// # Errors
///
/// A [`NotMerged`]: then the table cannot be understood well enough to be merged by rows.
pub fn merge(
    versions: Versions<'_>,
    table: Table,
    beside: &[RawFile],
    labels: Labels<'_>,
) -> Result<Merged, NotMerged> {
    let Versions { base, ours, theirs } = versions;
    if theirs == base || theirs == ours {
        return Ok(Merged { bytes: ours.to_vec(), conflicts: 0 });
    }
    if ours == base {
        return Ok(Merged { bytes: theirs.to_vec(), conflicts: 0 });
    }
    let desk = Desk::new(table, beside);
    let [base, our_version, theirs] = [(base, Which::Base), (ours, Which::Ours), (theirs, Which::Theirs)]
        .map(|(bytes, which)| {
            desk.version(bytes).map_err(|findings| NotMerged::Unreadable { version: which, findings })
        });
    let (base, our_version, theirs) = (base?, our_version?, theirs?);
    if our_version.header.is_none() || theirs.header.is_none() {
        return Err(NotMerged::Columns);
    }
    let three = Three { base: &base, ours: &our_version, theirs: &theirs };
    let (our_pairs, their_pairs) = (Pairs::of(three.base, three.ours), Pairs::of(three.base, three.theirs));
    let columns = Columns::reconciled(three, &our_pairs, &their_pairs).ok_or(NotMerged::Columns)?;
    let mut slots = Merging::new(three, &columns, &desk.teams).slots(&our_pairs, &their_pairs);
    let is_homeless = |slot: &Slot| slot.theirs.is_some_and(|row| three.theirs.is_faulty(row));
    if !columns.are_theirs && slots.iter().any(is_homeless) {
        return Err(NotMerged::Columns);
    }
    let writer = Writer::new(three, &columns, &desk.rules, labels);
    let trial = writer.write(&slots, Conflicts::LeftOut);
    if !desk.refuse_new_errors(&trial, three, &mut slots) {
        return Err(NotMerged::Columns);
    }
    let conflicts = slots.iter().filter(|slot| slot.verdict == Verdict::Conflict).count();
    let written = if conflicts == 0 { trial } else { writer.write(&slots, Conflicts::Marked) };
    Ok(Merged { bytes: encoded(&written.text, three.ours, ours), conflicts })
}

/// What tables are read with.
struct Desk<'f> {
    table: Table,
    beside: &'f [RawFile],
    rules: RecordRules,
    teams: Teams,
}

/// Where a table is read that is being merged. No file on the disk is read under such a name.
const PLACE: &str = "records/activities/.merged.csv";

impl<'f> Desk<'f> {
    fn new(table: Table, beside: &'f [RawFile]) -> Self {
        let campaign = reading::read(beside.to_vec(), 0, 1).campaign;
        let teams = campaign.as_ref().map(team_names).unwrap_or_default();
        // Without rules no date has two readings, and no column must be there.
        let unknown =
            || RecordRules { appraisal: false, dates: DateOrder::Iso, columns: Vec::new(), late_days: 0 };
        let rules = campaign.map_or_else(unknown, |campaign| campaign.records);
        Self { table, beside, rules, teams }
    }

    fn read(&self, bytes: &[u8]) -> (Reading, FileId) {
        let purpose = match self.table {
            Table::Log => Purpose::Log,
            Table::Members => Purpose::Members,
            Table::Names => Purpose::Names,
            Table::Exemplars => Purpose::Exemplars,
        };
        let mut files: Vec<RawFile> =
            self.beside.iter().filter(|file| file.purpose != purpose).cloned().collect();
        files.push(RawFile::in_memory(PLACE, purpose, bytes.to_vec()));
        let reading = reading::read(files, usize::MAX, 1);
        let file = reading.sources.iter().find(|(_, source)| source.path == PLACE).map(|(file, _)| file);
        (reading, file.unwrap_or(FileId(0)))
    }

    fn version(&self, bytes: &[u8]) -> Result<Version, Vec<Finding>> {
        let (reading, file) = self.read(bytes);
        Version::of(&reading, file, self.table, &self.rules, &self.teams)
    }

    /// Makes a conflict of every row that has an error now which it had on neither side. False where
    /// there is such an error and no row to make a conflict of.
    fn refuse_new_errors(&self, trial: &Written, versions: Three<'_>, slots: &mut [Slot]) -> bool {
        let (reading, file) = self.read(trial.text.as_bytes());
        let sides = [versions.ours, versions.theirs];
        let slot_at = |offset: u32| {
            let after = trial.starts.partition_point(|(start, _)| *start <= offset as usize);
            after.checked_sub(1).map(|index| trial.starts[index].1)
        };
        let mut all_placed = true;
        for finding in reading.findings.iter().filter(|finding| finding.place.file == file) {
            let code = finding.rule().code;
            // A doubt about dates is told of one of them, but it is of all.
            let of_all = doubts_dates(&finding.problem);
            let had = |side: &Version, row: Option<usize>| side.wrong.contains(&(code, row));
            let was_there = match slot_at(finding.place.start).map(|slot| &slots[slot]) {
                _ if of_all => sides.iter().any(|side| side.wrong.iter().any(|(known, _)| *known == code)),
                None => sides.iter().any(|side| had(side, None)),
                Some(Slot { ours, theirs, .. }) => [(versions.ours, ours), (versions.theirs, theirs)]
                    .iter()
                    .any(|(side, row)| row.is_some() && had(side, **row)),
            };
            if was_there || !(of_all || finding.is_error()) {
                continue;
            }
            let related = finding.related.iter().map(|related| related.place);
            let places = std::iter::once(finding.place).chain(related).filter(|place| place.file == file);
            let involved: Vec<usize> = places.filter_map(|place| slot_at(place.start)).collect();
            let is_theirs = |slot: &usize| slots[*slot].is_of_theirs();
            let mut blamed: Vec<usize> = involved.iter().copied().filter(is_theirs).collect();
            if blamed.is_empty() || of_all {
                blamed = (0..slots.len()).filter(is_theirs).collect();
            }
            if blamed.is_empty() {
                blamed = involved;
            }
            all_placed &= !blamed.is_empty();
            blamed.into_iter().for_each(|slot| slots[slot].verdict = Verdict::Conflict);
        }
        all_placed
    }
}

/// Whether a problem is of all dates of a table together.
fn doubts_dates(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::DatesMixed { .. }
            | Problem::DatesInOtherOrder { .. }
            | Problem::DateOrderContradicted { .. }
    )
}
