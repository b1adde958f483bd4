use clap::ValueEnum;
use thidua::audit::{self, Evidence, Kind, Request};
use thidua::chronicle::Spelling;
use thidua::output::audit::{Audited, flat, page};
use thidua::output::json;
use thidua::reading::team_names;

use crate::Exit;
use crate::arguments::{FormatArgs, FromRecords, Globals, Written};
use crate::asked;
use crate::authors;
use crate::console::Console;
use crate::opened::{Opened, State};

/// Show how the rows came to be: late, changed, removed, in bursts, and by whom (soát lịch sử ghi)
///
/// Facts with places, no verdicts; docs/audit.md says what each kind is. The status is 0 whatever
/// is found.
#[derive(Debug, clap::Args)]
pub(crate) struct AuditArgs {
    /// Number of the phase, from 1
    #[arg(long, value_name = "N")]
    phase: Option<usize>,

    /// Only rows of this team or member
    #[arg(long, value_name = "ID", visible_alias = "team")]
    subject: Option<String>,

    /// Days after its date within which a row is not late [default: `late_days` of the campaign, else 30]
    #[arg(long, value_name = "N")]
    late_days: Option<u32>,

    /// Only facts of this kind, and all of them; may be given more than once
    #[arg(long, value_name = "KIND")]
    kind: Vec<Of>,

    #[command(flatten)]
    from: FromRecords,

    #[command(flatten)]
    format: FormatArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Of {
    DatedAfterCommit,
    EnteredLate,
    ChangedAfterAcceptance,
    RemovedAfterAcceptance,
    SameAuthor,
    EvidenceTwice,
    Burst,
    NoRows,
}

impl From<Of> for Kind {
    fn from(of: Of) -> Self {
        match of {
            Of::DatedAfterCommit => Self::DatedAfterCommit,
            Of::EnteredLate => Self::EnteredLate,
            Of::ChangedAfterAcceptance => Self::ChangedAfterAcceptance,
            Of::RemovedAfterAcceptance => Self::RemovedAfterAcceptance,
            Of::SameAuthor => Self::SameAuthor,
            Of::EvidenceTwice => Self::EvidenceTwice,
            Of::Burst => Self::Burst,
            Of::NoRows => Self::NoRows,
        }
    }
}

pub(crate) fn run(args: &AuditArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let records = Opened::read_to_score(globals, State::at(args.from.at.as_deref()))?;
    let Some(view) = records.ready(args.from.keep_going)? else { return Ok(Exit::RecordsHaveErrors) };
    let written = args.format.written().map_err(|refusal| asked::refused(&view, refusal))?;
    let subject = args.subject.as_deref().map(|subject| asked::subject(&view, subject)).transpose()?;
    let request = Request {
        phase: asked::phase(&view, args.phase, args.from.until)?,
        until: args.from.until,
        subject,
        late_days: i64::from(args.late_days.unwrap_or(view.campaign.records.late_days)),
    };

    let teams = team_names(view.campaign);
    let members = view.records.members.as_deref().unwrap_or_default();
    let spelling = Spelling::new(view.campaign, members, &teams);
    let told = authors::rows::told(globals, &view, &spelling)?;
    let history = told.as_ref().map(|told| (&told.history, &told.chronicle));
    let evidence = Evidence {
        campaign: view.campaign,
        records: view.records,
        sources: view.sources,
        spelling: &spelling,
        history,
    };
    let audit = audit::audit(&evidence, request);
    let kinds: Vec<Kind> = args.kind.iter().map(|&kind| kind.into()).collect();
    let history = history.map(|(history, _)| history);
    let audited = Audited { view: &view, audit: &audit, request, history, kinds: &kinds };
    match written {
        Written::Text => page(&audited).write_text(out)?,
        Written::Markdown => page(&audited).write_markdown(out)?,
        Written::Csv(reader) => flat(&audited, reader).write_csv(reader, out)?,
        Written::Json => json::audit::write(out, &audited)?,
    }
    Ok(Exit::Done)
}
