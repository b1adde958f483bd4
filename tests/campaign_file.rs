//! What is said about `campaign.toml`, and where.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use thidua::campaign::{Campaign, read};
use thidua::finding::{Finding, Findings, Note, Problem, RULES, ValueKind};
use thidua::source::{Encoding, Source, Sources};

/// The smallest campaign that most rules can be broken in. Cases below change a piece of it, and
/// name places by its lines.
const SMALL: &str = r#"[campaign]
id = "vt-2024"
title = "Thi đua"
start = 2024-12-13
end = 2025-08-19

[[phases]]
start = 2024-12-13
end = 2025-02-03

[[phases]]
start = 2025-02-04
end = 2025-08-19

[[teams]]
id = "to-1"

[[teams]]
id = "to-2"

[[criteria]]
id = "C1"
weight = 60

[[criteria]]
id = "C2"
weight = 40

[[activities]]
id = "A1"
criterion = "C1"

[[activities]]
id = "A2"
criterion = "C2"
"#;

/// Lines of [`SMALL`]; what is appended to it begins on the next one.
const LINES: usize = 35;

fn read_text(text: &str) -> (Option<Campaign>, Vec<Finding>, Sources) {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("records/campaign.toml", text, Encoding::Utf8));
    let mut findings = Findings::keeping(usize::MAX);
    let campaign = read(&sources, file, &[], &mut findings);
    assert!(campaign.is_some() || findings.has_errors(), "a campaign is read where there is no error");
    findings.sort();
    (campaign, findings.iter().cloned().collect(), sources)
}

/// Every finding as `line:column code`.
fn said(text: &str) -> Vec<String> {
    let (_, findings, sources) = read_text(text);
    findings
        .iter()
        .map(|finding| format!("{} {}", place_of(finding, &sources), finding.rule().code))
        .collect()
}

fn place_of(finding: &Finding, sources: &Sources) -> String {
    let source = sources.get(finding.place.file);
    let start = finding.place.start as usize;
    format!("{}:{}", source.line(start), source.column(start))
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(said(text), expected, "in\n{text}");
}

/// [`SMALL`] with each first text replaced by the second, once, in this order.
#[track_caller]
fn changed(changes: &[(&str, &str)]) -> String {
    changes.iter().fold(SMALL.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "`{from}` is not in\n{text}");
        text.replacen(from, to, 1)
    })
}

#[track_caller]
fn check_changed(changes: &[(&str, &str)], expected: &[&str]) {
    check(&changed(changes), expected);
}

/// Checks [`SMALL`] with more lines in `[campaign]`, from line 6 on.
#[track_caller]
fn check_campaign(lines: &str, expected: &[&str]) {
    check_changed(&[("end = 2025-08-19", &format!("end = 2025-08-19\n{lines}"))], expected);
}

/// Checks [`SMALL`] with more lines in its first team, from line 17 on.
#[track_caller]
fn check_team(lines: &str, expected: &[&str]) {
    check_changed(&[("\"to-1\"", &format!("\"to-1\"\n{lines}"))], expected);
}

/// Checks [`SMALL`] with more lines in its first criterion, from line 24 on.
#[track_caller]
fn check_criterion(lines: &str, expected: &[&str]) {
    check_changed(&[("weight = 60", &format!("weight = 60\n{lines}"))], expected);
}

/// Checks [`SMALL`] with more lines in its first activity, from line 32 on.
#[track_caller]
fn check_activity(lines: &str, expected: &[&str]) {
    check_changed(&[("criterion = \"C1\"", &format!("criterion = \"C1\"\n{lines}"))], expected);
}

/// Checks [`SMALL`] with `text` behind it; the lines of `expected` count from the first line of `text`.
#[track_caller]
fn check_appended(text: &str, expected: &[&str]) {
    let shift = |place: &&str| {
        let (line, rest) = place.split_once(':').unwrap();
        format!("{}:{rest}", LINES + line.parse::<usize>().unwrap())
    };
    let expected: Vec<String> = expected.iter().map(shift).collect();
    assert_eq!(said(&format!("{SMALL}{text}")), expected, "in\n{text}");
}

#[track_caller]
fn only_finding(text: &str) -> (Finding, Sources) {
    let (_, mut findings, sources) = read_text(text);
    assert_eq!(findings.len(), 1, "{findings:?}");
    (findings.remove(0), sources)
}

#[test]
fn the_small_campaign_is_right() {
    check(SMALL, &[]);
    assert_eq!(SMALL.lines().count(), LINES);
}

#[test]
fn one_slip_of_syntax_is_one_finding() {
    check_changed(&[("weight = 60", "weight = = 60")], &["23:10 C101"]);
    check_changed(&[("\"to-1\"", "to-1")], &["16:6 C101"]);
    check_changed(&[("\"to-1\"", "\"to-1")], &["16:11 C101"]);
    check_changed(&[("[[teams]]", "[[teams]")], &["15:9 C101"]);
    check_team("id = \"to-3\"", &["17:1 C101"]);
    check_changed(&[("weight = 40", "weight = 40,5")], &["27:12 C101"]);
    check_changed(&[("weight = 40", "weight =")], &["27:9 C101"]);
    check_changed(&[("weight = 40", "weight")], &["27:7 C101"]);
    check_changed(&[("2024-12-13", "13/12/2024")], &["4:9 C101"]);
    check_changed(&[("2024-12-13", "2024-02-30")], &["4:9 C101"]);
    check_changed(&[("2024-12-13", "2024-1-5")], &["4:9 C101"]);
    check_appended("[campaign]\nunit = \"x\"\n", &["1:2 C101"]);
    check("\0\0\0\0", &["1:1 C101"]);
    check("<<<<<<< HEAD\n", &["1:1 C101"]);
}

#[test]
fn what_nothing_closes_is_said_where_it_opens() {
    check_criterion("not_assigned = [\"to-1\"", &["24:16 C101"]);
    check_criterion("not_assigned = [[\"to-1\"", &["24:16 C101"]);
    check_criterion("cap = { day = 3, week = 10", &["24:7 C101"]);
    check_criterion("targets = {", &["24:11 C101"]);
    check_changed(&[("\"Thi đua\"", "\"\"\"Thi đua")], &["3:9 C101"]);
    check_appended("[[groups]]\nid = \"\"\"", &["2:6 C101"]);
    // What stands in it may well be closed.
    check_criterion("not_assigned = [\"\"\"a\"\"\"", &["24:16 C101"]);
    for (line, opening) in [("cap = { day = 3", "{"), ("targets = [", "["), ("title = '''a", "'''")] {
        let (finding, sources) = only_finding(&changed(&[("weight = 60", &format!("weight = 60\n{line}"))]));
        assert_eq!(sources.text(finding.place), opening);
    }
}

