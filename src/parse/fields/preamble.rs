//! The preamble of improvement proposals: a fenced, indented or `<pre>` block of `Key: value` lines before all else
//! (RFC 822 style, as BIP 2 and PEP 1 prescribe): continuation lines are indented deeper than the keys.
//!
//! In: one block. Out: whether it is a preamble, and its fields.

use super::{Gathered, Markdown, Origin, RawField, RawValue, clean_key};
use crate::parse::outline::{Block, BlockKind};
use std::ops::Range;

/// Reads a preamble; false when the block is none.
pub(super) fn read(markdown: &Markdown<'_>, block: &Block, gathered: &mut Gathered) -> bool {
    let text = &markdown.text[block.range.clone()];
    let is_pre =
        block.kind == BlockKind::Html && text.trim_start().to_ascii_lowercase().starts_with("<pre");
    if block.kind != BlockKind::Code && !is_pre {
        return false;
    }
    let Some(fields) = fields(markdown.text, &block.range) else { return false };
    let canonical = fields.iter().filter(|field| markdown.keys.is_canonical(&field.key)).count();
    if canonical < 2 {
        return false;
    }
    gathered.fields.extend(fields);
    gathered.blocks.push(block.range.clone());
    true
}

/// The fields of the block; `None` when a line is neither a key with its value nor the continuation of one.
fn fields(text: &str, block: &Range<usize>) -> Option<Vec<RawField>> {
    let mut fields: Vec<RawField> = Vec::new();
    let mut key_indent = None;
    // An indented block's range begins behind the first line's indentation.
    let mut start = text[..block.start].rfind('\n').map_or(0, |newline| newline + 1);
    let mut goes_on = false;
    for line in text[start..block.end].split_inclusive('\n') {
        let line_start = start;
        start += line.len();
        let content = line.trim();
        if content.is_empty() || is_delimiter(content) {
            goes_on = false;
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        let range = line_start + indent..line_start + indent + content.len();
        let deeper = key_indent.is_some_and(|known| indent > known + 1);
        match key(content).filter(|_| !(deeper && goes_on)) {
            Some(length) => {
                key_indent.get_or_insert(indent);
                fields.push(field(text, range, length));
            }
            None if goes_on => {
                let more = RawValue { text: content.to_owned(), range, item: true };
                fields.last_mut()?.values.push(more);
            }
            None => return None,
        }
        goes_on = true;
    }
    Some(fields)
}

/// Fences and `<pre>` tags are not lines of the preamble.
fn is_delimiter(line: &str) -> bool {
    line.starts_with("```")
        || line.starts_with("~~~")
        || line.starts_with("<pre")
        || line.starts_with("</pre")
        || line == "---"
}

/// The length of `Key:` at the head of a line.
fn key(line: &str) -> Option<usize> {
    let colon = line.find(':')?;
    let written = &line[..colon];
    // `updated (*optional)` is a key with a remark on it.
    let name = written.split_once(" (").map_or(written, |(name, _)| name);
    let is_name =
        name.chars().all(|found| found.is_alphanumeric() || matches!(found, '-' | '_' | ' ' | '!'));
    let ends_word =
        line[colon + 1..].is_empty() || line[colon + 1..].starts_with(char::is_whitespace);
    (is_name && ends_word && name.split(' ').count() <= 3 && name.starts_with(char::is_alphabetic))
        .then_some(colon + 1)
}

fn field(text: &str, line: Range<usize>, key_length: usize) -> RawField {
    let key = line.start..line.start + key_length;
    let rest = &text[key.end..line.end];
    let value = key.end + (rest.len() - rest.trim_start().len())..line.end;
    let values = if value.is_empty() {
        vec![]
    } else {
        vec![RawValue { text: text[value.clone()].to_owned(), range: value, item: false }]
    };
    RawField { key: clean_key(&text[key.clone()]), values, origin: Origin::Text, range: key }
}
