//! Whether the random campaigns are worth agreeing on: valid, and such that
//! every rule decides something somewhere.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::campaign::{Campaign, Cap, Criterion, Effect, Grade, Kind, Leaf, Quota, Rule};
use crate::fraction::{Fraction, exact, whole};
use crate::generate;
use crate::json::Json;
use crate::model::{Basis, By, Model, Question};

const N_SEEDS: u64 = 150;

/// Takes one rule out of a campaign.
type Without = fn(&mut Campaign);

#[test]
fn every_rule_decides_something_in_some_campaign() {
    let rules: [(&str, Without); 39] = [
        ("cap of an activity by day", |c| activity_caps(c, |cap| cap.day = None)),
        ("cap of an activity by week", |c| activity_caps(c, |cap| cap.week = None)),
        ("cap of an activity by month", |c| activity_caps(c, |cap| cap.month = None)),
        ("cap of an activity by phase", |c| activity_caps(c, |cap| cap.phase = None)),
        ("cap of a criterion by day", |c| leaves(c, |leaf| leaf.cap.day = None)),
        ("cap of a criterion by week", |c| leaves(c, |leaf| leaf.cap.week = None)),
        ("cap of a criterion by month", |c| leaves(c, |leaf| leaf.cap.month = None)),
        ("cap of a criterion by phase", |c| leaves(c, |leaf| leaf.cap.phase = None)),
        ("member_cap", |c| {
            for activity in &mut c.activities {
                activity.member_cap = Cap::default();
            }
        }),
        ("cap of an adjustment", |c| {
            for adjustment in &mut c.adjustments {
                adjustment.cap = Cap::default();
            }
        }),
        ("credit", |c| {
            for activity in &mut c.activities {
                activity.credit = None;
            }
        }),
        ("limit of bonus", |c| c.bonus_limit = None),
        ("limit of penalty", |c| c.penalty_limit = None),
        ("tie_break", |c| c.tie_break.clear()),
        ("tie_break by penalty", |c| c.tie_break.retain(|key| key != "penalty")),
        ("tie_break by full", |c| c.tie_break.retain(|key| key != "full")),
        ("tie_break by a leaf", |c| c.tie_break.retain(|key| !key.starts_with('C'))),
        ("min_tenure", |c| c.min_tenure = None),
        ("ceiling", |c| {
            for criterion in &mut c.criteria {
                if let Kind::Parent { ceiling } = &mut criterion.kind {
                    *ceiling = false;
                }
            }
        }),
        ("not_assigned", |c| leaves(c, |leaf| leaf.not_assigned.clear())),
        ("targets", |c| leaves(c, |leaf| leaf.targets.clear())),
        ("every", |c| leaves(c, |leaf| leaf.every_30_days = false)),
        ("per", |c| leaves(c, |leaf| leaf.per_member = false)),
        ("base", |c| leaves(c, |leaf| leaf.base = None)),
        ("over", |c| {
            leaves(c, |leaf| {
                if let Rule::Target { over } = &mut leaf.rule {
                    *over = None;
                }
            });
        }),
        ("at_target", |c| {
            leaves(c, |leaf| {
                if let Rule::Surplus { at_target } = &mut leaf.rule {
                    *at_target = None;
                }
            });
        }),
        ("groups", |c| {
            for team in &mut c.teams {
                team.group = None;
            }
        }),
        ("from and to of a team", |c| {
            for team in &mut c.teams {
                team.from = None;
                team.to = None;
            }
        }),
        ("weight of a phase", |c| {
            for phase in &mut c.phases {
                phase.weight = None;
            }
        }),
        ("disqualify", |c| {
            let disqualifies = |effect: &Effect| matches!(effect, Effect::Disqualify { .. });
            c.adjustments.retain(|adjustment| !disqualifies(&adjustment.effect));
        }),
        ("scope", |c| {
            for adjustment in &mut c.adjustments {
                if let Effect::Disqualify { whole_campaign } = &mut adjustment.effect {
                    *whole_campaign = false;
                }
            }
        }),
        ("appraisal", |c| c.appraisal = false),
        ("grades", |c| c.grades.clear()),
        ("floor", |c| grades(c, |grade| grade.floor = None)),
        ("quota", |c| grades(c, |grade| grade.quota = None)),
        ("of", |c| quotas(c, |quota| quota.of = None)),
        ("round", |c| quotas(c, |quota| quota.round = None)),
        ("leader_cap", |c| c.leader_cap = false),
        ("min_months", |c| c.min_months = None),
    ];
    let mut idle: Vec<(&str, Without)> = rules.to_vec();
    for seed in 0..N_SEEDS {
        let campaign = generate::campaign(seed);
        // Whatever decides anything in a phase comes through to the campaign.
        let boards = campaign_boards(&campaign);
        idle.retain(|(_, without)| {
            let mut changed = campaign.clone();
            without(&mut changed);
            changed == campaign || campaign_boards(&changed) == boards
        });
        if idle.is_empty() {
            return;
        }
    }
    let idle: Vec<&str> = idle.iter().map(|(name, _)| *name).collect();
    assert!(idle.is_empty(), "these decide nothing: {}", idle.join(", "));
}

