//! What a step changed, in words.

use std::borrow::Cow;
use std::collections::HashMap;

use super::{Comparison, Origin};
use crate::campaign::Language;
use crate::ledger::{Entry, Field, RowChange, RuleChange, RuleEntry};
use crate::output::notation::Notation;
use crate::output::plain::masked;
use crate::output::table::CsvFor;
use crate::output::view::View;
use crate::output::words::{Comparing, Label, field_name, rule_kind};
use crate::source::Place;

/// Who made the changes of each step, where that is known: the changes of rules go by their number in the
/// step, those of rows likewise.
#[derive(Debug, Default)]
pub struct Origins {
    rules: HashMap<(usize, usize), Origin>,
    rows: HashMap<(usize, usize), Origin>,
}

impl Origins {
    /// Keeps who changed a rule.
    pub fn of_rule(&mut self, step: usize, change: usize, origin: Option<Origin>) {
        self.rules.extend(origin.map(|origin| ((step, change), origin)));
    }

    /// Keeps who changed a row.
    pub fn of_row(&mut self, step: usize, change: usize, origin: Option<Origin>) {
        self.rows.extend(origin.map(|origin| ((step, change), origin)));
    }
}

/// One thing that is not as it was.
pub(in crate::output) struct Cause<'a> {
    pub(in crate::output) kind: CauseKind,
    pub(in crate::output) what: What<'a>,
    /// In what it differs; of something that is new or gone, what it says.
    pub(in crate::output) fields: Vec<FieldChange>,
    pub(in crate::output) before: Option<String>,
    pub(in crate::output) after: Option<String>,
    pub(in crate::output) origin: Option<&'a Origin>,
}

/// What became of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::output) enum CauseKind {
    Added,
    Removed,
    Changed,
}

/// A row or a rule.
pub(in crate::output) enum What<'a> {
    Row(&'a Entry),
    Rule(&'a RuleChange),
}

/// A field of a row or a key of a rule, as it was and as it is; masked, in the spelling of the files.
pub(in crate::output) struct FieldChange {
    pub(in crate::output) name: FieldName,
    pub(in crate::output) before: Option<String>,
    pub(in crate::output) after: Option<String>,
}

/// What it is called.
pub(in crate::output) enum FieldName {
    Field(Field),
    Key(String),
}

impl FieldName {
    /// Its name in documents for programs.
    pub(in crate::output) fn word(&self) -> &str {
        match self {
            Self::Field(field) => field.word(),
            Self::Key(key) => key,
        }
    }

    fn text(&self, language: Language) -> &str {
        match self {
            Self::Field(field) => field_name(*field, language),
            Self::Key(key) => key,
        }
    }
}

impl CauseKind {
    pub(in crate::output) fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl From<CauseKind> for Label {
    fn from(kind: CauseKind) -> Self {
        match kind {
            CauseKind::Added => Self::Added,
            CauseKind::Removed => Self::Removed,
            CauseKind::Changed => Self::Changed,
        }
    }
}

/// Everything that a step changed.
pub(in crate::output) fn causes<'a>(comparison: &Comparison<'a>, step: usize) -> Vec<Cause<'a>> {
    let Some(changes) = comparison.difference.steps.get(step) else { return Vec::new() };
    let origins = comparison.origins;
    let rules = changes.rules.iter().enumerate();
    let rules = rules.map(|(at, rule)| of_rule(comparison, rule, origins.rules.get(&(step, at))));
    let rows = changes.rows.iter().enumerate();
    rules.chain(rows.map(|(at, row)| of_row(comparison, row, origins.rows.get(&(step, at))))).collect()
}

