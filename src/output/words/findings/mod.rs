//! Findings in words: one file a language, each an exhaustive match, so that a rule without words
//! does not compile.

mod en;
mod vi;

use chrono::NaiveDate;

use crate::calendar::Span;
use crate::campaign::Language;
use crate::finding::{Committed, Finding, Note, Problem, Thing, ValueChange};
use crate::output::notation::Notation;
use crate::source::Sources;

/// What is wrong, in one line that stands alone: lower case, no full stop.
pub fn finding_message(problem: &Problem, language: Language) -> String {
    match language {
        Language::Vi => vi::message(problem),
        Language::En => en::message(problem),
    }
}

/// What to type to mend it, where that can be said.
pub fn finding_help(finding: &Finding, sources: &Sources, language: Language) -> Option<String> {
    match language {
        Language::Vi => vi::help(finding, sources),
        Language::En => en::help(finding, sources),
    }
}

/// What stands at a related place.
pub fn note(note: Note, language: Language) -> &'static str {
    match language {
        Language::Vi => vi::note(note),
        Language::En => en::note(note),
    }
}

/// Who committed what a finding is about.
pub fn committed_by(committed: &Committed, language: Language) -> String {
    match (committed, language) {
        (Committed::NotYet, Language::Vi) => "chỗ này chưa ai commit".to_owned(),
        (Committed::NotYet, Language::En) => "not committed yet".to_owned(),
        (Committed::By { commit, author, day }, Language::Vi) => {
            format!("{author} commit ngày {} ({commit})", Notation::Comma.date(*day))
        }
        (Committed::By { commit, author, day }, Language::En) => {
            format!("committed by {author} on {day} ({commit})")
        }
        (Committed::Path { path, commit, author, day }, Language::Vi) => {
            format!("lần commit cuối của {path}: {author}, ngày {} ({commit})", Notation::Comma.date(*day))
        }
        (Committed::Path { path, commit, author, day }, Language::En) => {
            format!("the last to commit {path} was {author} on {day} ({commit})")
        }
    }
}

/// Longest text of the records that a message repeats, in characters.
const MOST_CHARS_QUOTED: usize = 60;

/// A text of the records in backticks, cut where it is long. A cell may hold megabytes.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS_QUOTED) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// Most words that a list of possibilities names before it breaks off.
const MOST_WORDS_LISTED: usize = 12;

/// `` `a`, `b` or `c` ``, with `last` before the last word.
fn listed(words: &[impl AsRef<str>], last: &str) -> String {
    let words: Vec<_> = words.iter().map(|word| quoted(word.as_ref())).collect();
    if words.len() > MOST_WORDS_LISTED {
        return format!("{}, …", words[..MOST_WORDS_LISTED].join(", "));
    }
    match words.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// Most changes that a message names before it breaks off.
const MOST_CHANGES: usize = 6;

/// A value of a rule before and after, as rules write it.
fn value_change(change: &ValueChange) -> String {
    let ValueChange { key, old, new } = change;
    let blank = if key.is_empty() { "" } else { " " };
    format!("{key}{blank}{} → {}", quoted(old), quoted(new))
}

/// Changes, one after the other.
fn listed_changes<T>(changes: &[T], say: impl Fn(&T) -> String) -> String {
    let more = if changes.len() > MOST_CHANGES { ", …" } else { "" };
    changes.iter().take(MOST_CHANGES).map(say).collect::<Vec<_>>().join(", ") + more
}

/// `path:line` of the first related place with this note.
fn related(finding: &Finding, sources: &Sources, note: Note) -> Option<String> {
    let related = finding.related.iter().find(|related| related.note == note)?;
    Some(sources.path_and_line(related.place))
}

/// The parts that there are, one after the other.
fn joined<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    parts.into_iter().flatten().reduce(|said, part| {
        let stop = if said.ends_with('?') { " " } else { "; " };
        said + stop + &part
    })
}

/// The ends of a run of days that are written down: an open end is none.
fn ends(first: NaiveDate, last: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let end = |day, open| (day != open).then_some(day);
    (end(first, Span::ALWAYS.first), end(last, Span::ALWAYS.last))
}

/// The table of `campaign.toml` in which such things are declared.
fn table(thing: Thing) -> &'static str {
    match thing {
        Thing::Phase => "phases",
        Thing::Group => "groups",
        Thing::Team => "teams",
        Thing::Criterion => "criteria",
        Thing::Activity => "activities",
        Thing::Grade => "grades",
    }
}

/// The different readings of a slashed date: both, one or none.
fn readings(dmy: Option<NaiveDate>, mdy: Option<NaiveDate>) -> (Option<NaiveDate>, Option<NaiveDate>) {
    if dmy == mdy { (dmy, None) } else { (dmy.or(mdy), dmy.and(mdy)) }
}

/// Whether a quantity, as it was written, is 0.
fn is_zero(quantity: &str) -> bool {
    quantity.contains('0') && quantity.chars().all(|c| matches!(c, '0' | '.' | ','))
}

