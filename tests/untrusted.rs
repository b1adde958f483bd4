//! Records that mean harm: what stands in them acts on no terminal, no browser and no other program,
//! and makes nothing slow.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![cfg(unix)]

mod support;

use std::fs;
use std::io::{Cursor, Read};
use std::process::{Command, Stdio};
use std::thread;

use support::{CAMPAIGN, Folder, LOG, MEMBERS, Run};

const PROGRAM: &str = env!("CARGO_BIN_EXE_thidua");

/// What a terminal, an editor or a browser would act on, each with a telltale of its own.
const HOSTILE: [&str; 12] = [
    "\u{1b}[31mRED\u{1b}[0m",
    "\u{1b}]0;title\u{7}",
    "\u{1b}]8;;http://x\u{1b}\\link",
    "\u{9b}31m",
    "a\u{8}\u{8}b",
    "x\u{7f}y",
    "nul\u{0}nul",
    "\u{202e}evil\u{202c}",
    "\u{2066}iso\u{2069}",
    "line\u{2028}sep\u{2029}par",
    "tab\u{b}\u{c}feed",
    "zero\u{200e}\u{200f}\u{61c}width",
];

/// What a browser or a reader of Markdown would run or show.
const MARKUP: &str = "</td><script>alert(1)</script><img src=x onerror=alert(2)>`|](javascript:alert(3))&lt;";

