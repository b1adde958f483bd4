//! Leaders, whose grades are not above those of their teams.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::campaign::{Campaign, Grade, SubjectKind};
use crate::records::{Member, Role};

/// The teams that a member led on the last day served in `phases`, in order; none where the member led
/// none that day.
pub(super) fn teams_led(campaign: &Campaign, member: &Member, phases: &[Span]) -> Vec<usize> {
    let served = |phase: &Span| {
        let phase = *phase;
        member
            .stints
            .iter()
            .map(move |stint| (stint, stint.span.within(phase).within(campaign.teams[stint.team].span)))
    };
    let days = phases.iter().flat_map(served).filter(|(_, span)| !span.is_empty());
    let Some(last) = days.clone().map(|(_, span)| span.last).max() else { return Vec::new() };
    let led = days.filter(|(stint, span)| span.last == last && stint.role == Role::Leader);
    let mut teams: Vec<usize> = led.map(|(stint, _)| stint.team).collect();
    teams.sort_unstable();
    teams.dedup();
    teams
}

/// The best grade that a leader of a team in `team_grade` may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ceiling {
    /// No grade of members has the identifier of a grade of teams: the two cannot be compared.
    Incomparable,
    /// At most this one; none at all where the team has none, or only better ones have a counterpart.
    AtMost(Option<usize>),
}

/// Finds the ceiling that a team's grade is: the member grade with the same identifier, else the best
/// one whose counterpart is worse.
pub(super) fn ceiling(campaign: &Campaign, team_grade: Option<usize>) -> Ceiling {
    let of = |subject: SubjectKind| {
        campaign.grades.iter().enumerate().filter(move |(_, grade)| grade.subject == subject)
    };
    let counterpart = |grade: &Grade| {
        of(SubjectKind::Team).find(|(_, team)| team.id.as_str().eq_ignore_ascii_case(grade.id.as_str()))
    };
    let mut comparable =
        of(SubjectKind::Member).filter_map(|(at, grade)| Some((at, counterpart(grade)?.0))).peekable();
    if comparable.peek().is_none() {
        return Ceiling::Incomparable;
    }
    let Some(team_grade) = team_grade else { return Ceiling::AtMost(None) };
    Ceiling::AtMost(comparable.find(|(_, team)| *team >= team_grade).map(|(at, _)| at))
}

/// The last day of the last of `phases`, up to which service counts.
pub(super) fn last_day(phases: &[Span]) -> Option<NaiveDate> {
    phases.iter().map(|phase| phase.last).max()
}
