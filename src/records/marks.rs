//! The bytes at which cells can begin and end, one after the other, and what identifiers are known by.

use super::blocks::{BLOCK, Block, look};
use crate::privacy::identifiers::Signs;

/// Blocks that are looked at in one go.
const BATCH: usize = 16;

/// Blocks that are remembered: what is looked at and what was looked at before; more than a usual row has.
const RECENT: usize = 2 * BATCH;

/// A byte that can end a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A delimiter.
    Delimiter,
    /// A line end or a quote.
    Other,
}

/// Goes through the delimiters, line ends and quotes of a text from left to right.
#[derive(Clone, Debug)]
pub(super) struct Marks<'t> {
    bytes: &'t [u8],
    delimiter: u8,
    /// Where the first block begins.
    start: usize,
    /// Where the block begins in which the next mark is looked for.
    block: usize,
    /// Its marks that have not been passed yet.
    delimiters: u64,
    others: u64,
    /// Blocks that were looked at.
    n_looked_at: usize,
    /// The last of them, by their number.
    recent: [Block; RECENT],
}

impl<'t> Marks<'t> {
    /// From byte `start` on.
    pub(super) fn new(bytes: &'t [u8], delimiter: u8, start: usize) -> Self {
        let mut marks = Self {
            bytes,
            delimiter,
            start,
            block: start,
            delimiters: 0,
            others: 0,
            n_looked_at: 0,
            recent: [Block::default(); RECENT],
        };
        marks.enter_block();
        marks
    }

    /// The place of the next mark and what it is; the length of the text where there is none.
    #[inline]
    pub(super) fn next(&mut self) -> (usize, Mark) {
        loop {
            let both = self.delimiters | self.others;
            if both != 0 {
                let lowest = both & both.wrapping_neg();
                let mark = if self.delimiters & lowest != 0 { Mark::Delimiter } else { Mark::Other };
                self.delimiters &= !lowest;
                self.others &= !lowest;
                return (self.block + both.trailing_zeros() as usize, mark);
            }
            if !self.go_on() {
                return (self.bytes.len(), Mark::Other);
            }
        }
    }

    /// Gives `take` the places of delimiters before the next line end or quote, and passes them. Where
    /// that stands is returned without passing it; the length of the text where there is none.
    #[inline]
    pub(super) fn delimiters_before_other(&mut self, mut take: impl FnMut(usize)) -> usize {
        loop {
            let lowest_other = self.others & self.others.wrapping_neg();
            // All bits where there is no other.
            let before = lowest_other.wrapping_sub(1);
            let mut left = self.delimiters & before;
            self.delimiters &= !before;
            while left != 0 {
                take(self.block + left.trailing_zeros() as usize);
                left &= left - 1;
            }
            if lowest_other != 0 {
                return self.block + lowest_other.trailing_zeros() as usize;
            }
            if !self.go_on() {
                return self.bytes.len();
            }
        }
    }

    /// Goes to the next block; false where there is none.
    #[inline]
    fn go_on(&mut self) -> bool {
        // What is behind the end is no mark, so that it can be asked for again.
        let is_there = self.block + BLOCK < self.bytes.len();
        if is_there {
            self.block += BLOCK;
            self.enter_block();
        }
        is_there
    }

    #[inline]
    fn enter_block(&mut self) {
        let number = self.number(self.block);
        if number == self.n_looked_at {
            self.look_on();
        }
        let block = &self.recent[number % RECENT];
        (self.delimiters, self.others) = (block.delimiters, block.others);
    }

