//! Runs of digits, and what they count.

/// The most digits of a number that belongs to somebody: a bank account.
pub(super) const LONGEST_NUMBER: usize = 20;

/// The fewest digits of a number that is reported.
pub(super) const SHORTEST_NUMBER: usize = 8;

/// A run of ASCII digits; of a longer one, the first `LONGEST_NUMBER + 1`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Group<'a> {
    pub(super) start: usize,
    pub(super) digits: &'a [u8],
}

impl<'a> Group<'a> {
    /// The digits at `start`, which may be none and may lie behind the end of `text`.
    pub(super) fn at(text: &'a str, start: usize) -> Self {
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let n_digits = rest.iter().take(LONGEST_NUMBER + 1).take_while(|byte| byte.is_ascii_digit()).count();
        Self { start, digits: &rest[..n_digits] }
    }

    pub(super) fn end(self) -> usize {
        self.start + self.len()
    }

    pub(super) fn len(self) -> usize {
        self.digits.len()
    }

    pub(super) fn number(self) -> u32 {
        number(self.digits)
    }
}

/// The number that `digits` write. Only small ones are asked for; a larger one is the largest.
pub(super) fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
}
