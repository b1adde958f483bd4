//! Files that are broken, and what is said of them: `line:column`, the cell of the spreadsheet, the
//! code; and words that the message or its help must have.

use crate::encodings::{as_latin_1, mojibake, nfd, tcvn3, utf16_be, utf16_le, utf32_le, vni, windows_1258};
use crate::sheet::Book;

/// A file in the place of one of the clean campaign.
pub(crate) struct Case {
    pub(crate) name: String,
    path: &'static str,
    bytes: Vec<u8>,
    /// The order of dates that the campaign declares.
    dates: &'static str,
    pub(crate) expected: Vec<String>,
    pub(crate) says: Vec<&'static str>,
}

const LOG: &str = "activities/2025.csv";
const MEMBERS: &str = "members.csv";

const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

/// Cells of one column, each alone in its log: what stands in it, the code, and what is said.
struct Cells {
    /// What the column is.
    of: &'static str,
    /// The row, with `{}` for the cell.
    row: &'static str,
    /// Where the cell is.
    at: &'static str,
    cells: &'static [(&'static str, &'static str, &'static str)],
}

const CELLS: &[Cells] = &[
    Cells {
        of: "quantity",
        row: "2025-02-04,to-1,T1-01,C1A,{},BB-1,,,",
        at: "2:27 E2",
        cells: &[
            ("", "R212", "quantity"),
            // One, or one thousand.
            ("1.000", "R219", "1 or 1000"),
            ("\"1,000\"", "R219", "git diff"),
            ("12.345", "R219", "12.345 or 12345"),
            ("\"12,345\"", "R219", "12.345 or 12345"),
            ("100.000", "R219", "100 or 100000"),
            ("999.990", "R219", "999.99 or 999990"),
            ("'1.000", "R219", "1 or 1000"),
            ("\u{a0}1.000\u{200b}", "R219", "1 or 1000"),
            // Only one reading, but too fine.
            ("0.125", "R221", "2 decimals"),
            ("\"0,125\"", "R221", "2 decimals"),
            ("1234.567", "R221", "2 decimals"),
            ("0012.345", "R221", "2 decimals"),
            ("1.0000", "R221", "2 decimals"),
            ("1234567890123", "R222", "12 digits"),
            ("0", "R220", "above 0"),
            ("\"0,00\"", "R220", "above 0"),
            // Separators.
            ("1.000.000", "R218", "separator"),
            ("\"1,000.5\"", "R218", "separator"),
            ("\"1.000,5\"", "R218", "separator"),
            ("1 000", "R218", "separator"),
            ("1\u{a0}000", "R218", "separator"),
            ("1\u{202f}000", "R218", "separator"),
            ("1'000", "R218", "separator"),
            ("2.", "R218", "such as `2.5`"),
            ("\",5\"", "R218", "such as `2.5`"),
            ("2..5", "R218", "such as `2.5`"),
            // Scientific form.
            ("1E+03", "R218", "exponent"),
            ("1e3", "R218", "exponent"),
            ("\"1,5E+03\"", "R218", "exponent"),
            ("1.00E-01", "R218", "exponent"),
            // Signs, per cent, units.
            ("-1", "R218", "sign"),
            ("+1", "R218", "sign"),
            ("\"- 0,5\"", "R218", "sign"),
            ("\"+ 0,1\"", "R218", "sign"),
            ("\u{2212}1", "R218", "sign"),
            ("50%", "R218", "per cent"),
            ("50 %", "R218", "per cent"),
            ("3 ca", "R218", "letters behind"),
            ("2h", "R218", "letters behind"),
            ("1.000đ", "R218", "letters behind"),
            // No numbers.
            ("x", "R218", "digits"),
            ("-", "R218", "digits"),
            ("(không xếp loại)", "R218", "digits"),
            ("½", "R218", "digits"),
            ("１２", "R218", "digits"),
            ("TRUE", "R218", "digits"),
            ("#REF!", "R218", "digits"),
            ("###", "R218", "digits"),
            // `2.5` where the decimal mark is a comma: Excel makes the second of May of it.
            ("02-May", "R218", "a spreadsheet"),
            ("2-thg 5", "R218", "a spreadsheet"),
            ("02/05/2025", "R218", "a spreadsheet"),
            ("2025-05-02", "R218", "a spreadsheet"),
            ("2025-05-02 00:00:00", "R218", "a spreadsheet"),
            // Formulas.
            ("=1+1", "T340", "formula"),
            ("\"=SUM(1,1)\"", "T340", "formula"),
            ("+A1", "T340", "formula"),
            ("@A1", "T340", "formula"),
            ("＝1+1", "T340", "formula"),
            ("－A1", "T340", "formula"),
            ("\u{200b}=1+1", "T340", "formula"),
            // Somebody's identity number is twelve digits too.
            ("001085123456", "P601", "00••••••••••"),
        ],
    },
    Cells {
        of: "accepted",
        row: "2025-02-04,to-1,T1-01,C1A,2,BB-1,{},CA-01,đã xem",
        at: "2:34 G2",
        cells: &[
            ("1.000", "R219", "1 or 1000"),
            ("\"2,000\"", "R219", "2 or 2000"),
            ("1E0", "R218", "exponent"),
            ("-2", "R218", "sign"),
            ("2 ca", "R218", "letters behind"),
            ("đạt", "R218", "digits"),
            ("2.125", "R219", "2.125 or 2125"),
            ("0.125", "R221", "2 decimals"),
            ("1234567890123", "R222", "12 digits"),
            ("=E2", "T340", "formula"),
        ],
    },
    Cells {
        of: "date, dmy",
        row: "{},to-1,T1-01,C1A,1,BB-1,,,",
        at: "2:1 A2",
        cells: &[
            ("", "R212", "date"),
            ("45692", "R205", "2025-02-04"),
            ("'45692", "R205", "2025-02-04"),
            ("1", "R205", "1899-12-31"),
            ("0", "R205", "2025-02-04"),
            ("9999999", "R205", "2025-02-04"),
            ("4/2/25", "R204", "four digits"),
            ("04-02-25", "R204", "four digits"),
            ("04.02.25", "R204", "four digits"),
            ("25-02-04", "R204", "four digits"),
            ("31/02/2025", "R202", "order"),
            ("32/01/2025", "R202", "order"),
            ("00/02/2025", "R202", "order"),
            ("2025-02-30", "R202", "order"),
            ("2025-13-01", "R202", "order"),
            ("2025/0/4", "R202", "order"),
            ("2/14/2025", "R206", "`mdy`"),
            ("2-14-2025", "R206", "2025-02-14"),
            ("02.14.2025", "R206", "month/day/year"),
            ("2025-01-31", "R210", "outside the campaign"),
            ("01/04/2025", "R210", "2025-04-01"),
            ("hôm qua", "R201", "2025-02-04"),
            ("4/2", "R201", "2025-02-04"),
            ("03/3", "R201", "2025-02-04"),
            ("2025-02", "R201", "2025-02-04"),
            ("20250204", "R201", "2025-02-04"),
            ("4-Feb-2025", "R201", "2025-02-04"),
            ("4-thg 2", "R201", "2025-02-04"),
            ("ngày 04 tháng 02 năm 2025", "R201", "2025-02-04"),
            ("04/02-2025", "R201", "2025-02-04"),
            ("04 02 2025", "R201", "2025-02-04"),
            ("2025-02-04 08:30", "R201", "2025-02-04"),
            ("2025-02-04T00:00:00+07:00", "R201", "2025-02-04"),
            ("２０２５-02-04", "R201", "2025-02-04"),
            ("45692.5", "R201", "2025-02-04"),
            ("########", "R201", "2025-02-04"),
            ("=TODAY()", "T340", "formula"),
            ("-TODAY()", "T340", "formula"),
        ],
    },
    Cells {
        of: "team",
        row: "2025-02-04,{},,C1A,1,BB-1,,,",
        at: "2:12 B2",
        cells: &[
            ("", "R212", "team"),
            ("to-3", "R203", "did you mean `to-1`?"),
            ("to–1", "R203", "did you mean `to-1`?"),
            ("tổ-1", "R203", "did you mean `to-1`?"),
            ("Ấp Đông Hoà", "R203", "did you mean `Ấp Đông Hòa`?"),
            // What a spreadsheet makes of codes.
            ("2-Sep", "R203", "a spreadsheet"),
            ("Sep-02", "R203", "a spreadsheet"),
            ("1-thg 3", "R203", "a spreadsheet"),
            ("02/09/2025", "R203", "a spreadsheet"),
            ("2025-09-02", "R203", "a spreadsheet"),
            ("45902", "R203", "a spreadsheet"),
            ("1E+05", "R203", "a spreadsheet"),
            ("TRUE", "R203", "a spreadsheet"),
            ("FALSE", "R203", "a spreadsheet"),
            ("#NAME?", "R203", "a spreadsheet"),
            ("@to-1", "T340", "formula"),
            ("0912 345 678", "P603", "09•• ••• •••"),
        ],
    },
    Cells {
        of: "activity",
        row: "2025-02-04,to-1,T1-01,{},1,BB-1,,,",
        at: "2:23 D2",
        cells: &[
            ("", "R212", "activity"),
            ("C1X", "R217", "did you mean `C1A`?"),
            ("C1", "R217", "activities are listed in"),
            ("1-Mar", "R217", "a spreadsheet"),
            ("TRUE", "R217", "a spreadsheet"),
            ("=C1A", "T340", "formula"),
        ],
    },
    Cells {
        of: "members",
        row: "2025-02-04,to-1,{},C1A,1,BB-1,,,",
        at: "2:17 C2",
        cells: &[
            ("T1-03", "R213", "did you mean"),
            ("T2-01", "R214", "was not in team `to-1` on 2025-02-04"),
            ("T1-01T1-02", "R213", "apart by spaces"),
            ("T1-01/T1-02", "R213", "apart by spaces"),
            ("1-Mar", "R213", "a spreadsheet"),
            ("01/03/2025", "R213", "a spreadsheet"),
            ("FALSE", "R213", "a spreadsheet"),
            ("+T1-01", "T340", "formula"),
        ],
    },
    Cells {
        of: "the second of two members",
        row: "2025-02-04,to-1,\"T1-01, {}\",C1A,1,BB-1,,,",
        at: "2:25 C2",
        cells: &[
            ("T1-01", "R215", "twice"),
            ("t1-01", "R215", "twice"),
            ("T1", "R213", "unknown member `T1`"),
            ("1-Mar", "R213", "a spreadsheet"),
            ("T2-02", "R214", "to-2"),
        ],
    },
    Cells {
        of: "appraiser",
        row: "2025-02-04,to-1,T1-01,C1A,1,BB-1,1,{},",
        at: "2:36 H2",
        cells: &[
            ("", "R224", "appraiser"),
            ("2-Sep", "R225", "a spreadsheet"),
            ("TRUE", "R225", "a spreadsheet"),
            ("SEP-2", "R225", "a spreadsheet"),
            ("MAR1", "R225", "a spreadsheet"),
            ("1-thg 3", "R225", "a spreadsheet"),
            ("CA 01", "R225", "without spaces"),
            ("Nguyễn Văn A", "R225", "without spaces"),
            ("T1-01", "R226", "names them"),
            ("t1-01", "R226", "names them"),
            ("=H1", "T340", "formula"),
        ],
    },
    Cells {
        of: "note",
        row: "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,{}",
        at: "2:36 I2",
        cells: &[
            ("=1+1", "T340", "begin the cell with a letter"),
            (" =1+1", "T340", "`=1+1`"),
            ("\u{a0}=1+1", "T340", "`=1+1`"),
            ("\t@SUM(A1)", "T340", "`@SUM(A1)`"),
            ("\"\n=1+1\"", "T340", "`=1+1`"),
            ("＝1+1", "T340", "formula"),
            ("＠SUM(A1)", "T340", "formula"),
            ("＋A1", "T340", "formula"),
            ("-gạch đầu dòng", "T340", "formula"),
            ("+cmd|' /C calc'!A0", "T340", "formula"),
            ("\"=HYPERLINK(\"\"http://a.vn\"\")\"", "T340", "formula"),
            ("\u{200b}\u{200b}=1+1", "T340", "formula"),
            ("\u{feff}@A1", "T340", "formula"),
            ("\"chưa đóng", "T330", "never closed"),
            ("\"đóng\" rồi", "T331", "closing quote"),
            ("\"một \"hai\" ba\"", "T331", "closing quote"),
            ("001085123456", "P601", "00••••••••••"),
            ("001 085 123 456", "P601", "write the number of the dossier"),
            ("００１０８５１２３４５６", "P601", "write the number of the dossier"),
            ("123456789", "P602", "write the number of the dossier"),
            ("0912.345.678", "P603", "keep it on paper"),
            ("+84 912 345 678", "P603", "keep it on paper"),
            ("0912\u{200b}345\u{200b}678", "P603", "keep it on paper"),
            ("51G-123.45", "P604", "the number of the minute"),
            ("to.truong@example.com", "P605", "keep it on paper"),
        ],
    },
];

