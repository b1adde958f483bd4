//! One row of a log in one spelling, whatever version of the log it is read from.

use std::fmt;
use std::rc::Rc;

use chrono::NaiveDate;

use crate::campaign::Campaign;
use crate::finding::Findings;
use crate::records::cell::parse_quantity;
use crate::records::table::{Cell, Rows};
use crate::records::text::{clean, fold_case};
use crate::records::{Column, Header, Item, Lookup, Member, Table, codes_of, date_alone, is_blank};
use crate::source::FileId;

/// What a row says: equal however and wherever it is written.
///
/// Versions of long ago may be broken. What can be read of a row is spelt as the rules of today
/// have it; the rest stays as it was typed.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SpeltRow {
    /// Fields apart by [`APART`], in the order of [`FIELDS`].
    line: Rc<str>,
}

/// No cell has it: it would be a control character.
const APART: char = '\u{1f}';

/// The fields of a row. Those by which one row is told from another come first.
const FIELDS: [Column; 9] = [
    Column::Date,
    Column::Team,
    Column::Activity,
    Column::Members,
    Column::Evidence,
    Column::Quantity,
    Column::Accepted,
    Column::Appraiser,
    Column::Note,
];

/// How many of the fields tell one row from another.
const TELLING: usize = 5;

impl SpeltRow {
    fn new(cells: &[String; FIELDS.len()]) -> Self {
        let mut line = String::with_capacity(cells.iter().map(|cell| cell.len() + 1).sum());
        for (index, cell) in cells.iter().enumerate() {
            if index > 0 {
                line.push(APART);
            }
            if cell.contains(APART) {
                line.push_str(&cell.replace(APART, " "));
            } else {
                line.push_str(cell);
            }
        }
        Self { line: line.into() }
    }

    /// What a field says; empty where it says nothing, and for columns that a log does not have.
    pub fn field(&self, column: Column) -> &str {
        let at = FIELDS.iter().position(|field| *field == column);
        at.and_then(|at| self.line.split(APART).nth(at)).unwrap_or_default()
    }

    /// The day, where it can be read.
    pub fn date(&self) -> Option<NaiveDate> {
        self.field(Column::Date).parse().ok()
    }

    /// Whether an appraiser has granted something, or nothing.
    pub fn is_accepted(&self) -> bool {
        !self.field(Column::Accepted).is_empty()
    }

    /// The columns in which two rows differ.
    pub fn differences(&self, other: &Self) -> Vec<Column> {
        let pairs = FIELDS.iter().zip(self.line.split(APART).zip(other.line.split(APART)));
        pairs.filter(|(_, (one, two))| one != two).map(|(column, _)| *column).collect()
    }

    /// What tells the row from others.
    pub(super) fn identity(&self) -> &str {
        let end = self.line.match_indices(APART).nth(TELLING - 1);
        end.map_or(&self.line, |(end, _)| &self.line[..end])
    }

    /// Everything but one field.
    pub(super) fn without(&self, spared: Column) -> String {
        let fields = FIELDS.iter().zip(self.line.split(APART));
        fields
            .map(|(column, cell)| if *column == spared { "\u{1f}" } else { cell })
            .collect::<Vec<_>>()
            .join("\u{1f}")
    }

    /// The fields, in an order that does not matter.
    pub(super) fn columns() -> &'static [Column] {
        &FIELDS
    }
}

impl fmt::Debug for SpeltRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line.replace(APART, "|"))
    }
}

/// A row where it stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAt {
    /// The byte at which it begins.
    pub start: u32,
    /// The byte after its last cell.
    pub end: u32,
    /// What it says.
    pub row: SpeltRow,
}

/// Spells the rows of logs by the rules of a campaign.
pub struct Spelling<'c> {
    campaign: &'c Campaign,
    teams: &'c Lookup<u32>,
    items: Lookup<Item>,
    members: Lookup<u32>,
    ids_of_members: Vec<&'c str>,
}

