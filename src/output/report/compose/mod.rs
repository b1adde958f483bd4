//! Fills a report: its sections in the order in which they are written in Vietnam.
//!
//! Figures come from what was scored; sentences from [`words`](crate::output::words). What only people
//! can say has a marked place.

mod activities;
mod assessment;
pub(in crate::output::report) mod board;
mod criteria;
mod exemplars;
mod head;
mod months;
mod recognition;
mod situation;
mod slip;
mod weights;

use chrono::NaiveDate;

use super::content::{Blank, Block, Kind, Report, Section};
use crate::campaign::SubjectKind;
use crate::output::view::{Named, View};
use crate::output::words::{Heading, Reporting};
use crate::robustness::Robustness;
use crate::score::review::Review;

pub use slip::{Paper, slip};
pub use weights::has_room;

/// The review of a phase, or of the campaign; with `weighed`, how far the ranks of its board depend on the
/// weights, where that [has room](has_room).
pub fn compose(
    view: &View<'_>,
    review: &Review,
    weighed: Option<&Robustness>,
    dated: Option<NaiveDate>,
) -> Report {
    let phase = review.board.request.phase;
    let kind = if phase.is_some() { Kind::Phase } else { Kind::Campaign };
    let mut outline = Outline { view, sections: Vec::new(), main: 0, part: 0, annexes: 0 };

    outline.add_untitled("bases", vec![blank(view, Heading::PromptBases)]);
    outline.add("situation", Heading::Situation, situation::blocks(view, review));
    outline.add("direction", Heading::Direction, vec![blank(view, Heading::PromptDirection)]);

    outline.add("results", Heading::Results, Vec::new());
    outline.add_part("criteria", Heading::ByCriterion, criteria::blocks(view, review));
    outline.add_part("board", Heading::Scoreboard, board::blocks(view, &review.board));
    outline.add_part("months", Heading::MonthByMonth, months::blocks(view, review));
    outline.add_part("exemplars", Heading::Exemplars, exemplars::blocks(view, review));

    outline.add("commendation", Heading::Commendation, Vec::new());
    outline.add_part("grades", Heading::Grades, recognition::grades(view, review));
    outline.add_part("given", Heading::Given, vec![blank(view, Heading::PromptGiven)]);
    outline.add_part("proposed", Heading::Proposed, recognition::proposed(view, review));

    outline.add("assessment", Heading::Assessment, Vec::new());
    outline.add_part("strengths", Heading::Strengths, assessment::strengths(view, review));
    outline.add_part("limits", Heading::Limits, assessment::limits(view, review));
    outline.add_part("causes", Heading::Causes, vec![blank(view, Heading::PromptCauses)]);
    outline.add_part("lessons", Heading::Lessons, vec![blank(view, Heading::PromptLessons)]);
    outline.add("tasks", Heading::Tasks, vec![blank(view, Heading::PromptTasks)]);
    outline.add("proposals", Heading::Proposals, vec![blank(view, Heading::PromptProposals)]);

    outline.add_annex("scores", Heading::ScoresByTeam, board::criteria_by_subject(view, &review.board));
    if let Some(members) = &review.members {
        outline.add_annex("members", Heading::MembersBoard, board::tables(view, members));
    }
    outline.add_annex("candidates", Heading::Candidates, recognition::candidates(view, review));
    outline.add_annex("activities", Heading::Statistics, activities::blocks(view, review));
    if let Some(weighed) = weighed {
        outline.add_annex("weights", Heading::Weights, weights::blocks(view, weighed));
    }

    Report {
        language: view.language,
        kind,
        head: head::head(view, &review.board, dated),
        sections: outline.sections,
        foot: Some(head::foot(view)),
    }
}

/// The sections so far, and their numbers.
struct Outline<'a> {
    view: &'a View<'a>,
    sections: Vec<Section>,
    main: usize,
    part: usize,
    annexes: usize,
}

impl Outline<'_> {
    fn add_untitled(&mut self, anchor: &str, blocks: Vec<Block>) {
        self.push(anchor, 0, String::new(), String::new(), blocks);
    }

    fn add(&mut self, anchor: &str, title: Heading, blocks: Vec<Block>) {
        (self.main, self.part) = (self.main + 1, 0);
        let number = format!("{}.", roman(self.main));
        self.push(anchor, 0, number, say(self.view, title), blocks);
    }

    /// A part of the section before; left out where it has nothing to say.
    fn add_part(&mut self, anchor: &str, title: Heading, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.part += 1;
            self.push(anchor, 1, format!("{}.", self.part), say(self.view, title), blocks);
        }
    }

    /// An annex; left out where it has nothing to say.
    fn add_annex(&mut self, anchor: &str, title: Heading, blocks: Vec<Block>) {
        if !blocks.is_empty() {
            self.annexes += 1;
            let number = say(self.view, Reporting::Annex { number: self.annexes });
            self.push(anchor, 0, number, say(self.view, title), blocks);
            self.sections.last_mut().into_iter().for_each(|section| section.annex = true);
        }
    }

    fn push(&mut self, anchor: &str, depth: u8, number: String, title: String, blocks: Vec<Block>) {
        let anchor = anchor.to_owned();
        self.sections.push(Section { anchor, depth, annex: false, number, title, blocks });
    }
}

/// The Roman numeral of a small number.
fn roman(number: usize) -> String {
    const NUMERALS: [(usize, &str); 5] = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut rest = number;
    let mut text = String::new();
    for (value, numeral) in NUMERALS {
        while rest >= value {
            text.push_str(numeral);
            rest -= value;
        }
    }
    text
}

pub(super) fn say<'a>(view: &View<'_>, sentence: impl Into<Reporting<'a>>) -> String {
    sentence.into().text(view.language)
}

fn blank(view: &View<'_>, prompt: Heading) -> Block {
    Block::Blank(Blank { prompt: say(view, prompt) })
}

/// What somebody or something is called in a sentence.
pub(super) fn name<'a>(named: Named<'a>) -> &'a str {
    named.title.unwrap_or(named.id)
}

/// The same of a subject, joined by commas where there are several.
fn names(view: &View<'_>, by: SubjectKind, subjects: impl IntoIterator<Item = usize>) -> String {
    let names: Vec<_> = subjects.into_iter().map(|subject| name(view.subject(by, subject))).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::roman;

    #[test]
    fn sections_have_roman_numbers() {
        let numerals: Vec<_> = (1..=14).map(roman).collect();
        assert_eq!(numerals[..5], ["I", "II", "III", "IV", "V"]);
        assert_eq!(numerals[8..], ["IX", "X", "XI", "XII", "XIII", "XIV"]);
    }
}
