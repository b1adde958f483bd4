//! Recognises what could identify a resident, so that it can be taken out before it enters git.
//!
//! | found | written | unless |
//! |---|---|---|
//! | [`Identifier::CitizenId`] | 12 digits with a plausible province, century and sex; 10 or 11 beside `CCCD` | |
//! | [`Identifier::OldIdentityCard`] | 9 digits beside `CMND`, or alone in a note or evidence cell | money |
//! | [`Identifier::Phone`] | `0`, `84`, `+84` or `0084` and a mobile number; others beside `SĐT` | money |
//! | [`Identifier::Plate`] | `30A-12345`, `51G-123.45`, `29-B1 123.45` and looser forms | part of a code |
//! | [`Identifier::Email`] | `name@host.domain` | |
//! | [`Identifier::LongNumber`] | 8 to 20 digits | a date, money, a decimal fraction, part of a code |
//!
//! People part their numbers with spaces, dots, dashes and brackets, and so do lists of counts. Parted
//! numbers are therefore taken only in groupings that such identifiers are written in, unless a word says so.
//!
//! Everything looks at a bounded stretch around a number, so the time is linear in the length of the text.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

/// A kind of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Identifier {
    /// A citizen identity number (CCCD, số định danh).
    CitizenId,
    /// The number of an old identity card (CMND).
    OldIdentityCard,
    /// A telephone number.
    Phone,
    /// A number plate.
    Plate,
    /// An e-mail address.
    Email,
    /// A long number that may belong to a person or an account. Only a reason to look.
    LongNumber,
}

/// An identifier in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// What it looks like.
    pub kind: Identifier,
    /// Bytes of the text as it was given, from the first to the last character of the identifier.
    pub range: Range<usize>,
}

/// Where a text stands, which decides what a bare number in it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surroundings {
    /// A note or evidence cell: nine digits and nothing else are an identity card.
    NoteOrEvidence,
    /// Any other cell.
    OtherCell,
    /// A string or comment of the rules file.
    RulesText,
    /// The name of a file, or a path: `_` parts words, and the ending makes no code of a number.
    FileName,
}

/// Finds the identifiers in `text`, but for those that `allow` covers: in order, and apart from each other.
///
/// Most cells hold neither six digits nor an `@` and cost one pass over their bytes.
///
/// ```
/// # use thidua::privacy::identifiers::{Allow, Hit, Identifier, Surroundings, find};
/// let hits = find("gọi 0900 000 123 (tổ 2)", Surroundings::OtherCell, &Allow::default());
/// assert_eq!(hits, [Hit { kind: Identifier::Phone, range: 6..18 }]);
/// ```
pub fn find(text: &str, surroundings: Surroundings, allow: &Allow) -> Vec<Hit> {
    if !may_identify(text) {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let cell = Cell { text: &folded.text, surroundings, nines: OnceCell::new() };
    let mut hits = Vec::new();
    let mut done = 0;
    let emails = Emails { text: cell.text, from: 0 };
    for email in emails {
        Scan::new(&cell, done..email.start).run(&mut hits);
        done = email.end;
        hits.push(Hit { kind: Identifier::Email, range: email });
    }
    Scan::new(&cell, done..cell.text.len()).run(&mut hits);
    allow.remove_from(&mut hits, &folded.text);
    for hit in &mut hits {
        hit.range = folded.original(text, &hit.range);
    }
    hits
}

/// An identifier as it may be shown: all but its first two letters or digits are covered, of an e-mail address
/// all but its first letter. Separators stay, and so does the number of characters.
///
/// ```
/// # use thidua::privacy::identifiers::mask;
/// assert_eq!(mask("0900 000 123"), "09•• ••• •••");
/// assert_eq!(mask("to.hai@example.com"), "t•.•••@•••••••.•••");
/// ```
pub fn mask(hit_text: &str) -> String {
    // A digit of an e-mail address left on its own could be read as part of a number beside it.
    let email = hit_text.contains(['@', '＠']);
    let characters = hit_text.chars().filter(|&c| is_word(c)).count();
    let kept = if email { 1 } else { 2 }.min(characters / 3);
    let mut seen = 0;
    let cover = |c: char| {
        if !is_word(c) {
            return c;
        }
        seen += 1;
        if seen <= kept && (!email || c.is_alphabetic()) { c } else { COVER }
    };
    hit_text.chars().map(cover).collect()
}

/// `text` with every identifier in it masked: safe to print. Nothing further is found in the result.
pub fn masked<'a>(text: &'a str, surroundings: Surroundings, allow: &Allow) -> Cow<'a, str> {
    let hits = find(text, surroundings, allow);
    if hits.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut result = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for Hit { range, .. } in hits {
        result.push_str(&text[done..range.start]);
        result.push_str(&mask(&text[range.clone()]));
        done = range.end;
    }
    result.push_str(&text[done..]);
    Cow::Owned(result)
}

/// Stands for a covered letter or digit. Nobody types it after a digit, so that what is masked can be told
/// from what is not; a `*` people do type.
const COVER: char = '•';

/// The fewest digits of any identifier, those of the plate `29A-1234`.
const FEWEST_DIGITS: usize = 6;

/// Whether `text` could hold an identifier: a pass that needs neither characters nor memory.
fn may_identify(text: &str) -> bool {
    // The byte begins the full-width digits and `＠`, and nothing that is written in Vietnamese.
    const FULL_WIDTH: u8 = 0xEF;
    let (mut digits, mut other) = (0_usize, false);
    for byte in text.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        other |= byte == b'@' || byte == FULL_WIDTH;
    }
    other || digits >= FEWEST_DIGITS
}

// Texts that are allowed.

/// Texts that look like an identifier but are none: `[privacy] allow` of the rules file.
///
/// In a pattern `#` stands for one digit and `*` for any run of letters, digits and `_`; all else stands for
/// itself, in any letter case and with or without Vietnamese diacritics. An identifier is allowed
/// where it lies within a match; a match does not begin or end inside a number or a word.
///
/// ```
/// # use thidua::privacy::identifiers::{Allow, Surroundings, find};
/// let allow = Allow::new(&["1900####", "*@example.gov.vn"]);
/// assert!(find("19000123, conganxa@example.gov.vn", Surroundings::RulesText, &allow).is_empty());
/// assert_eq!(find("190001234", Surroundings::RulesText, &allow).len(), 1);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Allow {
    patterns: Vec<Vec<Piece>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    Character(char),
    Digit,
    WordCharacters,
}

