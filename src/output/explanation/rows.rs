//! The rows behind a score.

use super::Depth;
use crate::campaign::{AdjustmentKind, Credit, SubjectKind};
use crate::output::flat::Flat;
use crate::output::folders::folder_of_all;
use crate::output::json::word;
use crate::output::notation::moment;
use crate::output::page::Page;
use crate::output::table::{Column, CsvFor, Table};
use crate::output::view::{BroughtBy, View};
use crate::output::words::{Label, Mark, Sentence};
use crate::records::{Appraisal, Item, Quantity};
use crate::score::explain::{Explanation, RowStory};
use crate::score::{Basis, Request};

/// Columns that what is remarked about a row may take.
const MOST_REMARK_WIDTH: usize = 30;

/// Prints the rows of one explanation.
#[derive(Clone, Copy)]
pub(in crate::output) struct Rows<'a> {
    view: &'a View<'a>,
    request: Request,
    /// Whether each row is shown, not only those of which something did not count.
    pub(super) every_row: bool,
    /// The folder that all the rows stand in: said once, so that `file:line` stays short.
    folder: &'a str,
}

impl<'a> Rows<'a> {
    pub(super) fn new(view: &'a View<'a>, explanation: &Explanation, depth: Depth) -> Self {
        let rows = covered(view, explanation, depth).map(|(_, row)| row);
        let folder = folder_of_all(rows.map(|row| view.sources.get(row.place.file).path.as_str()));
        Self { view, request: explanation.board.request, every_row: depth.every_row(), folder }
    }

    /// Without a table of its own: for who asks about rows one by one.
    pub(in crate::output) fn one_by_one(view: &'a View<'a>, request: Request) -> Self {
        Self { view, request, every_row: true, folder: "" }
    }

    /// The same, but each row is shown.
    pub(super) fn with_every_row(self) -> Self {
        Self { every_row: true, ..self }
    }

    /// Where the rows stand, unless there are none.
    pub(super) fn folder_line(&self) -> Option<String> {
        (!self.folder.is_empty()).then(|| self.view.say(Sentence::RowsStandIn { folder: self.folder }))
    }

    /// Adds a table of those rows that are to be shown.
    pub(super) fn add(&self, rows: &[RowStory], page: &mut Page) {
        let view = self.view;
        let mut columns = vec![
            Column::text(view.label(Label::Row)),
            Column::text(view.label(Label::Date)),
            Column::text(view.label(Label::Activity)),
            Column::number(view.label(Label::Quantity)),
            Column::number(view.label(Label::Points)),
            Column::text(view.label(Label::Remark)).at_most(MOST_REMARK_WIDTH),
        ];
        if view.authors.is_some() {
            columns.push(Column::text(view.label(Label::BroughtBy)).at_most(MOST_REMARK_WIDTH));
        }
        let width = columns.len();
        let mut table = Table::new(columns);
        for row in rows.iter().filter(|row| self.every_row || !self.counted_whole(row)) {
            let place = view.sources.path_and_line(row.place);
            let cells = [
                place.strip_prefix(self.folder).unwrap_or(&place).to_owned(),
                view.notation().date(row.date),
                view.item(row.item).id.to_owned(),
                quantities(view, row),
                points(view, row),
                self.remark(row),
                view.brought_by(row.place),
            ];
            table.add_row(cells.into_iter().take(width));
        }
        if !table.is_empty() {
            page.add_table(table);
        }
    }

    fn counts(&self, row: &RowStory) -> bool {
        self.request.basis == Basis::Claimed || row.appraisal == Appraisal::Counted
    }

    /// Whether the row counts as it was claimed, and the subject got all of its part of it.
    pub(in crate::output) fn counted_whole(&self, row: &RowStory) -> bool {
        let as_claimed =
            self.request.basis == Basis::Claimed || row.accepted.is_none_or(|own| own == row.quantity);
        as_claimed && self.counts(row) && !self.gave_less(row)
    }

    /// Whether the subject got less of the row than its points.
    fn gave_less(&self, row: &RowStory) -> bool {
        row.points != row.before_caps && !disqualifies(self.view, row)
    }

    /// Among how many the points of the row are divided before the subject gets its part.
    fn divided_among(&self, row: &RowStory) -> usize {
        let split = match row.item {
            Item::Activity(index) => {
                let activity = self.view.campaign.activities.get(usize::from(index));
                activity.is_some_and(|activity| activity.credit == Credit::Split)
            }
            Item::Adjustment(_) => false,
        };
        if split && self.request.by == SubjectKind::Member { row.members.max(1) } else { 1 }
    }