#[test]
fn every_kind_of_line_stands_on_some_board() {
    let mut missing: BTreeSet<String> = [
        "team absent",
        "team disqualified",
        "team incomplete",
        "team ranked",
        "team near tie",
        "team shared rank",
        "member absent",
        "member disqualified",
        "member incomplete",
        "member short-tenure",
        "member ranked",
        "member near tie",
        "member shared rank",
        "campaign absent",
        "campaign disqualified",
        "campaign incomplete",
        "campaign short-tenure",
        "campaign ranked",
        "campaign near tie",
        "campaign shared rank",
    ]
    .map(str::to_owned)
    .into();
    for seed in 0..N_SEEDS {
        let campaign = generate::campaign(seed);
        let boards = [phase_boards(&campaign), campaign_boards(&campaign)];
        for board in boards.concat() {
            let whole = board.get("phase") == Some(&Json::Null);
            let by = match board.get("by") {
                _ if whole => "campaign",
                Some(Json::Text(by)) => by,
                _ => panic!("a board is by somebody"),
            };
            let Some(Json::List(subjects)) = board.get("subjects") else {
                panic!("a board has subjects");
            };
            let mut ranks = BTreeSet::new();
            for subject in subjects {
                if let Some(Json::Text(status)) = subject.get("status") {
                    missing.remove(&format!("{by} {status}"));
                }
                if subject.get("near_tie") == Some(&Json::Bool(true)) {
                    missing.remove(&format!("{by} near tie"));
                }
                let place = format!("{:?} {:?}", subject.get("group"), subject.get("rank"));
                if subject.get("rank") != Some(&Json::Null) && !ranks.insert(place) {
                    missing.remove(&format!("{by} shared rank"));
                }
            }
        }
    }
    assert!(missing.is_empty(), "never seen: {missing:?}");
}

#[test]
fn every_campaign_is_valid() {
    for seed in 0..1000 {
        let campaign = generate::campaign(seed);
        weights_add_up(&campaign, None, whole_number(campaign.scale), seed);
        leaves_are_consistent(&campaign, seed);
        rows_are_consistent(&campaign, seed);
        memberships_are_consistent(&campaign, seed);
    }
}

fn weights_add_up(campaign: &Campaign, parent: Option<&Criterion>, weight: Fraction, seed: u64) {
    let id = parent.map(|parent| &parent.id);
    let children = || campaign.criteria.iter().filter(|c| c.parent.as_ref() == id);
    let sum: Fraction = children().map(|child| exact(child.weight)).sum();
    match parent.map(|parent| &parent.kind) {
        Some(Kind::Parent { ceiling: true }) => assert!(sum >= weight, "{id:?}, seed {seed}"),
        _ => assert_eq!(sum, weight, "{id:?}, seed {seed}"),
    }
    for child in children() {
        assert!(child.weight.places <= campaign.decimals, "seed {seed}");
        if let Kind::Parent { .. } = child.kind {
            weights_add_up(campaign, Some(child), exact(child.weight), seed);
        }
    }
}

fn leaves_are_consistent(campaign: &Campaign, seed: u64) {
    for criterion in &campaign.criteria {
        let Kind::Leaf(leaf) = &criterion.kind else {
            continue;
        };
        let at = format!("{} of seed {seed}", criterion.id);
        let has_target = leaf.target.is_some() || !leaf.targets.is_empty();
        let is_best = matches!(leaf.rule, Rule::Best);
        assert!(!(is_best && (has_target || leaf.every_30_days)), "{at}");
        assert!(!leaf.every_30_days || has_target, "{at}");
        assert!(!leaf.per_member || has_target || is_best, "{at}");
        let mut targets = leaf.target.iter().chain(leaf.targets.iter().map(|(_, t)| t));
        assert!(targets.all(|target| target.units > 0), "{at}");
        if let Rule::Bands(bands) = &leaf.rule {
            for band in bands {
                assert!(exact(band.score) <= exact(criterion.weight), "{at}");
            }
            for pair in bands.windows(2) {
                assert!(exact(pair[0].from) > exact(pair[1].from), "{at}");
                assert!(exact(pair[0].score) > exact(pair[1].score), "{at}");
            }
        }
    }
}

