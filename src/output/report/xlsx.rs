//! A workbook as an Excel file: real numbers and days, heads that stay in sight, filters, sums that can be
//! followed, and pages that fit A4.
//!
//! This is the one place where a number becomes binary: spreadsheets know no other. It is read from the
//! printed digits, and 15 of them come back as they were.

use std::collections::HashMap;
use std::io::{self, Write};

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    Chart, ChartFont, ChartFormat, ChartSolidFill, ChartType, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::charts::colour;
use super::content::{Cell, Column, ColumnKind, Form, Number};
use super::workbook::{self, Sheet, SheetTable, StackedBars, Value};
use crate::campaign::Language;
use crate::exact::round;
use crate::output::plain::push_plain;

/// Characters that a column of texts is wide at most, before its cells get more lines.
const MOST_LETTERS: usize = 44;

/// Characters that fit across an A4 page upright, and lying.
const UPRIGHT: usize = 95;
const LYING: usize = 150;

/// Characters that a line above or below the tables has at least.
const LETTERS_OF_A_LINE: usize = 88;

/// Characters in a column that nobody made wider.
const LETTERS_OF_AN_EMPTY_COLUMN: usize = 8;

/// Letters of the campaign on the head of a page upright, and lying, beside the name of the sheet.
const LETTERS_ON_TOP: (usize, usize) = (56, 90);

/// Longest text that a cell can hold, a little less.
const MOST_IN_A_CELL: usize = 32_000;

/// Longest description of a chart that Excel takes.
const MOST_IN_ALTERNATIVE_TEXT: usize = 250;

/// Pixels that a chart is wide.
const CHART_WIDTH: u32 = 760;

/// Pixels that it is high at most, so that it fits on a page that lies.
const MOST_CHART_HEIGHT: u32 = 560;

/// Pixels from the top of a page that lies to its foot, below the head of a table.
const PIXELS_OF_A_PAGE: u32 = 620;

/// Bars from which on letters are small.
const MANY_BARS: u32 = 20;

/// Writes the workbook.
pub fn write(content: &workbook::Workbook, out: &mut dyn Write) -> io::Result<()> {
    let bytes = save(content).map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn save(content: &workbook::Workbook) -> Result<Vec<u8>, XlsxError> {
    let mut file = Workbook::new();
    // Without a day of its own the file would have that of the clock.
    let properties = DocProperties::new()
        .set_title(text(&format!("{} – {}", content.title, content.campaign)))
        .set_author("thidua")
        .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    file.set_properties(&properties);
    for sheet in &content.sheets {
        let page = file.add_worksheet();
        page.set_name(&sheet.name)?;
        Page { sheet, page, language: content.language, formats: HashMap::new(), row: 0 }.write(content)?;
    }
    file.save_to_buffer()
}

/// A sheet on its way.
struct Page<'a> {
    sheet: &'a Sheet,
    page: &'a mut Worksheet,
    language: Language,
    formats: HashMap<Look, Format>,
    /// The next row.
    row: u32,
}

/// How a cell looks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
struct Look {
    number: String,
    kind: Option<ColumnKind>,
    strong: bool,
    shaded: bool,
    indent: u8,
}

