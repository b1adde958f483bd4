//! The exported table as Parquet: decimals and days with their types, texts by dictionary, Snappy.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, FixedLenByteArrayType};
use parquet::data_type::{Int32Type, Int64Type};
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;

use super::rows::{Rows, Value};
use super::{Column, Kind, SCHEMA};

/// Rows of one group, which are in memory until it is written. Engines read groups side by side.
const ROWS_PER_GROUP: usize = 1 << 17;

/// Cells that are given to the writer at once, which wants each as an object of its own.
const CELLS_AT_ONCE: usize = 1 << 10;

/// Digits that fit 64 bits.
const MOST_SHORT_DIGITS: u8 = 18;

/// Writes the rows, group by group as they fill.
///
/// # Errors
///
/// What the writer says.
pub fn write(rows: &Rows<'_>, out: &mut (dyn Write + Send)) -> io::Result<()> {
    write_groups(rows, out).map_err(|error| match error {
        ParquetError::External(error) => {
            error.downcast().map_or_else(io::Error::other, |of_writer: Box<io::Error>| *of_writer)
        }
        error => error.into(),
    })
}

fn write_groups(rows: &Rows<'_>, out: &mut (dyn Write + Send)) -> Result<()> {
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

/// The cells of a column in one group of rows, no larger than what they say.
struct Cells {
    values: Values,
    /// For each row 1 where it says something, else 0; none where all do.
    levels: Option<Vec<i16>>,
}

enum Values {
    Text(Texts),
    Int32(Vec<i32>),
    Int64(Vec<i64>),
    Int128(Vec<i128>),
}

/// Texts one after the other.
#[derive(Default)]
struct Texts {
    all: String,
    ends: Vec<usize>,
}

impl Cells {
    fn of(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text => Values::Text(Texts::default()),
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
            (Values::Text(texts), Value::Text(text)) => texts.push(&text),
            (Values::Int32(numbers), Value::Number(number)) => {
                numbers.push(i32::try_from(number).unwrap_or(i32::MAX));
            }
            (Values::Int32(days), Value::Date(day)) => days.push(days_of_unix(day)),
            (Values::Int64(short), Value::Decimal(units)) => {
                short.push(i64::try_from(units).unwrap_or(i64::MAX));
            }
            (Values::Int128(long), Value::Decimal(units)) => long.push(units),
            _ => {
                debug_assert!(self.levels.is_some(), "a column that must say something has its kind of value")
            }
        }
    }

    fn write(self, column: &mut SerializedColumnWriter<'_>) -> Result<()> {
        let levels = self.levels.as_deref();
        match self.values {
            Values::Text(texts) => write_cells::<ByteArrayType>(column, texts.into_cells(), levels),
            Values::Int32(numbers) => write_cells::<Int32Type>(column, numbers.into_iter(), levels),
            Values::Int64(numbers) => write_cells::<Int64Type>(column, numbers.into_iter(), levels),
            Values::Int128(numbers) => {
                let bytes = numbers.into_iter().map(|units| units.to_be_bytes().to_vec().into());
                write_cells::<FixedLenByteArrayType>(column, bytes, levels)
            }
        }
    }
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len());
    }

    fn into_cells(self) -> impl Iterator<Item = ByteArray> {
        let all = ByteArray::from(self.all.into_bytes());
        let mut start = 0;
        self.ends.into_iter().map(move |end| {
            let text = all.slice(start, end - start);
            start = end;
            text
        })
    }
}

/// Writes cells, a few at a time: one of `values` for each 1 of `levels`, or all where there are none.
fn write_cells<T: DataType>(
    column: &mut SerializedColumnWriter<'_>,
    mut values: impl Iterator<Item = T::T>,
    levels: Option<&[i16]>,
) -> Result<()> {
    let writer = column.typed::<T>();
    let mut next = |n_cells: usize| -> Vec<T::T> { values.by_ref().take(n_cells).collect() };
    if let Some(levels) = levels {
        for some in levels.chunks(CELLS_AT_ONCE) {
            let n_cells = some.iter().filter(|&&level| level > 0).count();
            writer.write_batch(&next(n_cells), Some(some), None)?;
        }
        return Ok(());
    }
    loop {
        match next(CELLS_AT_ONCE) {
            cells if cells.is_empty() => return Ok(()),
            cells => writer.write_batch(&cells, None, None)?,
        };
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
