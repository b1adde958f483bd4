//! `[[criteria]]`: what is scored, each table on its own.

use std::collections::{HashMap, HashSet};

use super::names::{Declared, Names};
use super::nesting::Nesting;
use super::node::{DECIMALS, Range, TABLE_DECIMALS, Table, Value, optional};
use super::report::{Report, shown};
use crate::campaign::{AttainmentRule, Band, Caps, Criterion, CriterionKind, Leaf, Title};
use crate::exact::{Fraction, decimal_text, in_units, ratio, whole};
use crate::finding::{Finding, Note, Problem, Thing};
use crate::identifier::Id;
use crate::source::Place;

/// A criterion as far as it was understood; none where a value is unusable.
pub(super) struct Draft<'t> {
    id: Option<Id>,
    /// Its identifier as it is written, good or not.
    pub(super) written: &'t str,
    title: Option<Title>,
    /// None also where it is finer than contributions are.
    pub(super) weight: Option<Fraction>,
    /// Where the weight stands, else the header.
    pub(super) weight_place: Place,
    pub(super) kind: Option<CriterionKind>,
    /// Whether `base` is there, whatever it says.
    pub(super) has_base: bool,
    /// Where the identifier stands, else the header.
    pub(super) place: Place,
}

impl Draft<'_> {
    /// The criterion, where nothing is wrong with it.
    pub(super) fn finish(self, parent: Option<usize>) -> Option<Criterion> {
        let Self { id, title, weight, kind, place, .. } = self;
        Some(Criterion { id: id?, title: title?, weight: weight?, parent, kind: kind?, place })
    }

    /// What it is as a leaf; none where it is a parent, or unusable.
    pub(super) fn leaf(&self) -> Option<&Leaf> {
        match &self.kind {
            Some(CriterionKind::Leaf(leaf)) => Some(leaf),
            _ => None,
        }
    }
}

/// What the tables of criteria refer to.
pub(super) struct Surroundings<'a> {
    pub(super) names: &'a Names,
    pub(super) nesting: &'a Nesting,
    pub(super) teams: &'a Names,
    pub(super) decimals: Option<u8>,
}

/// Reads every criterion.
pub(super) fn read<'t>(
    criteria: Vec<Declared<'t>>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Vec<Draft<'t>> {
    let criteria = criteria.into_iter().enumerate();
    criteria.map(|(at, criterion)| read_criterion(at, criterion, around, report)).collect()
}

/// Words that `tie_break` understands otherwise, so that no criterion may be called so.
pub(super) const TIE_BREAK_WORDS: [&str; 2] = ["penalty", "full"];

fn read_criterion<'t>(
    at: usize,
    criterion: Declared<'t>,
    around: &Surroundings<'_>,
    report: &mut Report,
) -> Draft<'t> {
    let Declared { mut table, id, written, place } = criterion;
    if let Some(id) = id.as_ref().filter(|id| TIE_BREAK_WORDS.iter().any(|word| id.is(word))) {
        report.say(Problem::IdTaken { id: id.as_str().to_owned() }, place);
    }
    let title = table.title("title", report);
    let weight_place = table.peek("weight", report).map_or(table.header, |value| value.place);
    let weight = table.must("weight", report, |value, report| read_weight(value, around.decimals, report));
    if let Some(parent) = table.take("in", report) {
        around.names.refer(Thing::Criterion, parent, report);
    }
    let has_base = table.peek("base", report).is_some();
    let kind = if around.nesting.is_parent(at) {
        read_parent(&mut table, report)
    } else {
        let context =
            LeafContext { around, at, written, weight: weight.as_ref().map(|weight| (weight, weight_place)) };
        read_leaf(&mut table, &context, report)
    };
    table.finish(report);
    Draft { id, written, title, weight, weight_place, kind, has_base, place }
}

fn read_weight(value: Value<'_>, decimals: Option<u8>, report: &mut Report) -> Option<Fraction> {
    let weight = value.decimal(DECIMALS, Range::NotNegative, report)?;
    if let Some(decimals) = decimals.filter(|&decimals| !has_decimals(&weight, decimals)) {
        report.say(Problem::WeightTooFine { weight: decimal_text(&weight), decimals }, value.place);
        return None;
    }
    Some(weight)
}

/// Whether `number` has at most so many decimals.
fn has_decimals(number: &Fraction, decimals: u8) -> bool {
    in_units(number, decimals).is_some()
}

