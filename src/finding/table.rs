//! Everything that can be said against records, in one table.
//!
//! Codes go by where the fault lies: F files, C the campaign file, R rows, T tables (the shape
//! of a CSV file and what a spreadsheet does to it), X across rows, P privacy. A code is never
//! given to another meaning.

use super::Severity::{self, Error, Warning};
use crate::exact::DecimalFault;
use crate::identifier::IdFault;
use chrono::NaiveDate;

/// A rule that records can break.
#[derive(Debug)]
pub struct Rule {
    /// `R203`: stable for ever.
    pub code: &'static str,
    /// Whether the records can still be scored.
    pub severity: Severity,
    /// The page of the rule, in Markdown: English, then Vietnamese after a line `<!-- vi -->`.
    pub page: &'static str,
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
    }
}

impl Eq for Rule {}

/// The rule with this code, in any letter case.
pub fn rule(code: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.eq_ignore_ascii_case(code))
}

/// One row a rule: its code, its severity, and the problem with what a message needs to say.
macro_rules! rules {
    ($($(#[doc = $doc:literal])* $code:ident $severity:ident $problem:ident { $($field:ident: $type:ty),* $(,)? })*) => {
        /// Every rule, in order of code.
        pub static RULES: &[Rule] = &[$(Rule {
            code: stringify!($code),
            severity: $severity,
            page: include_str!(concat!("../../docs/rules/", stringify!($code), ".md")),
        }),*];

        /// What is wrong, with the facts that a message needs.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the fields are named after what they hold")]
        pub enum Problem {
            $($(#[doc = $doc])* $problem { $($field: $type),* },)*
        }

        #[derive(Clone, Copy)]
        enum Row { $($code),* }

        impl Problem {
            /// The rule that was broken.
            pub fn rule(&self) -> &'static Rule {
                let row = match self { $(Self::$problem { .. } => Row::$code),* };
                &RULES[row as usize]
            }
        }
    };
}

rules! {
    // C: the campaign file.

    /// The file is no TOML; `reason` is the parser's own, in English.
    C101 Error TomlSyntax { reason: String }
    /// A key that means nothing in this table (`[campaign]`, `[[teams]]`, `cap`, …; "" at the top).
    C102 Error UnknownKey { key: String, table: String, near: Option<String>, known: Vec<&'static str> }
    /// A key or table that must be there: stands at the header of its table.
    C103 Error MissingKey { key: &'static str, table: String }
    /// A value of another kind than expected.
    C104 Error WrongType { key: String, expected: ValueKind, found: ValueKind }
    /// A number that is not an exact decimal of the allowed size.
    C105 Error NumberUnreadable { key: String, found: String, fault: DecimalFault, most_decimals: usize }
    /// A number outside its range: `range` such as `0 … 6` or `> 0`.
    C106 Error OutOfRange { key: String, found: String, range: &'static str }
    /// A text that is no identifier.
    C107 Error IdUnusable { id: String, fault: IdFault }
    /// An identifier that means something else already; related: the first.
    C108 Error IdTaken { id: String }
    /// A reference to something that is not declared.
    C109 Error UnknownReference { thing: Thing, id: String, near: Option<String> }
    /// A word where only certain words are understood.
    C110 Error UnknownWord { key: String, found: String, known: Vec<String>, near: Option<String> }
    /// A campaign without any phase, team or criterion.
    C111 Error NothingDeclared { thing: Thing }
    /// A last day before the first.
    C112 Error SpanReversed { first: NaiveDate, last: NaiveDate }
    /// A phase that begins before or ends after the campaign.
    C113 Error PhaseOutsideCampaign { first: NaiveDate, last: NaiveDate }
    /// Phases that share days; related: the earlier one. They are numbered by date, wherever they stand.
    C114 Error PhasesOverlap { phase: usize, other: usize }
    /// Days of the campaign, between two phases or at its ends, that belong to no phase.
    C115 Warning PhaseGap { first: NaiveDate, last: NaiveDate }
    /// Top criteria that do not add up to the scale.
    C116 Error TopWeights { sum: String, scale: String }
    /// A parent whose weight is not the sum of its children's.
    C117 Error ParentWeight { parent: String, weight: String, sum: String }
    /// A parent with a ceiling that its children cannot reach.
    C118 Error CeilingUnreachable { parent: String, weight: String, sum: String }
    /// Criteria that are inside one another.
    C119 Error CriteriaInCircle { id: String }
    /// A key that only a leaf criterion can have (or `ceiling` on a leaf).
    C120 Error KeyMisplaced { key: String, on_parent: bool }
    /// A key that this rule of attainment does not know.
    C121 Error KeyNotOfRule { key: String, rule: &'static str }
    /// `every` or `per` without a target to spread.
    C122 Error KeyNeedsTarget { key: String }
    /// Bands that do not go down.
    C123 Error BandsNotDescending { from: String, before: String }
    /// A band that gives more than the criterion's weight.
    C124 Error BandAboveWeight { score: String, weight: String }
    /// A weight with more decimals than contributions are printed with.
    C125 Error WeightTooFine { weight: String, decimals: u8 }
    /// A leaf criterion that no activity feeds and that has no base.
    C126 Warning CriterionWithoutActivity { criterion: String }
    /// An activity or a tie-break that names a parent.
    C127 Error ParentNamed { criterion: String }
    /// A team that is assigned nothing that weighs anything.
    C128 Warning NothingAssigned { team: String }
    /// A key that this kind of adjustment does not know.
    C129 Error KeyNotOfKind { key: String, kind: &'static str }
    /// Grades for the same subjects that do not go down.
    C130 Error GradesNotDescending { min: String, before: String }
    /// A quota `of` a grade that is not worse.
    C131 Error QuotaOfBetterGrade { grade: String, of: String }
    /// A team whose days lie outside the campaign.
    C132 Warning TeamOutsideCampaign { team: String }
    /// A name that already calls another team.
    C133 Error AliasTaken { alias: String, team: String }
    /// A header word that already means another column.
    C134 Error HeaderWordTaken { word: String, column: String }
    /// A team that has a target of its own and is not assigned the criterion.
    C135 Error TargetNotAssigned { team: String, criterion: String }
    /// A cap on an activity that only takes points away.
    C136 Warning CapWithoutEffect { activity: String }
    /// A text that must say something and is blank: a title, an alias, a header word, a pattern.
    C137 Error BlankText { key: String }
    /// An `extends` that is no relative path of a TOML file.
    C138 Error BasePathUnusable { path: String, fault: BasePathFault }
    /// A file named by `extends` that cannot be read.
    C139 Error BaseUnreadable { path: String, fault: BaseFault }
    /// A file that extends itself, at once or through others.
    C140 Error BasesInCircle { path: String }
    /// A key that the extended file has set already (`of` an identifier or `[table]`; "" where the whole
    /// list `key` is meant); related: the first.
    C141 Error Redefined { key: String, of: String }
    /// An `override = true` that overrides nothing.
    C142 Warning OverrideWithoutEffect {}

    // F: files and folders.

    /// A folder named `*.csv`.
    F001 Error FolderNamedCsv {}
    /// A pipe, socket or device named `*.csv`.
    F002 Error NotAFile {}
    /// A link that leads nowhere.
    F003 Error DanglingLink {}
    /// A link that leads out of the records folder.
    F004 Error LinkLeavesFolder {}
    /// A file or folder that the system does not let us read.
    F005 Error Unreadable { reason: String }
    /// A link to a folder, which is not followed.
    F006 Warning LinkToFolder {}
    /// A file that looks like a log but is not read: a spreadsheet among the logs, a CSV beside them.
    F007 Warning NotRead { reason: NotReadReason }
    /// A file name that is not Unicode.
    F008 Error NameNotUnicode {}
    /// A file that is too large to keep places in (4 GiB).
    F009 Error FileTooLarge {}
    /// Two files, names or links that are the same file.
    F010 Warning SameFile { other: String }

    // P: privacy.

    /// A citizen's identity number (CCCD). `masked` shows what is meant and no more.
    P601 Error CitizenId { masked: String }
    /// An old identity card number (CMND).
    P602 Error OldIdentityCard { masked: String }
    /// A telephone number.
    P603 Error Phone { masked: String }
    /// A number plate.
    P604 Error Plate { masked: String }
    /// An e-mail address.
    P605 Error Email { masked: String }
    /// A long number that may belong to a person or an account.
    P606 Warning LongNumber { masked: String }

    // R: rows.

    /// A text that is no date.
    R201 Error DateUnreadable { found: String }
    /// A day that no calendar has.
    R202 Error DateImpossible { found: String }
    /// A team that is not in the campaign file.
    R203 Error UnknownTeam { team: String, near: Option<String> }
    /// A year of two digits.
    R204 Error YearOfTwoDigits { found: String }
    /// A spreadsheet's serial number in place of a date.
    R205 Error DateSerial { found: String, date: Option<NaiveDate> }
    /// One date that fits only the other order refuses all slashed dates of the file.
    R206 Error DateOrderContradicted { found: String, declared: &'static str, other: &'static str, date: NaiveDate, slashed: usize, all_fit_other: bool }
    /// A slashed date where only ISO dates are read: `dmy` and `mdy` are its readings.
    R207 Error DateSlashed { found: String, dmy: Option<NaiveDate>, mdy: Option<NaiveDate> }
    /// Slashed and ISO dates in one file: a spreadsheet may have turned some.
    R208 Warning DatesMixed { slashed: usize, iso: usize }
    /// Rows that stand in order only under the other reading of their dates.
    R209 Warning DatesInOtherOrder { declared: &'static str, other: &'static str }
    /// A date before or after the campaign.
    R210 Error DateOutsideCampaign { date: NaiveDate, first: NaiveDate, last: NaiveDate }
    /// A date between two phases.
    R211 Error DateInNoPhase { date: NaiveDate }
    /// An empty cell of a column that needs a value.
    R212 Error CellMissing { column: &'static str }
    /// A member that is not in members.csv.
    R213 Error UnknownMember { member: String, near: Option<String> }
    /// A member who did not serve in the team on that day; `teams` are those served in that day.
    R214 Error MemberNotInTeam { member: String, team: String, date: NaiveDate, teams: Vec<String> }
    /// A member named twice in one row.
    R215 Error MemberTwice { member: String }
    /// Members named where there is no members.csv.
    R216 Error MembersWithoutList {}
    /// An activity or adjustment that is not in the campaign file.
    R217 Error UnknownActivity { activity: String, near: Option<String> }
    /// A text that is no quantity.
    R218 Error NumberNotRead { found: String, fault: NumberFault }
    /// `1.000`: one, or one thousand.
    R219 Error NumberAmbiguous { found: String, small: String, large: String }
    /// A claimed quantity of 0.
    R220 Error QuantityZero { found: String }
    /// More than two decimals.
    R221 Error NumberTooFine { found: String }
    /// More than 12 digits.
    R222 Error NumberTooLarge { found: String }
    /// An activity that needs evidence, without.
    R223 Error EvidenceMissing { activity: String }
    /// An accepted quantity without the code of who accepted it.
    R224 Error AppraiserMissing {}
    /// A text that is no code of an appraiser.
    R225 Error AppraiserUnusable { found: String, fault: IdFault }
    /// An appraiser who appraises what they did themselves.
    R226 Error AppraiserInvolved { appraiser: String, whole_team: bool }
    /// A rejected or changed quantity without a note.
    R227 Error NoteMissing { quantity: String, accepted: String }
    /// A pending row that would take points away or is an adjustment.
    R228 Warning PendingShields { activity: String }
    /// An adjustment for members that names none.
    R229 Error MembersMissing { activity: String }
    /// A team that does not exist on that day.
    R230 Error TeamNotThatDay { team: String, date: NaiveDate, first: NaiveDate, last: NaiveDate }
    /// A member code that is no identifier (members.csv).
    R240 Error MemberUnusable { found: String, fault: IdFault }
    /// A stint that overlaps another of the same member in the same team; related: the first.
    R241 Error StintTwice { member: String, team: String }
    /// A member who serves in two teams on the same days; related: the first.
    R242 Warning StintsInTwoTeams { member: String, first: NaiveDate, last: NaiveDate }
    /// A stint that ends before it begins.
    R243 Error StintReversed { from: NaiveDate, to: NaiveDate }
    /// A stint that says days on which its team does not exist.
    R244 Error StintOutsideTeam { team: String, first: NaiveDate, last: NaiveDate }
    /// A role that is not leader, deputy or member.
    R245 Error UnknownRole { found: String, near: Option<String> }
    /// Two names for one member; related: the first.
    R250 Error NameTwice { member: String }
    /// An exemplar of neither a team nor a member (exemplars.csv).
    R260 Error UnknownSubject { subject: String, near: Option<String> }
    /// A kind that is not person, deed or method.
    R261 Error UnknownKind { found: String, near: Option<String> }
    /// A stage that is not found, building or replicated.
    R262 Error UnknownStage { found: String, near: Option<String> }
    /// A stage before the one that the exemplar had on an earlier day; related: that one.
    R263 Error StageGoesBack { stage: &'static str, before: &'static str, date: NaiveDate }
    /// A stage that the exemplar has reached already; related: when.
    R264 Error StageTwice { stage: &'static str }
    /// One exemplar of two kinds; related: the first.
    R265 Error KindChanged { found: &'static str, before: &'static str }
    /// An exemplar of a member who served in no team that day.
    R266 Error SubjectNotServing { member: String, date: NaiveDate }
    /// Evidence that is no exemplar of the team, where an activity asks for one.
    R267 Error EvidenceNotExemplar { activity: String, evidence: String, team: String }

    // T: tables.

    /// Text in Windows-1258.
    T301 Error Windows1258 {}
    /// Text in the font encoding TCVN3 (ABC).
    T302 Error Tcvn3 {}
    /// Text in the font encoding VNI.
    T303 Error Vni {}
    /// UTF-8 that was read as Windows-1252 and saved again: `Tá»•`.
    T304 Error Mojibake {}
    /// UTF-16 without a byte order mark.
    T305 Error Utf16WithoutMark { big_endian: bool }
    /// UTF-32.
    T306 Error Utf32 {}
    /// A file of another kind under the name of a CSV file.
    T307 Error OtherFormat { format: FileFormat }
    /// The marks of an unfinished merge of git.
    T308 Error ConflictMarkers {}
    /// Bytes that no text has, such as NUL.
    T309 Error NotText {}
    /// Bytes that are not UTF-8 and nothing we know.
    T310 Error NotUtf8 {}
    /// A file of 0 bytes, or without anything but blank rows.
    T311 Warning EmptyFile {}
    /// A first row that is no header.
    T320 Error NoHeader { expected: Vec<&'static str> }
    /// A column that must be there; `near` is a header word like it.
    T321 Error ColumnMissing { column: &'static str, near: Option<String> }
    /// Two columns for one thing; related: the first.
    T322 Error ColumnTwice { column: &'static str }
    /// A header word that, without its diacritics, fits two columns.
    T323 Error HeaderAmbiguous { word: String, columns: Vec<&'static str> }
    /// A column that is kept but not read.
    T324 Warning UnknownColumn { word: String, near: Option<String> }
    /// A quote that nothing closes.
    T330 Error QuoteUnclosed {}
    /// Text between the closing quote and the end of the cell.
    T331 Error TextAfterQuote {}
    /// A row without a cell that is needed.
    T332 Error RowTooShort { cells: usize, columns: usize }
    /// A row with more cells than the header, which are not empty.
    T333 Error RowTooLong { cells: usize, columns: usize }
    /// A cell that a spreadsheet would run.
    T340 Error FormulaCell { found: String }

    // X: across rows.

    /// Two rows that say the same; related: the first.
    X401 Error DuplicateRow {}
    /// One number of evidence on different things; related: the others.
    X402 Warning EvidenceTwice { evidence: String, rows: usize }
    /// A member named on one day by rows of two teams; related: the first.
    X403 Warning MemberInTwoPlaces { member: String, date: NaiveDate, teams: Vec<String> }
}

/// The kinds of value in a TOML file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Text in quotes.
    Text,
    /// A whole or decimal number.
    Number,
    /// A whole number.
    WholeNumber,
    /// `true` or `false`.
    Truth,
    /// A date without a time: `2024-12-13`, no quotes.
    Date,
    /// A time, or a date with one.
    Time,
    /// A list `[…]`.
    List,
    /// A table `{…}` or `[…]`.
    Table,
    /// A list of tables `[[…]]`.
    TableList,
    /// A text, or `{ vi = "…", en = "…" }`.
    Title,
    /// A number, or a fraction as text: `"1/2"`.
    Share,
    /// A percentage as text: `"20%"`.
    Percentage,
    /// Days as text: `"30d"`.
    DayCount,
}

/// Why a text cannot be the path of a file to extend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BasePathFault {
    /// It does not begin where the naming file lies.
    Absolute,
    /// It has `\\`, which is no divider on most systems.
    Backslash,
    /// It does not end in `.toml`.
    NotToml,
}

/// Why a file to extend cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaseFault {
    /// There is none.
    Missing,
    /// It is a folder.
    Folder,
    /// It is a pipe, socket or device.
    NotAFile,
    /// It is larger than rules ever are.
    TooLarge,
    /// Another version of it is asked for, and it lies where git keeps none.
    OutsideRepository,
    /// The system does not let us.
    Unreadable {
        /// The system's reason.
        reason: String,
    },
}

/// What an identifier of the rules names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A phase.
    Phase,
    /// A group.
    Group,
    /// A team.
    Team,
    /// A criterion.
    Criterion,
    /// An activity.
    Activity,
    /// A grade.
    Grade,
}

/// Why a text is no quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberFault {
    /// Not digits at all.
    NotANumber,
    /// A sign before it.
    Sign,
    /// Scientific form: `1E+3`.
    Exponent,
    /// A per cent sign.
    Percent,
    /// A unit or other letters behind it.
    Unit,
    /// Two separators or more.
    Separators,
    /// A date, as spreadsheets make of `2.5` where the decimal mark is a comma.
    Date,
}

/// Why a file that looks like a log is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReadReason {
    /// A spreadsheet file among the logs.
    Spreadsheet,
    /// A CSV file that is neither under `activities/` nor one of the known names.
    OutsideActivities,
}

/// Files that come under the name of a CSV file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFormat {
    /// Excel, since 2007.
    Xlsx,
    /// Excel, before 2007.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
    /// Another ZIP archive.
    Zip,
    /// A web page, as some systems export.
    Html,
    /// XML, as Excel 2003 saves.
    Xml,
    /// PDF.
    Pdf,
    /// Gzip.
    Gzip,
}
