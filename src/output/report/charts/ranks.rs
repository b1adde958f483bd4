//! The rank of each subject, month by month.

use super::{Anchor, Canvas, Drawing, LETTERS_OF_A_LABEL, Tenths, colour, shortened};
use crate::exact::whole;
use crate::output::report::content::{Chart, RankLine};

const WIDTH: i64 = 680;
const LEFT: i64 = 28;
const LONG: i64 = 480;
const STEP: i64 = 30;
const TOP: i64 = 20;

/// What tells lines apart that are printed in black.
const DASHES: [&str; 4] = ["none", "7 3", "2 3", "9 3 2 3"];

pub(super) fn draw(chart: &Chart, months: &[String], lines: &[RankLine]) -> Drawing {
    let worst = lines.iter().flat_map(|line| line.ranks.iter().flatten()).max().copied().unwrap_or(1);
    let y =
        |rank: usize| Tenths::units(TOP + STEP * i64::try_from(rank.saturating_sub(1)).unwrap_or_default());
    let steps = whole(months.len().saturating_sub(1));
    let x = |nth: usize| Tenths::units(LEFT).plus(Tenths::share(&whole(nth), &steps, LONG));
    let down = Tenths(45);
    let mut canvas = Canvas::default();
    for rank in 1..=worst {
        canvas.guide((Tenths::units(LEFT), y(rank)), (Tenths::units(LEFT + LONG), y(rank)));
        let at = (Tenths::units(LEFT - 12), y(rank).plus(down));
        canvas.text(at, Anchor::End, 12, "currentColor", &rank.to_string());
    }
    let mut ends: Vec<(usize, Vec<&str>)> = Vec::new();
    for (nth, line) in lines.iter().enumerate() {
        let (stroke, _) = colour(nth);
        let dashes = DASHES[nth / 2 % DASHES.len()];
        // A month without a rank breaks the line.
        let known: Vec<(usize, usize)> =
            line.ranks.iter().enumerate().filter_map(|(month, rank)| Some((month, (*rank)?))).collect();
        for run in known.chunk_by(|left, right| left.0 + 1 == right.0) {
            let points: Vec<_> = run.iter().map(|&(month, rank)| (x(month), y(rank))).collect();
            canvas.path(&points, &[("stroke", stroke), ("stroke-width", "3"), ("stroke-dasharray", dashes)]);
            points.iter().for_each(|&point| canvas.dot(point, 5, stroke));
        }
        if let Some(Some(last)) = line.ranks.last() {
            match ends.iter_mut().find(|(rank, _)| rank == last) {
                Some((_, labels)) => labels.push(&line.label),
                None => ends.push((*last, vec![&line.label])),
            }
        }
    }
    for (rank, labels) in ends {
        let label = shortened(&labels.join(", "), LETTERS_OF_A_LABEL);
        let at = (Tenths::units(LEFT + LONG + 12), y(rank).plus(down));
        canvas.text(at, Anchor::Start, 13, "currentColor", &label);
    }
    let bottom = y(worst).plus(Tenths::units(28));
    let every = months.len().div_ceil(10).max(1);
    for (nth, month) in months.iter().enumerate().filter(|(nth, _)| nth % every == 0) {
        canvas.text((x(nth), bottom), Anchor::Middle, 10, "currentColor", month);
    }
    let height = TOP + STEP * i64::try_from(worst.saturating_sub(1)).unwrap_or_default() + 40;
    canvas.finish(&chart.title, &chart.description, WIDTH, height)
}
