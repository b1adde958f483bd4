//! Random campaigns: small ones, so that ties are common and a failure can be
//! worked by hand, and valid ones, so that every row counts in both models.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use crate::campaign::{
    Activity, Adjustment, Band, Campaign, Cap, Credit, Criterion, Decimal, Effect, Grade, Kind, Leaf,
    Membership, Phase, Quota, Round, Row, Rule, Share, Team,
};
use crate::random::Random;

/// The campaign that belongs to a seed.
pub(crate) fn campaign(seed: u64) -> Campaign {
    let mut random = Random::new(seed);
    let phases = phases(&mut random);
    let groups = groups(&mut random);
    let decimals = *random.pick(&[0, 0, 1, 1, 2, 2, 2, 3, 4, 5, 6]);
    let mut campaign = Campaign {
        id: format!("campaign-{}", seed % 1000),
        start: phases[0].start - Days::new(random.below(4) as u64),
        end: phases[phases.len() - 1].end + Days::new(random.below(4) as u64),
        language: *random.pick(&[None, Some("vi"), Some("en")]),
        scale: *random.pick(&[10, 20, 50, 100, 100, 100, 1000]),
        decimals,
        appraisal: random.chance(75),
        teams: teams(&mut random, &groups, &phases),
        phases,
        groups,
        criteria: Vec::new(),
        activities: Vec::new(),
        adjustments: Vec::new(),
        bonus_limit: some(&mut random, 35, limit),
        penalty_limit: some(&mut random, 35, limit),
        tie_break: Vec::new(),
        min_tenure: some(&mut random, 45, |random| {
            *random.pick(&[
                Share::Fraction(1, 2),
                Share::Fraction(1, 3),
                Share::Fraction(9, 10),
                Share::Number(Decimal::new(5, 1)),
                Share::Number(Decimal::new(25, 2)),
                Share::Number(Decimal::whole(1)),
            ])
        }),
        grades: Vec::new(),
        leader_cap: false,
        min_months: None,
        memberships: None,
        rows: Vec::new(),
    };
    if random.chance(80) {
        campaign.memberships = Some(memberships(&mut random, &campaign));
    }
    campaign.criteria = criteria(&mut random, &campaign);
    campaign.activities = activities(&mut random, &campaign);
    campaign.adjustments = adjustments(&mut random, &campaign);
    campaign.tie_break = tie_break(&mut random, &campaign);
    add_rows(&mut random, &mut campaign);
    // Chances of their own, so that a seed keeps the campaign that it had before there were grades.
    add_grades(&mut Random::new(seed ^ 0x6772_6164_6573), &mut campaign);
    campaign
}

fn add_grades(random: &mut Random, campaign: &mut Campaign) {
    for for_member in [false, true] {
        let ids = ["xs", "tot", "ht", "kht"];
        let n_grades = *random.pick(&[0, 1, 2, 3, 4, 4]);
        let mut ids: Vec<&str> = ids.into_iter().filter(|_| random.chance(85)).take(n_grades).collect();
        if random.chance(5) {
            ids = ids.into_iter().map(|id| if id == "xs" { "A1" } else { "B2" }).take(2).collect();
            ids.dedup();
        }
        // Scores of these small campaigns are mostly low.
        let mut shares: Vec<i64> = vec![0, 2, 5, 10, 20, 30, 40, 50, 60, 80, 95, 100];
        random.shuffle(&mut shares);
        shares.truncate(ids.len());
        shares.sort_unstable();
        shares.reverse();
        for (at, (id, share)) in ids.iter().zip(shares).enumerate() {
            let worse = &ids[at + 1..];
            let quota = some(random, 55, |random| Quota {
                percent: *random.pick(&[
                    Decimal::whole(0),
                    Decimal::whole(20),
                    Decimal::new(333, 1),
                    Decimal::whole(50),
                    Decimal::whole(70),
                    Decimal::whole(75),
                    Decimal::whole(100),
                ]),
                of: (!worse.is_empty() && random.chance(60)).then(|| (*random.pick(worse)).to_owned()),
                round: some(random, 60, |random| *random.pick(&[Round::Down, Round::Nearest, Round::Up])),
            });
            campaign.grades.push(Grade {
                id: (*id).to_owned(),
                for_member,
                min: Decimal::new(share * campaign.scale, 2),
                floor: some(random, 25, |random| {
                    *random.pick(&[
                        Share::Fraction(1, 10),
                        Share::Number(Decimal::new(25, 2)),
                        Share::Number(Decimal::new(5, 1)),
                        Share::Number(Decimal::whole(1)),
                    ])
                }),
                quota,
            });
        }
    }
    campaign.leader_cap = random.chance(60);
    campaign.min_months = some(random, 35, |random| *random.pick(&[0, 1, 1, 2, 3]));
}

