//! The hook in real repositories: it sees what is staged, wherever git runs it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "support/repository.rs"]
mod repository;
mod support;

use std::fs;

use repository::{Repositories, WorkTree};
use support::{LOG, Run};

const MONTH: &str = "activities/2025-02.csv";
const GOOD: &str = "2025-02-10,to-1,T1-01,C1A,1,BB-0101,,,\n";
const BAD: &str = "2025-02-10,to-9,,C1A,1,BB-0909,,,\n";

fn set_up(records: &str) -> (Repositories, WorkTree) {
    let all = Repositories::new();
    let tree = all.with_campaign("kho", records);
    tree.set_up();
    tree.commit("set up");
    (all, tree)
}

fn commit(tree: &WorkTree, arguments: &[&str]) -> Run {
    tree.try_git(&[&["commit", "-q", "-m", "x"], arguments].concat())
}

#[track_caller]
fn check_refused(tree: &WorkTree, run: &Run) {
    assert_eq!(run.status, 1, "{run:#?}");
    assert!(run.stderr.contains("R203") && run.stderr.contains("git commit --no-verify"), "{run:#?}");
    assert_eq!(tree.git(&["log", "-1", "--format=%s"]), "set up\n");
}

#[track_caller]
fn check_committed(tree: &WorkTree, run: &Run) {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert_eq!(tree.git(&["log", "-1", "--format=%s"]), "x\n");
}

#[test]
fn what_is_staged_is_checked_and_not_what_lies_there() {
    let (_all, tree) = set_up("records");
    tree.write(MONTH, format!("{LOG}{BAD}"));
    tree.git(&["add", "-A"]);
    tree.write(MONTH, format!("{LOG}{GOOD}"));
    check_refused(&tree, &commit(&tree, &[]));
    tree.git(&["add", "-A"]);
    tree.write(MONTH, format!("{LOG}{BAD}"));
    check_committed(&tree, &commit(&tree, &[]));
}

#[test]
fn what_a_commit_takes_along_is_checked() {
    let (_all, tree) = set_up("records");
    tree.write(MONTH, format!("{LOG}{BAD}"));
    check_refused(&tree, &commit(&tree, &["-a"]));
    check_refused(&tree, &commit(&tree, &["records/activities/2025-02.csv"]));
    check_refused(&tree, &commit(&tree, &["--include", "records/activities/2025-02.csv"]));
    // Only the other file is part of this commit.
    tree.write("members.csv", support::MEMBERS.replace("T1-02,to-1,,,member", "T1-02,to-1,,,deputy"));
    check_committed(&tree, &commit(&tree, &["records/members.csv"]));
    tree.write(MONTH, format!("{LOG}{GOOD}"));
    check_committed(&tree, &commit(&tree, &["-a"]));
}

#[test]
fn a_part_of_a_file_is_checked_as_that_part() {
    let (_all, tree) = set_up("records");
    tree.write(MONTH, format!("{LOG}{GOOD}"));
    let good = tree.git(&["diff"]);
    tree.write(MONTH, format!("{LOG}{BAD}{GOOD}"));
    fs::write(tree.top.join("../part.diff"), good).unwrap();
    tree.git(&["apply", "--cached", "../part.diff"]);
    check_committed(&tree, &commit(&tree, &[]));
    assert_eq!(tree.git(&["show", "HEAD:records/activities/2025-02.csv"]), format!("{LOG}{GOOD}"));
}

#[test]
fn records_may_lie_anywhere_under_any_name() {
    for records in [".", "hồ sơ/Tổ 1's \"thi đua\"", "a/b/records"] {
        let (_all, tree) = set_up(records);
        tree.write(MONTH, format!("{LOG}{BAD}"));
        check_refused(&tree, &commit(&tree, &["-a"]));
        tree.write(MONTH, format!("{LOG}{GOOD}"));
        fs::create_dir_all(tree.top.join("elsewhere")).unwrap();
        let below = WorkTree { top: tree.top.join("elsewhere"), records: String::new() };
        check_committed(&tree, &commit(&below, &["-a"]));
    }
}

#[test]
fn a_linked_work_tree_is_checked_as_itself() {
    let (all, tree) = set_up("records");
    let linked = tree.linked(&all.path("bên cạnh"), "other");
    linked.write(MONTH, format!("{LOG}{BAD}"));
    check_refused(&linked, &commit(&linked, &["-a"]));
    linked.git(&["add", "-A"]);
    check_refused(&linked, &commit(&linked, &[]));
    // The work tree next to it has nothing to do with this one.
    tree.write(MONTH, format!("{LOG}{BAD}"));
    linked.write(MONTH, format!("{LOG}{GOOD}"));
    check_committed(&linked, &commit(&linked, &["-a"]));
    assert!(linked.thidua(&["hook", "status"]).stdout.starts_with("check before a commit: yes"));
}

