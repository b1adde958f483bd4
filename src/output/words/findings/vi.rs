//! Findings in Vietnamese.

use chrono::{Datelike, NaiveDate};

use super::{
    ends, fmt_from, is_zero, joined, listed, quoted, readings, related, rules_with_key, shell_word, table,
};
use crate::calendar::Span;
use crate::exact::{DecimalFault, MOST_WHOLE_DIGITS};
use crate::finding::{
    BaseFault, BasePathFault, FileFormat, Finding, NotReadReason, Note, NumberFault, Problem, Thing,
    ValueKind,
};
use crate::identifier::IdFault;
use crate::identifier::is_changed_by_spreadsheet;
use crate::source::Sources;

pub(super) fn message(problem: &Problem) -> String {
    match problem {
        Problem::TomlSyntax { reason } => format!("sai cú pháp TOML: {reason}"),
        Problem::UnknownKey { key, table, .. } if table.is_empty() => {
            format!("không có khóa {} ở đầu tệp", quoted(key))
        }
        Problem::UnknownKey { key, table, .. } => format!("không có khóa {} trong `{table}`", quoted(key)),
        Problem::MissingKey { key, table } if table.is_empty() => format!("thiếu `{key}`"),
        Problem::MissingKey { key, table } => format!("`{table}` thiếu `{key}`"),
        Problem::WrongType { key, expected, found } => {
            format!("`{key}` phải là {}, ở đây là {}", kind(*expected), kind(*found))
        }
        Problem::NumberUnreadable { key, found, fault, most_decimals } => {
            let found = quoted(found);
            match fault {
                DecimalFault::Shape => {
                    format!("`{key}` phải viết bằng chữ số thường như `12.5`, ở đây là {found}")
                }
                DecimalFault::TooManyDecimals => {
                    format!("`{key}` chỉ được có tối đa {most_decimals} chữ số thập phân, ở đây là {found}")
                }
                DecimalFault::TooLarge => format!(
                    "`{key}` chỉ được có tối đa {MOST_WHOLE_DIGITS} chữ số ở phần nguyên, ở đây là {found}"
                ),
            }
        }
        Problem::OutOfRange { key, found, range } => {
            format!("`{key}` nằm ngoài khoảng cho phép ({range}): {}", quoted(found))
        }
        Problem::IdUnusable { id, fault } => unusable(id, *fault, "mã"),
        Problem::IdTaken { id } => format!("trùng mã {}", quoted(id)),
        Problem::UnknownReference { thing, id, .. } => format!("không có {} {}", name(*thing), quoted(id)),
        Problem::UnknownWord { key, found, known, .. } => {
            format!("`{key}` phải là {}, ở đây là {}", listed(known, "hoặc"), quoted(found))
        }
        Problem::NothingDeclared { thing } => format!("phong trào chưa có {} nào", name(*thing)),
        Problem::SpanReversed { first, last } => {
            format!("ngày cuối {} trước ngày đầu {}", date(*last), date(*first))
        }
        Problem::PhaseOutsideCampaign { first, last } => {
            format!("đợt nằm ngoài thời gian của phong trào ({})", span(*first, *last))
        }
        Problem::PhasesOverlap { phase, other } => {
            format!("đợt {phase} bắt đầu khi đợt {other} chưa kết thúc")
        }
        Problem::PhaseGap { first, last } if first == last => {
            format!("ngày {} không thuộc đợt nào", date(*first))
        }
        Problem::PhaseGap { first, last } => {
            let days = Span { first: *first, last: *last }.days();
            format!("{days} ngày không thuộc đợt nào: {}", span(*first, *last))
        }
        Problem::TopWeights { sum, scale } => format!(
            "tổng điểm tối đa của các tiêu chí cấp trên cùng là {}, phải đúng bằng thang điểm {}",
            number(sum),
            number(scale)
        ),
        Problem::ParentWeight { parent, weight, sum } => format!(
            "tiêu chí `{parent}` tối đa {} điểm nhưng các tiêu chí thành phần cộng lại được {}",
            number(weight),
            number(sum)
        ),
        Problem::CeilingUnreachable { parent, weight, sum } => format!(
            "mức trần của `{parent}` là {} điểm nhưng các tiêu chí thành phần cộng lại chỉ được {}",
            number(weight),
            number(sum)
        ),
        Problem::CriteriaInCircle { id } => format!("tiêu chí {} nằm trong chính nó", quoted(id)),
        Problem::KeyMisplaced { key, on_parent: true } => {
            format!("tiêu chí có tiêu chí thành phần thì không dùng `{key}`")
        }
        Problem::KeyMisplaced { key, on_parent: false } => {
            format!("tiêu chí không có tiêu chí thành phần thì không dùng `{key}`")
        }
        Problem::KeyNotOfRule { key, rule } => format!("`rule = \"{rule}\"` không dùng `{key}`"),
        Problem::KeyNeedsTarget { key } => format!("có `{key}` thì phải có `target`"),
        Problem::BandsNotDescending { from, before } => {
            format!("các mức phải xếp từ cao xuống thấp, nhưng `from = {from}` đứng sau `from = {before}`")
        }
        Problem::BandAboveWeight { score, weight } => format!(
            "mức này cho {} điểm, cao hơn điểm tối đa của tiêu chí là {}",
            number(score),
            number(weight)
        ),
        Problem::WeightTooFine { weight, decimals: 0 } => {
            format!("điểm tối đa ở đây phải là số nguyên, không phải {}", quoted(weight))
        }
        Problem::WeightTooFine { weight, decimals } => {
            format!("điểm tối đa chỉ được có {decimals} chữ số thập phân, ở đây là {}", quoted(weight))
        }
        Problem::CriterionWithoutActivity { criterion } => {
            format!(
                "tiêu chí `{criterion}` không thể có điểm: không hoạt động nào thuộc về nó, cũng không có điểm nền"
            )
        }
        Problem::ParentNamed { criterion } => {
            format!(
                "{} có tiêu chí thành phần; ở đây phải nêu một tiêu chí chấm điểm trực tiếp",
                quoted(criterion)
            )
        }
        Problem::NothingAssigned { team } => {
            format!("đơn vị `{team}` không được giao tiêu chí nào có điểm nên không có kết quả")
        }
        Problem::KeyNotOfKind { key, kind } => format!("`kind = \"{kind}\"` không dùng `{key}`"),
        Problem::GradesNotDescending { min, before } => {
            format!("xếp loại phải xếp từ cao xuống thấp, nhưng `min = {min}` đứng sau `min = {before}`")
        }
        Problem::QuotaOfBetterGrade { grade, of } => {
            format!("tỷ lệ của loại `{grade}` phải tính trên một loại thấp hơn, không phải {}", quoted(of))
        }
        Problem::TeamOutsideCampaign { team } => {
            format!("đơn vị `{team}` không có ngày nào nằm trong phong trào")
        }
        Problem::AliasTaken { alias, team } => format!("{} đã là tên của đơn vị `{team}`", quoted(alias)),
        Problem::HeaderWordTaken { word, column } => {
            format!("tên cột {} đã dùng cho cột `{column}`", quoted(word))
        }
        Problem::TargetNotAssigned { team, criterion } => {
            format!("đơn vị `{team}` có chỉ tiêu ở `{criterion}` nhưng lại không được giao tiêu chí này")
        }
        Problem::CapWithoutEffect { activity } => {
            format!("mức trần không có tác dụng: hoạt động `{activity}` chỉ trừ điểm")
        }

        Problem::BlankText { key } => format!("`{key}` không có nội dung"),
        Problem::BasePathUnusable { path, fault: BasePathFault::NotToml } => {
            format!("`extends` phải nêu một tệp có đuôi `.toml`, ở đây là {}", quoted(path))
        }
        Problem::BasePathUnusable { path, fault: BasePathFault::Absolute } => {
            format!("đường dẫn trong `extends` phải tính từ thư mục của tệp này, ở đây là {}", quoted(path))
        }
        Problem::BasePathUnusable { path, fault: BasePathFault::Backslash } => {
            format!("trong `extends` phải dùng `/` giữa các thư mục, ở đây là {}", quoted(path))
        }
        Problem::BaseUnreadable { path, fault } => {
            let path = quoted(path);
            match fault {
                BaseFault::Missing => format!("không có tệp {path} để kế thừa"),
                BaseFault::Folder => format!("{path} là thư mục, không phải tệp quy định để kế thừa"),
                BaseFault::NotAFile => {
                    format!("{path} là pipe, socket hoặc thiết bị, không phải tệp quy định để kế thừa")
                }
                BaseFault::TooLarge => format!("{path} lớn quá, không thể là tệp quy định"),
                BaseFault::OutsideRepository => {
                    format!("{path} nằm ngoài kho git nên không có bản nào của thời điểm đó")
                }
                BaseFault::Unreadable { reason } => format!("không đọc được {path}: {reason}"),
            }
        }
        Problem::BasesInCircle { path } => {
            format!("{} là một trong các tệp dẫn tới đây, tức là tệp kế thừa chính nó", quoted(path))
        }
        Problem::Redefined { key, of } if of.is_empty() => format!("tệp được kế thừa đã có `{key}`"),
        Problem::Redefined { key, of } => {
            format!("tệp được kế thừa đã quy định {} của `{of}`", quoted(key))
        }
        Problem::OverrideWithoutEffect {} => "`override = true` không thay thế điều gì".into(),

        Problem::FolderNamedCsv {} => "đây là thư mục, không phải tệp CSV".into(),
        Problem::NotAFile {} => "đây là pipe, socket hoặc thiết bị, không phải tệp CSV".into(),
        Problem::DanglingLink {} => "liên kết này không dẫn tới tệp nào".into(),
        Problem::LinkLeavesFolder {} => "liên kết này dẫn ra ngoài thư mục số liệu".into(),
        Problem::Unreadable { reason } => format!("không đọc được: {reason}"),
        Problem::LinkToFolder {} => "đây là liên kết tới thư mục, các tệp trong đó không được đọc".into(),
        Problem::NotRead { reason: NotReadReason::Spreadsheet } => "tệp bảng tính này không được đọc".into(),
        Problem::NotRead { reason: NotReadReason::OutsideActivities } => {
            "tệp CSV nằm ngoài `activities/` nên không được đọc".into()
        }
        Problem::NameNotUnicode {} => "tên tệp không phải Unicode hợp lệ".into(),
        Problem::FileTooLarge {} => "tệp lớn quá 4 GiB".into(),
        Problem::SameFile { other } => format!("trùng với tệp {}, chỉ được đọc một lần", quoted(other)),

        Problem::CitizenId { masked } => format!("`{masked}` giống số căn cước công dân (CCCD)"),
        Problem::OldIdentityCard { masked } => format!("`{masked}` giống số chứng minh nhân dân (CMND)"),
        Problem::Phone { masked } => format!("`{masked}` giống số điện thoại"),
        Problem::Plate { masked } => format!("`{masked}` giống biển số xe"),
        Problem::Email { masked } => format!("`{masked}` giống địa chỉ thư điện tử"),
        Problem::LongNumber { masked } => {
            format!("`{masked}` có thể là số giấy tờ hoặc số tài khoản của ai đó")
        }

        Problem::DateUnreadable { found } => {
            format!("cần ngày viết như `2025-02-04`, ở đây là {}", quoted(found))
        }
        Problem::DateImpossible { found } => format!("lịch không có ngày {}", quoted(found)),
        Problem::UnknownTeam { team, .. } => format!("không có đơn vị {}", quoted(team)),
        Problem::YearOfTwoDigits { found } => {
            format!("năm phải viết đủ bốn chữ số, ở đây là {}", quoted(found))
        }
        Problem::DateSerial { found, .. } => {
            format!("cần ngày viết như `2025-02-04`, ở đây là số thứ tự ngày {} của Excel", quoted(found))
        }
        Problem::DateOrderContradicted { found, declared, other, slashed, .. } => {
            let (other, declared) = (order(other), order(declared));
            let all = match slashed {
                0 | 1 => String::new(),
                _ => format!(": cả {slashed} ngày có dấu gạch chéo của tệp này đều không còn tin được"),
            };
            format!("{} theo thứ tự {other}, còn quy định là {declared}{all}", quoted(found))
        }
        Problem::DateSlashed { found, dmy, mdy } => match readings(*dmy, *mdy) {
            (Some(one), Some(other)) => format!(
                "cần ngày viết như `2025-02-04`, ở đây là {}: {} hay {}?",
                quoted(found),
                spoken(one),
                spoken(other)
            ),
            _ => format!("cần ngày viết như `2025-02-04`, ở đây là {}", quoted(found)),
        },
        Problem::DatesMixed { slashed, iso } => {
            format!("lẫn lộn cách ghi ngày: {slashed} ngày có dấu gạch chéo, {iso} ngày kiểu `2025-02-04`")
        }
        Problem::DatesInOtherOrder { declared, other } => format!(
            "quy định ghi {}, nhưng các dòng chỉ đúng thứ tự thời gian nếu đọc là {}",
            order(declared),
            order(other)
        ),
        Problem::DateOutsideCampaign { date: day, first, last } => {
            format!("ngày {} nằm ngoài thời gian của phong trào ({})", date(*day), span(*first, *last))
        }
        Problem::DateInNoPhase { date: day } => format!("ngày {} không thuộc đợt nào", date(*day)),
        Problem::CellMissing { column } => format!("ô {} để trống", named(column)),
        Problem::UnknownMember { member, .. } => format!("không có thành viên {}", quoted(member)),
        Problem::MemberNotInTeam { member, team, date: day, .. } => {
            format!("ngày {} thành viên `{member}` không thuộc đơn vị `{team}`", date(*day))
        }
        Problem::MemberTwice { member } => {
            format!("thành viên {} được nêu hai lần trong dòng này", quoted(member))
        }
        Problem::MembersWithoutList {} => "dòng có nêu thành viên nhưng không có tệp members.csv".into(),
        Problem::UnknownActivity { activity, .. } => format!("không có hoạt động {}", quoted(activity)),
        Problem::NumberNotRead { found, fault } => {
            format!("cần số lượng như `2.5`, ở đây là {}{}", quoted(found), number_fault(*fault))
        }
        Problem::NumberAmbiguous { found, small, large } => {
            format!("{} có hai cách đọc: {} hay {}?", quoted(found), number(small), number(large))
        }
        Problem::QuantityZero { found } => format!("số lượng phải lớn hơn 0, ở đây là {}", quoted(found)),
        Problem::NumberTooFine { found } => {
            format!("số lượng chỉ được có tối đa 2 chữ số thập phân, ở đây là {}", quoted(found))
        }
        Problem::NumberTooLarge { found } => {
            format!("số lượng chỉ được có tối đa 12 chữ số ở phần nguyên, ở đây là {}", quoted(found))
        }
        Problem::EvidenceMissing { activity } => {
            format!("`{activity}` phải có minh chứng, nhưng ô {} để trống", named("evidence"))
        }
        Problem::AppraiserMissing {} => "đã có số thẩm định nhưng chưa ghi người thẩm định".into(),
        Problem::AppraiserUnusable { found, fault } => unusable(found, *fault, "mã người thẩm định"),
        Problem::AppraiserInvolved { appraiser, whole_team: false } => {
            format!("{} thẩm định chính việc mình làm", quoted(appraiser))
        }
        Problem::AppraiserInvolved { appraiser, whole_team: true } => {
            format!("{} thẩm định việc của chính đơn vị mình", quoted(appraiser))
        }
        Problem::NoteMissing { accepted, .. } if is_zero(accepted) => {
            "dòng bị loại khi thẩm định nhưng không ghi lý do".into()
        }
        Problem::NoteMissing { quantity, accepted } => {
            format!("tự chấm {}, thẩm định {} nhưng không ghi lý do", number(quantity), number(accepted))
        }
        Problem::PendingShields { activity } => {
            format!("`{activity}` còn chờ thẩm định: chưa cộng, chưa trừ điểm của ai")
        }
        Problem::MembersMissing { activity } => {
            format!("`{activity}` tính cho cá nhân nhưng dòng không nêu ai")
        }
        Problem::TeamNotThatDay { team, date: day, first, last } => {
            format!("ngày {} không có đơn vị `{team}`, đơn vị này chỉ có {}", date(*day), span(*first, *last))
        }
        Problem::MemberUnusable { found, fault } => unusable(found, *fault, "mã thành viên"),
        Problem::StintTwice { member, team } => {
            format!("thành viên `{member}` đã thuộc đơn vị `{team}` trong một số ngày này")
        }
        Problem::StintsInTwoTeams { member, first, last } => {
            format!("thành viên `{member}` thuộc hai đơn vị {}", on_or_span(*first, *last))
        }
        Problem::StintReversed { from, to } => {
            format!("ngày cuối {} trước ngày đầu {}", date(*to), date(*from))
        }
        Problem::StintOutsideTeam { team, first, last } => {
            format!("đơn vị `{team}` chỉ có {}", span(*first, *last))
        }
        Problem::UnknownRole { found, .. } => {
            format!("chức vụ phải là `leader`, `deputy` hoặc `member`, ở đây là {}", quoted(found))
        }
        Problem::NameTwice { member } => format!("thành viên `{member}` đã có tên rồi"),
        Problem::UnknownSubject { subject, .. } => {
            format!("{} không phải mã đơn vị, cũng không phải mã thành viên", quoted(subject))
        }
        Problem::UnknownKind { found, .. } => {
            format!("loại phải là `person`, `deed` hoặc `method`, ở đây là {}", quoted(found))
        }
        Problem::UnknownStage { found, .. } => {
            format!("giai đoạn phải là `found`, `building` hoặc `replicated`, ở đây là {}", quoted(found))
        }
        Problem::StageGoesBack { stage, before, date: day } => {
            format!("điển hình này lùi về `{stage}`, trong khi ngày {} đã là `{before}`", date(*day))
        }
        Problem::StageTwice { stage } => format!("điển hình này đã ở giai đoạn `{stage}` rồi"),
        Problem::KindChanged { found, before } => {
            format!("điển hình này trước là `{before}`, ở đây lại là `{found}`")
        }
        Problem::SubjectNotServing { member, date: day } => {
            format!("ngày {} thành viên `{member}` không thuộc đơn vị nào", date(*day))
        }
        Problem::EvidenceNotExemplar { activity, evidence, team } => format!(
            "`{activity}` lấy điển hình làm minh chứng, nhưng đến ngày đó `{team}` chưa có điển hình nào mang số {}",
            quoted(evidence)
        ),

        Problem::Windows1258 {} => "tệp dùng bảng mã Windows-1258, cần UTF-8".into(),
        Problem::Tcvn3 {} => "tệp dùng bảng mã TCVN3 (ABC), cần Unicode".into(),
        Problem::Vni {} => "tệp dùng bảng mã VNI, cần Unicode".into(),
        Problem::Mojibake {} => "chữ bị vỡ: tệp UTF-8 đã bị mở nhầm thành Windows-1252 rồi lưu lại".into(),
        Problem::Utf16WithoutMark { .. } => "tệp dùng UTF-16 không có dấu BOM, cần UTF-8".into(),
        Problem::Utf32 {} => "tệp dùng UTF-32, cần UTF-8".into(),
        Problem::OtherFormat { format } => format!("cần tệp CSV, đây là {}", file_format(*format)),
        Problem::ConflictMarkers {} => "còn dấu xung đột của git, việc gộp chưa xong".into(),
        Problem::NotText {} => "tệp có byte rác, không phải văn bản".into(),
        Problem::NotUtf8 {} => "tệp không phải UTF-8".into(),
        Problem::EmptyFile {} => "tệp rỗng".into(),
        Problem::NoHeader { expected } => {
            let expected: Vec<_> = expected.iter().map(|column| named(column)).collect();
            format!("cần dòng tiêu đề có các cột {}", expected.join(", "))
        }
        Problem::ColumnMissing { column, .. } => format!("dòng tiêu đề thiếu cột {}", named(column)),
        Problem::ColumnTwice { column } => format!("có hai cột {}", named(column)),
        Problem::HeaderAmbiguous { word, columns } => {
            let columns: Vec<_> = columns.iter().map(|column| named(column)).collect();
            format!("tên cột {} có thể là {}", quoted(word), columns.join(" hoặc "))
        }
        Problem::UnknownColumn { word, .. } if word.is_empty() => {
            "cột không có tên ở dòng tiêu đề không được đọc".into()
        }
        Problem::UnknownColumn { word, .. } => format!("cột lạ {} không được đọc", quoted(word)),
        Problem::QuoteUnclosed {} => "dấu ngoặc kép này không được đóng".into(),
        Problem::TextAfterQuote {} => "còn chữ sau dấu ngoặc kép đóng ô".into(),
        Problem::RowTooShort { cells, columns } | Problem::RowTooLong { cells, columns } => {
            format!("cần {columns} ô, ở đây có {cells}")
        }
        Problem::FormulaCell { found } => format!("bảng tính sẽ chạy {} như một công thức", quoted(found)),

        Problem::DuplicateRow {} => "dòng này trùng với một dòng đã có".into(),
        Problem::EvidenceTwice { evidence, rows } => {
            format!("minh chứng {} dùng cho {rows} dòng của những việc khác nhau", quoted(evidence))
        }
        Problem::MemberInTwoPlaces { member, date: day, teams } => {
            format!("ngày {} thành viên `{member}` có tên ở dòng của {}", date(*day), listed(teams, "và"))
        }
    }
}

