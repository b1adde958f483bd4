//! One row of a log, as it is compared.

use std::borrow::Cow;
use std::fmt::Write;

use chrono::NaiveDate;

use super::digest::Digest;
use crate::records::Quantity;
use crate::source::Place;

/// What a row says, whole: equal for equal rows, however and wherever they are written.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the row stands, from its first cell to its last.
    pub place: Place,
    /// The day.
    pub date: NaiveDate,
    /// Place in `Campaign::phases`.
    pub phase: usize,
    /// The team, as the rules write it.
    pub team: String,
    /// The activity or adjustment, as the rules write it.
    pub activity: String,
    /// The members, as members.csv writes them, in order.
    pub members: Vec<String>,
    /// What the team claims.
    pub quantity: Quantity,
    /// What the appraiser grants; none while it is pending, and where the campaign has no appraisal.
    pub accepted: Option<Quantity>,
    /// The evidence; empty where there is none.
    pub evidence: String,
    /// The appraiser; empty where there is none.
    pub appraiser: String,
    /// The note; empty where there is none.
    pub note: String,
    /// Cells of columns that are not read, with the header words of these, in order; no empty ones.
    pub further: Vec<(String, String)>,
}

/// A field of an [`Entry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The day.
    Date,
    /// The team.
    Team,
    /// The activity or adjustment.
    Activity,
    /// The members.
    Members,
    /// What the team claims.
    Quantity,
    /// What the appraiser grants.
    Accepted,
    /// The evidence.
    Evidence,
    /// The appraiser.
    Appraiser,
    /// The note.
    Note,
    /// Cells of columns that are not read.
    Further,
}

impl Field {
    /// All fields, in the order in which a line has them.
    pub const ALL: [Self; 10] = [
        Self::Date,
        Self::Team,
        Self::Activity,
        Self::Members,
        Self::Quantity,
        Self::Accepted,
        Self::Evidence,
        Self::Appraiser,
        Self::Note,
        Self::Further,
    ];

    /// Those by which one row is told from another: rows that share them are one row.
    pub const IDENTITY: [Self; 5] = [Self::Date, Self::Team, Self::Activity, Self::Members, Self::Evidence];

    /// Its name, which for a column is the column's.
    pub fn word(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Team => "team",
            Self::Activity => "activity",
            Self::Members => "members",
            Self::Quantity => "quantity",
            Self::Accepted => "accepted",
            Self::Evidence => "evidence",
            Self::Appraiser => "appraiser",
            Self::Note => "note",
            Self::Further => "further",
        }
    }
}

