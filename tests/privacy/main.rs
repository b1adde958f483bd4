//! What the data-protection guard reports, and what it lets pass. Every number here is invented.

#![allow(clippy::unwrap_used, reason = "a broken assumption should stop a test")]

mod corpus;
#[path = "../support/mod.rs"]
mod support;
mod validated;

use std::collections::BTreeSet;

use proptest::prelude::*;
use thidua::privacy::identifiers::Identifier::{CitizenId, Email, LongNumber, OldIdentityCard, Phone, Plate};
use thidua::privacy::identifiers::Surroundings::{FileName, NoteOrEvidence, OtherCell, RulesText};
use thidua::privacy::identifiers::{Allow, Hit, Identifier, Surroundings, find, mask, masked};

/// Mobile numbers without a prefix: none of them is anybody's.
const MOBILE: [&str; 4] = ["900000123", "355500555", "812000018", "700000007"];

/// Citizen identity numbers without a person.
const CITIZENS: [&str; 4] = ["001000000001", "096399999999", "079199000000", "034201555555"];

/// Old identity card numbers without a person.
const CARDS: [&str; 3] = ["100000001", "365555555", "223000999"];

/// What stands between the groups of a number.
const SEPARATORS: [&str; 8] = [" ", ".", "-", "\u{a0}", " - ", "–", ". ", "\u{2011}"];

/// Texts with the identifier in brackets `⟦…⟧`, and what it is.
#[derive(Default)]
struct Table(BTreeSet<(String, Identifier)>);

impl Table {
    fn add(&mut self, text: impl Into<String>, kind: Identifier) {
        self.0.insert((text.into(), kind));
    }

    fn check(&self, surroundings: Surroundings) {
        for (text, kind) in &self.0 {
            check(text, *kind, surroundings);
        }
    }
}

/// The identifier in `marked`, between `⟦` and `⟧`, is found there, and nothing else is.
fn check(marked: &str, kind: Identifier, surroundings: Surroundings) {
    let text = marked.replace(['⟦', '⟧'], "");
    let start = marked.find('⟦').expect("a marked start");
    let end = marked.find('⟧').expect("a marked end") - '⟦'.len_utf8();
    let hits = find(&text, surroundings, &Allow::default());
    assert_eq!(hits, [Hit { kind, range: start..end }], "{marked}");
}

fn check_kinds(text: &str, surroundings: Surroundings, kinds: &[Identifier]) {
    let found: Vec<_> = find(text, surroundings, &Allow::default()).iter().map(|hit| hit.kind).collect();
    assert_eq!(found, kinds, "{text}");
}

/// `digits` in groups of these sizes.
fn grouped(digits: &str, sizes: &[usize], separator: &str) -> String {
    let mut groups = Vec::new();
    let mut rest = digits;
    for &size in sizes {
        let (group, others) = rest.split_at(size);
        groups.push(group);
        rest = others;
    }
    assert!(rest.is_empty(), "{digits} in {sizes:?}");
    groups.join(separator)
}

fn full_width(digits: &str) -> String {
    digits.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).expect("a full-width form")).collect()
}

/// Invisible characters between all others, as some messengers put them.
fn with_invisible(digits: &str) -> String {
    let mut text = String::new();
    for (n, c) in digits.chars().enumerate() {
        text.push_str(["", "\u{200b}", "\u{2060}\u{200d}", "\u{feff}"][n.min(1 + n % 3)]);
        text.push(c);
    }
    text
}

