//! What is said of a file that is imported: of its cells, by the names that its spreadsheet gives them.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::json::word;
use super::plain::shown;
use super::words::{Importing, cut, finding_help, finding_message, note};
use crate::campaign::Language;
use crate::finding::{Finding, Note, Problem};
use crate::import::{Placed, Remark, What};
use crate::privacy::identifiers::Allow;
use crate::reading::Reading;
use crate::source::{FileId, Place, Sources};
use crate::spreadsheet::CellName;

/// Lines of one kind that are shown.
const MOST_SHOWN: usize = 20;

/// Longest text of a row that is quoted, in characters.
const MOST_CHARS_QUOTED: usize = 60;

/// The sheet that is imported, and in which language it is spoken of.
#[derive(Clone, Copy)]
pub struct Imported<'a> {
    /// The name of the file.
    pub file: &'a str,
    /// The name of the sheet; none for a CSV file.
    pub sheet: Option<&'a str>,
    /// What looks like an identifier of a resident and is none.
    pub allow: &'a Allow,
    /// The language of messages.
    pub language: Language,
}

/// A log that was made of the sheet, and read as one.
#[derive(Clone, Copy)]
pub struct AsLog<'a> {
    /// The rows of the sheet.
    pub placed: &'a Placed,
    /// The file that they are in the reading.
    pub file: FileId,
    /// The reading.
    pub reading: &'a Reading,
}

/// Something to be said.
#[derive(Clone, Copy)]
enum Said<'a> {
    Remark(&'a Remark),
    Finding(&'a Finding, &'a AsLog<'a>),
}

/// Something in words.
struct Line {
    /// `error[R203]`, `note:`.
    head: String,
    message: String,
    below: Vec<String>,
}

impl Imported<'_> {
    /// Writes remarks on cells.
    pub fn write_remarks(&self, out: &mut dyn Write, remarks: &[Remark]) -> io::Result<()> {
        self.write(out, remarks.iter().map(Said::Remark).collect())
    }

    /// Writes what is wrong with a text as a whole.
    pub fn write_unfit(&self, out: &mut dyn Write, problem: &Problem) -> io::Result<()> {
        self.write_line(out, None, problem_line(problem, self.own_help(problem), self.language))
    }

    /// Writes everything there is to say of a sheet that was made a log.
    pub fn write_log(&self, out: &mut dyn Write, log: &AsLog<'_>) -> io::Result<()> {
        let remarks = log.placed.left_out.iter().chain(&log.placed.faults).map(Said::Remark);
        self.write(
            out,
            remarks.chain(log.new_findings().map(|finding| Said::Finding(finding, log))).collect(),
        )
    }

    fn write(&self, out: &mut dyn Write, mut said: Vec<Said<'_>>) -> io::Result<()> {
        said.sort_by_cached_key(Said::at);
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        for said in said {
            let found = found.entry(said.kind()).or_default();
            *found += 1;
            if *found <= MOST_SHOWN {
                let line = match said {
                    Said::Remark(remark) => self.remark_line(remark),
                    Said::Finding(finding, log) => self.finding_line(finding, log),
                };
                self.write_line(out, said.at(), line)?;
            }
        }
        for (kind, found) in found {
            if found > MOST_SHOWN {
                writeln!(
                    out,
                    "{}: {}",
                    shown(self.file, self.allow),
                    Importing::More { kind, found }.text(self.language)
                )?;
            }
        }
        Ok(())
    }

    fn write_line(&self, out: &mut dyn Write, at: Option<CellName>, line: Line) -> io::Result<()> {
        let shown = |text: &str| shown(text, self.allow);
        write!(out, "{}: ", shown(self.file))?;
        if let Some(place) = at.map(|at| self.place(at)).or_else(|| self.sheet.map(sheet_name)) {
            write!(out, "{}: ", shown(&place))?;
        }
        writeln!(out, "{} {}", line.head, shown(&line.message))?;
        line.below.iter().try_for_each(|below| writeln!(out, "  {}", shown(below)))
    }

    /// `'Tháng 3'!B14`.
    fn place(&self, cell: CellName) -> String {
        match self.sheet {
            Some(sheet) => format!("{}!{cell}", sheet_name(sheet)),
            None => cell.to_string(),
        }
    }

    fn remark_line(&self, remark: &Remark) -> Line {
        let cells;
        let (words, mend) = match &remark.what {
            What::Problem(problem) => {
                let finding = Finding::new(problem.clone(), Place::whole(FileId(0)));
                let help = finding_help(&finding, &Sources::default(), self.language);
                return problem_line(problem, help, self.language);
            }
            What::ErrorValue { shown } => (Importing::ErrorValue { shown }, Some(Importing::MendErrorValue)),
            What::NotComputed => (Importing::NotComputed, Some(Importing::MendNotComputed)),
            What::Merged { to } => {
                cells = format!("{}:{to}", remark.at);
                (Importing::Merged { cells: &cells }, Some(Importing::MendMerged))
            }
            What::NoHead => (Importing::NoHead, Some(Importing::MendNoHead)),
            What::AboveHeader { text } => {
                (Importing::AboveHeader { text: cut(text, MOST_CHARS_QUOTED) }, None)
            }
            What::BelowRows { text } => (Importing::BelowRows { text: cut(text, MOST_CHARS_QUOTED) }, None),
        };
        Line {
            head: if mend.is_some() { "error:" } else { "note:" }.to_owned(),
            message: words.text(self.language),
            below: mend.iter().map(|mend| format!("help: {}", mend.text(self.language))).collect(),
        }
    }

    fn finding_line(&self, finding: &Finding, log: &AsLog<'_>) -> Line {
        let sources = &log.reading.sources;
        let is_here = |place: Place| place.file == log.file;
        let place = |place: Place| match is_here(place) {
            true => self.place(log.placed.cell_of(place.start as usize)),
            false => sources.path_and_line(place),
        };
        // Help that speaks of the log would send people to a file that is not there.
        let speaks_of_log =
            !is_here(finding.place) || finding.related.iter().any(|related| is_here(related.place));
        let help = self.own_help(&finding.problem);
        let help = match speaks_of_log {
            true => help,
            false => help.or_else(|| finding_help(finding, sources, self.language)),
        };
        let mut line = problem_line(&finding.problem, help, self.language);
        if speaks_of_log {
            let itself = (!is_here(finding.place)).then_some((finding.place, Note::AlsoHere));
            let related = finding.related.iter().map(|related| (related.place, related.note));
            let places = itself.into_iter().chain(related);
            line.below.extend(
                places.map(|(at, said)| format!("note: {}: {}", place(at), note(said, self.language))),
            );
        }
        line
    }

    /// What to do where the mend of a log is none for a spreadsheet: other commands take files of the
    /// records only, and git knows no other.
    fn own_help(&self, problem: &Problem) -> Option<String> {
        use Problem as P;
        let help = match problem {
            P::DatesMixed { .. } | P::DatesInOtherOrder { .. } => Importing::MendDates,
            P::Tcvn3 {} | P::Vni {} => Importing::MendFont,
            P::Windows1258 {}
            | P::Mojibake {}
            | P::Utf16WithoutMark { .. }
            | P::Utf32 {}
            | P::OtherFormat { .. }
            | P::ConflictMarkers {}
            | P::NotText {}
            | P::NotUtf8 {} => Importing::MendEncoding,
            _ => return None,
        };
        Some(help.text(self.language))
    }
}

