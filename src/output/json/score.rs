//! The document `thidua/score/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::{Digits, word};
use crate::exact::{Printed, fraction_text};
use crate::output::view::View;
use crate::score::{Board, CriterionResult, Outcome, Parts, PhaseShare, RowCounts, Standing};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    of: BoardDocument<'a>,
    #[serde(flatten)]
    rows: RowsDocument,
    subjects: Vec<SubjectDocument<'a>>,
}

/// What a board is of.
#[derive(Serialize)]
pub(super) struct BoardDocument<'a> {
    schema: &'static str,
    campaign: &'a str,
    by: &'static str,
    basis: &'static str,
    phase: Option<usize>,
    until: Option<String>,
    /// The commit of which these are the records; left out where they are those of the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    commit: Option<&'a str>,
    provisional: bool,
}

/// How many rows there are of each kind.
#[derive(Serialize)]
pub(super) struct RowsDocument {
    rows_counted: usize,
    rows_pending: usize,
    rows_rejected: usize,
    rows_left_out: usize,
}

/// A subject's line.
#[derive(Serialize)]
pub(super) struct SubjectDocument<'a> {
    id: &'a str,
    group: Option<&'a str>,
    rank: Option<usize>,
    status: &'static str,
    near_tie: bool,
    grade: Option<&'a str>,
    score: Option<Digits>,
    claimed: Option<Digits>,
    subtotal: Option<Digits>,
    assigned_weight: Option<Digits>,
    bonus: Option<Digits>,
    penalty: Option<Digits>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) criteria: Option<Vec<CriterionDocument<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phases: Option<Vec<PhaseDocument>>,
}

/// What a criterion gave.
#[derive(Serialize)]
pub(super) struct CriterionDocument<'a> {
    id: &'a str,
    #[serde(rename = "in")]
    parent: Option<&'a str>,
    weight: Option<Digits>,
    assigned: Option<bool>,
    rows: usize,
    points: Option<String>,
    quota: Option<String>,
    attainment: Option<String>,
    contribution: Option<Digits>,
}

#[derive(Serialize)]
struct PhaseDocument {
    phase: usize,
    status: &'static str,
    score: Option<Digits>,
    weight: Digits,
    contribution: Option<Digits>,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, board: &Board) -> io::Result<()> {
    let document = Document {
        of: board_document(view, board, "thidua/score/1"),
        rows: rows_document(board.rows),
        subjects: board.standings.iter().map(|standing| subject_document(view, board, standing)).collect(),
    };
    super::write(out, &document)
}

pub(super) fn board_document<'a>(view: &View<'a>, board: &Board, schema: &'static str) -> BoardDocument<'a> {
    BoardDocument {
        schema,
        campaign: view.campaign.id.as_str(),
        by: word::subject(board.request.by),
        basis: word::basis(board.request.basis),
        phase: board.request.phase.map(|phase| phase + 1),
        until: board.request.until.map(|day| day.to_string()),
        commit: view.commit.map(|commit| commit.id.as_str()),
        provisional: board.provisional,
    }
}

pub(super) fn rows_document(rows: RowCounts) -> RowsDocument {
    RowsDocument {
        rows_counted: rows.counted,
        rows_pending: rows.pending,
        rows_rejected: rows.rejected,
        rows_left_out: rows.left_out,
    }
}

pub(super) fn subject_document<'a>(
    view: &View<'a>,
    board: &Board,
    standing: &Standing,
) -> SubjectDocument<'a> {
    let (criteria, phases) = match &standing.parts {
        Parts::Criteria(results) => {
            (Some(results.iter().map(|result| criterion_document(view, result)).collect()), None)
        }
        Parts::Phases(shares) => (None, Some(shares.iter().map(phase_document).collect())),
    };
    SubjectDocument {
        id: view.subject(board.request.by, standing.subject).id,
        group: standing
            .group
            .and_then(|group| view.campaign.groups.get(group))
            .map(|group| group.id.as_str()),
        rank: standing.rank,
        status: word::status(standing.status),
        near_tie: standing.near_tie,
        grade: standing.grade().map(|grade| view.grade(grade).id),
        score: digits(standing.score.as_ref()),
        claimed: digits(standing.claimed.as_ref()),
        subtotal: digits(standing.subtotal.as_ref()),
        assigned_weight: standing.assigned_weight.as_ref().map(Digits::exact),
        bonus: digits(standing.bonus.as_ref()),
        penalty: digits(standing.penalty.as_ref()),
        criteria,
        phases,
    }
}

pub(super) fn criterion_document<'a>(view: &View<'a>, result: &CriterionResult) -> CriterionDocument<'a> {
    let criterion = view.campaign.criteria.get(result.criterion);
    let parent = criterion.and_then(|criterion| criterion.parent);
    let mut document = CriterionDocument {
        id: view.criterion(result.criterion).id,
        parent: parent.map(|parent| view.criterion(parent).id),
        weight: criterion.map(|criterion| Digits::exact(&criterion.weight)),
        assigned: None,
        rows: result.rows,
        points: None,
        quota: None,
        attainment: None,
        contribution: None,
    };
    match &result.outcome {
        Outcome::NotAssigned => document.assigned = Some(false),
        Outcome::Parent { contribution } => document.contribution = Some(contribution.into()),
        Outcome::Leaf { points, quota, attainment, contribution } => {
            document.assigned = Some(true);
            document.points = Some(fraction_text(points));
            document.quota = quota.as_ref().map(fraction_text);
            document.attainment = Some(fraction_text(attainment));
            document.contribution = Some(contribution.into());
        }
    }
    document
}

fn phase_document(share: &PhaseShare) -> PhaseDocument {
    PhaseDocument {
        phase: share.phase + 1,
        status: word::status(share.status),
        score: digits(share.score.as_ref()),
        weight: Digits::exact(&share.weight),
        contribution: digits(share.contribution.as_ref()),
    }
}

pub(super) fn digits(printed: Option<&Printed>) -> Option<Digits> {
    printed.map(Digits::from)
}
