//! Every text that people read, in Vietnamese and English.

mod auditing;
mod comparing;
mod entering;
pub mod findings;
mod history;
mod imports;
mod labels;
mod pages;
mod recognising;
mod refusals;
mod report;
mod rolling;
mod sealing;
mod sentences;
mod setup;
mod weighing;

pub use auditing::Auditing;
pub use comparing::{Comparing, field_name, rule_kind};
pub use entering::Entering;
pub(super) use findings::cut;
pub use findings::{committed_by, finding_help, finding_message, note, shell_word};
pub use history::{as_of, git_error};
pub use imports::Importing;
pub use labels::{Label, Mark};
pub use pages::{page, title};
pub use recognising::Recognising;
pub use refusals::Refusal;
pub use report::{Heading, Reporting};
pub use rolling::Rolling;
pub use sealing::Sealing;
pub use sentences::Sentence;
pub use setup::Setup;
pub use weighing::Weighing;
