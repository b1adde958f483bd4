//! Recognises what could identify a resident, so that it can be taken out before it enters git.
//!
//! | found | written | unless |
//! |---|---|---|
//! | [`Identifier::CitizenId`] | 12 digits with a plausible province, century and sex; 10 or 11 beside `CCCD` | |
//! | [`Identifier::OldIdentityCard`] | 9 digits beside `CMND`, or alone in a note or evidence cell | money |
//! | [`Identifier::Phone`] | `0`, `84`, `+84` or `0084` and a mobile number; others beside `SĐT` | money |
//! | [`Identifier::Plate`] | `30A-12345`, `51G-123.45`, `29-B1 123.45` and looser forms | part of a code |
//! | [`Identifier::Email`] | `name@host.domain` | |
//! | [`Identifier::LongNumber`] | 8 to 20 digits; a health insurance card; a passport beside `hộ chiếu` | a date, money, a measure, a decimal fraction, part of a code |
//!
//! People part their numbers with spaces, dots, dashes and brackets, and so do lists of counts. Parted
//! numbers are therefore taken only in groupings that such identifiers are written in, unless a word says so.
//!
//! Everything looks at a bounded stretch around a number, so the time is linear in the length of the text.
//!
//! Each idea has a room, and a room uses only the words of this one and the rooms below it:
//!
//! | room | asks |
//! |---|---|
//! | this one | what is found in a text, and how it may be shown |
//! | `allow` | which texts the rules file lets pass |
//! | `clear` | can a text be passed over at a glance? |
//! | `email` | where the e-mail addresses are |
//! | `scan` | where the numbers between them are, and which word speaks of each |
//! | `plate` | is it a number plate? |
//! | `papers` | is it a health insurance card or a passport? |
//! | `numbers` | is it a number that could belong to somebody, and whose? |
//! | `stretch` | what stands around a number: part of a code, a word, a fraction? |
//! | `phone`, `identity` | can these digits be a phone number, a citizen identity number or an old card? |
//! | `money` | is it an amount, or measured in something? |
//! | `labels` | what do the words beside a number say of it? |
//! | `chain` | which groups of digits could be one number? |
//! | `dates` | is it a date, a year or a time? |
//! | `digits` | which digits are here, and what do they count? |
//! | `folded` | how is a text read, and where does each part of it stand as it was given? |
//! | `characters` | is it a letter, and which without its diacritics? |

mod allow;
mod chain;
mod characters;
mod clear;
mod dates;
mod digits;
mod email;
mod folded;
mod identity;
mod labels;
mod money;
mod numbers;
mod papers;
mod phone;
mod plate;
mod scan;
mod stretch;

use std::borrow::Cow;
use std::ops::Range;

pub use allow::Allow;
pub use clear::{Signs, is_clear};

use characters::is_word;
use email::Emails;
use folded::Folded;
use scan::scan;
use stretch::Stretch;

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
/// Most cells are [clear](is_clear) and cost one pass over their bytes.
///
/// ```
/// # use thidua::privacy::identifiers::{Allow, Hit, Identifier, Surroundings, find};
/// let hits = find("gọi 0900 000 123 (tổ 2)", Surroundings::OtherCell, &Allow::default());
/// assert_eq!(hits, [Hit { kind: Identifier::Phone, range: 6..18 }]);
/// ```
pub fn find(text: &str, surroundings: Surroundings, allow: &Allow) -> Vec<Hit> {
    if is_clear(text.as_bytes(), 0, text.len()) {
        return Vec::new();
    }
    let folded = Folded::new(text);
    let whole = Stretch::new(&folded.text, surroundings);
    let mut hits = Vec::new();
    let mut done = 0;
    for email in Emails::new(whole.text) {
        scan(whole.part(done..email.start), done, &mut hits);
        done = email.end;
        hits.push(Hit { kind: Identifier::Email, range: email });
    }
    scan(whole.part(done..whole.text.len()), done, &mut hits);
    allow.remove_from(&mut hits, whole.text);
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
pub(crate) const COVER: char = '•';

/// Whether `text` could hold an identifier: a pass that needs neither characters nor memory.
pub(crate) fn may_identify(text: &str) -> bool {
    !is_clear(text.as_bytes(), 0, text.len())
}
