//! How far the ranks depend on the weights: an aid to judgement beside the board.

use super::board::{caption_of, with_notes};
use super::{name, say};
use crate::campaign::SubjectKind;
use crate::output::report::charts::{LETTERS_OF_A_LABEL, called};
use crate::output::report::content::{
    Block, Cell, Chart, ChartData, Column, ColumnKind, RankInterval, Row, Table, TableRole,
};
use crate::output::robustness::{criteria, swap};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting, Weighing};
use crate::robustness::{Pair, Robustness, Spread};
use crate::score::review::Review;

/// Subjects of a group whose intervals still fit on a page.
const MOST_INTERVALS: usize = 60;

/// Pairs that a sentence names.
const MOST_PAIRS_NAMED: usize = 6;

/// Whether a report of this has room for how far its ranks depend on the weights: something was done, there
/// is somebody to change places with, and no group is larger than a page.
pub fn has_room(review: &Review) -> bool {
    let groups = review.board.standings.chunk_by(|left, right| left.group == right.group);
    let ranked = groups.map(|group| group.iter().filter(|standing| standing.rank.is_some()).count());
    let largest = ranked.max().unwrap_or_default();
    !review.months.is_empty() && (2..=MOST_INTERVALS).contains(&largest)
}

pub(super) fn blocks(view: &View<'_>, weighed: &Robustness) -> Vec<Block> {
    if weighed.criteria.len() < 2 {
        return Vec::new();
    }
    let groups = || weighed.subjects.chunk_by(|left, right| left.group == right.group);
    let mut blocks = vec![
        Block::paragraph(say(view, Reporting::WeightsAreJudged)),
        Block::paragraph(told_apart(view, weighed)),
    ];
    blocks.extend(groups().map(|group| Block::Chart(chart(view, weighed, group))));
    let tables = groups().map(|group| table(view, weighed, group)).collect();
    blocks.extend(with_notes(view, tables, notes(view, weighed)));
    blocks
}

/// Which neighbours the weights do not tell apart.
fn told_apart(view: &View<'_>, weighed: &Robustness) -> String {
    let named =
        |at: usize| weighed.subjects.get(at).map(|spread| subject_name(view, weighed, spread.subject));
    let close = weighed.pairs.iter().filter(|pair| !pair.separable);
    let close: Vec<String> = close
        .filter_map(|pair| {
            let (above, below) = (named(pair.above)?, named(pair.above + 1)?);
            Some(say(view, Reporting::Neighbours { above, below }))
        })
        .collect();
    let count = |number: usize| view.notation().count(number);
    match close.len() {
        0 => say(view, Reporting::AllToldApart),
        1..=MOST_PAIRS_NAMED => say(view, Reporting::NotToldApart { pairs: &close.join("; ") }),
        many => {
            let of = count(weighed.pairs.len());
            say(view, Reporting::ManyNotToldApart { pairs: &count(many), of: &of })
        }
    }
}

fn subject_name<'v>(view: &'v View<'_>, weighed: &Robustness, subject: usize) -> &'v str {
    name(view.subject(weighed.request.by, subject))
}

/// The rank of each of a group on the board, within where it may lie.
fn chart(view: &View<'_>, weighed: &Robustness, group: &[Spread]) -> Chart {
    let interval = |spread: &Spread| {
        let [best, worst] = spread.interval;
        let label = called(view.subject(weighed.request.by, spread.subject), LETTERS_OF_A_LABEL);
        RankInterval { label, rank: spread.rank, best, worst }
    };
    let intervals: Vec<RankInterval> = group.iter().map(interval).collect();
    let told = |interval: &RankInterval| {
        let &RankInterval { rank, best: low, worst: high, .. } = interval;
        say(view, Reporting::RanksFrom { name: &interval.label, rank, low, high })
    };
    Chart {
        title: caption_of(view, say(view, Heading::IntervalChart), group.first().map(|first| first.group)),
        description: intervals.iter().map(told).collect::<Vec<_>>().join("; "),
        data: ChartData::Intervals { intervals },
    }
}

/// One line for each of a group; what concerns a neighbour is of the next one.
fn table(view: &View<'_>, weighed: &Robustness, group: &[Spread]) -> Table {
    let notation = view.notation();
    let column = |label: Label, kind| Column::new(view.label(label), kind);
    let columns = vec![
        column(Label::Rank, ColumnKind::Number),
        column(Label::Team, ColumnKind::Text),
        column(Label::RankLow, ColumnKind::Number),
        column(Label::RankHigh, ColumnKind::Number),
        column(Label::StaysAbove, ColumnKind::Number),
        column(Label::SmallestChange, ColumnKind::Text),
    ];
    let with_next = |subject: usize| -> Option<&Pair> {
        weighed
            .pairs
            .iter()
            .find(|pair| weighed.subjects.get(pair.above).is_some_and(|above| above.subject == subject))
    };
    let row = |spread: &Spread| {
        let pair = with_next(spread.subject);
        let [low, high] = spread.interval;
        Row::new([
            Cell::count(spread.rank, notation),
            Cell::text(subject_name(view, weighed, spread.subject)),
            Cell::count(low, notation),
            Cell::count(high, notation),
            pair.map_or(Cell::Empty, |pair| Cell::percent(&weighed.share(pair.stays), notation)),
            pair.map_or(Cell::Empty, |pair| Cell::text(swap(view, &pair.swap))),
        ])
    };
    Table {
        caption: caption_of(
            view,
            say(view, Heading::IntervalCaption),
            group.first().map(|first| first.group),
        ),
        role: TableRole::Figures,
        columns,
        rows: group.iter().map(row).collect(),
    }
}

/// How weights were drawn, what the figures mean, and who is left out.
fn notes(view: &View<'_>, weighed: &Robustness) -> Vec<String> {
    let drawn = Weighing::Drawn {
        draws: &view.notation().count(weighed.lottery.draws as usize),
        scale: &view.exact(&view.campaign.scale),
        seed: weighed.lottery.seed,
    };
    let varied = Weighing::Varied { criteria: &criteria(view, &weighed.criteria) };
    let mut notes =
        vec![drawn.text(view.language), varied.text(view.language), say(view, Heading::IntervalExplained)];
    let left_out = weighed.left_out.iter().map(|(subject, _)| *subject);
    let left_out = super::names(view, SubjectKind::Team, left_out);
    if !left_out.is_empty() {
        notes.push(say(view, Reporting::NotWeighed { subjects: &left_out }));
    }
    notes
}
