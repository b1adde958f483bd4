//! A bar for each subject, put together from parts.

use super::{Anchor, Canvas, Drawing, LETTERS_OF_A_LABEL, Tenths, colour, shortened};
use crate::exact::Fraction;
use crate::output::report::content::{Bar, Chart, Part};

const WIDTH: i64 = 680;
const BARS_FROM: i64 = 170;
const BARS_LONG: i64 = 440;
const BAR_HIGH: i64 = 20;
const BAR_STEP: i64 = 27;

pub(super) fn draw(chart: &Chart, parts: &[Part], bars: &[Bar], most: &Fraction) -> Drawing {
    let mut canvas = Canvas::default();
    for (nth, bar) in bars.iter().enumerate() {
        let top = Tenths::units(BAR_STEP * i64::try_from(nth).unwrap_or_default() + 4);
        let baseline = top.plus(Tenths(145));
        let label = shortened(&bar.label, LETTERS_OF_A_LABEL);
        canvas.text((Tenths::units(BARS_FROM - 8), baseline), Anchor::End, 13, "currentColor", &label);
        let mut x = Tenths::units(BARS_FROM);
        for (part, (key, value)) in parts.iter().zip(&bar.values).enumerate() {
            let Some(value) = value else { continue };
            let long = Tenths::share(&value.to_fraction(), most, BARS_LONG);
            if long.0 <= 0 {
                continue;
            }
            let (fill, ink) = colour(part);
            // Between two parts a gap shows where one ends, in any colour and in none.
            let gap = Tenths(if long.0 > 20 { 10 } else { 0 });
            canvas.rect(x, top, long.minus(gap), Tenths::units(BAR_HIGH), fill);
            let letters = i64::try_from(key.short.chars().count()).unwrap_or(i64::MAX);
            if long >= Tenths::units(letters.saturating_mul(8).saturating_add(4)) {
                let middle = x.plus(Tenths(long.0 / 2));
                canvas.text((middle, baseline), Anchor::Middle, 11, ink, &key.short);
            }
            x = x.plus(long);
        }
        canvas.text((x.plus(Tenths::units(6)), baseline), Anchor::Start, 13, "currentColor", &bar.total);
    }
    let height = BAR_STEP * i64::try_from(bars.len()).unwrap_or_default() + 6;
    canvas.guide(
        (Tenths::units(BARS_FROM), Tenths::units(0)),
        (Tenths::units(BARS_FROM), Tenths::units(height)),
    );
    canvas.finish(&chart.title, &chart.description, WIDTH, height)
}
