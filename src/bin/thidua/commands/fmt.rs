use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use clap::ValueEnum;
use thidua::canonical::legacy::{self, Legacy};
use thidua::canonical::{Canonical, canonical};
use thidua::finding::{Findings, Severity};
use thidua::folder::{self, Purpose, RawFile};
use thidua::output::diff;
use thidua::output::findings::{Report, short};
use thidua::output::plain::shown;
use thidua::output::words::{Refusal, Sentence};
use thidua::records::Table;
use thidua::source::FileId;

use crate::Exit;
use crate::arguments::Globals;
use crate::asked::{self, not_replaced};
use crate::console::Console;
use crate::opened::{Opened, language_here};

/// Spell CSV files in the one canonical way (đưa tệp CSV về dạng chuẩn)
///
/// UTF-8, LF, `,`, dates as 2025-02-04, decimal points, NFC, quotes only where needed: so a git diff
/// shows only what people changed. What the records say never changes: a cell that `validate` cannot
/// read is left as it is, and so is a file that cannot be read as a whole. The exit status is 1 where
/// there is such a file.
#[derive(Debug, clap::Args)]
pub(crate) struct FmtArgs {
    /// Write nothing, print what would change as a diff; the exit status is 1 where something would
    #[arg(long)]
    check: bool,

    /// Read one file from the standard input, and write it to the standard output; FILE says which
    /// it is, a log where it is not named
    #[arg(long)]
    stdin: bool,

    /// Convert the letters of files that are refused for their encoding
    #[arg(long, value_name = "ENCODING")]
    from: Option<From>,

