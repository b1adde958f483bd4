//! Reports in words: one file a language, each an exhaustive match.

mod en;
mod headings;
mod vi;

use crate::campaign::Language;

pub use headings::Heading;

/// A heading or sentence of a report, with what it speaks of in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Reporting<'a> {
    /// A fixed text.
    Heading(Heading),

    // Head and foot.
    /// The same with its day: days below 10 and months 1 and 2 begin with a zero.
    PlaceAndDate {
        day: u32,
        month: u32,
        year: i32,
    },
    /// What it is of.
    InterimOf {
        phase: &'a str,
    },
    /// What it is of.
    SlipOf {
        team: &'a str,
        phase: Option<&'a str>,
    },
    /// From when to when.
    Days {
        span: &'a str,
        days: i64,
    },
    /// A phase.
    PhaseNumber {
        number: usize,
    },
    /// An annex.
    Annex {
        number: usize,
    },

    // The situation.
    CampaignWithDays {
        title: &'a str,
        theme: Option<&'a str>,
        first: &'a str,
        last: &'a str,
        days: i64,
        phases: usize,
    },
    Participants {
        teams: &'a str,
        members: Option<&'a str>,
        groups: usize,
    },
    TeamBegins {
        team: &'a str,
        day: &'a str,
    },
    TeamEnds {
        team: &'a str,
        day: &'a str,
    },
    MemberJoins {
        who: &'a str,
        team: &'a str,
        day: &'a str,
    },
    MemberMoves {
        who: &'a str,
        from: &'a str,
        team: &'a str,
        day: &'a str,
    },
    MemberLeaves {
        who: &'a str,
        team: &'a str,
        day: &'a str,
    },
    RowsOfAll {
        total: &'a str,
        counted: &'a str,
        pending: &'a str,
        rejected: &'a str,
    },
    /// Continues [`Self::RowsOfAll`].
    RowsOfAllLeftOut {
        count: &'a str,
    },

    // Criteria.
    CriterionWork {
        criterion: &'a str,
        rows: &'a str,
        points: &'a str,
    },
    /// Continues [`Self::CriterionWork`].
    OfQuota {
        quota: &'a str,
        percent: &'a str,
    },
    /// Continues [`Self::OfQuota`].
    AgainstBefore {
        by: &'a str,
        more: bool,
        same: bool,
    },
    /// In brackets behind them.
    InPhase {
        phase: usize,
        percent: &'a str,
    },
    /// Who stands first and last.
    Extremes {
        first: &'a str,
        best: &'a str,
        weight: &'a str,
        last: &'a str,
        least: &'a str,
    },
    /// Nobody stands before another.
    AllAlike {
        score: &'a str,
        weight: &'a str,
    },
    /// More teams than can be named.
    TeamsCounted {
        count: &'a str,
    },

    // The board.
    Leads {
        names: &'a str,
        score: &'a str,
        group: Option<&'a str>,
    },
    /// Continues [`Self::Leads`].
    Followed {
        name: &'a str,
        score: &'a str,
        gap: &'a str,
    },

    // Months.
    /// Subjects that a picture has no room for.
    MoreOnTheBoard {
        count: &'a str,
    },

    // Exemplars.
    ExemplarsCounted {
        count: &'a str,
        kinds: &'a str,
        stages: &'a str,
    },

    // Weights.
    /// What the annex is for.
    WeightsAreJudged,
    /// Neighbours that the weights do not tell apart.
    NotToldApart {
        pairs: &'a str,
    },
    /// The same where they are too many to be named.
    ManyNotToldApart {
        pairs: &'a str,
        of: &'a str,
    },
    /// All neighbours are told apart.
    AllToldApart,
    /// Who is left out.
    NotWeighed {
        subjects: &'a str,
    },
    /// Two neighbours.
    Neighbours {
        above: &'a str,
        below: &'a str,
    },
    /// Where a rank may lie.
    RanksFrom {
        name: &'a str,
        rank: usize,
        low: usize,
        high: usize,
    },

    // Awards.
    AwardProposed {
        award: &'a str,
        places: &'a str,
        chosen: Option<&'a str>,
    },

    // The assessment.
    ReachedTarget {
        criteria: &'a str,
    },
    FurthestFromTarget {
        criteria: &'a str,
    },
    TeamsWithoutRows {
        teams: &'a str,
    },
    NotCounted {
        pending: &'a str,
        rejected: &'a str,
    },

    // The slip of a team.
    Stands {
        rank: Option<usize>,
        of: usize,
        status: &'a str,
        score: Option<&'a str>,
        claimed: Option<&'a str>,
    },
    Above {
        name: &'a str,
        rank: usize,
        gap: &'a str,
    },
    SlipPhase {
        phase: usize,
        status: Option<&'a str>,
        score: &'a str,
        part: &'a str,
    },
    /// Over what is missing.
    MissingIn {
        phase: usize,
    },
    SlipRowCount {
        rows: &'a str,
    },
    SlipNotWhole {
        rows: &'a str,
    },
    SlipMoreRows {
        rows: &'a str,
        id: &'a str,
    },
}

impl From<Heading> for Reporting<'_> {
    fn from(heading: Heading) -> Self {
        Self::Heading(heading)
    }
}

impl Reporting<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => vi::text(self),
            Language::En => en::text(self),
        }
    }
}
