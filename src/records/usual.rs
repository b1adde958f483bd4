//! Rows as nearly all of them are: plainly written and right. They are read without looking at any
//! cell twice; every other row is left to the reader that says what is wrong with it.
//!
//! Nothing is decided here that is decided differently there: what this reader takes, the other takes
//! too, as the same row and without a finding. A test holds them against each other.

use std::num::NonZero;

use chrono::NaiveDate;
use wide::u8x16;

use super::cell::{WrittenDate, parse_date, parse_quantity};
use super::header::{Column, Header};
use super::log::LogRules;
use super::members::Membership;
use super::sheet::Sheet;
use super::short::{Key, Keyed, number_of};
use super::table::{Cell, Quoting};
use super::{Item, Member, MemberRange, Quantity, Row};
use crate::calendar::Span;
use crate::campaign::{Campaign, SubjectKind};
use crate::identifier::Id;
use crate::privacy::identifiers::is_clear;
use crate::source::FileId;

/// What rows are looked up in, made once for all logs.
#[derive(Debug)]
pub(super) struct Tables {
    /// The days on which each team exists.
    teams: Vec<Span>,
    activities: Vec<ItemFacts>,
    adjustments: Vec<ItemFacts>,
    /// The team and the days of members who serve in one team only; for the others look them up.
    only_stints: Vec<Option<(u32, Span)>>,
    own_members: OwnMembers,
}

/// Members who serve in one team only, team by team: rows mostly name those of their own team, and these
/// stand side by side.
#[derive(Debug)]
struct OwnMembers {
    all: Vec<OwnMember>,
    /// Where those of each team begin, and where the last of them end.
    starts: Vec<usize>,
}

#[derive(Clone, Copy, Debug)]
struct OwnMember {
    key: Key,
    /// Place in the list of members.
    index: u32,
    span: Span,
}

impl OwnMembers {
    /// Members of a team that are looked through one by one; those of a larger one are left out.
    const MOST: usize = 16;

    fn of(members: &[Member], only_stints: &[Option<(u32, Span)>], n_teams: usize) -> Self {
        let mut by_team = vec![Vec::new(); n_teams];
        for ((member, stint), index) in members.iter().zip(only_stints).zip(0..) {
            let id = member.id.as_str().as_bytes();
            if let (Some((team, span)), Some(key)) = (*stint, Key::of(id, 0, id.len()))
                && let Some(own) = by_team.get_mut(team as usize)
            {
                own.push(OwnMember { key, index, span });
            }
        }
        let mut own_members = Self { all: Vec::new(), starts: vec![0] };
        for own in by_team {
            if own.len() <= Self::MOST {
                own_members.all.extend(own);
            }
            own_members.starts.push(own_members.all.len());
        }
        own_members
    }

    /// Those of a team.
    #[inline]
    fn of_team(&self, team: u32) -> &[OwnMember] {
        let start = self.starts.get(team as usize).copied().unwrap_or_default();
        let end = self.starts.get(team as usize + 1).copied().unwrap_or_default();
        self.all.get(start..end).unwrap_or_default()
    }
}

#[derive(Clone, Copy, Debug)]
struct ItemFacts {
    needs_evidence: bool,
    /// Whether a row of it that waits for its appraisal spares somebody something.
    shields: bool,
    for_members: bool,
}

impl Tables {
    pub(super) fn of(campaign: &Campaign, members: Option<&Membership>) -> Self {
        let activities = campaign.activities.iter().map(|activity| ItemFacts {
            needs_evidence: activity.evidence,
            shields: activity.points < 0,
            for_members: false,
        });
        let adjustments = campaign.adjustments.iter().map(|adjustment| ItemFacts {
            needs_evidence: adjustment.evidence,
            shields: true,
            for_members: adjustment.subject == SubjectKind::Member,
        });
        let members = members.map(|list| list.members.as_slice()).unwrap_or_default();
        let only_stints = members.iter().map(|member| match member.stints.as_slice() {
            [stint] => u32::try_from(stint.team).ok().map(|team| (team, stint.span)),
            _ => None,
        });
        let only_stints: Vec<_> = only_stints.collect();
        Self {
            teams: campaign.teams.iter().map(|team| team.span).collect(),
            activities: activities.collect(),
            adjustments: adjustments.collect(),
            own_members: OwnMembers::of(members, &only_stints, campaign.teams.len()),
            only_stints,
        }
    }
}

