//! The facts that an assessment can begin with. To assess is for people.

use super::criteria::by_share;
use super::{blank, names, say};
use crate::campaign::SubjectKind;
use crate::exact::{Printed, whole};
use crate::output::report::content::Block;
use crate::output::view::View;
use crate::output::words::{Heading, Reporting};
use crate::score::review::Review;

/// Criteria that a sentence names.
const MOST_NAMED: usize = 3;

/// Criteria that reached their quota, then what only people can say.
pub(super) fn strengths(view: &View<'_>, review: &Review) -> Vec<Block> {
    let full = whole(100);
    let reached: Vec<String> = by_share(view, &review.by_criterion)
        .into_iter()
        .filter(|(_, share)| share.to_fraction() >= full)
        .map(|share| told(view, &share))
        .collect();
    let mut blocks = Vec::new();
    if !reached.is_empty() {
        let said = Reporting::ReachedTarget { criteria: &reached.join("; ") };
        blocks.push(Block::paragraph(say(view, said)));
    }
    blocks.push(blank(view, Heading::PromptStrengths));
    blocks
}

/// Criteria furthest from their quota, teams without rows, rows that wait; then what only people can say.
pub(super) fn limits(view: &View<'_>, review: &Review) -> Vec<Block> {
    let full = whole(100);
    let missed: Vec<String> = by_share(view, &review.by_criterion)
        .into_iter()
        .rev()
        .filter(|(_, share)| share.to_fraction() < full)
        .take(MOST_NAMED)
        .map(|share| told(view, &share))
        .collect();
    let mut blocks = Vec::new();
    if !missed.is_empty() && !review.months.is_empty() {
        let said = Reporting::FurthestFromTarget { criteria: &missed.join("; ") };
        blocks.push(Block::paragraph(say(view, said)));
    }
    let silent = &review.by_criterion.teams_without_rows;
    if !silent.is_empty() {
        let teams = names(view, SubjectKind::Team, silent.iter().copied());
        blocks.push(Block::paragraph(say(view, Reporting::TeamsWithoutRows { teams: &teams })));
    }
    let rows = review.board.rows;
    if rows.pending + rows.rejected > 0 {
        let count = |number: usize| view.notation().count(number);
        let said = Reporting::NotCounted { pending: &count(rows.pending), rejected: &count(rows.rejected) };
        blocks.push(Block::paragraph(say(view, said)));
    }
    blocks.push(blank(view, Heading::PromptLimits));
    blocks
}

fn told(view: &View<'_>, (criterion, share): &(String, Printed)) -> String {
    format!("{criterion} ({}%)", view.notation().decimal(share))
}
