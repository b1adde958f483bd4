//! Drawings as PNG, with letters of our own font and of no other: the same on every machine.

use std::sync::{Arc, LazyLock};

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};
use skrifa::{FontRef, MetadataProvider};

use super::charts::Drawing;

/// The family that the fonts say they are of; both of them are condensed.
const FAMILY: &str = "DejaVu Sans";

const REGULAR: &[u8] = include_bytes!("fonts/DejaVuSansCondensed-subset.ttf");
const BOLD: &[u8] = include_bytes!("fonts/DejaVuSansCondensed-Bold-subset.ttf");

/// Stands for a letter that the font does not have. A reader is told of it.
pub(super) const NOT_SHOWN: char = '□';

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    Arc::new(fonts)
});

/// The drawing, so many times as large; none where it is too large to be drawn.
pub fn png(drawing: &Drawing, times: u8) -> Option<Vec<u8>> {
    let options =
        Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(&covered(&drawing.standalone(FAMILY)), &options).ok()?;
    let times = u16::from(times.max(1));
    let size = |units: i64| u32::try_from(units).ok()?.checked_mul(times.into());
    let mut picture = Pixmap::new(size(drawing.width)?, size(drawing.height)?)?;
    resvg::render(&tree, Transform::from_scale(times.into(), times.into()), &mut picture.as_mut());
    picture.encode_png().ok()
}

/// The text in letters that the font has: else their base letters, else [`NOT_SHOWN`].
pub(super) fn covered(text: &str) -> String {
    let Ok(font) = FontRef::new(REGULAR) else { return text.to_owned() };
    let letters = font.charmap();
    let has = |c: char| c.is_ascii_control() || letters.map(c).is_some();
    let text = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if has(c) {
            shown.push(c);
        } else if !is_invisible(c) {
            let mut alone = [0; 4];
            let parts = DecomposingNormalizerBorrowed::new_nfkd().normalize(c.encode_utf8(&mut alone));
            let base = parts.chars().next().filter(|&base| has(base));
            shown.push(base.unwrap_or(NOT_SHOWN));
        }
    }
    shown
}

/// What joins letters, or chooses a form of them, is nothing by itself.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::super::charts::{Anchor, Canvas, Tenths};
    use super::*;
    use crate::campaign::Language;
    use crate::output::words::Mark;

    #[test]
    fn the_font_has_every_letter_of_vietnamese_and_every_sign() {
        let vowels = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY";
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let letters: String = vowels.chars().flat_map(|v| tones.map(|tone| format!("{v}{tone}"))).collect();
        let signs = [
            Mark::NearTie,
            Mark::Disqualified,
            Mark::DisqualifiedOnce,
            Mark::Incomplete,
            Mark::ShortTenure,
            Mark::Absent,
            Mark::NotAssigned,
            Mark::NoRows,
            Mark::Ceiling,
            Mark::PhaseShare,
        ];
        let signs: String = signs
            .iter()
            .map(|mark| mark.text(Language::Vi).to_owned() + &mark.symbol().to_string())
            .collect();
        for text in [letters.as_str(), "đĐ 0123456789 “…” – − ≈ □", &signs] {
            let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned();
            assert_eq!(covered(text), composed);
        }
    }

    #[test]
    fn letters_are_drawn_and_drawn_alike() {
        let drawn = |text: &str| {
            let mut canvas = Canvas::default();
            let at = (Tenths::units(5), Tenths::units(30));
            canvas.text(at, Anchor::Start, 24, "#000000", text);
            png(&canvas.finish("", "", 100, 40), 1).unwrap()
        };
        assert_ne!(drawn("Tổ"), drawn(""));
        assert_ne!(drawn("Tổ"), drawn("To"));
        assert_eq!(drawn("Tổ"), drawn("To\u{302}\u{309}"));
    }

    #[test]
    fn other_letters_become_base_letters_or_say_that_they_are_missing() {
        assert_eq!(covered("ǎ ﬁ 日本 👍\u{fe0f}"), "a f □□ □");
        // Both weights have the same letters.
        let (regular, bold) = (FontRef::new(REGULAR).unwrap(), FontRef::new(BOLD).unwrap());
        let letters = |font: &FontRef<'_>| font.charmap().mappings().map(|(c, _)| c).collect::<Vec<_>>();
        assert_eq!(letters(&regular), letters(&bold));
    }
}