impl Allow {
    /// Reads patterns; an empty one allows nothing.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Self {
        let piece = |c| match c {
            '#' => Piece::Digit,
            '*' => Piece::WordCharacters,
            c => Piece::Character(bare(c)),
        };
        let pieces = |pattern: &S| -> Vec<Piece> {
            let folded = Folded::new(pattern.as_ref());
            folded.text.chars().filter(|&c| !is_mark(c)).map(piece).collect()
        };
        Self { patterns: patterns.iter().map(pieces).filter(|pieces| !pieces.is_empty()).collect() }
    }

    fn remove_from(&self, hits: &mut Vec<Hit>, text: &str) {
        if hits.is_empty() || self.patterns.is_empty() {
            return;
        }
        let mut matches: Vec<Range<usize>> = Vec::new();
        for pattern in &self.patterns {
            matches_of(pattern, text, &mut matches);
        }
        // Make each match begin where the widest one that reaches as far begins: a hit is then covered if
        // and only if the first match that does not end before it covers it.
        matches.sort_unstable_by_key(|found| found.end);
        let mut start = usize::MAX;
        for found in matches.iter_mut().rev() {
            start = start.min(found.start);
            found.start = start;
        }
        hits.retain(|hit| {
            let first = matches.partition_point(|found| found.end < hit.range.end);
            matches.get(first).is_none_or(|found| found.start > hit.range.start)
        });
    }
}

/// Adds, for every place where a match of `pattern` ends, the longest match that ends there.
///
/// All matches advance together through the text, so no pattern can make this slow: `reached[n]` is the
/// earliest start of those that have matched the first `n` pieces.
fn matches_of(pattern: &[Piece], text: &str, matches: &mut Vec<Range<usize>>) {
    let mut reached: Vec<Option<usize>> = vec![None; pattern.len() + 1];
    let mut next = reached.clone();
    let mut before = None;
    let ending = text.char_indices().map(|(at, c)| (at, Some(c))).chain([(text.len(), None)]);
    for (at, c) in ending {
        if c.is_some_and(is_mark) {
            continue;
        }
        if !splits_a_run(before, c) {
            if let Some(start) = reached[pattern.len()].filter(|&start| start < at) {
                matches.push(start..at);
            }
            reached[0] = reached[0].or(Some(at));
            pass_empty_runs(pattern, &mut reached);
        }
        let Some(c) = c else { break };
        let plain = bare(c);
        next.fill(None);
        for (n, piece) in pattern.iter().enumerate() {
            let to = match piece {
                Piece::WordCharacters if is_word(c) || c == '_' => n,
                Piece::Digit if c.is_ascii_digit() => n + 1,
                Piece::Character(expected) if *expected == plain => n + 1,
                _ => continue,
            };
            next[to] = earlier(next[to], reached[n]);
        }
        std::mem::swap(&mut reached, &mut next);
        pass_empty_runs(pattern, &mut reached);
        before = Some(c);
    }
}

fn pass_empty_runs(pattern: &[Piece], reached: &mut [Option<usize>]) {
    for (n, piece) in pattern.iter().enumerate() {
        if *piece == Piece::WordCharacters {
            reached[n + 1] = earlier(reached[n + 1], reached[n]);
        }
    }
}

fn earlier(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    one.into_iter().chain(other).min()
}

fn splits_a_run(before: Option<char>, after: Option<char>) -> bool {
    let (Some(before), Some(after)) = (before, after) else { return false };
    let both = |is: fn(char) -> bool| is(before) && is(after);
    both(|c| c.is_ascii_digit()) || both(is_letter)
}

// Characters.

/// A text as it is read: full-width forms narrow, all spaces, dashes and middle dots alike, invisible
/// characters gone; and the way back to the text as it was given.
struct Folded<'a> {
    text: Cow<'a, str>,
    /// Where the two texts move apart: from the first offset on, in the folded text, the given text is read
    /// from the second on.
    shifts: Vec<(usize, usize)>,
}

impl<'a> Folded<'a> {
    fn new(given: &'a str) -> Self {
        let changes = |c: char| fold(c) != Some(c);
        let Some(first) = (if given.is_ascii() { None } else { given.find(changes) }) else {
            return Self { text: Cow::Borrowed(given), shifts: Vec::new() };
        };
        let mut text = String::with_capacity(given.len());
        text.push_str(&given[..first]);
        let mut shifts: Vec<(usize, usize)> = Vec::new();
        for (at, c) in given[first..].char_indices() {
            let becomes = fold(c);
            text.extend(becomes);
            if becomes.map_or(0, char::len_utf8) != c.len_utf8() {
                // Of a run of invisible characters only the last one matters.
                if shifts.last().is_some_and(|last| last.0 == text.len()) {
                    shifts.pop();
                }
                shifts.push((text.len(), first + at + c.len_utf8()));
            }
        }
        Self { text: Cow::Owned(text), shifts }
    }

    /// The bytes of the given text that became `range`, without invisible characters before or after.
    fn original(&self, given: &str, range: &Range<usize>) -> Range<usize> {
        let last = self.text[range.clone()].char_indices().next_back().map_or(0, |(at, _)| at);
        let last = self.original_offset(range.start + last);
        let end = last + given[last..].chars().next().map_or(0, char::len_utf8);
        self.original_offset(range.start)..end
    }

    fn original_offset(&self, offset: usize) -> usize {
        match self.shifts[..self.shifts.partition_point(|shift| shift.0 <= offset)].last() {
            Some((from, original)) => original + (offset - from),
            None => offset,
        }
    }
}

/// What a character is read as; none if it is invisible.
fn fold(c: char) -> Option<char> {
    match c {
        '\0'..='\u{9F}' => Some(c),
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Some(' '),
        '\u{B7}' | '\u{2024}' | '\u{2219}' | '\u{22C5}' => Some('.'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' => Some('-'),
        // The last are what turns a digit into a picture of a key.
        '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{20E3}' => None,
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFF01 + 0x21),
        c => Some(c),
    }
}

