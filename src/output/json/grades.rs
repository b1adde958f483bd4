//! The document `thidua/grades/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::score::{BoardDocument, board_document, digits};
use super::{Digits, word};
use crate::campaign::SubjectKind;
use crate::exact::fraction_text;
use crate::output::view::View;
use crate::score::recognition::{BelowFloor, GradeStory, NotAssessed, Settlement, Step};
use crate::score::{Board, Standing};

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    of: BoardDocument<'a>,
    grades: Vec<GradeDocument<'a>>,
    quotas: Vec<QuotaDocument<'a>>,
    subjects: Vec<SubjectDocument<'a>>,
}

#[derive(Serialize)]
struct GradeDocument<'a> {
    id: &'a str,
    min: Digits,
    floor: Option<String>,
    count: usize,
}

#[derive(Serialize)]
struct QuotaDocument<'a> {
    grade: &'a str,
    of: Option<&'a str>,
    pool: usize,
    share: String,
    product: String,
    round: &'static str,
    places: usize,
    stayed: Vec<&'a str>,
    fell: Vec<&'a str>,
    fell_by_tie: usize,
}

#[derive(Serialize)]
struct SubjectDocument<'a> {
    id: &'a str,
    group: Option<&'a str>,
    rank: Option<usize>,
    status: &'static str,
    score: Option<Digits>,
    #[serde(flatten)]
    grading: GradingDocument<'a>,
}

/// How a grade came about.
#[derive(Serialize)]
pub(super) struct GradingDocument<'a> {
    grade: Option<&'a str>,
    by_score: Option<&'a str>,
    not_assessed: Option<NotAssessedDocument>,
    steps: Vec<StepDocument<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
enum NotAssessedDocument {
    Status { status: &'static str },
    Service { days: i64, needed: i64 },
}

#[derive(Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
enum StepDocument<'a> {
    Floor { grade: &'a str, criteria: Vec<BelowDocument<'a>> },
    Leader { team: &'a str, team_grade: Option<&'a str>, from: Option<&'a str>, to: Option<&'a str> },
    Quota { grade: &'a str, from: Option<&'a str>, to: Option<&'a str> },
}

/// A criterion below a floor.
#[derive(Serialize)]
pub(super) struct BelowDocument<'a> {
    phase: usize,
    criterion: &'a str,
    attainment: String,
    floor: String,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, board: &Board) -> io::Result<()> {
    let by = board.request.by;
    let count =
        |grade: usize| board.standings.iter().filter(|standing| standing.grade() == Some(grade)).count();
    let grades = view.campaign.grades.iter().enumerate().filter(|(_, grade)| grade.subject == by);
    let document = Document {
        of: board_document(view, board, "thidua/grades/1"),
        grades: grades
            .map(|(at, grade)| GradeDocument {
                id: view.grade(at).id,
                min: Digits::exact(&grade.min),
                floor: grade.floor.as_ref().map(fraction_text),
                count: count(at),
            })
            .collect(),
        quotas: board.quotas.iter().map(|settlement| quota(view, by, settlement)).collect(),
        subjects: board.standings.iter().map(|standing| subject(view, by, standing)).collect(),
    };
    super::write(out, &document)
}

fn quota<'a>(view: &View<'a>, by: SubjectKind, settlement: &Settlement) -> QuotaDocument<'a> {
    let ids = |subjects: &[usize]| subjects.iter().map(|&subject| view.subject(by, subject).id).collect();
    QuotaDocument {
        grade: view.grade(settlement.grade).id,
        of: settlement.of.map(|of| view.grade(of).id),
        pool: settlement.pool,
        share: fraction_text(&settlement.share),
        product: fraction_text(&settlement.product),
        round: word::rounding(settlement.round),
        places: settlement.places,
        stayed: ids(&settlement.stayed),
        fell: ids(&settlement.fell),
        fell_by_tie: settlement.fell_by_tie,
    }
}

fn subject<'a>(view: &View<'a>, by: SubjectKind, standing: &Standing) -> SubjectDocument<'a> {
    let group = standing.group.and_then(|group| view.campaign.groups.get(group));
    SubjectDocument {
        id: view.subject(by, standing.subject).id,
        group: group.map(|group| group.id.as_str()),
        rank: standing.rank,
        status: word::status(standing.status),
        score: digits(standing.score.as_ref()),
        grading: grading(view, standing.grading.as_ref().unwrap_or(&GradeStory::default())),
    }
}

pub(super) fn grading<'a>(view: &View<'a>, story: &GradeStory) -> GradingDocument<'a> {
    let id = |grade: Option<usize>| grade.map(|grade| view.grade(grade).id);
    GradingDocument {
        grade: id(story.grade),
        by_score: id(story.by_score),
        not_assessed: story.not_assessed.map(not_assessed),
        steps: story.steps.iter().map(|own| step(view, own)).collect(),
    }
}

fn not_assessed(reason: NotAssessed) -> NotAssessedDocument {
    match reason {
        NotAssessed::Unranked(status) => NotAssessedDocument::Status { status: word::status(status) },
        NotAssessed::ShortService { days, needed } => NotAssessedDocument::Service { days, needed },
    }
}

fn step<'a>(view: &View<'a>, step: &Step) -> StepDocument<'a> {
    let id = |grade: Option<usize>| grade.map(|grade| view.grade(grade).id);
    match step {
        Step::Floor { grade, below: criteria } => StepDocument::Floor {
            grade: view.grade(*grade).id,
            criteria: criteria.iter().map(|own| below(view, own)).collect(),
        },
        Step::Leader { team, team_grade, from, to } => StepDocument::Leader {
            team: view.subject(SubjectKind::Team, *team).id,
            team_grade: id(*team_grade),
            from: id(*from),
            to: id(*to),
        },
        Step::Quota { grade, from, to } => {
            StepDocument::Quota { grade: view.grade(*grade).id, from: id(*from), to: id(*to) }
        }
    }
}

pub(super) fn below<'a>(view: &View<'a>, below: &BelowFloor) -> BelowDocument<'a> {
    BelowDocument {
        phase: below.phase + 1,
        criterion: view.criterion(below.criterion).id,
        attainment: fraction_text(&below.attainment),
        floor: fraction_text(&below.floor),
    }
}
