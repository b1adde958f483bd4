//! What `import` says: an exhaustive match a language, so that nothing can be forgotten in either.

use crate::campaign::Language;
use crate::output::notation::Notation;
use crate::spreadsheet::{MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_SHEETS, MOST_UNPACKED};

/// What is said of a file that is imported.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Importing<'a> {
    // Of a cell.
    /// An error in place of a value.
    ErrorValue {
        shown: &'a str,
    },
    /// A formula without a value.
    NotComputed,
    /// Cells made one.
    Merged {
        cells: &'a str,
    },
    /// A cell in a column without a head.
    NoHead,
    /// A row above the header.
    AboveHeader {
        text: &'a str,
    },
    /// A row below the rows.
    BelowRows {
        text: &'a str,
    },
    /// A sheet that is not read.
    SheetNotRead {
        sheet: &'a str,
    },
    /// More of a kind is wrong than is shown.
    More {
        kind: &'a str,
        found: usize,
    },

    // What to do about it.
    MendErrorValue,
    MendNotComputed,
    MendMerged,
    MendNoHead,
    MendEncoding,
    MendFont,
    MendDates,

    // How it ended.
    Written {
        rows: usize,
        path: &'a str,
    },
    WouldWrite {
        rows: usize,
        path: &'a str,
    },
    InTheWay {
        errors: usize,
    },
    /// Only doubts about dates are in the way.
    DatesInDoubt,
    /// Rows could not be checked, as something they rest on has errors.
    RowsUnchecked {
        rows: usize,
    },
    RulesUnusable {
        errors: usize,
    },

    // Why it could not begin.
    CannotRead {
        file: &'a str,
        reason: &'a str,
    },
    Damaged {
        file: &'a str,
        reason: &'a str,
    },
    Protected {
        file: &'a str,
    },
    BinaryWorkbook {
        file: &'a str,
    },
    NoWorkbook {
        file: &'a str,
    },
    FileTooLarge {
        file: &'a str,
    },
    UnpackedTooLarge {
        file: &'a str,
    },
    TooManySheets {
        file: &'a str,
    },
    SheetTooWide {
        sheet: &'a str,
        cell: &'a str,
    },
    SheetTooManyCells {
        sheet: &'a str,
    },
    SheetTooManyBytes {
        sheet: &'a str,
    },
    UnknownSheet {
        asked: &'a str,
        near: Option<&'a str>,
        known: &'a str,
    },
    NotAWorkbook {
        file: &'a str,
    },
    SeveralSheets {
        sheets: &'a str,
    },
    NoHeader {
        file: &'a str,
        searched: usize,
        expected: &'a str,
    },
    NoRows {
        file: &'a str,
    },
    NotALogPath {
        asked: &'a str,
        near: Option<&'a str>,
    },
    TargetThere {
        path: &'a str,
    },
    TargetUnread {
        path: &'a str,
    },
    TargetNotCanonical {
        path: &'a str,
    },
    TargetWithoutColumn {
        path: &'a str,
        word: &'a str,
    },
}

const MEBIBYTE: u64 = 1 << 20;

