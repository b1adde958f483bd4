//! Heads of columns, short phrases and marks.

use crate::calendar::Period;
use crate::campaign::{AdjustmentKind, Language};
use crate::finding::Severity;
use crate::records::{Appraisal, ExemplarKind, Stage};
use crate::score::Status;
use crate::score::recognition::Verdict;
use crate::score::summary::SummaryBy;

/// Declares an enum of short texts, one a line: its name, in Vietnamese, in English.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident: $($label:ident $vi:literal $en:literal)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the English phrase beside it")]
        pub enum $name { $($label),* }

        impl $name {
            #[cfg(test)]
            pub(in crate::output::words) const ALL: &[Self] = &[$(Self::$label),*];

            /// In a language.
            pub fn text(self, language: Language) -> &'static str {
                match (self, language) {
                    $((Self::$label, Language::Vi) => $vi, (Self::$label, Language::En) => $en,)*
                }
            }
        }
    };
}
pub(super) use labels;

labels! {
    /// A word or short phrase that a page prints.
    Label:

    // Heads of columns.
    Accepted "Thẩm định" "Accepted"
    Activity "Hoạt động" "Activity"
    After "Sau" "After"
    Appraisal "Kết quả thẩm định" "Appraisal"
    Award "Hình thức khen" "Award"
    AwardTitle "Tên hình thức khen" "Award title"
    AssignedWeight "Điểm tối đa được giao" "Assigned weight"
    Attained "Đạt" "Attained"
    Author "Người ghi" "Author"
    Before "Trước" "Before"
    Bonus "Thưởng" "Bonus"
    Campaign "Phong trào" "Campaign"
    ChangesPlace "Đổi hạng" "Change places"
    Change "Thay đổi" "Change"
    Changes "Thay đổi" "Changes"
    Claimed "Tự chấm" "Claimed"
    Authored "Lúc ghi" "Authored"
    BroughtBy "Ghi vào git" "Brought by"
    ClaimCommit "Lần ghi tự chấm" "Commit of the claim"
    Code "Mã" "Code"
    Commit "Bản ghi" "Commit"
    Contribution "góp" "part"
    Count "Số lượng" "Count"
    Counted "Dòng" "Counted"
    Criterion "Tiêu chí" "Criterion"
    Date "Ngày" "Date"
    Days "Số ngày" "Days"
    DaysBefore "Ngày trước đó" "Days before"
    Evidence "Minh chứng" "Evidence"
    Difference "Chênh lệch" "Difference"
    Expected "Đến nay" "By now"
    Fact "Sự việc" "Fact"
    Facts "Số việc" "Found"
    Fields "Chi tiết" "Fields"
    File "Tệp" "File"
    Final "Kết quả chính thức: đã chốt" "Final: closed"
    Grade "Xếp loại" "Grade"
    GradeByScore "Theo điểm" "By score"
    Group "Cụm" "Group"
    Kind "Loại" "Kind"
    Interval "Khoảng hạng" "Ranks 5–95%"
    LeftOut "Dòng lỗi" "Left out"
    Meaning "Nội dung" "Meaning"
    Member "Thành viên" "Member"
    Members "Số người" "Members"
    MinScore "Từ điểm" "From"
    MeanScore "Bình quân" "Mean score"
    Month "Tháng" "Month"
    Months "Các tháng" "Months"
    NearTie "Sát điểm" "Near-tie"
    Pace "Tiến độ" "Pace"
    Part "Góp" "Part"
    Pending "Chờ" "Pending"
    Penalty "Trừ" "Penalty"
    Phase "Đợt" "Phase"
    PhaseWeight "Hệ số" "Weight"
    PlaceAfter "Vị trí sau" "Place after"
    PlaceBefore "Vị trí trước" "Place before"
    Points "Điểm" "Points"
    PointsBeforeCaps "Trước trần" "Before caps"
    Proposal "Đề nghị" "Proposal"
    Quantity "Số lượng" "Quantity"
    Quota "Chỉ tiêu" "Quota"
    Rank "Hạng" "Rank"
    RankAfter "Hạng sau" "Rank after"
    RankAtHome "Hạng trong phong trào" "Rank at home"
    RankBefore "Hạng trước" "Rank before"
    RankedCount "Được xếp hạng" "Ranked"
    RuleSet "Bộ quy định" "Rules"
    Reached "Đã đến" "Reached"
    Remark "Ghi chú" "Remark"
    Rejected "Loại" "Rejected"
    Row "Dòng" "Row"
    Rows "Số dòng" "Rows"
    RankDraws "Số lần theo hạng" "Draws by rank"
    RankHigh "Hạng thấp nhất" "Lowest rank"
    RankLow "Hạng cao nhất" "Highest rank"
    NextBelow "Kế dưới" "Next below"
    RankShares "Tỷ lệ theo hạng" "Share of ranks"
    Neighbours "Kề nhau" "Neighbours"
    RowsBefore "Dòng trước đó" "Rows before"
    RowsLast "Dòng 7 ngày cuối" "Rows of the last 7 days"
    Score "Điểm" "Score"
    Severity "Mức" "Severity"
    Separable "Phân biệt được" "Separable"
    SmallestChange "Thay đổi nhỏ nhất để đổi hạng" "Smallest change that swaps them"
    Stage "Giai đoạn" "Stage"
    StaysAbove "Giữ trên" "Stays above"
    Status "Tình trạng" "Status"
    Step "Bước" "Step"
    Subject "Đơn vị, người" "Subject"
    Subtotal "Điểm tiêu chí" "Subtotal"
    Team "Đơn vị" "Team"
    Title "Tên" "Title"
    Trial "Thử" "Trial"
    Unit "Nơi phát động" "Unit"
    Weight "Tối đa" "Weight"

    // Lines of tables.
    Base "Điểm nền" "Base"
    Sum "Cộng" "Sum"

    // What a page is of.
    WholeCampaign "Cả phong trào" "Whole campaign"
    RankingOfTeams "Bảng xếp hạng tập thể" "Ranking of teams"
    RankingOfMembers "Bảng xếp hạng cá nhân" "Ranking of members"
    GradesOfTeams "Xếp loại tập thể" "Grades of teams"
    GradesOfMembers "Xếp loại cá nhân" "Grades of members"
    Grades "Các mức xếp loại" "Grades"
    GradeQuotas "Tỷ lệ khống chế" "Quotas"
    WhyThisGrade "Vì sao xếp loại như vậy" "How it came about"
    ProposedAwards "Đề nghị khen thưởng" "Proposed awards"
    Exemplars "Điển hình tiên tiến, người tốt việc tốt, cách làm hay" "People, deeds and methods that set an example"
    StepsByTeam "Số lượt theo đơn vị và đợt" "Steps by team and phase"
    NoExemplars "Chưa có điển hình nào" "There are no exemplars yet"
    NoGroup "Không thuộc cụm nào" "In no group"
    ByCriterion "Tổng hợp theo tiêu chí" "Summary by criterion"
    ByTeam "Tổng hợp theo đơn vị" "Summary by team"
    ByMember "Tổng hợp theo thành viên" "Summary by member"
    ByActivity "Tổng hợp theo hoạt động" "Summary by activity"
    ByMonth "Tổng hợp theo tháng" "Summary by month"
    PhaseByPhase "Từng đợt" "Phase by phase"
    CriterionByCriterion "Từng tiêu chí" "Criterion by criterion"
    Adjustments "Thưởng, trừ" "Bonus and penalty"

    Notes "Ghi chú" "Notes"

    // Reservations and legends.
    Provisional "Tạm tính: còn thay đổi cho đến khi chốt đợt" "Provisional: can change until the phase is closed"
    PeopleDecide "Chương trình chỉ đề nghị theo luật đã ghi; hội đồng thi đua xét và quyết định" "The program only proposes by the rules; people decide"
    NoAwards "Không có hình thức khen thưởng nào để xét" "There are no awards to weigh"
    NoGradesDeclared "campaign.toml không có mức xếp loại nào cho đối tượng này" "campaign.toml has no grades for this kind of subject"
    OthersByScore "Không nêu ở đây: xếp loại đúng theo điểm" "Those not named here have the grade that their score reaches"
    ClaimedBasis "Theo số tự chấm, chưa qua thẩm định: không phải kết quả chính thức" "By what was claimed, not what was accepted: not the official result"
    FirstOfAll "Không ai đứng trên" "Nobody stands above"
    Symbols "X: điểm sau trần, kể cả điểm nền; Q: chỉ tiêu; s: mức đạt; k: điểm của tiêu chí, làm tròn một lần" "X: points after caps, with the base; Q: quota; s: attainment; k: contribution, rounded once"
    ExpectedExplained "Đến nay: phần chỉ tiêu ứng với số ngày đã qua; tiến độ: điểm so với phần đó" "By now: the part of the quota that the days gone stand for; pace: points against that part"
    NearTieExplained "Sát điểm: thứ hạng với bên cạnh chỉ do làm tròn" "Near-tie: only rounding decides between neighbours"
    DisqualifiedExplained "Không xét trong đợt này: điểm là 0, dưới đây là những gì đã làm" "Disqualified in this phase: the score is 0; below is what was done"
    NothingToWeigh "tiêu chí này không có gì để tính" "there is nothing to weigh here"
    NobodyAboveZero "chưa ai trong cụm có điểm" "nobody in the group is above zero"
    FewerPenalties "ít điểm trừ hơn" "fewer penalty points"
    MoreAtFull "nhiều tiêu chí đạt tối đa hơn" "more criteria at full weight"
    GapsWithUnassigned "Có tiêu chí không được giao: khoảng cách từng tiêu chí không cộng thẳng thành khoảng cách chung" "Some criterion is not assigned: the gaps by criterion do not simply add up to the whole gap"

    // What comes of a candidate.
    Chosen "đề nghị" "proposed"
    Tied "bằng nhau, hội đồng chọn" "equal: the council chooses"
    NoPlace "đủ điều kiện, hết suất" "qualifies, no place left"
    Unqualified "không đủ điều kiện" "does not qualify"

    // Exemplars.
    Person "điển hình" "person"
    Deed "người tốt việc tốt" "deed"
    Method "cách làm hay" "method"
    Found "phát hiện" "found"
    Building "xây dựng" "building"
    Replicated "nhân rộng" "replicated"

    // Where a subject stands.
    WithoutGrade "không đạt mức nào" "no grade reached"
    NotAssessed "không xét" "not assessed"
    Ranked "được xếp hạng" "ranked"
    Absent "không tham gia" "absent"
    Disqualified "không xét" "disqualified"
    Incomplete "chưa đủ điểm" "incomplete"
    ShortTenure "chưa đủ thời gian" "short tenure"

    // What became of a row.
    RowAccepted "được duyệt" "accepted"
    RowPending "chờ thẩm định" "pending"
    RowRejected "bị loại" "rejected"
    RowCut "vượt trần" "cut by a cap"

    // What became of a row or a rule.
    Added "thêm" "added"
    Removed "bỏ" "removed"
    Changed "sửa" "changed"

    // How much a finding weighs.
    Error "lỗi" "error"
    Warning "cảnh báo" "warning"

    // What a cap counts in.
    Day "ngày" "day"
    Week "tuần" "week"
    MonthOfCap "tháng" "month"
    PhaseOfCap "đợt" "phase"

    // Seals.
    Closed "đã chốt" "closed"
    Different "khác" "different"
    NotClosed "chưa chốt" "not closed"
    NotCompared "–" "–"
    OpenedAgain "mở lại" "open again"
    Results "Kết quả" "Results"
    RowsHead "Dòng" "Rows"
    Rules "Quy định" "Rules"
    Same "khớp" "same"
    SealUnusable "không dùng được" "unusable"
    State "Tình trạng" "State"
}

