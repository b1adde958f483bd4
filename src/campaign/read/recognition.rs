//! `[ranking]`, `[[grades]]`, `[grading]` and `[[awards]]`: what scores lead to.

use std::collections::HashMap;

use super::activities::{SUBJECTS, refuse_parent};
use super::criteria::TIE_BREAK_WORDS;
use super::names::{Declared, Names};
use super::nesting::Nesting;
use super::node::{DECIMALS, Range, Table, TableList, Value, optional};
use super::report::{Report, shown};
use super::settings::Settings;
use crate::campaign::{Award, Grade, Grading, Quota, QuotaRounding, Ranking, SubjectKind, TieBreak};
use crate::exact::{Fraction, decimal_text, whole};
use crate::finding::{Finding, Note, Problem, Thing};
use crate::source::Place;

/// Reads `[ranking]`.
pub(super) fn read_ranking(
    root: &mut Table<'_>,
    criteria: &Names,
    nesting: &Nesting,
    report: &mut Report,
) -> Option<Ranking> {
    let defaults = Ranking { tie_break: Vec::new(), min_tenure: whole(0) };
    root.or("ranking", defaults, report, |value, report| {
        let mut table = value.table("[ranking]", report)?;
        let tie_break = table.or("tie_break", Vec::new(), report, |value, report| {
            value.list_of(report, |item, report| read_tie_break(item, criteria, nesting, report))
        });
        let min_tenure = table.or("min_tenure", whole(0), report, Value::share);
        table.finish(report);
        Some(Ranking { tie_break: tie_break?, min_tenure: min_tenure? })
    })
}

fn read_tie_break(
    value: Value<'_>,
    criteria: &Names,
    nesting: &Nesting,
    report: &mut Report,
) -> Option<TieBreak> {
    let word = value.text(report)?;
    match word {
        "penalty" => return Some(TieBreak::Penalty),
        "full" => return Some(TieBreak::Full),
        _ => {}
    }
    if let Some((at, _)) = criteria.find(word) {
        return refuse_parent(at, word, value.place, criteria, nesting, report).map(TieBreak::Points);
    }
    if criteria.are_complete() {
        let is_leaf = |id: &&str| criteria.find(id).is_some_and(|(at, _)| !nesting.is_parent(at));
        let leaves = criteria.all().filter(is_leaf).take(MOST_KNOWN);
        let known: Vec<String> = TIE_BREAK_WORDS.into_iter().chain(leaves).map(str::to_owned).collect();
        let near = report.nearest(word, known.iter().map(String::as_str));
        let unknown = Problem::UnknownWord { key: value.key.to_owned(), found: shown(word), known, near };
        report.push(Finding::new(unknown, value.place).with(Note::CriteriaListed, criteria.listed()));
    }
    None
}

/// More criteria than anybody would choose from a message.
const MOST_KNOWN: usize = 100;

/// The grades of both kinds of subject. A grade for teams and one for members may have one name: that
/// is how a leader's grade is matched with the team's.
pub(super) struct GradeNames {
    team: Names,
    member: Names,
}

impl GradeNames {
    /// Declares all grades.
    pub(super) fn declare<'t>(list: TableList<'t>, report: &mut Report) -> (Self, Vec<Declared<'t>>) {
        let mut names = Self { team: Names::of(&list, report), member: Names::of(&list, report) };
        let mut declared = Vec::new();
        for (at, table) in list.tables.into_iter().enumerate() {
            let subject = match table.peek("for", report).map(Value::as_text) {
                None => Some(SubjectKind::Team),
                Some(word) => {
                    SUBJECTS.iter().find(|(known, _)| word == Some(known)).map(|(_, subject)| *subject)
                }
            };
            let mut nobodys = Names::of_nobody();
            let own = match subject {
                Some(SubjectKind::Team) => &mut names.team,
                Some(SubjectKind::Member) => &mut names.member,
                // Whose it is will be complained of; until then it may be anybody's.
                None => {
                    names.team.doubt();
                    names.member.doubt();
                    &mut nobodys
                }
            };
            declared.push(own.declare_one(at, table, report));
        }
        (names, declared)
    }

    fn of(&self, subject: SubjectKind) -> &Names {
        match subject {
            SubjectKind::Team => &self.team,
            SubjectKind::Member => &self.member,
        }
    }
}