/// A small letter without Vietnamese diacritics.
fn bare(c: char) -> char {
    match c {
        '\0'..='\u{7F}' => c.to_ascii_lowercase(),
        'À'..='Ã' | 'à'..='ã' | 'Ă' | 'ă' | 'Ạ'..='ặ' => 'a',
        'Đ' | 'đ' => 'd',
        'È'..='Ê' | 'è'..='ê' | 'Ẹ'..='ệ' => 'e',
        'Ì' | 'Í' | 'ì' | 'í' | 'Ĩ' | 'ĩ' | 'Ỉ'..='ị' => 'i',
        'Ò'..='Õ' | 'ò'..='õ' | 'Ơ' | 'ơ' | 'Ọ'..='ợ' => 'o',
        'Ù' | 'Ú' | 'ù' | 'ú' | 'Ũ' | 'ũ' | 'Ư' | 'ư' | 'Ụ'..='ự' => 'u',
        'Ý' | 'ý' | 'Ỳ'..='ỹ' => 'y',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Whether `c` is a combining mark, such as decomposed Vietnamese is full of.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

// E-mail addresses.

struct Emails<'a> {
    text: &'a str,
    from: usize,
}

impl Iterator for Emails<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        while let Some(at) = self.text[self.from..].find('@').map(|at| self.from + at) {
            let name = name_before(&self.text[self.from..at]);
            let host = host_after(&self.text[at + 1..]);
            let start = at - name;
            self.from = at + 1 + host;
            if name > 0 && host > 0 {
                return Some(start..self.from);
            }
            // What might have been a host can still name the next mailbox.
            self.from = at + 1;
        }
        None
    }
}

/// How many bytes at the end of `text` can name a mailbox.
fn name_before(text: &str) -> usize {
    let name = |c: char| is_word(c) || matches!(c, '.' | '_' | '%' | '+' | '-');
    let rest = text.trim_end_matches(name);
    text[rest.len()..].trim_start_matches(|c: char| !c.is_alphanumeric()).len()
}

/// How many bytes at the start of `text` are a host with a domain: labels and dots that end in letters.
fn host_after(text: &str) -> usize {
    let (mut at, mut end, mut labels) = (0, 0, 0);
    loop {
        let rest = &text[at..];
        let label = &rest[..rest.len() - rest.trim_start_matches(|c: char| is_word(c) || c == '-').len()];
        let label = label.trim_end_matches('-');
        if label.is_empty() {
            return end;
        }
        labels += 1;
        at += label.len();
        if labels > 1 && label.chars().all(is_letter) && label.chars().nth(1).is_some() {
            end = at;
        }
        if !text[at..].starts_with('.') {
            return end;
        }
        at += 1;
    }
}

// Numbers, in groups of digits.

/// The most digits a number can have that belongs to somebody: a bank account.
const MOST_DIGITS: usize = 20;

/// The most groups into which a number can be parted.
const MOST_GROUPS: usize = 8;

/// A run of ASCII digits; of a longer one, the first `MOST_DIGITS + 1`.
#[derive(Clone, Copy, Debug, Default)]
struct Group {
    start: usize,
    end: usize,
}

impl Group {
    fn at(bytes: &[u8], start: usize) -> Self {
        let rest = bytes.get(start..).unwrap_or_default();
        let digits = rest.iter().take(MOST_DIGITS + 1).take_while(|byte| byte.is_ascii_digit()).count();
        Self { start, end: start + digits }
    }

    fn len(self) -> usize {
        self.end - self.start
    }
}

/// Groups of digits that could be one number: those from a group on, up to what cannot belong to it.
#[derive(Default)]
struct Chain {
    groups: [Group; MOST_GROUPS],
    /// What stands before the group of the same index: a space, dot or dash.
    gaps: [u8; MOST_GROUPS],
    len: usize,
    digits: [u8; MOST_DIGITS],
    n_digits: usize,
}

impl Chain {
    fn at(text: &str, first: Group, surroundings: Surroundings) -> Self {
        let bytes = text.as_bytes();
        let mut chain = Self::default();
        let (mut group, mut gap) = (first, b' ');
        while chain.len < MOST_GROUPS && chain.n_digits + group.len() <= MOST_DIGITS {
            // What a mask leaves of a number is no number, and a date belongs to none.
            let belongs = !text[group.end..].starts_with(COVER);
            if !belongs || (chain.len > 0 && date_at(bytes, group.start).is_some()) {
                break;
            }
            chain.groups[chain.len] = group;
            chain.gaps[chain.len] = gap;
            chain.len += 1;
            chain.digits[chain.n_digits..chain.n_digits + group.len()]
                .copy_from_slice(&bytes[group.start..group.end]);
            chain.n_digits += group.len();
            let Some((start, mark)) = gap_at(bytes, group.end, surroundings) else { break };
            (group, gap) = (Group::at(bytes, start), mark);
        }
        chain
    }

    fn groups(&self, n_groups: usize) -> &[Group] {
        &self.groups[..n_groups.min(self.len)]
    }

    /// The digits of the first `n_groups`, without what parts them.
    fn digits(&self, n_groups: usize) -> &[u8] {
        let n_digits = self.groups(n_groups).iter().map(|group| group.len()).sum();
        self.digits.get(..n_digits).unwrap_or_default()
    }

    /// How many of the first `most` groups have `n_digits` together.
    fn n_groups_with(&self, n_digits: usize, most: usize) -> Option<usize> {
        (1..=most.min(self.len)).find(|&n| self.digits(n).len() == n_digits)
    }

    fn end(&self, n_groups: usize) -> usize {
        self.groups(n_groups).last().map_or(0, |group| group.end)
    }

    fn has_sizes(&self, sizes: &[usize]) -> bool {
        self.groups(sizes.len()).iter().map(|group| group.len()).eq(sizes.iter().copied())
    }

