//! What moved the scores between two states: as a page for people, and as one flat table.

mod causes;

use super::flat::Flat;
use super::notation::Notation;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::{Named, View};
use super::words::{Comparing, Label, Sentence};
use crate::campaign::{Language, SubjectKind};
use crate::difference::{Difference, Grouping, Stand, StepKind, SubjectDifference};
use crate::exact::Printed;
use crate::git::{Commit, LineAuthor};
use crate::score::{Basis, Status};

pub use causes::Origins;
pub(super) use causes::{Cause, What, causes};

/// A difference with what it is of.
#[derive(Clone, Copy)]
pub struct Comparison<'a> {
    /// The old state.
    pub old: View<'a>,
    /// The new state.
    pub new: View<'a>,
    /// What differs.
    pub difference: &'a Difference,
    /// Who did it, and when.
    pub origins: &'a Origins,
}

/// Who changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Somebody, in a commit.
    Committed(LineAuthor),
    /// Somebody who has not committed it yet.
    NotCommitted,
}

/// Parts of which the sum is written out at most.
const MOST_SUMMANDS: usize = 8;

/// The comparison for people.
pub fn page(comparison: &Comparison<'_>) -> Page {
    let Comparison { new, difference, .. } = comparison;
    let say = |sentence: Comparing<'_>| sentence.text(new.language);
    let mut page = Page::new(new.campaign_title());
    page.add_line(new.scope(difference.request.phase));
    page.add_line(new.label(match difference.request.by {
        SubjectKind::Team => Label::RankingOfTeams,
        SubjectKind::Member => Label::RankingOfMembers,
    }));
    page.add_line(say(Comparing::From { state: &state(&comparison.old) }));
    page.add_line(say(Comparing::To { state: &state(new) }));
    if difference.request.basis == Basis::Claimed {
        page.add_line(new.label(Label::ClaimedBasis));
    }
    if let Some(until) = difference.request.until {
        page.add_line(new.say(Sentence::Until { day: &new.notation().date(until) }));
    }

    let (moved, unmoved): (Vec<_>, Vec<_>) =
        difference.subjects.iter().partition(|subject| subject.is_moved());
    if !moved.is_empty() {
        page.add_table(board(comparison, &moved));
    }
    for subject in &moved {
        add_subject(comparison, subject, &mut page);
    }
    // A page without sections would have these lines go on from the head.
    if !moved.is_empty() {
        page.add_section(new.label(Label::Notes));
    }
    if moved.is_empty() {
        page.add_line(say(Comparing::NobodyMoved));
    } else if !unmoved.is_empty() {
        let ids: Vec<&str> = unmoved.iter().map(|subject| subject.id.as_str()).collect();
        page.add_line(say(Comparing::Unmoved { ids: &ids.join(", ") }));
    }
    let (all, idle) = difference.rows();
    let count = |number| new.notation().count(number);
    page.add_line(say(Comparing::Rows { all: &count(all), idle: &count(idle) }));
    if difference.grouping != Grouping::Row {
        page.add_line(say(Comparing::Grouped { grouping: difference.grouping }));
    }
    if !moved.is_empty() {
        page.add_line(say(Comparing::Explained));
    }
    page
}

/// What a state is: a commit, or the folder.
fn state(view: &View<'_>) -> String {
    state_of(view.commit, view.language)
}

fn state_of(commit: Option<&Commit>, language: Language) -> String {
    let Some(commit) = commit else { return Comparing::Present.text(language) };
    let day = Notation::from(language).date(commit.day());
    Comparing::Commit { commit: commit.short(), day: &day, author: &commit.author }.text(language)
}

/// The line before the errors of a state.
pub fn errors_in(commit: Option<&Commit>, language: Language) -> String {
    Comparing::ErrorsIn { state: &state_of(commit, language) }.text(language)
}

