//! What Vietnamese was written in before Unicode, and what became of Unicode in wrong hands.
//!
//! Windows-1258 is a code page: letters with a combining tone after them. TCVN3 (ABC) and VNI are
//! fonts that show Latin-1 letters as Vietnamese ones, so they come as bytes, and as Unicode text
//! in which those letters stand. Mojibake is UTF-8 that was read as Windows-1252 and saved again.

use icu_normalizer::ComposingNormalizerBorrowed;

use crate::finding::Problem;
use crate::records::text::{decode, unfit};

/// An encoding that a file can be converted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legacy {
    /// The Vietnamese code page of Windows.
    Windows1258,
    /// The fonts `.VnTime` and their like.
    Tcvn3,
    /// The fonts `VNI-Times` and their like.
    Vni,
    /// UTF-8 that was read as Windows-1252.
    Mojibake,
}

/// Whether the bytes are refused for their encoding, so that they may be converted. Text that can
/// be read must not be: its `à` would become another letter.
pub fn is_to_be_converted(bytes: &[u8]) -> bool {
    let problem = match decode(bytes.to_vec()) {
        Ok(decoded) => unfit(&decoded.text).map(|(problem, _)| problem),
        Err(problem) => Some(problem),
    };
    matches!(
        problem,
        Some(
            Problem::Windows1258 {}
                | Problem::Tcvn3 {}
                | Problem::Vni {}
                | Problem::Mojibake {}
                | Problem::NotUtf8 {}
        )
    )
}

/// Makes Unicode, in NFC, of bytes in another encoding. None where they cannot be in it.
pub fn convert(bytes: &[u8], from: Legacy) -> Option<String> {
    let unicode = decode(bytes.to_vec()).ok().map(|decoded| decoded.text);
    let text = match (from, unicode) {
        (Legacy::Windows1258, None) => windows_1258(bytes),
        (Legacy::Windows1258, Some(_)) | (Legacy::Mojibake, None) => return None,
        (Legacy::Tcvn3, unicode) => tcvn3(&unicode.unwrap_or_else(|| windows_1252(bytes))),
        (Legacy::Vni, unicode) => vni(&unicode.unwrap_or_else(|| windows_1252(bytes))),
        (Legacy::Mojibake, Some(text)) => mojibake(&text)?,
    };
    Some(ComposingNormalizerBorrowed::new_nfc().normalize(&text).into_owned())
}

/// What Windows-1252 has at 0x80 to 0x9F; where it has nothing, the control character of Latin-1.
/// Everywhere else it is Latin-1.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| windows_1252_letter(byte)).collect()
}

