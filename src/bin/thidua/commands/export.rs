use std::io::Write;
use std::path::{Path, PathBuf};

use thidua::output::export::{Asked, Rows, csv};
use thidua::output::view::View;

use crate::Exit;
use crate::arguments::{FromRecords, Globals};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Write the checked rows as one table, for another engine (xuất dữ liệu)
///
/// Each row with its types, its points and what caps left of them, so that a plain sum gives the points of
/// `score`. Codes only: no name, and no note unless it is asked for. Without a file as CSV on the standard
/// output.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// Write Parquet to this file; needs a thidua that was built with `--features parquet`
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,

    /// Write CSV to this file
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,

    /// Replace a file that is there already
    #[arg(long)]
    force: bool,

    /// With the notes, which are free text
    #[arg(long)]
    notes: bool,

    #[command(flatten)]
    from: FromRecords,
}

pub(crate) fn run(args: &ExportArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let until = args.from.until;
    asked::phase(&view, None, until)?;

    let rows = Rows::new(&view, Asked { until, notes: args.notes });
    if let Some(path) = &args.parquet {
        put_parquet(args, &view, &rows, path, out)?;
    }
    if let Some(path) = &args.csv {
        asked::put(&view, path, args.force, out, |file| csv::write(&rows, file))?;
    }
    if args.parquet.is_none() && args.csv.is_none() {
        csv::write(&rows, out)?;
    } else {
        writeln!(out, "{}", view.row_counts(rows.counts()))?;
    }
    Ok(Exit::Done)
}

#[cfg(feature = "parquet")]
fn put_parquet(
    args: &ExportArgs,
    view: &View<'_>,
    rows: &Rows<'_>,
    path: &Path,
    out: &mut Console,
) -> anyhow::Result<()> {
    asked::put(view, path, args.force, out, |file| thidua::output::export::parquet::write(rows, file))
}

#[cfg(not(feature = "parquet"))]
fn put_parquet(
    _: &ExportArgs,
    view: &View<'_>,
    _: &Rows<'_>,
    _: &Path,
    _: &mut Console,
) -> anyhow::Result<()> {
    Err(asked::refused(view, thidua::output::words::Refusal::NoParquet))
}
