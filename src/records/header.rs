//! The header of a table: which column is what, and by which character cells are told apart.

use std::ops::Range;
use std::sync::OnceLock;

use crate::campaign::RecordRules;
use crate::finding::{Finding, Findings, Note, Problem};
use crate::source::{Dialect, FileId, Place};

use super::sheet::{quote_fault, row_range, shape_fault};
use super::table::{Cell, Rows, is_formula};
use super::text::{fold_case, fold_diacritics};

/// Everything that a column can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Column {
    /// Day of a row.
    Date,
    /// Team of a row or of a stint.
    Team,
    /// Members that a row names.
    Members,
    /// Activity or adjustment.
    Activity,
    /// What the team claims.
    Quantity,
    /// Number of a minute, photo or dossier.
    Evidence,
    /// What the appraiser grants.
    Accepted,
    /// Who appraised.
    Appraiser,
    /// Free text.
    Note,
    /// Code of a member.
    Member,
    /// First day of a stint.
    From,
    /// Last day of a stint.
    To,
    /// What a member is in the team.
    Role,
    /// Name of a member.
    Name,
    /// What kind of exemplar it is.
    Kind,
    /// Team or member whose exemplar it is.
    Subject,
    /// What an exemplar is about.
    Title,
    /// How far an exemplar has come.
    Stage,
}

impl Column {
    /// The columns of a log, in the order in which a new one has them.
    pub const LOG_ORDER: [Self; 9] = [
        Self::Date,
        Self::Team,
        Self::Members,
        Self::Activity,
        Self::Quantity,
        Self::Evidence,
        Self::Accepted,
        Self::Appraiser,
        Self::Note,
    ];

    /// All columns, in the order of their numbers.
    pub const ALL: [Self; 18] = [
        Self::Date,
        Self::Team,
        Self::Members,
        Self::Activity,
        Self::Quantity,
        Self::Evidence,
        Self::Accepted,
        Self::Appraiser,
        Self::Note,
        Self::Member,
        Self::From,
        Self::To,
        Self::Role,
        Self::Name,
        Self::Kind,
        Self::Subject,
        Self::Title,
        Self::Stage,
    ];

    /// Its word in canonical files.
    pub fn word(self) -> &'static str {
        self.words()[0]
    }

    /// The words that mean it, its canonical one first: English, then those of Vietnamese offices.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Date => &["date", "day", "ngày", "ngày tháng", "ngày thực hiện"],
            Self::Team => &["team", "tổ", "đơn vị", "đội", "tập thể", "mã tổ", "mã đơn vị"],
            Self::Members => {
                &["members", "thành viên", "họ và tên", "mã", "mã thành viên", "cá nhân", "người thực hiện"]
            }
            Self::Activity => &[
                "activity",
                "nội dung",
                "hoạt động",
                "mã tiêu chí",
                "mã hoạt động",
                "mã nội dung",
                "công việc",
            ],
            Self::Quantity => &["quantity", "claimed", "số lượng", "kết quả", "tự chấm", "khối lượng"],
            Self::Evidence => &["evidence", "minh chứng", "số minh chứng", "tài liệu minh chứng"],
            Self::Accepted => {
                &["accepted", "thẩm định", "cấp trên chấm", "điểm duyệt", "công nhận", "số duyệt"]
            }
            Self::Appraiser => &["appraiser", "người thẩm định", "người duyệt", "mã người thẩm định"],
            Self::Note => &["note", "notes", "ghi chú", "nhận xét", "giải trình"],
            Self::Member => &["member", "mã", "thành viên", "mã thành viên", "mã số"],
            Self::From => &["from", "từ", "từ ngày", "ngày bắt đầu"],
            Self::To => &["to", "đến", "đến ngày", "ngày kết thúc"],
            Self::Role => &["role", "vai trò", "chức vụ", "chức danh"],
            Self::Name => &["name", "tên", "họ tên", "họ và tên"],
            Self::Kind => &["kind", "loại", "loại hình", "loại điển hình"],
            Self::Subject => {
                &["subject", "đối tượng", "mã", "tổ", "đơn vị", "thành viên", "tập thể, cá nhân"]
            }
            Self::Title => &["title", "tên", "tên gọi", "nội dung", "việc làm"],
            Self::Stage => &["stage", "giai đoạn", "bước", "tình trạng"],
        }
    }
}

