//! `[campaign]`, `[records]`, `[limits]` and `[privacy]`: what holds for the whole campaign.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::names::{compose, fold_name};
use super::node::{DECIMALS, Range, Table, Value};
use super::report::Report;
use crate::calendar::Span;
use crate::campaign::{DateOrder, Language, Limits, RecordRules, Title};
use crate::exact::{Fraction, whole};
use crate::finding::{Finding, Note, Problem};
use crate::identifier::Id;
use crate::source::Place;

/// `[campaign]`; none where a value is unusable.
#[derive(Default)]
pub(super) struct Settings {
    pub(super) id: Option<Id>,
    pub(super) title: Option<Title>,
    pub(super) theme: Option<Title>,
    pub(super) unit: Option<Title>,
    /// The first day and where it stands.
    pub(super) start: Option<(NaiveDate, Place)>,
    /// The last day and where it stands.
    pub(super) end: Option<(NaiveDate, Place)>,
    /// None also where the last day is before the first.
    pub(super) span: Option<Span>,
    pub(super) language: Option<Language>,
    pub(super) scale: Option<Fraction>,
    /// Where the scale stands, if it is given.
    pub(super) scale_place: Option<Place>,
    pub(super) decimals: Option<u8>,
}

/// What top criteria add up to where nothing is said.
const SCALE: i32 = 100;

/// Decimals of a contribution where nothing is said.
const SHOWN_DECIMALS: u8 = 2;

impl Settings {
    /// Reads `[campaign]`.
    pub(super) fn read(root: &mut Table<'_>, report: &mut Report) -> Self {
        let Some(value) = root.take("campaign", report) else {
            if report.is_whole() {
                report.say(Problem::MissingKey { key: "campaign", table: String::new() }, root.header);
            }
            return Self::default();
        };
        let Some(mut table) = value.table("[campaign]", report) else { return Self::default() };
        let id = table.must("id", report, Value::id);
        let title = table.must("title", report, Value::title);
        let theme = table.title("theme", report);
        let unit = table.title("unit", report);
        let days = Days::read(&mut table, report);
        let languages = [("vi", Language::Vi), ("en", Language::En)];
        let language =
            table.or("language", Language::Vi, report, |value, report| value.word(&languages, report));
        let scale_place = table.peek("scale", report).map(|value| value.place);
        let scale = table.or("scale", whole(SCALE), report, |value, report| {
            value.decimal(DECIMALS, Range::Positive, report)
        });
        let decimals = table.or("decimals", SHOWN_DECIMALS, report, |value, report| {
            u8::try_from(value.whole(0, 6, "0 … 6", report)?).ok()
        });
        table.finish(report);
        let Days { start, end, span } = days;
        Self { id, title, theme, unit, start, end, span, language, scale, scale_place, decimals }
    }
}

/// `start` and `end` of a campaign or phase.
pub(super) struct Days {
    /// The first day and where it stands.
    pub(super) start: Option<(NaiveDate, Place)>,
    /// The last day and where it stands.
    pub(super) end: Option<(NaiveDate, Place)>,
    /// None also where the last day is before the first.
    pub(super) span: Option<Span>,
}

impl Days {
    /// Reads both days, which must be there.
    pub(super) fn read(table: &mut Table<'_>, report: &mut Report) -> Self {
        let date = |value: Value<'_>, report: &mut Report| value.placed(report, Value::date);
        let start = table.must("start", report, date);
        let end = table.must("end", report, date);
        let span = start.zip(end).and_then(|((first, _), (last, place))| {
            let span = Span { first, last };
            if span.is_empty() {
                report.say(Problem::SpanReversed { first, last }, place);
                return None;
            }
            Some(span)
        });
        Self { start, end, span }
    }
}

/// The tables of the records folder and the fields of each: a header word may mean one thing in a file.
const FIELDS: [&[&str]; 4] = [
    &["date", "team", "members", "activity", "quantity", "evidence", "accepted", "appraiser", "note"],
    &["member", "team", "from", "to", "role"],
    &["member", "name"],
    &["date", "kind", "subject", "title", "stage", "evidence", "note"],
];

