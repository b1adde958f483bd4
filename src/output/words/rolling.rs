//! What is said of many campaigns in one board.

use crate::campaign::Language;

/// A sentence about many campaigns.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Rolling<'a> {
    /// What the page is of.
    Title { campaigns: &'a str },
    /// Whose phases are scored.
    Phase { number: usize },
    /// A table of campaigns with like rules.
    Table { number: usize, campaigns: &'a str },
    /// Why a table stands apart.
    Differing { rules: &'a str },
    /// All have like rules.
    AllLike,
    /// Unlike is not ranked with like.
    Unlike { tables: &'a str },
    /// Criteria measured by the best at home.
    MeasuredAtHome { criteria: &'a str },
    /// The head of the totals.
    Totals,
    /// Some results may still change.
    SomeProvisional { campaigns: &'a str },
}

impl Rolling<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        match self {
            Self::Title { campaigns } => format!("Tổng hợp {campaigns} phong trào"),
            Self::Phase { number } => format!("Đợt {number} của mỗi phong trào"),
            Self::Table { number, campaigns } => format!("Bộ quy định {number}: {campaigns}"),
            Self::Differing { rules } => format!("Khác bộ quy định 1 ở: {rules}"),
            Self::AllLike => "Các phong trào cùng một bộ quy định".to_owned(),
            Self::Unlike { tables } => {
                format!("Có {tables} bộ quy định khác nhau: chỉ xếp hạng chung khi cùng quy định")
            }
            Self::MeasuredAtHome { criteria } => format!(
                "{criteria} tính theo kết quả cao nhất trong từng phong trào: điểm so giữa các phong trào chỉ để tham khảo"
            ),
            Self::Totals => "Từng phong trào".to_owned(),
            Self::SomeProvisional { campaigns } => format!("Kết quả còn tạm tính: {campaigns}"),
        }
    }

    fn en(self) -> String {
        match self {
            Self::Title { campaigns } => format!("Campaigns together: {campaigns}"),
            Self::Phase { number } => format!("Phase {number} of each"),
            Self::Table { number, campaigns } => format!("Rules {number}: {campaigns}"),
            Self::Differing { rules } => format!("Not as in rules 1: {rules}"),
            Self::AllLike => "All campaigns have like rules".to_owned(),
            Self::Unlike { tables } => {
                format!("Rules of {tables} kinds: only like is ranked with like")
            }
            Self::MeasuredAtHome { criteria } => format!(
                "{criteria}: measured by the best of each campaign, so hold scores of two campaigns against each other with care"
            ),
            Self::Totals => "Each campaign".to_owned(),
            Self::SomeProvisional { campaigns } => format!("Provisional: {campaigns}"),
        }
    }
}
