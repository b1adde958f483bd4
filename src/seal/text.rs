//! How a seal is written down, and read again.

use std::fmt::Write;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Event, FORMAT, NewSeal, Seal, SealedResults, SealedRows, SealedRules, State};
use crate::calendar::Span;
use crate::finding::{Problem, SealFault};
use crate::ledger::Digest;
use crate::score::RowCounts;

/// Why a seal cannot be gone by, and where it shows.
#[derive(Clone, Debug)]
pub struct Unreadable {
    /// What is wrong.
    pub problem: Problem,
    /// The bytes of the text.
    pub at: Range<usize>,
}

/// Where the digest of the file begins, which covers all that stands above.
const OWN_DIGEST: &str = "\n[seal]\n";

impl NewSeal {
    /// The whole file. `comment` stands above, in the language of the campaign: it tells what this is.
    pub fn text(&self, comment: &str) -> String {
        let mut text = String::with_capacity(self.rows.len() + 4096);
        for line in comment.lines() {
            text.push_str(format!("# {line}").trim_end());
            text.push('\n');
        }
        // Writing to a string does not fail.
        let _ = self.write(&mut text);
        let digest = Digest::of(&text);
        text.push_str(OWN_DIGEST);
        text.push_str(&format!("digest = \"{digest}\"\n"));
        text
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let Self { counts, span, .. } = self;
        write!(
            text,
            "\nformat = {FORMAT}\nprogram = {}\ncampaign = {}\nphase = {}\nfirst = {}\nlast = {}\nstate = \"{}\"\n",
            quoted(&self.program),
            quoted(&self.campaign),
            self.number,
            span.first,
            span.last,
            self.state.word(),
        )?;
        write!(
            text,
            "\n[rows]\ncounted = {}\npending = {}\nrejected = {}\ndigest = \"{}\"\nlist = '''\n{}'''\n",
            counts.counted, counts.pending, counts.rejected, self.rows_digest, self.rows
        )?;
        write!(text, "\n[rules]\ndigest = \"{}\"\nlist = '''\n{}'''\n", self.rules_digest, self.rules)?;
        write!(text, "\n[results]\nteams = '''\n{}'''\n", self.teams)?;
        if let Some(members) = &self.members {
            write!(text, "members = '''\n{members}'''\n")?;
        }
        self.history.iter().try_for_each(|event| write_event(text, event))
    }
}

fn write_event(text: &mut String, event: &Event) -> std::fmt::Result {
    text.push_str("\n[[history]]\n");
    match event {
        Event::Closed { program, rows, pending, last_row, digest } => {
            write!(text, "event = \"closed\"\nprogram = {}\n", quoted(program))?;
            write!(text, "rows = {rows}\npending = {pending}\n")?;
            if let Some(day) = last_row {
                writeln!(text, "last_row = {day}")?;
            }
            writeln!(text, "digest = \"{digest}\"")
        }
        Event::Reopened { reason } => write!(text, "event = \"reopened\"\nreason = {}\n", quoted(reason)),
    }
}

/// A text as a TOML string of one line.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            _ if character.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// The lines of a list as they are written, whatever git makes of line ends.
pub(super) fn listed(text: &str, list: &Range<usize>) -> String {
    lines(text, list).map(|(_, line)| format!("{line}\n")).collect()
}

/// The lines of a list, each with its place.
pub(super) fn lines<'t>(
    text: &'t str,
    list: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &'t str)> + use<'t> {
    let mut end = list.start;
    text.get(list.clone()).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let start = end;
        end += line.len();
        let line = line.trim_end_matches(['\r', '\n']);
        (start..start + line.len(), line)
    })
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open => "open",
        }
    }
}

impl Seal {
    /// Reads a seal.
    ///
    /// # Errors
    ///
    /// Where it is none, or not as it was written.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let table = DeTable::parse(text).map_err(|error| Unreadable {
            problem: Problem::SealUnreadable { fault: SealFault::Syntax(error.message().to_owned()) },
            at: error.span().unwrap_or(0..0),
        })?;
        let root = Reader { text, table: table.get_ref(), header: 0..0 };
        let (format, at) = root.whole("format")?;
        if format > FORMAT {
            return Err(Unreadable { problem: Problem::SealOfNewerProgram { format }, at });
        }
        if !is_as_written(text) {
            return Err(Unreadable { problem: Problem::SealEdited {}, at: 0..0 });
        }
        let (rows, rules, results) = (root.table("rows")?, root.table("rules")?, root.table("results")?);
        let count = |key| Ok(rows.whole(key)?.0.try_into().unwrap_or_default());
        let counts = RowCounts {
            counted: count("counted")?,
            pending: count("pending")?,
            rejected: count("rejected")?,
            left_out: 0,
        };
        let history = root.tables("history")?.iter().map(event).collect::<Result<_, _>>()?;
        Ok(Self {
            program: root.text("program")?.0,
            campaign: root.text("campaign")?.0,
            number: root.whole("phase")?.0.try_into().unwrap_or_default(),
            span: Span { first: root.date("first")?, last: root.date("last")? },
            state: match root.text("state")?.0.as_str() {
                "closed" => State::Closed,
                "open" => State::Open,
                _ => return Err(root.lacks("state")),
            },
            rows: SealedRows { counts, digest: rows.digest("digest")?, list: rows.list("list")? },
            rules: SealedRules { digest: rules.digest("digest")?, list: rules.list("list")? },
            results: SealedResults {
                teams: results.list("teams")?,
                members: if results.table.contains_key("members") {
                    Some(results.list("members")?)
                } else {
                    None
                },
            },
            history,
        })
    }
}

