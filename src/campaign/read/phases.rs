//! `[[phases]]`: the parts of the campaign, in date order.

use chrono::NaiveDate;

use super::node::{DECIMALS, Range, TableList};
use super::report::Report;
use super::settings::{Days, Settings};
use crate::calendar::Span;
use crate::campaign::Phase;
use crate::exact::whole;
use crate::finding::{Finding, Note, Problem};
use crate::source::Place;

/// The days of a phase and where they stand.
struct Dated {
    span: Span,
    start: Place,
    end: Place,
}

/// Reads all phases and puts them into date order; none where one is unusable.
pub(super) fn read(list: TableList<'_>, settings: &Settings, report: &mut Report) -> Option<Vec<Phase>> {
    let n_phases = list.tables.len();
    let mut phases = Vec::new();
    let mut dated = Vec::new();
    for mut table in list.tables {
        let place = table.header;
        let title = table.title("title", report);
        let days = Days::read(&mut table, report);
        let weight = table
            .or("weight", whole(1), report, |value, report| value.decimal(DECIMALS, Range::Positive, report));
        table.finish(report);
        if let (Some((_, start)), Some((_, end)), Some(span)) = (days.start, days.end, days.span) {
            dated.push(Dated { span, start, end });
        }
        if let (Some(title), Some(span), Some(weight)) = (title, days.span, weight) {
            phases.push(Phase { title, span, weight, place });
        }
    }
    let all_dated = list.usable && dated.len() == n_phases;
    dated.sort_by_key(|phase| phase.span);
    let inside = lie_within_campaign(&dated, settings, report);
    // A phase that nobody can date, or whose date is wrong, may stand in any gap.
    if report.is_whole() && are_apart(&dated, report) && inside && all_dated {
        warn_of_gaps(&dated, settings, report);
    }
    phases.sort_by_key(|phase| phase.span);
    (phases.len() == n_phases).then_some(phases)
}

fn lie_within_campaign(phases: &[Dated], settings: &Settings, report: &mut Report) -> bool {
    let (Some(campaign), Some((_, start)), Some((_, end))) = (settings.span, settings.start, settings.end)
    else {
        return true;
    };
    let mut all = true;
    for phase in phases {
        let Span { first, last } = phase.span;
        let (place, contradicted) = match (campaign.contains(first), campaign.contains(last)) {
            (true, true) => continue,
            (true, false) => (phase.end, end),
            (false, _) => (phase.start, if first < campaign.first { start } else { end }),
        };
        let outside = Problem::PhaseOutsideCampaign { first: campaign.first, last: campaign.last };
        report.push(Finding::new(outside, place).with(Note::DeclaredHere, contradicted));
        all = false;
    }
    all
}

/// Checks that phases in date order share no day.
fn are_apart(phases: &[Dated], report: &mut Report) -> bool {
    let mut all = true;
    // Of the phases so far, the one that ends last.
    let mut longest: Option<(usize, &Dated)> = None;
    for (at, phase) in phases.iter().enumerate() {
        if let Some((other, earlier)) = longest
            && phase.span.first <= earlier.span.last
        {
            let overlap = Problem::PhasesOverlap { phase: at + 1, other: other + 1 };
            report.push(Finding::new(overlap, phase.start).with(Note::FirstHere, earlier.start));
            all = false;
        }
        if longest.is_none_or(|(_, earlier)| earlier.span.last < phase.span.last) {
            longest = Some((at, phase));
        }
    }
    all
}

/// Warns of days of the campaign that no phase covers: a row of such a day counts nowhere.
fn warn_of_gaps(phases: &[Dated], settings: &Settings, report: &mut Report) {
    let mut warn = |from: NaiveDate, before: NaiveDate, place: Place, beside: Place| {
        if let Some(last) = before.pred_opt()
            && from <= last
        {
            let gap = Problem::PhaseGap { first: from, last };
            report.push(Finding::new(gap, place).with(Note::DeclaredHere, beside));
        }
    };
    let within_campaign = settings.span.is_some();
    // The first day that is not covered yet, and what ends before it.
    let mut next = settings.start.filter(|_| within_campaign);
    for phase in phases {
        if let Some((day, beside)) = next {
            warn(day, phase.span.first, phase.start, beside);
        }
        next = phase.span.last.succ_opt().map(|day| (day, phase.end));
    }
    if let (Some((day, place)), Some((last, beside))) = (next, settings.end.filter(|_| within_campaign))
        && !phases.is_empty()
        && let Some(after) = last.succ_opt()
    {
        warn(day, after, place, beside);
    }
}