/// Tables: what they are, the text, and all that is said of it.
type Table = (&'static str, &'static str, &'static [&'static str], &'static str);

/// Logs below a header as we write it.
const ROWS: &[Table] = &[
    // Cells that are missing stand where they would begin.
    ("a row without its end", "2025-02-04,to-1,T1-01\n", &["2:22 D2 T332"], "expected 9 cells, found 3"),
    ("a row of one cell", "2025-02-04\n", &["2:11 B2 T332"], "separator been lost"),
    ("a row without `accepted`", "2025-02-04,to-1,T1-01,C1A,1,BB-1\n", &["2:33 G2 T332"], "found 6"),
    (
        "a line of text between rows",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\nTháng 3\n2025-03-04,to-1,T1-01,C1A,1,BB-2,,,\n",
        &["3:8 B3 T332"],
        "found 1",
    ),
    ("rows of another separator", "2025-02-04;to-1;T1-01;C1A;1;BB-1;;;\n", &["2:36 B2 T332"], "separator"),
    (
        "an appraiser missing from a short row",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,1\n",
        &["2:35 H2 R224"],
        "appraiser",
    ),
    (
        "a note missing from a short row",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,0,CA-01\n",
        &["2:41 I2 R227"],
        "rejected",
    ),
    ("a cell too many", "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,a,b\n", &["2:38 J2 T333"], "found 10"),
    (
        "a decimal comma without quotes",
        "2025-02-04,to-1,T1-01,C1A,2,5,BB-1,1,CA-01,tốt\n",
        &["2:44 J2 T333"],
        "put quotes around",
    ),
    (
        "a comma in a note without quotes",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,tốt, khá\n",
        &["2:40 J2 T333"],
        "put quotes around",
    ),
    (
        "a cell too many that gives somebody away",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,gọi, 0912345678\n",
        &["2:40 J2 T333", "2:41 J2 P603"],
        "09••••••••",
    ),
    (
        "a short row that gives somebody away",
        "2025-02-04,to-1,sđt 0912345678\n",
        &["2:21 C2 P603", "2:31 D2 T332"],
        "09••••••••",
    ),
    // Quotes.
    (
        "a quote that closes on a later line",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\"a\n2025-02-05,to-1,T1-01,C1A,1,BB-2,,,\"b\"\n",
        &["2:36 I2 T331"],
        "closing quote",
    ),
    (
        "a quote that never closes",
        "2025-02-04,to-1,\"T1-01,C1A,1,BB-1,,,\n2025-02-05,to-1,T1-01,C1A,1,BB-2,,,\n",
        &["2:17 C2 T330"],
        "never closed",
    ),
    (
        "a cell after one with quotes inside",
        "2025-02-04,to-1,T1-01,C1A,1,ống 3\"\" dài,x,CA-01,tốt\n",
        &["2:41 G2 R218"],
        "`x`",
    ),
    // Lines are counted through line breaks in quotes, and columns in characters.
    (
        "a cell below a line break in quotes",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\"một\r\nhai\rba\n\"\n2025-02-05,to-9,,C1A,1,BB-2,,,\n",
        &["6:12 B3 R203"],
        "to-9",
    ),
    (
        "a cell after a line break in quotes",
        "2025-02-04,to-1,T1-01,C1A,1,\"BB\n1\",ừ,CA-01,xong\n",
        &["3:4 G2 R218"],
        "`ừ`",
    ),
    (
        "a cell after letters of several code points",
        "2025-02-04,\"To\u{302}\u{309} ba\u{309}o ve\u{323}\u{302} so\u{302}\u{301} 1\",T1-01,C1A,x,BB-1,,,\n",
        &["2:46 E2 R218"],
        "`x`",
    ),
    ("a cell below blank lines", "\n\r\n,,,\n\n2025-02-04,to-9,,C1A,1,,,,\n", &["6:12 B6 R203"], "to-9"),
    // Two things wrong in one row are two findings; one cause is one.
    (
        "two cells of a row",
        "45692,to-9,,C1A,1.000,BB-1,,,\n",
        &["2:1 A2 R205", "2:7 B2 R203", "2:17 E2 R219"],
        "",
    ),
    (
        "two members of a cell",
        "2025-02-04,to-1,T9-1 T9-02,C1A,1,,,,\n",
        &["2:17 C2 R213", "2:22 C2 R213"],
        "",
    ),
    (
        "a code that another begins with",
        "2025-02-04,to-1,T1-011;T1-01;T2-0,C1A,1,,,,\n",
        &["2:17 C2 R213", "2:30 C2 R213"],
        "",
    ),
    // Dates that only make sense together.
    (
        "dates all in the other order",
        "2/5/2025,to-1,T1-01,C1A,1,BB-1,,,\n2/14/2025,to-1,T1-01,C1A,1,BB-2,,,\n2/28/2025,to-1,T1-01,C1A,1,BB-3,,,\n",
        &["3:1 A3 R206"],
        "all slashed dates here fit `mdy`",
    ),
    (
        "dates in both orders",
        "14/2/2025,to-1,T1-01,C1A,1,BB-1,,,\n2/5/2025,to-1,T1-01,C1A,1,BB-2,,,\n2/28/2025,to-1,T1-01,C1A,1,BB-3,,,\n",
        &["4:1 A4 R206"],
        "others fit only the declared order",
    ),
    (
        "a date in the other order among ISO ones",
        "2025-02-05,to-1,T1-01,C1A,1,BB-1,,,\n2/14/2025,to-1,T1-01,C1A,1,BB-2,,,\n",
        &["3:1 A3 R206"],
        "month/day/year",
    ),
    (
        "slashed dates among ISO ones",
        "2025-02-05,to-1,T1-01,C1A,1,BB-1,,,\n06/02/2025,to-1,T1-01,C1A,1,BB-2,,,\n07/02/2025,to-1,T1-01,C1A,1,BB-3,,,\n",
        &["3:1 A3 R208"],
        "2 slashed dates stand among 1 ISO date",
    ),
    (
        "rows in order only as month/day/year",
        "02/02/2025,to-1,T1-01,C1A,1,BB-1,,,\n02/03/2025,to-1,T1-01,C1A,1,BB-2,,,\n03/02/2025,to-1,T1-01,C1A,1,BB-3,,,\n",
        &["2:1 A2 R209"],
        "in order only if they are month/day/year",
    ),
    // Duplicates, however written.
    (
        "one row written in two ways",
        "2025-02-04,to-1,T1-01 T1-02,C1A,1,Tờ  số 7,1,CA-01,\n2025/2/4,TEAM  ONE,\"t1-02, t1-01\",c1a,\"1,00\",'TO\u{31b}\u{300} SÔ\u{301}\u{a0}7,1,ca-01,\n",
        &["3:1 A3 X401"],
        "records/activities/2025.csv:2",
    ),
    (
        "one number of evidence for two things",
        "2025-02-04,to-1,T1-01,C1A,1,BB 1,1,CA-01,\n2025-02-05,to-1,T1-01,C1A,1,\"bb\n1\",1,CA-01,\n",
        &["3:29 F3 X402"],
        "stands on 2 rows of different things",
    ),
    (
        "conflict markers of git",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\n<<<<<<< HEAD\n2025-02-05,to-1,T1-01,C1A,x,BB-2,,,\n=======\n>>>>>>> origin/main\n",
        &["3:1 T308"],
        "keep the right rows",
    ),
    (
        "conflict markers that a spreadsheet has saved",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\r\n<<<<<<< HEAD,,,,,,,,\r\n=======,,,,,,,,\r\n>>>>>>> a,,,,,,,,\r\n",
        &["3:1 T308"],
        "",
    ),
    ("the end of a conflict", "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\n>>>>>>> 1a2b3c\n", &["3:1 T308"], ""),
    (
        "a long number that may be an account",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,tài khoản 10203040506070\n",
        &["2:46 I2 P606"],
        "10••••••••••••",
    ),
    (
        "an identity number without its zeros, beside its word",
        "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,CCCD 1085123456\n",
        &["2:41 I2 P601"],
        "",
    ),
    (
        "an identifier in the cell of evidence",
        "2025-02-04,to-1,T1-01,C1A,1,0912345678,,,\n",
        &["2:29 F2 P603"],
        "",
    ),
];

