//! Findings about a row that is being entered: each said of the option that it came from.

use std::io::{self, Write};

use super::Report;
use crate::finding::Finding;
use crate::records::Column;

/// Writes each finding with its help. `column` tells what it is about, where it is about the row that
/// is entered; any other has its place in a file.
pub fn write(
    out: &mut dyn Write,
    report: &Report<'_>,
    column: &dyn Fn(&Finding) -> Option<Column>,
) -> io::Result<()> {
    for told in report.told() {
        match column(told.finding) {
            Some(column) => write!(out, "--{}: ", column.word())?,
            None => write!(out, "{}:{}:{}: ", told.path, told.line, told.column)?,
        }
        writeln!(out, "{}[{}] {}", told.severity, told.finding.rule().code, told.message)?;
        let help = told.help.iter().map(|help| format!("help: {help}"));
        let notes = told.notes().map(|note| format!("note: {note}"));
        help.chain(notes).try_for_each(|line| writeln!(out, "  = {line}"))?;
    }
    Ok(())
}
