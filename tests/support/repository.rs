//! Repositories in a temporary place, and git run in them: the same on every machine.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::support::{CAMPAIGN, LOG, MEMBERS, Run, run};

/// What git would take from who runs the tests, or from a hook that runs them.
const NOT_OURS: [&str; 8] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_CONFIG_PARAMETERS",
    "GIT_CONFIG_COUNT",
];

/// A folder with repositories, gone with the test.
pub(crate) struct Repositories {
    temporary: tempfile::TempDir,
}

/// A work tree.
pub(crate) struct WorkTree {
    pub(crate) top: PathBuf,
    /// The records folder in it.
    pub(crate) records: String,
}

impl Repositories {
    pub(crate) fn new() -> Self {
        Self { temporary: tempfile::tempdir().unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.temporary.path().join(name)
    }

    /// A repository with the small campaign, committed.
    pub(crate) fn with_campaign(&self, name: &str, records: &str) -> WorkTree {
        let top = self.path(name);
        fs::create_dir_all(&top).unwrap();
        let tree = WorkTree { top, records: records.to_owned() };
        tree.git(&["init", "-q"]);
        tree.write("campaign.toml", CAMPAIGN);
        tree.write("members.csv", MEMBERS);
        tree.write("activities/2025-02.csv", LOG);
        tree.commit("begin");
        tree
    }

    pub(crate) fn clone_of(&self, tree: &WorkTree, name: &str) -> WorkTree {
        let top = self.path(name);
        tree.git(&["clone", "-q", tree.top.to_str().unwrap(), top.to_str().unwrap()]);
        WorkTree { top, records: tree.records.clone() }
    }
}

impl WorkTree {
    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        for name in NOT_OURS {
            command.env_remove(name);
        }
        command
            .current_dir(&self.top)
            .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_AUTHOR_NAME", "An")
            .env("GIT_AUTHOR_EMAIL", "an@example.org")
            .env("GIT_COMMITTER_NAME", "An")
            .env("GIT_COMMITTER_EMAIL", "an@example.org")
            .env("GIT_AUTHOR_DATE", "2025-02-10T08:00:00+07:00")
            .env("GIT_COMMITTER_DATE", "2025-02-10T08:00:00+07:00")
            .env("GIT_EDITOR", "true")
            .env("LC_ALL", "C.UTF-8");
        command
    }

    /// What git does, whether it succeeds or not.
    pub(crate) fn try_git(&self, arguments: &[&str]) -> Run {
        let mut command = self.command("git");
        command.args(["-c", "init.defaultBranch=main", "-c", "core.quotePath=false"]);
        command.args(["-c", "protocol.file.allow=always", "-c", "advice.mergeConflict=false"]);
        command.args(arguments);
        let output = command.output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
        Run {
            status: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }

    /// What git says; it must succeed.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let run = self.try_git(arguments);
        assert_eq!(run.status, 0, "git {arguments:?}: {run:#?}");
        run.stdout
    }

    /// The program, run at the top.
    pub(crate) fn thidua(&self, arguments: &[&str]) -> Run {
        let mut command = self.command(env!("CARGO_BIN_EXE_thidua"));
        command.args(["--lang", "en", "--records", &self.records]).args(arguments);
        run(command)
    }

    /// The same, which must succeed.
    pub(crate) fn set_up(&self) {
        let run = self.thidua(&["hook", "install"]);
        assert_eq!(run.status, 0, "{run:#?}");
    }

    pub(crate) fn file(&self, file: &str) -> PathBuf {
        self.top.join(&self.records).join(file)
    }

    pub(crate) fn write(&self, file: &str, text: impl AsRef<[u8]>) {
        let path = self.file(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.file(file)).unwrap()
    }

    /// Commits everything, past any hook.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--no-verify", "-m", message]);
    }

    /// Another work tree of the same repository.
    pub(crate) fn linked(&self, top: &Path, branch: &str) -> Self {
        self.git(&["worktree", "add", "-q", "-b", branch, top.to_str().unwrap()]);
        Self { top: top.to_path_buf(), records: self.records.clone() }
    }
}
