//! `extends`: the files of superiors, and how several files become one.
//!
//! The file that is extended comes first. Lists go on where it ends; tables of one name or one identifier
//! are joined key by key. What it has set stands, unless a later table says `override = true`.
//! Everything keeps the place at which it was written, so that no reader after this needs to know that
//! there is more than one file.

use std::collections::HashMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::Base;
use super::names::fold_name;
use super::node::Value;
use super::report::{Report, shown};
use crate::finding::{BaseFault, Finding, Findings, Note, Problem};
use crate::source::{FileId, Sources};

/// The key that names the file to extend.
pub(super) const EXTENDS: &str = "extends";

/// The key of a table that may set again what an extended file has set.
pub(super) const OVERRIDE: &str = "override";

/// Reads a campaign file and, one after the other, the files that it extends: all their tables as one.
/// No tables where a file is missing: it might say anything, so nothing can be held against the rest.
pub(super) fn read<'a>(
    sources: &'a Sources,
    file: FileId,
    bases: &[Base],
    findings: &'a mut Findings,
) -> (Report<'a>, Option<DeTable<'a>>) {
    let (mut report, own) = Report::of(file, &sources.get(file).text, findings);
    let mut bases = bases.iter();
    let mut later = Vec::new();
    let mut first = own;
    while let Some((key, value)) = first.remove_entry(EXTENDS) {
        let value = Value::new(EXTENDS, report.place(key.span()), &value, &report);
        let Some(path) = value.text(&mut report) else { return (report, None) };
        let base = match bases.next() {
            Some(Base::Read(file)) => *file,
            Some(Base::Unreadable) => return (report, None),
            Some(Base::Refused(problem)) => {
                report.say(problem.clone(), value.place);
                return (report, None);
            }
            None => {
                let missing = Problem::BaseUnreadable { path: shown(path), fault: BaseFault::Missing };
                report.say(missing, value.place);
                return (report, None);
            }
        };
        later.push(std::mem::replace(&mut first, report.parse_base(base, &sources.get(base).text)));
    }
    let mut joined = DeTable::new();
    for tables in std::iter::once(first).chain(later.into_iter().rev()) {
        join(&mut joined, tables, &mut report);
    }
    (report, Some(joined))
}

/// A value with its bytes, counted through all files.
type Spot<'t> = Spanned<DeValue<'t>>;

/// Adds the tables of a file to those of the files that it extends. A value of a wrong kind is kept for
/// its reader to complain of.
fn join<'t>(joined: &mut DeTable<'t>, own: DeTable<'t>, report: &mut Report<'_>) {
    for (key, value) in own {
        let name = key.get_ref().as_ref();
        let earlier = joined.remove(name);
        let value = match name {
            "campaign" | "records" | "limits" | "ranking" | "grading" | "privacy" => {
                join_tables(name, earlier, value, report)
            }
            "groups" | "teams" | "criteria" | "activities" | "adjustments" | "awards" => {
                join_lists(&["id"], earlier, value, report)
            }
            // A grade for teams and one for members may have one identifier.
            "grades" => join_lists(&["id", "for"], earlier, value, report),
            "phases" => join_phases(name, earlier, value, report),
            _ => earlier.unwrap_or(value),
        };
        joined.insert(key, value);
    }
}

fn join_tables<'t>(
    name: &str,
    earlier: Option<Spot<'t>>,
    own: Spot<'t>,
    report: &mut Report<'_>,
) -> Spot<'t> {
    let span = own.span();
    match (earlier.map_or_else(|| Ok(DeTable::new()), into_table), into_table(own)) {
        (Ok(earlier), Ok(own)) => {
            let joined = lay_over(earlier, own, &[], &format!("[{name}]"), report);
            Spanned::new(span, DeValue::Table(joined))
        }
        (Err(other), _) | (_, Err(other)) => other,
    }
}

/// Two lists one after the other; only tables that agree in the keys of `identity` become one.
fn join_lists<'t>(
    identity: &[&str],
    earlier: Option<Spot<'t>>,
    own: Spot<'t>,
    report: &mut Report<'_>,
) -> Spot<'t> {
    let span = earlier.as_ref().unwrap_or(&own).span();
    let (mut items, own) = match (earlier.map_or_else(|| Ok(DeArray::new()), into_list), into_list(own)) {
        (Ok(earlier), Ok(own)) => (earlier, own),
        (Err(other), _) | (_, Err(other)) => return other,
    };
    let mut earlier = HashMap::new();
    for (index, item) in items.iter().enumerate() {
        if let Some(name) = item.get_ref().as_table().and_then(|table| identity_of(table, identity)) {
            earlier.entry(name).or_insert(index);
        }
    }
    for item in own {
        let own_span = item.span();
        let own = match into_table(item) {
            Ok(own) => own,
            Err(other) => {
                items.push(other);
                continue;
            }
        };
        // Once only: a second table of the same name is a second declaration.
        let same = identity_of(&own, identity).and_then(|name| earlier.remove(&name));
        let of = text_of(&own, "id").unwrap_or_default().to_owned();
        match same.and_then(|index| items.get_mut(index)) {
            Some(item) => {
                if let DeValue::Table(table) = item.get_mut() {
                    *table = lay_over(std::mem::take(table), own, identity, &of, report);
                }
            }
            None => {
                let alone = lay_over(DeTable::new(), own, identity, &of, report);
                items.push(Spanned::new(own_span, DeValue::Table(alone)));
            }
        }
    }
    Spanned::new(span, DeValue::Array(items))
}

