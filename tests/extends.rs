//! A campaign file that extends that of a superior.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::fs;
use std::path::Path;

use support::Folder;
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{Reading, read};

/// What a province says.
const PROVINCE: &str = r#"[campaign]
language = "en"
scale = 100
decimals = 1

[[criteria]]
id = "C1"
title = "Patrols"
weight = 60
rule = "surplus"

[[criteria]]
id = "C2"
weight = 40

[[activities]]
id = "A1"
criterion = "C1"

[[activities]]
id = "A2"
criterion = "C2"

[[grades]]
id = "tot"
min = 80

[[grades]]
id = "tot"
for = "member"
min = 85
"#;

/// What a commune adds.
const COMMUNE: &str = r#"extends = "../tinh/campaign.toml"

[campaign]
id = "xa-1"
title = "Thi đua"
start = 2025-01-01
end = 2025-12-31

[[phases]]
start = 2025-01-01
end = 2025-12-31

[[teams]]
id = "to-1"

[[criteria]]
id = "c1"
targets = { to-1 = 20 }
"#;

/// Reads a commune's file and those that it extends, one after the other.
fn read_chain(own: &str, bases: &[(&str, &str)]) -> Reading {
    let file = |path: &str, purpose, text: &str| RawFile::in_memory(path, purpose, text.as_bytes().to_vec());
    let mut files = vec![file("records/campaign.toml", Purpose::Campaign, own)];
    let bases = bases.iter().enumerate();
    files.extend(bases.map(|(nth, (path, text))| file(path, Purpose::Base(nth), text)));
    files.sort_by(|left, right| left.path.cmp(&right.path));
    read(files, usize::MAX, 1)
}

/// Every finding as `path:line:column code`, and where the first related place is.
fn said(reading: &Reading) -> Vec<String> {
    let place = |place: thidua::source::Place| {
        let (source, start) = (reading.sources.get(place.file), place.start as usize);
        format!("{}:{}:{}", source.path, source.line(start), source.column(start))
    };
    let findings = reading.findings.iter().map(|finding| {
        let related = finding
            .related
            .first()
            .map_or_else(String::new, |related| format!(" ({})", place(related.place)));
        format!("{} {}{related}", place(finding.place), finding.rule().code)
    });
    findings.collect()
}

#[track_caller]
fn check(own: &str, base: &str, expected: &[&str]) {
    let reading = read_chain(own, &[("tinh/campaign.toml", base)]);
    assert_eq!(said(&reading), expected, "in\n{own}\nwhich extends\n{base}");
    let errors = reading.findings.has_errors();
    assert!(errors != reading.rules().is_some(), "rules are there just where there is no error");
}

#[track_caller]
fn replaced(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "once in\n{text}\nis\n{old}");
    text.replace(old, new)
}

#[test]
fn what_both_say_is_one_campaign() {
    check(COMMUNE, PROVINCE, &[]);
    let reading = read_chain(COMMUNE, &[("tinh/campaign.toml", PROVINCE)]);
    let campaign = reading.rules().unwrap();
    assert_eq!((campaign.id.as_str(), campaign.decimals), ("xa-1", 1));
    let ids: Vec<_> = campaign.criteria.iter().map(|criterion| criterion.id.as_str()).collect();
    assert_eq!(ids, ["C1", "C2"], "an identifier stays as it was declared");
    assert_eq!(campaign.criteria[0].title.vi.as_deref(), Some("Patrols"));
    assert_eq!(campaign.leaf(0).unwrap().targets.len(), 1);
    assert_eq!(campaign.grades.len(), 2);
    assert_eq!(reading.rule_files.len(), 2);
}

#[test]
fn lists_go_on_where_the_extended_ones_end() {
    let more = "[[criteria]]\nid = \"C3\"\nweight = 0\nbase = 1\n[[groups]]\nid = \"cum\"\n";
    let reading = read_chain(&format!("{COMMUNE}{more}"), &[("tinh/campaign.toml", PROVINCE)]);
    assert_eq!(said(&reading), [""; 0]);
    let ids: Vec<_> = reading.rules().unwrap().criteria.iter().map(|c| c.id.to_string()).collect();
    assert_eq!(ids, ["C1", "C2", "C3"]);
}

