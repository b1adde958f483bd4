//! One file a command: its arguments, and its story.

pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod rule;
pub(crate) mod score;
pub(crate) mod summary;
pub(crate) mod validate;
pub(crate) mod watch;

use crate::Exit;
use crate::arguments::{Cli, Command};
use crate::console::Console;

/// Runs the command that was asked for.
pub(crate) fn run(cli: &Cli, out: &mut Console) -> anyhow::Result<Exit> {
    let globals = &cli.globals;
    match &cli.command {
        Command::Init(args) => init::run(args, globals, out),
        Command::Validate(args) => validate::run(args, globals, out),
        Command::Score(args) => score::run(args, globals, out),
        Command::Summary(args) => summary::run(args, globals, out),
        Command::Watch(args) => watch::run(args, globals, out),
        Command::Explain(args) => explain::run(args, globals, out),
        Command::Log(args) => log::run(args, globals, out),
        Command::Import(args) => import::run(args, globals, out),
        Command::Fmt(args) => fmt::run(args, globals, out),
        Command::Rule(args) => rule::run(args, globals, out),
        Command::Completions(args) => completions::run(args, out),
        Command::Man(args) => man::run(args, out),
    }
}
