//! The formats of spreadsheets, and the logs that `records/` ships, there and back.

use std::fs;
use std::path::Path;
use std::process::Command;

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use crate::desk::*;
use crate::support::run_in;
use crate::{REPORT, report};

/// The report of `main.rs` as LibreOffice saves it.
#[test]
fn the_old_format_and_the_open_one_say_the_same() {
    for (name, bytes) in
        [("so.xls", &include_bytes!("report.xls")[..]), ("so.ods", &include_bytes!("report.ods")[..])]
    {
        let desk = Desk::with(name, bytes);
        let run = desk.import(&[]);
        assert_eq!((run.status, desk.log().as_deref()), (0, Some(REPORT)), "{name}: {run:#?}");
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "whoever runs the tests should know what was not tested")]
fn what_libreoffice_saves_says_the_same() {
    let desk = Desk::with("so.xlsx", workbook(&report()));
    let folder = desk.file.parent().unwrap();
    for format in ["ods", "xls", "xlsx"] {
        let converted = folder.join("converted");
        let mut command = Command::new("soffice");
        command.arg(format!("-env:UserInstallation=file://{}/profile", folder.display()));
        command.args(["--headless", "--convert-to", format, "--outdir"]).arg(&converted).arg(&desk.file);
        match command.output() {
            Ok(output) if output.status.success() => {}
            _ => {
                eprintln!("skipped: LibreOffice is not here to save a workbook as .{format}");
                return;
            }
        }
        let saved = fs::read(converted.join(format!("so.{format}"))).unwrap();
        if std::env::var_os("THIDUA_KEEP_REPORTS").is_some() && format != "xlsx" {
            fs::write(format!("tests/import/report.{format}"), &saved).unwrap();
        }
        let desk = Desk::with(&format!("so.{format}"), saved);
        let run = desk.import(&[]);
        assert_eq!((run.status, desk.log().as_deref()), (0, Some(REPORT)), "{format}: {run:#?}");
    }
}

#[test]
fn an_open_document_says_what_its_cells_show() {
    let cell = |kind: &str, text: &str| {
        format!("<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>")
    };
    let string = |text: &str| cell("office:value-type=\"string\"", text);
    let row = |cells: &[String]| format!("<table:table-row>{}</table:table-row>", cells.concat());
    let good = |evidence: &str, accepted: String| {
        row(&[
            cell("office:value-type=\"date\" office:date-value=\"2025-03-04T00:00:00\"", "04/03/25"),
            string("to-1"),
            string("T1-01"),
            string("C1A"),
            cell("office:value-type=\"float\" office:value=\"0.30000000000000004\"", "0,3"),
            string(evidence),
            accepted,
        ])
    };
    let header = row(&VIETNAMESE.map(string));
    let blank = "<table:table-cell/>".to_owned();
    let evidence = "BB<text:s text:c=\"2\"/><text:span>01</text:span>&amp;<office:annotation><text:p>x</text:p>\
                    </office:annotation></text:p><text:p>\n   hai";
    let grouped = format!(
        "<table:table-header-rows>{header}</table:table-header-rows>\
         <table:table-row-group>{}</table:table-row-group>",
        good(evidence, blank.clone())
    );
    check_written("so.ods", open_document(&grouped), "2025-03-04,to-1,T1-01,C1A,0.3,\"BB  01&\nhai\",,,\n");

    for (accepted, said) in [
        (
            cell(
                "table:formula=\"of:=NA()\" office:value-type=\"string\" office:string-value=\"\" \
                  calcext:value-type=\"error\"",
                "#N/A",
            ),
            "so.ods: Sheet1!G2: error: `#N/A` stands in place of a value\n  help: mend the formula, or type the value\n",
        ),
        (
            "<table:table-cell table:formula=\"of:=[.E2]\"/>".to_owned(),
            "so.ods: Sheet1!G2: error: the file holds a formula here, and no value of it\n  \
             help: open the file in a spreadsheet program and save it, or type the value\n",
        ),
        (
            "<table:table-cell table:number-rows-spanned=\"2\"/>".to_owned(),
            "so.ods: Sheet1!G2: error: G2:G3 is one merged cell, which speaks for its first row only\n  \
             help: split the cell and fill in every row\n",
        ),
    ] {
        let rows = [header.clone(), good("BB-1", accepted), good("BB-2", blank.clone())].concat();
        let said = format!("{said}1 error, so nothing was written\n");
        check_refused("so.ods", open_document(&rows), 1, &said);
    }
}

/// The logs of `records/`, put into workbooks in another order of columns, come back byte for byte.
#[test]
fn every_log_that_we_ship_comes_back_from_a_workbook_as_it_was() {
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("records");
    let temporary = tempfile::tempdir().unwrap();
    let records = temporary.path().join("records");
    let logs: Vec<_> =
        fs::read_dir(shipped.join("activities")).unwrap().map(|entry| entry.unwrap().path()).collect();
    fs::create_dir_all(records.join("activities")).unwrap();
    for file in ["campaign.toml", "members.csv"] {
        fs::copy(shipped.join(file), records.join(file)).unwrap();
    }
    assert!(!logs.is_empty());
    for log in logs {
        let name = log.file_name().unwrap().to_str().unwrap();
        let workbook = temporary.path().join("so.xlsx");
        fs::write(&workbook, workbook_of_log(&log)).unwrap();
        let to = format!("activities/{name}");
        let run = run_in(&records, &["import", workbook.to_str().unwrap(), "--to", &to]);
        assert_eq!(run.status, 0, "{name}: {run:#?}");
        let (written, shipped) = (fs::read(records.join(&to)).unwrap(), fs::read(&log).unwrap());
        assert_eq!(String::from_utf8(written), String::from_utf8(shipped), "{name}");
    }
}

fn workbook_of_log(log: &Path) -> Vec<u8> {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "NHẬT KÝ").unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(log).unwrap();
    for (row, record) in (2..).zip(reader.records()) {
        let record = record.unwrap();
        for (column, cell) in record.iter().enumerate() {
            // The note first, the date last.
            let at = (record.len() - 1 - column) as u16;
            match (row, column) {
                (2, _) => sheet.write_string(row, at, VIETNAMESE[column]),
                (_, 0) => {
                    let date = ExcelDateTime::parse_from_str(cell).unwrap();
                    sheet.write_datetime_with_format(row, at, date, &day)
                }
                (_, 4 | 6) if !cell.is_empty() => sheet.write_number(row, at, cell.parse::<f64>().unwrap()),
                _ if cell.is_empty() => continue,
                _ => sheet.write_string(row, at, cell),
            }
            .unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}
