//! The ZIP archive that a workbook is, weighed before anything of it is believed.

use std::io::{self, Cursor, Read};

use zip::ZipArchive;

use super::{MOST_SHEETS, MOST_UNPACKED, Unreadable};

/// Bytes that may be read in all where several sheets may be the same part of the archive.
const MOST_READ: u64 = 2 << 30;

/// An archive whose parts, unpacked, are together not too large.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    unpacked: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive and unpacks it once for its size: the sizes that it declares may be lies.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unreadable> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(Unreadable::damaged)?;
        let mut archive = Self { zip, unpacked: 0 };
        for index in 0..archive.zip.len() {
            let part = archive.zip.by_index(index).map_err(Unreadable::damaged)?;
            let room = MOST_UNPACKED - archive.unpacked;
            let size = io::copy(&mut part.take(room + 1), &mut io::sink()).map_err(Unreadable::damaged)?;
            if size > room {
                return Err(Unreadable::Unpacked);
            }
            archive.unpacked += size;
        }
        Ok(archive)
    }

    /// Whether there is a part of this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.zip.file_names().any(|known| known.is_ok_and(|known| known.eq_ignore_ascii_case(name)))
    }

    /// A part as text, which is UTF-8 in every spreadsheet; empty where there is none.
    pub(super) fn part(&mut self, name: &str) -> Result<String, Unreadable> {
        if !self.holds(name) {
            return Ok(String::new());
        }
        let mut text = String::new();
        let mut part = self.zip.by_name(name).map_err(Unreadable::damaged)?.take(MOST_UNPACKED);
        part.read_to_string(&mut text).map_err(Unreadable::damaged)?;
        Ok(text)
    }

    /// Names of parts that end in `end`.
    pub(super) fn parts_ending_in(&self, end: &str) -> Vec<String> {
        let names = self.zip.file_names().flatten();
        names.filter(|name| name.to_ascii_lowercase().ends_with(end)).map(|name| name.into_owned()).collect()
    }

    /// Whether so many sheets can be read, even if each were the largest part.
    pub(super) fn allows(&self, n_sheets: usize) -> Result<(), Unreadable> {
        if n_sheets > MOST_SHEETS {
            return Err(Unreadable::Sheets);
        }
        if self.unpacked * n_sheets as u64 > MOST_READ { Err(Unreadable::Unpacked) } else { Ok(()) }
    }
}
