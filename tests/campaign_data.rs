//! What is read from a `campaign.toml` that is right, and that nothing makes its reader fail.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use thidua::calendar::{Period, Span};
use thidua::campaign::{
    AdjustmentKind, AttainmentRule, Base, Campaign, Caps, Credit, CriterionKind, DateOrder, Language,
    QuotaRounding, SubjectKind, TieBreak, Title, read,
};
use thidua::exact::{Fraction, fraction_text, ratio, whole};
use thidua::finding::{Findings, Problem};
use thidua::source::{Encoding, Source, Sources};

const FULL: &str = include_str!("campaign/full.toml");
const REFERENCE: &str = include_str!("../docs/campaign.md");

/// Reads `text`, and checks that every finding has a place in it.
fn read_text(text: &str) -> (Option<Campaign>, Findings) {
    let mut sources = Sources::default();
    let file = sources.add(Source::new("records/campaign.toml", text, Encoding::Utf8));
    let mut findings = Findings::keeping(100);
    let campaign = read(&sources, file, &[], &mut findings);
    for finding in findings.iter() {
        for place in finding.related.iter().map(|related| related.place).chain([finding.place]) {
            assert!(text.get(place.range()).is_some(), "{finding:?}");
        }
    }
    (campaign, findings)
}

/// Reads `text` as a file that extends `base`, and checks that every finding has a place in one of them.
fn read_both(text: &str, base: &str) -> (Option<Campaign>, Findings) {
    let mut sources = Sources::default();
    let text = format!("extends = \"base.toml\"\n{text}");
    let file = sources.add(Source::new("records/campaign.toml", text, Encoding::Utf8));
    let base = sources.add(Source::new("records/base.toml", base, Encoding::Utf8));
    let mut findings = Findings::keeping(100);
    let campaign = read(&sources, file, &[Base::Read(base)], &mut findings);
    for finding in findings.iter() {
        for place in finding.related.iter().map(|related| related.place).chain([finding.place]) {
            assert!(sources.get(place.file).text.get(place.range()).is_some(), "{finding:?}");
        }
    }
    (campaign, findings)
}

fn full() -> Campaign {
    let (campaign, findings) = read_text(FULL);
    assert_eq!(findings.iter().count(), 0, "{findings:?}");
    campaign.unwrap()
}

fn title(vi: &str) -> Title {
    Title { vi: Some(vi.to_owned()), en: None }
}

fn span(first: &str, last: &str) -> Span {
    Span { first: first.parse().unwrap(), last: last.parse().unwrap() }
}

fn texts(numbers: &[Option<Fraction>]) -> Vec<Option<String>> {
    numbers.iter().map(|number| number.as_ref().map(fraction_text)).collect()
}

#[test]
fn settings_are_read() {
    let campaign = full();
    assert_eq!(campaign.id.as_str(), "vinh-thuan-2024");
    assert_eq!(campaign.title.get(Language::Vi), Some("Phong trào thi đua"));
    assert_eq!(campaign.title.get(Language::En), Some("Emulation campaign"));
    assert_eq!(campaign.theme, title("Lực lượng mới, khí thế mới"));
    assert_eq!(campaign.unit, title("Xã Vĩnh Thuận"));
    assert_eq!(campaign.span, span("2024-12-13", "2025-08-19"));
    assert_eq!(campaign.language, Language::En);
    assert_eq!((campaign.scale, campaign.decimals), (whole(100), 3));
    assert!(!campaign.records.appraisal);
    assert_eq!(campaign.records.late_days, 45);
    assert_eq!(campaign.records.dates, DateOrder::Mdy);
    let column =
        |field: &str, words: &[&str]| (field.to_owned(), words.iter().map(|&word| word.to_owned()).collect());
    assert_eq!(campaign.records.columns, [column("team", &["Đơn vị"]), column("date", &["Ngày ghi", "Hôm"])]);
    assert_eq!(
        texts(&[campaign.limits.bonus, campaign.limits.penalty]),
        [Some("5".into()), Some("20".into())]
    );
    assert_eq!(campaign.ranking.tie_break, [TieBreak::Penalty, TieBreak::Full, TieBreak::Points(0)]);
    assert_eq!(campaign.ranking.min_tenure, ratio(1, 2));
    assert_eq!(campaign.allowed_identifiers, ["947/QĐ-UBND"]);
    let lines =
        |place: Option<thidua::source::Place>| FULL[..place.unwrap().range().start].lines().count() + 1;
    assert_eq!(lines(campaign.places.phases), 20);
    assert_eq!(lines(campaign.places.teams), 38);
}

