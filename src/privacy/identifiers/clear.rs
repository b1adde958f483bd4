//! A quick look at a text that hardly ever holds anything.

use super::digits::SHORTEST_NUMBER;

/// The fewest digits of any identifier, those of the plate `29A-1234`.
const FEWEST_DIGITS: u32 = 6;

/// Bytes that are looked at together.
const BLOCK: usize = 16;

/// Whether the bytes from `start` to `end` of a text hold no identifier for certain: they have too few
/// digits, or a single run of them that is too short, and nothing of an e-mail address. What surrounds
/// them is only looked at together with them.
#[inline]
pub fn is_clear(text: &[u8], start: usize, end: usize) -> bool {
    let mut digits = 0;
    let mut runs = 0;
    let mut ends_in_digit = 0;
    let mut at = start;
    while at < end {
        let (is_digit, is_other) = classes(&block(text, at, end));
        if is_other {
            return false;
        }
        digits += is_digit.count_ones();
        // A run begins at a digit that stands after none.
        runs += (is_digit & !(is_digit << 1 | ends_in_digit)).count_ones();
        ends_in_digit = is_digit >> (BLOCK - 1);
        at += BLOCK;
    }
    digits < FEWEST_DIGITS || (runs == 1 && digits < SHORTEST_NUMBER as u32)
}

/// The bytes from `at` on, at most up to `end`, with zeros behind them.
#[inline]
fn block(text: &[u8], at: usize, end: usize) -> [u8; BLOCK] {
    let rest = text.get(at..).unwrap_or_default();
    let length = BLOCK.min(end - at);
    let block = match rest.first_chunk::<BLOCK>() {
        Some(block) => *block,
        None => {
            let mut block = [0; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            block
        }
    };
    (u128::from_le_bytes(block) & (u128::MAX >> (8 * (BLOCK - length)))).to_le_bytes()
}

/// A bit for each byte that is a digit, and whether one begins a full-width letter or is an `@`. Written
/// so that the compiler compares many bytes with one instruction.
#[inline]
fn classes(block: &[u8; BLOCK]) -> (u32, bool) {
    // The byte begins the full-width digits and `＠`, and nothing that is written in Vietnamese.
    const FULL_WIDTH: u8 = 0xEF;
    let mut is_digit = [0_u8; BLOCK];
    let mut is_other = [0_u8; BLOCK];
    for ((is_digit, is_other), &byte) in is_digit.iter_mut().zip(&mut is_other).zip(block) {
        *is_digit = u8::from(byte.wrapping_sub(b'0') < 10);
        *is_other = u8::from((byte == b'@') | (byte == FULL_WIDTH));
    }
    let (eights, _) = is_digit.as_chunks::<8>();
    let digits = eights.iter().zip(0..).fold(0, |digits, (&eight, nth)| {
        // Brings the lowest bits of eight bytes side by side, to the top.
        let bits = u64::from_le_bytes(eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        digits | (bits as u32) << (8 * nth)
    });
    (digits, u128::from_le_bytes(is_other) != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_too_few_digits_is_clear() {
        let is_clear = |text: &str| is_clear(text.as_bytes(), 0, text.len());
        for text in
            ["", "BB-0000001", "tuần tra đêm 12/3, 2 ca", "12345", "1234567", "họp tổ dân phố số 1234567"]
        {
            assert!(is_clear(text), "{text}");
        }
        for text in
            ["29A-1234", "12345678", "a@b", "０１２", "123 4567", "dài hơn một khối: 1234 và sau đó 567"]
        {
            assert!(!is_clear(text), "{text}");
        }
        let text = "1,BB-0000001,12345678";
        assert!(super::is_clear(text.as_bytes(), 2, 12));
        assert!(!super::is_clear(text.as_bytes(), 13, 21));
    }
}
