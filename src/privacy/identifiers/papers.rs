//! Papers whose numbers begin with letters: health insurance cards and passports.

use std::ops::Range;

use super::chain::Chain;
use super::characters::is_word;
use super::dates::is_compact_date;
use super::digits::number;

/// Whom a health insurance card is for, as its first letters say.
const INSURED: [&str; 56] = [
    "BT", "CA", "CB", "CC", "CH", "CK", "CN", "CS", "CT", "CY", "DK", "DN", "DT", "GB", "GD", "HC", "HD",
    "HG", "HN", "HS", "HT", "HX", "KC", "LS", "MS", "ND", "NN", "NO", "NU", "PV", "QN", "SV", "TA", "TB",
    "TC", "TD", "TE", "TG", "TH", "TK", "TL", "TN", "TQ", "TR", "TS", "TU", "TV", "TY", "XB", "XD", "XK",
    "XN", "XV", "YT", "TX", "XT",
];

/// Where a health insurance card is written that has the digits of `chain`: `DN4797912345678`, two letters,
/// then a level of benefit, a province and ten digits.
pub(super) fn insurance_card(text: &str, chain: &Chain) -> Option<Range<usize>> {
    let n_groups = chain.n_groups_with(13, chain.len())?;
    let digits = chain.digits(n_groups);
    let plausible =
        (b'1'..=b'5').contains(&digits[0]) && number(&digits[1..3]) > 0 && !is_compact_date(&digits[..8]);
    let parted = n_groups == 1 || matches!(chain.first().len(), 1 | 3);
    let letters = letters_before(text, chain.first().start, 2)?;
    let insured = INSURED.contains(&&text[letters.clone()]);
    (plausible && parted && insured).then(|| letters.start..chain.end(n_groups))
}

/// Where a passport is written that has the digits of `chain`: `B1234567`.
pub(super) fn passport(text: &str, chain: &Chain) -> Option<Range<usize>> {
    let first = chain.first();
    let letter = letters_before(text, first.start, 1)?;
    (first.len() == 7).then(|| letter.start..first.end())
}

/// The capital letters before `at`, so many and no more, with a space or dash after them or none.
fn letters_before(text: &str, at: usize, n_letters: usize) -> Option<Range<usize>> {
    let before = &text[..at];
    let before = before.strip_suffix([' ', '-']).unwrap_or(before);
    let start = before.len().checked_sub(n_letters)?;
    let letters = before.get(start..)?;
    let alone = letters.bytes().all(|byte| byte.is_ascii_uppercase()) && !before[..start].ends_with(is_word);
    alone.then_some(start..before.len())
}
