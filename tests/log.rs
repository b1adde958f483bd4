//! `thidua log`: what it adds to a file, what it refuses, and that a file is always whole.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "what was skipped or counted is for whoever asks with --nocapture")]

mod support;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use support::{Folder, LOG, Run};
use thidua::entry::{self, Entry, NotTried};
use thidua::folder::{LOCK_FILE, Purpose, RawFile};
use thidua::reading;
use thidua::records::{Appraisal, Column};

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

const FILE: &str = "activities/2025-02.csv";

/// A row that nothing is wrong with, accepted in full.
const GOOD: [&str; 16] = [
    "--date",
    "2025-02-10",
    "--team",
    "to-2",
    "--members",
    "T2-01 T2-02",
    "--activity",
    "C1A",
    "--quantity",
    "2.5",
    "--evidence",
    "BB-0100",
    "--accepted",
    "2.5",
    "--appraiser",
    "CA-01",
];

/// The same as it is written.
const GOOD_ROW: &str = "2025-02-10,to-2,T2-01 T2-02,C1A,2.5,BB-0100,2.5,CA-01,";

fn log(folder: &Folder, arguments: &[&str]) -> Run {
    folder.run(&[&["log"], arguments].concat())
}

/// [`GOOD`] with some options changed, or taken away where they are changed to `-`.
fn good_but(changes: &[(&'static str, &'static str)]) -> Vec<&'static str> {
    let mut arguments = Vec::new();
    for pair in GOOD.chunks(2) {
        match changes.iter().find(|(option, _)| *option == pair[0]) {
            Some((_, "-")) => {}
            Some((option, value)) => arguments.extend([option, value]),
            None => arguments.extend(pair),
        }
    }
    let is_new = |option: &str| !GOOD.contains(&option);
    arguments.extend(
        changes.iter().filter(|(option, _)| is_new(option)).flat_map(|(option, value)| [*option, *value]),
    );
    arguments
}

fn read(folder: &Folder, file: &str) -> Vec<u8> {
    fs::read(folder.records().join(file)).unwrap()
}

fn said(run: &Run) -> (i32, &str, &str) {
    (run.status, &run.stdout, &run.stderr)
}

/// `arguments` add `added` to a log that holds `before`, and the records stay without an error.
fn check_added(before: &str, arguments: &[&str], added: &str) {
    let folder = Folder::with_log(before);
    let run = log(&folder, arguments);
    assert_eq!(run.status, 0, "{before:?}: {run:?}");
    assert_eq!(String::from_utf8(read(&folder, FILE)).unwrap(), format!("{before}{added}"), "{run:?}");
    let row = added.strip_prefix(HEADER).unwrap_or(added);
    let row = row.trim_matches(['\r', '\n']).replace('\n', "␊").replace('\t', "␉");
    assert!(run.stdout.ends_with(&format!(": {row}\n")), "{run:?}");
    assert_eq!(folder.run(&["validate"]).status, 0, "{before:?}");
}

#[test]
fn a_row_that_counts_is_printed_as_it_stands_in_its_file_and_nothing_else_is_said() {
    let folder = Folder::new();
    let run = log(&folder, &GOOD);
    assert_eq!(said(&run), (0, &*format!("records/{FILE}:8: {GOOD_ROW}\n"), ""));
    assert_eq!(read(&folder, FILE), format!("{LOG}{GOOD_ROW}\n").into_bytes());
}

#[test]
fn a_row_that_does_not_count_is_said_not_to() {
    let pending = good_but(&[("--accepted", "-"), ("--appraiser", "-")]);
    let rejected = good_but(&[("--accepted", "0"), ("--note", "trùng")]);
    for (arguments, remark) in [
        (&pending, "the row is pending: it counts once it is accepted\n"),
        (&rejected, "the row is rejected: it counts for nothing\n"),
    ] {
        let run = log(&Folder::new(), arguments);
        assert_eq!((run.status, &*run.stderr), (0, remark));
    }
    let vi = log(&Folder::new(), &[&pending[..], &["--lang", "vi"]].concat());
    assert_eq!(vi.stderr, "dòng này chờ thẩm định nên chưa được tính\n");
}

