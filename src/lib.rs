//! Runs an emulation campaign (phong trào thi đua) from plain-text records.
//!
//! Data flows one way: folder → text → tables → records → tally → board → output. A room uses those
//! on floors below its own, which a test holds:
//!
//! | floor | rooms | may touch |
//! |---|---|---|
//! | 7 | [`output`], [`entry`], [`merge`] | the writer it is given |
//! | 6 | [`reading`], [`import`] | nothing |
//! | 5 | [`audit`], [`difference`], [`robustness`], [`rollup`], [`seal`] | nothing |
//! | 4 | [`score`], [`check`], [`canonical`], [`chronicle`], [`ledger`] | nothing |
//! | 3 | [`records`] | nothing |
//! | 3 | [`git`] | the program `git` |
//! | 2 | [`campaign`], [`privacy`], [`spreadsheet`] | nothing |
//! | 2 | [`folder`] | the disk |
//! | 1 | [`finding`] | nothing |
//! | 0 | [`exact`], [`calendar`], [`identifier`], [`source`] | nothing |
//!
//! No room knows a clock, a terminal or the environment ([`folder::find`] asks for the current folder).
//! `docs/architecture.md` says what each is for, and where to go to change something.
//!
//! ```
//! use std::path::Path;
//! use thidua::campaign::SubjectKind;
//! use thidua::score::{Basis, Request, score};
//! use thidua::{folder, reading};
//!
//! let reading = reading::read(folder::read(Path::new("examples/minimal"))?, 20, 1);
//! let campaign = reading.rules().expect("its rules are sound");
//! let request = Request { by: SubjectKind::Team, phase: None, until: None, basis: Basis::Official };
//! let board = score(campaign, &reading.records, request);
//! let first = &board.standings[0];
//! assert_eq!(campaign.teams[first.subject].id.as_str(), "south");
//! assert_eq!(first.score.as_ref().map(ToString::to_string).as_deref(), Some("84.00"));
//! # Ok::<(), anyhow::Error>(())
//! ```

pub mod audit;
pub mod calendar;
pub mod campaign;
pub mod canonical;
pub mod check;
pub mod chronicle;
pub mod difference;
pub mod entry;
pub mod exact;
pub mod finding;
pub mod folder;
pub mod git;
pub mod identifier;
pub mod import;
pub mod ledger;
pub mod merge;
pub mod output;
pub mod privacy;
pub mod reading;
pub mod records;
pub mod robustness;
pub mod rollup;
pub mod score;
pub mod seal;
pub mod source;
pub mod spreadsheet;
