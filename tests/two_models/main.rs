//! Two models of scoring must agree: the program, and a plain, slow one that is
//! written from the rules alone.
//!
//! Random campaigns are written as records folders; the program scores them and
//! every field of its answer is compared, digit by digit, with the model's.
//! A disagreement keeps its folder and says how to run it again.
//!
//! | variable | meaning | default |
//! |---|---|---|
//! | `THIDUA_MODEL_CAMPAIGNS` | how many campaigns | 300 |
//! | `THIDUA_MODEL_SEED` | seed of the first one | 0 |

mod by_hand;
mod campaign;
mod coverage;
mod fraction;
mod generate;
mod json;
mod model;
mod random;
mod write;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::thread;

use campaign::Campaign;
use model::{Basis, By, Model, Question};
use random::Random;
use write::Handwriting;

#[test]
fn the_program_agrees_with_the_model_on_random_campaigns() {
    for_every_seed("agree", n_campaigns(), |seed, folder| {
        let campaign = generate::campaign(seed);
        write(&campaign, folder, Handwriting::default());
        for question in questions(&campaign, seed) {
            let found = disagreements(&campaign, question, folder);
            if !found.is_empty() {
                return Err(report(&campaign, question, folder, &found));
            }
        }
        Ok(())
    });
}

#[test]
fn how_the_records_are_written_never_changes_a_byte_of_the_board() {
    let plain = Handwriting::default();
    let hands = |seed| {
        [
            ("rows in another order", Handwriting { shuffle_rows: Some(seed), ..plain }),
            ("columns in another order", Handwriting { shuffle_columns: Some(seed), ..plain }),
            ("one file", Handwriting { n_files: 1, ..plain }),
            ("many files", Handwriting { n_files: 9, ..plain }),
            ("CRLF", Handwriting { line_end: "\r\n", ..plain }),
            ("a byte order mark", Handwriting { bom: true, ..plain }),
            ("semicolons", Handwriting { delimiter: ';', ..plain }),
            ("Vietnamese headers", Handwriting { vietnamese_header: true, ..plain }),
            (
                "all of these",
                Handwriting {
                    shuffle_rows: Some(seed + 1),
                    shuffle_columns: Some(seed + 1),
                    n_files: 5,
                    line_end: "\r\n",
                    bom: true,
                    delimiter: ';',
                    vietnamese_header: true,
                },
            ),
        ]
    };
    for_every_seed("written", n_campaigns().div_ceil(10), |seed, folder| {
        let campaign = generate::campaign(seed);
        let mut boards = Vec::new();
        write(&campaign, folder, plain);
        for question in two_questions(&campaign) {
            for format in ["json", "table"] {
                let output = score(folder, question, format);
                if !output.status.success() || output.stdout.is_empty() {
                    return Err(ending(&output).join("\n  "));
                }
                boards.push((question, format, output.stdout));
            }
        }
        for (name, hand) in hands(seed) {
            write(&campaign, folder, hand);
            for (question, format, board) in &boards {
                let output = score(folder, *question, format);
                if output.stdout != *board {
                    let mut found = vec![format!("{name} changes the board as {format}")];
                    found.extend(first_changed_line(board, &output.stdout));
                    found.extend(ending(&output));
                    found.push(again(folder, *question, format));
                    return Err(found.join("\n  "));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn members_are_not_scored_where_nobody_keeps_members() {
    let mut seeds = 0_u64..;
    let campaign = seeds
        .by_ref()
        .map(generate::campaign)
        .find(|campaign| campaign.memberships.is_none())
        .expect("one in five");
    let folder = place("no-members");
    write(&campaign, &folder, Handwriting::default());
    let question = Question { phase: Some(1), by: By::Member, basis: Basis::Official, until: None };
    let output = score(&folder, question, "json");
    assert_eq!(output.status.code(), Some(2), "{:#?}", ending(&output));
    assert!(output.stdout.is_empty(), "{:#?}", ending(&output));
    fs::remove_dir_all(folder).expect("the folder can be removed");
}

/// Every board of a campaign, each as it stands and in one other light: all
/// lights of all boards would take four times as long and find the same.
fn questions(campaign: &Campaign, seed: u64) -> Vec<Question> {
    let mut random = Random::new(seed ^ 0x5eed);
    let mut questions = Vec::new();
    let phases = (1..=campaign.phases.len()).map(Some);
    for phase in phases.chain([None]) {
        for by in [By::Team, By::Member] {
            if by == By::Member && campaign.memberships.is_none() {
                continue;
            }
            let until = generate::until(&mut random, campaign);
            let plain = Question { phase, by, basis: Basis::Official, until: None };
            questions.push(plain);
            let other = match random.below(3) {
                0 => Question { basis: Basis::Claimed, ..plain },
                1 => Question { until: Some(until), ..plain },
                _ => Question { basis: Basis::Claimed, until: Some(until), ..plain },
            };
            questions.push(other);
        }
    }
    questions
}

/// The last phase by team, and the campaign by whoever is most detailed.
fn two_questions(campaign: &Campaign) -> [Question; 2] {
    let by_team =
        Question { phase: Some(campaign.phases.len()), by: By::Team, basis: Basis::Official, until: None };
    let by = match campaign.memberships {
        Some(_) => By::Member,
        None => By::Team,
    };
    let whole = Question { phase: None, by, ..by_team };
    [by_team, whole]
}

/// Where the program's answer is not the model's; empty where they agree.
fn disagreements(campaign: &Campaign, question: Question, folder: &Path) -> Vec<String> {
    let output = score(folder, question, "json");
    let not_begun = question.phase.is_some_and(|phase| {
        let start = campaign.phases[phase - 1].start;
        question.until.is_some_and(|until| until < start)
    });
    if not_begun {
        let refused = output.status.code() == Some(2) && output.stdout.is_empty();
        if refused {
            return Vec::new();
        }
        let mut found = vec!["a phase not yet begun must be refused with status 2".to_owned()];
        found.extend(ending(&output));
        return found;
    }
    if !output.status.success() {
        return ending(&output);
    }
    let text = String::from_utf8_lossy(&output.stdout);
    match json::parse(&text) {
        Ok(actual) => json::differences(&Model::new(campaign).answer(question), &actual),
        Err(error) => {
            let mut found = vec![format!("no JSON: {error}")];
            found.extend(ending(&output));
            found
        }
    }
}

/// How the program ended, for a reader who did not see it.
fn ending(output: &Output) -> Vec<String> {
    let mut lines = vec![format!("the program ended with {}", output.status)];
    for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
        let text = String::from_utf8_lossy(bytes);
        let shown = text.lines().take(12);
        lines.extend(shown.map(|line| format!("{name}: {line}")));
    }
    lines
}

/// Keeps both answers beside the records, and a second folder with only the
/// rows that matter.
fn report(campaign: &Campaign, question: Question, folder: &Path, found: &[String]) -> String {
    const SHOWN: usize = 12;
    let mut lines = vec![format!("{} differences:", found.len())];
    lines.extend(found.iter().take(SHOWN).map(|line| format!("  {line}")));
    if found.len() > SHOWN {
        lines.push("  …".to_owned());
    }
    lines.push(again(folder, question, "json"));
    keep_answers(campaign, question, folder);

    let small_folder = folder.with_extension("small");
    let small = with_few_rows(campaign, question, &small_folder);
    write(&small, &small_folder, Handwriting::default());
    let found = disagreements(&small, question, &small_folder);
    lines.push(format!("{} of {} rows are enough:", small.rows.len(), campaign.rows.len()));
    lines.extend(found.iter().take(SHOWN).map(|line| format!("  {line}")));
    lines.push(again(&small_folder, question, "json"));
    keep_answers(&small, question, &small_folder);
    lines.join("\n  ")
}

fn keep_answers(campaign: &Campaign, question: Question, folder: &Path) {
    let model = Model::new(campaign).answer(question).to_string();
    let program = score(folder, question, "json").stdout;
    fs::write(folder.join("model.json"), model).expect("the folder can be written");
    fs::write(folder.join("program.json"), program).expect("the folder can be written");
}

/// Leaves out one row after another as long as the two still disagree.
fn with_few_rows(campaign: &Campaign, question: Question, folder: &Path) -> Campaign {
    let mut small = campaign.clone();
    for position in (0..campaign.rows.len()).rev() {
        let mut smaller = small.clone();
        smaller.rows.remove(position);
        write(&smaller, folder, Handwriting::default());
        if !disagreements(&smaller, question, folder).is_empty() {
            small = smaller;
        }
    }
    small
}

fn first_changed_line(before: &[u8], after: &[u8]) -> Vec<String> {
    let before = String::from_utf8_lossy(before);
    let after = String::from_utf8_lossy(after);
    let changed = before.lines().zip(after.lines()).find(|(a, b)| a != b);
    changed.map_or_else(
        || vec!["one board is longer".to_owned()],
        |(a, b)| vec![format!("before: {a}"), format!("after:  {b}")],
    )
}

/// The arguments that ask the program the same question.
fn arguments(folder: &Path, question: Question, format: &str) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = vec!["--records".into(), folder.into(), "score".into()];
    let mut add = |words: &[&str]| arguments.extend(words.iter().map(OsString::from));
    if let Some(phase) = question.phase {
        add(&["--phase", &phase.to_string()]);
    }
    if question.by == By::Member {
        add(&["--by", "member"]);
    }
    if question.basis == Basis::Claimed {
        add(&["--claimed"]);
    }
    if let Some(until) = question.until {
        add(&["--until", &until.to_string()]);
    }
    add(&["--format", format]);
    arguments
}

fn score(folder: &Path, question: Question, format: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_thidua"))
        .args(arguments(folder, question, format))
        .env_remove("THIDUA_RECORDS")
        .output()
        .expect("the program starts")
}

fn again(folder: &Path, question: Question, format: &str) -> String {
    let arguments = arguments(folder, question, format);
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    format!("again: thidua {}", words.join(" "))
}

fn write(campaign: &Campaign, folder: &Path, hand: Handwriting) {
    write::write(campaign, folder, hand).expect("the folder can be written");
}

/// A folder of this run's own.
fn place(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("two_models").join(name)
}

fn n_campaigns() -> u64 {
    number_from_environment("THIDUA_MODEL_CAMPAIGNS").unwrap_or(300)
}

fn number_from_environment(name: &str) -> Option<u64> {
    let text = env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is not a number: `{text}`")))
}

/// Checks many seeds at once, each in its own folder, which only a failure
/// leaves behind. Stops after a few failures: they tend to have one cause.
fn for_every_seed(name: &str, n_seeds: u64, check: impl Fn(u64, &Path) -> Result<(), String> + Sync) {
    const ENOUGH: usize = 5;
    let first = number_from_environment("THIDUA_MODEL_SEED").unwrap_or(0);
    let next = AtomicU64::new(first);
    let n_agreed = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            let failed = failures.lock().expect("no thread panics with it").len();
            if seed >= first + n_seeds || failed >= ENOUGH {
                return;
            }
            let folder = place(&format!("{name}-{seed}"));
            match check(seed, &folder) {
                Ok(()) => {
                    n_agreed.fetch_add(1, Ordering::Relaxed);
                    fs::remove_dir_all(folder).expect("the folder can be removed");
                }
                Err(report) => {
                    let report = format!(
                        "seed {seed} (THIDUA_MODEL_SEED={seed} THIDUA_MODEL_CAMPAIGNS=1)\n  \
                         {report}\n  kept: {}",
                        folder.display()
                    );
                    failures.lock().expect("no thread panics with it").push(report);
                }
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let failures = failures.into_inner().expect("no thread panics with it");
    assert!(
        failures.is_empty(),
        "{} campaigns failed, {} passed\n\n{}\n",
        failures.len(),
        n_agreed.into_inner(),
        failures.join("\n\n")
    );
}
