//! Holds the floor plan of `docs/architecture.md`: nothing imports what stands above it, and only
//! the rooms that may touch the world do.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of the library from the ground up. A room may use those on floors below its own.
const FLOORS: &[&[&str]] = &[
    &["exact", "calendar", "identifier", "source"],
    &["finding"],
    &["campaign", "privacy", "folder", "spreadsheet"],
    &["git", "records"],
    &["canonical", "check", "chronicle", "ledger", "score"],
    &["audit", "difference", "robustness", "rollup", "seal"],
    &["import", "reading"],
    &["entry", "merge", "output"],
];

/// Rooms that may touch the disk.
const TOUCH_THE_DISK: &[&str] = &["folder"];

/// A file that knows binary floats: it draws weights by lot, and only counts come of it.
const DRAWS_BY_LOT: &str = "robustness/draws.rs";

/// Rooms that may run another program.
const RUN_PROGRAMS: &[&str] = &["git"];

/// Spreadsheets store binary floats and nothing else: there a number becomes one, from its printed digits,
/// when all arithmetic is done.
const WRITES_BINARY_NUMBERS: &str = "output/report/xlsx.rs";

/// Asks the processor for what the compiler cannot know that it has.
const MAY_BE_UNSAFE: &str = "records/blocks.rs";

/// What no room of the library does, but for those above.
const WORLDLY: &[&str] =
    &["std::fs", "std::env", "std::process", "File::open", "SystemTime", "Instant", "println!", "eprintln!"];

/// One file of the library: its room, its path and its text without comments.
struct Room {
    name: String,
    path: PathBuf,
    code: String,
}

fn library() -> Vec<Room> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut rooms = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path != src.join("bin") {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && path != src.join("lib.rs") {
                let first = path.strip_prefix(&src).unwrap().components().next().unwrap();
                let name = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
                let text = fs::read_to_string(&path).unwrap();
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"))
                    .collect::<Vec<_>>()
                    .join("\n");
                rooms.push(Room { name, path, code });
            }
        }
    }
    rooms.sort_by(|left, right| left.path.cmp(&right.path));
    rooms
}

fn floor(room: &str) -> usize {
    FLOORS.iter().position(|rooms| rooms.contains(&room)).unwrap_or_else(|| {
        panic!("`{room}` stands on no floor: give it one here and in docs/architecture.md")
    })
}

/// Names of rooms after `crate::`, in single imports and in groups.
fn imports(code: &str) -> Vec<String> {
    let word =
        |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
    let mut names = Vec::new();
    for (_, rest) in code.match_indices("crate::").map(|(at, found)| (at, &code[at + found.len()..])) {
        match rest.strip_prefix('{') {
            Some(group) => {
                let group = group.split('}').next().unwrap_or_default();
                names.extend(group.split(',').map(|item| word(item.trim())));
            }
            None => names.push(word(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn nothing_imports_what_stands_above_or_beside_it() {
    let mut upward = Vec::new();
    for room in library() {
        for import in imports(&room.code) {
            if import != room.name && floor(&import) >= floor(&room.name) {
                upward.push(format!("{} imports `{import}`", room.path.display()));
            }
        }
    }
    assert!(upward.is_empty(), "{upward:#?}");
}

#[test]
fn only_the_folder_touches_the_disk_and_nothing_asks_the_clock_or_the_terminal() {
    let mut worldly = Vec::new();
    for room in library().iter().filter(|room| !TOUCH_THE_DISK.contains(&room.name.as_str())) {
        // A program that is run has an environment, which may say where a repository is.
        let may = |word: &str| {
            matches!(word, "std::process" | "std::env") && RUN_PROGRAMS.contains(&room.name.as_str())
        };
        worldly.extend(
            WORLDLY
                .iter()
                .filter(|word| room.code.contains(*word) && !may(word))
                .map(|word| format!("{}: {word}", room.path.display())),
        );
    }
    assert!(worldly.is_empty(), "{worldly:#?}");
}

#[test]
fn no_binary_float_comes_near_a_score() {
    let may_know = [DRAWS_BY_LOT, WRITES_BINARY_NUMBERS];
    for room in library().iter().filter(|room| !may_know.iter().any(|file| room.path.ends_with(file))) {
        for float in ["f32", "f64"] {
            let words = room.code.split(|c: char| !c.is_alphanumeric() && c != '_');
            assert!(!words.into_iter().any(|word| word == float), "{} uses {float}", room.path.display());
        }
    }
}

#[test]
fn what_the_compiler_cannot_prove_stands_in_one_place() {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    for room in library() {
        let words = room.code.split(|c: char| !is_word(c)).filter(|word| word.starts_with("unsafe"));
        let found: Vec<&str> = words.filter(|word| *word != "unsafe-inline").collect();
        let expected: &[&str] =
            if room.path.ends_with(MAY_BE_UNSAFE) { &["unsafe_code", "unsafe"] } else { &[] };
        assert_eq!(found, expected, "{}", room.path.display());
    }
}

#[test]
fn the_floor_plan_names_every_room() {
    let plan =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/architecture.md")).unwrap();
    for room in FLOORS.iter().flat_map(|rooms| rooms.iter()) {
        assert!(plan.contains(&format!("`{room}`")), "docs/architecture.md says nothing of `{room}`");
    }
}