impl Page<'_> {
    fn write(mut self, content: &workbook::Workbook) -> Result<(), XlsxError> {
        let widths = self.widths();
        self.lines(&widths)?;
        for (nth, table) in self.sheet.tables.iter().enumerate() {
            self.table(table, nth, &widths)?;
        }
        for note in &self.sheet.notes {
            self.across(note, &widths, &Format::new().set_italic(), 1)?;
        }
        for (column, &width) in (0..).zip(&widths) {
            let pixels = u32::try_from(width * 7 + 12).unwrap_or(u32::MAX);
            self.page.set_column_width_pixels(column, pixels)?;
        }
        if let Some(bars) = &self.sheet.chart {
            let chart = chart(content, bars);
            let height = height_of_chart(bars);
            // A chart that does not fit below the table begins a page: cut in two it says nothing.
            if 20 * (self.row + 1) + height > PIXELS_OF_A_PAGE {
                self.page.set_page_breaks(&[self.row])?;
            }
            self.page.insert_chart(self.row + 1, 0, &chart)?;
        }
        self.print(content, &widths)
    }

    /// What stands above the tables.
    fn lines(&mut self, widths: &[usize]) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        for (nth, line) in self.sheet.lines.iter().enumerate() {
            match nth {
                0 => self.across(line, widths, &bold.clone().set_font_size(14), 3)?,
                _ => self.across(line, widths, &Format::new(), 2)?,
            }
        }
        if let Some((label, formula)) = &self.sheet.check {
            let mut column = 0;
            if !label.is_empty() {
                self.page.write_string_with_format(self.row, 0, text(label), &bold)?;
                // The label runs over the cells to its right; the number stands over the points.
                column = points_column(formula);
            }
            let format = match &formula.result {
                Cell::Number(number) => bold.set_num_format(number_format(number)),
                _ => bold,
            };
            self.page.write_formula_with_format(self.row, column, computed(formula), &format)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A line of text over all columns, with as many lines as it takes: what ran out of the table would
    /// make the page smaller. Letters are `halves` halves as wide as usual.
    fn across(
        &mut self,
        line: &str,
        widths: &[usize],
        format: &Format,
        halves: usize,
    ) -> Result<(), XlsxError> {
        // Beside a narrow table a line uses columns that are empty.
        let own = widths.iter().sum::<usize>();
        let beyond = LETTERS_OF_A_LINE.saturating_sub(own) / LETTERS_OF_AN_EMPTY_COLUMN;
        let width = (own + beyond * LETTERS_OF_AN_EMPTY_COLUMN).max(1);
        let n_lines = (line.chars().count() * halves.max(2)).div_ceil(2 * width);
        let format = format.clone().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let last = u16::try_from((widths.len() + beyond).saturating_sub(1)).unwrap_or(u16::MAX);
        match last {
            0 => {
                self.page.write_string_with_format(self.row, 0, text(line), &format)?;
            }
            _ => {
                self.page.merge_range(self.row, 0, self.row, last, &text(line), &format)?;
            }
        }
        self.tall(self.row, n_lines, if halves > 2 { 26 } else { 20 })?;
        self.row += 1;
        Ok(())
    }

    /// Makes a row so many lines tall. Not every program does that by itself.
    fn tall(&mut self, row: u32, n_lines: usize, line: u32) -> Result<(), XlsxError> {
        let n_lines = u32::try_from(n_lines.clamp(1, 20)).unwrap_or(1);
        if n_lines > 1 || line > 20 {
            self.page.set_row_height_pixels(row, line * n_lines)?;
        }
        Ok(())
    }

    fn table(&mut self, table: &SheetTable, nth: usize, widths: &[usize]) -> Result<(), XlsxError> {
        if let Some(caption) = table.caption.as_ref().filter(|_| self.sheet.tables.len() > 1) {
            // Above the first table is a row for it already.
            self.row = if nth == 0 { self.row - 1 } else { self.row + 1 };
            let bold = Format::new().set_bold();
            self.page.write_string_with_format(self.row, 0, text(caption), &bold)?;
            self.row += 1;
        }
        let head = self.row;
        for (at, column) in (0..).zip(&table.columns) {
            let format = Format::new()
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::Center)
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
                .set_background_color("DDEBF7");
            self.page.write_string_with_format(head, at, text(&column.title), &format)?;
        }
        let titles = table.columns.iter().map(|column| column.title.as_str());
        self.tall(
            head,
            titles.zip(widths).map(|(title, &width)| n_lines(title, width)).max().unwrap_or(1),
            20,
        )?;
        for (row, own) in (head + 1..).zip(&table.rows) {
            for (at, value) in (0..).zip(&own.values) {
                let kind = table.columns.get(usize::from(at)).map(|column| column.kind);
                self.value(row, at, value, Look { kind, strong: own.strong, ..Look::default() })?;
            }
            let texts = own.values.iter().zip(widths).filter_map(|(value, &width)| match value {
                Value::Printed(Cell::Text { text, .. }) => Some(n_lines(text, width)),
                Value::Printed(_) | Value::Formula(_) => None,
            });
            self.tall(row, texts.max().unwrap_or(1), 20)?;
        }
        let n_rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        self.row = head.saturating_add(n_rows).saturating_add(1);
        let last_column = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        if self.sheet.tables.len() == 1 {
            self.page.set_freeze_panes(head + 1, self.sheet.kept_columns)?;
            self.page.set_repeat_rows(head, head)?;
            if self.sheet.filtered && n_rows > 0 {
                self.page.autofilter(head, 0, self.row - 1, last_column)?;
            }
        }
        self.row += 1;
        Ok(())
    }

    fn value(&mut self, row: u32, column: u16, value: &Value, look: Look) -> Result<(), XlsxError> {
        let (cell, formula) = match value {
            Value::Printed(cell) => (cell, None),
            Value::Formula(formula) => (&formula.result, Some(formula)),
        };
        let look = match cell {
            Cell::Number(number) => Look { number: number_format(number), ..look },
            Cell::Day { .. } => Look { number: date_format(self.language).to_owned(), ..look },
            Cell::Text { indent, .. } => Look { indent: (*indent).min(15), ..look },
            Cell::Empty | Cell::Sign(_) => look,
        };
        let look = Look { shaded: formula.is_some(), ..look };
        let format = self.formats.entry(look.clone()).or_insert_with(|| format_of(&look));
        match (formula, cell) {
            (Some(formula), _) => {
                self.page.write_formula_with_format(row, column, computed(formula), format)?;
            }
            (None, Cell::Number(own)) => {
                self.page.write_number_with_format(row, column, binary(own), format)?;
            }
            (None, Cell::Day { day, shown }) => match excel_day(*day) {
                Some(day) => {
                    self.page.write_datetime_with_format(row, column, &day, format)?;
                }
                // Spreadsheets begin in 1900.
                None => {
                    self.page.write_string_with_format(row, column, shown, format)?;
                }
            },
            (None, Cell::Empty) => {
                self.page.write_blank(row, column, format)?;
            }
            // A text stays one, whatever it begins with.
            (None, own @ (Cell::Text { .. } | Cell::Sign(_))) => {
                self.page.write_string_with_format(row, column, text(&own.shown()), format)?;
            }
        }
        Ok(())
    }

    /// How many characters wide each column is.
    fn widths(&self) -> Vec<usize> {
        let mut widths: Vec<usize> = Vec::new();
        for table in &self.sheet.tables {
            for (at, column) in table.columns.iter().enumerate() {
                if widths.len() <= at {
                    widths.push(0);
                }
                widths[at] = widths[at].max(width(table, at, column));
            }
        }
        widths
    }

    fn print(&mut self, content: &workbook::Workbook, widths: &[usize]) -> Result<(), XlsxError> {
        const A4: u8 = 9;
        let width: usize = widths.iter().sum();
        self.page.set_paper_size(A4);
        if width > UPRIGHT {
            self.page.set_landscape();
        }
        // As many pages side by side as keep letters legible, and as many below as it takes.
        let across = if self.sheet.filtered { 1 } else { width.div_ceil(LYING).max(1) };
        self.page.set_print_fit_to_pages(u16::try_from(across).unwrap_or(u16::MAX), 0);
        if across > 1 && self.sheet.kept_columns > 0 {
            self.page.set_repeat_columns(0, self.sheet.kept_columns - 1)?;
        }
        let letters = if width > UPRIGHT { LETTERS_ON_TOP.1 } else { LETTERS_ON_TOP.0 };
        let mut campaign: String = text(&content.campaign).chars().take(letters).collect();
        if campaign.len() < content.campaign.len() {
            campaign.truncate(campaign.trim_end().len());
            campaign.push('…');
        }
        self.page.set_header(format!("&L{}&R{}", campaign.replace('&', "&&"), self.sheet.name));
        self.page.set_footer("&C&P / &N");
        Ok(())
    }
}

