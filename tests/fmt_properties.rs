//! What holds of the canonical spelling of any table, however it was written.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use proptest::prelude::*;
use proptest::sample::select;
use thidua::campaign::SubjectKind;
use thidua::canonical::canonical;
use thidua::finding::{Finding, Problem};
use thidua::folder::{Purpose, RawFile};
use thidua::output::json;
use thidua::output::view::View;
use thidua::reading::{self, Reading};
use thidua::records::Table;
use thidua::score::{Basis, Request, score};
use thidua::source::FileId;

const HEADER: [&str; 10] = [
    "date",
    "team",
    "members",
    "activity",
    "quantity",
    "evidence",
    "accepted",
    "appraiser",
    "note",
    "colour",
];

/// How a program writes a table.
#[derive(Clone, Debug)]
struct Dialect {
    delimiter: char,
    line_end: &'static str,
    encoding: &'static str,
    sep_line: bool,
    /// Empty cells behind each row.
    trailing: usize,
    /// Quotes around every cell.
    quotes: bool,
    /// A blank row after every so many.
    blank_after: usize,
}

fn dialects() -> impl Strategy<Value = Dialect> {
    (
        select(vec![',', ';', '\t']),
        select(vec!["\n", "\r\n", "\r"]),
        select(vec!["utf-8", "utf-8 with mark", "utf-16le", "utf-16be"]),
        any::<bool>(),
        0..3usize,
        any::<bool>(),
        1..9usize,
    )
        .prop_map(|(delimiter, line_end, encoding, sep_line, trailing, quotes, blank_after)| Dialect {
            delimiter,
            line_end,
            encoding,
            sep_line,
            trailing,
            quotes,
            blank_after,
        })
}

impl Dialect {
    fn write(&self, rows: &[Vec<String>]) -> Vec<u8> {
        let mut text = String::new();
        if self.sep_line {
            text += &format!("sep={}{}", self.delimiter, self.line_end);
        }
        let delimiter = self.delimiter.to_string();
        for (index, row) in rows.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            text += &cells.join(&delimiter);
            text += &delimiter.repeat(self.trailing);
            text += self.line_end;
            if index % self.blank_after == 0 {
                text += &delimiter.repeat(index % 3);
                text += self.line_end;
            }
        }
        match self.encoding {
            "utf-8" => text.into_bytes(),
            "utf-8 with mark" => ["\u{feff}", &text].concat().into_bytes(),
            "utf-16le" => ["\u{feff}", &text].concat().encode_utf16().flat_map(u16::to_le_bytes).collect(),
            _ => ["\u{feff}", &text].concat().encode_utf16().flat_map(u16::to_be_bytes).collect(),
        }
    }

    fn cell(&self, cell: &str) -> String {
        if self.quotes || cell.contains(['"', '\n', '\r', self.delimiter]) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.to_owned()
        }
    }
}

fn one_of(spellings: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(spellings).prop_map(str::to_owned)
}

/// Good cells nine times of ten.
fn mostly(good: &'static [&'static str], bad: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop_oneof![9 => one_of(good), 1 => one_of(bad)]
}

const ISO: &[&str] = &[
    "2025-02-04",
    "2025-2-5",
    "2025/02/06",
    "2025.2.7 ",
    "2025-03-01 00:00:00",
    "'2025-03-02",
    "\u{a0}2025-03-03",
];
const SLASHED: &[&str] =
    &["04/02/2025", "5/2/2025", "06-02-2025", "7.2.2025", " 25/02/2025", "01/03/2025 0:00:00", "'2/3/2025"];
const BAD_DATES: &[&str] =
    &["45640", "2025-02-30", "4/2/25", "hôm qua", "", "  ", "2020-01-01", "1/1/2020", "02/25/2025", "=A1"];

