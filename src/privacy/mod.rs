//! What looks like a resident's identifier becomes a finding.

pub mod identifiers;

use crate::finding::{Finding, Problem};
use crate::source::{FileId, Place};

use identifiers::{Allow, Identifier, Surroundings, find, mask};

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

/// Findings for the strings and comments of the campaign file.
pub fn check_rules(file: FileId, text: &str, allow: &Allow) -> Vec<Finding> {
    let mut findings = Vec::new();
    for range in strings_and_comments(text) {
        let place = Place::new(file, range.clone());
        findings.extend(check_text(&text[range], place, Surroundings::RulesText, allow));
    }
    findings
}

/// Findings for the name of a file.
pub fn check_file_name(file: FileId, path: &str, allow: &Allow) -> Vec<Finding> {
    let whole = Place::whole(file);
    let name = path.rsplit('/').next().unwrap_or(path);
    let findings = check_text(name, whole, Surroundings::FileName, allow);
    findings.map(|finding| Finding { place: whole, ..finding }).collect()
}

/// Where the strings and comments of a TOML text stand. A string that is never closed ends with
/// its line, or with the text if it is one of several lines.
fn strings_and_comments(text: &str) -> Vec<std::ops::Range<usize>> {
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