fn format_of(look: &Look) -> Format {
    let mut format =
        Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter).set_text_wrap();
    if !look.number.is_empty() {
        format = format.set_num_format(&look.number);
    }
    if look.strong {
        format = format.set_bold();
    }
    if look.shaded {
        format = format.set_background_color("F2F2F2");
    }
    match look.kind {
        Some(ColumnKind::Number) => format.set_align(FormatAlign::Right),
        Some(ColumnKind::Day) => format.set_align(FormatAlign::Center),
        Some(ColumnKind::Word | ColumnKind::Text) | None => {
            let format = format.set_align(FormatAlign::Left);
            if look.indent > 0 { format.set_indent(look.indent) } else { format }
        }
    }
}

fn width(table: &SheetTable, at: usize, column: &Column) -> usize {
    let letters = |text: &str| text.chars().count();
    let shown = |value: &Value| match value {
        Value::Printed(cell) | Value::Formula(workbook::Formula { result: cell, .. }) => {
            letters(&cell.shown())
        }
    };
    let cells = table.rows.iter().filter_map(|row| row.values.get(at)).map(shown).max().unwrap_or_default();
    let word = column.title.split(' ').map(letters).max().unwrap_or_default();
    // The sign of the filter has to fit beside the title.
    cells.min(MOST_LETTERS).max(word + 3).max(6)
}

/// Lines that the words of a text take in a column so many characters wide.
fn n_lines(text: &str, width: usize) -> usize {
    let mut lines = 1;
    let mut used = 0;
    for word in text.split(' ') {
        let letters = word.chars().count();
        if used > 0 && used + 1 + letters > width {
            lines += 1;
            used = letters;
        } else {
            used += letters + usize::from(used > 0);
        }
        if width > 0 && used > width {
            lines += (used - 1) / width;
            used = (used - 1) % width + 1;
        }
    }
    lines
}

