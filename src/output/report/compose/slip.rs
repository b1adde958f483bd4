//! The slip of one team: one page with its scores, its rows and what is missing.

use chrono::NaiveDate;
use num_traits::Zero;

use super::board::{contribution, rank, with_notes};
use super::{Outline, head, name, say};
use crate::campaign::{AdjustmentKind, AttainmentRule, CriterionKind, SubjectKind};
use crate::exact::{Fraction, Printed, ratio, round, whole};
use crate::output::explanation::rows::Rows;
use crate::output::report::content::{
    Block, Cell, Column, ColumnKind, Kind, Report, Row, RowKind, Table, TableRole,
};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting};
use crate::records::Appraisal;
use crate::score::explain::{CriterionStory, Explanation, RowStory};
use crate::score::{Board, Outcome, Parts, Standing, Status};

/// What a slip is printed from: each sets its lines in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// A page of a browser.
    Page,
    /// A document of a word processor.
    Document,
}

impl Paper {
    /// Lines of tables that fit on an A4 page together with what else stands there.
    fn lines(self) -> usize {
        match self {
            Self::Page => 40,
            Self::Document => 35,
        }
    }
}

/// Letters that fit on one line: of a title, of a point of a list, of a criterion, of an activity or a remark beside
/// other columns.
const LETTERS_OF_A_TITLE: usize = 56;
const LETTERS_OF_A_POINT: usize = 84;
const LETTERS_OF_A_CRITERION: usize = 32;
const LETTERS_IN_A_ROW: usize = 18;

/// Lines that say how many rows are left out, and where to see them.
const LINES_OF_A_NOTE: usize = 2;

/// Lines that a text takes.
fn lines_of(text: &str, most: usize) -> usize {
    text.chars().count().div_ceil(most).max(1)
}

/// The slip of `team`. `board` is that of the phase or campaign that it is about, `phases` explain the
/// team's score in each phase of it.
pub fn slip(
    view: &View<'_>,
    board: &Board,
    phases: &[Explanation],
    team: usize,
    dated: Option<NaiveDate>,
    paper: Paper,
) -> Report {
    let mut outline = Outline { view, sections: Vec::new(), main: 0, part: 0, annexes: 0 };
    let standing = board.standings.iter().find(|standing| standing.subject == team);
    let subtitle = say(
        view,
        Reporting::SlipOf {
            team: name(view.subject(SubjectKind::Team, team)),
            phase: board.request.phase.map(|phase| head::numbered(view, phase)).as_deref(),
        },
    );
    let titles = [subtitle.as_str(), view.campaign_title()];
    let titles: usize = titles.iter().map(|title| lines_of(title, LETTERS_OF_A_TITLE) - 1).sum();
    let mut lines = paper.lines().saturating_sub(titles);
    if let Some(standing) = standing {
        let result = result(view, board, standing);
        let tall: usize = result.iter().map(|point| lines_of(point, LETTERS_OF_A_POINT)).sum();
        lines = lines.saturating_sub(tall);
        outline.add("result", Heading::SlipResult, vec![Block::list(result)]);
        let criteria = criteria(view, board, standing, phases);
        let labels = criteria.rows.iter().filter_map(|row| row.cells.first());
        let tall: usize = labels.map(|label| lines_of(&label.shown(), LETTERS_OF_A_CRITERION)).sum();
        lines = lines.saturating_sub(tall);
        let blocks = with_notes(view, vec![criteria], Vec::new());
        outline.add("criteria", Heading::ByCriterion, blocks);
    }
    let missing = phases.last().map(|last| missing(view, last));
    if let Some(missing) = missing.filter(|missing| !missing.rows.is_empty()) {
        lines = lines.saturating_sub(missing.rows.len());
        let blocks = vec![Block::Table(missing), Block::notes([say(view, Heading::MissingExplained)])];
        outline.add("improve", Heading::SlipImprove, blocks);
    }
    outline.add("rows", Heading::SlipRows, rows(view, board, phases, team, lines));
    Report {
        language: view.language,
        kind: Kind::Slip,
        head: head::with_title(view, board, dated, Heading::SlipTitle, subtitle),
        sections: outline.sections,
        foot: None,
    }
}

