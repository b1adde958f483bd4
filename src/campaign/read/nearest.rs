//! The known word that was probably meant.

use strsim::osa_distance;

/// Words longer than this are no slips of the finger.
const LONGEST: usize = 64;

/// Comparisons that one file may cost. A campaign of a country has 84,000 teams; were each row of a
/// list wrong, comparing each with each would take minutes, and nobody reads that many suggestions.
const MOST_COMPARISONS: usize = 1_000_000;

/// Looks for near words, up to a total amount of work.
pub(super) struct Nearest {
    comparisons_left: usize,
}

impl Default for Nearest {
    fn default() -> Self {
        Self { comparisons_left: MOST_COMPARISONS }
    }
}

impl Nearest {
    /// The one of `known` that differs from `word` least: in nothing but letter case, or in at most
    /// a third of the letters. The first of several.
    pub(super) fn find<'w>(
        &mut self,
        word: &str,
        known: impl IntoIterator<Item = &'w str>,
    ) -> Option<String> {
        let length = word.chars().take(LONGEST + 1).count();
        if length > LONGEST {
            return None;
        }
        let word = word.to_lowercase();
        let mut best: Option<(usize, &str)> = None;
        for candidate in known {
            let candidate_length = candidate.chars().count();
            let limit = length.max(candidate_length) / 3;
            if candidate_length.abs_diff(length) > limit {
                continue;
            }
            self.comparisons_left = self.comparisons_left.checked_sub(1)?;
            let distance = osa_distance(&word, &candidate.to_lowercase());
            if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, candidate));
            }
        }
        best.map(|(_, candidate)| candidate.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(word: &str, known: &[&'static str]) -> Option<String> {
        Nearest::default().find(word, known.iter().copied())
    }

    #[test]
    fn a_slip_of_the_finger_finds_its_word() {
        for (word, meant) in [
            ("titel", Some("title")),
            ("TITLE", Some("title")),
            ("tiêtle", Some("title")),
            ("to-6", Some("to-5")),
            ("C1", Some("C1A")),
            ("c2", Some("C2")),
            ("x", None),
            ("weight", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, &["title", "to-5", "C1A", "C2"]).as_deref(), meant, "{word}");
        }
    }

    #[test]
    fn the_nearest_word_is_taken_wherever_it_stands() {
        let (nearer, farther) = ("activities", "activity");
        for known in [[nearer, farther], [farther, nearer]] {
            assert_eq!(nearest("activitie", &known).as_deref(), Some(nearer));
        }
    }

    #[test]
    fn the_first_of_equally_near_words_is_taken() {
        assert_eq!(nearest("to-9", &["to-1", "to-2"]).as_deref(), Some("to-1"));
    }

    #[test]
    fn a_text_of_any_length_costs_nothing() {
        assert_eq!(nearest(&"a".repeat(10_000_000), &["a"]), None);
    }

    #[test]
    fn suggestions_end_when_their_work_is_used_up() {
        let mut nearest = Nearest { comparisons_left: 3 };
        assert_eq!(nearest.find("to-6", ["to-1", "to-5"]).as_deref(), Some("to-1"));
        assert_eq!(nearest.find("to-6", ["to-1", "to-5"]), None);
    }
}
