//! A report as a Word document in the form that Decree 30/2020 gives to official papers: it can be
//! completed, signed and stamped.
//!
//! | module | does |
//! |---|---|
//! | `letterhead` | what stands above and below the text, side by side without lines |
//! | `body` | sections and what they hold |
//! | `table` | tables across the page |
//! | `figure` | charts as pictures |
//! | `text` | paragraphs and runs |
//! | `parts` | the other files of the box: styles, settings, page numbers |

mod body;
#[cfg(feature = "pictures")]
mod figure;
mod letterhead;
mod parts;
mod table;
mod text;

use std::io::{self, Write};

use super::content::{Kind, Report};
use super::markup::Markup;
use super::package::{Part, pack};

/// Twentieths of a point, which lengths are counted in, of the text from margin to margin: A4 with 30 mm
/// left and 15 right.
const TEXT_WIDTH: usize = 11906 - 1701 - 851;

/// Writes the report as a document.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let mut document = Document::default();
    let body = document.body(report);
    let mut parts = parts::around(report, document.pictures.len());
    parts.push(("word/document.xml".to_owned(), body.into_bytes()));
    parts.extend(document.pictures);
    pack(&parts, out)
}

/// A document on its way.
#[derive(Default)]
struct Document {
    /// Pictures so far, in the order of their numbers.
    pictures: Vec<Part>,
    /// Marked places so far.
    blanks: usize,
    /// Whether what is written stays on the page of what follows.
    kept: bool,
}

impl Document {
    fn body(&mut self, report: &Report) -> String {
        let mut xml = Markup::default();
        xml.append(parts::DECLARATION);
        xml.within("w:document", parts::NAMESPACES, |xml| {
            xml.within("w:body", &[], |xml| {
                self.letterhead(xml, report);
                let mut foot = report.foot.as_ref();
                let n_main = report.sections.iter().take_while(|section| !section.annex).count();
                for (nth, section) in report.sections.iter().enumerate() {
                    // Nobody signs on a page that says nothing else.
                    self.kept = nth + 1 == n_main && report.foot.is_some();
                    if let Some(foot) = foot.take_if(|_| section.annex) {
                        self.foot(xml, foot, report.language);
                    }
                    self.section(xml, report, section);
                }
                if let Some(foot) = foot {
                    self.foot(xml, foot, report.language);
                }
                parts::page(xml, report.kind == Kind::Slip);
            });
        });
        xml.finish()
    }
}
