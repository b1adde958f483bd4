//! What an explanation says re-adds to what the board says, for every subject of every campaign here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;

use num_traits::Zero;
use support::{CAMPAIGN, Folder, LOG, Run};
use thidua::campaign::SubjectKind;
use thidua::exact::{Fraction, round, whole};
use thidua::folder::{Purpose, RawFile};
use thidua::reading::Reading;
use thidua::score::{Basis, Outcome, Request, explain, tell_rows};
use thidua::{folder, reading};

fn read(root: &Path) -> Reading {
    reading::read(folder::read(root).unwrap(), 20, 2)
}

/// `to-2` did in a day more than its cap of a criterion that it is not assigned.
fn unassigned() -> Folder {
    let folder = Folder::new();
    let rule = "weight = 40\nnot_assigned = [\"to-2\"]\ncap = { day = 2 }";
    folder.write("campaign.toml", CAMPAIGN.replace("weight = 40", rule));
    folder
}

fn sum<'f>(numbers: impl Iterator<Item = &'f Fraction>) -> Fraction {
    numbers.fold(Fraction::zero(), |sum, number| sum + number)
}

/// Calls `check` with every request that makes sense, and every subject.
fn for_every_explanation(check: impl Fn(&Reading, usize, Request)) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let unassigned = unassigned();
    for records in [
        here.join("records"),
        here.join("examples/minimal"),
        here.join("examples/school-league"),
        here.join("examples/cluster-1000"),
        here.join("examples/bands-and-bonus"),
        unassigned.records(),
    ] {
        let reading = read(&records);
        let campaign = reading.rules().unwrap();
        let members = reading.records.members.as_ref().map_or(0, Vec::len);
        for phase in 0..campaign.phases.len() {
            for (by, n_subjects) in
                [(SubjectKind::Team, campaign.teams.len()), (SubjectKind::Member, members)]
            {
                for basis in [Basis::Official, Basis::Claimed] {
                    let request = Request { by, phase: Some(phase), until: None, basis };
                    (0..n_subjects).for_each(|subject| check(&reading, subject, request));
                }
            }
        }
    }
}

#[test]
fn rows_and_base_add_up_to_the_points_of_each_criterion() {
    for_every_explanation(|reading, subject, request| {
        let told = explain(reading.rules().unwrap(), &reading.records, subject, request);
        for criterion in &told.criteria {
            let points = match &criterion.result.outcome {
                Outcome::Leaf { points, .. } => points.clone(),
                // Nothing stands on the board.
                Outcome::NotAssigned | Outcome::Parent { .. } => {
                    assert!(criterion.cuts.is_empty());
                    Fraction::zero()
                }
            };
            assert_eq!(sum(criterion.rows.iter().map(|row| &row.points)) + &criterion.base, points);
            let of_activities = sum(criterion.activities.iter().map(|activity| &activity.points));
            assert_eq!(of_activities + &criterion.base, points);
        }
    });
}

#[test]
fn the_rows_of_all_teams_give_what_the_explanation_of_each_says() {
    for_every_explanation(|reading, team, request| {
        if request.by == SubjectKind::Member {
            return;
        }
        let campaign = reading.rules().unwrap();
        let told = explain(campaign, &reading.records, team, request);
        if told.criteria.is_empty() {
            return;
        }
        let of_criteria = told.criteria.iter().flat_map(|story| &story.rows);
        let of_adjustments = told.adjustments.iter().flat_map(|story| &story.rows);
        let explained = sum(of_criteria.chain(of_adjustments).map(|row| &row.points));
        let rows = tell_rows(campaign, &reading.records, request);
        assert_eq!(sum(rows.iter().filter(|row| row.team == team).map(|row| &row.story.points)), explained);
    });
}

