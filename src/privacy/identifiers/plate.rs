//! Number plates.

use super::COVER;
use super::characters::is_word;
use super::dates::is_year;
use super::digits::Group;
use super::money::starts_with_currency;
use super::stretch::Stretch;

/// What may be a number plate.
pub(super) struct Plate {
    pub(super) end: usize,
    /// Whether it looks like nothing else. If not, a word has to say that it is one.
    pub(super) is_certain: bool,
}

impl Plate {
    /// The plate that begins with `province`.
    pub(super) fn at(stretch: Stretch, province: Group) -> Option<Self> {
        let text = stretch.text;
        let is_province = province.len() == 2 && province.number() >= 11;
        if !is_province || goes_on_before(&text[..province.start]) {
            return None;
        }
        let parts = Parts::read(text, province.end())?;
        let is_certain = parts.dotted || (parts.are_typical(text) && !stretch.is_code_before(province.start));
        Some(Self { end: parts.end, is_certain })
    }
}

/// Whether `text` ends in the middle of a word or number.
fn goes_on_before(text: &str) -> bool {
    let number = |text: &str| text.ends_with(|c: char| c.is_ascii_digit() || c == COVER);
    text.ends_with(|c| is_word(c) || c == COVER) || text.strip_suffix(['.', ',']).is_some_and(number)
}

/// Whether `text` begins in the middle of a word or number.
fn goes_on_after(text: &str) -> bool {
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit() || c == COVER);
    text.starts_with(|c| is_word(c) || c == COVER) || text.strip_prefix(['.', ',']).is_some_and(number)
}

/// What stands on a plate after the province.
struct Parts<'a> {
    /// What parts the province from the series: a dash, dot or space.
    apart: Option<u8>,
    series: Series,
    /// Whether the series ends in a digit, as on motorcycles.
    serial: bool,
    /// What parts the series from the number.
    gap: Option<u8>,
    /// The number, or what stands before its dot.
    number: Group<'a>,
    /// Whether the number is written `123.45`.
    dotted: bool,
    end: usize,
}

impl<'a> Parts<'a> {
    fn read(text: &'a str, from: usize) -> Option<Self> {
        let apart = text.as_bytes().get(from).copied().filter(|byte| matches!(byte, b'-' | b'.' | b' '));
        let series = Series::read(text, from + usize::from(apart.is_some()))?;
        let run = Group::at(text, series.end);
        let (serial, gap, number) = match run.len() {
            0 | 1 => {
                let (start, mark) = gap_at(text, run.end())?;
                (run.len() == 1, Some(mark), Group::at(text, start))
            }
            // The digit of the series runs into the number: `29B1123.45`, `29B112345`.
            4 if has_tail(text, run) => (true, None, Group::at(text, run.start + 1)),
            6 => (true, None, Group::at(text, run.start + 1)),
            _ => (false, None, run),
        };
        let tail = tail_mark(text, number).filter(|_| number.len() == 3);
        let dotted = tail == Some(b'.');
        // A keyboard may make `123,45` of it.
        let parted = dotted || (tail.is_some() && serial && gap == Some(b'-'));
        let end = if parted { number.end() + ".45".len() } else { number.end() };
        let whole = (parted || matches!(number.len(), 4 | 5)) && !goes_on_after(&text[end..]);
        whole.then_some(Self { apart, series, serial, gap, number, dotted, end })
    }

    /// Whether they are what is seldom written but on plates.
    fn are_typical(&self, text: &str) -> bool {
        let Self { apart, series, serial, gap, number, .. } = self;
        let spaced = matches!(gap, None | Some(b' '));
        series.n_letters == 1
            && !matches!(apart, Some(b' ' | b'.'))
            && !(spaced && series.small)
            && match (gap, number.len()) {
                (None, 5) => !serial && apart.is_none(),
                (Some(b' '), 5) => {
                    !number.digits.ends_with(b"000") && !starts_with_currency(&text[self.end..])
                }
                (Some(_), 3 | 5) => true,
                (Some(_), 4) => *serial && !is_year(number.digits),
                _ => false,
            }
    }
}

/// The letters that follow the province.
struct Series {
    n_letters: usize,
    /// Whether one of them is small.
    small: bool,
    end: usize,
}

impl Series {
    const MOST_LETTERS: usize = 2;

    fn read(text: &str, start: usize) -> Option<Self> {
        // No series has a letter that looks like a digit or another letter.
        let is_series = |c: char| {
            (c.is_ascii_alphabetic() && !matches!(c, 'I' | 'J' | 'O' | 'W' | 'i' | 'j' | 'o' | 'w'))
                || matches!(c, 'Đ' | 'đ')
        };
        let mut series = Self { n_letters: 0, small: false, end: start };
        for c in text[start..].chars().take(Self::MOST_LETTERS + 1).take_while(|&c| is_series(c)) {
            series.n_letters += 1;
            series.small |= c.is_lowercase();
            series.end += c.len_utf8();
        }
        (1..=Self::MOST_LETTERS).contains(&series.n_letters).then_some(series)
    }
}

/// Where the number after the gap at `at` begins and what marks the gap.
fn gap_at(text: &str, at: usize) -> Option<(usize, u8)> {
    const LONGEST: usize = 3;
    let rest = &text.as_bytes()[at..];
    let is_mark = |byte: u8| matches!(byte, b'-' | b'.');
    let is_gap = |byte: u8| is_mark(byte) || matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let n_bytes = rest.iter().take(LONGEST + 1).take_while(|&&byte| is_gap(byte)).count();
    let mark = rest[..n_bytes].iter().copied().find(|&byte| is_mark(byte)).unwrap_or(b' ');
    (1..=LONGEST).contains(&n_bytes).then_some((at + n_bytes, mark))
}

/// Whether a dot and the last two digits follow the group.
fn has_tail(text: &str, group: Group) -> bool {
    tail_mark(text, group) == Some(b'.')
}

/// What parts the group from the last two digits, where they follow it.
fn tail_mark(text: &str, group: Group) -> Option<u8> {
    let mark = text.as_bytes().get(group.end()).copied().filter(|mark| matches!(mark, b'.' | b',' | b'-'))?;
    (Group::at(text, group.end() + 1).len() == 2).then_some(mark)
}
