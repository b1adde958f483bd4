//! `audit` on real repositories: what it lists, and what it does not.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "audit/repository.rs"]
mod repository;
mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::process::Stdio;
use std::time::Instant;

use repository::{AN, BINH, HEAD, Repository, command};
use support::Folder;

const CLAIMED: &str = "2025-02-04,to-1,T1-01,C1A,1,BB-01,,,";
const ACCEPTED: &str = "2025-02-04,to-1,T1-01,C1A,1,BB-01,1,CA-01,";
const OTHER: &str = "2025-02-05,to-2,T2-01,C1A,2,BB-02,,,";

/// A claim of An on the day after, accepted by Bình a day later.
fn claimed_and_accepted() -> Repository {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[CLAIMED]);
    repository.commit("2025-02-05", AN);
    repository.log("2025-02.csv", &[ACCEPTED]);
    repository.commit("2025-02-06", BINH);
    repository
}

/// Nothing that only the history shows.
fn assert_quiet(repository: &Repository) {
    for kind in [
        "dated-after-commit",
        "entered-late",
        "changed-after-acceptance",
        "removed-after-acceptance",
        "same-author",
    ] {
        assert_eq!(repository.facts(kind, &[], &["path", "line", "changes"]), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn a_row_that_is_claimed_and_accepted_by_two_people_is_no_fact() {
    assert_quiet(&claimed_and_accepted());
}

#[test]
fn a_row_dated_after_both_clocks_of_its_commit_is_listed() {
    let repository = Repository::new();
    repository
        .log("2025-02.csv", &["2025-02-10,to-1,T1-01,C1A,1,BB-01,,,", "2025-02-05,to-2,,C1A,1,BB-02,,,"]);
    repository.commit("2025-02-05", AN);
    let columns = ["path", "line", "date", "days", "author"];
    let listed = repository.facts("dated-after-commit", &[], &columns);
    assert_eq!(listed, ["records/activities/2025-02.csv 2 2025-02-10 5 An"]);

    // Rebased later: committed after the date, so one clock says nothing.
    repository.git(&["reset", "--quiet", "--soft", "HEAD~"]);
    repository.commit_staged("2025-02-05", "2025-02-12", AN);
    assert!(repository.facts("dated-after-commit", &[], &columns).is_empty());
}

#[test]
fn a_row_is_late_from_the_day_that_the_rules_or_the_argument_say() {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[CLAIMED]);
    repository.commit("2025-03-07", AN);
    let late = |further: &[&str]| repository.facts("entered-late", further, &["line", "days"]);
    assert_eq!(late(&[]), ["2 31"]);
    assert!(late(&["--late-days", "31"]).is_empty());
    let rules = fs::read_to_string(repository.records.join("campaign.toml")).unwrap();
    repository.write("campaign.toml", rules.replace("[records]", "[records]\nlate_days = 60"));
    assert!(late(&[]).is_empty());
    assert_eq!(late(&["--late-days", "7"]), ["2 31"]);
}

#[test]
fn a_correction_of_the_date_makes_no_row_late() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &["2025-02-03,to-1,T1-01,C1A,1,BB-01,1,CA-01,"]);
    repository.commit("2025-06-01", BINH);
    assert!(repository.facts("entered-late", &[], &["line"]).is_empty());
    let changed = repository.facts("changed-after-acceptance", &[], &["line", "changes", "author"]);
    assert_eq!(changed, ["2 date 2025-02-04 → 2025-02-03 Bình"]);
}

#[test]
fn every_change_after_acceptance_is_listed_with_what_it_changed() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01 T1-02,C1A,3,BB-01,2,CA-01,thiếu một"]);
    repository.commit("2025-02-20", AN);
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01 T1-02,C2A,3,BB-01,,,"]);
    repository.commit("2025-02-21", AN);
    let changed = repository.facts("changed-after-acceptance", &[], &["line", "changes", "commit"]);
    let commit = |revision: &str| repository.git(&["rev-parse", revision]);
    assert_eq!(
        changed,
        [
            format!(
                "2 members T1-01 → T1-01 T1-02; quantity 1 → 3; accepted 1 → 2; note – → thiếu một {}",
                commit("HEAD~")
            ),
            format!(
                "2 activity C1A → C2A; accepted 2 → –; appraiser CA-01 → –; note thiếu một → – {}",
                commit("HEAD")
            ),
        ]
    );
}