/// Logs with their headers.
const HEADERS: &[Table] = &[
    ("no header", "2025-02-04,to-1,T1-01,C1A,1,BB-1,,,\n", &["1:1 A1 T320"], "make the header the first row"),
    (
        "a title above the header",
        "Sổ thi đua\ndate,team,activity,quantity,accepted\n",
        &["1:1 A1 T320"],
        "sep=;",
    ),
    (
        "blank rows and a title above the header",
        "\n,,\nSổ thi đua,,\ndate,team,activity,quantity,accepted\n",
        &["3:1 A3 T320"],
        "",
    ),
    (
        "a title below `sep=`",
        "sep=;\nSổ thi đua;;\ndate;team;activity;quantity;accepted\n",
        &["2:1 A1 T320"],
        "",
    ),
    ("a header of one word", "date\n", &["1:1 A1 T320"], "`date`, `team`"),
    ("bars for separators", "date|team|activity|quantity|accepted\n", &["1:1 A1 T320"], ""),
    ("blanks for separators", "date team activity quantity accepted\n", &["1:1 A1 T320"], ""),
    ("no column of dates", "team,members,activity,quantity,accepted\n", &["1:1 A1 T321"], "no column `date`"),
    ("no column `accepted`", "Ngày;Tổ;Nội dung;Số lượng\n", &["1:1 A1 T321"], "no column `accepted`"),
    (
        "two columns missing",
        "\ndate;activity;quantity\n",
        &["2:1 A2 T321", "2:1 A2 T321"],
        "no column `team`",
    ),
    ("a header word misspelt", "date,taem,activity,quantity,accepted\n", &["1:6 B1 T321"], "`taem`"),
    (
        "a header word of Vietnamese misspelt",
        "sep=;\nNgày;Tổ;Nội dung;Số luợg;Thẩm định\n",
        &["2:18 D1 T321"],
        "`Số luợg`",
    ),
    (
        "a column twice",
        "date,team,activity,quantity,accepted,Team\n",
        &["1:38 F1 T322"],
        "a second column `team`",
    ),
    (
        "a column in two languages",
        "date,team,Đơn vị,activity,quantity,accepted\n",
        &["1:11 C1 T322"],
        "records/activities/2025.csv:1",
    ),
    (
        "two Vietnamese words for one column",
        "Ngày;Tổ;Thành viên;Họ và tên;Nội dung;Số lượng;Thẩm định\n",
        &["1:20 D1 T322"],
        "`members`",
    ),
    (
        "a word that fits two columns without its diacritics",
        "date,team,activity,so,accepted\n",
        &["1:20 D1 T323"],
        "`quantity` or `evidence`",
    ),
    (
        "a word that fits two columns, in NFD",
        "date,team,activity,so\u{301},accepted\n",
        &["1:20 D1 T323"],
        "",
    ),
    (
        "a quote in the header never closed",
        "date,team,\"activity,quantity,accepted\n2025-02-04,to-1,C1A,1,\n",
        &["1:11 C1 T330"],
        "",
    ),
    ("text after a quote in the header", "date,\"team\"x,activity,quantity,accepted\n", &["1:6 B1 T331"], ""),
    ("a formula in the header", "date,team,activity,quantity,accepted,=note\n", &["1:38 F1 T340"], "`=note`"),
    (
        "a telephone number in the header",
        "date,team,activity,quantity,accepted,gọi 0912345678\n",
        &["1:38 F1 T324", "1:42 F1 P603"],
        "09••••••••",
    ),
    (
        "unknown columns",
        "màu,date,team,activity,quantity,accepted,evidense\n",
        &["1:1 A1 T324", "1:42 G1 T324"],
        "did you mean `evidence`?",
    ),
    (
        "an identifier in a column that nobody knows",
        "date,team,activity,quantity,accepted,điện thoại\n2025-02-04,to-1,C1A,1,,0912345678\n",
        &["1:38 F1 T324", "2:24 F2 P603"],
        "",
    ),
    (
        "a formula in a column that nobody knows",
        "date,team,activity,quantity,accepted,tổng\n2025-02-04,to-1,C1A,1,,=SUM(D2:D9)\n",
        &["1:38 F1 T324", "2:24 F2 T340"],
        "",
    ),
    (
        "cells of a file with `sep=`, a byte order mark, tabs and CR",
        "\u{feff}sep=\t\rNgày\tTổ\tHoạt động\tSố lượng\tThẩm định\r2025-02-04\tto-9\tC1A\t1,000\t\r",
        &["3:12 B2 R203", "3:21 D2 R219"],
        "",
    ),
    (
        "a cell of the 28th column",
        "date,team,activity,quantity,accepted,,,,,,,,,,,,,,,,,,,,,,,evidence\n2025-02-04,to-1,C1A,1,,,,,,,,,,,,,,,,,,,,,,,,,x\n",
        &["2:47 AC2 T333"],
        "",
    ),
];