/// Reads `[records]`.
pub(super) fn read_records(
    root: &mut Table<'_>,
    language: Option<Language>,
    report: &mut Report,
) -> Option<RecordRules> {
    let dates = match language.unwrap_or_default() {
        Language::Vi => DateOrder::Dmy,
        Language::En => DateOrder::Iso,
    };
    let defaults = RecordRules { appraisal: true, dates, columns: Vec::new() };
    root.or("records", defaults, report, |value, report| {
        let mut table = value.table("[records]", report)?;
        let appraisal = table.or("appraisal", true, report, Value::truth);
        let orders = [("dmy", DateOrder::Dmy), ("mdy", DateOrder::Mdy), ("iso", DateOrder::Iso)];
        let dates = table.or("dates", dates, report, |value, report| value.word(&orders, report));
        let columns = table.or("columns", Vec::new(), report, read_columns);
        table.finish(report);
        Some(RecordRules { appraisal: appraisal?, dates: dates?, columns: columns? })
    })
}

fn read_columns(value: Value<'_>, report: &mut Report) -> Option<Vec<(String, Vec<String>)>> {
    let mut table = value.table("columns", report)?;
    let mut given: Vec<(Value<'_>, Vec<(String, Place)>)> = Vec::new();
    let mut all_usable = true;
    for fields in FIELDS {
        for field in fields {
            if table.knows(field) {
                continue;
            }
            let words = table.or(field, None, report, |value, report| {
                let words = value.list_of(report, |word, report| word.placed(report, Value::filled_text))?;
                Some(Some((
                    value,
                    words
                        .into_iter()
                        .map(|(word, place)| (compose(word.trim()).into_owned(), place))
                        .collect(),
                )))
            });
            all_usable &= words.is_some();
            given.extend(words.flatten());
        }
    }
    table.finish(report);
    given.sort_by_key(|(column, _)| column.place);
    all_usable &= each_word_means_one_column(&given, report);
    let plain = |(column, words): (Value<'_>, Vec<(String, Place)>)| {
        (column.key.to_owned(), words.into_iter().map(|(word, _)| word).collect())
    };
    all_usable.then(|| given.into_iter().map(plain).collect())
}

/// Checks the further header words of all columns, and the columns' own names.
fn each_word_means_one_column(given: &[(Value<'_>, Vec<(String, Place)>)], report: &mut Report) -> bool {
    // Two columns may stand side by side in more than one kind of file.
    let mut told = Vec::new();
    for fields in FIELDS {
        // What each word means in this kind of file, and where that was said first.
        let mut meanings: HashMap<String, (&str, Option<Place>)> =
            fields.iter().map(|&field| (field.to_owned(), (field, None))).collect();
        for (column, words) in given.iter().filter(|(column, _)| fields.contains(&column.key)) {
            for (word, place) in words {
                let &mut (meaning, first) =
                    meanings.entry(fold_name(word)).or_insert((column.key, Some(*place)));
                if meaning != column.key && !told.contains(place) {
                    told.push(*place);
                    let taken = Problem::HeaderWordTaken { word: word.clone(), column: meaning.to_owned() };
                    report.push(Finding::new(taken, *place).with(Note::FirstHere, first));
                }
            }
        }
    }
    told.is_empty()
}

/// Reads `[limits]`.
pub(super) fn read_limits(root: &mut Table<'_>, report: &mut Report) -> Option<Limits> {
    root.or("limits", Limits::default(), report, |value, report| {
        let mut table = value.table("[limits]", report)?;
        let points =
            |value: Value<'_>, report: &mut Report| value.decimal(DECIMALS, Range::NotNegative, report);
        let bonus = table.maybe("bonus", report, points);
        let penalty = table.maybe("penalty", report, points);
        table.finish(report);
        Some(Limits { bonus: bonus?, penalty: penalty? })
    })
}

/// Reads `[privacy]`: the patterns that are allowed.
pub(super) fn read_privacy(root: &mut Table<'_>, report: &mut Report) -> Option<Vec<String>> {
    root.or("privacy", Vec::new(), report, |value, report| {
        let mut table = value.table("[privacy]", report)?;
        let allow = table.or("allow", Vec::new(), report, |value, report| {
            value.list_of(report, |pattern, report| pattern.filled_text(report).map(str::to_owned))
        });
        table.finish(report);
        allow
    })
}
