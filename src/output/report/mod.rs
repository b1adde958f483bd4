//! Reports that people sign: the review of a phase (sơ kết) and of the campaign (tổng kết), and the slip
//! of one team.
//!
//! [`content`] is what a report says, without a format; `compose` fills it from what [`score`](crate::score)
//! found. Each format is a file that turns the content into text or bytes, and adds nothing to it.

mod compose;
pub mod content;

pub use compose::{compose, slip};
