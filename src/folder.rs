//! The records folder on the disk: the only module of the library that touches it.

mod bases;
mod create;
mod layout;
mod program;
mod watch;
mod write;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::{self, FileType, Metadata};
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use anyhow::{Context, bail};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::finding::Problem;
use layout::{has_extension, is_csv};

pub use bases::{Bases, MOST_BASE_BYTES, read as read_bases};
pub use create::{NewFile, create_all, occupied, path_from};
pub use layout::{Role, is_among_logs, role_of};
pub use program::{remove, rename, write_program};
pub use watch::{Look, Watched};
pub use write::{LOCK_FILE, Lock, NotLocked, NotReplaced, create, lock, put, replace};

/// What a file of the records folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// What `campaign.toml` extends, and what that extends: the how manieth, from 0. It may lie outside
    /// the folder.
    Base(usize),
    /// `campaign.toml`.
    Campaign,
    /// `members.csv`.
    Members,
    /// `names.csv`.
    Names,
    /// `exemplars.csv`.
    Exemplars,
    /// `activities/**/*.csv`.
    Log,
    /// `sealed/phase-1.toml`, by the number in its name.
    Seal(usize),
    /// Nothing is read from it; it stands here for a finding.
    NotRead,
}

/// A file as it was found.
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path relative to the parent of the records folder, with `/`, in NFC.
    pub path: String,
    /// Where it is on the disk; of a version that git keeps, its path from the top of the repository.
    /// Empty for a text that comes from elsewhere.
    pub location: PathBuf,
    /// What it is for.
    pub purpose: Purpose,
    /// Its bytes, or why there are none.
    pub content: Result<Vec<u8>, Problem>,
}

impl RawFile {
    /// A text that is not on the disk, as if it stood at a path.
    pub fn in_memory(path: impl Into<String>, purpose: Purpose, bytes: Vec<u8>) -> Self {
        Self { path: path.into(), location: PathBuf::new(), purpose, content: Ok(bytes) }
    }
}

/// A log that can be read and has not been yet.
#[derive(Clone, Debug)]
pub struct LogFile {
    /// As [`RawFile::path`].
    pub path: String,
    location: PathBuf,
    length: u64,
    modified: Option<SystemTime>,
}

impl LogFile {
    /// How many bytes it has.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Its bytes, as they come.
    ///
    /// # Errors
    ///
    /// Where the system does not let it be read, or it has changed since it was found.
    pub fn open(&self) -> io::Result<impl io::Read + io::Seek> {
        let file = fs::File::open(&self.location)?;
        let metadata = file.metadata()?;
        if (metadata.len(), metadata.modified().ok()) != (self.length, self.modified) {
            return Err(io::Error::other("the file has changed"));
        }
        Ok(file)
    }

    fn read(self) -> RawFile {
        let content = fs::read(&self.location).map_err(unreadable);
        RawFile { path: self.path, location: self.location, purpose: Purpose::Log, content }
    }
}

/// The files of a records folder before its logs are read.
#[derive(Clone, Debug)]
pub struct Listed {
    /// All that are no logs, and logs that cannot be read, in order of path.
    pub files: Vec<RawFile>,
    /// The logs.
    pub logs: Vec<LogFile>,
}

impl Listed {
    /// How many bytes all logs have together.
    pub fn log_bytes(&self) -> u64 {
        self.logs.iter().map(|log| log.length).sum()
    }

    /// Reads the logs too. All files, in order of path.
    pub fn read(self) -> Vec<RawFile> {
        let mut files = self.files;
        files.extend(self.logs.into_iter().map(LogFile::read));
        files.sort_by(|left, right| left.path.cmp(&right.path));
        files
    }
}

fn unreadable(error: io::Error) -> Problem {
    Problem::Unreadable { reason: error.to_string() }
}

/// The file that makes a folder a records folder.
pub const CAMPAIGN_FILE: &str = "campaign.toml";

/// The folder of seals.
const SEALS: &str = "sealed";
/// The file that says what members are called, which git must not carry.
pub const NAMES_FILE: &str = "names.csv";

/// Finds the records folder: the one that is named, else the nearest of `./records`, `.`,
/// `../records`, … that holds `campaign.toml`.
///
/// # Errors
///
/// Where the named folder holds no `campaign.toml`, or none is found up to the root.
pub fn find(named: Option<&Path>) -> anyhow::Result<PathBuf> {
    let holds_campaign = |folder: &Path| folder.join(CAMPAIGN_FILE).exists();
    if let Some(folder) = named {
        if !folder.exists() {
            bail!("there is no folder `{}`", folder.display());
        }
        if !holds_campaign(folder) {
            bail!("there is no `{CAMPAIGN_FILE}` in `{}`", folder.display());
        }
        return Ok(folder.to_path_buf());
    }
    let here = std::env::current_dir().context("the current folder cannot be read")?;
    for folder in here.ancestors() {
        let records = folder.join("records");
        if holds_campaign(&records) {
            return Ok(records);
        }
        if holds_campaign(folder) {
            return Ok(folder.to_path_buf());
        }
    }
    bail!("there is no `{CAMPAIGN_FILE}` in `{}`, in its `records`, or in any folder above", here.display())
}

