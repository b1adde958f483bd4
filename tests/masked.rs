//! Whatever the program prints, in any command, format and language: no identifier of a resident is in it.

#![allow(clippy::unwrap_used, reason = "a broken assumption should stop a test")]

mod support;

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use support::{Folder, Run, run};

/// Identifiers of nobody, as they are typed; none may be printed.
const CITIZEN: &str = "001098012345";
const PHONE: &str = "0900000123";
const PLATE: &str = "68A-000.01";
const EMAIL: &str = "nguyen.van@thu.example";
/// May be an account: a warning, which stands in nobody's way.
const ACCOUNT: &str = "17055544433322";

/// What gives them away, however they are cut.
const TELLTALES: &[&str] = &[
    CITIZEN,
    "098012345",
    "001098",
    PHONE,
    "900000123",
    "0900000",
    PLATE,
    "68A-00",
    "000.01",
    EMAIL,
    "nguyen",
    "thu.example",
    ACCOUNT,
    "170555",
    "444333",
];

/// Every command line, but for what it is run on.
const COMMANDS: &[&[&str]] = &[
    &["validate"],
    &["validate", "--all", "--strict"],
    &["validate", "--color", "always"],
    &["validate", "--format", "short"],
    &["validate", "--format", "json"],
    &["validate", "--format", "github"],
    &["validate", "--format", "sarif"],
    &["validate", "--at", "HEAD"],
    &["validate", "--staged"],
    &["score"],
    &["score", "--keep-going", "--at", "HEAD"],
    &["score", "--keep-going", "--claimed", "--phase", "1"],
    &["score", "--keep-going", "--by", "member"],
    &["score", "--keep-going", "--by", "member", "--phase", "1"],
    &["score", "--keep-going", "--group", "G1"],
    &["score", "--keep-going", "--phase", "9"],
    &["score", "--keep-going", "--until", "2001-01-01"],
    &["score", "--keep-going", "--group", CITIZEN],
    &["summary"],
    &["summary", "--keep-going"],
    &["summary", "--keep-going", "--by", "team"],
    &["summary", "--keep-going", "--by", "member"],
    &["summary", "--keep-going", "--by", "activity"],
    &["summary", "--keep-going", "--by", "month", "--phase", "1"],
    &["robustness"],
    &["robustness", "--keep-going", "--draws", "10"],
    &["robustness", "--keep-going", "--draws", "10", "--by", "member", "--phase", "1"],
    &["robustness", "--keep-going", "--draws", "10", "--format", "json"],
    &["robustness", "--keep-going", "--draws", "10", "--format", "csv"],
    &["rollup", "records"],
    &["rollup", "records", "--keep-going"],
    &["rollup", "records", "--keep-going", "--by", "member", "--phase", "1"],
    &["rollup", "records", "--keep-going", "--format", "json"],
    &["rollup", "records", "--keep-going", "--format", "csv"],
    &["rollup", "nowhere/0900000123"],
    &["explain", "to-1"],
    &["explain", "to-1", "--keep-going"],
    &["explain", "to-1", "--keep-going", "--phase", "1", "--rows"],
    &["explain", "to-2", "--keep-going", "--phase", "1", "--rows"],
    &["explain", "T1-01", "--keep-going", "--phase", "1", "--rows"],
    &["explain", "to-1", "--keep-going", "--phase", "1", "--criterion", "C1"],
    &["explain", "T1-01", "--keep-going"],
    &["explain", PHONE, "--keep-going"],
    &["explain", "to-1", "--keep-going", "--phase", "1", "--who"],
    &["compare", "HEAD"],
    &["compare", "HEAD", "--keep-going"],
    &["compare", "HEAD", "--keep-going", "--by", "member", "--phase", "1"],
    &["audit"],
    &["audit", "--keep-going", "--kind", "evidence-twice"],
    &["audit", "--keep-going", "--subject", PHONE],
    &["grades", "--keep-going"],
    &["grades", "--keep-going", "--by", "member", "--phase", "1"],
    &["awards", "--keep-going"],
    &["exemplars", "--keep-going"],
    &["report", "--keep-going", "--phase", "1"],
    &["report", "--keep-going", "--format", "md"],
    &["report", "--keep-going", "--phase", "1", "--team", "to-1"],
    &["export"],
    &["export", "--keep-going", "--notes"],
    &["export", "--keep-going", "--notes", "--until", "2025-02-28"],
    &["verify"],
    &["close", "--phase", "1"],
    &["reopen", "--phase", "1", "--reason", "dân gọi 0900000123"],
    &["hook", "status"],
    &["fmt", "--check"],
    &["fmt", "--check", "--color", "always"],
    &["fmt", "nowhere/0900000123.csv"],
    &[
        "log",
        "--date",
        "2025-02-20",
        "--team",
        "to-1",
        "--activity",
        "C1A",
        "--quantity",
        "1",
        "--dry-run",
        "--evidence",
        "STK 17055544433322",
    ],
    &[
        "log",
        "--date",
        "2025-02-20",
        "--team",
        PHONE,
        "--activity",
        EMAIL,
        "--quantity",
        CITIZEN,
        "--dry-run",
        "--note",
        PLATE,
        "--evidence",
        CITIZEN,
        "--appraiser",
        "M0900000123",
        "--accepted",
        ACCOUNT,
        "--members",
        PHONE,
    ],
    &[
        "log",
        "--date",
        "2025-02-20",
        "--team",
        "to-1",
        "--activity",
        "C1A",
        "--quantity",
        "1",
        "--dry-run",
        "--file",
        "0900000123.txt",
    ],
    &["import", "sheet.csv", "--to", "activities/new.csv", "--dry-run"],
    &["import", "sheet.csv", "--to", "activities/0900000123.csv", "--dry-run"],
    &["import", "broken 0900000123.csv", "--to", "activities/new.csv", "--dry-run"],
    &["import", "nowhere 0900000123.csv", "--to", "activities/new.csv"],
    &["init", "--from", "records", "elsewhere"],
    &["init", "records"],
    &["watch", "--keep-going"],
    &["watch", "--by", "member"],
    &["rule"],
    &["rule", "P601"],
    &["rule", "0900000123"],
    &["completions", "bash"],
    &["man"],
];

