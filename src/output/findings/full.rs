//! Findings for people: each with the line it is about, carets under exactly the cell, and help.

use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};

use super::{Report, Told};
use crate::finding::Severity;
use crate::output::plain::{masked, plain, push_plain};
use crate::output::words::{Sentence, committed_by};
use crate::privacy::identifiers::Allow;
use crate::source::{CellNames, Source, width};

/// How the parts of a finding look.
#[derive(Clone, Copy, Debug, Default)]
pub struct Palette {
    error: Style,
    warning: Style,
    message: Style,
    frame: Style,
}

impl Palette {
    /// For a terminal whose reader wants colours. Without them there is [`Palette::default`].
    pub const COLOURED: Self = Self {
        error: AnsiColor::BrightRed.on_default().bold(),
        warning: AnsiColor::BrightYellow.on_default().bold(),
        message: Style::new().bold(),
        frame: AnsiColor::BrightBlue.on_default().bold(),
    };

    fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
        }
    }
}

/// Writes the findings, the floods and a line that sums up.
pub fn write(out: &mut dyn Write, report: &Report<'_>, palette: &Palette) -> io::Result<()> {
    let mut cells = CellNames::new(report.sources);
    for told in report.told() {
        let cell = cells.at(told.finding.place, told.finding.missing_column);
        write_finding(out, report, palette, &told, cell.as_deref())?;
        writeln!(out)?;
    }
    let mut flooded = false;
    for flood in report.floods() {
        writeln!(out, "{flood}")?;
        flooded = true;
    }
    if flooded {
        writeln!(out)?;
    }
    writeln!(out, "{}", report.in_all())
}

fn write_finding(
    out: &mut dyn Write,
    report: &Report<'_>,
    palette: &Palette,
    told: &Told<'_>,
    cell: Option<&str>,
) -> io::Result<()> {
    let rule = told.finding.rule();
    let (strong, message, frame) = (palette.severity(rule.severity), palette.message, palette.frame);
    let Told { path, line, column, severity, .. } = told;
    write!(out, "{path}:{line}:{column}: {strong}{severity}[{}]{strong:#} ", rule.code)?;
    writeln!(out, "{message}{}{message:#}", told.message)?;

    let number = line.to_string();
    let gutter = " ".repeat(number.len());
    let source = report.sources.get(told.finding.place.file);
    if let Some(Excerpt { text, before, marked }) =
        excerpt(source, *line, told.finding.place.range(), report.allow)
    {
        let (blank, carets) = (" ".repeat(before), "^".repeat(marked));
        let named = cell.map(|cell| format!(" {}", Sentence::SpreadsheetCell { cell }.text(report.language)));
        writeln!(out, "{frame}{gutter} |{frame:#}")?;
        writeln!(out, "{frame}{number} |{frame:#} {text}")?;
        writeln!(
            out,
            "{frame}{gutter} |{frame:#} {blank}{strong}{carets}{}{strong:#}",
            named.unwrap_or_default()
        )?;
    }
    if let Some(help) = &told.help {
        writeln!(out, "{frame}{gutter} ={frame:#} help: {help}")?;
    }
    if let Some(committed) = &told.finding.committed {
        let said = plain(&committed_by(committed, report.language)).into_owned();
        writeln!(out, "{frame}{gutter} ={frame:#} note: {said}")?;
    }
    told.notes().try_for_each(|note| writeln!(out, "{frame}{gutter} ={frame:#} note: {note}"))
}

/// Columns of a terminal that a line of the records may take.
const MOST_WIDTH: usize = 96;

/// Of them, those before what is marked, where the line is cut.
const MOST_WIDTH_BEFORE: usize = 40;

/// Characters on either side of what is shown that are looked at to see whether it belongs to an
/// identifier. A cell may hold megabytes, and none of the rest is shown.
const CONTEXT: usize = 200;

/// What a tab is shown as: a terminal would go to a stop that depends on the gutter.
const TAB: &str = "    ";

/// A line of the records, what is marked in it measured in columns of a terminal.
#[derive(Debug, PartialEq, Eq)]
struct Excerpt {
    text: String,
    before: usize,
    marked: usize,
}

