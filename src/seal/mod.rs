//! What a phase was when it was closed: `sealed/phase-1.toml`.
//!
//! A seal holds the rules that matter to the phase, its results in full, and its rows: date, team,
//! activity and quantities of each, with a digest of everything else in it. So it repeats no evidence, no
//! note and no member of a row, and what was changed since can be named all the same.
//!
//! `text` writes and reads the file, `results` spells the results, `verify` compares a seal with the
//! records as they are.

mod results;
mod text;
mod verify;

use std::ops::Range;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::campaign::Campaign;
use crate::ledger::{Digest, Ledger, Scope};
use crate::records::Item;
use crate::score::RowCounts;

pub use text::Unreadable;
pub use verify::{Doubts, Verification, verify};

/// The folder of seals in the records folder.
pub const FOLDER: &str = "sealed";

/// The version of the format that is written. Older ones are read.
const FORMAT: i64 = 1;

/// The name of the file of a phase, by its number from 1.
pub fn file_name(number: usize) -> String {
    format!("phase-{number}.toml")
}

/// A seal as its file has it. Its lists are stretches of the text, which may be long.
#[derive(Clone, Debug)]
pub struct Seal {
    /// The version of the program that closed the phase.
    pub program: String,
    /// Identifier of the campaign.
    pub campaign: String,
    /// Number of the phase, from 1.
    pub number: usize,
    /// Its days.
    pub span: Span,
    /// Whether it is closed, or has been opened again.
    pub state: State,
    /// Its rows.
    pub rows: SealedRows,
    /// Its rules.
    pub rules: SealedRules,
    /// Its results.
    pub results: SealedResults,
    /// How it came to this, in order; never empty.
    pub history: Vec<Event>,
}

/// Whether a phase is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing of it may change.
    Closed,
    /// It was closed, and has been opened again.
    Open,
}

/// The rows of a sealed phase.
#[derive(Clone, Debug)]
pub struct SealedRows {
    /// How many of each kind; none are left out.
    pub counts: RowCounts,
    /// Of the digests of all rows, in order.
    pub digest: Digest,
    /// One line a row: date, team, activity, quantity, accepted (`-` while pending), digest.
    list: Range<usize>,
}

/// The rules of a sealed phase.
#[derive(Clone, Debug)]
pub struct SealedRules {
    /// Of the digests of all rules, in order.
    pub digest: Digest,
    /// One line a rule: its name, `:` and everything in it that can change a score.
    list: Range<usize>,
}

/// The results of a sealed phase.
#[derive(Clone, Debug)]
pub struct SealedResults {
    /// One line a team: see `results`.
    teams: Range<usize>,
    /// One line a member, where members were listed.
    members: Option<Range<usize>>,
}

/// A closing or an opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The phase was closed.
    Closed {
        /// By which version of the program.
        program: String,
        /// Its rows, pending ones among them.
        rows: usize,
        /// Those that were pending.
        pending: usize,
        /// The day of its last row. There is no clock: when it was closed, git knows.
        last_row: Option<NaiveDate>,
        /// Of rules, rows and results together.
        digest: Digest,
    },
    /// The phase was opened again.
    Reopened {
        /// Why.
        reason: String,
    },
}

/// A seal to be written.
#[derive(Clone, Debug)]
pub struct NewSeal {
    program: String,
    campaign: String,
    number: usize,
    span: Span,
    state: State,
    counts: RowCounts,
    rows_digest: Digest,
    rows: String,
    rules_digest: Digest,
    rules: String,
    teams: String,
    members: Option<String>,
    history: Vec<Event>,
}

impl NewSeal {
    /// Closes a phase of records without errors. `history` is that of its last seal, if it had one.
    pub fn close(ledger: &Ledger<'_>, phase: usize, history: Vec<Event>, threads: usize) -> Self {
        let (campaign, scope) = (ledger.campaign, Scope::Phase(phase));
        let mut counts = RowCounts::default();
        let mut last_row = None;
        let mut digests = Vec::new();
        let mut lines = Vec::new();
        for (row, digest) in verify::digested(ledger, phase, threads) {
            counts.add(row.appraisal());
            last_row = last_row.max(Some(row.date));
            digests.push(digest);
            lines.push(format!(
                "{} {} {} {} {} {digest}\n",
                row.date,
                campaign.teams[row.team as usize].id,
                id_of(campaign, row.item),
                row.quantity,
                row.accepted.map_or_else(|| "-".to_owned(), |accepted| accepted.to_string()),
            ));
        }
        lines.sort_unstable();
        let rules = ledger.rules(scope);
        let mut seal = Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            campaign: campaign.id.to_string(),
            number: phase + 1,
            span: campaign.phases[phase].span,
            state: State::Closed,
            counts,
            rows_digest: Digest::of_all(digests),
            rows: lines.concat(),
            rules_digest: verify::digest_of_rules(&rules),
            rules: rules
                .iter()
                .map(|rule| format!("{}\n", format!("{}: {}", rule.name, rule.text).trim_end()))
                .collect(),
            teams: results::of_teams(ledger, phase),
            members: results::of_members(ledger, phase),
            history,
        };
        seal.history.push(Event::Closed {
            program: seal.program.clone(),
            rows: counts.counted + counts.pending + counts.rejected,
            pending: counts.pending,
            last_row,
            digest: seal.digest(),
        });
        seal
    }

    /// Opens a closed phase again. All that the seal holds stays, for those who want to know.
    pub fn reopen(seal: &Seal, text: &str, reason: &str) -> Self {
        let list = |range: &Range<usize>| text::listed(text, range);
        let mut history = seal.history.clone();
        history.push(Event::Reopened { reason: reason.to_owned() });
        Self {
            program: seal.program.clone(),
            campaign: seal.campaign.clone(),
            number: seal.number,
            span: seal.span,
            state: State::Open,
            counts: seal.rows.counts,
            rows_digest: seal.rows.digest,
            rows: list(&seal.rows.list),
            rules_digest: seal.rules.digest,
            rules: list(&seal.rules.list),
            teams: list(&seal.results.teams),
            members: seal.results.members.as_ref().map(list),
            history,
        }
    }

    /// Of rules, rows and results together: what people may read to each other.
    pub fn digest(&self) -> Digest {
        let Self { rows_digest, rules_digest, teams, members, .. } = self;
        Digest::of(&format!("{rules_digest}\n{rows_digest}\n{teams}\n{}", members.as_deref().unwrap_or("-")))
    }

    /// How many rows of each kind it seals.
    pub fn rows(&self) -> RowCounts {
        self.counts
    }

    /// How many rules it seals.
    pub fn n_rules(&self) -> usize {
        self.rules.lines().count()
    }
}

fn id_of(campaign: &Campaign, item: Item) -> &str {
    match item {
        Item::Activity(index) => campaign.activities[usize::from(index)].id.as_str(),
        Item::Adjustment(index) => campaign.adjustments[usize::from(index)].id.as_str(),
    }
}
