//! The rules of a campaign as data, and how they are read from `campaign.toml`.
//!
//! Subjects, criteria and the rest refer to one another by their place in these lists.

mod read;

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::calendar::{Period, Span};
use crate::exact::Fraction;
use crate::identifier::Id;
use crate::source::Place;

pub use read::{Base, fold_name, read};

/// A language that things are printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// A title in one or both languages.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Title {
    /// The Vietnamese title, or the only one.
    pub vi: Option<String>,
    /// The English title, or the only one.
    pub en: Option<String>,
}

impl Title {
    /// The title in `language`, else in the other one.
    pub fn get(&self, language: Language) -> Option<&str> {
        match language {
            Language::Vi => self.vi.as_deref().or(self.en.as_deref()),
            Language::En => self.en.as_deref().or(self.vi.as_deref()),
        }
    }
}

/// The whole of `campaign.toml`.
#[derive(Clone, Debug)]
pub struct Campaign {
    /// Identifier of the campaign.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// What it is about.
    pub theme: Title,
    /// Who runs it.
    pub unit: Title,
    /// First and last day.
    pub span: Span,
    /// Default language of everything printed.
    pub language: Language,
    /// What the top criteria add up to; above 0.
    pub scale: Fraction,
    /// Decimals of a contribution, 0 to 6.
    pub decimals: u8,
    /// How the records are to be read.
    pub records: RecordRules,
    /// In date order, not overlapping. Never empty.
    pub phases: Vec<Phase>,
    /// In declared order, which is the order they are printed in.
    pub groups: Vec<Group>,
    /// In declared order. Never empty.
    pub teams: Vec<Team>,
    /// In declared order. Never empty.
    pub criteria: Vec<Criterion>,
    /// What a log row may name for a criterion.
    pub activities: Vec<Activity>,
    /// What a log row may name for a bonus, a penalty or a disqualification.
    pub adjustments: Vec<Adjustment>,
    /// Most points of adjustments in one phase.
    pub limits: Limits,
    /// How ties are broken and who is ranked.
    pub ranking: Ranking,
    /// Grades, best first, for teams and members in one list.
    pub grades: Vec<Grade>,
    /// Rules common to all grades.
    pub grading: Grading,
    /// Awards in declared order.
    pub awards: Vec<Award>,
    /// `[privacy] allow`: texts that look like an identifier but are not.
    pub allowed_identifiers: Vec<String>,
    /// Where the lists of this file begin, for messages.
    pub places: Places,
}

/// Where the tables of `campaign.toml` begin; none where there is no such table.
#[derive(Clone, Copy, Debug, Default)]
pub struct Places {
    /// The first of `[[teams]]`.
    pub teams: Option<Place>,
    /// The first of `[[criteria]]`.
    pub criteria: Option<Place>,
    /// The first of `[[activities]]`.
    pub activities: Option<Place>,
    /// The first of `[[phases]]`.
    pub phases: Option<Place>,
}

/// How the records are to be read.
#[derive(Clone, Debug, Default)]
pub struct RecordRules {
    /// Whether only accepted quantities count.
    pub appraisal: bool,
    /// Order of a slashed date.
    pub dates: DateOrder,
    /// Further header words of a column, by the column's English name.
    pub columns: Vec<(String, Vec<String>)>,
}

/// Order of day and month in a date such as `03/02/2025`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Day first.
    #[default]
    Dmy,
    /// Month first.
    Mdy,
    /// Slashed dates are refused.
    Iso,
}

/// A part of the campaign.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Its title.
    pub title: Title,
    /// Its days.
    pub span: Span,
    /// Share in the campaign total; above 0.
    pub weight: Fraction,
}

/// Teams that are ranked among themselves.
#[derive(Clone, Debug)]
pub struct Group {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
}

/// A team that competes.
#[derive(Clone, Debug)]
pub struct Team {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// Place in [`Campaign::groups`].
    pub group: Option<usize>,
    /// The days on which it exists.
    pub span: Span,
    /// Other names that a row may call it by.
    pub aliases: Vec<String>,
    /// Its identifier in `campaign.toml`.
    pub place: Place,
}

/// A scored heading: a leaf that activities feed, or a parent of others.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// Greatest contribution in scale points; 0 or more.
    pub weight: Fraction,
    /// Place of the parent in [`Campaign::criteria`].
    pub parent: Option<usize>,
    /// What it is: a parent or a leaf with its rule.
    pub kind: CriterionKind,
    /// Its identifier in `campaign.toml`.
    pub place: Place,
}

