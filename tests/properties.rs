//! What holds of every board: threads change nothing, work never costs points, and what is printed adds up.
//!
//! That row order, columns, files, line ends, delimiters and encodings change nothing is held by
//! `two_models` and `spreadsheets`; that `fmt` after `fmt` is nothing by `fmt_properties`; that the rows
//! of an explanation add up to the board by `explain`.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use proptest::sample::select;
use thidua::campaign::{Campaign, CriterionKind, SubjectKind};
use thidua::exact::{Fraction, Printed, total, whole};
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};
use thidua::score::{Basis, Board, Outcome, Parts, Request, Standing, Tally, score, score_tally};

/// Parents within parents, one with a ceiling, and a leaf of every rule.
const RULES: &str = r#"
[campaign]
id = "properties"
title = "x"
start = 2025-01-01
end = 2025-04-30
language = "en"
scale = 100

[[phases]]
title = "1"
start = 2025-01-01
end = 2025-02-28

[[phases]]
title = "2"
start = 2025-03-01
end = 2025-04-30
weight = 2

[[teams]]
id = "to-1"
title = "1"

[[teams]]
id = "to-2"
title = "2"

[[teams]]
id = "to-3"
title = "3"

[[criteria]]
id = "A"
title = "A"
weight = 70

[[criteria]]
id = "AA"
title = "AA"
in = "A"
weight = 40

[[criteria]]
id = "AA1"
title = "AA1"
in = "AA"
weight = 25
target = 7

[[criteria]]
id = "AA2"
title = "AA2"
in = "AA"
weight = 15
target = 9
rule = "bands"
bands = [{ from = 98, score = 15 }, { from = 60, score = 9.5 }, { from = 20, score = 3 }]
cap = { week = 4, phase = 11 }

[[criteria]]
id = "AB"
title = "AB"
in = "A"
weight = 30
ceiling = true

[[criteria]]
id = "AB1"
title = "AB1"
in = "AB"
weight = 20

[[criteria]]
id = "AB2"
title = "AB2"
in = "AB"
weight = 25
target = 3
per = "member"

[[criteria]]
id = "B"
title = "B"
weight = 30
rule = "best"

[[activities]]
id = "A1"
criterion = "AA1"
title = "x"
cap = { day = 2, week = 5, month = 8, phase = 13 }

[[activities]]
id = "A2"
criterion = "AA2"
title = "x"
points = 1.5

[[activities]]
id = "A2X"
criterion = "AA2"
title = "x"
points = -0.75

[[activities]]
id = "B1"
criterion = "AB1"
title = "x"
points = 0.333

[[activities]]
id = "B2"
criterion = "AB2"
title = "x"
credit = "full"
member_cap = { day = 1 }

[[activities]]
id = "C1"
criterion = "B"
title = "x"

[[activities]]
id = "C1X"
criterion = "B"
title = "x"
points = -2

[[adjustments]]
id = "plus"
title = "x"
kind = "bonus"
points = 1.5

[[adjustments]]
id = "minus"
title = "x"
kind = "penalty"
points = 0.7

[limits]
bonus = 4
penalty = 3
"#;

const MEMBERS: &str = "member,team,from,to,role\nM1,to-1,,,\nM2,to-1,,2025-02-10,\nM2,to-2,2025-02-11,,\n\
                       M3,to-2,,,leader\nM4,to-3,,,\nM5,to-3,2025-03-10,,\n";

const ITEMS: [&str; 9] = ["A1", "A2", "A2X", "B1", "B2", "C1", "C1X", "plus", "minus"];

/// A row: day of the campaign, team, activity, what is claimed and what is accepted in hundredths.
#[derive(Clone, Debug)]
struct Row {
    day: u32,
    team: usize,
    item: &'static str,
    claimed: u32,
    accepted: Option<u32>,
}

fn row() -> impl Strategy<Value = Row> {
    let hundredths = select(vec![25_u32, 50, 100, 100, 133, 200, 300, 750, 1200]);
    let accepted = prop_oneof![6 => Just(Some(true)), 1 => Just(Some(false)), 1 => Just(None)];
    (0..120_u32, 0..3_usize, select(ITEMS.to_vec()), hundredths, accepted).prop_map(
        |(day, team, item, claimed, accepted)| Row {
            day,
            team,
            item,
            claimed,
            accepted: accepted.map(|granted| if granted { claimed } else { 0 }),
        },
    )
}

impl Row {
    fn text(&self, number: usize) -> String {
        let (month, day) = match self.day {
            day @ 0..31 => (1, day + 1),
            day @ 31..59 => (2, day - 30),
            day @ 59..90 => (3, day - 58),
            day => (4, day - 89),
        };
        let quantity = |hundredths: u32| format!("{}.{:02}", hundredths / 100, hundredths % 100);
        let accepted = self.accepted.map(quantity).unwrap_or_default();
        let appraiser = if self.accepted.is_some() { "CA-01" } else { "" };
        let claimed = quantity(self.claimed);
        // Who is in the team on every day; of every other row only.
        let member = if number.is_multiple_of(2) { "" } else { ["M1", "M3", "M4"][self.team] };
        format!(
            "2025-{month:02}-{day:02},to-{},{member},{},{claimed},E-{number},{accepted},{appraiser},x\n",
            self.team + 1,
            self.item
        )
    }
}

/// Reads rows that stand in several files.
fn read(rows: &[Row], files: usize, threads: usize) -> Reading {
    const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";
    let file =
        |path: &str, purpose, text: &str| RawFile::in_memory(format!("records/{path}"), purpose, text.into());
    let mut all: Vec<RawFile> = (0..files)
        .map(|nth| {
            let own = rows.iter().enumerate().filter(|(number, _)| number % files == nth);
            let text: String = own.map(|(number, row)| row.text(number)).collect();
            file(&format!("activities/{nth:02}.csv"), Purpose::Log, &format!("{HEADER}{text}"))
        })
        .collect();
    all.push(file("campaign.toml", Purpose::Campaign, RULES));
    all.push(file("members.csv", Purpose::Members, MEMBERS));
    reading::read(all, usize::MAX, threads)
}

