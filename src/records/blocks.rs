//! The bytes of a text sixty-four at a time: which of them can end a cell, and by which of them
//! identifiers are known.

use wide::u8x16;

use crate::privacy::identifiers::Signs;

/// Bytes that are looked at together.
pub(super) const BLOCK: usize = u64::BITS as usize;

/// What stands in a block: a bit for each byte, the lowest for the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) delimiters: u64,
    /// Line ends and quotes.
    pub(super) others: u64,
    pub(super) digits: u64,
    /// What hardly any cell has, and an identifier may.
    pub(super) doubtful: u64,
}

/// Looks at blocks of a text, and puts what stands in each into the same place of `found`.
pub(super) fn look(blocks: &[[u8; BLOCK]], delimiter: u8, found: &mut [Block]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "the one place where speed needs it")]
        // SAFETY: all that is asked of whoever calls it is a processor that knows AVX2, and this one does.
        unsafe {
            avx2::look(blocks, delimiter, found);
        }
        return;
    }
    for (block, found) in blocks.iter().zip(found) {
        *found = of(block, delimiter);
    }
}

/// What stands in a block, on any processor.
fn of(bytes: &[u8; BLOCK], delimiter: u8) -> Block {
    let mut block = Block::default();
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

/// The same with half the instructions.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use std::arch::x86_64::{
        __m256i, _mm256_cmpeq_epi8, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
        _mm256_set_epi64x, _mm256_set1_epi8, _mm256_sub_epi8,
    };

    use super::{BLOCK, Block};
    use crate::privacy::identifiers::Signs;

    #[target_feature(enable = "avx2")]
    pub(super) fn look(blocks: &[[u8; BLOCK]], delimiter: u8, found: &mut [Block]) {
        for (block, found) in blocks.iter().zip(found) {
            let (halves, _) = block.as_chunks();
            let [low, high] = match halves {
                [low, high] => [half(low, delimiter), half(high, delimiter)],
                _ => return,
            };
            let both = |of: fn(&Half) -> u32| u64::from(of(&low)) | u64::from(of(&high)) << 32;
            *found = Block {
                delimiters: both(|half| half.delimiters),
                others: both(|half| half.others),
                digits: both(|half| half.digits),
                doubtful: both(|half| half.doubtful),
            };
        }
    }

    struct Half {
        delimiters: u32,
        others: u32,
        digits: u32,
        doubtful: u32,
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn half(bytes: &[u8; BLOCK / 2], delimiter: u8) -> Half {
        let bytes = load(bytes);
        let all = |byte: u8| _mm256_set1_epi8(byte as i8);
        let is = |byte: u8| _mm256_cmpeq_epi8(bytes, all(byte));
        let or = |one, other| _mm256_or_si256(one, other);
        let above_zero = _mm256_sub_epi8(bytes, all(b'0'));
        let is_digit = _mm256_cmpeq_epi8(_mm256_min_epu8(above_zero, all(9)), above_zero);
        let [at, full_width, mathematical] = Signs::DOUBTFUL.map(is);
        let bits = |is: __m256i| _mm256_movemask_epi8(is) as u32;
        Half {
            delimiters: bits(is(delimiter)),
            others: bits(or(or(is(b'\n'), is(b'\r')), is(b'"'))),
            digits: bits(is_digit),
            doubtful: bits(or(or(at, full_width), mathematical)),
        }
    }

    #[inline]
    #[target_feature(enable = "avx2")]
    fn load(bytes: &[u8; BLOCK / 2]) -> __m256i {
        let (eights, _) = bytes.as_chunks();
        let eight = |nth: usize| i64::from_le_bytes(eights.get(nth).copied().unwrap_or_default());
        _mm256_set_epi64x(eight(3), eight(2), eight(1), eight(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Byte by byte.
    fn slowly(bytes: &[u8; BLOCK], delimiter: u8) -> Block {
        let bits = |is: &dyn Fn(u8) -> bool| {
            bytes.iter().enumerate().fold(0, |bits, (at, &byte)| bits | u64::from(is(byte)) << at)
        };
        Block {
            delimiters: bits(&|byte| byte == delimiter),
            others: bits(&|byte| matches!(byte, b'\n' | b'\r' | b'"')),
            digits: bits(&|byte| byte.is_ascii_digit()),
            doubtful: bits(&|byte| Signs::DOUBTFUL.contains(&byte)),
        }
    }

    #[test]
    fn every_byte_is_known_at_every_place() {
        for first in 0..=u8::MAX {
            let bytes = std::array::from_fn(|at| first.wrapping_add(at as u8));
            let mut found = [Block::default()];
            look(&[bytes], b';', &mut found);
            assert_eq!(found, [slowly(&bytes, b';')], "{first}");
            assert_eq!(of(&bytes, b';'), found[0], "{first}");
        }
    }

    proptest! {
        #[test]
        fn blocks_are_those_found_byte_by_byte(text in "[ -~,;\"\n\r\t0-9@à-ỹ０𝟎]{0,400}", delimiter in "[,;\t]") {
            let delimiter = delimiter.as_bytes()[0];
            let (blocks, _) = text.as_bytes().as_chunks();
            let mut found = vec![Block::default(); blocks.len()];
            look(blocks, delimiter, &mut found);
            let expected: Vec<Block> = blocks.iter().map(|block| slowly(block, delimiter)).collect();
            let anywhere: Vec<Block> = blocks.iter().map(|block| of(block, delimiter)).collect();
            prop_assert_eq!(&found, &expected);
            prop_assert_eq!(&anywhere, &expected);
        }
    }
}
