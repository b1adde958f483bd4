//! `compare`: that the parts of a difference add up whatever was changed, and what is said of them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/commits.rs"]
mod commits;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use commits::{AUTHOR, OTHER, Repository};
use proptest::prelude::*;
use serde_json::Value;
use support::{CAMPAIGN, MEMBERS};
use thidua::campaign::SubjectKind;
use thidua::difference::{Difference, Side, Sides, difference};
use thidua::exact::{Fraction, whole};
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};
use thidua::score::{Basis, Request, score};

const FEBRUARY: &str = "records/activities/2025-02.csv";

/// Rules in which anything that makes one row bear on others is at work.
#[derive(Clone, Debug, PartialEq)]
struct Rules {
    weight: u32,
    target: u32,
    cap: u32,
    best: bool,
    limit: u32,
    decimals: u8,
    second_activity: bool,
    third_team: bool,
    weights: [u32; 2],
}

fn rules() -> impl Strategy<Value = Rules> {
    (
        1..99_u32,
        1..9_u32,
        1..6_u32,
        any::<bool>(),
        1..4_u32,
        0..4_u8,
        any::<bool>(),
        any::<bool>(),
        [1..4_u32, 1..4_u32],
    )
        .prop_map(
            |(weight, target, cap, best, limit, decimals, second_activity, third_team, weights)| Rules {
                weight,
                target,
                cap,
                best,
                limit,
                decimals,
                second_activity,
                third_team,
                weights,
            },
        )
}

impl Rules {
    fn text(&self) -> String {
        let Self { weight, target, cap, limit, decimals, weights: [one, two], .. } = self;
        let other = 100 - weight;
        let rule = if self.best { "rule = \"best\"" } else { "rule = \"surplus\"\ntarget = 3" };
        let mut text = format!(
            "[campaign]\nid = \"x\"\ntitle = \"X\"\nlanguage = \"en\"\nstart = 2025-02-01\nend = 2025-03-31\ndecimals = {decimals}\n\
             [[phases]]\nstart = 2025-02-01\nend = 2025-02-28\nweight = {one}\n\
             [[phases]]\nstart = 2025-03-01\nend = 2025-03-31\nweight = {two}\n\
             [[criteria]]\nid = \"C1\"\ntitle = \"A\"\nweight = {weight}\ntarget = {target}\n\
             [[criteria]]\nid = \"C2\"\ntitle = \"B\"\nweight = {other}\n{rule}\n\
             [[activities]]\nid = \"A1\"\ncriterion = \"C1\"\ntitle = \"a\"\ncap = {{ week = {cap} }}\n\
             [[adjustments]]\nid = \"thuong\"\nkind = \"bonus\"\ntitle = \"t\"\npoints = 2\n[limits]\nbonus = {limit}\n"
        );
        if self.second_activity {
            text += "[[activities]]\nid = \"A2\"\ncriterion = \"C2\"\ntitle = \"b\"\npoints = 1.5\n";
        }
        for team in 1..=if self.third_team { 3 } else { 2 } {
            text += &format!("[[teams]]\nid = \"to-{team}\"\ntitle = \"T\"\n");
        }
        text
    }
}

/// A row; its evidence is its place in the list, so that no two are one.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    day: u32,
    team: u32,
    activity: usize,
    quantity: u32,
    accepted: Option<u32>,
    member: bool,
}

fn row() -> impl Strategy<Value = Row> {
    (1..55_u32, 1..4_u32, 0..3_usize, 1..5_u32, proptest::option::of(1..5_u32), any::<bool>()).prop_map(
        |(day, team, activity, quantity, accepted, member)| Row {
            day,
            team,
            activity,
            quantity,
            accepted,
            member,
        },
    )
}

