//! Scores of one phase.

use num_traits::{Signed, Zero};

use super::caps::{let_through, total};
use super::points::Entry;
use super::{By, Status, View};
use crate::campaign::{Adjustment, Criterion, Effect, Kind, Row, Rule};
use crate::fraction::{Fraction, exact, ratio, rounded, share, whole};

/// One subject in one phase, before anybody is compared.
struct Sheet {
    id: String,
    group: Option<String>,
    status: Status,
    /// n: of a team its headcount, of a member the share of the days served.
    heads: Fraction,
    /// The leaves that are assigned.
    entries: Vec<Entry>,
}

/// One subject in one phase, scored.
pub(super) struct Outcome {
    pub(super) id: String,
    pub(super) group: Option<String>,
    pub(super) status: Status,
    /// The leaves that are assigned.
    pub(super) marks: Vec<Mark>,
    pub(super) assigned_weight: Fraction,
    pub(super) subtotal: Option<Fraction>,
    pub(super) bonus: Fraction,
    pub(super) penalty: Fraction,
    pub(super) score: Option<Fraction>,
    /// The score with no rounding anywhere.
    pub(super) unrounded: Fraction,
}

pub(super) struct Mark {
    pub(super) criterion: String,
    pub(super) points: Fraction,
    pub(super) quota: Option<Fraction>,
    pub(super) attainment: Fraction,
    pub(super) contribution: Fraction,
}

impl Outcome {
    pub(super) fn mark(&self, criterion: &str) -> Option<&Mark> {
        self.marks.iter().find(|mark| mark.criterion == criterion)
    }
}

impl View<'_> {
    pub(super) fn outcomes(&self, phase: usize) -> Vec<Outcome> {
        let subjects = self.subjects().into_iter();
        let sheets: Vec<Sheet> = subjects.map(|id| self.sheet(id, phase)).collect();
        sheets.iter().map(|sheet| self.outcome(sheet, &sheets, phase)).collect()
    }

    fn sheet(&self, id: String, phase: usize) -> Sheet {
        let group = self.group(&id, &[phase]);
        if self.is_absent(&id, phase) {
            return Sheet { id, group, status: Status::Absent, heads: whole(0), entries: Vec::new() };
        }
        let criteria = self.campaign.criteria.iter();
        let entries: Vec<Entry> =
            criteria.filter_map(|criterion| self.entry(&id, criterion, phase)).collect();
        let heads = match self.question.by {
            By::Team => self.headcount(&id, phase).expect("the team is present"),
            By::Member => whole(self.days_in_service(&id, phase)) / whole(self.n_days(phase)),
        };
        let status = if self.is_disqualified(&id, phase) {
            Status::Disqualified
        } else if self.assigned_weight(&entries).is_zero() {
            Status::Incomplete
        } else if self.question.by == By::Member && heads < self.min_tenure() {
            Status::ShortTenure
        } else {
            Status::Ranked
        };
        Sheet { id, group, status, heads, entries }
    }

    pub(super) fn min_tenure(&self) -> Fraction {
        self.campaign.min_tenure.map_or(whole(0), share)
    }

    fn outcome(&self, sheet: &Sheet, sheets: &[Sheet], phase: usize) -> Outcome {
        let decimals = self.campaign.decimals;
        let mark = |entry: &Entry| {
            let attainment = self.attainment(sheet, entry, sheets);
            let contribution = rounded(&(self.weight(&entry.criterion) * &attainment), decimals);
            Mark {
                criterion: entry.criterion.clone(),
                points: entry.points.clone(),
                quota: entry.quota.clone(),
                attainment,
                contribution,
            }
        };
        let mut outcome = Outcome {
            id: sheet.id.clone(),
            group: sheet.group.clone(),
            status: sheet.status,
            marks: sheet.entries.iter().map(mark).collect(),
            assigned_weight: self.assigned_weight(&sheet.entries),
            subtotal: None,
            bonus: whole(0),
            penalty: whole(0),
            score: None,
            unrounded: whole(0),
        };
        if sheet.status == Status::Absent {
            return outcome;
        }
        let exact_bonus = self.bonus(&sheet.id, phase);
        let exact_penalty = self.penalty(&sheet.id, phase);
        outcome.bonus = rounded(&exact_bonus, decimals);
        outcome.penalty = rounded(&exact_penalty, decimals);

        let printed_sum = self.in_whole_tree(&|leaf| {
            let mark = outcome.mark(leaf);
            mark.map_or(whole(0), |mark| mark.contribution.clone())
        });
        outcome.subtotal = self.brought_to_scale(printed_sum, &outcome).map(|sum| rounded(&sum, decimals));
        outcome.score = outcome
            .subtotal
            .as_ref()
            .map(|subtotal| (subtotal + &outcome.bonus - &outcome.penalty).max(whole(0)));

        let exact_sum = self.in_whole_tree(&|leaf| {
            let mark = outcome.mark(leaf);
            mark.map_or(whole(0), |mark| self.weight(leaf) * &mark.attainment)
        });
        if let Some(exact_subtotal) = self.brought_to_scale(exact_sum, &outcome) {
            outcome.unrounded = (exact_subtotal + exact_bonus - exact_penalty).max(whole(0));
        }
        if sheet.status == Status::Disqualified {
            outcome.score = Some(whole(0));
            outcome.unrounded = whole(0);
        }
        outcome
    }

    /// Σk × scale / Σ assigned weights where a leaf is not assigned, else Σk.
    fn brought_to_scale(&self, sum: Fraction, outcome: &Outcome) -> Option<Fraction> {
        let leaves = self.campaign.criteria.iter();
        let mut leaves = leaves.filter(|criterion| matches!(criterion.kind, Kind::Leaf(_)));
        if outcome.assigned_weight.is_zero() {
            None
        } else if leaves.all(|leaf| outcome.mark(&leaf.id).is_some()) {
            Some(sum)
        } else {
            Some(sum * ratio(self.campaign.scale, 1) / &outcome.assigned_weight)
        }
    }
}

