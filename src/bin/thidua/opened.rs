//! The records as a command finds them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use thidua::campaign::{Campaign, Language};
use thidua::finding::Severity;
use thidua::folder::{self, Purpose, RawFile};
use thidua::git::{Commit, GitError, Repository, Version};
use thidua::output::findings::{Report, short};
use thidua::output::view::View;
use thidua::output::words::{Sentence, git_error};
use thidua::reading::{self, Reading, Sums};
use thidua::score::{Scope, Tally};

use crate::arguments::Globals;
use crate::carried;
use crate::waiting::telling;

/// Findings of one rule in one file that are printed where they stand in the way of another command.
pub(crate) const MOST_IN_THE_WAY: usize = 3;

/// A records folder that has been read.
pub(crate) struct Opened {
    pub(crate) reading: Reading,
    pub(crate) language: Language,
    /// The commit that was read in place of the folder.
    pub(crate) commit: Option<Commit>,
    /// Rows of which only what they add up to is known.
    pub(crate) rows_added_up: usize,
}

/// Which state of the records is read.
#[derive(Clone, Copy)]
pub(crate) enum State<'a> {
    /// As they lie in the folder.
    Present,
    /// As they stood in the commit that a revision leads to.
    At(&'a str),
    /// As the next commit would have them.
    Staged,
}

impl<'a> State<'a> {
    /// That of a revision, where one is named.
    pub(crate) fn at(revision: Option<&'a str>) -> Self {
        revision.map_or(Self::Present, Self::At)
    }
}

/// The files of the records in some state, before they are read.
pub(crate) struct Found {
    pub(crate) files: Vec<RawFile>,
    /// The commit that they are of.
    pub(crate) commit: Option<Commit>,
}

impl Found {
    /// Finds the records.
    pub(crate) fn find(globals: &Globals, state: State<'_>) -> anyhow::Result<Self> {
        let in_git = |result: Result<Self, GitError>| {
            result.map_err(|error| anyhow!(git_error(&error, language_here(globals))))
        };
        match state {
            State::Present => {
                let root = folder::find(globals.records().as_deref())?;
                Ok(Self { files: folder::read(&root)?, commit: None })
            }
            State::At(revision) => in_git(Self::at(globals, revision)),
            State::Staged => in_git(Self::staged(globals)),
        }
    }

    fn at(globals: &Globals, revision: &str) -> Result<Self, GitError> {
        let folder = folder_with_history(globals);
        let repository = Repository::around(&folder)?;
        let commit = repository.commit(revision)?;
        let mut files = repository.files(Version::Commit(&commit))?;
        // Names are never in git; those of today are as good as any.
        let is_names = |file: &RawFile| file.purpose == Purpose::Names;
        if let (false, Some(names)) = (files.iter().any(is_names), folder::read_names(&folder)) {
            files.push(names);
        }
        Ok(Self { files, commit: Some(commit) })
    }

    fn staged(globals: &Globals) -> Result<Self, GitError> {
        let repository = Repository::around(&folder_with_history(globals))?;
        Ok(Self { files: repository.files(Version::Staged)?, commit: None })
    }
}

impl Opened {
    /// Finds and reads the records in some state, keeping at most `most_per_rule` findings of each rule in each file.
    pub(crate) fn read(globals: &Globals, state: State<'_>, most_per_rule: usize) -> anyhow::Result<Self> {
        let Found { files, commit } = Found::find(globals, state)?;
        let mut opened = Self { commit, ..Self::of(globals, files, most_per_rule) };
        match state {
            State::Present => carried::check_names(&mut opened.reading, &folder_with_history(globals)),
            State::Staged => opened.reading.refuse_tracked_names(),
            // What a commit carries can no longer be helped, and names of today may stand in for it.
            State::At(_) => {}
        }
        Ok(opened)
    }

    /// Reads files as those of a records folder.
    pub(crate) fn of(globals: &Globals, files: Vec<RawFile>, most_per_rule: usize) -> Self {
        let of_logs = files.iter().filter(|file| file.purpose == Purpose::Log);
        let bytes =
            of_logs.filter_map(|file| file.content.as_ref().ok()).map(|bytes| bytes.len() as u64).sum();
        let reading = telling(globals, bytes, |progress| {
            reading::read_telling(files, most_per_rule, globals.threads(), progress)
        });
        Self::from(globals, reading)
    }

    fn from(globals: &Globals, mut reading: Reading) -> Self {
        if globals.codes {
            reading.withhold_names();
        }
        let language = globals.language().or_else(|| language_of(&reading)).unwrap_or_default();
        Self { reading, language, commit: None, rows_added_up: 0 }
    }

