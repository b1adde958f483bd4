//! Writes a campaign as a records folder, in one handwriting or another.

use std::fmt::Display;
use std::path::Path;
use std::{fs, io};

use chrono::NaiveDate;

use crate::campaign::{Campaign, Cap, Credit, Criterion, Decimal, Effect, Kind, Round, Rule, Share};
use crate::random::Random;

/// All that two people may do differently when they keep the same records.
#[derive(Clone, Copy)]
pub(crate) struct Handwriting {
    /// Shuffles the rows of the logs and of members.csv with this seed.
    pub(crate) shuffle_rows: Option<u64>,
    pub(crate) shuffle_columns: Option<u64>,
    pub(crate) n_files: usize,
    pub(crate) line_end: &'static str,
    pub(crate) bom: bool,
    pub(crate) delimiter: char,
    pub(crate) vietnamese_header: bool,
}

impl Default for Handwriting {
    fn default() -> Self {
        Self {
            shuffle_rows: None,
            shuffle_columns: None,
            n_files: 2,
            line_end: "\n",
            bom: false,
            delimiter: ',',
            vietnamese_header: false,
        }
    }
}

/// Replaces `folder` by the records of `campaign`.
pub(crate) fn write(campaign: &Campaign, folder: &Path, hand: Handwriting) -> io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let deep = folder.join("activities").join("sổ tay");
    fs::create_dir_all(&deep)?;
    let rules = rules(campaign).replace('\n', hand.line_end);
    fs::write(folder.join("campaign.toml"), rules)?;
    if let Some(members) = members(campaign) {
        fs::write(folder.join("members.csv"), csv(members, hand))?;
    }
    let log = log(campaign, hand);
    let rows = shuffled(log.rows, hand.shuffle_rows);
    for file in 0..hand.n_files {
        let rows = rows.iter().skip(file).step_by(hand.n_files).cloned();
        let table = Table { header: log.header.clone(), rows: rows.collect() };
        // Logs may lie in folders of their own.
        let folder = if file % 2 == 0 { &folder.join("activities") } else { &deep };
        let path = folder.join(format!("log-{file}.csv"));
        fs::write(path, csv(table, Handwriting { shuffle_rows: None, ..hand }))?;
    }
    Ok(())
}

#[derive(Clone)]
struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

fn shuffled<T>(mut items: Vec<T>, seed: Option<u64>) -> Vec<T> {
    if let Some(seed) = seed {
        Random::new(seed).shuffle(&mut items);
    }
    items
}

fn members(campaign: &Campaign) -> Option<Table> {
    let memberships = campaign.memberships.as_ref()?;
    let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let row = |m: &crate::campaign::Membership| {
        vec![m.member.clone(), m.team.clone(), day(m.from), day(m.to), m.role.to_owned()]
    };
    Some(Table {
        header: vec!["member", "team", "from", "to", "role"],
        rows: memberships.iter().map(row).collect(),
    })
}

fn log(campaign: &Campaign, hand: Handwriting) -> Table {
    let english =
        ["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note"];
    let vietnamese = [
        "Ngày",
        "Tổ",
        "Thành viên",
        "Hoạt động",
        "Số lượng",
        "Minh chứng",
        "Thẩm định",
        "Người thẩm định",
        "Ghi chú",
    ];
    // Columns that nothing fills may be left out.
    let kept = |column: &&str| match *column {
        "members" => campaign.memberships.is_some(),
        "accepted" | "appraiser" => campaign.appraisal,
        _ => true,
    };
    let header = if hand.vietnamese_header { vietnamese } else { english };
    let mut columns: Vec<usize> = (0..english.len()).filter(|at| kept(&english[*at])).collect();
    columns = shuffled(columns, hand.shuffle_columns);
    let row = |row: &crate::campaign::Row| {
        let team = campaign.teams.iter().find(|team| team.id == row.team);
        let alias = team.and_then(|team| team.alias.clone());
        let spelled = alias.filter(|_| row.by_alias).unwrap_or(row.team.clone());
        let cells = [
            row.date.to_string(),
            spelled,
            row.members.join(" "),
            row.activity.clone(),
            row.quantity.to_string(),
            row.evidence.clone().unwrap_or_default(),
            row.accepted.map(|n| n.to_string()).unwrap_or_default(),
            row.appraiser.clone().unwrap_or_default(),
            row.note.clone().unwrap_or_default(),
        ];
        columns.iter().map(|at| cells[*at].clone()).collect()
    };
    Table {
        header: columns.iter().map(|at| header[*at]).collect(),
        rows: campaign.rows.iter().map(row).collect(),
    }
}