    /// Whether the first `n_groups` are parted all in the same way.
    fn is_even(&self, n_groups: usize) -> bool {
        let gaps = self.gaps.get(1..n_groups).unwrap_or_default();
        gaps.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Whether the first `n_groups` are rather a list such as `001 002 005` or `113 114 115`.
    fn is_list(&self, n_groups: usize, bytes: &[u8]) -> bool {
        let text = |group: &Group| &bytes[group.start..group.end];
        let groups = self.groups(n_groups);
        groups.len() > 2
            && groups
                .iter()
                .all(|group| text(group)[0] == text(&groups[0])[0] && group.len() == groups[0].len())
            && groups.is_sorted_by(|one, other| text(one) < text(other))
    }
}

/// Where the group after a gap begins and what marks the gap, if there is one that can part a number.
fn gap_at(bytes: &[u8], at: usize, surroundings: Surroundings) -> Option<(usize, u8)> {
    // ` - ` with a space too many, or `) - `.
    const LONGEST: usize = 4;
    let is_gap = |byte: u8| {
        matches!(byte, b' ' | b'.' | b'-' | b'(' | b')')
            || (byte == b'_' && surroundings == Surroundings::FileName)
    };
    let rest = bytes.get(at..)?;
    let n_bytes = rest.iter().take(LONGEST + 1).take_while(|&&byte| is_gap(byte)).count();
    let mut marks = rest[..n_bytes].iter().copied().filter(|byte| matches!(byte, b'.' | b'-'));
    let mark = marks.next().unwrap_or(b' ');
    let apart = (1..=LONGEST).contains(&n_bytes) && marks.next().is_none();
    (apart && rest.get(n_bytes).is_some_and(u8::is_ascii_digit)).then_some((at + n_bytes, mark))
}

/// Where the date ends that begins at `start`: `13/12/2024`, `13.12.2024`, `2024-12-13`, `13 12 2024`.
fn date_at(bytes: &[u8], start: usize) -> Option<usize> {
    let first = Group::at(bytes, start);
    let mark = bytes.get(first.end).filter(|byte| matches!(byte, b'/' | b'.' | b'-' | b' '))?;
    let second = Group::at(bytes, first.end + 1);
    let third = Group::at(bytes, second.end + 1);
    let number = |group: Group| number(&bytes[group.start..group.end]);
    let (year, short) = match [first.len(), second.len(), third.len()] {
        [1 | 2, 1 | 2, 4] => (third, first),
        [4, 1 | 2, 1 | 2] => (first, third),
        _ => return None,
    };
    let real = is_year(number(year)) && is_month_and_day(number(second), number(short));
    (real && bytes.get(second.end) == Some(mark)).then_some(third.end)
}

/// Whether `digits` are a date, or one with a time or a short serial number after it: `13122024`, `20241213`,
/// `202412130830`.
fn is_compact_date(digits: &[u8]) -> bool {
    // Six more for hours, minutes and seconds; cameras add three for thousandths.
    (matches!(digits.len(), 8 | 10..=12 | 14 | 17))
        && (starts_with_day_and_year(digits) || starts_with_year_and_day(digits))
}

fn starts_with_day_and_year(digits: &[u8]) -> bool {
    let part = |range: Range<usize>| number(digits.get(range).unwrap_or_default());
    is_year(part(4..8)) && is_month_and_day(part(2..4), part(0..2))
}

fn starts_with_year_and_day(digits: &[u8]) -> bool {
    let part = |range: Range<usize>| number(digits.get(range).unwrap_or_default());
    is_year(part(0..4)) && (1..=12).contains(&part(4..6)) && (1..=31).contains(&part(6..8))
}

/// Whether the numbers are a month and a day, in either order.
fn is_month_and_day(one: u32, other: u32) -> bool {
    let (month, day) = (one.min(other), one.max(other));
    (1..=12).contains(&month) && day <= 31
}

fn is_year(number: u32) -> bool {
    (1900..=2099).contains(&number)
}

/// The number that `digits` write. Only small ones are asked for; a larger one is the largest.
fn number(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0_u32, |number, digit| number.saturating_mul(10).saturating_add(u32::from(digit - b'0')))
}

/// Whether 12 digits begin like a citizen identity number: province 001 to 096, then century and sex, which is
/// at most 3 for those born before 2100.
fn is_citizen(digits: &[u8]) -> bool {
    matches!(*digits, [a, b, c, birth, ..] if digits.len() == 12 && is_province_and_birth([a, b, c], birth))
}

/// The same where a spreadsheet ate the one or two zeros in front.
fn is_citizen_without_zeros(digits: &[u8]) -> bool {
    match *digits {
        [a, b, c, ..] if digits.len() == 11 => is_province_and_birth([b'0', a, b], c),
        [a, b, ..] if digits.len() == 10 => is_province_and_birth([b'0', b'0', a], b),
        _ => false,
    }
}

fn is_province_and_birth(province: [u8; 3], birth: u8) -> bool {
    (1..=96).contains(&number(&province)) && birth <= b'3'
}

// Words beside a number.

/// What a word says about the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    Identity,
    Phone,
    Account,
    Plate,
    Money,
}

/// A label and how many words part it from the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Beside {
    label: Label,
    n_words: usize,
}

impl Beside {
    /// Farthest label of a number without gaps: `CMND của ông bà chủ hộ này: …`.
    const FAR: usize = 6;
    /// Farthest label of a number in groups, which could also be counts.
    const NEAR: usize = 3;

    fn is_near(self) -> bool {
        self.n_words <= Self::NEAR
    }
}

/// A word without diacritics, as long as any that matters. A longer one equals none of them.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Word {
    letters: [u8; 12],
    len: usize,
}

impl Word {
    fn push(&mut self, c: char) {
        if !is_mark(c) {
            let letter = u8::try_from(bare(c)).unwrap_or(b'?');
            if let Some(place) = self.letters.get_mut(self.len) {
                *place = letter;
            }
            self.len += 1;
        }
    }

    fn text(&self) -> &[u8] {
        self.letters.get(..self.len).unwrap_or_default()
    }

    /// The word at the start of `text`, and what follows it.
    fn first_of(text: &str) -> (Self, &str) {
        let rest = text.trim_start_matches(is_letter);
        let mut word = Self::default();
        text[..text.len() - rest.len()].chars().for_each(|c| word.push(c));
        (word, rest)
    }
}

/// What `word` says of a number, alone or after the word `before`.
fn label_of(before: &Word, word: &Word) -> Option<Label> {
    let label = match (before.text(), word.text()) {
        (_, b"cmnd" | b"cmtnd" | b"cmt" | b"cccd" | b"identity") => Label::Identity,
        (b"can", b"cuoc") | (b"chung", b"minh") | (b"dinh", b"danh") | (b"id", b"card") => Label::Identity,
        (_, b"sdt" | b"dt" | b"dtdd" | b"lh" | b"tel" | b"telephone" | b"phone" | b"mobile") => Label::Phone,
        (_, b"hotline" | b"fax" | b"zalo" | b"viber") => Label::Phone,
        (b"dien", b"thoai") | (b"di", b"dong") | (b"lien", b"he") => Label::Phone,
        (_, b"stk" | b"account") => Label::Account,
        (b"so", b"tk") | (b"tai", b"khoan") | (b"ngan", b"hang") => Label::Account,
        (_, b"bks" | b"bsx" | b"plate") => Label::Plate,
        (b"bien", b"so" | b"kiem") | (b"so", b"xe") => Label::Plate,
        // Without diacritics `tiền` alone could be the name Tiến.
        (b"so" | b"tong" | b"thanh" | b"phat", b"tien") | (b"tien", b"phat" | b"mat") => Label::Money,
        (b"tri", b"gia") | (b"gia", b"tri") | (b"kinh" | b"le", b"phi") => Label::Money,
        (_, b"vnd" | b"usd") => Label::Money,
        _ => return None,
    };
    Some(label)
}

