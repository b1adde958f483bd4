//! What a spreadsheet shows of a number.

/// Digits that a spreadsheet shows. It computes with binary fractions, which have more: 0.1 + 0.2
/// comes to 0.30000000000000004 there, and nobody who looks at the cell can see it.
const SHOWN_DIGITS: usize = 15;

/// Places by which a point may be moved; what is further is left in its scientific form.
const MOST_PLACES: i32 = 30;

/// A number in digits, with a point and without needless zeros: as a spreadsheet shows it where
/// there is room. A text that is no number is given back as it is.
pub(super) fn shown(number: &str) -> String {
    plain(number.trim()).unwrap_or_else(|| number.trim().to_owned())
}

fn plain(number: &str) -> Option<String> {
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (number, 0),
    };
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa.strip_prefix('+').unwrap_or(mantissa)),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits: Vec<u8> = whole.bytes().chain(part.bytes()).collect();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    // The digits stand before a point, which stands this far to the right of the first of them.
    let mut point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let leading = digits.iter().take_while(|&&digit| digit == b'0').count();
    digits.drain(..leading);
    point = point.checked_sub(i32::try_from(leading).ok()?)?;
    if round(&mut digits) {
        point += 1;
    }
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    if point.abs() > MOST_PLACES {
        return None;
    }
    let digits = String::from_utf8(digits).ok()?;
    let before = usize::try_from(point).unwrap_or(0);
    Some(if before >= digits.len() {
        format!("{sign}{digits}{}", "0".repeat(before - digits.len()))
    } else if before > 0 {
        format!("{sign}{}.{}", &digits[..before], &digits[before..])
    } else {
        format!("{sign}0.{}{digits}", "0".repeat(point.unsigned_abs() as usize))
    })
}

/// Leaves the digits that are shown, the last rounded; true where that made one more before them.
fn round(digits: &mut Vec<u8>) -> bool {
    let Some(&next) = digits.get(SHOWN_DIGITS) else { return false };
    digits.truncate(SHOWN_DIGITS);
    if next < b'5' {
        return false;
    }
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return false;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_the_cell_shows() {
        for (stored, number) in [
            ("2.5", "2.5"),
            ("2", "2"),
            ("2.0", "2"),
            ("0", "0"),
            ("-0.0", "0"),
            ("-1.5", "-1.5"),
            ("0.30000000000000004", "0.3"),
            ("2.4999999999999996", "2.5"),
            ("0.9999999999999999", "1"),
            ("99999999999999999", "100000000000000000"),
            ("2.675", "2.675"),
            ("0.05", "0.05"),
            ("1E3", "1000"),
            ("1.5e-2", "0.015"),
            ("+7", "7"),
            ("007", "7"),
            ("123456789012", "123456789012"),
            ("45640", "45640"),
        ] {
            assert_eq!(shown(stored), number, "{stored}");
        }
    }

    #[test]
    fn what_is_no_number_or_far_too_large_stays_what_it_is() {
        for text in ["NaN", "inf", "", "1e400", "1e99999999999", "x", "1.2.3", "-"] {
            assert_eq!(shown(text), text);
        }
    }
}