/// Reads all grades; none where one is unusable.
pub(super) fn read_grades(
    grades: Vec<Declared<'_>>,
    names: &GradeNames,
    settings: &Settings,
    report: &mut Report,
) -> Option<Vec<Grade>> {
    // The least score of the last grade for teams and for members, and where it stands.
    let mut before: [Option<(Fraction, Place)>; 2] = [None, None];
    let mut read = |(at, grade): (usize, Declared<'_>)| {
        let Declared { mut table, id, written, place } = grade;
        let title = table.title("title", report);
        let subject =
            table.or("for", SubjectKind::Team, report, |value, report| value.word(&SUBJECTS, report));
        let min = table.must("min", report, |value, report| {
            value.placed(report, |value, report| read_least_score(value, settings.scale.as_ref(), report))
        });
        if let (Some(subject), Some(min)) = (subject, &min) {
            let before = &mut before[usize::from(subject == SubjectKind::Member)];
            check_descending(min, before.as_ref(), report);
            *before = Some(min.clone());
        }
        let floor = table.maybe("floor", report, Value::share);
        let quota = read_quota(&mut table, at, written, subject.map(|subject| names.of(subject)), report);
        table.finish(report);
        Some(Grade {
            id: id?,
            title: title?,
            subject: subject?,
            min: min?.0,
            floor: floor?,
            quota: quota?,
            place,
        })
    };
    let grades: Vec<_> = grades.into_iter().enumerate().map(&mut read).collect();
    grades.into_iter().collect()
}

/// Grades are given by the score up to the scale, so that none above it could be reached.
fn read_least_score(value: Value<'_>, scale: Option<&Fraction>, report: &mut Report) -> Option<Fraction> {
    let min = value.decimal(DECIMALS, Range::NotNegative, report)?;
    if scale.is_some_and(|scale| min > *scale) {
        return value.out_of_range("≤ scale", report);
    }
    Some(min)
}

fn check_descending(min: &(Fraction, Place), before: Option<&(Fraction, Place)>, report: &mut Report) {
    if let Some((before, first)) = before.filter(|(before, _)| min.0 >= *before) {
        let ascending =
            Problem::GradesNotDescending { min: decimal_text(&min.0), before: decimal_text(before) };
        report.push(Finding::new(ascending, min.1).with(Note::DeclaredHere, *first));
    }
}

/// Reads `quota`, `of` and `round` of the grade at place `at`; `None` where it has no quota.
fn read_quota(
    table: &mut Table<'_>,
    at: usize,
    grade: &str,
    names: Option<&Names>,
    report: &mut Report,
) -> Option<Option<Quota>> {
    let share = table.maybe("quota", report, Value::percentage);
    let of = table.take("of", report);
    let round = table.take("round", report);
    if share == Some(None) && (of.is_some() || round.is_some()) {
        report.say(Problem::MissingKey { key: "quota", table: table.name.to_owned() }, table.header);
    }
    let of = optional(of, |value| {
        let of = names?.refer(Thing::Grade, value, report)?;
        if of <= at {
            let (grade, of) = (shown(grade), shown(value.as_text().unwrap_or_default()));
            report.say(Problem::QuotaOfBetterGrade { grade, of }, value.place);
            return None;
        }
        Some(of)
    });
    let words =
        [("down", QuotaRounding::Down), ("nearest", QuotaRounding::Nearest), ("up", QuotaRounding::Up)];
    let round = optional(round, |value| value.word(&words, report));
    let (share, of, round) = (share?, of?, round?);
    Some(share.map(|share| Quota { share, of, round: round.unwrap_or_default() }))
}

