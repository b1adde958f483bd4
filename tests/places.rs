//! Which of several places a finding names, and that one cell is complained of once.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use thidua::finding::Problem;
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};

const RULES: &str = r#"
[campaign]
id = "c"
title = "T"
start = 2025-01-01
end = 2025-06-30
[[phases]]
start = 2025-01-01
end = 2025-06-30
[[teams]]
id = "to-1"
[[teams]]
id = "to-2"
[[criteria]]
id = "C1"
weight = 100
target = 10
[[activities]]
id = "A1"
criterion = "C1"
"#;

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

fn read(members: &str, rows: &str) -> Reading {
    let file = |path: &str, purpose, text: String| RawFile::in_memory(path, purpose, text.into_bytes());
    let files = vec![
        file("r/campaign.toml", Purpose::Campaign, RULES.to_owned()),
        file("r/members.csv", Purpose::Members, format!("member,team,from,to\n{members}")),
        file("r/activities/a.csv", Purpose::Log, format!("{HEADER}{rows}")),
    ];
    reading::read(files, usize::MAX, 1)
}

#[test]
fn a_membership_twice_in_one_team_is_said_before_one_in_two_teams() {
    let reading = read(
        "m1,to-2,2025-01-01,2025-03-31\nm1,to-1,2025-02-01,2025-02-28\nm1,to-1,2025-02-15,2025-04-30\n",
        "",
    );
    let said = reading.findings.iter().map(|finding| {
        let line = |place: thidua::source::Place| reading.sources.get(place.file).line(place.start as usize);
        (line(finding.place), line(finding.related[0].place), finding.problem.clone())
    });
    let day = |text: &str| text.parse().unwrap();
    let member = "m1".to_owned();
    let expected = [
        (
            3,
            2,
            Problem::StintsInTwoTeams {
                member: member.clone(),
                first: day("2025-02-01"),
                last: day("2025-02-28"),
            },
        ),
        (4, 3, Problem::StintTwice { member, team: "to-1".to_owned() }),
    ];
    assert_eq!(said.collect::<Vec<_>>(), expected);
}

#[test]
fn a_row_that_is_too_short_lacks_the_first_cell_that_is_needed() {
    for (row, column) in [("2025-02-05,to-1,,A1\n", 4), ("2025-02-05,to-1\n", 3), ("2025-02-05\n", 1)] {
        let reading = read("m1,to-1,,\n", row);
        let lacking: Vec<_> = reading.findings.iter().map(|finding| finding.missing_column).collect();
        assert_eq!(lacking, [Some(column)], "{row}");
    }
}

#[test]
fn a_formula_is_not_called_an_unreadable_number_too() {
    for row in [
        "2025-02-05,to-1,,A1,=1+1,E1,1,CA,\n",
        "2025-02-05,=to-1,,A1,1,E1,1,CA,\n",
        "2025-02-05,to-1,,A1,1,E1,=1+1,CA,\n",
        "=2025,to-1,,A1,1,E1,1,CA,\n",
    ] {
        let reading = read("m1,to-1,,\n", row);
        let said: Vec<_> = reading.findings.iter().map(|finding| &finding.problem).collect();
        assert!(matches!(said[..], [Problem::FormulaCell { .. }]), "{row}: {said:?}");
    }
}

#[test]
fn a_row_with_an_error_is_left_out_though_every_cell_of_it_is_understood() {
    let reading = read("m1,to-1,,\n", "2025-02-05,to-1,m1,A1,1,E1,1,m1,\n2025-02-06,to-1,m1,A1,1,E2,1,CA,\n");
    let said: Vec<_> = reading.findings.iter().map(|finding| &finding.problem).collect();
    assert!(matches!(said[..], [Problem::AppraiserInvolved { whole_team: false, .. }]), "{said:?}");
    assert_eq!(reading.records.rows.len(), 1);
}
