//! One score led back to its rows: what a team leader is shown who asks why they are third.

mod campaign;
mod formula;
pub(super) mod rows;

use num_traits::Zero;

use super::board::{add_reservations, is_at_ceiling, subtotal_formula, ties_broken};
use super::grades::reasons;
use super::page::Page;
use super::table::{Column, Table};
use super::view::View;
use super::words::{Label, Mark, Sentence};
use crate::campaign::SubjectKind;
use crate::exact::{Fraction, Printed};
use crate::score::explain::{AdjustmentStory, CriterionStory, Cut, Explanation};
use crate::score::{Board, Outcome, Standing, Status};

pub use campaign::{above, campaign_page};
use rows::Rows;
pub use rows::flat;

/// How far down an explanation goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Depth {
    /// Only this criterion and what is below it: a place in `Campaign::criteria`.
    pub criterion: Option<usize>,
    /// Every row, not only those that were left out or cut.
    pub every_row: bool,
}

impl Depth {
    /// Whether a criterion is asked about.
    pub fn covers(self, view: &View<'_>, criterion: usize) -> bool {
        let Some(asked) = self.criterion else { return true };
        let mut at = Some(criterion);
        while let Some(criterion) = at {
            if criterion == asked {
                return true;
            }
            at = view.campaign.criteria.get(criterion).and_then(|criterion| criterion.parent);
        }
        false
    }

    /// Whether each row and each cut is shown by itself.
    fn every_row(self) -> bool {
        self.every_row || self.criterion.is_some()
    }
}

/// The explanation of a phase's score for people.
pub fn page(view: &View<'_>, explanation: &Explanation, depth: Depth) -> Page {
    let board = &explanation.board;
    let Some(standing) = board.standings.get(explanation.standing) else {
        return Page::new(view.campaign_title());
    };
    let above = explanation.above.and_then(|index| board.standings.get(index));
    let mut page = Page::new(headline(view, board, standing));
    page.add_line(view.campaign_title());
    page.add_line(view.scope(board.request.phase));
    add_reservations(view, board, &mut page);
    add_place(view, board, standing, above, &mut page);
    if standing.status == Status::Absent {
        return page;
    }
    add_formula(view, explanation, standing, &mut page);

    if depth.criterion.is_none() {
        page.add_section(view.label(Label::CriterionByCriterion));
        page.add_table(overview(view, explanation, standing, above));
        page.add_line(view.label(Label::Symbols));
        if explanation.criteria.iter().any(|story| is_at_ceiling(view, standing, &story.result)) {
            let mark = Mark::Ceiling;
            page.add_line(format!("{} {}", mark.symbol(), mark.text(view.language)));
        }
        let normalised = |standing: &Standing| subtotal_formula(view, standing).is_some();
        if above.is_some_and(|above| normalised(above) || normalised(standing)) {
            page.add_line(view.label(Label::GapsWithUnassigned));
        }
    }
    let rows = Rows::new(view, explanation, depth);
    for story in &explanation.criteria {
        let criterion = story.result.criterion;
        if !depth.covers(view, criterion) {
            continue;
        }
        match &story.result.outcome {
            Outcome::Leaf { contribution, .. } => {
                add_criterion(view, explanation, story, contribution, rows, &mut page);
            }
            // Rows that look like work of the subject and give it nothing are not to be missed.
            Outcome::NotAssigned if depth.criterion == Some(criterion) || !story.rows.is_empty() => {
                let why = Mark::NotAssigned.text(view.language);
                page.add_section(format!("{}: {why}", view.criterion(criterion)));
                rows.add(&story.rows, &mut page);
            }
            Outcome::NotAssigned | Outcome::Parent { .. } => {}
        }
    }
    if depth.criterion.is_none() && !explanation.adjustments.is_empty() {
        add_adjustments(view, explanation, rows, &mut page);
    }
    if let Some(line) = rows.folder_line() {
        page.add_line(line);
    }
    page
}

