//! An activity log becomes rows.
//!
//! Rows are small integers: nothing of a row's text is kept but where it stands.

use std::hash::BuildHasher;
use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use foldhash::quality::FixedState;

use crate::campaign::{Campaign, DateOrder, SubjectKind};
use crate::finding::{Finding, Findings, Note, Problem};
use crate::identifier::Id;
use crate::privacy::identifiers::Allow;
use crate::source::{Dialect, FileId, Source};

use super::cell::{QuantityFault, parse_quantity};
use super::dates::{DateSurvey, Resolved, resolve_date};
use super::header::{Column, Header, LOG, LOG_WITHOUT_APPRAISAL, Vocabulary, guess_dialect, read_header};
use super::lookup::Lookup;
use super::members::Membership;
use super::sheet::Sheet;
use super::short::{Key, mix};
use super::table::Quoting;
use super::text::{clean, fold_case, has_odd_blanks};
use super::usual::{Tables, Usual};
use super::{Item, LeftOut, Member, MemberRange, Quantity, Row};

/// Suggestions a file gets: a file full of strange words would cost time without helping anybody.
const MOST_SUGGESTIONS: usize = 200;

/// What the rows of every log are read against.
pub struct LogRules<'c> {
    pub(super) campaign: &'c Campaign,
    /// Whether the rules do not contradict each other. Where they do, a date in no phase may be right.
    sound: bool,
    pub(super) members: Option<&'c Membership>,
    pub(super) teams: &'c Lookup<u32>,
    pub(super) items: Lookup<Item>,
    pub(super) by_member: Lookup<u32>,
    pub(super) tables: Tables,
    allow: &'c Allow,
    vocabulary: Vocabulary,
}

/// What one log says.
#[derive(Debug)]
pub struct Log {
    /// Rows without an error.
    pub rows: Vec<Row>,
    /// See [`Row::members`].
    pub named: Vec<u32>,
    /// For each row a digest of its evidence; 0 where there is none.
    pub evidence: Vec<u64>,
    /// Rows with an error.
    pub left_out: Vec<LeftOut>,
    /// What is wrong.
    pub findings: Findings,
    /// The header, where it was understood.
    pub header: Option<Header>,
    /// How cells are told apart, where there is a header row.
    pub dialect: Option<Dialect>,
}

impl Log {
    /// A log that was refused as a whole.
    pub fn unread(refusal: Finding, most_per_rule: usize) -> Self {
        let mut log = Self::empty(most_per_rule);
        log.findings.push(refusal);
        log
    }

    /// A log without rows.
    pub fn empty(most_per_rule: usize) -> Self {
        Self {
            rows: Vec::new(),
            named: Vec::new(),
            evidence: Vec::new(),
            left_out: Vec::new(),
            findings: Findings::keeping(most_per_rule),
            header: None,
            dialect: None,
        }
    }

    /// The members that a row of it names: places in the list of members.
    pub fn members_of(&self, row: &Row) -> &[u32] {
        let start = row.members.start as usize;
        self.named.get(start..start + row.members.len as usize).unwrap_or_default()
    }
}

impl<'c> LogRules<'c> {
    /// Rules of a campaign and its members.
    pub fn new(
        campaign: &'c Campaign,
        sound: bool,
        members: Option<&'c Membership>,
        teams: &'c Lookup<u32>,
        allow: &'c Allow,
    ) -> Self {
        let kind = if campaign.records.appraisal { LOG } else { LOG_WITHOUT_APPRAISAL };
        let numbered = members.map(|list| list.members.as_slice()).unwrap_or_default().iter().zip(0..);
        Self {
            campaign,
            sound,
            members,
            teams,
            items: Item::by_id(campaign),
            by_member: Lookup::new(numbered.map(|(member, index)| (member.id.as_str(), index))),
            tables: Tables::of(campaign, members),
            allow,
            vocabulary: Vocabulary::of(kind, &campaign.records.columns),
        }
    }

    /// Reads one log.
    pub fn read(&self, file: FileId, source: &Source, most_per_rule: usize) -> Log {
        self.read_with(file, source, most_per_rule, true)
    }

