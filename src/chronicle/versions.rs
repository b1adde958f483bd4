//! The rows in which two versions of a log differ, found without reading what they share.

use std::collections::HashMap;

use foldhash::fast::FixedState;

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
            spelling.rows_below(&self.source.text, header, &mut rows);
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
    let ends = [(old_text, old_header), (new_text, new_header)]
        .map(|(text, header)| raw_rows(text, header, start, text.len() - below));
    let [old_rows, new_rows] = match ends {
        [Some(old), Some(new)] => [old, new],
        // A quote opened above keeps what looks like a row from being one.
        _ => [(old_text, old_header), (new_text, new_header)]
            .map(|(text, header)| raw_rows(text, header, start, text.len()).unwrap_or_default()),
    };
    let (old_rows, new_rows) = without_equal(old_rows, new_rows);
    let spelt = |version: &Version, header: &Header, rows: Vec<&str>| {
        let text = version.source.text.as_str();
        let start = |row: &str| row.as_ptr() as usize - text.as_ptr() as usize;
        rows.into_iter().filter_map(|row| spelling.row_at(text, header, start(row))).collect()
    };
    (spelt(old, old_header, old_rows), spelt(new, new_header, new_rows))
}

/// The rows from one byte to another as they are written; none where no row ends there.
fn raw_rows<'t>(text: &'t str, header: &Header, start: usize, end: usize) -> Option<Vec<&'t str>> {
    let stretch = text.get(start..end)?;
    if memchr::memchr(b'"', stretch.as_bytes()).is_none() {
        return Some(stretch.split(['\n', '\r']).filter(|line| !line.is_empty()).collect());
    }
    let mut rows = Rows::new(text, header.dialect.delimiter, start);
    let mut cells = Vec::new();
    let mut found = Vec::new();
    while rows.position() < end && rows.next(&mut cells) {
        let first = cells.first().map_or(0, |cell| cell.start as usize);
        let last = cells.last().map_or(first, |cell| cell.end as usize);
        found.extend(text.get(first..last).filter(|row| !row.is_empty()));
    }
    (rows.position() == end).then_some(found)
}

/// The rows that are not written alike in both: most changes leave most rows where they were, so
/// that hardly any need be looked up.
fn without_equal<'t>(old: Vec<&'t str>, new: Vec<&'t str>) -> (Vec<&'t str>, Vec<&'t str>) {
    let shared = old.len().min(new.len());
    let differs = |at: &usize| old[*at] != new[*at];
    let places: Vec<usize> = (0..shared).filter(differs).collect();
    let rest = |rows: &[&'t str]| -> Vec<&'t str> {
        places.iter().map(|&at| rows[at]).chain(rows[shared..].iter().copied()).collect()
    };
    let (old, new) = (rest(&old), rest(&new));
    let mut count: HashMap<&str, usize, FixedState> = HashMap::default();
    new.iter().for_each(|row| *count.entry(row).or_default() += 1);
    let old_only = old.into_iter().filter(|row| !took_one(&mut count, row)).collect();
    (old_only, new.into_iter().filter(|row| took_one(&mut count, row)).collect())
}

/// Takes one of what is counted, where any is left.
fn took_one<'t>(count: &mut HashMap<&'t str, usize, FixedState>, row: &&'t str) -> bool {
    let left = count.get_mut(*row).filter(|left| **left > 0);
    left.map(|left| *left -= 1).is_some()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_in_both_are_left_out_as_often_as_they_are() {
        let (old, new) = without_equal(vec!["a", "b", "c", "c"], vec!["a", "x", "c", "b", "d"]);
        assert_eq!((old, new), (vec!["c"], vec!["x", "d"]));
        assert_eq!(without_equal(vec![], vec!["a", "a"]), (vec![], vec!["a", "a"]));
        assert_eq!(without_equal(vec!["a"], vec!["b", "a", "a"]), (vec![], vec!["b", "a"]));
    }

    #[test]
    fn what_two_texts_share_is_found_over_any_length() {
        for length in [0, 1, 255, 256, 257, 1000] {
            let (old, new) = (format!("{}a", "x".repeat(length)), format!("{}b", "x".repeat(length)));
            assert_eq!(shared_prefix(old.as_bytes(), new.as_bytes()), length);
            let lines = "dòng\n".repeat(length);
            let (old, new) = (format!("a\n{lines}"), format!("b\n{lines}"));
            assert_eq!(below_last_difference(old.as_bytes(), new.as_bytes()), lines.len());
        }
        assert_eq!(below_last_difference(b"same", b"same"), 0, "there is no whole line");
    }
}
