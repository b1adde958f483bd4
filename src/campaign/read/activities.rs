//! `[[activities]]` and `[[adjustments]]`: what a row of a log may name.

use super::names::{Declared, Names};
use super::nesting::Nesting;
use super::node::{Range, Table, Value, optional};
use super::report::{Report, shown};
use crate::campaign::{Activity, Adjustment, AdjustmentKind, Caps, Credit, SubjectKind};
use crate::finding::{Finding, Note, Problem, Thing};
use crate::source::Place;

/// Which criteria activities feed.
pub(super) struct Fed {
    /// By place of the criterion.
    pub(super) criteria: Vec<bool>,
    /// Whether it is known of every activity which one it feeds.
    pub(super) complete: bool,
}

/// Reads all activities; none where one is unusable.
pub(super) fn read_activities(
    activities: Vec<Declared<'_>>,
    criteria: &Names,
    nesting: &Nesting,
    fed: &mut Fed,
    report: &mut Report,
) -> Option<Vec<Activity>> {
    let activities: Vec<_> = activities
        .into_iter()
        .map(|activity| {
            let Declared { mut table, id, written, .. } = activity;
            let title = table.title("title", report);
            let criterion =
                table.must("criterion", report, |value, report| leaf_named(value, criteria, nesting, report));
            match criterion {
                Some(at) => fed.criteria[at] = true,
                None => fed.complete = false,
            }
            let unit = table.title("unit", report);
            let points =
                table.or("points", 1000, report, |value, report| value.thousandths(Range::Any, report));
            let credits = [("split", Credit::Split), ("full", Credit::Full)];
            let credit =
                table.or("credit", Credit::Split, report, |value, report| value.word(&credits, report));
            warn_of_idle_cap(&table, written, points, report);
            let cap = table.or("cap", Caps::default(), report, |value, report| value.caps("cap", report));
            let member_cap = table
                .or("member_cap", Caps::default(), report, |value, report| value.caps("member_cap", report));
            let evidence = table.or("evidence", NeededEvidence::None, report, read_evidence);
            table.finish(report);
            let evidence = evidence?;
            Some(Activity {
                id: id?,
                title: title?,
                unit: unit?,
                criterion: criterion?,
                points: points?,
                credit: credit?,
                cap: cap?,
                member_cap: member_cap?,
                evidence: evidence != NeededEvidence::None,
                evidence_is_exemplar: evidence == NeededEvidence::Exemplar,
            })
        })
        .collect();
    activities.into_iter().collect()
}

/// What an activity wants of a row as evidence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NeededEvidence {
    None,
    Number,
    Exemplar,
}

/// `true`, `false` or `"exemplar"`.
fn read_evidence(value: Value<'_>, report: &mut Report) -> Option<NeededEvidence> {
    if value.as_text() == Some("exemplar") {
        return Some(NeededEvidence::Exemplar);
    }
    let needed = value.truth(report)?;
    Some(if needed { NeededEvidence::Number } else { NeededEvidence::None })
}

/// The leaf criterion that `value` names.
pub(super) fn leaf_named(
    value: Value<'_>,
    criteria: &Names,
    nesting: &Nesting,
    report: &mut Report,
) -> Option<usize> {
    let id = value.text(report)?;
    let at = criteria.refer_to(Thing::Criterion, id, value.place, report)?;
    refuse_parent(at, id, value.place, criteria, nesting, report)
}

/// The criterion `at`, which `id` names at `place`, unless it is a parent: only a leaf has points.
pub(super) fn refuse_parent(
    at: usize,
    id: &str,
    place: Place,
    criteria: &Names,
    nesting: &Nesting,
    report: &mut Report,
) -> Option<usize> {
    if !nesting.is_parent(at) {
        return Some(at);
    }
    let declared = criteria.find(id).map(|(_, place)| place);
    let named = Problem::ParentNamed { criterion: shown(id) };
    report.push(Finding::new(named, place).with(Note::DeclaredHere, declared));
    None
}