fn phones() -> Table {
    let mut table = Table::default();
    for national in MOBILE {
        let local = format!("0{national}");
        let threes = grouped(national, &[3, 3, 3], " ");
        for separator in SEPARATORS {
            for sizes in [&[4, 3, 3][..], &[3, 3, 4], &[3, 4, 3], &[4, 6], &[3, 7], &[5, 5], &[4, 2, 2, 2]] {
                table.add(format!("gọi ⟦{}⟧", grouped(&local, sizes, separator)), Phone);
            }
            for sizes in [&[3, 3, 3][..], &[2, 3, 4], &[9], &[3, 6], &[3, 2, 2, 2]] {
                let rest = grouped(national, sizes, separator);
                table.add(format!("⟦+84{separator}{rest}⟧ (tổ 2)"), Phone);
                table.add(format!("⟦0084{separator}{rest}⟧"), Phone);
                table.add(format!("bà chủ hộ: ⟦84{separator}{rest}⟧."), Phone);
            }
        }
        for around in ["~", "~,", "(~)", "SĐT:~-Nam", "sđt~", "BB-~", "'~", "anh Ba~", "Zalo-~/Nam", "\"~\""]
        {
            table.add(around.replace('~', &format!("⟦{local}⟧")), Phone);
            table.add(around.replace('~', &format!("⟦84{national}⟧")), Phone);
        }
        table.add(format!("⟦+84{national}⟧"), Phone);
        table.add(format!("(⟦+84) {national}⟧"), Phone);
        table.add(format!("(⟦84) {threes}⟧"), Phone);
        table.add(format!("⟦+84 (0) {threes}⟧"), Phone);
        table.add(format!("⟦84 (0) {threes}⟧"), Phone);
        table.add(format!("(⟦{}) {}⟧", &local[..4], &local[4..]), Phone);
        table.add(format!("⟦0 {national}⟧"), Phone);
        table.add(format!("⟦{}⟧", full_width(&local)), Phone);
        table.add(format!("⟦{}⟧", full_width(&format!("+84{national}"))), Phone);
        table.add(format!("\u{202a}⟦{}⟧\u{202c}", with_invisible(&local)), Phone);
        // Beside a word: the zero eaten, and groups that are otherwise a list.
        for word in ["SĐT", "sdt:", "ĐT", "điện thoại số", "Tel.", "Zalo", "liên hệ", "d\u{323}i động"]
        {
            table.add(format!("{word} ⟦{national}⟧"), Phone);
            table.add(format!("{word} ⟦{}⟧", grouped(&local, &[2, 2, 2, 2, 2], " ")), Phone);
            table.add(format!("{word} ⟦{}⟧", grouped(national, &[3, 3, 3], ".")), Phone);
        }
    }
    for land in ["⟦02990000001⟧", "⟦0299 0000 001⟧", "(⟦0299) 0.000.001⟧", "⟦01200000001⟧"] {
        table.add(format!("ĐT: {land}"), Phone);
    }
    table.add("⟦+84 299 0000 001⟧", Phone);
    table
}

fn citizens() -> Table {
    let mut table = Table::default();
    for number in CITIZENS {
        for around in [
            "~",
            "CCCD: ~",
            "CCCD~",
            "cccd số ~, cấp năm 2021",
            "căn cước công dân ~",
            "định danh ~",
            "HS-~",
            "HS~",
            "ông A (~)",
            "13/12/2024 ~ 15 lượt",
            "số tiền của ~",
            "~/BB",
            "1. ~",
        ] {
            table.add(around.replace('~', &format!("⟦{number}⟧")), CitizenId);
        }
        for separator in [" ", ".", "-", "\u{a0}", "–"] {
            for sizes in [&[3, 3, 6][..], &[3, 3, 3, 3], &[4, 4, 4], &[6, 6], &[3, 9], &[3, 1, 2, 6]] {
                table.add(format!("CCCD ⟦{}⟧", grouped(number, sizes, separator)), CitizenId);
            }
            table.add(format!("hộ ⟦{}⟧", grouped(number, &[3, 3, 6], separator)), CitizenId);
            table.add(format!("hộ ⟦{}⟧", grouped(number, &[6, 6], separator)), CitizenId);
        }
        table.add(format!("⟦{}⟧", full_width(number)), CitizenId);
        table.add(format!("⟦{}⟧", with_invisible(number)), CitizenId);
        let eaten = number.trim_start_matches('0');
        for word in ["CCCD", "cccd:", "Số CCCD", "CMND/CCCD số", "căn cước", "CAN CUOC", "định danh cá nhân"]
        {
            table.add(format!("{word} ⟦{eaten}⟧"), CitizenId);
        }
        table.add(format!("⟦{eaten}⟧ (CCCD)"), CitizenId);
    }
    table
}