#[test]
fn sound_parts_of_a_damaged_file_are_checked() {
    check_changed(&[("2024-12-13", "2024-02-30"), ("\"to-2\"", "to-2")], &["4:9 C101", "19:6 C101"]);
    check_changed(&[("2024-12-13", "2024-02-30"), ("2025-08-19", "19/8/2025")], &["4:9 C101", "5:7 C101"]);
    check_changed(&[("\"to-1\"", "to-1"), ("weight = 60", "weight = -1")], &["16:6 C101", "23:10 C106"]);
    check_changed(&[("\"to-1\"", "to-1"), ("weight = 60", "")], &["16:6 C101", "21:1 C103"]);
    // But nothing is said of what may be missing only because it could not be read.
    check_changed(&[("\"to-1\"", "to-1"), ("weight = 60", "weight = 6")], &["16:6 C101"]);
    check_changed(&[("[[activities]]", "[[activities]")], &["29:14 C101"]);
    check_changed(&[("\"to-1\"", "to-1"), ("criterion = \"C1\"", "criterion = \"C9\"")], &["16:6 C101"]);
    let award = "\n[[awards]]\nid = \"khen\"\nplaces = 1\nphase = 9\n";
    check(&(changed(&[("\"to-1\"", "to-1")]) + award), &["16:6 C101"]);
    check("[campaign]\nid = \"x\"\ntitle = \"x\"\nstart = 2024-1-1\nend = 2025-01-01\n", &["4:9 C101"]);
}

#[test]
fn reasons_are_those_that_people_can_act_on() {
    for (line, reason) in [
        ("id = to-1", "text must stand in quotes"),
        ("id = tổ", "text must stand in quotes"),
        ("id = 13/12/2024", "a date is written like `2024-12-13`"),
        ("id = 1.2.3.4", "expected a number such as `2.5`, or text in quotes"),
        ("id =", "a value is missing"),
        ("id = 2,5", "the decimal mark is `.`"),
        ("id = [1", "unclosed `[`, expected `]`"),
        ("id = '''a", "unclosed `'''`, expected `'''`"),
        ("id = 1\nid = 2", "duplicate key"),
    ] {
        let (_, findings, _) = read_text(&format!("[campaign]\n{line}\n"));
        let problems: Vec<_> = findings.into_iter().map(|finding| finding.problem).collect();
        assert_eq!(problems, [Problem::TomlSyntax { reason: reason.to_owned() }], "{line}");
    }
}

#[test]
fn keys_that_mean_nothing() {
    check_changed(&[("title", "titel")], &["1:1 C103", "3:1 C102"]);
    check_appended("[prizes]\n", &["1:2 C102"]);
    check_appended("[[team]]\nid = \"x\"\n", &["1:3 C102"]);
    check(&format!("name = \"x\"\n{SMALL}"), &["1:1 C102"]);
    check(&format!("inherits = \"../tinh/campaign.toml\"\n{SMALL}"), &["1:1 C102"]);
    check_criterion("cap = { day = 1, year = 3 }", &["24:18 C102"]);
    check_criterion("cap.day = 1\ncap.year = 3", &["25:5 C102"]);
    check_changed(&[("\"Thi đua\"", "{ vi = \"a\", fr = \"b\" }")], &["3:21 C102"]);
    check_appended("[records]\ncolumns = { dates = [\"Ngày\"] }\n", &["2:13 C102"]);
    check_appended(
        "[limits]\nmalus = 3\n[grading]\nx = 1\n[privacy]\ny = 1\n",
        &["2:1 C102", "4:1 C102", "6:1 C102"],
    );

    let (finding, _) = only_finding(&changed(&[("weight = 60", "weight = 60\nrules = 'best'")]));
    let Problem::UnknownKey { key, table, near, known } = finding.problem else { panic!("{finding:?}") };
    assert_eq!((&*key, &*table, near.as_deref()), ("rules", "[[criteria]]", Some("rule")));
    assert_eq!(known[..4], ["id", "title", "weight", "in"]);
    let (finding, _) = only_finding(&format!("xyzzy = 1\n{SMALL}"));
    let Problem::UnknownKey { table, near, known, .. } = finding.problem else { panic!("{finding:?}") };
    assert_eq!((&*table, near, known.len()), ("", None, 15));
}

#[test]
fn keys_that_must_be_there() {
    check_changed(&[("id = \"vt-2024\"\n", "")], &["1:1 C103"]);
    check_changed(&[("title = \"Thi đua\"\n", "")], &["1:1 C103"]);
    check_changed(&[("start = 2024-12-13\n", ""), ("end = 2025-08-19\n", "")], &["1:1 C103", "1:1 C103"]);
    check_changed(&[("[[phases]]\nstart = 2024-12-13\n", "[[phases]]\n")], &["7:1 C103"]);
    check_changed(&[("weight = 60\n", "")], &["21:1 C103"]);
    check_changed(&[("criterion = \"C1\"\n", "")], &["29:1 C103"]);
    check_changed(&[("\"Thi đua\"", "{}")], &["3:9 C103"]);
    // What refers to a table without an identifier is not at fault.
    check_changed(&[("id = \"C1\"\n", "")], &["21:1 C103"]);
    check_appended("[[adjustments]]\nid = \"T1\"\n", &["1:1 C103"]);
    check_appended("[[adjustments]]\nid = \"T1\"\nkind = \"bonus\"\n", &["1:1 C103"]);
    check_appended("[[grades]]\nid = \"tot\"\n", &["1:1 C103"]);
    check_appended("[[grades]]\nid = \"tot\"\nmin = 80\nround = \"up\"\n", &["1:1 C103"]);
    check_appended("[[awards]]\nid = \"gk\"\n", &["1:1 C103"]);
    check_criterion("rule = \"bands\"", &["21:1 C103"]);
    check_criterion("rule = \"bands\"\nbands = []", &["25:9 C103"]);
    check_criterion("rule = \"bands\"\nbands = [{ from = 3 }]", &["25:10 C103"]);
    let without_campaign = &SMALL[SMALL.find("[[phases]]").unwrap()..];
    check(without_campaign, &["1:1 C103"]);
    check("", &["1:1 C103", "1:1 C111", "1:1 C111", "1:1 C111"]);
}

