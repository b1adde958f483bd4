//! Workflow commands, by which GitHub shows a finding beside the line it is about.

use std::io::{self, Write};

use super::Report;
use crate::finding::Severity;

/// Writes a command for each finding, then one for each flood.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    for told in report.told() {
        let rule = told.finding.rule();
        let command = match rule.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let message = match &told.help {
            Some(help) => format!("{}\n{help}", told.message),
            None => told.message,
        };
        writeln!(
            out,
            "::{command} file={},line={},col={},title={}::{}",
            property(&told.path),
            told.line,
            told.column,
            rule.code,
            data(&message)
        )?;
    }
    report.floods().try_for_each(|flood| writeln!(out, "::notice::{}", data(&flood)))
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property, which `:` and `,` would end.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
