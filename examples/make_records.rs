//! Writes the invented rows of the Vĩnh Thuận campaign.
//!
//! The dates, phases and criteria of `records/campaign.toml` are those of a real
//! announcement; who did what on which day is made up here. A table says how
//! hard each team worked at each criterion, another how often a team does each
//! activity, and the rows follow from the two, so the story can be read, and
//! changed, without touching nine hundred lines of CSV.
//!
//! ```console
//! $ cargo run --example make_records -- records
//! ```
//!
//! No clock and no outside source of chance: the same program writes the same
//! bytes, and `tests/records_are_reproducible.rs` holds `records/` to them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::{self, Write as _};
use std::path::Path;
use std::{env, fs};

// ── The story, as tables ────────────────────────────────────────────────────

/// First and last day of each phase, as in `campaign.toml`.
const PHASES: [(Day, Day); 2] = [(day(2024, 12, 13), day(2025, 2, 3)), (day(2025, 2, 4), day(2025, 8, 19))];

/// How hard a team works at C1 to C7, in percent of what the target asks of a
/// team of its size (C7 has no target: of a usual pace): one row for phase 1,
/// one for phase 2.
///
/// - `to-1` is good at everything and lets go a little in phase 2;
/// - `to-2` writes and meets a lot, patrols little, catches up in phase 2;
/// - `to-3` is three people who patrol far more than they are asked to,
///   for which the criterion gives no more than its weight;
/// - `to-4` starts strong and loses a member in May;
/// - `to-5` starts slowly, keeps no log in April, and gains that member.
#[rustfmt::skip]
const PACE: [(&str, [[u64; 7]; 2]); 5] = [
    //         C1  C2   C3   C4   C5   C6   C7
    ("to-1", [[98, 98, 108, 106, 104,  96,  78],
              [89, 88,  84,  84,  82,  86,  76]]),
    ("to-2", [[98, 88,  76,  97,  90,  62,  56],
              [99, 97,  92,  98,  95,  78,  96]]),
    ("to-3", [[76, 60,  86,  70,  78, 140,  84],
              [87, 78,  95,  80,  83, 142,  72]]),
    ("to-4", [[90, 98,  92,  84,  70,  97, 100],
              [80, 85,  70,  77,  72,  83,  64]]),
    ("to-5", [[66, 70,  56,  80,  62,  72,  60],
              [88, 92,  78,  85,  90,  90,  88]]),
];

/// Days on which a team wrote nothing down.
const SILENCES: [(&str, Day, Day); 1] = [("to-5", day(2025, 4, 4), day(2025, 4, 28))];

/// Who serves where, from which day: `members.csv`, and in the last column how
/// readily each one is picked for a task, 10 being usual.
const ROSTER: [Service; 20] = [
    service("T1-01", "to-1", Role::Leader, 12),
    service("T1-02", "to-1", Role::Deputy, 10),
    service("T1-03", "to-1", Role::Member, 10),
    service("T1-04", "to-1", Role::Member, 8),
    service("T2-01", "to-2", Role::Leader, 12),
    service("T2-02", "to-2", Role::Deputy, 9),
    service("T2-03", "to-2", Role::Member, 10),
    // Joined a month after the launch: under half of phase 1.
    service("T2-04", "to-2", Role::Member, 11).from(day(2025, 1, 13)),
    service("T3-01", "to-3", Role::Leader, 11),
    service("T3-02", "to-3", Role::Deputy, 10),
    service("T3-03", "to-3", Role::Member, 9),
    service("T4-01", "to-4", Role::Leader, 10),
    service("T4-02", "to-4", Role::Deputy, 12),
    service("T4-03", "to-4", Role::Member, 7),
    // Moved to the next team in the middle of phase 2.
    service("T4-04", "to-4", Role::Member, 12).until(day(2025, 5, 4)),
    service("T4-04", "to-5", Role::Member, 12).from(day(2025, 5, 5)),
    service("T5-01", "to-5", Role::Leader, 11),
    service("T5-02", "to-5", Role::Deputy, 9),
    service("T5-03", "to-5", Role::Member, 10),
    service("T5-04", "to-5", Role::Member, 7),
];

