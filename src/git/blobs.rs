//! Objects of a repository, one after the other.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout};

use super::Repository;
use super::run::GitError;

/// Largest content that is read: places are kept in 32 bits.
const MOST_BYTES: u64 = u32::MAX as u64;

/// What an object of a repository is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blob {
    /// The content of a file.
    Content(Vec<u8>),
    /// More than a file of the records can have.
    TooLarge,
    /// No file: a folder, or a commit of another repository.
    NoFile,
    /// Nothing of this name.
    Missing,
}

/// Reads objects by name: a digest, or `REVISION:path`.
pub struct Blobs {
    child: Child,
    // None once it is to end.
    asked: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
}

impl Repository {
    /// A reader of many objects.
    ///
    /// # Errors
    ///
    /// Where git cannot be run.
    pub fn blobs(&self) -> Result<Blobs, GitError> {
        let mut child = self.git.start(&["cat-file", "--batch"])?;
        let broken = || GitError::Broken(std::io::ErrorKind::BrokenPipe.into());
        let asked = child.stdin.take().ok_or_else(broken)?;
        let told = child.stdout.take().ok_or_else(broken)?;
        Ok(Blobs { child, asked: Some(asked), told: BufReader::with_capacity(64 * 1024, told) })
    }
}

impl Blobs {
    /// Reads one object.
    ///
    /// # Errors
    ///
    /// Where git ends before it has answered.
    pub fn read(&mut self, name: &str) -> Result<Blob, GitError> {
        // A line is a question: a name with a line break in it would be two.
        if name.contains(['\n', '\0']) {
            return Ok(Blob::Missing);
        }
        self.exchange(name).map_err(GitError::Broken)
    }

    fn exchange(&mut self, name: &str) -> std::io::Result<Blob> {
        let asked = self.asked.as_mut().ok_or(std::io::ErrorKind::BrokenPipe)?;
        asked.write_all(format!("{name}\n").as_bytes())?;
        asked.flush()?;
        let mut header = Vec::new();
        self.told.read_until(b'\n', &mut header)?;
        let header = String::from_utf8_lossy(&header);
        let mut words = header.trim_end_matches('\n').rsplit(' ');
        let (Some(size), Some(kind)) = (words.next(), words.next()) else {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        };
        // `NAME missing`, `NAME ambiguous`: no content follows.
        let Ok(size) = size.parse::<u64>() else { return Ok(Blob::Missing) };
        if kind == "blob" && size < MOST_BYTES {
            let mut content = vec![0; size as usize];
            self.told.read_exact(&mut content)?;
            self.skip(1)?;
            return Ok(Blob::Content(content));
        }
        let blob = if kind == "blob" { Blob::TooLarge } else { Blob::NoFile };
        self.skip(size + 1)?;
        Ok(blob)
    }

    fn skip(&mut self, bytes: u64) -> std::io::Result<()> {
        std::io::copy(&mut (&mut self.told).take(bytes), &mut std::io::sink()).map(drop)
    }
}

impl Drop for Blobs {
    fn drop(&mut self) {
        // Without more questions it ends by itself.
        self.asked = None;
        let _ = self.child.wait();
    }
}
