//! One table, and how it is written as text, Markdown and CSV.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, TableStyle};

use num_traits::ToPrimitive;

use super::plain::plain;
use super::wrap::wrap;
use crate::exact::{Fraction, whole};
use crate::records::table::is_formula;
use crate::source::width;

/// Columns of the page that tables keep to, so that the same records give the same bytes everywhere. Only
/// bars ask how many a terminal has.
pub const PAGE_WIDTH: usize = 80;

/// Columns that a cell which may be broken is left at least.
const LEAST_WIDTH: usize = 12;

/// A table of texts. Whatever is put in is made [`plain`].
#[derive(Clone, Debug, Default)]
pub struct Table {
    columns: Vec<Column>,
    rows: Vec<Vec<String>>,
    /// Lines below it.
    notes: Vec<String>,
    /// For each row how long its bar is, from 0 to 1; none where rows have no bars.
    bars: Vec<Option<Fraction>>,
}

/// Most columns of a bar.
const MOST_BAR: usize = 20;

/// Fewest columns in which a bar tells anything.
const LEAST_BAR: usize = 8;

/// A column of a [`Table`].
#[derive(Clone, Debug)]
pub struct Column {
    header: String,
    align: Align,
    /// Widest it may be; wider cells are broken.
    most: Option<usize>,
}

/// On which side the cells of a column stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Align {
    Left,
    Right,
}

impl Column {
    /// A column of words.
    pub fn text(header: impl AsRef<str>) -> Self {
        Self { header: plain(header.as_ref()).into_owned(), align: Align::Left, most: None }
    }

    /// A column of numbers.
    pub fn number(header: impl AsRef<str>) -> Self {
        Self { header: plain(header.as_ref()).into_owned(), align: Align::Right, most: None }
    }

    /// The same column, but broken where it is wider than `most`.
    #[must_use]
    pub fn at_most(mut self, most: usize) -> Self {
        self.most = Some(most);
        self
    }
}

/// A cell in as many lines as it takes.
fn broken(cell: &str, most: Option<usize>) -> String {
    match most {
        Some(most) if width(cell) > most => wrap(cell, most, 2).join("\n"),
        _ => cell.to_owned(),
    }
}

/// Who a CSV file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CsvFor {
    /// Programs: UTF-8 and `,`.
    Programs,
    /// A spreadsheet that opens it by double click: with the byte order mark by which it knows
    /// UTF-8, with `;`, and with cells that it would run made texts.
    Spreadsheet,
}

