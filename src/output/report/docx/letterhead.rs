//! What stands above and below the text: two columns without lines.

use super::text::paragraph;
use super::{Document, TEXT_WIDTH};
use crate::campaign::Language;
use crate::output::report::content::{Foot, Kind, Report};
use crate::output::report::markup::Markup;

/// Of the left column above the text; the motto has the rest, so that its first line stays whole.
const ISSUER_WIDTH: usize = 3850;

/// Of the left column below the text.
const RECIPIENTS_WIDTH: usize = 4400;

impl Document {
    /// Issuing body and motto, title, and why the numbers are not final.
    pub(super) fn letterhead(&mut self, xml: &mut Markup, report: &Report) {
        let head = &report.head;
        let is_slip = report.kind == Kind::Slip;
        side_by_side(xml, ISSUER_WIDTH, |xml, left| match left {
            true => {
                if !is_slip {
                    self.blank(xml, "Issuer", report.language, &format!("[{}]", head.superior.prompt));
                }
                ruled(xml, "IssuerBold", &head.issuer, ISSUER_WIDTH, 3);
                if !is_slip {
                    paragraph(xml, "Issuer", &head.number);
                }
            }
            false => {
                let width = TEXT_WIDTH - ISSUER_WIDTH;
                let motto = if is_slip { &[][..] } else { &head.motto[..] };
                if let [state, motto] = motto {
                    paragraph(xml, "State", state);
                    ruled(xml, "Motto", motto, width, 1);
                }
                paragraph(xml, "PlaceAndDate", &head.place_and_date);
            }
        });
        paragraph(xml, "Title", &head.title);
        paragraph(xml, "Subtitle", &head.subtitle);
        paragraph(xml, "Subtitle", &head.campaign);
        ruled(xml, "Days", &head.days, TEXT_WIDTH, 2);
        for reservation in &head.reservations {
            paragraph(xml, "Reservation", reservation);
        }
    }

    /// Who gets it, and where it is signed.
    pub(super) fn foot(&mut self, xml: &mut Markup, foot: &Foot, language: Language) {
        paragraph(xml, "Gap", "");
        side_by_side(xml, RECIPIENTS_WIDTH, |xml, left| match left {
            true => {
                paragraph(xml, "RecipientsTitle", &foot.recipients_title);
                for recipient in &foot.recipients {
                    self.blank(xml, "Recipient", language, &recipient.prompt);
                }
            }
            false => {
                for (nth, line) in foot.signature.iter().enumerate() {
                    // Above the last line is room to sign and to stamp.
                    let is_last = nth + 1 == foot.signature.len();
                    let style = if is_last { "SignatureName" } else { "Signature" };
                    self.blank(xml, style, language, &format!("[{}]", line.prompt));
                }
            }
        });
    }
}

/// Two cells without lines; `inside` fills the left one, then the right one.
fn side_by_side(xml: &mut Markup, left_width: usize, mut inside: impl FnMut(&mut Markup, bool)) {
    let widths = [left_width, TEXT_WIDTH - left_width].map(|width| width.to_string());
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            xml.void("w:tblW", &[("w:w", &TEXT_WIDTH.to_string()), ("w:type", "dxa")]);
            xml.void("w:tblLayout", &[("w:type", "fixed")]);
            xml.within("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    xml.void(side, &[("w:w", "0"), ("w:type", "dxa")]);
                }
            });
        });
        xml.within("w:tblGrid", &[], |xml| {
            widths.iter().for_each(|width| xml.void("w:gridCol", &[("w:w", width)]));
        });
        xml.within("w:tr", &[], |xml| {
            xml.within("w:trPr", &[], |xml| xml.void("w:cantSplit", &[]));
            for (width, left) in widths.iter().zip([true, false]) {
                xml.within("w:tc", &[], |xml| {
                    xml.within("w:tcPr", &[], |xml| {
                        xml.void("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
                    });
                    inside(xml, left);
                    // The last thing in a cell is a paragraph.
                    paragraph(xml, "Gap", "");
                });
            }
        });
    });
    xml.line();
}

/// A centred line with a rule below it that is one `part`th as long as its letters.
fn ruled(xml: &mut Markup, style: &str, text: &str, width: usize, part: usize) {
    paragraph(xml, style, text);
    // Half of 13 points for a letter of middling width.
    let letters = (text.chars().count() * 130).min(width);
    let aside = (width.saturating_sub(letters / part) / 2).to_string();
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| {
            xml.void("w:pStyle", &[("w:val", "Rule")]);
            xml.within("w:pBdr", &[], |xml| {
                let line = [("w:val", "single"), ("w:sz", "6"), ("w:space", "1"), ("w:color", "auto")];
                xml.void("w:top", &line);
            });
            xml.void("w:ind", &[("w:left", &aside), ("w:right", &aside), ("w:firstLine", "0")]);
        });
    });
    xml.line();
}