pub(super) fn help(finding: &Finding, sources: &Sources) -> Option<String> {
    let path = || shell_word(&sources.get(finding.place.file).path);
    let place = |note, says: &str| Some(format!("{says} {}", related(finding, sources, note)?));
    let say = |text: &str| Some(text.to_owned());
    match &finding.problem {
        Problem::TomlSyntax { .. } => {
            say("xem có thiếu hay thừa dấu ngoặc kép, ngoặc vuông hoặc dấu `=` không")
        }
        Problem::UnknownKey { near, known, .. } => {
            did_you_mean(near).or_else(|| Some(format!("dùng được: {}", listed(known, "và"))))
        }
        Problem::MissingKey { key, table } if table.is_empty() => Some(format!("thêm `{key}`")),
        Problem::MissingKey { key, table } => Some(format!("thêm dòng `{key} = …` dưới `{table}`")),
        Problem::WrongType { expected, .. } => Some(how_to_write(*expected).to_owned()),
        Problem::NumberUnreadable { fault, .. } => match fault {
            DecimalFault::Shape => {
                say("chỉ viết chữ số và nhiều nhất một dấu chấm, không ngoặc kép, không số mũ")
            }
            DecimalFault::TooManyDecimals => say("làm tròn số này"),
            DecimalFault::TooLarge => None,
        },
        Problem::OutOfRange { .. } => None,
        Problem::IdUnusable { fault, .. } => Some(how_to_name(*fault).to_owned()),
        Problem::IdTaken { .. } => joined([
            place(Note::FirstHere, "lần đầu ở"),
            say("sửa hoặc bỏ một trong hai; chữ hoa, chữ thường coi như nhau"),
        ]),
        Problem::UnknownReference { thing, near, .. } => {
            let noted = match thing {
                Thing::Phase => place(Note::PhasesListed, "danh sách đợt ở"),
                Thing::Team => place(Note::TeamsListed, "danh sách đơn vị ở"),
                Thing::Criterion => place(Note::CriteriaListed, "danh sách tiêu chí ở"),
                Thing::Activity => place(Note::ActivitiesListed, "danh sách hoạt động ở"),
                Thing::Group | Thing::Grade => None,
            };
            let declare = || format!("khai báo thêm dưới `[[{}]]`, hoặc dùng mã đã có ở đó", table(*thing));
            joined([did_you_mean(near), noted.or_else(|| near.is_none().then(declare))])
        }
        Problem::UnknownWord { near, .. } => {
            joined([did_you_mean(near), place(Note::CriteriaListed, "danh sách tiêu chí ở")])
        }
        Problem::NothingDeclared { thing } => Some(format!("thêm ít nhất một mục `[[{}]]`", table(*thing))),
        Problem::SpanReversed { .. } => say("đổi chỗ hai ngày, hoặc sửa ngày ghi sai"),
        Problem::PhaseOutsideCampaign { .. } => {
            say("đưa đợt vào trong khoảng `start`, `end` của `[campaign]`, hoặc sửa hai ngày đó")
        }
        Problem::PhasesOverlap { .. } => joined([
            place(Note::FirstHere, "đợt kia ở"),
            say("cho mỗi đợt bắt đầu sau ngày `end` của đợt trước"),
        ]),
        Problem::PhaseGap { .. } => say(
            "dòng ghi vào những ngày này sẽ bị báo lỗi; sửa `start` hoặc `end` của đợt, nếu cố ý nghỉ thì để nguyên",
        ),
        Problem::TopWeights { .. } => {
            say("sửa `weight` của các tiêu chí không có `in`, hoặc `scale` của `[campaign]`")
        }
        Problem::ParentWeight { .. } => {
            say("sửa cho bằng nhau; nếu các phần được phép cộng lại nhiều hơn thì ghi `ceiling = true`")
        }
        Problem::CeilingUnreachable { weight, sum, .. } => Some(format!(
            "ghi `weight = {sum}`, hoặc nâng các tiêu chí thành phần lên ít nhất {}",
            number(weight)
        )),
        Problem::CriteriaInCircle { .. } => say("bỏ một `in` trong vòng này"),
        Problem::KeyMisplaced { key, on_parent: true } => {
            Some(format!("chuyển `{key}` xuống các tiêu chí thành phần, hoặc bỏ đi"))
        }
        Problem::KeyMisplaced { key, on_parent: false } => {
            Some(format!("bỏ `{key}`, hoặc dùng `in` đưa tiêu chí khác vào tiêu chí này"))
        }
        Problem::KeyNotOfRule { key, .. } => match rules_with_key(key) {
            [] => Some(format!("bỏ `{key}`")),
            rules => Some(format!("bỏ `{key}`, hoặc dùng `rule` là {}", listed(rules, "hoặc"))),
        },
        Problem::KeyNeedsTarget { key } => Some(format!("thêm `target = …`, hoặc bỏ `{key}`")),
        Problem::BandsNotDescending { .. } => say("xếp `from` từ cao xuống thấp, mỗi mức một lần"),
        Problem::BandAboveWeight { weight, .. } => {
            Some(format!("ghi `score` không quá {}, hoặc nâng `weight` của tiêu chí", number(weight)))
        }
        Problem::WeightTooFine { .. } => say("làm tròn điểm tối đa, hoặc tăng `decimals` của `[campaign]`"),
        Problem::CriterionWithoutActivity { criterion } => {
            Some(format!("thêm một hoạt động có `criterion = \"{criterion}\"`"))
        }
        Problem::ParentNamed { criterion } => {
            Some(format!("ghi một trong các tiêu chí có `in = \"{criterion}\"`"))
        }
        Problem::NothingAssigned { team } => {
            Some(format!("bỏ `{team}` khỏi `not_assigned` ở một tiêu chí, hoặc khỏi phong trào"))
        }
        Problem::KeyNotOfKind { key, .. } => Some(format!("bỏ `{key}`, hoặc đổi `kind`")),
        Problem::GradesNotDescending { .. } => {
            say("xếp từ loại cao nhất xuống, `min` của loại sau thấp hơn loại trước")
        }
        Problem::QuotaOfBetterGrade { .. } => {
            say("ghi một loại đứng sau, cùng cho tập thể hoặc cùng cho cá nhân")
        }
        Problem::TeamOutsideCampaign { .. } => say("sửa `from` và `to`, hoặc bỏ đơn vị này"),
        Problem::AliasTaken { .. } => {
            joined([place(Note::FirstHere, "đã dùng ở"), say("mỗi tên chỉ dùng cho một đơn vị")])
        }
        Problem::HeaderWordTaken { .. } => {
            joined([place(Note::FirstHere, "đã dùng ở"), say("bỏ tên này, hoặc đặt tên khác cho cột")])
        }
        Problem::TargetNotAssigned { .. } => joined([
            place(Note::DeclaredHere, "`not_assigned` ở"),
            say("bỏ đơn vị khỏi `targets` hoặc khỏi `not_assigned`"),
        ]),
        Problem::CapWithoutEffect { .. } => say("bỏ mức trần này"),

        Problem::BlankText { key } => Some(format!("ghi nội dung giữa hai dấu ngoặc kép, hoặc bỏ `{key}`")),
        Problem::BasePathUnusable { .. } => {
            say("ghi đường dẫn tính từ thư mục của tệp này, ví dụ `../tinh/campaign.toml`")
        }
        Problem::BaseUnreadable { fault, .. } => match fault {
            BaseFault::Missing => {
                say("sửa đường dẫn (tính từ thư mục của tệp này), hoặc đặt tệp vào đúng chỗ đó")
            }
            BaseFault::Folder => say("ghi thêm tên tệp, ví dụ `/campaign.toml`"),
            BaseFault::NotAFile => say("đặt tệp thường vào chỗ đó"),
            BaseFault::TooLarge => say("xem tệp thực ra là gì"),
            BaseFault::OutsideRepository => {
                say("để tệp quy định chung vào cùng kho git với số liệu, hoặc xem số liệu hiện tại, không kèm `--at`")
            }
            BaseFault::Unreadable { .. } => say("xin quyền đọc tệp này"),
        },
        Problem::BasesInCircle { .. } => say("bỏ `extends` trong tệp của cấp cao nhất, hoặc nêu tệp khác"),
        Problem::Redefined { of, .. } => joined([
            place(Note::FirstHere, "đã có ở"),
            say(if of.is_empty() {
                "bỏ các mục này, hoặc ghi `override = true` trong từng mục để thay cho các mục kia"
            } else {
                "bỏ khóa này, hoặc ghi `override = true` trong mục này"
            }),
        ]),
        Problem::OverrideWithoutEffect {} => {
            say("bỏ đi, hoặc xem mã của mục này hay tệp được kế thừa có thay đổi không")
        }

        Problem::FolderNamedCsv {} => say("đổi tên thư mục, không để đuôi `.csv`"),
        Problem::NotAFile {} => say("thay bằng tệp thường, hoặc bỏ đi"),
        Problem::DanglingLink {} => say("bỏ liên kết, hoặc đặt lại tệp mà nó dẫn tới"),
        Problem::LinkLeavesFolder {} => say("chép tệp vào thư mục số liệu thay cho liên kết"),
        Problem::Unreadable { .. } => say("cấp quyền đọc cho tài khoản đang dùng"),
        Problem::LinkToFolder {} => say("đặt chính các tệp vào thư mục số liệu"),
        Problem::NotRead { reason: NotReadReason::Spreadsheet } => {
            say("chuyển ra ngoài thư mục số liệu rồi nhập vào sổ bằng `thidua import`")
        }
        Problem::NotRead { reason: NotReadReason::OutsideActivities } => say(
            "nếu là sổ ghi hoạt động thì chuyển vào `activities/`, nếu không thì chuyển ra ngoài thư mục số liệu",
        ),
        Problem::NameNotUnicode {} => say("đổi tên tệp"),
        Problem::FileTooLarge {} => say("tách thành mỗi tháng một tệp"),
        Problem::SameFile { .. } => say("giữ lại một tệp"),

        Problem::CitizenId { .. }
        | Problem::OldIdentityCard { .. }
        | Problem::Phone { .. }
        | Problem::Plate { .. }
        | Problem::Email { .. }
        | Problem::LongNumber { .. } => say("xóa trước khi commit và ghi mã thay vào, ví dụ số biên bản; \
             nếu không phải dữ liệu của ai thì khai trong campaign.toml: `[privacy]` `allow = [\"…\"]`"),

        Problem::DateUnreadable { .. } => say("ghi năm, tháng, ngày: `2025-02-04`"),
        Problem::DateImpossible { .. } => say("sửa ngày hoặc tháng; có ghi ngược ngày với tháng không?"),
        Problem::UnknownTeam { team, near } => {
            joined([changed(team).or_else(|| did_you_mean(near)), place(Note::TeamsListed, "danh sách đơn vị ở")])
        }
        Problem::YearOfTwoDigits { .. } => say("ghi đủ bốn chữ số của năm: `2025-02-04`"),
        Problem::DateSerial { date: Some(day), .. } => Some(format!(
            "Excel đếm ngày từ năm 1900, số này là ngày {}: nếu đúng thì ghi `{day}`",
            date(*day)
        )),
        Problem::DateSerial { date: None, .. } => say("ghi chính ngày đó: `2025-02-04`"),
        Problem::DateOrderContradicted { other, date: day, all_fit_other: true, .. } => Some(format!(
            "đó là ngày {}; mọi ngày có dấu gạch chéo trong tệp đều đọc được theo `{other}`: nếu đã ghi như vậy thì đặt \
             `dates = \"{other}\"` dưới `[records]`; nếu do bảng tính tự đổi thì ghi lại tất cả theo kiểu `{day}`",
            date(*day)
        )),
        Problem::DateOrderContradicted { date: day, all_fit_other: false, .. } => Some(format!(
            "đó là ngày {}, còn những ngày khác chỉ đọc được theo quy định: bảng tính đã tự đổi một số ngày; \
             lấy lại tệp từ git, hoặc đối chiếu từng ngày với giấy tờ rồi ghi theo kiểu `{day}`",
            date(*day)
        )),
        Problem::DateSlashed { dmy, mdy, .. } => Some(match readings(*dmy, *mdy) {
            (Some(one), Some(other)) => format!(
                "ghi `{one}` hoặc `{other}`; nếu cả thư mục theo một thứ tự thì đặt `dates = \"dmy\"` hoặc \
                 `dates = \"mdy\"` dưới `[records]`"
            ),
            (Some(only), None) => format!("ghi `{only}`"),
            _ => "ghi năm, tháng, ngày: `2025-02-04`".into(),
        }),
        Problem::DatesMixed { .. } => {
            say("có thể bảng tính đã tự đổi một số ngày: so với git, rồi ghi tất cả theo kiểu `2025-02-04`")
        }
        Problem::DatesInOtherOrder { .. } => {
            say("có thể bảng tính đã đổi ngày thành tháng: so với git, rồi ghi tất cả theo kiểu `2025-02-04`")
        }
        Problem::DateOutsideCampaign { .. } => say("sửa ngày, hoặc chuyển dòng sang đúng phong trào của nó"),
        Problem::DateInNoPhase { .. } => joined([
            place(Note::PhasesListed, "danh sách đợt ở"),
            say("sửa ngày, hoặc sửa `start`, `end` của đợt"),
        ]),
        Problem::CellMissing { column } => Some(format!("ghi vào ô {}", named(column))),
        Problem::UnknownMember { member, near } => joined([
            changed(member).or_else(|| did_you_mean(near)),
            say("danh sách thành viên ở members.csv, các mã cách nhau bằng dấu cách"),
        ]),
        Problem::MemberNotInTeam { member, teams, .. } => joined([
            Some(match teams.as_slice() {
                [] => format!("hôm đó `{member}` không thuộc đơn vị nào"),
                teams => format!("hôm đó `{member}` thuộc {}", listed(teams, "và")),
            }),
            place(Note::StintHere, "xem"),
            say("sửa dòng này, hoặc sửa `from`, `to` trong members.csv"),
        ]),
        Problem::MemberTwice { .. } => say("mỗi thành viên chỉ nêu một lần"),
        Problem::MembersWithoutList {} => {
            say("để trống ô này, hoặc thêm tệp members.csv với `member,team,from,to,role`")
        }
        Problem::UnknownActivity { activity, near } => joined([
            changed(activity).or_else(|| did_you_mean(near)),
            place(Note::ActivitiesListed, "danh sách hoạt động ở"),
        ]),
        Problem::NumberNotRead { fault, .. } => match fault {
            NumberFault::NotANumber => say("ghi bằng chữ số, như `2` hoặc `2.5`"),
            NumberFault::Sign => say("bỏ dấu; hoạt động bị trừ điểm thì khai số âm ở `points`"),
            NumberFault::Exponent => say("ghi đủ các chữ số, như `1000`"),
            NumberFault::Percent => say("ghi số việc đã làm, như `2` hoặc `0.5`"),
            NumberFault::Unit => say("chỉ ghi chữ số; đơn vị tính khai ở hoạt động trong campaign.toml"),
            NumberFault::Date => say(
                "bảng tính dùng dấu phẩy thập phân đổi `2.5` thành ngày 2 tháng 5: xem git diff để biết ô này vốn ghi gì",
            ),
            NumberFault::Separators => {
                say("không ghi dấu phân cách hàng nghìn, chỉ ghi `1000` hoặc `1000.5`")
            }
        },
        Problem::NumberAmbiguous { small, large, .. } => Some(format!(
            "ghi `{small}` hoặc `{large}`; có thể bảng tính đã tự đổi những số khác như vậy: xem lại thay đổi bằng `git diff`"
        )),
        Problem::QuantityZero { .. } => say(
            "xóa dòng, hoặc ghi số tự chấm; muốn loại khi thẩm định thì ghi 0 ở cột thẩm định (`accepted`)",
        ),
        Problem::NumberTooFine { .. } => say("làm tròn, hoặc cho hoạt động tính theo đơn vị nhỏ hơn"),
        Problem::NumberTooLarge { .. } => say("sửa lại; có ghi lệch cột không?"),
        Problem::EvidenceMissing { .. } => say("ghi số biên bản, số ảnh hoặc số hồ sơ"),
        Problem::AppraiserMissing {} => {
            say("ghi mã người thẩm định, hoặc để trống số thẩm định: khi đó dòng còn chờ thẩm định")
        }
        Problem::AppraiserUnusable { found, fault } | Problem::MemberUnusable { found, fault } => {
            changed(found).or_else(|| Some(how_to_name(*fault).to_owned()))
        }
        Problem::AppraiserInvolved { .. } => say("để người khác thẩm định dòng này"),
        Problem::NoteMissing { .. } => say("ghi lý do vào cột ghi chú (`note`)"),
        Problem::PendingShields { .. } => say("thẩm định dòng này: ghi số thẩm định và người thẩm định"),
        Problem::MembersMissing { .. } => say("ghi mã thành viên vào cột thành viên (`members`)"),
        Problem::TeamNotThatDay { .. } => joined([
            place(Note::DeclaredHere, "thời gian của đơn vị khai ở"),
            say("sửa ngày hoặc đơn vị, hoặc sửa `from`, `to` ở đó"),
        ]),
        Problem::StintTwice { .. } => joined([
            place(Note::FirstHere, "dòng đầu ở"),
            say("sửa để hai dòng không có ngày chung, hoặc gộp làm một"),
        ]),
        Problem::StintsInTwoTeams { .. } => joined([
            place(Note::FirstHere, "dòng kia ở"),
            say(
                "mỗi việc tính cho đơn vị ghi ở dòng; nếu đã chuyển đơn vị thì ghi ngày kết thúc (`to`) cho dòng trước",
            ),
        ]),
        Problem::StintReversed { .. } => say("đổi chỗ hai ngày, hoặc sửa ngày ghi sai"),
        Problem::StintOutsideTeam { .. } => joined([
            place(Note::DeclaredHere, "thời gian của đơn vị khai ở"),
            say("sửa `from` hoặc `to` ở đây hoặc ở đó"),
        ]),
        Problem::UnknownRole { near, .. } => joined([did_you_mean(near), say("để trống nghĩa là `member`")]),
        Problem::NameTwice { .. } => joined([place(Note::FirstHere, "dòng đầu ở"), say("giữ lại một dòng")]),
        Problem::UnknownSubject { near, .. } => joined([
            did_you_mean(near),
            place(Note::TeamsListed, "danh sách đơn vị ở"),
            say("danh sách thành viên ở members.csv"),
        ]),
        Problem::UnknownKind { near, .. } | Problem::UnknownStage { near, .. } => did_you_mean(near),
        Problem::StageGoesBack { .. } => {
            joined([place(Note::FirstHere, "dòng ấy ở"), say("sửa giai đoạn hoặc sửa một trong hai ngày")])
        }
        Problem::StageTwice { .. } => joined([
            place(Note::FirstHere, "dòng ấy ở"),
            say("bỏ một dòng; nếu là điển hình khác thì đặt tên khác"),
        ]),
        Problem::KindChanged { .. } => joined([
            place(Note::FirstHere, "dòng đầu ở"),
            say("ghi cùng một loại; nếu là điển hình khác thì đặt tên khác"),
        ]),
        Problem::SubjectNotServing { .. } => {
            say("sửa ngày hoặc mã, hoặc sửa thời gian của thành viên trong members.csv")
        }
        Problem::EvidenceNotExemplar { .. } => joined([
            place(Note::DeclaredHere, "số minh chứng ấy ở"),
            say("ghi điển hình vào exemplars.csv kèm số minh chứng, hoặc sửa số ở đây"),
        ]),

        Problem::Windows1258 {} => Some(match fmt_from("windows-1258", sources, finding) {
            Some(run) => format!("chạy {run}, hoặc từ bảng tính lưu thành “CSV UTF-8”"),
            None => format!("lưu thành UTF-8, hoặc chạy `iconv -f CP1258 -t UTF-8 {} > new.toml`", path()),
        }),
        Problem::Tcvn3 {} => Some(match fmt_from("tcvn3", sources, finding) {
            Some(run) => format!("chạy {run} rồi xem lại bằng git diff"),
            None => "dùng công cụ của UniKey (Ctrl+Shift+F6) chuyển từ TCVN3 (ABC) sang Unicode, rồi lưu thành UTF-8".into(),
        }),
        Problem::Vni {} => Some(match fmt_from("vni", sources, finding) {
            Some(run) => format!("chạy {run} rồi xem lại bằng git diff"),
            None => "dùng công cụ của UniKey (Ctrl+Shift+F6) chuyển từ VNI Windows sang Unicode, rồi lưu thành UTF-8".into(),
        }),
        Problem::Mojibake {} => joined([
            Some(format!(
                "lấy lại tệp bằng `git restore {}`, rồi mở trong Excel qua Data, From Text/CSV, chọn 65001: Unicode (UTF-8)",
                path()
            )),
            fmt_from("mojibake", sources, finding)
                .map(|run| format!("nếu git không có thì chạy {run}, được khi chưa mất chữ nào")),
        ]),
        Problem::Utf16WithoutMark { .. } => say("lưu thành “CSV UTF-8”; “Unicode Text” của Excel cũng đọc được"),
        Problem::Utf32 {} => {
            Some(format!("lưu thành “CSV UTF-8”, hoặc chạy `iconv -f UTF-32 -t UTF-8 {} > new.csv`", path()))
        }
        Problem::OtherFormat { format } => say(match format {
            FileFormat::Xlsx | FileFormat::Xls | FileFormat::Ods | FileFormat::Html | FileFormat::Xml => {
                "mở bằng phần mềm bảng tính rồi lưu thành “CSV UTF-8”; chỉ đổi tên tệp thì tệp vẫn như cũ"
            }
            FileFormat::Zip | FileFormat::Gzip => "giải nén rồi đặt tệp CSV vào đúng chỗ này",
            FileFormat::Pdf => "xin bảng gốc đã in ra tệp này, rồi lưu bảng đó thành “CSV UTF-8”",
        }),
        Problem::ConflictMarkers {} => {
            say("giữ lại các dòng đúng, xóa các dòng `<<<<<<<`, `=======`, `>>>>>>>`, rồi commit")
        }
        Problem::NotText {} => Some(format!("tệp đã hỏng: lấy lại bằng `git restore {}`", path())),
        Problem::NotUtf8 {} => say("lưu thành “CSV UTF-8”"),
        Problem::EmptyFile {} => say("ghi dòng tiêu đề, hoặc xóa tệp"),
        Problem::NoHeader { .. } => say("đưa dòng tiêu đề lên đầu tệp: phía trên chỉ được có dòng `sep=;`"),
        Problem::ColumnMissing { near: Some(near), .. } => Some(format!(
            "có phải cột {} không? đổi tên cột đó, hoặc thêm tên này vào `columns` dưới `[records]`",
            quoted(near)
        )),
        Problem::ColumnMissing { column, near: None } => Some(format!("thêm cột {}", named(column))),
        Problem::ColumnTwice { .. } => {
            joined([place(Note::FirstHere, "cột đầu ở"), say("đổi tên hoặc xóa một cột")])
        }
        Problem::HeaderAmbiguous { .. } => say("viết đủ dấu tiếng Việt, hoặc viết bằng tiếng Anh"),
        Problem::UnknownColumn { word, .. } if word.is_empty() => {
            say("ghi tên cột vào ô tiêu đề, hoặc xóa những gì ở dưới")
        }
        Problem::UnknownColumn { near, .. } => joined([
            did_you_mean(near),
            say("nếu là tên khác của một cột đã có thì thêm vào `columns` dưới `[records]`"),
        ]),
        Problem::QuoteUnclosed {} => {
            say("thêm `\"` ở cuối ô, hoặc xóa dấu này; dấu ngoặc kép bên trong ô viết là `\"\"`")
        }
        Problem::TextAfterQuote {} => say("đặt ngoặc kép bao cả ô; dấu ngoặc kép bên trong viết là `\"\"`"),
        Problem::RowTooShort { .. } => say("ghi thêm cho đủ ô; có mất dấu phân cách nào không?"),
        Problem::RowTooLong { .. } => {
            say("đặt ngoặc kép bao ô có dấu phân cách bên trong, hoặc xóa phần thừa")
        }
        Problem::FormulaCell { .. } => say("cho ô bắt đầu bằng chữ, hoặc đặt `'` trước dấu đó"),

        Problem::DuplicateRow {} => joined([
            place(Note::FirstHere, "dòng đầu ở"),
            say("xóa một dòng; nếu là việc khác thì ghi minh chứng riêng, hoặc ghi số lượng là 2"),
        ]),
        Problem::EvidenceTwice { .. } => joined([
            place(Note::FirstHere, "lần đầu ở"),
            say("kiểm tra lại số: mỗi minh chứng chỉ chứng minh một việc"),
        ]),
        Problem::MemberInTwoPlaces { .. } => joined([
            place(Note::FirstHere, "dòng đầu ở"),
            say("kiểm tra lại mã và ngày; nếu cả hai đều đúng thì để nguyên"),
        ]),
    }
}

