//! Ways to write the same log.
//!
//! Shapes are how a table is saved, contents what people and programs write into its cells. Every
//! shape goes with every content.

use crate::encodings::{base_letters_and_tones, nfc, nfd};
use crate::sheet::{Book, Encoding, Sheet};

/// A name, and what is changed.
pub(crate) type Variant = (&'static str, fn(&mut Book));

/// A name, the one warning, and what is changed.
pub(crate) type Warned = (&'static str, &'static str, fn(&mut Book));

/// How a table is saved.
pub(crate) const SHAPES: &[Variant] = &[
    ("UTF-8 with a byte order mark", |book| book.every(|sheet| sheet.encoding = Encoding::Utf8Bom)),
    ("UTF-16LE with a byte order mark", |book| book.every(|sheet| sheet.encoding = Encoding::Utf16Le)),
    ("UTF-16BE with a byte order mark", |book| book.every(|sheet| sheet.encoding = Encoding::Utf16Be)),
    ("“Unicode Text” of Excel", |book| {
        book.every(|sheet| {
            sheet.encoding = Encoding::Utf16Le;
            sheet.delimiter = "\t";
            sheet.line_ends = &["\r\n"];
        });
    }),
    ("“CSV UTF-8” of Excel in Vietnam", |book| {
        book.every(|sheet| {
            sheet.encoding = Encoding::Utf8Bom;
            sheet.delimiter = ";";
            sheet.line_ends = &["\r\n"];
        });
    }),
    ("semicolons", |book| book.every(|sheet| sheet.delimiter = ";")),
    ("tabs", |book| book.every(|sheet| sheet.delimiter = "\t")),
    ("a line `sep=,`", |book| book.every(|sheet| sheet.above = "sep=,\n")),
    ("a line `sep=;`", |book| book.every(|sheet| (sheet.above, sheet.delimiter) = ("sep=;\r\n", ";"))),
    ("a line `sep=` with a tab", |book| {
        book.every(|sheet| (sheet.above, sheet.delimiter) = ("sep=\t\n", "\t"));
    }),
    ("a line `SEP=;`", |book| book.every(|sheet| (sheet.above, sheet.delimiter) = ("SEP=;\r", ";"))),
    ("a line `sep=;` saved again as a cell", |book| {
        book.every(|sheet| sheet.above = "sep=;,,,,,,,,\n");
    }),
    ("a line `\"sep=,\"` in quotes, saved again with semicolons", |book| {
        book.every(|sheet| (sheet.above, sheet.delimiter) = ("\"sep=,\"\n", ";"));
    }),
    ("a byte order mark before `sep=;`", |book| {
        book.every(|sheet| {
            sheet.encoding = Encoding::Utf8Bom;
            (sheet.above, sheet.delimiter) = ("sep=;\r\n", ";");
        });
    }),
    ("CRLF", |book| book.every(|sheet| sheet.line_ends = &["\r\n"])),
    ("CR", |book| book.every(|sheet| sheet.line_ends = &["\r"])),
    ("every kind of line end in turn", |book| {
        book.every(|sheet| sheet.line_ends = &["\r\n", "\n", "\r\r", "\n\r\n"]);
    }),
    ("no line end after the last row", |book| book.every(|sheet| sheet.last_line_end = false)),
    ("blank lines after every row", |book| book.every(|sheet| sheet.line_ends = &["\n\n", "\n\n\n"])),
    ("a blank line above the header", |book| book.every(|sheet| sheet.above = "\n")),
    ("rows of separators above the header", |book| book.every(|sheet| sheet.above = ",,,,\n,,,,\n")),
    ("rows of separators between rows", |book| {
        book.every(|sheet| {
            let n_columns = sheet.header().len();
            sheet.insert_after_every_row(&vec![""; n_columns]);
        });
    }),
    ("rows of blanks between rows", |book| {
        book.every(|sheet| sheet.insert_after_every_row(&[" ", "\u{a0}", "\t", "\u{200b}"]));
    }),
    ("a thousand blank rows at the end", |book| {
        book.every(|sheet| sheet.rows.extend(vec![vec![String::new(); 12]; 1000]));
    }),
    ("empty columns at the end", |book| {
        book.every(|sheet| {
            for row in &mut sheet.rows {
                row.extend([String::new(), String::new(), " ".to_owned()]);
            }
        });
    }),
    ("empty columns at the end of some rows", |book| {
        book.every(|sheet| {
            for row in sheet.rows.iter_mut().skip(2).step_by(2) {
                row.extend([String::new(), String::new()]);
            }
        });
    }),
    ("no empty cells at the end of rows, but for those of `accepted`", |book| {
        book.every(|sheet| {
            let n_needed = if sheet.path == "members.csv" { 2 } else { 7 };
            for row in &mut sheet.rows {
                let n_filled = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
                row.truncate(n_filled.max(n_needed));
            }
        });
    }),
    ("every cell in quotes", |book| book.every(|sheet| sheet.quote_all = true)),
    ("every cell in quotes, with semicolons and CR", |book| {
        book.every(|sheet| {
            sheet.quote_all = true;
            sheet.delimiter = ";";
            sheet.line_ends = &["\r"];
        });
    }),
];

/// What is written into the cells.
pub(crate) const CONTENTS: &[Variant] = &[
    // Dates.
    ("2025-2-4", |book| book.respell_dates(|y, m, d| format!("{y}-{m}-{d}"))),
    ("2025/02/04", |book| book.respell_dates(|y, m, d| format!("{y}/{m:02}/{d:02}"))),
    ("2025/2/4", |book| book.respell_dates(|y, m, d| format!("{y}/{m}/{d}"))),
    ("2025.02.04", |book| book.respell_dates(|y, m, d| format!("{y}.{m:02}.{d:02}"))),
    ("2025-02-04 00:00:00", |book| book.respell_dates(|y, m, d| format!("{y}-{m:02}-{d:02} 00:00:00"))),
    ("2025-02-04T00:00:00", |book| book.respell_dates(|y, m, d| format!("{y}-{m:02}-{d:02}T00:00:00"))),
    ("2025-02-04 0:00", |book| book.respell_dates(|y, m, d| format!("{y}-{m:02}-{d:02} 0:00"))),
    ("04/02/2025", |book| book.respell_dates(|y, m, d| format!("{d:02}/{m:02}/{y}"))),
    ("4/2/2025", |book| book.respell_dates(|y, m, d| format!("{d}/{m}/{y}"))),
    ("04-02-2025", |book| book.respell_dates(|y, m, d| format!("{d:02}-{m:02}-{y}"))),
    ("4-2-2025", |book| book.respell_dates(|y, m, d| format!("{d}-{m}-{y}"))),
    ("04.02.2025", |book| book.respell_dates(|y, m, d| format!("{d:02}.{m:02}.{y}"))),
    ("4.2.2025", |book| book.respell_dates(|y, m, d| format!("{d}.{m}.{y}"))),
    ("04/02/2025 00:00:00", |book| book.respell_dates(|y, m, d| format!("{d:02}/{m:02}/{y} 00:00:00"))),
    ("slashes, dashes and dots in one file", |book| {
        book.respell_dates(|y, m, d| match d % 3 {
            0 => format!("{d:02}/{m:02}/{y}"),
            1 => format!("{d}-{m}-{y}"),
            _ => format!("{d:02}.{m}.{y}"),
        });
    }),
    ("02/04/2025 where the campaign says mdy", |book| {
        book.campaign = book.campaign.replace("\"dmy\"", "\"mdy\"");
        book.respell_dates(|y, m, d| format!("{m:02}/{d:02}/{y}"));
    }),
    ("2025/2/4 where the campaign says iso", |book| {
        book.campaign = book.campaign.replace("\"dmy\"", "\"iso\"");
        book.respell_dates(|y, m, d| format!("{y}/{m}/{d}"));
    }),
    // Numbers.
    ("2,5", |book| book.respell_quantities(|number| number.replace('.', ","))),
    ("2,50 and 1,00", |book| {
        book.respell_quantities(|number| match number.split_once('.') {
            Some((whole, part)) => format!("{whole},{part:0<2}"),
            None => format!("{number},00"),
        });
    }),
    ("2.50 and 1.0", |book| {
        book.respell_quantities(|number| match number.split_once('.') {
            Some((whole, part)) => format!("{whole}.{part:0<2}"),
            None => format!("{number}.0"),
        });
    }),
    ("01", |book| book.respell_quantities(|number| format!("0{number}"))),
    // Characters.
    ("NFD", |book| book.every_text(nfd)),
    ("base letters and combining tones, as Windows-1258 decodes", |book| {
        book.every_text(base_letters_and_tones);
    }),
    ("blanks around every cell", |book| book.every_cell(|cell| format!("  {cell} "))),
    ("no-break spaces around every cell", |book| book.every_text(|cell| format!("\u{a0}{cell}\u{202f}"))),
    ("no-break spaces for spaces", |book| book.every_text(|cell| cell.replace(' ', "\u{a0}"))),
    ("wide spaces for spaces", |book| book.every_text(|cell| cell.replace(' ', "\u{3000}\u{2003}"))),
    ("zero-width spaces around every cell", |book| {
        book.every_text(|cell| format!("\u{200b}{cell}\u{feff}"));
    }),
    ("zero-width spaces inside every cell", |book| {
        book.every_text(|cell| cell.chars().flat_map(|c| [c, '\u{200b}']).collect());
    }),
    ("marks of writing direction around every cell", |book| {
        book.every_text(|cell| format!("\u{202a}{cell}\u{202c}\u{200e}"));
    }),
    ("`'` before every cell", |book| book.every_cell(|cell| format!("'{cell}"))),
    ("`'` and blanks before every cell", |book| book.every_cell(|cell| format!(" '\u{a0}{cell}"))),
    ("line breaks around every cell", |book| book.every_cell(|cell| format!("\n{cell}\r\n"))),
    // Headers.
    ("header in capitals", |book| book.every_header_word(str::to_uppercase)),
    ("header in title case with blanks", |book| {
        book.every_header_word(|word| format!(" {}{} ", word[..1].to_uppercase(), &word[1..]));
    }),
    ("header with byte order mark, zero-width and no-break spaces", |book| {
        book.every_header_word(|word| format!("\u{feff}\u{a0}{word}\u{200b}"));
    }),
    ("columns backwards", |book| {
        book.every(|sheet| {
            let n_columns = sheet.header().len();
            for row in &mut sheet.rows {
                row.resize(n_columns, String::new());
                row.reverse();
            }
        });
    }),
    ("Ngày, Tổ, Thành viên …", |book| {
        book.headers("Ngày|Tổ|Thành viên|Hoạt động|Số lượng|Minh chứng|Thẩm định|Người thẩm định|Ghi chú");
    }),
    ("Ngày, Đơn vị, Họ và tên …", |book| {
        book.headers(
            "Ngày|Đơn vị|Họ và tên|Nội dung|Kết quả|Minh chứng|Cấp trên chấm|Người thẩm định|Nhận xét",
        );
    }),
    ("Ngày, Đơn vị, Mã …", |book| {
        book.headers("Ngày|Đơn vị|Mã|Mã tiêu chí|Tự chấm|Minh chứng|Điểm duyệt|Người thẩm định|Giải trình");
    }),
    ("NGÀY, ĐƠN VỊ, THÀNH VIÊN …", |book| {
        book.headers(
            "NGÀY|ĐƠN VỊ|THÀNH VIÊN|NỘI DUNG|TỰ CHẤM|MINH CHỨNG|ĐIỂM DUYỆT|NGƯỜI THẨM ĐỊNH|GIẢI TRÌNH",
        );
    }),
    ("ngay, to, thanh vien …", |book| {
        book.headers("ngay|to|thanh vien|hoat dong|so luong|minh chung|tham dinh|nguoi tham dinh|ghi chu");
    }),
    ("Ngay, Don vi, Ma … with d for đ", |book| {
        book.headers("NGAY|Don Vi|ma|Noi dung|Ket qua|MINH CHUNG|Diem duyet|Nguoi tham dinh|Nhan xet");
    }),
    ("header words half with diacritics", |book| {
        book.headers(
            "Ngày|Đon vị|Họ va tên|Mã tieu chí|Số luợng|Minh chung|Điem duyệt|Người tham định|Ghi chu",
        );
    }),
    ("header words in NFD", |book| {
        let words = "Ngày|Tổ|Thành viên|Hoạt động|Số lượng|Minh chứng|Thẩm định|Người thẩm định|Ghi chú";
        book.headers(&nfd(words));
    }),
    ("header words with combining tones", |book| {
        let words = "Ngày|Đơn vị|Thành viên|Hoạt động|Số lượng|Minh chứng|Thẩm định|Người thẩm định|Ghi chú";
        book.headers(&base_letters_and_tones(words));
    }),
    ("line breaks in header words", |book| {
        book.headers(
            "Ngày|Đơn\nvị|Thành\r\nviên|Nội  dung|Kết\rquả|Minh \n chứng|Cấp\ntrên\nchấm|Người\nthẩm định|Ghi\n\nchú",
        );
    }),
    ("no-break spaces in header words", |book| {
        book.headers(
            "Ngày|Đơn\u{a0}vị|Thành\u{a0}\u{a0}viên|Nội\u{2009}dung|Kết\u{202f}quả|Minh\u{a0}chứng|Điểm\u{a0}duyệt|Người thẩm\u{a0}định|Ghi\u{a0}chú",
        );
    }),
    ("header words of campaign.toml", |book| {
        book.headers("Ngày ghi sổ|team|members|activity|ĐÃ LÀM ĐƯỢC|evidence|cap xa duyet|appraiser|note");
    }),
    ("Vietnamese and English header words", |book| {
        book.headers("date|Tổ|members|Nội dung|Quantity|Minh chứng|accepted|Người thẩm định|notes");
    }),
    // Codes and names.
    ("codes in capitals", |book| book.every_code(str::to_uppercase)),
    ("codes in small letters", |book| book.every_code(str::to_lowercase)),
    ("teams by alias", |book| book.rename_team("Tổ bảo vệ số 1")),
    ("teams by alias in capitals and NFD", |book| book.rename_team(&nfd("TỔ BẢO VỆ SỐ 1"))),
    ("teams by alias with combining tones", |book| {
        book.rename_team(&base_letters_and_tones("Tổ bảo vệ số 1"));
    }),
    ("teams by alias with a line break and blanks", |book| book.rename_team("Tổ\nbảo  vệ\u{a0}số 1")),
    ("teams by an alias without diacritics", |book| book.rename_team("TEAM ONE")),
    ("teams by an alias without diacritics, with a line break", |book| book.rename_team("Team\nOne")),
    ("teams by an alias without diacritics, with a tab", |book| book.rename_team("team\tone")),
    // Members.
    ("members apart by `;`", |book| book.respell_members(";")),
    ("members apart by `,`", |book| book.respell_members(",")),
    ("members apart by `+`", |book| book.respell_members("+")),
    ("members apart by `, `", |book| book.respell_members(", ")),
    ("members apart by ` + `", |book| book.respell_members(" + ")),
    ("members apart by line breaks", |book| book.respell_members("\n")),
    ("members with a separator too many", |book| {
        book.respell_members(" ; ");
        book.log().column("members").for_each(|cell| cell.push_str("; "));
    }),
    ("members in another order", |book| {
        for cell in book.log().column("members") {
            *cell = cell.split(' ').rev().collect::<Vec<_>>().join(" ");
        }
    }),
    // Notes are not scored, whatever is in them.
    ("notes with quotes, separators and line breaks", |book| {
        for cell in book.log().column("note") {
            *cell = format!("{cell}: \"hai; ba\",\r\n\tbốn\n\nnăm\r");
        }
    }),
    // members.csv.
    ("members.csv in Vietnamese", |book| {
        book.members
            .header()
            .clone_from(&["Mã", "Tổ", "Từ ngày", "Đến ngày", "Chức vụ"].map(String::from).to_vec());
        for row in &mut book.members.rows {
            for cell in row {
                *cell = match cell.as_str() {
                    "leader" => "Tổ trưởng",
                    "deputy" => "TỔ PHÓ",
                    "member" => "thanh vien",
                    "2025-03-05" => "05/03/2025",
                    "2025-01-01" => "1/1/2025",
                    "2025-03-06" => "6.3.2025",
                    other => other,
                }
                .to_owned();
            }
        }
    }),
    ("members.csv with `Tổ` beside `to`", |book| {
        book.members.header()[1] = "Tổ".to_owned();
    }),
    ("members.csv backwards and without its empty roles", |book| {
        book.members.rows[1..].reverse();
        for row in &mut book.members.rows {
            row.rotate_left(2);
        }
    }),
    // Files.
    ("a file name in NFC", |book| book.log().path = nfc("activities/Quý I/Tổ Đông Hòa 2025.csv")),
    ("a file name in NFD", |book| book.log().path = nfd("activities/Quý I/Tổ Đông Hòa 2025.csv")),
    ("a file name that ends in .CSV", |book| book.log().path = "activities/2025 (1) - Copy.CSV".to_owned()),
    ("rows backwards", |book| book.log().rows[1..].reverse()),
    ("one file a row", |book| {
        let log = book.logs.remove(0);
        for (index, row) in log.rows.iter().enumerate().skip(1) {
            let path = format!("activities/{index}/{index}.csv");
            book.logs.push(Sheet { path, rows: vec![log.rows[0].clone(), row.clone()], ..log.clone() });
        }
    }),
    ("a file with only a header beside it", |book| {
        let log = book.log().clone();
        book.logs.push(Sheet {
            path: "activities/2026.csv".to_owned(),
            rows: vec![log.rows[0].clone()],
            ..log
        });
    }),
];

/// What is read, but somebody should look: the one warning that says so.
pub(crate) const WARNED: &[Warned] = &[
    ("a column that nobody knows", "1:70 J1 T324", |book| {
        book.log().header().push("colour".to_owned());
        book.log().rows[2].push("xanh, đỏ".to_owned());
    }),
    ("a column without a word, with something in it", "1:15 B1 T324", |book| {
        for (index, row) in book.log().rows.iter_mut().enumerate() {
            row.insert(1, if index == 3 { "xanh".to_owned() } else { String::new() });
        }
        book.log().header()[0] = "Ngày ghi sổ  ".to_owned();
    }),
    ("one slashed date among ISO ones", "3:1 A3 R208", |book| {
        book.log().rows[2][0] = "05/02/2025".to_owned();
    }),
];

impl Book {
    fn every(&mut self, change: impl Fn(&mut Sheet)) {
        self.sheets().for_each(change);
    }

    /// Changes every cell that is not empty, the header's too, in every table.
    fn every_text(&mut self, change: impl Fn(&str) -> String) {
        for cell in self.sheets().flat_map(|sheet| sheet.rows.iter_mut().flatten()) {
            if !cell.is_empty() {
                *cell = change(cell);
            }
        }
    }

    /// Changes every cell below the headers that is not empty.
    fn every_cell(&mut self, change: impl Fn(&str) -> String) {
        for cell in self.sheets().flat_map(Sheet::cells) {
            *cell = change(cell);
        }
    }

    fn every_header_word(&mut self, change: impl Fn(&str) -> String) {
        for word in self.sheets().flat_map(Sheet::header) {
            *word = change(word);
        }
    }

    /// Changes codes wherever they stand, but for those of members where they are declared: as they
    /// are written there, they are printed.
    fn every_code(&mut self, change: impl Fn(&str) -> String) {
        for sheet in self.sheets() {
            for column in ["team", "members", "activity", "appraiser"] {
                for cell in sheet.column(column) {
                    *cell = change(cell);
                }
            }
        }
    }

    fn headers(&mut self, words: &str) {
        let words: Vec<String> = words.split('|').map(str::to_owned).collect();
        assert_eq!(words.len(), self.log().header().len());
        *self.log().header() = words;
    }

    fn respell_dates(&mut self, spell: impl Fn(u32, u32, u32) -> String) {
        for sheet in self.sheets() {
            for column in ["date", "from", "to"] {
                for cell in sheet.column(column) {
                    let parts: Vec<u32> = cell.split('-').map(|part| part.parse().unwrap()).collect();
                    *cell = spell(parts[0], parts[1], parts[2]);
                }
            }
        }
    }

    fn respell_quantities(&mut self, spell: impl Fn(&str) -> String) {
        for column in ["quantity", "accepted"] {
            for cell in self.log().column(column) {
                *cell = spell(cell);
            }
        }
    }

    fn respell_members(&mut self, separator: &str) {
        for cell in self.log().column("members") {
            *cell = cell.replace(' ', separator);
        }
    }

    /// Calls the first team by another name.
    fn rename_team(&mut self, name: &str) {
        for cell in self.sheets().flat_map(|sheet| sheet.column("team")) {
            if cell == "to-1" {
                *cell = name.to_owned();
            }
        }
    }
}

impl Sheet {
    fn insert_after_every_row(&mut self, cells: &[&str]) {
        let row: Vec<String> = cells.iter().map(|&cell| cell.to_owned()).collect();
        self.rows = self.rows.drain(..).flat_map(|own| [own, row.clone()]).collect();
    }
}
