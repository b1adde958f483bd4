//! Cases worked by hand, to trust the model before it is trusted over the program.

use chrono::NaiveDate;

use crate::campaign::{
    Activity, Adjustment, Band, Campaign, Cap, Credit, Criterion, Decimal, Effect, Kind, Leaf, Membership,
    Phase, Row, Rule, Share, Team,
};
use crate::json::Json;
use crate::model::{Basis, By, Model, Question};

#[test]
fn a_target_is_reached_in_proportion_and_rounded_half_away_from_zero() {
    let mut c = one_leaf(["a", "b"], "20", leaf(Rule::default(), "32"));
    c.add("a", 1, "A1", "31.5");
    c.add("b", 1, "A1", "40");
    c.check(BY_TEAM, "a", "points", "63/2");
    c.check(BY_TEAM, "a", "quota", "32");
    c.check(BY_TEAM, "a", "attainment", "63/64");
    c.check(BY_TEAM, "a", "contribution", "19.69");
    c.check(BY_TEAM, "b", "attainment", "1");
}

#[test]
fn over_lets_a_target_give_more_than_its_weight() {
    let rule = Rule::Target { over: Some(number("1.2")) };
    let mut c = one_leaf(["a", "b"], "100", leaf(rule, "10"));
    c.add("a", 1, "A1", "11");
    c.add("b", 1, "A1", "15");
    c.check(BY_TEAM, "a", "score", "110.00");
    c.check(BY_TEAM, "b", "score", "120.00");
}

#[test]
fn surplus_keeps_half_for_exceeding_as_the_leader_does() {
    let mut rule = leaf(Rule::Surplus { at_target: None }, "100");
    rule.targets =
        vec![("b".to_owned(), number("50")), ("c".to_owned(), number("80")), ("d".to_owned(), number("80"))];
    let mut c = one_leaf(["a", "b", "c", "d", "e"], "10", rule);
    for (team, done) in [("a", 120), ("b", 60), ("c", 80), ("d", 40), ("e", 110)] {
        c.add(team, 1, "A1", &done.to_string());
    }
    for (team, score) in [("a", "10.00"), ("b", "10.00"), ("c", "5.00"), ("d", "2.50"), ("e", "7.50")] {
        c.check(BY_TEAM, team, "contribution", score);
    }
}

#[test]
fn deduct_only_goes_down_to_zero_and_no_further() {
    let rule = Leaf { base: Some(number("24")), ..Leaf::default() };
    let mut c = one_leaf(["a", "b", "c", "d"], "24", rule);
    c.activities[0].points = Some(number("-6"));
    for (team, incidents) in [("b", "1"), ("c", "4"), ("d", "5")] {
        c.add(team, 1, "A1", incidents);
    }
    c.check(BY_TEAM, "a", "contribution", "24.00");
    c.check(BY_TEAM, "b", "contribution", "18.00");
    c.check(BY_TEAM, "c", "contribution", "0.00");
    c.check(BY_TEAM, "d", "contribution", "0.00");
    c.check(BY_TEAM, "d", "points", "-6");
}

#[test]
fn bands_are_half_open_and_end_in_zero() {
    let band = |from, score| Band { from: number(from), score: number(score) };
    let rule = Rule::Bands(vec![band("98", "5"), band("97", "4"), band("96", "3")]);
    let mut c = one_leaf(["a", "b", "c", "d"], "5", leaf(rule, "100"));
    for (team, done) in [("a", "98"), ("b", "97.99"), ("c", "96"), ("d", "95.99")] {
        c.add(team, 1, "A1", done);
    }
    for (team, score) in [("a", "5.00"), ("b", "4.00"), ("c", "3.00"), ("d", "0.00")] {
        c.check(BY_TEAM, team, "contribution", score);
    }
}

