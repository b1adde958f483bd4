//! Which criteria stand inside which.

use super::names::{Declared, Names};
use super::report::{Report, shown};
use crate::finding::{Finding, Note, Problem};

/// The criteria as a forest, known before anything else is read of them, because what a criterion may
/// say depends on whether it has children.
pub(super) struct Nesting {
    /// By place of the criterion.
    parents: Vec<Option<usize>>,
    /// By place of the criterion: whether it has no `in`.
    is_top: Vec<bool>,
    /// By place of the criterion, in order.
    children: Vec<Vec<usize>>,
    /// By place of the criterion: whether it is inside itself.
    in_circle: Vec<bool>,
    /// Whether every `in` names a criterion.
    complete: bool,
}

impl Nesting {
    /// Follows every `in`, and reports those that lead in a circle.
    pub(super) fn read(criteria: &[Declared<'_>], names: &Names, report: &mut Report) -> Self {
        let mut complete = names.are_complete();
        let mut parents = Vec::with_capacity(criteria.len());
        let mut is_top = Vec::with_capacity(criteria.len());
        let mut children = vec![Vec::new(); criteria.len()];
        for (at, criterion) in criteria.iter().enumerate() {
            let named = criterion.table.peek("in", report);
            let parent = named.and_then(|value| names.find(value.as_text()?)).map(|(parent, _)| parent);
            complete &= parent.is_some() == named.is_some();
            parents.push(parent);
            is_top.push(named.is_none());
            if let Some(parent) = parent {
                children[parent].push(at);
            }
        }
        let circles = find_circles(&parents);
        let mut in_circle = vec![false; criteria.len()];
        for circle in circles {
            for &at in &circle {
                in_circle[at] = true;
            }
            let link = |at: usize| criteria[at].table.peek("in", report).map(|value| value.place);
            if let Some(&first) = circle.first()
                && let Some(place) = link(first)
            {
                let id = shown(criteria[first].written);
                let next = circle.get(1).and_then(|&next| link(next));
                report.push(
                    Finding::new(Problem::CriteriaInCircle { id }, place).with(Note::DeclaredHere, next),
                );
            }
        }
        Self { parents, is_top, children, in_circle, complete }
    }

    /// The criterion that `at` is inside of.
    pub(super) fn parent(&self, at: usize) -> Option<usize> {
        self.parents[at]
    }

    /// Whether `at` says of itself that it is inside none.
    pub(super) fn is_top(&self, at: usize) -> bool {
        self.is_top[at]
    }

    /// The criteria inside `at`, in order.
    pub(super) fn children(&self, at: usize) -> &[usize] {
        &self.children[at]
    }

    /// Whether criteria are inside `at`. One that is only inside itself is not known to be a parent.
    pub(super) fn is_parent(&self, at: usize) -> bool {
        !self.in_circle[at] && !self.children[at].is_empty()
    }

    /// Whether nothing is inside `at`, with certainty.
    pub(super) fn is_leaf(&self, at: usize) -> bool {
        self.complete && self.children[at].is_empty()
    }

    /// Whether it is known of all criteria where they stand.
    pub(super) fn is_certain(&self) -> bool {
        self.complete && !self.in_circle.contains(&true)
    }
}

/// Every circle among `parents`, from its first member on, each time to the one around it.
fn find_circles(parents: &[Option<usize>]) -> Vec<Vec<usize>> {
    // The walk on which each was met first. A walk that comes back to itself has found a circle; one
    // that meets an older walk leads where that one led.
    let mut walk_of: Vec<Option<usize>> = vec![None; parents.len()];
    let mut circles = Vec::new();
    for start in 0..parents.len() {
        let mut next = Some(start);
        while let Some(at) = next.filter(|&at| walk_of[at].is_none()) {
            walk_of[at] = Some(start);
            next = parents[at];
        }
        let Some(at) = next.filter(|&at| walk_of[at] == Some(start)) else { continue };
        let mut circle = vec![at];
        let mut following = parents[at];
        while let Some(member) = following.filter(|&member| member != at) {
            circle.push(member);
            following = parents[member];
        }
        let first = (0..circle.len()).min_by_key(|&index| circle[index]).unwrap_or(0);
        circle.rotate_left(first);
        circles.push(circle);
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_of_every_length_are_found_once() {
        for (parents, circles) in [
            (vec![], vec![]),
            (vec![None, Some(0), Some(1)], vec![]),
            (vec![Some(0)], vec![vec![0]]),
            (vec![Some(1), Some(2), Some(0)], vec![vec![0, 1, 2]]),
            // 0 leads into a circle of 2 and 1; 3 is on its own.
            (vec![Some(2), Some(2), Some(1), None], vec![vec![1, 2]]),
            (vec![Some(1), Some(0), Some(3), Some(2)], vec![vec![0, 1], vec![2, 3]]),
        ] {
            assert_eq!(find_circles(&parents), circles, "{parents:?}");
        }
    }

    #[test]
    fn a_long_chain_takes_no_long_time() {
        let parents: Vec<_> = (0..1_000_000).map(|at| Some((at + 1) % 1_000_000)).collect();
        assert_eq!(find_circles(&parents).len(), 1);
    }
}