#[test]
fn values_of_another_kind() {
    use ValueKind::*;
    for (from, to, place, expected, found) in [
        ("\"vt-2024\"", "7", "2:6", Text, WholeNumber),
        ("\"Thi đua\"", "true", "3:9", Title, Truth),
        ("\"Thi đua\"", "{ vi = 3 }", "3:16", Text, WholeNumber),
        ("2024-12-13", "\"2024-12-13\"", "4:9", Date, Text),
        ("2024-12-13", "2024-12-13T07:00:00", "4:9", Date, Time),
        ("2024-12-13", "2024-12-13T07:00:00+07:00", "4:9", Date, Time),
        ("2024-12-13", "07:00:00", "4:9", Date, Time),
        ("weight = 60", "weight = \"60\"", "23:10", Number, Text),
        ("weight = 60", "weight = [60]", "23:10", Number, List),
        ("weight = 60", "weight = 60\ncap = 3", "24:7", Table, WholeNumber),
        ("weight = 60", "weight = 60\nnot_assigned = \"to-1\"", "24:16", List, Text),
        ("weight = 60", "weight = 60\nnot_assigned = [1.5]", "24:17", Text, Number),
        ("weight = 60", "weight = 60\nrule = 'surplus'\nat_target = 2024-12-13", "25:13", Share, Date),
        ("weight = 60", "weight = 60\nrule = 'surplus'\nat_target = '0.5'", "25:13", Share, Text),
        ("weight = 60", "weight = 60\nrule = 'surplus'\nat_target = '1/2/3'", "25:13", Share, Text),
        ("weight = 60", "weight = 60\nrule = 'surplus'\nat_target = '-1/2'", "25:13", Share, Text),
        ("weight = 60", "weight = 60\nrule = 'bands'\nbands = {}", "25:9", TableList, Table),
        ("weight = 60", "weight = 60\nrule = 'bands'\nbands = [3]", "25:10", Table, WholeNumber),
        ("weight = 60", "weight = 60\ntarget = 3\nevery = 30", "25:9", DayCount, WholeNumber),
        ("weight = 60", "weight = 60\ntarget = 3\nevery = '30 ngày'", "25:9", DayCount, Text),
        ("weight = 60", "weight = 60\ntargets = ['to-1']", "24:11", Table, List),
        ("[campaign]", "[[campaign]]", "1:1", Table, TableList),
    ] {
        let (finding, sources) = only_finding(&changed(&[(from, to)]));
        let Problem::WrongType { expected: e, found: f, .. } = finding.problem else {
            panic!("{to}: {finding:?}")
        };
        assert_eq!((e, f), (expected, found), "{to}");
        assert_eq!(place_of(&finding, &sources), place, "{to}");
    }
    check_campaign("decimals = 2.0", &["6:12 C104"]);
    check_appended("[grades]\nid = \"tot\"\nmin = 3\n", &["1:1 C104"]);
    for quota in ["20", "\"20\"", "\"20,5%\"", "\"-20%\"", "\"%\"", "0.2"] {
        check_appended(&format!("[[grades]]\nid = \"tot\"\nmin = 3\nquota = {quota}\n"), &["4:9 C104"]);
    }
    check_appended("[[awards]]\nid = \"gk\"\nplaces = \"3\"\nphase = \"1\"\n", &["3:10 C104", "4:9 C104"]);
    check_appended("[records]\ncolumns = { date = \"Ngày\" }\n", &["2:20 C104"]);
    check_appended("[privacy]\nallow = \"947\"\n", &["2:9 C104"]);
    // A list that is wrong as a whole makes no reference into it wrong.
    check(
        &format!("groups = 3\n{}", changed(&[("\"to-1\"", "\"to-1\"\ngroup = \"cum-1\"")])),
        &["1:10 C104"],
    );
    check_changed(
        &[("[[teams]]\nid = \"to-1\"\n\n[[teams]]\nid = \"to-2\"", "[teams]\nid = \"to-1\"")],
        &["15:1 C104"],
    );
}

#[test]
fn numbers_that_are_no_exact_decimals() {
    for number in ["0x3C", "0o74", "0b11", "6e1", "6.0E1", "inf", "-inf", "nan", "60.0001", "1234567890123"] {
        check_changed(&[("weight = 60", &format!("weight = {number}"))], &["23:10 C105"]);
    }
    check_changed(&[("weight = 60", &format!("weight = 6{}", "0".repeat(5000)))], &["23:10 C105"]);
    check_changed(&[("weight = 60", &format!("weight = 60.{}", "0".repeat(5000)))], &["23:10 C105"]);
    check_changed(&[("weight = 60", "weight = +60.000")], &[]);
    check_changed(&[("weight = 60", "weight = 6_0")], &[]);
    check_criterion("target = 0.1234567890123456789", &["24:10 C105"]);
    check_criterion("target = 0.123456789012345678\nbase = -0.123456789012345678", &[]);
    check_criterion("targets = { to-1 = 0.123456789012345678, to-2 = 1e3 }", &["24:49 C105"]);
    check_criterion("cap = { day = 1.0005 }", &["24:15 C105"]);
    check_activity("points = 0.0005", &["32:10 C105"]);
    check_appended("[[grades]]\nid = \"tot\"\nmin = 3\nquota = \"12.3456%\"\n", &["4:9 C105"]);
    check_appended("[ranking]\nmin_tenure = 0.3333\n", &["2:14 C105"]);
}

#[test]
fn numbers_outside_their_range() {
    check_campaign("scale = 0", &["6:9 C106"]);
    check_campaign("decimals = 7", &["6:12 C106"]);
    check_campaign("decimals = -1", &["6:12 C106"]);
    check_changed(&[("end = 2025-02-03", "end = 2025-02-03\nweight = 0")], &["10:10 C106"]);
    check_changed(&[("weight = 60", "weight = -60")], &["23:10 C106"]);
    for (lines, place) in [
        ("target = 0", "24:10"),
        ("targets = { to-1 = -1 }", "24:20"),
        ("target = 1\nover = 0.999", "25:8"),
        ("rule = 'surplus'\nat_target = 1.5", "25:13"),
        ("rule = 'surplus'\nat_target = '3/2'", "25:13"),
        ("rule = 'surplus'\nat_target = '0/0'", "25:13"),
        ("rule = 'bands'\nbands = [{ from = -1, score = 3 }]", "25:19"),
        ("rule = 'bands'\nbands = [{ from = 1, score = -3 }]", "25:30"),
        ("cap = { week = 0 }", "24:16"),
        ("target = 3\nevery = '0d'", "25:9"),
        ("target = 3\nevery = '99999999999d'", "25:9"),
    ] {
        check_criterion(lines, &[&format!("{place} C106")]);
    }
    check_appended("[[adjustments]]\nid = \"T1\"\nkind = \"penalty\"\npoints = -2\n", &["4:10 C106"]);
    check_appended("[limits]\nbonus = -1\npenalty = 0\n", &["2:9 C106"]);
    check_appended("[ranking]\nmin_tenure = 1.5\n", &["2:14 C106"]);
    check_appended(
        "[[grades]]\nid = \"tot\"\nmin = 101\nfloor = 2\nquota = \"101%\"\n",
        &["3:7 C106", "4:9 C106", "5:9 C106"],
    );
    check_appended("[grading]\nmin_months = -1\n", &["2:14 C106"]);
    check_appended(
        "[[awards]]\nid = \"gk\"\nplaces = 0\nphase = 0\nfloors = { C1 = 50 }\n",
        &["3:10 C106", "4:9 C106", "5:17 C106"],
    );
    let (finding, _) = only_finding(&changed(&[("weight = 60", "weight = 60\ntarget = 0.0")]));
    let (key, found) = ("target".to_owned(), "0.0".to_owned());
    assert_eq!(finding.problem, Problem::OutOfRange { key, found, range: "> 0" });
}

