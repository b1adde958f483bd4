//! The examples of `docs/formats.md` are what the program prints.

#[test]
fn the_documented_formats_are_the_real_ones() {
    trycmd::TestCases::new().case("docs/formats.md");
}
