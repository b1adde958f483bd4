//! Work against targets, criterion by criterion, and against the phase before.

use num_traits::Zero;

use super::{name, names, say};
use crate::campaign::{CriterionKind, SubjectKind};
use crate::exact::{Fraction, Printed, round, whole};
use crate::output::report::content::{Block, Cell, Column, ColumnKind, Row, RowKind, Table, TableRole};
use crate::output::view::View;
use crate::output::words::{Heading, Label, Reporting};
use crate::score::review::Review;
use crate::score::summary::{Summary, SummaryLine, SummaryOf};
use crate::score::{Board, Outcome, Status};

pub(super) fn blocks(view: &View<'_>, review: &Review) -> Vec<Block> {
    let sentences = view.criteria_as_tree().into_iter().filter_map(|(criterion, _)| {
        let line = line_of(&review.by_criterion, criterion)?;
        Some(sentence(view, review, criterion, line))
    });
    vec![
        Block::list(sentences),
        Block::Table(table(view, review)),
        Block::notes([say(view, Heading::TargetsExplained)]),
    ]
}

/// The line of a leaf criterion.
pub(super) fn line_of(summary: &Summary, criterion: usize) -> Option<&SummaryLine> {
    summary.lines.iter().find(|line| line.of == SummaryOf::Criterion(criterion))
}

/// How much of the quotas was reached; none where there are none.
pub(super) fn reached(line: &SummaryLine) -> Option<Fraction> {
    let (attained, quota) = (line.attained.as_ref()?, line.quota.as_ref()?);
    (!quota.is_zero()).then(|| attained / quota)
}

/// The same as it is printed, in hundredths, so that differences agree with what is read.
fn percentage(line: &SummaryLine) -> Option<Printed> {
    Some(round(&(reached(line)? * whole(100)), 1))
}

/// Percentage points more than in the phase before.
fn change(review: &Review, line: &SummaryLine) -> Option<Printed> {
    let SummaryOf::Criterion(criterion) = line.of else { return None };
    let before = line_of(review.before.as_ref()?, criterion)?;
    Some(&percentage(line)? - &percentage(before)?)
}

fn sentence(view: &View<'_>, review: &Review, criterion: usize, line: &SummaryLine) -> String {
    let notation = view.notation();
    let count = |number: usize| notation.count(number);
    let mut said = say(
        view,
        Reporting::CriterionWork {
            criterion: &view.criterion(criterion).to_string(),
            rows: &count(line.rows.counted),
            points: &view.readable(line.attained.as_ref().unwrap_or(&line.points)),
        },
    );
    if let (Some(quota), Some(percent)) = (&line.quota, percentage(line)) {
        said.push_str(&say(
            view,
            Reporting::OfQuota {
                quota: &view.readable(quota),
                percent: &format!("{}%", notation.decimal(percent)),
            },
        ));
    }
    if let Some(change) = change(review, line) {
        said.push_str(&say(
            view,
            Reporting::AgainstBefore {
                by: &notation.decimal(if change.is_negative() {
                    &Printed::zero(change.decimals()) - &change
                } else {
                    change.clone()
                }),
                more: !change.is_negative(),
                same: change.is_zero(),
            },
        ));
    }
    if let Some(phases) = phase_by_phase(view, review, criterion) {
        said.push_str(&phases);
    }
    said.push('.');
    if let Some(extremes) = extremes(view, &review.board, criterion) {
        said.push(' ');
        said.push_str(&extremes);
    }
    said
}

/// Of the campaign: `(đợt 1: 88,1%, đợt 2: 93,8%)`.
fn phase_by_phase(view: &View<'_>, review: &Review, criterion: usize) -> Option<String> {
    let parts: Vec<String> = review
        .phases
        .iter()
        .filter_map(|summary| {
            let percent = percentage(line_of(summary, criterion)?)?;
            let phase = summary.phase? + 1;
            let percent = format!("{}%", view.notation().decimal(percent));
            Some(say(view, Reporting::InPhase { phase, percent: &percent }))
        })
        .collect();
    (parts.len() > 1).then(|| format!(" ({})", parts.join(", ")))
}

/// Most subjects that a sentence names.
const MOST_NAMED: usize = 3;

