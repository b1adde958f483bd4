//! Why a subject stands where it stands in the whole campaign: phase by phase.

use super::{add_place, headline, lead};
use crate::exact::Printed;
use crate::output::board::add_reservations;
use crate::output::page::Page;
use crate::output::table::{Column, Table};
use crate::output::view::View;
use crate::output::words::{Label, Sentence};
use crate::score::{Board, PhaseShare, Standing, Status};

/// The line of the next better rank in the group, where there is one.
pub fn above<'a>(board: &'a Board, standing: &Standing) -> Option<&'a Standing> {
    let rank = standing.rank?;
    let better =
        |other: &&Standing| other.group == standing.group && other.rank.is_some_and(|other| other < rank);
    board.standings.iter().filter(better).max_by_key(|other| other.rank)
}

/// The phases that make a subject's campaign score, and the lead of the one above in each.
pub fn campaign_page(view: &View<'_>, board: &Board, standing: &Standing) -> Page {
    let above = above(board, standing);
    let mut page = Page::new(headline(view, board, standing));
    page.add_line(view.campaign_title());
    page.add_line(view.scope(None));
    add_reservations(view, board, &mut page);
    add_place(view, board, standing, above, &mut page);
    if standing.status == Status::Absent {
        return page;
    }
    page.add_section(view.label(Label::PhaseByPhase));
    page.add_table(phases(view, board, standing, above));
    page.add_line(view.say(Sentence::AskByPhase { id: view.subject(board.request.by, standing.subject).id }));
    page
}

fn phases(view: &View<'_>, board: &Board, standing: &Standing, above: Option<&Standing>) -> Table {
    let mut columns = vec![
        Column::text(view.label(Label::Phase)).at_most(30),
        Column::number(view.label(Label::PhaseWeight)),
        Column::text(view.label(Label::Status)),
        Column::number(view.label(Label::Score)),
        Column::number(view.label(Label::Part)),
    ];
    if let Some(above) = above {
        let id = view.subject(board.request.by, above.subject).id;
        columns.push(Column::number(view.say(Sentence::LeadOf { id })));
    }
    let width = columns.len();
    let mut table = Table::new(columns);
    let decimal =
        |number: Option<&Printed>| number.map_or_else(String::new, |number| view.notation().decimal(number));
    for phase in 0..view.campaign.phases.len() {
        let Some(share) = standing.phase(phase) else { continue };
        let part = |share: &PhaseShare| share.contribution.clone();
        let cells = [
            view.phase_title(phase),
            view.exact(&share.weight),
            view.label(share.status.into()).to_owned(),
            decimal(share.score.as_ref()),
            decimal(share.contribution.as_ref()),
            lead(view, above.and_then(|above| above.phase(phase)).and_then(part), part(share)),
        ];
        table.add_row(cells.into_iter().take(width));
    }
    let cells = [
        view.label(Label::Sum).to_owned(),
        String::new(),
        String::new(),
        String::new(),
        decimal(standing.score.as_ref()),
        lead(view, above.and_then(|above| above.score.clone()), standing.score.clone()),
    ];
    table.add_row(cells.into_iter().take(width));
    table
}
