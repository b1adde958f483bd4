//! The records as git has them, on real repositories: `--at`, `--staged`, and what a repository may hold
//! that must neither mislead the program nor run anything.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/commits.rs"]
mod commits;
mod support;

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use commits::{AUTHOR, OTHER, Repository, git_in, run_at, thidua};
use serde_json::Value;
use support::{CAMPAIGN, LOG, Run, run};

const FEBRUARY: &str = "records/activities/2025-02.csv";

/// A row that gives to-2 ten points.
const ROW: &str = "2025-02-08,to-2,,C2A,1,BB-0007,1,CA-02,";

/// `to-1 30.00, to-2 …`, in order of identifier.
fn scores(run: &Run) -> String {
    assert_eq!(run.status, 0, "{run:?}");
    let document: Value = serde_json::from_str(&run.stdout).unwrap();
    let subjects = document["subjects"].as_array().unwrap().iter();
    let mut scores: Vec<String> =
        subjects.map(|subject| format!("{} {}", subject["id"].as_str().unwrap(), subject["score"])).collect();
    scores.sort();
    scores.join(", ")
}

fn scores_at(folder: &Path, records: &str, revision: &str) -> String {
    scores(&run_at(folder, &["--records", records, "score", "--format", "json", "--at", revision]))
}

fn git_at(folder: &Path, arguments: &[&str], day: &str) -> String {
    git_in(folder, &arguments.iter().map(OsStr::new).collect::<Vec<_>>(), day)
}

const BEGIN: &str = "to-1 24.5, to-2 30.0";
const WITH_ROW: &str = "to-1 24.5, to-2 40.0";

/// Three commits: the small campaign on the 10th of February, a row on the 12th, another on the 14th.
fn three_commits() -> Repository {
    let repository = Repository::small();
    repository.append(FEBRUARY, ROW);
    repository.commit("row", "2025-02-12", OTHER);
    repository.append(FEBRUARY, "2025-02-09,to-1,,C1A,1,BB-0008,1,CA-02,");
    repository.commit("another", "2025-02-14", AUTHOR);
    repository
}

#[test]
fn a_revision_is_whatever_leads_to_a_commit() {
    let repository = three_commits();
    repository.git(&["tag", "-a", "so-ket", "-m", "x", "HEAD~1"]);
    repository.git(&["branch", "đợt-1", "HEAD~2"]);
    let digest = repository.git(&["rev-parse", "HEAD~1"]);
    for (revision, expected) in [
        ("HEAD~2", BEGIN),
        ("HEAD^", WITH_ROW),
        ("so-ket", WITH_ROW),
        ("đợt-1", BEGIN),
        (digest.trim(), WITH_ROW),
        (&digest[..8], WITH_ROW),
        ("2025-02-10", BEGIN),
        ("2025-02-13", WITH_ROW),
        ("2030-01-01", "to-1 32.0, to-2 40.0"),
    ] {
        assert_eq!(scores_at(repository.folder(), "records", revision), expected, "{revision}");
    }
    // From below the records and from a folder that has nothing to do with them.
    fs::create_dir(repository.folder().join("khác")).unwrap();
    for folder in ["records/activities", "khác", "records"] {
        let run = run_at(&repository.folder().join(folder), &["score", "--format=json", "--at=HEAD~2"]);
        assert_eq!(scores(&run), BEGIN, "{folder}");
    }
    let run = repository.run(&["score", "--at", "so-ket"]);
    assert!(run.stdout.contains("The records as of commit"), "{run:?}");
    let run = repository.run(&["--lang=vi", "explain", "to-2", "--at", "so-ket"]);
    assert!(run.stdout.contains("Số liệu tại bản ghi"), "{run:?}");
    let json: Value =
        serde_json::from_str(&repository.run(&["summary", "--format=json", "--at=so-ket"]).stdout).unwrap();
    assert_eq!(json["commit"], digest.trim());
}