#[test]
fn best_is_measured_by_the_best_of_the_group() {
    let mut c = one_leaf(["a", "b", "c"], "100", leaf_without_target(Rule::Best));
    c.groups = vec!["G".to_owned()];
    c.teams[2].group = Some("G".to_owned());
    c.add("a", 1, "A1", "3");
    c.add("b", 1, "A1", "4");
    c.add("c", 1, "A1", "1");
    c.check(BY_TEAM, "a", "attainment", "3/4");
    c.check(BY_TEAM, "a", "quota", "null");
    c.check(BY_TEAM, "b", "score", "100.00");
    c.check(BY_TEAM, "c", "score", "100.00");
}

#[test]
fn a_disqualified_team_sets_no_benchmark_and_scores_nothing() {
    let mut c = one_leaf(["a", "b"], "100", leaf_without_target(Rule::Best));
    c.adjustment("D1", Effect::Disqualify { whole_campaign: false });
    c.add("a", 1, "A1", "3");
    c.add("b", 1, "A1", "4");
    c.add("b", 2, "D1", "1");
    c.check(BY_TEAM, "a", "attainment", "1");
    c.check(BY_TEAM, "b", "attainment", "1");
    c.check(BY_TEAM, "b", "score", "0.00");
    c.check(BY_TEAM, "b", "status", "disqualified");
    c.check(BY_TEAM, "b", "rank", "null");
    c.check(WHOLE, "b", "status", "ranked");
    c.check(WHOLE, "b", "rank", "2");
}

#[test]
fn a_disqualification_may_hold_for_the_whole_campaign() {
    let mut c = one_leaf(["a", "b"], "100", leaf(Rule::default(), "1"));
    c.add_phase();
    c.adjustment("D1", Effect::Disqualify { whole_campaign: true });
    c.add("b", 1, "D1", "1");
    c.add("b", 11, "A1", "1");
    c.check(WHOLE, "b", "status", "disqualified");
    c.check(WHOLE, "b", "rank", "null");
    c.check(WHOLE, "b", "score", "50.00");
    c.check(phase(2), "b", "status", "ranked");
}

#[test]
fn a_cap_scales_the_positive_rows_of_a_day() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.activities[0].cap.day = Some(number("3"));
    c.activity("A2", "-1");
    c.add("a", 1, "A1", "4");
    c.add("a", 1, "A1", "2");
    c.add("a", 1, "A2", "1");
    c.add("a", 2, "A1", "2.5");
    c.check(BY_TEAM, "a", "points", "9/2");
}

#[test]
fn an_iso_week_begins_on_monday_and_a_month_on_its_first() {
    // Days 1 to 7 are Monday 24 February to Sunday 2 March 2025.
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.activities[0].cap.week = Some(number("3"));
    c.add("a", 1, "A1", "3");
    c.add("a", 7, "A1", "2");
    c.add("a", 8, "A1", "2");
    c.check(BY_TEAM, "a", "points", "5");
    c.activities[0].cap = Cap { month: Some(number("3")), ..Cap::default() };
    c.check(BY_TEAM, "a", "points", "6");
    c.rows[1].date = day(5);
    c.check(BY_TEAM, "a", "points", "5");
}

#[test]
fn each_cap_sees_what_the_one_before_let_through() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.activities[0].cap = Cap { day: Some(number("2")), week: Some(number("3")), ..Cap::default() };
    c.activity("A2", "1");
    c.leaf_mut("C1").cap.phase = Some(number("4"));
    // 10 and 2 become 2 and 2, then 3/2 and 3/2; with 5 of A2 they are 8, held to 4.
    c.add("a", 1, "A1", "10");
    c.add("a", 2, "A1", "2");
    c.add("a", 3, "A2", "5");
    c.check(BY_TEAM, "a", "points", "4");
    c.leaf_mut("C1").cap = Cap::default();
    c.check(BY_TEAM, "a", "points", "8");
}

#[test]
fn no_bucket_crosses_a_phase() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.add_phase();
    c.activities[0].cap.week = Some(number("1"));
    // Days 10 and 11 lie in one week, and in two phases.
    c.add("a", 10, "A1", "1");
    c.add("a", 11, "A1", "1");
    c.check(BY_TEAM, "a", "points", "1");
    c.check(phase(2), "a", "points", "1");
}

