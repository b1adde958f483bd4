//! Grades, word by word: by score and floor, then leaders, then quotas from the worst grade up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use num_traits::Zero;

use super::phase::Outcome;
use super::ranks::Standing;
use super::{By, Question, Status, View};
use crate::campaign::{Grade, Membership, Round};
use crate::fraction::{Fraction, exact, ratio, share, whole};

/// What grading looks at: a line of the board, and its outcomes in every phase of it.
pub(super) struct Candidate<'a> {
    pub(super) standing: &'a Standing,
    pub(super) outcomes: Vec<&'a Outcome>,
}

/// The grade of everybody that has one.
pub(super) type Grades = BTreeMap<String, String>;

impl View<'_> {
    pub(super) fn grades(&self, candidates: &[Candidate]) -> Grades {
        let scale = self.campaign.grades.iter().filter(|grade| self.is_for_its_kind(grade));
        let scale: Vec<&Grade> = scale.collect();
        let mut grades = Grades::new();
        let assessed = candidates.iter().filter(|candidate| self.is_assessed(candidate));
        let assessed: Vec<&Candidate> = assessed.collect();
        for candidate in &assessed {
            let best = scale.iter().find(|grade| {
                let score = candidate.standing.score.clone().min(ratio(self.campaign.scale, 1));
                score >= exact(grade.min) && self.meets_floor(candidate, grade)
            });
            put(&mut grades, candidate, best.map(|grade| grade.id.as_str()));
        }
        if self.question.by == By::Member && self.campaign.leader_cap {
            self.lower_leaders(&assessed, &scale, &mut grades);
        }
        for position in (0..scale.len()).rev() {
            self.settle_quota(&assessed, &scale, position, &mut grades);
        }
        grades
    }

    fn is_for_its_kind(&self, grade: &Grade) -> bool {
        grade.for_member == (self.question.by == By::Member)
    }

    fn is_assessed(&self, candidate: &Candidate) -> bool {
        candidate.standing.status == Status::Ranked
            && (self.question.by == By::Team || self.has_served_long_enough(&candidate.standing.id))
    }

    /// Every assigned leaf but those of weight or quota 0, in every phase.
    fn meets_floor(&self, candidate: &Candidate, grade: &Grade) -> bool {
        let Some(floor) = grade.floor.map(share) else {
            return true;
        };
        let mut marks = candidate.outcomes.iter().flat_map(|outcome| &outcome.marks);
        marks.all(|mark| {
            let no_quota = mark.quota.as_ref().is_some_and(Zero::is_zero);
            no_quota || self.weight(&mark.criterion).is_zero() || mark.attainment >= floor
        })
    }

    fn phases_asked(&self) -> Vec<usize> {
        self.question.phase.map_or_else(|| self.phases_begun(), |phase| vec![phase])
    }

    fn has_served_long_enough(&self, member: &str) -> bool {
        let Some(months) = self.campaign.min_months else {
            return true;
        };
        let own = self.campaign.memberships.iter().flatten().filter(|m| m.member == member);
        let own: Vec<&Membership> = own.collect();
        // Since ever is longer than any number of months.
        let Some(first) = own.iter().map(|m| m.from).collect::<Option<Vec<_>>>() else {
            return true;
        };
        let Some(first) = first.into_iter().min() else {
            return months == 0;
        };
        let last = self.phases_asked().iter().map(|phase| self.campaign.phases[phase - 1].end).max();
        let last = last.expect("a board is of some phase");
        let days = first.iter_days().take_while(|day| *day <= last);
        let served = days.filter(|day| !self.campaign.teams_served_on(member, *day).is_empty());
        served.count() >= months * 30
    }

    fn lower_leaders(&self, assessed: &[&Candidate], scale: &[&Grade], grades: &mut Grades) {
        let team_scale: Vec<&Grade> = self.campaign.grades.iter().filter(|grade| !grade.for_member).collect();
        let place = |scale: &[&Grade], id: &str| scale.iter().position(|grade| grade.id == id);
        let shared = scale.iter().filter(|grade| place(&team_scale, &grade.id).is_some());
        let shared: Vec<&Grade> = shared.copied().collect();
        if shared.is_empty() {
            return;
        }
        let teams = View { question: Question { by: By::Team, ..self.question }, ..*self };
        let team_grades = teams.board_grades();
        for candidate in assessed {
            for team in self.led_on_the_last_day(&candidate.standing.id) {
                // The best grade of members that is, among those of teams, not above the team's own.
                let most = team_grades.get(&team).and_then(|own| {
                    let own = place(&team_scale, own);
                    shared.iter().find(|grade| place(&team_scale, &grade.id) >= own)
                });
                let now = grades.get(&candidate.standing.id).cloned();
                let is_above = |now: &String| match most {
                    None => true,
                    Some(most) => place(scale, now) < place(scale, &most.id),
                };
                if now.as_ref().is_some_and(is_above) {
                    put(grades, candidate, most.map(|grade| grade.id.as_str()));
                }
            }
        }
    }

    fn led_on_the_last_day(&self, member: &str) -> Vec<String> {
        let phases = self.phases_asked().into_iter().map(|phase| &self.campaign.phases[phase - 1]);
        let mut days: Vec<NaiveDate> = phases.flat_map(|phase| phase.days()).collect();
        days.reverse();
        let serves = |day: &NaiveDate| !self.campaign.teams_served_on(member, *day).is_empty();
        let Some(last) = days.into_iter().find(serves) else {
            return Vec::new();
        };
        let leads = |m: &&Membership| {
            m.member == member
                && m.role == "leader"
                && self.campaign.team_exists(&m.team, last)
                && m.from.is_none_or(|from| from <= last)
                && m.to.is_none_or(|to| last <= to)
        };
        let led = self.campaign.memberships.iter().flatten().filter(leads);
        led.map(|m| m.team.clone()).collect()
    }

    /// While too many are in the grade or better, the lowest fall, and their equals with them.
    fn settle_quota(&self, assessed: &[&Candidate], scale: &[&Grade], at: usize, grades: &mut Grades) {
        let Some(quota) = &scale[at].quota else {
            return;
        };
        let is_in = |grades: &Grades, candidate: &Candidate, worst: usize| {
            let grade = grades.get(&candidate.standing.id);
            grade.is_some_and(|grade| scale[..=worst].iter().any(|better| better.id == *grade))
        };
        let pool = match &quota.of {
            None => assessed.len(),
            Some(of) => {
                let of = scale.iter().position(|grade| grade.id == *of).expect("a grade of this kind");
                assessed.iter().filter(|candidate| is_in(grades, candidate, of)).count()
            }
        };
        let product: Fraction = exact(quota.percent) * whole(pool) / whole(100);
        let places = match quota.round {
            None | Some(Round::Down) => product.floor(),
            Some(Round::Up) => product.ceil(),
            Some(Round::Nearest) => (product + ratio(1, 2)).floor(),
        };
        loop {
            let staying = assessed.iter().filter(|candidate| is_in(grades, candidate, at));
            let staying: Vec<&&Candidate> = staying.collect();
            if whole(staying.len()) <= places {
                return;
            }
            let merit = |candidate: &Candidate| {
                (candidate.standing.score.clone(), candidate.standing.tie_break.clone())
            };
            let lowest = staying.iter().map(|candidate| merit(candidate)).min();
            let lowest = lowest.expect("more stay than may");
            for candidate in staying.iter().filter(|candidate| merit(candidate) == lowest) {
                let next = scale[at + 1..].iter().find(|grade| self.meets_floor(candidate, grade));
                put(grades, candidate, next.map(|grade| grade.id.as_str()));
            }
        }
    }
}

fn put(grades: &mut Grades, candidate: &Candidate, grade: Option<&str>) {
    let id = candidate.standing.id.clone();
    match grade {
        Some(grade) => grades.insert(id, grade.to_owned()),
        None => grades.remove(&id),
    };
}
