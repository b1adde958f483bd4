//! Large logs are added up piece by piece: that must come to what reading them as a whole comes to, and
//! must leave to that reader whatever something is to be said about.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;

use thidua::campaign::{Campaign, SubjectKind};
use thidua::folder;
use thidua::reading::{self, Progress, Reading};
use thidua::score::{self, Basis, Board, Request};

const RULES: &str = r#"
[campaign]
id = "x"
title = "X"
start = 2025-01-01
end = 2025-03-31
language = "vi"
[[phases]]
start = 2025-01-01
end = 2025-02-15
[[phases]]
start = 2025-02-16
end = 2025-03-31
[[teams]]
id = "to-1"
[[teams]]
id = "to-2"
[[criteria]]
id = "C1"
weight = 100
target = 90000
[[activities]]
id = "A1"
criterion = "C1"
cap = { week = 500 }
[[activities]]
id = "A2"
criterion = "C1"
points = 0.5
"#;

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

const NOTES: [&str; 5] =
    ["", "tuần tra đêm", "\"họp tổ, có biên bản\"", "\"nói \"\"đã xong\"\"\"", "\"hai dòng\nghi chú\r\nba\""];

/// Rows with which nothing is wrong, of some 80 bytes each.
fn rows(numbers: std::ops::Range<usize>) -> String {
    let row = |number: usize| {
        let (team, day) = (1 + number % 2, 1 + number % 28);
        let accepted = if number.is_multiple_of(17) { "" } else { "2" };
        format!(
            "2025-0{}-{day:02},to-{team},T{team}-01,A{},2,BB-{number:06},{accepted},CA-01,{}\n",
            1 + number % 3,
            1 + number % 5 / 3,
            NOTES[number % 5]
        )
    };
    numbers.map(row).collect()
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn with(logs: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        let root = folder.root();
        fs::create_dir_all(root.join("activities")).unwrap();
        fs::write(root.join("campaign.toml"), RULES).unwrap();
        fs::write(root.join("members.csv"), "member,team,from,to\nT1-01,to-1,,\nT2-01,to-2,,\n").unwrap();
        for (name, text) in logs {
            fs::write(root.join("activities").join(name), text).unwrap();
        }
        folder
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn read(&self) -> Reading {
        reading::read(folder::read(self.root()).unwrap(), usize::MAX, 1)
    }

    /// The board by adding up, and how many rows there are.
    fn add_up(&self, by: SubjectKind, threads: usize) -> Option<(Board, usize)> {
        let request = Request { by, phase: None, until: None, basis: Basis::Official };
        let scope = |campaign: &Campaign| request.scope(campaign);
        let sums =
            reading::add_up(&folder::list(self.root()).unwrap(), scope, threads, &Progress::default())?;
        let campaign = sums.reading.rules().unwrap();
        Some((score::score_tally(campaign, &sums.reading.records, request, sums.tally), sums.rows))
    }

    fn board(&self, by: SubjectKind) -> Board {
        let reading = self.read();
        assert!(reading.findings.is_empty(), "{:?}", reading.findings);
        let request = Request { by, phase: None, until: None, basis: Basis::Official };
        score::score(reading.rules().unwrap(), &reading.records, request)
    }
}

#[test]
fn pieces_come_to_what_the_whole_comes_to() {
    let all = rows(0..20_000);
    let log = format!("{HEADER}{all}");
    let other = format!("\u{feff}{HEADER}{}", rows(20_000..21_000));
    let folder = Folder::with(&[("a.csv", &log), ("b.csv", &other), ("c.csv", HEADER)]);
    for by in [SubjectKind::Team, SubjectKind::Member] {
        let whole = folder.board(by);
        for threads in [1, 3] {
            let (board, rows) = folder.add_up(by, threads).unwrap_or_else(|| panic!("{by:?} {threads}"));
            assert_eq!(rows, 21_000);
            assert_eq!(format!("{board:?}"), format!("{whole:?}"));
        }
    }
}

#[test]
fn it_does_not_matter_where_a_piece_ends() {
    // Blank lines move the rows byte by byte over the place where the first piece ends.
    let all = rows(0..7_500);
    for shift in 0..90 {
        let folder = Folder::with(&[("a.csv", &format!("{HEADER}{}{all}", "\n".repeat(shift)))]);
        let (_, rows) = folder.add_up(SubjectKind::Team, 1).unwrap();
        assert_eq!(rows, 7_500, "{shift}");
    }
}

#[test]
fn whatever_something_is_said_about_is_left_to_who_says_it() {
    let (first, last) = (rows(0..9_000), rows(9_000..12_000));
    let odd = [
        "2025-01-05,to-9,,A1,1,BB-X,1,CA-01,\n",
        "2025-01-05,to-1,,A1,1,BB-X,0,CA-01,\n",
        "2025-01-05,to-1,,A1,1.000,BB-X,1,CA-01,\n",
        "5/1/2025,to-1,,A1,1,BB-X,1,CA-01,\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,gọi 0912345678\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,A-0912345678,\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,=1+1\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,\"mở\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,\"x\"y\n",
        "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,chÃº Ã½\n",
        "2025-01-05,to-1,,A1,1,bb-000000,1,CA-01,\n",
        "<<<<<<< HEAD\n",
        "2025-01-05,to-1\n",
        // The row that the first file begins with.
        "2025-01-01,to-1,T1-01,A1,2,BB-000000,,CA-01,\n",
    ];
    for row in odd {
        let folder = Folder::with(&[
            ("a.csv", &format!("{HEADER}{first}{row}{last}")),
            ("b.csv", &format!("{HEADER}{}", rows(12_000..12_100))),
        ]);
        assert!(!folder.read().findings.is_empty() || row.starts_with("5/1"), "{row}");
        assert!(folder.add_up(SubjectKind::Team, 2).is_none(), "{row}");
    }
    let bare_returns = format!("{HEADER}{first}").replace('\n', "\r");
    assert!(Folder::with(&[("a.csv", &bare_returns)]).add_up(SubjectKind::Team, 1).is_none());
    assert!(Folder::with(&[("a.csv", "")]).add_up(SubjectKind::Team, 1).is_none());
}

#[test]
fn parts_of_one_log_come_to_what_the_whole_comes_to() {
    let all = rows(0..40_000);
    for shift in 0..12 {
        let folder = Folder::with(&[("a.csv", &format!("{HEADER}{}{all}", "\n".repeat(shift)))]);
        for threads in [2, 5] {
            let (_, rows) = folder.add_up(SubjectKind::Team, threads).unwrap();
            assert_eq!(rows, 40_000, "{shift} {threads}");
        }
    }
    let folder = Folder::with(&[("a.csv", &format!("{HEADER}{all}"))]);
    let (board, _) = folder.add_up(SubjectKind::Member, 5).unwrap();
    assert_eq!(format!("{board:?}"), format!("{:?}", folder.board(SubjectKind::Member)));
}

#[test]
fn a_note_that_looks_like_rows_is_never_counted() {
    let note = |number: usize| {
        let fakes = (0..300).map(|nth| format!("2025-01-05,to-1,,A1,9,FAKE-{number}-{nth},9,CA-01,\n"));
        fakes.collect::<String>()
    };
    let row = |number: usize| {
        format!("2025-01-05,to-1,T1-01,A1,2,BB-{number:06},2,CA-01,\"giống sổ:\n{}hết\"\n", note(number))
    };
    let folder = Folder::with(&[("a.csv", &format!("{HEADER}{}", (0..400).map(row).collect::<String>()))]);
    let whole = folder.board(SubjectKind::Team);
    for threads in 1..9 {
        // Where a part began in the middle of a note, all is read again: that is no result here.
        let Some((board, rows)) = folder.add_up(SubjectKind::Team, threads) else { continue };
        assert_eq!(rows, 400, "{threads}");
        assert_eq!(format!("{board:?}"), format!("{whole:?}"));
    }
    assert!(folder.add_up(SubjectKind::Team, 1).is_some());
    assert!(folder.add_up(SubjectKind::Team, 4).is_none(), "a part begins with a row that is none");
}

#[test]
fn a_column_without_a_word_has_nothing_in_it_anywhere() {
    let header = HEADER.replace("note", ",note");
    let all = rows(0..8_000).replace("CA-01,", "CA-01,,");
    let last = "2025-01-05,to-1,,A1,1,BB-X,1,CA-01,đây,\n";
    let folder = Folder::with(&[("a.csv", &format!("{header}{all}{last}"))]);
    assert!(!folder.read().findings.is_empty());
    assert!(folder.add_up(SubjectKind::Team, 1).is_none());
}

#[test]
fn evidence_that_must_be_an_exemplar_is_looked_at_row_by_row() {
    let folder = Folder::with(&[("a.csv", &format!("{HEADER}{}", rows(0..7_500)))]);
    assert!(folder.add_up(SubjectKind::Team, 1).is_some());
    let rules = RULES.replace("points = 0.5", "points = 0.5\nevidence = \"exemplar\"");
    fs::write(folder.root().join("campaign.toml"), rules).unwrap();
    assert!(folder.read().findings.has_errors(), "nothing is listed");
    assert!(folder.add_up(SubjectKind::Team, 1).is_none());
}