#[test]
fn a_target_shrinks_with_the_days_of_the_team() {
    let mut rule = leaf(Rule::default(), "20");
    rule.base = Some(number("5"));
    let mut c = one_leaf(["a"], "100", rule);
    c.teams[0].from = Some(day(7));
    c.check(BY_TEAM, "a", "quota", "8");
    c.check(BY_TEAM, "a", "points", "2");
    c.leaf_mut("C1").every_30_days = true;
    c.check(BY_TEAM, "a", "quota", "8/3");
    c.check(BY_TEAM, "a", "points", "2/3");
}

#[test]
fn a_target_per_member_grows_with_the_mean_headcount() {
    let mut rule = leaf(Rule::default(), "10");
    rule.per_member = true;
    let mut c = one_leaf(["a"], "100", rule);
    c.check(BY_TEAM, "a", "quota", "10");
    c.serve("m", "a", 1, 10);
    c.serve("n", "a", 6, 10);
    c.check(BY_TEAM, "a", "quota", "15");
    c.check(BY_MEMBER, "m", "quota", "10");
    c.check(BY_MEMBER, "n", "quota", "5");
}

#[test]
fn a_criterion_that_is_not_assigned_leaves_numerator_and_denominator() {
    let mut c = one_leaf(["a", "b"], "700", Leaf::default());
    c.scale = 1000;
    let mut rule = Leaf::default();
    rule.not_assigned.push("a".to_owned());
    c.criterion("C2", "300", None, Kind::Leaf(rule));
    c.add("a", 1, "A1", "684");
    c.add("b", 1, "A1", "684");
    c.check(BY_TEAM, "a", "subtotal", "977.14");
    c.check(BY_TEAM, "a", "assigned_weight", "700");
    c.check(BY_TEAM, "b", "subtotal", "684.00");
    c.check(BY_TEAM, "b", "assigned_weight", "1000");
}

#[test]
fn a_team_without_a_target_is_not_assigned_the_criterion() {
    let rule = Leaf { targets: vec![("a".to_owned(), number("2"))], ..Leaf::default() };
    let mut c = one_leaf(["a", "b"], "100", rule);
    c.add("a", 1, "A1", "1");
    c.add("b", 1, "A1", "1");
    c.check(BY_TEAM, "a", "score", "50.00");
    c.check(BY_TEAM, "b", "status", "incomplete");
    c.check(BY_TEAM, "b", "score", "null");
    c.check(BY_TEAM, "b", "assigned", "false");
    c.check(BY_TEAM, "b", "points", "null");
    c.check(BY_TEAM, "b", "rows", "1");
}

#[test]
fn a_parent_is_the_sum_of_its_children_up_to_its_ceiling() {
    let mut c = one_leaf(["a"], "60", Leaf::default());
    c.criterion("P", "100", None, Kind::Parent { ceiling: true });
    c.criterion("C2", "60", Some("P"), Kind::Leaf(Leaf::default()));
    c.criteria[0].parent = Some("P".to_owned());
    c.add("a", 1, "A1", "45");
    c.check_criterion("P", "contribution", "45.00");
    c.leaf_mut("C2").base = Some(number("57"));
    c.check_criterion("P", "contribution", "100.00");
    c.check_criterion("P", "assigned", "null");
    c.check_criterion("P", "rows", "1");
    c.leaf_mut("C2").not_assigned.push("a".to_owned());
    c.check(BY_TEAM, "a", "assigned_weight", "60");
    c.check(BY_TEAM, "a", "subtotal", "75.00");
}

#[test]
fn bonus_and_penalty_stop_at_their_limits_and_the_score_at_zero() {
    let mut c = one_leaf(["a", "b"], "100", Leaf::default());
    c.adjustment("D1", Effect::Bonus(number("1.005")));
    c.adjustment("D2", Effect::Penalty(number("30")));
    c.bonus_limit = Some(number("2"));
    c.add("a", 1, "D1", "1");
    c.check(BY_TEAM, "a", "bonus", "1.01");
    c.add("a", 2, "D1", "1");
    c.check(BY_TEAM, "a", "bonus", "2.00");
    c.add("b", 1, "D2", "1");
    c.add("b", 1, "A1", "20");
    c.check(BY_TEAM, "b", "penalty", "30.00");
    c.check(BY_TEAM, "b", "score", "0.00");
    c.penalty_limit = Some(number("5.5"));
    c.check(BY_TEAM, "b", "score", "14.50");
}