/// Command lines that change the records.
const WRITING: &[&[&str]] = &[
    &["fmt"],
    &["import", "sheet.csv", "--to", "activities/new.csv"],
    &[
        "log",
        "--date",
        "2025-02-20",
        "--team",
        "to-1",
        "--activity",
        "C1A",
        "--quantity",
        "1",
        "--note",
        "STK 17055544433322",
    ],
];

/// The formats of those that print tables.
const FORMATS: &[&[&str]] =
    &[&[], &["--format", "csv"], &["--format", "json"], &["--format", "md"], &["--excel"]];

/// The text of a log row for each identifier, in the cells of `columns`.
fn rows(identifiers: &[&str], columns: &[usize]) -> String {
    let mut rows = String::new();
    for (nth, identifier) in identifiers.iter().enumerate() {
        for &column in columns {
            let evidence = format!("BB-{nth}-{column}");
            let mut cells = ["2025-02-04", "to-1", "T1-01", "C1A", "2", &evidence, "1", "CA-01", "bớt", ""];
            let text = format!("\"báo tin {identifier}, tổ 2\"");
            cells[column] = &text;
            rows += &(cells.join(",") + "\n");
            cells[column] = identifier;
            rows += &(cells.join(",") + "\n");
        }
    }
    rows
}

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note,khác";

/// Rules with the texts in every title, comment and alias.
fn rules(texts: &[&str]) -> String {
    let text = texts.join(" và ");
    format!(
        r#"# gọi {text}
[campaign]
id = "small"
title = {{ vi = "Phong trào {text}", en = "Campaign {text}" }}
theme = "Chủ đề {text}"
unit = "Xã {text}"
start = 2025-02-01
end = 2025-03-31
[[phases]]
title = "Đợt {text}"
start = 2025-02-01
end = 2025-03-31
[[groups]]
id = "G1"
title = "Cụm {text}"
[[teams]]
id = "to-1"
group = "G1"
title = "Tổ {text}"
aliases = ["tổ {text}"]
[[teams]]
id = "to-2"
group = "G1"
title = {{ vi = "Tổ {text}", en = "Team {text}" }}
[[criteria]]
id = "C1"
weight = 100
target = 8
title = "Tiêu chí {text}"
[[activities]]
id = "C1A"
criterion = "C1"
unit = "ca {text}"
title = "Ca {text}"
[[adjustments]]
id = "thuong"
kind = "bonus"
points = 2
title = "Thưởng {text}"
"#
    )
}