/// Reads every file of a records folder that something is to be said about, in order of path.
///
/// # Errors
///
/// Where the folder itself cannot be listed. What is wrong with a single file is in its content.
pub fn read(root: &Path) -> anyhow::Result<Vec<RawFile>> {
    Ok(list(root)?.read())
}

/// Reads every file of a records folder but its logs, which are only found.
///
/// # Errors
///
/// Where the folder itself cannot be listed. What is wrong with a single file is in its content.
pub fn list(root: &Path) -> anyhow::Result<Listed> {
    let mut walk = Walk::begin(root)?;
    walk.take_known(layout::AT_THE_TOP);
    let entries =
        sorted_entries(&walk.root).with_context(|| format!("`{}` cannot be listed", root.display()))?;
    for Entry { path, .. } in entries {
        let file = file_name(&path);
        let shown = format!("{}/{file}", walk.name);
        if file == "activities" && path.is_dir() {
            walk.folder(&path, &shown)?;
        } else if file == SEALS && path.is_dir() {
            walk.seals(&path, &shown);
        } else if let Role::Refused(reason) = role_of(&file) {
            walk.refuse(&path, shown, Problem::NotRead { reason });
        }
    }
    let logs = std::mem::take(&mut walk.logs);
    Ok(Listed { files: walk.finish(), logs })
}

/// Reads the campaign file of a records folder and what it extends, in order of path.
///
/// # Errors
///
/// Where there is no such folder. What is wrong with a single file is in its content.
pub fn read_rules(root: &Path) -> anyhow::Result<Vec<RawFile>> {
    let mut walk = Walk::begin(root)?;
    walk.take_known(&[(CAMPAIGN_FILE, Purpose::Campaign)]);
    Ok(walk.finish())
}

/// Reads the campaign file of a records folder, what it extends, and the list of members, in order of
/// path.
///
/// # Errors
///
/// Where there is no such folder. What is wrong with a single file is in its content.
pub fn read_rules_and_members(root: &Path) -> anyhow::Result<Vec<RawFile>> {
    let mut walk = Walk::begin(root)?;
    walk.take_known(&[(CAMPAIGN_FILE, Purpose::Campaign), ("members.csv", Purpose::Members)]);
    Ok(walk.finish())
}

/// Reads the names of members of a records folder, where it has any.
pub fn read_names(root: &Path) -> Option<RawFile> {
    let mut walk = Walk::begin(root).ok()?;
    walk.take_known(&[("names.csv", Purpose::Names)]);
    walk.files.pop()
}

/// Reads any file, unless it has more than `most` bytes; then none.
///
/// # Errors
///
/// Where the system does not let it be read, or it is no regular file: a pipe may never end.
pub fn read_file(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    if metadata.len() > most { Ok(None) } else { fs::read(path).map(Some) }
}

/// Where a log of the records folder `root` stands, asked for by its path in that folder.
pub struct LogPath {
    /// Where it is on the disk.
    pub location: PathBuf,
    /// As findings show it.
    pub shown: String,
}

/// The place of a log; none where a file of this path would not be read as one.
///
/// # Errors
///
/// Where the records folder cannot be read.
pub fn log_path(root: &Path, asked: &Path) -> io::Result<Option<LogPath>> {
    let root = fs::canonicalize(root)?;
    let mut names = Vec::new();
    for component in asked.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => names.extend(name.to_str()),
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Ok(None),
        }
        if names.last().is_some_and(|name| name.starts_with(['.', '~']) || name.contains(char::is_control)) {
            return Ok(None);
        }
    }
    let is_log = match names.as_slice() {
        ["activities", .., file] => is_csv(file) && asked.to_str().is_some(),
        _ => false,
    };
    let folder = name(&root)?;
    Ok(is_log.then(|| LogPath {
        location: names.iter().fold(root.clone(), |path, name| path.join(name)),
        shown: nfc(&format!("{folder}/{}", names.join("/"))),
    }))
}

/// The name of a records folder, as paths in it begin.
///
/// # Errors
///
/// Where the folder is not there.
pub fn name(root: &Path) -> io::Result<String> {
    let root = fs::canonicalize(root)?;
    Ok(root.file_name().map_or_else(|| "records".to_owned(), |name| nfc(&name.to_string_lossy())))
}

struct Walk {
    root: PathBuf,
    /// The root's own name, with which the paths of its files begin.
    name: String,
    files: Vec<RawFile>,
    logs: Vec<LogFile>,
    /// Files by where they really are, so that no row is read twice through a link.
    seen: HashMap<PathBuf, String>,
}

impl Walk {
    fn begin(root: &Path) -> anyhow::Result<Self> {
        let root = fs::canonicalize(root).with_context(|| format!("`{}` cannot be read", root.display()))?;
        let name = name(&root)?;
        Ok(Self { root, name, files: Vec::new(), logs: Vec::new(), seen: HashMap::new() })
    }

