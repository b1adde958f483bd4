//! What an explanation says re-adds to what the board says, for every subject of every campaign here.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;

use num_traits::Zero;
use thidua::campaign::SubjectKind;
use thidua::exact::{Fraction, round};
use thidua::reading::Reading;
use thidua::score::{Basis, Outcome, Request, explain};
use thidua::{folder, reading};

fn read(records: &str) -> Reading {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(records);
    reading::read(folder::read(&root).unwrap(), 20, 2)
}

fn sum<'f>(numbers: impl Iterator<Item = &'f Fraction>) -> Fraction {
    numbers.fold(Fraction::zero(), |sum, number| sum + number)
}

/// Calls `check` with every request that makes sense, and every subject.
fn for_every_explanation(check: impl Fn(&Reading, usize, Request)) {
    for records in [
        "records",
        "examples/minimal",
        "examples/school-league",
        "examples/cluster-1000",
        "examples/bands-and-bonus",
    ] {
        let reading = read(records);
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
            if let Outcome::Leaf { points, .. } = &criterion.result.outcome {
                assert_eq!(sum(criterion.rows.iter().map(|row| &row.points)) + &criterion.base, *points);
                let of_activities = sum(criterion.activities.iter().map(|activity| &activity.points));
                assert_eq!(of_activities + &criterion.base, *points);
            }
        }
    });
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