// The tree.

impl View<'_> {
    /// A leaf gives its value; a parent the sum of its children; under a
    /// ceiling at most its weight.
    pub(super) fn in_tree(&self, criterion: &Criterion, leaf: &dyn Fn(&str) -> Fraction) -> Fraction {
        let Kind::Parent { ceiling } = criterion.kind else {
            return leaf(&criterion.id);
        };
        let all = self.campaign.criteria.iter();
        let children = all.filter(|child| child.parent.as_ref() == Some(&criterion.id));
        let sum: Fraction = children.map(|child| self.in_tree(child, leaf)).sum();
        if ceiling { sum.min(exact(criterion.weight)) } else { sum }
    }

    fn in_whole_tree(&self, leaf: &dyn Fn(&str) -> Fraction) -> Fraction {
        let all = self.campaign.criteria.iter();
        let top = all.filter(|criterion| criterion.parent.is_none());
        top.map(|criterion| self.in_tree(criterion, leaf)).sum()
    }

    pub(super) fn weight(&self, criterion: &str) -> Fraction {
        let mut all = self.campaign.criteria.iter();
        let criterion = all.find(|c| c.id == criterion).expect("a known criterion");
        exact(criterion.weight)
    }

    fn assigned_weight(&self, entries: &[Entry]) -> Fraction {
        self.in_whole_tree(&|leaf| {
            if entries.iter().any(|entry| entry.criterion == leaf) { self.weight(leaf) } else { whole(0) }
        })
    }
}

// Attainment.