/// Where the team stands.
fn result(view: &View<'_>, board: &Board, standing: &Standing) -> Vec<String> {
    let notation = view.notation();
    let of = board.standings.iter().filter(|other| other.group == standing.group && other.rank.is_some());
    let score = standing.score.as_ref().map(|score| notation.decimal(score));
    let claimed = standing.claimed.as_ref().filter(|_| view.campaign.records.appraisal);
    let mut said = vec![say(
        view,
        Reporting::Stands {
            rank: standing.rank,
            of: of.count(),
            status: view.label(standing.status.into()),
            score: score.as_deref(),
            claimed: claimed.map(|claimed| notation.decimal(claimed)).as_deref(),
        },
    )];
    if let Some((above, gap)) = above(board, standing) {
        let subject = view.subject(SubjectKind::Team, above.subject);
        said.push(say(
            view,
            Reporting::Above {
                name: name(subject),
                rank: above.rank.unwrap_or_default(),
                gap: &notation.decimal(gap),
            },
        ));
    }
    if let Some(grade) = standing.grade() {
        said.push(format!("{}: {}", view.label(Label::Grade), name(view.grade(grade))));
    }
    if let Parts::Phases(shares) = &standing.parts {
        said.extend(shares.iter().map(|share| {
            let decimal = |number: Option<&Printed>| {
                number.map_or_else(|| "–".to_owned(), |number| notation.decimal(number))
            };
            say(
                view,
                Reporting::SlipPhase {
                    phase: share.phase + 1,
                    status: (share.status != Status::Ranked).then(|| view.label(share.status.into())),
                    score: &decimal(share.score.as_ref()),
                    part: &decimal(share.contribution.as_ref()),
                },
            )
        }));
    }
    said
}

/// The next better rank of the group, and how far it is.
fn above<'b>(board: &'b Board, standing: &Standing) -> Option<(&'b Standing, Printed)> {
    let better = |other: &&Standing| {
        other.group == standing.group && other.rank.is_some() && other.rank < standing.rank
    };
    let above = board.standings.iter().rev().find(better)?;
    Some((above, above.score.as_ref()? - standing.score.as_ref()?))
}

/// Criteria down the page: points, quota, how much of it was reached, score; in each phase.
fn criteria(view: &View<'_>, board: &Board, standing: &Standing, phases: &[Explanation]) -> Table {
    let notation = view.notation();
    let number = |title: &str| Column::new(title, ColumnKind::Number);
    let mut columns =
        vec![Column::new(view.label(Label::Criterion), ColumnKind::Text), number(view.label(Label::Weight))];
    for story in phases {
        let before = match (board.request.phase, story.board.request.phase) {
            (None, Some(phase)) => {
                format!("{}: ", say(view, Reporting::PhaseNumber { number: phase + 1 }))
            }
            _ => String::new(),
        };
        if board.request.phase.is_some() {
            columns.push(number(&say(view, Heading::ActivityPoints)));
            columns.push(number(view.label(Label::Quota)));
        }
        let percent = say(view, Heading::PercentOfQuota);
        columns.push(number(&format!("{before}{percent}")));
        columns.push(number(&format!("{before}{}", view.label(Label::Score))));
    }
    let mut rows = Vec::new();
    for (index, depth) in view.criteria_as_tree() {
        let Some(criterion) = view.campaign.criteria.get(index) else { continue };
        let mut cells = vec![
            Cell::indented(view.criterion(index).to_string(), u8::try_from(depth).unwrap_or(u8::MAX)),
            Cell::readable(&criterion.weight, notation),
        ];
        for story in phases {
            let own = own_standing(story);
            let result = own.and_then(|own| Some((own, own.criterion(index)?)));
            let (points, quota) = match result.map(|(_, result)| &result.outcome) {
                Some(Outcome::Leaf { points, quota, .. }) => (Some(points), quota.as_ref()),
                _ => (None, None),
            };
            let readable =
                |value: Option<&Fraction>| value.map_or(Cell::Empty, |value| Cell::readable(value, notation));
            if board.request.phase.is_some() {
                cells.push(readable(points));
                cells.push(readable(quota));
            }
            let share = points.zip(quota).filter(|(_, quota)| !quota.is_zero());
            cells.push(
                share.map_or(Cell::Empty, |(points, quota)| Cell::percent(&(points / quota), notation)),
            );
            cells.push(result.map_or(Cell::Empty, |(own, result)| contribution(view, own, result)));
        }
        let kind = match criterion.kind {
            CriterionKind::Parent { .. } => RowKind::Parent,
            CriterionKind::Leaf(_) => RowKind::Plain,
        };
        rows.push(Row::new(cells).of_kind(kind));
    }
    let skipped = if board.request.phase.is_some() { 3 } else { 1 };
    let mut sum = |label: &str, of: fn(&Standing) -> Option<&Printed>| {
        let mut cells = vec![Cell::text(label), Cell::Empty];
        for story in phases {
            cells.extend(std::iter::repeat_n(Cell::Empty, skipped));
            cells.push(Cell::printed_if_any(own_standing(story).and_then(of), notation));
        }
        rows.push(Row::new(cells).of_kind(RowKind::Sum));
    };
    let adjusted = |kind| {
        let is = |adjustment: &crate::campaign::Adjustment| {
            adjustment.subject == SubjectKind::Team && adjustment.kind == kind
        };
        view.campaign.adjustments.iter().any(is)
    };
    sum(view.label(Label::Subtotal), |own| own.subtotal.as_ref());
    if adjusted(AdjustmentKind::Bonus) {
        sum(view.label(Label::Bonus), |own| own.bonus.as_ref());
    }
    if adjusted(AdjustmentKind::Penalty) {
        sum(view.label(Label::Penalty), |own| own.penalty.as_ref());
    }
    sum(view.label(Label::Score), |own| own.score.as_ref());
    let mut caption = say(view, Heading::ByCriterionCaption);
    if board.request.phase.is_some() {
        let place = rank(view, standing).shown();
        caption = format!("{caption} ({} {place})", view.label(Label::Rank).to_lowercase());
    }
    Table { caption, role: TableRole::Figures, columns, rows }
}

