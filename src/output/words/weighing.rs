//! What is said of a ranking's dependence on the weights.

use crate::campaign::Language;

/// A sentence about weights, in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Weighing<'a> {
    /// What the page is of.
    Title,
    /// That it decides nothing.
    JudgementAid,
    /// Whose weights vary.
    Varied { criteria: &'a str },
    /// How weights were drawn.
    Drawn { draws: &'a str, scale: &'a str, seed: u64 },
    /// Only one criterion has a weight.
    NothingToWeigh,
    /// Nobody is ranked.
    NobodyRanked,
    /// What the chart shows.
    Chart,
    /// Neighbours that the weights do not tell apart.
    NotSeparable { pairs: &'a str },
    /// All neighbours are told apart.
    AllSeparable,
    /// Whether two are told apart.
    Separable { yes: bool },
    /// Two are as good as equal.
    Level,
    /// A weight at which two are level.
    At { criterion: &'a str, from: &'a str, to: &'a str },
    /// No change of one weight does.
    Never,
    /// Who is left out.
    LeftOut { subjects: &'a str },
    /// A trial.
    Equal,
    /// A trial.
    Without { criterion: &'a str },
    /// A trial.
    Doubled { criterion: &'a str },
    /// A trial.
    BestForTarget,
    /// What the last trial is.
    BestForTargetExplained { criteria: &'a str },
    /// The head of the trials.
    Trials,
    /// Nobody changes place.
    NoChange,
    /// Would have no score.
    NoScore { subject: &'a str },
    /// There are more than are listed.
    More { count: &'a str },
}

impl Weighing<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Title => "Thứ hạng phụ thuộc vào điểm tối đa của các tiêu chí đến đâu".to_owned(),
            Self::JudgementAid => {
                "Chỉ để tham khảo khi cân nhắc: không thay đổi điểm số, thứ hạng nào; quyết định là ở hội đồng".to_owned()
            }
            Self::Varied { criteria } => format!(
                "Thay đổi điểm tối đa của {criteria}; mức đạt giữ nguyên, các tiêu chí con giữ nguyên tỷ lệ trong tiêu chí mẹ"
            ),
            Self::Drawn { draws, scale, seed } => format!(
                "{draws} lần rút ngẫu nhiên: mỗi điểm tối đa tăng hoặc giảm đến 25%, rồi quy về tổng {scale}; số gieo {seed}"
            ),
            Self::NothingToWeigh => {
                "Chỉ có một tiêu chí có điểm: không có gì để cân nhắc giữa các tiêu chí".to_owned()
            }
            Self::NobodyRanked => "Không có ai được xếp hạng".to_owned(),
            Self::Chart => "● hạng trên bảng điểm, ━ từ 5% đến 95% số lần rút".to_owned(),
            Self::NotSeparable { pairs } => {
                format!("Không phân biệt được (giữ thứ tự dưới 90% số lần rút): {pairs}")
            }
            Self::AllSeparable => "Mọi cặp kề nhau đều phân biệt được".to_owned(),
            Self::Separable { yes: true } => "có".to_owned(),
            Self::Separable { yes: false } => "không".to_owned(),
            Self::Level => "đã ngang nhau khi không làm tròn".to_owned(),
            Self::At { criterion, from, to } => format!("{criterion}: {from} → {to}"),
            Self::Never => "đổi một điểm tối đa không đủ".to_owned(),
            Self::LeftOut { subjects } => format!("Không được xếp hạng nên không xét: {subjects}"),
            Self::Equal => "Các tiêu chí ngang nhau".to_owned(),
            Self::Without { criterion } => format!("Bỏ {criterion}"),
            Self::Doubled { criterion } => format!("Gấp đôi {criterion}"),
            Self::BestForTarget => "So với kết quả cao nhất".to_owned(),
            Self::BestForTargetExplained { criteria } => format!(
                "So với kết quả cao nhất: {criteria} tính theo mức cao nhất trong cụm (rule = \"best\") thay cho chỉ tiêu"
            ),
            Self::Trials => "Thử cách khác (tính đúng, không rút ngẫu nhiên)".to_owned(),
            Self::NoChange => "không ai".to_owned(),
            Self::NoScore { subject } => format!("{subject} không có điểm"),
            Self::More { count } => format!("và {count} nữa"),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Title => "How far the ranking depends on the weights".to_owned(),
            Self::JudgementAid => {
                "An aid to judgement: it changes no score and no rank; people decide".to_owned()
            }
            Self::Varied { criteria } => format!(
                "Weights of {criteria} vary; attainment stays, and what lies inside a criterion keeps its share of it"
            ),
            Self::Drawn { draws, scale, seed } => format!(
                "{draws} draws: each weight up to 25% more or less, then made to add up to {scale} again; seed {seed}"
            ),
            Self::NothingToWeigh => {
                "Only one criterion has a weight: there is nothing to weigh it against".to_owned()
            }
            Self::NobodyRanked => "Nobody is ranked".to_owned(),
            Self::Chart => "● rank on the board, ━ from 5% to 95% of the draws".to_owned(),
            Self::NotSeparable { pairs } => {
                format!("Not separable (they keep their order in less than 90% of the draws): {pairs}")
            }
            Self::AllSeparable => "All neighbours are separable".to_owned(),
            Self::Separable { yes: true } => "yes".to_owned(),
            Self::Separable { yes: false } => "no".to_owned(),
            Self::Level => "level already without rounding".to_owned(),
            Self::At { criterion, from, to } => format!("{criterion}: {from} → {to}"),
            Self::Never => "no change of one weight does".to_owned(),
            Self::LeftOut { subjects } => format!("Not ranked, so left out: {subjects}"),
            Self::Equal => "Equal weights".to_owned(),
            Self::Without { criterion } => format!("Without {criterion}"),
            Self::Doubled { criterion } => format!("{criterion} doubled"),
            Self::BestForTarget => "Against the best".to_owned(),
            Self::BestForTargetExplained { criteria } => format!(
                "Against the best: {criteria} measured by the best of the group (rule = \"best\") in place of a target"
            ),
            Self::Trials => "Other ways to score (exact, nothing drawn)".to_owned(),
            Self::NoChange => "nobody".to_owned(),
            Self::NoScore { subject } => format!("{subject} has no score"),
            Self::More { count } => format!("and {count} more"),
        }
    }
}
