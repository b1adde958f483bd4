//! The arguments that commands share.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use chrono::NaiveDate;
use clap::{Args, ValueEnum};
use thidua::campaign::{Language, SubjectKind};
use thidua::output::table::CsvFor;
use thidua::output::words::Refusal;

/// What goes before or after any command.
#[derive(Debug, Args)]
pub(crate) struct Globals {
    /// Folder that holds campaign.toml [default: $THIDUA_RECORDS, else the nearest of ./records, ., ../records, …]
    #[arg(long, global = true, value_name = "DIR")]
    records: Option<PathBuf>,

    /// Language of what is printed [default: that of the campaign]
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Lang>,

    /// Print codes alone, no name of names.csv
    #[arg(long, global = true)]
    pub(crate) codes: bool,

    /// When to use colours; `auto` is on a terminal where NO_COLOR is not set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: Color,

    /// Threads to read with at most; they change nothing but the time it takes [default: one a processor]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<NonZeroUsize>,
}

impl Globals {
    /// How many threads to work on.
    pub(crate) fn threads(&self) -> usize {
        let asked = self.threads.or_else(|| thread::available_parallelism().ok());
        asked.map_or(1, NonZeroUsize::get)
    }

    /// The records folder that is named, here or in the environment.
    pub(crate) fn records(&self) -> Option<PathBuf> {
        let from_environment = || std::env::var_os("THIDUA_RECORDS").filter(|value| !value.is_empty());
        self.records.clone().or_else(|| from_environment().map(PathBuf::from))
    }

    /// The language that is asked for.
    pub(crate) fn language(&self) -> Option<Language> {
        self.lang.map(|lang| match lang {
            Lang::Vi => Language::Vi,
            Lang::En => Language::En,
        })
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

/// Whom a board is of.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum By {
    /// Teams (tập thể)
    Team,
    /// Members (cá nhân)
    Member,
}

impl From<By> for SubjectKind {
    fn from(by: By) -> Self {
        match by {
            By::Team => Self::Team,
            By::Member => Self::Member,
        }
    }
}

/// Up to which day, and from which records.
#[derive(Debug, Args)]
pub(crate) struct FromRecords {
    /// Leave out rows after this day, and phases that begin after it (as 2025-03-01)
    #[arg(long, value_name = "DATE", value_parser = iso_date)]
    pub(crate) until: Option<NaiveDate>,

    /// Use the records as they stood in a commit, a tag, a branch, or by the end of a day (as 2025-02-03)
    #[arg(long, value_name = "REV")]
    pub(crate) at: Option<String>,

    /// Work with the rows that have no errors; what is left out is counted, and the status is 0
    #[arg(long)]
    pub(crate) keep_going: bool,
}

/// How a result is written.
#[derive(Debug, Args)]
pub(crate) struct FormatArgs {
    /// How to write the result
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// CSV that a spreadsheet opens by double click: byte order mark, `;`, heads and decimal mark of
    /// the language, formulas made texts
    #[arg(long)]
    excel: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Tables for people
    Table,
    /// One flat table
    Csv,
    /// A versioned document, described in docs/formats.md
    Json,
    /// Markdown
    Md,
}

/// How a result is written, settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Text,
    Markdown,
    Csv(CsvFor),
    Json,
}

impl FormatArgs {
    /// What the two options come to.
    pub(crate) fn written(&self) -> Result<Written, Refusal<'static>> {
        match (self.format, self.excel) {
            (Some(Format::Csv) | None, true) => Ok(Written::Csv(CsvFor::Spreadsheet)),
            (Some(_), true) => Err(Refusal::SpreadsheetIsCsv),
            (Some(Format::Csv), false) => Ok(Written::Csv(CsvFor::Programs)),
            (Some(Format::Json), false) => Ok(Written::Json),
            (Some(Format::Md), false) => Ok(Written::Markdown),
            (Some(Format::Table) | None, false) => Ok(Written::Text),
        }
    }
}

/// A date that nobody can misread.
pub(crate) fn iso_date(text: &str) -> Result<NaiveDate, String> {
    let mut parts = text.split('-').map(|part| part.parse::<u32>().ok());
    let date = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(Some(year @ 1000..=9999)), Some(Some(month)), Some(Some(day)), None) => {
            NaiveDate::from_ymd_opt(year as i32, month, day)
        }
        _ => None,
    };
    date.ok_or_else(|| "expected a date such as `2025-03-01`: year, month, day".to_owned())
}
