//! A ledger says what records say, and nothing of how it is written down.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use thidua::folder::{Purpose, RawFile};
use thidua::ledger::{Change, Ledger, RowChange, Scope, compare};
use thidua::reading::{self, Reading};

const RULES: &str = r#"
[campaign]
id = "test"
title = "Test"
start = 2025-01-01
end = 2025-12-31
language = "vi"
[[phases]]
start = 2025-01-01
end = 2025-06-30
[[phases]]
start = 2025-07-01
end = 2025-12-31
[[teams]]
id = "to-1"
[[teams]]
id = "to-2"
aliases = ["Tổ Hai"]
[[criteria]]
id = "C1"
title = "One"
weight = 100
target = 20
targets = { to-2 = 18 }
[[activities]]
id = "C1A"
criterion = "C1"
[[activities]]
id = "C1B"
criterion = "C1"
points = 0.5
[[adjustments]]
id = "PHAT"
kind = "penalty"
points = 2
"#;

const MEMBERS: &str =
    "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,2025-02-01,,\nT2-01,to-2,,,\n";

const LOG: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note,Xe
2025-02-04,to-1,T1-02 T1-01,C1A,2.50,BB-01,2,TT-9,\"hai\ndòng\",59
2025-03-04,to-2,,C1B,1,,1,TT-9,,
";

fn read(rules: &str, members: &str, logs: &[(&str, Vec<u8>)]) -> Reading {
    let mut files = vec![
        RawFile::in_memory("r/campaign.toml", Purpose::Campaign, rules.into()),
        RawFile::in_memory("r/members.csv", Purpose::Members, members.into()),
    ];
    for (name, bytes) in logs {
        files.push(RawFile::in_memory(format!("r/activities/{name}"), Purpose::Log, bytes.clone()));
    }
    let reading = reading::read(files, 20, 1);
    assert!(!reading.findings.has_errors(), "{:?}", reading.findings.iter().collect::<Vec<_>>());
    reading
}

fn ledger(reading: &Reading) -> Ledger<'_> {
    Ledger::new(reading.rules().unwrap(), &reading.records, &reading.sources)
}

/// What is different from the records above: rules as `name`, rows as `+ - ~` with what changed.
fn changes(rules: &str, members: &str, logs: &[(&str, Vec<u8>)], scope: Scope) -> Vec<String> {
    let (old, new) = (read(RULES, MEMBERS, &[("a.csv", LOG.into())]), read(rules, members, logs));
    let shown = |change| match change {
        Change::Rule(rule) => rule.name.to_string(),
        Change::Row(row) => match *row {
            RowChange::Added(row) => format!("+ {}", row.activity),
            RowChange::Removed(row) => format!("- {}", row.activity),
            RowChange::Changed { old, fields, .. } => {
                let fields: Vec<_> = fields.iter().map(|field| field.field.word()).collect();
                format!("~ {} {}", old.activity, fields.join(" "))
            }
        },
    };
    compare(&ledger(&old), &ledger(&new), scope).into_iter().map(shown).collect()
}

#[test]
fn a_row_is_spelt_in_one_way() {
    let reading = read(RULES, MEMBERS, &[("a.csv", LOG.into())]);
    let ledger = ledger(&reading);
    let lines: Vec<_> = ledger.rows(Scope::Campaign).map(|row| ledger.entry(row).line()).collect();
    assert_eq!(
        lines,
        [
            "2025-02-04\tto-1\tc1a\tt1-01 t1-02\t2.5\t2\tBB-01\ttt-9\thai\\ndòng\txe=59",
            "2025-03-04\tto-2\tc1b\t\t1\t1\t\ttt-9\t",
        ]
    );
}

#[test]
fn the_fast_way_to_a_digest_leads_to_the_same() {
    let plain = LOG.replace(",Xe\n", "\n").replace(",59\n", "\n").replace(",,\n", ",\n");
    for log in [LOG, &plain, &plain.replace("T1-02 T1-01", "T1-02"), &plain.replace('\n', "\r\n")] {
        let reading = read(RULES, MEMBERS, &[("a.csv", log.into())]);
        let ledger = ledger(&reading);
        let mut digester = ledger.digester();
        for row in ledger.rows(Scope::Campaign) {
            assert_eq!(digester.digest(row), ledger.entry(row).digest(), "{log}");
        }
    }
}