#[test]
fn a_row_takes_the_spelling_of_its_file() {
    let row = &*format!("{GOOD_ROW}\n");
    let crlf = |text: &str| text.replace('\n', "\r\n");
    let semicolons =
        "\u{feff}Ngày;Tổ;Thành viên;Nội dung;Số lượng;Minh chứng;Thẩm định;Người thẩm định;Ghi chú\r\n";
    let in_comma = "2025-02-10;to-2;T2-01 T2-02;C1A;2,5;BB-0100;2,5;CA-01;\r\n";
    let tabs = HEADER.replace(',', "\t");
    for (before, added) in [
        (LOG, row),
        (LOG.trim_end(), &format!("\n{row}")),
        (HEADER, row),
        (HEADER.trim_end(), &format!("\n{row}")),
        (&crlf(LOG), &crlf(row)),
        (crlf(LOG).trim_end(), &format!("\r\n{}", crlf(row))),
        (&LOG.replace('\n', "\r"), &row.replace('\n', "\r")),
        (&format!("{LOG}\n\n"), row),
        (&format!("{LOG},,,,,,,,\n"), row),
        // The last line end tells, unless there is none: then one in a cell would be taken for it.
        (
            &format!("{}2025-02-04,to-1,,C1A,1,A,1,CA-01,\"a\nb\"", crlf(HEADER)),
            &format!("\r\n{}", crlf(row)),
        ),
        (semicolons, in_comma),
        (&format!("{semicolons}2025-02-04;to-1;;C1A;1,5;A;1,5;CA-01;\r\n"), in_comma),
        (&format!("sep=;\n{}", HEADER.replace(',', ";")), &in_comma.replace("\r\n", "\n")),
        (&format!("sep=|\r\n{}", crlf(HEADER).replace(',', "|")), &crlf(row).replace(',', "|")),
        (&tabs, &row.replace(',', "\t")),
        // Columns in another order, one that nobody knows, one without a word, and empty ones behind.
        (
            "note,colour,activity,team,,date,accepted,appraiser,quantity,evidence,members,,\n",
            ",,C1A,to-2,,2025-02-10,2.5,CA-01,2.5,BB-0100,T2-01 T2-02\n",
        ),
    ] {
        check_added(before, &GOOD, added);
    }
    // A mark without text, and nothing at all, get the standard header.
    for before in ["", "\u{feff}"] {
        check_added(before, &GOOD, &format!("{HEADER}{row}"));
    }
}

#[test]
fn a_cell_is_quoted_where_it_has_to_be() {
    let semicolons = HEADER.replace(',', ";");
    for (before, note, cell) in [
        (HEADER, "thiếu, \"một\" biên bản", "\"thiếu, \"\"một\"\" biên bản\""),
        (HEADER, "a; b", "a; b"),
        (&semicolons, "a; b", "\"a; b\""),
        (&semicolons, "a, b", "a, b"),
        (HEADER, "hai\ndòng", "\"hai\ndòng\""),
        (HEADER, "  'x'\t", "'x'"),
        (HEADER, "To\u{302}\u{309}", "Tổ"),
    ] {
        let separator = before.chars().nth(4).unwrap();
        let row = GOOD_ROW.replace(',', &separator.to_string());
        let row = if separator == ';' { row.replace('.', ",") } else { row };
        let arguments = [&GOOD[..], &["--note", note]].concat();
        check_added(before, &arguments, &format!("{row}{cell}\n"));
    }
}

#[test]
fn what_may_be_written_in_several_ways_is_written_in_one() {
    for changes in [
        [("--date", "10/2/2025"), ("--team", "TO-2")],
        [("--date", "2025/2/10"), ("--members", "t2-01,T2-02")],
        [("--date", " 2025-02-10 "), ("--quantity", "2,50")],
        [("--activity", "c1a"), ("--accepted", "2.50")],
    ] {
        check_added(HEADER, &good_but(&changes), &format!("{GOOD_ROW}\n"));
    }
    let alias = good_but(&[("--team", "tổ bảo vệ  số 1"), ("--members", ""), ("--appraiser", "t2-01")]);
    check_added(HEADER, &alias, "2025-02-10,to-1,,C1A,2.5,BB-0100,2.5,T2-01,\n");
}