/// Rows of a log, in all their spellings, right and wrong.
fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let date = select(vec![(ISO, ISO), (SLASHED, SLASHED), (ISO, SLASHED)]);
    date.prop_flat_map(|(most, some)| {
        let row = (
            prop_oneof![18 => one_of(most), 1 => one_of(some), 1 => one_of(BAD_DATES)],
            mostly(
                &[
                    "to-1",
                    "TO-1",
                    " to-2",
                    "'to-1",
                    "to-1\u{200b}",
                    "Tổ bảo vệ số 1",
                    "To\u{302}\u{309}  ba\u{309}o vê\u{323} sô\u{301} 1",
                    "\u{a0}to-2",
                ],
                &["to-9", "", "'", "'=to-1", "''to-1", "0912 345 678"],
            ),
            mostly(
                &[
                    "",
                    "T1-01",
                    "T1-01 T1-02",
                    "t1-01;T1-02",
                    "T1-02, T1-01",
                    "T1-01 + T1-02",
                    "T1-01\nT1-02",
                    " T2-01 ",
                    "\u{a0}",
                ],
                &["T9-09", "T1-01 T1-01", ";", "'", "'=x", "+T1-01", "''T1-01"],
            ),
            mostly(
                &["C1A", "c1a", " C2A ", "'C1A", "thuong", "C2A\u{feff}"],
                &["X9", "", "\u{200b}", "@C1A"],
            ),
            mostly(
                &["1", "1.0", "2,50", "2.5", "0,5", "007", " 3\u{a0}", "'4"],
                &["1.000", "1e3", "0", "0,0", "", "2 ca", "-1", "0,125", "1234567890123"],
            ),
            mostly(
                &[
                    "",
                    "BB-1",
                    "BB-2",
                    "bb-3 ",
                    "'0123",
                    "so\u{302}\u{301} 5",
                    "x,y;z\tw",
                    "a \"b\"",
                    "\"q\"",
                    " ",
                    "hàng\r\nhai",
                    "hàng\rba",
                ],
                &["=1+1", "0912345678", "123456789", "@x"],
            ),
            mostly(&["", "1", "2,5", "1.00", " 3 "], &["1.000", "x", "'", "0"]),
            mostly(
                &["", "CA-01", " ca-01", "'CA-01", "CA-01\u{200b}"],
                &["T1-01", "CA 01", "'", "'=CA", "MAR1"],
            ),
            mostly(
                &[
                    "",
                    "ghi chú",
                    "ghi chu\u{301}",
                    "- giảm",
                    "+ 0,1",
                    "'=1+1",
                    "“x”\u{a0}y",
                    "\u{200b}",
                    "<<< x",
                    "'",
                ],
                &["=1+1", "012345678901", "a@b.vn", "-x"],
            ),
            mostly(&["", "đỏ", " xanh ", "đo\u{309}", "0"], &["= x", "30A-12345"]),
            prop_oneof![30 => Just(10usize), 1 => 1..10usize, 1 => 11..13usize],
        );
        let row = row.prop_map(
            |(
                date,
                team,
                members,
                activity,
                quantity,
                evidence,
                accepted,
                appraiser,
                note,
                colour,
                cells,
            )| {
                let mut row = vec![
                    date, team, members, activity, quantity, evidence, accepted, appraiser, note, colour,
                ];
                row.resize(cells, "2,5".to_owned());
                row
            },
        );
        prop::collection::vec(row, 0..12)
    })
}

fn headers() -> impl Strategy<Value = Vec<String>> {
    let vietnamese = [
        "Ngày",
        " Tổ",
        "thành viên",
        "HOẠT ĐỘNG",
        "so luong",
        "Minh chứng",
        "'Thẩm định",
        "Người thẩm  định",
        "Ghi\nchú",
        "Màu ",
    ];
    let decomposed =
        vietnamese.map(|word| DecomposingNormalizerBorrowed::new_nfd().normalize(word).into_owned());
    select(vec![HEADER.map(String::from), vietnamese.map(String::from), decomposed]).prop_map(Vec::from)
}

/// Reads a log, members.csv and the small campaign.
fn read(log: Vec<u8>, members: Vec<u8>) -> Reading {
    let file = |path: &str, purpose, bytes| RawFile::in_memory(format!("records/{path}"), purpose, bytes);
    let files = vec![
        file("activities/2025-02.csv", Purpose::Log, log),
        file("campaign.toml", Purpose::Campaign, support::CAMPAIGN.into()),
        file("members.csv", Purpose::Members, members),
    ];
    reading::read(files, usize::MAX, 1)
}

