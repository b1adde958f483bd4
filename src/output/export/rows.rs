//! What the rows of an exported table say.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::columns::{Column, POINTS_SCALE, columns};
use super::shares::{Shares, Sum, in_units};
use crate::ledger::{Entry, Ledger};
use crate::output::json::word;
use crate::output::plain::shown;
use crate::output::view::View;
use crate::records::{Item, Quantity, Row};
use crate::score::{Basis, RowCounts, Worths};

/// Which rows are wanted, and how much of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// Rows after this day are left out.
    pub until: Option<NaiveDate>,
    /// Whether free text is wanted too.
    pub notes: bool,
}

/// What a row says in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'v> {
    /// Nothing.
    None,
    /// Under [`Kind::Text`](super::Kind::Text).
    Text(Cow<'v, str>),
    /// Under [`Kind::Number`](super::Kind::Number).
    Number(u32),
    /// Under [`Kind::Date`](super::Kind::Date).
    Date(NaiveDate),
    /// Under [`Kind::Decimal`](super::Kind::Decimal): whole units of the last digit.
    Decimal(i128),
}

/// The checked rows of a campaign, in order of file and line.
pub struct Rows<'v> {
    pub(super) view: &'v View<'v>,
    pub(super) asked: Asked,
    ledger: Ledger<'v>,
    worths: Worths<'v>,
}

impl<'v> Rows<'v> {
    /// The rows that are asked for.
    pub fn new(view: &'v View<'v>, asked: Asked) -> Self {
        let ledger = Ledger::new(view.campaign, view.records, view.sources);
        let worths = Worths::of(view.campaign, view.records, asked.until);
        Self { view, asked, ledger, worths }
    }

    /// The columns of the table.
    pub fn columns(&self) -> Vec<Column> {
        columns(self.asked.notes)
    }

    /// How many rows of each kind there are.
    pub fn counts(&self) -> RowCounts {
        let mut counts = RowCounts::default();
        self.taken().for_each(|row| counts.add(row.appraisal()));
        let until = self.asked.until;
        let in_time = |date: Option<NaiveDate>| date.zip(until).is_none_or(|(date, until)| date <= until);
        counts.left_out = self.view.records.left_out.iter().filter(|row| in_time(row.date)).count();
        counts
    }

    /// What each row says, column by column.
    pub fn values(&self) -> impl Iterator<Item = Vec<Value<'v>>> {
        let mut shares = [Shares::default(), Shares::default()];
        self.taken().map(move |row| self.row(row, &mut shares))
    }

    fn taken(&self) -> impl Iterator<Item = &'v Row> {
        let until = self.asked.until;
        self.view.records.rows.iter().filter(move |row| until.is_none_or(|until| row.date <= until))
    }

    fn row(&self, row: &Row, [official, claimed]: &mut [Shares; 2]) -> Vec<Value<'v>> {
        let View { campaign, sources, .. } = *self.view;
        let source = sources.get(row.file);
        let team = &campaign.teams[row.team as usize];
        let (kind, criterion) = match row.item {
            Item::Activity(index) => {
                let criterion = campaign.activities[usize::from(index)].criterion;
                ("activity", Some(&campaign.criteria[criterion].id))
            }
            Item::Adjustment(index) => {
                (word::adjustment(campaign.adjustments[usize::from(index)].kind), None)
            }
        };
        let Entry { members, accepted, evidence, appraiser, note, .. } = self.ledger.entry(row);
        let hundredths = |quantity: Quantity| Value::Decimal(quantity.hundredths().into());
        let group = team.group.and_then(|group| campaign.groups.get(group));
        let mut values = vec![
            Value::id(campaign.id.as_str()),
            Value::Number(u32::from(row.phase) + 1),
            Value::Date(row.date),
            Value::id(team.id.as_str()),
            group.map_or(Value::None, |group| Value::id(group.id.as_str())),
            self.free(&members.join(" ")),
            Value::id(self.view.item(row.item).id),
            Value::id(kind),
            criterion.map_or(Value::None, |criterion| Value::id(criterion.as_str())),
            hundredths(row.quantity),
            accepted.map_or(Value::None, hundredths),
            Value::id(word::appraisal(row.appraisal())),
            self.free(&appraiser),
            self.free(&evidence),
        ];
        for (basis, shares) in [(Basis::Official, official), (Basis::Claimed, claimed)] {
            let worth = self.worths.worth(row, basis);
            values.push(Value::Decimal(in_units(&worth.before_caps, POINTS_SCALE)));
            values.push(Value::Decimal(shares.share(Sum::of(campaign, row), &worth.counted)));
        }
        values.push(Value::id(&source.path));
        values.push(Value::Number(u32::try_from(source.line(row.start as usize)).unwrap_or(u32::MAX)));
        if self.asked.notes {
            values.push(self.free(&note));
        }
        values
    }

    /// What somebody typed, with every identifier of a resident covered.
    fn free(&self, text: &str) -> Value<'static> {
        if text.is_empty() { Value::None } else { Value::Text(shown(text, self.view.allow).into()) }
    }
}

impl<'v> Value<'v> {
    fn id(text: &'v str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}
