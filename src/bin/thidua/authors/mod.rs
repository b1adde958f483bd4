//! Who committed what the records say, as far as git knows: rows, what changed between two states, and what
//! findings are about.

pub(crate) mod changes;
pub(crate) mod findings;
pub(crate) mod rows;

use std::collections::HashMap;

use thidua::git::{Blame, Blob, Blobs, GitError, LineAuthor, Repository};

/// Who brought the lines of the files of a commit; git is asked once a file.
struct Blames {
    commit: String,
    /// By path from the top of the repository; none where git cannot say, as of a file that a partial clone
    /// lacks.
    known: HashMap<String, Option<Blame>>,
}

impl Blames {
    fn of(commit: &str) -> Self {
        Self { commit: commit.to_owned(), known: HashMap::new() }
    }

    /// The last of those who brought lines, counted from 0; none where git names nobody.
    fn last_author(
        &mut self,
        repository: &Repository,
        from_top: &str,
        lines: impl Iterator<Item = usize>,
    ) -> Option<LineAuthor> {
        if !self.known.contains_key(from_top) {
            let blame = repository.blame(&self.commit, from_top).ok();
            self.known.insert(from_top.to_owned(), blame);
        }
        let blame = self.known.get(from_top)?.as_ref()?;
        lines.filter_map(|line| blame.line(line)).max_by_key(|author| author.authored).cloned()
    }
}

/// What a blob holds; none where it is no file or too large to be one of the records.
fn content(blobs: &mut Blobs, name: &str) -> Result<Option<Vec<u8>>, GitError> {
    match blobs.read(name)? {
        Blob::Content(bytes) => Ok(Some(bytes)),
        Blob::TooLarge | Blob::NoFile => Ok(None),
        Blob::Missing => Err(GitError::Missing { object: name.to_owned() }),
    }
}
