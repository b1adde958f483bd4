//! How far a ranking depends on the weights: as a page for people, and as one flat table.

use super::board::{group_title, reservations_of};
use super::flat::Flat;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Weighing};
use crate::robustness::{Pair, Robustness, Spread, Swap, Trial, Way};

/// Most ranks that the chart shows side by side.
const MOST_IN_CHART: usize = 30;
/// Most ranks that have a column of their own.
const MOST_COLUMNS: usize = 6;
/// Most subjects of which a trial says what it changes.
const MOST_CHANGES: usize = 12;

/// What depends on the weights, for people.
pub fn page(view: &View<'_>, result: &Robustness) -> Page {
    let say = |sentence: Weighing<'_>| sentence.text(view.language);
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(result.request.phase));
    page.add_line(say(Weighing::Title));
    reservations_of(view, result.request, result.provisional)
        .into_iter()
        .for_each(|line| page.add_line(line));
    page.add_line(say(Weighing::JudgementAid));
    if result.subjects.is_empty() {
        page.add_line(say(Weighing::NobodyRanked));
        return page;
    }
    if result.criteria.len() < 2 {
        page.add_line(say(Weighing::NothingToWeigh));
    } else {
        page.add_line(say(Weighing::Varied { criteria: &criteria(view, &result.criteria) }));
        page.add_line(say(Weighing::Drawn {
            draws: &view.notation().count(result.lottery.draws as usize),
            scale: &view.exact(&view.campaign.scale),
            seed: result.lottery.seed,
        }));
    }
    for group in result.subjects.chunk_by(|left, right| left.group == right.group) {
        if !view.campaign.groups.is_empty() {
            page.add_section(group_title(view, group[0].group));
        }
        page.add_table(spreads(view, result, group));
    }
    page.add_line(say(Weighing::Chart));
    if !result.pairs.is_empty() {
        page.add_table(pairs(view, result));
    }
    let tied: Vec<String> = result
        .pairs
        .iter()
        .filter(|pair| !pair.separable)
        .map(|pair| neighbours(view, result, pair))
        .collect();
    match (tied.is_empty(), result.pairs.is_empty()) {
        (true, true) => {}
        (true, false) => page.add_line(say(Weighing::AllSeparable)),
        (false, _) => page.add_line(say(Weighing::NotSeparable { pairs: &tied.join(", ") })),
    }
    if !result.trials.is_empty() {
        page.add_section(say(Weighing::Trials));
        page.add_table(trials(view, result));
    }
    for trial in &result.trials {
        if let Way::BestForTarget(changed) = &trial.way {
            page.add_line(say(Weighing::BestForTargetExplained { criteria: &criteria(view, changed) }));
        }
    }
    if !result.left_out.is_empty() {
        let ids = result.left_out.iter().map(|(subject, _)| view.subject(result.request.by, *subject).id);
        page.add_line(say(Weighing::LeftOut { subjects: &ids.collect::<Vec<_>>().join(", ") }));
    }
    page
}

pub(in crate::output) fn criteria(view: &View<'_>, criteria: &[usize]) -> String {
    criteria.iter().map(|&criterion| view.criterion(criterion).id).collect::<Vec<_>>().join(", ")
}

/// Where each may come out: ranks, a chart, and the share of each rank.
fn spreads(view: &View<'_>, result: &Robustness, group: &[Spread]) -> Table {
    let last = group.len();
    let in_columns = last <= MOST_COLUMNS;
    let mut columns = vec![
        Column::number(view.label(Label::Rank)),
        Column::text(view.label(Label::Subject)).at_most(28),
        Column::text(view.label(Label::Interval)),
    ];
    if last <= MOST_IN_CHART {
        columns.push(Column::text(if last > 1 { format!("1…{last}") } else { "1".to_owned() }));
    }
    if in_columns {
        columns.extend((1..=last).map(|rank| Column::number(format!("#{rank}"))));
    } else {
        columns.push(Column::text(view.label(Label::RankShares)).at_most(30));
    }
    let percent = |draws: u32| view.notation().percent(&result.share(draws));
    let mut table = Table::new(columns);
    for spread in group {
        let mut cells = vec![
            spread.rank.to_string(),
            view.subject(result.request.by, spread.subject).to_string(),
            interval(spread),
        ];
        if last <= MOST_IN_CHART {
            cells.push(chart(spread, last));
        }
        if in_columns {
            let share = |rank| spread.draws.get(&rank).map_or_else(String::new, |&draws| percent(draws));
            cells.extend((1..=last).map(share));
        } else {
            cells.push(shares(spread, percent));
        }
        table.add_row(cells);
    }
    table
}

