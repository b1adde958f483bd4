//! Exact fractions, and the one rounding that turns them into printed numbers.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use crate::campaign::{Decimal, Share};

pub(crate) type Fraction = BigRational;

pub(crate) fn whole(number: usize) -> Fraction {
    Fraction::from_integer(BigInt::from(number))
}

pub(crate) fn ratio(numerator: i64, denominator: i64) -> Fraction {
    Fraction::new(BigInt::from(numerator), BigInt::from(denominator))
}

pub(crate) fn exact(decimal: Decimal) -> Fraction {
    Fraction::new(BigInt::from(decimal.units), ten_to(decimal.places))
}

pub(crate) fn share(share: Share) -> Fraction {
    match share {
        Share::Number(decimal) => exact(decimal),
        Share::Fraction(numerator, denominator) => ratio(numerator, denominator),
    }
}

/// ®: to so many decimals, half away from zero.
pub(crate) fn rounded(number: &Fraction, decimals: usize) -> Fraction {
    let half = ratio(1, 2);
    let magnitude = (number.abs() * ten_to(decimals) + half).floor() / ten_to(decimals);
    if number.is_negative() { -magnitude } else { magnitude }
}

/// With exactly so many decimals, as scores are printed.
pub(crate) fn printed(number: &Fraction, decimals: usize) -> String {
    let units = (number * ten_to(decimals)).to_integer();
    let digits = format!("{:0>1$}", units.abs().to_string(), decimals + 1);
    let (before, after) = digits.split_at(digits.len() - decimals);
    let sign = if units.is_negative() { "-" } else { "" };
    let point = if decimals == 0 { "" } else { "." };
    format!("{sign}{before}{point}{after}")
}

/// With as few decimals as it needs, as weights are printed.
pub(crate) fn shortest(number: &Fraction) -> String {
    let enough = 3;
    printed(number, enough).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn ten_to(places: usize) -> BigInt {
    BigInt::from(10).pow(u32::try_from(places).expect("few places"))
}

#[test]
fn rounding_takes_a_half_away_from_zero() {
    let check = |numerator, denominator, decimals, text| {
        let number = ratio(numerator, denominator);
        assert_eq!(printed(&rounded(&number, decimals), decimals), text);
    };
    check(1, 2, 0, "1");
    check(-1, 2, 0, "-1");
    check(49, 100, 0, "0");
    check(196_875, 10_000, 2, "19.69");
    check(5, 1000, 2, "0.01");
    check(2, 3, 6, "0.666667");
    check(-1, 1000, 2, "0.00");
}

#[test]
fn a_weight_prints_without_trailing_zeros() {
    assert_eq!(shortest(&ratio(20, 1)), "20");
    assert_eq!(shortest(&ratio(25, 2)), "12.5");
    assert_eq!(shortest(&ratio(0, 1)), "0");
    assert_eq!(shortest(&ratio(1000, 1)), "1000");
}