/// What a criterion is.
#[derive(Clone, Debug)]
pub enum CriterionKind {
    /// The sum of its children; with a ceiling at most its own weight.
    Parent {
        /// Whether the children's weights may be more than its own.
        ceiling: bool,
    },
    /// Fed by activities.
    Leaf(Box<Leaf>),
}

/// How a leaf criterion turns points into attainment.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// From points to attainment.
    pub rule: AttainmentRule,
    /// Assigned quantity for a team that has none of its own; above 0.
    pub target: Option<Fraction>,
    /// Assigned quantities team by team: place in [`Campaign::teams`], above 0.
    pub targets: HashMap<usize, Fraction>,
    /// Days that a target is for (`every = "30d"`), where not for the phase.
    pub every_days: Option<u32>,
    /// Whether target and base are for each member, and `best` divides by members.
    pub per_member: bool,
    /// Points a subject starts with (điểm nền).
    pub base: Fraction,
    /// Most points in a period.
    pub cap: Caps,
    /// Teams that are not assigned this criterion: places in [`Campaign::teams`].
    pub not_assigned: Vec<usize>,
}

/// From points X and quota Q to attainment.
#[derive(Clone, Debug)]
pub enum AttainmentRule {
    /// X / Q, from 0 to `over`.
    Target {
        /// Greatest attainment; 1 or more.
        over: Fraction,
    },
    /// X against the greatest X of the group.
    Best,
    /// The score of the first band that is reached.
    Bands(Vec<Band>),
    /// Part of the weight for reaching the quota, the rest for exceeding it.
    Surplus {
        /// Attainment at X = Q; from 0 to 1.
        at_target: Fraction,
    },
}

/// A row of a table by percentage.
#[derive(Clone, Debug)]
pub struct Band {
    /// Least 100·X/Q.
    pub from: Fraction,
    /// Contribution; 0 to the weight.
    pub score: Fraction,
}

/// Most points of the positive rows in a period; above 0 where given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caps {
    /// In the order of [`Period::ALL`].
    pub most: [Option<Fraction>; 4],
}

impl Caps {
    /// The caps that are set, in the order in which they apply.
    pub fn iter(&self) -> impl Iterator<Item = (Period, &Fraction)> {
        Period::ALL.into_iter().zip(&self.most).filter_map(|(period, most)| Some((period, most.as_ref()?)))
    }

    /// Whether no cap is set.
    pub fn is_empty(&self) -> bool {
        self.most.iter().all(Option::is_none)
    }
}

/// Something that a row can say was done.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// What a quantity of 1 is.
    pub unit: Title,
    /// Place of its leaf criterion in [`Campaign::criteria`].
    pub criterion: usize,
    /// Points of a quantity of 1, in thousandths; may be negative.
    pub points: i64,
    /// How members are credited.
    pub credit: Credit,
    /// Most points of one team in a period.
    pub cap: Caps,
    /// Most points of one member in a period.
    pub member_cap: Caps,
    /// Whether a row needs a number of evidence.
    pub evidence: bool,
    /// Whether that must be the number of an exemplar of the team.
    pub evidence_is_exemplar: bool,
}

/// How the members that a row names are credited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Credit {
    /// The points are divided among them.
    #[default]
    Split,
    /// Each gets them all, as on a patrol.
    Full,
}

/// Something outside the criteria.
#[derive(Clone, Debug)]
pub struct Adjustment {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// What it does.
    pub kind: AdjustmentKind,
    /// Points of a quantity of 1, in thousandths; above 0, but 0 where it disqualifies.
    pub points: i64,
    /// Most points of one subject in a period.
    pub cap: Caps,
    /// Whom it touches.
    pub subject: SubjectKind,
    /// Whether a row needs a number of evidence.
    pub evidence: bool,
}

/// What an adjustment does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// Adds points.
    Bonus,
    /// Takes points away.
    Penalty,
    /// Takes the subject out of the ranking.
    Disqualify {
        /// Out of the campaign's ranking too, not only of the phase's.
        whole_campaign: bool,
    },
}

/// The two kinds of subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SubjectKind {
    /// A team (tập thể).
    #[default]
    Team,
    /// A member (cá nhân).
    Member,
}

