//! The scoreboard, and the scores by criterion that it is made of.

use std::collections::BTreeSet;

use num_traits::Zero;

use super::{name, say};
use crate::campaign::{Adjustment, AdjustmentKind, CriterionKind, SubjectKind};
use crate::exact::{Fraction, Printed};
use crate::output::board::{
    group_title, is_at_ceiling, subject_label, subtotal_formula, ties_broken, unranked_mark,
};
use crate::output::grades::has_grades;
use crate::output::plain::plain;
use crate::output::report::charts::{LETTERS_OF_A_LABEL, called};
use crate::output::report::content::{
    Bar, Block, Cell, Chart, ChartData, Column, ColumnKind, Part, Row, RowKind, Table, TableRole,
};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Mark, Reporting};
use crate::score::{Basis, Board, CriterionResult, PhaseShare, Standing, Status};

/// Subjects that stand beside each other across an A4 page.
const MOST_ACROSS: usize = 8;

/// Bars that still fit on a page.
const MOST_BARS: usize = 60;

/// The scoreboard with who leads, and its chart.
pub(super) fn blocks(view: &View<'_>, board: &Board) -> Vec<Block> {
    let mut blocks: Vec<Block> = groups(board).filter_map(|group| leader(view, board, group)).collect();
    blocks.extend(tables(view, board));
    blocks.extend(groups(board).filter_map(|group| chart(view, board, group)).map(Block::Chart));
    blocks
}

/// The scoreboard, a table for each group, and what its signs mean.
pub(super) fn tables(view: &View<'_>, board: &Board) -> Vec<Block> {
    let tables: Vec<Table> = groups(board).map(|group| scoreboard(view, board, group)).collect();
    let mut notes = Vec::new();
    notes.extend(ties_broken(view, &board.standings));
    notes.extend(board.standings.iter().filter_map(|standing| {
        let formula = subtotal_formula(view, standing)?;
        Some(format!("{}: {formula}", view.subject(board.request.by, standing.subject).id))
    }));
    with_notes(view, tables, notes)
}

/// Tables, then the lines that explain them and the signs in them.
pub(super) fn with_notes(view: &View<'_>, tables: Vec<Table>, mut notes: Vec<String>) -> Vec<Block> {
    let marks: BTreeSet<Mark> =
        tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells).flat_map(marks_of).collect();
    notes.extend(marks.into_iter().map(|mark| format!("{} {}", mark.symbol(), mark.text(view.language))));
    let mut blocks: Vec<Block> = tables.into_iter().map(Block::Table).collect();
    if !notes.is_empty() {
        blocks.push(Block::notes(notes));
    }
    blocks
}

fn marks_of(cell: &Cell) -> Vec<Mark> {
    cell.marks().to_vec()
}

fn groups(board: &Board) -> impl Iterator<Item = &[Standing]> {
    board.standings.chunk_by(|left, right| left.group == right.group)
}

/// What a table is of, with its group where there are groups.
pub(super) fn caption(view: &View<'_>, title: String, group: &[Standing]) -> String {
    caption_of(view, title, group.first().map(|first| first.group))
}

/// The same by the place of the group, of which there is none where nobody is in it.
pub(super) fn caption_of(view: &View<'_>, title: String, group: Option<Option<usize>>) -> String {
    match group {
        Some(group) if !view.campaign.groups.is_empty() => {
            format!("{title} – {}", group_title(view, group))
        }
        _ => title,
    }
}

/// Who leads, and by how much.
fn leader(view: &View<'_>, board: &Board, group: &[Standing]) -> Option<Block> {
    let by = board.request.by;
    let ranked: Vec<&Standing> = group.iter().filter(|standing| standing.rank.is_some()).collect();
    let first = ranked.first()?;
    let leaders = ranked.iter().take_while(|standing| standing.rank == first.rank);
    let leaders: Vec<usize> = leaders.map(|standing| standing.subject).collect();
    let next = ranked.get(leaders.len());
    // Where nobody has a point yet, nobody leads.
    let score = first.score.as_ref().filter(|score| !score.is_zero())?;
    let mut said = say(
        view,
        Reporting::Leads {
            names: &super::names(view, by, leaders),
            score: &view.notation().decimal(score),
            group: (!view.campaign.groups.is_empty()).then(|| group_title(view, first.group)).as_deref(),
        },
    );
    if let Some((next, theirs)) = next.and_then(|next| Some((next, next.score.as_ref()?))) {
        said.push_str(&say(
            view,
            Reporting::Followed {
                name: name(view.subject(by, next.subject)),
                score: &view.notation().decimal(theirs),
                gap: &view.notation().decimal(score - theirs),
            },
        ));
    }
    said.push('.');
    Some(Block::paragraph(said))
}

