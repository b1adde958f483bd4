//! Whatever is put into the folder: a clear message, status 1 or 2, no panic, nothing lost.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::process::Command;

use support::{Folder, LOG, Run, run};

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

fn validate(folder: &Folder) -> Run {
    folder.run(&["validate", "--format", "short", "--lang", "en"])
}

/// The one finding of a log, as `line:column code`.
fn check_log(log: impl AsRef<[u8]>, expected: &[&str]) {
    let run = validate(&Folder::with_log(log));
    let found: Vec<String> = run
        .findings()
        .into_iter()
        .map(|(place, code)| format!("{} {code}", place.rsplit_once(".csv:").map_or("?", |(_, place)| place)))
        .collect();
    assert_eq!(found, expected, "{run:#?}");
}

#[test]
fn the_small_campaign_is_clean() {
    let run = validate(&Folder::new());
    assert_eq!((run.status, run.findings()), (0, vec![]), "{run:#?}");
}

#[test]
fn a_missing_folder_could_not_be_run_on() {
    let folder = Folder::new();
    let run = support::run_in(&folder.records().join("nowhere"), &["score", "--phase", "1"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("nowhere"), "{run:#?}");
    fs::remove_file(folder.records().join("campaign.toml")).unwrap();
    let run = validate(&folder);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("campaign.toml"), "{run:#?}");
}

#[test]
fn files_of_another_kind_are_refused_by_name_and_say_nothing_else() {
    for (bytes, code) in [
        (&b"PK\x03\x04\x14\0\x06\0[Content_Types].xml"[..], "T307"),
        (b"%PDF-1.7\n%\xE2\xE3", "T307"),
        (b"<html><table><tr><td>date</td></tr></table></html>", "T307"),
        (b"\x1F\x8B\x08\0\0\0\0\0", "T307"),
        (&[0; 4096], "T309"),
        (b"d\0a\0t\0e\0,\0t\0e\0a\0m\0\n\0", "T305"),
        (b"Ng\xE0y,T\xF4\xD2,N\xF4\xF2i dung\n", "T301"),
        (b"", "T311"),
    ] {
        check_log(bytes, &[&format!("1:1 {code}")]);
    }
    check_log(
        format!("{HEADER}<<<<<<< HEAD\n2025-02-04,to-1,,C1A,1,,,,\n=======\n>>>>>>> theirs\n"),
        &["2:1 T308"],
    );
}

#[test]
fn a_citizen_number_in_the_place_of_a_quantity_is_seen() {
    let row = |claimed: &str, accepted: &str| {
        format!("{HEADER}2025-02-04,to-1,T1-01,C1A,{claimed},BB-0001,{accepted},CA-01,ít hơn\n")
    };
    check_log(row("079185001234", "1"), &["2:27 P601"]);
    check_log(row("1", "079185001234"), &["2:37 P601"]);
}

#[test]
fn a_folder_or_a_link_named_csv_is_an_error_and_never_skipped() {
    let folder = Folder::new();
    fs::create_dir(folder.records().join("activities/x.csv")).unwrap();
    let run = validate(&folder);
    assert_eq!(run.findings(), [("records/activities/x.csv:1:1".into(), "F001".into())], "{run:#?}");
    assert_eq!(run.status, 1);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_read_once_or_refused() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let logs = folder.records().join("activities");
    symlink("nowhere.csv", logs.join("a.csv")).unwrap();
    symlink("/etc/passwd", logs.join("b.csv")).unwrap();
    symlink("2025-02.csv", logs.join("c.csv")).unwrap();
    symlink(".", logs.join("loop")).unwrap();
    Command::new("mkfifo").arg(logs.join("d.csv")).status().unwrap();
    let run = validate(&folder);
    let codes: Vec<_> = run.findings().into_iter().map(|(place, code)| format!("{place} {code}")).collect();
    assert_eq!(
        codes,
        [
            "records/activities/a.csv:1:1 F003",
            "records/activities/b.csv:1:1 F004",
            "records/activities/c.csv:1:1 F010",
            "records/activities/d.csv:1:1 F002",
            "records/activities/loop:1:1 F006",
        ],
        "{run:#?}"
    );
    assert!(!run.stdout.contains("root:"));
}

#[test]
fn a_cell_of_ten_megabytes_is_a_cell() {
    let long = "x".repeat(10 << 20);
    let run = validate(&Folder::with_log(format!("{LOG}2025-02-08,to-1,,{long},1,,,,\n")));
    assert_eq!(run.findings(), [("records/activities/2025-02.csv:8:18".into(), "R217".into())]);
    assert!(run.stdout.len() < 10_000, "the message holds {} bytes", run.stdout.len());
    let run =
        Folder::with_log(format!("{LOG}2025-02-08,to-1,,{long},1,,,,\n")).run(&["validate", "--lang", "en"]);
    assert!(run.stdout.len() < 10_000, "the excerpt holds {} bytes", run.stdout.len());
}

#[test]
fn a_million_errors_are_counted_and_not_all_shown() {
    let rows = "2025-02-04,to-9,,C1A,1,,1,CA-01,\n".repeat(1_000_000);
    let folder = Folder::with_log(format!("{HEADER}{rows}"));
    let run = validate(&folder);
    assert_eq!(run.status, 1);
    assert_eq!(run.findings().len(), 20);
    assert!(run.stdout.contains("1,000,000") || run.stdout.contains("1000000"), "{run:#?}");
    assert_eq!(folder.run(&["score", "--phase", "1"]).status, 1);
}

#[test]
fn quotes_that_do_not_close_lose_nothing() {
    let open = format!("{HEADER}2025-02-04,to-1,,C1A,1,,1,CA-01,\"x\n");
    check_log(format!("{open}2025-02-05,to-1,,C1A,1,,,,\n"), &["2:33 T330"]);
    // The next quote of the file seems to close it, lines below; what is wrong begins above.
    check_log(format!("{open}{}", &LOG[HEADER.len()..]), &["2:33 T331"]);
    check_log(format!("{HEADER}2025-02-04,to-1,,C1A,1,,1,CA-01,\"x\"z\n"), &["2:33 T331"]);
}

#[test]
fn a_closed_pipe_is_not_an_error() {
    let folder = Folder::new();
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_thidua");
    let records = folder.records();
    command.arg("-c").arg(format!("'{program}' --records '{}' rule | true", records.display()));
    if cfg!(unix) {
        assert_eq!(run(command).stderr, "");
    }
}

#[test]
fn a_broken_row_is_left_out_and_counted_only_when_asked() {
    let folder = Folder::with_log(format!("{LOG}2025-02-08,to-9,,C1A,1,,,,\n"));
    let refused = folder.run(&["score", "--phase", "1", "--format", "json"]);
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""), "{refused:#?}");
    let kept = folder.run(&["score", "--phase", "1", "--format", "json", "--keep-going"]);
    assert_eq!(kept.status, 0, "{kept:#?}");
    assert!(kept.stdout.contains("\"rows_left_out\": 1"), "{kept:#?}");
}
