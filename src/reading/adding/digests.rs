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
    /// Adds one, which is not 0.
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
            let mut places = Vec::new();
            while let Some(part) = self.parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                if any_twice(part, &mut places) {
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

/// Whether any digest of a part is there twice. Each is put at the place that it names, or at the next one
/// that is free; `places` is only there to be used again.
fn any_twice(part: &[Vec<u64>], places: &mut Vec<u64>) -> bool {
    let n = part.iter().map(Vec::len).sum::<usize>();
    let room = (2 * n).next_power_of_two();
    places.clear();
    places.resize(room, NONE);
    for &digest in part.iter().flatten() {
        let mut at = digest as usize & (room - 1);
        while places[at] != NONE {
            if places[at] == digest {
                return true;
            }
            at = (at + 1) & (room - 1);
        }
        places[at] = digest;
    }
    false
}

/// No digest.
const NONE: u64 = 0;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_that_is_there_twice_is_found_wherever_it_stands() {
        let digest = |number: u64| number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for twice in [None, Some(1), Some(7), Some(200_000)] {
            let mut digests = Digests::default();
            (1..=200_000).chain(twice).map(digest).for_each(|digest| digests.add(digest));
            for threads in [1, 2, 5] {
                assert_eq!(digests.any_twice(threads), twice.is_some(), "{twice:?}");
            }
        }
    }
}
