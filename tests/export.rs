//! `thidua export`: the rows of the logs as one table, whose plain sums are the points of `score`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says why it is skipped"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{Folder, Run, run_in};
use thidua::exact::{Fraction, fraction_text, parse_decimal};

/// Every campaign of this repository.
const CAMPAIGNS: [&str; 6] = [
    "records",
    "examples/minimal",
    "examples/bands-and-bonus",
    "examples/cluster-1000",
    "examples/nested-quotas",
    "examples/school-league",
];

/// Rows by the names of columns.
type Table = Vec<BTreeMap<String, String>>;

fn table(csv: &str) -> Table {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let row = |row: csv::StringRecord| names.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
    reader.records().map(|record| row(record.unwrap())).collect()
}

fn export(records: &Path, arguments: &[&str]) -> Table {
    let run = run_in(records, &[&["export"], arguments].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    table(&run.stdout)
}

fn number(text: &str) -> Fraction {
    parse_decimal(text, 10).unwrap_or_else(|_| panic!("`{text}` is a number"))
}

/// The sum of a column, by phase, team and criterion.
fn sums(table: &Table, column: &str) -> BTreeMap<[String; 3], Fraction> {
    let mut sums: BTreeMap<[String; 3], Fraction> = BTreeMap::new();
    for row in table.iter().filter(|row| row["kind"] == "activity") {
        let key = ["phase", "team", "criterion"].map(|name| row[name].clone());
        *sums.entry(key).or_default() += number(&row[column]);
    }
    sums
}

fn json(records: &Path, arguments: &[&str]) -> Value {
    let run = run_in(records, &[arguments, &["--format", "json"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).unwrap()
}

fn fraction(text: &str) -> Fraction {
    let (above, below) = text.split_once('/').unwrap_or((text, "1"));
    number(above) / number(below)
}

/// Holds the sums of a column against the points of a board, less the base that every team starts with.
fn hold_against_boards(records: &Path, column: &str, board: &[&str], base: &str) -> usize {
    let sums = sums(&export(records, &[]), column);
    let mut n_held = 0;
    for phase in 1.. {
        let phase = phase.to_string();
        let run = run_in(records, &[&["score", "--phase", &phase, "--format", "json"], board].concat());
        if run.status == 2 {
            break;
        }
        let document: Value = serde_json::from_str(&run.stdout).unwrap();
        for subject in document["subjects"].as_array().unwrap() {
            let team = subject["id"].as_str().unwrap();
            for criterion in subject["criteria"].as_array().unwrap() {
                let Some(points) = criterion["points"].as_str() else { continue };
                let id = criterion["id"].as_str().unwrap();
                let key = [phase.clone(), team.to_owned(), id.to_owned()];
                let sum = sums.get(&key).cloned().unwrap_or_default();
                let base =
                    if base.is_empty() { String::from("0") } else { base_of(records, &phase, team, id) };
                let said = fraction(points) - fraction(&base);
                assert_eq!(fraction_text(&sum), fraction_text(&said), "{records:?} {key:?}");
                n_held += 1;
            }
        }
    }
    n_held
}

fn base_of(records: &Path, phase: &str, team: &str, criterion: &str) -> String {
    let story = json(records, &["explain", team, "--phase", phase, "--criterion", criterion]);
    let criteria = story["criteria"].as_array().unwrap();
    let own = criteria.iter().find(|story| story["id"] == criterion).unwrap();
    own["base"].as_str().unwrap().to_owned()
}

#[test]
fn plain_sums_are_the_points_of_score() {
    let mut n_held = 0;
    for records in CAMPAIGNS {
        let rules = fs::read_to_string(Path::new(records).join("campaign.toml")).unwrap();
        let base = if rules.contains("\nbase = ") { "with" } else { "" };
        n_held += hold_against_boards(Path::new(records), "counted", &[], base);
        if base.is_empty() {
            n_held += hold_against_boards(Path::new(records), "claimed_counted", &["--claimed"], base);
        }
    }
    assert!(n_held > 200, "{n_held}");
}

/// Caps of weeks and months at once, so that hardly a row keeps a decimal.
const CAPPED: &str = "\ncap = { week = 1, month = 2 }\n";

#[test]
fn parts_of_a_row_that_are_no_decimals_add_up_all_the_same() {
    let rules = support::CAMPAIGN.replace("criterion = \"C1\"\n", &format!("criterion = \"C1\"{CAPPED}"));
    let mut log = String::from("date,team,members,activity,quantity,evidence,accepted,appraiser,note\n");
    for day in 3..=9 {
        log += &format!("2025-02-{day:02},to-1,,C1A,1,BB-{day},1,CA-01,\n");
    }
    let folder = Folder::with_log(&log);
    folder.write("campaign.toml", rules);
    let table = export(&folder.records(), &[]);
    let counted: Vec<&str> = table.iter().map(|row| row["counted"].as_str()).collect();
    let one =
        ["0.1428571429", "0.1428571428", "0.1428571429", "0.1428571428", "0.1428571429", "0.1428571428"];
    assert_eq!(counted[..6], one);
    assert_eq!(hold_against_boards(&folder.records(), "counted", &[], ""), 4);
    assert!(table.iter().all(|row| row["points"] == "1"));
}

#[test]
fn a_row_says_what_the_log_says_and_where() {
    let folder = Folder::new();
    let table = export(&folder.records(), &["--notes"]);
    let row = |nth: usize| {
        let row: &BTreeMap<String, String> = &table[nth];
        [
            "date",
            "members",
            "kind",
            "criterion",
            "quantity",
            "accepted",
            "appraisal",
            "points",
            "claimed_points",
            "line",
            "note",
        ]
        .map(|name| row[name].as_str())
    };
    let note = "thiếu một biên bản";
    assert_eq!(
        row(1),
        ["2025-02-05", "T1-01 T1-02", "activity", "C1", "2.5", "2", "accepted", "2", "2.5", "3", note]
    );
    assert_eq!(row(2), ["2025-02-05", "T2-01", "activity", "C1", "1", "", "pending", "0", "1", "4", ""]);
    assert_eq!(row(3)[4..9], ["1", "0", "rejected", "0", "1"]);
    assert_eq!(row(5), ["2025-03-01", "", "bonus", "", "1", "1", "accepted", "2", "2", "7", ""]);
    assert!(table.iter().all(|row| row["file"] == "records/activities/2025-02.csv" && row["phase"] == "1"));
    assert_eq!(export(&folder.records(), &["--until", "2025-02-28"]).len(), 5);
}

#[test]
fn what_gives_the_team_nothing_counts_nothing() {
    let rules = support::CAMPAIGN
        .replace("points = 2", "points = 2\nfor = \"member\"")
        .replace("weight = 40\ntarget = 4", "weight = 40\ntarget = 4\nnot_assigned = [\"to-2\"]");
    let folder = Folder::with_log(support::LOG.replace("to-1,,thuong", "to-1,T1-01,thuong"));
    folder.write("campaign.toml", rules);
    let table = export(&folder.records(), &[]);
    let worth = |nth: usize| [table[nth]["points"].as_str(), table[nth]["counted"].as_str()];
    assert_eq!([worth(4), worth(5)], [["3", "0"], ["2", "0"]]);
}

#[test]
fn nobody_is_named_and_notes_are_for_those_who_ask() {
    let folder = Folder::with_log(support::LOG.replace("thiếu một biên bản", "gọi 17055544433322"));
    folder.write("names.csv", "member,name\nT1-01,Nguyễn Văn Ai\n");
    let without = folder.run(&["export"]);
    assert!(!without.stdout.contains("Nguyễn") && !without.stdout.contains("gọi"), "{}", without.stdout);
    let with = folder.run(&["export", "--notes"]).stdout;
    assert!(with.contains("gọi ") && !with.contains("17055544433322") && !with.contains("Nguyễn"), "{with}");
}

#[test]
fn errors_stand_in_the_way() {
    let folder = Folder::with_log(support::LOG.replace("2025-02-07,to-2", "2025-02-07,to-9"));
    let refused = folder.run(&["export"]);
    assert_eq!((refused.status, refused.stdout.as_str()), (1, ""));
    assert!(refused.stderr.contains("R203"), "{}", refused.stderr);
    let rest = folder.run(&["export", "--keep-going"]);
    assert_eq!((rest.status, table(&rest.stdout).len()), (0, 5));
}

#[test]
fn a_file_is_replaced_only_by_force() {
    let folder = Folder::new();
    let path = folder.records().join("../rows.csv");
    let write =
        |more: &[&str]| -> Run { folder.run(&[&["export", "--csv", path.to_str().unwrap()], more].concat()) };
    let first = write(&[]);
    assert_eq!(first.status, 0);
    assert!(first.stdout.ends_with("Rows: 4 counted, 1 pending, 1 rejected\n"), "{}", first.stdout);
    assert_eq!(fs::read_to_string(&path).unwrap(), folder.run(&["export"]).stdout);
    let again = write(&[]);
    assert_eq!((again.status, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    assert_eq!(write(&["--force"]).status, 0);
}

#[cfg(unix)]
#[test]
fn only_what_stands_in_a_file_is_replaced() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    let folder = Folder::new();
    let around = folder.records().join("..");
    let write = |name: &str| folder.run(&["export", "--force", "--csv", around.join(name).to_str().unwrap()]);
    fs::write(around.join("rows.csv"), "old").unwrap();
    fs::set_permissions(around.join("rows.csv"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("rows.csv", around.join("link.csv")).unwrap();
    assert_eq!(write("link.csv").status, 0);
    assert!(fs::symlink_metadata(around.join("link.csv")).unwrap().is_symlink());
    assert_eq!(fs::read_to_string(around.join("rows.csv")).unwrap(), folder.run(&["export"]).stdout);
    assert_eq!(fs::metadata(around.join("rows.csv")).unwrap().permissions().mode() & 0o777, 0o640);

    assert!(Command::new("mkfifo").arg(around.join("pipe.csv")).status().unwrap().success());
    let refused = write("pipe.csv");
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(fs::metadata(around.join("pipe.csv")).unwrap().file_type().is_fifo());
    assert_eq!(write("nowhere/rows.csv").status, 2);
    assert!(!around.join("nowhere").exists());
}

/// As many rows of one day's work, in a log at a path.
fn with_many_rows(path: &str, n_rows: usize) -> Folder {
    let header = "date,team,activity,quantity,evidence,accepted,appraiser\n";
    let folder = Folder::with_log(header);
    let mut log = header.to_owned();
    for row in 0..n_rows {
        let appraised = if row % 3 > 0 { "1,CA-01" } else { "," };
        writeln!(log, "2025-02-{:02},to-1,C1A,1,X{row},{appraised}", row % 28 + 1).unwrap();
    }
    folder.write(path, log);
    folder
}

/// Runs the program in a shell, after what limits it.
#[cfg(unix)]
fn limited(limit: &str, folder: &Folder, arguments: &[&str]) -> Run {
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("{limit}; exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_thidua"));
    command.arg("--records").arg(folder.records()).args(arguments).args(["--threads", "1"]);
    support::run(command)
}

/// Every row says the path of its log, so that much more is written than was read.
#[cfg(target_os = "linux")]
#[test]
fn what_is_written_is_not_kept() {
    let path = format!("activities/{}a.csv", format!("{}/", "long".repeat(50)).repeat(7));
    let folder = with_many_rows(&path, 30_000);
    let written = folder.records().join("../rows.csv");
    let memory = "ulimit -v 100000";
    let read = limited(memory, &folder, &["summary", "--by", "month"]);
    assert_eq!(read.status, 0, "so much is needed to read them: {}", read.stderr);
    for again in 0..2 {
        let run = limited(memory, &folder, &["export", "--force", "--csv", written.to_str().unwrap()]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{again}");
    }
    assert!(fs::metadata(written).unwrap().len() > 40_000_000);
}

/// Names of what lies beside the records.
fn names_around(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.records().join("..")).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// As when the disk is full after some of the rows.
#[cfg(unix)]
fn leaves_nothing_half_written(option: &str) {
    let folder = with_many_rows("activities/many.csv", 5000);
    let path = folder.records().join("../rows");
    // Ignored, the signal of a file that is too large becomes an error.
    let small_files = "trap '' XFSZ; ulimit -f 16";
    let write = |more: &[&str]| {
        let run =
            limited(small_files, &folder, &[&["export", option, path.to_str().unwrap()], more].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        assert!(run.stderr.contains("rows: cannot be written: File too large"), "{}", run.stderr);
    };
    write(&[]);
    assert_eq!(names_around(&folder), ["records"]);
    fs::write(&path, "old").unwrap();
    write(&["--force"]);
    assert_eq!(names_around(&folder), ["records", "rows"]);
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
}

#[cfg(unix)]
#[test]
fn a_csv_that_cannot_be_finished_leaves_nothing() {
    leaves_nothing_half_written("--csv");
}

#[cfg(unix)]
#[test]
fn who_reads_only_the_first_rows_has_what_they_want() {
    let folder = with_many_rows("activities/many.csv", 5000);
    for arguments in [&["export"][..], &["explain", "to-1", "--phase", "1", "--format", "csv"]] {
        let mut command = Command::new("sh");
        let script = r#"{ "$0" "$@"; echo "status $?" >&2; } | head -n 1"#;
        command.args(["-c", script, env!("CARGO_BIN_EXE_thidua"), "--records"]);
        command.arg(folder.records()).args(arguments);
        let run = support::run(command);
        assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (1, "status 0\n"), "{arguments:?}");
    }
}

/// The page that describes it.
const PAGE: &str = include_str!("../docs/export.md");

/// What stands in the blocks of a language on the page.
fn blocks(language: &str) -> Vec<&'static str> {
    let opened = PAGE.split(language).skip(1);
    opened.map(|rest| rest.split_once("```").unwrap().0.trim_start()).collect()
}

#[test]
fn the_page_shows_and_names_what_is_written() {
    let run = run_in(Path::new("examples/minimal"), &["export"]);
    assert!(run.stdout.starts_with(blocks("```csv\n")[0]), "{}", run.stdout);
    let header = run_in(Path::new("examples/minimal"), &["export", "--notes"]).stdout;
    for column in header.lines().next().unwrap().split(',') {
        assert!(PAGE.contains(&format!("\n| `{column}` |")), "docs/export.md says nothing of `{column}`");
    }
}

#[cfg(not(feature = "parquet"))]
#[test]
fn without_parquet_it_says_what_to_type() {
    let folder = Folder::new();
    let path = folder.records().join("../rows.parquet");
    let run = folder.run(&["export", "--parquet", path.to_str().unwrap()]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("cargo install --path . --features parquet"), "{}", run.stderr);
    assert!(!path.exists());
}

#[cfg(feature = "parquet")]
mod parquet_file {
    use parquet::basic::{Compression, Encoding, LogicalType};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::*;

    fn write(records: &Path, path: &Path, arguments: &[&str]) {
        let run = run_in(records, &[&["export", "--parquet", path.to_str().unwrap()], arguments].concat());
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    }

    fn open(path: &Path) -> SerializedFileReader<fs::File> {
        SerializedFileReader::new(fs::File::open(path).unwrap()).unwrap()
    }

    /// A field as CSV writes it.
    fn text(field: &Field) -> String {
        match field {
            Field::Null => String::new(),
            Field::Str(text) => text.clone(),
            Field::Decimal(_) => {
                let text = field.to_string();
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            other => other.to_string(),
        }
    }

    /// Holds the rows against those of the CSV, cell by cell, and counts the rows of each group.
    fn hold_against_csv(records: &Path) -> Vec<i64> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        write(records, &path, &["--notes"]);
        let csv = run_in(records, &["export", "--notes"]).stdout;
        let mut expected = csv::Reader::from_reader(csv.as_bytes());
        let names = expected.headers().unwrap().clone();
        let mut expected = expected.records();
        for row in open(&path).get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let expected = expected.next().unwrap().unwrap();
            let cells = row.get_column_iter().map(|(name, field)| (name.clone(), text(field)));
            let expected = names.iter().zip(&expected).map(|(name, cell)| (name.to_owned(), cell.to_owned()));
            assert_eq!(cells.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{records:?}");
        }
        assert!(expected.next().is_none());
        open(&path).metadata().row_groups().iter().map(|group| group.num_rows()).collect()
    }

    #[test]
    fn it_holds_the_rows_of_the_csv() {
        for records in CAMPAIGNS {
            let rows_by_group = hold_against_csv(Path::new(records));
            assert!(rows_by_group.len() == 1 && rows_by_group[0] > 0, "{records}: {rows_by_group:?}");
        }
    }

    #[test]
    fn many_rows_are_written_group_by_group() {
        let folder = with_many_rows("activities/many.csv", 131_100);
        assert_eq!(hold_against_csv(&folder.records()), [131_072, 28]);
    }

    #[cfg(unix)]
    #[test]
    fn one_that_cannot_be_finished_leaves_nothing() {
        leaves_nothing_half_written("--parquet");
    }

    #[test]
    fn columns_have_their_types_and_the_file_says_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rows.parquet");
        write(Path::new("records"), &path, &["--until", "2025-06-30"]);
        let reader = open(&path);
        let metadata = reader.metadata();
        let schema = metadata.file_metadata().schema_descr();
        let typed: Vec<String> = schema
            .columns()
            .iter()
            .map(|column| {
                let of = match column.logical_type_ref() {
                    Some(LogicalType::String) => "string".to_owned(),
                    Some(LogicalType::Date) => "date".to_owned(),
                    Some(LogicalType::Decimal(_)) => {
                        format!("decimal({},{})", column.type_precision(), column.type_scale())
                    }
                    _ => column.physical_type().to_string().to_lowercase(),
                };
                let or_null = if column.max_def_level() > 0 { ", may be null" } else { "" };
                format!("| `{}` | {of}{or_null} |", column.name())
            })
            .collect();
        for line in typed {
            assert!(PAGE.contains(&line), "docs/export.md should say {line}");
        }
        let group = metadata.row_group(0);
        assert!(group.columns().iter().all(|column| column.compression() == Compression::SNAPPY));
        let by_dictionary = |column: usize| {
            group.column(column).encodings().any(|encoding| encoding == Encoding::RLE_DICTIONARY)
        };
        assert!(by_dictionary(0) && by_dictionary(3));
        let said = metadata.file_metadata().key_value_metadata().unwrap();
        let said: Vec<_> =
            said.iter().map(|pair| (pair.key.as_str(), pair.value.as_deref().unwrap())).collect();
        assert_eq!(
            said,
            [
                ("thidua.schema", "thidua/rows/1"),
                ("thidua.campaign", "vinh-thuan-2024"),
                ("thidua.rows_left_out", "0"),
                ("thidua.until", "2025-06-30")
            ]
        );
    }

    #[test]
    fn the_same_records_give_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["first", "second"].map(|name| folder.path().join(name));
        for path in &paths {
            write(Path::new("records"), path, &[]);
        }
        assert_eq!(fs::read(&paths[0]).unwrap(), fs::read(&paths[1]).unwrap());
    }

    #[test]
    fn no_rows_are_a_table_too() {
        let folder = Folder::with_log("date,team,activity,quantity,accepted\n");
        let path = folder.records().join("../rows.parquet");
        write(&folder.records(), &path, &[]);
        assert_eq!(open(&path).metadata().file_metadata().num_rows(), 0);
    }

    /// Runs the queries of the page in DuckDB, where there is one.
    #[test]
    fn the_queries_of_the_page_find_what_they_say() {
        let python = |folder: &Path, script: &str| {
            Command::new("python3").current_dir(folder).args(["-c", script]).output()
        };
        let folder = tempfile::tempdir().unwrap();
        if !python(folder.path(), "import duckdb").is_ok_and(|tried| tried.status.success()) {
            eprintln!("skipped: python3 has no duckdb here");
            return;
        }
        write(Path::new("records"), &folder.path().join("rows.parquet"), &[]);
        for phase in ["1", "2"] {
            let board = run_in(Path::new("records"), &["score", "--phase", phase, "--format", "json"]);
            fs::write(folder.path().join(format!("score-{phase}.json")), board.stdout).unwrap();
        }
        let queries = blocks("```sql\n");
        let mut counts = Vec::new();
        for query in &queries {
            let script = format!("import duckdb; print(len(duckdb.sql('''{query}''').fetchall()))");
            let run = python(folder.path(), &script).unwrap();
            assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
            counts.push(String::from_utf8(run.stdout).unwrap().trim().parse::<usize>().unwrap());
        }
        // The first gives sums of criteria, the second those of groups in each phase, the others only what
        // disagrees.
        assert!(counts[0] > 50 && counts[1..] == [2, 0, 0], "{counts:?}");
    }
}
