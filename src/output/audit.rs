//! What an audit found: as a page for people, and as one flat table.

use super::flat::Flat;
use super::folders::folder_of_all;
use super::json::word;
use super::notation::moment;
use super::page::Page;
use super::plain::masked;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Auditing, Label, Sentence};
use crate::audit::{
    Audit, Burst, ChangedCell, Fact, Kind, Known, NoRows, Removed, Request, RowFact, What, step_of,
};
use crate::campaign::SubjectKind;
use crate::chronicle::Moment;
use crate::git::{Commit, History};
use crate::records;
use crate::source::Place;

/// Facts of a kind that a page lists where nobody asks for that kind.
const MOST_LISTED: usize = 20;

/// An audit with what it takes to print it.
#[derive(Clone, Copy)]
pub struct Audited<'a> {
    /// Rules, rows and texts.
    pub view: &'a View<'a>,
    /// What was found.
    pub audit: &'a Audit,
    /// What was asked for.
    pub request: Request,
    /// The commits that facts refer to; none outside a repository.
    pub history: Option<&'a History>,
    /// The kinds that are asked for; empty where all are.
    pub kinds: &'a [Kind],
}

impl<'a> Audited<'a> {
    /// Kinds that are told, in order.
    pub(super) fn kinds(&self) -> impl Iterator<Item = Kind> + use<'a> {
        let Self { kinds, history, .. } = *self;
        Kind::ALL.into_iter().filter(move |kind| {
            (kinds.is_empty() || kinds.contains(kind)) && (history.is_some() || !kind.needs_history())
        })
    }

    pub(super) fn facts_of(&self, kind: Kind) -> impl Iterator<Item = &'a Fact> + use<'a> {
        self.audit.facts.iter().filter(move |fact| fact.kind() == kind)
    }

    /// The commit of a moment.
    pub(super) fn commit(&self, moment: Option<Moment>) -> Option<&'a Commit> {
        step_of(self.history?, moment?).map(|step| &step.commit)
    }

    /// Whoever made a commit, by name.
    pub(super) fn author(&self, commit: &Commit) -> String {
        masked(&commit.author, self.view.allow).into_owned()
    }

    /// A cell that was changed, with what must not be shown covered.
    pub(super) fn masked(&self, cell: &str) -> String {
        masked(cell, self.view.allow).into_owned()
    }

    /// Where a row stands: its path and its line.
    pub(super) fn place(&self, row: &records::Row) -> (&'a str, usize) {
        let source = self.view.sources.get(row.file);
        (&source.path, source.line(row.start as usize))
    }

    /// Where a row stood that is gone: its path and its line.
    pub(super) fn old_place(&self, removed: &Removed) -> Option<(String, usize)> {
        let (_, any) = self.view.sources.iter().next()?;
        let folder = any.path.split('/').next().unwrap_or_default();
        removed.from.as_ref().map(|(path, line)| (format!("{folder}/{path}"), *line))
    }

    pub(super) fn team(&self, row: &records::Row) -> &'a str {
        self.view.subject(SubjectKind::Team, row.team as usize).id
    }

    fn say(&self, sentence: Auditing<'_>) -> String {
        sentence.text(self.view.language)
    }

    /// Whoever is behind a moment, for people.
    fn by(&self, moment: Option<Moment>) -> String {
        let Some(commit) = self.commit(moment) else {
            let not_committed = moment == Some(Moment::NotCommitted);
            return if not_committed { self.say(Auditing::InNoCommit) } else { String::new() };
        };
        self.say(Auditing::By {
            commit: commit.short(),
            author: &self.author(commit),
            day: &self.view.notation().date(commit.authored.date_naive()),
            may_be_older: false,
        })
    }

    /// Cells that were changed: `accepted 1 → 2`.
    fn changes(&self, cells: &[ChangedCell]) -> String {
        let shown = |cell: &str| if cell.is_empty() { "–".to_owned() } else { self.masked(cell) };
        let changes = cells
            .iter()
            .map(|cell| format!("{} {} → {}", cell.column.word(), shown(&cell.old), shown(&cell.new)));
        changes.collect::<Vec<_>>().join("; ")
    }
}

