//! The page of a rule, in the language that is asked for.

use std::borrow::Cow;

use crate::campaign::Language;
use crate::finding::Rule;

/// What divides the English half of a page from the Vietnamese one.
const VIETNAMESE_HALF: &str = "<!-- vi -->";

/// Where the Vietnamese half shows the example, which both share.
const EXAMPLE: &str = "{example}";

/// The page of a rule in Markdown.
pub fn page(rule: &Rule, language: Language) -> Cow<'static, str> {
    let Some((english, vietnamese)) = rule.page.split_once(VIETNAMESE_HALF) else {
        return Cow::Borrowed(rule.page.trim());
    };
    let (english, vietnamese) = (english.trim(), vietnamese.trim());
    match language {
        Language::En => Cow::Borrowed(english),
        Language::Vi => Cow::Owned(vietnamese.replace(EXAMPLE, example(english))),
    }
}

/// The heading of the page, without `#` and code.
pub fn title(rule: &Rule, language: Language) -> String {
    let page = page(rule, language);
    let heading = page.lines().next().unwrap_or_default().trim_start_matches(['#', ' ']);
    heading.strip_prefix(rule.code).unwrap_or(heading).trim_start_matches([':', ' ']).to_owned()
}

/// Everything from the first fence to the last in the section `## Example`: files, and what is said of them.
fn example(english: &str) -> &str {
    let Some((_, section)) = english.split_once("\n## Example\n") else { return "" };
    let section = section.split("\n## ").next().unwrap_or_default();
    section.trim()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;

    const RULE: Rule = Rule {
        code: "R203",
        severity: Severity::Error,
        page: "# R203: unknown team\n\n## What\n\nA.\n\n## Example\n\n```csv file=x.csv\na,b\n```\n\n## Mend\n\nB.\n\n<!-- vi -->\n\n# R203: không có tổ này\n\n## Ví dụ\n\n{example}\n\n## Cách sửa\n\nC.\n",
    };

    #[test]
    fn both_halves_show_the_same_example() {
        assert!(page(&RULE, Language::En).ends_with("## Mend\n\nB."));
        assert_eq!(
            page(&RULE, Language::Vi),
            "# R203: không có tổ này\n\n## Ví dụ\n\n```csv file=x.csv\na,b\n```\n\n## Cách sửa\n\nC."
        );
        assert_eq!(title(&RULE, Language::Vi), "không có tổ này");
        assert_eq!(title(&RULE, Language::En), "unknown team");
    }
}
