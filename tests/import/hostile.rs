//! Files that are made to hurt, or that something has hurt: a clear refusal, in time, and no panic.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use rust_xlsxwriter::Workbook;

use crate::desk::Put::{Number, Text};
use crate::desk::*;

/// Imports a file that is refused within seconds, and nothing is written.
fn check_hostile(name: &str, bytes: impl AsRef<[u8]>, reason: &str) {
    let begin = Instant::now();
    check_refused(name, bytes, 2, &format!("thidua: {reason}\n"));
    assert!(begin.elapsed() < Duration::from_secs(60), "{reason}: {:?}", begin.elapsed());
}

#[test]
fn an_archive_that_unpacks_to_gigabytes_is_refused() {
    let zeros = vec![b' '; 1 << 20];
    let mut bomb = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for part in ["xl/workbook.xml", "xl/sharedStrings.xml"] {
        bomb.start_file(part, zip::write::SimpleFileOptions::default()).unwrap();
        for _ in 0..100 {
            bomb.write_all(&zeros).unwrap();
        }
    }
    let bomb = bomb.finish().unwrap().into_inner();
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    check_hostile("so.xlsx", bomb, "`so.xlsx` unpacks to more than 128 MiB: split it");
}

#[test]
fn a_sheet_too_wide_or_too_large_is_refused_by_its_limit() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet().set_name("Tháng 3").unwrap();
    put(sheet, 0, &texts(&VIETNAMESE));
    put(sheet, 1, &good_row());
    sheet.write_string(9, 300, "x").unwrap();
    check_hostile(
        "so.xlsx",
        workbook.save_to_buffer().unwrap(),
        "sheet 'Tháng 3' has more than 256 columns, something stands in KO10: empty the cells beside the table",
    );
    let wide = format!("{HEADER}{}\n", "x,".repeat(100_000));
    check_hostile(
        "so.csv",
        wide,
        "sheet 'so.csv' has more than 256 columns, something stands in IW2: empty the cells beside the table",
    );
    let many = format!("{HEADER}{}", "x,x,x,x,x,x,x,x,x\n".repeat(120_000));
    check_hostile(
        "so.csv",
        many,
        "sheet 'so.csv' has more than 1,000,000 cells with something in them: split it",
    );
}

#[test]
fn a_cell_repeated_a_billion_times_is_refused_and_an_empty_one_is_nothing() {
    let cell = "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>";
    for (table, reason) in [
        (
            format!("<table:table-row>{}</table:table-row>", repeated(cell, "columns", 1_000_000_000)),
            "sheet Sheet1 has more than 256 columns, something stands in IW1: empty the cells beside the table",
        ),
        (
            format!("<table:table-row table:number-rows-repeated=\"4000000000\">{cell}</table:table-row>"),
            "sheet Sheet1 has more than 1,000,000 cells with something in them: split it",
        ),
        (
            format!(
                "<table:table-row table:number-rows-repeated=\"900000\">{}</table:table-row>",
                cell.replace(">x<", &format!(">{}<", "x".repeat(100_000)))
            ),
            "the texts of sheet Sheet1 come to more than 128 MiB",
        ),
    ] {
        check_hostile("so.ods", open_document(&table), reason);
    }
    let empty = repeated("<table:table-cell></table:table-cell>", "columns", 4_000_000_000);
    let table =
        format!("<table:table-row table:number-rows-repeated=\"4000000000\">{empty}</table:table-row>");
    check_refused("so.ods", open_document(&table), 2, NO_HEADER);
}

const NO_HEADER: &str = "thidua: `so.ods`: none of the first 20 rows is the header of a log, expected the columns \
                         `date`, `team`, `activity`, `quantity`, `accepted` or their Vietnamese words\n";

fn repeated(cell: &str, what: &str, times: u64) -> String {
    cell.replacen("table-cell", &format!("table-cell table:number-{what}-repeated=\"{times}\""), 1)
}

#[test]
fn a_workbook_that_says_it_has_billions_of_strings_is_not_believed() {
    let rows = [texts(&VIETNAMESE), vec![Text("x"), Number(1.0)]];
    let boast = edited(&workbook(&rows), "xl/sharedStrings.xml", |text| {
        text.replacen("uniqueCount=\"", "uniqueCount=\"999999999", 1)
    });
    let desk = Desk::with("so.xlsx", boast);
    let run = desk.import(&[]);
    assert_eq!((run.status, desk.log()), (2, None), "{run:#?}");
    assert!(run.stderr.contains("`so.xlsx` is damaged and cannot be read"), "{run:#?}");
}

#[test]
fn a_thousand_sheets_are_not_read() {
    let names: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
    let sheets: Vec<(&str, &[Vec<Put>])> = names.iter().map(|name| (name.as_str(), &[][..])).collect();
    check_hostile("so.xlsx", workbook_of(&sheets), "`so.xlsx` has more than 64 sheets: split it");
}

