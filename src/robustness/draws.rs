//! Weights drawn by lot. Binary floats are at home here and nowhere else in the library: only how often
//! something happened leaves this file, never a score.
//!
//! Only the four operations and comparisons are used, which IEEE 754 settles to the last bit, so that
//! equal seeds give equal counts on every machine.
#![allow(clippy::float_arithmetic, reason = "how often is all that comes of it")]

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::contest::{Contest, Contestant};
use super::random::SplitMix64;
use crate::exact::{Fraction, round};

/// Least part of a weight that is drawn.
const LEAST: f64 = 0.75;
/// From the least to the most, which is 1.25.
const SPREAD: f64 = 0.5;

/// How often something happened.
pub(super) struct Counts {
    /// By contestant: how often each rank.
    pub(super) ranks: Vec<BTreeMap<usize, u32>>,
    /// By contestant: how often it was above the next one on the board.
    pub(super) above_next: Vec<u32>,
}

/// Draws weights `draws` times, and ranks everybody by each.
pub(super) fn draw(contest: &Contest, draws: u32, seed: u64) -> Counts {
    let players: Vec<Player> =
        contest.contestants.iter().map(|contestant| Player::of(contest, contestant)).collect();
    let n_players = players.len();
    let mut counts = Counts { ranks: vec![BTreeMap::new(); n_players], above_next: vec![0; n_players] };
    let scale = float(&contest.scale);
    let weights: Vec<f64> = contest.weights.iter().map(float).collect();
    let groups = contest.groups();
    let mut random = SplitMix64::new(seed);
    let mut drawn = weights.clone();
    let mut scores = vec![0.0; n_players];
    let mut order: Vec<usize> = (0..n_players).collect();
    for _ in 0..draws {
        // A score divides by the weights that are assigned, which makes them add up to the scale again.
        for (drawn, weight) in drawn.iter_mut().zip(&weights) {
            *drawn = weight * (LEAST + SPREAD * unit(&mut random));
        }
        for (score, player) in scores.iter_mut().zip(&players) {
            *score = player.score(&drawn, scale);
        }
        // Better first.
        let compare = |left: usize, right: usize| -> Ordering {
            let by_score = scores[right].total_cmp(&scores[left]);
            by_score.then(players[left].tie_place.cmp(&players[right].tie_place))
        };
        for group in &groups {
            let order = &mut order[group.clone()];
            order.sort_by(|&left, &right| compare(left, right));
            let mut rank = 1;
            for (place, &player) in order.iter().enumerate() {
                if place > 0 && compare(order[place - 1], player) != Ordering::Equal {
                    rank = place + 1;
                }
                *counts.ranks[player].entry(rank).or_insert(0) += 1;
            }
            for player in group.start..group.end.saturating_sub(1) {
                counts.above_next[player] += u32::from(compare(player, player + 1) == Ordering::Less);
            }
        }
    }
    counts
}

/// A contestant in binary.
struct Player {
    parts: Vec<PlayerPart>,
    /// How many have better tie-breaks.
    tie_place: usize,
}

struct PlayerPart {
    share: f64,
    reached: Vec<f64>,
    assigned: Vec<f64>,
    adjustment: f64,
}

impl Player {
    fn of(contest: &Contest, contestant: &Contestant) -> Self {
        let floats = |values: &[Fraction]| values.iter().map(float).collect();
        let parts = contestant.parts.iter().map(|part| PlayerPart {
            share: float(&part.share),
            reached: floats(&part.reached),
            assigned: floats(&part.assigned),
            adjustment: float(&part.adjustment),
        });
        let others = contest.contestants.iter();
        let tie_place = others.filter(|other| other.tie_breaks > contestant.tie_breaks).count();
        Self { parts: parts.collect(), tie_place }
    }

    fn score(&self, weights: &[f64], scale: f64) -> f64 {
        let mut score = 0.0;
        for part in &self.parts {
            let (mut reached, mut assigned) = (0.0, 0.0);
            for ((weight, own), whole) in weights.iter().zip(&part.reached).zip(&part.assigned) {
                reached += weight * own;
                assigned += weight * whole;
            }
            let of_phase = scale * reached / assigned + part.adjustment;
            if of_phase > 0.0 {
                score += part.share * of_phase;
            }
        }
        score
    }
}

/// From 0 to 1 in steps of 2⁻⁵³, all of which a float holds exactly.
fn unit(random: &mut SplitMix64) -> f64 {
    const STEPS: f64 = 9_007_199_254_740_992.0;
    (random.next() >> 11) as f64 / STEPS
}

/// The float next to a number, by way of its decimal digits: these are read alike everywhere.
fn float(value: &Fraction) -> f64 {
    round(value, 17).to_string().parse().unwrap_or_default()
}
