//! Fractions of any size that are quick while they are small.

use std::cmp::Ordering;
use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU64;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// An exact fraction of any size, in lowest terms.
///
/// Hardly a score needs more than 63 bits above and below the line, and while those are enough no
/// memory is taken. What grows beyond them goes on as big integers, so nothing is ever cut off.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fraction(Form);

/// A number has one form only: the small one wherever it fits.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Form {
    /// Both are at most `i64::MAX`, so that two products of them can be added in 128 bits.
    Small {
        numerator: i64,
        denominator: NonZeroU64,
    },
    Big(Box<BigRational>),
}

impl Fraction {
    /// `numerator / denominator`, or zero where the denominator is zero.
    pub(super) fn new(numerator: i128, denominator: i128) -> Self {
        if denominator == 0 {
            return Self::zero();
        }
        let magnitude = Self::reduced(numerator.unsigned_abs(), denominator.unsigned_abs());
        if (numerator < 0) == (denominator < 0) { magnitude } else { -magnitude }
    }

    /// The same of big integers; the denominator must not be zero.
    pub(super) fn from_big(numerator: BigInt, denominator: BigInt) -> Self {
        BigRational::new(numerator, denominator).into()
    }

    /// The greatest whole number that is not above it.
    pub fn floor(&self) -> BigInt {
        self.numer().div_floor(&self.denom())
    }

    /// The least whole number that is not below it.
    pub fn ceil(&self) -> BigInt {
        self.numer().div_ceil(&self.denom())
    }

    /// The numerator in lowest terms.
    pub(super) fn numer(&self) -> BigInt {
        match &self.0 {
            Form::Small { numerator, .. } => (*numerator).into(),
            Form::Big(big) => big.numer().clone(),
        }
    }

    /// The denominator in lowest terms, above 0.
    pub(super) fn denom(&self) -> BigInt {
        match &self.0 {
            Form::Small { denominator, .. } => denominator.get().into(),
            Form::Big(big) => big.denom().clone(),
        }
    }