/// People, deeds and methods that set an example, step by step: `exemplars.csv`.
/// Titles say what was done, never to whom.
const EXEMPLARS: [(Day, &str, &str, &str, &str); 11] = [
    (day(2024, 12, 27), "method", "to-3", "Lịch tuần tra đêm luân phiên của tổ ba người", "found"),
    (day(2025, 1, 9), "deed", "T1-04", "Trả lại tài sản nhặt được", "found"),
    (day(2025, 1, 17), "method", "to-1", "Nhóm tin nhắn báo tình hình của khu dân cư", "found"),
    (day(2025, 1, 24), "person", "T4-02", "Giữ ca trực đêm suốt dịp Tết", "found"),
    (day(2025, 2, 20), "method", "to-3", "Lịch tuần tra đêm luân phiên của tổ ba người", "building"),
    (day(2025, 3, 14), "method", "to-2", "Buổi thực tập chữa cháy ngay tại ngõ hẹp", "found"),
    (day(2025, 4, 11), "person", "T4-02", "Giữ ca trực đêm suốt dịp Tết", "building"),
    (day(2025, 5, 23), "deed", "T3-01", "Chở người bị nạn đi cấp cứu trong ca tuần tra", "found"),
    (day(2025, 6, 13), "method", "to-2", "Buổi thực tập chữa cháy ngay tại ngõ hẹp", "building"),
    (day(2025, 7, 4), "method", "to-3", "Lịch tuần tra đêm luân phiên của tổ ba người", "replicated"),
    (day(2025, 8, 8), "person", "T5-01", "Dựng lại nếp ghi sổ của tổ", "found"),
];

/// Holidays and events that are guarded, and on which offices are closed.
const HOLIDAYS: [(Day, Day); 10] = [
    (day(2024, 12, 24), day(2024, 12, 25)),
    (day(2024, 12, 31), day(2025, 1, 1)),
    (day(2025, 1, 25), day(2025, 2, 2)),
    (day(2025, 2, 11), day(2025, 2, 12)),
    (day(2025, 4, 6), day(2025, 4, 7)),
    (day(2025, 4, 29), day(2025, 5, 2)),
    (day(2025, 5, 18), day(2025, 5, 19)),
    (day(2025, 6, 25), day(2025, 6, 27)),
    (day(2025, 7, 26), day(2025, 7, 27)),
    (day(2025, 8, 16), day(2025, 8, 19)),
];