/// Most points of adjustments for one subject in one phase.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Of bonuses.
    pub bonus: Option<Fraction>,
    /// Of penalties.
    pub penalty: Option<Fraction>,
}

/// How ties are broken and who is ranked.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// In order.
    pub tie_break: Vec<TieBreak>,
    /// Least share of the days that a ranked member served, 0 to 1.
    pub min_tenure: Fraction,
}

/// What decides between equal scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TieBreak {
    /// Fewer penalty points.
    Penalty,
    /// More leaf criteria at their full weight.
    Full,
    /// More points in a leaf criterion: its place in [`Campaign::criteria`].
    Points(usize),
}

/// A band of the final assessment.
#[derive(Clone, Debug)]
pub struct Grade {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// Whom it is for.
    pub subject: SubjectKind,
    /// Least score.
    pub min: Fraction,
    /// Least attainment of every assigned leaf criterion.
    pub floor: Option<Fraction>,
    /// Greatest share of subjects.
    pub quota: Option<Quota>,
}

/// At most this share may stay in a grade or better.
#[derive(Clone, Debug)]
pub struct Quota {
    /// The share, 0 to 1.
    pub share: Fraction,
    /// Of those admitted to this grade or better (place in [`Campaign::grades`]); of all assessed where none.
    pub of: Option<usize>,
    /// How the number is made whole.
    pub round: QuotaRounding,
}

/// How a quota is made a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum QuotaRounding {
    /// Down.
    #[default]
    Down,
    /// To the nearest, halves up.
    Nearest,
    /// Up.
    Up,
}

/// Rules common to all grades.
#[derive(Clone, Debug, Default)]
pub struct Grading {
    /// Whether a leader's grade is at most the team's.
    pub leader_cap: bool,
    /// Months of service, 30 days each, below which a member is not assessed.
    pub min_months: Option<u32>,
}

/// A certificate of merit that the council may give.
#[derive(Clone, Debug)]
pub struct Award {
    /// Identifier.
    pub id: Id,
    /// Its title.
    pub title: Title,
    /// Whom it is for.
    pub subject: SubjectKind,
    /// Place in [`Campaign::phases`]; the whole campaign where none.
    pub phase: Option<usize>,
    /// How many may be given; above 0.
    pub places: u32,
    /// Least score.
    pub min: Option<Fraction>,
    /// Least grade: place in [`Campaign::grades`].
    pub grade: Option<usize>,
    /// Least attainment by leaf criterion: place in [`Campaign::criteria`].
    pub floors: Vec<(usize, Fraction)>,
}

impl Campaign {
    /// The phase that `day` lies in: its place in [`Campaign::phases`].
    pub fn phase_of(&self, day: NaiveDate) -> Option<usize> {
        self.phases.iter().position(|phase| phase.span.contains(day))
    }

    /// The leaf at `criterion`, none where it is a parent.
    pub fn leaf(&self, criterion: usize) -> Option<&Leaf> {
        match &self.criteria.get(criterion)?.kind {
            CriterionKind::Leaf(leaf) => Some(leaf),
            CriterionKind::Parent { .. } => None,
        }
    }

    /// Places of the children of `parent`, or of the top criteria.
    pub fn children(&self, parent: Option<usize>) -> impl Iterator<Item = usize> {
        self.criteria.iter().enumerate().filter(move |(_, c)| c.parent == parent).map(|(index, _)| index)
    }

    /// Places of all criteria, children before their parents.
    pub fn criteria_bottom_up(&self) -> Vec<usize> {
        let mut order: Vec<usize> = self.children(None).collect();
        let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, criterion) in self.criteria.iter().enumerate() {
            if let Some(parent) = criterion.parent {
                children.entry(parent).or_default().push(index);
            }
        }
        let mut next = 0;
        while let Some(criterion) = order.get(next) {
            order.extend(children.remove(criterion).unwrap_or_default());
            next += 1;
        }
        order.reverse();
        order
    }

    /// Whether a team is assigned a leaf criterion.
    pub fn is_assigned(&self, criterion: usize, team: usize) -> bool {
        self.leaf(criterion).is_some_and(|leaf| {
            !leaf.not_assigned.contains(&team)
                && (leaf.targets.is_empty() || leaf.target.is_some() || leaf.targets.contains_key(&team))
        })
    }
}
