use std::io::{self, Write};

use thidua::output::findings::short;
use thidua::output::{json, seals};

use crate::Exit;
use crate::arguments::{FormatArgs, Globals, Written};
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, State};

/// Compute closed phases anew and say whether they are what was sealed (kiểm tra bản chốt)
///
/// The exit status is 1 where a seal does not hold; `validate` names what differs.
#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// Verify the records as they stood in a commit, a tag, a branch, or by the end of a day (as 2025-02-03)
    #[arg(long, value_name = "REV")]
    at: Option<String>,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &VerifyArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read(globals, State::at(args.at.as_deref()), MOST_IN_THE_WAY)?;
    let Some(campaign) = records.reading.rules() else {
        let mut told = Vec::new();
        short::write(&mut told, &records.report())?;
        io::stderr().write_all(&told)?;
        return Ok(Exit::RecordsHaveErrors);
    };
    let view = records.view(campaign);
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let verified = &records.reading.seals;
    match written {
        Written::Text => seals::page(&view, verified).write_text(out)?,
        Written::Markdown => seals::page(&view, verified).write_markdown(out)?,
        Written::Csv(reader) => seals::flat(&view, verified, reader).write_csv(reader, out)?,
        Written::Json => json::verify::write(out, &view, verified)?,
    }
    let all_hold = !verified.iter().any(seals::is_broken);
    Ok(if all_hold { Exit::Done } else { Exit::RecordsHaveErrors })
}
