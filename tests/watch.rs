//! The board is printed again when a file is saved, however that is done, and at no other time.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use support::{CAMPAIGN, Folder, LOG};

/// A program that watches, gone with the test.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        // It has ended already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Long enough for a slow machine, far longer than it takes.
const PATIENCE: Duration = Duration::from_secs(30);

/// Several looks.
const A_WHILE: Duration = Duration::from_millis(2000);

impl Watch {
    fn over(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
        command.arg("--records").arg(folder.records()).arg("watch").args(arguments);
        let mut child = command
            .env_remove("THIDUA_RECORDS")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = child.stdout.take().unwrap();
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                let _ = sender.send(line.unwrap());
            }
        });
        Self { child, lines }
    }

    /// Waits for a line that holds `words`, and gives it.
    #[track_caller]
    fn wait_for(&self, words: &str) -> String {
        let start = Instant::now();
        let mut seen = Vec::new();
        while let Some(left) = PATIENCE.checked_sub(start.elapsed()) {
            match self.lines.recv_timeout(left) {
                Ok(line) if line.contains(words) => return line,
                Ok(line) => seen.push(line),
                Err(_) => break,
            }
        }
        panic!("no `{words}` after {seen:#?}");
    }

    /// Waits a while, in which nothing must be printed.
    #[track_caller]
    fn check_quiet(&self) {
        std::thread::sleep(A_WHILE);
        let printed: Vec<_> = self.lines.try_iter().collect();
        assert!(printed.is_empty(), "{printed:#?}");
    }

    /// Leaves what is left of a board unread.
    fn finish_board(&self) {
        while self.lines.recv_timeout(Duration::from_millis(300)).is_ok() {}
    }
}

/// The log with another quantity in one row.
fn log_with(quantity: &str) -> String {
    let row = "2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,";
    assert!(LOG.contains(row));
    LOG.replace(row, &format!("2025-02-04,to-1,T1-01,C1A,{quantity},BB-0001,{quantity},"))
}

/// Points of the first criterion for the first team, from `score --format csv`.
fn score_of(folder: &Folder) -> String {
    let run = folder.run(&["score", "--phase", "1", "--format", "csv"]);
    run.stdout.lines().find(|line| line.contains("to-1")).unwrap().to_owned()
}

#[test]
fn every_way_of_saving_is_seen_once_and_nothing_else_is() {
    let folder = Folder::new();
    let log = folder.records().join("activities/2025-02.csv");
    let watch = Watch::over(&folder, &["--phase", "1", "--format", "csv"]);
    assert_eq!(watch.wait_for("to-1"), score_of(&folder));
    watch.finish_board();
    watch.check_quiet();

    // Written in place.
    fs::write(&log, log_with("2")).unwrap();
    assert_eq!(watch.wait_for("to-1"), score_of(&folder));
    watch.finish_board();

    // Written beside it, then put in its place, as editors do.
    let beside = folder.records().join("activities/.2025-02.csv.swp");
    fs::write(&beside, log_with("3")).unwrap();
    watch.check_quiet();
    fs::rename(&beside, &log).unwrap();
    assert_eq!(watch.wait_for("to-1"), score_of(&folder));
    watch.finish_board();

    // Deleted first, as spreadsheets do, with their lock beside it.
    let locks = [
        folder.records().join("activities/~$2025-02.csv"),
        folder.records().join("activities/.~lock.2025-02.csv#"),
    ];
    for lock in &locks {
        fs::write(lock, "x").unwrap();
    }
    watch.check_quiet();
    fs::remove_file(&log).unwrap();
    fs::write(&log, log_with("4")).unwrap();
    assert_eq!(watch.wait_for("to-1"), score_of(&folder));
    watch.finish_board();
    for lock in &locks {
        fs::remove_file(lock).unwrap();
    }
    watch.check_quiet();

    // Only read, by us and by others.
    folder.run(&["validate"]);
    watch.check_quiet();
}

#[test]
fn errors_take_the_place_of_the_board_until_they_are_mended() {
    let folder = Folder::new();
    let watch = Watch::over(&folder, &["--lang", "en"]);
    watch.wait_for("to-1");
    watch.finish_board();

    folder.write("activities/2025-02.csv", LOG.replace("2025-02-04,to-1,", "2025-02-04,to-9,"));
    let line = watch.wait_for("error[R203]");
    assert!(line.starts_with("records/activities/2025-02.csv:2:12: "), "{line}");
    watch.wait_for("the records have 1 error, so nothing was computed");
    watch.finish_board();

    folder.write("campaign.toml", CAMPAIGN.replace("[campaign]", "[campaing]"));
    watch.wait_for("campaign.toml cannot be used");
    watch.finish_board();

    folder.write("campaign.toml", CAMPAIGN);
    folder.write("activities/2025-02.csv", LOG);
    watch.wait_for("to-1");
}

#[test]
fn a_folder_that_goes_may_come_back() {
    let folder = Folder::new();
    let watch = Watch::over(&folder, &[]);
    watch.wait_for("to-1");
    watch.finish_board();
    let away = folder.records().with_file_name("away");
    fs::rename(folder.records(), &away).unwrap();
    watch.wait_for("thidua: there is no folder");
    watch.finish_board();
    watch.check_quiet();
    fs::rename(&away, folder.records()).unwrap();
    watch.wait_for("to-1");
}

#[test]
fn the_file_that_the_rules_extend_is_watched_too() {
    let folder = Folder::new();
    folder.write("campaign.toml", "extends = \"../tinh.toml\"\n");
    let base = folder.records().with_file_name("tinh.toml");
    let watch = Watch::over(&folder, &["--lang", "en"]);
    watch.wait_for("campaign.toml cannot be used");
    watch.finish_board();
    fs::write(&base, CAMPAIGN).unwrap();
    watch.wait_for("to-1");
    watch.finish_board();
    fs::write(&base, CAMPAIGN.replace("[campaign]", "[campaing]")).unwrap();
    watch.wait_for("campaign.toml cannot be used");
}

#[test]
fn ctrl_c_ends_it_well() {
    let folder = Folder::new();
    let mut watch = Watch::over(&folder, &[]);
    watch.wait_for("to-1");
    let pid = watch.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(watch.child.wait().unwrap().code(), Some(0));
}

#[test]
fn what_is_wrong_from_the_start_is_refused() {
    let folder = Folder::new();
    for arguments in [&["--phase", "9"][..], &["--group", "x"], &["--format", "json", "--excel"]] {
        let run = folder.run(&[&["watch"], arguments].concat());
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.starts_with("thidua: "), "{}", run.stderr);
    }
    let nowhere = support::run_in(&folder.records().join("nowhere"), &["watch"]);
    assert_eq!((nowhere.status, nowhere.stdout.as_str()), (2, ""));
}
