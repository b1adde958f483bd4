//! A sheet of somebody's workbook becomes the text of a log.
//!
//! Cells are only moved, never read: what is wrong with them is found when the text is read as a
//! file of the records, and led back to the cell it came from. Here is found what a log cannot show:
//! values that a spreadsheet failed to compute, cells that were made one, cells without a head.
//!
//! | module | does |
//! |---|---|
//! | `heading` | finds the header of a log on a sheet |
//! | `text` | makes a table of a CSV file, as of a sheet |
//! | `append` | puts rows under another header |

mod append;
mod heading;
mod text;

use std::borrow::Cow;

use crate::campaign::Campaign;
use crate::canonical::push_row;
use crate::finding::Problem;
use crate::records::cell::{DateFault, parse_date};
use crate::records::table::Rows;
use crate::records::text::{clean, fold_case};
use crate::records::{Column, Lookup, is_blank, nearest};
use crate::spreadsheet::{CellName, Content, Merged, Row, Sheet, Table, TooLarge};

pub use append::{NotAppended, append};
pub use heading::{Heading, ROWS_SEARCHED};
pub use text::table_of_text;

use heading::{Kind, Search, search};

/// Something said of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The cell.
    pub at: CellName,
    /// What is said.
    pub what: What,
}

/// What can be said of a cell that a log could not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// What is wrong with it as a cell of a log.
    Problem(Problem),
    /// An error in place of a value.
    ErrorValue {
        /// As the spreadsheet shows it.
        shown: String,
    },
    /// A formula whose value the file does not hold.
    NotComputed,
    /// It was made one with others, up to this one, and says something of the first row only.
    Merged {
        /// The last of them.
        to: CellName,
    },
    /// It stands in a column that has no head.
    NoHead,
    /// Its row stands above the header, and is not part of the log.
    AboveHeader {
        /// What the row says.
        text: String,
    },
    /// Its row stands below the last row of the log: a total, a signature.
    BelowRows {
        /// What the row says.
        text: String,
    },
}

/// A sheet on which a log was found.
#[derive(Clone, Copy, Debug)]
pub struct Found<'w> {
    /// The sheet.
    pub sheet: &'w Sheet,
    /// Its cells.
    pub table: &'w Table,
}

/// Why there is no sheet to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoSheet<'w> {
    /// The workbook has no sheet of the name that was asked for.
    Unknown {
        /// The name most like it.
        near: Option<&'w str>,
        /// All names.
        known: Vec<&'w str>,
    },
    /// Several sheets have the header of a log.
    Several {
        /// Their names.
        names: Vec<&'w str>,
    },
    /// No sheet has the header of a log.
    NoHeader,
    /// A sheet has a header that lacks something.
    Faulty {
        /// Its name.
        name: &'w str,
        /// What is wrong with it.
        remarks: Vec<Remark>,
    },
    /// A sheet holds too much.
    TooLarge {
        /// Its name.
        name: &'w str,
        /// The limit that it passes.
        limit: TooLarge,
    },
}

