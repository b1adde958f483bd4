//! What commands do when they are asked for something that is not there, or records are broken.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;

fn thidua(records: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("thidua").unwrap();
    command.env_remove("THIDUA_RECORDS").arg("--records").arg(records).args(arguments).output().unwrap()
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A command that cannot run says why in one line, and nothing else.
fn check_refused(records: &str, arguments: &str, reason: &str) {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    let output = thidua(Path::new(records), &arguments);
    assert_eq!(
        (output.status.code(), said(&output.stdout), said(&output.stderr)),
        (Some(2), String::new(), format!("thidua: {reason}\n"))
    );
}

#[test]
fn what_is_not_there_is_refused_with_what_is() {
    let league = "examples/school-league";
    for (arguments, reason) in [
        ("explain p6a-x1", "there is no team or member `p6a-x1`, did you mean `P6A-01`?"),
        ("explain nobody", "there is no team or member `nobody`; there are: class-6a, class-6b, class-7a"),
        ("score --group a", "there is no group `a`; none is declared"),
        (
            "explain class-6a --phase 1 --criterion stduy",
            "there is no criterion `stduy`, did you mean `study`?",
        ),
        (
            "score --phase 2 --until 2025-02-11",
            "phase 2 has not begun by 2025-02-11: it begins on 2025-03-10",
        ),
        ("summary --until 2020-01-01", "the campaign has not begun by 2020-01-01: it begins on 2025-02-10"),
        ("score --format json --excel", "`--excel` only goes with `--format csv`"),
        ("rule R20", "there is no rule `R20`, did you mean `R201`?"),
        ("--lang vi rule R20", "không có mã kiểm tra `R20`, có phải `R201` không?"),
    ] {
        check_refused(league, arguments, reason);
    }
    let no_members = "there is no members.csv, so nothing can be said of single members";
    check_refused("examples/minimal", "score --by member", no_members);
    check_refused("examples/nowhere", "score", "there is no folder `examples/nowhere`");
}

/// The smallest example with one more row.
fn with_row(row: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let records = folder.path().join("records");
    fs::create_dir_all(records.join("activities")).unwrap();
    for file in ["campaign.toml", "activities/2025-03.csv"] {
        fs::copy(Path::new("examples/minimal").join(file), records.join(file)).unwrap();
    }
    let log = records.join("activities/2025-03.csv");
    fs::write(&log, fs::read_to_string(&log).unwrap() + row).unwrap();
    folder
}

#[test]
fn errors_stand_in_the_way_unless_one_keeps_going() {
    let folder = with_row("2025-03-31,west,meeting,1\n");
    let records = folder.path().join("records");

    let refused = thidua(&records, &["score"]);
    assert_eq!((refused.status.code(), said(&refused.stdout)), (Some(1), String::new()));
    assert!(said(&refused.stderr).contains(":26:12: error[R203] unknown team `west`"), "{refused:?}");

    let kept_going = thidua(&records, &["score", "--keep-going"]);
    assert_eq!(kept_going.status.code(), Some(0));
    assert!(said(&kept_going.stdout).contains("0 rejected, 1 left out for errors"), "{kept_going:?}");
    assert!(said(&kept_going.stderr).starts_with("the records have 1 error:"), "{kept_going:?}");
}

#[test]
fn findings_are_in_the_language_that_an_unusable_campaign_file_asks_for() {
    let folder = with_row("");
    let campaign = folder.path().join("records/campaign.toml");
    let broken = fs::read_to_string(&campaign).unwrap().replace("weight = 60", "weight = 61");
    fs::write(&campaign, broken).unwrap();
    let output = thidua(&folder.path().join("records"), &["score", "--keep-going"]);
    assert_eq!((output.status.code(), said(&output.stdout)), (Some(1), String::new()));
    assert!(said(&output.stderr).contains("campaign.toml cannot be used"), "{output:?}");
}

#[test]
fn warnings_only_fail_where_it_is_strict() {
    let folder = with_row("");
    let records = folder.path().join("records");
    fs::write(records.join("activities/empty.csv"), "").unwrap();
    assert_eq!(thidua(&records, &["check"]).status.code(), Some(0));
    assert_eq!(thidua(&records, &["check", "--strict"]).status.code(), Some(1));
}

#[test]
fn every_shell_and_every_command_has_its_text() {
    for arguments in [&["completions", "fish"][..], &["man"], &["man", "score"], &["rule"], &["--help"]] {
        let output = thidua(Path::new("examples/minimal"), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert!(!output.stdout.is_empty(), "{arguments:?}");
    }
}

#[test]
fn grades_awards_and_exemplars_print_in_every_format_also_where_there_are_none() {
    for (records, has_any) in [("records", true), ("examples/minimal", false)] {
        for (command, says) in [("grades", "to-1"), ("awards", "TAP-THE"), ("exemplars", "T4-02")] {
            for format in ["--format table", "--format md", "--format csv", "--excel"] {
                for lang in ["vi", "en"] {
                    let line = format!("{command} --lang {lang} {format}");
                    let arguments: Vec<&str> = line.split(' ').collect();
                    let output = thidua(Path::new(records), &arguments);
                    assert_eq!(
                        (output.status.code(), said(&output.stderr)),
                        (Some(0), String::new()),
                        "{line}"
                    );
                    assert_eq!(said(&output.stdout).contains(says), has_any, "{records}: {line}");
                }
            }
        }
    }
}