/// The rows that the rules know of, in files and an order of no meaning.
fn files(rules: &Rules, moved: bool, rows: &[Option<Row>], shuffle: usize) -> Vec<RawFile> {
    let mut logs =
        vec!["date,team,members,activity,quantity,evidence,accepted,appraiser,note\n".to_owned(); 2];
    let mut indices: Vec<usize> = (0..rows.len()).collect();
    let middle = shuffle % rows.len().max(1);
    indices.rotate_left(middle);
    for index in indices {
        let Some(row) = &rows[index] else { continue };
        let is_known = (row.team < 3 || rules.third_team) && (row.activity != 1 || rules.second_activity);
        if !is_known {
            continue;
        }
        let day =
            chrono::NaiveDate::from_ymd_opt(2025, 1, 31).unwrap() + chrono::Days::new(u64::from(row.day));
        let Row { team, quantity, .. } = row;
        let activity = ["A1", "A2", "thuong"][row.activity];
        let member = if row.member { format!("M-{team}") } else { String::new() };
        let accepted = row.accepted.map(|accepted| accepted.to_string()).unwrap_or_default();
        let appraiser = if row.accepted.is_some() { "TT-1" } else { "" };
        logs[(index + shuffle) % 2] +=
            &format!("{day},to-{team},{member},{activity},{quantity},E-{index},{accepted},{appraiser},x\n");
    }
    let mut members = "member,team,from,to,role\nM-1,to-1,,,\nM-2,to-2,,,\n".to_owned();
    members += if moved { "Z-1,to-2,,,\n" } else { "Z-1,to-1,,,\n" };
    if rules.third_team {
        members += "M-3,to-3,,,\n";
    }
    let mut files = vec![
        RawFile::in_memory("records/campaign.toml", Purpose::Campaign, rules.text().into_bytes()),
        RawFile::in_memory("records/members.csv", Purpose::Members, members.into_bytes()),
    ];
    files.extend(logs.into_iter().zip(0..).map(|(log, number)| {
        RawFile::in_memory(format!("records/activities/{number}.csv"), Purpose::Log, log.into_bytes())
    }));
    files
}

fn side(reading: &Reading) -> Side<'_> {
    Side { campaign: reading.rules().unwrap(), records: &reading.records, sources: &reading.sources }
}

fn taken_apart(old: &[RawFile], new: &[RawFile], request: Request) -> Difference {
    let read = |files: Vec<RawFile>| reading::read(files, 9, 1);
    let (before, after) = (read(old.to_vec()), read(new.to_vec()));
    let errors: Vec<_> = [&before, &after].iter().map(|reading| reading.findings.has_errors()).collect();
    assert_eq!(errors, [false, false], "{:?}", after.findings);
    let under_rules = read([&new[..1], &old[1..]].concat());
    let with_members = read([&new[..2], &old[2..]].concat());
    let campaign = after.rules().unwrap();
    let under = |reading| Side { campaign, ..side(reading) };
    let sides = Sides {
        old: side(&before),
        under_rules: under(&under_rules),
        with_members: under(&with_members),
        new: side(&after),
    };
    let difference = difference(&sides, request);
    let (old, new) = (scores(sides.old, request), scores(sides.new, request));
    for subject in &difference.subjects {
        let of = |scores: &BTreeMap<String, Fraction>| {
            scores.get(&subject.id).cloned().unwrap_or_else(|| whole(0))
        };
        let parts = subject.parts.iter().fold(whole(0), |sum, part| sum + part.amount.to_fraction());
        assert_eq!(parts, of(&new) - of(&old), "{subject:#?}");
        assert_eq!(subject.difference.to_fraction(), parts);
        assert!(subject.parts.iter().all(|part| !part.amount.is_zero()));
        assert!(subject.parts.is_sorted_by(|one, other| one.step < other.step));
    }
    let ids: Vec<&String> = difference.subjects.iter().map(|subject| &subject.id).collect();
    assert!(old.keys().chain(new.keys()).all(|id| ids.contains(&id)));
    difference
}

fn scores(side: Side<'_>, request: Request) -> BTreeMap<String, Fraction> {
    let id = |subject: usize| match request.by {
        SubjectKind::Team => side.campaign.teams[subject].id.to_string(),
        SubjectKind::Member => side.records.members.as_ref().unwrap()[subject].id.to_string(),
    };
    let standings = score(side.campaign, side.records, request).standings.into_iter();
    standings.filter_map(|standing| Some((id(standing.subject), standing.score?.to_fraction()))).collect()
}

/// What is told of everybody, without the places of rows.
fn told(difference: &Difference) -> Vec<String> {
    let steps = difference.steps.iter().map(|step| {
        let rows =
            step.rows.iter().map(|row| [row.before(), row.after()].map(|row| row.map(|row| row.line())));
        format!("{:?} {:?}", step.kind, rows.collect::<Vec<_>>())
    });
    let subjects = difference
        .subjects
        .iter()
        .map(|subject| format!("{} {} {:?}", subject.id, subject.difference, subject.parts));
    steps.chain(subjects).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_parts_add_up_whatever_was_changed(
        old_rules in rules(),
        new_rules in proptest::option::of(rules()),
        moved in any::<[bool; 2]>(),
        rows in prop::collection::vec((proptest::option::of(row()), proptest::option::of(row()), any::<bool>()), 0..24),
        by_member in any::<bool>(),
        claimed in any::<bool>(),
        phase in proptest::option::of(0..2_usize),
        until in proptest::option::of(1..55_u64),
        shuffle in 0..100_usize,
    ) {
        let new_rules = new_rules.unwrap_or_else(|| old_rules.clone());
        let old_rows: Vec<_> = rows.iter().map(|(old, ..)| old.clone()).collect();
        // Half of the rows stay as they are.
        let new_rows: Vec<_> =
            rows.iter().map(|(old, new, stays)| if *stays { old } else { new }.clone()).collect();
        let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 31).unwrap();
        let begins = if phase == Some(1) { 29 } else { 1 };
        let request = Request {
            by: if by_member { SubjectKind::Member } else { SubjectKind::Team },
            phase,
            until: until.map(|day| first + chrono::Days::new(day.max(begins))),
            basis: if claimed { Basis::Claimed } else { Basis::Official },
        };
        let old = files(&old_rules, moved[0], &old_rows, 0);
        let new = files(&new_rules, moved[1], &new_rows, 0);
        let difference = taken_apart(&old, &new, request);
        let shuffled = files(&new_rules, moved[1], &new_rows, shuffle);
        let elsewhere = taken_apart(&files(&old_rules, moved[0], &old_rows, shuffle / 2), &shuffled, request);
        prop_assert_eq!(told(&difference), told(&elsewhere));
        // Nothing differs from itself.
        let nothing = taken_apart(&new, &shuffled, request);
        prop_assert!(nothing.subjects.iter().all(|subject| !subject.is_moved()));
        prop_assert!(nothing.rows() == (0, 0));
    }
}

