//! The document `thidua/awards/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::grades::{BelowDocument, below};
use super::score::digits;
use super::{Digits, word};
use crate::exact::fraction_text;
use crate::output::view::View;
use crate::score::recognition::{AwardStory, NotAssessed, Obstacle, Proposal, Verdict};
use crate::score::{Board, Request};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    phase: Option<usize>,
    basis: &'static str,
    until: Option<String>,
    awards: Vec<AwardDocument<'a>>,
}

#[derive(Serialize)]
struct AwardDocument<'a> {
    id: &'a str,
    #[serde(rename = "for")]
    subject: &'static str,
    phase: Option<usize>,
    provisional: bool,
    places: u32,
    min: Option<Digits>,
    grade: Option<&'a str>,
    floors: Vec<FloorDocument<'a>>,
    places_to_decide: usize,
    places_left: usize,
    candidates: Vec<CandidateDocument<'a>>,
}

#[derive(Serialize)]
struct FloorDocument<'a> {
    criterion: &'a str,
    floor: String,
}

#[derive(Serialize)]
struct CandidateDocument<'a> {
    id: &'a str,
    rank: Option<usize>,
    score: Option<Digits>,
    grade: Option<&'a str>,
    verdict: &'static str,
    obstacles: Vec<ObstacleDocument<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "because", rename_all = "kebab-case")]
enum ObstacleDocument<'a> {
    Status {
        status: &'static str,
    },
    DisqualifiedIn {
        phase: usize,
    },
    Score {
        min: Digits,
    },
    Service {
        days: i64,
        needed: i64,
    },
    Grade {
        needed: &'a str,
    },
    Floor {
        #[serde(flatten)]
        below: BelowDocument<'a>,
    },
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, request: Request, proposal: &Proposal) -> io::Result<()> {
    let stories = proposal.awards.iter();
    let document = Document {
        schema: "thidua/awards/1",
        campaign: view.campaign.id.as_str(),
        phase: request.phase.map(|phase| phase + 1),
        basis: word::basis(request.basis),
        until: request.until.map(|day| day.to_string()),
        awards: stories.filter_map(|story| award(view, story, proposal.boards.get(story.board)?)).collect(),
    };
    super::write(out, &document)
}

fn award<'a>(view: &View<'a>, story: &AwardStory, board: &Board) -> Option<AwardDocument<'a>> {
    let award = view.campaign.awards.get(story.award)?;
    let floors = award.floors.iter();
    Some(AwardDocument {
        id: view.award(story.award).id,
        subject: word::subject(award.subject),
        phase: award.phase.map(|phase| phase + 1),
        provisional: board.provisional,
        places: award.places,
        min: award.min.as_ref().map(Digits::exact),
        grade: award.grade.map(|grade| view.grade(grade).id),
        floors: floors
            .map(|(criterion, floor)| FloorDocument {
                criterion: view.criterion(*criterion).id,
                floor: fraction_text(floor),
            })
            .collect(),
        places_to_decide: story.places_to_decide,
        places_left: story.places_left,
        candidates: candidates(view, story, board),
    })
}

fn candidates<'a>(view: &View<'a>, story: &AwardStory, board: &Board) -> Vec<CandidateDocument<'a>> {
    let candidates = story.candidates.iter();
    candidates
        .filter_map(|candidate| {
            let standing = board.standings.get(candidate.standing)?;
            let obstacles = match &candidate.verdict {
                Verdict::Unqualified(obstacles) => obstacles.as_slice(),
                Verdict::Chosen | Verdict::Tied | Verdict::NoPlace => &[],
            };
            Some(CandidateDocument {
                id: view.subject(board.request.by, standing.subject).id,
                rank: standing.rank,
                score: digits(standing.score.as_ref()),
                grade: standing.grade().map(|grade| view.grade(grade).id),
                verdict: word::verdict(&candidate.verdict),
                obstacles: obstacles.iter().map(|own| obstacle(view, own)).collect(),
            })
        })
        .collect()
}

fn obstacle<'a>(view: &View<'a>, obstacle: &Obstacle) -> ObstacleDocument<'a> {
    match obstacle {
        Obstacle::Unranked(status) | Obstacle::NotAssessed(NotAssessed::Unranked(status)) => {
            ObstacleDocument::Status { status: word::status(*status) }
        }
        Obstacle::NotAssessed(NotAssessed::ShortService { days, needed }) => {
            ObstacleDocument::Service { days: *days, needed: *needed }
        }
        Obstacle::DisqualifiedIn(phase) => ObstacleDocument::DisqualifiedIn { phase: phase + 1 },
        Obstacle::ScoreBelow(min) => ObstacleDocument::Score { min: Digits::exact(min) },
        Obstacle::GradeBelow(needed) => ObstacleDocument::Grade { needed: view.grade(*needed).id },
        Obstacle::Floor(own) => ObstacleDocument::Floor { below: below(view, own) },
    }
}
