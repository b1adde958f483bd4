//! The document `thidua/rollup/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Digits, word};
use crate::exact::{fraction_text, round};
use crate::output::view::View;
use crate::rollup::{LikeRules, Line, Rollup, Totals};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    by: &'static str,
    phase: Option<usize>,
    until: Option<String>,
    campaigns: Vec<CampaignDocument<'a>>,
    tables: Vec<TableDocument<'a>>,
}

#[derive(Serialize)]
struct CampaignDocument<'a> {
    id: &'a str,
    rules: usize,
    provisional: bool,
    rows_counted: usize,
    rows_pending: usize,
    rows_rejected: usize,
    rows_left_out: usize,
    ranked: usize,
    subjects: usize,
    mean: Option<Digits>,
    mean_exact: Option<String>,
}

#[derive(Serialize)]
struct TableDocument<'a> {
    rules: usize,
    digest: String,
    campaigns: Vec<&'a str>,
    differing: Vec<String>,
    measured_at_home: Vec<&'a str>,
    subjects: Vec<SubjectDocument<'a>>,
}

#[derive(Serialize)]
struct SubjectDocument<'a> {
    campaign: &'a str,
    id: &'a str,
    rank: Option<usize>,
    rank_at_home: Option<usize>,
    status: &'static str,
    score: Option<Digits>,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, views: &[View<'_>], result: &Rollup) -> io::Result<()> {
    let document = Document {
        schema: "thidua/rollup/1",
        by: word::subject(result.request.by),
        phase: result.request.phase.map(|phase| phase + 1),
        until: result.request.until.map(|day| day.to_string()),
        campaigns: views.iter().zip(&result.totals).map(|(view, own)| campaign(view, own)).collect(),
        tables: result.tables.iter().enumerate().map(|(at, own)| table(views, result, at, own)).collect(),
    };
    super::write(out, &document)
}

fn campaign<'a>(view: &View<'a>, totals: &Totals) -> CampaignDocument<'a> {
    let mean = totals.mean.as_ref();
    CampaignDocument {
        id: view.campaign.id.as_str(),
        rules: totals.table + 1,
        provisional: totals.provisional,
        rows_counted: totals.rows.counted,
        rows_pending: totals.rows.pending,
        rows_rejected: totals.rows.rejected,
        rows_left_out: totals.rows.left_out,
        ranked: totals.ranked,
        subjects: totals.subjects,
        mean: mean.map(|mean| Digits::from(&round(mean, view.campaign.decimals))),
        mean_exact: mean.map(fraction_text),
    }
}

fn table<'a>(views: &[View<'a>], result: &Rollup, at: usize, table: &LikeRules) -> TableDocument<'a> {
    let own = |campaign: usize| views.get(campaign);
    let id = |campaign: &usize| own(*campaign).map(|view| view.campaign.id.as_str());
    let first = table.campaigns.first().and_then(|&campaign| own(campaign));
    let subject = |line: &Line| {
        let view = own(line.campaign)?;
        Some(SubjectDocument {
            campaign: view.campaign.id.as_str(),
            id: view.subject(result.request.by, line.standing.subject).id,
            rank: line.rank,
            rank_at_home: line.standing.rank,
            status: word::status(line.standing.status),
            score: line.standing.score.as_ref().map(Digits::from),
        })
    };
    let measured =
        table.measured_at_home.iter().filter_map(|&criterion| Some(first?.criterion(criterion).id));
    TableDocument {
        rules: at + 1,
        digest: table.digest.to_string(),
        campaigns: table.campaigns.iter().filter_map(id).collect(),
        differing: table.differing.iter().map(ToString::to_string).collect(),
        measured_at_home: measured.collect(),
        subjects: table.lines.iter().filter_map(subject).collect(),
    }
}