#[test]
fn a_change_must_say_that_it_is_one() {
    let weights = |mark: &str| {
        format!("{COMMUNE}weight = 50\n{mark}\n[[criteria]]\nid = \"C2\"\nweight = 50\n{mark}\n")
    };
    check(
        &weights(""),
        PROVINCE,
        &[
            "records/campaign.toml:19:1 C141 (tinh/campaign.toml:9:1)",
            "records/campaign.toml:23:1 C141 (tinh/campaign.toml:14:1)",
        ],
    );
    check(&weights("override = true"), PROVINCE, &[]);
    let reading = read_chain(&weights("override = true"), &[("tinh/campaign.toml", PROVINCE)]);
    let weights: Vec<_> =
        reading.rules().unwrap().criteria.iter().map(|criterion| criterion.weight.to_string()).collect();
    assert_eq!(weights, ["50", "50"]);

    // The same value again is said again, too.
    let language = |line: &str| replaced(COMMUNE, "id = \"xa-1\"", &format!("id = \"xa-1\"\n{line}"));
    check(
        &language("language = \"en\""),
        PROVINCE,
        &["records/campaign.toml:5:1 C141 (tinh/campaign.toml:2:1)"],
    );
    check(&language("override = true\nlanguage = \"vi\""), PROVINCE, &[]);
    check(
        &language("override = false\nlanguage = \"vi\""),
        PROVINCE,
        &["records/campaign.toml:6:1 C141 (tinh/campaign.toml:2:1)"],
    );
    // A mark that says nothing leads to no complaint but of itself.
    check(&language("override = 1\nlanguage = \"vi\""), PROVINCE, &["records/campaign.toml:5:12 C104"]);
}

#[test]
fn grades_are_told_apart_by_whom_they_are_for() {
    let grade = |lines: &str| format!("{COMMUNE}[[grades]]\nid = \"tot\"\n{lines}\n");
    check(&grade("floor = 0.5\ntitle = \"Tốt\""), PROVINCE, &[]);
    check(
        &grade("for = \"member\"\nmin = 80"),
        PROVINCE,
        &["records/campaign.toml:22:1 C141 (tinh/campaign.toml:31:1)"],
    );
    let reading = read_chain(
        &grade("for = \"member\"\nmin = 90\noverride = true"),
        &[("tinh/campaign.toml", PROVINCE)],
    );
    let least: Vec<_> = reading.rules().unwrap().grades.iter().map(|grade| grade.min.to_string()).collect();
    assert_eq!(least, ["80", "90"]);
}

#[test]
fn phases_are_replaced_as_a_whole() {
    let base = format!("{PROVINCE}[[phases]]\nstart = 2025-01-01\nend = 2025-12-31\n");
    let halves = |mark: &str, other: &str| {
        let phase = "[[phases]]\nstart = 2025-01-01\nend = 2025-12-31\n";
        let two = format!(
            "[[phases]]\nstart = 2025-01-01\nend = 2025-06-30\n{mark}\n\
             [[phases]]\nstart = 2025-07-01\nend = 2025-12-31\n{other}\n"
        );
        replaced(COMMUNE, phase, &two)
    };
    check(COMMUNE, &base, &["records/campaign.toml:9:1 C141 (tinh/campaign.toml:32:1)"]);
    check(
        &halves("override = true", ""),
        &base,
        &["records/campaign.toml:13:1 C141 (tinh/campaign.toml:32:1)"],
    );
    check(&halves("override = true", "override = true"), &base, &[]);
    let reading = read_chain(&halves("override = true", "override = true"), &[("tinh/campaign.toml", &base)]);
    assert_eq!(reading.rules().unwrap().phases.len(), 2);
    check(&halves("override = true", ""), PROVINCE, &["records/campaign.toml:12:1 C142"]);
    check(COMMUNE, &format!("phases = 3\n{PROVINCE}"), &["tinh/campaign.toml:1:10 C104"]);
}

#[test]
fn an_override_of_nothing_is_a_warning() {
    check(&format!("{COMMUNE}override = true\n"), PROVINCE, &["records/campaign.toml:19:1 C142"]);
    let renamed = format!("{COMMUNE}[[activities]]\nid = \"A9\"\ncriterion = \"C1\"\noverride = true\n");
    check(&renamed, PROVINCE, &["records/campaign.toml:22:1 C142"]);
    // The highest has nothing to override.
    check(COMMUNE, &format!("{PROVINCE}override = true\n"), &["tinh/campaign.toml:32:1 C142"]);
    check(&format!("{COMMUNE}overide = true\n"), PROVINCE, &["records/campaign.toml:19:1 C102"]);
}

