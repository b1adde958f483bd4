//! Checks of rows against each other: what no row shows alone: rows that say the same, evidence used twice, people in two places.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::campaign::Campaign;
use crate::finding::{Finding, Findings, Note, Problem};
use crate::records::{Evidence, Records, Row, RowDigest};
use crate::source::Place;

/// Other rows that a finding names at most.
const MOST_RELATED: usize = 5;

/// Checks rows against each other. Places in `records.rows` of rows that have an error now are
/// returned, in order.
///
/// `digests` has one entry for each row; `evidence_of` reads the evidence of a row again.
pub fn check_across(
    campaign: &Campaign,
    records: &Records,
    digests: &[RowDigest],
    evidence_of: impl Fn(&Row) -> Option<Evidence>,
    place_of: impl Fn(&Row) -> Place,
    findings: &mut Findings,
) -> Vec<usize> {
    let duplicates = check_duplicates(records, digests, &evidence_of, &place_of, findings);
    check_evidence(records, digests, &duplicates, &evidence_of, findings);
    check_two_places(campaign, records, &place_of, findings);
    duplicates
}

/// Groups of rows with equal keys, each in order of row; keys that are 0 or stand alone are left out.
fn groups(keys: impl Iterator<Item = u64>) -> Vec<Vec<usize>> {
    let mut keyed: Vec<(u64, u32)> = keys.zip(0..).filter(|(key, _)| *key != 0).collect();
    keyed.sort_unstable();
    let mut groups: Vec<Vec<usize>> = keyed
        .chunk_by(|left, right| left.0 == right.0)
        .filter(|group| group.len() > 1)
        .map(|group| group.iter().map(|(_, row)| *row as usize).collect())
        .collect();
    // The order of digests means nothing to anybody.
    groups.sort_unstable();
    groups
}

fn check_duplicates(
    records: &Records,
    digests: &[RowDigest],
    evidence_of: impl Fn(&Row) -> Option<Evidence>,
    place_of: impl Fn(&Row) -> Place,
    findings: &mut Findings,
) -> Vec<usize> {
    let mut duplicates = Vec::new();
    for group in groups(digests.iter().map(|digest| digest.row)) {
        // Equal digests are no proof: the first of each set of rows that really say the same.
        let mut firsts: Vec<(&Row, Option<String>)> = Vec::new();
        for index in group {
            let row = &records.rows[index];
            let evidence = evidence_of(row).map(|evidence| evidence.folded);
            let first = firsts.iter().find(|(first, first_evidence)| {
                (first.date, first.team, first.item) == (row.date, row.team, row.item)
                    && records.members_of(first) == records.members_of(row)
                    && *first_evidence == evidence
            });
            match first {
                Some((first, _)) => {
                    let finding = Finding::new(Problem::DuplicateRow {}, place_of(row));
                    findings.push(finding.with(Note::FirstHere, place_of(first)));
                    duplicates.push(index);
                }
                None => firsts.push((row, evidence)),
            }
        }
    }
    duplicates.sort_unstable();
    duplicates
}

/// One number of evidence on rows of different teams, dates or activities: one finding a number.
fn check_evidence(
    records: &Records,
    digests: &[RowDigest],
    duplicates: &[usize],
    evidence_of: impl Fn(&Row) -> Option<Evidence>,
    findings: &mut Findings,
) {
    for group in groups(digests.iter().map(|digest| digest.evidence)) {
        let mut by_evidence: BTreeMap<String, Vec<(&Row, Evidence)>> = BTreeMap::new();
        for index in group.into_iter().filter(|index| duplicates.binary_search(index).is_err()) {
            let row = &records.rows[index];
            if let Some(evidence) = evidence_of(row) {
                by_evidence.entry(evidence.folded.clone()).or_default().push((row, evidence));
            }
        }
        for rows in by_evidence.into_values() {
            let thing = |row: &Row| (row.team, row.date, row.item);
            let Some(at) = rows.iter().position(|(row, _)| thing(row) != thing(rows[0].0)) else { continue };
            let evidence = rows[at].1.written.clone();
            let mut finding =
                Finding::new(Problem::EvidenceTwice { evidence, rows: rows.len() }, rows[at].1.place);
            let others = rows.iter().enumerate().filter(|(index, _)| *index != at);
            for (index, (_, other)) in others.take(MOST_RELATED) {
                finding =
                    finding.with(if index == 0 { Note::FirstHere } else { Note::AlsoHere }, other.place);
            }
            findings.push(finding);
        }
    }
}

/// A member named on one day by rows of two teams. Only somebody who serves in two teams on that
/// day can be: of anybody else one of the rows is wrong and was said to be.
fn check_two_places(
    campaign: &Campaign,
    records: &Records,
    place_of: impl Fn(&Row) -> Place,
    findings: &mut Findings,
) {
    let members = records.members.as_deref().unwrap_or_default();
    let in_two_teams: Vec<bool> = members
        .iter()
        .map(|member| {
            let stints = &member.stints;
            stints.iter().enumerate().any(|(index, stint)| {
                stints[..index]
                    .iter()
                    .any(|other| other.team != stint.team && !other.span.within(stint.span).is_empty())
            })
        })
        .collect();
    if !in_two_teams.contains(&true) {
        return;
    }
    let mut seen: HashMap<(u32, NaiveDate), (Vec<u32>, Place)> = HashMap::new();
    for row in &records.rows {
        for &member in records.members_of(row) {
            if !in_two_teams[member as usize] {
                continue;
            }
            let (teams, first) =
                seen.entry((member, row.date)).or_insert_with(|| (vec![row.team], place_of(row)));
            if teams.contains(&row.team) {
                continue;
            }
            teams.push(row.team);
            let problem = Problem::MemberInTwoPlaces {
                member: members[member as usize].id.to_string(),
                date: row.date,
                teams: teams.iter().map(|&team| campaign.teams[team as usize].id.to_string()).collect(),
            };
            findings.push(Finding::new(problem, place_of(row)).with(Note::FirstHere, *first));
        }
    }
}
