//! Grades: as a page for people with the arithmetic of every quota, and as one flat table.

use super::board::{add_reservations, group_title, number, subject_label, unranked_mark};
use super::flat::Flat;
use super::json::word;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Recognising};
use crate::campaign::SubjectKind;
use crate::exact::{Fraction, whole};
use crate::score::recognition::{BelowFloor, GradeStory, NotAssessed, Settlement, Step};
use crate::score::{Board, Standing};

/// Grades for people.
pub fn page(view: &View<'_>, board: &Board) -> Page {
    let by = board.request.by;
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(board.request.phase));
    page.add_line(view.label(match by {
        SubjectKind::Team => Label::GradesOfTeams,
        SubjectKind::Member => Label::GradesOfMembers,
    }));
    add_reservations(view, board, &mut page);
    if !has_grades(view, by) {
        page.add_line(view.label(Label::NoGradesDeclared));
        return page;
    }
    for block in board.standings.chunk_by(|a, b| a.group == b.group) {
        if !view.campaign.groups.is_empty() {
            page.add_section(group_title(view, block[0].group));
        }
        page.add_table(subjects(view, by, block));
    }
    page.add_section(view.label(Label::Grades));
    page.add_table(counts(view, board));
    if !board.quotas.is_empty() {
        page.add_section(view.label(Label::GradeQuotas));
        for settlement in &board.quotas {
            page.add_line(quota_line(view, by, settlement));
            page.add_line(outcome_line(view, by, settlement));
        }
    }
    let told = board.standings.iter().filter_map(|standing| Some((standing, standing.grading.as_ref()?)));
    let told = told.filter(|(_, story)| !story.is_by_score_alone());
    let lines: Vec<String> = told
        .map(|(standing, story)| {
            let subject = view.subject(by, standing.subject);
            format!("{subject}: {}", reasons(view, board, standing, story).join("; "))
        })
        .collect();
    if !lines.is_empty() {
        page.add_section(view.label(Label::WhyThisGrade));
        page.add_line(view.label(Label::OthersByScore));
        lines.iter().for_each(|line| page.add_line(line));
    }
    page
}

/// Whether there are grades for a kind of subject.
pub(super) fn has_grades(view: &View<'_>, by: SubjectKind) -> bool {
    view.campaign.grades.iter().any(|grade| grade.subject == by)
}

fn subjects(view: &View<'_>, by: SubjectKind, block: &[Standing]) -> Table {
    let mut table = Table::new([
        Column::number(view.label(Label::Rank)),
        Column::text(view.label(subject_label(by))).at_most(30),
        Column::number(view.label(Label::Score)),
        Column::text(view.label(Label::Grade)).at_most(40),
    ]);
    for standing in block {
        let rank = standing.rank.map_or_else(String::new, |rank| rank.to_string());
        let mark = unranked_mark(standing.status).map_or_else(String::new, |mark| mark.symbol().to_string());
        table.add_row([
            rank + &mark,
            view.subject(by, standing.subject).to_string(),
            number(view, standing.score.as_ref()),
            standing.grade().map_or_else(String::new, |grade| view.grade(grade).to_string()),
        ]);
    }
    table
}

/// How many are in each grade; an empty one is said to be.
fn counts(view: &View<'_>, board: &Board) -> Table {
    let mut table = Table::new([
        Column::text(view.label(Label::Grade)).at_most(40),
        Column::number(view.label(Label::MinScore)),
        Column::number(view.label(Label::Count)),
    ]);
    let count = |grade: Option<usize>| {
        let is_in = |standing: &&Standing| {
            let story = standing.grading.as_ref().filter(|story| story.not_assessed.is_none());
            story.is_some_and(|story| story.grade == grade)
        };
        board.standings.iter().filter(is_in).count()
    };
    for (at, grade) in view.campaign.grades.iter().enumerate() {
        if grade.subject == board.request.by {
            let count = view.notation().count(count(Some(at)));
            table.add_row([view.grade(at).to_string(), view.exact(&grade.min), count]);
        }
    }
    let assessed_without = count(None);
    if assessed_without > 0 {
        let label = view.label(Label::WithoutGrade).to_owned();
        table.add_row([label, String::new(), view.notation().count(assessed_without)]);
    }
    let not_assessed =
        |standing: &&Standing| standing.grading.as_ref().is_some_and(|story| story.not_assessed.is_some());
    let not_assessed = board.standings.iter().filter(not_assessed).count();
    if not_assessed > 0 {
        let label = view.label(Label::NotAssessed).to_owned();
        table.add_row([label, String::new(), view.notation().count(not_assessed)]);
    }
    table
}

/// `xuat-sac: không quá 20% của 4 tập thể xếp loại tot trở lên: 4 × 20% = 0,8 → 0 (làm tròn xuống)`.
pub(super) fn quota_line(view: &View<'_>, by: SubjectKind, settlement: &Settlement) -> String {
    view.recognise(Recognising::Quota {
        grade: view.grade(settlement.grade).id,
        by,
        of: settlement.of.map(|of| view.grade(of).id),
        pool: &view.notation().count(settlement.pool),
        share: &share(view, &settlement.share),
        product: &view.exact(&settlement.product),
        round: settlement.round,
        places: &view.notation().count(settlement.places),
    })
}

