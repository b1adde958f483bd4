//! Times the program as a whole process on generated campaigns, beside the least that any program
//! can do with the same bytes: counting lines, and reading every record with the csv crate.
//!
//! `cargo bench --bench whole_process` prints a table for a commune (S) and a province (M); `-- measure L`
//! one for another size, each command run once. `-- generate FOLDER SIZE` writes a campaign, `-- loop
//! FOLDER` only counts its records.

#![allow(clippy::print_stdout, clippy::float_arithmetic, missing_docs, reason = "a benchmark prints ratios")]

mod generate;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use generate::{SIZES, Size, generate};

/// Runs of each command; the median is told.
const RUNS: usize = 7;

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["generate", folder, size] => generate(Path::new(folder), size_called(size)?),
        ["loop", folder] => csv_loop(&logs_of(Path::new(folder))?).map(drop),
        ["measure", size] => measure_all(&[size_called(size)?], 1),
        [] => measure_all(&[size_called("S")?, size_called("M")?], RUNS),
        _ => {
            Err(io::Error::other("expected `generate FOLDER SIZE`, `loop FOLDER`, `measure SIZE` or nothing"))
        }
    }
}

fn size_called(name: &str) -> io::Result<Size> {
    SIZES.iter().find(|size| size.name == name).copied().ok_or_else(|| io::Error::other("no such size"))
}

fn measure_all(sizes: &[Size], runs: usize) -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    println!("{:<6} {:<32} {:>10} {:>12} {:>12}", "size", "command", "median", "to `wc -l`", "to csv loop");
    for size in sizes {
        let records = folder.path().join(size.name).join("records");
        generate(&records, *size)?;
        measure(size.name, &records, runs)?;
    }
    Ok(())
}

fn measure(name: &str, records: &Path, runs: usize) -> io::Result<()> {
    let logs = logs_of(records)?;
    let thidua = env!("CARGO_BIN_EXE_thidua");
    let program = |arguments: &[&str]| {
        let mut command = Command::new(thidua);
        command.arg("--records").arg(records).args(arguments);
        command
    };
    let mut wc = Command::new("wc");
    wc.arg("-l").args(&logs);
    let lines = median(runs, || run(&mut wc))?;
    let csv = median(runs, || csv_loop(&logs))?;
    for (what, arguments) in [
        ("validate", &["validate"][..]),
        ("validate --threads 1", &["validate", "--threads", "1"]),
        ("score --phase 1", &["score", "--phase", "1"]),
        ("score", &["score"]),
        ("score --by member", &["score", "--by", "member", "--format", "csv"]),
    ] {
        let time = median(runs, || run(&mut program(arguments)))?;
        print_line(name, what, time, lines, csv);
    }
    print_line(name, "wc -l", lines, lines, csv);
    print_line(name, "csv::ByteRecord loop, in process", csv, lines, csv);
    Ok(())
}

fn print_line(name: &str, what: &str, time: Duration, lines: Duration, csv: Duration) {
    let ratio = |other: Duration| time.as_secs_f64() / other.as_secs_f64();
    println!(
        "{name:<6} {what:<32} {:>7.1} ms {:>11.2}x {:>11.2}x",
        time.as_secs_f64() * 1e3,
        ratio(lines),
        ratio(csv)
    );
}

fn logs_of(records: &Path) -> io::Result<Vec<PathBuf>> {
    let mut logs = fs::read_dir(records.join("activities"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    logs.sort();
    Ok(logs)
}

fn median(runs: usize, mut once: impl FnMut() -> io::Result<Duration>) -> io::Result<Duration> {
    if runs > 1 {
        once()?;
    }
    let mut times = (0..runs).map(|_| once()).collect::<io::Result<Vec<_>>>()?;
    times.sort();
    Ok(times[runs / 2])
}

fn run(command: &mut Command) -> io::Result<Duration> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::inherit()).status()?;
    let time = start.elapsed();
    if status.success() { Ok(time) } else { Err(io::Error::other(format!("{command:?}: {status}"))) }
}

/// Reads every record and counts it, as little as can be done with the csv crate.
fn csv_loop(logs: &[PathBuf]) -> io::Result<Duration> {
    let start = Instant::now();
    let mut count = 0_u64;
    let mut record = csv::ByteRecord::new();
    for log in logs {
        let mut reader = csv::Reader::from_path(log).map_err(io::Error::other)?;
        while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
            count += 1;
        }
    }
    std::hint::black_box(count);
    Ok(start.elapsed())
}
