//! A scoreboard: as a page for people, and as one flat table.

use std::collections::BTreeSet;

use super::flat::Flat;
use super::grades::has_grades;
use super::json::word;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Mark, Recognising, Sentence};
use crate::campaign::{Adjustment, AdjustmentKind, SubjectKind, TieBreak};
use crate::exact::{Fraction, Printed, decimal_text, total};
use crate::score::{Basis, Board, CriterionResult, Outcome, Parts, PhaseShare, Request, Standing, Status};

/// The scoreboard for people. Subjects go down the page where that fits it, else across.
pub fn page(view: &View<'_>, board: &Board) -> Page {
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(board.request.phase));
    page.add_line(view.label(match board.request.by {
        SubjectKind::Team => Label::RankingOfTeams,
        SubjectKind::Member => Label::RankingOfMembers,
    }));
    add_reservations(view, board, &mut page);

    let mut drawing = Drawing { view, board, marks: BTreeSet::new() };
    let blocks: Vec<_> = board.standings.chunk_by(|a, b| a.group == b.group).collect();
    let layout = drawing.layout(&blocks);
    for block in &blocks {
        if !view.campaign.groups.is_empty() {
            page.add_section(group_title(view, block[0].group));
        }
        match layout {
            Layout::SubjectsDown { titles, grades } => {
                page.add_table(drawing.subjects_down(block, titles, grades));
            }
            Layout::SubjectsAcross { titles } => {
                drawing.subjects_across(block, titles).into_iter().for_each(|table| page.add_table(table));
            }
        }
    }
    add_notes(view, board, layout, &drawing.marks, &mut page);
    page
}

/// Why the numbers are not final, where they are not.
pub(super) fn add_reservations(view: &View<'_>, board: &Board, page: &mut Page) {
    reservations(view, board).into_iter().for_each(|line| page.add_line(line));
}

/// The same, a line each.
pub(super) fn reservations(view: &View<'_>, board: &Board) -> Vec<String> {
    reservations_of(view, board.request, board.provisional)
}

/// The same of what was asked.
pub(super) fn reservations_of(view: &View<'_>, request: Request, provisional: bool) -> Vec<String> {
    let mut lines = Vec::new();
    lines.extend(view.as_of());
    if request.basis == Basis::Claimed {
        lines.push(view.label(Label::ClaimedBasis).to_owned());
    }
    if let Some(until) = request.until {
        lines.push(view.say(Sentence::Until { day: &view.notation().date(until) }));
    }
    lines.push(view.label(if provisional { Label::Provisional } else { Label::Final }).to_owned());
    lines
}

fn add_notes(view: &View<'_>, board: &Board, layout: Layout, marks: &BTreeSet<Mark>, page: &mut Page) {
    let by = board.request.by;
    page.add_line(view.row_counts(board.rows));
    if let Some(line) = ties_broken(view, &board.standings) {
        page.add_line(line);
    }
    add_grades(view, board, layout, page);
    for standing in &board.standings {
        if let Some(formula) = subtotal_formula(view, standing) {
            page.add_line(format!("{}: {formula}", view.subject(by, standing.subject).id));
        }
    }
    for mark in marks {
        page.add_line(format!("{} {}", mark.symbol(), mark.text(view.language)));
    }
    if !matches!(layout, Layout::SubjectsDown { titles: true, .. }) {
        let subjects = board.standings.iter().map(|standing| view.subject(by, standing.subject));
        subjects
            .filter(|subject| subject.title.is_some())
            .for_each(|subject| page.add_line(subject.to_string()));
    }
    if board.request.phase.is_none() {
        (0..view.campaign.phases.len()).for_each(|phase| page.add_line(view.numbered_scope(phase)));
    } else if layout != (Layout::SubjectsAcross { titles: true }) {
        for (index, criterion) in view.campaign.criteria.iter().enumerate() {
            page.add_line(format!("{} ({})", view.criterion(index), view.exact(&criterion.weight)));
        }
    }
}

