//! The exported table as Parquet: decimals and days with their types, texts by dictionary, Snappy.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, FixedLenByteArray, FixedLenByteArrayType};
use parquet::data_type::{Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::rows::{Rows, Value};
use super::{Column, Kind, SCHEMA};

/// Rows of one group, which are in memory until it is written. Engines read groups side by side.
const ROWS_PER_GROUP: usize = 1 << 17;

/// Digits that fit 64 bits.
const MOST_SHORT_DIGITS: u8 = 18;

/// Writes the rows.
///
/// # Errors
///
/// What the writer says.
pub fn write(rows: &Rows<'_>, out: &mut (dyn Write + Send)) -> Result<()> {
    let columns = rows.columns();
    let schema = Arc::new(parse_message_type(&message(&columns))?);
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("thidua {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(said_of_all(rows)))
        .build();
    let mut writer = SerializedFileWriter::new(out, schema, Arc::new(properties))?;
    let mut values = rows.values().peekable();
    while values.peek().is_some() {
        let mut cells: Vec<Cells> = columns.iter().map(Cells::of).collect();
        for row in values.by_ref().take(ROWS_PER_GROUP) {
            cells.iter_mut().zip(row).for_each(|(cells, value)| cells.push(value));
        }
        let mut group = writer.next_row_group()?;
        for cells in cells {
            let Some(mut column) = group.next_column()? else { break };
            cells.write(&mut column)?;
            column.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

/// The schema as Parquet spells it.
fn message(columns: &[Column]) -> String {
    let mut message = String::from("message rows {\n");
    for Column { name, kind, optional } in columns {
        let repetition = if *optional { "optional" } else { "required" };
        let of = match kind {
            Kind::Text => format!("binary {name} (STRING)"),
            Kind::Number => format!("int32 {name}"),
            Kind::Date => format!("int32 {name} (DATE)"),
            Kind::Decimal { precision, scale } if *precision <= MOST_SHORT_DIGITS => {
                format!("int64 {name} (DECIMAL({precision},{scale}))")
            }
            Kind::Decimal { precision, scale } => {
                format!("fixed_len_byte_array(16) {name} (DECIMAL({precision},{scale}))")
            }
        };
        // A text takes everything.
        let _ = writeln!(message, "  {repetition} {of};");
    }
    message + "}"
}

/// What the file says of all its rows.
fn said_of_all(rows: &Rows<'_>) -> Vec<KeyValue> {
    let view = rows.view;
    let key = |name: &str, value: String| KeyValue::new(format!("thidua.{name}"), value);
    let mut said = vec![
        key("schema", SCHEMA.to_owned()),
        key("campaign", view.campaign.id.to_string()),
        key("rows_left_out", rows.counts().left_out.to_string()),
    ];
    said.extend(rows.asked.until.map(|until| key("until", until.to_string())));
    said.extend(view.commit.map(|commit| key("commit", commit.id.clone())));
    said
}

/// The cells of a column in one group of rows.
struct Cells {
    values: Values,
    /// For each row 1 where it says something, else 0; none where all do.
    levels: Option<Vec<i16>>,
}

enum Values {
    Text(Vec<ByteArray>),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int128(Vec<FixedLenByteArray>),
}

impl Cells {
    fn of(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text => Values::Text(Vec::new()),
            Kind::Number | Kind::Date => Values::Int32(Vec::new()),
            Kind::Decimal { precision, .. } if precision <= MOST_SHORT_DIGITS => Values::Int64(Vec::new()),
            Kind::Decimal { .. } => Values::Int128(Vec::new()),
        };
        Self { values, levels: column.optional.then(Vec::new) }
    }

    fn push(&mut self, value: Value<'_>) {
        if let Some(levels) = &mut self.levels {
            levels.push(i16::from(value != Value::None));
        }
        match (&mut self.values, value) {
            (Values::Text(texts), Value::Text(text)) => {
                texts.push(ByteArray::from(text.into_owned().into_bytes()));
            }
            (Values::Int32(numbers), Value::Number(number)) => {
                numbers.push(i32::try_from(number).unwrap_or(i32::MAX));
            }
            (Values::Int32(days), Value::Date(day)) => days.push(days_of_unix(day)),
            (Values::Int64(short), Value::Decimal(units)) => {
                short.push(i64::try_from(units).unwrap_or(i64::MAX));
            }
            (Values::Int128(long), Value::Decimal(units)) => {
                long.push(ByteArray::from(units.to_be_bytes().to_vec()).into());
            }
            _ => {
                debug_assert!(self.levels.is_some(), "a column that must say something has its kind of value")
            }
        }
    }

    fn write(self, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = self.levels.as_deref();
        match self.values {
            Values::Text(texts) => column.typed::<ByteArrayType>().write_batch(&texts, levels, None),
            Values::Int32(numbers) => column.typed::<Int32Type>().write_batch(&numbers, levels, None),
            Values::Int64(numbers) => column.typed::<Int64Type>().write_batch(&numbers, levels, None),
            Values::Int128(numbers) => {
                column.typed::<FixedLenByteArrayType>().write_batch(&numbers, levels, None)
            }
        }?;
        Ok(())
    }
}

/// Days since 1970, which is what Parquet counts.
fn days_of_unix(day: NaiveDate) -> i32 {
    const FIRST: i32 = 719_163;
    day.num_days_from_ce() - FIRST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(days_of_unix(day(1970, 1, 1)), 0);
        assert_eq!(days_of_unix(day(2025, 2, 4)), 20_123);
        assert_eq!(days_of_unix(day(1969, 12, 31)), -1);
    }
}
