//! What the program is built of: from where, under which licences, how often, and what runs while it is built.
//! `.ci/deny.toml` says the same to cargo-deny, which knows advisories besides.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// One of them is enough, where a crate gives a choice.
const LICENCES: [&str; 6] = ["Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "MIT", "Unicode-3.0", "Zlib"];

/// A crate under another licence, which gives everything away. It is listed for WebAssembly, where a crate of parquet
/// wants it, and is not built elsewhere.
const LISTED_ONLY: (&str, &str) = ("tiny-keccak", "CC0-1.0");

/// Crates of which there are two versions, as others are not of one mind.
const TWICE: [&str; 7] =
    ["constant_time_eq", "getrandom", "miniz_oxide", "num-bigint", "r-efi", "shlex", "syn"];

/// Words of a build script that fetches something.
const FETCHING: [&str; 8] =
    ["curl", "wget", "reqwest", "ureq", "TcpStream", "UdpSocket", "git clone", "download"];

fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn everything_comes_from_crates_io_with_a_checksum_and_mostly_once() {
    let lock = text("Cargo.lock");
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let value = |line: &'_ str| Some(line.strip_prefix(name)?.strip_prefix(" = \"")?.len());
            let line = package.lines().find(|line| value(line).is_some())?;
            Some(line[name.len() + 4..].trim_end_matches('"'))
        };
        let name = field("name").unwrap();
        *versions.entry(name).or_default() += 1;
        if name != "thidua" {
            assert_eq!(field("source"), Some(CRATES_IO), "{name}");
            assert!(field("checksum").is_some_and(|sum| sum.len() == 64), "{name}");
        }
    }
    let twice: Vec<&str> = versions.iter().filter(|(_, count)| **count > 1).map(|(name, _)| *name).collect();
    assert_eq!(twice, TWICE);
}

#[test]
fn licences_are_those_that_are_allowed_and_no_build_script_fetches_anything() {
    let host = Command::new("rustc").arg("-vV").output().unwrap().stdout;
    let host = String::from_utf8(host).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args([
        "metadata",
        "--format-version",
        "1",
        "--all-features",
        "--locked",
        "--offline",
        "--filter-platform",
        host,
    ]);
    let output = cargo.current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut wrong = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let licence = package["license"].as_str().unwrap_or_default();
        if !is_allowed(licence) && (name, licence) != LISTED_ONLY {
            wrong.insert(format!("{name}: {licence}"));
        }
        for target in package["targets"].as_array().unwrap() {
            if target["kind"][0] == "custom-build" {
                let script = fs::read_to_string(target["src_path"].as_str().unwrap()).unwrap();
                let fetches = FETCHING.iter().find(|word| script.contains(**word));
                wrong.extend(fetches.map(|word| format!("{name}: its build script says `{word}`")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Of what is joined by `AND` each, of what is joined by `OR` (or `/`) one must be allowed.
fn is_allowed(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    licence.split(" AND ").all(|part| {
        let mut choices = part.split(" OR ").map(|choice| choice.trim_matches(['(', ')', ' ']));
        choices.any(|choice| LICENCES.contains(&choice))
    })
}

#[test]
fn the_file_for_cargo_deny_says_the_same() {
    let deny = text(".ci/deny.toml");
    let quoted = |line: &str| line.split('"').nth(1).map(str::to_owned);
    let allow = deny.split_once("allow = [").unwrap().1.split_once(']').unwrap().0;
    assert_eq!(allow.lines().filter_map(quoted).collect::<Vec<_>>(), LICENCES);
    let (name, licence) = LISTED_ONLY;
    assert!(deny.contains(&format!("{{ crate = \"{name}\", allow = [\"{licence}\"] }}")));
    let skip = deny.split_once("skip = [").unwrap().1.split_once("\n]").unwrap().0;
    let skipped: Vec<String> = skip
        .lines()
        .filter_map(quoted)
        .map(|package| package.split('@').next().unwrap().to_owned())
        .collect();
    assert_eq!(skipped, TWICE);
}