/// What the grades are, and who has each where no column says so.
fn add_grades(view: &View<'_>, board: &Board, layout: Layout, page: &mut Page) {
    let by = board.request.by;
    let listed = matches!(layout, Layout::SubjectsDown { grades: false, .. });
    for (at, grade) in view.campaign.grades.iter().enumerate() {
        if grade.subject != by {
            continue;
        }
        let mut line = view.recognise(Recognising::GradeFrom {
            grade: &view.grade(at).to_string(),
            min: &view.exact(&grade.min),
        });
        if listed {
            let has_it = board.standings.iter().filter(|standing| standing.grade() == Some(at));
            let ids: Vec<&str> = has_it.map(|standing| view.subject(by, standing.subject).id).collect();
            let nobody = view.recognise(Recognising::Nobody);
            let list = if ids.is_empty() { nobody } else { ids.join(", ") };
            line.push_str(&format!(": {list}"));
        }
        page.add_line(line);
    }
}

/// What tells equal scores apart, where it did.
pub(super) fn ties_broken(view: &View<'_>, standings: &[Standing]) -> Option<String> {
    let broken = |pair: &[Standing]| {
        pair[0].rank.zip(pair[1].rank).is_some_and(|(above, below)| above != below)
            && pair[0].group == pair[1].group
            && pair[0].score == pair[1].score
    };
    if !standings.windows(2).any(broken) {
        return None;
    }
    let ways = view.campaign.ranking.tie_break.iter().map(|way| match way {
        TieBreak::Penalty => view.label(Label::FewerPenalties).to_owned(),
        TieBreak::Full => view.label(Label::MoreAtFull).to_owned(),
        TieBreak::Points(criterion) => {
            view.say(Sentence::MorePointsIn { criterion: view.criterion(*criterion).id })
        }
    });
    Some(view.say(Sentence::TiesBroken { by: &ways.collect::<Vec<_>>().join(", ") }))
}

/// `68,40/70 → 97,71`, where less than the scale is assigned.
pub(super) fn subtotal_formula(view: &View<'_>, standing: &Standing) -> Option<String> {
    let (subtotal, assigned) = (standing.subtotal.as_ref()?, standing.assigned_weight.as_ref()?);
    let Parts::Criteria(criteria) = &standing.parts else { return None };
    if assigned == &view.campaign.scale {
        return None;
    }
    let top = |result: &&CriterionResult| {
        view.campaign.criteria.get(result.criterion).is_some_and(|criterion| criterion.parent.is_none())
    };
    let sum = total(
        criteria.iter().filter(top).filter_map(|result| result.outcome.contribution()),
        view.campaign.decimals,
    );
    let notation = view.notation();
    Some(format!("{}/{} → {}", notation.decimal(sum), notation.exact(assigned), notation.decimal(subtotal)))
}

/// Whether a parent gives less than its children add up to.
pub(super) fn is_at_ceiling(view: &View<'_>, standing: &Standing, result: &CriterionResult) -> bool {
    let Outcome::Parent { contribution } = &result.outcome else { return false };
    let children = view.campaign.children(Some(result.criterion));
    let given = children.filter_map(|child| standing.criterion(child)?.outcome.contribution());
    &total(given, view.campaign.decimals) > contribution
}

/// What a group of teams is called.
pub(super) fn group_title(view: &View<'_>, group: Option<usize>) -> String {
    match group.and_then(|index| view.campaign.groups.get(index)) {
        Some(group) => group.title.get(view.language).unwrap_or(group.id.as_str()).to_owned(),
        None => view.label(Label::NoGroup).to_owned(),
    }
}

/// How a board lies on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// A line for each subject, with or without its title and a column for its grade.
    SubjectsDown { titles: bool, grades: bool },
    /// A column for each subject, as many as fit; a line for each criterion, with or without its title.
    SubjectsAcross { titles: bool },
}

/// A line or column of a board.
struct Field {
    /// Over a column, or before a line without title.
    header: String,
    /// Before a line with title.
    label: String,
    is_text: bool,
    cells: Vec<String>,
}

/// A board on its way to a page, with the marks that were used and must be explained.
struct Drawing<'a> {
    view: &'a View<'a>,
    board: &'a Board,
    marks: BTreeSet<Mark>,
}

/// Columns that the line labels of a board with subjects across may take.
const MOST_LABEL_WIDTH: usize = 30;

