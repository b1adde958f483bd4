//! `thidua import`: what people's workbooks become, and what is said of those that become nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod desk;
mod formats;
mod hostile;
#[path = "../support/mod.rs"]
mod support;

use std::fs;
use std::path::PathBuf;

use desk::Put::{Date, Nothing, Number, Text};
use desk::*;
use rust_xlsxwriter::{Format, Workbook};

/// A sheet as people have them: titles, a column of numbers, a total, a place to sign.
fn report() -> Vec<Vec<Put>> {
    vec![
        texts(&["BÁO CÁO THÁNG 3"]),
        vec![],
        [texts(&["STT"]), texts(&VIETNAMESE)].concat(),
        [
            vec![Number(1.0), Date(2025, 3, 4), Text("to-1"), Text("T1-01, T1-02"), Text("c1a")],
            vec![Number(2.5), Text("BB-0101"), Number(2.0), Text("CA-01"), Text("thiếu\nmột biên bản")],
        ]
        .concat(),
        vec![],
        [
            vec![Number(2.0), Date(2025, 3, 5), Text("Tổ bảo vệ số 1"), Nothing, Text("C2A")],
            vec![Number(0.30000000000000004), Text("BB-0102")],
        ]
        .concat(),
        vec![Nothing, Text("Tổng cộng"), Nothing, Nothing, Nothing, Number(2.8)],
        vec![Nothing, Nothing, Nothing, Nothing, Nothing, Text("NGƯỜI LẬP BIỂU")],
    ]
}

const REPORT: &str = "\
date,team,members,activity,quantity,evidence,accepted,appraiser,note,STT
2025-03-04,to-1,T1-01 T1-02,c1a,2.5,BB-0101,2,CA-01,\"thiếu
một biên bản\",1
2025-03-05,Tổ bảo vệ số 1,,C2A,0.3,BB-0102,,,,2
";

const REPORT_SAID: &str = "\
so.xlsx: 'Tháng 3'!A1: note: above the header, not imported: BÁO CÁO THÁNG 3
so.xlsx: 'Tháng 3'!A3: warning[T324] unknown column `STT` is not read
  help: if it is a column of ours under another name, add the word to `columns` under `[records]`
so.xlsx: 'Tháng 3'!B7: note: below the rows, not imported: Tổng cộng | 2.8
so.xlsx: 'Tháng 3'!F8: note: below the rows, not imported: NGƯỜI LẬP BIỂU
";

#[test]
fn a_report_becomes_a_canonical_log_and_says_what_is_no_part_of_it() {
    let desk = Desk::with("so.xlsx", workbook(&report()));
    let run = desk.import(&[]);
    let said = "wrote 2 rows to records/activities/2025-03.csv\n";
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, said, REPORT_SAID));
    assert_eq!(desk.log().as_deref(), Some(REPORT));
    let validated = desk.folder.run(&["validate", "--format", "short"]);
    assert_eq!(validated.status, 0, "{validated:#?}");
}

#[test]
fn the_page_about_import_shows_what_is_said() {
    let page = include_str!("../../docs/import.md");
    for shown in [REPORT_SAID, REPORT] {
        assert!(page.contains(shown), "docs/import.md does not show:\n{shown}");
    }
}

#[test]
fn a_dry_run_prints_the_log_and_writes_nothing() {
    let desk = Desk::with("so.xlsx", workbook(&report()));
    let run = desk.import(&["--dry-run"]);
    let said =
        format!("{REPORT_SAID}would write 2 rows to records/activities/2025-03.csv; nothing was written\n");
    assert_eq!((run.status, run.stdout.as_str(), run.stderr), (0, REPORT, said));
    assert_eq!(desk.log(), None);
}

#[test]
fn the_words_are_those_of_the_language() {
    let desk = Desk::with("so.xlsx", workbook(&report()));
    let run = desk.import(&["--lang", "vi"]);
    assert_eq!(run.stdout, "đã ghi 2 dòng vào records/activities/2025-03.csv\n");
    assert!(run.stderr.contains("B7: note: dòng phía dưới bảng, không nhập: Tổng cộng | 2.8"), "{run:#?}");
}

