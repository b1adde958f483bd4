//! One file a command: its arguments, and its story.

pub(crate) mod audit;
pub(crate) mod awards;
pub(crate) mod close;
pub(crate) mod compare;
pub(crate) mod completions;
pub(crate) mod exemplars;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod grades;
pub(crate) mod hook;
pub(crate) mod import;
pub(crate) mod init;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod merge_file;
pub(crate) mod reopen;
pub(crate) mod report;
pub(crate) mod robustness;
pub(crate) mod rollup;
pub(crate) mod rule;
pub(crate) mod score;
pub(crate) mod summary;
pub(crate) mod validate;
pub(crate) mod verify;
pub(crate) mod watch;

use clap::Subcommand;

use crate::Exit;
use crate::arguments::Globals;
use crate::console::Console;

/// What the program is asked to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(init::InitArgs),
    #[command(visible_alias = "check")]
    Validate(validate::ValidateArgs),
    Score(score::ScoreArgs),
    Summary(summary::SummaryArgs),
    Watch(watch::WatchArgs),
    Explain(explain::ExplainArgs),
    Grades(grades::GradesArgs),
    Awards(awards::AwardsArgs),
    Exemplars(exemplars::ExemplarsArgs),
    Robustness(robustness::RobustnessArgs),
    Rollup(rollup::RollupArgs),
    Audit(audit::AuditArgs),
    Compare(compare::CompareArgs),
    Log(Box<log::LogArgs>),
    Import(import::ImportArgs),
    Fmt(fmt::FmtArgs),
    Report(report::ReportArgs),
    Close(close::CloseArgs),
    Reopen(reopen::ReopenArgs),
    Verify(verify::VerifyArgs),
    Hook(hook::HookArgs),
    #[command(hide = true)]
    MergeFile(merge_file::MergeFileArgs),
    Rule(rule::RuleArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

/// Runs the command that was asked for. `program` makes the whole command line, which two of them describe.
pub(crate) fn run(
    command: &Command,
    globals: &Globals,
    program: fn() -> clap::Command,
    out: &mut Console,
) -> anyhow::Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, globals, out),
        Command::Validate(args) => validate::run(args, globals, out),
        Command::Score(args) => score::run(args, globals, out),
        Command::Summary(args) => summary::run(args, globals, out),
        Command::Watch(args) => watch::run(args, globals, out),
        Command::Explain(args) => explain::run(args, globals, out),
        Command::Grades(args) => grades::run(args, globals, out),
        Command::Awards(args) => awards::run(args, globals, out),
        Command::Exemplars(args) => exemplars::run(args, globals, out),
        Command::Robustness(args) => robustness::run(args, globals, out),
        Command::Rollup(args) => rollup::run(args, globals, out),
        Command::Audit(args) => audit::run(args, globals, out),
        Command::Compare(args) => compare::run(args, globals, out),
        Command::Log(args) => log::run(args, globals, out),
        Command::Import(args) => import::run(args, globals, out),
        Command::Fmt(args) => fmt::run(args, globals, out),
        Command::Report(args) => report::run(args, globals, out),
        Command::Close(args) => close::run(args, globals, out),
        Command::Reopen(args) => reopen::run(args, globals, out),
        Command::Verify(args) => verify::run(args, globals, out),
        Command::Hook(args) => hook::run(args, globals, out),
        Command::MergeFile(args) => merge_file::run(args, globals),
        Command::Rule(args) => rule::run(args, globals, out),
        Command::Completions(args) => completions::run(args, program(), out),
        Command::Man(args) => man::run(args, program(), out),
    }
}
