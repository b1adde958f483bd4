//! The document `thidua/explain/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::grades::{GradingDocument, grading};
use super::score::{
    BoardDocument, CriterionDocument, SubjectDocument, board_document, criterion_document, digits,
    subject_document,
};
use super::{Digits, word};
use crate::campaign::SubjectKind;
use crate::exact::fraction_text;
use crate::output::explanation::{Depth, above};
use crate::output::view::View;
use crate::records::Item;
use crate::score::explain::{
    ActivityStory, AdjustmentStory, CapOn, CriterionStory, Cut, Explanation, QuotaShare, RowStory,
};
use crate::score::{Board, Standing};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    of: BoardDocument<'a>,
    subject: SubjectDocument<'a>,
    /// Only where there are grades for its kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    grading: Option<GradingDocument<'a>>,
    above: Option<AboveDocument<'a>>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    phase_only: Option<PhaseDocument<'a>>,
}

/// What only the explanation of a phase has.
#[derive(Serialize)]
struct PhaseDocument<'a> {
    phase_days: i64,
    days: i64,
    headcount: String,
    criteria: Vec<CriterionStoryDocument<'a>>,
    adjustments: Vec<AdjustmentDocument<'a>>,
}

/// The next better rank.
#[derive(Serialize)]
struct AboveDocument<'a> {
    id: &'a str,
    rank: Option<usize>,
    score: Option<Digits>,
    gap: Option<Digits>,
}

#[derive(Serialize)]
struct CriterionStoryDocument<'a> {
    #[serde(flatten)]
    result: CriterionDocument<'a>,
    gap: Option<Digits>,
    base: String,
    benchmark: Option<String>,
    quota_shares: Vec<QuotaDocument<'a>>,
    activities: Vec<ActivityDocument<'a>>,
    cuts: Vec<CutDocument<'a>>,
    row_list: Vec<RowDocument<'a>>,
}

#[derive(Serialize)]
struct QuotaDocument<'a> {
    team: &'a str,
    target: Digits,
    is_weight: bool,
    team_days: i64,
    per_days: i64,
    headcount: Option<String>,
    served_days: Option<i64>,
    divided_by: Option<String>,
    quota: String,
}

#[derive(Serialize)]
struct ActivityDocument<'a> {
    id: &'a str,
    rows: usize,
    quantity: Digits,
    points_before_caps: String,
    points: String,
}

#[derive(Serialize)]
struct CutDocument<'a> {
    on: &'a str,
    member_cap: bool,
    period: &'static str,
    from: String,
    sum: String,
    most: String,
}

#[derive(Serialize)]
struct RowDocument<'a> {
    path: &'a str,
    line: usize,
    date: String,
    activity: &'a str,
    quantity: Digits,
    accepted: Option<Digits>,
    appraisal: &'static str,
    members: usize,
    points_before_caps: String,
    points: String,
}

#[derive(Serialize)]
struct AdjustmentDocument<'a> {
    id: &'a str,
    kind: Option<&'static str>,
    points: String,
    cuts: Vec<CutDocument<'a>>,
    row_list: Vec<RowDocument<'a>>,
}

/// Writes the document of a phase: every row of the criteria that are asked about.
pub fn write(
    out: &mut dyn Write,
    view: &View<'_>,
    explanation: &Explanation,
    depth: Depth,
) -> io::Result<()> {
    let board = &explanation.board;
    let Some(standing) = board.standings.get(explanation.standing) else { return Ok(()) };
    let next = explanation.above.and_then(|above| board.standings.get(above));
    let stories = explanation.criteria.iter().filter(|story| depth.covers(view, story.result.criterion));
    let adjustments = explanation.adjustments.iter().filter(|_| depth.criterion.is_none());
    let phase = PhaseDocument {
        phase_days: explanation.phase_days,
        days: explanation.days,
        headcount: fraction_text(&explanation.headcount),
        criteria: stories.map(|story| criterion_story(view, story)).collect(),
        adjustments: adjustments.map(|story| adjustment(view, story)).collect(),
    };
    super::write(out, &document(view, board, standing, next, Some(phase)))
}

/// Writes the document of the whole campaign.
pub fn write_campaign(
    out: &mut dyn Write,
    view: &View<'_>,
    board: &Board,
    standing: &Standing,
) -> io::Result<()> {
    super::write(out, &document(view, board, standing, above(board, standing), None))
}

