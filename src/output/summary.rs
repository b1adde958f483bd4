//! A summary: as a page for people, and as one flat table.

use num_traits::Zero;

use super::board::subject_label;
use super::flat::Flat;
use super::notation::Notation;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Sentence};
use crate::campaign::SubjectKind;
use crate::exact::Fraction;
use crate::score::summary::{Summary, SummaryBy, SummaryLine, SummaryOf};

/// The summary for people.
pub fn page(view: &View<'_>, summary: &Summary) -> Page {
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(summary.phase));
    page.add_line(view.label(summary.by.into()));
    view.as_of().into_iter().for_each(|line| page.add_line(line));
    if let Some(reached) = summary.reached {
        let day = view.notation().date(reached);
        page.add_line(view.say(Sentence::DaysGone {
            gone: summary.days_gone,
            days: summary.days,
            day: &day,
        }));
    }

    page.add_table(table(view, summary));
    if summary.lines.iter().any(|line| line.expected.is_some()) {
        page.add_line(view.label(Label::ExpectedExplained));
    }
    if !summary.teams_without_rows.is_empty() {
        let teams = summary.teams_without_rows.iter().map(|&team| view.subject(SubjectKind::Team, team).id);
        page.add_line(view.say(Sentence::TeamsWithoutRows { teams: &teams.collect::<Vec<_>>().join(", ") }));
    }
    page.add_line(view.row_counts(summary.rows));
    page
}

/// A column of the summary for people: what stands over it, and in its cells where there is
/// anything to say.
type NumberColumn = (Label, fn(&View<'_>, &SummaryLine) -> Option<String>);

/// Only the columns that say something, or the table would be mostly blank.
const NUMBER_COLUMNS: [NumberColumn; 9] = [
    (Label::Counted, |view, line| Some(view.notation().count(line.rows.counted))),
    (Label::Pending, |view, line| Some(view.notation().count(line.rows.pending))),
    (Label::Rejected, |view, line| Some(view.notation().count(line.rows.rejected))),
    (Label::Quantity, |view, line| line.quantity.as_ref().map(|value| view.exact(value))),
    (Label::Points, |view, line| match line.attained.as_ref() {
        Some(attained) => Some(view.readable(attained)),
        None => Some(view.readable(&line.points)),
    }),
    (Label::Quota, |view, line| line.quota.as_ref().map(|value| view.readable(value))),
    (Label::Attained, |view, line| attained_share(line).map(|share| view.notation().percent(&share))),
    (Label::Expected, |view, line| line.expected.as_ref().map(|value| view.readable(value))),
    (Label::Pace, |view, line| {
        let share = share_of(line.attained.as_ref()?, line.expected.as_ref()?);
        share.map(|share| view.notation().percent(&share))
    }),
];

fn table(view: &View<'_>, summary: &Summary) -> Table {
    let said = |column: &&NumberColumn| summary.lines.iter().any(|line| column.1(view, line).is_some());
    let columns: Vec<_> = NUMBER_COLUMNS.iter().filter(said).collect();
    let first = Column::text(view.label(of_label(summary.by))).at_most(34);
    let mut table = Table::new(
        [first].into_iter().chain(columns.iter().map(|column| Column::number(view.label(column.0)))),
    );
    for line in &summary.lines {
        let cells = columns.iter().map(|column| column.1(view, line).unwrap_or_default());
        let (id, title) = name(view, line.of, view.notation());
        let name = title.map_or_else(|| id.clone(), |title| format!("{id} {title}"));
        table.add_row([name].into_iter().chain(cells));
    }
    table.set_bars(summary.lines.iter().map(attained_share));
    table
}

/// What is reached of the quota, where there is one.
fn attained_share(line: &SummaryLine) -> Option<Fraction> {
    line.attainment.clone().or_else(|| share_of(line.attained.as_ref()?, line.quota.as_ref()?))
}

/// `part / whole`, where there is a whole.
fn share_of(part: &Fraction, whole: &Fraction) -> Option<Fraction> {
    (!whole.is_zero()).then(|| part / whole)
}

fn of_label(by: SummaryBy) -> Label {
    match by {
        SummaryBy::Criterion => Label::Criterion,
        SummaryBy::Team => subject_label(SubjectKind::Team),
        SummaryBy::Member => subject_label(SubjectKind::Member),
        SummaryBy::Activity => Label::Activity,
        SummaryBy::Month => Label::Month,
    }
}

/// The identifier of what a line is of; of a month `2025-03`.
pub(super) fn id_of(view: &View<'_>, of: SummaryOf) -> String {
    name(view, of, Notation::Point).0
}

/// Identifier and title of what a line is of.
fn name(view: &View<'_>, of: SummaryOf, notation: Notation) -> (String, Option<String>) {
    let named = match of {
        SummaryOf::Criterion(criterion) => view.criterion(criterion),
        SummaryOf::Team(team) => view.subject(SubjectKind::Team, team),
        SummaryOf::Member(member) => view.subject(SubjectKind::Member, member),
        SummaryOf::Activity(activity) => view.activity(activity),
        SummaryOf::Adjustment(adjustment) => view.adjustment(adjustment),
        SummaryOf::Month(month) => return (notation.month(month), None),
    };
    (named.id.to_owned(), named.title.map(str::to_owned))
}

/// The summary as one table with a line for each thing.
pub fn flat(view: &View<'_>, summary: &Summary, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let mut table = Table::new([
        flat.text("id", of_label(summary.by)),
        flat.text("title", Label::Title),
        flat.number("rows_counted", Label::Counted),
        flat.number("rows_pending", Label::Pending),
        flat.number("rows_rejected", Label::Rejected),
        flat.number("rows_left_out", Label::LeftOut),
        flat.number("quantity", Label::Quantity),
        flat.number("points_before_caps", Label::PointsBeforeCaps),
        flat.number("points", Label::Points),
        flat.number("quota", Label::Quota),
        flat.number("expected", Label::Expected),
        flat.number("attainment", Label::Attained),
    ]);
    let exact = |value: Option<&Fraction>| value.map_or_else(String::new, |value| flat.exact(value));
    for line in &summary.lines {
        let (id, title) = name(view, line.of, flat.notation());
        table.add_row([
            id,
            title.unwrap_or_default(),
            line.rows.counted.to_string(),
            line.rows.pending.to_string(),
            line.rows.rejected.to_string(),
            line.rows.left_out.to_string(),
            exact(line.quantity.as_ref()),
            exact(Some(&line.points)),
            exact(line.attained.as_ref()),
            exact(line.quota.as_ref()),
            exact(line.expected.as_ref()),
            exact(line.attainment.as_ref()),
        ]);
    }
    table
}
