//! One spelling for each table: what a spreadsheet did to a file is undone, so that a git diff
//! shows what people changed and nothing else.
//!
//! | | canonical |
//! |---|---|
//! | file | UTF-8 without a mark, LF, `,`; no `sep=` line, no blank row |
//! | row | as many cells as the header has words; quotes only where needed |
//! | header | words and their order kept, without what nobody sees |
//! | date | `2025-02-04` |
//! | quantity | `2.5`: a point, no needless zeros |
//! | members | codes one space apart, in the order they were typed |
//! | identifier, alias, role, kind, stage | as typed, without what nobody sees |
//! | evidence, note, name, title, unknown column | as typed, in NFC |
//!
//! Identifiers keep their letter case, and aliases stay aliases: to write them as the rules do would
//! change lines that nobody touched. Free text keeps its blanks, and the `'` in front of it, which
//! may be all that keeps a spreadsheet from turning `0123` into 123. A `'` is taken from the other
//! cells, unless what is left would be a formula.
//!
//! Nothing is guessed. A cell that could not be read is left as it is, letter by letter, for a
//! person to mend; so are slashed dates about whose order there is a doubt. A file that could not be
//! read as a whole is refused.

pub mod legacy;

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDate;
use icu_normalizer::ComposingNormalizerBorrowed;

use crate::campaign::{DateOrder, RecordRules};
use crate::finding::{Finding, Findings, Problem};
use crate::records::cell::{WrittenDate, parse_date, parse_quantity};
use crate::records::table::{Cell, Rows, is_formula};
use crate::records::text::clean;
use crate::records::{Column, Header, Table, codes_of, is_blank};
use crate::source::{FileId, Place};

/// A table in its canonical spelling.
#[derive(Debug)]
pub struct Canonical {
    /// The text.
    pub text: String,
    /// Whether something was left as it is because it could not be read, or only with a doubt.
    pub left_some: bool,
    /// For each row of the text before, and each stretch that is no row: where it ends there, and
    /// where what became of it ends here.
    ends: Vec<(u32, u32)>,
}

impl Canonical {
    /// Stretches of the text before, each with what became of it; all together are all of both texts.
    pub fn changes<'t>(&'t self, before: &'t str) -> impl Iterator<Item = (&'t str, &'t str)> {
        let mut starts = (0, 0);
        self.ends.iter().map(move |&ends| {
            let old = before.get(starts.0 as usize..ends.0 as usize).unwrap_or_default();
            let new = self.text.get(starts.1 as usize..ends.1 as usize).unwrap_or_default();
            starts = ends;
            (old, new)
        })
    }
}

/// Spells a table canonically. `text` is what was read of `file`, and `findings` are those of this
/// file, all of them.
///
/// # Errors
///
/// The findings that keep the file from being read as a whole.
pub fn canonical(
    table: Table,
    file: FileId,
    text: &str,
    rules: &RecordRules,
    findings: &[&Finding],
) -> Result<Canonical, Vec<Finding>> {
    let in_the_way: Vec<Finding> =
        findings.iter().filter(|finding| concerns_whole_file(&finding.problem)).map(|&f| f.clone()).collect();
    if !in_the_way.is_empty() {
        return Err(in_the_way);
    }
    let mut about_header = Findings::keeping(usize::MAX);
    let Some(header) = table.header(file, text, rules, &mut about_header) else {
        if !about_header.has_errors() {
            // There is nothing but blank rows.
            let ends = vec![(text.len() as u32, 0)];
            return Ok(Canonical { text: String::new(), left_some: false, ends });
        }
        about_header.sort();
        return Err(about_header.iter().filter(|finding| finding.is_error()).cloned().collect());
    };
    let writer = Writer {
        table,
        file,
        text,
        rules,
        header: &header,
        unread: unread_places(findings),
        dates_in_doubt: findings.iter().any(|finding| doubts_dates(&finding.problem)),
        spelt: Canonical { text: String::with_capacity(text.len()), left_some: false, ends: Vec::new() },
    };
    writer.write()
}

/// Adds a row: cells apart by `,`, in quotes only where needed, ended by LF.
pub fn push_row<'c>(text: &mut String, cells: impl IntoIterator<Item = &'c str>) {
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(cell);
        }
    }
    text.push('\n');
}