/// How often a team of four at 100 % does each activity, and how the row looks.
///
/// The rates are chosen so that such a team just reaches the targets of
/// `campaign.toml`.
const WORKS: [Work; 30] = [
    Work {
        activity: "C1A",
        rows_per_1000_days: [90, 90],
        when: When::Fridays,
        party: Party::Some(1, 1),
        quantities: &[1],
        book: "BC",
        notes: &["gửi bản giấy và bản điện tử"],
    },
    Work {
        activity: "C1B",
        rows_per_1000_days: [30, 30],
        when: When::Weekdays,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["giao ban tháng", "giao ban mở rộng với thôn trưởng"],
    },
    Work {
        activity: "C1C",
        rows_per_1000_days: [26, 26],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["khu vực ven đường liên xã", "khu vực chợ"],
    },
    Work {
        activity: "C1D",
        rows_per_1000_days: [10, 10],
        when: When::Weekdays,
        party: Party::Some(2, 2),
        quantities: &[1],
        book: "BB",
        notes: &["bổ sung điểm giao cắt mới"],
    },
    Work {
        activity: "C2A",
        rows_per_1000_days: [32, 32],
        when: When::AnyDay,
        party: Party::Some(2, 3),
        quantities: &[1],
        book: "BB",
        notes: &["tại nhà văn hóa thôn", "lồng ghép họp chi hội phụ nữ", "lồng ghép sinh hoạt chi đoàn"],
    },
    Work {
        activity: "C2B",
        rows_per_1000_days: [26, 26],
        when: When::AnyDay,
        party: Party::Some(1, 1),
        quantities: &[2, 3, 3, 4],
        book: "",
        notes: &["phát buổi sáng và buổi chiều", "nội dung phòng cháy"],
    },
    Work {
        activity: "C2C",
        rows_per_1000_days: [18, 18],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["mô hình camera an ninh", "mô hình tiếng kẻng an ninh"],
    },
    Work {
        activity: "C2D",
        rows_per_1000_days: [20, 20],
        when: When::AnyDay,
        party: Party::Some(1, 3),
        quantities: &[1],
        book: "BB",
        notes: &["họp buổi tối", "kết hợp họp bàn giao thông nông thôn"],
    },
    Work {
        activity: "C2E",
        rows_per_1000_days: [26, 26],
        when: When::AnyDay,
        party: Party::Some(1, 1),
        quantities: &[3, 4, 4, 5],
        book: "AN",
        notes: &["lừa đảo giả danh cán bộ", "lừa đảo qua mạng dịp mua sắm"],
    },
    Work {
        activity: "C3A",
        rows_per_1000_days: [38, 15],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "SO",
        notes: &["máy bơm, vòi, lăng", "thay bình hết hạn"],
    },
    Work {
        activity: "C3B",
        rows_per_1000_days: [28, 8],
        when: When::Weekdays,
        party: Party::All,
        quantities: &[1],
        book: "BB",
        notes: &["giả định cháy chợ", "phối hợp dân quân"],
    },
    Work {
        activity: "C3C",
        rows_per_1000_days: [38, 10],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["hướng dẫn dùng bình chữa cháy", "an toàn khi đốt rơm rạ"],
    },
    Work {
        activity: "C3D",
        rows_per_1000_days: [57, 12],
        when: When::AnyDay,
        party: Party::Some(2, 2),
        quantities: &[1],
        book: "SO",
        notes: &["trực đêm", "trực ban ngày"],
    },
    Work {
        activity: "C4A",
        rows_per_1000_days: [32, 32],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["tại nhà văn hóa thôn", "buổi tối, theo đề nghị của thôn"],
    },
    Work {
        activity: "C4B",
        rows_per_1000_days: [26, 26],
        when: When::AnyDay,
        party: Party::Some(2, 2),
        quantities: &[1],
        book: "BB",
        notes: &["theo kế hoạch tháng"],
    },
    Work {
        activity: "C4C",
        rows_per_1000_days: [17, 17],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["phát tờ rơi", "chuyên đề không đốt pháo"],
    },
    Work {
        activity: "C4D",
        rows_per_1000_days: [24, 24],
        when: When::MonthlyDeadline,
        party: Party::Some(1, 1),
        quantities: &[1],
        book: "BC",
        notes: &[],
    },
    Work {
        activity: "C5A",
        rows_per_1000_days: [30, 30],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1, 1, 1, 2, 2],
        book: "",
        notes: &["cùng hội cựu chiến binh", "cùng đoàn thanh niên"],
    },
    Work {
        activity: "C5B",
        rows_per_1000_days: [20, 20],
        when: When::Weekdays,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["họp phân công quý"],
    },
    Work {
        activity: "C5C",
        rows_per_1000_days: [22, 22],
        when: When::MonthlyDeadline,
        party: Party::Some(1, 1),
        quantities: &[1],
        book: "BC",
        notes: &[],
    },
    Work {
        activity: "C5D",
        rows_per_1000_days: [13, 13],
        when: When::Weekdays,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["cùng trung tâm giáo dục nghề nghiệp", "cùng hội nông dân"],
    },
    Work {
        activity: "C6A",
        rows_per_1000_days: [94, 132],
        when: When::AnyDay,
        party: Party::Some(2, 2),
        quantities: &[1],
        book: "SO",
        notes: &["tuyến liên thôn", "tuyến ven sông", "từ 22 giờ đến 2 giờ", "trời mưa"],
    },
    Work {
        activity: "C6B",
        rows_per_1000_days: [60, 18],
        when: When::Holidays,
        party: Party::Some(2, 3),
        quantities: &[1],
        book: "SO",
        notes: &["bảo vệ điểm vui chơi", "trực cả ngày"],
    },
    Work {
        activity: "C6C",
        rows_per_1000_days: [40, 40],
        when: When::Weekdays,
        party: Party::Some(1, 2),
        quantities: &[1, 2, 2, 3],
        book: "",
        notes: &["giờ tan trường", "phiên chợ sáng"],
    },
    Work {
        activity: "C6D",
        rows_per_1000_days: [40, 40],
        when: When::AnyDay,
        party: Party::Some(2, 3),
        quantities: &[1],
        book: "SO",
        notes: &["cùng Công an xã", "cùng tổ dân quân thường trực"],
    },
    Work {
        activity: "C6E",
        rows_per_1000_days: [22, 22],
        when: When::AnyDay,
        party: Party::Unnamed,
        quantities: &[1],
        book: "AN",
        notes: &["ngã ba đầu thôn", "cùng đoàn thanh niên, dọn cành cây gãy"],
    },
    Work {
        activity: "C7A",
        rows_per_1000_days: [16, 16],
        when: When::AnyDay,
        party: Party::Some(1, 2),
        quantities: &[1],
        book: "BB",
        notes: &["trả lại tài sản nhặt được", "giúp dân dọn dẹp sau mưa lớn"],
    },
    Work {
        activity: "C7B",
        rows_per_1000_days: [18, 18],
        when: When::AnyDay,
        party: Party::Some(1, 1),
        quantities: &[1],
        book: "AN",
        notes: &["trang thông tin của xã", "kèm ảnh buổi ra quân"],
    },
    Work {
        activity: "C7C",
        rows_per_1000_days: [12, 12],
        when: When::AnyDay,
        party: Party::Unnamed,
        quantities: &[1],
        book: "AN",
        notes: &["ngày chủ nhật xanh", "sửa đoạn đường lầy"],
    },
    Work {
        activity: "C7D",
        rows_per_1000_days: [12, 12],
        when: When::Weekdays,
        party: Party::All,
        quantities: &[1],
        book: "SO",
        notes: &["tập chung với Công an xã"],
    },
];

