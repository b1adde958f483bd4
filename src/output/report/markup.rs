//! Elements that are closed in the order in which they were opened, and texts that stay texts: what HTML
//! and SVG are written with. What it gives is well-formed XML as well.

use std::fmt::Write;

use crate::output::plain::{acts, plain};

/// Markup so far.
#[derive(Debug, Default)]
pub(super) struct Markup {
    text: String,
}

/// An attribute: its name and its value.
pub(super) type Attribute<'a> = (&'a str, &'a str);

impl Markup {
    /// The markup, when all of it is written.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Adds markup that was written before.
    pub(super) fn append(&mut self, markup: &str) {
        self.text.push_str(markup);
    }

    /// An element with what `inside` puts into it.
    pub(super) fn within(
        &mut self,
        name: &str,
        attributes: &[Attribute<'_>],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes);
        self.text.push('>');
        inside(self);
        let _ = write!(self.text, "</{name}>");
    }

    /// An element with a text in it.
    pub(super) fn element(&mut self, name: &str, attributes: &[Attribute<'_>], text: &str) {
        self.within(name, attributes, |markup| markup.text(text));
    }

    /// An element that never has anything in it.
    pub(super) fn void(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.open(name, attributes);
        self.text.push_str("/>");
    }

    /// A text.
    pub(super) fn text(&mut self, text: &str) {
        for c in text.chars() {
            self.character(c);
        }
    }

    /// A style sheet or script of ours, which has nothing in it that would be markup.
    pub(super) fn raw(&mut self, name: &str, text: &'static str) {
        debug_assert!(!text.contains(['<', '&']), "{name} must be well-formed as it stands");
        self.open(name, &[]);
        let _ = write!(self.text, ">\n{text}</{name}>");
    }

    /// A line end between elements, so that a diff has lines.
    pub(super) fn line(&mut self) {
        self.text.push('\n');
    }

    fn open(&mut self, name: &str, attributes: &[Attribute<'_>]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.text, " {name}=\"");
            self.text(value);
            self.text.push('"');
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '&' => self.text.push_str("&amp;"),
            '<' => self.text.push_str("&lt;"),
            '>' => self.text.push_str("&gt;"),
            '"' => self.text.push_str("&quot;"),
            '\'' => self.text.push_str("&#39;"),
            // XML has no such characters, not even escaped.
            '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {
                self.text.push('\u{fffd}');
            }
            '\n' | '\r' | '\t' => self.text.push(c),
            // Those that turn the order of letters round do so in a page, too.
            c if acts(c) => plain(c.encode_utf8(&mut [0; 4])).chars().for_each(|c| self.character(c)),
            c => self.text.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_attributes_stay_what_they_are() {
        let mut markup = Markup::default();
        markup.within("p", &[("title", "\"><script>")], |p| {
            p.text("a < b & 'c'\u{1b}\u{9b}\u{202e}");
            p.void("br", &[]);
        });
        assert_eq!(
            markup.finish(),
            "<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp; &#39;c&#39;\u{fffd}&lt;U+009B&gt;&lt;U+202E&gt;<br/></p>"
        );
    }
}
