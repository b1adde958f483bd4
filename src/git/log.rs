//! Which commit changed which log.

use std::borrow::Cow;

use super::revision::FORMAT;
use super::run::GitError;
use super::{Commit, Repository, Version};
use crate::folder::{CAMPAIGN_FILE, Purpose, Role, nfc, role_of};

/// Everything that was committed on the way to a commit.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The commits: each after those it follows.
    pub steps: Vec<Step>,
}

/// What one commit did to the logs of the records.
#[derive(Clone, Debug)]
pub struct Step {
    /// The commit.
    pub commit: Commit,
    /// Whether the history goes on before it but is not here, as in a shallow clone: what it
    /// seems to have brought may be older.
    pub may_be_older: bool,
    /// The logs it changed. A merge changed only those that it left as no parent has them.
    pub changes: Vec<LogChange>,
}

/// A log before and after a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogChange {
    /// Its path in the records folder, in NFC.
    pub path: String,
    /// Its content in each parent, by digest; none where there was no such log.
    pub old: Vec<Option<String>>,
    /// Its content afterwards, by digest.
    pub new: Option<String>,
}

/// A log of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackedLog {
    /// Its path in the records folder, in NFC.
    pub path: String,
    /// Its path from the top of the repository, as git has it.
    pub from_top: String,
    /// Its content, by digest.
    pub content: String,
}

/// What a repository could make git say otherwise.
const LOG: [&str; 12] = [
    "log",
    "-z",
    "--raw",
    "-c",
    "--root",
    "--reverse",
    "--topo-order",
    "--no-abbrev",
    "--no-renames",
    "--no-relative",
    "--no-notes",
    "--ignore-submodules=all",
];

/// Begins a commit in what `git log` tells.
const BEGIN: char = '\u{1}';

impl Repository {
    /// Everything that was committed on the way to a commit, and what it did to the logs of the
    /// records folder, under whatever names that had.
    ///
    /// # Errors
    ///
    /// Where there are no records in that commit, or git does not answer.
    pub fn history(&self, tip: &Commit) -> Result<History, GitError> {
        let folder = self.records_in(Version::Commit(tip))?;
        let format = FORMAT.replacen("--format=", &format!("--format={BEGIN}"), 1);
        let mut arguments = LOG.to_vec();
        arguments.extend([format.as_str(), "--end-of-options", &tip.id]);
        let told = parse(&self.git.output(&arguments)?);
        let folders = names_of(&folder, &told);
        let mut steps = Vec::with_capacity(told.len());
        for told in told {
            let may_be_older = self.is_shallow && self.was_cut_off(&told.commit)?;
            let changes = told.changes.into_iter().filter_map(|change| change.of_log(&folders)).collect();
            steps.push(Step { commit: told.commit, may_be_older, changes });
        }
        Ok(History { steps })
    }

    /// The logs of a commit, in order of path.
    ///
    /// # Errors
    ///
    /// Where there are no records in that commit, or git does not answer.
    pub fn tracked_logs(&self, commit: &Commit) -> Result<Vec<TrackedLog>, GitError> {
        let version = Version::Commit(commit);
        let folder = self.records_in(version)?;
        let told = self.git.output(&["ls-tree", "-r", "-z", "--full-tree", &commit.id])?;
        let logs = told.split(|byte| *byte == 0).filter_map(|entry| {
            let tab = entry.iter().position(|byte| *byte == b'\t')?;
            let from_top = String::from_utf8_lossy(&entry[tab + 1..]).into_owned();
            let path = log_path(from_top.strip_prefix(&folder)?)?;
            let mut facts = std::str::from_utf8(&entry[..tab]).ok()?.split(' ');
            let content = facts.next().filter(|mode| is_file(mode)).and(facts.nth(1))?.to_owned();
            Some(TrackedLog { path, from_top, content })
        });
        Ok(logs.collect())
    }

    /// Whether a commit has parents that are not here: then it looks as if it had none.
    fn was_cut_off(&self, commit: &Commit) -> Result<bool, GitError> {
        if !commit.parents.is_empty() {
            return Ok(false);
        }
        let told = self.git.output(&["cat-file", "commit", &commit.id])?;
        let headers = told.split(|byte| *byte == b'\n').take_while(|line| !line.is_empty());
        Ok(headers.into_iter().any(|line| line.starts_with(b"parent ")))
    }
}

/// A commit and everything it changed in the repository that may matter.
struct Told {
    commit: Commit,
    changes: Vec<TreeChange>,
}

/// A file before and after a commit.
struct TreeChange {
    /// From the top of the repository.
    path: String,
    old: Vec<Option<String>>,
    new: Option<String>,
}

impl TreeChange {
    fn of_log(self, folders: &[String]) -> Option<LogChange> {
        let path = folders.iter().find_map(|folder| log_path(self.path.strip_prefix(folder)?))?;
        Some(LogChange { path, old: self.old, new: self.new })
    }

    /// The folder whose rules the file is.
    fn campaign_folder(&self) -> Option<&str> {
        let folder = self.path.strip_suffix(CAMPAIGN_FILE)?;
        (folder.is_empty() || folder.ends_with('/')).then_some(folder)
    }
}

fn log_path(inside: &str) -> Option<String> {
    match role_of(inside) {
        Role::Read(Purpose::Log) => Some(nfc(inside)),
        Role::Read(_) | Role::Refused(_) | Role::Unread => None,
    }
}

