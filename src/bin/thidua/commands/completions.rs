use std::io::Write;

use clap::Command;
use clap_complete::Shell;

use crate::Exit;
use crate::console::Console;

/// Print the completions for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &CompletionsArgs, mut program: Command, out: &mut Console) -> anyhow::Result<Exit> {
    // `generate` panics where it cannot write, which a closed pipe would make it do.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "thidua", &mut script);
    out.write_all(&script)?;
    Ok(Exit::Done)
}