fn board(reading: &Reading, by: SubjectKind, phase: Option<usize>) -> Board {
    score(
        reading.rules().unwrap(),
        &reading.records,
        Request { by, phase, until: None, basis: Basis::Official },
    )
}

fn contribution(outcome: &Outcome) -> Option<&Printed> {
    match outcome {
        Outcome::NotAssigned => None,
        Outcome::Parent { contribution } | Outcome::Leaf { contribution, .. } => Some(contribution),
    }
}

/// X of every leaf of a team in both phases.
fn points(reading: &Reading, team: usize) -> Vec<Fraction> {
    let points = |phase| {
        let board = board(reading, SubjectKind::Team, Some(phase));
        let standing = board.standings.into_iter().find(|standing| standing.subject == team).unwrap();
        let Parts::Criteria(results) = standing.parts else { return Vec::new() };
        results
            .into_iter()
            .filter_map(|result| match result.outcome {
                Outcome::Leaf { points, .. } => Some(points),
                _ => None,
            })
            .collect()
    };
    [points(0), points(1)].concat()
}

/// Every sum of a standing, added again.
fn check_sums(campaign: &Campaign, standing: &Standing) {
    let decimals = campaign.decimals;
    let Some(score) = &standing.score else { return };
    match &standing.parts {
        Parts::Criteria(results) => {
            let sum_of = |parent| {
                let parts =
                    campaign.children(parent).filter_map(|child| contribution(&results[child].outcome));
                total(parts, decimals)
            };
            for (index, criterion) in campaign.criteria.iter().enumerate() {
                if let CriterionKind::Parent { ceiling } = criterion.kind {
                    let sum = sum_of(Some(index)).to_fraction();
                    let expected =
                        if ceiling && sum > criterion.weight { criterion.weight.clone() } else { sum };
                    let printed = contribution(&results[index].outcome).unwrap();
                    assert_eq!(printed.to_fraction(), expected, "{}", criterion.id.as_str());
                }
            }
            let subtotal = standing.subtotal.as_ref().unwrap();
            assert_eq!(subtotal, &sum_of(None));
            let number = |printed: &Option<Printed>| printed.as_ref().unwrap().to_fraction();
            let sum = subtotal.to_fraction() + number(&standing.bonus) - number(&standing.penalty);
            let at_least_zero = if sum.is_negative() { whole(0) } else { sum };
            assert_eq!(score.to_fraction(), at_least_zero);
        }
        Parts::Phases(shares) => {
            let parts: Vec<_> = shares.iter().filter_map(|share| share.contribution.as_ref()).collect();
            assert_eq!(score, &total(parts, decimals));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(250) })]

    #[test]
    fn threads_change_nothing(rows in prop::collection::vec(row(), 0..40), files in 1..9_usize) {
        let one = read(&rows, files, 1);
        for threads in [2, 3, 8, 64] {
            let many = read(&rows, files, threads);
            prop_assert_eq!(format!("{:?}", many.findings), format!("{:?}", one.findings));
            prop_assert_eq!(format!("{:?}", many.records), format!("{:?}", one.records));
            prop_assert!(many.agrees_with(&one));
        }
    }

    #[test]
    fn a_row_that_is_accepted_never_takes_points_from_its_team(rows in prop::collection::vec(row(), 0..40), more in row()) {
        let gives = ["A1", "A2", "B1", "B2", "C1"].contains(&more.item);
        let more = Row { accepted: Some(more.claimed), item: if gives { more.item } else { "A1" }, ..more };
        let before = read(&rows, 1, 1);
        prop_assert!(!before.findings.has_errors(), "{:?}", before.findings);
        let after = read(&[&rows[..], std::slice::from_ref(&more)].concat(), 1, 1);
        for team in 0..3 {
            for (old, new) in points(&before, team).iter().zip(&points(&after, team)) {
                prop_assert!(new >= old, "{:?} of team {}: {:?}, then {:?}", more, team, old, new);
                prop_assert!(team == more.team || new == old, "a row of another team");
            }
        }
    }

    #[test]
    fn rows_that_are_added_as_they_come_are_scored_alike(
        rows in prop::collection::vec(row(), 0..60),
        parts in 1..5_usize,
    ) {
        let reading = read(&rows, 1, 1);
        let (campaign, records) = (reading.rules().unwrap(), &reading.records);
        for by in [SubjectKind::Team, SubjectKind::Member] {
            for phase in [Some(0), Some(1), None] {
                let request = Request { by, phase, until: None, basis: Basis::Official };
                let mut tally = Tally::new(campaign, &request.scope(campaign));
                // As several threads would: now a row of one part, now of another.
                for part in 0..parts {
                    for row in records.rows.iter().skip(part).step_by(parts) {
                        tally.add(row, records.members_of(row));
                    }
                }
                let added = score_tally(campaign, records, request, tally);
                prop_assert_eq!(format!("{:?}", added), format!("{:?}", score(campaign, records, request)));
            }
        }
    }

    #[test]
    fn what_is_printed_adds_up(rows in prop::collection::vec(row(), 0..60)) {
        let reading = read(&rows, 1, 1);
        let campaign = reading.rules().unwrap();
        for by in [SubjectKind::Team, SubjectKind::Member] {
            for phase in [Some(0), Some(1), None] {
                for standing in &board(&reading, by, phase).standings {
                    check_sums(campaign, standing);
                }
            }
        }
    }
}
