//! Campaigns of any size, the same bytes for the same size.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How large a campaign is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Size {
    pub(crate) name: &'static str,
    pub(crate) teams: u32,
    pub(crate) members: u32,
    pub(crate) rows: u32,
    pub(crate) files: u32,
    /// One phase or two.
    pub(crate) phases: u32,
}

impl Size {
    /// Members of a team, from 1.
    fn members_of(&self, team: u32) -> u32 {
        self.members / self.teams + u32::from(team <= self.members % self.teams)
    }
}

/// A commune, a province, a region, and the country; and what instructions are counted on.
pub(crate) const SIZES: &[Size] = &[
    Size { name: "S", teams: 5, members: 19, rows: 5_000, files: 9, phases: 2 },
    Size { name: "guard", teams: 250, members: 1_000, rows: 100_000, files: 9, phases: 2 },
    Size { name: "M", teams: 250, members: 1_000, rows: 1_000_000, files: 9, phases: 2 },
    Size { name: "L", teams: 3_000, members: 12_000, rows: 10_000_000, files: 64, phases: 2 },
    Size { name: "N", teams: 84_000, members: 290_000, rows: 31_000_000, files: 64, phases: 1 },
];

const CRITERIA: u32 = 7;
const ACTIVITIES: u32 = 4;

/// Numbers of evidence that have seven digits.
const SERIES: u32 = 10_000_000;

/// A small generator of numbers (SplitMix64), so that nobody's library changes the records.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % u64::from(limit)) as u32
    }
}

/// Days of each month of the campaign, which is the year 2025 up to September.
const MONTHS: [(u32, u32); 9] =
    [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30)];

/// They make a row about 100 bytes long.
const NOTES: [&str; 8] = [
    "",
    "tuần tra đêm các tuyến đường liên thôn",
    "hướng dẫn bà con cài đặt ứng dụng định danh điện tử",
    "\"họp tổ dân phố, có biên bản và danh sách\"",
    "hòa giải xong một vụ tranh chấp lối đi",
    "\"tổ báo \"\"đã xong\"\", còn thiếu ảnh\"",
    "\"phát tờ rơi ở chợ xã\nnhắc ba hộ kinh doanh\"",
    "\"ảnh, biên bản lưu ở hồ sơ của tổ\"",
];

/// Writes a campaign into `folder`.
pub(crate) fn generate(folder: &Path, size: Size) -> io::Result<()> {
    fs::create_dir_all(folder.join("activities"))?;
    fs::write(folder.join("campaign.toml"), campaign(size))?;
    let mut members = BufWriter::new(File::create(folder.join("members.csv"))?);
    writeln!(members, "member,team,from,to,role")?;
    for team in 1..=size.teams {
        for member in 1..=size.members_of(team) {
            writeln!(
                members,
                "T{team}-{member:02},to-{team},,,{}",
                if member == 1 { "leader" } else { "member" }
            )?;
        }
    }
    members.flush()?;
    let mut dice = Dice(1);
    let mut number = 0;
    for file in 0..size.files {
        let (month, days) = MONTHS[file as usize % MONTHS.len()];
        let name = format!("activities/2025-{month:02}-{:02}.csv", file / MONTHS.len() as u32);
        let mut log = BufWriter::new(File::create(folder.join(name))?);
        writeln!(log, "date,team,members,activity,quantity,evidence,accepted,appraiser,note")?;
        let rows = size.rows / size.files + u32::from(file < size.rows % size.files);
        for row in 0..rows {
            number += 1;
            let day = 1 + row * days / rows.max(1);
            write_row(&mut log, &mut dice, size, number, month, day)?;
        }
        log.flush()?;
    }
    Ok(())
}

fn write_row(
    log: &mut impl Write,
    dice: &mut Dice,
    size: Size,
    number: u32,
    month: u32,
    day: u32,
) -> io::Result<()> {
    let team = 1 + dice.below(size.teams);
    let members = size.members_of(team);
    let first = 1 + dice.below(members);
    let second = 1 + first % members;
    write!(log, "2025-{month:02}-{day:02},to-{team},T{team}-{first:02}")?;
    if second != first && dice.below(2) == 0 {
        write!(log, " T{team}-{second:02}")?;
    }
    let criterion = 1 + dice.below(CRITERIA);
    let activity = char::from(b'A' + dice.below(ACTIVITIES) as u8);
    let quantity = 1 + dice.below(3);
    let series = char::from(b'A' + (number / SERIES) as u8);
    write!(log, ",C{criterion}{activity},{quantity},B{series}-{:07},", number % SERIES)?;
    match dice.below(50) {
        0 => writeln!(log, ",,"),
        1 => writeln!(log, "0,CA-01,thiếu biên bản"),
        _ => writeln!(
            log,
            "{quantity},CA-0{},{}",
            1 + dice.below(3),
            NOTES[dice.below(NOTES.len() as u32) as usize]
        ),
    }
}

fn campaign(size: Size) -> String {
    let mut text = String::from(
        "[campaign]\nid = \"bench\"\ntitle = \"Bench\"\nstart = 2025-01-01\nend = 2025-09-30\nlanguage = \"en\"\n",
    );
    let phases = [("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-09-30")];
    let whole = [(phases[0].0, phases[1].1)];
    for (start, end) in if size.phases == 1 { &whole[..] } else { &phases[..] } {
        text += &format!("\n[[phases]]\nstart = {start}\nend = {end}\n");
    }
    for team in 1..=size.teams {
        text += &format!("\n[[teams]]\nid = \"to-{team}\"\n");
    }
    for criterion in 1..=CRITERIA {
        let weight = if criterion <= 2 { 15 } else { 14 };
        text += &format!(
            "\n[[criteria]]\nid = \"C{criterion}\"\nweight = {weight}\ntarget = 4\nper = \"member\"\nevery = \"30d\"\n"
        );
        for activity in 0..ACTIVITIES {
            let letter = char::from(b'A' + activity as u8);
            text += &format!(
                "\n[[activities]]\nid = \"C{criterion}{letter}\"\ncriterion = \"C{criterion}\"\npoints = 0.{}\n",
                activity + 1
            );
            if activity == 0 {
                text += "cap = { month = 40 }\n";
            }
        }
    }
    text
}
