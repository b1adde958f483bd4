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
            let host = at + 1;
            if let Some((name, end)) = around(&self.text[self.from..at], &self.text[host..]) {
                self.from = host + end;
                return Some(at - name..self.from);
            }
            // What might have been a host can still name the next mailbox.
            self.from = host;
        }
        None
    }
}

/// How many bytes before and after an `@` make an address with it.
fn around(before: &str, after: &str) -> Option<(usize, usize)> {
    let address = |before: &str, after: &str| {
        let (name, host) = (name_before(before), host_after(after));
        (name > 0 && host > 0).then_some((name, host))
    };
    address(before, after).or_else(|| {
        // With a space beside the `@` it is one where the host is one beyond doubt.
        let (tight_before, tight_after) =
            (before.strip_suffix(' ').unwrap_or(before), after.strip_prefix(' ').unwrap_or(after));
        let (name, host) = address(tight_before, tight_after)?;
        let domain = tight_after[..host].rsplit('.').next().unwrap_or_default();
        let known = ["com", "vn", "net", "org", "edu", "gov"].contains(&domain.to_ascii_lowercase().as_str());
        let gaps = (before.len() - tight_before.len(), after.len() - tight_after.len());
        known.then_some((name + gaps.0, host + gaps.1))
    })
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
