//! The document `thidua/compare/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Digits, moment, word};
use crate::difference::{Grouping, Stand, StepKind, SubjectDifference};
use crate::git::Commit;
use crate::output::comparison::{Cause, Comparison, Origin, What, causes, group_of};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    by: &'static str,
    basis: &'static str,
    phase: Option<usize>,
    until: Option<String>,
    before: StateDocument<'a>,
    after: StateDocument<'a>,
    grouped_by: &'static str,
    rows: usize,
    rows_without_effect: usize,
    subjects: Vec<SubjectDocument<'a>>,
    steps: Vec<StepDocument<'a>>,
}

#[derive(Serialize)]
struct StateDocument<'a> {
    /// None for the folder.
    commit: Option<&'a str>,
    committed: Option<String>,
}

#[derive(Serialize)]
struct SubjectDocument<'a> {
    id: &'a str,
    group: Option<&'a str>,
    before: Option<StandDocument>,
    after: Option<StandDocument>,
    difference: Digits,
    parts: Vec<PartDocument>,
}

#[derive(Serialize)]
struct StandDocument {
    status: &'static str,
    rank: Option<usize>,
    score: Option<Digits>,
}

#[derive(Serialize)]
struct PartDocument {
    step: usize,
    amount: Digits,
}

#[derive(Serialize)]
struct StepDocument<'a> {
    step: usize,
    kind: &'static str,
    causes: Vec<CauseDocument<'a>>,
}

#[derive(Serialize)]
struct CauseDocument<'a> {
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    row: Option<RowDocument<'a>>,
    fields: Vec<FieldDocument>,
    before: Option<String>,
    after: Option<String>,
    committed: Option<bool>,
    commit: Option<&'a str>,
    author: Option<&'a str>,
    authored: Option<String>,
}

#[derive(Serialize)]
struct RowDocument<'a> {
    date: String,
    team: &'a str,
    activity: &'a str,
}

#[derive(Serialize)]
struct FieldDocument {
    name: String,
    before: Option<String>,
    after: Option<String>,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, comparison: &Comparison<'_>) -> io::Result<()> {
    let Comparison { old, new, difference, .. } = comparison;
    let (rows, rows_without_effect) = difference.rows();
    let request = &difference.request;
    let document = Document {
        schema: "thidua/compare/1",
        campaign: new.campaign.id.as_str(),
        by: word::subject(request.by),
        basis: word::basis(request.basis),
        phase: request.phase.map(|phase| phase + 1),
        until: request.until.map(|day| day.to_string()),
        before: state_document(old.commit),
        after: state_document(new.commit),
        grouped_by: match difference.grouping {
            Grouping::Row => "row",
            Grouping::TeamAndActivity => "team-activity",
            Grouping::Team => "team",
            Grouping::Together => "all",
        },
        rows,
        rows_without_effect,
        subjects: difference.subjects.iter().map(|subject| subject_document(comparison, subject)).collect(),
        steps: (0..difference.steps.len()).map(|step| step_document(comparison, step)).collect(),
    };
    super::write(out, &document)
}

fn state_document(commit: Option<&Commit>) -> StateDocument<'_> {
    StateDocument {
        commit: commit.map(|commit| commit.id.as_str()),
        committed: commit.map(|commit| moment(&commit.committed)),
    }
}

fn subject_document<'a>(comparison: &Comparison<'a>, subject: &'a SubjectDifference) -> SubjectDocument<'a> {
    let stand = |stand: &Stand| StandDocument {
        status: word::status(stand.status),
        rank: stand.rank,
        score: stand.score.as_ref().map(Digits::from),
    };
    SubjectDocument {
        id: &subject.id,
        group: group_of(comparison, subject),
        before: subject.before.as_ref().map(stand),
        after: subject.after.as_ref().map(stand),
        difference: (&subject.difference).into(),
        parts: subject
            .parts
            .iter()
            .map(|part| PartDocument { step: part.step + 1, amount: (&part.amount).into() })
            .collect(),
    }
}

fn step_document<'a>(comparison: &Comparison<'a>, step: usize) -> StepDocument<'a> {
    let kind = match comparison.difference.steps[step].kind {
        StepKind::Rules => "rules",
        StepKind::Members => "members",
        StepKind::Rows => "rows",
    };
    let causes = causes(comparison, step).into_iter().map(cause_document).collect();
    StepDocument { step: step + 1, kind, causes }
}

fn cause_document(cause: Cause<'_>) -> CauseDocument<'_> {
    let (rule, row) = match cause.what {
        What::Rule(change) => (Some(change.name.to_string()), None),
        What::Row(row) => {
            let date = row.date.to_string();
            (None, Some(RowDocument { date, team: &row.team, activity: &row.activity }))
        }
    };
    let by = match cause.origin {
        Some(Origin::Committed(by)) => Some(by),
        Some(Origin::NotCommitted) | None => None,
    };
    CauseDocument {
        change: cause.kind.word(),
        rule,
        row,
        fields: cause
            .fields
            .into_iter()
            .map(|field| FieldDocument {
                name: field.name.word().to_owned(),
                before: field.before,
                after: field.after,
            })
            .collect(),
        before: cause.before,
        after: cause.after,
        committed: cause.origin.map(|origin| *origin != Origin::NotCommitted),
        commit: by.map(|by| by.commit.as_str()),
        author: by.map(|by| by.author.as_str()),
        authored: by.map(|by| moment(&by.authored)),
    }
}
