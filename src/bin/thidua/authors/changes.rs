//! Who made the changes that a comparison found, and when.

use std::collections::{BTreeSet, HashMap, HashSet};

use thidua::difference::Difference;
use thidua::folder::{Purpose, RawFile};
use thidua::git::{Blob, Blobs, Commit, Edit, GitError, LineAuthor, Repository};
use thidua::ledger::{Digest, Entry, Ledger, RowChange, RuleChange, RuleEntry, Scope};
use thidua::output::comparison::{Origin, Origins};
use thidua::reading::{self, Reading};
use thidua::source::Place;

use super::Blames;

/// A state of the records with the files that it was read from.
#[derive(Clone, Copy)]
pub(crate) struct Witnessed<'a> {
    pub(crate) files: &'a [RawFile],
    pub(crate) reading: &'a Reading,
}

/// What is known about two states.
pub(crate) struct Witnesses<'a> {
    pub(crate) repository: &'a Repository,
    /// The old state and its commit.
    pub(crate) old: (Witnessed<'a>, &'a Commit),
    /// The last commit on the way to the new state; none where nothing leads there.
    pub(crate) last: Option<(Witnessed<'a>, &'a Commit)>,
    /// Whether the new state is that commit, and not what came of it without a further one.
    pub(crate) is_committed: bool,
}

/// Asks git about every change.
pub(crate) fn origins(witnesses: &Witnesses<'_>, difference: &Difference) -> Result<Origins, GitError> {
    let mut origins = Origins::default();
    let Some((last, commit)) = witnesses.last else {
        for (step, changes) in difference.steps.iter().enumerate() {
            (0..changes.rules.len()).for_each(|at| origins.of_rule(step, at, Some(Origin::NotCommitted)));
            (0..changes.rows.len()).for_each(|at| origins.of_row(step, at, Some(Origin::NotCommitted)));
        }
        return Ok(origins);
    };
    let steps = || difference.steps.iter().enumerate();
    let rows = || {
        steps()
            .flat_map(|(step, changes)| changes.rows.iter().enumerate().map(move |(at, row)| (step, at, row)))
    };
    let rules = || {
        steps().flat_map(|(step, changes)| {
            changes.rules.iter().enumerate().map(move |(at, rule)| (step, at, rule))
        })
    };
    if rows().next().is_none() && rules().next().is_none() {
        return Ok(origins);
    }
    let edits = witnesses.repository.edits(&witnesses.old.1.id, &commit.id)?;
    let committed = Committed::new(last, witnesses.is_committed, rows().map(|(.., row)| row));
    let mut lines = Lines::new(witnesses.repository, last, &commit.id);

    let mut removed = Vec::new();
    for (step, at, row) in rows() {
        match row.after() {
            Some(row) => {
                let origin = match committed.place_of(row) {
                    Some(place) => lines.author(place).map(Origin::Committed),
                    None => Some(Origin::NotCommitted),
                };
                origins.of_row(step, at, origin);
            }
            None => removed.extend(row.before().map(|row| (step, at, row))),
        }
    }
    for (step, at, rule) in rules() {
        origins.of_rule(step, at, committed.origin_of_rule(rule, &mut lines, &edits));
    }
    let (gone, still_there): (Vec<_>, Vec<_>) =
        removed.into_iter().partition(|(.., row)| !committed.has(row));
    still_there.into_iter().for_each(|(step, at, _)| origins.of_row(step, at, Some(Origin::NotCommitted)));
    let removers = removers(witnesses, &edits, gone.iter().map(|(.., row)| row.digest()).collect())?;
    for (step, at, row) in gone {
        origins.of_row(step, at, removers.get(&row.digest()).cloned().map(Origin::Committed));
    }
    Ok(origins)
}

/// What the last commit says, with the rows that are asked about.
struct Committed {
    /// Where rows of the new state stand in the commit; none of them where the new state is that commit.
    places: Option<HashMap<Digest, Place>>,
    /// Rows that the commit has.
    digests: HashSet<Digest>,
    rules: Vec<RuleEntry>,
}