    /// Whether it is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Form::Small { denominator, .. } => denominator.get() == 1,
            Form::Big(big) => big.is_integer(),
        }
    }

    /// Whether it is above 0.
    pub fn is_positive(&self) -> bool {
        match &self.0 {
            Form::Small { numerator, .. } => *numerator > 0,
            Form::Big(big) => big.is_positive(),
        }
    }

    /// Whether it is below 0.
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small { numerator, .. } => *numerator < 0,
            Form::Big(big) => big.is_negative(),
        }
    }

    /// The nearest whole number; of two that are as near the one further from zero.
    pub(super) fn round_half_away(&self) -> Self {
        match &self.0 {
            Form::Small { denominator: NonZeroU64::MIN, .. } => self.clone(),
            Form::Small { numerator, denominator } => {
                let denominator = u128::from(denominator.get());
                let doubled = 2 * u128::from(numerator.unsigned_abs()) + denominator;
                let magnitude = Self::reduced(doubled / (2 * denominator), 1);
                if *numerator < 0 { -magnitude } else { magnitude }
            }
            Form::Big(big) => big.round().into(),
        }
    }

    /// The quotient of two whole numbers, the second above 0.
    fn reduced(numerator: u128, denominator: u128) -> Self {
        let (numerator, denominator) = match (u64::try_from(numerator), u64::try_from(denominator)) {
            (_, Ok(1)) => (numerator, denominator),
            (Ok(above), Ok(below)) => {
                let divisor = above.gcd(&below);
                (u128::from(above / divisor), u128::from(below / divisor))
            }
            _ => {
                let divisor = numerator.gcd(&denominator);
                (numerator / divisor, denominator / divisor)
            }
        };
        match (i64::try_from(numerator), i64::try_from(denominator)) {
            (Ok(numerator), Ok(below)) => {
                let denominator = NonZeroU64::new(below.unsigned_abs()).unwrap_or(NonZeroU64::MIN);
                Self(Form::Small { numerator, denominator })
            }
            _ => Self(Form::Big(Box::new(BigRational::new_raw(numerator.into(), denominator.into())))),
        }
    }

    fn big(&self) -> BigRational {
        match &self.0 {
            Form::Small { .. } => BigRational::new_raw(self.numer(), self.denom()),
            Form::Big(big) => BigRational::clone(big),
        }
    }

    /// Both as `(numerator, denominator)`, where both are small.
    fn small_pair(&self, other: &Self) -> Option<[(i128, i128); 2]> {
        match (&self.0, &other.0) {
            (Form::Small { numerator: a, denominator: b }, Form::Small { numerator: c, denominator: d }) => {
                Some([(i128::from(*a), i128::from(b.get())), (i128::from(*c), i128::from(d.get()))])
            }
            _ => None,
        }
    }

    fn plus(&self, other: &Self) -> Self {
        match self.small_pair(other) {
            Some([(a, b), (c, d)]) if b == d => Self::new(a + c, b),
            Some([(a, b), (c, d)]) => Self::new(a * d + c * b, b * d),
            None => (self.big() + other.big()).into(),
        }
    }

    fn minus(&self, other: &Self) -> Self {
        match self.small_pair(other) {
            Some([(a, b), (c, d)]) if b == d => Self::new(a - c, b),
            Some([(a, b), (c, d)]) => Self::new(a * d - c * b, b * d),
            None => (self.big() - other.big()).into(),
        }
    }

    fn times(&self, other: &Self) -> Self {
        match self.small_pair(other) {
            Some([(a, b), (c, d)]) => Self::new(a * c, b * d),
            None => (self.big() * other.big()).into(),
        }
    }

    fn divided_by(&self, other: &Self) -> Self {
        match self.small_pair(other) {
            Some([(a, b), (c, d)]) if c != 0 => Self::new(a * d, b * c),
            _ => (self.big() / other.big()).into(),
        }
    }
}

impl From<BigRational> for Fraction {
    fn from(big: BigRational) -> Self {
        match (big.numer().to_i64(), big.denom().to_u64().and_then(NonZeroU64::new)) {
            (Some(numerator), Some(denominator))
                if numerator != i64::MIN && i64::try_from(denominator.get()).is_ok() =>
            {
                Self(Form::Small { numerator, denominator })
            }
            _ => Self(Form::Big(Box::new(big))),
        }
    }
}

impl Default for Fraction {
    fn default() -> Self {
        Self::zero()
    }
}

impl Zero for Fraction {
    fn zero() -> Self {
        Self(Form::Small { numerator: 0, denominator: NonZeroU64::MIN })
    }

    fn is_zero(&self) -> bool {
        matches!(self.0, Form::Small { numerator: 0, .. })
    }
}

impl One for Fraction {
    fn one() -> Self {
        Self(Form::Small { numerator: 1, denominator: NonZeroU64::MIN })
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.small_pair(other) {
            Some([(a, b), (c, d)]) => (a * d).cmp(&(c * b)),
            None => self.big().cmp(&other.big()),
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Neg for Fraction {
    type Output = Self;
    fn neg(self) -> Self {
        match self.0 {
            Form::Small { numerator, denominator } => {
                Self(Form::Small { numerator: -numerator, denominator })
            }
            Form::Big(big) => Self(Form::Big(Box::new(-*big))),
        }
    }
}

impl fmt::Debug for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small { numerator, denominator: NonZeroU64::MIN } => write!(f, "{numerator}"),
            Form::Small { numerator, denominator } => write!(f, "{numerator}/{denominator}"),
            Form::Big(big) => write!(f, "{big}"),
        }
    }
}

