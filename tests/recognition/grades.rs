//! Thresholds, floors, leaders and service.

use thidua::campaign::SubjectKind::{Member, Team};
use thidua::score::recognition::{NotAssessed, Step};

use crate::{board, grades, read, teams};

const FOUR: &str = "[[grades]]\nid = \"xs\"\nmin = 95\n[[grades]]\nid = \"tot\"\nmin = 80\n\
                    [[grades]]\nid = \"ht\"\nmin = 50\n[[grades]]\nid = \"kht\"\nmin = 0\n";

#[test]
fn a_threshold_is_reached_at_its_number() {
    let scores = ["100", "95", "94.99", "80", "79.99", "50", "49.99", "0"];
    let expected = ["xs", "xs", "tot", "tot", "ht", "ht", "kht", "kht"];
    assert_eq!(grades(&teams(FOUR, &scores), Team, None), expected);
}

#[test]
fn below_the_last_threshold_there_is_no_grade() {
    let rules = "[[grades]]\nid = \"A\"\nmin = 50\n";
    assert_eq!(grades(&teams(rules, &["50", "49.99", "out"]), Team, None), ["A", "-", "-"]);
}

#[test]
fn a_score_above_the_scale_counts_as_the_scale() {
    // 100 + 7 reaches 100, which is the most that a grade can ask for.
    let text = "[[teams]]\nid = \"t1\"\n[[grades]]\nid = \"A\"\nmin = 100\n";
    let log = "date,team,activity,quantity\n2025-01-01,t1,A,100\n2025-01-01,t1,UP,7\n";
    let reading = read(&format!("{}{text}", crate::TEAMS), None, log);
    assert_eq!(grades(&reading, Team, None), ["A"]);
}

#[test]
fn grades_are_given_over_the_whole_board_and_not_by_group() {
    let rules = crate::TEAMS.to_owned()
        + "[[groups]]\nid = \"g\"\n[[teams]]\nid = \"t1\"\ngroup = \"g\"\n[[teams]]\nid = \"t2\"\n\
           [[grades]]\nid = \"A\"\nmin = 0\nquota = \"50%\"\n";
    let log = "date,team,activity,quantity\n2025-01-01,t1,A,60\n2025-01-01,t2,A,70\n";
    assert_eq!(grades(&read(&rules, None, log), Team, None), ["-", "A"]);
}

/// Two criteria of 50 points, two phases, a team, and grades with floors.
fn two_phases(second: &str, log: &str) -> Vec<Vec<String>> {
    let rules = format!(
        r#"
[campaign]
id = "c"
title = "T"
start = 2025-01-01
end = 2025-02-28
[records]
appraisal = false
[[phases]]
start = 2025-01-01
end = 2025-01-31
[[phases]]
start = 2025-02-01
end = 2025-02-28
[[teams]]
id = "t1"
[[criteria]]
id = "C1"
weight = 50
[[criteria]]
id = "C2"
{second}
[[activities]]
id = "A1"
criterion = "C1"
[[activities]]
id = "A2"
criterion = "C2"
[[grades]]
id = "A"
min = 50
floor = 0.5
[[grades]]
id = "B"
min = 20
floor = "1/4"
[[grades]]
id = "C"
min = 0
"#
    );
    let reading = read(&rules, None, &format!("date,team,activity,quantity\n{log}"));
    [Some(0), Some(1), None].map(|phase| grades(&reading, Team, phase)).to_vec()
}

#[test]
fn every_assigned_criterion_must_reach_the_floor_in_every_phase() {
    let good = "2025-01-01,t1,A1,50\n2025-01-01,t1,A2,25\n2025-02-01,t1,A1,50\n2025-02-01,t1,A2,25\n";
    assert_eq!(two_phases("weight = 50", good), [["A"], ["A"], ["A"]]);
    let uneven = good.replace("02-01,t1,A2,25", "02-01,t1,A2,24.99");
    assert_eq!(two_phases("weight = 50", &uneven), [["A"], ["B"], ["B"]]);
    let poor = good.replace("02-01,t1,A2,25", "02-01,t1,A2,1");
    assert_eq!(two_phases("weight = 50", &poor), [["A"], ["C"], ["C"]]);
}

