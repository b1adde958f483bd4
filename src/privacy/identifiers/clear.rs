//! A quick look at a text that hardly ever holds anything.

/// The fewest digits of any identifier, those of the plate `29A-1234`.
const FEWEST_DIGITS: u64 = 6;

/// A bit in every byte.
const ONES: u64 = u64::MAX / 0xFF;
/// The highest bit of every byte.
const TOPS: u64 = 0x80 * ONES;

/// Whether the bytes from `start` to `end` of a text hold no identifier for certain: they have too few
/// digits, or a single run of them that is too short, and nothing of an e-mail address. Eight bytes are
/// looked at together, so what stands behind the end may be touched, but it counts for nothing.
#[inline]
pub fn is_clear(text: &[u8], start: usize, end: usize) -> bool {
    let mut n_digits = 0;
    for at in (start..end).step_by(8) {
        let eight = eight(text, at, end);
        // These begin the full-width digits and `＠`, and those of mathematics; nothing that is written in
        // Vietnamese.
        const FULL_WIDTH: u64 = 0xEF;
        const MATHEMATICAL: u64 = 0xF0;
        let holds = |byte: u64| has_zero(eight ^ (byte * ONES));
        if holds(u64::from(b'@')) | holds(FULL_WIDTH) | holds(MATHEMATICAL) {
            return false;
        }
        n_digits += count(digits(eight));
    }
    match n_digits {
        0..FEWEST_DIGITS => true,
        FEWEST_DIGITS | OF_A_PASSPORT => {
            has_one_run(text, start, end)
                && (n_digits != OF_A_PASSPORT || !may_be_passport(text.get(start..end).unwrap_or_default()))
        }
        _ => false,
    }
}

/// Digits of a passport, behind a letter: `B1234567`.
const OF_A_PASSPORT: u64 = 7;

/// Whether a single letter stands before the first digit, with or without a blank between.
fn may_be_passport(text: &[u8]) -> bool {
    let before = text.iter().position(u8::is_ascii_digit).and_then(|first| text.get(..first));
    let before = before.map(|before| before.strip_suffix(b" ").unwrap_or(before));
    match before {
        Some([.., other, letter]) => letter.is_ascii_alphabetic() && !other.is_ascii_alphabetic(),
        Some([letter]) => letter.is_ascii_alphabetic(),
        _ => false,
    }
}

/// Whether all digits stand side by side.
fn has_one_run(text: &[u8], start: usize, end: usize) -> bool {
    let (mut runs, mut before) = (0, 0);
    for at in (start..end).step_by(8) {
        let digits = digits(eight(text, at, end));
        // A run begins at a digit that stands after none.
        runs += count(digits & !(digits << 8 | before));
        before = digits >> 56;
    }
    runs == 1
}

/// Eight bytes from `at` on, the first the lowest; zeros from `end` on.
#[inline]
fn eight(text: &[u8], at: usize, end: usize) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    let eight = match rest.first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => rest.iter().rev().fold(0, |eight, &byte| eight << 8 | u64::from(byte)),
    };
    match end - at {
        length @ 0..8 => eight & ((1 << (8 * length)) - 1),
        _ => eight,
    }
}

/// The highest bit of each byte that is a digit.
#[inline]
fn digits(eight: u64) -> u64 {
    let low = eight & !TOPS;
    let from_zero = low + (0x80 - u64::from(b'0')) * ONES;
    let past_nine = low + (0x80 - u64::from(b'9') - 1) * ONES;
    from_zero & !past_nine & !eight & TOPS
}

#[inline]
fn has_zero(eight: u64) -> bool {
    eight.wrapping_sub(ONES) & !eight & TOPS != 0
}

/// How many bytes have their highest bit set, of which all others are not.
#[inline]
fn count(tops: u64) -> u64 {
    (tops >> 7).wrapping_mul(ONES) >> 56
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
        for text in [
            "29A-1234",
            "12345678",
            "B1234567",
            "hộ chiếu C 1234567",
            "a@b",
            "０１２",
            "123 4567",
            "dài hơn một khối: 1234 và sau đó 567",
        ] {
            assert!(!is_clear(text), "{text}");
        }
        for byte in 0..=u8::MAX {
            let text = [byte; 3];
            assert_eq!(count(digits(eight(&text, 0, 3))), 3 * u64::from(byte.is_ascii_digit()), "{byte}");
            assert_eq!(super::is_clear(&text, 0, 3), !matches!(byte, b'@' | 0xEF | 0xF0), "{byte}");
        }
        let text = "1,BB-0000001,12345678";
        assert!(super::is_clear(text.as_bytes(), 2, 12));
        assert!(!super::is_clear(text.as_bytes(), 13, 21));
    }
}
