//! Each target takes any bytes and panics where something is not as it must be.

use thidua::campaign::{Language, SubjectKind};
use thidua::canonical::canonical;
use thidua::finding::Finding;
use thidua::folder::{Purpose, RawFile, Role, role_of};
use thidua::merge::{self, Labels, Versions};
use thidua::output::findings::full::Palette;
use thidua::output::findings::{Report, full, github, json, sarif, short};
use thidua::output::json as boards_as_json;
use thidua::output::view::View;
use thidua::reading::{self, Reading};
use thidua::records::Table;
use thidua::score::summary::SummaryBy;
use thidua::score::{Basis, Request, explain, score, summarise};
use thidua::source::{FileId, Source};
use thidua::spreadsheet;

/// A target and its name, which is also that of the folder of its seeds.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 10] = [
    ("campaign", campaign),
    ("log", log),
    ("members", members),
    ("names", names),
    ("seal", seal),
    ("folder", folder),
    ("fmt", fmt),
    ("places", places),
    ("merge", merge),
    ("workbook", workbook),
];

const CAMPAIGN: &str = include_str!("../../tests/support/campaign.toml");
const MEMBERS: &str = "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,,,member\n\
                       T2-01,to-2,,2025-03-01,leader\nT2-02,to-2,,,member\n";
const LOG: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n\
                   2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,\n\
                   2025-02-05,to-1,T1-01 T1-02,C1A,2.5,BB-0002,2,CA-01,thiếu một biên bản\n\
                   2025-02-07,to-2,T2-02,C2A,3,BB-0005,,,\n\
                   2025-03-01,to-1,,thuong,1,BB-0006,1,CA-01,\n";

const CAMPAIGN_FILE: &str = "campaign.toml";
const MEMBERS_FILE: &str = "members.csv";
const LOG_FILE: &str = "activities/2025-02.csv";

/// Stands between two files of the target `folder`, and between versions of the target `merge`.
const SEPARATOR: &[u8] = b"\n--- ";

/// Any rules, over a log and members.
pub fn campaign(bytes: &[u8]) {
    use_all(&read_with(&[(CAMPAIGN_FILE, bytes)]));
}

/// Any log.
pub fn log(bytes: &[u8]) {
    let reading = read_with(&[(LOG_FILE, bytes)]);
    if reading.campaign.is_some() && !reading.findings.has_errors() {
        assert!(reading.records.left_out.is_empty(), "rows are left out and nothing is said of them");
    }
    use_all(&reading);
}

/// Any list of members.
pub fn members(bytes: &[u8]) {
    use_all(&read_with(&[(MEMBERS_FILE, bytes)]));
}

/// Any names.
pub fn names(bytes: &[u8]) {
    use_all(&read_with(&[("names.csv", bytes)]));
}

/// Any seal.
pub fn seal(bytes: &[u8]) {
    use_all(&read_with(&[("sealed/phase-1.toml", bytes)]));
}

