//! `fmt` as it is run: what it prints, what it writes, and what it leaves alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use support::{Folder, LOG, Run};
use thidua::folder::{NotReplaced, replace};

const FILE: &str = "records/activities/2025-02.csv";

/// The log as a spreadsheet set to Vietnamese leaves it.
const FROM_SPREADSHEET: &str =
    "\u{feff}date;team;members;activity;quantity;evidence;accepted;appraiser;note;\r
04/02/2025;to-1;T1-01;C1A;1;BB-0001;1;CA-01;;\r
05/02/2025;to-1;T1-01, T1-02;C1A;2,50;BB-0002;2;CA-01;thiếu một biên bản;\r
05/02/2025;to-2;T2-01;C1A;1;BB-0003;;;;\r
;;;;;;;;;\r
06/02/2025;to-2;;C2A;1;BB-0004;0;CA-02;trùng, xem BB-0003;\r
07/02/2025;to-2;T2-02;C2A;3;BB-0005;3;CA-02;;\r
01/03/2025;to-1;;thuong;1;BB-0006;1;CA-01;;\r
";

fn log_of(folder: &Folder) -> String {
    fs::read_to_string(folder.records().join("activities/2025-02.csv")).unwrap()
}

fn check(run: &Run, status: i32, stdout: &str, stderr: &str) {
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (status, stdout, stderr));
}

