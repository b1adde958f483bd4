//! The box that office files come in: parts in a ZIP archive, the same bytes every time.

use std::io::{self, Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A part: its name in the box, and what it holds.
pub(super) type Part = (String, Vec<u8>);

/// Packs parts in their order. No day is noted: the archive says 1980, as if it had no clock.
pub(super) fn pack(parts: &[Part], out: &mut dyn Write) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(name.as_str(), options)?;
        archive.write_all(bytes)?;
    }
    out.write_all(&archive.finish()?.into_inner())
}
