//! The rules by which a campaign is scored, one line each.

use std::fmt;

use chrono::NaiveDate;

use super::Scope;
use super::digest::Digest;
use super::rows::Ledger;
use crate::calendar::{Period, Span};
use crate::campaign::{
    Activity, Adjustment, AdjustmentKind, AttainmentRule, Award, Campaign, Caps, Credit, Criterion,
    CriterionKind, Grade, Leaf, QuotaRounding, SubjectKind, Team, TieBreak,
};
use crate::exact::{Fraction, decimal_text, fraction_text, ratio};
use crate::identifier::Id;
use crate::records::{Item, Member, Role};
use crate::source::Place;

/// A rule with everything in it that can change a score or a grade, and nothing else.
#[derive(Clone, Debug)]
pub struct RuleEntry {
    /// What it is called.
    pub name: RuleName,
    /// `key=value` in a fixed order, also of what is not given and goes without saying.
    pub text: String,
    /// Where it stands: in the rules, or the member's first row in members.csv. None where nothing is
    /// said of it.
    pub place: Option<Place>,
}

impl RuleEntry {
    /// The digest of its name and text.
    pub fn digest(&self) -> Digest {
        Digest::of(&format!("{}\n{}", self.name.key(), self.text))
    }
}

/// What a rule is called: `criterion C1`, `limits`. Equal without regard to letter case.
#[derive(Clone, Debug)]
pub struct RuleName {
    /// What kind of rule.
    pub kind: RuleKind,
    /// Its identifier, or the number of a phase; empty where there is but one of the kind.
    pub id: String,
}

/// The kinds of rules, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RuleKind {
    /// Scale and decimals.
    Campaign,
    /// Whether there is an appraisal, and whether members are listed.
    Records,
    /// Days and weight of a phase.
    Phase,
    /// Group and days of a team.
    Team,
    /// A criterion.
    Criterion,
    /// An activity.
    Activity,
    /// An adjustment.
    Adjustment,
    /// Limits of adjustments.
    Limits,
    /// Tie-breaks and the least tenure.
    Ranking,
    /// What all grades share.
    Grading,
    /// A grade of teams.
    Grade,
    /// A grade of members.
    MemberGrade,
    /// An award.
    Award,
    /// Where a member serves, from when to when, as what.
    Member,
}

impl RuleKind {
    /// All kinds, in order.
    pub const ALL: [Self; 14] = [
        Self::Campaign,
        Self::Records,
        Self::Phase,
        Self::Team,
        Self::Criterion,
        Self::Activity,
        Self::Adjustment,
        Self::Limits,
        Self::Ranking,
        Self::Grading,
        Self::Grade,
        Self::MemberGrade,
        Self::Award,
        Self::Member,
    ];

    /// The word for it in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Campaign => "campaign",
            Self::Records => "records",
            Self::Phase => "phase",
            Self::Team => "team",
            Self::Criterion => "criterion",
            Self::Activity => "activity",
            Self::Adjustment => "adjustment",
            Self::Limits => "limits",
            Self::Ranking => "ranking",
            Self::Grading => "grading",
            Self::Grade => "grade",
            Self::MemberGrade => "member-grade",
            Self::Award => "award",
            Self::Member => "member",
        }
    }
}

impl RuleName {
    /// A rule of its kind.
    pub fn new(kind: RuleKind, id: impl fmt::Display) -> Self {
        Self { kind, id: id.to_string() }
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let (word, id) = text.split_once(' ').unwrap_or((text, ""));
        let kind = RuleKind::ALL.into_iter().find(|kind| kind.word() == word)?;
        Some(Self::new(kind, id))
    }

    fn key(&self) -> String {
        self.to_string().to_ascii_lowercase()
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.word())?;
        if !self.id.is_empty() {
            write!(f, " {}", self.id)?;
        }
        Ok(())
    }
}

