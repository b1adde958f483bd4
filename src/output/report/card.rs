//! The board as one picture for a chat.

use std::collections::BTreeSet;

use super::charts::{Anchor, Canvas, Drawing, Tenths, called};
use super::picture::{NOT_SHOWN, covered};
use crate::exact::Fraction;
use crate::output::board::{group_title, number, reservations, unranked_mark};
use crate::output::plain::plain;
use crate::output::view::View;
use crate::output::words::{Heading, Mark, Reporting};
use crate::output::wrap::wrap;
use crate::score::{Board, Standing};

/// In pixels: what a phone shows without enlarging it.
const WIDTH: i64 = 1080;
const MARGIN: i64 = 40;

/// Subjects of a card; of more it is said how many they are.
const MOST_LINES: usize = 100;

/// Up to so many subjects the lines are high.
const FEW: usize = 14;

const INK: &str = "#1b1b1b";
const FAINT: &str = "#555555";
const BAND: &str = "#eef2f6";
const BAR: &str = "#56b4e9";

/// How high lines are and how large letters.
struct Scale {
    high: i64,
    letters: i64,
    /// Letters of a name that fit before its bar.
    most: usize,
}

/// Draws the board.
pub fn draw(view: &View<'_>, board: &Board) -> Drawing {
    let n_shown = board.standings.len().min(MOST_LINES);
    let scale = match n_shown {
        0..=FEW => Scale { high: 64, letters: 30, most: 30 },
        _ => Scale { high: 42, letters: 22, most: 42 },
    };
    let mut card = Card { canvas: Canvas::default(), down: MARGIN, missing: false };
    card.lines(&wrap(&plain(view.campaign_title()), 46, 0), 38, INK, true);
    card.lines(&wrap(&plain(&view.scope(board.request.phase)), 66, 0), 28, INK, false);
    for line in reservations(view, board) {
        card.lines(&wrap(&plain(&line), 84, 0), 24, FAINT, false);
    }
    card.down += 16;

    let shown = board.standings.get(..n_shown).unwrap_or_default();
    let most = shown
        .iter()
        .filter_map(|standing| standing.score.as_ref())
        .map(|score| score.to_fraction())
        .fold(view.campaign.scale.clone(), Fraction::max);
    let mut marks = BTreeSet::new();
    for group in shown.chunk_by(|left, right| left.group == right.group) {
        if let Some(first) = group.first().filter(|_| !view.campaign.groups.is_empty()) {
            card.down += 10;
            card.lines(&[plain(group_title(view, first.group).as_str()).into_owned()], 28, INK, true);
        }
        for (nth, standing) in group.iter().enumerate() {
            card.standing(view, board, standing, &most, &scale, nth % 2 == 0, &mut marks);
        }
    }
    card.down += 20;
    if board.standings.len() > n_shown {
        let count = view.notation().count(board.standings.len() - n_shown);
        let more = Reporting::MoreOnTheBoard { count: &count }.text(view.language);
        card.lines(&[more], 22, FAINT, false);
    }
    for mark in marks {
        let line = format!("{} {}", mark.symbol(), mark.text(view.language));
        card.lines(&wrap(&line, 90, 2), 22, FAINT, false);
    }
    if card.missing {
        card.lines(&[Heading::NotShown.text(view.language).to_owned()], 22, FAINT, false);
    }
    let height = card.down + MARGIN / 2;
    card.canvas.finish("", "", WIDTH, height)
}

/// A card on its way.
struct Card {
    canvas: Canvas,
    /// How far down it is filled.
    down: i64,
    /// Whether some letter could not be shown.
    missing: bool,
}

impl Card {
    fn lines(&mut self, lines: &[String], size: i64, fill: &str, bold: bool) {
        for line in lines {
            self.down += size * 5 / 4;
            let at = (Tenths::units(MARGIN), Tenths::units(self.down - size / 4));
            self.text(at, Anchor::Start, size, fill, bold, line);
        }
    }

    fn text(&mut self, at: (Tenths, Tenths), anchor: Anchor, size: i64, fill: &str, bold: bool, text: &str) {
        let text = covered(text);
        self.missing |= text.contains(NOT_SHOWN);
        match bold {
            true => self.canvas.bold_text(at, anchor, size, fill, &text),
            false => self.canvas.text(at, anchor, size, fill, &text),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "they are what one line shows")]
    fn standing(
        &mut self,
        view: &View<'_>,
        board: &Board,
        standing: &Standing,
        most: &Fraction,
        scale: &Scale,
        banded: bool,
        marks: &mut BTreeSet<Mark>,
    ) {
        const NAME_FROM: i64 = 130;
        const BAR_FROM: i64 = 600;
        const BAR_LONG: i64 = 300;
        let top = Tenths::units(self.down);
        let baseline = Tenths::units(self.down + scale.high / 2 + scale.letters * 7 / 20);
        if banded {
            let (left, wide) = (Tenths::units(MARGIN / 2), Tenths::units(WIDTH - MARGIN));
            self.canvas.rect(left, top, wide, Tenths::units(scale.high), BAND);
        }
        let mut rank = standing.rank.map_or_else(String::new, |rank| rank.to_string());
        let near = standing.near_tie.then_some(Mark::NearTie);
        let once = standing.disqualified_in_a_phase.then_some(Mark::DisqualifiedOnce);
        for mark in unranked_mark(standing.status).into_iter().chain(near).chain(once) {
            rank.push(mark.symbol());
            marks.insert(mark);
        }
        self.text((Tenths::units(110), baseline), Anchor::End, scale.letters, INK, true, &rank);
        let subject = view.subject(board.request.by, standing.subject);
        let name = called(subject, scale.most);
        self.text((Tenths::units(NAME_FROM), baseline), Anchor::Start, scale.letters, INK, false, &name);
        if let Some(score) = &standing.score {
            let long = Tenths::share(&score.to_fraction(), most, BAR_LONG);
            let high = scale.high / 2;
            let bar_top = Tenths::units(self.down + (scale.high - high) / 2);
            self.canvas.rect(Tenths::units(BAR_FROM), bar_top, long, Tenths::units(high), BAR);
        }
        let score = number(view, standing.score.as_ref());
        let at = (Tenths::units(WIDTH - MARGIN), baseline);
        self.text(at, Anchor::End, scale.letters, INK, true, &score);
        self.down += scale.high;
    }
}