fn of_row<'a>(comparison: &Comparison<'a>, change: &'a RowChange, origin: Option<&'a Origin>) -> Cause<'a> {
    let shown = |view: &View<'a>, row: &Entry, field| masked(&row.shown(field), view.allow).into_owned();
    let (old, new) = (&comparison.old, &comparison.new);
    let fields: Vec<Field> = match change {
        RowChange::Changed { fields, .. } => fields.iter().map(|changed| changed.field).collect(),
        RowChange::Added(row) | RowChange::Removed(row) => {
            Field::ALL.into_iter().filter(|&field| !row.shown(field).is_empty()).collect()
        }
    };
    let fields = fields.into_iter().map(|field| FieldChange {
        name: FieldName::Field(field),
        before: change.before().map(|row| shown(old, row, field)),
        after: change.after().map(|row| shown(new, row, field)),
    });
    let (kind, what) = match change {
        RowChange::Added(row) => (CauseKind::Added, row),
        RowChange::Removed(row) => (CauseKind::Removed, row),
        RowChange::Changed { old, .. } => (CauseKind::Changed, old),
    };
    let place = |view: &View<'_>, row: &Entry| view.sources.path_and_line(row.place);
    Cause {
        kind,
        what: What::Row(what),
        fields: fields.collect(),
        before: change.before().map(|row| place(old, row)),
        after: change.after().map(|row| place(new, row)),
        origin,
    }
}

fn of_rule<'a>(comparison: &Comparison<'a>, change: &'a RuleChange, origin: Option<&'a Origin>) -> Cause<'a> {
    let place = |view: &View<'_>, rule: &Option<RuleEntry>| {
        let place: Option<Place> = rule.as_ref().and_then(|rule| rule.place);
        place.map(|place| view.sources.path_and_line(place))
    };
    let is_of_stints = [&change.old, &change.new].into_iter().flatten().any(|rule| rule.text.contains("; "));
    let (before, after) = (keys(&change.old, is_of_stints), keys(&change.new, is_of_stints));
    let names = before.iter().map(|(key, _)| key).chain(after.iter().map(|(key, _)| key));
    let mut fields: Vec<FieldChange> = Vec::new();
    for key in names {
        let value = |keys: &[(String, String)]| {
            keys.iter().find(|(name, _)| name == key).map(|(_, value)| value.clone())
        };
        let (before, after) = (value(&before), value(&after));
        let is_known = fields.iter().any(|field| field.name.word() == key);
        if before != after && !is_known {
            fields.push(FieldChange { name: FieldName::Key(key.clone()), before, after });
        }
    }
    Cause {
        kind: match (&change.old, &change.new) {
            (None, _) => CauseKind::Added,
            (_, None) => CauseKind::Removed,
            _ => CauseKind::Changed,
        },
        what: What::Rule(change),
        fields,
        before: place(&comparison.old, &change.old),
        after: place(&comparison.new, &change.new),
        origin,
    }
}

/// The key of all that is said of a member who serves more than once.
const STINTS: &str = "stints";