impl PartialEq for RuleName {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for RuleName {}

impl PartialOrd for RuleName {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleName {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let small = |name: &Self| name.id.to_ascii_lowercase();
        // Phases go by number.
        (self.kind, self.id.len() * usize::from(self.kind == RuleKind::Phase), small(self)).cmp(&(
            other.kind,
            other.id.len() * usize::from(other.kind == RuleKind::Phase),
            small(other),
        ))
    }
}

impl Ledger<'_> {
    /// The rules that matter to a part of the campaign, in order of name.
    pub fn rules(&self, scope: Scope) -> Vec<RuleEntry> {
        let campaign = self.campaign;
        let writer = RuleWriter { campaign, scope };
        let one = |kind, text, place| RuleEntry { name: RuleName::new(kind, ""), text, place };
        let places = campaign.places;
        let mut rules = vec![
            one(RuleKind::Campaign, writer.campaign(), places.campaign),
            one(RuleKind::Records, writer.records(self.records.members.is_some()), places.records),
            one(RuleKind::Limits, writer.limits(), places.limits),
            one(RuleKind::Ranking, writer.ranking(), places.ranking),
            one(RuleKind::Grading, writer.grading(), places.grading),
        ];
        let named = |kind, id: &Id, text, place| RuleEntry {
            name: RuleName::new(kind, id),
            text,
            place: Some(place),
        };
        for (at, phase) in campaign.phases.iter().enumerate().filter(|&(at, _)| writer.has_phase(at)) {
            let text = Text::default()
                .with("from", phase.span.first)
                .with("to", phase.span.last)
                .with("weight", decimal_text(&phase.weight));
            let name = RuleName::new(RuleKind::Phase, at + 1);
            rules.push(RuleEntry { name, text: text.0, place: Some(phase.place) });
        }
        let teams = campaign.teams.iter().filter(|team| writer.has_team(team));
        rules.extend(teams.map(|team| named(RuleKind::Team, &team.id, writer.team(team), team.place)));
        let criteria = campaign.criteria.iter();
        rules.extend(criteria.map(|criterion| {
            named(RuleKind::Criterion, &criterion.id, writer.criterion(criterion), criterion.place)
        }));
        let items = match scope {
            Scope::Campaign => None,
            Scope::Phase(_) => Some(self.items(scope)),
        };
        let is_named = |item: Item| items.as_ref().is_none_or(|items| items.contains(&item));
        for (at, activity) in campaign.activities.iter().enumerate() {
            if is_named(Item::Activity(at as u16)) {
                let text = writer.activity(activity);
                rules.push(named(RuleKind::Activity, &activity.id, text, activity.place));
            }
        }
        for (at, adjustment) in campaign.adjustments.iter().enumerate() {
            if is_named(Item::Adjustment(at as u16)) {
                let text = writer.adjustment(adjustment);
                rules.push(named(RuleKind::Adjustment, &adjustment.id, text, adjustment.place));
            }
        }
        for grade in &campaign.grades {
            let kind = match grade.subject {
                SubjectKind::Team => RuleKind::Grade,
                SubjectKind::Member => RuleKind::MemberGrade,
            };
            rules.push(named(kind, &grade.id, writer.grade(grade), grade.place));
        }
        let awards = campaign.awards.iter().filter(|award| writer.has_award(award));
        rules.extend(awards.map(|award| named(RuleKind::Award, &award.id, writer.award(award), award.place)));
        let members = self.records.members.iter().flatten();
        rules.extend(members.filter_map(|member| {
            let place = member.stints.first()?.place;
            Some(named(RuleKind::Member, &member.id, writer.member(member)?, place))
        }));
        rules.sort_by(|left, right| left.name.cmp(&right.name));
        rules
    }
}

/// `key=value` one after the other.
#[derive(Default)]
struct Text(String);

impl Text {
    fn with(mut self, key: &str, value: impl fmt::Display) -> Self {
        let blank = if self.0.is_empty() { "" } else { " " };
        self.0.push_str(&format!("{blank}{key}={value}"));
        self
    }

    fn with_some(self, key: &str, value: Option<impl fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    fn with_list(self, key: &str, values: &[String]) -> Self {
        if values.is_empty() { self } else { self.with(key, values.join(",")) }
    }
}

struct RuleWriter<'c> {
    campaign: &'c Campaign,
    scope: Scope,
}