/// The later list in place of the earlier one, which every table of it must mean to do: phases have no
/// identifiers to tell them apart by.
fn join_phases<'t>(
    name: &str,
    earlier: Option<Spot<'t>>,
    own: Spot<'t>,
    report: &mut Report<'_>,
) -> Spot<'t> {
    let Some(earlier) = earlier else { return join_lists(&[], None, own, report) };
    let first = match earlier.get_ref() {
        DeValue::Array(list) => list.first().map(Spanned::span),
        _ => return earlier,
    };
    let Some(first) = first else { return join_lists(&[], None, own, report) };
    let span = own.span();
    let mut items = match into_list(own) {
        Ok(items) => items,
        Err(other) => return other,
    };
    for item in items.iter_mut() {
        let span = item.span();
        if let DeValue::Table(table) = item.get_mut()
            && let Mark::None = Mark::take(table, report)
        {
            let again = Problem::Redefined { key: name.to_owned(), of: String::new() };
            let first = report.place(first);
            report.push(Finding::new(again, report.place(span)).with(Note::FirstHere, first));
            report.doubt();
            return earlier;
        }
    }
    Spanned::new(span, DeValue::Array(items))
}

/// Lays the keys of a table over those of an earlier one, which both go by the name `of`. The keys of
/// `identity` are the same in both.
fn lay_over<'t>(
    mut earlier: DeTable<'t>,
    mut own: DeTable<'t>,
    identity: &[&str],
    of: &str,
    report: &mut Report<'_>,
) -> DeTable<'t> {
    let mark = Mark::take(&mut own, report);
    let mut overridden = false;
    for (key, value) in own {
        let name = key.get_ref().as_ref();
        match earlier.get_key_value(name) {
            Some(_) if identity.contains(&name) => continue,
            Some((first, _)) if matches!(mark, Mark::None) => {
                let again = Problem::Redefined { key: shown(name), of: shown(of) };
                let (place, first) = (report.place(key.span()), report.place(first.span()));
                report.push(Finding::new(again, place).with(Note::FirstHere, first));
                report.doubt();
                continue;
            }
            Some(_) => {
                overridden = true;
                earlier.remove(name);
            }
            None => {}
        }
        earlier.insert(key, value);
    }
    // Of a file that cannot be read whole, nobody knows what it sets.
    if let Mark::Override(span) = mark
        && !overridden
        && report.is_whole()
    {
        report.say(Problem::OverrideWithoutEffect {}, report.place(span));
    }
    earlier
}

/// What a table says about the keys that an extended file has set.
enum Mark {
    /// Nothing, so that they stand.
    None,
    /// That they are to be set again; where it says so.
    Override(Range<usize>),
    /// Something that is no truth value.
    Unclear,
}

impl Mark {
    /// Takes `override` from a table.
    fn take(table: &mut DeTable<'_>, report: &mut Report<'_>) -> Self {
        let Some((key, value)) = table.remove_entry(OVERRIDE) else { return Self::None };
        match Value::new(OVERRIDE, report.place(key.span()), &value, report).truth(report) {
            Some(true) => Self::Override(key.span()),
            Some(false) => Self::None,
            None => Self::Unclear,
        }
    }
}

/// By what a table of a list is known, in any letter case; none where it does not say its name.
fn identity_of(table: &DeTable<'_>, keys: &[&str]) -> Option<Vec<String>> {
    let name = text_of(table, keys.first()?)?;
    let rest = keys[1..].iter().map(|key| text_of(table, key).unwrap_or(TEAM));
    Some(std::iter::once(name).chain(rest).map(fold_name).collect())
}

/// Whom a grade is for that does not say.
const TEAM: &str = "team";

fn text_of<'t>(table: &'t DeTable<'_>, key: &str) -> Option<&'t str> {
    table.get(key)?.get_ref().as_str()
}

fn into_table(value: Spot<'_>) -> Result<DeTable<'_>, Spot<'_>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Ok(table),
        other => Err(Spanned::new(span, other)),
    }
}

fn into_list(value: Spot<'_>) -> Result<DeArray<'_>, Spot<'_>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(list) => Ok(list),
        other => Err(Spanned::new(span, other)),
    }
}

/// A table as it stands `bytes` further on.
pub(super) fn moved(table: DeTable<'_>, bytes: usize) -> DeTable<'_> {
    let on = |span: Range<usize>| span.start + bytes..span.end + bytes;
    table
        .into_iter()
        .map(|(key, value)| {
            let key = Spanned::new(on(key.span()), key.into_inner());
            (key, moved_value(value, bytes))
        })
        .collect()
}

fn moved_value(value: Spot<'_>, bytes: usize) -> Spot<'_> {
    let span = value.span();
    let inner = match value.into_inner() {
        DeValue::Array(list) => {
            DeValue::Array(list.into_iter().map(|item| moved_value(item, bytes)).collect())
        }
        DeValue::Table(table) => DeValue::Table(moved(table, bytes)),
        plain => plain,
    };
    Spanned::new(span.start + bytes..span.end + bytes, inner)
}
