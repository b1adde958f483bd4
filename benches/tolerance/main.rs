//! What it costs a clean campaign that others may come out of spreadsheets: the share of the time of
//! reading that goes into what a clean file does not need.
//!
//! `cargo bench --bench tolerance` prints it. Nothing is switched off to measure it: the same work
//! is done again on the same texts, the recognition of old encodings once a file and the cleaning once
//! a cell (but for notes, which reading leaves alone), and what it takes to walk through the cells is
//! taken away.

#![allow(clippy::print_stdout, clippy::float_arithmetic, missing_docs, reason = "a benchmark prints ratios")]

#[path = "../whole_process/generate.rs"]
#[allow(dead_code, reason = "the other benchmark names its sizes")]
mod generate;

use std::hint::black_box;
use std::io;
use std::time::{Duration, Instant};

use generate::{SIZES, Size, generate};
use thidua::folder;
use thidua::reading;
use thidua::records::table::Rows;
use thidua::records::text::{clean, unfit};

/// Columns of a generated log before its notes.
const COLUMNS_CLEANED: usize = 8;

/// Runs of each; the median is told.
const RUNS: usize = 9;

fn main() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let records = folder.path().join("records");
    generate(&records, Size { rows: 200_000, ..SIZES[1] })?;
    let files = folder::read(&records).map_err(io::Error::other)?;
    let texts: Vec<String> = files
        .iter()
        .filter_map(|file| file.content.as_ref().ok())
        .map(|bytes| String::from_utf8(bytes.clone()).map_err(io::Error::other))
        .collect::<io::Result<_>>()?;

    let reading = median(|| {
        let files = files.clone();
        time(|| reading::read(files, 20, 1).records.rows.len())
    });
    let walking = median(|| time(|| each_cell(&texts, |cell| cell.len())));
    let cleaning = median(|| time(|| each_cell(&texts, |cell| clean(cell).len()))).saturating_sub(walking);
    let recognising = median(|| time(|| texts.iter().filter(|text| unfit(text).is_some()).count()));

    let share = |part: Duration| 100.0 * part.as_secs_f64() / reading.as_secs_f64();
    let line = |what: &str, part: Duration| {
        println!("{what:<24} {:>8.1} ms {:>6.1} %", part.as_secs_f64() * 1e3, share(part));
    };
    line("reading, one thread", reading);
    line("cleaning of cells", cleaning);
    line("known encodings", recognising);
    line("both", cleaning + recognising);
    Ok(())
}

/// The sum of what `measure` says of each cell.
fn each_cell(texts: &[String], measure: impl Fn(&str) -> usize) -> usize {
    let mut sum = 0;
    let mut cells = Vec::new();
    for text in texts {
        let mut rows = Rows::new(text, b',', 0);
        while rows.next(&mut cells) {
            sum += cells.iter().take(COLUMNS_CLEANED).map(|cell| measure(&cell.content(text))).sum::<usize>();
        }
    }
    sum
}

fn time(work: impl FnOnce() -> usize) -> Duration {
    let start = Instant::now();
    black_box(work());
    start.elapsed()
}

fn median(mut once: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..RUNS).map(|_| once()).collect();
    times.sort();
    times[RUNS / 2]
}
