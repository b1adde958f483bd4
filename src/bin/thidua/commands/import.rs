use std::io::{self, ErrorKind, Write};
use std::panic;
use std::path::{Component, Path, PathBuf};

use anyhow::anyhow;
use thidua::campaign::{Campaign, Language};
use thidua::canonical::canonical;
use thidua::finding::{Problem, Severity};
use thidua::folder::{self, LogPath, Purpose, RawFile};
use thidua::import::{self, NoSheet, NotAppended, ROWS_SEARCHED, Remark};
use thidua::output::findings::short;
use thidua::output::imports::{AsLog, Imported, sheet_name};
use thidua::output::plain::shown;
use thidua::output::words::{Importing, Refusal};
use thidua::privacy::identifiers::Allow;
use thidua::reading::Reading;
use thidua::records::Table;
use thidua::records::text::{decode, unfit};
use thidua::source::FileId;
use thidua::spreadsheet::{self, MOST_BYTES, Sheet, TooLarge, Unreadable};

use crate::Exit;
use crate::arguments::Globals;
use crate::asked;
use crate::console::Console;
use crate::opened::{MOST_IN_THE_WAY, Opened, language_here};

/// Make a log of a sheet of a spreadsheet (nhập số liệu từ bảng tính)
///
/// Reads .xlsx, .xlsm, .xls, .ods and .csv. The sheet is the one that has the header of a log, with or
/// without titles above it; columns are known by their words, in any order. The log is written only if
/// it brings no error, all of it or nothing. The exit status is 1 where something in the sheet is in
/// the way.
#[derive(Debug, clap::Args)]
pub(crate) struct ImportArgs {
    /// The spreadsheet
    file: PathBuf,

    /// Log to write, by its path in the records folder, such as activities/2025-03.csv
    #[arg(long, value_name = "LOG")]
    to: PathBuf,

    /// Sheet to read, where several have the header of a log
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,

    /// Add the rows to the log, where it is there already
    #[arg(long)]
    append: bool,

    /// Write nothing, print the log that would be written, with identifiers of residents masked
    #[arg(long)]
    dry_run: bool,
}

pub(crate) fn run(args: &ImportArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = folder::find(globals.records().as_deref())?;
    let _lock = if args.dry_run { None } else { Some(asked::lock(&root, language_here(globals))?) };
    let files = folder::read(&root)?;
    let target = Target::of(args, globals, &root, &files)?;
    let before = Opened::of(globals, files.clone(), MOST_IN_THE_WAY);
    let language = before.language;
    let say = |words: Importing<'_>| {
        writeln!(io::stderr(), "{}", shown(&words.text(language), &before.reading.allow))
    };
    let Some(campaign) = before.reading.rules() else {
        short::write(&mut io::stderr(), &before.report())?;
        say(Importing::RulesUnusable { errors: before.reading.findings.count(Severity::Error) })?;
        return Ok(Exit::RecordsHaveErrors);
    };

    let name = args.file.file_name().unwrap_or_default().to_string_lossy();
    let file = Imported { file: &name, sheet: None, allow: &before.reading.allow, language };
    let given = match Given::read(args, campaign, language)? {
        Ok(given) => given,
        Err(problem) => {
            file.write_unfit(&mut io::stderr(), &problem)?;
            say(Importing::InTheWay { errors: 1 })?;
            return Ok(Exit::RecordsHaveErrors);
        }
    };
    let (found, heading) = match import::choose(campaign, &given.sheets, args.sheet.as_deref()) {
        Ok(chosen) => chosen,
        Err(NoSheet::Faulty { name, remarks }) => {
            Imported { sheet: given.named(name), ..file }.write_remarks(&mut io::stderr(), &remarks)?;
            say(Importing::InTheWay { errors: remarks.len() })?;
            return Ok(Exit::RecordsHaveErrors);
        }
        Err(refusal) => return Err(no_sheet(args, campaign, &refusal, language)),
    };
    let file = Imported { sheet: given.named(&found.sheet.name), ..file };
    if args.sheet.is_none() {
        pass_over(given.sheets.iter().filter(|other| other.name != found.sheet.name), file.allow, language)?;
    }

    let mut placed = import::place(found.table, &heading, campaign);
    placed.add_faults(given.faults);
    let records = Opened::of(globals, with_log(&files, &target, placed.text.clone()), usize::MAX);
    let log = AsLog { placed: &placed, file: FileId(files.len() as u32), reading: &records.reading };
    file.write_log(&mut io::stderr(), &log)?;
    if let Some(in_the_way) = in_the_way(&log) {
        say(in_the_way)?;
        return Ok(Exit::RecordsHaveErrors);
    }
    if placed.n_rows == 0 {
        return Err(refused(Importing::NoRows { file: &name }, language));
    }

    let text = spell(globals, &files, &target, &log, campaign)
        .ok_or_else(|| anyhow!(Refusal::WouldChangeMeaning.text(language)))?;
    let whole = target.whole(globals, &files, &before, &log, &text)?;
    let path = &target.path.shown;
    if args.dry_run {
        for line in text.lines() {
            writeln!(out, "{}", shown(line, file.allow))?;
        }
        say(Importing::WouldWrite { rows: placed.n_rows, path })?;
    } else {
        target.write(&root, &files, &whole, language)?;
        let done = Importing::Written { rows: placed.n_rows, path };
        writeln!(out, "{}", shown(&done.text(language), &before.reading.allow))?;
    }
    Ok(Exit::Done)
}