/// The tables of a records folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// `activities/**/*.csv`.
    Log,
    /// `members.csv`.
    Members,
    /// `names.csv`.
    Names,
    /// `exemplars.csv`.
    Exemplars,
}

impl Table {
    /// Reads the header of such a table. None, with a finding, where there is none to be understood.
    pub fn header(
        self,
        file: FileId,
        text: &str,
        rules: &RecordRules,
        findings: &mut Findings,
    ) -> Option<Header> {
        let further: &FurtherWords = match self {
            Self::Log | Self::Members | Self::Exemplars => &rules.columns,
            Self::Names => &[],
        };
        read_header(file, text, &Vocabulary::of(self.kind(rules), further), findings)
    }

    /// What it is about the shape of a row that keeps its cells from being read, and where.
    pub fn shape_fault(
        self,
        text: &str,
        header: &Header,
        rules: &RecordRules,
        cells: &[Cell],
    ) -> Option<(Problem, Range<usize>)> {
        shape_fault(text, header, self.kind(rules).required, cells)
    }

    /// Columns that such a table must have.
    pub fn required(self, rules: &RecordRules) -> &'static [Column] {
        self.kind(rules).required
    }

    fn kind(self, rules: &RecordRules) -> TableKind {
        match self {
            Self::Log if rules.appraisal => LOG,
            Self::Log => LOG_WITHOUT_APPRAISAL,
            Self::Members => MEMBERS,
            Self::Names => NAMES,
            Self::Exemplars => EXEMPLARS,
        }
    }
}

/// The kinds of table, by what their columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TableKind {
    /// Columns that must be there.
    pub required: &'static [Column],
    /// Columns that may be.
    pub optional: &'static [Column],
}

/// An activity log of a campaign with appraisal.
pub(super) const LOG: TableKind = TableKind {
    required: &[Column::Date, Column::Team, Column::Activity, Column::Quantity, Column::Accepted],
    optional: &[Column::Members, Column::Evidence, Column::Appraiser, Column::Note],
};

/// An activity log of a campaign without appraisal.
pub(super) const LOG_WITHOUT_APPRAISAL: TableKind = TableKind {
    required: &[Column::Date, Column::Team, Column::Activity, Column::Quantity],
    optional: &[Column::Members, Column::Evidence, Column::Accepted, Column::Appraiser, Column::Note],
};

/// members.csv.
pub(super) const MEMBERS: TableKind = TableKind {
    required: &[Column::Member, Column::Team],
    optional: &[Column::From, Column::To, Column::Role],
};

/// names.csv.
pub(super) const NAMES: TableKind = TableKind { required: &[Column::Member, Column::Name], optional: &[] };

/// exemplars.csv.
pub(super) const EXEMPLARS: TableKind = TableKind {
    required: &[Column::Date, Column::Kind, Column::Subject, Column::Title, Column::Stage],
    optional: &[Column::Evidence, Column::Note],
};

impl TableKind {
    fn columns(self) -> impl Iterator<Item = Column> {
        self.required.iter().chain(self.optional).copied()
    }
}

/// A header that was understood.
#[derive(Clone, Debug)]
pub struct Header {
    /// How cells are told apart.
    pub dialect: Dialect,
    /// Columns up to the last that has a header word.
    pub n_columns: usize,
    /// The byte after the header row.
    pub end: usize,
    /// For each [`Column`] by its number, the place of its cell in a row.
    indices: [Option<usize>; Column::ALL.len()],
    /// What each cell of a row is; none where nobody knows.
    meanings: Vec<Option<Column>>,
}

impl Header {
    /// The place of a column's cell in a row.
    pub fn index(&self, column: Column) -> Option<usize> {
        self.indices[column as usize]
    }

    /// What the cell at `index` of a row is.
    pub fn meaning(&self, index: usize) -> Option<Column> {
        self.meanings.get(index).copied().flatten()
    }
}

/// Further header words, from `[records] columns`.
pub(super) type FurtherWords = [(String, Vec<String>)];

