//! Key and value tables: `| Authors | [L](@l) |`, with any header row or an empty one.
//!
//! In: the range of a table. Out: its fields. A table of two columns is metadata when its first column holds a canonical
//! key; one whose header row is nothing but keys over a single row of values is the same lying on its side, and so is one
//! that the document begins with. Absent on purpose: tables of more rows and columns, which are the author's data.

use super::{
    Gathered, Markdown, Origin, RawField, RawValue, clean_key, is_plausible_key, is_telling,
};
use crate::parse::keys::Field;
use crate::parse::outline::table_rows;
use std::ops::Range;

/// Reads a table.
pub(super) fn read(
    markdown: &Markdown<'_>,
    block: &Range<usize>,
    in_section: bool,
    gathered: &mut Gathered,
) {
    let rows = table_rows(markdown.text, block.clone());
    if markdown.text[..block.start].trim().is_empty()
        && let Some(fields) = opening(markdown, &rows)
    {
        gathered.fields.extend(fields);
        return;
    }
    read_rows(markdown, &rows, in_section, gathered);
}

/// A table that the document begins with, before any word: a title and a status over one row are the document's own.
fn opening(markdown: &Markdown<'_>, rows: &[Vec<Range<usize>>]) -> Option<Vec<RawField>> {
    let [header, values] = rows else { return None };
    let meanings = || {
        let text = |cell: &Range<usize>| clean_key(&markdown.text[cell.clone()]);
        header.iter().filter_map(move |cell| markdown.keys.field(&text(cell)))
    };
    let has = |field: Field| meanings().any(|meaning| meaning.field == field);
    let is_own = has(Field::Title) && has(Field::Status) && meanings().count() * 2 > header.len();
    let cells = || header.iter().zip(values);
    is_own.then(|| cells().filter_map(|(key, value)| field(markdown.text, key, value)).collect())
}

/// Reads the rows of a table, the header first.
pub(super) fn read_rows(
    markdown: &Markdown<'_>,
    rows: &[Vec<Range<usize>>],
    in_section: bool,
    gathered: &mut Gathered,
) {
    let fields = lying(markdown, rows, in_section).or_else(|| standing(markdown, rows, in_section));
    gathered.fields.extend(fields.unwrap_or_default());
}

/// Keys in the first column.
fn standing(
    markdown: &Markdown<'_>,
    rows: &[Vec<Range<usize>>],
    in_section: bool,
) -> Option<Vec<RawField>> {
    if rows.iter().any(|row| row.len() != 2) {
        return None;
    }
    let pairs =
        rows.iter().enumerate().filter(|(index, row)| *index > 0 || !is_header(markdown, row));
    let fields: Vec<_> =
        pairs.filter_map(|(_, row)| field(markdown.text, &row[0], &row[1])).collect();
    let canonical = fields.iter().filter(|field| is_telling(markdown, field)).count();
    // One word that is also a key's does not make a table of data metadata.
    let is_metadata = canonical >= 2 || (canonical == 1 && (in_section || fields.len() == 1));
    is_metadata.then_some(fields)
}

/// Whether the first row says what the columns are, and is not itself a field.
fn is_header(markdown: &Markdown<'_>, row: &[Range<usize>]) -> bool {
    let text = |cell: &Range<usize>| clean_key(&markdown.text[cell.clone()]);
    let names_columns = |word: &str| {
        matches!(
            word.to_lowercase().as_str(),
            "value"
                | "values"
                | "details"
                | "detail"
                | "description"
                | "content"
                | "information"
                | "info"
                | "meta"
                | "entry"
        )
    };
    !markdown.keys.is_canonical(&text(&row[0])) || names_columns(&text(&row[1]))
}

/// Keys in the header row over one row of values. In a metadata section some of the columns may be the author's own.
fn lying(
    markdown: &Markdown<'_>,
    rows: &[Vec<Range<usize>>],
    in_section: bool,
) -> Option<Vec<RawField>> {
    let [header, values] = rows else { return None };
    let canonical =
        |cell: &Range<usize>| markdown.keys.is_canonical(&clean_key(&markdown.text[cell.clone()]));
    let is_status = |cell: &Range<usize>| {
        clean_key(&markdown.text[cell.clone()]).eq_ignore_ascii_case("status")
    };
    // With a title among its columns it is a list of documents, of which there happens to be one.
    let is_list = header.iter().any(|cell| {
        let key = clean_key(&markdown.text[cell.clone()]);
        markdown.keys.field(&key).is_some_and(|meaning| meaning.field == Field::Title)
    });
    let known = header.iter().filter(|cell| canonical(cell)).count();
    let enough = known == header.len() || in_section && known >= 3 && header.iter().any(is_status);
    let all_keys = !is_list && enough && !values.first().is_some_and(canonical);
    // Two columns that happen to be named like fields are data, unless one of them is the status.
    let tells = header.len() >= 3 || header.iter().any(is_status);
    (all_keys && tells).then(|| {
        header
            .iter()
            .zip(values)
            .filter_map(|(key, value)| field(markdown.text, key, value))
            .collect()
    })
}

fn field(text: &str, key: &Range<usize>, value: &Range<usize>) -> Option<RawField> {
    let name = clean_key(&text[key.clone()]);
    if !is_plausible_key(&name) {
        return None;
    }
    let content = text[value.clone()]
        .replace("<br>", ", ")
        .replace("<br/>", ", ")
        .replace("<br />", ", ")
        .replace("\\|", "|");
    let values = if content.trim().is_empty() {
        vec![]
    } else {
        vec![RawValue { text: content.trim().to_owned(), range: value.clone(), item: false }]
    };
    Some(RawField { key: name, values, origin: Origin::Text, range: key.clone() })
}