/// Bonus and penalty rows.
const HONOURS: [Honour; 6] = [
    Honour {
        day: day(2024, 12, 27),
        team: "to-5",
        member: None,
        adjustment: "TRU-BC",
        note: "báo cáo tháng 12 chậm bốn ngày",
    },
    Honour {
        day: day(2025, 1, 20),
        team: "to-4",
        member: None,
        adjustment: "THUONG-TO",
        note: "khen đột xuất về chữa cháy tại chỗ",
    },
    Honour {
        day: day(2025, 3, 18),
        team: "to-1",
        member: Some("T1-03"),
        adjustment: "THUONG-CN",
        note: "biểu dương tại cuộc họp thôn",
    },
    Honour {
        day: day(2025, 6, 9),
        team: "to-4",
        member: None,
        adjustment: "TRU-TRUC",
        note: "thiếu ca trực đêm đã phân công",
    },
    Honour {
        day: day(2025, 7, 14),
        team: "to-3",
        member: None,
        adjustment: "THUONG-TO",
        note: "khen đột xuất về trực cứu nạn, cứu hộ",
    },
    Honour {
        day: day(2025, 7, 30),
        team: "to-3",
        member: Some("T3-02"),
        adjustment: "THUONG-CN",
        note: "biểu dương tại cuộc họp thôn",
    },
];

