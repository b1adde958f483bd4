//! Short ASCII texts as numbers: how the words of a cell are compared without looking at each letter.

use std::num::NonZero;

use wide::u8x16;

/// Longest text that has a key, in bytes.
pub(super) const LONGEST: usize = 16;

/// A short ASCII text in small letters, as a number: equal texts have equal keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(NonZero<u128>);

impl Key {
    /// Of the bytes from `start` to `end`. None where they are none, more than [`LONGEST`] or not ASCII.
    #[inline]
    pub(super) fn of(bytes: &[u8], start: usize, end: usize) -> Option<Self> {
        let text = load(bytes, start, end)?;
        // The highest bit of each byte.
        let is_ascii = text.to_bitmask() == 0;
        if is_ascii { Self::of_ascii(text) } else { None }
    }

    /// The same, and none where there is a blank or a control character in it.
    #[inline]
    pub(super) fn of_word(bytes: &[u8], start: usize, end: usize) -> Option<Self> {
        let text = load(bytes, start, end)?;
        let is_ascii = text.to_bitmask() == 0;
        // What is filled up is not visible either.
        let visible = text.max(u8x16::splat(b'!')).simd_eq(text).to_bitmask();
        if is_ascii && visible.count_ones() as usize == end - start { Self::of_ascii(text) } else { None }
    }

    #[inline]
    fn of_ascii(text: u8x16) -> Option<Self> {
        let above_a = text - u8x16::splat(b'A');
        let is_large = above_a.min(u8x16::splat(b'Z' - b'A')).simd_eq(above_a);
        number(text | (is_large & u8x16::splat(b'a' - b'A'))).map(Self)
    }

    /// A number that other keys hardly ever have.
    #[inline]
    pub(super) fn digest(self) -> u64 {
        let bits = self.bits();
        mix(bits as u64, (bits >> 64) as u64)
    }

    pub(super) fn bits(self) -> u128 {
        self.0.get()
    }
}

/// Sixteen bytes as a number, the first of them the lowest; none where all are zero.
#[inline]
fn number(text: u8x16) -> Option<NonZero<u128>> {
    NonZero::new(u128::from_le_bytes(text.to_array()))
}

/// The bytes from `start` to `end` as a number; other bytes are another. None where they are none or more
/// than [`LONGEST`].
#[inline]
pub(super) fn number_of(bytes: &[u8], start: usize, end: usize) -> Option<NonZero<u128>> {
    load(bytes, start, end).and_then(number)
}

/// The bytes from `start` to `end`, filled up with zeros, which no text has in it. None where they are none
/// or more than [`LONGEST`].
#[inline]
fn load(bytes: &[u8], start: usize, end: usize) -> Option<u8x16> {
    let length = end.wrapping_sub(start);
    if !(1..=LONGEST).contains(&length) {
        return None;
    }
    let rest = bytes.get(start..)?;
    let block = match rest.first_chunk::<LONGEST>() {
        Some(block) => u8x16::new(*block),
        None => {
            let mut block = [0; LONGEST];
            block[..rest.len()].copy_from_slice(rest);
            u8x16::new(block)
        }
    };
    Some(block & u8x16::new(FIRST[length]))
}

/// The first bytes of sixteen, as many as is asked.
static FIRST: [[u8; LONGEST]; LONGEST + 1] = {
    let mut first = [[0; LONGEST]; LONGEST + 1];
    let mut length = 0;
    while length <= LONGEST {
        let mut at = 0;
        while at < length {
            first[length][at] = 0xFF;
            at += 1;
        }
        length += 1;
    }
    first
};

/// Two numbers as one that others hardly ever make.
#[inline]
pub(super) fn mix(one: u64, other: u64) -> u64 {
    // Digits of pi.
    let product = u128::from(one ^ 0x243F_6A88_85A3_08D3) * u128::from(other ^ 0x1319_8A2E_0370_7344);
    product as u64 ^ (product >> 64) as u64
}

/// What keys stand for.
#[derive(Clone, Debug)]
pub(super) struct Keyed<T> {
    /// A power of two of places, at least twice as many as there are keys, or none; a key stands at the place
    /// that its digest names, or at the next one that was free. They are apart from the values so that more
    /// of them are near the processor.
    keys: Vec<u128>,
    values: Vec<Option<T>>,
    len: usize,
}

/// No key: no text has a zero in it.
const NO_KEY: u128 = 0;

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self { keys: Vec::new(), values: Vec::new(), len: 0 }
    }
}

impl<T: Copy> Keyed<T> {
    /// Adds a key, unless it is there.
    pub(super) fn insert(&mut self, key: Key, value: T) {
        if self.get(key).is_some() {
            return;
        }
        if 2 * (self.len + 1) > self.keys.len() {
            let room = (2 * self.keys.len()).max(16);
            let keys = std::mem::replace(&mut self.keys, vec![NO_KEY; room]);
            let values = std::mem::replace(&mut self.values, vec![None; room]);
            self.len = 0;
            for (key, value) in keys.into_iter().zip(values) {
                if let Some(key) = NonZero::new(key) {
                    self.place(Key(key), value);
                }
            }
        }
        self.place(key, Some(value));
    }

    fn place(&mut self, key: Key, value: Option<T>) {
        let mask = self.keys.len() - 1;
        let mut at = key.digest() as usize & mask;
        while self.keys[at] != NO_KEY {
            at = (at + 1) & mask;
        }
        (self.keys[at], self.values[at]) = (key.bits(), value);
        self.len += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// What a key stands for.
    #[inline]
    pub(super) fn get(&self, key: Key) -> Option<T> {
        let mask = self.keys.len().checked_sub(1)?;
        let mut at = key.digest() as usize & mask;
        loop {
            match *self.keys.get(at)? {
                own if own == key.bits() => return *self.values.get(at)?,
                NO_KEY => return None,
                _ => at = (at + 1) & mask,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Option<Key> {
        Key::of(text.as_bytes(), 0, text.len())
    }

    #[test]
    fn keys_are_equal_where_the_small_letters_are() {
        let every_ascii: String = (1..128).map(char::from).collect();
        for one in every_ascii.chars() {
            for other in every_ascii.chars() {
                let (one, other) = (format!("a{one}-1"), format!("A{other}-1"));
                assert_eq!(key(&one) == key(&other), one.eq_ignore_ascii_case(&other), "{one} {other}");
            }
        }
        assert_ne!(key("to-1"), key("to-11"));
        assert_eq!(key("0123456789abcdef").map(Key::bits), Some(u128::from_le_bytes(*b"0123456789abcdef")));
        for none in ["", "0123456789abcdefg", "tổ-1"] {
            assert_eq!(key(none), None);
        }
        assert_eq!(Key::of(b"x,TO-1", 2, 6), key("to-1"));
        assert_eq!(Key::of(b"x,TO-1,0123456789abcdef", 2, 6), key("to-1"));
    }

    #[test]
    fn what_is_kept_under_a_key_is_found() {
        let mut keyed = Keyed::default();
        assert_eq!(key("t0").and_then(|key| keyed.get(key)), None);
        for number in 0..1000 {
            keyed.insert(key(&format!("t{number}")).unwrap(), number);
            keyed.insert(key(&format!("T{number}")).unwrap(), 5000);
        }
        for number in 0..1000 {
            assert_eq!(keyed.get(key(&format!("T{number}")).unwrap()), Some(number));
        }
        assert_eq!(keyed.get(key("t1000").unwrap()), None);
    }
}
