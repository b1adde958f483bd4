//! Reports: the numbers of the board in every format, texts that stay texts, pages that need nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test fails by panicking, and says where it is skipped"
)]

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use support::{Folder, Run, run_in};

/// Records that differ in everything that a report can show.
const RECORDS: [&str; 6] = [
    "records",
    "examples/minimal",
    "examples/school-league",
    "examples/cluster-1000",
    "examples/bands-and-bonus",
    "examples/nested-quotas",
];

fn done(run: Run) -> String {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    run.stdout
}

fn report(records: &Path, arguments: &[&str]) -> String {
    done(run_in(records, &[&["report"], arguments].concat()))
}

/// A table as it is read: its caption, the titles of its columns, its cells.
#[derive(Debug, Default)]
struct Table {
    caption: String,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn column(&self, title: &str) -> usize {
        let found = self.columns.iter().position(|column| column == title);
        found.unwrap_or_else(|| panic!("no `{title}` in {:?}", self.columns))
    }

    /// The row with a text in some column.
    fn row(&self, column: &str, text: &str) -> &[String] {
        let column = self.column(column);
        let found = self.rows.iter().find(|row| row[column] == text);
        found.unwrap_or_else(|| panic!("no `{text}` in {self:?}"))
    }

    /// The row of which the first cell begins with a word.
    fn row_of(&self, word: &str) -> &[String] {
        let begins = |row: &&Vec<String>| row[0].split(' ').next() == Some(word);
        self.rows.iter().find(begins).unwrap_or_else(|| panic!("no `{word}` in {self:?}"))
    }
}

/// The text of an entity or a character that is named by its number.
fn resolved(reference: &str) -> char {
    match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "#39" => '\'',
        other => panic!("&{other};"),
    }
}

/// Reads the page as XML, which it is, and returns its tables. No script has run.
fn tables_of_html(page: &str) -> Vec<Table> {
    let mut reader = Reader::from_str(page.strip_prefix("<!DOCTYPE html>\n").unwrap());
    reader.config_mut().check_end_names = true;
    let (mut tables, mut text, mut depth) = (Vec::<Table>::new(), String::new(), 0);
    let mut in_head = false;
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}")) {
            Event::Start(start) => {
                depth += 1;
                match start.name().as_ref() {
                    "table" => tables.push(Table::default()),
                    "thead" => in_head = true,
                    "tbody" => in_head = false,
                    "tr" if !in_head => tables.last_mut().unwrap().rows.push(Vec::new()),
                    "caption" | "th" | "td" => text.clear(),
                    _ => {}
                }
            }
            Event::End(end) => {
                depth -= 1;
                let table = tables.last_mut();
                match end.name().as_ref() {
                    "caption" => table.unwrap().caption = text.clone(),
                    "th" if in_head => table.unwrap().columns.push(text.clone()),
                    "th" | "td" => table.unwrap().rows.last_mut().unwrap().push(text.clone()),
                    _ => {}
                }
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => text.push(resolved(&reference)),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    tables
}

fn tables_of_markdown(page: &str) -> Vec<Table> {
    let cells = |line: &str| -> Vec<String> {
        let line = line.strip_prefix("| ").unwrap().strip_suffix(" |").unwrap();
        line.split(" | ").map(|cell| cell.trim().replace('\\', "")).collect()
    };
    let mut tables: Vec<Table> = Vec::new();
    let lines: Vec<&str> = page.lines().collect();
    for (nth, line) in lines.iter().enumerate().filter(|(_, line)| line.starts_with("| ")) {
        if lines[nth - 1].starts_with("| ") {
            if !line.starts_with("| ---") {
                tables.last_mut().unwrap().rows.push(cells(line));
            }
        } else {
            let caption = lines[nth - 2].trim_matches('*').to_owned();
            tables.push(Table { caption, columns: cells(line), rows: Vec::new() });
        }
    }
    tables
}