/// A day on which some phase has begun: the last before a phase, a first or a
/// last day, or any other.
pub(crate) fn until(random: &mut Random, campaign: &Campaign) -> NaiveDate {
    let phase = random.pick(&campaign.phases);
    let day = match random.below(4) {
        0 => phase.start,
        1 => phase.end,
        2 => phase.start.pred_opt().expect("an ordinary date"),
        _ => *random.pick(&phase.days()),
    };
    day.max(campaign.phases[0].start)
}

fn some<T>(random: &mut Random, percent: usize, make: impl Fn(&mut Random) -> T) -> Option<T> {
    random.chance(percent).then(|| make(random))
}

fn limit(random: &mut Random) -> Decimal {
    *random.pick(&[
        Decimal::whole(1),
        Decimal::whole(2),
        Decimal::whole(5),
        Decimal::new(25, 1),
        Decimal::new(1125, 3),
    ])
}

fn phases(random: &mut Random) -> Vec<Phase> {
    let first = NaiveDate::from_ymd_opt(2023, 1, 1).expect("an ordinary date");
    let mut next = first + Days::new(random.below(1000) as u64);
    let mut phases = Vec::new();
    for _ in 0..random.between(1, 3) {
        let start = next;
        let n_days = *random.pick(&[1_u64, 3, 7, 10, 14, 30, 31, 45, 53]);
        let end = start + Days::new(n_days - 1);
        next = end + Days::new(1);
        if random.chance(35) {
            next = next + Days::new(random.below(9) as u64);
        }
        let weight = some(random, 55, |random| {
            *random.pick(&[
                Decimal::whole(1),
                Decimal::whole(2),
                Decimal::whole(3),
                Decimal::new(5, 1),
                Decimal::new(15, 1),
                Decimal::new(333, 3),
            ])
        });
        phases.push(Phase { start, end, weight });
    }
    phases
}

fn groups(random: &mut Random) -> Vec<String> {
    let n_groups = *random.pick(&[0, 0, 1, 2, 2, 3]);
    // Declared out of byte order: the board must follow the declaration.
    let mut ids = vec!["khoi-2", "Cum-1", "B", "a"];
    random.shuffle(&mut ids);
    ids.iter().take(n_groups).map(|id| (*id).to_owned()).collect()
}

fn teams(random: &mut Random, groups: &[String], phases: &[Phase]) -> Vec<Team> {
    let first = phases[0].start - Days::new(3);
    let span = phases[phases.len() - 1].end - first;
    let n_days = usize::try_from(span.num_days()).expect("the end is later") + 3;
    let mut numbers: Vec<usize> = (1..=11).collect();
    random.shuffle(&mut numbers);
    let n_teams = random.between(2, 6);
    let mut teams = Vec::new();
    for number in numbers.into_iter().take(n_teams as usize) {
        let prefix = *random.pick(&["to-", "to-", "T", "nhom_", "B-"]);
        let id = format!("{prefix}{number}");
        let group = some(random, 85, |random| (!groups.is_empty()).then(|| random.pick(groups).clone()));
        let from = some(random, 15, |random| first + Days::new(random.below(n_days) as u64));
        let to = some(random, 15, |random| {
            let start = from.unwrap_or(first);
            start + Days::new(random.below(n_days) as u64)
        });
        let alias = some(random, 25, |_| format!("old-{id}"));
        teams.push(Team { id, group: group.flatten(), from, to, alias });
    }
    teams
}