impl Said<'_> {
    /// The cell; none for the sheet as a whole.
    fn at(&self) -> Option<CellName> {
        match self {
            Self::Remark(remark) => Some(remark.at),
            Self::Finding(finding, log) => {
                let related = finding.related.iter().map(|related| related.place);
                let here =
                    std::iter::once(finding.place).chain(related).find(|place| place.file == log.file)?;
                (here != Place::whole(log.file)).then(|| log.placed.cell_of(here.start as usize))
            }
        }
    }

    /// What counts as the same kind of thing.
    fn kind(&self) -> &'static str {
        match self {
            Self::Finding(finding, _) => finding.rule().code,
            Self::Remark(remark) => match &remark.what {
                What::Problem(problem) => problem.rule().code,
                What::ErrorValue { .. } => "#N/A",
                What::NotComputed => "=",
                What::Merged { .. } => "A1:A2",
                What::NoHead => "A:A",
                What::AboveHeader { .. } | What::BelowRows { .. } => "1:1",
            },
        }
    }
}

impl<'a> AsLog<'a> {
    /// Findings that were not there before, without those of cells of which something was said.
    pub fn new_findings(&self) -> impl Iterator<Item = &'a Finding> {
        let Self { placed, file, reading } = *self;
        reading.findings.iter().filter(move |finding| {
            let here = finding.place.file == file;
            let is_said = here && placed.is_faulty(placed.cell_of(finding.place.start as usize));
            !is_said && (here || finding.related.iter().any(|related| related.place.file == file))
        })
    }
}

fn problem_line(problem: &Problem, help: Option<String>, language: Language) -> Line {
    let rule = problem.rule();
    Line {
        head: format!("{}[{}]", word::severity(rule.severity), rule.code),
        message: finding_message(problem, language),
        below: help.iter().map(|help| format!("help: {help}")).collect(),
    }
}

/// The name of a sheet as formulas write it.
pub fn sheet_name(name: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    if !name.is_empty() && name.chars().all(is_plain) {
        name.to_owned()
    } else {
        format!("'{}'", name.replace('\'', "''"))
    }
}
