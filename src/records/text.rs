//! Bytes become text, or are refused by the name of what they are.

use std::borrow::Cow;

use memchr::memmem;

use crate::finding::{FileFormat, Problem};
use crate::source::Encoding;

/// A text as it was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text after any byte order mark.
    pub text: String,
    /// How the bytes became this text.
    pub encoding: Encoding,
}

/// Makes text of the bytes of a CSV or TOML file.
///
/// # Errors
///
/// The name of what the bytes are, where they are not UTF-8, nor UTF-16 with a byte order mark.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Problem> {
    match bytes.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => return Err(Problem::Utf32 {}),
        [0xFF, 0xFE, rest @ ..] => return decode_utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => return decode_utf16(rest, u16::from_be_bytes),
        _ => {}
    }
    if let Some(format) = other_format(&bytes) {
        return Err(Problem::OtherFormat { format });
    }
    if memchr::memchr(0, &bytes).is_some() {
        return Err(text_with_zeros(&bytes));
    }
    let Ok(text) = simdutf8::basic::from_utf8(&bytes) else { return Err(legacy(&bytes)) };
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => Decoded { text: rest.to_owned(), encoding: Encoding::Utf8Bom },
        None => Decoded { text: text.to_owned(), encoding: Encoding::Utf8 },
    })
}

/// The text of a piece of a file, which begins and ends with a line, where it is UTF-8 and nothing makes it
/// unfit; and how many bytes of a byte order mark stand before it. None means that the file as a whole
/// must say what it is. The first piece must have [`LEAST_PIECE`] bytes, unless it is the whole file.
pub(crate) fn plain_text(bytes: &[u8], is_first: bool) -> Option<(&str, usize)> {
    if other_format(bytes).is_some() || memchr::memchr(0, bytes).is_some() {
        return None;
    }
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let after_mark = if is_first { text.strip_prefix('\u{feff}').unwrap_or(text) } else { text };
    unfit(after_mark).is_none().then_some((after_mark, text.len() - after_mark.len()))
}

/// Bytes by which the encoding of a file is known for certain: [`unfit`] looks no further than this.
pub(crate) const LEAST_PIECE: usize = 4 * SAMPLE;

/// What makes a text unfit to be read as a table although its bytes are text: the problem, and the
/// byte at which it shows.
pub fn unfit(text: &str) -> Option<(Problem, usize)> {
    let beginning = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    if beginning.starts_with("<?xml") {
        return Some((Problem::OtherFormat { format: FileFormat::Xml }, 0));
    }
    let html = ["<!doctype", "<html", "<head", "<meta", "<style", "<body", "<div", "<table", "<tr", "<!--"];
    if html.iter().any(|tag| beginning.starts_with(tag)) {
        return Some((Problem::OtherFormat { format: FileFormat::Html }, 0));
    }
    if let Some(at) = conflict_marker(text) {
        return Some((Problem::ConflictMarkers {}, at));
    }
    if text.is_ascii() {
        return None;
    }
    if is_mojibake(text) {
        return Some((Problem::Mojibake {}, 0));
    }
    // A font encoding shows in the header and the first rows as well as anywhere.
    if text.chars().take(SAMPLE).any(is_vietnamese_only) {
        return None;
    }
    let sample: Vec<u8> =
        text.chars().take(SAMPLE).map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect();
    let scores = LegacyScores::of(&sample);
    match scores.tcvn3.max(scores.vni) {
        // A sign or two that look like a letter of a font encoding are still signs.
        0..2 => None,
        best if best == scores.tcvn3 => Some((Problem::Tcvn3 {}, 0)),
        _ => Some((Problem::Vni {}, 0)),
    }
}

/// Characters of a text that are enough to know its encoding by.
const SAMPLE: usize = 64 * 1024;

fn decode_utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Decoded, Problem> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(Problem::NotText {});
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    let text: String =
        char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| Problem::NotText {})?;
    if text.contains('\0') {
        return Err(Problem::NotText {});
    }
    Ok(Decoded { text, encoding: Encoding::Utf16Bom })
}