/// Whether a cell that begins with this byte needs a closer look: it may begin with a blank, or be what a
/// spreadsheet would run.
static IS_ODD: [bool; 256] = {
    let mut odd = [true; 256];
    let mut byte = 0;
    while byte < 256 {
        odd[byte] = match byte as u8 {
            b'=' | b'@' | b'+' | b'-' | b'\'' => true,
            // The two bytes of À to ʯ begin with these.
            0x21..=0x7E | 0xC3..=0xC9 => false,
            _ => true,
        };
        byte += 1;
    }
    odd
};

/// Whether a cell that begins with an odd byte is a usual one all the same.
fn is_letter(content: &[u8]) -> bool {
    // ạ to ỹ; before them is a blank.
    matches!(content, [0xE1, 0xB8..=0xFF, ..])
}

/// The columns of a log, by number; past any cell where there is none.
struct Columns {
    date: usize,
    team: usize,
    members: usize,
    activity: usize,
    quantity: usize,
    evidence: usize,
    accepted: usize,
    appraiser: usize,
    note: usize,
    /// Those that hold free text: evidence, note, and what nobody knows.
    free: Vec<usize>,
    /// Those of which it only matters whether something stands there, and no identifier.
    idle: u64,
    n: usize,
}

/// The bytes of a cell that is well formed, without its quotes.
#[derive(Clone, Copy)]
struct Content {
    start: usize,
    end: usize,
}

impl Content {
    const NONE: Self = Self { start: 0, end: 0 };

    #[inline]
    fn of(cell: &Cell) -> Self {
        let quotes = usize::from(!matches!(cell.quoting, Quoting::Plain));
        Self { start: cell.start as usize + quotes, end: cell.end as usize - quotes }
    }

    #[inline]
    fn in_column(cells: &[Cell], column: usize) -> Self {
        cells.get(column).map_or(Self::NONE, Self::of)
    }

    fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Reads the usual rows of one log.
pub(super) struct Usual<'r> {
    rules: &'r LogRules<'r>,
    file: FileId,
    text: &'r str,
    columns: Columns,
    /// The date read last, as it is written.
    last_date: (Option<NonZero<u128>>, Option<(NaiveDate, u16)>),
    /// Appraisers that were looked at, and which member each is.
    appraisers: Keyed<Option<u32>>,
}

/// Appraisers that are remembered at most.
const MOST_APPRAISERS: usize = 10_000;

impl<'r> Usual<'r> {
    /// For the rows under a header.
    pub(super) fn new(rules: &'r LogRules<'r>, file: FileId, text: &'r str, header: &Header) -> Self {
        let index = |column| header.index(column).unwrap_or(usize::MAX);
        let known_free =
            [Column::Evidence, Column::Note].into_iter().filter_map(|column| header.index(column));
        let unknown = (0..header.n_columns).filter(|&index| header.meaning(index).is_none());
        let idle = unknown.clone().chain(header.index(Column::Note)).filter(|index| *index < 64);
        let columns = Columns {
            date: index(Column::Date),
            team: index(Column::Team),
            members: index(Column::Members),
            activity: index(Column::Activity),
            quantity: index(Column::Quantity),
            evidence: index(Column::Evidence),
            accepted: index(Column::Accepted),
            appraiser: index(Column::Appraiser),
            note: index(Column::Note),
            free: known_free.chain(unknown).collect(),
            idle: idle.fold(0, |bits, index| bits | 1 << index),
            n: header.n_columns,
        };
        Self { rules, file, text, columns, last_date: (None, None), appraisers: Keyed::default() }
    }

