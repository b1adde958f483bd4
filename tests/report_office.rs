//! Reports as documents and workbooks: the numbers of the board to the last digit, sums that agree, texts
//! that stay texts, files that office programs open.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

use calamine::{Data, Range, Reader as _, Xlsx};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use support::Folder;

/// Records that differ in everything that a report can show.
const RECORDS: [&str; 6] = [
    "records",
    "examples/minimal",
    "examples/school-league",
    "examples/cluster-1000",
    "examples/bands-and-bonus",
    "examples/nested-quotas",
];

/// The report as a file.
fn report(records: &Path, format: &str, arguments: &[&str]) -> Vec<u8> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.env_remove("THIDUA_RECORDS").arg("--records").arg(records);
    command.args(["report", "--format", format]).args(arguments);
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.is_empty(), "{command:?}: {said}");
    output.stdout
}

/// The board in its machine format, by subject.
fn board(records: &Path, arguments: &[&str]) -> Vec<BTreeMap<String, String>> {
    let run = support::run_in(records, &[&["score", "--format", "csv"], arguments].concat());
    assert_eq!(run.status, 0, "{run:?}");
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

fn part(document: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The texts of every cell of the tables with repeated heads, table by table and row by row.
fn tables_of_document(document: &[u8]) -> Vec<Vec<Vec<String>>> {
    let xml = part(document, "word/document.xml");
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    let (mut tables, mut text, mut heads) = (Vec::<Vec<Vec<String>>>::new(), String::new(), BTreeSet::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}")) {
            Event::Start(start) => match start.name().as_ref() {
                "w:tbl" => tables.push(Vec::new()),
                "w:tr" => tables.last_mut().unwrap().push(Vec::new()),
                "w:tc" => text.clear(),
                _ => {}
            },
            Event::Empty(start) if start.name().as_ref() == "w:tblHeader" => {
                heads.insert(tables.len() - 1);
            }
            Event::End(end) if end.name().as_ref() == "w:tc" => {
                tables.last_mut().unwrap().last_mut().unwrap().push(text.clone());
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) => text.push(match &*reference {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                _ => '\'',
            }),
            Event::Eof => break,
            _ => {}
        }
    }
    let headed = tables.into_iter().enumerate().filter(|(nth, _)| heads.contains(nth));
    headed.map(|(_, table)| table).collect()
}

fn sheet(workbook: &[u8], name: &str) -> Range<Data> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).unwrap();
    workbook.worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn sheet_names(workbook: &[u8]) -> Vec<String> {
    let workbook: Xlsx<_> = Xlsx::new(Cursor::new(workbook.to_vec())).unwrap();
    workbook.sheet_names().clone()
}

/// A cell as the digits that it was written with.
fn digits(cell: &Data) -> String {
    match cell {
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?}"),
    }
}

/// Without zeros that say nothing: `2.50` and `2.5` are one number to a spreadsheet.
fn shortest(digits: &str) -> String {
    if digits.contains('.') {
        digits.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        digits.to_owned()
    }
}

/// The row and the column of the first cell with a text.
fn find(sheet: &Range<Data>, text: &str) -> (usize, usize) {
    let cells = sheet.used_cells();
    let found = cells.into_iter().find(|(_, _, cell)| matches!(cell, Data::String(own) if own == text));
    let (row, column, _) = found.unwrap_or_else(|| panic!("no `{text}` in {sheet:?}"));
    (row, column)
}