fn other_format(bytes: &[u8]) -> Option<FileFormat> {
    let beginning = &bytes[..bytes.len().min(4096)];
    let holds = |word: &[u8]| memmem::find(beginning, word).is_some();
    match bytes {
        [b'P', b'K', 3, 4, ..] if holds(b"opendocument.spreadsheet") => Some(FileFormat::Ods),
        [b'P', b'K', 3, 4, ..] if holds(b"[Content_Types].xml") || holds(b"xl/") => Some(FileFormat::Xlsx),
        [b'P', b'K', 3, 4, ..] => Some(FileFormat::Zip),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, ..] => Some(FileFormat::Xls),
        [b'%', b'P', b'D', b'F', b'-', ..] => Some(FileFormat::Pdf),
        [0x1F, 0x8B, ..] => Some(FileFormat::Gzip),
        _ => None,
    }
}

/// UTF-16 and UTF-32 of Latin letters have zeros at regular places; other zeros are no text.
fn text_with_zeros(bytes: &[u8]) -> Problem {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros_at = |modulus: usize, rest: usize| {
        let mut places = sample.iter().skip(rest).step_by(modulus).peekable();
        let count = places.clone().count();
        places.peek().is_some() && 10 * places.filter(|&&byte| byte == 0).count() >= 6 * count
    };
    match (0..4).filter(|&rest| zeros_at(4, rest)).count() {
        3 => Problem::Utf32 {},
        2 if zeros_at(2, 0) != zeros_at(2, 1) => Problem::Utf16WithoutMark { big_endian: zeros_at(2, 0) },
        _ => Problem::NotText {},
    }
}

fn conflict_marker(text: &str) -> Option<usize> {
    // Hardly a text has either sign.
    memchr::memchr2(b'<', b'>', text.as_bytes())?;
    ["<<<<<<< ", ">>>>>>> "]
        .iter()
        .filter_map(|marker| {
            memmem::find_iter(text.as_bytes(), marker)
                .find(|&at| at == 0 || matches!(text.as_bytes()[at - 1], b'\n' | b'\r'))
        })
        .min()
}

/// Letters that Vietnamese has and Latin-1 does not.
fn is_vietnamese_only(letter: char) -> bool {
    matches!(letter, '\u{1EA0}'..='\u{1EF9}' | 'đ' | 'Đ' | 'ơ' | 'Ơ' | 'ư' | 'Ư' | 'ă' | 'Ă' | '\u{300}'..='\u{303}' | '\u{309}' | '\u{323}')
}

/// Whether UTF-8 was taken for Windows-1252 and saved again: `Tá»•` for `Tổ`.
fn is_mojibake(text: &str) -> bool {
    // The letters that UTF-8 begins with, as Windows-1252 shows them, all begin with this byte.
    let bytes = text.as_bytes();
    text.starts_with("ï»¿")
        || (any_before_other(bytes) && memchr::memchr_iter(0xC3, bytes).any(|at| is_mojibake_at(text, at)))
}

/// Whether any letter that begins with 0xC3 stands before another that is not of ASCII. Hardly a good text
/// has one, so that all bytes are looked at before anything is decided, many at a time.
fn any_before_other(bytes: &[u8]) -> bool {
    let after = bytes.get(2..).unwrap_or_default();
    bytes.chunks(4096).zip(after.chunks(4096)).any(|(letters, after)| {
        let pairs = letters.iter().zip(after);
        pairs.fold(0, |any, (&letter, &next)| any | (u8::from(letter == 0xC3) & (next >> 7))) != 0
    })
}

/// Whether the letter at byte `at` and what follows are what became of one letter.
fn is_mojibake_at(text: &str, at: usize) -> bool {
    let mut after = text[at..].chars();
    let (Some(lead), Some(next)) = (after.next(), after.next()) else { return false };
    match (lead, next) {
        // đ and Đ, ư and ơ, and the signs “…”: no text has these pairs.
        ('Ä', '‘' | '\u{91}' | '\u{90}') | ('Æ', '°' | '¡') | ('â', '€') => true,
        // Three characters for a letter of U+1E80 to U+1EFF. The third is what tells `á»` from a
        // word that ends in á before a closing quote.
        ('á', 'º' | '»') => after.next().is_some_and(is_windows_1252_image),
        // Two characters for another letter or a combining tone. A capital letter in the middle of a
        // small word is what tells `chÃº` from `XÃ”`.
        ('Ã' | 'Ä' | 'Å' | 'Æ' | 'Ì', _) => {
            let inside_word = at.checked_sub(1).is_some_and(|at| text.as_bytes()[at].is_ascii_lowercase());
            inside_word && is_windows_1252_image(next)
        }
        _ => false,
    }
}