impl View<'_> {
    /// s, by the rule of the leaf.
    fn attainment(&self, sheet: &Sheet, entry: &Entry, sheets: &[Sheet]) -> Fraction {
        let leaf = self.campaign.leaf(&entry.criterion).expect("a leaf");
        let weight = self.weight(&entry.criterion);
        if weight.is_zero() || entry.quota.as_ref().is_some_and(Zero::is_zero) {
            return whole(0);
        }
        let by_quota = |entry: &Entry| {
            let quota = entry.quota.as_ref().expect("only `best` has none");
            &entry.points / quota
        };
        let points_compared = |sheet: &Sheet, entry: &Entry| {
            if leaf.per_member { &entry.points / &sheet.heads } else { entry.points.clone() }
        };
        // The ranked of the group that are assigned the criterion.
        let mut peers = Vec::new();
        for peer in sheets {
            if peer.status == Status::Ranked && peer.group == sheet.group {
                let entries = peer.entries.iter();
                let same = entries.filter(|other| other.criterion == entry.criterion);
                peers.extend(same.map(|other| (peer, other)));
            }
        }
        match &leaf.rule {
            Rule::Target { over } => {
                let over = over.map_or(whole(1), exact);
                by_quota(entry).clamp(whole(0), over)
            }
            Rule::Best => {
                let peers = peers.iter().map(|(peer, other)| points_compared(peer, other));
                match peers.max() {
                    Some(most) if most.is_positive() => {
                        (points_compared(sheet, entry) / most).clamp(whole(0), whole(1))
                    }
                    _ => whole(0),
                }
            }
            Rule::Bands(bands) => {
                let percent = by_quota(entry) * whole(100);
                let reached = bands.iter().find(|band| exact(band.from) <= percent);
                reached.map_or(whole(0), |band| exact(band.score) / weight)
            }
            Rule::Surplus { at_target } => {
                let h = at_target.map_or(ratio(1, 2), share);
                let done = by_quota(entry);
                if done <= whole(1) {
                    return h * done.max(whole(0));
                }
                let leader = peers.iter().map(|(_, other)| by_quota(other)).max();
                match leader {
                    Some(leader) if done < leader => {
                        &h + (whole(1) - &h) * (done - whole(1)) / (leader - whole(1))
                    }
                    // Nobody who is ranked is ahead.
                    _ => whole(1),
                }
            }
        }
    }
}

// Adjustments.

impl View<'_> {
    /// Rows of an adjustment that touch the subject.
    fn adjustment_rows(&self, subject: &str, adjustment: &Adjustment, phase: usize) -> Vec<&Row> {
        let touches = |row: &Row| match self.question.by {
            By::Team => !adjustment.for_member && row.team == subject,
            By::Member => adjustment.for_member && row.members.iter().any(|m| m == subject),
        };
        let rows = self.rows_of(phase).into_iter();
        rows.filter(|row| row.activity == adjustment.id && touches(row)).collect()
    }

    fn is_disqualified(&self, subject: &str, phase: usize) -> bool {
        self.is_struck_out(subject, phase, |_| true)
    }

    pub(super) fn is_out_of_the_campaign(&self, subject: &str, phase: usize) -> bool {
        self.is_struck_out(subject, phase, |whole_campaign| whole_campaign)
    }

    fn is_struck_out(&self, subject: &str, phase: usize, scope: impl Fn(bool) -> bool) -> bool {
        let by = |adjustment: &Adjustment| {
            let rows = self.adjustment_rows(subject, adjustment, phase).into_iter();
            let mut quantities = rows.map(|row| self.counted_quantity(row));
            quantities.any(|quantity| quantity.is_positive())
        };
        let all = self.campaign.adjustments.iter();
        let mut disqualifying = all.filter(|adjustment| match adjustment.effect {
            Effect::Disqualify { whole_campaign } => scope(whole_campaign),
            Effect::Bonus(_) | Effect::Penalty(_) => false,
        });
        disqualifying.any(by)
    }

    /// min(Σ bonus, limit), not rounded.
    fn bonus(&self, subject: &str, phase: usize) -> Fraction {
        let sum = self.sum_of_adjustments(subject, phase, |effect| match effect {
            Effect::Bonus(points) => Some(exact(*points)),
            Effect::Penalty(_) | Effect::Disqualify { .. } => None,
        });
        let limit = self.campaign.bonus_limit.map(exact);
        limit.map_or(sum.clone(), |limit| limit.min(sum))
    }

    /// min(Σ penalty, limit), not rounded.
    fn penalty(&self, subject: &str, phase: usize) -> Fraction {
        let sum = self.sum_of_adjustments(subject, phase, |effect| match effect {
            Effect::Penalty(points) => Some(exact(*points)),
            Effect::Bonus(_) | Effect::Disqualify { .. } => None,
        });
        let limit = self.campaign.penalty_limit.map(exact);
        limit.map_or(sum.clone(), |limit| limit.min(sum))
    }

    fn sum_of_adjustments(
        &self,
        subject: &str,
        phase: usize,
        points_of: impl Fn(&Effect) -> Option<Fraction>,
    ) -> Fraction {
        let mut sum = whole(0);
        for adjustment in &self.campaign.adjustments {
            if let Some(points) = points_of(&adjustment.effect) {
                let rows = self.adjustment_rows(subject, adjustment, phase).into_iter();
                let rows = rows.map(|row| (row, self.counted_quantity(row) * &points));
                sum += total(&let_through(rows.collect(), &adjustment.cap));
            }
        }
        sum
    }
}
