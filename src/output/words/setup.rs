//! What is said of the hook and the merge driver, when they are set up and when they do their work.

use crate::campaign::Language;
use crate::output::notation::Notation;

/// A sentence with what it speaks of.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Setup<'a> {
    // Setting up.
    /// The hook stands there now.
    HookWritten { path: &'a str },
    /// What stood there before has another name and is still run.
    OldHookKept { path: &'a str },
    /// git merges CSV files by rows now.
    DriverSet { driver: &'a str },
    /// The files that it merges are named now.
    AttributesWritten { path: &'a str },
    /// Every clone has to do the same.
    ToBeDoneInEachClone,

    // Why something was not set up.
    /// Another hook stands there.
    ForeignHook { path: &'a str, line: &'a str },
    /// The name is taken that the other hook was to have.
    OldHookInTheWay { path: &'a str },
    /// The folder of hooks belongs to other repositories as well.
    HooksShared { path: &'a str, line: &'a str },
    /// Somebody has chosen another driver for these files.
    OtherDriver { file: &'a str, driver: &'a str },
    /// git keeps no files here beside its own.
    NoWorkTree,

    // Taking away.
    /// There is no hook of ours now.
    HookRemoved { path: &'a str },
    /// What stood there before stands there again.
    OldHookBack { path: &'a str },
    /// git merges CSV files by lines again.
    DriverUnset,
    /// There was nothing to take away.
    NoHook,

    // How things stand.
    /// The hook checks these records.
    HookStands { path: &'a str },
    /// It does not.
    HookMissing { path: &'a str },
    /// git merges them by rows.
    DriverStands { driver: &'a str },
    /// It does not: there is no driver, or these files are not for it.
    DriverMissing,
    /// It does not: these files are not for the driver.
    FilesNotForDriver { file: &'a str },

    // Before a commit.
    /// After findings that keep a commit from being made.
    CommitRefused { errors: usize },
    /// Files of the commit that could be tidier.
    WouldTidy { files: usize },
    /// There is no thidua to check anything.
    ProgramMissing,

    // Merging.
    /// Rows that people have to decide on.
    RowsInConflict { path: &'a str, rows: usize },
    /// A table that could not be merged by rows, and was by lines.
    MergedByLines { path: &'a str, reason: &'a str },
    /// A table that could not be merged at all.
    LeftAsOurs { path: &'a str, reason: &'a str },
    /// Why: what is wrong with the version of a side.
    BaseUnreadable { reason: &'a str },
    /// See [`Self::BaseUnreadable`].
    OursUnreadable { reason: &'a str },
    /// See [`Self::BaseUnreadable`].
    TheirsUnreadable { reason: &'a str },
    /// Why: the columns.
    ColumnsIrreconcilable,
}

impl Setup<'_> {
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
            Self::HookWritten { path } => {
                format!("đã đặt {path}: từ nay git kiểm tra số liệu trước mỗi lần ghi (commit)")
            }
            Self::OldHookKept { path } => format!("tệp cũ được giữ thành {path} và vẫn chạy trước"),
            Self::DriverSet { driver } => {
                format!("đã đặt cách gộp (merge.thidua.driver): {driver}")
            }
            Self::AttributesWritten { path } => {
                format!("đã ghi vào {path} để git gộp các tệp CSV theo từng dòng số liệu; hãy đưa tệp này vào git")
            }
            Self::ToBeDoneInEachClone => {
                "git không chép các thiết lập này sang bản sao khác: mỗi máy phải chạy `thidua hook install` một lần"
                    .to_owned()
            }

            Self::ForeignHook { path, line } => format!(
                "{path} đã có sẵn và không phải của thidua nên được giữ nguyên; hãy thêm vào đó dòng `{line}`, hoặc chạy lại với --force để giữ nó thành pre-commit.old và vẫn chạy nó trước"
            ),
            Self::OldHookInTheWay { path } => {
                format!("đã có {path}: hãy đổi tên hoặc xóa nó rồi chạy lại; không thay đổi gì")
            }
            Self::HooksShared { path, line } => format!(
                "core.hooksPath dẫn tới {path}, nơi các kho khác cũng dùng, nên không ghi gì; hãy đặt core.hooksPath riêng cho kho này (`git config core.hooksPath .git/hooks`), hoặc tự thêm vào đó dòng `{line}`"
            ),
            Self::OtherDriver { file, driver } => {
                format!("{file} đã được chọn cách gộp `{driver}` nên được giữ nguyên")
            }
            Self::NoWorkTree => "kho này không có thư mục làm việc nên không ghi (commit) ở đây được".to_owned(),

            Self::HookRemoved { path } => format!("đã bỏ {path}"),
            Self::OldHookBack { path } => format!("tệp cũ đã trở lại thành {path}"),
            Self::DriverUnset => {
                "đã bỏ cách gộp của thidua; .gitattributes được giữ nguyên, git lại gộp theo dòng văn bản".to_owned()
            }
            Self::NoHook => "không có gì để bỏ".to_owned(),

            Self::HookStands { path } => format!("kiểm tra trước khi ghi: có ({path})"),
            Self::HookMissing { path } => format!("kiểm tra trước khi ghi: chưa có ({path})"),
            Self::DriverStands { driver } => format!("gộp theo dòng số liệu: có ({driver})"),
            Self::DriverMissing => "gộp theo dòng số liệu: chưa có".to_owned(),
            Self::FilesNotForDriver { file } => {
                format!("gộp theo dòng số liệu: chưa có, vì .gitattributes không chọn cách gộp này cho {file}")
            }

            Self::CommitRefused { errors } => format!(
                "chưa ghi (commit): số liệu đưa vào có {} lỗi; hãy sửa, `git add` lại rồi ghi lại. `thidua validate --staged` cho xem tất cả, `thidua fmt` sửa những chỗ không cần suy xét. Chỉ khi thật khẩn cấp mới dùng `git commit --no-verify`",
                count(errors)
            ),
            Self::WouldTidy { files } => format!(
                "{} tệp CSV chưa ở dạng chuẩn: `thidua fmt` rồi `git add` sẽ đưa về dạng chuẩn",
                count(files)
            ),
            Self::ProgramMissing => {
                "thidua: không tìm thấy chương trình nên chưa kiểm tra và chưa ghi gì; hãy cài lại thidua rồi chạy thidua hook install, hoặc dùng git commit --no-verify cho riêng lần này".to_owned()
            }

            Self::RowsInConflict { path, rows } => format!(
                "{path}: {} chỗ hai bên sửa khác nhau, được đặt giữa <<<<<<< và >>>>>>>: hãy giữ dòng đúng, xóa các dấu rồi `git add`",
                count(rows)
            ),
            Self::MergedByLines { path, reason } => format!(
                "{path}: không gộp theo dòng số liệu được ({reason}) nên gộp theo dòng văn bản; hãy xem lại tệp này rồi `git add`"
            ),
            Self::LeftAsOurs { path, reason } => format!(
                "{path}: không gộp được ({reason}) nên tệp vẫn như bên ta; bản bên kia xem bằng `git show :3:{path}`"
            ),
            Self::BaseUnreadable { reason } => format!("bản gốc chung: {reason}"),
            Self::OursUnreadable { reason } => format!("bản bên ta: {reason}"),
            Self::TheirsUnreadable { reason } => format!("bản bên kia: {reason}"),
            Self::ColumnsIrreconcilable => "các cột của hai bên không khớp nhau".to_owned(),
        }
    }

    fn en(self) -> String {
        let count = |number: usize, one: &str, more: &str| {
            format!("{} {}", Notation::Point.count(number), if number == 1 { one } else { more })
        };
        match self {
            Self::HookWritten { path } => {
                format!("wrote {path}: from now on git has the records checked before every commit")
            }
            Self::OldHookKept { path } => format!("the old hook is kept as {path}, and is still run first"),
            Self::DriverSet { driver } => format!("set merge.thidua.driver: {driver}"),
            Self::AttributesWritten { path } => {
                format!("wrote {path}, so that git merges CSV files by rows: commit this file")
            }
            Self::ToBeDoneInEachClone => {
                "git copies none of this to other clones: `thidua hook install` has to be run once in each".to_owned()
            }

            Self::ForeignHook { path, line } => format!(
                "{path} is there already and not ours, so it was left alone: add the line `{line}` to it, or run this again with --force, which keeps it as pre-commit.old and runs it first"
            ),
            Self::OldHookInTheWay { path } => {
                format!("{path} is there already: rename or delete it, then run this again; nothing was changed")
            }
            Self::HooksShared { path, line } => format!(
                "core.hooksPath leads to {path}, which other repositories may share, so nothing was written there: give this repository its own (`git config core.hooksPath .git/hooks`), or add the line `{line}` to its pre-commit yourself"
            ),
            Self::OtherDriver { file, driver } => {
                format!("{file} is set to be merged by `{driver}`, which was left alone")
            }
            Self::NoWorkTree => "this repository has no work tree, so nothing is committed here".to_owned(),

            Self::HookRemoved { path } => format!("removed {path}"),
            Self::OldHookBack { path } => format!("the old hook is {path} again"),
            Self::DriverUnset => {
                "unset merge.thidua; .gitattributes was left alone, and git merges by lines again".to_owned()
            }
            Self::NoHook => "there is nothing to take away".to_owned(),

            Self::HookStands { path } => format!("check before a commit: yes ({path})"),
            Self::HookMissing { path } => format!("check before a commit: no ({path})"),
            Self::DriverStands { driver } => format!("merge by rows: yes ({driver})"),
            Self::DriverMissing => "merge by rows: no".to_owned(),
            Self::FilesNotForDriver { file } => {
                format!("merge by rows: no, as .gitattributes does not choose it for {file}")
            }

            Self::CommitRefused { errors } => format!(
                "nothing was committed: what is staged has {}; mend, `git add` and commit again. `thidua validate --staged` shows all, `thidua fmt` mends what needs no judgement. Only in an emergency: `git commit --no-verify`",
                count(errors, "error", "errors")
            ),
            Self::WouldTidy { files } => {
                format!("`thidua fmt`, then `git add`, would tidy {}", count(files, "CSV file", "CSV files"))
            }
            Self::ProgramMissing => {
                "thidua: the program was not found, so nothing was checked and nothing was committed: install thidua and run thidua hook install, or use git commit --no-verify this once".to_owned()
            }

            Self::RowsInConflict { path, rows } => format!(
                "{path}: {} between <<<<<<< and >>>>>>>, where both sides differ: keep what is right, delete the marks, then `git add`",
                count(rows, "place", "places")
            ),
            Self::MergedByLines { path, reason } => format!(
                "{path}: could not be merged by rows ({reason}), so it was merged by lines: look at it, then `git add`"
            ),
            Self::LeftAsOurs { path, reason } => format!(
                "{path}: could not be merged ({reason}), so it is as on our side; `git show :3:{path}` shows theirs"
            ),
            Self::BaseUnreadable { reason } => format!("the common version: {reason}"),
            Self::OursUnreadable { reason } => format!("our version: {reason}"),
            Self::TheirsUnreadable { reason } => format!("their version: {reason}"),
            Self::ColumnsIrreconcilable => "the columns of both sides do not go together".to_owned(),
        }
    }
}