#[test]
fn rules_are_spelt_whole() {
    let reading = read(RULES, MEMBERS, &[("a.csv", LOG.into())]);
    let rules = |scope| -> Vec<String> {
        let rules = ledger(&reading).rules(scope);
        rules.iter().map(|rule| format!("{}: {}", rule.name, rule.text)).collect()
    };
    assert_eq!(
        rules(Scope::Campaign),
        [
            "campaign: scale=100 decimals=2",
            "records: appraisal=true members=true",
            "phase 1: from=2025-01-01 to=2025-06-30 weight=1",
            "phase 2: from=2025-07-01 to=2025-12-31 weight=1",
            "team to-1: ",
            "team to-2: ",
            "criterion C1: weight=100 rule=target over=1 target=20 targets=to-2:18 per_member=false base=0",
            "activity C1A: criterion=c1 points=1 credit=split",
            "activity C1B: criterion=c1 points=0.5 credit=split",
            "adjustment PHAT: kind=penalty points=2 for=team",
            "limits: ",
            "ranking: min_tenure=0",
            "grading: leader_cap=false",
            "member T1-01: team=to-1 role=leader",
            "member T1-02: team=to-1 from=2025-02-01 role=member",
            "member T2-01: team=to-2 role=member",
        ]
    );
    let of_second_phase = rules(Scope::Phase(1));
    assert!(!of_second_phase.iter().any(|rule| rule.starts_with("activity") || rule.starts_with("phase 1")));
}

#[test]
fn how_it_is_written_is_no_change() {
    let utf16 = |text: &str| -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect()
    };
    let second = "sep=;\r\nGHI CHÚ;Xe;Ngày;tổ;hoạt động;số lượng;thẩm định;người duyệt;thành viên;minh chứng\r\n\
                  \r\n\"'hai\r\ndòng\";'59;4/2/2025;TO-1;c1a;2,5;2,0;tt-9;t1-01, T1-02;\u{200b}BB-01 \r\n";
    let first = "date,team,activity,quantity,accepted,appraiser\n2025/3/4,tổ hai,C1B,1.00,\"1\",TT-9\n";
    let rules = RULES.replace("title = \"Test\"", "title = \"Other\"").replace("\"to-1\"", "'TO-1' # one");
    let members =
        "role,team,member,from,to\n,to-2,T2-01,,\n,to-1,T1-02,2025-02-01,\ntổ trưởng,to-1,T1-01,,\n";
    let logs = [("b.csv", utf16(first)), ("x/y.csv", second.into())];
    assert!(changes(&rules, members, &logs, Scope::Campaign).is_empty());
}

#[test]
fn what_is_changed_is_named() {
    let log = |old: &str, new: &str| vec![("a.csv", LOG.replace(old, new).into_bytes())];
    let same = || log("", "");
    let of_log = |logs: Vec<_>| changes(RULES, MEMBERS, &logs, Scope::Campaign);
    assert_eq!(of_log(log(",59", ",60")), ["~ C1A further"]);
    assert_eq!(of_log(log("hai\n", "hai ")), ["~ C1A note"]);
    assert_eq!(of_log(log("BB-01", "bb-01")), ["~ C1A evidence"]);
    assert_eq!(of_log(log("T1-02 T1-01", "T1-01")), ["~ C1A members"]);
    assert_eq!(of_log(log("2025-03-04", "2025-08-04")), ["~ C1B date"]);
    assert_eq!(of_log(log("C1B,1,,1", "C1B,1,,")), ["~ C1B accepted"]);
    let rules = |old: &str, new: &str, scope| changes(&RULES.replace(old, new), MEMBERS, &same(), scope);
    assert_eq!(rules("to-2 = 18", "to-2 = 17.5", Scope::Campaign), ["criterion C1"]);
    assert_eq!(rules("points = 0.5", "points = 0.50", Scope::Campaign), [""; 0]);
    let later = format!("{MEMBERS}T2-02,to-2,2025-07-01,,\n");
    assert_eq!(changes(RULES, &later, &same(), Scope::Campaign), ["member T2-02"]);
    assert_eq!(changes(RULES, &later, &same(), Scope::Phase(0)), [""; 0]);
    let second = "start = 2025-07-01";
    assert_eq!(rules(second, &format!("{second}\nweight = 2"), Scope::Campaign), ["phase 2"]);
    assert_eq!(rules(second, &format!("{second}\nweight = 2"), Scope::Phase(0)), [""; 0]);
}
