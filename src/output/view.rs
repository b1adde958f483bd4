//! What results are named by: they refer to rules, members and files by number.

use std::fmt;

use crate::calendar::Span;
use crate::campaign::{Campaign, Language, SubjectKind, Title};
use crate::exact::Fraction;
use crate::git::Commit;
use crate::identifier::Id;
use crate::privacy::identifiers::Allow;
use crate::records::{Item, Names, Records, note_of};
use crate::score::RowCounts;
use crate::source::{Place, Sources};

use super::notation::Notation;
use super::plain::masked;
use super::words::{Label, Recognising, Sentence, as_of};

/// The rules, members and files that results refer to, and the language to print them in.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The rules.
    pub campaign: &'a Campaign,
    /// The records.
    pub records: &'a Records,
    /// Names of members, where names.csv gives them.
    pub names: &'a Names,
    /// The texts that were read.
    pub sources: &'a Sources,
    /// What looks like an identifier of a resident and is none.
    pub allow: &'a Allow,
    /// The language of everything printed for people.
    pub language: Language,
    /// The commit of which these are the records, where they are not those of the folder.
    pub commit: Option<&'a Commit>,
}

impl<'a> View<'a> {
    /// How numbers and dates are written for people.
    pub fn notation(&self) -> Notation {
        self.language.into()
    }