fn interval(spread: &Spread) -> String {
    let [low, high] = spread.interval;
    if low == high { low.to_string() } else { format!("{low}–{high}") }
}

/// `·━●━·`: the rank on the board within the interval.
fn chart(spread: &Spread, last: usize) -> String {
    let [low, high] = spread.interval;
    let mark = |rank: usize| match rank {
        _ if rank == spread.rank => '●',
        _ if (low..=high).contains(&rank) => '━',
        _ => '·',
    };
    (1..=last).map(mark).collect()
}

/// `1: 62.1%, 2: 37.9%`, the most frequent first.
fn shares(spread: &Spread, percent: impl Fn(u32) -> String) -> String {
    let mut ranks: Vec<(usize, u32)> = spread.draws.iter().map(|(&rank, &draws)| (rank, draws)).collect();
    ranks.sort_by_key(|&(rank, draws)| (std::cmp::Reverse(draws), rank));
    let said = ranks.into_iter().take(3).map(|(rank, draws)| format!("{rank}: {}", percent(draws)));
    said.collect::<Vec<_>>().join(", ")
}

/// How well neighbours are told apart.
fn pairs(view: &View<'_>, result: &Robustness) -> Table {
    let mut table = Table::new([
        Column::text(view.label(Label::Neighbours)),
        Column::number(view.label(Label::StaysAbove)),
        Column::text(view.label(Label::Separable)),
        Column::text(view.label(Label::SmallestChange)).at_most(34),
    ]);
    for pair in &result.pairs {
        table.add_row([
            neighbours(view, result, pair),
            view.notation().percent(&result.share(pair.stays)),
            Weighing::Separable { yes: pair.separable }.text(view.language),
            swap(view, &pair.swap),
        ]);
    }
    table
}

fn neighbours(view: &View<'_>, result: &Robustness, pair: &Pair) -> String {
    let id = |at: usize| {
        result.subjects.get(at).map_or("", |spread| view.subject(result.request.by, spread.subject).id)
    };
    format!("{} > {}", id(pair.above), id(pair.above + 1))
}

pub(in crate::output) fn swap(view: &View<'_>, swap: &Swap) -> String {
    match swap {
        Swap::Level => Weighing::Level,
        Swap::Never => Weighing::Never,
        Swap::At(change) => {
            return Weighing::At {
                criterion: view.criterion(change.criterion).id,
                from: &view.exact(&change.from),
                to: &view.exact(&change.to),
            }
            .text(view.language);
        }
    }
    .text(view.language)
}

/// What each trial changes.
fn trials(view: &View<'_>, result: &Robustness) -> Table {
    let mut table = Table::new([
        Column::text(view.label(Label::Trial)).at_most(26),
        Column::text(view.label(Label::ChangesPlace)).at_most(52),
    ]);
    for trial in &result.trials {
        table.add_row([way(view, &trial.way), changes(view, result, trial)]);
    }
    table
}

fn way(view: &View<'_>, way: &Way) -> String {
    match way {
        Way::Equal => Weighing::Equal,
        Way::Without(criterion) => Weighing::Without { criterion: view.criterion(*criterion).id },
        Way::Doubled(criterion) => Weighing::Doubled { criterion: view.criterion(*criterion).id },
        Way::BestForTarget(_) => Weighing::BestForTarget,
    }
    .text(view.language)
}