fn names(texts: &[&str]) -> String {
    format!("member,name\nT1-01,Người {}\nT1-02,\"=x {}\"\n{0},Ai đó\n", texts.join(" "), texts.join(" "))
}

fn whole(rules: &str, log: &str, members: &str, texts: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.write("campaign.toml", rules);
    folder.write("activities/2025-02.csv", log);
    folder.write("members.csv", members);
    folder.write("names.csv", names(texts));
    folder
}

/// Folders that hold identifiers everywhere, with a name for messages.
fn folders() -> Vec<(&'static str, Folder)> {
    let all = [CITIZEN, PHONE, PLATE, EMAIL, ACCOUNT];
    let accounts = [ACCOUNT];
    let columns: Vec<usize> = (0..10).collect();
    let log = |identifiers: &[&str], columns: &[usize]| format!("{HEADER}\n{}", rows(identifiers, columns));
    let mut folders = vec![
        // Only warnings, so that every command has its way.
        ("accounts", whole(&rules(&accounts), &log(&accounts, &[5, 8, 9]), support::MEMBERS, &accounts)),
        ("texts", whole(&rules(&all), &log(&all, &[5, 8, 9]), support::MEMBERS, &all)),
        ("cells", whole(&rules(&all), &log(&all, &columns), support::MEMBERS, &all)),
    ];
    let members: String = all
        .iter()
        .map(|text| {
            format!("{text},to-1,,,\n{text},{text},{text},{text},{text}\nT1-01,to-1,,,\"{text} x\"\n")
        })
        .collect();
    let members = format!("M{PHONE},to-1,,,\nM{CITIZEN},to-2,,,\n{members}");
    let members = format!("member,team,from,to,role,{}\n{members}", all.join(","));
    folders.push(("members", whole(&rules(&all), &log(&all, &[5]), &members, &all)));

    let ids = rules(&all).replace("\"to-1\"", "\"T0900000123\"").replace("\"C1A\"", "\"A001098012345\"");
    folders.push(("ids", whole(&ids, &log(&all, &columns), support::MEMBERS, &all)));

    let keys = format!(
        "{}\n0900000123 = 1\n\"{EMAIL}\" = 1\n[x.001098012345]\n[privacy]\nallow = [\"\"]\n",
        rules(&all)
    );
    folders.push(("keys", whole(&keys, &log(&all, &[5]), support::MEMBERS, &all)));
    let broken = format!("{}\ntitle = \"{PHONE}\n{CITIZEN} {PLATE} = = {EMAIL}\n", rules(&all));
    folders.push(("syntax", whole(&broken, &log(&all, &[5]), support::MEMBERS, &all)));

    // Tables that cannot be read, and texts that are cut where an identifier stands.
    let long = format!("{}{CITIZEN}", "x ".repeat(26));
    let shapes = format!(
        "{HEADER}\n2025-02-04,to-1,,{long},1\n2025-02-04,\"{PHONE}\"x,,{EMAIL},1,,1,,,\n2025-02-04,to-1,,C1A,1,,1,,,,{PLATE}\n\
         2025-02-04,to-1,,C1A,{},1,1,CA-1,,\n2025-02-04,=HYPERLINK({EMAIL}),,C1A,1,1,1,CA-1,\"0900\n000\n123\",\n\
         2025-02-04,to-1,,C1A,1,,1,CA-1,\"{PHONE}\n{CITIZEN},",
        "y ".repeat(27) + PHONE
    );
    let mut shaped = whole(&rules(&accounts), &shapes, support::MEMBERS, &all);
    shaped.write("names.csv", format!("tên,{PHONE},\"{EMAIL}\nT1-01,x,{CITIZEN}\n"));
    folders.push(("shapes", shaped));
    let header = format!("{HEADER},{CITIZEN},\"{PHONE}\n{PLATE}\",{EMAIL},STK {ACCOUNT}\n");
    folders.push(("header", whole(&rules(&accounts), &header, support::MEMBERS, &all)));
    folders.push((
        "no header",
        whole(&rules(&accounts), &format!("{CITIZEN},{PHONE}\n{EMAIL},{PLATE}\n"), &all.join(","), &all),
    ));

    // Names of files and folders.
    shaped = whole(&rules(&accounts), &log(&accounts, &[5, 8]), support::MEMBERS, &accounts);
    for identifier in all {
        shaped.write(&format!("activities/{identifier}/{identifier}.csv"), log(&all, &[5]));
        shaped.write(&format!("activities/{identifier}/khac {identifier}.xlsx"), "PK");
        shaped.write(&format!("{identifier}.csv"), "x");
        shaped.write(&format!("activities/{identifier}.csv/x"), "x");
    }
    folders.push(("paths", shaped));
    for (name, folder) in &folders {
        // Names that git carries stand in the way of commands, which these folders are not there for.
        if ["accounts", "texts"].contains(name) {
            folder.write(".gitignore", "names.csv\n");
        }
        let sheet = format!("{CITIZEN} {PHONE}\n{HEADER}\n{}{ACCOUNT}\n", rows(&accounts, &[5, 8]));
        let near = folder.records().join("..");
        fs::write(near.join("sheet.csv"), sheet).unwrap();
        fs::write(near.join("broken 0900000123.csv"), format!("{HEADER}\n{}", rows(&all, &columns))).unwrap();
        commit(&near);
    }
    folders
}

