//! A desk: the records folder, a spreadsheet beside it, and what comes of it.

use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::support::{Folder, Run};

pub(crate) const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";
pub(crate) const VIETNAMESE: [&str; 9] = [
    "Ngày",
    "Tổ",
    "Thành viên",
    "Nội dung",
    "Tự chấm",
    "Minh chứng",
    "Thẩm định",
    "Người thẩm định",
    "Ghi chú",
];

/// A cell to be put on a sheet.
#[derive(Clone)]
pub(crate) enum Put {
    Text(&'static str),
    Number(f64),
    Date(u16, u8, u8),
    Formula(&'static str, &'static str),
    Truth(bool),
    Nothing,
}

use Put::{Date, Nothing, Number, Text};

impl From<&'static str> for Put {
    fn from(text: &'static str) -> Self {
        if text.is_empty() { Nothing } else { Text(text) }
    }
}

pub(crate) fn put(sheet: &mut Worksheet, row: u32, cells: &[Put]) {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    for (cell, column) in cells.iter().zip(0..) {
        match cell {
            Text(text) => sheet.write_string(row, column, *text),
            Number(number) => sheet.write_number(row, column, *number),
            Date(year, month, day_of_month) => {
                let date = ExcelDateTime::from_ymd(*year, *month, *day_of_month).unwrap();
                sheet.write_datetime_with_format(row, column, date, &day)
            }
            Put::Formula(formula, result) => {
                sheet.write_formula(row, column, Formula::new(*formula).set_result(*result))
            }
            Put::Truth(truth) => sheet.write_boolean(row, column, *truth),
            Nothing => continue,
        }
        .unwrap();
    }
}

pub(crate) fn texts(words: &[&'static str]) -> Vec<Put> {
    words.iter().map(|&word| word.into()).collect()
}

/// A workbook of one sheet with these rows.
pub(crate) fn workbook(rows: &[Vec<Put>]) -> Vec<u8> {
    workbook_of(&[("Tháng 3", rows)])
}

pub(crate) fn workbook_of(sheets: &[(&str, &[Vec<Put>])]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for (name, rows) in sheets {
        let sheet = workbook.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            put(sheet, row, cells);
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// A row that is right.
pub(crate) fn good_row() -> Vec<Put> {
    vec![Date(2025, 3, 4), Text("to-1"), Text("T1-01"), Text("C1A"), Number(1.0), Text("BB-0101")]
}

/// A workbook with a header and these rows.
pub(crate) fn with_rows(rows: &[Vec<Put>]) -> Vec<u8> {
    workbook(&[&[texts(&VIETNAMESE)], rows].concat())
}

/// The parts of a workbook.
pub(crate) fn parts(workbook: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let n_parts = archive.len();
    let read = |index| {
        let mut part = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    };
    (0..n_parts).map(read).collect()
}

/// Rewrites a part of a workbook.
pub(crate) fn edited(workbook: &[u8], part: &str, edit: impl Fn(&str) -> String) -> Vec<u8> {
    let mut parts = parts(workbook);
    let (_, bytes) = parts.iter_mut().find(|(name, _)| name == part).unwrap();
    *bytes = edit(std::str::from_utf8(bytes).unwrap()).into_bytes();
    archive(&parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>())
}

/// An archive with these parts.
pub(crate) fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// An OpenDocument spreadsheet with this table.
pub(crate) fn open_document(table: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>\
         <table:table table:name=\"Sheet1\">{table}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest/>"),
        ("content.xml", content.as_bytes()),
    ])
}

/// The records folder with a file beside it.
pub(crate) struct Desk {
    pub(crate) folder: Folder,
    pub(crate) file: PathBuf,
}

impl Desk {
    pub(crate) fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let folder = Folder::new();
        let file = folder.records().parent().unwrap().join(name);
        fs::write(&file, bytes).unwrap();
        Self { folder, file }
    }

    pub(crate) fn import(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["import", self.file.to_str().unwrap()];
        if !arguments.contains(&"--to") {
            all.extend(["--to", "activities/2025-03.csv"]);
        }
        all.extend(arguments);
        let mut run = self.folder.run(&all);
        // The temporary folder has another name each time.
        run.stderr = run.stderr.replace(&format!("{}/", self.file.parent().unwrap().display()), "");
        run
    }

    /// The log that was written, if one was.
    pub(crate) fn log(&self) -> Option<String> {
        fs::read_to_string(self.folder.records().join("activities/2025-03.csv")).ok()
    }
}

/// Imports a file and compares the log that it becomes.
pub(crate) fn check_written(name: &str, bytes: impl AsRef<[u8]>, rows: &str) {
    let desk = Desk::with(name, bytes);
    let run = desk.import(&[]);
    assert_eq!((run.status, desk.log()), (0, Some(format!("{HEADER}{rows}"))), "{run:#?}");
    let checked = desk.folder.run(&["fmt", "--check", "records/activities/2025-03.csv"]);
    assert_eq!((checked.status, checked.stdout.as_str()), (0, ""), "{checked:#?}");
}

/// Imports a file that is refused, compares status and everything said, and that nothing was written.
pub(crate) fn check_refused(name: &str, bytes: impl AsRef<[u8]>, status: i32, said: &str) {
    let desk = Desk::with(name, bytes);
    check_run_refused(&desk, &[], status, said);
}

pub(crate) fn check_run_refused(desk: &Desk, arguments: &[&str], status: i32, said: &str) {
    let before = files_in(&desk.folder.records());
    let run = desk.import(arguments);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (status, "", said), "{arguments:?}");
    assert_eq!(files_in(&desk.folder.records()), before);
}

/// Every file below a folder, with its bytes, but for the one that writers lock.
pub(crate) fn files_in(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(files_in(&path)),
            false if path.ends_with(".thidua.lock") => {}
            false => files.push((path.clone(), fs::read(&path).unwrap())),
        }
    }
    files.sort();
    files
}
