//! Identifiers: who is declared, and who is meant by a reference.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use icu_normalizer::ComposingNormalizerBorrowed;

use super::node::{Table, TableList, Value};
use super::report::{Report, shown};
use crate::finding::{Finding, Note, Problem, Thing};
use crate::identifier::Id;
use crate::source::Place;

/// The identifiers of one kind of thing.
///
/// All tables of a kind are declared before any reference is looked up. A table that is wrong in
/// other ways, or whose identifier is no good one, is still declared: what refers to it is not at fault.
pub(super) struct Names {
    /// Place in the list and in the file, by folded name.
    declared: HashMap<String, (usize, Place)>,
    /// The names as they are written, in order.
    written: Vec<String>,
    /// Whether every table has said its name.
    complete: bool,
    /// Whether two tables have the same name.
    repeated: bool,
    /// Where the list begins.
    listed: Option<Place>,
}

/// A table that has been declared.
pub(super) struct Declared<'t> {
    /// The table, from which `id` has been taken.
    pub(super) table: Table<'t>,
    /// Its identifier, if it is a good one.
    pub(super) id: Option<Id>,
    /// Its identifier as it is written, good or not; empty where there is none.
    pub(super) written: &'t str,
    /// Where the identifier stands, else the header.
    pub(super) place: Place,
}

impl Names {
    /// Declares all tables of a list.
    pub(super) fn declare<'t>(list: TableList<'t>, report: &mut Report) -> (Self, Vec<Declared<'t>>) {
        let mut names = Self::of(&list, report);
        let declared = names.declare_more(list, report);
        (names, declared)
    }

    /// No names yet, of what is going to be declared from `list`.
    pub(super) fn of(list: &TableList<'_>, report: &Report) -> Self {
        Self {
            complete: list.usable && report.is_whole(),
            listed: list.tables.first().map(|table| table.header),
            ..Self::of_nobody()
        }
    }

    /// Names that nothing will be looked up in.
    pub(super) fn of_nobody() -> Self {
        Self { declared: HashMap::new(), written: Vec::new(), complete: false, repeated: false, listed: None }
    }

    /// Says that a name not found here may yet be somebody's.
    pub(super) fn doubt(&mut self) {
        self.complete = false;
    }

    /// Declares the tables of another list among the same names.
    pub(super) fn declare_more<'t>(&mut self, list: TableList<'t>, report: &mut Report) -> Vec<Declared<'t>> {
        self.complete &= list.usable;
        let tables = list.tables.into_iter().enumerate();
        tables.map(|(at, table)| self.declare_one(at, table, report)).collect()
    }

    /// Declares the table at place `at` of its list.
    pub(super) fn declare_one<'t>(
        &mut self,
        at: usize,
        mut table: Table<'t>,
        report: &mut Report,
    ) -> Declared<'t> {
        let mut named = None;
        let id = table.must("id", report, |value, report| {
            named = value.as_text().map(|text| (text, value.place));
            value.id(report)
        });
        let Some((text, place)) = named else {
            self.complete = false;
            let place = table.header;
            return Declared { table, id, written: "", place };
        };
        match self.declared.entry(fold_name(text)) {
            Entry::Vacant(entry) => {
                entry.insert((at, place));
                self.written.push(text.to_owned());
            }
            Entry::Occupied(first) => {
                self.repeated = true;
                // Two equal texts that are no identifiers are wrong for that reason already.
                if id.is_some() {
                    let first = first.get().1;
                    let taken = Problem::IdTaken { id: text.to_owned() };
                    report.push(Finding::new(taken, place).with(Note::FirstHere, first));
                }
            }
        }
        Declared { table, id, written: text, place }
    }

    /// Place in the list and in the file of what `name` names, in any letter case.
    pub(super) fn find(&self, name: &str) -> Option<(usize, Place)> {
        self.declared.get(&fold_name(name)).copied()
    }

    /// Place in the list of the `thing` that the text `value` names.
    pub(super) fn refer(&self, thing: Thing, value: Value<'_>, report: &mut Report) -> Option<usize> {
        let id = value.text(report)?;
        self.refer_to(thing, id, value.place, report)
    }

    /// Place in the list of the `thing` that `id`, which stands at `place`, names.
    pub(super) fn refer_to(
        &self,
        thing: Thing,
        id: &str,
        place: Place,
        report: &mut Report,
    ) -> Option<usize> {
        if let Some((at, _)) = self.find(id) {
            return Some(at);
        }
        if self.complete {
            let near = report.nearest(id, self.all());
            let finding = Finding::new(Problem::UnknownReference { thing, id: shown(id), near }, place);
            report.push(match thing {
                Thing::Team => finding.with(Note::TeamsListed, self.listed),
                Thing::Criterion => finding.with(Note::CriteriaListed, self.listed),
                Thing::Activity => finding.with(Note::ActivitiesListed, self.listed),
                Thing::Phase | Thing::Group | Thing::Grade => finding,
            });
        }
        None
    }

    /// All names as they are written, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.written.iter().map(String::as_str)
    }

    /// Whether every table of the list has said its name, so that a name not found is nobody's.
    pub(super) fn are_complete(&self) -> bool {
        self.complete
    }

    /// Whether every table of the list has a name of its own.
    pub(super) fn are_certain(&self) -> bool {
        self.complete && !self.repeated
    }

    /// Where the list begins.
    pub(super) fn listed(&self) -> Option<Place> {
        self.listed
    }
}

/// A name as names are compared: composed, without blanks around it, in lower case.
///
/// ```
/// use thidua::campaign::fold_name;
/// assert_eq!(fold_name(" TO\u{302}\u{309} 1"), fold_name("tổ 1"));
/// ```
pub fn fold_name(name: &str) -> String {
    compose(name.trim()).to_lowercase()
}

/// `text` in the composed form (NFC), in which a letter and its marks are one character.
pub(super) fn compose(text: &str) -> Cow<'_, str> {
    ComposingNormalizerBorrowed::new_nfc().normalize(text)
}
