//! exemplars.csv: people, deeds and methods that set an example, and how far each has come.
//!
//! A row is one step of an exemplar: found, being built up, replicated. An exemplar is known by its
//! subject and title, and its steps only go forward.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::campaign::{Campaign, SubjectKind};
use crate::finding::{Finding, Findings, Note, Problem};
use crate::privacy::identifiers::Allow;
use crate::source::{FileId, Place, Source};

use super::dates::{DateSurvey, Resolved, resolve_date};
use super::header::{Column, EXEMPLARS, Vocabulary, guess_dialect, read_header};
use super::lookup::Lookup;
use super::meanings::{Words, meaning, word_of};
use super::members::Membership;
use super::sheet::Sheet;
use super::text::fold_case;

/// What sets an example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ExemplarKind {
    /// Somebody who does well throughout (điển hình tiên tiến).
    Person,
    /// One good deed (người tốt, việc tốt).
    Deed,
    /// A way of doing things (cách làm hay).
    Method,
}

impl ExemplarKind {
    /// Words for each: the canonical one first.
    const WORDS: [(Self, &[&str]); 3] = [
        (Self::Person, &["person", "điển hình tiên tiến", "điển hình", "gương điển hình"]),
        (
            Self::Deed,
            &["deed", "người tốt việc tốt", "người tốt, việc tốt", "việc tốt", "gương người tốt việc tốt"],
        ),
        (Self::Method, &["method", "cách làm hay", "mô hình", "mô hình hay", "sáng kiến"]),
    ];

    /// Its word in canonical files.
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, self)
    }
}

/// How far an exemplar has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Found (phát hiện).
    Found,
    /// Being built up (xây dựng, bồi dưỡng).
    Building,
    /// Replicated (nhân rộng).
    Replicated,
}

impl Stage {
    /// From the first to the last.
    pub const ALL: [Self; 3] = [Self::Found, Self::Building, Self::Replicated];

    /// Words for each: the canonical one first.
    const WORDS: [(Self, &[&str]); 3] = [
        (Self::Found, &["found", "phát hiện"]),
        (
            Self::Building,
            &["building", "xây dựng", "bồi dưỡng", "xây dựng, bồi dưỡng", "bồi dưỡng, xây dựng"],
        ),
        (Self::Replicated, &["replicated", "nhân rộng"]),
    ];

    /// Its word in canonical files.
    pub fn word(self) -> &'static str {
        word_of(&Self::WORDS, self)
    }
}

/// One step of an exemplar.
#[derive(Clone, Debug)]
pub struct Exemplar {
    /// The day of the step.
    pub date: NaiveDate,
    /// What sets the example.
    pub kind: ExemplarKind,
    /// Whose it is.
    pub by: SubjectKind,
    /// Place in `Campaign::teams` or `Records::members`.
    pub subject: usize,
    /// The team, or the one that the member served in that day: place in `Campaign::teams`.
    pub team: usize,
    /// What it is about.
    pub title: String,
    /// How far it has come.
    pub stage: Stage,
    /// Number of a minute, photo or dossier.
    pub evidence: Option<String>,
    /// Free text.
    pub note: Option<String>,
    /// The row.
    pub place: Place,
}

impl Exemplar {
    /// What tells one exemplar from another: steps of one have the same.
    pub fn key(&self) -> (bool, usize, String) {
        (self.by == SubjectKind::Member, self.subject, fold_case(&self.title))
    }
}

/// What exemplars.csv says.
#[derive(Clone, Debug, Default)]
pub struct Exemplars {
    /// The rows without an error, in order.
    pub steps: Vec<Exemplar>,
    /// Whether an error keeps some of the file from being known: then nobody can say that an exemplar
    /// is not listed.
    pub doubtful: bool,
}

impl Exemplars {
    /// Whether both say the same, wherever in the file it stands and however it is spelt.
    pub fn say_the_same(&self, other: &Self) -> bool {
        let says = |step: &Exemplar| {
            let evidence = step.evidence.as_deref().map(fold_case);
            let note = step.note.as_deref().map(fold_case);
            (step.date, step.kind, step.key(), step.team, step.stage, evidence, note)
        };
        self.doubtful == other.doubtful && self.steps.iter().map(says).eq(other.steps.iter().map(says))
    }

    /// A file that was refused as a whole.
    pub fn refused() -> Self {
        Self { steps: Vec::new(), doubtful: true }
    }
}

/// What a row may refer to.
pub struct Subjects<'a> {
    /// Teams by id and alias.
    pub teams: &'a Lookup<u32>,
    /// The members, where they are listed.
    pub membership: Option<&'a Membership>,
}

