//! Every rule has a page, and every page has an example that gives the findings it says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use thidua::finding::{RULES, Rule, Severity};

/// The small campaign that examples are laid over.
const BASE: [(&str, &str); 3] = [
    ("campaign.toml", include_str!("rules/base/campaign.toml")),
    ("members.csv", include_str!("rules/base/members.csv")),
    ("activities/2025-03.csv", include_str!("rules/base/activities/2025-03.csv")),
];

/// A page, taken apart.
struct Page<'p> {
    title_en: &'p str,
    title_vi: &'p str,
    example: Example<'p>,
}

/// What an example lays over the base, and the findings that it gives.
#[derive(Default)]
struct Example<'p> {
    blocks: Vec<Block<'p>>,
    findings: Vec<&'p str>,
}

enum Block<'p> {
    /// The whole text of a file.
    File { path: &'p str, text: String },
    /// The whole of a file, as bytes.
    Bytes { path: &'p str, bytes: Vec<u8> },
    /// A part of a file of the base, and what comes in its place.
    Replace { path: &'p str, old: String, new: String },
    /// Commands for what text cannot say, such as links.
    Shell { script: String },
    /// What the program itself has done before.
    Program { arguments: Vec<Vec<String>> },
}

#[test]
fn codes_are_unique_and_in_order() {
    let codes: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b), "{codes:?}");
}

#[test]
fn every_rule_has_a_page_in_both_languages() {
    for rule in RULES {
        let page = parse_page(rule);
        for title in [page.title_en, page.title_vi] {
            assert!(!title.is_empty() && !title.ends_with('.'), "{}: {title}", rule.code);
        }
        let own = format!("{}[{}]", severity(rule), rule.code);
        let own = page.example.findings.iter().any(|finding| finding.contains(&own));
        assert!(own, "the example of {} does not give {0}", rule.code);
    }
}

#[test]
fn no_page_is_an_orphan() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let code = name.strip_suffix(".md").unwrap_or(&name);
        assert!(
            code == "README" || RULES.iter().any(|rule| rule.code == code),
            "{name} is the page of no rule"
        );
    }
}

#[test]
fn the_list_of_rules_is_in_step() {
    let mut table = "| code | severity | what is wrong | điều sai |\n|---|---|---|---|\n".to_owned();
    for rule in RULES {
        let (code, page) = (rule.code, parse_page(rule));
        let (en, vi) = (page.title_en, page.title_vi);
        writeln!(table, "| [{code}]({code}.md) | {} | {en} | {vi} |", severity(rule)).unwrap();
    }
    let list = include_str!("../docs/rules/README.md");
    assert!(list.ends_with(&table), "docs/rules/README.md should end with\n{table}");
}

#[test]
fn the_campaign_under_the_examples_is_clean() {
    assert_eq!(validate(&[], "en"), Validation { findings: Vec::new(), status: Some(0) });
}