fn is_harmful(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Commands that print what stands in the records, for people and for programs.
const COMMANDS: &[&[&str]] = &[
    &["validate"],
    &["validate", "--format", "short"],
    &["validate", "--format", "json"],
    &["validate", "--format", "sarif"],
    &["validate", "--format", "github"],
    &["score", "--keep-going"],
    &["score", "--keep-going", "--phase", "1"],
    &["score", "--keep-going", "--phase", "1", "--by", "member"],
    &["score", "--keep-going", "--phase", "1", "--format", "json"],
    &["score", "--keep-going", "--phase", "1", "--format", "csv"],
    &["score", "--keep-going", "--phase", "1", "--format", "md"],
    &["score", "--keep-going", "--phase", "1", "--excel"],
    &["summary", "--keep-going", "--phase", "1"],
    &["summary", "--keep-going", "--phase", "1", "--by", "activity", "--format", "md"],
    &["summary", "--keep-going", "--phase", "1", "--by", "month", "--format", "csv"],
    &["explain", "to-1", "--keep-going", "--phase", "1"],
    &["explain", "T1-01", "--keep-going", "--phase", "1", "--format", "md"],
    &["explain", "to-1", "--keep-going", "--phase", "1", "--format", "json"],
    &["grades", "--keep-going"],
    &["awards", "--keep-going"],
    &["exemplars", "--keep-going"],
    &["exemplars", "--keep-going", "--format", "md"],
    &["verify"],
    &["compare", "HEAD~1"],
    &["compare", "HEAD~1", "--format", "md"],
    &["audit"],
    &["audit", "--format", "csv"],
    &["report", "--keep-going", "--phase", "1", "--format", "html"],
    &["report", "--keep-going", "--phase", "1", "--format", "md"],
    &["report", "--keep-going", "--phase", "1", "--team", "to-1", "--format", "html"],
    &["fmt", "--check"],
    &["close", "--phase", "1", "--with-pending"],
    &["reopen", "--phase", "1", "--reason", "\u{1b}[31m\u{202e}"],
    &["import", "sheet.csv", "--to", "activities/2025-03.csv", "--dry-run"],
    &[
        "log",
        "--date",
        "\u{1b}[31m",
        "--team",
        "\u{202e}",
        "--activity",
        "C1A",
        "--quantity",
        "1",
        "--dry-run",
    ],
    &["score", "--phase", "\u{1b}[31m"],
    &["explain", "\u{1b}[31m\u{202e}\u{2028}"],
    &["rule", "\u{1b}[31m\u{202e}"],
    &["score", "--at", "\u{1b}[31m\u{202e}"],
    &["compare", "\u{1b}[31m"],
    &["merge-file", "\u{1b}[31m", "b", "c"],
    &["fmt", "\u{1b}[31m\u{202e}.csv"],
    &["hook", "status"],
];

/// Hostile texts wherever a text may stand. In TOML they are escaped, which is how they get in.
fn folder(text: &str) -> Folder {
    let escaped: String = text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect();
    let rules = ["Tổ Một", "Team One", "Tuần tra", "Patrol", "Ca tuần tra", "Patrol shift", "Small campaign"]
        .iter()
        .fold(CAMPAIGN.replace("Phase 1", &format!("P {escaped}")), |rules, title| {
            rules.replace(title, &format!("{title} {escaped}"))
        });
    let rules = format!(
        "{rules}\n[[grades]]\nid = \"tot\"\ntitle = \"G {escaped}\"\nmin = 1\n\n[[awards]]\nid = \"nhat\"\ntitle = \"A {escaped}\"\nplaces = 1\n"
    );
    let quoted = text.replace('"', "\"\"");
    let log = format!(
        "{},\"{quoted}\"\n{}2025-02-08,to-1,T1-01,C1A,1,\"E {quoted}\",1,CA-01,\"{quoted}\",\"{quoted}\"\n",
        LOG.lines().next().unwrap(),
        LOG.split_inclusive('\n').skip(1).collect::<String>(),
    );
    let folder = Folder::new();
    folder.write("campaign.toml", &rules);
    folder.write("activities/2025-02.csv", &log);
    folder.write("names.csv", format!("member,name\nT1-01,\"N {quoted}\"\n"));
    folder.write(
        "exemplars.csv",
        format!("date,kind,subject,title,stage,evidence,note\n2025-02-04,person,T1-01,\"{quoted}\",found,\"{quoted}\",\"{quoted}\"\n"),
    );
    folder.write(".gitignore", "names.csv\n");
    commit(&folder, "one");
    folder.write("activities/2025-02.csv", log.replace("C1A,2.5", "C1A,3"));
    let bad_cells: String = (0..9)
        .map(|column| {
            let mut cells =
                ["2025-02-09", "to-1", "T1-01", "C1A", "1", "BB-7", "1", "CA-01", ""].map(str::to_owned);
            cells[column] = format!("\"{quoted}\"");
            format!("{},\n", cells.join(","))
        })
        .collect();
    folder.write("activities/bad.csv", format!("{}{bad_cells}", &log[..=log.find("\n2025").unwrap()]));
    folder.write("sealed/phase-1.toml", format!("x = \"{escaped}\" {text}"));
    if !text.contains(['\0', '/']) {
        folder.write(&format!("activities/name {text}.csv"), LOG);
        folder.write(&format!("activities/{text}.xlsx"), "PK");
        folder.write(&format!("{text}.csv"), "x");
    }
    fs::write(folder.records().join("../sheet.csv"), &log).unwrap();
    commit(&folder, text);
    folder
}

fn commit(folder: &Folder, message: &str) {
    let message = if message.contains('\0') { "x" } else { message };
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "--allow-empty", "-m", message]]
    {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder.records().join("..")).args(["-c", "user.email=x@localhost"]);
        git.arg("-c").arg(format!("user.name=X {message}")).args(arguments);
        let done =
            git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
}

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.records().join("..")).args(arguments).stdin(Stdio::null());
    command
}

#[test]
fn nothing_in_the_records_reaches_a_terminal_raw() {
    let tried: Vec<Vec<String>> = thread::scope(|scope| {
        let tried: Vec<_> = HOSTILE.map(|hostile| scope.spawn(|| raw_lines(hostile))).into();
        tried.into_iter().map(|tried| tried.join().unwrap()).collect()
    });
    let mut harm = tried.concat();
    harm.dedup();
    assert!(harm.is_empty(), "{}\n{}", harm.len(), harm.join("\n"));
}

fn raw_lines(hostile: &str) -> Vec<String> {
    let folder = folder(hostile);
    let mut harm = Vec::new();
    for (nth, arguments) in COMMANDS.iter().enumerate() {
        let language = if nth % 2 == hostile.len() % 2 { "vi" } else { "en" };
        let run = support::run(program(&folder, &[arguments, &["--lang", language][..]].concat()));
        for line in run.stdout.lines().chain(run.stderr.lines()).filter(|line| line.contains(is_harmful)) {
            harm.push(format!("{arguments:?}: {line:?}"));
        }
    }
    harm
}

