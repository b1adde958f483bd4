//! Two people and git: rows of both are merged by the driver in real repositories.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/repository.rs"]
mod repository;
mod support;

use std::fs;

use repository::{Repositories, WorkTree};
use support::{LOG, Run, run};

const MONTH: &str = "activities/2025-02.csv";
const OURS: &str = "2025-02-10,to-1,T1-01,C1A,1,BB-0101,,,\n";
const THEIRS: &str = "2025-02-11,to-2,T2-01,C1A,1,BB-0202,,,\n";

/// A repository, and two clones in which thidua is set up.
fn two_clones(records: &str) -> (Repositories, WorkTree, WorkTree) {
    let all = Repositories::new();
    let origin = all.with_campaign("goc chung", records);
    origin.set_up();
    origin.commit("set up");
    let [one, two] = ["máy một", "may 2"].map(|name| all.clone_of(&origin, name));
    one.set_up();
    two.set_up();
    assert_eq!(
        one.git(&["status", "--porcelain"]),
        "",
        "setting up a clone of what is set up changes no file"
    );
    (all, one, two)
}

/// What both do to the month, committed; theirs can be fetched by ours.
fn both_write(one: &WorkTree, two: &WorkTree, ours: &str, theirs: &str) {
    one.write(MONTH, ours);
    one.commit("ours");
    two.write(MONTH, theirs);
    two.commit("theirs");
    one.git(&["fetch", "-q", two.top.to_str().unwrap(), "main"]);
}

fn merge(tree: &WorkTree) -> Run {
    tree.try_git(&["merge", "-q", "--no-edit", "FETCH_HEAD"])
}

#[test]
fn two_clones_append_to_one_month_and_merge() {
    let (_all, one, two) = two_clones("records");
    both_write(&one, &two, &format!("{LOG}{OURS}"), &format!("{LOG}{THEIRS}"));
    // Without a driver git leaves marks between lines that do not contradict each other.
    one.git(&["config", "--remove-section", "merge.thidua"]);
    assert_eq!(merge(&one).status, 1);
    one.git(&["merge", "--abort"]);
    one.set_up();
    let merged = merge(&one);
    assert_eq!(merged.status, 0, "{merged:#?}");
    assert_eq!(one.read(MONTH), format!("{LOG}{OURS}{THEIRS}"));
    assert_eq!(one.thidua(&["validate"]).status, 0);
}

#[test]
fn two_clones_append_to_one_month_and_rebase() {
    let (_all, one, two) = two_clones("hồ sơ thi đua/xã Vĩnh Thuận");
    both_write(&one, &two, &format!("{LOG}{OURS}"), &format!("{LOG}{THEIRS}"));
    let rebased = one.try_git(&["rebase", "-q", "FETCH_HEAD"]);
    assert_eq!(rebased.status, 0, "{rebased:#?}");
    // Now theirs is what ours is put on.
    assert_eq!(one.read(MONTH), format!("{LOG}{THEIRS}{OURS}"));
    let history = one.git(&["log", "--format=%s"]);
    assert_eq!(history, "ours\ntheirs\nset up\nbegin\n");
}

#[test]
fn two_that_have_merged_each_other_can_merge_again() {
    let (_all, one, two) = two_clones("records");
    both_write(&one, &two, &format!("{LOG}{OURS}"), &format!("{LOG}{THEIRS}"));
    two.git(&["fetch", "-q", one.top.to_str().unwrap(), "main"]);
    for (tree, row) in
        [(&one, "2025-02-12,to-1,,C1A,1,BB-1,,,\n"), (&two, "2025-02-12,to-2,,C1A,1,BB-2,,,\n")]
    {
        assert_eq!(merge(tree).status, 0);
        tree.write(MONTH, tree.read(MONTH) + row);
        tree.commit("more");
    }
    one.git(&["fetch", "-q", two.top.to_str().unwrap(), "main"]);
    assert!(one.git(&["merge-base", "--all", "HEAD", "FETCH_HEAD"]).lines().count() > 1);
    let merged = merge(&one);
    assert_eq!(merged.status, 0, "{merged:#?}");
    let new = "2025-02-12,to-1,,C1A,1,BB-1,,,\n2025-02-12,to-2,,C1A,1,BB-2,,,\n";
    assert_eq!(one.read(MONTH), format!("{LOG}{OURS}{THEIRS}{new}"));
}

#[test]
fn a_new_month_that_both_begin_is_merged() {
    let (_all, one, two) = two_clones("records");
    let header = LOG.lines().next().unwrap();
    for (tree, row) in [(&one, "2025-03-10,to-1,,C1A,1,BB-1,,,"), (&two, "2025-03-11,to-2,,C1A,1,BB-2,,,")] {
        tree.write("activities/2025-03.csv", format!("{header}\n{row}\n"));
        tree.commit("march");
    }
    one.git(&["fetch", "-q", two.top.to_str().unwrap(), "main"]);
    let merged = merge(&one);
    assert_eq!(merged.status, 0, "{merged:#?}");
    assert_eq!(
        one.read("activities/2025-03.csv"),
        format!("{header}\n2025-03-10,to-1,,C1A,1,BB-1,,,\n2025-03-11,to-2,,C1A,1,BB-2,,,\n")
    );
}