impl Drawing<'_> {
    /// One layout for all groups, so that they can be compared.
    fn layout(&mut self, blocks: &[&[Standing]]) -> Layout {
        let of_phase = self.board.request.phase.is_some();
        let nested =
            of_phase && self.view.campaign.criteria.iter().any(|criterion| criterion.parent.is_some());
        let ways = [(true, true), (false, true), (false, false)];
        let fitting = ways.into_iter().find(|&(titles, grades)| {
            !nested && blocks.iter().all(|block| self.subjects_down(block, titles, grades).fits())
        });
        let down = fitting.map(|(titles, grades)| Layout::SubjectsDown { titles, grades });
        down.unwrap_or(Layout::SubjectsAcross { titles: nested })
    }

    fn subjects_down(&mut self, block: &[Standing], titles: bool, grades: bool) -> Table {
        let mut fields = self.fields(block, grades);
        let named = |standing: &Standing| self.view.subject(self.board.request.by, standing.subject).title;
        if titles && block.iter().any(|standing| named(standing).is_some()) {
            let cells = block.iter().map(|standing| named(standing).unwrap_or_default().to_owned()).collect();
            let header = self.view.label(Label::Title).to_owned();
            fields.insert(2, Field { label: header.clone(), header, is_text: true, cells });
        }
        let mut table = Table::new(fields.iter().map(|field| match field.is_text {
            true => Column::text(&field.header),
            false => Column::number(&field.header),
        }));
        for row in 0..block.len() {
            table.add_row(fields.iter().map(|field| &field.cells[row]));
        }
        table.set_bars(self.bars(block));
        table
    }

    /// Scores against the scale, or against the greatest where one passes it.
    fn bars(&self, block: &[Standing]) -> Vec<Option<Fraction>> {
        let scores = || block.iter().map(|standing| standing.score.as_ref().map(Printed::to_fraction));
        let longest = scores().flatten().fold(self.view.campaign.scale.clone(), Fraction::max);
        scores().map(|score| score.map(|score| score / &longest)).collect()
    }

    /// As many tables as it takes, each with as many subjects as fit.
    fn subjects_across(&mut self, block: &[Standing], titles: bool) -> Vec<Table> {
        let mut tables: Vec<Table> = Vec::new();
        let mut first = 0;
        while first < block.len() {
            let mut table = self.across(&block[first..=first], titles);
            let mut end = first + 1;
            while end < block.len() {
                let wider = self.across(&block[first..=end], titles);
                if !wider.fits() {
                    break;
                }
                (table, end) = (wider, end + 1);
            }
            tables.push(table);
            first = end;
        }
        tables
    }

    fn across(&mut self, block: &[Standing], titles: bool) -> Table {
        let fields = self.fields(block, true);
        let (ids, lines): (Vec<_>, Vec<_>) = fields.into_iter().partition(|field| field.is_text);
        let subjects = ids.iter().flat_map(|field| &field.cells).map(Column::number);
        let label = Column::text(self.view.label(Label::Criterion)).at_most(MOST_LABEL_WIDTH);
        let mut table = Table::new([label].into_iter().chain(subjects));
        for line in lines {
            let label = if titles { line.label } else { line.header };
            table.add_row([label].into_iter().chain(line.cells));
        }
        table
    }

    /// Everything that is printed of each subject, its title apart: rank, identifier, score, parts.
    fn fields(&mut self, block: &[Standing], grades: bool) -> Vec<Field> {
        let (view, request) = (self.view, self.board.request);
        let mut fields = vec![
            self.field(Label::Rank, block, |drawing, standing| drawing.rank(standing)),
            Field {
                is_text: true,
                ..self.field(subject_label(request.by), block, |_, standing| {
                    view.subject(request.by, standing.subject).id.to_owned()
                })
            },
            self.field(Label::Score, block, |_, standing| number(view, standing.score.as_ref())),
        ];
        if view.campaign.records.appraisal && request.basis == Basis::Official {
            fields.push(
                self.field(Label::Claimed, block, |_, standing| number(view, standing.claimed.as_ref())),
            );
        }
        if grades && has_grades(view, request.by) {
            fields.push(self.field(Label::Grade, block, |_, standing| {
                standing.grade().map_or_else(String::new, |grade| view.grade(grade).id.to_owned())
            }));
        }
        match request.phase {
            Some(_) => {
                self.add_criteria(block, &mut fields);
                self.add_adjustments(block, &mut fields);
            }
            None => self.add_phases(block, &mut fields),
        }
        fields
    }

    fn field(
        &mut self,
        label: Label,
        block: &[Standing],
        mut cell: impl FnMut(&mut Self, &Standing) -> String,
    ) -> Field {
        let header = self.view.label(label).to_owned();
        let cells = block.iter().map(|standing| cell(self, standing)).collect();
        Field { label: header.clone(), header, is_text: false, cells }
    }

    fn rank(&mut self, standing: &Standing) -> String {
        let unranked = unranked_mark(standing.status);
        let flags =
            [(standing.near_tie, Mark::NearTie), (standing.disqualified_in_a_phase, Mark::DisqualifiedOnce)];
        let flags = flags.into_iter().filter(|&(holds, _)| holds).map(|(_, mark)| mark);
        let mut rank = standing.rank.map_or_else(String::new, |rank| rank.to_string());
        for mark in unranked.into_iter().chain(flags) {
            rank.push(self.mark(mark));
        }
        rank
    }

    fn add_criteria(&mut self, block: &[Standing], fields: &mut Vec<Field>) {
        let view = self.view;
        for (criterion, depth) in view.criteria_as_tree() {
            let weight =
                view.campaign.criteria.get(criterion).map(|c| view.exact(&c.weight)).unwrap_or_default();
            let cells = block.iter().map(|standing| {
                standing
                    .criterion(criterion)
                    .map_or_else(String::new, |result| self.criterion(standing, result))
            });
            fields.push(Field {
                cells: cells.collect(),
                header: view.criterion(criterion).id.to_owned(),
                label: format!("{}{} ({weight})", "  ".repeat(depth), view.criterion(criterion)),
                is_text: false,
            });
        }
    }

    fn criterion(&mut self, standing: &Standing, result: &CriterionResult) -> String {
        match result.outcome.contribution() {
            None => self.mark(Mark::NotAssigned).to_string(),
            Some(contribution) if result.rows == 0 && contribution.is_zero() => {
                self.mark(Mark::NoRows).to_string()
            }
            Some(contribution) => {
                let mut text = self.view.notation().decimal(contribution);
                if is_at_ceiling(self.view, standing, result) {
                    text.push(self.mark(Mark::Ceiling));
                }
                text
            }
        }
    }

    fn add_adjustments(&mut self, block: &[Standing], fields: &mut Vec<Field>) {
        let view = self.view;
        let own = |adjustment: &&Adjustment| adjustment.subject == self.board.request.by;
        let has =
            |kind| view.campaign.adjustments.iter().filter(own).any(|adjustment| adjustment.kind == kind);
        if has(AdjustmentKind::Bonus) {
            fields.push(self.field(Label::Bonus, block, |_, standing| number(view, standing.bonus.as_ref())));
        }
        if has(AdjustmentKind::Penalty) {
            fields.push(
                self.field(Label::Penalty, block, |_, standing| number(view, standing.penalty.as_ref())),
            );
        }
    }

    fn add_phases(&mut self, block: &[Standing], fields: &mut Vec<Field>) {
        let begun =
            |phase: &usize| self.board.standings.iter().any(|standing| standing.phase(*phase).is_some());
        let phases: Vec<_> = (0..self.view.campaign.phases.len()).filter(begun).collect();
        for phase in phases {
            let header = self.view.say(Sentence::PhaseNumber { number: phase + 1 });
            let cells = block.iter().map(|standing| {
                standing.phase(phase).map_or_else(String::new, |share| self.phase_share(share))
            });
            fields.push(Field { cells: cells.collect(), label: header.clone(), header, is_text: false });
        }
    }

    /// `80,12 → 40,06`: the score in the phase and its part of the campaign score.
    fn phase_share(&mut self, share: &PhaseShare) -> String {
        let status = match share.status {
            Status::Absent => Some(Mark::Absent),
            Status::Disqualified => Some(Mark::Disqualified),
            Status::Incomplete => Some(Mark::Incomplete),
            Status::ShortTenure | Status::Ranked => None,
        };
        let mut text = match (&share.score, &share.contribution) {
            (Some(score), Some(contribution)) => {
                let notation = self.view.notation();
                self.marks.insert(Mark::PhaseShare);
                format!("{} → {}", notation.decimal(score), notation.decimal(contribution))
            }
            (score, _) => number(self.view, score.as_ref()),
        };
        if let Some(mark) = status {
            text.push(self.mark(mark));
        }
        text
    }

    fn mark(&mut self, mark: Mark) -> char {
        self.marks.insert(mark);
        mark.symbol()
    }
}

