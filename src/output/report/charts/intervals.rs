//! How far the rank of each subject reaches when the weights change.

use super::{Anchor, Canvas, Drawing, LETTERS_OF_A_LABEL, Tenths, shortened};
use crate::exact::whole;
use crate::output::report::content::{Chart, RankInterval};

const WIDTH: i64 = 680;
const LEFT: i64 = 190;
const LONG: i64 = 460;
const STEP: i64 = 26;
const TOP: i64 = 24;

pub(super) fn draw(chart: &Chart, intervals: &[RankInterval]) -> Drawing {
    let worst = intervals.iter().map(|interval| interval.worst.max(interval.rank)).max().unwrap_or(1);
    let steps = whole(worst.saturating_sub(1));
    let x =
        |rank: usize| Tenths::units(LEFT).plus(Tenths::share(&whole(rank.saturating_sub(1)), &steps, LONG));
    let mut canvas = Canvas::default();
    let height = TOP + STEP * i64::try_from(intervals.len()).unwrap_or_default();
    let every = worst.div_ceil(20).max(1);
    for rank in (1..=worst).step_by(every) {
        canvas.guide((x(rank), Tenths::units(TOP - 6)), (x(rank), Tenths::units(height)));
        canvas.text(
            (x(rank), Tenths::units(TOP - 10)),
            Anchor::Middle,
            11,
            "currentColor",
            &rank.to_string(),
        );
    }
    for (nth, interval) in intervals.iter().enumerate() {
        let middle = Tenths::units(TOP + STEP * i64::try_from(nth).unwrap_or_default() + STEP / 2);
        let label = shortened(&interval.label, LETTERS_OF_A_LABEL);
        let at = (Tenths::units(LEFT - 14), middle.plus(Tenths(45)));
        canvas.text(at, Anchor::End, 13, "currentColor", &label);
        canvas.line(
            (x(interval.best), middle),
            (x(interval.worst), middle),
            &[("stroke", "#56b4e9"), ("stroke-width", "9"), ("stroke-linecap", "round")],
        );
        // With a rim, so that it is seen on its bar and beside it, by day and by night.
        canvas.dot((x(interval.rank), middle), 6, "currentColor");
        canvas.dot((x(interval.rank), middle), 4, "#0072b2");
    }
    canvas.finish(&chart.title, &chart.description, WIDTH, height + 4)
}
