//! Closing a phase, and what is found out afterwards.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use support::{CAMPAIGN, Folder, LOG, MEMBERS, Run};

const SEAL: &str = "sealed/phase-1.toml";

/// The small campaign, closed with the row that is pending.
fn closed() -> Folder {
    let folder = Folder::new();
    let run = folder.run(&["close", "--phase", "1", "--with-pending"]);
    assert_eq!(run.status, 0, "{run:?}");
    folder
}

fn seal(folder: &Folder) -> String {
    fs::read_to_string(folder.records().join(SEAL)).unwrap()
}

fn codes(run: &Run) -> Vec<String> {
    run.findings().into_iter().map(|(_, code)| code).collect()
}

/// What `validate` finds, warnings apart.
fn errors(folder: &Folder) -> Vec<String> {
    let run = folder.run(&["validate", "--format", "short", "--lang", "en"]);
    let errors = run.stdout.lines().filter(|line| line.contains("error["));
    errors.map(str::to_owned).collect()
}

#[track_caller]
fn holds(folder: &Folder) {
    assert_eq!(errors(folder), [""; 0]);
    assert_eq!(folder.run(&["verify"]).status, 0);
}

#[track_caller]
fn breaks(folder: &Folder, expected: &[&str]) {
    let errors = errors(folder);
    let found: Vec<_> =
        errors.iter().map(|line| &line[line.find('[').unwrap() + 1..line.find(']').unwrap()]).collect();
    assert_eq!(found, expected, "{errors:#?}");
    assert_eq!(folder.run(&["verify"]).status, 1);
}

