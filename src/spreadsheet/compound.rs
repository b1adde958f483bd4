//! The compound file that a workbook of old Excel is: sectors in chains.
//!
//! calamine follows the chains of a damaged file for ever, and past its end. So they are followed
//! here first, and a file whose chains do not end is refused.

/// A compound file whose chains end.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    sector_size: usize,
    fat: Vec<u32>,
    mini_fat: Vec<u32>,
    mini_stream: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: usize,
}

/// Marks the end of a chain.
const END: u32 = 0xFFFF_FFFE;
/// The first number that is no sector.
const RESERVED: u32 = 0xFFFF_FFFA;
/// Streams below this many bytes stand in sectors of their own size.
const SMALL: usize = 4096;
const MINI_SECTOR: usize = 64;
const ENTRY: usize = 128;

impl<'b> Compound<'b> {
    /// Follows every chain that a reader has to; none where one of them does not end.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let sector_size = match u16_at(bytes, 30)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Self {
            bytes,
            sector_size,
            fat: Vec::new(),
            mini_fat: Vec::new(),
            mini_stream: Vec::new(),
            entries: Vec::new(),
        };
        file.read_fat()?;
        let directory = file.chain(u32_at(bytes, 48)?)?;
        file.entries = directory.chunks_exact(ENTRY).filter_map(entry).collect();
        let root = file.entries.first()?;
        if u32_at(bytes, 64)? > 0 {
            let mini_stream = file.chain(root.start)?;
            file.mini_fat = numbers(&file.chain(u32_at(bytes, 60)?)?);
            file.mini_stream = mini_stream;
        }
        Some(file)
    }

    /// Whether there is a stream or folder of this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// The bytes of the first stream of this name.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        let mut stream = if entry.size < SMALL {
            let sector = |index: u32| {
                let start = index as usize * MINI_SECTOR;
                self.mini_stream.get(start..start + MINI_SECTOR)
            };
            follow(entry.start, &self.mini_fat, sector)?
        } else {
            self.chain(entry.start)?
        };
        if stream.len() < entry.size {
            return None;
        }
        stream.truncate(entry.size);
        Some(stream)
    }

    fn read_fat(&mut self) -> Option<()> {
        let mut sectors = numbers(self.bytes.get(76..512)?);
        let mut next = u32_at(self.bytes, 68)?;
        let most = self.bytes.len() / self.sector_size + 1;
        for _ in 0..=most {
            if next >= RESERVED {
                break;
            }
            sectors.extend(numbers(self.sector(next)?));
            next = sectors.pop()?;
        }
        sectors.retain(|&sector| sector < RESERVED);
        if next < RESERVED || sectors.len() > most {
            return None;
        }
        for sector in sectors {
            let numbers = numbers(self.sector(sector)?);
            self.fat.extend(numbers);
        }
        Some(())
    }

    fn chain(&self, start: u32) -> Option<Vec<u8>> {
        follow(start, &self.fat, |index| self.sector(index))
    }

    fn sector(&self, index: u32) -> Option<&'b [u8]> {
        let start = (index as usize).checked_add(1)?.checked_mul(self.sector_size)?;
        // The last sector of a file may be cut short.
        let end = start.checked_add(self.sector_size)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }
}

/// The sectors of a chain, one after the other.
fn follow<'s>(start: u32, fat: &[u32], sector: impl Fn(u32) -> Option<&'s [u8]>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut next = start;
    for _ in 0..=fat.len() {
        if next == END {
            return Some(bytes);
        }
        bytes.extend_from_slice(sector(next)?);
        next = *fat.get(next as usize)?;
    }
    None
}

fn entry(bytes: &[u8]) -> Option<Entry> {
    let units = bytes.get(..64)?.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    let name = char::decode_utf16(units.take_while(|&unit| unit != 0));
    Some(Entry {
        name: name.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        start: u32_at(bytes, 116)?,
        size: u32_at(bytes, 120)? as usize,
    })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect()
}

/// The number at a byte.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let number = bytes.get(at..at + 2)?;
    Some(u16::from_le_bytes([number[0], number[1]]))
}

/// The number at a byte.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let number = bytes.get(at..at + 4)?;
    Some(u32::from_le_bytes([number[0], number[1], number[2], number[3]]))
}