#[test]
fn every_example_gives_the_findings_that_its_page_shows() {
    let mut wrong = String::new();
    for rule in RULES {
        let example = parse_page(rule).example;
        if !can_run(rule, &example) {
            continue;
        }
        let is_error = |finding: &&str| finding.contains(": error[");
        let expected = Validation {
            findings: example.findings.iter().map(|&finding| finding.to_owned()).collect(),
            status: Some(i32::from(example.findings.iter().any(is_error))),
        };
        let found = validate(&example.blocks, "en");
        if found != expected {
            writeln!(wrong, "{}: expected {expected:#?}, found {found:#?}", rule.code).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn findings_have_the_same_places_in_both_languages_and_words_of_their_own() {
    for rule in RULES {
        let example = parse_page(rule).example;
        if !can_run(rule, &example) {
            continue;
        }
        let [en, vi] = ["en", "vi"].map(|language| validate(&example.blocks, language));
        assert_eq!((en.findings.len(), en.status), (vi.findings.len(), vi.status), "{}", rule.code);
        for (en, vi) in en.findings.iter().zip(&vi.findings) {
            let (place_en, code_en, message_en) = parse_finding(en).unwrap();
            let (place_vi, code_vi, message_vi) = parse_finding(vi).unwrap();
            assert_eq!((place_en, code_en), (place_vi, code_vi));
            assert_ne!(message_en, message_vi);
            for message in [message_en, message_vi] {
                let is_one_plain_line = !message.starts_with(char::is_uppercase) && !message.ends_with('.');
                assert!(is_one_plain_line, "{message}");
            }
        }
    }
}

/// Takes the page of `rule` apart, and panics where it has not the form of a page.
fn parse_page(rule: &Rule) -> Page<'_> {
    let Rule { code, page, .. } = rule;
    let (en, vi) = page.split_once("\n<!-- vi -->\n").unwrap_or_else(|| panic!("{code} has no Vietnamese"));
    let word_vi = match rule.severity {
        Severity::Error => "lỗi",
        Severity::Warning => "cảnh báo",
    };
    let (title_en, [_, example_en, _]) = parse_half(code, en, severity(rule), ["## Example", "## Mend"]);
    let (title_vi, [_, example_vi, _]) = parse_half(code, vi, word_vi, ["## Ví dụ", "## Cách sửa"]);
    assert_eq!(example_vi, "{example}", "{code}: the example is the same in Vietnamese");
    Page { title_en, title_vi, example: parse_example(code, example_en) }
}

/// The title of a page in one language, and its three parts.
fn parse_half<'p>(code: &str, half: &'p str, severity: &str, headings: [&str; 2]) -> (&'p str, [&'p str; 3]) {
    let (first, rest) = half.split_once("\n\n").unwrap_or_else(|| panic!("{code} is only a title"));
    let title =
        first.strip_prefix(&format!("# {code}: ")).unwrap_or_else(|| panic!("{code} begins with {first}"));
    let rest =
        rest.strip_prefix(&format!("*{severity} · ")).unwrap_or_else(|| panic!("{code} is no {severity}"));
    let (_, rest) =
        rest.split_once("*\n\n").unwrap_or_else(|| panic!("{code} does not say where it applies"));
    let [first, second] = headings.map(|heading| format!("\n\n{heading}\n\n"));
    let (what, rest) = rest.split_once(&first).unwrap_or_else(|| panic!("{code} has no `{}`", headings[0]));
    let (example, mend) =
        rest.split_once(&second).unwrap_or_else(|| panic!("{code} has no `{}`", headings[1]));
    assert!(!what.trim().is_empty() && !mend.trim().is_empty(), "{code} has an empty part");
    (title, [what, example, mend])
}

fn parse_example<'p>(code: &str, text: &'p str) -> Example<'p> {
    let mut example = Example::default();
    let mut path = None;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(named) = line.strip_prefix('`').and_then(|line| line.strip_suffix('`')) {
            path = Some(named);
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        let path = path.take();
        let of_file =
            || path.unwrap_or_else(|| panic!("{code}: a block `{info}` without the path of its file"));
        match info {
            "text" => example.findings = body,
            "sh" => example.blocks.push(Block::Shell { script: body.join("\n") }),
            "bytes" => {
                let bytes = unescape(&body.join("\n"));
                example.blocks.push(Block::Bytes { path: of_file(), bytes });
            }
            "console" => {
                let commands = body.iter().map(|line| {
                    let command = line.strip_prefix("$ thidua ").unwrap_or_else(|| panic!("{code}: {line}"));
                    command.split(' ').map(str::to_owned).collect()
                });
                example.blocks.push(Block::Program { arguments: commands.collect() });
            }
            "toml replace" | "csv replace" => {
                let at = body.iter().position(|line| *line == "=>");
                let (old, new) =
                    body.split_at(at.unwrap_or_else(|| panic!("{code}: a replacement without `=>`")));
                let (old, new) = (old.join("\n"), new[1..].join("\n"));
                example.blocks.push(Block::Replace { path: of_file(), old, new });
            }
            _ => {
                let text = body.iter().map(|line| format!("{line}\n")).collect();
                example.blocks.push(Block::File { path: of_file(), text });
            }
        }
    }
    assert!(!example.blocks.is_empty() && !example.findings.is_empty(), "{code} has no example");
    example
}