/// The line `line` of a source with the bytes `marked`; none where a file is meant as a whole.
fn excerpt(source: &Source, line: usize, marked: Range<usize>, allow: &Allow) -> Option<Excerpt> {
    let bytes = source.line_range(line);
    if source.text.is_empty() || marked == (0..0) && source.dialect.is_none() {
        return None;
    }
    let start = marked.start.clamp(bytes.start, bytes.end);
    let end = marked.end.clamp(start, bytes.end);
    let before = source.text.get(bytes.start..start)?;
    let (marked, after) = (source.text.get(start..end)?, source.text.get(end..bytes.end)?);

    let from = before.char_indices().rev().nth(MOST_WIDTH + CONTEXT).map_or(0, |(at, _)| at);
    let shown = |text: &str| text.char_indices().nth(MOST_WIDTH + CONTEXT).map_or(text.len(), |(at, _)| at);
    let near = [&before[from..], &marked[..shown(marked)], &after[..shown(after)]];
    let whole = from == 0 && near[1].len() == marked.len() && near[2].len() == after.len();

    let text = near.concat();
    let chars: Vec<char> = masked(&text, allow).chars().collect();
    let (before, rest) = chars.split_at_checked(near[0].chars().count())?;
    let (marked, after) = rest.split_at_checked(near[1].chars().count())?;
    let fits = whole && columns(&chars) <= MOST_WIDTH;
    Some(if fits { draw(before, marked, after) } else { cut(before, marked, after) })
}

fn as_shown(c: char) -> String {
    let mut shown = String::new();
    match c {
        '\t' => shown.push_str(TAB),
        _ => push_plain(&mut shown, c),
    }
    shown
}

fn draw(before: &[char], marked: &[char], after: &[char]) -> Excerpt {
    let shown = |chars: &[char]| chars.iter().map(|&c| as_shown(c)).collect::<String>();
    let (before, marked) = (shown(before), shown(marked));
    Excerpt {
        before: width(&before),
        // What is empty or has no width of its own still gets a caret.
        marked: width(&marked).max(1),
        text: before + &marked + &shown(after),
    }
}

/// The part around what is marked, with `…` where something is missing.
fn cut(before: &[char], marked: &[char], after: &[char]) -> Excerpt {
    let room_before = MOST_WIDTH.saturating_sub(columns(marked) + columns(after)).max(MOST_WIDTH_BEFORE);
    let start = before.len() - fitting(before.iter().rev(), room_before);
    let room = MOST_WIDTH.saturating_sub(columns(&before[start..]));
    let marked_end = fitting(marked.iter(), room);
    let room = room.saturating_sub(columns(&marked[..marked_end]));
    let after_end = fitting(after.iter(), room);

    let mut excerpt = draw(&before[start..], &marked[..marked_end], &after[..after_end]);
    if start > 0 {
        excerpt.text.insert(0, '…');
        excerpt.before += 1;
    }
    if marked_end < marked.len() || after_end < after.len() {
        excerpt.text.push('…');
    }
    excerpt
}

/// Columns of a terminal that the characters take.
fn columns(chars: &[char]) -> usize {
    chars.iter().map(|&c| width(&as_shown(c))).sum()
}

