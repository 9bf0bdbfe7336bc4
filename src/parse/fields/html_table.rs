//! Key and value tables in raw HTML: `<tr><td>Status</td><td>Draft</td></tr>`.
//!
//! In: the range of an HTML block. Out: its fields, by the rule of Markdown's tables: two cells a row, and a canonical key
//! among them. End tags may be missing, as HTML allows. Absent on purpose: tables that are laid out in any other way.

use super::{Gathered, Markdown, table};
use crate::parse::html::{self, Piece, Tag};
use std::ops::Range;

/// Reads the tables of an HTML block.
pub(super) fn read(
    markdown: &Markdown<'_>,
    block: &Range<usize>,
    in_section: bool,
    gathered: &mut Gathered,
) {
    let html = &markdown.text[block.clone()];
    if !html.to_ascii_lowercase().contains("<td") {
        return;
    }
    let mut rows = Vec::new();
    for piece in html::pieces(html, block.start) {
        match piece {
            Piece::Tag(tag) => turn(&mut rows, &tag),
            Piece::Text(range) => grow(&mut rows, markdown.text, range),
            Piece::Comment(_) => {}
        }
    }
    table::read_rows(markdown, &rows, in_section, gathered);
}

/// A row or a cell begins.
fn turn(rows: &mut Vec<Vec<Range<usize>>>, tag: &Tag<'_>) {
    match tag.name.as_str() {
        "tr" if !tag.closing => rows.push(Vec::new()),
        "td" | "th" if !tag.closing => {
            if let Some(row) = rows.last_mut() {
                row.push(tag.range.end..tag.range.end);
            }
        }
        _ => {}
    }
}

/// Text belongs to the cell that is open; markup inside a cell stays with it.
fn grow(rows: &mut [Vec<Range<usize>>], text: &str, range: Range<usize>) {
    let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) else { return };
    let content = &text[range.clone()];
    if content.trim().is_empty() {
        return;
    }
    let start = range.start + content.len() - content.trim_start().len();
    if cell.start == cell.end {
        cell.start = start;
    }
    cell.end = range.start + content.trim_end().len();
}