/// The last label in `text` that speaks of what follows it.
fn last_label(text: &str) -> Option<Beside> {
    let mut found: Option<Beside> = None;
    let (mut before, mut word) = (Word::default(), Word::default());
    let (mut in_number, mut ended) = (false, false);
    let mut previous = ' ';
    for c in text.chars().chain([' ']) {
        let starts = if is_letter(c) { word.len == 0 } else { c.is_ascii_digit() && !in_number };
        // Not until something follows has a sentence ended: there is a full stop in `SĐT. 0900…` too.
        if starts && ended {
            (found, before, ended) = (None, Word::default(), false);
        }
        in_number = c.is_ascii_digit();
        if is_letter(c) {
            word.push(c);
        } else if word.len > 0 {
            let farther = found.map(|beside| Beside { n_words: beside.n_words + 1, ..beside });
            found = label_of(&before, &word).map(|label| Beside { label, n_words: 0 }).or(farther);
            (before, word) = (word, Word::default());
        }
        if in_number && starts {
            found = found.map(|beside| Beside { n_words: beside.n_words + 1, ..beside });
            before = Word::default();
        }
        match c {
            ';' | '!' | '?' | '\n' | '\r' => ended = true,
            c if c.is_whitespace() && previous == '.' => ended = true,
            // Whatever was said before a masked identifier was said of that.
            COVER => (found, before) = (None, Word::default()),
            _ => {}
        }
        previous = c;
    }
    found.filter(|beside| beside.n_words <= Beside::FAR)
}

/// The label that `text` begins with, if it speaks of what precedes it: ` (CMND)`.
fn first_label(text: &str) -> Option<Beside> {
    let text = text.trim_start_matches([' ', '(', '[', '-', ':']);
    let (first, rest) = Word::first_of(text);
    let (label, rest) = match label_of(&Word::default(), &first) {
        Some(label) => (label, rest),
        None => {
            let (second, rest) = Word::first_of(rest.strip_prefix(' ')?);
            (label_of(&first, &second)?, rest)
        }
    };
    // In `123 - CMND 456` the word speaks of what follows it, and `123 số tiền` begins something new.
    let next = rest.trim_start_matches([' ', ':', '-']).chars().next();
    let back = matches!(label, Label::Identity | Label::Phone | Label::Account);
    (back && !next.is_some_and(|c| c.is_ascii_digit())).then_some(Beside { label, n_words: 0 })
}

/// Whether `text`, which follows a number, begins with a unit of money.
fn starts_with_currency(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    if text.starts_with(['₫', '$', '€']) {
        return true;
    }
    let (word, rest) = Word::first_of(text);
    let short = text.starts_with(['đ', 'Đ']) && word.text() == b"d";
    // `đồng chí` and `đ/c` are comrades.
    let comrade = || Word::first_of(rest.trim_start_matches(' ')).0.text() == b"chi";
    let named = match word.text() {
        b"dong" => !comrade(),
        b"vnd" | b"usd" | b"nghin" | b"ngan" => true,
        _ => false,
    };
    let mut following = rest.chars();
    let ends = match following.next() {
        None => true,
        Some('/') => !short,
        Some('.') => !following.next().is_some_and(is_word),
        Some(c) => c.is_whitespace() || matches!(c, ',' | ';' | ':' | ')' | ']' | '"'),
    };
    (short || named) && ends
}

// The search.

/// The whole of a folded text.
struct Cell<'a> {
    text: &'a str,
    surroundings: Surroundings,
    /// What `nines` found, once it was asked.
    nines: OnceCell<Nines>,
}

/// Whether a cell holds nothing but numbers of nine digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nines {
    /// Nine digits, parted or not.
    One,
    /// Several numbers of nine digits without a gap in them.
    Several,
    /// Something else.
    Not,
}

impl Cell<'_> {
    fn nines(&self) -> Nines {
        *self.nines.get_or_init(|| {
            let mut words = self.text.split(|c| !is_word(c)).filter(|word| !word.is_empty());
            let (mut n_digits, mut whole) = (0, true);
            let numbers = words.all(|word| {
                n_digits += word.len();
                whole &= word.len() == 9;
                (whole || n_digits <= 9) && word.bytes().all(|byte| byte.is_ascii_digit())
            });
            match n_digits {
                9 if numbers => Nines::One,
                _ if numbers && whole => Nines::Several,
                _ => Nines::Not,
            }
        })
    }
}

/// The search for identifiers in a stretch between e-mail addresses.
struct Scan<'a> {
    cell: &'a Cell<'a>,
    text: &'a str,
    bytes: &'a [u8],
    /// Where in the cell the stretch begins.
    offset: usize,
    /// Where the last long number ended: words before it do not speak of the next.
    floor: usize,
    /// The label of that number, which goes on to the next of a list.
    last: Option<Beside>,
}

/// How a phone number is parted.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grouping {
    /// As nothing else is: `0900 000 123`.
    Typical,
    /// As phone numbers are, among others.
    Possible,
    /// As hardly anybody does.
    Odd,
}

/// What was recognised: a kind, and the end of it.
type Found = (Identifier, usize);

impl<'a> Scan<'a> {
    fn new(cell: &'a Cell<'a>, stretch: Range<usize>) -> Self {
        let text = &cell.text[stretch.clone()];
        Self { cell, text, bytes: text.as_bytes(), offset: stretch.start, floor: 0, last: None }
    }

    fn run(mut self, hits: &mut Vec<Hit>) {
        let mut at = 0;
        while let Some(start) = self.bytes[at..].iter().position(u8::is_ascii_digit).map(|digits| at + digits)
        {
            at = self.step(start, hits);
        }
    }