    /// A word or two in the language.
    pub fn label(&self, label: Label) -> &'static str {
        label.text(self.language)
    }

    /// A sentence in the language.
    pub fn say(&self, sentence: Sentence<'_>) -> String {
        sentence.text(self.language)
    }

    /// A sentence of grades and awards in the language.
    pub fn recognise(&self, sentence: Recognising<'_>) -> String {
        sentence.text(self.language)
    }

    /// A team or member.
    pub fn subject(&self, by: SubjectKind, subject: usize) -> Named<'a> {
        match by {
            SubjectKind::Team => {
                let team = self.campaign.teams.get(subject);
                self.named(team.map(|team| (&team.id, &team.title)))
            }
            SubjectKind::Member => {
                let member = self.records.members.as_ref().and_then(|members| members.get(subject));
                Named { id: member.map_or("", |member| member.id.as_str()), title: self.names.get(subject) }
            }
        }
    }

    /// A criterion.
    pub fn criterion(&self, criterion: usize) -> Named<'a> {
        self.named(self.campaign.criteria.get(criterion).map(|criterion| (&criterion.id, &criterion.title)))
    }

    /// An activity.
    pub fn activity(&self, activity: usize) -> Named<'a> {
        self.named(self.campaign.activities.get(activity).map(|activity| (&activity.id, &activity.title)))
    }

    /// An adjustment.
    pub fn adjustment(&self, adjustment: usize) -> Named<'a> {
        self.named(
            self.campaign.adjustments.get(adjustment).map(|adjustment| (&adjustment.id, &adjustment.title)),
        )
    }

    /// A grade.
    pub fn grade(&self, grade: usize) -> Named<'a> {
        self.named(self.campaign.grades.get(grade).map(|grade| (&grade.id, &grade.title)))
    }

    /// An award.
    pub fn award(&self, award: usize) -> Named<'a> {
        self.named(self.campaign.awards.get(award).map(|award| (&award.id, &award.title)))
    }

    /// An activity or adjustment.
    pub fn item(&self, item: Item) -> Named<'a> {
        match item {
            Item::Activity(index) => self.activity(usize::from(index)),
            Item::Adjustment(index) => self.adjustment(usize::from(index)),
        }
    }

    fn named(&self, thing: Option<(&'a Id, &'a Title)>) -> Named<'a> {
        let (id, title) = thing.map_or(("", None), |(id, title)| (id.as_str(), title.get(self.language)));
        Named { id, title }
    }

    /// The title of the campaign, or its identifier.
    pub fn campaign_title(&self) -> &'a str {
        self.campaign.title.get(self.language).unwrap_or(self.campaign.id.as_str())
    }

    /// The title of a phase, or `Phase 2`.
    pub fn phase_title(&self, phase: usize) -> String {
        let title = self.campaign.phases.get(phase).and_then(|phase| phase.title.get(self.language));
        title.map_or_else(|| self.say(Sentence::PhaseNumber { number: phase + 1 }), str::to_owned)
    }

    /// Every criterion below its parent, with its depth from 0. Without recursion, since nesting has
    /// no limit.
    pub fn criteria_as_tree(&self) -> Vec<(usize, usize)> {
        let criteria = &self.campaign.criteria;
        let mut children = vec![Vec::new(); criteria.len()];
        let mut waiting = Vec::new();
        for (index, criterion) in criteria.iter().enumerate().rev() {
            match criterion.parent.and_then(|parent| children.get_mut(parent)) {
                Some(siblings) => siblings.push(index),
                None => waiting.push((index, 0)),
            }
        }
        let mut tree = Vec::with_capacity(criteria.len());
        while let Some((index, depth)) = waiting.pop() {
            tree.push((index, depth));
            waiting.extend(children[index].drain(..).map(|child| (child, depth + 1)));
        }
        tree
    }

    /// The phase or campaign, with its days.
    pub fn scope(&self, phase: Option<usize>) -> String {
        let (title, span) = match phase.and_then(|index| Some((index, self.campaign.phases.get(index)?))) {
            Some((index, phase)) => (self.phase_title(index), phase.span),
            None => (self.label(Label::WholeCampaign).to_owned(), self.campaign.span),
        };
        let Span { first, last } = span;
        let (first, last) = (self.notation().date(first), self.notation().date(last));
        self.say(Sentence::Scope { title: &title, first: &first, last: &last, days: span.days() })
    }

    /// The commit of which these are the records, where they are not those of the folder.
    pub fn as_of(&self) -> Option<String> {
        self.commit.map(|commit| as_of(commit, self.language))
    }

    /// A phase with its number, its title and its days.
    pub fn numbered_scope(&self, phase: usize) -> String {
        let number = self.say(Sentence::PhaseNumber { number: phase + 1 });
        let scope = self.scope(Some(phase));
        if scope.starts_with(&number) { scope } else { format!("{number}: {scope}") }
    }

    /// How many rows there are of each kind.
    pub fn row_counts(&self, rows: RowCounts) -> String {
        let count = |number| self.notation().count(number);
        let mut said = self.say(Sentence::Rows {
            counted: &count(rows.counted),
            pending: &count(rows.pending),
            rejected: &count(rows.rejected),
        });
        if rows.left_out > 0 {
            said.push_str(&self.say(Sentence::RowsLeftOut { count: &count(rows.left_out) }));
        }
        if self.records.refused_files > 0 {
            said.push_str(&self.say(Sentence::FilesRefused { count: &count(self.records.refused_files) }));
        }
        said
    }

    /// What the note of the row at `place` says, with every identifier of a resident covered.
    pub fn note(&self, place: Place) -> Option<String> {
        let note = note_of(place.file, self.sources.get(place.file), place.start, self.campaign)?;
        Some(masked(&note, self.allow).into_owned())
    }

    /// The same where nothing is computed further: a decimal, close where none is exact.
    pub fn readable(&self, value: &Fraction) -> String {
        self.notation().readable(value)
    }

    /// A number of the rules, or points, for people.
    pub fn exact(&self, value: &Fraction) -> String {
        self.notation().exact(value)
    }
}

/// A thing of the rules or records as it is printed: the identifier, and the title where it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Named<'a> {
    /// The identifier; empty where the number leads nowhere.
    pub id: &'a str,
    /// The title in the language of the view.
    pub title: Option<&'a str>,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)?;
        self.title.map_or(Ok(()), |title| write!(f, " {title}"))
    }
}