    /// Reads the row at which `sheet` stands, and puts the members it names into `named`; none where it is
    /// not a usual one. With it comes the digest of its evidence, 0 where there is none.
    pub(super) fn read(&mut self, sheet: &Sheet<'_>, named: &mut Vec<u32>) -> Option<(Row, u64)> {
        let (cells, beyond) = sheet.cells().split_at_checked(self.columns.n)?;
        if beyond.iter().any(|cell| cell.start != cell.end) {
            return None;
        }
        let bytes = self.text.as_bytes();
        if sheet.has_quotes() && !self.are_well_formed(cells) {
            return None;
        }
        for &column in &self.columns.free {
            let cell = cells.get(column)?;
            let start = cell.start as usize;
            let is_clear = match sheet.signs(cell) {
                Some(signs) => signs.are_clear(bytes, start),
                None => is_clear(bytes, start, cell.end as usize),
            };
            if !is_clear || self.is_odd(cell) {
                return None;
            }
        }
        let (date, phase) = self.date(cells)?;
        // An alias may be anything; what other columns must hold begins with a letter or a digit.
        if self.is_odd(cells.get(self.columns.team)?) {
            return None;
        }
        let team = self.rules.teams.get_short(self.key(cells, self.columns.team)?)?;
        if !self.rules.tables.teams.get(team as usize)?.contains(date) {
            return None;
        }
        let item = self.rules.items.get_short(self.key(cells, self.columns.activity)?)?;
        let facts = match item {
            Item::Activity(index) => self.rules.tables.activities.get(usize::from(index))?,
            Item::Adjustment(index) => self.rules.tables.adjustments.get(usize::from(index))?,
        };
        self.members(cells, date, team, named)?;
        if facts.for_members && named.is_empty() {
            return None;
        }
        let quantity = self.quantity(cells, self.columns.quantity)?;
        if quantity.hundredths() == 0 {
            return None;
        }
        let evidence = self.evidence(cells)?;
        if evidence == 0 && facts.needs_evidence {
            return None;
        }
        let accepted = if self.rules.campaign.records.appraisal {
            self.appraisal(cells, quantity, facts.shields, named)?
        } else {
            Some(quantity)
        };
        let row = Row {
            date,
            phase,
            item,
            team,
            members: MemberRange { start: 0, len: named.len() as u32 },
            quantity,
            accepted,
            file: self.file,
            start: cells.first()?.start,
        };
        Some((row, evidence))
    }

    /// Whether the quotes of all cells are where they should be.
    fn are_well_formed(&self, cells: &[Cell]) -> bool {
        cells.iter().enumerate().all(|(index, cell)| match cell.quoting {
            Quoting::Plain | Quoting::Quoted => true,
            Quoting::Doubled => index < 64 && self.columns.idle & 1 << index != 0,
            Quoting::Unclosed | Quoting::TextAfter => false,
        })
    }

    /// Whether a cell may begin with a blank, or be what a spreadsheet would run.
    #[inline]
    fn is_odd(&self, cell: &Cell) -> bool {
        let Content { start, end } = Content::of(cell);
        let bytes = self.text.as_bytes();
        let first = bytes.get(start).copied().unwrap_or_default();
        IS_ODD[usize::from(first)] && start != end && !is_letter(bytes.get(start..end).unwrap_or_default())
    }

    #[inline]
    fn key(&self, cells: &[Cell], column: usize) -> Option<Key> {
        let Content { start, end } = Content::in_column(cells, column);
        Key::of(self.text.as_bytes(), start, end)
    }

    #[inline]
    fn date(&mut self, cells: &[Cell]) -> Option<(NaiveDate, u16)> {
        let Content { start, end } = Content::in_column(cells, self.columns.date);
        let written = Some(number_of(self.text.as_bytes(), start, end)?);
        if written != self.last_date.0 {
            let date = match parse_date(self.text.get(start..end)?) {
                Ok(WrittenDate::Iso(date)) => Some(date),
                _ => None,
            };
            let phase = date.and_then(|date| self.rules.campaign.phase_of(date));
            self.last_date = (written, date.zip(phase.map(|phase| phase as u16)));
        }
        self.last_date.1
    }

