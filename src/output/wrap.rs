//! Lines that are broken to fit a page.

use crate::source::width;

/// Breaks `text` at blanks into lines of at most `most` columns. What follows the first line stands
/// `hanging` columns further in than it. A word that is too long stands alone and sticks out.
pub(super) fn wrap(text: &str, most: usize, hanging: usize) -> Vec<String> {
    let indent = text.len() - text.trim_start_matches(' ').len();
    let mut lines = Vec::new();
    let mut line = " ".repeat(indent);
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !is_empty && width(&line) + 1 + width(word) > most {
            lines.push(line);
            (line, is_empty) = (" ".repeat(indent + hanging), true);
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_at_blanks_and_goes_on_further_in() {
        assert_eq!(wrap("đi tuần tra ban đêm", 11, 2), ["đi tuần tra", "  ban đêm"]);
        assert_eq!(wrap("  A1 đi tuần tra", 10, 0), ["  A1 đi", "  tuần tra"]);
        assert_eq!(wrap("a 0123456789 b", 4, 0), ["a", "0123456789", "b"]);
        assert_eq!(wrap("", 4, 0), [""]);
    }
}
