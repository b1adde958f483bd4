//! Bytes made from other bytes: bits flipped, stretches cut, doubled and moved, texts spliced, words put in.

use std::ops::Range;

/// Nothing that is made is longer.
pub const MOST_BYTES: usize = 1 << 14;

/// What turns up in records, and what breaks readers.
const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "\u{feff}",
    "sep=;\n",
    "'",
    "=1+1",
    "@x",
    "+A1",
    "-1",
    "1.000",
    "2,5",
    "2.5",
    "0",
    "0,0",
    "45640",
    "99999999999999999999",
    "1e9",
    "0.001",
    "-0.5",
    "inf",
    "nan",
    "date",
    "team",
    "members",
    "activity",
    "quantity",
    "evidence",
    "accepted",
    "appraiser",
    "note",
    "Ngày",
    "Tổ",
    "to",
    "To\u{302}\u{309}",
    "member",
    "from",
    "role",
    "name",
    "to-1",
    "TO-2",
    "T1-01",
    "T2-02",
    "C1A",
    "C2A",
    "thuong",
    "CA-01",
    "leader",
    "2025-02-04",
    "2025-02-30",
    "04/02/2025",
    "02/13/2025",
    "4/2/25",
    "0001-01-01",
    "9999-12-31",
    "-9999-01-01",
    "012345678901",
    "0912345678",
    "51A-12345",
    "a@b.vn",
    "SĐT ",
    "CCCD ",
    "\u{200b}",
    "\u{a0}",
    "\u{2028}",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{300}",
    "đ",
    "Ổ",
    "\u{1f600}",
    "\u{fffd}",
    "０９１２",
    "<<<<<<< HEAD\n",
    "=======\n",
    ">>>>>>> x\n",
    "\n--- ",
    "\n--- activities/x.csv\n",
    "\n--- members.csv\n",
    "\n--- exemplars.csv\n",
    "\n--- base-0\n",
    "\n--- sealed/phase-1.toml\n",
    "[[teams]]\n",
    "[[criteria]]\n",
    "[[activities]]\n",
    "[[adjustments]]\n",
    "[[phases]]\n",
    "[[groups]]\n",
    "[[grades]]\n",
    "[[awards]]\n",
    "[grading]\n",
    "[limits]\n",
    "[ranking]\n",
    "[privacy]\n",
    "[records]\n",
    "[campaign]\n",
    "id = ",
    "title = ",
    "weight = ",
    "target = ",
    "targets = { to-1 = 3 }\n",
    "base = ",
    "rule = \"best\"\n",
    "rule = \"bands\"\n",
    "rule = \"surplus\"\n",
    "rule = \"target\"\n",
    "at_target = ",
    "over = ",
    "bands = [{ from = 98, score = 5 }, { from = 0.5, score = 1 }]\n",
    "per = \"member\"\n",
    "every = \"30d\"\n",
    "every = \"0d\"\n",
    "in = \"C1\"\n",
    "in = \"C2\"\n",
    "ceiling = true\n",
    "not_assigned = [\"to-1\"]\n",
    "cap = { day = 3, week = 10, month = 40, phase = 100 }\n",
    "member_cap = { day = 1 }\n",
    "credit = \"full\"\n",
    "credit = \"split\"\n",
    "evidence = true\n",
    "points = ",
    "kind = \"penalty\"\n",
    "kind = \"disqualify\"\n",
    "for = \"member\"\n",
    "scope = \"campaign\"\n",
    "decimals = 0\n",
    "decimals = 6\n",
    "scale = ",
    "start = ",
    "end = ",
    "group = ",
    "aliases = [\"x\"]\n",
    "bonus = 5\n",
    "penalty = 20\n",
    "tie_break = [\"penalty\", \"full\", \"C1\"]\n",
    "min_tenure = \"1/2\"\n",
    "min_tenure = \"1/0\"\n",
    "quota = \"20%\"\n",
    "of = ",
    "round = \"up\"\n",
    "floor = ",
    "min = ",
    "min_months = ",
    "leader_cap = true\n",
    "places = ",
    "extends = \"../x\"\n",
    "override = true\n",
    "allow = [\"*#*\"]\n",
    "appraisal = false\n",
    "dates = \"mdy\"\n",
    "language = \"vi\"\n",
    "columns = { date = [\"team\"] }\n",
    "true",
    "\"\"\"",
    "'''",
    "{",
    "}",
    "[",
    "]",
    "#",
    "=",
    "\\u0000",
];

/// A source of numbers that gives the same ones for the same seed (xorshift64*).
pub struct Dice(u64);

impl Dice {
    /// Begins from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A number below `bound`; 0 where that is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        if bound == 0 { 0 } else { (self.next() >> 11) as usize % bound }
    }

    /// A stretch of something `length` long, mostly a short one.
    fn stretch(&mut self, length: usize) -> Range<usize> {
        let start = self.below(length + 1);
        let most = if self.below(4) == 0 { length } else { 24 };
        let end = (start + self.below(most + 1)).min(length);
        start..end
    }
}

/// Bytes made from one of `pool`, which is not empty.
pub fn mutated(pool: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = pool[dice.below(pool.len())].clone();
    for _ in 0..=dice.below(6) {
        mutate_once(&mut bytes, pool, dice);
        bytes.truncate(MOST_BYTES);
    }
    bytes
}

fn mutate_once(bytes: &mut Vec<u8>, pool: &[Vec<u8>], dice: &mut Dice) {
    let length = bytes.len();
    let word = |dice: &mut Dice| WORDS[dice.below(WORDS.len())].as_bytes();
    match dice.below(10) {
        0 => {
            let at = dice.below(length);
            let bit = 1 << dice.below(8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bit;
            }
        }
        1 => {
            let at = dice.below(length);
            let value = dice.below(256) as u8;
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        2 => drop(bytes.drain(dice.stretch(length))),
        3 => {
            let (copied, at) = (dice.stretch(length), dice.below(length + 1));
            let copied = bytes[copied].to_vec();
            bytes.splice(at..at, copied);
        }
        4 => {
            let other = &pool[dice.below(pool.len())];
            let taken = dice.stretch(other.len());
            bytes.splice(dice.stretch(length), other[taken].iter().copied());
        }
        5 => {
            // What stands between two separators, the way a cell or a value does.
            let cell = cell_at(bytes, dice.below(length + 1));
            bytes.splice(cell, word(dice).iter().copied());
        }
        6 => {
            let line = line_at(bytes, dice.below(length + 1));
            let copy = bytes[line.clone()].to_vec();
            let at = line_at(bytes, dice.below(length + 1)).start;
            bytes.splice(at..at, copy);
        }
        7 => drop(bytes.drain(line_at(bytes, dice.below(length + 1)))),
        8 => {
            let at = dice.below(length + 1);
            bytes.splice(at..at, word(dice).iter().copied());
        }
        _ => {
            let replaced = dice.stretch(length);
            bytes.splice(replaced, word(dice).iter().copied());
        }
    }
}

fn cell_at(bytes: &[u8], at: usize) -> Range<usize> {
    let is_end = |byte: &u8| b",;\t\n\r= ".contains(byte);
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |found| found + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |found| at + found);
    start..end
}

/// With its end.
fn line_at(bytes: &[u8], at: usize) -> Range<usize> {
    let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1);
    let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |found| at + found + 1);
    start..end
}
