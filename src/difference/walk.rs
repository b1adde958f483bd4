//! The walk from one state to the other, with everybody scored after each step.

use std::collections::BTreeMap;

use super::rows::RowWalk;
use super::steps::steps_of;
use super::{Difference, Part, Side, Sides, Stand, Step, StepKind, SubjectDifference, is_asked};
use crate::campaign::SubjectKind;
use crate::exact::{Printed, round, total};
use crate::ledger::{Change, Entry, Ledger, RowChange, RuleChange, RuleKind, Scope, compare};
use crate::score::{Request, Standing, score};

/// Takes the difference of two states apart. The phases of `request` are those of the new state.
pub fn difference(sides: &Sides<'_>, request: Request) -> Difference {
    let changes = Changes::between(sides, &request);
    let row_walk = RowWalk::new(sides);
    let (lost, rows) = row_walk.lost_and_left(changes.rows);
    let (grouping, row_steps) = steps_of(rows, row_walk.n_rows());

    let mut walk = Walk::from(sides, request);
    if changes.members.is_empty() && lost.to_members.is_empty() {
        walk.add(Step::of_rules(StepKind::Rules, changes.rules, lost.to_rules), sides.with_members);
    } else {
        walk.add(Step::of_rules(StepKind::Rules, changes.rules, lost.to_rules), sides.under_rules);
        walk.add(Step::of_rules(StepKind::Members, changes.members, lost.to_members), sides.with_members);
    }
    let mut state = row_walk.begin();
    for step in row_steps {
        row_walk.take(&step, &mut state);
        walk.add(step, Side { records: state.records(), ..sides.with_members });
    }
    walk.end(sides.new);
    let (subjects, steps) = walk.finish(sides);
    Difference { request, subjects, steps, grouping }
}

/// Everything that differs and is asked for.
struct Changes {
    rules: Vec<RuleChange>,
    members: Vec<RuleChange>,
    rows: Vec<RowChange>,
}

impl Changes {
    fn between(sides: &Sides<'_>, request: &Request) -> Self {
        let mut changes = Self { rules: Vec::new(), members: Vec::new(), rows: Vec::new() };
        let asked = |row: Option<&Entry>| row.is_some_and(|row| is_asked(request, row.phase, row.date));
        for change in compare(&ledger(sides.old), &ledger(sides.new), Scope::Campaign) {
            match change {
                Change::Rule(rule) if rule.name.kind == RuleKind::Member => changes.members.push(*rule),
                Change::Rule(rule) => changes.rules.push(*rule),
                Change::Row(row) if asked(row.before()) || asked(row.after()) => changes.rows.push(*row),
                Change::Row(_) => {}
            }
        }
        changes
    }
}