/// `to-3 Tổ 3: hạng 3, 78,32 điểm`.
fn headline(view: &View<'_>, board: &Board, standing: &Standing) -> String {
    let name = view.subject(board.request.by, standing.subject).to_string();
    let score = standing.score.as_ref().map(|score| view.notation().decimal(score));
    let status = view.label(standing.status.into());
    view.say(Sentence::Headline { name: &name, rank: standing.rank, status, score: score.as_deref() })
}

/// What was claimed, and how far the next one above is.
fn add_place(view: &View<'_>, board: &Board, standing: &Standing, above: Option<&Standing>, page: &mut Page) {
    if let (true, Some(claimed)) = (view.campaign.records.appraisal, &standing.claimed) {
        page.add_line(view.say(Sentence::ClaimedScore { score: &view.notation().decimal(claimed) }));
    }
    if let Some(story) = &standing.grading {
        let grade = match story.grade {
            Some(grade) => view.grade(grade).to_string(),
            None => view.label(Label::WithoutGrade).to_owned(),
        };
        let reasons = reasons(view, board, standing, story).join("; ");
        page.add_line(format!("{}: {grade} ({reasons})", view.label(Label::Grade)));
    }
    let gap = above.and_then(|above| Some((above, above.score.as_ref()?, standing.score.as_ref()?)));
    if let Some((above, above_score, score)) = gap {
        let name = view.subject(board.request.by, above.subject).to_string();
        page.add_line(view.say(Sentence::Above {
            name: &name,
            rank: above.rank.unwrap_or_default(),
            score: &view.notation().decimal(above_score),
            gap: &view.notation().decimal(above_score - score),
        }));
    } else if standing.status == Status::Ranked {
        page.add_line(view.label(Label::FirstOfAll));
    }
    if let Some(line) = above.and_then(|above| ties_broken(view, &[above.clone(), standing.clone()])) {
        page.add_line(line);
    }
    if standing.near_tie {
        page.add_line(view.label(Label::NearTieExplained));
    }
}

/// `Điểm = 76,32 + 2,00 − 0,00 = 78,32`.
fn add_formula(view: &View<'_>, explanation: &Explanation, standing: &Standing, page: &mut Page) {
    let notation = view.notation();
    if let Some(formula) = subtotal_formula(view, standing) {
        page.add_line(
            view.say(Sentence::Normalised { formula: &formula, scale: &view.exact(&view.campaign.scale) }),
        );
    }
    if standing.status == Status::Disqualified {
        page.add_line(view.label(Label::DisqualifiedExplained));
        return;
    }
    let parts = (&standing.subtotal, &standing.bonus, &standing.penalty, &standing.score);
    if let (false, (Some(subtotal), Some(bonus), Some(penalty), Some(score))) =
        (view.campaign.adjustments.is_empty(), parts)
    {
        page.add_line(view.say(Sentence::ScoreFormula {
            subtotal: &notation.decimal(subtotal),
            bonus: &notation.decimal(bonus),
            penalty: &notation.decimal(penalty),
            score: &notation.decimal(score),
            raised_to_zero: (&(subtotal + bonus) - penalty).is_negative(),
        }));
    }
    let Explanation { days, phase_days, headcount, .. } = explanation;
    let (days, phase_days) = (*days, *phase_days);
    match explanation.board.request.by {
        SubjectKind::Team if view.records.members.is_some() => {
            let headcount = &view.exact(headcount);
            page.add_line(view.say(Sentence::Headcount { headcount, days, phase_days }));
        }
        SubjectKind::Team => {}
        SubjectKind::Member => {
            let share = &notation.percent(headcount);
            page.add_line(view.say(Sentence::DaysServed { days, phase_days, share }));
        }
    }
}