/// Who of the ranked stands first and last in a criterion of a phase.
fn extremes(view: &View<'_>, board: &Board, criterion: usize) -> Option<String> {
    let given: Vec<(usize, &Printed)> = board
        .standings
        .iter()
        .filter(|standing| standing.status == Status::Ranked)
        .filter_map(|standing| match &standing.criterion(criterion)?.outcome {
            Outcome::Leaf { contribution, .. } => Some((standing.subject, contribution)),
            Outcome::NotAssigned | Outcome::Parent { .. } => None,
        })
        .collect();
    let best = given.iter().map(|(_, given)| *given).max()?;
    let least = given.iter().map(|(_, given)| *given).min()?;
    let weight = &view.campaign.criteria.get(criterion)?.weight;
    let who = |of: &Printed| {
        let subjects: Vec<usize> =
            given.iter().filter(|(_, given)| *given == of).map(|(subject, _)| *subject).collect();
        match subjects.len() {
            count if count > MOST_NAMED => {
                say(view, Reporting::TeamsCounted { count: &view.notation().count(count) })
            }
            _ => names(view, SubjectKind::Team, subjects),
        }
    };
    let decimal = |number: &Printed| view.notation().decimal(number);
    let weight = view.exact(weight);
    Some(match best == least {
        true => say(view, Reporting::AllAlike { score: &decimal(best), weight: &weight }),
        false => say(
            view,
            Reporting::Extremes {
                first: &who(best),
                best: &decimal(best),
                weight: &weight,
                last: &who(least),
                least: &decimal(least),
            },
        ),
    })
}

/// Criteria down the page: points, quotas, how much of them was reached, and how that was before.
fn table(view: &View<'_>, review: &Review) -> Table {
    let notation = view.notation();
    let with_before = review.before.is_some();
    let mut columns = vec![
        Column::new(view.label(Label::Criterion), ColumnKind::Text),
        Column::new(view.label(Label::Weight), ColumnKind::Number),
        Column::new(say(view, Heading::RowsCounted), ColumnKind::Number),
        Column::new(say(view, Heading::ActivityPoints), ColumnKind::Number),
        Column::new(view.label(Label::Quota), ColumnKind::Number),
        Column::new(say(view, Heading::PercentOfQuota), ColumnKind::Number),
    ];
    if with_before {
        columns.push(Column::new(say(view, Heading::PhaseBefore), ColumnKind::Number));
        columns.push(Column::new(say(view, Heading::Change), ColumnKind::Number));
    }
    for summary in &review.phases {
        let number = summary.phase.unwrap_or_default() + 1;
        columns.push(Column::new(say(view, Reporting::PhaseNumber { number }), ColumnKind::Number));
    }
    let percent = |line: Option<&SummaryLine>| {
        line.and_then(reached).map_or(Cell::Empty, |share| Cell::percent(&share, notation))
    };
    let readable =
        |value: Option<&Fraction>| value.map_or(Cell::Empty, |value| Cell::readable(value, notation));
    let mut rows = Vec::new();
    for (index, depth) in view.criteria_as_tree() {
        let Some(criterion) = view.campaign.criteria.get(index) else { continue };
        let indent = u8::try_from(depth).unwrap_or(u8::MAX);
        let mut cells = vec![
            Cell::indented(view.criterion(index).to_string(), indent),
            Cell::readable(&criterion.weight, notation),
        ];
        match line_of(&review.by_criterion, index) {
            Some(line) => {
                cells.extend([
                    Cell::count(line.rows.counted, notation),
                    readable(line.attained.as_ref()),
                    readable(line.quota.as_ref()),
                    percent(Some(line)),
                ]);
                if with_before {
                    cells.push(percent(review.before.as_ref().and_then(|before| line_of(before, index))));
                    cells.push(
                        change(review, line).map_or(Cell::Empty, |change| Cell::change(&change, notation)),
                    );
                }
                cells.extend(review.phases.iter().map(|summary| percent(line_of(summary, index))));
            }
            None => cells.resize(columns.len(), Cell::Empty),
        }
        let kind = match criterion.kind {
            CriterionKind::Parent { .. } => RowKind::Parent,
            CriterionKind::Leaf(_) => RowKind::Plain,
        };
        rows.push(Row::new(cells).of_kind(kind));
    }
    Table { caption: say(view, Heading::ByCriterionCaption), role: TableRole::Figures, columns, rows }
}

/// Leaf criteria with a quota, with how much of it was reached, from the most to the least.
pub(super) fn by_share(view: &View<'_>, summary: &Summary) -> Vec<(String, Printed)> {
    let mut shares: Vec<(String, Printed)> = summary
        .lines
        .iter()
        .filter_map(|line| {
            let SummaryOf::Criterion(criterion) = line.of else { return None };
            Some((name(view.criterion(criterion)).to_owned(), percentage(line)?))
        })
        .collect();
    shares.sort_by(|left, right| right.1.cmp(&left.1));
    shares
}
