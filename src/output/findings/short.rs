//! One line a finding: `path:line:column: error[R203] message`.

use std::io::{self, Write};

use super::Report;

/// Writes a line for each finding, then one for each flood.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    for told in report.told() {
        let code = told.finding.rule().code;
        writeln!(
            out,
            "{}:{}:{}: {}[{code}] {}",
            told.path, told.line, told.column, told.severity, told.message
        )?;
    }
    report.floods().try_for_each(|flood| writeln!(out, "{flood}"))
}