fn windows_1252_letter(byte: u8) -> char {
    match byte {
        0x80..=0x9F => WINDOWS_1252[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// Windows-1258 is Windows-1252 but for these.
fn windows_1258(bytes: &[u8]) -> String {
    let letter = |&byte: &u8| match byte {
        0xC3 => 'Ă',
        0xCC => '\u{300}',
        0xD0 => 'Đ',
        0xD2 => '\u{309}',
        0xD5 => 'Ơ',
        0xDD => 'Ư',
        0xDE => '\u{303}',
        0xE3 => 'ă',
        0xEC => '\u{301}',
        0xF0 => 'đ',
        0xF2 => '\u{323}',
        0xF5 => 'ơ',
        0xFD => 'ư',
        0xFE => '₫',
        // Letters that Vietnamese does not have.
        0x8A | 0x8E | 0x9A | 0x9E => char::from(byte),
        _ => windows_1252_letter(byte),
    };
    bytes.iter().map(letter).collect()
}

/// Takes the step back: bytes of Windows-1252 that are UTF-8. None where a byte was lost.
fn mojibake(text: &str) -> Option<String> {
    let byte = |letter: char| match WINDOWS_1252.iter().position(|&known| known == letter) {
        Some(index) => u8::try_from(0x80 + index).ok(),
        None => u8::try_from(u32::from(letter)).ok(),
    };
    let bytes: Vec<u8> = text.chars().map(byte).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// The letters of TCVN3 by what Latin-1 has in their place.
const TCVN3: [(&str, &str); 2] = [
    ("¡¢£¤¥¦§¨©ª«¬\u{ad}®", "ĂÂÊÔƠƯĐăâêôơưđ"),
    (
        "µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    ),
];

/// Text of TCVN3 fonts. There are no codes for capitals with a tone: they were small letters in a
/// font of capitals, which the text does not tell. Inside a word of capitals they are taken for
/// capitals; `Tæ` alone is `Tổ`.
fn tcvn3(text: &str) -> String {
    let letters: Vec<(char, bool)> = text.chars().map(tcvn3_letter).collect();
    let mut converted = String::with_capacity(text.len() * 2);
    for word in letters.chunk_by(|left, right| left.0.is_alphabetic() && right.0.is_alphabetic()) {
        let mut with_case = word.iter().filter(|(_, has_tone)| !has_tone).map(|(letter, _)| letter);
        let in_capitals = with_case.clone().count() >= 2 && with_case.all(|letter| letter.is_uppercase());
        for &(letter, has_tone) in word {
            if has_tone && in_capitals {
                converted.extend(letter.to_uppercase());
            } else {
                converted.push(letter);
            }
        }
    }
    converted
}

/// A letter, and whether it is one that only comes small.
fn tcvn3_letter(letter: char) -> (char, bool) {
    for ((latin, vietnamese), only_small) in TCVN3.iter().zip([false, true]) {
        if let Some(index) = latin.chars().position(|known| known == letter) {
            return (vietnamese.chars().nth(index).unwrap_or(letter), only_small);
        }
    }
    (letter, false)
}

/// Text of VNI fonts: a vowel, and after it one sign for its tone and hat together. A few letters
/// have a code of their own. A sign takes after its vowel whether it is typed small or large.
fn vni(text: &str) -> String {
    let mut converted = String::with_capacity(text.len() * 2);
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let letter = vni_letter(letter);
        converted.push(letter);
        let marks = letters.peek().and_then(|&sign| vni_marks(letter, sign));
        if let Some(marks) = marks {
            converted.push_str(marks);
            letters.next();
        }
    }
    converted
}

/// Letters with a code of their own.
fn vni_letter(letter: char) -> char {
    let codes = "ôöñíìæóòîÔÖÑÍÌÆÓÒÎ";
    let letters = "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ";
    codes.chars().zip(letters.chars()).find(|(code, _)| *code == letter).map_or(letter, |(_, letter)| letter)
}

/// The combining marks that a sign puts on the vowel before it, if it goes with that vowel.
fn vni_marks(vowel: char, sign: char) -> Option<&'static str> {
    let sign = sign.to_lowercase().next().unwrap_or(sign);
    let tone = match sign {
        'ù' => Some("\u{301}"),
        'ø' => Some("\u{300}"),
        'û' => Some("\u{309}"),
        'õ' => Some("\u{303}"),
        'ï' => Some("\u{323}"),
        _ => None,
    };
    let hat = match sign {
        'â' => Some("\u{302}"),
        'á' => Some("\u{302}\u{301}"),
        'à' => Some("\u{302}\u{300}"),
        'å' => Some("\u{302}\u{309}"),
        'ã' => Some("\u{302}\u{303}"),
        'ä' => Some("\u{302}\u{323}"),
        _ => None,
    };
    let breve = match sign {
        'ê' => Some("\u{306}"),
        'é' => Some("\u{306}\u{301}"),
        'è' => Some("\u{306}\u{300}"),
        'ú' => Some("\u{306}\u{309}"),
        'ü' => Some("\u{306}\u{303}"),
        'ë' => Some("\u{306}\u{323}"),
        _ => None,
    };
    match vowel.to_lowercase().next()? {
        'a' => tone.or(hat).or(breve),
        'e' | 'o' => tone.or(hat),
        'u' | 'y' | 'ơ' | 'ư' | 'i' => tone,
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text in an encoding, as bytes.
    fn check(from: Legacy, bytes: &[u8], text: &str) {
        assert_eq!(convert(bytes, from).as_deref(), Some(text), "{}", windows_1252(bytes));
    }

    /// A text in a font encoding, as bytes and as the Unicode of a program that knew no better.
    fn check_font(from: Legacy, latin: &str, text: &str) {
        let bytes: Vec<u8> = latin.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        check(from, &bytes, text);
        check(from, latin.as_bytes(), text);
    }

    #[test]
    fn windows_1258_composes() {
        for (bytes, text) in [
            (
                b"Ng\xE0y;T\xF4\xD2;\xD0\xF5n vi\xF2;S\xF4\xEC l\xFD\xF5\xF2ng".as_slice(),
                "Ngày;Tổ;Đơn vị;Số lượng",
            ),
            (b"Hoa\xF2t \xF0\xF4\xF2ng;Ng\xFD\xF5\xCCi th\xE2\xD2m \xF0i\xF2nh", "Hoạt động;Người thẩm định"),
            (b"NG\xC0Y;T\xD4\xD2;\xD0\xD5N VI\xF2;S\xD4\xEC L\xDD\xD5\xF2NG", "NGÀY;TỔ;ĐƠN VỊ;SỐ LƯỢNG"),
            (b"\x93x\x94 \x96 5 \xFE \x80", "“x” – 5 ₫ €"),
        ] {
            check(Legacy::Windows1258, bytes, text);
        }
    }

    #[test]
    fn tcvn3_is_read_from_bytes_and_from_latin_letters() {
        for (latin, text) in [
            ("Ngµy;Tæ;§¬n vÞ;Sè l\u{ad}îng", "Ngày;Tổ;Đơn vị;Số lượng"),
            ("Ho¹t ®éng;Ng\u{ad}êi thÈm ®Þnh", "Hoạt động;Người thẩm định"),
            (
                "NGµY;§¥N VÞ;Sè L¦îNG;HO¹T §éNG;NG¦êI THÈM §ÞNH",
                "NGÀY;ĐƠN Vị;Số LƯỢNG;HOẠT ĐỘNG;NGƯỜI THẨM ĐỊNH",
            ),
            ("ghi chó: ph¶n ¸nh, kü l\u{ad}ìng", "ghi chú: phản ánh, kỹ lưỡng"),
        ] {
            check_font(Legacy::Tcvn3, latin, text);
        }
    }

    #[test]
    fn vni_is_read_from_bytes_and_from_latin_letters() {
        for (latin, text) in [
            ("Ngaøy;Toå;Ñôn vò;Soá löôïng", "Ngày;Tổ;Đơn vị;Số lượng"),
            ("Hoaït ñoäng;Ngöôøi thaåm ñònh", "Hoạt động;Người thẩm định"),
            ("NGAØY;TOÅ;ÑÔN VÒ;SOÁ LÖÔÏNG", "NGÀY;TỔ;ĐƠN VỊ;SỐ LƯỢNG"),
            ("HOAÏT ÑOÄNG;NGÖÔØI THAÅM ÑÒNH", "HOẠT ĐỘNG;NGƯỜI THẨM ĐỊNH"),
            (
                "baèng, chaën, kyõ, myõ thuaät, quyù, kyø, xí nghieäp, só quan",
                "bằng, chặn, kỹ, mỹ thuật, quý, kỳ, xí nghiệp, sĩ quan",
            ),
        ] {
            check_font(Legacy::Vni, latin, text);
        }
    }

    #[test]
    fn mojibake_goes_back_where_no_byte_was_lost() {
        let text = "Ngày,Tổ,Đơn vị,Số lượng,Người thẩm định,“đ”";
        let broken = windows_1252(text.as_bytes());
        assert!(broken.contains("Tá»•"));
        check(Legacy::Mojibake, broken.as_bytes(), text);
        assert_eq!(convert(broken.replace('\u{a0}', " ").as_bytes(), Legacy::Mojibake), None);
        assert_eq!(convert("Tổ Tá»•".as_bytes(), Legacy::Mojibake), None);
    }

    #[test]
    fn tables_have_a_letter_for_a_letter_and_every_vietnamese_one() {
        let vowels = "aăâeêioôơuưy".chars();
        let letters: Vec<String> = vowels
            .flat_map(|vowel| {
                ["", "\u{300}", "\u{309}", "\u{303}", "\u{301}", "\u{323}"]
                    .map(|tone| format!("{vowel}{tone}"))
            })
            .chain(["đ".to_owned()])
            .map(|letter| ComposingNormalizerBorrowed::new_nfc().normalize(&letter).into_owned())
            .collect();
        for (latin, vietnamese) in TCVN3 {
            assert_eq!(latin.chars().count(), vietnamese.chars().count());
        }
        for letter in letters.iter().filter(|letter| !letter.is_ascii()) {
            assert!(TCVN3.iter().any(|(_, vietnamese)| vietnamese.contains(letter.as_str())), "{letter}");
        }
    }

    #[test]
    fn only_what_cannot_be_read_is_converted() {
        for bytes in ["Ngày,Tổ".as_bytes(), b"date,team", "à la carte".as_bytes(), b"PK\x03\x04"] {
            assert!(!is_to_be_converted(bytes), "{}", String::from_utf8_lossy(bytes));
        }
        for bytes in
            ["Ngµy,Tæ,Ho¹t ®éng".as_bytes(), b"Ng\xE0y,T\xF4\xD2", "NgÃ y,Tá»•".as_bytes(), b"\xFF,\xFE\xFF"]
        {
            assert!(is_to_be_converted(bytes), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
