//! Logs that LibreOffice has opened and saved score the same, and are the same bytes after `fmt`.
//!
//! Needs `soffice` (the package libreoffice-calc); without it these tests say that they are skipped.
//!
//! What LibreOffice 7.4 does to a CSV file that it opens and saves as CSV, as it was seen here with
//! its locale set to vi-VN and to en-US:
//!
//! | cell | vi-VN | en-US |
//! |---|---|---|
//! | `2025-02-04` | a date, shown as before | a date, shown as before |
//! | `2025-2-4` | `2025-02-04` * | `2025-02-04` * |
//! | `04/02/2025` | the fourth of February | the second of April, shown as before |
//! | `14/2/2025` | `14/02/2025` * | text |
//! | `4/2/25` | `04/02/2025` * | `04/02/2025` * |
//! | `2.5` | text | a number |
//! | `2,5` | a number, shown as before | text |
//! | `1.000` | `1000` | `1` |
//! | `1,000` | `1` | `1000` |
//! | `0004` | `4` | `4` |
//! | `1E+03` | `1000` | `1000` |
//! | `2/9` | `02/09/2026`, in that year * | `02/09/2026`, in that year * |
//! | `Sep-2` | text | `09/02/2026`, in that year * |
//! | `2-Sep`, `MAR1` | text | text |
//! | `true` | text | `TRUE` * |
//! | `sai` (“wrong”) | `SAI`, a truth value * | text |
//! | `=1+1` | `2` | `2` |
//! | `'=1+1`, `'0004` | text, with its `'` | text, with its `'` |
//! | NFD, zero-width spaces, line breaks | as before | as before |
//!
//! (* only where “Detect special numbers” is on, as it is in these tests.)
//!
//! So `1.000` is settled, one way here and the other way there, without a word, and a formula is run:
//! nobody sees either afterwards but in the git diff. Evidence with leading zeros and no letter loses
//! them. A canonical log has none of that, and comes back as it was: that is what is tested here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use support::run_in;
use tempfile::TempDir;

/// What the parts of a filter mean: separator, quote, UTF-8, first line, formats of columns, language
/// (that of the profile), quotes around all text, special numbers (read) or numbers as shown (written),
/// formulas in place of values.
const READ_COMMAS: &str = "CSV:44,34,76,1,,0,false,true,false";
const READ_SEMICOLONS: &str = "CSV:59,34,76,1,,0,false,true,false";
const WRITE_COMMAS: &str = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false";
const WRITE_SEMICOLONS: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false";
const WRITE_ALL_QUOTED: &str = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,false,false";

/// Ways to save a log, each as one conversion after the other.
const WAYS: [(&str, &[(&str, &str)]); 6] = [
    ("CSV with commas", &[(READ_COMMAS, WRITE_COMMAS)]),
    ("CSV with semicolons", &[(READ_COMMAS, WRITE_SEMICOLONS)]),
    ("CSV with semicolons and quotes", &[(READ_COMMAS, WRITE_ALL_QUOTED)]),
    ("xlsx and back", &[(READ_COMMAS, "xlsx"), ("", WRITE_COMMAS)]),
    ("ods and back", &[(READ_COMMAS, "ods"), ("", WRITE_SEMICOLONS)]),
    (
        "CSV with semicolons, xlsx, ods and back",
        &[(READ_COMMAS, WRITE_SEMICOLONS), (READ_SEMICOLONS, "xlsx"), ("", "ods"), ("", WRITE_COMMAS)],
    ),
];

const LOCALES: [&str; 2] = ["vi-VN", "en-US"];

#[test]
fn logs_saved_by_libreoffice_score_the_same_and_are_the_same_bytes_after_fmt() {
    for_each_locale(|office| {
        let campaigns = [Campaign::shipped(), Campaign::of_spreadsheets()];
        let sources = tempfile::tempdir().unwrap();
        let originals: Vec<PathBuf> =
            campaigns.iter().flat_map(|campaign| campaign.copy_tables_into(sources.path())).collect();
        for (way, conversions) in WAYS {
            let saved = office.convert_in_turn(&originals, conversions);
            for campaign in &campaigns {
                let what = format!("{} as {way} in {}", campaign.name, office.locale);
                campaign.check_saved(saved.path(), &what);
            }
        }
    });
}