/// What a header cell may mean.
enum Meaning {
    Column(Column),
    Several(Vec<Column>),
    Unknown,
}

/// The words by which the columns of a kind of table are known.
pub(super) struct Vocabulary {
    kind: TableKind,
    words: Vec<(Column, String)>,
    /// The words without diacritics, made where one was not found as it is written.
    plain: OnceLock<Vec<String>>,
}

impl Vocabulary {
    /// `further` words mean columns too.
    pub(super) fn of(kind: TableKind, further: &FurtherWords) -> Self {
        let mut words = Vec::new();
        for column in kind.columns() {
            let own = column.words().iter().map(|word| (*word).to_owned());
            let further =
                further.iter().filter(|(name, _)| name == column.word()).flat_map(|(_, words)| words.clone());
            for word in own.chain(further) {
                words.push((column, fold_case(&word)));
            }
        }
        Self { kind, words, plain: OnceLock::new() }
    }

    /// Columns that such a table must have.
    pub(super) fn required(&self) -> &'static [Column] {
        self.kind.required
    }

    /// Each word with its column and without diacritics.
    fn plain(&self) -> impl Iterator<Item = (&(Column, String), &String)> {
        let plain =
            self.plain.get_or_init(|| self.words.iter().map(|(_, word)| fold_diacritics(word)).collect());
        self.words.iter().zip(plain)
    }

    fn meaning(&self, cell: &str) -> Meaning {
        let written = fold_case(cell);
        if written.is_empty() {
            return Meaning::Unknown;
        }
        if let Some((column, _)) = self.words.iter().find(|(_, word)| *word == written) {
            return Meaning::Column(*column);
        }
        let folded = fold_diacritics(cell);
        let mut columns: Vec<Column> =
            self.plain().filter(|(_, plain)| **plain == folded).map(|((column, _), _)| *column).collect();
        columns.dedup();
        match columns.as_slice() {
            [] => Meaning::Unknown,
            [column] => Meaning::Column(*column),
            _ => Meaning::Several(columns),
        }
    }

    /// The word that a misspelt header cell most likely stands for.
    fn near(&self, cell: &str) -> Option<(Column, &str)> {
        let folded = fold_diacritics(cell);
        self.plain()
            .map(|((column, word), plain)| {
                (strsim::damerau_levenshtein(plain, &folded), *column, word.as_str())
            })
            .filter(|(distance, _, word)| *distance <= word.chars().count() / 3)
            .min_by_key(|(distance, ..)| *distance)
            .map(|(_, column, word)| (column, word))
    }
}

/// The first row with something in it, by the separator that makes most header words of it.
struct HeaderRow {
    dialect: Dialect,
    cells: Vec<Cell>,
    /// How many of the cells are header words.
    known: usize,
    /// The byte after the row.
    end: usize,
}

impl HeaderRow {
    /// None where there is nothing but blank rows.
    fn find(text: &str, vocabulary: &Vocabulary) -> Option<Self> {
        let (separator, start) = sep_line(text);
        let mut best: Option<Self> = None;
        for delimiter in separator.into_iter().chain([b',', b';', b'\t']) {
            let (cells, end) = first_row(text, delimiter, start)?;
            let is_known =
                |cell: &&Cell| !matches!(vocabulary.meaning(&cell.content(text)), Meaning::Unknown);
            let known = cells.iter().filter(is_known).count();
            if best.as_ref().is_none_or(|best| known > best.known) {
                let dialect = Dialect { delimiter, header_start: start as u32 };
                let all_known = known == cells.len();
                best = Some(Self { dialect, cells, known, end });
                if all_known {
                    break;
                }
            }
        }
        best
    }
}

/// How the cells of a table are told apart whose header was not understood; none where it has none.
pub(super) fn guess_dialect(text: &str, vocabulary: &Vocabulary) -> Option<Dialect> {
    HeaderRow::find(text, vocabulary).map(|row| row.dialect)
}

