//! Tables across the page: their heads are repeated on every page that they reach.

use super::TEXT_WIDTH;
use super::text::{paragraph, run};
use crate::output::report::content::{Cell, Column, ColumnKind, Row, RowKind, Table};
use crate::output::report::markup::Markup;

/// Most columns whose text is not made smaller.
const MOST_WIDE_COLUMNS: usize = 8;

/// Between the text of a cell and its lines, left and right together.
const PADDING: usize = 120;

/// Least and most of a column of texts, in letters of its widest cell.
const TEXT_LETTERS: (usize, usize) = (10, 42);

/// Most rows that are not parted by the end of a page.
const MOST_ROWS_TOGETHER: usize = 12;

/// Writes a table, in small letters where it has many columns or has to be `tight`.
pub(super) fn table(xml: &mut Markup, table: &Table, tight: bool) {
    paragraph(xml, "Caption", &table.caption);
    let small = tight || table.columns.len() > MOST_WIDE_COLUMNS;
    let style = if small { "SmallCell" } else { "Cell" };
    let widths = widths(table, if small { 10 } else { 11 });
    let widths: Vec<String> = widths.iter().map(usize::to_string).collect();
    xml.within("w:tbl", &[], |xml| {
        xml.within("w:tblPr", &[], |xml| {
            xml.void("w:tblStyle", &[("w:val", "Figures")]);
            xml.void("w:tblW", &[("w:w", &TEXT_WIDTH.to_string()), ("w:type", "dxa")]);
            xml.void("w:jc", &[("w:val", "center")]);
            xml.void("w:tblLayout", &[("w:type", "fixed")]);
            xml.void("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1"), ("w:noVBand", "1")]);
            xml.void("w:tblCaption", &[("w:val", &table.caption)]);
        });
        xml.within("w:tblGrid", &[], |xml| {
            widths.iter().for_each(|width| xml.void("w:gridCol", &[("w:w", width)]));
        });
        xml.line();
        head(xml, &table.columns, &widths, style);
        let together = table.rows.len() <= MOST_ROWS_TOGETHER;
        for (nth, row) in table.rows.iter().enumerate() {
            let kept = together && nth + 1 < table.rows.len();
            line(xml, row, &table.columns, &widths, Look { style, kept });
        }
    });
    // Two tables with nothing between them would become one.
    paragraph(xml, "Gap", "");
}

/// How the paragraphs of a row look, and whether the row stays on the page of the next one.
#[derive(Clone, Copy)]
struct Look {
    style: &'static str,
    kept: bool,
}

fn head(xml: &mut Markup, columns: &[Column], widths: &[String], style: &'static str) {
    xml.within("w:tr", &[], |xml| {
        xml.within("w:trPr", &[], |xml| {
            xml.void("w:cantSplit", &[]);
            xml.void("w:tblHeader", &[]);
        });
        for (column, width) in columns.iter().zip(widths) {
            cell(xml, width, true, |xml| {
                aligned(xml, Look { style, kept: true }, "center", 0, |xml| {
                    run(xml, &[("w:b", "1")], &column.title)
                });
            });
        }
    });
    xml.line();
}

fn line(xml: &mut Markup, row: &Row, columns: &[Column], widths: &[String], look: Look) {
    let bold: &[(&str, &str)] = match row.kind {
        RowKind::Plain => &[],
        RowKind::Parent | RowKind::Sum => &[("w:b", "1")],
    };
    xml.within("w:tr", &[], |xml| {
        xml.within("w:trPr", &[], |xml| xml.void("w:cantSplit", &[]));
        for ((own, column), width) in row.cells.iter().zip(columns).zip(widths) {
            let side = match column.kind {
                ColumnKind::Number => "right",
                ColumnKind::Day => "center",
                ColumnKind::Word | ColumnKind::Text => "left",
            };
            let indent = match own {
                Cell::Text { indent, .. } => usize::from(*indent) * 160,
                _ => 0,
            };
            cell(xml, width, row.kind == RowKind::Sum, |xml| {
                aligned(xml, look, side, indent, |xml| run(xml, bold, &own.shown()));
            });
        }
    });
    xml.line();
}

