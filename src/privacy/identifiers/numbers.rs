//! What a number is that could belong to somebody.

use std::ops::Range;

use super::chain::Chain;
use super::dates::{is_compact_date, is_time, is_year, starts_with_day_and_year};
use super::digits::SHORTEST_NUMBER;
use super::identity::{Nines, is_citizen, is_citizen_but_for_zeros};
use super::labels::{Beside, Label};
use super::money;
use super::phone::{self, Grouping};
use super::stretch::Stretch;
use super::{Identifier, Surroundings};

/// What was read as one number.
pub(super) struct Reading {
    /// What it is; none if it is nothing to report.
    pub(super) kind: Option<Identifier>,
    /// Where it stands, with its `+`.
    pub(super) range: Range<usize>,
}

/// Reads the number that `chain` begins with, `beside` a word that speaks of it.
pub(super) fn read(stretch: Stretch, chain: &Chain, beside: Option<Beside>) -> Reading {
    let text = stretch.text;
    let first = chain.first();
    let plus = text[..first.start].ends_with('+');
    let can_be_amount = !plus && !first.digits.starts_with(b"0");
    let dotted = if can_be_amount { money::thousands_end(text, first) } else { None };
    let amount = Reading { kind: None, range: first.start..dotted.unwrap_or(first.end()) };
    let beside_money = || beside.is_some_and(|beside| beside.label == Label::Money && beside.is_near());
    if can_be_amount && (beside_money() || money::is_currency_around(text, first.start, amount.range.end)) {
        return amount;
    }
    let coded = stretch.is_code_before(first.start);
    // Far words do not speak of codes.
    let beside = beside.filter(|beside| !coded || beside.n_words == 0);
    let near = beside.filter(|beside| beside.is_near()).map(|beside| beside.label);
    let number = Number { stretch, chain, plus, coded, near };
    // An amount with dots may stand a few words after a label.
    let labelled = beside
        .filter(|beside| dotted.is_none() || beside.n_words <= 1)
        .and_then(|beside| number.labelled(beside));
    // A citizen identity number without its zeros can begin with the prefix of a phone number.
    let identity = first.len() >= 9 && beside.is_some_and(|beside| beside.label == Label::Identity);
    let account = beside.is_some_and(|beside| beside.label == Label::Account && beside.n_words <= 1);
    let found =
        labelled.filter(|_| identity).or_else(|| number.phone()).or_else(|| number.citizen()).or(labelled);
    let found = if dotted.is_some() {
        found
    } else {
        found.or_else(|| number.alone()).or_else(|| number.card()).or_else(|| number.long(account))
    };
    let Some((kind, n_groups)) = found else { return amount };
    let signed = plus && kind == Identifier::Phone;
    Reading { kind: Some(kind), range: first.start - usize::from(signed)..chain.end(n_groups) }
}

/// What was recognised: a kind, and how many groups it takes.
type Found = (Identifier, usize);

/// A number and what is known of it.
struct Number<'a> {
    stretch: Stretch<'a>,
    chain: &'a Chain<'a>,
    /// Whether a `+` stands before it.
    plus: bool,
    /// Whether what stands before it makes a code of it.
    coded: bool,
    /// What a word near it says.
    near: Option<Label>,
}

