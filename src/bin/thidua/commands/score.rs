use thidua::campaign::{Campaign, SubjectKind};
use thidua::output::view::View;
use thidua::output::{board, json};
use thidua::score::{self, Basis, Request, Scope, Tally};

use crate::Exit;
use crate::arguments::{By, FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, State};

/// Print the scoreboard (bảng điểm, xếp hạng)
///
/// Without `--phase` that of the whole campaign.
#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Whom to rank
    #[arg(long, value_name = "KIND", default_value = "team")]
    by: By,

    /// Only this group
    #[arg(long, value_name = "GROUP")]
    group: Option<String>,

    /// Score what was claimed in place of what was accepted
    #[arg(long)]
    claimed: bool,

    /// No bars beside the table; where the output is no terminal there never are any
    #[arg(long)]
    plain: bool,

    #[command(flatten)]
    pub(crate) from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

impl ScoreArgs {
    /// What is asked for, of this phase.
    fn request(&self, phase: Option<usize>) -> Request {
        let basis = if self.claimed { Basis::Claimed } else { Basis::Official };
        Request { by: SubjectKind::from(self.by), phase, until: self.from.until, basis }
    }

    /// The rows that this takes.
    fn scope(&self, campaign: &Campaign) -> Scope {
        self.request(self.phase.map(|number| number.wrapping_sub(1))).scope(campaign)
    }
}

pub(crate) fn run(args: &ScoreArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let state = State::at(args.from.at.as_deref());
    let scope = |campaign: &Campaign| args.scope(campaign);
    let (records, tally) = Opened::read_or_add_up(globals, state, MOST_IN_THE_WAY, scope)?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    print(args, &view, tally, out)?;
    Ok(Exit::Done)
}

/// Prints the board of records that are ready, whose rows may have been added up already.
pub(crate) fn print(
    args: &ScoreArgs,
    view: &View<'_>,
    tally: Option<Tally>,
    out: &mut Console,
) -> anyhow::Result<()> {
    let written = args.format.written().map_err(|refusal| asked::refused(view, refusal))?;
    if SubjectKind::from(args.by) == SubjectKind::Member {
        asked::members_listed(view)?;
    }
    let phase = asked::phase(view, args.phase, args.from.until)?;
    let group = args.group.as_deref().map(|group| asked::group(view, group)).transpose()?;

    let request = args.request(phase);
    let mut scoreboard = match tally {
        Some(tally) => score::score_tally(view.campaign, view.records, request, tally),
        None => score::score(view.campaign, view.records, request),
    };
    if group.is_some() {
        scoreboard.standings.retain(|standing| standing.group == group);
    }
    match written {
        Written::Text => match out.columns_for_bars().filter(|_| !args.plain) {
            Some(columns) => board::page(view, &scoreboard).write_with_bars(columns, out)?,
            None => board::page(view, &scoreboard).write_text(out)?,
        },
        Written::Markdown => board::page(view, &scoreboard).write_markdown(out)?,
        Written::Csv(reader) => board::flat(view, &scoreboard, reader).write_csv(reader, out)?,
        Written::Json => json::score::write(out, view, &scoreboard)?,
    }
    Ok(())
}
