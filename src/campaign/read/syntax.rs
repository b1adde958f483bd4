//! From text to TOML tables with places, and what is said where the text is no TOML.
//!
//! The parser recovers from an error and reads on, which finds all errors in one run but also makes
//! one slip look like many: an unclosed `[` swallows the tables below it. So errors are reported once
//! a line and once an unclosed bracket, and everything else that would be said about a damaged part
//! of the file is left unsaid until it is mended.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::finding::{Finding, Findings, Problem};
use crate::source::{FileId, Place};

/// Reads `text` as TOML and reports every error of its syntax.
pub(super) fn parse<'t>(file: FileId, text: &'t str, findings: &mut Findings) -> (DeTable<'t>, Damage) {
    let (tree, errors) = DeTable::parse_recoverable(text);
    let tree = tree.into_inner();
    if errors.is_empty() {
        return (tree, Damage::default());
    }
    let errors = Errors::new(text, &errors);
    let layout = Layout::new(text, &tree);
    let swallowed = swallowed(text, &errors, &layout);
    report(file, text, &errors, &swallowed, findings);
    let starts = errors.0.iter().map(|error| error.span.start).chain(swallowed.iter().map(|s| s.span.start));
    let damage = Damage::new(&layout.headers, starts, text.len());
    (tree, damage)
}

/// The parts of a file, from header to header, that cannot be relied on.
#[derive(Debug, Default)]
pub(super) struct Damage {
    /// In order, without overlap.
    sections: Vec<Range<usize>>,
}

impl Damage {
    fn new(headers: &[usize], errors: impl Iterator<Item = usize>, end: usize) -> Self {
        // Section 0 stands before the first header; section n begins with header n.
        let damaged: BTreeSet<usize> = errors.map(|start| headers.partition_point(|&h| h <= start)).collect();
        let start_of = |section: usize| section.checked_sub(1).map_or(0, |index| headers[index]);
        // The end of the file belongs to the last section.
        let end_of = |section: usize| headers.get(section).map_or(end + 1, |&header| header);
        Self { sections: damaged.into_iter().map(|section| start_of(section)..end_of(section)).collect() }
    }

    /// Whether the whole file can be relied on.
    pub(super) fn is_none(&self) -> bool {
        self.sections.is_empty()
    }

    /// Whether some bytes lie in a damaged part. A value of no bytes is one that the parser has made up
    /// for a missing one.
    pub(super) fn covers(&self, bytes: Range<usize>) -> bool {
        let next = self.sections.partition_point(|section| section.start <= bytes.start);
        let inside = next.checked_sub(1).is_some_and(|index| self.sections[index].contains(&bytes.start));
        inside || bytes.is_empty() && !self.is_none()
    }
}

/// The parser's errors in the order of their places.
struct Errors<'e>(Vec<SyntaxError<'e>>);

struct SyntaxError<'e> {
    span: Range<usize>,
    message: &'e str,
}

impl<'e> Errors<'e> {
    fn new(text: &str, errors: &'e [toml::de::Error]) -> Self {
        let mut errors: Vec<_> = errors
            .iter()
            .map(|error| {
                let span = error.span().unwrap_or_default();
                let start = text.floor_char_boundary(span.start);
                SyntaxError {
                    span: start..text.ceil_char_boundary(span.end.max(start)),
                    message: error.message(),
                }
            })
            .collect();
        errors.sort_by_key(|error| error.span.start);
        Self(errors)
    }
}

/// Where tables and longer values begin.
struct Layout {
    /// Starts of all `[table]` and `[[table]]` headers, in order.
    headers: Vec<usize>,
    /// Lists, inline tables and texts that are not inside another, in order.
    values: Vec<Range<usize>>,
}

impl Layout {
    fn new(text: &str, tree: &DeTable<'_>) -> Self {
        let mut layout = Self { headers: Vec::new(), values: Vec::new() };
        layout.visit_table(text, tree);
        layout.headers.sort_unstable();
        layout.headers.dedup();
        layout.values.sort_unstable_by_key(|value| value.start);
        layout
    }

    fn visit_table(&mut self, text: &str, table: &DeTable<'_>) {
        for (_, value) in table {
            match value.get_ref() {
                DeValue::Table(table) => self.visit_entry(text, value.span(), table),
                DeValue::Array(list) if is_header_list(list, |span| text.get(span)) => {
                    for item in list {
                        if let DeValue::Table(table) = item.get_ref() {
                            self.visit_entry(text, item.span(), table);
                        }
                    }
                }
                DeValue::Array(_) | DeValue::String(_) => self.values.push(value.span()),
                _ => {}
            }
        }
    }