/// The board in its machine format, by subject: the digits of each column.
fn board(records: &Path, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
    let text = done(run_in(records, &[&["score", "--format", "csv"], arguments].concat()));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// Compares every number of the scoreboard and of the scores by criterion with the board.
fn compare_with_board(records: &Path, tables: &[Table], phase: &str, language: &str) {
    let shown = |digits: &str| match language {
        "vi" => digits.replace('.', ","),
        _ => digits.to_owned(),
    };
    let titles = match language {
        "vi" => {
            ["Bảng xếp hạng tập thể", "Mã", "Đơn vị", "Điểm", "Tự chấm", "Điểm tiêu chí", "Thưởng", "Trừ"]
        }
        _ => ["Ranking of teams", "Code", "Team", "Score", "Claimed", "Subtotal", "Bonus", "Penalty"],
    };
    let boards: Vec<&Table> = tables.iter().filter(|table| table.caption.starts_with(titles[0])).collect();
    let by_criterion = if language == "vi" {
        "Điểm từng tiêu chí của các đơn vị"
    } else {
        "Scores by criterion"
    };
    let across: Vec<&Table> = tables.iter().filter(|table| table.caption.starts_with(by_criterion)).collect();
    let lines = board(records, &["--phase", phase]);
    assert!(!lines.is_empty());
    for line in &lines {
        let id = &line["id"];
        let code =
            if boards[0].columns.iter().any(|column| column == titles[1]) { titles[1] } else { titles[2] };
        let table = boards.iter().find(|table| table.rows.iter().any(|row| row[1] == *id)).unwrap();
        let row = table.row(code, id);
        for (column, key) in [(3, "score"), (4, "claimed"), (5, "subtotal"), (6, "bonus"), (7, "penalty")] {
            if table.columns.iter().any(|title| title == titles[column]) {
                assert_eq!(row[table.column(titles[column])], shown(&line[key]), "{id} {key}");
            }
        }
        let rank = row[0].trim_end_matches(['≈', '!']);
        assert!(rank == line["rank"] || line["rank"].is_empty(), "{id} {rank}");
        if line["status"] == "absent" {
            continue;
        }
        let table = across.iter().find(|table| table.columns.contains(id)).unwrap();
        let column = table.column(id);
        let campaign = fs::read_to_string(records.join("campaign.toml")).unwrap();
        let is_criterion = |key: &str| campaign.contains(&format!("[[criteria]]\nid = \"{key}\""));
        for (criterion, given) in line.iter().filter(|(key, _)| is_criterion(key)) {
            let cell = table.row_of(criterion)[column].trim_end_matches('*').to_owned();
            match cell.as_str() {
                "·" => assert_eq!(given, "", "{id} {criterion}"),
                "–" => assert!(given.chars().all(|c| matches!(c, '0' | '.')), "{id} {criterion}"),
                cell => assert_eq!(cell, shown(given), "{id} {criterion}"),
            }
        }
    }
}

#[test]
fn every_number_of_the_board_is_read_back_from_the_page_and_from_markdown() {
    for records in RECORDS.map(Path::new) {
        for language in ["vi", "en"] {
            let arguments = ["--phase", "1", "--lang", language, "--format"];
            let html = report(records, &[&arguments[..], &["html"]].concat());
            compare_with_board(records, &tables_of_html(&html), "1", language);
            let markdown = report(records, &[&arguments[..], &["md"]].concat());
            compare_with_board(records, &tables_of_markdown(&markdown), "1", language);
        }
    }
}

#[test]
fn the_final_report_has_the_scores_of_the_campaign_and_of_each_phase() {
    let records = Path::new("records");
    let tables = tables_of_html(&report(records, &["--lang", "en"]));
    let table = tables.iter().find(|table| table.caption == "Ranking of teams").unwrap();
    for line in board(records, &[]) {
        let row = table.row("Code", &line["id"]);
        for (title, key) in [
            ("Score", "score"),
            ("Phase 1", "phase_1"),
            ("Phase 1: part", "phase_1_contribution"),
            ("Phase 2", "phase_2"),
            ("Phase 2: part", "phase_2_contribution"),
        ] {
            assert_eq!(row[table.column(title)], line[key], "{} {key}", line["id"]);
        }
    }
}

#[test]
fn a_page_needs_nothing_else_and_is_the_same_every_time() {
    for records in RECORDS.map(Path::new) {
        for arguments in [&["--lang", "vi"][..], &["--lang", "en"]] {
            let page = report(records, arguments);
            for outside in ["http:", "https:", "://", "src=", "url(", "@import", "<link", "<base"] {
                assert!(!page.contains(outside), "{outside} in {}", records.display());
            }
            assert!(page.contains(&format!("<html lang=\"{}\">", arguments[1])));
            assert_eq!(page.matches("<script").count(), 1);
            tables_of_html(&page);
            assert_eq!(page, report(records, arguments));
        }
    }
}

#[test]
fn a_chart_says_what_it_shows() {
    let page = report(Path::new("records"), &["--phase", "2", "--lang", "en"]);
    let charts = page.matches("<svg viewBox=").count() - page.matches("aria-hidden=\"true\"").count();
    assert!(charts >= 8, "{charts}");
    for part in ["role=\"img\"", "<title id=", "<desc id="] {
        assert_eq!(page.matches(part).count(), charts, "{part}");
    }
    assert!(page.contains("Team 3 89.05; Team 2 86.48"), "the description has the scores");
}

/// A campaign of teams with long and hostile names, in two groups, one of them disqualified and one
/// without a row.
fn hostile(n_teams: usize) -> Folder {
    let nasty = r#"</title><script>alert(1)</script> \" onload=\"alert(2) & ' ]]> | `x` [a](javascript:b)"#;
    let mut rules = format!(
        "[campaign]\nid = \"hostile\"\ntitle = \"{nasty}\"\ntheme = \"{nasty}\"\nunit = \"{nasty}\"\nstart = 2025-01-01\nend = 2025-04-30\nlanguage = \"en\"\nscale = 100\ndecimals = 2\n\n[records]\nappraisal = true\ndates = \"iso\"\n\n[[phases]]\ntitle = \"{nasty}\"\nstart = 2025-01-01\nend = 2025-04-30\n\n"
    );
    for group in ["one", "two"] {
        write!(rules, "[[groups]]\nid = \"{group}\"\ntitle = \"{nasty} {group}\"\n\n").unwrap();
    }
    let mut log = String::from("date,team,activity,quantity,evidence,accepted,appraiser,note\n");
    for team in 1..=n_teams {
        let group = if team % 3 == 0 { "two" } else { "one" };
        write!(rules, "[[teams]]\nid = \"team-{team}\"\ntitle = \"A team with a name that is as long as names of places are, number {team} {nasty}\"\ngroup = \"{group}\"\n\n").unwrap();
        for month in (1..=4).filter(|_| team != 2) {
            let quantity = 1 + team * month % 5;
            let activity = if month % 2 == 0 { "walk" } else { "talk" };
            writeln!(
                log,
                "2025-0{month}-15,team-{team},{activity},{quantity},E-{team}-{month},{quantity},X-01,"
            )
            .unwrap();
        }
        writeln!(
            log,
            "2025-02-20,team-{team},talk,1,F-{team},0,X-01,<img src=x onerror=alert(3)> & \"\"no\"\""
        )
        .unwrap();
    }
    log.push_str("2025-03-01,team-1,out,1,G-1,1,X-01,\n");
    for (id, weight) in [("WALK", 60), ("TALK", 40)] {
        write!(rules, "[[criteria]]\nid = \"{id}\"\ntitle = \"{nasty}\"\nweight = {weight}\ntarget = 9\n\n")
            .unwrap();
    }
    for (id, criterion) in [("walk", "WALK"), ("talk", "TALK")] {
        write!(rules, "[[activities]]\nid = \"{id}\"\ntitle = \"{nasty}\"\nunit = \"{nasty}\"\ncriterion = \"{criterion}\"\npoints = 1\n\n").unwrap();
    }
    write!(rules, "[[adjustments]]\nid = \"out\"\ntitle = \"{nasty}\"\nkind = \"disqualify\"\n").unwrap();
    let log = log.replace("\"\"no\"\"", "no");
    let folder = Folder::with_log(log);
    folder.write("campaign.toml", rules);
    fs::remove_file(folder.records().join("members.csv")).unwrap();
    folder
}

#[test]
fn a_hostile_text_stays_a_text() {
    let folder = hostile(5);
    for arguments in [&["--phase", "1"][..], &[], &["--phase", "1", "--team", "team-3"]] {
        let page = report(&folder.records(), arguments);
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assert_eq!(page.matches("<script").count(), 1);
        for markup in ["<img", "onload=\"alert", "</title><script"] {
            assert!(!page.contains(markup), "{markup}");
        }
        let tables = tables_of_html(&page);
        assert!(
            tables.iter().any(|table| table.rows.concat().concat().contains("<script>alert(1)</script>"))
        );
    }
    let markdown = report(&folder.records(), &["--phase", "1", "--format", "md"]);
    assert!(!markdown.contains("<script>") && markdown.contains("\\<script\\>"));
    assert!(!markdown.contains("[a](javascript"));
}

#[test]
fn who_is_not_ranked_is_shown_as_on_the_board() {
    let folder = hostile(5);
    let tables = tables_of_html(&report(&folder.records(), &["--phase", "1"]));
    let signs: Vec<&str> = tables
        .iter()
        .filter(|table| table.caption.starts_with("Ranking of teams"))
        .flat_map(|table| &table.rows)
        .map(|row| row[0].as_str())
        .collect();
    assert!(signs.contains(&"✗"), "{signs:?}");
    let page = report(Path::new("examples/bands-and-bonus"), &["--phase", "1", "--lang", "en"]);
    let bars = page.split("<svg").find(|chart| chart.contains("Ward 5 0.00✗")).unwrap();
    let bars = bars.split("</svg>").next().unwrap();
    // Four wards have three criteria each, two of them a bonus; the disqualified one has no bar.
    assert_eq!(bars.matches("<rect").count(), 4 * 3 + 2, "{bars}");
    compare_with_board(&folder.records(), &tables, "1", "en");
}

#[test]
fn a_report_of_no_rows_says_so() {
    let folder = Folder::with_log("date,team,members,activity,quantity,evidence,accepted,appraiser,note\n");
    for language in ["vi", "en"] {
        let page = report(&folder.records(), &["--lang", language]);
        tables_of_html(&page);
        assert!(page.contains(if language == "vi" {
            "Chưa có số liệu nào"
        } else {
            "Nothing has been logged yet"
        }));
    }
}

#[test]
fn the_slip_of_a_team_says_what_is_missing_and_what_did_not_count() {
    let page = report(Path::new("records"), &["--phase", "2", "--team", "to-2", "--lang", "en"]);
    assert!(page.contains("Rank 2 of 5 ranked, 86.48 points (claimed: 90.06)"));
    assert!(page.contains("Next above is Team 3 (rank 1), 2.57 points ahead"));
    let tables = tables_of_html(&page);
    let missing = tables.iter().find(|table| table.caption.starts_with("Missing")).unwrap();
    let line = board(Path::new("records"), &["--phase", "2"]).remove(1);
    assert_eq!(line["id"], "to-2");
    // C6: 20 at most, 14.66 reached.
    assert_eq!((line["C6"].as_str(), missing.row_of("C6").last().unwrap().as_str()), ("14.66", "+5.34"));
    assert!(missing.rows.iter().all(|row| row[0] != "C1"), "C1 lacks nothing");
    let rows = tables.iter().find(|table| table.caption == "Rows logged").unwrap();
    assert!(rows.rows.iter().any(|row| row[rows.column("Remark")].starts_with("rejected, “")));
    assert!(page.contains("more: see thidua explain to-2"), "what does not fit is counted");
    let few = Folder::new();
    let whole = report(&few.records(), &["--phase", "1", "--team", "to-2", "--lang", "en"]);
    assert!(whole.contains(">pending<") && !whole.contains("more: see"));
}

#[test]
fn dates_are_written_as_papers_write_them() {
    let dated = |date: &str| report(Path::new("records"), &["--phase", "1", "--lang", "vi", "--date", date]);
    assert!(dated("2025-02-05").contains("ngày 05 tháng 02 năm 2025"));
    assert!(dated("2025-03-15").contains("ngày 15 tháng 3 năm 2025"));
    assert!(dated("2025-10-05").contains("ngày 05 tháng 10 năm 2025"));
    assert!(report(Path::new("records"), &["--lang", "vi"]).contains("…, ngày … tháng … năm …"));
}

#[test]
fn a_file_is_replaced_only_where_that_is_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.md");
    let shown = path.display().to_string();
    let write = |more: &[&str]| {
        let arguments = [&["--lang", "en", "report", "--output", &shown], more].concat();
        run_in(Path::new("examples/minimal"), &arguments)
    };
    let run = write(&[]);
    assert_eq!((run.status, run.stdout), (0, format!("wrote {shown}\n")));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("# FINAL REPORT"), "the name tells the format");

    fs::write(&path, "mine").unwrap();
    let refused = write(&[]);
    assert_eq!((refused.status, refused.stdout.as_str()), (2, ""));
    assert!(refused.stderr.contains("is there already: add `--force` to replace it"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    assert_eq!(write(&["--force"]).status, 0);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn what_cannot_be_written_is_refused_with_what_can() {
    let refused = |arguments: &[&str]| {
        let run = run_in(Path::new("examples/school-league"), &[&["report"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""));
        run.stderr
    };
    assert!(refused(&["--output", "x.odt"]).contains("add `--format`, one of html, docx, xlsx, md"));
    assert!(refused(&["--team", "P6A-01"]).contains("`P6A-01` is a member: slips are of teams"));
    assert!(refused(&["--output", "no/such/folder/x.html"]).contains("no/such/folder/x.html"));
    assert!(refused(&["--phase", "9"]).contains('9'));
}

/// What a command says at a terminal of so many columns, where one can be made.
fn at_a_terminal(columns: usize, arguments: &str) -> Option<String> {
    let shell = format!(
        "stty cols {columns} rows 24; exec '{}' --records records {arguments}",
        env!("CARGO_BIN_EXE_thidua")
    );
    let mut command = Command::new("script");
    command.args(["-qec", &shell, "/dev/null"]).stdin(Stdio::null());
    command.env_remove("THIDUA_RECORDS").env("SHELL", "/bin/sh").env("TERM", "xterm").env("NO_COLOR", "1");
    match command.output() {
        Ok(output) => Some(String::from_utf8(output.stdout).unwrap().replace("\r\n", "\n")),
        Err(_) => {
            std::io::stderr()
                .write_all(b"skipped: there is no `script` here, which makes a terminal\n")
                .unwrap();
            None
        }
    }
}

#[test]
fn a_terminal_gets_no_file_of_bytes() {
    for (language, format, said) in [
        ("vi", "xlsx", "XLSX không đọc được trên màn hình lệnh: thêm `--output report.xlsx` để ghi ra tệp"),
        ("en", "docx", "DOCX cannot be read on a terminal: add `--output report.docx` to write a file"),
    ] {
        let arguments = format!("report --format {format} --lang {language}");
        let Some(seen) = at_a_terminal(80, &arguments) else { return };
        assert_eq!(seen, format!("thidua: {said}\n"));
    }
    let page = at_a_terminal(80, "report --format md --lang en").unwrap();
    assert!(page.contains("# FINAL REPORT"), "text is shown");
}

#[test]
fn bars_take_the_room_that_the_terminal_has() {
    let table = run_in(Path::new("records"), &["score", "--phase", "1", "--lang", "en"]).stdout;
    for (columns, has_bars) in [(60, false), (80, false), (110, true)] {
        let Some(seen) = at_a_terminal(columns, "score --phase 1 --lang en") else { return };
        assert_eq!(seen.contains('█'), has_bars, "{columns}: {seen}");
        assert!(seen.lines().all(|line| line.chars().count() <= columns.max(80)), "{seen}");
        let plain = at_a_terminal(columns, "score --phase 1 --lang en --plain").unwrap();
        assert_eq!(plain, table, "{columns}");
    }
}

/// How far the ranks depend on the weights, in its machine format.
fn weighed(records: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&done(run_in(records, &[&["robustness", "--format", "json"], arguments].concat())))
        .unwrap()
}

#[test]
fn ranks_over_other_weights_are_those_of_robustness() {
    let titles = |language: &str| match language {
        "vi" => ["Thứ hạng qua các lần rút", "Hạng cao nhất", "Hạng thấp nhất", "Giữ trên", "Đơn vị"],
        _ => ["Ranks over the draws", "Highest rank", "Lowest rank", "Stays above", "Team"],
    };
    for records in ["records", "examples/bands-and-bonus", "examples/cluster-1000"].map(Path::new) {
        for arguments in [&["--phase", "1"][..], &[]] {
            let json = weighed(records, arguments);
            for (language, format) in [("vi", "html"), ("en", "html"), ("en", "md")] {
                let own = [arguments, &["--lang", language, "--format", format]].concat();
                let page = report(records, &own);
                let tables = if format == "html" { tables_of_html(&page) } else { tables_of_markdown(&page) };
                let [caption, low, high, above, team] = titles(language);
                let tables: Vec<&Table> =
                    tables.iter().filter(|table| table.caption.starts_with(caption)).collect();
                let rows: Vec<&Vec<String>> = tables.iter().flat_map(|table| &table.rows).collect();
                let subjects = json["subjects"].as_array().unwrap();
                let lines = board(records, &[arguments, &["--lang", language]].concat());
                assert_eq!(rows.len(), subjects.len(), "{}", records.display());
                for (row, subject) in rows.iter().zip(subjects) {
                    let cell = |title: &str| row[tables[0].column(title)].as_str();
                    let number = |key: &str| subject[key].to_string();
                    assert_eq!(row[0], number("rank"));
                    assert_eq!((cell(low), cell(high)), (&*number("rank_low"), &*number("rank_high")));
                    let line = lines.iter().find(|line| subject["id"] == *line["id"]).unwrap();
                    assert_eq!(cell(team), line["title"]);
                    let pair = json["pairs"].as_array().unwrap().iter();
                    let mut pair = pair.filter(|pair| pair["above"] == subject["id"]);
                    let shown = pair
                        .next()
                        .map_or_else(String::new, |pair| percent(&pair["stays_above"], &json["draws"]));
                    assert_eq!(cell(above).replace(',', "."), shown);
                }
            }
        }
    }
}

/// `7244` of 10000 as `72.4%`, half away from zero.
fn percent(draws: &Value, of: &Value) -> String {
    let (draws, of) = (draws.as_u64().unwrap(), of.as_u64().unwrap());
    let tenths = (draws * 2000 + of) / (of * 2);
    format!("{}.{}%", tenths / 10, tenths % 10)
}

#[cfg(feature = "pictures")]
#[test]
fn a_card_is_a_picture_that_grows_with_the_board() {
    let folder = tempfile::tempdir().unwrap();
    let draw = |records: &Path, name: &str| -> (Vec<u8>, u32, u32) {
        let path = folder.path().join(name);
        let run = run_in(records, &["report", "--phase", "1", "--card", path.to_str().unwrap()]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        let bytes = fs::read(path).unwrap();
        assert_eq!(bytes[..8], *b"\x89PNG\r\n\x1a\n");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
        (bytes.clone(), number(16), number(20))
    };
    let (five, width, low) = draw(Path::new("records"), "five.png");
    let (again, ..) = draw(Path::new("records"), "again.png");
    assert_eq!((width, five), (1080, again));
    let forty = hostile(40);
    let (_, width, high) = draw(&forty.records(), "forty.png");
    assert!(width == 1080 && high > low + 800, "{low} {high}");
}

/// What a browser says of a page at some width: how far it sticks out, and what stands in its console.
fn looked_at(browser: &Path, page: &str, width: u32) -> (i64, i64, String) {
    let folder = tempfile::tempdir().unwrap();
    let (path, frame) = (folder.path().join("page.html"), folder.path().join("frame.html"));
    // A window cannot be as narrow as a phone, a frame can. The page tells what is around it.
    let probe = "<script>const d = document.documentElement; parent.postMessage(d.scrollWidth + \" \" + innerWidth + \" \" + document.querySelectorAll(\"[role=button]\").length, \"*\");</script></body>";
    fs::write(&path, page.replace("</body>", probe)).unwrap();
    let around = format!(
        "<!DOCTYPE html><script>addEventListener(\"message\", (event) => {{ document.documentElement.dataset.probe = event.data; }});</script><iframe src=\"page.html\" width=\"{width}\" height=\"800\" style=\"border: 0\"></iframe>"
    );
    fs::write(&frame, around).unwrap();
    let output = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--dump-dom"])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .args(["--window-size=1400,900", "--virtual-time-budget=3000"])
        .arg(format!("file://{}", frame.display()))
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout).into_owned();
    let probed = dom.split("data-probe=\"").nth(1).unwrap_or_else(|| panic!("{output:?}"));
    let numbers: Vec<i64> =
        probed.split('"').next().unwrap().split(' ').map(|number| number.parse().unwrap()).collect();
    let told = String::from_utf8_lossy(&output.stderr);
    let console: Vec<&str> = told.lines().filter(|line| line.contains("CONSOLE")).collect();
    assert_eq!(numbers[1], i64::from(width), "the frame has the width that was asked for");
    (numbers[0] - numbers[1], numbers[2], console.join("\n"))
}

/// The browser to look with, where there is one.
fn browser() -> Option<PathBuf> {
    let places = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let mut candidates = std::env::split_paths(&places).flat_map(|place| names.map(|name| place.join(name)));
    let found = candidates.find(|path| path.is_file());
    if found.is_none() {
        // Past the capture of output: a test that is skipped in silence is taken for one that passed.
        std::io::stderr().write_all(b"skipped: there is no `chromium` here\n").unwrap();
    }
    found
}

#[test]
fn the_slip_of_a_team_is_one_page_on_paper() {
    let Some(browser) = browser() else { return };
    for (arguments, team) in
        [(&["--phase", "2"][..], "to-2"), (&["--phase", "1"], "to-5"), (&[], "to-1"), (&[], "to-4")]
    {
        let folder = tempfile::tempdir().unwrap();
        let (page, pdf) = (folder.path().join("page.html"), folder.path().join("page.pdf"));
        let slip = report(Path::new("records"), &[arguments, &["--team", team, "--lang", "vi"]].concat());
        fs::write(&page, slip).unwrap();
        let output = Command::new(&browser)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
            .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
            .arg(format!("--print-to-pdf={}", pdf.display()))
            .arg(format!("file://{}", page.display()))
            .output()
            .unwrap();
        let bytes = fs::read(&pdf).unwrap_or_else(|_| panic!("{output:?}"));
        let pages = bytes.windows(12).filter(|window| *window == b"/Type /Page\n").count();
        assert_eq!(pages, 1, "{team}");
    }
}

#[test]
fn a_browser_has_nothing_to_complain_of_and_a_phone_shows_the_whole_width() {
    let Some(browser) = browser() else { return };
    let forty = hostile(40);
    let records = Path::new("records");
    for page in [
        report(records, &["--phase", "2", "--lang", "vi"]),
        report(records, &["--phase", "2", "--team", "to-4", "--lang", "vi"]),
        report(&forty.records(), &[]),
    ] {
        for width in [360, 1280] {
            let (sticks_out, buttons, console) = looked_at(&browser, &page, width);
            assert!(sticks_out <= 0, "{sticks_out} pixels too wide at {width}");
            assert!(buttons > 0, "tables can be sorted where scripts run");
            assert_eq!(console, "", "at {width}");
        }
    }
}