#[test]
fn an_adjustment_for_members_counts_in_full_for_each_and_not_for_the_team() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.adjustment("D1", Effect::Bonus(number("3")));
    c.adjustments[0].for_member = true;
    c.serve("m", "a", 1, 10);
    c.serve("n", "a", 1, 10);
    c.add("a", 1, "D1", "1");
    c.name_members("m n");
    c.check(BY_TEAM, "a", "bonus", "0.00");
    c.check(BY_MEMBER, "m", "bonus", "3.00");
    c.check(BY_MEMBER, "n", "score", "3.00");
}

#[test]
fn ranks_are_1224_and_shared_ranks_stand_by_id() {
    let mut c = one_leaf(["d", "c", "B", "a"], "100", Leaf::default());
    for (team, points) in [("d", "5"), ("c", "4"), ("B", "4"), ("a", "3")] {
        c.add(team, 1, "A1", points);
    }
    c.check_board(BY_TEAM, "1 d, 2 B, 2 c, 4 a");
}

#[test]
fn ties_are_broken_in_the_order_of_the_list() {
    let mut c = one_leaf(["a", "b", "c"], "50", Leaf::default());
    c.criterion("C2", "50", None, Kind::Leaf(Leaf::default()));
    c.adjustment("D1", Effect::Penalty(number("1")));
    c.activity("A2", "1");
    c.activities[1].criterion = "C2".to_owned();
    c.add("a", 1, "A1", "31");
    c.add("a", 1, "D1", "1");
    c.add("b", 1, "A1", "20");
    c.add("b", 1, "A2", "10");
    c.add("c", 1, "A1", "30");
    c.check_board(BY_TEAM, "1 a, 1 b, 1 c");
    c.tie_break = vec!["penalty".to_owned()];
    c.check_board(BY_TEAM, "1 b, 1 c, 3 a");
    c.tie_break.push("C1".to_owned());
    c.check_board(BY_TEAM, "1 c, 2 b, 3 a");
    c.leaf_mut("C2").base = Some(number("40"));
    c.tie_break = vec!["full".to_owned()];
    c.check_board(BY_TEAM, "1 b, 2 a, 2 c");
}

#[test]
fn neighbours_that_only_rounding_ties_or_parts_are_near_ties() {
    let mut c = one_leaf(["a", "b", "c"], "100", leaf(Rule::default(), "300"));
    c.decimals = 0;
    c.add("a", 1, "A1", "60.3");
    c.add("b", 1, "A1", "59.7");
    c.add("c", 1, "A1", "30");
    c.check_board(BY_TEAM, "1 a near, 1 b near, 3 c");
    c.rows[1].accepted = c.rows[0].accepted;
    c.check_board(BY_TEAM, "1 a, 1 b, 3 c");
}

#[test]
fn the_board_goes_group_by_group_with_the_absent_last_of_all() {
    let mut c = one_leaf(["a", "b", "c", "d", "e"], "100", Leaf::default());
    c.groups = vec!["Z".to_owned(), "Y".to_owned()];
    for (team, group) in [(0, "Y"), (1, "Z"), (2, "Z"), (4, "Z")] {
        c.teams[team].group = Some(group.to_owned());
    }
    c.teams[1].to = Some(day(0));
    c.adjustment("D1", Effect::Disqualify { whole_campaign: false });
    c.add("c", 1, "D1", "1");
    c.check_board(BY_TEAM, "1 d, 1 e, - c, 1 a, - b");
}

