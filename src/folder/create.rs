//! New files, all of them or none.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use anyhow::Context;

use super::write::{self, NotReplaced};

/// A file that is to be made.
#[derive(Debug)]
pub struct NewFile {
    /// Where in the folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// Which of some files and folders, by their paths in `root`, are there already.
pub fn occupied<'p>(root: &Path, paths: impl IntoIterator<Item = &'p str>) -> Vec<String> {
    // A link that leads nowhere is in the way as well.
    let there = |path: &&str| root.join(path).symlink_metadata().is_ok();
    paths.into_iter().filter(there).map(str::to_owned).collect()
}

/// Makes new files in a folder, which is made too where there is none. Whatever is there already stays
/// as it is: then, and where anything else goes wrong, nothing is left behind.
///
/// # Errors
///
/// Where a file is there already, or cannot be made.
pub fn create_all(root: &Path, files: &[NewFile]) -> anyhow::Result<()> {
    let mut made = Made::default();
    let all = files.iter().try_for_each(|NewFile { path, text }| {
        let path = root.join(path);
        made.file(&path, text).with_context(|| format!("`{}` cannot be made", path.display()))
    });
    if all.is_err() {
        made.undo();
    }
    all
}

/// What has been made so far.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, text: &str) -> io::Result<()> {
        let folder = path.parent().unwrap_or(path);
        self.folder(folder)?;
        write::create(folder, path, text.as_bytes()).map_err(|error| match error {
            NotReplaced::Refused(error) => error,
            NotReplaced::Changed | NotReplaced::LeavesFolder => io::ErrorKind::AlreadyExists.into(),
        })?;
        self.files.push(path.to_path_buf());
        Ok(())
    }

    fn folder(&mut self, folder: &Path) -> io::Result<()> {
        let missing: Vec<_> = folder
            .ancestors()
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_path_buf());
        }
        Ok(())
    }

    /// Takes it all back, as far as that can be done: what went wrong first is what is told.
    fn undo(self) {
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

/// How a path that begins at the folder `from` is written from the folder `to`, which need not be there
/// yet. None where no relative path leads there.
///
/// # Errors
///
/// Where a folder cannot be found.
pub fn path_from(to: &Path, from: &Path, path: &str) -> anyhow::Result<Option<String>> {
    let goal = resolved(&from.join(path))?;
    let start = resolved(to)?;
    let (goal, start): (Vec<_>, Vec<_>) = (goal.components().collect(), start.components().collect());
    let common = goal.iter().zip(&start).take_while(|(goal, start)| goal == start).count();
    if common == 0 {
        return Ok(None);
    }
    let up = start[common..].iter().map(|_| Some(".."));
    let down = goal[common..].iter().map(|part| part.as_os_str().to_str());
    let parts: Option<Vec<_>> = up.chain(down).collect();
    Ok(parts.map(|parts| parts.join("/")))
}

/// Where a path really leads: links followed in the part of it that is there.
fn resolved(path: &Path) -> anyhow::Result<PathBuf> {
    let path = std::path::absolute(path).with_context(|| format!("`{}` cannot be found", path.display()))?;
    let there = path.ancestors().find(|folder| folder.exists()).unwrap_or(&path);
    let mut real =
        fs::canonicalize(there).with_context(|| format!("`{}` cannot be read", there.display()))?;
    for part in path.strip_prefix(there).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> NewFile {
        NewFile { path: path.to_owned(), text: "x\n".to_owned() }
    }

    #[test]
    fn where_one_file_is_there_none_is_made() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("a/b");
        create_all(&root, &[file("x/y.csv"), file("z.toml")]).unwrap();
        assert_eq!(fs::read_to_string(root.join("x/y.csv")).unwrap(), "x\n");
        assert_eq!(occupied(&root, ["x", "z.toml", "w"]), ["x", "z.toml"]);

        fs::write(root.join("z.toml"), "mine").unwrap();
        assert!(create_all(&root, &[file("new/w.csv"), file("x/w.csv"), file("z.toml")]).is_err());
        assert_eq!(fs::read_to_string(root.join("z.toml")).unwrap(), "mine");
        assert_eq!(occupied(&root, ["new", "x/w.csv", "x/y.csv"]), ["x/y.csv"]);
        assert!(create_all(&root.join("z.toml"), &[file("w")]).is_err());
    }

    #[test]
    fn a_path_leads_to_the_same_file_from_elsewhere() {
        let folder = tempfile::tempdir().unwrap();
        let at = |path: &str| folder.path().join(path);
        fs::create_dir_all(at("xa-1/records")).unwrap();
        fs::create_dir_all(at("tinh")).unwrap();
        let from = at("xa-1/records");
        for (to, path, expected) in [
            ("xa-2/records", "../../tinh/campaign.toml", "../../tinh/campaign.toml"),
            ("records", "../../tinh/campaign.toml", "../tinh/campaign.toml"),
            ("tinh/a/b", "../../tinh/campaign.toml", "../../campaign.toml"),
            ("xa-1/records", "chung.toml", "chung.toml"),
            ("xa-1/new", "chung.toml", "../records/chung.toml"),
        ] {
            assert_eq!(path_from(&at(to), &from, path).unwrap().as_deref(), Some(expected), "{to}");
        }
    }
}
