//! Every text that people read, in Vietnamese and English.

pub mod findings;
mod imports;
mod labels;
mod pages;
mod refusals;
mod sentences;

pub use findings::{finding_help, finding_message, note};
pub use imports::Importing;
pub use labels::{Label, Mark};
pub use pages::{page, title};
pub use refusals::Refusal;
pub use sentences::Sentence;
