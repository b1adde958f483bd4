//! The results of a phase, one line a subject, with every number as it is printed.

use std::fmt::Write;

use crate::campaign::SubjectKind;
use crate::exact::Printed;
use crate::finding::{ResultChange, ResultPart};
use crate::ledger::Ledger;
use crate::score::{Basis, Outcome, Parts, Request, Standing, Status, score};

/// What each team that took part came to: identifier, status, rank, score, then the parts as `name=number`.
pub(super) fn of_teams(ledger: &Ledger<'_>, phase: usize) -> String {
    of(ledger, phase, SubjectKind::Team)
}

/// The same of members, where they are listed.
pub(super) fn of_members(ledger: &Ledger<'_>, phase: usize) -> Option<String> {
    ledger.records.members.is_some().then(|| of(ledger, phase, SubjectKind::Member))
}

fn of(ledger: &Ledger<'_>, phase: usize, by: SubjectKind) -> String {
    let request = Request { by, phase: Some(phase), until: None, basis: Basis::Official };
    let board = score(ledger.campaign, ledger.records, request);
    let mut lines = String::new();
    // Who took no part may have come later, or have left before.
    for standing in board.standings.iter().filter(|standing| standing.status != Status::Absent) {
        let id = match by {
            SubjectKind::Team => Some(&ledger.campaign.teams[standing.subject].id),
            SubjectKind::Member => {
                ledger.records.members.as_deref().map(|members| &members[standing.subject].id)
            }
        };
        push_line(&mut lines, id.map_or("", |id| id.as_str()), standing, ledger);
    }
    lines
}

fn push_line(lines: &mut String, id: &str, standing: &Standing, ledger: &Ledger<'_>) {
    let number = |number: Option<&Printed>| number.map_or_else(|| "-".to_owned(), ToString::to_string);
    let rank = standing.rank.map_or_else(|| "-".to_owned(), |rank| rank.to_string());
    // Writing to a string does not fail.
    let _ = write!(lines, "{id} {} {rank} {}", status(standing.status), number(standing.score.as_ref()));
    for (name, part) in
        [("subtotal", &standing.subtotal), ("bonus", &standing.bonus), ("penalty", &standing.penalty)]
    {
        if let Some(part) = part {
            let _ = write!(lines, " {name}={part}");
        }
    }
    if let Parts::Criteria(results) = &standing.parts {
        for result in results {
            let contribution = match &result.outcome {
                Outcome::NotAssigned => None,
                Outcome::Parent { contribution } | Outcome::Leaf { contribution, .. } => Some(contribution),
            };
            let _ =
                write!(lines, " {}={}", ledger.campaign.criteria[result.criterion].id, number(contribution));
        }
    }
    lines.push('\n');
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Absent => "absent",
        Status::Disqualified => "disqualified",
        Status::Incomplete => "incomplete",
        Status::ShortTenure => "short-tenure",
        Status::Ranked => "ranked",
    }
}

/// In what first the result of a subject differs, of two lines that do. None for a line that is missing.
pub(super) fn change(old: Option<&str>, new: Option<&str>) -> Option<ResultChange> {
    let id = old.or(new)?.split(' ').next()?.to_owned();
    let [old, new] =
        [old, new].map(|line| line.map(|line| line.split(' ').collect::<Vec<_>>()).unwrap_or_default());
    let (is_there, is_new) = (!old.is_empty(), !new.is_empty());
    let said = |words: &[&str], at: usize| words.get(at).copied().unwrap_or("-").to_owned();
    // The score says most, then the rank.
    let order = [(3, ResultPart::Score), (2, ResultPart::Rank), (1, ResultPart::Status)];
    let differs = |at: usize| said(&old, at) != said(&new, at);
    if let Some((at, part)) = order.into_iter().find(|(at, _)| differs(*at)) {
        return Some(ResultChange { id, part, old: said(&old, at), new: said(&new, at) });
    }
    if !is_there || !is_new {
        let [old, new] = [said(&old, 1), said(&new, 1)];
        return Some(ResultChange { id, part: ResultPart::Status, old, new });
    }
    let at = (4..old.len().max(new.len())).find(|&at| differs(at))?;
    let part = |words: &[&str]| {
        let word = said(words, at);
        word.split_once('=')
            .map_or((String::new(), word.clone()), |(name, part)| (name.to_owned(), part.to_owned()))
    };
    let ((name, old), (other, new)) = (part(&old), part(&new));
    let name = if name.is_empty() { other } else { name };
    Some(ResultChange { id, part: ResultPart::Part(name), old, new })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_most_is_told_first() {
        let old = "to-1 ranked 1 80.00 subtotal=80.00 bonus=0.00 C1=40.00 C2=40.00";
        let told = |new: &str| {
            let change = change(Some(old), Some(new)).unwrap();
            (change.part, change.old, change.new)
        };
        let text = str::to_owned;
        assert_eq!(
            told("to-1 ranked 2 79.00 subtotal=79.00 bonus=0.00 C1=40.00 C2=39.00"),
            (ResultPart::Score, text("80.00"), text("79.00"))
        );
        assert_eq!(
            told("to-1 ranked 2 80.00 subtotal=80.00 bonus=0.00 C1=40.00 C2=40.00"),
            (ResultPart::Rank, text("1"), text("2"))
        );
        assert_eq!(
            told("to-1 ranked 1 80.00 subtotal=80.00 bonus=0.00 C1=41.00 C2=39.00"),
            (ResultPart::Part(text("C1")), text("40.00"), text("41.00"))
        );
        assert_eq!(change(None, Some("to-2 absent - -")).unwrap().new, "absent");
    }
}
