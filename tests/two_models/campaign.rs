//! A campaign as the two models share it: rules, memberships and rows as plain
//! lists that say what the files say, with no place, index or total in them.

use std::fmt;

use chrono::NaiveDate;

#[derive(Clone, PartialEq)]
pub(crate) struct Campaign {
    pub(crate) id: String,
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
    pub(crate) language: Option<&'static str>,
    pub(crate) scale: i64,
    pub(crate) decimals: usize,
    pub(crate) appraisal: bool,
    /// In date order; phase 1 is the first.
    pub(crate) phases: Vec<Phase>,
    pub(crate) groups: Vec<String>,
    pub(crate) teams: Vec<Team>,
    pub(crate) criteria: Vec<Criterion>,
    pub(crate) activities: Vec<Activity>,
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) bonus_limit: Option<Decimal>,
    pub(crate) penalty_limit: Option<Decimal>,
    pub(crate) tie_break: Vec<String>,
    pub(crate) min_tenure: Option<Share>,
    /// Best first, for teams and members in one list.
    pub(crate) grades: Vec<Grade>,
    pub(crate) leader_cap: bool,
    pub(crate) min_months: Option<usize>,
    /// `None` where there is no members.csv.
    pub(crate) memberships: Option<Vec<Membership>>,
    pub(crate) rows: Vec<Row>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Phase {
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
    pub(crate) weight: Option<Decimal>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Team {
    pub(crate) id: String,
    pub(crate) group: Option<String>,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) alias: Option<String>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Criterion {
    pub(crate) id: String,
    pub(crate) parent: Option<String>,
    pub(crate) weight: Decimal,
    pub(crate) kind: Kind,
}

#[derive(Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a campaign has a dozen of them")]
pub(crate) enum Kind {
    Parent { ceiling: bool },
    Leaf(Leaf),
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) rule: Rule,
    pub(crate) target: Option<Decimal>,
    pub(crate) targets: Vec<(String, Decimal)>,
    pub(crate) every_30_days: bool,
    pub(crate) per_member: bool,
    pub(crate) base: Option<Decimal>,
    pub(crate) cap: Cap,
    pub(crate) not_assigned: Vec<String>,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Rule {
    Target { over: Option<Decimal> },
    Best,
    Bands(Vec<Band>),
    Surplus { at_target: Option<Share> },
}

impl Default for Rule {
    fn default() -> Self {
        Self::Target { over: None }
    }
}

#[derive(Clone, PartialEq)]
pub(crate) struct Band {
    pub(crate) from: Decimal,
    pub(crate) score: Decimal,
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Cap {
    pub(crate) day: Option<Decimal>,
    pub(crate) week: Option<Decimal>,
    pub(crate) month: Option<Decimal>,
    pub(crate) phase: Option<Decimal>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Activity {
    pub(crate) id: String,
    pub(crate) criterion: String,
    pub(crate) points: Option<Decimal>,
    pub(crate) credit: Option<Credit>,
    pub(crate) cap: Cap,
    pub(crate) member_cap: Cap,
    pub(crate) evidence_required: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Credit {
    Split,
    Full,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Adjustment {
    pub(crate) id: String,
    pub(crate) effect: Effect,
    pub(crate) cap: Cap,
    pub(crate) for_member: bool,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Effect {
    Bonus(Decimal),
    Penalty(Decimal),
    Disqualify { whole_campaign: bool },
}

#[derive(Clone, PartialEq)]
pub(crate) struct Grade {
    pub(crate) id: String,
    pub(crate) for_member: bool,
    pub(crate) min: Decimal,
    pub(crate) floor: Option<Share>,
    pub(crate) quota: Option<Quota>,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Quota {
    pub(crate) percent: Decimal,
    pub(crate) of: Option<String>,
    pub(crate) round: Option<Round>,
}

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Round {
    Down,
    Nearest,
    Up,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Membership {
    pub(crate) member: String,
    pub(crate) team: String,
    pub(crate) from: Option<NaiveDate>,
    pub(crate) to: Option<NaiveDate>,
    pub(crate) role: &'static str,
}

#[derive(Clone, PartialEq)]
pub(crate) struct Row {
    pub(crate) date: NaiveDate,
    pub(crate) team: String,
    pub(crate) members: Vec<String>,
    /// An activity or an adjustment.
    pub(crate) activity: String,
    pub(crate) quantity: Decimal,
    pub(crate) evidence: Option<String>,
    pub(crate) accepted: Option<Decimal>,
    pub(crate) appraiser: Option<String>,
    pub(crate) note: Option<String>,
    /// The log spells the team by its alias.
    pub(crate) by_alias: bool,
}

/// A decimal number as it stands in a file: `units` / 10^`places`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Decimal {
    pub(crate) units: i64,
    pub(crate) places: usize,
}

impl Decimal {
    pub(crate) const fn new(units: i64, places: usize) -> Self {
        Self { units, places }
    }

    pub(crate) const fn whole(units: i64) -> Self {
        Self::new(units, 0)
    }
}

/// Without trailing zeros: `12.5`, `-6`.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), self.places + 1);
        let (whole, part) = digits.split_at(digits.len() - self.places);
        let part = part.trim_end_matches('0');
        let point = if part.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{part}")
    }
}

/// A share of something, which the rules may write `0.5` or `"1/2"`.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Share {
    Number(Decimal),
    Fraction(i64, i64),
}

impl Campaign {
    /// The criterion's rules where it is a leaf.
    pub(crate) fn leaf(&self, id: &str) -> Option<&Leaf> {
        let criterion = self.criteria.iter().find(|criterion| criterion.id == id)?;
        match &criterion.kind {
            Kind::Leaf(leaf) => Some(leaf),
            Kind::Parent { .. } => None,
        }
    }

    /// Every member of members.csv, once, in plain byte order.
    pub(crate) fn members(&self) -> Vec<String> {
        let mut members: Vec<String> =
            self.memberships.iter().flatten().map(|membership| membership.member.clone()).collect();
        members.sort();
        members.dedup();
        members
    }

    pub(crate) fn team_exists(&self, team: &str, day: NaiveDate) -> bool {
        self.teams
            .iter()
            .any(|t| t.id == team && t.from.is_none_or(|from| from <= day) && t.to.is_none_or(|to| day <= to))
    }

    /// A membership runs only while its team exists.
    pub(crate) fn serves(&self, member: &str, team: &str, day: NaiveDate) -> bool {
        self.team_exists(team, day)
            && self.memberships.iter().flatten().any(|m| {
                m.member == member
                    && m.team == team
                    && m.from.is_none_or(|from| from <= day)
                    && m.to.is_none_or(|to| day <= to)
            })
    }

    pub(crate) fn teams_served_on(&self, member: &str, day: NaiveDate) -> Vec<&Team> {
        let teams = self.teams.iter();
        teams.filter(|team| self.serves(member, &team.id, day)).collect()
    }
}

impl Phase {
    pub(crate) fn holds(&self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.end
    }

    pub(crate) fn days(&self) -> Vec<NaiveDate> {
        self.start.iter_days().take_while(|day| *day <= self.end).collect()
    }
}

#[test]
fn a_decimal_prints_as_it_is_written_in_a_file() {
    let printed = |units, places| Decimal::new(units, places).to_string();
    assert_eq!(printed(125, 1), "12.5");
    assert_eq!(printed(-6, 0), "-6");
    assert_eq!(printed(2000, 2), "20");
    assert_eq!(printed(5, 3), "0.005");
    assert_eq!(printed(-50, 2), "-0.5");
}
