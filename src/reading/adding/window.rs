//! A file as it is read: so many bytes at a time, of which what was understood is forgotten.

use std::io::{self, Read, Seek, SeekFrom};

/// The bytes of a file that are known at a time.
pub(super) struct Window<F> {
    file: F,
    bytes: Vec<u8>,
    /// The byte of the file at which they begin.
    at: u64,
    /// How many bytes the file has.
    length: u64,
}

impl<F: Read + Seek> Window<F> {
    /// Begins at byte `at` of a file of `length` bytes, and keeps in `room` what it reads.
    pub(super) fn at(mut file: F, length: u64, at: u64, mut room: Vec<u8>) -> io::Result<Self> {
        if at > 0 {
            file.seek(SeekFrom::Start(at))?;
        }
        room.clear();
        Ok(Self { file, bytes: room, at, length })
    }

    /// Reads on by `n` bytes, or to the end of the file.
    ///
    /// # Errors
    ///
    /// Where the system does not let it be read, or it has fewer bytes than it had.
    pub(super) fn fill(&mut self, n: usize) -> io::Result<()> {
        let known = self.bytes.len();
        let left = self.length.saturating_sub(self.at + known as u64);
        let n = usize::try_from(left).map_or(n, |left| left.min(n));
        self.bytes.resize(known + n, 0);
        self.file.read_exact(&mut self.bytes[known..])
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
        self.at + self.bytes.len() as u64 >= self.length
    }

    /// The room in which it kept what it read.
    pub(super) fn into_room(self) -> Vec<u8> {
        self.bytes
    }
}