#[test]
fn many_rows_are_put_together_and_still_add_up() {
    let rules = Rules {
        weight: 40,
        target: 400,
        cap: 60,
        best: true,
        limit: 3,
        decimals: 2,
        second_activity: true,
        third_team: true,
        weights: [1, 2],
    };
    let row = |index: u32| Row {
        day: 1 + index % 54,
        team: 1 + index % 3,
        activity: index as usize % 2,
        quantity: 1 + index % 4,
        accepted: Some(1 + index % 4),
        member: false,
    };
    let rows: Vec<_> = (0..900).map(|index| Some(row(index))).collect();
    let none = vec![None; rows.len()];
    let request = Request { by: SubjectKind::Team, phase: None, until: None, basis: Basis::Official };
    let difference = taken_apart(&files(&rules, false, &none, 0), &files(&rules, false, &rows, 7), request);
    assert_eq!(difference.rows(), (900, 0));
    // The rules, and each of three teams with each of two activities.
    assert_eq!(difference.steps.len(), 7);
}

/// A repository of five commits by two people, and a row that nobody has committed.
fn story() -> Repository {
    let repository = Repository::small();
    repository.append(FEBRUARY, "2025-02-08,to-2,,C2A,1,BB-0007,1,CA-02,");
    repository.commit("row", "2025-02-11", OTHER);
    repository.replace(FEBRUARY, "C1A,1,BB-0003,,,", "C1A,1,BB-0003,1,CA-01,");
    repository.commit("accept", "2025-02-12", AUTHOR);
    repository.replace(FEBRUARY, "2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,\n", "");
    repository.commit("remove", "2025-02-13", OTHER);
    repository.replace("records/campaign.toml", "target = 8", "target = 6");
    repository.commit("rules", "2025-02-14", AUTHOR);
    repository.append(FEBRUARY, "2025-02-09,to-1,,C1A,2,BB-0008,2,CA-02,");
    repository
}

