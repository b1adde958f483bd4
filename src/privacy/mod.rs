//! What looks like a resident's identifier becomes a finding.

pub mod identifiers;

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use crate::finding::{Finding, Problem};
use crate::source::{FileId, Place};

use identifiers::{Allow, Identifier, Surroundings, find, mask, masked};

/// Findings for the identifiers in a text that stands at `place`.
pub fn check_text<'t>(
    text: &'t str,
    place: Place,
    surroundings: Surroundings,
    allow: &Allow,
) -> impl Iterator<Item = Finding> + use<'t> {
    find(text, surroundings, allow).into_iter().map(move |hit| {
        let masked = mask(text.get(hit.range.clone()).unwrap_or_default());
        let problem = match hit.kind {
            Identifier::CitizenId => Problem::CitizenId { masked },
            Identifier::OldIdentityCard => Problem::OldIdentityCard { masked },
            Identifier::Phone => Problem::Phone { masked },
            Identifier::Plate => Problem::Plate { masked },
            Identifier::Email => Problem::Email { masked },
            Identifier::LongNumber => Problem::LongNumber { masked },
        };
        let start = place.start as usize;
        Finding::new(problem, Place::new(place.file, start + hit.range.start..start + hit.range.end))
    })
}

/// Findings for a TOML file: its strings and comments, and what is certain between them, as in keys.
pub fn check_toml(file: FileId, text: &str, allow: &Allow) -> Vec<Finding> {
    let found = |range: Range<usize>| {
        let place = Place::new(file, range.clone());
        check_text(&text[range], place, Surroundings::RulesText, allow)
    };
    let mut findings = Vec::new();
    let mut done = 0;
    for range in strings_and_comments(text) {
        // A number there is a target or a weight, however long it is.
        findings.extend(bare_words(text, done..range.start).flat_map(found).filter(Finding::is_error));
        done = range.end;
        findings.extend(found(range));
    }
    findings.extend(bare_words(text, done..text.len()).flat_map(found).filter(Finding::is_error));
    findings
}

/// Where the bare words of TOML stand in a part of a text that has no strings; not the decimals of a number.
fn bare_words(text: &str, part: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let is_bare = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let bytes = text.as_bytes();
    let mut at = part.start;
    std::iter::from_fn(move || {
        let start = at + bytes[at..part.end].iter().position(is_bare)?;
        at = start + bytes[start..part.end].iter().take_while(|byte| is_bare(byte)).count();
        Some(start..at)
    })
    .filter(move |word| {
        let before = text[..word.start].strip_suffix('.');
        !before.is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    })
}

/// Findings for the paths of files: a folder is spoken of at the first file in it.
pub fn check_paths<'p>(paths: impl Iterator<Item = (FileId, &'p str)>, allow: &Allow) -> Vec<Finding> {
    let mut seen = HashSet::new();
    let mut findings = Vec::new();
    for (file, path) in paths {
        let whole = Place::whole(file);
        let mut end = 0;
        for name in path.split_inclusive('/') {
            end += name.len();
            if seen.insert(&path[..end]) {
                let found = check_text(split_ending(name).0, whole, Surroundings::FileName, allow);
                findings.extend(found.map(|finding| Finding { place: whole, ..finding }));
            }
        }
    }
    findings
}

/// Covers the identifiers in a text that is kept to be printed.
pub fn cover(text: &mut String, surroundings: Surroundings, allow: &Allow) {
    if let Cow::Owned(covered) = masked(text, surroundings, allow) {
        *text = covered;
    }
}

/// Covers the identifiers in the path of a file.
pub fn cover_path(path: &mut String, allow: &Allow) {
    let mut covered = String::with_capacity(path.len());
    for (name, ending) in path.split_inclusive('/').map(split_ending) {
        covered.push_str(&masked(name, Surroundings::FileName, allow));
        covered.push_str(ending);
    }
    *path = covered;
}

/// The name of a file and the ending that says what it is, which could be taken for part of an address.
fn split_ending(name: &str) -> (&str, &str) {
    let is_ending =
        |at: &usize| name[*at..].eq_ignore_ascii_case(".csv") || name[*at..].eq_ignore_ascii_case(".toml");
    name.split_at(name.rfind('.').filter(is_ending).unwrap_or(name.len()))
}

/// Where the strings and comments of a TOML text stand. A string that is never closed ends with
/// its line, or with the text if it is one of several lines.
fn strings_and_comments(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', '\'', '#']) {
        let start = at + found;
        let rest = &text[start..];
        let line_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = if rest.starts_with('#') {
            line_end
        } else if let Some(quote) = ["\"\"\"", "'''"].into_iter().find(|quote| rest.starts_with(quote)) {
            rest[3..].find(quote).map_or(rest.len(), |end| end + 6)
        } else {
            let quote = &rest[..1];
            let escapes = quote == "\"";
            let mut escaped = false;
            let close = rest[1..line_end.max(1)].char_indices().find(|&(_, c)| {
                let closes = !escaped && rest.starts_with(c);
                escaped = escapes && !escaped && c == '\\';
                closes
            });
            close.map_or(line_end, |(end, _)| end + 2)
        };
        ranges.push(start..start + end);
        at = start + end;
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_are_what_they_are() {
        let text = "a = \"x \\\" # y\" # c\nb = 'z' \nc = '''q\n'w''' d = 12345\ne = \"open\nf = 1 # g";
        let parts: Vec<&str> = strings_and_comments(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(parts, ["\"x \\\" # y\"", "# c", "'z'", "'''q\n'w'''", "\"open", "# g"]);
        assert!(strings_and_comments("").is_empty());
        assert_eq!(strings_and_comments("\"").first(), Some(&(0..1)));
    }
}