/// A line for each criterion, and what they come to; beside it the lead of the one above.
fn overview(
    view: &View<'_>,
    explanation: &Explanation,
    standing: &Standing,
    above: Option<&Standing>,
) -> Table {
    let notation = view.notation();
    let mut columns = vec![
        Column::text(view.label(Label::Criterion)).at_most(30),
        Column::number(view.label(Label::Weight)),
        Column::number("X"),
        Column::number("Q"),
        Column::number("s"),
        Column::number("k"),
    ];
    if let Some(above) = above {
        let id = view.subject(explanation.board.request.by, above.subject).id;
        columns.push(Column::number(view.say(Sentence::LeadOf { id })));
    }
    let width = columns.len();
    let mut table = Table::new(columns);
    let mut add = |cells: [String; 6], gap: String| table.add_row(cells.into_iter().chain([gap]).take(width));
    for (criterion, depth) in view.criteria_as_tree() {
        let Some(story) = explanation.criteria.iter().find(|story| story.result.criterion == criterion)
        else {
            continue;
        };
        let (mut points, mut quota, mut attainment) = (String::new(), String::new(), String::new());
        let mut given =
            story.result.outcome.contribution().map_or_else(String::new, |given| notation.decimal(given));
        match &story.result.outcome {
            Outcome::NotAssigned => given = Mark::NotAssigned.symbol().to_string(),
            Outcome::Parent { .. } => {
                if is_at_ceiling(view, standing, &story.result) {
                    given.push(Mark::Ceiling.symbol());
                }
            }
            Outcome::Leaf { points: x, quota: q, attainment: s, .. } => {
                points = view.readable(x);
                quota = q.as_ref().map_or_else(String::new, |q| view.readable(q));
                attainment = notation.percent(s);
            }
        }
        let weight =
            view.campaign.criteria.get(criterion).map_or_else(String::new, |c| view.exact(&c.weight));
        let gap = story.gap.as_ref().map_or_else(String::new, |gap| signed(view, gap));
        let name = format!("{}{}", "  ".repeat(depth), view.criterion(criterion));
        add([name, weight, points, quota, attainment, given], gap);
    }
    let mut line = |label: Label, of: fn(&Standing) -> &Option<Printed>| {
        let (theirs, own) = (above.and_then(|above| of(above).clone()), of(standing).clone());
        let value = own.as_ref().map_or_else(String::new, |own| notation.decimal(own));
        let blank = String::new;
        // Points that are taken away count for the one who has fewer of them.
        let gap = if label == Label::Penalty { lead(view, own, theirs) } else { lead(view, theirs, own) };
        add([view.label(label).to_owned(), blank(), blank(), blank(), blank(), value], gap);
    };
    line(Label::Subtotal, |standing| &standing.subtotal);
    if !view.campaign.adjustments.is_empty() {
        line(Label::Bonus, |standing| &standing.bonus);
        line(Label::Penalty, |standing| &standing.penalty);
        line(Label::Score, |standing| &standing.score);
    }
    table
}

/// How much more one has than the other: `+0,31`; nothing where either has nothing.
fn lead(view: &View<'_>, one: Option<Printed>, other: Option<Printed>) -> String {
    match (one, other) {
        (Some(one), Some(other)) => signed(view, &(&one - &other)),
        _ => String::new(),
    }
}

/// `+0,31`.
fn signed(view: &View<'_>, number: &Printed) -> String {
    let sign = if number.is_negative() || number.is_zero() { "" } else { "+" };
    format!("{sign}{}", view.notation().decimal(number))
}

fn add_criterion(
    view: &View<'_>,
    explanation: &Explanation,
    story: &CriterionStory,
    contribution: &Printed,
    rows: Rows<'_>,
    page: &mut Page,
) {
    let criterion = story.result.criterion;
    let weight = view.campaign.criteria.get(criterion).map_or_else(String::new, |c| view.exact(&c.weight));
    let given = view.notation().decimal(contribution);
    page.add_section(format!("{}: {given}/{weight}", view.criterion(criterion)));
    for line in formula::lines(view, explanation, story) {
        page.add_line(line);
    }
    page.add_table(activities(view, story));
    for line in cut_lines(view, &story.cuts, rows.every_row) {
        page.add_line(line);
    }
    rows.add(&story.rows, page);
}

