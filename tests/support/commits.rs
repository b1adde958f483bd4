//! A repository in a temporary place whose commits have their days and authors, with nothing of the machine's own settings in it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::{CAMPAIGN, LOG, MEMBERS, Run, run};

/// A repository of its own, gone with the test. Commits have fixed names and days.
pub(crate) struct Repository {
    temporary: tempfile::TempDir,
    folder: PathBuf,
}

/// Who writes to the repository, by default.
pub(crate) const AUTHOR: &str = "An Lê <an@xa.example>";

/// Somebody else.
pub(crate) const OTHER: &str = "Bình Trần <binh@xa.example>";

impl Repository {
    /// An empty one.
    pub(crate) fn empty() -> Self {
        Self::at("work")
    }

    /// An empty one in a folder of this name.
    pub(crate) fn at(name: &str) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let folder = temporary.path().join(name);
        fs::create_dir(&folder).unwrap();
        let repository = Self { temporary, folder };
        repository.git(&["init", "--quiet"]);
        repository
    }

    /// The small campaign in `records`, committed on 2025-02-10.
    pub(crate) fn small() -> Self {
        let repository = Self::empty();
        repository.write_small("records");
        repository.commit("begin", "2025-02-10", AUTHOR);
        repository
    }

    /// Writes the small campaign into a folder.
    pub(crate) fn write_small(&self, folder: &str) {
        self.write(&format!("{folder}/campaign.toml"), CAMPAIGN);
        self.write(&format!("{folder}/members.csv"), MEMBERS);
        self.write(&format!("{folder}/activities/2025-02.csv"), LOG);
    }

    /// A clone of this one, beside it.
    pub(crate) fn clone(&self, name: &str, options: &[&str]) -> PathBuf {
        let clone = self.beside(name);
        let mut arguments = vec![OsStr::new("clone"), OsStr::new("--quiet")];
        arguments.extend(options.iter().map(OsStr::new));
        // Only from an address is a clone ever shallow.
        let origin = format!("file://{}", self.folder.display());
        arguments.extend([OsStr::new(&origin), clone.as_os_str()]);
        git_in(self.temporary.path(), &arguments, "2025-02-10");
        clone
    }

    /// A path beside the repository.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// The top of the work tree.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file of the work tree.
    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// A file of the work tree.
    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).unwrap()
    }

    /// Adds a line to a file.
    pub(crate) fn append(&self, file: &str, line: &str) {
        self.write(file, self.read(file) + line + "\n");
    }

    /// Replaces a text in a file that has it once.
    pub(crate) fn replace(&self, file: &str, old: &str, new: &str) {
        let text = self.read(file);
        assert_eq!(text.matches(old).count(), 1, "{old} in {file}");
        self.write(file, text.replace(old, new));
    }

    /// Commits everything, and tells the digest.
    pub(crate) fn commit(&self, message: &str, day: &str, author: &str) -> String {
        self.git(&["add", "--all"]);
        let author = format!("--author={author}");
        let arguments = ["commit", "--quiet", "--allow-empty", &author, "--message", message];
        git_in(&self.folder, &arguments.map(OsStr::new), day);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs git in the repository.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        git_in(&self.folder, &arguments, "2025-02-10")
    }

    /// Runs the program at the top of the work tree.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_at(&self.folder, arguments)
    }
}

/// Runs git in a folder, on a day.
pub(crate) fn git_in(folder: &Path, arguments: &[&OsStr], day: &str) -> String {
    let mut command = Command::new("git");
    hermetic(&mut command, folder);
    // Who the clock belongs to: the names of commits do not depend on the machine.
    let moment = format!("{day}T09:00:00+07:00");
    command.env("GIT_AUTHOR_DATE", &moment).env("GIT_COMMITTER_DATE", &moment);
    command.env("GIT_COMMITTER_NAME", "Xã Vĩnh Thuận").env("GIT_COMMITTER_EMAIL", "xa@xa.example");
    command.env("GIT_AUTHOR_NAME", "An Lê").env("GIT_AUTHOR_EMAIL", "an@xa.example");
    command.args(["-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always"]).args(arguments);
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(status.success(), "git {arguments:?}: {}{}", text(&stdout), text(&stderr));
    text(&stdout)
}

/// The program in a folder.
pub(crate) fn thidua(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    hermetic(&mut command, folder);
    command.args(arguments);
    command
}

/// Runs the program in a folder.
pub(crate) fn run_at(folder: &Path, arguments: &[&str]) -> Run {
    run(thidua(folder, arguments))
}

/// Nothing that the machine or its user has set reaches git.
fn hermetic(command: &mut Command, folder: &Path) {
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("GIT_") {
            command.env_remove(name);
        }
    }
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
    command.env("HOME", folder).env("XDG_CONFIG_HOME", folder);
}
