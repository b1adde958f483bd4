//! A report as content: what it says, in its language, and nothing of how that looks.
//!
//! Every format is written from this and from nothing else, so that no two of them can say different
//! things. Texts are plain, in the notation of the language; numbers and days also stand here as what they
//! are, for the formats that can hold them.

use chrono::NaiveDate;

use crate::campaign::Language;
use crate::exact::{Fraction, Printed, decimal_text, round, whole};
use crate::output::notation::Notation;
use crate::output::plain::plain;
use crate::output::words::Mark;

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// The language that all of it is in.
    pub language: Language,
    /// What it is.
    pub kind: Kind,
    /// What stands above the first section.
    pub head: Head,
    /// In order; a section of depth 1 belongs to the one of depth 0 before it.
    pub sections: Vec<Section>,
    /// What stands below the last section that is no annex.
    pub foot: Option<Foot>,
}

/// What a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An interim review of a phase (sơ kết).
    Phase,
    /// A final review of the campaign (tổng kết).
    Campaign,
    /// The slip of one team.
    Slip,
}

/// What stands above the first section.
#[derive(Clone, Debug)]
pub struct Head {
    /// The superior of who issues it: only people know.
    pub superior: Blank,
    /// Who issues it.
    pub issuer: String,
    /// Its number: only people know.
    pub number: String,
    /// The name and the motto of the state, a line each; empty in English.
    pub motto: Vec<String>,
    /// Where and when: dots where nobody has said.
    pub place_and_date: String,
    /// What it is, in capitals.
    pub title: String,
    /// What it is of: a phase, the campaign or a team.
    pub subtitle: String,
    /// The campaign.
    pub campaign: String,
    /// Its days.
    pub days: String,
    /// Why its numbers are not final, where they are not.
    pub reservations: Vec<String>,
}

/// What stands below the sections.
#[derive(Clone, Debug)]
pub struct Foot {
    /// Over the list of who gets it.
    pub recipients_title: String,
    /// Who gets it.
    pub recipients: Vec<Blank>,
    /// For whom it is signed and by whom, a line each.
    pub signature: Vec<Blank>,
}

/// A section.
#[derive(Clone, Debug)]
pub struct Section {
    /// A word for links to it, the same in every language.
    pub anchor: String,
    /// 0 for a section, 1 for a part of one.
    pub depth: u8,
    /// Whether it stands after the signature, on a page of its own.
    pub annex: bool,
    /// Its number: `III.`, `2.`, `Phụ lục 1`.
    pub number: String,
    /// Its title.
    pub title: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a section.
#[derive(Clone, Debug)]
pub enum Block {
    /// A paragraph.
    Paragraph(String),
    /// Points of a list.
    List(Vec<String>),
    /// A table.
    Table(Table),
    /// A chart.
    Chart(Chart),
    /// What a table's signs mean, and other small print.
    Notes(Vec<String>),
    /// A place for what only people can write.
    Blank(Blank),
}

/// A marked place for what only people can write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blank {
    /// What to write there.
    pub prompt: String,
}

/// A table that fits across a page.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is of.
    pub caption: String,
    /// What it holds, for formats that treat some tables in their own way.
    pub role: TableRole,
    /// From left to right.
    pub columns: Vec<Column>,
    /// From top to bottom.
    pub rows: Vec<Row>,
}

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableRole {
    /// A line for each subject, in order of rank.
    Board,
    /// Criteria down the page, subjects across.
    CriteriaBySubject,
    /// Rows of the logs.
    Log,
    /// Anything else.
    Figures,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// What stands over it.
    pub title: String,
    /// What it means, where the title is an identifier.
    pub explanation: Option<String>,
    /// What its cells are.
    pub kind: ColumnKind,
}

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// A word or two.
    Word,
    /// Texts that may need several lines.
    Text,
    /// Numbers.
    Number,
    /// Days.
    Day,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// What kind of row it is.
    pub kind: RowKind,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What kind of row it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// As others are.
    Plain,
    /// A parent criterion: the sum of rows below it, or at most its weight.
    Parent,
    /// Added up from rows above.
    Sum,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, so many steps below its parent.
    Text {
        /// The text.
        text: String,
        /// 0 for most.
        indent: u8,
    },
    /// A number.
    Number(Number),
    /// A day.
    Day {
        /// The day.
        day: NaiveDate,
        /// As it is printed.
        shown: String,
    },
    /// A sign in place of a number, that the notes explain.
    Sign(Mark),
}

