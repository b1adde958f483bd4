//! What a command prints for people: a heading, lines, tables, notes.

use std::io::{self, Write};

use super::plain::plain;
use super::table::{PAGE_WIDTH, Table, escape_markdown};
use super::wrap::wrap;

/// A heading, and what stands under it in order.
#[derive(Clone, Debug)]
pub struct Page {
    title: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Line(String),
    Table(Table),
    Section(String),
}

impl Page {
    /// A page with only a heading.
    pub fn new(title: impl AsRef<str>) -> Self {
        Self { title: plain(title.as_ref()).into_owned(), parts: Vec::new() }
    }

    /// Adds a line. Lines that follow one another stand together.
    pub fn add_line(&mut self, line: impl AsRef<str>) {
        self.parts.push(Part::Line(plain(line.as_ref()).into_owned()));
    }

    /// Adds a table.
    pub fn add_table(&mut self, table: Table) {
        self.parts.push(Part::Table(table));
    }

    /// Begins a section with a heading of its own.
    pub fn add_section(&mut self, title: impl AsRef<str>) {
        self.parts.push(Part::Section(plain(title.as_ref()).into_owned()));
    }

    /// Writes the page for a terminal.
    pub fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        self.write(out, Table::write_text)
    }

    /// The same with bars in the tables that have them, for somebody who looks at a terminal of so many
    /// columns.
    pub fn write_with_bars(&self, columns: usize, out: &mut dyn Write) -> io::Result<()> {
        self.write(out, |table, out| table.write_with_bars(columns, out))
    }

    fn write(
        &self,
        out: &mut dyn Write,
        write_table: impl Fn(&Table, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        write_wrapped(out, &self.title)?;
        let mut before = &Part::Line(String::new());
        for part in &self.parts {
            // A blank line goes before whatever does not continue what stands above it.
            match (before, part) {
                (Part::Line(_), Part::Line(_)) | (Part::Section(_), Part::Line(_) | Part::Table(_)) => {}
                _ => writeln!(out)?,
            }
            match part {
                Part::Line(line) | Part::Section(line) => write_wrapped(out, line)?,
                Part::Table(table) => write_table(table, out)?,
            }
            before = part;
        }
        Ok(())
    }

    /// Writes the page as Markdown.
    pub fn write_markdown(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "# {}", escape_markdown(&self.title))?;
        let mut before: Option<&Part> = None;
        for part in &self.parts {
            // Lines are items of one list; everything else is a block of its own.
            if !matches!((before, part), (Some(Part::Line(_)), Part::Line(_))) {
                writeln!(out)?;
            }
            match part {
                Part::Line(line) => writeln!(out, "- {}", escape_markdown(line))?,
                Part::Section(title) => writeln!(out, "## {}", escape_markdown(title))?,
                Part::Table(table) => table.write_markdown(out)?,
            }
            before = Some(part);
        }
        Ok(())
    }
}

fn write_wrapped(out: &mut dyn Write, line: &str) -> io::Result<()> {
    wrap(line, PAGE_WIDTH, 4).iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::table::Column;

    #[test]
    fn parts_stand_apart_and_lines_together() {
        let mut table = Table::new([Column::text("id")]);
        table.add_row(["to-1"]);
        let mut page = Page::new("A");
        page.add_line("b");
        page.add_line("c");
        page.add_section("D");
        page.add_table(table);
        page.add_line("\u{1b}[2J");
        let mut text = Vec::new();
        page.write_text(&mut text).unwrap();
        assert_eq!(String::from_utf8(text).unwrap(), "A\nb\nc\n\nD\nid\n────\nto-1\n\n␛[2J\n");
        let mut markdown = Vec::new();
        page.write_markdown(&mut markdown).unwrap();
        assert_eq!(
            String::from_utf8(markdown).unwrap(),
            "# A\n\n- b\n- c\n\n## D\n\n| id |\n| --- |\n| to-1 |\n\n- ␛\\[2J\n"
        );
    }
}