fn memberships(random: &mut Random, campaign: &Campaign) -> Vec<Membership> {
    let first = campaign.phases[0].start;
    let last = campaign.phases[campaign.phases.len() - 1].end;
    let n_days = usize::try_from((last - first).num_days()).expect("the end is later") + 1;
    let n_members = *random.pick(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12]);
    let mut memberships: Vec<Membership> = Vec::new();
    for number in 1..=n_members {
        let prefix = *random.pick(&["T1-", "t1-", "V", "b-"]);
        let member = format!("{prefix}{number:02}");
        let some_day = |random: &mut Random| first + Days::new(random.below(n_days) as u64);
        let mut serve = |random: &mut Random, from, to| {
            let team = random.pick(&campaign.teams).clone();
            // A written date is one on which the team exists.
            let from: Option<NaiveDate> = match (from, team.from) {
                (Some(from), Some(begin)) => Some(begin.max(from)),
                (from, _) => from,
            };
            let to: Option<NaiveDate> = match (to, team.to) {
                (Some(to), Some(end)) => Some(end.min(to)),
                (to, _) => to,
            };
            let role = *random.pick(&["leader", "deputy", "member", "member", "member"]);
            memberships.push(Membership { member: member.clone(), team: team.id.clone(), from, to, role });
            let runs = |from: Option<NaiveDate>, to: Option<NaiveDate>| {
                let day = to.unwrap_or(last).min(team.to.unwrap_or(last));
                from.or(team.from).is_none_or(|from| from <= day)
                    && team.from.is_none_or(|begin| begin <= day)
            };
            let added = memberships.len() - 1;
            if !runs(from, to)
                || overlaps_itself(&memberships)
                || leaves_the_group_open(campaign, &memberships)
            {
                memberships.remove(added);
            }
        };
        match random.below(10) {
            0..5 => serve(random, None, None),
            5 => {
                let from = some_day(random);
                serve(random, Some(from), None);
            }
            6 => {
                let to = some_day(random);
                serve(random, None, Some(to));
            }
            // A move, with days off between, or with days in both teams.
            kind => {
                let left = some_day(random);
                let joined = match kind {
                    7 => left + Days::new(1 + random.below(5) as u64),
                    8 => left + Days::new(1),
                    _ => left - Days::new(random.below(3) as u64),
                };
                let from = some(random, 40, |_| first);
                let to = some(random, 40, |_| last.max(joined));
                serve(random, from, Some(left));
                serve(random, Some(joined), to);
            }
        }
    }
    memberships
}

/// The same member twice in the same team on one day is an error.
fn overlaps_itself(memberships: &[Membership]) -> bool {
    let ends_before = |a: &Membership, b: &Membership| match (a.to, b.from) {
        (Some(to), Some(from)) => to < from,
        _ => false,
    };
    memberships.iter().enumerate().any(|(position, a)| {
        memberships[..position]
            .iter()
            .any(|b| a.member == b.member && a.team == b.team && !ends_before(a, b) && !ends_before(b, a))
    })
}

/// A member whose last day in a phase was spent in teams of two groups could be
/// ranked in either: the rules do not say.
fn leaves_the_group_open(campaign: &Campaign, memberships: &[Membership]) -> bool {
    let campaign = Campaign { memberships: Some(memberships.to_vec()), ..campaign.clone() };
    campaign.members().iter().any(|member| {
        campaign.phases.iter().any(|phase| {
            let days = phase.days().into_iter().rev();
            let last = days.map(|day| campaign.teams_served_on(member, day)).find(|teams| !teams.is_empty());
            last.is_some_and(|teams| teams.iter().any(|team| team.group != teams[0].group))
        })
    })
}

/// The tree, from its top down, as units of 10^-places.
fn criteria(random: &mut Random, campaign: &Campaign) -> Vec<Criterion> {
    let places = random.below(campaign.decimals.min(3) + 1);
    let unit = 10_i64.pow(u32::try_from(places).expect("at most 3"));
    let mut tree = Tree {
        campaign,
        places,
        criteria: Vec::new(),
        exempt: some(random, 8, |random| random.pick(&campaign.teams).id.clone()),
    };
    tree.grow(random, None, campaign.scale * unit, 0);
    let mut criteria = tree.criteria;
    if random.chance(20) {
        random.shuffle(&mut criteria);
    }
    criteria
}

struct Tree<'a> {
    campaign: &'a Campaign,
    places: usize,
    criteria: Vec<Criterion>,
    /// A team that is assigned nothing that weighs.
    exempt: Option<String>,
}

