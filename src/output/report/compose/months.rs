//! How targets were approached and how ranks moved, month by month.

use num_traits::Zero;

use super::criteria::line_of;
use super::{name, say};
use crate::campaign::SubjectKind;
use crate::exact::{Fraction, ratio};
use crate::output::board::{subject_label, unranked_mark};
use crate::output::report::charts::{LETTERS_OF_A_LABEL, called};
use crate::output::report::compose::board::with_notes;
use crate::output::report::content::{
    Block, Cell, Chart, ChartData, Column, ColumnKind, Panel, RankLine, Row, Table, TableRole,
};
use crate::output::view::View;
use crate::output::words::{Heading, Label};
use crate::score::Standing;
use crate::score::review::{MonthEnd, Review};

/// Small charts that can still be told apart on a page.
const MOST_PANELS: usize = 12;

/// Lines that can still be told apart in one chart.
const MOST_LINES: usize = 12;

/// Months that stand beside each other across an A4 page.
const MOST_MONTHS_ACROSS: usize = 9;

pub(super) fn blocks(view: &View<'_>, review: &Review) -> Vec<Block> {
    let months = &review.months;
    if months.is_empty() {
        return vec![Block::paragraph(say(view, Heading::NothingYet))];
    }
    let mut blocks = Vec::new();
    if let Some(chart) = progress_chart(view, review) {
        blocks.push(Block::Chart(chart));
    }
    let progress = months.chunks(MOST_MONTHS_ACROSS).filter_map(|some| progress_table(view, review, some));
    let progress: Vec<Table> = progress.collect();
    if !progress.is_empty() {
        let explained = vec![say(view, Heading::ProgressExplained)];
        blocks.extend(with_notes(view, progress, explained));
    }
    blocks.extend(rank_charts(view, review).into_iter().map(Block::Chart));
    let ranks = months.chunks(MOST_MONTHS_ACROSS).map(|some| rank_table(view, review, some)).collect();
    blocks.extend(with_notes(view, ranks, vec![say(view, Heading::RanksExplained)]));
    blocks
}

/// Share of the days that were gone. A campaign is measured as a whole from the beginning, also by what
/// is asked of phases that had not begun yet.
fn days_gone(review: &Review, month: &MonthEnd) -> Fraction {
    ratio(month.by_criterion.days_gone, review.by_criterion.days)
}

/// How much of the quota of the whole was reached.
fn reached(review: &Review, month: &MonthEnd, criterion: usize) -> Option<Fraction> {
    let quota = line_of(&review.by_criterion, criterion)?.quota.as_ref()?;
    let attained = line_of(&month.by_criterion, criterion)?.attained.as_ref()?;
    (!quota.is_zero()).then(|| attained / quota)
}

/// Leaf criteria with a quota.
fn with_quota(view: &View<'_>, review: &Review) -> Vec<usize> {
    let has_quota = |criterion: &usize| {
        let quota = line_of(&review.by_criterion, *criterion).and_then(|line| line.quota.as_ref());
        quota.is_some_and(|quota| !quota.is_zero())
    };
    view.criteria_as_tree().into_iter().map(|(criterion, _)| criterion).filter(has_quota).collect()
}

fn progress_chart(view: &View<'_>, review: &Review) -> Option<Chart> {
    let months = &review.months;
    let criteria = with_quota(view, review);
    if months.len() < 2 || criteria.is_empty() || criteria.len() > MOST_PANELS {
        return None;
    }
    let share = |month: &MonthEnd, criterion: usize| reached(review, month, criterion).unwrap_or_default();
    let panels: Vec<Panel> = criteria
        .iter()
        .map(|&criterion| {
            let attained: Vec<Fraction> = months.iter().map(|month| share(month, criterion)).collect();
            let last = attained.last().map(|share| view.notation().percent(share)).unwrap_or_default();
            Panel { label: view.criterion(criterion).to_string(), attained, last }
        })
        .collect();
    let described: Vec<String> =
        panels.iter().map(|panel| format!("{}: {}", panel.label, panel.last)).collect();
    Some(Chart {
        title: say(view, Heading::ProgressChart),
        description: described.join("; "),
        data: ChartData::Progress {
            months: months.iter().map(|month| view.notation().month(month.day)).collect(),
            expected: months.iter().map(|month| days_gone(review, month)).collect(),
            panels,
        },
    })
}

