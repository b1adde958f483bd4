//! Where a command writes: one buffer before the standard output, so that a refusal leaves it empty.

use std::io::{self, BufWriter, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Width, terminal_size_of};
use thidua::output::table::PAGE_WIDTH;

use crate::arguments::Color;

/// The standard output, and whether its reader wants colours.
pub(crate) struct Console {
    writer: BufWriter<Box<dyn Write>>,
    /// Whether colours are wanted and understood.
    pub(crate) coloured: bool,
    /// Whether somebody is looking.
    pub(crate) is_terminal: bool,
}

/// Empties a terminal and goes to its first line.
const CLEAR: &str = "\x1b[2J\x1b[H";

impl Console {
    pub(crate) fn new(color: Color) -> Self {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal();
        let coloured = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && AutoStream::choice(&stdout) != ColorChoice::Never,
        };
        // Old Windows consoles need the colours translated; without colours nothing is touched.
        let writer: Box<dyn Write> = match (coloured, color) {
            (true, Color::Auto) => Box::new(AutoStream::auto(stdout)),
            _ => Box::new(stdout),
        };
        Self { writer: BufWriter::with_capacity(64 * 1024, writer), coloured, is_terminal }
    }

    /// How many columns there are for bars, where somebody looks who can see them. A terminal that does not
    /// know its width has as many as a page.
    pub(crate) fn columns_for_bars(&self) -> Option<usize> {
        if !self.is_terminal || is_dumb() {
            return None;
        }
        let columns = terminal_size_of(io::stdout()).map(|(Width(columns), _)| usize::from(columns));
        Some(columns.filter(|&columns| columns > 0).unwrap_or(PAGE_WIDTH))
    }

    /// Before something is printed anew: a terminal is cleared, elsewhere a blank line stands between.
    pub(crate) fn begin_again(&mut self) -> io::Result<()> {
        let can_clear = self.is_terminal && !is_dumb();
        self.write_all(if can_clear { CLEAR } else { "\n" }.as_bytes())
    }
}

fn is_dumb() -> bool {
    std::env::var_os("TERM").is_some_and(|term| term == "dumb")
}

impl Write for Console {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}