#[test]
fn a_new_month_begins_a_file_with_the_standard_header() {
    let folder = Folder::new();
    let run = log(&folder, &good_but(&[("--date", "2025-03-02")]));
    let row = GOOD_ROW.replace("02-10", "03-02");
    assert_eq!(said(&run), (0, &*format!("records/activities/2025-03.csv:2: {row}\n"), ""));
    assert_eq!(read(&folder, "activities/2025-03.csv"), format!("{HEADER}{row}\n").into_bytes());

    // Also where there is no folder of logs yet.
    fs::remove_dir_all(folder.records().join("activities")).unwrap();
    assert_eq!(log(&folder, &GOOD).status, 0);
    assert_eq!(read(&folder, FILE), format!("{HEADER}{GOOD_ROW}\n").into_bytes());
}

#[test]
fn the_file_can_be_named() {
    for file in ["activities/to 1/Tháng 3.CSV", "records/activities/to 1/Tháng 3.CSV"] {
        let folder = Folder::new();
        let run = log(&folder, &good_but(&[("--file", file)]));
        assert_eq!(run.stdout, format!("records/activities/to 1/Tháng 3.CSV:2: {GOOD_ROW}\n"), "{run:?}");
        // The second time it is there, also by its path on this system.
        let path = folder.records().join("activities/to 1/Tháng 3.CSV");
        let again = ["--file", path.to_str().unwrap(), "--evidence", "BB-0101"];
        let again = log(&folder, &[&good_but(&[("--evidence", "-")]), &again[..]].concat());
        assert!(again.stdout.starts_with("records/activities/to 1/Tháng 3.CSV:3: "), "{again:?}");
    }
    for file in
        ["members.csv", "activities/../members.csv", "activities/.a.csv", "activities/a.txt", "/tmp/a.csv"]
    {
        let folder = Folder::new();
        let run = log(&folder, &good_but(&[("--file", file)]));
        let reason = format!(
            "thidua: expected a log of the records folder such as `activities/2025-03.csv`, found `{file}`\n"
        );
        assert_eq!(said(&run), (2, "", &*reason));
    }
}

/// The row is refused for what is wrong with these options, and nothing is written.
fn check_refused(changes: &[(&'static str, &'static str)], findings: &[&str]) {
    let folder = Folder::new();
    let run = log(&folder, &good_but(changes));
    let told: Vec<&str> = run.stderr.lines().filter(|line| !line.starts_with("  = ")).collect();
    let ended = "nothing was written: change what is named above and run it again";
    assert_eq!((run.status, &*run.stdout), (1, ""), "{changes:?}: {run:?}");
    assert_eq!(told, [findings, &[ended]].concat(), "{changes:?}");
    assert_eq!(read(&folder, FILE), LOG.as_bytes());
    assert_eq!(fs::read_dir(folder.records().join("activities")).unwrap().count(), 1);
}

#[test]
fn a_row_that_brings_an_error_is_refused_with_the_option_to_change() {
    for (option, value, finding) in [
        ("--date", "hôm qua", "R201] expected a date such as `2025-02-04`, found `hôm qua`"),
        ("--date", "2025-02-30", "R202] no calendar has the day `2025-02-30`"),
        ("--date", "10/02/25", "R204] expected a year of four digits, found `10/02/25`"),
        ("--date", "45698", "R205] expected a date such as `2025-02-04`, found the serial number `45698`"),
        ("--date", "2/25/2025", "R206] `2/25/2025` is month/day/year, but dates are declared day/month/year"),
        (
            "--date",
            "2026-02-10",
            "R210] 2026-02-10 is outside the campaign, which runs from 2025-02-01 to 2025-03-31",
        ),
        ("--team", "to-3", "R203] unknown team `to-3`"),
        ("--activity", "C1B", "R217] unknown activity `C1B`"),
        ("--members", "T2-03", "R213] unknown member `T2-03`"),
        ("--members", "T2-01 T2-01", "R215] member `T2-01` is named twice in this row"),
        ("--quantity", "0", "R220] expected a quantity above 0, found `0`"),
        ("--quantity", "1.000", "R219] `1.000` is ambiguous: 1 or 1000?"),
        ("--quantity", "-1", "R218] expected a quantity such as `2.5`, found `-1`, which has a sign"),
        (
            "--appraiser",
            "TRUE",
            "R225] `TRUE` cannot be an appraiser's code: a spreadsheet turns it into a truth value",
        ),
        ("--appraiser", "T2-01", "R226] `T2-01` appraises a row that names them"),
        ("--note", "=1+1", "T340] a spreadsheet would run `=1+1` as a formula"),
        ("--note", "gọi 0912 345 678", "P603] `09•• ••• •••` looks like a telephone number"),
    ] {
        let changes = match (option, value) {
            ("--quantity", "-1" | "0" | "1.000") => {
                vec![(option, value), ("--accepted", "-"), ("--appraiser", "-")]
            }
            _ => vec![(option, value)],
        };
        check_refused(&changes, &[&format!("{option}: error[{finding}")]);
    }
}