/// Reads exemplars.csv.
pub fn read(
    file: FileId,
    source: &mut Source,
    campaign: &Campaign,
    subjects: &Subjects<'_>,
    allow: &Allow,
    findings: &mut Findings,
) -> Exemplars {
    let vocabulary = Vocabulary::of(EXEMPLARS, &campaign.records.columns);
    let Some(header) = read_header(file, &source.text, &vocabulary, findings) else {
        source.dialect = guess_dialect(&source.text, &vocabulary);
        return Exemplars { steps: Vec::new(), doubtful: source.dialect.is_some() };
    };
    let order = campaign.records.dates;
    let survey = DateSurvey::of(file, &source.text, &header, &[Column::Date], order);
    survey.report(order, findings);
    let members = subjects.membership.map(|list| list.members.as_slice()).unwrap_or_default();
    let by_member =
        Lookup::new(members.iter().zip(0u32..).map(|(member, index)| (member.id.as_str(), index)));
    let reader = Reader { campaign, subjects, by_member, survey };
    let mut exemplars = Exemplars::default();
    let mut places = Vec::new();
    let mut sheet = Sheet::new(file, &source.text, &header, Some(allow));
    sheet.check_privacy_of_header(findings);
    let mut left_out = false;
    while sheet.next(EXEMPLARS.required, findings, |_| left_out = true) {
        match reader.row(&mut sheet, findings) {
            Some(exemplar) if !sheet.is_broken() => {
                exemplars.steps.push(exemplar);
                places.push(Places { stage: sheet.place(Column::Stage), kind: sheet.place(Column::Kind) });
            }
            _ => exemplars.doubtful = true,
        }
    }
    exemplars.doubtful |= left_out;
    check_steps(&mut exemplars, &places, findings);
    source.dialect = Some(header.dialect);
    exemplars
}

/// Where the cells of a row stand that others may contradict.
struct Places {
    stage: Place,
    kind: Place,
}

struct Reader<'a> {
    campaign: &'a Campaign,
    subjects: &'a Subjects<'a>,
    by_member: Lookup<u32>,
    survey: DateSurvey,
}

