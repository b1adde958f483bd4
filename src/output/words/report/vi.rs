//! Reports in Vietnamese.

use super::Reporting;
use crate::campaign::Language;

pub(super) fn text(sentence: Reporting<'_>) -> String {
    match sentence {
        Reporting::Heading(heading) => heading.text(Language::Vi).to_owned(),

        Reporting::PlaceAndDate { day, month, year } => {
            // Only what could be made another number by a stroke of the pen has a zero before it.
            let day = if day < 10 { format!("0{day}") } else { day.to_string() };
            let month = if month < 3 { format!("0{month}") } else { month.to_string() };
            format!("…, ngày {day} tháng {month} năm {year}")
        }
        Reporting::InterimOf { phase } => format!("Sơ kết {phase}"),
        Reporting::SlipOf { team, phase: Some(phase) } => format!("{team} – {phase}"),
        Reporting::SlipOf { team, phase: None } => format!("{team} – cả phong trào"),
        Reporting::Days { span, days } => format!("({span}, {days} ngày)"),
        Reporting::PhaseNumber { number } => format!("Đợt {number}"),
        Reporting::Annex { number } => format!("Phụ lục {number}"),

        Reporting::CampaignWithDays { title, theme, first, last, days, phases } => {
            let theme = theme.map_or_else(String::new, |theme| format!(" với chủ đề “{theme}”"));
            format!(
                "{title}{theme} diễn ra từ ngày {first} đến hết ngày {last} ({days} ngày), chia làm {phases} đợt."
            )
        }
        Reporting::Participants { teams, members, groups } => {
            let members = members.map_or_else(String::new, |members| format!(", {members} cá nhân"));
            let groups = if groups > 0 { format!(", chia thành {groups} cụm") } else { String::new() };
            format!("Tham gia thi đua có {teams} tập thể{members}{groups}.")
        }
        Reporting::TeamBegins { team, day } => format!("{team} thành lập, thi đua từ ngày {day}"),
        Reporting::TeamEnds { team, day } => format!("{team} thi đua đến hết ngày {day}"),
        Reporting::MemberJoins { who, team, day } => format!("{who} vào {team} từ ngày {day}"),
        Reporting::MemberMoves { who, from, team, day } => {
            format!("{who} chuyển từ {from} sang {team} từ ngày {day}")
        }
        Reporting::MemberLeaves { who, team, day } => format!("{who} thôi ở {team} sau ngày {day}"),
        Reporting::RowsOfAll { total, counted, pending, rejected } => format!(
            "Trong kỳ đã ghi {total} dòng kết quả: {counted} dòng được tính, {pending} dòng chờ thẩm định, {rejected} dòng không được công nhận."
        ),
        Reporting::RowsOfAllLeftOut { count } => {
            format!(" Có {count} dòng còn lỗi, để ngoài báo cáo này.")
        }

        Reporting::CriterionWork { criterion, rows, points } => {
            format!("{criterion}: {rows} lượt được tính, {points} điểm hoạt động")
        }
        Reporting::OfQuota { quota, percent } => format!(" trên chỉ tiêu {quota}, đạt {percent}"),
        Reporting::AgainstBefore { same: true, .. } => ", bằng đợt trước".to_owned(),
        Reporting::AgainstBefore { by, more, .. } => {
            let moved = if more { "tăng" } else { "giảm" };
            format!(", {moved} {by} điểm phần trăm so với đợt trước")
        }
        Reporting::InPhase { phase, percent } => format!("đợt {phase}: {percent}"),
        Reporting::Extremes { first, best, weight, last, least } => {
            format!("Cao nhất: {first} ({best}/{weight} điểm); thấp nhất: {last} ({least} điểm).")
        }
        Reporting::AllAlike { score, weight } => {
            format!("Các đơn vị được xếp hạng cùng đạt {score}/{weight} điểm.")
        }
        Reporting::TeamsCounted { count } => format!("{count} đơn vị"),

        Reporting::Leads { names, score, group } => {
            let group = group.map_or_else(String::new, |group| format!("{group}: "));
            format!("{group}Dẫn đầu là {names} với {score} điểm")
        }
        Reporting::Followed { name, score, gap } => {
            format!("; tiếp theo là {name} với {score} điểm, kém {gap} điểm")
        }

        Reporting::MoreOnTheBoard { count } => format!("Còn {count} đơn vị nữa"),

        Reporting::ExemplarsCounted { count, kinds, stages } => {
            format!("Đã ghi nhận {count} trường hợp ({kinds}); đến nay: {stages}.")
        }

        Reporting::WeightsAreJudged => "Điểm tối đa của mỗi tiêu chí là một sự lựa chọn; chọn khác đi một chút thì đơn vị sát nhau có thể đổi hạng. Phụ lục này chỉ để hội đồng tham khảo khi cân nhắc: không thay đổi điểm số, thứ hạng nào.".to_owned(),
        Reporting::NotToldApart { pairs } => format!(
            "Chưa phân biệt được thứ hạng (đơn vị trên giữ được vị trí trong chưa đến 90% số lần rút): {pairs}."
        ),
        Reporting::ManyNotToldApart { pairs, of } => format!(
            "Trong {of} cặp đơn vị kề nhau có {pairs} cặp chưa phân biệt được thứ hạng: đơn vị trên giữ được vị trí trong chưa đến 90% số lần rút."
        ),
        Reporting::AllToldApart => {
            "Các đơn vị kề nhau đều phân biệt được: đơn vị trên giữ được vị trí trong ít nhất 90% số lần rút.".to_owned()
        }
        Reporting::NotWeighed { subjects } => format!("Không được xếp hạng nên không xét: {subjects}"),
        Reporting::Neighbours { above, below } => format!("{above} và {below}"),
        Reporting::RanksFrom { name, rank, low, high } if low == high => {
            format!("{name}: hạng {rank}, khoảng hạng chỉ có {low}")
        }
        Reporting::RanksFrom { name, rank, low, high } => {
            format!("{name}: hạng {rank}, khoảng hạng {low}–{high}")
        }

        Reporting::AwardProposed { award, places, chosen } => {
            let chosen =
                chosen.map_or_else(|| "chưa có đề nghị".to_owned(), |names| format!("đề nghị {names}"));
            format!("{award} ({places} suất): {chosen}")
        }

        Reporting::ReachedTarget { criteria } => format!("Tiêu chí đạt và vượt chỉ tiêu chung: {criteria}."),
        Reporting::FurthestFromTarget { criteria } => {
            format!("Tiêu chí còn xa chỉ tiêu chung nhất: {criteria}.")
        }
        Reporting::TeamsWithoutRows { teams } => format!("Đơn vị chưa có dòng nào: {teams}."),
        Reporting::NotCounted { pending, rejected } => {
            format!("Còn {pending} dòng chờ thẩm định; {rejected} dòng không được công nhận.")
        }

        Reporting::Stands { rank, of, status, score, claimed } => {
            let place = rank.map_or_else(
                || capitalised(status),
                |rank| format!("Hạng {rank} trong {of} đơn vị được xếp hạng"),
            );
            let score = score.map_or_else(String::new, |score| format!(", {score} điểm"));
            let claimed = claimed.map_or_else(String::new, |claimed| format!(" (tự chấm {claimed})"));
            format!("{place}{score}{claimed}")
        }
        Reporting::Above { name, rank, gap } => format!("Liền trên là {name} (hạng {rank}), hơn {gap} điểm"),
        Reporting::SlipPhase { phase, status, score, part } => {
            let status = status.map_or_else(String::new, |status| format!(" ({status})"));
            format!("Đợt {phase}{status}: {score} điểm, góp {part} điểm vào điểm chung")
        }
        Reporting::MissingIn { phase } => format!("Còn thiếu so với điểm tối đa, đợt {phase}"),
        Reporting::SlipRowCount { rows } => format!("Tất cả {rows} dòng."),
        Reporting::SlipNotWhole { rows } => {
            format!("Trong đó {rows} dòng không được tính trọn như đã ghi; các dòng khác được tính trọn.")
        }
        Reporting::SlipMoreRows { rows, id } => {
            format!("Còn {rows} dòng nữa: xem bằng lệnh thidua explain {id}")
        }
    }
}

/// A phrase as the beginning of a sentence.
fn capitalised(phrase: &str) -> String {
    let mut letters = phrase.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