/// The rules of attainment that know a key of a criterion.
fn rules_with_key(key: &str) -> &'static [&'static str] {
    match key {
        "over" => &["target"],
        "bands" => &["bands"],
        "at_target" => &["surplus"],
        "target" | "targets" | "every" => &["target", "bands", "surplus"],
        _ => &[],
    }
}

/// A file name as a shell takes it.
pub(super) fn shell_word(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    if path.chars().all(plain) { path.to_owned() } else { format!("'{}'", path.replace('\'', r"'\''")) }
}

/// The command that converts the table of a finding, in backticks. Nothing converts rules.
fn fmt_from(encoding: &str, sources: &Sources, finding: &Finding) -> Option<String> {
    let path = &sources.get(finding.place.file).path;
    (!path.ends_with(".toml")).then(|| format!("`thidua fmt --from {encoding} {}`", shell_word(path)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::NotReadReason;
    use crate::source::{Encoding, Place, Source};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// A message in English and in Vietnamese.
    fn check(problem: &Problem, en: &str, vi: &str) {
        assert_eq!(finding_message(problem, Language::En), en);
        assert_eq!(finding_message(problem, Language::Vi), vi);
    }

    #[test]
    fn dates_and_numbers_follow_the_language() {
        check(
            &Problem::DateInNoPhase { date: day(2025, 2, 4) },
            "2025-02-04 belongs to no phase",
            "ngày 04/02/2025 không thuộc đợt nào",
        );
        check(
            &Problem::TopWeights { sum: "99.5".into(), scale: "100".into() },
            "the top criteria add up to 99.5, expected the scale of 100",
            "tổng điểm tối đa của các tiêu chí cấp trên cùng là 99,5, phải đúng bằng thang điểm 100",
        );
    }

    #[test]
    fn one_of_a_thing_is_singular() {
        let mixed = |slashed, iso| finding_message(&Problem::DatesMixed { slashed, iso }, Language::En);
        assert_eq!(mixed(1, 2), "1 slashed date stands among 2 ISO dates");
        assert_eq!(mixed(2, 1), "2 slashed dates stand among 1 ISO date");
    }

    #[test]
    fn open_ends_are_not_dates() {
        let problem =
            |first, last| Problem::TeamNotThatDay { team: "to-1".into(), date: day(2025, 2, 4), first, last };
        check(
            &problem(Span::ALWAYS.first, day(2025, 1, 31)),
            "team `to-1` does not exist on 2025-02-04, only until 2025-01-31",
            "ngày 04/02/2025 không có đơn vị `to-1`, đơn vị này chỉ có đến hết ngày 31/01/2025",
        );
        check(
            &problem(day(2025, 3, 1), Span::ALWAYS.last),
            "team `to-1` does not exist on 2025-02-04, only from 2025-03-01",
            "ngày 04/02/2025 không có đơn vị `to-1`, đơn vị này chỉ có từ ngày 01/03/2025",
        );
    }

    #[test]
    fn a_long_text_is_cut() {
        let team = "ổ".repeat(10_000_000);
        let message = finding_message(&Problem::UnknownTeam { team, near: None }, Language::En);
        assert_eq!(message, format!("unknown team `{}…`", "ổ".repeat(60)));
    }

    #[test]
    fn lists_read_as_they_are_spoken() {
        assert_eq!(listed(&["a"], "or"), "`a`");
        assert_eq!(listed(&["a", "b"], "or"), "`a` or `b`");
        assert_eq!(listed(&["a", "b", "c"], "hoặc"), "`a`, `b` hoặc `c`");
        assert!(listed(&["a"; 500], "or").ends_with("`a`, …"));
    }

    #[test]
    fn help_names_the_nearest_word_and_where_the_words_are() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("records/campaign.toml", "\n\n[[teams]]\n", Encoding::Utf8));
        let unknown = Problem::UnknownTeam { team: "to-6".into(), near: Some("to-5".into()) };
        let finding =
            Finding::new(unknown, Place::whole(file)).with(Note::TeamsListed, Place::new(file, 2..11));
        assert_eq!(
            finding_help(&finding, &sources, Language::En).as_deref(),
            Some("did you mean `to-5`? teams are listed in records/campaign.toml:3"),
        );
        assert_eq!(
            finding_help(&finding, &sources, Language::Vi).as_deref(),
            Some("có phải `to-5` không? danh sách đơn vị ở records/campaign.toml:3"),
        );
    }

    #[test]
    fn a_command_can_be_pasted_whatever_the_file_is_called() {
        assert_eq!(shell_word("records/activities/2025-03.csv"), "records/activities/2025-03.csv");
        assert_eq!(shell_word("records/Tổ 1's.csv"), r"'records/Tổ 1'\''s.csv'");
    }

    #[test]
    fn messages_are_lower_case_without_a_full_stop() {
        for language in [Language::En, Language::Vi] {
            for problem in [
                Problem::NothingDeclared { thing: Thing::Phase },
                Problem::NotRead { reason: NotReadReason::Spreadsheet },
                Problem::QuoteUnclosed {},
                Problem::DuplicateRow {},
            ] {
                let message = finding_message(&problem, language);
                assert!(!message.ends_with('.') && message.starts_with(char::is_lowercase), "{message}");
            }
        }
    }
}
