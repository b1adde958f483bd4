//! The file of a seal, as it is and as it is to be.

use std::path::{Path, PathBuf};

use anyhow::anyhow;
use thidua::campaign::Language;
use thidua::folder::{self, Purpose, RawFile};
use thidua::seal;

use crate::asked::not_replaced;

/// Where the seal of a phase stands, or will.
pub(crate) struct SealFile<'f> {
    root: &'f Path,
    /// As findings show it.
    pub(crate) path: String,
    location: PathBuf,
    /// What it holds; none where it is not there yet.
    old: Option<&'f [u8]>,
}

/// A path as it can be typed here.
fn typed(path: &Path) -> String {
    let here = std::env::current_dir().and_then(std::fs::canonicalize).unwrap_or_default();
    let real = path.parent().and_then(|folder| std::fs::canonicalize(folder).ok());
    let real = real.and_then(|folder| Some(folder.join(path.file_name()?)));
    let below = real.as_ref().and_then(|real| real.strip_prefix(&here).ok());
    below.unwrap_or(path).display().to_string()
}

impl<'f> SealFile<'f> {
    pub(crate) fn of(root: &'f Path, files: &'f [RawFile], number: usize) -> anyhow::Result<Self> {
        if let Some(file) = files.iter().find(|file| file.purpose == Purpose::Seal(number)) {
            let old = Some(file.content.as_deref().unwrap_or_default());
            return Ok(Self { root, path: file.path.clone(), location: file.location.clone(), old });
        }
        let below = format!("{}/{}", seal::FOLDER, seal::file_name(number));
        let path = format!("{}/{below}", folder::name(root)?);
        Ok(Self { root, path, location: root.join(below), old: None })
    }

    /// Its path as it can be typed where the program runs, once it is there.
    pub(crate) fn typed(&self) -> String {
        typed(&self.location)
    }

    /// Writes it at once and as a whole.
    pub(crate) fn write(&self, text: &str, language: Language) -> anyhow::Result<()> {
        let written = match self.old {
            Some(old) => folder::replace(self.root, &self.location, old, text.as_bytes()),
            None => folder::create(self.root, &self.location, text.as_bytes()),
        };
        written.map_err(|error| anyhow!(not_replaced(&self.path, &error, language)))
    }
}
