//! How grades and awards came about, so that people can decide on them.

use crate::campaign::{Language, QuotaRounding, SubjectKind};

/// A sentence of grades and awards, in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Recognising<'a> {
    /// A grade with its least score.
    GradeFrom { grade: &'a str, min: &'a str },

    // How a grade came about.
    /// The score reaches a grade.
    Reached { score: &'a str, grade: &'a str, min: &'a str },
    /// The score reaches no grade.
    NoneReached { score: &'a str },
    /// Criteria are below the floor of a grade.
    BelowFloor { grade: &'a str, floor: &'a str, criteria: &'a str },
    /// One of those criteria: phase only in a campaign.
    Criterion { id: &'a str, attainment: &'a str, phase: Option<usize> },
    /// A leader is not above the team.
    Leader { team: &'a str, team_grade: Option<&'a str>, to: Option<&'a str> },
    /// More were in a grade than may stay.
    Fell { quota_of: &'a str, to: Option<&'a str> },
    /// Not ranked, so not assessed.
    Unranked { status: &'a str },
    /// Too few days of service.
    ShortService { days: &'a str, needed: &'a str },

    // Quotas.
    /// `4 × 20% = 0,8 → 0`.
    Quota {
        grade: &'a str,
        by: SubjectKind,
        of: Option<&'a str>,
        pool: &'a str,
        share: &'a str,
        product: &'a str,
        round: QuotaRounding,
        places: &'a str,
    },
    /// Nobody has the grade or a better one.
    NoneWithin,
    /// As many as may, or fewer.
    AllStay { count: &'a str },
    /// Who stays and who falls.
    SomeFall { count: &'a str, stayed: &'a str, fell: &'a str },
    /// Continues [`Self::SomeFall`]: equals fall together.
    FellByTie { places: &'a str },
    /// Nobody.
    Nobody,

    // Awards.
    /// How many may be given, and for what.
    Places { places: &'a str, conditions: &'a str },
    /// A condition.
    MinScore { min: &'a str },
    /// A condition.
    MinGrade { grade: &'a str },
    /// A condition.
    MinAttainment { criterion: &'a str, floor: &'a str },
    /// Nothing else is asked.
    RankedOnly,
    /// What is below one of them.
    ScoreBelow { score: &'a str, min: &'a str },
    /// What is below one of them.
    GradeBelow { grade: Option<&'a str>, needed: &'a str },
    /// What is below one of them.
    AttainmentBelow { criterion: &'a str, floor: &'a str },
    /// Out in a phase.
    DisqualifiedIn { phase: usize },
    /// Equals across the last place.
    CouncilDecides { places: &'a str, among: &'a str },
    /// Nobody qualifies for them.
    PlacesLeft { places: &'a str },
}

impl Recognising<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        let to_grade = |to: Option<&str>| match to {
            Some(grade) => format!("xuống {grade}"),
            None => "không còn được xếp loại".to_owned(),
        };
        match self {
            Self::GradeFrom { grade, min } => format!("{grade}, từ {min} điểm"),

            Self::Reached { score, grade, min } => format!("{score} điểm, đạt {grade} (từ {min})"),
            Self::NoneReached { score } => format!("{score} điểm, thấp hơn mọi mức xếp loại"),
            Self::BelowFloor { grade, floor, criteria } => {
                format!("không được {grade} vì có tiêu chí dưới {floor}: {criteria}")
            }
            Self::Criterion { id, attainment, phase: None } => format!("{id} đạt {attainment}"),
            Self::Criterion { id, attainment, phase: Some(phase) } => {
                format!("{id} đạt {attainment} (đợt {phase})")
            }
            Self::Leader { team, team_grade: Some(grade), to } => {
                format!("tổ trưởng không xếp cao hơn tổ, {team} xếp loại {grade}: {}", to_grade(to))
            }
            Self::Leader { team, team_grade: None, to } => {
                format!("tổ trưởng không xếp cao hơn tổ, {team} không được xếp loại: {}", to_grade(to))
            }
            Self::Fell { quota_of, to } => format!("vượt tỷ lệ của {quota_of}: {}", to_grade(to)),
            Self::Unranked { status } => format!("không xét xếp loại: {status}"),
            Self::ShortService { days, needed } => {
                format!("không xét xếp loại: mới phục vụ {days} ngày, cần {needed} ngày")
            }

            Self::Quota { grade, by, of, pool, share, product, round, places } => {
                let kind = match by {
                    SubjectKind::Team => "tập thể",
                    SubjectKind::Member => "cá nhân",
                };
                let of = match of {
                    Some(of) => format!("xếp loại {of} trở lên"),
                    None => "được xét".to_owned(),
                };
                let round = match round {
                    QuotaRounding::Down => "làm tròn xuống",
                    QuotaRounding::Nearest => "làm tròn đến số gần nhất",
                    QuotaRounding::Up => "làm tròn lên",
                };
                format!(
                    "{grade}: không quá {share} của {pool} {kind} {of}: {pool} × {share} = {product} → {places} ({round})"
                )
            }
            Self::NoneWithin => "Không có ai ở mức này trở lên".to_owned(),
            Self::AllStay { count } => format!("Có {count} ở mức này trở lên: giữ nguyên"),
            Self::SomeFall { count, stayed, fell } => {
                format!("Có {count} ở mức này trở lên; giữ: {stayed}; xuống: {fell}")
            }
            Self::FellByTie { places } => {
                format!("; {places} suất để trống vì những người bằng nhau cùng xuống")
            }
            Self::Nobody => "không ai".to_owned(),

            Self::Places { places, conditions } => format!("Số suất: {places}; điều kiện: {conditions}"),
            Self::MinScore { min } => format!("từ {min} điểm"),
            Self::MinGrade { grade } => format!("xếp loại {grade} trở lên"),
            Self::MinAttainment { criterion, floor } => format!("{criterion} đạt từ {floor}"),
            Self::RankedOnly => "được xếp hạng".to_owned(),
            Self::ScoreBelow { score, min } => format!("{score} điểm, cần {min}"),
            Self::GradeBelow { grade: Some(grade), needed } => {
                format!("xếp loại {grade}, cần {needed} trở lên")
            }
            Self::GradeBelow { grade: None, needed } => {
                format!("không được xếp loại, cần {needed} trở lên")
            }
            Self::AttainmentBelow { criterion, floor } => format!("{criterion}, cần {floor}"),
            Self::DisqualifiedIn { phase } => format!("không được xét trong đợt {phase}"),
            Self::CouncilDecides { places, among } => {
                format!("Bằng nhau ở suất cuối, hội đồng chọn {places} trong số: {among}")
            }
            Self::PlacesLeft { places } => format!("Số suất không có ai đủ điều kiện: {places}"),
        }
    }

    fn en(self) -> String {
        let to_grade = |to: Option<&str>| match to {
            Some(grade) => format!("down to {grade}"),
            None => "no grade".to_owned(),
        };
        match self {
            Self::GradeFrom { grade, min } => format!("{grade}, from {min} points"),

            Self::Reached { score, grade, min } => format!("{score} points reach {grade} (from {min})"),
            Self::NoneReached { score } => format!("{score} points are below every grade"),
            Self::BelowFloor { grade, floor, criteria } => {
                format!("kept out of {grade} by criteria below {floor}: {criteria}")
            }
            Self::Criterion { id, attainment, phase: None } => format!("{id} at {attainment}"),
            Self::Criterion { id, attainment, phase: Some(phase) } => {
                format!("{id} at {attainment} (phase {phase})")
            }
            Self::Leader { team, team_grade: Some(grade), to } => {
                format!("a leader is not above the team, and {team} has {grade}: {}", to_grade(to))
            }
            Self::Leader { team, team_grade: None, to } => {
                format!("a leader is not above the team, and {team} has no grade: {}", to_grade(to))
            }
            Self::Fell { quota_of, to } => format!("over the quota of {quota_of}: {}", to_grade(to)),
            Self::Unranked { status } => format!("not assessed: {status}"),
            Self::ShortService { days, needed } => {
                format!("not assessed: {days} days of service, {needed} needed")
            }

            Self::Quota { grade, by, of, pool, share, product, round, places } => {
                let kind = match (by, pool) {
                    (SubjectKind::Team, "1") => "team",
                    (SubjectKind::Team, _) => "teams",
                    (SubjectKind::Member, "1") => "member",
                    (SubjectKind::Member, _) => "members",
                };
                let of = match of {
                    Some(of) => format!("graded {of} or better"),
                    None => "assessed".to_owned(),
                };
                let round = match round {
                    QuotaRounding::Down => "rounded down",
                    QuotaRounding::Nearest => "rounded to the nearest",
                    QuotaRounding::Up => "rounded up",
                };
                format!(
                    "{grade}: at most {share} of {pool} {kind} {of}: {pool} × {share} = {product} → {places} ({round})"
                )
            }
            Self::NoneWithin => "Nobody is in this grade or better".to_owned(),
            Self::AllStay { count } => format!("In this grade or better: {count}, and all stay"),
            Self::SomeFall { count, stayed, fell } => {
                format!("In this grade or better: {count}; stay: {stayed}; fall: {fell}")
            }
            Self::FellByTie { places } => {
                format!("; places left empty because equals fall together: {places}")
            }
            Self::Nobody => "nobody".to_owned(),

            Self::Places { places, conditions } => format!("Places: {places}; asked: {conditions}"),
            Self::MinScore { min } => format!("{min} points or more"),
            Self::MinGrade { grade } => format!("{grade} or better"),
            Self::MinAttainment { criterion, floor } => format!("{criterion} at {floor} or more"),
            Self::RankedOnly => "to be ranked".to_owned(),
            Self::ScoreBelow { score, min } => format!("{score} points, {min} needed"),
            Self::GradeBelow { grade: Some(grade), needed } => {
                format!("graded {grade}, {needed} or better needed")
            }
            Self::GradeBelow { grade: None, needed } => format!("no grade, {needed} or better needed"),
            Self::AttainmentBelow { criterion, floor } => format!("{criterion}, {floor} needed"),
            Self::DisqualifiedIn { phase } => format!("disqualified in phase {phase}"),
            Self::CouncilDecides { places, among } => {
                format!("Equal across the last place, the council chooses {places} among: {among}")
            }
            Self::PlacesLeft { places } => format!("Places that nobody qualifies for: {places}"),
        }
    }
}