#[test]
fn every_fault_is_said_with_its_cell_and_nothing_is_written() {
    let rows = [
        [
            vec![Date(2025, 3, 4), Text("to-9"), Text("T1-01"), Text("C1A"), Number(12.345)],
            vec![Text("BB-0001"), Put::Formula("=NA()", "#N/A"), Text("CA-01"), Put::Truth(true), Text("x")],
        ]
        .concat(),
        vec![Number(45_000.0), Text("to-1"), Text("T1-01"), Text("C1A"), Put::Truth(false)],
        vec![Date(2025, 3, 5), Text("to-1"), Text("T1-01"), Text("C1A"), Text("#REF!"), Text("=1+1")],
        vec![Nothing, Text("to-1"), Text("T1-01"), Text("C1A"), Number(1.0), Text("bao@example.com")],
    ];
    check_refused(
        "so.xlsx",
        with_rows(&rows),
        1,
        "\
so.xlsx: 'Tháng 3'!B2: error[R203] unknown team `to-9`
  help: did you mean `to-1`? teams are listed in records/campaign.toml:16
so.xlsx: 'Tháng 3'!E2: error[R221] a quantity takes at most 2 decimals, found `12.345`
  help: round it, or let the activity count in a smaller unit
so.xlsx: 'Tháng 3'!G2: error: `#N/A` stands in place of a value
  help: mend the formula, or type the value
so.xlsx: 'Tháng 3'!J2: error: this cell stands in a column without a head
  help: give the column a head, or empty the cell
so.xlsx: 'Tháng 3'!A3: error[R205] expected a date such as `2025-02-04`, found the serial number `45000`
  help: Excel counts days from 1900, which makes it 2023-03-15: if that is right, write `2023-03-15`
so.xlsx: 'Tháng 3'!E3: error[R218] expected a quantity such as `2.5`, found `FALSE`
  help: write digits, such as `2` or `2.5`
so.xlsx: 'Tháng 3'!E4: error: `#REF!` stands in place of a value
  help: mend the formula, or type the value
so.xlsx: 'Tháng 3'!F4: error[T340] a spreadsheet would run `=1+1` as a formula
  help: begin the cell with a letter, or with `'` before the sign
so.xlsx: 'Tháng 3'!A5: error[R212] `date` is empty
  help: fill in `date`
so.xlsx: 'Tháng 3'!F5: error[P605] `b••@•••••••.•••` looks like an e-mail address
  help: delete it and keep it on paper or in a telephone; a row needs no more than the number of its minute; if it belongs to nobody, allow it in campaign.toml: `[privacy]` `allow = [\"…\"]`
10 errors, so nothing was written
",
    );
}

#[test]
fn numbers_are_what_the_sheet_shows_and_real_dates_are_never_ambiguous() {
    let row = |date: Put, quantity: Put, evidence: &'static str| {
        vec![date, Text("to-1"), Nothing, Text("C1A"), quantity, Text(evidence)]
    };
    let rows = [
        row(Date(2025, 3, 4), Number(2.5), "BB-1"),
        row(Date(2025, 3, 5), Number(0.30000000000000004), "BB-2"),
        row(Date(2025, 3, 6), Number(1.10), "BB-3"),
        row(Date(2025, 3, 7), Number(1000.0), "BB-4"),
        row(Text("2025-03-08"), Text("2,50"), "BB-5"),
        row(Date(2025, 3, 9), Put::Formula("=1+2", "3"), "BB-6"),
    ];
    check_written(
        "so.xlsx",
        with_rows(&rows),
        "\
2025-03-04,to-1,,C1A,2.5,BB-1,,,
2025-03-05,to-1,,C1A,0.3,BB-2,,,
2025-03-06,to-1,,C1A,1.1,BB-3,,,
2025-03-07,to-1,,C1A,1000,BB-4,,,
2025-03-08,to-1,,C1A,2.5,BB-5,,,
2025-03-09,to-1,,C1A,3,BB-6,,,
",
    );
}

#[test]
fn dates_of_a_workbook_that_counts_from_1904_are_its_own() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    put(sheet, 0, &texts(&VIETNAMESE));
    put(sheet, 1, &good_row());
    // 4/3/2025, counted from 1/1/1904.
    sheet.write_number_with_format(1, 0, 44_258.0, &day).unwrap();
    let counted_from_1904 = edited(&workbook.save_to_buffer().unwrap(), "xl/workbook.xml", |text| {
        text.replace("<workbookPr ", "<workbookPr date1904=\"1\" ")
    });
    check_written("so.xlsx", counted_from_1904, "2025-03-04,to-1,T1-01,C1A,1,BB-0101,,,\n");
}

#[test]
fn a_time_of_day_is_not_dropped_without_a_word() {
    let time = Format::new().set_num_format("dd/mm/yyyy hh:mm");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sheet1").unwrap();
    put(sheet, 0, &texts(&VIETNAMESE));
    put(sheet, 1, &good_row());
    sheet.write_number_with_format(1, 0, 45_720.5, &time).unwrap();
    check_refused(
        "so.xlsx",
        workbook.save_to_buffer().unwrap(),
        1,
        "\
so.xlsx: Sheet1!A2: error[R201] expected a date such as `2025-02-04`, found `2025-03-04 12:00:00`
  help: write year, month and day: `2025-02-04`
1 error, so nothing was written
",
    );
}