#[test]
fn phases_and_teams_are_read() {
    let campaign = full();
    let [first, second] = &campaign.phases[..] else { panic!() };
    assert_eq!((&first.title, first.span), (&title("Đợt 1"), span("2024-12-13", "2025-02-03")));
    assert_eq!((&first.weight, &second.weight), (&ratio(3, 2), &whole(1)));
    assert_eq!(second.title.get(Language::Vi), Some("Phase 2"));
    assert_eq!(campaign.groups.iter().map(|group| group.id.as_str()).collect::<Vec<_>>(), ["cum-1", "cum-2"]);
    let [first, second] = &campaign.teams[..] else { panic!() };
    assert_eq!((first.group, second.group), (Some(1), None));
    assert_eq!((first.span, second.span), (span("2024-07-01", "2025-06-30"), Span::ALWAYS));
    assert_eq!(first.aliases, ["Tổ Một"]);
    assert_eq!(&FULL[first.place.range()], "\"to-1\"");
}

#[test]
fn criteria_are_read() {
    let campaign = full();
    let parents: Vec<_> = campaign.criteria.iter().map(|criterion| criterion.parent).collect();
    assert_eq!(parents, [None, None, Some(1), Some(1), None, Some(4), Some(4)]);
    let ceilings: Vec<_> = campaign
        .criteria
        .iter()
        .map(|criterion| match criterion.kind {
            CriterionKind::Parent { ceiling } => Some(ceiling),
            CriterionKind::Leaf(_) => None,
        })
        .collect();
    assert_eq!(ceilings, [None, Some(false), None, None, Some(true), None, None]);

    let leaf = campaign.leaf(0).unwrap();
    assert!(matches!(&leaf.rule, AttainmentRule::Target { over } if *over == ratio(5, 4)));
    assert_eq!(leaf.target, Some(ratio(123_456_789_012_345_678i64, 1_000_000_000_000_000_000i64)));
    assert_eq!(leaf.targets.get(&1), Some(&whole(18)));
    assert_eq!((leaf.every_days, leaf.per_member), (Some(30), true));
    assert_eq!(leaf.base, ratio(-5, 2));
    let caps: Vec<_> = leaf.cap.iter().map(|(period, most)| (period, fraction_text(most))).collect();
    let cap = |period, most: &str| (period, most.to_owned());
    let all =
        [cap(Period::Day, "3"), cap(Period::Week, "10"), cap(Period::Month, "40"), cap(Period::Phase, "100")];
    assert_eq!(caps, all);
    assert_eq!(leaf.not_assigned, [0]);

    assert!(matches!(campaign.leaf(2).unwrap().rule, AttainmentRule::Best));
    assert!(campaign.leaf(2).unwrap().per_member);
    let AttainmentRule::Bands(bands) = &campaign.leaf(3).unwrap().rule else { panic!() };
    let bands: Vec<_> =
        bands.iter().map(|band| (fraction_text(&band.from), fraction_text(&band.score))).collect();
    assert_eq!(bands, [("98".to_owned(), "10".to_owned()), ("195/2".to_owned(), "33/8".to_owned())]);
    let surplus = &campaign.leaf(5).unwrap().rule;
    assert!(matches!(surplus, AttainmentRule::Surplus { at_target } if *at_target == ratio(1, 3)));
    let plain = campaign.leaf(6).unwrap();
    assert!(matches!(&plain.rule, AttainmentRule::Target { over } if *over == whole(1)));
    assert_eq!((&plain.target, plain.every_days, plain.per_member), (&None, None, false));
    assert!(plain.targets.is_empty() && plain.cap.is_empty() && plain.not_assigned.is_empty());
    assert_eq!(plain.base, whole(0));
}

#[test]
fn activities_and_adjustments_are_read() {
    let campaign = full();
    let [first, second, third, ..] = &campaign.activities[..] else { panic!() };
    assert_eq!((first.criterion, second.criterion, third.criterion), (0, 2, 3));
    assert_eq!((first.points, second.points, third.points), (-125, 2000, 1000));
    assert_eq!((first.credit, second.credit), (Credit::Full, Credit::Split));
    assert_eq!((first.evidence, second.evidence), (true, false));
    assert_eq!((&first.title, &first.unit), (&title("Họp tổ"), &title("buổi")));
    assert_eq!(texts(&second.cap.most), [Some("1".to_owned()), None, None, None]);
    assert_eq!(texts(&second.member_cap.most), [None, None, None, Some("15/2".to_owned())]);

    let kinds: Vec<_> =
        campaign.adjustments.iter().map(|adjustment| (adjustment.kind, adjustment.points)).collect();
    assert_eq!(
        kinds,
        [
            (AdjustmentKind::Bonus, 2500),
            (AdjustmentKind::Penalty, 1000),
            (AdjustmentKind::Disqualify { whole_campaign: true }, 0),
            (AdjustmentKind::Disqualify { whole_campaign: false }, 0),
        ]
    );
    let [bonus, penalty, ..] = &campaign.adjustments[..] else { panic!() };
    assert_eq!((bonus.subject, penalty.subject), (SubjectKind::Member, SubjectKind::Team));
    assert_eq!((bonus.evidence, &penalty.cap), (true, &Caps::default()));
}