fn cards() -> Table {
    let mut table = Table::default();
    for number in CARDS {
        for word in [
            "CMND",
            "cmnd:",
            "CMND số",
            "CMND của bà chủ hộ:",
            "chứng minh nhân dân số",
            "chứng minh thư",
            "Chu\u{31b}\u{301}ng minh",
            "CCCD",
            "CMT",
            "giấy CMND cấp 2010 số",
        ] {
            table.add(format!("{word} ⟦{number}⟧"), OldIdentityCard);
            table.add(format!("{word}⟦{number}⟧, tổ 3"), OldIdentityCard);
        }
        for separator in [" ", "-", "\u{a0}"] {
            table.add(format!("CMND ⟦{}⟧", grouped(number, &[3, 3, 3], separator)), OldIdentityCard);
            table.add(format!("⟦{}⟧", grouped(number, &[3, 3, 3], separator)), OldIdentityCard);
        }
        table.add(format!("CMND ⟦{}⟧", grouped(number, &[3, 3, 3], ".")), OldIdentityCard);
        for around in ["~", " ~ ", "'~", "(~).", "~ (CMND)", "~ - CMND", "CMND-~"] {
            table.add(around.replace('~', &format!("⟦{number}⟧")), OldIdentityCard);
        }
        table.add(format!("⟦{}⟧", full_width(number)), OldIdentityCard);
    }
    table
}

fn plates() -> Table {
    let mut table = Table::default();
    for province in ["11", "30", "51", "68", "99"] {
        let mut add = |around: &str, plate: &str| {
            let plate = plate.replace("##", province);
            table.add(around.replace('~', &format!("⟦{plate}⟧")), Plate);
        };
        for series in ["A", "G", "k"] {
            for form in [
                "##S-00000",
                "##S-000.01",
                "##S 000.01",
                "##-S 000.01",
                "##-S-00000",
                "##S.00000",
                "##S000.01",
            ] {
                add("xe ~", &form.replace('S', series));
                add("~, tổ 5", &form.replace('S', series));
            }
        }
        for series in ["B1", "H9", "MĐ1", "AA"] {
            for form in ["##-S 000.01", "##S-000.01", "##-S-000.01", "## S 000.01", "##S000.01"] {
                add("xe ~ vi phạm", &form.replace('S', series));
            }
        }
        for form in
            ["##-B1 00001", "##-B1 0001", "##B1-0001", "##B1 00001", "##A00001", "##A 00001", "##–A–00001"]
        {
            add("~", form);
        }
        for form in ["##B100001", "##b 00001", "##A-2024", "##LD-00001", "##A 12000"] {
            add("biển số ~", form);
        }
    }
    table
}

fn emails() -> Table {
    let mut table = Table::default();
    for name in ["a", "to.2", "khong_co+thu", "0900000123", "x-1", "không.có"] {
        for host in ["example.com", "thu.example.gov.vn", "ví-dụ.example", "a1.example"] {
            table.add(format!("⟦{name}@{host}⟧"), Email);
            table.add(format!("thư: <⟦{name}@{host}⟧>."), Email);
        }
        table.add(format!("⟦{name}＠example．com⟧"), Email);
    }
    table
}

fn long_numbers() -> Table {
    let mut table = Table::default();
    let digits = "99887766554433221100";
    for n_digits in 8..=20 {
        let number = &digits[..n_digits];
        table.add(format!("số ⟦{number}⟧"), LongNumber);
        table.add(format!("số ⟦{number}⟧ ở tổ 2, 13/12/2024"), LongNumber);
        table.add(format!("STK ⟦{number}⟧"), LongNumber);
    }
    table.add("thẻ ⟦9999 8888 7777 6666⟧", LongNumber);
    table.add("thẻ ⟦9999-8888-7777-6666-555⟧", LongNumber);
    table.add("tài khoản ⟦1234 5678 90⟧", LongNumber);
    table.add("tài khoản ⟦20241213⟧", LongNumber);
    table.add("mã ⟦100000001⟧", LongNumber);
    table.add("tố giác của anh Tiến ⟦912345678⟧", LongNumber);
    table.add("⟦99887766⟧ đ/c Nam", LongNumber);
    table.add("⟦99887766⟧ đồng chí Nam", LongNumber);
    table
}

