//! What is said where a phase is closed, opened again and verified: an exhaustive match a language.

use super::findings::shell_word;
use crate::campaign::Language;

/// A remark, refusal or text about seals, in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Sealing<'a> {
    /// Above a seal, in its file.
    Comment { number: usize },

    // Closing.
    /// A phase is closed.
    Closed { number: usize, path: &'a str },
    /// What by, for people who compare.
    Digest { digest: &'a str, rules: usize },
    /// What to do with the file.
    CommitIt { path: &'a str },
    /// Rows that were left pending.
    PendingLeft { rows: usize },
    /// Phases before it that are not closed.
    EarlierOpen { phases: &'a str },

    // Why a phase is not closed.
    /// After findings.
    ErrorsInTheWay { errors: usize },
    /// Rows that nobody has appraised, which are listed above.
    PendingInTheWay { rows: usize },
    /// More pending rows than are listed.
    MorePending { rows: usize },
    /// It is.
    AlreadyClosed { number: usize },

    // Opening again.
    /// A phase is open again.
    Reopened { number: usize, path: &'a str },
    /// What comes after.
    CloseAgain { number: usize },
    /// There is no seal.
    NeverClosed { number: usize },
    /// It is open already.
    AlreadyOpen { number: usize },
    /// A seal that cannot be gone by.
    SealUnusable { path: &'a str },
    /// A reason that says nothing.
    ReasonBlank,
    /// A reason with an identifier of a resident.
    ReasonPersonal { masked: &'a str },

    // Verifying.
    /// All seals hold.
    AllHold { seals: usize },
    /// Some do not.
    SomeDiffer { seals: usize },
    /// There are none.
    NoSeals,
}

impl Sealing<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Comment { number } => format!(
                "Bản chốt đợt {number} của phong trào, do `thidua close --phase {number}` ghi ra. Không sửa bằng tay.\n\
                 Ghi lại các quy định, mã băm (BLAKE3) của từng dòng số liệu và kết quả của đợt,\n\
                 để `thidua validate` chỉ ra mọi chỗ bị thêm, sửa, xóa sau khi chốt. Cần sửa thì mở lại đợt:\n\
                 thidua reopen --phase {number} --reason \"lý do\""
            ),
            Self::Closed { number, path } => format!("Đã chốt đợt {number}: {path}"),
            Self::Digest { digest, rules } => format!("Mã băm: {digest} ({rules} quy định)"),
            Self::CommitIt { path } => {
                let path = shell_word(path);
                format!("Đưa vào git để lưu lại ai chốt, lúc nào: git add {path} && git commit")
            }
            Self::PendingLeft { rows } => {
                format!("Còn {rows} dòng chờ thẩm định, không được tính trong kết quả đã chốt:")
            }
            Self::EarlierOpen { phases } => format!("Lưu ý: trước đó còn chưa chốt đợt {phases}"),

            Self::ErrorsInTheWay { errors } => {
                format!("Số liệu có {errors} lỗi nên chưa chốt được: `thidua validate` cho biết tất cả")
            }
            Self::PendingInTheWay { rows } => format!(
                "Còn {rows} dòng chờ thẩm định nên chưa chốt: thẩm định hết, hoặc chốt mà để lại bằng `--with-pending`"
            ),
            Self::MorePending { rows } => format!("… và {rows} dòng nữa"),
            Self::AlreadyClosed { number } => format!(
                "đợt {number} đã chốt rồi; muốn chốt lại thì mở trước: `thidua reopen --phase {number} --reason \"…\"`"
            ),

            Self::Reopened { number, path } => format!("Đã mở lại đợt {number}: {path}"),
            Self::CloseAgain { number } => {
                format!("Sửa xong thì chốt lại: thidua close --phase {number}")
            }
            Self::NeverClosed { number } => format!("đợt {number} chưa chốt nên không cần mở lại"),
            Self::AlreadyOpen { number } => format!("đợt {number} đang mở"),
            Self::SealUnusable { path } => {
                format!("{path}: không dùng được bản chốt này, `thidua validate` cho biết vì sao")
            }
            Self::ReasonBlank => "phải ghi lý do mở lại ở `--reason`".to_owned(),
            Self::ReasonPersonal { masked } => {
                format!(
                    "trong lý do có `{masked}`, giống dữ liệu cá nhân: bản chốt được lưu trong git, hãy bỏ đi"
                )
            }

            Self::AllHold { seals: 1 } => "Bản chốt khớp với số liệu".to_owned(),
            Self::AllHold { seals } => format!("Cả {seals} bản chốt đều khớp với số liệu"),
            Self::SomeDiffer { seals } => {
                format!("{seals} bản chốt không khớp: `thidua validate` chỉ rõ từng chỗ")
            }
            Self::NoSeals => "Chưa chốt đợt nào".to_owned(),
        }
    }

    fn en(self) -> String {
        let count = |number: usize, one: &str, many: &str| {
            if number == 1 { format!("1 {one}") } else { format!("{number} {many}") }
        };
        match self {
            Self::Comment { number } => format!(
                "The seal of phase {number}, written by `thidua close --phase {number}`. Never edit it by hand.\n\
                 It holds the rules, a digest (BLAKE3) of every row, and the results of the phase, so that\n\
                 `thidua validate` names whatever was added, changed or removed since. To change something, open\n\
                 the phase first: thidua reopen --phase {number} --reason \"why\""
            ),
            Self::Closed { number, path } => format!("Closed phase {number}: {path}"),
            Self::Digest { digest, rules } => {
                format!("Digest: {digest} ({})", count(rules, "rule", "rules"))
            }
            Self::CommitIt { path } => {
                let path = shell_word(path);
                format!("Commit it, so that git keeps who closed it and when: git add {path} && git commit")
            }
            Self::PendingLeft { rows } => {
                format!("Left pending, and not counted in the sealed results: {}", count(rows, "row", "rows"))
            }
            Self::EarlierOpen { phases } => format!("Note that earlier phases are not closed: {phases}"),

            Self::ErrorsInTheWay { errors } => format!(
                "the records have {}, so nothing was closed: `thidua validate` shows them all",
                count(errors, "error", "errors")
            ),
            Self::PendingInTheWay { rows } => format!(
                "not closed for {}: appraise them, or leave them with `--with-pending`",
                count(rows, "pending row", "pending rows")
            ),
            Self::MorePending { rows } => format!("… and {}", count(rows, "more row", "more rows")),
            Self::AlreadyClosed { number } => format!(
                "phase {number} is closed already; to close it anew, open it first: `thidua reopen --phase {number} --reason \"…\"`"
            ),

            Self::Reopened { number, path } => format!("Opened phase {number} again: {path}"),
            Self::CloseAgain { number } => {
                format!("When everything is mended, close it again: thidua close --phase {number}")
            }
            Self::NeverClosed { number } => format!("phase {number} was never closed"),
            Self::AlreadyOpen { number } => format!("phase {number} is open already"),
            Self::SealUnusable { path } => {
                format!("{path}: this seal cannot be gone by, `thidua validate` says why")
            }
            Self::ReasonBlank => "say why in `--reason`".to_owned(),
            Self::ReasonPersonal { masked } => format!(
                "the reason holds `{masked}`, which looks like somebody's: git keeps the seal, so leave it out"
            ),

            Self::AllHold { seals: 1 } => "The records agree with the only seal".to_owned(),
            Self::AllHold { seals } => format!("The records agree with all {seals} seals"),
            Self::SomeDiffer { seals } => {
                format!(
                    "{}: `thidua validate` names what differs",
                    count(seals, "seal does not hold", "seals do not hold")
                )
            }
            Self::NoSeals => "No phase is closed".to_owned(),
        }
    }
}
