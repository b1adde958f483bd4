//! Checks of rows against each other: what no row shows alone: rows that say the same, evidence used twice, people in two places.

mod exemplars;

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use crate::campaign::Campaign;
use crate::finding::{Finding, Findings, Note, Problem};
use crate::records::{Evidence, Records, Row, Stint, digest_of_row};
use crate::source::Place;

/// Other rows that a finding names at most.
const MOST_RELATED: usize = 5;

/// What is read again from the texts of rows, only where there is something to say.
pub struct Texts<'t> {
    /// The evidence of a row.
    pub evidence_of: &'t dyn Fn(&Row) -> Option<Evidence>,
    /// Where a row stands.
    pub place_of: &'t dyn Fn(&Row) -> Place,
    /// Where the members stand that a row names.
    pub place_of_members: &'t dyn Fn(&Row) -> Option<Place>,
}

/// Checks rows against each other. Places in `records.rows` of rows that have an error now are
/// returned, in order. `evidence` has for each row a digest of its evidence, 0 where there is none.
pub fn check_across(
    campaign: &Campaign,
    records: &Records,
    evidence: &[u64],
    texts: &Texts<'_>,
    findings: &mut Findings,
) -> Vec<usize> {
    let rows = || records.rows.iter().zip(evidence);
    let by_evidence = groups(rows().map(|(_, &evidence)| evidence));
    let without = rows().map(|(row, &evidence)| if evidence == 0 { digest_of(records, row) } else { 0 });
    // Rows that say the same have the same evidence.
    let alike = groups(without).into_iter().chain(by_evidence.iter().flat_map(|group| {
        let same = groups(group.iter().map(|&row| digest_of(records, &records.rows[row])));
        same.into_iter().map(|same| same.into_iter().map(|nth| group[nth]).collect())
    }));
    let duplicates = check_duplicates(records, alike, texts, findings);
    check_evidence(records, &by_evidence, &duplicates, texts, findings);
    check_two_places(campaign, records, texts, findings);
    let mut broken = duplicates;
    broken.extend(exemplars::check(campaign, records, texts, findings));
    broken.sort_unstable();
    broken.dedup();
    broken
}

/// Whether something may be said of rows although no two of them have a digest in common: then they have
/// to be known one by one.
pub fn needs_rows(campaign: &Campaign, records: &Records) -> bool {
    in_two_teams(records).contains(&true) || exemplars::are_asked(campaign)
}

fn digest_of(records: &Records, row: &Row) -> u64 {
    digest_of_row(row, records.members_of(row))
}

/// Groups of rows with equal keys, each in order of row; keys that are 0 or stand alone are left out.
fn groups(keys: impl Iterator<Item = u64>) -> Vec<Vec<usize>> {
    let keyed: Vec<(u64, u32)> = keys.zip(0..).filter(|(key, _)| *key != 0).collect();
    let mut keyed = those_not_alone(keyed);
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

/// Leaves out most of the keys that stand alone, and none of those that do not.
fn those_not_alone(mut keyed: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    const WORD: usize = u64::BITS as usize;
    // Sixteen places for each key: one in sixteen meets another there that is not equal.
    let words = (keyed.len() * 16 / WORD).next_power_of_two();
    let (mut once, mut again) = (vec![0_u64; words], vec![0_u64; words]);
    let place = |key: u64| (key as usize / WORD % words, 1 << (key % u64::BITS as u64));
    for (key, _) in &keyed {
        let (word, bit) = place(*key);
        again[word] |= once[word] & bit;
        once[word] |= bit;
    }
    keyed.retain(|(key, _)| {
        let (word, bit) = place(*key);
        again[word] & bit != 0
    });
    keyed
}

fn check_duplicates(
    records: &Records,
    alike: impl Iterator<Item = Vec<usize>>,
    texts: &Texts<'_>,
    findings: &mut Findings,
) -> Vec<usize> {
    let mut duplicates = Vec::new();
    for group in alike {
        // Equal digests are no proof: the first of each set of rows that really say the same.
        let mut firsts: Vec<(&Row, Option<String>)> = Vec::new();
        for index in group {
            let row = &records.rows[index];
            let evidence = (texts.evidence_of)(row).map(|evidence| evidence.folded);
            let first = firsts.iter().find(|(first, first_evidence)| {
                (first.date, first.team, first.item) == (row.date, row.team, row.item)
                    && records.members_of(first) == records.members_of(row)
                    && *first_evidence == evidence
            });
            match first {
                Some((first, _)) => {
                    let finding = Finding::new(Problem::DuplicateRow {}, (texts.place_of)(row));
                    findings.push(finding.with(Note::FirstHere, (texts.place_of)(first)));
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
    by_evidence: &[Vec<usize>],
    duplicates: &[usize],
    texts: &Texts<'_>,
    findings: &mut Findings,
) {
    for group in by_evidence {
        let mut by_evidence: BTreeMap<String, Vec<(&Row, Evidence)>> = BTreeMap::new();
        for &index in group.iter().filter(|index| duplicates.binary_search(index).is_err()) {
            let row = &records.rows[index];
            if let Some(evidence) = (texts.evidence_of)(row) {
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
fn check_two_places(campaign: &Campaign, records: &Records, texts: &Texts<'_>, findings: &mut Findings) {
    let members = records.members.as_deref().unwrap_or_default();
    let in_two_teams = in_two_teams(records);
    if !in_two_teams.contains(&true) {
        return;
    }
    let mut seen: HashMap<(u32, NaiveDate), (Vec<u32>, Place)> = HashMap::new();
    for row in &records.rows {
        for &member in records.members_of(row) {
            if !in_two_teams[member as usize] {
                continue;
            }
            let place = (texts.place_of_members)(row).unwrap_or_else(|| (texts.place_of)(row));
            let (teams, first) = seen.entry((member, row.date)).or_insert_with(|| (vec![row.team], place));
            if teams.contains(&row.team) {
                continue;
            }
            teams.push(row.team);
            let problem = Problem::MemberInTwoPlaces {
                member: members[member as usize].id.to_string(),
                date: row.date,
                teams: teams.iter().map(|&team| campaign.teams[team as usize].id.to_string()).collect(),
            };
            findings.push(Finding::new(problem, place).with(Note::FirstHere, *first));
        }
    }
}

/// Of each member, whether they serve in two teams on some day.
fn in_two_teams(records: &Records) -> Vec<bool> {
    let members = records.members.as_deref().unwrap_or_default();
    let are_two = |stints: &[Stint]| {
        stints.iter().enumerate().any(|(index, stint)| {
            let others = &mut stints[..index].iter();
            others.any(|other| other.team != stint.team && !other.span.within(stint.span).is_empty())
        })
    };
    members.iter().map(|member| are_two(&member.stints)).collect()
}
