//! Who committed what findings are about, as far as git knows.

use std::collections::HashMap;
use std::path::Path;

use thidua::finding::{Committed, Finding, Problem};
use thidua::git::{Blob, Blobs, GitError, Repository, short};
use thidua::records::text::decode;
use thidua::source::{Encoding, Source};

use super::Blames;
use crate::opened::Opened;

/// The letter of codes about closed phases: there people ask by whom.
const SEALS: char = 'S';

/// Adds to findings about closed phases who committed the line last. Outside of a repository, and
/// before its first commit, nothing is added.
pub(crate) fn add(records: &mut Opened, folder: &Path) {
    let is_asked = |finding: &Finding| finding.rule().code.starts_with(SEALS);
    if !records.reading.findings.iter().any(is_asked) {
        return;
    }
    let commit = records.commit().map(|commit| commit.id.clone());
    let Ok(mut history) = History::of(folder, commit) else { return };
    let sources = &records.reading.sources;
    for finding in records.reading.findings.iter_mut().filter(|finding| is_asked(finding)) {
        let source = sources.get(finding.place.file);
        finding.committed = history.of_finding(finding, source).ok().flatten();
    }
}

/// The history of a records folder up to a commit.
struct History {
    repository: Repository,
    commit: String,
    blobs: Blobs,
    /// The lines of files as the commit has them, by path below the records folder; none for a file that it
    /// does not have.
    files: HashMap<String, Option<Vec<String>>>,
    blames: Blames,
}

impl History {
    fn of(folder: &Path, commit: Option<String>) -> Result<Self, GitError> {
        let repository = Repository::around(folder)?;
        let commit = match commit {
            Some(commit) => commit,
            None => repository.commit("HEAD")?.id,
        };
        let blobs = repository.blobs()?;
        let blames = Blames::of(&commit);
        Ok(Self { repository, commit, blobs, files: HashMap::new(), blames })
    }

    fn of_finding(&mut self, finding: &Finding, source: &Source) -> Result<Option<Committed>, GitError> {
        // Paths of findings begin with the name of the folder, which git may call otherwise.
        let Some((_, path)) = source.path.split_once('/') else { return Ok(None) };
        if path.starts_with("sealed/") {
            return self.of_path(lost_from(&finding.problem, path));
        }
        let first = source.line(finding.place.start as usize);
        let lines = match path {
            "campaign.toml" => table_around(source, first),
            _ => first..first + 1,
        };
        let texts: Vec<&str> = lines.map(|line| line_of(source, line)).collect();
        let path = path.to_owned();
        let Some(there) = self.lines(&path)?.and_then(|lines| places_of(&texts, first, lines)) else {
            return Ok(Some(Committed::NotYet));
        };
        let from_top = self.path_from_top(&path);
        let author = self.blames.last_author(&self.repository, &from_top, there.into_iter());
        Ok(author.map(|author| Committed::By {
            commit: short(&author.commit).to_owned(),
            author: author.author,
            day: author.authored.date_naive(),
        }))
    }

    fn of_path(&self, path: Option<&str>) -> Result<Option<Committed>, GitError> {
        let Some(path) = path else { return Ok(None) };
        let last = self.repository.last_to_change(&self.commit, path)?;
        Ok(last.map(|commit| Committed::Path {
            path: path.to_owned(),
            commit: commit.short().to_owned(),
            author: commit.author.clone(),
            day: commit.authored.date_naive(),
        }))
    }

    fn path_from_top(&self, path: &str) -> String {
        format!("{}{path}", self.repository.prefix())
    }

    fn lines(&mut self, path: &str) -> Result<Option<&[String]>, GitError> {
        if !self.files.contains_key(path) {
            let lines = self.read(path)?;
            self.files.insert(path.to_owned(), lines);
        }
        Ok(self.files.get(path).and_then(Option::as_deref))
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<String>>, GitError> {
        let name = format!("{}:{}", self.commit, self.path_from_top(path));
        let Blob::Content(bytes) = self.blobs.read(&name)? else { return Ok(None) };
        // git counts the lines of what it takes for bytes.
        let Some(text) = decode(bytes).ok().filter(|text| text.encoding != Encoding::Utf16Bom) else {
            return Ok(None);
        };
        Ok(Some(text.text.split('\n').map(|line| line.trim_end().to_owned()).collect()))
    }
}

/// Where `texts`, of which the first stands at line `first` (from 1) now, stand among the lines of another
/// state, counted from 0; none where one of them does not.
fn places_of(texts: &[&str], first: usize, lines: &[String]) -> Option<Vec<usize>> {
    let place_of = |(nth, text): (usize, &&str)| {
        let here = first + nth - 1;
        let is_here = lines.get(here).is_some_and(|line| line == text);
        if is_here { Some(here) } else { lines.iter().position(|line| line == text) }
    };
    texts.iter().enumerate().map(place_of).collect()
}

/// Where that stood which only a seal knows of now; the seal at `path` itself where that is what is wrong.
fn lost_from<'p>(problem: &Problem, path: &'p str) -> Option<&'p str> {
    match problem {
        Problem::SealedRowRemoved { .. } => Some("activities"),
        Problem::SealedRuleRemoved { rule, .. } if rule.starts_with("member ") => Some("members.csv"),
        Problem::SealedRuleRemoved { .. } => Some("campaign.toml"),
        Problem::SealedResultsDiffer { .. } => None,
        _ => Some(path),
    }
}

/// The lines of the table of rules that a line stands in, but for blank ones and comments around it.
fn table_around(source: &Source, line: usize) -> std::ops::Range<usize> {
    let is_header = |line: &usize| line_of(source, *line).starts_with('[');
    let n_lines = source.line(source.text.len());
    let start = (1..=line).rev().find(is_header).unwrap_or(line);
    let end = (line + 1..=n_lines).find(is_header).unwrap_or(n_lines + 1);
    let is_blank =
        |line: &usize| line_of(source, *line).is_empty() || line_of(source, *line).starts_with('#');
    let end = (start + 1..end).rev().find(|line| !is_blank(line)).map_or(start + 1, |last| last + 1);
    start..end
}

fn line_of(source: &Source, line: usize) -> &str {
    source.text.get(source.line_range(line)).unwrap_or_default().trim_end()
}