#[test]
fn phone_numbers_are_found_in_every_written_form() {
    for surroundings in [OtherCell, NoteOrEvidence, RulesText, FileName] {
        phones().check(surroundings);
    }
}

#[test]
fn citizen_numbers_are_found_in_every_written_form() {
    citizens().check(OtherCell);
    citizens().check(NoteOrEvidence);
}

#[test]
fn old_identity_cards_are_found_beside_a_word_or_alone_in_a_note() {
    cards().check(NoteOrEvidence);
}

#[test]
fn plates_are_found_in_every_written_form() {
    plates().check(OtherCell);
    plates().check(NoteOrEvidence);
}

#[test]
fn email_addresses_are_found() {
    emails().check(OtherCell);
}

#[test]
fn other_long_numbers_are_found() {
    long_numbers().check(OtherCell);
}

#[test]
fn there_are_enough_written_forms() {
    let sizes =
        [phones(), citizens(), cards(), plates(), emails(), long_numbers()].map(|table| table.0.len());
    assert!(sizes.iter().all(|&size| size >= 40), "{sizes:?}");
    assert!(sizes.iter().sum::<usize>() >= 300, "{sizes:?}");
}

/// Texts that look like an identifier and are none.
fn look_alikes() -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    for (day, month, year) in
        [(13, 12, 2024), (3, 2, 2025), (19, 8, 2025), (7, 9, 2025), (31, 1, 1999), (5, 5, 2030)]
    {
        let (d, m) = (format!("{day:02}"), format!("{month:02}"));
        for mark in ["/", "-", ".", " "] {
            let date = format!("{d}{mark}{m}{mark}{year}");
            texts.extend([
                format!("{day}{mark}{month}{mark}{year}"),
                format!("{year}{mark}{m}{mark}{d}"),
                format!("{m}{mark}{d}{mark}{year}"),
                format!("{date}-{date}"),
                format!("từ {date} - {date}, 12 lượt"),
                format!("ĐT ngày {date} - {date}"),
                format!("làm CCCD ngày {date} 08:30"),
                format!("{year}{mark}{m}{mark}{d} 00:00:00"),
                date,
            ]);
        }
        texts.extend([
            format!("{d}{m}{year}"),
            format!("{year}{m}{d}"),
            format!("{year}{m}{d}0830"),
            format!("{year}{m}{d}083015"),
            format!("{year}{m}{d}_083015"),
            format!("{year}{m}{d}-01"),
            format!("{year}{m}{d}01"),
            format!("BB-{year}{m}{d}-01"),
            format!("BB-{d}{m}{year}-12"),
            format!("BB-{d}{m}{year}01"),
            format!("BB{year}{m}{d}0001"),
            format!("HA_{year}{m}{d}_083015"),
            format!("IMG_{year}{m}{d}_083015.jpg"),
            format!("VID-{year}{m}{d}-WA0001"),
            format!("BB-{m}{d} {m}/{year}"),
            format!("BB-{m}{d} {m} {year}"),
            format!("BB-{m}{d}-{year}-{m}"),
            format!("{d}/{m}/{year}/QĐ-UBND"),
            format!("ngày {d} tháng {m} năm {year}"),
            format!("{d}A-{year}"),
            format!("lớp 12A {year} {m}"),
            format!("15-T5-{year}"),
            format!("{d}-MAR-{year}"),
        ]);
    }
    for number in [5, 31, 947, 2024, 12_345, 1_234_567] {
        for code in ["QĐ-UBND", "KH-UBND", "BC-CAX", "HD-BCA-V05", "2023/QH15", "NQ/ĐU"] {
            texts.insert(format!("{number}/{code}"));
            texts.insert(format!("Số: {number}/{code} ngày 13/12/2024"));
        }
        for prefix in ["BB-", "BB-00", "TT", "HS.", "QĐ/", "ẢNH-", "T5-", "PX_", "C3A-"] {
            texts.insert(format!("{prefix}{number}"));
            texts.insert(format!("{prefix}{number:08}"));
            texts.insert(format!("{prefix}{number}-2025"));
            texts.insert(format!("{prefix}2025-03-{number:05}"));
        }
        for unit in ["đ", "đồng", " đồng", " VNĐ", " vnd", "đồng/hộ", " đ.", " USD", " nghìn đồng", "₫"]
        {
            texts.insert(format!("thu {number}0000{unit}"));
            texts.insert(format!("thu {number}.000.000{unit}"));
        }
        let thousand = number % 1000;
        texts.extend([
            format!("số tiền {number}0000"),
            format!("kinh phí: {number}00000"),
            format!("{thousand}.000.000"),
            format!("84.100.{thousand:03}.000"),
            format!("{thousand},000,000"),
            format!("{thousand}.000"),
            format!("{number},5"),
            format!("105.{number:07}5"),
            format!("10.0{number:07}, 105.{number:08}"),
        ]);
    }
    for list in
        ["01 02 03 04 05 06", "07 08 09 10 11", "001 002 003 004", "031 032 033", "12 15 20 30 41 52 60"]
    {
        for separator in [" ", ", ", "; ", "-", " - ", "/", "+"] {
            let list = list.replace(' ', separator);
            texts.extend([format!("tổ {list}"), format!("BB {list} kèm ảnh"), list]);
        }
    }
    let others = [
        "702.000",
        "13122024",
        "BB-00311",
        "T1-02 T1-03 T1-04 T2-01 T2-02",
        "T1-02;T1-03,T1-04+T2-01",
        "08:30-09:45, 13:30-16:45",
        "0830 0945 1030",
        "2021 2022 2023 2024",
        "0800 1030 1400 1630",
        "550e8400-e29b-41d4-a716-446655440000",
        "3f00a0900000123bc",
        "@SUM(A1:A9)",
        "họp @ 8h30",
        "a@b",
        "a@localhost 1",
        "@example",
        "số 1@2.3",
        "lúc 20h 15000 lượt",
        "12A 10000 đồng",
        "11-BB-00311",
        "BB-12A-00311",
        "http://www.w3.org/2000/svg",
        "#112233",
        "1,5; 2,5; 3,5; 4,5",
        "100% 200% 300% 400%",
        "113 114 115",
        "95 năm, 80 năm, 50 năm, 30 năm",
        "Luật 30/2023/QH15, Điều 7-12, Nghị định 40/2024/NĐ-CP",
        "",
        "đồng bào",
    ];
    texts.extend(others.map(str::to_owned));
    texts
}