fn refused(words: Importing<'_>, language: Language) -> anyhow::Error {
    anyhow!(words.text(language))
}

/// The log that is to be written.
struct Target {
    path: LogPath,
    /// Its place among the files of the records, where it is there already.
    there: Option<usize>,
}

impl Target {
    fn of(args: &ImportArgs, globals: &Globals, root: &Path, files: &[RawFile]) -> anyhow::Result<Self> {
        let language = language_here(globals);
        let Some(path) = folder::log_path(root, &args.to)? else {
            let asked = args.to.to_string_lossy();
            // A shell completes paths from where one stands, not from the records folder.
            let inside: PathBuf = args
                .to
                .components()
                .skip_while(|part| *part != Component::Normal("activities".as_ref()))
                .collect();
            let near = folder::log_path(root, &inside)?.map(|_| inside.to_string_lossy().into_owned());
            let near = near.as_deref();
            return Err(refused(Importing::NotALogPath { asked: &asked, near }, language));
        };
        let there = files.iter().position(|file| file.path == path.shown);
        match there.map(|index| &files[index]) {
            Some(_) if !args.append => Err(refused(Importing::TargetThere { path: &path.shown }, language)),
            Some(file) if file.purpose != Purpose::Log || file.content.is_err() => {
                Err(refused(Importing::TargetUnread { path: &path.shown }, language))
            }
            _ => Ok(Self { path, there }),
        }
    }

    /// What the log will hold: the rows, after those that it holds already.
    fn whole(
        &self,
        globals: &Globals,
        files: &[RawFile],
        before: &Opened,
        log: &AsLog<'_>,
        text: &str,
    ) -> anyhow::Result<String> {
        let (Some(there), Some(campaign)) = (self.there, before.reading.rules()) else {
            return Ok(text.to_owned());
        };
        let path = &self.path.shown;
        let file = FileId(there as u32);
        let mut counts = before.reading.findings.counts().iter();
        if counts.any(|count| count.file == file && count.rule.severity == Severity::Error) {
            return Err(refused(Importing::TargetUnread { path }, before.language));
        }
        let whole = import::append(before.reading.sources.get(file), text, campaign);
        let whole = whole.map_err(|not_appended| match not_appended {
            NotAppended::NotCanonical => refused(Importing::TargetNotCanonical { path }, before.language),
            NotAppended::NoColumn { word } => {
                refused(Importing::TargetWithoutColumn { path, word: &word }, before.language)
            }
        })?;
        let mut files = files.to_vec();
        files[there].content = Ok(whole.clone().into_bytes());
        let (joined, apart) = (&Opened::of(globals, files, 0).reading, log.reading);
        let errors = |reading: &Reading| reading.findings.count(Severity::Error);
        let says_the_same =
            joined.records.rows.len() == apart.records.rows.len() && errors(joined) == errors(apart);
        if says_the_same {
            Ok(whole)
        } else {
            Err(anyhow!(Refusal::WouldChangeMeaning.text(before.language)))
        }
    }

