//! Reports that people sign: the review of a phase (sơ kết) and of the campaign (tổng kết), and the slip
//! of one team.
//!
//! | module | does |
//! |---|---|
//! | [`content`] | says what a report is, without a format |
//! | `compose` | fills it from what [`score`](crate::score) found |
//! | [`charts`] | draws its charts as SVG |
//! | `markup` | writes elements that are always closed and texts that are always escaped |
//! | [`html`], [`markdown`] | turn the content into a file, and add nothing to it |

pub mod charts;
mod compose;
pub mod content;
pub mod html;
pub mod markdown;
mod markup;

pub use compose::{compose, slip};