/// Whether the file says of itself what it was when it was written. Line ends are git's affair.
fn is_as_written(text: &str) -> bool {
    let plain;
    let text = if text.contains('\r') {
        plain = text.replace("\r\n", "\n");
        &plain
    } else {
        text
    };
    text.rsplit_once(OWN_DIGEST)
        .is_some_and(|(above, below)| below == format!("digest = \"{}\"\n", Digest::of(above)))
}

fn event(table: &Reader<'_, '_>) -> Result<Event, Unreadable> {
    match table.text("event")?.0.as_str() {
        "closed" => Ok(Event::Closed {
            program: table.text("program")?.0,
            rows: table.whole("rows")?.0.try_into().unwrap_or_default(),
            pending: table.whole("pending")?.0.try_into().unwrap_or_default(),
            last_row: if table.table.contains_key("last_row") { Some(table.date("last_row")?) } else { None },
            digest: table.digest("digest")?,
        }),
        "reopened" => Ok(Event::Reopened { reason: table.text("reason")?.0 }),
        _ => Err(table.lacks("event")),
    }
}

/// A table of the file, whose keys are to be there.
struct Reader<'t, 's> {
    text: &'s str,
    table: &'t DeTable<'s>,
    header: Range<usize>,
}

impl<'t, 's> Reader<'t, 's> {
    fn lacks(&self, key: &'static str) -> Unreadable {
        let at = self.table.get(key).map_or(self.header.clone(), Spanned::span);
        Unreadable { problem: Problem::SealUnreadable { fault: SealFault::Key(key) }, at }
    }

    fn value(&self, key: &'static str) -> Result<&'t Spanned<DeValue<'s>>, Unreadable> {
        self.table.get(key).ok_or_else(|| self.lacks(key))
    }

    fn text(&self, key: &'static str) -> Result<(String, Range<usize>), Unreadable> {
        let value = self.value(key)?;
        let text = value.get_ref().as_str().ok_or_else(|| self.lacks(key))?;
        Ok((text.to_owned(), value.span()))
    }

    fn whole(&self, key: &'static str) -> Result<(i64, Range<usize>), Unreadable> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().parse().ok(),
            _ => None,
        }
        .filter(|number| *number >= 0)
        .map(|number| (number, value.span()))
        .ok_or_else(|| self.lacks(key))
    }

    fn date(&self, key: &'static str) -> Result<NaiveDate, Unreadable> {
        let date = match self.value(key)?.get_ref() {
            DeValue::Datetime(time) => time.date,
            _ => None,
        };
        date.and_then(|date| NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into()))
            .ok_or_else(|| self.lacks(key))
    }

    fn digest(&self, key: &'static str) -> Result<Digest, Unreadable> {
        Digest::parse(&self.text(key)?.0).ok_or_else(|| self.lacks(key))
    }

    /// The stretch of a list between its quotes.
    fn list(&self, key: &'static str) -> Result<Range<usize>, Unreadable> {
        let span = self.value(key)?.span();
        let inside = self.text.get(span.clone()).and_then(|text| {
            let inside = text.strip_prefix("'''")?.strip_suffix("'''")?;
            inside.strip_prefix("\r\n").or_else(|| inside.strip_prefix('\n'))
        });
        let inside = inside.ok_or_else(|| self.lacks(key))?;
        let end = span.end - 3;
        Ok(end - inside.len()..end)
    }

    fn table(&self, key: &'static str) -> Result<Self, Unreadable> {
        let value = self.value(key)?;
        let table = value.get_ref().as_table().ok_or_else(|| self.lacks(key))?;
        Ok(Reader { text: self.text, table, header: value.span() })
    }

    fn tables(&self, key: &'static str) -> Result<Vec<Self>, Unreadable> {
        let list = self.value(key)?.get_ref().as_array().ok_or_else(|| self.lacks(key))?;
        let tables = list.iter().map(|value| {
            let table = value.get_ref().as_table().ok_or_else(|| self.lacks(key))?;
            Ok(Reader { text: self.text, table, header: value.span() })
        });
        tables.collect()
    }
}
