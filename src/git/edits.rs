//! What commits did to files.

use super::run::GitError;
use super::{Commit, Repository};
use crate::git::revision::FORMAT;

/// A commit with the files that it changed.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The commit.
    pub commit: Commit,
    /// The files, by path.
    pub files: Vec<FileEdit>,
}

/// A file that a commit made, changed or took away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEdit {
    /// Its path from the top of the repository.
    pub path: String,
    /// The object that held it before; none where it was not there.
    pub old: Option<String>,
    /// The object that holds it since; none where it is gone.
    pub new: Option<String>,
}

impl Repository {
    /// The commits that lead to `new` and not to `old`, from the latest on, with the files that each
    /// changed by itself: none for a merge, which only brings together what others did.
    ///
    /// # Errors
    ///
    /// Where git does not say.
    pub fn edits(&self, old: &str, new: &str) -> Result<Vec<Edit>, GitError> {
        let range = format!("{old}..{new}");
        let arguments = [
            "log",
            "--topo-order",
            "--raw",
            "--no-abbrev",
            "--no-renames",
            "--diff-merges=off",
            "--no-ext-diff",
            "-z",
            FORMAT,
            "--end-of-options",
            &range,
        ];
        let told = self.git.output(&arguments)?;
        Ok(parse(&String::from_utf8_lossy(&told)))
    }
}

/// NUL ends a commit, a file and the path after it; a line end stands before the first file of a commit.
fn parse(told: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut words = told.split('\0');
    while let Some(word) = words.next() {
        let Some(facts) = word.trim_start_matches('\n').strip_prefix(':') else {
            edits.extend(Commit::parse(word).map(|commit| Edit { commit, files: Vec::new() }));
            continue;
        };
        if let (Some(path), Some(edit)) = (words.next(), edits.last_mut()) {
            let mut objects = facts.split(' ').skip(2);
            let mut object =
                || Some(objects.next()?.to_owned()).filter(|id| id.contains(|digit| digit != '0'));
            edit.files.push(FileEdit { path: path.to_owned(), old: object(), new: object() });
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commits_come_with_their_files() {
        let (one, two, none) = ("1".repeat(40), "2".repeat(40), "0".repeat(40));
        let day = "2025-02-03T23:30:00+07:00";
        let header = |id: &str, subject: &str| format!("{id}\n\n{day}\n{day}\nTổ 1\nto1@xa\n{subject}");
        let told = format!(
            "{}\0{}\0\n:100644 000000 {one} {none} D\0a b.csv\0:000000 100644 {none} {two} A\0c\0{}\0\n:100644 100644 {one} {two} M\0d\0",
            header("aa", "empty"),
            header("bb", ":moved"),
            header("cc", "changed"),
        );
        let edits = parse(&told);
        let shown: Vec<_> = edits.iter().map(|edit| (edit.commit.id.as_str(), edit.files.len())).collect();
        assert_eq!(shown, [("aa", 0), ("bb", 2), ("cc", 1)]);
        assert_eq!(edits[1].commit.subject, ":moved");
        assert_eq!(
            edits[1].files,
            [
                FileEdit { path: "a b.csv".to_owned(), old: Some(one.clone()), new: None },
                FileEdit { path: "c".to_owned(), old: None, new: Some(two.clone()) },
            ]
        );
        assert!(parse("").is_empty());
    }
}
