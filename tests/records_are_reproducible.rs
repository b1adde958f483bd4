//! `records/` holds the rows that `examples/make_records.rs` writes, no others.

use std::fs;
use std::path::Path;

#[expect(dead_code, reason = "its `main` is for the command line")]
#[path = "../examples/make_records.rs"]
mod make_records;

#[test]
fn the_generator_writes_the_committed_rows_byte_for_byte() {
    for (path, expected) in make_records::record_files().unwrap() {
        let committed = fs::read_to_string(records().join(&path)).unwrap_or_default();
        let differing =
            expected.lines().zip(committed.lines()).position(|(expected, committed)| expected != committed);
        assert!(
            expected == committed,
            "records/{path} is not what the generator writes (first differing line: {}); \
             run `cargo run --example make_records -- records`",
            differing.map_or_else(|| "length".to_owned(), |index| (index + 1).to_string()),
        );
    }
}

#[test]
fn no_log_stands_beside_the_generated_ones() {
    let generated = make_records::record_files().unwrap();
    for entry in fs::read_dir(records().join("activities")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            generated.contains_key(&format!("activities/{name}")),
            "records/activities/{name} is written by hand"
        );
    }
}

fn records() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/records"))
}