    /// CSV files of the records [default: all]
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum From {
    /// The Vietnamese code page of Windows
    #[value(name = "windows-1258")]
    Windows1258,
    /// TCVN3 (ABC), as typed for fonts such as .VnTime
    Tcvn3,
    /// VNI, as typed for fonts such as VNI-Times
    Vni,
    /// UTF-8 that was read as Windows-1252 and saved again: `Tá»•` for `Tổ`
    Mojibake,
}

impl From {
    fn encoding(self) -> Legacy {
        match self {
            Self::Windows1258 => Legacy::Windows1258,
            Self::Tcvn3 => Legacy::Tcvn3,
            Self::Vni => Legacy::Vni,
            Self::Mojibake => Legacy::Mojibake,
        }
    }
}

pub(crate) fn run(args: &FmtArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = folder::find(globals.records().as_deref())?;
    let mut files = folder::read(&root)?;
    let tables = choose(args, globals, &mut files)?;
    let mut texts = files.clone();
    let conversions = args.from.map(|from| convert(from, &tables, &mut texts)).unwrap_or_default();
    let records = Opened::of(globals, texts.clone(), usize::MAX);
    let shown = |sentence: Sentence<'_>| shown(&sentence.text(records.language), &records.reading.allow);
    let say = |sentence: Sentence<'_>| writeln!(io::stderr(), "{}", shown(sentence));
    if records.reading.rules().is_none() {
        tell(&records, &records.reading.findings)?;
        say(Sentence::RulesUnusableToRewrite { errors: records.reading.findings.count(Severity::Error) })?;
        return Ok(Exit::RecordsHaveErrors);
    }

    let (spelt, refused) = spell(&records, &files, &tables);
    if !says_the_same(globals, &records, texts, &spelt) {
        bail!(Refusal::WouldChangeMeaning.text(records.language));
    }
    let needless = conversions.iter().filter(|conversion| !conversion.done && !args.files.is_empty());
    for conversion in needless {
        say(Sentence::NotConverted { path: &files[conversion.table].path })?;
    }
    for spelt in spelt.iter().filter(|spelt| spelt.canonical.left_some) {
        say(Sentence::LeftAsItIs { path: &files[spelt.table].path })?;
    }
    let changed: Vec<&Spelt> = spelt.iter().filter(|spelt| spelt.changed).collect();
    let mut all_written = true;
    if args.check {
        let converted =
            |table| conversions.iter().any(|conversion| conversion.done && conversion.table == table);
        for spelt in &changed {
            if converted(spelt.table) {
                let sentence = Sentence::WouldConvert { path: &files[spelt.table].path };
                writeln!(out, "{}", shown(sentence))?;
            }
            let palette = if out.coloured { diff::Palette::COLOURED } else { diff::Palette::default() };
            let source = records.reading.sources.get(FileId(spelt.table as u32));
            diff::write(out, source, &spelt.canonical, &records.reading.allow, &palette)?;
        }
    } else if args.stdin {
        spelt.iter().try_for_each(|spelt| out.write_all(spelt.canonical.text.as_bytes()))?;
    } else if !changed.is_empty() {
        // A row that `log` adds after the file was looked at again would be lost.
        let _lock = asked::lock(&root, records.language)?;
        all_written = replace(&root, &files, &changed, &records)?;
    }

    if !refused.files.is_empty() {
        tell(&records, &refused.findings)?;
        say(Sentence::FilesNotRewritten { files: refused.files.len() })?;
    } else if changed.is_empty() && !args.stdin {
        say(Sentence::AllCanonical { files: tables.len() })?;
    }
    Ok(if !all_written {
        Exit::CouldNotRun
    } else if !refused.files.is_empty() || args.check && !changed.is_empty() {
        Exit::RecordsHaveErrors
    } else {
        Exit::Done
    })
}

/// Places among the files of the tables that are asked for. A text on the standard input takes the
/// place of the one it stands for.
fn choose(args: &FmtArgs, globals: &Globals, files: &mut Vec<RawFile>) -> anyhow::Result<Vec<usize>> {
    let refused = |refusal: Refusal<'_>| anyhow!(refusal.text(language_here(globals)));
    let mut tables = Vec::new();
    for asked in &args.files {
        let table = find(asked, files).map_err(refused)?;
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    if !args.stdin {
        let all =
            files.iter().enumerate().filter(|(_, file)| table_of(file).is_some()).map(|(index, _)| index);
        return Ok(if tables.is_empty() { all.collect() } else { tables });
    }
    let mut bytes = Vec::new();
    io::stdin().read_to_end(&mut bytes).context("the standard input cannot be read")?;
    match *tables {
        [] => {
            files.push(RawFile::in_memory("stdin", Purpose::Log, bytes));
            Ok(vec![files.len() - 1])
        }
        [table] => {
            files[table].content = Ok(bytes);
            Ok(tables)
        }
        _ => Err(refused(Refusal::OneFileOnStdin)),
    }
}

/// The place among the files of the table at a path: one of this system, or one as findings show it.
fn find<'a>(asked: &'a Path, files: &[RawFile]) -> Result<usize, Refusal<'a>> {
    let shown = asked.to_str().unwrap_or_default();
    let table = |is_asked: &dyn Fn(&RawFile) -> bool| {
        files.iter().position(|file| table_of(file).is_some() && is_asked(file))
    };
    let real = fs::canonicalize(asked).ok();
    let is_there = |file: &RawFile| real.is_some() && fs::canonicalize(&file.location).ok() == real;
    let found = table(&is_there).or_else(|| table(&|file| file.path == shown));
    found.ok_or(match real {
        Some(_) => Refusal::NotATable { asked: shown },
        None => Refusal::NoSuchFile { asked: shown },
    })
}

fn table_of(file: &RawFile) -> Option<Table> {
    match file.purpose {
        Purpose::Log => Some(Table::Log),
        Purpose::Members => Some(Table::Members),
        Purpose::Names => Some(Table::Names),
        Purpose::Exemplars => Some(Table::Exemplars),
        Purpose::Base(_) | Purpose::Campaign | Purpose::Seal(_) | Purpose::NotRead => None,
    }
}

/// A file that was to be converted.
struct Conversion {
    table: usize,
    /// Not where its letters are Unicode already.
    done: bool,
}

/// Converts the tables that are refused for their encoding. What cannot be converted stays, to be
/// refused.
fn convert(from: From, tables: &[usize], texts: &mut [RawFile]) -> Vec<Conversion> {
    let convert = |&table: &usize| {
        let bytes = texts[table].content.as_ref().ok()?;
        let text = if legacy::is_to_be_converted(bytes) {
            Some(legacy::convert(bytes, from.encoding())?)
        } else {
            None
        };
        let done = text.is_some();
        if let Some(text) = text {
            texts[table].content = Ok(text.into_bytes());
        }
        Some(Conversion { table, done })
    };
    tables.iter().filter_map(convert).collect()
}