/// Runs `fmt` with a text on the standard input.
fn run_with_stdin(folder: &Folder, arguments: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.arg("--records").arg(folder.records()).arg("fmt").args(arguments).env_remove("THIDUA_RECORDS");
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn what_a_spreadsheet_did_is_undone() {
    let folder = Folder::with_log(FROM_SPREADSHEET);
    let score = folder.run(&["score", "--phase", "1", "--format", "json"]);
    check(&folder.run(&["fmt"]), 0, "", &format!("rewrote {FILE}\n"));
    assert_eq!(log_of(&folder), LOG);
    assert_eq!(folder.run(&["score", "--phase", "1", "--format", "json"]), score);
    check(&folder.run(&["fmt"]), 0, "", "2 CSV files, all canonical\n");
    check(&folder.run(&["fmt", "--check"]), 0, "", "2 CSV files, all canonical\n");
}

#[test]
fn check_prints_a_diff_and_writes_nothing() {
    let log = LOG.replace("2025-02-07,to-2", "7/2/2025, to-2").replace("C2A,3,", "C2A,\"3,0\",");
    let folder = Folder::with_log(&log);
    let diff = format!(
        "--- a/{FILE}\n+++ b/{FILE}\n@@ -3,5 +3,5 @@\n 2025-02-05,to-1,T1-01 T1-02,C1A,2.5,BB-0002,2,CA-01,thiếu một biên bản\n \
         2025-02-05,to-2,T2-01,C1A,1,BB-0003,,,\n 2025-02-06,to-2,,C2A,1,BB-0004,0,CA-02,\"trùng, xem BB-0003\"\n\
         -7/2/2025, to-2,T2-02,C2A,\"3,0\",BB-0005,3,CA-02,\n+2025-02-07,to-2,T2-02,C2A,3,BB-0005,3,CA-02,\n \
         2025-03-01,to-1,,thuong,1,BB-0006,1,CA-01,\n"
    );
    // One slashed date among ISO ones may be one that a spreadsheet turned.
    let doubtful = folder.run(&["fmt", "--check"]);
    assert_eq!(doubtful.status, 1);
    assert!(doubtful.stdout.contains("+7/2/2025,to-2,"), "{doubtful:#?}");
    assert_eq!(
        doubtful.stderr,
        format!(
            "{FILE}: some of it is left as it is, as nobody can be sure how to read it: see `thidua validate`\n"
        )
    );
    let folder = Folder::with_log(log.replace("7/2/2025", "2025/2/7"));
    check(&folder.run(&["fmt", "--check"]), 1, &diff.replace("7/2/2025", "2025/2/7"), "");
    assert!(log_of(&folder).contains("2025/2/7"));
}

#[cfg(unix)]
#[test]
fn the_diff_is_one_that_patch_takes() {
    let log = LOG.replace("2025-02-0", "2025.2.").replace(",1,CA-01,", ", 1 ,'CA-01,");
    let folder = Folder::with_log(&log);
    let diff = folder.run(&["fmt", "--check"]).stdout;
    let parent = folder.records().parent().unwrap().to_owned();
    fs::write(parent.join("fmt.diff"), diff).unwrap();
    let patched = Command::new("git").args(["apply", "fmt.diff"]).current_dir(&parent).status().unwrap();
    assert!(patched.success());
    let by_patch = log_of(&folder);
    assert_ne!(by_patch, log);
    check(&folder.run(&["fmt"]), 0, "", "2 CSV files, all canonical\n");
    assert_eq!(log_of(&folder), by_patch);
}

#[test]
fn what_could_not_be_read_is_left_letter_by_letter() {
    let header = "Ngày;Tổ;Thành viên;Hoạt động;Số lượng;Minh chứng;Thẩm định;Người thẩm định;Ghi chú;Màu\n";
    let rows = [
        ("' 45640; to-1 ;;C1A;1;;;;;", "' 45640,to-1,,C1A,1,,,,,"),
        ("2025-2-30;to-1;;C1A;1;;;;;", "2025-2-30,to-1,,C1A,1,,,,,"),
        ("4/2/25;to-1;;C1A;1,0;;;;;", "4/2/25,to-1,,C1A,1,,,,,"),
        ("2025-2-4; to-9;;C1A;1;;;;;", "2025-02-04, to-9,,C1A,1,,,,,"),
        ("2025-2-4;to-1; T1-01 ;;C1A;1;;;;;x", "2025-02-04,to-1, T1-01 ,,C1A,1,,,,,x"),
        ("2025-2-4;to-1; T1-01 ,T9-01;C1A;1;;;;;", "2025-02-04,to-1,\" T1-01 ,T9-01\",C1A,1,,,,,"),
        ("2025-2-4;to-1;;C1A; 1.000;;;;;", "2025-02-04,to-1,,C1A, 1.000,,,,,"),
        ("2025-2-4;to-1;;C1A;2,50 ca;;;;;", "2025-02-04,to-1,,C1A,\"2,50 ca\",,,,,"),
        ("2025-2-4;to-1;;C1A;0,0;;;;;", "2025-02-04,to-1,,C1A,0,,,,,"),
        ("2025-2-4;to-1;;C1A;1;;1;'CA 01;;", "2025-02-04,to-1,,C1A,1,,1,'CA 01,,"),
        ("2025-2-4;to-1;;C1A;1;;;;= 1+1;", "2025-02-04,to-1,,C1A,1,,,,= 1+1,"),
        ("1/1/2020;to-1;;C1A;1;;;;;", "2020-01-01,to-1,,C1A,1,,,,,"),
        ("2025-2-4;to-1;;C1A;1;;;;;;x ", "2025-02-04,to-1,,C1A,1,,,,,,x "),
        ("2025-2-4;to-1;;C1A", "2025-02-04,to-1,,C1A"),
    ];
    for (row, expected) in rows {
        let folder = Folder::with_log(format!("{header}{row}\n"));
        let before = folder.run(&["validate", "--format", "short"]);
        assert!(before.stdout.contains("error["), "{row}: {before:#?}");
        let run = folder.run(&["fmt"]);
        assert_eq!(run.status, 0, "{row}: {run:#?}");
        assert_eq!(log_of(&folder), format!("{}{expected}\n", header.replace(';', ",")), "{row}");
        let codes = |run: &Run| run.findings().into_iter().map(|(_, code)| code).collect::<Vec<_>>();
        assert_eq!(codes(&folder.run(&["validate", "--format", "short"])), codes(&before), "{row}");
        check(&folder.run(&["fmt", "--check"]), 0, "", &folder.run(&["fmt"]).stderr);
    }
}

#[test]
fn a_file_that_is_not_read_as_a_whole_is_refused_and_the_others_are_rewritten() {
    for (log, finding) in [
        ("date;team\n", "error[T321]"),
        ("date;team;activity;quantity;accepted\n2025-2-4;to-1;C1A;1;\"1\n", "error[T330]"),
        (
            "date;team;activity;quantity;accepted\n2/13/2025;to-1;C1A;1;\n3/2/2025;to-1;C1A;1;\n",
            "error[R206]",
        ),
        ("<<<<<<< HEAD\ndate;team\n", "error[T308]"),
        ("Ngµy;Tæ;Ho¹t ®éng;Sè l\u{ad}îng;ThÈm ®Þnh\n", "error[T302]"),
    ] {
        let folder = Folder::with_log(log);
        folder.write("members.csv", support::MEMBERS.replace(',', ";"));
        let run = folder.run(&["fmt"]);
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{log}: {run:#?}");
        assert!(run.stderr.contains(finding), "{log}: {run:#?}");
        assert!(run.stderr.contains("rewrote records/members.csv\n"), "{log}: {run:#?}");
        assert!(
            run.stderr.ends_with("not rewritten: 1 file, until the findings above are mended\n"),
            "{run:#?}"
        );
        assert_eq!(log_of(&folder), log);
    }
}

#[test]
fn nothing_is_rewritten_by_rules_that_cannot_be_used() {
    let folder = Folder::with_log(FROM_SPREADSHEET);
    folder.write("campaign.toml", support::CAMPAIGN.replace("dates = \"dmy\"", "dates = \"dym\""));
    let run = folder.run(&["fmt"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("campaign.toml:9:"), "{run:#?}");
    assert_eq!(log_of(&folder), FROM_SPREADSHEET);
}

#[test]
fn files_are_named_as_the_system_or_as_findings_name_them() {
    let folder = Folder::with_log(FROM_SPREADSHEET);
    folder.write("members.csv", support::MEMBERS.replace(',', ";"));
    let on_disk = folder.records().join("activities/2025-02.csv");
    for file in [on_disk.to_str().unwrap(), FILE] {
        folder.write("activities/2025-02.csv", FROM_SPREADSHEET);
        check(&folder.run(&["fmt", file]), 0, "", &format!("rewrote {FILE}\n"));
        assert_eq!(log_of(&folder), LOG);
    }
    for (file, reason) in [
        ("nowhere.csv", "thidua: there is no file `nowhere.csv`\n".to_owned()),
        (
            "Cargo.toml",
            "thidua: `Cargo.toml` is not members.csv, names.csv or a CSV file in activities of these records\n"
                .to_owned(),
        ),
    ] {
        check(&folder.run(&["fmt", file]), 2, "", &reason);
    }
}

#[test]
fn the_standard_input_is_a_log_unless_it_is_said_to_be_another_table() {
    let folder = Folder::new();
    check(&run_with_stdin(&folder, &["--stdin"], FROM_SPREADSHEET.as_bytes()), 0, LOG, "");
    let members = "mã;tổ;từ\nT1-01;to-1;1/2/2025\n";
    check(
        &run_with_stdin(&folder, &["--stdin", "records/members.csv"], members.as_bytes()),
        0,
        "mã,tổ,từ\nT1-01,to-1,2025-02-01\n",
        "",
    );
    let run = run_with_stdin(&folder, &["--stdin", "--check"], members.as_bytes());
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.starts_with("stdin:1:1: error[T321]"), "{run:#?}");
    let run = run_with_stdin(&folder, &["--stdin", FILE, "records/members.csv"], b"");
    check(&run, 2, "", "thidua: `--stdin` goes with one file at most\n");
    assert_eq!(log_of(&folder), LOG);
}

#[test]
fn old_encodings_are_converted_when_somebody_says_which() {
    let unicode =
        "Ngày,Tổ,Hoạt động,Số lượng,Thẩm định,Ghi chú\n2025-02-04,to-1,C1A,1,,tuần tra đường thủy\n";
    let windows_1258 = b"Ng\xE0y;T\xF4\xD2;Hoa\xF2t \xF0\xF4\xF2ng;S\xF4\xEC l\xFD\xF5\xF2ng;Th\xE2\xD2m \xF0i\xF2nh;Ghi chu\xEC\n4/2/2025;to-1;C1A;1;;tu\xE2\xCCn tra \xF0\xFD\xF5\xCCng thu\xD2y\n";
    let tcvn3 =
        "Ngµy;Tæ;Ho¹t ®éng;Sè l\u{ad}îng;ThÈm ®Þnh;Ghi chó\n4/2/2025;to-1;C1A;1;;tuÇn tra ®\u{ad}êng thñy\n";
    let vni =
        "Ngaøy;Toå;Hoaït ñoäng;Soá löôïng;Thaåm ñònh;Ghi chuù\n4/2/2025;to-1;C1A;1;;tuaàn tra ñöôøng thuûy\n";
    let latin_1 = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let mojibake = "NgÃ\u{a0}y;Tá»•;Hoáº¡t Ä‘á»™ng;Sá»‘ lÆ°á»£ng;Tháº©m Ä‘á»‹nh;Ghi chÃº\n4/2/2025;to-1;C1A;1;;tuáº§n tra Ä‘Æ°á»\u{9d}ng thá»§y\n";
    for (encoding, bytes) in [
        ("windows-1258", windows_1258.to_vec()),
        ("tcvn3", tcvn3.as_bytes().to_vec()),
        ("tcvn3", latin_1(tcvn3)),
        ("vni", vni.as_bytes().to_vec()),
        ("vni", latin_1(vni)),
        ("mojibake", mojibake.as_bytes().to_vec()),
    ] {
        let folder = Folder::with_log(&bytes);
        let help = folder.run(&["validate"]).stdout;
        assert!(help.contains(&format!("`thidua fmt --from {encoding} {FILE}`")), "{encoding}: {help}");
        assert_eq!(folder.run(&["fmt"]).status, 1, "{encoding}");
        let would = folder.run(&["fmt", "--from", encoding, "--check"]);
        assert_eq!(would.status, 1, "{encoding}");
        assert!(would.stdout.starts_with(&format!("{FILE}: would be converted to Unicode\n")), "{would:#?}");
        check(&folder.run(&["fmt", "--from", encoding]), 0, "", &format!("rewrote {FILE}\n"));
        assert_eq!(log_of(&folder), unicode, "{encoding}");
        check(
            &folder.run(&["fmt", "--from", encoding, FILE]),
            0,
            "",
            &format!(
                "{FILE}: is Unicode already, so its letters were not converted\n1 CSV file, and it is canonical\n"
            ),
        );
    }
    let lost = Folder::with_log(mojibake.replace('\u{a0}', " "));
    let run = lost.run(&["fmt", "--from", "mojibake"]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.contains("error[T304]"), "{run:#?}");
}

#[test]
fn a_file_that_somebody_changed_is_left_alone() {
    let folder = Folder::new();
    let path = folder.records().join("members.csv");
    let refused = replace(&folder.records(), &path, b"what was read", b"what is new");
    assert!(matches!(refused, Err(NotReplaced::Changed)), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), support::MEMBERS);
    replace(&folder.records(), &path, support::MEMBERS.as_bytes(), b"new").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    assert_eq!(names_in(&folder, ""), ["activities", "campaign.toml", "members.csv"]);
}

#[test]
fn a_process_that_is_killed_leaves_the_old_file_or_the_new_one() {
    let folder = Folder::new();
    let header = FROM_SPREADSHEET.lines().next().unwrap();
    let rows: String =
        (0..4000).map(|row| format!("04/02/2025;to-1;T1-01;C1A;1;X{row};1;CA-01;;\r\n")).collect();
    let old = format!("{header}\n{rows}");
    folder.write("activities/2025-02.csv", &old);
    assert_eq!(folder.run(&["fmt"]).status, 0);
    let new = log_of(&folder);
    assert_eq!(new.lines().count(), 4001);
    let (mut killed, mut done) = (0, 0);
    // Moments all along the run, until it is over before it is killed.
    for moment in 0..10_000 {
        folder.write("activities/2025-02.csv", &old);
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
        command.arg("--records").arg(folder.records()).arg("fmt").stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(moment));
        child.kill().unwrap();
        let finished = child.wait().unwrap().success();
        let now = log_of(&folder);
        assert!(now == old || now == new, "after {moment} ms the file held {} bytes", now.len());
        assert!(!finished || now == new);
        killed += usize::from(!finished);
        done += usize::from(finished);
        if done == 5 {
            break;
        }
    }
    assert!(killed > 0 && done > 0, "killed {killed} times, {done} times too late");
    // What a killed process leaves behind is no log.
    assert_eq!(folder.run(&["validate"]).status, 0);
}