#[test]
fn identifiers_that_are_none() {
    for id in ["tổ-1", "", "1a", "SEP-2", "TRUE", "a b"] {
        let id = format!("\"{id}\"");
        check_changed(&[("\"to-1\"", &id)], &["16:6 C107"]);
        // Whoever refers to it is not at fault.
        let reference = format!("weight = 60\nnot_assigned = [{id}]");
        check_changed(&[("\"to-1\"", &id), ("weight = 60", &reference)], &["16:6 C107"]);
    }
    check_changed(&[("\"vt-2024\"", "\"vĩnh-thuận\"")], &["2:6 C107"]);
}

#[test]
fn identifiers_that_are_taken() {
    check_changed(&[("\"to-2\"", "\"TO-1\"")], &["19:6 C108"]);
    check_changed(&[("\"A2\"", "\"a1\"")], &["34:6 C108"]);
    check_appended("[[adjustments]]\nid = \"A1\"\nkind = \"bonus\"\npoints = 1\n", &["2:6 C108"]);
    check_appended("[[groups]]\nid = \"G\"\n[[groups]]\nid = \"g\"\n", &["4:6 C108"]);
    check_appended("[[awards]]\nid = \"a\"\nplaces = 1\n[[awards]]\nid = \"a\"\nplaces = 1\n", &["5:6 C108"]);
    check_criterion("targets = { to-1 = 3, TO-1 = 4, to-2 = 5 }", &["24:23 C108"]);
    // The words of `tie_break` mean something else already.
    check_changed(&[("\"C2\"", "\"full\""), ("\"C2\"", "\"full\"")], &["26:6 C108"]);
    check_changed(&[("\"C2\"", "\"Penalty\""), ("\"C2\"", "\"Penalty\"")], &["26:6 C108"]);
    // A criterion that is there twice says nothing about the sums.
    check_changed(&[("\"C2\"", "\"C1\""), ("\"C2\"", "\"C1\""), ("= 40", "= 60")], &["26:6 C108"]);
    // Different kinds of thing do not get into each other's way.
    check_appended("[[groups]]\nid = \"to-1\"\n[[awards]]\nid = \"C1\"\nplaces = 1\n", &[]);
    // Grades of teams and of members are matched by their names.
    let grade = |lines| format!("[[grades]]\nid = \"tot\"\n{lines}\n");
    check_appended(&(grade("min = 80") + &grade("min = 80\nfor = \"member\"")), &[]);
    check_appended(&(grade("min = 80") + &grade("min = 70")), &["5:6 C108"]);
    check_appended(&(grade("min = 80") + &grade("min = 70\nfor = \"members\"")), &["7:7 C110"]);

    let (finding, sources) = only_finding(&changed(&[("\"to-2\"", "\"TO-1\"")]));
    assert_eq!(finding.related.len(), 1);
    assert_eq!(finding.related[0].note, Note::FirstHere);
    assert_eq!(sources.text(finding.related[0].place), "\"to-1\"");
}

#[test]
fn references_that_lead_nowhere() {
    check_team("group = \"cum-1\"", &["17:9 C109"]);
    check_changed(&[("criterion = \"C1\"", "criterion = \"C11\"")], &["31:13 C109"]);
    check_criterion("in = \"C9\"", &["24:6 C109"]);
    check_criterion("not_assigned = [\"to-1\", \"to-3\"]", &["24:25 C109"]);
    check_criterion("targets = { to-1 = 1, to-3 = 2 }", &["24:23 C109"]);
    check_appended(
        "[[grades]]\nid = \"tot\"\nmin = 80\nquota = \"20%\"\nof = \"dat\"\n\
         [[grades]]\nid = \"dat\"\nmin = 50\nfor = \"member\"\n",
        &["5:6 C109"],
    );
    check_appended(
        "[[awards]]\nid = \"gk\"\nplaces = 1\ngrade = \"tot\"\nphase = 3\nfloors = { C3 = 0.5 }\n",
        &["4:9 C109", "5:9 C109", "6:12 C109"],
    );
    // In any letter case.
    check_changed(&[("criterion = \"C1\"", "criterion = \"c1\"")], &[]);

    let (finding, sources) =
        only_finding(&changed(&[("weight = 60", "weight = 60\nnot_assigned = [\"to_2\"]")]));
    let Problem::UnknownReference { near, .. } = &finding.problem else { panic!("{finding:?}") };
    assert_eq!(near.as_deref(), Some("to-2"));
    assert_eq!(finding.related[0].note, Note::TeamsListed);
    assert_eq!(sources.path_and_line(finding.related[0].place), "records/campaign.toml:15");
}

#[test]
fn words_that_nobody_knows() {
    check_campaign("language = \"vn\"", &["6:12 C110"]);
    check_criterion("rule = \"Best\"", &["24:8 C110"]);
    check_criterion("target = 3\nper = \"team\"", &["25:7 C110"]);
    check_activity("credit = \"half\"", &["32:10 C110"]);
    check_appended("[records]\ndates = \"dd/mm/yyyy\"\n", &["2:9 C110"]);
    check_appended(
        "[[adjustments]]\nid = \"T1\"\nkind = \"malus\"\npoints = 3\nfor = \"all\"\n",
        &["3:8 C110", "5:7 C110"],
    );
    check_appended("[[adjustments]]\nid = \"T1\"\nkind = \"disqualify\"\nscope = \"year\"\n", &["4:9 C110"]);
    check_appended("[[grades]]\nid = \"tot\"\nmin = 3\nquota = \"20%\"\nround = \"off\"\n", &["5:9 C110"]);
    check_appended(
        "[ranking]\ntie_break = [\"penalty\", \"Full\", \"c1\", \"C3\"]\n",
        &["2:25 C110", "2:39 C110"],
    );

    let (finding, _) = only_finding(&format!("{SMALL}[ranking]\ntie_break = [\"penalties\"]\n"));
    let Problem::UnknownWord { known, near, .. } = finding.problem else { panic!("{finding:?}") };
    assert_eq!(known, ["penalty", "full", "C1", "C2"]);
    assert_eq!(near.as_deref(), Some("penalty"));
}