#[test]
fn a_line_break_in_a_cell_makes_no_line_of_ours() {
    for broken in [
        "x\n::error file=a::evil",
        "x\r\n::set-output name=a::evil",
        "x\rrecords/a.csv:1:1: error[R001] evil",
    ] {
        let folder = folder(broken);
        for arguments in [
            &["validate", "--format", "short"][..],
            &["validate", "--format", "github"],
            &["score", "--keep-going", "--phase", "1"],
            &["explain", "to-1", "--keep-going", "--phase", "1"],
            &["exemplars", "--keep-going"],
            &["audit"],
        ] {
            let run = support::run(program(&folder, arguments));
            let evil = run.stdout.lines().chain(run.stderr.lines()).find(|line| {
                line.starts_with("::error file=a")
                    || line.starts_with("::set-output")
                    || line.starts_with("records/a.csv")
            });
            assert_eq!(evil, None, "{arguments:?}");
        }
    }
}

#[test]
fn a_page_runs_and_fetches_nothing_of_the_records() {
    let folder = folder(MARKUP);
    for team in [&[][..], &["--team", "to-1"]] {
        let arguments = [&["report", "--keep-going", "--phase", "1", "--format", "html"], team].concat();
        let run = support::run(program(&folder, &arguments));
        assert_eq!(run.status, 0, "{run:#?}");
        for tag in ["<script>alert", "<img src=x", "</td><script"] {
            assert!(!run.stdout.contains(tag), "{tag}");
        }
        assert!(run.stdout.contains("&lt;script&gt;"), "the text itself is kept");
    }
    for arguments in [
        &["report", "--keep-going", "--phase", "1", "--format", "md"][..],
        &["score", "--keep-going", "--phase", "1", "--format", "md"],
        &["exemplars", "--keep-going", "--format", "md"],
        &["explain", "to-1", "--keep-going", "--phase", "1", "--format", "md"],
    ] {
        let run = support::run(program(&folder, arguments));
        assert_eq!(run.status, 0, "{run:#?}");
        // What stands behind `\\` stands for itself.
        let unescaped =
            run.stdout.replace("\\<", "").replace("\\`", "").replace("\\|", "").replace("\\&", "");
        for raw in ["<script", "<img", "`", "&lt;"] {
            assert!(!unescaped.contains(raw), "{arguments:?}: {raw}: {}", run.stdout);
        }
    }
}

#[test]
fn documents_and_workbooks_hold_nothing_raw() {
    for hostile in HOSTILE {
        let folder = folder(hostile);
        for format in ["docx", "xlsx"] {
            for team in [&[][..], &["--team", "to-1"]] {
                let arguments =
                    [&["report", "--keep-going", "--phase", "1", "--format", format], team].concat();
                let output = program(&folder, &arguments).output().unwrap();
                assert!(output.status.success(), "{arguments:?}: {output:?}");
                let mut parts = zip::ZipArchive::new(Cursor::new(output.stdout)).unwrap();
                for nth in 0..parts.len() {
                    let mut part = parts.by_index(nth).unwrap();
                    let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
                    if part.read_to_string(&mut text).is_err() {
                        assert!(name.ends_with(".png"), "{name} is no text");
                        continue;
                    }
                    let text = text.replace("\r\n", "\n");
                    let raw = text.lines().find(|line| line.contains(is_harmful));
                    assert_eq!(raw, None, "{arguments:?}: {name}");
                }
            }
        }
    }
}

