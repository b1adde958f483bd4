//! What `init` makes works as it is, and what is there already stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::{Run, run};

/// Runs the program in a folder.
fn thidua(folder: &Path, arguments: &str) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder).args(arguments.split(' ').filter(|argument| !argument.is_empty()));
    run(command)
}

#[track_caller]
fn check_done(run: &Run) {
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{run:?}");
}

#[track_caller]
fn check_refused(folder: &Path, arguments: &str, reason: &str) {
    let before = files(folder);
    let expected = Run { status: 2, stdout: String::new(), stderr: format!("thidua: {reason}\n") };
    assert_eq!(thidua(folder, arguments), expected, "{arguments}");
    assert_eq!(files(folder), before, "{arguments}");
}

/// Everything in a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            }
            found.push(entry.path().strip_prefix(folder).unwrap().to_path_buf());
        }
    }
    found.sort();
    found
}

#[test]
fn what_it_makes_is_clean_and_scores_in_both_languages() {
    for (language, made, team) in [
        ("", "Đã tạo `records`: 18 tệp, trong đó có 12 sổ tháng\n", "to-1"),
        ("--lang vi", "Đã tạo `records`: 18 tệp, trong đó có 12 sổ tháng\n", "to-1"),
        ("--lang en", "Made `records`: 18 files, among them 12 logs\n", "team-1"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let init = thidua(folder, &format!("init {language}"));
        check_done(&init);
        assert!(init.stdout.starts_with(made), "{}", init.stdout);

        check_done(&thidua(folder, "validate --strict"));
        for command in ["score", "score --phase 2", "score --by member", "summary"] {
            check_done(&thidua(folder, command));
        }
        let board = thidua(folder, "score --format csv").stdout;
        assert!(board.contains(team), "{board}");
    }
}

#[test]
fn the_row_in_the_readme_is_one_that_counts() {
    for language in ["vi", "en"] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        check_done(&thidua(folder, &format!("--lang {language} init")));
        let records = folder.join("records");
        let readme = fs::read_to_string(records.join("README.md")).unwrap();
        let (_, example) = readme.split_once("```csv\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let log = records.join("activities/2026-01.csv");
        assert!(example.starts_with(&fs::read_to_string(&log).unwrap()));
        fs::write(&log, example).unwrap();
        check_done(&thidua(folder, "validate --strict"));
        let board = thidua(folder, "score --phase 1 --format json").stdout;
        assert!(board.contains("\"rows_counted\": 1"), "{board}");

        let (_, commands) = readme.split_once("```sh\n").unwrap();
        let commands: Vec<_> = commands.lines().take_while(|line| *line != "```").collect();
        assert!(commands.len() > 5 && commands.iter().all(|line| line.starts_with("thidua ")));
    }
}

#[test]
fn every_file_is_one_that_somebody_needs() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    check_done(&thidua(folder, "init a/b --start 2025-01-31 --end 2025-02-01 --teams 1"));
    let expected = [
        "a",
        "a/b",
        "a/b/.gitattributes",
        "a/b/.gitignore",
        "a/b/README.md",
        "a/b/activities",
        "a/b/activities/2025-01.csv",
        "a/b/activities/2025-02.csv",
        "a/b/campaign.schema.json",
        "a/b/campaign.toml",
        "a/b/members.csv",
    ];
    assert_eq!(files(folder), expected.map(PathBuf::from));
    let read = |file: &str| fs::read_to_string(folder.join("a/b").join(file)).unwrap();
    assert_eq!(
        read("members.csv"),
        "member,team,from,to,role\nT1-01,to-1,,,leader\nT1-02,to-1,,,deputy\nT1-03,to-1,,,member\n"
    );
    assert_eq!(
        read("activities/2025-01.csv"),
        "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n"
    );
    assert!(read("campaign.toml").starts_with("#:schema ./campaign.schema.json\n"));
    assert_eq!(read("campaign.schema.json"), include_str!("../docs/campaign.schema.json"));
    assert!(read("campaign.toml").contains("dates = \"iso\""));
}

