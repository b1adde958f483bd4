use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;
use chrono::{Datelike, NaiveDate};
use clap::ValueEnum;
use thidua::calendar::Span;
use thidua::campaign::{Campaign, Language};
use thidua::finding::Severity;
use thidua::folder::{self, CAMPAIGN_FILE, NewFile, Purpose, RawFile};
use thidua::output::notation::Notation;
use thidua::output::plain::shown;
use thidua::output::words::{Refusal, Sentence, finding_message};
use thidua::privacy::identifiers::Allow;
use thidua::reading;

use super::hook;
use crate::Exit;
use crate::arguments::{Globals, iso_date};
use crate::console::Console;
use crate::copied_rules::{self, Changes, Fault};
use crate::new_campaign::{self, Plan};
use crate::opened::Opened;

/// Make the records folder of a new campaign (lập sổ cho một phong trào mới)
///
/// Explained rules in the language of `--lang` (else Vietnamese), a log with nothing but its header for
/// every month, members, a README for the officer, and what git and editors need. What is there already
/// is never overwritten.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Folder to make [default: that of --records, else records]
    dir: Option<PathBuf>,

    /// Take the rules of this campaign, comments and all, but not its rows
    #[arg(long, value_name = "DIR", conflicts_with_all = ["teams", "dates"])]
    from: Option<PathBuf>,

    /// First day (as 2025-03-01) [default: that of the campaign in --from, else an example]
    #[arg(long, value_name = "DATE", value_parser = iso_date, requires = "end")]
    start: Option<NaiveDate>,

    /// Last day
    #[arg(long, value_name = "DATE", value_parser = iso_date, requires = "start")]
    end: Option<NaiveDate>,

    /// Identifier of the campaign: a letter, then letters, digits, - or _
    #[arg(long)]
    id: Option<String>,

    /// Title of the campaign
    #[arg(long)]
    title: Option<String>,

    /// How many teams to list
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=500))]
    teams: u16,

    /// Order of dates such as 03/02/2025 in the logs; iso refuses them, as nobody can tell
    #[arg(long, value_name = "ORDER", default_value = "iso")]
    dates: Dates,

    /// Have git check the records before a commit, and merge them by rows: as `thidua hook install`
    #[arg(long)]
    hook: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Dates {
    /// 2025-02-03 only
    Iso,
    /// Day first
    Dmy,
    /// Month first
    Mdy,
}

/// Logs are made for at most so many months: a campaign of ten years is a slip of the pen.
const MOST_MONTHS: usize = 120;

/// The days of a campaign for which none are given: without a clock there are no others to take.
const EXAMPLE_YEAR: i32 = 2026;

pub(crate) fn run(args: &InitArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let root = args.dir.clone().or_else(|| globals.records()).unwrap_or_else(|| "records".into());
    let new = match &args.from {
        Some(from) => copied(args, globals, from, &root)?,
        None => Some(from_template(args, globals)?),
    };
    let Some(new) = new else { return Ok(Exit::RecordsHaveErrors) };
    let files = new.files();
    // Rows of another campaign among the logs would be read as rows of this one.
    let in_the_way = folder::occupied(&root, std::iter::once("activities").chain(top_level(&files)));
    if !in_the_way.is_empty() {
        let folder = root.display().to_string();
        let refusal = Refusal::WouldOverwrite { folder: &folder, files: &in_the_way };
        return Err(anyhow!(refusal.text(new.language)));
    }
    if args.hook {
        hook::can_be_installed_in(&root, new.language)?;
    }
    folder::create_all(&root, &files)?;
    tell(&new, &root, &files, args.start.is_none() && args.from.is_none(), out)?;
    if args.hook { hook::install_in(&root, new.language, out) } else { Ok(Exit::Done) }
}

/// A campaign that is to be made.
struct New {
    language: Language,
    /// The text of its rules.
    rules: String,
    /// What they say.
    campaign: Campaign,
    with_members: bool,
}

impl New {
    /// All its files. The one that makes it a campaign is the last to be made.
    fn files(&self) -> Vec<NewFile> {
        let mut files = new_campaign::beside(&self.campaign, self.language, self.with_members);
        files.push(NewFile { path: CAMPAIGN_FILE.to_owned(), text: self.rules.clone() });
        files
    }
}

fn from_template(args: &InitArgs, globals: &Globals) -> anyhow::Result<New> {
    let language = globals.language().unwrap_or_default();
    let span = args.span().or_else(example_days).ok_or_else(|| anyhow!("no such year"))?;
    refuse_long(span, language)?;
    let year = span.first.year();
    let (id, title) = match language {
        Language::Vi => (format!("thi-dua-{year}"), "Phong trào thi đua"),
        Language::En => (format!("campaign-{year}"), "Emulation campaign"),
    };
    let rules = new_campaign::rules(&Plan {
        language,
        id: args.id.as_deref().unwrap_or(&id),
        title: args.title.as_deref().unwrap_or(title),
        span,
        dates: args.dates.word(),
        teams: args.teams.into(),
    });
    let campaign = understood(&rules, Vec::new(), Severity::Warning, language)?;
    Ok(New { language, rules, campaign, with_members: true })
}

