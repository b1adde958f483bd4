//! Every change of a closed phase is found, wherever it is made, and no spelling is taken for one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use thidua::folder::{Purpose, RawFile};
use thidua::ledger::Ledger;
use thidua::reading::{self, Reading};
use thidua::seal::NewSeal;

/// Rules in which everything that can change a score is said.
const RULES: &str = r#"
[campaign]
id = "rich"
title = "Rich"
start = 2025-01-01
end = 2025-12-31
scale = 100
decimals = 2
language = "vi"
[[phases]]
title = "One"
start = 2025-01-01
end = 2025-06-30
weight = 1
[[phases]]
start = 2025-07-01
end = 2025-12-31
weight = 2
[[groups]]
id = "near"
[[groups]]
id = "far"
[[teams]]
id = "to-1"
title = "Tổ 1"
group = "near"
aliases = ["Tổ Một"]
[[teams]]
id = "to-2"
group = "near"
from = 2025-01-15
[[teams]]
id = "to-3"
group = "far"
to = 2025-06-15
[[criteria]]
id = "A"
title = "A"
weight = 60
ceiling = true
[[criteria]]
id = "A1"
title = "A1"
in = "A"
weight = 40
target = 20
targets = { to-2 = 18 }
every = "30d"
over = 1.2
cap = { day = 30 }
[[criteria]]
id = "A2"
title = "A2"
in = "A"
weight = 25
rule = "best"
per = "member"
base = 1
[[criteria]]
id = "B"
title = "B"
weight = 20
rule = "bands"
target = 8
bands = [{ from = 90, score = 20 }, { from = 50, score = 10 }]
[[criteria]]
id = "C"
title = "C"
weight = 20
rule = "surplus"
target = 4
at_target = "1/2"
not_assigned = ["to-3"]
[[activities]]
id = "a1"
criterion = "A1"
points = 1.5
credit = "full"
cap = { week = 40 }
member_cap = { month = 50 }
[[activities]]
id = "a2"
criterion = "A2"
[[activities]]
id = "b"
criterion = "B"
[[activities]]
id = "c"
criterion = "C"
[[adjustments]]
id = "khen"
kind = "bonus"
points = 2
cap = { phase = 4 }
[[adjustments]]
id = "phat"
kind = "penalty"
points = 1
[[adjustments]]
id = "loai"
kind = "disqualify"
for = "member"
[limits]
bonus = 5
penalty = 20
[ranking]
tie_break = ["penalty", "full", "A1"]
min_tenure = "1/4"
[[grades]]
id = "tot"
min = 80
floor = "1/2"
quota = "20%"
of = "kha"
round = "up"
[[grades]]
id = "kha"
min = 50
[grading]
leader_cap = true
min_months = 2
[[awards]]
id = "co"
places = 1
phase = 1
min = 70
grade = "kha"
floors = { A1 = "1/3" }
"#;

