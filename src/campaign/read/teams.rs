//! `[[groups]]` and `[[teams]]`: who competes, and against whom.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use chrono::NaiveDate;

use super::names::{Declared, Names, compose, fold_name};
use super::node::Value;
use super::report::{Report, shown};
use super::settings::Settings;
use crate::calendar::Span;
use crate::campaign::{Group, Team};
use crate::finding::{Finding, Note, Problem, Thing};
use crate::source::Place;

/// Reads all groups; none where one is unusable.
pub(super) fn read_groups(groups: Vec<Declared<'_>>, report: &mut Report) -> Option<Vec<Group>> {
    let mut read = |Declared { mut table, id, .. }: Declared<'_>| {
        let title = table.title("title", report);
        table.finish(report);
        Some(Group { id: id?, title: title? })
    };
    let groups: Vec<_> = groups.into_iter().map(&mut read).collect();
    groups.into_iter().collect()
}

/// Reads all teams; none where one is unusable.
pub(super) fn read_teams(
    teams: Vec<Declared<'_>>,
    names: &Names,
    groups: &Names,
    settings: &Settings,
    report: &mut Report,
) -> Option<Vec<Team>> {
    let written = teams.iter().map(|team| team.written).collect();
    let mut aliases = Aliases { names, written, taken: HashMap::new() };
    let mut read = |(at, team)| read_team(at, team, &mut aliases, groups, settings, report);
    let teams: Vec<_> = teams.into_iter().enumerate().map(&mut read).collect();
    teams.into_iter().collect()
}

fn read_team(
    at: usize,
    team: Declared<'_>,
    aliases: &mut Aliases<'_>,
    groups: &Names,
    settings: &Settings,
    report: &mut Report,
) -> Option<Team> {
    let Declared { mut table, id, written, place } = team;
    let title = table.title("title", report);
    let group = table.maybe("group", report, |value, report| groups.refer(Thing::Group, value, report));
    let date = |value: Value<'_>, report: &mut Report| value.placed(report, Value::date);
    let from = table.maybe("from", report, date);
    let to = table.maybe("to", report, date);
    let aliases = table.or("aliases", Vec::new(), report, |value, report| {
        let written = value.list_of(report, |alias, report| aliases.add(at, alias, report))?;
        Some(written.into_iter().flatten().collect())
    });
    table.finish(report);
    let span = days_of_team(from?, to?, written, settings, report);
    Some(Team { id: id?, title: title?, group: group?, span: span?, aliases: aliases?, place })
}

fn days_of_team(
    from: Option<(NaiveDate, Place)>,
    to: Option<(NaiveDate, Place)>,
    team: &str,
    settings: &Settings,
    report: &mut Report,
) -> Option<Span> {
    let span = Span::between(from.map(|(day, _)| day), to.map(|(day, _)| day));
    if let Some((_, place)) = to.filter(|_| span.is_empty()) {
        report.say(Problem::SpanReversed { first: span.first, last: span.last }, place);
        return None;
    }
    // The day that lies on the wrong side, and the day of the campaign that it misses.
    let outside = settings.span.and_then(|campaign| match (from, to) {
        (Some((first, place)), _) if first > campaign.last => Some((place, settings.end)),
        (_, Some((last, place))) if last < campaign.first => Some((place, settings.start)),
        _ => None,
    });
    if let Some((place, missed)) = outside {
        let outside = Problem::TeamOutsideCampaign { team: shown(team) };
        report.push(Finding::new(outside, place).with(Note::DeclaredHere, missed.map(|(_, place)| place)));
    }
    Some(span)
}

/// What teams may be called besides their identifiers.
struct Aliases<'n> {
    names: &'n Names,
    /// The identifiers of all teams, in order.
    written: Vec<&'n str>,
    /// The team and the place of every folded alias.
    taken: HashMap<String, (usize, Place)>,
}

impl Aliases<'_> {
    /// Reads an alias of the team at place `at`; nothing where the team has that name already.
    fn add(&mut self, at: usize, alias: Value<'_>, report: &mut Report) -> Option<Option<String>> {
        let written = compose(alias.filled_text(report)?.trim()).into_owned();
        let (other, place) = match (self.names.find(&written), self.taken.entry(fold_name(&written))) {
            (Some(first), _) => first,
            (None, Entry::Occupied(first)) => *first.get(),
            (None, Entry::Vacant(entry)) => {
                entry.insert((at, alias.place));
                return Some(Some(written));
            }
        };
        if other == at {
            return Some(None);
        }
        let team = shown(self.written.get(other).copied().unwrap_or_default());
        let taken = Problem::AliasTaken { alias: shown(&written), team };
        report.push(Finding::new(taken, alias.place).with(Note::FirstHere, place));
        None
    }
}
