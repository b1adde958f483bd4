use std::io::Write;

use anyhow::anyhow;
use thidua::campaign::Language;
use thidua::finding::{self, RULES};
use thidua::output::table::{Column, Table};
use thidua::output::words::{Label, Refusal, page, title};
use thidua::records::nearest;

use crate::Exit;
use crate::arguments::Globals;
use crate::console::Console;
use crate::opened::language_here;

/// Explain a code of `validate`: what, why, an example, the mend (giải thích mã lỗi)
///
/// Without a code all are listed.
#[derive(Debug, clap::Args)]
pub(crate) struct RuleArgs {
    /// Code of the rule, such as R203
    code: Option<String>,
}

pub(crate) fn run(args: &RuleArgs, globals: &Globals, out: &mut Console) -> anyhow::Result<Exit> {
    let language = language_here(globals);
    match &args.code {
        None => table_of_rules(language).write_text(out)?,
        Some(code) => {
            let near = || nearest(code, RULES.iter().map(|rule| rule.code));
            let rule = finding::rule(code)
                .ok_or_else(|| anyhow!(Refusal::UnknownRule { asked: code, near: near() }.text(language)))?;
            writeln!(out, "{}", page(rule, language))?;
        }
    }
    Ok(Exit::Done)
}

fn table_of_rules(language: Language) -> Table {
    let heads = [Label::Code, Label::Severity, Label::Meaning];
    let mut table = Table::new(heads.map(|head| Column::text(head.text(language))));
    for rule in RULES {
        table.add_row([rule.code, Label::from(rule.severity).text(language), &title(rule, language)]);
    }
    table
}
