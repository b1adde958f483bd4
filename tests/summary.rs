//! Summaries against what one counts with a pencil.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use thidua::campaign::Campaign;
use thidua::exact::{Fraction, fraction_text};
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};
use thidua::score::summary::{Summary, SummaryBy, SummaryOf};
use thidua::score::{RowCounts, review, summarise};

const RULES: &str = r#"
[campaign]
id = "c"
title = "T"
start = 2025-01-01
end = 2025-02-28
[[phases]]
start = 2025-01-01
end = 2025-01-31
[[phases]]
start = 2025-02-01
end = 2025-02-28
[[teams]]
id = "t1"
[[teams]]
id = "t2"
[[teams]]
id = "t3"
[[criteria]]
id = "C1"
weight = 60
target = 10
[[criteria]]
id = "C2"
weight = 40
rule = "best"
[[activities]]
id = "A1"
criterion = "C1"
points = 2
[[activities]]
id = "A2"
criterion = "C2"
[[adjustments]]
id = "plus"
kind = "bonus"
points = 1.5
"#;

/// `t3` has nobody in the first phase.
const MEMBERS: &str = "member,team,from,to\nm1,t1,,\nm2,t1,,\nm3,t2,,\nm4,t3,2025-02-01,\n";

/// The row of `t9` is wrong and left out.
const LOG: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n\
    2025-01-10,t1,m1 m2,A1,2,E1,2,CA,\n\
    2025-01-15,t9,,A1,1,E9,1,CA,\n\
    2025-01-20,t1,m1,A1,1,E2,,,\n\
    2025-01-21,t2,m3,A1,3,E3,1,CA,x\n\
    2025-01-22,t2,,A2,3,E4,3,CA,\n\
    2025-01-23,t2,,A2,1,E5,0,CA,x\n\
    2025-01-24,t1,,plus,2,E6,2,CA,\n\
    2025-02-07,t1,m2,A1,1,E7,1,CA,\n\
    2025-02-14,t2,,A2,2,E8,2,CA,\n";

fn read() -> Reading {
    let file = |path: &str, purpose, text: &str| RawFile::in_memory(path, purpose, text.into());
    let files = vec![
        file("r/campaign.toml", Purpose::Campaign, RULES),
        file("r/members.csv", Purpose::Members, MEMBERS),
        file("r/activities/a.csv", Purpose::Log, LOG),
    ];
    reading::read(files, 20, 1)
}

fn counts(rows: &RowCounts) -> String {
    format!("{}+{}+{}+{}", rows.counted, rows.pending, rows.rejected, rows.left_out)
}

fn head(campaign: &Campaign, summary: &Summary) -> String {
    let reached = summary.reached.map_or("–".to_owned(), |day| day.to_string());
    let silent: Vec<&str> =
        summary.teams_without_rows.iter().map(|&team| campaign.teams[team].id.as_str()).collect();
    format!(
        "{}/{} days to {reached}, rows {}, silent: {}",
        summary.days_gone,
        summary.days,
        counts(&summary.rows),
        silent.join(" ")
    )
}

/// Each line as `what: rows, quantity, points, X of Q, expected, attainment`, with `-` for what it has not.
fn lines(reading: &Reading, summary: &Summary) -> Vec<String> {
    let campaign = reading.rules().unwrap();
    let name = |of: SummaryOf| match of {
        SummaryOf::Criterion(at) => campaign.criteria[at].id.as_str().to_owned(),
        SummaryOf::Team(at) => campaign.teams[at].id.as_str().to_owned(),
        SummaryOf::Member(at) => reading.records.members.as_ref().unwrap()[at].id.as_str().to_owned(),
        SummaryOf::Activity(at) => campaign.activities[at].id.as_str().to_owned(),
        SummaryOf::Adjustment(at) => campaign.adjustments[at].id.as_str().to_owned(),
        SummaryOf::Month(day) => day.to_string(),
    };
    let some = |number: &Option<Fraction>| number.as_ref().map_or("-".to_owned(), fraction_text);
    let line = |line: &thidua::score::summary::SummaryLine| {
        format!(
            "{}: {}, {}, {}, {} of {}, {}, {}",
            name(line.of),
            counts(&line.rows),
            some(&line.quantity),
            fraction_text(&line.points),
            some(&line.attained),
            some(&line.quota),
            some(&line.expected),
            some(&line.attainment)
        )
    };
    summary.lines.iter().map(line).collect()
}

/// What is asked, by what, of which phase, until when; what stands at the head, and on the lines.
type Case = (SummaryBy, Option<usize>, Option<&'static str>, &'static str, &'static [&'static str]);

