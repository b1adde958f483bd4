//! The boards as `score --format json` prints them.

use super::grades::{Candidate, Grades};
use super::phase::Outcome;
use super::ranks::{Line, Standing};
use super::records::State;
use super::total::{PhaseShare, Total};
use super::{Basis, By, Status, View};
use crate::campaign::{Criterion, Decimal, Kind, Row};
use crate::fraction::{Fraction, printed, shortest, whole};
use crate::json::Json;

/// `claimed` is the same view on the claimed basis.
pub(super) fn board(view: &View, claimed: &View) -> Json {
    let question = view.question;
    let by = match question.by {
        By::Team => "team",
        By::Member => "member",
    };
    let basis = match question.basis {
        Basis::Official => "official",
        Basis::Claimed => "claimed",
    };
    let until = question.until.map(|day| day.to_string());
    let subjects = match question.phase {
        Some(phase) => view.phase_board(phase, claimed),
        None => view.campaign_board(claimed),
    };
    Json::object([
        ("schema", Json::text("thidua/score/1")),
        ("campaign", Json::text(&view.campaign.id)),
        ("by", Json::text(by)),
        ("basis", Json::text(basis)),
        ("phase", or_null(question.phase, Json::count)),
        ("until", or_null(until, Json::text)),
        ("provisional", Json::Bool(true)),
        ("rows_counted", view.count_rows(State::Counted)),
        ("rows_pending", view.count_rows(State::Pending)),
        ("rows_rejected", view.count_rows(State::Rejected)),
        ("rows_left_out", Json::count(0)),
        ("subjects", Json::List(subjects)),
    ])
}

fn or_null<T>(value: Option<T>, print: impl Fn(T) -> Json) -> Json {
    value.map_or(Json::Null, print)
}

impl Status {
    fn word(self) -> &'static str {
        match self {
            Self::Absent => "absent",
            Self::Disqualified => "disqualified",
            Self::Incomplete => "incomplete",
            Self::ShortTenure => "short-tenure",
            Self::Ranked => "ranked",
        }
    }
}

