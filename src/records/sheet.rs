//! A table whose header is understood, row by row: blank rows are passed over, and what is wrong
//! with the shape of a row is said once.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::{Finding, Findings, Note, Problem};
use crate::privacy;
use crate::privacy::identifiers::{Allow, Signs, Surroundings};
use crate::source::{FileId, Place};

use super::header::{Column, Header, is_blank};
use super::table::{Cell, Quoting, Rows, is_formula};
use super::text::clean;

/// A table under its header.
pub(super) struct Sheet<'t> {
    file: FileId,
    text: &'t str,
    header: &'t Header,
    /// What is no identifier of a resident; none where nobody is looked for.
    allow: Option<&'t Allow>,
    rows: Rows<'t>,
    cells: Vec<Cell>,
    /// Columns that nobody knows, which may hold what must not be there all the same.
    unknown: Vec<usize>,
    /// Cells of this row, by bit, about which something was said already.
    complained: u64,
    broken: bool,
}

impl<'t> Sheet<'t> {
    /// The rows of `text` below its header. Without `allow` nobody looks for identifiers of residents.
    pub(super) fn new(file: FileId, text: &'t str, header: &'t Header, allow: Option<&'t Allow>) -> Self {
        Self::from(header.end, file, text, header, allow)
    }

    /// The rows from byte `start` of a text on, whose header may stand in a text before it.
    pub(super) fn from(
        start: usize,
        file: FileId,
        text: &'t str,
        header: &'t Header,
        allow: Option<&'t Allow>,
    ) -> Self {
        Self {
            file,
            text,
            header,
            allow,
            rows: Rows::new(text, header.dialect.delimiter, start),
            cells: Vec::new(),
            unknown: (0..header.n_columns).filter(|&index| header.meaning(index).is_none()).collect(),
            complained: 0,
            broken: false,
        }
    }

    /// Goes to the next row whose cells can be read; false where there is none. Rows that are not
    /// well formed are passed over with a finding, and their places given to `left_out`.
    pub(super) fn next(
        &mut self,
        required: &[Column],
        findings: &mut Findings,
        mut left_out: impl FnMut(Place),
    ) -> bool {
        while self.next_cells() {
            if self.is_readable(required, findings, &mut left_out) {
                return true;
            }
        }
        false
    }

    /// Goes to the next row, whatever it is; false where there is none.
    pub(super) fn next_cells(&mut self) -> bool {
        self.rows.next(&mut self.cells)
    }

    /// Whether any cell of this row is in quotes.
    pub(super) fn has_quotes(&self) -> bool {
        self.rows.has_quotes()
    }

    /// By what an identifier in a cell of this row would be known. None where that is not known any more.
    #[inline]
    pub(super) fn signs(&self, cell: &Cell) -> Option<Signs> {
        self.rows.signs(cell)
    }

    /// The cells of this row.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// Whether this row has cells that can be read. If it is not well formed, it is said to be, and its
    /// place given to `left_out`; if it is blank, nothing is said.
    pub(super) fn is_readable(
        &mut self,
        required: &[Column],
        findings: &mut Findings,
        left_out: impl FnOnce(Place),
    ) -> bool {
        self.complained = 0;
        self.broken = false;
        if self.is_blank_row() {
            return false;
        }
        let can_be_read = self.check_shape(required, findings);
        if !can_be_read {
            left_out(self.row_place());
        }
        can_be_read
    }

    fn is_blank_row(&self) -> bool {
        self.cells.iter().all(|cell| is_blank(&cell.content(self.text)))
    }

    /// Whether the cells can be read.
    fn check_shape(&mut self, required: &[Column], findings: &mut Findings) -> bool {
        let Some((problem, range)) = shape_fault(self.text, self.header, required, &self.cells) else {
            self.check_formulas(findings);
            return true;
        };
        // The cells mean nothing, but what is in them would get into git all the same.
        for index in 0..self.cells.len() {
            let identifiers = self.identifiers_in(index);
            identifiers.into_iter().filter(Finding::is_error).for_each(|finding| findings.push(finding));
        }
        let finding = Finding::new(problem, Place::new(self.file, range));
        findings.push(match self.first_lacking(required) {
            Some(column) if matches!(finding.problem, Problem::RowTooShort { .. }) => {
                finding.missing_in(column)
            }
            _ => finding,
        });
        false
    }

    /// The first column that is needed and that this row is too short to have.
    fn first_lacking(&self, required: &[Column]) -> Option<usize> {
        let indices = required.iter().filter_map(|&column| self.header.index(column));
        indices.filter(|&index| index >= self.cells.len()).min()
    }