fn document<'a>(
    view: &View<'a>,
    board: &Board,
    standing: &Standing,
    above: Option<&Standing>,
    phase_only: Option<PhaseDocument<'a>>,
) -> Document<'a> {
    let mut subject = subject_document(view, board, standing);
    if phase_only.is_some() {
        // They stand beside the subject, with their stories.
        subject.criteria = None;
    }
    let above = above.map(|above| AboveDocument {
        id: view.subject(board.request.by, above.subject).id,
        rank: above.rank,
        score: digits(above.score.as_ref()),
        gap: above.score.as_ref().zip(standing.score.as_ref()).map(|(above, own)| (&(above - own)).into()),
    });
    let grading = standing.grading.as_ref().map(|story| grading(view, story));
    Document { of: board_document(view, board, "thidua/explain/1"), subject, grading, above, phase_only }
}

fn criterion_story<'a>(view: &View<'a>, story: &CriterionStory) -> CriterionStoryDocument<'a> {
    let shares = story.quota.iter().flat_map(|quota| &quota.shares);
    CriterionStoryDocument {
        result: criterion_document(view, &story.result),
        gap: digits(story.gap.as_ref()),
        base: fraction_text(&story.base),
        benchmark: story.benchmark.as_ref().map(fraction_text),
        quota_shares: shares.map(|share| quota_share(view, share)).collect(),
        activities: story.activities.iter().map(|story| activity(view, story)).collect(),
        cuts: story.cuts.iter().map(|story| cut(view, story)).collect(),
        row_list: story.rows.iter().map(|story| row(view, story)).collect(),
    }
}

fn quota_share<'a>(view: &View<'a>, share: &QuotaShare) -> QuotaDocument<'a> {
    QuotaDocument {
        team: view.subject(SubjectKind::Team, share.team).id,
        target: Digits::exact(&share.target),
        is_weight: share.is_weight,
        team_days: share.team_days,
        per_days: share.per_days,
        headcount: share.headcount.as_ref().map(fraction_text),
        served_days: share.served.as_ref().map(|(days, _)| *days),
        divided_by: share.served.as_ref().map(|(_, headcount)| fraction_text(headcount)),
        quota: fraction_text(&share.quota),
    }
}

fn activity<'a>(view: &View<'a>, story: &ActivityStory) -> ActivityDocument<'a> {
    ActivityDocument {
        id: view.activity(story.activity).id,
        rows: story.rows,
        quantity: Digits::exact(&story.quantity),
        points_before_caps: fraction_text(&story.before_caps),
        points: fraction_text(&story.points),
    }
}

fn adjustment<'a>(view: &View<'a>, story: &AdjustmentStory) -> AdjustmentDocument<'a> {
    AdjustmentDocument {
        id: view.adjustment(story.adjustment).id,
        kind: view
            .campaign
            .adjustments
            .get(story.adjustment)
            .map(|adjustment| word::adjustment(adjustment.kind)),
        points: fraction_text(&story.points),
        cuts: story.cuts.iter().map(|story| cut(view, story)).collect(),
        row_list: story.rows.iter().map(|story| row(view, story)).collect(),
    }
}

fn cut<'a>(view: &View<'a>, cut: &Cut) -> CutDocument<'a> {
    let item = |item: Item| view.item(item).id;
    let (on, member_cap) = match cut.on {
        CapOn::Item(on) => (item(on), false),
        CapOn::Member(on) => (item(on), true),
        CapOn::Criterion(criterion) => (view.criterion(criterion).id, false),
    };
    CutDocument {
        on,
        member_cap,
        period: cut.period.key(),
        from: cut.bucket.to_string(),
        sum: fraction_text(&cut.sum),
        most: fraction_text(&cut.most),
    }
}

fn row<'a>(view: &View<'a>, row: &RowStory) -> RowDocument<'a> {
    let source = view.sources.get(row.place.file);
    RowDocument {
        path: &source.path,
        line: source.line(row.place.start as usize),
        date: row.date.to_string(),
        activity: view.item(row.item).id,
        quantity: row.quantity.into(),
        accepted: row.accepted.map(Digits::from),
        appraisal: word::appraisal(row.appraisal),
        members: row.members,
        points_before_caps: fraction_text(&row.before_caps),
        points: fraction_text(&row.points),
    }
}