/// What is said of the rows of 7 February, to whom and in which depth.
fn said_of_unassigned(folder: &Folder, arguments: &[&str]) -> Run {
    let run = folder.run(&[&["explain", "--phase", "1"], arguments].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    run
}

#[test]
fn rows_of_a_criterion_that_is_not_assigned_say_why_they_give_nothing() {
    let folder = unassigned();
    for arguments in [
        &["to-2"][..],
        &["to-2", "--criterion", "C2"],
        &["to-2", "--format", "md"],
        &["T2-02", "--criterion", "C2"],
    ] {
        let said = said_of_unassigned(&folder, arguments).stdout;
        assert!(said.contains("C2 Persuasion: not assigned this criterion\n"), "{said}");
        let row = said.lines().find(|line| line.contains("3 → 0")).unwrap_or_else(|| panic!("{said}"));
        assert!(row.contains("2025-02-07") && row.contains("not assigned"), "{said}");
        assert!(!said.contains("cut by a cap"), "{said}");
    }
    let said = said_of_unassigned(&folder, &["to-2", "--lang", "vi"]).stdout;
    assert!(said.contains("C2 Vận động: không được giao tiêu chí này\n"), "{said}");
    let csv = said_of_unassigned(&folder, &["to-2", "--format", "csv"]).stdout;
    assert!(csv.lines().any(|line| line.starts_with("C2,") && line.ends_with(",3,0")), "{csv}");

    // Where nothing was done it is said only to who asks for the criterion.
    let idle = unassigned();
    let without: String =
        LOG.lines().filter(|line| !line.contains("C2A")).map(|line| format!("{line}\n")).collect();
    idle.write("activities/2025-02.csv", without);
    assert!(!said_of_unassigned(&idle, &["to-2"]).stdout.contains("C2 Persuasion:"));
    let said = said_of_unassigned(&idle, &["to-2", "--criterion", "C2"]).stdout;
    assert!(said.ends_with("C2 Persuasion: not assigned this criterion\n"), "{said}");
}

#[test]
fn the_quota_is_the_sum_of_its_shares_and_the_contribution_is_weight_times_attainment() {
    for_every_explanation(|reading, subject, request| {
        let campaign = reading.rules().unwrap();
        let told = explain(campaign, &reading.records, subject, request);
        for criterion in &told.criteria {
            let Outcome::Leaf { quota, attainment, contribution, .. } = &criterion.result.outcome else {
                continue;
            };
            let shares =
                criterion.quota.as_ref().map(|story| sum(story.shares.iter().map(|share| &share.quota)));
            assert_eq!(shares, *quota);
            let weight = &campaign.criteria[criterion.result.criterion].weight;
            assert_eq!(round(&(weight * attainment), campaign.decimals), *contribution);
        }
    });
}

#[test]
fn the_gaps_to_the_subject_above_add_up_to_the_gap_between_the_scores() {
    for_every_explanation(|reading, subject, request| {
        let campaign = reading.rules().unwrap();
        let told = explain(campaign, &reading.records, subject, request);
        let (own, Some(above)) = (&told.board.standings[told.standing], told.above) else { return };
        let above = &told.board.standings[above];
        let plain = own.assigned_weight == above.assigned_weight
            && own.assigned_weight.as_ref() == Some(&campaign.scale)
            && campaign.criteria.iter().all(|criterion| criterion.parent.is_none());
        if !plain {
            return;
        }
        let number = |printed: &Option<thidua::exact::Printed>| printed.as_ref().unwrap().to_fraction();
        let gaps = told.criteria.iter().map(|criterion| number(&criterion.gap)).collect::<Vec<_>>();
        let bonus = number(&above.bonus) - number(&own.bonus);
        let penalty = number(&above.penalty) - number(&own.penalty);
        assert_eq!(sum(gaps.iter()) + bonus - penalty, number(&above.score) - number(&own.score));
    });
}

#[test]
fn the_benchmark_is_that_of_the_group_and_tells_the_attainment() {
    let rules = r#"
[campaign]
id = "c"
title = "T"
start = 2025-01-01
end = 2025-01-31
[records]
appraisal = false
[[phases]]
start = 2025-01-01
end = 2025-01-31
[[groups]]
id = "g1"
[[groups]]
id = "g2"
[[teams]]
id = "t1"
group = "g1"
[[teams]]
id = "t2"
group = "g1"
[[teams]]
id = "t3"
group = "g2"
[[criteria]]
id = "B"
weight = 50
rule = "best"
[[criteria]]
id = "P"
weight = 50
target = 100
[[activities]]
id = "AB"
criterion = "B"
[[activities]]
id = "AP"
criterion = "P"
"#;
    let log = "date,team,activity,quantity\n2025-01-02,t1,AB,10\n2025-01-02,t2,AB,40\n2025-01-02,t3,AB,100\n";
    let file = |path: &str, purpose, text: &str| RawFile::in_memory(path, purpose, text.into());
    let files = vec![
        file("r/campaign.toml", Purpose::Campaign, rules),
        file("r/activities/a.csv", Purpose::Log, log),
    ];
    let reading = reading::read(files, 20, 1);
    // The best of the group has 40, of which 10 are a quarter; who has no equal in the group sets the mark.
    for (team, benchmark, attained) in [(0, 40, "1/4"), (1, 40, "1"), (2, 100, "1")] {
        let request = Request { by: SubjectKind::Team, phase: Some(0), until: None, basis: Basis::Official };
        let told = explain(reading.rules().unwrap(), &reading.records, team, request);
        let Outcome::Leaf { attainment, .. } = &told.criteria[0].result.outcome else { panic!("{team}") };
        assert_eq!(told.criteria[0].benchmark, Some(whole(benchmark)), "{team}");
        assert_eq!(attainment.to_string(), attained, "{team}");
        assert_eq!(told.criteria[1].benchmark, None, "{team}: a target is compared with nobody");
    }
}