    fn check_formulas(&mut self, findings: &mut Findings) {
        for index in 0..self.cells.len() {
            let cell = self.cells[index];
            // Hardly a cell begins with anything but a letter or a digit.
            let first = self.text.as_bytes().get(cell.start as usize);
            if cell.start == cell.end || first.is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let content = cell.content(self.text);
            if is_formula(&content) {
                let found = content.trim().to_owned();
                self.complain(index, Problem::FormulaCell { found }, findings);
            }
        }
    }

    /// Looks for identifiers of residents in the header. Comes before the first row.
    pub(super) fn check_privacy_of_header(&mut self, findings: &mut Findings) {
        let start = self.header.dialect.header_start as usize;
        let mut rows = Rows::new(self.text, self.header.dialect.delimiter, start);
        while rows.position() < self.header.end && rows.next(&mut self.cells) {}
        for index in 0..self.cells.len() {
            let identifiers = self.identifiers_in(index);
            identifiers.into_iter().for_each(|finding| findings.push(finding));
        }
    }

    /// Looks for identifiers of residents in columns whose cells may say anything, and in unknown ones.
    /// What other columns hold has been read, or been refused.
    pub(super) fn check_privacy(&mut self, free: &[Column], findings: &mut Findings) {
        for &column in free {
            if let Some(index) = self.header.index(column) {
                self.check_privacy_of(index, findings);
            }
        }
        for position in 0..self.unknown.len() {
            self.check_privacy_of(self.unknown[position], findings);
        }
    }

    fn check_privacy_of(&mut self, index: usize, findings: &mut Findings) {
        if self.complained & bit(index) == 0 {
            for finding in self.identifiers_in(index) {
                self.complained |= bit(index);
                self.complain_finding(finding, findings);
            }
        }
    }

    fn identifiers_in(&self, index: usize) -> Vec<Finding> {
        let (Some(&cell), Some(allow)) = (self.cells.get(index), self.allow) else { return Vec::new() };
        let place = Place::new(self.file, cell.range());
        let surroundings = match self.header.meaning(index) {
            Some(Column::Evidence | Column::Note) => Surroundings::NoteOrEvidence,
            _ => Surroundings::OtherCell,
        };
        privacy::check_text(&self.text[cell.range()], place, surroundings, allow).collect()
    }

    /// Whether the cell of a column that has been read as a number is an identifier of a resident.
    pub(super) fn is_identifier(&mut self, column: Column, findings: &mut Findings) -> bool {
        self.header.index(column).is_some_and(|index| self.gives_somebody_away(index, findings))
    }

    /// Of a cell that is wrong in another way: whether it holds an identifier of a resident for
    /// certain. Then that is what is said of it, and nothing else.
    fn gives_somebody_away(&mut self, index: usize, findings: &mut Findings) -> bool {
        let mut certain = self.identifiers_in(index);
        certain.retain(Finding::is_error);
        let any = !certain.is_empty();
        for finding in certain {
            self.complained |= bit(index);
            self.complain_finding(finding, findings);
        }
        any
    }

    /// Says once what is wrong with the cell of a column, or with where it would be. A cell that
    /// holds an identifier of a resident is said to do that and nothing else.
    pub(super) fn complain_of(&mut self, column: Column, problem: Problem, findings: &mut Findings) {
        match self.header.index(column) {
            Some(index) => self.complain(index, problem, findings),
            None => self.complain_finding(Finding::new(problem, self.row_place()), findings),
        }
    }

    /// As [`Self::complain_of`], with a place where the reader may look.
    pub(super) fn complain_with(
        &mut self,
        column: Column,
        problem: Problem,
        note: Note,
        look: Option<Place>,
        findings: &mut Findings,
    ) {
        let Some(index) = self.header.index(column) else {
            return self.complain_finding(Finding::new(problem, self.row_place()).with(note, look), findings);
        };
        self.complain_at(index, problem, |finding| finding.with(note, look), findings);
    }

    /// Says what is wrong with a part of a cell that holds several things, given by its bytes in the
    /// cell as it is written. Each part may be wrong.
    pub(super) fn complain_of_part(
        &mut self,
        column: Column,
        part: Range<usize>,
        problem: Problem,
        findings: &mut Findings,
    ) {
        let index = self.header.index(column);
        if index.is_some_and(|index| self.complained & bit(index) != 0) {
            self.broken = true;
            return;
        }
        if !index.is_some_and(|index| self.gives_somebody_away(index, findings)) {
            let start = self.place(column).start as usize;
            let place = Place::new(self.file, start + part.start..start + part.end);
            self.complain_finding(Finding::new(problem, place), findings);
        }
    }

