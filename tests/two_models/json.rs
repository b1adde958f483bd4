//! Just enough JSON to compare two answers digit by digit.
//!
//! `serde_json` reads `2.00` into a binary float and forgets the zeros; its
//! feature that keeps them would be switched on for the program under test too.

use std::fmt::{self, Write};

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// As printed.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn count(count: usize) -> Self {
        Self::Number(count.to_string())
    }

    pub(crate) fn object<const N: usize>(fields: [(&str, Json); N]) -> Self {
        Self::Object(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Json> {
        let Self::Object(fields) = self else {
            return None;
        };
        fields.iter().find(|(field, _)| field == name).map(|(_, value)| value)
    }

    /// What an entry of a list is called in a report: its id or its phase.
    fn name(&self) -> Option<String> {
        match self.get("id").or_else(|| self.get("phase"))? {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            _ => None,
        }
    }

    fn write(&self, out: &mut String, indent: usize) -> fmt::Result {
        let list = |out: &mut String, open, items: Vec<(String, &Json)>, close| {
            out.push(open);
            for (position, (label, item)) in items.iter().enumerate() {
                let comma = if position == 0 { "" } else { "," };
                write!(out, "{comma}\n{:1$}{label}", "", indent + 2)?;
                item.write(out, indent + 2)?;
            }
            if !items.is_empty() {
                write!(out, "\n{:1$}", "", indent)?;
            }
            out.push(close);
            Ok(())
        };
        match self {
            Self::Null => write!(out, "null"),
            Self::Bool(value) => write!(out, "{value}"),
            Self::Number(digits) => write!(out, "{digits}"),
            Self::Text(text) => write!(out, "{text:?}"),
            Self::List(items) => {
                let items = items.iter().map(|item| (String::new(), item));
                list(out, '[', items.collect(), ']')
            }
            Self::Object(fields) => {
                let fields = fields.iter().map(|(name, value)| (format!("{name:?}: "), value));
                list(out, '{', fields.collect(), '}')
            }
        }
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out, 0)?;
        f.write_str(&out)
    }
}

/// Every place where the program's answer is not the model's, one a line.
/// The order of an object's fields is free, that of a list is not.
pub(crate) fn differences(model: &Json, program: &Json) -> Vec<String> {
    let mut found = Vec::new();
    compare("", model, program, &mut found);
    found
}

fn compare(path: &str, model: &Json, program: &Json, found: &mut Vec<String>) {
    match (model, program) {
        (Json::Object(expected), Json::Object(actual)) => {
            let inside = |name: &str| {
                let dot = if path.is_empty() { "" } else { "." };
                format!("{path}{dot}{name}")
            };
            for (name, value) in expected {
                match program.get(name) {
                    Some(other) => compare(&inside(name), value, other, found),
                    None => found.push(format!("{}: not printed", inside(name))),
                }
            }
            for (name, _) in actual {
                if model.get(name).is_none() {
                    found.push(format!("{}: unknown to the model", inside(name)));
                }
            }
        }
        (Json::List(expected), Json::List(actual)) => {
            let names = |list: &[Json]| list.iter().map(Json::name).collect::<Option<Vec<_>>>();
            let (Some(expected_names), Some(actual_names)) = (names(expected), names(actual)) else {
                found.push(format!("{path}: entries without a name"));
                return;
            };
            if expected_names != actual_names {
                found.push(format!(
                    "{path}: model lists {}, program {}",
                    expected_names.join(" "),
                    actual_names.join(" ")
                ));
            }
            for (name, value) in expected_names.iter().zip(expected) {
                if let Some(at) = actual_names.iter().position(|other| other == name) {
                    compare(&format!("{path}[{name}]"), value, &actual[at], found);
                }
            }
        }
        _ if model != program => {
            found.push(format!("{path}: model {model}, program {program}"));
        }
        _ => {}
    }
}

pub(crate) fn parse(text: &str) -> Result<Json, String> {
    let mut parser = Parser { text, at: 0 };
    let value = parser.value()?;
    parser.blanks();
    if parser.at == text.len() { Ok(value) } else { Err(parser.wrong("the end")) }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn wrong(&self, expected: &str) -> String {
        let near: String = self.rest().chars().take(30).collect();
        format!("expected {expected} at byte {}, near `{near}`", self.at)
    }

    fn blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\n', '\r', '\t']).len();
    }

    fn takes(&mut self, token: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn needs(&mut self, token: &str) -> Result<(), String> {
        if self.takes(token) { Ok(()) } else { Err(self.wrong(&format!("`{token}`"))) }
    }

    fn value(&mut self) -> Result<Json, String> {
        for (word, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if self.takes(word) {
                return Ok(value);
            }
        }
        if self.takes("[") {
            return self.items("]", Self::value).map(Json::List);
        }
        if self.takes("{") {
            let field = |parser: &mut Self| {
                parser.needs("\"")?;
                let name = parser.string()?;
                parser.needs(":")?;
                Ok((name, parser.value()?))
            };
            return self.items("}", field).map(Json::Object);
        }
        if self.takes("\"") {
            return self.string().map(Json::Text);
        }
        let digits: String =
            self.rest().chars().take_while(|c| c.is_ascii_digit() || "+-.eE".contains(*c)).collect();
        if digits.is_empty() {
            return Err(self.wrong("a value"));
        }
        self.at += digits.len();
        Ok(Json::Number(digits))
    }

    fn items<T>(
        &mut self,
        close: &str,
        item: impl Fn(&mut Self) -> Result<T, String>,
    ) -> Result<Vec<T>, String> {
        let mut items = Vec::new();
        if self.takes(close) {
            return Ok(items);
        }
        loop {
            items.push(item(self)?);
            if self.takes(close) {
                return Ok(items);
            }
            self.needs(",")?;
        }
    }

    /// What stands in a score is ids, words and dates: none needs an escape.
    fn string(&mut self) -> Result<String, String> {
        let Some(length) = self.rest().find('"') else {
            return Err(self.wrong("a closing quote"));
        };
        let text = self.rest()[..length].to_owned();
        if text.contains('\\') {
            return Err(self.wrong("text without escapes"));
        }
        self.at += length + 1;
        Ok(text)
    }
}

#[test]
fn what_is_written_reads_back_digit_by_digit() {
    let text = r#"{"a": 2.00, "b": [null, true, -1], "c": {"d": "63/2", "e": [], "f": {}}}"#;
    let value = parse(text).expect("valid JSON");
    assert_eq!(value.get("a"), Some(&Json::Number("2.00".to_owned())));
    assert_eq!(parse(&value.to_string()), Ok(value));
}

#[test]
fn differences_name_the_subject_and_the_field() {
    let parse = |text| parse(text).expect("valid JSON");
    let model = parse(r#"{"s": [{"id": "a", "x": 1.0}, {"id": "b", "x": null}], "y": 1}"#);
    let program = parse(r#"{"s": [{"id": "b", "x": null}, {"id": "a", "x": 1.00}], "z": 1}"#);
    assert_eq!(
        differences(&model, &program),
        [
            "s: model lists a b, program b a",
            "s[a].x: model 1.0, program 1.00",
            "y: not printed",
            "z: unknown to the model",
        ]
    );
    assert!(differences(&model, &model).is_empty());
}