#[test]
fn changes_before_acceptance_are_nobodys_business() {
    let repository = Repository::new();
    for (day, quantity) in [("2025-02-05", 1), ("2025-02-06", 2), ("2025-02-07", 3)] {
        repository.log("2025-02.csv", &[&format!("2025-02-04,to-1,T1-01,C1A,{quantity},BB-01,,,")]);
        repository.commit(day, AN);
    }
    assert_quiet(&repository);
}

#[test]
fn a_row_taken_out_after_acceptance_is_listed_where_it_stood() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &[OTHER]);
    repository.commit("2025-02-20", AN);
    let columns = ["path", "line", "date", "subject", "activity", "evidence", "author"];
    assert_eq!(
        repository.facts("removed-after-acceptance", &[], &columns),
        ["records/activities/2025-02.csv 2 2025-02-04 to-1 C1A BB-01 An"]
    );
    assert!(repository.facts("removed-after-acceptance", &["--subject", "to-2"], &columns).is_empty());
    assert_eq!(repository.facts("removed-after-acceptance", &["--team", "to-1"], &columns).len(), 1);

    // Taken out and entered again otherwise: a change.
    repository.log("2025-03.csv", &["2025-02-04,to-1,T1-01,C1A,1,BB-01,0,CA-01,trùng"]);
    repository.commit("2025-02-21", AN);
    assert!(repository.facts("removed-after-acceptance", &[], &columns).is_empty());
    let changed = repository.facts("changed-after-acceptance", &[], &["path", "changes"]);
    assert_eq!(changed, ["records/activities/2025-03.csv accepted 1 → 0; note – → trùng"]);
}

#[test]
fn an_acceptance_by_the_author_of_the_claim_is_listed_with_both_commits() {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[CLAIMED, "2025-02-06,to-2,T2-01,C1A,1,BB-03,1,CA-01,"]);
    repository.commit("2025-02-06", AN);
    repository.log("2025-02.csv", &[ACCEPTED, "2025-02-06,to-2,T2-01,C1A,1,BB-03,1,CA-01,"]);
    repository.commit("2025-02-07", AN);
    let listed = repository.facts("same-author", &[], &["line", "author", "commit", "claim_commit"]);
    let (first, second) = (repository.git(&["rev-parse", "HEAD~"]), repository.git(&["rev-parse", "HEAD"]));
    assert_eq!(listed, [format!("2 An {second} {first}"), format!("3 An {first} {first}")]);
}

#[test]
fn one_author_is_told_by_the_address_as_mailmap_has_it() {
    let repository = claimed_and_accepted();
    assert!(repository.facts("same-author", &[], &["line"]).is_empty());
    fs::write(repository.top.join(".mailmap"), "An <an@xa.example> <bình@xa.example>\n").unwrap();
    assert_eq!(repository.facts("same-author", &[], &["line", "author"]), ["2 An"]);
}

#[test]
fn without_appraisal_there_is_nothing_to_change_after_it() {
    let repository = Repository::new();
    let rules = fs::read_to_string(repository.records.join("campaign.toml")).unwrap();
    repository.write("campaign.toml", rules.replace("[records]", "[records]\nappraisal = false"));
    repository.log("2025-02.csv", &[ACCEPTED]);
    repository.commit("2025-02-05", AN);
    repository.log("2025-02.csv", &[CLAIMED]);
    repository.commit("2025-02-06", AN);
    assert_quiet(&repository);
}

#[test]
fn moving_a_row_or_its_file_or_the_folder_changes_nothing() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &[ACCEPTED, OTHER]);
    repository.commit("2025-02-07", AN);
    // One row to another file.
    repository.log("2025-02.csv", &[OTHER]);
    repository.log("tổ 1/2025-02.csv", &[ACCEPTED]);
    repository.commit("2025-06-10", AN);
    assert_quiet(&repository);
    // The files as they are.
    repository.git(&["mv", "records/activities/2025-02.csv", "records/activities/tháng 2.csv"]);
    repository.commit("2025-06-11", AN);
    assert_quiet(&repository);
    // The folder, twice.
    repository.git(&["mv", "records", "số liệu"]);
    repository.commit("2025-06-12", AN);
    let renamed = repository.with_records("số liệu");
    assert_quiet(&renamed);
    fs::create_dir(renamed.top.join("xã")).unwrap();
    renamed.git(&["mv", "số liệu", "xã/2025"]);
    renamed.commit("2025-06-13", AN);
    let renamed = renamed.with_records("xã/2025");
    assert_quiet(&renamed);
    let since = renamed.facts("entered-late", &["--late-days", "0"], &["path", "line", "days", "author"]);
    assert_eq!(
        since,
        ["2025/activities/tháng 2.csv 2 2 An", "2025/activities/tổ 1/2025-02.csv 2 1 An"],
        "the rows are as old as they were"
    );
}

