//! The document `thidua/findings/1`.

use std::io::{self, Write};

use serde::{Serialize, Serializer};

use super::{Report, Told, ToldRelated};
use crate::finding::{Committed, Severity};
use crate::output::json::{self, word};
use crate::source::CellNames;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    errors: usize,
    warnings: usize,
    findings: List<'a>,
}

/// The findings, put into words one at a time as they are written.
struct List<'a>(&'a Report<'a>);

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut cells = CellNames::new(self.0.sources);
        serializer.collect_seq(self.0.told().map(|told| document(self.0, told, &mut cells)))
    }
}

#[derive(Serialize)]
struct FindingDocument<'a> {
    code: &'static str,
    severity: &'static str,
    path: &'a str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    cell: Option<String>,
    message: String,
    help: Option<String>,
    related: Vec<RelatedDocument<'a>>,
    /// Only where git was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    committed: Option<CommittedDocument>,
}

/// All null where nobody has committed it yet.
#[derive(Serialize)]
struct CommittedDocument {
    commit: Option<String>,
    author: Option<String>,
    day: Option<String>,
}

#[derive(Serialize)]
struct RelatedDocument<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'static str,
}

/// Writes the document. That more was found than is listed shows in `errors` and `warnings`.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let document = Document {
        schema: "thidua/findings/1",
        errors: report.findings.count(Severity::Error),
        warnings: report.findings.count(Severity::Warning),
        findings: List(report),
    };
    json::write(out, &document)
}

fn document<'a>(report: &'a Report<'_>, told: Told<'_>, cells: &mut CellNames<'_>) -> FindingDocument<'a> {
    let place = told.finding.place;
    let source = report.sources.get(place.file);
    let related = |told: ToldRelated<'_>| RelatedDocument {
        path: &report.sources.get(told.related.place.file).path,
        line: told.line,
        column: told.column,
        message: told.message,
    };
    FindingDocument {
        code: told.finding.rule().code,
        severity: word::severity(told.finding.rule().severity),
        path: &source.path,
        line: told.line,
        column: told.column,
        start: source.file_offset(place.start as usize),
        end: source.file_offset(place.end as usize),
        cell: cells.at(place, told.finding.missing_column),
        message: told.message,
        help: told.help,
        related: told.related.into_iter().map(related).collect(),
        committed: told.finding.committed.as_ref().map(committed),
    }
}

fn committed(committed: &Committed) -> CommittedDocument {
    match committed {
        Committed::NotYet => CommittedDocument { commit: None, author: None, day: None },
        Committed::By { commit, author, day } | Committed::Path { commit, author, day, .. } => {
            CommittedDocument {
                commit: Some(commit.clone()),
                author: Some(author.clone()),
                day: Some(day.to_string()),
            }
        }
    }
}
