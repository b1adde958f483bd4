//! One line a finding: `path:line:column: error[R203] message`. Editors read it, so `error` and
//! `warning` are the same in every language.

use std::io::{self, Write};

use super::Report;
use crate::output::json::word;

/// Writes a line for each finding, then one for each flood.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    for told in report.told() {
        let rule = told.finding.rule();
        let severity = word::severity(rule.severity);
        writeln!(
            out,
            "{}:{}:{}: {severity}[{}] {}",
            told.path, told.line, told.column, rule.code, told.message
        )?;
    }
    report.floods().try_for_each(|flood| writeln!(out, "{flood}"))
}