#[test]
fn every_part_has_its_reason_and_its_author() {
    let repository = story();
    let run = repository.run(&["compare", "2025-02-10", "--format=json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let steps = json["steps"].as_array().unwrap().iter();
    let causes: Vec<String> = steps
        .flat_map(|step| step["causes"].as_array().unwrap())
        .map(|cause| {
            let what = cause["rule"].as_str().or(cause["row"]["date"].as_str()).unwrap();
            let by = cause["author"].as_str().unwrap_or("nobody");
            let day = cause["authored"].as_str().and_then(|day| day.get(..10)).unwrap_or("–");
            format!("{} {what} {by} {day}", cause["change"].as_str().unwrap())
        })
        .collect();
    assert_eq!(
        causes,
        [
            "changed criterion C1 An Lê 2025-02-14",
            "removed 2025-02-04 Bình Trần 2025-02-13",
            "changed 2025-02-05 An Lê 2025-02-12",
            "added 2025-02-08 Bình Trần 2025-02-11",
            "added 2025-02-09 nobody –",
        ]
    );
    // The other way round everything is undone.
    let back = repository.run(&["compare", "HEAD", "HEAD~4"]);
    assert!(back.stdout.contains("row removed: 2025-02-08 to-2 C2A"), "{back:?}");
    assert!(back.stdout.contains("accepted 1 → –"), "{back:?}");
}

#[test]
fn what_a_row_does_to_others_is_said_of_them() {
    let repository = Repository::small();
    let best = CAMPAIGN.replace("target = 8", "rule = \"best\"");
    repository.write("records/campaign.toml", best);
    repository.commit("best", "2025-02-11", AUTHOR);
    repository.append(FEBRUARY, "2025-02-08,to-2,,C1A,6,BB-0007,6,CA-02,");
    let run = repository.run(&["compare", "HEAD"]);
    let (_, below) = run.stdout.split_once("to-1 Team One: ").unwrap();
    assert!(below.contains("-30.00 row added: 2025-02-08 to-2 C1A 6 BB-0007"), "{run:?}");
}

#[test]
fn teams_and_members_come_and_go() {
    let repository = Repository::small();
    repository.append("records/campaign.toml", "\n[[teams]]\nid = \"to-3\"\ntitle = \"Team Three\"");
    repository
        .write("records/members.csv", MEMBERS.replace("T1-02,to-1,,,member\n", "") + "T3-01,to-3,,,member\n");
    repository.replace(FEBRUARY, "T1-01 T1-02", "T1-01");
    repository.append(FEBRUARY, "2025-02-08,to-3,T3-01,C1A,4,BB-0007,4,CA-02,");
    let run = repository.run(&["compare", "HEAD"]);
    assert!(
        run.stdout.contains("to-3 Team Three: 0.00 → 30.00 (+30.00)")
            || run.stdout.contains("to-3 Team Three: – → 30.00 (+30.00)"),
        "{run:?}"
    );
    let run = repository.run(&["compare", "HEAD", "--by=member"]);
    assert!(run.stdout.contains("T1-02: 15.00 → – (-15.00)"), "{run:?}");
    assert!(run.stdout.contains("by who serves where (members.csv)"), "{run:?}");
    assert!(run.stdout.contains("removed member T1-02"), "{run:?}");
}

#[test]
fn errors_of_either_state_stand_in_the_way() {
    let repository = story();
    repository.append(FEBRUARY, "2025-02-30,to-1,,C1A,2,BB-0009,2,CA-02,");
    let run = repository.run(&["compare", "HEAD"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.starts_with("Errors in the records in the folder:\n"), "{run:?}");
    let run = repository.run(&["compare", "HEAD", "--keep-going"]);
    assert!(run.status == 0 && run.stdout.contains("row added: 2025-02-09"), "{run:?}");
    repository.commit("wrong", "2025-02-15", AUTHOR);
    repository.write(FEBRUARY, support::LOG);
    let run = repository.run(&["--lang=vi", "compare", "HEAD"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.starts_with("Lỗi trong bản ghi "), "{run:?}");
    for (arguments, reason) in [
        (&["compare", "HEAD~1", "--phase=2"][..], "2"),
        (&["compare", "nowhere"], "git knows no commit"),
        (&["compare", "HEAD~1", "nowhere"], "git knows no commit"),
    ] {
        let run = repository.run(arguments);
        assert!(run.status == 2 && run.stderr.contains(reason), "{run:?}");
    }
}

#[test]
fn an_identifier_that_was_in_a_row_is_covered() {
    let repository = Repository::small();
    repository.append(FEBRUARY, "2025-02-08,to-2,,C1A,1,BB-0007,1,CA-02,CCCD 079188001234");
    repository.commit("leak", "2025-02-11", OTHER);
    repository.write(FEBRUARY, support::LOG);
    for format in ["table", "csv", "json", "md"] {
        let run = repository.run(&["compare", "HEAD", "--keep-going", "--format", format]);
        assert!(!run.stdout.contains("079188001234") && !run.stderr.contains("079188001234"), "{run:?}");
    }
}

#[test]
fn a_spreadsheet_can_add_the_parts_up() {
    let repository = story();
    let run = repository.run(&["--lang=vi", "compare", "2025-02-10", "--excel"]);
    assert!(run.stdout.starts_with("\u{feff}Đơn vị;Cụm;Trước;Sau;Chênh lệch;"), "{run:?}");
    assert!(run.stdout.contains(";10,00;thêm;08/02/2025 to-2 C2A 1 BB-0007;"), "{run:?}");
}

/// The blocks of docs/history.md show what is printed, of the repository of [`story`].
#[test]
fn the_document_shows_what_is_printed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/history.md");
    let document = fs::read_to_string(&path).unwrap();
    let repository = story();
    let mut written = String::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        if line != "```console" {
            continue;
        }
        for line in lines.by_ref() {
            if let Some(command) = line.strip_prefix("$ thidua ") {
                let run = repository.run(&command.split_whitespace().collect::<Vec<_>>());
                written += &format!("{line}\n{}{}", run.stdout, run.stderr);
            } else if line == "```" {
                written += "```\n";
                break;
            }
        }
    }
    if std::env::var_os("THIDUA_BLESS").is_some() {
        fs::write(&path, written).unwrap();
    } else {
        assert_eq!(document, written, "THIDUA_BLESS=1 writes what is printed now");
    }
}
