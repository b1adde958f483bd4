//! The checked rows of a campaign with their types, as one table for other engines.
//!
//! [`columns`] says what the table holds, [`Rows`] what a row says; `csv` and `parquet` write them.
//! What is written is described in `docs/export.md`.

mod columns;
pub mod csv;
#[cfg(feature = "parquet")]
pub mod parquet;
mod rows;
mod shares;

pub use columns::{Column, Kind, columns};
pub use rows::{Asked, Rows, Value};

/// The version of the columns: they are only added to.
pub const SCHEMA: &str = "thidua/rows/1";
