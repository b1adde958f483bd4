//! One of the three versions of a table: its columns, and its rows in canonical spelling.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::campaign::{DateOrder, RecordRules};
use crate::canonical::canonical;
use crate::finding::{Finding, Findings};
use crate::reading::Reading;
use crate::records::cell::{WrittenDate, parse_date};
use crate::records::table::Rows;
use crate::records::text::{clean, fold_case};
use crate::records::{Column, Header, Lookup, Table, codes_of};
use crate::source::{Encoding, FileId};

/// What a column is called when two versions are compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Known(Column),
    /// One that nobody knows: its word, and the how manieth of that word it is.
    Unknown(String, usize),
}

/// A table as one side has it.
pub(super) struct Version {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// None where the table holds nothing at all.
    pub(super) header: Option<Header>,
    pub(super) keys: Vec<Key>,
    /// The header words, as they are spelt canonically.
    pub(super) words: Vec<String>,
    pub(super) rows: Vec<Row>,
    /// The byte at which the rows begin.
    pub(super) top: usize,
    /// Codes of what is wrong, with the row where there is one.
    pub(super) wrong: BTreeSet<(&'static str, Option<usize>)>,
}

/// A row of a version.
pub(super) struct Row {
    /// Its bytes in the text, with its line end.
    pub(super) range: Range<usize>,
    /// Where the blank rows end that come after it.
    pub(super) blank_end: usize,
    /// Its cells in canonical spelling: as many as there are columns, or else it is faulty.
    pub(super) cells: Vec<String>,
    /// What no other row may share with it; none for a faulty row.
    pub(super) identity: Option<String>,
}

/// Who is meant by the names of teams.
pub(super) type Teams = Lookup<u32>;

impl Version {
    /// The version that was read as `file`.
    ///
    /// # Errors
    ///
    /// The findings that keep the table from being read as a whole.
    pub(super) fn of(
        reading: &Reading,
        file: FileId,
        table: Table,
        rules: &RecordRules,
        teams: &Teams,
    ) -> Result<Self, Vec<Finding>> {
        let source = reading.sources.get(file);
        let findings: Vec<&Finding> =
            reading.findings.iter().filter(|finding| finding.place.file == file).collect();
        let text = &source.text;
        let spelt = canonical(table, file, text, rules, &findings)?;
        let header = table.header(file, text, rules, &mut Findings::keeping(0));
        let mut version = Self {
            text: text.clone(),
            encoding: source.encoding,
            header,
            keys: Vec::new(),
            words: Vec::new(),
            rows: Vec::new(),
            top: 0,
            wrong: BTreeSet::new(),
        };
        let mut at = 0;
        for (index, (before, after)) in spelt.changes(text).enumerate() {
            let range = at..at + before.len();
            at = range.end;
            if index == 0 {
                version.top = range.end;
                version.words = cells_of(after);
            } else if after.is_empty() {
                match version.rows.last_mut() {
                    Some(row) => row.blank_end = range.end,
                    None => version.top = range.end,
                }
            } else {
                let cells = cells_of(after);
                version.rows.push(Row { blank_end: range.end, range, cells, identity: None });
            }
        }
        version.keys = version.keys();
        for index in 0..version.rows.len() {
            version.rows[index].identity = version.identity(table, index, teams);
        }
        for finding in findings {
            let related = finding.related.iter().map(|related| related.place);
            for place in std::iter::once(finding.place).chain(related).filter(|place| place.file == file) {
                let row = version.row_at(place.start as usize);
                version.wrong.insert((finding.rule().code, row));
            }
        }
        Ok(version)
    }

    fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let key = match self.header.as_ref().and_then(|header| header.meaning(index)) {
                Some(column) => Key::Known(column),
                None => {
                    let word = fold_case(word);
                    let same = |key: &&Key| matches!(key, Key::Unknown(other, _) if *other == word);
                    let earlier = keys.iter().filter(same).count();
                    Key::Unknown(word, earlier)
                }
            };
            keys.push(key);
        }
        keys
    }

    /// The place of a column, where there is one.
    pub(super) fn column(&self, key: &Key) -> Option<usize> {
        self.keys.iter().position(|own| own == key)
    }

    /// Whether nobody knows what the cells of a row are.
    pub(super) fn is_faulty(&self, row: usize) -> bool {
        self.rows[row].cells.len() != self.keys.len()
    }

    /// A cell in canonical spelling.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        self.rows[row].cells.get(column).map_or("", String::as_str)
    }

    /// What the cells of a row hold, as they are written.
    pub(super) fn written(&self, row: usize) -> Vec<String> {
        let delimiter = self.header.as_ref().map_or(b',', |header| header.dialect.delimiter);
        let mut cells = Vec::new();
        Rows::new(&self.text, delimiter, self.rows[row].range.start).next(&mut cells);
        cells.iter().map(|cell| cell.content(&self.text).into_owned()).collect()
    }

    /// The row that holds a byte of the text, or ends there with the text.
    fn row_at(&self, offset: usize) -> Option<usize> {
        self.rows.partition_point(|row| row.range.start <= offset).checked_sub(1)
    }

    fn identity(&self, table: Table, row: usize, teams: &Teams) -> Option<String> {
        let columns: &[Column] = match table {
            Table::Log => &[Column::Date, Column::Team, Column::Members, Column::Activity, Column::Evidence],
            Table::Members => &[Column::Member, Column::Team, Column::From],
            Table::Names => &[Column::Member],
            Table::Exemplars => &[Column::Subject, Column::Title, Column::Stage],
        };
        if self.is_faulty(row) {
            return None;
        }
        let meaning = |&column: &Column| match self.column(&Key::Known(column)) {
            Some(index) => meaning(column, self.cell(row, index), teams),
            None => String::new(),
        };
        Some(columns.iter().map(meaning).collect::<Vec<_>>().join("\u{1f}"))
    }

    /// Whether dates are written with the day or month first, all of them: then by which order.
    pub(super) fn slashed_dates(&self, rules: &RecordRules) -> Option<DateOrder> {
        let is_date = |key: &Key| matches!(key, Key::Known(Column::Date | Column::From | Column::To));
        let columns: Vec<usize> =
            self.keys.iter().enumerate().filter(|(_, key)| is_date(key)).map(|(index, _)| index).collect();
        let mut any = false;
        for row in 0..self.rows.len() {
            let written = self.written(row);
            for cell in columns.iter().filter_map(|&index| written.get(index)) {
                match parse_date(&clean(cell)) {
                    Ok(WrittenDate::Slashed { .. }) => any = true,
                    Ok(WrittenDate::Iso(_)) => return None,
                    Err(_) => {}
                }
            }
        }
        Some(rules.dates).filter(|&order| any && order != DateOrder::Iso)
    }
}

/// What a cell means, however it is spelt: what two people wrote about the same thing is equal.
pub(super) fn meaning(column: Column, cell: &str, teams: &Teams) -> String {
    let cleaned = clean(cell);
    match column {
        Column::Team => match teams.get(&cleaned) {
            Some(team) => format!("#{team}"),
            None => fold_case(&cleaned),
        },
        Column::Members => {
            let mut codes: Vec<String> = codes_of(&cleaned).map(fold_case).collect();
            codes.sort_unstable();
            codes.dedup();
            codes.join(" ")
        }
        Column::Activity | Column::Appraiser | Column::Member | Column::Role | Column::Evidence => {
            fold_case(&cleaned)
        }
        _ => cell.to_owned(),
    }
}

/// The cells of a row in canonical spelling.
fn cells_of(row: &str) -> Vec<String> {
    let mut cells = Vec::new();
    Rows::new(row, b',', 0).next(&mut cells);
    cells.iter().map(|cell| cell.content(row).into_owned()).collect()
}
