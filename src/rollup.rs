//! Many campaigns in one board: those with like rules are ranked together, unlike ones apart.
//!
//! Rules are like where everything is equal that one score can be held against another by: scale and
//! decimals, appraisal, days and weights of the phases, criteria, activities, adjustments, limits and the
//! way of ranking. Local by nature, and so left out of the comparison: teams, members, how high the targets
//! are and who is not assigned a criterion. Grades and awards change no score.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_traits::One;

use crate::campaign::{AttainmentRule, Campaign, CriterionKind};
use crate::exact::{Fraction, Printed, whole};
use crate::ledger::{Digest, Ledger, RuleKind, RuleName, Scope};
use crate::records::Records;
use crate::score::{Request, RowCounts, Standing, Status, score};
use crate::source::Sources;

/// A campaign that has been read.
#[derive(Clone, Copy)]
pub struct Entrant<'r> {
    /// Its rules.
    pub campaign: &'r Campaign,
    /// Its records.
    pub records: &'r Records,
    /// The texts that were read.
    pub sources: &'r Sources,
}

/// Many campaigns in one board.
#[derive(Clone, Debug)]
pub struct Rollup {
    /// What was scored of each.
    pub request: Request,
    /// By like rules, in the order in which the campaigns were given.
    pub tables: Vec<LikeRules>,
    /// What each campaign comes to, as they were given.
    pub totals: Vec<Totals>,
}

/// Campaigns with like rules.
#[derive(Clone, Debug)]
pub struct LikeRules {
    /// The digest of what makes them like.
    pub digest: Digest,
    /// The campaigns: places among those given.
    pub campaigns: Vec<usize>,
    /// The rules that are not those of the first table; none in the first.
    pub differing: Vec<RuleName>,
    /// Leaf criteria that measure by the best of the own campaign: places in the first one's criteria.
    pub measured_at_home: Vec<usize>,
    /// Subjects in order: the ranked by rank, then campaign and board; then the others.
    pub lines: Vec<Line>,
}

/// A subject of a campaign.
#[derive(Clone, Debug)]
pub struct Line {
    /// The campaign: its place among those given.
    pub campaign: usize,
    /// From 1 among all of the table; none where it is not ranked at home.
    pub rank: Option<usize>,
    /// Where it stands at home.
    pub standing: Standing,
}

/// What a campaign comes to.
#[derive(Clone, Debug)]
pub struct Totals {
    /// Its table: a place in [`Rollup::tables`].
    pub table: usize,
    /// Whether later work can still change it.
    pub provisional: bool,
    /// Its rows.
    pub rows: RowCounts,
    /// Subjects that are ranked.
    pub ranked: usize,
    /// All subjects.
    pub subjects: usize,
    /// The mean of the printed scores of the ranked; none where nobody is.
    pub mean: Option<Fraction>,
}