/// Lists of members.
const MEMBER_LISTS: &[Table] = &[
    ("members without a header", "T1-01,to-1,,,leader\n", &["1:1 A1 T320"], "`member` and `team`"),
    ("members without teams", "member,from,to\n", &["1:1 A1 T321"], "no column `team`"),
    ("members under two words", "Mã,Thành viên,Tổ\n", &["1:4 B1 T322"], "`member`"),
    ("a member's code that became a date", "member,team\n1-Mar,to-1\n", &["2:1 A2 R240"], "a spreadsheet"),
    (
        "a member's code that will become a date",
        "member,team\nMAR1,to-1\n",
        &["2:1 A2 R240"],
        "a spreadsheet",
    ),
    (
        "a member's code that became a truth value",
        "member,team\nTRUE,to-1\n",
        &["2:1 A2 R240"],
        "a spreadsheet",
    ),
    ("a member's name for a code", "Mã;Tổ\nNguyễn Văn A;to-1\n", &["2:1 A2 R240"], "without spaces"),
    ("a member without a code", "member,team\n,to-1\n", &["2:1 A2 R212"], "`member` is empty"),
    ("a member without a team", "member,team\nT1-01,\n", &["2:7 B2 R212"], "`team` is empty"),
    ("a member of an unknown team", "member,team\nT1-01,to-11\n", &["2:7 B2 R203"], "did you mean `to-1`?"),
    (
        "a member of a team that became a date",
        "member,team\nT1-01,2-Sep\n",
        &["2:7 B2 R203"],
        "a spreadsheet",
    ),
    ("a member's row too short", "member,from,team\nT1-01,2025-01-01\n", &["2:17 C2 T332"], ""),
    ("a member's row too long", "member,team\nT1-01,to-1,x\n", &["2:12 C2 T333"], ""),
    ("a stint from a serial number", "member,team,from\nT1-01,to-1,45658\n", &["2:12 C2 R205"], "2025-01-01"),
    ("a stint from a year of two digits", "member,team,from\nT1-01,to-1,1/1/25\n", &["2:12 C2 R204"], ""),
    ("a stint of the other order", "member,team,from\nT1-01,to-1,1/31/2025\n", &["2:12 C2 R206"], "mdy"),
    (
        "a stint that ends before it begins",
        "member,team,from,to\nT1-01,to-1,2025-02-01,31/01/2025\n",
        &["2:23 D2 R208", "2:23 D2 R243"],
        "",
    ),
    (
        "an unknown role",
        "member,team,role\nT1-01,to-1,tổ truởn\n",
        &["2:12 C2 R245"],
        "did you mean `tổ trưởng`?",
    ),
    ("a role that is a formula", "member,team,role\nT1-01,to-1,=A1\n", &["2:12 C2 T340"], ""),
    (
        "a telephone number beside a member",
        "member,team,Điện thoại\nT1-01,to-1,0912345678\n",
        &["1:13 C1 T324", "2:12 C2 P603"],
        "",
    ),
    ("a member twice in one team", "member,team\nT1-01,to-1\nt1-01,Team One\n", &["3:1 A3 R241"], ""),
    (
        "members after a blank line and a byte order mark",
        "\u{feff}\nmember;team\nT1-01;to-9\n",
        &["3:7 B3 R203"],
        "",
    ),
];