fn board(comparison: &Comparison<'_>, moved: &[&SubjectDifference]) -> Table {
    let new = &comparison.new;
    let has_groups = !new.campaign.groups.is_empty() || !comparison.old.campaign.groups.is_empty();
    let by = comparison.difference.request.by;
    let subject = Column::text(new.label(super::board::subject_label(by))).at_most(34);
    let group = has_groups.then(|| Column::text(new.label(Label::Group)));
    let numbers =
        [Label::Before, Label::After, Label::Difference].map(|head| Column::number(new.label(head)));
    let rank = Column::number(new.label(Label::Rank));
    let mut table = Table::new([subject].into_iter().chain(group).chain(numbers).chain([rank]));
    let notation = new.notation();
    for subject in moved {
        let group = has_groups.then(|| group_of(comparison, subject).unwrap_or_default().to_owned());
        let cells = [name(comparison, subject).to_string()].into_iter().chain(group).chain([
            score(&subject.before, notation),
            score(&subject.after, notation),
            signed(&subject.difference, notation),
            ranks(comparison, subject),
        ]);
        table.add_row(cells);
    }
    table
}

/// A subject as the new state names it, or the old one where it is gone.
fn name<'a>(comparison: &Comparison<'a>, subject: &SubjectDifference) -> Named<'a> {
    let by = comparison.difference.request.by;
    let of = |view: &View<'a>, stand: &Stand| view.subject(by, stand.subject);
    match (&subject.after, &subject.before) {
        (Some(after), _) => of(&comparison.new, after),
        (None, Some(before)) => of(&comparison.old, before),
        (None, None) => Named { id: "", title: None },
    }
}

pub(super) fn group_of<'a>(comparison: &Comparison<'a>, subject: &SubjectDifference) -> Option<&'a str> {
    let of = |view: &View<'a>, stand: &Stand| Some(view.campaign.groups.get(stand.group?)?.id.as_str());
    match (&subject.after, &subject.before) {
        (Some(after), _) => of(&comparison.new, after),
        (None, Some(before)) => of(&comparison.old, before),
        (None, None) => None,
    }
}

fn score(stand: &Option<Stand>, notation: Notation) -> String {
    let score = stand.as_ref().and_then(|stand| stand.score.as_ref());
    score.map_or_else(|| "–".to_owned(), |score| notation.decimal(score))
}

fn ranks(comparison: &Comparison<'_>, subject: &SubjectDifference) -> String {
    let rank = |stand: &Option<Stand>| match stand {
        Some(Stand { rank: Some(rank), .. }) => rank.to_string(),
        Some(Stand { status, .. }) if *status != Status::Ranked => {
            comparison.new.label(Label::from(*status)).to_owned()
        }
        _ => Comparing::NoRank.text(comparison.new.language),
    };
    let (before, after) = (rank(&subject.before), rank(&subject.after));
    if before == after { after } else { format!("{before} → {after}") }
}

/// With its sign: `+1,50`, `-0,25`, `0,00`.
pub(super) fn signed(amount: &Printed, notation: Notation) -> String {
    let sign = if amount.is_zero() || amount.is_negative() { "" } else { "+" };
    format!("{sign}{}", notation.decimal(amount))
}

