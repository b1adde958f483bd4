use thidua::campaign::SubjectKind;
use thidua::output::{awards, json};
use thidua::score::{self, Basis};

use crate::Exit;
use crate::arguments::{FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Propose who is commended: who qualifies, who is chosen, who is not and why (đề nghị khen thưởng)
///
/// Without `--phase` every award, each by the scores of its own phase or of the campaign. The program
/// proposes by the rules; people decide. A tie across the last place is left to them.
#[derive(Debug, clap::Args)]
pub(crate) struct AwardsArgs {
    /// Only the awards of this phase, by its number from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &AwardsArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    // The kind of subject is that of each award.
    let by = SubjectKind::default();
    let request = asked::request(&view, by, args.phase, args.from.until, Basis::Official)?;

    let proposal = score::propose(view.campaign, view.records, request);
    match written {
        Written::Text => awards::page(&view, request, &proposal).write_text(out)?,
        Written::Markdown => awards::page(&view, request, &proposal).write_markdown(out)?,
        Written::Csv(reader) => awards::flat(&view, &proposal, reader).write_csv(reader, out)?,
        Written::Json => json::awards::write(out, &view, request, &proposal)?,
    }
    Ok(Exit::Done)
}
