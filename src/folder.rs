//! The records folder on the disk: the only module of the library that touches it.

use std::collections::HashMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::finding::{NotReadReason, Problem};

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
#[derive(Clone, Debug)]
pub struct RawFile {
    /// Path relative to the parent of the records folder, with `/`, in NFC.
    pub path: String,
    /// Where it is on the disk. Empty for a text that comes from elsewhere.
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

/// The file that makes a folder a records folder.
pub const CAMPAIGN_FILE: &str = "campaign.toml";

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
    let root = fs::canonicalize(root).with_context(|| format!("`{}` cannot be read", root.display()))?;
    let name =
        root.file_name().map_or_else(|| "records".to_owned(), |name| name.to_string_lossy().into_owned());
    let mut walk = Walk { root: root.clone(), files: Vec::new(), seen: HashMap::new() };
    for (file, purpose) in
        [(CAMPAIGN_FILE, Purpose::Campaign), ("members.csv", Purpose::Members), ("names.csv", Purpose::Names)]
    {
        let path = root.join(file);
        if path.symlink_metadata().is_ok() {
            walk.take(&path, format!("{name}/{file}"), purpose);
        }
    }
    let entries = sorted_entries(&root).with_context(|| format!("`{}` cannot be listed", root.display()))?;
    for path in entries {
        let file = file_name(&path);
        if file == "activities" && path.is_dir() {
            walk.folder(&path, &format!("{name}/activities"))?;
        } else if is_csv(&file) && !["members.csv", "names.csv", "exemplars.csv"].contains(&file.as_str()) {
            walk.refuse(
                &path,
                format!("{name}/{file}"),
                Problem::NotRead { reason: NotReadReason::OutsideActivities },
            );
        }
    }
    let mut files = walk.files;
    for file in &mut files {
        file.path = nfc(&file.path);
    }
    files.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(files)
}

/// Why a file was not replaced.
#[derive(Debug)]
pub enum NotReplaced {
    /// It no longer holds what was read of it.
    Changed,
    /// A link leads out of the records folder.
    LeavesFolder,
    /// The system says no.
    Refused(io::Error),
}

impl From<io::Error> for NotReplaced {
    fn from(error: io::Error) -> Self {
        Self::Refused(error)
    }
}

/// Puts `new` in the place of `old` in a file of the records folder `root`, at once and as a whole:
/// whatever happens meanwhile, the file holds the one or the other. Mode and owner are kept, and of a
/// link it is the file behind it that is replaced.
///
/// # Errors
///
/// A [`NotReplaced`]; the file is then as it was.
pub fn replace(root: &Path, path: &Path, old: &[u8], new: &[u8]) -> Result<(), NotReplaced> {
    let target = fs::canonicalize(path)?;
    if !target.starts_with(fs::canonicalize(root)?) {
        return Err(NotReplaced::LeavesFolder);
    }
    let folder = target.parent().ok_or(NotReplaced::LeavesFolder)?;
    // To put another file in its place asks for the right to the folder only. A file that may not
    // be written is to stay as it is.
    let metadata = fs::OpenOptions::new().write(true).open(&target)?.metadata()?;
    // Its name keeps it from being read as a log, should it be left behind by a power cut.
    let mut temporary = tempfile::Builder::new().prefix(".thidua-").suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(new)?;
    keep_owner(temporary.as_file(), &metadata);
    temporary.as_file().set_permissions(metadata.permissions())?;
    temporary.as_file().sync_all()?;
    if fs::read(&target)? != old {
        return Err(NotReplaced::Changed);
    }
    temporary.persist(&target).map_err(|error| error.error)?;
    sync_folder(folder);
    Ok(())
}

/// Writes a new file of the records folder `root`, at once and as a whole, with the folders that it
/// stands in.
///
/// # Errors
///
/// A [`NotReplaced`]; no file is there then, or the one that somebody else put there meanwhile.
pub fn create(root: &Path, path: &Path, new: &[u8]) -> Result<(), NotReplaced> {
    let folder = path.parent().ok_or(NotReplaced::LeavesFolder)?;
    let root = fs::canonicalize(root)?;
    // Looked at before anything is made, as a link may lead out.
    let there = folder.ancestors().find(|folder| folder.exists()).ok_or(NotReplaced::LeavesFolder)?;
    if !fs::canonicalize(there)?.starts_with(&root) {
        return Err(NotReplaced::LeavesFolder);
    }
    fs::create_dir_all(folder)?;
    let mut temporary = new_file(folder)?;
    temporary.write_all(new)?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => NotReplaced::Changed,
        _ => NotReplaced::Refused(error.error),
    })?;
    sync_folder(folder);
    Ok(())
}