/// Reads `[grading]`.
pub(super) fn read_grading(root: &mut Table<'_>, report: &mut Report) -> Option<Grading> {
    root.or("grading", Grading::default(), report, |value, report| {
        let mut table = value.table("[grading]", report)?;
        let leader_cap = table.or("leader_cap", false, report, Value::truth);
        let min_months =
            table.maybe("min_months", report, |value, report| value.whole(0, 1200, "0 … 1200", report));
        table.finish(report);
        Some(Grading { leader_cap: leader_cap?, min_months: min_months? })
    })
}

/// What the tables of awards refer to.
pub(super) struct Recognised<'a> {
    pub(super) n_phases: usize,
    /// Whether all phases are known.
    pub(super) phases_known: bool,
    /// Where the list of phases begins.
    pub(super) phases_listed: Option<Place>,
    pub(super) grades: &'a GradeNames,
    pub(super) criteria: &'a Names,
    pub(super) nesting: &'a Nesting,
}

/// Reads all awards; none where one is unusable.
pub(super) fn read_awards(
    awards: Vec<Declared<'_>>,
    around: &Recognised<'_>,
    report: &mut Report,
) -> Option<Vec<Award>> {
    let awards: Vec<_> = awards.into_iter().map(|award| read_award(award, around, report)).collect();
    awards.into_iter().collect()
}

fn read_award(award: Declared<'_>, around: &Recognised<'_>, report: &mut Report) -> Option<Award> {
    let Declared { mut table, id, place, .. } = award;
    let title = table.title("title", report);
    let subject = table.or("for", SubjectKind::Team, report, |value, report| value.word(&SUBJECTS, report));
    let phase = table.maybe("phase", report, |value, report| read_phase_number(value, around, report));
    let places =
        table.must("places", report, |value, report| value.whole(1, MOST_PLACES, "1 … 1000000", report));
    let min = table.maybe("min", report, |value, report| value.decimal(DECIMALS, Range::NotNegative, report));
    let grade = table.maybe("grade", report, |value, report| {
        around.grades.of(subject?).refer(Thing::Grade, value, report)
    });
    let floors = table.or("floors", Vec::new(), report, |value, report| read_floors(value, around, report));
    table.finish(report);
    Some(Award {
        id: id?,
        title: title?,
        subject: subject?,
        phase: phase?,
        places: places?,
        min: min?,
        grade: grade?,
        floors: floors?,
        place,
    })
}

/// More phases than any campaign can have.
const MOST_PHASES: u32 = u16::MAX as u32;

/// More places than any award has.
const MOST_PLACES: u32 = 1_000_000;

/// The place in the list of the phase that a number from 1 names.
fn read_phase_number(value: Value<'_>, around: &Recognised<'_>, report: &mut Report) -> Option<usize> {
    let number = value.whole(1, MOST_PHASES, "1 … 65535", report)?;
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    if at >= around.n_phases {
        if around.phases_known {
            let unknown =
                Problem::UnknownReference { thing: Thing::Phase, id: number.to_string(), near: None };
            report.push(Finding::new(unknown, value.place).with(Note::PhasesListed, around.phases_listed));
        }
        return None;
    }
    Some(at)
}

fn read_floors(
    value: Value<'_>,
    around: &Recognised<'_>,
    report: &mut Report,
) -> Option<Vec<(usize, Fraction)>> {
    let table = value.table("floors", report)?;
    let mut floors = Vec::new();
    let mut first_places: HashMap<usize, Place> = HashMap::new();
    let mut all_usable = true;
    for entry in table.entries(report) {
        let named = around.criteria.refer_to(Thing::Criterion, entry.key, entry.key_place, report);
        let criterion = named.and_then(|at| {
            refuse_parent(at, entry.key, entry.key_place, around.criteria, around.nesting, report)
        });
        if let Some(at) = criterion
            && let Some(first) = first_places.insert(at, entry.key_place)
        {
            let taken = Problem::IdTaken { id: shown(entry.key) };
            report.push(Finding::new(taken, entry.key_place).with(Note::FirstHere, first));
        }
        match criterion.zip(entry.share(report)) {
            Some(floor) => floors.push(floor),
            None => all_usable = false,
        }
    }
    all_usable.then_some(floors)
}
