//! What is said of the history that git keeps.

use crate::campaign::Language;
use crate::git::{Commit, GitError};
use crate::output::notation::Notation;

/// Why git was of no help, and what to do.
pub fn git_error(error: &GitError, language: Language) -> String {
    match language {
        Language::Vi => vi(error),
        Language::En => en(error),
    }
}

fn vi(error: &GitError) -> String {
    match error {
        GitError::NotInstalled => "lệnh này cần git mà máy chưa cài git".to_owned(),
        GitError::NoRepository { folder } => {
            format!(
                "`{}` không nằm trong kho git nào nên không có lịch sử để xem; tạo kho bằng `git init`",
                folder.display()
            )
        }
        GitError::NoCommits => "kho git chưa có lần ghi (commit) nào".to_owned(),
        GitError::UnknownRevision { asked } => format!(
            "git không có bản ghi, nhánh hay thẻ nào là `{asked}`; xem `git log`, hoặc ghi một ngày như 2025-02-03"
        ),
        GitError::NothingUntil { asked, first, shallow: false } => {
            format!("đến ngày {asked} chưa có lần ghi nào, lần đầu là ngày {first}")
        }
        GitError::NothingUntil { asked, first, shallow: true } => format!(
            "bản sao này chỉ có lịch sử từ ngày {first}, không có đến ngày {asked}; lấy đủ bằng `git fetch --unshallow`"
        ),
        GitError::NoRecords { folder, commit } if commit.is_empty() => {
            format!("{} chưa có campaign.toml nào được đưa vào git (`git add`)", place_vi(folder))
        }
        GitError::NoRecords { folder, commit } => {
            format!("trong bản ghi {commit}, {} không có campaign.toml", place_vi(folder))
        }
        GitError::Missing { object } => format!(
            "kho git này thiếu {object}: bản sao không đầy đủ hoặc đã hỏng; lấy lại bằng `git fetch --refetch` hay sao chép lại cả kho"
        ),
        GitError::Broken(error) => format!("git dừng giữa chừng: {error}"),
        GitError::Refused { command, reason } => format!("`git {command}` không làm được: {reason}"),
    }
}

fn place_vi(folder: &str) -> String {
    if folder.is_empty() { "ở gốc kho".to_owned() } else { format!("trong `{folder}`") }
}

fn en(error: &GitError) -> String {
    match error {
        GitError::NotInstalled => "this needs git, and there is no git on this machine".to_owned(),
        GitError::NoRepository { folder } => {
            format!(
                "`{}` is in no git repository, so there is no history to read; `git init` makes one",
                folder.display()
            )
        }
        GitError::NoCommits => "nothing has been committed to this repository yet".to_owned(),
        GitError::UnknownRevision { asked } => format!(
            "git knows no commit, branch or tag `{asked}`; see `git log`, or name a day such as 2025-02-03"
        ),
        GitError::NothingUntil { asked, first, shallow: false } => {
            format!("nothing was committed by {asked}: the first commit is of {first}")
        }
        GitError::NothingUntil { asked, first, shallow: true } => format!(
            "this clone has the history since {first} only, nothing of {asked}; `git fetch --unshallow` gets all of it"
        ),
        GitError::NoRecords { folder, commit } if commit.is_empty() => {
            format!("no campaign.toml {} has been added to git (`git add`)", place_en(folder))
        }
        GitError::NoRecords { folder, commit } => {
            format!("in commit {commit} there is no campaign.toml {}", place_en(folder))
        }
        GitError::Missing { object } => format!(
            "this repository lacks {object}: the clone is partial or damaged; `git fetch --refetch` gets it again, or clone anew"
        ),
        GitError::Broken(error) => format!("git ended too early: {error}"),
        GitError::Refused { command, reason } => format!("`git {command}` could not do it: {reason}"),
    }
}

fn place_en(folder: &str) -> String {
    if folder.is_empty() { "at the top of the repository".to_owned() } else { format!("in `{folder}`") }
}

/// The records as they stood in a commit, as a page says it.
pub fn as_of(commit: &Commit, language: Language) -> String {
    let (short, day) = (commit.short(), Notation::from(language).date(commit.day()));
    match language {
        Language::Vi => format!("Số liệu tại bản ghi {short}, ngày {day}"),
        Language::En => format!("The records as of commit {short}, {day}"),
    }
}