/// Values of the rules that matter to the first phase, each with another.
const RULES_THAT_MATTER: &[(&str, &str)] = &[
    ("scale = 100\ndecimals = 2", "scale = 100\ndecimals = 3"),
    ("end = 2025-06-30", "end = 2025-06-29"),
    ("start = 2025-01-01\nend = 2025-06-30", "start = 2025-01-02\nend = 2025-06-30"),
    ("end = 2025-06-30\nweight = 1", "end = 2025-06-30\nweight = 3"),
    ("title = \"Tổ 1\"\ngroup = \"near\"", "title = \"Tổ 1\"\ngroup = \"far\""),
    ("title = \"Tổ 1\"\ngroup = \"near\"\n", "title = \"Tổ 1\"\n"),
    ("from = 2025-01-15", "from = 2025-01-16"),
    ("to = 2025-06-15", "to = 2025-06-16"),
    ("weight = 60\nceiling = true", "weight = 61\nceiling = true"),
    ("weight = 60\nceiling = true\n", "weight = 65\n"),
    ("in = \"A\"\nweight = 40", "in = \"A\"\nweight = 41"),
    ("weight = 40\ntarget = 20", "weight = 40\ntarget = 20.001"),
    ("to-2 = 18", "to-2 = 18.5"),
    ("to-2 = 18", "to-1 = 18"),
    ("every = \"30d\"", "every = \"31d\""),
    ("every = \"30d\"\n", ""),
    ("over = 1.2", "over = 1.3"),
    ("cap = { day = 30 }", "cap = { day = 29 }"),
    ("cap = { day = 30 }", "cap = { week = 30 }"),
    ("rule = \"best\"\nper = \"member\"", "rule = \"best\"\nper = \"team\""),
    ("base = 1", "base = 2"),
    ("{ from = 50, score = 10 }", "{ from = 51, score = 10 }"),
    ("{ from = 50, score = 10 }", "{ from = 50, score = 11 }"),
    ("at_target = \"1/2\"", "at_target = \"1/3\""),
    ("not_assigned = [\"to-3\"]", "not_assigned = []"),
    ("points = 1.5", "points = 1.25"),
    ("credit = \"full\"", "credit = \"split\""),
    ("cap = { week = 40 }", "cap = { week = 41 }"),
    ("member_cap = { month = 50 }\n", ""),
    ("id = \"a2\"\ncriterion = \"A2\"", "id = \"a2\"\ncriterion = \"B\""),
    ("kind = \"bonus\"\npoints = 2", "kind = \"penalty\"\npoints = 2"),
    ("kind = \"bonus\"\npoints = 2", "kind = \"bonus\"\npoints = 2.5"),
    ("cap = { phase = 4 }", "cap = { phase = 5 }"),
    ("kind = \"penalty\"\npoints = 1\n", "kind = \"penalty\"\npoints = 1\nfor = \"member\"\n"),
    ("kind = \"disqualify\"\nfor = \"member\"", "kind = \"disqualify\""),
    (
        "kind = \"disqualify\"\nfor = \"member\"",
        "kind = \"disqualify\"\nfor = \"member\"\nscope = \"campaign\"",
    ),
    ("bonus = 5\npenalty = 20", "bonus = 6\npenalty = 20"),
    ("bonus = 5\npenalty = 20", "bonus = 5"),
    ("[\"penalty\", \"full\", \"A1\"]", "[\"full\", \"penalty\", \"A1\"]"),
    ("[\"penalty\", \"full\", \"A1\"]", "[\"penalty\", \"full\", \"B\"]"),
    ("min_tenure = \"1/4\"", "min_tenure = \"1/5\""),
    ("min = 80", "min = 79"),
    ("floor = \"1/2\"", "floor = \"1/3\""),
    ("quota = \"20%\"", "quota = \"30%\""),
    ("of = \"kha\"\n", ""),
    ("round = \"up\"", "round = \"down\""),
    ("min = 50", "min = 51"),
    ("leader_cap = true", "leader_cap = false"),
    ("min_months = 2", "min_months = 3"),
    ("places = 1", "places = 2"),
    ("min = 70", "min = 71"),
    ("phase = 1\nmin = 70\ngrade = \"kha\"", "phase = 1\nmin = 70\ngrade = \"tot\""),
    ("A1 = \"1/3\"", "A1 = \"1/4\""),
    ("A1 = \"1/3\"", "B = \"1/3\""),
];

