//! Findings in six forms: [`full`] and [`short`] for people, [`entered`] for whoever enters a row,
//! [`json`] and [`sarif`] for programs, [`github`] for its workflow runs.

pub mod entered;
pub mod full;
pub mod github;
pub mod json;
pub mod sarif;
pub mod short;

use super::notation::Notation;
use super::plain::{covered, plain, shown};
use super::words::{Label, Sentence, finding_help, finding_message, note};
use crate::campaign::Language;
use crate::finding::{Finding, Findings, Note, Related, Severity};
use crate::privacy::identifiers::Allow;
use crate::source::Sources;

/// Findings, and what it takes to print them.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// What was found.
    pub findings: &'a Findings,
    /// Where.
    pub sources: &'a Sources,
    /// Rows of the logs that were read, with or without an error.
    pub rows_read: usize,
    /// What looks like an identifier of a resident and is none.
    pub allow: &'a Allow,
    /// The language of messages.
    pub language: Language,
}

/// A finding in words and numbers, as every printer needs it. All of it is [`plain`], and no
/// identifier of a resident is left in what is quoted.
struct Told<'a> {
    finding: &'a Finding,
    path: String,
    line: usize,
    column: usize,
    severity: &'static str,
    message: String,
    help: Option<String>,
    related: Vec<ToldRelated<'a>>,
}

/// A related place in words and numbers.
struct ToldRelated<'a> {
    related: &'a Related,
    path: String,
    line: usize,
    column: usize,
    message: &'static str,
}

impl Told<'_> {
    /// Where else the reader may look, and what stands there, unless help sends there already.
    fn notes(&self) -> impl Iterator<Item = String> {
        // That it is in the history the help says.
        let related = self.related.iter().filter(|related| related.related.note != Note::InHistory);
        related.filter_map(|related| {
            let place = format!("{}:{}", related.path, related.line);
            let sent = |help: &String| {
                help.split(&place).skip(1).any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
            };
            let is_said = self.help.as_ref().is_some_and(sent);
            (!is_said).then(|| format!("{place}: {}", related.message))
        })
    }
}

impl<'a> Report<'a> {
    /// How much was found, and in how much.
    pub fn in_all(&self) -> String {
        let sum = Sentence::FindingsInAll {
            errors: self.findings.count(Severity::Error),
            warnings: self.findings.count(Severity::Warning),
            files: self.sources.iter().count(),
            rows: self.rows_read,
        };
        sum.text(self.language)
    }

    /// Every finding that was kept, in order.
    fn told(&self) -> impl Iterator<Item = Told<'a>> {
        let Self { findings, sources, allow, language, .. } = *self;
        findings.iter().map(move |finding| {
            let source = sources.get(finding.place.file);
            let shown = |text: String| shown(&text, allow);
            let message = shown(finding_message(&finding.problem, language));
            let offset = finding.place.start as usize;
            Told {
                finding,
                path: plain(&source.path).into_owned(),
                line: source.line(offset),
                column: source.column(offset),
                severity: Label::from(finding.rule().severity).text(language),
                message: if source.is_withheld { without_quotes(&message) } else { message },
                help: finding_help(finding, sources, language).filter(|_| !source.is_withheld).map(shown),
                related: finding
                    .related
                    .iter()
                    .map(|related| told_related(sources, related, language))
                    .collect(),
            }
        })
    }

    /// One line for each file and rule of which more was found than is shown.
    fn floods(&self) -> impl Iterator<Item = String> {
        let Self { findings, sources, language, .. } = *self;
        findings.floods().map(move |flood| {
            let same = |finding: &&Finding| finding.place.file == flood.file && finding.rule() == flood.rule;
            let count = |number| Notation::from(language).count(number);
            let sentence = Sentence::Flood {
                path: &sources.get(flood.file).path,
                found: &count(flood.found),
                code: flood.rule.code,
                shown: &count(findings.iter().filter(same).count()),
            };
            shown(&sentence.text(language), self.allow)
        })
    }
}

fn told_related<'a>(sources: &Sources, related: &'a Related, language: Language) -> ToldRelated<'a> {
    let source = sources.get(related.place.file);
    let offset = related.place.start as usize;
    ToldRelated {
        related,
        path: plain(&source.path).into_owned(),
        line: source.line(offset),
        column: source.column(offset),
        message: note(related.note, language),
    }
}

/// A message without what it quotes, of which only the length is left.
fn without_quotes(message: &str) -> String {
    let parts = message.split('`').enumerate();
    let parts = parts.map(|(nth, part)| if nth % 2 == 1 { covered(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}