/// Bytes of a text in which `\xNN` stands for one.
fn unescape(text: &str) -> Vec<u8> {
    let mut parts = text.split(r"\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    bytes
}

/// What `validate` says about a folder.
#[derive(Debug, PartialEq, Eq)]
struct Validation {
    findings: Vec<String>,
    status: Option<i32>,
}

/// One at a time: a program that is being copied cannot be started while another test, starting
/// one of its own, still has the copy open.
static TURN: Mutex<()> = Mutex::new(());

/// Lays an example over the base in a new folder and validates it.
fn validate(blocks: &[Block], language: &str) -> Validation {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    fs::create_dir_all(records.join("activities")).unwrap();
    for (path, text) in BASE {
        fs::write(records.join(path), text).unwrap();
    }
    for block in blocks {
        lay_over(block, &records);
    }
    let mut thidua = program(blocks, folder.path());
    thidua.arg("--records").arg(&records);
    thidua.args(["validate", "--format", "short", "--lang", language]);
    let output = thidua.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let findings = stdout.lines().filter(|line| parse_finding(line).is_some()).map(str::to_owned).collect();
    Validation { findings, status: output.status.code() }
}

fn lay_over(block: &Block, records: &Path) {
    match block {
        Block::File { path, text } => {
            let path = records.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Block::Bytes { path, bytes } => fs::write(records.join(path), bytes).unwrap(),
        Block::Replace { path, old, new } => {
            let text = fs::read_to_string(records.join(path)).unwrap();
            assert_eq!(text.matches(old).count(), 1, "{path} should hold this once:\n{old}");
            fs::write(records.join(path), text.replace(old, new)).unwrap();
        }
        Block::Program { arguments } => {
            for arguments in arguments {
                let mut thidua = Command::new(env!("CARGO_BIN_EXE_thidua"));
                let output = thidua.arg("--records").arg(records).args(arguments).output().unwrap();
                assert!(output.status.success(), "{arguments:?}: {output:?}");
            }
        }
        Block::Shell { script } => {
            let status = Command::new("sh").args(["-ec", script]).current_dir(records).status().unwrap();
            assert!(status.success(), "{script}");
        }
    }
}

/// `path:line:column`, the code and the message of a line of findings; none for any other line.
fn parse_finding(line: &str) -> Option<(&str, &str, &str)> {
    let (finding, message) = line.split_once("] ")?;
    let (place_and_severity, code) = finding.rsplit_once('[')?;
    let (place, _) = place_and_severity.rsplit_once(": ")?;
    let mut parts = place.rsplitn(3, ':');
    let mut number = || parts.next().is_some_and(|part| part.parse::<usize>().is_ok());
    let is_place = number() && number() && parts.next().is_some();
    is_place.then_some((place, code, message))
}

/// Examples with commands need a system that has them.
fn can_run(rule: &Rule, example: &Example) -> bool {
    let needs_shell = example.blocks.iter().any(|block| matches!(block, Block::Shell { .. }));
    // The file system of macOS refuses names that are not Unicode.
    let is_refused = rule.code == "F008" && cfg!(target_os = "macos");
    !is_refused && (cfg!(unix) || !needs_shell)
}

#[cfg(not(unix))]
fn program(_: &[Block], _: &Path) -> Command {
    Command::new(env!("CARGO_BIN_EXE_thidua"))
}

/// The program. Root may read everything, so an example about rights is run as nobody, from a copy
/// that nobody can reach.
#[cfg(unix)]
fn program(blocks: &[Block], folder: &Path) -> Command {
    use std::os::unix::fs::{MetadataExt, PermissionsExt};
    use std::os::unix::process::CommandExt;

    const NOBODY: u32 = 65534;

    let takes_rights = |block: &Block| matches!(block, Block::Shell { script } if script.contains("chmod"));
    let is_root = fs::metadata(folder).unwrap().uid() == 0;
    if !is_root || !blocks.iter().any(takes_rights) {
        return Command::new(env!("CARGO_BIN_EXE_thidua"));
    }
    let copy = folder.join("thidua");
    fs::copy(env!("CARGO_BIN_EXE_thidua"), &copy).unwrap();
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = Command::new(copy);
    command.uid(NOBODY);
    command
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
