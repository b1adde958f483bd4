//! Tables and values of TOML with their places, and how each kind of value is read.
//!
//! A reader returns what it understood; where that is nothing, it has reported why.

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::extends::OVERRIDE;
use super::report::{Report, shown};
use super::syntax::is_header_list;
use crate::calendar::Period;
use crate::campaign::{Caps, Title};
use crate::exact::{DecimalFault, Fraction, in_units, parse_decimal, ratio, whole};
use crate::finding::{Problem, ValueKind};
use crate::identifier::Id;
use crate::source::Place;

/// Decimals of a number, where nothing else is said.
pub(super) const DECIMALS: usize = 3;

/// Decimals of a quantity taken from a published table.
pub(super) const TABLE_DECIMALS: usize = 18;

/// A table whose keys are taken one by one; what is left when it is finished, nobody knows.
pub(super) struct Table<'t> {
    /// As messages call it: `[campaign]`, `cap`; empty for the top.
    pub(super) name: &'static str,
    /// Where it begins.
    pub(super) header: Place,
    keys: &'t DeTable<'t>,
    known: Vec<&'static str>,
}

impl<'t> Table<'t> {
    /// A table, none of whose keys has been taken.
    pub(super) fn new(name: &'static str, header: Place, keys: &'t DeTable<'t>) -> Self {
        Self { name, header, keys, known: Vec::new() }
    }

    /// The value of `key`, if it is there. From now on the key is known.
    pub(super) fn take(&mut self, key: &'static str, report: &Report) -> Option<Value<'t>> {
        self.known.push(key);
        self.peek(key, report)
    }

    /// Whether `key` has been taken.
    pub(super) fn knows(&self, key: &str) -> bool {
        self.known.contains(&key)
    }

    /// The same without making the key known.
    pub(super) fn peek(&self, key: &'static str, report: &Report) -> Option<Value<'t>> {
        let (name, value) = self.keys.get_key_value(key)?;
        Some(Value::new(key, report.place(name.span()), value, report))
    }

    /// What stands under `key`: none where it is absent, unusable or of a kind that `read` refuses.
    pub(super) fn must<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        read: impl FnOnce(Value<'t>, &mut Report) -> Option<T>,
    ) -> Option<T> {
        let Some(value) = self.take(key, report) else {
            report.say(Problem::MissingKey { key, table: self.name.to_owned() }, self.header);
            return None;
        };
        read(value, report)
    }

    /// What stands under `key`, or `default` where it is absent; none where it is unusable.
    pub(super) fn or<T>(
        &mut self,
        key: &'static str,
        default: T,
        report: &mut Report,
        read: impl FnOnce(Value<'t>, &mut Report) -> Option<T>,
    ) -> Option<T> {
        match self.take(key, report) {
            Some(value) => read(value, report),
            None => Some(default),
        }
    }

    /// What stands under `key`, or `None` where it is absent; none at all where it is unusable.
    pub(super) fn maybe<T>(
        &mut self,
        key: &'static str,
        report: &mut Report,
        read: impl FnOnce(Value<'t>, &mut Report) -> Option<T>,
    ) -> Option<Option<T>> {
        self.or(key, None, report, |value, report| read(value, report).map(Some))
    }

    /// A title, which may be absent.
    pub(super) fn title(&mut self, key: &'static str, report: &mut Report) -> Option<Title> {
        self.or(key, Title::default(), report, Value::title)
    }

    /// The tables of a list `[[key]]`, each of which messages call `name`.
    pub(super) fn tables(
        &mut self,
        key: &'static str,
        name: &'static str,
        report: &mut Report,
    ) -> TableList<'t> {
        match self.take(key, report) {
            Some(value) => value.tables(name, report),
            None => TableList { tables: Vec::new(), usable: true, place: self.header },
        }
    }

    /// All keys with their values, in the order of the file.
    pub(super) fn entries(&self, report: &Report) -> Vec<Value<'t>> {
        let mut entries: Vec<_> = self
            .keys
            .iter()
            .map(|(name, value)| Value::new(name.get_ref(), report.place(name.span()), value, report))
            .collect();
        entries.sort_by_key(|entry| entry.key_place);
        entries
    }

    /// Reports the keys that were not taken.
    pub(super) fn finish(self, report: &mut Report) {
        if self.keys.keys().all(|name| self.known.contains(&&**name.get_ref())) {
            return;
        }
        // What the tables under a header understand besides, when one file extends another.
        let everywhere = self.name.starts_with('[').then_some(OVERRIDE);
        for Value { key, key_place, .. } in self.entries(report) {
            if !self.known.contains(&key) {
                let near = report.nearest(key, self.known.iter().copied().chain(everywhere));
                let (key, table, known) = (shown(key), self.name.to_owned(), self.known.clone());
                report.say(Problem::UnknownKey { key, table, near, known }, key_place);
            }
        }
    }
}

/// The tables of a list.
pub(super) struct TableList<'t> {
    /// Those that are tables, in order.
    pub(super) tables: Vec<Table<'t>>,
    /// Whether all were tables.
    pub(super) usable: bool,
    /// Where the list stands; the header of the table around it where there is none.
    pub(super) place: Place,
}

/// A value under a key, or in the list under a key.
#[derive(Clone, Copy)]
pub(super) struct Value<'t> {
    /// The key.
    pub(super) key: &'t str,
    /// Where the key stands; in a list, where the value stands.
    pub(super) key_place: Place,
    /// Where the value stands.
    pub(super) place: Place,
    value: &'t DeValue<'t>,
}

