//! Awards: who qualifies, who would be chosen, who is not and why.

use std::cmp::Ordering;

use super::floors::{BelowFloor, below};
use super::grades::NotAssessed;
use crate::campaign::{Award, Campaign};
use crate::exact::Fraction;
use crate::records::Records;
use crate::score::board::{phases_of, score};
use crate::score::{Board, Parts, Request, Standing, Status};

/// What awards come to, as a proposal.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The boards that awards are weighed by.
    pub boards: Vec<Board>,
    /// The awards in declared order.
    pub awards: Vec<AwardStory>,
}

/// What one award comes to.
#[derive(Clone, Debug)]
pub struct AwardStory {
    /// Place in `Campaign::awards`.
    pub award: usize,
    /// The board that it is weighed by: a place in [`Proposal::boards`].
    pub board: usize,
    /// Every subject of the board: those that qualify, best first, then the others in its order.
    pub candidates: Vec<Candidate>,
    /// Places that the council must give among [`Verdict::Tied`]; 0 where nobody is tied.
    pub places_to_decide: usize,
    /// Places that nobody qualifies for.
    pub places_left: usize,
}

/// A subject that an award might be given to.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Its line on the board: a place in its standings.
    pub standing: usize,
    /// What comes of it.
    pub verdict: Verdict,
}

/// What comes of a subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Chosen.
    Chosen,
    /// Equal to others across the last place: the council decides.
    Tied,
    /// It qualifies, but better ones have the places.
    NoPlace,
    /// It does not qualify: every reason.
    Unqualified(Vec<Obstacle>),
}

/// Why a subject does not qualify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// It is not ranked.
    Unranked(Status),
    /// It was disqualified in a phase of the campaign: place in `Campaign::phases`.
    DisqualifiedIn(usize),
    /// Its score is below the least.
    ScoreBelow(Fraction),
    /// It is not assessed, so it has no grade.
    NotAssessed(NotAssessed),
    /// Its grade is worse than the one needed, a place in `Campaign::grades`, or it has none.
    GradeBelow(usize),
    /// A criterion is below its floor.
    Floor(BelowFloor),
}

/// Weighs every subject against what each award asks for. Where `request` names a phase only the awards
/// of that phase, else all of them; those of a phase that has not begun are left out. The kind of
/// subject is that of each award.
pub fn propose(campaign: &Campaign, records: &Records, request: Request) -> Proposal {
    let mut proposal = Proposal { boards: Vec::new(), awards: Vec::new() };
    let begun = phases_of(campaign, &Request { phase: None, ..request });
    for (at, award) in campaign.awards.iter().enumerate() {
        let is_asked = match award.phase {
            None => request.phase.is_none(),
            Some(phase) => begun.contains(&phase) && request.phase.is_none_or(|asked| asked == phase),
        };
        if !is_asked {
            continue;
        }
        let request = Request { by: award.subject, phase: award.phase, ..request };
        let is_its = |board: &Board| board.request.by == request.by && board.request.phase == request.phase;
        let board = proposal.boards.iter().position(is_its).unwrap_or_else(|| {
            proposal.boards.push(score(campaign, records, request));
            proposal.boards.len() - 1
        });
        let story = weigh(campaign, at, award, board, &proposal.boards[board]);
        proposal.awards.push(story);
    }
    proposal
}

fn weigh(campaign: &Campaign, at: usize, award: &Award, number: usize, board: &Board) -> AwardStory {
    let (mut qualified, mut others) = (Vec::new(), Vec::new());
    for (index, standing) in board.standings.iter().enumerate() {
        let obstacles = obstacles(campaign, award, &board.request, standing);
        if obstacles.is_empty() {
            qualified.push(index);
        } else {
            others.push(Candidate { standing: index, verdict: Verdict::Unqualified(obstacles) });
        }
    }
    // The board's order stays among equals.
    qualified.sort_by(|&left, &right| board.standings[left].compare(&board.standings[right]));
    let places = usize::try_from(award.places).unwrap_or(usize::MAX);
    let last = places.min(qualified.len());
    let equal = |one: usize, other: usize| {
        board.standings[qualified[one]].compare(&board.standings[qualified[other]]) == Ordering::Equal
    };
    let (mut first_tied, mut end_tied) = (last, last);
    if last > 0 && last < qualified.len() && equal(last - 1, last) {
        while first_tied > 0 && equal(first_tied - 1, last) {
            first_tied -= 1;
        }
        while end_tied < qualified.len() && equal(end_tied, last) {
            end_tied += 1;
        }
    }
    let verdict = |nth: usize| match nth {
        nth if nth < first_tied => Verdict::Chosen,
        nth if nth < end_tied => Verdict::Tied,
        _ => Verdict::NoPlace,
    };
    let candidates =
        qualified.iter().enumerate().map(|(nth, &standing)| Candidate { standing, verdict: verdict(nth) });
    AwardStory {
        award: at,
        board: number,
        candidates: candidates.chain(others).collect(),
        places_to_decide: last - first_tied,
        places_left: places - last,
    }
}

/// Everything that keeps a subject from an award.
fn obstacles(campaign: &Campaign, award: &Award, request: &Request, standing: &Standing) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    if standing.status != Status::Ranked {
        obstacles.push(Obstacle::Unranked(standing.status));
    }
    if let Parts::Phases(shares) = &standing.parts {
        let disqualified = shares.iter().filter(|share| share.status == Status::Disqualified);
        obstacles.extend(disqualified.map(|share| Obstacle::DisqualifiedIn(share.phase)));
    }
    if standing.status == Status::Absent {
        return obstacles;
    }
    let score = standing.score.as_ref().map(|score| score.to_fraction());
    if let (Some(min), Some(score)) = (&award.min, score)
        && score < *min
    {
        obstacles.push(Obstacle::ScoreBelow(min.clone()));
    }
    if let (Some(needed), Some(story)) = (award.grade, &standing.grading) {
        match story.not_assessed {
            // That it is not ranked has been said.
            Some(NotAssessed::Unranked(_)) => {}
            Some(reason) => obstacles.push(Obstacle::NotAssessed(reason)),
            None if story.grade.is_none_or(|grade| grade > needed) => {
                obstacles.push(Obstacle::GradeBelow(needed));
            }
            None => {}
        }
    }
    let floor_of =
        |criterion: usize| award.floors.iter().find(|(at, _)| *at == criterion).map(|(_, floor)| floor);
    obstacles.extend(below(campaign, request, standing, floor_of).into_iter().map(Obstacle::Floor));
    obstacles
}
