use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ValueEnum;
use thidua::campaign::SubjectKind;
use thidua::output::report::content::Report;
use thidua::output::report::workbook::Workbook;
use thidua::output::report::{Paper, compose, docx, has_room, html, markdown, slip, workbook, xlsx};
#[cfg(feature = "pictures")]
use thidua::output::report::{card, picture};
use thidua::output::view::View;
use thidua::output::words::Refusal;
use thidua::robustness::{self, Lottery, Robustness};
use thidua::score::explain::{Explanation, TeamRow};
use thidua::score::review::Review;
use thidua::score::{self, Basis, Board, Request};

use crate::Exit;
use crate::arguments::{FromRecords, Globals, iso_date};
use crate::asked;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Write the report of a phase (sơ kết), of the campaign (tổng kết), or the slip of a team
///
/// Numbers, tables, charts and what can be said by numbers are filled in; what only people can write has
/// a marked place.
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    /// Number of the phase, from 1; without it the whole campaign
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// One page for this team: its scores, its rows, what is missing
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,

    /// What to write [default: what the name of the file says, else html]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// Write to this file [default: the standard output]
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Replace a file that is there already
    #[arg(long)]
    force: bool,

    /// Write the board as one picture (PNG) for a chat, and the report only where it is asked for too
    #[cfg(feature = "pictures")]
    #[arg(long, value_name = "FILE", conflicts_with = "team")]
    card: Option<PathBuf>,

    /// Day of the paper (as 2025-02-05); without it dots to be filled in
    #[arg(long, value_name = "DATE", value_parser = iso_date)]
    date: Option<NaiveDate>,

    #[command(flatten)]
    from: FromRecords,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// One page that needs nothing else: for a phone, a screen, or printed on A4
    Html,
    /// A document for Word or LibreOffice, to be completed and signed
    Docx,
    /// A workbook for Excel or LibreOffice, with sums that can be followed
    Xlsx,
    /// Markdown
    Md,
}

impl Format {
    /// Why it is not written to a terminal: there it is no text.
    fn unreadable(self) -> Option<Refusal<'static>> {
        match self {
            Self::Html | Self::Md => None,
            Self::Docx => Some(Refusal::NotForTerminals { format: "DOCX", path: "report.docx" }),
            Self::Xlsx => Some(Refusal::NotForTerminals { format: "XLSX", path: "report.xlsx" }),
        }
    }
}

pub(crate) fn run(args: &ReportArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    #[cfg(feature = "pictures")]
    if let Some(path) = &args.card {
        put_card(args, &view, path, out)?;
        if args.output.is_none() && args.format.is_none() {
            return Ok(Exit::Done);
        }
    }
    let format = format(args, &view)?;
    if args.output.is_none()
        && out.is_terminal
        && let Some(refusal) = format.unreadable()
    {
        return Err(asked::refused(&view, refusal));
    }
    let told = tell(args, &view)?;

    let mut bytes = Vec::new();
    match format {
        Format::Html => html::write(&told.report(&view, args, Paper::Page), &mut bytes)?,
        Format::Docx => docx::write(&told.report(&view, args, Paper::Document), &mut bytes)?,
        Format::Xlsx => xlsx::write(&told.workbook(&view, args), &mut bytes)?,
        Format::Md => markdown::write(&told.report(&view, args, Paper::Page), &mut bytes)?,
    }
    match &args.output {
        Some(path) => asked::put(&view, path, args.force, out, |file| file.write_all(&bytes))?,
        None => out.write_all(&bytes)?,
    }
    Ok(Exit::Done)
}

/// What a report tells of.
enum Told {
    /// The phase or campaign, and how far its ranks depend on the weights.
    Whole { review: Box<Review>, weighed: Option<Robustness> },
    /// One team in it: the board, and what explains its score in each phase.
    Slip { board: Board, phases: Vec<Explanation>, team: usize },
}

impl Told {
    fn board(&self) -> &Board {
        match self {
            Self::Whole { review, .. } => &review.board,
            Self::Slip { board, .. } => board,
        }
    }

    fn report(&self, view: &View<'_>, args: &ReportArgs, paper: Paper) -> Report {
        match self {
            Self::Whole { review, weighed } => compose(view, review, weighed.as_ref(), args.date),
            Self::Slip { board, phases, team } => slip(view, board, phases, *team, args.date, paper),
        }
    }

    fn workbook(&self, view: &View<'_>, args: &ReportArgs) -> Workbook {
        let report = self.report(view, args, Paper::Document);
        let requests = self.board().phases(view.campaign).into_iter();
        let requests: Vec<Request> =
            requests.map(|phase| Request { phase: Some(phase), ..self.board().request }).collect();
        let rows = requests.iter().flat_map(|&of| score::tell_rows(view.campaign, view.records, of));
        let rows: Vec<TeamRow> = rows.collect();
        match self {
            Self::Whole { review, .. } => {
                let boards = requests.iter().map(|&of| score::score(view.campaign, view.records, of));
                workbook::workbook(view, &report, review, &boards.collect::<Vec<_>>(), &rows)
            }
            Self::Slip { board, team, .. } => workbook::slip_workbook(view, &report, board, *team, &rows),
        }
    }
}

/// What is to be told of the phase or campaign, or of one team in it.
fn tell(args: &ReportArgs, view: &View<'_>) -> anyhow::Result<Told> {
    let until = args.from.until;
    let phase = asked::phase(view, args.phase, until)?;
    let Some(asked) = &args.team else {
        let review = score::review(view.campaign, view.records, phase, until);
        let weighed = has_room(&review).then(|| {
            robustness::robustness(view.campaign, view.records, review.board.request, Lottery::USUAL)
        });
        return Ok(Told::Whole { review: Box::new(review), weighed });
    };
    let (by, team) = asked::subject(view, asked)?;
    if by == SubjectKind::Member {
        return Err(asked::refused(view, Refusal::SlipsAreOfTeams { asked }));
    }
    let request = Request { by, phase, until, basis: Basis::Official };
    let board = score::score(view.campaign, view.records, request);
    let phases = board
        .phases(view.campaign)
        .into_iter()
        .map(|phase| {
            let request = Request { phase: Some(phase), ..request };
            score::explain(view.campaign, view.records, team, request)
        })
        .collect();
    Ok(Told::Slip { board, phases, team })
}

/// The format that is asked for, else the one that the name of the file tells.
fn format(args: &ReportArgs, view: &View<'_>) -> anyhow::Result<Format> {
    if let Some(format) = args.format {
        return Ok(format);
    }
    let Some(path) = &args.output else { return Ok(Format::Html) };
    let end = path.extension().unwrap_or_default().to_string_lossy();
    Format::from_str(&end, true).map_err(|_| {
        let values = Format::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let known: Vec<String> = values.map(|value| value.get_name().to_owned()).collect();
        asked::refused(view, Refusal::NoFormat { path: &path.display().to_string(), known: &known })
    })
}

/// Writes the picture of the board.
#[cfg(feature = "pictures")]
fn put_card(args: &ReportArgs, view: &View<'_>, path: &Path, out: &mut Console) -> anyhow::Result<()> {
    let request = asked::request(view, SubjectKind::Team, args.phase, args.from.until, Basis::Official)?;
    let board = score::score(view.campaign, view.records, request);
    let Some(picture) = picture::png(&card::draw(view, &board), 1) else {
        return Err(asked::refused(view, Refusal::NoPicture));
    };
    asked::put(view, path, args.force, out, |file| file.write_all(&picture))
}