    fn members(&self, cells: &[Cell], date: NaiveDate, team: u32, named: &mut Vec<u32>) -> Option<()> {
        named.clear();
        let Content { start, end } = Content::in_column(cells, self.columns.members);
        if start == end {
            return Some(());
        }
        let own = self.rules.tables.own_members.of_team(team);
        let bytes = self.text.as_bytes();
        let mut at = start;
        while at < end {
            let code_end = end_of_code(bytes, at, end);
            let key = Key::of(bytes, at, code_end)?;
            // All are looked at: which of them it is cannot be foreseen, and a jump costs more.
            let found = own.iter().fold(None, |found, own| if own.key == key { Some(own) } else { found });
            let (index, serves) = match found {
                Some(own) => (own.index, own.span.contains(date)),
                None => self.look_up(key, date, team)?,
            };
            if !serves || named.contains(&index) {
                return None;
            }
            named.push(index);
            at = code_end + 1;
        }
        if named.len() > 1 {
            named.sort_unstable();
        }
        Some(())
    }

    /// The member whose code has this key, and whether they serve in the team on that day.
    fn look_up(&self, key: Key, date: NaiveDate, team: u32) -> Option<(u32, bool)> {
        let index = self.rules.by_member.get_short(key)?;
        let serves = match self.rules.tables.only_stints.get(index as usize)? {
            Some((served, span)) => *served == team && span.contains(date),
            None => {
                let stints = &self.rules.members?.members.get(index as usize)?.stints;
                stints.iter().any(|stint| stint.team == team as usize && stint.span.contains(date))
            }
        };
        Some((index, serves))
    }

    #[inline]
    fn quantity(&self, cells: &[Cell], column: usize) -> Option<Quantity> {
        // A longer number may be somebody's.
        const LONGEST: usize = 8;
        let Content { start, end } = Content::in_column(cells, column);
        if end - start == 1 {
            let digit = self.text.as_bytes().get(start)?.wrapping_sub(b'0');
            return (digit < 10).then(|| Quantity::from_hundredths(i64::from(digit) * 100));
        }
        if start == end || end - start > LONGEST {
            return None;
        }
        parse_quantity(self.text.get(start..end)?).ok()
    }

    /// The digest of the evidence, 0 where there is none.
    #[inline]
    fn evidence(&self, cells: &[Cell]) -> Option<u64> {
        let Content { start, end } = Content::in_column(cells, self.columns.evidence);
        if start == end {
            return Some(0);
        }
        // Blanks may be doubled or stand at the end, and are then not compared.
        Key::of_word(self.text.as_bytes(), start, end).map(|key| key.digest().max(1))
    }

    fn appraisal(
        &mut self,
        cells: &[Cell],
        quantity: Quantity,
        shields: bool,
        named: &[u32],
    ) -> Option<Option<Quantity>> {
        let appraiser = Content::in_column(cells, self.columns.appraiser);
        if !appraiser.is_empty() {
            self.appraiser(appraiser, named)?;
        }
        if Content::in_column(cells, self.columns.accepted).is_empty() {
            return (!shields).then_some(None);
        }
        let accepted = self.quantity(cells, self.columns.accepted)?;
        let needs_note = accepted.hundredths() == 0 || accepted != quantity;
        if appraiser.is_empty() || (needs_note && Content::in_column(cells, self.columns.note).is_empty()) {
            return None;
        }
        Some(Some(accepted))
    }

    /// Nothing where the appraiser may not be one, or may be part of what is appraised.
    fn appraiser(&mut self, content: Content, named: &[u32]) -> Option<()> {
        let key = Key::of(self.text.as_bytes(), content.start, content.end)?;
        let member = match self.appraisers.get(key) {
            Some(member) => member,
            None => {
                Id::check(self.text.get(content.start..content.end)?).ok()?;
                if !is_clear(self.text.as_bytes(), content.start, content.end) {
                    return None;
                }
                let member = self.rules.by_member.get_short(key);
                if self.appraisers.len() < MOST_APPRAISERS {
                    self.appraisers.insert(key, member);
                }
                member
            }
        };
        match member {
            None => Some(()),
            Some(member) => (!named.is_empty() && !named.contains(&member)).then_some(()),
        }
    }
}