fn ids_of_criteria(records: &Path) -> Vec<String> {
    let rules = fs::read_to_string(records.join("campaign.toml")).unwrap();
    let ids = rules.split("[[criteria]]\nid = \"").skip(1);
    ids.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[test]
fn every_number_of_the_board_is_read_back_from_the_document() {
    for records in RECORDS.map(Path::new) {
        for (language, mark) in [("vi", ","), ("en", ".")] {
            let document = report(records, "docx", &["--phase", "1", "--lang", language]);
            let tables = tables_of_document(&document);
            let shown = |digits: &str| digits.replace('.', mark);
            for line in board(records, &["--phase", "1"]) {
                let id = &line["id"];
                let row = tables.iter().flatten().find(|row| row.get(1) == Some(id)).unwrap();
                for key in ["score", "claimed", "subtotal"].iter().filter(|key| line.contains_key(**key)) {
                    let number = shown(&line[*key]);
                    let printed = row.contains(&number) || (*key == "claimed" && !has_claims(&tables));
                    assert!(printed, "{id} {key} {number} in {row:?}");
                }
                if line["status"] == "absent" {
                    continue;
                }
                let (table, column) = tables
                    .iter()
                    .find_map(|table| Some((table, table[0].iter().position(|title| title == id)?)))
                    .unwrap();
                for criterion in ids_of_criteria(records) {
                    let begins = |row: &&Vec<String>| row[0].split(' ').next() == Some(&criterion);
                    let cell = table.iter().find(begins).unwrap()[column].trim_end_matches('*');
                    let given = shown(&line[&criterion]);
                    assert!(["·", "–"].contains(&cell) || cell == given, "{id} {criterion} {cell} {given}");
                }
            }
        }
    }
}

fn has_claims(tables: &[Vec<Vec<String>>]) -> bool {
    let titles = ["Tự chấm", "Claimed"];
    tables.iter().any(|table| table[0].iter().any(|title| titles.contains(&title.as_str())))
}

#[test]
fn every_number_of_the_board_is_read_back_from_the_workbook() {
    for records in RECORDS.map(Path::new) {
        let workbook = report(records, "xlsx", &["--phase", "1", "--lang", "en"]);
        let (lines, across) = (sheet(&workbook, "Board"), sheet(&workbook, "Criteria"));
        let (head, _) = find(&lines, "Rank");
        let column = |title: &str| (0..lines.width()).find(|&at| digits(&lines[(head, at)]) == title);
        for (nth, line) in board(records, &["--phase", "1"]).iter().enumerate() {
            let row = head + 1 + nth;
            assert_eq!(digits(&lines[(row, 1)]), line["id"]);
            for (title, key) in [
                ("Score", "score"),
                ("Claimed", "claimed"),
                ("Subtotal", "subtotal"),
                ("Bonus", "bonus"),
                ("Penalty", "penalty"),
                ("Score, added up again", "score"),
            ] {
                let (Some(at), Some(number)) = (column(title), line.get(key)) else { continue };
                assert_eq!(digits(&lines[(row, at)]), shortest(number), "{} {title}", line["id"]);
            }
            if line["status"] == "absent" {
                continue;
            }
            let (_, at) = find(&across, &line["id"]);
            for criterion in ids_of_criteria(records) {
                let is_its = |row: &usize| digits(&across[(*row, 0)]).split(' ').next() == Some(&criterion);
                let row = (0..across.height()).rfind(is_its).unwrap();
                let cell = digits(&across[(row, at)]);
                let given = shortest(&line[&criterion]);
                assert!(["·", "–"].contains(&cell.as_str()) || cell == given, "{criterion} {cell} {given}");
            }
            let (row, _) = find(&across, "Score, added up again");
            assert_eq!(digits(&across[(row, at)]), shortest(&line["score"]));
        }
    }
}

#[test]
fn a_workbook_has_its_sheets_in_order_and_every_row_of_the_logs() {
    let workbook = report(Path::new("records"), "xlsx", &["--lang", "en"]);
    let expected = [
        "Board",
        "Criteria 1",
        "Criteria 2",
        "Members",
        "Quotas",
        "Months",
        "Exemplars",
        "Grades",
        "Awards",
        "Activities",
        "Weights",
        "Rows counted",
        "Rows not counted",
    ];
    assert_eq!(sheet_names(&workbook), expected);
    let rows = |name: &str| {
        let sheet = sheet(&workbook, name);
        let (head, last) = (find(&sheet, "Date").0, sheet.width() - 1);
        (head + 1..sheet.height())
            .map(|row| digits(&sheet[(row, last)]))
            .filter(|at| at.contains(".csv:"))
            .count()
    };
    // 863 counted, 10 pending and 6 rejected, as the report says.
    assert_eq!((rows("Rows counted"), rows("Rows not counted")), (863, 16));
    let days = sheet(&workbook, "Rows counted");
    let (head, _) = find(&days, "Date");
    assert!(matches!(days[(head + 1, 0)], Data::DateTime(_)), "{:?}", days[(head + 1, 0)]);
}

/// Where ranks may lie when the weights change: rank, lowest and highest, and how often somebody stays above.
fn weighed(records: &Path, arguments: &[&str]) -> Vec<[String; 4]> {
    let run = support::run_in(records, &[&["robustness", "--format", "json"], arguments].concat());
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let of = json["draws"].as_u64().unwrap();
    let stays = |id: &Value| {
        let pair = json["pairs"].as_array().unwrap().iter().find(|pair| pair["above"] == *id)?;
        let tenths = (pair["stays_above"].as_u64().unwrap() * 2000 + of) / (of * 2);
        Some((tenths / 10, tenths % 10))
    };
    let subjects = json["subjects"].as_array().unwrap().iter();
    subjects
        .map(|subject| {
            let number = |key: &str| subject[key].to_string();
            let stays =
                stays(&subject["id"]).map_or_else(String::new, |(ones, tenths)| format!("{ones}.{tenths}%"));
            [number("rank"), number("rank_low"), number("rank_high"), stays]
        })
        .collect()
}

#[test]
fn ranks_over_other_weights_are_those_of_robustness() {
    for records in ["records", "examples/bands-and-bonus"].map(Path::new) {
        let arguments = ["--phase", "1", "--lang", "en"];
        let expected = weighed(records, &["--phase", "1"]);
        let document = report(records, "docx", &arguments);
        let tables = tables_of_document(&document);
        let table = tables.iter().find(|table| table[0].contains(&"Lowest rank".to_owned())).unwrap();
        let read: Vec<[String; 4]> =
            table[1..].iter().map(|row| [&row[0], &row[2], &row[3], &row[4]].map(String::clone)).collect();
        assert_eq!(read, expected, "{}", records.display());

        let workbook = report(records, "xlsx", &arguments);
        let sheet = sheet(&workbook, "Weights");
        let (head, _) = find(&sheet, "Rank");
        for (row, expected) in (head + 1..).zip(&expected) {
            let percent = match &sheet[(row, 4)] {
                Data::Float(share) => format!("{:.1}%", share * 100.0),
                _ => String::new(),
            };
            let read = [0, 2, 3].map(|column| digits(&sheet[(row, column)]));
            assert_eq!((&read[..], &percent), (&expected[..3], &expected[3]), "{}", records.display());
        }
        let texts: Vec<String> = sheet.used_cells().map(|(_, _, cell)| digits(cell)).collect();
        assert!(texts.iter().any(|text| text.contains("an aid to judgement")), "{texts:?}");
    }
}

#[test]
fn who_is_disqualified_has_no_bar() {
    let workbook = report(Path::new("examples/bands-and-bonus"), "xlsx", &["--phase", "1", "--lang", "en"]);
    let chart = part(&workbook, "xl/charts/chart1.xml");
    let criteria = sheet(&workbook, "Criteria");
    let (head, out) = find(&criteria, "ward-5");
    assert_eq!(out, criteria.width() - 1, "the disqualified stand last");
    // Five columns of teams, C to G, of which the last is of the disqualified one.
    assert!(chart.contains(&format!("$C${0}:$F${0}", head + 1)) && !chart.contains("$G$"), "{chart}");
}

#[test]
fn files_are_the_same_every_time() {
    for format in ["docx", "xlsx"] {
        let arguments = ["--phase", "2", "--date", "2025-08-25"];
        let [one, other] = [(); 2].map(|()| report(Path::new("records"), format, &arguments));
        assert!(one == other, "{format}");
    }
}

/// A campaign of two teams, one of them disqualified, with titles that a spreadsheet or a page could take
/// for something else.
fn hostile() -> Folder {
    let nasty = "=1+1\\u0007 </w:t><script> & \\\"x\\\" {0} %s \\uFFFE";
    let folder = Folder::new();
    let mut rules = format!(
        "[campaign]\nid = \"hostile\"\ntitle = \"{nasty}\"\nunit = \"{nasty}\"\nstart = 2025-01-01\nend = 2025-04-30\nlanguage = \"en\"\nscale = 100\ndecimals = 2\n\n[records]\nappraisal = true\ndates = \"iso\"\n\n[[phases]]\ntitle = \"{nasty}\"\nstart = 2025-01-01\nend = 2025-04-30\n\n"
    );
    for (team, begin) in [("to-1", "="), ("to-2", "@")] {
        write!(rules, "[[teams]]\nid = \"{team}\"\ntitle = \"{begin}SUM(A1) {}\"\n\n", "long ".repeat(40))
            .unwrap();
    }
    write!(rules, "[[criteria]]\nid = \"C1\"\ntitle = \"-2+3 {nasty}\"\nweight = 100\ntarget = 3\n\n")
        .unwrap();
    write!(rules, "[[activities]]\nid = \"C1A\"\ntitle = \"+{nasty}\"\ncriterion = \"C1\"\npoints = 1\n\n")
        .unwrap();
    rules.push_str("[[adjustments]]\nid = \"out\"\ntitle = \"Out\"\nkind = \"disqualify\"\n");
    folder.write("campaign.toml", rules);
    fs::remove_file(folder.records().join("members.csv")).unwrap();
    folder.write(
        "activities/2025-02.csv",
        "date,team,activity,quantity,evidence,accepted,appraiser,note\n\
         2025-02-04,to-1,C1A,2,E-1,2,X-01,\n\
         2025-02-05,to-2,C1A,1,E-2,0,X-01,no\n\
         2025-02-06,to-2,out,1,E-3,1,X-01,\n\
         2025-02-07,to-1,C1A,1,E-4,,,\n",
    );
    folder
}

#[test]
fn a_hostile_text_stays_a_text() {
    let folder = hostile();
    let document = report(&folder.records(), "docx", &["--phase", "1"]);
    let texts = tables_of_document(&document).concat().concat().concat();
    assert!(texts.contains("</w:t><script> & \"x\""), "{texts}");
    assert!(!part(&document, "word/document.xml").contains(['\u{7}', '\u{fffe}']));

    let workbook = report(&folder.records(), "xlsx", &["--phase", "1"]);
    let board = sheet(&workbook, "Board");
    let row = (0..board.height()).find(|&row| digits(&board[(row, 1)]) == "to-1").unwrap();
    assert!(digits(&board[(row, 2)]).starts_with("=SUM(A1) "));
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(workbook.clone())).unwrap();
    for name in sheet_names(&workbook) {
        let formulas = read.worksheet_formula(&name).unwrap();
        for (_, _, formula) in formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()) {
            let known = ["SUM(", "IF(", "MAX(", "MIN(", "ROUND(", "SUBTOTAL("];
            let ours = known.iter().any(|function| formula.starts_with(function));
            let ours = ours || formula.chars().all(|c| c.is_ascii_alphanumeric());
            assert!(ours && !formula.contains("SUM(A1)"), "{name}: {formula}");
        }
    }
    let signs: Vec<String> = (0..board.height()).map(|row| digits(&board[(row, 0)])).collect();
    assert!(signs.iter().any(|sign| sign == "✗"), "{signs:?}");
}

