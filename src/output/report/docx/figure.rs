//! Charts as pictures, with what their colours mean.

use super::text::{paragraph, run, within_paragraph};
use super::{Document, TEXT_WIDTH};
use crate::output::report::charts::{self, Drawing, colour};
use crate::output::report::content::{Chart, ChartData, Report};
use crate::output::report::markup::{Attribute, Markup};
use crate::output::report::picture;
use crate::output::words::Heading;

/// Units of DrawingML in a twentieth of a point.
const UNITS: usize = 635;

/// Pixels for each unit of a drawing, so that a print is sharp.
const SHARPNESS: u8 = 3;

/// Twentieths of a point that a picture is tall at most: what a page has room for below a caption.
const MOST_HEIGHT: usize = 12_800;

/// Small drawings that stand beside each other.
const BESIDE_EACH_OTHER: usize = 3;

impl Document {
    /// The chart with its title, and whether it could be drawn.
    pub(super) fn figure(&mut self, xml: &mut Markup, report: &Report, chart: &Chart) -> bool {
        let drawings = charts::drawings(chart);
        let pictures: Option<Vec<Vec<u8>>> =
            drawings.iter().map(|drawing| picture::png(drawing, SHARPNESS)).collect();
        let Some(pictures) = pictures else { return false };
        paragraph(xml, "Caption", &chart.title);
        let across = drawings.len().clamp(1, BESIDE_EACH_OTHER);
        let width = TEXT_WIDTH / across - if across > 1 { 60 } else { 0 };
        let both: Vec<(&Drawing, Vec<u8>)> = drawings.iter().zip(pictures).collect();
        for row in both.chunks(across) {
            within_paragraph(xml, "Figure", |xml| {
                row.iter().for_each(|(drawing, png)| self.picture(xml, drawing, png, width));
            });
        }
        key(xml, report, chart);
        true
    }

    fn picture(&mut self, xml: &mut Markup, drawing: &Drawing, png: &[u8], width: usize) {
        self.pictures.push((format!("word/media/image{}.png", self.pictures.len() + 1), png.to_vec()));
        let number = self.pictures.len().to_string();
        let (relation, name) = (format!("picture{number}"), format!("image{number}.png"));
        let share = |units: i64| usize::try_from(units).unwrap_or_default();
        let (across, down) = (share(drawing.width).max(1), share(drawing.height).max(1));
        // One that is taller than a page would lose its end.
        let width = width.min(MOST_HEIGHT * across / down);
        let height = width * down / across;
        let (cx, cy) = ((width * UNITS).to_string(), (height * UNITS).to_string());
        let extent: [Attribute<'_>; 2] = [("cx", &cx), ("cy", &cy)];
        let described: [Attribute<'_>; 4] =
            [("id", &number), ("name", &name), ("title", &drawing.title), ("descr", &drawing.description)];
        xml.within("w:r", &[], |xml| {
            xml.within("w:drawing", &[], |xml| {
                let apart = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
                xml.within("wp:inline", &apart, |xml| {
                    xml.void("wp:extent", &extent);
                    xml.void("wp:docPr", &described);
                    xml.within("a:graphic", &[], |xml| {
                        let kind = "http://schemas.openxmlformats.org/drawingml/2006/picture";
                        xml.within("a:graphicData", &[("uri", kind)], |xml| {
                            xml.within("pic:pic", &[], |xml| {
                                xml.within("pic:nvPicPr", &[], |xml| {
                                    xml.void("pic:cNvPr", &described[..2]);
                                    xml.void("pic:cNvPicPr", &[]);
                                });
                                xml.within("pic:blipFill", &[], |xml| {
                                    xml.void("a:blip", &[("r:embed", &relation)]);
                                    xml.within("a:stretch", &[], |xml| xml.void("a:fillRect", &[]));
                                });
                                xml.within("pic:spPr", &[], |xml| {
                                    xml.within("a:xfrm", &[], |xml| {
                                        xml.void("a:off", &[("x", "0"), ("y", "0")]);
                                        xml.void("a:ext", &extent);
                                    });
                                    xml.within("a:prstGeom", &[("prst", "rect")], |xml| {
                                        xml.void("a:avLst", &[]);
                                    });
                                });
                            });
                        });
                    });
                });
            });
        });
    }
}

/// What colours and lines mean.
fn key(xml: &mut Markup, report: &Report, chart: &Chart) {
    match &chart.data {
        ChartData::Stacked { parts, .. } => within_paragraph(xml, "Key", |xml| {
            for (nth, part) in parts.iter().enumerate() {
                let (fill, _) = colour(nth);
                let apart = if nth + 1 < parts.len() { ";  " } else { "" };
                run(xml, &[("w:color", fill.trim_start_matches('#'))], "■ ");
                // A name of an identifier alone is what stands in the bar.
                run(xml, &[], &format!("{}{apart}", named(&part.short, &part.name)));
            }
        }),
        ChartData::Progress { .. } => within_paragraph(xml, "Key", |xml| {
            run(xml, &[("w:color", "0072B2")], "— ");
            run(xml, &[], &format!("{};  - - ", Heading::ReachedLine.text(report.language)));
            run(xml, &[], Heading::ExpectedLine.text(report.language));
        }),
        // Their lines are named where they end. A picture stays with what follows, which is not to be the
        // next caption.
        ChartData::Ranks { .. } | ChartData::Intervals { .. } => paragraph(xml, "Gap", ""),
    }
}

/// The name, with what stands in the bar before it where the name does not begin so.
fn named(short: &str, name: &str) -> String {
    if name.contains(short) { name.to_owned() } else { format!("{short}: {name}") }
}
