//! Paragraphs and runs.

use super::Document;
use crate::campaign::Language;
use crate::output::report::markup::Markup;
use crate::output::words::Heading;

/// A paragraph of a style with one text in it.
pub(super) fn paragraph(xml: &mut Markup, style: &str, text: &str) {
    within_paragraph(xml, style, |xml| run(xml, &[], text));
}

/// A paragraph of a style with runs in it.
pub(super) fn within_paragraph(xml: &mut Markup, style: &str, inside: impl FnOnce(&mut Markup)) {
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| xml.void("w:pStyle", &[("w:val", style)]));
        inside(xml);
    });
    xml.line();
}

/// A text with properties beside those of its paragraph: elements and their values.
pub(super) fn run(xml: &mut Markup, properties: &[(&str, &str)], text: &str) {
    xml.within("w:r", &[], |xml| {
        if !properties.is_empty() {
            xml.within("w:rPr", &[], |xml| {
                for (name, value) in properties {
                    xml.void(name, &[("w:val", value)]);
                }
            });
        }
        xml.element("w:t", &[("xml:space", "preserve")], text);
    });
}

impl Document {
    /// A marked place for what only people can write: a field that is replaced by what is typed into it.
    /// Printed as it is, it shows.
    pub(super) fn blank(&mut self, xml: &mut Markup, style: &str, language: Language, text: &str) {
        self.blanks += 1;
        let number = self.blanks.to_string();
        // Word takes no longer name than 64 letters: what to write stands in the field itself.
        let name = Heading::ToFillIn.text(language).trim_end_matches(':');
        xml.within("w:sdt", &[], |xml| {
            xml.within("w:sdtPr", &[], |xml| {
                xml.void("w:alias", &[("w:val", name)]);
                xml.void("w:id", &[("w:val", &number)]);
                xml.void("w:showingPlcHdr", &[]);
            });
            xml.within("w:sdtContent", &[], |xml| {
                within_paragraph(xml, style, |xml| {
                    run(xml, &[("w:rStyle", "Blank"), ("w:highlight", "yellow")], text);
                });
            });
        });
        xml.line();
    }
}
