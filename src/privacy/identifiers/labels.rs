//! Words beside a number, and what they say of it.

use super::COVER;
use super::characters::{bare, is_letter, is_mark};

/// What a word says about the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Identity,
    Phone,
    Account,
    Plate,
    Passport,
    Money,
}

/// A label and how many words part it from the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Beside {
    pub(super) label: Label,
    pub(super) n_words: usize,
}

impl Beside {
    /// Farthest label of a number without gaps: `CMND của ông bà chủ hộ này: …`.
    const FAR: usize = 6;
    /// Farthest label of a number in groups, which could also be counts.
    const NEAR: usize = 3;

    fn touching(label: Label) -> Self {
        Self { label, n_words: 0 }
    }

    /// The same with one word more in between.
    fn farther(self) -> Self {
        Self { n_words: self.n_words + 1, ..self }
    }

    pub(super) fn is_near(self) -> bool {
        self.n_words <= Self::NEAR
    }
}

/// A word without diacritics, as long as any that matters. A longer one equals none of them.
#[derive(Clone, Copy, Default)]
pub(super) struct Word {
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

    pub(super) fn text(&self) -> &[u8] {
        self.letters.get(..self.len).unwrap_or_default()
    }

    /// The word at the start of `text`, and what follows it.
    pub(super) fn first_of(text: &str) -> (Self, &str) {
        let rest = text.trim_start_matches(is_letter);
        let mut word = Self::default();
        text[..text.len() - rest.len()].chars().for_each(|c| word.push(c));
        (word, rest)
    }
}

/// What `word` says of a number, alone or after the word `before`.
fn label_of(before: &Word, word: &Word) -> Option<Label> {
    let label = match (before.text(), word.text()) {
        (_, b"cmnd" | b"cmtnd" | b"cmt" | b"cmqd" | b"cccd" | b"ddcn" | b"identity") => Label::Identity,
        (b"can", b"cuoc") | (b"chung", b"minh") | (b"dinh", b"danh") | (b"id", b"card") => Label::Identity,
        // `C.M.N.D`, `C.C.C.D`.
        (b"so" | b"the", b"cc" | b"cm" | b"id") | (b"n" | b"c", b"d") => Label::Identity,
        (_, b"sdt" | b"dt" | b"dtdd" | b"lh" | b"tel" | b"telephone" | b"phone" | b"mobile") => Label::Phone,
        (_, b"hotline" | b"fax" | b"zalo" | b"viber") => Label::Phone,
        (b"dien", b"thoai") | (b"di", b"dong") | (b"lien", b"he") | (b"so", b"may") | (b"d", b"t") => {
            Label::Phone
        }
        (_, b"stk" | b"account") => Label::Account,
        (b"so", b"tk") | (b"tai", b"khoan") | (b"ngan", b"hang") => Label::Account,
        (_, b"bks" | b"bsx" | b"plate") => Label::Plate,
        (b"bien", b"so" | b"kiem") | (b"so", b"xe") => Label::Plate,
        // Without diacritics `tiền` alone could be the name Tiến.
        (_, b"passport") | (b"ho", b"chieu") => Label::Passport,
        (b"so" | b"tong" | b"thanh" | b"phat", b"tien") | (b"tien", b"phat" | b"mat") => Label::Money,
        (b"tri", b"gia") | (b"gia", b"tri") | (b"kinh" | b"le", b"phi") => Label::Money,
        (_, b"vnd" | b"usd") => Label::Money,
        _ => return None,
    };
    Some(label)
}

/// The last label in `text` that speaks of what follows it.
pub(super) fn last_label(text: &str) -> Option<Beside> {
    let mut found: Option<Beside> = None;
    let mut before = Word::default();
    let (mut ended, mut after_stop) = (false, false);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let is_word = is_letter(c);
        // Not until something follows has a sentence ended: there is a full stop in `SĐT. 0900…` too.
        if ended && (is_word || c.is_ascii_digit()) {
            (found, before, ended) = (None, Word::default(), false);
        }
        if is_word {
            let word;
            (word, rest) = Word::first_of(rest);
            // Marks that stand on no letter are no word.
            if word.len > 0 {
                found = label_of(&before, &word).map(Beside::touching).or(found.map(Beside::farther));
                before = word;
            }
        } else if c.is_ascii_digit() {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            found = found.map(Beside::farther);
            before = Word::default();
        } else {
            rest = &rest[c.len_utf8()..];
            ended |= matches!(c, ';' | '!' | '?' | '\n' | '\r') || (after_stop && c.is_whitespace());
            // Whatever was said before a masked identifier was said of that.
            if c == COVER {
                (found, before) = (None, Word::default());
            }
        }
        after_stop = c == '.';
    }
    found.filter(|beside| beside.n_words <= Beside::FAR)
}

/// The label that `text` begins with, if it speaks of what precedes it: ` (CMND)`.
pub(super) fn first_label(text: &str) -> Option<Beside> {
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
    let speaks_back = matches!(label, Label::Identity | Label::Phone | Label::Account);
    let next = rest.trim_start_matches([' ', ':', '-']);
    (speaks_back && !next.starts_with(|c: char| c.is_ascii_digit())).then(|| Beside::touching(label))
}