/// A file for what is to come, with the mode that any new file gets. Its name keeps it from being
/// read as a log.
#[cfg(unix)]
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::Permissions::from_mode(0o666);
    tempfile::Builder::new().prefix(".thidua-").suffix(".tmp").permissions(mode).tempfile_in(folder)
}

#[cfg(not(unix))]
fn new_file(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    tempfile::Builder::new().prefix(".thidua-").suffix(".tmp").tempfile_in(folder)
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
    let folder =
        root.file_name().map_or_else(|| "records".into(), |name| name.to_string_lossy().into_owned());
    Ok(is_log.then(|| LogPath {
        location: names.iter().fold(root.clone(), |path, name| path.join(name)),
        shown: nfc(&format!("{folder}/{}", names.join("/"))),
    }))
}

/// Gives the new file to whom the old one belongs. Only root may give to others, and only root
/// needs to.
#[cfg(unix)]
fn keep_owner(file: &fs::File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &fs::File, _: &fs::Metadata) {}

/// The new name is on the disk once its folder is. The file is replaced already, so that a system
/// that cannot do this changes nothing.
#[cfg(unix)]
fn sync_folder(folder: &Path) {
    let _ = fs::File::open(folder).and_then(|folder| folder.sync_all());
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) {}

struct Walk {
    root: PathBuf,
    files: Vec<RawFile>,
    /// Files by where they really are, so that no row is read twice through a link.
    seen: HashMap<PathBuf, String>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, shown: &str) -> anyhow::Result<()> {
        let entries = match sorted_entries(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.refuse(folder, shown.to_owned(), Problem::Unreadable { reason: error.to_string() });
                return Ok(());
            }
        };
        for path in entries {
            let file = file_name(&path);
            let shown = format!("{shown}/{file}");
            if file.starts_with(['.', '~']) {
                continue;
            }
            let Ok(link) = path.symlink_metadata() else { continue };
            if is_csv(&file) {
                self.take(&path, shown, Purpose::Log);
            } else if link.is_dir() {
                self.folder(&path, &shown)?;
            } else if link.is_symlink() && path.is_dir() {
                self.refuse(&path, shown, Problem::LinkToFolder {});
            } else if is_spreadsheet(&file) {
                self.refuse(&path, shown, Problem::NotRead { reason: NotReadReason::Spreadsheet });
            }
        }
        Ok(())
    }

    fn take(&mut self, path: &Path, shown: String, purpose: Purpose) {
        let content = self.content(path, &shown);
        let purpose = match content {
            Err(Problem::SameFile { .. }) => Purpose::NotRead,
            _ => purpose,
        };
        self.files.push(RawFile { path: shown, location: path.to_path_buf(), purpose, content });
    }

    fn content(&mut self, path: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
        if path.file_name().is_some_and(|name| name.to_str().is_none()) {
            return Err(Problem::NameNotUnicode {});
        }
        let Ok(metadata) = path.metadata() else { return Err(Problem::DanglingLink {}) };
        if metadata.is_dir() {
            return Err(Problem::FolderNamedCsv {});
        }
        if !metadata.is_file() {
            return Err(Problem::NotAFile {});
        }
        let unreadable = |error: io::Error| Problem::Unreadable { reason: error.to_string() };
        let real = fs::canonicalize(path).map_err(unreadable)?;
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
        fs::read(path).map_err(unreadable)
    }

    fn refuse(&mut self, path: &Path, shown: String, problem: Problem) {
        let location = path.to_path_buf();
        self.files.push(RawFile { path: shown, location, purpose: Purpose::NotRead, content: Err(problem) });
    }
}

/// Entries of a folder: real files before links, so that a link to a file is the one said to be
/// the same, then in order of name.
fn sorted_entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(|path| (path.is_symlink(), path.file_name().map(ToOwned::to_owned)));
    Ok(entries)
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn has_extension(file: &str, extensions: &[&str]) -> bool {
    file.rsplit_once('.')
        .is_some_and(|(_, end)| extensions.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

fn is_csv(file: &str) -> bool {
    has_extension(file, &["csv"]) && !file.starts_with(['.', '~'])
}

fn is_spreadsheet(file: &str) -> bool {
    has_extension(file, &["xlsx", "xlsm", "xls", "ods", "tsv"])
}

fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}
