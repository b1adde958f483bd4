//! What somebody sees who waits for a long reading.

use std::io::{self, IsTerminal, Write};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use thidua::output::words::Sentence;
use thidua::reading::Progress;

use crate::arguments::Globals;
use crate::opened::language_here;

/// How long nobody is told anything: most work is done before.
const PATIENCE: Duration = Duration::from_millis(800);

/// How often one is told.
const BETWEEN: Duration = Duration::from_millis(200);

/// Clears a line of a terminal.
const CLEAR: &str = "\r\x1b[K";

/// Does `work`, and tells meanwhile on the standard error, where that is a terminal, how many of
/// `total_bytes` have been read.
pub(crate) fn telling<T>(globals: &Globals, total_bytes: u64, work: impl FnOnce(&Progress) -> T) -> T {
    let progress = Progress::default();
    if !io::stderr().is_terminal() {
        return work(&progress);
    }
    let (done, is_done) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let progress = &progress;
        scope.spawn(move || tell(globals, total_bytes, progress, &is_done));
        let result = work(progress);
        drop(done);
        result
    })
}

/// Until the other end of `is_done` is gone.
fn tell(globals: &Globals, total_bytes: u64, progress: &Progress, is_done: &mpsc::Receiver<()>) {
    let goes_on = |time| is_done.recv_timeout(time) == Err(mpsc::RecvTimeoutError::Timeout);
    if !goes_on(PATIENCE) {
        return;
    }
    let language = language_here(globals);
    loop {
        let line = Sentence::ReadSoFar { read: progress.bytes(), of: total_bytes }.text(language);
        // Where nothing can be told, the work goes on all the same.
        let _ = write!(io::stderr(), "{CLEAR}{line}");
        if !goes_on(BETWEEN) {
            break;
        }
    }
    let _ = write!(io::stderr(), "{CLEAR}");
}