/// The audit for people.
pub fn page(audited: &Audited<'_>) -> Page {
    let view = audited.view;
    let mut page = Page::new(view.campaign_title());
    page.add_line(view.scope(audited.request.phase));
    if let Some((kind, subject)) = audited.request.subject {
        page.add_line(view.subject(kind, subject).to_string());
    }
    view.as_of().into_iter().for_each(|line| page.add_line(line));
    add_known(audited, &mut page);
    page.add_line(audited.say(Auditing::FactsOnly));

    let mut counts =
        Table::new([Column::text(view.label(Label::Fact)), Column::number(view.label(Label::Facts))]);
    let late_days = audited.request.late_days;
    let title = |kind| audited.say(Auditing::Kind { kind, late_days });
    for kind in audited.kinds() {
        counts.add_row([title(kind), view.notation().count(audited.facts_of(kind).count())]);
    }
    page.add_table(counts);
    let told: Vec<&Fact> = audited.kinds().flat_map(|kind| audited.facts_of(kind)).collect();
    let folder = folder_of_rows(audited, &told);
    for kind in audited.kinds() {
        let facts: Vec<&Fact> = audited.facts_of(kind).collect();
        if facts.is_empty() {
            continue;
        }
        page.add_section(title(kind));
        if kind == Kind::Burst {
            page.add_line(audited.say(Auditing::BurstExplained));
        }
        let listed = if audited.kinds.is_empty() { MOST_LISTED } else { facts.len() };
        let listed_facts = &facts[..listed.min(facts.len())];
        page.add_table(table(audited, kind, listed_facts, &folder));
        if facts.len() > listed {
            page.add_line(audited.say(Auditing::More { count: facts.len() - listed, kind: kind.word() }));
        }
    }
    if !folder.is_empty() {
        page.add_line(view.say(Sentence::RowsStandIn { folder: &folder }));
    }
    page
}

fn add_known(audited: &Audited<'_>, page: &mut Page) {
    let Some(Known { commits, since, is_cut_off, rows_older, rows_not_committed }) = &audited.audit.known
    else {
        page.add_line(audited.say(Auditing::NoHistory));
        return;
    };
    let since = since.map(|since| audited.view.notation().date(since.date_naive())).unwrap_or_default();
    if *commits > 0 {
        page.add_line(audited.say(Auditing::Known { commits: *commits, since: &since }));
    }
    if *is_cut_off {
        page.add_line(audited.say(Auditing::CutOff { rows: *rows_older }));
    }
    if *rows_not_committed > 0 {
        page.add_line(audited.say(Auditing::NotCommitted { rows: *rows_not_committed }));
    }
}

/// The folder that the rows of all these facts stand in.
fn folder_of_rows(audited: &Audited<'_>, facts: &[&Fact]) -> String {
    let paths: Vec<String> = facts
        .iter()
        .filter_map(|fact| match fact {
            Fact::Row(fact) => Some(audited.place(&fact.row).0.to_owned()),
            Fact::Removed(removed) => audited.old_place(removed).map(|(path, _)| path),
            Fact::Burst(_) | Fact::NoRows(_) => None,
        })
        .collect();
    folder_of_all(paths.iter().map(String::as_str)).to_owned()
}

/// Columns that what is to be said of a row may take, and whoever is behind it.
const MOST_SAID_WIDTH: usize = 26;

fn table(audited: &Audited<'_>, kind: Kind, facts: &[&Fact], folder: &str) -> Table {
    let view = audited.view;
    let label = |label| view.label(label);
    match kind {
        Kind::Burst => {
            let mut table = Table::new([
                Column::text(label(Label::Phase)),
                Column::text(label(Label::Subject)),
                Column::text(label(Label::Fact)).at_most(60),
            ]);
            for fact in facts {
                if let Fact::Burst(burst) = fact {
                    table.add_row([
                        (burst.phase + 1).to_string(),
                        burst_of(audited, burst),
                        burst_said(audited, burst),
                    ]);
                }
            }
            table
        }
        Kind::NoRows => {
            let mut table = Table::new([
                Column::text(label(Label::Subject)).at_most(30),
                Column::text(label(Label::Row)).at_most(24),
                Column::text(label(Label::Months)).at_most(40),
            ]);
            for fact in facts {
                if let Fact::NoRows(none) = fact {
                    let months = none.months.iter().map(|month| view.notation().month(*month));
                    table.add_row([
                        view.subject(none.subject.0, none.subject.1).to_string(),
                        none.place.map(|place| view.sources.path_and_line(place)).unwrap_or_default(),
                        months.collect::<Vec<_>>().join(", "),
                    ]);
                }
            }
            table
        }
        _ => {
            let mut table = Table::new([
                Column::text(label(Label::Row)).at_most(26),
                Column::text(label(Label::Date)),
                Column::text(label(Label::Team)),
                Column::text(label(Label::Fact)).at_most(MOST_SAID_WIDTH),
                Column::text(label(Label::Commit)).at_most(MOST_SAID_WIDTH),
            ]);
            for fact in facts {
                match fact {
                    Fact::Row(fact) => table.add_row(row_cells(audited, fact, folder)),
                    Fact::Removed(removed) => table.add_row(removed_cells(audited, removed, folder)),
                    Fact::Burst(_) | Fact::NoRows(_) => {}
                }
            }
            table
        }
    }
}

