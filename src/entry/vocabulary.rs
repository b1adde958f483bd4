//! The words that a row may use, and how the rules write them.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::campaign::{Campaign, Title};
use crate::reading::{Reading, team_names};
use crate::records::cell::parse_quantity;
use crate::records::text::clean;
use crate::records::{Column, Lookup, Member, codes_of};

use super::Entry;

/// What there is to choose from.
pub struct Vocabulary<'r> {
    reading: &'r Reading,
    campaign: &'r Campaign,
    teams: Lookup<u32>,
    items: Lookup<&'r str>,
    members: Lookup<&'r str>,
}

/// Something that a row may name.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'r> {
    /// Its identifier.
    pub id: &'r str,
    /// What it is, where the rules say so.
    pub title: Option<&'r Title>,
    /// What a quantity of 1 of it is.
    pub unit: Option<&'r Title>,
    /// What a member is called, where names.csv says so.
    pub name: Option<&'r str>,
}

impl<'r> Vocabulary<'r> {
    /// The words of the records. None where their rules cannot be used.
    pub fn new(reading: &'r Reading) -> Option<Self> {
        let campaign = reading.campaign.as_ref()?;
        let activities = campaign.activities.iter().map(|activity| activity.id.as_str());
        let adjustments = campaign.adjustments.iter().map(|adjustment| adjustment.id.as_str());
        let members = reading.records.members.iter().flatten().map(|member| member.id.as_str());
        Some(Self {
            reading,
            campaign,
            teams: team_names(campaign),
            items: Lookup::new(activities.chain(adjustments).map(|id| (id, id))),
            members: Lookup::new(members.map(|id| (id, id))),
        })
    }

    /// Whether a row of this campaign has anything to say in a column.
    pub fn has_use_for(&self, column: Column) -> bool {
        match column {
            Column::Members => self.reading.records.members.is_some(),
            Column::Accepted | Column::Appraiser => self.campaign.records.appraisal,
            _ => true,
        }
    }

    /// A row in the spelling of the rules: identifiers as they are declared, an ISO date, numbers
    /// without needless zeros, NFC. What cannot be read is left for a finding to be about.
    pub fn spelt(&self, entry: &Entry) -> Entry {
        let mut spelt = Entry::default();
        for column in Column::LOG_ORDER {
            spelt.set(column, self.spelt_cell(column, entry));
        }
        spelt
    }

    fn spelt_cell(&self, column: Column, entry: &Entry) -> String {
        let written = entry.get(column);
        let cell = clean(written);
        match column {
            Column::Date => {
                entry.date(self.campaign).map_or_else(|| cell.to_string(), |date| date.to_string())
            }
            Column::Team => self.team(&cell).unwrap_or(&cell).to_owned(),
            Column::Activity => self.items.get(&cell).unwrap_or(&cell).to_owned(),
            Column::Members => {
                let codes = codes_of(&cell).map(|code| self.members.get(code).unwrap_or(code));
                codes.collect::<Vec<_>>().join(" ")
            }
            Column::Quantity | Column::Accepted => {
                parse_quantity(&cell).map_or_else(|_| cell.to_string(), |quantity| quantity.to_string())
            }
            Column::Appraiser => self.members.get(&cell).unwrap_or(&cell).to_owned(),
            // A `'` in front of a free text may belong to it.
            _ => ComposingNormalizerBorrowed::new_nfc().normalize(written.trim()).into_owned(),
        }
    }

    fn team(&self, name: &str) -> Option<&'r str> {
        let team = self.teams.get(name)? as usize;
        self.campaign.teams.get(team).map(|team| team.id.as_str())
    }

    /// What may stand in a column: of members those who serve in the entry's team on its day.
    pub fn choices(&self, column: Column, entry: &Entry) -> Vec<Choice<'r>> {
        let campaign = self.campaign;
        let named = |id, title| Choice { id, title: Some(title), unit: None, name: None };
        match column {
            Column::Team => campaign.teams.iter().map(|team| named(team.id.as_str(), &team.title)).collect(),
            Column::Activity => {
                let activities = campaign.activities.iter().map(|activity| Choice {
                    unit: Some(&activity.unit),
                    ..named(activity.id.as_str(), &activity.title)
                });
                let adjustments = campaign
                    .adjustments
                    .iter()
                    .map(|adjustment| named(adjustment.id.as_str(), &adjustment.title));
                activities.chain(adjustments).collect()
            }
            Column::Members => {
                let members = self.reading.records.members.iter().flatten().enumerate();
                let there = members.filter(|(_, member)| self.serves(member, entry));
                there
                    .map(|(index, member)| Choice {
                        id: member.id.as_str(),
                        title: None,
                        unit: None,
                        name: self.reading.names.get(index),
                    })
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    fn serves(&self, member: &Member, entry: &Entry) -> bool {
        let team = self.teams.get(&clean(entry.get(Column::Team)));
        let date = entry.date(self.campaign);
        member.stints.iter().any(|stint| {
            team.is_none_or(|team| stint.team == team as usize)
                && date.is_none_or(|date| stint.span.contains(date))
        })
    }

    /// An answer with the beginnings of identifiers made whole, where only one begins so.
    ///
    /// # Errors
    ///
    /// The identifiers, where several begin so.
    pub fn completed(&self, column: Column, entry: &Entry, answer: &str) -> Result<String, Vec<&'r str>> {
        let choices = self.choices(column, entry);
        let complete = |word: &str| -> Result<String, Vec<&'r str>> {
            let is_whole = match column {
                Column::Team => self.teams.get(word).is_some(),
                Column::Activity => self.items.get(word).is_some(),
                _ => self.members.get(word).is_some(),
            };
            let begins =
                |id: &str| id.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
            let candidates: Vec<&str> =
                choices.iter().map(|choice| choice.id).filter(|id| begins(id)).collect();
            match *candidates {
                _ if is_whole => Ok(word.to_owned()),
                [] => Ok(word.to_owned()),
                [id] => Ok(id.to_owned()),
                _ => Err(candidates),
            }
        };
        match column {
            Column::Team | Column::Activity if !answer.is_empty() => complete(&clean(answer)),
            Column::Members => {
                let codes = clean(answer);
                Ok(codes_of(&codes).map(complete).collect::<Result<Vec<_>, _>>()?.join(" "))
            }
            _ => Ok(answer.to_owned()),
        }
    }
}