/// Logs with dates of another order declared.
const OTHER_ORDERS: &[(&str, Table)] = &[
    (
        "iso",
        (
            "a slashed date under iso",
            "04/02/2025,to-1,T1-01,C1A,1,BB-1,,,\n",
            &["2:1 A2 R207"],
            "2025-02-04 or 2025-04-02?",
        ),
    ),
    (
        "iso",
        (
            "a slashed date of one reading under iso",
            "2/14/2025,to-1,T1-01,C1A,1,BB-1,,,\n",
            &["2:1 A2 R207"],
            "write `2025-02-14`",
        ),
    ),
    (
        "iso",
        (
            "slashed dates in both orders under iso",
            "2/14/2025,to-1,T1-01,C1A,1,BB-1,,,\n14.2.2025,to-1,T1-01,C1A,1,BB-2,,,\n",
            &["2:1 A2 R207", "3:1 A3 R207"],
            "",
        ),
    ),
    (
        "mdy",
        (
            "a date of the other order under mdy",
            "2/5/2025,to-1,T1-01,C1A,1,BB-1,,,\n14/2/2025,to-1,T1-01,C1A,1,BB-2,,,\n",
            &["3:1 A3 R206"],
            "day/month/year",
        ),
    ),
    (
        "mdy",
        ("a serial number under mdy", "45692,to-1,T1-01,C1A,1,BB-1,,,\n", &["2:1 A2 R205"], "2025-02-04"),
    ),
    (
        "mdy",
        (
            "rows in order only as day/month/year",
            "03/02/2025,to-1,T1-01,C1A,1,BB-1,,,\n02/03/2025,to-1,T1-01,C1A,1,BB-2,,,\n",
            &["2:1 A2 R209"],
            "in order only if they are day/month/year",
        ),
    ),
];