impl Tree<'_> {
    fn grow(&mut self, random: &mut Random, parent: Option<&str>, total: i64, depth: usize) {
        let n_parts = *random.pick(&[1, 2, 2, 3, 4]);
        let mut parts = split(random, total, n_parts);
        if random.chance(12) {
            parts.push(0);
        }
        for units in parts {
            let id = format!("C{}", self.criteria.len() + 1);
            let at = self.criteria.len();
            let is_parent = depth < 3 && self.criteria.len() < 9 && random.chance(35);
            self.criteria.push(Criterion {
                id: id.clone(),
                parent: parent.map(str::to_owned),
                weight: Decimal::new(units, self.places),
                kind: Kind::Parent { ceiling: false },
            });
            if is_parent {
                let ceiling = random.chance(35);
                self.criteria[at].kind = Kind::Parent { ceiling };
                let above = if ceiling { units * random.between(0, 2) / 2 } else { 0 };
                self.grow(random, Some(&id), units + above, depth + 1);
            } else {
                self.criteria[at].kind = Kind::Leaf(self.leaf(random, units));
            }
        }
    }

    fn leaf(&self, random: &mut Random, units: i64) -> Leaf {
        let teams = &self.campaign.teams;
        let weight = Decimal::new(units, self.places);
        let mut leaf = Leaf { cap: some(random, 25, cap).unwrap_or_default(), ..Leaf::default() };
        if random.chance(15) {
            let spared = random.below(teams.len());
            for (position, team) in teams.iter().enumerate() {
                if position != spared && random.chance(40) {
                    leaf.not_assigned.push(team.id.clone());
                }
            }
        }
        if let Some(exempt) = &self.exempt
            && units > 0
            && !leaf.not_assigned.contains(exempt)
        {
            leaf.not_assigned.push(exempt.clone());
        }
        leaf.rule = match random.below(10) {
            0..4 => Rule::Target {
                over: some(random, 30, |random| {
                    *random.pick(&[
                        Decimal::new(12, 1),
                        Decimal::new(105, 2),
                        Decimal::new(1333, 3),
                        Decimal::whole(2),
                    ])
                }),
            },
            4..6 => Rule::Best,
            6..8 if units > 0 => Rule::Bands(self.bands(random, units)),
            _ => Rule::Surplus {
                at_target: some(random, 50, |random| {
                    *random.pick(&[
                        Share::Fraction(1, 2),
                        Share::Fraction(2, 3),
                        Share::Number(Decimal::new(6, 1)),
                        Share::Number(Decimal::new(875, 3)),
                    ])
                }),
            },
        };
        if matches!(leaf.rule, Rule::Best) {
            leaf.per_member = random.chance(45);
        } else {
            let kind = random.below(10);
            if kind < 7 {
                leaf.target = Some(target(random));
            }
            if kind == 6 || kind == 7 {
                for team in teams {
                    if !leaf.not_assigned.contains(&team.id) && random.chance(60) {
                        leaf.targets.push((team.id.clone(), target(random)));
                    }
                }
            }
            if leaf.target.is_some() || !leaf.targets.is_empty() {
                leaf.every_30_days = random.chance(25);
                leaf.per_member = random.chance(40);
            }
        }
        leaf.base = some(random, 30, |random| match random.below(3) {
            0 => weight,
            1 => Decimal::new(random.between(1, 40), 1),
            // Published tables may need more decimals than rows do.
            _ => Decimal::new(random.between(1, 4_000_000_000), 9),
        });
        leaf
    }

    fn bands(&self, random: &mut Random, units: i64) -> Vec<Band> {
        let mut scores = BTreeSet::from([units]);
        for _ in 0..random.below(4) {
            scores.insert(random.between(0, units));
        }
        let mut froms = BTreeSet::new();
        while froms.len() < scores.len() {
            froms.insert(*random.pick(&[0, 100, 250, 500, 800, 900, 975, 980, 1000, 1200]));
        }
        let bands = froms.into_iter().zip(scores).rev();
        bands
            .map(|(from, score)| Band {
                from: Decimal::new(from, 1),
                score: Decimal::new(score, self.places),
            })
            .collect()
    }
}