fn row_cells(audited: &Audited<'_>, fact: &RowFact, folder: &str) -> [String; 5] {
    let (path, line) = audited.place(&fact.row);
    let said = match &fact.what {
        What::DatedAfterCommit { days } | What::EnteredLate { days } => {
            audited.say(Auditing::Days { days: *days })
        }
        What::Changed { cells } => audited.changes(cells),
        What::SameAuthor { claimed } => {
            let claim = audited.commit(Some(Moment::Commit(*claimed)));
            claim.map(|claim| audited.say(Auditing::ClaimedIn { commit: claim.short() })).unwrap_or_default()
        }
        What::EvidenceTwice { evidence } => audited.masked(evidence),
    };
    [
        format!("{}:{line}", path.strip_prefix(folder).unwrap_or(path)),
        audited.view.notation().date(fact.row.date),
        audited.team(&fact.row).to_owned(),
        said,
        audited.by(fact.moment),
    ]
}

fn removed_cells(audited: &Audited<'_>, removed: &Removed, folder: &str) -> [String; 5] {
    let field = |column| removed.row.field(column);
    let moment = removed.moment;
    let place = audited.old_place(removed);
    let short =
        |(path, line): (String, usize)| format!("{}:{line}", path.strip_prefix(folder).unwrap_or(&path));
    [
        place.map(short).unwrap_or_default(),
        removed.row.date().map(|date| audited.view.notation().date(date)).unwrap_or_default(),
        audited.masked(field(records::Column::Team)),
        audited.masked(&format!("{} {}", field(records::Column::Activity), field(records::Column::Evidence))),
        if moment.is_none() { audited.say(Auditing::LostInMerge) } else { audited.by(moment) },
    ]
}

fn burst_of(audited: &Audited<'_>, burst: &Burst) -> String {
    burst.subject.map_or_else(
        || audited.say(Auditing::Everybody),
        |(kind, subject)| audited.view.subject(kind, subject).id.to_owned(),
    )
}

fn burst_said(audited: &Audited<'_>, burst: &Burst) -> String {
    audited.say(Auditing::BurstOf {
        clock: burst.clock,
        days: burst.last.days(),
        last: burst.rows_last,
        days_before: burst.days_before,
        before: burst.rows_before,
    })
}

/// What a line of the flat table says besides its kind.
#[derive(Default)]
struct FlatFact {
    path: String,
    line: String,
    date: String,
    subject: String,
    activity: String,
    phase: String,
    days: String,
    changes: String,
    evidence: String,
    months: String,
    by: String,
    rows_last: String,
    rows_before: String,
    days_before: String,
    moment: Option<Moment>,
    claim: Option<usize>,
}

