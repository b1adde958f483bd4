//! A row is asked for, question by question, of somebody at a terminal.

use std::collections::VecDeque;
use std::io::{self, BufRead, Write};
use std::path::Path;

use anyhow::Context;
use thidua::campaign::{Language, Title};
use thidua::entry::{self, Choice, Entry, Vocabulary};
use thidua::finding::Findings;
use thidua::folder::{self, Purpose, RawFile};
use thidua::output::findings::{Report, entered};
use thidua::output::plain::shown;
use thidua::output::table::{self, Table};
use thidua::output::words::{Entering, Label};
use thidua::records::Column;

use crate::arguments::Globals;
use crate::opened::Opened;

/// What answers are held against: the rules and the members. The logs are looked at once the row is
/// whole.
pub(crate) struct Questions {
    files: Vec<RawFile>,
    rules: Opened,
}

impl Questions {
    pub(crate) fn new(root: &Path, globals: &Globals) -> anyhow::Result<Self> {
        let mut files = folder::read(root)?;
        files.retain(|file| matches!(file.purpose, Purpose::Campaign | Purpose::Members | Purpose::Names));
        let rules = Opened::of(globals, files.clone(), usize::MAX);
        Ok(Self { files, rules })
    }

    /// Asks until no answer is wrong by itself; false where the answers end before. `waiting` are
    /// the columns to ask for. Where the rules cannot be used, nothing is asked.
    pub(crate) fn ask(&self, entry: &mut Entry, waiting: &[Column]) -> anyhow::Result<bool> {
        let Some(vocabulary) = Vocabulary::new(&self.rules.reading) else { return Ok(true) };
        // What the campaign has no use for is only asked for to be taken away.
        let is_asked = |column: &Column| {
            waiting.contains(column) && (vocabulary.has_use_for(*column) || !entry.get(*column).is_empty())
        };
        let mut waiting: VecDeque<Column> = Column::LOG_ORDER.into_iter().filter(is_asked).collect();
        self.ask_again_for_wrong(entry, &mut waiting)?;
        while let Some(column) = waiting.pop_front() {
            let is_appraised = !entry.get(Column::Accepted).is_empty();
            if column == Column::Appraiser && !is_appraised && entry.get(column).is_empty() {
                continue;
            }
            let Some(answer) = self.answer(column, entry, &vocabulary)? else { return Ok(false) };
            entry.set(column, answer);
            self.ask_again_for_wrong(entry, &mut waiting)?;
        }
        Ok(true)
    }

    /// Says what is wrong with the columns that nobody waits for, and puts them in front.
    fn ask_again_for_wrong(&self, entry: &Entry, waiting: &mut VecDeque<Column>) -> anyhow::Result<()> {
        let Ok(attempt) = entry::attempt(&self.files, &self.rules.reading, entry::NO_FILE, entry, 1) else {
            return Ok(());
        };
        let mut wrong = Vec::new();
        let mut errors = Findings::keeping(usize::MAX);
        for finding in attempt.brought.iter().filter(|finding| finding.is_error()) {
            if let Some(column) = attempt.column(finding).filter(|column| !waiting.contains(column)) {
                wrong.push(column);
                errors.push(finding.clone());
            }
        }
        let report = Report {
            findings: &errors,
            sources: &attempt.reading.sources,
            allow: &attempt.reading.allow,
            ..self.rules.report()
        };
        let mut told = Vec::new();
        entered::write(&mut told, &report, &|finding| attempt.column(finding))?;
        io::stderr().write_all(&told)?;
        Column::LOG_ORDER
            .iter()
            .rev()
            .filter(|column| wrong.contains(column))
            .for_each(|&column| waiting.push_front(column));
        Ok(())
    }

    /// One answer, with the beginnings of identifiers made whole. None at the end of the input.
    fn answer(
        &self,
        column: Column,
        entry: &Entry,
        vocabulary: &Vocabulary<'_>,
    ) -> anyhow::Result<Option<String>> {
        let language = self.rules.language;
        let mut err = io::stderr();
        loop {
            write!(err, "{}: ", Entering::Question { column }.text(language))?;
            err.flush()?;
            let mut line = String::new();
            if io::stdin().lock().read_line(&mut line).context("the answer cannot be read")? == 0 {
                writeln!(err)?;
                return Ok(None);
            }
            let answer = line.trim();
            if answer == "?" {
                list(&vocabulary.choices(column, entry), language)?;
                continue;
            }
            match vocabulary.completed(column, entry, answer) {
                Ok(completed) => {
                    if completed != answer {
                        writeln!(err, "= {}", shown(&completed, &self.rules.reading.allow))?;
                    }
                    return Ok(Some(completed));
                }
                Err(ids) => {
                    let several = Entering::SeveralBegin { answer, ids: &ids };
                    writeln!(err, "{}", shown(&several.text(language), &self.rules.reading.allow))?;
                }
            }
        }
    }
}

fn list(choices: &[Choice<'_>], language: Language) -> io::Result<()> {
    let mut err = io::stderr();
    if choices.is_empty() {
        return writeln!(err, "{}", Entering::NothingToList.text(language));
    }
    let heads = [Label::Code, Label::Title].map(|head| table::Column::text(head.text(language)));
    let mut table = Table::new(heads);
    for choice in choices {
        let title = choice.title.and_then(|title| title.get(language)).or(choice.name).unwrap_or_default();
        let unit = choice.unit.and_then(|unit: &Title| unit.get(language));
        let unit = unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
        table.add_row([choice.id, &format!("{title}{unit}")]);
    }
    table.write_text(&mut err)
}
