//! Reports in English.

use super::Reporting;
use crate::campaign::Language;

pub(super) fn text(sentence: Reporting<'_>) -> String {
    match sentence {
        Reporting::Heading(heading) => heading.text(Language::En).to_owned(),

        Reporting::PlaceAndDate { day, month, year } => format!("…, {year}-{month:02}-{day:02}"),
        Reporting::InterimOf { phase } => phase.to_owned(),
        Reporting::SlipOf { team, phase: Some(phase) } => format!("{team} – {phase}"),
        Reporting::SlipOf { team, phase: None } => format!("{team} – the whole campaign"),
        Reporting::Days { span, days } => format!("({span}, {days} days)"),
        Reporting::PhaseNumber { number } => format!("Phase {number}"),
        Reporting::Annex { number } => format!("Annex {number}"),

        Reporting::CampaignWithDays { title, theme, first, last, days, phases } => {
            let theme = theme.map_or_else(String::new, |theme| format!(" (theme: “{theme}”)"));
            let phases = plural(&phases.to_string(), "phase", "phases");
            format!("{title}{theme} runs from {first} to {last} ({days} days), in {phases}.")
        }
        Reporting::Participants { teams, members, groups } => {
            let teams = plural(teams, "team", "teams");
            let members = members
                .map_or_else(String::new, |members| format!(" and {}", plural(members, "member", "members")));
            let groups = match groups {
                0 => String::new(),
                groups => format!(", in {}", plural(&groups.to_string(), "group", "groups")),
            };
            format!("Taking part: {teams}{members}{groups}.")
        }
        Reporting::TeamBegins { team, day } => format!("{team} was formed, and competes from {day}"),
        Reporting::TeamEnds { team, day } => format!("{team} competed up to {day}"),
        Reporting::MemberJoins { who, team, day } => format!("{who} joined {team} on {day}"),
        Reporting::MemberMoves { who, from, team, day } => {
            format!("{who} moved from {from} to {team} on {day}")
        }
        Reporting::MemberLeaves { who, team, day } => format!("{who} left {team} after {day}"),
        Reporting::RowsOfAll { total, counted, pending, rejected } => format!(
            "{} logged: {counted} counted, {pending} pending, {rejected} rejected.",
            plural(total, "row was", "rows were")
        ),
        Reporting::RowsOfAllLeftOut { count } => {
            format!(" Left out of this report because of errors: {count}.")
        }

        Reporting::CriterionWork { criterion, rows, points } => {
            format!("{criterion}: {} counted, {points} points of activities", plural(rows, "row", "rows"))
        }
        Reporting::OfQuota { quota, percent } => format!(" of a quota of {quota}, which is {percent}"),
        Reporting::AgainstBefore { same: true, .. } => ", as in the phase before".to_owned(),
        Reporting::AgainstBefore { by, more, .. } => {
            let moved = if more { "more" } else { "less" };
            format!(", {by} percentage points {moved} than in the phase before")
        }
        Reporting::InPhase { phase, percent } => format!("phase {phase}: {percent}"),
        Reporting::Extremes { first, best, weight, last, least } => {
            format!("Most: {first} ({best} of {weight}); least: {last} ({least}).")
        }
        Reporting::AllAlike { score, weight } => format!("All ranked teams have {score} of {weight}."),
        Reporting::TeamsCounted { count } => format!("{count} teams"),

        Reporting::Leads { names, score, group } => {
            let group = group.map_or_else(String::new, |group| format!("{group}: "));
            format!("{group}First with {score} points: {names}")
        }
        Reporting::Followed { name, score, gap } => {
            format!("; next with {score}: {name}, {gap} points behind")
        }

        Reporting::MoreOnTheBoard { count } => format!("{count} more"),

        Reporting::ExemplarsCounted { count, kinds, stages } => {
            format!("Exemplars: {count} ({kinds}); how far they have come: {stages}.")
        }

        Reporting::WeightsAreJudged => "The weights of the criteria are a judgement, and teams that stand close might change places by another one. This annex is an aid to judgement: it changes no score and no rank; people decide.".to_owned(),
        Reporting::NotToldApart { pairs } => {
            format!("Not separable, as they keep their order in less than 90% of the draws: {pairs}.")
        }
        Reporting::ManyNotToldApart { pairs, of } => format!(
            "Of {of} pairs of neighbours {pairs} are not separable: they keep their order in less than 90% of the draws."
        ),
        Reporting::AllToldApart => {
            "All neighbours are separable: they keep their order in at least 90% of the draws.".to_owned()
        }
        Reporting::NotWeighed { subjects } => format!("Not ranked, so left out: {subjects}"),
        Reporting::Neighbours { above, below } => format!("{above} and {below}"),
        Reporting::RanksFrom { name, rank, low, high } if low == high => {
            format!("{name}: rank {rank}, within {low} alone")
        }
        Reporting::RanksFrom { name, rank, low, high } => format!("{name}: rank {rank}, within {low}–{high}"),

        Reporting::AwardProposed { award, places, chosen } => {
            let places = plural(places, "place", "places");
            let chosen =
                chosen.map_or_else(|| "nobody proposed yet".to_owned(), |names| format!("proposed: {names}"));
            format!("{award} ({places}): {chosen}")
        }

        Reporting::ReachedTarget { criteria } => {
            format!("Criteria that reached or passed the common quota: {criteria}.")
        }
        Reporting::FurthestFromTarget { criteria } => {
            format!("Criteria furthest from the common quota: {criteria}.")
        }
        Reporting::TeamsWithoutRows { teams } => format!("Teams without a row: {teams}."),
        Reporting::NotCounted { pending, rejected } => {
            format!("Rows that wait for appraisal: {pending}; rejected: {rejected}.")
        }

        Reporting::Stands { rank, of, status, score, claimed } => {
            let place = rank.map_or_else(
                || format!("Not in the ranking ({status})"),
                |rank| format!("Rank {rank} of {of} ranked"),
            );
            let score = score.map_or_else(String::new, |score| format!(", {score} points"));
            let claimed = claimed.map_or_else(String::new, |claimed| format!(" (claimed: {claimed})"));
            format!("{place}{score}{claimed}")
        }
        Reporting::Above { name, rank, gap } => {
            format!("Next above is {name} (rank {rank}), {gap} points ahead")
        }
        Reporting::SlipPhase { phase, status, score, part } => {
            let status = status.map_or_else(String::new, |status| format!(" ({status})"));
            format!("Phase {phase}{status}: {score} points, which give {part} of the campaign score")
        }
        Reporting::MissingIn { phase } => format!("Missing to the full score, phase {phase}"),
        Reporting::SlipRowCount { rows } => format!("{} in all.", plural(rows, "row", "rows")),
        Reporting::SlipNotWhole { rows } => {
            format!("Not counted whole: {rows}. All others count as they were logged.")
        }
        Reporting::SlipMoreRows { rows, id } => format!("{rows} more: see thidua explain {id}"),
    }
}

/// A number of things.
fn plural(number: &str, one: &str, many: &str) -> String {
    format!("{number} {}", if number == "1" { one } else { many })
}