/// Makes a repository of a folder.
fn commit(folder: &Path) {
    for arguments in [&["init", "-q"][..], &["add", "-A"], &["commit", "-q", "-m", "x"]] {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(["-c", "user.name=x", "-c", "user.email=x@localhost"]).args(arguments);
        let done =
            git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
        assert!(done.status.success(), "{done:?}");
    }
}

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder.records().join("..")).args(arguments);
    command
}

/// What a command that would never end prints at first.
fn beginning_of(mut command: Command) -> Run {
    let mut child = command
        .env_remove("THIDUA_RECORDS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdout, mut stderr) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    // The board is written at once, so its first bytes say that it is there.
    let mut first = vec![0; 64 * 1024];
    let n_bytes = stdout.read(&mut first).unwrap();
    let _ = child.kill();
    let _ = child.wait();
    let (mut said, mut rest) = (Vec::new(), Vec::new());
    stdout.read_to_end(&mut rest).unwrap();
    stderr.read_to_end(&mut said).unwrap();
    first.truncate(n_bytes);
    first.extend(rest);
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Run { status: 0, stdout: text(first), stderr: text(said) }
}

/// Identifiers that are printed, where the arguments do not hold them.
fn told(run: &Run) -> Vec<&'static str> {
    let all = format!("{}\n{}", run.stdout, run.stderr);
    TELLTALES.iter().copied().filter(|telltale| all.contains(telltale)).collect()
}

#[test]
fn no_identifier_is_printed_by_any_command_in_any_format_or_language() {
    let folders = folders();
    let reports: Vec<Tried> = thread::scope(|scope| {
        let tried: Vec<_> =
            folders.iter().map(|(name, folder)| scope.spawn(move || try_all(name, folder))).collect();
        tried.into_iter().map(|tried| tried.join().unwrap()).collect()
    });
    let leaks: Vec<_> = reports.iter().flat_map(|tried| &tried.leaks).map(String::as_str).collect();
    assert!(leaks.is_empty(), "{}\n{}", leaks.len(), leaks.join("\n"));
    let n_runs: usize = reports.iter().map(|tried| tried.n_runs).sum();
    let n_covered: usize = reports.iter().map(|tried| tried.n_covered).sum();
    assert!(n_runs > 3000, "{n_runs}");
    assert!(n_covered > 1000, "{n_covered} of {n_runs} runs show that something is covered");
}

/// What came of running everything on a folder.
#[derive(Default)]
struct Tried {
    n_runs: usize,
    /// Runs that show that something is covered.
    n_covered: usize,
    leaks: Vec<String>,
}

impl Tried {
    fn take(&mut self, name: &str, arguments: &[&str], run: &Run) {
        self.n_runs += 1;
        self.n_covered += usize::from(run.stdout.contains('•') || run.stderr.contains('•'));
        let told = told(run);
        if let Some(first) = told.first() {
            let mut lines = run.stdout.lines().chain(run.stderr.lines());
            let line = lines.find(|line| line.contains(first)).unwrap_or_default();
            self.leaks.push(format!("{name}: {arguments:?}: {told:?}: {line}"));
        }
    }
}

