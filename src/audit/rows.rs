//! Facts about single rows.

use std::collections::{BTreeMap, HashMap};

use super::{ChangedCell, Evidence, Fact, Known, Moment, Removed, RowFact, Scope, What, days_of, step_of};
use crate::chronicle::{Chronicle, RowAt, SpeltRow, State};
use crate::finding::Findings;
use crate::git::{Commit, History};
use crate::records::{Column, Header, Row, Table, evidence_of};
use crate::source::FileId;

/// A row that is there and is asked about.
pub(super) struct Present {
    pub(super) row: Row,
    spelt: SpeltRow,
}

impl Present {
    /// What the row said and says, the present first.
    fn states<'c>(&self, chronicle: &'c Chronicle) -> Vec<&'c State> {
        chronicle.states(&self.spelt).collect()
    }

    /// The moment in which the row first came.
    pub(super) fn came(&self, chronicle: &Chronicle) -> Option<Moment> {
        chronicle.states(&self.spelt).last().map(|state| state.since)
    }
}

/// The rows that are asked about, in order of file and line.
pub(super) fn present(evidence: &Evidence<'_>, scope: &Scope) -> Vec<Present> {
    let mut read: Option<(FileId, Vec<RowAt>)> = None;
    let mut rows = Vec::new();
    for row in evidence.records.rows.iter().filter(|row| scope.has(evidence.records, row)) {
        if read.as_ref().is_none_or(|(file, _)| *file != row.file) {
            read = Some((row.file, evidence.spelling.rows(&evidence.sources.get(row.file).text)));
        }
        let Some((_, spelt)) = &read else { continue };
        if let Ok(at) = spelt.binary_search_by_key(&row.start, |at| at.start) {
            rows.push(Present { row: *row, spelt: spelt[at].row.clone() });
        }
    }
    rows
}

/// How far the history of the rows is known.
pub(super) fn known(history: &History, chronicle: &Chronicle, rows: &[Present]) -> Known {
    let is_older = |present: &&Present| {
        let came = present.came(chronicle);
        came.is_none_or(|came| step_of(history, came).is_some_and(|step| step.may_be_older))
    };
    let is_not_committed = |present: &&Present| {
        present.states(chronicle).first().is_some_and(|state| state.since == Moment::NotCommitted)
    };
    Known {
        commits: history.steps.len(),
        since: history.steps.iter().map(|step| step.commit.committed).min(),
        is_cut_off: history.steps.iter().any(|step| step.may_be_older),
        rows_older: rows.iter().filter(is_older).count(),
        rows_not_committed: rows.iter().filter(is_not_committed).count(),
    }
}

/// Everything to be said of single rows.
pub(super) fn facts(evidence: &Evidence<'_>, scope: &Scope, rows: &[Present]) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some((history, chronicle)) = evidence.history {
        for present in rows {
            let story = Story { history, states: present.states(chronicle) };
            let mut say = |what, moment| facts.push(Fact::Row(RowFact { row: present.row, what, moment }));
            story.dated_after_commit(present.row, &mut say);
            story.entered_late(present.row, scope.request.late_days, &mut say);
            if evidence.campaign.records.appraisal {
                story.changed_after_acceptance(&mut say);
                story.same_author(&mut say);
            }
        }
        if evidence.campaign.records.appraisal {
            facts.extend(removed(evidence, scope, chronicle));
        }
    }
    facts.extend(evidence_twice(evidence, scope, rows));
    facts
}

/// What became of one row.
struct Story<'h> {
    history: &'h History,
    /// The present first.
    states: Vec<&'h State>,
}

