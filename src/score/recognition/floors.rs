//! The least attainment that a grade or an award asks of criteria.

use num_traits::Zero;

use crate::campaign::Campaign;
use crate::exact::Fraction;
use crate::score::{CriterionResult, Outcome, Request, Standing};

/// A leaf criterion below what is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BelowFloor {
    /// Place in `Campaign::phases`.
    pub phase: usize,
    /// Place in `Campaign::criteria`.
    pub criterion: usize,
    /// s.
    pub attainment: Fraction,
    /// The least s.
    pub floor: Fraction,
}

/// The assigned leaf criteria of a subject that are below their floors, in every phase that the board
/// is of. `floor_of` gives the floor of a criterion, where it has one.
///
/// Where nothing is weighed, with a quota or a weight of 0, nothing can be reached either: no floor
/// applies.
pub(super) fn below<'f>(
    campaign: &Campaign,
    request: &Request,
    standing: &Standing,
    floor_of: impl Fn(usize) -> Option<&'f Fraction>,
) -> Vec<BelowFloor> {
    let mut below = Vec::new();
    for (phase, results) in standing.results(request) {
        for CriterionResult { criterion, outcome, .. } in results {
            let Some(floor) = floor_of(*criterion) else { continue };
            let Outcome::Leaf { quota, attainment, .. } = outcome else { continue };
            let weight = campaign.criteria.get(*criterion).map(|criterion| &criterion.weight);
            let weighs_nothing =
                weight.is_none_or(Fraction::is_zero) || quota.as_ref().is_some_and(Fraction::is_zero);
            if !weighs_nothing && attainment < floor {
                below.push(BelowFloor {
                    phase,
                    criterion: *criterion,
                    attainment: attainment.clone(),
                    floor: floor.clone(),
                });
            }
        }
    }
    below
}
