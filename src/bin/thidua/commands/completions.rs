use std::io::Write;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Exit;
use crate::arguments::Cli;
use crate::console::Console;

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, out: &mut Console) -> anyhow::Result<Exit> {
    // `generate` panics where it cannot write, which a closed pipe would make it do.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "thidua", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Done)
}
