use clap::ValueEnum;
use thidua::campaign::Campaign;
use thidua::finding::Severity;
use thidua::output::findings::full::{self, Palette};
use thidua::output::findings::{github, json, sarif, short};
use thidua::score::Scope;

use crate::Exit;
use crate::arguments::Globals;
use crate::authors;
use crate::carried;
use crate::console::Console;
use crate::opened::{Opened, State, folder_with_history};

/// Findings of one rule in one file that are shown, unless all are asked for.
const MOST_SHOWN: usize = 20;

/// Find everything wrong with the records (kiểm tra số liệu)
///
/// Every finding has a code; `thidua rule CODE` explains it. The exit status is 1 where there is an error.
#[derive(Debug, clap::Args)]
pub(crate) struct ValidateArgs {
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "full")]
    format: Format,

    /// Check the records as they stood in a commit, a tag, a branch, or by the end of a day (as 2025-02-03)
    #[arg(long, value_name = "REV")]
    at: Option<String>,

    /// Check what is staged for the next commit, whatever the files say meanwhile
    #[arg(long, conflicts_with = "at")]
    staged: bool,

    /// Exit with 1 for warnings too
    #[arg(long)]
    strict: bool,

    /// Show every finding, not only the first 20 of each code in each file (json and sarif always do)
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// With the line, the cell and help
    Full,
    /// One line each
    Short,
    /// A versioned document, described in docs/formats.md
    Json,
    /// Workflow commands of GitHub
    Github,
    /// SARIF 2.1.0
    Sarif,
}

impl ValidateArgs {
    fn state(&self) -> State<'_> {
        if self.staged { State::Staged } else { State::at(self.at.as_deref()) }
    }
}

pub(crate) fn run(args: &ValidateArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    // Programs that read findings want all of them, and do their own summing up.
    let all = args.all || matches!(args.format, Format::Json | Format::Sarif);
    let most_per_rule = if all { usize::MAX } else { MOST_SHOWN };
    let no_rows = |_: &Campaign| Scope { phases: Vec::new(), until: None, members: false };
    let (mut records, _) = Opened::read_or_add_up(globals, args.state(), most_per_rule, no_rows)?;
    match args.at {
        Some(_) => records.reading.tell_history(|_, _| true),
        None => carried::tell_history(&mut records.reading, &folder_with_history(globals)),
    }
    if matches!(args.format, Format::Full | Format::Json) {
        authors::findings::add(&mut records, &folder_with_history(globals));
    }
    let report = records.report();
    let palette = if out.coloured { Palette::COLOURED } else { Palette::default() };
    match args.format {
        Format::Full => full::write(out, &report, &palette)?,
        Format::Short => short::write(out, &report)?,
        Format::Json => json::write(out, &report)?,
        Format::Github => github::write(out, &report)?,
        Format::Sarif => sarif::write(out, &report)?,
    }
    let findings = report.findings;
    let fails = findings.has_errors() || args.strict && findings.count(Severity::Warning) > 0;
    Ok(if fails { Exit::RecordsHaveErrors } else { Exit::Done })
}
