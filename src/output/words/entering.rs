//! What is said while a row is entered: questions, remarks, and why it was not written.

use super::findings::shell_word;
use crate::campaign::Language;
use crate::records::Column;

/// A question, remark or refusal, with what it speaks of.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Entering<'a> {
    // Asking.
    /// For what a column is to say.
    Question { column: Column },
    /// Several identifiers begin as the answer does.
    SeveralBegin { answer: &'a str, ids: &'a [&'a str] },
    /// Nothing can be listed.
    NothingToList,

    // After the row.
    /// It counts once somebody has accepted it.
    Pending,
    /// It counts for nothing.
    Rejected,
    /// It was only looked at.
    NotWritten { path: &'a str },

    // Why it was not written.
    /// Options that are needed, where nobody can be asked.
    OptionsMissing { options: &'a [String] },
    /// The answers ended before the row was whole.
    AnswersEnded,
    /// After the findings that the row brings.
    RowRefused,
    /// After findings that keep the row from being checked.
    RowNotChecked,
    /// After findings without which there are no rules to go by.
    RulesUnusable,
    /// A path that no log can have.
    NoLogCanBe { asked: &'a str },
    /// The file is UTF-16.
    Utf16 { path: &'a str },
    /// The file has no column for something.
    NoColumn { path: &'a str, column: &'a str },
    /// Somebody else writes.
    Locked { path: &'a str },
}

impl Entering<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Question { column } => match column {
                Column::Date => "Ngày, như 2025-02-04",
                Column::Team => "Đơn vị (? để xem danh sách)",
                Column::Members => "Mã thành viên, cách nhau bằng dấu cách (? để xem danh sách, bỏ trống: cả đơn vị)",
                Column::Activity => "Hoạt động (? để xem danh sách)",
                Column::Quantity => "Số lượng",
                Column::Evidence => "Số minh chứng (bỏ trống nếu không có)",
                Column::Accepted => "Số thẩm định (bỏ trống: chờ thẩm định)",
                Column::Appraiser => "Mã người thẩm định (bỏ trống nếu chưa thẩm định)",
                Column::Note => "Ghi chú (bỏ trống nếu không có)",
                _ => column.word(),
            }
            .to_owned(),
            Self::SeveralBegin { answer, ids } => format!("có nhiều mã bắt đầu bằng `{answer}`: {}", ids.join(", ")),
            Self::NothingToList => "không có danh sách cho mục này".to_owned(),

            Self::Pending => "dòng này chờ thẩm định nên chưa được tính".to_owned(),
            Self::Rejected => "dòng này bị loại nên không được tính".to_owned(),
            Self::NotWritten { path } => format!("chưa ghi vào {path} vì có --dry-run"),

            Self::OptionsMissing { options } => {
                format!("còn thiếu {}; chạy trên màn hình lệnh thì sẽ được hỏi", options.join(", "))
            }
            Self::AnswersEnded => "chưa đủ câu trả lời nên không ghi gì".to_owned(),
            Self::RowRefused => "không ghi gì: hãy sửa những chỗ nêu trên rồi chạy lại".to_owned(),
            Self::RowNotChecked => {
                "không ghi gì: không kiểm tra được dòng này khi số liệu còn lỗi, `thidua validate` cho biết tất cả".to_owned()
            }
            Self::RulesUnusable => {
                "không ghi gì: không dùng được campaign.toml, `thidua validate` cho biết tất cả".to_owned()
            }
            Self::NoLogCanBe { asked } => {
                format!("sổ ghi nằm trong thư mục số liệu, như `activities/2025-03.csv`, không phải `{asked}`")
            }
            Self::Utf16 { path } => {
                format!("{path}: tệp này là UTF-16, hãy chạy `thidua fmt {}` để chuyển sang UTF-8 rồi ghi tiếp", shell_word(path))
            }
            Self::NoColumn { path, column } => {
                format!("{path}: tệp này không có cột `{column}`: hãy thêm cột đó, hoặc bỏ --{column}")
            }
            Self::Locked { path } => {
                format!("một thidua khác đang ghi vào số liệu này (đang giữ {path}) nên không ghi gì, hãy chạy lại sau")
            }
        }
    }

    fn en(self) -> String {
        match self {
            Self::Question { column } => match column {
                Column::Date => "Date, such as 2025-02-04",
                Column::Team => "Team (? lists them)",
                Column::Members => "Members, codes apart by spaces (? lists them, empty: the whole team)",
                Column::Activity => "Activity (? lists them)",
                Column::Quantity => "Quantity",
                Column::Evidence => "Number of the evidence (empty: none)",
                Column::Accepted => "Accepted (empty: not yet appraised)",
                Column::Appraiser => "Code of the appraiser (empty: not yet appraised)",
                Column::Note => "Note (empty: none)",
                _ => column.word(),
            }
            .to_owned(),
            Self::SeveralBegin { answer, ids } => format!("several begin with `{answer}`: {}", ids.join(", ")),
            Self::NothingToList => "there is no list for this".to_owned(),

            Self::Pending => "the row is pending: it counts once it is accepted".to_owned(),
            Self::Rejected => "the row is rejected: it counts for nothing".to_owned(),
            Self::NotWritten { path } => format!("not written to {path}, because of --dry-run"),

            Self::OptionsMissing { options } => {
                let are = if options.len() == 1 { "is" } else { "are" };
                format!("{} {are} missing; on a terminal you would be asked", options.join(", "))
            }
            Self::AnswersEnded => "the answers ended before the row was whole: nothing was written".to_owned(),
            Self::RowRefused => "nothing was written: change what is named above and run it again".to_owned(),
            Self::RowNotChecked => {
                "nothing was written: the row cannot be checked while the records have errors, `thidua validate` shows them all".to_owned()
            }
            Self::RulesUnusable => {
                "nothing was written: campaign.toml cannot be used, `thidua validate` shows why".to_owned()
            }
            Self::NoLogCanBe { asked } => {
                format!("expected a log of the records folder such as `activities/2025-03.csv`, found `{asked}`")
            }
            Self::Utf16 { path } => {
                format!("{path}: this file is UTF-16: make it UTF-8 with `thidua fmt {}`, then add to it", shell_word(path))
            }
            Self::NoColumn { path, column } => {
                format!("{path}: this file has no column `{column}`: add one, or leave --{column} out")
            }
            Self::Locked { path } => {
                format!("another thidua is writing to these records (it holds {path}): nothing was written, try again later")
            }
        }
    }
}
