//! Counts, points and progress against targets.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use num_traits::Zero;

use super::board::{count_left_out, phases_of};
use super::facts::PhaseFacts;
use super::tally::{Tally, counted_quantity, points_of, rows_of};
use super::{Basis, Outcome, Request, RowCounts};
use crate::calendar::{Period, Span};
use crate::campaign::{Campaign, SubjectKind};
use crate::exact::{Fraction, ratio};
use crate::records::{Item, Records, Row};

/// What a summary has one line for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SummaryBy {
    /// A leaf criterion.
    Criterion,
    /// A team.
    Team,
    /// A member.
    Member,
    /// An activity or adjustment.
    Activity,
    /// A calendar month.
    Month,
}

/// Counts and points of a phase, or of the campaign.
#[derive(Clone, Debug)]
pub struct Summary {
    /// What has one line.
    pub by: SummaryBy,
    /// Place in `Campaign::phases`; the whole campaign where none.
    pub phase: Option<usize>,
    /// Days of the phases.
    pub days: i64,
    /// Days of them up to `until`, else up to the last row there is: no clock is asked.
    pub days_gone: i64,
    /// The last of the days gone; none where there is neither `until` nor a row.
    pub reached: Option<NaiveDate>,
    /// All rows.
    pub rows: RowCounts,
    /// The lines, in declared order (months in order of time).
    pub lines: Vec<SummaryLine>,
    /// Teams that take part and have no row: places in `Campaign::teams`.
    pub teams_without_rows: Vec<usize>,
}

/// One line of a summary.
#[derive(Clone, Debug)]
pub struct SummaryLine {
    /// What it is of.
    pub of: SummaryOf,
    /// Its rows.
    pub rows: RowCounts,
    /// Quantities that count, where the line is of one activity.
    pub quantity: Option<Fraction>,
    /// Points of the criteria before caps and base; points of an adjustment on its own line.
    pub points: Fraction,
    /// X, after caps and with base, where quotas apply (by criterion): summed over the teams.
    pub attained: Option<Fraction>,
    /// Quotas of the teams together; none where there are none (`best`, activities, months).
    pub quota: Option<Fraction>,
    /// The part of the quota that the days gone stand for.
    pub expected: Option<Fraction>,
    /// Mean attainment of the leaf criteria by weight, 0 to 1 and above, for a team or member.
    pub attainment: Option<Fraction>,
}

/// What a line of a summary is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SummaryOf {
    /// Place in `Campaign::criteria`.
    Criterion(usize),
    /// Place in `Campaign::teams`.
    Team(usize),
    /// Place in `Records::members`.
    Member(usize),
    /// Place in `Campaign::activities`.
    Activity(usize),
    /// Place in `Campaign::adjustments`.
    Adjustment(usize),
    /// First day of the month.
    Month(NaiveDate),
}

/// Counts and adds up rows, official quantities.
pub fn summarise(
    campaign: &Campaign,
    records: &Records,
    by: SummaryBy,
    phase: Option<usize>,
    until: Option<NaiveDate>,
) -> Summary {
    let subject_kind = if by == SummaryBy::Member { SubjectKind::Member } else { SubjectKind::Team };
    let request = Request { by: subject_kind, phase, until, basis: Basis::Official };
    let phases = phases_of(campaign, &request);
    let rows: Vec<&Row> = phases.iter().flat_map(|&phase| rows_of(records, phase, until)).collect();
    let mut tally = Tally::of(campaign, records, &request.scope(campaign));
    let left_out = count_left_out(campaign, records, &phases, until);
    let last_row = rows.iter().map(|row| row.date).max();
    let reached = until.or(last_row);
    let spans = || phases.iter().map(|&phase| campaign.phases[phase].span);
    let mut lines = Lines::of(campaign, records, by);
    for row in &rows {
        lines.add(campaign, records, row);
    }
    let mut summary = Summary {
        by,
        phase,
        days: spans().map(Span::days).sum(),
        days_gone: reached.map_or(0, |reached| spans().map(|span| days_gone(span, reached)).sum()),
        reached,
        rows: RowCounts { left_out, ..tally.counts() },
        lines: lines.into_lines(),
        teams_without_rows: Vec::new(),
    };
    let facts: Vec<PhaseFacts<'_>> = phases
        .iter()
        .map(|&phase| PhaseFacts::of(campaign, records, phase, Basis::Official, tally.take(campaign, phase)))
        .collect();
    let mut team_has_row = vec![false; campaign.teams.len()];
    rows.iter().for_each(|row| team_has_row[row.team as usize] = true);
    let takes_part = |team: usize| facts.iter().any(|facts| !facts.is_team_absent(team));
    summary.teams_without_rows =
        (0..campaign.teams.len()).filter(|&team| takes_part(team) && !team_has_row[team]).collect();
    match by {
        SummaryBy::Criterion => add_quotas(campaign, &facts, reached, &mut summary.lines),
        SummaryBy::Team | SummaryBy::Member => {
            add_attainments(campaign, &facts, subject_kind, &mut summary.lines);
        }
        SummaryBy::Activity | SummaryBy::Month => {}
    }
    summary
}

fn days_gone(span: Span, reached: NaiveDate) -> i64 {
    span.within(Span { first: NaiveDate::MIN, last: reached }).days()
}

/// Lines by what they are of.
struct Lines {
    by: SummaryBy,
    lines: BTreeMap<SummaryOf, SummaryLine>,
}