#[test]
fn what_leads_to_no_commit_is_refused_in_both_languages() {
    let repository = three_commits();
    for revision in
        ["-x", "--all", "nowhere", "HEAD:records", "HEAD^{tree}", "HEAD~9", "", " ", "a\nb", "HEAD..HEAD~1"]
    {
        let at = format!("--at={revision}");
        for command in ["score", "summary", "validate"] {
            let run = repository.run(&["--lang=en", command, &at]);
            assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{revision}: {run:?}");
            assert!(run.stderr.contains("git knows no commit, branch or tag"), "{revision}: {run:?}");
        }
        let run = repository.run(&["--lang=vi", "score", &at]);
        assert!(run.stderr.contains("git không có bản ghi, nhánh hay thẻ nào"), "{run:?}");
    }
    let run = repository.run(&["score", "--at", "2025-02-09"]);
    assert!(
        run.stderr.contains("nothing was committed by 2025-02-09: the first commit is of 2025-02-10"),
        "{run:?}"
    );
}

#[test]
fn there_may_be_no_commit_no_repository_and_no_git() {
    let refused = |run: Run, reason: &str| {
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
        assert!(run.stderr.contains(reason), "{run:?}");
    };
    let repository = Repository::empty();
    repository.write_small("records");
    for revision in ["HEAD", "main", "2025-02-10"] {
        refused(repository.run(&["score", "--at", revision]), "nothing has been committed");
        refused(repository.run(&["compare", revision]), "nothing has been committed");
    }
    refused(repository.run(&["validate", "--staged"]), "no campaign.toml");

    let outside = support::Folder::new();
    for language in ["en", "vi"] {
        let reason =
            if language == "en" { "is in no git repository" } else { "không nằm trong kho git nào" };
        for arguments in [["score", "--at=HEAD"], ["validate", "--staged"], ["compare", "HEAD"]] {
            let lang = format!("--lang={language}");
            let arguments = [&[lang.as_str()][..], &arguments].concat();
            refused(run_at(&outside.records(), &arguments), reason);
        }
    }
    assert_eq!(run_at(&outside.records(), &["score"]).status, 0);

    let repository = Repository::small();
    for (language, reason) in
        [("--lang=en", "there is no git on this machine"), ("--lang=vi", "chưa cài git")]
    {
        let mut command = thidua(repository.folder(), &[language, "score", "--at", "HEAD"]);
        command.env("PATH", "");
        refused(run(command), reason);
    }
    let mut command = thidua(repository.folder(), &["score"]);
    command.env("PATH", "");
    assert_eq!(run(command).status, 0);
}

#[test]
fn the_rows_of_two_clones_meet_in_a_merge() {
    let repository = Repository::small();
    let clone = repository.clone("other", &[]);
    let march = clone.join("records/activities/2025-03.csv");
    fs::write(&march, "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n2025-03-02,to-1,,C1A,2,BB-0010,2,CA-02,\n").unwrap();
    git_at(&clone, &["add", "."], "2025-03-03");
    git_at(&clone, &["commit", "--quiet", "-m", "march"], "2025-03-03");
    repository.append(FEBRUARY, ROW);
    repository.commit("row", "2025-03-02", OTHER);
    git_at(&clone, &["pull", "--quiet", "--no-rebase", "--no-edit"], "2025-03-04");
    assert_eq!(scores_at(&clone, "records", "HEAD"), "to-1 39.5, to-2 40.0");
    assert_eq!(scores_at(&clone, "records", "HEAD^1"), "to-1 39.5, to-2 30.0");
    assert_eq!(scores_at(&clone, "records", "HEAD^2"), WITH_ROW);
    // By day this branch is followed: what came by the merge came on its day.
    assert_eq!(scores_at(&clone, "records", "2025-03-03"), "to-1 39.5, to-2 30.0");
    let run = run_at(&clone, &["compare", "HEAD~1"]);
    assert!(run.stdout.contains("Bình Trần, 2025-03-02"), "{run:?}");
    assert!(run.stdout.contains("The score is the same; others moved the rank"), "{run:?}");
}