/// A log in Vietnamese, as it is before it is encoded.
const VIETNAMESE: &str = "Ngày,Tổ,Thành viên,Nội dung,Số lượng,Minh chứng,Thẩm định,Người thẩm định,Ghi chú\n\
    2025-02-04,to-1,T1-01,C1A,1,BB-1,1,CA-01,\n\
    2025-02-05,to-1,,C1A,2,BB-2,1,CA-01,thiếu một biên bản\n";

/// A log of which only a note is in Vietnamese.
const VIETNAMESE_NOTE: &str = "date,team,activity,quantity,accepted,appraiser,note\n\
    2025-02-05,to-1,C1A,2,1,CA-01,thiếu biên bản của buổi trực đêm\n";

fn files() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let utf8 = |text: &str| text.as_bytes().to_vec();
    let with = |begin: &[u8], rest: &str| [begin, rest.as_bytes()].concat();
    let plain = "date,team,activity,quantity,accepted\n2025-02-04,to-1,C1A,1,\n";
    vec![
        (
            "Windows-1258",
            windows_1258(VIETNAMESE),
            "1:1 T301",
            "--from windows-1258 records/activities/2025.csv",
        ),
        (
            "a note in Windows-1258",
            windows_1258(VIETNAMESE_NOTE),
            "1:1 T301",
            "thidua fmt --from windows-1258",
        ),
        ("Windows-1258 with semicolons", windows_1258(&VIETNAMESE.replace(',', ";")), "1:1 T301", ""),
        ("TCVN3", tcvn3(VIETNAMESE), "1:1 T302", "thidua fmt --from tcvn3"),
        ("a note in TCVN3", tcvn3(VIETNAMESE_NOTE), "1:1 T302", "TCVN3"),
        ("TCVN3 as UTF-8", utf8(&as_latin_1(&tcvn3(VIETNAMESE))), "1:1 T302", "thidua fmt --from tcvn3"),
        ("a note in TCVN3 as UTF-8", utf8(&as_latin_1(&tcvn3(VIETNAMESE_NOTE))), "1:1 T302", ""),
        ("a name in TCVN3", tcvn3("date,team,note\n,,Đề nghị\n"), "1:1 T302", ""),
        ("VNI", vni(VIETNAMESE), "1:1 T303", "thidua fmt --from vni"),
        ("a note in VNI", vni(VIETNAMESE_NOTE), "1:1 T303", "VNI"),
        ("VNI as UTF-8", utf8(&as_latin_1(&vni(VIETNAMESE))), "1:1 T303", "thidua fmt --from vni"),
        ("a note in VNI as UTF-8", utf8(&as_latin_1(&vni(VIETNAMESE_NOTE))), "1:1 T303", ""),
        ("VNI in capitals", vni(&VIETNAMESE.to_uppercase()), "1:1 T303", ""),
        ("mojibake", utf8(&mojibake(VIETNAMESE)), "1:1 T304", "git restore"),
        ("mojibake of a note", utf8(&mojibake(VIETNAMESE_NOTE)), "1:1 T304", "65001"),
        ("mojibake of a byte order mark", utf8(&mojibake(&format!("\u{feff}{plain}"))), "1:1 T304", ""),
        ("mojibake of Latin letters", utf8(&mojibake("date,team,note\n,,ghi chú\n")), "1:1 T304", ""),
        ("mojibake of NFD", utf8(&mojibake(&nfd(VIETNAMESE))), "1:1 T304", ""),
        ("mojibake twice", utf8(&mojibake(&mojibake(VIETNAMESE))), "1:1 T304", ""),
        ("UTF-16LE without a byte order mark", utf16_le(VIETNAMESE), "1:1 T305", "without a byte order mark"),
        ("UTF-16BE without a byte order mark", utf16_be(VIETNAMESE), "1:1 T305", "iconv -f UTF-16BE"),
        ("plain UTF-16LE without a byte order mark", utf16_le(plain), "1:1 T305", "iconv -f UTF-16LE"),
        (
            "UTF-16 of an odd length",
            [utf16_le("\u{feff}date,team\n"), vec![0]].concat(),
            "1:1 T309",
            "damaged",
        ),
        (
            "UTF-16 with half a character",
            [utf16_le("\u{feff}date,team\n"), vec![0, 0xD8]].concat(),
            "1:1 T309",
            "",
        ),
        ("UTF-16 with a zero", utf16_le("\u{feff}date,team\n\0\n"), "1:1 T309", ""),
        ("UTF-32", utf32_le(plain), "1:1 T306", "iconv -f UTF-32"),
        ("UTF-32 with a byte order mark", utf32_le(&format!("\u{feff}{plain}")), "1:1 T306", ""),
        ("UTF-32 of Vietnamese", utf32_le(VIETNAMESE), "1:1 T306", ""),
        ("a zero in the text", with(plain.as_bytes(), "2025-02-05,to-1,\0,1,\n"), "1:1 T309", "damaged"),
        ("zeros", vec![0; 5000], "1:1 T309", ""),
        (
            "a byte that no UTF-8 has",
            [with(b"", VIETNAMESE), vec![0xFF, b'\n']].concat(),
            "1:1 T310",
            "CSV UTF-8",
        ),
        (
            "UTF-8 cut off",
            with(b"", VIETNAMESE)[..VIETNAMESE.find('ẩ').unwrap() + 2].to_vec(),
            "1:1 T310",
            "",
        ),
        ("French in Latin-1", b"date,team,note\n,,caf\xE9 cr\xE8me\n".to_vec(), "1:1 T310", ""),
        (
            "xlsx",
            with(b"PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0", "[Content_Types].xml"),
            "1:1 T307",
            "an Excel workbook (xlsx)",
        ),
        (
            "xlsx that begins with its sheets",
            with(b"PK\x03\x04\x14\0\0\0", "xl/workbook.xml"),
            "1:1 T307",
            "xlsx",
        ),
        (
            "xls",
            [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 504]].concat(),
            "1:1 T307",
            "old Excel workbook",
        ),
        (
            "ods",
            with(b"PK\x03\x04\x14\0", "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"),
            "1:1 T307",
            "OpenDocument",
        ),
        ("zip", with(b"PK\x03\x04\x14\0", "nhatky/2025.csv"), "1:1 T307", "ZIP archive"),
        ("gzip", b"\x1F\x8B\x08\x08\0\0\0\0".to_vec(), "1:1 T307", "unpack"),
        ("PDF", with(b"", "%PDF-1.7\n%âãÏÓ\n"), "1:1 T307", "PDF"),
        ("HTML", with(b"", "<html><body><table><tr><td>date</td></tr></table>"), "1:1 T307", "web page"),
        (
            "HTML with a byte order mark and blanks",
            with(b"\xEF\xBB\xBF", "\n\n  <!DOCTYPE html>\n<html>"),
            "1:1 T307",
            "HTML",
        ),
        (
            "an HTML table",
            with(b"", "<table border=1><tr><td>Ngày</td></tr></table>"),
            "1:1 T307",
            "CSV UTF-8",
        ),
        ("HTML in UTF-16", utf16_le("\u{feff}<html><table>"), "1:1 T307", "HTML"),
        ("HTML that begins with its style", with(b"", "<style>td{}</style><table>"), "1:1 T307", "HTML"),
        (
            "XML of Excel 2003",
            with(b"", "<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>"),
            "1:1 T307",
            "XML",
        ),
        ("nothing", vec![], "1:1 T311", "write the header"),
        ("a byte order mark and nothing", b"\xEF\xBB\xBF".to_vec(), "1:1 T311", ""),
        ("a byte order mark of UTF-16 and nothing", b"\xFF\xFE".to_vec(), "1:1 T311", ""),
        ("blank lines and nothing", b"\r\n \n,,,,\n\n".to_vec(), "1:1 T311", ""),
        ("`sep=;` and nothing", b"sep=;\r\n".to_vec(), "1:1 T311", ""),
    ]
}

