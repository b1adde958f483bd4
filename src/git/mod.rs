//! What git knows of the records: the only room that runs another program.
//!
//! git is asked with its plumbing commands, `-z` and `--batch`, never through a shell. Nothing that a
//! repository holds or configures is run by reading: no hook, pager, filter, signature check,
//! external diff or file system monitor, and nothing is fetched. What changes a repository is in `setup`.

mod blame;
mod blobs;
mod edits;
mod files;
mod log;
mod revision;
mod run;
mod setup;

use std::path::Path;

pub use blame::{Blame, LineAuthor};
pub use blobs::{Blob, Blobs};
pub use edits::{Edit, FileEdit};
pub use files::Version;
pub use log::{History, LogChange, Step, TrackedLog};
pub use revision::{Commit, short};
pub use run::GitError;
pub use setup::{MergedLines, merge_lines};

use run::Git;

/// A repository, seen from a folder in it.
#[derive(Debug)]
pub struct Repository {
    git: Git,
    /// The folder as git calls it: "" at the top, else with `/` at its end.
    prefix: String,
    /// The way from where git runs to the top: `../` as often as needed.
    to_top: String,
    is_bare: bool,
    is_shallow: bool,
}

impl Repository {
    /// The repository that a folder is in.
    ///
    /// # Errors
    ///
    /// Where there is no git, or the folder is in no repository, or git refuses to look at it.
    pub fn around(folder: &Path) -> Result<Self, GitError> {
        // The folder itself may be gone: that there was one is for the history to say.
        let there = folder.ancestors().find(|folder| folder.is_dir()).unwrap_or(Path::new("."));
        let missing = folder.strip_prefix(there).unwrap_or(Path::new(""));
        let asked = [
            "rev-parse",
            "--is-bare-repository",
            "--is-inside-work-tree",
            "--is-shallow-repository",
            "--show-prefix",
        ];
        let mut git = Git::in_folder(there);
        let mut told = git.line_output(&asked);
        if let Err(GitError::NoRepository { .. }) = told {
            git = Git::of_environment(there);
            told = git.line_output(&asked);
        }
        let told = told?;
        let mut lines = told.splitn(4, '\n');
        let mut says = || lines.next() == Some("true");
        let (_, is_inside, is_shallow) = (says(), says(), says());
        let mut prefix = lines.next().unwrap_or_default().to_owned();
        let to_top = "../".repeat(prefix.matches('/').count());
        prefix.extend(missing.iter().map(|part| format!("{}/", part.to_string_lossy())));
        Ok(Self { git, prefix, to_top, is_bare: !is_inside, is_shallow })
    }

    /// The folder as git calls it: "" at the top of the repository, else with `/` at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether there are no files beside the history: a bare repository, or its inside.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// Whether the history begins later than it did, as in a shallow clone.
    pub fn is_shallow(&self) -> bool {
        self.is_shallow
    }

    /// Whether git carries a file of the folder: whether it is tracked.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn tracks(&self, file: &str) -> Result<bool, GitError> {
        let path = format!(":(top,literal){}{file}", self.prefix);
        Ok(!self.git.output(&["ls-files", "-z", "--", &path])?.is_empty())
    }
}
