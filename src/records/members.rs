//! members.csv: who serves in which team, from when to when, as what.

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::campaign::{Campaign, DateOrder};
use crate::finding::{Finding, Findings, Note, Problem};
use crate::identifier::Id;
use crate::privacy::identifiers::Allow;
use crate::source::{FileId, Source};

use super::dates::{DateSurvey, Resolved, resolve_date};
use super::header::{Column, MEMBERS, Vocabulary, guess_dialect, read_header};
use super::lookup::Lookup;
use super::meanings::meaning;
use super::sheet::Sheet;
use super::{Member, Role, Stint};

/// Words for each role: the canonical one first.
const ROLES: [(Role, &[&str]); 3] = [
    (Role::Leader, &["leader", "tổ trưởng", "trưởng", "đội trưởng"]),
    (Role::Deputy, &["deputy", "tổ phó", "phó", "đội phó"]),
    (Role::Member, &["member", "tổ viên", "thành viên", "đội viên"]),
];

/// What members.csv says.
#[derive(Debug, Default)]
pub struct Membership {
    /// The members in order of their first row without an error.
    pub members: Vec<Member>,
    /// Codes of rows with an error: what a log says of these members cannot be held against it.
    doubtful: Lookup<()>,
    /// Whether the file was refused as a whole.
    refused: bool,
}

impl Membership {
    /// A file that was refused as a whole.
    pub fn refused() -> Self {
        Self { refused: true, ..Self::default() }
    }

    /// Whether an error in the file may be why this member is not known, or not in a team.
    pub fn is_doubtful(&self, code: &str) -> bool {
        self.refused || self.doubtful.get(code).is_some()
    }
}

/// Reads members.csv.
pub fn read(
    file: FileId,
    source: &mut Source,
    campaign: &Campaign,
    teams: &Lookup<u32>,
    allow: &Allow,
    findings: &mut Findings,
) -> Membership {
    let mut membership = Membership::default();
    let mut by_id: Lookup<u32> = Lookup::default();
    let vocabulary = Vocabulary::of(MEMBERS, &campaign.records.columns);
    let Some(header) = read_header(file, &source.text, &vocabulary, findings) else {
        source.dialect = guess_dialect(&source.text, &vocabulary);
        return if source.dialect.is_some() { Membership::refused() } else { membership };
    };
    let order = campaign.records.dates;
    let survey = DateSurvey::of(file, &source.text, &header, &[Column::From, Column::To], order);
    survey.report(order, findings);
    let mut sheet = Sheet::new(file, &source.text, &header, Some(allow));
    sheet.check_privacy_of_header(findings);
    while sheet.next(MEMBERS.required, findings, |_| ()) {
        sheet.check_privacy(&[Column::Member], findings);
        let code = sheet.cell(Column::Member);
        let member = read_id(&mut sheet, findings);
        let team = read_team(&mut sheet, campaign, teams, findings);
        let from = read_date(&mut sheet, Column::From, order, &survey, findings);
        let to = read_date(&mut sheet, Column::To, order, &survey, findings);
        let role = read_role(&mut sheet, findings);
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            sheet.complain_of(Column::To, Problem::StintReversed { from, to }, findings);
        }
        if let Some(team) = team {
            check_life(&mut sheet, campaign, team, from, to, findings);
        }
        let (Some(member), Some(team), false) = (member, team, sheet.is_broken()) else {
            membership.doubtful.insert(&code, ());
            continue;
        };
        let stint = Stint { team, span: Span::between(from, to), role, place: sheet.row_place() };
        let members = &mut membership.members;
        let index = by_id.get(member.as_str()).unwrap_or_else(|| {
            let index = u32::try_from(members.len()).unwrap_or(u32::MAX);
            by_id.insert(member.as_str(), index);
            members.push(Member { id: member, stints: Vec::new() });
            index
        });
        let member = &mut members[index as usize];
        check_overlap(member, &stint, campaign, &mut sheet, findings);
        if sheet.is_broken() {
            membership.doubtful.insert(&code, ());
        } else {
            member.stints.push(stint);
        }
    }
    source.dialect = Some(header.dialect);
    membership
}