#[test]
fn a_rebase_gives_a_row_a_new_commit_and_leaves_its_author() {
    let repository = Repository::small();
    repository.git(&["switch", "--quiet", "-c", "side"]);
    repository.write(
        "records/activities/2025-03.csv",
        LOG.lines().next().unwrap().to_owned() + "\n2025-03-02,to-1,,C1A,2,BB-0010,2,CA-02,\n",
    );
    let before = repository.commit("march", "2025-03-03", OTHER);
    repository.git(&["switch", "--quiet", "main"]);
    repository.append(FEBRUARY, ROW);
    repository.commit("row", "2025-03-02", AUTHOR);
    repository.git(&["switch", "--quiet", "side"]);
    git_at(repository.folder(), &["rebase", "--quiet", "main"], "2025-03-05");
    let after = repository.git(&["rev-parse", "HEAD"]);
    assert_ne!(before, after.trim());
    assert_eq!(scores_at(repository.folder(), "records", "HEAD"), "to-1 39.5, to-2 40.0");
    assert_eq!(scores_at(repository.folder(), "records", &before), "to-1 39.5, to-2 30.0");
    let run = repository.run(&["compare", "main"]);
    assert!(run.stdout.contains(&format!("Bình Trần, 2025-03-03, commit {}", &after[..10])), "{run:?}");
}

#[test]
fn records_may_have_been_elsewhere() {
    let repository = three_commits();
    repository.git(&["mv", "records", "so-lieu"]);
    repository.commit("folder", "2025-02-15", AUTHOR);
    repository.git(&["mv", "so-lieu/activities/2025-02.csv", "so-lieu/activities/thang-2.csv"]);
    repository.commit("file", "2025-02-16", AUTHOR);
    for (revision, expected) in
        [("HEAD", "to-1 32.0, to-2 40.0"), ("HEAD~2", "to-1 32.0, to-2 40.0"), ("HEAD~4", BEGIN)]
    {
        assert_eq!(scores_at(repository.folder(), "so-lieu", revision), expected, "{revision}");
    }
    let run = repository.run(&["--records", "so-lieu", "compare", "HEAD~1"]);
    assert!(run.stdout.contains("No score and no rank has changed"), "{run:?}");
    assert!(run.stdout.contains("Rows that differ: 0"), "{run:?}");
    let run = repository.run(&["--records", "so-lieu", "compare", "HEAD~4"]);
    assert!(run.stdout.contains("so-lieu/activities/thang-2.csv:8 · Bình Trần, 2025-02-12"), "{run:?}");

    // Where the folder is gone from the work tree, it is still where it was.
    fs::remove_dir_all(repository.folder().join("so-lieu")).unwrap();
    assert_eq!(scores_at(repository.folder(), "so-lieu", "HEAD~3"), WITH_ROW);
    // At the top of the repository.
    let top = Repository::empty();
    top.write_small(".");
    top.commit("begin", "2025-02-10", AUTHOR);
    top.write_small("a/b/records");
    for file in ["campaign.toml", "members.csv", "activities/2025-02.csv"] {
        fs::remove_file(top.folder().join(file)).unwrap();
    }
    top.commit("down", "2025-02-11", AUTHOR);
    assert_eq!(scores_at(top.folder(), "a/b/records", "HEAD~1"), BEGIN);
    let run = top.run(&["--records", "a/b/records", "compare", "HEAD~1"]);
    assert!(run.stdout.contains("No score and no rank has changed"), "{run:?}");
}