/// Reads the header of a table. None, with a finding, where there is none to be understood, or
/// nothing at all.
pub(super) fn read_header(
    file: FileId,
    text: &str,
    vocabulary: &Vocabulary,
    findings: &mut Findings,
) -> Option<Header> {
    let kind = vocabulary.kind;
    let Some(HeaderRow { dialect, cells, known, end }) = HeaderRow::find(text, vocabulary) else {
        findings.push(Finding::new(Problem::EmptyFile {}, Place::whole(file)));
        return None;
    };
    let row = Place::new(file, row_range(&cells));
    if known < 2 {
        let expected = kind.required.iter().map(|column| column.word()).collect();
        findings.push(Finding::new(Problem::NoHeader { expected }, row));
        return None;
    }
    // A quote that is never closed takes the whole file into the header.
    if let Some((problem, range)) = cells.iter().find_map(|cell| quote_fault(text, *cell)) {
        findings.push(Finding::new(problem, Place::new(file, range)));
        return None;
    }
    let n_columns = cells.iter().rposition(|cell| !is_blank(&cell.content(text))).map_or(0, |last| last + 1);
    let mut header = Header {
        dialect,
        n_columns,
        end,
        indices: [None; Column::ALL.len()],
        meanings: vec![None; n_columns],
    };
    let mut unknown = Vec::new();
    let mut understood = true;
    for (index, cell) in cells[..n_columns].iter().enumerate() {
        let content = cell.content(text);
        let place = Place::new(file, cell.range());
        match vocabulary.meaning(&content) {
            Meaning::Column(column) => match header.index(column) {
                None => {
                    header.indices[column as usize] = Some(index);
                    header.meanings[index] = Some(column);
                }
                Some(first) => {
                    understood = false;
                    let first = Place::new(file, cells[first].range());
                    let problem = Problem::ColumnTwice { column: column.word() };
                    findings.push(Finding::new(problem, place).with(Note::FirstHere, first));
                }
            },
            Meaning::Several(columns) => {
                understood = false;
                let columns = columns.iter().map(|column| column.word()).collect();
                let word = content.trim().to_owned();
                findings.push(Finding::new(Problem::HeaderAmbiguous { word, columns }, place));
            }
            Meaning::Unknown if is_formula(&content) => {
                let found = content.trim().to_owned();
                findings.push(Finding::new(Problem::FormulaCell { found }, place));
            }
            Meaning::Unknown if is_blank(&content) && is_blank_below(index, text, &header) => {}
            Meaning::Unknown => unknown.push((content, place)),
        }
    }
    let missing: Vec<Column> = if understood {
        kind.required.iter().copied().filter(|&column| header.index(column).is_none()).collect()
    } else {
        Vec::new()
    };
    for &column in &missing {
        let like =
            unknown.iter().find(|(word, _)| vocabulary.near(word).is_some_and(|(near, _)| near == column));
        let (place, near) = like.map_or((row, None), |(word, place)| (*place, Some(word.trim().to_owned())));
        findings.push(Finding::new(Problem::ColumnMissing { column: column.word(), near }, place));
    }
    for (word, place) in unknown {
        let near = vocabulary.near(&word);
        // A misspelt word of a missing column is not also an unknown column.
        if !near.is_some_and(|(column, _)| missing.contains(&column)) {
            let near =
                near.filter(|(column, _)| header.index(*column).is_none()).map(|(_, word)| word.to_owned());
            findings.push(Finding::new(Problem::UnknownColumn { word: word.trim().to_owned(), near }, place));
        }
    }
    (understood && missing.is_empty()).then_some(header)
}

/// Whether nothing visible stands in a cell.
pub fn is_blank(content: &str) -> bool {
    content.chars().all(|c| c.is_whitespace() || super::text::is_zero_width(c))
}

/// The separator that a line `sep=;` names, and where the header begins after it.
pub fn sep_line(text: &str) -> (Option<u8>, usize) {
    let line_end = memchr::memchr2(b'\r', b'\n', text.as_bytes()).unwrap_or(text.len());
    let line = text[..line_end].trim_matches('"');
    let begins = line.get(..4).is_some_and(|word| word.eq_ignore_ascii_case("sep="));
    // A header may begin with a column of such a name.
    if !begins || line[4..].contains(char::is_alphanumeric) {
        return (None, 0);
    }
    let after = match &text.as_bytes()[line_end..] {
        [b'\r', b'\n', ..] => line_end + 2,
        [_, ..] => line_end + 1,
        [] => line_end,
    };
    let separator = match line.as_bytes()[4..] {
        [separator] if separator.is_ascii() && separator != b'"' => Some(separator),
        _ => None,
    };
    (separator, after)
}