impl Importing<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        let count = |number: usize| Notation::Comma.count(number);
        match self {
            Self::ErrorValue { shown } => format!("ô không có giá trị mà báo lỗi `{shown}`"),
            Self::NotComputed => "ô có công thức nhưng tệp không lưu giá trị đã tính".into(),
            Self::Merged { cells } => format!("{cells} là một ô trộn, chỉ nói được cho dòng đầu của nó"),
            Self::NoHead => "ô nằm trong cột không có tiêu đề".into(),
            Self::AboveHeader { text } => format!("dòng phía trên tiêu đề, không nhập: {text}"),
            Self::BelowRows { text } => format!("dòng phía dưới bảng, không nhập: {text}"),
            Self::SheetNotRead { sheet } => format!("không đọc trang {sheet}: không có dòng tiêu đề của sổ ghi hoạt động"),
            Self::More { kind, found } => format!("có tất cả {} chỗ như vậy ({kind})", count(found)),

            Self::MendErrorValue => "sửa công thức, hoặc ghi thẳng giá trị".into(),
            Self::MendNotComputed => "mở tệp bằng phần mềm bảng tính rồi lưu lại, hoặc ghi thẳng giá trị".into(),
            Self::MendMerged => "bỏ trộn ô rồi ghi đủ cho từng dòng".into(),
            Self::MendNoHead => "ghi tiêu đề cho cột, hoặc xóa ô".into(),
            Self::MendEncoding => "mở bằng phần mềm đã làm ra tệp rồi lưu thành .xlsx hoặc “CSV UTF-8”".into(),
            Self::MendFont => "dùng công cụ của UniKey (Ctrl+Shift+F6) chuyển sang Unicode rồi lưu lại".into(),
            Self::MendDates => "trong bảng tính đổi tất cả thành ngày thật, hoặc ghi kiểu 2025-02-04".into(),

            Self::Written { rows, path } => format!("đã ghi {} dòng vào {path}", count(rows)),
            Self::WouldWrite { rows, path } => format!("sẽ ghi {} dòng vào {path}; chưa ghi gì", count(rows)),
            Self::InTheWay { errors } => format!("có {} lỗi nên chưa ghi gì", count(errors)),
            Self::DatesInDoubt => {
                "chưa rõ thứ tự ngày và tháng nên chưa ghi gì: khi đã ghi kiểu 2025-02-04 thì không ai nhận ra được nữa".into()
            }
            Self::RowsUnchecked { rows } => format!(
                "chưa kiểm tra được {} dòng vì số liệu sẵn có đang có lỗi, nên chưa ghi gì: xem `thidua validate`",
                count(rows)
            ),
            Self::RulesUnusable { errors } => format!(
                "có {} lỗi và không dùng được campaign.toml nên chưa ghi gì: `thidua validate` cho biết tất cả",
                count(errors)
            ),

            Self::CannotRead { file, reason } => format!("không đọc được `{file}`: {reason}"),
            Self::Damaged { file, reason } => format!("`{file}` bị hỏng, không đọc được ({reason})"),
            Self::Protected { file } => format!("`{file}` có mật khẩu: bỏ mật khẩu rồi lưu lại"),
            Self::BinaryWorkbook { file } => format!("`{file}` là tệp Excel nhị phân (.xlsb): lưu thành .xlsx"),
            Self::NoWorkbook { file } => format!("`{file}` không phải là bảng tính"),
            Self::FileTooLarge { file } => format!("`{file}` lớn hơn {} MiB: hãy tách ra", MOST_BYTES / MEBIBYTE),
            Self::UnpackedTooLarge { file } => {
                format!("`{file}` giải nén ra lớn hơn {} MiB: hãy tách ra", MOST_UNPACKED / MEBIBYTE)
            }
            Self::TooManySheets { file } => format!("`{file}` có hơn {MOST_SHEETS} trang: hãy tách ra"),
            Self::SheetTooWide { sheet, cell } => {
                format!("trang {sheet} có hơn {MOST_COLUMNS} cột, ô {cell} có nội dung: xóa các ô ngoài bảng")
            }
            Self::SheetTooManyCells { sheet } => {
                format!("trang {sheet} có hơn {} ô có nội dung: hãy tách ra", count(MOST_CELLS))
            }
            Self::SheetTooManyBytes { sheet } => {
                format!("chữ trong trang {sheet} dài hơn {} MiB", MOST_UNPACKED / MEBIBYTE)
            }
            Self::UnknownSheet { asked, near: Some(near), .. } => {
                format!("không có trang `{asked}`, có phải `{near}` không?")
            }
            Self::UnknownSheet { asked, near: None, known } => {
                format!("không có trang `{asked}`; hiện có: {known}")
            }
            Self::NotAWorkbook { file } => format!("`{file}` không có trang nào để chọn bằng `--sheet`"),
            Self::SeveralSheets { sheets } => {
                format!("nhiều trang có tiêu đề của sổ ghi hoạt động: {sheets}; chọn một bằng `--sheet`")
            }
            Self::NoHeader { file, searched, expected } => format!(
                "`{file}`: trong {searched} dòng đầu không có dòng tiêu đề của sổ ghi hoạt động, cần có các cột {expected} \
                 hoặc tên tiếng Việt của chúng"
            ),
            Self::NoRows { file } => format!("`{file}`: dưới tiêu đề không có dòng nào của sổ ghi hoạt động"),
            Self::NotALogPath { asked, near } => {
                let near = near.map(|near| format!(", có phải `{near}` không?"));
                format!(
                    "`--to` cần đường dẫn của tệp .csv trong thư mục activities của số liệu, như \
                     `activities/2025-03.csv`; không phải `{asked}`{}",
                    near.unwrap_or_default()
                )
            }
            Self::TargetThere { path } => format!("{path} đã có: `--append` ghi thêm vào cuối tệp"),
            Self::TargetUnread { path } => {
                format!("{path} đang có lỗi nên không ghi thêm vào: xem `thidua validate`")
            }
            Self::TargetNotCanonical { path } => {
                format!("{path} chưa ở dạng chuẩn nên không ghi thêm vào: chạy `thidua fmt` trước")
            }
            Self::TargetWithoutColumn { path, word } => format!("{path} không có cột `{word}`: thêm cột đó trước"),
        }
    }

    fn en(self) -> String {
        let number = |number: usize| Notation::Point.count(number);
        let count =
            |n: usize, one: &str, many: &str| format!("{} {}", number(n), if n == 1 { one } else { many });
        match self {
            Self::ErrorValue { shown } => format!("`{shown}` stands in place of a value"),
            Self::NotComputed => "the file holds a formula here, and no value of it".into(),
            Self::Merged { cells } => format!("{cells} is one merged cell, which speaks for its first row only"),
            Self::NoHead => "this cell stands in a column without a head".into(),
            Self::AboveHeader { text } => format!("above the header, not imported: {text}"),
            Self::BelowRows { text } => format!("below the rows, not imported: {text}"),
            Self::SheetNotRead { sheet } => format!("sheet {sheet} was not read: it has no header of a log"),
            Self::More { kind, found } => format!("{} of this kind in all ({kind})", number(found)),

            Self::MendErrorValue => "mend the formula, or type the value".into(),
            Self::MendNotComputed => "open the file in a spreadsheet program and save it, or type the value".into(),
            Self::MendMerged => "split the cell and fill in every row".into(),
            Self::MendNoHead => "give the column a head, or empty the cell".into(),
            Self::MendEncoding => {
                "open it in the program that made it, and save it as .xlsx or as “CSV UTF-8”".into()
            }
            Self::MendFont => "convert it to Unicode with UniKey's toolkit (Ctrl+Shift+F6), and save it".into(),
            Self::MendDates => {
                "in the spreadsheet make all of them real dates, or write them as 2025-02-04".into()
            }

            Self::Written { rows, path } => format!("wrote {} to {path}", count(rows, "row", "rows")),
            Self::WouldWrite { rows, path } => {
                format!("would write {} to {path}; nothing was written", count(rows, "row", "rows"))
            }
            Self::InTheWay { errors } => format!("{}, so nothing was written", count(errors, "error", "errors")),
            Self::DatesInDoubt => {
                "the order of day and month is in doubt, so nothing was written: once the dates stand as 2025-02-04, nobody could see that any more".into()
            }
            Self::RowsUnchecked { rows } => format!(
                "{} could not be checked, as the records have errors already, so nothing was written: see \
                 `thidua validate`",
                count(rows, "row", "rows")
            ),
            Self::RulesUnusable { errors } => format!(
                "there are {} and campaign.toml cannot be used, so nothing was written: `thidua validate` shows them all",
                count(errors, "error", "errors")
            ),

            Self::CannotRead { file, reason } => format!("`{file}` cannot be read: {reason}"),
            Self::Damaged { file, reason } => format!("`{file}` is damaged and cannot be read ({reason})"),
            Self::Protected { file } => format!("`{file}` has a password: take it off and save the file again"),
            Self::BinaryWorkbook { file } => format!("`{file}` is a binary workbook (.xlsb): save it as .xlsx"),
            Self::NoWorkbook { file } => format!("`{file}` is no spreadsheet"),
            Self::FileTooLarge { file } => format!("`{file}` has more than {} MiB: split it", MOST_BYTES / MEBIBYTE),
            Self::UnpackedTooLarge { file } => {
                format!("`{file}` unpacks to more than {} MiB: split it", MOST_UNPACKED / MEBIBYTE)
            }
            Self::TooManySheets { file } => format!("`{file}` has more than {MOST_SHEETS} sheets: split it"),
            Self::SheetTooWide { sheet, cell } => format!(
                "sheet {sheet} has more than {MOST_COLUMNS} columns, something stands in {cell}: empty the cells \
                 beside the table"
            ),
            Self::SheetTooManyCells { sheet } => {
                format!("sheet {sheet} has more than {} cells with something in them: split it", number(MOST_CELLS))
            }
            Self::SheetTooManyBytes { sheet } => {
                format!("the texts of sheet {sheet} come to more than {} MiB", MOST_UNPACKED / MEBIBYTE)
            }
            Self::UnknownSheet { asked, near: Some(near), .. } => {
                format!("there is no sheet `{asked}`, did you mean `{near}`?")
            }
            Self::UnknownSheet { asked, near: None, known } => {
                format!("there is no sheet `{asked}`; there are: {known}")
            }
            Self::NotAWorkbook { file } => format!("`{file}` has no sheets to choose from with `--sheet`"),
            Self::SeveralSheets { sheets } => {
                format!("several sheets have the header of a log: {sheets}; choose one with `--sheet`")
            }
            Self::NoHeader { file, searched, expected } => format!(
                "`{file}`: none of the first {searched} rows is the header of a log, expected the columns {expected} \
                 or their Vietnamese words"
            ),
            Self::NoRows { file } => format!("`{file}`: below the header there is no row of a log"),
            Self::NotALogPath { asked, near } => {
                let near = near.map(|near| format!(", did you mean `{near}`?"));
                format!(
                    "expected for `--to` the path of a .csv file under activities of the records, such as \
                     `activities/2025-03.csv`, found `{asked}`{}",
                    near.unwrap_or_default()
                )
            }
            Self::TargetThere { path } => format!("{path} is there already: `--append` adds rows to it"),
            Self::TargetUnread { path } => {
                format!("{path} has errors, so no rows were added to it: see `thidua validate`")
            }
            Self::TargetNotCanonical { path } => {
                format!("{path} is not in the canonical form, so no rows were added to it: run `thidua fmt` first")
            }
            Self::TargetWithoutColumn { path, word } => {
                format!("{path} has no column `{word}`: add it first")
            }
        }
    }
}