/// A number, as it is and as it is printed.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// The number; of a percentage the share of 1.
    pub value: Fraction,
    /// How it is printed.
    pub form: Form,
    /// As it is printed, in the notation of the language.
    pub shown: String,
    /// Signs behind it, that the notes explain.
    pub marks: Vec<Mark>,
}

/// How a number is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With so many decimals, which are all it has.
    Decimals(u8),
    /// As short as it can be, or close to it.
    Readable,
    /// As a percentage with so many decimals.
    Percent(u8),
    /// With its sign, and so many decimals.
    Change(u8),
}

impl Number {
    /// The printed number for machines: digits, `-`, `.`. A percentage is in hundredths.
    pub fn machine(&self) -> String {
        match self.form {
            Form::Decimals(decimals) | Form::Change(decimals) => round(&self.value, decimals).to_string(),
            Form::Percent(decimals) => round(&(&self.value * whole(100)), decimals).to_string(),
            Form::Readable => {
                let exact = decimal_text(&self.value);
                if exact.contains('/') { round(&self.value, 6).to_string() } else { exact }
            }
        }
    }

    /// As it is printed, with its signs.
    pub fn with_marks(&self) -> String {
        self.shown.chars().chain(self.marks.iter().map(|mark| mark.symbol())).collect()
    }
}

impl Cell {
    /// A text of the records or of ours.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::indented(text, 0)
    }

    /// The same below a parent.
    pub fn indented(text: impl AsRef<str>, indent: u8) -> Self {
        Self::Text { text: plain(text.as_ref()).into_owned(), indent }
    }

    /// A printed number.
    pub fn printed(number: &Printed, notation: Notation) -> Self {
        Self::Number(Number {
            value: number.to_fraction(),
            form: Form::Decimals(number.decimals()),
            shown: notation.decimal(number),
            marks: Vec::new(),
        })
    }

    /// A printed number, or nothing.
    pub fn printed_if_any(number: Option<&Printed>, notation: Notation) -> Self {
        number.map_or(Self::Empty, |number| Self::printed(number, notation))
    }

    /// A number that is not rounded, as it is best read.
    pub fn readable(value: &Fraction, notation: Notation) -> Self {
        Self::Number(Number {
            value: value.clone(),
            form: Form::Readable,
            shown: notation.readable(value),
            marks: Vec::new(),
        })
    }

    /// How many.
    pub fn count(count: usize, notation: Notation) -> Self {
        Self::Number(Number {
            value: whole(count),
            form: Form::Decimals(0),
            shown: notation.count(count),
            marks: Vec::new(),
        })
    }

    /// A share as a percentage.
    pub fn percent(share: &Fraction, notation: Notation) -> Self {
        Self::Number(Number {
            value: share.clone(),
            form: Form::Percent(1),
            shown: notation.percent(share),
            marks: Vec::new(),
        })
    }

    /// How much more or less than before, with its sign.
    pub fn change(change: &Printed, notation: Notation) -> Self {
        Self::Number(Number {
            value: change.to_fraction(),
            form: Form::Change(change.decimals()),
            shown: notation.change(change),
            marks: Vec::new(),
        })
    }

    /// A day.
    pub fn day(day: NaiveDate, notation: Notation) -> Self {
        Self::Day { day, shown: notation.date(day) }
    }

    /// The same with a sign behind it, where it is a number.
    #[must_use]
    pub fn marked(mut self, mark: Mark) -> Self {
        if let Self::Number(number) = &mut self {
            number.marks.push(mark);
        }
        self
    }

    /// What is read in it.
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text { text, .. } => text.clone(),
            Self::Number(number) => number.with_marks(),
            Self::Day { shown, .. } => shown.clone(),
            Self::Sign(mark) => mark.symbol().to_string(),
        }
    }

    /// The signs in it.
    pub fn marks(&self) -> &[Mark] {
        match self {
            Self::Number(number) => &number.marks,
            Self::Sign(mark) => std::slice::from_ref(mark),
            Self::Empty | Self::Text { .. } | Self::Day { .. } => &[],
        }
    }
}