struct Writer<'t> {
    table: Table,
    file: FileId,
    text: &'t str,
    rules: &'t RecordRules,
    header: &'t Header,
    /// What could not be read, in order.
    unread: Vec<Range<u32>>,
    dates_in_doubt: bool,
    spelt: Canonical,
}

impl<'t> Writer<'t> {
    fn write(mut self) -> Result<Canonical, Vec<Finding>> {
        let Self { text, header, .. } = self;
        let delimiter = header.dialect.delimiter;
        let mut cells = Vec::new();
        let mut rows = Rows::new(text, delimiter, header.dialect.header_start as usize);
        while rows.next(&mut cells) && cells.iter().all(|cell| is_blank(&cell.content(text))) {}
        let words = cells.iter().take(header.n_columns).map(|cell| word(with_line_feeds(cell.content(text))));
        self.push(words.collect(), header.end);
        let mut rows = Rows::new(text, delimiter, header.end);
        while rows.next(&mut cells) {
            let row = if cells.iter().all(|cell| is_blank(&cell.content(text))) {
                Vec::new()
            } else {
                self.row(&cells)?
            };
            self.push(row, rows.position());
        }
        Ok(self.spelt)
    }

    /// Adds a row, or nothing, in place of the text before up to byte `end`.
    fn push(&mut self, row: Vec<Cow<'_, str>>, end: usize) {
        if !row.is_empty() {
            push_row(&mut self.spelt.text, row.iter().map(|cell| &**cell));
        }
        self.spelt.ends.push((end as u32, u32::try_from(self.spelt.text.len()).unwrap_or(u32::MAX)));
    }

    fn row(&mut self, cells: &[Cell]) -> Result<Vec<Cow<'t, str>>, Vec<Finding>> {
        let n_columns = self.header.n_columns;
        let fault = self.table.shape_fault(self.text, self.header, self.rules, cells);
        match fault {
            Some((problem @ (Problem::QuoteUnclosed {} | Problem::TextAfterQuote {}), range)) => {
                return Err(vec![Finding::new(problem, Place::new(self.file, range))]);
            }
            // Nobody knows what the cells of a row are that has too few or too many. Dates are
            // spelt all the same: those left among others would look as if a spreadsheet had
            // turned them.
            Some(_) => {
                self.spelt.left_some = true;
                let cells = cells.iter().enumerate();
                return Ok(cells.map(|(index, cell)| self.cell_of_faulty_row(index, *cell)).collect());
            }
            None => {}
        }
        let mut row: Vec<_> =
            cells.iter().take(n_columns).enumerate().map(|(index, cell)| self.cell(index, *cell)).collect();
        row.resize(n_columns, Cow::Borrowed(""));
        Ok(row)
    }

    fn cell(&mut self, index: usize, cell: Cell) -> Cow<'t, str> {
        let content = cell.content(self.text);
        if self.is_unread(cell) {
            self.spelt.left_some |= !content.is_empty();
            return content;
        }
        let content = with_line_feeds(content);
        match self.header.meaning(index) {
            Some(Column::Date | Column::From | Column::To) => self.date(content),
            Some(Column::Quantity | Column::Accepted) => {
                respelt(content, |cleaned| parse_quantity(cleaned).ok().map(|quantity| quantity.to_string()))
            }
            Some(Column::Members) => {
                respelt(content, |cleaned| Some(codes_of(cleaned).collect::<Vec<_>>().join(" ")))
            }
            Some(
                Column::Team
                | Column::Activity
                | Column::Appraiser
                | Column::Member
                | Column::Role
                | Column::Kind
                | Column::Subject
                | Column::Stage,
            ) => word(content),
            Some(Column::Evidence | Column::Note | Column::Name | Column::Title) | None => free_text(content),
        }
    }

    /// A cell of a row that could not be read.
    fn cell_of_faulty_row(&mut self, index: usize, cell: Cell) -> Cow<'t, str> {
        let content = cell.content(self.text);
        match self.header.meaning(index) {
            Some(Column::Date | Column::From | Column::To) => self.date(content),
            _ => content,
        }
    }

    fn date(&mut self, content: Cow<'t, str>) -> Cow<'t, str> {
        let in_doubt = self.dates_in_doubt;
        let order = self.rules.dates;
        respelt(content, |cleaned| match parse_date(cleaned).ok()? {
            WrittenDate::Iso(date) => Some(date.to_string()),
            WrittenDate::Slashed { .. } if in_doubt => {
                self.spelt.left_some = true;
                None
            }
            WrittenDate::Slashed { dmy, mdy } => declared(order, dmy, mdy).map(|date| date.to_string()),
        })
    }

    /// Whether the cell holds something that could not be read.
    fn is_unread(&self, cell: Cell) -> bool {
        let first = self.unread.partition_point(|place| place.start < cell.start);
        self.unread.get(first).is_some_and(|place| place.end <= cell.end)
    }
}