/// One line for each subject of a group.
fn scoreboard(view: &View<'_>, board: &Board, group: &[Standing]) -> Table {
    let request = board.request;
    let notation = view.notation();
    let printed = |number: Option<&Printed>| Cell::printed_if_any(number, notation);
    let number = |title: &str| Column::new(title, ColumnKind::Number);
    let with_claimed = view.campaign.records.appraisal && request.basis == Basis::Official;
    let with_grades = has_grades(view, request.by);
    let adjusted = |kind| has_adjustment(view, request.by, kind);
    let phases = phases_on(view, board);

    // Members may have no names.
    let titled = group.iter().any(|line| view.subject(request.by, line.subject).title.is_some());
    let mut columns = vec![
        number(view.label(Label::Rank)),
        Column::new(
            view.label(if titled { Label::Code } else { subject_label(request.by) }),
            ColumnKind::Word,
        ),
    ];
    if titled {
        columns.push(Column::new(view.label(subject_label(request.by)), ColumnKind::Text));
    }
    columns.push(number(view.label(Label::Score)));
    if with_claimed {
        columns.push(number(view.label(Label::Claimed)));
    }
    if request.phase.is_some() {
        columns.push(number(view.label(Label::Subtotal)));
    }
    for &phase in &phases {
        let title = say(view, Reporting::PhaseNumber { number: phase + 1 });
        let part = format!("{title}: {}", view.label(Label::Contribution));
        columns.push(number(&title).explained(Some(&view.phase_title(phase))));
        columns.push(number(&part));
    }
    for (kind, label) in [(AdjustmentKind::Bonus, Label::Bonus), (AdjustmentKind::Penalty, Label::Penalty)] {
        if adjusted(kind) {
            columns.push(number(view.label(label)));
        }
    }
    if with_grades {
        columns.push(Column::new(view.label(Label::Grade), ColumnKind::Text));
    }

    let row = |standing: &Standing| {
        let subject = view.subject(request.by, standing.subject);
        let mut cells = vec![rank(view, standing), Cell::text(subject.id)];
        if titled {
            cells.push(Cell::text(subject.title.unwrap_or_default()));
        }
        cells.push(printed(standing.score.as_ref()));
        if with_claimed {
            cells.push(printed(standing.claimed.as_ref()));
        }
        if request.phase.is_some() {
            cells.push(printed(standing.subtotal.as_ref()));
        }
        for &phase in &phases {
            let share = standing.phase(phase);
            cells.push(share.map_or(Cell::Empty, |share| phase_score(view, share)));
            cells.push(printed(share.and_then(|share| share.contribution.as_ref())));
        }
        if adjusted(AdjustmentKind::Bonus) {
            cells.push(printed(standing.bonus.as_ref()));
        }
        if adjusted(AdjustmentKind::Penalty) {
            cells.push(printed(standing.penalty.as_ref()));
        }
        if with_grades {
            let grade = standing.grade().map(|grade| name(view.grade(grade)));
            cells.push(grade.map_or(Cell::Empty, Cell::text));
        }
        Row::new(cells)
    };
    let title = view.label(match request.by {
        SubjectKind::Team => Label::RankingOfTeams,
        SubjectKind::Member => Label::RankingOfMembers,
    });
    Table {
        caption: caption(view, title.to_owned(), group),
        role: TableRole::Board,
        columns,
        rows: group.iter().map(row).collect(),
    }
}

/// The rank, or the sign of those without one.
pub(in crate::output::report) fn rank(view: &View<'_>, standing: &Standing) -> Cell {
    let mut cell = match (standing.rank, unranked_mark(standing.status)) {
        (Some(rank), _) => Cell::count(rank, view.notation()),
        (None, Some(mark)) => Cell::Sign(mark),
        (None, None) => Cell::Empty,
    };
    if standing.near_tie {
        cell = cell.marked(Mark::NearTie);
    }
    if standing.disqualified_in_a_phase {
        cell = cell.marked(Mark::DisqualifiedOnce);
    }
    cell
}