impl Column {
    /// A column of some kind.
    pub fn new(title: impl AsRef<str>, kind: ColumnKind) -> Self {
        Self { title: plain(title.as_ref()).into_owned(), explanation: None, kind }
    }

    /// The same with what its title means.
    #[must_use]
    pub fn explained(mut self, explanation: Option<&str>) -> Self {
        self.explanation = explanation.map(|text| plain(text).into_owned());
        self
    }
}

impl Row {
    /// A row as others are.
    pub fn new(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { kind: RowKind::Plain, cells: cells.into_iter().collect() }
    }

    /// A row of another kind.
    #[must_use]
    pub fn of_kind(mut self, kind: RowKind) -> Self {
        self.kind = kind;
        self
    }
}

impl Block {
    /// A paragraph.
    pub fn paragraph(text: impl AsRef<str>) -> Self {
        Self::Paragraph(plain(text.as_ref()).into_owned())
    }

    /// Points of a list.
    pub fn list(points: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::List(points.into_iter().map(|point| plain(point.as_ref()).into_owned()).collect())
    }

    /// Small print.
    pub fn notes(notes: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self::Notes(notes.into_iter().map(|note| plain(note.as_ref()).into_owned()).collect())
    }
}

/// A chart as data. Whatever it shows also stands in a table.
#[derive(Clone, Debug)]
pub struct Chart {
    /// What it is of.
    pub title: String,
    /// What is to be seen in it, for who cannot see it.
    pub description: String,
    /// The data.
    pub data: ChartData,
}

/// The data of a chart.
#[derive(Clone, Debug)]
pub enum ChartData {
    /// Scores put together from parts: a bar for each subject.
    Stacked {
        /// What the parts are.
        parts: Vec<Part>,
        /// From top to bottom.
        bars: Vec<Bar>,
        /// What a bar of full length is.
        most: Fraction,
    },
    /// How much of each target was reached by the end of each month, in small charts side by side.
    Progress {
        /// What stands under each point.
        months: Vec<String>,
        /// Share of the days that were gone.
        expected: Vec<Fraction>,
        /// One small chart each.
        panels: Vec<Panel>,
    },
    /// The rank after each month.
    Ranks {
        /// What stands under each point.
        months: Vec<String>,
        /// One for each subject.
        lines: Vec<RankLine>,
    },
    /// How far the rank of each subject reaches when the weights change.
    Intervals {
        /// From top to bottom.
        intervals: Vec<RankInterval>,
    },
}

/// What a part of every bar is.
#[derive(Clone, Debug)]
pub struct Part {
    /// In the bar, where there is room.
    pub short: String,
    /// In the key.
    pub name: String,
}

/// A bar of parts.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Before it.
    pub label: String,
    /// In the order of the parts; none where a part is not assigned.
    pub values: Vec<Option<Printed>>,
    /// Behind it.
    pub total: String,
}

/// A small chart of progress.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Above it.
    pub label: String,
    /// Share of the target reached by each month.
    pub attained: Vec<Fraction>,
    /// As it was printed, of the last month.
    pub last: String,
}

/// The ranks of a subject.
#[derive(Clone, Debug)]
pub struct RankLine {
    /// At its end.
    pub label: String,
    /// In each month; none where it was not ranked.
    pub ranks: Vec<Option<usize>>,
}

/// How far a rank reaches.
#[derive(Clone, Debug)]
pub struct RankInterval {
    /// Before it.
    pub label: String,
    /// The rank on the board.
    pub rank: usize,
    /// The best of the interval.
    pub best: usize,
    /// The worst of the interval.
    pub worst: usize,
}
