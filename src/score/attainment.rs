//! From points X and quota Q to attainment s.

use num_traits::{One, Zero};

use crate::campaign::AttainmentRule;
use crate::exact::{Fraction, whole};

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'f> {
    /// X; under `best` with `per = "member"`, X / n.
    pub(super) points: &'f Fraction,
    /// Q; none under `best`.
    pub(super) quota: Option<&'f Fraction>,
    /// The criterion's weight.
    pub(super) weight: &'f Fraction,
    /// The greatest x (`best`) or X/Q (`surplus`) among the ranked of the group.
    pub(super) benchmark: Option<&'f Fraction>,
}

/// Attainment s. It is 0 where the weight or the quota is.
pub(super) fn attainment(rule: &AttainmentRule, facts: Facts<'_>) -> Fraction {
    let zero = Fraction::zero();
    if facts.weight.is_zero() || facts.quota.is_some_and(Zero::is_zero) {
        return zero;
    }
    let part = facts.quota.map_or_else(Fraction::zero, |quota| facts.points / quota);
    match rule {
        AttainmentRule::Target { over } => part.clamp(zero, over.clone()),
        AttainmentRule::Best => match facts.benchmark.filter(|best| best.is_positive()) {
            Some(best) => (facts.points / best).clamp(zero, Fraction::one()),
            None => zero,
        },
        AttainmentRule::Bands(bands) => {
            let percentage = part * whole(100);
            let reached = bands.iter().find(|band| percentage >= band.from);
            reached.map_or(zero, |band| &band.score / facts.weight)
        }
        AttainmentRule::Surplus { at_target } => surplus(at_target, &part, facts.benchmark),
    }
}

/// Part of the weight for reaching the quota, the rest in proportion to the leader's surplus.
fn surplus(at_target: &Fraction, part: &Fraction, leader: Option<&Fraction>) -> Fraction {
    let one = Fraction::one();
    if *part <= one {
        return at_target * part.clone().max(Fraction::zero());
    }
    match leader.filter(|leader| part < *leader) {
        Some(leader) => at_target + (&one - at_target) * (part - &one) / (leader - &one),
        None => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Band;
    use crate::exact::{decimal_text, ratio, round};

    fn contribution(
        rule: &AttainmentRule,
        points: i64,
        quota: i64,
        weight: i64,
        benchmark: Option<Fraction>,
    ) -> String {
        let (points, quota, weight) = (whole(points), whole(quota), whole(weight));
        let facts =
            Facts { points: &points, quota: Some(&quota), weight: &weight, benchmark: benchmark.as_ref() };
        decimal_text(&(attainment(rule, facts) * &weight))
    }

    #[test]
    fn a_cluster_keeps_half_the_points_for_exceeding() {
        let rule = AttainmentRule::Surplus { at_target: ratio(1, 2) };
        let leader = Some(ratio(6, 5));
        let all: Vec<String> = [(120, 100), (60, 50), (80, 80), (40, 80), (110, 100)]
            .map(|(points, quota)| contribution(&rule, points, quota, 10, leader.clone()))
            .to_vec();
        assert_eq!(all, ["10", "10", "5", "2.5", "7.5"]);
    }

    #[test]
    fn points_are_lost_for_incidents_down_to_zero() {
        let rule = AttainmentRule::Target { over: whole(1) };
        let all: Vec<String> =
            [0, 1, 4, 5].map(|incidents| contribution(&rule, 24 - 6 * incidents, 24, 24, None)).to_vec();
        assert_eq!(all, ["24", "18", "0", "0"]);
    }

    #[test]
    fn a_band_is_reached_from_its_lower_end() {
        let band = |from, score| Band { from: whole(from), score: whole(score) };
        let rule = AttainmentRule::Bands(vec![band(98, 5), band(97, 4), band(96, 3)]);
        for (points, score) in
            [(1000, "5"), (980, "5"), (979, "4"), (970, "4"), (960, "3"), (959, "0"), (-5, "0")]
        {
            assert_eq!(contribution(&rule, points, 1000, 5, None), score, "{points}");
        }
    }

    #[test]
    fn the_best_sets_the_measure_and_nothing_above_zero_sets_none() {
        let points = [whole(7), whole(14), whole(-3)];
        let weight = whole(10);
        let of = |points: &Fraction, benchmark: Option<&Fraction>| {
            let facts = Facts { points, quota: None, weight: &weight, benchmark };
            round(&(attainment(&AttainmentRule::Best, facts) * &weight), 2).to_string()
        };
        assert_eq!(points.each_ref().map(|x| of(x, Some(&points[1]))), ["5.00", "10.00", "0.00"]);
        assert_eq!(of(&points[0], Some(&whole(0))), "0.00");
        // Who is not ranked may pass the best of the ranked, to no more than the weight.
        assert_eq!(of(&points[1], Some(&points[0])), "10.00");
    }

    #[test]
    fn nothing_is_divided_by_zero() {
        let rule = AttainmentRule::Target { over: whole(1) };
        assert_eq!(contribution(&rule, 5, 0, 10, None), "0");
        assert_eq!(contribution(&rule, 5, 5, 0, None), "0");
        let rule = AttainmentRule::Surplus { at_target: ratio(1, 2) };
        assert_eq!(contribution(&rule, 6, 5, 10, None), "10");
    }
}
