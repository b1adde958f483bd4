//! A row that somebody enters, before it stands anywhere.
//!
//! What a good row is stands elsewhere, and only there: the folder is read as it is and as it would
//! be with the row, and what is wrong only then is what the row brings. Each such finding is said of
//! the column, and so of the option or question, that it came from.

mod spelling;
mod vocabulary;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::{MAIN_SEPARATOR, PathBuf};

use chrono::{Datelike, NaiveDate};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::campaign::Campaign;
use crate::finding::{Finding, Findings, Problem};
use crate::folder::{Purpose, RawFile};
use crate::reading::{self, Reading};
use crate::records::{Column, Row, date_alone};
use crate::source::{FileId, Place};

use spelling::{Extended, extended};

pub use vocabulary::{Choice, Vocabulary};

/// Those that no row can do without.
pub const REQUIRED: [Column; 4] = [Column::Date, Column::Team, Column::Activity, Column::Quantity];

/// What a row is to say, column by column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    cells: BTreeMap<Column, String>,
}

impl Entry {
    /// What it says in a column; empty where it says nothing.
    pub fn get(&self, column: Column) -> &str {
        self.cells.get(&column).map_or("", String::as_str)
    }

    /// Says something in a column, in place of what was said there.
    pub fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells.insert(column, text.into());
    }

    /// Columns that no row can do without, and this one does.
    pub fn missing(&self) -> impl Iterator<Item = Column> {
        REQUIRED.into_iter().filter(|&column| self.get(column).trim().is_empty())
    }

    /// Its day, where that can be read.
    pub fn date(&self, campaign: &Campaign) -> Option<NaiveDate> {
        date_alone(self.get(Column::Date), campaign.records.dates)
    }
}

/// Where a row is looked at that has no file, as it has no date. No file on the disk is read under
/// such a name.
pub const NO_FILE: &str = "activities/.row.csv";

/// The file of a day's month, below the records folder.
pub fn month_file(date: NaiveDate) -> String {
    format!("activities/{:04}-{:02}.csv", date.year(), date.month())
}

/// A log below the records folder: by a path in the folder, `activities/2025-03.csv`, or as findings
/// show it, `records/activities/2025-03.csv`. None for anything that would not be read as a log.
pub fn log_file(asked: &str, folder: &str) -> Option<String> {
    let asked = ComposingNormalizerBorrowed::new_nfc().normalize(asked).replace(MAIN_SEPARATOR, "/");
    let asked = asked.trim_start_matches("./");
    let below = asked.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).unwrap_or(asked);
    let mut parts = below.strip_prefix("activities/")?.split('/');
    let is_read = parts.all(|part| !part.is_empty() && !part.starts_with(['.', '~']));
    let (_, end) = below.rsplit_once('.')?;
    (is_read && end.eq_ignore_ascii_case("csv")).then(|| below.to_owned())
}

/// A row as it would stand in its file, and what it would do to the records.
#[derive(Debug)]
pub struct Attempt {
    /// The records with the row.
    pub reading: Reading,
    /// What is wrong with them that is not wrong without it.
    pub brought: Findings,
    /// The file with the row.
    pub bytes: Vec<u8>,
    /// The row.
    pub place: Place,
    cells: Vec<(Column, Range<usize>)>,
}

/// Why there is no telling what a row would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotTried {
    /// The campaign file cannot be used.
    RulesUnusable,
    /// The file that the row is to go into is refused as a whole.
    FileRefused,
    /// The file is UTF-16, which git does not show as text: nobody should add to it.
    Utf16,
    /// The file has no column for something that the row says.
    NoColumn(Column),
}

/// Puts a row at the end of the log at `path`, which may not be there yet, and reads everything.
/// `before` is the reading of `files` as they are, with every finding kept.
///
/// # Errors
///
/// A [`NotTried`].
pub fn attempt(
    files: &[RawFile],
    before: &Reading,
    path: &str,
    entry: &Entry,
    threads: usize,
) -> Result<Attempt, NotTried> {
    let (Some(campaign), Some(vocabulary)) = (&before.campaign, Vocabulary::new(before)) else {
        return Err(NotTried::RulesUnusable);
    };
    let mut files = files.to_vec();
    let file = files.iter().position(|file| file.path == path).unwrap_or_else(|| {
        let at = files.partition_point(|file| *file.path < *path);
        let content = Ok(Vec::new());
        let location = PathBuf::new();
        files.insert(at, RawFile { path: path.to_owned(), location, purpose: Purpose::Log, content });
        at
    });
    let old = files[file].content.as_deref().map_err(|_| NotTried::FileRefused)?;
    let Extended { bytes, row, cells } = extended(old, &vocabulary.spelt(entry), campaign)?;

    files[file].content = Ok(bytes.clone());
    let reading = reading::read(files, usize::MAX, threads);
    let place = Place::new(FileId(file as u32), row);
    let brought = brought(before, &reading, place);
    Ok(Attempt { reading, brought, bytes, place, cells })
}