/// The activities of a criterion, the base and X: the points add up.
fn activities(view: &View<'_>, story: &CriterionStory) -> Table {
    let cut = !story.cuts.is_empty();
    let mut columns = vec![
        Column::text(view.label(Label::Activity)).at_most(40),
        Column::number(view.label(Label::Rows)),
        Column::number(view.label(Label::Quantity)),
    ];
    if cut {
        columns.push(Column::number(view.label(Label::PointsBeforeCaps)));
    }
    columns.push(Column::number(view.label(Label::Points)));
    let mut table = Table::new(columns);
    let mut add = |name: String, rows: String, quantity: String, before: String, points: String| {
        let before = cut.then_some(before);
        table.add_row([name, rows, quantity].into_iter().chain(before).chain([points]));
    };
    for activity in &story.activities {
        add(
            view.activity(activity.activity).to_string(),
            view.notation().count(activity.rows),
            view.exact(&activity.quantity),
            view.exact(&activity.before_caps),
            view.exact(&activity.points),
        );
    }
    let blank = String::new;
    if !story.base.is_zero() {
        add(view.label(Label::Base).to_owned(), blank(), blank(), blank(), view.exact(&story.base));
    }
    if let Outcome::Leaf { points, .. } = &story.result.outcome {
        add("X".to_owned(), blank(), blank(), blank(), view.exact(points));
    }
    table
}

/// The caps that took something: each by itself, or all buckets of a cap together.
fn cut_lines(view: &View<'_>, cuts: &[Cut], each: bool) -> Vec<String> {
    let mut caps: Vec<Vec<&Cut>> = Vec::new();
    for cut in cuts {
        let same = |cap: &&mut Vec<&Cut>| !each && cap[0].on == cut.on && cap[0].period == cut.period;
        match caps.iter_mut().find(same) {
            Some(cap) => cap.push(cut),
            None => caps.push(vec![cut]),
        }
    }
    caps.iter().map(|cap| cut_line(view, cap)).collect()
}

fn cut_line(view: &View<'_>, cuts: &[&Cut]) -> String {
    let together = |of: fn(&Cut) -> &Fraction| view.exact(&cuts.iter().map(|cut| of(cut)).sum());
    let since = match cuts {
        [cut] => Some(view.notation().date(cut.bucket)),
        _ => None,
    };
    view.say(Sentence::Capped {
        on: &formula::cap_holder(view, cuts[0].on),
        period: view.label(cuts[0].period.into()),
        since: since.as_deref(),
        times: cuts.len(),
        sum: &together(|cut| &cut.sum),
        most: &together(|cut| &cut.most),
    })
}

fn add_adjustments(view: &View<'_>, explanation: &Explanation, rows: Rows<'_>, page: &mut Page) {
    page.add_section(view.label(Label::Adjustments));
    for AdjustmentStory { adjustment, points, cuts, rows: stories } in &explanation.adjustments {
        let kind = view.campaign.adjustments.get(*adjustment).map(|adjustment| adjustment.kind);
        let kind = kind.map_or("", |kind| view.label(kind.into()));
        page.add_line(format!("{} ({kind}): {}", view.adjustment(*adjustment), view.exact(points)));
        for line in cut_lines(view, cuts, rows.every_row) {
            page.add_line(line);
        }
        // An adjustment is rare and weighs much: each of its rows is shown.
        rows.with_every_row().add(stories, page);
    }
    let limits = &view.campaign.limits;
    for (label, limit) in [(Label::Bonus, &limits.bonus), (Label::Penalty, &limits.penalty)] {
        if let Some(limit) = limit {
            page.add_line(view.say(Sentence::Limit { of: view.label(label), points: &view.exact(limit) }));
        }
    }
}