/// Criteria down the page, months across: how much of the quota was reached.
fn progress_table(view: &View<'_>, review: &Review, months: &[MonthEnd]) -> Option<Table> {
    let criteria = with_quota(view, review);
    if criteria.is_empty() {
        return None;
    }
    let notation = view.notation();
    let percent =
        |share: Option<Fraction>| share.map_or(Cell::Empty, |share| Cell::percent(&share, notation));
    let mut columns = vec![Column::new(view.label(Label::Criterion), ColumnKind::Text)];
    columns.extend(months_across(view, months));
    let gone = [Cell::text(say(view, Heading::DaysGone))]
        .into_iter()
        .chain(months.iter().map(|month| percent(Some(days_gone(review, month)))));
    let mut rows = vec![Row::new(gone)];
    rows.extend(criteria.into_iter().map(|criterion| {
        let share = |month: &MonthEnd| reached(review, month, criterion);
        let cells = months.iter().map(|month| percent(share(month)));
        Row::new([Cell::text(view.criterion(criterion).to_string())].into_iter().chain(cells))
    }));
    let caption = say(view, Heading::ProgressCaption);
    Some(Table { caption, role: TableRole::Figures, columns, rows })
}

fn months_across<'m>(view: &'m View<'_>, months: &'m [MonthEnd]) -> impl Iterator<Item = Column> + 'm {
    let title = |month: &MonthEnd| view.notation().month(month.day);
    months.iter().map(move |month| {
        Column::new(title(month), ColumnKind::Number).explained(Some(&view.notation().date(month.day)))
    })
}

fn standing_of(month: &MonthEnd, subject: usize) -> Option<&Standing> {
    month.board.standings.iter().find(|standing| standing.subject == subject)
}

/// A chart for each group that is small enough.
fn rank_charts(view: &View<'_>, review: &Review) -> Vec<Chart> {
    let months = &review.months;
    if months.len() < 2 {
        return Vec::new();
    }
    let by = SubjectKind::Team;
    let groups = review.board.standings.chunk_by(|left, right| left.group == right.group);
    let fits = |group: &&[Standing]| (2..=MOST_LINES).contains(&group.len());
    groups
        .filter(fits)
        .map(|group| {
            let rank = |month: &MonthEnd, subject: usize| standing_of(month, subject)?.rank;
            let line = |standing: &Standing| RankLine {
                label: called(view.subject(by, standing.subject), LETTERS_OF_A_LABEL),
                ranks: months.iter().map(|month| rank(month, standing.subject)).collect(),
            };
            let lines: Vec<RankLine> = group.iter().map(line).collect();
            let told = |line: &RankLine| {
                let ranks = line.ranks.iter();
                let ranks: Vec<String> =
                    ranks.map(|rank| rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string())).collect();
                format!("{}: {}", line.label, ranks.join(", "))
            };
            Chart {
                title: super::board::caption(view, say(view, Heading::RankChart), group),
                description: lines.iter().map(told).collect::<Vec<_>>().join("; "),
                data: ChartData::Ranks {
                    months: months.iter().map(|month| view.notation().month(month.day)).collect(),
                    lines,
                },
            }
        })
        .collect()
}

/// Teams down the page, months across: the rank at the end of each.
fn rank_table(view: &View<'_>, review: &Review, months: &[MonthEnd]) -> Table {
    let by = SubjectKind::Team;
    let mut columns = vec![Column::new(view.label(subject_label(by)), ColumnKind::Text)];
    columns.extend(months_across(view, months));
    let cell = |month: &MonthEnd, subject: usize| {
        let Some(standing) = standing_of(month, subject) else { return Cell::Empty };
        match (standing.rank, unranked_mark(standing.status)) {
            (Some(rank), _) => Cell::count(rank, view.notation()),
            (None, Some(mark)) => Cell::Sign(mark),
            (None, None) => Cell::Empty,
        }
    };
    let row = |standing: &Standing| {
        let first = Cell::text(name(view.subject(by, standing.subject)));
        let ranks = months.iter().map(|month| cell(month, standing.subject));
        Row::new([first].into_iter().chain(ranks))
    };
    Table {
        caption: say(view, Heading::RankCaption),
        role: TableRole::Figures,
        columns,
        rows: review.board.standings.iter().map(row).collect(),
    }
}