/// Where the appraiser did not take a claim as it stood: the nth row of
/// that team and activity, what was claimed, what was accepted, and why.
#[rustfmt::skip]
const VERDICTS: [Verdict; 22] = [
    verdict("to-1", "C2B", 2, "3", "2", "một lượt mất điện giữa chừng"),
    verdict("to-1", "C6A", 15, "1", "0", "thiếu chữ ký ca trực trong sổ"),
    verdict("to-1", "C6C", 3, "3", "2", "một ca chưa có trong lịch phân công"),
    verdict("to-2", "C2A", 4, "1", "0", "biên bản không ghi thời gian, nội dung"),
    verdict("to-2", "C2B", 1, "4", "3", "một lượt trùng giờ phát của xã"),
    verdict("to-2", "C2B", 3, "4", "3", "một lượt phát không hết nội dung"),
    verdict("to-2", "C2E", 1, "5", "3", "hai tin đăng lại của tuần trước"),
    verdict("to-2", "C5A", 4, "2", "1", "một buổi chưa có xác nhận của thôn"),
    verdict("to-2", "C6A", 10, "1", "0", "thiếu chữ ký ca trực trong sổ"),
    verdict("to-2", "C6A", 16, "1", "0.5", "về trước giờ, tính nửa ca"),
    verdict("to-2", "C6C", 4, "3", "2", "một ca trùng ca của Công an xã"),
    verdict("to-3", "C2B", 1, "2", "3", "tổ ghi sót một lượt"),
    verdict("to-3", "C6A", 15, "1", "0.5", "mưa lớn về sớm, tính nửa ca"),
    verdict("to-3", "C6C", 6, "3", "2", "một ca trùng giờ tuần tra"),
    verdict("to-4", "C1C", 3, "1", "0", "biên bản không ghi thời gian, địa điểm"),
    verdict("to-4", "C2E", 2, "5", "4", "một tin trùng nội dung"),
    verdict("to-4", "C6A", 20, "1", "0", "không có trong lịch phân công"),
    verdict("to-4", "C6C", 1, "3", "2", "một ca không có người thay, bỏ trống"),
    verdict("to-5", "C2B", 2, "4", "2", "hai lượt không có trong sổ của đài truyền thanh"),
    verdict("to-5", "C5A", 5, "2", "1", "một buổi chưa có xác nhận của thôn"),
    verdict("to-5", "C6A", 3, "1", "0", "sổ trực ghi bổ sung sau ba ngày"),
    verdict("to-5", "C6A", 24, "1", "0.5", "bàn giao ca sớm, tính nửa ca"),
];

/// The appraisers have not come to the rows of this day and later.
const FIRST_UNREAD_DAY: Day = day(2025, 8, 17);

/// The day on which the commune merged into a larger one, with other appraisers.
const MERGER: Day = day(2025, 7, 1);

// ── From the tables to rows ─────────────────────────────────────────────────

/// One service of a member in a team, without gaps.
struct Service {
    member: &'static str,
    team: &'static str,
    from: Day,
    to: Option<Day>,
    role: Role,
    zeal: u64,
}

/// A service since the force began, still going on.
const fn service(member: &'static str, team: &'static str, role: Role, zeal: u64) -> Service {
    Service { member, team, from: day(2024, 7, 1), to: None, role, zeal }
}

impl Service {
    const fn from(mut self, from: Day) -> Self {
        self.from = from;
        self
    }

    const fn until(mut self, to: Day) -> Self {
        self.to = Some(to);
        self
    }

    fn is_served_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

#[derive(Clone, Copy)]
enum Role {
    Leader,
    Deputy,
    Member,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Leader => "leader",
            Self::Deputy => "deputy",
            Self::Member => "member",
        })
    }
}

/// An activity as teams do it.
struct Work {
    activity: &'static str,
    /// In phase 1 and in phase 2, for a team of four at 100 %.
    rows_per_1000_days: [u64; 2],
    when: When,
    party: Party,
    /// One of these is drawn; a quantity that stands twice is drawn twice as often.
    quantities: &'static [u64],
    /// Prefix of the evidence number, empty where none is kept.
    book: &'static str,
    /// One of these is written beside one row in six.
    notes: &'static [&'static str],
}