fn own_standing(story: &Explanation) -> Option<&Standing> {
    story.board.standings.get(story.standing)
}

/// Where something is missing to the full score, the most first: how much, and what it would give.
fn missing(view: &View<'_>, story: &Explanation) -> Table {
    let number = |title: Heading| Column::new(say(view, title), ColumnKind::Number);
    let columns = vec![
        Column::new(view.label(Label::Criterion), ColumnKind::Word),
        number(Heading::ActivityPoints),
        number(Heading::Goal),
        number(Heading::Missing),
        Column::new(say(view, Heading::AsMuchAs), ColumnKind::Text),
        number(Heading::WouldGive),
    ];
    let lacks = story.criteria.iter().filter_map(|criterion| Lack::of(view, story, criterion));
    let mut lacks: Vec<Lack> = lacks.collect();
    lacks.sort_by(|left, right| right.lost.cmp(&left.lost));
    let notation = view.notation();
    let row = |lack: &Lack| {
        Row::new([
            Cell::text(view.criterion(lack.criterion).id),
            Cell::readable(&lack.points, notation),
            Cell::readable(&lack.goal, notation),
            Cell::readable(&(&lack.goal - &lack.points), notation),
            Cell::text(ways(view, lack.criterion, &(&lack.goal - &lack.points))),
            Cell::change(&lack.lost, notation),
        ])
    };
    let phase = story.board.request.phase.unwrap_or_default();
    Table {
        caption: say(view, Reporting::MissingIn { phase: phase + 1 }),
        role: TableRole::Figures,
        columns,
        rows: lacks.iter().map(row).collect(),
    }
}

/// What a leaf criterion lacks to its full score.
struct Lack {
    criterion: usize,
    points: Fraction,
    goal: Fraction,
    /// Points of the score that are lost by it.
    lost: Printed,
}

impl Lack {
    fn of(view: &View<'_>, whole_story: &Explanation, story: &CriterionStory) -> Option<Self> {
        let criterion = story.result.criterion;
        let leaf = view.campaign.leaf(criterion)?;
        let Outcome::Leaf { points, quota, contribution, .. } = &story.result.outcome else { return None };
        let lost =
            &round(&view.campaign.criteria.get(criterion)?.weight, view.campaign.decimals) - contribution;
        if lost.is_negative() || lost.is_zero() {
            return None;
        }
        let goal = match &leaf.rule {
            AttainmentRule::Target { .. } => quota.clone()?,
            // What it takes to be level with whom it is measured against.
            AttainmentRule::Best => {
                let best = story.benchmark.clone()?;
                if leaf.per_member { best * &whole_story.headcount } else { best }
            }
            AttainmentRule::Bands(bands) => &bands.first()?.from * quota.as_ref()? / whole(100),
            AttainmentRule::Surplus { .. } => {
                let furthest = story.benchmark.clone().filter(|furthest| *furthest > whole(1));
                furthest.unwrap_or_else(|| whole(1)) * quota.as_ref()?
            }
        };
        (goal > *points).then(|| Self { criterion, points: points.clone(), goal, lost })
    }
}

/// Ways of doing something that a sentence names.
const MOST_WAYS: usize = 3;

