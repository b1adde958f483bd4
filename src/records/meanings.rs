//! Cells that must hold one of a few words: which thing each stands for.

use super::lookup::nearest;
use super::text::fold_diacritics;

/// Things with the words for each, the first of which is the one that is written.
pub(super) type Words<T> = [(T, &'static [&'static str])];

/// The word that is written for a thing.
pub(super) fn word_of<T: PartialEq>(words: &Words<T>, thing: T) -> &'static str {
    words.iter().find(|(own, _)| *own == thing).map_or("", |(_, words)| words[0])
}

/// What a cleaned cell means, in any letter case, with or without diacritics; else the word that is most
/// like it, if any is.
pub(super) fn meaning<T: Copy>(words: &Words<T>, cell: &str) -> Result<T, Option<String>> {
    let find = |is: &dyn Fn(&str) -> bool| {
        words.iter().find(|(_, words)| words.iter().any(|word| is(word))).map(|(thing, _)| *thing)
    };
    // Nearly all are written as they are listed, and to fold a word takes long.
    let known = find(&|word| word == cell).or_else(|| {
        let folded = fold_diacritics(cell);
        find(&|word| fold_diacritics(word) == folded)
    });
    known.ok_or_else(|| {
        let all = words.iter().flat_map(|(_, words)| words.iter().copied());
        nearest(cell, all).map(str::to_owned)
    })
}