pub(super) fn note(note: Note) -> &'static str {
    match note {
        Note::FirstHere => "lần đầu ở đây",
        Note::AlsoHere => "cũng có ở đây",
        Note::DeclaredHere => "khai báo ở đây",
        Note::TeamsListed => "danh sách đơn vị ở đây",
        Note::ActivitiesListed => "danh sách hoạt động ở đây",
        Note::CriteriaListed => "danh sách tiêu chí ở đây",
        Note::PhasesListed => "danh sách đợt ở đây",
        Note::StintHere => "thời gian ở đơn vị của thành viên này",
    }
}

/// Of a text in the place of an identifier that looks as if a spreadsheet had been at it.
fn changed(text: &str) -> Option<String> {
    is_changed_by_spreadsheet(text).then(|| {
        "có thể bảng tính đã đổi mã ở ô này, như đổi `SEP-2` thành ngày: xem git diff để biết ô này vốn ghi gì".to_owned()
    })
}

fn did_you_mean(near: &Option<String>) -> Option<String> {
    near.as_deref().map(|near| format!("có phải {} không?", quoted(near)))
}

/// `04/02/2025`.
fn date(date: NaiveDate) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month(), date.year())
}

/// `ngày 4 tháng 2`, where the order of day and month is in question.
fn spoken(date: NaiveDate) -> String {
    format!("ngày {} tháng {}", date.day(), date.month())
}

