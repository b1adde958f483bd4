//! What is said where two states of the records are compared.

use crate::campaign::Language;
use crate::difference::Grouping;
use crate::ledger::{Field, RuleKind};

/// A sentence about two states, with what it speaks of in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Comparing<'a> {
    // What is compared.
    /// The old state.
    From { state: &'a str },
    /// The new state.
    To { state: &'a str },
    /// The records in the folder.
    Present,
    /// A commit.
    Commit { commit: &'a str, day: &'a str, author: &'a str },
    /// Before findings that stand in the way: whose they are.
    ErrorsIn { state: &'a str },

    // Subjects.
    /// The subjects that are as they were.
    Unmoved { ids: &'a str },
    /// All of them are.
    NobodyMoved,
    /// Only the rank has changed.
    MovedByOthers,
    /// A rank that nobody has, as of somebody who was not there.
    NoRank,

    // Steps.
    /// The rules and what became of rows by them.
    RulesStep,
    /// Who serves where.
    MembersStep,
    /// Several rows in one step.
    RowsStep { rows: &'a str },
    /// A row that is new.
    RowAdded { row: &'a str },
    /// A row that is gone.
    RowRemoved { row: &'a str },
    /// A row that says something else.
    RowChanged { row: &'a str, fields: &'a str },
    /// A rule that is new.
    RuleAdded { rule: &'a str, keys: &'a str },
    /// A rule that is gone.
    RuleRemoved { rule: &'a str },
    /// A rule that says something else.
    RuleChanged { rule: &'a str, keys: &'a str },
    /// Where the line was, before it was removed.
    WasAt { place: &'a str },

    // Who and when.
    /// Somebody, on a day, in a commit.
    By { author: &'a str, day: &'a str, commit: &'a str },
    /// The same where the history does not go back far enough.
    ByAtLatest { author: &'a str, day: &'a str, commit: &'a str },
    /// Nobody has committed it.
    NotCommitted,

    // Below.
    /// How many rows differ.
    Rows { all: &'a str, idle: &'a str },
    /// What rows were put together by.
    Grouped { grouping: Grouping },
    /// What the parts are.
    Explained,
}

impl Comparing<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::From { state } => format!("Trước: {state}"),
            Self::To { state } => format!("Sau: {state}"),
            Self::Present => "số liệu hiện có trong thư mục".to_owned(),
            Self::Commit { commit, day, author } => format!("bản ghi {commit}, ngày {day}, {author}"),
            Self::ErrorsIn { state } => format!("Lỗi trong {state}:"),
            Self::Unmoved { ids } => format!("Không đổi: {ids}"),
            Self::NobodyMoved => "Không điểm nào, thứ hạng nào thay đổi".to_owned(),
            Self::MovedByOthers => "Điểm không đổi, thứ hạng đổi do đơn vị hoặc người khác".to_owned(),
            Self::NoRank => "–".to_owned(),
            Self::RulesStep => "do quy định (campaign.toml)".to_owned(),
            Self::MembersStep => "do danh sách thành viên (members.csv)".to_owned(),
            Self::RowsStep { rows } => format!("do {rows} dòng"),
            Self::RowAdded { row } => format!("thêm dòng {row}"),
            Self::RowRemoved { row } => format!("bỏ dòng {row}"),
            Self::RowChanged { row, fields } => format!("sửa dòng {row}: {fields}"),
            Self::RuleAdded { rule, keys } => format!("thêm {rule}: {keys}"),
            Self::RuleRemoved { rule } => format!("bỏ {rule}"),
            Self::RuleChanged { rule, keys } => format!("sửa {rule}: {keys}"),
            Self::WasAt { place } => format!("trước ở {place}"),
            Self::By { author, day, commit } => format!("{author}, ngày {day}, bản ghi {commit}"),
            Self::ByAtLatest { author, day, commit } => {
                format!("{author}, ngày {day}, bản ghi {commit} hoặc trước đó (bản sao không đủ lịch sử)")
            }
            Self::NotCommitted => "chưa ghi vào git".to_owned(),
            Self::Rows { all, idle } => format!("Số dòng khác nhau: {all}, trong đó không làm đổi điểm nào: {idle}"),
            Self::Grouped { grouping } => match grouping {
                Grouping::Row => "Mỗi dòng được tính riêng".to_owned(),
                Grouping::TeamAndActivity => {
                    "Quá nhiều dòng để tính riêng từng dòng: gộp theo đơn vị và hoạt động".to_owned()
                }
                Grouping::Team => "Quá nhiều dòng để tính riêng từng dòng: gộp theo đơn vị".to_owned(),
                Grouping::Together => "Quá nhiều dòng để tính riêng từng dòng: gộp tất cả".to_owned(),
            },
            Self::Explained => {
                "Mỗi phần là mức điểm thay đổi khi lần lượt áp dụng quy định mới, danh sách thành viên mới, rồi từng dòng theo ngày; cộng các phần lại đúng bằng chênh lệch"
                    .to_owned()
            }
        }
    }

    fn en(self) -> String {
        match self {
            Self::From { state } => format!("Before: {state}"),
            Self::To { state } => format!("After: {state}"),
            Self::Present => "the records in the folder".to_owned(),
            Self::Commit { commit, day, author } => format!("commit {commit}, {day}, {author}"),
            Self::ErrorsIn { state } => format!("Errors in {state}:"),
            Self::Unmoved { ids } => format!("Unchanged: {ids}"),
            Self::NobodyMoved => "No score and no rank has changed".to_owned(),
            Self::MovedByOthers => "The score is the same; others moved the rank".to_owned(),
            Self::NoRank => "–".to_owned(),
            Self::RulesStep => "by the rules (campaign.toml)".to_owned(),
            Self::MembersStep => "by who serves where (members.csv)".to_owned(),
            Self::RowsStep { rows } => format!("by {rows} rows"),
            Self::RowAdded { row } => format!("row added: {row}"),
            Self::RowRemoved { row } => format!("row removed: {row}"),
            Self::RowChanged { row, fields } => format!("row changed: {row}: {fields}"),
            Self::RuleAdded { rule, keys } => format!("added {rule}: {keys}"),
            Self::RuleRemoved { rule } => format!("removed {rule}"),
            Self::RuleChanged { rule, keys } => format!("changed {rule}: {keys}"),
            Self::WasAt { place } => format!("was at {place}"),
            Self::By { author, day, commit } => format!("{author}, {day}, commit {commit}"),
            Self::ByAtLatest { author, day, commit } => {
                format!("{author}, {day}, commit {commit} or earlier (this clone lacks older history)")
            }
            Self::NotCommitted => "not committed yet".to_owned(),
            Self::Rows { all, idle } => format!("Rows that differ: {all}, without any effect on a score: {idle}"),
            Self::Grouped { grouping } => match grouping {
                Grouping::Row => "Each row is a step of its own".to_owned(),
                Grouping::TeamAndActivity => {
                    "Too many rows for a step each: put together by team and activity".to_owned()
                }
                Grouping::Team => "Too many rows for a step each: put together by team".to_owned(),
                Grouping::Together => "Too many rows for a step each: all in one".to_owned(),
            },
            Self::Explained => {
                "Each part is what the score changes by as the new rules, then the new list of members, then the rows by date take effect one after the other; the parts add up to the difference"
                    .to_owned()
            }
        }
    }
}

/// What a field of a row is called.
pub fn field_name(field: Field, language: Language) -> &'static str {
    match (field, language) {
        (Field::Date, Language::Vi) => "ngày",
        (Field::Date, Language::En) => "date",
        (Field::Team, Language::Vi) => "đơn vị",
        (Field::Team, Language::En) => "team",
        (Field::Activity, Language::Vi) => "hoạt động",
        (Field::Activity, Language::En) => "activity",
        (Field::Members, Language::Vi) => "thành viên",
        (Field::Members, Language::En) => "members",
        (Field::Quantity, Language::Vi) => "số lượng",
        (Field::Quantity, Language::En) => "quantity",
        (Field::Accepted, Language::Vi) => "thẩm định",
        (Field::Accepted, Language::En) => "accepted",
        (Field::Evidence, Language::Vi) => "minh chứng",
        (Field::Evidence, Language::En) => "evidence",
        (Field::Appraiser, Language::Vi) => "người thẩm định",
        (Field::Appraiser, Language::En) => "appraiser",
        (Field::Note, Language::Vi) => "ghi chú",
        (Field::Note, Language::En) => "note",
        (Field::Further, Language::Vi) => "cột khác",
        (Field::Further, Language::En) => "further columns",
    }
}

/// What a kind of rule is called.
pub fn rule_kind(kind: RuleKind, language: Language) -> &'static str {
    match (kind, language) {
        (RuleKind::Campaign, Language::Vi) => "thang điểm",
        (RuleKind::Campaign, Language::En) => "scale of the campaign",
        (RuleKind::Records, Language::Vi) => "cách ghi số liệu",
        (RuleKind::Records, Language::En) => "way of recording",
        (RuleKind::Phase, Language::Vi) => "đợt",
        (RuleKind::Phase, Language::En) => "phase",
        (RuleKind::Team, Language::Vi) => "đơn vị",
        (RuleKind::Team, Language::En) => "team",
        (RuleKind::Criterion, Language::Vi) => "tiêu chí",
        (RuleKind::Criterion, Language::En) => "criterion",
        (RuleKind::Activity, Language::Vi) => "hoạt động",
        (RuleKind::Activity, Language::En) => "activity",
        (RuleKind::Adjustment, Language::Vi) => "khoản thưởng, trừ",
        (RuleKind::Adjustment, Language::En) => "adjustment",
        (RuleKind::Limits, Language::Vi) => "mức thưởng, trừ tối đa",
        (RuleKind::Limits, Language::En) => "limits of adjustments",
        (RuleKind::Ranking, Language::Vi) => "cách xếp hạng",
        (RuleKind::Ranking, Language::En) => "ranking",
        (RuleKind::Grading, Language::Vi) => "cách xếp loại",
        (RuleKind::Grading, Language::En) => "grading",
        (RuleKind::Grade, Language::Vi) => "loại (tập thể)",
        (RuleKind::Grade, Language::En) => "grade of teams",
        (RuleKind::MemberGrade, Language::Vi) => "loại (cá nhân)",
        (RuleKind::MemberGrade, Language::En) => "grade of members",
        (RuleKind::Award, Language::Vi) => "giải thưởng",
        (RuleKind::Award, Language::En) => "award",
        (RuleKind::Member, Language::Vi) => "thành viên",
        (RuleKind::Member, Language::En) => "member",
    }
}