    fn write(&self, root: &Path, files: &[RawFile], text: &str, language: Language) -> anyhow::Result<()> {
        let path = &self.path.shown;
        let written = match self.there.map(|there| &files[there]) {
            Some(RawFile { location, content, .. }) => {
                let old = content.as_deref().unwrap_or_default();
                folder::replace(root, location, old, text.as_bytes())
            }
            None => folder::create(root, &self.path.location, text.as_bytes()),
        };
        written.map_err(|error| anyhow!(asked::not_replaced(path, &error, language)))
    }
}

/// The spreadsheet as it was given.
struct Given {
    sheets: Vec<Sheet>,
    /// Whether it has no sheets of its own: a CSV file.
    is_text: bool,
    /// Cells of a CSV file that are not well formed.
    faults: Vec<Remark>,
}

impl Given {
    /// Reads the spreadsheet, or what is wrong with it as a text.
    fn read(
        args: &ImportArgs,
        campaign: &Campaign,
        language: Language,
    ) -> anyhow::Result<Result<Self, Problem>> {
        let file = &args.file.to_string_lossy();
        let bytes = match folder::read_file(&args.file, MOST_BYTES) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Err(refused(Importing::FileTooLarge { file }, language)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(anyhow!(Refusal::NoSuchFile { asked: file }.text(language)));
            }
            Err(error) => {
                return Err(refused(Importing::CannotRead { file, reason: &error.to_string() }, language));
            }
        };
        if let Some(workbook) = read_quietly(&bytes).map_err(|error| unreadable(file, &error, language))? {
            return Ok(Ok(Self { sheets: workbook.sheets, is_text: false, faults: Vec::new() }));
        }
        if args.sheet.is_some() {
            return Err(refused(Importing::NotAWorkbook { file }, language));
        }
        let text = match decode(bytes) {
            Ok(decoded) => decoded.text,
            Err(problem) => return Ok(Err(problem)),
        };
        if let Some((problem, _)) = unfit(&text) {
            return Ok(Err(problem));
        }
        let (table, faults) = match import::table_of_text(&text, campaign) {
            Ok((table, faults)) => (Ok(table), faults),
            Err(limit) => (Err(limit), Vec::new()),
        };
        Ok(Ok(Self { sheets: vec![Sheet { name: file.to_string(), table }], is_text: true, faults }))
    }

    /// The name of a sheet, where sheets have names.
    fn named<'n>(&self, sheet: &'n str) -> Option<&'n str> {
        (!self.is_text).then_some(sheet)
    }
}

/// Reads a workbook. A damaged one of the old kind makes its reader panic, which is caught and said
/// in our own words: here nothing is said about it besides.
fn read_quietly(bytes: &[u8]) -> Result<Option<spreadsheet::Workbook>, Unreadable> {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let workbook = spreadsheet::read(bytes);
    panic::set_hook(hook);
    workbook
}

fn unreadable(file: &str, error: &Unreadable, language: Language) -> anyhow::Error {
    let words = match error {
        Unreadable::Protected => Importing::Protected { file },
        Unreadable::Binary => Importing::BinaryWorkbook { file },
        Unreadable::OtherArchive => Importing::NoWorkbook { file },
        Unreadable::Damaged { reason } => Importing::Damaged { file, reason },
        Unreadable::Unpacked => Importing::UnpackedTooLarge { file },
        Unreadable::Sheets => Importing::TooManySheets { file },
    };
    refused(words, language)
}

