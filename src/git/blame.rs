//! Who brought a line.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset, TimeZone};

use super::Repository;
use super::run::GitError;

/// The commit that brought a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAuthor {
    /// Its digest.
    pub commit: String,
    /// Who wrote it, by name.
    pub author: String,
    /// When, by the clock of the author.
    pub authored: DateTime<FixedOffset>,
    /// Whether the history ends there although it once went on, as in a shallow clone: then the line
    /// may be older.
    pub may_be_older: bool,
}

/// The commits that brought the lines of a file.
#[derive(Clone, Debug, Default)]
pub struct Blame {
    authors: Vec<LineAuthor>,
    /// By line from 0: a place in `authors`.
    lines: Vec<Option<usize>>,
}

impl Blame {
    /// Who brought a line, counted from 0.
    pub fn line(&self, line: usize) -> Option<&LineAuthor> {
        self.authors.get((*self.lines.get(line)?)?)
    }
}

impl Repository {
    /// Who brought the lines of a file of the folder, as they stand in a commit. Blanks and line ends
    /// make no other author.
    ///
    /// # Errors
    ///
    /// Where there is no such file in that commit, or git does not say.
    pub fn blame(&self, commit: &str, path: &str) -> Result<Blame, GitError> {
        let arguments = ["blame", "--incremental", "-w", "--encoding=UTF-8", commit, "--", path];
        let told = self.git.output(&arguments)?;
        Ok(parse(&String::from_utf8_lossy(&told), self.is_shallow))
    }
}

fn parse(told: &str, shallow: bool) -> Blame {
    let mut blame = Blame::default();
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut current = None;
    let mut seconds = 0;
    for line in told.lines() {
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        if is_digest(key) {
            let mut numbers = value.split(' ').map(|number| number.parse::<usize>().unwrap_or_default());
            let (_, first, count) =
                (numbers.next(), numbers.next().unwrap_or(1), numbers.next().unwrap_or(0));
            let index = *known.entry(key).or_insert_with(|| {
                blame.authors.push(LineAuthor {
                    commit: key.to_owned(),
                    author: String::new(),
                    authored: DateTime::default(),
                    may_be_older: false,
                });
                blame.authors.len() - 1
            });
            let lines = first.saturating_sub(1)..first.saturating_sub(1) + count;
            if blame.lines.len() < lines.end {
                blame.lines.resize(lines.end, None);
            }
            blame.lines[lines].fill(Some(index));
            current = Some(index);
            continue;
        }
        let Some(author) = current.and_then(|index| blame.authors.get_mut(index)) else { continue };
        match key {
            "author" => author.author = value.to_owned(),
            "author-time" => seconds = value.parse().unwrap_or_default(),
            "author-tz" => {
                // `+0730`: hours and minutes.
                let offset = value.parse::<i32>().unwrap_or_default();
                let zone = FixedOffset::east_opt((offset / 100 * 60 + offset % 100) * 60);
                let time = zone.and_then(|zone| zone.timestamp_opt(seconds, 0).single());
                author.authored = time.unwrap_or_default();
            }
            "boundary" => author.may_be_older = shallow,
            _ => {}
        }
    }
    blame
}

/// SHA-1 or SHA-256.
fn is_digest(word: &str) -> bool {
    matches!(word.len(), 40 | 64) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_led_to_their_commits() {
        let (one, two) = ("1".repeat(40), "2".repeat(40));
        let told = format!(
            "{one} 1 1 1\nauthor Tổ 1\nauthor-time 1738602600\nauthor-tz +0700\nboundary\nfilename a\n\
             {two} 1 3 1\nauthor B\nauthor-time 0\nauthor-tz -0330\nfilename a\n{one} 2 2 1\nfilename a\n"
        );
        let blame = parse(&told, true);
        let author = |line| blame.line(line).map(|author| author.author.as_str());
        assert_eq!(
            [author(0), author(1), author(2), author(3)],
            [Some("Tổ 1"), Some("Tổ 1"), Some("B"), None]
        );
        let first = blame.line(1).unwrap();
        assert_eq!(first.authored.to_string(), "2025-02-04 00:10:00 +07:00");
        assert!(first.may_be_older);
        assert_eq!(blame.line(2).unwrap().authored.to_string(), "1969-12-31 20:30:00 -03:30");
        assert!(parse("x\n", true).line(0).is_none());
    }
}