    /// As [`Self::read`], for a command to which it is enough what the rows add up to that `scope` asks for.
    /// Where there are many rows, and nothing has to be said of any, that is all that is known of them.
    pub(crate) fn read_or_add_up(
        globals: &Globals,
        state: State<'_>,
        most_per_rule: usize,
        scope: impl Fn(&Campaign) -> Scope,
    ) -> anyhow::Result<(Self, Option<Tally>)> {
        let State::Present = state else { return Ok((Self::read(globals, state, most_per_rule)?, None)) };
        let listed = folder::list(&folder::find(globals.records().as_deref())?)?;
        let bytes = listed.log_bytes();
        let threads = globals.threads();
        let (reading, rows_added_up, tally) = telling(globals, bytes, |progress| {
            if bytes >= reading::LEAST_BYTES
                && let Some(Sums { reading, tally, rows }) =
                    reading::add_up(&listed, scope, threads, progress)
            {
                return (reading, rows, Some(tally));
            }
            progress.begin_again();
            (reading::read_telling(listed.read(), most_per_rule, threads, progress), 0, None)
        });
        let mut opened = Self { rows_added_up, ..Self::from(globals, reading) };
        carried::check_names(&mut opened.reading, &folder_with_history(globals));
        Ok((opened, tally))
    }

    /// Reads nothing but the rules of the records in `root`.
    pub(crate) fn read_rules(globals: &Globals, root: &Path) -> anyhow::Result<Self> {
        Ok(Self::of(globals, folder::read_rules(root)?, MOST_IN_THE_WAY))
    }

    /// Reads the records for a command that computes something from them.
    pub(crate) fn read_to_score(globals: &Globals, state: State<'_>) -> anyhow::Result<Self> {
        Self::read(globals, state, MOST_IN_THE_WAY)
    }

    /// The same for the records that lie in `root`, and no others.
    pub(crate) fn read_to_score_in(globals: &Globals, root: &Path) -> anyhow::Result<Self> {
        let root = folder::find(Some(root))?;
        Ok(Self::of(globals, folder::read(&root)?, MOST_IN_THE_WAY))
    }

    /// What a command that computes needs. None where errors stand in the way: then they are on the
    /// standard error.
    pub(crate) fn ready(&self, keep_going: bool) -> io::Result<Option<View<'_>>> {
        self.ready_telling(keep_going, &mut io::stderr())
    }

    /// The same, with what stands in the way told elsewhere.
    pub(crate) fn ready_telling(
        &self,
        keep_going: bool,
        told: &mut dyn Write,
    ) -> io::Result<Option<View<'_>>> {
        let errors = self.reading.findings.count(Severity::Error);
        if let Some(campaign) = self.reading.rules()
            && (errors == 0 || keep_going)
        {
            if errors > 0 {
                writeln!(told, "{}", Sentence::KeptGoing { errors }.text(self.language))?;
            }
            return Ok(Some(self.view(campaign)));
        }
        let mut text = Vec::new();
        short::write(&mut text, &self.report())?;
        let hint = match self.reading.rules() {
            Some(_) => Sentence::ErrorsInTheWay { errors },
            None => Sentence::RulesUnusable { errors },
        };
        writeln!(text, "{}", hint.text(self.language))?;
        told.write_all(&text)?;
        Ok(None)
    }

    /// The commit that was read in place of the folder.
    pub(crate) fn commit(&self) -> Option<&Commit> {
        self.commit.as_ref()
    }

    /// What results are named by.
    pub(crate) fn view<'a>(&'a self, campaign: &'a Campaign) -> View<'a> {
        let Reading { records, names, sources, allow, .. } = &self.reading;
        View {
            campaign,
            records,
            names,
            sources,
            allow,
            language: self.language,
            commit: self.commit.as_ref(),
            authors: None,
        }
    }

    /// The findings with what it takes to print them.
    pub(crate) fn report(&self) -> Report<'_> {
        let Reading { findings, sources, records, allow, .. } = &self.reading;
        let rows_read = records.rows.len() + records.left_out.len() + self.rows_added_up;
        Report { findings, sources, rows_read, allow, language: self.language }
    }
}

/// The folder of which git is asked: that of the records, or where they once were.
pub(crate) fn folder_with_history(globals: &Globals) -> PathBuf {
    let named = globals.records();
    let found = folder::find(named.as_deref()).ok();
    found.or(named).unwrap_or_else(|| PathBuf::from("."))
}

/// The language that is asked for, else that of the campaign that lies here; English where none
/// does, as in the help. For what is to be said before the records are read.
pub(crate) fn language_here(globals: &Globals) -> Language {
    let declared = || {
        let files = folder::read_rules(&folder::find(globals.records().as_deref()).ok()?).ok()?;
        Some(language_of(&reading::read(files, 0, 1)).unwrap_or_default())
    };
    globals.language().or_else(declared).unwrap_or(Language::En)
}

/// The language that the rules ask for.
pub(crate) fn language_of(reading: &Reading) -> Option<Language> {
    match &reading.campaign {
        Some(campaign) => Some(campaign.language),
        None => reading.rule_files.iter().find_map(|file| language_said(&reading.sources.get(*file).text)),
    }
}

/// The language that a campaign file asks for, found without understanding the rest of it: what is
/// wrong with the file should be said in that language too.
fn language_said(text: &str) -> Option<Language> {
    text.lines().find_map(|line| {
        let value = line.trim().strip_prefix("language")?.trim_start().strip_prefix('=')?.trim();
        match value.get(1..3)? {
            "vi" => Some(Language::Vi),
            "en" => Some(Language::En),
            _ => None,
        }
    })
}
