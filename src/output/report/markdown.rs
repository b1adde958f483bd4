//! A report as Markdown, for a wiki or a pull request.

use std::io::{self, Write};

use super::content::{Block, Column, ColumnKind, Foot, Head, Kind, Report, Section, Table};
use crate::output::table::escape_markdown;
use crate::output::words::Heading;

/// Writes the report as Markdown.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    head(report, &report.head, out)?;
    let mut foot = report.foot.as_ref();
    for section in &report.sections {
        if let Some(foot) = foot.take_if(|_| section.annex) {
            write_foot(foot, out)?;
        }
        write_section(report, section, out)?;
    }
    foot.map_or(Ok(()), |foot| write_foot(foot, out))
}

fn head(report: &Report, head: &Head, out: &mut dyn Write) -> io::Result<()> {
    let escaped = escape_markdown;
    if report.kind != Kind::Slip {
        writeln!(
            out,
            "{}\\\n**{}**\\\n{}\n",
            blank(report, &head.superior.prompt),
            escaped(&head.issuer),
            escaped(&head.number)
        )?;
    }
    if !head.motto.is_empty() {
        let motto: Vec<String> = head.motto.iter().map(|line| format!("**{}**", escaped(line))).collect();
        writeln!(out, "{}\n", motto.join("\\\n"))?;
    }
    writeln!(out, "*{}*\n", escaped(&head.place_and_date))?;
    writeln!(out, "# {}\n", escaped(&head.title))?;
    let (subtitle, campaign) = (escaped(&head.subtitle), escaped(&head.campaign));
    writeln!(out, "**{subtitle}**\\\n**{campaign}**\\\n{}\n", escaped(&head.days))?;
    for reservation in &head.reservations {
        writeln!(out, "> {}", escaped(reservation))?;
    }
    if !head.reservations.is_empty() {
        writeln!(out)?;
    }
    Ok(())
}

fn write_section(report: &Report, section: &Section, out: &mut dyn Write) -> io::Result<()> {
    if !section.title.is_empty() {
        let level = if section.depth == 0 { "##" } else { "###" };
        let point = if section.annex { "." } else { "" };
        writeln!(out, "{level} {}{point} {}\n", section.number, escape_markdown(&section.title))?;
    }
    section.blocks.iter().try_for_each(|block| write_block(report, block, out))
}

fn write_block(report: &Report, block: &Block, out: &mut dyn Write) -> io::Result<()> {
    match block {
        Block::Paragraph(text) => writeln!(out, "{}", escape_markdown(text))?,
        Block::List(points) => {
            points.iter().try_for_each(|point| writeln!(out, "- {}", escape_markdown(point)))?;
        }
        Block::Notes(notes) => {
            notes.iter().try_for_each(|note| writeln!(out, "- *{}*", escape_markdown(note)))?;
        }
        Block::Table(table) => write_table(table, out)?,
        // The numbers of a chart stand in a table as well.
        Block::Chart(chart) => {
            let (title, description) = (escape_markdown(&chart.title), escape_markdown(&chart.description));
            writeln!(out, "**{title}**: {description}")?;
        }
        Block::Blank(own) => writeln!(out, "{}", blank(report, &own.prompt))?,
    }
    writeln!(out)
}

/// A marked place for what only people can write.
fn blank(report: &Report, prompt: &str) -> String {
    let to_fill_in = Heading::ToFillIn.text(report.language);
    format!("\\[{} {}\\]", escape_markdown(to_fill_in), escape_markdown(prompt))
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "**{}**\n", escape_markdown(&table.caption))?;
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let title = |column: &Column| escape_markdown(&column.title);
    writeln!(out, "{}", line(table.columns.iter().map(title).collect()))?;
    let rule = |column: &Column| match column.kind {
        ColumnKind::Number => "---:".to_owned(),
        ColumnKind::Word | ColumnKind::Text | ColumnKind::Day => "---".to_owned(),
    };
    writeln!(out, "{}", line(table.columns.iter().map(rule).collect()))?;
    for row in &table.rows {
        let cells = row.cells.iter().map(|cell| escape_markdown(&cell.shown())).collect();
        writeln!(out, "{}", line(cells))?;
    }
    Ok(())
}

fn write_foot(foot: &Foot, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "***{}***\n", escape_markdown(&foot.recipients_title))?;
    for blank in foot.recipients.iter().chain(&foot.signature) {
        writeln!(out, "\\[{}\\]\n", escape_markdown(&blank.prompt))?;
    }
    Ok(())
}