#[test]
fn findings_stand_in_the_file_that_is_wrong() {
    let base = |old: &str, new: &str| replaced(PROVINCE, old, new);
    check(COMMUNE, &base("weight = 60", "weight = \"60\""), &["tinh/campaign.toml:9:10 C104"]);
    check(
        COMMUNE,
        &base("weight = 40", "weight = 30"),
        &["tinh/campaign.toml:6:1 C116 (tinh/campaign.toml:3:9)"],
    );
    check(
        COMMUNE,
        &base("\"A2\"\ncriterion = \"C2\"", "\"A2\"\ncriterion = \"C1\""),
        &["tinh/campaign.toml:13:6 C126"],
    );
    check(COMMUNE, &base("scale = 100", "scael = 100"), &["tinh/campaign.toml:3:1 C102"]);
    check(
        COMMUNE,
        &base("criterion = \"C2\"", "criterion = \"C9\""),
        &["tinh/campaign.toml:22:13 C109 (tinh/campaign.toml:6:1)"],
    );
    let private = base("\"Patrols\"", "\"an@example.com\"");
    let private = read_chain(COMMUNE, &[("tinh/campaign.toml", &private)]);
    assert_eq!(said(&private), ["tinh/campaign.toml:8:10 P605"]);
    // Two of one name are two declarations, in the base or here.
    let twice = "[[criteria]]\nid = \"C1\"\nweight = 0\n";
    check(COMMUNE, &format!("{PROVINCE}{twice}"), &["tinh/campaign.toml:33:6 C108 (tinh/campaign.toml:7:6)"]);
    check(
        &format!("{COMMUNE}{twice}"),
        PROVINCE,
        &["records/campaign.toml:20:6 C108 (tinh/campaign.toml:7:6)"],
    );
    // What neither says is missing where the later one has the table.
    check(&replaced(COMMUNE, "title = \"Thi đua\"\n", ""), PROVINCE, &["records/campaign.toml:3:1 C103"]);
    check(
        &replaced(COMMUNE, "[[teams]]\nid = \"to-1\"\n", "")
            .replace("targets = { to-1 = 20 }", "target = 20"),
        PROVINCE,
        &["records/campaign.toml:1:1 C111"],
    );
}

#[test]
fn a_base_that_is_no_toml_leaves_sums_and_references_unchecked() {
    check(COMMUNE, &replaced(PROVINCE, "weight = 40", "weight = 4,0"), &["tinh/campaign.toml:14:11 C101"]);
    let broken = replaced(PROVINCE, "weight = 60", "weight = = 60");
    check(&format!("{COMMUNE}override = true\n"), &broken, &["tinh/campaign.toml:9:10 C101"]);
    // A type that is wrong there is not confused with one that is right here.
    check(COMMUNE, "criteria = 3\n", &["tinh/campaign.toml:1:12 C104"]);
    check(
        &format!("limits = 3\n{COMMUNE}"),
        &format!("{PROVINCE}[limits]\nbonus = 1\n"),
        &["records/campaign.toml:1:10 C104"],
    );
}

#[test]
fn the_example_of_the_reference_works() {
    let reference = include_str!("../docs/campaign.md");
    let example = |name: &str| {
        let (_, rest) = reference.split_once(&format!("```toml {name}\n")).unwrap();
        rest.split_once("```").unwrap().0
    };
    check(example("xa"), example("tinh"), &[]);
    let reading = read_chain(example("xa"), &[("tinh/campaign.toml", example("tinh"))]);
    let campaign = reading.rules().unwrap();
    assert_eq!(campaign.leaf(0).unwrap().targets.len(), 2);
    assert_eq!(campaign.leaf(1).unwrap().target.as_ref().unwrap().to_string(), "8");
}

#[test]
fn extends_must_be_a_text() {
    let empty = replaced(COMMUNE, "\"../tinh/campaign.toml\"", "");
    assert_eq!(said(&read_chain(&empty, &[])), ["records/campaign.toml:1:11 C101"]);
    let numbered = replaced(COMMUNE, "\"../tinh/campaign.toml\"", "3");
    assert_eq!(said(&read_chain(&numbered, &[])), ["records/campaign.toml:1:11 C104"]);
    let misplaced = replaced(COMMUNE, "[campaign]\n", "[campaign]\nextends = \"x.toml\"\n");
    check(&misplaced, PROVINCE, &["records/campaign.toml:4:1 C102"]);
    let misspelt = replaced(COMMUNE, "extends", "extend");
    let reading = read_chain(&misspelt, &[]);
    assert_eq!(said(&reading)[0], "records/campaign.toml:1:1 C102");
}