    fn take_known(&mut self, files: &[(&str, Purpose)]) {
        for (file, purpose) in files {
            let path = self.root.join(file);
            if path.symlink_metadata().is_ok() {
                self.take(&path, format!("{}/{file}", self.name), *purpose);
            }
        }
    }

    fn finish(self) -> Vec<RawFile> {
        let mut files = self.files;
        files.extend(bases::read(&self.name, &files, &mut bases::OnDisk::beside(&self.root)));
        for file in &mut files {
            file.path = nfc(&file.path);
        }
        files.sort_by(|left, right| left.path.cmp(&right.path));
        files
    }

    fn folder(&mut self, folder: &Path, shown: &str) -> anyhow::Result<()> {
        let entries = match sorted_entries(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.refuse(folder, shown.to_owned(), Problem::Unreadable { reason: error.to_string() });
                return Ok(());
            }
        };
        for Entry { path, kind } in entries {
            let file = file_name(&path);
            let shown = format!("{shown}/{file}");
            if file.starts_with(['.', '~']) {
                continue;
            }
            match role_of(&format!("activities/{file}")) {
                Role::Read(purpose) => self.take(&path, shown, purpose),
                _ if kind.is_dir() => self.folder(&path, &shown)?,
                _ if kind.is_symlink() && path.is_dir() => {
                    self.refuse(&path, shown, Problem::LinkToFolder {})
                }
                Role::Refused(reason) => self.refuse(&path, shown, Problem::NotRead { reason }),
                Role::Unread => {}
            }
        }
        Ok(())
    }

    fn seals(&mut self, folder: &Path, shown: &str) {
        let entries = match sorted_entries(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.refuse(folder, shown.to_owned(), Problem::Unreadable { reason: error.to_string() });
                return;
            }
        };
        for Entry { path, .. } in entries {
            let file = file_name(&path);
            let shown = format!("{shown}/{file}");
            match role_of(&format!("{SEALS}/{file}")) {
                Role::Read(purpose) => self.take(&path, shown, purpose),
                Role::Refused(reason) => self.refuse(&path, shown, Problem::NotRead { reason }),
                Role::Unread => {}
            }
        }
    }

    fn take(&mut self, path: &Path, shown: String, purpose: Purpose) {
        let location = path.to_path_buf();
        let content = match self.check(path, &shown) {
            Ok(metadata) if purpose == Purpose::Log => {
                let (length, modified) = (metadata.len(), metadata.modified().ok());
                self.logs.push(LogFile { path: nfc(&shown), location, length, modified });
                return;
            }
            Ok(_) => fs::read(path).map_err(unreadable),
            Err(problem) => Err(problem),
        };
        let purpose = match content {
            Err(Problem::SameFile { .. }) => Purpose::NotRead,
            _ => purpose,
        };
        self.files.push(RawFile { path: shown, location, purpose, content });
    }

    /// Whether a file is one that may be read; what is known of it.
    fn check(&mut self, path: &Path, shown: &str) -> Result<Metadata, Problem> {
        if path.file_name().is_some_and(|name| name.to_str().is_none()) {
            return Err(Problem::NameNotUnicode {});
        }
        let link = path.symlink_metadata().map_err(unreadable)?;
        let is_link = link.is_symlink();
        let metadata = if is_link { path.metadata().map_err(|_| Problem::DanglingLink {})? } else { link };
        if metadata.is_dir() {
            return Err(Problem::FolderNamedCsv {});
        }
        if !metadata.is_file() {
            return Err(Problem::NotAFile {});
        }
        // The folder itself is canonical, and no link was followed on the way here.
        let real = if is_link { fs::canonicalize(path).map_err(unreadable)? } else { path.to_path_buf() };
        if !real.starts_with(&self.root) {
            return Err(Problem::LinkLeavesFolder {});
        }
        if let Some(other) = self.seen.get(&real) {
            return Err(Problem::SameFile { other: other.clone() });
        }
        self.seen.insert(real, shown.to_owned());
        // Places are kept in 32 bits.
        if metadata.len() >= u64::from(u32::MAX) {
            return Err(Problem::FileTooLarge {});
        }
        Ok(metadata)
    }

    fn refuse(&mut self, path: &Path, shown: String, problem: Problem) {
        let location = path.to_path_buf();
        self.files.push(RawFile { path: shown, location, purpose: Purpose::NotRead, content: Err(problem) });
    }
}

/// What stands in a folder.
struct Entry {
    path: PathBuf,
    /// Of a link that of the link itself.
    kind: FileType,
}

impl Entry {
    fn order(&self) -> (bool, Option<&OsStr>) {
        (self.kind.is_symlink(), self.path.file_name())
    }
}

/// Entries of a folder: real files before links, so that a link to a file is the one said to be
/// the same, then in order of name.
fn sorted_entries(folder: &Path) -> io::Result<Vec<Entry>> {
    let entries = fs::read_dir(folder)?.map(|entry| {
        let entry = entry?;
        Ok(Entry { path: entry.path(), kind: entry.file_type()? })
    });
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_unstable_by(|one, other| one.order().cmp(&other.order()));
    Ok(entries)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The composed form of a path, as it is shown.
pub(crate) fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}
