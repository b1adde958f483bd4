//! Digests by which equal things are known.

use std::fmt;

/// 128 bits of a BLAKE3 digest: enough to tell apart what honest and dishonest people write.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 16]);

impl Digest {
    /// The digest of a text.
    pub fn of(text: &str) -> Self {
        Self::from_hash(blake3::hash(text.as_bytes()))
    }

    /// The digest of digests, in whatever order they come.
    pub fn of_all(mut digests: Vec<Self>) -> Self {
        digests.sort_unstable();
        Self::of_sorted(&digests)
    }

    /// The digest of digests that are in order.
    pub fn of_sorted(digests: &[Self]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for digest in digests {
            hasher.update(&digest.0);
        }
        Self::from_hash(hasher.finalize())
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
        if text.len() != 32 || !text.as_bytes().iter().all(is_digit) {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(|number| Self(number.to_be_bytes()))
    }

    fn from_hash(hash: blake3::Hash) -> Self {
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash.as_bytes()[..16]);
        Self(digest)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", u128::from_be_bytes(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written() {
        let digest = Digest::of("to-1");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        for text in ["", "to-1", &"A".repeat(32), &format!("+{}", "0".repeat(31)), &"0".repeat(33)] {
            assert_eq!(Digest::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_order_of_digests_means_nothing_and_their_number_does() {
        let [a, b] = ["a", "b"].map(Digest::of);
        assert_eq!(Digest::of_all(vec![a, b]), Digest::of_all(vec![b, a]));
        assert_ne!(Digest::of_all(vec![a, b]), Digest::of_all(vec![a, b, b]));
    }
}
