//! The hook that git runs before a commit, as a text: it knows which records it checks.

use thidua::output::words::shell_word;

/// The file that git runs.
pub(crate) const HOOK: &str = "pre-commit";

/// What stood there before, and is still run.
pub(crate) const OLD_HOOK: &str = "pre-commit.old";

const TEMPLATE: &str = include_str!("templates/pre-commit");

/// The line by which the hook is known to be ours.
const OURS: &str = "# Written by `thidua hook install`";

/// How a line begins that names records.
const CHECK: &str = "check ";

/// A hook of ours.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Hook {
    /// Records that it checks, as the shell is told of them.
    checks: Vec<String>,
}

impl Hook {
    /// What a hook does that stands there; none where it is not ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let checks = text.lines().filter_map(|line| line.strip_prefix(CHECK)).map(str::to_owned).collect();
        text.lines().any(|line| line.starts_with(OURS)).then_some(Self { checks })
    }

    pub(crate) fn checks(&self, records: &str) -> bool {
        self.checks.contains(&shell_word(records))
    }

    /// Adds records, by their path from the top of the work tree.
    pub(crate) fn add(&mut self, records: &str) {
        if !self.checks(records) {
            self.checks.push(shell_word(records));
        }
    }

    /// Takes records away; true where none are left.
    pub(crate) fn remove(&mut self, records: &str) -> bool {
        let word = shell_word(records);
        self.checks.retain(|known| *known != word);
        self.checks.is_empty()
    }

    /// The text. `program` is run where there is no other thidua, and `missing` is said where there is
    /// none at all.
    pub(crate) fn text(&self, program: &str, missing: &str) -> String {
        let checks: Vec<String> = self.checks.iter().map(|records| format!("{CHECK}{records}")).collect();
        TEMPLATE
            .replace("{{program}}", &shell_word(program))
            .replace("{{missing}}", &shell_word(missing))
            .replace("{{checks}}", &checks.join("\n"))
    }
}

/// What another hook has to run to do the same. In a linked work tree git says where its files are,
/// and not that the work tree is here.
pub(crate) fn line_for_others(program: &str, records: &str) -> String {
    format!("(unset GIT_DIR; {} --records {} hook run) || exit 1", shell_word(program), shell_word(records))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hook_knows_which_records_it_checks() {
        let mut hook = Hook::default();
        hook.add("records");
        hook.add("hồ sơ/của tổ's");
        hook.add("records");
        let text = hook.text("/opt/thi dua/thidua", "it's gone");
        assert!(text.ends_with("\ncheck records\ncheck 'hồ sơ/của tổ'\\''s'\n"), "{text}");
        assert!(text.contains("\nprogram='/opt/thi dua/thidua'\n") && !text.contains("{{"), "{text}");
        let mut read = Hook::parse(&text).unwrap();
        assert_eq!(read, hook);
        assert!(!read.remove("records") && read.remove("hồ sơ/của tổ's"));
        assert_eq!(Hook::parse("#!/bin/sh\ncheck records\n"), None);
    }
}