/// The sign of those that are not ranked.
pub(super) fn unranked_mark(status: Status) -> Option<Mark> {
    match status {
        Status::Ranked => None,
        Status::Absent => Some(Mark::Absent),
        Status::Disqualified => Some(Mark::Disqualified),
        Status::Incomplete => Some(Mark::Incomplete),
        Status::ShortTenure => Some(Mark::ShortTenure),
    }
}

/// A printed number for people; nothing where there is none.
pub(super) fn number(view: &View<'_>, printed: Option<&Printed>) -> String {
    printed.map_or_else(String::new, |printed| view.notation().decimal(printed))
}

/// What a subject of this kind is called over a column.
pub(super) fn subject_label(by: SubjectKind) -> Label {
    match by {
        SubjectKind::Team => Label::Team,
        SubjectKind::Member => Label::Member,
    }
}

/// The scoreboard as one table with a line for each subject.
pub fn flat(view: &View<'_>, board: &Board, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let by = board.request.by;
    let (criteria, phases) = match board.request.phase {
        Some(_) => (view.campaign.criteria.len(), 0),
        None => (0, view.campaign.phases.len()),
    };
    let mut columns = vec![
        flat.text("group", Label::Group),
        flat.number("rank", Label::Rank),
        flat.text("status", Label::Status),
        flat.text("near_tie", Label::NearTie),
        flat.text("id", subject_label(by)),
        flat.text("title", Label::Title),
        flat.number("score", Label::Score),
        flat.text("grade", Label::Grade),
        flat.number("claimed", Label::Claimed),
        flat.number("subtotal", Label::Subtotal),
        flat.number("assigned_weight", Label::AssignedWeight),
        flat.number("bonus", Label::Bonus),
        flat.number("penalty", Label::Penalty),
    ];
    columns.extend((0..criteria).map(|criterion| Column::number(view.criterion(criterion).id)));
    for phase in 0..phases {
        let (key, title) = (format!("phase_{}", phase + 1), view.phase_title(phase));
        let part = format!("{title}: {}", view.label(Label::Contribution));
        columns.push(Column::number(flat.either(&key, &title)));
        columns.push(Column::number(flat.either(&format!("{key}_contribution"), &part)));
    }

    let decimal =
        |number: Option<&Printed>| number.map_or_else(String::new, |number| flat.notation().decimal(number));
    let mut table = Table::new(columns);
    for standing in &board.standings {
        let group = standing.group.and_then(|index| view.campaign.groups.get(index));
        let subject = view.subject(by, standing.subject);
        let weight = standing.assigned_weight.as_ref().map(decimal_text);
        let mut cells = vec![
            group.map_or_else(String::new, |group| group.id.to_string()),
            standing.rank.map_or_else(String::new, |rank| rank.to_string()),
            flat.either(word::status(standing.status), view.label(standing.status.into())).to_owned(),
            flat.either(&standing.near_tie.to_string(), if standing.near_tie { "≈" } else { "" }).to_owned(),
            subject.id.to_owned(),
            subject.title.unwrap_or_default().to_owned(),
            decimal(standing.score.as_ref()),
            standing.grade().map_or_else(String::new, |grade| view.grade(grade).id.to_owned()),
            decimal(standing.claimed.as_ref()),
            decimal(standing.subtotal.as_ref()),
            weight.map_or_else(String::new, |weight| flat.notation().decimal(weight)),
            decimal(standing.bonus.as_ref()),
            decimal(standing.penalty.as_ref()),
        ];
        let given = |criterion| standing.criterion(criterion)?.outcome.contribution();
        cells.extend((0..criteria).map(|criterion| decimal(given(criterion))));
        for share in (0..phases).map(|index| standing.phase(index)) {
            cells.push(decimal(share.and_then(|share| share.score.as_ref())));
            cells.push(decimal(share.and_then(|share| share.contribution.as_ref())));
        }
        table.add_row(cells);
    }
    table
}
