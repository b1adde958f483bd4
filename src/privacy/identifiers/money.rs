//! Amounts of money.

use super::characters::is_word;
use super::digits::Group;
use super::labels::Word;

/// Where a number ends that begins with `first` and is parted by dots or commas into thousands.
pub(super) fn thousands_end(text: &str, first: Group) -> Option<usize> {
    let mut end = first.end();
    let mark = text[end..].chars().next().filter(|mark| matches!(mark, '.' | ','))?;
    while first.len() <= 3 && text[end..].starts_with(mark) && Group::at(text, end + 1).len() == 3 {
        end += 4;
    }
    (end > first.end()).then_some(end)
}

/// Whether a unit of money stands right before or after what `text` has from `start` to `end`.
pub(super) fn is_currency_around(text: &str, start: usize, end: usize) -> bool {
    starts_with_currency(&text[end..]) || text[..start].trim_end_matches(' ').ends_with(SIGNS)
}

const SIGNS: [char; 3] = ['₫', '$', '€'];

/// Whether `text`, which follows a number, begins with a unit of money.
pub(super) fn starts_with_currency(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    if text.starts_with(SIGNS) {
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

/// Whether `text`, which follows a number, begins with a unit of measure: `kWh`, `m²`.
pub(super) fn starts_with_measure(text: &str) -> bool {
    let (word, rest) = Word::first_of(text.trim_start_matches(' '));
    let metre = word.text() == b"m";
    let known = metre
        || matches!(
            word.text(),
            b"kwh"
                | b"mwh"
                | b"kw"
                | b"kva"
                | b"kg"
                | b"tan"
                | b"ha"
                | b"km"
                | b"lit"
                | b"kb"
                | b"mb"
                | b"gb"
                | b"byte"
                | b"bytes"
        );
    let rest = if metre { rest.trim_start_matches(['2', '3', '²', '³']) } else { rest };
    known && !rest.starts_with(is_word)
}
