//! Evidence that must be an exemplar: where an activity asks for one, the number on a row is that of an
//! exemplar of the row's team, known by that day.

use std::collections::HashMap;

use super::Texts;
use crate::campaign::{Activity, Campaign};
use crate::finding::{Finding, Findings, Note, Problem};
use crate::records::text::fold_case;
use crate::records::{Exemplar, Item, Records, Row};

/// Whether some activity asks for that.
pub(super) fn are_asked(campaign: &Campaign) -> bool {
    campaign.activities.iter().any(|activity| activity.evidence_is_exemplar)
}

/// Checks the rows of such activities. Places of those that have an error now are returned, in order.
pub(super) fn check(
    campaign: &Campaign,
    records: &Records,
    texts: &Texts<'_>,
    findings: &mut Findings,
) -> Vec<usize> {
    let asks = |activity: &&Activity| activity.evidence_is_exemplar;
    if !are_asked(campaign) {
        return Vec::new();
    }
    let asked = |row: &Row| match row.item {
        Item::Activity(index) => campaign.activities.get(usize::from(index)).filter(asks),
        Item::Adjustment(_) => None,
    };
    let mut by_evidence: HashMap<String, Vec<&Exemplar>> = HashMap::new();
    for step in &records.exemplars.steps {
        if let Some(evidence) = &step.evidence {
            by_evidence.entry(fold_case(evidence)).or_default().push(step);
        }
    }
    let mut broken = Vec::new();
    for (index, row) in records.rows.iter().enumerate() {
        let Some(activity) = asked(row) else { continue };
        let Some(evidence) = (texts.evidence_of)(row) else { continue };
        let steps = by_evidence.get(&evidence.folded).map(Vec::as_slice).unwrap_or_default();
        if steps.iter().any(|step| step.team == row.team as usize && step.date <= row.date) {
            continue;
        }
        broken.push(index);
        // What is not listed may stand in a row that could not be read, and that was said.
        if !records.exemplars.doubtful {
            let problem = Problem::EvidenceNotExemplar {
                activity: activity.id.to_string(),
                evidence: evidence.written,
                team: campaign.teams[row.team as usize].id.to_string(),
            };
            let elsewhere = steps.first().map(|step| step.place);
            findings.push(Finding::new(problem, evidence.place).with(Note::DeclaredHere, elsewhere));
        }
    }
    broken
}