#[test]
fn a_chain_has_any_number_of_links() {
    let ministry = "[campaign]\nscale = 100\n[ranking]\ntie_break = [\"full\"]\n";
    let province = replaced(PROVINCE, "scale = 100\n", "");
    let province =
        format!("extends = \"../bo.toml\"\n{province}[ranking]\noverride = true\ntie_break = []\n");
    let chain: &[(&str, &str)] = &[("tinh/campaign.toml", &province), ("bo.toml", ministry)];
    let reading = read_chain(COMMUNE, chain);
    assert_eq!(said(&reading), [""; 0]);
    assert_eq!(reading.rules().unwrap().ranking.tie_break, []);
    assert_eq!(reading.rule_files.len(), 3);

    let commune = format!("{COMMUNE}[ranking]\ntie_break = [\"penalty\"]\n");
    let said = said(&read_chain(&commune, chain));
    assert_eq!(said, ["records/campaign.toml:20:1 C141 (tinh/campaign.toml:34:1)"]);
}

/// Runs `validate` on a commune whose file begins with `extends`, with more files around it.
fn validate(extends: &str, prepare: impl Fn(&Path)) -> Vec<(String, String)> {
    let folder = Folder::new();
    folder.write("campaign.toml", replaced(COMMUNE, "../tinh/campaign.toml", extends));
    fs::remove_file(folder.records().join("members.csv")).unwrap();
    fs::remove_dir_all(folder.records().join("activities")).unwrap();
    prepare(folder.records().parent().unwrap());
    folder.run(&["validate", "--format", "short", "--all"]).findings()
}

#[track_caller]
fn check_found(extends: &str, prepare: impl Fn(&Path), expected: &[(&str, &str)]) {
    let found = validate(extends, prepare);
    let found: Vec<_> = found.iter().map(|(place, code)| (place.as_str(), code.as_str())).collect();
    assert_eq!(found, expected, "{extends}");
}

/// The province's file where the commune looks for it.
fn province(parent: &Path) {
    fs::create_dir(parent.join("tinh")).unwrap();
    fs::write(parent.join("tinh/campaign.toml"), PROVINCE).unwrap();
}

#[test]
fn the_base_lies_beside_the_records_or_among_them() {
    check_found("../tinh/campaign.toml", province, &[]);
    check_found("./../tinh//campaign.toml", province, &[]);
    let inside = |parent: &Path| fs::write(parent.join("records/chung.TOML"), PROVINCE).unwrap();
    check_found("chung.TOML", inside, &[]);
    let utf16 = |parent: &Path| {
        let bytes: Vec<u8> =
            format!("\u{feff}{PROVINCE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        fs::write(parent.join("tỉnh.toml"), bytes).unwrap();
    };
    check_found("../tỉnh.toml", utf16, &[]);
}

#[test]
fn every_link_of_a_chain_is_looked_for_where_its_file_lies() {
    let three = |parent: &Path| {
        fs::create_dir_all(parent.join("tinh/bo")).unwrap();
        fs::write(parent.join("tinh/campaign.toml"), format!("extends = \"bo/x.toml\"\n{PROVINCE}")).unwrap();
        fs::write(parent.join("tinh/bo/x.toml"), "[limits]\nbnous = 3\n").unwrap();
    };
    check_found("../tinh/campaign.toml", three, &[("tinh/bo/x.toml:2:1", "C102")]);
    let lost = |parent: &Path| {
        province(parent);
        fs::write(parent.join("tinh/campaign.toml"), format!("extends = \"bo.toml\"\n{PROVINCE}")).unwrap();
    };
    check_found("../tinh/campaign.toml", lost, &[("tinh/campaign.toml:1:11", "C139")]);
}

#[test]
fn what_cannot_be_extended_is_said_where_it_is_named() {
    let at = |code| [("records/campaign.toml:1:11", code)];
    let nothing = |_: &Path| {};
    for path in ["/etc/campaign.toml", "C:/campaign.toml", "../tinh", "", "..//", "/dev/zero", "~/x.toml"] {
        check_found(path, nothing, &at("C138"));
    }
    check_found("..\\\\tinh\\\\campaign.toml", nothing, &at("C138"));
    check_found("../tinh/campaign.toml", nothing, &at("C139"));
    check_found("x\\u0000.toml", nothing, &at("C139"));
    check_found("../tinh.toml", |parent| fs::create_dir(parent.join("tinh.toml")).unwrap(), &at("C139"));
    check_found("campaign.toml", nothing, &at("C140"));
    check_found("../records/campaign.toml", nothing, &at("C140"));
    let sparse = |parent: &Path| {
        fs::File::create(parent.join("huge.toml")).unwrap().set_len(1 << 40).unwrap();
    };
    check_found("../huge.toml", sparse, &at("C139"));
}

#[test]
fn a_circle_is_said_where_it_closes() {
    let back = |parent: &Path| {
        province(parent);
        fs::write(parent.join("tinh/campaign.toml"), "extends = \"../bo.toml\"\n").unwrap();
        fs::write(parent.join("bo.toml"), "\nextends = \"tinh/campaign.toml\"\n").unwrap();
    };
    check_found("../tinh/campaign.toml", back, &[("bo.toml:2:11", "C140")]);
}

#[test]
fn a_base_in_another_encoding_is_refused_as_any_file_is() {
    let windows = |parent: &Path| {
        fs::write(parent.join("tinh.toml"), b"# Ti\xEA\xF9u chu\xE2\xF7n thi \xF1ua").unwrap();
    };
    let found = validate("../tinh.toml", windows);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].0 == "tinh.toml:1:1" && found[0].1.starts_with("T3"), "{found:?}");
}