/// Who stays, and who falls.
pub(super) fn outcome_line(view: &View<'_>, by: SubjectKind, settlement: &Settlement) -> String {
    let Settlement { stayed, fell, fell_by_tie, .. } = settlement;
    let count = view.notation().count(stayed.len() + fell.len());
    if stayed.is_empty() && fell.is_empty() {
        return view.recognise(Recognising::NoneWithin);
    }
    if fell.is_empty() {
        return view.recognise(Recognising::AllStay { count: &count });
    }
    let ids = |subjects: &[usize]| match subjects {
        [] => view.recognise(Recognising::Nobody),
        _ => subjects.iter().map(|&subject| view.subject(by, subject).id).collect::<Vec<_>>().join(", "),
    };
    let (stayed, fell) = (ids(stayed), ids(fell));
    let mut line = view.recognise(Recognising::SomeFall { count: &count, stayed: &stayed, fell: &fell });
    if *fell_by_tie > 0 {
        let places = view.notation().count(*fell_by_tie);
        line.push_str(&view.recognise(Recognising::FellByTie { places: &places }));
    }
    line
}

/// Why a subject has its grade, in order.
pub(super) fn reasons(
    view: &View<'_>,
    board: &Board,
    standing: &Standing,
    story: &GradeStory,
) -> Vec<String> {
    if let Some(reason) = story.not_assessed {
        return vec![not_assessed(view, reason)];
    }
    let score = number(view, standing.score.as_ref());
    let reached = story.by_score.and_then(|grade| Some((grade, view.campaign.grades.get(grade)?)));
    let mut reasons = vec![match reached {
        None => view.recognise(Recognising::NoneReached { score: &score }),
        Some((at, grade)) => view.recognise(Recognising::Reached {
            score: &score,
            grade: view.grade(at).id,
            min: &view.exact(&grade.min),
        }),
    }];
    let id = |grade: usize| view.grade(grade).id;
    reasons.extend(story.steps.iter().map(|step| match step {
        Step::Floor { grade, below } => {
            let floor = below.first().map_or_else(String::new, |below| share(view, &below.floor));
            let criteria: Vec<String> = below.iter().map(|below| criterion(view, board, below)).collect();
            view.recognise(Recognising::BelowFloor {
                grade: id(*grade),
                floor: &floor,
                criteria: &criteria.join(", "),
            })
        }
        Step::Leader { team, team_grade, to, .. } => view.recognise(Recognising::Leader {
            team: view.subject(SubjectKind::Team, *team).id,
            team_grade: team_grade.map(id),
            to: to.map(id),
        }),
        Step::Quota { grade, to, .. } => {
            view.recognise(Recognising::Fell { quota_of: id(*grade), to: to.map(id) })
        }
    }));
    reasons
}

/// Why a subject is not assessed.
pub(super) fn not_assessed(view: &View<'_>, reason: NotAssessed) -> String {
    match reason {
        NotAssessed::Unranked(status) => {
            view.recognise(Recognising::Unranked { status: view.label(status.into()) })
        }
        NotAssessed::ShortService { days, needed } => view.recognise(Recognising::ShortService {
            days: &view.notation().count(usize::try_from(days).unwrap_or_default()),
            needed: &view.notation().count(usize::try_from(needed).unwrap_or_default()),
        }),
    }
}

/// A criterion that is below a floor: `C3 đạt 41,5% (đợt 1)`.
pub(super) fn criterion(view: &View<'_>, board: &Board, below: &BelowFloor) -> String {
    view.recognise(Recognising::Criterion {
        id: view.criterion(below.criterion).id,
        attainment: &share(view, &below.attainment),
        phase: board.request.phase.is_none().then_some(below.phase + 1),
    })
}

/// A share as it is written in the rules: `20%`, `≈66,67%`.
pub(super) fn share(view: &View<'_>, share: &Fraction) -> String {
    format!("{}%", view.readable(&(share * whole(100))))
}

/// Grades as one table with a line for each subject.
pub fn flat(view: &View<'_>, board: &Board, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let by = board.request.by;
    let mut table = Table::new([
        flat.text("group", Label::Group),
        flat.number("rank", Label::Rank),
        flat.text("status", Label::Status),
        flat.text("id", subject_label(by)),
        flat.text("title", Label::Title),
        flat.number("score", Label::Score),
        flat.text("grade", Label::Grade),
        flat.text("by_score", Label::GradeByScore),
        flat.text("reasons", Label::WhyThisGrade),
    ]);
    for standing in &board.standings {
        let group = standing.group.and_then(|index| view.campaign.groups.get(index));
        let subject = view.subject(by, standing.subject);
        let grade = |grade: Option<usize>| grade.map_or("", |grade| view.grade(grade).id).to_owned();
        let story = standing.grading.as_ref();
        let words = story.map_or_else(String::new, |story| word::grading(story).join(" "));
        let told = story.map_or_else(Vec::new, |story| reasons(view, board, standing, story));
        table.add_row([
            group.map_or_else(String::new, |group| group.id.to_string()),
            standing.rank.map_or_else(String::new, |rank| rank.to_string()),
            flat.either(word::status(standing.status), view.label(standing.status.into())).to_owned(),
            subject.id.to_owned(),
            subject.title.unwrap_or_default().to_owned(),
            standing.score.as_ref().map_or_else(String::new, |score| flat.notation().decimal(score)),
            grade(standing.grade()),
            grade(story.and_then(|story| story.by_score)),
            flat.either(&words, &told.join("; ")).to_owned(),
        ]);
    }
    table
}
