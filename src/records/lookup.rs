//! Identifiers and aliases, found in any letter case.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::short::{Key, Keyed, LONGEST};
use super::text::{fold_case, has_odd_blanks};

/// What names stand for. Names are equal without regard to case, blanks and normal form.
#[derive(Debug)]
pub struct Lookup<T> {
    /// Hardly an identifier is longer than a key.
    short: Keyed<T>,
    long: HashMap<Box<str>, T, FixedState>,
    /// As they were given, for suggestions.
    names: Vec<String>,
}

impl<T> Default for Lookup<T> {
    fn default() -> Self {
        Self { short: Keyed::default(), long: HashMap::default(), names: Vec::new() }
    }
}

impl<T: Copy> Lookup<T> {
    /// Names in order with what they stand for; the first of equal names stays.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, T)>) -> Self {
        let mut lookup = Self::default();
        for (name, value) in names {
            lookup.insert(name, value);
        }
        lookup
    }

    /// Adds a name, unless it is there.
    pub fn insert(&mut self, name: &str, value: T) {
        self.names.push(name.to_owned());
        let folded = fold_case(name);
        // A key has no room for a zero, and no cell has one.
        match key_of(&folded).filter(|_| !folded.contains('\0')) {
            Some(key) => self.short.insert(key, value),
            None => {
                self.long.entry(folded.into_boxed_str()).or_insert(value);
            }
        }
    }

    /// What a cleaned cell stands for.
    pub fn get(&self, name: &str) -> Option<T> {
        let as_written = key_of(name).and_then(|key| self.short.get(key));
        // A name may have blanks inside, and those may be doubled or broken in the cell.
        as_written.or_else(|| {
            let simple = name.len() <= LONGEST && name.is_ascii() && !has_odd_blanks(name);
            if simple { None } else { self.get_folded(&fold_case(name)) }
        })
    }

    fn get_folded(&self, folded: &str) -> Option<T> {
        match key_of(folded) {
            Some(key) => self.short.get(key),
            None => self.long.get(folded).copied(),
        }
    }

    /// What the name stands for that has this key.
    #[inline]
    pub(super) fn get_short(&self, key: Key) -> Option<T> {
        self.short.get(key)
    }

    /// The name most like `name`, where one is like it at all.
    pub fn near(&self, name: &str) -> Option<&str> {
        nearest(name, self.names.iter().map(String::as_str))
    }
}

fn key_of(name: &str) -> Option<Key> {
    Key::of(name.as_bytes(), 0, name.len())
}

/// The word of `words` most like `name`: at most a third of its letters differ.
pub fn nearest<'a>(name: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = fold_case(name);
    let length = name.chars().count();
    words
        .filter(|word| word.chars().count().abs_diff(length) <= 3)
        .map(|word| (strsim::damerau_levenshtein(&fold_case(word), &name), word))
        .filter(|(distance, word)| *distance <= (word.chars().count().max(length) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let lookup = Lookup::new([("to-1", 1), ("Tổ  Một", 1), ("Team One", 1), ("to-2", 2)].into_iter());
        for name in [
            "TO-1",
            "to-1",
            "TEAM\nONE",
            "team  one",
            "Team\tOne",
            "tổ một",
            "To\u{302}\u{309} mo\u{323}\u{302}t",
        ] {
            assert_eq!(lookup.get(name), Some(1), "{name}");
        }
        assert_eq!(lookup.get("to-3"), None);
        assert_eq!(lookup.near("to-3"), Some("to-1"));
        assert_eq!(lookup.near("elsewhere"), None);
    }
}