/// A table in its canonical spelling.
struct Spelt {
    table: usize,
    canonical: Canonical,
    /// Whether the file holds other bytes.
    changed: bool,
}

/// Files that cannot be read as a whole, and why.
struct Refused {
    files: Vec<usize>,
    findings: Findings,
}

fn spell(records: &Opened, files: &[RawFile], tables: &[usize]) -> (Vec<Spelt>, Refused) {
    let reading = &records.reading;
    let mut spelt = Vec::new();
    let mut refused = Refused { files: Vec::new(), findings: Findings::keeping(usize::MAX) };
    for &table in tables {
        let file = FileId(table as u32);
        let findings: Vec<_> = reading.findings.iter().filter(|finding| finding.place.file == file).collect();
        let (Some(kind), Some(campaign)) = (table_of(&files[table]), reading.rules()) else { continue };
        match canonical(kind, file, &reading.sources.get(file).text, &campaign.records, &findings) {
            Ok(canonical) => {
                let bytes = files[table].content.as_deref().unwrap_or_default();
                let changed = bytes != canonical.text.as_bytes();
                spelt.push(Spelt { table, canonical, changed });
            }
            Err(findings) => {
                refused.files.push(table);
                findings.into_iter().for_each(|finding| refused.findings.push(finding));
            }
        }
    }
    (spelt, refused)
}

/// How many tables of some files, by their paths in the records folder, are not spelt canonically.
pub(super) fn untidy(globals: &Globals, files: &[RawFile], among: &[String]) -> usize {
    let records = Opened::of(globals, files.to_vec(), usize::MAX);
    let in_folder = |file: &RawFile| file.path.split_once('/').map(|(_, path)| path.to_owned());
    let is_asked = |file: &RawFile| in_folder(file).is_some_and(|path| among.contains(&path));
    let tables: Vec<usize> = files
        .iter()
        .enumerate()
        .filter(|(_, file)| table_of(file).is_some() && is_asked(file))
        .map(|(index, _)| index)
        .collect();
    let (spelt, _) = spell(&records, files, &tables);
    spelt.iter().filter(|spelt| spelt.changed).count()
}

/// Reads the records again as they would be, so that no mistake of ours can cost anybody a row.
fn says_the_same(globals: &Globals, records: &Opened, mut texts: Vec<RawFile>, spelt: &[Spelt]) -> bool {
    for spelt in spelt.iter().filter(|spelt| spelt.changed) {
        texts[spelt.table].content = Ok(spelt.canonical.text.clone().into_bytes());
    }
    !spelt.iter().any(|spelt| spelt.changed)
        || Opened::of(globals, texts, usize::MAX).reading.agrees_with(&records.reading)
}

/// Writes the files; false where one could not be written.
fn replace(root: &Path, files: &[RawFile], changed: &[&Spelt], records: &Opened) -> io::Result<bool> {
    let allow = &records.reading.allow;
    let mut all_written = true;
    for spelt in changed {
        let RawFile { path, location, content, .. } = &files[spelt.table];
        let old = content.as_deref().unwrap_or_default();
        let refusal = match folder::replace(root, location, old, spelt.canonical.text.as_bytes()) {
            Ok(()) => {
                writeln!(
                    io::stderr(),
                    "{}",
                    shown(&Sentence::Rewritten { path }.text(records.language), allow)
                )?;
                continue;
            }
            Err(error) => not_replaced(path, &error, records.language),
        };
        writeln!(io::stderr(), "thidua: {}", shown(&refusal, allow))?;
        all_written = false;
    }
    Ok(all_written)
}

fn tell(records: &Opened, findings: &Findings) -> io::Result<()> {
    let mut told = Vec::new();
    short::write(&mut told, &Report { findings, ..records.report() })?;
    io::stderr().write_all(&told)
}