/// Values that cannot change it.
const RULES_THAT_DO_NOT: &[(&str, &str)] = &[
    ("title = \"Rich\"", "title = { vi = \"Giàu\", en = \"Rich\" }\ntheme = \"x\""),
    ("language = \"vi\"", "language = \"en\"\nunit = \"xã\""),
    ("end = 2025-12-31\nweight = 2", "end = 2025-12-31\nweight = 3"),
    ("start = 2025-07-01\nend = 2025-12-31\n", "start = 2025-07-01\nend = 2025-09-30\n"),
    ("id = \"to-1\"\ntitle", "id = \"TO-1\"\ntitle"),
    ("aliases = [\"Tổ Một\"]", "aliases = [\"Tổ Một\", \"tổ số 1\"]"),
    ("id = \"A1\"\ntitle = \"A1\"", "id = \"a1\"\ntitle = \"Khác\""),
    ("to-2 = 18", "to-2 = 18.000"),
    ("[limits]", "# chú thích\n[privacy]\nallow = [\"0900 000 123\"]\n[limits]"),
    (
        "id = \"b\"\ncriterion = \"B\"",
        "id = \"b\"\ncriterion = \"B\"\nunit = \"buổi\"\n[[activities]]\nid = \"moi\"\ncriterion = \"A1\"",
    ),
    (
        "group = \"far\"\nto = 2025-06-15",
        "group = \"far\"\nto = 2025-06-15\n[[teams]]\nid = \"to-9\"\nfrom = 2025-07-01",
    ),
    ("min_months = 2", "min_months = 2\n[[awards]]\nid = \"nam\"\nplaces = 3"),
];

const HEADER: [&str; 10] =
    ["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note", "Xe số"];

/// Rows of the first phase, and one of the second.
const ROWS: [[&str; 10]; 9] = [
    ["2025-02-04", "to-1", "T1-01 T1-02", "a1", "2.5", "BB-01", "2", "TT-1", "thiếu một ca", "59"],
    ["2025-02-04", "to-1", "T1-01", "a2", "3", "BB-02", "3", "TT-1", "", ""],
    ["2025-02-05", "to-2", "T2-01 T2-02", "a1", "1", "", "1", "TT-2", "", "60"],
    ["2025-02-05", "to-2", "", "b", "4", "BB-03", "", "", "", ""],
    ["2025-03-01", "to-3", "T3-01", "b", "7.25", "bb-03b", "0", "TT-1", "trùng \"BB-03\", bỏ", ""],
    ["2025-03-01", "to-1", "", "c", "5", "", "5", "TT-2", "", "x;y,z"],
    ["2025-04-10", "to-1", "", "khen", "1", "QĐ-7", "1", "TT-1", "", ""],
    ["2025-04-11", "to-2", "", "phat", "1", "", "1", "TT-1", "dòng một\ndòng hai", ""],
    ["2025-05-01", "to-2", "T2-02", "loai", "1", "KL-1", "1", "TT-1", "", ""],
];

const SECOND_PHASE: [&str; 10] = ["2025-08-01", "to-1", "", "a1", "1", "", "1", "TT-1", "", ""];

const MEMBER_HEADER: [&str; 5] = ["member", "team", "from", "to", "role"];

const MEMBERS: [[&str; 5]; 6] = [
    ["T1-01", "to-1", "", "", "leader"],
    ["T1-02", "to-1", "2025-01-10", "", ""],
    ["T2-01", "to-2", "", "2025-05-31", ""],
    ["T2-02", "to-2", "", "", "deputy"],
    ["T3-01", "to-3", "2025-02-01", "2025-06-15", ""],
    ["T1-03", "to-1", "2024-06-01", "2024-12-31", ""],
];

type Row = Vec<String>;

fn owned<const N: usize>(rows: &[[&str; N]]) -> Vec<Row> {
    rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect()
}