fn ledger(side: Side<'_>) -> Ledger<'_> {
    Ledger::new(side.campaign, side.records, side.sources)
}

/// Subjects by their identifiers, which mean the same in any letter case.
type Scores = BTreeMap<String, Printed>;

/// The scores as they are on the way, and what each step did to them.
struct Walk {
    request: Request,
    decimals: u8,
    scores: Scores,
    parts: BTreeMap<String, Vec<Part>>,
    steps: Vec<Step>,
}

impl Walk {
    fn from(sides: &Sides<'_>, request: Request) -> Self {
        let decimals = sides.old.campaign.decimals.max(sides.new.campaign.decimals);
        let (parts, steps) = (BTreeMap::new(), Vec::new());
        let mut walk = Self { request, decimals, scores: Scores::new(), parts, steps };
        walk.scores = walk.scores_of(sides.old);
        walk
    }

    /// Adds a step that leads to `side`.
    fn add(&mut self, step: Step, side: Side<'_>) {
        let scores = self.scores_of(side);
        for (id, amount) in self.amounts(&scores) {
            self.parts.entry(id).or_default().push(Part { step: self.steps.len(), amount });
        }
        self.scores = scores;
        self.steps.push(step);
    }

    /// Ends at `side`. The steps have led there, unless errors keep rows out of some states and not of
    /// others: what that comes to is put down to the rules.
    fn end(&mut self, side: Side<'_>) {
        let scores = self.scores_of(side);
        for (id, amount) in self.amounts(&scores) {
            let parts = self.parts.entry(id).or_default();
            let sum = parts
                .first()
                .filter(|part| part.step == 0)
                .map_or(amount.clone(), |part| &part.amount + &amount);
            parts.retain(|part| part.step != 0);
            if !sum.is_zero() {
                parts.insert(0, Part { step: 0, amount: sum });
            }
        }
        self.scores = scores;
    }

    /// What everybody's score would change by, where it would.
    fn amounts(&self, scores: &Scores) -> Vec<(String, Printed)> {
        let zero = Printed::zero(self.decimals);
        let mut ids: Vec<&String> = self.scores.keys().chain(scores.keys()).collect();
        ids.sort_unstable();
        ids.dedup();
        let amount = |id: &String| scores.get(id).unwrap_or(&zero) - self.scores.get(id).unwrap_or(&zero);
        ids.into_iter().map(|id| (id.clone(), amount(id))).filter(|(_, amount)| !amount.is_zero()).collect()
    }

    fn scores_of(&self, side: Side<'_>) -> Scores {
        let standings = standings(side, self.request).into_iter();
        let widened = |score: &Printed| round(&score.to_fraction(), self.decimals);
        standings
            .filter_map(|standing| {
                let id = id_of(side, self.request.by, standing.subject);
                Some((id.to_ascii_lowercase(), widened(standing.score.as_ref()?)))
            })
            .collect()
    }

    /// Every subject of both states.
    fn finish(mut self, sides: &Sides<'_>) -> (Vec<SubjectDifference>, Vec<Step>) {
        let by = self.request.by;
        let mut before: BTreeMap<String, (String, Stand)> = BTreeMap::new();
        let mut gone = Vec::new();
        for standing in standings(sides.old, self.request) {
            let id = id_of(sides.old, by, standing.subject);
            gone.push(id.to_ascii_lowercase());
            before.insert(id.to_ascii_lowercase(), (id, stand(standing)));
        }
        let mut subjects = Vec::new();
        for standing in standings(sides.new, self.request) {
            let id = id_of(sides.new, by, standing.subject);
            let old = before.remove(&id.to_ascii_lowercase()).map(|(_, stand)| stand);
            subjects.push((id, old, Some(stand(standing))));
        }
        let gone = gone.into_iter().filter_map(|id| before.remove(&id));
        subjects.extend(gone.map(|(id, stand)| (id, Some(stand), None)));
        let subjects = subjects.into_iter().map(|(id, before, after)| {
            let parts = self.parts.remove(&id.to_ascii_lowercase()).unwrap_or_default();
            let difference = total(parts.iter().map(|part| &part.amount), self.decimals);
            SubjectDifference { id, before, after, difference, parts }
        });
        (subjects.collect(), self.steps)
    }
}

impl Step {
    fn of_rules(kind: StepKind, rules: Vec<RuleChange>, rows: Vec<RowChange>) -> Self {
        Self { kind, rules, rows }
    }
}

/// The board of a state; nobody stands on that of a phase that it does not have.
fn standings(side: Side<'_>, request: Request) -> Vec<Standing> {
    let has_phase = request.phase.is_none_or(|phase| phase < side.campaign.phases.len());
    if has_phase { score(side.campaign, side.records, request).standings } else { Vec::new() }
}

fn stand(standing: Standing) -> Stand {
    let Standing { subject, group, status, rank, score, .. } = standing;
    Stand { subject, group, status, rank, score }
}

fn id_of(side: Side<'_>, by: SubjectKind, subject: usize) -> String {
    match by {
        SubjectKind::Team => side.campaign.teams[subject].id.to_string(),
        SubjectKind::Member => {
            let member = side.records.members.iter().flatten().nth(subject);
            member.map(|member| member.id.to_string()).unwrap_or_default()
        }
    }
}