#[test]
fn a_shallow_clone_says_what_it_lacks() {
    let repository = three_commits();
    let clone = repository.clone("shallow", &["--depth=1"]);
    assert_eq!(scores_at(&clone, "records", "HEAD"), "to-1 32.0, to-2 40.0");
    for (language, reason) in [("en", "git fetch --unshallow"), ("vi", "`git fetch --unshallow`")] {
        let lang = format!("--lang={language}");
        let run = run_at(&clone, &[&lang, "score", "--at", "2025-02-12"]);
        assert!(run.status == 2 && run.stderr.contains(reason), "{run:?}");
    }
    // Who wrote an old line is not known, and is not said to be the one who happens to be there.
    fs::write(
        clone.join(FEBRUARY),
        fs::read_to_string(clone.join(FEBRUARY)).unwrap() + "2025-02-10,to-2,,C1A,1,BB-0009,1,CA-02,\n",
    )
    .unwrap();
    git_at(&clone, &["commit", "--quiet", "-am", "new"], "2025-02-20");
    let run = run_at(&clone, &["compare", "HEAD~1"]);
    assert!(run.stdout.contains("An Lê, 2025-02-20") && !run.stdout.contains("or earlier"), "{run:?}");
}

#[test]
fn a_bare_repository_has_records_too() {
    let repository = three_commits();
    let bare = repository.clone("xã.git", &["--bare"]);
    for records in [bare.to_str().unwrap(), "xã.git"] {
        let arguments = ["--records", records, "score", "--format=json", "--at", "main~2"];
        assert_eq!(scores(&run_at(&repository.beside(""), &arguments)), BEGIN);
    }
    let run = run_at(&repository.beside(""), &["--records", "xã.git", "compare", "main~2", "main"]);
    assert!(run.stdout.contains("Bình Trần, 2025-02-12"), "{run:?}");
    assert_eq!(run_at(&repository.beside(""), &["--records", "xã.git", "score"]).status, 2);
    assert_eq!(run_at(&bare, &["validate", "--at", "main"]).status, 0);
}

#[test]
fn a_submodule_and_a_linked_work_tree_are_repositories() {
    let repository = three_commits();
    let outer = Repository::at("ngoài");
    let url = format!("file://{}", repository.folder().display());
    outer.git(&["submodule", "--quiet", "add", &url, "xã"]);
    outer.commit("outer", "2025-03-01", AUTHOR);
    assert_eq!(scores_at(outer.folder(), "xã/records", "HEAD~2"), BEGIN);
    assert_eq!(scores_at(&outer.folder().join("xã/records"), ".", "2025-02-12"), WITH_ROW);
    let run = outer.run(&["--records", "xã/records", "compare", "HEAD~2"]);
    assert!(run.stdout.contains("Bình Trần, 2025-02-12"), "{run:?}");

    let linked = repository.beside("liên kết");
    repository.git(&["worktree", "add", "--quiet", linked.to_str().unwrap(), "HEAD~1"]);
    assert_eq!(scores_at(&linked, "records", "HEAD"), WITH_ROW);
    assert_eq!(scores_at(&linked, "records", "main"), "to-1 32.0, to-2 40.0");
    let run = run_at(&linked, &["compare", "main"]);
    assert!(run.stdout.contains("row removed: 2025-02-09 to-1 C1A"), "{run:?}");
}

#[test]
fn paths_may_have_spaces_and_letters_in_either_form() {
    for folder in ["số liệu xã", "so\u{302}\u{301} lie\u{323}\u{302}u xa\u{303}"] {
        let repository = Repository::at("kho của xã");
        repository.write_small(folder);
        let log = format!("{folder}/activities/thang hai.csv");
        fs::rename(
            repository.folder().join(folder).join("activities/2025-02.csv"),
            repository.folder().join(&log),
        )
        .unwrap();
        repository.commit("begin", "2025-02-10", AUTHOR);
        repository.append(&log, ROW);
        repository.commit("row", "2025-02-12", OTHER);
        assert_eq!(scores_at(repository.folder(), folder, "HEAD~1"), BEGIN);
        let run = repository.run(&["--records", folder, "compare", "HEAD~1", "--format=csv"]);
        assert!(run.stdout.contains("số liệu xã/activities/thang hai.csv:8"), "{run:?}");
        assert!(run.stdout.contains("Bình Trần,2025-02-12"), "{run:?}");
        let validated = repository.run(&["--records", folder, "validate", "--staged"]);
        assert_eq!(validated.status, 0, "{validated:?}");
    }
}

