//! The encodings that Vietnamese text is found in.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

pub(crate) fn utf16_le(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

pub(crate) fn utf16_be(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

pub(crate) fn utf32_le(text: &str) -> Vec<u8> {
    text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()
}

pub(crate) fn nfc(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(text).into_owned()
}

pub(crate) fn nfd(text: &str) -> String {
    DecomposingNormalizerBorrowed::new_nfd().normalize(text).into_owned()
}

/// As code page 1258 decodes: `Nội` is N, ô, a combining dot, i.
pub(crate) fn base_letters_and_tones(text: &str) -> String {
    letters(text).map(|letter| letter.base() + letter.tone.map_or("", Tone::combining)).collect()
}

/// The bytes of Windows-1258.
pub(crate) fn windows_1258(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        'ă' => 0xE3,
        'Ă' => 0xC3,
        'đ' => 0xF0,
        'Đ' => 0xD0,
        'ơ' => 0xF5,
        'Ơ' => 0xD5,
        'ư' => 0xFD,
        'Ư' => 0xDD,
        '\u{300}' => 0xCC,
        '\u{301}' => 0xEC,
        '\u{303}' => 0xDE,
        '\u{309}' => 0xD2,
        '\u{323}' => 0xF2,
        // â, ê and ô stand where Latin-1 has them.
        other => latin_1(other),
    };
    base_letters_and_tones(text).chars().map(byte).collect()
}

/// The bytes of TCVN3 (ABC), which has no capital letters with tones: those are made by the font.
pub(crate) fn tcvn3(text: &str) -> Vec<u8> {
    // From 0xA1 on.
    const LETTERS: &str =
        "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ";
    let byte = |c: char| {
        let small = c.to_lowercase().next().unwrap_or(c);
        let at =
            [c, small].into_iter().find_map(|c| LETTERS.chars().position(|letter| letter == c && c != ' '));
        at.map_or_else(|| latin_1(c), |at| 0xA1 + at as u8)
    };
    nfc(text).chars().map(byte).collect()
}

/// The bytes of VNI for Windows: a vowel, then a sign for what stands on it.
pub(crate) fn vni(text: &str) -> Vec<u8> {
    let letter = |letter: Letter| -> Vec<u8> {
        use Shape::{Breve, Circumflex, Horn};
        use Tone::{Acute, Dot, Grave, Hook, Tilde};
        let small = letter.plain.to_ascii_lowercase();
        let bytes: &[u8] = match (small, letter.shape, letter.tone) {
            ('đ' | 'Đ', ..) => &[0xF1],
            ('i', None, Some(tone)) => match tone {
                Acute => &[0xED],
                Grave => &[0xEC],
                Hook => &[0xE6],
                Tilde => &[0xF3],
                Dot => &[0xF2],
            },
            ('y', None, Some(Dot)) => &[0xEE],
            (_, shape, tone) => {
                let vowel = match (small, shape) {
                    ('o', Some(Horn)) => 0xF4,
                    ('u', Some(Horn)) => 0xF6,
                    _ => latin_1(small),
                };
                let sign = match (shape, tone) {
                    (None | Some(Horn), None) => None,
                    (None | Some(Horn), Some(tone)) => Some(match tone {
                        Acute => 0xF9,
                        Grave => 0xF8,
                        Hook => 0xFB,
                        Tilde => 0xF5,
                        Dot => 0xEF,
                    }),
                    (Some(Breve), tone) => Some(match tone {
                        None => 0xEA,
                        Some(Acute) => 0xE9,
                        Some(Grave) => 0xE8,
                        Some(Hook) => 0xFA,
                        Some(Tilde) => 0xFC,
                        Some(Dot) => 0xEB,
                    }),
                    (Some(Circumflex), tone) => Some(match tone {
                        None => 0xE2,
                        Some(Acute) => 0xE1,
                        Some(Grave) => 0xE0,
                        Some(Hook) => 0xE5,
                        Some(Tilde) => 0xE3,
                        Some(Dot) => 0xE4,
                    }),
                };
                return capitals(letter, [Some(vowel), sign].into_iter().flatten().collect());
            }
        };
        capitals(letter, bytes.to_vec())
    };
    letters(text).flat_map(letter).collect()
}

/// What text in a font encoding becomes when it is pasted into a Unicode file.
pub(crate) fn as_latin_1(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// UTF-8 that was read as Windows-1252 and saved as UTF-8: `Tổ` is `Tá»•`.
pub(crate) fn mojibake(text: &str) -> String {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    let image = |byte: u8| match byte {
        0x80..=0x9F => FROM_80.chars().nth(usize::from(byte - 0x80)).unwrap_or('?'),
        _ => char::from(byte),
    };
    text.bytes().map(image).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Circumflex,
    Breve,
    Horn,
}

#[derive(Clone, Copy, PartialEq)]
enum Tone {
    Grave,
    Acute,
    Tilde,
    Hook,
    Dot,
}

impl Tone {
    fn combining(self) -> &'static str {
        match self {
            Self::Grave => "\u{300}",
            Self::Acute => "\u{301}",
            Self::Tilde => "\u{303}",
            Self::Hook => "\u{309}",
            Self::Dot => "\u{323}",
        }
    }
}

/// A letter, taken apart.
#[derive(Clone, Copy)]
struct Letter {
    plain: char,
    shape: Option<Shape>,
    tone: Option<Tone>,
}

impl Letter {
    /// The letter without its tone.
    fn base(self) -> String {
        let shape = match self.shape {
            None => "",
            Some(Shape::Circumflex) => "\u{302}",
            Some(Shape::Breve) => "\u{306}",
            Some(Shape::Horn) => "\u{31B}",
        };
        nfc(&format!("{}{shape}", self.plain))
    }
}

fn letters(text: &str) -> impl Iterator<Item = Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for c in nfd(text).chars() {
        let last = letters.last_mut();
        match (c, last) {
            ('\u{302}', Some(letter)) => letter.shape = Some(Shape::Circumflex),
            ('\u{306}', Some(letter)) => letter.shape = Some(Shape::Breve),
            ('\u{31B}', Some(letter)) => letter.shape = Some(Shape::Horn),
            ('\u{300}', Some(letter)) => letter.tone = Some(Tone::Grave),
            ('\u{301}', Some(letter)) => letter.tone = Some(Tone::Acute),
            ('\u{303}', Some(letter)) => letter.tone = Some(Tone::Tilde),
            ('\u{309}', Some(letter)) => letter.tone = Some(Tone::Hook),
            ('\u{323}', Some(letter)) => letter.tone = Some(Tone::Dot),
            (plain, _) => letters.push(Letter { plain, shape: None, tone: None }),
        }
    }
    letters.into_iter()
}