#[test]
fn a_campaign_is_the_weighted_sum_of_printed_phase_scores() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.add_phase();
    c.phases[1].weight = Some(number("2"));
    c.add("a", 1, "A1", "10");
    c.add("a", 11, "A1", "20");
    // ®(10/3) + ®(40/3)
    c.check(WHOLE, "a", "score", "16.66");
    c.check(WHOLE, "a", "subtotal", "null");
}

#[test]
fn a_team_that_is_absent_from_a_phase_has_a_partial_sum() {
    let mut c = one_leaf(["a", "b"], "100", Leaf::default());
    c.add_phase();
    c.teams[0].from = Some(day(11));
    c.add("a", 11, "A1", "20");
    c.check(WHOLE, "a", "status", "incomplete");
    c.check(WHOLE, "a", "rank", "null");
    c.check(WHOLE, "a", "score", "10.00");
    c.check(BY_TEAM, "a", "status", "absent");
    c.check(BY_TEAM, "a", "bonus", "null");
}

#[test]
fn a_member_is_weighed_over_the_phases_served() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.add_phase();
    c.serve("m", "a", 11, 20);
    c.serve("n", "a", 1, 20);
    c.add("a", 11, "A1", "20");
    c.name_members("m");
    // Two serve in phase 2: the weight that stands for a target is halved.
    c.check(phase(2).member(), "m", "score", "40.00");
    c.check(WHOLE.member(), "m", "score", "40.00");
    c.check(WHOLE.member(), "n", "score", "0.00");
    c.min_tenure = Some(Share::Number(number("0.6")));
    c.check(WHOLE.member(), "m", "status", "short-tenure");
    c.check(phase(2).member(), "m", "status", "ranked");
}

#[test]
fn until_leaves_out_later_rows_and_phases_but_keeps_quotas_whole() {
    let mut c = one_leaf(["a"], "100", leaf(Rule::default(), "10"));
    c.add_phase();
    c.add("a", 3, "A1", "1");
    c.add("a", 4, "A1", "1");
    c.add("a", 11, "A1", "1");
    let until = |question: Question, n| Question { until: Some(day(n)), ..question };
    c.check(until(BY_TEAM, 3), "a", "score", "10.00");
    c.check(until(BY_TEAM, 3), "a", "quota", "10");
    c.check(until(WHOLE, 10), "a", "score", "20.00");
    c.check(until(WHOLE, 11), "a", "score", "15.00");
}

#[test]
fn the_claimed_board_counts_what_teams_claim() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.add("a", 1, "A1", "5");
    c.rows[0].accepted = Some(number("2"));
    c.add("a", 2, "A1", "7");
    c.rows[1].accepted = None;
    c.add("a", 3, "A1", "11");
    c.rows[2].accepted = Some(number("0"));
    c.check(BY_TEAM, "a", "score", "2.00");
    c.check(BY_TEAM, "a", "claimed", "23.00");
    c.check(BY_TEAM, "a", "rows", "1");
    let claimed = Question { basis: Basis::Claimed, ..BY_TEAM };
    c.check(claimed, "a", "score", "23.00");
    c.check(claimed, "a", "points", "23");
    c.check(claimed, "a", "rows", "1");
}

#[test]
fn credit_is_split_or_given_whole_after_the_caps_of_the_team() {
    let mut c = one_leaf(["a"], "100", Leaf::default());
    c.serve("m", "a", 1, 10);
    c.serve("n", "a", 1, 10);
    c.add("a", 1, "A1", "8");
    c.name_members("m n");
    c.add("a", 1, "A1", "2");
    c.name_members("m");
    c.add("a", 2, "A1", "100");
    c.check(BY_MEMBER, "m", "points", "6");
    c.check(BY_MEMBER, "n", "points", "4");
    c.check(BY_MEMBER, "m", "rows", "2");
    c.activities[0].credit = Some(Credit::Full);
    c.check(BY_MEMBER, "n", "points", "8");
    c.activities[0].cap.day = Some(number("5"));
    c.check(BY_MEMBER, "n", "points", "4");
    c.check(BY_MEMBER, "m", "points", "5");
    c.activities[0].member_cap.day = Some(number("3"));
    c.check(BY_MEMBER, "n", "points", "3");
    c.check(BY_MEMBER, "m", "points", "3");
}