#[test]
fn line_ends_of_a_work_tree_are_no_change() {
    let repository = Repository::small();
    let clone = repository.clone("windows", &["-c", "core.autocrlf=true"]);
    assert!(fs::read_to_string(clone.join(FEBRUARY)).unwrap().contains("\r\n"));
    let run = run_at(&clone, &["compare", "HEAD"]);
    assert!(run.stdout.contains("Rows that differ: 0"), "{run:?}");
    fs::write(clone.join(FEBRUARY), fs::read_to_string(clone.join(FEBRUARY)).unwrap() + ROW + "\r\n")
        .unwrap();
    let run = run_at(&clone, &["compare", "HEAD"]);
    assert!(run.stdout.contains("+10.00 row added") && run.stdout.contains("not committed yet"), "{run:?}");
    git_at(&clone, &["commit", "--quiet", "-am", "row"], "2025-02-12");
    let run = run_at(&clone, &["compare", "HEAD~1"]);
    assert!(run.stdout.contains("An Lê, 2025-02-12"), "{run:?}");
    assert_eq!(scores_at(&clone, "records", "HEAD"), WITH_ROW);
}

#[test]
fn a_commit_with_a_wrong_clock_hides_nothing() {
    let repository = Repository::small();
    repository.append(FEBRUARY, ROW);
    repository.commit("future", "2031-01-01", OTHER);
    repository.append(FEBRUARY, "2025-02-09,to-1,,C1A,1,BB-0008,1,CA-02,");
    repository.commit("right again", "2025-02-14", AUTHOR);
    // The later commit is of that day and has what the one with the wrong clock brought.
    assert_eq!(scores_at(repository.folder(), "records", "2025-02-14"), "to-1 32.0, to-2 40.0");
    assert_eq!(scores_at(repository.folder(), "records", "2025-02-13"), BEGIN);
    let run = repository.run(&["compare", "2025-02-13"]);
    assert!(run.stdout.contains("Bình Trần, 2031-01-01"), "{run:?}");
}