/// The form that Decree 30/2020 gives to official papers.
#[test]
fn a_document_has_the_form_of_official_papers() {
    let document =
        report(Path::new("records"), "docx", &["--phase", "1", "--lang", "vi", "--date", "2025-02-05"]);
    let text = part(&document, "word/document.xml");
    for said in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: …/BC-…",
        "ngày 05 tháng 02 năm 2025",
        "Nơi nhận:",
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "<w:titlePg/>",
        "<w:tblHeader/>",
        "<w:showingPlcHdr/>",
    ] {
        assert!(text.contains(said), "{said}");
    }
    assert!(part(&document, "word/header1.xml").contains(" PAGE "));
    assert!(!part(&document, "word/header2.xml").contains("PAGE "));
    let english = report(Path::new("records"), "docx", &["--phase", "1", "--lang", "en"]);
    let english = part(&english, "word/document.xml");
    assert!(!english.contains("VIỆT NAM") && !english.contains("VIET NAM"));
}

/// What LibreOffice makes of files; none where it is not installed.
fn converted(
    files: &[(&str, Vec<u8>)],
    to: &str,
    extension: &str,
) -> Option<(tempfile::TempDir, Vec<PathBuf>)> {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.path().join(name)).collect();
    for (path, (_, bytes)) in paths.iter().zip(files) {
        fs::write(path, bytes).unwrap();
    }
    let into = folder.path().join("converted");
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let mut command = Command::new("soffice");
    command.args(["--headless", &profile, "--convert-to", to, "--outdir"]).arg(&into).args(&paths);
    let Ok(output) = command.output() else {
        eprintln!("skipped: soffice is not installed");
        return None;
    };
    let converted: Vec<PathBuf> =
        files.iter().map(|(name, _)| into.join(name).with_extension(extension)).collect();
    // An office may be installed without its word processor.
    if files.iter().all(|(name, _)| name.ends_with(".docx")) && !into.exists() {
        eprintln!("skipped: soffice has no word processor: {output:?}");
        return None;
    }
    for path in &converted {
        assert!(path.exists(), "{}: {output:?}", path.display());
    }
    Some((folder, converted))
}

