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
}

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
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_path_buf() }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A command that only reads.
    pub(super) fn command(&self, arguments: &[impl AsRef<OsStr>]) -> Command {
        let mut command = Command::new("git");
        command.args(QUIET).arg("-C").arg(&self.folder).args(arguments);
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