/// Scores every campaign, and ranks like with like. Each must have the phase of `request`.
pub fn rollup(entrants: &[Entrant<'_>], request: Request) -> Rollup {
    let mut tables: Vec<LikeRules> = Vec::new();
    let mut totals = Vec::with_capacity(entrants.len());
    let mut first_rules = BTreeMap::new();
    for (at, entrant) in entrants.iter().enumerate() {
        let rules = comparable(entrant, request.phase);
        let digest = Digest::of_all(rules.values().copied().collect());
        let board = score(entrant.campaign, entrant.records, request);
        let table = tables.iter().position(|table| table.digest == digest).unwrap_or_else(|| {
            if tables.is_empty() {
                first_rules.clone_from(&rules);
            }
            tables.push(LikeRules {
                digest,
                campaigns: Vec::new(),
                differing: differing(&first_rules, &rules),
                measured_at_home: measured_at_home(entrant.campaign),
                lines: Vec::new(),
            });
            tables.len() - 1
        });
        totals.push(Totals {
            table,
            provisional: board.provisional,
            rows: board.rows,
            ranked: board.standings.iter().filter(|standing| standing.rank.is_some()).count(),
            subjects: board.standings.len(),
            mean: mean(&board.standings),
        });
        tables[table].campaigns.push(at);
        let lines = board.standings.into_iter().map(|standing| Line { campaign: at, rank: None, standing });
        tables[table].lines.extend(lines);
    }
    tables.iter_mut().for_each(|table| rank(&mut table.lines));
    Rollup { request, tables, totals }
}

/// The digests of the rules by which scores can be held against each other.
fn comparable(entrant: &Entrant<'_>, phase: Option<usize>) -> BTreeMap<RuleName, Digest> {
    let mut campaign = entrant.campaign.clone();
    for criterion in &mut campaign.criteria {
        if let CriterionKind::Leaf(leaf) = &mut criterion.kind {
            // How high a target is is local, but not whether there is one.
            let has_target = leaf.target.is_some() || !leaf.targets.is_empty();
            leaf.target = has_target.then(Fraction::one);
            leaf.targets.clear();
            leaf.not_assigned.clear();
        }
    }
    let ledger = Ledger::new(&campaign, entrant.records, entrant.sources);
    let counts = |name: &RuleName| match name.kind {
        RuleKind::Campaign
        | RuleKind::Records
        | RuleKind::Criterion
        | RuleKind::Activity
        | RuleKind::Adjustment
        | RuleKind::Limits
        | RuleKind::Ranking => true,
        RuleKind::Phase => phase.is_none_or(|phase| name.id == (phase + 1).to_string()),
        RuleKind::Team
        | RuleKind::Member
        | RuleKind::Grading
        | RuleKind::Grade
        | RuleKind::MemberGrade
        | RuleKind::Award => false,
    };
    let rules = ledger.rules(Scope::Campaign).into_iter().filter(|rule| counts(&rule.name));
    rules.map(|rule| (rule.name.clone(), rule.digest())).collect()
}

/// The rules that only one of two has, or that say something else in each.
fn differing(first: &BTreeMap<RuleName, Digest>, other: &BTreeMap<RuleName, Digest>) -> Vec<RuleName> {
    let mut names: Vec<RuleName> = first
        .iter()
        .filter(|(name, digest)| other.get(name) != Some(digest))
        .chain(other.iter().filter(|(name, _)| !first.contains_key(name)))
        .map(|(name, _)| name.clone())
        .collect();
    names.sort();
    names
}

fn measured_at_home(campaign: &Campaign) -> Vec<usize> {
    let at_home = |criterion: &usize| {
        campaign
            .leaf(*criterion)
            .is_some_and(|leaf| matches!(leaf.rule, AttainmentRule::Best | AttainmentRule::Surplus { .. }))
    };
    (0..campaign.criteria.len()).filter(at_home).collect()
}

fn mean(standings: &[Standing]) -> Option<Fraction> {
    let ranked = standings.iter().filter(|standing| standing.rank.is_some());
    let scores: Vec<Fraction> =
        ranked.filter_map(|standing| standing.score.as_ref()).map(Printed::to_fraction).collect();
    (!scores.is_empty()).then(|| scores.iter().sum::<Fraction>() / whole(scores.len()))
}

/// Better first; equal where nothing tells the two apart.
fn better(left: &Line, right: &Line) -> Ordering {
    let (left, right) = (&left.standing, &right.standing);
    right.score.cmp(&left.score).then_with(|| right.tie_breaks.cmp(&left.tie_breaks))
}

/// Puts lines in order and gives ranks (1224), as a board does. Lines that are equal keep the order of the
/// campaigns and of their boards.
fn rank(lines: &mut [Line]) {
    let is_ranked = |line: &Line| line.standing.status == Status::Ranked;
    lines.sort_by(|left, right| {
        let by_rank =
            || if is_ranked(left) && is_ranked(right) { better(left, right) } else { Ordering::Equal };
        is_ranked(right).cmp(&is_ranked(left)).then_with(by_rank)
    });
    for at in 0..lines.len() {
        if !is_ranked(&lines[at]) {
            break;
        }
        lines[at].rank = match at.checked_sub(1) {
            Some(above) if better(&lines[above], &lines[at]) == Ordering::Equal => lines[above].rank,
            _ => Some(at + 1),
        };
    }
}
