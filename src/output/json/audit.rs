//! The document `thidua/audit/1`.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use super::word;
use crate::audit::{ChangedCell, Fact, RowFact, What};
use crate::chronicle::Moment;
use crate::git::Commit;
use crate::output::audit::Audited;
use crate::output::notation::{Notation, moment};
use crate::records::Column;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    phase: Option<usize>,
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    subject: Option<&'a str>,
    late_days: i64,
    history: Option<HistoryDocument>,
    counts: Vec<CountDocument>,
    facts: Vec<FactDocument<'a>>,
}

#[derive(Serialize)]
struct HistoryDocument {
    commits: usize,
    since: Option<String>,
    cut_off: bool,
    rows_older: usize,
    rows_not_committed: usize,
}

#[derive(Serialize)]
struct CountDocument {
    kind: &'static str,
    count: usize,
}

/// A fact; keys that its kind does not have are left out.
#[derive(Default, Serialize)]
struct FactDocument<'a> {
    kind: &'static str,
    path: Option<String>,
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    subject: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    activity: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cells: Option<Vec<CellDocument>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    months: Option<Vec<String>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    burst: Option<BurstDocument>,
    commit: Option<CommitDocument<'a>>,
    /// Whether there is no commit because it is still to be made.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    not_committed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    claim: Option<CommitDocument<'a>>,
}

#[derive(Serialize)]
struct CellDocument {
    column: &'static str,
    old: String,
    new: String,
}

#[derive(Serialize)]
struct BurstDocument {
    by: &'static str,
    first: String,
    last: String,
    rows_last: usize,
    rows_before: usize,
    days_before: i64,
}

#[derive(Serialize)]
struct CommitDocument<'a> {
    id: &'a str,
    author: String,
    authored: String,
    committed: String,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, audited: &Audited<'_>) -> io::Result<()> {
    let view = audited.view;
    let known = audited.audit.known.as_ref();
    let kinds = || audited.kinds();
    let document = Document {
        schema: "thidua/audit/1",
        campaign: view.campaign.id.as_str(),
        phase: audited.request.phase.map(|phase| phase + 1),
        until: audited.request.until.map(|day| day.to_string()),
        commit: view.commit.map(|commit| commit.id.as_str()),
        subject: audited.request.subject.map(|(kind, subject)| view.subject(kind, subject).id),
        late_days: audited.request.late_days,
        history: known.map(|known| HistoryDocument {
            commits: known.commits,
            since: known.since.map(moment),
            cut_off: known.is_cut_off,
            rows_older: known.rows_older,
            rows_not_committed: known.rows_not_committed,
        }),
        counts: kinds()
            .map(|kind| CountDocument { kind: kind.word(), count: audited.facts_of(kind).count() })
            .collect(),
        facts: kinds()
            .flat_map(|kind| audited.facts_of(kind))
            .map(|fact| document_of(audited, fact))
            .collect(),
    };
    super::write(out, &document)
}

fn document_of<'a>(audited: &Audited<'a>, fact: &Fact) -> FactDocument<'a> {
    let view = audited.view;
    let kind = fact.kind().word();
    let day = |day: NaiveDate| day.to_string();
    match fact {
        Fact::Row(fact) => row_document(audited, fact, kind),
        Fact::Removed(removed) => {
            let (path, line) = audited.old_place(removed).unzip();
            let field = |column| Some(audited.masked(removed.row.field(column)));
            FactDocument {
                kind,
                path,
                line,
                date: removed.row.date().map(day),
                subject: field(Column::Team),
                activity: field(Column::Activity),
                evidence: field(Column::Evidence),
                commit: commit_document(audited, audited.commit(removed.moment)),
                not_committed: removed.moment == Some(Moment::NotCommitted),
                ..FactDocument::default()
            }
        }
        Fact::Burst(burst) => FactDocument {
            kind,
            subject: burst.subject.map(|(kind, subject)| view.subject(kind, subject).id.to_owned()),
            phase: Some(burst.phase + 1),
            burst: Some(BurstDocument {
                by: word::clock(burst.clock),
                first: day(burst.last.first),
                last: day(burst.last.last),
                rows_last: burst.rows_last,
                rows_before: burst.rows_before,
                days_before: burst.days_before,
            }),
            ..FactDocument::default()
        },
        Fact::NoRows(none) => {
            let source = none.place.map(|place| (view.sources.get(place.file), place.start as usize));
            FactDocument {
                kind,
                path: source.map(|(source, _)| source.path.clone()),
                line: source.map(|(source, start)| source.line(start)),
                subject: Some(view.subject(none.subject.0, none.subject.1).id.to_owned()),
                months: Some(none.months.iter().map(|month| Notation::Point.month(*month)).collect()),
                ..FactDocument::default()
            }
        }
    }
}

fn row_document<'a>(audited: &Audited<'a>, fact: &RowFact, kind: &'static str) -> FactDocument<'a> {
    let (path, line) = audited.place(&fact.row);
    let mut document = FactDocument {
        kind,
        path: Some(path.to_owned()),
        line: Some(line),
        date: Some(fact.row.date.to_string()),
        subject: Some(audited.team(&fact.row).to_owned()),
        activity: Some(audited.view.item(fact.row.item).id.to_owned()),
        phase: Some(usize::from(fact.row.phase) + 1),
        commit: commit_document(audited, audited.commit(fact.moment)),
        not_committed: fact.moment == Some(Moment::NotCommitted),
        ..FactDocument::default()
    };
    match &fact.what {
        What::DatedAfterCommit { days } | What::EnteredLate { days } => document.days = Some(*days),
        What::Changed { cells } => {
            let cell = |cell: &ChangedCell| CellDocument {
                column: cell.column.word(),
                old: audited.masked(&cell.old),
                new: audited.masked(&cell.new),
            };
            document.cells = Some(cells.iter().map(cell).collect());
        }
        What::SameAuthor { claimed } => {
            document.claim = commit_document(audited, audited.commit(Some(Moment::Commit(*claimed))));
        }
        What::EvidenceTwice { evidence } => document.evidence = Some(audited.masked(evidence)),
    }
    document
}

fn commit_document<'a>(audited: &Audited<'a>, commit: Option<&'a Commit>) -> Option<CommitDocument<'a>> {
    commit.map(|commit| CommitDocument {
        id: &commit.id,
        author: audited.author(commit),
        authored: moment(commit.authored),
        committed: moment(commit.committed),
    })
}
