//! Rows of one log at the end of another, which may have its columns in another order.

use crate::campaign::Campaign;
use crate::canonical::push_row;
use crate::finding::Findings;
use crate::records::table::{Cell, Rows};
use crate::records::text::fold_case;
use crate::records::{Header, Table, is_blank};
use crate::source::{FileId, Source};

/// Why rows cannot be added to a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAppended {
    /// The log has no column for what the rows say.
    NoColumn {
        /// The word of the column that it lacks.
        word: String,
    },
    /// The log is not spelt as new rows would be: with another separator, encoding or line end.
    NotCanonical,
}

/// The text of `log` with the rows of `text`, a canonical log, after its last.
///
/// # Errors
///
/// A [`NotAppended`].
pub fn append(log: &Source, text: &str, campaign: &Campaign) -> Result<String, NotAppended> {
    if is_blank(&log.text) {
        return Ok(text.to_owned());
    }
    let header_of = |text: &str| {
        let header = Table::Log.header(FileId(0), text, &campaign.records, &mut Findings::keeping(0));
        header.filter(|header| header.dialect.delimiter == b',' && header.dialect.header_start == 0)
    };
    let is_spelt_so = log.encoding == Default::default() && !log.text.contains('\r');
    let (Some(there), Some(here), true) = (header_of(&log.text), header_of(text), is_spelt_so) else {
        return Err(NotAppended::NotCanonical);
    };
    let (words_there, words_here) = (words(&log.text), words(text));
    let columns: Vec<Option<usize>> = (0..there.n_columns)
        .map(|index| match there.meaning(index) {
            Some(column) => here.index(column),
            None => same_word(&words_there[index], &words_here, &here),
        })
        .collect();
    let mut joined = log.text.clone();
    if !joined.ends_with('\n') {
        joined.push('\n');
    }
    let mut rows = Rows::new(text, b',', here.end);
    let mut cells = Vec::new();
    while rows.next(&mut cells) {
        let homeless = cells
            .iter()
            .enumerate()
            .find(|(index, cell)| !columns.contains(&Some(*index)) && !is_blank(&cell.content(text)));
        if let Some((index, _)) = homeless {
            return Err(NotAppended::NoColumn { word: words_here.get(index).cloned().unwrap_or_default() });
        }
        let contents: Vec<_> = columns
            .iter()
            .map(|column| column.and_then(|column| cells.get(column)).map(|cell| cell.content(text)))
            .collect();
        push_row(&mut joined, contents.iter().map(|content| content.as_deref().unwrap_or_default()));
    }
    Ok(joined)
}

/// A column that nobody knows, found by its word.
fn same_word(word: &str, words: &[String], header: &Header) -> Option<usize> {
    let same = |(index, other): &(usize, &String)| {
        header.meaning(*index).is_none() && !is_blank(word) && fold_case(other) == fold_case(word)
    };
    words.iter().enumerate().find(same).map(|(index, _)| index)
}

/// The words of the first row that has any.
fn words(text: &str) -> Vec<String> {
    let mut rows = Rows::new(text, b',', 0);
    let mut cells: Vec<Cell> = Vec::new();
    while rows.next(&mut cells) {
        if cells.iter().any(|cell| !is_blank(&cell.content(text))) {
            break;
        }
    }
    cells.iter().map(|cell| cell.content(text).into_owned()).collect()
}