impl Work {
    /// Index into a row of [`PACE`]: activity `C3B` belongs to criterion 3.
    fn criterion_index(&self) -> usize {
        usize::from(self.activity.as_bytes()[1] - b'1')
    }
}

enum When {
    AnyDay,
    Weekdays,
    Fridays,
    /// The day on which monthly papers are due: the 25th, or the last office
    /// day before it.
    MonthlyDeadline,
    Holidays,
}

impl When {
    fn admits(&self, day: Day) -> bool {
        match self {
            Self::AnyDay => true,
            Self::Weekdays => is_office_day(day),
            Self::Fridays => is_office_day(day) && day.weekday() == 4,
            Self::MonthlyDeadline => {
                let (year, month, _) = day.civil();
                self::day(year, month, 20)
                    .through(self::day(year, month, 25))
                    .filter(|&day| is_office_day(day))
                    .last()
                    == Some(day)
            }
            Self::Holidays => is_holiday(day),
        }
    }
}

fn is_holiday(day: Day) -> bool {
    HOLIDAYS.iter().any(|&(first, last)| (first..=last).contains(&day))
}

fn is_office_day(day: Day) -> bool {
    day.weekday() < 5 && !is_holiday(day)
}

/// Who of the team takes part.
enum Party {
    /// At least and at most so many, drawn by zeal.
    Some(usize, usize),
    /// Everyone, named one by one.
    All,
    /// Everyone, unnamed: nobody gets credit for it.
    Unnamed,
}

struct Honour {
    day: Day,
    team: &'static str,
    member: Option<&'static str>,
    adjustment: &'static str,
    note: &'static str,
}

/// A correction of the `nth` row (from 1) that a team wrote for an activity.
struct Verdict {
    team: &'static str,
    activity: &'static str,
    nth: usize,
    claimed: &'static str,
    accepted: &'static str,
    note: &'static str,
}

const fn verdict(
    team: &'static str,
    activity: &'static str,
    nth: usize,
    claimed: &'static str,
    accepted: &'static str,
    note: &'static str,
) -> Verdict {
    Verdict { team, activity, nth, claimed, accepted, note }
}

/// A row of an activity log.
struct Row {
    day: Day,
    team: &'static str,
    members: Vec<&'static str>,
    activity: &'static str,
    quantity: String,
    book: &'static str,
    evidence: String,
    accepted: String,
    appraiser: &'static str,
    note: &'static str,
}

/// Every file that this program writes: path below the records folder, content.
///
/// # Errors
///
/// When a verdict speaks of a row that is not there.
pub(crate) fn record_files() -> Result<BTreeMap<String, String>, String> {
    let mut rows = planned_rows();
    rows.extend(HONOURS.iter().map(Honour::row));
    rows.sort_by_key(|row| (row.day, row.team, row.activity));
    number_evidence(&mut rows);
    appraise(&mut rows)?;

    let mut files = BTreeMap::from([
        ("members.csv".to_owned(), members_csv()),
        ("exemplars.csv".to_owned(), exemplars_csv()),
    ]);
    for row in &rows {
        let (year, month, _) = row.day.civil();
        let log = files.entry(format!("activities/{year}-{month:02}.csv")).or_insert_with(|| {
            "date,team,members,activity,quantity,evidence,accepted,appraiser,note\n".to_owned()
        });
        log.push_str(&row.csv());
    }
    Ok(files)
}