fn csv(table: Table, hand: Handwriting) -> String {
    let cell = |text: &str| {
        if text.contains([hand.delimiter, '"']) {
            format!("\"{}\"", text.replace('"', "\"\""))
        } else {
            text.to_owned()
        }
    };
    let mut text = String::from(if hand.bom { "\u{feff}" } else { "" });
    let header = table.header.iter().map(|word| (*word).to_owned()).collect();
    let rows = shuffled(table.rows, hand.shuffle_rows);
    for row in std::iter::once(header).chain(rows) {
        let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
        text.push_str(&cells.join(&hand.delimiter.to_string()));
        text.push_str(hand.line_end);
    }
    text
}

/// The text of campaign.toml.
fn rules(campaign: &Campaign) -> String {
    let mut toml = Toml::default();
    toml.table("[campaign]");
    toml.text("id", &campaign.id);
    toml.line("title", "{ vi = \"Thi đua\", en = \"Emulation\" }");
    toml.line("start", campaign.start);
    toml.line("end", campaign.end);
    toml.some_text("language", campaign.language);
    toml.line("scale", campaign.scale);
    toml.line("decimals", campaign.decimals);
    if !campaign.appraisal {
        toml.table("[records]");
        toml.line("appraisal", false);
    }
    for phase in &campaign.phases {
        toml.table("[[phases]]");
        toml.line("start", phase.start);
        toml.line("end", phase.end);
        toml.some("weight", phase.weight);
    }
    for group in &campaign.groups {
        toml.table("[[groups]]");
        toml.text("id", group);
    }
    for team in &campaign.teams {
        toml.table("[[teams]]");
        toml.text("id", &team.id);
        toml.some_text("group", team.group.as_ref());
        toml.some("from", team.from);
        toml.some("to", team.to);
        if let Some(alias) = &team.alias {
            toml.line("aliases", format!("[{alias:?}]"));
        }
    }
    for criterion in &campaign.criteria {
        write_criterion(&mut toml, criterion);
    }
    for activity in &campaign.activities {
        toml.table("[[activities]]");
        toml.text("id", &activity.id);
        toml.text("criterion", &activity.criterion);
        toml.some("points", activity.points);
        toml.some_text(
            "credit",
            activity.credit.map(|credit| match credit {
                Credit::Split => "split",
                Credit::Full => "full",
            }),
        );
        toml.cap("cap", &activity.cap);
        toml.cap("member_cap", &activity.member_cap);
        if activity.evidence_required {
            toml.line("evidence", true);
        }
    }
    for adjustment in &campaign.adjustments {
        toml.table("[[adjustments]]");
        toml.text("id", &adjustment.id);
        match adjustment.effect {
            Effect::Bonus(points) => {
                toml.text("kind", "bonus");
                toml.line("points", points);
            }
            Effect::Penalty(points) => {
                toml.text("kind", "penalty");
                toml.line("points", points);
            }
            Effect::Disqualify { whole_campaign } => {
                toml.text("kind", "disqualify");
                toml.text("scope", if whole_campaign { "campaign" } else { "phase" });
            }
        }
        toml.cap("cap", &adjustment.cap);
        if adjustment.for_member {
            toml.text("for", "member");
        }
    }
    if campaign.bonus_limit.is_some() || campaign.penalty_limit.is_some() {
        toml.table("[limits]");
        toml.some("bonus", campaign.bonus_limit);
        toml.some("penalty", campaign.penalty_limit);
    }
    if !campaign.tie_break.is_empty() || campaign.min_tenure.is_some() {
        toml.table("[ranking]");
        if !campaign.tie_break.is_empty() {
            toml.line("tie_break", format!("{:?}", campaign.tie_break));
        }
        toml.some("min_tenure", campaign.min_tenure.map(share));
    }
    write_grades(&mut toml, campaign);
    toml.text
}