/// The sheet of this name, or the only one that has the header of a log; with that header.
///
/// # Errors
///
/// A [`NoSheet`].
pub fn choose<'w>(
    campaign: &Campaign,
    sheets: &'w [Sheet],
    asked: Option<&str>,
) -> Result<(Found<'w>, Heading), NoSheet<'w>> {
    let names = || sheets.iter().map(|sheet| sheet.name.as_str());
    let sheets: Vec<&Sheet> = match asked {
        None => sheets.iter().collect(),
        Some(asked) => {
            let exact = sheets.iter().find(|sheet| sheet.name == asked);
            let alike = || sheets.iter().find(|sheet| fold_case(&sheet.name) == fold_case(asked));
            let Some(sheet) = exact.or_else(alike) else {
                return Err(NoSheet::Unknown { near: nearest(asked, names()), known: names().collect() });
            };
            vec![sheet]
        }
    };
    let mut found = Vec::new();
    let mut refusal = None;
    for sheet in sheets {
        let name = sheet.name.as_str();
        match sheet.table.as_ref().map(|table| (table, search(table, campaign))) {
            Ok((table, Search::Found(heading))) => found.push((Found { sheet, table }, heading)),
            Ok((_, Search::Close(remarks))) => {
                refusal.get_or_insert(NoSheet::Faulty { name, remarks });
            }
            Ok((_, Search::Nothing)) => {}
            Err(&limit) => {
                refusal.get_or_insert(NoSheet::TooLarge { name, limit });
            }
        }
    }
    match found.len() {
        0 => Err(refusal.unwrap_or(NoSheet::NoHeader)),
        1 => Ok(found.remove(0)),
        _ => Err(NoSheet::Several {
            names: found.iter().map(|(found, _)| found.sheet.name.as_str()).collect(),
        }),
    }
}

/// The rows of a sheet as a log.
#[derive(Debug)]
pub struct Placed {
    /// The text of a log.
    pub text: String,
    /// How many rows it has.
    pub n_rows: usize,
    /// What keeps it from being used as it is.
    pub faults: Vec<Remark>,
    /// What is no part of it.
    pub left_out: Vec<Remark>,
    /// For each line of the text that begins a row: the byte, and the row of the sheet.
    starts: Vec<(usize, u32)>,
    /// For each column of the text, that of the sheet; none where the sheet has no such column.
    columns: Vec<Option<u32>>,
    /// The column of the sheet that a place without a column is led back to.
    fallback: u32,
    /// The first and the last cell of those that were made one.
    joined: Vec<(CellName, CellName)>,
}

/// Cells made one whose consequences are told from other faults. More of them in a sheet say enough
/// of it.
const MOST_JOINED: usize = 1_000;

/// Places the rows of a sheet under the header of a log.
pub fn place(table: &Table, heading: &Heading, campaign: &Campaign) -> Placed {
    let words = Words::of(campaign);
    let filled = |row: &&Row| row.cells.iter().any(|(_, content)| !is_empty(content));
    let (above, below): (Vec<&Row>, Vec<&Row>) = table
        .rows
        .iter()
        .filter(filled)
        .filter(|row| row.number != heading.row)
        .partition(|row| row.number < heading.row);
    let n_rows = below.iter().rposition(|row| words.is_of_a_log(row, heading)).map_or(0, |last| last + 1);
    let (rows, rest) = below.split_at(n_rows);

    let mut left_out: Vec<Remark> =
        above.iter().map(|row| left_out_row(row, |text| What::AboveHeader { text })).collect();
    left_out.extend(rest.iter().map(|row| left_out_row(row, |text| What::BelowRows { text })));
    let mut placed = lay_out(rows, heading, campaign);
    placed.left_out = left_out;
    placed.add_faults(faults(rows, &table.merged, heading));
    placed
}

fn lay_out(rows: &[&Row], heading: &Heading, campaign: &Campaign) -> Placed {
    let is_written = |column: &Column| {
        let of_appraisal = matches!(column, Column::Accepted | Column::Appraiser);
        campaign.records.appraisal || !of_appraisal || heading.column(*column).is_some()
    };
    let known = Column::LOG_ORDER
        .into_iter()
        .filter(is_written)
        .map(|column| (Cow::from(column.word()), heading.column(column)));
    let unknown = heading.unknown().map(|(column, word)| (clean(word), Some(column)));
    let (words, columns): (Vec<_>, Vec<_>) = known.chain(unknown).unzip();
    let mut text = String::new();
    let mut starts = vec![(0, heading.row)];
    push_row(&mut text, words.iter().map(|word| &**word));
    for row in rows {
        starts.push((text.len(), row.number));
        let cells = columns.iter().map(|column| column.and_then(|column| cell(row, column)));
        push_row(
            &mut text,
            cells.map(|content| content.filter(|content| !is_empty(content)).map_or("", Content::text)),
        );
    }
    let fallback = heading.column(Column::Activity).unwrap_or(0);
    Placed {
        text,
        n_rows: rows.len(),
        faults: Vec::new(),
        left_out: Vec::new(),
        starts,
        columns,
        fallback,
        joined: Vec::new(),
    }
}

impl Placed {
    /// Adds what is wrong with cells of the sheet.
    pub fn add_faults(&mut self, faults: Vec<Remark>) {
        let joined = faults.iter().filter_map(|fault| match fault.what {
            What::Merged { to } => Some((fault.at, to)),
            _ => None,
        });
        self.joined.extend(joined.take(MOST_JOINED));
        self.faults.extend(faults);
        self.faults.sort_by_key(|fault| fault.at);
    }

    /// The cell of the sheet from which a byte of the text came.
    pub fn cell_of(&self, offset: usize) -> CellName {
        let index = self.starts.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
        let (start, row) = self.starts.get(index).copied().unwrap_or((0, 1));
        let mut cells = Vec::new();
        Rows::new(&self.text, b',', start).next(&mut cells);
        let index = cells.iter().position(|cell| offset <= cell.end as usize);
        let column = index.and_then(|index| self.columns.get(index).copied().flatten());
        CellName { row, column: column.unwrap_or(self.fallback) }
    }

    /// Whether something was said of a cell already, which is then all that is to be said of it.
    pub fn is_faulty(&self, at: CellName) -> bool {
        self.faults.iter().any(|fault| match fault.what {
            What::Merged { to } => {
                (fault.at.row..=to.row).contains(&at.row)
                    && (fault.at.column..=to.column).contains(&at.column)
            }
            _ => fault.at == at,
        })
    }
}

/// Whether a problem keeps a log from being imported. Whether a spreadsheet has swapped days and
/// months can only be told while the dates stand as they were typed: the log has them year first.
pub fn keeps_out(problem: &Problem) -> bool {
    matches!(problem, Problem::DatesMixed { .. } | Problem::DatesInOtherOrder { .. })
        || problem.rule().severity == crate::finding::Severity::Error
}

/// The words by which a row of a log is told from a total or a signature below it.
struct Words {
    teams: Lookup<()>,
    items: Lookup<()>,
}

impl Words {
    fn of(campaign: &Campaign) -> Self {
        let aliases = campaign.teams.iter().flat_map(|team| team.aliases.iter().map(String::as_str));
        let teams = campaign.teams.iter().map(|team| team.id.as_str()).chain(aliases);
        let activities = campaign.activities.iter().map(|activity| activity.id.as_str());
        let adjustments = campaign.adjustments.iter().map(|adjustment| adjustment.id.as_str());
        Self {
            teams: Lookup::new(teams.map(|name| (name, ()))),
            items: Lookup::new(activities.chain(adjustments).map(|name| (name, ()))),
        }
    }

    /// Whether a row has a date, a known team or a known activity.
    fn is_of_a_log(&self, row: &Row, heading: &Heading) -> bool {
        let content = |column| heading.column(column).and_then(|column| cell(row, column));
        let is_date = content(Column::Date).is_some_and(|content| match content {
            Content::Date(_) => true,
            content => {
                let text = clean(content.text());
                !text.is_empty() && parse_date(&text) != Err(DateFault::Unreadable)
            }
        });
        let is_known = |column, words: &Lookup<()>| {
            content(column).is_some_and(|content| words.get(&clean(content.text())).is_some())
        };
        is_date || is_known(Column::Team, &self.teams) || is_known(Column::Activity, &self.items)
    }
}

/// What is wrong with cells of the rows, and would not show in a log.
fn faults(rows: &[&Row], merged: &[Merged], heading: &Heading) -> Vec<Remark> {
    let mut faults = Vec::new();
    let mut without_head = Vec::new();
    for row in rows {
        for (column, content) in &row.cells {
            let at = CellName { row: row.number, column: *column };
            let what = match heading.kind(*column) {
                Kind::Blank if is_empty(content) || without_head.contains(column) => continue,
                Kind::Blank => {
                    without_head.push(*column);
                    What::NoHead
                }
                kind => match fault(kind, content) {
                    Some(what) => what,
                    None => continue,
                },
            };
            faults.push(Remark { at, what });
        }
    }
    faults.extend(
        merged
            .iter()
            .filter(|merged| joins_cells(merged, rows, heading))
            .map(|merged| Remark { at: merged.first, what: What::Merged { to: merged.last } }),
    );
    faults
}

fn fault(kind: &Kind, content: &Content) -> Option<What> {
    match (content, kind) {
        (Content::Error(shown), _) => Some(What::ErrorValue { shown: shown.clone() }),
        (Content::Text(text), _) if is_error_word(text.trim()) => {
            Some(What::ErrorValue { shown: text.trim().to_owned() })
        }
        (Content::NotComputed, _) => Some(What::NotComputed),
        // Its text could be taken for thousands; a number cannot.
        (Content::Number(number), Kind::Known(Column::Quantity | Column::Accepted))
            if number.split_once('.').is_some_and(|(_, decimals)| decimals.len() > 2) =>
        {
            Some(What::Problem(Problem::NumberTooFine { found: number.clone() }))
        }
        _ => None,
    }
}

/// Whether a text is what spreadsheets show in place of a value they cannot compute.
fn is_error_word(text: &str) -> bool {
    const WORDS: [&str; 13] = [
        "#N/A",
        "#REF!",
        "#VALUE!",
        "#DIV/0!",
        "#NAME?",
        "#NULL!",
        "#NUM!",
        "#DATA!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
        "#BLOCKED!",
    ];
    let code = text.strip_prefix("Err:").unwrap_or_default();
    WORDS.contains(&text) || code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a merged cell stands in place of several cells of the log.
fn joins_cells(merged: &Merged, rows: &[&Row], heading: &Heading) -> bool {
    let first = rows.partition_point(|row| row.number < merged.first.row);
    let after = rows.partition_point(|row| row.number <= merged.last.row);
    let columns = heading.n_headed(merged.first.column, merged.last.column);
    (after - first) * columns > 1
}

fn cell(row: &Row, column: u32) -> Option<&Content> {
    let index = row.cells.binary_search_by_key(&column, |(column, _)| *column).ok()?;
    row.cells.get(index).map(|(_, content)| content)
}

fn is_empty(content: &Content) -> bool {
    *content != Content::NotComputed && is_blank(content.text())
}

fn left_out_row(row: &Row, what: impl FnOnce(String) -> What) -> Remark {
    let filled = || row.cells.iter().filter(|(_, content)| !is_empty(content));
    let texts: Vec<_> = filled().map(|(_, content)| content.text().trim()).collect();
    let column = filled().next().map_or(0, |(column, _)| *column);
    Remark { at: CellName { row: row.number, column }, what: what(texts.join(" | ")) }
}
