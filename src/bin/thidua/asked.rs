//! What a command was asked for, looked up in the rules and records, or refused with what there is.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use anyhow::anyhow;
use chrono::NaiveDate;
use thidua::campaign::{Language, SubjectKind};
use thidua::folder::{self, LOCK_FILE, Lock, NotLocked, NotReplaced};
use thidua::identifier::Id;
use thidua::output::view::View;
use thidua::output::words::{Entering, Refusal, Sentence};
use thidua::records::{Lookup, nearest};
use thidua::score::{Basis, Request};

/// The reason as an error in the language of the view.
pub(crate) fn refused(view: &View<'_>, refusal: Refusal<'_>) -> anyhow::Error {
    anyhow!(refusal.text(view.language))
}

/// Why a file was not written.
pub(crate) fn not_replaced(path: &str, error: &NotReplaced, language: Language) -> String {
    match error {
        NotReplaced::Changed => Refusal::ChangedMeanwhile { path }.text(language),
        NotReplaced::LeavesFolder => Refusal::LinkLeavesFolder { path }.text(language),
        NotReplaced::Refused(error) => {
            Refusal::NotWritable { path, reason: &error.to_string() }.text(language)
        }
    }
}

/// Writes the file that was asked for, and says so. One that is there is replaced only where `again` says so.
pub(crate) fn put(
    view: &View<'_>,
    path: &Path,
    again: bool,
    out: &mut dyn Write,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> anyhow::Result<()> {
    let shown = path.display().to_string();
    folder::put(path, again, write).map_err(|error| match error {
        NotReplaced::Changed if !again => refused(view, Refusal::FileThere { path: &shown }),
        error => anyhow!(not_replaced(&shown, &error, view.language)),
    })?;
    writeln!(out, "{}", view.say(Sentence::Wrote { path: &shown }))?;
    Ok(())
}

/// The right to be the only one to write to the records, or why it is not to be had.
pub(crate) fn lock(root: &Path, language: Language) -> anyhow::Result<Lock> {
    let path = root.join(LOCK_FILE).display().to_string();
    folder::lock(root).map_err(|error| {
        anyhow!(match error {
            NotLocked::Held => Entering::Locked { path: &path }.text(language),
            NotLocked::Refused(error) => {
                Refusal::NotWritable { path: &path, reason: &error.to_string() }.text(language)
            }
        })
    })
}

/// The place of a phase that is given by its number, if one is. The phase, or the campaign, must
/// have begun by `until`.
pub(crate) fn phase(
    view: &View<'_>,
    number: Option<usize>,
    until: Option<NaiveDate>,
) -> anyhow::Result<Option<usize>> {
    let phases = &view.campaign.phases;
    let index = number.map(|number| number.wrapping_sub(1));
    if let Some((number, index)) = number.zip(index)
        && index >= phases.len()
    {
        let known: Vec<_> =
            (0..phases.len()).map(|phase| format!("{} ({})", phase + 1, view.scope(Some(phase)))).collect();
        return Err(refused(view, Refusal::UnknownPhase { asked: number, known: &known }));
    }
    let first = index.or(Some(0)).and_then(|index| phases.get(index)).map(|phase| phase.span.first);
    if let (Some(first), Some(until)) = (first, until)
        && until < first
    {
        let (first, until) = (view.notation().date(first), view.notation().date(until));
        return Err(refused(
            view,
            match number {
                Some(number) => Refusal::PhaseNotBegun { number, first: &first, until: &until },
                None => Refusal::CampaignNotBegun { first: &first, until: &until },
            },
        ));
    }
    Ok(index)
}

/// Which board: whose, of which phase, up to which day. There must be such a board.
pub(crate) fn request(
    view: &View<'_>,
    by: SubjectKind,
    phase: Option<usize>,
    until: Option<NaiveDate>,
    basis: Basis,
) -> anyhow::Result<Request> {
    if by == SubjectKind::Member {
        members_listed(view)?;
    }
    Ok(Request { by, phase: self::phase(view, phase, until)?, until, basis })
}

/// The place of a group.
pub(crate) fn group(view: &View<'_>, asked: &str) -> anyhow::Result<usize> {
    let known = ids(view.campaign.groups.iter().map(|group| &group.id));
    place(&known, asked).ok_or_else(|| {
        refused(view, Refusal::UnknownGroup { asked, near: like(&known, asked), known: &known })
    })
}

/// The place of a criterion.
pub(crate) fn criterion(view: &View<'_>, asked: &str) -> anyhow::Result<usize> {
    let known = ids(view.campaign.criteria.iter().map(|criterion| &criterion.id));
    place(&known, asked).ok_or_else(|| {
        refused(view, Refusal::UnknownCriterion { asked, near: like(&known, asked), known: &known })
    })
}

/// A team by identifier or alias, else a member.
pub(crate) fn subject(view: &View<'_>, asked: &str) -> anyhow::Result<(SubjectKind, usize)> {
    let teams = || view.campaign.teams.iter().enumerate();
    let members = view.records.members.iter().flatten().enumerate();
    let ids_of_teams = teams().map(|(index, team)| (team.id.as_str(), (SubjectKind::Team, index)));
    let aliases = teams().flat_map(|(index, team)| {
        team.aliases.iter().map(move |alias| (alias.as_str(), (SubjectKind::Team, index)))
    });
    let members = members.map(|(index, member)| (member.id.as_str(), (SubjectKind::Member, index)));
    let subjects = Lookup::new(ids_of_teams.chain(aliases).chain(members));
    subjects.get(asked).ok_or_else(|| {
        let known = ids(view.campaign.teams.iter().map(|team| &team.id));
        refused(view, Refusal::UnknownSubject { asked, near: subjects.near(asked), known: &known })
    })
}

/// Members can only be asked about where they are listed.
pub(crate) fn members_listed(view: &View<'_>) -> anyhow::Result<()> {
    match view.records.members {
        Some(_) => Ok(()),
        None => Err(refused(view, Refusal::NoMembers)),
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a Id>) -> Vec<String> {
    ids.map(Id::to_string).collect()
}

fn place(known: &[String], asked: &str) -> Option<usize> {
    known.iter().position(|id| id.eq_ignore_ascii_case(asked))
}

fn like<'a>(known: &'a [String], asked: &str) -> Option<&'a str> {
    nearest(asked, known.iter().map(String::as_str))
}