/// What Windows-1252 shows for a byte of 0x80 to 0xBF.
fn is_windows_1252_image(c: char) -> bool {
    matches!(
        c,
        '\u{80}'
            ..='\u{BF}'
                | '€'
                | '‚'
                | 'ƒ'
                | '„'
                | '…'
                | '†'
                | '‡'
                | 'ˆ'
                | '‰'
                | 'Š'
                | '‹'
                | 'Œ'
                | 'Ž'
                | '‘'
                | '’'
                | '“'
                | '”'
                | '•'
                | '–'
                | '—'
                | '˜'
                | '™'
                | 'š'
                | '›'
                | 'œ'
                | 'ž'
                | 'Ÿ'
    )
}

fn legacy(bytes: &[u8]) -> Problem {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    // Text in an old encoding hardly ever has two bytes that UTF-8 would have side by side. Where
    // most letters are of UTF-8, the file is UTF-8 with some bytes that are broken.
    let (letters, broken) = sample.utf8_chunks().fold((0, 0), |(letters, broken), chunk| {
        let good = chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        (letters + good, broken + usize::from(!chunk.invalid().is_empty()))
    });
    if letters > broken {
        return Problem::NotUtf8 {};
    }
    let scores = LegacyScores::of(sample);
    match scores.windows_1258.max(scores.tcvn3).max(scores.vni) {
        0 => Problem::NotUtf8 {},
        best if best == scores.tcvn3 => Problem::Tcvn3 {},
        best if best == scores.windows_1258 => Problem::Windows1258 {},
        _ => Problem::Vni {},
    }
}

/// How many places of a text look like one of the encodings that Vietnamese used to be written in.
struct LegacyScores {
    windows_1258: usize,
    tcvn3: usize,
    vni: usize,
}

impl LegacyScores {
    fn of(bytes: &[u8]) -> Self {
        let mut scores = Self { windows_1258: 0, tcvn3: 0, vni: 0 };
        // Signs of VNI that were seen: a French text has one or the other of them, but not many.
        let mut signs = 0_u8;
        for (at, &byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
            let before = at.checked_sub(1).map_or(b' ', |at| bytes[at]);
            let after = bytes.get(at + 1).copied().unwrap_or(b' ');
            let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0xC0;
            let after_vowel = matches!(
                before.to_ascii_lowercase(),
                b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | 0xF4 | 0xF6 | 0xD4 | 0xD6
            );
            match byte {
                // The five combining tones of Windows-1258.
                0xCC | 0xD2 | 0xDE | 0xEC | 0xF2 if is_letter(before) => scores.windows_1258 += 1,
                // đ, ư and ơ of Windows-1258 inside or at the head of a word.
                0xF0 | 0xFD | 0xD0 | 0xDD => scores.windows_1258 += 1,
                // Letters of TCVN3 where Latin-1 has signs that stand in no word. These only stand
                // before another letter.
                0xA7 | 0xA8 | 0xAE | 0xBB..=0xBE if is_letter(after) => scores.tcvn3 += 1,
                0xA9..=0xAD | 0xB5..=0xB9 if is_letter(before) => scores.tcvn3 += 1,
                // Tone signs of VNI, written after their vowel.
                0xF8 | 0xD8 if after_vowel => (scores.vni, signs) = (scores.vni + 1, signs | 1),
                0xE5 | 0xC5 if after_vowel => (scores.vni, signs) = (scores.vni + 1, signs | 2),
                0xE4 | 0xC4 if after_vowel => (scores.vni, signs) = (scores.vni + 1, signs | 4),
                0xEF | 0xCF if after_vowel => (scores.vni, signs) = (scores.vni + 1, signs | 8),
                0xFB | 0xDB if after_vowel => (scores.vni, signs) = (scores.vni + 1, signs | 16),
                _ => {}
            }
        }
        if signs.count_ones() < 2 {
            scores.vni = 0;
        }
        scores
    }
}

