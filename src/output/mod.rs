//! What people and machines read: findings, scoreboards, summaries and explanations, in words,
//! tables and machine formats.
//!
//! Nothing here computes a score. Printers take what [`score`](crate::score) found and a writer,
//! and know neither disk, clock nor terminal.
//!
//! | module | turns | into |
//! |---|---|---|
//! | `words` | problems, labels, sentences | text in Vietnamese or English |
//! | `plain` | any text of the records | text that cannot act on a terminal |
//! | `notation` | numbers and dates | what a reader of the language expects |
//! | `flat` | results | tables with one line a thing, for CSV |
//! | `board`, `summary`, `explanation`, `comparison`, `audit` | results | a [`Page`](page::Page) |
//! | `grades`, `awards`, `exemplars`, `robustness`, `rollup` | results | a [`Page`](page::Page) |
//! | `page`, `table` | a page | text for a terminal, Markdown, CSV |
//! | `json` | results | versioned JSON |
//! | `findings` | findings | full and short text, JSON, SARIF, workflow commands |
//! | `export` | the checked rows | one table with types, for other engines |
//! | `report` | a review of a phase or campaign | the papers that people sign |
//! | `imports` | what is said of a spreadsheet that is imported | lines that name its cells |
//! | `diff` | a table and its canonical spelling | a unified diff |

pub mod audit;
pub mod awards;
pub mod board;
pub mod comparison;
pub mod diff;
pub mod exemplars;
pub mod explanation;
pub mod export;
pub mod findings;
mod flat;
mod folders;
pub mod grades;
pub mod imports;
pub mod json;
pub mod notation;
pub mod page;
pub mod plain;
pub mod report;
pub mod robustness;
pub mod rollup;
pub mod seals;
pub mod summary;
pub mod table;
pub mod view;
pub mod words;
mod wrap;
