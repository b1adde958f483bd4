//! Texts of the records on their way to a reader.
//!
//! Whoever can add a row can put anything into it, also what moves a cursor, recolours a terminal
//! or turns the order of letters round. Everything printed passes through [`plain`].

use std::borrow::Cow;

use crate::privacy::identifiers::{self, Allow, Surroundings};

/// `text` with everything that would act on a terminal, or hide, made visible.
///
/// ```
/// use thidua::output::plain::plain;
/// assert_eq!(plain("Tổ 1"), "Tổ 1");
/// assert_eq!(plain("\u{1b}[31mred\n"), "␛[31mred␊");
/// assert_eq!(plain("abc\u{202e}fed"), "abc<U+202E>fed");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| !acts(c)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        push_plain(&mut shown, c);
    }
    Cow::Owned(shown)
}

/// Adds one character as [`plain`] shows it.
pub(super) fn push_plain(shown: &mut String, c: char) {
    match u32::from(c) {
        // Unicode has a picture for each of the old control characters.
        code @ 0..=0x1f => shown.extend(char::from_u32(0x2400 + code)),
        0x7f => shown.push('␡'),
        code if acts(c) => shown.push_str(&format!("<U+{code:04X}>")),
        _ => shown.push(c),
    }
}

/// Whether a character does something other than to stand there. Joiners (U+200C, U+200D) are
/// left alone: scripts and emoji need them, and they do nothing else.
pub(super) fn acts(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // Soft hyphen, zero-width space, word joiner, byte order mark and other invisible ones.
            '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // What turns the order of letters round.
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
            // Ends of lines and paragraphs, and tags.
            | '\u{2028}' | '\u{2029}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// Any text on its way out: [`plain`], and with every identifier of a resident in it covered.
///
/// ```
/// use thidua::output::plain::shown;
/// use thidua::privacy::identifiers::Allow;
/// assert_eq!(shown("gọi 0900 000 123\n", &Allow::default()), "gọi 09•• ••• •••␊");
/// ```
pub fn shown(text: &str, allow: &Allow) -> String {
    // What splits a number must not be made visible before the number is seen.
    let covered = masked(text, allow);
    let covered = masked_paths(&covered, allow);
    let covered = plain(&covered);
    masked(&covered, allow).into_owned()
}

/// The same where a sentence names files: in a path `/` makes no code of a number.
fn masked_paths<'a>(text: &'a str, allow: &Allow) -> Cow<'a, str> {
    let names_a_file = || {
        let folded = text.to_ascii_lowercase();
        folded.contains(".csv") || folded.contains(".toml")
    };
    if !identifiers::may_identify(text) || !names_a_file() {
        return Cow::Borrowed(text);
    }
    let pieces = text.split_inclusive(|c: char| c.is_whitespace() || matches!(c, '`' | '\'' | '"'));
    let covered = pieces.map(|piece| match piece.contains(['/', '.']) {
        true => identifiers::masked(piece, Surroundings::FileName, allow),
        false => Cow::Borrowed(piece),
    });
    Cow::Owned(covered.collect())
}

/// A text with all its letters and digits covered.
pub(super) fn covered(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { identifiers::COVER } else { c }).collect()
}

/// A stretch of the records with every identifier of a resident in it covered. It has as many
/// characters as `text`, so that what is underlined stays underlined.
pub(super) fn masked<'a>(text: &'a str, allow: &Allow) -> Cow<'a, str> {
    if !identifiers::may_identify(text) {
        return Cow::Borrowed(text);
    }
    let whole = identifiers::masked(text, Surroundings::OtherCell, allow);
    // Some numbers only give themselves away where a cell holds nothing else.
    let ends_cell = |c: char| matches!(c, ',' | ';' | '\t' | '"');
    let cells = whole.split_inclusive(ends_cell).map(|cell| {
        let content = cell.trim_end_matches(ends_cell);
        let masked = identifiers::masked(content, Surroundings::NoteOrEvidence, allow);
        masked.into_owned() + &cell[content.len()..]
    });
    Cow::Owned(cells.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        let all: String = (0..=0x10_ffff).filter_map(char::from_u32).collect();
        let shown = plain(&all);
        assert!(!shown.chars().any(|c| c.is_control() || acts(c)));
        assert!(shown.contains("␛") && shown.contains("<U+009B>") && shown.contains("<U+202E>"));
    }

    #[test]
    fn letters_in_either_form_stay_as_they_are() {
        for text in ["Tổ bảo vệ an ninh", "To\u{302}\u{309} 1", "日本", "👨\u{200d}👩"] {
            assert!(matches!(plain(text), Cow::Borrowed(same) if same == text));
        }
    }
}
