//! The search for numbers, from left to right.

use std::ops::Range;

use super::chain::Chain;
use super::characters::is_letter;
use super::dates::{date_at, is_compact_date};
use super::digits::{Group, LONGEST_NUMBER, SHORTEST_NUMBER};
use super::labels::{Beside, Label, first_label, last_label};
use super::plate::Plate;
use super::stretch::Stretch;
use super::{COVER, Hit, Identifier, numbers, papers};

/// Adds the identifiers in a stretch that begins at `offset` of the text.
pub(super) fn scan(stretch: Stretch, offset: usize, hits: &mut Vec<Hit>) {
    let mut scan = Scan { stretch, offset, hits, floor: 0, last: None };
    let mut at = 0;
    while let Some(found) = stretch.text.as_bytes()[at..].iter().position(u8::is_ascii_digit) {
        at = scan.step(Group::at(stretch.text, at + found));
    }
}

struct Scan<'a> {
    stretch: Stretch<'a>,
    offset: usize,
    hits: &'a mut Vec<Hit>,
    /// Where the last long number ended: words before it do not speak of the next.
    floor: usize,
    /// The label of that number, which goes on to the next of a list.
    last: Option<Beside>,
}

impl Scan<'_> {
    /// Looks at the number that begins with `first`; returns where to go on.
    fn step(&mut self, first: Group) -> usize {
        let Stretch { text, surroundings, .. } = self.stretch;
        if text[first.end()..].starts_with(COVER) {
            return first.end();
        }
        if let Some(end) = self.impersonal(first) {
            self.pass(end, None);
            return end;
        }
        let chain = Chain::at(text, first, surroundings);
        if let Some(end) = self.plate(&chain) {
            self.report(Identifier::Plate, first.start..end);
            self.pass(end, None);
            return end;
        }
        if let Some(paper) = self.paper(&chain) {
            let end = paper.end;
            self.report(Identifier::LongNumber, paper);
            self.pass(end, None);
            return end;
        }
        if chain.n_digits() < SHORTEST_NUMBER {
            return first.end();
        }
        let beside = self.label(&chain);
        let numbers::Reading { kind, range } = numbers::read(self.stretch, &chain, beside);
        let end = range.end;
        if kind.is_some() || first.len() >= SHORTEST_NUMBER {
            // A list goes on about the same thing, but not about money: each amount has its own unit.
            self.pass(end, beside.filter(|beside| !matches!(beside.label, Label::Money | Label::Plate)));
        }
        if let Some(kind) = kind {
            self.report(kind, range);
        }
        end
    }

    fn report(&mut self, kind: Identifier, range: Range<usize>) {
        let range = self.offset + range.start..self.offset + range.end;
        self.hits.push(Hit { kind, range });
    }

    fn pass(&mut self, end: usize, label: Option<Beside>) {
        self.floor = end;
        self.last = label;
    }

    /// Where ends what cannot belong to anybody: too long a number, a date, a code.
    fn impersonal(&self, first: Group) -> Option<usize> {
        let text = self.stretch.text;
        if first.len() > LONGEST_NUMBER {
            let rest = text[first.end()..].trim_start_matches(|c: char| c.is_ascii_digit());
            return Some(text.len() - rest.len());
        }
        // Most evidence is numbered like `BB-20250311-01`. In `CCCD-10122024012` it is the word that tells.
        let dated = || !first.digits.starts_with(b"0") && is_compact_date(first.digits);
        let code = || dated() && self.stretch.is_code_before(first.start) && !self.is_named(first);
        date_at(text, first.start).or_else(|| code().then_some(first.end()))
    }

    /// Whether the word that touches the number says whose it is.
    fn is_named(&self, first: Group) -> bool {
        last_label(self.words_before(first.start)).is_some_and(|beside| {
            beside.n_words == 0 && matches!(beside.label, Label::Identity | Label::Phone | Label::Account)
        })
    }

    /// Where the number plate ends that `chain` begins with.
    fn plate(&self, chain: &Chain) -> Option<usize> {
        let plate = Plate::at(self.stretch, chain.first())?;
        let labelled = || self.label(chain).is_some_and(|beside| beside.label == Label::Plate);
        (plate.is_certain || labelled()).then_some(plate.end)
    }

    /// Where the number of a paper stands, with its letters, that has the digits of `chain`.
    fn paper(&self, chain: &Chain) -> Option<Range<usize>> {
        let text = self.stretch.text;
        let passport = || {
            let range = papers::passport(text, chain)?;
            let beside = last_label(self.words_before(range.start))?;
            (beside.label == Label::Passport && beside.is_near()).then_some(range)
        };
        papers::insurance_card(text, chain).or_else(passport).filter(|range| self.floor <= range.start)
    }

    /// The label of a number: before it, after it, or that of the number before it in a list.
    fn label(&self, chain: &Chain) -> Option<Beside> {
        let first = chain.first();
        let n_groups = if first.len() < SHORTEST_NUMBER { chain.len() } else { 1 };
        last_label(self.words_before(first.start))
            .or_else(|| first_label(&self.stretch.text[chain.end(n_groups)..]))
            .or_else(|| self.last.filter(|_| self.is_link(self.floor..first.start)))
    }

    /// Whether what stands in `between` two numbers makes a list of them.
    fn is_link(&self, between: Range<usize>) -> bool {
        // As in ` hoặc `, in bytes.
        const LONGEST: usize = 16;
        let is_mark = |c: char| matches!(c, ' ' | ',' | ';' | '/' | '&' | '+' | '-' | '(' | ')');
        let words = ["", "và", "hoặc", "hay", "and", "or"];
        let between = &self.stretch.text[between];
        between.len() <= LONGEST && words.contains(&between.trim_matches(is_mark))
    }

    /// The text before `start` in which a label can stand.
    fn words_before(&self, start: usize) -> &str {
        // In bytes.
        const REACH: usize = 96;
        let text = self.stretch.text;
        let from = text.ceil_char_boundary(start.saturating_sub(REACH));
        if from <= self.floor {
            return &text[self.floor..start];
        }
        // The first word may have been cut.
        text[from..start].trim_start_matches(is_letter)
    }
}
