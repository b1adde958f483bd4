//! Awards: who qualifies, who would be chosen, who is not and why.

use super::board::{add_reservations, number, subject_label};
use super::flat::Flat;
use super::grades::{criterion, has_grades, not_assessed, share};
use super::json::word;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Recognising};
use crate::campaign::Award;
use crate::score::recognition::{AwardStory, Candidate, Obstacle, Proposal, Verdict};
use crate::score::{Board, Request, Standing};

/// Awards for people.
pub fn page(view: &View<'_>, request: Request, proposal: &Proposal) -> Page {
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(request.phase));
    page.add_line(view.label(Label::ProposedAwards));
    page.add_line(view.label(Label::PeopleDecide));
    if proposal.awards.is_empty() {
        page.add_line(view.label(Label::NoAwards));
    }
    for story in &proposal.awards {
        let (Some(award), Some(board)) =
            (view.campaign.awards.get(story.award), proposal.boards.get(story.board))
        else {
            continue;
        };
        page.add_section(view.award(story.award).to_string());
        add_award(view, award, story, board, &mut page);
    }
    page
}

fn add_award(view: &View<'_>, award: &Award, story: &AwardStory, board: &Board, page: &mut Page) {
    let by = board.request.by;
    page.add_line(view.scope(board.request.phase));
    add_reservations(view, board, page);
    page.add_line(view.recognise(Recognising::Places {
        places: &view.notation().count(award.places as usize),
        conditions: &conditions(view, award).join(", "),
    }));
    if story.places_to_decide > 0 {
        let tied = story.candidates.iter().filter(|candidate| candidate.verdict == Verdict::Tied);
        let tied = tied.filter_map(|candidate| board.standings.get(candidate.standing));
        let among: Vec<&str> = tied.map(|standing| view.subject(by, standing.subject).id).collect();
        page.add_line(view.recognise(Recognising::CouncilDecides {
            places: &view.notation().count(story.places_to_decide),
            among: &among.join(", "),
        }));
    }
    if story.places_left > 0 {
        let places = view.notation().count(story.places_left);
        page.add_line(view.recognise(Recognising::PlacesLeft { places: &places }));
    }
    page.add_table(candidates(view, story, board));
}

/// What an award asks for.
fn conditions(view: &View<'_>, award: &Award) -> Vec<String> {
    let mut conditions = Vec::new();
    if let Some(min) = &award.min {
        conditions.push(view.recognise(Recognising::MinScore { min: &view.exact(min) }));
    }
    if let Some(grade) = award.grade {
        conditions.push(view.recognise(Recognising::MinGrade { grade: view.grade(grade).id }));
    }
    for (criterion, floor) in &award.floors {
        conditions.push(view.recognise(Recognising::MinAttainment {
            criterion: view.criterion(*criterion).id,
            floor: &share(view, floor),
        }));
    }
    if conditions.is_empty() {
        conditions.push(view.recognise(Recognising::RankedOnly));
    }
    conditions
}

fn candidates(view: &View<'_>, story: &AwardStory, board: &Board) -> Table {
    let by = board.request.by;
    let graded = has_grades(view, by);
    let mut columns = vec![
        Column::text(view.label(subject_label(by))).at_most(24),
        Column::number(view.label(Label::Score)),
    ];
    if graded {
        columns.push(Column::text(view.label(Label::Grade)));
    }
    columns.push(Column::text(view.label(Label::Proposal)).at_most(48));
    let mut table = Table::new(columns);
    for (candidate, standing) in lines(story, board) {
        let mut cells =
            vec![view.subject(by, standing.subject).to_string(), number(view, standing.score.as_ref())];
        if graded {
            cells.push(standing.grade().map_or_else(String::new, |grade| view.grade(grade).id.to_owned()));
        }
        cells.push(match &candidate.verdict {
            Verdict::Unqualified(obstacles) => told(view, board, standing, obstacles),
            verdict => view.label(verdict.into()).to_owned(),
        });
        table.add_row(cells);
    }
    table
}

fn lines<'a>(story: &'a AwardStory, board: &'a Board) -> impl Iterator<Item = (&'a Candidate, &'a Standing)> {
    story
        .candidates
        .iter()
        .filter_map(|candidate| Some((candidate, board.standings.get(candidate.standing)?)))
}

/// Everything that keeps a subject from an award, in one line.
fn told(view: &View<'_>, board: &Board, standing: &Standing, obstacles: &[Obstacle]) -> String {
    let told = obstacles.iter().map(|obstacle| match obstacle {
        Obstacle::Unranked(status) => view.label((*status).into()).to_owned(),
        Obstacle::DisqualifiedIn(phase) => view.recognise(Recognising::DisqualifiedIn { phase: phase + 1 }),
        Obstacle::ScoreBelow(min) => view.recognise(Recognising::ScoreBelow {
            score: &number(view, standing.score.as_ref()),
            min: &view.exact(min),
        }),
        Obstacle::NotAssessed(reason) => not_assessed(view, *reason),
        Obstacle::GradeBelow(needed) => view.recognise(Recognising::GradeBelow {
            grade: standing.grade().map(|grade| view.grade(grade).id),
            needed: view.grade(*needed).id,
        }),
        Obstacle::Floor(below) => view.recognise(Recognising::AttainmentBelow {
            criterion: &criterion(view, board, below),
            floor: &share(view, &below.floor),
        }),
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Awards as one table with a line for each award and subject.
pub fn flat(view: &View<'_>, proposal: &Proposal, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let mut table = Table::new([
        flat.text("award", Label::Award),
        flat.text("award_title", Label::AwardTitle),
        flat.number("phase", Label::Phase),
        flat.text("id", Label::Subject),
        flat.text("title", Label::Title),
        flat.number("score", Label::Score),
        flat.text("grade", Label::Grade),
        flat.text("verdict", Label::Proposal),
        flat.text("reasons", Label::Remark),
    ]);
    for story in &proposal.awards {
        let Some(board) = proposal.boards.get(story.board) else { continue };
        let award = view.award(story.award);
        for (candidate, standing) in lines(story, board) {
            let subject = view.subject(board.request.by, standing.subject);
            let obstacles = match &candidate.verdict {
                Verdict::Unqualified(obstacles) => obstacles.as_slice(),
                _ => &[],
            };
            let words: Vec<&str> = obstacles.iter().map(word::obstacle).collect();
            let verdict = &candidate.verdict;
            table.add_row([
                award.id.to_owned(),
                award.title.unwrap_or_default().to_owned(),
                board.request.phase.map_or_else(String::new, |phase| (phase + 1).to_string()),
                subject.id.to_owned(),
                subject.title.unwrap_or_default().to_owned(),
                standing.score.as_ref().map_or_else(String::new, |score| flat.notation().decimal(score)),
                standing.grade().map_or_else(String::new, |grade| view.grade(grade).id.to_owned()),
                flat.either(word::verdict(verdict), view.label(verdict.into())).to_owned(),
                flat.either(&words.join(" "), &told(view, board, standing, obstacles)).to_owned(),
            ]);
        }
    }
    table
}
