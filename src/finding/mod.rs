//! What can be wrong with records, as data: which rule, where, and what a reader needs to mend it.
//!
//! A finding knows no language and no terminal; `output` puts it into words.

mod table;

use chrono::NaiveDate;

use crate::source::{FileId, Place};

pub use table::{
    BaseFault, BasePathFault, CellChange, FileFormat, NotReadReason, NumberFault, Problem, RULES,
    ResultChange, ResultPart, Rule, SealFault, Thing, ValueChange, ValueKind, rule,
};

/// How much a finding weighs; it belongs to the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The records cannot be scored as they are.
    Error,
    /// The records can be scored, but somebody should look.
    Warning,
}

/// One thing that is wrong, at its place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The smallest wrong thing.
    pub place: Place,
    /// The column, from 0, of a cell that its row is too short to have: then the place is the end of
    /// the row, and does not tell.
    pub missing_column: Option<usize>,
    /// Other places that belong to it, such as the first of two duplicates.
    pub related: Vec<Related>,
    /// Who committed what it is about, where git was asked and knows.
    pub committed: Option<Committed>,
}

/// Who committed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Committed {
    /// Nobody has yet.
    NotYet,
    /// The last to commit it.
    By {
        /// The commit, by as many digits as people need.
        commit: String,
        /// Who wrote it, by name.
        author: String,
        /// The day on which it was written, by the author's clock.
        day: NaiveDate,
    },
    /// Of what is gone: the last to commit a file or folder that it may have stood in.
    Path {
        /// The file or folder, below the records folder.
        path: String,
        /// The commit, by as many digits as people need.
        commit: String,
        /// Who wrote it, by name.
        author: String,
        /// The day on which it was written, by the author's clock.
        day: NaiveDate,
    },
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What stands there.
    pub note: Note,
}

/// What stands at a related place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// The first of two equal things.
    FirstHere,
    /// Another row with the same thing.
    AlsoHere,
    /// The declaration that this contradicts.
    DeclaredHere,
    /// The teams are listed here.
    TeamsListed,
    /// The activities are listed here.
    ActivitiesListed,
    /// The criteria are listed here.
    CriteriaListed,
    /// The phases are listed here.
    PhasesListed,
    /// A stint of the member.
    StintHere,
    /// As a closed phase was sealed.
    SealedHere,
    /// What stands here is in the history of git already.
    InHistory,
}

impl Finding {
    /// A finding without related places.
    pub fn new(problem: Problem, place: Place) -> Self {
        Self { problem, place, missing_column: None, related: Vec::new(), committed: None }
    }

    /// The same about a cell that its row is too short to have.
    #[must_use]
    pub fn missing_in(mut self, column: usize) -> Self {
        self.missing_column = Some(column);
        self
    }

    /// The same with one more related place, where there is one.
    #[must_use]
    pub fn with(mut self, note: Note, place: impl Into<Option<Place>>) -> Self {
        self.related.extend(place.into().map(|place| Related { place, note }));
        self
    }

    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        self.problem.rule()
    }

    /// Whether the records cannot be scored as they are.
    pub fn is_error(&self) -> bool {
        self.rule().severity == Severity::Error
    }
}

/// Findings as they are collected: all are counted, and of each rule in each file at most
/// a given number is kept, so that a broken file costs no memory.
#[derive(Clone, Debug)]
pub struct Findings {
    most_per_rule: usize,
    kept: Vec<Finding>,
    counts: Vec<Count>,
}

/// How often a rule was broken in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// The file.
    pub file: FileId,
    /// The rule.
    pub rule: &'static Rule,
    /// All findings of this rule in this file, kept or not.
    pub found: usize,
}

impl Findings {
    /// Keeps at most `most_per_rule` findings of each rule in each file.
    pub fn keeping(most_per_rule: usize) -> Self {
        Self { most_per_rule, kept: Vec::new(), counts: Vec::new() }
    }

    /// Counts a finding and keeps it if there is room.
    pub fn push(&mut self, finding: Finding) {
        let (file, rule) = (finding.place.file, finding.rule());
        let index = self.counts.iter().rposition(|count| count.file == file && count.rule == rule);
        let index = index.unwrap_or_else(|| {
            self.counts.push(Count { file, rule, found: 0 });
            self.counts.len() - 1
        });
        self.counts[index].found += 1;
        if self.counts[index].found <= self.most_per_rule {
            self.kept.push(finding);
        }
    }

    /// Adds a finding, where there is one.
    pub fn push_some(&mut self, finding: Option<Finding>) {
        if let Some(finding) = finding {
            self.push(finding);
        }
    }

    /// How many findings of each rule in each file are kept.
    pub fn most_per_rule(&self) -> usize {
        self.most_per_rule
    }

    /// Adds all of `other`, which must be of other files.
    pub fn append(&mut self, other: Self) {
        self.kept.extend(other.kept);
        for count in other.counts {
            match self.counts.iter_mut().find(|own| own.file == count.file && own.rule == count.rule) {
                Some(own) => own.found += count.found,
                None => self.counts.push(count),
            }
        }
    }

    /// Puts the findings into order of file, line, column and code.
    pub fn sort(&mut self) {
        self.kept.sort_by_key(|finding| {
            let Place { file, start, end } = finding.place;
            (file, start, finding.rule().code, end)
        });
        self.counts.sort_by_key(|count| (count.file, count.rule.code));
    }

    /// The findings that were kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.kept.iter()
    }

    /// The same, for what becomes known of them later.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Finding> {
        self.kept.iter_mut()
    }

    /// For every file and rule with findings that were not kept: how many there are in all.
    pub fn floods(&self) -> impl Iterator<Item = Count> {
        self.counts.iter().copied().filter(|count| count.found > self.most_per_rule)
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    /// How often each rule was broken in each file; in order once the findings are sorted.
    pub fn counts(&self) -> &[Count] {
        &self.counts
    }

    /// How many findings of this severity there are, kept or not.
    pub fn count(&self, severity: Severity) -> usize {
        self.counts.iter().filter(|count| count.rule.severity == severity).map(|count| count.found).sum()
    }

    /// Whether the records cannot be scored as they are.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// Whether a file has errors of a family, the letter that codes begin with.
    pub fn has_errors_of(&self, file: FileId, family: char) -> bool {
        let is_error =
            |count: &Count| count.rule.severity == Severity::Error && count.rule.code.starts_with(family);
        self.counts.iter().any(|count| count.file == file && is_error(count))
    }
}

/// The letter of codes about the rules in `campaign.toml`.
pub const CAMPAIGN_FAMILY: char = 'C';

/// The letter of codes about what could identify a resident.
pub const PRIVACY_FAMILY: char = 'P';
