use thidua::output::{grades, json};
use thidua::score::{self, Basis};

use crate::Exit;
use crate::arguments::{By, FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Grade teams or members, with the arithmetic of every quota (xếp loại)
///
/// Without `--phase` by the scores of the whole campaign.
#[derive(Debug, clap::Args)]
pub(crate) struct GradesArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Whom to grade
    #[arg(long, value_name = "KIND", default_value = "team")]
    by: By,

    /// Grade by what was claimed in place of what was accepted
    #[arg(long)]
    claimed: bool,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &GradesArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let basis = if args.claimed { Basis::Claimed } else { Basis::Official };
    let request = asked::request(&view, args.by.into(), args.phase, args.from.until, basis)?;

    let board = score::score(view.campaign, view.records, request);
    match written {
        Written::Text => grades::page(&view, &board).write_text(out)?,
        Written::Markdown => grades::page(&view, &board).write_markdown(out)?,
        Written::Csv(reader) => grades::flat(&view, &board, reader).write_csv(reader, out)?,
        Written::Json => json::grades::write(out, &view, &board)?,
    }
    Ok(Exit::Done)
}