#[test]
fn a_phase_with_errors_or_pending_rows_is_not_closed() {
    let folder = Folder::new();
    let run = folder.run(&["close", "--phase", "1", "--lang", "en"]);
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (
            1,
            "",
            "  records/activities/2025-02.csv:4: 2025-02-05 to-2 C1A 1\n\
             not closed for 1 pending row: appraise them, or leave them with `--with-pending`\n"
        )
    );
    let folder = Folder::with_log(LOG.replace("to-2,T2-01", "to-7,T2-01"));
    let run = folder.run(&["close", "--phase", "1", "--with-pending"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(!folder.records().join("sealed").exists());
    assert_eq!(Folder::new().run(&["close", "--phase", "9"]).status, 2);
}

#[test]
fn what_is_closed_is_final_and_says_so() {
    let folder = closed();
    holds(&folder);
    let again = folder.run(&["close", "--phase", "1", "--with-pending"]);
    assert_eq!(again.status, 2, "{again:?}");
    for (arguments, is_final) in [
        (&["score", "--phase", "1"][..], true),
        (&["score"], true),
        (&["score", "--by", "member", "--phase", "1"], true),
        (&["explain", "to-1", "--phase", "1"], true),
        (&["score", "--phase", "1", "--claimed"], false),
        (&["score", "--phase", "1", "--until", "2025-06-01"], false),
    ] {
        let json = folder.run(&[arguments, &["--format", "json"]].concat()).stdout;
        assert_eq!(json.contains("\"provisional\": false"), is_final, "{arguments:?}: {json}");
    }
    let text = |language| folder.run(&["score", "--phase", "1", "--lang", language]).stdout;
    assert!(
        text("en").contains("\nFinal: closed\n") && text("vi").contains("\nKết quả chính thức: đã chốt\n")
    );
}

#[test]
fn a_seal_tells_nothing_of_evidence_notes_and_who_did_a_thing() {
    let seal = seal(&closed());
    for hidden in ["BB-0001", "biên bản", "CA-01"] {
        assert!(!seal.contains(hidden), "{seal}");
    }
    let rows = seal.split("[rows]").nth(1).unwrap().split("[rules]").next().unwrap();
    assert!(!rows.contains("T1-01"), "{rows}");
    assert!(rows.contains("\n2025-02-05 to-1 C1A 2.5 2 "));
    assert!(rows.contains("\n2025-02-05 to-2 C1A 1 - "));
}

#[test]
fn the_same_records_give_the_same_seal() {
    let one = seal(&closed());
    let folder = Folder::new();
    let mut rows: Vec<_> = LOG.lines().collect();
    rows[1..].reverse();
    folder.write("activities/2025-02.csv", rows.join("\r\n"));
    assert_eq!(folder.run(&["close", "--phase", "1", "--with-pending"]).status, 0);
    assert_eq!(seal(&folder), one);
    assert_eq!(folder.run(&["reopen", "--phase", "1", "--reason", "x"]).status, 0);
}

#[test]
fn rows_that_are_added_changed_and_removed_are_named() {
    let folder = closed();
    let with = |old: &str, new: &str| folder.write("activities/2025-02.csv", LOG.replace(old, new));
    with("BB-0005,3,CA-02", "BB-0005,2,CA-02");
    breaks(&folder, &["R227"]);
    with("BB-0005,3,CA-02,", "BB-0005,2,CA-02,vì sao");
    breaks(&folder, &["S511", "S530"]);
    with("trùng, xem BB-0003", "trùng, xem BB-0004");
    breaks(&folder, &["S511"]);
    with("2025-02-07,to-2,T2-02,C2A,3,BB-0005,3,CA-02,\n", "");
    breaks(&folder, &["S512", "S530"]);
    with("2025-03-01,to-1,,thuong", "2025-03-01,to-1,,C1A,1,BB-9,1,CA-01,\n2025-03-01,to-1,,thuong");
    breaks(&folder, &["S510", "S530"]);
    with("", "");
    holds(&folder);
}

#[test]
fn a_row_with_an_error_is_not_gone_too() {
    let folder = closed();
    folder.write("activities/2025-02.csv", LOG.replace("to-2,T2-02,C2A,3", "to-2,T2-02,C2A,3kg"));
    breaks(&folder, &["R218"]);
    folder.write("activities/2025-02.csv", LOG.replace("2025-02-07", "07.02"));
    breaks(&folder, &["R201"]);
    folder.write("activities/2025-02.csv", "PK\x03\x04");
    assert_eq!(errors(&folder).len(), 1);
    folder.write("activities/2025-02.csv", LOG);
    folder.write("members.csv", MEMBERS.replace("T2-02,to-2", "T2-02,to-9"));
    breaks(&folder, &["R203"]);
}

#[test]
fn rules_that_matter_are_named_and_others_are_free() {
    let folder = closed();
    let with = |old: &str, new: &str| {
        assert!(CAMPAIGN.contains(old), "{old}");
        folder.write("campaign.toml", CAMPAIGN.replace(old, new));
    };
    let first_title = CAMPAIGN.lines().find(|line| line.starts_with("title")).unwrap();
    with(first_title, "title = 'khác' # chú thích");
    holds(&folder);
    folder.write(
        "campaign.toml",
        format!("{CAMPAIGN}\n[[activities]]\nid = 'MOI'\ncriterion = 'C1'\npoints = 7\n"),
    );
    holds(&folder);
    folder.write("campaign.toml", format!("{CAMPAIGN}\n[[teams]]\nid = 'to-8'\n"));
    assert!(errors(&folder)[0].contains("error[S521] `team to-8` was added"), "{:?}", errors(&folder));
    folder.write("campaign.toml", format!("{CAMPAIGN}\n[limits]\nbonus = 0.5\n"));
    let found = errors(&folder);
    assert!(
        found[0].contains("error[S520] `limits` was changed after phase 1 was closed: bonus `-` → `0.5`"),
        "{found:?}"
    );
    folder.write("campaign.toml", CAMPAIGN);
    folder.write("members.csv", MEMBERS.replace("T2-02,to-2,,,member", "T2-02,to-2,,,deputy"));
    let found = errors(&folder);
    assert!(found[0].starts_with("records/members.csv:5:1: error[S520] `member T2-02`"), "{found:?}");
    assert!(found[0].ends_with("role `member` → `deputy`"), "{found:?}");
    folder.write("members.csv", format!("{MEMBERS}T2-09,to-2,2099-01-01,,\n"));
    holds(&folder);
}

#[test]
fn spelling_is_free() {
    let folder = closed();
    let path = "activities/2025-02.csv";
    folder.write(path, LOG.replace(',', ";").replace('\n', "\r\n").replace("trùng; xem", "trùng, xem"));
    holds(&folder);
    folder.write(path, format!("\u{feff}{}", LOG.replace("2.5", "2,50").replace(",2,50,", ",\"2,50\",")));
    holds(&folder);
    folder.write(path, LOG);
    assert_eq!(folder.run(&["fmt"]).status, 0);
    holds(&folder);
    let (first, second) = LOG.split_at(LOG.find("2025-02-06").unwrap());
    let header = LOG.lines().next().unwrap();
    folder.write(path, first);
    folder.write("activities/x/Tháng 2b.CSV", format!("{header}\n\n{second}"));
    holds(&folder);
    let records = folder.records();
    fs::rename(records.join(path), records.join("activities/z.csv")).unwrap();
    holds(&folder);
    let text = seal(&folder).replace('\n', "\r\n");
    folder.write(SEAL, text);
    holds(&folder);
}

#[test]
fn a_phase_is_opened_for_a_reason_and_closed_again() {
    let folder = closed();
    let reopen = |reason: &str| folder.run(&["reopen", "--phase", "1", "--reason", reason, "--lang", "en"]);
    let before = seal(&folder);
    for (reason, refusal) in [
        (" \u{200b} .", "thidua: say why in `--reason`\n"),
        (
            "gọi 0900 000 123",
            "thidua: the reason holds `09•• ••• •••`, which looks like somebody's: git keeps the seal, so leave it out\n",
        ),
    ] {
        let run = reopen(reason);
        assert_eq!((run.status, run.stderr.as_str()), (2, refusal));
    }
    assert_eq!(seal(&folder), before);

    folder.write("activities/2025-02.csv", LOG.replace("BB-0005,3,CA-02,", "BB-0005,2,CA-02,\"nhầm\""));
    breaks(&folder, &["S511", "S530"]);
    assert_eq!(reopen("chấm \"nhầm\"\\\nmột dòng").status, 0);
    assert_eq!(errors(&folder), [""; 0]);
    assert!(
        folder.run(&["score", "--phase", "1", "--format", "json"]).stdout.contains("\"provisional\": true")
    );
    let run = reopen("x");
    assert_eq!((run.status, run.stderr.as_str()), (2, "thidua: phase 1 is open already\n"));
    assert_eq!(folder.run(&["close", "--phase", "1", "--with-pending"]).status, 0);
    holds(&folder);
    let json = folder.run(&["verify", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let history = json["phases"][0]["history"].as_array().unwrap();
    let events: Vec<_> = history.iter().map(|event| event["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["closed", "reopened", "closed"]);
    assert_eq!(history[1]["reason"], "chấm \"nhầm\"\\ một dòng");
    assert_ne!(history[0]["digest"], history[2]["digest"]);
}

#[test]
fn a_seal_that_was_never_made_is_not_opened() {
    let run = Folder::new().run(&["reopen", "--phase", "1", "--reason", "x", "--lang", "vi"]);
    assert_eq!((run.status, run.stderr.as_str()), (2, "thidua: đợt 1 chưa chốt nên không cần mở lại\n"));
}

#[test]
fn every_edit_of_a_seal_is_found() {
    let folder = closed();
    let text = seal(&folder);
    let mut line_starts: Vec<_> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    line_starts.pop();
    for (nth, start) in [0].into_iter().chain(line_starts).enumerate() {
        let line_end = start + text[start..].find('\n').unwrap();
        // A character in the middle of each line, or a new line where it is blank.
        let at = (start..line_end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
        let mut edited = text.clone();
        edited.insert(at, if nth % 2 == 0 { '1' } else { ' ' });
        folder.write(SEAL, &edited);
        let found = errors(&folder);
        assert!(found.len() == 1 && found[0].contains("error[S5"), "line {}: {found:?}", nth + 1);
        assert_eq!(folder.run(&["reopen", "--phase", "1", "--reason", "x"]).status, 2);
        assert_eq!(seal(&folder), edited);
    }
    folder.write(SEAL, format!("{text}\n"));
    breaks(&folder, &["S503"]);
    folder.write(SEAL, &text);
    holds(&folder);
}

#[test]
fn a_forged_seal_disagrees_with_the_records() {
    let folder = closed();
    let (above, _) =
        seal(&folder).split_once("\n[seal]\n").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let line = above.lines().find(|line| line.starts_with("to-1 ranked")).unwrap();
    let score = line.split(' ').nth(3).unwrap();
    let forged = above.replace(&format!("{line}\n"), &format!("{}\n", line.replacen(score, "99.99", 1)));
    let digest = thidua::ledger::Digest::of(&forged);
    folder.write(SEAL, format!("{forged}\n[seal]\ndigest = \"{digest}\"\n"));
    breaks(&folder, &["S530"]);
    assert!(errors(&folder)[0].contains(&format!("`to-1` 99.99 → {score}")));
    assert!(
        folder.run(&["validate", "--format", "short", "--lang", "vi"]).stdout.contains("`to-1` 99,99 → ")
    );
}

#[test]
fn other_files_among_seals_are_told_of() {
    let folder = closed();
    folder.write("sealed/phase-1.toml.orig", "x");
    folder.write("sealed/.gitkeep", "");
    let run = folder.run(&["validate", "--format", "short"]);
    assert_eq!(codes(&run), ["F007"]);
}

#[test]
#[cfg(unix)]
fn whatever_kills_it_there_is_a_whole_seal_or_none() {
    let folder = Folder::new();
    let header = LOG.lines().next().unwrap();
    let mut log = format!("{header}\n");
    for row in 0..20_000 {
        log.push_str(&format!("2025-02-04,to-1,,C1A,1,X-{row},1,CA-01,\n"));
    }
    folder.write("activities/2025-02.csv", log);
    for pause in [0, 20, 40, 60, 80, 120, 160, 240] {
        let mut close = Command::new(env!("CARGO_BIN_EXE_thidua"));
        close.arg("--records").arg(folder.records()).args(["close", "--phase", "1"]);
        let mut child = close.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        let _ = child.kill();
        child.wait().unwrap();
        let path = folder.records().join(SEAL);
        if path.exists() {
            holds(&folder);
            fs::remove_file(path).unwrap();
        } else {
            assert_eq!(errors(&folder), [""; 0]);
        }
    }
}

/// Runs git in the parent of the records, as somebody on some day.
fn git(folder: &Folder, author: &str, day: &str, arguments: &[&str]) {
    let date = format!("{day}T12:00:00+07:00");
    let mut git = Command::new("git");
    git.current_dir(folder.records().parent().unwrap())
        .args([
            "-c",
            "core.autocrlf=false",
            "-c",
            &format!("user.name={author}"),
            "-c",
            "user.email=x@example.com",
        ])
        .args(arguments)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1");
    let output = git.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

#[test]
fn git_tells_by_whom() {
    let folder = closed();
    let commit = |author: &str, day: &str| {
        git(&folder, author, day, &["add", "-A"]);
        git(&folder, author, day, &["commit", "-q", "-m", "x"]);
    };
    let notes = |language: &str, arguments: &[&str]| -> Vec<String> {
        let run = folder.run(&[&["validate", "--lang", language], arguments].concat());
        let notes = run.stdout.lines().filter_map(|line| line.split_once("note: ")).map(|(_, note)| note);
        notes.map(|note| note.split(" (").next().unwrap().to_owned()).collect()
    };
    git(&folder, "An", "2025-04-01", &["init", "-q"]);
    commit("An", "2025-04-01");
    let path = "activities/2025-02.csv";
    let log = LOG.replace("BB-0005,3,CA-02,", "BB-0005,2,CA-02,nhầm");
    folder.write(path, &log);
    folder.write("campaign.toml", CAMPAIGN.replace("target = 8", "target = 9"));
    commit("Trần Bình", "2025-04-02");
    folder.write(path, log.replace("2025-02-04,to-1,T1-01", "2025-02-04,to-1,T1-02"));
    assert_eq!(
        notes("en", &[]),
        ["not committed yet", "committed by Trần Bình on 2025-04-02", "committed by Trần Bình on 2025-04-02"]
    );
    assert_eq!(notes("vi", &[])[..2], ["chỗ này chưa ai commit", "Trần Bình commit ngày 02/04/2025"]);
    assert_eq!(notes("en", &["--at", "HEAD"]).len(), 2);
    assert_eq!(notes("en", &["--at", "HEAD~1"]), [""; 0]);
    let json = folder.run(&["validate", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"][0]["committed"]["author"], serde_json::Value::Null);
    assert_eq!(json["findings"][1]["committed"]["author"], "Trần Bình");
    assert_eq!(json["findings"][1]["committed"]["day"], "2025-04-02");
    assert!(json["findings"][3]["committed"].is_null());

    folder.write("campaign.toml", CAMPAIGN);
    folder.write(path, LOG.replace("2025-02-07,to-2,T2-02,C2A,3,BB-0005,3,CA-02,\n", ""));
    commit("Chi", "2025-04-03");
    assert_eq!(notes("en", &[]), ["the last to commit activities was Chi on 2025-04-03"]);
    folder.write(path, LOG);
    folder.write(SEAL, seal(&folder).replace("to-1", "to-2"));
    commit("Dung", "2025-04-04");
    assert_eq!(notes("en", &[]), ["the last to commit sealed/phase-1.toml was Dung on 2025-04-04"]);
    let board = folder.run(&["score", "--phase", "1", "--at", "2025-04-01", "--format", "json"]).stdout;
    assert!(board.contains("\"provisional\": false"), "{board}");
}
