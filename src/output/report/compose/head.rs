//! What stands above and below the sections.

use chrono::{Datelike, NaiveDate};

use super::say;
use crate::campaign::Language;
use crate::output::board::reservations;
use crate::output::plain::plain;
use crate::output::report::content::{Blank, Foot, Head};
use crate::output::view::View;
use crate::output::words::{Heading, Reporting};
use crate::score::Board;

pub(super) fn head(view: &View<'_>, board: &Board, dated: Option<NaiveDate>) -> Head {
    let phase = board.request.phase;
    let title = phase.map_or(Heading::FinalTitle, |_| Heading::InterimTitle);
    let subtitle = match phase {
        Some(phase) => say(view, Reporting::InterimOf { phase: &numbered(view, phase) }),
        None => say(view, Heading::FinalOf),
    };
    with_title(view, board, dated, title, subtitle)
}

/// A head with another title.
pub(super) fn with_title(
    view: &View<'_>,
    board: &Board,
    dated: Option<NaiveDate>,
    title: Heading,
    subtitle: String,
) -> Head {
    let phase = board.request.phase.and_then(|phase| view.campaign.phases.get(phase));
    let span = phase.map_or(view.campaign.span, |phase| phase.span);
    let issuer = view.campaign.unit.get(view.language).unwrap_or_default();
    Head {
        superior: Blank { prompt: say(view, Heading::PromptSuperior) },
        issuer: plain(issuer).to_uppercase(),
        number: say(view, Heading::NumberPlaceholder),
        motto: match view.language {
            Language::Vi => vec![say(view, Heading::NameOfTheState), say(view, Heading::Motto)],
            Language::En => Vec::new(),
        },
        place_and_date: place_and_date(view, dated),
        title: say(view, title),
        subtitle: plain(&subtitle).into_owned(),
        campaign: plain(view.campaign_title()).into_owned(),
        days: say(view, Reporting::Days { span: &view.notation().span(span), days: span.days() }),
        reservations: reservations(view, board).iter().map(|line| plain(line).into_owned()).collect(),
    }
}

/// `Đợt 2: …`, with its number where the title does not begin with it.
pub(super) fn numbered(view: &View<'_>, phase: usize) -> String {
    let number = say(view, Reporting::PhaseNumber { number: phase + 1 });
    let title = view.phase_title(phase);
    if title.starts_with(&number) { title } else { format!("{number}: {title}") }
}

fn place_and_date(view: &View<'_>, dated: Option<NaiveDate>) -> String {
    let Some(day) = dated else { return say(view, Heading::PlaceAndNoDate) };
    let (number, month, year) = (day.day(), day.month(), day.year());
    say(view, Reporting::PlaceAndDate { day: number, month, year })
}

pub(super) fn foot(view: &View<'_>) -> Foot {
    let blank = |prompt| Blank { prompt: say(view, prompt) };
    Foot {
        recipients_title: say(view, Heading::Recipients),
        recipients: vec![blank(Heading::PromptRecipients), blank(Heading::PromptFile)],
        signature: vec![
            blank(Heading::PromptOnBehalf),
            blank(Heading::PromptPosition),
            blank(Heading::PromptSignature),
        ],
    }
}