fn declared(order: DateOrder, dmy: Option<NaiveDate>, mdy: Option<NaiveDate>) -> Option<NaiveDate> {
    match order {
        DateOrder::Dmy => dmy,
        DateOrder::Mdy => mdy,
        DateOrder::Iso => None,
    }
}

/// A cell without what nobody sees.
fn word(content: Cow<'_, str>) -> Cow<'_, str> {
    respelt(content, |cleaned| Some(cleaned.to_owned()))
}

/// What `spell` makes of the cleaned cell, where it makes something that is read as the cell was.
fn respelt<'c>(content: Cow<'c, str>, spell: impl FnOnce(&str) -> Option<String>) -> Cow<'c, str> {
    match spell(&clean(&content)) {
        // Separators without a code, and a lone `'`, are not nothing to every reader.
        Some(spelt) if spelt.is_empty() => blank(content),
        Some(spelt) if clean(&spelt) == spelt && !is_formula(&spelt) => Cow::Owned(spelt),
        Some(_) => content,
        None => blank(content),
    }
}

fn free_text(content: Cow<'_, str>) -> Cow<'_, str> {
    let nfc = ComposingNormalizerBorrowed::new_nfc();
    if nfc.is_normalized(&content) {
        blank(content)
    } else {
        Cow::Owned(nfc.normalize(&content).into_owned())
    }
}

/// Nothing, in place of blanks that are read as nothing.
fn blank(content: Cow<'_, str>) -> Cow<'_, str> {
    if is_blank(&content) && clean(&content).is_empty() { Cow::Borrowed("") } else { content }
}

fn with_line_feeds(content: Cow<'_, str>) -> Cow<'_, str> {
    if content.contains('\r') {
        Cow::Owned(content.replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        content
    }
}

/// Whether a problem keeps a file from being read as a whole.
fn concerns_whole_file(problem: &Problem) -> bool {
    use Problem as P;
    match problem {
        P::Windows1258 {}
        | P::Tcvn3 {}
        | P::Vni {}
        | P::Mojibake {}
        | P::Utf16WithoutMark { .. }
        | P::Utf32 {}
        | P::OtherFormat { .. }
        | P::ConflictMarkers {}
        | P::NotText {}
        | P::NotUtf8 {}
        | P::NoHeader { .. }
        | P::ColumnMissing { .. }
        | P::ColumnTwice { .. }
        | P::HeaderAmbiguous { .. }
        | P::QuoteUnclosed {}
        | P::TextAfterQuote {}
        | P::DateOrderContradicted { .. } => true,
        // A file that was not read at all.
        _ => problem.rule().code.starts_with('F'),
    }
}

/// Whether a problem puts the order of day and month in doubt.
fn doubts_dates(problem: &Problem) -> bool {
    matches!(problem, Problem::DatesMixed { .. } | Problem::DatesInOtherOrder { .. })
}

/// Where something stands that could not be read, in order.
fn unread_places(findings: &[&Finding]) -> Vec<Range<u32>> {
    let unread = findings.iter().filter(|finding| !is_understood(&finding.problem));
    let mut places: Vec<_> = unread.map(|finding| finding.place.start..finding.place.end).collect();
    places.sort_unstable_by_key(|place| (place.start, place.end));
    places
}

/// Whether a problem is of something that was read, and is wrong in what it says. A problem that
/// is not listed here keeps its cell from being touched.
fn is_understood(problem: &Problem) -> bool {
    use Problem as P;
    match problem {
        P::CellMissing { .. }
        | P::EvidenceMissing { .. }
        | P::AppraiserMissing {}
        | P::NoteMissing { .. }
        | P::MembersMissing { .. }
        | P::PendingShields { .. }
        | P::QuantityZero { .. }
        | P::DateOutsideCampaign { .. }
        | P::DateInNoPhase { .. }
        | P::TeamNotThatDay { .. }
        | P::MemberNotInTeam { .. }
        | P::AppraiserInvolved { .. }
        | P::StintTwice { .. }
        | P::StintsInTwoTeams { .. }
        | P::StintReversed { .. }
        | P::StintOutsideTeam { .. }
        | P::NameTwice { .. }
        | P::StageGoesBack { .. }
        | P::StageTwice { .. }
        | P::KindChanged { .. }
        | P::SubjectNotServing { .. }
        | P::EvidenceNotExemplar { .. }
        | P::UnknownColumn { .. }
        | P::DuplicateRow {}
        | P::EvidenceTwice { .. }
        | P::MemberInTwoPlaces { .. } => true,
        _ => doubts_dates(problem),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Encoding, Source, Sources};

    /// A table without findings, in its canonical spelling.
    fn spell(table: Table, text: &str) -> Result<Canonical, Vec<Finding>> {
        let mut sources = Sources::default();
        let rules = include_str!("../../tests/support/campaign.toml");
        let rules = sources.add(Source::new("records/campaign.toml", rules, Encoding::Utf8));
        let campaign = crate::campaign::read(&sources, rules, &[], &mut Findings::keeping(9)).unwrap();
        canonical(table, FileId(1), text, &campaign.records, &[])
    }

    fn check(table: Table, text: &str, expected: &str) {
        let spelt = spell(table, text).unwrap();
        assert_eq!(spelt.text, expected);
        assert_eq!(spell(table, expected).unwrap().text, expected, "not canonical by its own account");
        let (old, new): (String, String) = spelt.changes(text).unzip();
        assert_eq!((old.as_str(), new.as_str()), (text, expected));
    }

    /// One row of a log.
    fn check_row(row: &str, expected: &str) {
        let header = "date,team,members,activity,quantity,evidence,accepted,appraiser,note,colour\n";
        check(Table::Log, &format!("{header}{row}\n"), &format!("{header}{expected}\n"));
    }

    #[test]
    fn a_file_is_one_row_a_line_and_nothing_else() {
        let expected = "date,team,activity,quantity,accepted\n2025-02-04,to-1,C1A,1,1\n";
        for text in [
            "date,team,activity,quantity,accepted\n2025-02-04,to-1,C1A,1,1",
            "sep=;\r\ndate;team;activity;quantity;accepted\r\n2025-02-04;to-1;C1A;1;1\r\n",
            "date\tteam\tactivity\tquantity\taccepted\r2025-02-04\tto-1\tC1A\t1\t1\r",
            "\n,,\ndate,team,activity,quantity,accepted,,\n\n2025-02-04,to-1,C1A,1,1,,\n ,\u{a0},,,,,\n\n",
            "\"date\",\"team\",\"activity\",\"quantity\",\"accepted\"\n\"2025-02-04\",\"to-1\",\"C1A\",\"1\",\"1\"\n",
        ] {
            check(Table::Log, text, expected);
        }
        for nothing in ["", "\n\r\n", " ,\u{a0},\n", "sep=;\n"] {
            check(Table::Log, nothing, "");
        }
    }

    #[test]
    fn header_words_stay_what_people_wrote_in_the_order_they_wrote_them() {
        check(
            Table::Log,
            " Ghi chú ;Nga\u{300}y;'Tổ;\"Hoạt\r\nđộng\";;SỐ LƯỢNG;Thẩm\u{a0}định;Màu;\n",
            "Ghi chú,Ngày,Tổ,\"Hoạt\nđộng\",,SỐ LƯỢNG,Thẩm định,Màu\n",
        );
    }

    #[test]
    fn dates_and_quantities_have_one_spelling() {
        for (date, quantity, accepted) in [
            ("2025-2-4", "2,50", "0,0"),
            ("'04/02/2025", " 2.5", "0"),
            ("2025.02.04 00:00:00", "02.5", "\u{a0}0"),
        ] {
            check_row(
                &format!("{date},to-1,,C1A,\"{quantity}\",,\"{accepted}\",,,"),
                "2025-02-04,to-1,,C1A,2.5,,0,,,",
            );
        }
    }

    #[test]
    fn identifiers_keep_their_case_and_lose_what_nobody_sees() {
        check_row(
            "2025-02-04, TO-1\u{200b} ,T1-02;t1-01 + T2-01,'c1a,1,,1,\u{feff}ca-01\u{a0},,",
            "2025-02-04,TO-1,T1-02 t1-01 T2-01,c1a,1,,1,ca-01,,",
        );
        check_row(
            "2025-02-04,Tổ  bảo vệ số 1,\"T1-01,\nT1-02\",C1A,1,,,,,",
            "2025-02-04,Tổ  bảo vệ số 1,T1-01 T1-02,C1A,1,,,,,",
        );
    }

    #[test]
    fn free_text_is_only_composed() {
        check_row(
            "2025-02-04,to-1,,C1A,1,'0123,, ,\"  To\u{302}\u{309}\u{200b} \r\n5\u{a0}kg ,\", đỏ ",
            "2025-02-04,to-1,,C1A,1,'0123,,,\"  Tổ\u{200b} \n5\u{a0}kg ,\", đỏ ",
        );
        check_row("2025-02-04,to-1,,C1A,1,,,,a \"b\" c,", "2025-02-04,to-1,,C1A,1,,,,\"a \"\"b\"\" c\",");
        check_row("2025-02-04,to-1,,C1A,1,,,,'=1+1,'", "2025-02-04,to-1,,C1A,1,,,,'=1+1,'");
    }

    #[test]
    fn what_would_be_read_otherwise_is_left() {
        // Without its `'` the one would be a formula, the other would lose the next one too; a lone
        // `'` or `;` would make an empty cell, and an empty row.
        for cell in ["'=T1", "''T1"] {
            check_row(
                &format!("2025-02-04,to-1,,C1A,1,,,{cell},,"),
                &format!("2025-02-04,to-1,,C1A,1,,,{cell},,"),
            );
        }
        check_row("',,;,,,,,,,", "',,;,,,,,,,");
    }

    #[test]
    fn rows_of_the_wrong_length_keep_their_cells() {
        check_row("04/02/2025,to-1 ,,C1A", "2025-02-04,to-1 ,,C1A");
        check_row("04/02/2025,to-1 ,,C1A,1,,1,CA-01,,,\"2,5\"", "2025-02-04,to-1 ,,C1A,1,,1,CA-01,,,\"2,5\"");
        check_row("04/02/2025,to-1 ,,C1A,1,,1", "2025-02-04,to-1,,C1A,1,,1,,,");
    }

    #[test]
    fn members_names_and_exemplars_are_tables_too() {
        check(
            Table::Members,
            "Mã;Tổ;từ;đến;vai trò\nT1-01; to-1;01/02/2025;;Tổ trưởng \n",
            "Mã,Tổ,từ,đến,vai trò\nT1-01,to-1,2025-02-01,,Tổ trưởng\n",
        );
        check(
            Table::Names,
            "member;name\n'T1-01;Nguyê\u{303}n Va\u{306}n A\n",
            "member,name\nT1-01,Nguyễn Văn A\n",
        );
        check(
            Table::Exemplars,
            "Ngày;Loại;Đối tượng;Tên;Giai đoạn\n05/02/2025; Cách làm hay ;to-1; A;phát hiện\n",
            "Ngày,Loại,Đối tượng,Tên,Giai đoạn\n2025-02-05,Cách làm hay,to-1, A,phát hiện\n",
        );
    }

    #[test]
    fn a_file_that_is_not_read_as_a_whole_is_refused() {
        let header = "date,team,activity,quantity,accepted,note\n";
        for (text, codes) in [
            ("a,b\n1,2\n".to_owned(), vec!["T320"]),
            ("date,team,colour,quantity,accepted\n".to_owned(), vec!["T321"]),
            (format!("{header}2025-02-04,to-1,C1A,1,1,\"x\n"), vec!["T330"]),
            (format!("{header}2025-02-04,to-1,C1A,1,1,\"x\"y\n"), vec!["T331"]),
        ] {
            let refused = spell(Table::Log, &text).unwrap_err();
            assert_eq!(
                refused.iter().map(|finding| finding.rule().code).collect::<Vec<_>>(),
                codes,
                "{text}"
            );
        }
    }
}