#[test]
fn a_campaign_of_nothing() {
    // Criteria may live on their base alone, but somebody should look.
    let without_activities = &SMALL[..SMALL.find("[[activities]]").unwrap()];
    check(without_activities, &["22:6 C126", "26:6 C126"]);
    check_changed(&[("[[teams]]\nid = \"to-1\"\n\n[[teams]]\nid = \"to-2\"\n", "")], &["1:1 C111"]);
    check(&SMALL[..SMALL.find("[[phases]]").unwrap()], &["1:1 C111"; 3]);
}

#[test]
fn days_in_order() {
    check_changed(&[("end = 2025-08-19", "end = 2024-08-19")], &["5:7 C112"]);
    check_changed(&[("end = 2025-02-03", "end = 2024-02-03")], &["9:7 C112"]);
    check_team("from = 2025-03-01\nto = 2025-02-28", &["18:6 C112"]);
    check_team("from = 2025-03-01\nto = 2025-03-01", &[]);
    // Outside the campaign, and then not also a gap.
    check_changed(&[("[[phases]]\nstart = 2024-12-13", "[[phases]]\nstart = 2024-12-12")], &["8:9 C113"]);
    check_changed(&[("end = 2025-08-19", "end = 2025-08-18")], &["13:7 C113"]);
    let other_year = ("2025-02-04\nend = 2025-08-19", "2026-02-04\nend = 2026-08-19");
    check_changed(&[other_year], &["12:9 C113"]);

    let (finding, sources) = only_finding(&changed(&[("end = 2025-08-19", "end = 2025-08-18")]));
    let (first, last) = ("2024-12-13".parse().unwrap(), "2025-08-18".parse().unwrap());
    assert_eq!(finding.problem, Problem::PhaseOutsideCampaign { first, last });
    assert_eq!(sources.path_and_line(finding.related[0].place), "records/campaign.toml:5");
}

/// [`SMALL`] with these phases, from line 7 on, four lines each.
fn with_phases(days: &[(&str, &str)]) -> String {
    let phase = |(start, end): &(&str, &str)| format!("[[phases]]\nstart = {start}\nend = {end}\n\n");
    let phases: String = days.iter().map(phase).collect();
    let (before, after) = (SMALL.find("[[phases]]").unwrap(), SMALL.find("[[teams]]").unwrap());
    format!("{}{phases}{}", &SMALL[..before], &SMALL[after..])
}

#[test]
fn phases_that_share_days() {
    check(&with_phases(&[("2024-12-13", "2025-02-04"), ("2025-02-04", "2025-08-19")]), &["12:9 C114"]);
    check(&with_phases(&[("2025-02-04", "2025-08-19"), ("2024-12-13", "2025-02-04")]), &["8:9 C114"]);
    // A long phase overlaps all that lie in it.
    check(
        &with_phases(&[
            ("2024-12-13", "2025-08-19"),
            ("2025-01-01", "2025-01-31"),
            ("2025-02-01", "2025-02-28"),
        ]),
        &["12:9 C114", "16:9 C114"],
    );
    let (finding, sources) =
        only_finding(&with_phases(&[("2025-02-04", "2025-08-19"), ("2024-12-13", "2025-02-04")]));
    assert_eq!(finding.problem, Problem::PhasesOverlap { phase: 2, other: 1 });
    assert_eq!(sources.text(finding.related[0].place), "2024-12-13");
}

#[test]
fn a_phase_outside_the_campaign_shows_the_day_that_it_contradicts() {
    for (first, last, wrong, contradicted) in [
        ("2024-12-12", "2025-08-19", "2024-12-12", "2024-12-13"),
        ("2024-12-13", "2025-08-20", "2025-08-20", "2025-08-19"),
        ("2025-08-20", "2025-08-21", "2025-08-20", "2025-08-19"),
    ] {
        let (_, findings, sources) = read_text(&with_phases(&[(first, last)]));
        let outside = |finding: &&Finding| matches!(finding.problem, Problem::PhaseOutsideCampaign { .. });
        let finding = findings.iter().find(outside).unwrap();
        assert_eq!(sources.text(finding.place), wrong);
        assert_eq!(sources.text(finding.related[0].place), contradicted, "{wrong}");
    }
}

#[test]
fn days_that_belong_to_no_phase() {
    check(&with_phases(&[("2024-12-13", "2025-02-02"), ("2025-02-04", "2025-08-19")]), &["12:9 C115"]);
    check(&with_phases(&[("2024-12-14", "2025-02-03"), ("2025-02-04", "2025-08-19")]), &["8:9 C115"]);
    check(&with_phases(&[("2024-12-13", "2025-02-03"), ("2025-02-04", "2025-08-18")]), &["13:7 C115"]);
    check(&with_phases(&[("2025-01-01", "2025-01-01")]), &["8:9 C115", "9:7 C115"]);
    // Not where a phase is undated, which may be the one in the gap.
    check(&with_phases(&[("2024-12-13", "\"2025-02-03\""), ("2025-03-04", "2025-08-19")]), &["9:7 C104"]);

    let (finding, _) =
        only_finding(&with_phases(&[("2024-12-13", "2025-02-01"), ("2025-02-04", "2025-08-19")]));
    let (first, last) = ("2025-02-02".parse().unwrap(), "2025-02-03".parse().unwrap());
    assert_eq!(finding.problem, Problem::PhaseGap { first, last });
}

#[test]
fn phases_are_numbered_by_date() {
    let (campaign, findings, _) =
        read_text(&with_phases(&[("2025-02-04", "2025-08-19"), ("2024-12-13", "2025-02-03")]));
    assert!(findings.is_empty(), "{findings:?}");
    let starts: Vec<_> = campaign.unwrap().phases.iter().map(|phase| phase.span.first.to_string()).collect();
    assert_eq!(starts, ["2024-12-13", "2025-02-04"]);
}

