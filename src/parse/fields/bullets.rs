//! Bulleted metadata: `* Status: **Implemented**`, `- **Issue**: [#5](url)`, a nested list as the value.
//!
//! In: the range of a list. Out: its fields. A list is metadata when most of its items are keys with values and one of the
//! keys is canonical; then the other keys count too. Absent on purpose: task lists, which are never metadata.

use super::{
    Gathered, Markdown, Origin, RawField, RawValue, clean_key, is_plausible_key, is_telling,
};
use crate::parse::outline::{ListItem, list_items};
use std::ops::Range;

/// Reads a list.
pub(super) fn read(
    markdown: &Markdown<'_>,
    block: &Range<usize>,
    in_section: bool,
    gathered: &mut Gathered,
) {
    let items = list_items(markdown.text, block.clone());
    let fields: Vec<_> = items.iter().filter_map(|item| field(markdown.text, item)).collect();
    let keyed = fields.len() * 2 > items.len();
    let canonical = fields.iter().any(|field| is_telling(markdown, field));
    if keyed && (canonical || in_section) {
        gathered.fields.extend(fields);
    }
}

/// Gives a list to the key that stands alone above it: `**Authors:**`, and the authors under it. Whether there is such a key.
///
/// A bold key is enough for any field of several values; a plain line above a list is prose unless it speaks of people.
pub(super) fn completes(
    markdown: &Markdown<'_>,
    block: &Range<usize>,
    gathered: &mut Gathered,
) -> bool {
    let Some(above) = gathered.fields.last_mut() else { return false };
    let is_adjacent = above.range.end <= block.start
        && markdown.text[above.range.end..block.start].trim().is_empty();
    let is_bold = markdown.text[above.range.clone()].trim_start().starts_with(['*', '_']);
    let holds_several =
        markdown.keys.is_people(&above.key) || (is_bold && markdown.keys.is_list(&above.key));
    let items = list_items(markdown.text, block.clone());
    let is_keyed = items.iter().filter_map(|item| field(markdown.text, item));
    let is_keyed = is_keyed.into_iter().any(|field| is_telling(markdown, &field));
    if !above.values.is_empty() || !is_adjacent || !holds_several || is_keyed {
        return false;
    }
    let plain = items.iter().filter(|item| !item.task);
    above.values.extend(plain.map(|item| child_value(markdown.text, item)));
    true
}

/// The field of one item.
fn field(text: &str, item: &ListItem) -> Option<RawField> {
    if item.task {
        return None;
    }
    let line = &text[item.range.clone()];
    let (key, value) = split(line)?;
    let name = clean_key(key);
    if !is_plausible_key(&name) {
        return None;
    }
    let mut values = Vec::new();
    let from = item.range.end - value.len();
    let range = from + (value.len() - value.trim_start().len())..item.range.end;
    let joined = join_lines(&text[range.clone()]);
    if !joined.is_empty() {
        values.push(RawValue { text: joined, range, item: false });
    }
    values.extend(item.children.iter().map(|child| child_value(text, child)));
    Some(RawField { key: name, values, origin: Origin::Text, range: item.range.start..from })
}

fn child_value(text: &str, child: &ListItem) -> RawValue {
    RawValue {
        text: join_lines(&text[child.range.clone()]),
        range: child.range.clone(),
        item: true,
    }
}

/// Splits `**Key**: value`, `**Key:** value`, `Key: value` at the colon that ends the key.
fn split(line: &str) -> Option<(&str, &str)> {
    let mark = ["**", "__"].into_iter().find(|mark| line.starts_with(mark));
    if let Some(mark) = mark {
        let close = mark.len() + line[mark.len()..].find(mark)?;
        let (key, after) = (&line[..close], &line[close + mark.len()..]);
        if let Some(value) = after.trim_start().strip_prefix(':') {
            return Some((key, value));
        }
        return key.trim_end().ends_with(':').then_some((key, after));
    }
    let (key, value) = line.split_once(':')?;
    let is_word = value.is_empty() || value.starts_with(char::is_whitespace);
    let is_plural = key.trim_end().ends_with("(s)");
    (is_word && (is_plural || !key.contains(['[', '`', '(', '"']))).then_some((key, value))
}

/// A wrapped value on one line.
fn join_lines(text: &str) -> String {
    text.lines()
        .map(|line| line.trim().trim_end_matches('\\'))
        .collect::<Vec<_>>()
        .join(" ")
        .trim()
        .to_owned()
}
