//! The bytes at which cells can begin and end, and those by which identifiers are known, found many at a
//! time.

use wide::u8x16;

use crate::privacy::identifiers::Signs;

/// Bytes that are looked at together.
const BLOCK: usize = u64::BITS as usize;

/// Blocks that are remembered; more than a usual row has.
const RECENT: usize = 32;

/// What stands in a block: a bit for each byte.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    delimiters: u64,
    /// Line ends and quotes.
    others: u64,
    digits: u64,
    /// What hardly any cell has, and an identifier may.
    doubtful: u64,
}

impl Block {
    fn of(bytes: &[u8; BLOCK], delimiter: u8) -> Self {
        let mut block = Self::default();
        let (sixteens, _) = bytes.as_chunks();
        for (nth, &sixteen) in sixteens.iter().enumerate() {
            let bytes = u8x16::new(sixteen);
            let is = |byte: u8| bytes.simd_eq(u8x16::splat(byte));
            let above_zero = bytes - u8x16::splat(b'0');
            let is_digit = above_zero.min(u8x16::splat(9)).simd_eq(above_zero);
            let [at, full_width, mathematical] = Signs::DOUBTFUL.map(is);
            let put = |is: u8x16| u64::from(is.to_bitmask()) << (16 * nth);
            block.delimiters |= put(is(delimiter));
            block.others |= put(is(b'\n') | is(b'\r') | is(b'"'));
            block.digits |= put(is_digit);
            block.doubtful |= put(at | full_width | mathematical);
        }
        block
    }
}

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
    /// Where the block begins that was looked at last.
    block: usize,
    /// Its marks that have not been passed yet.
    delimiters: u64,
    others: u64,
    /// The blocks looked at last, by their number.
    recent: [(u64, u64); RECENT],
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
            recent: [(0, 0); RECENT],
        };
        marks.look();
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
    fn go_on(&mut self) -> bool {
        self.block += BLOCK;
        // What is behind the end is no mark, so that it can be asked for again.
        let is_there = self.block < self.bytes.len();
        if is_there {
            self.look();
        } else {
            self.block -= BLOCK;
        }
        is_there
    }

    fn look(&mut self) {
        let rest = self.bytes.get(self.block..).unwrap_or_default();
        let block = match rest.first_chunk() {
            Some(block) => Block::of(block, self.delimiter),
            None => {
                // No text has a zero in it, so what fills the last block up is no mark.
                let mut block = [0; BLOCK];
                block[..rest.len()].copy_from_slice(rest);
                Block::of(&block, self.delimiter)
            }
        };
        (self.delimiters, self.others) = (block.delimiters, block.others);
        self.recent[self.number(self.block) % RECENT] = (block.digits, block.doubtful);
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
        if first + RECENT <= self.number(self.block) {
            return None;
        }
        if first == last {
            let (digits, doubtful) = self.recent[first % RECENT];
            let (before, length) = ((start - self.start) % BLOCK, end - start);
            let within = |bits: u64| bits >> before & u64::MAX >> (BLOCK - length);
            signs.add_block(within(digits), within(doubtful), start);
            return Some(signs);
        }
        for number in first..=last {
            let (digits, doubtful) = self.recent[number % RECENT];
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
        let long = "1".repeat(BLOCK * (RECENT + 1));
        let mut marks = Marks::new(long.as_bytes(), b',', 0);
        marks.next();
        assert_eq!(marks.signs(0, 3), None);
        assert!(marks.signs(BLOCK, long.len()).is_some());
    }
}
