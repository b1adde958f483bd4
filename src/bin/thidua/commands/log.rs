use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use thidua::campaign::{Campaign, Language};
use thidua::entry::{self, Attempt, Entry, NotTried};
use thidua::finding::{Finding, Findings};
use thidua::folder::{self, Purpose, RawFile};
use thidua::output::findings::{Report, entered, short};
use thidua::output::plain::shown;
use thidua::output::words::Entering;
use thidua::privacy::identifiers::Allow;
use thidua::records::{Appraisal, Column};

use crate::Exit;
use crate::arguments::Globals;
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, language_here};
use crate::questions::Questions;

/// Add one row to a log, checked before it is written (ghi thêm một dòng)
///
/// The row is checked together with all records. If it brings an error, nothing is written and the
/// exit status is 1. It is written in the spelling of its file, at once and as a whole, and two people
/// may do so at the same time. On a terminal, what is missing is asked for; `?` lists what there is.
#[derive(Debug, clap::Args)]
pub(crate) struct LogArgs {
    /// Day on which it was done (as 2025-03-01)
    #[arg(long)]
    date: Option<String>,

    /// Team that did it
    #[arg(long, value_name = "ID")]
    team: Option<String>,

    /// Members who did it, apart by spaces; none: the whole team
    #[arg(long, value_name = "CODES")]
    members: Option<String>,

    /// What was done: an activity or an adjustment
    #[arg(long, value_name = "ID")]
    activity: Option<String>,

    /// How much the team claims
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    quantity: Option<String>,

    /// Number of the minute, photo or dossier
    #[arg(long, value_name = "NUMBER")]
    evidence: Option<String>,

    /// How much of it is accepted; none: not yet appraised
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    accepted: Option<String>,

    /// Who accepted it
    #[arg(long, value_name = "CODE")]
    appraiser: Option<String>,

    /// Why less or more was accepted than claimed, or anything else
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,

    /// Log to add to [default: that of the month, activities/YYYY-MM.csv]
    #[arg(long)]
    file: Option<PathBuf>,

    /// Check the row and print it, but write nothing
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &LogArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = folder::find(globals.records().as_deref())?;
    let language = language_here(globals);
    let mut entry = args.entry();
    let missing: Vec<String> = entry.missing().map(|column| format!("--{}", column.word())).collect();
    let asks = !missing.is_empty();
    if asks && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        bail!(Entering::OptionsMissing { options: &missing }.text(language));
    }

    let mut waiting: Vec<Column> =
        Column::LOG_ORDER.into_iter().filter(|&column| args.cell(column).is_none()).collect();
    loop {
        if asks && !Questions::new(&root, globals)?.ask(&mut entry, &waiting)? {
            bail!(Entering::AnswersEnded.text(language));
        }
        match enter(&root, &entry, args, globals, out)? {
            Outcome::Done => return Ok(Exit::Done),
            Outcome::Refused { wrong } if asks && !wrong.is_empty() => waiting = wrong,
            Outcome::Refused { .. } => {
                say(&Entering::RowRefused.text(language))?;
                return Ok(Exit::RecordsHaveErrors);
            }
            Outcome::InTheWay => return Ok(Exit::RecordsHaveErrors),
        }
    }
}

impl LogArgs {
    fn cell(&self, column: Column) -> Option<&String> {
        match column {
            Column::Date => self.date.as_ref(),
            Column::Team => self.team.as_ref(),
            Column::Members => self.members.as_ref(),
            Column::Activity => self.activity.as_ref(),
            Column::Quantity => self.quantity.as_ref(),
            Column::Evidence => self.evidence.as_ref(),
            Column::Accepted => self.accepted.as_ref(),
            Column::Appraiser => self.appraiser.as_ref(),
            Column::Note => self.note.as_ref(),
            _ => None,
        }
    }

    fn entry(&self) -> Entry {
        let mut entry = Entry::default();
        for column in Column::LOG_ORDER {
            if let Some(cell) = self.cell(column) {
                entry.set(column, cell);
            }
        }
        entry
    }
}

/// What became of a row.
enum Outcome {
    /// It is written, or would be.
    Done,
    /// It brings errors, in these columns.
    Refused { wrong: Vec<Column> },
    /// Errors that are not its own keep it from being checked.
    InTheWay,
}

