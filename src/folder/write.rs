//! Files that are written at once and as a whole, and by one writer at a time.

use std::fs::{self, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

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
    let successor = successor(&target, |file| file.write_all(new))?;
    if fs::read(&target)? != old {
        return Err(NotReplaced::Changed);
    }
    successor.take_its_place(&target)
}

/// Makes a file of the records folder `root` that is not there yet, with the folders that it needs, at
/// once and as a whole.
///
/// # Errors
///
/// A [`NotReplaced`], which is [`NotReplaced::Changed`] where somebody else has made the file meanwhile.
pub fn create(root: &Path, path: &Path, bytes: &[u8]) -> Result<(), NotReplaced> {
    let folder = path.parent().ok_or(NotReplaced::LeavesFolder)?;
    let nearest = folder.ancestors().find(|folder| folder.exists()).ok_or(NotReplaced::LeavesFolder)?;
    if !fs::canonicalize(nearest)?.starts_with(fs::canonicalize(root)?) {
        return Err(NotReplaced::LeavesFolder);
    }
    fs::create_dir_all(folder)?;
    make(folder, path, |file| file.write_all(bytes))
}

/// Writes a file that was asked for by its path, wherever that is, at once and as a whole. One that is
/// there already is replaced only where `again` says so, and only where it is a file. What `write` writes
/// goes to the disk as it comes; where it fails, nothing is left of it.
///
/// # Errors
///
/// A [`NotReplaced`], which is [`NotReplaced::Changed`] where the file is there already.
pub fn put(
    path: &Path,
    again: bool,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), NotReplaced> {
    let path = std::path::absolute(path)?;
    if !path.exists() {
        let folder = path.parent().ok_or(NotReplaced::LeavesFolder)?;
        return make(&fs::canonicalize(folder)?, &path, write);
    }
    if !again {
        // Sooner than after all the work.
        return Err(NotReplaced::Changed);
    }
    let target = fs::canonicalize(&path)?;
    successor(&target, write)?.take_its_place(&target)
}

/// Makes a file of `folder` that is not there yet, of what `write` writes.
fn make(
    folder: &Path,
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), NotReplaced> {
    let mut temporary = for_everybody(&mut beside()).tempfile_in(folder)?;
    write(temporary.as_file_mut())?;
    temporary.as_file().sync_all()?;
    temporary.persist_noclobber(path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => NotReplaced::Changed,
        _ => NotReplaced::Refused(error.error),
    })?;
    sync_folder(folder);
    Ok(())
}

/// What is to stand in the place of a file: beside it, and on the disk as a whole. Dropped, it is gone.
struct Successor(tempfile::NamedTempFile);

/// What `write` writes, with mode and owner of the file `target`.
fn successor(
    target: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<Successor, NotReplaced> {
    let folder = target.parent().ok_or(NotReplaced::LeavesFolder)?;
    if !fs::metadata(target)?.is_file() {
        // A device is not to become a file, and a pipe may keep who opens it waiting.
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file").into());
    }
    // To put another file in its place asks for the right to the folder only. A file that may not
    // be written is to stay as it is.
    let metadata = fs::OpenOptions::new().write(true).open(target)?.metadata()?;
    let mut temporary = beside().tempfile_in(folder)?;
    write(temporary.as_file_mut())?;
    keep_owner(temporary.as_file(), &metadata);
    temporary.as_file().set_permissions(metadata.permissions())?;
    temporary.as_file().sync_all()?;
    Ok(Successor(temporary))
}

impl Successor {
    fn take_its_place(self, target: &Path) -> Result<(), NotReplaced> {
        self.0.persist(target).map_err(|error| error.error)?;
        target.parent().into_iter().for_each(sync_folder);
        Ok(())
    }
}

/// Temporary files, by a name that keeps them from being read as a log, should one be left behind by a
/// power cut.
fn beside<'b>() -> tempfile::Builder<'b, 'b> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".thidua-").suffix(".tmp");
    builder
}

/// Temporary files are for their owner alone; a log is for whom the system lets read new files.
#[cfg(unix)]
fn for_everybody<'b, 'p, 's>(
    builder: &'b mut tempfile::Builder<'p, 's>,
) -> &'b mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn for_everybody<'b, 'p, 's>(
    builder: &'b mut tempfile::Builder<'p, 's>,
) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}

/// The file of the records folder by which writers know of each other. It is empty, stays, and is
/// not for git. To delete it with the lock would let two writers hold a lock on two files.
pub const LOCK_FILE: &str = ".thidua.lock";

/// Pauses that a writer waits for another: ten seconds in all.
const MOST_PAUSES: usize = 400;

const PAUSE: Duration = Duration::from_millis(25);

/// The right to be the only one to write to a records folder, until it is dropped. Whatever becomes
/// of the process, the system takes it back.
#[derive(Debug)]
pub struct Lock {
    _file: fs::File,
}

/// Why there is no [`Lock`].
#[derive(Debug)]
pub enum NotLocked {
    /// Another has it, and has kept it for ten seconds.
    Held,
    /// The system says no.
    Refused(io::Error),
}

/// Waits until nobody else writes to a records folder.
///
/// # Errors
///
/// A [`NotLocked`].
pub fn lock(root: &Path) -> Result<Lock, NotLocked> {
    let options = fs::OpenOptions::new().write(true).create(true).truncate(false).open(root.join(LOCK_FILE));
    let file = options.map_err(NotLocked::Refused)?;
    for _ in 0..MOST_PAUSES {
        match file.try_lock() {
            Ok(()) => return Ok(Lock { _file: file }),
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => return Err(NotLocked::Refused(error)),
        }
    }
    Err(NotLocked::Held)
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
