//! Who is proposed, who is not, and every reason.

use thidua::campaign::SubjectKind;
use thidua::score::recognition::{Obstacle, Verdict};
use thidua::score::{Basis, Request, propose};

use crate::{read, teams};

/// The verdicts on `t1`, `t2`, …, the places left to decide and those left over.
fn verdicts(award: &str, scores: &[&str]) -> (String, usize, usize) {
    let reading = teams(&format!("[[awards]]\nid = \"W\"\n{award}\n"), scores);
    let request = Request { by: SubjectKind::Team, phase: None, until: None, basis: Basis::Official };
    let proposal = propose(reading.rules().unwrap(), &reading.records, request);
    let story = &proposal.awards[0];
    let standings = &proposal.boards[story.board].standings;
    let mut said: Vec<(usize, &str)> = story
        .candidates
        .iter()
        .map(|candidate| {
            let word = match candidate.verdict {
                Verdict::Chosen => "yes",
                Verdict::Tied => "tied",
                Verdict::NoPlace => "late",
                Verdict::Unqualified(_) => "no",
            };
            (standings[candidate.standing].subject, word)
        })
        .collect();
    said.sort_unstable();
    let said: Vec<&str> = said.into_iter().map(|(_, word)| word).collect();
    (said.join(" "), story.places_to_decide, story.places_left)
}

#[test]
fn places_go_to_the_best_that_qualify() {
    assert_eq!(verdicts("places = 2", &["70", "90", "80"]), ("late yes yes".into(), 0, 0));
    assert_eq!(verdicts("places = 2\nmin = 75", &["70", "90", "74.99"]), ("no yes no".into(), 0, 1));
    assert_eq!(verdicts("places = 9", &["70", "out"]), ("yes no".into(), 0, 8));
    assert_eq!(verdicts("places = 1\nmin = 1", &[]), ("no".into(), 0, 1));
}

#[test]
fn a_tie_across_the_last_place_is_left_to_the_council() {
    assert_eq!(verdicts("places = 2", &["80", "90", "80", "70"]), ("tied yes tied late".into(), 1, 0));
    assert_eq!(verdicts("places = 2", &["80", "80", "80"]), ("tied tied tied".into(), 2, 0));
    // A tie that does not cross the last place is none of the council's business.
    assert_eq!(verdicts("places = 2", &["80", "80", "70"]), ("yes yes late".into(), 0, 0));
}

#[test]
fn a_grade_is_needed_or_a_better_one() {
    let grades = "\n[[grades]]\nid = \"A\"\nmin = 90\n[[grades]]\nid = \"B\"\nmin = 80\n[[grades]]\nid = \"C\"\nmin = 50";
    let award = format!("places = 5\ngrade = \"B\"{grades}");
    assert_eq!(verdicts(&award, &["95", "85", "60", "10"]).0, "yes yes no no");
}

#[test]
fn every_obstacle_is_told() {
    let rules = crate::TEAMS.replace("end = 2025-01-31\n[records]", "end = 2025-02-28\n[records]")
        + "[[phases]]\nstart = 2025-02-01\nend = 2025-02-28\n[[teams]]\nid = \"t1\"\n\
           [[grades]]\nid = \"A\"\nmin = 50\n\
           [[awards]]\nid = \"W\"\nplaces = 1\nmin = 50\ngrade = \"A\"\nfloors = { C = 0.5 }\n\
           [[awards]]\nid = \"P\"\nplaces = 1\nphase = 1\n";
    let log = "date,team,activity,quantity\n2025-01-05,t1,A,60\n2025-01-06,t1,OUT,1\n2025-02-05,t1,A,40\n";
    let reading = read(&rules, None, log);
    let campaign = reading.rules().unwrap();
    let request = Request { by: SubjectKind::Team, phase: None, until: None, basis: Basis::Official };
    let proposal = propose(campaign, &reading.records, request);
    let Verdict::Unqualified(obstacles) = &proposal.awards[0].candidates[0].verdict else {
        panic!("{:?}", proposal.awards[0])
    };
    // (0 + 40) / 2 = 20 points: disqualified in phase 1, below 50, without a grade, and C at 40 %.
    assert!(
        matches!(
            &obstacles[..],
            [
                Obstacle::DisqualifiedIn(0),
                Obstacle::ScoreBelow(_),
                Obstacle::GradeBelow(0),
                Obstacle::Floor(below)
            ] if below.phase == 1
        ),
        "{obstacles:?}"
    );
    let of_phase = |phase: usize| {
        propose(campaign, &reading.records, Request { phase: Some(phase), ..request }).awards.len()
    };
    assert_eq!((proposal.awards.len(), of_phase(0), of_phase(1)), (2, 1, 0));
}

#[test]
fn an_award_of_a_phase_is_given_by_the_board_of_that_phase() {
    let rules = crate::TEAMS.replace("end = 2025-01-31\n[records]", "end = 2025-02-28\n[records]")
        + "[[phases]]\nstart = 2025-02-01\nend = 2025-02-28\n[[teams]]\nid = \"t1\"\n[[teams]]\nid = \"t2\"\n\
           [[awards]]\nid = \"W\"\nplaces = 1\n\
           [[awards]]\nid = \"P\"\nplaces = 1\nphase = 2\n";
    let log = "date,team,activity,quantity\n2025-01-05,t1,A,90\n2025-02-05,t1,A,10\n2025-02-05,t2,A,20\n";
    let reading = read(&rules, None, log);
    let request = Request { by: SubjectKind::Team, phase: None, until: None, basis: Basis::Official };
    let proposal = propose(reading.rules().unwrap(), &reading.records, request);
    let winners = proposal.awards.iter().map(|story| {
        let chosen = story.candidates.iter().find(|candidate| matches!(candidate.verdict, Verdict::Chosen));
        let board = &proposal.boards[story.board];
        (board.request.phase, board.standings[chosen.unwrap().standing].subject)
    });
    assert_eq!(winners.collect::<Vec<_>>(), [(None, 0), (Some(1), 1)]);
}

#[test]
fn an_award_of_a_phase_that_has_not_begun_is_proposed_to_nobody() {
    let rules = crate::TEAMS.replace("end = 2025-01-31\n[records]", "end = 2025-02-28\n[records]")
        + "[[phases]]\nstart = 2025-02-01\nend = 2025-02-28\n[[teams]]\nid = \"t1\"\n\
           [[awards]]\nid = \"P\"\nplaces = 1\nphase = 2\n";
    let reading = read(&rules, None, "date,team,activity,quantity\n2025-01-05,t1,A,90\n");
    let awards_on = |day: &str| {
        let until = Some(day.parse().unwrap());
        let request = Request { by: SubjectKind::Team, phase: Some(1), until, basis: Basis::Official };
        propose(reading.rules().unwrap(), &reading.records, request).awards.len()
    };
    assert_eq!((awards_on("2025-01-31"), awards_on("2025-02-01")), (0, 1));
}