/// Every case of the tables above.
pub(crate) fn cases() -> Vec<Case> {
    let case = |name: String, path, bytes: Vec<u8>, expected: &[&str], says: &'static str| Case {
        name,
        path,
        bytes,
        dates: "dmy",
        expected: expected.iter().map(|&finding| finding.to_owned()).collect(),
        says: [says].into_iter().filter(|says| !says.is_empty()).collect(),
    };
    let mut cases = Vec::new();
    for Cells { of, row, at, cells } in CELLS {
        for (cell, code, says) in *cells {
            let text = format!("{HEADER}{}\n", row.replace("{}", cell));
            cases.push(case(
                format!("{of} {cell:?}"),
                LOG,
                text.into_bytes(),
                &[&format!("{at} {code}")],
                says,
            ));
        }
    }
    for (name, rows, expected, says) in ROWS {
        cases.push(case((*name).to_owned(), LOG, format!("{HEADER}{rows}").into_bytes(), expected, says));
    }
    for (name, text, expected, says) in HEADERS {
        cases.push(case((*name).to_owned(), LOG, text.as_bytes().to_vec(), expected, says));
    }
    for (name, text, expected, says) in MEMBER_LISTS {
        cases.push(case((*name).to_owned(), MEMBERS, text.as_bytes().to_vec(), expected, says));
    }
    for (dates, (name, rows, expected, says)) in OTHER_ORDERS {
        let text = format!("{HEADER}{rows}").into_bytes();
        cases.push(Case { dates, ..case((*name).to_owned(), LOG, text, expected, says) });
    }
    for (name, bytes, expected, says) in files() {
        cases.push(case(name.to_owned(), LOG, bytes, &[expected], says));
    }
    cases
}

impl Case {
    /// The clean campaign with the broken file. Its log is empty where the members are broken, so
    /// that no row names somebody who is not read.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut book = Book::as_written();
        book.campaign = book.campaign.replace("\"dmy\"", &format!("{:?}", self.dates));
        book.log().rows.truncate(1);
        let mut files = book.files();
        for (path, bytes) in &mut files {
            if path == self.path {
                bytes.clone_from(&self.bytes);
            }
        }
        files
    }

    /// The path as findings show it.
    pub(crate) fn path_shown(&self) -> String {
        format!("records/{}", self.path)
    }
}
