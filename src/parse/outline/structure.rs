//! The inside of a list or a table, for the dialects that metadata is written in.
//!
//! In: the range of one block. Out: its items or cells by range. The block is parsed once more, because the main pass has no
//! use for the inside of the thousand lists that are no metadata.

use super::events;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// An item of a list: its own text, up to its nested list, and the items of that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListItem {
    /// Its own text.
    pub range: Range<usize>,
    /// Whether it is a task list item.
    pub task: bool,
    /// The items of its nested lists.
    pub children: Vec<ListItem>,
}

/// The items of the list at `block`.
#[must_use]
pub fn list_items(text: &str, block: Range<usize>) -> Vec<ListItem> {
    let mut open: Vec<ListItem> = Vec::new();
    let mut done = Vec::new();
    for (event, range) in events(text, block) {
        match event {
            Event::Start(Tag::Item) => {
                open.push(ListItem { range: range.end..range.end, task: false, children: vec![] });
            }
            Event::Start(Tag::List(_)) => close_text(&mut open, range.start),
            Event::TaskListMarker(_) => {
                if let Some(item) = open.last_mut() {
                    item.task = true;
                }
            }
            Event::End(TagEnd::Item) => {
                let Some(item) = open.pop() else { continue };
                // Deeper levels than two are never metadata; their items are told apart no further.
                match open.last_mut() {
                    Some(parent) => parent.children.push(item),
                    None => done.push(item),
                }
            }
            Event::Start(tag) if !is_inline(&tag) => {}
            Event::End(_) => {}
            _ => grow_text(&mut open, &range),
        }
    }
    done
}

/// Whether a tag stands in a line.
fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

/// The text of the innermost open item ends where its nested list begins.
fn close_text(open: &mut [ListItem], at: usize) {
    if let Some(item) = open.last_mut() {
        item.range.end = item.range.end.min(at).max(item.range.start);
    }
}

/// The text of an item reaches from its first inline event to its last.
fn grow_text(open: &mut [ListItem], range: &Range<usize>) {
    if let Some(item) = open.last_mut()
        && item.children.is_empty()
    {
        let start =
            if item.range.is_empty() { range.start } else { item.range.start.min(range.start) };
        let end = if item.range.is_empty() { range.end } else { item.range.end.max(range.end) };
        item.range = start..end;
    }
}

/// The cells of the table at `block`, row by row, the header first; each the range of its text.
#[must_use]
pub fn table_rows(text: &str, block: Range<usize>) -> Vec<Vec<Range<usize>>> {
    let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
    for (event, range) in events(text, block) {
        match event {
            Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
            Event::Start(Tag::TableCell) => {
                if let Some(row) = rows.last_mut() {
                    row.push(trim(text, range));
                }
            }
            _ => {}
        }
    }
    rows
}

/// The range without white space and cell borders at its ends.
fn trim(text: &str, range: Range<usize>) -> Range<usize> {
    let cell = &text[range.clone()];
    let start = cell.len()
        - cell.trim_start_matches(|found: char| found.is_whitespace() || found == '|').len();
    let end = cell.trim_end_matches(|found: char| found.is_whitespace() || found == '|').len();
    range.start + start.min(end)..range.start + end
}