/// A column by its word in canonical files and by the one that offices use.
fn named(column: &str) -> String {
    let office = match column {
        "date" => "ngày",
        "team" => "tổ, đơn vị",
        "members" => "thành viên",
        "activity" => "hoạt động",
        "quantity" => "số lượng",
        "evidence" => "minh chứng",
        "accepted" => "thẩm định",
        "appraiser" => "người thẩm định",
        "note" => "ghi chú",
        "member" => "mã thành viên",
        "from" => "từ ngày",
        "to" => "đến ngày",
        "role" => "chức vụ",
        "name" => "họ tên",
        _ => return format!("`{column}`"),
    };
    format!("`{column}` ({office})")
}

/// A computed number with the decimal comma. What is to be typed keeps its point.
fn number(text: &str) -> String {
    text.replace('.', ",")
}

fn span(first: NaiveDate, last: NaiveDate) -> String {
    match ends(first, last) {
        (Some(first), Some(last)) => format!("từ ngày {} đến hết ngày {}", date(first), date(last)),
        (Some(first), None) => format!("từ ngày {}", date(first)),
        (None, Some(last)) => format!("đến hết ngày {}", date(last)),
        (None, None) => "ở mọi thời điểm".into(),
    }
}

fn on_or_span(first: NaiveDate, last: NaiveDate) -> String {
    if first == last { format!("vào ngày {}", date(first)) } else { span(first, last) }
}

