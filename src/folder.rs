//! The records folder on the disk: the only module of the library that touches it.

use crate::finding::Problem;

/// What a file of the records folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// `campaign.toml`.
    Campaign,
    /// `members.csv`.
    Members,
    /// `names.csv`.
    Names,
    /// `activities/**/*.csv`.
    Log,
    /// Nothing is read from it; it stands here for a finding.
    NotRead,
}

/// A file as it was found.
#[derive(Debug)]
pub struct RawFile {
    /// Path relative to the parent of the records folder, with `/`, in NFC.
    pub path: String,
    /// What it is for.
    pub purpose: Purpose,
    /// Its bytes, or why they could not be read.
    pub content: Result<Vec<u8>, Problem>,
}
