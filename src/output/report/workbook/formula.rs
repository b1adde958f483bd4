//! Names of cells, sums over them, and the formulas that compare sums with what is printed.

use super::{Formula, Place};
use crate::output::report::content::Cell;
use crate::output::view::View;
use crate::output::words::Heading;

/// Most arguments that a function of a spreadsheet takes; a little less.
const MOST_ARGUMENTS: usize = 250;

/// `C7`.
pub(super) fn cell(place: Place) -> String {
    format!("{}{}", letters(place.column), place.row + 1)
}

/// `C7:C9`.
pub(super) fn range(first: Place, last: Place) -> String {
    if first == last { cell(first) } else { format!("{}:{}", cell(first), cell(last)) }
}

/// The letters of a column, from 0.
fn letters(column: u16) -> String {
    let mut rest = u32::from(column) + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// The sum of some rows of a column, which stand in order. Signs in place of numbers count nothing.
pub(super) fn sum_of(column: u16, rows: &[u32]) -> String {
    let neighbours = rows.chunk_by(|upper, lower| upper + 1 == *lower);
    let ranges: Vec<String> = neighbours
        .filter_map(|some| {
            let (&first, &last) = (some.first()?, some.last()?);
            Some(range(Place { row: first, column }, Place { row: last, column }))
        })
        .collect();
    let sums = ranges.chunks(MOST_ARGUMENTS).map(|some| format!("SUM({})", some.join(",")));
    let sums: Vec<String> = sums.collect();
    if sums.is_empty() { "0".to_owned() } else { sums.join("+") }
}

/// Whether pairs of cells are equal as they are printed. A spreadsheet adds in binary: only what is smaller
/// than the last decimal may differ.
pub(super) fn agreement(view: &View<'_>, pairs: &[(Place, Place)]) -> Formula {
    let decimals = view.campaign.decimals;
    let equal =
        |(one, other): &(Place, Place)| format!("ROUND({}-{},{decimals})=0", cell(*one), cell(*other));
    let conditions: Vec<String> = pairs.iter().map(equal).collect();
    let condition = match conditions.as_slice() {
        [one] => one.clone(),
        several => format!("AND({})", several.join(",")),
    };
    let [agrees, differs] = [Heading::Agrees, Heading::Differs].map(|heading| heading.text(view.language));
    Formula { text: format!("IF({condition},\"{agrees}\",\"{differs}\")"), result: Cell::text(agrees) }
}

/// Whether all the checks of a stretch agree.
pub(super) fn all_agree(view: &View<'_>, first: Place, last: Place) -> Formula {
    let [agree, some_differ, differs] =
        [Heading::AllAgree, Heading::SomeDiffer, Heading::Differs].map(|heading| heading.text(view.language));
    let text = format!("IF(COUNTIF({},\"{differs}\")=0,\"{agree}\",\"{some_differ}\")", range(first, last));
    Formula { text, result: Cell::text(agree) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_spreadsheets() {
        let named = [0, 25, 26, 51, 52, 701, 702, 16_383].map(letters);
        assert_eq!(named, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]);
    }

    #[test]
    fn neighbours_are_added_as_one() {
        assert_eq!(sum_of(2, &[6, 7, 8, 11]), "SUM(C7:C9,C12)");
        assert_eq!(sum_of(2, &[]), "0");
        let scattered: Vec<u32> = (0..600).map(|row| row * 2).collect();
        assert_eq!(sum_of(2, &scattered).matches("SUM").count(), 3);
    }
}