#[test]
fn rules_may_extend_others_of_the_same_commit_and_none_outside() {
    let repository = Repository::empty();
    repository.write_small("xã/records");
    let (head, below) = CAMPAIGN.split_once("[[criteria]]").unwrap();
    let base = "[[criteria]]".to_owned() + below;
    repository.write("tỉnh/campaign.toml", &base);
    repository.write("xã/records/campaign.toml", format!("extends = \"../../tỉnh/campaign.toml\"\n{head}"));
    repository.commit("begin", "2025-02-10", AUTHOR);
    repository.write("tỉnh/campaign.toml", base.replace("target = 8", "target = 6"));
    assert_eq!(scores_at(repository.folder(), "xã/records", "HEAD"), BEGIN);
    let run = repository.run(&["--records", "xã/records", "compare", "HEAD"]);
    assert!(run.stdout.contains("changed criterion C1: target 8 → 6"), "{run:?}");

    repository.write("xã/records/campaign.toml", format!("extends = \"../../../tỉnh.toml\"\n{head}"));
    fs::write(repository.beside("tỉnh.toml"), &base).unwrap();
    repository.commit("outside", "2025-02-11", AUTHOR);
    assert_eq!(repository.run(&["--records", "xã/records", "score"]).status, 0);
    let run = repository.run(&["--records", "xã/records", "score", "--at", "HEAD"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{run:?}");
    assert!(run.stderr.contains("../../../tỉnh.toml"), "{run:?}");
}

#[test]
fn links_of_a_commit_lead_where_they_would_on_the_disk() {
    let repository = Repository::small();
    let link = |target: &str, name: &str| {
        std::os::unix::fs::symlink(target, repository.folder().join("records/activities").join(name))
            .unwrap();
    };
    fs::rename(repository.folder().join(FEBRUARY), repository.folder().join("records/feb.txt")).unwrap();
    link("../feb.txt", "2025-02.csv");
    repository.commit("link", "2025-02-11", AUTHOR);
    assert_eq!(scores_at(repository.folder(), "records", "HEAD"), BEGIN);
    fs::write(repository.beside("secret.csv"), LOG).unwrap();
    link("../../../secret.csv", "out.csv");
    link("/etc/passwd", "absolute.csv");
    link("nowhere.csv", "dangling.csv");
    link("dangling.csv", "loop.csv");
    link("..", "up");
    link("../..", "top");
    link("../../khác", "elsewhere");
    repository.write("khác/x.csv", LOG);
    link("2025-02.csv", "again.csv");
    repository.commit("links", "2025-02-12", AUTHOR);
    let codes = |run: &Run| {
        let mut codes: Vec<(String, String)> = run.findings();
        codes.sort();
        codes
    };
    let on_disk = repository.run(&["validate", "--format=short"]);
    let in_commit = repository.run(&["validate", "--format=short", "--at=HEAD"]);
    assert_eq!(on_disk.status, 1);
    assert_eq!(codes(&on_disk), codes(&in_commit), "{on_disk:?}");
    assert_eq!(codes(&on_disk), codes(&repository.run(&["validate", "--format=short", "--staged"])));
}

#[test]
fn what_is_staged_is_read_whatever_the_files_say() {
    let repository = Repository::small();
    repository.append(FEBRUARY, &ROW.replace("to-2", "to-9"));
    repository.git(&["add", "."]);
    repository.write(FEBRUARY, LOG);
    assert_eq!(repository.run(&["validate"]).status, 0);
    let run = repository.run(&["validate", "--staged", "--format=short"]);
    assert_eq!(run.findings(), [("records/activities/2025-02.csv:8:12".to_owned(), "R203".to_owned())]);
    repository.git(&["add", "."]);
    repository.append(FEBRUARY, "broken");
    assert_eq!(repository.run(&["validate", "--staged"]).status, 0);
    assert_eq!(repository.run(&["validate", "--at=HEAD"]).status, 0);
}

#[test]
fn two_sides_of_an_unsettled_merge_are_no_records() {
    let repository = Repository::small();
    repository.git(&["switch", "--quiet", "-c", "side"]);
    repository.append(FEBRUARY, ROW);
    repository.commit("one", "2025-02-11", AUTHOR);
    repository.git(&["switch", "--quiet", "main"]);
    repository.append(FEBRUARY, &ROW.replace("BB-0007", "BB-0008"));
    repository.commit("other", "2025-02-11", OTHER);
    let mut merge = std::process::Command::new("git");
    merge.current_dir(repository.folder()).args(["-c", "user.name=x", "-c", "user.email=x@x.example"]);
    merge.args(["merge", "--quiet", "side"]).env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(!merge.output().unwrap().status.success());
    let run = repository.run(&["validate", "--staged", "--format=short"]);
    assert_eq!(run.status, 1, "{run:?}");
    let codes: Vec<String> = run.findings().into_iter().map(|(_, code)| code).collect();
    let of_file = repository.run(&["validate", "--format=short"]).findings();
    assert!(codes.iter().all(|code| of_file.iter().any(|(_, other)| other == code)), "{codes:?} {of_file:?}");
    assert_eq!(scores_at(repository.folder(), "records", "HEAD"), WITH_ROW);
}

/// Everything that a repository can be told to run, told to leave a mark.
#[test]
fn reading_runs_nothing_that_a_repository_holds() {
    let repository = three_commits();
    let mark = repository.beside("mark");
    let program = repository.beside("program");
    fs::write(&program, format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", mark.display())).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.to_str().unwrap();
    let hooks = repository.beside("hooks");
    fs::create_dir(&hooks).unwrap();
    for hook in
        ["post-checkout", "post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction"]
    {
        fs::copy(program, hooks.join(hook)).unwrap();
        fs::copy(program, repository.folder().join(".git/hooks").join(hook)).unwrap();
    }
    for (key, value) in [
        ("core.fsmonitor", program),
        ("core.hooksPath", hooks.to_str().unwrap()),
        ("core.pager", program),
        ("core.editor", program),
        ("core.sshCommand", program),
        ("core.alternateRefsCommand", program),
        ("pager.log", program),
        ("log.showSignature", "true"),
        ("gpg.program", program),
        ("diff.external", program),
        ("diff.bad.textconv", program),
        ("diff.bad.command", program),
        ("filter.bad.clean", program),
        ("filter.bad.smudge", program),
        ("filter.bad.process", program),
        ("filter.bad.required", "true"),
        ("merge.bad.driver", program),
        ("credential.helper", program),
        ("blame.ignoreRevsFile", "not-there"),
        ("alias.log", &format!("!{program}")),
        ("alias.blame", &format!("!{program}")),
        ("uploadpack.packObjectsHook", program),
        ("trace2.normalTarget", mark.to_str().unwrap()),
    ] {
        if key != "trace2.normalTarget" {
            repository.git(&["config", key, value]);
        }
    }
    // That the attributes work at all is seen by what git does by itself.
    fs::write(repository.folder().join(".gitattributes"), "* diff=bad filter=bad merge=bad\n").unwrap();
    let mut command = std::process::Command::new("git");
    command.current_dir(repository.folder()).args(["status"]).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let _ = command.output().unwrap();
    assert!(mark.exists(), "the trap does not work");
    fs::remove_file(&mark).unwrap();

    for arguments in [
        &["score", "--at", "HEAD~1"][..],
        &["summary", "--at", "2025-02-12"],
        &["explain", "to-1", "--at", "main"],
        &["validate", "--at", "HEAD"],
        &["validate", "--staged"],
        &["validate"],
        &["compare", "HEAD~2"],
        &["compare", "HEAD~2", "HEAD"],
        &["compare", "HEAD", "HEAD~2"],
    ] {
        let run = repository.run(arguments);
        assert_eq!(run.status, 0, "{arguments:?} {run:?}");
        assert!(!mark.exists(), "{arguments:?} ran {}", fs::read_to_string(&mark).unwrap());
    }
}

#[test]
fn a_hook_finds_the_records_of_its_own_commit() {
    let repository = Repository::empty();
    repository.write_small("so-lieu");
    repository.commit("begin", "2025-02-10", AUTHOR);
    let told = repository.beside("told");
    let hook = format!(
        "#!/bin/sh\n'{}' --records so-lieu validate --staged --format=short > '{told}' 2>&1\necho $? >> '{told}'\n",
        env!("CARGO_BIN_EXE_thidua"),
        told = told.display(),
    );
    let path = repository.folder().join(".git/hooks/pre-commit");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, hook).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    let linked = repository.beside("linked");
    repository.git(&["worktree", "add", "--quiet", linked.to_str().unwrap()]);
    for top in [repository.folder(), &linked] {
        let log = top.join("so-lieu/activities/2025-02.csv");
        fs::write(&log, LOG.to_owned() + &ROW.replace("to-2", "to-9") + "\n").unwrap();
        // By path or by all that is tracked, from the top or from below: each has an index of its own.
        for (folder, arguments) in [
            ("", &["commit", "--quiet", "-a", "-m", "x"][..]),
            ("so-lieu/activities", &["commit", "--quiet", "--amend", "-m", "x", "--", "2025-02.csv"]),
            ("so-lieu", &["commit", "--quiet", "--amend", "-m", "y"]),
        ] {
            git_at(&top.join(folder), arguments, "2025-02-11");
            let said = fs::read_to_string(&told).unwrap();
            assert!(said.contains("so-lieu/activities/2025-02.csv:8:12: error[R203]"), "{folder}: {said}");
            assert!(said.ends_with("1\n"), "{said}");
            fs::remove_file(&told).unwrap();
        }
    }

    // A repository that only the environment knows of.
    let mut command =
        thidua(repository.folder(), &["--records", "so-lieu", "score", "--format=json", "--at=main~1"]);
    let elsewhere = repository.beside("elsewhere.git");
    fs::rename(repository.folder().join(".git"), &elsewhere).unwrap();
    command.env("GIT_DIR", "../elsewhere.git").env("GIT_WORK_TREE", ".");
    assert_eq!(scores(&run(command)), BEGIN);
}

#[test]
fn a_partial_clone_fetches_nothing_and_says_what_it_lacks() {
    let repository = three_commits();
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let clone = repository.clone("partial", &["--filter=blob:none"]);
    assert_eq!(scores_at(&clone, "records", "HEAD"), "to-1 32.0, to-2 40.0");
    let run = run_at(&clone, &["score", "--at", "HEAD~2"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.stderr.contains("git fetch --refetch"), "{run:?}");
}

/// Five thousand commits of a row each, one of them taking a row away.
#[test]
fn a_long_history_is_a_matter_of_seconds() {
    let repository = Repository::small();
    let mut stream = String::new();
    let mut log = LOG.to_owned();
    for number in 0..5000_u32 {
        let day = 1 + number % 28;
        log += &format!("2025-02-{day:02},to-{},,C1A,1,M-{number},1,CA-03,\n", 1 + number % 2);
        if number == 4000 {
            log = log.replace("2025-02-04,to-1,T1-01,C1A,1,BB-0001,1,CA-01,\n", "");
        }
        // The log of a month holds a few hundred rows; older ones move on.
        if number % 250 == 249 {
            let file = format!("records/activities/x{:02}.csv", number / 250);
            let rows = log.split_off(log.find("2025-02-07,to-2,T2-02").unwrap());
            let moved = LOG.lines().next().unwrap().to_owned() + "\n" + &rows;
            commit_by_stream(&mut stream, number, &[(FEBRUARY, &log), (&file, &moved)]);
        } else {
            commit_by_stream(&mut stream, number, &[(FEBRUARY, &log)]);
        }
        if number % 250 == 249 {
            log += "2025-02-07,to-2,T2-02,C2A,3,";
            log += &format!("N-{number},3,CA-02,\n");
        }
    }
    let mut child = std::process::Command::new("git")
        .current_dir(repository.folder())
        .args(["fast-import", "--quiet"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), stream.as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    repository.git(&["reset", "--quiet", "--hard"]);

    let timed = |arguments: &[&str]| {
        let start = Instant::now();
        let run = repository.run(arguments);
        assert_eq!(run.status, 0, "{run:?}");
        let took = start.elapsed();
        // An unoptimised build on a busy machine.
        assert!(took < Duration::from_secs(60), "{took:?} {arguments:?}");
        run
    };
    timed(&["score", "--at", "HEAD~4999"]);
    timed(&["score", "--at", "2025-02-11"]);
    timed(&["compare", "HEAD~100"]);
    let run = timed(&["compare", "HEAD~5000", "--format=json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["grouped_by"], "team-activity");
    let causes = json["steps"].as_array().unwrap().iter().flat_map(|step| step["causes"].as_array().unwrap());
    let removed: Vec<&Value> = causes.filter(|cause| cause["change"] == "removed").collect();
    assert_eq!(removed.len(), 1, "{removed:?}");
    let remover = repository.git(&["log", "--format=%H", "--grep=^commit 4000$"]);
    assert_eq!(removed[0]["commit"], remover.trim());
}

fn commit_by_stream(stream: &mut String, number: u32, files: &[(&str, &str)]) {
    let seconds = 1_739_200_000 + u64::from(number) * 60;
    let message = format!("commit {number}");
    *stream += &format!(
        "commit refs/heads/main\ncommitter An <an@xa.example> {seconds} +0700\ndata {}\n{message}\n",
        message.len()
    );
    if number == 0 {
        *stream += "from refs/heads/main^0\n";
    }
    for (file, text) in files {
        *stream += &format!("M 100644 inline {file}\ndata {}\n{text}\n", text.len());
    }
}