    fn complain(&mut self, index: usize, problem: Problem, findings: &mut Findings) {
        self.complain_at(index, problem, |finding| finding, findings);
    }

    fn complain_at(
        &mut self,
        index: usize,
        problem: Problem,
        add: impl FnOnce(Finding) -> Finding,
        findings: &mut Findings,
    ) {
        if self.complained & bit(index) != 0 {
            self.broken = true;
            return;
        }
        if !self.gives_somebody_away(index, findings) {
            self.complained |= bit(index);
            let finding = Finding::new(problem, self.cell_place(index));
            let is_missing = index >= self.cells.len();
            let finding = if is_missing { finding.missing_in(index) } else { finding };
            self.complain_finding(add(finding), findings);
        }
    }

    /// Adds a finding about this row.
    pub(super) fn complain_finding(&mut self, finding: Finding, findings: &mut Findings) {
        self.broken |= finding.is_error();
        findings.push(finding);
    }

    /// Whether something was said about the cell of a column.
    pub(super) fn is_complained_of(&self, column: Column) -> bool {
        self.header.index(column).is_some_and(|index| self.complained & bit(index) != 0)
    }

    /// Whether the row has an error.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Marks the row as one with an error that is said elsewhere.
    pub(super) fn mark_broken(&mut self) {
        self.broken = true;
    }

    /// The cleaned content of a column's cell; empty where there is none.
    pub(super) fn cell(&self, column: Column) -> Cow<'t, str> {
        let cell = self.header.index(column).and_then(|index| self.cells.get(index));
        match cell.map(|cell| cell.content(self.text)) {
            None => Cow::Borrowed(""),
            Some(Cow::Borrowed(content)) => clean(content),
            Some(Cow::Owned(content)) => Cow::Owned(clean(&content).into_owned()),
        }
    }

    /// A column's cell as it is written, with its quotes; empty where there is none.
    pub(super) fn written(&self, column: Column) -> &'t str {
        self.text.get(self.place(column).range()).unwrap_or_default()
    }

    /// Where the cell of a column stands or would stand.
    pub(super) fn place(&self, column: Column) -> Place {
        self.header.index(column).map_or_else(|| self.row_place(), |index| self.cell_place(index))
    }

    fn cell_place(&self, index: usize) -> Place {
        self.cells.get(index).map_or_else(|| self.row_end(), |cell| Place::new(self.file, cell.range()))
    }

    /// The whole row.
    pub(super) fn row_place(&self) -> Place {
        Place::new(self.file, self.row_range())
    }

    fn row_end(&self) -> Place {
        let end = self.row_range().end;
        Place::new(self.file, end..end)
    }

    fn row_range(&self) -> Range<usize> {
        row_range(&self.cells)
    }
}

/// What it is about the shape of a row that keeps its cells from being read, and where.
pub(super) fn shape_fault(
    text: &str,
    header: &Header,
    required: &[Column],
    cells: &[Cell],
) -> Option<(Problem, Range<usize>)> {
    if let Some(fault) = cells.iter().find_map(|cell| quote_fault(text, *cell)) {
        return Some(fault);
    }
    let columns = header.n_columns;
    if let Some(extra) = cells.iter().skip(columns).find(|cell| !is_blank(&cell.content(text))) {
        return Some((Problem::RowTooLong { cells: cells.len(), columns }, extra.range()));
    }
    let is_lacking = |column| header.index(column).is_some_and(|index| index >= cells.len());
    let end = row_range(cells).end;
    required
        .iter()
        .any(|&column| is_lacking(column))
        .then_some((Problem::RowTooShort { cells: cells.len(), columns }, end..end))
}

/// What is wrong with the quotes of a cell, and where it shows.
pub(super) fn quote_fault(text: &str, cell: Cell) -> Option<(Problem, Range<usize>)> {
    match cell.quoting {
        Quoting::Plain | Quoting::Quoted | Quoting::Doubled => None,
        Quoting::Unclosed => {
            let line_end = memchr::memchr2(b'\r', b'\n', &text.as_bytes()[cell.range()]);
            let start = cell.start as usize;
            Some((Problem::QuoteUnclosed {}, start..line_end.map_or(cell.end as usize, |end| start + end)))
        }
        Quoting::TextAfter => Some((Problem::TextAfterQuote {}, cell.range())),
    }
}

/// From the first cell of a row to its last.
pub(super) fn row_range(cells: &[Cell]) -> Range<usize> {
    let start = cells.first().map_or(0, |cell| cell.start as usize);
    start..cells.last().map_or(start, |cell| cell.end as usize)
}

/// The bit of a cell; the cells of very wide tables share the last one.
fn bit(index: usize) -> u64 {
    1 << index.min(63)
}
