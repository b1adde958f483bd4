//! What spreadsheets do to a log. What is meant the same scores the same, to the byte; what is
//! broken is refused at its cell, by its code, and by nothing else.
//!
//! The log that every variant says again stands beside this file: `campaign.toml`, `members.csv`
//! and `log.csv`. The variants are in `variants.rs`, the broken files in `broken.rs`: to add a
//! case, add a line there.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stdout, reason = "how many cases there are is worth knowing")]

mod broken;
mod encodings;
mod sheet;
#[path = "../support/mod.rs"]
mod support;
mod variants;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use broken::Case;
use serde_json::Value;
use sheet::Book;
use support::{Run, run_in};
use thidua::campaign::SubjectKind;
use thidua::folder::{Purpose, RawFile};
use thidua::output::json;
use thidua::output::view::View;
use thidua::reading;
use thidua::score::{self, Basis, Request};
use variants::{CONTENTS, SHAPES, WARNED};

/// Everything that is printed of a campaign's scores.
const BOARDS: [&[&str]; 8] = [
    &["score", "--format", "json"],
    &["score", "--format", "json", "--phase", "1"],
    &["score", "--format", "json", "--by", "member"],
    &["score", "--format", "json", "--by", "member", "--phase", "2"],
    &["score"],
    &["score", "--phase", "2"],
    &["score", "--by", "member"],
    &["score", "--by", "member", "--phase", "1"],
];

#[test]
fn there_are_enough_variants_and_broken_files_each_with_a_name_of_its_own() {
    let variants: Vec<&str> = SHAPES.iter().chain(CONTENTS).map(|(name, _)| *name).collect();
    let cases = broken::cases();
    let broken: Vec<String> = cases.iter().map(|case| case.name.clone()).collect();
    println!("{} variants, {} broken files", variants.len(), broken.len());
    assert_eq!(variants.iter().collect::<BTreeSet<_>>().len(), variants.len(), "{variants:#?}");
    assert_eq!(broken.iter().collect::<BTreeSet<_>>().len(), broken.len(), "{broken:#?}");
    assert!(variants.len() >= 60 && broken.len() >= 120);
}

