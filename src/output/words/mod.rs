//! Every text that people read, in Vietnamese and English.

mod entering;
pub mod findings;
mod history;
mod imports;
mod labels;
mod pages;
mod recognising;
mod refusals;
mod report;
mod sentences;

pub use entering::Entering;
pub use findings::{finding_help, finding_message, note};
pub use history::{as_of, git_error};
pub use imports::Importing;
pub use labels::{Label, Mark};
pub use pages::{page, title};
pub use recognising::Recognising;
pub use refusals::Refusal;
pub use report::{Heading, Reporting};
pub use sentences::Sentence;
