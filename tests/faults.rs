//! What the world does to a program: it is killed, the disk is full, nothing can be said, nothing is set.
//! Every time a file is the old one or the new one, and the end is one of the three that are promised.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop"
)]
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use support::{Folder, LOG, Run};

const FILE: &str = "activities/2025-02.csv";
const PROGRAM: &str = env!("CARGO_BIN_EXE_thidua");

/// A row that can be logged.
const ENTRY: [&str; 10] = [
    "--date",
    "2025-02-20",
    "--team",
    "to-1",
    "--activity",
    "C1A",
    "--quantity",
    "1",
    "--evidence",
    "BB-0100",
];

/// Every command that reads and ends, with what it needs.
const READING: &[&[&str]] = &[
    &["validate"],
    &["validate", "--format", "sarif"],
    &["score"],
    &["score", "--phase", "1", "--by", "member", "--format", "json"],
    &["summary", "--phase", "1"],
    &["explain", "to-1", "--phase", "1"],
    &["grades"],
    &["awards"],
    &["exemplars"],
    &["verify"],
    &["compare", "HEAD"],
    &["audit"],
    &["report", "--phase", "1", "--format", "html"],
    &["report", "--phase", "1", "--format", "md"],
    &["fmt", "--check"],
    &["hook", "status"],
    &["rule", "R203"],
    &["completions", "bash"],
    &["man"],
    &["--help"],
];

/// The small campaign as commands that write find it: something for each of them to do.
fn ready() -> Folder {
    let folder = Folder::with_log(LOG.replace(',', ";").replace("trùng;", "trùng,"));
    let near = |name: &str| folder.records().join("..").join(name);
    fs::write(near("sheet.csv"), LOG.replace("2025-02", "2025-03").replace("BB-", "XX-")).unwrap();
    fs::write(near("more.csv"), LOG.replace("2025-02", "2025-03").replace("BB-", "YY-")).unwrap();
    fs::write(near("base.csv"), LOG).unwrap();
    fs::write(near("theirs.csv"), format!("{LOG}2025-03-09,to-2,,C2A,1,BB-0300,1,CA-02,\n")).unwrap();
    fs::write(near("ours.csv"), format!("{LOG}2025-03-08,to-1,,C1A,1,BB-0200,1,CA-01,\n")).unwrap();
    folder
}

/// Every command that writes.
fn writing() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("fmt", vec!["fmt"]),
        ("log", [&["log"], &ENTRY[..]].concat()),
        ("import", vec!["import", "sheet.csv", "--to", "activities/2025-03.csv"]),
        ("close", vec!["close", "--phase", "1", "--with-pending"]),
        (
            "merge-file",
            vec!["merge-file", "base.csv", "ours.csv", "theirs.csv", "--path", "records/activities/x.csv"],
        ),
        ("report", vec!["report", "--phase", "1", "--output", "report.html"]),
        ("init", vec!["init", "new/records"]),
        ("import --append", vec!["import", "more.csv", "--to", FILE, "--append"]),
        ("reopen", vec!["reopen", "--phase", "1", "--reason", "thẩm định lại"]),
        ("hook install", vec!["hook", "install"]),
    ]
}

/// The campaign as one of these commands wants it: closed, to be opened again; in a repository, to have a hook.
fn ready_for(name: &str) -> Folder {
    let folder = ready();
    let done = |run: Run| assert_eq!(run.status, 0, "{name}: {run:#?}");
    match name {
        "import --append" => folder.write(FILE, LOG),
        "reopen" => done(support::run(program(&folder, &["close", "--phase", "1", "--with-pending"]))),
        "hook install" => done(support::run({
            let mut git = Command::new("git");
            git.args(["init", "-q", "--template="]).current_dir(around(&folder));
            git
        })),
        _ => {}
    }
    folder
}

fn program(folder: &Folder, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.current_dir(folder.records().join("..")).args(arguments).env_remove("THIDUA_RECORDS");
    command
}

/// Every file below a folder with its bytes, but the lock and what a killed writer may leave.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.file_name().unwrap().as_bytes().starts_with(b".thidua") {
                continue;
            }
            if path.is_dir() {
                waiting.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                all.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    all
}

fn around(folder: &Folder) -> PathBuf {
    folder.records().parent().unwrap().to_owned()
}