#[test]
fn formats_for_programs_stay_what_they_are() {
    for text in HOSTILE.iter().copied().chain([MARKUP, "\"},{\"a\":\"", "a\";b,c\t\"", "=cmd|' /C calc'!A0"])
    {
        let folder = folder(text);
        for arguments in [
            &["validate", "--format", "json"][..],
            &["validate", "--format", "sarif"],
            &["score", "--keep-going", "--phase", "1", "--format", "json"],
            &["explain", "to-1", "--keep-going", "--phase", "1", "--format", "json"],
            &["summary", "--keep-going", "--phase", "1", "--format", "json"],
            &["exemplars", "--keep-going", "--format", "json"],
            &["audit", "--format", "json"],
        ] {
            let run = support::run(program(&folder, arguments));
            // Where it is refused nothing is printed.
            let text = if run.status != 0 && run.stdout.is_empty() { "{}" } else { &run.stdout };
            let parsed = serde_json::from_str::<serde_json::Value>(text);
            assert!(parsed.is_ok(), "{arguments:?}: {parsed:?} {}", run.stdout);
        }
        for arguments in [
            &["score", "--keep-going", "--phase", "1", "--format", "csv"][..],
            &["summary", "--keep-going", "--phase", "1", "--by", "activity", "--format", "csv"],
            &["exemplars", "--keep-going", "--format", "csv"],
            &["score", "--keep-going", "--phase", "1", "--by", "member", "--excel"],
        ] {
            let run = support::run(program(&folder, arguments));
            let delimiter = if arguments.contains(&"--excel") { b';' } else { b',' };
            let text = run.stdout.trim_start_matches('\u{feff}');
            let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
            for row in reader.records() {
                let row = row.unwrap_or_else(|error| panic!("{arguments:?}: {error}"));
                let runs = |cell: &str| arguments.contains(&"--excel") && cell.starts_with(['=', '@']);
                assert!(!row.iter().any(runs), "{arguments:?}: {row:?}");
            }
        }
    }
}

#[test]
fn a_very_long_cell_is_cut_where_people_read_it() {
    let long = format!("dài {}", "ờ".repeat(1 << 16));
    let folder = folder(&long[..200]);
    let log = format!("{LOG}2025-02-08,to-9,{long},C1A,1,\"{long}\",1,CA-01,\"{long}\"\n");
    folder.write("activities/2025-02.csv", log);
    folder.write("members.csv", format!("{MEMBERS}{long},to-1,,,\n"));
    for arguments in COMMANDS {
        let run = with_little_time(&folder, arguments);
        let people = !arguments.contains(&"fmt");
        assert!(!people || run.stdout.len() < 1 << 20, "{arguments:?}: {} bytes", run.stdout.len());
    }
}

#[test]
fn no_pattern_of_the_rules_makes_anything_slow() {
    // Many patterns over many cells that each look like a telephone.
    let patterns: Vec<String> = (0..50).map(|number| format!("\"{}{number}\"", "*#*".repeat(30))).collect();
    let folder = Folder::new();
    folder.write("campaign.toml", format!("{CAMPAIGN}\n[privacy]\nallow = [{}]\n", patterns.join(", ")));
    let rows: String =
        (0..300).map(|row| format!("2025-02-08,to-1,,C1A,1,X-{row},1,CA-01,SĐT 0912345678\n")).collect();
    folder.write("activities/2025-02.csv", format!("{LOG}{rows}"));
    assert_eq!(with_little_time(&folder, &["validate"]).status, 1);
    // Long ones over a long cell.
    let patterns = ["*".repeat(500), "*#".repeat(250), "*a*1*_".repeat(80), format!("{}b", "*a".repeat(250))];
    let patterns = patterns.map(|pattern| format!("\"{pattern}\"")).join(", ");
    folder.write("campaign.toml", format!("{CAMPAIGN}\n[privacy]\nallow = [{patterns}]\n"));
    let cell = format!("SĐT 0912345678 {}", "a1_".repeat(2_000));
    folder.write("activities/2025-02.csv", format!("{LOG}2025-02-08,to-1,,C1A,1,X-1,1,CA-01,{cell}\n"));
    assert_eq!(with_little_time(&folder, &["validate"]).status, 1);
}

/// Runs the program with a minute of the processor, however many others use it.
fn with_little_time(folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -t 60; exec \"$0\" \"$@\"", PROGRAM]).args(arguments);
    command.current_dir(folder.records().join("..")).stdin(Stdio::null());
    support::run(command)
}
