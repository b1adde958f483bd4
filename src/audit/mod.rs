//! What the history of the records shows of how they came to be: facts with places, no verdicts.
//!
//! Each kind of fact is defined in a sentence at [`Kind`], and `docs/audit.md` says them to people.

mod dates;
mod rows;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::calendar::Span;
use crate::campaign::{Campaign, SubjectKind};
use crate::chronicle::{Chronicle, Moment, Spelling, SpeltRow};
use crate::git::{Commit, History, Step};
use crate::records::{Column, Records, Row};
use crate::source::Sources;

pub use dates::{Burst, Clock, NoRows};

/// A kind of fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A row whose date is after the commit that brought it, by both clocks of the commit.
    DatedAfterCommit,
    /// A row that came more than `late_days` days after its date, by both clocks of the commit.
    EnteredLate,
    /// A row that was changed when its `accepted` stood already.
    ChangedAfterAcceptance,
    /// A row that was taken out when its `accepted` stood already.
    RemovedAfterAcceptance,
    /// A row whose claim and acceptance were committed by one author.
    SameAuthor,
    /// Rows of different teams, dates or activities with one number of evidence.
    EvidenceTwice,
    /// Last days of a phase that hold many more rows than the days before.
    Burst,
    /// Months in which a team exists, or a member serves, and has no row.
    NoRows,
}

impl Kind {
    /// All kinds, in the order in which they are told.
    pub const ALL: [Self; 8] = [
        Self::DatedAfterCommit,
        Self::EnteredLate,
        Self::ChangedAfterAcceptance,
        Self::RemovedAfterAcceptance,
        Self::SameAuthor,
        Self::EvidenceTwice,
        Self::Burst,
        Self::NoRows,
    ];

    /// Its name in machine formats and arguments.
    pub fn word(self) -> &'static str {
        match self {
            Self::DatedAfterCommit => "dated-after-commit",
            Self::EnteredLate => "entered-late",
            Self::ChangedAfterAcceptance => "changed-after-acceptance",
            Self::RemovedAfterAcceptance => "removed-after-acceptance",
            Self::SameAuthor => "same-author",
            Self::EvidenceTwice => "evidence-twice",
            Self::Burst => "burst",
            Self::NoRows => "no-rows",
        }
    }

    /// Whether only a history shows it.
    pub fn needs_history(self) -> bool {
        !matches!(self, Self::EvidenceTwice | Self::Burst | Self::NoRows)
    }
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// One phase: a place in `Campaign::phases`; else the whole campaign.
    pub phase: Option<usize>,
    /// Rows up to this day.
    pub until: Option<NaiveDate>,
    /// One team or member, by its place.
    pub subject: Option<(SubjectKind, usize)>,
    /// Days after its date within which a row is not late.
    pub late_days: i64,
}

/// The records, and the history that is known of them.
#[derive(Clone, Copy)]
pub struct Evidence<'r> {
    /// The rules.
    pub campaign: &'r Campaign,
    /// The rows and members.
    pub records: &'r Records,
    /// The texts of the rows.
    pub sources: &'r Sources,
    /// How rows are spelt.
    pub spelling: &'r Spelling<'r>,
    /// The commits and the histories of rows; none outside a repository.
    pub history: Option<(&'r History, &'r Chronicle)>,
}

/// Everything that is found.
#[derive(Clone, Debug)]
pub struct Audit {
    /// In order of kind, then of file and line, or of date.
    pub facts: Vec<Fact>,
    /// What is known of the history; none outside a repository.
    pub known: Option<Known>,
}

/// How far a history is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// Commits that were gone through.
    pub commits: usize,
    /// When the first of them was made; none where there is no commit.
    pub since: Option<DateTime<FixedOffset>>,
    /// Whether there were earlier ones that are not here.
    pub is_cut_off: bool,
    /// Rows that may be older than what is known: nothing is said of how they came.
    pub rows_older: usize,
    /// Rows, as they stand, that are in no commit.
    pub rows_not_committed: usize,
}

/// One thing that is found.
#[derive(Clone, Debug)]
pub enum Fact {
    /// Of a row that is there.
    Row(RowFact),
    /// [`Kind::RemovedAfterAcceptance`].
    Removed(Removed),
    /// [`Kind::Burst`].
    Burst(Burst),
    /// [`Kind::NoRows`].
    NoRows(NoRows),
}

