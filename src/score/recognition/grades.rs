//! Grades (xếp loại): what each subject of a board comes to, and how.

use super::floors::{BelowFloor, below};
use super::leaders::{Ceiling, ceiling, last_day, teams_led};
use super::quota::settle;
use super::service::{days_needed, days_served};
use crate::calendar::Span;
use crate::campaign::{Campaign, SubjectKind};
use crate::records::Records;
use crate::score::board::{phases_of, score};
use crate::score::{Board, Request, Standing, Status};

/// How a subject was graded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GradeStory {
    /// The grade: place in `Campaign::grades`. None where it is not assessed or reached none.
    pub grade: Option<usize>,
    /// Why it is not assessed; none where it is.
    pub not_assessed: Option<NotAssessed>,
    /// The grade that its score alone reaches.
    pub by_score: Option<usize>,
    /// What made another grade of that, in order.
    pub steps: Vec<Step>,
}

impl GradeStory {
    /// Whether the score alone says everything.
    pub fn is_by_score_alone(&self) -> bool {
        self.not_assessed.is_none() && self.steps.is_empty()
    }
}

/// Why a subject is not assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAssessed {
    /// It is not ranked.
    Unranked(Status),
    /// A member who has not served long enough.
    ShortService {
        /// Days served in any team.
        days: i64,
        /// Days needed.
        needed: i64,
    },
}

/// What lowered a grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Some criterion is below the floor of a grade.
    Floor {
        /// The grade that was missed.
        grade: usize,
        /// The criteria that missed it.
        below: Vec<BelowFloor>,
    },
    /// A leader is not above the team.
    Leader {
        /// Place in `Campaign::teams`.
        team: usize,
        /// The team's grade.
        team_grade: Option<usize>,
        /// The grade before.
        from: Option<usize>,
        /// The grade after.
        to: Option<usize>,
    },
    /// More were in a grade than may stay.
    Quota {
        /// The grade whose quota it is.
        grade: usize,
        /// The grade before: this one or a better one.
        from: Option<usize>,
        /// The grade after.
        to: Option<usize>,
    },
}

/// A subject that is assessed, while its grade is being found.
pub(super) struct Entry<'b> {
    pub(super) standing: &'b Standing,
    request: &'b Request,
    by_score: Option<usize>,
    /// The grade so far.
    pub(super) now: Option<usize>,
    pub(super) steps: Vec<Step>,
}

impl<'b> Entry<'b> {
    /// The best grade that score and floors reach.
    fn of(campaign: &Campaign, grades: &[usize], request: &'b Request, standing: &'b Standing) -> Self {
        let score = standing.score.as_ref().map(|score| score.to_fraction().min(campaign.scale.clone()));
        let reached =
            |grade: &&usize| score.as_ref().is_some_and(|score| *score >= campaign.grades[**grade].min);
        let by_score = grades.iter().find(reached).copied();
        let mut entry = Self { standing, request, by_score, now: None, steps: Vec::new() };
        for &grade in grades.iter().filter(|grade| by_score.is_some_and(|reached| **grade >= reached)) {
            let below = entry.below(campaign, grade);
            if below.is_empty() {
                entry.now = Some(grade);
                break;
            }
            entry.steps.push(Step::Floor { grade, below });
        }
        entry
    }

    /// The grade so far.
    pub(super) fn grade(&self) -> Option<usize> {
        self.now
    }

    /// The criteria that miss the floor of a grade.
    fn below(&self, campaign: &Campaign, grade: usize) -> Vec<BelowFloor> {
        let floor = campaign.grades[grade].floor.as_ref();
        match floor {
            None => Vec::new(),
            Some(_) => below(campaign, self.request, self.standing, |_| floor),
        }
    }

    /// The next grade worse than `grade` whose floor is met.
    pub(super) fn next_below(&self, campaign: &Campaign, grades: &[usize], grade: usize) -> Option<usize> {
        let mut worse = grades.iter().copied().filter(|&worse| worse > grade);
        worse.find(|&worse| self.below(campaign, worse).is_empty())
    }