#[test]
fn no_floor_applies_where_nothing_is_weighed() {
    let first_only = "2025-01-01,t1,A1,100\n2025-02-01,t1,A1,100\n";
    let of_nothing = "weight = 0\n[[criteria]]\nid = \"C3\"\nweight = 50\nbase = 50";
    assert_eq!(two_phases(of_nothing, first_only), [["A"], ["A"], ["A"]]);
    let with_target = of_nothing.replacen("weight = 0", "weight = 0\ntarget = 10", 1);
    assert_eq!(two_phases(&with_target, first_only), [["A"], ["A"], ["A"]]);
    let not_assigned = "weight = 50\nnot_assigned = [\"t1\"]";
    assert_eq!(two_phases(not_assigned, first_only), [["A"], ["A"], ["A"]]);
}

#[test]
fn a_failed_floor_is_told_with_its_criterion() {
    let rules = "[[grades]]\nid = \"A\"\nmin = 0\nfloor = 0.75\n";
    let board = board(&teams(rules, &["60"]), Team, Some(0));
    let Some(Step::Floor { below, .. }) = board.standings[0].grading.as_ref().unwrap().steps.first() else {
        panic!("{:?}", board.standings[0].grading)
    };
    assert_eq!((below[0].phase, below[0].criterion, below[0].attainment.to_string()), (0, 0, "3/5".into()));
}

/// Two teams of a leader and a member each, who have these points.
fn with_leaders(rules: &str, members: &str, log: &str) -> thidua::reading::Reading {
    let rules = crate::TEAMS.replace("weight = 100", "weight = 100\ntarget = 100\nper = \"member\"")
        + "[[teams]]\nid = \"t1\"\n[[teams]]\nid = \"t2\"\n[grading]\nleader_cap = true\n"
        + rules;
    read(&rules, Some(members), &format!("date,team,members,activity,quantity\n{log}"))
}

const BOTH: &str = "[[grades]]\nid = \"A\"\nmin = 90\n[[grades]]\nid = \"B\"\nmin = 50\n\
                    [[grades]]\nid = \"A\"\nmin = 90\nfor = \"member\"\n\
                    [[grades]]\nid = \"B\"\nmin = 50\nfor = \"member\"\n\
                    [[grades]]\nid = \"C\"\nmin = 10\nfor = \"member\"\n";

const MEMBERS: &str = "member,team,role\nL1,t1,leader\nM1,t1,member\nL2,t2,leader\nM2,t2,deputy\n";

#[test]
fn a_leader_is_not_above_the_team() {
    // Team 1 has (100 + 40) / 2 = 70, B. Team 2 has (60 + 30) / 2 = 45, no grade.
    let log = "2025-01-01,t1,L1,A,100\n2025-01-01,t1,M1,A,40\n2025-01-01,t2,L2,A,60\n2025-01-01,t2,M2,A,30\n";
    assert_eq!(grades(&with_leaders(BOTH, MEMBERS, log), Member, None), ["B", "C", "-", "C"]);
    let uncapped = MEMBERS.replace("leader", "deputy");
    assert_eq!(grades(&with_leaders(BOTH, &uncapped, log), Member, None), ["A", "C", "B", "C"]);
    // Where teams are not graded there is nothing to be lowered to.
    let members_only = BOTH.split_once("[[grades]]\nid = \"A\"\nmin = 90\nfor").unwrap().1;
    let members_only = format!("[[grades]]\nid = \"A\"\nmin = 90\nfor{members_only}");
    assert_eq!(grades(&with_leaders(&members_only, MEMBERS, log), Member, None), ["A", "C", "B", "C"]);
}

#[test]
fn a_leader_is_lowered_to_what_quotas_leave_the_team_and_before_those_of_members() {
    let log = "2025-01-01,t1,L1,A,100\n2025-01-01,t1,M1,A,95\n2025-01-01,t2,L2,A,99\n2025-01-01,t2,M2,A,98\n";
    // Both teams have over 90, and only the first by score may stay.
    let quota = BOTH.replacen("min = 90", "min = 90\nquota = \"50%\"", 1);
    assert_eq!(grades(&with_leaders(&quota, MEMBERS, log), Member, None), ["B", "A", "A", "A"]);
    // Half of four may stay in A. The leader of team 1 has left it before anybody counts, so of the
    // three that remain only the last falls.
    let both = quota.replace("min = 90\nfor", "min = 90\nquota = \"50%\"\nfor");
    assert_eq!(grades(&with_leaders(&both, MEMBERS, log), Member, None), ["B", "B", "A", "A"]);
}

