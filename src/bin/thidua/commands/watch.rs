use std::io::Write;
use std::path::{self, Path};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use anyhow::{Context, bail};
use thidua::folder::{self, Watched};
use thidua::output::plain::shown;
use thidua::output::words::{Refusal, Sentence};
use thidua::privacy::identifiers::Allow;

use super::score::{self, ScoreArgs};
use crate::arguments::Globals;
use crate::console::Console;
use crate::opened::{Opened, language_here};
use crate::{Exit, is_closed_pipe};

/// Print the scoreboard, and again whenever a file is saved (theo dõi, in lại khi lưu tệp)
///
/// Where the records have errors, these are printed in place of the board. Ctrl-C ends.
#[derive(Debug, clap::Args)]
pub(crate) struct WatchArgs {
    #[command(flatten)]
    score: ScoreArgs,
}

/// How often one looks whether something has changed.
const BETWEEN_LOOKS: Duration = Duration::from_millis(400);

/// How long nothing must have changed before the records are read: programs save in several steps.
const QUIET: Duration = Duration::from_millis(200);

pub(crate) fn run(args: &WatchArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    if args.score.from.at.is_some() {
        bail!(Refusal::NothingToWatch.text(language_here(globals)));
    }
    let root = folder::find(globals.records().as_deref())?;
    let root = path::absolute(&root).with_context(|| format!("`{}` cannot be found", root.display()))?;
    let stopped = stopped()?;
    let mut watched = Watched::new(&root);
    // One looks before one reads, so that what changes meanwhile is read again.
    let mut known = watched.look();
    print(args, globals, &root, out)?;
    out.flush()?;
    while !stops(&stopped, BETWEEN_LOOKS) {
        let mut now = watched.look();
        if now == known {
            continue;
        }
        loop {
            if stops(&stopped, QUIET) {
                return Ok(Exit::Done);
            }
            let later = watched.look();
            if later == now {
                break;
            }
            now = later;
        }
        if now == known {
            continue;
        }
        watched = Watched::new(&root);
        known = watched.look();
        out.begin_again()?;
        match print(args, globals, &root, out) {
            // The folder may come back, and the phase that is asked for too.
            Err(error) if !is_closed_pipe(&error) => {
                writeln!(out, "thidua: {}", shown(&format!("{error:#}"), &Allow::default()))?
            }
            printed => printed?,
        }
        out.flush()?;
    }
    Ok(Exit::Done)
}

/// Prints the board, or what stands in its way.
fn print(args: &WatchArgs, globals: &Globals, root: &Path, out: &mut Console) -> anyhow::Result<()> {
    let records = Opened::read_to_score_in(globals, root)?;
    if let Some(view) = records.ready_telling(args.score.from.keep_going, out)? {
        score::print(&args.score, &view, None, out)?;
    }
    // Only somebody who looks on needs to be told how things stand; a file is to hold boards.
    if out.is_terminal {
        let folder = root.display().to_string();
        let watching = Sentence::Watching { folder: &folder };
        writeln!(out, "\n{}", records.report().in_all())?;
        writeln!(out, "{}", shown(&watching.text(records.language), &records.reading.allow))?;
    }
    Ok(())
}

/// Hears of Ctrl-C.
fn stopped() -> anyhow::Result<Receiver<()>> {
    let (stop, stopped) = mpsc::channel();
    ctrlc::set_handler(move || {
        // Nobody listens any more where the program is ending anyway.
        let _ = stop.send(());
    })
    .context("Ctrl-C cannot be listened to")?;
    Ok(stopped)
}

/// Waits, and says whether the waiting is over for good.
fn stops(stopped: &Receiver<()>, wait: Duration) -> bool {
    !matches!(stopped.recv_timeout(wait), Err(RecvTimeoutError::Timeout))
}
