//! Files that a system runs.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Makes or replaces a file that may be run, at once and as a whole, with the folders that it needs.
///
/// # Errors
///
/// Where the system says no; the file is then as it was.
pub fn write_program(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::Builder::new().prefix(".thidua-").tempfile_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    let_everybody_run(temporary.as_file())?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    Ok(())
}

#[cfg(unix)]
fn let_everybody_run(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn let_everybody_run(_: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Gives a file another name, which none must have.
///
/// # Errors
///
/// Where a file has that name, or the system says no.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    if to.symlink_metadata().is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    fs::rename(from, to)
}

/// Takes a file away.
///
/// # Errors
///
/// Where it is not there, or the system says no.
pub fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}