impl RuleWriter<'_> {
    /// The days that the scope is of.
    fn span(&self) -> Span {
        match self.scope {
            Scope::Campaign => self.campaign.span,
            Scope::Phase(phase) => self.campaign.phases[phase].span,
        }
    }

    fn has_phase(&self, phase: usize) -> bool {
        self.scope == Scope::Campaign || self.scope == Scope::Phase(phase)
    }

    fn has_team(&self, team: &Team) -> bool {
        self.scope == Scope::Campaign || !team.span.within(self.span()).is_empty()
    }

    fn has_award(&self, award: &Award) -> bool {
        self.scope == Scope::Campaign || award.phase.is_some_and(|phase| self.has_phase(phase))
    }

    /// An identifier of the rules, in small letters.
    fn small(id: &Id) -> String {
        id.as_str().to_ascii_lowercase()
    }

    fn criterion_id(&self, criterion: usize) -> String {
        Self::small(&self.campaign.criteria[criterion].id)
    }

    fn campaign(&self) -> String {
        Text::default()
            .with("scale", decimal_text(&self.campaign.scale))
            .with("decimals", self.campaign.decimals)
            .0
    }

    fn records(&self, members_listed: bool) -> String {
        Text::default().with("appraisal", self.campaign.records.appraisal).with("members", members_listed).0
    }

    fn limits(&self) -> String {
        let limits = &self.campaign.limits;
        Text::default()
            .with_some("bonus", limits.bonus.as_ref().map(decimal_text))
            .with_some("penalty", limits.penalty.as_ref().map(decimal_text))
            .0
    }

    fn ranking(&self) -> String {
        let ranking = &self.campaign.ranking;
        let ties: Vec<String> = ranking.tie_break.iter().map(|tie| self.tie_break(*tie)).collect();
        Text::default().with_list("tie_break", &ties).with("min_tenure", fraction_text(&ranking.min_tenure)).0
    }

    fn tie_break(&self, tie: TieBreak) -> String {
        match tie {
            TieBreak::Penalty => "penalty".to_owned(),
            TieBreak::Full => "full".to_owned(),
            TieBreak::Points(criterion) => format!("points:{}", self.criterion_id(criterion)),
        }
    }

    fn grading(&self) -> String {
        let grading = &self.campaign.grading;
        Text::default().with("leader_cap", grading.leader_cap).with_some("min_months", grading.min_months).0
    }

    fn team(&self, team: &Team) -> String {
        let group = team.group.map(|group| Self::small(&self.campaign.groups[group].id));
        let Span { first, last } = self.span();
        Text::default()
            .with_some("group", group)
            .with_some("from", Some(team.span.first).filter(|from| *from > first))
            .with_some("to", Some(team.span.last).filter(|to| *to < last))
            .0
    }

    fn criterion(&self, criterion: &Criterion) -> String {
        let text = Text::default()
            .with_some("in", criterion.parent.map(|parent| self.criterion_id(parent)))
            .with("weight", decimal_text(&criterion.weight));
        match &criterion.kind {
            CriterionKind::Parent { ceiling } => text.with("ceiling", ceiling).0,
            CriterionKind::Leaf(leaf) => self.leaf(leaf, text).0,
        }
    }

    fn leaf(&self, leaf: &Leaf, text: Text) -> Text {
        let teams = &self.campaign.teams;
        let takes_part = |&team: &usize| self.has_team(&teams[team]);
        let mut targets: Vec<String> = leaf
            .targets
            .iter()
            .filter(|(team, _)| takes_part(team))
            .map(|(&team, target)| format!("{}:{}", Self::small(&teams[team].id), decimal_text(target)))
            .collect();
        targets.sort();
        // Where nothing but targets of other teams is set, nobody here is assigned the criterion.
        if targets.is_empty() && leaf.target.is_none() && !leaf.targets.is_empty() {
            targets.push("none".to_owned());
        }
        let mut not_assigned: Vec<String> = leaf
            .not_assigned
            .iter()
            .filter(|team| takes_part(team))
            .map(|&team| Self::small(&teams[team].id))
            .collect();
        not_assigned.sort();
        let text = match &leaf.rule {
            AttainmentRule::Target { over } => text.with("rule", "target").with("over", decimal_text(over)),
            AttainmentRule::Best => text.with("rule", "best"),
            AttainmentRule::Bands(bands) => {
                let bands = bands
                    .iter()
                    .map(|band| format!("{}:{}", decimal_text(&band.from), decimal_text(&band.score)));
                text.with("rule", "bands").with_list("bands", &bands.collect::<Vec<_>>())
            }
            AttainmentRule::Surplus { at_target } => {
                text.with("rule", "surplus").with("at_target", fraction_text(at_target))
            }
        };
        text.with_some("target", leaf.target.as_ref().map(decimal_text))
            .with_list("targets", &targets)
            .with_some("every_days", leaf.every_days)
            .with("per_member", leaf.per_member)
            .with("base", decimal_text(&leaf.base))
            .with_list("cap", &caps(&leaf.cap))
            .with_list("not_assigned", &not_assigned)
    }

    fn activity(&self, activity: &Activity) -> String {
        let credit = match activity.credit {
            Credit::Split => "split",
            Credit::Full => "full",
        };
        Text::default()
            .with("criterion", self.criterion_id(activity.criterion))
            .with("points", thousandths(activity.points))
            .with("credit", credit)
            .with_list("cap", &caps(&activity.cap))
            .with_list("member_cap", &caps(&activity.member_cap))
            .0
    }

    fn adjustment(&self, adjustment: &Adjustment) -> String {
        let kind = match adjustment.kind {
            AdjustmentKind::Bonus => "bonus",
            AdjustmentKind::Penalty => "penalty",
            AdjustmentKind::Disqualify { whole_campaign: false } => "disqualify:phase",
            AdjustmentKind::Disqualify { whole_campaign: true } => "disqualify:campaign",
        };
        Text::default()
            .with("kind", kind)
            .with("points", thousandths(adjustment.points))
            .with_list("cap", &caps(&adjustment.cap))
            .with("for", subject(adjustment.subject))
            .0
    }

    fn grade(&self, grade: &Grade) -> String {
        let quota = grade.quota.as_ref();
        let rounding = |rounding| match rounding {
            QuotaRounding::Down => "down",
            QuotaRounding::Nearest => "nearest",
            QuotaRounding::Up => "up",
        };
        let of = quota.and_then(|quota| quota.of).map(|of| Self::small(&self.campaign.grades[of].id));
        Text::default()
            .with("min", decimal_text(&grade.min))
            .with_some("floor", grade.floor.as_ref().map(fraction_text))
            .with_some("quota", quota.map(|quota| fraction_text(&quota.share)))
            .with_some("of", of)
            .with_some("round", quota.map(|quota| rounding(quota.round)))
            .0
    }

    fn award(&self, award: &Award) -> String {
        let floor = |(criterion, floor): &(usize, Fraction)| {
            format!("{}:{}", self.criterion_id(*criterion), fraction_text(floor))
        };
        let mut floors: Vec<String> = award.floors.iter().map(floor).collect();
        floors.sort();
        Text::default()
            .with("for", subject(award.subject))
            .with_some("phase", award.phase.map(|phase| phase + 1))
            .with("places", award.places)
            .with_some("min", award.min.as_ref().map(decimal_text))
            .with_some("grade", award.grade.map(|grade| Self::small(&self.campaign.grades[grade].id)))
            .with_list("floors", &floors)
            .0
    }

    /// None for a member who comes later. Earlier days count for `min_months`.
    fn member(&self, member: &Member) -> Option<String> {
        let last = self.span().last;
        let mut stints: Vec<(NaiveDate, String)> = member
            .stints
            .iter()
            .filter(|stint| stint.span.first <= last)
            .map(|stint| {
                let text = Text::default()
                    .with("team", Self::small(&self.campaign.teams[stint.team].id))
                    .with_some("from", Some(stint.span.first).filter(|from| *from > NaiveDate::MIN))
                    .with_some("to", Some(stint.span.last).filter(|to| *to < last))
                    .with("role", role(stint.role));
                (stint.span.first, text.0)
            })
            .collect();
        stints.sort();
        let stints: Vec<String> = stints.into_iter().map(|(_, text)| text).collect();
        (!stints.is_empty()).then(|| stints.join("; "))
    }
}

fn caps(caps: &Caps) -> Vec<String> {
    let word = |period| match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Phase => "phase",
    };
    caps.iter().map(|(period, most)| format!("{}:{}", word(period), decimal_text(most))).collect()
}

fn thousandths(points: i64) -> String {
    decimal_text(&ratio(points, 1000))
}

fn subject(subject: SubjectKind) -> &'static str {
    match subject {
        SubjectKind::Team => "team",
        SubjectKind::Member => "member",
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Leader => "leader",
        Role::Deputy => "deputy",
        Role::Member => "member",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_as_it_is_written_and_in_any_letter_case() {
        for name in ["campaign", "phase 2", "criterion C1", "member T1-01", "member-grade tot"] {
            let read = RuleName::parse(name);
            assert_eq!(read.as_ref().map(ToString::to_string).as_deref(), Some(name));
            assert_eq!(
                read.map(|name| RuleName { id: name.id.to_uppercase(), ..name }),
                RuleName::parse(name)
            );
        }
        assert_eq!(RuleName::parse("colour red"), None);
        let phases = ["phase 10", "phase 9", "limits"].map(RuleName::parse);
        assert!(phases[1] < phases[0] && phases[0] < phases[2]);
    }
}