/// What a number must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// Anything.
    Any,
    /// More than 0.
    Positive,
    /// 0 or more.
    NotNegative,
    /// 1 or more.
    AtLeastOne,
    /// From 0 to 1.
    Share,
    /// From 0 to 100.
    Hundred,
}

impl Range {
    fn holds(self, number: &Fraction) -> bool {
        let from = |least: i32| *number >= whole(least);
        match self {
            Self::Any => true,
            Self::Positive => *number > whole(0),
            Self::NotNegative => from(0),
            Self::AtLeastOne => from(1),
            Self::Share => from(0) && *number <= whole(1),
            Self::Hundred => from(0) && *number <= whole(100),
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Any => "",
            Self::Positive => "> 0",
            Self::NotNegative => "≥ 0",
            Self::AtLeastOne => "≥ 1",
            Self::Share => "0 … 1",
            Self::Hundred => "0 … 100",
        }
    }
}

impl<'t> Value<'t> {
    /// The value of a key at its place.
    pub(super) fn new(
        key: &'t str,
        key_place: Place,
        value: &'t Spanned<DeValue<'t>>,
        report: &Report,
    ) -> Self {
        Self { key, key_place, place: report.place(value.span()), value: value.get_ref() }
    }

    /// The value with its place.
    pub(super) fn placed<T>(
        self,
        report: &mut Report,
        read: impl FnOnce(Self, &mut Report) -> Option<T>,
    ) -> Option<(T, Place)> {
        Some((read(self, report)?, self.place))
    }

    /// Whether it is a table without keys.
    pub(super) fn is_empty_table(self) -> bool {
        self.value.as_table().is_some_and(DeTable::is_empty)
    }