#[test]
fn top_weights() {
    check_changed(&[("weight = 40", "weight = 39.99")], &["21:1 C116"]);
    check_campaign("scale = 1000", &["22:1 C116"]);
    // Tenths add up exactly.
    check_changed(&[("weight = 40", "weight = 39.9"), ("weight = 60", "weight = 60.1")], &[]);
    // A weight that is unreadable or too fine is not also a bad sum, nor is an unreadable scale.
    check_changed(&[("weight = 40", "weight = \"40\"")], &["27:10 C104"]);
    check_changed(&[("weight = 40", "weight = 39.995")], &["27:10 C125"]);
    check_campaign("scale = -3", &["6:9 C106"]);
    let halves = [("weight = 40", "weight = 39.5"), ("weight = 60", "weight = 60.5")];
    check_changed(&halves, &[]);
    let no_decimals = ("end = 2025-08-19", "end = 2025-08-19\ndecimals = 0");
    check_changed(&[halves[0], halves[1], no_decimals], &["24:10 C125", "28:10 C125"]);

    let scaled = ("end = 2025-08-19", "end = 2025-08-19\nscale = 100");
    let (finding, sources) = only_finding(&changed(&[("weight = 40", "weight = 39.99"), scaled]));
    assert_eq!(finding.problem, Problem::TopWeights { sum: "99.99".to_owned(), scale: "100".to_owned() });
    assert_eq!(sources.text(finding.related[0].place), "100");
}

/// [`SMALL`] with `line` on line 24, in C1, and two criteria inside C1, which activities feed.
fn with_children(line: &str, first: &str, second: &str) -> String {
    let children = format!(
        "weight = 60\n{line}\n[[criteria]]\nid = \"C1A\"\nweight = {first}\nin = \"C1\"\n\
         [[criteria]]\nid = \"C1B\"\nweight = {second}\nin = \"c1\""
    );
    let activities = "criterion = \"C1A\"\n[[activities]]\nid = \"A1B\"\ncriterion = \"C1B\"";
    changed(&[("weight = 60", &children), ("criterion = \"C1\"", activities)])
}

#[test]
fn weights_of_children() {
    check(&with_children("", "35.5", "24.5"), &[]);
    check(&with_children("", "60", "0"), &[]);
    check(&with_children("", "35.5", "25"), &["23:10 C117"]);
    check(&with_children("", "35.5", "24"), &["23:10 C117"]);
    check(&with_children("ceiling = true", "50", "50"), &[]);
    check(&with_children("ceiling = true", "50", "10"), &[]);
    check(&with_children("ceiling = true", "50", "9"), &["23:10 C118"]);
    check(&with_children("ceiling = false", "50", "9"), &["23:10 C117"]);
    check(&with_children("", "50", "-1"), &["31:10 C106"]);
    check(&with_children("", "50", "\"9\""), &["31:10 C104"]);
    check(&with_children("", "50", "9.999"), &["31:10 C125"]);
    // A criterion that stands nobody knows where may be the one that is missing.
    check(&with_children("", "50", "10").replace("in = \"c1\"", "in = \"c1x\""), &["32:6 C109"]);

    let (finding, _) = only_finding(&with_children("", "35.5", "25"));
    let (parent, weight, sum) = ("C1".to_owned(), "60".to_owned(), "60.5".to_owned());
    assert_eq!(finding.problem, Problem::ParentWeight { parent, weight, sum });
}

#[test]
fn criteria_inside_one_another() {
    check_criterion("in = \"C1\"", &["24:6 C119"]);
    check_criterion("in = \"C1\"\ntarget = 3\nceiling = true", &["24:6 C119"]);
    let both = [("weight = 60", "weight = 60\nin = \"C2\""), ("weight = 40", "weight = 40\nin = \"C1\"")];
    check_changed(&both, &["24:6 C119"]);
    // A circle of any length is found once, at its first member, however it is entered.
    let inside =
        |id: usize, parent: usize| format!("[[criteria]]\nid = \"D{id}\"\nweight = 0\nin = \"D{parent}\"\n");
    let circle: String = (0..1000).map(|id| inside(id, (id + 1) % 1000)).collect();
    check_appended(&circle, &["4:6 C119"]);
    check_appended(&(inside(1, 2) + &inside(2, 3) + &inside(3, 2)), &["8:6 C119"]);
    // A long chain is none.
    let chain: String = (0..1000).map(|id| inside(id, id + 1)).collect();
    let end = "[[criteria]]\nid = \"D1000\"\nweight = 0\n[[activities]]\nid = \"AD\"\ncriterion = \"D0\"\n";
    check_appended(&(chain + end), &[]);
}

#[test]
fn keys_on_the_wrong_criterion() {
    check_criterion("ceiling = true", &["24:1 C120"]);
    check_criterion("ceiling = false", &["24:1 C120"]);
    check(&with_children("rule = \"best\"", "30", "30"), &["24:1 C120"]);
    // What a misplaced key says is not read.
    check(&with_children("target = \"x\"", "30", "30"), &["24:1 C120"]);
    for key in ["targets", "every", "per", "base", "over", "at_target", "bands", "cap", "not_assigned"] {
        check(&with_children(&format!("{key} = 1"), "30", "30"), &["24:1 C120"]);
    }
    // A parent that is named where only a leaf can be.
    let named = with_children("", "30", "30").replace("\"C1A\"\n[[act", "\"C1\"\n[[act");
    check(&named, &["40:13 C127"]);
    let more =
        "[ranking]\ntie_break = [\"C1\"]\n[[awards]]\nid = \"gk\"\nplaces = 1\nfloors = { C1 = 0.5 }\n";
    check(&(with_children("", "30", "30") + more), &["49:14 C127", "53:12 C127"]);
}

#[test]
fn keys_of_another_rule() {
    check_criterion("bands = [{ from = 0, score = 1 }]", &["24:1 C121"]);
    check_criterion("at_target = 0.5", &["24:1 C121"]);
    check_criterion(
        "rule = \"best\"\ntarget = 3\ntargets = { to-1 = 3 }\nevery = \"30d\"\nover = 2",
        &["25:1 C121", "26:1 C121", "27:1 C121", "28:1 C121"],
    );
    check_criterion(
        "rule = \"best\"\nper = \"member\"\nbase = 3\ncap.day = 1\nnot_assigned = [\"to-1\"]",
        &[],
    );
    check_criterion(
        "rule = \"bands\"\nover = 2\nbands = [{ from = 98, score = 60 }]\ntarget = 10",
        &["25:1 C121"],
    );
    check_criterion("rule = \"surplus\"\nover = 2\ntarget = 10", &["25:1 C121"]);
    check_criterion("over = 1.5\ntarget = 10", &[]);
    // A rule that nobody knows makes no key wrong.
    check_criterion("rule = \"bset\"\ntarget = 3\nover = 2\nper = \"member\"", &["24:8 C110"]);
    check_criterion("rule = \"bset\"\nper = \"member\"", &["24:8 C110"]);
}

