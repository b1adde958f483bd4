//! The tables of the report that need no formulas.

use std::collections::BTreeSet;

use super::{Sheet, SheetRow, SheetTable, Value};
use crate::campaign::Language;
use crate::output::report::content::{Block, Cell, Report, RowKind, Section, Table};
use crate::output::words::{Heading, Mark};

/// Which sections share a sheet, and what it is called.
const SHEETS: [(&[&str], Heading); 8] = [
    (&["criteria"], Heading::SheetTargets),
    (&["improve"], Heading::SheetMissing),
    (&["months"], Heading::SheetMonths),
    (&["exemplars"], Heading::SheetExemplars),
    (&["grades"], Heading::SheetGrades),
    (&["proposed", "candidates"], Heading::SheetAwards),
    (&["activities"], Heading::SheetActivities),
    (&["weights"], Heading::SheetWeights),
];

pub(super) fn sheets(report: &Report, lines: &[String]) -> Vec<Sheet> {
    SHEETS.iter().filter_map(|(anchors, name)| sheet(report, lines, anchors, *name)).collect()
}

fn sheet(report: &Report, lines: &[String], anchors: &[&str], name: Heading) -> Option<Sheet> {
    let is_in = |section: &&Section| anchors.contains(&section.anchor.as_str());
    let mut sheet = Sheet {
        name: name.text(report.language).to_owned(),
        lines: lines.to_vec(),
        check: None,
        tables: Vec::new(),
        notes: Vec::new(),
        kept_columns: 1,
        filtered: false,
        chart: None,
    };
    for section in report.sections.iter().filter(is_in) {
        for block in &section.blocks {
            match block {
                Block::Table(own) => sheet.tables.push(table(own)),
                Block::Notes(notes) => sheet.notes.extend(notes.iter().cloned()),
                // Who is proposed, and what the council has to decide.
                Block::List(points) if section.anchor == "proposed" => {
                    sheet.notes.extend(points.iter().cloned());
                }
                // What the ranks are worth, without which the figures mislead.
                Block::Paragraph(text) if section.anchor == "weights" => sheet.notes.push(text.clone()),
                Block::List(_) | Block::Paragraph(_) | Block::Chart(_) | Block::Blank(_) => {}
            }
        }
    }
    (!sheet.tables.is_empty()).then_some(sheet)
}

fn table(own: &Table) -> SheetTable {
    let rows = own.rows.iter().map(|row| SheetRow {
        strong: row.kind != RowKind::Plain,
        values: row.cells.iter().cloned().map(Value::from).collect(),
    });
    SheetTable { caption: Some(own.caption.clone()), columns: own.columns.clone(), rows: rows.collect() }
}

/// What the signs in some cells mean.
pub(super) fn marks<'c>(language: Language, cells: impl IntoIterator<Item = &'c Cell>) -> Vec<String> {
    let marks: BTreeSet<Mark> = cells.into_iter().flat_map(|cell| cell.marks().to_vec()).collect();
    marks.into_iter().map(|mark| format!("{} {}", mark.symbol(), mark.text(language))).collect()
}