fn enter(
    root: &Path,
    entry: &Entry,
    args: &LogArgs,
    globals: &Globals,
    out: &mut Console,
) -> anyhow::Result<Outcome> {
    let _lock = if args.dry_run { None } else { Some(asked::lock(root, language_here(globals))?) };
    let files = folder::read(root)?;
    let records = Opened::of(globals, files.clone(), usize::MAX);
    let language = records.language;
    let Some(campaign) = &records.reading.campaign else {
        tell_errors(&records, &files, |_| true)?;
        say(&Entering::RulesUnusable.text(language))?;
        return Ok(Outcome::InTheWay);
    };
    let target = Target::of(root, &files, entry, args, campaign, language)?;
    let in_the_way = || -> anyhow::Result<Outcome> {
        tell_errors(&records, &files, |file| {
            file.path == target.path || matches!(file.purpose, Purpose::Campaign | Purpose::Members)
        })?;
        say(&Entering::RowNotChecked.text(language))?;
        Ok(Outcome::InTheWay)
    };
    let attempt = match entry::attempt(&files, &records.reading, &target.path, entry, globals.threads()) {
        Ok(attempt) => attempt,
        Err(NotTried::RulesUnusable | NotTried::FileRefused) => return in_the_way(),
        Err(NotTried::Utf16) => bail!(Entering::Utf16 { path: &target.path }.text(language)),
        Err(NotTried::NoColumn(column)) => {
            bail!(Entering::NoColumn { path: &target.path, column: column.word() }.text(language))
        }
    };

    tell_brought(&attempt, language)?;
    if attempt.brought.has_errors() {
        return Ok(Outcome::Refused { wrong: wrong(&attempt) });
    }
    let Some(row) = attempt.row() else { return in_the_way() };
    let remark = match row.appraisal() {
        Appraisal::Counted => None,
        Appraisal::Pending => Some(Entering::Pending),
        Appraisal::Rejected => Some(Entering::Rejected),
    };
    if !args.dry_run {
        target
            .write(root, &attempt.bytes)
            .map_err(|error| anyhow!(asked::not_replaced(&target.path, &error, language)))?;
    }
    let place = attempt.reading.sources.path_and_line(attempt.place);
    writeln!(out, "{place}: {}", shown(attempt.text(), &attempt.reading.allow))?;
    // What is said of the row comes after it.
    out.flush()?;
    let dry = args.dry_run.then_some(Entering::NotWritten { path: &target.path });
    remark.into_iter().chain(dry).try_for_each(|said| say(&said.text(language)))?;
    Ok(Outcome::Done)
}

/// The file that the row goes into.
struct Target<'f> {
    /// As findings show it.
    path: String,
    location: PathBuf,
    /// What it holds; none where the row begins it.
    old: Option<&'f [u8]>,
}

impl<'f> Target<'f> {
    fn of(
        root: &Path,
        files: &'f [RawFile],
        entry: &Entry,
        args: &LogArgs,
        campaign: &Campaign,
        language: Language,
    ) -> anyhow::Result<Self> {
        let name = folder::name(root)?;
        let asked = args.file.as_deref().map(|asked| log_at(asked, &name, files));
        let asked = match asked {
            Some(None) => {
                let asked = args.file.as_deref().unwrap_or(Path::new("")).to_string_lossy();
                bail!(Entering::NoLogCanBe { asked: &asked }.text(language));
            }
            Some(below) => below,
            None => None,
        };
        let below = match (asked, entry.date(campaign)) {
            (Some(below), Some(_)) => below,
            (None, Some(date)) => entry::month_file(date),
            // Without a date there is no row. What else is wrong with it shows anywhere.
            (_, None) => entry::NO_FILE.to_owned(),
        };
        let path = format!("{name}/{below}");
        let exact = files.iter().find(|file| file.path == path);
        // Where letter case does not tell files apart, another spelling is the same file.
        let there = exact.or_else(|| files.iter().find(|file| file.path.eq_ignore_ascii_case(&path)));
        Ok(match there {
            Some(file) => {
                let old = Some(file.content.as_deref().unwrap_or_default());
                Self { path: file.path.clone(), location: file.location.clone(), old }
            }
            None => Self { path, location: root.join(below), old: None },
        })
    }

    fn write(&self, root: &Path, bytes: &[u8]) -> Result<(), folder::NotReplaced> {
        match self.old {
            Some(old) => folder::replace(root, &self.location, old, bytes),
            None => folder::create(root, &self.location, bytes),
        }
    }
}

/// A log below the records folder, also where it is asked for by a path of this system.
fn log_at(asked: &Path, name: &str, files: &[RawFile]) -> Option<String> {
    if let Some(below) = asked.to_str().and_then(|asked| entry::log_file(asked, name)) {
        return Some(below);
    }
    let real = fs::canonicalize(asked).ok()?;
    let is_asked = |file: &&RawFile| {
        file.purpose == Purpose::Log && fs::canonicalize(&file.location).is_ok_and(|path| path == real)
    };
    let file = files.iter().find(is_asked)?;
    file.path.strip_prefix(name)?.strip_prefix('/').map(str::to_owned)
}

/// Says what the row brings, errors and warnings.
fn tell_brought(attempt: &Attempt, language: Language) -> io::Result<()> {
    let report = Report {
        findings: &attempt.brought,
        sources: &attempt.reading.sources,
        rows_read: attempt.reading.records.rows.len(),
        allow: &attempt.reading.allow,
        language,
    };
    let mut told = Vec::new();
    entered::write(&mut told, &report, &|finding| attempt.column(finding))?;
    io::stderr().write_all(&told)
}

/// The columns that errors are about, each once.
fn wrong(attempt: &Attempt) -> Vec<Column> {
    let errors = attempt.brought.iter().filter(|finding| finding.is_error());
    let mut wrong: Vec<Column> = errors.filter_map(|finding| attempt.column(finding)).collect();
    wrong.sort();
    wrong.dedup();
    wrong
}

/// Says what is wrong, apart from the row, with the files that are chosen.
fn tell_errors(records: &Opened, files: &[RawFile], is_chosen: impl Fn(&RawFile) -> bool) -> io::Result<()> {
    let reading = &records.reading;
    let mut findings = Findings::keeping(MOST_IN_THE_WAY);
    let is_told = |finding: &&Finding| {
        finding.is_error() && files.get(finding.place.file.0 as usize).is_some_and(&is_chosen)
    };
    reading.findings.iter().filter(is_told).for_each(|finding| findings.push(finding.clone()));
    findings.sort();
    let mut told = Vec::new();
    short::write(&mut told, &Report { findings: &findings, ..records.report() })?;
    io::stderr().write_all(&told)
}

fn say(text: &str) -> io::Result<()> {
    writeln!(io::stderr(), "{}", shown(text, &Allow::default()))
}