    /// The same, `quick` where it may be or never: that changes nothing but the time it takes.
    pub(super) fn read_with(&self, file: FileId, source: &Source, most_per_rule: usize, quick: bool) -> Log {
        let mut log = Log::empty(most_per_rule);
        let text = &source.text;
        let header = read_header(file, text, &self.vocabulary, &mut log.findings);
        if let Some(header) = header {
            log.rows.reserve(text.len() / TYPICAL_ROW);
            log.evidence.reserve(text.len() / TYPICAL_ROW);
            let mut sheet = Sheet::new(file, text, &header, Some(self.allow));
            sheet.check_privacy_of_header(&mut log.findings);
            let mut reader = LogReader::new(self, file, text, &header);
            reader.read(&mut sheet, &mut log, Reach { quick, is_last: true });
            if let Some(survey) = &reader.survey {
                survey.report(self.campaign.records.dates, &mut log.findings);
            }
            log.dialect = Some(header.dialect);
            log.header = Some(header);
        } else {
            log.dialect = guess_dialect(text, &self.vocabulary);
        }
        log
    }

    /// Understands the header of a log by the piece that it begins with. None where anything is wrong with it.
    pub fn header_of(&self, piece: &str) -> Option<Header> {
        let mut findings = Findings::keeping(0);
        let header = read_header(NOWHERE, piece, &self.vocabulary, &mut findings)?;
        Sheet::new(NOWHERE, piece, &header, Some(self.allow)).check_privacy_of_header(&mut findings);
        // A column without a word is one only where the whole log has nothing in it.
        let all_known = (0..header.n_columns).all(|index| header.meaning(index).is_some());
        (findings.is_empty() && all_known).then_some(header)
    }

    /// Reads the rows of a piece of a log from byte `start` on into `log`, in place of what was in it, and
    /// returns the byte at which a row begins that the piece does not hold to its end. None where
    /// anything is wrong or can be judged by the whole file only; then `log` means nothing.
    pub fn read_piece(&self, header: &Header, piece: &Piece<'_>, log: &mut Log) -> Option<usize> {
        log.rows.clear();
        log.named.clear();
        log.evidence.clear();
        log.left_out.clear();
        if !log.findings.is_empty() {
            log.findings = Findings::keeping(0);
        }
        let mut sheet = Sheet::from(piece.start, NOWHERE, piece.text, header, Some(self.allow));
        let mut reader = LogReader::new(self, NOWHERE, piece.text, header);
        let end = reader.read(&mut sheet, log, Reach { quick: true, is_last: piece.is_last });
        let nothing_said = log.findings.is_empty() && log.left_out.is_empty();
        (nothing_said && reader.survey.is_none()).then_some(end)
    }
}

/// Stands for the file of rows that nothing will be said about.
const NOWHERE: FileId = FileId(0);

/// Lines of a log.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'t> {
    /// Whole lines.
    pub text: &'t str,
    /// The byte at which the rows begin.
    pub start: usize,
    /// Whether the file ends with them.
    pub is_last: bool,
}

/// Bytes of a short row, by which memory is reserved.
const TYPICAL_ROW: usize = 64;

struct LogReader<'r> {
    rules: &'r LogRules<'r>,
    file: FileId,
    text: &'r str,
    header: &'r Header,
    /// Made at the first slashed date.
    survey: Option<DateSurvey>,
    suggestions: usize,
    /// The folded evidence of this row.
    evidence: Vec<u8>,
    /// The members that this row names, in order of their number.
    named: Vec<u32>,
}

/// How a text is read.
#[derive(Clone, Copy)]
struct Reach {
    /// By the reader of usual rows where it can: that changes nothing but the time it takes.
    quick: bool,
    /// Whether the log ends with it: a row that is not closed is then wrong, and goes on elsewhere otherwise.
    is_last: bool,
}

impl<'r> LogReader<'r> {
    fn new(rules: &'r LogRules<'r>, file: FileId, text: &'r str, header: &'r Header) -> Self {
        Self {
            rules,
            file,
            text,
            header,
            survey: None,
            suggestions: MOST_SUGGESTIONS,
            evidence: Vec::new(),
            named: Vec::new(),
        }
    }