    /// Looks at the number that begins at `start`; returns where to go on.
    fn step(&mut self, start: usize, hits: &mut Vec<Hit>) -> usize {
        let first = Group::at(self.bytes, start);
        if first.len() > MOST_DIGITS {
            let rest = self.bytes[first.end..].iter().take_while(|byte| byte.is_ascii_digit()).count();
            self.pass(first.end + rest, None);
            return first.end + rest;
        }
        if self.text[first.end..].starts_with(COVER) {
            return first.end;
        }
        if let Some(end) = date_at(self.bytes, start) {
            self.pass(end, None);
            return end;
        }
        // Most evidence is numbered like `BB-20250311-01`: such codes are worth a short cut.
        if self.bytes[start] != b'0'
            && is_compact_date(&self.bytes[start..first.end])
            && self.is_code_before(start)
        {
            self.pass(first.end, None);
            return first.end;
        }
        let chain = Chain::at(self.text, first, self.cell.surroundings);
        if let Some(end) = self.plate(&chain) {
            self.report(Identifier::Plate, start..end, hits);
            self.pass(end, None);
            return end;
        }
        if chain.n_digits < SHORTEST_NUMBER {
            return first.end;
        }
        let plus = self.text[..start].ends_with('+');
        let beside = self.label(&chain);
        // A list goes on about the same thing, but not about money: each amount has its own unit.
        let goes_on = beside.filter(|beside| !matches!(beside.label, Label::Money | Label::Plate));
        match self.number(&chain, plus, beside) {
            Ok((kind, end)) => {
                let signed = kind == Identifier::Phone && plus;
                self.report(kind, start - usize::from(signed)..end, hits);
                self.pass(end, goes_on);
                end
            }
            Err(end) => {
                if first.len() >= SHORTEST_NUMBER {
                    self.pass(end, goes_on);
                }
                end
            }
        }
    }

    fn report(&self, kind: Identifier, range: Range<usize>, hits: &mut Vec<Hit>) {
        hits.push(Hit { kind, range: self.offset + range.start..self.offset + range.end });
    }

    fn pass(&mut self, end: usize, label: Option<Beside>) {
        self.floor = end;
        self.last = label;
    }

    /// What the number is, or where to go on if it is nothing to report.
    fn number(&self, chain: &Chain, plus: bool, beside: Option<Beside>) -> Result<Found, usize> {
        let first = chain.groups[0];
        let beside_money = beside.is_some_and(|beside| beside.label == Label::Money && beside.is_near());
        let is_amount = !plus && self.bytes[first.start] != b'0';
        let dotted = if is_amount { self.thousands(first) } else { None };
        let amount = dotted.unwrap_or(first.end);
        if is_amount && (beside_money || self.is_currency_around(first.start, amount)) {
            return Err(amount);
        }
        let coded = self.is_code_before(first.start);
        let speaks = |beside: &Beside| !coded || beside.n_words == 0;
        let labelled = || {
            // An amount with dots may stand a few words after such a label.
            let beside = beside.filter(speaks).filter(|beside| dotted.is_none() || beside.n_words <= 1)?;
            self.labelled(chain, beside)
        };
        // A citizen identity number without its zeros can begin with the prefix of a phone number.
        let identity = first.len() >= 9 && beside.is_some_and(|beside| beside.label == Label::Identity);
        if identity && let Some(found) = labelled() {
            return Ok(found);
        }
        let near = beside.filter(|beside| beside.is_near() && speaks(beside)).map(|beside| beside.label);
        let found = self.phone(chain, plus, coded, near).or_else(|| self.citizen(chain, coded, near));
        if let Some(found) = found.or_else(labelled) {
            return Ok(found);
        }
        if dotted.is_some() {
            return Err(amount);
        }
        let account = beside.is_some_and(|beside| beside.label == Label::Account && beside.n_words <= 1);
        let found = self.alone(chain).or_else(|| self.card(chain)).or_else(|| self.long(chain, account));
        found.ok_or(first.end)
    }

    /// The label of a number: before it, after it, or that of the number before it in a list.
    fn label(&self, chain: &Chain) -> Option<Beside> {
        let start = chain.groups[0].start;
        let inherited = || {
            let between = &self.text[self.floor..start];
            let is_link = |c: char| matches!(c, ' ' | ',' | ';' | '/' | '&' | '+' | '-' | '(' | ')');
            let links = ["", "và", "hoặc", "hay", "and", "or"];
            let linked = between.len() <= LONGEST_LINK && links.contains(&between.trim_matches(is_link));
            self.last.filter(|_| linked)
        };
        let parted = chain.groups[0].len() < SHORTEST_NUMBER;
        last_label(self.words_before(start))
            .or_else(|| first_label(&self.text[chain.end(if parted { chain.len } else { 1 })..]))
            .or_else(inherited)
    }