#[test]
fn keys_that_need_a_target() {
    check_criterion("every = \"30d\"\nper = \"member\"", &["24:1 C122", "25:1 C122"]);
    check_criterion("every = \"30d\"\ntargets = {}", &["24:1 C122"]);
    check_criterion("rule = \"surplus\"\nper = \"member\"", &["25:1 C122"]);
    check_criterion("every = \"30d\"\nper = \"member\"\ntarget = 3", &[]);
    check_criterion("every = \"30d\"\nper = \"member\"\ntargets = { to-1 = 3 }", &[]);
    check_criterion("every = \"30d\"\ntarget = -3", &["25:10 C106"]);
}

#[test]
fn bands() {
    let check_bands = |bands: &str, expected: &[&str]| {
        check_criterion(&format!("rule = \"bands\"\nbands = [{bands}]"), expected);
    };
    check_bands("{ from = 98, score = 60 }, { from = 97.5, score = 50.5 }, { from = 0, score = 0 }", &[]);
    check_bands("{ from = 98, score = 60 }, { from = 98, score = 50 }", &["25:46 C123"]);
    check_bands("{ from = 98, score = 60 }, { from = 99, score = 50 }", &["25:46 C123"]);
    check_bands("{ from = 98, score = 60.1 }", &["25:31 C124"]);
    check_bands("{ from = 98, score = 60, to = 100 }", &["25:35 C102"]);
    check_criterion("rule = \"bands\"\n[[criteria.bands]]\nfrom = 98\nscore = 61", &["27:9 C124"]);
    // Not compared with a weight that could not be read.
    let unread = "weight = \"60\"\nrule = \"bands\"\nbands = [{ from = 98, score = 99 }]";
    check_changed(&[("weight = 60", unread)], &["23:10 C104"]);
}

#[test]
fn criteria_in_which_nobody_can_score() {
    check_changed(&[("criterion = \"C2\"", "criterion = \"C1\"")], &["26:6 C126"]);
    check_changed(
        &[("criterion = \"C2\"", "criterion = \"C1\""), ("weight = 40", "weight = 40\nbase = 40")],
        &[],
    );
    // An activity that leads nowhere may have been meant for it.
    check_changed(&[("criterion = \"C2\"", "criterion = \"C3X\"")], &["35:13 C109"]);
}

#[test]
fn teams_that_are_assigned_nothing() {
    let check_assigned = |first: &str, second: &str, expected: &[&str]| {
        let (first, second) = (format!("weight = 60\n{first}"), format!("weight = 40\n{second}"));
        check_changed(&[("weight = 60", &first), ("weight = 40", &second)], expected);
    };
    check_assigned("not_assigned = [\"to-1\"]", "not_assigned = [\"to-1\", \"TO-1\"]", &["16:6 C128"]);
    check_assigned("not_assigned = [\"to-1\"]", "targets = { to-2 = 3 }", &["16:6 C128"]);
    check_assigned("not_assigned = [\"to-1\"]", "targets = { to-2 = 3 }\ntarget = 2", &[]);
    check_assigned("not_assigned = [\"to-1\"]", "not_assigned = [\"to-2\"]", &[]);
    check_assigned("targets = { to-1 = 3, to-2 = 3 }", "targets = { to-2 = 3 }", &[]);
    check_changed(
        &[("weight = 60", "weight = 100\nnot_assigned = [\"to-2\"]"), ("weight = 40", "weight = 0")],
        &["19:6 C128"],
    );
}

#[test]
fn adjustments_and_caps() {
    let check_adjustment = |lines: &str, expected: &[&str]| {
        check_appended(&format!("[[adjustments]]\nid = \"T1\"\n{lines}\n"), expected);
    };
    check_adjustment(
        "kind = \"bonus\"\npoints = 0.5\ncap = { phase = 3 }\nfor = \"member\"\nevidence = true",
        &[],
    );
    check_adjustment("kind = \"disqualify\"\nscope = \"campaign\"\nfor = \"member\"", &[]);
    check_adjustment("kind = \"disqualify\"\npoints = 3\ncap = { day = 1 }", &["4:1 C129", "5:1 C129"]);
    check_adjustment("kind = \"penalty\"\npoints = 3\nscope = \"phase\"", &["5:1 C129"]);
    check_adjustment("kind = \"penality\"\npoints = 3\nscope = \"phase\"", &["3:8 C110"]);
    check_activity("points = -6\ncap = { day = 1 }\nmember_cap = { day = 1 }", &["33:1 C136"]);
    check_activity("points = -6\nmember_cap = { day = 1 }", &["33:1 C136"]);
    check_activity("points = 0\nmember_cap = { day = 1 }", &[]);
}

#[test]
fn grades_and_awards() {
    let grade = |id: &str, min: &str, more: &str| format!("[[grades]]\nid = \"{id}\"\nmin = {min}\n{more}\n");
    check_appended(&(grade("a", "95", "") + &grade("b", "95", "")), &["7:7 C130"]);
    check_appended(&(grade("a", "95", "") + &grade("b", "96", "")), &["7:7 C130"]);
    let members = "for = \"member\"";
    check_appended(&(grade("a", "95", "") + &grade("b", "97", members) + &grade("c", "80", "")), &[]);
    check_appended(
        &(grade("a", "95", "") + &grade("b", "\"80\"", "") + &grade("c", "50", "")),
        &["7:7 C104"],
    );
    let quota = |of: &str| format!("quota = \"12.5%\"\nround = \"nearest\"\nof = \"{of}\"");
    check_appended(&(grade("a", "95", &quota("B")) + &grade("b", "80", "")), &[]);
    check_appended(&grade("a", "95", &quota("a")), &["6:6 C131"]);
    check_appended(&(grade("a", "95", "") + &grade("b", "80", &quota("a"))), &["10:6 C131"]);
    check_appended(&(grade("a", "95", &quota("b")) + &grade("b", "80", members)), &["6:6 C109"]);

    let award = |more: &str| format!("[[awards]]\nid = \"gk\"\nplaces = 3\n{more}\n");
    let full = "grade = \"a\"\nphase = 2\nmin = 180\nfloors = { C1 = \"1/2\", c2 = 0.8 }";
    check_appended(&(grade("a", "95", "") + &award(full)), &[]);
    check_appended(&(grade("a", "95", "") + &award("for = \"member\"\ngrade = \"a\"")), &["9:9 C109"]);
    check_appended(&award("floors = { C1 = 0.5, c1 = 0.6 }"), &["4:22 C108"]);
}

