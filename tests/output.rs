//! Boards, summaries and explanations as people and programs get them, from records to text.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use thidua::campaign::SubjectKind;
use thidua::folder::{Purpose, RawFile};
use thidua::output::explanation::{self, Depth};
use thidua::output::page::Page;
use thidua::output::table::{CsvFor, PAGE_WIDTH};
use thidua::output::view::View;
use thidua::output::{board, summary};
use thidua::reading::{self, Reading};
use thidua::score::summary::SummaryBy;
use thidua::score::{Basis, Request, explain, score, summarise};
use thidua::source::width;

/// The head of most campaigns below: one phase of 31 days, no members.
const HEAD: &str = r#"
[campaign]
id = "c"
title = "Thi đua"
start = 2025-03-01
end = 2025-03-31
[[phases]]
start = 2025-03-01
end = 2025-03-31
"#;

/// Reads a campaign with one log, whose header is left out here.
fn read(campaign: &str, rows: &str) -> Reading {
    let file = |path: &str, purpose, text: String| {
        RawFile::in_memory(format!("records/{path}"), purpose, text.into_bytes())
    };
    let header = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";
    let reading = reading::read(
        vec![
            file("activities/2025-03.csv", Purpose::Log, format!("{header}{rows}")),
            file("campaign.toml", Purpose::Campaign, campaign.to_owned()),
        ],
        20,
        1,
    );
    let errors: Vec<_> = reading.findings.iter().filter(|finding| finding.is_error()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    reading
}

fn view(reading: &Reading) -> View<'_> {
    let campaign = reading.campaign.as_ref().unwrap();
    let Reading { records, names, sources, allow, .. } = reading;
    View {
        campaign,
        records,
        names,
        sources,
        allow,
        language: campaign.language,
        commit: None,
        authors: None,
    }
}

fn request(phase: Option<usize>) -> Request {
    Request { by: SubjectKind::Team, phase, until: None, basis: Basis::Official }
}