impl Table {
    /// An empty table with these columns.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Self { columns: columns.into_iter().collect(), ..Self::default() }
    }

    /// Adds a row: a cell for each column.
    pub fn add_row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) {
        self.rows.push(cells.into_iter().map(|cell| plain(cell.as_ref()).into_owned()).collect());
    }

    /// Adds a line below the table.
    pub fn add_note(&mut self, note: impl AsRef<str>) {
        self.notes.push(plain(note.as_ref()).into_owned());
    }

    /// Gives each row a bar, from 0 to 1, which is drawn where somebody looks and the page has room.
    pub fn set_bars(&mut self, bars: impl IntoIterator<Item = Option<Fraction>>) {
        self.bars = bars.into_iter().collect();
    }

    /// The table with its bars in a column of their own, and how wide that is, where `columns` have room for
    /// one beside it.
    fn with_bars(&self, columns: usize) -> Option<(Self, usize)> {
        let room = columns.saturating_sub(self.width(2) + 2).min(MOST_BAR);
        if room < LEAST_BAR || self.bars.iter().all(Option::is_none) {
            return None;
        }
        let mut drawn = self.clone();
        drawn.columns.push(Column::text(""));
        for (row, share) in drawn.rows.iter_mut().zip(&self.bars) {
            row.push(share.as_ref().map_or_else(String::new, |share| bar(share, room)));
        }
        let width = drawn.width(2);
        Some((drawn, width))
    }

    /// Writes the table for a terminal of so many columns that somebody looks at, with bars. All else stands
    /// as it does elsewhere: only bars use what a terminal has beyond the page.
    pub fn write_with_bars(&self, columns: usize, out: &mut dyn Write) -> io::Result<()> {
        match self.with_bars(columns) {
            Some((table, width)) => table.write_within(width.max(PAGE_WIDTH), out),
            None => self.write_text(out),
        }
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether the table fits the page without breaking a cell.
    pub fn fits(&self) -> bool {
        self.width(1) <= PAGE_WIDTH
    }

    /// Its width with `gap` blanks between columns.
    fn width(&self, gap: usize) -> usize {
        let cells = (0..self.columns.len()).map(|index| self.column_width(index)).sum::<usize>();
        cells + gap * self.columns.len().saturating_sub(1)
    }

    /// What a column that may be broken can have: less than it asks for where the others take the page.
    fn most(&self, index: usize, page: usize) -> Option<usize> {
        let most = self.columns[index].most?;
        let others = self.width(1) - self.column_width(index);
        Some(most.min(page.saturating_sub(others).max(LEAST_WIDTH)))
    }

    fn column_width(&self, index: usize) -> usize {
        let cells = self.rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell));
        let Column { header, most, .. } = &self.columns[index];
        let widest = cells.chain([width(header)]).max().unwrap_or(0);
        most.map_or(widest, |most| widest.min(most))
    }

    /// Writes the table for a terminal or a fixed-width letter, in at most [`PAGE_WIDTH`] columns.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write_within(PAGE_WIDTH, out)
    }

    fn write_within(&self, page: usize, out: &mut dyn Write) -> io::Result<()> {
        if !self.columns.is_empty() {
            writeln!(out, "{}", self.drawn(page).trim_fmt())?;
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "{note}"))
    }

    fn drawn(&self, page: usize) -> comfy_table::Table {
        let gap = if self.width(2) <= page { 2 } else { 1 };
        let mut drawn = comfy_table::Table::new();
        drawn.load_style(TableStyle::new().header_separator(LineStyle::none().fill('─')));
        drawn.set_content_arrangement(ContentArrangement::Dynamic);
        drawn.set_width(u16::try_from(page).unwrap_or(u16::MAX));
        drawn.set_header(self.columns.iter().map(|column| &column.header));
        let most: Vec<_> = (0..self.columns.len()).map(|index| self.most(index, page)).collect();
        drawn.add_rows(
            self.rows.iter().map(|row| row.iter().zip(&most).map(|(cell, &most)| broken(cell, most))),
        );
        let last = self.columns.len().saturating_sub(1);
        for (index, (column, drawn)) in self.columns.iter().zip(drawn.column_iter_mut()).enumerate() {
            drawn.set_padding((0, if index == last { 0 } else { gap }));
            drawn.set_cell_alignment(match column.align {
                Align::Left => CellAlignment::Left,
                Align::Right => CellAlignment::Right,
            });
        }
        drawn
    }

    /// Writes the table as Markdown.
    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        if !self.columns.is_empty() {
            let headers = self.columns.iter().map(|column| escape_markdown(&column.header));
            writeln!(out, "| {} |", headers.collect::<Vec<_>>().join(" | "))?;
            let rules = self.columns.iter().map(|column| match column.align {
                Align::Left => "---",
                Align::Right => "---:",
            });
            writeln!(out, "| {} |", rules.collect::<Vec<_>>().join(" | "))?;
        }
        for row in &self.rows {
            let cells = row.iter().map(|cell| escape_markdown(cell));
            writeln!(out, "| {} |", cells.collect::<Vec<_>>().join(" | "))?;
        }
        if !self.notes.is_empty() {
            writeln!(out)?;
        }
        self.notes.iter().try_for_each(|note| writeln!(out, "- {}", escape_markdown(note)))
    }

    /// Writes the table as CSV: the header and the rows, nothing else.
    pub fn write_csv(&self, reader: CsvFor, out: &mut dyn Write) -> io::Result<()> {
        let delimiter = match reader {
            CsvFor::Programs => b',',
            CsvFor::Spreadsheet => {
                out.write_all("\u{feff}".as_bytes())?;
                b';'
            }
        };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(out);
        let safe = |cell: &str| match reader {
            CsvFor::Spreadsheet if is_formula(cell) => format!("'{cell}"),
            _ => cell.to_owned(),
        };
        writer.write_record(self.columns.iter().map(|column| safe(&column.header))).map_err(of_writer)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| safe(cell))).map_err(of_writer)?;
        }
        writer.flush()
    }
}

