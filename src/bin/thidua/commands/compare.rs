use std::io::{self, Write};

use anyhow::anyhow;
use thidua::campaign::Campaign;
use thidua::difference::{Difference, Side, Sides, difference};
use thidua::folder::{Purpose, RawFile};
use thidua::git::{GitError, Repository};
use thidua::output::comparison::{self, Comparison, Origins};
use thidua::output::json;
use thidua::output::view::View;
use thidua::output::words::git_error;
use thidua::reading::{self, Reading};
use thidua::score::Basis;

use crate::Exit;
use crate::arguments::{By, FormatArgs, Globals, Written, iso_date};
use crate::asked;
use crate::authors::changes::{Witnessed, Witnesses, origins};
use crate::console::Console;
use crate::opened::{Found, MOST_IN_THE_WAY, Opened, State, folder_with_history};

/// Say what moved the scores between two commits, and who did it (so sánh hai thời điểm)
///
/// Every change of a score is led back to the rules and rows that caused it. The parts of a team add up
/// to its difference.
#[derive(Debug, clap::Args)]
pub(crate) struct CompareArgs {
    /// The commit, tag, branch or day (as 2025-02-03) to compare with
    #[arg(value_name = "REV")]
    old: String,

    /// What to compare with it [default: the records in the folder]
    #[arg(value_name = "REV")]
    new: Option<String>,

    /// Number of the phase, from 1; without it the whole campaign
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Whose scores
    #[arg(long, value_name = "KIND", default_value = "team")]
    by: By,

    /// Compare what was claimed in place of what was accepted
    #[arg(long)]
    claimed: bool,

    /// Leave out rows after this day, and phases that begin after it (as 2025-03-01)
    #[arg(long, value_name = "DATE", value_parser = iso_date)]
    until: Option<chrono::NaiveDate>,

    /// Work with the rows that have no errors; what is left out is counted, and the status is 0
    #[arg(long)]
    keep_going: bool,

    #[command(flatten)]
    format: FormatArgs,
}

/// A state with the files that it was read from.
struct Loaded {
    files: Vec<RawFile>,
    opened: Opened,
}

impl Loaded {
    fn load(globals: &Globals, state: State<'_>) -> anyhow::Result<Self> {
        let Found { files, commit } = Found::find(globals, state)?;
        let opened = Opened { commit, ..Opened::of(globals, files.clone(), MOST_IN_THE_WAY) };
        Ok(Self { files, opened })
    }

    /// Its view, unless errors stand in the way: then they are on the standard error, under the name of
    /// the state.
    fn ready(&self, keep_going: bool) -> io::Result<Option<View<'_>>> {
        let mut told = Vec::new();
        let view = self.opened.ready_telling(keep_going, &mut told)?;
        if !told.is_empty() {
            let mut err = io::stderr().lock();
            writeln!(err, "{}", comparison::errors_in(self.opened.commit.as_ref(), self.opened.language))?;
            err.write_all(&told)?;
        }
        Ok(view)
    }

    fn witnessed(&self) -> Witnessed<'_> {
        Witnessed { files: &self.files, reading: &self.opened.reading }
    }
}

pub(crate) fn run(args: &CompareArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let mut old = Loaded::load(globals, State::At(&args.old))?;
    let new = Loaded::load(globals, State::at(args.new.as_deref()))?;
    old.opened.language = new.opened.language;
    let (old_view, new_view) = (old.ready(args.keep_going)?, new.ready(args.keep_going)?);
    let (Some(old_view), Some(new_view)) = (old_view, new_view) else { return Ok(Exit::RecordsHaveErrors) };

    let written = args.format.written().map_err(|refusal| asked::refused(&new_view, refusal))?;
    let basis = if args.claimed { Basis::Claimed } else { Basis::Official };
    let request = asked::request(&new_view, args.by.into(), args.phase, args.until, basis)?;

    let under_rules = reading::read(mixed(&new, &old, &old), 0, globals.threads());
    let with_members = reading::read(mixed(&new, &new, &old), 0, globals.threads());
    let sides = Sides {
        old: side(&old_view),
        under_rules: under(new_view.campaign, &under_rules),
        with_members: under(new_view.campaign, &with_members),
        new: side(&new_view),
    };
    let difference = difference(&sides, request);
    let origins = ask_git(globals, &old, &new, &difference)
        .map_err(|error| anyhow!(git_error(&error, new_view.language)))?;

    let compared = Comparison { old: old_view, new: new_view, difference: &difference, origins: &origins };
    match written {
        Written::Text => comparison::page(&compared).write_text(out)?,
        Written::Markdown => comparison::page(&compared).write_markdown(out)?,
        Written::Csv(reader) => comparison::flat(&compared, reader).write_csv(reader, out)?,
        Written::Json => json::compare::write(out, &compared)?,
    }
    Ok(Exit::Done)
}

fn side<'a>(view: &View<'a>) -> Side<'a> {
    Side { campaign: view.campaign, records: view.records, sources: view.sources }
}

/// Logs that were read by rules to which others belong.
fn under<'a>(campaign: &'a Campaign, reading: &'a Reading) -> Side<'a> {
    Side { campaign, records: &reading.records, sources: &reading.sources }
}

/// The rules of one state, the members of another, and the logs of the old one.
fn mixed(rules: &Loaded, members: &Loaded, logs: &Loaded) -> Vec<RawFile> {
    let of = |loaded: &Loaded, wanted: fn(Purpose) -> bool| -> Vec<RawFile> {
        loaded.files.iter().filter(|file| wanted(file.purpose)).cloned().collect()
    };
    let mut files = of(rules, |purpose| matches!(purpose, Purpose::Campaign | Purpose::Base(_)));
    files.extend(of(members, |purpose| purpose == Purpose::Members));
    files.extend(of(logs, |purpose| purpose == Purpose::Log));
    files
}

fn ask_git(
    globals: &Globals,
    old: &Loaded,
    new: &Loaded,
    difference: &Difference,
) -> Result<Origins, GitError> {
    let repository = Repository::around(&folder_with_history(globals))?;
    let head = match &new.opened.commit {
        Some(_) => None,
        None => Loaded::load(globals, State::At("HEAD")).ok(),
    };
    // Only what is not committed yet leads from the last commit to the folder.
    let last = if new.opened.commit.is_some() { Some(new) } else { head.as_ref() };
    let known = |loaded: &'_ Loaded| loaded.opened.commit.clone();
    let (old_commit, last_commit) = (known(old), last.and_then(known));
    let Some(old_commit) = old_commit else { return Ok(Origins::default()) };
    let witnesses = Witnesses {
        repository: &repository,
        old: (old.witnessed(), &old_commit),
        last: last.map(Loaded::witnessed).zip(last_commit.as_ref()),
        is_committed: new.opened.commit.is_some(),
    };
    origins(&witnesses, difference)
}
