//! What is set up in a repository: hooks, configuration, attributes of files; and git's own merge.

use std::path::{Component, Path, PathBuf};

use super::Repository;
use super::run::GitError;
use crate::folder::nfc;

impl Repository {
    /// The folder from which git runs hooks, and whether the repository has it for itself:
    /// `core.hooksPath` may lead to one that others share.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn hooks(&self) -> Result<(PathBuf, bool), GitError> {
        let path = self.git.configured_output(&["rev-parse", "--git-path", "hooks"])?;
        let folder = without_detours(self.git.folder().join(path));
        let own = ["--git-common-dir", "--show-toplevel"].map(|asked| {
            let path = self.git.configured_output(&["rev-parse", asked])?;
            Ok(self.git.folder().join(path).canonicalize().ok())
        });
        let there = folder.ancestors().find_map(|folder| folder.canonicalize().ok());
        let mut is_own = false;
        for own in own {
            let own: Option<PathBuf> = own?;
            is_own |= own.zip(there.as_ref()).is_some_and(|(own, there)| there.starts_with(own));
        }
        Ok((folder, is_own))
    }

    /// What the configuration says, that of this repository or of the machine.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn setting(&self, key: &str) -> Result<Option<String>, GitError> {
        match self.git.configured_output(&["config", "--get", key]) {
            Ok(value) => Ok(Some(value)),
            // git has nothing to say for itself where a key is not there.
            Err(GitError::Refused { reason, .. }) if reason.is_empty() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sets something in the configuration of this repository.
    ///
    /// # Errors
    ///
    /// Where git refuses.
    pub fn set(&self, key: &str, value: &str) -> Result<(), GitError> {
        self.git.configured_output(&["config", "--local", key, value]).map(drop)
    }

    /// Takes a section out of the configuration of this repository, where there is one.
    ///
    /// # Errors
    ///
    /// Where git refuses.
    pub fn unset(&self, section: &str) -> Result<(), GitError> {
        match self.git.configured_output(&["config", "--local", "--remove-section", section]) {
            Err(GitError::Refused { reason, .. }) if reason.contains("no such section") => Ok(()),
            result => result.map(drop),
        }
    }

    /// Files under a folder, by their paths in it, that the next commit adds or changes. The folder is
    /// given from the top: "" or with `/` at its end.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn files_of_next_commit(&self, folder: &str) -> Result<Vec<String>, GitError> {
        let under = format!(":(top,literal){folder}");
        let told = self.git.output(&[
            "diff",
            "--cached",
            "--name-only",
            "--no-renames",
            "--no-ext-diff",
            "--diff-filter=AM",
            "-z",
            "--",
            &under,
        ])?;
        let told = String::from_utf8_lossy(&told);
        Ok(told
            .split('\0')
            .filter_map(|path| path.strip_prefix(folder))
            .filter(|path| !path.is_empty())
            .map(nfc)
            .collect())
    }

    /// What the attribute files say of a file of the folder; none where they say nothing.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn attribute(&self, attribute: &str, file: &str) -> Result<Option<String>, GitError> {
        let told = self.git.output(&["check-attr", "-z", attribute, "--", file])?;
        let told = String::from_utf8_lossy(&told);
        let value = told.split('\0').nth(2).unwrap_or_default();
        Ok((value != "unspecified").then(|| value.to_owned()))
    }
}

/// A path as people would write it: without `records/..`, where that leads nowhere else.
fn without_detours(path: PathBuf) -> PathBuf {
    let mut short = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir if short.file_name().is_some() => drop(short.pop()),
            part => short.push(part),
        }
    }
    let is_same = short.canonicalize().is_ok_and(|short| path.canonicalize().is_ok_and(|path| short == path));
    if is_same { short } else { path }
}

/// A text that git has merged line by line.
#[derive(Debug)]
pub struct MergedLines {
    /// The text.
    pub text: Vec<u8>,
    /// Whether there are marks in it.
    pub has_conflicts: bool,
}

/// Merges three texts as git does by itself, line by line, with marks where it cannot. The first two
/// of the paths are those of our side and of the base.
///
/// # Errors
///
/// Where there is no git, or the files are no texts.
pub fn merge_lines(
    ours: &Path,
    base: &Path,
    theirs: &Path,
    labels: [&str; 2],
) -> Result<MergedLines, GitError> {
    let (text, conflicts) = super::run::merge_file([ours, base, theirs], [labels[0], "base", labels[1]])?;
    Ok(MergedLines { text, has_conflicts: conflicts > 0 })
}