/// How often each of the best paid activities would make up for it.
fn ways(view: &View<'_>, criterion: usize, missing: &Fraction) -> String {
    let mut activities: Vec<(usize, Fraction)> = view
        .campaign
        .activities
        .iter()
        .enumerate()
        .filter(|(_, activity)| activity.criterion == criterion && activity.points > 0)
        .map(|(index, activity)| (index, ratio(activity.points, 1000)))
        .collect();
    activities.sort_by(|left, right| right.1.cmp(&left.1));
    let way = |(activity, points): &(usize, Fraction)| {
        format!("{} × {}", (missing / points).ceil(), view.activity(*activity).id)
    };
    let ways: Vec<String> = activities.iter().take(MOST_WAYS).map(way).collect();
    ways.join(&format!(" {} ", say(view, Heading::Or)))
}

/// All rows where they fit, else those that did not count whole; with the reasons.
fn rows(view: &View<'_>, board: &Board, phases: &[Explanation], team: usize, lines: usize) -> Vec<Block> {
    let told = Rows::one_by_one(view, board.request);
    let mut all: Vec<&RowStory> = phases
        .iter()
        .flat_map(|story| {
            let of_criteria = story.criteria.iter().flat_map(|criterion| &criterion.rows);
            of_criteria.chain(story.adjustments.iter().flat_map(|adjustment| &adjustment.rows))
        })
        .collect();
    all.sort_by_key(|row| (row.date, row.place.file, row.place.start));
    let count = |number: usize| view.notation().count(number);
    let n_all = all.len();
    let mut blocks = vec![Block::paragraph(say(view, Reporting::SlipRowCount { rows: &count(n_all) }))];
    let tall = |row: &RowStory| {
        let name = lines_of(&view.item(row.item).to_string(), LETTERS_IN_A_ROW);
        name.max(lines_of(&told.remark(row), LETTERS_IN_A_ROW))
    };
    if all.iter().map(|row| tall(row)).sum::<usize>() > lines {
        all.retain(|row| !told.counted_whole(row));
        blocks.push(Block::paragraph(say(view, Reporting::SlipNotWhole { rows: &count(all.len()) })));
    }
    // Where not even those fit, what was rejected or waits comes before what an appraiser granted in part, and
    // that before what a cap took.
    all.sort_by_key(|row| (row.appraisal == Appraisal::Counted, row.accepted == Some(row.quantity)));
    let n_wanted = all.len();
    let all_fit = all.iter().map(|row| tall(row)).sum::<usize>() <= lines;
    let mut room = if all_fit { lines } else { lines.saturating_sub(LINES_OF_A_NOTE) };
    let fits = |row: &&&RowStory| {
        let left = room.checked_sub(tall(row));
        room = left.unwrap_or_default();
        left.is_some()
    };
    let n_fitting = all.iter().take_while(fits).count();
    all.truncate(n_fitting);
    all.sort_by_key(|row| (row.date, row.place.file, row.place.start));
    let left = n_wanted - n_fitting;
    if !all.is_empty() {
        blocks.push(Block::Table(table(view, &told, &all)));
    }
    if left > 0 {
        let id = view.subject(SubjectKind::Team, team).id;
        blocks.push(Block::notes([say(view, Reporting::SlipMoreRows { rows: &count(left), id })]));
    }
    blocks
}

fn table(view: &View<'_>, told: &Rows<'_>, rows: &[&RowStory]) -> Table {
    let notation = view.notation();
    let with_accepted = view.campaign.records.appraisal;
    let mut columns = vec![
        Column::new(view.label(Label::Date), ColumnKind::Day),
        Column::new(view.label(Label::Activity), ColumnKind::Text),
        Column::new(
            view.label(if with_accepted { Label::Claimed } else { Label::Quantity }),
            ColumnKind::Number,
        ),
    ];
    if with_accepted {
        columns.push(Column::new(view.label(Label::Accepted), ColumnKind::Number));
    }
    columns.push(Column::new(view.label(Label::Points), ColumnKind::Number));
    columns.push(Column::new(view.label(Label::Remark), ColumnKind::Text));
    columns.push(Column::new(view.label(Label::Row), ColumnKind::Word));
    let quantity = |hundredths: i64| Cell::readable(&ratio(hundredths, 100), notation);
    let row = |row: &&RowStory| {
        let mut cells = vec![
            Cell::day(row.date, notation),
            Cell::text(view.item(row.item).to_string()),
            quantity(row.quantity.hundredths()),
        ];
        if with_accepted {
            cells.push(row.accepted.map_or(Cell::Empty, |accepted| quantity(accepted.hundredths())));
        }
        let place = view.sources.path_and_line(row.place);
        let file = place.rsplit('/').next().unwrap_or(&place);
        cells.extend([Cell::readable(&row.points, notation), Cell::text(told.remark(row)), Cell::text(file)]);
        Row::new(cells)
    };
    Table {
        caption: say(view, Heading::SlipRows),
        role: TableRole::Log,
        columns,
        rows: rows.iter().map(row).collect(),
    }
}
