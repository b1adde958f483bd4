//! The targets of `fuzz/` on their seeds and on some bytes made from them: the same ones in every run.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test that cannot go on should stop"
)]

#[allow(dead_code, unreachable_pub, reason = "they are public in `fuzz/`")]
#[path = "../fuzz/src/mutate.rs"]
mod mutate;
#[allow(unreachable_pub, reason = "they are public in `fuzz/`")]
#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use mutate::{Dice, mutated};
use targets::{TARGETS, Target};

/// Of each target, so that a slow machine is not kept for long.
const MOST_TIME: Duration = Duration::from_secs(6);

#[test]
fn no_target_breaks_on_bytes_made_from_its_seeds() {
    std::thread::scope(|scope| {
        for target in &TARGETS {
            scope.spawn(move || try_target(target));
        }
    });
}

fn try_target(&(name, target): &Target) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(name);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let seeds: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).unwrap()).collect();
    let mut dice = Dice::new(6);
    let made = (0..400).map(|_| mutated(&seeds, &mut dice));
    let (began, mut tried) = (Instant::now(), 0);
    for bytes in seeds.iter().cloned().chain(made) {
        let survived = catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_ok();
        assert!(survived, "{name} breaks on {:?}", String::from_utf8_lossy(&bytes));
        tried += 1;
        if began.elapsed() > MOST_TIME {
            break;
        }
    }
    println!("{name}: {tried} in {:?}", began.elapsed());
    assert!(tried > seeds.len().min(3), "{name} is too slow: {tried}");
}