fn rows_are_consistent(campaign: &Campaign, seed: u64) {
    let mut seen = BTreeSet::new();
    for row in &campaign.rows {
        let at = format!("{} on {} in seed {seed}", row.activity, row.date);
        assert!(campaign.phases.iter().any(|phase| phase.holds(row.date)), "{at}");
        assert!(campaign.team_exists(&row.team, row.date), "{at}");
        let serve = |member: &String| campaign.serves(member, &row.team, row.date);
        assert!(row.members.iter().all(serve), "{at}");
        let mut members = row.members.clone();
        members.sort();
        members.dedup();
        assert_eq!(members.len(), row.members.len(), "{at}");
        assert!(row.quantity.units > 0 && row.quantity.places <= 2, "{at}");
        let granted = row.accepted.map(exact);
        assert!(granted.is_none() || campaign.appraisal, "{at}");
        assert_eq!(granted.is_some(), row.appraiser.is_some(), "{at}");
        let differs = granted.is_some_and(|granted| granted != exact(row.quantity));
        assert!(!differs || row.note.is_some(), "{at}");
        let team = row.team.clone();
        let evidence = row.evidence.clone();
        let key = (row.date, team, members, row.activity.clone(), evidence);
        assert!(seen.insert(key), "{at} twice");
        let adjustment = campaign.adjustments.iter().find(|a| a.id == row.activity);
        let activity = campaign.activities.iter().find(|a| a.id == row.activity);
        assert!(adjustment.is_some() != activity.is_some(), "{at}");
        assert!(!activity.is_some_and(|a| a.evidence_required) || row.evidence.is_some(), "{at}");
        assert!(!adjustment.is_some_and(|a| a.for_member) || !row.members.is_empty(), "{at}");
    }
}

fn memberships_are_consistent(campaign: &Campaign, seed: u64) {
    for membership in campaign.memberships.iter().flatten() {
        let at = format!("{} in {} of seed {seed}", membership.member, membership.team);
        let ends = [membership.from, membership.to];
        let is_in_team = |day: &NaiveDate| campaign.team_exists(&membership.team, *day);
        assert!(ends.iter().flatten().all(is_in_team), "{at}");
        if let (Some(from), Some(to)) = (membership.from, membership.to) {
            assert!(from <= to, "{at}");
        }
    }
}

fn phase_boards(campaign: &Campaign) -> Vec<Json> {
    let phases = 1..=campaign.phases.len();
    phases.flat_map(|phase| boards(campaign, Some(phase))).collect()
}

fn campaign_boards(campaign: &Campaign) -> Vec<Json> {
    boards(campaign, None)
}

/// By team and, where there are members, by member.
fn boards(campaign: &Campaign, phase: Option<usize>) -> Vec<Json> {
    let model = Model::new(campaign);
    let board = |by| model.answer(Question { phase, by, basis: Basis::Official, until: None });
    let mut boards = vec![board(By::Team)];
    if campaign.memberships.is_some() {
        boards.push(board(By::Member));
    }
    boards
}

fn leaves(campaign: &mut Campaign, change: impl Fn(&mut Leaf)) {
    for criterion in &mut campaign.criteria {
        if let Kind::Leaf(leaf) = &mut criterion.kind {
            change(leaf);
        }
    }
}

fn grades(campaign: &mut Campaign, change: impl Fn(&mut Grade)) {
    campaign.grades.iter_mut().for_each(change);
}

fn quotas(campaign: &mut Campaign, change: impl Fn(&mut Quota)) {
    campaign.grades.iter_mut().filter_map(|grade| grade.quota.as_mut()).for_each(change);
}

fn activity_caps(campaign: &mut Campaign, change: impl Fn(&mut Cap)) {
    for activity in &mut campaign.activities {
        change(&mut activity.cap);
    }
}

fn whole_number(number: i64) -> Fraction {
    whole(usize::try_from(number).expect("a positive number"))
}
