//! `docs/campaign.schema.json`, by which editors check and complete a campaign file, says what the
//! reader says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};
use thidua::campaign::read;
use thidua::finding::{Findings, Problem};
use thidua::source::{Encoding, Source, Sources};
use toml::de::{DeTable, DeValue};

const FULL: &str = include_str!("campaign/full.toml");

fn schema() -> Value {
    serde_json::from_str(include_str!("../docs/campaign.schema.json")).unwrap()
}

/// A TOML text as editors hand it to a schema: dates are texts.
fn as_json(text: &str) -> Value {
    fn table(table: &DeTable<'_>) -> Value {
        table.iter().map(|(key, item)| (key.get_ref().to_string(), value(item.get_ref()))).collect()
    }
    fn value(item: &DeValue<'_>) -> Value {
        match item {
            DeValue::String(text) => json!(text),
            DeValue::Integer(number) => number.as_str().parse().unwrap(),
            DeValue::Float(number) => number.as_str().parse().unwrap(),
            DeValue::Boolean(truth) => json!(truth),
            DeValue::Datetime(date) => json!(date.to_string()),
            DeValue::Array(list) => list.iter().map(|item| value(item.get_ref())).collect(),
            DeValue::Table(keys) => table(keys),
        }
    }
    table(DeTable::parse(text).unwrap().get_ref())
}

/// What of `value` a schema refuses. Patterns are left to editors: without an engine for them nothing
/// here can tell.
fn refused(schema: &Value, root: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut refusals = Vec::new();
    let mut refuse = |good: bool, keyword: &str| {
        if !good {
            refusals.push(format!("{at}: {keyword}"));
        }
    };
    let compared = |limit: &Value| value.as_f64()?.partial_cmp(&limit.as_f64()?);
    let mut inner = Vec::new();
    for (keyword, says) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "title" | "description" | "definitions" | "default" | "pattern" | "format" => {}
            "$ref" => {
                let name = says.as_str().unwrap().strip_prefix("#/definitions/").unwrap();
                inner.extend(refused(&root["definitions"][name], root, value, at));
            }
            "allOf" => {
                let all = says.as_array().unwrap();
                inner.extend(all.iter().flat_map(|schema| refused(schema, root, value, at)));
            }
            "anyOf" => {
                let any = says.as_array().unwrap();
                refuse(any.iter().any(|schema| refused(schema, root, value, at).is_empty()), keyword);
            }
            "type" => {
                let is = match says.as_str().unwrap() {
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "number" => value.is_number(),
                    "integer" => value.is_i64(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("unknown type {other}"),
                };
                refuse(is, keyword);
            }
            "enum" => refuse(says.as_array().unwrap().contains(value), keyword),
            "minimum" => refuse(compared(says).is_none_or(Ordering::is_ge), keyword),
            "exclusiveMinimum" => refuse(compared(says).is_none_or(Ordering::is_gt), keyword),
            "maximum" => refuse(compared(says).is_none_or(Ordering::is_le), keyword),
            "minLength" => refuse(value.as_str() != Some(""), keyword),
            "minProperties" => refuse(value.as_object().is_none_or(|keys| !keys.is_empty()), keyword),
            "required" => {
                let missing = |key: &&Value| value.is_object() && value.get(key.as_str().unwrap()).is_none();
                refuse(says.as_array().unwrap().iter().find(missing).is_none(), keyword);
            }
            "items" => {
                let items = value.as_array().into_iter().flatten();
                inner.extend(items.flat_map(|item| refused(says, root, item, at)));
            }
            "properties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if let Some(schema) = says.get(key) {
                        inner.extend(refused(schema, root, value, &format!("{at}.{key}")));
                    }
                }
            }
            "additionalProperties" => {
                for (key, value) in value.as_object().into_iter().flatten() {
                    if schema.get("properties").is_some_and(|known| known.get(key).is_some()) {
                        continue;
                    }
                    match says {
                        Value::Bool(allowed) => refuse(*allowed, key),
                        schema => inner.extend(refused(schema, root, value, &format!("{at}.{key}"))),
                    }
                }
            }
            other => panic!("unknown keyword {other}"),
        }
    }
    refusals.extend(inner);
    refusals
}

fn refusals(text: &str) -> Vec<String> {
    let schema = schema();
    refused(&schema, &schema, &as_json(text), "")
}

