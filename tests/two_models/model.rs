//! The plain, slow second model of scoring.
//!
//! It follows the words of the rules and builds no table it could do without:
//! days are counted one by one, caps are applied by going through the rows of
//! each bucket, benchmarks by asking every peer. Where the program and this
//! model disagree, one of them has read the rules wrong.

mod board;
mod caps;
mod grades;
mod phase;
mod points;
mod ranks;
mod records;
mod total;

use chrono::NaiveDate;

use crate::campaign::{Campaign, Row};
use crate::fraction::Fraction;
use crate::json::Json;

/// What is asked of `score`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question {
    /// From 1; `None` asks for the campaign.
    pub(crate) phase: Option<usize>,
    pub(crate) by: By,
    pub(crate) basis: Basis,
    pub(crate) until: Option<NaiveDate>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum By {
    Team,
    Member,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Basis {
    Official,
    Claimed,
}

pub(crate) struct Model<'a> {
    campaign: &'a Campaign,
    /// Counted once: going through the calendar for every target takes too long.
    service: Vec<Service>,
}

/// The days of a phase that a member served: in one team, or in any.
struct Service {
    phase: usize,
    member: String,
    team: Option<String>,
    n_days: usize,
}

/// The campaign under one question.
#[derive(Clone, Copy)]
struct View<'a> {
    campaign: &'a Campaign,
    service: &'a [Service],
    question: Question,
}

/// A row and the points, or the credit, that are left of it.
type Valued<'a> = (&'a Row, Fraction);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Status {
    Absent,
    Disqualified,
    Incomplete,
    ShortTenure,
    Ranked,
}

impl<'a> Model<'a> {
    pub(crate) fn new(campaign: &'a Campaign) -> Self {
        let mut service = Vec::new();
        for (position, phase) in campaign.phases.iter().enumerate() {
            for member in campaign.members() {
                let teams = campaign.teams.iter().map(|team| Some(team.id.clone()));
                for team in teams.chain([None]) {
                    let serves = |day: &NaiveDate| match &team {
                        Some(team) => campaign.serves(&member, team, *day),
                        None => !campaign.teams_served_on(&member, *day).is_empty(),
                    };
                    let n_days = phase.days().into_iter().filter(serves).count();
                    if n_days > 0 {
                        service.push(Service { phase: position + 1, member: member.clone(), team, n_days });
                    }
                }
            }
        }
        Self { campaign, service }
    }

    /// What `score --format json` must print.
    pub(crate) fn answer(&self, question: Question) -> Json {
        let view = View { campaign: self.campaign, service: &self.service, question };
        let claimed = View { question: Question { basis: Basis::Claimed, ..question }, ..view };
        board::board(&view, &claimed)
    }
}
