//! Sentences with something in them: an exhaustive match a language, so that none can be
//! forgotten in either.

use crate::campaign::Language;
use crate::output::notation::Notation;

/// A sentence with what it speaks of, in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Sentence<'a> {
    // What a page is of.
    /// A phase without a title.
    PhaseNumber { number: usize },
    /// A phase or campaign with its days.
    Scope { title: &'a str, first: &'a str, last: &'a str, days: i64 },
    /// Later rows are left out.
    Until { day: &'a str },
    /// How far the days have gone.
    DaysGone { gone: i64, days: i64, day: &'a str },

    // Rows.
    /// How many rows of each kind.
    Rows { counted: &'a str, pending: &'a str, rejected: &'a str },
    /// Continues [`Self::Rows`].
    RowsLeftOut { count: &'a str },
    /// Continues [`Self::Rows`].
    FilesRefused { count: &'a str },
    /// Teams that take part and have no row.
    TeamsWithoutRows { teams: &'a str },
    /// The folder that is not repeated before each row.
    RowsStandIn { folder: &'a str },
    /// How equal scores are told apart.
    TiesBroken { by: &'a str },
    /// One way of telling them apart.
    MorePointsIn { criterion: &'a str },
    /// A member's part of a row.
    DividedAmong { members: usize },

    // Why somebody stands where they stand.
    /// Name, rank or why there is none, score.
    Headline { name: &'a str, rank: Option<usize>, status: &'a str, score: Option<&'a str> },
    /// The claimed score.
    ClaimedScore { score: &'a str },
    /// The next better rank.
    Above { name: &'a str, rank: usize, score: &'a str, gap: &'a str },
    /// The subtotal where a criterion is not assigned.
    Normalised { formula: &'a str, scale: &'a str },
    /// The score of a phase.
    ScoreFormula { subtotal: &'a str, bonus: &'a str, penalty: &'a str, score: &'a str, raised_to_zero: bool },
    /// A team's mean headcount.
    Headcount { headcount: &'a str, days: i64, phase_days: i64 },
    /// A member's days.
    DaysServed { days: i64, phase_days: i64, share: &'a str },
    /// Over the column of what another has more.
    LeadOf { id: &'a str },
    /// A cap, in one bucket (`since`) or in `times` buckets.
    Capped { on: &'a str, period: &'a str, since: Option<&'a str>, times: usize, sum: &'a str, most: &'a str },
    /// A cap on a member.
    MemberCap { on: &'a str },
    /// The most that bonuses or penalties come to.
    Limit { of: &'a str, points: &'a str },
    /// How to see more.
    AskByPhase { id: &'a str },

    // Formulas.
    /// Behind a quota that is the weight.
    WeightForWantOfTarget,
    /// A factor of a quota.
    TimesDays { days: i64, of: i64 },
    /// A factor of a quota.
    TimesHeads { heads: &'a str },
    /// A factor of a member's quota.
    ShareOfMember { heads: &'a str, served: i64, days: i64 },
    /// A band.
    BandReached { ratio: &'a str, from: &'a str },
    /// Below the last band.
    NoBandReached { ratio: &'a str },
    /// What is measured against.
    BestOfGroup { best: &'a str },
    /// What is measured against.
    FurthestOfGroup { furthest: &'a str },
    /// The one that others are measured against.
    IsFurthest { ratio: &'a str },

    // Findings.
    /// Under the carets.
    SpreadsheetCell { cell: &'a str },
    /// More findings than are shown.
    Flood { path: &'a str, found: &'a str, code: &'a str, shown: &'a str },
    /// While one waits for a long reading, in bytes.
    ReadSoFar { read: u64, of: u64 },
    /// Before a result that leaves something out.
    KeptGoing { errors: usize },
    /// After findings that stand in the way of a result.
    ErrorsInTheWay { errors: usize },
    /// After findings without which there are no rules to go by.
    RulesUnusable { errors: usize },
    // Canonical spelling.
    /// A file has been rewritten.
    Rewritten { path: &'a str },
    /// A file has been written.
    Wrote { path: &'a str },
    /// A file would be converted.
    WouldConvert { path: &'a str },
    /// A file is not in the encoding that it was to be converted from.
    NotConverted { path: &'a str },
    /// There was nothing to rewrite.
    AllCanonical { files: usize },
    /// Some of a file is left as it is.
    LeftAsItIs { path: &'a str },
    /// After findings that keep files from being rewritten.
    FilesNotRewritten { files: usize },
    /// After findings without which nothing is known about the files.
    RulesUnusableToRewrite { errors: usize },

    /// The last line.
    FindingsInAll { errors: usize, warnings: usize, files: usize, rows: usize },

    // New campaigns.
    /// What has been made.
    CampaignMade { folder: &'a str, files: usize, logs: usize },
    /// Days that nobody has asked for.
    ExampleDays { days: &'a str },
    /// What to do now; the folder where commands do not find it by themselves.
    CampaignNext { records: Option<&'a str> },

    // Watching.
    /// Under a board that is printed again.
    Watching { folder: &'a str },
}

/// Bytes that are counted as one when one waits for them.
const MEGABYTE: u64 = 1_000_000;

impl Sentence<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }
}

impl Sentence<'_> {
    fn vi(self) -> String {
        let count = |number: usize| Notation::Comma.count(number);
        match self {
            Self::PhaseNumber { number } => format!("Đợt {number}"),
            Self::Scope { title, first, last, days } => format!("{title}: {first} – {last} ({days} ngày)"),
            Self::Until { day } => format!("Tính đến hết ngày {day}"),
            Self::DaysGone { gone, days, day } => format!("Đã qua {gone}/{days} ngày, tính đến {day}"),

            Self::Rows { counted, pending, rejected } => {
                format!("Số dòng: {counted} được tính, {pending} chờ thẩm định, {rejected} bị loại")
            }
            Self::RowsLeftOut { count } => format!(", {count} bị lỗi nên để ngoài"),
            Self::FilesRefused { count } => format!("; {count} tệp không đọc được"),
            Self::TeamsWithoutRows { teams } => format!("Chưa có dòng nào: {teams}"),
            Self::RowsStandIn { folder } => format!("Các dòng trên nằm trong {folder}"),
            Self::TiesBroken { by } => format!("Bằng điểm thì xét lần lượt: {by}"),
            Self::MorePointsIn { criterion } => format!("nhiều điểm {criterion} hơn"),
            Self::DividedAmong { members } => format!("chia {members} người"),

            Self::Headline { name, rank, status, score } => {
                let place = rank.map_or_else(|| status.to_owned(), |rank| format!("hạng {rank}"));
                let score = score.map_or_else(String::new, |score| format!(", {score} điểm"));
                format!("{name}: {place}{score}")
            }
            Self::ClaimedScore { score } => format!("Tự chấm: {score} điểm"),
            Self::Above { name, rank, score, gap } => {
                format!("Liền trên là {name}: hạng {rank}, {score} điểm, hơn {gap} điểm")
            }
            Self::Normalised { formula, scale } => {
                format!("Có tiêu chí không được giao, quy về thang {scale}: {formula}")
            }
            Self::ScoreFormula { subtotal, bonus, penalty, score, raised_to_zero } => {
                let floor = if raised_to_zero { ", lấy 0 vì không trừ xuống dưới 0" } else { "" };
                format!("Điểm = {subtotal} tiêu chí + {bonus} thưởng − {penalty} trừ = {score}{floor}")
            }
            Self::Headcount { headcount, days, phase_days } => {
                format!("Quân số bình quân: {headcount} người; có mặt {days}/{phase_days} ngày của đợt")
            }
            Self::DaysServed { days, phase_days, share } => {
                format!("Số ngày tham gia: {days}/{phase_days} ({share})")
            }
            Self::LeadOf { id } => format!("{id} hơn"),
            Self::Capped { on, period, since: Some(since), sum, most, .. } => {
                format!("Trần {period} của {on}, từ {since}: {sum} → {most} điểm")
            }
            Self::Capped { on, period, since: None, times, sum, most } => {
                format!("Trần {period} của {on}: cắt {times} lần, tất cả {sum} → {most} điểm")
            }
            Self::MemberCap { on } => format!("{on} cho mỗi người"),
            Self::Limit { of, points } => format!("{of}: tính nhiều nhất {points} điểm một đợt"),
            Self::AskByPhase { id } => {
                format!("Xem từng tiêu chí của một đợt: thidua explain {id} --phase 1")
            }

            Self::WeightForWantOfTarget => " (không có chỉ tiêu: lấy điểm tối đa)".to_owned(),
            Self::TimesDays { days, of } => format!(" × {days}/{of} ngày"),
            Self::TimesHeads { heads } => format!(" × {heads} người"),
            Self::ShareOfMember { heads, served, days } => {
                format!(" ÷ {heads} người × {served}/{days} ngày tham gia")
            }
            Self::BandReached { ratio, from } => format!("{ratio}, đạt mức từ {from}%"),
            Self::NoBandReached { ratio } => format!("{ratio}, dưới mức thấp nhất"),
            Self::BestOfGroup { best } => format!("{best} là cao nhất trong cụm"),
            Self::FurthestOfGroup { furthest } => format!("{furthest} là X/Q cao nhất trong cụm"),
            Self::IsFurthest { ratio } => format!("X/Q = {ratio} là cao nhất trong cụm"),

            Self::SpreadsheetCell { cell } => format!("ô bảng tính {cell}"),
            Self::Flood { path, found, code, shown } => {
                format!("{path}: có tất cả {found} phát hiện {code}, chỉ hiện {shown} (--all hiện hết)")
            }
            Self::ReadSoFar { read, of } => {
                format!("Đã đọc {} / {} MB số liệu", read / MEGABYTE, of.div_ceil(MEGABYTE))
            }
            Self::KeptGoing { errors } => {
                format!(
                    "Số liệu có {} lỗi: những dòng lỗi bị để ngoài, kết quả chỉ là tạm tính",
                    count(errors)
                )
            }
            Self::ErrorsInTheWay { errors } => format!(
                "Số liệu có {} lỗi nên chưa tính được: `thidua validate` cho biết tất cả, `--keep-going` tính phần còn lại",
                count(errors)
            ),
            Self::RulesUnusable { errors } => {
                format!(
                    "Có {} lỗi và không dùng được campaign.toml nên chưa tính được: `thidua validate` cho biết tất cả",
                    count(errors)
                )
            }
            Self::Rewritten { path } => format!("đã viết lại {path}"),
            Self::Wrote { path } => format!("đã ghi {path}"),
            Self::WouldConvert { path } => format!("{path}: sẽ được chuyển sang Unicode"),
            Self::NotConverted { path } => format!("{path}: đã là Unicode nên không chuyển bảng mã"),
            Self::AllCanonical { files } => format!("{} tệp CSV đều đã ở dạng chuẩn", count(files)),
            Self::LeftAsItIs { path } => {
                format!("{path}: có chỗ giữ nguyên vì không chắc phải đọc thế nào, xem `thidua validate`")
            }
            Self::FilesNotRewritten { files } => {
                format!("chưa viết lại {} tệp: hãy sửa các lỗi trên trước", count(files))
            }
            Self::RulesUnusableToRewrite { errors } => {
                format!(
                    "Có {} lỗi và không dùng được campaign.toml nên chưa viết lại tệp nào: `thidua validate` cho biết tất cả",
                    count(errors)
                )
            }

            Self::FindingsInAll { errors, warnings, files, rows } => format!(
                "{} lỗi, {} cảnh báo; đã đọc {} tệp, {} dòng",
                count(errors),
                count(warnings),
                count(files),
                count(rows)
            ),
            Self::CampaignMade { folder, files, logs } => {
                format!("Đã tạo `{folder}`: {} tệp, trong đó có {} sổ tháng", count(files), count(logs))
            }
            Self::ExampleDays { days } => {
                format!("Thời gian {days} chỉ là ví dụ: sửa ở [campaign] và [[phases]] trong campaign.toml")
            }
            Self::CampaignNext { records } => format!(
                "Tiếp theo: ghi quy định của mình vào campaign.toml, rồi chạy `thidua{} validate`; README.md chỉ những việc khác",
                records.map_or_else(String::new, |records| format!(" --records {records}"))
            ),
            Self::Watching { folder } => format!("Đang theo dõi {folder}; bấm Ctrl-C để dừng"),
        }
    }

    fn en(self) -> String {
        let count = |number: usize, one: &str, many: &str| {
            format!("{} {}", Notation::Point.count(number), if number == 1 { one } else { many })
        };
        match self {
            Self::PhaseNumber { number } => format!("Phase {number}"),
            Self::Scope { title, first, last, days } => format!("{title}: {first} – {last} ({days} days)"),
            Self::Until { day } => format!("Up to and including {day}"),
            Self::DaysGone { gone, days, day } => format!("{gone} of {days} days gone, up to {day}"),

            Self::Rows { counted, pending, rejected } => {
                format!("Rows: {counted} counted, {pending} pending, {rejected} rejected")
            }
            Self::RowsLeftOut { count } => format!(", {count} left out for errors"),
            Self::FilesRefused { count } => format!("; files that could not be read: {count}"),
            Self::TeamsWithoutRows { teams } => format!("No rows yet: {teams}"),
            Self::RowsStandIn { folder } => format!("The rows above stand in {folder}"),
            Self::TiesBroken { by } => format!("Equal scores are told apart by, in order: {by}"),
            Self::MorePointsIn { criterion } => format!("more points in {criterion}"),
            Self::DividedAmong { members } => format!("divided among {members}"),

            Self::Headline { name, rank, status, score } => {
                let place = rank.map_or_else(|| status.to_owned(), |rank| format!("rank {rank}"));
                let score = score.map_or_else(String::new, |score| format!(", {score} points"));
                format!("{name}: {place}{score}")
            }
            Self::ClaimedScore { score } => format!("Claimed: {score} points"),
            Self::Above { name, rank, score, gap } => {
                format!("Next above is {name}: rank {rank}, {score} points, {gap} more")
            }
            Self::Normalised { formula, scale } => {
                format!("Some criterion is not assigned, so brought to the scale of {scale}: {formula}")
            }
            Self::ScoreFormula { subtotal, bonus, penalty, score, raised_to_zero } => {
                let floor = if raised_to_zero { ", as nothing goes below 0" } else { "" };
                format!("Score = {subtotal} criteria + {bonus} bonus − {penalty} penalty = {score}{floor}")
            }
            Self::Headcount { headcount, days, phase_days } => {
                format!("Mean headcount: {headcount}; present on {days} of the phase's {phase_days} days")
            }
            Self::DaysServed { days, phase_days, share } => {
                format!("Days served: {days} of {phase_days} ({share})")
            }
            Self::LeadOf { id } => format!("{id} leads"),
            Self::Capped { on, period, since: Some(since), sum, most, .. } => {
                format!("Cap a {period} on {on}, from {since}: {sum} → {most} points")
            }
            Self::Capped { on, period, since: None, times, sum, most } => {
                format!("Cap a {period} on {on}: {times} times, together {sum} → {most} points")
            }
            Self::MemberCap { on } => format!("{on} for each member"),
            Self::Limit { of, points } => format!("{of}: at most {points} points a phase"),
            Self::AskByPhase { id } => {
                format!("To see the criteria of a phase: thidua explain {id} --phase 1")
            }

            Self::WeightForWantOfTarget => " (no target: the weight)".to_owned(),
            Self::TimesDays { days, of } => format!(" × {days}/{of} days"),
            Self::TimesHeads { heads } => format!(" × {heads} members"),
            Self::ShareOfMember { heads, served, days } => {
                format!(" ÷ {heads} members × {served}/{days} days served")
            }
            Self::BandReached { ratio, from } => format!("{ratio}, reaches the band from {from}%"),
            Self::NoBandReached { ratio } => format!("{ratio}, below the last band"),
            Self::BestOfGroup { best } => format!("{best} is the most in the group"),
            Self::FurthestOfGroup { furthest } => format!("{furthest} is the greatest X/Q in the group"),
            Self::IsFurthest { ratio } => format!("X/Q = {ratio} is the greatest in the group"),

            Self::SpreadsheetCell { cell } => format!("spreadsheet cell {cell}"),
            Self::Flood { path, found, code, shown } => {
                format!("{path}: {found} findings of {code} in all, {shown} shown (--all shows them)")
            }
            Self::ReadSoFar { read, of } => {
                format!("{} of {} MB of records read", read / MEGABYTE, of.div_ceil(MEGABYTE))
            }
            Self::KeptGoing { errors } => format!(
                "the records have {}: rows with errors are left out, and the result is provisional",
                count(errors, "error", "errors")
            ),
            Self::ErrorsInTheWay { errors } => format!(
                "the records have {}, so nothing was computed: `thidua validate` shows them all, `--keep-going` uses the rest",
                count(errors, "error", "errors")
            ),
            Self::RulesUnusable { errors } => format!(
                "there are {} and campaign.toml cannot be used, so nothing was computed: `thidua validate` shows them all",
                count(errors, "error", "errors")
            ),
            Self::Rewritten { path } => format!("rewrote {path}"),
            Self::Wrote { path } => format!("wrote {path}"),
            Self::WouldConvert { path } => format!("{path}: would be converted to Unicode"),
            Self::NotConverted { path } => {
                format!("{path}: is Unicode already, so its letters were not converted")
            }
            Self::AllCanonical { files: 1 } => "1 CSV file, and it is canonical".to_owned(),
            Self::AllCanonical { files } => {
                format!("{}, all canonical", count(files, "CSV file", "CSV files"))
            }
            Self::LeftAsItIs { path } => {
                format!(
                    "{path}: some of it is left as it is, as nobody can be sure how to read it: see `thidua validate`"
                )
            }
            Self::FilesNotRewritten { files } => {
                format!(
                    "not rewritten: {}, until the findings above are mended",
                    count(files, "file", "files")
                )
            }
            Self::RulesUnusableToRewrite { errors } => format!(
                "there are {} and campaign.toml cannot be used, so nothing was rewritten: `thidua validate` shows them all",
                count(errors, "error", "errors")
            ),

            Self::FindingsInAll { errors, warnings, files, rows } => format!(
                "{}, {}; {} and {} read",
                count(errors, "error", "errors"),
                count(warnings, "warning", "warnings"),
                count(files, "file", "files"),
                count(rows, "row", "rows")
            ),
            Self::CampaignMade { folder, files, logs } => format!(
                "Made `{folder}`: {}, among them {}",
                count(files, "file", "files"),
                count(logs, "log", "logs")
            ),
            Self::ExampleDays { days } => format!(
                "The days {days} are an example: change them in campaign.toml, under [campaign] and [[phases]]"
            ),
            Self::CampaignNext { records } => format!(
                "Next: write your own rules into campaign.toml, then run `thidua{} validate`; README.md tells the rest",
                records.map_or_else(String::new, |records| format!(" --records {records}"))
            ),
            Self::Watching { folder } => format!("Watching {folder}; Ctrl-C ends"),
        }
    }
}