/// What stands in a folder of the records, in order.
fn names_in(folder: &Folder, path: &str) -> Vec<String> {
    let entries = fs::read_dir(folder.records().join(path)).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::os::unix::process::CommandExt;

    #[test]
    fn the_mode_of_a_file_is_kept() {
        let folder = Folder::with_log(FROM_SPREADSHEET);
        let path = folder.records().join("activities/2025-02.csv");
        for mode in [0o600, 0o664, 0o755] {
            fs::write(&path, FROM_SPREADSHEET).unwrap();
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(folder.run(&["fmt"]).status, 0);
            assert_eq!(log_of(&folder), LOG);
            assert_eq!(fs::metadata(&path).unwrap().mode() & 0o7777, mode);
        }
    }

    #[test]
    fn of_a_link_it_is_the_file_behind_it_that_is_rewritten() {
        let folder = Folder::new();
        folder.write("kept/elsewhere.txt", FROM_SPREADSHEET);
        let link = folder.records().join("activities/2025-02.csv");
        fs::remove_file(&link).unwrap();
        symlink("../kept/elsewhere.txt", &link).unwrap();
        check(&folder.run(&["fmt", link.to_str().unwrap()]), 0, "", &format!("rewrote {FILE}\n"));
        assert!(link.is_symlink());
        assert_eq!(fs::read_to_string(folder.records().join("kept/elsewhere.txt")).unwrap(), LOG);
        assert_eq!(names_in(&folder, "kept"), ["elsewhere.txt"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_written_through_a_link() {
        let folder = Folder::new();
        let outside = folder.records().parent().unwrap().join("outside.csv");
        fs::write(&outside, FROM_SPREADSHEET).unwrap();
        let link = folder.records().join("activities/2025-02.csv");
        fs::remove_file(&link).unwrap();
        symlink(&outside, &link).unwrap();
        let run = folder.run(&["fmt"]);
        assert_eq!(run.status, 1);
        assert!(run.stderr.contains("error[F004]"), "{run:#?}");
        // The link may be put there after the folder has been read.
        let refused = replace(&folder.records(), &link, FROM_SPREADSHEET.as_bytes(), b"");
        assert!(matches!(refused, Err(NotReplaced::LeavesFolder)), "{refused:?}");
        assert_eq!(fs::read_to_string(&outside).unwrap(), FROM_SPREADSHEET);
    }

    #[test]
    fn what_may_not_be_written_is_left_alone() {
        let folder = Folder::with_log(FROM_SPREADSHEET);
        let logs = folder.records().join("activities");
        let log = logs.join("2025-02.csv");
        let mode =
            |path: &PathBuf, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        // Whoever writes keeps others waiting, by a file that has to be made.
        mode(&folder.records(), 0o777);
        // Of a file that may not be written, and of a folder in which nothing may be made.
        for (log_mode, folder_mode) in [(0o444, 0o777), (0o666, 0o555)] {
            mode(&log, log_mode);
            mode(&logs, folder_mode);
            let run = support::run(as_nobody(&folder, &["fmt"]));
            mode(&logs, 0o755);
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:#?}");
            assert!(run.stderr.starts_with(&format!("thidua: {FILE}: cannot be written: ")), "{run:#?}");
            assert_eq!(log_of(&folder), FROM_SPREADSHEET);
            assert_eq!(names_in(&folder, "activities"), ["2025-02.csv"]);
        }
    }

    /// The program as somebody without special rights: root may write everything.
    fn as_nobody(folder: &Folder, arguments: &[&str]) -> Command {
        const NOBODY: u32 = 65534;
        let parent = folder.records().parent().unwrap().to_owned();
        let mut command = if fs::metadata(&parent).unwrap().uid() == 0 {
            fs::set_permissions(&parent, fs::Permissions::from_mode(0o755)).unwrap();
            let copy = parent.join("thidua");
            if !copy.exists() {
                fs::copy(env!("CARGO_BIN_EXE_thidua"), &copy).unwrap();
            }
            let mut command = Command::new(copy);
            command.uid(NOBODY);
            command
        } else {
            Command::new(env!("CARGO_BIN_EXE_thidua"))
        };
        command.arg("--records").arg(folder.records()).args(arguments);
        command
    }
}