#[test]
fn every_campaign_that_we_ship_fits() {
    let mut files = vec!["records/campaign.toml".to_owned()];
    files.extend(
        ["campaign/full.toml", "support/campaign.toml", "rules/base/campaign.toml"]
            .map(|file| format!("tests/{file}")),
    );
    for entry in fs::read_dir("examples").unwrap() {
        let file = entry.unwrap().path().join("campaign.toml");
        if file.exists() {
            files.push(file.to_str().unwrap().to_owned());
        }
    }
    assert!(files.len() >= 8, "{files:?}");
    for file in files {
        assert_eq!(refusals(&fs::read_to_string(&file).unwrap()), [""; 0], "{file}");
    }
    let extending = "extends = \"../tinh/campaign.toml\"\n[campaign]\noverride = true\n[[phases]]\noverride = true\nstart = 2025-01-01\nend = 2025-01-02\n";
    assert_eq!(refusals(extending), [""; 0]);
}

#[test]
fn every_campaign_that_we_make_fits() {
    for language in ["vi", "en"] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_thidua"));
        command.current_dir(folder.path()).args(["init", ".", "--lang", language]);
        assert!(command.env_remove("THIDUA_RECORDS").output().unwrap().status.success());
        let text = fs::read_to_string(folder.path().join("campaign.toml")).unwrap();
        assert_eq!(refusals(&text), [""; 0], "{language}");
    }
}

#[test]
fn what_the_reader_refuses_is_refused() {
    for (old, new, refusal) in [
        ("scale = 100", "scale = 0", ".campaign.scale: exclusiveMinimum"),
        ("decimals = 3", "decimals = 7", ".campaign.decimals: maximum"),
        ("dates = \"mdy\"", "dates = \"ymd\"", ".records.dates: enum"),
        ("unit = \"Xã Vĩnh Thuận\"", "unit = 3", ".campaign.unit: anyOf"),
        ("group = \"cum-2\"", "gruop = \"cum-2\"", ".teams: gruop"),
        ("id = \"cum-2\"", "title = \"x\"", ".groups: required"),
        ("appraisal = false", "appraisal = \"no\"", ".records.appraisal: type"),
    ] {
        assert_eq!(FULL.matches(old).count(), 1, "{old}");
        assert_eq!(refusals(&FULL.replace(old, new)), [refusal]);
    }
}

/// The keys that the reader knows, by the name that messages give their table.
fn known_keys() -> BTreeMap<String, BTreeSet<&'static str>> {
    let unknown = "xyzzy = 1";
    let in_headed_tables = FULL.lines().fold(format!("{unknown}\n"), |mut text, line| {
        writeln!(text, "{line}").unwrap();
        if line.starts_with('[') {
            writeln!(text, "{unknown}").unwrap();
        }
        text
    });
    let text = in_headed_tables.replace("{ ", &format!("{{ {unknown}, "));
    let mut sources = Sources::default();
    let file = sources.add(Source::new("records/campaign.toml", text, Encoding::Utf8));
    let mut findings = Findings::keeping(usize::MAX);
    read(&sources, file, &[], &mut findings);
    let mut keys: BTreeMap<String, BTreeSet<_>> = BTreeMap::new();
    for finding in findings.iter() {
        if let Problem::UnknownKey { table, known, .. } = &finding.problem {
            keys.entry(table.clone()).or_default().extend(known.iter().copied());
        }
    }
    keys
}

#[test]
fn every_key_of_the_reader_is_in_the_schema_and_no_other() {
    let schema = schema();
    let properties = &schema["properties"];
    let known = known_keys();
    assert_eq!(known.len(), 20, "{:?}", known.keys());
    for (table, mut known) in known {
        let own = match table.as_str() {
            "" => &schema,
            "title" => &schema["definitions"]["title"]["anyOf"][1],
            "cap" | "member_cap" => &schema["definitions"]["caps"],
            "columns" => &properties["records"]["properties"]["columns"],
            "bands" => &properties["criteria"]["items"]["properties"]["bands"]["items"],
            headed => {
                known.insert("override");
                let name = headed.trim_matches(['[', ']']);
                if headed.starts_with("[[") { &properties[name]["items"] } else { &properties[name] }
            }
        };
        let in_schema: BTreeSet<&str> =
            own["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(in_schema, known, "{table}");
        assert_eq!(own["additionalProperties"], json!(false), "{table}");
    }
}
