//! The files of a records folder as git has them: in a commit, or staged for the next one.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

use super::run::GitError;
use super::{Blob, Blobs, Commit, Repository};
use crate::finding::{BaseFault, Problem};
use crate::folder::{
    Bases, CAMPAIGN_FILE, MOST_BASE_BYTES, Purpose, RawFile, Role, is_among_logs, nfc, read_bases, role_of,
};

/// What is to be read of the history.
#[derive(Clone, Copy, Debug)]
pub enum Version<'c> {
    /// A commit.
    Commit(&'c Commit),
    /// What `git commit` would make a commit of.
    Staged,
}

/// What git carries under one path.
struct Entry {
    mode: u32,
    object: String,
    /// A merge has left it with two sides.
    is_unmerged: bool,
}

const LINK: u32 = 0o120_000;
const FILE_KINDS: u32 = 0o170_000;
const REPOSITORY: u32 = 0o160_000;

/// Links that a path may lead through.
const MOST_LINKS: usize = 8;

impl Repository {
    /// The files of the records folder in some version, as [`crate::folder::read`] has them from the
    /// disk. Where the version has no records at this folder they are looked for as
    /// [`crate::folder::find`] does, then anywhere: they may have been moved since.
    ///
    /// # Errors
    ///
    /// Where there are no records in that version, or git does not answer.
    pub fn files(&self, version: Version<'_>) -> Result<Vec<RawFile>, GitError> {
        let folder = self.records_in(version)?;
        let entries = self.entries(version, &folder)?;
        let name = match folder.trim_end_matches('/') {
            // The top has no name in git; what it is called on the disk is not part of the version.
            "" => "records".to_owned(),
            folder => folder.rsplit('/').next().unwrap_or(folder).to_owned(),
        };
        let mut reader = Reader { blobs: self.blobs()?, version, folder: &folder, entries: &entries };
        let mut files = reader.files(&name)?;
        let seen = vec![format!("{folder}{CAMPAIGN_FILE}")];
        let mut bases = TreeBases { reader: &mut reader, at: folder.clone(), seen, broken: None };
        let read = read_bases(&name, &files, &mut bases);
        if let Some(error) = bases.broken {
            return Err(error);
        }
        files.extend(read);
        for file in &mut files {
            file.path = nfc(&file.path);
        }
        files.sort_by(|left, right| left.path.cmp(&right.path));
        Ok(files)
    }

    /// Where the records stand in a version: "" at the top, else with `/` at its end.
    ///
    /// # Errors
    ///
    /// Where there are none.
    pub fn records_in(&self, version: Version<'_>) -> Result<String, GitError> {
        let mut blobs = self.blobs()?;
        let mut holds = |folder: &str| -> Result<bool, GitError> {
            let found = blobs.read(&version.object(&format!("{folder}{CAMPAIGN_FILE}")))?;
            Ok(!matches!(found, Blob::Missing | Blob::NoFile))
        };
        let mut folders = vec![self.prefix.clone()];
        let mut at = self.prefix.as_str();
        loop {
            folders.push(format!("{at}records/"));
            folders.push(at.to_owned());
            let Some(parent) = at.strip_suffix('/') else { break };
            at = parent.rfind('/').map_or("", |slash| &parent[..=slash]);
        }
        for folder in folders {
            if holds(&folder)? {
                return Ok(folder);
            }
        }
        let moved = self.entries(version, "")?.into_keys().filter_map(|path| {
            let folder = path.strip_suffix(CAMPAIGN_FILE)?;
            (folder.is_empty() || folder.ends_with('/')).then(|| folder.to_owned())
        });
        let moved: Vec<String> = moved.collect();
        match (moved.as_slice(), version) {
            ([only], _) => Ok(only.clone()),
            (_, Version::Commit(commit)) => {
                Err(GitError::NoRecords { folder: self.prefix.clone(), commit: commit.short().to_owned() })
            }
            (_, Version::Staged) => {
                Err(GitError::NoRecords { folder: self.prefix.clone(), commit: String::new() })
            }
        }
    }