    fn finish(self) -> GradeStory {
        GradeStory { grade: self.now, not_assessed: None, by_score: self.by_score, steps: self.steps }
    }
}

/// Grades every subject of a board, where there are grades for its kind.
pub(in crate::score) fn assess(campaign: &Campaign, records: &Records, board: &mut Board) {
    let by = board.request.by;
    let of_kind = |by: SubjectKind| {
        (0..campaign.grades.len()).filter(move |&grade| campaign.grades[grade].subject == by)
    };
    let grades: Vec<usize> = of_kind(by).collect();
    if grades.is_empty() {
        return;
    }
    let phases: Vec<Span> =
        phases_of(campaign, &board.request).into_iter().map(|phase| campaign.phases[phase].span).collect();
    let excused: Vec<Option<NotAssessed>> = board
        .standings
        .iter()
        .map(|standing| excuse(campaign, records, &board.request, &phases, standing))
        .collect();
    let assessed = board.standings.iter().zip(&excused).filter(|(_, excuse)| excuse.is_none());
    let mut entries: Vec<Entry<'_>> =
        assessed.map(|(standing, _)| Entry::of(campaign, &grades, &board.request, standing)).collect();
    if by == SubjectKind::Member && campaign.grading.leader_cap && of_kind(SubjectKind::Team).next().is_some()
    {
        let teams = score(campaign, records, Request { by: SubjectKind::Team, ..board.request });
        lower_leaders(campaign, records, &teams, &phases, &mut entries);
    }
    let quotas = settle(campaign, &grades, &mut entries);
    let mut stories = entries.into_iter().map(Entry::finish).collect::<Vec<_>>().into_iter();
    let stories: Vec<GradeStory> = excused
        .into_iter()
        .map(|excuse| match excuse {
            None => stories.next().unwrap_or_default(),
            not_assessed => GradeStory { not_assessed, ..GradeStory::default() },
        })
        .collect();
    for (standing, story) in board.standings.iter_mut().zip(stories) {
        standing.grading = Some(story);
    }
    board.quotas = quotas;
}

/// Why a subject is not assessed, if it is not.
fn excuse(
    campaign: &Campaign,
    records: &Records,
    request: &Request,
    phases: &[Span],
    standing: &Standing,
) -> Option<NotAssessed> {
    if standing.status != Status::Ranked {
        return Some(NotAssessed::Unranked(standing.status));
    }
    if request.by == SubjectKind::Team {
        return None;
    }
    let needed = days_needed(campaign.grading.min_months?);
    let member = records.members.as_ref()?.get(standing.subject)?;
    let days = days_served(campaign, member, last_day(phases)?);
    (days < needed).then_some(NotAssessed::ShortService { days, needed })
}

/// Lowers the grade of every leader to that of the team.
fn lower_leaders(
    campaign: &Campaign,
    records: &Records,
    teams: &Board,
    phases: &[Span],
    entries: &mut [Entry<'_>],
) {
    let mut team_grades = vec![None; campaign.teams.len()];
    for standing in &teams.standings {
        team_grades[standing.subject] = standing.grade();
    }
    for entry in entries {
        let member = records.members.as_ref().and_then(|members| members.get(entry.standing.subject));
        for team in member.map_or_else(Vec::new, |member| teams_led(campaign, member, phases)) {
            let Ceiling::AtMost(most) = ceiling(campaign, team_grades[team]) else { continue };
            // Places count from the best, and no grade at all is worse than any.
            let is_above = entry.now.is_some_and(|now| most.is_none_or(|most| now < most));
            if is_above {
                let step = Step::Leader { team, team_grade: team_grades[team], from: entry.now, to: most };
                entry.steps.push(step);
                entry.now = most;
            }
        }
    }
}
