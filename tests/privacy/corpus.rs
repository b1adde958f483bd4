//! The corpus: written forms that must be found, and look-alikes that must not be reported.

/// A written form of an identifier.
pub(crate) struct Form {
    /// The code of its finding.
    pub(crate) code: &'static str,
    /// The text that holds it.
    pub(crate) text: String,
    /// Where it stands in the text.
    pub(crate) range: std::ops::Range<usize>,
    /// Whether it is one only in a note or evidence cell.
    pub(crate) only_in_notes: bool,
}

/// Forms that must be found, of `found.txt`.
pub(crate) fn forms() -> Vec<Form> {
    let mut only_in_notes = false;
    let mut forms = Vec::new();
    for line in include_str!("found.txt").lines() {
        if line == "# note or evidence" {
            only_in_notes = true;
        }
        if line.starts_with('#') && !line.starts_with("# ⟦") || line.is_empty() {
            continue;
        }
        let (code, marked) = line.split_once(' ').expect("a code and a text");
        let marked = written_out(marked);
        let start = marked.find('⟦').unwrap_or_else(|| panic!("no ⟦ in {line}"));
        let end = marked.find('⟧').unwrap_or_else(|| panic!("no ⟧ in {line}")) - '⟦'.len_utf8();
        let text = marked.replace(['⟦', '⟧'], "");
        forms.push(Form { code, text, range: start..end, only_in_notes });
    }
    forms
}

/// Texts that must not be reported, of `look_alikes.txt`.
pub(crate) fn look_alikes() -> Vec<String> {
    let lines = include_str!("look_alikes.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with("# ")).map(written_out).collect()
}

/// `⏎` and `<200B>` become what they stand for.
fn written_out(line: &str) -> String {
    let mut text = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let inside = rest[at + 1..].split_once('>');
        let character = inside.and_then(|(number, after)| {
            Some((char::from_u32(u32::from_str_radix(number, 16).ok()?)?, after))
        });
        match character {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    text.push_str(rest);
    text.replace('⏎', "\n")
}
