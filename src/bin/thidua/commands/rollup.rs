use std::path::PathBuf;

use anyhow::Context;
use chrono::NaiveDate;
use thidua::campaign::{Language, SubjectKind};
use thidua::output::view::View;
use thidua::output::words::Refusal;
use thidua::output::{json, rollup};
use thidua::rollup::Entrant;
use thidua::score::{Basis, Request};

use crate::Exit;
use crate::arguments::{By, FormatArgs, Globals, Written, iso_date};
use crate::asked;
use crate::console::Console;
use crate::opened::Opened;

/// Put many campaigns into one board, like rules with like (tổng hợp nhiều phong trào)
///
/// Each folder is read as `score` reads one. Campaigns whose rules differ stand in tables of their own, with
/// what differs. Nothing is printed while one of them has errors.
#[derive(Debug, clap::Args)]
pub(crate) struct RollupArgs {
    /// Folders that each hold a campaign.toml
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,

    /// Number of the phase of each, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Whom to rank
    #[arg(long, value_name = "KIND", default_value = "team")]
    by: By,

    /// Leave out rows after this day, and phases that begin after it (as 2025-03-01)
    #[arg(long, value_name = "DATE", value_parser = iso_date)]
    until: Option<NaiveDate>,

    /// Work with the rows that have no errors; what is left out is counted, and the status is 0
    #[arg(long)]
    keep_going: bool,

    #[command(flatten)]
    format: FormatArgs,
}

pub(crate) fn run(args: &RollupArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let mut opened = Vec::with_capacity(args.folders.len());
    for folder in &args.folders {
        opened.push(Opened::read_to_score_in(globals, folder)?);
    }
    let language = opened.first().map_or(Language::default(), |first| first.language);
    let mut views: Vec<View<'_>> = Vec::with_capacity(opened.len());
    for (records, folder) in opened.iter_mut().zip(&args.folders) {
        records.language = language;
        let records: &Opened = records;
        match records.ready(args.keep_going).with_context(|| folder.display().to_string())? {
            Some(view) => views.push(view),
            // The others are looked at too, so that all errors are known at once.
            None => continue,
        }
    }
    if views.len() < args.folders.len() {
        return Ok(Exit::RecordsHaveErrors);
    }
    let Some(first) = views.first() else { return Ok(Exit::Done) };
    let written = args.format.written().map_err(|refusal| asked::refused(first, refusal))?;
    let by = SubjectKind::from(args.by);
    for (at, (view, folder)) in views.iter().zip(&args.folders).enumerate() {
        let in_folder = || folder.display().to_string();
        asked::phase(view, args.phase, args.until).with_context(in_folder)?;
        if by == SubjectKind::Member {
            asked::members_listed(view).with_context(in_folder)?;
        }
        if let Some(same) = views[..at].iter().position(|other| other.campaign.id == view.campaign.id) {
            let (first, second) = (args.folders[same].display().to_string(), in_folder());
            let id = view.campaign.id.as_str();
            return Err(asked::refused(view, Refusal::SameCampaign { id, first: &first, second: &second }));
        }
    }

    let phase = args.phase.map(|number| number.saturating_sub(1));
    let request = Request { by, phase, until: args.until, basis: Basis::Official };
    let entrants: Vec<Entrant<'_>> = views
        .iter()
        .map(|view| Entrant { campaign: view.campaign, records: view.records, sources: view.sources })
        .collect();
    let result = thidua::rollup::rollup(&entrants, request);
    match written {
        Written::Text => rollup::page(&views, &result).write_text(out)?,
        Written::Markdown => rollup::page(&views, &result).write_markdown(out)?,
        Written::Csv(reader) => rollup::flat(&views, &result, reader).write_csv(reader, out)?,
        Written::Json => json::rollup::write(out, &views, &result)?,
    }
    Ok(Exit::Done)
}