/// The column of a sum that a line above the table shows.
fn points_column(formula: &workbook::Formula) -> u16 {
    let letters = formula.text.split(',').next_back().unwrap_or_default();
    let column = letters.chars().take_while(char::is_ascii_uppercase).fold(0_u32, |column, letter| {
        column.saturating_mul(26).saturating_add(u32::from(letter) - u32::from('A') + 1)
    });
    u16::try_from(column.saturating_sub(1)).unwrap_or_default()
}

/// A formula with what it comes to.
fn computed(formula: &workbook::Formula) -> Formula {
    let result = match &formula.result {
        Cell::Number(number) => digits(number),
        other => text(&other.shown()),
    };
    Formula::new(&formula.text).set_result(result)
}

/// The printed digits. A percentage is a share here: spreadsheets multiply it themselves.
fn digits(number: &Number) -> String {
    match number.form {
        Form::Percent(decimals) => round(&number.value, decimals.saturating_add(2)).to_string(),
        Form::Decimals(_) | Form::Change(_) | Form::Readable => number.machine(),
    }
}

/// The same as a spreadsheet stores it.
fn binary(number: &Number) -> f64 {
    digits(number).parse().unwrap_or_default()
}

/// What makes a spreadsheet show a number as the report prints it.
fn number_format(number: &Number) -> String {
    let places = |decimals: usize| match decimals {
        0 => "0".to_owned(),
        some => format!("0.{}", "0".repeat(some)),
    };
    let after_point = |text: &str| text.rsplit_once(['.', ',']).map_or(0, |(_, after)| after.len());
    let format = match number.form {
        Form::Decimals(0) => "#,##0".to_owned(),
        Form::Decimals(decimals) => places(decimals.into()),
        Form::Percent(decimals) => format!("{}%", places(decimals.into())),
        Form::Change(decimals) => {
            let places = places(decimals.into());
            format!("+{places};−{places};{places}")
        }
        Form::Readable => {
            let about = if number.shown.starts_with('≈') { "\"≈\"" } else { "" };
            format!("{about}{}", places(after_point(&number.shown)))
        }
    };
    let marks: String = number.marks.iter().map(|mark| mark.symbol()).collect();
    if marks.is_empty() { format } else { format!("{format}\"{marks}\"") }
}

fn date_format(language: Language) -> &'static str {
    match language {
        Language::Vi => "dd/mm/yyyy",
        Language::En => "yyyy-mm-dd",
    }
}

fn excel_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?).ok()
}

/// A text that a cell can hold: nothing in it acts but the ends of its lines, and XML has no U+FFFE, not
/// even escaped.
fn text(text: &str) -> String {
    let mut sane = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\t' => sane.push(c),
            '\u{fffe}' | '\u{ffff}' => sane.push('\u{fffd}'),
            c => push_plain(&mut sane, c),
        }
    }
    if let Some((end, _)) = sane.char_indices().nth(MOST_IN_A_CELL) {
        sane.truncate(end);
        sane.push('…');
    }
    sane
}

fn n_bars(bars: &StackedBars) -> u32 {
    let names = &bars.names;
    (names.last.row - names.first.row).max(u32::from(names.last.column - names.first.column)) + 1
}

fn height_of_chart(bars: &StackedBars) -> u32 {
    (220 + 24 * n_bars(bars)).min(MOST_CHART_HEIGHT)
}

fn chart(content: &workbook::Workbook, bars: &StackedBars) -> Chart {
    let mut chart = Chart::new(ChartType::BarStacked);
    let Some(sheet) = content.sheets.get(bars.sheet) else { return chart };
    let name = sheet.name.as_str();
    let of = |stretch: &workbook::Stretch| {
        (name, stretch.first.row, stretch.first.column, stretch.last.row, stretch.last.column)
    };
    for (nth, (title, numbers)) in bars.parts.iter().enumerate() {
        let (fill, _) = colour(nth);
        chart
            .add_series()
            .set_name((name, title.row, title.column))
            .set_categories(of(&bars.names))
            .set_values(of(numbers))
            .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(fill)))
            .set_gap(40);
    }
    if n_bars(bars) > MANY_BARS {
        chart.y_axis().set_font(ChartFont::new().set_size(7)).set_label_interval(1);
    }
    chart.title().set_name(text(&bars.title).as_str());
    // The first stands on top, as on the board.
    chart.y_axis().set_reverse();
    chart.set_width(CHART_WIDTH).set_height(height_of_chart(bars));
    chart.set_alt_text(text(&bars.description).chars().take(MOST_IN_ALTERNATIVE_TEXT).collect::<String>());
    chart
}