fn read_parent(table: &mut Table<'_>, report: &mut Report) -> Option<CriterionKind> {
    let ceiling = table.or("ceiling", false, report, Value::truth);
    for key in LEAF_KEYS {
        if let Some(value) = table.take(key, report) {
            report.say(Problem::KeyMisplaced { key: key.to_owned(), on_parent: true }, value.key_place);
        }
    }
    Some(CriterionKind::Parent { ceiling: ceiling? })
}

/// Keys that say how a leaf is scored.
const LEAF_KEYS: [&str; 11] = [
    "rule",
    "target",
    "targets",
    "every",
    "per",
    "base",
    "over",
    "at_target",
    "bands",
    "cap",
    "not_assigned",
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Target,
    Best,
    Bands,
    Surplus,
}

impl Rule {
    const WORDS: [(&str, Self); 4] =
        [("target", Self::Target), ("best", Self::Best), ("bands", Self::Bands), ("surplus", Self::Surplus)];

    fn as_str(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Best => "best",
            Self::Bands => "bands",
            Self::Surplus => "surplus",
        }
    }

    /// Whether `key` means anything under this rule.
    fn knows(self, key: &str) -> bool {
        match key {
            "target" | "targets" | "every" => self != Self::Best,
            "over" => self == Self::Target,
            "bands" => self == Self::Bands,
            "at_target" => self == Self::Surplus,
            _ => true,
        }
    }
}

struct LeafContext<'a, 't> {
    around: &'a Surroundings<'a>,
    at: usize,
    written: &'t str,
    weight: Option<(&'a Fraction, Place)>,
}

/// Takes `key` from a leaf, unless its rule does not know it.
fn take<'t>(
    table: &mut Table<'t>,
    key: &'static str,
    rule: Option<Rule>,
    report: &mut Report,
) -> Option<Value<'t>> {
    let value = table.take(key, report)?;
    match rule.filter(|rule| !rule.knows(key)) {
        Some(rule) => {
            report.say(Problem::KeyNotOfRule { key: key.to_owned(), rule: rule.as_str() }, value.key_place);
            None
        }
        None => Some(value),
    }
}

fn read_leaf(
    table: &mut Table<'_>,
    context: &LeafContext<'_, '_>,
    report: &mut Report,
) -> Option<CriterionKind> {
    let ceiling = table.take("ceiling", report);
    if let Some(value) = ceiling.filter(|_| context.around.nesting.is_leaf(context.at)) {
        report.say(Problem::KeyMisplaced { key: "ceiling".to_owned(), on_parent: false }, value.key_place);
    }
    let rule = table.or("rule", Rule::Target, report, |value, report| value.word(&Rule::WORDS, report));

    let teams = context.around.teams;
    let quantity =
        |value: Value<'_>, report: &mut Report| value.decimal(TABLE_DECIMALS, Range::Positive, report);
    let target = take(table, "target", rule, report);
    let targets = take(table, "targets", rule, report);
    let has_target = target.is_some() || targets.is_some_and(|targets| !targets.is_empty_table());
    let target = optional(target, |value| quantity(value, report));
    let by_team = targets.map_or(Some(Targets::default()), |value| read_targets(value, teams, report));
    // A quantity spread over days or members must be there; only `best` divides by members without one.
    let every = take(table, "every", rule, report);
    let per = take(table, "per", rule, report);
    if !has_target && rule.is_some_and(|rule| rule != Rule::Best) {
        for value in [every, per].into_iter().flatten() {
            report.say(Problem::KeyNeedsTarget { key: value.key.to_owned() }, value.key_place);
        }
    }
    let every_days = optional(every, |value| value.day_count(report));
    let per_member = optional(per, |value| value.word(&[("member", ())], report));

    let base =
        table.or("base", whole(0), report, |value, report| value.decimal(TABLE_DECIMALS, Range::Any, report));
    let attainment = read_rule(table, rule, context, report);
    let cap = table.or("cap", Caps::default(), report, |value, report| value.caps("cap", report));
    let not_assigned = table.or("not_assigned", Vec::new(), report, |value, report| {
        value.list_of(report, |team, report| {
            team.placed(report, |team, report| teams.refer(Thing::Team, team, report))
        })
    });
    if let (Some(by_team), Some(excluded)) = (&by_team, &not_assigned) {
        check_targets_assigned(by_team, excluded, context.written, report);
    }
    let mut not_assigned: Vec<usize> = not_assigned?.into_iter().map(|(team, _)| team).collect();
    not_assigned.sort_unstable();
    not_assigned.dedup();
    Some(CriterionKind::Leaf(Box::new(Leaf {
        rule: attainment?,
        target: target?,
        targets: by_team?.into_iter().map(|(team, Target { quantity, .. })| (team, quantity)).collect(),
        every_days: every_days?,
        per_member: per_member?.is_some(),
        base: base?,
        cap: cap?,
        not_assigned,
    })))
}