fn try_all(name: &str, folder: &Folder) -> Tried {
    let mut tried = Tried::default();
    for arguments in COMMANDS {
        for format in formats_of(arguments[0]) {
            for language in ["vi", "en"] {
                let arguments = [arguments, *format, &["--lang", language]].concat();
                tried.take(name, &arguments, &run_to_an_end(program(folder, &arguments), arguments[0]));
            }
        }
        let _ = fs::remove_dir_all(folder.records().join("../elsewhere"));
    }
    // What writes, last.
    for arguments in WRITING {
        tried.take(name, arguments, &run(program(folder, arguments)));
    }
    tried
}

/// The formats in which a command prints.
fn formats_of(command: &str) -> &'static [&'static [&'static str]] {
    if ["score", "summary", "explain", "watch", "compare", "audit", "grades", "awards", "exemplars", "verify"]
        .contains(&command)
    {
        FORMATS
    } else {
        &FORMATS[..1]
    }
}

fn run_to_an_end(program: Command, command: &str) -> Run {
    if command == "watch" { beginning_of(program) } else { run(program) }
}

#[test]
fn no_command_is_forgotten_here() {
    let folder = Folder::new();
    let help = run(program(&folder, &["--help"])).stdout;
    let listed = help.lines().skip_while(|line| !line.starts_with("Commands:")).skip(1);
    let commands: Vec<_> = listed.map_while(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() >= 12, "{commands:?}");
    for command in commands.into_iter().filter(|&command| command != "help") {
        assert!(COMMANDS.iter().any(|arguments| arguments[0] == command), "{command} is not tried");
    }
}

/// Commands that print what members are called, or could.
fn name_folder() -> Folder {
    let folder = Folder::new();
    folder.write("names.csv", "member,name\nT1-01,Trần Vô Danh\nT1-02,Lê Không Tên\nT2-01,Trần Vô Danh\n");
    fs::write(folder.records().join("../sheet.csv"), support::LOG).unwrap();
    folder
}

const NAMES: &[&str] = &["Vô Danh", "Không Tên", "Trần", "Danh"];

fn names_told(run: &Run) -> bool {
    NAMES.iter().any(|name| run.stdout.contains(name) || run.stderr.contains(name))
}

#[test]
fn names_are_printed_from_names_csv_and_never_in_json() {
    let folder = name_folder();
    for (arguments, expected) in [
        (&["score", "--by", "member"][..], true),
        (&["score", "--by", "member", "--format", "csv"], true),
        (&["score", "--by", "member", "--format", "md"], true),
        (&["summary", "--by", "member"], true),
        (&["explain", "T1-01"], true),
        (&["score", "--by", "member", "--format", "json"], false),
        (&["summary", "--by", "member", "--format", "json"], false),
        (&["explain", "T1-01", "--format", "json"], false),
        (&["score"], false),
    ] {
        assert_eq!(names_told(&run(program(&folder, arguments))), expected, "{arguments:?}");
    }
    fs::remove_file(folder.records().join("names.csv")).unwrap();
    for arguments in COMMANDS.iter().filter(|arguments| arguments[0] != "watch") {
        assert!(!names_told(&run(program(&folder, arguments))), "{arguments:?}");
    }
}

#[test]
fn where_codes_are_wanted_no_name_is_printed_by_any_command() {
    let faults = [
        ("none", "member,name\nT1-01,Trần Vô Danh\nT1-02,Lê Không Tên\n"),
        ("columns swapped", "member,name\nTrần Vô Danh,T1-01\n"),
        ("twice", "member,name\nT1-01,Trần Vô Danh\nT1-01,Lê Không Tên\n"),
        ("formula", "member;name;Trần\nT1-01;=Trần Vô Danh\nT9-99;Danh\n"),
        ("quotes", "member,name\nT1-01,\"Trần Vô Danh\"x\nT1-02,\"Lê Không Tên\n"),
        ("no header", "T1-01,Trần Vô Danh\n"),
        ("too long", "member,name\nT1-01,Trần,Vô Danh\n"),
    ];
    for (fault, names) in faults {
        let folder = name_folder();
        folder.write("names.csv", names);
        for arguments in COMMANDS {
            for format in formats_of(arguments[0]) {
                let arguments = [&["--codes"], *arguments, *format].concat();
                let run = run_to_an_end(program(&folder, &arguments), arguments[1]);
                assert!(!names_told(&run), "{fault}: {arguments:?}: {run:?}");
            }
        }
    }
}