#[test]
fn what_both_changed_stands_between_marks_and_is_refused_until_it_is_settled() {
    let (_all, one, two) = two_clones("records");
    let row = "2025-02-05,to-2,T2-01,C1A,1,BB-0003,,,\n";
    let accepted = row.replace(",,,\n", ",1,CA-01,\n");
    let rejected = row.replace(",,,\n", ",0,CA-02,thiếu\n");
    both_write(
        &one,
        &two,
        &format!("{}{OURS}", LOG.replace(row, &accepted)),
        &format!("{}{THEIRS}", LOG.replace(row, &rejected)),
    );
    let merged = merge(&one);
    assert_eq!(merged.status, 1, "{merged:#?}");
    let said = "1 place between <<<<<<< and >>>>>>>";
    assert!(merged.stderr.contains("records/activities/2025-02.csv"), "{merged:#?}");
    assert!(merged.stderr.contains(said), "{merged:#?}");
    let block = format!("<<<<<<< ours\n{accepted}=======\n{rejected}>>>>>>> theirs\n");
    assert_eq!(one.read(MONTH), format!("{}{OURS}{THEIRS}", LOG.replace(row, &block)));
    assert!(one.git(&["status", "--porcelain"]).contains("UU records/activities/2025-02.csv"));
    let validated = one.thidua(&["validate", "--format", "short"]);
    assert!(validated.stdout.contains("[T308]"), "{validated:#?}");
    one.write(MONTH, one.read(MONTH).replace(&block, &accepted));
    one.git(&["add", "-A"]);
    let committed = one.try_git(&["commit", "-q", "-m", "settled"]);
    assert_eq!(committed.status, 0, "{committed:#?}");
}

#[test]
fn a_row_that_one_removed_and_the_other_changed_is_for_people() {
    let (_all, one, two) = two_clones("records");
    let row = "2025-02-05,to-2,T2-01,C1A,1,BB-0003,,,\n";
    let accepted = row.replace(",,,\n", ",1,CA-01,\n");
    both_write(&one, &two, &LOG.replace(row, ""), &LOG.replace(row, &accepted));
    assert_eq!(merge(&one).status, 1);
    let block = format!("<<<<<<< ours\n=======\n{accepted}>>>>>>> theirs\n");
    assert_eq!(one.read(MONTH), LOG.replace(row, &block));
}

#[test]
fn a_spreadsheet_that_saved_the_file_changed_no_row() {
    let (_all, one, two) = two_clones("records");
    let saved = format!("\u{feff}{LOG}{THEIRS}").replace(',', ";").replace('\n', "\r\n");
    let saved = saved.replace("\"trùng; xem BB-0003\"", "\"trùng, xem BB-0003\"").replace("2.5", "2,5");
    both_write(&one, &two, &format!("{LOG}{OURS}"), &saved);
    let merged = merge(&one);
    assert_eq!(merged.status, 0, "{merged:#?}");
    assert_eq!(one.read(MONTH), format!("{LOG}{OURS}{THEIRS}"));
}

#[test]
fn line_ends_are_those_that_git_is_told_to_write() {
    let all = Repositories::new();
    let origin = all.with_campaign("origin", "records");
    let [one, two] = ["one", "two"].map(|name| {
        let tree = all.clone_of(&origin, name);
        tree.git(&["config", "core.autocrlf", "true"]);
        tree.git(&["rm", "-q", "--cached", "-r", "."]);
        tree.git(&["reset", "-q", "--hard"]);
        tree.set_up();
        tree.git(&["add", "-A"]);
        tree.commit("set up");
        tree
    });
    let log = one.read(MONTH);
    assert!(log.contains("\r\n"));
    let crlf = |row: &str| row.replace('\n', "\r\n");
    both_write(&one, &two, &format!("{log}{}", crlf(OURS)), &format!("{log}{}", crlf(THEIRS)));
    let merged = merge(&one);
    assert_eq!(merged.status, 0, "{merged:#?}");
    assert_eq!(one.read(MONTH), format!("{log}{}{}", crlf(OURS), crlf(THEIRS)));
}

#[test]
fn a_table_that_cannot_be_read_is_merged_by_lines_and_shown_to_people() {
    let (_all, one, two) = two_clones("records");
    let broken = LOG.replace("\"trùng, xem BB-0003\"", "\"trùng, xem BB-0003");
    both_write(&one, &two, &format!("{LOG}{OURS}"), &broken);
    let merged = merge(&one);
    assert_eq!(merged.status, 1, "{merged:#?}");
    assert!(one.git(&["status", "--porcelain"]).contains("UU "));
    assert!(one.read(MONTH).contains(OURS) && one.read(MONTH).contains("\"trùng, xem BB-0003\n"));
}

/// Runs the driver as git does, on three files.
fn driver(texts: [&[u8]; 3], path: &str) -> (Run, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let names = ["base", "ours", "theirs"];
    for (name, text) in names.iter().zip(texts) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thidua"));
    command
        .current_dir(folder.path())
        .args(["--lang", "en", "merge-file"])
        .args(names)
        .args(["--path", path]);
    let run = run(command);
    (run, fs::read(folder.path().join("ours")).unwrap())
}

#[test]
fn the_driver_works_where_there_are_no_records() {
    let (ours, theirs) = (format!("{LOG}{OURS}"), format!("{LOG}{THEIRS}"));
    let (run, merged) = driver([LOG.as_bytes(), ours.as_bytes(), theirs.as_bytes()], "r/activities/x.csv");
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert_eq!(String::from_utf8(merged).unwrap(), format!("{LOG}{OURS}{THEIRS}"));
}

#[test]
fn what_cannot_be_merged_is_said_and_left() {
    let (ours, theirs) =
        (format!("{LOG}{OURS}"), "\u{feff}x".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    let (run, merged) = driver([LOG.as_bytes(), ours.as_bytes(), &theirs], "activities/x.csv");
    assert_eq!(run.status, 2);
    assert!(
        run.stderr.starts_with("thidua: activities/x.csv: could not be merged (their version: "),
        "{run:#?}"
    );
    assert_eq!(merged, ours.as_bytes());
}
