//! Charts as SVG of our own: readable in black and white, by who does not see colours, and by who does
//! not see at all.
//!
//! Places are counted in tenths of a unit, so that the same data give the same bytes everywhere.

mod intervals;
mod progress;
mod ranks;
mod stacked;

use num_traits::{ToPrimitive, Zero};

use super::content::{Chart, ChartData};
use super::markup::{Attribute, Markup};
use crate::exact::{Fraction, ratio, whole};
use crate::output::plain::plain;
use crate::output::view::Named;

/// A drawing that can stand alone.
#[derive(Clone, Debug)]
pub struct Drawing {
    /// What it is of, within its chart.
    pub title: String,
    /// What is to be seen in it.
    pub description: String,
    /// In units, which are pixels on a screen.
    pub width: i64,
    /// In units.
    pub height: i64,
    /// Elements of SVG without the root.
    elements: String,
}

/// Colours that people who see some colours differently still tell apart (Okabe and Ito), each with
/// what is read on it.
const COLOURS: [(&str, &str); 8] = [
    ("#0072b2", "#ffffff"),
    ("#e69f00", "#000000"),
    ("#56b4e9", "#000000"),
    ("#009e73", "#000000"),
    ("#cc79a7", "#000000"),
    ("#f0e442", "#000000"),
    ("#d55e00", "#000000"),
    ("#999999", "#000000"),
];

/// Letters before a bar or behind a line.
pub(super) const LETTERS_OF_A_LABEL: usize = 24;

/// Colour of a part, and of what is read on it.
pub(super) fn colour(part: usize) -> (&'static str, &'static str) {
    COLOURS[part % COLOURS.len()]
}

/// The drawings that show a chart: one, or small ones that stand beside each other as there is room.
pub fn drawings(chart: &Chart) -> Vec<Drawing> {
    match &chart.data {
        ChartData::Stacked { parts, bars, most } => vec![stacked::draw(chart, parts, bars, most)],
        ChartData::Progress { months, expected, panels } => {
            panels.iter().map(|panel| progress::draw(panel, months, expected)).collect()
        }
        ChartData::Ranks { months, lines } => vec![ranks::draw(chart, months, lines)],
        ChartData::Intervals { intervals } => vec![intervals::draw(chart, intervals)],
    }
}

impl Drawing {
    /// A picture of its own: black on white, with the fonts named.
    pub fn standalone(&self, font: &str) -> String {
        let (width, height) = (self.width.to_string(), self.height.to_string());
        let view_box = format!("0 0 {width} {height}");
        let mut svg = Markup::default();
        let root: [Attribute<'_>; 6] = [
            ("xmlns", "http://www.w3.org/2000/svg"),
            ("width", &width),
            ("height", &height),
            ("viewBox", &view_box),
            ("color", "#000000"),
            ("font-family", font),
        ];
        svg.within("svg", &root, |svg| {
            svg.void("rect", &[("width", &width), ("height", &height), ("fill", "#ffffff")]);
            svg.append(&self.elements);
        });
        svg.finish()
    }

    /// Inside a page, with its title and description for who does not see it. `id` is unique in the page.
    pub(super) fn inline(&self, page: &mut Markup, id: &str) {
        let view_box = format!("0 0 {} {}", self.width, self.height);
        let (title, description) = (format!("{id}-title"), format!("{id}-description"));
        let labelled_by = format!("{title} {description}");
        let root: [Attribute<'_>; 5] = [
            ("viewBox", &view_box),
            ("width", &self.width.to_string()),
            ("height", &self.height.to_string()),
            ("role", "img"),
            ("aria-labelledby", &labelled_by),
        ];
        page.within("svg", &root, |svg| {
            svg.element("title", &[("id", &title)], &self.title);
            svg.element("desc", &[("id", &description)], &self.description);
            svg.append(&self.elements);
        });
    }
}

/// A place or length in tenths of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tenths(i64);

impl Tenths {
    pub(super) fn units(units: i64) -> Self {
        Self(units * 10)
    }

    /// The part `value / most` of so many units.
    pub(super) fn share(value: &Fraction, most: &Fraction, units: i64) -> Self {
        if most.is_zero() {
            return Self(0);
        }
        let tenths = (value / most * whole(units * 10) + ratio(1, 2)).floor();
        Self(tenths.to_i64().unwrap_or_default())
    }

    fn plus(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }

    fn minus(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }

    fn text(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let size = self.0.abs();
        if size % 10 == 0 {
            format!("{sign}{}", size / 10)
        } else {
            format!("{sign}{}.{}", size / 10, size % 10)
        }
    }
}

/// Where a text begins from its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Elements on their way to a drawing.
#[derive(Default)]
pub(super) struct Canvas {
    markup: Markup,
}