fn planned_rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for (team, pace) in &PACE {
        for (phase_index, &(first, last)) in PHASES.iter().enumerate() {
            let days: Vec<Day> = first.through(last).collect();
            let member_days: usize = days.iter().map(|&day| serving(team, day).len()).sum();
            for work in &WORKS {
                let percent = pace[phase_index][work.criterion_index()];
                let rate = work.rows_per_1000_days[phase_index];
                // Rates are those of four members at 100 %, over 1,000 days.
                let unit = 4 * 100 * 1000;
                let n_rows = (member_days as u64 * rate * percent + unit / 2) / unit;
                let admitted: Vec<Day> = days
                    .iter()
                    .copied()
                    .filter(|&day| work.when.admits(day) && !is_silent(team, day))
                    .collect();
                // A stream of chance for each cell of the plan, so that a
                // change in one leaves the rows of the others as they are.
                let mut chance = Chance::seeded(&format!("{team} {} {phase_index}", work.activity));
                for day in chance.spread(n_rows as usize, &admitted) {
                    rows.push(work.row(team, day, &mut chance));
                }
            }
        }
    }
    rows
}

impl Work {
    fn row(&self, team: &'static str, day: Day, chance: &mut Chance) -> Row {
        let mut crew = serving(team, day);
        let mut members = match self.party {
            Party::Unnamed => Vec::new(),
            Party::All => crew.iter().map(|service| service.member).collect(),
            Party::Some(least, most) => {
                let size = least + chance.below(most - least + 1);
                (0..size.min(crew.len())).map(|_| crew.swap_remove(chance.weighted(&crew)).member).collect()
            }
        };
        members.sort_unstable();
        let quantity = self.quantities[chance.below(self.quantities.len())];
        let note = if !self.notes.is_empty() && chance.below(6) == 0 {
            self.notes[chance.below(self.notes.len())]
        } else {
            ""
        };
        Row {
            day,
            team,
            members,
            activity: self.activity,
            quantity: quantity.to_string(),
            book: self.book,
            evidence: String::new(),
            accepted: String::new(),
            appraiser: "",
            note,
        }
    }
}

impl Honour {
    fn row(&self) -> Row {
        Row {
            day: self.day,
            team: self.team,
            members: self.member.into_iter().collect(),
            activity: self.adjustment,
            quantity: "1".to_owned(),
            book: "QD",
            evidence: String::new(),
            accepted: String::new(),
            appraiser: "",
            note: self.note,
        }
    }
}

fn serving(team: &str, day: Day) -> Vec<&'static Service> {
    ROSTER.iter().filter(|service| service.team == team && service.is_served_on(day)).collect()
}

fn is_silent(team: &str, day: Day) -> bool {
    SILENCES.iter().any(|&(silent, first, last)| silent == team && (first..=last).contains(&day))
}

/// Numbers the pages of each book in the order of the rows.
fn number_evidence(rows: &mut [Row]) {
    let mut last_number: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows.iter_mut().filter(|row| !row.book.is_empty()) {
        let number = last_number.entry(row.book).or_default();
        *number += 1;
        row.evidence = format!("{}-{number:04}", row.book);
    }
}

fn appraise(rows: &mut [Row]) -> Result<(), String> {
    for row in rows.iter_mut().filter(|row| row.day < FIRST_UNREAD_DAY) {
        row.accepted.clone_from(&row.quantity);
        row.appraiser = appraiser(row.activity, row.day);
    }
    for verdict in &VERDICTS {
        let row = rows
            .iter_mut()
            .filter(|row| row.team == verdict.team && row.activity == verdict.activity)
            .nth(verdict.nth - 1)
            .filter(|row| row.day < FIRST_UNREAD_DAY)
            .ok_or_else(|| {
                format!("{} has no appraised row {} of {}", verdict.team, verdict.nth, verdict.activity)
            })?;
        row.quantity = verdict.claimed.to_owned();
        row.accepted = verdict.accepted.to_owned();
        row.note = verdict.note;
    }
    Ok(())
}

/// The police appraise their own articles of the law, the People's Committee the
/// movement, the image of the force, and whatever adds or takes points.
fn appraiser(activity: &str, day: Day) -> &'static str {
    match (activity.get(..2), day < MERGER) {
        (Some("C1" | "C4" | "C5" | "C6"), true) => "CA-01",
        (Some("C3"), true) => "CA-02",
        (Some("C1" | "C3" | "C4" | "C5" | "C6"), false) => "CA-03",
        (_, true) => "UB-01",
        (_, false) => "UB-02",
    }
}