#[test]
fn whatever_is_killed_leaves_each_file_old_or_new() {
    for (name, arguments) in writing() {
        let whole = ready_for(name);
        let before = contents(&around(&whole));
        let began = Instant::now();
        let run = support::run(program(&whole, &arguments));
        let takes = began.elapsed();
        assert_eq!(run.status, 0, "{name}: {run:#?}");
        let after = contents(&around(&whole));
        assert_ne!(before, after, "{name} writes nothing");

        let (mut killed, rounds) = (0, 12);
        for round in 0..rounds {
            let folder = ready_for(name);
            let mut child =
                program(&folder, &arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(takes * round / (rounds - 2));
            child.kill().unwrap();
            killed += usize::from(!child.wait().unwrap().success());
            let now = contents(&around(&folder));
            for (path, bytes) in &now {
                if path.starts_with(".git/config") || path.starts_with(".git/config.lock") {
                    // git writes it, and twice.
                    continue;
                }
                let known = [&before, &after].into_iter().filter_map(|state| state.get(path));
                assert!(
                    known.into_iter().any(|known| known == bytes),
                    "{name}: {} is half written",
                    path.display()
                );
            }
            assert!(before.keys().all(|path| now.contains_key(path)), "{name}: a file is gone");
            if name != "fmt" {
                // What is left behind is read as nothing, and keeps nobody from trying again.
                assert_eq!(support::run(program(&folder, &["validate"])).status, 0, "{name}");
            }
        }
        println!("{name}: killed {killed} of {rounds} times");
        assert!(killed > 0, "{name} was never killed");
    }
}

/// Runs the program in a shell that lets no file grow beyond some blocks of 512 bytes.
fn with_small_files(folder: &Folder, blocks: usize, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    // Ignored, the signal of a file that is too large becomes an error, as that of a full disk is.
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(PROGRAM).args(arguments).current_dir(around(folder));
    support::run(command)
}

#[test]
fn a_disk_that_takes_no_more_changes_no_file() {
    for (name, arguments) in writing() {
        let folder = ready_for(name);
        let before = contents(&around(&folder));
        let run = with_small_files(&folder, 0, &arguments);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{name}: {run:#?}");
        assert!(!run.stderr.is_empty(), "{name}");
        assert_eq!(contents(&around(&folder)), before, "{name}");
        let left: Vec<_> =
            walk_names(&around(&folder)).into_iter().filter(|name| name.ends_with(".tmp")).collect();
        assert!(left.is_empty(), "{name} leaves {left:?}");
    }
}

fn walk_names(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        names.push(path.to_string_lossy().into_owned());
        if path.is_dir() {
            names.extend(walk_names(&path));
        }
    }
    names
}

#[test]
fn a_full_disk_changes_no_file() {
    // In a name space of its own, so that nothing stays mounted: records on a disk of 64 kB that is full.
    let script = r#"
        mount -t tmpfs -o size=64k tmpfs full || exit 77
        cp -r records *.csv full/ && { [ ! -d .git ] || cp -r .git full/; } && cd full
        cat /dev/zero > filler 2> /dev/null
        cp -r records ../before && cp ours.csv ../before/
        "$0" "$@" > ../stdout 2> ../stderr
        echo $? > ../status
        cp -r records ../after && cp ours.csv ../after/
        rm -f ../after/.thidua* ../before/.thidua*
    "#;
    for (name, arguments) in writing() {
        let folder = ready_for(name);
        fs::create_dir(around(&folder).join("full")).unwrap();
        let mut command = Command::new("unshare");
        command.args(["--mount", "sh", "-c", script, PROGRAM]).args(&arguments).current_dir(around(&folder));
        let output = match command.env_remove("THIDUA_RECORDS").output() {
            Ok(output) if output.status.code() == Some(0) => output,
            other => return println!("skipped: no small disk can be mounted here: {other:?}"),
        };
        let said = |file: &str| fs::read_to_string(around(&folder).join(file)).unwrap();
        assert_eq!(said("status"), "2\n", "{name}: {} {output:?}", said("stderr"));
        assert_eq!(said("stdout"), "", "{name}");
        assert!(said("stderr").contains("space"), "{name}: {}", said("stderr"));
        let [before, after] = ["before", "after"].map(|state| contents(&around(&folder).join(state)));
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn nothing_is_written_where_nothing_may_be() {
    if Command::new("setpriv").arg("--version").output().is_err() {
        return println!("skipped: no setpriv");
    }
    // git itself refuses a repository of somebody else.
    for (name, arguments) in writing().into_iter().filter(|(name, _)| *name != "hook install") {
        let folder = ready_for(name);
        let copy = around(&folder).join("thidua");
        fs::copy(PROGRAM, &copy).unwrap();
        let before = contents(&around(&folder));
        let modes = |mode: &str| {
            let mut chmod = Command::new("chmod");
            assert!(chmod.args(["-R", mode]).arg(around(&folder)).status().unwrap().success());
        };
        modes("a-w,a+rX");
        let mut command = Command::new("setpriv");
        if fs::metadata("/proc/self").map(|me| std::os::unix::fs::MetadataExt::uid(&me)).unwrap_or(0) == 0 {
            command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
        }
        command.arg("./thidua").args(&arguments).current_dir(around(&folder));
        let run = support::run(command);
        modes("u+w");
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{name}: {run:#?}");
        assert!(run.stderr.contains("Permission denied"), "{name}: {run:#?}");
        assert_eq!(contents(&around(&folder)), before, "{name}");
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_read_as_something() {
    let folder = Folder::new();
    let path = folder.records().join(FILE);
    let long: String = (0..3000).map(|row| format!("2025-02-08,to-1,,C1A,1,XX-{row},1,CA-01,\n")).collect();
    let long = format!("{LOG}{long}");
    thread::scope(|scope| {
        let writer = scope.spawn(|| {
            for round in 0..400 {
                fs::write(&path, if round % 2 == 0 { &long } else { LOG }).unwrap();
            }
        });
        while !writer.is_finished() {
            for arguments in [&["score", "--phase", "1"][..], &["validate"], &["log", "--dry-run"]] {
                // Cut where the writer was, which is for the next run to mend.
                folder.run(arguments);
            }
        }
    });
}

#[test]
fn two_that_write_at_once_lose_nothing() {
    let folder = Folder::with_log(LOG.replace("2025-02-04", "2025/02/04"));
    thread::scope(|scope| {
        let rows: Vec<_> = (0..6)
            .map(|writer| {
                let folder = &folder;
                scope.spawn(move || {
                    let evidence = format!("BB-9{writer}");
                    let entry: Vec<&str> =
                        ENTRY.iter().map(|&word| if word == "BB-0100" { &*evidence } else { word }).collect();
                    folder.run(&[&["log"], &entry[..]].concat())
                })
            })
            .collect();
        for _ in 0..6 {
            let run = folder.run(&["fmt"]);
            // It says so where the file is no longer what it read.
            assert!([0, 2].contains(&run.status), "{run:#?}");
        }
        for row in rows {
            let run = row.join().unwrap();
            assert_eq!(run.status, 0, "{run:#?}");
        }
    });
    let text = fs::read_to_string(folder.records().join(FILE)).unwrap();
    assert_eq!(text.lines().count(), LOG.lines().count() + 6, "{text}");
    assert_eq!(folder.run(&["validate"]).status, 0);
}

#[test]
fn nothing_that_is_set_or_not_set_changes_what_is_printed() {
    let folder = ready();
    for arguments in READING {
        let usual = support::run(program(&folder, arguments));
        let mut bare = program(&folder, arguments);
        bare.env_clear();
        let mut elsewhere = program(&folder, arguments);
        for (name, value) in [
            ("TZ", "Pacific/Kiritimati"),
            ("LANG", "tr_TR.UTF-8"),
            ("LC_ALL", "C"),
            ("TERM", "xterm-256color"),
            ("COLUMNS", "0"),
            ("LINES", "0"),
            ("HOME", "/nowhere"),
            ("SOURCE_DATE_EPOCH", "0"),
            ("RUST_BACKTRACE", "full"),
            ("CLICOLOR", "1"),
        ] {
            elsewhere.env(name, value);
        }
        let mut no_home = program(&folder, arguments);
        no_home.env("HOME", "").env("PATH", "").env("TERM", "").env("LANG", "").env("TMPDIR", "/nowhere");
        for (which, command) in [("bare", bare), ("elsewhere", elsewhere), ("no home", no_home)] {
            let run = support::run(command);
            if ["compare", "audit", "hook"].contains(&arguments[0]) {
                // They ask git, which is not there without a path.
                continue;
            }
            assert_eq!(run, usual, "{which}: {arguments:?}");
        }
    }
}

#[test]
fn a_clock_at_1970_changes_nothing() {
    // No room has a clock. Files as old as can be are read as any other.
    let folder = ready();
    let usual: Vec<Run> = READING.iter().map(|arguments| support::run(program(&folder, arguments))).collect();
    for path in walk_names(&folder.records()) {
        let file = fs::File::open(path).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
    }
    let now: Vec<Run> = READING.iter().map(|arguments| support::run(program(&folder, arguments))).collect();
    assert_eq!(now, usual);
}

#[test]
fn nobody_to_say_it_to_is_no_reason_to_panic() {
    for closed in
        [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-", "> /dev/full", "2> /dev/full", "> /dev/full 2>&1"]
    {
        let folder = ready();
        let writing = writing();
        let all = READING.iter().copied().chain(writing.iter().map(|(_, arguments)| &arguments[..]));
        for arguments in all {
            let mut command = Command::new("sh");
            command.arg("-c").arg(format!("\"$0\" \"$@\" {closed}")).arg(PROGRAM).args(arguments);
            let output = command.current_dir(around(&folder)).env_remove("THIDUA_RECORDS").output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(!said.contains("panicked"), "{arguments:?} {closed}: {said}");
            let status = output.status.code();
            assert!(status.is_some_and(|status| status <= 2), "{arguments:?} {closed}: {status:?} {said}");
        }
    }
}

#[test]
fn arguments_and_paths_that_are_no_unicode_are_taken_or_refused() {
    let folder = ready();
    let odd = OsStr::from_bytes(b"\xff\xfe\x80x.csv");
    for arguments in READING.iter().copied().chain(writing().iter().map(|(_, arguments)| &arguments[..])) {
        for at in 0..=arguments.len() {
            let mut all: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            all.insert(at, odd.to_owned());
            let mut command = program(&folder, &[]);
            command.args(all);
            support::run(command);
        }
    }
    let mut named = program(&folder, &["validate"]);
    named.env("THIDUA_RECORDS", odd);
    assert_eq!(named.output().unwrap().status.code(), Some(2));

    // A records folder whose own name is none, and a log.
    let strange = around(&folder).join(OsString::from_vec(b"h\xe3 x\xff".to_vec()));
    let moved = fs::rename(folder.records(), &strange);
    if moved.is_err() {
        return println!("skipped: this disk takes no such name");
    }
    for arguments in READING.iter().copied().chain(writing().iter().map(|(_, arguments)| &arguments[..])) {
        let mut command = Command::new(PROGRAM);
        command.current_dir(around(&folder)).arg("--records").arg(&strange).args(arguments);
        support::run(command);
    }
    fs::write(strange.join("activities").join(odd), LOG).unwrap();
    let run = support::run_in(&strange, &["validate", "--format", "short", "--lang", "en"]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert!(run.findings().iter().any(|(_, code)| code.starts_with('F')), "{run:#?}");
}

#[test]
fn a_terminal_without_width_is_printed_on() {
    if Command::new("script").arg("--version").output().is_err() {
        return println!("skipped: no script");
    }
    let folder = ready();
    for arguments in ["score", "summary --phase 1", "explain to-1 --phase 1", "validate", "grades"] {
        let shell = format!("stty cols 0 rows 0; exec '{PROGRAM}' {arguments}");
        let mut command = Command::new("script");
        command.args(["-qec", &shell, "/dev/null"]).current_dir(around(&folder)).stdin(Stdio::null());
        command.env("COLUMNS", "0").env("SHELL", "/bin/sh");
        let run = support::run(command);
        assert!(!run.stdout.contains("panicked"), "{run:#?}");
        assert_eq!(run.status, 0, "{arguments}: {run:#?}");
        assert!(run.stdout.len() > 20, "{arguments}: {run:#?}");
    }
}

#[test]
fn links_in_a_circle_and_out_of_the_folder_are_refused() {
    let folder = ready();
    let records = folder.records();
    let outside = around(&folder).join("secret.csv");
    fs::write(&outside, "the secret\n").unwrap();
    symlink("circle-2.csv", records.join("activities/circle-1.csv")).unwrap();
    symlink("circle-1.csv", records.join("activities/circle-2.csv")).unwrap();
    symlink("..", records.join("activities/up")).unwrap();
    symlink(&outside, records.join("exemplars.csv")).unwrap();
    symlink(&outside, records.join("names.csv")).unwrap();
    fs::create_dir(records.join("sealed")).unwrap();
    symlink(&outside, records.join("sealed/phase-1.toml")).unwrap();
    Command::new("mkfifo").arg(records.join("sealed/phase-2.toml")).status().unwrap();
    let run = support::run_in(&records, &["validate", "--format", "short", "--lang", "en"]);
    let found: Vec<String> = run
        .findings()
        .into_iter()
        .map(|(place, code)| format!("{} {code}", &place["records/".len()..]))
        .collect();
    let outside_or_circle = [
        "activities/circle-1.csv:1:1 F003",
        "activities/circle-2.csv:1:1 F003",
        "activities/up:1:1 F006",
        "exemplars.csv:1:1 F004",
        "names.csv:1:1 F004",
        "sealed/phase-1.toml:1:1 F004",
        "sealed/phase-2.toml:1:1 F002",
    ];
    for expected in outside_or_circle {
        assert!(found.iter().any(|found| found == expected), "{expected} in {found:#?}");
    }
    for arguments in READING.iter().copied().chain(writing().iter().map(|(_, arguments)| &arguments[..])) {
        let run = support::run(program(&folder, arguments));
        assert!(!run.stdout.contains("the secret") && !run.stderr.contains("the secret"), "{arguments:?}");
    }
    assert_eq!(fs::read_to_string(&outside).unwrap(), "the secret\n");

    // The rules and the members themselves.
    for (file, secret) in [("campaign.toml", "the secret"), ("members.csv", "the secret")] {
        let folder = Folder::new();
        let outside = around(&folder).join("secret.csv");
        fs::write(&outside, secret).unwrap();
        fs::remove_file(folder.records().join(file)).unwrap();
        symlink(&outside, folder.records().join(file)).unwrap();
        for arguments in [&["validate"][..], &["score"], &["fmt"]] {
            let run = folder.run(arguments);
            assert_ne!(run.status, 0, "{file}: {run:#?}");
            assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{file}: {run:#?}");
        }
    }
}

#[test]
fn devices_and_pipes_in_the_place_of_a_file_keep_nobody_waiting() {
    for name in ["campaign.toml", "members.csv", "names.csv", "exemplars.csv", FILE] {
        let folder = Folder::new();
        let path = folder.records().join(name);
        let _ = fs::remove_file(&path);
        Command::new("mkfifo").arg(&path).status().unwrap();
        for arguments in [&["validate"][..], &["score"], &["fmt"], &["report", "--phase", "1"]] {
            let run = within(Duration::from_secs(20), program(&folder, arguments));
            assert_ne!(run.status, 0, "{name}: {arguments:?}: {run:#?}");
        }
    }
    let folder = Folder::new();
    for endless in ["/dev/zero", "/dev/stdin", "campaign.toml", "../records/campaign.toml", "."] {
        let rules = format!("extends = \"{endless}\"\n{}", support::CAMPAIGN);
        folder.write("campaign.toml", rules);
        let run = within(Duration::from_secs(20), program(&folder, &["validate"]));
        assert_eq!(run.status, 1, "{endless}: {run:#?}");
    }
    // What is named on the command line.
    let folder = ready();
    Command::new("mkfifo").arg(around(&folder).join("pipe")).status().unwrap();
    for arguments in [
        &["import", "/dev/zero", "--to", "activities/new.csv"][..],
        &["import", "pipe", "--to", "activities/new.csv"],
        &["merge-file", "/dev/zero", "ours.csv", "theirs.csv"],
        &["merge-file", "pipe", "ours.csv", "theirs.csv"],
        &["fmt", "/dev/zero"],
        &["fmt", "pipe"],
        &["report", "--phase", "1", "--output", "/dev/full", "--force"],
        &["report", "--phase", "1", "--output", "records"],
        &["report", "--phase", "1", "--output", "nowhere/x.html"],
    ] {
        let run = within(Duration::from_secs(20), program(&folder, arguments));
        assert_eq!(run.status, 2, "{arguments:?}: {run:#?}");
    }
}

/// Runs a command that must end by itself.
fn within(time: Duration, mut command: Command) -> Run {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > time {
            child.kill().unwrap();
            panic!("{command:?} does not end");
        }
        thread::sleep(Duration::from_millis(2));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let run = Run {
        status: output.status.code().unwrap_or(-1),
        stdout: text(output.stdout),
        stderr: text(output.stderr),
    };
    assert!([0, 1, 2].contains(&run.status) && !run.stderr.contains("panicked"), "{command:?}: {run:#?}");
    run
}

#[test]
fn a_hundred_thousand_files_are_all_read() {
    let folder = Folder::new();
    for group in 0..100 {
        let path = folder.records().join(format!("activities/{group:02}"));
        fs::create_dir(&path).unwrap();
        for file in 0..1000 {
            let row = format!(
                "date,team,activity,quantity,accepted,appraiser,evidence\n2025-02-04,to-1,C1A,1,1,CA-01,X-{group}-{file}\n"
            );
            fs::write(path.join(format!("{file}.csv")), row).unwrap();
        }
    }
    let run = folder.run(&["score", "--phase", "1", "--format", "json"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert!(run.stdout.contains("\"rows_counted\": 100004"), "{run:#?}");
}
