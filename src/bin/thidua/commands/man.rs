use anyhow::anyhow;
use clap::Command;
use clap_mangen::Man;

use crate::Exit;
use crate::console::Console;

/// Print the manual page, as roff
///
/// `thidua man | man -l -` shows it.
#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The page of this command
    command: Option<String>,
}

pub(crate) fn run(args: &ManArgs, program: Command, out: &mut Console) -> anyhow::Result<Exit> {
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => {
            let command = program.find_subcommand(name).cloned();
            command.ok_or_else(|| anyhow!("there is no command `{name}`"))?
        }
    };
    Man::new(page).render(out)?;
    Ok(Exit::Done)
}