impl From<Status> for Label {
    fn from(status: Status) -> Self {
        match status {
            Status::Absent => Self::Absent,
            Status::Disqualified => Self::Disqualified,
            Status::Incomplete => Self::Incomplete,
            Status::ShortTenure => Self::ShortTenure,
            Status::Ranked => Self::Ranked,
        }
    }
}

impl From<&Verdict> for Label {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Chosen => Self::Chosen,
            Verdict::Tied => Self::Tied,
            Verdict::NoPlace => Self::NoPlace,
            Verdict::Unqualified(_) => Self::Unqualified,
        }
    }
}

impl From<ExemplarKind> for Label {
    fn from(kind: ExemplarKind) -> Self {
        match kind {
            ExemplarKind::Person => Self::Person,
            ExemplarKind::Deed => Self::Deed,
            ExemplarKind::Method => Self::Method,
        }
    }
}

impl From<Stage> for Label {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Found => Self::Found,
            Stage::Building => Self::Building,
            Stage::Replicated => Self::Replicated,
        }
    }
}

impl From<Appraisal> for Label {
    fn from(appraisal: Appraisal) -> Self {
        match appraisal {
            Appraisal::Counted => Self::RowAccepted,
            Appraisal::Pending => Self::RowPending,
            Appraisal::Rejected => Self::RowRejected,
        }
    }
}

