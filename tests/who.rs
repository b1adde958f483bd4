//! `explain --who` on real repositories: the commit, the author and the day behind each row.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "audit/repository.rs"]
mod repository;
mod support;

use repository::{AN, BINH, HEAD, Repository, columns_of};
use support::Folder;

const FIRST: &str = "2025-02-04,to-1,T1-01,C1A,1,BB-01,1,CA-01,";
const SECOND: &str = "2025-02-05,to-1,T1-02,C1A,2,BB-02,2,CA-01,";

/// A row of An, and one of Bình above it.
fn two_rows() -> Repository {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[FIRST]);
    repository.commit("2025-02-05", AN);
    repository.log("2025-02.csv", &[SECOND, FIRST]);
    repository.commit("2025-02-06", BINH);
    repository
}

/// Line, author and commit of each row.
fn who(repository: &Repository, further: &[&str]) -> Vec<String> {
    let mut arguments = vec!["explain", "to-1", "--phase", "1", "--who", "--format", "csv"];
    arguments.extend_from_slice(further);
    let run = repository.run(&arguments);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    columns_of(&run.stdout, &["line", "author", "commit"])
}

#[test]
fn each_row_has_the_commit_that_brought_it() {
    let repository = two_rows();
    let id = |revision: &str| repository.git(&["rev-parse", revision]);
    assert_eq!(who(&repository, &[]), [format!("2 Bình {}", id("HEAD")), format!("3 An {}", id("HEAD~"))]);
    assert_eq!(who(&repository, &["--at", "HEAD~"]), [format!("2 An {}", id("HEAD~"))]);

    let short = id("HEAD")[..10].to_owned();
    let text = repository.run(&["explain", "to-1", "--phase", "1", "--who"]).stdout;
    assert!(text.contains(&short) && text.contains("Bình,"), "{text}");
    let markdown = repository.run(&["explain", "to-1", "--phase", "1", "--who", "--format", "md"]).stdout;
    assert!(markdown.contains(&format!("| {short} Bình, 2025-02-06 |")), "{markdown}");
    let json = repository.run(&["explain", "to-1", "--phase", "1", "--who", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let brought = &json["criteria"][0]["row_list"][0]["brought"];
    assert_eq!(brought["author"], "Bình");
    assert_eq!(brought["commit"], id("HEAD").as_str());
    assert_eq!(brought["authored"], "2025-02-06T12:00:00+07:00");
    assert_eq!(brought["may_be_older"], false);
    // Nobody who does not ask is told.
    let plain = repository.run(&["explain", "to-1", "--phase", "1", "--rows", "--format", "json"]).stdout;
    assert!(!plain.contains("brought"), "{plain}");
}

#[test]
fn a_row_that_is_only_spelt_otherwise_keeps_its_commit() {
    let repository = two_rows();
    let authors = |repository: &Repository| {
        let who = who(repository, &[]);
        who.iter().map(|row| row.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let rows = format!("{HEAD}{FIRST}\n{SECOND}\n");
    // In the work tree: another order, CRLF, separators and dates of a spreadsheet.
    repository.write("activities/2025-02.csv", rows.replace('\n', "\r\n"));
    assert_eq!(authors(&repository), ["2 An", "3 Bình"]);
    let as_saved =
        rows.replace(',', ";").replace("2025-02-04", "04/02/2025").replace("2025-02-05", "5/2/2025");
    repository.write("activities/2025-02.csv", as_saved);
    assert_eq!(authors(&repository), ["2 An", "3 Bình"]);
    // In a commit of line ends alone.
    repository.write("activities/2025-02.csv", format!("{HEAD}{SECOND}\n{FIRST}\n").replace('\n', "\r\n"));
    repository.commit("2025-06-01", "Chi");
    assert_eq!(authors(&repository), ["2 Bình", "3 An"]);
    // In a commit that writes the whole line anew git has no other answer than that commit.
    assert_eq!(repository.run(&["fmt"]).status, 0);
    repository
        .write("activities/2025-02.csv", format!("{HEAD}{SECOND}\n{}\n", FIRST.replace(",1,BB", ",1.0,BB")));
    repository.commit("2025-06-02", "Chi");
    assert_eq!(authors(&repository), ["2 Bình", "3 Chi"]);
}

#[test]
fn a_row_that_is_not_committed_is_said_to_be() {
    let repository = two_rows();
    repository.log("2025-02.csv", &[SECOND, FIRST, "2025-02-06,to-1,,C1A,1,BB-03,1,CA-02,"]);
    repository.log("2025-03.csv", &["2025-03-06,to-1,,C1A,1,BB-04,1,CA-02,"]);
    assert_eq!(who(&repository, &[])[2..], ["4  ", "2  "]);
    let text = repository.run(&["explain", "to-1", "--phase", "1", "--who"]).stdout;
    assert_eq!(text.matches("not committed yet").count(), 2, "{text}");
    let vietnamese = repository.run(&["--lang", "vi", "explain", "to-1", "--phase", "1", "--who"]).stdout;
    assert_eq!(vietnamese.matches("chưa ghi vào git").count(), 2, "{vietnamese}");
}

#[test]
fn a_row_over_several_lines_has_the_newest_of_them() {
    let repository = Repository::new();
    let row = |second: &str| format!("2025-02-04,to-1,T1-01,C1A,2,BB-01,1,CA-01,\"một\n{second}\"");
    repository.log("2025-02.csv", &[&row("hai")]);
    repository.commit("2025-02-05", AN);
    repository.log("2025-02.csv", &[&row("ba")]);
    repository.commit("2025-02-06", BINH);
    assert_eq!(who(&repository, &[]), [format!("2 Bình {}", repository.git(&["rev-parse", "HEAD"]))]);
}

#[test]
fn a_renamed_file_and_a_renamed_folder_keep_their_authors() {
    let repository = two_rows();
    repository.git(&["mv", "records/activities/2025-02.csv", "records/activities/tháng 2.csv"]);
    repository.commit("2025-06-01", "Chi");
    repository.git(&["mv", "records", "số liệu"]);
    repository.commit("2025-06-02", "Chi");
    let id = |revision: &str| repository.git(&["rev-parse", revision]);
    let expected = [format!("2 Bình {}", id("HEAD~2")), format!("3 An {}", id("HEAD~3"))];
    let repository = repository.with_records("số liệu");
    assert_eq!(who(&repository, &[]), expected);
    // As the records stood under another name.
    assert_eq!(who(&repository, &["--at", "HEAD~2"]), expected);
}

#[test]
fn a_shallow_clone_says_that_a_row_may_be_older() {
    let repository = two_rows();
    let clone = repository.clone(&["--depth", "1"]);
    let text = clone.run(&["explain", "to-1", "--phase", "1", "--who", "--format", "md"]).stdout;
    assert_eq!(text.matches("Bình, 2025-02-06, or earlier").count(), 2, "{text}");
}

#[test]
fn a_bare_repository_is_asked_at_a_commit() {
    let bare = two_rows().clone(&["--bare"]).with_records("");
    assert_eq!(who(&bare, &["--at", "main"]).len(), 2);
}

#[test]
fn a_name_that_is_somebodys_number_is_covered_and_no_address_is_printed() {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[FIRST]);
    repository.commit("2025-02-05", "CCCD 001204012345");
    for format in ["table", "csv", "json", "md"] {
        let run = repository.run(&["explain", "to-1", "--phase", "1", "--who", "--format", format]);
        assert!(run.stdout.contains("2025-02-05"), "{}", run.stdout);
        assert!(!run.stdout.contains("001204012345") && !run.stdout.contains("xa.example"), "{}", run.stdout);
    }
}

#[test]
fn outside_a_repository_it_is_said_that_there_is_none() {
    let run = Folder::new().run(&["explain", "to-1", "--phase", "1", "--who"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("is in no git repository"), "{}", run.stderr);
}
