//! A quick look at a text that hardly ever holds anything.

/// The fewest digits of any identifier, those of the plate `29A-1234`.
const FEWEST_DIGITS: u32 = 6;

/// A bit in every byte.
const ONES: u64 = u64::MAX / 0xFF;
/// The highest bit of every byte.
const TOPS: u64 = 0x80 * ONES;

/// Whether the bytes from `start` to `end` of a text hold no identifier for certain: they have too few
/// digits, or a single run of them that is too short, and nothing of an e-mail address.
#[inline]
pub fn is_clear(text: &[u8], start: usize, end: usize) -> bool {
    Signs::of(text, start, end).are_clear(text, start)
}

/// By what an identifier in a stretch of a text would be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    digits: u32,
    /// Digits that stand behind none.
    runs: u32,
    /// The byte at which the first digit stands; 0 where there is none.
    first_digit: usize,
    doubtful: bool,
    /// The byte behind the last digit.
    behind_last: usize,
}

impl Signs {
    /// What stands in an e-mail address; and what the full-width digits and `＠`, and those of mathematics,
    /// begin with. Nothing that is written in Vietnamese begins with these.
    pub const DOUBTFUL: [u8; 3] = [b'@', 0xEF, 0xF0];

    /// Those between `start` and `end`.
    pub fn of(text: &[u8], start: usize, end: usize) -> Self {
        let mut signs = Self::default();
        for at in (start..end).step_by(8) {
            let eight = eight(text, at, end);
            let doubtful = Self::DOUBTFUL.iter().any(|&byte| has_zero(eight ^ (u64::from(byte) * ONES)));
            signs.add(bits(digits(eight)), doubtful, at);
        }
        signs
    }

    /// Counts sixty-four more bytes of the text from byte `at` on: a bit for each that is a digit, and for
    /// each that is [`DOUBTFUL`](Self::DOUBTFUL).
    #[inline]
    pub fn add_block(&mut self, digits: u64, doubtful: u64, at: usize) {
        self.add(digits, doubtful != 0, at);
    }

    #[inline]
    fn add(&mut self, digits: u64, doubtful: bool, at: usize) {
        self.doubtful |= doubtful;
        if digits == 0 {
            return;
        }
        if self.digits == 0 {
            self.first_digit = at + digits.trailing_zeros() as usize;
        }
        let goes_on = self.digits > 0 && self.behind_last == at;
        self.runs += (digits & !(digits << 1 | u64::from(goes_on))).count_ones();
        self.digits += digits.count_ones();
        self.behind_last = at + (u64::BITS - digits.leading_zeros()) as usize;
    }

    /// Whether a stretch of `text` from byte `start` on that has these holds no identifier for certain.
    #[inline]
    pub fn are_clear(&self, text: &[u8], start: usize) -> bool {
        if self.doubtful {
            return false;
        }
        match self.digits {
            0..FEWEST_DIGITS => true,
            FEWEST_DIGITS => self.runs == 1,
            OF_A_PASSPORT => {
                self.runs == 1 && !may_be_passport(text.get(start..self.first_digit).unwrap_or_default())
            }
            _ => false,
        }
    }
}

/// Digits of a passport, behind a letter: `B1234567`.
const OF_A_PASSPORT: u32 = 7;

/// Whether a single letter stands before the first digit, with or without a blank between.
fn may_be_passport(before: &[u8]) -> bool {
    match before.strip_suffix(b" ").unwrap_or(before) {
        [.., other, letter] => letter.is_ascii_alphabetic() && !other.is_ascii_alphabetic(),
        [letter] => letter.is_ascii_alphabetic(),
        [] => false,
    }
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

/// The highest bit of each byte, of which all others are not set, side by side.
#[inline]
fn bits(tops: u64) -> u64 {
    (tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
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
            assert_eq!(
                bits(digits(eight(&text, 0, 3))),
                if byte.is_ascii_digit() { 0b111 } else { 0 },
                "{byte}"
            );
            assert_eq!(super::is_clear(&text, 0, 3), !matches!(byte, b'@' | 0xEF | 0xF0), "{byte}");
        }
        let text = "1,BB-0000001,12345678";
        assert!(super::is_clear(text.as_bytes(), 2, 12));
        assert!(!super::is_clear(text.as_bytes(), 13, 21));
    }
}