impl Number<'_> {
    /// A mobile number, with its prefix; beside a word in any grouping.
    fn phone(&self) -> Option<Found> {
        let n_groups = (1..=self.chain.len()).find(|&n_groups| self.is_phone(n_groups))?;
        Some((Identifier::Phone, n_groups))
    }

    /// Whether the first `n_groups` are a phone number.
    fn is_phone(&self, n_groups: usize) -> bool {
        let digits = self.chain.digits(n_groups);
        let Some(n_prefix_digits) = phone::prefix(digits, self.plus, n_groups > 1) else { return false };
        if self.plus || self.near == Some(Label::Phone) || digits.starts_with(b"00") {
            return true;
        }
        if n_groups == 1 {
            let first = self.chain.first();
            let serial = self.coded && starts_with_day_and_year(digits);
            return !serial && !self.stretch.is_inside_hash(first) && !self.stretch.is_coordinate(first);
        }
        if self.chain.is_decimal_below_one() {
            return false;
        }
        if digits.starts_with(b"84") && digits.ends_with(b"000") && self.chain.has_sizes(&[2, 3, 3, 3]) {
            // Eighty-four thousand million.
            return false;
        }
        let odd = self.chain.is_oddly_parted(n_groups);
        let usual = match Grouping::of(self.chain.groups(n_groups), n_prefix_digits) {
            Grouping::Typical => !odd || digits.starts_with(b"0"),
            Grouping::Possible => !odd && !self.coded,
            Grouping::Odd => false,
        };
        usual && !self.chain.is_list(n_groups)
    }

    fn citizen(&self) -> Option<Found> {
        let chain = self.chain;
        let n_groups = chain.n_groups_with(12, chain.len())?;
        let groups = chain.groups(n_groups);
        let labelled = self.near == Some(Label::Identity);
        let believed = if n_groups == 1 {
            let first = chain.first();
            labelled || !(self.stretch.is_inside_hash(first) || self.stretch.is_coordinate(first))
        } else {
            let usual = groups.iter().all(|group| group.len() >= 3) || chain.has_sizes(&[3, 1, 2, 6]);
            let list = || chain.is_list(n_groups) || groups.iter().all(|group| is_time(group.digits));
            usual && (labelled || (!self.coded && chain.is_even(n_groups) && !list()))
        };
        (believed && is_citizen(chain.digits(n_groups))).then_some((Identifier::CitizenId, n_groups))
    }

    /// What a word beside the number makes of it.
    fn labelled(&self, beside: Beside) -> Option<Found> {
        let chain = self.chain;
        let first = chain.first();
        let most = if !beside.is_near() || first.len() >= 9 { 1 } else { chain.len() };
        let n_groups_with = |n_digits, least_size| {
            let n_groups = chain.n_groups_with(n_digits, most)?;
            let mut later = chain.groups(n_groups).iter().skip(1);
            (later.all(|group| group.len() >= least_size) || chain.is_spelt(n_groups)).then_some(n_groups)
        };
        match beside.label {
            Label::Identity => [12, 9, 11, 10].into_iter().find_map(|n_digits| {
                let n_groups = n_groups_with(n_digits, 3)?;
                if n_digits == 9 {
                    (n_groups == 1 || first.len() >= 3 || chain.is_spelt(n_groups))
                        .then_some((Identifier::OldIdentityCard, n_groups))
                } else {
                    let citizen = is_citizen_but_for_zeros(chain.digits(n_groups));
                    citizen.then_some((Identifier::CitizenId, n_groups))
                }
            }),
            Label::Phone => {
                // Land lines have 11 digits, mobile numbers had them; a spreadsheet eats the zero.
                let n_groups = if first.digits.starts_with(b"0") {
                    n_groups_with(11, 1).or_else(|| n_groups_with(10, 1))
                } else {
                    n_groups_with(9, 3)
                };
                n_groups.map(|n_groups| (Identifier::Phone, n_groups))
            }
            Label::Account => {
                let long = |&n: &usize| chain.digits(n).len() >= SHORTEST_NUMBER && chain.is_even(n);
                (1..=most).rev().find(long).map(|n_groups| (Identifier::LongNumber, n_groups))
            }
            Label::Plate | Label::Money | Label::Passport => None,
        }
    }

    /// Nine digits that are all there is in a note, or all numbers of a list of such.
    fn alone(&self) -> Option<Found> {
        let chain = self.chain;
        let n_groups = chain.n_groups_with(9, chain.len())?;
        let alone = match self.stretch.nines {
            Nines::One => {
                let usual = || !chain.is_oddly_parted(n_groups) && !chain.is_list(3);
                n_groups == 1 || (chain.has_sizes(&[3, 3, 3]) && usual())
            }
            Nines::Several => n_groups == 1,
            Nines::Not => false,
        };
        let note = self.stretch.surroundings == Surroundings::NoteOrEvidence;
        (note && alone).then_some((Identifier::OldIdentityCard, n_groups))
    }

    /// The number of a bank card, in fours.
    fn card(&self) -> Option<Found> {
        let chain = self.chain;
        let fours = chain.has_sizes(&[4, 4, 4, 4]);
        let moments = || chain.groups(4).iter().all(|group| is_year(group.digits) || is_time(group.digits));
        // Domestic cards have three digits more.
        let n_groups = if chain.len() > 4 && chain.is_even(5) { 5 } else { 4 };
        let usual = chain.is_even(n_groups) && !chain.is_oddly_parted(n_groups);
        let believed = fours && usual && !self.coded && !moments();
        believed.then_some((Identifier::LongNumber, n_groups))
    }

    /// A number that is nothing else.
    fn long(&self, account: bool) -> Option<Found> {
        let first = self.chain.first();
        let harmless = || {
            (is_compact_date(first.digits) && !account)
                || self.coded
                || self.stretch.is_code_after(first.end())
                || self.stretch.is_fraction(first.start)
                || self.stretch.is_coordinate(first)
                || money::starts_with_measure(&self.stretch.text[first.end()..])
        };
        (first.len() >= SHORTEST_NUMBER && !harmless()).then_some((Identifier::LongNumber, 1))
    }
}
