//! Merging tables by rows, as the library does it: what becomes of rows, and what holds of any merge.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod examples;
mod properties;

#[path = "../support/mod.rs"]
mod support;

use thidua::folder::{Purpose, RawFile};
use thidua::merge::{Labels, Merged, NotMerged, Versions, merge};
use thidua::records::Table;

const LABELS: Labels<'static> = Labels { ours: "ours", theirs: "theirs" };

/// The rules and the members of the small campaign.
fn beside(rules: &str) -> Vec<RawFile> {
    vec![
        RawFile::in_memory("records/campaign.toml", Purpose::Campaign, rules.as_bytes().to_vec()),
        RawFile::in_memory("records/members.csv", Purpose::Members, support::MEMBERS.as_bytes().to_vec()),
    ]
}

fn merge_log(
    base: impl AsRef<[u8]>,
    ours: impl AsRef<[u8]>,
    theirs: impl AsRef<[u8]>,
) -> Result<Merged, NotMerged> {
    let versions = Versions { base: base.as_ref(), ours: ours.as_ref(), theirs: theirs.as_ref() };
    merge(versions, Table::Log, &beside(support::CAMPAIGN), LABELS)
}
