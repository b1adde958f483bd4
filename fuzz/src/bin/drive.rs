//! Feeds the targets bytes made from their seeds, with the stable compiler:
//! `drive SECONDS [SEED [TARGET…]]`, the seconds being those of each target.
//!
//! Not guided by coverage as libFuzzer is; whatever breaks is written to `artifacts/`, and
//! `drive again TARGET FILE` tries it again.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use thidua_fuzz::mutate::{Dice, MOST_BYTES, mutated};
use thidua_fuzz::targets::{TARGETS, Target};

/// A case that takes longer hangs, for anybody who waits.
const MOST_TIME: Duration = Duration::from_secs(2);
/// The program itself, its seeds and the parsers of workbooks; beyond it ten times the input.
const MOST_KILOBYTES: usize = 96 * 1024 + 10 * MOST_BYTES / 1024;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [again, name, file] = arguments.as_slice()
        && again == "again"
    {
        let target = TARGETS.iter().find(|(other, _)| other == name).expect("a target of this name");
        let (began, bytes) = (worked(), fs::read(file).expect("the file can be read"));
        target.1(&bytes);
        println!("{name}: it survives, in {:?}", worked_since(began));
        return ExitCode::SUCCESS;
    }
    let number = |at: usize| arguments.get(at).and_then(|argument| argument.parse::<u64>().ok());
    let Some(seconds) = number(0) else {
        eprintln!("drive SECONDS [SEED [TARGET…]]");
        return ExitCode::from(2);
    };
    let seed = number(1).unwrap_or(1);
    let chosen = |(name, _): &&Target| arguments.len() < 3 || arguments[2..].iter().any(|it| it == name);
    let mut sound = true;
    for target in TARGETS.iter().filter(chosen) {
        sound &= drive(target, Duration::from_secs(seconds), seed);
    }
    if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn drive(&(name, target): &Target, time: Duration, seed: u64) -> bool {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = seeds_of(&here.join("seeds").join(name));
    let mut pool = seeds.clone();
    let mut dice = Dice::new(seed);
    let (began, mut executions, mut broken, mut slowest) = (Instant::now(), 0_u64, 0, Duration::ZERO);
    while began.elapsed() < time && broken < 20 {
        let bytes = if executions < seeds.len() as u64 {
            seeds[executions as usize].clone()
        } else {
            mutated(&pool, &mut dice)
        };
        let (case, worked) = (Instant::now(), worked());
        let survived = catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_ok();
        let took = worked_since(worked).unwrap_or_else(|| case.elapsed());
        slowest = slowest.max(took);
        executions += 1;
        if !survived || took > MOST_TIME {
            broken += 1;
            keep(&here.join("artifacts").join(name), seed, executions, &bytes);
        } else if pool.len() < 400 && dice.below(16) == 0 {
            // Some of what was made is made more of, so that changes add up.
            pool.push(bytes);
        } else if dice.below(64) == 0 {
            let replaced = dice.below(pool.len());
            if replaced >= seeds.len() {
                pool[replaced] = bytes;
            }
        }
    }
    let peak = peak_kilobytes().unwrap_or_default();
    println!(
        "{name}: {executions} executions in {} s, {broken} broken, slowest {} ms, peak {peak} kB",
        began.elapsed().as_secs(),
        slowest.as_millis()
    );
    if peak > MOST_KILOBYTES {
        println!("{name}: more memory than {MOST_KILOBYTES} kB");
    }
    broken == 0 && peak <= MOST_KILOBYTES
}

fn seeds_of(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a seed can be listed").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a seed can be read")).collect()
}

fn keep(folder: &Path, seed: u64, execution: u64, bytes: &[u8]) {
    fs::create_dir_all(folder).expect("a folder for what breaks");
    fs::write(folder.join(format!("{seed}-{execution}")), bytes).expect("what breaks can be kept");
}

/// The processor time of this process, where the system says so: others who use the machine do not count.
fn worked() -> Option<Duration> {
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // Behind the name, which may hold blanks, in hundredths of a second.
    let fields: Vec<&str> = status.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(11)? + ticks(12)?)))
}

fn worked_since(before: Option<Duration>) -> Option<Duration> {
    Some(worked()?.saturating_sub(before?))
}

/// The most memory that this process ever held, where the system says so.
fn peak_kilobytes() -> Option<usize> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