fn add_subject(comparison: &Comparison<'_>, subject: &SubjectDifference, page: &mut Page) {
    let notation = comparison.new.notation();
    let (before, after) = (score(&subject.before, notation), score(&subject.after, notation));
    page.add_section(format!(
        "{}: {before} → {after} ({})",
        name(comparison, subject),
        signed(&subject.difference, notation)
    ));
    if subject.parts.is_empty() {
        page.add_line(Comparing::MovedByOthers.text(comparison.new.language));
    }
    for part in &subject.parts {
        let step = &comparison.difference.steps[part.step];
        let amount = signed(&part.amount, notation);
        let causes = causes(comparison, part.step);
        let head = match step.kind {
            StepKind::Rules => Some(Comparing::RulesStep),
            StepKind::Members => Some(Comparing::MembersStep),
            StepKind::Rows => None,
        };
        match (head, causes.as_slice()) {
            (None, [only]) => page.add_line(format!("{amount}  {}", only.line(comparison))),
            (None, several) => {
                let rows = notation.count(several.len());
                let head = Comparing::RowsStep { rows: &rows }.text(comparison.new.language);
                page.add_line(format!("{amount}  {head}"));
            }
            (Some(head), _) => page.add_line(format!("{amount}  {}", head.text(comparison.new.language))),
        }
        if head.is_some() || causes.len() > 1 {
            causes.iter().for_each(|cause| page.add_line(format!("– {}", cause.line(comparison))));
        }
    }
    if (2..=MOST_SUMMANDS).contains(&subject.parts.len()) {
        let sum: String = subject.parts.iter().map(|part| summand(&part.amount, notation)).collect();
        let zero = notation.decimal(Printed::zero(comparison.new.campaign.decimals));
        let or_zero = |score: String| if score == "–" { zero.clone() } else { score };
        page.add_line(format!("{}{sum} = {}", or_zero(before), or_zero(after)));
    }
}

/// ` + 1,50`, ` - 0,25`.
fn summand(amount: &Printed, notation: Notation) -> String {
    let text = notation.decimal(amount);
    text.strip_prefix('-').map_or_else(|| format!(" + {text}"), |positive| format!(" - {positive}"))
}

/// The comparison as one table with a line for each cause of each part, and one for each subject without.
pub fn flat(comparison: &Comparison<'_>, reader: CsvFor) -> Table {
    let view = comparison.new;
    let flat = Flat::new(&view, reader);
    let notation = flat.notation();
    let mut table = Table::new([
        flat.text("id", super::board::subject_label(comparison.difference.request.by)),
        flat.text("group", Label::Group),
        flat.number("score_before", Label::Before),
        flat.number("score_after", Label::After),
        flat.number("difference", Label::Difference),
        flat.number("rank_before", Label::RankBefore),
        flat.number("rank_after", Label::RankAfter),
        flat.number("step", Label::Step),
        flat.number("part", Label::Part),
        flat.text("change", Label::Change),
        flat.text("what", Label::Meaning),
        flat.text("fields", Label::Fields),
        flat.text("place_before", Label::PlaceBefore),
        flat.text("place_after", Label::PlaceAfter),
        flat.text("commit", Label::Commit),
        flat.text("author", Label::Author),
        flat.text("authored", Label::Date),
    ]);
    let score = |stand: &Option<Stand>| {
        let score = stand.as_ref().and_then(|stand| stand.score.as_ref());
        score.map(|score| notation.decimal(score)).unwrap_or_default()
    };
    let rank = |stand: &Option<Stand>| {
        stand.as_ref().and_then(|stand| stand.rank).map(|rank| rank.to_string()).unwrap_or_default()
    };
    for subject in &comparison.difference.subjects {
        let head = [
            subject.id.clone(),
            group_of(comparison, subject).unwrap_or_default().to_owned(),
            score(&subject.before),
            score(&subject.after),
            notation.decimal(&subject.difference),
            rank(&subject.before),
            rank(&subject.after),
        ];
        if subject.parts.is_empty() {
            table.add_row(head.into_iter().chain(vec![String::new(); 10]));
            continue;
        }
        for part in &subject.parts {
            let mut amount = notation.decimal(&part.amount);
            for cause in causes(comparison, part.step) {
                let step = (part.step + 1).to_string();
                // The part of a step stands once, so that the column can be added up.
                let cells = [step, std::mem::take(&mut amount)].into_iter().chain(cause.cells(&view, reader));
                table.add_row(head.iter().cloned().chain(cells));
            }
            if !amount.is_empty() {
                let cells = [(part.step + 1).to_string(), amount].into_iter().chain(vec![String::new(); 8]);
                table.add_row(head.iter().cloned().chain(cells));
            }
        }
    }
    table
}
