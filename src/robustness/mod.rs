//! How far a ranking depends on the weights: a judgement aid, which changes no score.
//!
//! Three questions are asked of a board. `draws`: who would be where if every weight were a little
//! different? `swap`: how little would have to change for two neighbours to change places? And what
//! would the order be by equal weights, without a criterion, with one doubled, by the other rule?
//! `contest` takes the scores apart for all three.
//!
//! Attainment stays as it is while weights vary: what a council doubts is how much a criterion should
//! matter, not how far it was reached.

mod contest;
mod draws;
mod random;
mod swap;

use std::collections::BTreeMap;

use crate::campaign::{AttainmentRule, Campaign, CriterionKind};
use crate::exact::{Fraction, ratio, whole};
use crate::records::Records;
use crate::score::{Request, Status};
use contest::Contest;
use num_traits::{One, Zero};
use swap::Neighbours;

/// How often neighbours must keep their order to be told apart, in percent.
const SEPARABLE_PERCENT: u64 = 90;
/// Where a rank interval begins and ends, in percent of the draws.
const INTERVAL_PERCENT: [u64; 2] = [5, 95];

/// How weights are drawn.
#[derive(Clone, Copy, Debug)]
pub struct Lottery {
    /// How often; above 0.
    pub draws: u32,
    /// Equal seeds draw equal weights.
    pub seed: u64,
}

impl Lottery {
    /// What is drawn where nobody asks for anything else, so that all who look see the same.
    pub const USUAL: Self = Self { draws: 10_000, seed: 1 };
}

/// How far a ranking depends on the weights.
#[derive(Clone, Debug)]
pub struct Robustness {
    /// Of which board.
    pub request: Request,
    /// Whether later work can still change that board.
    pub provisional: bool,
    /// How weights were drawn.
    pub lottery: Lottery,
    /// The criteria whose weights vary: places in `Campaign::criteria`.
    pub criteria: Vec<usize>,
    /// The ranked, in the order of the board.
    pub subjects: Vec<Spread>,
    /// Who is not ranked, and so left out.
    pub left_out: Vec<(usize, Status)>,
    /// Neighbours within a group, in the order of the board.
    pub pairs: Vec<Pair>,
    /// The order by other weights or rules.
    pub trials: Vec<Trial>,
}

/// Where somebody may come out.
#[derive(Clone, Debug)]
pub struct Spread {
    /// Place in `Campaign::teams` or `Records::members`.
    pub subject: usize,
    /// Place in `Campaign::groups`.
    pub group: Option<usize>,
    /// Rank on the board.
    pub rank: usize,
    /// How many draws gave each rank; none of 0.
    pub draws: BTreeMap<usize, u32>,
    /// The ranks at 5 and 95 % of the draws.
    pub interval: [usize; 2],
}

/// Two neighbours on the board.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The first of the two: place in [`Robustness::subjects`]; the other is the next.
    pub above: usize,
    /// In how many draws it is above the other.
    pub stays: u32,
    /// Whether that is often enough to tell them apart.
    pub separable: bool,
    /// The least that would make them change places.
    pub swap: Swap,
}

/// What makes two neighbours change places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Swap {
    /// Nothing: without rounding they are level, or stand the other way round.
    Level,
    /// A change of one weight, while the others share the rest as before.
    At(WeightChange),
    /// No change of one weight does.
    Never,
}

/// A change of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeightChange {
    /// Place in `Campaign::criteria`.
    pub criterion: usize,
    /// The weight by the rules.
    pub from: Fraction,
    /// The weight at which the two are level, beyond which they have changed places. Where it is not exact,
    /// a weight at which they have.
    pub to: Fraction,
    /// Whether a linear equation gave it. Where a criterion is not assigned to one of the two, or penalties
    /// take everything, there is none, and it was found to a thousandth.
    pub is_exact: bool,
}

/// The order by other weights or rules.
#[derive(Clone, Debug)]
pub struct Trial {
    /// What was changed.
    pub way: Way,
    /// Rank of each of [`Robustness::subjects`]; none where it would have no score.
    pub ranks: Vec<Option<usize>>,
}

/// A way to score otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Every criterion as much as any other.
    Equal,
    /// Without a criterion.
    Without(usize),
    /// One with twice its weight.
    Doubled(usize),
    /// The leaf criteria of rule `target` that have a target by the rule `best` instead.
    BestForTarget(Vec<usize>),
}

