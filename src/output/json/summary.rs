//! The document `thidua/summary/1`.

use std::io::{self, Write};

use chrono::NaiveDate;
use serde::Serialize;

use super::score::{RowsDocument, rows_document};
use super::word;
use crate::campaign::SubjectKind;
use crate::exact::{Fraction, fraction_text};
use crate::output::summary::id_of;
use crate::output::view::View;
use crate::score::summary::{Summary, SummaryLine};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    by: &'static str,
    phase: Option<usize>,
    until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    days: i64,
    days_gone: i64,
    reached: Option<String>,
    #[serde(flatten)]
    rows: RowsDocument,
    teams_without_rows: Vec<&'a str>,
    lines: Vec<LineDocument>,
}

#[derive(Serialize)]
struct LineDocument {
    id: String,
    #[serde(flatten)]
    rows: RowsDocument,
    quantity: Option<String>,
    points_before_caps: String,
    points: Option<String>,
    quota: Option<String>,
    expected: Option<String>,
    attainment: Option<String>,
}

/// Writes the document.
pub fn write(
    out: &mut dyn Write,
    view: &View<'_>,
    summary: &Summary,
    until: Option<NaiveDate>,
) -> io::Result<()> {
    let teams = summary.teams_without_rows.iter();
    let document = Document {
        schema: "thidua/summary/1",
        campaign: view.campaign.id.as_str(),
        by: word::summary(summary.by),
        phase: summary.phase.map(|phase| phase + 1),
        until: until.map(|day| day.to_string()),
        commit: view.commit.map(|commit| commit.id.as_str()),
        days: summary.days,
        days_gone: summary.days_gone,
        reached: summary.reached.map(|day| day.to_string()),
        rows: rows_document(summary.rows),
        teams_without_rows: teams.map(|&team| view.subject(SubjectKind::Team, team).id).collect(),
        lines: summary.lines.iter().map(|line| line_document(view, line)).collect(),
    };
    super::write(out, &document)
}

fn line_document(view: &View<'_>, line: &SummaryLine) -> LineDocument {
    let exact = |value: &Option<Fraction>| value.as_ref().map(fraction_text);
    LineDocument {
        id: id_of(view, line.of),
        rows: rows_document(line.rows),
        quantity: exact(&line.quantity),
        points_before_caps: fraction_text(&line.points),
        points: exact(&line.attained),
        quota: exact(&line.quota),
        expected: exact(&line.expected),
        attainment: exact(&line.attainment),
    }
}
