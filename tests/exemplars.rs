//! exemplars.csv, as people and spreadsheets write it, and exemplars as evidence.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::fs;

use support::Folder;
use thidua::records::Exemplars;

const HEADER: &str = "date,kind,subject,title,stage,evidence,note\n";

fn codes(folder: &Folder) -> Vec<String> {
    let run = folder.run(&["validate", "--format", "short", "--lang", "en"]);
    run.findings().into_iter().map(|(_, code)| code).collect()
}

fn listed(folder: &Folder, arguments: &[&str]) -> String {
    let all = [&["exemplars", "--format", "csv"], arguments].concat();
    folder.run(&all).stdout
}

#[test]
fn what_a_spreadsheet_saves_reads_as_what_was_written() {
    let folder = Folder::new();
    let plain = "2025-02-05,deed,T1-02,Lost property handed in,found,DH-01,\n\
                 2025-02-06,method,to-2,Evening patrols together,found,DH-02,\n\
                 2025-03-01,method,to-2,Evening patrols together,building,,with the militia\n";
    folder.write("exemplars.csv", format!("{HEADER}{plain}"));
    assert_eq!(codes(&folder), Vec::<String>::new());
    let expected = listed(&folder, &[]);
    assert!(expected.contains("to-2,to-2,method,Evening patrols together,building,found,2025-02-06,"));
    let vietnamese = "\u{feff}Ngày;Loại;Đối tượng;Tên;Giai đoạn;Minh chứng;Ghi chú\r\n\
                      2025-02-05;Người tốt việc tốt;t1-02;Lost property handed in;Phát hiện;DH-01;\r\n\
                      2025-02-06;cach lam hay;TO-2;Evening patrols together;phat hien;DH-02;\r\n;;;;;;\r\n\
                      2025-03-01;CÁCH LÀM HAY;to-2;evening  patrols together;Xây dựng;;with the militia\r\n";
    folder.write("exemplars.csv", vietnamese);
    assert_eq!(codes(&folder), Vec::<String>::new());
    let read = listed(&folder, &[]);
    assert_eq!(
        read.replace("evening  patrols", "Evening patrols").replace("evening patrols", "Evening patrols"),
        expected
    );
    assert_eq!(folder.run(&["fmt"]).status, 0);
    let spelt = fs::read_to_string(folder.records().join("exemplars.csv")).unwrap();
    assert!(
        spelt.starts_with("Ngày,Loại,Đối tượng,Tên,Giai đoạn,Minh chứng,Ghi chú\n2025-02-05,"),
        "{spelt}"
    );
    assert_eq!(listed(&folder, &[]), read);
}

#[test]
fn a_phase_lists_what_took_a_step_in_it_and_counts_by_team() {
    let folder = Folder::new();
    folder.write(
        "exemplars.csv",
        format!("{HEADER}2025-02-05,method,to-1,A,found,DH-01,\n2025-02-07,deed,T2-01,B,found,DH-02,\n"),
    );
    let document = folder.run(&["exemplars", "--phase", "1", "--format", "json"]).stdout;
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let ids: Vec<_> = document["exemplars"].as_array().unwrap().iter().map(|own| own["id"].clone()).collect();
    assert_eq!(ids, ["to-1", "T2-01"]);
    let counts = document["counts"].as_array().unwrap();
    assert!(counts.iter().all(|count| count["found"] == 1 && count["building"] == 0), "{counts:?}");
    let until = listed(&folder, &["--until", "2025-02-06"]);
    assert!(until.contains("DH-01") && !until.contains("DH-02"), "{until}");
}

#[test]
fn every_cell_is_checked_and_nothing_is_said_twice() {
    let folder = Folder::new();
    for (row, expected) in [
        ("2024-01-01,deed,to-1,A,found,,", vec!["R210"]),
        (",deed,to-1,A,found,,", vec!["R212"]),
        ("2025-02-05,,to-1,A,found,,", vec!["R212"]),
        ("2025-02-05,deed,,A,found,,", vec!["R212"]),
        ("2025-02-05,deed,to-1,,found,,", vec!["R212"]),
        ("2025-02-05,deed,to-1,A,,,", vec!["R212"]),
        ("2025-02-05,deeds,to-9,A,foound,,", vec!["R261", "R260", "R262"]),
        ("2025-02-30,deed,to-1,A,found,,", vec!["R202"]),
        ("2025-02-05,deed,to-1,=A,found,,", vec!["T3"]),
        ("2025-02-05,deed,to-1,A of CCCD 001099012345,found,,", vec!["P6"]),
        ("2025-02-05,deed,to-1,A", vec!["T3"]),
    ] {
        folder.write("exemplars.csv", format!("{HEADER}{row}\n"));
        let found = codes(&folder);
        let begins = |(found, code): (&String, &&str)| found.starts_with(code);
        let agree = found.len() == expected.len() && found.iter().zip(&expected).all(begins);
        assert!(agree, "{row}: {found:?}");
    }
    folder.write("exemplars.csv", "");
    assert_eq!(codes(&folder).len(), 1);
}

#[test]
fn only_an_exemplar_of_the_team_by_that_day_is_evidence() {
    let folder = Folder::new();
    let rules = support::CAMPAIGN.replace("id = \"C1A\"", "id = \"C1A\"\nevidence = \"exemplar\"");
    folder.write("campaign.toml", &rules);
    let log = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n\
               2025-02-05,to-1,T1-01,C1A,1,dh-01,1,CA-01,\n";
    folder.write("activities/2025-02.csv", log);
    let with = |row: &str| {
        folder.write("exemplars.csv", format!("{HEADER}{row}\n"));
        codes(&folder)
    };
    assert_eq!(with("2025-02-05,deed,T1-02,A,found,DH-01,"), Vec::<String>::new());
    assert_eq!(with("2025-02-05,deed,to-1,A,found,DH-01,"), Vec::<String>::new());
    assert_eq!(with("2025-02-06,deed,to-1,A,found,DH-01,"), ["R267"]);
    assert_eq!(with("2025-02-05,deed,to-2,A,found,DH-01,"), ["R267"]);
    assert_eq!(with("2025-02-05,deed,to-1,A,found,DH-02,"), ["R267"]);
    // What could not be read is said once, at its own place.
    assert_eq!(with("2025-02-05,deed,to-1,A,fuond,DH-01,"), ["R262"]);
    fs::remove_file(folder.records().join("exemplars.csv")).unwrap();
    assert_eq!(codes(&folder), ["R267"]);
}

#[test]
fn a_file_that_was_refused_does_not_say_the_same_as_an_empty_one() {
    let (empty, refused) = (Exemplars::default(), Exemplars::refused());
    assert!(empty.say_the_same(&empty.clone()) && !refused.say_the_same(&empty));
}