/// The keys of a rule with their values.
fn keys(rule: &Option<RuleEntry>, is_of_stints: bool) -> Vec<(String, String)> {
    if is_of_stints {
        return rule.iter().map(|rule| (STINTS.to_owned(), rule.text.clone())).collect();
    }
    let words = rule.iter().flat_map(|rule| rule.text.split(' '));
    words
        .filter_map(|word| word.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

impl Cause<'_> {
    /// The whole of it in one line: what, where, who.
    pub(super) fn line(&self, comparison: &Comparison<'_>) -> String {
        let language = comparison.new.language;
        let notation = comparison.new.notation();
        let what = self.what(&comparison.new);
        let fields = self.fields_text(language, notation);
        let said = match (&self.what, self.kind) {
            (What::Row(_), CauseKind::Added) => Comparing::RowAdded { row: &what },
            (What::Row(_), CauseKind::Removed) => Comparing::RowRemoved { row: &what },
            (What::Row(_), CauseKind::Changed) => Comparing::RowChanged { row: &what, fields: &fields },
            (What::Rule(_), CauseKind::Added) => Comparing::RuleAdded { rule: &what, keys: &fields },
            (What::Rule(_), CauseKind::Removed) => Comparing::RuleRemoved { rule: &what },
            (What::Rule(_), CauseKind::Changed) => Comparing::RuleChanged { rule: &what, keys: &fields },
        };
        let mut line = said.text(language);
        let place = match (&self.after, &self.before) {
            (Some(after), _) => Some(after.clone()),
            (None, Some(before)) => Some(Comparing::WasAt { place: before }.text(language)),
            (None, None) => None,
        };
        for further in place.into_iter().chain(self.origin.map(|origin| origin.text(language))) {
            line.push_str(" · ");
            line.push_str(&further);
        }
        line
    }

    /// `04/02/2025 to-1 C1A 2,5 BB-0001`, `tiêu chí C1`.
    fn what(&self, view: &View<'_>) -> String {
        let (language, notation) = (view.language, view.notation());
        match self.what {
            What::Rule(change) => {
                let kind = rule_kind(change.name.kind, language);
                let id = change.new.as_ref().or(change.old.as_ref()).map_or("", |rule| rule.name.id.as_str());
                if id.is_empty() { kind.to_owned() } else { format!("{kind} {id}") }
            }
            What::Row(row) => {
                let mut words = vec![notation.date(row.date), row.team.clone(), row.activity.clone()];
                words.push(notation.decimal(row.quantity));
                words.extend((!row.members.is_empty()).then(|| row.members.join(" ")));
                words.extend(
                    (!row.evidence.is_empty()).then(|| masked(&row.evidence, view.allow).into_owned()),
                );
                words.join(" ")
            }
        }
    }

    fn fields_text(&self, language: Language, notation: Notation) -> String {
        let value = |value: &Option<String>| match value.as_deref() {
            None | Some("") => Cow::Borrowed("–"),
            Some(value) => Cow::Owned(written(value, notation)),
        };
        let field = |field: &FieldChange| {
            let name = field.name.text(language);
            match self.kind {
                CauseKind::Added => format!("{name} {}", value(&field.after)),
                CauseKind::Removed => format!("{name} {}", value(&field.before)),
                CauseKind::Changed => format!("{name} {} → {}", value(&field.before), value(&field.after)),
            }
        };
        self.fields.iter().map(field).collect::<Vec<_>>().join(", ")
    }

    /// The cells of the flat table: change, what, fields, places, who and when.
    pub(super) fn cells(&self, view: &View<'_>, reader: CsvFor) -> [String; 8] {
        let language = match reader {
            CsvFor::Programs => Language::En,
            CsvFor::Spreadsheet => view.language,
        };
        let view = View { language, ..*view };
        let notation = view.notation();
        let (commit, author, authored) = match self.origin {
            Some(Origin::Committed(by)) => {
                let day = by.authored.date_naive();
                (by.commit.clone(), by.author.clone(), notation.date(day))
            }
            Some(Origin::NotCommitted) => {
                let said = Comparing::NotCommitted.text(language);
                (if reader == CsvFor::Programs { String::new() } else { said }, String::new(), String::new())
            }
            None => Default::default(),
        };
        let kind = match reader {
            CsvFor::Programs => self.kind.word().to_owned(),
            CsvFor::Spreadsheet => view.label(self.kind.into()).to_owned(),
        };
        [
            kind,
            self.what(&view),
            self.fields_text(language, notation),
            self.before.clone().unwrap_or_default(),
            self.after.clone().unwrap_or_default(),
            commit,
            author,
            authored,
        ]
    }
}

/// A date or a decimal in the notation of the language, everything else as it stands.
fn written(value: &str, notation: Notation) -> String {
    let is_decimal = value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b'-')
        && value.bytes().filter(|byte| *byte == b'.').count() <= 1
        && !value.get(1..).unwrap_or_default().contains('-');
    match chrono::NaiveDate::parse_from_str(value, "%Y-%m-%d") {
        Ok(day) if value.len() == "2025-02-04".len() => notation.date(day),
        _ if is_decimal => notation.decimal(value),
        _ => value.to_owned(),
    }
}

impl Origin {
    fn text(&self, language: Language) -> String {
        match self {
            Self::NotCommitted => Comparing::NotCommitted.text(language),
            Self::Committed(by) => {
                let day = Notation::from(language).date(by.authored.date_naive());
                let commit = by.commit.get(..10).unwrap_or(&by.commit);
                let (author, day) = (by.author.as_str(), day.as_str());
                if by.may_be_older {
                    Comparing::ByAtLatest { author, day, commit }.text(language)
                } else {
                    Comparing::By { author, day, commit }.text(language)
                }
            }
        }
    }
}
