//! Logs with which nothing is wrong are added up piece by piece and forgotten: what is kept grows with
//! who takes part and by eight bytes a row, not with what the rows say.
//!
//! Nothing is judged here. Where anything at all would have to be said, of a row or of several, the
//! whole is read again as [`read`](super::read) reads it, which knows every row and its place.

mod digests;

use std::io::Read;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::{Reading, Unread, team_names};
use crate::campaign::Campaign;
use crate::check;
use crate::folder::{Listed, LogFile};
use crate::records::text::{LEAST_PIECE, plain_text};
use crate::records::{Log, LogRules, Piece, digest_of_row};
use crate::score::{Scope, Tally};
use crate::source::Source;
use digests::Digests;

/// Bytes of logs from which this is worth the risk that all must be read again.
pub const LEAST_BYTES: u64 = 4 * 1024 * 1024;

/// Bytes that are read at a time: enough to know an encoding by, and few enough to stay near the
/// processor.
const PIECE: usize = 256 * 1024;

const _: () = assert!(PIECE >= LEAST_PIECE);

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
pub fn add_up(listed: &Listed, scope: impl Fn(&Campaign) -> Scope, threads: usize) -> Option<Sums> {
    add_up_by_pieces(listed, scope, threads, PIECE)
}

fn add_up_by_pieces(
    listed: &Listed,
    scope: impl Fn(&Campaign) -> Scope,
    threads: usize,
    piece: usize,
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
    let RowSums { tally, rows, digests } = add_logs(&rules, &listed.logs, sums, threads, piece)?;
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
    piece: usize,
) -> Option<RowSums> {
    let sums = Mutex::new(sums);
    let next = AtomicUsize::new(0);
    let refused = AtomicBool::new(false);
    let work = || {
        let mut adding = Adding { rules, sums: &sums, refused: &refused, piece, log: Log::empty(0) };
        while let Some(log) = logs.get(next.fetch_add(1, Ordering::Relaxed)) {
            if adding.add(log).is_none() {
                refused.store(true, Ordering::Relaxed);
            }
        }
    };
    let threads = threads.clamp(1, logs.len().max(1));
    if threads == 1 {
        work();
    } else {
        thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    }
    let refused = refused.into_inner();
    (!refused).then(|| sums.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// Adds up one log after the other.
struct Adding<'a> {
    rules: &'a LogRules<'a>,
    sums: &'a Mutex<RowSums>,
    /// Whether it is known that all must be read again.
    refused: &'a AtomicBool,
    piece: usize,
    /// The rows of a piece; the next one takes its memory.
    log: Log,
}

impl Adding<'_> {
    /// Nothing where something would have to be said of the log.
    fn add(&mut self, file: &LogFile) -> Option<()> {
        let mut file = file.open().ok()?;
        let mut bytes = Vec::with_capacity(2 * self.piece);
        let mut header = None;
        loop {
            let read = (&mut file).take(self.piece as u64).read_to_end(&mut bytes).ok()?;
            let is_last = read < self.piece;
            let end = if is_last { bytes.len() } else { memchr::memrchr(b'\n', &bytes)? + 1 };
            let (text, mark) = plain_text(bytes.get(..end)?, header.is_none())?;
            let (header, start) = match &mut header {
                Some(header) => (&*header, 0),
                none => {
                    let header = &*none.insert(self.rules.header_of(text)?);
                    (header, header.end)
                }
            };
            let piece = Piece { text, start, is_last };
            let open = mark + self.rules.read_piece(header, &piece, &mut self.log)?;
            self.sums.lock().ok()?.add(&self.log);
            if is_last {
                return Some(());
            }
            // A row that is longer than what is read at a time is no usual one.
            if open == 0 || self.refused.load(Ordering::Relaxed) {
                return None;
            }
            bytes.drain(..open);
        }
    }
}