impl Committed {
    fn new<'r>(last: Witnessed<'_>, is_new: bool, changes: impl Iterator<Item = &'r RowChange>) -> Self {
        let wanted: HashSet<Digest> = changes
            .flat_map(|change| [change.before(), change.after()])
            .flatten()
            .map(Entry::digest)
            .collect();
        let mut committed = Self { places: None, digests: HashSet::new(), rules: Vec::new() };
        let Some(campaign) = &last.reading.campaign else { return committed };
        let ledger = Ledger::new(campaign, &last.reading.records, &last.reading.sources);
        committed.rules = ledger.rules(Scope::Campaign);
        if is_new {
            return committed;
        }
        let mut places = HashMap::new();
        let mut digester = ledger.digester();
        for row in ledger.rows(Scope::Campaign) {
            let digest = digester.digest(row);
            if wanted.contains(&digest) {
                committed.digests.insert(digest);
                places.insert(digest, ledger.entry(row).place);
            }
        }
        committed.places = Some(places);
        committed
    }

    fn has(&self, row: &Entry) -> bool {
        self.digests.contains(&row.digest())
    }

    /// Where a row of the new state stands in the commit.
    fn place_of(&self, row: &Entry) -> Option<Place> {
        match &self.places {
            None => Some(row.place),
            Some(places) => places.get(&row.digest()).copied(),
        }
    }

    fn origin_of_rule(&self, change: &RuleChange, lines: &mut Lines<'_>, edits: &[Edit]) -> Option<Origin> {
        let said = |rule: Option<&RuleEntry>| rule.map(|rule| rule.text.clone());
        let committed = self.rules.iter().find(|rule| rule.name == change.name);
        if said(committed) != said(change.new.as_ref()) {
            return Some(Origin::NotCommitted);
        }
        // A rule that goes without saying stands nowhere, nor does one that is gone.
        let place = committed.and_then(|rule| rule.place);
        let block = place.and_then(|place| lines.author_of_block(place));
        let place = place.or(change.old.as_ref().and_then(|rule| rule.place));
        let is_between = |by: &LineAuthor| edits.iter().any(|edit| edit.commit.id == by.commit);
        let in_file = || {
            let path = lines.path_of(place?)?;
            let edit = edits.iter().find(|edit| edit.files.iter().any(|file| file.path == path))?;
            Some(author_of(&edit.commit))
        };
        block.clone().filter(is_between).or_else(in_file).or(block).map(Origin::Committed)
    }
}

fn author_of(commit: &Commit) -> LineAuthor {
    let Commit { id, author, authored, .. } = commit.clone();
    LineAuthor { commit: id, author, authored, may_be_older: false }
}

/// Who brought the lines of a commit.
struct Lines<'a> {
    repository: &'a Repository,
    last: Witnessed<'a>,
    /// Paths in git by paths as they are shown.
    paths: HashMap<&'a str, &'a str>,
    blames: Blames,
}

impl<'a> Lines<'a> {
    fn new(repository: &'a Repository, last: Witnessed<'a>, commit: &str) -> Self {
        let paths = last.files.iter().filter_map(|file| Some((file.path.as_str(), file.location.to_str()?)));
        Self { repository, last, paths: paths.collect(), blames: Blames::of(commit) }
    }

