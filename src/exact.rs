//! Exact numbers: fractions for computing, and the one place where a number is rounded.

mod fraction;

use std::fmt;
use std::ops::{Add, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

pub use fraction::Fraction;

/// A whole number that 128 bits hold.
pub trait Whole {
    /// Itself.
    fn widened(self) -> i128;
}

macro_rules! whole_numbers {
    ($($kind:ty)*) => { $(impl Whole for $kind {
        fn widened(self) -> i128 {
            self as i128
        }
    })* };
}

whole_numbers! { i32 i64 i128 u32 u64 usize }

/// A whole number as a fraction.
pub fn whole(number: impl Whole) -> Fraction {
    Fraction::new(number.widened(), 1)
}

/// `numerator / denominator`, or zero where the denominator is zero.
pub fn ratio(numerator: impl Whole, denominator: impl Whole) -> Fraction {
    Fraction::new(numerator.widened(), denominator.widened())
}

/// A number as it is printed: whole units of 10^-`decimals`.
///
/// Printed numbers of one campaign share their `decimals`, so they add up without
/// another rounding.
///
/// ```
/// use thidua::exact::{ratio, round};
/// assert_eq!(round(&ratio(1, 8), 2).to_string(), "0.13");
/// assert_eq!(round(&ratio(-1, 8), 2).to_string(), "-0.13");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Printed {
    /// A whole number.
    units: Fraction,
    decimals: u8,
}

/// Rounds to `decimals` places, half away from zero. Nothing else in the program rounds a score.
pub fn round(value: &Fraction, decimals: u8) -> Printed {
    Printed { units: (value * power_of_ten(decimals)).round_half_away(), decimals }
}

impl Printed {
    /// Zero with `decimals` places.
    pub fn zero(decimals: u8) -> Self {
        Self { units: Fraction::zero(), decimals }
    }

    /// The same number as a fraction.
    pub fn to_fraction(&self) -> Fraction {
        &self.units / power_of_ten(self.decimals)
    }

    /// How many digits it has after the point.
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    /// The number in whole units of 10^-[`decimals`](Self::decimals), where 128 bits hold them.
    pub fn units(&self) -> Option<i128> {
        self.units.numer().to_i128()
    }

    /// Whether the number is 0.
    pub fn is_zero(&self) -> bool {
        self.units.is_zero()
    }

    /// Whether the number is below 0.
    pub fn is_negative(&self) -> bool {
        self.units.is_negative()
    }

    /// The number, or zero where it is negative.
    pub fn at_least_zero(self) -> Self {
        if self.is_negative() { Self::zero(self.decimals) } else { self }
    }
}

impl Add for &Printed {
    type Output = Printed;
    fn add(self, other: &Printed) -> Printed {
        debug_assert_eq!(self.decimals, other.decimals);
        Printed { units: &self.units + &other.units, decimals: self.decimals }
    }
}

impl Sub for &Printed {
    type Output = Printed;
    fn sub(self, other: &Printed) -> Printed {
        debug_assert_eq!(self.decimals, other.decimals);
        Printed { units: &self.units - &other.units, decimals: self.decimals }
    }
}

/// The sum of printed numbers, each with `decimals` places.
pub fn total<'a>(numbers: impl IntoIterator<Item = &'a Printed>, decimals: u8) -> Printed {
    let units = numbers.into_iter().fold(Fraction::zero(), |sum, number| sum + &number.units);
    Printed { units, decimals }
}

impl fmt::Display for Printed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_decimal(f, &self.units.numer(), self.decimals)
    }
}

/// A fraction in lowest terms as text: `63/2`, `32`.
pub fn fraction_text(value: &Fraction) -> String {
    value.to_string()
}

/// A fraction as a decimal without trailing zeros, or as `n/d` where no decimal is exact.
///
/// ```
/// use thidua::exact::{decimal_text, ratio};
/// assert_eq!(decimal_text(&ratio(63, 2)), "31.5");
/// assert_eq!(decimal_text(&ratio(1, 3)), "1/3");
/// ```
pub fn decimal_text(value: &Fraction) -> String {
    let (numerator, denominator) = (value.numer(), value.denom());
    let mut power = BigInt::from(1);
    for decimals in 0..=18 {
        if power.is_multiple_of(&denominator) {
            let units = numerator * &power / denominator;
            let mut text = String::new();
            let _ = write_decimal(&mut text, &units, decimals);
            return text;
        }
        power *= 10;
    }
    fraction_text(value)
}

fn write_decimal(out: &mut impl fmt::Write, units: &BigInt, decimals: u8) -> fmt::Result {
    let sign = if units.is_negative() { "-" } else { "" };
    let (before, after) = units.abs().div_rem(&BigInt::from(10).pow(u32::from(decimals)));
    write!(out, "{sign}{before}")?;
    if decimals > 0 {
        write!(out, ".{after:0>width$}", after = after.to_string(), width = usize::from(decimals))?;
    }
    Ok(())
}

