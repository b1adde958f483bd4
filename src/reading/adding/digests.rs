//! Digests of rows, to know whether any two are equal.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// Parts by the highest bits of a digest, each of which is looked through by itself.
const PARTS: usize = 256;

/// Digests of a part that are put away together.
const BLOCK: usize = 64;

/// Digests that one thread looks through before another could begin.
const FOR_ONE_THREAD: usize = 50_000;

/// Digests of rows.
#[derive(Debug)]
pub(super) struct Digests {
    /// Those of each part that do not fill a block yet, one part behind the other: they are close together,
    /// since every row adds to another of them.
    open: Vec<[u64; BLOCK]>,
    /// How many of these there are.
    n_open: [u8; PARTS],
    /// The others, by part.
    #[allow(clippy::vec_box, reason = "a list that doubles wastes half of its room, which boxes keep small")]
    full: Vec<Vec<Box<[u64; BLOCK]>>>,
}

impl Default for Digests {
    fn default() -> Self {
        Self { open: vec![[0; BLOCK]; PARTS], n_open: [0; PARTS], full: vec![Vec::new(); PARTS] }
    }
}

impl Digests {
    /// Adds one, which is not 0.
    #[inline]
    pub(super) fn add(&mut self, digest: u64) {
        let part = (digest >> (u64::BITS - PARTS.trailing_zeros())) as usize;
        let (block, n) = (&mut self.open[part], &mut self.n_open[part]);
        block[usize::from(*n) % BLOCK] = digest;
        *n += 1;
        if usize::from(*n) == BLOCK {
            *n = 0;
            self.full[part].push(Box::new(*block));
        }
    }

    fn n_of_part(&self, part: usize) -> usize {
        BLOCK * self.full[part].len() + usize::from(self.n_open[part])
    }

    fn of_part(&self, part: usize) -> impl Iterator<Item = u64> {
        let open = &self.open[part][..usize::from(self.n_open[part])];
        self.full[part].iter().flat_map(|block| block.iter()).chain(open).copied()
    }

    /// Whether any is there twice.
    pub(super) fn any_twice(&self, threads: usize) -> bool {
        let next = AtomicUsize::new(0);
        let found = AtomicBool::new(false);
        let work = || {
            let mut places = Vec::new();
            loop {
                let part = next.fetch_add(1, Ordering::Relaxed);
                if part >= PARTS {
                    break;
                }
                if any_twice(self.n_of_part(part), self.of_part(part), &mut places) {
                    found.store(true, Ordering::Relaxed);
                }
            }
        };
        let worthwhile = (0..PARTS).map(|part| self.n_of_part(part)).sum::<usize>().div_ceil(FOR_ONE_THREAD);
        thread::scope(|scope| {
            // The thread that waits works too.
            (1..threads.min(worthwhile)).for_each(|_| drop(scope.spawn(work)));
            work();
        });
        found.into_inner()
    }
}

/// Whether any of `n` digests is there twice. Each is put at the place that it names, or at the next one
/// that is free; `places` is only there to be used again.
fn any_twice(n: usize, digests: impl Iterator<Item = u64>, places: &mut Vec<u64>) -> bool {
    let room = (2 * n).next_power_of_two();
    places.clear();
    places.resize(room, NONE);
    for digest in digests {
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