#[test]
fn every_variant_scores_the_same_bytes() {
    let expected = boards(&Book::as_written());
    let mut wrong = Vec::new();
    for (name, change) in SHAPES.iter().chain(CONTENTS) {
        let mut book = Book::as_written();
        change(&mut book);
        let found = boards(&book);
        if let Some(at) = (0..expected.len()).find(|&at| found[at] != expected[at]) {
            wrong.push(format!("{name}: {:#?}\n{}", found[at], book.log().beginning()));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_shape_of_every_content_scores_the_same_bytes() {
    let expected = board_in_process(&Book::as_written()).unwrap();
    let mut wrong = Vec::new();
    for (content, write) in CONTENTS {
        for (shape, save) in SHAPES {
            let mut book = Book::as_written();
            write(&mut book);
            save(&mut book);
            let found = board_in_process(&book);
            if found.as_ref() != Ok(&expected) {
                wrong.push(format!("{content}, {shape}: {found:?}\n{}", book.log().beginning()));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_shape_is_the_same_bytes_after_fmt() {
    let expected = Book::as_written().files();
    let mut wrong = Vec::new();
    for (shape, save) in SHAPES {
        let mut book = Book::as_written();
        save(&mut book);
        let folder = write_down(&book.files());
        let run = folder.run(&["fmt"]);
        for (path, bytes) in &expected {
            let found = fs::read(folder.records().join(path)).unwrap();
            if run.status != 0 || found != *bytes {
                wrong.push(format!("{shape}: {run:#?}\n{}", String::from_utf8_lossy(&found)));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_doubtful_scores_the_same_bytes_with_a_warning() {
    let expected = boards(&Book::as_written()).split_off(1);
    for (name, warning, change) in WARNED {
        let mut book = Book::as_written();
        change(&mut book);
        let folder = write_down(&book.files());
        let found = findings(&folder, "en");
        let warnings: Vec<String> = found.iter().map(Found::place_and_code).collect();
        assert_eq!(warnings, [*warning], "{name}");
        assert_eq!(boards(&book).split_off(1), expected, "{name}");
    }
}

#[test]
fn every_broken_file_is_refused_at_its_cell_and_by_nothing_else() {
    let mut wrong = Vec::new();
    for case in broken::cases() {
        if let Err(difference) = check_broken(&case) {
            wrong.push(format!("{}: {difference}", case.name));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

fn check_broken(case: &Case) -> Result<(), String> {
    let folder = write_down(&case.files());
    let [en, vi] = ["en", "vi"].map(|language| findings(&folder, language));
    let places = |found: &[Found]| found.iter().map(Found::place_and_code).collect::<Vec<_>>();
    if places(&en) != case.expected {
        return Err(format!("expected {:?}, found {en:#?}", case.expected));
    }
    if let Some(found) = en.iter().find(|found| found.path != case.path_shown()) {
        return Err(format!("expected {}, found {found:#?}", case.path_shown()));
    }
    let said: String = en.iter().map(|found| format!("{}\n{}\n", found.message, found.help)).collect();
    if let Some(words) = case.says.iter().find(|words| !said.contains(**words)) {
        return Err(format!("expected `{words}` in\n{said}"));
    }
    let said_the_same = |(en, vi): (&Found, &Found)| en.message == vi.message;
    if places(&vi) != case.expected || en.iter().zip(&vi).any(said_the_same) {
        return Err(format!("expected words of its own in Vietnamese, found {vi:#?}"));
    }
    Ok(())
}

/// A finding as `validate --format json` tells it.
#[derive(Debug)]
struct Found {
    code: String,
    path: String,
    line: u64,
    column: u64,
    cell: Option<String>,
    message: String,
    help: String,
}

impl Found {
    /// `2:27 E2 R219`; `1:1 R219` where there is no cell.
    fn place_and_code(&self) -> String {
        let cell = self.cell.as_ref().map(|cell| format!(" {cell}")).unwrap_or_default();
        format!("{}:{}{cell} {}", self.line, self.column, self.code)
    }
}

fn findings(folder: &Folder, language: &str) -> Vec<Found> {
    let run = folder.run(&["validate", "--format", "json", "--lang", language]);
    let document: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    let listed = document["findings"].as_array().unwrap();
    let counted = document["errors"].as_u64().unwrap() + document["warnings"].as_u64().unwrap();
    assert_eq!(listed.len() as u64, counted, "{run:#?}");
    assert_eq!(run.status == 1, document["errors"] != 0, "{run:#?}");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = |finding: &Value| Found {
        code: text(&finding["code"]),
        path: text(&finding["path"]),
        line: finding["line"].as_u64().unwrap(),
        column: finding["column"].as_u64().unwrap(),
        cell: finding["cell"].as_str().map(str::to_owned),
        message: text(&finding["message"]),
        help: text(&finding["help"]),
    };
    listed.iter().map(found).collect()
}

/// What the program prints of a book: its findings, then all boards.
fn boards(book: &Book) -> Vec<Run> {
    let folder = write_down(&book.files());
    let mut runs = vec![folder.run(&["validate", "--format", "json"])];
    runs.extend(BOARDS.map(|arguments| folder.run(arguments)));
    runs
}

/// The campaign's board by member, in JSON, or the codes of what is wrong with the book.
fn board_in_process(book: &Book) -> Result<String, Vec<&'static str>> {
    let files = book.files().into_iter().map(|(path, bytes)| {
        let purpose = match path.as_str() {
            "campaign.toml" => Purpose::Campaign,
            "members.csv" => Purpose::Members,
            _ => Purpose::Log,
        };
        RawFile {
            location: PathBuf::from(&path),
            path: format!("records/{path}"),
            purpose,
            content: Ok(bytes),
        }
    });
    let reading = reading::read(files.collect(), 20, 1);
    let codes: Vec<_> = reading.findings.iter().map(|finding| finding.rule().code).collect();
    if !codes.is_empty() {
        return Err(codes);
    }
    let campaign = reading.campaign.as_ref().unwrap();
    let request = Request { by: SubjectKind::Member, phase: None, until: None, basis: Basis::Official };
    let board = score::score(campaign, &reading.records, request);
    let view = View {
        campaign,
        records: &reading.records,
        names: &reading.names,
        sources: &reading.sources,
        allow: &reading.allow,
        language: campaign.language,
        commit: None,
        authors: None,
    };
    let mut out = Vec::new();
    json::score::write(&mut out, &view, &board).unwrap();
    Ok(String::from_utf8(out).unwrap())
}

/// A records folder, gone with the test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn records(&self) -> PathBuf {
        self.0.path().join("records")
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.records(), arguments)
    }
}

/// Writes files, by their path in the records folder.
fn write_down(files: &[(String, Vec<u8>)]) -> Folder {
    let folder = Folder(tempfile::tempdir().unwrap());
    for (path, bytes) in files {
        let path = folder.records().join(Path::new(path));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}