/// What the writer below a CSV said. An [`io::Error`] made by `csv` itself does not tell a reader who stopped
/// early from anything else.
pub(super) fn of_writer(error: csv::Error) -> io::Error {
    let kind = match error.kind() {
        csv::ErrorKind::Io(error) => error.kind(),
        _ => io::ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

/// `████▌`: a bar of at most `room` columns, to an eighth of one.
fn bar(share: &Fraction, room: usize) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let share = share.clone().clamp(whole(0), whole(1));
    let eighths = (share * whole(8 * room)).floor().to_usize().unwrap_or(0);
    "█".repeat(eighths / 8) + PARTS[eighths % 8]
}

/// `text` so that Markdown shows it as it stands, and [`plain`].
pub fn escape_markdown(text: &str) -> String {
    let text = &*plain(text);
    let mut escaped = String::with_capacity(text.len() + 8);
    for (index, c) in text.char_indices() {
        let active = matches!(c, '\\' | '|' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '~' | '&' | '$');
        // What makes a heading, a list or a rule of a line only does so at its start.
        let opens_a_block = index == 0 && matches!(c, '#' | '+' | '=')
            || index == 0 && c == '-' && !text[1..].starts_with(|next: char| next.is_ascii_digit())
            || matches!(c, '.' | ')')
                && index > 0
                && text[..index].bytes().all(|byte| byte.is_ascii_digit())
                && text[index + 1..].starts_with([' ', '\t']);
        if active || opens_a_block {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(table: &Table) -> String {
        let mut out = Vec::new();
        table.write_text(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn markdown(table: &Table) -> String {
        let mut out = Vec::new();
        table.write_markdown(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn csv(table: &Table, reader: CsvFor) -> String {
        let mut out = Vec::new();
        table.write_csv(reader, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_stand_under_one_another_in_any_script() {
        let mut table = Table::new([Column::text("Tổ"), Column::number("Điểm")]);
        table.add_row(["Ấp Vĩnh Bình", "87,71"]);
        table.add_row(["To\u{302}\u{309} 2", "9,50"]);
        table.add_row(["日本", "100,00"]);
        table.add_note("tạm tính");
        let expected = "\
Tổ              Điểm
────────────────────
Ấp Vĩnh Bình   87,71
To\u{302}\u{309} 2            9,50
日本          100,00
tạm tính
";
        assert_eq!(text(&table), expected);
    }

    #[test]
    fn a_long_cell_is_broken_at_the_edge_of_the_page() {
        let mut table = Table::new([Column::text("A"), Column::number("B")]);
        table.add_row([&"word ".repeat(40), "1"]);
        assert!(text(&table).lines().all(|line| width(line) <= PAGE_WIDTH));
        assert!(!table.fits());
    }

    #[test]
    fn markdown_shows_a_cell_as_it_stands() {
        let mut table = Table::new([Column::text("a|b"), Column::number("n")]);
        table.add_row(["<img src=x> *b* `c` | d\ne", "-0.31"]);
        table.add_row(["# no heading", "+1.00"]);
        table.add_note("- no list");
        table.add_note("1. nor this");
        let expected = "\
| a\\|b | n |
| --- | ---: |
| \\<img src=x\\> \\*b\\* \\`c\\` \\| d␊e | -0.31 |
| \\# no heading | \\+1.00 |

- \\- no list
- 1\\. nor this
";
        assert_eq!(markdown(&table), expected);
    }

    #[test]
    fn bars_stand_where_there_is_room_and_somebody_looks() {
        let mut table = Table::new([Column::text("id"), Column::number("score")]);
        for id in ["a", "b", "c", "d"] {
            table.add_row([id, "1"]);
        }
        table.set_bars([Some(whole(1)), Some(crate::exact::ratio(9, 16)), Some(whole(0)), None]);
        let mut out = Vec::new();
        table.write_with_bars(PAGE_WIDTH, &mut out).unwrap();
        let drawn = String::from_utf8(out).unwrap();
        let lines: Vec<_> = drawn.lines().skip(2).collect();
        let full = "█".repeat(20);
        let (half, quarter) = (&full[..11 * 3], "▎");
        assert_eq!(lines[0], format!("a       1  {full}"));
        assert_eq!(lines[1], format!("b       1  {half}{quarter}"));
        assert_eq!(&lines[2..], ["c       1", "d       1"]);
        assert!(!text(&table).contains('█') && !markdown(&table).contains('█'));
        let at = |table: &Table, columns: usize| {
            let mut out = Vec::new();
            table.write_with_bars(columns, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(at(&table, 19).lines().nth(2).unwrap(), format!("a       1  {}", "█".repeat(8)));
        assert_eq!(at(&table, 18), text(&table), "too narrow to tell anything");
        table.add_row(["x".repeat(70), "1".to_owned()]);
        assert_eq!(at(&table, PAGE_WIDTH), text(&table), "the page is full");
        let wide = at(&table, 120);
        assert!(wide.lines().nth(2).is_some_and(|line| line.ends_with(&full)), "{wide}");
        table.add_row([&"word ".repeat(40), "1"]);
        let mut out = Vec::new();
        table.write_with_bars(PAGE_WIDTH, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), text(&table));
    }

    #[test]
    fn a_spreadsheet_gets_no_formula() {
        let mut table = Table::new([Column::text("id"), Column::number("score")]);
        for cell in ["=1+1", " @SUM(A1)", "＝A1", "-2+3", "+84", "-0,31", "- none", "-", "to-1; to-2"] {
            table.add_row([cell, "1"]);
        }
        assert_eq!(
            csv(&table, CsvFor::Spreadsheet),
            "\u{feff}id;score\n'=1+1;1\n' @SUM(A1);1\n'＝A1;1\n-2+3;1\n+84;1\n-0,31;1\n- none;1\n-;1\n\"to-1; to-2\";1\n"
        );
        assert!(csv(&table, CsvFor::Programs).starts_with("id,score\n=1+1,1\n"));
    }
}
