//! The corpus through the real `validate`, in every place of every file.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use crate::corpus::{self, Form};
use crate::support::{CAMPAIGN, Folder};

/// A privacy finding: its code, and its bytes in the file.
type Hit = (String, Range<usize>);

/// Everything that `validate` says of a folder.
struct Said(Vec<Value>);

impl Said {
    fn of(folder: &Folder) -> Self {
        let run = folder.run(&["validate", "--format", "json"]);
        let mut document: Value = serde_json::from_str(&run.stdout).expect("JSON");
        Self(document["findings"].as_array_mut().expect("findings").drain(..).collect())
    }

    /// The findings of privacy in a file.
    fn hits(&self, path: &str) -> Vec<Hit> {
        let of_file = self.0.iter().filter(|finding| finding["path"] == path);
        of_file.filter_map(hit).collect()
    }

    /// Whether something is wrong in a cell.
    fn is_wrong(&self, path: &str, cell: &Range<usize>) -> bool {
        let here =
            |finding: &Value| finding["start"].as_u64().is_some_and(|start| cell.contains(&(start as usize)));
        self.0.iter().any(|finding| finding["path"] == path && here(finding))
    }
}

fn hit(finding: &Value) -> Option<Hit> {
    let code = finding["code"].as_str()?.to_owned();
    let offset = |key: &str| Some(finding[key].as_u64()? as usize);
    Some((code, offset("start")?..offset("end")?)).filter(|(code, _)| code.starts_with('P'))
}