    /// The text, if it is one. Nothing is reported where it is not.
    pub(super) fn as_text(self) -> Option<&'t str> {
        self.value.as_str()
    }

    /// A text.
    pub(super) fn text(self, report: &mut Report) -> Option<&'t str> {
        match self.value {
            DeValue::String(text) => Some(text.as_ref()),
            _ => self.refuse(ValueKind::Text, report),
        }
    }

    /// An identifier.
    pub(super) fn id(self, report: &mut Report) -> Option<Id> {
        let text = self.text(report)?;
        match Id::parse(text) {
            Ok(id) => Some(id),
            Err(fault) => {
                report.say(Problem::IdUnusable { id: shown(text), fault }, self.place);
                None
            }
        }
    }

    /// A text that says something.
    pub(super) fn filled_text(self, report: &mut Report) -> Option<&'t str> {
        let text = self.text(report)?;
        if text.trim().is_empty() {
            report.say(Problem::BlankText { key: self.key.to_owned() }, self.place);
            return None;
        }
        Some(text)
    }

    /// A text, or a table with a text for each language.
    pub(super) fn title(self, report: &mut Report) -> Option<Title> {
        let DeValue::Table(_) = self.value else {
            if self.as_text().is_none() {
                return self.refuse(ValueKind::Title, report);
            }
            return Some(Title { vi: Some(self.filled_text(report)?.to_owned()), en: None });
        };
        let mut table = self.table("title", report)?;
        let vi = table.maybe("vi", report, Self::filled_text);
        let en = table.maybe("en", report, Self::filled_text);
        if vi == Some(None) && en == Some(None) {
            report.say(Problem::MissingKey { key: "vi", table: table.name.to_owned() }, table.header);
        }
        table.finish(report);
        Some(Title { vi: vi?.map(str::to_owned), en: en?.map(str::to_owned) })
    }

    /// One of some words.
    pub(super) fn word<T: Copy>(self, words: &[(&str, T)], report: &mut Report) -> Option<T> {
        let found = self.text(report)?;
        if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == found) {
            return Some(*meaning);
        }
        let near = report.nearest(found, words.iter().map(|(word, _)| *word));
        let known = words.iter().map(|(word, _)| (*word).to_owned()).collect();
        report.say(
            Problem::UnknownWord { key: self.key.to_owned(), found: shown(found), known, near },
            self.place,
        );
        None
    }

    /// `true` or `false`.
    pub(super) fn truth(self, report: &mut Report) -> Option<bool> {
        match self.value {
            DeValue::Boolean(truth) => Some(*truth),
            _ => self.refuse(ValueKind::Truth, report),
        }
    }

    /// A date without a time.
    pub(super) fn date(self, report: &mut Report) -> Option<NaiveDate> {
        let DeValue::Datetime(when) = self.value else { return self.refuse(ValueKind::Date, report) };
        let (Some(date), None, None) = (when.date, when.time, when.offset) else {
            return self.refuse(ValueKind::Date, report);
        };
        // The parser refuses days that no calendar has.
        NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
    }

    /// A number with at most `most_decimals` decimals.
    pub(super) fn decimal(self, most_decimals: usize, range: Range, report: &mut Report) -> Option<Fraction> {
        match self.value {
            DeValue::Integer(_) | DeValue::Float(_) => {}
            _ => return self.refuse(ValueKind::Number, report),
        }
        self.number(report.text(self.place), most_decimals, range, report)
    }

    /// A number in thousandths.
    pub(super) fn thousandths(self, range: Range, report: &mut Report) -> Option<i64> {
        in_units(&self.decimal(DECIMALS, range, report)?, 3)
    }

    /// A whole number from `least` to `most`, which `range` says in words.
    pub(super) fn whole(
        self,
        least: u32,
        most: u32,
        range: &'static str,
        report: &mut Report,
    ) -> Option<u32> {
        let DeValue::Integer(_) = self.value else { return self.refuse(ValueKind::WholeNumber, report) };
        let number = self.number(report.text(self.place), 0, Range::Any, report)?;
        let number = in_units(&number, 0).and_then(|number| u32::try_from(number).ok());
        let within = number.filter(|number| (least..=most).contains(number));
        within.or_else(|| self.out_of_range(range, report))
    }

    /// A number or a fraction `"1/2"`, from 0 to 1.
    pub(super) fn share(self, report: &mut Report) -> Option<Fraction> {
        let DeValue::String(text) = self.value else {
            return match self.value {
                DeValue::Integer(_) | DeValue::Float(_) => self.decimal(DECIMALS, Range::Share, report),
                _ => self.refuse(ValueKind::Share, report),
            };
        };
        let whole_number = |part: &str| -> Option<i64> {
            let digits = (1..=12).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            if digits { part.parse().ok() } else { None }
        };
        let parts = text
            .split_once('/')
            .and_then(|(above, below)| Some((whole_number(above)?, whole_number(below)?)));
        let Some((above, below)) = parts else { return self.refuse(ValueKind::Share, report) };
        if below == 0 || above > below {
            return self.out_of_range(Range::Share.as_str(), report);
        }
        Some(ratio(above, below))
    }

    /// A percentage `"20%"`, from 0 to 100, as a share.
    pub(super) fn percentage(self, report: &mut Report) -> Option<Fraction> {
        let number = self.as_text().and_then(|text| text.strip_suffix('%'));
        let looks_like_one = |number: &&str| {
            number.starts_with(|c: char| c.is_ascii_digit())
                && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        };
        let Some(number) = number.filter(looks_like_one) else {
            return self.refuse(ValueKind::Percentage, report);
        };
        Some(self.number(number, DECIMALS, Range::Hundred, report)? / whole(100))
    }

    /// A number of days `"30d"`.
    pub(super) fn day_count(self, report: &mut Report) -> Option<u32> {
        let digits = self.as_text().and_then(|text| text.strip_suffix('d'));
        let all_digits =
            |digits: &&str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let Some(digits) = digits.filter(all_digits) else { return self.refuse(ValueKind::DayCount, report) };
        let days = digits.parse().ok().filter(|days| (1..=MOST_DAYS).contains(days));
        days.or_else(|| self.out_of_range("1d … 36600d", report))
    }

    /// Most points by day, week, month and phase.
    pub(super) fn caps(self, name: &'static str, report: &mut Report) -> Option<Caps> {
        let mut table = self.table(name, report)?;
        let most = Period::ALL.map(|period| {
            table
                .maybe(period.key(), report, |value, report| value.decimal(DECIMALS, Range::Positive, report))
        });
        table.finish(report);
        let [Some(day), Some(week), Some(month), Some(phase)] = most else { return None };
        Some(Caps { most: [day, week, month, phase] })
    }

    /// A table in braces, or under its own header.
    pub(super) fn table(self, name: &'static str, report: &mut Report) -> Option<Table<'t>> {
        match self.value {
            DeValue::Table(keys) => Some(Table::new(name, self.place, keys)),
            _ => self.refuse(ValueKind::Table, report),
        }
    }

    /// A list; its items still carry the key.
    pub(super) fn list(self, report: &mut Report) -> Option<Vec<Self>> {
        let DeValue::Array(list) = self.value else { return self.refuse(ValueKind::List, report) };
        Some(list.iter().map(|value| self.item(value, report)).collect())
    }

    fn item(self, value: &'t Spanned<DeValue<'t>>, report: &Report) -> Self {
        Self::new(self.key, report.place(value.span()), value, report)
    }

    /// A list of which every item is read; none where any is unusable.
    pub(super) fn list_of<T>(
        self,
        report: &mut Report,
        mut read: impl FnMut(Self, &mut Report) -> Option<T>,
    ) -> Option<Vec<T>> {
        // All are read before any is given up, so that all are complained of.
        let items: Vec<Option<T>> = self.list(report)?.into_iter().map(|item| read(item, report)).collect();
        items.into_iter().collect()
    }

    /// A list of tables, each of which messages call `name`.
    pub(super) fn tables(self, name: &'static str, report: &mut Report) -> TableList<'t> {
        let DeValue::Array(list) = self.value else {
            let _: Option<()> = self.refuse(ValueKind::TableList, report);
            return TableList { tables: Vec::new(), usable: false, place: self.place };
        };
        let tables: Vec<_> =
            list.iter().filter_map(|value| self.item(value, report).table(name, report)).collect();
        let usable = tables.len() == list.len();
        TableList { tables, usable, place: self.place }
    }

    /// Reports a value of another kind than `expected`.
    fn refuse<T>(self, expected: ValueKind, report: &mut Report) -> Option<T> {
        report
            .say(Problem::WrongType { key: shown(self.key), expected, found: self.kind(report) }, self.place);
        None
    }

    /// Reports a value outside its range.
    pub(super) fn out_of_range<T>(self, range: &'static str, report: &mut Report) -> Option<T> {
        let found = shown(report.text(self.place).trim_matches(['"', '\'']));
        report.say(Problem::OutOfRange { key: shown(self.key), found, range }, self.place);
        None
    }

    fn number(self, text: &str, most_decimals: usize, range: Range, report: &mut Report) -> Option<Fraction> {
        let number = if text.len() > LONGEST_NUMBER {
            Err(DecimalFault::TooLarge)
        } else {
            parse_decimal(text, most_decimals)
        };
        match number {
            Err(fault) => {
                let (key, found) = (shown(self.key), shown(text));
                report.say(Problem::NumberUnreadable { key, found, fault, most_decimals }, self.place);
                None
            }
            Ok(number) if !range.holds(&number) => self.out_of_range(range.as_str(), report),
            Ok(number) => Some(number),
        }
    }

    fn kind(self, report: &Report) -> ValueKind {
        match self.value {
            DeValue::String(_) => ValueKind::Text,
            DeValue::Integer(_) => ValueKind::WholeNumber,
            DeValue::Float(_) => ValueKind::Number,
            DeValue::Boolean(_) => ValueKind::Truth,
            DeValue::Datetime(when) if when.time.is_none() => ValueKind::Date,
            DeValue::Datetime(_) => ValueKind::Time,
            DeValue::Array(list) if is_header_list(list, |span| Some(report.text(report.place(span)))) => {
                ValueKind::TableList
            }
            DeValue::Array(_) => ValueKind::List,
            DeValue::Table(_) => ValueKind::Table,
        }
    }
}

/// What `read` makes of a value that may be absent; none at all where it is unusable.
pub(super) fn optional<'t, T>(
    value: Option<Value<'t>>,
    read: impl FnOnce(Value<'t>) -> Option<T>,
) -> Option<Option<T>> {
    value.map_or(Some(None), |value| read(value).map(Some))
}

/// Most days of `every`: a hundred years.
const MOST_DAYS: u32 = 36_600;

/// More characters than any number has that is not too large anyway.
const LONGEST_NUMBER: usize = 200;