fn csv(header: &[&str], rows: &[Row]) -> String {
    let cell = |cell: &str| {
        if cell.contains(['"', ',', ';', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    };
    let mut text = header.join(",") + "\n";
    for row in rows {
        text += &(row.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\n");
    }
    text
}

/// Records, and the seal of the first phase.
struct Records {
    rules: String,
    members: Vec<u8>,
    logs: Vec<Vec<u8>>,
    seal: Option<String>,
}

impl Records {
    fn new(rows: &[Row], members: &[Row]) -> Self {
        let rest = csv(&HEADER, &owned(&[SECOND_PHASE]));
        Self {
            rules: RULES.to_owned(),
            members: csv(&MEMBER_HEADER, members).into_bytes(),
            logs: vec![csv(&HEADER, rows).into_bytes(), rest.into_bytes()],
            seal: None,
        }
    }

    fn read(&self) -> Reading {
        let mut files = vec![
            RawFile::in_memory("r/campaign.toml", Purpose::Campaign, self.rules.clone().into_bytes()),
            RawFile::in_memory("r/members.csv", Purpose::Members, self.members.clone()),
        ];
        for (nth, log) in self.logs.iter().enumerate() {
            files.push(RawFile::in_memory(format!("r/activities/{nth}.csv"), Purpose::Log, log.clone()));
        }
        if let Some(seal) = &self.seal {
            files.push(RawFile::in_memory(
                "r/sealed/phase-1.toml",
                Purpose::Seal(1),
                seal.clone().into_bytes(),
            ));
        }
        reading::read(files, 99, 1)
    }

    /// Codes of all errors.
    fn errors(&self) -> Vec<String> {
        let reading = self.read();
        let errors = reading.findings.iter().filter(|finding| finding.is_error());
        let codes: Vec<_> = errors.map(|finding| finding.rule().code.to_owned()).collect();
        assert_eq!(codes.is_empty(), reading.records.closed == [0]);
        codes
    }
}

/// The seal of the records as they are above.
fn sealed() -> String {
    let reading = Records::new(&owned(&ROWS), &owned(&MEMBERS)).read();
    let found: Vec<_> = reading.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(found.is_empty(), "{found:?}");
    let ledger = Ledger::new(reading.rules().unwrap(), &reading.records, &reading.sources);
    NewSeal::close(&ledger, 0, Vec::new(), 1).text("a seal")
}

fn with_seal(rows: &[Row], members: &[Row], seal: &str) -> Records {
    Records { seal: Some(seal.to_owned()), ..Records::new(rows, members) }
}

/// Other things that a cell could say.
fn others(rows: &[Row], row: usize, column: usize) -> Vec<String> {
    let old = &rows[row][column];
    let mut others: Vec<String> = rows.iter().map(|row| row[column].clone()).collect();
    others.extend(["", "x", "1", "0", "2025-02-06", "to-1 to-2"].map(str::to_owned));
    others.push(format!("{old}1"));
    others.push(format!("{old} b"));
    others.push(format!("{old}.01"));
    others.sort();
    others.dedup();
    let same = |new: &String| {
        new == old || (column < 5 || column == 6 || column == 7) && new.eq_ignore_ascii_case(old)
    };
    others.retain(|new| !same(new));
    others
}

#[test]
fn every_change_of_a_cell_is_found() {
    let (seal, members) = (sealed(), owned(&MEMBERS));
    assert_eq!(with_seal(&owned(&ROWS), &members, &seal).errors(), [""; 0]);
    let (mut changes, mut only_by_the_seal) = (0, 0);
    for row in 0..ROWS.len() {
        for (column, word) in HEADER.iter().enumerate() {
            for new in others(&owned(&ROWS), row, column) {
                let mut rows = owned(&ROWS);
                rows[row][column] = new.clone();
                let errors = with_seal(&rows, &members, &seal).errors();
                assert!(!errors.is_empty(), "row {row}, {word}: `{}` → `{new}`", ROWS[row][column]);
                changes += 1;
                only_by_the_seal += usize::from(errors.iter().all(|code| code.starts_with('S')));
            }
        }
    }
    assert!(changes > 900 && only_by_the_seal > 400, "{changes} {only_by_the_seal}");
}

#[test]
fn every_row_that_comes_or_goes_is_found() {
    let (seal, members) = (sealed(), owned(&MEMBERS));
    for row in 0..ROWS.len() {
        let mut rows = owned(&ROWS);
        let mut twin = rows.remove(row);
        let errors = with_seal(&rows, &members, &seal).errors();
        assert!(errors.contains(&"S512".to_owned()), "{row}: {errors:?}");
        rows.insert(row, twin.clone());
        twin[5] = "BB-99".to_owned();
        rows.push(twin);
        let errors = with_seal(&rows, &members, &seal).errors();
        assert!(errors.contains(&"S510".to_owned()), "{row}: {errors:?}");
    }
    let rows = owned(&ROWS);
    let mut records = with_seal(&rows, &members, &seal);
    records.logs[1] = csv(&HEADER, &[]).into_bytes();
    assert_eq!(records.errors(), [""; 0]);
}

#[test]
fn every_change_of_a_member_is_found() {
    let (seal, rows) = (sealed(), owned(&ROWS));
    let mut changes = 0;
    for row in 0..MEMBERS.len() {
        for (column, word) in MEMBER_HEADER.iter().enumerate() {
            for new in others(&owned(&MEMBERS), row, column) {
                let mut members = owned(&MEMBERS);
                members[row][column] = new.clone();
                let is_plain = |role: &str| role.is_empty() || role == "member";
                if column == 4 && is_plain(&new) && is_plain(MEMBERS[row][4]) {
                    continue;
                }
                let errors = with_seal(&rows, &members, &seal).errors();
                assert!(!errors.is_empty(), "row {row}, {word}: `{}` → `{new}`", MEMBERS[row][column]);
                changes += 1;
            }
        }
        let mut members = owned(&MEMBERS);
        members.remove(row);
        assert!(!with_seal(&rows, &members, &seal).errors().is_empty());
    }
    assert!(changes > 200, "{changes}");
    let mut later = owned(&MEMBERS);
    later.push(["T2-09", "to-2", "2025-07-01", "", "leader"].map(str::to_owned).to_vec());
    assert_eq!(with_seal(&rows, &later, &seal).errors(), [""; 0]);
    later[3][3] = "2025-08-31".to_owned();
    assert_eq!(with_seal(&rows, &later, &seal).errors(), [""; 0]);
}

#[test]
fn every_rule_that_matters_is_found_and_no_other() {
    let (seal, rows, members) = (sealed(), owned(&ROWS), owned(&MEMBERS));
    let with = |(old, new): &(&str, &str)| {
        assert_eq!(RULES.matches(old).count(), 1, "{old}");
        Records { rules: RULES.replace(old, new), ..with_seal(&rows, &members, &seal) }.errors()
    };
    for change in RULES_THAT_MATTER {
        let errors = with(change);
        assert!(!errors.is_empty(), "{change:?}");
    }
    for change in RULES_THAT_DO_NOT {
        assert_eq!(with(change), [""; 0], "{change:?}");
    }
}

/// Numbers without a pattern that one would see.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % most as u64) as usize
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.below(at + 1));
        }
    }
}