    fn visit_entry(&mut self, text: &str, span: Range<usize>, table: &DeTable<'_>) {
        match text.as_bytes().get(span.start) {
            Some(b'{') => self.values.push(span),
            first => {
                if first == Some(&b'[') {
                    self.headers.push(span.start);
                }
                self.visit_table(text, table);
            }
        }
    }
}

/// Whether a list was written as `[[table]]` headers; `text` is what stands at a span.
pub(super) fn is_header_list<'t>(
    list: &[Spanned<DeValue<'_>>],
    text: impl Fn(Range<usize>) -> Option<&'t str>,
) -> bool {
    let header = |item: &Spanned<DeValue<'_>>| {
        item.get_ref().is_table() && text(item.span()).is_some_and(|text| text.starts_with('['))
    };
    !list.is_empty() && list.iter().all(header)
}

/// What a value that nothing closes has taken in.
struct Swallowed {
    /// From its opening to where the parser gave up.
    span: Range<usize>,
    /// The bracket or quotes that are not closed.
    opening: Range<usize>,
    reason: String,
}

fn swallowed(text: &str, errors: &Errors<'_>, layout: &Layout) -> Vec<Swallowed> {
    let mut all: Vec<Swallowed> = Vec::new();
    for error in &errors.0 {
        let unclosed = error.message.starts_with("unclosed array,")
            || error.message.starts_with("unclosed inline table")
            || error.message.starts_with("invalid multi-line");
        // A list in a list gives up at the same place; the outer one has been seen already.
        if !unclosed || all.last().is_some_and(|last| last.span.contains(&error.span.start)) {
            continue;
        }
        let before = layout.values.partition_point(|value| value.start < error.span.start);
        let value = layout.values[..before].iter().rev().find_map(|value| {
            let content = text.get(value.clone())?;
            ["\"\"\"", "'''", "[", "{"].into_iter().find(|opening| content.starts_with(opening)).and_then(
                |opening| {
                    let closing = match opening {
                        "[" => "]",
                        "{" => "}",
                        quotes => quotes,
                    };
                    let closed = content.len() >= opening.len() + closing.len() && content.ends_with(closing);
                    (!closed).then_some((value.start, opening, closing))
                },
            )
        });
        if let Some((start, opening, closing)) = value {
            all.push(Swallowed {
                span: start..error.span.start + 1,
                opening: start..start + opening.len(),
                reason: format!("unclosed `{opening}`, expected `{closing}`"),
            });
        }
    }
    all
}

fn report(file: FileId, text: &str, errors: &Errors<'_>, swallowed: &[Swallowed], findings: &mut Findings) {
    let mut say = |reason: String, span: Range<usize>| {
        findings.push(Finding::new(Problem::TomlSyntax { reason }, Place::new(file, span)));
    };
    for value in swallowed {
        say(value.reason.clone(), value.opening.clone());
    }
    let mut reported: Option<usize> = None;
    for error in &errors.0 {
        let start = error.span.start;
        let next = swallowed.partition_point(|value| value.span.start <= start);
        let is_echo = next.checked_sub(1).is_some_and(|index| swallowed[index].span.contains(&start));
        let same_line = reported.is_some_and(|last| !text.as_bytes()[last..start].contains(&b'\n'));
        if !is_echo && !same_line {
            say(reason(text, error), error.span.clone());
            reported = Some(start);
        }
    }
}

/// The parser's reason, or a better one for the slips that people make most.
fn reason(text: &str, error: &SyntaxError<'_>) -> String {
    let found = text.get(error.span.clone()).unwrap_or_default();
    let before = text.get(..error.span.start).unwrap_or_default();
    let after = text.get(error.span.start..).unwrap_or_default();
    let guessed_type = ["string values must be quoted", "invalid boolean", "invalid float"];
    if guessed_type.iter().any(|guess| error.message.starts_with(guess)) {
        return if found.is_empty() {
            "a value is missing".to_owned()
        } else if is_slashed_date(found) {
            "a date is written like `2024-12-13`".to_owned()
        } else if found.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
            "expected a number such as `2.5`, or text in quotes".to_owned()
        } else {
            "text must stand in quotes".to_owned()
        };
    }
    let digit = |c: char| c.is_ascii_digit();
    if before.ends_with(digit) && after.strip_prefix(',').is_some_and(|rest| rest.starts_with(digit)) {
        return "the decimal mark is `.`".to_owned();
    }
    error.message.to_owned()
}

fn is_slashed_date(text: &str) -> bool {
    let parts: Vec<_> = text.split(['/', '.', '-']).collect();
    parts.len() == 3
        && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}