    /// The text before `start` in which a label can stand.
    fn words_before(&self, start: usize) -> &'a str {
        const REACH: usize = 96;
        let mut from = start.saturating_sub(REACH);
        if from <= self.floor {
            return &self.text[self.floor..start];
        }
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        // The first word may have been cut.
        self.text[from..start].trim_start_matches(is_letter)
    }

    /// A mobile number, with its prefix; beside a word in any grouping.
    fn phone(&self, chain: &Chain, plus: bool, coded: bool, near: Option<Label>) -> Option<Found> {
        for n_groups in 1..=chain.len {
            let digits = chain.digits(n_groups);
            let Some(prefix) = phone_prefix(digits, plus, n_groups > 1) else { continue };
            let end = chain.end(n_groups);
            let believed = if plus || near == Some(Label::Phone) || digits.starts_with(b"00") {
                true
            } else if n_groups == 1 {
                let serial = coded && starts_with_day_and_year(digits);
                !serial && !self.is_inside_word(chain.groups[0])
            } else if chain.is_list(n_groups, self.bytes) {
                false
            } else {
                match self.grouping(chain.groups(n_groups), prefix) {
                    Grouping::Typical => true,
                    Grouping::Possible => !coded,
                    Grouping::Odd => false,
                }
            };
            if believed {
                return Some((Identifier::Phone, end));
            }
        }
        None
    }

    fn grouping(&self, groups: &[Group], prefix: usize) -> Grouping {
        let mut sizes = [0; MOST_GROUPS];
        for (size, group) in sizes.iter_mut().zip(groups) {
            *size = group.len();
        }
        // The prefix stands alone or before the first digits: `0 900…`, `84 (0) 900…`, `0900…`.
        let (mut prefix, mut alone) = (prefix, 0);
        while alone < groups.len() && sizes[alone] <= prefix {
            prefix -= sizes[alone];
            alone += 1;
        }
        let sizes = &mut sizes[alone.min(groups.len())..groups.len()];
        if let Some(size) = sizes.first_mut() {
            *size -= prefix;
        }
        let sizes = &*sizes;
        let year = |group: &Group| group.len() == 4 && is_year(number(&self.bytes[group.start..group.end]));
        match sizes {
            [3, 3, 3] | [2, 3, 4] | [2, 4, 3] => Grouping::Typical,
            // `0311 12 2024` is the number of a minute and its date.
            _ if groups.iter().any(year) => Grouping::Odd,
            [1, 8] | [1, 4, 4] => Grouping::Possible,
            sizes if sizes.iter().all(|&size| size >= 2) => Grouping::Possible,
            _ => Grouping::Odd,
        }
    }

    fn citizen(&self, chain: &Chain, coded: bool, near: Option<Label>) -> Option<Found> {
        let n_groups = chain.n_groups_with(12, chain.len)?;
        let groups = chain.groups(n_groups);
        let time = |group: &Group| {
            let digits = &self.bytes[group.start..group.end];
            digits.len() == 4 && number(&digits[..2]) < 24 && number(&digits[2..]) < 60
        };
        let believed = if n_groups == 1 {
            near == Some(Label::Identity) || !self.is_inside_word(groups[0])
        } else {
            let usual = groups.iter().all(|group| group.len() >= 3) || chain.has_sizes(&[3, 1, 2, 6]);
            let list = chain.is_list(n_groups, self.bytes) || groups.iter().all(time);
            usual && (near == Some(Label::Identity) || (!coded && !list && chain.is_even(n_groups)))
        };
        (believed && is_citizen(chain.digits(n_groups))).then(|| (Identifier::CitizenId, chain.end(n_groups)))
    }

    /// What a word beside the number makes of it.
    fn labelled(&self, chain: &Chain, beside: Beside) -> Option<Found> {
        let first = chain.groups[0];
        let most = if !beside.is_near() || first.len() >= 9 { 1 } else { chain.len };
        let n_groups_with = |n_digits, least_size| {
            let n_groups = chain.n_groups_with(n_digits, most)?;
            let later = chain.groups(n_groups).iter().skip(1);
            later.map(|group| group.len()).all(|size| size >= least_size).then_some(n_groups)
        };
        let found = |kind, n_groups| Some((kind, chain.end(n_groups)));
        match beside.label {
            Label::Identity => {
                for n_digits in [12, 9, 11, 10] {
                    let Some(n_groups) = n_groups_with(n_digits, 3) else { continue };
                    let digits = chain.digits(n_groups);
                    if n_digits == 9 && (n_groups == 1 || first.len() >= 3) {
                        return found(Identifier::OldIdentityCard, n_groups);
                    }
                    if is_citizen(digits) || is_citizen_without_zeros(digits) {
                        return found(Identifier::CitizenId, n_groups);
                    }
                }
                None
            }
            Label::Phone => {
                let with = |n_digits, least_size, zero: bool| {
                    let n_groups = n_groups_with(n_digits, least_size)?;
                    ((self.bytes[first.start] == b'0') == zero).then_some(n_groups)
                };
                // Land lines have 11 digits, mobile numbers had them; a spreadsheet eats the zero.
                let n_groups =
                    with(11, 1, true).or_else(|| with(10, 1, true)).or_else(|| with(9, 3, false))?;
                found(Identifier::Phone, n_groups)
            }
            Label::Account => {
                let n_groups = (1..=most).rev().find(|&n| {
                    let digits = chain.digits(n).len();
                    digits >= SHORTEST_NUMBER && chain.is_even(n)
                })?;
                found(Identifier::LongNumber, n_groups)
            }
            Label::Plate | Label::Money => None,
        }
    }

    /// Nine digits that are all there is in a note, or all numbers of a list of such.
    fn alone(&self, chain: &Chain) -> Option<Found> {
        if self.cell.surroundings != Surroundings::NoteOrEvidence {
            return None;
        }
        let n_groups = chain.n_groups_with(9, chain.len)?;
        let alone = match self.cell.nines() {
            Nines::One => n_groups == 1 || (chain.has_sizes(&[3, 3, 3]) && !chain.is_list(3, self.bytes)),
            Nines::Several => n_groups == 1,
            Nines::Not => false,
        };
        alone.then(|| (Identifier::OldIdentityCard, chain.end(n_groups)))
    }

    /// The number of a bank card, in fours.
    fn card(&self, chain: &Chain) -> Option<Found> {
        let moment = |group: &Group| {
            let digits = &self.bytes[group.start..group.end];
            is_year(number(digits)) || (number(&digits[..2]) < 24 && number(&digits[2..]) < 60)
        };
        let fours = chain.has_sizes(&[4, 4, 4, 4]);
        let list = || chain.groups(4).iter().all(moment) || self.is_code_before(chain.groups[0].start);
        // Domestic cards have three digits more.
        let n_groups = if chain.len > 4 && chain.is_even(5) { 5 } else { 4 };
        (fours && chain.is_even(n_groups) && !list()).then(|| (Identifier::LongNumber, chain.end(n_groups)))
    }

    fn long(&self, chain: &Chain, account: bool) -> Option<Found> {
        let first = chain.groups[0];
        let harmless = || {
            (is_compact_date(chain.digits(1)) && !account)
                || self.is_code_before(first.start)
                || self.is_code_after(first.end)
                || self.is_fraction(first.start)
        };
        (first.len() >= SHORTEST_NUMBER && !harmless()).then_some((Identifier::LongNumber, first.end))
    }

    /// Where a number ends that is parted by dots into thousands.
    fn thousands(&self, first: Group) -> Option<usize> {
        let mut end = first.end;
        while first.len() <= 3
            && self.bytes.get(end) == Some(&b'.')
            && Group::at(self.bytes, end + 1).len() == 3
        {
            end += 4;
        }
        (end > first.end).then_some(end)
    }

    fn is_currency_around(&self, start: usize, end: usize) -> bool {
        starts_with_currency(&self.text[end..])
            || self.text[..start].trim_end_matches(' ').ends_with(['₫', '$', '€'])
    }

    /// Whether the number is what follows the point of a decimal fraction, as in coordinates.
    fn is_fraction(&self, start: usize) -> bool {
        let Some(before) = self.text[..start].strip_suffix('.') else { return false };
        let digits = before.bytes().rev().take(4).take_while(u8::is_ascii_digit).count();
        (1..=3).contains(&digits)
    }

    /// Whether letters stand right before and right after the group, as in the name of a random file.
    fn is_inside_word(&self, group: Group) -> bool {
        let before = self.text[..group.start].chars().next_back();
        before.is_some_and(is_letter) && self.text[group.end..].starts_with(is_letter)
    }

    /// Whether what stands before `start` makes a code of the number: `BB-`, `QĐ/`.
    fn is_code_before(&self, start: usize) -> bool {
        let before = &self.text[..start];
        // A Vietnamese word that runs into its number, as in `số123`, makes no code of it.
        let rest = before.trim_end_matches(is_letter);
        let word = &before[rest.len()..];
        let before = if !word.is_ascii() && word.contains(char::is_lowercase) { rest } else { before };
        self.is_code(before.chars().rev().take(LONGEST_CODE))
    }

    /// Whether what stands after `end` makes a code of the number: `/QĐ-UBND`.
    fn is_code_after(&self, end: usize) -> bool {
        self.is_code(self.text[end..].chars().take(LONGEST_CODE))
    }

    fn is_code(&self, characters: impl Iterator<Item = char>) -> bool {
        let joins = |c: char| match c {
            '.' | '/' | '_' => self.cell.surroundings != Surroundings::FileName,
            c => c == '-' || c == COVER || is_word(c),
        };
        let mut covered = false;
        for c in characters.take_while(|&c| joins(c)) {
            // A covered character was a letter, but at the start of a line `•` is a bullet.
            if is_letter(c) || covered {
                return true;
            }
            covered = c == COVER;
        }
        false
    }

    /// Where the number plate ends that begins with the first group, its province.
    fn plate(&self, chain: &Chain) -> Option<usize> {
        let first = chain.groups[0];
        if first.len() != 2 || number(&self.bytes[first.start..first.end]) < 11 {
            return None;
        }
        let before = &self.text[..first.start];
        let attached = before.ends_with(|c| is_word(c) || c == COVER)
            || before
                .strip_suffix(['.', ','])
                .is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit() || c == COVER));
        if attached {
            return None;
        }
        let plate = PlateText::read(self.text, first.end)?;
        let labelled = || self.label(chain).is_some_and(|beside| beside.label == Label::Plate);
        let believed = plate.dotted || {
            let spaced = plate.gap == b' ' || plate.gap == 0;
            let plain = plate.letters == 1
                && !matches!(plate.apart, b' ' | b'.')
                && !self.is_code_before(first.start);
            let number = &self.bytes[plate.number..plate.end];
            plain
                && !(spaced && plate.small)
                && match (plate.gap, number.len()) {
                    (0, 5) => !plate.serial && plate.apart == 0,
                    (b' ', 5) => !number.ends_with(b"000") && !starts_with_currency(&self.text[plate.end..]),
                    (_, 5) => true,
                    (gap, 4) => gap != 0 && plate.serial && !is_year(self::number(number)),
                    _ => false,
                }
        };
        (believed || labelled()).then_some(plate.end)
    }
}

