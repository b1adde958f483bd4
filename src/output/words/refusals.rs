//! Why a command could not do what it was asked, and what there is instead.

use crate::campaign::Language;

/// Something asked for that is not there, with what is: in the notation of the language already.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the fields are named after what they hold")]
pub enum Refusal<'a> {
    /// A phase with a number that none has.
    UnknownPhase { asked: usize, known: &'a [String] },
    /// A phase that begins after the day up to which rows count.
    PhaseNotBegun { number: usize, first: &'a str, until: &'a str },
    /// A campaign that begins after the day up to which rows count.
    CampaignNotBegun { first: &'a str, until: &'a str },
    /// Two campaigns that are to stand in one table.
    SameCampaign { id: &'a str, first: &'a str, second: &'a str },
    /// A group that is not declared.
    UnknownGroup { asked: &'a str, near: Option<&'a str>, known: &'a [String] },
    /// Neither a team nor a member.
    UnknownSubject { asked: &'a str, near: Option<&'a str>, known: &'a [String] },
    /// A criterion that is not declared.
    UnknownCriterion { asked: &'a str, near: Option<&'a str>, known: &'a [String] },
    /// A code that no rule has.
    UnknownRule { asked: &'a str, near: Option<&'a str> },
    /// Members are asked for, and nobody has listed them.
    NoMembers,
    /// A spreadsheet is asked for in another format than CSV.
    SpreadsheetIsCsv,
    /// A file that is not there.
    NoSuchFile { asked: &'a str },
    /// A file that is none of the tables of the records.
    NotATable { asked: &'a str },
    /// One text stands for several files.
    OneFileOnStdin,
    /// A file has changed since it was read.
    ChangedMeanwhile { path: &'a str },
    /// A link leads elsewhere since it was read.
    LinkLeavesFolder { path: &'a str },
    /// The system does not let a file be written.
    NotWritable { path: &'a str, reason: &'a str },
    /// A rewritten file would say something else than before.
    WouldChangeMeaning,
    /// A new campaign where there is something already.
    WouldOverwrite { folder: &'a str, files: &'a [String] },
    /// A new campaign of which the rules would be wrong.
    NoCampaign { reason: &'a str },
    /// A new campaign that never ends.
    TooManyMonths { most: usize },
    /// A value that the copied rules do not have by itself.
    NotToBeSet { key: &'a str },
    /// A new campaign too short for the phases that are copied.
    FewerDaysThanPhases { phases: usize },
    /// Copied rules that extend a file to which no relative path leads.
    BaseOutOfReach,
    /// A commit, which never changes, is to be watched.
    NothingToWatch,
    /// A report where a file is already.
    FileThere { path: &'a str },
    /// A file name from which no format can be told.
    NoFormat { path: &'a str, known: &'a [String] },
    /// A file of bytes for a reader who sees letters.
    NotForTerminals { format: &'a str, path: &'a str },
    /// A picture that cannot be drawn.
    NoPicture,
    /// Parquet, which this program was built without.
    NoParquet,
    /// Slips are of teams.
    SlipsAreOfTeams { asked: &'a str },
}

impl Refusal<'_> {
    /// In a language.
    pub fn text(self, language: Language) -> String {
        match language {
            Language::Vi => self.vi(),
            Language::En => self.en(),
        }
    }

    fn vi(self) -> String {
        let instead = |near: Option<&str>, known: &[String]| match (near, known) {
            (Some(near), _) => format!(", có phải `{near}` không?"),
            (None, []) => "; chưa khai báo mục nào".to_owned(),
            (None, known) => format!("; hiện có: {}", listed(known)),
        };
        match self {
            Self::UnknownPhase { asked, known: phases } => {
                format!("không có đợt {asked}{}", instead(None, phases))
            }
            Self::PhaseNotBegun { number, first, until } => {
                format!("đến {until} đợt {number} chưa bắt đầu (bắt đầu ngày {first})")
            }
            Self::CampaignNotBegun { first, until } => {
                format!("đến {until} phong trào chưa bắt đầu (bắt đầu ngày {first})")
            }
            Self::UnknownGroup { asked, near, known } => {
                format!("không có cụm `{asked}`{}", instead(near, known))
            }
            Self::UnknownSubject { asked, near, known } => {
                format!("không có đơn vị hay thành viên `{asked}`{}", instead(near, known))
            }
            Self::UnknownCriterion { asked, near, known } => {
                format!("không có tiêu chí `{asked}`{}", instead(near, known))
            }
            Self::UnknownRule { asked, near: Some(near) } => {
                format!("không có mã kiểm tra `{asked}`, có phải `{near}` không?")
            }
            Self::UnknownRule { asked, near: None } => {
                format!("không có mã kiểm tra `{asked}`; `thidua rule` liệt kê tất cả")
            }
            Self::SameCampaign { id, first, second } => {
                format!("`{first}` và `{second}` cùng là phong trào `{id}`: mỗi phong trào chỉ lấy một lần")
            }
            Self::NoMembers => "chưa có tệp members.csv nên không tính được cho từng thành viên".to_owned(),
            Self::SpreadsheetIsCsv => "`--excel` chỉ đi với `--format csv`".to_owned(),
            Self::NoSuchFile { asked } => format!("không có tệp `{asked}`"),
            Self::NotATable { asked } => {
                format!(
                    "`{asked}` không phải là members.csv, names.csv hay một tệp CSV trong activities của số liệu này"
                )
            }
            Self::OneFileOnStdin => "`--stdin` chỉ đi với nhiều nhất một tệp".to_owned(),
            Self::ChangedMeanwhile { path } => {
                format!("{path}: có người vừa sửa tệp này nên không viết lại, hãy chạy lại lệnh")
            }
            Self::LinkLeavesFolder { path } => format!("{path}: liên kết dẫn ra ngoài thư mục số liệu"),
            Self::NotWritable { path, reason } => format!("{path}: không ghi được: {reason}"),
            Self::WouldChangeMeaning => {
                "viết lại sẽ làm đổi nghĩa số liệu nên không ghi tệp nào: đây là lỗi của thidua, xin báo lại"
                    .to_owned()
            }
            Self::WouldOverwrite { folder, files } => {
                format!("trong `{folder}` đã có {}; không tạo gì cả", listed(files))
            }
            Self::NoCampaign { reason } => format!("không lập được phong trào như vậy: {reason}"),
            Self::TooManyMonths { most } => format!("phong trào chỉ được kéo dài nhiều nhất {most} tháng"),
            Self::NotToBeSet { key } => {
                format!("không đặt được `--{key}`: tệp quy định được chép không ghi riêng `{key}`")
            }
            Self::FewerDaysThanPhases { phases } => {
                format!("thời gian ngắn quá: quy định được chép có {phases} đợt")
            }
            Self::BaseOutOfReach => {
                "quy định được chép kế thừa một tệp không thể dẫn tới bằng đường dẫn tương đối".to_owned()
            }
            Self::NothingToWatch => "bản ghi trong git không bao giờ đổi: bỏ `--at` đi".to_owned(),
            Self::FileThere { path } => format!("đã có tệp `{path}`: thêm `--force` để ghi đè"),
            Self::NoFormat { path, known } => {
                format!(
                    "tên `{path}` không cho biết định dạng: thêm `--format`, một trong {}",
                    known.join(", ")
                )
            }
            Self::NotForTerminals { format, path } => {
                format!("{format} không đọc được trên màn hình lệnh: thêm `--output {path}` để ghi ra tệp")
            }
            Self::NoPicture => "không vẽ được ảnh này".to_owned(),
            Self::NoParquet => "bản thidua này không ghi được Parquet: trong thư mục mã nguồn, chạy \
                                `cargo install --path . --features parquet`; hoặc dùng `--csv`"
                .to_owned(),
            Self::SlipsAreOfTeams { asked } => format!("`{asked}` là cá nhân: phiếu chỉ lập cho tập thể"),
        }
    }

    fn en(self) -> String {
        let instead = |near: Option<&str>, known: &[String]| match (near, known) {
            (Some(near), _) => format!(", did you mean `{near}`?"),
            (None, []) => "; none is declared".to_owned(),
            (None, known) => format!("; there are: {}", listed(known)),
        };
        match self {
            Self::UnknownPhase { asked, known: phases } => {
                format!("there is no phase {asked}{}", instead(None, phases))
            }
            Self::PhaseNotBegun { number, first, until } => {
                format!("phase {number} has not begun by {until}: it begins on {first}")
            }
            Self::CampaignNotBegun { first, until } => {
                format!("the campaign has not begun by {until}: it begins on {first}")
            }
            Self::UnknownGroup { asked, near, known } => {
                format!("there is no group `{asked}`{}", instead(near, known))
            }
            Self::UnknownSubject { asked, near, known } => {
                format!("there is no team or member `{asked}`{}", instead(near, known))
            }
            Self::UnknownCriterion { asked, near, known } => {
                format!("there is no criterion `{asked}`{}", instead(near, known))
            }
            Self::UnknownRule { asked, near: Some(near) } => {
                format!("there is no rule `{asked}`, did you mean `{near}`?")
            }
            Self::UnknownRule { asked, near: None } => {
                format!("there is no rule `{asked}`; `thidua rule` lists them all")
            }
            Self::SameCampaign { id, first, second } => {
                format!("`{first}` and `{second}` are both campaign `{id}`: name each campaign once")
            }
            Self::NoMembers => "there is no members.csv, so nothing can be said of single members".to_owned(),
            Self::SpreadsheetIsCsv => "`--excel` only goes with `--format csv`".to_owned(),
            Self::NoSuchFile { asked } => format!("there is no file `{asked}`"),
            Self::NotATable { asked } => {
                format!("`{asked}` is not members.csv, names.csv or a CSV file in activities of these records")
            }
            Self::OneFileOnStdin => "`--stdin` goes with one file at most".to_owned(),
            Self::ChangedMeanwhile { path } => {
                format!("{path}: somebody has just changed this file, so it was left alone: run the command again")
            }
            Self::LinkLeavesFolder { path } => format!("{path}: this link leads out of the records folder"),
            Self::NotWritable { path, reason } => format!("{path}: cannot be written: {reason}"),
            Self::WouldChangeMeaning => {
                "rewritten, the records would not say the same, so nothing was written: this is a fault of thidua, please report it".to_owned()
            }
            Self::WouldOverwrite { folder, files } => {
                format!("`{folder}` already has {}; nothing was made", listed(files))
            }
            Self::NoCampaign { reason } => format!("no campaign can be made of this: {reason}"),
            Self::TooManyMonths { most } => format!("a campaign may run for at most {most} months"),
            Self::NotToBeSet { key } => {
                format!("`--{key}` cannot be set: the rules that are copied have no `{key}` of their own")
            }
            Self::FewerDaysThanPhases { phases } => {
                format!("too few days for the {phases} phases of the rules that are copied")
            }
            Self::BaseOutOfReach => {
                "the rules that are copied extend a file to which no relative path leads from there"
                    .to_owned()
            }
            Self::NothingToWatch => "a commit never changes: leave out `--at`".to_owned(),
            Self::FileThere { path } => format!("`{path}` is there already: add `--force` to replace it"),
            Self::NoFormat { path, known } => {
                format!("the name `{path}` tells no format: add `--format`, one of {}", known.join(", "))
            }
            Self::NotForTerminals { format, path } => {
                format!("{format} cannot be read on a terminal: add `--output {path}` to write a file")
            }
            Self::NoPicture => "this picture cannot be drawn".to_owned(),
            Self::NoParquet => "this thidua was built without Parquet: in its sources, run \
                                `cargo install --path . --features parquet`; or use `--csv`"
                .to_owned(),
            Self::SlipsAreOfTeams { asked } => format!("`{asked}` is a member: slips are of teams"),
        }
    }
}

/// Most things that are listed before the list breaks off.
const MOST_LISTED: usize = 12;

fn listed(known: &[String]) -> String {
    let more = if known.len() > MOST_LISTED { ", …" } else { "" };
    known.iter().take(MOST_LISTED).cloned().collect::<Vec<_>>().join(", ") + more
}