impl Canvas {
    pub(super) fn rect(&mut self, x: Tenths, y: Tenths, width: Tenths, height: Tenths, fill: &str) {
        self.markup.void(
            "rect",
            &[
                ("x", &x.text()),
                ("y", &y.text()),
                ("width", &width.text()),
                ("height", &height.text()),
                ("fill", fill),
            ],
        );
    }

    fn line(&mut self, from: (Tenths, Tenths), to: (Tenths, Tenths), style: &[Attribute<'_>]) {
        let (x1, y1, x2, y2) = (from.0.text(), from.1.text(), to.0.text(), to.1.text());
        let mut attributes = vec![("x1", x1.as_str()), ("y1", &y1), ("x2", &x2), ("y2", &y2)];
        attributes.extend_from_slice(style);
        self.markup.void("line", &attributes);
    }

    /// A thin line that helps the eye.
    fn guide(&mut self, from: (Tenths, Tenths), to: (Tenths, Tenths)) {
        self.line(from, to, &[("stroke", "currentColor"), ("stroke-opacity", "0.25")]);
    }

    fn path(&mut self, points: &[(Tenths, Tenths)], style: &[Attribute<'_>]) {
        let points: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", x.text(), y.text())).collect();
        let points = points.join(" ");
        let mut attributes = vec![("points", points.as_str()), ("fill", "none")];
        attributes.extend_from_slice(style);
        self.markup.void("polyline", &attributes);
    }

    fn dot(&mut self, at: (Tenths, Tenths), radius: i64, fill: &str) {
        let (x, y) = (at.0.text(), at.1.text());
        self.markup.void("circle", &[("cx", &x), ("cy", &y), ("r", &radius.to_string()), ("fill", fill)]);
    }

    pub(super) fn text(&mut self, at: (Tenths, Tenths), anchor: Anchor, size: i64, fill: &str, text: &str) {
        self.letters(at, anchor, size, fill, &[], text);
    }

    /// A text that stands out.
    #[cfg(feature = "pictures")]
    pub(super) fn bold_text(
        &mut self,
        at: (Tenths, Tenths),
        anchor: Anchor,
        size: i64,
        fill: &str,
        text: &str,
    ) {
        self.letters(at, anchor, size, fill, &[("font-weight", "bold")], text);
    }

    fn letters(
        &mut self,
        at: (Tenths, Tenths),
        anchor: Anchor,
        size: i64,
        fill: &str,
        style: &[Attribute<'_>],
        text: &str,
    ) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let (x, y, size) = (at.0.text(), at.1.text(), size.to_string());
        let mut attributes =
            vec![("x", x.as_str()), ("y", &y), ("text-anchor", anchor), ("font-size", &size), ("fill", fill)];
        attributes.extend_from_slice(style);
        self.markup.element("text", &attributes, text);
    }

    pub(super) fn finish(self, title: &str, description: &str, width: i64, height: i64) -> Drawing {
        Drawing {
            title: title.to_owned(),
            description: description.to_owned(),
            width,
            height,
            elements: self.markup.finish(),
        }
    }
}

/// What a subject is called in at most `most` letters: its title, and where that does not fit its identifier
/// with as much of the title as does. Long titles may differ only in the middle.
pub(super) fn called(named: Named<'_>, most: usize) -> String {
    match named.title.map(plain) {
        Some(title) if title.chars().count() <= most => title.into_owned(),
        Some(_) => shortened(&plain(&named.to_string()), most),
        None => named.id.to_owned(),
    }
}

/// A text of at most `most` letters. Of a longer one the middle is left out: names that are alike differ
/// at their ends.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let letters: Vec<char> = text.trim().chars().collect();
    if letters.len() <= most {
        return letters.into_iter().collect();
    }
    let kept = most.saturating_sub(1);
    let (head, tail) = (kept - kept / 2, kept / 2);
    let head: String = letters.iter().take(head).collect();
    let tail: String = letters.iter().skip(letters.len() - tail).collect();
    format!("{}…{}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_does_not_fit_leaves_room_for_what_tells_it_apart() {
        let named = Named { id: "to-3", title: Some("Tổ bảo vệ an ninh, trật tự khu phố (cũ)") };
        assert_eq!(called(named, 60), "Tổ bảo vệ an ninh, trật tự khu phố (cũ)");
        assert_eq!(called(named, 20), "to-3 Tổ bả…phố (cũ)");
        assert_eq!(called(Named { title: None, ..named }, 2), "to-3");
    }

    #[test]
    fn places_are_rounded_to_a_tenth() {
        assert_eq!(Tenths::share(&ratio(1, 3), &whole(1), 100).text(), "33.3");
        assert_eq!(Tenths::share(&ratio(1, 2), &whole(1), 100).text(), "50");
        assert_eq!(Tenths(-5).text(), "-0.5");
        assert_eq!(shortened("Tổ bảo vệ an ninh số 12", 12), "Tổ bảo…số 12");
        assert_eq!(shortened("Tổ 12", 5), "Tổ 12");
    }
}
