//! Sections and what they hold.

use super::text::{paragraph, run, within_paragraph};
use super::{Document, table};
use crate::output::report::content::{Block, Chart, Kind, Report, Section};
use crate::output::report::markup::Markup;
use crate::output::words::Heading;

impl Document {
    pub(super) fn section(&mut self, xml: &mut Markup, report: &Report, section: &Section) {
        if section.annex {
            paragraph(xml, "Annex", &section.number);
            paragraph(xml, "AnnexTitle", &section.title.to_uppercase());
        } else if !section.title.is_empty() {
            let style = if section.depth == 0 { "Heading1" } else { "Heading2" };
            paragraph(xml, style, &format!("{} {}", section.number, section.title));
        }
        section.blocks.iter().for_each(|block| self.block(xml, report, block));
    }

    fn block(&mut self, xml: &mut Markup, report: &Report, block: &Block) {
        let style = if self.kept { "Kept" } else { "Normal" };
        match block {
            Block::Paragraph(text) => paragraph(xml, style, text),
            Block::List(points) => {
                points.iter().for_each(|point| paragraph(xml, style, &format!("- {point}")));
            }
            Block::Notes(notes) => notes.iter().for_each(|note| paragraph(xml, "Note", note)),
            Block::Table(own) => table::table(xml, own, report.kind == Kind::Slip),
            Block::Chart(chart) => self.chart(xml, report, chart),
            Block::Blank(blank) => {
                let to_fill_in = Heading::ToFillIn.text(report.language);
                self.blank(xml, style, report.language, &format!("[{to_fill_in} {}]", blank.prompt));
            }
        }
    }

    /// The numbers of a chart stand in a table as well: what it shows is said in words where it cannot be
    /// drawn.
    fn chart(&mut self, xml: &mut Markup, report: &Report, chart: &Chart) {
        #[cfg(feature = "pictures")]
        if self.figure(xml, report, chart) {
            return;
        }
        let _ = report;
        within_paragraph(xml, "Note", |xml| {
            run(xml, &[("w:b", "1")], &format!("{}: ", chart.title));
            run(xml, &[], &chart.description);
        });
    }
}