const LOG_FILE: FileId = FileId(0);
const MEMBERS_FILE: FileId = FileId(2);

/// The canonical spelling of a file that was read.
fn spell(reading: &Reading, table: Table, file: FileId) -> Result<String, Vec<Finding>> {
    let findings: Vec<&Finding> =
        reading.findings.iter().filter(|finding| finding.place.file == file).collect();
    let text = &reading.sources.get(file).text;
    let spelt = canonical(table, file, text, reading.rules().unwrap(), &findings)?;
    let (old, new): (String, String) = spelt.changes(text).unzip();
    assert_eq!((&old, &new), (text, &spelt.text), "the changes are not all of both texts");
    Ok(spelt.text)
}

fn boards(reading: &Reading) -> String {
    let Reading { records, names, sources, allow, .. } = reading;
    let campaign = reading.rules().unwrap();
    let view = View {
        campaign,
        records,
        names,
        sources,
        allow,
        language: campaign.language,
        commit: None,
        authors: None,
    };
    let mut out = Vec::new();
    for by in [SubjectKind::Team, SubjectKind::Member] {
        for basis in [Basis::Official, Basis::Claimed] {
            let board = score(campaign, records, Request { by, phase: Some(0), until: None, basis });
            json::score::write(&mut out, &view, &board).unwrap();
        }
    }
    String::from_utf8(out).unwrap()
}

/// What stands at findings about something that could not be read, without quotes.
fn unread(reading: &Reading) -> Vec<(&'static str, String)> {
    let is_unread = |finding: &&Finding| {
        use Problem as P;
        matches!(
            finding.problem,
            P::DateUnreadable { .. }
                | P::DateImpossible { .. }
                | P::YearOfTwoDigits { .. }
                | P::DateSerial { .. }
                | P::UnknownTeam { .. }
                | P::UnknownMember { .. }
                | P::MemberTwice { .. }
                | P::UnknownActivity { .. }
                | P::NumberNotRead { .. }
                | P::NumberAmbiguous { .. }
                | P::NumberTooFine { .. }
                | P::NumberTooLarge { .. }
                | P::AppraiserUnusable { .. }
                | P::FormulaCell { .. }
                | P::DatesMixed { .. }
                | P::DatesInOtherOrder { .. }
        ) || finding.rule().code.starts_with('P')
    };
    let text = |finding: &Finding| {
        let raw = reading.sources.text(finding.place);
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
        (finding.rule().code, inner.replace("\"\"", "\""))
    };
    reading.findings.iter().filter(is_unread).map(text).collect()
}

fn codes(reading: &Reading) -> Vec<&'static str> {
    reading.findings.iter().map(|finding| finding.rule().code).collect()
}

fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn the_canonical_spelling_says_what_was_said(header in headers(), rows in rows(), dialect in dialects()) {
        let table: Vec<_> = std::iter::once(header).chain(rows).collect();
        let members = support::MEMBERS.as_bytes().to_vec();
        let before = read(dialect.write(&table), members.clone());
        let text = match spell(&before, Table::Log, LOG_FILE) {
            Ok(text) => text,
            Err(findings) => {
                // The one thing here that keeps a file from being read as a whole.
                prop_assert_eq!(findings.iter().map(|finding| finding.rule().code).collect::<Vec<_>>(), ["R206"]);
                return Ok(());
            }
        };
        let after = read(text.clone().into_bytes(), members);
        prop_assert!(after.agrees_with(&before), "{}\n{:?}\n{:?}", text, codes(&before), codes(&after));
        prop_assert_eq!(boards(&after), boards(&before));
        prop_assert_eq!(unread(&after), unread(&before));
        prop_assert_eq!(spell(&after, Table::Log, LOG_FILE).ok(), Some(text.clone()));

        // Another reader finds the cells that were written, and free text as it was typed.
        let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let read: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let blank = |cell: &String| cell.chars().all(|c| c.is_whitespace() || c == '\u{200b}');
        let written: Vec<_> = table.iter().filter(|row| !row.iter().all(blank)).collect();
        prop_assert_eq!(read.len(), written.len());
        for (read, written) in read.iter().zip(written).skip(1) {
            for column in [5, 8, 9].into_iter().filter(|&column| column < written.len()) {
                let (new, old) = (&read[column], &written[column]);
                let kept = new == old || *new == composed(&old.replace("\r\n", "\n").replace('\r', "\n"));
                prop_assert!(kept || blank(old) && new.is_empty(), "{:?} became {:?}", old, new);
            }
        }
    }

    #[test]
    fn every_way_of_writing_a_table_comes_to_the_same_bytes(
        dialect in dialects(),
        dates in select(vec!["Y-MM-DD", "DD/MM/Y", "D/M/Y", "Y/M/D", "DD.MM.Y", " 'Y-MM-DD 00:00:00"]),
        decomposed in any::<bool>(),
        blanks in select(vec!["", " ", "\u{a0}", "\u{200b}"]),
    ) {
        let spell_cell = |column: usize, cell: &str| {
            let cell = match *cell.split('-').collect::<Vec<_>>() {
                [year @ ("2024" | "2025"), month, day] => {
                    let spelt = dates.replace("MM", month).replace("DD", day);
                    let spelt = spelt.replace('M', month.trim_start_matches('0'));
                    spelt.replace('D', day.trim_start_matches('0')).replace('Y', year)
                }
                _ if column == 2 => cell.replace(' ', "; "),
                _ if cell.starts_with(|c: char| c.is_ascii_digit()) && column == 4 => format!("0{}", cell.replace('.', ",")),
                _ => cell.to_owned(),
            };
            let cell = if decomposed {
                DecomposingNormalizerBorrowed::new_nfd().normalize(&cell).into_owned()
            } else {
                cell
            };
            if column < 5 { format!("{blanks}{cell}{blanks}") } else { cell }
        };
        let respelt = |text: &str| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let rows = reader.records().map(Result::unwrap).enumerate().map(|(index, row)| {
                let cells = row.iter().enumerate();
                cells.map(|(column, cell)| if index == 0 { cell.to_owned() } else { spell_cell(column, cell) }).collect()
            });
            dialect.write(&rows.collect::<Vec<Vec<String>>>())
        };
        let members = "member,team,from,to,role\nT1-01,to-1,2025-02-01,2025-03-30,leader\nT1-02,to-1,,,Tổ phó\nT2-01,to-2,2024-12-01,,leader\nT2-02,to-2,,,member\n";
        let reading = read(respelt(support::LOG), respelt(members));
        prop_assert_eq!(spell(&reading, Table::Log, LOG_FILE).unwrap(), support::LOG);
        prop_assert_eq!(spell(&reading, Table::Members, MEMBERS_FILE).unwrap(), members);
        prop_assert!(reading.agrees_with(&read(support::LOG.into(), members.into())));
    }

    #[test]
    fn nothing_makes_it_panic_or_change_its_mind(text in "[\"',;\n\ra=đ <-]{0,40}", cells in prop::collection::vec("\\PC{0,6}", 0..24)) {
        for text in [text, cells.join(","), cells.join("\n")] {
            for table in [Table::Log, Table::Members] {
                let header = if table == Table::Log { "date,team,members,activity,quantity,evidence,accepted,appraiser,note,x" } else { "member,team,from,to,role,x" };
                let text = format!("{header}\n{text}");
                let (log, members, file) = match table {
                    Table::Log => (text.into_bytes(), support::MEMBERS.into(), LOG_FILE),
                    _ => (support::LOG.into(), text.into_bytes(), MEMBERS_FILE),
                };
                let before = read(log.clone(), members.clone());
                let Ok(spelt) = spell(&before, table, file) else { continue };
                let spelt_bytes = spelt.clone().into_bytes();
                let after = if file == LOG_FILE { read(spelt_bytes, members) } else { read(log, spelt_bytes) };
                prop_assert!(after.agrees_with(&before), "{}\n{:?}\n{:?}", spelt, codes(&before), codes(&after));
                prop_assert_eq!(spell(&after, table, file).ok(), Some(spelt));
            }
        }
    }
}