#[test]
fn every_form_of_the_corpus_is_found() {
    let mut wrong = Vec::new();
    for form in corpus::forms() {
        let surroundings = if form.only_in_notes { NoteOrEvidence } else { OtherCell };
        for surroundings in [surroundings, NoteOrEvidence] {
            let hits = find(&form.text, surroundings, &Allow::default());
            let found: Vec<_> = hits.iter().map(|hit| (code(hit.kind), hit.range.clone())).collect();
            if found != [(form.code, form.range.clone())] {
                wrong.push(format!("{} {:?} {:?}: {found:?}", form.code, form.text, form.range));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_look_alike_of_the_corpus_is_reported() {
    let mut wrong = Vec::new();
    for text in corpus::look_alikes() {
        for surroundings in [OtherCell, NoteOrEvidence, RulesText] {
            let hits = find(&text, surroundings, &Allow::default());
            if !hits.is_empty() {
                wrong.push(format!("{text:?}: {hits:?}"));
            }
        }
    }
    wrong.dedup();
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

/// The code of the finding about such an identifier.
fn code(kind: Identifier) -> &'static str {
    match kind {
        CitizenId => "P601",
        OldIdentityCard => "P602",
        Phone => "P603",
        Plate => "P604",
        Email => "P605",
        LongNumber => "P606",
    }
}

#[test]
fn look_alikes_are_let_pass() {
    let texts = look_alikes();
    assert!(texts.len() >= 500, "{}", texts.len());
    for text in texts {
        for surroundings in [OtherCell, NoteOrEvidence, RulesText] {
            check_kinds(&text, surroundings, &[]);
        }
    }
}

#[test]
fn nine_digits_alone_are_an_identity_card_only_in_a_note() {
    check_kinds("365555555", NoteOrEvidence, &[OldIdentityCard]);
    check_kinds("365555555; 365555556", NoteOrEvidence, &[OldIdentityCard, OldIdentityCard]);
    check_kinds("365555555; 12", NoteOrEvidence, &[LongNumber]);
    check_kinds("phiếu 365555555", NoteOrEvidence, &[LongNumber]);
    check_kinds("365 555 555", OtherCell, &[]);
    for surroundings in [OtherCell, RulesText, FileName] {
        check_kinds("365555555", surroundings, &[LongNumber]);
    }
}

#[test]
fn all_identifiers_of_a_text_are_found_in_order() {
    check_kinds(
        "Bà B, CCCD 001000000001, SĐT 0900 000 123 – 0900.000.124, xe 68-B1 000.01, thu@example.com, STK 99887766554",
        NoteOrEvidence,
        &[CitizenId, Phone, Phone, Plate, Email, LongNumber],
    );
    check_kinds("0900000123/0355500555", OtherCell, &[Phone, Phone]);
    check_kinds("0900 000 123 0355 500 555", OtherCell, &[Phone, Phone]);
    check_kinds("CMND: 365555555, 365555556 và 365555557", OtherCell, &[OldIdentityCard; 3]);
    check_kinds("CMND 365555555, SĐT 900000123", OtherCell, &[OldIdentityCard, Phone]);
    check_kinds("365555555 CMND; 0900000123 SĐT", OtherCell, &[OldIdentityCard, Phone]);
    check_kinds("@b.example@c.example", OtherCell, &[Email]);
}

#[test]
fn a_word_speaks_only_of_the_number_beside_it() {
    check_kinds("Cấp CMND cho dân. Số 365555555", OtherCell, &[LongNumber]);
    check_kinds("CMND; phiếu 365555555", OtherCell, &[LongNumber]);
    check_kinds("cấp CMND cho các hộ dân ở tổ 2, phiếu 365555555", OtherCell, &[LongNumber]);
    check_kinds("SĐT 0900000123 của hộ, phiếu 365555555", OtherCell, &[Phone, LongNumber]);
    check_kinds("làm CCCD, lệ phí 150.000.000", OtherCell, &[]);
    check_kinds("làm CMND theo BB-365555555", OtherCell, &[]);
}

#[test]
fn implausible_citizen_numbers_are_only_long() {
    for number in ["000000000001", "097000000001", "001400000001", "446655440000"] {
        check_kinds(number, NoteOrEvidence, &[LongNumber]);
    }
    check_kinds(&"1".repeat(21), NoteOrEvidence, &[]);
    check_kinds(&"0".repeat(1000), NoteOrEvidence, &[]);
}

#[test]
fn names_of_files_are_read_by_their_parts() {
    for (name, kind) in [
        ("cccd_⟦001000000001⟧.jpg", CitizenId),
        ("cccd_⟦79199000000⟧.csv", CitizenId),
        ("anh_⟦0900_000_123⟧.csv", Phone),
        ("activities/⟦0900000123⟧/2025-03.csv", Phone),
        ("tai_khoan_⟦99887766⟧.csv", LongNumber),
        ("activities/so ⟦99887766⟧.csv", LongNumber),
        ("xe ⟦68-B1 000.01⟧.csv", Plate),
    ] {
        check(name, kind, FileName);
    }
    for name in [
        "activities/2025-03.csv",
        "activities/2025/20250311.csv",
        "dot-2/bb-20250311-01.csv",
        "to-1_2024-12-13_2025-02-03.csv",
        "sealed/phase-1.toml",
        "13122024.csv",
    ] {
        check_kinds(name, FileName, &[]);
    }
}

fn check_allowed(pattern: &str, text: &str, kinds: &[Identifier]) {
    let hits = find(text, OtherCell, &Allow::new(&[pattern]));
    assert_eq!(hits.iter().map(|hit| hit.kind).collect::<Vec<_>>(), kinds, "{pattern} in {text}");
}

#[test]
fn what_the_rules_file_allows_is_let_pass() {
    check_allowed("0900 000 123", "gọi 0900 000 123", &[]);
    check_allowed("0900 000 123", "gọi 0900\u{a0}000\u{200b} １２３", &[]);
    check_allowed("0900 000 123", "gọi 0900 000 124", &[Phone]);
    check_allowed("0900 000 123", "gọi 0900 000 123, 0900 000 124", &[Phone]);
    check_allowed("0900 000", "gọi 0900 000 123", &[Phone]);
    check_allowed("19######", "19000001", &[]);
    check_allowed("19######", "190000012", &[LongNumber]);
    check_allowed("9#######", "19000001", &[LongNumber]);
    check_allowed("Hồ sơ ########", "HỒ SƠ 99887766", &[]);
    check_allowed("Hồ sơ ########", "ho\u{302}\u{300} so\u{31b} 99887766", &[]);
    check_allowed("Hồ sơ ########", "phiếu 99887766", &[LongNumber]);
    check_allowed("*@example.gov.vn", "xa@example.gov.vn, xa@example.com", &[Email]);
    check_allowed("*@*.gov.vn", "xa@example.gov.vn", &[]);
    check_allowed("xa@example.com", "maxa@example.com", &[Email]);
    check_allowed("##-B# ###.##", "68-B1 000.01", &[]);
    check_allowed("*", "99887766 0900000123 a@b.example", &[Email]);
    check_allowed("", "99887766", &[LongNumber]);
    check_allowed("SP*", "SP0900000123", &[]);
}

#[test]
fn hard_patterns_are_matched_in_one_pass() {
    let pattern = "*a".repeat(40) + "#";
    let text = format!("{} 99887766", "a".repeat(100_000));
    check_allowed(&pattern, &text, &[LongNumber]);
}

#[test]
fn long_texts_take_linear_time() {
    // These would take minutes if a look at one number could reach through the whole text.
    for piece in [
        "365555555 ",
        "1-",
        "0900 ",
        "12 B1 ",
        "1.",
        "9",
        "a@",
        "@a.vn",
        "CMND ",
        "1 đ ",
        "1\u{200b}",
        ",",
        "•1",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let hits = find(&text, NoteOrEvidence, &Allow::default());
        assert!(hits.len() <= text.len() / 5, "{piece}");
    }
    let spaced = "365555555".to_owned() + &" ".repeat(200_000) + &"365555555, a@b.example ".repeat(20_000);
    assert_eq!(find(&spaced, NoteOrEvidence, &Allow::default()).len(), 40_001);
}

#[test]
fn masks_show_little() {
    for (text, expected) in [
        ("001000000001", "00••••••••••"),
        ("+84 900 000 123", "+84 ••• ••• •••"),
        ("68-B1 000.01", "68-•• •••.••"),
        ("a@b.vn", "a@•.••"),
        ("0900@example.com", "••••@•••••••.•••"),
        ("0９00", "0•••"),
        ("", ""),
    ] {
        assert_eq!(mask(text), expected);
    }
    let text = "SĐT 0900000123 (bà B)";
    assert_eq!(masked(text, OtherCell, &Allow::default()), "SĐT 09•••••••• (bà B)");
    assert_eq!(masked("tổ 2", OtherCell, &Allow::default()), "tổ 2");
}

fn surroundings() -> impl Strategy<Value = Surroundings> {
    prop::sample::select(vec![NoteOrEvidence, OtherCell, RulesText, FileName])
}

/// Texts of the pieces that identifiers and their neighbours are made of.
fn pieced_text() -> impl Strategy<Value = String> {
    let pieces = vec![
        "0",
        "84",
        "+84",
        "0084",
        "09",
        "0900",
        "000",
        "123",
        "12",
        "1234",
        "365555555",
        "0900000123",
        "001000000001",
        "99887766",
        "13122024",
        "2024",
        "68",
        "30A",
        "B1",
        "68-B1 000.01",
        "12345",
        " ",
        " ",
        " ",
        ".",
        ".",
        "-",
        "-",
        ",",
        "/",
        "_",
        "(",
        ")",
        ";",
        ". ",
        "\n",
        "+",
        "•",
        "*",
        "@",
        "a@b.vn",
        "b.vn",
        ".vn",
        "x",
        "a",
        "đ",
        " đ",
        " đồng",
        "đồng chí",
        "k",
        "CMND ",
        "CCCD",
        "SĐT ",
        "STK ",
        "số tiền ",
        "biển số ",
        " (CMND)",
        "và",
        "BB-",
        "\u{200b}",
        "\u{feff}",
        "\u{301}",
        "０",
        "９００",
        "＠",
        "–",
        "\u{a0}",
        "tổ",
        "Ế",
        "ß",
        "😀",
        "\u{20e3}",
    ];
    prop::collection::vec(prop::sample::select(pieces), 0..24).prop_map(|pieces| pieces.concat())
}

fn check_hits(text: &str, surroundings: Surroundings, allow: &Allow) {
    let hits = find(text, surroundings, allow);
    let mut done = 0;
    for Hit { kind, range } in &hits {
        assert!(done <= range.start && range.start < range.end, "{text:?} {hits:?}");
        let hit = text.get(range.clone()).unwrap_or_else(|| panic!("{text:?} {hits:?}"));
        let mut ends = hit.chars();
        assert!(ends.next().is_some_and(|c| c.is_alphanumeric() || "+＋".contains(c)), "{kind:?} {hit:?}");
        assert!(ends.next_back().is_none_or(|c| c.is_alphanumeric() || c == '\u{301}'), "{kind:?} {hit:?}");
        assert_eq!(mask(hit).chars().count(), hit.chars().count());
        done = range.end;
    }
}

fn check_masked(text: &str, surroundings: Surroundings, allow: &Allow) {
    let shown = masked(text, surroundings, allow);
    assert_eq!(find(&shown, surroundings, allow), [], "{text:?} is shown as {shown:?}");
    assert_eq!(shown.chars().count(), text.chars().count());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2048, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hits_are_in_order_and_whole_in_any_text(text in any::<String>(), surroundings in surroundings()) {
        check_hits(&text, surroundings, &Allow::default());
        check_masked(&text, surroundings, &Allow::default());
    }

    #[test]
    fn hits_are_in_order_and_whole_in_likely_text(text in pieced_text(), surroundings in surroundings()) {
        check_hits(&text, surroundings, &Allow::default());
    }

    #[test]
    fn nothing_is_found_in_masked_text(text in pieced_text(), surroundings in surroundings()) {
        check_masked(&text, surroundings, &Allow::default());
    }

    #[test]
    fn any_pattern_only_takes_away(
        pattern in "[*#0-9a-zĐ@. ]{0,12}",
        text in pieced_text(),
        surroundings in surroundings(),
    ) {
        let allow = Allow::new(&[pattern]);
        check_hits(&text, surroundings, &allow);
        let all = find(&text, surroundings, &Allow::default());
        prop_assert!(find(&text, surroundings, &allow).iter().all(|hit| all.contains(hit)));
    }

    #[test]
    fn a_text_is_covered_by_its_own_pattern(text in pieced_text(), surroundings in surroundings()) {
        let text = text.replace('*', " ");
        prop_assert_eq!(find(&text, surroundings, &Allow::new(&[&text])), []);
    }

    #[test]
    fn wide_and_invisible_characters_hide_nothing(number in "0[35789][0-9]{8}", before in "[a-z ]{0,4} ") {
        for written in [number.clone(), full_width(&number), with_invisible(&number)] {
            check(&format!("{before}⟦{written}⟧"), Phone, OtherCell);
        }
    }
}
