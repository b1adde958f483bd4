use clap::ValueEnum;
use thidua::output::{json, summary};
use thidua::score::summarise;
use thidua::score::summary::SummaryBy;

use crate::Exit;
use crate::arguments::{FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Count rows and points, and measure them against targets and the days gone (tổng hợp)
///
/// Without `--phase` over the whole campaign.
#[derive(Debug, clap::Args)]
pub(crate) struct SummaryArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// What to have one line for
    #[arg(long, value_name = "KIND", default_value = "criterion")]
    by: Of,

    /// No bars beside the table; where the output is no terminal there never are any
    #[arg(long)]
    plain: bool,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    Criterion,
    Team,
    Member,
    Activity,
    Month,
}

impl From<Of> for SummaryBy {
    fn from(of: Of) -> Self {
        match of {
            Of::Criterion => Self::Criterion,
            Of::Team => Self::Team,
            Of::Member => Self::Member,
            Of::Activity => Self::Activity,
            Of::Month => Self::Month,
        }
    }
}

pub(crate) fn run(args: &SummaryArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let by = SummaryBy::from(args.by);
    if by == SummaryBy::Member {
        asked::members_listed(&view)?;
    }
    let until = args.from.until;
    let phase = asked::phase(&view, args.phase, until)?;

    let counts = summarise(view.campaign, view.records, by, phase, until);
    match written {
        Written::Text => match out.columns_for_bars().filter(|_| !args.plain) {
            Some(columns) => summary::page(&view, &counts).write_with_bars(columns, out)?,
            None => summary::page(&view, &counts).write_text(out)?,
        },
        Written::Markdown => summary::page(&view, &counts).write_markdown(out)?,
        Written::Csv(reader) => summary::flat(&view, &counts, reader).write_csv(reader, out)?,
        Written::Json => json::summary::write(out, &view, &counts, until)?,
    }
    Ok(Exit::Done)
}
