use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::Subcommand;
use thidua::campaign::Language;
use thidua::finding::Severity;
use thidua::folder;
use thidua::git::{GitError, Repository, Version};
use thidua::output::findings::full::{self, Palette};
use thidua::output::plain::plain;
use thidua::output::words::{Setup, git_error, shell_word};

use super::fmt;
use crate::Exit;
use crate::arguments::Globals;
use crate::asked::not_replaced;
use crate::console::Console;
use crate::git_hook::{HOOK, Hook, OLD_HOOK, line_for_others};
use crate::opened::{MOST_IN_THE_WAY, Opened, State, folder_with_history, language_here};

/// Have git check the records before a commit, and merge them by rows (kiểm tra trước khi ghi vào git)
///
/// A commit is refused where the records have errors as they are staged, and rows that two people added
/// to one month are merged without a conflict. Each clone has to be set up once. docs/git.md says more.
#[derive(Debug, clap::Args)]
pub(crate) struct HookArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Set up the hook and the merge driver in this repository
    Install {
        /// Where another hook stands, keep it as pre-commit.old and run it first
        #[arg(long)]
        force: bool,
    },
    /// Take away what `install` has set up
    Uninstall,
    /// Say what is set up
    Status,
    /// Check what is staged: what the hook runs
    Run,
}

/// How git is told which program merges.
const DRIVER: &str = "merge.thidua.driver";
const DRIVER_ARGUMENTS: &str = "merge-file %O %A %B --path %P";

/// The attribute by which files are for it.
const ATTRIBUTE: &str = "merge";
const ATTRIBUTES_FILE: &str = ".gitattributes";
const ATTRIBUTES_LINE: &str = "*.csv merge=thidua\n";

/// Files of the records that stand for all that are to be merged.
const FILES: [&str; 2] = ["activities/2000-01.csv", "members.csv"];

/// A larger hook is none that anybody wrote.
const MOST_BYTES: u64 = 1 << 20;

pub(crate) fn run(args: &HookArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    if matches!(args.action, Action::Run) {
        return check_staged(globals, out);
    }
    let root = folder::find(globals.records().as_deref())?;
    let place = Place::of(&root, language_here(globals))?;
    match args.action {
        Action::Install { force } => install(&place, force, out),
        Action::Uninstall => uninstall(&place, out),
        Action::Status | Action::Run => status(&place, out),
    }
}

/// Sets up what `install` does, for records that have just been made.
pub(crate) fn install_in(root: &Path, language: Language, out: &mut Console) -> anyhow::Result<Exit> {
    install(&Place::of(root, language)?, false, out)
}

/// Refuses what [`install_in`] would refuse, before there are any records.
pub(crate) fn can_be_installed_in(root: &Path, language: Language) -> anyhow::Result<()> {
    let place = Place::of(root, language)?;
    let standing = place.standing_hook()?;
    refuse_others(&place, standing.as_ref(), false)
}

/// Nobody else's hook is touched unasked.
fn refuse_others(place: &Place, standing: Option<&Option<Hook>>, force: bool) -> anyhow::Result<()> {
    let path = shown(&place.hook);
    let line = line_for_others(&place.program, &place.records);
    if !place.hooks_are_own {
        bail!(Setup::HooksShared { path: &path, line: &line }.text(place.language));
    }
    if matches!(standing, Some(None)) && !force {
        bail!(Setup::ForeignHook { path: &path, line: &line }.text(place.language));
    }
    Ok(())
}

/// The repository of a records folder.
struct Place {
    repository: Repository,
    root: PathBuf,
    /// The records folder from the top of the work tree.
    records: String,
    hook: PathBuf,
    old_hook: PathBuf,
    /// Whether no other repository runs the hooks that stand there.
    hooks_are_own: bool,
    /// The program that is running.
    program: String,
    language: Language,
}

