//! What is asked of the program on any bytes whatever, and how bytes are made that ask it.
//!
//! `cargo fuzz run log` lets libFuzzer find them; `cargo run --release --no-default-features --bin drive`
//! needs only the stable compiler; `tests/fuzzed.rs` of the program tries a few in every test run.

pub mod mutate;
pub mod targets;