impl Reader<'_> {
    fn row(&self, sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<Exemplar> {
        sheet.check_privacy(&[Column::Title, Column::Evidence, Column::Note], findings);
        let date = self.date(sheet, findings);
        let kind = self.word(sheet, Column::Kind, &ExemplarKind::WORDS, findings, |found, near| {
            Problem::UnknownKind { found, near }
        });
        let subject = self.subject(sheet, date, findings);
        let title = sheet.cell(Column::Title);
        if title.is_empty() {
            sheet.complain_of(Column::Title, Problem::CellMissing { column: "title" }, findings);
        }
        let stage = self.word(sheet, Column::Stage, &Stage::WORDS, findings, |found, near| {
            Problem::UnknownStage { found, near }
        });
        let text = |column: Column| {
            Some(sheet.cell(column)).filter(|cell| !cell.is_empty()).map(|cell| cell.into_owned())
        };
        let (by, subject, team) = subject?;
        Some(Exemplar {
            date: date?,
            kind: kind?,
            by,
            subject,
            team,
            title: title.into_owned(),
            stage: stage?,
            evidence: text(Column::Evidence),
            note: text(Column::Note),
            place: sheet.row_place(),
        })
    }

    fn date(&self, sheet: &mut Sheet<'_>, findings: &mut Findings) -> Option<NaiveDate> {
        let cell = sheet.cell(Column::Date);
        if cell.is_empty() {
            sheet.complain_of(Column::Date, Problem::CellMissing { column: "date" }, findings);
            return None;
        }
        match resolve_date(&cell, self.campaign.records.dates, &self.survey) {
            Resolved::Date(date) => {
                let span = self.campaign.span;
                if !span.contains(date) {
                    let problem = Problem::DateOutsideCampaign { date, first: span.first, last: span.last };
                    sheet.complain_of(Column::Date, problem, findings);
                    return None;
                }
                Some(date)
            }
            Resolved::Refused => {
                sheet.mark_broken();
                None
            }
            Resolved::Problem(problem) => {
                sheet.complain_of(Column::Date, problem, findings);
                None
            }
        }
    }

    /// The meaning of a cell that holds one of a few words.
    fn word<T: Copy>(
        &self,
        sheet: &mut Sheet<'_>,
        column: Column,
        words: &Words<T>,
        findings: &mut Findings,
        unknown: impl FnOnce(String, Option<String>) -> Problem,
    ) -> Option<T> {
        let cell = sheet.cell(column);
        if cell.is_empty() {
            sheet.complain_of(column, Problem::CellMissing { column: column.word() }, findings);
            return None;
        }
        match meaning(words, &cell) {
            Ok(thing) => Some(thing),
            Err(near) => {
                sheet.complain_of(column, unknown(cell.into_owned(), near), findings);
                None
            }
        }
    }

    /// Kind and place of the subject, and its team that day.
    fn subject(
        &self,
        sheet: &mut Sheet<'_>,
        date: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<(SubjectKind, usize, usize)> {
        let cell = sheet.cell(Column::Subject);
        if cell.is_empty() {
            sheet.complain_of(Column::Subject, Problem::CellMissing { column: "subject" }, findings);
            return None;
        }
        if let Some(team) = self.subjects.teams.get(&cell) {
            return self.team(sheet, team as usize, date, findings);
        }
        if let Some(member) = self.by_member.get(&cell) {
            return self.member(sheet, member as usize, date, findings);
        }
        if self.subjects.membership.is_some_and(|list| list.is_doubtful(&cell)) {
            sheet.mark_broken();
            return None;
        }
        let near = self.subjects.teams.near(&cell).or_else(|| self.by_member.near(&cell)).map(str::to_owned);
        let problem = Problem::UnknownSubject { subject: cell.into_owned(), near };
        let listed = self.campaign.places.teams;
        sheet.complain_with(Column::Subject, problem, Note::TeamsListed, listed, findings);
        None
    }

    fn team(
        &self,
        sheet: &mut Sheet<'_>,
        team: usize,
        date: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<(SubjectKind, usize, usize)> {
        let declared = self.campaign.teams.get(team)?;
        let date = date?;
        let life = declared.span;
        if !life.contains(date) {
            let id = declared.id.to_string();
            let problem = Problem::TeamNotThatDay { team: id, date, first: life.first, last: life.last };
            sheet.complain_with(Column::Subject, problem, Note::DeclaredHere, Some(declared.place), findings);
            return None;
        }
        Some((SubjectKind::Team, team, team))
    }

    fn member(
        &self,
        sheet: &mut Sheet<'_>,
        member: usize,
        date: Option<NaiveDate>,
        findings: &mut Findings,
    ) -> Option<(SubjectKind, usize, usize)> {
        let date = date?;
        let listed = self.subjects.membership?.members.get(member)?;
        let serving = listed.stints.iter().find(|stint| stint.span.contains(date));
        if serving.is_none() {
            let problem = Problem::SubjectNotServing { member: listed.id.to_string(), date };
            match self.subjects.membership.is_some_and(|list| list.is_doubtful(listed.id.as_str())) {
                true => sheet.mark_broken(),
                false => sheet.complain_of(Column::Subject, problem, findings),
            }
        }
        Some((SubjectKind::Member, member, serving?.team))
    }
}

/// Steps of one exemplar go forward, each once, and are of one kind. Those that do not are left out.
fn check_steps(exemplars: &mut Exemplars, places: &[Places], findings: &mut Findings) {
    let mut by_key: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, step) in exemplars.steps.iter().enumerate() {
        by_key.entry(step.key()).or_default().push(index);
    }
    let mut broken = vec![false; exemplars.steps.len()];
    for mut indices in by_key.into_values().filter(|indices| indices.len() > 1) {
        indices.sort_by_key(|&index| (exemplars.steps[index].date, exemplars.steps[index].stage, index));
        let mut furthest: Option<usize> = None;
        for &index in &indices {
            let step = &exemplars.steps[index];
            let Some(before) = furthest else {
                furthest = Some(index);
                continue;
            };
            let first = &exemplars.steps[before];
            let (problem, place) = if step.kind != first.kind {
                let problem = Problem::KindChanged { found: step.kind.word(), before: first.kind.word() };
                (problem, places[index].kind)
            } else if step.stage == first.stage {
                (Problem::StageTwice { stage: step.stage.word() }, places[index].stage)
            } else if step.stage < first.stage {
                let (stage, before) = (step.stage.word(), first.stage.word());
                (Problem::StageGoesBack { stage, before, date: first.date }, places[index].stage)
            } else {
                furthest = Some(index);
                continue;
            };
            findings.push(Finding::new(problem, place).with(Note::FirstHere, exemplars.steps[before].place));
            broken[index] = true;
        }
    }
    exemplars.doubtful |= broken.contains(&true);
    let mut broken = broken.into_iter();
    exemplars.steps.retain(|_| !broken.next().unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_understood_in_both_languages_and_without_its_marks() {
        for (cell, kind) in [
            ("Người tốt, việc tốt", ExemplarKind::Deed),
            ("nguoi tot viec tot", ExemplarKind::Deed),
            ("CÁCH LÀM HAY", ExemplarKind::Method),
            ("person", ExemplarKind::Person),
        ] {
            assert_eq!(meaning(&ExemplarKind::WORDS, cell), Ok(kind), "{cell}");
        }
        assert_eq!(meaning(&Stage::WORDS, "nhan rong"), Ok(Stage::Replicated));
        assert_eq!(meaning(&Stage::WORDS, "biulding"), Err(Some("building".to_owned())));
        assert_eq!(Stage::ALL.map(Stage::word), ["found", "building", "replicated"]);
    }
}