/// Cuts `total` into parts that add up to it again; most are round.
fn split(random: &mut Random, total: i64, n_parts: usize) -> Vec<i64> {
    let step = if random.chance(70) { (total / 20).max(1) } else { 1 };
    let mut cuts = vec![0, total];
    for _ in 1..n_parts {
        cuts.push(random.between(0, total / step) * step);
    }
    cuts.sort_unstable();
    cuts.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

fn target(random: &mut Random) -> Decimal {
    match random.below(8) {
        0..5 => Decimal::whole(random.between(1, 12)),
        5 => Decimal::new(random.between(1, 60), 1),
        6 => Decimal::new(random.between(1, 9000), 3),
        _ => Decimal::new(random.between(1, 9_000_000_000_000_000_000), 18),
    }
}

fn cap(random: &mut Random) -> Cap {
    let points = |random: &mut Random| {
        *random.pick(&[
            Decimal::whole(1),
            Decimal::whole(2),
            Decimal::whole(3),
            Decimal::whole(5),
            Decimal::new(5, 1),
            Decimal::new(125, 1),
            Decimal::new(2125, 3),
        ])
    };
    loop {
        let cap = Cap {
            day: some(random, 40, points),
            week: some(random, 35, points),
            month: some(random, 35, points),
            phase: some(random, 40, points),
        };
        let levels = [cap.day, cap.week, cap.month, cap.phase];
        if levels.iter().any(Option::is_some) {
            return cap;
        }
    }
}

fn activities(random: &mut Random, campaign: &Campaign) -> Vec<Activity> {
    let mut activities = Vec::new();
    for criterion in &campaign.criteria {
        let Some(leaf) = campaign.leaf(&criterion.id) else {
            continue;
        };
        let starts_full = leaf.base.is_some() && leaf.target.is_none() && leaf.targets.is_empty();
        for _ in 0..*random.pick(&[0, 1, 1, 1, 2, 2, 3]) {
            let hurts = random.chance(if starts_full { 70 } else { 8 });
            let points = some(random, 65, |random| match random.below(6) {
                0..4 => Decimal::whole(random.between(1, 6)),
                4 => Decimal::new(random.between(1, 30), 1),
                _ => Decimal::new(random.between(1, 1999), 3),
            });
            let points = if hurts {
                let loss = points.unwrap_or(Decimal::whole(1));
                Some(Decimal::new(-loss.units, loss.places))
            } else {
                points
            };
            let has_members = campaign.memberships.is_some();
            activities.push(Activity {
                id: format!("A{}", activities.len() + 1),
                criterion: criterion.id.clone(),
                points,
                credit: *random.pick(&[None, Some(Credit::Split), Some(Credit::Full)]),
                cap: some(random, 25, cap).unwrap_or_default(),
                member_cap: some(random, if has_members { 25 } else { 0 }, cap).unwrap_or_default(),
                evidence_required: random.chance(20),
            });
        }
    }
    activities
}

fn adjustments(random: &mut Random, campaign: &Campaign) -> Vec<Adjustment> {
    let points = |random: &mut Random| {
        *random.pick(&[
            Decimal::whole(1),
            Decimal::whole(2),
            Decimal::whole(5),
            Decimal::new(5, 1),
            Decimal::new(125, 3),
            Decimal::new(1005, 3),
        ])
    };
    let n_adjustments = random.below(5);
    let mut adjustments = Vec::new();
    for number in 1..=n_adjustments {
        let effect = match random.below(10) {
            0..4 => Effect::Bonus(points(random)),
            4..8 => Effect::Penalty(points(random)),
            _ => Effect::Disqualify { whole_campaign: random.chance(40) },
        };
        let counts = !matches!(effect, Effect::Disqualify { .. });
        adjustments.push(Adjustment {
            id: format!("D{number}"),
            effect,
            cap: some(random, if counts { 30 } else { 0 }, cap).unwrap_or_default(),
            for_member: campaign.memberships.is_some() && random.chance(40),
        });
    }
    adjustments
}

fn tie_break(random: &mut Random, campaign: &Campaign) -> Vec<String> {
    let mut keys = vec!["penalty".to_owned(), "full".to_owned()];
    let leaves = campaign.criteria.iter().map(|criterion| &criterion.id);
    keys.extend(leaves.filter(|id| campaign.leaf(id).is_some()).cloned());
    random.shuffle(&mut keys);
    keys.truncate(*random.pick(&[0, 0, 1, 2, 3]));
    keys
}

fn add_rows(random: &mut Random, campaign: &mut Campaign) {
    // Few days, so that caps of a day and a week have something to hold back.
    let mut days = Vec::new();
    for phase in &campaign.phases {
        days.extend([phase.start, phase.end]);
        for _ in 0..random.between(1, 5) {
            days.push(*random.pick(&phase.days()));
        }
    }
    let n_rows = *random.pick(&[0, 3, 6, 10, 15, 20, 30, 40, 60]);
    for _ in 0..n_rows {
        if let Some(row) = row(random, campaign, &days) {
            campaign.rows.push(row);
        }
    }
    if random.chance(30) {
        mirror_a_team(random, campaign);
    }
    give_evidence(random, campaign);
}

fn row(random: &mut Random, campaign: &Campaign, days: &[NaiveDate]) -> Option<Row> {
    let date = if random.chance(85) {
        *random.pick(days)
    } else {
        let phase = random.pick(&campaign.phases);
        *random.pick(&phase.days())
    };
    let team = &random.pick(&campaign.teams).id;
    if !campaign.team_exists(team, date) {
        return None;
    }
    let adjustment = if campaign.activities.is_empty() || random.chance(15) {
        let adjustments = &campaign.adjustments;
        Some((!adjustments.is_empty()).then(|| random.pick(adjustments))?)
    } else {
        None
    };
    let disqualifies = adjustment.is_some_and(|a| matches!(a.effect, Effect::Disqualify { .. }));
    // One such row decides a whole phase: a few are enough.
    if disqualifies && random.chance(50) {
        return None;
    }
    let needs_members = adjustment.is_some_and(|adjustment| adjustment.for_member);
    let mut members = campaign.members();
    members.retain(|member| campaign.serves(member, team, date));
    random.shuffle(&mut members);
    if needs_members || random.chance(if adjustment.is_some() { 15 } else { 75 }) {
        members.truncate(*random.pick(&[1, 1, 2, 3]));
    } else {
        members.clear();
    }
    if needs_members && members.is_empty() {
        return None;
    }
    let activity = match adjustment {
        Some(adjustment) => adjustment.id.clone(),
        None => random.pick(&campaign.activities).id.clone(),
    };
    let quantity = match random.below(8) {
        _ if disqualifies => Decimal::whole(1),
        0..5 => Decimal::whole(random.between(1, 3)),
        5 => Decimal::new(random.between(1, 60), 1),
        6 => Decimal::new(random.between(1, 500), 2),
        _ => Decimal::whole(random.between(1, 20)),
    };
    let accepted = match random.below(20) {
        _ if !campaign.appraisal => None,
        0 | 1 => None,
        2 => Some(Decimal::whole(0)),
        _ if disqualifies => Some(quantity),
        3 => Some(Decimal::new(quantity.units * 5, quantity.places + 1)),
        4 => Some(Decimal::new(quantity.units * 2, quantity.places)),
        _ => Some(quantity),
    };
    // Half of 0.01 would need a third decimal.
    let accepted = accepted.map(|n| if n.places > 2 { quantity } else { n });
    let differs = accepted.is_some_and(|n| n.to_string() != quantity.to_string());
    Some(Row {
        date,
        team: team.clone(),
        members,
        activity,
        quantity,
        evidence: None,
        accepted,
        appraiser: accepted.map(|_| (*random.pick(&["TT-01", "ubnd"])).to_owned()),
        note: differs.then(|| {
            (*random.pick(&["thẩm định lại", "counted again, with the minute", "seen \"twice\""])).to_owned()
        }),
        by_alias: random.chance(50),
    })
}

/// Gives one team the work of another, so that they tie or nearly do.
fn mirror_a_team(random: &mut Random, campaign: &mut Campaign) {
    let model = random.pick(&campaign.teams).id.clone();
    let mirror = random.pick(&campaign.teams).id.clone();
    let rows = campaign.rows.iter().filter(|row| {
        let for_member = |a: &Adjustment| a.id == row.activity && a.for_member;
        row.team == model
            && campaign.team_exists(&mirror, row.date)
            && !campaign.adjustments.iter().any(for_member)
    });
    let copy = |row: &Row| Row { team: mirror.clone(), members: Vec::new(), ..row.clone() };
    let rows: Vec<Row> = rows.map(copy).collect();
    campaign.rows.extend(rows);
}

/// Two rows that are equal but for their evidence are two; without it, one too many.
fn give_evidence(random: &mut Random, campaign: &mut Campaign) {
    let key = |row: &Row| {
        let mut members = row.members.clone();
        members.sort();
        (row.date, row.team.clone(), members, row.activity.clone())
    };
    let mut bare = BTreeSet::new();
    for (number, row) in campaign.rows.iter_mut().enumerate() {
        let required = campaign
            .activities
            .iter()
            .any(|activity| activity.id == row.activity && activity.evidence_required);
        if required || random.chance(70) || !bare.insert(key(row)) {
            row.evidence = Some(format!("BB-{}", number + 1));
        }
    }
}
