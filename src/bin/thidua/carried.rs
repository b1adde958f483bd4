//! What git carries of the records and should not. Without git, or outside a repository, nothing.

use std::path::Path;

use thidua::folder::{NAMES_FILE, RawFile};
use thidua::git::{GitError, Repository, Version};
use thidua::privacy;
use thidua::reading::Reading;
use thidua::records::text::decode;

/// Says so where git carries the names of members.
pub(crate) fn check_names(reading: &mut Reading, folder: &Path) {
    let is_tracked = || Repository::around(folder).and_then(|repository| repository.tracks(NAMES_FILE));
    // Where there is no such file git need not be asked.
    if reading.has_names_file() && is_tracked().unwrap_or(false) {
        reading.refuse_tracked_names();
    }
}

/// Says of each identifier whether the last commit has it in the same file.
pub(crate) fn tell_history(reading: &mut Reading, folder: &Path) {
    if !reading.has_identifiers() {
        return;
    }
    let Ok(committed) = last_commit(folder) else { return };
    let allow = reading.allow.clone();
    let paths: Vec<String> =
        reading.sources.iter().map(|(_, source)| below(&source.path).to_owned()).collect();
    let committed = committed.into_iter().filter_map(|file| {
        let mut path = file.path;
        privacy::cover_path(&mut path, &allow);
        Some((below(&path).to_owned(), decode(file.content.ok()?).ok()?.text))
    });
    let committed: Vec<(String, String)> = committed.collect();
    reading.tell_history(|file, text| {
        let path = &paths[file.0 as usize];
        committed.iter().any(|(known, whole)| known == path && whole.contains(text))
    });
}

fn last_commit(folder: &Path) -> Result<Vec<RawFile>, GitError> {
    let repository = Repository::around(folder)?;
    let head = repository.commit("HEAD")?;
    repository.files(Version::Commit(&head))
}

/// A path without the name of the records folder, which may be called otherwise in git.
fn below(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, below)| below)
}
