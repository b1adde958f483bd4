//! The files of a new campaign.

use std::fmt::Write;

use chrono::{Datelike, Months, NaiveDate};
use thidua::calendar::Span;
use thidua::campaign::{Campaign, Language, Team};
use thidua::folder::NewFile;

/// What the rules from the template are filled with.
pub(crate) struct Plan<'a> {
    pub(crate) language: Language,
    pub(crate) id: &'a str,
    pub(crate) title: &'a str,
    pub(crate) span: Span,
    /// Word of `[records] dates`.
    pub(crate) dates: &'a str,
    pub(crate) teams: usize,
}

/// A text in both languages.
type InBoth = [&'static str; 2];

fn of(language: Language, [vi, en]: InBoth) -> &'static str {
    match language {
        Language::Vi => vi,
        Language::En => en,
    }
}

const CAMPAIGN: InBoth =
    [include_str!("templates/vi/campaign.toml"), include_str!("templates/en/campaign.toml")];
const README: InBoth = [include_str!("templates/vi/README.md"), include_str!("templates/en/README.md")];
const PHASE: InBoth = ["Đợt", "Phase"];
const TEAM: InBoth = ["Tổ", "Team"];
const TEAM_ID: InBoth = ["to", "team"];

/// The file that editors check a campaign file by.
pub(crate) const SCHEMA_FILE: &str = "campaign.schema.json";

/// The first line of a campaign file, by which editors find [`SCHEMA_FILE`].
pub(crate) const SCHEMA_LINE: &str = "#:schema ./campaign.schema.json\n";

/// The rules from the template.
pub(crate) fn rules(plan: &Plan<'_>) -> String {
    let Plan { language, id, title, span, dates, teams } = *plan;
    let mut phases = String::new();
    let n_phases = if months(span).len() > 1 { 2 } else { 1 };
    // Days in the wrong order are complained of by those who read the rules.
    let spans = split(span, n_phases).unwrap_or_else(|| vec![span]);
    for (number, Span { first, last }) in (1..).zip(spans) {
        let word = of(language, PHASE);
        let _ = writeln!(
            phases,
            "[[phases]]\ntitle = \"{word} {number}\"\nstart = {first}\nend = {last}\nweight = 1\n"
        );
    }
    let mut listed = String::new();
    for number in 1..=teams {
        let (id, word) = (of(language, TEAM_ID), of(language, TEAM));
        let _ = writeln!(listed, "[[teams]]\nid = \"{id}-{number}\"\ntitle = \"{word} {number}\"\n");
    }
    fill(
        of(language, CAMPAIGN),
        &[
            ("id", id),
            ("title", &quoted(title)),
            ("start", &span.first.to_string()),
            ("end", &span.last.to_string()),
            ("dates", dates),
            ("phases", &phases),
            ("teams", &listed),
        ],
    )
}

/// Everything that stands beside the rules: logs with nothing but their header, members that stand for
/// the real ones, and what editors, git and the officer need.
pub(crate) fn beside(campaign: &Campaign, language: Language, with_members: bool) -> Vec<NewFile> {
    let file = |path: &str, text: &str| NewFile { path: path.to_owned(), text: text.to_owned() };
    let header = header(campaign, with_members);
    let mut files: Vec<NewFile> = months(campaign.span)
        .into_iter()
        .map(|month| {
            let path = format!("activities/{:04}-{:02}.csv", month.year(), month.month());
            NewFile { path, text: format!("{}\n", header.join(",")) }
        })
        .collect();
    if with_members {
        files.push(file("members.csv", &members(&campaign.teams)));
    }
    files.push(file(SCHEMA_FILE, include_str!("../../../docs/campaign.schema.json")));
    files.push(file(".gitattributes", include_str!("templates/gitattributes")));
    files.push(file(".gitignore", include_str!("templates/gitignore")));
    files.push(file("README.md", &readme(campaign, language, &header)));
    files
}

/// The columns of a log, as far as they mean something in this campaign.
fn header(campaign: &Campaign, with_members: bool) -> Vec<&'static str> {
    let all =
        ["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note"];
    let is_used = |column: &&str| match *column {
        "members" => with_members,
        "accepted" | "appraiser" => campaign.records.appraisal,
        _ => true,
    };
    all.into_iter().filter(is_used).collect()
}

/// Three members a team: a code is all that there is to know of anybody here.
fn members(teams: &[Team]) -> String {
    let mut text = "member,team,from,to,role\n".to_owned();
    for (number, team) in (1..).zip(teams) {
        for (member, role) in (1..).zip(["leader", "deputy", "member"]) {
            let _ = writeln!(text, "{},{},,,{role}", member_code(number, member), team.id);
        }
    }
    text
}