#[test]
fn options_go_into_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder.path()).args(["--lang", "en", "init", ".", "--id", "Spring-1"]);
    command.args(["--title", "A \"B\" \\ {{id}}", "--start", "2024-12-13", "--end", "2025-02-03"]);
    command.args(["--dates", "dmy", "--teams", "2"]);
    check_done(&run(command));
    check_done(&thidua(folder.path(), "validate --strict"));
    let rules = fs::read_to_string(folder.path().join("campaign.toml")).unwrap();
    for line in [
        "id = \"Spring-1\"\ntitle = \"A \\\"B\\\" \\\\ {{id}}\"\n",
        "start = 2024-12-13\nend = 2024-12-31\nweight = 1\n",
        "start = 2025-01-01\nend = 2025-02-03\nweight = 1\n",
        "id = \"team-2\"",
        "dates = \"dmy\"",
    ] {
        assert!(rules.contains(line), "{line} in\n{rules}");
    }
    let board = thidua(folder.path(), "score --phase 1").stdout;
    assert!(board.starts_with("A \"B\" \\ {{id}}\nPhase 1: 2024-12-13 – 2024-12-31"), "{board}");
}

#[test]
fn the_same_arguments_make_the_same_bytes() {
    let made = || {
        let folder = tempfile::tempdir().unwrap();
        check_done(&thidua(folder.path(), "init"));
        let records = folder.path().join("records");
        let plain = files(&records).into_iter().filter(|file| records.join(file).is_file());
        plain.map(|file| (fs::read(records.join(&file)).unwrap(), file)).collect::<Vec<_>>()
    };
    assert_eq!(made(), made());
}

#[test]
fn the_folder_is_the_one_that_commands_will_look_in() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    check_done(&thidua(folder, "--records so init --teams 1"));
    assert!(folder.join("so/campaign.toml").exists());
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder).env("THIDUA_RECORDS", "khac").args(["init", "--lang", "en"]);
    let output = command.output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("`thidua --records khac validate`"), "{said}");
    assert!(folder.join("khac/campaign.toml").exists());
}

#[test]
fn what_is_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let en = |arguments: &str| format!("--lang en init {arguments}");
    fs::create_dir_all(folder.join("records/activities")).unwrap();
    check_refused(folder, &en(""), "`records` already has activities; nothing was made");
    fs::create_dir(folder.join("mine")).unwrap();
    fs::write(folder.join("mine/README.md"), "mine").unwrap();
    fs::write(folder.join("mine/other.txt"), "mine").unwrap();
    check_refused(folder, &en("mine"), "`mine` already has README.md; nothing was made");
    fs::remove_file(folder.join("mine/README.md")).unwrap();
    check_done(&thidua(folder, &en("mine")));
    assert_eq!(fs::read_to_string(folder.join("mine/other.txt")).unwrap(), "mine");
    let again = thidua(folder, "init mine");
    assert_eq!((again.status, again.stdout.as_str()), (2, ""));
    assert!(again.stderr.starts_with("thidua: trong `mine` đã có "), "{}", again.stderr);

    fs::write(folder.join("file"), "").unwrap();
    for root in ["file", "file/below"] {
        let run = thidua(folder, &en(root));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    }
    assert!(folder.join("file").is_file());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_in_the_way_too() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("records")).unwrap();
    std::os::unix::fs::symlink("/nowhere/campaign.toml", folder.join("records/campaign.toml")).unwrap();
    check_refused(folder, "--lang en init", "`records` already has campaign.toml; nothing was made");
}

#[test]
fn what_makes_no_campaign_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (arguments, reason) in [
        (
            "--id MAR1",
            "no campaign can be made of this: `MAR1` cannot be an id: a spreadsheet turns it into a date",
        ),
        ("--title \u{a0}", "no campaign can be made of this: expected text in `title`, found only blanks"),
        (
            "--start 2025-02-01 --end 2025-01-01",
            "no campaign can be made of this: the last day 2025-01-01 is before the first day 2025-02-01",
        ),
        ("--start 2025-01-01 --end 2052-01-01", "a campaign may run for at most 120 months"),
    ] {
        check_refused(folder, &format!("--lang en init {arguments}"), reason);
    }
    for arguments in ["--start 2025-01-01", "--teams 0", "--from x --teams 3", "--from x --dates iso"] {
        let run = thidua(folder, &format!("init {arguments}"));
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    }
    check_refused(folder, "init --from nowhere", "there is no folder `nowhere`");
    assert_eq!(files(folder), [""; 0].map(PathBuf::from));
}

