//! Commits, and how people name them.

use chrono::{DateTime, FixedOffset, NaiveDate};

use super::Repository;
use super::run::GitError;

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its digest, in hexadecimal.
    pub id: String,
    /// Who wrote it, by name.
    pub author: String,
    /// Their address, by which one author is told from another.
    pub address: String,
    /// When it was written, by the clock of the author.
    pub authored: DateTime<FixedOffset>,
    /// When it came to be in this history, by the clock of whoever did that.
    pub committed: DateTime<FixedOffset>,
    /// The commits it follows, by digest.
    pub parents: Vec<String>,
    /// The first line of its message.
    pub subject: String,
}

/// Digits of a digest that people are shown.
const SHORT: usize = 10;

/// How a commit is asked for, one item a line, ended by NUL under `-z`.
pub(super) const FORMAT: &str = "--format=%H%n%P%n%aI%n%cI%n%aN%n%aE%n%s";

impl Commit {
    /// As many digits of the digest as people need.
    pub fn short(&self) -> &str {
        self.id.get(..SHORT).unwrap_or(&self.id)
    }

    /// The day of the commit, by the clock of whoever made it.
    pub fn day(&self) -> NaiveDate {
        self.committed.date_naive()
    }

    /// A commit as [`FORMAT`] has it.
    pub(super) fn parse(told: &str) -> Option<Self> {
        let mut lines = told.splitn(7, '\n');
        let mut line = || lines.next();
        let (id, parents) = (line()?.to_owned(), line()?.split(' ').filter(|id| !id.is_empty()));
        let parents = parents.map(str::to_owned).collect();
        let authored = DateTime::parse_from_rfc3339(line()?).ok()?;
        let committed = DateTime::parse_from_rfc3339(line()?).ok()?;
        let (author, address) = (line()?.to_owned(), line()?.to_owned());
        Some(Self {
            id,
            parents,
            authored,
            committed,
            author,
            address,
            subject: line()?.trim_end().to_owned(),
        })
    }
}

impl Repository {
    /// The commit that a revision leads to: a digest, a branch, a tag, `HEAD~3`, or a day as
    /// 2025-02-03: then the last commit on the way to the present one that was made by the end of it.
    ///
    /// # Errors
    ///
    /// Where nothing of that name leads to a commit, or nothing was committed by that day.
    pub fn commit(&self, asked: &str) -> Result<Commit, GitError> {
        if let Some(id) = self.resolve(asked) {
            return self.commit_of(&id);
        }
        match NaiveDate::parse_from_str(asked, "%Y-%m-%d") {
            Ok(day) if asked.len() == "2025-02-03".len() => self.last_until(day),
            _ if self.resolve("HEAD").is_none() => Err(GitError::NoCommits),
            _ => Err(GitError::UnknownRevision { asked: asked.to_owned() }),
        }
    }

    /// The digest of the commit that a revision leads to, where it leads to one.
    pub(super) fn resolve(&self, asked: &str) -> Option<String> {
        let commit = format!("{asked}^{{commit}}");
        let arguments = ["rev-parse", "--verify", "--quiet", "--end-of-options", &commit];
        self.git.line_output(&arguments).ok().filter(|id| !id.is_empty())
    }

    fn commit_of(&self, id: &str) -> Result<Commit, GitError> {
        let told = self.git.output(&["log", "-1", "-z", FORMAT, "--end-of-options", id])?;
        let told = String::from_utf8_lossy(&told);
        Commit::parse(told.trim_end_matches('\0')).ok_or_else(|| GitError::Missing { object: id.to_owned() })
    }

    /// The first parents lead back through what this branch was; a commit with a wrong clock is
    /// passed over, and does not hide those before it.
    fn last_until(&self, day: NaiveDate) -> Result<Commit, GitError> {
        if self.resolve("HEAD").is_none() {
            return Err(GitError::NoCommits);
        }
        let told = self.git.output(&["log", "--first-parent", "-z", FORMAT, "HEAD"])?;
        let told = String::from_utf8_lossy(&told);
        let mut first = None;
        for commit in told.split('\0').filter_map(Commit::parse) {
            if commit.day() <= day {
                return Ok(commit);
            }
            first = Some(commit.day());
        }
        Err(GitError::NothingUntil {
            asked: day.to_string(),
            first: first.map(|first| first.to_string()).unwrap_or_default(),
            shallow: self.is_shallow,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_is_read_with_its_own_clocks() {
        let told =
            "ab12\ncd34 ef56\n2025-02-03T23:30:00+07:00\n2025-02-04T00:10:00+07:00\nTổ 1\nto1@xa\ndòng\n";
        let commit = Commit::parse(told).unwrap();
        assert_eq!(commit.day(), NaiveDate::from_ymd_opt(2025, 2, 4).unwrap());
        assert_eq!(commit.authored.date_naive(), NaiveDate::from_ymd_opt(2025, 2, 3).unwrap());
        assert_eq!(commit.parents, ["cd34", "ef56"]);
        assert_eq!((commit.author.as_str(), commit.subject.as_str()), ("Tổ 1", "dòng"));
        assert!(Commit::parse("").is_none());
    }
}
