//! E-mail addresses.

use std::ops::Range;

use super::characters::{is_letter, is_word};

/// The places of the e-mail addresses in a text, in order.
pub(super) struct Emails<'a> {
    text: &'a str,
    /// Where to go on.
    from: usize,
}

impl<'a> Emails<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, from: 0 }
    }
}

impl Iterator for Emails<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while let Some(at) = self.text[self.from..].find('@').map(|at| self.from + at) {
            let start = at - name_before(&self.text[self.from..at]);
            let host = at + 1;
            let end = host + host_after(&self.text[host..]);
            if start < at && host < end {
                self.from = end;
                return Some(start..end);
            }
            // What might have been a host can still name the next mailbox.
            self.from = host;
        }
        None
    }
}

/// How many bytes at the end of `text` can name a mailbox.
fn name_before(text: &str) -> usize {
    let name = |c: char| is_word(c) || matches!(c, '.' | '_' | '%' | '+' | '-');
    let rest = text.trim_end_matches(name);
    text[rest.len()..].trim_start_matches(|c: char| !c.is_alphanumeric()).len()
}

/// How many bytes at the start of `text` are a host with a domain: labels and dots that end in letters.
fn host_after(text: &str) -> usize {
    let (mut at, mut end, mut labels) = (0, 0, 0);
    loop {
        let rest = &text[at..];
        let label = &rest[..rest.len() - rest.trim_start_matches(|c: char| is_word(c) || c == '-').len()];
        let label = label.trim_end_matches('-');
        if label.is_empty() {
            return end;
        }
        labels += 1;
        at += label.len();
        if labels > 1 && label.chars().all(is_letter) && label.chars().nth(1).is_some() {
            end = at;
        }
        if !text[at..].starts_with('.') {
            return end;
        }
        at += 1;
    }
}