#[test]
fn git_keeps_names_and_leavings_out() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    check_done(&thidua(folder, "init"));
    let git = |arguments: &[&str]| {
        Command::new("git").current_dir(folder).args(arguments).output().unwrap().status.success()
    };
    assert!(git(&["init", "-q"]));
    for (file, ignored) in [
        ("names.csv", true),
        (".thidua.lock", true),
        ("activities/~$2026-01.csv", true),
        ("activities/.~lock.2026-01.csv#", true),
        ("activities/2026-01.csv", false),
        ("members.csv", false),
    ] {
        assert_eq!(git(&["check-ignore", "-q", &format!("records/{file}")]), ignored, "{file}");
    }
}

/// What `init --from` makes of the records in `from`, in a folder of its own.
fn copied(from: &Path, arguments: &str) -> (tempfile::TempDir, Run) {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.current_dir(folder.path()).args(["init", "--from"]).arg(from);
    command.args(arguments.split(' ').filter(|argument| !argument.is_empty()));
    let run = run(command);
    (folder, run)
}

#[test]
fn rules_are_copied_with_their_comments_and_no_rows() {
    for campaign in ["records", "examples/minimal", "examples/school-league", "examples/cluster-1000"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(campaign);
        let (folder, run) = copied(&from, "");
        check_done(&run);
        let records = folder.path().join("records");
        let old = fs::read_to_string(from.join("campaign.toml")).unwrap();
        let new = fs::read_to_string(records.join("campaign.toml")).unwrap();
        assert_eq!(new, format!("#:schema ./campaign.schema.json\n{old}"), "{campaign}");
        assert_eq!(records.join("members.csv").exists(), from.join("members.csv").exists(), "{campaign}");
        check_done(&thidua(folder.path(), "validate --strict"));
        check_done(&thidua(folder.path(), "score"));
    }
}

#[test]
fn a_copy_may_run_on_other_days_under_another_name() {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("records");
    let (folder, run) = copied(&from, "--start 2026-01-01 --end 2026-12-31 --id vinh-thuan-2026 --title X");
    check_done(&run);
    check_done(&thidua(folder.path(), "validate --strict"));
    let new = fs::read_to_string(folder.path().join("records/campaign.toml")).unwrap();
    let old = fs::read_to_string(from.join("campaign.toml")).unwrap();
    let changed = old.lines().zip(new.lines().skip(1)).filter(|(old, new)| old != new).count();
    assert_eq!((new.lines().count(), changed), (old.lines().count() + 1, 8));
    assert!(folder.path().join("records/activities/2026-12.csv").exists());

    let (folder, run) = copied(&from, "--lang en --start 2026-01-01 --end 2026-01-01");
    assert_eq!(run.stderr, "thidua: too few days for the 2 phases of the rules that are copied\n");
    assert_eq!((run.status, files(folder.path()).len()), (2, 0));
}

#[test]
fn a_copy_extends_the_same_file() {
    let other = tempfile::tempdir().unwrap();
    let province = other.path().join("tinh");
    let commune = other.path().join("xa-1/records");
    fs::create_dir_all(&province).unwrap();
    fs::create_dir_all(&commune).unwrap();
    let rules = include_str!("support/campaign.toml");
    fs::write(province.join("campaign.toml"), rules).unwrap();
    fs::write(
        commune.join("campaign.toml"),
        "extends = \"../../tinh/campaign.toml\"\n[campaign]\noverride = true\nid = \"xa\"\n",
    )
    .unwrap();
    check_done(&thidua(&commune, "validate"));
    check_done(&thidua(other.path(), "init xa-2 --from xa-1/records --id xa-2"));
    let copy = fs::read_to_string(other.path().join("xa-2/campaign.toml")).unwrap();
    assert_eq!(
        copy,
        "#:schema ./campaign.schema.json\nextends = \"../tinh/campaign.toml\"\n[campaign]\noverride = true\nid = \"xa-2\"\n"
    );
    check_done(&thidua(other.path(), "--records xa-2 validate --strict"));
    let refused = thidua(other.path(), "--lang en init xa-3 --from xa-1/records --title X");
    assert_eq!(
        refused.stderr,
        "thidua: `--title` cannot be set: the rules that are copied have no `title` of their own\n"
    );
}

#[test]
fn rules_with_errors_are_not_copied() {
    let folder = support::Folder::new();
    folder.write("campaign.toml", support::CAMPAIGN.replace("weight", "wieght"));
    let (copy, run) = copied(&folder.records(), "--lang en");
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("error[C102]"), "{}", run.stderr);
    assert_eq!(files(copy.path()).len(), 0);
}