impl Row {
    fn csv(&self) -> String {
        let cells = [
            &self.day.to_string(),
            self.team,
            &self.members.join(" "),
            self.activity,
            &self.quantity,
            &self.evidence,
            &self.accepted,
            self.appraiser,
            self.note,
        ];
        csv_line(&cells)
    }
}

fn exemplars_csv() -> String {
    let mut text = "date,kind,subject,title,stage,evidence,note\n".to_owned();
    for (number, (day, kind, subject, title, stage)) in EXEMPLARS.iter().enumerate() {
        let _ = writeln!(text, "{day},{kind},{subject},{title},{stage},DH-{:02},", number + 1);
    }
    text
}

fn members_csv() -> String {
    let mut text = csv_line(&["member", "team", "from", "to", "role"]);
    for service in &ROSTER {
        text.push_str(&csv_line(&[
            service.member,
            service.team,
            &service.from.to_string(),
            &service.to.map(|to| to.to_string()).unwrap_or_default(),
            &service.role.to_string(),
        ]));
    }
    text
}

/// No cell here holds a quote or a line break, so only a comma asks for quotes.
fn csv_line(cells: &[&str]) -> String {
    let mut line = String::new();
    for (index, cell) in cells.iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let quote = if cell.contains(',') { "\"" } else { "" };
        // Writing to a string cannot fail.
        let _ = write!(line, "{comma}{quote}{cell}{quote}");
    }
    line.push('\n');
    line
}

// ── Days and chance ─────────────────────────────────────────────────────────

/// A day of the Gregorian calendar, counted from 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Day(i32);

/// After Howard Hinnant's `days_from_civil`, for years after 0.
const fn day(year: i32, month: i32, day_of_month: i32) -> Day {
    // The year begins in March, so that a leap day is its last.
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year % 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day_of_month - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Day(era * 146_097 + day_of_era - 719_468)
}

impl Day {
    fn through(self, last: Self) -> impl Iterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }

    /// Year, month, day of the month.
    fn civil(self) -> (i32, i32, i32) {
        let days = self.0 + 719_468;
        let era = days / 146_097;
        let day_of_era = days % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let month = (shifted_month + 2) % 12 + 1;
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        (year, month, day_of_year - (153 * shifted_month + 2) / 5 + 1)
    }

    /// 0 is Monday.
    fn weekday(self) -> i32 {
        // 1970-01-01 was a Thursday.
        (self.0 + 3).rem_euclid(7)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day_of_month) = self.civil();
        write!(f, "{year}-{month:02}-{day_of_month:02}")
    }
}

/// SplitMix64: small, and the same on every machine.
struct Chance(u64);

impl Chance {
    /// FNV-1a of the name, so that a name is all one needs to repeat a stream.
    fn seeded(name: &str) -> Self {
        Self(name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `bound` − 1; `bound` must not be 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// An index into `crew`, in proportion to zeal.
    fn weighted(&mut self, crew: &[&Service]) -> usize {
        let total: u64 = crew.iter().map(|service| service.zeal).sum();
        let mut left = self.next() % total;
        crew.iter()
            .position(|service| match left.checked_sub(service.zeal) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            })
            .unwrap_or_default()
    }

    /// One day out of each of `n` equal stretches of `days`: spread out, all
    /// different, and yet not regular.
    fn spread(&mut self, n: usize, days: &[Day]) -> Vec<Day> {
        let n = n.min(days.len());
        (0..n)
            .map(|index| {
                let start = index * days.len() / n;
                let end = (index + 1) * days.len() / n;
                days[start + self.below(end - start)]
            })
            .collect()
    }
}

// ── The program ─────────────────────────────────────────────────────────────

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args_os().nth(1).ok_or("usage: cargo run --example make_records -- DIR")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("activities"))?;
    for (path, content) in record_files()? {
        fs::write(folder.join(path), content)?;
    }
    Ok(())
}