impl Entry {
    /// A field as people read it, with identifiers as they are declared.
    pub fn shown(&self, field: Field) -> Cow<'_, str> {
        match field {
            Field::Date => Cow::Owned(self.date.to_string()),
            Field::Team => Cow::Borrowed(&self.team),
            Field::Activity => Cow::Borrowed(&self.activity),
            Field::Members => Cow::Owned(self.members.join(" ")),
            Field::Quantity => Cow::Owned(self.quantity.to_string()),
            Field::Accepted => {
                Cow::Owned(self.accepted.map(|accepted| accepted.to_string()).unwrap_or_default())
            }
            Field::Evidence => Cow::Borrowed(&self.evidence),
            Field::Appraiser => Cow::Borrowed(&self.appraiser),
            Field::Note => Cow::Borrowed(&self.note),
            Field::Further => {
                let cells = self.further.iter().map(|(word, cell)| format!("{word}: {cell}"));
                Cow::Owned(cells.collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// Whether a field says the same in both.
    pub fn agrees_in(&self, other: &Self, field: Field) -> bool {
        match field {
            Field::Date => self.date == other.date,
            Field::Team => self.team.eq_ignore_ascii_case(&other.team),
            Field::Activity => self.activity.eq_ignore_ascii_case(&other.activity),
            Field::Members => {
                let same = |(one, two): (&String, &String)| one.eq_ignore_ascii_case(two);
                self.members.len() == other.members.len() && self.members.iter().zip(&other.members).all(same)
            }
            Field::Quantity => self.quantity == other.quantity,
            Field::Accepted => self.accepted == other.accepted,
            Field::Evidence => self.evidence == other.evidence,
            Field::Appraiser => self.appraiser.eq_ignore_ascii_case(&other.appraiser),
            Field::Note => self.note == other.note,
            Field::Further => self.further == other.further,
        }
    }

    /// The fields in which they differ, in order.
    pub fn differences(&self, other: &Self) -> Vec<Field> {
        Field::ALL.into_iter().filter(|&field| !self.agrees_in(other, field)).collect()
    }

    /// The row in one line, fields apart by TAB; equal for equal rows and for no others.
    pub fn line(&self) -> String {
        let mut line = String::new();
        self.write_line(&mut line);
        line
    }

    /// The digest of its line.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.line())
    }

    fn write_line(&self, line: &mut String) {
        // Writing to a string does not fail.
        let _ = write!(line, "{}", self.date);
        push_field(line, &self.team, Letters::Small);
        push_field(line, &self.activity, Letters::Small);
        line.push('\t');
        for (index, member) in self.members.iter().enumerate() {
            line.push_str(if index > 0 { " " } else { "" });
            push(line, member, Letters::Small);
        }
        let _ = write!(line, "\t{}\t", self.quantity);
        if let Some(accepted) = self.accepted {
            let _ = write!(line, "{accepted}");
        }
        push_field(line, &self.evidence, Letters::Written);
        push_field(line, &self.appraiser, Letters::Small);
        push_field(line, &self.note, Letters::Written);
        for (word, cell) in &self.further {
            push_field(line, word, Letters::Written);
            line.push('=');
            push(line, cell, Letters::Written);
        }
    }
}

impl PartialEq for Entry {
    /// Wherever the rows stand.
    fn eq(&self, other: &Self) -> bool {
        self.differences(other).is_empty()
    }
}

impl Eq for Entry {}

/// The letters of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Of identifiers, which mean the same in any letter case.
    Small,
    /// Of texts.
    Written,
}

/// Adds a field after the one before.
pub(super) fn push_field(line: &mut String, text: &str, letters: Letters) {
    line.push('\t');
    push(line, text, letters);
}

/// Adds a text so that nothing in it looks like the end of a field, of a word, or of the line.
pub(super) fn push(line: &mut String, text: &str, letters: Letters) {
    // Hardly a text has any of these.
    if letters == Letters::Written && !text.contains(['\\', '\t', '\n', '=']) {
        line.push_str(text);
        return;
    }
    for character in text.chars() {
        match character {
            '\\' => line.push_str("\\\\"),
            '\t' => line.push_str("\\t"),
            '\n' => line.push_str("\\n"),
            '=' => line.push_str("\\="),
            _ if letters == Letters::Small => line.push(character.to_ascii_lowercase()),
            _ => line.push(character),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::source::FileId;

    /// A row of `to-1` on a day of February 2025.
    pub(crate) fn entry(day: u32, activity: &str, quantity: i64, evidence: &str) -> Entry {
        Entry {
            place: Place::new(FileId(0), 0..0),
            date: NaiveDate::from_ymd_opt(2025, 2, day).unwrap_or_default(),
            phase: 0,
            team: "to-1".to_owned(),
            activity: activity.to_owned(),
            members: vec!["T1-01".to_owned(), "T1-02".to_owned()],
            quantity: Quantity::from_hundredths(quantity),
            accepted: None,
            evidence: evidence.to_owned(),
            appraiser: String::new(),
            note: String::new(),
            further: Vec::new(),
        }
    }

    #[test]
    fn a_line_says_every_field() {
        let mut row = entry(4, "C1A", 250, "BB-01");
        assert_eq!(row.line(), "2025-02-04\tto-1\tc1a\tt1-01 t1-02\t2.5\t\tBB-01\t\t");
        row.accepted = Some(Quantity::from_hundredths(200));
        row.appraiser = "TT-02".to_owned();
        row.note = "hai dòng\nmột\ttab \\ =".to_owned();
        row.further = vec![("xe".to_owned(), "2=3".to_owned())];
        assert_eq!(
            row.line(),
            "2025-02-04\tto-1\tc1a\tt1-01 t1-02\t2.5\t2\tBB-01\ttt-02\thai dòng\\nmột\\ttab \\\\ \\=\txe=2\\=3"
        );
    }

    #[test]
    fn rows_are_equal_where_their_lines_are() {
        let rows = [
            entry(4, "C1A", 100, ""),
            entry(5, "C1A", 100, ""),
            entry(4, "C1B", 100, ""),
            entry(4, "C1A", 200, ""),
            entry(4, "C1A", 100, "a"),
            entry(4, "C1A", 100, "A"),
            Entry { members: vec!["T1-01".to_owned()], ..entry(4, "C1A", 100, "") },
            Entry { accepted: Some(Quantity::default()), ..entry(4, "C1A", 100, "") },
            Entry { appraiser: "a".to_owned(), ..entry(4, "C1A", 100, "") },
            Entry { note: "a".to_owned(), ..entry(4, "C1A", 100, "") },
            Entry { further: vec![("a".to_owned(), "b".to_owned())], ..entry(4, "C1A", 100, "") },
            Entry { note: "a\tb=c".to_owned(), ..entry(4, "C1A", 100, "") },
            Entry {
                note: "a".to_owned(),
                further: vec![("b".to_owned(), "c".to_owned())],
                ..entry(4, "C1A", 100, "")
            },
        ];
        for (nth, row) in rows.iter().enumerate() {
            for (other_nth, other) in rows.iter().enumerate() {
                assert_eq!(row == other, nth == other_nth, "{row:?} {other:?}");
                assert_eq!(row.line() == other.line(), nth == other_nth, "{row:?} {other:?}");
            }
        }
        let small = Entry { team: "TO-1".to_owned(), activity: "c1a".to_owned(), ..entry(4, "C1A", 100, "") };
        assert_eq!(small, rows[0]);
        assert_eq!(small.digest(), rows[0].digest());
    }
}
