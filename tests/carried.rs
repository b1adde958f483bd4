//! What git carries and should not: the names of members, and identifiers that are in its history.

#![allow(clippy::unwrap_used, reason = "a broken assumption should stop a test")]

mod support;

use std::process::Command;

use support::Folder;

/// A repository around the records, with what they hold committed.
fn committed(folder: &Folder) {
    git(folder, &["init", "-q"]);
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "x"]);
}

fn git(folder: &Folder, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(folder.records())
        .args(["-c", "user.name=x", "-c", "user.email=x@localhost"])
        .args(arguments);
    let done = git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1").output().unwrap();
    assert!(done.status.success(), "{done:?}");
}

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<(String, String)> {
    folder.run(&[&["validate", "--format", "short"], arguments].concat()).findings()
}

const NAMES: &str = "member,name\nT1-01,Trần Vô Danh\n";

#[test]
fn names_may_lie_in_the_folder_and_not_in_git() {
    let folder = Folder::new();
    folder.write("names.csv", NAMES);
    assert_eq!(codes(&folder, &[]), [], "without a repository");
    folder.write(".gitignore", "names.csv\n");
    committed(&folder);
    assert_eq!(codes(&folder, &[]), []);
    assert_eq!(codes(&folder, &["--staged"]), []);

    git(&folder, &["add", "-f", "names.csv"]);
    let tracked = [("records/names.csv:1:1".to_owned(), "P607".to_owned())];
    assert_eq!(codes(&folder, &[]), tracked);
    assert_eq!(codes(&folder, &["--staged"]), tracked);
    let run = folder.run(&["validate"]);
    assert!(run.stdout.contains("`git rm --cached records/names.csv`"), "{}", run.stdout);
    assert_eq!(folder.run(&["score"]).status, 1);

    git(&folder, &["rm", "-q", "--cached", "names.csv"]);
    assert_eq!(codes(&folder, &[]), []);
    assert!(folder.records().join("names.csv").exists());
}

#[test]
fn an_identifier_that_is_in_the_history_is_said_to_be() {
    const HELP: &str = "see docs/privacy.md";
    let row = |note: &str| format!("{}2025-02-20,to-1,,C1A,1,BB-9,1,CA-01,{note}\n", support::LOG);
    let folder = Folder::with_log(row("gọi 0900000123"));
    assert!(!folder.run(&["validate"]).stdout.contains(HELP), "without a repository");
    git(&folder, &["init", "-q"]);
    assert!(!folder.run(&["validate"]).stdout.contains(HELP), "without a commit");
    committed(&folder);
    for arguments in [&["validate"][..], &["validate", "--format", "json"], &["validate", "--at", "HEAD"]] {
        assert!(folder.run(arguments).stdout.contains(HELP), "{arguments:?}");
    }
    let vi = folder.run(&["validate", "--lang", "vi"]).stdout;
    assert!(vi.contains("đã có trong lịch sử git"), "{vi}");

    // Another one, in the same file and not yet committed.
    folder.write("activities/2025-02.csv", row("gọi 0900000124"));
    assert!(!folder.run(&["validate"]).stdout.contains(HELP));
    assert!(folder.run(&["validate", "--staged"]).stdout.contains(HELP));
    git(&folder, &["add", "-A"]);
    assert!(!folder.run(&["validate", "--staged"]).stdout.contains(HELP));
    assert!(folder.run(&["validate", "--at", "HEAD"]).stdout.contains(HELP));
}

#[test]
fn a_file_whose_path_is_an_identifier_is_found_in_the_history_too() {
    let folder = Folder::new();
    folder.write(
        "activities/0900000123/a.csv",
        support::LOG.lines().next().unwrap().to_owned()
            + "\n2025-02-20,to-1,,C1A,1,BB-9,1,CA-01,gọi 0900000124\n",
    );
    committed(&folder);
    let said = folder.run(&["validate"]).stdout;
    assert!(said.contains("see docs/privacy.md") && said.contains("rename the file or folder"), "{said}");
    assert!(!said.contains("0900000123"), "{said}");
}