fn order(word: &str) -> &str {
    match word {
        "dmy" => "ngày/tháng/năm",
        "mdy" => "tháng/ngày/năm",
        "iso" => "năm-tháng-ngày",
        other => other,
    }
}

fn unusable(text: &str, fault: IdFault, what: &str) -> String {
    let text = quoted(text);
    match fault {
        IdFault::Shape => format!(
            "{what} gồm một chữ cái không dấu rồi tối đa 31 chữ cái không dấu, chữ số, `-` hoặc `_`, ở đây là {text}"
        ),
        IdFault::Date => format!("không dùng {text} làm {what} được: bảng tính sẽ đổi thành ngày"),
        IdFault::TruthValue => {
            format!("không dùng {text} làm {what} được: bảng tính sẽ đổi thành giá trị đúng, sai")
        }
    }
}

fn how_to_name(fault: IdFault) -> &'static str {
    match fault {
        IdFault::Shape => "viết liền, không dấu, như `to-1` hoặc `T1-02`",
        IdFault::Date => "thêm chữ ở trước hoặc sau, như `T-MAR1`",
        IdFault::TruthValue => "đặt mã khác",
    }
}

fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Phase => "đợt",
        Thing::Group => "cụm, khối",
        Thing::Team => "đơn vị",
        Thing::Criterion => "tiêu chí",
        Thing::Activity => "hoạt động",
        Thing::Grade => "loại",
    }
}

