//! What git knows of the records: the only room that runs another program.
//!
//! git is asked with its plumbing commands, `-z` and `--batch`, never through a shell. Nothing that a
//! repository holds or configures is run by reading: no hook, pager, filter, signature check,
//! external diff or file system monitor, and nothing is fetched.

mod blame;
mod blobs;
mod files;
mod revision;
mod run;

use std::path::{Path, PathBuf};

pub use blame::{Blame, LineAuthor};
pub use blobs::{Blob, Blobs};
pub use files::Version;
pub use revision::Commit;
pub use run::GitError;

use run::Git;

/// A repository, seen from a folder in it.
#[derive(Debug)]
pub struct Repository {
    git: Git,
    /// The folder as git calls it: "" at the top, else with `/` at its end.
    prefix: String,
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
        let git = Git::in_folder(there);
        let told = git.line_output(&[
            "rev-parse",
            "--is-bare-repository",
            "--is-inside-work-tree",
            "--is-shallow-repository",
            "--show-prefix",
        ])?;
        let mut lines = told.splitn(4, '\n');
        let mut says = || lines.next() == Some("true");
        let (_, is_inside, is_shallow) = (says(), says(), says());
        let mut prefix = lines.next().unwrap_or_default().to_owned();
        prefix.extend(missing.iter().map(|part| format!("{}/", part.to_string_lossy())));
        Ok(Self { git, prefix, is_bare: !is_inside, is_shallow })
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

    /// Where git keeps a file of its own, such as `hooks`, with regard to linked work trees and
    /// `core.hooksPath`.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn git_path(&self, file: &str) -> Result<PathBuf, GitError> {
        let path = self.git.line_output(&["rev-parse", "--git-path", file])?;
        Ok(self.git.folder().join(path))
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