impl From<Severity> for Label {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Error => Self::Error,
            Severity::Warning => Self::Warning,
        }
    }
}

impl From<Period> for Label {
    fn from(period: Period) -> Self {
        match period {
            Period::Day => Self::Day,
            Period::Week => Self::Week,
            Period::Month => Self::MonthOfCap,
            Period::Phase => Self::PhaseOfCap,
        }
    }
}

impl From<AdjustmentKind> for Label {
    fn from(kind: AdjustmentKind) -> Self {
        match kind {
            AdjustmentKind::Bonus => Self::Bonus,
            AdjustmentKind::Penalty => Self::Penalty,
            AdjustmentKind::Disqualify { .. } => Self::Disqualified,
        }
    }
}

impl From<SummaryBy> for Label {
    fn from(by: SummaryBy) -> Self {
        match by {
            SummaryBy::Criterion => Self::ByCriterion,
            SummaryBy::Team => Self::ByTeam,
            SummaryBy::Member => Self::ByMember,
            SummaryBy::Activity => Self::ByActivity,
            SummaryBy::Month => Self::ByMonth,
        }
    }
}

/// A sign on a board that a line below it explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Rounding decides between neighbours.
    NearTie,
    /// Out of the ranking by an adjustment.
    Disqualified,
    /// Disqualified in a phase of the campaign.
    DisqualifiedOnce,
    /// Without a score, or without one for each phase.
    Incomplete,
    /// A member who served too few days.
    ShortTenure,
    /// On no day part of it.
    Absent,
    /// A criterion that the subject is not assigned.
    NotAssigned,
    /// Nothing was recorded, which is not the same as 0.
    NoRows,
    /// A parent whose children add up to more than it can give.
    Ceiling,
    /// A phase score and its part of the campaign score.
    PhaseShare,
}