/// How many of the characters fit into `room` columns.
fn fitting<'a>(chars: impl Iterator<Item = &'a char>, room: usize) -> usize {
    let reached = chars.scan(0, |used, &c| {
        *used += width(&as_shown(c));
        Some(*used)
    });
    reached.take_while(|&used| used <= room).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::campaign::Language;
    use crate::finding::{Finding, Findings, Note, Problem};
    use crate::source::{Dialect, Encoding, Place, Sources};

    const HEADER: &str = "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n";

    /// Files, and a finding at each place given as file, line and marked text.
    fn print(files: &[(&str, &str)], findings: Findings, language: Language) -> String {
        let mut sources = Sources::default();
        for (path, text) in files {
            let mut source = Source::new(*path, *text, Encoding::Utf8);
            source.dialect = path.ends_with(".csv").then_some(Dialect { delimiter: b',', header_start: 0 });
            sources.add(source);
        }
        let report = Report {
            findings: &findings,
            sources: &sources,
            rows_read: 13,
            allow: &Allow::default(),
            language,
        };
        let mut out = Vec::new();
        write(&mut out, &report, &Palette::default()).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn place(file: u32, text: &str, line: usize, marked: &str) -> Place {
        let source = Source::new("", text, Encoding::Utf8);
        let range = source.line_range(line);
        let start = range.start + source.text[range].find(marked).unwrap();
        Place::new(crate::source::FileId(file), start..start + marked.len())
    }

    fn unknown_team(team: &str, near: Option<&str>, place: Place) -> Finding {
        Finding::new(Problem::UnknownTeam { team: team.to_owned(), near: near.map(str::to_owned) }, place)
    }

    #[test]
    fn a_finding_is_printed_as_the_contract_shows_it() {
        let row = "2025-03-08,to-6,T5-01,C6A,1,BB-0311,1,TT-02,\n";
        let log = format!("{HEADER}{}{row}", "2025-03-01,to-1,,C1A,1,,1,TT-02,\n".repeat(12));
        let campaign = format!("{}[[teams]]\n", "\n".repeat(37));
        let mut findings = Findings::keeping(20);
        let finding = unknown_team("to-6", Some("to-5"), place(1, &log, 14, "to-6"));
        findings.push(finding.with(Note::TeamsListed, place(0, &campaign, 38, "[[teams]]")));
        let files = [("records/campaign.toml", &*campaign), ("records/activities/2025-03.csv", &log)];
        let expected = "\
records/activities/2025-03.csv:14:12: error[R203] unknown team `to-6`
   |
14 | 2025-03-08,to-6,T5-01,C6A,1,BB-0311,1,TT-02,
   |            ^^^^ spreadsheet cell B14
   = help: did you mean `to-5`? teams are listed in records/campaign.toml:38

1 error, 0 warnings; 2 files and 13 rows read
";
        assert_eq!(print(&files, findings, Language::En), expected);
    }

    #[test]
    fn the_severity_is_said_in_the_language_and_a_flood_is_summed_up() {
        let log = format!("{HEADER}{}", "2025-03-01,to-9,,C1A,1,,1,TT-02,\n".repeat(3));
        let mut findings = Findings::keeping(1);
        for line in 2..=4 {
            findings.push(unknown_team("to-9", None, place(0, &log, line, "to-9")));
        }
        let text = print(&[("records/a.csv", &log)], findings, Language::Vi);
        assert!(text.starts_with("records/a.csv:2:12: lỗi[R203] "), "{text}");
        assert!(text.contains(" ô bảng tính B2\n"), "{text}");
        assert!(
            text.contains("\nrecords/a.csv: có tất cả 3 phát hiện R203, chỉ hiện 1 (--all hiện hết)\n"),
            "{text}"
        );
        assert!(text.ends_with("\n3 lỗi, 0 cảnh báo; đã đọc 1 tệp, 13 dòng\n"), "{text}");
    }

    fn check(line: &str, marked: &str, expected: (&str, &str)) {
        let mut source = Source::new("x.csv", line, Encoding::Utf8);
        source.dialect = Some(Dialect { delimiter: b',', header_start: 0 });
        let start = line.find(marked).unwrap();
        let excerpt = excerpt(&source, 1, start..start + marked.len(), &Allow::default()).unwrap();
        let carets = " ".repeat(excerpt.before) + &"^".repeat(excerpt.marked);
        assert_eq!((&*excerpt.text, &*carets), expected);
    }

    #[test]
    fn carets_stand_under_the_cell_whatever_it_is_written_in() {
        check("a,tổ-6,b", "tổ-6", ("a,tổ-6,b", "  ^^^^"));
        check("a,to\u{302}\u{309}-6,b", "to\u{302}\u{309}-6", ("a,to\u{302}\u{309}-6,b", "  ^^^^"));
        check("日本,6,b", "6", ("日本,6,b", "     ^"));
        check("a,日本,b", "日本", ("a,日本,b", "  ^^^^"));
        check("a\tb\tc", "c", ("a    b    c", "          ^"));
        check("a,\u{200b}b", "b", ("a,<U+200B>b", "          ^"));
        check("a,\u{1b}[31m,b", "\u{1b}[31m", ("a,␛[31m,b", "  ^^^^^"));
        check("a,,b", "", ("a,,b", "^"));
    }

    #[test]
    fn a_long_line_is_cut_around_the_cell() {
        let line = format!("{}|to-6|{}", "a".repeat(500), "b".repeat(10_000_000));
        let expected = (format!("…{}|to-6|{}…", "a".repeat(39), "b".repeat(51)), " ".repeat(41) + "^^^^");
        check(&line, "to-6", (&expected.0, &expected.1));
        let line = format!("{},{}", "a".repeat(10), "b".repeat(300));
        let expected = (format!("{},{}…", "a".repeat(10), "b".repeat(85)), " ".repeat(11) + &"^".repeat(85));
        check(&line, &"b".repeat(300), (&expected.0, &expected.1));
        let line = format!("{},c", "a".repeat(300));
        let expected = (format!("…{},c", "a".repeat(94)), " ".repeat(96) + "^");
        check(&line, "c", (&expected.0, &expected.1));
    }

    #[test]
    fn a_file_as_a_whole_has_no_excerpt() {
        for text in ["abc", ""] {
            assert_eq!(
                excerpt(&Source::new("x.csv", text, Encoding::Utf8), 1, 0..0, &Allow::default()),
                None
            );
        }
    }

    #[test]
    fn nothing_in_the_records_acts_on_the_terminal() {
        let log = "\u{1b}]0;x\u{7}\u{9b}31m\u{202e},to-9";
        let mut findings = Findings::keeping(20);
        findings.push(unknown_team("\u{1b}[2J\u{202e}", None, place(0, log, 1, "to-9")));
        let text = print(&[("records/\u{1b}[1m.csv", log)], findings, Language::En);
        assert!(text.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}'), "{text:?}");
    }
}