#[test]
fn libreoffice_opens_the_document() {
    let folder = hostile();
    let records = Path::new("records");
    let files = [
        ("vi.docx", report(records, "docx", &["--lang", "vi"])),
        ("en.docx", report(records, "docx", &["--phase", "2", "--lang", "en"])),
        ("slip.docx", report(records, "docx", &["--phase", "1", "--team", "to-3"])),
        ("hostile.docx", report(&folder.records(), "docx", &[])),
    ];
    let Some((_folder, pages)) = converted(&files, "pdf", "pdf") else { return };
    for page in pages {
        assert!(fs::read(&page).unwrap().starts_with(b"%PDF"), "{}", page.display());
    }
}

#[test]
fn the_slip_of_a_team_is_one_page_on_paper() {
    let records = Path::new("records");
    let files: Vec<(&str, Vec<u8>)> =
        [("1.docx", "1", "to-5", "vi"), ("2.docx", "2", "to-2", "vi"), ("3.docx", "2", "to-2", "en")]
            .map(|(name, phase, team, language)| {
                let arguments = ["--phase", phase, "--team", team, "--lang", language];
                (name, report(records, "docx", &arguments))
            })
            .into();
    let Some((_folder, papers)) = converted(&files, "pdf", "pdf") else { return };
    for paper in papers {
        let bytes = fs::read(&paper).unwrap();
        let is_page = |window: &&[u8]| window.starts_with(b"/Type/Page") && window[10] != b's';
        assert_eq!(bytes.windows(11).filter(is_page).count(), 1, "{}", paper.display());
    }
}

