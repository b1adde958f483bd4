//! Groups of digits that could be one number.

use super::dates::date_at;
use super::digits::{Group, LONGEST_NUMBER};
use super::{COVER, Surroundings};

/// The most groups into which a number can be parted.
const MOST_GROUPS: usize = 12;

/// Groups of digits that could be one number: those from a group on, up to what cannot belong to it.
#[derive(Default)]
pub(super) struct Chain<'a> {
    groups: [Group<'a>; MOST_GROUPS],
    /// What stands before the group of the same index: a space, dot, dash or something odder.
    gaps: [u8; MOST_GROUPS],
    len: usize,
    /// The digits of all groups, without what parts them.
    digits: [u8; LONGEST_NUMBER],
    n_digits: usize,
}

impl<'a> Chain<'a> {
    pub(super) fn at(text: &'a str, first: Group<'a>, surroundings: Surroundings) -> Self {
        let mut chain = Self::default();
        let (mut group, mut gap) = (first, b' ');
        while chain.len < MOST_GROUPS && chain.n_digits + group.len() <= LONGEST_NUMBER {
            // What a mask leaves of a number is no number, and a date belongs to none.
            let masked = text[group.end()..].starts_with(COVER);
            if masked || (chain.len > 0 && date_at(text, group.start).is_some()) {
                break;
            }
            chain.push(group, gap);
            let Some((start, mark)) = gap_at(text, group.end(), surroundings) else { break };
            if chain.len > 1 && mark != gap && (is_odd(mark) || is_odd(gap)) {
                break;
            }
            (group, gap) = (Group::at(text, start), mark);
        }
        chain
    }

    fn push(&mut self, group: Group<'a>, gap: u8) {
        self.groups[self.len] = group;
        self.gaps[self.len] = gap;
        self.len += 1;
        let n_digits = self.n_digits + group.len();
        self.digits[self.n_digits..n_digits].copy_from_slice(group.digits);
        self.n_digits = n_digits;
    }

    pub(super) fn first(&self) -> Group<'a> {
        self.groups[0]
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// How many digits all groups have.
    pub(super) fn n_digits(&self) -> usize {
        self.n_digits
    }

    /// The first `n_groups`, or all if there are fewer.
    pub(super) fn groups(&self, n_groups: usize) -> &[Group<'a>] {
        &self.groups[..n_groups.min(self.len)]
    }

    /// The digits of the first `n_groups`, without what parts them.
    pub(super) fn digits(&self, n_groups: usize) -> &[u8] {
        let n_digits: usize = self.groups(n_groups).iter().map(|group| group.len()).sum();
        &self.digits[..n_digits]
    }

    /// How many of the first `most` groups have `n_digits` together.
    pub(super) fn n_groups_with(&self, n_digits: usize, most: usize) -> Option<usize> {
        (1..=most.min(self.len)).find(|&n| self.digits(n).len() == n_digits)
    }

    /// Where the first `n_groups` end in the text.
    pub(super) fn end(&self, n_groups: usize) -> usize {
        self.groups(n_groups).last().map_or(0, |group| group.end())
    }

    /// Whether the chain begins with groups of these sizes.
    pub(super) fn has_sizes(&self, sizes: &[usize]) -> bool {
        self.groups(sizes.len()).iter().map(|group| group.len()).eq(sizes.iter().copied())
    }

    /// Whether the first `n_groups` are parted all in the same way.
    pub(super) fn is_even(&self, n_groups: usize) -> bool {
        let gaps = self.gaps.get(1..n_groups).unwrap_or_default();
        gaps.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// Whether the first `n_groups` are parted as dates, fractions and amounts are, rather than numbers.
    pub(super) fn is_oddly_parted(&self, n_groups: usize) -> bool {
        n_groups > 1 && is_odd(self.gaps[1])
    }

    /// Whether the first two groups are rather `0.987654321`.
    pub(super) fn is_decimal_below_one(&self) -> bool {
        self.first().digits == b"0" && self.len > 1 && self.gaps[1] == b'.'
    }

    /// Whether the first `n_groups` are single digits.
    pub(super) fn is_spelt(&self, n_groups: usize) -> bool {
        self.groups(n_groups).iter().all(|group| group.len() == 1)
    }

    /// Whether the first `n_groups` are rather a list such as `001 002 005` or `113 114 115`.
    pub(super) fn is_list(&self, n_groups: usize) -> bool {
        let groups = self.groups(n_groups);
        let first = self.first();
        let alike = |group: &Group| group.len() == first.len() && group.digits[0] == first.digits[0];
        groups.len() > 2
            && groups.iter().all(alike)
            && groups.is_sorted_by(|one, other| one.digits < other.digits)
    }
}

/// Whether a mark seldom parts a number: then it parts all of it.
fn is_odd(mark: u8) -> bool {
    matches!(mark, b'/' | b',' | b'_')
}

/// Where the group after a gap begins and what marks the gap, if there is one that can part a number.
fn gap_at(text: &str, at: usize, surroundings: Surroundings) -> Option<(usize, u8)> {
    // ` - ` with a space too many, or `) - `.
    const LONGEST: usize = 4;
    let is_gap = |byte: u8| {
        matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'.' | b'-' | b'(' | b')')
            || (byte == b'_' && surroundings == Surroundings::FileName)
    };
    let rest = &text.as_bytes()[at..];
    if let [mark, digit, ..] = *rest
        && is_odd(mark)
        && !is_gap(mark)
        && digit.is_ascii_digit()
    {
        return Some((at + 1, mark));
    }
    let n_bytes = rest.iter().take(LONGEST + 1).take_while(|&&byte| is_gap(byte)).count();
    let mut marks = rest[..n_bytes].iter().copied().filter(|byte| matches!(byte, b'.' | b'-'));
    let mark = marks.next().unwrap_or(b' ');
    let apart = (1..=LONGEST).contains(&n_bytes) && marks.next().is_none();
    (apart && rest.get(n_bytes).is_some_and(u8::is_ascii_digit)).then_some((at + n_bytes, mark))
}