#[test]
fn grades_and_awards_are_read() {
    let campaign = full();
    let [best, good, member] = &campaign.grades[..] else { panic!() };
    assert_eq!((best.subject, member.subject), (SubjectKind::Team, SubjectKind::Member));
    assert_eq!((&best.min, &best.floor), (&whole(95), &Some(ratio(1, 2))));
    let quota = best.quota.as_ref().unwrap();
    assert_eq!((&quota.share, quota.of, quota.round), (&ratio(1, 5), Some(1), QuotaRounding::Down));
    let quota = good.quota.as_ref().unwrap();
    assert_eq!((&quota.share, quota.of, quota.round), (&ratio(1, 8), None, QuotaRounding::Nearest));
    assert!(member.quota.is_none());
    assert!(campaign.grading.leader_cap);
    assert_eq!(campaign.grading.min_months, Some(9));
    let [first, second] = &campaign.awards[..] else { panic!() };
    assert_eq!((first.subject, first.phase, first.places), (SubjectKind::Member, Some(1), 3));
    assert_eq!((&first.min, first.grade), (&Some(whole(90)), Some(2)));
    assert_eq!(first.floors, [(5, ratio(1, 2)), (0, ratio(2, 3))]);
    assert_eq!((second.subject, second.phase, second.grade), (SubjectKind::Team, None, None));
}

#[test]
fn what_is_left_out_has_its_default() {
    let text = "[campaign]\nid = 'x'\ntitle = 'x'\nstart = 2025-01-01\nend = 2025-01-31\n\
                [[phases]]\nstart = 2025-01-01\nend = 2025-01-31\n[[teams]]\nid = 'to-1'\n\
                [[criteria]]\nid = 'C1'\nweight = 100\n[[activities]]\nid = 'A1'\ncriterion = 'C1'\n";
    let campaign = read_text(text).0.unwrap();
    assert_eq!(campaign.language, Language::Vi);
    assert!(campaign.records.appraisal);
    assert_eq!(campaign.records.late_days, 30);
    assert_eq!(campaign.records.dates, DateOrder::Dmy);
    assert_eq!((campaign.scale, campaign.decimals), (whole(100), 2));
    assert_eq!(campaign.ranking.min_tenure, whole(0));
    assert!(
        campaign.ranking.tie_break.is_empty() && campaign.grades.is_empty() && campaign.awards.is_empty()
    );
    assert!(campaign.limits.bonus.is_none() && !campaign.grading.leader_cap);
    let campaign =
        read_text(&text.replace("end = 2025-01-31\n[[p", "end = 2025-01-31\nlanguage = 'en'\n[[p")).0;
    assert_eq!(campaign.unwrap().records.dates, DateOrder::Iso);
}

#[test]
fn the_examples_of_the_reference_are_one_campaign_that_works() {
    let examples = REFERENCE.split("```toml\n").skip(1).filter_map(|rest| rest.split_once("```"));
    let text: String = examples.map(|(example, _)| example).collect();
    let (campaign, findings) = read_text(&text);
    assert_eq!(findings.iter().count(), 0, "{findings:?}\n{text}");
    assert_eq!(campaign.unwrap().criteria.len(), 9);
}

#[test]
fn the_reference_names_every_key() {
    let unknown = "xyzzy = 1";
    let in_headed_tables = FULL.lines().fold(format!("{unknown}\n"), |mut text, line| {
        let _ = writeln!(text, "{line}");
        if line.starts_with('[') {
            let _ = writeln!(text, "{unknown}");
        }
        text
    });
    let in_all_tables = in_headed_tables.replace("{ ", &format!("{{ {unknown}, "));
    let (_, findings) = read_text(&in_all_tables);
    let mut n_keys = 0;
    for finding in findings.iter() {
        let Problem::UnknownKey { known, table, .. } = &finding.problem else { continue };
        for key in known {
            n_keys += 1;
            let named = REFERENCE.contains(&format!("`{key}`"))
                || REFERENCE.contains(&format!("`[{key}]`"))
                || REFERENCE.contains(&format!("`[[{key}]]`"))
                || REFERENCE.contains(&format!("{key} = "));
            assert!(named, "`{key}` in {table}");
        }
    }
    assert!(n_keys > 100, "{n_keys}");
}

#[test]
fn line_ends_change_nothing() {
    let (campaign, findings) = read_text(&FULL.replace('\n', "\r\n"));
    assert_eq!(findings.iter().count(), 0, "{findings:?}");
    assert_eq!(campaign.unwrap().teams[0].aliases, full().teams[0].aliases);
}

