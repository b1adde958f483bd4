//! SARIF 2.1.0, which code scanning services read.

use std::io::{self, Write};

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{Report, Told};
use crate::finding::{RULES, Rule};
use crate::output::json::{self, word};
use crate::output::words::{page, title};
use crate::source::{Place, Source};

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Value,
    column_kind: &'static str,
    results: Results<'a>,
}

/// The findings, put into words one at a time as they are written.
struct Results<'a> {
    report: &'a Report<'a>,
    rules: &'a [&'static Rule],
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.report.told().map(|told| result(self.report, self.rules, &told)))
    }
}

/// Writes the log: of the rules only those that were broken.
pub fn write(out: &mut dyn Write, report: &Report<'_>) -> io::Result<()> {
    let broken = |rule: &&Rule| report.findings.iter().any(|finding| finding.rule() == *rule);
    let rules: Vec<_> = RULES.iter().filter(broken).collect();
    let tool = json!({ "driver": {
        "name": "thidua",
        "version": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|rule| rule_object(report, rule)).collect::<Vec<_>>(),
    } });
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run { tool, column_kind: "unicodeCodePoints", results: Results { report, rules: &rules } }],
    };
    json::write(out, &log)
}

fn rule_object(report: &Report<'_>, rule: &Rule) -> Value {
    let help = page(rule, report.language);
    json!({
        "id": rule.code,
        "shortDescription": { "text": title(rule, report.language) },
        "help": { "text": help, "markdown": help },
        "defaultConfiguration": { "level": word::severity(rule.severity) },
    })
}

fn result(report: &Report<'_>, rules: &[&'static Rule], told: &Told<'_>) -> Value {
    let rule = told.finding.rule();
    let message = match &told.help {
        Some(help) => format!("{}\n{help}", told.message),
        None => told.message.clone(),
    };
    let related = told.related.iter().enumerate().map(|(index, told)| {
        let mut location = location(report, told.related.place);
        location["id"] = json!(index + 1);
        location["message"] = json!({ "text": told.message });
        location
    });
    json!({
        "ruleId": rule.code,
        "ruleIndex": rules.iter().position(|other| *other == rule),
        "level": word::severity(rule.severity),
        "message": { "text": message },
        "locations": [location(report, told.finding.place)],
        "relatedLocations": related.collect::<Vec<_>>(),
    })
}

fn location(report: &Report<'_>, place: Place) -> Value {
    let source = report.sources.get(place.file);
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": uri(&source.path), "uriBaseId": "%SRCROOT%" },
        "region": region(source, place),
    } })
}

fn region(source: &Source, place: Place) -> Value {
    let (start, end) = (place.start as usize, place.end as usize);
    json!({
        "startLine": source.line(start),
        "startColumn": source.column(start),
        "endLine": source.line(end),
        "endColumn": source.column(end),
        "byteOffset": source.file_offset(start),
        "byteLength": source.file_offset(end) - source.file_offset(start),
    })
}

/// A relative path as a URI: what is not plain ASCII is written as `%` and its bytes.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