fn text(page: &Page) -> String {
    let mut out = Vec::new();
    page.write_text(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn board_text(campaign: &str, rows: &str, phase: Option<usize>) -> String {
    let reading = read(campaign, rows);
    let view = view(&reading);
    text(&board::page(&view, &score(view.campaign, view.records, request(phase))))
}

#[test]
fn a_board_tells_no_rows_from_zero_and_from_not_assigned() {
    let campaign = format!(
        r#"{HEAD}
[[teams]]
id = "to-1"
title = "Tổ 1"
[[teams]]
id = "to-2"
[[criteria]]
id = "C1"
title = "Tuần tra"
weight = 70
[[criteria]]
id = "C2"
weight = 30
not_assigned = ["to-2"]
[[activities]]
id = "C1A"
criterion = "C1"
[[activities]]
id = "C2A"
criterion = "C2"
[[activities]]
id = "C2B"
criterion = "C2"
points = -1
"#
    );
    let rows = "\
2025-03-01,to-1,,C2A,2,,2,TT-01,
2025-03-01,to-1,,C2B,2,,2,TT-01,
2025-03-02,to-2,,C1A,70,,68.5,TT-01,thiếu sổ
2025-03-02,to-2,,C1A,1,BB-1,,,
";
    let expected = "\
Thi đua
Đợt 1: 01/03/2025 – 31/03/2025 (31 ngày)
Bảng xếp hạng tập thể
Tạm tính: còn thay đổi cho đến khi chốt đợt

Hạng  Đơn vị  Tên    Điểm  Tự chấm     C1    C2
───────────────────────────────────────────────
   1  to-2          97,86   100,00  68,50     ·
   2  to-1    Tổ 1   0,00     0,00      –  0,00

Số dòng: 3 được tính, 1 chờ thẩm định, 0 bị loại
to-2: 68,50/70 → 97,86
· không được giao tiêu chí này
– không có dòng nào
C1 Tuần tra (70)
C2 (30)
";
    assert_eq!(board_text(&campaign, rows, Some(0)), expected);
}

#[test]
fn groups_stand_apart_and_equal_scores_say_what_tells_them_apart() {
    let campaign = format!(
        r#"{HEAD}
[ranking]
tie_break = ["C1"]
[[groups]]
id = "a"
title = "Cụm A"
[[teams]]
id = "to-1"
group = "a"
[[teams]]
id = "to-2"
group = "a"
[[teams]]
id = "to-3"
[[criteria]]
id = "C1"
weight = 100
[[activities]]
id = "C1A"
criterion = "C1"
"#
    );
    let rows = "2025-03-01,to-1,,C1A,101,,101,TT-01,\n2025-03-01,to-2,,C1A,102,,102,TT-01,\n";
    let text = board_text(&campaign, rows, Some(0));
    let groups: Vec<&str> =
        text.lines().filter(|line| line.contains("cụm") || line.starts_with("Cụm")).collect();
    assert_eq!(groups, ["Không thuộc cụm nào", "Cụm A"]);
    assert!(text.contains("   1  to-2    100,00   100,00  100,00\n   2  to-1    100,00"), "{text}");
    assert!(text.contains("\nBằng điểm thì xét lần lượt: nhiều điểm C1 hơn\n"), "{text}");
}

/// A campaign of `n` criteria and teams, each a point apart.
fn wide(n: usize) -> (String, String) {
    let mut campaign = format!("{HEAD}\n");
    let mut rows = String::new();
    let weight = 100 / n;
    for index in 1..=n {
        campaign += &format!("[[teams]]\nid = \"to-{index}\"\n");
        campaign += &format!(
            "[[criteria]]\nid = \"C{index}\"\ntitle = \"Một tiêu chí có tên khá dài, số {index}\"\nweight = {weight}\n"
        );
        campaign += &format!("[[activities]]\nid = \"C{index}A\"\ncriterion = \"C{index}\"\n");
        rows += &format!("2025-03-{index:02},to-{index},,C{index}A,1,,1,TT-01,\n");
    }
    (campaign, rows)
}

#[test]
fn a_board_that_is_too_wide_turns() {
    let (campaign, rows) = wide(20);
    let text = board_text(&campaign, &rows, Some(0));
    let table: Vec<&str> = text.lines().filter(|line| line.starts_with("Tiêu chí")).collect();
    assert_eq!(table.len(), 2, "{text}");
    assert!(table[0].contains(" to-1 ") && table[1].ends_with(" to-9"), "{table:?}");
    assert!(text.lines().all(|line| width(line) <= PAGE_WIDTH), "{text}");

    let (campaign, rows) = wide(5);
    assert!(board_text(&campaign, &rows, Some(0)).contains("\nHạng  Đơn vị "));
}

#[test]
fn what_stands_in_titles_acts_on_no_reader() {
    let campaign = HEAD.replace("Thi đua", "\\u001b[31mThi *đua* | x\\u202e")
        + r#"
[[teams]]
id = "to-1"
title = "=1+1"
[[criteria]]
id = "C1"
weight = 100
[[activities]]
id = "C1A"
criterion = "C1"
"#;
    let reading = read(&campaign, "2025-03-01,to-1,,C1A,1,,1,TT-01,\n");
    let view = view(&reading);
    let scores = score(view.campaign, view.records, request(Some(0)));
    let page = board::page(&view, &scores);
    assert!(text(&page).starts_with("␛[31mThi *đua* | x<U+202E>\n"));
    let mut markdown = Vec::new();
    page.write_markdown(&mut markdown).unwrap();
    assert!(String::from_utf8(markdown).unwrap().starts_with("# ␛\\[31mThi \\*đua\\* \\| x\\<U+202E\\>\n"));
    let mut csv = Vec::new();
    board::flat(&view, &scores, CsvFor::Spreadsheet).write_csv(CsvFor::Spreadsheet, &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert!(csv.starts_with("\u{feff}Cụm;Hạng;") && csv.contains(";to-1;'=1+1;1,00;"), "{csv}");
}

#[test]
fn an_explanation_goes_from_the_score_to_the_rows_and_adds_up() {
    let campaign = format!(
        r#"{HEAD}
[[teams]]
id = "to-1"
[[teams]]
id = "to-2"
[[criteria]]
id = "C1"
title = "Tuần tra"
weight = 100
target = 12
[[activities]]
id = "C1A"
criterion = "C1"
cap = {{ day = 3 }}
[[adjustments]]
id = "cham"
kind = "penalty"
points = 0.5
"#
    );
    let rows = "\
2025-03-01,to-1,,C1A,2,,2,TT-01,
2025-03-01,to-1,,C1A,2,A1,2,TT-01,
2025-03-02,to-1,,C1A,3,,2,TT-01,thiếu chữ ký
2025-03-03,to-1,,C1A,1,,0,TT-01,không có sổ
2025-03-04,to-1,,C1A,1,,,,
2025-03-05,to-1,,cham,1,,1,TT-01,
2025-03-06,to-2,,C1A,3,,3,TT-01,
2025-03-07,to-2,,C1A,3,,3,TT-01,
";
    let reading = read(&campaign, rows);
    let view = view(&reading);
    let story = explain(view.campaign, view.records, 0, request(Some(0)));
    let expected = "\
to-1: hạng 2, 41,17 điểm
Thi đua
Đợt 1: 01/03/2025 – 31/03/2025 (31 ngày)
Tạm tính: còn thay đổi cho đến khi chốt đợt
Tự chấm: 66,17 điểm
Liền trên là to-2: hạng 1, 50,00 điểm, hơn 8,83 điểm
Điểm = 41,67 tiêu chí + 0,00 thưởng − 0,50 trừ = 41,17

Từng tiêu chí
Tiêu chí       Tối đa  X   Q      s      k  to-2 hơn
────────────────────────────────────────────────────
C1 Tuần tra       100  5  12  41,7%  41,67     +8,33
Điểm tiêu chí                        41,67     +8,33
Thưởng                                0,00      0,00
Trừ                                   0,50     +0,50
Điểm                                 41,17     +8,83

X: điểm sau trần, kể cả điểm nền; Q: chỉ tiêu; s: mức đạt; k: điểm của tiêu chí,
    làm tròn một lần

C1 Tuần tra: 41,67/100
Q = 12 × 31/31 ngày = 12
s = 5/12 (41,7%)
k = 100 × (5/12) = 125/3 → 41,67

Hoạt động  Số dòng  Số lượng  Trước trần  Điểm
──────────────────────────────────────────────
C1A              3         6           6     5
X                                            5

Trần ngày của C1A, từ 01/03/2025: 4 → 3 điểm

Dòng           Ngày        Hoạt động  Số lượng     Điểm  Ghi chú
───────────────────────────────────────────────────────────────────────────────
2025-03.csv:2  01/03/2025  C1A               2  2 → 1,5  vượt trần
2025-03.csv:3  01/03/2025  C1A               2  2 → 1,5  vượt trần
2025-03.csv:4  02/03/2025  C1A           3 → 2        2  “thiếu chữ ký”
2025-03.csv:5  03/03/2025  C1A           1 → 0        0  bị loại, “không có sổ”
2025-03.csv:6  04/03/2025  C1A           1 → ?        0  chờ thẩm định

Thưởng, trừ
cham (Trừ): 0,5

Dòng           Ngày        Hoạt động  Số lượng  Điểm  Ghi chú
─────────────────────────────────────────────────────────────
2025-03.csv:7  05/03/2025  cham              1   0,5

Các dòng trên nằm trong records/activities/
";
    assert_eq!(text(&explanation::page(&view, &story, Depth::default())), expected);
}

#[test]
fn a_summary_measures_against_the_target_and_the_days_gone() {
    let campaign = format!(
        r#"{HEAD}
[[teams]]
id = "to-1"
[[teams]]
id = "to-2"
[[criteria]]
id = "C1"
weight = 100
target = 31
[[activities]]
id = "C1A"
criterion = "C1"
"#
    );
    let reading = read(&campaign, "2025-03-10,to-1,,C1A,15,,15,TT-01,\n2025-03-10,to-1,,C1A,1,BB-1,,,\n");
    let view = view(&reading);
    let counts = summarise(view.campaign, view.records, SummaryBy::Criterion, None, None);
    let expected = "\
Thi đua
Cả phong trào: 01/03/2025 – 31/03/2025 (31 ngày)
Tổng hợp theo tiêu chí
Đã qua 10/31 ngày, tính đến 10/03/2025

Tiêu chí  Dòng  Chờ  Loại  Điểm  Chỉ tiêu    Đạt  Đến nay  Tiến độ
──────────────────────────────────────────────────────────────────
C1           1    1     0    15        62  24,2%       20    75,0%

Đến nay: phần chỉ tiêu ứng với số ngày đã qua; tiến độ: điểm so với phần đó
Chưa có dòng nào: to-2
Số dòng: 1 được tính, 1 chờ thẩm định, 0 bị loại
";
    assert_eq!(text(&summary::page(&view, &counts)), expected);
}