#[cfg(unix)]
#[test]
fn links_count_by_what_they_lead_to() {
    use std::os::unix::fs::symlink;

    let at = |code| [("records/campaign.toml:1:11", code)];
    let link = |to: &'static str| {
        move |parent: &Path| {
            province(parent);
            symlink(to, parent.join("link.toml")).unwrap();
        }
    };
    check_found("../link.toml", link("tinh/campaign.toml"), &[]);
    check_found("../link.toml", link("/dev/zero"), &at("C139"));
    check_found("../link.toml", link("/etc/passwd"), &at("C138"));
    check_found("../link.toml", link("nowhere.toml"), &at("C139"));
    check_found("../link.toml", link("link.toml"), &at("C139"));
    check_found("../link.toml", link("records/campaign.toml"), &at("C140"));
    let pipe = |parent: &Path| {
        let made = std::process::Command::new("mkfifo").arg(parent.join("pipe.toml")).status().unwrap();
        assert!(made.success());
    };
    check_found("../pipe.toml", pipe, &at("C139"));
}

#[test]
fn rows_are_scored_by_what_both_say() {
    let folder = Folder::new();
    folder.write("campaign.toml", COMMUNE);
    folder.write("members.csv", "member,team,from,to,role\nT1-01,to-1,,,leader\n");
    folder.write(
        "activities/2025-02.csv",
        "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n\
         2025-02-04,to-1,T1-01,A1,20,BB-1,20,CA-01,\n2025-02-05,to-1,T1-01,A2,10,BB-2,10,CA-01,\n",
    );
    province(folder.records().parent().unwrap());
    let run = folder.run(&["score", "--format", "csv"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("40.0"), "{}", run.stdout);

    let again = folder.run(&["score", "--format", "csv"]);
    assert_eq!(run, again);
}

#[test]
fn the_language_of_the_base_is_that_of_findings_in_a_broken_file() {
    let folder = Folder::new();
    folder.write("campaign.toml", replaced(COMMUNE, "id = \"xa-1\"", "id = 3"));
    province(folder.records().parent().unwrap());
    let run = folder.run(&["validate", "--format", "short"]);
    assert!(run.stdout.contains("expected `id` to be text"), "{}", run.stdout);
    let rule = folder.run(&["rule", "C139"]);
    assert!(rule.stdout.starts_with("# C139: file to extend"), "{}", rule.stdout);
}

#[test]
fn what_is_wrong_is_shown_in_its_own_file_to_the_last_letter() {
    // The file ends with what is wrong in it, and the next one begins with a word.
    let own = format!("{COMMUNE}per = 1");
    let base = replaced(PROVINCE, "weight = 40", "weight = -40");
    let reading = read_chain(&own, &[("tinh/campaign.toml", &base)]);
    let shown = |reading: &Reading| -> Vec<String> {
        let place = |place| reading.sources.text(place).to_owned();
        reading.findings.iter().map(|finding| place(finding.place)).collect()
    };
    assert_eq!(shown(&reading), ["1", "-40"]);
    let base = replaced(PROVINCE, "scale = 100", "scal = 100");
    assert_eq!(shown(&read_chain(COMMUNE, &[("tinh/campaign.toml", &base)])), ["scal"]);
}