    /// Reads rows up to the end of the text, or to the last one that does not end in it; where that begins.
    fn read(&mut self, sheet: &mut Sheet<'_>, log: &mut Log, Reach { quick, is_last }: Reach) -> usize {
        let mut usual = quick.then(|| Usual::new(self.rules, self.file, self.text, self.header));
        let Log { rows, named, evidence, left_out, findings, .. } = log;
        let required = self.rules.vocabulary.required();
        while sheet.next_cells() {
            if !is_last
                && let ([first, ..], [.., last]) = (sheet.cells(), sheet.cells())
                && last.quoting == Quoting::Unclosed
            {
                return first.start as usize;
            }
            let mut keep = |mut row: Row, own: &[u32], digest: u64| {
                row.members.start = named.len() as u32;
                named.extend_from_slice(own);
                evidence.push(digest);
                rows.push(row);
            };
            let quickly = usual.as_mut().and_then(|usual| usual.read(sheet, &mut self.named));
            if let Some((row, digest)) = quickly {
                keep(row, &self.named, digest);
                continue;
            }
            if !sheet.is_readable(required, findings, |place| left_out.push(LeftOut { place, date: None })) {
                continue;
            }
            let date = self.date(sheet, findings);
            match self.row(sheet, date, findings) {
                Some(row) if !sheet.is_broken() => {
                    keep(row, &self.named, self.evidence_digest());
                }
                _ => left_out.push(LeftOut { place: sheet.row_place(), date }),
            }
        }
        self.text.len()
    }

