//! The console blocks of the documents show what the program prints, to the letter, and the boards
//! of the examples are those that are committed beside them.
//!
//! `THIDUA_BLESS=1 cargo test --test readme` writes what the program prints now.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a newcomer reads first.
const READMES: [&str; 2] = ["README.md", "README.vi.md"];

/// All documents whose console blocks are run.
const DOCUMENTS: [&str; 3] = [READMES[0], READMES[1], "docs/sealing.md"];

const EXAMPLES: [&str; 6] =
    ["minimal", "school-league", "cluster-1000", "bands-and-bonus", "nested-quotas", "good-deeds"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn bless() -> bool {
    std::env::var_os("THIDUA_BLESS").is_some()
}

/// A copy of the records and examples, so that a document may change them.
struct Copy {
    folder: tempfile::TempDir,
}

impl Copy {
    fn new() -> Self {
        let copy = Self { folder: tempfile::tempdir().unwrap() };
        for folder in ["records", "examples"] {
            copy_folder(&root().join(folder), &copy.folder.path().join(folder));
        }
        copy
    }

    fn append(&self, file: &str, line: &str) {
        let path = self.folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}{line}\n")).unwrap();
    }

    /// What a command line prints: `thidua …` or `cargo run -- …`.
    fn run(&self, line: &str) -> String {
        let arguments = line.strip_prefix("thidua ").or_else(|| line.strip_prefix("cargo run -- "));
        let arguments = arguments.unwrap_or_else(|| panic!("only thidua is run here, not `{line}`"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_remove("THIDUA_RECORDS");
        let output = command.output().unwrap();
        String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The document with what its commands print now.
fn with_real_output(document: &str) -> String {
    let copy = Copy::new();
    let mut written = String::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        written += line;
        written.push('\n');
        let (indent, content) = line.split_at(line.len() - line.trim_start().len());
        if let Some(change) = content.strip_prefix("<!-- append ").and_then(|rest| rest.strip_suffix(" -->"))
        {
            let (file, row) = change.split_once(": ").unwrap();
            copy.append(file, row);
        }
        if content != "```console" {
            continue;
        }
        for line in lines.by_ref().take_while(|line| line.trim() != "```") {
            if let Some(command) = line.trim_start().strip_prefix("$ ") {
                written += &format!("{indent}$ {command}\n");
                for line in copy.run(command).lines() {
                    written += format!("{indent}{line}").trim_end();
                    written.push('\n');
                }
            }
        }
        written += &format!("{indent}```\n");
    }
    written
}

fn compare(path: &Path, real: &str) {
    let committed = fs::read_to_string(path).unwrap_or_default().replace("\r\n", "\n");
    if bless() {
        fs::write(path, real).unwrap();
    } else {
        let differs = committed.lines().zip(real.lines()).position(|(left, right)| left != right);
        assert!(
            committed == real,
            "{} does not show what the program prints; line {:?}",
            path.display(),
            differs.map(|line| line + 1)
        );
    }
}

#[test]
fn documents_show_what_the_program_prints() {
    for document in DOCUMENTS {
        let path = root().join(document);
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        compare(&path, &with_real_output(&text));
    }
}

#[test]
fn both_commands_of_a_newcomer_stand_at_the_top() {
    for document in READMES {
        let text = fs::read_to_string(root().join(document)).unwrap();
        let top: String = text.lines().take(10).collect::<Vec<_>>().join("\n");
        assert!(top.contains("\ncargo run -- score --phase 2\ncargo test\n"), "{document}");
    }
}

#[test]
fn every_example_is_clean_and_prints_its_committed_boards() {
    let folders = fs::read_dir(root().join("examples")).unwrap();
    let folders: Vec<PathBuf> =
        folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    assert_eq!(folders.len(), EXAMPLES.len());
    let copy = Copy::new();
    for example in EXAMPLES {
        let records = format!("thidua --records examples/{example}");
        let findings = copy.run(&format!("{records} validate --strict --format short"));
        assert_eq!(findings.lines().filter(|line| line.contains('[')).count(), 0, "{findings}");
        let rules = fs::read_to_string(root().join("examples").join(example).join("campaign.toml")).unwrap();
        let mut boards = String::new();
        for phase in 1..=rules.matches("[[phases]]").count() {
            boards += &copy.run(&format!("{records} score --phase {phase}"));
            boards.push('\n');
        }
        boards += &copy.run(&format!("{records} score"));
        if rules.contains("[[grades]]") {
            boards.push('\n');
            boards += &copy.run(&format!("{records} grades --by member"));
        }
        if root().join("examples").join(example).join("exemplars.csv").exists() {
            boards.push('\n');
            boards += &copy.run(&format!("{records} exemplars"));
        }
        compare(&root().join("examples").join(example).join("board.txt"), &boards);
    }
}