#[test]
fn another_spelling_is_no_change() {
    let repository = claimed_and_accepted();
    let second = "2025-02-05,to-2,T2-01 T2-02,C1A,2.5,BB-02,2,CA-01,\"thiếu, một\"";
    repository.log("2025-02.csv", &[ACCEPTED, "2025-02-05,to-2,T2-01 T2-02,C1A,2.5,BB-02,,,"]);
    repository.commit("2025-02-06", AN);
    repository.log("2025-02.csv", &[ACCEPTED, second]);
    repository.commit("2025-02-07", BINH);
    let others: [&[u8]; 4] = [
        // Semicolons, another order of columns, dates and decimals as a spreadsheet has them, CRLF, a mark.
        "\u{feff}Ngày;Tổ;Thẩm định;Số lượng;Thành viên;Nội dung;Minh chứng;Người thẩm định;Ghi chú\r\n\
          04/02/2025;TO-1;1,0;1;t1-01;c1a;BB-01;CA-01;\r\n\
          5/2/2025;to-2;2;2,50;T2-02, T2-01;C1A;bb-02;ca-01;thiếu, một\r\n"
            .as_bytes(),
        b"\xff\xfed\0a\0t\0e\0",
        b"",
        "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n<<<<<<< HEAD\n".as_bytes(),
    ];
    for (day, text) in (8..).zip(others) {
        repository.write("activities/2025-02.csv", text);
        repository.commit(&format!("2025-02-{day:02}"), AN);
        if day == 8 {
            assert_quiet(&repository);
            assert_eq!(repository.run(&["fmt"]).status, 0);
            repository.commit("2025-02-08", AN);
            assert_quiet(&repository);
        }
    }
    // What could not be read in between is there again.
    repository.log("2025-02.csv", &[ACCEPTED, second]);
    repository.commit("2025-02-20", AN);
    assert_quiet(&repository);
}

#[test]
fn a_merge_of_two_clones_is_nobodys_row() {
    let repository = claimed_and_accepted();
    let clone = repository.clone(&[]);
    clone.log("2025-02.csv", &[OTHER, ACCEPTED]);
    clone.commit("2025-02-07", BINH);
    repository.log("2025-02.csv", &[ACCEPTED, "2025-02-06,to-1,T1-02,C1A,1,BB-03,,,"]);
    repository.commit("2025-02-07", AN);
    repository.git(&["fetch", "--quiet", clone.top.to_str().unwrap(), "main"]);
    let merge = ["merge", "--quiet", "--no-edit", "FETCH_HEAD"];
    repository.git_as("Chi", "2025-08-01", "2025-08-01", &merge);
    assert_quiet(&repository);
    let all = repository.facts("entered-late", &["--late-days", "0"], &["line", "author"]);
    assert_eq!(all, ["2 Bình", "3 An", "4 An"]);
}

#[test]
fn what_a_merge_itself_changes_or_loses_is_told_of_the_merge() {
    let repository = claimed_and_accepted();
    repository.git(&["checkout", "--quiet", "-b", "khác"]);
    repository.log("2025-02.csv", &[ACCEPTED, "2025-02-06,to-1,T1-02,C1A,1,BB-03,1,CA-01,"]);
    repository.commit("2025-02-07", BINH);
    repository.git(&["checkout", "--quiet", "main"]);
    repository.log("2025-02.csv", &[ACCEPTED, OTHER]);
    repository.commit("2025-02-07", AN);
    // The other branch is thrown away.
    repository.git_as(
        "Chi",
        "2025-02-08",
        "2025-02-08",
        &["merge", "--quiet", "-s", "ours", "--no-edit", "khác"],
    );
    let removed = repository.facts("removed-after-acceptance", &[], &["date", "evidence", "author"]);
    assert_eq!(removed, ["2025-02-06 BB-03 "]);
    let told = repository.run(&["--lang", "en", "audit"]);
    assert!(told.stdout.contains("lost in a merge"), "{}", told.stdout);

    // Both are taken, and a row is changed on the way.
    repository.git(&["reset", "--quiet", "--hard", "HEAD~"]);
    let merge = ["merge", "--quiet", "--no-commit", "--no-ff", "-X", "ours", "khác"];
    repository.git_as("Chi", "2025-02-08", "2025-02-08", &merge);
    let rejected = "2025-02-04,to-1,T1-01,C1A,1,BB-01,0,CA-01,trùng";
    repository.log("2025-02.csv", &[rejected, OTHER, "2025-02-06,to-1,T1-02,C1A,1,BB-03,1,CA-01,"]);
    repository.commit("2025-02-08", "Chi");
    let changed = repository.facts("changed-after-acceptance", &[], &["line", "changes", "author"]);
    assert_eq!(changed, ["2 accepted 1 → 0; note – → trùng Chi"]);
    assert!(repository.facts("removed-after-acceptance", &[], &["line"]).is_empty());
}