/// The fewest digits of a number that is reported.
const SHORTEST_NUMBER: usize = 8;

/// The most bytes between two numbers of a list, as in ` hoặc `.
const LONGEST_LINK: usize = 16;

/// How far from a number letters can make a code of it, in characters.
const LONGEST_CODE: usize = 64;

/// What may be a number plate, after the province.
struct PlateText {
    /// What parts the province from the series: a dash, dot, space or 0 for nothing.
    apart: u8,
    /// How many letters the series has.
    letters: usize,
    /// Whether one of them is small.
    small: bool,
    /// Whether the series has a digit, as on motorcycles.
    serial: bool,
    /// What parts the series from the number.
    gap: u8,
    /// Where the number begins.
    number: usize,
    /// Whether it is written `123.45`.
    dotted: bool,
    end: usize,
}

impl PlateText {
    fn read(text: &str, from: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let apart = bytes.get(from).copied().filter(|byte| matches!(byte, b'-' | b'.' | b' ')).unwrap_or(0);
        let series = from + usize::from(apart != 0);
        // No series has a letter that looks like a digit or another letter.
        let is_series = |c: char| {
            (c.is_ascii_alphabetic() && !matches!(c, 'I' | 'J' | 'O' | 'W' | 'i' | 'j' | 'o' | 'w'))
                || matches!(c, 'Đ' | 'đ')
        };
        let (mut letters, mut small, mut at) = (0, false, series);
        for c in text[series..].chars().take(3).take_while(|&c| is_series(c)) {
            letters += 1;
            small |= c.is_lowercase();
            at += c.len_utf8();
        }
        let run = Group::at(bytes, at);
        let after_run = |group: Group| {
            let tail = Group::at(bytes, group.end + 1);
            bytes.get(group.end) == Some(&b'.') && tail.len() == 2
        };
        let (serial, gap, number) = match run.len() {
            0 | 1 => {
                let rest = &bytes[run.end..];
                let n_bytes =
                    rest.iter().take(4).take_while(|byte| matches!(byte, b' ' | b'-' | b'.')).count();
                let mark = rest[..n_bytes].iter().copied().find(|&byte| byte != b' ');
                if n_bytes == 0 || n_bytes > 3 {
                    return None;
                }
                (run.len() == 1, mark.unwrap_or(b' '), Group::at(bytes, run.end + n_bytes))
            }
            // The digit of the series runs into the number: `29B1123.45`, `29B112345`.
            4 if after_run(run) => (true, 0, Group { start: run.start + 1, ..run }),
            6 => (true, 0, Group { start: run.start + 1, ..run }),
            _ => (false, 0, run),
        };
        let dotted = number.len() == 3 && after_run(number);
        let end = if dotted { number.end + 3 } else { number.end };
        let rest = &text[end..];
        let goes_on = rest.starts_with(|c| is_word(c) || c == COVER)
            || (rest.starts_with(['.', ','])
                && rest[1..].starts_with(|c: char| c.is_ascii_digit() || c == COVER));
        let whole = (1..=2).contains(&letters) && (dotted || matches!(number.len(), 4 | 5)) && !goes_on;
        whole.then_some(Self { apart, letters, small, serial, gap, number: number.start, dotted, end })
    }
}

/// How many digits before a mobile number are its prefix, if `digits` are one.
///
/// After a `+` land lines count too. In groups, a needless zero may follow the prefix: `+84 (0) 900…`.
fn phone_prefix(digits: &[u8], plus: bool, grouped: bool) -> Option<usize> {
    let mobile = |rest: &[u8]| rest.len() == 9 && matches!(rest[0], b'3' | b'5' | b'7' | b'8' | b'9');
    let land = |rest: &[u8]| plus && rest.len() == 10 && rest[0] == b'2';
    let zeros = digits.iter().take_while(|&&digit| digit == b'0').count();
    let rest = &digits[zeros..];
    let abroad = rest.strip_prefix(b"84").filter(|_| zeros == 0 || (zeros == 2 && !plus));
    if let Some(national) = abroad {
        let short = national.strip_prefix(b"0").filter(|_| plus || grouped || zeros > 0).unwrap_or(national);
        if mobile(short) || land(short) {
            return Some(digits.len() - short.len());
        }
    }
    (zeros == 1 && !plus && mobile(rest)).then_some(1)
}