    /// Everything under a folder of a version, by its path from the top.
    fn entries(&self, version: Version<'_>, folder: &str) -> Result<BTreeMap<String, Entry>, GitError> {
        let told = match version {
            Version::Commit(commit) => {
                let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", &commit.id];
                arguments.extend((!folder.is_empty()).then_some(folder));
                self.git.output(&arguments)?
            }
            Version::Staged => {
                let under = format!(":(top,literal){folder}");
                self.git.output(&["ls-files", "--stage", "-z", "--full-name", "--", &under])?
            }
        };
        Ok(told.split(|byte| *byte == 0).filter_map(|told| parse_entry(told, version)).collect())
    }
}

impl Version<'_> {
    /// The object at a path from the top.
    fn object(&self, path: &str) -> String {
        match self {
            Self::Commit(commit) => format!("{}:{path}", commit.id),
            Self::Staged => format!(":0:{path}"),
        }
    }
}

/// `MODE KIND OBJECT\tPATH` of a commit, `MODE OBJECT STAGE\tPATH` of what is staged.
fn parse_entry(told: &[u8], version: Version<'_>) -> Option<(String, Entry)> {
    let tab = told.iter().position(|byte| *byte == b'\t')?;
    let facts = std::str::from_utf8(&told[..tab]).ok()?;
    let path = String::from_utf8_lossy(&told[tab + 1..]).into_owned();
    let mut facts = facts.split(' ');
    let mode = u32::from_str_radix(facts.next()?, 8).ok()?;
    let (object, is_unmerged) = match version {
        Version::Commit(_) => (facts.nth(1)?, false),
        Version::Staged => (facts.next()?, facts.next()? != "0"),
    };
    Some((path, Entry { mode, object: object.to_owned(), is_unmerged }))
}

struct Reader<'e> {
    blobs: Blobs,
    version: Version<'e>,
    folder: &'e str,
    entries: &'e BTreeMap<String, Entry>,
}

/// Where a path leads in the end.
enum Target {
    File(String),
    Folder,
    Nowhere,
    OutOfFolder,
}

impl Reader<'_> {
    fn files(&mut self, name: &str) -> Result<Vec<RawFile>, GitError> {
        let mut files = Vec::new();
        let mut seen: HashMap<String, String> = HashMap::new();
        // As on the disk, real files go before links, so that a link is the one said to be the same.
        let (links, real): (Vec<_>, Vec<_>) = self.entries.iter().partition(|(_, entry)| entry.is_link());
        for (path, entry) in real.into_iter().chain(links) {
            let Some(inside) = path.strip_prefix(self.folder) else { continue };
            let role = role_of(inside);
            if role == Role::Unread && !entry.is_link() {
                continue;
            }
            let content = match (role, self.lead(path)?) {
                (Role::Refused(reason), Target::File(_)) => Err(Problem::NotRead { reason }),
                (Role::Unread, Target::Folder) if is_among_logs(inside) => Err(Problem::LinkToFolder {}),
                (Role::Unread | Role::Refused(_), _) => continue,
                (Role::Read(_), Target::Folder) => Err(Problem::FolderNamedCsv {}),
                (Role::Read(_), Target::Nowhere) => Err(Problem::DanglingLink {}),
                (Role::Read(_), Target::OutOfFolder) => Err(Problem::LinkLeavesFolder {}),
                (Role::Read(_), Target::File(real)) => match seen.get(&real) {
                    Some(other) => Err(Problem::SameFile { other: other.clone() }),
                    None => {
                        let content = self.content(&real)?;
                        seen.insert(real, format!("{name}/{inside}"));
                        content
                    }
                },
            };
            let purpose = match (role, &content) {
                (Role::Read(_), Err(Problem::SameFile { .. })) => Purpose::NotRead,
                (Role::Read(purpose), _) => purpose,
                _ => Purpose::NotRead,
            };
            files.push(RawFile {
                path: format!("{name}/{inside}"),
                location: PathBuf::new(),
                purpose,
                content,
            });
        }
        Ok(files)
    }

    fn lead(&mut self, path: &str) -> Result<Target, GitError> {
        let mut path = path.to_owned();
        for _ in 0..MOST_LINKS {
            let Some(entry) = self.entries.get(&path) else {
                let below = format!("{path}/");
                let is_folder =
                    self.entries.range(below.clone()..).next().is_some_and(|(p, _)| p.starts_with(&below));
                return Ok(if is_folder { Target::Folder } else { Target::Nowhere });
            };
            if !entry.is_link() {
                return Ok(Target::File(path));
            }
            let Blob::Content(bytes) = self.blobs.read(&entry.object)? else { return Ok(Target::Nowhere) };
            let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            match joined(parent, &String::from_utf8_lossy(&bytes)) {
                Some(next) if next.starts_with(self.folder) => path = next,
                _ => return Ok(Target::OutOfFolder),
            }
        }
        Ok(Target::Nowhere)
    }

    fn content(&mut self, path: &str) -> Result<Result<Vec<u8>, Problem>, GitError> {
        let Some(entry) = self.entries.get(path) else { return Ok(Err(Problem::DanglingLink {})) };
        if entry.is_unmerged {
            return Ok(Err(Problem::ConflictMarkers {}));
        }
        if path.contains(char::REPLACEMENT_CHARACTER) {
            return Ok(Err(Problem::NameNotUnicode {}));
        }
        if entry.mode & FILE_KINDS == REPOSITORY {
            return Ok(Err(Problem::FolderNamedCsv {}));
        }
        Ok(match self.blobs.read(&entry.object)? {
            Blob::Content(bytes) => Ok(bytes),
            Blob::TooLarge => Err(Problem::FileTooLarge {}),
            Blob::NoFile => Err(Problem::FolderNamedCsv {}),
            Blob::Missing => return Err(GitError::Missing { object: entry.object.clone() }),
        })
    }
}