#[test]
fn every_line_is_what_one_counts() {
    let reading = read();
    let campaign = reading.rules().unwrap();
    let cases: [Case; 10] = [
        (
            SummaryBy::Criterion,
            Some(0),
            None,
            "24/31 days to 2025-01-24, rows 4+1+1+1, silent: ",
            // Two teams with a target of 10, 24 of 31 days of it.
            &["C1: 2+1+0+0, -, 6, 6 of 20, 480/31, -", "C2: 1+0+1+0, -, 3, 3 of -, -, -"],
        ),
        (
            SummaryBy::Criterion,
            None,
            None,
            "45/59 days to 2025-02-14, rows 6+1+1+1, silent: t3",
            // 20, and half of the 30 of the second phase.
            &["C1: 3+1+0+0, -, 8, 8 of 50, 35, -", "C2: 2+0+1+0, -, 5, 5 of -, -, -"],
        ),
        (
            SummaryBy::Team,
            Some(0),
            None,
            "24/31 days to 2025-01-24, rows 4+1+1+1, silent: ",
            // (4/10 × 60 + 0 × 40) / 100; (2/10 × 60 + 1 × 40) / 100.
            &[
                "t1: 2+1+0+0, -, 4, - of -, -, 6/25",
                "t2: 2+0+1+0, -, 5, - of -, -, 13/25",
                "t3: 0+0+0+0, -, 0, - of -, -, -",
            ],
        ),
        (
            SummaryBy::Team,
            Some(1),
            None,
            "14/28 days to 2025-02-14, rows 2+0+0+0, silent: t3",
            &[
                "t1: 1+0+0+0, -, 2, - of -, -, 3/25",
                "t2: 1+0+0+0, -, 2, - of -, -, 2/5",
                "t3: 0+0+0+0, -, 0, - of -, -, 0",
            ],
        ),
        (
            SummaryBy::Team,
            None,
            None,
            "45/59 days to 2025-02-14, rows 6+1+1+1, silent: t3",
            &[
                "t1: 3+1+0+0, -, 6, - of -, -, 9/50",
                "t2: 3+0+1+0, -, 7, - of -, -, 23/50",
                "t3: 0+0+0+0, -, 0, - of -, -, 0",
            ],
        ),
        (
            SummaryBy::Member,
            None,
            None,
            "45/59 days to 2025-02-14, rows 6+1+1+1, silent: t3",
            // Half of 4 points of half of 10, in one phase of two; the other member in both.
            &[
                "m1: 1+1+0+0, -, 4, - of -, -, 3/25",
                "m2: 2+0+0+0, -, 6, - of -, -, 6/25",
                "m3: 1+0+0+0, -, 2, - of -, -, 3/50",
                "m4: 0+0+0+0, -, 0, - of -, -, 0",
            ],
        ),
        (
            SummaryBy::Activity,
            None,
            None,
            "45/59 days to 2025-02-14, rows 6+1+1+1, silent: t3",
            &[
                "A1: 3+1+0+0, 4, 8, - of -, -, -",
                "A2: 2+0+1+0, 5, 5, - of -, -, -",
                "plus: 1+0+0+0, 2, 3, - of -, -, -",
            ],
        ),
        (
            SummaryBy::Month,
            None,
            None,
            "45/59 days to 2025-02-14, rows 6+1+1+1, silent: t3",
            &["2025-01-01: 4+1+1+0, -, 9, - of -, -, -", "2025-02-01: 2+0+0+0, -, 4, - of -, -, -"],
        ),
        (
            SummaryBy::Month,
            None,
            Some("2025-01-21"),
            "21/31 days to 2025-01-21, rows 2+1+0+1, silent: ",
            &["2025-01-01: 2+1+0+0, -, 6, - of -, -, -"],
        ),
        (
            SummaryBy::Month,
            None,
            Some("2025-01-05"),
            "5/31 days to 2025-01-05, rows 0+0+0+0, silent: t1 t2",
            &[],
        ),
    ];
    for (by, phase, until, first, rest) in cases {
        let until = until.map(|day| day.parse().unwrap());
        let summary = summarise(campaign, &reading.records, by, phase, until);
        assert_eq!(head(campaign, &summary), first, "{by:?} {phase:?} {until:?}");
        assert_eq!(lines(&reading, &summary), rest, "{by:?} {phase:?} {until:?}");
    }
}

#[test]
fn a_week_in_two_months_is_cut_where_the_month_ends() {
    let rules = r#"
[campaign]
id = "c"
title = "T"
start = 2025-01-01
end = 2025-02-28
[records]
appraisal = false
[[phases]]
start = 2025-01-01
end = 2025-02-28
[[teams]]
id = "t1"
[[criteria]]
id = "C1"
weight = 100
target = 10
[[activities]]
id = "A1"
criterion = "C1"
cap = { week = 20, month = 3 }
"#;
    let log = "date,team,activity,quantity\n2025-01-10,t1,A1,3\n2025-01-30,t1,A1,3\n2025-02-01,t1,A1,2\n";
    let file = |path: &str, purpose, text: &str| RawFile::in_memory(path, purpose, text.into());
    let files = vec![
        file("r/campaign.toml", Purpose::Campaign, rules),
        file("r/activities/a.csv", Purpose::Log, log),
    ];
    let reading = reading::read(files, 20, 1);
    let summary = summarise(reading.rules().unwrap(), &reading.records, SummaryBy::Criterion, Some(0), None);
    // 3 of the 6 of January, and the 2 of Saturday, 1 February.
    assert_eq!(lines(&reading, &summary), ["C1: 3+0+0+0, -, 8, 5 of 10, 320/59, -"]);
}

#[test]
fn a_review_tells_where_things_stood_at_the_end_of_each_month() {
    let reading = read();
    let review = review(reading.rules().unwrap(), &reading.records, None, None);
    let months = review.months.iter().map(|month| {
        let score_of = |team: usize| {
            let standing = month.board.standings.iter().find(|standing| standing.subject == team);
            standing.unwrap().score.as_ref().map_or("-".to_owned(), ToString::to_string)
        };
        (month.day.to_string(), [0, 1, 2].map(score_of), month.by_criterion.rows.counted)
    });
    assert_eq!(
        months.collect::<Vec<_>>(),
        [
            // 4/10 × 60 + 3; 2/10 × 60 + 40.
            ("2025-01-31".to_owned(), ["27.00", "52.00", "-"].map(str::to_owned), 4),
            // With February: 2/10 × 60; 40; nothing.
            ("2025-02-14".to_owned(), ["19.50", "46.00", "0.00"].map(str::to_owned), 6),
        ]
    );
}
