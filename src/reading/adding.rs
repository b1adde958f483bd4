//! Logs with which nothing is wrong are added up piece by piece and forgotten: what is kept grows with
//! who takes part and by eight bytes a row, not with what the rows say.
//!
//! Nothing is judged here. Where anything at all would have to be said, of a row or of several, the
//! whole is read again as [`read`](super::read) reads it, which knows every row and its place.

mod digests;
mod parts;
mod window;

use std::mem::take;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use super::{Progress, Reading, Unread, team_names};
use crate::campaign::Campaign;
use crate::check;
use crate::folder::{Listed, LogFile};
use crate::records::text::{LEAST_PIECE, plain_text};
use crate::records::{Header, Log, LogRules, Piece, digest_of_row};
use crate::score::{Scope, Tally};
use crate::source::Source;
use digests::Digests;
use parts::{Part, Stretch, fit_together, parts_of};
use window::Window;

/// Bytes of logs from which this is worth the risk that all must be read again.
pub const LEAST_BYTES: u64 = 256 * 1024;

/// Bytes that are read at a time, few enough to stay near the processor; first more, to know the encoding by.
const PIECE: usize = 64 * 1024;

/// Bytes that are kept at most: a longer row is no usual one.
const MOST_KEPT: usize = 4 * LEAST_PIECE;

/// Bytes of logs that one thread adds up before another could begin.
const FOR_ONE_THREAD: u64 = 1024 * 1024;

/// Bytes by which is judged whether a row begins at a line, and lines that are tried.
const GLANCE: usize = 4 * 1024;
const MOST_TRIED: usize = 100;

/// Records with which nothing is wrong, and what their rows add up to.
#[derive(Debug)]
pub struct Sums {
    /// All but the rows.
    pub reading: Reading,
    /// The rows that were asked for, added up.
    pub tally: Tally,
    /// How many rows there are.
    pub rows: usize,
}

/// Reads the records and adds up the rows that `scope` asks for; none where something is to be said of
/// the records, or where rows must be known one by one.
pub fn add_up(
    listed: &Listed,
    scope: impl Fn(&Campaign) -> Scope,
    threads: usize,
    progress: &Progress,
) -> Option<Sums> {
    let (mut reading, Unread { tables, seals, .. }) = Reading::begin(listed.files.clone(), 0);
    for log in &listed.logs {
        reading.sources.add(Source::new(log.path.clone(), String::new(), Default::default()));
    }
    reading.settle_paths();
    let campaign = reading.campaign.take()?;
    let membership = reading.read_tables(&campaign, &tables);
    let sound = reading.rules_are_sound();
    if !reading.findings.is_empty() || !sound || !seals.is_empty() {
        return None;
    }
    let teams = team_names(&campaign);
    let rules = LogRules::new(&campaign, sound, membership.as_ref(), &teams, &reading.allow);
    let tally = Tally::new(&campaign, &scope(&campaign));
    let sums = RowSums { tally, rows: 0, digests: Digests::default() };
    let RowSums { tally, rows, digests } = add_logs(&rules, &listed.logs, sums, threads, progress)?;
    reading.records.members = membership.map(|membership| membership.members);
    if check::needs_rows(&campaign, &reading.records) || digests.any_twice(threads) {
        return None;
    }
    reading.campaign = Some(campaign);
    Some(Sums { reading, tally, rows })
}

/// What rows come to.
struct RowSums {
    tally: Tally,
    rows: usize,
    digests: Digests,
}

impl RowSums {
    fn add(&mut self, log: &Log) {
        self.rows += log.rows.len();
        for (row, &evidence) in log.rows.iter().zip(&log.evidence) {
            let named = log.members_of(row);
            self.tally.add(row, named);
            // Rows that say the same have the same evidence, so they are found by that, where there is any.
            self.digests.add(if evidence == 0 { digest_of_row(row, named) } else { evidence });
        }
    }
}

fn add_logs(
    rules: &LogRules<'_>,
    logs: &[LogFile],
    sums: RowSums,
    threads: usize,
    progress: &Progress,
) -> Option<RowSums> {
    let headers: Vec<OnceLock<Option<Header>>> = logs.iter().map(|_| OnceLock::new()).collect();
    let parts = parts_of(logs, threads);
    let (sums, stretches) = (Mutex::new(sums), Mutex::new(Vec::new()));
    let next = AtomicUsize::new(0);
    let refused = AtomicBool::new(false);
    let work = || {
        let mut adding = Adding {
            rules,
            logs,
            headers: &headers,
            sums: &sums,
            refused: &refused,
            progress,
            room: Vec::new(),
            log: Log::empty(0),
        };
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            match (adding.add(part), stretches.lock()) {
                (Some(stretch), Ok(mut stretches)) => stretches.push(stretch),
                _ => refused.store(true, Ordering::Relaxed),
            }
        }
    };
    let bytes: u64 = logs.iter().map(LogFile::length).sum();
    let worthwhile = usize::try_from(bytes.div_ceil(FOR_ONE_THREAD)).unwrap_or(threads);
    let threads = threads.min(parts.len()).min(worthwhile).max(1);
    if threads == 1 {
        work();
    } else {
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    }
    let stretches = stretches.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_good = !refused.into_inner() && stretches.len() == parts.len() && fit_together(stretches);
    is_good.then(|| sums.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Adds up one part after the other.
struct Adding<'a> {
    rules: &'a LogRules<'a>,
    logs: &'a [LogFile],
    /// Of each log; none where something would have to be said of it.
    headers: &'a [OnceLock<Option<Header>>],
    sums: &'a Mutex<RowSums>,
    /// Whether it is known that all must be read again.
    refused: &'a AtomicBool,
    progress: &'a Progress,
    /// The bytes and the rows of a piece; the next one takes their memory.
    room: Vec<u8>,
    log: Log,
}

