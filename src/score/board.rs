//! A scoreboard of a phase, or of the campaign.

use chrono::NaiveDate;
use num_traits::Zero;

use super::facts::PhaseFacts;
use super::phase::PhaseResult;
use super::rank::{Contender, rank};
use super::recognition::assess;
use super::tally::{PhaseTally, Scope, Tally};
use super::{Basis, Board, Parts, PhaseShare, Request, RowCounts, Standing, Status};
use crate::calendar::days_covered;
use crate::campaign::{Campaign, SubjectKind, TieBreak};
use crate::exact::{Fraction, Printed, ratio, round, total, whole};
use crate::records::{Appraisal, Records};

/// Scores every subject, puts them in order and grades them.
pub fn score(campaign: &Campaign, records: &Records, request: Request) -> Board {
    let tally = Tally::of(campaign, records, &request.scope(campaign));
    score_tally(campaign, records, request, tally)
}

/// The same from rows that are added up already, by [`Request::scope`]. Those of `records` are not looked at.
pub fn score_tally(campaign: &Campaign, records: &Records, request: Request, mut tally: Tally) -> Board {
    let phases = phases_of(campaign, &request);
    let left_out = count_left_out(campaign, records, &phases, request.until);
    let rows = RowCounts { left_out, ..tally.counts() };
    let (official, claimed): (Vec<_>, Vec<_>) = phases
        .iter()
        .map(|&phase| {
            let tally = tally.take(campaign, phase);
            results_on_both_bases(campaign, records, &request, phase, tally)
        })
        .unzip();
    let results = match request.basis {
        Basis::Claimed => claimed.clone(),
        Basis::Official => official,
    };
    let claimed = contenders(campaign, records, &request, &phases, claimed);
    let mut contenders = contenders(campaign, records, &request, &phases, results);
    for (contender, claimed) in contenders.iter_mut().zip(claimed) {
        if contender.standing.status != Status::Absent {
            contender.standing.claimed = claimed.standing.score;
        }
    }
    let mut board = Board {
        request,
        provisional: !is_final(records, &request, &phases),
        rows,
        standings: rank(contenders),
        quotas: Vec::new(),
    };
    assess(campaign, records, &mut board);
    board
}

/// Whether nothing can change any more: all is closed, and the board is of what was closed.
fn is_final(records: &Records, request: &Request, phases: &[usize]) -> bool {
    let all_read = records.left_out.is_empty() && records.refused_files == 0;
    let all_closed = phases.iter().all(|phase| records.closed.contains(phase));
    request.basis == Basis::Official && request.until.is_none() && all_read && all_closed
}

impl Request {
    /// Which rows the board is of.
    pub fn scope(&self, campaign: &Campaign) -> Scope {
        let members = self.by == SubjectKind::Member;
        Scope { phases: phases_of(campaign, self), until: self.until, members }
    }
}

/// The phases that a board is of: the one asked for, or all that have begun.
pub(super) fn phases_of(campaign: &Campaign, request: &Request) -> Vec<usize> {
    match request.phase {
        Some(phase) => vec![phase],
        None => {
            let begun =
                |phase: &usize| request.until.is_none_or(|until| campaign.phases[*phase].span.first <= until);
            (0..campaign.phases.len()).filter(begun).collect()
        }
    }
}

/// Results of a phase by subject: official, then claimed.
fn results_on_both_bases(
    campaign: &Campaign,
    records: &Records,
    request: &Request,
    phase: usize,
    tally: PhaseTally,
) -> (Vec<PhaseResult>, Vec<PhaseResult>) {
    let mut facts = PhaseFacts::of(campaign, records, phase, Basis::Official, tally);
    let official = facts.results(request.by);
    facts.basis = Basis::Claimed;
    (official, facts.results(request.by))
}

/// Puts together what each subject came to. `results` go by phase, then by subject.
fn contenders(
    campaign: &Campaign,
    records: &Records,
    request: &Request,
    phases: &[usize],
    results: Vec<Vec<PhaseResult>>,
) -> Vec<Contender> {
    let n_subjects = results.first().map_or(0, Vec::len);
    let mut by_phase: Vec<_> = results.into_iter().map(Vec::into_iter).collect();
    (0..n_subjects)
        .map(|subject| {
            let results: Vec<PhaseResult> = by_phase.iter_mut().filter_map(Iterator::next).collect();
            let id = match request.by {
                SubjectKind::Team => campaign.teams[subject].id.to_string(),
                SubjectKind::Member => records
                    .members
                    .as_deref()
                    .map(|members| members[subject].id.to_string())
                    .unwrap_or_default(),
            };
            let contender = Contender {
                id,
                unrounded: Fraction::zero(),
                standing: Standing { tie_breaks: tie_breaks(campaign, &results), ..blank_standing(subject) },
            };
            if request.phase.is_some() {
                of_phase(contender, results)
            } else {
                of_campaign(contender, campaign, request.by, phases, results)
            }
        })
        .collect()
}

fn blank_standing(subject: usize) -> Standing {
    Standing {
        subject,
        group: None,
        status: Status::Absent,
        rank: None,
        near_tie: false,
        score: None,
        claimed: None,
        subtotal: None,
        assigned_weight: None,
        bonus: None,
        penalty: None,
        disqualified_in_a_phase: false,
        tie_breaks: Vec::new(),
        grading: None,
        parts: Parts::Phases(Vec::new()),
    }
}