fn changes(view: &View<'_>, result: &Robustness, trial: &Trial) -> String {
    let moved: Vec<String> = result
        .subjects
        .iter()
        .zip(&trial.ranks)
        .filter(|(spread, rank)| **rank != Some(spread.rank))
        .map(|(spread, rank)| {
            let subject = view.subject(result.request.by, spread.subject).id;
            match rank {
                Some(rank) => format!("{subject} {} → {rank}", spread.rank),
                None => Weighing::NoScore { subject }.text(view.language),
            }
        })
        .collect();
    if moved.is_empty() {
        return Weighing::NoChange.text(view.language);
    }
    let mut said = moved.iter().take(MOST_CHANGES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if let Some(more @ 1..) = moved.len().checked_sub(MOST_CHANGES) {
        said.push_str(", ");
        said.push_str(&Weighing::More { count: &view.notation().count(more) }.text(view.language));
    }
    said
}

/// The word for a trial in machine formats: `equal`, `without-C1`, `doubled-C1`, `best-for-target`.
pub(super) fn way_word(view: &View<'_>, way: &Way) -> String {
    match way {
        Way::Equal => "equal".to_owned(),
        Way::Without(criterion) => format!("without-{}", view.criterion(*criterion).id),
        Way::Doubled(criterion) => format!("doubled-{}", view.criterion(*criterion).id),
        Way::BestForTarget(_) => "best-for-target".to_owned(),
    }
}

/// One line for each subject; what concerns a neighbour is of the next one in the group.
pub fn flat(view: &View<'_>, result: &Robustness, reader: CsvFor) -> Table {
    let flat = Flat::new(view, reader);
    let trial_columns = result
        .trials
        .iter()
        .map(|trial| Column::number(flat.either(&way_word(view, &trial.way), &way(view, &trial.way))));
    let mut table = Table::new(
        [
            flat.text("group", Label::Group),
            flat.text("id", Label::Subject),
            flat.text("title", Label::Title),
            flat.number("rank", Label::Rank),
            flat.number("rank_low", Label::RankLow),
            flat.number("rank_high", Label::RankHigh),
            flat.text("rank_draws", Label::RankDraws),
            flat.text("next", Label::NextBelow),
            flat.number("stays_above", Label::StaysAbove),
            flat.text("separable", Label::Separable),
            flat.text("swap_criterion", Label::SmallestChange),
            flat.number("swap_weight", Label::Weight),
        ]
        .into_iter()
        .chain(trial_columns),
    );
    for (at, spread) in result.subjects.iter().enumerate() {
        let subject = view.subject(result.request.by, spread.subject);
        let pair = result.pairs.iter().find(|pair| pair.above == at);
        let next = pair.and_then(|_| result.subjects.get(at + 1));
        let next = next.map_or("", |next| view.subject(result.request.by, next.subject).id);
        let change = match pair.map(|pair| &pair.swap) {
            Some(Swap::At(change)) => Some(change),
            _ => None,
        };
        let separable = |pair: &Pair| {
            let phrase = Weighing::Separable { yes: pair.separable }.text(view.language);
            flat.either(if pair.separable { "true" } else { "false" }, &phrase).to_owned()
        };
        let group = spread.group.and_then(|group| view.campaign.groups.get(group));
        let draws = spread.draws.iter().map(|(rank, draws)| format!("{rank}:{draws}"));
        let [low, high] = spread.interval;
        let cells = [
            group.map_or_else(String::new, |group| group.id.to_string()),
            subject.id.to_owned(),
            subject.title.unwrap_or_default().to_owned(),
            spread.rank.to_string(),
            low.to_string(),
            high.to_string(),
            draws.collect::<Vec<_>>().join(" "),
            next.to_owned(),
            pair.map_or_else(String::new, |pair| flat.exact(&result.share(pair.stays))),
            pair.map_or_else(String::new, separable),
            change.map_or_else(String::new, |change| view.criterion(change.criterion).id.to_owned()),
            change.map_or_else(String::new, |change| flat.exact(&change.to)),
        ];
        let ranks = result.trials.iter().map(|trial| match trial.ranks.get(at).copied().flatten() {
            Some(rank) => rank.to_string(),
            None => String::new(),
        });
        table.add_row(cells.into_iter().chain(ranks));
    }
    table
}
