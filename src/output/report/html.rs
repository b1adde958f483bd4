//! A report as one HTML file that needs nothing else: it reads without a script, on a phone and on paper.

use std::io::{self, Write};

use super::charts::{self, colour};
use super::content::{
    Block, Cell, Chart, ChartData, Column, ColumnKind, Foot, Head, Kind, Report, Row, RowKind, Section,
    Table, TableRole,
};
use super::markup::{Attribute, Markup};
use crate::campaign::Language;
use crate::output::words::Heading;

/// How it looks on a screen, light or dark, and on paper.
const STYLE: &str = include_str!("page/style.css");

/// Sorts and filters tables where scripts run. Nothing is missing where they do not.
const SCRIPT: &str = include_str!("page/script.js");

/// Nothing is fetched from anywhere, whatever the records say.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// Writes the report as HTML.
pub fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let lang = match report.language {
        Language::Vi => "vi",
        Language::En => "en",
    };
    let title = format!("{} – {}", report.head.subtitle, report.head.campaign);
    let mut page = Markup::default();
    page.append("<!DOCTYPE html>\n");
    page.within("html", &[("lang", lang)], |html| {
        html.within("head", &[], |head| {
            head.void("meta", &[("charset", "utf-8")]);
            let viewport = [("name", "viewport"), ("content", "width=device-width, initial-scale=1")];
            head.void("meta", &viewport);
            head.void("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
            head.void("meta", &[("name", "generator"), ("content", "thidua")]);
            head.element("title", &[], &title);
            head.raw("style", STYLE);
        });
        html.line();
        let class = if report.kind == Kind::Slip { "slip" } else { "report" };
        let filter = Heading::Filter.text(report.language);
        html.within("body", &[("class", class), ("data-filter", filter)], |body| {
            Page { report, charts: 0 }.write(body);
            body.raw("script", SCRIPT);
        });
    });
    page.line();
    out.write_all(page.finish().as_bytes())
}

/// A page on its way.
struct Page<'a> {
    report: &'a Report,
    /// Charts so far, for identifiers that are unique in the page.
    charts: usize,
}