/// What tells equal scores apart, summed over the phases; more is better.
fn tie_breaks(campaign: &Campaign, results: &[PhaseResult]) -> Vec<Fraction> {
    let penalty =
        |result: &PhaseResult| result.penalty.as_ref().map_or_else(Fraction::zero, Printed::to_fraction);
    let of = |way: &TieBreak| match way {
        TieBreak::Penalty => -results.iter().map(penalty).sum::<Fraction>(),
        TieBreak::Full => whole(results.iter().map(|result| result.full).sum::<usize>()),
        TieBreak::Points(criterion) => results.iter().map(|result| result.points_in(*criterion)).sum(),
    };
    campaign.ranking.tie_break.iter().map(of).collect()
}

fn of_phase(contender: Contender, results: Vec<PhaseResult>) -> Contender {
    let Some(result) = results.into_iter().next() else { return contender };
    Contender {
        standing: Standing {
            group: result.group,
            status: result.status,
            score: result.score,
            subtotal: result.subtotal,
            assigned_weight: result.assigned_weight,
            bonus: result.bonus,
            penalty: result.penalty,
            parts: Parts::Criteria(result.criteria),
            ..contender.standing
        },
        unrounded: result.unrounded,
        ..contender
    }
}

/// Σ over phases of ®(phase score × W / ΣW). For a member, only over the phases served.
fn of_campaign(
    contender: Contender,
    campaign: &Campaign,
    by: SubjectKind,
    phases: &[usize],
    results: Vec<PhaseResult>,
) -> Contender {
    let decimals = campaign.decimals;
    let weight_of = |phase: usize| &campaign.phases[phase].weight;
    let takes_part = |result: &PhaseResult| by == SubjectKind::Team || result.status != Status::Absent;
    let pairs = || phases.iter().copied().zip(&results);
    let all_weights = pairs()
        .filter(|(_, result)| takes_part(result))
        .fold(Fraction::zero(), |sum, (phase, _)| sum + weight_of(phase));
    let share = |phase: usize| weight_of(phase) / &all_weights;
    let mut shares: Vec<PhaseShare> = pairs()
        .map(|(phase, result)| PhaseShare {
            phase,
            status: result.status,
            score: result.score.clone(),
            weight: weight_of(phase).clone(),
            contribution: result
                .score
                .as_ref()
                .map(|score| round(&(score.to_fraction() * share(phase)), decimals)),
            criteria: Vec::new(),
        })
        .collect();
    let unrounded = pairs()
        .filter(|(_, result)| result.score.is_some())
        .fold(Fraction::zero(), |sum, (phase, result)| sum + &result.unrounded * share(phase));
    let status = campaign_status(campaign, by, phases, &results);
    let present = || results.iter().filter(|result| result.status != Status::Absent);
    let some_if_present = |number: Printed| (status != Status::Absent).then_some(number);
    let group = match by {
        SubjectKind::Team => results.first().and_then(|result| result.group),
        SubjectKind::Member => present().next_back().and_then(|result| result.group),
    };
    let score = total(shares.iter().filter_map(|share| share.contribution.as_ref()), decimals);
    let bonus = total(present().filter_map(|result| result.bonus.as_ref()), decimals);
    let penalty = total(present().filter_map(|result| result.penalty.as_ref()), decimals);
    let disqualified_in_a_phase = results.iter().any(|result| result.status == Status::Disqualified);
    for (share, result) in shares.iter_mut().zip(results) {
        share.criteria = result.criteria;
    }
    Contender {
        standing: Standing {
            group,
            status,
            score: some_if_present(score),
            bonus: some_if_present(bonus),
            penalty: some_if_present(penalty),
            disqualified_in_a_phase,
            parts: Parts::Phases(shares),
            ..contender.standing
        },
        unrounded,
        ..contender
    }
}

fn campaign_status(
    campaign: &Campaign,
    by: SubjectKind,
    phases: &[usize],
    results: &[PhaseResult],
) -> Status {
    let any = |status: Status| results.iter().any(|result| result.status == status);
    if results.iter().all(|result| result.status == Status::Absent) {
        return Status::Absent;
    }
    if results.iter().any(|result| result.disqualified_for_good) {
        return Status::Disqualified;
    }
    if any(Status::Incomplete) || (by == SubjectKind::Team && any(Status::Absent)) {
        return Status::Incomplete;
    }
    let served = results.iter().map(|result| days_covered(result.served.clone())).sum::<i64>();
    let days = phases.iter().map(|&phase| campaign.phases[phase].span.days()).sum::<i64>();
    if by == SubjectKind::Member && ratio(served, days) < campaign.ranking.min_tenure {
        return Status::ShortTenure;
    }
    Status::Ranked
}

/// Counts the rows of some phases up to a day that errors keep out.
pub(super) fn count_left_out(
    campaign: &Campaign,
    records: &Records,
    phases: &[usize],
    until: Option<NaiveDate>,
) -> usize {
    let in_time = |date: NaiveDate| until.is_none_or(|until| date <= until);
    let all_phases = phases.len() == campaign.phases.len();
    let counts = |date: NaiveDate| {
        let in_phases = phases.iter().any(|&phase| campaign.phases[phase].span.contains(date));
        in_time(date) && (all_phases || in_phases)
    };
    records.left_out.iter().filter(|row| row.date.is_none_or(counts)).count()
}

impl RowCounts {
    /// Counts one more row.
    pub fn add(&mut self, appraisal: Appraisal) {
        match appraisal {
            Appraisal::Counted => self.counted += 1,
            Appraisal::Pending => self.pending += 1,
            Appraisal::Rejected => self.rejected += 1,
        }
    }
}
