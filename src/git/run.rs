//! The program git, run.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// Why git was of no help.
#[derive(Debug)]
pub enum GitError {
    /// There is no program `git`.
    NotInstalled,
    /// The folder is in no repository.
    NoRepository {
        /// The folder.
        folder: PathBuf,
    },
    /// Nothing has been committed.
    NoCommits,
    /// Neither a commit nor anything that leads to one.
    UnknownRevision {
        /// What was asked for.
        asked: String,
    },
    /// A day before the first commit, or before those that a shallow clone has.
    NothingUntil {
        /// The day that was asked for.
        asked: String,
        /// The day of the first commit there is.
        first: String,
        /// Whether there were earlier ones that are not here.
        shallow: bool,
    },
    /// A commit in which there are no records.
    NoRecords {
        /// Where they were looked for; "" at the top.
        folder: String,
        /// The commit.
        commit: String,
    },
    /// An object that a partial or damaged repository does not have.
    Missing {
        /// Its name.
        object: String,
    },
    /// The system did not let it run or be read.
    Broken(io::Error),
    /// git itself says no.
    Refused {
        /// The command.
        command: String,
        /// Its own words.
        reason: String,
    },
}

/// git in one folder.
#[derive(Debug)]
pub(super) struct Git {
    folder: PathBuf,
    repository: Where,
}

/// How git is to find the repository.
#[derive(Debug)]
enum Where {
    /// From the folder.
    Around,
    /// As the environment has it. A hook has a `GIT_DIR` in it, which by itself would make git take the
    /// folder for the top of the work tree: it is only asked where there is nothing around the folder.
    Environment,
    /// Here, and the folder is of no account.
    In(PathBuf),
}

/// What the environment can say of where a repository is.
const PLACES: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR"];

/// What a repository could otherwise make git do while it reads: run a hook, a monitor, a check of
/// signatures, or fail on a file of revisions that is not there.
const QUIET: &[&str] = &[
    "--no-pager",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.quotePath=false",
    "-c",
    "log.showSignature=false",
    "-c",
    "log.mailmap=true",
    "-c",
    "i18n.logOutputEncoding=UTF-8",
    "-c",
    "diff.external=",
    "-c",
    "blame.ignoreRevsFile=",
];

impl Git {
    /// In the repository around a folder, or the one of the environment where that says more than where
    /// the repository is.
    pub(super) fn in_folder(folder: &Path) -> Self {
        let is_told = std::env::var_os("GIT_WORK_TREE").is_some();
        let repository = if is_told { Where::Environment } else { Where::Around };
        Self { folder: folder.to_path_buf(), repository }
    }

    /// In the repository of the environment.
    pub(super) fn of_environment(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf(), repository: Where::Environment }
    }

    /// The same repository, where paths are those from the top.
    pub(super) fn at_top(&self) -> Result<Self, GitError> {
        let repository = Where::In(self.line_output(&["rev-parse", "--absolute-git-dir"])?.into());
        Ok(Self { folder: self.folder.clone(), repository })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command that only reads.
    pub(super) fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("git");
        command.args(QUIET).arg("-C").arg(&self.folder);
        for place in PLACES {
            match (&self.repository, std::env::var_os(place)) {
                // `-C` would lead a relative path elsewhere.
                (Where::Environment, Some(path)) if !path.is_empty() => {
                    command.env(place, std::path::absolute(&path).unwrap_or_else(|_| path.into()));
                }
                _ => drop(command.env_remove(place)),
            }
        }
        if let Where::In(repository) = &self.repository {
            // A submodule knows where its work tree is; here every folder counts as the top.
            command.arg("--git-dir").arg(repository).args(["--work-tree", "."]);
        }
        command.args(arguments);
        command
            .env("LC_ALL", "C")
            .env("GIT_OPTIONAL_LOCKS", "0")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .env_remove("GIT_EXTERNAL_DIFF")
            .env_remove("GIT_TRACE")
            .stdin(Stdio::null());
        command
    }

    /// What a command prints.
    pub(super) fn output(&self, arguments: &[&str]) -> Result<Vec<u8>, GitError> {
        let output = self.command(arguments).output().map_err(|error| self.not_run(error))?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.refused(arguments, &output)) }
    }

    /// What a command prints that prints one thing, without its line end.
    pub(super) fn line_output(&self, arguments: &[&str]) -> Result<String, GitError> {
        let told = self.output(arguments)?;
        let told = String::from_utf8_lossy(&told);
        Ok(told.strip_suffix('\n').unwrap_or(&told).to_owned())
    }

    /// A command that is talked with.
    pub(super) fn start(&self, arguments: &[&str]) -> Result<Child, GitError> {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.spawn().map_err(|error| self.not_run(error))
    }

    fn not_run(&self, error: io::Error) -> GitError {
        match error.kind() {
            io::ErrorKind::NotFound => GitError::NotInstalled,
            _ => GitError::Broken(error),
        }
    }

    fn refused(&self, arguments: &[&str], output: &Output) -> GitError {
        let words = String::from_utf8_lossy(&output.stderr);
        if words.contains("not a git repository") {
            return GitError::NoRepository { folder: self.folder.clone() };
        }
        let reason = words.trim().trim_start_matches("fatal: ").to_owned();
        GitError::Refused { command: arguments.first().map_or_else(String::new, ToString::to_string), reason }
    }
}