#[test]
fn a_formula_without_a_value_is_not_an_empty_cell() {
    let rows = [[good_row(), vec![Put::Formula("=E2", "1"), Text("CA-01")]].concat()];
    let not_computed = edited(&with_rows(&rows), "xl/worksheets/sheet1.xml", |text| {
        text.replace("<f>E2</f><v>1</v>", "<f>E2</f>")
    });
    check_refused(
        "so.xlsx",
        not_computed,
        1,
        "\
so.xlsx: 'Tháng 3'!G2: error: the file holds a formula here, and no value of it
  help: open the file in a spreadsheet program and save it, or type the value
1 error, so nothing was written
",
    );
}

#[test]
fn a_cell_merged_over_rows_speaks_for_none_but_the_first() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Sheet1").unwrap();
    let format = Format::new();
    sheet.merge_range(0, 0, 0, 8, "BÁO CÁO", &format).unwrap();
    put(sheet, 1, &texts(&VIETNAMESE));
    for row in 2..5 {
        put(sheet, row, &good_row());
    }
    sheet.merge_range(2, 5, 4, 5, "BB-0101", &format).unwrap();
    // Wider than its column, for show.
    sheet.merge_range(3, 8, 3, 10, "ghi chú", &format).unwrap();
    let desk = Desk::with("so.xlsx", workbook.save_to_buffer().unwrap());
    let run = desk.import(&[]);
    assert_eq!((run.status, desk.log()), (1, None));
    let said = "so.xlsx: Sheet1!F3: error: F3:F5 is one merged cell, which speaks for its first row only\n  \
                help: split the cell and fill in every row\n";
    assert!(run.stderr.contains(said), "{run:#?}");
    assert!(!run.stderr.contains("I4"), "{run:#?}");
}

