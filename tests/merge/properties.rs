//! What holds of any merge.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::select;
use thidua::canonical::canonical;
use thidua::finding::Finding;
use thidua::folder::{Purpose, RawFile};
use thidua::merge::Merged;
use thidua::reading;
use thidua::records::Table;

use crate::{beside, merge_log, support};

const COLUMNS: [&str; 9] =
    ["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note"];

/// Cells in the order of [`COLUMNS`].
type Row = [String; 9];

/// How a side writes its table.
#[derive(Clone, Debug)]
struct Spelling {
    delimiter: char,
    line_end: &'static str,
    mark: bool,
    slashed: bool,
    /// Columns in its order.
    order: Vec<usize>,
    ends: bool,
}

fn spellings() -> impl Strategy<Value = Spelling> {
    let order =
        prop_oneof![Just((0..9).collect::<Vec<_>>()), Just((0..9).collect::<Vec<_>>()).prop_shuffle()];
    (
        select(vec![',', ';', '\t']),
        select(vec!["\n", "\r\n"]),
        any::<bool>(),
        any::<bool>(),
        order,
        any::<bool>(),
    )
        .prop_map(|(delimiter, line_end, mark, slashed, order, ends)| Spelling {
            delimiter,
            line_end,
            mark,
            slashed,
            order,
            ends,
        })
}

impl Spelling {
    fn write(&self, rows: &[Row]) -> Vec<u8> {
        let line = |cells: &[String]| {
            let cells: Vec<&str> = self.order.iter().map(|&column| cells[column].as_str()).collect();
            cells.join(&self.delimiter.to_string())
        };
        let mut lines = vec![line(&COLUMNS.map(str::to_owned))];
        lines.extend(rows.iter().map(|row| {
            let mut row = row.clone();
            if self.slashed {
                let parts: Vec<&str> = row[0].split('-').collect();
                row[0] = format!("{}/{}/{}", parts[2], parts[1], parts[0]);
            }
            line(&row)
        }));
        let mut text = lines.join(self.line_end);
        if self.ends {
            text += self.line_end;
        }
        [if self.mark { "\u{feff}" } else { "" }, &text].concat().into_bytes()
    }
}

