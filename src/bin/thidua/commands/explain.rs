use thidua::output::explanation::{self, Depth};
use thidua::output::{board, json, view::View};
use thidua::score::{self, Basis, Request};

use crate::Exit;
use crate::arguments::{FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::authors;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Lead one score back to its formula, its rows and the rows left out (vì sao được điểm này)
///
/// Without `--phase` the phases of the campaign score, and the gap to the next rank in each.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// Team or member
    subject: String,

    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Only this criterion, with every row
    #[arg(long, value_name = "ID", requires = "phase")]
    criterion: Option<String>,

    /// List every row, not only those that were left out or cut
    #[arg(long, requires = "phase")]
    rows: bool,

    /// List every row with the commit that brought it, its author and its date (ai ghi)
    #[arg(long, requires = "phase")]
    who: bool,

    /// Explain what was claimed in place of what was accepted
    #[arg(long)]
    claimed: bool,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &ExplainArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let (by, subject) = asked::subject(&view, &args.subject)?;
    let phase = asked::phase(&view, args.phase, args.from.until)?;
    let criterion = args.criterion.as_deref().map(|id| asked::criterion(&view, id)).transpose()?;
    let basis = if args.claimed { Basis::Claimed } else { Basis::Official };

    let request = Request { by, phase, until: args.from.until, basis };
    match phase {
        Some(_) => {
            let depth = Depth { criterion, every_row: args.rows || args.who };
            let authors = args.who.then(|| authors::rows::authors(globals, &view)).transpose()?;
            let view = View { authors: authors.as_ref(), ..view };
            explain_phase(&view, subject, request, depth, written, out)?;
        }
        None => explain_campaign(&view, subject, request, written, out)?,
    }
    Ok(Exit::Done)
}

fn explain_phase(
    view: &View<'_>,
    subject: usize,
    request: Request,
    depth: Depth,
    written: Written,
    out: &mut Console,
) -> anyhow::Result<()> {
    let story = score::explain(view.campaign, view.records, subject, request);
    match written {
        Written::Text => explanation::page(view, &story, depth).write_text(out)?,
        Written::Markdown => explanation::page(view, &story, depth).write_markdown(out)?,
        Written::Csv(reader) => explanation::flat(view, &story, depth, reader).write_csv(reader, out)?,
        Written::Json => json::explain::write(out, view, &story, depth)?,
    }
    Ok(())
}

fn explain_campaign(
    view: &View<'_>,
    subject: usize,
    request: Request,
    written: Written,
    out: &mut Console,
) -> anyhow::Result<()> {
    let mut scoreboard = score::score(view.campaign, view.records, request);
    let Some(standing) = scoreboard.standings.iter().find(|standing| standing.subject == subject).cloned()
    else {
        return Ok(());
    };
    match written {
        Written::Text => explanation::campaign_page(view, &scoreboard, &standing).write_text(out)?,
        Written::Markdown => explanation::campaign_page(view, &scoreboard, &standing).write_markdown(out)?,
        Written::Csv(reader) => {
            scoreboard.standings.retain(|standing| standing.subject == subject);
            board::flat(view, &scoreboard, reader).write_csv(reader, out)?;
        }
        Written::Json => json::explain::write_campaign(out, view, &scoreboard, &standing)?,
    }
    Ok(())
}
