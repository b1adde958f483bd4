//! Identifiers and aliases, found in any letter case.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use super::text::{fold_case, has_odd_blanks};

/// Longest name that is compared without taking memory, in bytes.
const SHORT: usize = 64;

/// What names stand for. Names are equal without regard to case, blanks and normal form.
#[derive(Debug, Default)]
pub struct Lookup<T> {
    map: HashMap<Box<[u8]>, T, FixedState>,
    /// As they were given, for suggestions.
    names: Vec<String>,
}

impl<T: Copy> Lookup<T> {
    /// Names in order with what they stand for; the first of equal names stays.
    pub fn new<'a>(names: impl Iterator<Item = (&'a str, T)>) -> Self {
        let mut lookup = Self { map: HashMap::default(), names: Vec::new() };
        for (name, value) in names {
            lookup.insert(name, value);
        }
        lookup
    }

    /// Adds a name, unless it is there.
    pub fn insert(&mut self, name: &str, value: T) {
        self.names.push(name.to_owned());
        self.map.entry(fold_case(name).into_bytes().into_boxed_slice()).or_insert(value);
    }

    /// What a cleaned cell stands for.
    pub fn get(&self, name: &str) -> Option<T> {
        if !name.is_ascii() || name.len() > SHORT {
            return self.map.get(fold_case(name).as_bytes()).copied();
        }
        let mut buffer = [0; SHORT];
        let folded = &mut buffer[..name.len()];
        folded.copy_from_slice(name.as_bytes());
        folded.make_ascii_lowercase();
        if let Some(value) = self.map.get(&*folded) {
            return Some(*value);
        }
        // An alias may have blanks inside, and those may be doubled or broken in the cell.
        if has_odd_blanks(name) { self.map.get(fold_case(name).as_bytes()).copied() } else { None }
    }

    /// The name most like `name`, where one is like it at all.
    pub fn near(&self, name: &str) -> Option<&str> {
        nearest(name, self.names.iter().map(String::as_str))
    }
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