#[test]
fn a_rebase_makes_no_row_late() {
    let repository = claimed_and_accepted();
    repository.git(&["checkout", "--quiet", "-b", "khác", "HEAD~"]);
    repository.log("2025-03.csv", &["2025-02-06,to-2,T2-01,C1A,2,BB-02,,,"]);
    repository.commit("2025-02-07", AN);
    repository.git_as(AN, "2025-07-01", "2025-07-01", &["rebase", "--quiet", "main"]);
    assert_quiet(&repository);
}

#[test]
fn a_shallow_clone_says_since_when_and_accuses_nobody_of_what_is_older() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &[ACCEPTED, OTHER, "2025-03-20,to-2,T2-02,C1A,2,BB-03,,,"]);
    repository.commit("2025-06-01", AN);
    repository.log(
        "2025-02.csv",
        &[ACCEPTED, OTHER, "2025-03-20,to-2,T2-02,C1A,2,BB-03,,,", "2025-03-21,to-2,T2-02,C1A,2,BB-04,,,"],
    );
    repository.commit("2025-06-02", AN);
    let clone = repository.clone(&["--depth", "2"]);
    assert_eq!(clone.facts("entered-late", &[], &["line"]), ["5"]);
    assert!(clone.facts("same-author", &[], &["line"]).is_empty());
    let told = clone.run(&["--lang", "en", "audit"]).stdout.replace("\n    ", " ");
    assert!(told.contains("History: 2 commits, since 2025-06-01\n"), "{told}");
    assert!(told.contains("nothing is said of how 3 rows came"), "{told}");
    assert_eq!(repository.facts("entered-late", &[], &["line"]), ["3", "4", "5"]);
}

#[test]
fn a_bare_repository_is_read_at_a_commit() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &[]);
    repository.commit("2025-02-20", AN);
    let bare = repository.clone(&["--bare"]);
    let bare = bare.with_records("");
    let removed = bare.facts("removed-after-acceptance", &["--at", "main"], &["path", "line"]);
    assert_eq!(removed, ["records/activities/2025-02.csv 2"]);
    assert!(bare.facts("removed-after-acceptance", &["--at", "main~"], &["path"]).is_empty());
}

#[test]
fn a_commit_with_an_odd_clock_is_told_as_it_is() {
    let repository = Repository::new();
    repository.log("2025-02.csv", &[CLAIMED]);
    repository.commit("2099-01-01", AN);
    repository.log("2025-02.csv", &[CLAIMED, OTHER]);
    repository.commit("1999-01-01", AN);
    assert_eq!(repository.facts("entered-late", &[], &["line", "authored"]), ["2 2099-01-01T12:00:00+07:00"]);
    assert_eq!(
        repository.facts("dated-after-commit", &[], &["line", "authored"]),
        ["3 1999-01-01T12:00:00+07:00"]
    );
}

#[test]
fn what_is_not_committed_is_said_to_be() {
    let repository = claimed_and_accepted();
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01,C1A,1,BB-01,0,CA-01,trùng", OTHER]);
    let changed = repository.facts("changed-after-acceptance", &[], &["line", "changes", "commit", "author"]);
    assert_eq!(changed, ["2 accepted 1 → 0; note – → trùng  "]);
    let told = repository.run(&["--lang", "en", "audit"]).stdout;
    assert!(told.contains("Not committed yet, as they stand: 2 rows"), "{told}");
    assert!(repository.facts("changed-after-acceptance", &["--at", "HEAD"], &["line"]).is_empty());
    // Nothing of it is written anywhere: a spelling that is not committed is no change either.
    repository.write("activities/2025-02.csv", format!("{HEAD}{ACCEPTED}\n").replace('\n', "\r\n"));
    assert!(!repository.run(&["--lang", "en", "audit"]).stdout.contains("Not committed"));
}

