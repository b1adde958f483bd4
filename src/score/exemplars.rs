//! Exemplars as they have come: listed, and counted per team and phase.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::campaign::{Campaign, SubjectKind};
use crate::records::{Exemplar, ExemplarKind, Records, Stage};

/// The exemplars of a phase or the campaign.
#[derive(Clone, Debug)]
pub struct ExemplarList {
    /// Place in `Campaign::phases`; the whole campaign where none.
    pub phase: Option<usize>,
    /// Later steps are left out.
    pub until: Option<NaiveDate>,
    /// By team in declared order, then by the day of the first step.
    pub exemplars: Vec<ExemplarStory>,
    /// By team in declared order, then by phase.
    pub counts: Vec<StageCount>,
}

/// One exemplar and how it has come.
#[derive(Clone, Debug)]
pub struct ExemplarStory {
    /// What sets the example.
    pub kind: ExemplarKind,
    /// Whose it is.
    pub by: SubjectKind,
    /// Place in `Campaign::teams` or `Records::members`.
    pub subject: usize,
    /// The team at the last step: place in `Campaign::teams`.
    pub team: usize,
    /// How far it has come.
    pub stage: Stage,
    /// Its steps in order, those before the phase too: places in `Exemplars::steps`.
    pub steps: Vec<usize>,
}

/// How many exemplars of a team took each step in a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageCount {
    /// Place in `Campaign::teams`.
    pub team: usize,
    /// Place in `Campaign::phases`.
    pub phase: usize,
    /// In the order of [`Stage::ALL`].
    pub by_stage: [usize; 3],
}

/// Lists the exemplars that took a step in the phase, or at all, up to a day.
pub fn exemplars(
    campaign: &Campaign,
    records: &Records,
    phase: Option<usize>,
    until: Option<NaiveDate>,
) -> ExemplarList {
    let steps = &records.exemplars.steps;
    let last = [until, phase.map(|phase| campaign.phases[phase].span.last)].into_iter().flatten().min();
    let is_known = |step: &Exemplar| last.is_none_or(|last| step.date <= last);
    let in_phase =
        |step: &Exemplar| phase.is_none_or(|phase| campaign.phases[phase].span.contains(step.date));

    let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, step) in steps.iter().enumerate().filter(|(_, step)| is_known(step)) {
        by_key.entry(step.key()).or_default().push(index);
    }
    let stories = by_key.into_values().filter_map(|mut indices| {
        indices.sort_by_key(|&index| (steps[index].date, steps[index].stage));
        let reached = &steps[*indices.last()?];
        indices.iter().any(|&index| in_phase(&steps[index])).then_some(ExemplarStory {
            kind: reached.kind,
            by: reached.by,
            subject: reached.subject,
            team: reached.team,
            stage: reached.stage,
            steps: indices,
        })
    });
    let mut exemplars: Vec<ExemplarStory> = stories.collect();
    exemplars.sort_by_key(|story| (story.team, story.steps.first().map(|&first| steps[first].date)));

    let begun = |phase: &usize| until.is_none_or(|until| campaign.phases[*phase].span.first <= until);
    let phases = (0..campaign.phases.len()).filter(|own| phase.is_none_or(|phase| *own == phase));
    let phases: Vec<usize> = phases.filter(begun).collect();
    let counts = (0..campaign.teams.len()).flat_map(|team| phases.iter().map(move |&phase| (team, phase)));
    let counts = counts.map(|(team, phase)| {
        let took = |stage: Stage| {
            let own = steps.iter().filter(|step| step.team == team && step.stage == stage && is_known(step));
            own.filter(|step| campaign.phases[phase].span.contains(step.date)).count()
        };
        StageCount { team, phase, by_stage: Stage::ALL.map(took) }
    });
    let counts = counts.collect();
    ExemplarList { phase, until, exemplars, counts }
}
