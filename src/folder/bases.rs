//! The files that the rules extend, wherever they lie.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use toml::de::DeTable;

use super::{CAMPAIGN_FILE, Purpose, RawFile, has_extension};
use crate::finding::{BaseFault, BasePathFault, Problem};

/// Most bytes of a file that is extended. The rules of a province take some 100 KB; what is larger by
/// far is something else under the name of rules, and need not be read to know that.
pub const MOST_BASE_BYTES: u64 = 16 * 1024 * 1024;

/// Where the files are that rules extend: on the disk, or in a version that git keeps.
pub trait Bases {
    /// Reads the file that the last one names, and says where it is on the disk, if there. The first is
    /// named by the campaign file.
    fn read(&mut self, base: &str) -> (PathBuf, Result<Vec<u8>, Problem>);
}

/// Reads the file that the campaign file among `files` extends, the one which that extends, and so on.
/// What cannot be read is the last, with the reason.
pub fn read(shown_root: &str, files: &[RawFile], bases: &mut dyn Bases) -> Vec<RawFile> {
    let campaign = files.iter().find(|file| file.purpose == Purpose::Campaign);
    let mut named = campaign.and_then(|file| named_in(file.content.as_ref().ok()?));
    let mut shown_folder = shown_root.to_owned();
    let mut read = Vec::new();
    while let Some(base) = named {
        let shown = join_shown(&shown_folder, &base);
        let (location, content) = match fault_of(&base) {
            Some(fault) => (PathBuf::new(), Err(Problem::BasePathUnusable { path: base, fault })),
            None => bases.read(&base),
        };
        named = content.as_ref().ok().and_then(|bytes| named_in(bytes));
        shown_folder = shown.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        read.push(RawFile { path: shown, location, purpose: Purpose::Base(read.len()), content });
    }
    read
}

/// Files on the disk.
pub(super) struct OnDisk {
    /// The folder of the file that names the next one.
    folder: PathBuf,
    seen: Vec<PathBuf>,
}

impl OnDisk {
    pub(super) fn beside(root: &Path) -> Self {
        let seen = fs::canonicalize(root.join(CAMPAIGN_FILE)).into_iter().collect();
        Self { folder: root.to_path_buf(), seen }
    }

    /// Reads one file, if it is none of those seen.
    fn content(&mut self, base: &str, path: &Path) -> Result<Vec<u8>, Problem> {
        let named = base.to_owned();
        let refuse = |fault| Err(Problem::BaseUnreadable { path: base.to_owned(), fault });
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => BaseFault::Missing,
            _ => BaseFault::Unreadable { reason: error.to_string() },
        };
        let found = path.metadata().and_then(|metadata| Ok((metadata, fs::canonicalize(path)?)));
        let (metadata, real) = match found {
            Ok(found) => found,
            Err(error) => return refuse(failed(error)),
        };
        if metadata.is_dir() {
            return refuse(BaseFault::Folder);
        }
        // Reading a pipe or a device might never end.
        if !metadata.is_file() {
            return refuse(BaseFault::NotAFile);
        }
        // Findings quote what they are about. A link must not make them quote just any file.
        if !real.file_name().is_some_and(|name| has_extension(&name.to_string_lossy(), &["toml"])) {
            return Err(Problem::BasePathUnusable { path: named, fault: BasePathFault::NotToml });
        }
        if self.seen.contains(&real) {
            return Err(Problem::BasesInCircle { path: named });
        }
        self.seen.push(real);
        let mut bytes = Vec::new();
        match File::open(path).and_then(|file| file.take(MOST_BASE_BYTES + 1).read_to_end(&mut bytes)) {
            Err(error) => refuse(failed(error)),
            Ok(_) if bytes.len() as u64 > MOST_BASE_BYTES => refuse(BaseFault::TooLarge),
            Ok(_) => Ok(bytes),
        }
    }
}

impl Bases for OnDisk {
    fn read(&mut self, base: &str) -> (PathBuf, Result<Vec<u8>, Problem>) {
        let path = self.folder.join(base);
        let content = self.content(base, &path);
        self.folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        (path, content)
    }
}

/// What is wrong with a path before anything is looked for.
fn fault_of(base: &str) -> Option<BasePathFault> {
    let has_drive = base.as_bytes().get(1) == Some(&b':');
    if base.starts_with(['/', '\\', '~']) || has_drive {
        Some(BasePathFault::Absolute)
    } else if base.contains('\\') {
        Some(BasePathFault::Backslash)
    } else if !has_extension(base, &["toml"]) {
        Some(BasePathFault::NotToml)
    } else {
        None
    }
}

/// The text of `extends`, as far as it can be understood; why not, its reader says.
fn named_in(bytes: &[u8]) -> Option<String> {
    let text = match bytes {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let text = text.trim_start_matches('\u{feff}');
    if !text.contains("extends") {
        return None;
    }
    let (tables, _) = DeTable::parse_recoverable(text);
    Some(tables.get_ref().get("extends")?.get_ref().as_str()?.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A path as findings show it: `..` taken back where there is a folder to take back.
fn join_shown(folder: &str, base: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in base.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_the_folder_around_the_records() {
        for (folder, base, shown) in [
            ("records", "../tinh/campaign.toml", "tinh/campaign.toml"),
            ("records", "chung.toml", "records/chung.toml"),
            ("records", ".//./chung.toml", "records/chung.toml"),
            ("records", "../../../x.toml", "../../x.toml"),
            ("../tinh", "../bo.toml", "../bo.toml"),
            ("..", "../bo.toml", "../../bo.toml"),
            ("", "bo.toml", "bo.toml"),
        ] {
            assert_eq!(join_shown(folder, base), shown, "{folder} {base}");
        }
    }

    #[test]
    fn only_a_path_that_means_the_same_everywhere_is_followed() {
        for (path, fault) in [
            ("../tinh/campaign.toml", None),
            ("chung.TOML", None),
            ("/etc/campaign.toml", Some(BasePathFault::Absolute)),
            ("C:/campaign.toml", Some(BasePathFault::Absolute)),
            ("~/campaign.toml", Some(BasePathFault::Absolute)),
            ("..\\campaign.toml", Some(BasePathFault::Backslash)),
            ("", Some(BasePathFault::NotToml)),
            ("../tinh", Some(BasePathFault::NotToml)),
            ("/dev/zero", Some(BasePathFault::Absolute)),
        ] {
            assert_eq!(fault_of(path), fault, "{path}");
        }
    }

    #[test]
    fn the_name_is_found_in_every_encoding_that_is_read() {
        let text = "extends = \"../tỉnh.toml\"\n[campaign]\nid = 7\n";
        let utf16: Vec<u8> =
            "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &utf16] {
            assert_eq!(named_in(bytes).as_deref(), Some("../tỉnh.toml"));
        }
        assert_eq!(named_in(b"[campaign]\nextends = \"x.toml\""), None);
        assert_eq!(named_in(b"extends = 3"), None);
        assert_eq!(named_in(&[0xFF; 100]), None);
    }
}