/// The names of the records folder, its present one first: it was renamed where its rules went and
/// others came in one commit.
fn names_of(present: &str, told: &[Told]) -> Vec<String> {
    let mut names = vec![present.to_owned()];
    let mut name = present.to_owned();
    for Told { changes, .. } in told.iter().rev() {
        let rules = |change: &&TreeChange| change.campaign_folder().is_some();
        let came = |change: &TreeChange| change.old.iter().all(Option::is_none);
        let mut rules_changed = changes.iter().filter(rules);
        if !rules_changed.clone().any(|change| change.campaign_folder() == Some(&name) && came(change)) {
            continue;
        }
        let gone = rules_changed.find(|change| change.new.is_none()).and_then(TreeChange::campaign_folder);
        if let Some(gone) = gone {
            gone.clone_into(&mut name);
            if !names.contains(&name) {
                names.push(name.clone());
            }
        }
    }
    names
}

fn parse(told: &[u8]) -> Vec<Told> {
    let mut commits: Vec<Told> = Vec::new();
    let mut tokens = told.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    while let Some(token) = tokens.next() {
        let token = token.trim_start_matches('\n');
        if let Some(commit) = token.strip_prefix(BEGIN) {
            commits.extend(Commit::parse(commit).map(|commit| Told { commit, changes: Vec::new() }));
        } else if let (Some(facts), Some(commit)) = (token.strip_prefix(':'), commits.last_mut()) {
            let path = tokens.next().map(Cow::into_owned).unwrap_or_default();
            if role_matters(&path) {
                commit.changes.extend(parse_change(facts, path));
            }
        }
    }
    commits
}

fn role_matters(path: &str) -> bool {
    path.ends_with(CAMPAIGN_FILE) || path.contains("activities/")
}

/// `MODE MODE DIGEST DIGEST STATUS`; of a merge with a further `:`, mode and digest for each further parent.
fn parse_change(facts: &str, path: String) -> Option<TreeChange> {
    let n_parents = 1 + facts.bytes().take_while(|byte| *byte == b':').count();
    let words: Vec<&str> = facts.trim_start_matches(':').split(' ').collect();
    let file = |at: usize| {
        let (mode, digest) = (words.get(at)?, words.get(n_parents + 1 + at)?);
        is_file(mode).then(|| (*digest).to_owned())
    };
    (words.len() > 2 * (n_parents + 1)).then(|| TreeChange {
        path,
        old: (0..n_parents).map(file).collect(),
        new: file(n_parents),
    })
}

/// Whether a mode is that of a file: no link, folder, or other repository.
fn is_file(mode: &str) -> bool {
    mode.starts_with("100")
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATES: &str = "2025-02-03T23:30:00+07:00\n2025-02-03T23:30:00+07:00";

    #[test]
    fn commits_are_read_with_what_they_changed() {
        let (no, one, two, three) = ("0".repeat(40), "1".repeat(40), "2".repeat(40), "3".repeat(40));
        let told = format!(
            "\u{1}aa\n\n{DATES}\nA\na@x\nđầu\0\n:000000 100644 {no} {one} A\0r/activities/a.csv\0\
             :000000 120000 {no} {two} A\0r/activities/b.csv\0:000000 100644 {no} {two} A\0README\0\0\
             \u{1}bb\naa\n{DATES}\nB\nb@x\n\0\u{1}cc\naa bb\n{DATES}\nA\na@x\nm\0\0\
             ::100644 100644 100644 {one} {two} {three} MM\0r/activities/a.csv\0"
        );
        let commits = parse(told.as_bytes());
        assert_eq!(
            commits.iter().map(|told| told.commit.id.as_str()).collect::<Vec<_>>(),
            ["aa", "bb", "cc"]
        );
        assert_eq!(commits.iter().map(|told| told.changes.len()).collect::<Vec<_>>(), [2, 0, 1]);
        let change = |told: usize, nth: usize| {
            let TreeChange { old, new, .. } = &commits[told].changes[nth];
            (old.clone(), new.clone())
        };
        assert_eq!(change(0, 0), (vec![None], Some(one.clone())));
        assert_eq!(change(0, 1), (vec![None], None));
        assert_eq!(change(2, 0), (vec![Some(one), Some(two)], Some(three)));
        assert!(parse(b"").is_empty());
    }

    #[test]
    fn a_folder_is_known_under_the_names_it_had() {
        let change = |path: &str, came: bool| TreeChange {
            path: path.to_owned(),
            old: vec![(!came).then(String::new)],
            new: came.then(String::new),
        };
        let commit = Commit::parse(&format!("aa\n\n{DATES}\nA\na@x\n")).unwrap();
        let told = |changes| Told { commit: commit.clone(), changes };
        let history = [
            told(vec![change("xã/campaign.toml", true)]),
            told(vec![change("xã/campaign.toml", false), change("số liệu/campaign.toml", true)]),
            told(vec![change("số liệu/campaign.toml", false), change("campaign.toml", true)]),
        ];
        assert_eq!(names_of("", &history), ["", "số liệu/", "xã/"]);
        assert_eq!(names_of("số liệu/", &history[..2]), ["số liệu/", "xã/"]);
        assert_eq!(names_of("other/", &history), ["other/"]);
    }
}