/// Negative rows pass a cap unscaled.
fn warn_of_idle_cap(table: &Table<'_>, activity: &str, points: Option<i64>, report: &mut Report) {
    if points.is_none_or(|points| points >= 0) {
        return;
    }
    let cap = ["cap", "member_cap"].into_iter().find_map(|key| table.peek(key, report));
    if let Some(cap) = cap {
        report.say(Problem::CapWithoutEffect { activity: shown(activity) }, cap.key_place);
    }
}

/// The words for the two kinds of subject.
pub(super) const SUBJECTS: [(&str, SubjectKind); 2] =
    [("team", SubjectKind::Team), ("member", SubjectKind::Member)];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Bonus,
    Penalty,
    Disqualify,
}

impl Kind {
    const WORDS: [(&str, Self); 3] =
        [("bonus", Self::Bonus), ("penalty", Self::Penalty), ("disqualify", Self::Disqualify)];

    fn as_str(self) -> &'static str {
        match self {
            Self::Bonus => "bonus",
            Self::Penalty => "penalty",
            Self::Disqualify => "disqualify",
        }
    }

    /// Whether `key` means anything for this kind.
    fn knows(self, key: &str) -> bool {
        match key {
            "points" | "cap" => self != Self::Disqualify,
            "scope" => self == Self::Disqualify,
            _ => true,
        }
    }
}

/// Reads all adjustments; none where one is unusable.
pub(super) fn read_adjustments(
    adjustments: Vec<Declared<'_>>,
    report: &mut Report,
) -> Option<Vec<Adjustment>> {
    let adjustments: Vec<_> =
        adjustments.into_iter().map(|adjustment| read_adjustment(adjustment, report)).collect();
    adjustments.into_iter().collect()
}

fn read_adjustment(adjustment: Declared<'_>, report: &mut Report) -> Option<Adjustment> {
    let Declared { mut table, id, .. } = adjustment;
    let title = table.title("title", report);
    let kind = table.must("kind", report, |value, report| value.word(&Kind::WORDS, report));
    let points = take(&mut table, "points", kind, report);
    if points.is_none() && kind.is_some_and(|kind| kind.knows("points")) {
        report.say(Problem::MissingKey { key: "points", table: table.name.to_owned() }, table.header);
    }
    let points = optional(points, |value| value.thousandths(Range::Positive, report));
    let cap = optional(take(&mut table, "cap", kind, report), |value| value.caps("cap", report));
    let subject = table.or("for", SubjectKind::Team, report, |value, report| value.word(&SUBJECTS, report));
    let scopes = [("phase", false), ("campaign", true)];
    let scope = optional(take(&mut table, "scope", kind, report), |value| value.word(&scopes, report));
    let evidence = table.or("evidence", false, report, Value::truth);
    table.finish(report);
    let kind = match kind? {
        Kind::Bonus => AdjustmentKind::Bonus,
        Kind::Penalty => AdjustmentKind::Penalty,
        Kind::Disqualify => AdjustmentKind::Disqualify { whole_campaign: scope?.unwrap_or(false) },
    };
    Some(Adjustment {
        id: id?,
        title: title?,
        kind,
        points: points?.unwrap_or(0),
        cap: cap?.unwrap_or_default(),
        subject: subject?,
        evidence: evidence?,
    })
}

/// Takes `key` from an adjustment, unless its kind does not know it.
fn take<'t>(
    table: &mut Table<'t>,
    key: &'static str,
    kind: Option<Kind>,
    report: &mut Report,
) -> Option<Value<'t>> {
    let value = table.take(key, report)?;
    match kind.filter(|kind| !kind.knows(key)) {
        Some(kind) => {
            report.say(Problem::KeyNotOfKind { key: key.to_owned(), kind: kind.as_str() }, value.key_place);
            None
        }
        None => Some(value),
    }
}