/// An operator between values and references, in any mixture.
macro_rules! operator {
    ($trait:ident, $method:ident, $assign:ident, $assign_method:ident, $does:ident) => {
        impl $trait for &Fraction {
            type Output = Fraction;
            fn $method(self, other: &Fraction) -> Fraction {
                self.$does(other)
            }
        }
        impl $trait<Fraction> for &Fraction {
            type Output = Fraction;
            fn $method(self, other: Fraction) -> Fraction {
                self.$does(&other)
            }
        }
        impl $trait<&Fraction> for Fraction {
            type Output = Fraction;
            fn $method(self, other: &Fraction) -> Fraction {
                self.$does(other)
            }
        }
        impl $trait for Fraction {
            type Output = Fraction;
            fn $method(self, other: Fraction) -> Fraction {
                self.$does(&other)
            }
        }
        impl $assign for Fraction {
            fn $assign_method(&mut self, other: Fraction) {
                *self = self.$does(&other);
            }
        }
        impl $assign<&Fraction> for Fraction {
            fn $assign_method(&mut self, other: &Fraction) {
                *self = self.$does(other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign, plus);
operator!(Sub, sub, SubAssign, sub_assign, minus);
operator!(Mul, mul, MulAssign, mul_assign, times);
operator!(Div, div, DivAssign, div_assign, divided_by);

impl Sum for Fraction {
    fn sum<I: Iterator<Item = Self>>(fractions: I) -> Self {
        fractions.fold(Self::zero(), |sum, fraction| sum + fraction)
    }
}

impl<'a> Sum<&'a Self> for Fraction {
    fn sum<I: Iterator<Item = &'a Self>>(fractions: I) -> Self {
        fractions.fold(Self::zero(), |sum, fraction| sum + fraction)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::BuildHasher;

    use proptest::prelude::*;

    use super::*;

    /// Numbers on both sides of what the small form holds.
    fn integers() -> impl Strategy<Value = i128> {
        let edge = i128::from(i64::MAX);
        prop_oneof![
            -1000_i128..1000,
            any::<i64>().prop_map(i128::from),
            (edge - 2)..(edge + 3),
            (-edge - 3)..(-edge + 2),
            any::<i128>(),
        ]
    }

    fn fractions() -> impl Strategy<Value = (Fraction, BigRational)> {
        (integers(), integers()).prop_map(|(above, below)| {
            let below = if below == 0 { 1 } else { below };
            (Fraction::new(above, below), BigRational::new(above.into(), below.into()))
        })
    }

    fn is_same(fraction: &Fraction, big: &BigRational) -> bool {
        let one_form_only = *fraction == Fraction::from(big.clone());
        one_form_only && fraction.numer() == *big.numer() && fraction.denom() == *big.denom()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn a_fraction_is_what_big_integers_make_of_it((a, big_a) in fractions(), (b, big_b) in fractions()) {
            prop_assert!(is_same(&a, &big_a));
            prop_assert!(is_same(&(&a + &b), &(&big_a + &big_b)));
            prop_assert!(is_same(&(&a - &b), &(&big_a - &big_b)));
            prop_assert!(is_same(&(&a * &b), &(&big_a * &big_b)));
            if !b.is_zero() {
                prop_assert!(is_same(&(&a / &b), &(&big_a / &big_b)));
            }
            prop_assert_eq!(a.cmp(&b), big_a.cmp(&big_b));
            prop_assert!(is_same(&-a.clone(), &-big_a.clone()));
            prop_assert!(is_same(&a.round_half_away(), &big_a.round()));
            prop_assert_eq!(a.is_integer(), big_a.is_integer());
            prop_assert_eq!(a.is_positive(), big_a.is_positive());
            prop_assert_eq!(a.is_negative(), big_a.is_negative());
            let hash = foldhash::fast::FixedState::default();
            prop_assert_eq!(hash.hash_one(&(&a + &b - &b)), hash.hash_one(&a));
        }
    }

    #[test]
    fn a_fraction_takes_two_words() {
        assert_eq!(size_of::<Fraction>(), 16);
    }
}
