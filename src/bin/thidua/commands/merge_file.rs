use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
use thidua::campaign::Language;
use thidua::folder::{self, CAMPAIGN_FILE, Purpose, RawFile, Role, role_of};
use thidua::git::merge_lines;
use thidua::merge::{Labels, Merged, NotMerged, Versions, Which, merge};
use thidua::output::plain::plain;
use thidua::output::words::{Setup, finding_message, git_error};
use thidua::reading;
use thidua::records::Table;

use crate::Exit;
use crate::arguments::Globals;
use crate::asked::not_replaced;
use crate::opened::language_of;

/// Merge three versions of a CSV file by rows, for git (gộp tệp CSV theo dòng số liệu)
///
/// This is the merge driver that `thidua hook install` sets up. The result takes the place of OURS.
/// The exit status is 1 where people have to decide, and 2 where the file could not be merged by rows.
#[derive(Debug, clap::Args)]
pub(crate) struct MergeFileArgs {
    /// What both sides began with
    base: PathBuf,

    /// The version of the side that is merged into, which is replaced
    ours: PathBuf,

    /// The version of the side that is merged
    theirs: PathBuf,

    /// Where the file stands, from the top of the work tree
    #[arg(long, value_name = "PATH")]
    path: Option<PathBuf>,
}

const LABELS: Labels<'static> = Labels { ours: "ours", theirs: "theirs" };

/// Larger files are not read.
const MOST_BYTES: u64 = u32::MAX as u64;

pub(crate) fn run(args: &MergeFileArgs, globals: &Globals) -> anyhow::Result<Exit> {
    let [base, ours, theirs] = [&args.base, &args.ours, &args.theirs].map(|path| read(path));
    let (base, ours, theirs) = (base?, ours?, theirs?);
    let place = Place::of(args.path.as_deref().unwrap_or(&args.ours));
    let language = globals.language().or(place.language).unwrap_or_default();
    let say = |sentence: Setup<'_>| writeln!(io::stderr(), "thidua: {}", plain(&sentence.text(language)));
    let by_lines = || merge_lines(&args.ours, &args.base, &args.theirs, [LABELS.ours, LABELS.theirs]);
    let replace = |bytes: &[u8]| {
        let folder = args.ours.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder::replace(folder.unwrap_or(Path::new(".")), &args.ours, &ours, bytes)
            .map_err(|error| anyhow!(not_replaced(&place.shown, &error, language)))
    };

    let Some(table) = place.table else {
        // A file that is none of the tables of the records is merged as if there were no driver.
        let lines = by_lines().map_err(|error| anyhow!(git_error(&error, language)))?;
        replace(&lines.text)?;
        return Ok(if lines.has_conflicts { Exit::RecordsHaveErrors } else { Exit::Done });
    };
    let versions = Versions { base: &base, ours: &ours, theirs: &theirs };
    match merge(versions, table, &place.beside, LABELS) {
        Ok(Merged { bytes, conflicts }) => {
            replace(&bytes)?;
            if conflicts == 0 {
                return Ok(Exit::Done);
            }
            say(Setup::RowsInConflict { path: &place.shown, rows: conflicts })?;
            Ok(Exit::RecordsHaveErrors)
        }
        Err(refused) => {
            let reason = reason(&refused, language);
            match by_lines() {
                Ok(lines) => {
                    replace(&lines.text)?;
                    say(Setup::MergedByLines { path: &place.shown, reason: &reason })?;
                }
                Err(_) => say(Setup::LeftAsOurs { path: &place.shown, reason: &reason })?,
            }
            Ok(Exit::CouldNotRun)
        }
    }
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let bytes = folder::read_file(path, MOST_BYTES);
    let bytes = bytes.with_context(|| format!("`{}` cannot be read", path.display()))?;
    bytes.ok_or_else(|| anyhow!("`{}` is too large", path.display()))
}

/// What is known of a file by where it stands.
struct Place {
    /// As messages show it.
    shown: String,
    /// None for a file that is none of the records.
    table: Option<Table>,
    /// The rules and members, as they lie there: in the middle of a merge, perhaps.
    beside: Vec<RawFile>,
    language: Option<Language>,
}

impl Place {
    /// The records are those of the nearest folder above the file. Without any, the name of the file
    /// tells which table it is.
    fn of(path: &Path) -> Self {
        let shown = path.to_string_lossy().replace('\\', "/");
        let root = path.ancestors().skip(1).find(|folder| folder.join(CAMPAIGN_FILE).exists());
        let below = root.and_then(|root| path.strip_prefix(root).ok()).map(Path::to_string_lossy);
        let table = match (below, path.file_name().and_then(|name| name.to_str())) {
            (Some(below), _) => match role_of(&below.replace('\\', "/")) {
                Role::Read(Purpose::Log) => Some(Table::Log),
                Role::Read(Purpose::Members) => Some(Table::Members),
                Role::Read(Purpose::Names) => Some(Table::Names),
                Role::Read(Purpose::Exemplars) => Some(Table::Exemplars),
                _ => None,
            },
            (None, Some("members.csv")) => Some(Table::Members),
            (None, Some("names.csv")) => Some(Table::Names),
            (None, Some("exemplars.csv")) => Some(Table::Exemplars),
            (None, _) => Some(Table::Log),
        };
        let root = root.map(|root| if root.as_os_str().is_empty() { Path::new(".") } else { root });
        let beside = root.and_then(|root| folder::read_rules_and_members(root).ok()).unwrap_or_default();
        let language = language_of(&reading::read(beside.clone(), 0, 1));
        Self { shown, table, beside, language }
    }
}

/// Why a table was not merged by rows.
fn reason(refused: &NotMerged, language: Language) -> String {
    match refused {
        NotMerged::Columns => Setup::ColumnsIrreconcilable.text(language),
        NotMerged::Unreadable { version, findings } => {
            let finding = findings.first().map(|finding| finding_message(&finding.problem, language));
            let reason = &finding.unwrap_or_default();
            match version {
                Which::Base => Setup::BaseUnreadable { reason },
                Which::Ours => Setup::OursUnreadable { reason },
                Which::Theirs => Setup::TheirsUnreadable { reason },
            }
            .text(language)
        }
    }
}