impl<'c> Spelling<'c> {
    /// By the rules of a campaign with these members, and teams by identifier and alias.
    pub fn new(campaign: &'c Campaign, members: &'c [Member], teams: &'c Lookup<u32>) -> Self {
        let ids_of_members: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        Self {
            campaign,
            teams,
            items: Item::by_id(campaign),
            members: Lookup::new(ids_of_members.iter().copied().zip(0..)),
            ids_of_members,
        }
    }

    /// All rows of a log, in order; none where it is not understood.
    pub fn rows(&self, text: &str) -> Vec<RowAt> {
        let Some(header) = self.header(text) else { return Vec::new() };
        let mut rows = Vec::new();
        self.rows_below(text, &header, &mut rows);
        rows
    }

    pub(super) fn header(&self, text: &str) -> Option<Header> {
        Table::Log.header(FileId(0), text, &self.campaign.records, &mut Findings::keeping(0))
    }

    /// Adds the rows of a text under its header.
    pub(super) fn rows_below(&self, text: &str, header: &Header, found: &mut Vec<RowAt>) {
        let mut rows = Rows::new(text, header.dialect.delimiter, header.end);
        let mut cells = Vec::new();
        while rows.next(&mut cells) {
            found.extend(self.row_of(text, header, &cells));
        }
    }

    /// The row that begins at a byte of a text; none where it is blank.
    pub(super) fn row_at(&self, text: &str, header: &Header, start: usize) -> Option<RowAt> {
        let mut cells = Vec::with_capacity(header.n_columns);
        Rows::new(text, header.dialect.delimiter, start).next(&mut cells);
        self.row_of(text, header, &cells)
    }

    fn row_of(&self, text: &str, header: &Header, cells: &[Cell]) -> Option<RowAt> {
        let (first, last) = (cells.first()?, cells.last()?);
        let is_blank = cells.iter().all(|cell| is_blank(&cell.content(text)));
        (!is_blank).then(|| RowAt { start: first.start, end: last.end, row: self.row(text, header, cells) })
    }

    fn row(&self, text: &str, header: &Header, cells: &[Cell]) -> SpeltRow {
        SpeltRow::new(&FIELDS.map(|column| {
            let cell = header.index(column).and_then(|index| cells.get(index));
            cell.map(|cell| self.spell(column, &clean(&cell.content(text)))).unwrap_or_default()
        }))
    }

    fn spell(&self, column: Column, cell: &str) -> String {
        match column {
            Column::Date => date_alone(cell, self.campaign.records.dates)
                .map_or_else(|| cell.to_owned(), |date| date.to_string()),
            Column::Team => match self.teams.get(cell) {
                Some(team) => self.campaign.teams[team as usize].id.to_string(),
                None => fold_case(cell),
            },
            Column::Activity => match self.items.get(cell) {
                Some(Item::Activity(index)) => self.campaign.activities[usize::from(index)].id.to_string(),
                Some(Item::Adjustment(index)) => self.campaign.adjustments[usize::from(index)].id.to_string(),
                None => fold_case(cell),
            },
            Column::Members => {
                let mut codes: Vec<String> = codes_of(cell).map(|code| self.code(code)).collect();
                codes.sort();
                codes.join(" ")
            }
            Column::Quantity | Column::Accepted => {
                parse_quantity(cell).map_or_else(|_| cell.to_owned(), |quantity| quantity.to_string())
            }
            // Letter case and doubled blanks make no other number of evidence, and no other appraiser.
            Column::Evidence | Column::Appraiser => fold_case(cell).to_uppercase(),
            _ if cell.contains('\r') => cell.replace("\r\n", "\n").replace('\r', "\n"),
            _ => cell.to_owned(),
        }
    }

    fn code(&self, code: &str) -> String {
        match self.members.get(code) {
            Some(member) => self.ids_of_members[member as usize].to_owned(),
            None => fold_case(code),
        }
    }
}