#[test]
fn what_is_no_workbook_is_said_to_be_none() {
    for (name, bytes, reason) in [
        ("so.xlsx", archive(&[("word/document.xml", b"<w/>")]), "`so.xlsx` is no spreadsheet"),
        (
            "so.xlsb",
            archive(&[("xl/workbook.bin", b"")]),
            "`so.xlsb` is a binary workbook (.xlsb): save it as .xlsx",
        ),
        (
            "so.ods",
            archive(&[
                ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
                ("content.xml", b"\x12\x34"),
            ]),
            "`so.ods` has a password: take it off and save the file again",
        ),
    ] {
        check_hostile(name, bytes, reason);
    }
    let desk = Desk::with("so.xls", "<html><table><tr><td>Ngày</td></tr></table></html>");
    let run = desk.import(&[]);
    assert_eq!(run.status, 1);
    assert!(run.stderr.starts_with("so.xls: error[T307] "), "{run:#?}");
}

#[test]
fn a_missing_file_a_folder_and_a_pipe_are_refused() {
    let desk = Desk::with("so.xlsx", "");
    std::fs::remove_file(&desk.file).unwrap();
    check_run_refused(&desk, &[], 2, "thidua: there is no file `so.xlsx`\n");
    std::fs::create_dir(&desk.file).unwrap();
    assert_eq!(desk.import(&[]).status, 2);
    std::fs::remove_dir(&desk.file).unwrap();
    if cfg!(unix) {
        std::process::Command::new("mkfifo").arg(&desk.file).status().unwrap();
        assert_eq!(desk.import(&[]).status, 2);
    }
}

/// Small numbers in an order that is the same each time.
struct Dice(u32);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 8) as usize % most.max(1)
    }

    /// The bytes cut short, or some of them turned over.
    fn damage(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut damaged = bytes.to_vec();
        if self.below(3) == 0 {
            damaged.truncate(self.below(bytes.len()));
        }
        for _ in 0..self.below(20) {
            let at = self.below(damaged.len());
            let byte = self.below(256) as u8;
            damaged.get_mut(at).into_iter().for_each(|old| *old = byte);
        }
        damaged
    }
}

fn check_ends(bytes: &[u8], what: &str) {
    let begin = Instant::now();
    let _ = thidua::spreadsheet::read(bytes);
    assert!(begin.elapsed() < Duration::from_secs(10), "{what}");
}

/// What comes of them does not matter, so long as something does.
#[test]
fn damaged_files_of_every_format_are_read_or_refused() {
    let mut dice = Dice(2025);
    let old = include_bytes!("report.xls");
    for round in 0..2_000 {
        check_ends(&dice.damage(old), &format!("report.xls, round {round}"));
    }
    let workbook = workbook(&[texts(&VIETNAMESE), good_row()]);
    for (name, whole) in [("so.xlsx", &workbook[..]), ("report.ods", include_bytes!("report.ods"))] {
        for round in 0..300 {
            check_ends(&dice.damage(whole), &format!("{name}, round {round}"));
        }
        // Compressed, hardly anything of a damaged part can be read. So the parts are damaged first.
        let parts = parts(whole);
        for round in 0..600 {
            let mut damaged = parts.clone();
            let part = dice.below(parts.len());
            damaged[part].1 = dice.damage(&parts[part].1);
            let parts: Vec<_> =
                damaged.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            check_ends(&archive(&parts), &format!("{} of {name}, round {round}", parts[part].0));
        }
    }
}

/// A chain of sectors that bites its tail, a sheet of billions of rows, a row that ends before it begins.
#[test]
fn an_old_workbook_is_measured_before_it_is_read() {
    let whole = include_bytes!("report.xls");
    let number = |at: usize| u32::from_le_bytes(whole[at..at + 4].try_into().unwrap());
    let (directory, fat) = (number(48), number(76));
    let link = (fat as usize + 1) * 512 + directory as usize * 4;
    let dimensions = whole.windows(4).position(|window| window == [0x00, 0x02, 14, 0]).unwrap();
    let numbers_in_a_row = whole.windows(2).position(|window| window == [0xBD, 0x00]).unwrap();
    let changed = |at: usize, bytes: &[u8]| {
        let mut changed = whole.to_vec();
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        changed
    };
    for (bytes, reason) in [
        (changed(link, &directory.to_le_bytes()), "its sectors do not hang together"),
        (changed(dimensions + 8, &u32::MAX.to_le_bytes()), "a sheet is larger than sheets can be"),
        (changed(numbers_in_a_row + 6, &[0xFF, 0xFF]), ""),
    ] {
        let desk = Desk::with("so.xls", bytes);
        let run = desk.import(&[]);
        let said = format!("thidua: `so.xls` is damaged and cannot be read ({reason}");
        assert!(run.status == 2 && run.stderr.starts_with(&said), "{reason}: {run:#?}");
    }
}
