//! Whatever stands in the files, reading and scoring end, without a panic, and lose no row silently.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use proptest::prelude::*;
use thidua::campaign::SubjectKind;
use thidua::folder::{Purpose, RawFile};
use thidua::reading::{self, Reading};
use thidua::score::summary::SummaryBy;
use thidua::score::{Basis, Request, explain, score, summarise};

/// Pieces that break things.
const PIECES: [&str; 24] = [
    "",
    ",",
    "\"",
    "\n",
    "\r",
    ";",
    "\t",
    "\0",
    "\u{feff}",
    "''",
    "=1+1",
    "1.000",
    "45640",
    "03/02/2025",
    "to-1",
    "T1-01",
    "C1A",
    "-1",
    "999999999999",
    "é",
    "Ổ",
    "[[teams]]\nid = \"to-1\"\n",
    "weight = 0\n",
    "# x\n",
];

#[derive(Clone, Debug)]
struct Slip {
    file: usize,
    at: prop::sample::Index,
    length: usize,
    piece: usize,
}

fn slip() -> impl Strategy<Value = Slip> {
    (0..3usize, any::<prop::sample::Index>(), 0..12usize, 0..PIECES.len())
        .prop_map(|(file, at, length, piece)| Slip { file, at, length, piece })
}

fn folder(slips: &[Slip]) -> Vec<RawFile> {
    let mut texts = [support::CAMPAIGN, support::MEMBERS, support::LOG].map(|text| text.as_bytes().to_vec());
    for slip in slips {
        let text = &mut texts[slip.file];
        let start = slip.at.index(text.len() + 1);
        let end = (start + slip.length).min(text.len());
        text.splice(start..end, PIECES[slip.piece].bytes());
    }
    let [campaign, members, log] = texts;
    let file = |path: &str, purpose, bytes| RawFile::in_memory(path, purpose, bytes);
    vec![
        file("records/activities/2025-02.csv", Purpose::Log, log),
        file("records/campaign.toml", Purpose::Campaign, campaign),
        file("records/members.csv", Purpose::Members, members),
    ]
}

fn score_all(reading: &Reading) {
    let Some(campaign) = reading.rules() else { return };
    let records = &reading.records;
    for by in [SubjectKind::Team, SubjectKind::Member] {
        let phases = (0..campaign.phases.len()).map(Some).chain([None]);
        for phase in phases {
            let request = Request { by, phase, until: None, basis: Basis::Official };
            let board = score(campaign, records, request);
            for standing in board.standings.iter().filter(|_| phase.is_some()) {
                explain(campaign, records, standing.subject, request);
            }
        }
    }
    for by in
        [SummaryBy::Criterion, SummaryBy::Team, SummaryBy::Member, SummaryBy::Activity, SummaryBy::Month]
    {
        summarise(campaign, records, by, None, None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1500) })]

    #[test]
    fn no_slip_makes_anything_panic(slips in prop::collection::vec(slip(), 1..8)) {
        let reading = reading::read(folder(&slips), 20, 1);
        score_all(&reading);
    }

    #[test]
    fn a_row_counts_or_is_said_to_be_wrong(slips in prop::collection::vec(slip(), 1..3)) {
        let reading = reading::read(folder(&slips), 20, 1);
        if reading.campaign.is_some() && !reading.findings.has_errors() {
            prop_assert!(reading.records.left_out.is_empty(), "{:?}", reading.records.left_out);
        }
        if !reading.records.left_out.is_empty() {
            prop_assert!(reading.findings.has_errors());
        }
    }
}