impl Adding<'_> {
    /// The rows of a part. None where something would have to be said of the log.
    fn add(&mut self, part: &Part) -> Option<Stretch> {
        let log = self.logs.get(part.log)?;
        let header = self.headers.get(part.log)?;
        let before = part.start.saturating_sub(1);
        let mut window = Window::at(log.open().ok()?, log.length(), before, take(&mut self.room)).ok()?;
        window.fill(LEAST_PIECE).ok()?;
        let mut is_top = part.start == 0;
        if !is_top {
            let header = header.get_or_init(|| self.header_of(log)).as_ref()?;
            let row = self.find_row(header, window.bytes())?;
            window.forget(row);
        }
        let first = window.start();
        if part.end.is_some_and(|end| end <= first) {
            return Some(Stretch { part: *part, first, end: first });
        }
        // Bytes at the beginning of the window through which a row goes on.
        let mut open = 0;
        loop {
            if !window.is_end() && memchr::memchr(b'\n', window.bytes().get(open..)?).is_none() {
                window.fill(PIECE).ok()?;
            }
            let bytes = window.bytes();
            let known = if window.is_end() { bytes.len() } else { memchr::memrchr(b'\n', bytes)? + 1 };
            let limit = part.end.map(|end| end.saturating_sub(window.start()) as usize);
            let cut = match limit {
                Some(limit) if limit < known => first_line(bytes.get(..known)?, limit.max(open + 1)),
                _ => known,
            };
            let is_last = window.is_end() && cut == bytes.len();
            let (text, mark) = plain_text(bytes.get(..cut)?, is_top)?;
            let header = header.get_or_init(|| self.rules.header_of(text)).as_ref()?;
            let piece = Piece { text, start: if is_top { header.end } else { 0 }, is_last };
            let done = mark + self.rules.read_piece(header, &piece, &mut self.log)?;
            is_top = false;
            self.sums.lock().ok()?.add(&self.log);
            self.progress.add(done as u64);
            if done == cut && (is_last || limit.is_some_and(|limit| limit <= cut)) {
                let end = window.start() + cut as u64;
                self.room = window.into_room();
                return Some(Stretch { part: *part, first, end });
            }
            if bytes.len() > MOST_KEPT || self.refused.load(Ordering::Relaxed) {
                return None;
            }
            open = cut - done;
            window.forget(done);
        }
    }

    fn header_of(&self, log: &LogFile) -> Option<Header> {
        let mut window = Window::at(log.open().ok()?, log.length(), 0, Vec::new()).ok()?;
        window.fill(LEAST_PIECE).ok()?;
        let bytes = window.bytes();
        let end = if window.is_end() { bytes.len() } else { memchr::memrchr(b'\n', bytes)? + 1 };
        let (text, _) = plain_text(bytes.get(..end)?, true)?;
        self.rules.header_of(text)
    }

    /// The byte behind the first line end at which a row seems to begin, and not the rest of one.
    fn find_row(&mut self, header: &Header, bytes: &[u8]) -> Option<usize> {
        let lines = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1);
        lines.take(MOST_TRIED).find(|&line| self.is_row(header, bytes.get(line..).unwrap_or_default()))
    }

    fn is_row(&mut self, header: &Header, bytes: &[u8]) -> bool {
        let glance = bytes.get(..GLANCE).unwrap_or(bytes);
        let end = memchr::memrchr(b'\n', glance).map_or(0, |end| end + 1);
        let Some((text, _)) = glance.get(..end).and_then(|lines| plain_text(lines, false)) else {
            return false;
        };
        let piece = Piece { text, start: 0, is_last: false };
        self.rules.read_piece(header, &piece, &mut self.log).is_some() && !self.log.rows.is_empty()
    }
}

/// Where the first line begins that begins at byte `least` or behind it; the end where there is none.
fn first_line(bytes: &[u8], least: usize) -> usize {
    let end = bytes.get(least - 1..).and_then(|rest| memchr::memchr(b'\n', rest));
    end.map_or(bytes.len(), |end| least + end)
}