fn power_of_ten(decimals: u8) -> Fraction {
    (0..decimals).fold(whole(1), |power, _| power * whole(10))
}

/// Digits before the point that a number of the rules may have.
pub const MOST_WHOLE_DIGITS: usize = 12;

/// Why a text is no exact decimal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalFault {
    /// Not digits with at most one point.
    Shape,
    /// More digits after the point than allowed.
    TooManyDecimals,
    /// More than [`MOST_WHOLE_DIGITS`] before the point.
    TooLarge,
}

/// Reads `-12.5` exactly, with at most `most_decimals` digits after the point. Underscores
/// between digits are skipped, as TOML allows them.
///
/// # Errors
///
/// A [`DecimalFault`] for anything else: exponents, `inf`, `nan`, other bases, no digits.
pub fn parse_decimal(text: &str, most_decimals: usize) -> Result<Fraction, DecimalFault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (before, after) = digits.split_once('.').unwrap_or((digits, "0"));
    let before: String = before.chars().filter(|&c| c != '_').collect();
    let after: String = after.chars().filter(|&c| c != '_').collect();
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(&before) || !all_digits(&after) {
        return Err(DecimalFault::Shape);
    }
    let after = after.trim_end_matches('0');
    if after.len() > most_decimals {
        return Err(DecimalFault::TooManyDecimals);
    }
    if before.trim_start_matches('0').len() > MOST_WHOLE_DIGITS {
        return Err(DecimalFault::TooLarge);
    }
    let units: BigInt = format!("{before}{after}").parse().map_err(|_| DecimalFault::Shape)?;
    let value = Fraction::from_big(units, BigInt::from(10).pow(after.len() as u32));
    Ok(if negative { -value } else { value })
}

/// A number of the rules in whole units of 10^-`decimals`, where it has no finer part and fits.
pub fn in_units(value: &Fraction, decimals: u8) -> Option<i64> {
    let scaled = value * power_of_ten(decimals);
    if scaled.is_integer() { scaled.numer().to_i64() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_round_away_from_zero() {
        for (numerator, denominator, decimals, printed) in [
            (1, 2, 0, "1"),
            (-1, 2, 0, "-1"),
            (5, 2, 0, "3"),
            (1, 3, 2, "0.33"),
            (2, 3, 2, "0.67"),
            (-2, 3, 2, "-0.67"),
            (201, 200, 2, "1.01"),
            (-1, 1000, 2, "0.00"),
            (12345, 1, 0, "12345"),
            (1, 1_000_000, 6, "0.000001"),
        ] {
            assert_eq!(round(&ratio(numerator, denominator), decimals).to_string(), printed);
        }
    }

    #[test]
    fn a_printed_number_keeps_its_places() {
        let third = |decimals| round(&ratio(1, 3), decimals);
        for decimals in [0, 1, 2, 6] {
            let (third, less) = (third(decimals), &Printed::zero(decimals) - &third(decimals));
            assert_eq!(third.decimals(), decimals);
            assert_eq!(total([&third, &third], decimals).decimals(), decimals);
            assert_eq!((&less.decimals(), less.at_least_zero()), (&decimals, Printed::zero(decimals)));
        }
    }

    #[test]
    fn decimals_are_read_from_their_text() {
        for (text, fraction) in
            [("0.1", "1/10"), ("-2.125", "-17/8"), ("1_000", "1000"), ("+3", "3"), ("2.500", "5/2")]
        {
            assert_eq!(
                parse_decimal(text, 3).map(|value| fraction_text(&value)).as_deref(),
                Ok(fraction),
                "{text}"
            );
        }
        for (text, fault) in [
            ("1e3", DecimalFault::Shape),
            ("inf", DecimalFault::Shape),
            ("nan", DecimalFault::Shape),
            ("0x1F", DecimalFault::Shape),
            ("", DecimalFault::Shape),
            (".5", DecimalFault::Shape),
            ("1.2345", DecimalFault::TooManyDecimals),
            ("1234567890123", DecimalFault::TooLarge),
        ] {
            assert_eq!(parse_decimal(text, 3), Err(fault), "{text}");
        }
    }

    #[test]
    fn a_fraction_is_a_decimal_only_where_it_is_one() {
        for (numerator, denominator, text) in [(63, 2, "31.5"), (-1, 4, "-0.25"), (7, 1, "7"), (2, 3, "2/3")]
        {
            assert_eq!(decimal_text(&ratio(numerator, denominator)), text);
        }
    }
}
