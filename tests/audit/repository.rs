//! A records folder under git, with people who commit on days that the test names.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{CAMPAIGN, MEMBERS, Run, run_in};

/// The head of a log.
pub(crate) const HEAD: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

/// Who commits in most tests.
pub(crate) const AN: &str = "An";

/// The appraiser.
pub(crate) const BINH: &str = "Bình";

/// A repository of its own, gone with the test.
pub(crate) struct Repository {
    temporary: tempfile::TempDir,
    /// The top of its work tree.
    pub(crate) top: PathBuf,
    /// The records folder in it.
    pub(crate) records: PathBuf,
}

impl Repository {
    /// One with the small campaign, its rules committed by `An` before it begins.
    pub(crate) fn new() -> Self {
        let repository = Self::without_commits();
        repository.commit("2025-01-31", AN);
        repository
    }

    /// The same before anything was committed.
    pub(crate) fn without_commits() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let top = temporary.path().join("kho số liệu");
        let repository = Self { records: top.join("records"), temporary, top };
        fs::create_dir_all(repository.records.join("activities")).unwrap();
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write("campaign.toml", CAMPAIGN);
        repository.write("members.csv", MEMBERS);
        repository
    }

    /// A clone of it; `how` are further arguments.
    pub(crate) fn clone(&self, how: &[&str]) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let top = temporary.path().join("bản sao");
        let url = format!("file://{}", self.top.display());
        let mut arguments = vec!["clone", "--quiet"];
        arguments.extend_from_slice(how);
        arguments.extend([url.as_str(), top.to_str().unwrap()]);
        self.git(&arguments);
        Self { records: top.join("records"), temporary, top }
    }

    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.records.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Writes the log of a month: its rows under the head.
    pub(crate) fn log(&self, file: &str, rows: &[&str]) {
        let rows: String = rows.iter().map(|row| format!("{row}\n")).collect();
        self.write(&format!("activities/{file}"), format!("{HEAD}{rows}"));
    }

    /// Commits everything there is, at noon of a day.
    pub(crate) fn commit(&self, day: &str, author: &str) {
        self.git(&["add", "--all"]);
        self.commit_staged(day, day, author);
    }

    /// Commits what is staged: written on one day and committed on another.
    pub(crate) fn commit_staged(&self, authored: &str, committed: &str, author: &str) {
        self.git_as(author, authored, committed, &["commit", "--quiet", "--allow-empty", "-m", "ghi"]);
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        self.git_as("Máy", "2025-01-01", "2025-01-01", arguments)
    }

    pub(crate) fn git_as(&self, author: &str, authored: &str, committed: &str, arguments: &[&str]) -> String {
        let output = command(&self.top, author, authored, committed).args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    /// The same with the records elsewhere in it.
    pub(crate) fn with_records(self, folder: &str) -> Self {
        Self { records: self.top.join(folder), ..self }
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.records, arguments)
    }

    /// The facts of `audit`, each as the columns that are asked for, apart by blanks.
    pub(crate) fn facts(&self, kind: &str, further: &[&str], columns: &[&str]) -> Vec<String> {
        let mut arguments = vec!["audit", "--format", "csv"];
        if !kind.is_empty() {
            arguments.extend(["--kind", kind]);
        }
        arguments.extend_from_slice(further);
        let run = self.run(&arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{}", run.stdout);
        columns_of(&run.stdout, columns)
    }
}

/// Rows of a CSV text, each as some of its columns.
pub(crate) fn columns_of(text: &str, columns: &[&str]) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let places: Vec<usize> =
        columns.iter().map(|column| heads.iter().position(|head| head == *column).unwrap()).collect();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| places.iter().map(|&place| &row[place]).collect::<Vec<_>>().join(" ")).collect()
}

/// git that knows nothing of the machine it runs on.
pub(crate) fn command(folder: &Path, author: &str, authored: &str, committed: &str) -> Command {
    let mut command = Command::new("git");
    let address = format!("{}@xa.example", author.to_lowercase());
    let noon = |day: &str| if day.contains('T') { day.to_owned() } else { format!("{day}T12:00:00+07:00") };
    command
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_NAME", author)
        .env("GIT_AUTHOR_EMAIL", &address)
        .env("GIT_AUTHOR_DATE", noon(authored))
        .env("GIT_COMMITTER_NAME", author)
        .env("GIT_COMMITTER_EMAIL", &address)
        .env("GIT_COMMITTER_DATE", noon(committed));
    command
}