#[test]
fn teams_outside_the_campaign() {
    check_team("from = 2025-08-20", &["17:8 C132"]);
    check_team("to = 2024-12-12", &["17:6 C132"]);
    check_team("from = 2024-07-01\nto = 2024-12-13", &[]);
    check_team("from = 2024-07-01", &[]);
    // Not compared with days that make no campaign.
    check_changed(
        &[("end = 2025-08-19", "end = 2023-08-19"), ("\"to-1\"", "\"to-1\"\nfrom = 2025-08-20")],
        &["5:7 C112"],
    );
}

#[test]
fn names_that_call_another_team() {
    let aliases = |first: &str, second: &str| {
        let (first, second) =
            (format!("\"to-1\"\naliases = [{first}]"), format!("\"to-2\"\naliases = [{second}]"));
        changed(&[("\"to-1\"", &first), ("\"to-2\"", &second)])
    };
    check(&aliases("'Tổ 1', 'Tổ Một'", "'Tổ 2'"), &[]);
    check(&aliases("'Tổ 1'", "'Tổ 2', ' TỔ 1 '"), &["21:20 C133"]);
    check(&aliases("'Tổ 1'", "'To\u{302}\u{309} 1'"), &["21:12 C133"]);
    check(&aliases("'TO-2'", ""), &["17:12 C133"]);
    check(&aliases("' '", "''"), &["17:12 C137", "21:12 C137"]);
    // Its own name again does no harm.
    check(&aliases("'to-1', 'Tổ 1', 'tổ 1'", ""), &[]);

    let (finding, sources) = only_finding(&aliases("'Tổ 1'", "'tổ 1'"));
    assert_eq!(finding.problem, Problem::AliasTaken { alias: "tổ 1".to_owned(), team: "to-1".to_owned() });
    assert_eq!(sources.text(finding.related[0].place), "'Tổ 1'");
    let (campaign, ..) = read_text(&aliases("' To\u{302}\u{309} 1 ', 'to-1'", ""));
    assert_eq!(campaign.unwrap().teams[0].aliases, ["Tổ 1"]);
}

#[test]
fn header_words_that_mean_another_column() {
    let check_columns = |columns: &str, expected: &[&str]| {
        check_appended(&format!("[records]\ncolumns = {{ {columns} }}\n"), expected);
    };
    check_columns("date = ['Ngày ghi'], note = ['Ý kiến', 'Ngày Ghi']", &["2:52 C134"]);
    check_columns("note = ['Team']", &["2:21 C134"]);
    check_columns("member = ['team']", &["2:23 C134"]);
    check_columns("date = ['Ngày', 'ngày'], from = ['Ngày']", &[]);
    check_columns("date = ['']", &["2:21 C137"]);
}

#[test]
fn targets_of_teams_that_are_not_assigned() {
    check_criterion("targets = { to-1 = 3, to-2 = 4 }\nnot_assigned = [\"to-2\"]", &["24:23 C135"]);
    check_criterion("targets = { to-1 = 3, to-2 = 4 }\nnot_assigned = [\"TO-2\", \"to-2\"]", &["24:23 C135"]);
    check_criterion("target = 3\nnot_assigned = [\"to-2\"]", &[]);
}

#[test]
fn texts_that_say_nothing() {
    check_changed(&[("\"Thi đua\"", "\" \"")], &["3:9 C137"]);
    check_changed(&[("\"Thi đua\"", "{ vi = \"Thi đua\", en = \"\" }")], &["3:32 C137"]);
    check_appended("[privacy]\nallow = [\"947\", \"\"]\n", &["2:17 C137"]);
}

#[test]
fn a_key_that_means_nothing_here_is_told_with_what_it_stands_under() {
    let problem = |text: &str| read_text(text).1.into_iter().map(|finding| finding.problem).next().unwrap();
    for (lines, expected) in [
        ("rule = \"best\"\ntarget = 3", ("target", "best")),
        ("target = 3\nover = 2\nrule = \"surplus\"", ("over", "surplus")),
        (
            "target = 3\nat_target = 1\nrule = \"bands\"\nbands = [{ from = 50, score = 60 }]",
            ("at_target", "bands"),
        ),
        ("target = 3\nbands = [{ from = 50, score = 60 }]", ("bands", "target")),
    ] {
        let text = changed(&[("weight = 60", &format!("weight = 60\n{lines}"))]);
        match problem(&text) {
            Problem::KeyNotOfRule { key, rule } => assert_eq!((key.as_str(), rule), expected),
            other => panic!("{lines}: {other:?}"),
        }
    }
    for (kind, lines, key) in [
        ("disqualify", "points = 3", "points"),
        ("bonus", "points = 3\nscope = \"campaign\"", "scope"),
        ("penalty", "points = 3\nscope = \"phase\"", "scope"),
    ] {
        let text = format!("{SMALL}\n[[adjustments]]\nid = \"x\"\nkind = \"{kind}\"\n{lines}\n");
        match problem(&text) {
            Problem::KeyNotOfKind { key: found, kind: of } => assert_eq!((found.as_str(), of), (key, kind)),
            other => panic!("{kind}: {other:?}"),
        }
    }
}

#[test]
fn more_than_a_row_can_name_is_refused() {
    let many = |count: usize| -> String {
        (0..count)
            .map(|number| format!("\n[[adjustments]]\nid = \"x{number}\"\nkind = \"disqualify\"\n"))
            .collect()
    };
    assert_eq!(said(&(SMALL.to_owned() + &many(65_535))), [""; 0]);
    let last = LINES + 2 + 4 * 65_535;
    assert_eq!(said(&(SMALL.to_owned() + &many(65_536))), [format!("{last}:1 C106")]);
}

#[test]
fn line_ends_change_no_place() {
    for (change, expected) in [
        (("weight = 40", "weight = 39"), "21:1 C116"),
        (("\"to-1\"", "to-1"), "16:6 C101"),
        (("title", "titel"), "1:1 C103"),
    ] {
        assert_eq!(said(&changed(&[change]).replace('\n', "\r\n"))[0], expected);
    }
}

#[test]
fn every_rule_of_the_campaign_file_is_broken_above() {
    let cases = concat!(include_str!("campaign_file.rs"), include_str!("extends.rs"));
    for rule in RULES.iter().filter(|rule| rule.code.starts_with('C')) {
        let said = [format!(" {}\"", rule.code), format!("\"{}\"", rule.code), format!(" {} (", rule.code)];
        assert!(said.iter().any(|said| cases.contains(said)), "{}", rule.code);
    }
}