#[test]
fn a_leader_is_who_led_on_the_last_day_served() {
    let log = "2025-01-01,t1,L1,A,100\n2025-01-01,t1,M1,A,40\n";
    let was = "member,team,from,to,role\nL1,t1,,2025-01-10,leader\nL1,t1,2025-01-11,,member\nM1,t1,,,member\nX,t2,,,\n";
    assert_eq!(grades(&with_leaders(BOTH, was, log), Member, None)[0], "A");
    let became = was.replace(",leader", ",x").replace(",member\nM1", ",leader\nM1").replace(",x", ",member");
    assert_eq!(grades(&with_leaders(BOTH, &became, log), Member, None)[0], "B");
    // Who leaves before the end led on the last day all the same.
    let left = "member,team,from,to,role\nL1,t1,,2025-01-20,leader\nM1,t1,,,member\nX,t2,,,\n";
    let board = board(&with_leaders(BOTH, left, log), Member, None);
    let steps = |standing: &thidua::score::Standing| standing.grading.as_ref().unwrap().steps.clone();
    assert!(board.standings.iter().any(|standing| matches!(steps(standing)[..], [Step::Leader { .. }])));
}

#[test]
fn a_grade_without_a_counterpart_lowers_to_the_next_that_has_one() {
    // Team 1 is B, but members know only A and C: C is the best that is not above B.
    let rules = "[[grades]]\nid = \"A\"\nmin = 90\n[[grades]]\nid = \"B\"\nmin = 50\n[[grades]]\nid = \"C\"\nmin = 0\n\
                 [[grades]]\nid = \"A\"\nmin = 90\nfor = \"member\"\n[[grades]]\nid = \"C\"\nmin = 0\nfor = \"member\"\n";
    let log = "2025-01-01,t1,L1,A,100\n2025-01-01,t1,M1,A,40\n";
    assert_eq!(grades(&with_leaders(rules, MEMBERS, log), Member, None)[0], "C");
    let strangers = rules.replace("id = \"A\"\nmin = 90\nfor", "id = \"X\"\nmin = 90\nfor");
    let strangers = strangers.replace("id = \"C\"\nmin = 0\nfor", "id = \"Y\"\nmin = 0\nfor");
    assert_eq!(grades(&with_leaders(&strangers, MEMBERS, log), Member, None)[0], "X");
}

#[test]
fn whoever_has_not_served_long_enough_is_not_assessed() {
    let rules = "[[grades]]\nid = \"A\"\nmin = 0\nfor = \"member\"\nquota = \"100%\"\n";
    let rules = format!("{rules}[ranking]\nmin_tenure = 0\n");
    let rules = crate::TEAMS.to_owned()
        + "[[teams]]\nid = \"t1\"\nfrom = 2025-01-01\n[[teams]]\nid = \"t2\"\n[grading]\nmin_months = 2\n"
        + &rules;
    // 60 days up to 31 January begin on 3 December. An empty `from` is since ever, also in a team
    // that is younger; days in two teams on one day count once.
    let members = "member,team,from,to\nE,t2,2024-12-03,\nF,t2,2024-12-04,\nG,t1,,\n\
                   H,t2,2024-12-02,2024-12-31\nH,t1,2025-01-02,\n\
                   I,t2,2024-12-04,\nI,t1,2025-01-05,\n";
    let read = |members: &str| {
        let file = |path: &str, purpose, text: &str| {
            thidua::folder::RawFile::in_memory(path, purpose, text.as_bytes().to_vec())
        };
        use thidua::folder::Purpose;
        let log = "date,team,members,activity,quantity\n";
        let files = vec![
            file("r/campaign.toml", Purpose::Campaign, &rules),
            file("r/members.csv", Purpose::Members, members),
            file("r/activities/a.csv", Purpose::Log, log),
        ];
        thidua::reading::read(files, 20, 1)
    };
    let reading = read(members);
    assert_eq!(grades(&reading, Member, None), ["A", "-", "A", "A", "-"]);
    let board = board(&reading, Member, None);
    assert_eq!(board.quotas[0].pool, 3);
    let story = |subject: usize| {
        let standing = board.standings.iter().find(|standing| standing.subject == subject).unwrap();
        standing.grading.clone().unwrap()
    };
    assert_eq!(story(1).not_assessed, Some(NotAssessed::ShortService { days: 59, needed: 60 }));
}
