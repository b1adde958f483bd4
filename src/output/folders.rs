//! The folder that many rows stand in: said once, so that `file:line` stays short.

/// The longest folder that all these files stand in, with its `/`; empty where there is none.
pub(super) fn folder_of_all<'p>(paths: impl Iterator<Item = &'p str>) -> &'p str {
    paths.map(folder_of).reduce(common_folder).unwrap_or_default()
}

/// The folder of a path, with its `/`.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |end| &path[..=end])
}

/// The longest folder that both stand in; both end with `/` or are empty.
fn common_folder<'p>(one: &'p str, other: &str) -> &'p str {
    let folders = one.match_indices('/').map(|(at, _)| &one[..=at]);
    folders.take_while(|folder| other.starts_with(folder)).last().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_all_rows_is_the_longest_that_they_share() {
        let shared = |paths: &[&'static str]| folder_of_all(paths.iter().copied());
        assert_eq!(shared(&["r/a/1.csv", "r/a/2.csv"]), "r/a/");
        assert_eq!(shared(&["r/a/b/1.csv", "r/ab/2.csv"]), "r/");
        assert_eq!(shared(&["x.csv", "r/2.csv"]), "");
        assert_eq!(shared(&[]), "");
    }
}
