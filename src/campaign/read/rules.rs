//! What holds between the criteria of a campaign, its activities and its teams.

use super::activities::Fed;
use super::criteria::{Draft, Surroundings};
use super::names::Declared;
use super::report::{Report, shown};
use super::settings::Settings;
use crate::campaign::CriterionKind;
use crate::exact::{Fraction, decimal_text};
use crate::finding::{Finding, Note, Problem};
use crate::source::Place;

/// Checks that the top weights add up to the scale, and those of children to their parent's.
///
/// A sum is left alone while any part of it is in doubt: that part has been complained of.
pub(super) fn check_weights(
    criteria: &[Draft<'_>],
    around: &Surroundings<'_>,
    settings: &Settings,
    report: &mut Report,
) {
    let nesting = around.nesting;
    // A criterion that is there twice, or stands nobody knows where, may be missing from any sum.
    if !report.is_whole() || !around.names.are_certain() || !nesting.is_certain() {
        return;
    }
    let top = (0..criteria.len()).filter(|&at| nesting.is_top(at));
    if let (Some(sum), Some(scale), Some(listed)) =
        (sum(criteria, top), &settings.scale, around.names.listed())
        && sum != *scale
    {
        let unequal = Problem::TopWeights { sum: decimal_text(&sum), scale: decimal_text(scale) };
        report.push(Finding::new(unequal, listed).with(Note::DeclaredHere, settings.scale_place));
    }
    for (at, parent) in criteria.iter().enumerate() {
        let (Some(CriterionKind::Parent { ceiling }), Some(weight)) = (&parent.kind, &parent.weight) else {
            continue;
        };
        let Some(sum) = sum(criteria, nesting.children(at).iter().copied()) else { continue };
        if sum == *weight || *ceiling && sum > *weight {
            continue;
        }
        let (name, weight, sum) = (shown(parent.written), decimal_text(weight), decimal_text(&sum));
        let problem = if *ceiling {
            Problem::CeilingUnreachable { parent: name, weight, sum }
        } else {
            Problem::ParentWeight { parent: name, weight, sum }
        };
        report.say(problem, parent.weight_place);
    }
}

fn sum(criteria: &[Draft<'_>], among: impl Iterator<Item = usize>) -> Option<Fraction> {
    among.map(|at| criteria[at].weight.as_ref()).sum()
}

/// Warns of leaf criteria in which nobody can get a point.
pub(super) fn warn_of_unfed(
    criteria: &[Draft<'_>],
    fed: &Fed,
    around: &Surroundings<'_>,
    report: &mut Report,
) {
    if !report.is_whole() || !fed.complete || !around.names.are_certain() || !around.nesting.is_certain() {
        return;
    }
    for (at, criterion) in criteria.iter().enumerate() {
        if around.nesting.is_leaf(at) && !fed.criteria[at] && !criterion.has_base {
            let unfed = Problem::CriterionWithoutActivity { criterion: shown(criterion.written) };
            report.say(unfed, criterion.place);
        }
    }
}

/// A team as it is declared.
pub(super) struct TeamName {
    name: String,
    place: Place,
}

impl TeamName {
    /// The name of a declared team.
    pub(super) fn of(team: &Declared<'_>) -> Self {
        Self { name: shown(team.written), place: team.place }
    }
}

/// Warns of teams that are assigned nothing that weighs anything: they would get no score.
pub(super) fn warn_of_unassigned(
    criteria: &[Draft<'_>],
    teams: &[TeamName],
    around: &Surroundings<'_>,
    report: &mut Report,
) {
    let certain = report.is_whole()
        && around.teams.are_certain()
        && around.names.are_certain()
        && around.nesting.is_certain()
        && criteria.iter().all(|criterion| criterion.kind.is_some() && criterion.weight.is_some());
    if !certain {
        return;
    }
    let weighty = weighty(criteria, around);
    if weighty.is_empty() {
        // Nor are there weights that could add up to the scale, which has been said.
        return;
    }
    // Counted rather than looked up team by team, so that many teams take no long time.
    let mut assigned_to_all = 0usize;
    let mut assigned = vec![0usize; teams.len()];
    let mut excluded = vec![0usize; teams.len()];
    for leaf in weighty.into_iter().filter_map(|at| criteria[at].leaf()) {
        if leaf.target.is_some() || leaf.targets.is_empty() {
            assigned_to_all += 1;
            leaf.not_assigned.iter().for_each(|&team| excluded[team] += 1);
        } else {
            leaf.targets.keys().for_each(|&team| assigned[team] += 1);
        }
    }
    for (at, team) in teams.iter().enumerate() {
        if assigned[at] + assigned_to_all == excluded[at] {
            report.say(Problem::NothingAssigned { team: team.name.clone() }, team.place);
        }
    }
}

/// The criteria with a weight above 0 all of whose parents have one too, parents before children.
fn weighty(criteria: &[Draft<'_>], around: &Surroundings<'_>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    let weighs = |at: &usize| criteria[*at].weight.as_ref().is_some_and(Fraction::is_positive);
    found.extend((0..criteria.len()).filter(|&at| around.nesting.is_top(at)).filter(weighs));
    let mut next = 0;
    while let Some(&at) = found.get(next) {
        found.extend(around.nesting.children(at).iter().copied().filter(weighs));
        next += 1;
    }
    found
}
