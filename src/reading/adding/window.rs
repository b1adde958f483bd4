//! A file as it is read: so many bytes at a time, of which what was understood is forgotten.

use std::io::{self, Read, Seek, SeekFrom};

/// The bytes of a file that are known at a time.
pub(super) struct Window<F> {
    file: F,
    bytes: Vec<u8>,
    /// The byte of the file at which they begin.
    at: u64,
    is_end: bool,
    piece: usize,
}

impl<F: Read + Seek> Window<F> {
    /// Begins at byte `at` of the file and reads `piece` bytes at a time.
    pub(super) fn at(mut file: F, at: u64, piece: usize) -> io::Result<Self> {
        file.seek(SeekFrom::Start(at))?;
        Ok(Self { file, bytes: Vec::with_capacity(2 * piece), at, is_end: false, piece })
    }

    /// Reads on.
    pub(super) fn fill(&mut self) -> io::Result<()> {
        let read = (&mut self.file).take(self.piece as u64).read_to_end(&mut self.bytes)?;
        self.is_end = read < self.piece;
        Ok(())
    }

    /// Forgets the first `n` bytes.
    pub(super) fn forget(&mut self, n: usize) {
        self.bytes.drain(..n);
        self.at += n as u64;
    }

    /// What was read and is not forgotten.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The byte of the file at which [`Self::bytes`] begin.
    pub(super) fn start(&self) -> u64 {
        self.at
    }

    /// Whether the file ends with them.
    pub(super) fn is_end(&self) -> bool {
        self.is_end
    }
}
