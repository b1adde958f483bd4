use std::io::{self, Write};

use anyhow::bail;
use thidua::finding::Severity;
use thidua::folder;
use thidua::output::findings::short;
use thidua::output::plain::plain;
use thidua::output::words::{Sealing, Sentence};
use thidua::privacy::identifiers::{Allow, Surroundings, find, mask};
use thidua::records::text::clean;
use thidua::seal::{NewSeal, State};

use crate::Exit;
use crate::arguments::Globals;
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, language_here};
use crate::seal_file::SealFile;

/// Open a closed phase again, for a reason that its seal keeps (mở lại đợt đã chốt)
///
/// Its rows and rules may be changed then, and its board is provisional until it is closed again. The
/// seal stays, with all closings and openings in its history.
#[derive(Debug, clap::Args)]
pub(crate) struct ReopenArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: usize,

    /// Why; git keeps it, so it may name nobody's papers or telephone
    #[arg(long, value_name = "TEXT")]
    reason: String,
}

pub(crate) fn run(args: &ReopenArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = folder::find(globals.records().as_deref())?;
    let _lock = asked::lock(&root, language_here(globals))?;
    let files = folder::read(&root)?;
    let records = Opened::of(globals, files.clone(), MOST_IN_THE_WAY);
    let language = records.language;
    // What is wrong with the records may be why the phase is to be opened. Only the rules are needed.
    let Some(campaign) = records.reading.rules() else {
        let mut told = Vec::new();
        short::write(&mut told, &records.report())?;
        io::stderr().write_all(&told)?;
        let errors = records.reading.findings.count(Severity::Error);
        writeln!(io::stderr(), "{}", Sentence::RulesUnusable { errors }.text(language))?;
        return Ok(Exit::RecordsHaveErrors);
    };
    let number = args.phase;
    asked::phase(&records.view(campaign), Some(number), None)?;
    let Some(verified) = records.reading.seals.iter().find(|seal| seal.number == number) else {
        bail!(Sealing::NeverClosed { number }.text(language));
    };
    let source = records.reading.sources.get(verified.file);
    let seal = match &verified.seal {
        None => bail!(Sealing::SealUnusable { path: &source.path }.text(language)),
        Some(seal) if seal.state == State::Open => bail!(Sealing::AlreadyOpen { number }.text(language)),
        Some(seal) => seal,
    };
    let reason = match reason(&args.reason, &records.reading.allow) {
        Ok(reason) => reason,
        Err(refusal) => bail!(refusal.as_sealing().text(language)),
    };

    let opened = NewSeal::reopen(seal, &source.text, &reason);
    let file = SealFile::of(&root, &files, number)?;
    file.write(&opened.text(&Sealing::Comment { number }.text(campaign.language)), language)?;
    for said in [
        Sealing::Reopened { number, path: &file.path },
        Sealing::CloseAgain { number },
        Sealing::CommitIt { path: &file.typed() },
    ] {
        writeln!(out, "{}", plain(&said.text(language)))?;
    }
    Ok(Exit::Done)
}

/// Why a reason is not taken.
enum ReasonRefused {
    Blank,
    Personal(String),
}

impl ReasonRefused {
    fn as_sealing(&self) -> Sealing<'_> {
        match self {
            Self::Blank => Sealing::ReasonBlank,
            Self::Personal(masked) => Sealing::ReasonPersonal { masked },
        }
    }
}

/// The reason in one line, if it says something and nothing that is somebody's.
fn reason(written: &str, allow: &Allow) -> Result<String, ReasonRefused> {
    let seen: String = written.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let reason = clean(&seen).split_whitespace().collect::<Vec<_>>().join(" ");
    if !reason.contains(char::is_alphanumeric) {
        return Err(ReasonRefused::Blank);
    }
    match find(&reason, Surroundings::NoteOrEvidence, allow).first() {
        Some(hit) => Err(ReasonRefused::Personal(mask(&reason[hit.range.clone()]))),
        None => Ok(reason),
    }
}
