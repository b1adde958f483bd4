//! The rows of logs, read again from their texts where they are wanted whole.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::Scope;
use super::digest::Digest;
use super::entry::Entry;
use crate::campaign::Campaign;
use crate::finding::Findings;
use crate::records::cell::parse_quantity;
use crate::records::table::{Cell, Rows};
use crate::records::text::{clean, fold_case};
use crate::records::{Column, Header, Item, Records, Row, Table, is_blank};
use crate::source::{FileId, Place, Sources};

/// The records of a campaign as a ledger. Rows are 48 bytes elsewhere; here they are read again from their
/// texts, one at a time.
#[derive(Debug)]
pub struct Ledger<'r> {
    /// The rules.
    pub campaign: &'r Campaign,
    /// The rows and members.
    pub records: &'r Records,
    logs: HashMap<FileId, Log<'r>>,
}

/// A log with its columns.
#[derive(Debug)]
struct Log<'r> {
    text: &'r str,
    header: Header,
    /// Columns that are not read, with their header words.
    further: Vec<(usize, String)>,
}

impl<'r> Ledger<'r> {
    /// The ledger of records that have been read.
    pub fn new(campaign: &'r Campaign, records: &'r Records, sources: &'r Sources) -> Self {
        let mut logs = HashMap::new();
        for row in &records.rows {
            // Rows come file by file.
            if !logs.contains_key(&row.file) {
                let text = sources.get(row.file).text.as_str();
                logs.extend(Log::of(row.file, text, campaign).map(|log| (row.file, log)));
            }
        }
        Self { campaign, records, logs }
    }

    /// The rows of a part of the campaign, in order of file and line.
    pub fn rows(&self, scope: Scope) -> impl Iterator<Item = &'r Row> + use<'r> {
        self.records.rows.iter().filter(move |row| match scope {
            Scope::Campaign => true,
            Scope::Phase(phase) => usize::from(row.phase) == phase,
        })
    }

    /// What a row says.
    pub fn entry(&self, row: &Row) -> Entry {
        let log = self.logs.get(&row.file);
        let cells = log.map(|log| log.cells(row)).unwrap_or_default();
        let has_appraisal = self.campaign.records.appraisal;
        let text = |column| log.map(|log| log.text_of(column, &cells)).unwrap_or_default();
        let members = self.records.members.as_deref().unwrap_or_default();
        let named = self.records.members_of(row).iter();
        let mut named: Vec<String> = named.map(|&member| members[member as usize].id.to_string()).collect();
        named.sort_by_cached_key(|id| id.to_ascii_lowercase());
        let mut further = log.map(|log| log.further_cells(&cells)).unwrap_or_default();
        if !has_appraisal {
            // Nobody reads it, but it is there.
            let accepted = text(Column::Accepted);
            let accepted = parse_quantity(&accepted).map_or(accepted, |quantity| quantity.to_string());
            further.extend((!accepted.is_empty()).then(|| (Column::Accepted.word().to_owned(), accepted)));
        }
        further.sort();
        Entry {
            place: Place {
                file: row.file,
                start: row.start,
                end: cells.last().map_or(row.start, |cell| cell.end),
            },
            date: row.date,
            phase: usize::from(row.phase),
            team: self.campaign.teams[row.team as usize].id.to_string(),
            activity: match row.item {
                Item::Activity(index) => self.campaign.activities[usize::from(index)].id.to_string(),
                Item::Adjustment(index) => self.campaign.adjustments[usize::from(index)].id.to_string(),
            },
            members: named,
            quantity: row.quantity,
            accepted: row.accepted.filter(|_| has_appraisal),
            evidence: text(Column::Evidence),
            appraiser: text(Column::Appraiser),
            note: text(Column::Note),
            further,
        }
    }

    /// The digest of what a row says.
    pub fn digest(&self, row: &Row) -> Digest {
        self.entry(row).digest()
    }

    /// The activities and adjustments that rows of a part of the campaign name.
    pub(super) fn items(&self, scope: Scope) -> HashSet<Item> {
        self.rows(scope).map(|row| row.item).collect()
    }
}

impl<'r> Log<'r> {
    fn of(file: FileId, text: &'r str, campaign: &Campaign) -> Option<Self> {
        let header = Table::Log.header(file, text, campaign, &mut Findings::keeping(0))?;
        let mut words = Vec::new();
        let mut rows = Rows::new(text, header.dialect.delimiter, header.dialect.header_start as usize);
        while rows.position() < header.end && rows.next(&mut words) {}
        let unread = (0..header.n_columns).filter(|&index| header.meaning(index).is_none());
        let further = unread
            .map(|index| {
                (index, words.get(index).map(|word| fold_case(&word.content(text))).unwrap_or_default())
            })
            .collect();
        Some(Self { text, header, further })
    }

    fn cells(&self, row: &Row) -> Vec<Cell> {
        let mut cells = Vec::with_capacity(self.header.n_columns);
        Rows::new(self.text, self.header.dialect.delimiter, row.start as usize).next(&mut cells);
        cells
    }

    fn text_of(&self, column: Column, cells: &[Cell]) -> String {
        self.header
            .index(column)
            .and_then(|index| cells.get(index))
            .map(|&cell| self.text(cell))
            .unwrap_or_default()
    }

    fn further_cells(&self, cells: &[Cell]) -> Vec<(String, String)> {
        let text = |index: &usize| cells.get(*index).map(|&cell| self.text(cell)).unwrap_or_default();
        let further = self.further.iter().map(|(index, word)| (word.clone(), text(index)));
        further.filter(|(_, cell)| !is_blank(cell)).collect()
    }

    /// The text of a cell, without what a spreadsheet or a line end makes of it.
    fn text(&self, cell: Cell) -> String {
        let content = cell.content(self.text);
        let content = if content.contains('\r') {
            Cow::Owned(content.replace("\r\n", "\n").replace('\r', "\n"))
        } else {
            content
        };
        clean(&content).into_owned()
    }
}
