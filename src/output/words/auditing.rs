//! What `audit` says, and who brought a row.

use crate::audit::{Clock, Kind};
use crate::campaign::Language;
use crate::output::notation::Notation;

/// A sentence with what it speaks of, in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Auditing<'a> {
    /// What the page is, and is not.
    FactsOnly,
    /// How far the history is known.
    Known { commits: usize, since: &'a str },
    /// Earlier commits are not here.
    CutOff { rows: usize },
    /// Rows in no commit.
    NotCommitted { rows: usize },
    /// There is no history at all.
    NoHistory,
    /// A kind of fact, over its list.
    Kind { kind: Kind, late_days: i64 },
    /// Facts that are not listed.
    More { count: usize, kind: &'a str },
    /// Days between a commit and a date.
    Days { days: i64 },
    /// The commit of a claim.
    ClaimedIn { commit: &'a str },
    /// Whoever brought a row.
    By { commit: &'a str, author: &'a str, day: &'a str, may_be_older: bool },
    /// Nobody did yet.
    InNoCommit,
    /// Some merge did.
    LostInMerge,
    /// The rows of everybody.
    Everybody,
    /// What is counted of last days.
    BurstOf { clock: Clock, days: i64, last: usize, days_before: i64, before: usize },
    /// How last days are compared.
    BurstExplained,
}

impl Auditing<'_> {
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
            Self::FactsOnly => "Nêu sự việc và chỗ để xem lại; không kết luận đúng sai".to_owned(),
            Self::Known { commits, since } => format!("Lịch sử: {} lần ghi, từ {since}", count(commits)),
            Self::CutOff { rows } => format!(
                "Trước đó còn lịch sử nhưng không có trong bản sao này: không nói gì về việc ghi {} dòng; \
                 lấy đủ bằng `git fetch --unshallow`",
                count(rows)
            ),
            Self::NotCommitted { rows } => {
                format!("{} dòng, như hiện nay, chưa ghi vào git: chưa biết ngày ghi và người ghi", count(rows))
            }
            Self::NoHistory => {
                "Số liệu chưa có lịch sử trong git: chỉ nêu những gì bản thân các dòng cho thấy, không rõ ai ghi, \
                 ghi khi nào, sửa những gì"
                    .to_owned()
            }
            Self::Kind { kind, late_days } => match kind {
                Kind::DatedAfterCommit => "Dòng đề ngày sau ngày được ghi vào git".to_owned(),
                Kind::EnteredLate => format!("Dòng ghi vào git chậm hơn {late_days} ngày"),
                Kind::ChangedAfterAcceptance => "Dòng bị sửa sau khi đã thẩm định".to_owned(),
                Kind::RemovedAfterAcceptance => "Dòng bị bỏ sau khi đã thẩm định".to_owned(),
                Kind::SameAuthor => "Tự chấm và thẩm định do một người ghi".to_owned(),
                Kind::EvidenceTwice => "Một số minh chứng cho nhiều việc".to_owned(),
                Kind::Burst => "Dồn vào những ngày cuối đợt".to_owned(),
                Kind::NoRows => "Tháng không có dòng nào".to_owned(),
            },
            Self::More { count: more, kind } => {
                format!("… và {} việc nữa; xem hết: --kind {kind}", count(more))
            }
            Self::Days { days } => format!("{days} ngày"),
            Self::ClaimedIn { commit } => format!("tự chấm: {commit}"),
            Self::By { commit, author, day, may_be_older } => {
                let older = if may_be_older { ", hoặc sớm hơn" } else { "" };
                format!("{commit} {author}, {day}{older}")
            }
            Self::InNoCommit => "chưa ghi vào git".to_owned(),
            Self::LostInMerge => "mất khi trộn nhánh".to_owned(),
            Self::Everybody => "tất cả".to_owned(),
            Self::BurstOf { clock, days, last, days_before, before } => {
                let clock = match clock {
                    Clock::Dated => "Theo ngày của dòng",
                    Clock::Entered => "Theo ngày ghi vào git",
                };
                format!(
                    "{clock}: {} dòng trong {days} ngày cuối, {} dòng trong {days_before} ngày trước đó",
                    count(last),
                    count(before)
                )
            }
            Self::BurstExplained => {
                "Nêu khi 7 ngày cuối có từ 10 dòng và hơn 3 lần mức bình quân của những ngày trước đó".to_owned()
            }
        }
    }

    fn en(self) -> String {
        let count = |number: usize| Notation::Point.count(number);
        let rows =
            |number: usize| if number == 1 { "1 row".to_owned() } else { format!("{} rows", count(number)) };
        match self {
            Self::FactsOnly => "Facts with places to look at; no verdicts".to_owned(),
            Self::Known { commits: 1, since } => format!("History: 1 commit, of {since}"),
            Self::Known { commits, since } => format!("History: {} commits, since {since}", count(commits)),
            Self::CutOff { rows: older } => format!(
                "There is earlier history that this clone does not have: nothing is said of how {} came; \
                 `git fetch --unshallow` gets all of it",
                rows(older)
            ),
            Self::NotCommitted { rows: waiting } => {
                format!("Not committed yet, as they stand: {}; when they come and by whom is not known", rows(waiting))
            }
            Self::NoHistory => {
                "These records have no history in git: only what the rows themselves show is told, not who \
                 entered them, when, and what was changed"
                    .to_owned()
            }
            Self::Kind { kind, late_days } => match kind {
                Kind::DatedAfterCommit => "Rows dated after the commit that brought them".to_owned(),
                Kind::EnteredLate => format!("Rows entered more than {late_days} days after their date"),
                Kind::ChangedAfterAcceptance => "Rows changed after acceptance".to_owned(),
                Kind::RemovedAfterAcceptance => "Rows removed after acceptance".to_owned(),
                Kind::SameAuthor => "Claim and acceptance committed by one author".to_owned(),
                Kind::EvidenceTwice => "One number of evidence on different things".to_owned(),
                Kind::Burst => "Many rows in the last days of a phase".to_owned(),
                Kind::NoRows => "Months without a row".to_owned(),
            },
            Self::More { count: more, kind } => {
                format!("… and {} more; all of them: --kind {kind}", count(more))
            }
            Self::Days { days: 1 } => "1 day".to_owned(),
            Self::Days { days } => format!("{days} days"),
            Self::ClaimedIn { commit } => format!("claimed: {commit}"),
            Self::By { commit, author, day, may_be_older } => {
                let older = if may_be_older { ", or earlier" } else { "" };
                format!("{commit} {author}, {day}{older}")
            }
            Self::InNoCommit => "not committed yet".to_owned(),
            Self::LostInMerge => "lost in a merge".to_owned(),
            Self::Everybody => "everybody".to_owned(),
            Self::BurstOf { clock, days, last, days_before, before } => {
                let clock = match clock {
                    Clock::Dated => "By the dates of the rows",
                    Clock::Entered => "By when they were entered",
                };
                format!(
                    "{clock}: {} in the last {days} days, {} in the {days_before} days before",
                    rows(last),
                    count(before)
                )
            }
            Self::BurstExplained => {
                "Listed where the last 7 days have at least 10 rows and more than 3 times the mean of the days before"
                    .to_owned()
            }
        }
    }
}