fn write_grades(toml: &mut Toml, campaign: &Campaign) {
    for grade in &campaign.grades {
        toml.table("[[grades]]");
        toml.text("id", &grade.id);
        if grade.for_member {
            toml.text("for", "member");
        }
        toml.line("min", grade.min);
        toml.some("floor", grade.floor.map(share));
        let Some(quota) = &grade.quota else {
            continue;
        };
        toml.text("quota", &format!("{}%", quota.percent));
        toml.some_text("of", quota.of.as_ref());
        let word = |round| match round {
            Round::Down => "down",
            Round::Nearest => "nearest",
            Round::Up => "up",
        };
        toml.some_text("round", quota.round.map(word));
    }
    if campaign.leader_cap || campaign.min_months.is_some() {
        toml.table("[grading]");
        toml.line("leader_cap", campaign.leader_cap);
        toml.some("min_months", campaign.min_months);
    }
}

fn write_criterion(toml: &mut Toml, criterion: &Criterion) {
    toml.table("[[criteria]]");
    toml.text("id", &criterion.id);
    toml.line("weight", criterion.weight);
    toml.some_text("in", criterion.parent.as_ref());
    let leaf = match &criterion.kind {
        Kind::Parent { ceiling } => {
            if *ceiling {
                toml.line("ceiling", true);
            }
            return;
        }
        Kind::Leaf(leaf) => leaf,
    };
    match &leaf.rule {
        Rule::Target { over } => toml.some("over", *over),
        Rule::Best => toml.text("rule", "best"),
        Rule::Bands(bands) => {
            toml.text("rule", "bands");
            let band =
                |band: &crate::campaign::Band| format!("{{ from = {}, score = {} }}", band.from, band.score);
            let bands: Vec<String> = bands.iter().map(band).collect();
            toml.line("bands", format!("[{}]", bands.join(", ")));
        }
        Rule::Surplus { at_target } => {
            toml.text("rule", "surplus");
            toml.some("at_target", at_target.map(share));
        }
    }
    toml.some("target", leaf.target);
    if !leaf.targets.is_empty() {
        let target = |(team, target): &(String, Decimal)| format!("{team} = {target}");
        let targets: Vec<String> = leaf.targets.iter().map(target).collect();
        toml.line("targets", format!("{{ {} }}", targets.join(", ")));
    }
    toml.some_text("every", leaf.every_30_days.then_some("30d"));
    toml.some_text("per", leaf.per_member.then_some("member"));
    toml.some("base", leaf.base);
    toml.cap("cap", &leaf.cap);
    if !leaf.not_assigned.is_empty() {
        toml.line("not_assigned", format!("{:?}", leaf.not_assigned));
    }
}

fn share(share: Share) -> String {
    match share {
        Share::Number(number) => number.to_string(),
        Share::Fraction(numerator, denominator) => format!("\"{numerator}/{denominator}\""),
    }
}

#[derive(Default)]
struct Toml {
    text: String,
}

impl Toml {
    fn table(&mut self, header: &str) {
        self.text.push_str(&format!("\n{header}\n"));
    }

    fn line(&mut self, key: &str, value: impl Display) {
        self.text.push_str(&format!("{key} = {value}\n"));
    }

    fn some(&mut self, key: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.line(key, value);
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        self.line(key, format!("{value:?}"));
    }

    fn some_text(&mut self, key: &str, value: Option<impl AsRef<str>>) {
        if let Some(value) = value {
            self.text(key, value.as_ref());
        }
    }

    fn cap(&mut self, key: &str, cap: &Cap) {
        let levels = [("day", cap.day), ("week", cap.week), ("month", cap.month), ("phase", cap.phase)];
        let levels: Vec<String> =
            levels.iter().filter_map(|(level, points)| Some(format!("{level} = {}", (*points)?))).collect();
        if !levels.is_empty() {
            self.line(key, format!("{{ {} }}", levels.join(", ")));
        }
    }
}

#[test]
fn every_campaign_toml_is_toml() {
    for seed in 0..300 {
        let text = rules(&crate::generate::campaign(seed));
        let parsed = toml::de::DeTable::parse(&text);
        assert!(parsed.is_ok(), "seed {seed}: {parsed:?}\n{text}");
    }
}

#[test]
fn a_cell_is_quoted_where_the_delimiter_needs_it() {
    let table =
        Table { header: vec!["team", "note"], rows: vec![vec!["to-1".to_owned(), "a, \"b\"; c".to_owned()]] };
    let hand = Handwriting { line_end: "\r\n", bom: true, delimiter: ';', ..Handwriting::default() };
    assert_eq!(csv(table, hand), "\u{feff}team;note\r\nto-1;\"a, \"\"b\"\"; c\"\r\n");
}
