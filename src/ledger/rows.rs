//! The rows of logs, read again from their texts where they are wanted whole.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::Scope;
use super::digest::Digest;
use super::entry::{Entry, Letters, push, push_field};
use crate::campaign::Campaign;
use crate::finding::Findings;
use crate::identifier::Id;
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
            let accepted =
                parse_quantity(&accepted).map_or(accepted.into_owned(), |quantity| quantity.to_string());
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
            activity: item_id(self.campaign, row.item).to_string(),
            members: named,
            quantity: row.quantity,
            accepted: row.accepted.filter(|_| has_appraisal),
            evidence: text(Column::Evidence).into_owned(),
            appraiser: text(Column::Appraiser).into_owned(),
            note: text(Column::Note).into_owned(),
            further,
        }
    }

    /// What makes digests of many rows.
    pub fn digester(&self) -> Digester<'_, 'r> {
        Digester { ledger: self, cells: Vec::new(), line: String::new() }
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
        self.read_cells(row, &mut cells);
        cells
    }

    fn read_cells(&self, row: &Row, cells: &mut Vec<Cell>) {
        Rows::new(self.text, self.header.dialect.delimiter, row.start as usize).next(cells);
    }

    fn text_of(&self, column: Column, cells: &[Cell]) -> Cow<'r, str> {
        self.header
            .index(column)
            .and_then(|index| cells.get(index))
            .map(|&cell| self.text(cell))
            .unwrap_or_default()
    }

    fn further_cells(&self, cells: &[Cell]) -> Vec<(String, String)> {
        let text = |index: &usize| cells.get(*index).map(|&cell| self.text(cell)).unwrap_or_default();
        let further = self.further.iter().map(|(index, word)| (word.clone(), text(index).into_owned()));
        further.filter(|(_, cell)| !is_blank(cell)).collect()
    }

    /// The text of a cell, without what a spreadsheet or a line end makes of it.
    fn text(&self, cell: Cell) -> Cow<'r, str> {
        match cell.content(self.text) {
            Cow::Borrowed(content) if !content.contains('\r') => clean(content),
            content => {
                let content = content.replace("\r\n", "\n").replace('\r', "\n");
                Cow::Owned(clean(&content).into_owned())
            }
        }
    }
}

/// Makes digests of rows one after the other: the same as [`Entry::digest`], without keeping anything of
/// what a row says.
#[derive(Debug)]
pub struct Digester<'l, 'r> {
    ledger: &'l Ledger<'r>,
    cells: Vec<Cell>,
    line: String,
}

impl<'r> Digester<'_, 'r> {
    /// The digest of what a row says.
    pub fn digest(&mut self, row: &Row) -> Digest {
        let Ledger { campaign, records, logs } = self.ledger;
        let log = logs.get(&row.file).filter(|log| log.further.is_empty() && campaign.records.appraisal);
        let named = records.members_of(row);
        let (Some(log), [] | [_]) = (log, named) else { return self.ledger.entry(row).digest() };
        self.cells.clear();
        log.read_cells(row, &mut self.cells);
        let (line, cells) = (&mut self.line, &self.cells);
        line.clear();
        // Writing to a string does not fail.
        let _ = write!(line, "{}", row.date);
        push_field(line, campaign.teams[row.team as usize].id.as_str(), Letters::Small);
        push_field(line, item_id(campaign, row.item).as_str(), Letters::Small);
        line.push('\t');
        let members = records.members.as_deref().unwrap_or_default();
        for &member in named {
            push(line, members[member as usize].id.as_str(), Letters::Small);
        }
        let _ = write!(line, "\t{}\t", row.quantity);
        if let Some(accepted) = row.accepted {
            let _ = write!(line, "{accepted}");
        }
        push_field(line, &log.text_of(Column::Evidence, cells), Letters::Written);
        push_field(line, &log.text_of(Column::Appraiser, cells), Letters::Small);
        push_field(line, &log.text_of(Column::Note, cells), Letters::Written);
        Digest::of(line)
    }
}

fn item_id(campaign: &Campaign, item: Item) -> &Id {
    match item {
        Item::Activity(index) => &campaign.activities[usize::from(index)].id,
        Item::Adjustment(index) => &campaign.adjustments[usize::from(index)].id,
    }
}
