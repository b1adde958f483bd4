//! Documents for programs: versioned, and only ever added to.

pub mod audit;
pub mod awards;
pub mod compare;
pub mod exemplars;
pub mod explain;
pub mod grades;
pub mod robustness;
pub mod rollup;
pub mod score;
pub mod summary;
pub mod verify;

use std::io::{self, Write};

use chrono::{DateTime, FixedOffset};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::plain::acts;
use crate::exact::{Fraction, Printed, decimal_text};
use crate::records::Quantity;

/// Writes a document, with a line end behind it.
pub(super) fn write(out: &mut dyn Write, document: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(&mut *out), document)?;
    writeln!(out)
}

/// Escapes what would act on a terminal, which JSON lets stand beyond U+001F. It is in strings only.
struct Escaping<'w>(&'w mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The serialiser hands over whole texts.
        let Ok(text) = std::str::from_utf8(bytes) else { return self.0.write(bytes) };
        let mut rest = text;
        while let Some(at) = rest.find(|c: char| c != '\n' && acts(c)) {
            let (before, from) = rest.split_at(at);
            self.0.write_all(before.as_bytes())?;
            let mut characters = from.chars();
            for unit in characters.next().into_iter().flat_map(|c| c.encode_utf16(&mut [0; 2]).to_vec()) {
                write!(self.0, "\\u{unit:04x}")?;
            }
            rest = characters.as_str();
        }
        self.0.write_all(rest.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A moment by the clock it was taken from: `2025-02-04T00:10:00+07:00`.
fn moment(moment: &DateTime<FixedOffset>) -> String {
    let local = moment.naive_local();
    format!("{}T{}{}", local.date(), local.time(), moment.offset())
}

/// A number with exactly these digits. No binary fraction stands between the score and the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Digits(String);

impl Digits {
    /// A number of the rules, without trailing zeros.
    fn exact(value: &Fraction) -> Self {
        Self(decimal_text(value))
    }
}

impl From<&Printed> for Digits {
    fn from(printed: &Printed) -> Self {
        Self(printed.to_string())
    }
}

impl From<Quantity> for Digits {
    fn from(quantity: Quantity) -> Self {
        Self(quantity.to_string())
    }
}

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match RawValue::from_string(self.0.clone()) {
            Ok(number) => number.serialize(serializer),
            // A share such as 1/3 is no decimal.
            Err(_) => serializer.serialize_str(&self.0),
        }
    }
}

/// The words of the documents, which are those of the record formats.
pub(super) mod word {
    use crate::audit::Clock;
    use crate::campaign::{AdjustmentKind, QuotaRounding, SubjectKind};
    use crate::finding::Severity;
    use crate::records::Appraisal;
    use crate::score::recognition::{GradeStory, NotAssessed, Obstacle, Step, Verdict};
    use crate::score::summary::SummaryBy;
    use crate::score::{Basis, Status};

    pub(in crate::output) fn severity(severity: Severity) -> &'static str {
        match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }

    pub(in crate::output) fn subject(by: SubjectKind) -> &'static str {
        match by {
            SubjectKind::Team => "team",
            SubjectKind::Member => "member",
        }
    }

    pub(in crate::output) fn basis(basis: Basis) -> &'static str {
        match basis {
            Basis::Official => "official",
            Basis::Claimed => "claimed",
        }
    }

    pub(in crate::output) fn status(status: Status) -> &'static str {
        match status {
            Status::Absent => "absent",
            Status::Disqualified => "disqualified",
            Status::Incomplete => "incomplete",
            Status::ShortTenure => "short-tenure",
            Status::Ranked => "ranked",
        }
    }

    pub(in crate::output) fn appraisal(appraisal: Appraisal) -> &'static str {
        match appraisal {
            Appraisal::Counted => "accepted",
            Appraisal::Pending => "pending",
            Appraisal::Rejected => "rejected",
        }
    }

    pub(in crate::output) fn adjustment(kind: AdjustmentKind) -> &'static str {
        match kind {
            AdjustmentKind::Bonus => "bonus",
            AdjustmentKind::Penalty => "penalty",
            AdjustmentKind::Disqualify { .. } => "disqualify",
        }
    }

    pub(in crate::output) fn clock(clock: Clock) -> &'static str {
        match clock {
            Clock::Dated => "dated",
            Clock::Entered => "entered",
        }
    }

    pub(in crate::output) fn rounding(round: QuotaRounding) -> &'static str {
        match round {
            QuotaRounding::Down => "down",
            QuotaRounding::Nearest => "nearest",
            QuotaRounding::Up => "up",
        }
    }

    /// What made another grade of the one that the score reaches.
    pub(in crate::output) fn grading(story: &GradeStory) -> Vec<&'static str> {
        let reason = story.not_assessed.map(|reason| match reason {
            NotAssessed::Unranked(_) => "status",
            NotAssessed::ShortService { .. } => "service",
        });
        let steps = story.steps.iter().map(|step| match step {
            Step::Floor { .. } => "floor",
            Step::Leader { .. } => "leader",
            Step::Quota { .. } => "quota",
        });
        reason.into_iter().chain(steps).collect()
    }

    pub(in crate::output) fn verdict(verdict: &Verdict) -> &'static str {
        match verdict {
            Verdict::Chosen => "chosen",
            Verdict::Tied => "tied",
            Verdict::NoPlace => "no-place",
            Verdict::Unqualified(_) => "unqualified",
        }
    }

    pub(in crate::output) fn obstacle(obstacle: &Obstacle) -> &'static str {
        match obstacle {
            Obstacle::Unranked(_) | Obstacle::NotAssessed(NotAssessed::Unranked(_)) => "status",
            Obstacle::NotAssessed(NotAssessed::ShortService { .. }) => "service",
            Obstacle::DisqualifiedIn(_) => "disqualified-in",
            Obstacle::ScoreBelow(_) => "score",
            Obstacle::GradeBelow(_) => "grade",
            Obstacle::Floor(_) => "floor",
        }
    }

    pub(in crate::output) fn summary(by: SummaryBy) -> &'static str {
        match by {
            SummaryBy::Criterion => "criterion",
            SummaryBy::Team => "team",
            SummaryBy::Member => "member",
            SummaryBy::Activity => "activity",
            SummaryBy::Month => "month",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::{ratio, round};

    #[test]
    fn a_number_keeps_exactly_its_digits() {
        let json = |digits: Digits| serde_json::to_string(&digits).unwrap();
        assert_eq!(json((&round(&ratio(2, 1), 2)).into()), "2.00");
        assert_eq!(json((&round(&ratio(-1, 3), 2)).into()), "-0.33");
        assert_eq!(json(Digits::exact(&ratio(20, 1))), "20");
        assert_eq!(json(Digits::exact(&ratio(5, 2))), "2.5");
        assert_eq!(json(Digits::exact(&ratio(1, 3))), "\"1/3\"");
        assert_eq!(json(Quantity::from_hundredths(250).into()), "2.5");
    }

    #[test]
    fn a_moment_keeps_its_clock() {
        for text in ["2025-02-04T00:10:00+07:00", "1969-12-31T20:30:00-03:30", "2025-02-04T00:10:00+00:00"] {
            assert_eq!(moment(&DateTime::parse_from_rfc3339(text).unwrap()), text);
        }
    }
}
