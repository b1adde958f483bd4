use thidua::output::{exemplars, json};
use thidua::score;

use crate::Exit;
use crate::arguments::{FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// List people, deeds and methods that set an example, and count them by team (điển hình)
///
/// With `--phase` those that took a step in the phase: found, being built up, replicated.
#[derive(Debug, clap::Args)]
pub(crate) struct ExemplarsArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &ExemplarsArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let phase = asked::phase(&view, args.phase, args.from.until)?;

    let list = score::exemplars(view.campaign, view.records, phase, args.from.until);
    match written {
        Written::Text => exemplars::page(&view, &list).write_text(out)?,
        Written::Markdown => exemplars::page(&view, &list).write_markdown(out)?,
        Written::Csv(reader) => exemplars::flat(&view, &list, reader).write_csv(reader, out)?,
        Written::Json => json::exemplars::write(out, &view, &list)?,
    }
    Ok(Exit::Done)
}