#[test]
fn no_text_makes_the_reader_fail() {
    for (name, text) in [
        ("nothing", String::new()),
        ("zeros", "\0".repeat(100_000)),
        ("brackets", "[".repeat(1_000_000)),
        ("brackets in a value", format!("campaign = {}", "[".repeat(1_000_000))),
        ("braces in a value", format!("campaign = {}", "{a=".repeat(300_000))),
        ("closing brackets", "]\n".repeat(100_000)),
        ("a long key", "a.".repeat(500_000)),
        ("a long header", format!("[{}]", vec!["campaign"; 100_000].join("."))),
        ("keys twice", "a = 1\n".repeat(100_000)),
        ("tables twice", "[campaign]\n".repeat(100_000)),
        ("tables in tables", "[[campaign.a]]\n[campaign.a.b]\n".repeat(20_000)),
        ("unknown keys", (0..100_000).fold(String::new(), |mut text, n| { let _ = writeln!(text, "k{n} = 1"); text })),
        ("a long text", format!("[campaign]\nid = \"{}\"\n", "ă".repeat(1_000_000))),
        ("a long number", format!("[campaign]\nscale = 0.{}\n", "0".repeat(1_000_000))),
        ("mixed tables", "[campaign]\nteams.x = 1\n[[teams]]\n[teams.id]\n[[teams.id.x]]\n[campaign.id]\n".to_owned()),
        ("the last days", "[campaign]\nstart = 0000-01-01\nend = 9999-12-31\n[[phases]]\nstart = 9999-12-31\nend = 9999-12-31\n".to_owned()),
    ] {
        let (campaign, findings) = read_text(&text);
        assert!(campaign.is_none() && findings.has_errors(), "{name}");
        for (own, base) in [("", text.as_str()), (text.as_str(), FULL), (FULL, text.as_str())] {
            let (campaign, findings) = read_both(own, base);
            assert!(campaign.is_some() || findings.has_errors(), "{name}");
        }
    }
}

/// A campaign of many teams, with a list that names nearly all of them: rightly, or each one wrongly.
fn country(n_teams: usize, rightly: bool) -> String {
    let names: Vec<_> = (3..n_teams).map(|n| format!("to-{n}")).collect();
    let mark = if rightly { "" } else { "x" };
    let list: Vec<_> = names.iter().map(|name| format!("\"{name}{mark}\"")).collect();
    let list = format!("not_assigned = [{}]", list.join(", "));
    names.iter().fold(FULL.replace("not_assigned = [\"TO-1\"]", &list), |mut text, name| {
        let _ = writeln!(text, "[[teams]]\nid = \"{name}\"\naliases = [\"Tổ {name}\"]");
        text
    })
}

#[test]
fn time_grows_with_the_text_and_no_faster() {
    for rightly in [true, false] {
        let text = country(20_000, rightly);
        let start = Instant::now();
        let (campaign, findings) = read_text(&text);
        // Comparing each team with each takes minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
        assert_eq!(campaign.is_some(), rightly, "{findings:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_slip_makes_the_reader_fail(
        slips in prop::collection::vec((0..FULL.len(), 0..60usize, 0..5u8, any::<prop::sample::Index>()), 1..6)
    ) {
        let mut text = FULL.to_owned();
        for (at, length, kind, other) in slips {
            let start = text.floor_char_boundary(at.min(text.len()));
            let end = text.floor_char_boundary((start + length).min(text.len()));
            let slice = text[start..end].to_owned();
            match kind {
                0 => text.replace_range(start..end, ""),
                1 => text.insert_str(end, &slice),
                2 => {
                    let other = text.floor_char_boundary(other.index(text.len() + 1));
                    text.insert_str(other, &slice);
                }
                3 => text.insert_str(start, ["[", "]", "\"", "{", "=", "\n", "\0", "'''", ".", "-"][length % 10]),
                _ => text.replace_range(start..end, ["1e9", "[[teams]]", "\"x\"", "\u{feff}", "#", ","][length % 6]),
            }
        }
        let (campaign, findings) = read_text(&text);
        prop_assert!(campaign.is_some() || findings.has_errors());
        for (own, base) in [(text.as_str(), FULL), ("", text.as_str()), (FULL, text.as_str())] {
            let (campaign, findings) = read_both(own, base);
            prop_assert!(campaign.is_some() || findings.has_errors());
        }
    }

    #[test]
    fn lines_in_any_order_make_no_reader_fail(lines in prop::collection::vec(0..FULL.lines().count(), 0..80)) {
        let all: Vec<_> = FULL.lines().collect();
        let text: String = lines.into_iter().flat_map(|line| [all[line], "\n"]).collect();
        let (campaign, findings) = read_text(&text);
        prop_assert!(campaign.is_some() || findings.has_errors());
    }
}
