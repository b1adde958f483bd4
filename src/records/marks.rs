//! The bytes at which cells can begin and end, found many at a time.

/// Bytes that are looked at together.
const BLOCK: usize = 64;

/// The places of delimiters, line ends and quotes in a text, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Marks<'t> {
    bytes: &'t [u8],
    delimiter: u8,
    /// Where the block begins that was looked at last.
    block: usize,
    /// Its marks that have not been passed yet, the first of them the lowest bit.
    left: u64,
}

impl<'t> Marks<'t> {
    /// From byte `start` on.
    pub(super) fn new(bytes: &'t [u8], delimiter: u8, start: usize) -> Self {
        let mut marks = Self { bytes, delimiter, block: start, left: 0 };
        marks.left = marks.look();
        marks
    }

    /// The place of the next mark; the length of the text where there is none.
    #[inline]
    pub(super) fn next(&mut self) -> usize {
        while self.left == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return self.bytes.len();
            }
            self.left = self.look();
        }
        let place = self.block + self.left.trailing_zeros() as usize;
        self.left &= self.left - 1;
        place
    }

    fn look(&self) -> u64 {
        let rest = self.bytes.get(self.block..).unwrap_or_default();
        if let Some(block) = rest.first_chunk::<BLOCK>() {
            return marks_of(block, self.delimiter);
        }
        // No text has a zero in it, so what fills the last block up is no mark.
        let mut block = [0; BLOCK];
        block[..rest.len()].copy_from_slice(rest);
        marks_of(&block, self.delimiter) & ((1 << rest.len()) - 1)
    }
}

/// A bit for each byte of a block that is a mark. Written so that the compiler compares many bytes
/// with one instruction.
#[inline]
fn marks_of(block: &[u8; BLOCK], delimiter: u8) -> u64 {
    let mut is_mark = [0_u8; BLOCK];
    for (is_mark, &byte) in is_mark.iter_mut().zip(block) {
        *is_mark = u8::from((byte == delimiter) | (byte == b'\n') | (byte == b'\r') | (byte == b'"'));
    }
    let (eights, _) = is_mark.as_chunks::<8>();
    eights.iter().zip(0..).fold(0, |marks, (&eight, nth)| {
        // Brings the lowest bits of eight bytes side by side, to the top.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        marks | bits << (8 * nth)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_found_and_nothing_else() {
        let text = "ngày,tổ\r\n\"x,\",;đđđ\n".repeat(23);
        for start in [0, 1, 5, 63, 64, 65, text.len() - 1, text.len()] {
            let expected: Vec<usize> = (start..text.len())
                .filter(|&at| matches!(text.as_bytes()[at], b',' | b'\n' | b'\r' | b'"'))
                .chain([text.len(), text.len()])
                .collect();
            let mut marks = Marks::new(text.as_bytes(), b',', start);
            let found: Vec<usize> = expected.iter().map(|_| marks.next()).collect();
            assert_eq!(found, expected, "{start}");
        }
    }
}