impl Lines {
    /// A line for each thing that is declared, rows or not.
    fn of(campaign: &Campaign, records: &Records, by: SummaryBy) -> Self {
        let all: Vec<SummaryOf> = match by {
            SummaryBy::Criterion => (0..campaign.criteria.len())
                .filter(|&criterion| campaign.leaf(criterion).is_some())
                .map(SummaryOf::Criterion)
                .collect(),
            SummaryBy::Team => (0..campaign.teams.len()).map(SummaryOf::Team).collect(),
            SummaryBy::Member => {
                (0..records.members.as_deref().map_or(0, <[_]>::len)).map(SummaryOf::Member).collect()
            }
            SummaryBy::Activity => (0..campaign.activities.len())
                .map(SummaryOf::Activity)
                .chain((0..campaign.adjustments.len()).map(SummaryOf::Adjustment))
                .collect(),
            SummaryBy::Month => Vec::new(),
        };
        Self { by, lines: all.into_iter().map(|of| (of, SummaryLine::empty(of))).collect() }
    }

    fn add(&mut self, campaign: &Campaign, records: &Records, row: &Row) {
        let of_item = match row.item {
            Item::Activity(index) => SummaryOf::Activity(usize::from(index)),
            Item::Adjustment(index) => SummaryOf::Adjustment(usize::from(index)),
        };
        match (self.by, row.item) {
            (SummaryBy::Criterion, Item::Activity(index)) => {
                let criterion = campaign.activities[usize::from(index)].criterion;
                self.add_to(SummaryOf::Criterion(criterion), campaign, row);
            }
            (SummaryBy::Criterion, Item::Adjustment(_)) => {}
            (SummaryBy::Team, _) => self.add_to(SummaryOf::Team(row.team as usize), campaign, row),
            (SummaryBy::Member, _) => {
                for &member in records.members_of(row) {
                    self.add_to(SummaryOf::Member(member as usize), campaign, row);
                }
            }
            (SummaryBy::Activity, _) => self.add_to(of_item, campaign, row),
            (SummaryBy::Month, _) => {
                self.add_to(SummaryOf::Month(Period::Month.bucket(row.date)), campaign, row);
            }
        }
    }

    fn add_to(&mut self, of: SummaryOf, campaign: &Campaign, row: &Row) {
        let line = self.lines.entry(of).or_insert_with(|| SummaryLine::empty(of));
        line.rows.add(row.appraisal());
        // Points of a criterion and of an adjustment are not of one kind, and are not added up.
        let one_kind = matches!(row.item, Item::Activity(_)) || matches!(of, SummaryOf::Adjustment(_));
        if one_kind {
            line.points += points_of(campaign, row, Basis::Official);
        }
        if let SummaryOf::Activity(_) | SummaryOf::Adjustment(_) = of {
            let quantity = ratio(counted_quantity(row, Basis::Official).hundredths(), 100);
            *line.quantity.get_or_insert_with(Fraction::zero) += quantity;
        }
    }

    fn into_lines(self) -> Vec<SummaryLine> {
        self.lines.into_values().collect()
    }
}

impl SummaryLine {
    fn empty(of: SummaryOf) -> Self {
        let is_item = matches!(of, SummaryOf::Activity(_) | SummaryOf::Adjustment(_));
        Self {
            of,
            rows: RowCounts::default(),
            quantity: is_item.then(Fraction::zero),
            points: Fraction::zero(),
            attained: None,
            quota: None,
            expected: None,
            attainment: None,
        }
    }
}

/// Adds X and Q of all teams together to the line of each leaf criterion, and the part of Q that
/// the days gone stand for.
fn add_quotas(
    campaign: &Campaign,
    facts: &[PhaseFacts<'_>],
    reached: Option<NaiveDate>,
    lines: &mut [SummaryLine],
) {
    for line in lines {
        let SummaryOf::Criterion(criterion) = line.of else { continue };
        let mut attained = Fraction::zero();
        let (mut quota, mut expected) = (None, Fraction::zero());
        for facts in facts {
            let span = facts.phase_span();
            let gone = ratio(reached.map_or(0, |reached| days_gone(span, reached)), span.days());
            for team in (0..campaign.teams.len()).filter(|&team| !facts.is_team_absent(team)) {
                let Some(assigned) = facts.team_assigned(team, criterion) else { continue };
                attained += assigned.points;
                if let Some(own) = assigned.quota {
                    expected += &own * &gone;
                    *quota.get_or_insert_with(Fraction::zero) += own;
                }
            }
        }
        line.attained = Some(attained);
        line.expected = quota.is_some().then_some(expected);
        line.quota = quota;
    }
}

/// Adds to the line of each subject its mean attainment, by weight, over its assigned criteria.
fn add_attainments(
    campaign: &Campaign,
    facts: &[PhaseFacts<'_>],
    by: SubjectKind,
    lines: &mut [SummaryLine],
) {
    let mut sums: HashMap<usize, (Fraction, Fraction)> = HashMap::new();
    for result in facts.iter().flat_map(|facts| facts.results(by)) {
        let (attained, weights) = sums.entry(result.subject).or_default();
        for criterion in &result.criteria {
            if let Outcome::Leaf { attainment, .. } = &criterion.outcome {
                let weight = &campaign.criteria[criterion.criterion].weight;
                *attained += attainment * weight;
                *weights += weight;
            }
        }
    }
    for line in lines {
        let (SummaryOf::Team(subject) | SummaryOf::Member(subject)) = line.of else { continue };
        if let Some((attained, weights)) = sums.get(&subject).filter(|(_, weights)| !weights.is_zero()) {
            line.attainment = Some(attained / weights);
        }
    }
}
