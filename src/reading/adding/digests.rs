//! Digests of rows, to know whether any two are equal.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Parts by the highest bits of a digest, each of which is looked through by itself.
const PARTS: usize = 256;

/// Digests for which room is made at a time. Less than a block of each part is wasted, where a list that
/// doubles would waste half.
const BLOCK: usize = 512;

/// Digests of rows.
#[derive(Debug)]
pub(super) struct Digests {
    /// By part.
    parts: Vec<Vec<Vec<u64>>>,
}

impl Default for Digests {
    fn default() -> Self {
        Self { parts: vec![Vec::new(); PARTS] }
    }
}

impl Digests {
    pub(super) fn add(&mut self, digest: u64) {
        let part = &mut self.parts[(digest >> (u64::BITS - PARTS.trailing_zeros())) as usize];
        match part.last_mut().filter(|block| block.len() < BLOCK) {
            Some(block) => block.push(digest),
            None => {
                let mut block = Vec::with_capacity(BLOCK);
                block.push(digest);
                part.push(block);
            }
        }
    }

    /// Whether any is there twice.
    pub(super) fn any_twice(&self, threads: usize) -> bool {
        let next = AtomicUsize::new(0);
        let found = AtomicBool::new(false);
        let work = || {
            let mut together = Vec::new();
            while let Some(part) = self.parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                together.clear();
                part.iter().for_each(|block| together.extend_from_slice(block));
                together.sort_unstable();
                if together.windows(2).any(|two| two[0] == two[1]) {
                    found.store(true, Ordering::Relaxed);
                }
            }
        };
        thread::scope(|scope| {
            // The thread that waits works too.
            (1..threads).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        found.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_that_is_there_twice_is_found_wherever_it_stands() {
        let digest = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for twice in [None, Some(0), Some(7), Some(199_999)] {
            let mut digests = Digests::default();
            (0..200_000).chain(twice).map(digest).for_each(|digest| digests.add(digest));
            for threads in [1, 2, 5] {
                assert_eq!(digests.any_twice(threads), twice.is_some(), "{twice:?}");
            }
        }
    }
}
