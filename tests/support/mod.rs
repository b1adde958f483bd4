//! A records folder in a temporary place, and the program run on it.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small campaign that validates clean: two teams, two members each, one phase.
pub(crate) const CAMPAIGN: &str = include_str!("campaign.toml");

/// Its members.
pub(crate) const MEMBERS: &str = "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,,,member\nT2-01,to-2,,,leader\nT2-02,to-2,,,member\n";

/// Its log.
pub(crate) const LOG: &str = "\
date,team,members,activity,quantity,evidence,accepted,appraiser,note
2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,
2025-02-05,to-1,T1-01 T1-02,C1A,2.5,BB-0002,2,CA-01,thiếu một biên bản
2025-02-05,to-2,T2-01,C1A,1,BB-0003,,,
2025-02-06,to-2,,C2A,1,BB-0004,0,CA-02,\"trùng, xem BB-0003\"
2025-02-07,to-2,T2-02,C2A,3,BB-0005,3,CA-02,
2025-03-01,to-1,,thuong,1,BB-0006,1,CA-01,
";

/// A records folder of its own, gone with the test.
pub(crate) struct Folder {
    temporary: tempfile::TempDir,
}

impl Folder {
    /// The small campaign.
    pub(crate) fn new() -> Self {
        let folder = Self { temporary: tempfile::tempdir().unwrap() };
        folder.write("campaign.toml", CAMPAIGN);
        folder.write("members.csv", MEMBERS);
        folder.write("activities/2025-02.csv", LOG);
        folder
    }

    /// The small campaign with another log.
    pub(crate) fn with_log(log: impl AsRef<[u8]>) -> Self {
        let folder = Self::new();
        folder.write("activities/2025-02.csv", log);
        folder
    }

    /// The records folder.
    pub(crate) fn records(&self) -> PathBuf {
        self.temporary.path().join("records")
    }

    /// Writes a file of the records folder.
    pub(crate) fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.records().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Runs the program on the folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.records(), arguments)
    }
}

/// What a run of the program gave.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// `path:line:column` and code of every finding, from `--format short`.
    pub(crate) fn findings(&self) -> Vec<(String, String)> {
        let parse = |line: &str| {
            let (place, rest) = line.split_once(": ")?;
            let (_, rest) = rest.split_once('[')?;
            let (code, _) = rest.split_once(']')?;
            (code.len() == 4).then(|| (place.to_owned(), code.to_owned()))
        };
        self.stdout.lines().filter_map(parse).collect()
    }
}

/// Runs the program on a records folder.
pub(crate) fn run_in(records: &Path, arguments: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.arg("--records").arg(records).args(arguments);
    run(command)
}

/// Runs a command that must not panic.
pub(crate) fn run(mut command: Command) -> Run {
    let Output { status, stdout, stderr } = command.env_remove("THIDUA_RECORDS").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    let run = Run { status: status.code().unwrap_or(-1), stdout: text(stdout), stderr: text(stderr) };
    assert!([0, 1, 2].contains(&run.status), "{command:?}: {run:?}");
    assert!(!run.stderr.contains("panicked"), "{command:?}: {run:?}");
    run
}