    /// Looks at the next blocks.
    #[inline(never)]
    fn look_on(&mut self) {
        let rest = self.bytes.get(self.start + self.n_looked_at * BLOCK..).unwrap_or_default();
        let (whole, last) = rest.as_chunks();
        let n_whole = whole.len().min(BATCH);
        let first = self.n_looked_at % RECENT;
        let found = &mut self.recent[first..first + BATCH];
        look(&whole[..n_whole], self.delimiter, found);
        if let Some(found) = found.get_mut(n_whole) {
            // No text has a zero in it, so what fills the last block up is no mark.
            let mut block = [0; BLOCK];
            block[..last.len()].copy_from_slice(last);
            look(&[block], self.delimiter, std::slice::from_mut(found));
        }
        self.n_looked_at += BATCH;
    }

    fn number(&self, place: usize) -> usize {
        (place - self.start) / BLOCK
    }

    /// By what an identifier would be known between `start` and `end`, both of which were passed. None
    /// where that is too long ago.
    #[inline]
    pub(super) fn signs(&self, start: usize, end: usize) -> Option<Signs> {
        let mut signs = Signs::default();
        if start >= end {
            return Some(signs);
        }
        if start < self.start {
            return None;
        }
        let (first, last) = (self.number(start), self.number(end - 1));
        if first + RECENT < self.n_looked_at {
            return None;
        }
        if first == last {
            let Block { digits, doubtful, .. } = self.recent[first % RECENT];
            let (before, length) = ((start - self.start) % BLOCK, end - start);
            let within = |bits: u64| bits >> before & u64::MAX >> (BLOCK - length);
            signs.add_block(within(digits), within(doubtful), start);
            return Some(signs);
        }
        for number in first..=last {
            let Block { digits, doubtful, .. } = self.recent[number % RECENT];
            let block = self.start + number * BLOCK;
            let from = start.saturating_sub(block);
            let behind = (block + BLOCK).saturating_sub(end);
            let within = (u64::MAX << from) & (u64::MAX >> behind);
            signs.add_block(digits & within, doubtful & within, block);
        }
        Some(signs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_and_nothing_else() {
        let text = "ngày,tổ\r\n\"x,\",;đđđ\n".repeat(23);
        for start in [0, 1, 5, 63, 64, 65, text.len() - 1, text.len()] {
            let mark = |at: usize| match text.as_bytes().get(at) {
                Some(b',') => (at, Mark::Delimiter),
                _ => (at, Mark::Other),
            };
            let expected: Vec<_> = (start..text.len())
                .filter(|&at| matches!(text.as_bytes()[at], b',' | b'\n' | b'\r' | b'"'))
                .chain([text.len(), text.len()])
                .map(mark)
                .collect();
            let mut marks = Marks::new(text.as_bytes(), b',', start);
            let found: Vec<_> = expected.iter().map(|_| marks.next()).collect();
            assert_eq!(found, expected, "{start}");

            let mut marks = Marks::new(text.as_bytes(), b',', start);
            let mut found = Vec::new();
            while found.last().is_none_or(|&(at, _)| at < text.len()) {
                let other = marks.delimiters_before_other(|at| found.push((at, Mark::Delimiter)));
                assert_eq!(marks.next(), (other, Mark::Other));
                found.push((other, Mark::Other));
            }
            assert_eq!(found, expected[..found.len()], "{start}");
        }
    }

    #[test]
    fn signs_are_those_of_the_stretch() {
        let text = "số 12/3, a@b ０ 4567 ".repeat(9);
        for origin in [0, 3, 70] {
            let mut marks = Marks::new(text.as_bytes(), b';', origin);
            assert_eq!(marks.next().0, text.len());
            for start in origin..text.len() {
                for end in start..text.len() {
                    let expected = Signs::of(text.as_bytes(), start, end);
                    assert_eq!(marks.signs(start, end), Some(expected), "{start} {end}");
                }
            }
        }
        let long = "1".repeat(BLOCK * (RECENT + BATCH));
        let mut marks = Marks::new(long.as_bytes(), b',', 0);
        marks.next();
        assert_eq!(marks.signs(0, 3), None);
        assert!(marks.signs(BLOCK * BATCH, long.len()).is_some());
    }
}