/// The rows of a log in their canonical spelling, and codes of errors with the row they are of.
fn read(bytes: &[u8]) -> (Vec<Row>, BTreeSet<(&'static str, Row)>) {
    let mut files = beside(support::CAMPAIGN);
    files.push(RawFile::in_memory("records/activities/2025-02.csv", Purpose::Log, bytes.to_vec()));
    let reading = reading::read(files, usize::MAX, 1);
    let (file, source) = reading.sources.iter().find(|(_, source)| source.path.ends_with("02.csv")).unwrap();
    let findings: Vec<&Finding> =
        reading.findings.iter().filter(|finding| finding.place.file == file).collect();
    let rules = &reading.rules().unwrap().records;
    let spelt = canonical(Table::Log, file, &source.text, rules, &findings).unwrap();
    let mut order: Vec<String> = Vec::new();
    let mut rows = Vec::new();
    let mut ends = Vec::new();
    let mut at = 0;
    for (before, after) in spelt.changes(&source.text) {
        at += before.len();
        let cells: Vec<String> = after.trim_end_matches('\n').split(',').map(str::to_owned).collect();
        if order.is_empty() {
            order = cells;
        } else if !after.is_empty() {
            rows.push(
                COLUMNS.map(|column| cells[order.iter().position(|word| word == column).unwrap()].clone()),
            );
            ends.push(at);
        }
    }
    let wrong = findings.iter().filter(|finding| finding.is_error()).map(|finding| {
        let row = ends.partition_point(|end| *end <= finding.place.start as usize);
        (finding.rule().code, rows[row.min(rows.len() - 1)].clone())
    });
    let wrong = wrong.collect();
    (rows, wrong)
}

/// A merged table with one side of every conflict, and the rows that only a side of a conflict has.
fn settled(merged: &Merged, side: usize) -> (Vec<u8>, usize) {
    let text = String::from_utf8(merged.bytes.clone()).unwrap();
    let (mut kept, mut blocks, mut within) = (String::new(), 0, None);
    for line in text.split_inclusive('\n') {
        match line.trim_end() {
            "<<<<<<< ours" => within = Some(0),
            "=======" => within = Some(1),
            ">>>>>>> theirs" => {
                within = None;
                blocks += 1;
            }
            _ if within.is_none_or(|within| within == side) => kept += line,
            _ => {}
        }
    }
    (kept.into_bytes(), blocks)
}

fn sorted(mut rows: Vec<Row>) -> Vec<Row> {
    rows.sort();
    rows
}

/// Whether the one is in the other, in its order.
fn is_within(part: &[Row], whole: &[Row]) -> bool {
    let mut whole = whole.iter();
    part.iter().all(|row| whole.any(|other| other == row))
}

/// A row about the thing of this evidence. New ones have little in common with those of the base: one
/// that takes the place of an old one and is like it would be taken for what became of it.
fn row(evidence: &str, note: &str) -> Row {
    let day = 3 + evidence.bytes().map(usize::from).sum::<usize>() % 9;
    let (team, activity, quantity) =
        if evidence.starts_with("MOI") { ("to-2", "C2A", "2") } else { ("to-1", "C1A", "1") };
    let date = format!("2025-02-{day:02}");
    [&date, team, "", activity, quantity, evidence, "", "", note].map(str::to_owned)
}

/// What a side does to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    Keep,
    Change(&'static str),
    Remove,
}

/// What a side does to all rows, and what it adds: what it is about, what it says, and where.
type Edits = (Vec<Edit>, Vec<(usize, &'static str, usize)>);

fn edits(rows: usize) -> impl Strategy<Value = Edits> {
    let edit = prop_oneof![
        4 => Just(Edit::Keep),
        1 => Just(Edit::Change("mới")),
        1 => Just(Edit::Change("khác")),
        1 => Just(Edit::Remove),
    ];
    let additions = proptest::collection::btree_map(0..6usize, (select(vec!["", "thêm"]), 0..12usize), 0..4);
    let additions =
        additions.prop_map(|map| map.into_iter().map(|(about, (note, at))| (about, note, at)).collect());
    (proptest::collection::vec(edit, rows), additions)
}

fn edited(base: &[Row], (edits, additions): &Edits) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (old, edit) in base.iter().zip(edits) {
        match edit {
            Edit::Keep => rows.push(old.clone()),
            Edit::Change(note) => rows.push(row(&old[5], note)),
            Edit::Remove => {}
        }
    }
    for (about, note, at) in additions {
        rows.insert((*at).min(rows.len()), row(&format!("MOI-{about}"), note));
    }
    rows
}

/// What must stand, and how many rows are in conflict: set by set, with no regard to how it is done.
fn expected(base: &[Row], ours: &Edits, theirs: &Edits) -> (Vec<Row>, usize) {
    let (mut rows, mut conflicts) = (Vec::new(), 0);
    for (index, old) in base.iter().enumerate() {
        let outcome = match (ours.0[index], theirs.0[index]) {
            (edit, Edit::Keep) | (Edit::Keep, edit) => Some(edit),
            (ours, theirs) => (ours == theirs).then_some(ours),
        };
        match outcome {
            Some(Edit::Keep) => rows.push(old.clone()),
            Some(Edit::Change(note)) => rows.push(row(&old[5], note)),
            Some(Edit::Remove) => {}
            None => conflicts += 1,
        }
    }
    for about in 0..6 {
        let said = |edits: &Edits| edits.1.iter().find(|added| added.0 == about).map(|added| added.1);
        match (said(ours), said(theirs)) {
            (Some(ours), Some(theirs)) if ours != theirs => conflicts += 1,
            (Some(note), _) | (None, Some(note)) => rows.push(row(&format!("MOI-{about}"), note)),
            (None, None) => {}
        }
    }
    (sorted(rows), conflicts)
}

fn three_sides() -> impl Strategy<Value = (Vec<Row>, Edits, Edits)> {
    (0..9usize).prop_flat_map(|count| {
        let base: Vec<Row> = (0..count).map(|index| row(&format!("CU-{index}"), "")).collect();
        (Just(base), edits(count), edits(count))
    })
}

const CELLS: [&[&str]; 9] = [
    &["2025-02-04", "2025-02-05"],
    &["to-1", "to-2", "to-9"],
    &["", "T1-01", "T2-01"],
    &["C1A", "C2A"],
    &["1", "2", "x"],
    &["", "BB-1", "BB-2"],
    &["", "1"],
    &["", "CA-01"],
    &["", "ghi chú"],
];

/// A row of few words, right and wrong, that is soon met again.
fn any_row() -> impl Strategy<Value = Row> {
    CELLS.map(|words| select(words).prop_map(str::to_owned))
}

/// A table after any edits: a cell, a removal, an insertion, a row moved to the end.
fn any_edits(rows: Vec<Row>) -> impl Strategy<Value = Vec<Row>> {
    let edit = (0..4usize, 0..9usize, 0..9usize, any_row());
    proptest::collection::vec(edit, 0..5).prop_map(move |edits| {
        let mut rows = rows.clone();
        for (kind, at, column, other) in edits {
            match kind {
                0 if at < rows.len() => rows[at][column] = other[column].clone(),
                1 if at < rows.len() => drop(rows.remove(at)),
                2 if at < rows.len() => {
                    let row = rows.remove(at);
                    rows.push(row);
                }
                _ => rows.insert(at.min(rows.len()), other),
            }
        }
        rows
    })
}

fn any_three() -> impl Strategy<Value = [Vec<Row>; 3]> {
    proptest::collection::vec(any_row(), 0..6).prop_flat_map(|base| {
        (Just(base.clone()), any_edits(base.clone()), any_edits(base))
            .prop_map(|(base, ours, theirs)| [base, ours, theirs])
    })
}

fn count(rows: &[Row], row: &Row) -> usize {
    rows.iter().filter(|other| *other == row).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rows_are_merged_as_sets_are(
        (base, ours, theirs) in three_sides(),
        spelt in [spellings(), spellings(), spellings()],
    ) {
        let (our_rows, their_rows) = (edited(&base, &ours), edited(&base, &theirs));
        let [base_bytes, our_bytes, their_bytes] =
            [(&spelt[0], &base), (&spelt[1], &our_rows), (&spelt[2], &their_rows)].map(|(spelling, rows)| spelling.write(rows));
        let merged = merge_log(&base_bytes, &our_bytes, &their_bytes).unwrap();
        let (rows, conflicts) = expected(&base, &ours, &theirs);
        prop_assert_eq!(merged.conflicts, conflicts);
        // A side of no conflict has neither row of it.
        let (outside, blocks) = settled(&merged, 2);
        prop_assert_eq!(blocks, conflicts);
        prop_assert_eq!(sorted(read(&outside).0), rows.clone());
        let result = read(&settled(&merged, 0).0).0;
        let kept: Vec<Row> = our_rows.iter().filter(|row| result.contains(row)).cloned().collect();
        prop_assert!(is_within(&kept, &result), "the order of ours is not kept");

        let other_way = merge_log(&base_bytes, &their_bytes, &our_bytes).unwrap();
        prop_assert_eq!(other_way.conflicts, conflicts);
        prop_assert_eq!(sorted(read(&settled(&other_way, 2).0).0), rows);
    }

    #[test]
    fn what_one_side_did_is_what_comes_of_it(
        [base, _, other] in any_three(),
        spelt in [spellings(), spellings(), spellings()],
    ) {
        let (base_bytes, respelt, other_bytes) =
            (spelt[0].write(&base), spelt[1].write(&base), spelt[2].write(&other));
        for (ours, theirs) in [(&respelt, &other_bytes), (&other_bytes, &respelt)] {
            let merged = merge_log(&base_bytes, ours, theirs).unwrap();
            prop_assert_eq!(merged.conflicts, 0);
            prop_assert_eq!(sorted(read(&merged.bytes).0), sorted(read(&other_bytes).0));
        }
        let again = spelt[1].write(&other);
        let merged = merge_log(&base_bytes, &again, &other_bytes).unwrap();
        if again == base_bytes {
            prop_assert_eq!(merged, Merged { bytes: other_bytes, conflicts: 0 });
        } else {
            prop_assert_eq!(merged, Merged { bytes: again, conflicts: 0 });
        }
    }

    #[test]
    fn no_row_is_lost_and_no_error_made(
        [base, ours, theirs] in any_three(),
        spelt in [spellings(), spellings(), spellings()],
    ) {
        let [base_bytes, our_bytes, their_bytes] =
            [(&spelt[0], &base), (&spelt[1], &ours), (&spelt[2], &theirs)].map(|(spelling, rows)| spelling.write(rows));
        let merged = merge_log(&base_bytes, &our_bytes, &their_bytes).unwrap();
        let [(result, wrong), (result_theirs, _)] = [0, 1].map(|side| read(&settled(&merged, side).0));
        let [(base, _), (ours, our_wrong), (theirs, their_wrong)] =
            [&base_bytes, &our_bytes, &their_bytes].map(|bytes| read(bytes));
        for (side, other) in [(&ours, &theirs), (&theirs, &ours)] {
            for row in side {
                let stands = result.contains(row) || result_theirs.contains(row);
                prop_assert!(stands || count(other, row) < count(&base, row), "{:?} is lost", row);
            }
        }
        for row in result.iter().chain(&result_theirs) {
            prop_assert!(ours.contains(row) || theirs.contains(row), "{:?} is nobody's", row);
        }
        if merged.conflicts == 0 {
            for error in wrong {
                // Which of two equal rows is called the second depends on their order.
                let same = |known: &&(_, Row)| {
                    known.0 == error.0 && (known.1 == error.1 || error.0 == "X401" && known.1[..4] == error.1[..4] && known.1[5] == error.1[5])
                };
                let known = our_wrong.iter().chain(&their_wrong).find(same);
                prop_assert!(known.is_some(), "{:?} is new", error);
            }
        }
    }
}
