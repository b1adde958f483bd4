//! Runs an emulation campaign (phong trào thi đua) from plain-text records.

pub mod calendar;
pub mod campaign;
pub mod canonical;
pub mod check;
pub mod entry;
pub mod exact;
pub mod finding;
pub mod folder;
pub mod identifier;
pub mod import;
pub mod output;
pub mod privacy;
pub mod reading;
pub mod records;
pub mod score;
pub mod source;
pub mod spreadsheet;
