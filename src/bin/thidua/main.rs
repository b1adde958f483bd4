//! The `thidua` program.

fn main() {}