fn member_code(team: usize, member: usize) -> String {
    format!("T{team}-{member:02}")
}

fn readme(campaign: &Campaign, language: Language, header: &[&str]) -> String {
    let start = campaign.span.first.to_string();
    let team = campaign.teams.first().map(|team| team.id.to_string()).unwrap_or_default();
    let activity = campaign.activities.first().map(|activity| activity.id.to_string()).unwrap_or_default();
    let member = member_code(1, 1);
    let cell = |column: &&str| match *column {
        "date" => start.as_str(),
        "team" => team.as_str(),
        "members" => member.as_str(),
        "activity" => activity.as_str(),
        "evidence" => "BB-01",
        "appraiser" => "CA-01",
        "quantity" | "accepted" => "1",
        _ => "",
    };
    let row: Vec<&str> = header.iter().map(cell).collect();
    let title = campaign.title.get(language).unwrap_or_default();
    fill(
        of(language, README),
        &[
            ("title", title),
            ("header", &header.join(",")),
            ("row", &row.join(",")),
            ("start", &start),
            ("team", &team),
        ],
    )
}

/// A template with every `{{name}}` replaced by its value. Values are taken as they are.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, (name, after))) =
        rest.split_once("{{").and_then(|(before, rest)| Some((before, rest.split_once("}}")?)))
    {
        let value = values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value);
        text.push_str(before);
        text.push_str(value);
        rest = after;
    }
    text + rest
}

/// A text as TOML writes it.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// The first days of the months that a span touches, in order.
pub(crate) fn months(span: Span) -> Vec<NaiveDate> {
    let next = |month: &NaiveDate| month.checked_add_months(Months::new(1));
    std::iter::successors(span.first.with_day(1), next).take_while(|month| *month <= span.last).collect()
}

/// A span in so many parts, at the turn of months where there are enough of them. None where the days
/// do not suffice.
pub(crate) fn split(span: Span, parts: usize) -> Option<Vec<Span>> {
    let months = months(span);
    let start = |part: usize| {
        if months.len() >= parts {
            return Some((*months.get(part * months.len() / parts)?).max(span.first));
        }
        let days = usize::try_from(span.days()).ok().filter(|days| *days >= parts)?;
        span.first.checked_add_days(chrono::Days::new((part * days / parts) as u64))
    };
    let end = |part: usize| if part + 1 == parts { Some(span.last) } else { start(part + 1)?.pred_opt() };
    (0..parts).map(|part| Some(Span { first: start(part)?, last: end(part)? })).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(first: &str, last: &str) -> Span {
        Span { first: first.parse().unwrap(), last: last.parse().unwrap() }
    }

    fn check_split(days: (&str, &str), parts: usize, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(first, last)| span(first, last)).collect();
        assert_eq!(split(span(days.0, days.1), parts), Some(expected), "{days:?} in {parts}");
    }

    #[test]
    fn a_span_is_split_at_months_or_else_by_days() {
        let year = ("2025-01-01", "2025-12-31");
        check_split(year, 1, &[year]);
        check_split(year, 2, &[("2025-01-01", "2025-06-30"), ("2025-07-01", "2025-12-31")]);
        let odd = ("2024-12-13", "2025-02-03");
        check_split(odd, 2, &[("2024-12-13", "2024-12-31"), ("2025-01-01", "2025-02-03")]);
        check_split(
            ("2025-01-30", "2025-01-31"),
            2,
            &[("2025-01-30", "2025-01-30"), ("2025-01-31", "2025-01-31")],
        );
        assert_eq!(split(span("2025-01-30", "2025-01-31"), 3), None);
        check_split(
            ("2025-01-31", "2025-02-01"),
            2,
            &[("2025-01-31", "2025-01-31"), ("2025-02-01", "2025-02-01")],
        );
        assert_eq!(months(span("9999-11-30", "9999-12-31")).len(), 2);
        assert!(months(span("2025-02-01", "2025-01-01")).is_empty());
    }

    #[test]
    fn a_template_is_filled_once() {
        assert_eq!(fill("a {{x}} b {{y}}{{x}} {{", &[("x", "{{y}}"), ("y", "1")]), "a {{y}} b 1{{y}} {{");
        assert_eq!(quoted("a \"b\" \\ \u{7f}\n"), "\"a \\\"b\\\" \\\\ \\u007F\\u000A\"");
    }
}