/// A cell's text as it is compared: NFC, without zero-width characters, with plain spaces, without
/// blanks around it or the `'` by which a spreadsheet marks text.
pub fn clean(cell: &str) -> Cow<'_, str> {
    if cell.is_ascii() { Cow::Borrowed(without_mark(cell)) } else { clean_unicode(cell) }
}

fn clean_unicode(cell: &str) -> Cow<'_, str> {
    let nfc = icu_normalizer::ComposingNormalizerBorrowed::new_nfc();
    if nfc.is_normalized(cell) && !cell.contains(is_zero_width) && !cell.contains(is_odd_space) {
        return Cow::Borrowed(without_mark(cell));
    }
    let plain: String =
        cell.chars().filter(|&c| !is_zero_width(c)).map(|c| if is_odd_space(c) { ' ' } else { c }).collect();
    Cow::Owned(nfc.normalize(without_mark(&plain)).into_owned())
}

/// A text without blanks around it, and without one `'` before it.
fn without_mark(text: &str) -> &str {
    // Hardly a cell has either, and most begin with a letter or a digit.
    if let ([first, ..], [.., last]) = (text.as_bytes(), text.as_bytes())
        && *first > b'\''
        && *last > b' '
    {
        return text;
    }
    let trimmed = text.trim_ascii();
    trimmed.strip_prefix('\'').map_or(trimmed, str::trim_ascii)
}

/// Characters that take no room and come along when text is copied.
pub fn is_zero_width(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}' | '\u{202A}'..='\u{202E}')
}

fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{00A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// Whether a cleaned ASCII text has other blanks in it than single spaces.
pub fn has_odd_blanks(text: &str) -> bool {
    let mut before = b'-';
    text.bytes().any(|byte| {
        let is_odd = byte.is_ascii_whitespace() && (byte != b' ' || before == b' ');
        before = byte;
        is_odd
    })
}

/// A text for comparing words: as [`clean`], in small letters, with single spaces.
pub fn fold_case(text: &str) -> String {
    clean(text).split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// As [`fold_case`], and without diacritics: `Tổ` and `to`, `đ` and `d` are the same.
pub fn fold_diacritics(text: &str) -> String {
    let nfd = icu_normalizer::DecomposingNormalizerBorrowed::new_nfd();
    let folded = fold_case(text);
    nfd.normalize_iter(folded.chars())
        .filter(|c| !matches!(c, '\u{300}'..='\u{36F}'))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &[u8]) -> Option<Problem> {
        match decode(bytes.to_vec()) {
            Err(problem) => Some(problem),
            Ok(decoded) => unfit(&decoded.text).map(|(problem, _)| problem),
        }
    }

    fn utf16(text: &str, mark: bool, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn text_of_every_accepted_encoding_reads_the_same() {
        let text = "ngày,tổ\n2025-02-04,to-1\n";
        let with_mark = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            with_mark,
            utf16(text, true, u16::to_le_bytes),
            utf16(text, true, u16::to_be_bytes),
        ] {
            assert_eq!(decode(bytes).map(|decoded| decoded.text).as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_is_no_text_of_ours_is_refused_by_name() {
        let text = "ngày,tổ\n2025-02-04,to-1,ca trực\n";
        let utf32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        for (bytes, problem) in [
            (utf16(text, false, u16::to_le_bytes), Problem::Utf16WithoutMark { big_endian: false }),
            (utf16(text, false, u16::to_be_bytes), Problem::Utf16WithoutMark { big_endian: true }),
            (utf32.clone(), Problem::Utf32 {}),
            ([b"\xFF\xFE\0\0", utf32.as_slice()].concat(), Problem::Utf32 {}),
            (vec![0; 4096], Problem::NotText {}),
            (b"a,b\n1,\0\n".to_vec(), Problem::NotText {}),
            (
                b"PK\x03\x04....[Content_Types].xml".to_vec(),
                Problem::OtherFormat { format: FileFormat::Xlsx },
            ),
            (
                b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet".to_vec(),
                Problem::OtherFormat { format: FileFormat::Ods },
            ),
            (b"%PDF-1.7\n".to_vec(), Problem::OtherFormat { format: FileFormat::Pdf }),
            (b"\x1F\x8B\x08\0".to_vec(), Problem::OtherFormat { format: FileFormat::Gzip }),
            (b"\n <HTML><table>".to_vec(), Problem::OtherFormat { format: FileFormat::Html }),
            (b"date\n<<<<<<< HEAD\n".to_vec(), Problem::ConflictMarkers {}),
            // `Ngày,Tổ` in each of the old encodings.
            (b"Ng\xE0y,T\xF4\xD2\n".to_vec(), Problem::Windows1258 {}),
            (b"Ng\xB5y,T\xE6,S\xE8 l\xAD\xEEng\n".to_vec(), Problem::Tcvn3 {}),
            (b"Nga\xF8y,To\xE5\n".to_vec(), Problem::Vni {}),
            (b"\xFF\xFF\xFF".to_vec(), Problem::NotUtf8 {}),
            ("NgÃ y,Tá»•\n".as_bytes().to_vec(), Problem::Mojibake {}),
            ("Ngµy,Tæ,Ho¹t ®éng\n".as_bytes().to_vec(), Problem::Tcvn3 {}),
            ("Ngaøy,Toå\n".as_bytes().to_vec(), Problem::Vni {}),
        ] {
            assert_eq!(refusal(&bytes), Some(problem), "{:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn an_old_encoding_is_told_from_what_only_looks_like_it() {
        // Three and more of ten letters of one kind: not yet the zeros of UTF-16.
        let zeros = (0..40).map(|at| if at % 2 == 1 && at / 2 % 10 < 3 { 0 } else { b'a' }).collect();
        for (bytes, problem) in [
            (zeros, Problem::NotText {}),
            // `đưa`: no tone, but letters that only Windows-1258 has there.
            (b"\xF0\xFDa\n".to_vec(), Problem::Windows1258 {}),
            // `của ngày`: two signs of VNI, each once.
            (b"cu\xFBa nga\xF8y\n".to_vec(), Problem::Vni {}),
            (b"nga\xF8y nga\xF8y\n".to_vec(), Problem::NotUtf8 {}),
            // UTF-8 with a byte that is broken, though that byte would be a letter of Windows-1258.
            ([b"\xF0 ", "ngày tổ chức hoạt động\n".as_bytes()].concat(), Problem::NotUtf8 {}),
            // TCVN3 in which letters stand side by side as in UTF-8: not more of them than broken ones.
            (b"\xC3\xA9 l\xADng\n".to_vec(), Problem::Tcvn3 {}),
            (b"\xC3\xA9\xC3\xA9 l\xAD\xEEng,T\xE6,S\xE8\n".to_vec(), Problem::Tcvn3 {}),
        ] {
            assert_eq!(refusal(&bytes), Some(problem), "{:?}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn good_vietnamese_is_not_taken_for_anything_else() {
        for text in ["Ngày,Tổ,“nhà lá»,5", "XÃ HỘI", "khoá, hoà, ngoài ®", "ghi chú «lá»\n", "5 µm và 7 µm"]
        {
            assert_eq!(refusal(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn cells_are_compared_without_what_nobody_sees() {
        for (cell, clean_text) in [
            ("  to-1 ", "to-1"),
            ("'to-1", "to-1"),
            ("\u{a0}to-1\u{200b}", "to-1"),
            ("To\u{302}\u{309} 1", "Tổ 1"),
            ("''a", "'a"),
            ("''a\u{a0}", "'a"),
            ("\u{a0}'to-1", "to-1"),
            ("", ""),
        ] {
            assert_eq!(clean(cell), clean_text);
        }
        assert_eq!(fold_diacritics("  ĐƠN\nVỊ "), "don vi");
    }
}