/// A stint may not begin or end on a day on which its team does not exist.
fn check_life(
    sheet: &mut Sheet<'_>,
    campaign: &Campaign,
    team: usize,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    findings: &mut Findings,
) {
    let team = &campaign.teams[team];
    let outside = |day: Option<NaiveDate>| day.is_some_and(|day| !team.span.contains(day));
    let column = match (outside(from), outside(to)) {
        (true, _) => Column::From,
        (false, true) => Column::To,
        (false, false) => return,
    };
    let (first, last) = (team.span.first, team.span.last);
    let problem = Problem::StintOutsideTeam { team: team.id.to_string(), first, last };
    sheet.complain_with(column, problem, Note::DeclaredHere, Some(team.place), findings);
}

fn read_id(sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<Id> {
    let found = sheet.cell(Column::Member);
    if found.is_empty() {
        sheet.complain_of(Column::Member, Problem::CellMissing { column: "member" }, findings);
        return None;
    }
    match Id::parse(&found) {
        Ok(id) => Some(id),
        Err(fault) => {
            let problem = Problem::MemberUnusable { found: found.into_owned(), fault };
            sheet.complain_of(Column::Member, problem, findings);
            None
        }
    }
}

fn read_team(
    sheet: &mut Sheet<'_>,
    campaign: &Campaign,
    teams: &Lookup<u32>,
    findings: &mut Findings,
) -> Option<usize> {
    let found = sheet.cell(Column::Team);
    if found.is_empty() {
        sheet.complain_of(Column::Team, Problem::CellMissing { column: "team" }, findings);
        return None;
    }
    let team = teams.get(&found);
    if team.is_none() {
        let near = teams.near(&found).map(str::to_owned);
        let problem = Problem::UnknownTeam { team: found.into_owned(), near };
        sheet.complain_with(Column::Team, problem, Note::TeamsListed, campaign.places.teams, findings);
    }
    team.map(|team| team as usize)
}

fn read_date(
    sheet: &mut Sheet<'_>,
    column: Column,
    order: DateOrder,
    survey: &DateSurvey,
    findings: &mut Findings,
) -> Option<NaiveDate> {
    let cell = sheet.cell(column);
    if cell.is_empty() {
        return None;
    }
    match resolve_date(&cell, order, survey) {
        Resolved::Date(date) => Some(date),
        Resolved::Refused => {
            sheet.mark_broken();
            None
        }
        Resolved::Problem(problem) => {
            sheet.complain_of(column, problem, findings);
            None
        }
    }
}

fn read_role(sheet: &mut Sheet<'_>, findings: &mut Findings) -> Role {
    let found = sheet.cell(Column::Role);
    if found.is_empty() {
        return Role::default();
    }
    meaning(&ROLES, &found).unwrap_or_else(|near| {
        let problem = Problem::UnknownRole { found: found.into_owned(), near };
        sheet.complain_of(Column::Role, problem, findings);
        Role::default()
    })
}

/// Twice in one team would count a head twice; in two teams it may be so, but somebody should look.
fn check_overlap(
    member: &Member,
    stint: &Stint,
    campaign: &Campaign,
    sheet: &mut Sheet<'_>,
    findings: &mut Findings,
) {
    let overlapping = |other: &&Stint| !other.span.within(stint.span).is_empty();
    let same_team = member.stints.iter().filter(overlapping).find(|other| other.team == stint.team);
    let Some(other) = same_team.or_else(|| member.stints.iter().find(overlapping)) else { return };
    let id = member.id.to_string();
    let problem = if other.team == stint.team {
        Problem::StintTwice { member: id, team: campaign.teams[stint.team].id.to_string() }
    } else {
        let shared = other.span.within(stint.span);
        Problem::StintsInTwoTeams { member: id, first: shared.first, last: shared.last }
    };
    let finding = Finding::new(problem, sheet.place(Column::Member)).with(Note::FirstHere, other.place);
    sheet.complain_finding(finding, findings);
}