fn kind(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "chữ",
        ValueKind::Number => "số",
        ValueKind::WholeNumber => "số nguyên",
        ValueKind::Truth => "`true` hoặc `false`",
        ValueKind::Date => "ngày",
        ValueKind::Time => "giờ",
        ValueKind::List => "danh sách",
        ValueKind::Table => "bảng",
        ValueKind::TableList => "danh sách bảng",
        ValueKind::Title => "tên",
        ValueKind::Share => "số hoặc phân số",
        ValueKind::Percentage => "tỷ lệ phần trăm",
        ValueKind::DayCount => "số ngày",
    }
}

fn how_to_write(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Text => "đặt trong ngoặc kép: `\"…\"`",
        ValueKind::Number => "viết không có ngoặc kép: `12.5`",
        ValueKind::WholeNumber => "viết không có ngoặc kép và phần thập phân: `12`",
        ValueKind::Truth => "viết `true` (có) hoặc `false` (không), không có ngoặc kép",
        ValueKind::Date => "viết không có ngoặc kép và giờ: `2025-02-04`",
        ValueKind::Time => "viết không có ngoặc kép: `08:00:00`",
        ValueKind::List => "viết trong ngoặc vuông: `[…]`",
        ValueKind::Table => "viết thành bảng: `{ … }`, hoặc dưới một dòng trong ngoặc vuông",
        ValueKind::TableList => "đặt tên trong hai lớp ngoặc vuông: `[[…]]`",
        ValueKind::Title => "viết `\"…\"`, hoặc `{ vi = \"…\", en = \"…\" }`",
        ValueKind::Share => "viết `0.5` hoặc `\"1/2\"`",
        ValueKind::Percentage => "viết `\"20%\"`",
        ValueKind::DayCount => "viết `\"30d\"`",
    }
}

fn number_fault(fault: NumberFault) -> &'static str {
    match fault {
        NumberFault::NotANumber => "",
        NumberFault::Sign => ", có dấu cộng hoặc trừ",
        NumberFault::Exponent => ", có số mũ",
        NumberFault::Percent => ", có dấu phần trăm",
        NumberFault::Unit => ", có chữ sau số",
        NumberFault::Separators => ", có nhiều dấu phân cách",
        NumberFault::Date => ", là một ngày",
    }
}

fn file_format(format: FileFormat) -> &'static str {
    match format {
        FileFormat::Xlsx => "tệp Excel (xlsx)",
        FileFormat::Xls => "tệp Excel đời cũ (xls)",
        FileFormat::Ods => "bảng tính OpenDocument (ods)",
        FileFormat::Zip => "tệp nén ZIP",
        FileFormat::Html => "trang web (HTML)",
        FileFormat::Xml => "tệp XML",
        FileFormat::Pdf => "tệp PDF",
        FileFormat::Gzip => "tệp nén gzip",
    }
}
