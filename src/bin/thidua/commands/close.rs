use std::io::{self, Write};

use anyhow::anyhow;
use thidua::finding::Severity;
use thidua::folder;
use thidua::ledger::{Ledger, Scope};
use thidua::output::findings::short;
use thidua::output::plain::plain;
use thidua::output::view::View;
use thidua::output::words::Sealing;
use thidua::records::Appraisal;
use thidua::seal::{NewSeal, State};

use crate::Exit;
use crate::arguments::Globals;
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, language_here};
use crate::seal_file::SealFile;

/// Close a phase: seal its rows, its rules and its results (chốt đợt)
///
/// Writes `sealed/phase-N.toml`. From then on `validate` names every row and every rule of the phase that
/// is added, changed or removed, and `score` prints its board as final. Spelling is free: `fmt`, another
/// order of columns or rows, other files change nothing.
#[derive(Debug, clap::Args)]
pub(crate) struct CloseArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: usize,

    /// Close although rows wait for their appraisal; they count for nothing
    #[arg(long)]
    with_pending: bool,
}

/// Pending rows that are listed.
const MOST_LISTED: usize = 20;

pub(crate) fn run(args: &CloseArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = folder::find(globals.records().as_deref())?;
    let _lock = asked::lock(&root, language_here(globals))?;
    let files = folder::read(&root)?;
    let records = Opened::of(globals, files.clone(), MOST_IN_THE_WAY);
    let language = records.language;
    let say = |said: Sealing<'_>| writeln!(io::stderr(), "{}", plain(&said.text(language)));

    let errors = records.reading.findings.count(Severity::Error);
    let rules = records.reading.rules().filter(|_| errors == 0);
    let Some(campaign) = rules else {
        let mut told = Vec::new();
        short::write(&mut told, &records.report())?;
        io::stderr().write_all(&told)?;
        say(Sealing::ErrorsInTheWay { errors })?;
        return Ok(Exit::RecordsHaveErrors);
    };
    let view = records.view(campaign);
    let Some(phase) = asked::phase(&view, Some(args.phase), None)? else { return Ok(Exit::CouldNotRun) };
    let (number, seals) = (args.phase, &records.reading.seals);
    let last = seals.iter().find(|seal| seal.number == number).and_then(|seal| seal.seal.as_ref());
    if last.is_some_and(|seal| seal.state == State::Closed) {
        return Err(anyhow!(Sealing::AlreadyClosed { number }.text(language)));
    }
    let ledger = Ledger::new(campaign, &records.reading.records, &records.reading.sources);
    let pending = pending(&view, &ledger, phase);
    if !pending.is_empty() && !args.with_pending {
        list(&mut io::stderr(), &view, &pending)?;
        say(Sealing::PendingInTheWay { rows: pending.len() })?;
        return Ok(Exit::RecordsHaveErrors);
    }

    let history = last.map(|seal| seal.history.clone()).unwrap_or_default();
    let seal = NewSeal::close(&ledger, phase, history, globals.threads());
    let file = SealFile::of(&root, &files, number)?;
    file.write(&seal.text(&Sealing::Comment { number }.text(campaign.language)), language)?;

    let is_closed = |phase: &usize| records.reading.records.closed.contains(&(phase - 1));
    let open: Vec<String> = (1..number).filter(|phase| !is_closed(phase)).map(|n| n.to_string()).collect();
    let write = |out: &mut Console, said: Sealing<'_>| writeln!(out, "{}", plain(&said.text(language)));
    write(out, Sealing::Closed { number, path: &file.path })?;
    write(out, Sealing::Digest { digest: &seal.digest().to_string(), rules: seal.n_rules() })?;
    writeln!(out, "{}", view.row_counts(seal.rows()))?;
    if !pending.is_empty() {
        write(out, Sealing::PendingLeft { rows: pending.len() })?;
        list(out, &view, &pending)?;
    }
    if !open.is_empty() {
        write(out, Sealing::EarlierOpen { phases: &open.join(", ") })?;
    }
    write(out, Sealing::CommitIt { path: &file.typed() })?;
    Ok(Exit::Done)
}

/// The pending rows of a phase: where they stand, and what they are.
fn pending(view: &View<'_>, ledger: &Ledger<'_>, phase: usize) -> Vec<String> {
    let rows = ledger.rows(Scope::Phase(phase)).filter(|row| row.appraisal() == Appraisal::Pending);
    rows.map(|row| {
        let row = ledger.entry(row);
        let place = view.sources.path_and_line(row.place);
        let date = view.notation().date(row.date);
        format!("{place}: {date} {} {} {}", row.team, row.activity, view.notation().decimal(row.quantity))
    })
    .collect()
}

fn list(out: &mut dyn Write, view: &View<'_>, rows: &[String]) -> io::Result<()> {
    rows.iter().take(MOST_LISTED).try_for_each(|row| writeln!(out, "  {}", plain(row)))?;
    match rows.len().checked_sub(MOST_LISTED) {
        Some(more) if more > 0 => {
            writeln!(out, "  {}", Sealing::MorePending { rows: more }.text(view.language))
        }
        _ => Ok(()),
    }
}
