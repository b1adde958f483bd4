//! What scores lead to: grades, and the awards that may be proposed.
//!
//! `grades` gives each subject of a board the best grade whose score and floors it reaches, `leaders`
//! keeps leaders from standing above their teams, `quota` lets no more stay in a grade than its share.
//! `floors` looks for criteria below what is needed, `service` counts months. `awards` weighs every
//! subject against what an award asks for. Everything keeps its reasons: none of it is decided by a
//! program, and whoever decides must be able to say why.

mod awards;
mod floors;
mod grades;
mod leaders;
mod quota;
mod service;

pub use awards::{AwardStory, Candidate, Obstacle, Proposal, Verdict, propose};
pub use floors::BelowFloor;
pub use grades::{GradeStory, NotAssessed, Step};
pub use quota::Settlement;

pub(super) use grades::assess;