#[test]
fn a_submodule_has_a_hook_of_its_own() {
    let all = Repositories::new();
    let campaign = all.with_campaign("campaign", "records");
    let outer = WorkTree { top: all.path("outer"), records: "phong trào/records".to_owned() };
    fs::create_dir_all(&outer.top).unwrap();
    outer.git(&["init", "-q"]);
    outer.git(&["submodule", "--quiet", "add", campaign.top.to_str().unwrap(), "phong trào"]);
    outer.commit("outer");
    let inner = WorkTree { top: outer.top.join("phong trào"), records: "records".to_owned() };
    outer.set_up();
    inner.commit("set up");
    assert!(!outer.top.join(".git/hooks/pre-commit").exists());
    inner.write(MONTH, format!("{LOG}{BAD}"));
    check_refused(&inner, &commit(&inner, &["-a"]));
    inner.write(MONTH, format!("{LOG}{GOOD}"));
    check_committed(&inner, &commit(&inner, &["-a"]));
    check_committed(&outer, &commit(&outer, &["-a"]));
}

#[test]
fn a_branch_without_records_is_nobodys_business() {
    let (_all, tree) = set_up("records");
    tree.git(&["switch", "-q", "--orphan", "web"]);
    fs::write(tree.top.join("index.html"), "x").unwrap();
    tree.git(&["add", "-A"]);
    check_committed(&tree, &commit(&tree, &[]));
}

#[test]
fn several_campaigns_of_one_repository_are_all_checked() {
    let (_all, tree) = set_up("xã 1");
    let second = WorkTree { top: tree.top.clone(), records: "xã 2".to_owned() };
    second.write("campaign.toml", support::CAMPAIGN);
    second.write("members.csv", support::MEMBERS);
    second.write(MONTH, LOG);
    second.set_up();
    second.commit("set up");
    for tree in [&tree, &second] {
        tree.write(MONTH, format!("{LOG}{BAD}"));
        check_refused(tree, &commit(tree, &["-a"]));
        tree.write(MONTH, LOG);
    }
    assert_eq!(second.thidua(&["hook", "uninstall"]).status, 0);
    assert!(tree.thidua(&["hook", "status"]).stdout.starts_with("check before a commit: yes"));
    assert!(second.thidua(&["hook", "status"]).stdout.starts_with("check before a commit: no"));
    second.write(MONTH, format!("{LOG}{BAD}"));
    check_committed(&second, &commit(&second, &["-a"]));
}