fn cell(xml: &mut Markup, width: &str, shaded: bool, inside: impl FnOnce(&mut Markup)) {
    xml.within("w:tc", &[], |xml| {
        xml.within("w:tcPr", &[], |xml| {
            xml.void("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
            if shaded {
                xml.void("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "EDEDED")]);
            }
            xml.void("w:vAlign", &[("w:val", "center")]);
        });
        inside(xml);
    });
}

fn aligned(xml: &mut Markup, look: Look, side: &str, indent: usize, inside: impl FnOnce(&mut Markup)) {
    xml.within("w:p", &[], |xml| {
        xml.within("w:pPr", &[], |xml| {
            xml.void("w:pStyle", &[("w:val", look.style)]);
            if look.kept {
                xml.void("w:keepNext", &[]);
            }
            if indent > 0 {
                xml.void("w:ind", &[("w:left", &indent.to_string())]);
            }
            xml.void("w:jc", &[("w:val", side)]);
        });
        inside(xml);
    });
}

/// How wide columns are in letters of so many points: numbers and words get what they need, texts share
/// what is left.
fn widths(table: &Table, points: usize) -> Vec<usize> {
    let letters = |text: &str| text.chars().map(width_of).sum::<usize>() * points / 10;
    let longest_word = |text: &str| text.split(' ').map(letters).max().unwrap_or_default();
    let cells = |nth: usize| table.rows.iter().filter_map(move |row| row.cells.get(nth));
    let needs: Vec<(usize, usize)> = (0..)
        .zip(&table.columns)
        .map(|(nth, column)| {
            let shown = cells(nth).map(Cell::shown);
            // Capital letters and bold ones are wider.
            let title = longest_word(&column.title) * 6 / 5;
            let (least, wished) = match column.kind {
                ColumnKind::Text => {
                    let (least, most) = TEXT_LETTERS;
                    let widest = shown.map(|text| letters(&text)).max().unwrap_or_default();
                    (least * 10 * points, widest.min(most * 10 * points))
                }
                ColumnKind::Word | ColumnKind::Number | ColumnKind::Day => {
                    let widest = shown.map(|text| letters(&text) * 21 / 20).max().unwrap_or_default();
                    (widest, widest)
                }
            };
            let least = least.max(title);
            (least + PADDING, wished.max(least) + PADDING)
        })
        .collect();
    fitted(&needs)
}

/// Widths between what is least and what is wished that add up to the width of the text.
fn fitted(needs: &[(usize, usize)]) -> Vec<usize> {
    let least: usize = needs.iter().map(|(least, _)| least).sum();
    let wished: usize = needs.iter().map(|(_, wished)| wished).sum();
    let mut widths: Vec<usize> = if least >= TEXT_WIDTH {
        needs.iter().map(|(own, _)| own * TEXT_WIDTH / least).collect()
    } else if wished > TEXT_WIDTH {
        let (room, asked) = (TEXT_WIDTH - least, wished - least);
        needs.iter().map(|(least, wished)| least + (wished - least) * room / asked).collect()
    } else {
        needs.iter().map(|(_, own)| own * TEXT_WIDTH / wished.max(1)).collect()
    };
    let given: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += TEXT_WIDTH.saturating_sub(given);
    }
    widths
}

/// Of a letter of Times at 10 points, about, in twentieths of a point.
fn width_of(letter: char) -> usize {
    match letter {
        'i' | 'j' | 'l' | 't' | 'f' | 'I' | '.' | ',' | ':' | ';' | ' ' | '\'' | '(' | ')' | '-' | '/' => 62,
        'm' | 'w' | 'W' | 'M' => 165,
        '%' => 170,
        letter if letter.is_uppercase() => 145,
        '\u{300}'..='\u{36f}' => 0,
        _ => 102,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width_of_the_text() {
        for needs in [
            vec![(500, 900), (600, 700)],
            vec![(900, 900); 20],
            vec![(500, 9000), (600, 7000), (400, 400)],
            vec![(300, 300)],
        ] {
            assert_eq!(fitted(&needs).iter().sum::<usize>(), TEXT_WIDTH, "{needs:?}");
        }
    }

    #[test]
    fn texts_give_way_before_numbers() {
        let widths = fitted(&[(2000, 9000), (700, 700), (700, 700)]);
        assert!(widths[1] >= 700 && widths[0] < 9000 && widths[0] > 7000, "{widths:?}");
    }
}