/// The audit as one table with a line for each fact.
pub fn flat(audited: &Audited<'_>, reader: CsvFor) -> Table {
    let view = audited.view;
    let flat = Flat::new(view, reader);
    let mut table = Table::new([
        flat.text("kind", Label::Fact),
        flat.text("path", Label::File),
        flat.number("line", Label::Row),
        flat.text("date", Label::Date),
        flat.text("subject", Label::Subject),
        flat.text("activity", Label::Activity),
        flat.number("phase", Label::Phase),
        flat.number("days", Label::Days),
        flat.text("changes", Label::Changes),
        flat.text("evidence", Label::Evidence),
        flat.text("months", Label::Months),
        flat.text("by", Label::Remark),
        flat.number("rows_last", Label::RowsLast),
        flat.number("rows_before", Label::RowsBefore),
        flat.number("days_before", Label::DaysBefore),
        flat.text("commit", Label::Commit),
        flat.text("author", Label::Author),
        flat.text("authored", Label::Authored),
        flat.text("claim_commit", Label::ClaimCommit),
    ]);
    for kind in audited.kinds() {
        let title = audited.say(Auditing::Kind { kind, late_days: audited.request.late_days });
        for fact in audited.facts_of(kind) {
            let cells = flat_fact(audited, flat, fact);
            let commit = audited.commit(cells.moment);
            let claim = cells.claim.and_then(|claim| audited.commit(Some(Moment::Commit(claim))));
            table.add_row([
                flat.either(kind.word(), &title).to_owned(),
                cells.path,
                cells.line,
                cells.date,
                cells.subject,
                cells.activity,
                cells.phase,
                cells.days,
                cells.changes,
                cells.evidence,
                cells.months,
                cells.by,
                cells.rows_last,
                cells.rows_before,
                cells.days_before,
                commit.map(|commit| commit.id.clone()).unwrap_or_default(),
                commit.map(|commit| audited.author(commit)).unwrap_or_default(),
                commit.map(|commit| moment(commit.authored)).unwrap_or_default(),
                claim.map(|claim| claim.id.clone()).unwrap_or_default(),
            ]);
        }
    }
    table
}

fn flat_fact(audited: &Audited<'_>, flat: Flat<'_>, fact: &Fact) -> FlatFact {
    let view = audited.view;
    match fact {
        Fact::Row(RowFact { row, what, moment }) => {
            let (path, line) = audited.place(row);
            let mut cells = FlatFact {
                path: path.to_owned(),
                line: line.to_string(),
                date: flat.notation().date(row.date),
                subject: audited.team(row).to_owned(),
                activity: view.item(row.item).id.to_owned(),
                phase: (row.phase + 1).to_string(),
                moment: *moment,
                ..FlatFact::default()
            };
            match what {
                What::DatedAfterCommit { days } | What::EnteredLate { days } => cells.days = days.to_string(),
                What::Changed { cells: changed } => cells.changes = audited.changes(changed),
                What::SameAuthor { claimed } => cells.claim = Some(*claimed),
                What::EvidenceTwice { evidence } => cells.evidence = audited.masked(evidence),
            }
            cells
        }
        Fact::Removed(removed) => {
            let (path, line) = audited.old_place(removed).unzip();
            let field = |column| audited.masked(removed.row.field(column));
            FlatFact {
                path: path.unwrap_or_default(),
                line: line.map(|line| line.to_string()).unwrap_or_default(),
                date: removed.row.date().map(|date| flat.notation().date(date)).unwrap_or_default(),
                subject: field(records::Column::Team),
                activity: field(records::Column::Activity),
                evidence: field(records::Column::Evidence),
                moment: removed.moment,
                ..FlatFact::default()
            }
        }
        Fact::Burst(burst) => FlatFact {
            date: flat.notation().date(burst.last.first),
            subject: burst.subject.map_or("", |(kind, subject)| view.subject(kind, subject).id).to_owned(),
            phase: (burst.phase + 1).to_string(),
            by: flat.either(word::clock(burst.clock), &burst_said(audited, burst)).to_owned(),
            rows_last: burst.rows_last.to_string(),
            rows_before: burst.rows_before.to_string(),
            days_before: burst.days_before.to_string(),
            ..FlatFact::default()
        },
        Fact::NoRows(NoRows { subject, months, place }) => {
            let source = place.map(|Place { file, start, .. }| (view.sources.get(file), start));
            let months = months.iter().map(|month| flat.notation().month(*month));
            FlatFact {
                path: source.map(|(source, _)| source.path.clone()).unwrap_or_default(),
                line: source
                    .map(|(source, start)| source.line(start as usize).to_string())
                    .unwrap_or_default(),
                subject: view.subject(subject.0, subject.1).id.to_owned(),
                months: months.collect::<Vec<_>>().join(" "),
                ..FlatFact::default()
            }
        }
    }
}