/// The campaign in `from` with the changes that are asked for; none where its rules have errors, which
/// have been told.
fn copied(args: &InitArgs, globals: &Globals, from: &Path, root: &Path) -> anyhow::Result<Option<New>> {
    let from = folder::find(Some(from))?;
    let other = Opened::read_rules(globals, &from)?;
    let language = other.language;
    let (Some(_), Some(file)) = (other.ready(false)?, other.reading.rule_files.first()) else {
        return Ok(None);
    };
    if let Some(span) = args.span() {
        refuse_long(span, language)?;
    }
    let text = &other.reading.sources.get(*file).text;
    let base = match copied_rules::extended(text) {
        None => None,
        Some(path) => {
            let path = folder::path_from(root, &from, &path)?;
            Some(path.ok_or_else(|| anyhow!(Refusal::BaseOutOfReach.text(language)))?)
        }
    };
    let changes = Changes { id: args.id.as_deref(), title: args.title.as_deref(), span: args.span() };
    let rules = copied_rules::changed(text, &changes, base.as_deref()).map_err(|fault| {
        let refusal = match fault {
            Fault::NotThere(key) => Refusal::NotToBeSet { key },
            Fault::TooShort { phases } => Refusal::FewerDaysThanPhases { phases },
        };
        anyhow!(refusal.text(language))
    })?;
    let is_base = |file: &RawFile| matches!(file.purpose, Purpose::Base(_));
    let bases = folder::read_rules(&from)?.into_iter().filter(is_base).collect();
    let campaign = understood(&rules, bases, Severity::Error, language)?;
    let with_members = !folder::occupied(&from, ["members.csv"]).is_empty();
    Ok(Some(New { language, rules, campaign, with_members }))
}

/// What rules say that are not on the disk yet. Anything at least as bad as `worst` is refused.
fn understood(
    rules: &str,
    bases: Vec<RawFile>,
    worst: Severity,
    language: Language,
) -> anyhow::Result<Campaign> {
    let mut files = bases;
    let path = format!("records/{CAMPAIGN_FILE}");
    files.push(RawFile::in_memory(path, Purpose::Campaign, rules.as_bytes().to_vec()));
    let reading = reading::read(files, usize::MAX, 1);
    let wrong = reading.findings.iter().find(|finding| finding.rule().severity <= worst);
    match (wrong, reading.campaign) {
        (None, Some(campaign)) => Ok(campaign),
        (wrong, _) => {
            let reason = wrong.map(|finding| finding_message(&finding.problem, language));
            let refusal = Refusal::NoCampaign { reason: &reason.unwrap_or_default() };
            Err(anyhow!(refusal.text(language)))
        }
    }
}

fn refuse_long(span: Span, language: Language) -> anyhow::Result<()> {
    if new_campaign::months(span).len() > MOST_MONTHS {
        return Err(anyhow!(Refusal::TooManyMonths { most: MOST_MONTHS }.text(language)));
    }
    Ok(())
}

fn example_days() -> Option<Span> {
    let day = |month, day| NaiveDate::from_ymd_opt(EXAMPLE_YEAR, month, day);
    Some(Span { first: day(1, 1)?, last: day(12, 31)? })
}

fn top_level(files: &[NewFile]) -> impl Iterator<Item = &str> {
    files.iter().map(|file| file.path.as_str()).filter(|path| !path.contains('/'))
}

/// Says what there is now, and what to do with it.
fn tell(
    new: &New,
    root: &Path,
    files: &[NewFile],
    example_days: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let folder = root.display().to_string();
    let logs = files.len() - top_level(files).count();
    let mut say =
        |sentence: Sentence<'_>| writeln!(out, "{}", shown(&sentence.text(new.language), &Allow::default()));
    say(Sentence::CampaignMade { folder: &folder, files: files.len(), logs })?;
    if example_days {
        let days = Notation::from(new.language).span(new.campaign.span);
        say(Sentence::ExampleDays { days: &days })?;
    }
    // Commands find these by themselves.
    let found = root == Path::new("records") || root == Path::new(".");
    say(Sentence::CampaignNext { records: if found { None } else { Some(&folder) } })
}

impl InitArgs {
    fn span(&self) -> Option<Span> {
        self.start.zip(self.end).map(|(first, last)| Span { first, last })
    }
}

impl Dates {
    fn word(self) -> &'static str {
        match self {
            Self::Iso => "iso",
            Self::Dmy => "dmy",
            Self::Mdy => "mdy",
        }
    }
}