impl Entry {
    fn is_link(&self) -> bool {
        self.mode & FILE_KINDS == LINK
    }
}

/// A path from the top that begins in a folder; none where it leads out of the repository.
fn joined(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What the rules of a version extend: files of the same version, wherever in the repository.
struct TreeBases<'r, 'e> {
    reader: &'r mut Reader<'e>,
    /// The folder of the file that names the next one.
    at: String,
    seen: Vec<String>,
    broken: Option<GitError>,
}

impl Bases for TreeBases<'_, '_> {
    fn read(&mut self, base: &str) -> (PathBuf, Result<Vec<u8>, Problem>) {
        let refuse = |fault| Err(Problem::BaseUnreadable { path: base.to_owned(), fault });
        let content = match joined(&self.at, base) {
            None => refuse(BaseFault::OutsideRepository),
            Some(path) if self.seen.contains(&path) => Err(Problem::BasesInCircle { path: base.to_owned() }),
            Some(path) => {
                let found = self.reader.blobs.read(&self.reader.version.object(&path));
                self.at = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
                self.seen.push(path);
                match found {
                    Ok(Blob::Content(bytes)) if bytes.len() as u64 <= MOST_BASE_BYTES => Ok(bytes),
                    Ok(Blob::Content(_) | Blob::TooLarge) => refuse(BaseFault::TooLarge),
                    Ok(Blob::NoFile) => refuse(BaseFault::Folder),
                    Ok(Blob::Missing) => refuse(BaseFault::Missing),
                    Err(error) => {
                        self.broken = Some(error);
                        refuse(BaseFault::Missing)
                    }
                }
            }
        };
        (PathBuf::new(), content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_read_from_commits_and_from_the_index() {
        let object = "0123456789012345678901234567890123456789";
        let at = DateCommit::any();
        let (path, entry) =
            parse_entry(format!("100644 blob {object}\tsố liệu/a b.csv").as_bytes(), Version::Commit(&at))
                .unwrap();
        assert_eq!(
            (path.as_str(), entry.mode, entry.object.as_str()),
            ("số liệu/a b.csv", 0o100_644, object)
        );
        let (_, entry) = parse_entry(format!("120000 {object} 2\tx").as_bytes(), Version::Staged).unwrap();
        assert!(entry.is_link() && entry.is_unmerged);
        assert!(parse_entry(b"", Version::Staged).is_none());
    }

    struct DateCommit;

    impl DateCommit {
        fn any() -> Commit {
            let time = chrono::DateTime::default();
            let (id, author, address) = (String::new(), String::new(), String::new());
            Commit {
                id,
                author,
                address,
                authored: time,
                committed: time,
                parents: Vec::new(),
                subject: String::new(),
            }
        }
    }

    #[test]
    fn links_lead_where_they_would_on_the_disk() {
        for (folder, path, expected) in [
            ("records/activities", "../x.csv", Some("records/x.csv")),
            ("", "./a//b", Some("a/b")),
            ("records", "../../x", None),
            ("records", "/etc/passwd", None),
        ] {
            assert_eq!(joined(folder, path).as_deref(), expected, "{folder} {path}");
        }
    }
}