#[test]
fn a_member_who_moves_carries_shares_of_both_teams() {
    let mut rule = leaf(Rule::default(), "12");
    rule.targets = vec![("b".to_owned(), number("20"))];
    rule.base = Some(number("2"));
    let mut c = one_leaf(["a", "b"], "100", rule);
    c.groups = vec!["G".to_owned()];
    c.teams[1].group = Some("G".to_owned());
    c.serve("m", "a", 1, 4);
    c.serve("m", "b", 5, 10);
    c.serve("n", "a", 1, 10);
    c.serve("o", "b", 1, 10);
    // a: 14 member-days in 10, n = 7/5; b: 16, n = 8/5.
    // 12 ÷ 7/5 × 4/10 + 20 ÷ 8/5 × 6/10 = 24/7 + 15/2
    c.check(BY_MEMBER, "m", "quota", "153/14");
    c.check(BY_MEMBER, "m", "group", "G");
    // 2 ÷ 7/5 × 4/10 + 2 ÷ 8/5 × 6/10 = 4/7 + 3/4
    c.check(BY_MEMBER, "m", "points", "37/28");
    c.leaf_mut("C1").not_assigned.push("a".to_owned());
    c.check(BY_MEMBER, "m", "quota", "15/2");
    c.check(BY_MEMBER, "n", "assigned", "false");
}

// The words of the cases.

const BY_TEAM: Question = phase(1);
const BY_MEMBER: Question = phase(1).member();
const WHOLE: Question = Question { phase: None, ..phase(1) };

const fn phase(number: usize) -> Question {
    Question { phase: Some(number), by: By::Team, basis: Basis::Official, until: None }
}

impl Question {
    const fn member(self) -> Self {
        Self { by: By::Member, ..self }
    }
}

/// Day 1 is Monday 24 February 2025; a phase has ten days.
fn day(number: i64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2025, 2, 24).expect("an ordinary date");
    first + chrono::Duration::days(number - 1)
}

fn number(text: &str) -> Decimal {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let units = format!("{whole}{part}").parse().expect("a number");
    Decimal::new(units, part.len())
}

fn leaf(rule: Rule, target: &str) -> Leaf {
    Leaf { rule, target: Some(number(target)), ..Leaf::default() }
}

fn leaf_without_target(rule: Rule) -> Leaf {
    Leaf { rule, ..Leaf::default() }
}

/// One phase, teams without members, and a criterion C1 with an activity A1.
fn one_leaf<const N: usize>(teams: [&str; N], weight: &str, leaf: Leaf) -> Campaign {
    let team = |id: &str| Team { id: id.to_owned(), group: None, from: None, to: None, alias: None };
    let mut campaign = Campaign {
        id: "by-hand".to_owned(),
        start: day(1),
        end: day(10),
        language: None,
        scale: 100,
        decimals: 2,
        appraisal: true,
        phases: Vec::new(),
        groups: Vec::new(),
        teams: teams.map(team).into(),
        criteria: Vec::new(),
        activities: Vec::new(),
        adjustments: Vec::new(),
        bonus_limit: None,
        penalty_limit: None,
        tie_break: Vec::new(),
        min_tenure: None,
        grades: Vec::new(),
        leader_cap: false,
        min_months: None,
        memberships: None,
        rows: Vec::new(),
    };
    campaign.add_phase();
    campaign.criterion("C1", weight, None, Kind::Leaf(leaf));
    campaign.activity("A1", "1");
    campaign
}

impl Campaign {
    fn add_phase(&mut self) {
        let n_days = 10 * i64::try_from(self.phases.len()).expect("few phases");
        self.phases.push(Phase { start: day(n_days + 1), end: day(n_days + 10), weight: None });
    }

    fn criterion(&mut self, id: &str, weight: &str, parent: Option<&str>, kind: Kind) {
        self.criteria.push(Criterion {
            id: id.to_owned(),
            parent: parent.map(str::to_owned),
            weight: number(weight),
            kind,
        });
    }

