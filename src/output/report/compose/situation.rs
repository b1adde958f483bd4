//! Who takes part, and who came and went.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{blank, name, say};
use crate::calendar::Span;
use crate::campaign::SubjectKind;
use crate::output::report::content::Block;
use crate::output::view::View;
use crate::output::words::{Heading, Reporting};
use crate::records::Member;
use crate::score::Status;
use crate::score::review::Review;

pub(super) fn blocks(view: &View<'_>, review: &Review) -> Vec<Block> {
    let mut blocks = vec![Block::paragraph(campaign(view)), Block::paragraph(participants(view, review))];
    let changes = changes(view, review);
    if !changes.is_empty() {
        blocks.push(Block::paragraph(say(view, Heading::Changes)));
        blocks.push(Block::list(changes));
    }
    blocks.push(Block::paragraph(rows(view, review)));
    blocks.push(blank(view, Heading::PromptSituation));
    blocks
}

/// The campaign, with its theme and its days.
fn campaign(view: &View<'_>) -> String {
    let campaign = view.campaign;
    let said = Reporting::CampaignWithDays {
        title: view.campaign_title(),
        theme: campaign.theme.get(view.language),
        first: &view.notation().date(campaign.span.first),
        last: &view.notation().date(campaign.span.last),
        days: campaign.span.days(),
        phases: campaign.phases.len(),
    };
    say(view, said)
}

/// How many took part.
fn participants(view: &View<'_>, review: &Review) -> String {
    let present = |status: Status| status != Status::Absent;
    let teams = review.board.standings.iter().filter(|line| present(line.status)).count();
    let members = review
        .members
        .as_ref()
        .map(|board| board.standings.iter().filter(|line| present(line.status)).count());
    let count = |number: usize| view.notation().count(number);
    say(
        view,
        Reporting::Participants {
            teams: &count(teams),
            members: members.map(count).as_deref(),
            groups: view.campaign.groups.len(),
        },
    )
}

/// What was written down, by what became of it.
fn rows(view: &View<'_>, review: &Review) -> String {
    let rows = review.board.rows;
    let count = |number: usize| view.notation().count(number);
    let total = rows.counted + rows.pending + rows.rejected + rows.left_out;
    let mut said = say(
        view,
        Reporting::RowsOfAll {
            total: &count(total),
            counted: &count(rows.counted),
            pending: &count(rows.pending),
            rejected: &count(rows.rejected),
        },
    );
    if rows.left_out > 0 {
        said.push_str(&say(view, Reporting::RowsOfAllLeftOut { count: &count(rows.left_out) }));
    }
    said
}

/// Teams that began or ended, and members who came, went or changed, by day.
fn changes(view: &View<'_>, review: &Review) -> Vec<String> {
    let phase = review.board.request.phase.and_then(|phase| view.campaign.phases.get(phase));
    let span = phase.map_or(view.campaign.span, |phase| phase.span);
    let mut changes: BTreeMap<NaiveDate, Vec<String>> = BTreeMap::new();
    let mut add =
        |day: NaiveDate, change: Reporting<'_>| changes.entry(day).or_default().push(say(view, change));
    for (index, team) in view.campaign.teams.iter().enumerate() {
        let team_name = name(view.subject(SubjectKind::Team, index));
        if begins_within(team.span, span) {
            let day = view.notation().date(team.span.first);
            add(team.span.first, Reporting::TeamBegins { team: team_name, day: &day });
        }
        if ends_within(team.span, span) {
            let day = view.notation().date(team.span.last);
            add(team.span.last, Reporting::TeamEnds { team: team_name, day: &day });
        }
    }
    for (index, member) in view.records.members.iter().flatten().enumerate() {
        let who = view.subject(SubjectKind::Member, index).to_string();
        for stint in &member.stints {
            let team = name(view.subject(SubjectKind::Team, stint.team));
            if begins_within(stint.span, span) {
                let day = view.notation().date(stint.span.first);
                match team_before(member, stint.span.first) {
                    Some(from) => {
                        let from = name(view.subject(SubjectKind::Team, from));
                        add(stint.span.first, Reporting::MemberMoves { who: &who, from, team, day: &day });
                    }
                    None => add(stint.span.first, Reporting::MemberJoins { who: &who, team, day: &day }),
                }
            }
            let moves_on = stint.span.last.succ_opt().is_some_and(|next| begins_on(member, next));
            if ends_within(stint.span, span) && !moves_on {
                let day = view.notation().date(stint.span.last);
                add(stint.span.last, Reporting::MemberLeaves { who: &who, team, day: &day });
            }
        }
    }
    changes.into_values().flatten().collect()
}

/// Whether something that lasts `own` begins in the course of `whole`.
fn begins_within(own: Span, whole: Span) -> bool {
    own.first > whole.first && own.first <= whole.last
}

/// Whether something that lasts `own` ends in the course of `whole`.
fn ends_within(own: Span, whole: Span) -> bool {
    own.last >= whole.first && own.last < whole.last
}

/// The team that a member served in up to the day before.
fn team_before(member: &Member, day: NaiveDate) -> Option<usize> {
    let before = member.stints.iter().find(|stint| stint.span.last.succ_opt() == Some(day))?;
    Some(before.team)
}

fn begins_on(member: &Member, day: NaiveDate) -> bool {
    member.stints.iter().any(|stint| stint.span.first == day)
}