#[test]
fn what_is_empty_is_asked_of_its_own_option() {
    check_refused(
        &[("--appraiser", "-")],
        &["--appraiser: error[R224] `accepted` is filled, but `appraiser` is empty"],
    );
    check_refused(&[("--accepted", "2")], &["--note: error[R227] accepted 2 of 2.5 without a note"]);
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_in_the_language_asked_for() {
    check_refused(
        &[("--date", "hôm qua"), ("--team", "to-3"), ("--quantity", "1.000"), ("--appraiser", "-")],
        &[
            "--date: error[R201] expected a date such as `2025-02-04`, found `hôm qua`",
            "--team: error[R203] unknown team `to-3`",
            "--quantity: error[R219] `1.000` is ambiguous: 1 or 1000?",
            "--appraiser: error[R224] `accepted` is filled, but `appraiser` is empty",
        ],
    );
    let run = log(&Folder::new(), &good_but(&[("--team", "to-3"), ("--lang", "vi")]));
    let told = "\
--team: lỗi[R203] không có đơn vị `to-3`
  = help: có phải `to-1` không? danh sách đơn vị ở records/campaign.toml:16
không ghi gì: hãy sửa những chỗ nêu trên rồi chạy lại
";
    assert_eq!(said(&run), (1, "", told));
}

#[test]
fn a_row_that_stands_somewhere_already_is_refused_wherever_it_stands() {
    // The file of the new row comes before and after the one that says the same.
    for file in ["activities/2025-01.csv", "activities/2025-03.csv", FILE] {
        let folder = Folder::new();
        let same = good_but(&[
            ("--date", "2025-02-07"),
            ("--members", "t2-02"),
            ("--activity", "C2A"),
            ("--evidence", "bb-0005"),
            ("--file", file),
        ]);
        let run = log(&folder, &same);
        assert_eq!(run.status, 1, "{run:?}");
        assert!(
            run.stderr.starts_with("--evidence: error[X401] this row says the same as an earlier one\n"),
            "{run:?}"
        );
        assert_eq!(read(&folder, FILE), LOG.as_bytes());
        assert_eq!(folder.records().join(file).exists(), file == FILE);
    }
}

#[test]
fn a_warning_is_said_and_the_row_is_written() {
    let folder = Folder::new();
    let run = log(&folder, &good_but(&[("--evidence", "BB-0001")]));
    let told = "\
--evidence: warning[X402] evidence `BB-0001` stands on 2 rows of different things
  = help: it stands first in records/activities/2025-02.csv:2; check the number: one piece of evidence proves one thing
";
    assert_eq!((run.status, &*run.stderr), (0, told));
    // A third row on the same number is told of the others again; a row on another is not.
    let again = good_but(&[("--evidence", "BB-0001"), ("--date", "2025-02-11")]);
    assert!(log(&folder, &again).stderr.starts_with("--evidence: warning[X402]"));
    assert_eq!(log(&folder, &GOOD).stderr, "");
}

#[test]
fn errors_that_stand_elsewhere_do_not_matter() {
    let broken = format!("{LOG}2025-02-09,to-9,,C1A,1,A,1,CA-01,\n");
    let folder = Folder::with_log(&broken);
    folder.write("activities/2025-03.csv", "no header\n");
    folder.write("activities/2025-04.csv", b"\xFF\xFE");
    let run = log(&folder, &GOOD);
    assert_eq!(said(&run), (0, &*format!("records/{FILE}:9: {GOOD_ROW}\n"), ""));
    assert_eq!(read(&folder, FILE), format!("{broken}{GOOD_ROW}\n").into_bytes());

    // Also where slashed dates of the file are refused together: the new one is not slashed.
    let turned = format!("{HEADER}2/25/2025,to-1,,C1A,1,A,1,CA-01,\n");
    let folder = Folder::with_log(&turned);
    assert_eq!(log(&folder, &GOOD).status, 0);
}

/// Errors that are not the row's own keep it from being written.
fn check_in_the_way(folder: &Folder, codes: &[&str], ended: &str) {
    let before = fs::read(folder.records().join(FILE)).ok();
    let run = log(folder, &GOOD);
    assert_eq!((run.status, &*run.stdout), (1, ""), "{run:?}");
    let mut told: Vec<&str> = run.stderr.lines().collect();
    assert!(told.pop().unwrap().contains(ended), "{run:?}");
    let told: Vec<&str> =
        told.iter().filter_map(|line| Some(line.split_once("error[")?.1.split_once(']')?.0)).collect();
    assert_eq!(told, codes, "{run:?}");
    assert_eq!(fs::read(folder.records().join(FILE)).ok(), before);
}

#[test]
fn nothing_is_added_to_a_file_that_is_not_understood() {
    let cannot = "the row cannot be checked";
    for (before, code) in [
        (&b"2025-02-04,to-1,T1-01,C1A,1,A,1,CA-01,\n"[..], "T320"),
        (b"date,team,activity,quantity,evidence\n", "T321"),
        (b"date,team,activity,quantity,accepted\n<<<<<<< HEAD\n", "T308"),
        (b"date,team,members,activity,quantity,evidence,accepted,appraiser,note\n2025-02-04,to-1,,C1A,1,,,,\"x\n", "T330"),
        (b"date,team,activity,quantity,accepted\n\xFF\n", "T310"),
        (b"PK\x03\x04", "T307"),
    ] {
        check_in_the_way(&Folder::with_log(before), &[code], cannot);
    }
    let folder = Folder::new();
    fs::remove_file(folder.records().join(FILE)).unwrap();
    fs::create_dir(folder.records().join(FILE)).unwrap();
    check_in_the_way(&folder, &["F001"], cannot);
}

#[test]
fn a_row_that_cannot_be_checked_is_not_written() {
    let folder = Folder::with_log(HEADER);
    folder.write("members.csv", "member,team\nT2-01,to-2\nT2-02,to-9\n");
    check_in_the_way(&folder, &["R203"], "the row cannot be checked while the records have errors");
    let folder = Folder::new();
    folder.write("campaign.toml", "[campaign\n");
    folder.write("members.csv", "member\n");
    check_in_the_way(&folder, &["C101"], "campaign.toml");
}

#[test]
fn a_file_in_utf_16_is_to_be_made_utf_8_first() {
    let utf16 = "\u{feff}".chars().chain(LOG.chars()).collect::<String>();
    let utf16: Vec<u8> = utf16.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let folder = Folder::with_log(&utf16);
    let run = log(&folder, &GOOD);
    let reason = format!(
        "thidua: records/{FILE}: this file is UTF-16: make it UTF-8 with `thidua fmt records/{FILE}`, then add to it\n"
    );
    assert_eq!(said(&run), (2, "", &*reason));
    assert_eq!(read(&folder, FILE), utf16);
    assert_eq!(folder.run(&["fmt"]).status, 0);
    assert_eq!(log(&folder, &GOOD).status, 0);
}

#[test]
fn what_has_no_column_is_not_dropped() {
    let before = "date,team,activity,quantity,accepted,appraiser\n";
    let folder = Folder::with_log(before);
    let run = log(&folder, &good_but(&[("--members", "-")]));
    let reason = format!(
        "thidua: records/{FILE}: this file has no column `evidence`: add one, or leave --evidence out\n"
    );
    assert_eq!(said(&run), (2, "", &*reason));
    assert_eq!(read(&folder, FILE), before.as_bytes());
}

#[test]
fn a_dry_run_writes_nothing() {
    let folder = Folder::new();
    let run = log(&folder, &[&GOOD[..], &["--dry-run"]].concat());
    let remark = format!("not written to records/{FILE}, because of --dry-run\n");
    assert_eq!(said(&run), (0, &*format!("records/{FILE}:8: {GOOD_ROW}\n"), &*remark));
    assert_eq!(read(&folder, FILE), LOG.as_bytes());
    assert!(!folder.records().join(LOCK_FILE).exists());
    let refused = log(&folder, &[&good_but(&[("--team", "to-3")]), &["--dry-run"][..]].concat());
    assert_eq!(refused.status, 1);
}

#[test]
fn where_nobody_can_be_asked_options_that_are_missing_are_named() {
    for (arguments, missing) in [
        (&["--team", "to-1", "--quantity", " "][..], "--date, --activity, --quantity are missing"),
        (&["--date", "2025-02-10", "--team", "to-1", "--activity", "C1A"], "--quantity is missing"),
    ] {
        let run = log(&Folder::new(), arguments);
        let reason = format!("thidua: {missing}; on a terminal you would be asked\n");
        assert_eq!(said(&run), (2, "", &*reason));
    }
}

#[cfg(unix)]
#[test]
fn the_file_behind_a_link_is_written_and_keeps_its_mode() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new();
    let (link, real) = (folder.records().join(FILE), folder.records().join("kept"));
    fs::rename(&link, &real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("../kept", &link).unwrap();
    assert_eq!(log(&folder, &GOOD).status, 0);
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), format!("{LOG}{GOOD_ROW}\n"));
    assert_eq!(real.metadata().unwrap().permissions().mode() & 0o777, 0o640);

    let outside = folder.records().join("../outside.csv");
    fs::rename(&real, &outside).unwrap();
    fs::remove_file(&link).unwrap();
    symlink("../../outside.csv", &link).unwrap();
    check_in_the_way(&folder, &["F004"], "the row cannot be checked");
}