impl Page<'_> {
    fn text(&self, heading: Heading) -> &'static str {
        heading.text(self.report.language)
    }

    fn write(&mut self, body: &mut Markup) {
        let report = self.report;
        body.line();
        self.head(body, &report.head);
        if report.kind != Kind::Slip {
            self.contents(body);
        }
        let mut foot = report.foot.as_ref();
        body.within("main", &[], |main| {
            for section in &report.sections {
                if let Some(foot) = foot.take_if(|_| section.annex) {
                    self.foot(main, foot);
                }
                self.section(main, section);
            }
            if let Some(foot) = foot {
                self.foot(main, foot);
            }
        });
        body.line();
    }

    fn head(&self, body: &mut Markup, head: &Head) {
        body.within("header", &[], |header| {
            header.within("div", &[("class", "letterhead")], |letterhead| {
                letterhead.within("div", &[], |left| {
                    if self.report.kind != Kind::Slip {
                        left.element("p", &[("class", "blank")], &head.superior.prompt);
                    }
                    left.element("p", &[("class", "name")], &head.issuer);
                    if self.report.kind != Kind::Slip {
                        left.element("p", &[], &head.number);
                    }
                });
                letterhead.within("div", &[("class", "wide")], |right| {
                    let motto = head.motto.iter().filter(|_| self.report.kind != Kind::Slip);
                    for (nth, line) in motto.enumerate() {
                        right.within("p", &[("class", "motto")], |p| match nth {
                            0 => p.text(line),
                            _ => p.element("span", &[], line),
                        });
                    }
                    right.element("p", &[("class", "dated")], &head.place_and_date);
                });
            });
            header.element("h1", &[], &head.title);
            header.element("p", &[("class", "subtitle")], &head.subtitle);
            header.element("p", &[("class", "campaign")], &head.campaign);
            header.element("p", &[("class", "days")], &head.days);
            if !head.reservations.is_empty() {
                list(header, "reservations", &head.reservations);
            }
        });
        body.line();
    }

    /// Links to the sections, for a screen.
    fn contents(&self, body: &mut Markup) {
        let titled =
            self.report.sections.iter().filter(|section| section.depth == 0 && !section.title.is_empty());
        body.within("nav", &[], |nav| {
            nav.within("details", &[], |details| {
                details.element("summary", &[], self.text(Heading::Contents));
                details.within("ol", &[], |ol| {
                    for section in titled {
                        let (target, text) = (format!("#{}", section.anchor), heading_of(section));
                        ol.within("li", &[], |li| li.element("a", &[("href", &target)], &text));
                    }
                });
            });
        });
        body.line();
    }

    fn section(&mut self, main: &mut Markup, section: &Section) {
        let mut attributes: Vec<Attribute<'_>> = vec![("id", &section.anchor)];
        if section.annex {
            attributes.push(("class", "annex"));
        }
        main.within("section", &attributes, |markup| {
            if !section.title.is_empty() {
                let level = if section.depth == 0 { "h2" } else { "h3" };
                markup.element(level, &[], &heading_of(section));
            }
            markup.line();
            section.blocks.iter().for_each(|block| self.block(markup, block));
        });
        main.line();
    }

    fn block(&mut self, markup: &mut Markup, block: &Block) {
        match block {
            Block::Paragraph(text) => markup.element("p", &[("class", "paragraph")], text),
            Block::List(points) => list(markup, "points", points),
            Block::Notes(notes) => list(markup, "notes", notes),
            Block::Table(table) => self.table(markup, table),
            Block::Chart(chart) => self.chart(markup, chart),
            Block::Blank(blank) => markup.within("p", &[("class", "blank")], |p| {
                p.element("b", &[], self.text(Heading::ToFillIn));
                p.text(" ");
                p.text(&blank.prompt);
            }),
        }
        markup.line();
    }

    fn table(&self, markup: &mut Markup, table: &Table) {
        let box_of_its_own: [Attribute<'_>; 4] =
            [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", &table.caption)];
        let sortable = table.role != TableRole::CriteriaBySubject
            && table.rows.iter().all(|row| row.kind == RowKind::Plain);
        let mut class = if sortable { "sortable" } else { "fixed" }.to_owned();
        if table.columns.iter().filter(|column| column.kind == ColumnKind::Text).count() == 1 {
            class.push_str(" named");
        }
        // The column that stays in sight while the others are scrolled.
        let names = table.columns.iter().position(|column| column.kind == ColumnKind::Text);
        markup.within("div", &box_of_its_own, |scroll| {
            scroll.within("table", &[("class", &class)], |markup| {
                markup.element("caption", &[], &table.caption);
                markup.line();
                markup.within("thead", &[], |thead| {
                    thead.within("tr", &[], |tr| {
                        table.columns.iter().for_each(|column| head_cell(tr, column))
                    });
                });
                markup.line();
                markup.within("tbody", &[], |tbody| {
                    tbody.line();
                    table.rows.iter().for_each(|row| table_row(tbody, &table.columns, row, names));
                });
            });
        });
    }

    fn chart(&mut self, markup: &mut Markup, chart: &Chart) {
        self.charts += 1;
        let drawings = charts::drawings(chart);
        markup.within("figure", &[], |figure| {
            figure.element("figcaption", &[], &chart.title);
            figure.line();
            let class = if drawings.len() > 1 { "panels" } else { "chart" };
            let attributes: &[Attribute<'_>] = match class {
                "chart" => {
                    &[("class", class), ("tabindex", "0"), ("role", "region"), ("aria-label", &chart.title)]
                }
                _ => &[("class", class)],
            };
            figure.within("div", attributes, |div| {
                for (nth, drawing) in drawings.iter().enumerate() {
                    drawing.inline(div, &format!("chart-{}-{}", self.charts, nth + 1));
                    div.line();
                }
            });
            self.key(figure, chart);
        });
    }

    /// What colours and lines mean.
    fn key(&self, figure: &mut Markup, chart: &Chart) {
        match &chart.data {
            ChartData::Stacked { parts, .. } => figure.within("ul", &[("class", "key")], |ul| {
                for (nth, part) in parts.iter().enumerate() {
                    let (fill, ink) = colour(nth);
                    ul.within("li", &[], |li| {
                        swatch(li, |svg| {
                            svg.void("rect", &[("width", "32"), ("height", "16"), ("fill", fill)]);
                            let at: [Attribute<'_>; 5] = [
                                ("x", "16"),
                                ("y", "12"),
                                ("text-anchor", "middle"),
                                ("font-size", "11"),
                                ("fill", ink),
                            ];
                            svg.element("text", &at, &part.short);
                        });
                        li.text(&part.name);
                    });
                }
            }),
            ChartData::Progress { .. } => figure.within("ul", &[("class", "key")], |ul| {
                let line = |svg: &mut Markup, style: &[Attribute<'_>]| {
                    let mut all: Vec<Attribute<'_>> =
                        vec![("x1", "0"), ("y1", "8"), ("x2", "32"), ("y2", "8")];
                    all.extend_from_slice(style);
                    svg.void("line", &all);
                };
                ul.within("li", &[], |li| {
                    swatch(li, |svg| line(svg, &[("stroke", "#0072b2"), ("stroke-width", "2.5")]));
                    li.text(self.text(Heading::ReachedLine));
                });
                ul.within("li", &[], |li| {
                    swatch(li, |svg| line(svg, &[("stroke", "currentColor"), ("stroke-dasharray", "4 3")]));
                    li.text(self.text(Heading::ExpectedLine));
                });
            }),
            // Their lines are named where they end.
            ChartData::Ranks { .. } | ChartData::Intervals { .. } => {}
        }
    }

    fn foot(&self, markup: &mut Markup, foot: &Foot) {
        markup.within("footer", &[("class", "foot")], |footer| {
            footer.within("div", &[("class", "recipients")], |left| {
                left.element("b", &[], &foot.recipients_title);
                foot.recipients.iter().for_each(|blank| left.element("p", &[], &blank.prompt));
            });
            footer.within("div", &[("class", "signature")], |right| {
                foot.signature.iter().for_each(|blank| right.element("p", &[], &blank.prompt));
            });
        });
        markup.line();
    }
}

fn heading_of(section: &Section) -> String {
    let point = if section.annex { "." } else { "" };
    format!("{}{point} {}", section.number, section.title)
}

fn list(markup: &mut Markup, class: &str, points: &[String]) {
    markup.within("ul", &[("class", class)], |ul| {
        ul.line();
        for point in points {
            ul.element("li", &[], point);
            ul.line();
        }
    });
}

fn swatch(li: &mut Markup, inside: impl FnOnce(&mut Markup)) {
    li.within("svg", &[("viewBox", "0 0 32 16"), ("aria-hidden", "true")], inside);
}

fn class_of(kind: ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Word => "word",
        ColumnKind::Text => "text",
        ColumnKind::Number => "number",
        ColumnKind::Day => "day",
    }
}