fn no_sheet(
    args: &ImportArgs,
    campaign: &Campaign,
    refusal: &NoSheet<'_>,
    language: Language,
) -> anyhow::Error {
    let file = &args.file.to_string_lossy();
    let listed = |names: &[&str]| names.iter().map(|name| sheet_name(name)).collect::<Vec<_>>().join(", ");
    match refusal {
        NoSheet::Unknown { near, known } => {
            let (asked, known) = (args.sheet.as_deref().unwrap_or_default(), &listed(known));
            refused(Importing::UnknownSheet { asked, near: *near, known }, language)
        }
        NoSheet::Several { names } => refused(Importing::SeveralSheets { sheets: &listed(names) }, language),
        NoSheet::TooLarge { name, limit } => anyhow!(too_large(name, *limit, language)),
        NoSheet::NoHeader | NoSheet::Faulty { .. } => {
            let required =
                Table::Log.required(&campaign.records).iter().map(|column| format!("`{}`", column.word()));
            let expected = &required.collect::<Vec<_>>().join(", ");
            refused(Importing::NoHeader { file, searched: ROWS_SEARCHED, expected }, language)
        }
    }
}

fn too_large(name: &str, limit: TooLarge, language: Language) -> String {
    let sheet = &sheet_name(name);
    match limit {
        TooLarge::Columns(cell) => Importing::SheetTooWide { sheet, cell: &cell.to_string() }.text(language),
        TooLarge::Cells => Importing::SheetTooManyCells { sheet }.text(language),
        TooLarge::Bytes => Importing::SheetTooManyBytes { sheet }.text(language),
    }
}

/// Says which other sheets were not read.
fn pass_over<'s>(
    others: impl Iterator<Item = &'s Sheet>,
    allow: &Allow,
    language: Language,
) -> io::Result<()> {
    for other in others {
        let words = match &other.table {
            Ok(table) if table.rows.is_empty() => continue,
            Ok(_) => Importing::SheetNotRead { sheet: &sheet_name(&other.name) }.text(language),
            Err(limit) => too_large(&other.name, *limit, language),
        };
        writeln!(io::stderr(), "{}", shown(&words, allow))?;
    }
    Ok(())
}

/// The files of the records and one more, the rows of the sheet. They are read as a log of their own
/// even where they are to be added to one: an error in them is theirs then.
fn with_log(files: &[RawFile], target: &Target, text: String) -> Vec<RawFile> {
    let mut files = files.to_vec();
    files.push(RawFile::in_memory(&target.path.shown, Purpose::Log, text.into_bytes()));
    files
}

/// What keeps a log from being written, if anything.
fn in_the_way(log: &AsLog<'_>) -> Option<Importing<'static>> {
    let errors = log.placed.faults.len() + log.new_findings().filter(|finding| finding.is_error()).count();
    if errors > 0 {
        return Some(Importing::InTheWay { errors });
    }
    if log.new_findings().any(|finding| import::keeps_out(&finding.problem)) {
        return Some(Importing::DatesInDoubt);
    }
    // A row that names a member of a list that has errors is left out without a word of its own.
    let records = &log.reading.records;
    let rows = records.left_out.iter().filter(|row| row.place.file == log.file).count();
    (rows > 0).then_some(Importing::RowsUnchecked { rows })
}

/// The log in its canonical spelling; none where that would not say the same.
fn spell(
    globals: &Globals,
    files: &[RawFile],
    target: &Target,
    log: &AsLog<'_>,
    campaign: &Campaign,
) -> Option<String> {
    let findings: Vec<_> =
        log.reading.findings.iter().filter(|finding| finding.place.file == log.file).collect();
    let text = canonical(Table::Log, log.file, &log.placed.text, &campaign.records, &findings).ok()?.text;
    let again = Opened::of(globals, with_log(files, target, text.clone()), usize::MAX);
    again.reading.agrees_with(log.reading).then_some(text)
}
