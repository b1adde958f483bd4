//! Reports that people sign: the review of a phase (sơ kết) and of the campaign (tổng kết), and the slip
//! of one team.
//!
//! | module | does |
//! |---|---|
//! | [`content`] | says what a report is, without a format |
//! | `compose` | fills it from what [`score`](crate::score) found |
//! | [`charts`] | draws its charts as SVG |
//! | `markup` | writes elements that are always closed and texts that are always escaped |
//! | `card` | draws the board for a chat |
//! | `picture` | turns a drawing into PNG |
//! | [`mod@workbook`] | says what the sheets of a workbook hold, with formulas that add the numbers up again |
//! | `package` | packs the parts of an office file |
//! | [`xlsx`] | turns a workbook into a file |
//! | [`docx`], [`html`], [`markdown`] | turn the content into a file, and add nothing to it |

#[cfg(feature = "pictures")]
pub mod card;
pub mod charts;
mod compose;
pub mod content;
pub mod docx;
pub mod html;
pub mod markdown;
mod markup;
mod package;
#[cfg(feature = "pictures")]
pub mod picture;

pub mod workbook;
pub mod xlsx;

pub use compose::{Paper, compose, has_room, slip};