    fn row(
        &mut self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<Row> {
        let campaign = self.rules.campaign;
        let phase = date.and_then(|date| self.phase(sheet, date, findings));
        let team = self.team(sheet, date, findings);
        let item = self.item(sheet, findings);
        self.members(sheet, date, team, findings);
        let quantity = self.quantity(sheet, findings);
        self.evidence(sheet, item, findings);
        let accepted = if campaign.records.appraisal {
            self.appraisal(sheet, date, team, item, quantity, findings)
        } else {
            quantity
        };
        sheet.check_privacy(&[Column::Appraiser, Column::Evidence, Column::Note], findings);
        self.members_of_adjustment(sheet, item, findings);
        Some(Row {
            date: date?,
            phase: phase?,
            item: item?,
            team: team?,
            members: MemberRange { start: 0, len: self.named.len() as u32 },
            quantity: quantity?,
            accepted,
            file: self.file,
            start: sheet.row_place().start,
        })
    }

    fn date(&mut self, sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<NaiveDate> {
        let cell = sheet.cell(Column::Date);
        if cell.is_empty() {
            sheet.complain_of(Column::Date, Problem::CellMissing { column: "date" }, findings);
            return None;
        }
        let order = self.rules.campaign.records.dates;
        // Only slashed dates need a look at the whole file, and hardly a file has any.
        if order != DateOrder::Iso && self.survey.is_none() && !is_year_first(&cell) {
            self.survey = Some(DateSurvey::of(self.file, self.text, self.header, &[Column::Date], order));
        }
        match resolve_date(&cell, order, self.survey.as_ref().unwrap_or(&DateSurvey::default())) {
            Resolved::Date(date) => Some(date),
            Resolved::Refused => {
                sheet.mark_broken();
                None
            }
            Resolved::Problem(problem) => {
                sheet.complain_of(Column::Date, problem, findings);
                None
            }
        }
    }

    fn phase(&self, sheet: &mut Sheet<'_>, date: NaiveDate, findings: &mut Findings) -> Option<u16> {
        let campaign = self.rules.campaign;
        if let Some(phase) = campaign.phase_of(date) {
            return Some(phase as u16);
        }
        if !self.rules.sound {
            sheet.mark_broken();
            return None;
        }
        let span = campaign.span;
        let problem = if span.contains(date) {
            Problem::DateInNoPhase { date }
        } else {
            Problem::DateOutsideCampaign { date, first: span.first, last: span.last }
        };
        let finding = Finding::new(problem, sheet.place(Column::Date));
        sheet.complain_finding(finding.with(Note::PhasesListed, campaign.places.phases), findings);
        None
    }

    fn team(
        &mut self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<u32> {
        let campaign = self.rules.campaign;
        let cell = sheet.cell(Column::Team);
        if cell.is_empty() {
            sheet.complain_of(Column::Team, Problem::CellMissing { column: "team" }, findings);
            return None;
        }
        let Some(team) = self.rules.teams.get(&cell) else {
            let near = self.suggest(self.rules.teams, &cell);
            let problem = Problem::UnknownTeam { team: cell.into_owned(), near };
            sheet.complain_with(Column::Team, problem, Note::TeamsListed, campaign.places.teams, findings);
            return None;
        };
        let life = campaign.teams[team as usize].span;
        if let Some(date) = date.filter(|&date| !life.contains(date)) {
            let declared = &campaign.teams[team as usize];
            let problem = Problem::TeamNotThatDay {
                team: declared.id.to_string(),
                date,
                first: life.first,
                last: life.last,
            };
            sheet.complain_with(Column::Team, problem, Note::DeclaredHere, Some(declared.place), findings);
            return None;
        }
        Some(team)
    }

    fn item(&mut self, sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<Item> {
        let cell = sheet.cell(Column::Activity);
        if cell.is_empty() {
            sheet.complain_of(Column::Activity, Problem::CellMissing { column: "activity" }, findings);
            return None;
        }
        let item = self.rules.items.get(&cell);
        if item.is_none() {
            let near = self.suggest(&self.rules.items, &cell);
            let problem = Problem::UnknownActivity { activity: cell.into_owned(), near };
            let listed = self.rules.campaign.places.activities;
            sheet.complain_with(Column::Activity, problem, Note::ActivitiesListed, listed, findings);
        }
        item
    }

    /// Puts the members that the row names into `self.named`.
    fn members(
        &mut self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        team: Option<u32>,
        findings: &mut Findings,
    ) {
        self.named.clear();
        let cell = sheet.cell(Column::Members);
        if cell.is_empty() || sheet.is_complained_of(Column::Members) {
            return;
        }
        let Some(membership) = self.rules.members else {
            sheet.complain_of(Column::Members, Problem::MembersWithoutList {}, findings);
            return;
        };
        let written = sheet.written(Column::Members);
        for (nth, code) in codes_of(&cell).enumerate() {
            let part = || part_of_code(written, nth, code);
            let index = self.rules.by_member.get(code);
            if index.is_some_and(|index| self.named.contains(&index)) {
                let problem = Problem::MemberTwice { member: code.to_owned() };
                sheet.complain_of_part(Column::Members, part(), problem, findings);
                continue;
            }
            self.named.extend(index);
            let problem = match index {
                Some(index) => self.not_in_team(&membership.members[index as usize], date, team),
                None => Some(Problem::UnknownMember {
                    member: code.to_owned(),
                    near: self.suggest(&self.rules.by_member, code),
                }),
            };
            let Some(problem) = problem else { continue };
            if membership.is_doubtful(code) {
                sheet.mark_broken();
                continue;
            }
            sheet.complain_of_part(Column::Members, part(), problem, findings);
        }
        self.named.sort_unstable();
    }

    fn not_in_team(&self, member: &Member, date: Option<NaiveDate>, team: Option<u32>) -> Option<Problem> {
        let (date, team) = (date?, team? as usize);
        let that_day =
            || member.stints.iter().filter(|stint| stint.span.contains(date)).map(|stint| stint.team);
        if that_day().any(|served| served == team) {
            return None;
        }
        let id_of = |team: usize| self.rules.campaign.teams[team].id.to_string();
        Some(Problem::MemberNotInTeam {
            member: member.id.to_string(),
            team: id_of(team),
            date,
            teams: that_day().map(id_of).collect(),
        })
    }

    fn quantity(&self, sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<Quantity> {
        let cell = sheet.cell(Column::Quantity);
        if cell.is_empty() {
            sheet.complain_of(Column::Quantity, Problem::CellMissing { column: "quantity" }, findings);
            return None;
        }
        let quantity = read_quantity(sheet, Column::Quantity, &cell, findings)?;
        if quantity.hundredths() == 0 {
            sheet.complain_of(Column::Quantity, Problem::QuantityZero { found: cell.into_owned() }, findings);
            return None;
        }
        Some(quantity)
    }

    fn evidence(&mut self, sheet: &mut Sheet<'_>, item: Option<Item>, findings: &mut Findings) {
        let cell = sheet.cell(Column::Evidence);
        fold_into(&cell, &mut self.evidence);
        let needed = match item {
            Some(Item::Activity(index)) => self.rules.campaign.activities[usize::from(index)].evidence,
            Some(Item::Adjustment(index)) => self.rules.campaign.adjustments[usize::from(index)].evidence,
            None => false,
        };
        if cell.is_empty() && needed {
            let activity = self.item_id(item);
            let at = if self.header.index(Column::Evidence).is_some() {
                Column::Evidence
            } else {
                Column::Activity
            };
            sheet.complain_of(at, Problem::EvidenceMissing { activity }, findings);
        }
    }

    fn appraisal(
        &self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        team: Option<u32>,
        item: Option<Item>,
        quantity: Option<Quantity>,
        findings: &mut Findings,
    ) -> Option<Quantity> {
        self.appraiser(sheet, date, team, findings);
        let cell = sheet.cell(Column::Accepted);
        if cell.is_empty() {
            if self.shields(item) {
                let problem = Problem::PendingShields { activity: self.item_id(item) };
                sheet.complain_of(Column::Accepted, problem, findings);
            }
            return None;
        }
        let accepted = read_quantity(sheet, Column::Accepted, &cell, findings)?;
        if sheet.cell(Column::Appraiser).is_empty() {
            let has_column = self.header.index(Column::Appraiser).is_some();
            let at = if has_column { Column::Appraiser } else { Column::Accepted };
            sheet.complain_of(at, Problem::AppraiserMissing {}, findings);
        }
        let rejected = accepted.hundredths() == 0;
        let changed = quantity.is_some_and(|quantity| quantity != accepted);
        if (rejected || changed) && sheet.cell(Column::Note).is_empty() {
            let at = if self.header.index(Column::Note).is_some() { Column::Note } else { Column::Accepted };
            let quantity = sheet.cell(Column::Quantity).into_owned();
            let problem = Problem::NoteMissing { quantity, accepted: accepted.to_string() };
            sheet.complain_of(at, problem, findings);
        }
        Some(accepted)
    }

    fn appraiser(
        &self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        team: Option<u32>,
        findings: &mut Findings,
    ) {
        let cell = sheet.cell(Column::Appraiser);
        if cell.is_empty() {
            return;
        }
        if let Err(fault) = Id::check(&cell) {
            let problem = Problem::AppraiserUnusable { found: cell.into_owned(), fault };
            sheet.complain_of(Column::Appraiser, problem, findings);
            return;
        }
        let Some(index) = self.rules.by_member.get(&cell) else { return };
        let whole_team = sheet.cell(Column::Members).is_empty();
        let in_team = || {
            let stints = self
                .rules
                .members
                .and_then(|list| list.members.get(index as usize))
                .map(|member| &member.stints);
            stints.into_iter().flatten().any(|stint| {
                Some(stint.team) == team.map(|team| team as usize)
                    && date.is_some_and(|date| stint.span.contains(date))
            })
        };
        if self.named.contains(&index) || (whole_team && in_team()) {
            let problem = Problem::AppraiserInvolved { appraiser: cell.into_owned(), whole_team };
            sheet.complain_of(Column::Appraiser, problem, findings);
        }
    }

    /// Whether a row of this item that waits for its appraisal spares somebody something.
    fn shields(&self, item: Option<Item>) -> bool {
        match item {
            Some(Item::Activity(index)) => self.rules.campaign.activities[usize::from(index)].points < 0,
            Some(Item::Adjustment(_)) => true,
            None => false,
        }
    }

    fn members_of_adjustment(&self, sheet: &mut Sheet<'_>, item: Option<Item>, findings: &mut Findings) {
        let Some(Item::Adjustment(index)) = item else { return };
        let for_members = self.rules.campaign.adjustments[usize::from(index)].subject == SubjectKind::Member;
        if for_members && sheet.cell(Column::Members).is_empty() {
            let at =
                if self.header.index(Column::Members).is_some() { Column::Members } else { Column::Activity };
            sheet.complain_of(at, Problem::MembersMissing { activity: self.item_id(item) }, findings);
        }
    }

    fn item_id(&self, item: Option<Item>) -> String {
        match item {
            Some(Item::Activity(index)) => self.rules.campaign.activities[usize::from(index)].id.to_string(),
            Some(Item::Adjustment(index)) => {
                self.rules.campaign.adjustments[usize::from(index)].id.to_string()
            }
            None => String::new(),
        }
    }

    fn suggest<T: Copy>(&mut self, lookup: &Lookup<T>, word: &str) -> Option<String> {
        self.suggestions = self.suggestions.checked_sub(1)?;
        lookup.near(word).map(str::to_owned)
    }

    fn evidence_digest(&self) -> u64 {
        match Key::of(&self.evidence, 0, self.evidence.len()) {
            Some(key) => key.digest().max(1),
            None if self.evidence.is_empty() => 0,
            None => FixedState::with_seed(0).hash_one(&self.evidence).max(1),
        }
    }
}

/// A digest of what a row says that names these members, but for its quantities and its evidence. It is
/// not 0.
pub fn digest_of_row(row: &Row, named: &[u32]) -> u64 {
    let item = match row.item {
        Item::Activity(index) => u64::from(index),
        Item::Adjustment(index) => 1 << 16 | u64::from(index),
    };
    let day = u64::from(row.date.num_days_from_ce().unsigned_abs());
    let mut digest = mix(day << 32 | u64::from(row.team), item);
    for &member in named {
        digest = mix(digest, u64::from(member));
    }
    digest.max(1)
}

/// The codes in a cleaned cell of members.
pub fn codes_of(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(parts_codes).filter(|code| !code.is_empty())
}

fn parts_codes(c: char) -> bool {
    matches!(c, ' ' | ';' | ',' | '+' | '\t' | '\n' | '\r')
}

/// Where the code that is the `nth` of the cleaned cell, from 0, stands in the cell as it is written:
/// the whole of it, where they cannot be told apart.
fn part_of_code(written: &str, nth: usize, code: &str) -> Range<usize> {
    let separates = |c: char| parts_codes(c) || c.is_whitespace() || matches!(c, '"' | '\'');
    let mut end = 0;
    let parts = written.split_inclusive(separates).map(|part| {
        let start = end;
        end += part.len();
        start..start + part.trim_end_matches(separates).len()
    });
    let mut codes =
        parts.map(|part| (clean(&written[part.clone()]), part)).filter(|(code, _)| !code.is_empty());
    let found = codes.nth(nth).filter(|(found, _)| found == code);
    found.map_or(0..written.len(), |(_, part)| part)
}

/// Digits of the shortest number that may be somebody's.
const LONG_NUMBER: usize = 9;

fn is_year_first(cell: &str) -> bool {
    cell.as_bytes().iter().take_while(|byte| byte.is_ascii_digit()).count() == 4
}

fn read_quantity(
    sheet: &mut Sheet<'_>,
    column: Column,
    cell: &str,
    findings: &mut Findings,
) -> Option<Quantity> {
    let found = || cell.to_owned();
    let problem = match parse_quantity(cell) {
        // A number this long may be somebody's.
        Ok(_) if cell.len() >= LONG_NUMBER && sheet.is_identifier(column, findings) => return None,
        Ok(quantity) => return Some(quantity),
        Err(QuantityFault::NotRead(fault)) => Problem::NumberNotRead { found: found(), fault },
        Err(QuantityFault::Ambiguous { small, large }) => {
            Problem::NumberAmbiguous { found: found(), small, large }
        }
        Err(QuantityFault::TooFine) => Problem::NumberTooFine { found: found() },
        Err(QuantityFault::TooLarge) => Problem::NumberTooLarge { found: found() },
    };
    sheet.complain_of(column, problem, findings);
    None
}

/// Numbers of evidence are equal without regard to case, blanks and normal form.
fn fold_into(evidence: &str, folded: &mut Vec<u8>) {
    folded.clear();
    if evidence.is_ascii() && !has_odd_blanks(evidence) {
        folded.extend(evidence.bytes().map(|byte| byte.to_ascii_lowercase()));
    } else {
        folded.extend_from_slice(fold_case(evidence).as_bytes());
    }
}
