//! Metadata line by line: what was meant to be YAML, and TOML.
//!
//! In: a block that does not parse. Out: what its lines say: keys at the margin, items under them. Nothing is refused here,
//! because one unquoted `@` must not cost the other fields.

use super::{FrontMatter, key_length, line};
use crate::parse::fields::{Origin, RawField, RawValue};
use std::ops::Range;

/// More than this is not metadata.
const LONGEST: usize = 64 * 1024;

/// Reads what was meant to be YAML line by line: keys at the margin, items under them.
pub(super) fn lenient(text: &str, block: &Range<usize>, origin: Origin) -> Vec<RawField> {
    let mut fields: Vec<RawField> = Vec::new();
    let end = block.end.min(block.start + LONGEST);
    let end =
        (block.start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(block.start);
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..end], at) {
        let content = line.trim();
        let start = at + line.len() - line.trim_start().len();
        if let Some(length) = key_length(line).or_else(|| nested_key(content)) {
            fields.push(key_line(content, start, length, origin));
        } else if let Some(field) = fields.last_mut().filter(|_| is_content(content)) {
            item_line(field, content, start);
        }
        at = next;
    }
    fields
}

fn is_content(line: &str) -> bool {
    !line.is_empty() && !line.starts_with('#')
}

/// A key that was indented by mistake, with its list below it: `  reviewers:`.
fn nested_key(content: &str) -> Option<usize> {
    let name = content.strip_suffix(':')?;
    let is_name = |found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_');
    (!name.is_empty() && !name.starts_with('-') && name.chars().all(is_name)).then_some(name.len())
}

/// `key: value` at `start`.
fn key_line(content: &str, start: usize, length: usize, origin: Origin) -> RawField {
    let key = content[..length].trim().trim_matches(['"', '\'']).to_owned();
    let rest = &content[length + 1..];
    let value_at = start + length + 1 + (rest.len() - rest.trim_start().len());
    let values = scalar(rest).map(|text| split_flow(text, value_at)).unwrap_or_default();
    RawField { key, values, origin, range: start..start + length }
}

/// `- item`, or a line that a value goes on over.
fn item_line(field: &mut RawField, content: &str, start: usize) {
    let is_item = content.starts_with("- ");
    let item = content.trim_start_matches("- ");
    let at = start + (content.len() - item.len());
    let Some(text) = scalar(item) else { return };
    match field.values.last_mut().filter(|_| !is_item) {
        Some(value) => value.text = format!("{} {text}", value.text),
        None => field.values.push(RawValue { text, range: at..at + item.len(), item: is_item }),
    }
}

/// A scalar as meant: without quotes and comment; `None` when nothing is left.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    let quoted = text.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let text = match quoted.and_then(|quote| text[1..].find(quote).map(|end| &text[1..=end])) {
        Some(inside) => inside,
        None => &text[..comment(text)],
    };
    let text = text.trim().trim_matches(['"', '\'']).trim();
    (!text.is_empty()
        && !text.starts_with('#')
        && !matches!(text, "~" | "null" | "|" | ">" | ">-" | "|-" | "[]" | "{}"))
    .then(|| text.to_owned())
}

/// Where a comment begins; `#12` is an issue, and no comment.
fn comment(text: &str) -> usize {
    let is_comment = |at: &usize| !text[at + 2..].starts_with(|found: char| found.is_ascii_digit());
    text.match_indices(" #").map(|(at, _)| at).find(is_comment).unwrap_or(text.len())
}

/// `[a, b]` as two values.
fn split_flow(text: String, start: usize) -> Vec<RawValue> {
    let range = start..start + text.len();
    match text
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'))
        .filter(|inner| !inner.contains("]("))
    {
        Some(inner) if !text.contains("](") => inner
            .split(',')
            .filter_map(scalar)
            .map(|text| RawValue { text, range: range.clone(), item: true })
            .collect(),
        _ => vec![RawValue { text, range, item: false }],
    }
}

/// TOML front matter (`+++`), read line by line: `key = "value"`, `key = ["a", "b"]`; tables other than `[extra]` are left out.
pub(super) fn toml(text: &str, block: Range<usize>) -> FrontMatter {
    let mut fields = Vec::new();
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        if let Some((key, value)) =
            line.split_once('=').filter(|_| !line.trim_start().starts_with(['#', '[']))
        {
            let start = at + line.len() - value.trim_start().len();
            let key_range = at..at + key.trim_end().len();
            let values = scalar(value).map(|text| split_flow(text, start)).unwrap_or_default();
            fields.push(RawField {
                key: key.trim().trim_matches('"').to_owned(),
                values,
                origin: Origin::FrontMatter,
                range: key_range,
            });
        }
        at = next;
    }
    FrontMatter { fields, ..FrontMatter::default() }
}