/// A cell in another spelling.
fn respelt(column: usize, cell: &str, slashed: bool, dice: &mut Dice) -> String {
    let mut cell = match column {
        0 if slashed => {
            let [year, month, day] = cell.split('-').collect::<Vec<_>>()[..] else { panic!("{cell}") };
            format!("{day}{0}{month}{0}{year}", dice.one_of(&["/", "-", "."]))
        }
        0 => dice.one_of(&[cell, &cell.replace('-', "/"), &format!("{cell} 00:00:00")]).to_owned(),
        1 | 3 | 7 => dice.one_of(&[cell, &cell.to_uppercase(), &cell.to_lowercase()]).to_owned(),
        2 => {
            let mut codes: Vec<_> = cell.split(' ').collect();
            dice.shuffle(&mut codes);
            codes.join(dice.one_of(&[" ", "; ", ",", " + "]))
        }
        4 | 6 => {
            let comma = cell.replace('.', ",");
            let zero =
                if cell.contains('.') || cell.is_empty() { cell.to_owned() } else { format!("{cell}.0") };
            dice.one_of(&[cell, &comma, &zero]).to_owned()
        }
        _ => {
            let line_end = dice.one_of(&["\n", "\r\n", "\r"]);
            cell.replace('\n', line_end)
        }
    };
    if cell == "to-1" && dice.below(3) == 0 {
        cell = "tổ một".to_owned();
    }
    match dice.below(6) {
        0 => format!(" {cell}\u{a0}"),
        1 => format!("{cell}\u{200b}"),
        2 => {
            use std::iter::once;
            let nfd: String = cell
                .chars()
                .flat_map(|c| if c == 'ế' { vec!['ê', '\u{301}'] } else { once(c).collect() })
                .collect();
            nfd
        }
        3 if column != 0 && !cell.is_empty() => format!("'{cell}"),
        _ => cell,
    }
}

