//! The document `thidua/robustness/1`.

use std::io::{self, Write};

use serde::Serialize;

use super::word;
use crate::exact::fraction_text;
use crate::output::robustness::way_word;
use crate::output::view::View;
use crate::robustness::{Pair, Robustness, Spread, Swap, Trial};

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    campaign: &'a str,
    by: &'static str,
    phase: Option<usize>,
    until: Option<String>,
    provisional: bool,
    draws: u32,
    seed: u64,
    criteria: Vec<&'a str>,
    subjects: Vec<SubjectDocument<'a>>,
    left_out: Vec<LeftOutDocument<'a>>,
    pairs: Vec<PairDocument<'a>>,
    trials: Vec<TrialDocument<'a>>,
}

#[derive(Serialize)]
struct SubjectDocument<'a> {
    id: &'a str,
    group: Option<&'a str>,
    rank: usize,
    rank_low: usize,
    rank_high: usize,
    ranks: Vec<RankDocument>,
}

#[derive(Serialize)]
struct RankDocument {
    rank: usize,
    draws: u32,
}

#[derive(Serialize)]
struct LeftOutDocument<'a> {
    id: &'a str,
    status: &'static str,
}

#[derive(Serialize)]
struct PairDocument<'a> {
    above: &'a str,
    below: &'a str,
    stays_above: u32,
    separable: bool,
    level: bool,
    swap: Option<SwapDocument<'a>>,
}

#[derive(Serialize)]
struct SwapDocument<'a> {
    criterion: &'a str,
    from: String,
    to: String,
    exact: bool,
}

#[derive(Serialize)]
struct TrialDocument<'a> {
    trial: String,
    ranks: Vec<TrialRankDocument<'a>>,
}

#[derive(Serialize)]
struct TrialRankDocument<'a> {
    id: &'a str,
    rank: Option<usize>,
}

/// Writes the document.
pub fn write(out: &mut dyn Write, view: &View<'_>, result: &Robustness) -> io::Result<()> {
    let by = result.request.by;
    let id = |subject: usize| view.subject(by, subject).id;
    let of_spread = |at: usize| result.subjects.get(at).map_or("", |spread| id(spread.subject));
    let subject = |spread: &Spread| SubjectDocument {
        id: id(spread.subject),
        group: spread.group.and_then(|group| Some(view.campaign.groups.get(group)?.id.as_str())),
        rank: spread.rank,
        rank_low: spread.interval[0],
        rank_high: spread.interval[1],
        ranks: spread.draws.iter().map(|(&rank, &draws)| RankDocument { rank, draws }).collect(),
    };
    let pair = |pair: &Pair| PairDocument {
        above: of_spread(pair.above),
        below: of_spread(pair.above + 1),
        stays_above: pair.stays,
        separable: pair.separable,
        level: pair.swap == Swap::Level,
        swap: match &pair.swap {
            Swap::At(change) => Some(SwapDocument {
                criterion: view.criterion(change.criterion).id,
                from: fraction_text(&change.from),
                to: fraction_text(&change.to),
                exact: change.is_exact,
            }),
            Swap::Level | Swap::Never => None,
        },
    };
    let trial = |trial: &Trial| TrialDocument {
        trial: way_word(view, &trial.way),
        ranks: result
            .subjects
            .iter()
            .zip(&trial.ranks)
            .map(|(spread, &rank)| TrialRankDocument { id: id(spread.subject), rank })
            .collect(),
    };
    let document = Document {
        schema: "thidua/robustness/1",
        campaign: view.campaign.id.as_str(),
        by: word::subject(by),
        phase: result.request.phase.map(|phase| phase + 1),
        until: result.request.until.map(|day| day.to_string()),
        provisional: result.provisional,
        draws: result.lottery.draws,
        seed: result.lottery.seed,
        criteria: result.criteria.iter().map(|&criterion| view.criterion(criterion).id).collect(),
        subjects: result.subjects.iter().map(subject).collect(),
        left_out: result
            .left_out
            .iter()
            .map(|&(subject, status)| LeftOutDocument { id: id(subject), status: word::status(status) })
            .collect(),
        pairs: result.pairs.iter().map(pair).collect(),
        trials: result.trials.iter().map(trial).collect(),
    };
    super::write(out, &document)
}
