//! How far a target was reached month by month, beside the days gone.

use super::{Anchor, Canvas, Drawing, Tenths, shortened};
use crate::exact::{Fraction, round, whole};
use crate::output::report::content::Panel;

const WIDTH: i64 = 220;
const HEIGHT: i64 = 130;
const LEFT: i64 = 8;
const LONG: i64 = 190;
const TOP: i64 = 28;
const HIGH: i64 = 78;
const LETTERS: usize = 26;

pub(super) fn draw(panel: &Panel, months: &[String], expected: &[Fraction]) -> Drawing {
    let full = whole(1);
    let most =
        panel.attained.iter().chain(expected).fold(full.clone(), |most, share| most.max(share.clone()));
    let place = |nth: usize, share: &Fraction| {
        let steps = whole(months.len().saturating_sub(1));
        let x = Tenths::units(LEFT).plus(Tenths::share(&whole(nth), &steps, LONG));
        let y = Tenths::units(TOP + HIGH).minus(Tenths::share(share, &most, HIGH));
        (x, y)
    };
    let line = |shares: &[Fraction]| -> Vec<_> {
        shares.iter().enumerate().map(|(nth, share)| place(nth, share)).collect()
    };
    let mut canvas = Canvas::default();
    let (left, right) = (Tenths::units(LEFT), Tenths::units(LEFT + LONG));
    let bottom = Tenths::units(TOP + HIGH);
    canvas.guide((left, bottom), (right, bottom));
    let (_, at_full) = place(0, &full);
    canvas.guide((left, at_full), (right, at_full));
    canvas.text((left, at_full.minus(Tenths(20))), Anchor::Start, 9, "currentColor", "100%");
    canvas.path(
        &line(expected),
        &[("stroke", "currentColor"), ("stroke-dasharray", "4 3"), ("stroke-opacity", "0.7")],
    );
    let attained = line(&panel.attained);
    canvas.path(&attained, &[("stroke", "#0072b2"), ("stroke-width", "2.5")]);
    if let Some(&last) = attained.last() {
        canvas.dot(last, 4, "#0072b2");
    }
    let label = shortened(&panel.label, LETTERS);
    canvas.text((left, Tenths::units(12)), Anchor::Start, 11, "currentColor", &label);
    canvas.text((Tenths::units(WIDTH - 2), Tenths::units(12)), Anchor::End, 11, "currentColor", &panel.last);
    let below = Tenths::units(HEIGHT - 8);
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        canvas.text((left, below), Anchor::Start, 10, "currentColor", first);
        canvas.text((right, below), Anchor::End, 10, "currentColor", last);
    }
    let told: Vec<String> = months
        .iter()
        .zip(&panel.attained)
        .map(|(month, share)| format!("{month}: {}%", round(&(share * whole(100)), 0)))
        .collect();
    canvas.finish(&panel.label, &told.join("; "), WIDTH, HEIGHT)
}