#[test]
fn a_sheet_is_chosen_by_its_header_or_by_its_name() {
    let good = [texts(&VIETNAMESE), good_row()];
    let list = [texts(&["Mã", "Tên"]), texts(&["to-1", "Tổ Một"])];
    let one = workbook_of(&[("Danh mục", &list), ("Tháng 3", &good), ("Sheet3", &[])]);
    let desk = Desk::with("so.xlsx", &one);
    let run = desk.import(&[]);
    let said = "sheet 'Danh mục' was not read: it has no header of a log\n";
    assert_eq!((run.status, run.stderr.as_str()), (0, said), "{run:#?}");

    let desk = Desk::with("so.xlsx", workbook_of(&[("Tháng 3", &good), ("Tháng 4", &good), ("Khác", &list)]));
    for (arguments, reason) in [
        (&[][..], "several sheets have the header of a log: 'Tháng 3', 'Tháng 4'; choose one with `--sheet`"),
        (&["--sheet", "tháng 5"], "there is no sheet `tháng 5`, did you mean `Tháng 3`?"),
        (&["--sheet", "Quý"], "there is no sheet `Quý`; there are: 'Tháng 3', 'Tháng 4', Khác"),
    ] {
        check_run_refused(&desk, arguments, 2, &format!("thidua: {reason}\n"));
    }
    let run = desk.import(&["--sheet", "tháng 4"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
}

#[test]
fn a_sheet_without_the_header_of_a_log_is_refused() {
    let expected = "`date`, `team`, `activity`, `quantity`, `accepted` or their Vietnamese words";
    check_refused(
        "so.xlsx",
        workbook(&[texts(&["Tên", "Địa chỉ"])]),
        2,
        &format!(
            "thidua: `so.xlsx`: none of the first 20 rows is the header of a log, expected the columns {expected}\n"
        ),
    );
    check_refused(
        "so.xlsx",
        workbook(&[texts(&["BÁO CÁO"]), texts(&["Ngày", "Tổ", "Nội dung", "Tự chấm", "Thẩm đinh2"])]),
        1,
        "\
so.xlsx: 'Tháng 3'!E2: error[T321] the header has no column `accepted`
  help: is it `Thẩm đinh2`? rename that, or add the word to `columns` under `[records]`
1 error, so nothing was written
",
    );
    check_refused(
        "so.xlsx",
        workbook(&[texts(&VIETNAMESE)]),
        2,
        "thidua: `so.xlsx`: below the header there is no row of a log\n",
    );
}

#[test]
fn a_doubt_about_day_and_month_is_not_settled_in_silence() {
    let mut rows = vec![good_row(), good_row()];
    rows[1][0] = Text("05/03/2025");
    rows[1][5] = Text("BB-0102");
    check_refused(
        "so.xlsx",
        with_rows(&rows),
        1,
        "\
so.xlsx: 'Tháng 3'!A3: warning[R208] 1 slashed date stands among 1 ISO date
  help: in the spreadsheet make all of them real dates, or write them as 2025-02-04
the order of day and month is in doubt, so nothing was written: once the dates stand as 2025-02-04, nobody could see that any more
",
    );
}

#[test]
fn a_csv_file_is_a_sheet_whatever_stands_above_its_header() {
    let rows = "2025-03-04,to-1,T1-01,C1A,2.5,BB-0101,2,CA-01,\"thiếu; một\"\n";
    for text in [
        "BÁO CÁO\n\nNgày;Tổ;Thành viên;Nội dung;Tự chấm;Minh chứng;Thẩm định;Người thẩm định;Ghi chú\n\
         04/03/2025;to-1;T1-01;C1A;2,5;BB-0101;2;CA-01;\"thiếu; một\"\nTổng;;;;2,5\n",
        "sep=\t\r\nGhi chú\tNgày\tTổ\tThành viên\tNội dung\tTự chấm\tMinh chứng\tThẩm định\tNgười thẩm định\r\n\
         thiếu; một\t2025-3-4\tto-1\tT1-01\tC1A\t2,50\tBB-0101\t2\tCA-01\r\n",
    ] {
        let desk = Desk::with("so.csv", text);
        let run = desk.import(&[]);
        let expected = format!("{HEADER}{}", rows.replace('"', ""));
        assert_eq!((run.status, desk.log()), (0, Some(expected)), "{run:#?}");
    }
    check_refused(
        "so.csv",
        b"Ng\xE0y,T\xF4\xD2,N\xF4\xF2i dung\n",
        1,
        "\
so.csv: error[T301] expected UTF-8, found text in Windows-1258
  help: open it in the program that made it, and save it as .xlsx or as “CSV UTF-8”
1 error, so nothing was written
",
    );
    check_refused(
        "so.csv",
        format!("{HEADER}2025-03-04,to-1,,C1A,1,,1,CA-01,\"x\n"),
        1,
        "\
so.csv: I2: error[T330] this quote is never closed
  help: close the cell with `\"`, or delete the quote; a quote inside a quoted cell is written `\"\"`
1 error, so nothing was written
",
    );
    let desk = Desk::with("so.csv", HEADER);
    check_run_refused(
        &desk,
        &["--sheet", "x"],
        2,
        "thidua: `so.csv` has no sheets to choose from with `--sheet`\n",
    );
}

#[test]
fn a_log_that_is_there_is_left_alone_or_added_to() {
    let desk = Desk::with("so.xlsx", with_rows(&[good_row()]));
    let log = "note,team,date,activity,quantity,evidence,members,accepted,appraiser\nx,to-2,2025-03-01,C2A,1,BB-9,,1,CA-01";
    desk.folder.write("activities/2025-03.csv", log);
    let path = "records/activities/2025-03.csv";
    check_run_refused(
        &desk,
        &[],
        2,
        &format!("thidua: {path} is there already: `--append` adds rows to it\n"),
    );
    let run = desk.import(&["--append"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    let added = format!("{log}\n,to-1,2025-03-04,C1A,1,BB-0101,T1-01,,\n");
    assert_eq!(desk.log().as_deref(), Some(added.as_str()));
    // The same again says nothing new.
    check_run_refused(
        &desk,
        &["--append"],
        1,
        &format!(
            "so.xlsx: 'Tháng 3'!A2: error[X401] this row says the same as an earlier one\n  \
             help: the first is {path}:3; delete one; a second real one has its own `evidence`, or counts as `quantity` 2\n\
             1 error, so nothing was written\n"
        ),
    );
    for (log, reason) in [
        (
            log.replace(',', ";"),
            format!(
                "{path} is not in the canonical form, so no rows were added to it: run `thidua fmt` first"
            ),
        ),
        (HEADER.replace("evidence,", ""), format!("{path} has no column `evidence`: add it first")),
        (
            log.replace("2025-03-01", "2025-03-41"),
            format!("{path} has errors, so no rows were added to it: see `thidua validate`"),
        ),
    ] {
        desk.folder.write("activities/2025-03.csv", log);
        check_run_refused(&desk, &["--append"], 2, &format!("thidua: {reason}\n"));
    }
    desk.folder.write("activities/2025-03.csv", "");
    assert_eq!(desk.import(&["--append"]).status, 0);
    assert_eq!(desk.log(), Some(format!("{HEADER}2025-03-04,to-1,T1-01,C1A,1,BB-0101,,,\n")));
}

#[test]
fn rows_that_say_the_same_are_found_on_the_sheet_and_in_other_logs() {
    let mut other = good_row();
    other[0] = Date(2025, 2, 4);
    other[5] = Text("bb-0001");
    let desk = Desk::with("so.xlsx", with_rows(&[good_row(), good_row(), other]));
    let run = desk.import(&[]);
    assert_eq!((run.status, desk.log()), (1, None));
    for said in [
        "so.xlsx: 'Tháng 3'!A3: error[X401] ",
        "  note: 'Tháng 3'!A2: ",
        "so.xlsx: 'Tháng 3'!A4: error[X401] ",
        "the first is records/activities/2025-02.csv:2",
    ] {
        assert!(run.stderr.contains(said), "{said}: {run:#?}");
    }
}

#[test]
fn a_log_can_only_be_where_logs_are_read() {
    let desk = Desk::with("so.xlsx", with_rows(&[good_row()]));
    for (to, near) in [
        ("2025-03.csv", None),
        ("activities", None),
        ("activities/2025-03.xlsx", None),
        ("activities/../2025-03.csv", None),
        ("activities/.2025-03.csv", None),
        ("activities/~x/2025-03.csv", None),
        ("/tmp/2025-03.csv", None),
        ("records/activities/2025-03.csv", Some("activities/2025-03.csv")),
    ] {
        let near = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
        let reason = format!(
            "thidua: expected for `--to` the path of a .csv file under activities of the records, such as \
             `activities/2025-03.csv`, found `{to}`{near}\n"
        );
        check_run_refused(&desk, &["--to", to], 2, &reason);
    }
    let run = desk.import(&["--to", "./activities/2025/Tháng 3.CSV"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert!(desk.folder.records().join("activities/2025/Tháng 3.CSV").exists());
    assert_eq!(desk.folder.run(&["validate"]).status, 0);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_outside_the_records_and_a_new_log_has_the_mode_of_any_file() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let desk = Desk::with("so.xlsx", with_rows(&[good_row()]));
    let outside = desk.file.parent().unwrap().join("outside");
    fs::create_dir(&outside).unwrap();
    symlink(&outside, desk.folder.records().join("activities/link")).unwrap();
    let path = "records/activities/link/x.csv";
    let run = desk.import(&["--to", "activities/link/x.csv"]);
    let reason = format!("thidua: {path}: this link leads out of the records folder\n");
    assert_eq!((run.status, run.stdout.as_str(), run.stderr), (2, "", reason));
    assert!(files_in(&outside).is_empty());

    fs::write(outside.join("plain"), "").unwrap();
    desk.import(&[]);
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode();
    let log = desk.folder.records().join("activities/2025-03.csv");
    assert_eq!(mode(log), mode(outside.join("plain")));
}

#[test]
fn errors_elsewhere_are_in_the_way_only_of_what_rests_on_them() {
    let desk = Desk::with("so.xlsx", with_rows(&[good_row()]));
    desk.folder.write("activities/2025-01.csv", "date\n");
    assert_eq!(desk.import(&["--dry-run"]).status, 0);
    desk.folder.write("members.csv", "member,team,from,to,role\nT1-01,to-9,,,\n");
    let said = "1 row could not be checked, as the records have errors already, so nothing was written: see \
                `thidua validate`\n";
    check_run_refused(&desk, &[], 1, said);
    desk.folder.write("campaign.toml", "[campaign]\nlanguage = \"en\"\n");
    let run = desk.import(&[]);
    assert_eq!((run.status, desk.log()), (1, None));
    assert!(run.stderr.contains("campaign.toml cannot be used, so nothing was written"), "{run:#?}");
}

#[test]
fn a_cell_keeps_its_name_below_blank_rows_and_cells_of_several_lines() {
    let mut long = [good_row(), texts(&["", "", "dòng một\n\"dòng hai\", và\nba"])].concat();
    long[1] = Text("Tổ bảo vệ số 1");
    let mut wrong = good_row();
    wrong[3] = Text("C9");
    check_refused(
        "so.xlsx",
        with_rows(&[vec![], long, vec![], wrong]),
        1,
        "\
so.xlsx: 'Tháng 3'!D5: error[R217] unknown activity `C9`
  help: activities are listed in records/campaign.toml:37
1 error, so nothing was written
",
    );
}