#[test]
fn twenty_at_once_add_twenty_rows() {
    let folder = Folder::new();
    let runs: Vec<Run> = thread::scope(|scope| {
        let run = |writer: usize| {
            let evidence = format!("BB-1{writer:02}");
            let arguments = [&good_but(&[("--evidence", "-")]), &["--evidence", &*evidence][..]].concat();
            log(&folder, &arguments)
        };
        let writers: Vec<_> = (0..20).map(|writer| scope.spawn(move || run(writer))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect()
    });
    let text = String::from_utf8(read(&folder, FILE)).unwrap();
    let added: Vec<&str> = text.strip_prefix(LOG).unwrap().lines().collect();
    assert_eq!(added.len(), 20);
    for (writer, run) in runs.iter().enumerate() {
        let row = GOOD_ROW.replace("BB-0100", &format!("BB-1{writer:02}"));
        let line = 8 + added.iter().position(|added| *added == row).unwrap();
        assert_eq!(said(run), (0, &*format!("records/{FILE}:{line}: {row}\n"), ""));
    }
    assert_eq!(folder.run(&["validate"]).status, 0);
}

#[test]
fn a_second_writer_that_waits_too_long_is_told() {
    let folder = Folder::new();
    let path = folder.records().join(LOCK_FILE);
    let held = fs::File::create(&path).unwrap();
    held.lock().unwrap();
    let run = log(&folder, &GOOD);
    let reason = format!(
        "thidua: another thidua is writing to these records (it holds {}): nothing was written, try again later\n",
        path.display()
    );
    assert_eq!(said(&run), (2, "", &*reason));
    assert_eq!(read(&folder, FILE), LOG.as_bytes());
    drop(held);
    assert_eq!(log(&folder, &GOOD).status, 0);
}

#[cfg(unix)]
#[test]
fn whenever_it_is_killed_the_file_is_the_old_or_the_new() {
    let folder = Folder::new();
    let (mut killed, mut written) = (0, 0);
    for round in 0..120 {
        let before = String::from_utf8(read(&folder, FILE)).unwrap();
        let evidence = format!("BB-2{round:03}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .arg("--records")
            .arg(folder.records())
            .arg("log")
            .args(good_but(&[("--evidence", "-")]))
            .args(["--evidence", &evidence])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // From before it has begun to after it has ended.
        thread::sleep(Duration::from_micros(round * 250));
        let _ = child.kill();
        killed += usize::from(child.wait().unwrap().code().is_none());
        let after = String::from_utf8(read(&folder, FILE)).unwrap();
        let row = format!("{}\n", GOOD_ROW.replace("BB-0100", &evidence));
        assert!(after == before || after == format!("{before}{row}"), "{after}");
        written += usize::from(after != before);
    }
    println!("{killed} of 120 were killed, {written} had written");
    assert_eq!(folder.run(&["validate"]).status, 0);
    assert_eq!(log(&folder, &GOOD).status, 0, "nobody is kept waiting by the dead");
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_written_is_left_alone() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let folder = Folder::new();
    let program = folder.records().join("../thidua");
    fs::copy(env!("CARGO_BIN_EXE_thidua"), &program).unwrap();
    let mode = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let (records, activities) = (folder.records(), folder.records().join("activities"));
    mode(records.parent().unwrap(), 0o755);
    mode(&activities, 0o555);
    let try_it = || {
        let mut command = Command::new(&program);
        command.arg("--records").arg(&records).arg("log").args(GOOD);
        // Nothing is forbidden to root, who therefore lets nobody try.
        if fs::File::create(activities.join("probe")).is_ok() {
            fs::remove_file(activities.join("probe")).unwrap();
            command.uid(65534);
        }
        support::run(command)
    };
    // The lock can be had and the file itself could be written, but nothing put beside it.
    mode(&records, 0o777);
    mode(&activities.join("2025-02.csv"), 0o666);
    let run = try_it();
    assert_eq!((run.status, &*run.stdout), (2, ""), "{run:?}");
    let reason = format!("thidua: records/{FILE}: cannot be written: Permission denied");
    assert!(run.stderr.starts_with(&reason), "{run:?}");

    fs::remove_file(records.join(LOCK_FILE)).unwrap();
    mode(&records, 0o555);
    let run = try_it();
    let path = records.join(LOCK_FILE);
    let reason = format!("thidua: {}: cannot be written: Permission denied (os error 13)\n", path.display());
    assert_eq!(said(&run), (2, "", &*reason));
    assert_eq!(read(&folder, FILE), LOG.as_bytes());
    mode(&records, 0o755);
    mode(&activities, 0o755);
}

/// What somebody at a terminal sees and types, without what the terminal echoes.
fn at_a_terminal(folder: &Folder, arguments: &str, answers: &str) -> Option<(i32, String)> {
    let command = format!(
        "'{}' --records '{}' log {arguments}",
        env!("CARGO_BIN_EXE_thidua"),
        folder.records().display()
    );
    let child = Command::new("script")
        .args(["-qec", &command, "/dev/null"])
        .env_remove("THIDUA_RECORDS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("skipped: there is no `script` here, which makes a terminal");
        return None;
    };
    child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n");
    let asked = text.find("Date, ").or_else(|| text.find("Team (")).unwrap_or(0);
    Some((output.status.code().unwrap(), text[asked..].to_owned()))
}

#[test]
fn at_a_terminal_what_is_missing_is_asked_for_until_it_is_right() {
    let folder = Folder::new();
    let answers = "hôm qua\n10/2/2025\nto-9\nto-\n?\nto-2\nt2-03\nT2-\n?\nT2-01\nC2\n1.000\n2,5\nBB-0100\n2\n\nCA-01\n\nthiếu\n";
    let Some((status, seen)) = at_a_terminal(&folder, "", answers) else { return };
    let expected = "\
Date, such as 2025-02-04: --date: error[R201] expected a date such as `2025-02-04`, found `hôm qua`
  = help: write year, month and day: `2025-02-04`
Date, such as 2025-02-04: Team (? lists them): --team: error[R203] unknown team `to-9`
  = help: did you mean `to-1`? teams are listed in records/campaign.toml:16
Team (? lists them): several begin with `to-`: to-1, to-2
Team (? lists them): Code  Title
──────────────
to-1  Team One
to-2  Team Two
Team (? lists them): Members, codes apart by spaces (? lists them, empty: the whole team): --members: error[R213] unknown member `t2-03`
  = help: did you mean `T2-01`? members are listed in members.csv, codes stand apart by spaces
Members, codes apart by spaces (? lists them, empty: the whole team): several begin with `T2-`: T2-01, T2-02
Members, codes apart by spaces (? lists them, empty: the whole team): Code   Title
────────────
T2-01
T2-02
Members, codes apart by spaces (? lists them, empty: the whole team): Activity (? lists them): = C2A
Quantity: --quantity: error[R219] `1.000` is ambiguous: 1 or 1000?
  = help: write `1` or `1000`; a spreadsheet may have settled others like it without a word: look at the git diff
Quantity: Number of the evidence (empty: none): Accepted (empty: not yet appraised): Code of the appraiser (empty: not yet appraised): --appraiser: error[R224] `accepted` is filled, but `appraiser` is empty
  = help: write the code of whoever accepted it, or empty `accepted`: then the row is pending
Code of the appraiser (empty: not yet appraised): Note (empty: none): --note: error[R227] accepted 2 of 2.5 without a note
  = help: write the reason in `note`
Note (empty: none): records/activities/2025-02.csv:8: 2025-02-10,to-2,T2-01,C2A,2.5,BB-0100,2,CA-01,thiếu
";
    assert_eq!((status, &*seen), (0, expected));
    assert_eq!(
        read(&folder, FILE),
        format!("{LOG}2025-02-10,to-2,T2-01,C2A,2.5,BB-0100,2,CA-01,thiếu\n").into_bytes()
    );
}

#[test]
fn at_a_terminal_options_are_not_asked_for_unless_they_are_wrong() {
    let folder = Folder::new();
    let options = "--date 2025-02-07 --team to-3 --activity c2a --members T2-02 --evidence BB-0005 --accepted '' --note ''";
    // The whole row says the same as another, which only shows in the end.
    let Some((status, seen)) = at_a_terminal(&folder, options, "to-2\n1\nBB-0100\n") else { return };
    let expected = "\
Team (? lists them): Quantity: --evidence: error[X401] this row says the same as an earlier one
  = help: the first is records/activities/2025-02.csv:6; delete one; a second real one has its own `evidence`, or counts as `quantity` 2
Number of the evidence (empty: none): records/activities/2025-02.csv:8: 2025-02-07,to-2,T2-02,C2A,1,BB-0100,,,
the row is pending: it counts once it is accepted
";
    assert_eq!((status, &*seen), (0, expected));
}

#[test]
fn answers_that_end_too_early_write_nothing() {
    let folder = Folder::new();
    let Some((status, seen)) = at_a_terminal(&folder, "", "2025-02-10\nto-2\n") else { return };
    assert_eq!(status, 2, "{seen}");
    assert!(
        seen.ends_with("\nthidua: the answers ended before the row was whole: nothing was written\n"),
        "{seen}"
    );
    assert_eq!(read(&folder, FILE), LOG.as_bytes());
}

/// The small campaign with a log of nothing but `header`.
fn files(header: &str) -> Vec<RawFile> {
    let file = |path: &str, purpose, text: &str| RawFile {
        path: format!("records/{path}"),
        location: PathBuf::new(),
        purpose,
        content: Ok(text.as_bytes().to_vec()),
    };
    vec![
        file(FILE, Purpose::Log, header),
        file("campaign.toml", Purpose::Campaign, support::CAMPAIGN),
        file("members.csv", Purpose::Members, support::MEMBERS),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is said, it is refused or it is read back as it was said, by us and by others.
    #[test]
    fn what_is_written_is_read_as_it_was_said(
        note in "[ -~àổđ\u{302}\u{200b}\u{a0}\n\r\t'\"=;,|]{0,24}",
        evidence in "[A-Za-z0-9 ,;\"\n\t]{0,12}",
        delimiter in prop::sample::select(vec![',', ';', '\t']),
        line_end in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let header = HEADER.trim_end().replace(',', &delimiter.to_string()) + line_end;
        let files = files(&header);
        let before = reading::read(files.clone(), usize::MAX, 1);
        let mut entry = Entry::default();
        for (column, text) in [
            (Column::Date, "2025-02-10"), (Column::Team, "to-1"), (Column::Activity, "C1A"),
            (Column::Quantity, "2.5"), (Column::Evidence, &*evidence), (Column::Note, &*note),
        ] {
            entry.set(column, text);
        }
        let attempt = entry::attempt(&files, &before, &format!("records/{FILE}"), &entry, 1);
        let attempt = attempt.map_err(|error: NotTried| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert!(attempt.bytes.starts_with(header.as_bytes()) && attempt.bytes.ends_with(line_end.as_bytes()));
        let Some(row) = attempt.row() else {
            prop_assert!(attempt.brought.has_errors());
            return Ok(());
        };
        prop_assert_eq!((row.quantity.hundredths(), row.appraisal()), (250, Appraisal::Pending));
        let mut reader = csv::ReaderBuilder::new().delimiter(delimiter as u8).from_reader(&*attempt.bytes);
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        prop_assert_eq!(rows.len(), 1);
        let nfc = |text: &str| {
            icu_normalizer::ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).into_owned()
        };
        prop_assert_eq!((&rows[0][5], &rows[0][8]), (&*nfc(&evidence), &*nfc(&note)));
    }
}

#[test]
fn the_page_on_logging_shows_what_the_program_prints() {
    trycmd::TestCases::new().case("docs/logging.md");
}