#[test]
fn a_tidier_spelling_is_offered_and_not_demanded() {
    let (_all, tree) = set_up("records");
    let untidy = LOG.replace("2025-02-04", "2025-2-4");
    tree.write(MONTH, &untidy);
    let run = commit(&tree, &["-a"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_eq!(run.stderr, "thidua: `thidua fmt`, then `git add`, would tidy 1 CSV file\n");
    // Nobody is told again of what this commit leaves alone.
    tree.write("members.csv", support::MEMBERS.replace("T1-02,to-1,,,member", "T1-02,to-1,,,deputy"));
    check_committed(&tree, &commit(&tree, &["-a"]));
}

#[test]
fn another_hook_is_kept() {
    let all = Repositories::new();
    let tree = all.with_campaign("kho", "records");
    let hook = tree.top.join(".git/hooks/pre-commit");
    let old = tree.top.join(".git/hooks/pre-commit.old");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    let theirs = "#!/bin/sh\n[ -e allowed ] || { echo 'not yet' >&2; exit 3; }\n";
    fs::write(&hook, theirs).unwrap();
    make_executable(&hook);
    let refused = tree.thidua(&["hook", "install"]);
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    let line = refused.stderr.split('`').find(|line| line.contains("hook run")).unwrap().to_owned();
    assert_eq!(fs::read_to_string(&hook).unwrap(), theirs);
    assert!(tree.try_git(&["config", "merge.thidua.driver"]).status != 0);

    assert_eq!(tree.thidua(&["hook", "install", "--force"]).status, 0);
    tree.write(MONTH, format!("{LOG}{GOOD}"));
    tree.git(&["add", "-A"]);
    let run = commit(&tree, &[]);
    assert_eq!((run.status, run.stderr.as_str()), (1, "not yet\n"));
    fs::write(tree.top.join("allowed"), "").unwrap();
    check_committed(&tree, &commit(&tree, &[]));

    // With the line that was told, it does the same by itself.
    let by_hand = format!("{theirs}{line}\n");
    fs::rename(&hook, all.path("ours")).unwrap();
    fs::write(&hook, &by_hand).unwrap();
    make_executable(&hook);
    let linked = tree.linked(&all.path("linked"), "linked");
    fs::write(linked.top.join("allowed"), "").unwrap();
    for tree in [&tree, &linked] {
        tree.write(MONTH, format!("{LOG}{BAD}"));
        let run = commit(tree, &["-a"]);
        assert!(run.status == 1 && run.stderr.contains("R203"), "{run:#?}");
        tree.git(&["reset", "-q", "--hard"]);
    }
    fs::rename(all.path("ours"), &hook).unwrap();

    // A second time changes nothing, and never takes our hook for the old one.
    assert_eq!(tree.thidua(&["hook", "install", "--force"]).status, 0);
    assert_eq!(fs::read_to_string(&old).unwrap(), theirs);
    assert_eq!(tree.thidua(&["hook", "uninstall"]).status, 0);
    assert_eq!(fs::read_to_string(&hook).unwrap(), theirs);
    assert!(!old.exists());
    assert!(tree.try_git(&["config", "merge.thidua.driver"]).status != 0);
    assert_eq!(tree.thidua(&["hook", "uninstall"]).stdout, "there is nothing to take away\n");

    fs::write(&old, "older").unwrap();
    let refused = tree.thidua(&["hook", "install", "--force"]);
    assert_eq!(refused.status, 2);
    assert_eq!(fs::read_to_string(&old).unwrap(), "older");
}

#[cfg(unix)]
fn make_executable(path: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(not(unix))]
fn make_executable(_: &std::path::Path) {}

#[test]
fn hooks_stand_where_git_looks_for_them_unless_others_look_there_too() {
    let (all, tree) = set_up("records");
    tree.git(&["config", "core.hooksPath", "git hooks"]);
    tree.set_up();
    assert!(tree.top.join("git hooks/pre-commit").is_file());
    tree.write(MONTH, format!("{LOG}{BAD}"));
    check_refused(&tree, &commit(&tree, &["-a"]));

    let shared = all.path("shared");
    tree.git(&["config", "core.hooksPath", shared.to_str().unwrap()]);
    let refused = tree.thidua(&["hook", "install"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("core.hooksPath") && !shared.exists(), "{refused:#?}");
}

#[test]
fn a_program_that_is_gone_lets_nothing_through() {
    let (_all, tree) = set_up("records");
    let hook = tree.top.join(".git/hooks/pre-commit");
    let text = fs::read_to_string(&hook).unwrap();
    let text: String = text
        .lines()
        .map(|line| if line.starts_with("program=/") { "program=/nowhere/thidua" } else { line })
        .map(|line| if line.starts_with("if command -v thidua") { "if false; then" } else { line })
        .flat_map(|line| [line, "\n"])
        .collect();
    fs::write(&hook, text).unwrap();
    tree.write(MONTH, format!("{LOG}{GOOD}"));
    let run = commit(&tree, &["-a"]);
    assert_eq!(run.status, 1, "{run:#?}");
    assert!(run.stderr.contains("the program was not found"), "{run:#?}");
}

#[test]
fn attributes_are_added_once_and_what_is_there_is_kept() {
    let all = Repositories::new();
    let tree = all.with_campaign("kho", "records");
    tree.write(".gitattributes", "*.csv text eol=lf");
    tree.set_up();
    tree.set_up();
    assert_eq!(tree.read(".gitattributes"), "*.csv text eol=lf\n*.csv merge=thidua\n");
    let status = tree.thidua(&["hook", "status"]);
    assert!(status.stdout.contains("merge by rows: yes ("), "{status:#?}");
    tree.write(".gitattributes", "*.csv merge=union\n");
    let run = tree.thidua(&["hook", "install"]);
    assert!(run.stdout.contains("`union`, which was left alone"), "{run:#?}");
    assert_eq!(tree.read(".gitattributes"), "*.csv merge=union\n");
    assert!(tree.thidua(&["hook", "status"]).stdout.contains("merge by rows: no"));
}

#[test]
fn a_new_campaign_may_begin_with_the_hook() {
    let all = Repositories::new();
    let top = all.path("kho mới");
    fs::create_dir_all(&top).unwrap();
    let tree = WorkTree { top, records: "sổ".to_owned() };
    let outside = tree.thidua(&["init", "--hook"]);
    assert_eq!(outside.status, 2, "{outside:#?}");
    assert!(!tree.file("").exists(), "nothing is made where the hook cannot be");
    tree.git(&["init", "-q"]);
    let run = tree.thidua(&["init", "--hook"]);
    assert_eq!(run.status, 0, "{run:#?}");
    assert_eq!(tree.git(&["check-attr", "merge", "sổ/members.csv"]), "sổ/members.csv: merge: thidua\n");
    tree.git(&["add", "-A"]);
    check_committed(&tree, &commit(&tree, &[]));
}

#[test]
fn outside_a_repository_it_is_said_that_there_is_none() {
    let folder = support::Folder::new();
    for action in ["install", "uninstall", "status"] {
        let run = folder.run(&["--lang", "en", "hook", action]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:#?}");
        assert!(run.stderr.contains("repository"), "{run:#?}");
    }
}
