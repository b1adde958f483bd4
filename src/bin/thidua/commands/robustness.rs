use thidua::output::{json, robustness};
use thidua::robustness::Lottery;
use thidua::score::Basis;

use crate::Exit;
use crate::arguments::{By, FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Ask how far the ranking depends on the weights (thứ hạng có vững không)
///
/// Weights are drawn by lot, made equal, left out and doubled, and the smallest change of one weight that
/// makes neighbours change places is worked out. An aid to judgement: it changes no score. Without
/// `--phase` of the whole campaign.
#[derive(Debug, clap::Args)]
pub(crate) struct RobustnessArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Whose ranking
    #[arg(long, value_name = "KIND", default_value = "team")]
    by: By,

    /// How often weights are drawn
    #[arg(long, value_name = "N", default_value_t = Lottery::USUAL.draws, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    draws: u32,

    /// Equal seeds draw equal weights
    #[arg(long, value_name = "N", default_value_t = Lottery::USUAL.seed)]
    seed: u64,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &RobustnessArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let request = asked::request(&view, args.by.into(), args.phase, args.from.until, Basis::Official)?;

    let lottery = Lottery { draws: args.draws, seed: args.seed };
    let result = thidua::robustness::robustness(view.campaign, view.records, request, lottery);
    match written {
        Written::Text => robustness::page(&view, &result).write_text(out)?,
        Written::Markdown => robustness::page(&view, &result).write_markdown(out)?,
        Written::Csv(reader) => robustness::flat(&view, &result, reader).write_csv(reader, out)?,
        Written::Json => json::robustness::write(out, &view, &result)?,
    }
    Ok(Exit::Done)
}