/// The same workbook without what its formulas come to, so that a spreadsheet has to compute it.
fn without_results(workbook: &[u8]) -> Vec<u8> {
    let mut read = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..read.len() {
        let mut part = read.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let mut pieces = text.split("</f><v>");
        let mut kept = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            kept.push_str("</f>");
            kept.push_str(piece.split_once("</v>").unwrap().1);
        }
        written.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut written, kept.as_bytes()).unwrap();
    }
    written.finish().unwrap().into_inner()
}

/// A spreadsheet that computes everything again agrees with what the file says that it would come to.
#[test]
fn libreoffice_computes_the_same_sums() {
    let folder = hostile();
    let mut files = vec![("hostile.xlsx", report(&folder.records(), "xlsx", &["--phase", "1"]))];
    let names = ["records.xlsx", "minimal.xlsx", "league.xlsx", "cluster.xlsx", "bands.xlsx", "quotas.xlsx"];
    for (records, name) in RECORDS.iter().zip(names) {
        files.push((name, report(Path::new(records), "xlsx", &["--lang", "en"])));
    }
    let emptied: Vec<(&str, Vec<u8>)> =
        files.iter().map(|(name, written)| (*name, without_results(written))).collect();
    let Some((_folder, paths)) = converted(&emptied, "ods", "ods") else { return };
    for (path, (name, written)) in paths.iter().zip(&files) {
        let mut computed: calamine::Ods<_> = calamine::open_workbook(path).unwrap();
        for sheet_name in sheet_names(written) {
            let before = sheet(written, &sheet_name);
            let after = computed.worksheet_range(&sheet_name).unwrap();
            for (row, column, cell) in before.used_cells() {
                let (row, column) = (u32::try_from(row).unwrap(), u32::try_from(column).unwrap());
                let (Data::Float(_) | Data::Int(_), Some(own)) = (cell, after.get_value((row, column)))
                else {
                    continue;
                };
                let close = |cell: &Data| format!("{:.6}", digits(cell).parse::<f64>().unwrap());
                assert_eq!(close(own), close(cell), "{name} {sheet_name} {row}:{column}");
            }
            let texts = after.used_cells().filter_map(|(_, _, cell)| match cell {
                Data::String(text) => Some(text.as_str()),
                _ => None,
            });
            let texts: Vec<&str> = texts.collect();
            assert!(!texts.iter().any(|text| text.contains("DIFFERS")), "{name} {sheet_name}");
            if sheet_name.starts_with("Board") {
                assert!(texts.contains(&"Check: all totals agree"), "{name} {texts:?}");
            }
        }
    }
}