    /// Why a row gave what it gave, where that is not plain.
    pub(in crate::output) fn remark(&self, row: &RowStory) -> String {
        let view = self.view;
        let mut remarks = Vec::new();
        if row.appraisal != Appraisal::Counted {
            remarks.push(view.label(row.appraisal.into()).to_owned());
        }
        if self.counts(row) {
            let members = self.divided_among(row);
            if members > 1 {
                remarks.push(view.say(Sentence::DividedAmong { members }));
            }
            if !row.assigned {
                remarks.push(Mark::NotAssigned.text(view.language).to_owned());
            } else if self.gave_less(row) {
                remarks.push(view.label(Label::RowCut).to_owned());
            }
            if disqualifies(view, row) {
                remarks.push(view.label(Label::Disqualified).to_owned());
            }
        }
        let differs = row.accepted.is_some_and(|accepted| accepted != row.quantity);
        if differs && let Some(note) = view.note(row.place) {
            remarks.push(format!("“{note}”"));
        }
        remarks.join(", ")
    }
}

/// The rows of the criteria that are asked about, each with its criterion, then those of adjustments.
fn covered<'a>(
    view: &'a View<'_>,
    explanation: &'a Explanation,
    depth: Depth,
) -> impl Iterator<Item = (Option<usize>, &'a RowStory)> {
    let criteria =
        explanation.criteria.iter().filter(move |story| depth.covers(view, story.result.criterion));
    let of_criteria =
        criteria.flat_map(|story| story.rows.iter().map(move |row| (Some(story.result.criterion), row)));
    let adjustments = explanation.adjustments.iter().filter(move |_| depth.criterion.is_none());
    of_criteria.chain(adjustments.flat_map(|story| story.rows.iter().map(|row| (None, row))))
}

fn disqualifies(view: &View<'_>, row: &RowStory) -> bool {
    let Item::Adjustment(index) = row.item else { return false };
    let adjustment = view.campaign.adjustments.get(usize::from(index));
    adjustment.is_some_and(|adjustment| matches!(adjustment.kind, AdjustmentKind::Disqualify { .. }))
}

/// `3`, or `3 → 2` where another quantity was accepted than claimed.
fn quantities(view: &View<'_>, row: &RowStory) -> String {
    let claimed = view.notation().decimal(row.quantity);
    match row.accepted {
        Some(accepted) if accepted == row.quantity => claimed,
        Some(accepted) => format!("{claimed} → {}", view.notation().decimal(accepted)),
        None if row.appraisal == Appraisal::Pending => format!("{claimed} → ?"),
        None => claimed,
    }
}

/// `6`, or `6 → 5` where the subject got less.
fn points(view: &View<'_>, row: &RowStory) -> String {
    let points = view.exact(&row.points);
    if row.points == row.before_caps {
        points
    } else {
        format!("{} → {points}", view.exact(&row.before_caps))
    }
}

/// The rows behind a score as one table.
pub fn flat(view: &View<'_>, explanation: &Explanation, depth: Depth, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let mut columns = vec![
        flat.text("criterion", Label::Criterion),
        flat.text("path", Label::File),
        flat.number("line", Label::Row),
        flat.text("date", Label::Date),
        flat.text("activity", Label::Activity),
        flat.number("quantity", Label::Quantity),
        flat.number("accepted", Label::Accepted),
        flat.text("appraisal", Label::Appraisal),
        flat.number("members", Label::Members),
        flat.number("points_before_caps", Label::PointsBeforeCaps),
        flat.number("points", Label::Points),
    ];
    if view.authors.is_some() {
        columns.push(flat.text("commit", Label::Commit));
        columns.push(flat.text("author", Label::Author));
        columns.push(flat.text("authored", Label::Authored));
    }
    let width = columns.len();
    let mut table = Table::new(columns);
    let decimal = |quantity: Quantity| flat.notation().decimal(quantity);
    for (criterion, row) in covered(view, explanation, depth) {
        let source = view.sources.get(row.place.file);
        let [commit, author, authored] = match view.brought(row.place) {
            Some(BroughtBy::Commit { author, name }) => {
                [author.commit.clone(), name, moment(author.authored)]
            }
            Some(BroughtBy::Nobody) | None => Default::default(),
        };
        let cells = [
            criterion.map_or("", |criterion| view.criterion(criterion).id).to_owned(),
            source.path.clone(),
            source.line(row.place.start as usize).to_string(),
            flat.notation().date(row.date),
            view.item(row.item).id.to_owned(),
            decimal(row.quantity),
            row.accepted.map_or_else(String::new, decimal),
            flat.either(word::appraisal(row.appraisal), view.label(row.appraisal.into())).to_owned(),
            row.members.to_string(),
            flat.exact(&row.before_caps),
            flat.exact(&row.points),
            commit,
            author,
            authored,
        ];
        table.add_row(cells.into_iter().take(width));
    }
    table
}