impl Mark {
    /// The sign.
    pub fn symbol(self) -> char {
        match self {
            Self::NearTie => '≈',
            Self::Disqualified => '✗',
            Self::DisqualifiedOnce => '!',
            Self::Incomplete => '?',
            Self::ShortTenure => '<',
            Self::Absent => '∅',
            Self::NotAssigned => '·',
            Self::NoRows => '–',
            Self::Ceiling => '*',
            Self::PhaseShare => '→',
        }
    }

    /// What it says.
    pub fn text(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::NearTie, Language::Vi) => "sát điểm: thứ hạng với bên cạnh chỉ do làm tròn",
            (Self::NearTie, Language::En) => "near-tie: only rounding decides between neighbours",
            (Self::Disqualified, Language::Vi) => "không xét, không xếp hạng",
            (Self::Disqualified, Language::En) => "disqualified, not ranked",
            (Self::DisqualifiedOnce, Language::Vi) => "không được xét trong một đợt",
            (Self::DisqualifiedOnce, Language::En) => "disqualified in a phase",
            (Self::Incomplete, Language::Vi) => "chưa đủ điểm để xếp hạng",
            (Self::Incomplete, Language::En) => "incomplete, not ranked",
            (Self::ShortTenure, Language::Vi) => "chưa đủ thời gian để xếp hạng",
            (Self::ShortTenure, Language::En) => "served too few days to be ranked",
            (Self::Absent, Language::Vi) => "không tham gia",
            (Self::Absent, Language::En) => "took no part",
            (Self::NotAssigned, Language::Vi) => "không được giao tiêu chí này",
            (Self::NotAssigned, Language::En) => "not assigned this criterion",
            (Self::NoRows, Language::Vi) => "không có dòng nào",
            (Self::NoRows, Language::En) => "no rows",
            (Self::Ceiling, Language::Vi) => {
                "chỉ tính đến mức trần, dù các tiêu chí thành phần cộng lại nhiều hơn"
            }
            (Self::Ceiling, Language::En) => "at its ceiling, though the criteria below it add up to more",
            (Self::PhaseShare, Language::Vi) => "điểm đợt → phần góp vào điểm chung",
            (Self::PhaseShare, Language::En) => "phase score → its part of the campaign score",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::words::Heading;

    #[test]
    fn every_label_says_something_in_each_language() {
        for language in [Language::Vi, Language::En] {
            let labels = Label::ALL.iter().map(|label| label.text(language));
            for text in labels.chain(Heading::ALL.iter().map(|heading| heading.text(language))) {
                assert_eq!(text.trim(), text);
                assert!(!text.is_empty());
            }
        }
    }
}
