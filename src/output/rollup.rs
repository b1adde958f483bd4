//! Many campaigns in one board: as a page for people, and as one flat table.

use super::flat::Flat;
use super::json::word;
use super::page::Page;
use super::table::{Column, CsvFor, Table};
use super::view::View;
use super::words::{Label, Rolling, rule_kind};
use crate::exact::round;
use crate::ledger::RuleName;
use crate::rollup::{LikeRules, Line, Rollup};

/// Most rules that are named of those in which two campaigns differ.
const MOST_NAMED: usize = 12;

/// All campaigns for people. `views` are those of the campaigns, in one language.
pub fn page(views: &[View<'_>], result: &Rollup) -> Page {
    let Some(first) = views.first() else { return Page::new("") };
    let language = first.language;
    let count = |number| first.notation().count(number);
    let mut page = Page::new(Rolling::Title { campaigns: &count(views.len()) }.text(language));
    page.add_line(match result.request.phase {
        Some(phase) => Rolling::Phase { number: phase + 1 }.text(language),
        None => first.label(Label::WholeCampaign).to_owned(),
    });
    page.add_line(match result.tables.len() {
        1 => Rolling::AllLike.text(language),
        tables => Rolling::Unlike { tables: &count(tables) }.text(language),
    });
    let provisional: Vec<&str> = views
        .iter()
        .zip(&result.totals)
        .filter(|(_, totals)| totals.provisional)
        .map(|(view, _)| view.campaign.id.as_str())
        .collect();
    if !provisional.is_empty() {
        page.add_line(Rolling::SomeProvisional { campaigns: &provisional.join(", ") }.text(language));
    }
    for (at, table) in result.tables.iter().enumerate() {
        if result.tables.len() > 1 {
            let ids = table.campaigns.iter().map(|&campaign| id(views, campaign)).collect::<Vec<_>>();
            page.add_section(Rolling::Table { number: at + 1, campaigns: &ids.join(", ") }.text(language));
        }
        if !table.differing.is_empty() {
            page.add_line(Rolling::Differing { rules: &rules(first, &table.differing) }.text(language));
        }
        page.add_table(ranking(views, result, table));
        if let ([_, _, ..], [_, ..]) = (&table.campaigns[..], &table.measured_at_home[..])
            && let Some(view) = table.campaigns.first().and_then(|&campaign| views.get(campaign))
        {
            let ids = table.measured_at_home.iter().map(|&criterion| view.criterion(criterion).id);
            let criteria = ids.collect::<Vec<_>>().join(", ");
            page.add_line(Rolling::MeasuredAtHome { criteria: &criteria }.text(language));
        }
    }
    page.add_section(Rolling::Totals.text(language));
    page.add_table(totals(views, first, result));
    page
}

fn id<'a>(views: &[View<'a>], campaign: usize) -> &'a str {
    views.get(campaign).map_or("", |view| view.campaign.id.as_str())
}

/// `tiêu chí C1, đợt 2`.
fn rules(view: &View<'_>, names: &[RuleName]) -> String {
    let named = names.iter().take(MOST_NAMED).map(|name| {
        let kind = rule_kind(name.kind, view.language);
        if name.id.is_empty() { kind.to_owned() } else { format!("{kind} {}", name.id) }
    });
    let more = if names.len() > MOST_NAMED { ", …" } else { "" };
    named.collect::<Vec<_>>().join(", ") + more
}

/// `vinh-thuan-2024/to-1`.
fn subject_id(view: &View<'_>, result: &Rollup, line: &Line) -> String {
    format!("{}/{}", view.campaign.id, view.subject(result.request.by, line.standing.subject).id)
}

fn ranking(views: &[View<'_>], result: &Rollup, table: &LikeRules) -> Table {
    let Some(first) = views.first() else { return Table::default() };
    let mut drawn = Table::new([
        Column::number(first.label(Label::Rank)),
        Column::text(first.label(Label::Subject)).at_most(34),
        Column::text(first.label(Label::Unit)).at_most(26),
        Column::number(first.label(Label::Score)),
    ]);
    for line in &table.lines {
        let Some(view) = views.get(line.campaign) else { continue };
        let title = view.subject(result.request.by, line.standing.subject).title;
        let id = subject_id(view, result, line);
        let score = match (&line.standing.score, line.rank) {
            (Some(score), Some(_)) => view.notation().decimal(score),
            _ => view.label(line.standing.status.into()).to_owned(),
        };
        drawn.add_row([
            line.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()),
            title.map_or_else(|| id.clone(), |title| format!("{id} {title}")),
            unit(view).to_owned(),
            score,
        ]);
    }
    drawn
}

fn unit<'a>(view: &View<'a>) -> &'a str {
    view.campaign.unit.get(view.language).unwrap_or_default()
}

fn totals(views: &[View<'_>], first: &View<'_>, result: &Rollup) -> Table {
    let mut table = Table::new([
        Column::text(first.label(Label::Campaign)).at_most(24),
        Column::number(first.label(Label::RuleSet)),
        Column::number(first.label(Label::Counted)),
        Column::number(first.label(Label::Pending)),
        Column::number(first.label(Label::Rejected)),
        Column::number(first.label(Label::LeftOut)),
        Column::number(first.label(Label::RankedCount)),
        Column::number(first.label(Label::MeanScore)),
    ]);
    for (view, own) in views.iter().zip(&result.totals) {
        let count = |number| first.notation().count(number);
        table.add_row([
            view.campaign.id.as_str().to_owned(),
            (own.table + 1).to_string(),
            count(own.rows.counted),
            count(own.rows.pending),
            count(own.rows.rejected),
            count(own.rows.left_out),
            format!("{}/{}", own.ranked, own.subjects),
            own.mean.as_ref().map_or_else(
                || "–".to_owned(),
                |mean| first.notation().decimal(round(mean, view.campaign.decimals)),
            ),
        ]);
    }
    table
}

/// One line for each subject of each campaign.
pub fn flat(views: &[View<'_>], result: &Rollup, reader: CsvFor) -> Table {
    let Some(first) = views.first() else { return Table::default() };
    let flat = Flat::new(first, reader);
    let mut table = Table::new([
        flat.number("rules", Label::RuleSet),
        flat.text("digest", Label::Code),
        flat.number("rank", Label::Rank),
        flat.text("campaign", Label::Campaign),
        flat.text("unit", Label::Unit),
        flat.text("id", Label::Subject),
        flat.text("title", Label::Title),
        flat.number("rank_at_home", Label::RankAtHome),
        flat.text("status", Label::Status),
        flat.number("score", Label::Score),
    ]);
    for (at, like) in result.tables.iter().enumerate() {
        for line in &like.lines {
            let Some(view) = views.get(line.campaign) else { continue };
            let subject = view.subject(result.request.by, line.standing.subject);
            let number = |number: Option<usize>| number.map_or_else(String::new, |number| number.to_string());
            let status = line.standing.status;
            table.add_row([
                (at + 1).to_string(),
                like.digest.to_string(),
                number(line.rank),
                view.campaign.id.to_string(),
                unit(view).to_owned(),
                subject.id.to_owned(),
                subject.title.unwrap_or_default().to_owned(),
                number(line.standing.rank),
                flat.either(word::status(status), view.label(status.into())).to_owned(),
                line.standing.score.as_ref().map_or_else(String::new, |score| flat.notation().decimal(score)),
            ]);
        }
    }
    table
}
