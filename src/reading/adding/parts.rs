//! Large logs are read in parts, so that every thread has something to do.

use crate::folder::LogFile;

/// A stretch of a log: the rows that begin in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Place of the log in the list of logs.
    pub(super) log: usize,
    /// The byte of the file from which on rows may begin.
    pub(super) start: u64,
    /// The byte from which on they are another part's; none for the last part.
    pub(super) end: Option<u64>,
}

/// The fewest bytes of a part: the rows at its beginning must be found, which costs something.
const LEAST: u64 = 1024 * 1024;

/// Parts for each thread: what the last of them takes is time in which others may wait.
const FOR_EACH_THREAD: u64 = 4;

/// The parts of all logs.
pub(super) fn parts_of(logs: &[LogFile], threads: usize) -> Vec<Part> {
    let total: u64 = logs.iter().map(LogFile::length).sum();
    let most = match threads {
        0..=1 => u64::MAX,
        _ => (total / (FOR_EACH_THREAD * threads as u64)).max(LEAST),
    };
    let lengths = logs.iter().map(LogFile::length).enumerate();
    lengths.flat_map(|(log, length)| parts(log, length, most)).collect()
}

fn parts(log: usize, length: u64, most: u64) -> impl Iterator<Item = Part> {
    let n = length.div_ceil(most).max(1);
    let start = move |nth: u64| (u128::from(length) * u128::from(nth) / u128::from(n)) as u64;
    (0..n).map(move |nth| Part { log, start: start(nth), end: (nth + 1 < n).then(|| start(nth + 1)) })
}

/// The rows of a part that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) part: Part,
    /// The byte at which the first of them begins.
    pub(super) first: u64,
    /// The byte behind the last.
    pub(super) end: u64,
}

/// Whether each part begins where the one before it ends. Where the first row of a part begins was guessed by
/// how it looks; a guess was right if the rows before it end there.
pub(super) fn fit_together(mut stretches: Vec<Stretch>) -> bool {
    stretches.sort_unstable_by_key(|stretch| (stretch.part.log, stretch.part.start));
    let mut pairs = stretches.windows(2);
    pairs.all(|pair| pair[0].part.log != pair[1].part.log || pair[0].end == pair[1].first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_cover_a_log_without_a_gap() {
        for (length, most, n) in [(0, 5, 1), (5, 5, 1), (6, 5, 2), (1000, 7, 143), (u64::MAX, u64::MAX, 1)] {
            let parts: Vec<Part> = parts(3, length, most).collect();
            assert_eq!(parts.len(), n);
            assert_eq!((parts[0].start, parts[n - 1].end), (0, None));
            assert!(parts.windows(2).all(|pair| pair[0].end == Some(pair[1].start)));
            assert!(parts.windows(2).all(|pair| pair[1].start - pair[0].start <= most));
        }
    }

    #[test]
    fn parts_that_leave_a_gap_or_overlap_do_not_fit() {
        let stretch = |log, first, end| Stretch { part: Part { log, start: first, end: None }, first, end };
        assert!(fit_together(vec![stretch(0, 10, 20), stretch(0, 0, 10), stretch(1, 7, 9)]));
        assert!(!fit_together(vec![stretch(0, 0, 10), stretch(0, 11, 20)]));
        assert!(!fit_together(vec![stretch(0, 0, 10), stretch(0, 9, 20)]));
    }
}