impl Story<'_> {
    /// The commit in which a state came to be, and its place.
    fn commit_of(&self, state: &State) -> Option<(usize, &Commit)> {
        let Moment::Commit(index) = state.since else { return None };
        let step = self.history.steps.get(index).filter(|step| !step.may_be_older)?;
        Some((index, &step.commit))
    }

    /// The state in which the present content of a column came to be.
    fn since(&self, column: Column) -> Option<&State> {
        let present = self.states.first()?.row.field(column);
        self.states.iter().take_while(|state| state.row.field(column) == present).last().copied()
    }

    fn dated_after_commit(&self, row: Row, say: &mut impl FnMut(What, Option<Moment>)) {
        let Some(state) = self.since(Column::Date) else { return };
        let Some((_, commit)) = self.commit_of(state) else { return };
        let days = (row.date - days_of(commit).1).num_days();
        if days > 0 {
            say(What::DatedAfterCommit { days }, Some(state.since));
        }
    }

    fn entered_late(&self, row: Row, late_days: i64, say: &mut impl FnMut(What, Option<Moment>)) {
        let Some(state) = self.states.last() else { return };
        let Some((_, commit)) = self.commit_of(state) else { return };
        let days = (days_of(commit).0 - row.date).num_days();
        if days > late_days {
            say(What::EnteredLate { days }, Some(state.since));
        }
    }

    fn changed_after_acceptance(&self, say: &mut impl FnMut(What, Option<Moment>)) {
        // The oldest first.
        for pair in self.states.windows(2).rev() {
            let [new, old] = pair else { continue };
            let columns = old.row.differences(&new.row);
            if old.row.is_accepted() && !columns.is_empty() {
                let cells = columns.into_iter().map(|column| ChangedCell {
                    column,
                    old: old.row.field(column).to_owned(),
                    new: new.row.field(column).to_owned(),
                });
                say(What::Changed { cells: cells.collect() }, Some(new.since));
            }
        }
    }

    fn same_author(&self, say: &mut impl FnMut(What, Option<Moment>)) {
        if !self.states.first().is_some_and(|state| state.row.is_accepted()) {
            return;
        }
        let (Some(claim), Some(acceptance)) = (self.since(Column::Quantity), self.since(Column::Accepted))
        else {
            return;
        };
        if let (Some((claimed, claimant)), Some((_, appraiser))) =
            (self.commit_of(claim), self.commit_of(acceptance))
            && is_one_author(claimant, appraiser)
        {
            say(What::SameAuthor { claimed }, Some(acceptance.since));
        }
    }
}

/// Whether two commits have one author, told by address, or by name where there is none.
fn is_one_author(one: &Commit, other: &Commit) -> bool {
    if one.address.is_empty() && other.address.is_empty() {
        return one.author == other.author;
    }
    one.address.eq_ignore_ascii_case(&other.address)
}

fn removed(evidence: &Evidence<'_>, scope: &Scope, chronicle: &Chronicle) -> Vec<Fact> {
    // A row lives on wherever it stands, whatever is wrong with it, and in no phase that is asked about.
    let logs = evidence.sources.iter().filter(|(file, _)| is_log(evidence, *file));
    let present: Vec<RowAt> = logs.flat_map(|(_, source)| evidence.spelling.rows(&source.text)).collect();
    let removals = chronicle.removed(present.iter().map(|at| &at.row));
    let mut removed: Vec<Removed> = removals
        .into_iter()
        .filter(|removal| removal.row.is_accepted() && scope.has_spelt(evidence, &removal.row))
        .map(|removal| Removed { row: removal.row, from: removal.from, moment: removal.at })
        .collect();
    removed.sort_by(|one, two| one.row.cmp(&two.row));
    removed.into_iter().map(Fact::Removed).collect()
}

fn is_log(evidence: &Evidence<'_>, file: FileId) -> bool {
    let path = evidence.sources.get(file).path.as_str();
    path.split_once('/').is_some_and(|(_, inside)| crate::folder::is_among_logs(inside))
}

/// One number of evidence on rows of different teams, dates or activities. Rows that are not asked
/// about count, but are not listed.
fn evidence_twice(evidence: &Evidence<'_>, scope: &Scope, rows: &[Present]) -> Vec<Fact> {
    let mut headers: HashMap<FileId, Option<Header>> = HashMap::new();
    let mut by_number: BTreeMap<String, Vec<(Row, String)>> = BTreeMap::new();
    for row in &evidence.records.rows {
        let text = &evidence.sources.get(row.file).text;
        let header = headers.entry(row.file).or_insert_with(|| {
            Table::Log.header(row.file, text, &evidence.campaign.records, &mut Findings::keeping(0))
        });
        let number = header.as_ref().and_then(|header| evidence_of(row, text, header));
        if let Some(number) = number.filter(|number| !number.folded.is_empty()) {
            by_number.entry(number.folded).or_default().push((*row, number.written));
        }
    }
    let came: HashMap<(FileId, u32), Option<Moment>> = match evidence.history {
        Some((_, chronicle)) => rows
            .iter()
            .map(|present| ((present.row.file, present.row.start), present.came(chronicle)))
            .collect(),
        None => HashMap::new(),
    };
    let mut facts = Vec::new();
    for same in by_number.into_values() {
        let thing = |row: &Row| (row.team, row.date, row.item);
        if same.iter().all(|(row, _)| thing(row) == thing(&same[0].0)) {
            continue;
        }
        let asked = same.into_iter().filter(|(row, _)| scope.has(evidence.records, row));
        facts.extend(asked.map(|(row, written)| {
            let moment = came.get(&(row.file, row.start)).copied().flatten();
            Fact::Row(RowFact { row, what: What::EvidenceTwice { evidence: written }, moment })
        }));
    }
    facts
}