impl Fact {
    /// Of which kind it is.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Row(fact) => match fact.what {
                What::DatedAfterCommit { .. } => Kind::DatedAfterCommit,
                What::EnteredLate { .. } => Kind::EnteredLate,
                What::Changed { .. } => Kind::ChangedAfterAcceptance,
                What::SameAuthor { .. } => Kind::SameAuthor,
                What::EvidenceTwice { .. } => Kind::EvidenceTwice,
            },
            Self::Removed(_) => Kind::RemovedAfterAcceptance,
            Self::Burst(_) => Kind::Burst,
            Self::NoRows(_) => Kind::NoRows,
        }
    }
}

/// Something about a row that is there.
#[derive(Clone, Debug)]
pub struct RowFact {
    /// The row.
    pub row: Row,
    /// What it is.
    pub what: What,
    /// The commit that it is about; none where that is not known.
    pub moment: Option<Moment>,
}

/// What is to be said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// So many days after the commit.
    DatedAfterCommit {
        /// How many.
        days: i64,
    },
    /// So many days after its date.
    EnteredLate {
        /// How many.
        days: i64,
    },
    /// What was changed.
    Changed {
        /// The cells.
        cells: Vec<ChangedCell>,
    },
    /// The commit is that of the acceptance.
    SameAuthor {
        /// The commit that brought the claim: a place in [`History::steps`].
        claimed: usize,
    },
    /// The number.
    EvidenceTwice {
        /// As it is written.
        evidence: String,
    },
}

/// A cell that was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedCell {
    /// Its column.
    pub column: Column,
    /// What it said.
    pub old: String,
    /// What it said then.
    pub new: String,
}

/// A row that is gone.
#[derive(Clone, Debug)]
pub struct Removed {
    /// What it said.
    pub row: SpeltRow,
    /// Where it stood: the path in the records folder, and the line.
    pub from: Option<(String, usize)>,
    /// The commit that took it out; none where a merge did not take it over.
    pub moment: Option<Moment>,
}

/// Looks for facts.
pub fn audit(evidence: &Evidence<'_>, request: Request) -> Audit {
    let scope = Scope::new(evidence, request);
    let rows = rows::present(evidence, &scope);
    let known = evidence.history.map(|(history, chronicle)| rows::known(history, chronicle, &rows));
    let mut facts = rows::facts(evidence, &scope, &rows);
    facts.extend(dates::bursts(evidence, &scope, &rows).into_iter().map(Fact::Burst));
    facts.extend(dates::months_without_rows(evidence, &scope).into_iter().map(Fact::NoRows));
    facts.sort_by_key(Fact::kind);
    Audit { facts, known }
}

/// Days and subjects that are asked about.
struct Scope {
    request: Request,
    /// The days of the phase or campaign, up to `until`.
    span: Span,
}

impl Scope {
    fn new(evidence: &Evidence<'_>, request: Request) -> Self {
        let phase = request.phase.and_then(|phase| evidence.campaign.phases.get(phase));
        let span = phase.map_or(evidence.campaign.span, |phase| phase.span);
        let last = request.until.map_or(span.last, |until| until.min(span.last));
        Self { request, span: Span { last, ..span } }
    }

    fn has(&self, records: &Records, row: &Row) -> bool {
        self.span.contains(row.date)
            && self.request.subject.is_none_or(|subject| is_of(records, row, subject))
    }

    /// Of a row that is not there any more.
    fn has_spelt(&self, evidence: &Evidence<'_>, row: &SpeltRow) -> bool {
        let is_of = |(kind, subject): (SubjectKind, usize)| match kind {
            SubjectKind::Team => {
                let team = evidence.campaign.teams.get(subject);
                team.is_some_and(|team| row.field(Column::Team) == team.id.as_str())
            }
            SubjectKind::Member => {
                let member = evidence.records.members.as_ref().and_then(|members| members.get(subject));
                member.is_some_and(|member| {
                    row.field(Column::Members).split(' ').any(|code| code == member.id.as_str())
                })
            }
        };
        row.date().is_some_and(|date| self.span.contains(date)) && self.request.subject.is_none_or(is_of)
    }
}

fn is_of(records: &Records, row: &Row, (kind, subject): (SubjectKind, usize)) -> bool {
    match kind {
        SubjectKind::Team => row.team as usize == subject,
        SubjectKind::Member => records.members_of(row).iter().any(|&member| member as usize == subject),
    }
}

/// The commit of a moment, where that is one.
pub fn step_of(history: &History, moment: Moment) -> Option<&Step> {
    match moment {
        Moment::Commit(index) => history.steps.get(index),
        Moment::NotCommitted => None,
    }
}

/// The days that the two clocks of a commit show, the earlier one first.
fn days_of(commit: &Commit) -> (NaiveDate, NaiveDate) {
    let (authored, committed) = (commit.authored.date_naive(), commit.committed.date_naive());
    (authored.min(committed), authored.max(committed))
}
