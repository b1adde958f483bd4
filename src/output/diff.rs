//! A table beside its canonical spelling, as a unified diff.
//!
//! It is known which row became which, so that nothing has to be searched for: the diff takes as
//! long as the text is, also where every line changed.

use std::collections::VecDeque;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::plain::{covered, masked, plain};
use crate::canonical::Canonical;
use crate::privacy::identifiers::Allow;
use crate::source::{Encoding, Source};

/// Unchanged lines before and after a change.
const CONTEXT: usize = 3;

/// How the lines of a diff look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Palette {
    file: Style,
    hunk: Style,
    old: Style,
    new: Style,
}

impl Palette {
    /// For a terminal whose reader wants colours. Without them there is [`Palette::default`].
    pub const COLOURED: Self = Self {
        file: Style::new().bold(),
        hunk: AnsiColor::Cyan.on_default(),
        old: AnsiColor::Red.on_default(),
        new: AnsiColor::Green.on_default(),
    };
}

/// Writes what would change in a file, if anything would. Characters that cannot be seen are made
/// visible, the mark of its encoding among them, and identifiers of residents are masked.
pub fn write(
    out: &mut dyn Write,
    source: &Source,
    canonical: &Canonical,
    allow: &Allow,
    palette: &Palette,
) -> io::Result<()> {
    let mark = match source.encoding {
        Encoding::Utf8 => "",
        Encoding::Utf8Bom | Encoding::Utf16Bom => "\u{feff}",
    };
    let first_line =
        canonical.changes(&source.text).next().map(|(old, _)| format!("{mark}{old}")).unwrap_or_default();
    let changes = canonical.changes(&source.text).enumerate();
    let changes = changes.map(|(index, (old, new))| (if index == 0 { &*first_line } else { old }, new));
    write_changes(out, source, changes, allow, palette)
}

/// As [`write()`]: stretches of whole rows, each with what became of it.
fn write_changes<'t>(
    out: &mut dyn Write,
    source: &Source,
    changes: impl Iterator<Item = (&'t str, &'t str)>,
    allow: &Allow,
    palette: &Palette,
) -> io::Result<()> {
    let before = VecDeque::new();
    let mut diff =
        Diff { out, source, has_begun: false, allow, palette, old_line: 1, new_line: 1, before, hunk: None };
    for (old, new) in changes {
        if old == new {
            lines(old).try_for_each(|line| diff.keep(line))?;
        } else {
            lines(old).for_each(|line| diff.change(Side::Old, line));
            lines(new).for_each(|line| diff.change(Side::New, line));
        }
    }
    diff.close()
}

struct Diff<'d, 't> {
    out: &'d mut dyn Write,
    source: &'d Source,
    /// Whether the file has been named.
    has_begun: bool,
    allow: &'d Allow,
    palette: &'d Palette,
    old_line: usize,
    new_line: usize,
    /// Unchanged lines before the next hunk.
    before: VecDeque<&'t str>,
    hunk: Option<Hunk<'t>>,
}

struct Hunk<'t> {
    old_start: usize,
    new_start: usize,
    lines: Vec<(Side, &'t str)>,
    /// Unchanged lines since the last change.
    since_change: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Both,
    Old,
    New,
}

