//! Grades and awards, each case against what a council works out by hand.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod awards;
mod grades;
mod quotas;

use thidua::campaign::SubjectKind;
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};
use thidua::score::{self, Basis, Board, Request};

/// A campaign of teams, one phase and one criterion in which a point is a point of the score.
pub(crate) const TEAMS: &str = r#"
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
[[criteria]]
id = "C"
weight = 100
[[activities]]
id = "A"
criterion = "C"
[[adjustments]]
id = "UP"
kind = "bonus"
points = 1
[[adjustments]]
id = "OUT"
kind = "disqualify"
"#;

/// Reads a campaign; it must be sound.
pub(crate) fn read(rules: &str, members: Option<&str>, log: &str) -> Reading {
    let file = |path: &str, purpose: Purpose, text: &str| {
        RawFile::in_memory(path, purpose, text.as_bytes().to_vec())
    };
    let mut files = vec![file("r/campaign.toml", Purpose::Campaign, rules)];
    files.extend(members.map(|text| file("r/members.csv", Purpose::Members, text)));
    files.push(file("r/activities/a.csv", Purpose::Log, log));
    let reading = reading::read(files, 20, 1);
    let wrong: Vec<_> = reading.findings.iter().map(|finding| finding.rule().code).collect();
    assert!(reading.rules().is_some() && wrong.is_empty(), "{wrong:?}\n{rules}\n{log}");
    reading
}

/// Teams `t1`, `t2`, … with these scores, or one team without anybody, under `rules` after those of [`TEAMS`].
pub(crate) fn teams(rules: &str, scores: &[&str]) -> Reading {
    let mut text = TEAMS.to_owned();
    let mut log = "date,team,activity,quantity\n".to_owned();
    for (at, score) in scores.iter().enumerate() {
        let team = at + 1;
        text.push_str(&format!("[[teams]]\nid = \"t{team}\"\n"));
        match *score {
            "0" => {}
            "out" => log.push_str(&format!("2025-01-01,t{team},OUT,1\n")),
            score => log.push_str(&format!("2025-01-01,t{team},A,{score}\n")),
        }
    }
    // A team that nobody is a member of is absent.
    let nobody = scores.is_empty().then_some("member,team\n");
    if nobody.is_some() {
        text.push_str("[[teams]]\nid = \"t1\"\n");
    }
    read(&(text + rules), nobody, &log)
}

pub(crate) fn board(reading: &Reading, by: SubjectKind, phase: Option<usize>) -> Board {
    let request = Request { by, phase, until: None, basis: Basis::Official };
    score::score(reading.rules().unwrap(), &reading.records, request)
}

/// The grade of each subject, in declared order; `-` where it has none.
pub(crate) fn grades(reading: &Reading, by: SubjectKind, phase: Option<usize>) -> Vec<String> {
    let rules = reading.rules().unwrap();
    let mut grades: Vec<(usize, String)> = board(reading, by, phase)
        .standings
        .iter()
        .map(|standing| {
            let grade = standing.grade().map_or("-".to_owned(), |grade| rules.grades[grade].id.to_string());
            (standing.subject, grade)
        })
        .collect();
    grades.sort();
    grades.into_iter().map(|(_, grade)| grade).collect()
}
