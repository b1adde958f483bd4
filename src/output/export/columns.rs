//! What an exported table holds.

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What stands in it.
    pub kind: Kind,
    /// Whether a row may say nothing.
    pub optional: bool,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words and codes.
    Text,
    /// A whole number above 0.
    Number,
    /// A day.
    Date,
    /// A decimal of at most so many digits, `scale` of them after the point.
    Decimal {
        /// All digits.
        precision: u8,
        /// Digits after the point.
        scale: u8,
    },
}

/// A quantity: a row of a log has at most twelve digits and two decimals.
const QUANTITY: Kind = Kind::Decimal { precision: 14, scale: 2 };

/// Decimals of points before caps: those of a quantity, and three of the points of an activity.
pub(super) const POINTS_SCALE: u8 = 5;

/// Decimals of points after caps, which can leave any part of a row.
pub(super) const COUNTED_SCALE: u8 = 10;

/// Digits of points. Twelve before the point of a quantity, and as many of an activity, leave room for sums.
const POINTS_PRECISION: u8 = 38;

const POINTS: Kind = Kind::Decimal { precision: POINTS_PRECISION, scale: POINTS_SCALE };

const COUNTED: Kind = Kind::Decimal { precision: POINTS_PRECISION, scale: COUNTED_SCALE };

/// The columns in their order. Free text is for those who ask for it.
pub fn columns(with_notes: bool) -> Vec<Column> {
    let must = |name, kind| Column { name, kind, optional: false };
    let may = |name, kind| Column { name, kind, optional: true };
    let mut columns = vec![
        must("campaign", Kind::Text),
        must("phase", Kind::Number),
        must("date", Kind::Date),
        must("team", Kind::Text),
        may("group", Kind::Text),
        may("members", Kind::Text),
        must("activity", Kind::Text),
        must("kind", Kind::Text),
        may("criterion", Kind::Text),
        must("quantity", QUANTITY),
        may("accepted", QUANTITY),
        must("appraisal", Kind::Text),
        may("appraiser", Kind::Text),
        may("evidence", Kind::Text),
        must("points", POINTS),
        must("counted", COUNTED),
        must("claimed_points", POINTS),
        must("claimed_counted", COUNTED),
        must("file", Kind::Text),
        must("line", Kind::Number),
    ];
    if with_notes {
        columns.push(may("note", Kind::Text));
    }
    columns
}
