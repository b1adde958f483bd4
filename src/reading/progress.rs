//! How far a reading has come, for who waits for it.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes of logs that have been read.
#[derive(Debug, Default)]
pub struct Progress(AtomicU64);

impl Progress {
    /// So many more have been read.
    pub(crate) fn add(&self, bytes: u64) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }

    /// How many have been read since [`Self::begin_again`].
    pub fn bytes(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// Nothing has been read.
    pub fn begin_again(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}
