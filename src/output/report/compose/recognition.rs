//! Grades, and who is proposed for an award.

use super::{name, names, say};
use crate::campaign::SubjectKind;
use crate::output::board::subject_label;
use crate::output::grades::{has_grades, outcome_line, quota_line, reasons};
use crate::output::report::content::{Block, Cell, Column, ColumnKind, Row, Table, TableRole};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Recognising, Reporting};
use crate::score::recognition::{AwardStory, Candidate, Verdict};
use crate::score::review::Review;
use crate::score::{Board, Standing};

/// How many are in each grade, the arithmetic of every quota, and what else than the score decided.
pub(super) fn grades(view: &View<'_>, review: &Review) -> Vec<Block> {
    let boards = [Some(&review.board), review.members.as_ref()];
    let graded = boards.into_iter().flatten().filter(|board| has_grades(view, board.request.by));
    graded.flat_map(|board| of_board(view, board)).collect()
}

fn of_board(view: &View<'_>, board: &Board) -> Vec<Block> {
    let by = board.request.by;
    let notation = view.notation();
    let assessed = || board.standings.iter().filter_map(|standing| standing.grading.as_ref());
    let count = |grade: Option<usize>| {
        assessed().filter(|story| story.not_assessed.is_none() && story.grade == grade).count()
    };
    let mut rows = Vec::new();
    for (at, grade) in view.campaign.grades.iter().enumerate().filter(|(_, grade)| grade.subject == by) {
        rows.push(Row::new([
            Cell::text(name(view.grade(at))),
            Cell::readable(&grade.min, notation),
            Cell::count(count(Some(at)), notation),
        ]));
    }
    let not_assessed = assessed().filter(|story| story.not_assessed.is_some()).count();
    for (label, count) in [(Label::WithoutGrade, count(None)), (Label::NotAssessed, not_assessed)] {
        if count > 0 {
            let cells = [Cell::text(view.label(label)), Cell::Empty, Cell::count(count, notation)];
            rows.push(Row::new(cells));
        }
    }
    let caption = view.label(match by {
        SubjectKind::Team => Label::GradesOfTeams,
        SubjectKind::Member => Label::GradesOfMembers,
    });
    let table = Table {
        caption: caption.to_owned(),
        role: TableRole::Figures,
        columns: vec![
            Column::new(view.label(Label::Grade), ColumnKind::Text),
            Column::new(view.label(Label::MinScore), ColumnKind::Number),
            Column::new(view.label(Label::Count), ColumnKind::Number),
        ],
        rows,
    };
    let mut notes: Vec<String> = Vec::new();
    for settlement in &board.quotas {
        notes.push(quota_line(view, by, settlement));
        notes.push(outcome_line(view, by, settlement));
    }
    for standing in &board.standings {
        if let Some(story) = standing.grading.as_ref().filter(|story| !story.is_by_score_alone()) {
            let subject = view.subject(by, standing.subject);
            notes.push(format!("{subject}: {}", reasons(view, board, standing, story).join("; ")));
        }
    }
    let mut blocks = vec![Block::Table(table)];
    if !notes.is_empty() {
        blocks.push(Block::notes(notes));
    }
    blocks
}

/// Who is proposed for each award; nobody is chosen by this.
pub(super) fn proposed(view: &View<'_>, review: &Review) -> Vec<Block> {
    let proposal = &review.proposal;
    if proposal.awards.is_empty() {
        return vec![super::blank(view, Heading::PromptProposed)];
    }
    let told = proposal.awards.iter().filter_map(|story| {
        let board = proposal.boards.get(story.board)?;
        Some(award(view, story, board))
    });
    vec![Block::list(told), Block::notes([view.label(Label::PeopleDecide)])]
}

fn award(view: &View<'_>, story: &AwardStory, board: &Board) -> String {
    let by = board.request.by;
    let places = view.campaign.awards.get(story.award).map_or(0, |award| award.places as usize);
    let count = |number: usize| view.notation().count(number);
    let who = |verdict: &Verdict| {
        let of = story.candidates.iter().filter(|candidate| candidate.verdict == *verdict);
        names(view, by, of.filter_map(|of| board.standings.get(of.standing)).map(|line| line.subject))
    };
    let (chosen, tied) = (who(&Verdict::Chosen), who(&Verdict::Tied));
    let mut said = say(
        view,
        Reporting::AwardProposed {
            award: name(view.award(story.award)),
            places: &count(places),
            chosen: (!chosen.is_empty()).then_some(chosen.as_str()),
        },
    );
    let mut add = |sentence: String| {
        said.push_str("; ");
        said.push_str(&sentence);
    };
    if story.places_to_decide > 0 {
        let places = count(story.places_to_decide);
        add(view.recognise(Recognising::CouncilDecides { places: &places, among: &tied }));
    }
    if story.places_left > 0 {
        add(view.recognise(Recognising::PlacesLeft { places: &count(story.places_left) }));
    }
    said
}

/// Everybody who is proposed, or equal across the last place: a table for each award.
pub(super) fn candidates(view: &View<'_>, review: &Review) -> Vec<Block> {
    let proposal = &review.proposal;
    let tables = proposal.awards.iter().filter_map(|story| {
        let board = proposal.boards.get(story.board)?;
        let table = candidates_of(view, story, board);
        (!table.rows.is_empty()).then_some(Block::Table(table))
    });
    tables.collect()
}

fn candidates_of(view: &View<'_>, story: &AwardStory, board: &Board) -> Table {
    let by = board.request.by;
    let notation = view.notation();
    let graded = has_grades(view, by);
    let mut columns = vec![
        Column::new(say(view, Heading::SerialNumber), ColumnKind::Number),
        Column::new(view.label(Label::Code), ColumnKind::Word),
        Column::new(view.label(subject_label(by)), ColumnKind::Text),
        Column::new(view.label(Label::Rank), ColumnKind::Number),
        Column::new(view.label(Label::Score), ColumnKind::Number),
    ];
    if graded {
        columns.push(Column::new(view.label(Label::Grade), ColumnKind::Text));
    }
    columns.push(Column::new(view.label(Label::Proposal), ColumnKind::Text));
    let is_named = |candidate: &&Candidate| matches!(candidate.verdict, Verdict::Chosen | Verdict::Tied);
    let named = story.candidates.iter().filter(is_named);
    let lines: Vec<(&Candidate, &Standing)> =
        named.filter_map(|candidate| Some((candidate, board.standings.get(candidate.standing)?))).collect();
    let row = |(nth, (candidate, standing)): (usize, &(&Candidate, &Standing))| {
        let subject = view.subject(by, standing.subject);
        let mut cells = vec![
            Cell::count(nth + 1, notation),
            Cell::text(subject.id),
            Cell::text(subject.title.unwrap_or_default()),
            super::board::rank(view, standing),
            Cell::printed_if_any(standing.score.as_ref(), notation),
        ];
        if graded {
            let grade = standing.grade().map(|grade| name(view.grade(grade)));
            cells.push(grade.map_or(Cell::Empty, Cell::text));
        }
        cells.push(Cell::text(view.label((&candidate.verdict).into())));
        Row::new(cells)
    };
    Table {
        caption: name(view.award(story.award)).to_owned(),
        role: TableRole::Figures,
        columns,
        rows: lines.iter().enumerate().map(row).collect(),
    }
}
