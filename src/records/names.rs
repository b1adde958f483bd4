//! names.csv: what members are called, joined only when something is printed.

use std::collections::HashMap;

use crate::finding::{Finding, Findings, Note, Problem};
use crate::privacy;
use crate::privacy::identifiers::{Allow, Surroundings};
use crate::source::{FileId, Place, Source};

use super::header::{Column, NAMES, Vocabulary, guess_dialect, read_header};
use super::lookup::Lookup;
use super::members::Membership;
use super::sheet::Sheet;

/// Names of members.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_member: HashMap<usize, String>,
}

impl Names {
    /// The name of the member at this place in `Records::members`.
    pub fn get(&self, member: usize) -> Option<&str> {
        self.by_member.get(&member).map(String::as_str)
    }
}

/// Reads names.csv. Nothing is said of identifiers in it, for the file is not to be in git; but they are
/// covered, for names are printed.
pub fn read(
    file: FileId,
    source: &mut Source,
    membership: &Membership,
    allow: &Allow,
    findings: &mut Findings,
) -> Names {
    let members =
        Lookup::new(membership.members.iter().zip(0u32..).map(|(member, index)| (member.id.as_str(), index)));
    let mut names = Names::default();
    let mut first_places: HashMap<u32, Place> = HashMap::new();
    let vocabulary = Vocabulary::of(NAMES, &[]);
    let Some(header) = read_header(file, &source.text, &vocabulary, findings) else {
        source.dialect = guess_dialect(&source.text, &vocabulary);
        return names;
    };
    let mut sheet = Sheet::new(file, &source.text, &header, None);
    while sheet.next(NAMES.required, findings, |_| ()) {
        let (member, name) = (sheet.cell(Column::Member), sheet.cell(Column::Name));
        if member.is_empty() {
            sheet.complain_of(Column::Member, Problem::CellMissing { column: "member" }, findings);
            continue;
        }
        let Some(index) = members.get(&member) else {
            if membership.is_doubtful(&member) {
                continue;
            }
            let near = members.near(&member).map(str::to_owned);
            sheet.complain_of(
                Column::Member,
                Problem::UnknownMember { member: member.into_owned(), near },
                findings,
            );
            continue;
        };
        let place = sheet.place(Column::Member);
        match first_places.get(&index) {
            Some(&first) => {
                let problem = Problem::NameTwice { member: member.into_owned() };
                findings.push(Finding::new(problem, place).with(Note::FirstHere, first));
            }
            None if !name.is_empty() => {
                first_places.insert(index, place);
                let mut name = name.into_owned();
                privacy::cover(&mut name, Surroundings::OtherCell, allow);
                names.by_member.insert(index as usize, name);
            }
            None => {}
        }
    }
    source.dialect = Some(header.dialect);
    names
}
