//! A report as a workbook: what its sheets say, with formulas that add the printed numbers up again.
//!
//! | module | does |
//! |---|---|
//! | `board` | scoreboards of teams and members |
//! | `criteria` | criteria down the page, teams across, with every sum on the way to the score |
//! | `rows` | the rows that counted and those that did not |
//! | `figures` | the tables of the report as they are |
//! | `formula` | names of cells, and sums over them |

mod board;
mod criteria;
mod figures;
mod formula;
mod rows;

use super::content::{Cell, Column, Report};
use crate::campaign::Language;
use crate::output::view::View;
use crate::score::Board;
use crate::score::explain::TeamRow;
use crate::score::review::Review;

/// A workbook.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// The language that all of it is in.
    pub language: Language,
    /// What it is of.
    pub title: String,
    /// The campaign.
    pub campaign: String,
    /// In order.
    pub sheets: Vec<Sheet>,
}

/// A sheet.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// On its tab.
    pub name: String,
    /// Above the tables, a line each.
    pub lines: Vec<String>,
    /// In the line below them: a text, and a formula beside it or alone.
    pub check: Option<(String, Formula)>,
    /// One below another. A sheet of one table can be filtered, and its head stays in sight.
    pub tables: Vec<SheetTable>,
    /// Below the tables.
    pub notes: Vec<String>,
    /// Columns that stay in sight and are printed on every page.
    pub kept_columns: u16,
    /// Whether rows can be filtered: none of them is a sum of others.
    pub filtered: bool,
    /// Below all.
    pub chart: Option<StackedBars>,
}

/// A table on a sheet.
#[derive(Clone, Debug)]
pub struct SheetTable {
    /// Above it, where the sheet has several.
    pub caption: Option<String>,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub rows: Vec<SheetRow>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Whether it is a sum, or a parent of others.
    pub strong: bool,
    /// One for each column.
    pub values: Vec<Value>,
}

/// What a cell holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// What is printed.
    Printed(Cell),
    /// What is computed from others.
    Formula(Formula),
}

/// A formula, and what it comes to, for who does not compute.
#[derive(Clone, Debug)]
pub struct Formula {
    /// In the notation of spreadsheets, without `=`.
    pub text: String,
    /// What it comes to.
    pub result: Cell,
}

/// Bars put together from parts, as places of the first table of a sheet.
#[derive(Clone, Debug)]
pub struct StackedBars {
    /// Above it.
    pub title: String,
    /// What is to be seen in it, for who cannot see it.
    pub description: String,
    /// The number of the sheet that holds the data.
    pub sheet: usize,
    /// The names of the bars.
    pub names: Stretch,
    /// The name of each part: a cell; and its numbers.
    pub parts: Vec<(Place, Stretch)>,
}

/// A cell of a sheet, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u16,
}

/// Cells from one to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first.
    pub first: Place,
    /// The last.
    pub last: Place,
}

/// The workbook of a review. `phases` are the boards of teams of each phase that it is of, `rows` what
/// became of their rows.
pub fn workbook(
    view: &View<'_>,
    report: &Report,
    review: &Review,
    phases: &[Board],
    rows: &[TeamRow],
) -> Workbook {
    let lines = heading(report);
    let mut sheets = vec![board::sheet(view, &review.board, &lines)];
    for of_phase in phases {
        sheets.push(criteria::sheet(view, of_phase, &lines, phases.len() > 1));
    }
    if let Some(chart) = match &phases {
        [of_phase] if review.board.request.phase.is_some() => criteria::chart(view, of_phase, &sheets, 1),
        _ => board::chart(view, &review.board, &sheets),
    } {
        sheets[0].chart = Some(chart);
    }
    if let Some(members) = &review.members {
        sheets.push(board::sheet(view, members, &lines));
    }
    sheets.extend(figures::sheets(report, &lines));
    sheets.extend(rows::sheets(view, review.board.request, rows, &lines, None));
    named(report, sheets)
}

/// The workbook of the slip of one team.
pub fn slip_workbook(
    view: &View<'_>,
    report: &Report,
    board: &Board,
    team: usize,
    rows: &[TeamRow],
) -> Workbook {
    let lines = heading(report);
    let mut sheets = figures::sheets(report, &lines);
    sheets.extend(rows::sheets(view, board.request, rows, &lines, Some(team)));
    named(report, sheets)
}

fn named(report: &Report, sheets: Vec<Sheet>) -> Workbook {
    let head = &report.head;
    Workbook {
        language: report.language,
        title: head.subtitle.clone(),
        campaign: head.campaign.clone(),
        sheets,
    }
}

/// What stands above every sheet.
fn heading(report: &Report) -> Vec<String> {
    let head = &report.head;
    let mut lines = vec![head.subtitle.clone(), format!("{} {}", head.campaign, head.days)];
    lines.extend(head.reservations.iter().cloned());
    lines
}

impl Sheet {
    /// A sheet of one table.
    fn of_table(name: &str, lines: Vec<String>, table: SheetTable) -> Self {
        Self {
            name: name.to_owned(),
            lines,
            check: None,
            tables: vec![table],
            notes: Vec::new(),
            kept_columns: 0,
            filtered: false,
            chart: None,
        }
    }

    /// The row in which the head of the first table stands: below the lines and the check.
    pub fn head_row(&self) -> u32 {
        head_row(&self.lines)
    }
}

/// The same before there is a sheet.
fn head_row(lines: &[String]) -> u32 {
    u32::try_from(lines.len()).unwrap_or(u32::MAX - 1) + 1
}

impl SheetRow {
    fn plain(values: Vec<Value>) -> Self {
        Self { strong: false, values }
    }

    fn strong(values: Vec<Value>) -> Self {
        Self { strong: true, values }
    }
}

impl From<Cell> for Value {
    fn from(cell: Cell) -> Self {
        Self::Printed(cell)
    }
}

impl From<Formula> for Value {
    fn from(formula: Formula) -> Self {
        Self::Formula(formula)
    }
}