/// The score in a phase, with the sign of those who were not ranked in it.
fn phase_score(view: &View<'_>, share: &PhaseShare) -> Cell {
    let mark = unranked_mark(share.status).filter(|_| share.status != Status::ShortTenure);
    match (&share.score, mark) {
        (Some(score), Some(mark)) => Cell::printed(score, view.notation()).marked(mark),
        (Some(score), None) => Cell::printed(score, view.notation()),
        (None, Some(mark)) => Cell::Sign(mark),
        (None, None) => Cell::Empty,
    }
}

/// The phases that a board of the campaign has columns for.
pub(in crate::output::report) fn phases_on(view: &View<'_>, board: &Board) -> Vec<usize> {
    let begun = |phase: &usize| board.standings.iter().any(|standing| standing.phase(*phase).is_some());
    (0..view.campaign.phases.len()).filter(begun).collect()
}

fn has_adjustment(view: &View<'_>, by: SubjectKind, kind: AdjustmentKind) -> bool {
    let is = |adjustment: &Adjustment| adjustment.subject == by && adjustment.kind == kind;
    view.campaign.adjustments.iter().any(is)
}

/// What a criterion gave: `12,18`, `10,00*`, `·`, `–`.
pub(in crate::output::report) fn contribution(
    view: &View<'_>,
    standing: &Standing,
    result: &CriterionResult,
) -> Cell {
    match result.outcome.contribution() {
        None => Cell::Sign(Mark::NotAssigned),
        Some(given) if result.rows == 0 && given.is_zero() => Cell::Sign(Mark::NoRows),
        Some(given) => {
            let cell = Cell::printed(given, view.notation());
            if is_at_ceiling(view, standing, result) { cell.marked(Mark::Ceiling) } else { cell }
        }
    }
}

/// Criteria down the page, subjects across: as many tables as it takes, for each phase.
pub(super) fn criteria_by_subject(view: &View<'_>, board: &Board) -> Vec<Block> {
    let phases: Vec<usize> = match board.request.phase {
        Some(phase) => vec![phase],
        None => phases_on(view, board),
    };
    let mut tables = Vec::new();
    for phase in phases {
        for group in groups(board) {
            let mut title = say(view, Heading::ScoresByTeam);
            if board.request.phase.is_none() {
                title = format!("{title} – {}", say(view, Reporting::PhaseNumber { number: phase + 1 }));
            }
            let title = caption(view, title, group);
            let took_part = |standing: &&Standing| result_in(board, standing, phase, 0).is_some();
            let present: Vec<&Standing> = group.iter().filter(took_part).collect();
            tables.extend(present.chunks(MOST_ACROSS).map(|some| across(view, board, phase, &title, some)));
        }
    }
    with_notes(view, tables, Vec::new())
}

/// What a subject came to in a phase, whether the board is of that phase or of the campaign.
fn result_in<'s>(
    board: &Board,
    standing: &'s Standing,
    phase: usize,
    criterion: usize,
) -> Option<&'s CriterionResult> {
    let mut results = standing.results(&board.request);
    let (_, results) = results.find(|(of, _)| *of == phase)?;
    results.get(criterion)
}

