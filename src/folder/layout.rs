//! What is what in a records folder, by name alone: the same on the disk and in git.

use super::{CAMPAIGN_FILE, Purpose};
use crate::finding::NotReadReason;

/// What a regular file is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is read.
    Read(Purpose),
    /// It looks like something that is read, and is not.
    Refused(NotReadReason),
    /// None of our business.
    Unread,
}

/// The files at the top of the folder.
pub(super) const AT_THE_TOP: &[(&str, Purpose)] = &[
    (CAMPAIGN_FILE, Purpose::Campaign),
    ("members.csv", Purpose::Members),
    ("names.csv", Purpose::Names),
    ("exemplars.csv", Purpose::Exemplars),
];

/// The role of the file at a path in the folder, with `/`.
pub fn role_of(path: &str) -> Role {
    let Some((folder, file)) = path.rsplit_once('/') else {
        if let Some((_, purpose)) = AT_THE_TOP.iter().find(|(name, _)| *name == path) {
            return Role::Read(*purpose);
        }
        return if is_csv(path) { Role::Refused(NotReadReason::OutsideActivities) } else { Role::Unread };
    };
    if !is_among_logs(path) || folder.split('/').any(is_hidden) {
        Role::Unread
    } else if is_csv(file) {
        Role::Read(Purpose::Log)
    } else if is_spreadsheet(file) && !is_hidden(file) {
        Role::Refused(NotReadReason::Spreadsheet)
    } else {
        Role::Unread
    }
}

/// Whether a path in the folder lies where logs do.
pub fn is_among_logs(path: &str) -> bool {
    path.starts_with("activities/")
}

/// What systems and spreadsheets put beside the files of people.
fn is_hidden(name: &str) -> bool {
    name.starts_with(['.', '~'])
}

pub(super) fn has_extension(file: &str, extensions: &[&str]) -> bool {
    file.rsplit_once('.')
        .is_some_and(|(_, end)| extensions.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

pub(super) fn is_csv(file: &str) -> bool {
    has_extension(file, &["csv"]) && !is_hidden(file)
}

fn is_spreadsheet(file: &str) -> bool {
    has_extension(file, &["xlsx", "xlsm", "xls", "ods", "tsv"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_what_a_file_is_for() {
        let spreadsheet = Role::Refused(NotReadReason::Spreadsheet);
        for (path, role) in [
            ("campaign.toml", Role::Read(Purpose::Campaign)),
            ("members.csv", Role::Read(Purpose::Members)),
            ("exemplars.csv", Role::Read(Purpose::Exemplars)),
            ("stray.CSV", Role::Refused(NotReadReason::OutsideActivities)),
            ("activities/2025/03.CSV", Role::Read(Purpose::Log)),
            ("activities/.a.csv", Role::Unread),
            ("activities/.old/a.csv", Role::Unread),
            ("activities/a.xlsx", spreadsheet),
            ("activities/~$a.xlsx", Role::Unread),
            ("elsewhere/a.csv", Role::Unread),
            ("README.md", Role::Unread),
        ] {
            assert_eq!(role_of(path), role, "{path}");
        }
    }
}