impl Place {
    fn of(root: &Path, language: Language) -> anyhow::Result<Self> {
        let refused = |error: GitError| anyhow!(git_error(&error, language));
        let repository = Repository::around(root).map_err(refused)?;
        if repository.is_bare() {
            bail!(Setup::NoWorkTree.text(language));
        }
        let (hooks, hooks_are_own) = repository.hooks().map_err(refused)?;
        let records = match repository.prefix().trim_end_matches('/') {
            "" => ".".to_owned(),
            records => records.to_owned(),
        };
        let program = std::env::current_exe().context("the program does not know where it is")?;
        Ok(Self {
            repository,
            root: root.to_path_buf(),
            records,
            hook: hooks.join(HOOK),
            old_hook: hooks.join(OLD_HOOK),
            hooks_are_own,
            // Shells on Windows take either slash, and only one of them without fail.
            program: program.to_string_lossy().replace('\\', "/"),
            language,
        })
    }

    fn say(&self, out: &mut Console, sentence: Setup<'_>) -> io::Result<()> {
        writeln!(out, "{}", plain(&sentence.text(self.language)))
    }

    fn refused(&self, error: &GitError) -> anyhow::Error {
        anyhow!(git_error(error, self.language))
    }

    /// The hook that stands there; none where there is no file, and then an error where it is not ours.
    fn standing_hook(&self) -> anyhow::Result<Option<Option<Hook>>> {
        let bytes = match folder::read_file(&self.hook, MOST_BYTES) {
            Ok(bytes) => bytes.unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("`{}` cannot be read", shown(&self.hook)));
            }
        };
        Ok(Some(Hook::parse(&String::from_utf8_lossy(&bytes))))
    }

    fn write_hook(&self, hook: &Hook) -> anyhow::Result<()> {
        let text = hook.text(&self.program, &Setup::ProgramMissing.text(self.language));
        folder::write_program(&self.hook, &text)
            .with_context(|| format!("`{}` cannot be written", shown(&self.hook)))
    }

    /// What the attribute files choose for a file that is not for our driver.
    fn other_driver(&self) -> anyhow::Result<Option<(&'static str, Option<String>)>> {
        for file in FILES {
            match self.repository.attribute(ATTRIBUTE, file).map_err(|error| self.refused(&error))? {
                Some(driver) if driver == "thidua" => {}
                other => return Ok(Some((file, other))),
            }
        }
        Ok(None)
    }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn install(place: &Place, force: bool, out: &mut Console) -> anyhow::Result<Exit> {
    let (hook_path, old_path) = (shown(&place.hook), shown(&place.old_hook));
    let standing = place.standing_hook()?;
    refuse_others(place, standing.as_ref(), force)?;
    if matches!(standing, Some(None)) {
        match folder::rename(&place.hook, &place.old_hook) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                bail!(Setup::OldHookInTheWay { path: &old_path }.text(place.language));
            }
            renamed => renamed.with_context(|| format!("`{hook_path}` cannot be renamed"))?,
        }
        place.say(out, Setup::OldHookKept { path: &old_path })?;
    }
    let mut hook = standing.flatten().unwrap_or_default();
    hook.add(&place.records);
    place.write_hook(&hook)?;
    place.say(out, Setup::HookWritten { path: &hook_path })?;

    let program = if is_on_path() { "thidua".to_owned() } else { shell_word(&place.program) };
    // git puts file names where a `%` stands, and one of them for two.
    let program = program.replace('%', "%%");
    let driver = format!("{program} {DRIVER_ARGUMENTS}");
    for (key, value) in [("merge.thidua.name", "CSV by rows (thidua)"), (DRIVER, &driver)] {
        place.repository.set(key, value).map_err(|error| place.refused(&error))?;
    }
    place.say(out, Setup::DriverSet { driver: &driver })?;
    match place.other_driver()? {
        None => {}
        Some((_, None)) => {
            let path = place.root.join(ATTRIBUTES_FILE);
            add_line(place, &path)?;
            place.say(out, Setup::AttributesWritten { path: &shown(&path) })?;
        }
        Some((file, Some(driver))) => place.say(out, Setup::OtherDriver { file, driver: &driver })?,
    }
    place.say(out, Setup::ToBeDoneInEachClone)?;
    Ok(Exit::Done)
}

/// Whether a shell finds the program by its name.
fn is_on_path() -> bool {
    let name = format!("thidua{}", std::env::consts::EXE_SUFFIX);
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.is_absolute() && folder.join(&name).is_file())
}

