//! The rules of another campaign, changed in a few values and otherwise as they were written, with all
//! their comments.

use std::ops::Range;

use thidua::calendar::Span;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::new_campaign::{SCHEMA_LINE, quoted, split};

/// What is to be changed; the rest stays.
#[derive(Default)]
pub(crate) struct Changes<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) title: Option<&'a str>,
    /// First and last day; the phases are spread over them anew.
    pub(crate) span: Option<Span>,
}

/// Why rules cannot be changed so.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The key of `[campaign]` does not stand in this file, or not as a value by itself.
    NotThere(&'static str),
    /// More phases than days.
    TooShort { phases: usize },
}

/// The text of rules with some of their values changed.
pub(crate) fn changed(text: &str, changes: &Changes<'_>, extends: Option<&str>) -> Result<String, Fault> {
    // Rules that can be read have no errors of syntax.
    let (tables, _) = DeTable::parse_recoverable(text);
    let tables = tables.into_inner();
    let campaign = tables.get("campaign").and_then(|table| table.get_ref().as_table());
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let mut set = |key: &'static str, value: Option<String>| {
        let Some(value) = value else { return Ok(()) };
        let place = campaign.and_then(|table| value_of(text, table, key)).ok_or(Fault::NotThere(key))?;
        edits.push((place, value));
        Ok(())
    };
    set("id", changes.id.map(quoted))?;
    set("title", changes.title.map(quoted))?;
    set("start", changes.span.map(|span| span.first.to_string()))?;
    set("end", changes.span.map(|span| span.last.to_string()))?;
    if let Some(span) = changes.span {
        edits.extend(spread_phases(text, &tables, span)?);
    }
    if let (Some(path), Some(place)) = (extends, value_of(text, &tables, "extends")) {
        edits.push((place, quoted(path)));
    }
    edits.sort_by_key(|(place, _)| place.start);
    let mut changed = if text.contains("#:schema") { String::new() } else { SCHEMA_LINE.to_owned() };
    let mut reached = 0;
    for (place, value) in edits {
        changed.push_str(&text[reached..place.start]);
        changed.push_str(&value);
        reached = place.end;
    }
    changed.push_str(&text[reached..]);
    Ok(changed)
}

/// The path in `extends`, if there is one.
pub(crate) fn extended(text: &str) -> Option<String> {
    let (tables, _) = DeTable::parse_recoverable(text);
    Some(tables.get_ref().get("extends")?.get_ref().as_str()?.to_owned())
}

/// New days for the phases that this file lists, in the order of the old ones.
fn spread_phases(text: &str, tables: &DeTable<'_>, span: Span) -> Result<Vec<(Range<usize>, String)>, Fault> {
    let list = tables.get("phases").and_then(|list| list.get_ref().as_array());
    let mut phases: Vec<(Range<usize>, Range<usize>)> = list
        .into_iter()
        .flat_map(|list| list.iter())
        .filter_map(|phase| phase.get_ref().as_table())
        .filter_map(|phase| Some((value_of(text, phase, "start")?, value_of(text, phase, "end")?)))
        .collect();
    if phases.is_empty() {
        return Ok(Vec::new());
    }
    phases.sort_by_key(|(start, _)| text[start.clone()].to_owned());
    let days = split(span, phases.len()).ok_or(Fault::TooShort { phases: phases.len() })?;
    let edits = phases
        .into_iter()
        .zip(days)
        .flat_map(|((start, end), days)| [(start, days.first.to_string()), (end, days.last.to_string())]);
    Ok(edits.collect())
}

/// Where the value of a key stands, if it is one that stands by itself and not under a header of its own.
fn value_of(text: &str, table: &DeTable<'_>, key: &str) -> Option<Range<usize>> {
    let value: &Spanned<DeValue<'_>> = table.get(key)?;
    let span = value.span();
    let begins = text.get(span.clone())?.chars().next()?;
    let by_itself = !value.get_ref().is_table() || begins == '{';
    by_itself.then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = "# mine\n[campaign]\nid = 'a' # the id\ntitle = { vi = \"b\" }\nstart = 2025-01-01\nend = 2025-12-31\n\n[[phases]]\nstart = 2025-07-01 # second\nend = 2025-12-31\n[[phases]]\nstart = 2025-01-01\nend = 2025-06-30\n";

    #[test]
    fn only_what_is_asked_for_changes() {
        assert_eq!(changed(RULES, &Changes::default(), None).unwrap(), format!("{SCHEMA_LINE}{RULES}"));
        let with_schema = format!("{SCHEMA_LINE}extends = 'x.toml'\n{RULES}");
        assert_eq!(changed(&with_schema, &Changes::default(), None).unwrap(), with_schema);
        let moved = changed(&with_schema, &Changes::default(), Some("../x.toml")).unwrap();
        assert_eq!(moved, with_schema.replace("'x.toml'", "\"../x.toml\""));
    }

    #[test]
    fn phases_are_spread_over_the_new_days_in_their_order() {
        let span = Span { first: "2026-03-01".parse().unwrap(), last: "2026-04-30".parse().unwrap() };
        let changes = Changes { id: Some("c"), title: Some("\"d\""), span: Some(span) };
        assert_eq!(
            changed(RULES, &changes, None).unwrap(),
            format!(
                "{SCHEMA_LINE}# mine\n[campaign]\nid = \"c\" # the id\ntitle = \"\\\"d\\\"\"\nstart = 2026-03-01\nend = 2026-04-30\n\n[[phases]]\nstart = 2026-04-01 # second\nend = 2026-04-30\n[[phases]]\nstart = 2026-03-01\nend = 2026-03-31\n"
            )
        );
        let day = Changes { span: Some(Span { first: span.first, last: span.first }), ..Changes::default() };
        assert_eq!(changed(RULES, &day, None), Err(Fault::TooShort { phases: 2 }));
    }

    #[test]
    fn what_does_not_stand_here_cannot_be_changed_here() {
        let title = Changes { title: Some("x"), ..Changes::default() };
        assert_eq!(changed("[campaign]\nid = 'a'\n", &title, None), Err(Fault::NotThere("title")));
        assert_eq!(changed("[campaign.title]\nvi = 'a'\n", &title, None), Err(Fault::NotThere("title")));
        assert_eq!(changed("campaign.title.vi = 'a'\n", &title, None), Err(Fault::NotThere("title")));
    }
}