fn across(view: &View<'_>, board: &Board, phase: usize, title: &str, some: &[&Standing]) -> Table {
    let by = board.request.by;
    let of_phase = board.request.phase.is_some();
    let notation = view.notation();
    let mut columns = vec![
        Column::new(view.label(Label::Criterion), ColumnKind::Text),
        Column::new(view.label(Label::Weight), ColumnKind::Number),
    ];
    columns.extend(some.iter().map(|standing| {
        let subject = view.subject(by, standing.subject);
        Column::new(subject.id, ColumnKind::Number).explained(subject.title)
    }));
    let mut rows = Vec::new();
    for (index, depth) in view.criteria_as_tree() {
        let Some(criterion) = view.campaign.criteria.get(index) else { continue };
        let indent = u8::try_from(depth).unwrap_or(u8::MAX);
        let mut cells = vec![
            Cell::indented(view.criterion(index).to_string(), indent),
            Cell::readable(&criterion.weight, notation),
        ];
        cells.extend(some.iter().map(|standing| {
            result_in(board, standing, phase, index)
                .map_or(Cell::Empty, |result| contribution(view, standing, result))
        }));
        let kind = match criterion.kind {
            CriterionKind::Parent { .. } => RowKind::Parent,
            CriterionKind::Leaf(_) => RowKind::Plain,
        };
        rows.push(Row::new(cells).of_kind(kind));
    }
    let mut sum = |label: String, of: &dyn Fn(&Standing) -> Option<Printed>| {
        let mut cells = vec![Cell::text(label), Cell::Empty];
        cells.extend(some.iter().map(|standing| Cell::printed_if_any(of(standing).as_ref(), notation)));
        rows.push(Row::new(cells).of_kind(RowKind::Sum));
    };
    if of_phase {
        sum(view.label(Label::Subtotal).to_owned(), &|standing| standing.subtotal.clone());
        if has_adjustment(view, by, AdjustmentKind::Bonus) {
            sum(view.label(Label::Bonus).to_owned(), &|standing| standing.bonus.clone());
        }
        if has_adjustment(view, by, AdjustmentKind::Penalty) {
            sum(view.label(Label::Penalty).to_owned(), &|standing| standing.penalty.clone());
        }
        sum(view.label(Label::Score).to_owned(), &|standing| standing.score.clone());
    } else {
        sum(say(view, Heading::PhaseScore), &|standing| standing.phase(phase)?.score.clone());
    }
    Table { caption: title.to_owned(), role: TableRole::CriteriaBySubject, columns, rows }
}

/// Scores put together from the top criteria, or in a campaign from the phases.
fn chart(view: &View<'_>, board: &Board, group: &[Standing]) -> Option<Chart> {
    let by = board.request.by;
    let standings: Vec<&Standing> = group.iter().filter(|standing| standing.score.is_some()).collect();
    let is_flat = standings.iter().all(|standing| standing.score.as_ref().is_none_or(Printed::is_zero));
    if is_flat || standings.len() > MOST_BARS {
        return None;
    }
    let tops: Vec<usize> = view.campaign.children(None).collect();
    let phases = phases_on(view, board);
    let with_bonus = board.request.phase.is_some() && has_adjustment(view, by, AdjustmentKind::Bonus);
    let mut parts: Vec<Part> = match board.request.phase {
        Some(_) => tops
            .iter()
            .map(|&top| {
                let named = view.criterion(top);
                Part { short: named.id.to_owned(), name: plain(&named.to_string()).into_owned() }
            })
            .collect(),
        None => phases
            .iter()
            .map(|phase| {
                let name = say(view, Reporting::PhaseNumber { number: phase + 1 });
                Part { short: (phase + 1).to_string(), name }
            })
            .collect(),
    };
    if with_bonus {
        parts.push(Part { short: "+".to_owned(), name: view.label(Label::Bonus).to_owned() });
    }
    let bar = |standing: &&Standing| {
        // A disqualified team has no score in the phase, whatever it did.
        let out = board.request.phase.is_some() && standing.status == Status::Disqualified;
        let mut values: Vec<Option<Printed>> = match board.request.phase {
            Some(_) if out => vec![None; tops.len()],
            Some(_) => {
                tops.iter().map(|&top| standing.criterion(top)?.outcome.contribution().cloned()).collect()
            }
            None => phases.iter().map(|&phase| standing.phase(phase)?.contribution.clone()).collect(),
        };
        if with_bonus {
            values.push(standing.bonus.clone().filter(|_| !out));
        }
        let mut total =
            standing.score.as_ref().map_or_else(String::new, |score| view.notation().decimal(score));
        total.extend(unranked_mark(standing.status).map(Mark::symbol));
        Bar { label: called(view.subject(by, standing.subject), LETTERS_OF_A_LABEL), values, total }
    };
    let bars: Vec<Bar> = standings.iter().map(bar).collect();
    let length =
        |bar: &Bar| bar.values.iter().flatten().fold(Fraction::zero(), |sum, part| sum + part.to_fraction());
    let most = bars.iter().map(length).fold(view.campaign.scale.clone(), Fraction::max);
    let described: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.total)).collect();
    let title = match board.request.phase {
        Some(_) => say(view, Heading::StackedByCriterion),
        None => say(view, Heading::StackedByPhase),
    };
    Some(Chart {
        title: caption(view, title, group),
        description: described.join("; "),
        data: ChartData::Stacked { parts, bars, most },
    })
}