#[test]
fn outside_a_repository_the_rows_themselves_are_still_looked_at() {
    let folder = Folder::new();
    folder.write(
        "activities/2025-02.csv",
        format!("{HEAD}2025-02-04,to-1,T1-01,C1A,1,BB-01,,,\n2025-02-05,to-2,T2-01,C1A,1,bb-01,,,\n"),
    );
    let run = folder.run(&["--lang", "en", "audit", "--format", "csv"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let listed = repository::columns_of(&run.stdout, &["kind", "line", "evidence", "commit"]);
    assert_eq!(listed[..2], ["evidence-twice 2 BB-01 ", "evidence-twice 3 bb-01 "]);
    let told = folder.run(&["--lang", "en", "audit"]).stdout;
    assert!(told.contains("These records have no history in git"), "{told}");
    assert!(!told.contains("acceptance"), "{told}");
    // As is one whose records were never committed.
    let repository = Repository::without_commits();
    assert!(repository.run(&["--lang", "en", "audit"]).stdout.contains("have no history in git"));
}

#[test]
fn months_are_those_in_which_somebody_serves_up_to_the_last_row() {
    let repository = Repository::new();
    repository.write(
        "members.csv",
        "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,2025-02-10,2025-02-20,\n\
         T2-01,to-2,,,\nT2-02,to-2,2025-03-20,,\n",
    );
    repository.log("2025.csv", &["2025-02-05,to-2,,C1A,1,BB-02,,,", "2025-03-06,to-1,T1-01,C1A,1,BB-03,,,"]);
    let columns = ["path", "line", "subject", "months"];
    assert_eq!(
        repository.facts("no-rows", &[], &columns),
        [
            "records/campaign.toml 17 to-1 2025-02",
            "records/campaign.toml 22 to-2 2025-03",
            "records/members.csv 2 T1-01 2025-02",
            "records/members.csv 3 T1-02 2025-02",
            "records/members.csv 4 T2-01 2025-02 2025-03",
            "records/members.csv 5 T2-02 2025-03",
        ]
    );
    let until = ["--until", "2025-03-05", "--subject", "to-2"];
    assert_eq!(
        repository.facts("no-rows", &until, &columns),
        Vec::<String>::new(),
        "March may still be filled"
    );
}

#[test]
fn a_burst_is_more_than_three_times_the_days_before() {
    let repository = Repository::new();
    let last = "2025-03-31";
    let row = |evidence: usize| format!("{last},to-1,T1-01,C1A,1,B-{evidence:02},,,");
    let rows: Vec<String> = (0..10).map(row).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    repository.log("2025.csv", &rows[..9]);
    repository.commit(last, AN);
    let columns = ["subject", "by", "rows_last", "rows_before"];
    assert!(repository.facts("burst", &[], &columns).is_empty(), "nine rows make none");
    repository.log("2025.csv", &rows);
    repository.commit(last, AN);
    assert_eq!(
        repository.facts("burst", &[], &columns),
        [" dated 10 0", " entered 10 0", "to-1 dated 10 0", "to-1 entered 10 0"]
    );
}

#[test]
fn identifiers_of_residents_are_covered_wherever_the_history_holds_them() {
    let repository = claimed_and_accepted();
    let number = "001204012345";
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01,C1A,1,BB-01,0,CA-01,CCCD 001204012345"]);
    repository.commit("2025-02-07", "0912345678");
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01,C1A,1,BB-01,0,CA-01,trùng"]);
    repository.commit("2025-02-08", AN);
    for format in ["table", "csv", "json", "md"] {
        let run = repository.run(&["audit", "--format", format]);
        assert_eq!(run.status, 0);
        for secret in [number, "0912345678", "xa.example"] {
            assert!(!run.stdout.contains(secret), "{format}: {secret} in {}", run.stdout);
        }
    }
}

/// Commits made by `git fast-import`: one row a commit, a twentieth of them accepted later.
fn large(n_commits: usize, n_rows: usize) -> Repository {
    let repository = Repository::without_commits();
    let per_commit = n_rows / n_commits;
    let mut stream = Vec::new();
    let mut logs = vec![HEAD.to_owned(); 6];
    let data = |text: &str| format!("data {}\n{text}\n", text.len());
    let rules = fs::read_to_string(repository.records.join("campaign.toml")).unwrap();
    let rules = rules.replace("= 2025-02-01", "= 2025-01-01").replace("= 2025-03-31", "= 2025-06-30");
    let members = fs::read_to_string(repository.records.join("members.csv")).unwrap();
    for commit in 0..n_commits {
        let seconds = 1_735_700_000 + commit * 600;
        let mut said = String::new();
        write!(said, "commit refs/heads/main\nmark :{}\ncommitter An <an@x> {seconds} +0700\n", commit + 1)
            .unwrap();
        said.push_str(&data("ghi"));
        if commit == 0 {
            said.push_str(&format!("M 100644 inline records/campaign.toml\n{}", data(&rules)));
            said.push_str(&format!("M 100644 inline records/members.csv\n{}", data(&members)));
        }
        let log = commit * logs.len() / n_commits;
        for row in 0..per_commit {
            let number = commit * per_commit + row;
            writeln!(logs[log], "2025-{:02}-01,to-1,T1-01,C1A,1,B-{number},,,", log + 1).unwrap();
        }
        if commit % 20 == 19 {
            logs[log] = logs[log].replacen(",,,", ",1,CA-01,", 1);
        }
        said.push_str(&format!("M 100644 inline records/activities/{log}.csv\n{}", data(&logs[log])));
        stream.extend_from_slice(said.as_bytes());
    }
    let mut import = command(&repository.top, AN, "2025-01-01", "2025-01-01")
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    import.stdin.take().unwrap().write_all(&stream).unwrap();
    assert!(import.wait().unwrap().success());
    repository.git(&["reset", "--quiet", "--hard", "main"]);
    repository
}

#[test]
fn five_thousand_commits_take_seconds() {
    let repository = large(5_000, 10_000);
    let begun = Instant::now();
    let accepted = repository.facts("same-author", &[], &["line"]);
    assert_eq!(accepted.len(), 250);
    // Measured at two seconds with little optimisation; a machine that does other things may take more.
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

/// A small history in which there is something of most kinds: the one of docs/audit.md.
fn story() -> Repository {
    let repository = Repository::new();
    let second = "2025-02-05,to-2,T2-01,C1A,2,BB-02,,,";
    let ahead = "2025-02-10,to-2,T2-02,C2A,1,BB-03,,,";
    repository.log("2025-02.csv", &[CLAIMED, second, ahead]);
    repository.commit("2025-02-06", AN);
    let accepted = "2025-02-05,to-2,T2-01,C1A,2,BB-02,2,CA-01,";
    repository.log("2025-02.csv", &[ACCEPTED, accepted, ahead]);
    repository.commit("2025-02-12", BINH);
    repository.log("2025-02.csv", &[ACCEPTED, accepted, ahead, "2025-02-06,to-1,T1-01,C1A,1,BB-03,,,"]);
    repository.commit("2025-03-20", AN);
    let late = "2025-02-06,to-1,T1-01,C1A,1,BB-03,1,CA-01,";
    repository.log("2025-02.csv", &["2025-02-04,to-1,T1-01,C1A,2,BB-01,2,CA-01,", ahead, late]);
    repository.commit("2025-03-21", AN);
    repository
}

#[test]
fn the_document_shows_what_the_program_prints() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/audit.md");
    let document = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let repository = story();
    let mut real = String::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        writeln!(real, "{line}").unwrap();
        if line != "```console" {
            continue;
        }
        let command = lines.next().unwrap();
        writeln!(real, "{command}").unwrap();
        lines.by_ref().take_while(|line| *line != "```").for_each(drop);
        let arguments: Vec<&str> = command.strip_prefix("$ thidua ").unwrap().split(' ').collect();
        for line in repository.run(&arguments).stdout.lines() {
            writeln!(real, "{}", line.trim_end()).unwrap();
        }
        real.push_str("```\n");
    }
    if std::env::var_os("THIDUA_BLESS").is_some() {
        fs::write(path, real).unwrap();
    } else {
        assert_eq!(document, real, "THIDUA_BLESS=1 writes what the program prints now");
    }
}

#[test]
fn the_documented_json_is_the_real_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/formats.md");
    let document = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let section = document.find("## Audit:").unwrap();
    let start = section + document[section..].find("```json\n").unwrap() + "```json\n".len();
    let (before, rest) = document.split_at(start);
    let (shown, after) = rest.split_once("```\n").unwrap();
    let real = story().run(&["audit", "--kind", "changed-after-acceptance", "--format", "json"]).stdout;
    if std::env::var_os("THIDUA_BLESS").is_some() {
        fs::write(path, format!("{before}{real}```\n{after}")).unwrap();
    } else {
        assert_eq!(shown, real, "THIDUA_BLESS=1 writes what the program prints now");
    }
}