/// Rows as some spreadsheet could have written them.
fn file(rows: &[Row], dice: &mut Dice) -> Vec<u8> {
    let delimiter = dice.one_of(&[",", ";", "\t"]);
    let line_end = dice.one_of(&["\n", "\r\n", "\r"]);
    let slashed = dice.below(3) == 0;
    let quotes_all = dice.below(2) == 0;
    let mut order: Vec<usize> = (0..HEADER.len()).collect();
    dice.shuffle(&mut order);
    let words: [&[&str]; 10] = [
        &["date", "Ngày", "NGAY"],
        &["team", "Tổ", "đơn vị"],
        &["members", "thành viên"],
        &["activity", "hoạt động"],
        &["quantity", "so luong"],
        &["evidence", "Minh chứng"],
        &["accepted", "thẩm định"],
        &["appraiser", "người duyệt"],
        &["note", "ghi chú"],
        &["Xe số", "XE SỐ"],
    ];
    let mut lines = Vec::new();
    let mut write = |cells: Vec<String>| {
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| {
                if quotes_all || cell.contains([',', ';', '\t', '"', '\n', '\r']) {
                    format!("\"{}\"", cell.replace('"', "\"\""))
                } else {
                    cell
                }
            })
            .collect();
        lines.push(cells.join(delimiter));
    };
    write(order.iter().map(|&column| dice.one_of(words[column]).to_owned()).collect());
    for row in rows {
        write(order.iter().map(|&column| respelt(column, &row[column], slashed, dice)).collect());
        if dice.below(4) == 0 {
            write(vec![String::new(); 3]);
        }
    }
    let text = lines.join(line_end);
    let text = if dice.below(4) == 0 { format!("sep={delimiter}{line_end}{text}") } else { text };
    match dice.below(4) {
        0 => format!("\u{feff}{text}").into_bytes(),
        1 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        2 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.into_bytes(),
    }
}

#[test]
fn no_spelling_breaks_a_seal() {
    let seal = sealed();
    for seed in 0..500 {
        let mut dice = Dice(seed);
        let mut rows = owned(&ROWS);
        rows.extend(owned(&[SECOND_PHASE]));
        let mut members = owned(&MEMBERS);
        dice.shuffle(&mut rows);
        dice.shuffle(&mut members);
        let n_files = 1 + dice.below(3);
        let mut files = vec![Vec::new(); n_files];
        rows.into_iter().for_each(|row| files[dice.below(n_files)].push(row));
        let logs: Vec<Vec<u8>> = files.iter().map(|rows| file(rows, &mut dice)).collect();
        let records = Records { logs, ..with_seal(&[], &members, &seal) };
        let reading = records.read();
        let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.is_error()).collect();
        let logs = records.logs.iter().map(|log| String::from_utf8_lossy(log)).collect::<Vec<_>>();
        assert!(errors.is_empty() && reading.records.closed == [0], "{seed}: {errors:?}\n{logs:#?}");
    }
}
