//! At most a share may stay: rounding, ties, nesting, and pools of nobody.

use thidua::campaign::SubjectKind;

use crate::{board, grades, teams};

/// Grades `A` from 90 and `B` from 50 with these keys behind them.
fn rules(a: &str, b: &str) -> String {
    let mut rules = String::new();
    for (id, min, keys) in [("A", 90, a), ("B", 50, b)] {
        rules += &format!("[[grades]]\nid = \"{id}\"\nmin = {min}\n{}\n", keys.replace(", ", "\n"));
    }
    rules
}

fn check(a: &str, b: &str, scores: &[&str], expected: &str) {
    let found = grades(&teams(&rules(a, b), scores), SubjectKind::Team, None).join(" ");
    assert_eq!(found, expected, "A: {a}; B: {b}; {scores:?}");
}

#[test]
fn no_more_than_the_share_stay() {
    let four = ["99", "98", "97", "96"];
    check(r#"quota = "20%", of = "B""#, "", &four, "B B B B");
    check(r#"quota = "20%", of = "B", round = "nearest""#, "", &four, "A B B B");
    check(r#"quota = "20%", of = "B", round = "up""#, "", &four, "A B B B");
    check(r#"quota = "25%""#, "", &four, "A B B B");
    check(r#"quota = "0%""#, "", &four, "B B B B");
    check(r#"quota = "100%""#, "", &four, "A A A A");
    // A half is rounded up; an exact product is left alone.
    check(r#"quota = "37.5%", round = "nearest""#, "", &four, "A A B B");
    check(r#"quota = "37.4%", round = "nearest""#, "", &four, "A B B B");
    check(r#"quota = "50%", round = "up""#, "", &four, "A A B B");
    check(r#"quota = "50.001%", round = "up""#, "", &four, "A A A B");
}

#[test]
fn the_pool_is_all_that_are_assessed_or_those_admitted_to_a_grade() {
    let six = ["99", "95", "60", "40", "30", "out"];
    // Five are assessed, also those without a grade; three are in B or better.
    check(r#"quota = "40%""#, "", &six, "A A B - - -");
    check(r#"quota = "40%", of = "B""#, "", &six, "A B B - - -");
}

#[test]
fn quotas_are_settled_from_the_worst_grade_up() {
    let four = ["99", "98", "97", "96"];
    // Two of four stay in B or better, and of those two one in A.
    check(r#"quota = "50%", of = "B""#, r#"quota = "50%""#, &four, "A B - -");
    let twenty: Vec<String> = (0..20).map(|nth| (99 - nth).to_string()).collect();
    let twenty: Vec<&str> = twenty.iter().map(String::as_str).collect();
    let reading = teams(
        "[[grades]]\nid = \"one\"\nmin = 70\nquota = \"20%\"\nof = \"two\"\n\
         [[grades]]\nid = \"two\"\nmin = 60\nquota = \"75%\"\n[[grades]]\nid = \"three\"\nmin = 0\n",
        &twenty,
    );
    let found = grades(&reading, SubjectKind::Team, None);
    let count = |id: &str| found.iter().filter(|grade| *grade == id).count();
    assert_eq!((count("one"), count("two"), count("three")), (3, 12, 5));
}

#[test]
fn seventy_percent_of_ninety_are_sixty_three() {
    let ninety: Vec<String> = (0..90).map(|nth| format!("{}.{}", 99 - nth / 10, 9 - nth % 10)).collect();
    let ninety: Vec<&str> = ninety.iter().map(String::as_str).collect();
    let reading = teams(&rules(r#"quota = "70%""#, "").replace("= 90", "= 80"), &ninety);
    let board = board(&reading, SubjectKind::Team, None);
    assert_eq!((board.quotas[0].pool, board.quotas[0].places), (90, 63));
    assert_eq!(board.quotas[0].stayed.len(), 63);
}

#[test]
fn those_that_nothing_tells_apart_fall_together() {
    check(r#"quota = "50%""#, "", &["99", "98", "98", "97"], "A B B B");
    check(r#"quota = "50%""#, "", &["99", "98", "97", "97"], "A A B B");
    // The whole grade may stay empty.
    check(r#"quota = "50%""#, "", &["99", "99", "99", "99"], "B B B B");
    let reading = teams(&rules(r#"quota = "75%""#, ""), &["99", "98", "98", "98"]);
    let settlement = &board(&reading, SubjectKind::Team, None).quotas[0];
    assert_eq!((settlement.stayed.len(), settlement.fell.len(), settlement.fell_by_tie), (1, 3, 2));
}

#[test]
fn what_breaks_ties_decides_who_falls() {
    // 90 + 8 and 91 + 7: more in the criterion goes first.
    let rules = rules(r#"quota = "50%""#, "") + "[ranking]\ntie_break = [\"C\"]\n";
    let reading = teams(&rules, &["91", "90"]);
    assert_eq!(grades(&reading, SubjectKind::Team, None), ["A", "B"]);
    let text = "[[teams]]\nid = \"t1\"\n[[teams]]\nid = \"t2\"\n";
    let log = "date,team,activity,quantity\n\
               2025-01-01,t1,A,90\n2025-01-01,t1,UP,8\n2025-01-01,t2,A,91\n2025-01-01,t2,UP,7\n";
    let reading = crate::read(&format!("{}{text}{rules}", crate::TEAMS), None, log);
    assert_eq!(grades(&reading, SubjectKind::Team, None), ["B", "A"]);
}

#[test]
fn whoever_falls_needs_the_floor_of_the_next_grade() {
    // C3 is met by the score, but the floor of B is not: the first that is met is C.
    let rules = "[[grades]]\nid = \"A\"\nmin = 50\nquota = \"0%\"\n\
                 [[grades]]\nid = \"B\"\nmin = 40\nfloor = 0.8\n[[grades]]\nid = \"C\"\nmin = 0\n";
    assert_eq!(grades(&teams(rules, &["90", "70"]), SubjectKind::Team, None), ["B", "C"]);
}

#[test]
fn a_pool_of_nobody_is_a_quota_of_nothing() {
    for scores in [&["out", "out"][..], &[]] {
        let reading = teams(&rules(r#"quota = "20%", of = "B""#, ""), scores);
        let board = board(&reading, SubjectKind::Team, None);
        assert_eq!((board.quotas[0].pool, board.quotas[0].places), (0, 0));
        assert!(board.standings.iter().all(|standing| standing.grade().is_none()));
    }
}