struct Target<'t> {
    team: &'t str,
    place: Place,
    quantity: Fraction,
}

/// Targets by place of the team.
type Targets<'t> = HashMap<usize, Target<'t>>;

fn read_targets<'t>(value: Value<'t>, teams: &Names, report: &mut Report) -> Option<Targets<'t>> {
    let table = value.table("targets", report)?;
    let mut targets = Targets::new();
    let mut all_usable = true;
    for entry in table.entries(report) {
        let team = teams.refer_to(Thing::Team, entry.key, entry.key_place, report);
        let quantity = entry.decimal(TABLE_DECIMALS, Range::Positive, report);
        let (Some(at), Some(quantity)) = (team, quantity) else {
            all_usable = false;
            continue;
        };
        let target = Target { team: entry.key, place: entry.key_place, quantity };
        if let Some(first) = targets.get(&at) {
            let taken = Problem::IdTaken { id: shown(entry.key) };
            report.push(Finding::new(taken, entry.key_place).with(Note::FirstHere, first.place));
            all_usable = false;
        } else {
            targets.insert(at, target);
        }
    }
    all_usable.then_some(targets)
}

fn check_targets_assigned(
    targets: &Targets<'_>,
    excluded: &[(usize, Place)],
    criterion: &str,
    report: &mut Report,
) {
    let mut seen = HashSet::new();
    for (team, place) in excluded {
        if let Some(target) = targets.get(team).filter(|_| seen.insert(*team)) {
            let (team, criterion) = (shown(target.team), shown(criterion));
            let contradiction = Problem::TargetNotAssigned { team, criterion };
            report.push(Finding::new(contradiction, target.place).with(Note::DeclaredHere, *place));
        }
    }
}

fn read_rule(
    table: &mut Table<'_>,
    rule: Option<Rule>,
    context: &LeafContext<'_, '_>,
    report: &mut Report,
) -> Option<AttainmentRule> {
    let over = optional(take(table, "over", rule, report), |value| {
        value.decimal(DECIMALS, Range::AtLeastOne, report)
    });
    let at_target = optional(take(table, "at_target", rule, report), |value| value.share(report));
    let bands = take(table, "bands", rule, report);
    if bands.is_none() && rule == Some(Rule::Bands) {
        report.say(Problem::MissingKey { key: "bands", table: table.name.to_owned() }, table.header);
    }
    let bands = bands.and_then(|value| read_bands(value, context.weight, report));
    match rule? {
        Rule::Target => Some(AttainmentRule::Target { over: over?.unwrap_or_else(|| whole(1)) }),
        Rule::Best => Some(AttainmentRule::Best),
        Rule::Bands => bands.map(AttainmentRule::Bands),
        Rule::Surplus => {
            Some(AttainmentRule::Surplus { at_target: at_target?.unwrap_or_else(|| ratio(1, 2)) })
        }
    }
}

fn read_bands(
    value: Value<'_>,
    weight: Option<(&Fraction, Place)>,
    report: &mut Report,
) -> Option<Vec<Band>> {
    let list = value.tables("bands", report);
    if list.usable && list.tables.is_empty() {
        report.say(Problem::MissingKey { key: "from", table: "bands".to_owned() }, list.place);
        return None;
    }
    let n_bands = if list.usable { Some(list.tables.len()) } else { None };
    let mut bands = Vec::new();
    let mut before: Option<(Fraction, Place)> = None;
    for mut table in list.tables {
        let number = |value: Value<'_>, report: &mut Report| {
            value.placed(report, |value, report| value.decimal(DECIMALS, Range::NotNegative, report))
        };
        let from = table.must("from", report, number);
        let score = table.must("score", report, number);
        table.finish(report);
        if let (Some((from, place)), Some((before, first))) = (&from, &before)
            && from >= before
        {
            let (from, before) = (decimal_text(from), decimal_text(before));
            let ascending = Problem::BandsNotDescending { from, before };
            report.push(Finding::new(ascending, *place).with(Note::DeclaredHere, *first));
        }
        if let (Some((score, place)), Some((weight, declared))) = (&score, weight)
            && score > weight
        {
            let above = Problem::BandAboveWeight { score: decimal_text(score), weight: decimal_text(weight) };
            report.push(Finding::new(above, *place).with(Note::DeclaredHere, declared));
        }
        if let (Some((from, _)), Some((score, _))) = (&from, score) {
            bands.push(Band { from: from.clone(), score });
        }
        before = from.or(before);
    }
    (Some(bands.len()) == n_bands).then_some(bands)
}
