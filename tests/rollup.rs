//! Many campaigns in one board: like with like, and each score as its own board has it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use serde_json::Value;
use support::{CAMPAIGN, Folder, Run};

fn folder(id: &str, rules: &str, log: &str) -> Folder {
    let folder = Folder::with_log(log);
    folder.write("campaign.toml", rules.replace("id = \"small\"", &format!("id = \"{id}\"")));
    folder
}

/// `rollup` of some folders, started where none of them is.
fn rollup(folders: &[&Folder], arguments: &[&str]) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.arg("rollup").args(folders.iter().map(|folder| folder.records())).args(arguments);
    support::run(command)
}

fn document(folders: &[&Folder], arguments: &[&str]) -> Value {
    let run = rollup(folders, &[&["--format", "json"], arguments].concat());
    assert_eq!(run.status, 0, "{run:?}");
    serde_json::from_str(&run.stdout).unwrap()
}

fn places(table: &Value) -> Vec<String> {
    let subjects = table["subjects"].as_array().unwrap().iter();
    subjects
        .map(|own| {
            let text = |key: &str| own[key].as_str().unwrap().to_owned();
            let score = own["score"].as_f64().unwrap();
            format!("{} {}/{} {score:.2}", own["rank"], text("campaign"), text("id"))
        })
        .collect()
}

/// Other teams' work, and another target.
const OTHER_LOG: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n\
                         2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,\n\
                         2025-02-04,to-2,,C2A,1,BB-0002,1,CA-01,\n";

#[test]
fn like_campaigns_share_a_table_whatever_their_teams_and_targets_are() {
    let first = folder("one", CAMPAIGN, support::LOG);
    let local = CAMPAIGN
        .replace("target = 8", "target = 4")
        .replace("target = 4\n\n[[act", "targets = { to-1 = 5, to-2 = 2 }\n\n[[act")
        .replace("Team One", "Another Team");
    let second = folder("two", &local, OTHER_LOG);
    let both = document(&[&first, &second], &[]);
    assert_eq!(both["tables"].as_array().unwrap().len(), 1, "{both}");
    let table = &both["tables"][0];
    assert_eq!(table["differing"], Value::Array(Vec::new()));
    // 22.5 and 2 points of bonus; 30; 15; 20.
    assert_eq!(
        places(table),
        ["1 one/to-2 30.00", "2 one/to-1 24.50", "3 two/to-2 20.00", "4 two/to-1 15.00"]
    );
    assert_eq!(both["campaigns"][0]["mean_exact"], "109/4");
    assert_eq!(both["campaigns"][1]["rows_counted"], 2);
    // Each score is that of its own board.
    for (nth, own) in [&first, &second].into_iter().enumerate() {
        let board: Value = serde_json::from_str(&own.run(&["score", "--format", "json"]).stdout).unwrap();
        let mut at_home: Vec<_> = board["subjects"].as_array().unwrap().iter().map(|s| &s["score"]).collect();
        let id = ["one", "two"][nth];
        let mut together: Vec<_> = table["subjects"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|s| s["campaign"] == id)
            .map(|s| &s["score"])
            .collect();
        at_home.sort_by_key(ToString::to_string);
        together.sort_by_key(ToString::to_string);
        assert_eq!(at_home, together);
    }
}

#[test]
fn unlike_rules_stand_apart_and_what_differs_is_named() {
    let first = folder("one", CAMPAIGN, support::LOG);
    let weights = CAMPAIGN.replace("weight = 60", "weight = 70").replace("weight = 40", "weight = 30");
    let second = folder("two", &weights, support::LOG);
    let third = folder("three", CAMPAIGN, support::LOG);
    let all = document(&[&first, &second, &third], &[]);
    let tables = all["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 2);
    assert_eq!(tables[0]["campaigns"], serde_json::json!(["one", "three"]));
    assert_eq!(tables[1]["differing"], serde_json::json!(["criterion C1", "criterion C2"]));
    // Equals share a rank, in the order in which their campaigns were named.
    assert_eq!(places(&tables[0])[..3], ["1 one/to-2 30.00", "1 three/to-2 30.00", "3 one/to-1 24.50"]);
    let untargeted = folder("four", &CAMPAIGN.replace("target = 8\n", ""), support::LOG);
    let all = document(&[&first, &untargeted], &[]);
    assert_eq!(all["tables"][1]["differing"], serde_json::json!(["criterion C1"]));
    for (language, said) in
        [("en", "Not as in rules 1: criterion C1"), ("vi", "Khác bộ quy định 1 ở: tiêu chí C1")]
    {
        let page = rollup(&[&first, &untargeted], &["--lang", language]).stdout;
        assert!(page.contains(said), "{page}");
    }
}

#[test]
fn the_best_at_home_is_said_to_be_a_measure_of_home() {
    let best = CAMPAIGN.replace("target = 8", "rule = \"best\"");
    let (first, second) = (folder("one", &best, support::LOG), folder("two", &best, OTHER_LOG));
    assert_eq!(document(&[&first, &second], &[])["tables"][0]["measured_at_home"], serde_json::json!(["C1"]));
    assert!(rollup(&[&first, &second], &["--lang", "en"]).stdout.contains("C1: measured by the best"));
    assert!(!rollup(&[&first], &["--lang", "en"]).stdout.contains("C1: measured by the best"));
}

#[test]
fn what_cannot_be_ranked_is_refused() {
    let first = folder("one", CAMPAIGN, support::LOG);
    let broken = folder("two", CAMPAIGN, &format!("{}2025-02-30,to-1,,C1A,1,x,1,CA-01,\n", support::LOG));
    let run = rollup(&[&first, &broken], &[]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("R202"), "{}", run.stderr);
    let kept = document(&[&first, &broken], &["--keep-going"]);
    assert_eq!(kept["campaigns"][1]["rows_left_out"], 1);
    assert_eq!(rollup(&[&first, &first], &[]).status, 2);
    assert_eq!(rollup(&[&first], &["--phase", "2"]).status, 2);
    assert_eq!(rollup(&[&first], &["--phase", "0"]).status, 2);
    assert_eq!(rollup(&[], &[]).status, 2);
    let csv = rollup(&[&first], &["--format", "csv", "--by", "member"]).stdout;
    assert!(csv.starts_with("rules,digest,rank,campaign,unit,id,title,rank_at_home,status,score\n"), "{csv}");
}