/// Any files: the first is the rules, each other stands after a line that begins with `---` and its path.
pub fn folder(bytes: &[u8]) {
    let mut parts = split(bytes, SEPARATOR);
    let rules = parts.next().unwrap_or_default();
    let mut files: Vec<RawFile> = vec![file(CAMPAIGN_FILE, Purpose::Campaign, rules)];
    for part in parts.take(40) {
        let end = part.iter().position(|&byte| byte == b'\n').unwrap_or(part.len());
        let path = String::from_utf8_lossy(&part[..end]).into_owned();
        let content = part.get(end + 1..).unwrap_or_default();
        match (role_of(&path), path.strip_prefix("base-").and_then(|number| number.parse().ok())) {
            (_, Some(number)) => files.push(file(&path, Purpose::Base(number), content)),
            (Role::Read(Purpose::Campaign), None) => {}
            (Role::Read(purpose), None) => files.push(file(&path, purpose, content)),
            _ => {}
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files.dedup_by(|one, other| one.path == other.path);
    let one_thread = reading::read(files.clone(), 20, 1);
    let three_threads = reading::read(files, 20, 3);
    assert_eq!(told(&one_thread), told(&three_threads), "threads change what is found");
    assert_eq!(boards(&one_thread), boards(&three_threads), "threads change a score");
    use_all(&one_thread);
}

/// The canonical spelling of any log and any list of members: it says the same, and is its own.
pub fn fmt(bytes: &[u8]) {
    for (path, table) in [(LOG_FILE, Table::Log), (MEMBERS_FILE, Table::Members)] {
        let before = read_with(&[(path, bytes)]);
        let Some(spelt) = spell(&before, path, table) else { continue };
        let after = read_with(&[(path, spelt.as_bytes())]);
        assert!(
            after.agrees_with(&before),
            "{path} says something else when it is spelt canonically:\n{spelt}"
        );
        assert_eq!(boards(&after), boards(&before), "{path}: another score");
        assert_eq!(spell(&after, path, table).as_ref(), Some(&spelt), "{path}: not its own spelling");
    }
}

/// Places of findings in any log, against lines and columns counted the slow way.
pub fn places(bytes: &[u8]) {
    let reading = read_with(&[(LOG_FILE, bytes)]);
    for finding in reading.findings.iter() {
        let related = finding.related.iter().map(|related| related.place);
        for place in std::iter::once(finding.place).chain(related) {
            let source = reading.sources.get(place.file);
            let range = place.range();
            let text = &source.text;
            assert!(
                text.get(range.clone()).is_some(),
                "{finding:?} cuts a letter or lies outside {}",
                source.path
            );
            let (line, column) = counted(text, range.start);
            assert_eq!((source.line(range.start), source.column(range.start)), (line, column), "{finding:?}");
            if source.path.ends_with(LOG_FILE) {
                assert!(source.file_offset(range.end) <= bytes.len(), "{finding:?} lies behind the file");
            }
            source.cell(range.start);
        }
    }
}

/// The line and column of a byte, in one walk over all characters before it.
fn counted(text: &str, offset: usize) -> (usize, usize) {
    let (mut line, mut column) = (1, 1);
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        if at >= offset {
            break;
        }
        let next_is_feed = characters.peek().is_some_and(|&(at, next)| next == '\n' && at <= text.len());
        let ends = character == '\n' || (character == '\r' && !next_is_feed);
        (line, column) = if ends { (line + 1, 1) } else { (line, column + 1) };
    }
    (line, column)
}

/// Three versions of a log.
pub fn merge(bytes: &[u8]) {
    let mut parts = split(bytes, SEPARATOR);
    let mut part = || parts.next().unwrap_or_default();
    let (base, ours, theirs) = (part(), part(), part());
    let beside = [
        file(CAMPAIGN_FILE, Purpose::Campaign, CAMPAIGN.as_bytes()),
        file(MEMBERS_FILE, Purpose::Members, MEMBERS.as_bytes()),
    ];
    for beside in [&beside[..], &[]] {
        let merge = |base, ours, theirs| {
            let labels = Labels { ours: "ours", theirs: "theirs" };
            merge::merge(Versions { base, ours, theirs }, Table::Log, beside, labels)
        };
        assert_eq!(merge(base, ours, ours).ok().map(|merged| merged.bytes).as_deref(), Some(ours));
        assert_eq!(merge(base, base, theirs).ok().map(|merged| merged.bytes).as_deref(), Some(theirs));
        if let Ok(merged) = merge(base, ours, theirs)
            && merged.conflicts == 0
        {
            // To merge once more changes nothing: both sides' rows are there.
            let again = merge(base, &merged.bytes, &merged.bytes).ok().map(|merged| merged.bytes);
            assert_eq!(again, Some(merged.bytes));
        }
    }
}

/// Any workbook. Its parser may give up in any way but by ending the program or eating the memory.
pub fn workbook(bytes: &[u8]) {
    if let Ok(Some(workbook)) = spreadsheet::read(bytes) {
        drop(workbook);
    }
}

/// The small records with some files replaced or added.
fn read_with(changed: &[(&str, &[u8])]) -> Reading {
    let usual = [(CAMPAIGN_FILE, CAMPAIGN), (MEMBERS_FILE, MEMBERS), (LOG_FILE, LOG)];
    let kept = usual.iter().filter(|(path, _)| changed.iter().all(|(other, _)| other != path));
    let kept = kept.map(|&(path, text)| (path, text.as_bytes()));
    let mut files: Vec<RawFile> = kept
        .chain(changed.iter().copied())
        .filter_map(|(path, bytes)| match role_of(path) {
            Role::Read(purpose) => Some(file(path, purpose, bytes)),
            _ => None,
        })
        .collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    reading::read(files, 1000, 1)
}

fn file(path: &str, purpose: Purpose, bytes: &[u8]) -> RawFile {
    RawFile::in_memory(format!("records/{path}"), purpose, bytes.to_vec())
}

fn split<'b>(bytes: &'b [u8], separator: &'static [u8]) -> impl Iterator<Item = &'b [u8]> {
    let mut rest = Some(bytes);
    std::iter::from_fn(move || {
        let text = rest?;
        let found = text.windows(separator.len()).position(|window| window == separator);
        rest = found.map(|at| &text[at + separator.len()..]);
        Some(found.map_or(text, |at| &text[..at]))
    })
}

/// Says everything that was found, and scores all that can be scored.
fn use_all(reading: &Reading) {
    let text = told(reading);
    let control = |c: char| c.is_control() && !matches!(c, '\n');
    assert!(!text.contains(control), "a control character reaches the terminal: {text:?}");
    let Some(campaign) = reading.rules() else { return };
    let records = &reading.records;
    for by in [SubjectKind::Team, SubjectKind::Member] {
        for phase in (0..campaign.phases.len()).map(Some).chain([None]) {
            for basis in [Basis::Official, Basis::Claimed] {
                let request = Request { by, phase, until: None, basis };
                let board = score(campaign, records, request);
                for standing in board.standings.iter().filter(|_| phase.is_some()).take(3) {
                    explain(campaign, records, standing.subject, request);
                }
            }
        }
    }
    use SummaryBy::{Activity, Criterion, Member, Month, Team};
    for by in [Criterion, Team, Member, Activity, Month] {
        summarise(campaign, records, by, None, None);
    }
}

/// Every finding in every form.
fn told(reading: &Reading) -> String {
    let mut all = Vec::new();
    for language in [Language::Vi, Language::En] {
        let report = Report {
            findings: &reading.findings,
            sources: &reading.sources,
            rows_read: reading.records.rows.len(),
            allow: &reading.allow,
            language,
        };
        let written = [
            full::write(&mut all, &report, &Palette::default()),
            short::write(&mut all, &report),
            json::write(&mut all, &report),
            github::write(&mut all, &report),
            sarif::write(&mut all, &report),
        ];
        assert!(written.iter().all(Result::is_ok));
    }
    String::from_utf8(all).expect("findings are told in UTF-8")
}

/// Every scoreboard of the first phase as JSON, where the rules can be used.
fn boards(reading: &Reading) -> Vec<u8> {
    let mut out = Vec::new();
    let Some(campaign) = reading.rules().filter(|campaign| !campaign.phases.is_empty()) else { return out };
    let view = View {
        campaign,
        records: &reading.records,
        names: &reading.names,
        sources: &reading.sources,
        allow: &reading.allow,
        language: campaign.language,
        commit: None,
        authors: None,
    };
    for by in [SubjectKind::Team, SubjectKind::Member] {
        for basis in [Basis::Official, Basis::Claimed] {
            let board = score(campaign, &reading.records, Request { by, phase: Some(0), until: None, basis });
            boards_as_json::score::write(&mut out, &view, &board).expect("memory takes every board");
        }
    }
    out
}

/// The canonical spelling of a file, where it can be read as a whole.
fn spell(reading: &Reading, path: &str, table: Table) -> Option<String> {
    let whole = format!("records/{path}");
    let is_it = |(_, source): &(FileId, &Source)| source.path == whole;
    let (id, source) = reading.sources.iter().find(is_it)?;
    let findings: Vec<&Finding> =
        reading.findings.iter().filter(|finding| finding.place.file == id).collect();
    // A flood hides findings that say what is to be left alone.
    if reading.findings.floods().next().is_some() {
        return None;
    }
    let spelt = canonical(table, id, &source.text, &reading.rules()?.records, &findings).ok()?;
    let (old, new): (String, String) = spelt.changes(&source.text).unzip();
    assert_eq!((&old, &new), (&source.text, &spelt.text), "the changes are not all of both texts");
    Some(spelt.text)
}