fn head_cell(tr: &mut Markup, column: &Column) {
    let mut class = class_of(column.kind).to_owned();
    if !column.title.contains(' ') {
        class.push_str(" unbroken");
    }
    let mut attributes: Vec<Attribute<'_>> = vec![("scope", "col"), ("class", &class)];
    match &column.explanation {
        Some(explanation) => {
            attributes.push(("title", explanation));
            tr.element("th", &attributes, &column.title);
        }
        None => tr.element("th", &attributes, &column.title),
    }
}

fn table_row(tbody: &mut Markup, columns: &[Column], row: &Row, names: Option<usize>) {
    let class: &[Attribute<'_>] = match row.kind {
        RowKind::Plain => &[],
        RowKind::Parent => &[("class", "parent")],
        RowKind::Sum => &[("class", "sum")],
    };
    tbody.within("tr", class, |tr| {
        for (nth, (cell, column)) in row.cells.iter().zip(columns).enumerate() {
            table_cell(tr, cell, column.kind, names == Some(nth));
        }
    });
    tbody.line();
}

fn table_cell(tr: &mut Markup, cell: &Cell, kind: ColumnKind, is_name: bool) {
    let mut class = class_of(kind).to_owned();
    if let Cell::Text { indent: indent @ 1.., .. } = cell {
        class.push_str(&format!(" in-{}", (*indent).min(4)));
    }
    // What a script sorts by.
    let value = match (cell, kind) {
        (Cell::Number(number), _) => Some(number.machine()),
        (Cell::Day { day, .. }, _) => Some(day.to_string().replace('-', "")),
        (Cell::Empty | Cell::Sign(_), ColumnKind::Number | ColumnKind::Day) => Some(String::new()),
        _ => None,
    };
    let mut attributes: Vec<Attribute<'_>> = vec![("class", &class)];
    if is_name {
        attributes.push(("scope", "row"));
    }
    if let Some(value) = &value {
        attributes.push(("data-value", value));
    }
    tr.element(if is_name { "th" } else { "td" }, &attributes, &cell.shown());
}