/// Where the code ends that begins at byte `at` of a cell that ends at `end`. A code that has no key may
/// seem to go on to its end.
#[inline]
fn end_of_code(bytes: &[u8], at: usize, end: usize) -> usize {
    let Some(sixteen) = bytes.get(at..).and_then(|rest| rest.first_chunk()) else {
        let separates = |byte: &u8| matches!(byte, b' ' | b';' | b',' | b'+');
        return bytes[at..end].iter().position(separates).map_or(end, |length| at + length);
    };
    let sixteen = u8x16::new(*sixteen);
    let is = |byte: u8| sixteen.simd_eq(u8x16::splat(byte));
    let separators = is(b' ') | is(b';') | is(b',') | is(b'+');
    match separators.to_bitmask() {
        0 => end,
        found => (at + found.trailing_zeros() as usize).min(end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::text::decode;
    use super::*;
    use crate::campaign;
    use crate::finding::Findings;
    use crate::privacy::identifiers::Allow;
    use crate::records::{Lookup, read_members};
    use crate::source::{Source, Sources};

    const RULES: &str = r#"
        [campaign]
        id = "x"
        title = "X"
        start = 2025-01-01
        end = 2025-03-31
        language = "vi"
        [[phases]]
        start = 2025-01-01
        end = 2025-01-31
        [[phases]]
        start = 2025-02-10
        end = 2025-03-31
        [[teams]]
        id = "to-1"
        aliases = ["Tổ Một", "Team One"]
        [[teams]]
        id = "to-2"
        from = 2025-02-01
        [[criteria]]
        id = "C1"
        weight = 100
        [[activities]]
        id = "A1"
        criterion = "C1"
        [[activities]]
        id = "A2"
        criterion = "C1"
        points = -1
        evidence = true
        [[adjustments]]
        id = "PHAT"
        kind = "penalty"
        points = 1
        [[adjustments]]
        id = "THUONG"
        kind = "bonus"
        points = 1
        for = "member"
    "#;

    const MEMBERS: &str = "member,team,from,to\n\
        T1-01,to-1,,\nT1-02,to-1,,2025-02-15\nT2-01,to-2,2025-02-01,\nT2-02,to-2,2025-02-01,2025-02-20\n\
        T2-02,to-1,2025-02-21,\nT3-01-WITH-A-LONG-NAME,to-1,,\n";

    fn one_of(usual: &[&'static str], odd: &[&'static str]) -> impl Strategy<Value = String> + use<> {
        let (usual, odd) = (usual.to_vec(), odd.to_vec());
        prop_oneof![6 => proptest::sample::select(usual), 1 => proptest::sample::select(odd)]
            .prop_map(str::to_owned)
    }

    fn row() -> impl Strategy<Value = String> {
        let cells = (
            one_of(
                &["2025-01-05", "2025-02-11", "2025-2-20"],
                &["", "2025-02-05", "5/1/2025", "2024-01-01", "2025-02-11 00:00:00", " 2025-01-05", "=A1"],
            ),
            one_of(
                &["to-1", "TO-1", "to-2", "\"to-1\"", "team one"],
                &["", "Tổ Một", "to-3", " to-1", "'to-1", "team  one", "\"to\"\"1\"", "to-1\u{a0}"],
            ),
            one_of(
                &["", "T1-01", "t1-01 T1-02", "T2-01;T2-02", "T2-02"],
                &[
                    "T1-01 T1-01",
                    "T1-01,",
                    "\"T1-01, T1-02\"",
                    "T3-01-WITH-A-LONG-NAME",
                    "T9-99",
                    " T1-01",
                    "T1-01  T1-02",
                    ";T1-01",
                ],
            ),
            one_of(&["A1", "a2", "PHAT", "THUONG"], &["", "A3", "+A1", "\"A1\""]),
            one_of(
                &["1", "2", "12", "2,5".trim(), "1.25"],
                &["", "0", "1.000", "123456789", "-1", "1 ", "\"2,5\"", "99999999"],
            ),
            one_of(
                &["BB-1", "bb-1", "BB-0000001", ""],
                &[
                    "BB  1",
                    "\"BB\"\"1\"",
                    "BB\"1",
                    "0912345678",
                    "MỘT-1",
                    "BB-12345678901234567890",
                    "@x",
                    "bb 1",
                    "BB-1 ",
                    "\"=B-1\"",
                    "\"'B-1\"",
                ],
            ),
            one_of(&["1", "2", ""], &["0", "x", "1,5".trim(), "12"]),
            one_of(
                &["CA-01", "T1-01", "T2-01"],
                &["", "MAR1", "not an id", "AN-APPRAISER-WITH-A-LONG-NAME", "A-0912345678", "N001085012345"],
            ),
            one_of(
                &["", "thiếu", "đủ", "\"có, phẩy\"", "\"nói \"\"x\"\"\"", "ấp 3"],
                &[
                    "=1+1",
                    "'",
                    " ",
                    "\u{200b}",
                    "＝1",
                    "- x",
                    "-x",
                    "\"mở",
                    "\"x\"y",
                    "gọi 0912345678",
                    "29A-123.45",
                    "\u{1680}=1",
                    "a@b.vn",
                    "\"=1+1\"",
                    "\"=\"\"x\"\"\"",
                    "\" =1, 2\"",
                ],
            ),
            one_of(&["", "x", "\"a\"\"b\""], &["@", "0912 345 678", "x,y", ",,", "\"@x\"", "\"-\"\"a\"\"\""]),
        );
        cells.prop_map(|(a, b, c, d, e, f, g, h, i, j)| [a, b, c, d, e, f, g, h, i, j].join(","))
    }

    /// What the quick reader and the other make of a log.
    fn read_by_both(text: String) -> [String; 2] {
        let mut sources = Sources::default();
        let mut findings = Findings::keeping(usize::MAX);
        let rules_file = sources.add(Source::new("campaign.toml", RULES, Default::default()));
        let campaign = campaign::read(&sources, rules_file, &[], &mut findings).unwrap();
        let teams = Lookup::new([("to-1", 0), ("Tổ Một", 0), ("Team One", 0), ("to-2", 1)].into_iter());
        let allow = Allow::default();
        let mut members = Source::new("members.csv", MEMBERS, Default::default());
        let membership = read_members(FileId(1), &mut members, &campaign, &teams, &allow, &mut findings);
        assert!(!findings.has_errors(), "{findings:?}");
        let rules = LogRules::new(&campaign, true, Some(&membership), &teams, &allow);
        let decoded = decode(text.into_bytes()).unwrap();
        let source = Source::new("log.csv", decoded.text, decoded.encoding);
        [true, false].map(|quick| format!("{:?}", rules.read_with(FileId(2), &source, usize::MAX, quick)))
    }

    const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note";

    #[test]
    fn a_cell_beyond_the_sixty_fourth_is_read_as_any_other() {
        let n_unknown = 70;
        let header: String = (0..n_unknown).map(|nth| format!(",more{nth}")).collect();
        for cell in ["x", "\"a, b\"", "\"say \"\"x\"\"\"", "=1", "\"=1\""] {
            let cells = ",".repeat(n_unknown - 1);
            let text = format!("{HEADER}{header}\n2025-01-05,to-1,T1-01,A1,1,BB-1,1,T2-01,,{cells}{cell}\n");
            let [quick, slow] = read_by_both(text);
            assert_eq!(quick, slow, "{cell}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]
        #[test]
        fn the_quick_reader_reads_what_the_other_reads(
            rows in proptest::collection::vec(row(), 1..12),
            end in proptest::sample::select(vec!["\n", "\r\n", "\r"]),
        ) {
            let [quick, slow] = read_by_both(format!("{HEADER},more{end}{}{end}", rows.join(end)));
            prop_assert_eq!(quick, slow);
        }
    }
}