/// The first row that is not blank, and the byte after it.
fn first_row(text: &str, delimiter: u8, start: usize) -> Option<(Vec<Cell>, usize)> {
    let mut rows = Rows::new(text, delimiter, start);
    let mut cells = Vec::new();
    while rows.next(&mut cells) {
        if cells.iter().any(|cell| !is_blank(&cell.content(text))) {
            return Some((cells, rows.position()));
        }
    }
    None
}

/// Whether a column without a word has nothing in it.
fn is_blank_below(index: usize, text: &str, header: &Header) -> bool {
    let mut rows = Rows::new(text, header.dialect.delimiter, header.end);
    let mut cells = Vec::new();
    while rows.next(&mut cells) {
        if cells.get(index).is_some_and(|cell| !is_blank(&cell.content(text))) {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: TableKind, text: &str) -> (Option<Header>, Vec<(&'static str, usize)>) {
        let mut findings = Findings::keeping(99);
        let header = read_header(FileId(0), text, &Vocabulary::of(kind, &[]), &mut findings);
        findings.sort();
        let codes =
            findings.iter().map(|finding| (finding.rule().code, finding.place.start as usize)).collect();
        (header, codes)
    }

    #[test]
    fn the_separator_is_the_one_that_makes_words_of_the_header() {
        for (text, delimiter) in [
            ("date,team,activity,quantity,accepted\n", b','),
            ("Ngày;Tổ;Nội dung;Số lượng;Thẩm định\n", b';'),
            ("ngay\tto\tnoi dung\tso luong\ttham dinh\tghi chu, thêm;nữa\n", b'\t'),
            ("sep=;\r\nNGÀY;ĐƠN VỊ;\"Hoạt\nđộng\";TỰ CHẤM;ĐIỂM DUYỆT;;\n", b';'),
            ("\n\n date , Team ,ACTIVITY,quantity,accepted,,,\n", b','),
        ] {
            let (header, codes) = read(LOG, text);
            let unknown = usize::from(text.contains("thêm"));
            assert_eq!(codes.len(), unknown, "{text}: {codes:?}");
            assert_eq!(header.map(|header| header.dialect.delimiter), Some(delimiter), "{text}");
        }
    }

    #[test]
    fn where_no_separator_is_better_than_the_comma_it_is_the_comma() {
        for text in ["date\n", "member\n1;2\n", "một;hai\n"] {
            let row = HeaderRow::find(text, &Vocabulary::of(LOG, &[])).unwrap();
            assert_eq!(row.dialect.delimiter, b',', "{text}");
        }
    }

    #[test]
    fn a_word_as_written_goes_before_a_word_without_diacritics() {
        let (header, codes) = read(MEMBERS, "Mã,Tổ,from,to,role\n");
        assert!(codes.is_empty(), "{codes:?}");
        assert_eq!(header.and_then(|header| header.index(Column::To)), Some(3));
    }

    #[test]
    fn a_header_that_is_not_understood_says_why() {
        for (text, codes) in [
            ("2025-02-04,to-1,T1-01,C1A,1\n", vec![("T320", 0)]),
            ("date,team,activity,quantity\n", vec![("T321", 0)]),
            ("date,taem,activity,quantity,accepted\n", vec![("T321", 5)]),
            ("date,team,tổ,activity,quantity,accepted\n", vec![("T322", 10)]),
            ("date,team,activity,quantity,accepted,colour\n", vec![("T324", 37)]),
            ("date,team,activity,quantity,accepted,\"x\n2025-02-04,to-1,C1A,1,1,\n", vec![("T330", 37)]),
            ("date,team,activity,quantity,accepted,\"no\"te\n", vec![("T331", 37)]),
            ("sep=x,date,team,activity,quantity,accepted\n", vec![("T324", 0)]),
        ] {
            assert_eq!(read(LOG, text).1, codes, "{text}");
        }
    }
}