/// Adds our line to the attributes of the records, at once and as a whole.
fn add_line(place: &Place, path: &Path) -> anyhow::Result<()> {
    let written = match folder::read_file(path, MOST_BYTES) {
        Ok(old) => {
            let old = old.with_context(|| format!("`{}` is too large", shown(path)))?;
            let missing_end = if old.is_empty() || old.ends_with(b"\n") { "" } else { "\n" };
            let new = [&old, missing_end.as_bytes(), ATTRIBUTES_LINE.as_bytes()].concat();
            folder::replace(&place.root, path, &old, &new)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            folder::create(&place.root, path, ATTRIBUTES_LINE.as_bytes())
        }
        Err(error) => Err(error.into()),
    };
    written.map_err(|error| anyhow!(not_replaced(&shown(path), &error, place.language)))
}

fn uninstall(place: &Place, out: &mut Console) -> anyhow::Result<Exit> {
    let hook_path = shown(&place.hook);
    let mut hook = place.standing_hook()?.flatten().filter(|hook| hook.checks(&place.records));
    let mut any = hook.is_some();
    let is_last = hook.as_mut().is_some_and(|hook| hook.remove(&place.records));
    if let Some(hook) = hook.filter(|_| !is_last) {
        place.write_hook(&hook)?;
        place.say(out, Setup::HookRemoved { path: &hook_path })?;
        return Ok(Exit::Done);
    }
    if is_last {
        folder::remove(&place.hook).with_context(|| format!("`{hook_path}` cannot be removed"))?;
        place.say(out, Setup::HookRemoved { path: &hook_path })?;
        if folder::rename(&place.old_hook, &place.hook).is_ok() {
            place.say(out, Setup::OldHookBack { path: &hook_path })?;
        }
    }
    let driver = place.repository.setting(DRIVER).map_err(|error| place.refused(&error))?;
    if driver.is_some() {
        place.repository.unset("merge.thidua").map_err(|error| place.refused(&error))?;
        place.say(out, Setup::DriverUnset)?;
        any = true;
    }
    if !any {
        place.say(out, Setup::NoHook)?;
    }
    Ok(Exit::Done)
}

fn status(place: &Place, out: &mut Console) -> anyhow::Result<Exit> {
    let path = shown(&place.hook);
    let hook = place.standing_hook()?.flatten();
    let stands = hook.is_some_and(|hook| hook.checks(&place.records));
    place.say(
        out,
        if stands { Setup::HookStands { path: &path } } else { Setup::HookMissing { path: &path } },
    )?;
    let driver = place.repository.setting(DRIVER).map_err(|error| place.refused(&error))?;
    match (driver, place.other_driver()?) {
        (None, _) => place.say(out, Setup::DriverMissing)?,
        (Some(_), Some((file, _))) => place.say(out, Setup::FilesNotForDriver { file })?,
        (Some(driver), None) => place.say(out, Setup::DriverStands { driver: &driver })?,
    }
    Ok(Exit::Done)
}

/// Checks what is staged. Everything is said on the standard output of the hook, which git shows.
fn check_staged(globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let refused = |error: GitError| anyhow!(git_error(&error, language_here(globals)));
    let repository = Repository::around(&folder_with_history(globals)).map_err(refused)?;
    let records = match repository.records_in(Version::Staged) {
        // Another branch of the repository may have no records.
        Err(GitError::NoRecords { .. }) => return Ok(Exit::Done),
        records => records.map_err(refused)?,
    };
    let staged = Opened::read(globals, State::Staged, MOST_IN_THE_WAY)?;
    let report = staged.report();
    let errors = report.findings.count(Severity::Error);
    let say = |out: &mut Console, sentence: Setup<'_>| {
        writeln!(out, "thidua: {}", plain(&sentence.text(staged.language)))
    };
    if errors > 0 {
        let palette = if out.coloured { Palette::COLOURED } else { Palette::default() };
        full::write(out, &report, &palette)?;
        say(out, Setup::CommitRefused { errors })?;
        return Ok(Exit::RecordsHaveErrors);
    }
    let changed = repository.files_of_next_commit(&records).map_err(refused)?;
    let files = repository.files(Version::Staged).map_err(refused)?;
    let untidy = fmt::untidy(globals, &files, &changed);
    if untidy > 0 {
        say(out, Setup::WouldTidy { files: untidy })?;
    }
    Ok(Exit::Done)
}
