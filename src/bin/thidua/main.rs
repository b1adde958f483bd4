//! The `thidua` program: arguments in, one command run, an exit status out.

#![forbid(unsafe_code)]

mod arguments;
mod asked;
mod authors;
mod carried;
mod commands;
mod console;
mod copied_rules;
mod git_hook;
mod new_campaign;
mod opened;
mod questions;
mod seal_file;
mod waiting;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use thidua::output::plain::shown;
use thidua::privacy::identifiers::Allow;

use arguments::Globals;
use commands::Command;
use console::Console;

/// Run an emulation campaign from plain-text records
///
/// Chấm điểm, xếp hạng phong trào thi đua từ số liệu ghi bằng văn bản.
#[derive(Debug, Parser)]
#[command(
    name = "thidua",
    version,
    after_help = "Exit status: 0 done, 1 the records have errors, 2 could not run.\n\
                  `thidua COMMAND --help` says more."
)]
struct Cli {
    #[command(flatten)]
    globals: Globals,

    #[command(subcommand)]
    command: Command,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// `0`: the command did its work.
    Done,
    /// `1`: the records have errors.
    RecordsHaveErrors,
    /// `2`: the command could not run, as when the folder cannot be read.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::RecordsHaveErrors => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage(&error).into(),
    };
    let mut console = Console::new(cli.globals.color);
    let result = commands::run(&cli.command, &cli.globals, Cli::command, &mut console).and_then(|exit| {
        console.flush()?;
        Ok(exit)
    });
    result.unwrap_or_else(|error| refuse(&error)).into()
}

/// Help and version are asked for; anything else is a mistake in the arguments.
fn usage(error: &clap::Error) -> Exit {
    let printed = error.print();
    match (error.use_stderr(), printed) {
        (false, Ok(())) => Exit::Done,
        (false, Err(error)) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        _ => Exit::CouldNotRun,
    }
}

fn refuse(error: &anyhow::Error) -> Exit {
    if is_closed_pipe(error) {
        return Exit::Done;
    }
    // Where even this cannot be said, the status still says it.
    let _ = writeln!(io::stderr(), "thidua: {}", shown(&format!("{error:#}"), &Allow::default()));
    Exit::CouldNotRun
}

/// A reader that stops early, as in `thidua score | head`, has what it wants.
pub(crate) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