impl<'t> Diff<'_, 't> {
    fn keep(&mut self, line: &'t str) -> io::Result<()> {
        self.old_line += 1;
        self.new_line += 1;
        match &mut self.hunk {
            Some(hunk) => {
                hunk.lines.push((Side::Both, line));
                hunk.since_change += 1;
                // Two changes with fewer lines between them share a hunk.
                if hunk.since_change > 2 * CONTEXT {
                    let rest = hunk.lines.len() - CONTEXT;
                    self.before = hunk.lines[rest..].iter().map(|(_, line)| *line).collect();
                    self.close()?;
                }
            }
            None => {
                self.before.push_back(line);
                if self.before.len() > CONTEXT {
                    self.before.pop_front();
                }
            }
        }
        Ok(())
    }

    fn change(&mut self, side: Side, line: &'t str) {
        let hunk = self.hunk.get_or_insert_with(|| Hunk {
            old_start: self.old_line - self.before.len(),
            new_start: self.new_line - self.before.len(),
            lines: self.before.drain(..).map(|line| (Side::Both, line)).collect(),
            since_change: 0,
        });
        hunk.lines.push((side, line));
        hunk.since_change = 0;
        match side {
            Side::New => self.new_line += 1,
            Side::Old | Side::Both => self.old_line += 1,
        }
    }

    fn close(&mut self) -> io::Result<()> {
        let Some(mut hunk) = self.hunk.take() else { return Ok(()) };
        hunk.lines.truncate(hunk.lines.len() - hunk.since_change.saturating_sub(CONTEXT));
        let Palette { file, hunk: head, old, new } = self.palette;
        if !self.has_begun {
            self.has_begun = true;
            let path = plain(&self.source.path);
            writeln!(self.out, "{file}--- a/{path}{file:#}")?;
            writeln!(self.out, "{file}+++ b/{path}{file:#}")?;
        }
        let range = |start: usize, other: Side| {
            let count = hunk.lines.iter().filter(|(side, _)| *side != other).count();
            // An empty range is named by the line before it.
            format!("{},{count}", if count == 0 { start - 1 } else { start })
        };
        let (removed, added) = (range(hunk.old_start, Side::New), range(hunk.new_start, Side::Old));
        writeln!(self.out, "{head}@@ -{removed} +{added} @@{head:#}")?;
        for (side, line) in hunk.lines {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let shown = match self.source.is_withheld {
                true => covered(content),
                false => masked(content, self.allow).into_owned(),
            };
            let shown = plain(&shown);
            match side {
                Side::Both => writeln!(self.out, " {shown}")?,
                Side::Old => writeln!(self.out, "{old}-{shown}{old:#}")?,
                Side::New => writeln!(self.out, "{new}+{shown}{new:#}")?,
            }
            if !line.ends_with(['\n', '\r']) {
                writeln!(self.out, "\\ No newline at end of file")?;
            }
        }
        Ok(())
    }
}

/// Lines with their ends. CR, LF and CRLF each end a line.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr::memchr2(b'\r', b'\n', rest.as_bytes())
            .map_or(rest.len(), |at| at + if rest.as_bytes()[at..].starts_with(b"\r\n") { 2 } else { 1 });
        let (line, after) = rest.split_at(end);
        rest = after;
        (!line.is_empty()).then_some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(changes: &[(&str, &str)], expected: &str) {
        let mut out = Vec::new();
        let palette = Palette::default();
        let source = Source::new("records/x.csv", "", Encoding::Utf8);
        write_changes(&mut out, &source, changes.iter().copied(), &Allow::default(), &palette).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn what_did_not_change_is_not_shown() {
        check(&[("a\n", "a\n"), ("b", "b")], "");
    }

    #[test]
    fn a_change_stands_among_three_lines_on_each_side() {
        let same = |text| (text, text);
        check(
            &[same("1\n2\n"), same("3\n4\n"), ("5;x\n", "5,x\n"), same("6\n7\n8\n9\n")],
            "--- a/records/x.csv\n+++ b/records/x.csv\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5;x\n+5,x\n 6\n 7\n 8\n",
        );
    }

    #[test]
    fn changes_far_apart_have_hunks_of_their_own() {
        let same = |text| (text, text);
        let head = "--- a/records/x.csv\n+++ b/records/x.csv\n";
        check(
            &[("a\n", "b\n"), same("1\n2\n3\n4\n5\n6\n"), ("\n", ""), same("7\n")],
            &format!("{head}@@ -1,9 +1,8 @@\n-a\n+b\n 1\n 2\n 3\n 4\n 5\n 6\n-\n 7\n"),
        );
        check(
            &[("a\n", "b\n"), same("1\n2\n3\n4\n5\n6\n7\n"), ("\n", ""), same("8\n")],
            &format!("{head}@@ -1,4 +1,4 @@\n-a\n+b\n 1\n 2\n 3\n@@ -6,5 +6,4 @@\n 5\n 6\n 7\n-\n 8\n"),
        );
        check(&[("\n", "")], &format!("{head}@@ -1,1 +0,0 @@\n-\n"));
    }

    #[test]
    fn what_nobody_sees_is_shown() {
        check(
            &[("\u{feff}a\r\n", "a\n"), ("b", "b\n")],
            "--- a/records/x.csv\n+++ b/records/x.csv\n@@ -1,2 +1,2 @@\n-<U+FEFF>a␍\n+a\n-b\n\\ No newline at end of file\n+b\n",
        );
    }
}