impl View<'_> {
    fn count_rows(&self, state: State) -> Json {
        let phases = match self.question.phase {
            Some(phase) => vec![phase],
            None => self.phases_begun(),
        };
        let count = |phase: usize| {
            let rows = self.rows_of(phase);
            rows.iter().filter(|row| self.state(row) == state).count()
        };
        Json::count(phases.into_iter().map(count).sum())
    }

    fn score(&self, number: &Fraction) -> Json {
        Json::Number(printed(number, self.campaign.decimals))
    }

    fn phase_board(&self, phase: usize, claimed: &View) -> Vec<Json> {
        let outcomes = self.outcomes(phase);
        let claimed = claimed.outcomes(phase);
        let standings = self.phase_standings(&outcomes);
        let grades = self.phase_grades(&outcomes, &standings);
        let find = |outcomes: &'_ [Outcome], id: &str| {
            let position = outcomes.iter().position(|outcome| outcome.id == id);
            position.expect("both boards list everybody")
        };
        let mut subjects = Vec::new();
        for line in self.lines(&standings) {
            let outcome = &outcomes[find(&outcomes, &line.id)];
            let claimed = &claimed[find(&claimed, &line.id)];
            let grade = grades.get(&line.id);
            subjects.push(self.phase_subject(&line, outcome, claimed, phase, grade));
        }
        subjects
    }

    fn phase_standings(&self, outcomes: &[Outcome]) -> Vec<Standing> {
        let standing = |outcome: &Outcome| Standing {
            id: outcome.id.clone(),
            group: outcome.group.clone(),
            status: outcome.status,
            score: outcome.score.clone().unwrap_or(whole(0)),
            unrounded: outcome.unrounded.clone(),
            tie_break: self.tie_break(&[outcome]),
        };
        outcomes.iter().map(standing).collect()
    }

    fn phase_grades(&self, outcomes: &[Outcome], standings: &[Standing]) -> Grades {
        let both = standings.iter().zip(outcomes);
        let candidates = both.map(|(standing, outcome)| Candidate { standing, outcomes: vec![outcome] });
        self.grades(&candidates.collect::<Vec<_>>())
    }

    fn campaign_standings(&self, totals: &[Total]) -> Vec<Standing> {
        let standing = |total: &Total| {
            let phases = total.phases.iter();
            let outcomes: Vec<&Outcome> = phases.map(|share| share.outcome).collect();
            Standing {
                id: total.id.clone(),
                group: total.group.clone(),
                status: total.status,
                score: total.score.clone(),
                unrounded: total.unrounded.clone(),
                tie_break: self.tie_break(&outcomes),
            }
        };
        totals.iter().map(standing).collect()
    }

    fn campaign_grades(&self, totals: &[Total], standings: &[Standing]) -> Grades {
        let both = standings.iter().zip(totals);
        let candidates = both.map(|(standing, total)| Candidate {
            standing,
            outcomes: total.phases.iter().map(|share| share.outcome).collect(),
        });
        self.grades(&candidates.collect::<Vec<_>>())
    }

    /// The grades on the board that is asked about.
    pub(super) fn board_grades(&self) -> Grades {
        match self.question.phase {
            Some(phase) => {
                let outcomes = self.outcomes(phase);
                self.phase_grades(&outcomes, &self.phase_standings(&outcomes))
            }
            None => {
                let outcomes = self.outcomes_of_phases_begun();
                let totals = self.totals(&outcomes);
                self.campaign_grades(&totals, &self.campaign_standings(&totals))
            }
        }
    }

    fn phase_subject(
        &self,
        line: &Line,
        outcome: &Outcome,
        claimed: &Outcome,
        phase: usize,
        grade: Option<&String>,
    ) -> Json {
        let present = outcome.status != Status::Absent;
        let if_present = |value: Json| if present { value } else { Json::Null };
        let score = |number: &Fraction| self.score(number);
        let assigned_weight = Json::Number(shortest(&outcome.assigned_weight));
        let criteria = self.campaign.criteria.iter().filter(|_| present);
        let criteria = criteria.map(|criterion| self.criterion(criterion, outcome, phase));
        Json::object([
            ("id", Json::text(&outcome.id)),
            ("group", or_null(outcome.group.as_ref(), Json::text)),
            ("rank", or_null(line.rank, Json::count)),
            ("status", Json::text(outcome.status.word())),
            ("near_tie", Json::Bool(line.near_tie)),
            ("grade", or_null(grade, Json::text)),
            ("score", or_null(outcome.score.as_ref(), score)),
            ("claimed", or_null(claimed.score.as_ref(), score)),
            ("subtotal", or_null(outcome.subtotal.as_ref(), score)),
            ("assigned_weight", if_present(assigned_weight)),
            ("bonus", if_present(score(&outcome.bonus))),
            ("penalty", if_present(score(&outcome.penalty))),
            ("criteria", Json::List(criteria.collect())),
        ])
    }

    fn criterion(&self, criterion: &Criterion, outcome: &Outcome, phase: usize) -> Json {
        let mark = outcome.mark(&criterion.id);
        let is_leaf = matches!(criterion.kind, Kind::Leaf(_));
        let contribution = self.in_tree(criterion, &|leaf| {
            let mark = outcome.mark(leaf);
            mark.map_or(whole(0), |mark| mark.contribution.clone())
        });
        let contribution = (!is_leaf || mark.is_some()).then_some(contribution);
        let rows = self.count_criterion_rows(criterion, &outcome.id, phase);
        let fraction = |number: &Fraction| Json::text(number.to_string());
        Json::object([
            ("id", Json::text(&criterion.id)),
            ("in", or_null(criterion.parent.as_ref(), Json::text)),
            ("weight", Json::Number(criterion.weight.to_string())),
            ("assigned", or_null(is_leaf.then_some(mark.is_some()), Json::Bool)),
            ("rows", Json::count(rows)),
            ("points", or_null(mark.map(|mark| &mark.points), fraction)),
            ("quota", or_null(mark.and_then(|mark| mark.quota.as_ref()), fraction)),
            ("attainment", or_null(mark.map(|mark| &mark.attainment), fraction)),
            ("contribution", or_null(contribution, |number| self.score(&number))),
        ])
    }

    /// Rows neither pending nor rejected that are the team's or name the member;
    /// a parent's are its children's.
    fn count_criterion_rows(&self, criterion: &Criterion, subject: &str, phase: usize) -> usize {
        if let Kind::Parent { .. } = criterion.kind {
            let all = self.campaign.criteria.iter();
            let children = all.filter(|child| child.parent.as_ref() == Some(&criterion.id));
            return children.map(|child| self.count_criterion_rows(child, subject, phase)).sum();
        }
        let activities = self.activities_of(&criterion.id);
        let of_subject = |row: &Row| match self.question.by {
            By::Team => row.team == subject,
            By::Member => row.members.iter().any(|member| member == subject),
        };
        let rows = self.rows_of(phase).into_iter();
        rows.filter(|row| activities.iter().any(|activity| activity.id == row.activity))
            .filter(|row| of_subject(row) && self.state(row) == State::Counted)
            .count()
    }

    fn campaign_board(&self, claimed: &View) -> Vec<Json> {
        let outcomes = self.outcomes_of_phases_begun();
        let totals = self.totals(&outcomes);
        let claimed_outcomes = claimed.outcomes_of_phases_begun();
        let claimed = claimed.totals(&claimed_outcomes);
        let standings = self.campaign_standings(&totals);
        let grades = self.campaign_grades(&totals, &standings);
        let find = |totals: &[Total], id: &str| {
            let position = totals.iter().position(|total| total.id == id);
            position.expect("both boards list everybody")
        };
        let mut subjects = Vec::new();
        for line in self.lines(&standings) {
            let total = &totals[find(&totals, &line.id)];
            let claimed = &claimed[find(&claimed, &line.id)];
            subjects.push(self.campaign_subject(&line, total, claimed, grades.get(&line.id)));
        }
        subjects
    }

    fn campaign_subject(&self, line: &Line, total: &Total, claimed: &Total, grade: Option<&String>) -> Json {
        let present = total.status != Status::Absent;
        let number = |number: &Fraction| {
            if present { self.score(number) } else { Json::Null }
        };
        let outcomes = || total.phases.iter().map(|share| share.outcome);
        let bonus: Fraction = outcomes().map(|outcome| &outcome.bonus).sum();
        let penalty: Fraction = outcomes().map(|outcome| &outcome.penalty).sum();
        let phases = total.phases.iter().map(|share| self.phase_share(share));
        Json::object([
            ("id", Json::text(&total.id)),
            ("group", or_null(total.group.as_ref(), Json::text)),
            ("rank", or_null(line.rank, Json::count)),
            ("status", Json::text(total.status.word())),
            ("near_tie", Json::Bool(line.near_tie)),
            ("grade", or_null(grade, Json::text)),
            ("score", number(&total.score)),
            ("claimed", number(&claimed.score)),
            ("subtotal", Json::Null),
            ("assigned_weight", Json::Null),
            ("bonus", number(&bonus)),
            ("penalty", number(&penalty)),
            ("phases", Json::List(phases.collect())),
        ])
    }

    fn phase_share(&self, share: &PhaseShare) -> Json {
        let score = |number: &Fraction| self.score(number);
        let weight = self.campaign.phases[share.phase - 1].weight;
        let weight = weight.unwrap_or(Decimal::whole(1));
        Json::object([
            ("phase", Json::count(share.phase)),
            ("status", Json::text(share.outcome.status.word())),
            ("score", or_null(share.outcome.score.as_ref(), score)),
            ("weight", Json::Number(weight.to_string())),
            ("contribution", or_null(share.contribution.as_ref(), score)),
        ])
    }
}
