//! The workflow files that people copy: they are YAML, and ask `thidua` only for what it does.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::fs;
use std::path::Path;
use std::process::Command;

const WORKFLOWS: [&str; 3] = ["docs/ci/github.yml", "docs/ci/gitlab.yml", ".pre-commit-hooks.yaml"];

const DOCUMENTS: [&str; 2] = ["docs/git.md", "docs/git.vi.md"];

fn read(file: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// What is wrong with a text as YAML of the plain kind that these files keep to: blocks of keys and
/// lists, each value on its line.
fn fault(text: &str) -> Option<String> {
    // Indentations that are open, and whether something deeper may follow the line before.
    let mut open = vec![0];
    let mut may_go_deeper = false;
    for (number, line) in (1..).zip(text.lines()) {
        let wrong = |what: &str| Some(format!("{number}: {what}: {line}"));
        let content = line.trim_start_matches(' ');
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if line.contains('\t') || line != line.trim_end() {
            return wrong("a tab, or blanks at the end");
        }
        let mut indent = line.len() - content.len();
        let (deepest, mut content) = (*open.last().unwrap(), content);
        if indent > deepest && !may_go_deeper {
            return wrong("deeper than what stands above it allows");
        }
        open.retain(|known| *known < indent);
        if indent < deepest && !text.lines().take(number - 1).any(|above| starts_at(above, indent)) {
            return wrong("not in line with anything above");
        }
        open.push(indent);
        let is_item = content.starts_with("- ");
        while let Some(item) = content.strip_prefix("- ") {
            (content, indent) = (item, indent + 2);
            open.push(indent);
        }
        let key = content.split_once(':').filter(|(key, rest)| {
            key.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c))
                && (rest.is_empty() || rest.starts_with(' '))
        });
        may_go_deeper = key.is_some_and(|(_, value)| value.trim().is_empty());
        let value = match key {
            Some((_, value)) => value.trim(),
            None if is_item => content,
            None => return wrong("neither a key nor an item"),
        };
        if value.contains(": ") || value.contains(" #") || value.ends_with(':') {
            return wrong("a value that is read as something else");
        }
        let is_flow = value.starts_with('[') && value.ends_with(']');
        if !is_flow
            && value.starts_with([
                '@', '`', '%', '*', '&', '!', '{', '}', '[', ']', '|', '>', '"', '\'', ',', '?',
            ])
        {
            return wrong("a value that has to be quoted");
        }
    }
    None
}

fn starts_at(line: &str, indent: usize) -> bool {
    line.len() - line.trim_start_matches([' ', '-']).len() == indent
        || line.len() - line.trim_start().len() == indent
}

/// Everything that a text asks `thidua` for: the words after its name, up to what ends a command.
fn commands(text: &str) -> Vec<Vec<String>> {
    let ends = ["|", "||", "&&", ">", ">>", "<", "#"];
    text.match_indices("thidua ")
        .filter(|(at, _)| text[..*at].chars().next_back().is_none_or(|before| " `\n".contains(before)))
        .map(|(at, found)| {
            let line = text[at + found.len()..].split(['\n', '`']).next().unwrap();
            line.split(' ').take_while(|word| !ends.contains(word)).map(str::to_owned).collect()
        })
        .collect()
}

fn help(command: &[&str]) -> Option<String> {
    let output = Command::new(env!("CARGO_BIN_EXE_thidua")).args(command).arg("--help").output().unwrap();
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// A command line of which the command, the options and the chosen values are known.
fn check_command(words: &[String]) {
    let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.first() == Some(&"--records") {
        words.drain(..2);
    }
    let mut command = vec![words[0]];
    if words[0] == "hook" && words.len() > 1 {
        command.push(words[1]);
    }
    let help = help(&command).unwrap_or_else(|| panic!("there is no `thidua {}`", command.join(" ")));
    for (index, word) in words.iter().enumerate().filter(|(_, word)| word.starts_with("--")) {
        assert!(help.contains(word), "`thidua {}` has no {word}", command.join(" "));
        if *word == "--format" {
            let value = words[index + 1];
            assert!(
                help.contains(&format!("- {value}:")),
                "`thidua {}` has no format {value}",
                command.join(" ")
            );
        }
    }
}

#[test]
fn workflows_are_yaml_and_ask_for_what_there_is() {
    for file in WORKFLOWS {
        let text = read(file);
        assert_eq!(fault(&text), None, "{file}");
        let steps: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with(['#', 'n', 'd']) && !line.contains("name:"))
            .flat_map(|line| [line.split_once("run:").map_or(line, |(_, run)| run), "\n"])
            .filter(|line| !line.contains("cargo install"))
            .collect();
        let commands = commands(&steps);
        assert!(commands.len() >= 2, "{file}: {commands:?}");
        commands.iter().for_each(|words| check_command(words));
    }
}

#[test]
fn what_is_no_yaml_is_seen() {
    for text in [
        "a:\n\tb: 1\n",
        "a: 1\n  b: 2\n",
        "a:\n    b: 1\n  c: 2\n",
        "a: b: c\n",
        "a\n",
        "a: *b\n",
        "a: \"b\" c\n",
        "- a: 1\n   b: 2\n",
    ] {
        assert!(fault(text).is_some(), "{text}");
    }
}

#[test]
fn documents_name_commands_that_there_are() {
    for file in DOCUMENTS {
        let text = read(file);
        let spans: String = text.split('`').skip(1).step_by(2).flat_map(|span| [span, "\n"]).collect();
        let commands: Vec<_> = commands(&spans)
            .into_iter()
            .filter(|words| words[0].chars().all(|c| c.is_ascii_lowercase() || c == '-'))
            .collect();
        assert!(commands.len() > 10, "{file}: {commands:?}");
        commands.iter().for_each(|words| check_command(words));
        for workflow in &WORKFLOWS[..2] {
            let link = workflow.trim_start_matches("docs/");
            assert!(text.contains(&format!("]({link})")), "{file} does not lead to {workflow}");
        }
    }
}