#[test]
fn after_an_edit_in_libreoffice_and_fmt_only_the_edited_lines_differ() {
    for_each_locale(|office| {
        let campaign = Campaign::shipped();
        let path = "activities/2025-03.csv";
        let before = campaign.tables[path].clone();
        let sources = tempfile::tempdir().unwrap();
        let original = sources.path().join("log.csv");
        fs::write(&original, &before).unwrap();

        // The edits are made in the flat file format of LibreOffice, between two visits to it.
        let opened = office.convert_in_turn(&[original], &[(READ_COMMAS, "fods")]);
        let sheet = opened.path().join("log.fods");
        let mut text = fs::read_to_string(&sheet).unwrap();
        let evidence: Vec<&str> = before.lines().skip(1).filter_map(|row| row.split(',').nth(5)).collect();
        let edited = [evidence[2], evidence[40], evidence[41]];
        for evidence in edited {
            let cell = format!("<text:p>{evidence}</text:p>");
            assert_eq!(text.matches(&cell).count(), 1, "{evidence}");
            text = text.replace(&cell, &format!("<text:p>{evidence}-đã sửa</text:p>"));
        }
        fs::write(&sheet, text).unwrap();
        let saved = office.convert_in_turn(&[sheet], &[("", WRITE_SEMICOLONS)]);

        let folder = campaign.folder();
        fs::copy(saved.path().join("log.csv"), folder.path().join("records").join(path)).unwrap();
        fmt(&folder);
        let after = fs::read_to_string(folder.path().join("records").join(path)).unwrap();
        let changed: Vec<String> = after
            .lines()
            .zip(before.lines())
            .filter(|(after, before)| after != before)
            .map(|(after, _)| after.split(',').nth(5).unwrap_or_default().to_owned())
            .collect();
        assert_eq!(changed, edited.map(|evidence| format!("{evidence}-đã sửa")), "{}", office.locale);
        assert_eq!(after.lines().count(), before.lines().count());
    });
}

/// LibreOffice with a profile of its own.
struct Office {
    locale: &'static str,
    profile: TempDir,
}

/// Runs a test under each locale at a time, or says why it is skipped.
fn for_each_locale(test: impl Fn(&Office) + Sync) {
    if Command::new("soffice").arg("--version").output().is_err() {
        // Past the capture of output: a test that is skipped in silence is taken for one that passed.
        writeln!(io::stderr(), "skipped: there is no `soffice` here (LibreOffice)").unwrap();
        return;
    }
    thread::scope(|scope| {
        for locale in LOCALES {
            scope.spawn(|| test(&Office::with_locale(locale)));
        }
    });
}

impl Office {
    fn with_locale(locale: &'static str) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let user = profile.path().join("user");
        fs::create_dir(&user).unwrap();
        let settings = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop></item>
</oor:items>
"#
        );
        fs::write(user.join("registrymodifications.xcu"), settings).unwrap();
        Self { locale, profile }
    }

    /// Opens files by a filter and saves them by another, again and again; gives what came last.
    fn convert_in_turn(&self, files: &[PathBuf], conversions: &[(&str, &str)]) -> TempDir {
        let mut files = files.to_vec();
        let mut folder = tempfile::tempdir().unwrap();
        for (read, write) in conversions {
            let next = tempfile::tempdir().unwrap();
            files = self.convert(&files, read, write, next.path());
            folder = next;
        }
        folder
    }

    fn convert(&self, files: &[PathBuf], read: &str, write: &str, into: &Path) -> Vec<PathBuf> {
        let mut command = Command::new("soffice");
        command.arg(format!("-env:UserInstallation=file://{}", self.profile.path().display()));
        command.args(["--headless", "--norestore"]);
        if !read.is_empty() {
            command.arg(format!("--infilter={read}"));
        }
        let output =
            command.args(["--convert-to", write, "--outdir"]).arg(into).args(files).output().unwrap();
        let extension = write.split(':').next().unwrap_or_default();
        let saved = files.iter().map(|file| {
            let saved = into.join(file.file_name().unwrap()).with_extension(extension);
            assert!(saved.exists(), "LibreOffice did not save {}: {output:?}", saved.display());
            saved
        });
        saved.collect()
    }
}