    fn path_of(&self, place: Place) -> Option<&'a str> {
        let shown = self.last.reading.sources.get(place.file).path.as_str();
        self.paths.get(shown).copied().filter(|path| !path.is_empty())
    }

    /// The last of those who brought a line of a place.
    fn author(&mut self, place: Place) -> Option<LineAuthor> {
        let text = &self.last.reading.sources.get(place.file).text;
        let line = |offset: usize| text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count();
        // To git only a line feed ends a line.
        self.last_author(place, line(place.start as usize), line(place.end as usize))
    }

    /// The same for the table of the rules that begins at a place.
    fn author_of_block(&mut self, place: Place) -> Option<LineAuthor> {
        let text = &self.last.reading.sources.get(place.file).text;
        let first = text.as_bytes().iter().take(place.start as usize).filter(|byte| **byte == b'\n').count();
        let below = text.split('\n').skip(first + 1);
        let is_of_block = |line: &&str| !line.trim_start().starts_with('[') && !line.trim().is_empty();
        let is_table = self.path_of(place).is_some_and(|path| path.ends_with(".toml"));
        let n_below = if is_table { below.take_while(is_of_block).count() } else { 0 };
        self.last_author(place, first, first + n_below)
    }

    fn last_author(&mut self, place: Place, first: usize, last: usize) -> Option<LineAuthor> {
        let path = self.path_of(place)?;
        self.blames.last_author(self.repository, path, first..=last)
    }
}

/// Who took rows away: the last commit that had them in a file and left them in none that it changed.
fn removers(
    witnesses: &Witnesses<'_>,
    edits: &[Edit],
    mut wanted: HashSet<Digest>,
) -> Result<HashMap<Digest, LineAuthor>, GitError> {
    let mut removers = HashMap::new();
    if wanted.is_empty() {
        return Ok(removers);
    }
    let mut rows = RowsOfObjects::new(witnesses.repository.blobs()?, witnesses.old.0);
    for edit in edits {
        let logs: Vec<_> = edit.files.iter().filter(|file| is_log(&file.path)).collect();
        let mut gone = BTreeSet::new();
        for object in logs.iter().filter_map(|file| file.old.as_ref()) {
            gone.extend(rows.of(object)?.intersection(&wanted).copied());
        }
        if gone.is_empty() {
            continue;
        }
        for object in logs.iter().filter_map(|file| file.new.as_ref()) {
            let kept = rows.of(object)?;
            gone.retain(|digest: &Digest| !kept.contains(digest));
        }
        // Each digest is taken out by itself, in whatever order.
        gone.into_iter().for_each(|digest| {
            wanted.remove(&digest);
            removers.insert(digest, author_of(&edit.commit));
        });
        if wanted.is_empty() {
            break;
        }
    }
    Ok(removers)
}

fn is_log(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".csv")
}

/// What logs of the past say, read by the rules of the old state.
struct RowsOfObjects<'a> {
    blobs: Blobs,
    rules: Vec<&'a RawFile>,
    known: HashMap<String, HashSet<Digest>>,
}

impl<'a> RowsOfObjects<'a> {
    fn new(blobs: Blobs, old: Witnessed<'a>) -> Self {
        let is_rule =
            |file: &&RawFile| matches!(file.purpose, Purpose::Campaign | Purpose::Base(_) | Purpose::Members);
        Self { blobs, rules: old.files.iter().filter(is_rule).collect(), known: HashMap::new() }
    }

    fn of(&mut self, object: &str) -> Result<&HashSet<Digest>, GitError> {
        if !self.known.contains_key(object) {
            let digests = match self.blobs.read(object)? {
                Blob::Content(bytes) => self.digests(bytes),
                Blob::TooLarge | Blob::NoFile | Blob::Missing => HashSet::new(),
            };
            self.known.insert(object.to_owned(), digests);
        }
        Ok(&self.known[object])
    }

    fn digests(&self, bytes: Vec<u8>) -> HashSet<Digest> {
        let mut files: Vec<RawFile> = self.rules.iter().map(|file| (*file).clone()).collect();
        files.push(RawFile::in_memory("records/activities/x.csv", Purpose::Log, bytes));
        let reading = reading::read(files, 0, 1);
        let Some(campaign) = &reading.campaign else { return HashSet::new() };
        let ledger = Ledger::new(campaign, &reading.records, &reading.sources);
        let mut digester = ledger.digester();
        ledger.rows(Scope::Campaign).map(|row| digester.digest(row)).collect()
    }
}
