//! The rows in which two versions of a log differ, found without reading what they share.

use super::spelling::{RowAt, Spelling};
use crate::records::Header;
use crate::records::table::Rows;
use crate::records::text::{decode, unfit};
use crate::source::Source;

/// A version of a log.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) source: Source,
    /// None where it is not understood, and then it has no rows.
    header: Option<Header>,
}

impl Version {
    /// The version that a content is. What cannot be read is as if it were empty: rows that come back
    /// afterwards are known.
    pub(super) fn of(content: Vec<u8>, spelling: &Spelling<'_>) -> Self {
        let text = decode(content).map(|decoded| decoded.text).unwrap_or_default();
        let text = if unfit(&text).is_some() { String::new() } else { text };
        Self::of_text(text, spelling)
    }

    /// The version that a text is.
    pub(super) fn of_text(text: String, spelling: &Spelling<'_>) -> Self {
        let header = spelling.header(&text);
        Self { source: Source::new("", text, Default::default()), header }
    }

    /// All its rows.
    pub(super) fn rows(&self, spelling: &Spelling<'_>) -> Vec<RowAt> {
        let mut rows = Vec::new();
        if let Some(header) = &self.header {
            spelling.rows_from(&self.source.text, header, header.end, |_| false, &mut rows);
        }
        rows
    }
}

/// Rows of the old version and of the new one, without those above the first difference and below
/// the last: they are the same in both.
pub(super) fn differing(old: &Version, new: &Version, spelling: &Spelling<'_>) -> (Vec<RowAt>, Vec<RowAt>) {
    let (old_text, new_text) = (old.source.text.as_str(), new.source.text.as_str());
    let (Some(old_header), Some(new_header)) = (&old.header, &new.header) else {
        return (old.rows(spelling), new.rows(spelling));
    };
    let shared = shared_prefix(old_text.as_bytes(), new_text.as_bytes());
    if old_header.end != new_header.end || shared < old_header.end {
        return (old.rows(spelling), new.rows(spelling));
    }
    let start = row_start(old_text, old_header, shared);
    let below = below_last_difference(&old_text.as_bytes()[start..], &new_text.as_bytes()[start..]);
    let middle = |text: &str, header: &Header, below: usize| {
        let mut rows = Vec::new();
        let reached = spelling.rows_from(text, header, start, |at| at >= text.len() - below, &mut rows);
        (rows, reached == text.len() - below)
    };
    let (mut old_rows, old_meets) = middle(old_text, old_header, below);
    let (mut new_rows, new_meets) = middle(new_text, new_header, below);
    if !(old_meets && new_meets) {
        // A quote opened above keeps what looks like a row from being one.
        old_rows = middle(old_text, old_header, 0).0;
        new_rows = middle(new_text, new_header, 0).0;
    }
    (old_rows, new_rows)
}

/// The last byte up to `most` at which a row begins.
fn row_start(text: &str, header: &Header, most: usize) -> usize {
    let above = &text.as_bytes()[header.end..most];
    if memchr::memchr(b'"', above).is_none() {
        return header.end + memchr::memrchr2(b'\n', b'\r', above).map_or(0, |line_end| line_end + 1);
    }
    let mut rows = Rows::new(text, header.dialect.delimiter, header.end);
    let mut cells = Vec::new();
    let mut start = header.end;
    while rows.next(&mut cells) && rows.position() <= most {
        start = rows.position();
    }
    start
}

/// Bytes that both texts begin with.
fn shared_prefix(old: &[u8], new: &[u8]) -> usize {
    const STRIDE: usize = 256;
    let strides = old.chunks_exact(STRIDE).zip(new.chunks_exact(STRIDE));
    let whole = STRIDE * strides.take_while(|(old, new)| old == new).count();
    whole + old[whole..].iter().zip(&new[whole..]).take_while(|(old, new)| old == new).count()
}

/// Bytes of whole lines that both texts end with.
fn below_last_difference(old: &[u8], new: &[u8]) -> usize {
    const STRIDE: usize = 256;
    let strides = old.rchunks_exact(STRIDE).zip(new.rchunks_exact(STRIDE));
    let whole = STRIDE * strides.take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old[..old.len() - whole], &new[..new.len() - whole]);
    let shared = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let below = &old[old.len() - whole - shared..];
    memchr::memchr(b'\n', below).map_or(0, |line_end| below.len() - line_end - 1)
}