/// A campaign whose tables are canonical.
struct Campaign {
    name: &'static str,
    rules: String,
    /// Tables by their path in the records folder.
    tables: BTreeMap<String, String>,
}

impl Campaign {
    /// The one that this repository ships.
    fn shipped() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("records");
        let mut paths = vec!["members.csv".to_owned()];
        for entry in fs::read_dir(root.join("activities")).unwrap() {
            paths.push(format!("activities/{}", entry.unwrap().file_name().to_str().unwrap()));
        }
        let read = |path: String| (path.clone(), fs::read_to_string(root.join(path)).unwrap());
        let rules = fs::read_to_string(root.join("campaign.toml")).unwrap();
        Self { name: "records", rules, tables: paths.into_iter().map(read).collect() }
    }

    /// A small one, to which is added what spreadsheets have trouble with.
    fn of_spreadsheets() -> Self {
        let log = include_str!("spreadsheets/log.csv").to_owned()
            + "2025-03-13,to-1,T1-01,C1A,0.05,\"BB; \"\"mới\"\"\",0.05,CA-02,\"một, hai; \"\"ba\"\"\nbốn\"\n\
               2025-03-14,TO-1,t1-01,c1a,1234567,'0009,1234567,CA-02,'=1+1\n\
               2025-03-15,Tổ bảo vệ số 1,,C1A,1.5,007/BB-ANTT,1.5,CA-02,\n";
        let members = include_str!("spreadsheets/members.csv").to_owned();
        Self {
            name: "sheets",
            rules: include_str!("spreadsheets/campaign.toml").to_owned(),
            tables: [("members.csv".to_owned(), members), ("activities/2025.csv".to_owned(), log)].into(),
        }
    }

    /// The name under which a table lies among those of other campaigns.
    fn flat_name(&self, path: &str) -> String {
        format!("{} {}", self.name, path.replace('/', " "))
    }

    fn copy_tables_into(&self, folder: &Path) -> Vec<PathBuf> {
        let copy = |(path, text): (&String, &String)| {
            let copy = folder.join(self.flat_name(path));
            fs::write(&copy, text).unwrap();
            copy
        };
        self.tables.iter().map(copy).collect()
    }

    /// The campaign in a records folder.
    fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let records = folder.path().join("records");
        fs::create_dir_all(records.join("activities")).unwrap();
        fs::write(records.join("campaign.toml"), &self.rules).unwrap();
        for (path, text) in &self.tables {
            fs::write(records.join(path), text).unwrap();
        }
        folder
    }

    /// Compares tables that LibreOffice saved with what they were.
    fn check_saved(&self, saved: &Path, what: &str) {
        let folder = self.folder();
        let records = folder.path().join("records");
        let expected = boards(&records);
        assert!(expected.iter().all(|run| run.status == 0), "{expected:#?}");
        for path in self.tables.keys() {
            fs::copy(saved.join(self.flat_name(path)), records.join(path)).unwrap();
        }
        assert_eq!(boards(&records), expected, "{what}");
        fmt(&folder);
        for (path, text) in &self.tables {
            assert_eq!(&fs::read_to_string(records.join(path)).unwrap(), text, "{path} of {what}");
        }
        assert_eq!(boards(&records), expected, "{what}, after fmt");
    }
}

/// The findings of records, and their boards.
fn boards(records: &Path) -> [support::Run; 3] {
    [
        &["validate", "--format", "json"][..],
        &["score", "--by", "team", "--format", "json"],
        &["score", "--by", "member", "--format", "json"],
    ]
    .map(|arguments| run_in(records, arguments))
}

/// Spells every table canonically.
fn fmt(folder: &TempDir) {
    let run = run_in(&folder.path().join("records"), &["fmt"]);
    assert_eq!(run.status, 0, "{run:#?}");
}
