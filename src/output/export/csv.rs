//! The exported table as CSV: UTF-8, `,`, dates as `2025-02-04`, numbers with a point, empty for nothing.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::rows::{Rows, Value};
use super::{Column, Kind};
use crate::output::table::of_writer;

/// Writes the header and the rows.
pub fn write(rows: &Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let columns = rows.columns();
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(columns.iter().map(|column| column.name)).map_err(of_writer)?;
    let mut cell = String::new();
    for values in rows.values() {
        for (column, value) in columns.iter().zip(&values) {
            cell.clear();
            push(&mut cell, column, value);
            writer.write_field(&cell).map_err(of_writer)?;
        }
        writer.write_record(None::<&[u8]>).map_err(of_writer)?;
    }
    writer.flush()
}

fn push(cell: &mut String, column: &Column, value: &Value<'_>) {
    // A text takes everything.
    let _ = match (value, column.kind) {
        (Value::None, _) => Ok(()),
        (Value::Text(text), _) => cell.write_str(text),
        (Value::Number(number), _) => write!(cell, "{number}"),
        (Value::Date(day), _) => write!(cell, "{day}"),
        (Value::Decimal(units), Kind::Decimal { scale, .. }) => push_decimal(cell, *units, scale),
        (Value::Decimal(units), _) => write!(cell, "{units}"),
    };
}

/// Without zeros at its end, as in the logs.
fn push_decimal(cell: &mut String, units: i128, scale: u8) -> std::fmt::Result {
    let power = 10_u128.pow(u32::from(scale));
    let (before, after) = (units.unsigned_abs() / power, units.unsigned_abs() % power);
    write!(cell, "{}{before}", if units < 0 { "-" } else { "" })?;
    if after > 0 {
        write!(cell, ".{after:0>width$}", width = usize::from(scale))?;
        cell.truncate(cell.trim_end_matches('0').len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_has_no_more_digits_than_it_says_something() {
        for (units, scale, text) in
            [(250, 2, "2.5"), (200, 2, "2"), (-5, 5, "-0.00005"), (0, 2, "0"), (100, 0, "100")]
        {
            let mut cell = String::new();
            push_decimal(&mut cell, units, scale).unwrap();
            assert_eq!(cell, text);
        }
    }
}