/// A text in the making, and where the forms stand in it.
#[derive(Default)]
struct Written {
    text: String,
    /// Of each form its cell, and itself.
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Written {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a text as `open` and `close` hold it, with what has to be escaped in it.
    fn push_form(
        &mut self,
        form: &str,
        range: &Range<usize>,
        open: &str,
        close: &str,
        escape: fn(&str) -> String,
    ) {
        let start = self.text.len();
        self.push(open);
        self.push(&escape(&form[..range.start]));
        let from = self.text.len();
        self.push(&escape(&form[range.clone()]));
        let to = self.text.len();
        self.push(&escape(&form[range.end..]));
        self.push(close);
        self.places.push((start..self.text.len(), from..to));
    }

    fn push_cell(&mut self, form: &str, range: &Range<usize>) {
        self.push_form(form, range, "\"", "\"", |text| text.replace('"', "\"\""));
    }
}

/// A table with one form a row in a column, the others being right.
fn table(columns: &[(&str, &str)], column: &str, forms: &[(String, Range<usize>)]) -> Written {
    let mut written = Written::default();
    let heads: Vec<_> = columns.iter().map(|(head, _)| *head).collect();
    written.push(&(heads.join(",") + "\n"));
    for (nth, (form, range)) in forms.iter().enumerate() {
        for (index, (head, cell)) in columns.iter().enumerate() {
            if index > 0 {
                written.push(",");
            }
            if *head == column {
                written.push_cell(form, range)
            } else {
                written.push(&cell.replace('#', &nth.to_string()))
            }
        }
        written.push("\n");
    }
    written
}

const LOG: &[(&str, &str)] = &[
    ("date", "2025-02-04"),
    ("team", "to-1"),
    ("members", "T1-01"),
    ("activity", "C1A"),
    ("quantity", "1"),
    ("evidence", "BB-#"),
    ("accepted", "1"),
    ("appraiser", "CA-01"),
    ("note", ""),
    ("khác", ""),
];

const MEMBERS: &[(&str, &str)] =
    &[("member", "N-#"), ("team", "to-1"), ("from", ""), ("to", ""), ("role", ""), ("khác", "")];

/// The columns in which any text may stand: the others are refused for what they hold.
const FREE: &[&str] = &["evidence", "note", "khác"];

fn marked(forms: &[Form]) -> Vec<(String, Range<usize>)> {
    forms.iter().map(|form| (form.text.clone(), form.range.clone())).collect()
}

fn unmarked(texts: &[String]) -> Vec<(String, Range<usize>)> {
    texts.iter().map(|text| (text.clone(), 0..0)).collect()
}

/// Each form is found at its place, and nothing else is found.
fn check_found(
    said: &Said,
    path: &str,
    forms: &[&Form],
    written: &Written,
    is_free: bool,
    wrong: &mut Vec<String>,
) {
    let hits = said.hits(path);
    for (form, (cell, place)) in forms.iter().zip(&written.places) {
        let here: Vec<_> =
            hits.iter().filter(|(_, at)| cell.start <= at.start && at.end <= cell.end).collect();
        let found = matches!(*here.as_slice(), [(code, at)] if *code == form.code && at == place);
        // Of a cell that can only be wrong nothing is said for what may be an identifier.
        let refused = !is_free && form.code == "P606" && said.is_wrong(path, cell);
        if !found && !refused {
            wrong.push(format!("{path}: {} {:?}: {here:?}", form.code, form.text));
        }
    }
}

fn sum_up(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_corpus_holds_at_least_490_forms_and_590_look_alikes() {
    let (found, let_pass) = (corpus::forms().len(), corpus::look_alikes().len());
    assert!(found >= 490, "{found}");
    assert!(let_pass >= 590, "{let_pass}");
}

#[test]
fn every_form_is_found_in_every_cell() {
    let mut wrong = Vec::new();
    for (file, columns) in [("activities/2025-02.csv", LOG), ("members.csv", MEMBERS)] {
        for (column, _) in columns {
            let in_notes = ["evidence", "note"].contains(column);
            let of_numbers = ["quantity", "accepted"].contains(column);
            // In a column of numbers one that cannot be anybody's is a number.
            let is_number = |form: &Form| form.text.bytes().all(|byte| byte.is_ascii_digit());
            let mut forms = corpus::forms();
            forms.retain(|form| in_notes || !form.only_in_notes);
            forms.retain(|form| !(of_numbers && form.code == "P606" && is_number(form)));
            let written = table(columns, column, &marked(&forms));
            let folder = Folder::new();
            folder.write(file, &written.text);
            let said = Said::of(&folder);
            let before = wrong.len();
            check_found(
                &said,
                &format!("records/{file}"),
                &forms.iter().collect::<Vec<_>>(),
                &written,
                FREE.contains(column),
                &mut wrong,
            );
            wrong[before..].iter_mut().for_each(|line| *line = format!("{column} {line}"));
        }
    }
    sum_up(&wrong);
}

#[test]
fn every_form_is_found_in_a_header_and_in_a_row_that_is_too_long() {
    let forms: Vec<Form> = corpus::forms().into_iter().filter(|form| !form.only_in_notes).collect();
    let heads: Vec<_> = LOG.iter().map(|(head, _)| *head).collect();
    let cells: Vec<_> = LOG.iter().map(|(_, cell)| *cell).collect();

    let mut header = Written::default();
    header.push(&heads.join(","));
    for form in &forms {
        header.push(",");
        header.push_cell(&form.text, &form.range);
    }
    header.push("\n");
    let mut long = Written::default();
    long.push(&(heads.join(",") + "\n"));
    for form in &forms {
        long.push(&(cells.join(",") + ","));
        long.push_cell(&form.text, &form.range);
        long.push("\n");
    }
    let mut wrong = Vec::new();
    for (written, is_free) in [(header, true), (long, false)] {
        let folder = Folder::with_log(&written.text);
        let path = "records/activities/2025-02.csv";
        check_found(
            &Said::of(&folder),
            path,
            &forms.iter().collect::<Vec<_>>(),
            &written,
            is_free,
            &mut wrong,
        );
    }
    sum_up(&wrong);
}

/// A text as it stands between the quotes of a string of several lines.
fn in_string(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

fn has_controls(form: &Form) -> bool {
    form.text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n'))
}

#[test]
fn every_form_is_found_in_the_rules() {
    let mut wrong = Vec::new();
    let path = "records/campaign.toml";
    let forms: Vec<Form> =
        corpus::forms().into_iter().filter(|form| !form.only_in_notes && !has_controls(form)).collect();
    let one_line = || forms.iter().filter(|form| !form.text.contains('\n'));
    let mut titles = Written::default();
    titles.push(CAMPAIGN);
    for (nth, form) in forms.iter().enumerate() {
        titles.push(&format!("\n[[activities]]\nid = \"N-{nth}\"\ncriterion = \"C1\"\ntitle = "));
        titles.push_form(&form.text, &form.range, "\"\"\"", "\"\"\"", in_string);
    }
    let mut comments = Written::default();
    comments.push(CAMPAIGN);
    for form in one_line() {
        comments.push("\n");
        comments.push_form(&form.text, &form.range, "# ", "", str::to_owned);
    }
    let mut keys = Written::default();
    keys.push(CAMPAIGN);
    for form in one_line() {
        keys.push("\n");
        keys.push_form(&form.text, &form.range, "\"", "\"", in_string);
        keys.push(" = 1");
    }
    let all: Vec<_> = forms.iter().collect();
    for (written, forms) in [(titles, all), (comments, one_line().collect()), (keys, one_line().collect())] {
        let folder = Folder::new();
        folder.write("campaign.toml", &written.text);
        check_found(&Said::of(&folder), path, &forms, &written, true, &mut wrong);
    }

    // Bare keys and tables, without quotes around them.
    let is_bare =
        |form: &&Form| form.text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let bare: Vec<_> = one_line().filter(is_bare).filter(|form| form.code != "P606").collect();
    assert!(bare.len() >= 20, "{}", bare.len());
    let mut written = Written::default();
    written.push(CAMPAIGN);
    for (nth, form) in bare.iter().enumerate() {
        written.push("\n");
        let (open, close) = if nth % 2 == 0 { ("", " = 1") } else { ("[", "]") };
        written.push_form(&form.text, &form.range, open, close, str::to_owned);
    }
    let folder = Folder::new();
    folder.write("campaign.toml", &written.text);
    check_found(&Said::of(&folder), path, &bare, &written, true, &mut wrong);
    sum_up(&wrong);
}

#[test]
fn every_form_is_found_in_the_names_of_files_and_folders() {
    let forms = corpus::forms();
    let can_be_name =
        |form: &&Form| !form.only_in_notes && !form.text.contains(|c: char| c == '/' || c.is_control());
    let forms: Vec<&Form> = forms.iter().filter(can_be_name).collect();
    assert!(forms.len() >= 300, "{}", forms.len());
    let folder = Folder::new();
    for (nth, form) in forms.iter().enumerate() {
        folder.write(
            &format!("activities/n{nth}/{}.csv", form.text),
            crate::support::LOG.lines().next().unwrap(),
        );
        folder.write(
            &format!("activities/m{nth}/{}/1/a.csv", form.text),
            crate::support::LOG.lines().next().unwrap(),
        );
        folder.write(
            &format!("activities/m{nth}/{}/2/a.csv", form.text),
            crate::support::LOG.lines().next().unwrap(),
        );
    }
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in Said::of(&folder).0 {
        if let (Some((code, _)), Some(path)) = (hit(&finding), finding["path"].as_str()) {
            said.entry(path.split('/').nth(2).unwrap().to_owned()).or_default().push(code);
        }
    }
    let mut wrong = Vec::new();
    for (nth, form) in forms.iter().enumerate() {
        for place in ["n", "m"] {
            // A folder is spoken of once, whatever is in it.
            let found = said.get(&format!("{place}{nth}")).map(Vec::as_slice).unwrap_or_default();
            if found != [form.code] {
                wrong.push(format!("{place} {} {:?}: {found:?}", form.code, form.text));
            }
        }
    }
    sum_up(&wrong);
}

#[test]
fn no_look_alike_is_reported_anywhere() {
    let texts = corpus::look_alikes();
    let mut folders = Vec::new();
    for (file, columns) in [("activities/2025-02.csv", LOG), ("members.csv", MEMBERS)] {
        for (column, _) in columns {
            let folder = Folder::new();
            folder.write(file, table(columns, column, &unmarked(&texts)).text);
            folders.push(folder);
        }
    }
    let mut rules = CAMPAIGN.to_owned();
    for (nth, text) in texts.iter().enumerate() {
        let title = in_string(text);
        rules +=
            &format!("\n[[activities]]\nid = \"N-{nth}\"\ncriterion = \"C1\"\ntitle = \"\"\"{title}\"\"\"");
        rules += &format!("\n# {}\n", text.replace('\n', " "));
    }
    let folder = Folder::new();
    folder.write("campaign.toml", rules);
    folders.push(folder);
    let folder = Folder::new();
    let can_be_name = |text: &&String| !text.contains(|c: char| c == '/' || c.is_control());
    for (nth, text) in texts.iter().filter(can_be_name).enumerate() {
        folder.write(&format!("activities/n{nth}/{text}.csv"), crate::support::LOG.lines().next().unwrap());
        folder.write(&format!("activities/m{nth}/{text}/a.csv"), crate::support::LOG.lines().next().unwrap());
    }
    folders.push(folder);
    let said = folders.iter().flat_map(|folder| Said::of(folder).0);
    // In the name of a file `_` and `.` part words, so that a code with such a mark may be warned of.
    let is_warning_of_name = |finding: &Value| finding["end"] == 0 && finding["severity"] == "warning";
    let reported = said.filter(|finding| hit(finding).is_some() && !is_warning_of_name(finding));
    let reported: Vec<_> = reported
        .map(|finding| format!("{} {} {}", finding["path"], finding["line"], finding["message"]))
        .collect();
    sum_up(&reported);
}

#[test]
fn what_is_allowed_is_let_pass_everywhere_and_printed() {
    let folder = Folder::new();
    let identifiers = ["0900 000 123", "001098012345", "68A-000.01", "tong.dai@example.com", "99887766"];
    let allowed: Vec<_> = identifiers.iter().map(|identifier| format!("\"{identifier}\"")).collect();
    let all = identifiers.join(" và ");
    let rules = CAMPAIGN
        .replace("Team One", &format!("Team {all}"))
        .replace("[records]", &format!("# {all}\n[records]"));
    let row = format!("2025-02-20,to-1,,C1A,1,BB {all},1,CA-01,{all},{all}\n");
    let log = format!("date,team,members,activity,quantity,evidence,accepted,appraiser,note,{all}\n{row}");
    folder.write("campaign.toml", format!("{rules}\n[privacy]\nallow = [{}]\n", allowed.join(", ")));
    folder.write(&format!("activities/{all}/{all}.csv"), log);
    let said = Said::of(&folder);
    let reported: Vec<_> = said.0.iter().filter(|finding| hit(finding).is_some()).collect();
    assert!(reported.is_empty(), "{reported:#?}");
    let warning = said.0.iter().find(|finding| finding["code"] == "T324").expect("an unknown column");
    for identifier in identifiers {
        assert!(warning["path"].as_str().unwrap().contains(identifier), "{warning}");
    }
    assert!(folder.run(&["score"]).stdout.contains("0900 000 123"));
    assert!(folder.run(&["explain", "to-1", "--phase", "1", "--rows"]).stdout.contains("001098012345"));

    // With one digit of another it is nobody's permission.
    folder.write(
        "activities/b.csv",
        format!(
            "{}\n2025-02-20,to-1,,C1A,1,BB-2,1,CA-01,0900 000 124\n",
            crate::support::LOG.lines().next().unwrap()
        ),
    );
    assert_eq!(Said::of(&folder).hits("records/activities/b.csv").len(), 1);
}

#[test]
fn a_pattern_that_lets_everything_pass_is_an_error_and_not_applied() {
    for pattern in ["*", "############", "0#########", "## ###", "*@*"] {
        let folder = Folder::new();
        folder.write("campaign.toml", format!("{CAMPAIGN}\n[privacy]\nallow = [\"{pattern}\"]\n"));
        folder.write(
            "activities/b.csv",
            format!(
                "{}\n2025-02-20,to-1,,C1A,1,BB-2,1,CA-01,0900000124\n",
                crate::support::LOG.lines().next().unwrap()
            ),
        );
        let said = Said::of(&folder);
        assert_eq!(said.hits("records/campaign.toml").len(), 1, "{pattern}");
        assert_eq!(said.hits("records/activities/b.csv").len(), 1, "{pattern}");
    }
}
