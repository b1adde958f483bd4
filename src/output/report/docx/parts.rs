//! The other files of the box: styles, settings, page numbers, and what belongs to what.

use crate::campaign::Language;
use crate::output::report::content::{Kind, Report};
use crate::output::report::markup::{Attribute, Markup};
use crate::output::report::package::Part;

pub(super) const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What the names of elements belong to.
pub(super) const NAMESPACES: &[Attribute<'_>] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
];

const STYLES: &str = include_str!("styles.xml");
const SETTINGS: &str = include_str!("settings.xml");
const CONTENT_TYPES: &str = include_str!("content-types.xml");
const PAGE_NUMBER: &str = include_str!("page-number.xml");
const NO_PAGE_NUMBER: &str = include_str!("no-page-number.xml");

/// Every part but the document itself and its pictures.
pub(super) fn around(report: &Report, n_pictures: usize) -> Vec<Part> {
    let language = match report.language {
        Language::Vi => "vi-VN",
        Language::En => "en-GB",
    };
    let fixed = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
    vec![
        fixed("[Content_Types].xml", CONTENT_TYPES),
        ("_rels/.rels".to_owned(), relations(&[("office", "officeDocument", "word/document.xml")], true)),
        ("docProps/core.xml".to_owned(), properties(report, language)),
        ("word/_rels/document.xml.rels".to_owned(), relations_of_document(n_pictures)),
        fixed("word/styles.xml", &styles(report, language)),
        fixed("word/settings.xml", SETTINGS),
        fixed("word/header1.xml", PAGE_NUMBER),
        fixed("word/header2.xml", NO_PAGE_NUMBER),
    ]
}

/// How far things are apart, in twentieths of a point; sizes of letters in halves of a point.
const SPACIOUS: [(&str, &str); 7] = [
    ("TEXT_SIZE", "26"),
    ("AFTER_TEXT", "120"),
    ("AFTER_HEADING", "80"),
    ("LINE_HEIGHT", "264"),
    ("FIRST_LINE", "720"),
    ("ABOVE_TITLE", "280"),
    ("IN_CELLS", "20"),
];

/// The same where all has to fit on one page.
const TIGHT: [(&str, &str); 7] = [
    ("TEXT_SIZE", "22"),
    ("AFTER_TEXT", "40"),
    ("AFTER_HEADING", "40"),
    ("LINE_HEIGHT", "240"),
    ("FIRST_LINE", "0"),
    ("ABOVE_TITLE", "0"),
    ("IN_CELLS", "0"),
];

fn styles(report: &Report, language: &str) -> String {
    let lengths = if report.kind == Kind::Slip { TIGHT } else { SPACIOUS };
    let styles = STYLES.replace("LANGUAGE", language);
    lengths.into_iter().fold(styles, |styles, (name, length)| styles.replace(name, length))
}

/// A4 by Decree 30/2020: 20 mm above and below, 30 left, 15 right; page numbers on all pages but the first.
pub(super) fn page(xml: &mut Markup, is_slip: bool) {
    let above = if is_slip { "567" } else { "1134" };
    xml.within("w:sectPr", &[], |xml| {
        xml.void("w:headerReference", &[("w:type", "default"), ("r:id", "numbered")]);
        xml.void("w:headerReference", &[("w:type", "first"), ("r:id", "unnumbered")]);
        xml.void("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let margins = [
            ("w:top", above),
            ("w:right", "851"),
            ("w:bottom", above),
            ("w:left", "1701"),
            ("w:header", if is_slip { "284" } else { "567" }),
            ("w:footer", "284"),
            ("w:gutter", "0"),
        ];
        xml.void("w:pgMar", &margins);
        xml.void("w:titlePg", &[]);
    });
}

fn relations_of_document(n_pictures: usize) -> Vec<u8> {
    let mut all = vec![
        ("styles".to_owned(), "styles", "styles.xml".to_owned()),
        ("settings".to_owned(), "settings", "settings.xml".to_owned()),
        ("numbered".to_owned(), "header", "header1.xml".to_owned()),
        ("unnumbered".to_owned(), "header", "header2.xml".to_owned()),
    ];
    all.extend((1..=n_pictures).map(|n| (format!("picture{n}"), "image", format!("media/image{n}.png"))));
    let all: Vec<(&str, &str, &str)> =
        all.iter().map(|(id, kind, target)| (id.as_str(), *kind, target.as_str())).collect();
    relations(&all, false)
}

fn relations(all: &[(&str, &str, &str)], of_package: bool) -> Vec<u8> {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    let mut xml = Markup::default();
    xml.append(DECLARATION);
    let namespace = [("xmlns", "http://schemas.openxmlformats.org/package/2006/relationships")];
    xml.within("Relationships", &namespace, |xml| {
        for (id, kind, target) in all {
            let kind = format!("{KIND}{kind}");
            xml.void("Relationship", &[("Id", id), ("Type", &kind), ("Target", target)]);
        }
        if of_package {
            let kind =
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
            xml.void("Relationship", &[("Id", "core"), ("Type", kind), ("Target", "docProps/core.xml")]);
        }
    });
    xml.finish().into_bytes()
}

fn properties(report: &Report, language: &str) -> Vec<u8> {
    let mut xml = Markup::default();
    xml.append(DECLARATION);
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    xml.within("cp:coreProperties", &namespaces, |xml| {
        let title = format!("{} – {}", report.head.subtitle, report.head.campaign);
        xml.element("dc:title", &[], &title);
        xml.element("dc:creator", &[], "thidua");
        xml.element("dc:language", &[], language);
    });
    xml.finish().into_bytes()
}