impl Attempt {
    /// The row as it was read. None where something, here or elsewhere, keeps it from being read.
    pub fn row(&self) -> Option<&Row> {
        let is_here = |row: &&Row| (row.file, row.start) == (self.place.file, self.place.start);
        self.reading.records.rows.iter().find(is_here)
    }

    /// The row as it would be written.
    pub fn text(&self) -> &str {
        self.reading.sources.text(self.place)
    }

    /// The column in which something else has to be said.
    pub fn column(&self, finding: &Finding) -> Option<Column> {
        column_of(&finding.problem).or_else(|| {
            let places = [finding.place].into_iter().chain(finding.related.iter().map(|near| near.place));
            places.filter(|place| place.file == self.place.file).find_map(|place| {
                let holds =
                    |cell: &Range<usize>| cell.start <= place.range().start && place.range().end <= cell.end;
                self.cells.iter().find(|(_, cell)| holds(cell)).map(|(column, _)| *column)
            })
        })
    }
}

/// The column to be changed, where that is not the one in which the finding stands: an empty cell
/// may have no column, and rows that contradict each other do so as a whole.
fn column_of(problem: &Problem) -> Option<Column> {
    match problem {
        Problem::EvidenceMissing { .. } | Problem::EvidenceTwice { .. } | Problem::DuplicateRow {} => {
            Some(Column::Evidence)
        }
        Problem::MembersMissing { .. } | Problem::MemberInTwoPlaces { .. } => Some(Column::Members),
        Problem::PendingShields { .. } => Some(Column::Accepted),
        Problem::AppraiserMissing {} => Some(Column::Appraiser),
        Problem::NoteMissing { .. } => Some(Column::Note),
        _ => None,
    }
}

/// Findings that the row at `place` brings. Those whose numbers it only changes, as that of ISO dates
/// among slashed ones, were there before.
fn brought(before: &Reading, after: &Reading, place: Place) -> Findings {
    // Files are numbered otherwise where the row begins a new one.
    let path = |reading: &Reading, place: Place| reading.sources.get(place.file).path.clone();
    let mut known: HashMap<(String, u32), Vec<&Finding>> = HashMap::new();
    for finding in before.findings.iter() {
        known.entry((path(before, finding.place), finding.place.start)).or_default().push(finding);
    }
    let touches =
        |other: Place| other.file == place.file && other.start <= place.end && place.start <= other.end;
    let mut brought = Findings::keeping(usize::MAX);
    for finding in after.findings.iter() {
        let near = || finding.related.iter().map(|related| related.place);
        let was_there = known
            .get(&(path(after, finding.place), finding.place.start))
            .is_some_and(|known| known.iter().any(|known| known.rule() == finding.rule()));
        if !was_there || touches(finding.place) || near().any(touches) {
            brought.push(finding.clone());
        }
    }
    brought.sort();
    brought
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_named_below_the_folder_or_as_findings_show_it() {
        for (asked, file) in [
            ("activities/2025-03.csv", Some("activities/2025-03.csv")),
            ("./activities/to 1/Tha\u{301}ng 3.CSV", Some("activities/to 1/Tháng 3.CSV")),
            ("records/activities/2025-03.csv", Some("activities/2025-03.csv")),
            ("activities/2025-03.txt", None),
            ("activities/csv", None),
            ("activities/.csv", None),
            ("activities/../members.csv", None),
            ("activities//a.csv", None),
            ("activities/~a.csv", None),
            ("activities/.git/a.csv", None),
            ("/tmp/activities/a.csv", None),
            ("members.csv", None),
        ] {
            assert_eq!(log_file(asked, "records").as_deref(), file, "{asked}");
        }
    }
}
