//! Whether something in a records folder has changed since one last looked.
//!
//! One looks again and again instead of asking the system to tell. Systems do not tell of what
//! happens on a shared drive, lose sight of a folder that is deleted and made again, and tell of one's
//! own reading too. A look costs as little as listing the folder.

use std::fs::{Metadata, Permissions};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::layout::{Role, role_of};
use super::{Entry, Purpose, SEALS, file_name, read_rules, sorted_entries};

/// The files that [`read`](super::read) would read, wherever they lie.
#[derive(Debug)]
pub struct Watched {
    root: PathBuf,
    bases: Vec<PathBuf>,
}

/// What the files looked like: equal to a later one where nothing has changed.
#[derive(Debug, PartialEq, Eq)]
pub struct Look(Vec<(PathBuf, Option<Stamp>)>);

/// What changes when a file is written, replaced, or made readable.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    created: Option<SystemTime>,
    permissions: Permissions,
}

impl Watched {
    /// The files of a records folder, which may be missing, and those that its rules now extend.
    pub fn new(root: &Path) -> Self {
        let rules = read_rules(root).unwrap_or_default().into_iter();
        let bases = rules.filter(|file| matches!(file.purpose, Purpose::Base(_)));
        Self { root: root.to_path_buf(), bases: bases.map(|file| file.location).collect() }
    }

    /// Looks at them all.
    pub fn look(&self) -> Look {
        let mut look = Look(Vec::new());
        for base in &self.bases {
            look.at(base.clone());
        }
        for Entry { path, .. } in sorted_entries(&self.root).unwrap_or_default() {
            if role_of(&file_name(&path)) != Role::Unread {
                look.at(path);
            }
        }
        look.below(&self.root.join("activities"));
        for Entry { path, .. } in sorted_entries(&self.root.join(SEALS)).unwrap_or_default() {
            if role_of(&format!("{SEALS}/{}", file_name(&path))) != Role::Unread {
                look.at(path);
            }
        }
        look
    }
}

impl Look {
    fn at(&mut self, path: PathBuf) {
        let stamp = path.metadata().ok().map(|metadata| Stamp::of(&metadata));
        self.0.push((path, stamp));
    }

    /// Looks at logs and what could be taken for one; not at what programs leave behind while they
    /// have a file open.
    fn below(&mut self, folder: &Path) {
        for Entry { path, kind } in sorted_entries(folder).unwrap_or_default() {
            let file = file_name(&path);
            if file.starts_with(['.', '~']) {
                continue;
            }
            if role_of(&format!("activities/{file}")) != Role::Unread {
                self.at(path);
            } else if kind.is_dir() {
                self.below(&path);
            }
        }
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            modified: metadata.modified().ok(),
            created: metadata.created().ok(),
            permissions: metadata.permissions(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_is_read_changes_the_look_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("records");
        let write = |file: &str, text: &str| {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("campaign.toml", "extends = '../base.toml'\n");
        write("activities/2025-01.csv", "a\n");
        let watched = Watched::new(&root);
        let mut before = watched.look();

        for unread in
            ["activities/~$2025-01.csv", "activities/.~lock.2025-01.csv#", "README.md", ".git/x.csv"]
        {
            write(unread, "x");
            assert_eq!(watched.look(), before, "{unread}");
        }
        fs::read(root.join("campaign.toml")).unwrap();
        assert_eq!(watched.look(), before);

        for read in ["../base.toml", "members.csv", "other.csv", "activities/a/b.CSV", "activities/x.ods"] {
            write(read, "x");
            let now = watched.look();
            assert_ne!(now, before, "{read}");
            before = now;
        }
        write("activities/new.csv", "x");
        let longer = watched.look();
        fs::rename(root.join("activities/new.csv"), root.join("activities/2025-01.csv")).unwrap();
        let replaced = watched.look();
        assert!(longer != replaced && replaced != before);
        fs::remove_dir_all(&root).unwrap();
        let gone = watched.look();
        assert_ne!(gone, replaced);
        assert_eq!(watched.look(), gone);
    }
}