/// Signs of VNI are capitals where their letter is one.
fn capitals(letter: Letter, bytes: Vec<u8>) -> Vec<u8> {
    let is_capital = letter.plain.is_uppercase();
    bytes
        .into_iter()
        .map(|byte| {
            if is_capital && byte.is_ascii() {
                byte.to_ascii_uppercase()
            } else if is_capital {
                byte - 0x20
            } else {
                byte
            }
        })
        .collect()
}

fn latin_1(c: char) -> u8 {
    u8::try_from(u32::from(c)).unwrap_or_else(|_| panic!("{c:?} is not in Latin-1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_encodings_are_as_old_files_have_them() {
        assert_eq!(base_letters_and_tones("Nội"), "Nô\u{323}i");
        assert_eq!(windows_1258("Ngày đổi"), b"Nga\xCCy \xF0\xF4\xD2i");
        assert_eq!(as_latin_1(&tcvn3("Hoạt động, tổ Ư, ỵ")), "Ho¹t ®éng, tæ ¦, þ");
        assert_eq!(as_latin_1(&vni("Ngày Tổ Ư ĐỘI, nhường vị")), "Ngaøy Toå Ö ÑOÄI, nhöôøng vò");
        assert_eq!(mojibake("Tổ"), "Tá»•");
    }
}