/// Asks how far the ranking depends on the weights.
pub fn robustness(campaign: &Campaign, records: &Records, request: Request, lottery: Lottery) -> Robustness {
    let contest = Contest::of(campaign, records, request);
    let counts = draws::draw(&contest, lottery.draws, lottery.seed);
    let subjects: Vec<Spread> = contest
        .contestants
        .iter()
        .zip(counts.ranks)
        .map(|(contestant, draws)| Spread {
            subject: contestant.subject,
            group: contestant.group,
            rank: contestant.rank,
            interval: INTERVAL_PERCENT.map(|percent| rank_at(&draws, lottery.draws, percent)),
            draws,
        })
        .collect();
    let neighbours = contest.groups().into_iter().flat_map(|group| group.clone().zip(group.skip(1)));
    let pairs = neighbours.map(|(above, below)| {
        let stays = counts.above_next[above];
        Pair {
            above,
            stays,
            separable: u64::from(stays) * 100 >= u64::from(lottery.draws) * SEPARABLE_PERCENT,
            swap: Neighbours { contest: &contest, above, below }.smallest_change(),
        }
    });
    let unranked = contest.board.standings.iter().filter(|standing| standing.rank.is_none());
    Robustness {
        request,
        provisional: contest.board.provisional,
        lottery,
        criteria: contest.criteria.clone(),
        left_out: unranked.map(|standing| (standing.subject, standing.status)).collect(),
        pairs: pairs.collect(),
        trials: trials(campaign, records, &contest),
        subjects,
    }
}

/// The first rank that, with those before it, was drawn in at least this share of the draws.
fn rank_at(ranks: &BTreeMap<usize, u32>, draws: u32, percent: u64) -> usize {
    let mut so_far = 0;
    for (&rank, &count) in ranks {
        so_far += u64::from(count);
        if so_far * 100 >= u64::from(draws) * percent {
            return rank;
        }
    }
    0
}

fn trials(campaign: &Campaign, records: &Records, contest: &Contest) -> Vec<Trial> {
    let weights = &contest.weights;
    let mut trials = Vec::new();
    if weights.len() > 1 {
        let with = |at: usize, factor: Fraction| {
            let mut changed = weights.clone();
            changed[at] = &changed[at] * &factor;
            contest.ranks(&changed)
        };
        trials.push(Trial { way: Way::Equal, ranks: contest.ranks(&vec![Fraction::one(); weights.len()]) });
        trials.extend(contest.criteria.iter().enumerate().map(|(at, &criterion)| Trial {
            way: Way::Without(criterion),
            ranks: with(at, Fraction::zero()),
        }));
        trials.extend(
            contest
                .criteria
                .iter()
                .enumerate()
                .map(|(at, &criterion)| Trial { way: Way::Doubled(criterion), ranks: with(at, whole(2)) }),
        );
    }
    trials.extend(by_the_other_rule(campaign, records, contest));
    trials
}

/// A target measures by what was asked, `best` by what others did.
fn by_the_other_rule(campaign: &Campaign, records: &Records, contest: &Contest) -> Option<Trial> {
    let mut changed = campaign.clone();
    let mut criteria = Vec::new();
    for (at, criterion) in changed.criteria.iter_mut().enumerate() {
        if let CriterionKind::Leaf(leaf) = &mut criterion.kind
            && matches!(leaf.rule, AttainmentRule::Target { .. })
            && (leaf.target.is_some() || !leaf.targets.is_empty())
        {
            leaf.rule = AttainmentRule::Best;
            criteria.push(at);
        }
    }
    if criteria.is_empty() {
        return None;
    }
    let other = Contest::of(&changed, records, contest.board.request);
    let ranks = other.ranks(&other.weights);
    let rank_of = |subject: usize| {
        let at = other.contestants.iter().position(|contestant| contestant.subject == subject)?;
        ranks[at]
    };
    let ranks = contest.contestants.iter().map(|contestant| rank_of(contestant.subject)).collect();
    Some(Trial { way: Way::BestForTarget(criteria), ranks })
}

impl Robustness {
    /// A number of draws as a share of all.
    pub fn share(&self, draws: u32) -> Fraction {
        ratio(i64::from(draws), i64::from(self.lottery.draws))
    }
}