    fn leaf_mut(&mut self, id: &str) -> &mut Leaf {
        let criterion = self.criteria.iter_mut().find(|c| c.id == id);
        match &mut criterion.expect("a known criterion").kind {
            Kind::Leaf(leaf) => leaf,
            Kind::Parent { .. } => panic!("{id} is a parent"),
        }
    }

    fn activity(&mut self, id: &str, points: &str) {
        self.activities.push(Activity {
            id: id.to_owned(),
            criterion: "C1".to_owned(),
            points: Some(number(points)),
            credit: None,
            cap: Cap::default(),
            member_cap: Cap::default(),
            evidence_required: false,
        });
    }

    fn adjustment(&mut self, id: &str, effect: Effect) {
        self.adjustments.push(Adjustment {
            id: id.to_owned(),
            effect,
            cap: Cap::default(),
            for_member: false,
        });
    }

    fn serve(&mut self, member: &str, team: &str, from: i64, to: i64) {
        self.memberships.get_or_insert_default().push(Membership {
            member: member.to_owned(),
            team: team.to_owned(),
            from: Some(day(from)),
            to: Some(day(to)),
            role: "member",
        });
    }

    fn add(&mut self, team: &str, on: i64, activity: &str, quantity: &str) {
        self.rows.push(Row {
            date: day(on),
            team: team.to_owned(),
            members: Vec::new(),
            activity: activity.to_owned(),
            quantity: number(quantity),
            evidence: None,
            accepted: Some(number(quantity)),
            appraiser: None,
            note: None,
            by_alias: false,
        });
    }

    /// Names the members of the last row.
    fn name_members(&mut self, members: &str) {
        let row = self.rows.last_mut().expect("a row");
        row.members = members.split(' ').map(str::to_owned).collect();
    }

    fn subjects(&self, question: Question) -> Vec<Json> {
        match Model::new(self).answer(question).get("subjects") {
            Some(Json::List(subjects)) => subjects.clone(),
            _ => panic!("a board has subjects"),
        }
    }

    /// A field of a subject or, where it has none of that name, of its first criterion.
    #[track_caller]
    fn check(&self, question: Question, subject: &str, field: &str, expected: &str) {
        let subjects = self.subjects(question);
        let subject = subjects.iter().find(|one| text_of(one, "id") == subject);
        let subject = subject.expect("a known subject");
        let found = match (subject.get(field), subject.get("criteria")) {
            (Some(_), _) => text_of(subject, field),
            (None, Some(Json::List(criteria))) => text_of(&criteria[0], field),
            (None, _) => panic!("no field {field}"),
        };
        assert_eq!(found, expected, "{field} in {subject}");
    }

    /// A field of a criterion of the first team.
    #[track_caller]
    fn check_criterion(&self, criterion: &str, field: &str, expected: &str) {
        let subjects = self.subjects(BY_TEAM);
        let Some(Json::List(criteria)) = subjects[0].get("criteria") else {
            panic!("a phase has criteria");
        };
        let criterion = criteria.iter().find(|one| text_of(one, "id") == criterion);
        let criterion = criterion.expect("a known criterion");
        assert_eq!(text_of(criterion, field), expected, "{field} in {criterion}");
    }

    /// The board as `rank id`, with `-` for no rank.
    #[track_caller]
    fn check_board(&self, question: Question, expected: &str) {
        let line = |subject: &Json| {
            let rank = text_of(subject, "rank").replace("null", "-");
            let near = if text_of(subject, "near_tie") == "true" { " near" } else { "" };
            format!("{rank} {}{near}", text_of(subject, "id"))
        };
        let lines: Vec<String> = self.subjects(question).iter().map(line).collect();
        assert_eq!(lines.join(", "), expected);
    }
}

fn text_of(object: &Json, field: &str) -> String {
    match object.get(field) {
        Some(Json::Text(text)) => text.clone(),
        Some(value) => value.to_string(),
        None => panic!("no field {field} in {object}"),
    }
}
