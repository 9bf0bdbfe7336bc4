//! Bold lines (`**Issue:** #12`) and plain lines (`Date: 2018-03-06`) of one paragraph.
//!
//! In: the range of a paragraph. Out: its fields. A bold key may be any; a plain one counts only when it is canonical,
//! because prose is full of colons. A line may hold several fields joined by `·` or `|`, and a value may go on over the next
//! lines, up to the next key. Absent on purpose: lists and tables, which have readers of their own.

use super::{Gathered, Markdown, Origin, RawField, RawValue, clean_key, is_plausible_key};
use crate::parse::keys::Field;
use std::ops::Range;

/// Reads a paragraph. In a metadata section (`anywhere`) plain keys need not be canonical.
pub(super) fn read(
    markdown: &Markdown<'_>,
    block: &Range<usize>,
    anywhere: bool,
    gathered: &mut Gathered,
) {
    let lines = lines(markdown.text, block);
    gathered.fields.extend(fields(markdown, &lines, anywhere));
}

/// Whether a heading is metadata lines that a `---` under them made a setext heading.
pub(super) fn is_swallowed(markdown: &Markdown<'_>, heading: &Range<usize>) -> bool {
    let text = &markdown.text[heading.clone()];
    let is_setext = !text.trim_start().starts_with('#') && text.trim_end().ends_with("--");
    let first = lines(markdown.text, heading).into_iter().next();
    is_setext && first.is_some_and(|line| key_of(markdown, &markdown.text[line], false).is_some())
}

/// Reads such a heading.
pub(super) fn read_swallowed(
    markdown: &Markdown<'_>,
    heading: &Range<usize>,
    gathered: &mut Gathered,
) {
    let mut lines = lines(markdown.text, heading);
    lines.pop();
    gathered.fields.extend(fields(markdown, &lines, false));
    gathered.blocks.push(heading.clone());
}

/// The lines of a block, without indentation, hard-break marks and line ends.
fn lines(text: &str, block: &Range<usize>) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = block.start;
    for line in text[block.clone()].split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        let kept = line.trim_end().trim_end_matches('\\').trim_end();
        if kept.len() > indent {
            lines.push(start + indent..start + kept.len());
        }
        start += line.len();
    }
    lines
}

/// The fields in a run of lines.
pub(super) fn fields(
    markdown: &Markdown<'_>,
    lines: &[Range<usize>],
    anywhere: bool,
) -> Vec<RawField> {
    let mut fields: Vec<RawField> = Vec::new();
    let (mut wraps, mut bold) = (false, false);
    for line in lines {
        let found = segments(markdown, line.clone(), anywhere);
        // In the middle of a wrapped value, a small letter before a colon is the value going on.
        let goes_on = wraps && markdown.text[line.clone()].starts_with(char::is_lowercase);
        if found.is_empty() || goes_on {
            wraps = wraps && (goes_on || bold || !is_other_key(&markdown.text[line.clone()]));
            match fields.last_mut() {
                Some(field) if wraps => continue_value(markdown.text, field, line),
                _ => {}
            }
            continue;
        }
        for (field, is_bold) in found {
            bold = is_bold;
            // A plain line's value ends with its line unless the next one is indented prose; bold values wrap.
            wraps = bold || markdown.keys.is_list(&field.key);
            fields.push(field);
        }
    }
    fields
}

/// Whether a line that is no field is one that might have been: `Thanks to: …` ends the value above it.
fn is_other_key(line: &str) -> bool {
    let name = line.split_once(": ").map(|(name, _)| name);
    name.is_some_and(|name| is_plausible_key(name) && name.starts_with(char::is_uppercase))
}

/// Joins a wrapped line to the value it continues.
fn continue_value(text: &str, field: &mut RawField, line: &Range<usize>) {
    let more = text[line.clone()].trim_start_matches('>').trim();
    match field.values.last_mut() {
        Some(value) => {
            value.text.push(' ');
            value.text.push_str(more);
        }
        None => {
            field.values.push(RawValue { text: more.to_owned(), range: line.clone(), item: false });
        }
    }
}

/// The fields of one line, each with whether its key is bold: one, or several joined by `·`, `|` or `•`.
fn segments(markdown: &Markdown<'_>, line: Range<usize>, anywhere: bool) -> Vec<(RawField, bool)> {
    let text = markdown.text;
    let Some(first) = key_of(markdown, &text[line.clone()], anywhere) else { return vec![] };
    let mut starts = vec![(line.start, first)];
    for (at, separator) in text[line.clone()].match_indices(['·', '|', '•']) {
        let start = line.start + at + separator.len();
        let indent = text[start..line.end].len() - text[start..line.end].trim_start().len();
        // Behind a bold key, a plain word with a colon is a key only when it is canonical.
        if let Some(key) = key_of(markdown, text[start + indent..line.end].trim_end(), false) {
            starts.push((start + indent, key));
        }
    }
    let ends: Vec<_> = starts.iter().skip(1).map(|(start, _)| *start).chain([line.end]).collect();
    starts.into_iter().zip(ends).map(|((start, key), end)| field(text, start, key, end)).collect()
}

/// What a line begins with.
struct Key {
    name: String,
    /// How many bytes the key takes up, with its markup and colon.
    length: usize,
    bold: bool,
    /// What ends the markup that the key began, where it runs over the value: `**Status: Draft**`.
    closing: &'static str,
}

fn field(text: &str, start: usize, key: Key, end: usize) -> (RawField, bool) {
    let from = start + key.length;
    let cut = text[from..end]
        .trim_end_matches(|found: char| found.is_whitespace() || matches!(found, '·' | '|' | '•'));
    let to = from + cut.strip_suffix(key.closing).unwrap_or(cut).len();
    let indent = text[from..to].len() - text[from..to].trim_start().len();
    let value = super::value(text, from + indent..to.max(from + indent));
    let values = if value.text.is_empty() { vec![] } else { vec![value] };
    (RawField { key: key.name, values, origin: Origin::Text, range: start..from }, key.bold)
}

/// The key at the head of a line.
fn key_of(markdown: &Markdown<'_>, line: &str, anywhere: bool) -> Option<Key> {
    let decoration = line.find(|found: char| {
        found.is_alphanumeric() || matches!(found, '*' | '_' | '[' | '`' | '<')
    })?;
    let (decoration, rest) = if decoration <= 8 { line.split_at(decoration) } else { ("", line) };
    let mut key = marked_key(markdown, rest, "**")
        .or_else(|| marked_key(markdown, rest, "__"))
        .or_else(|| {
            marked_key(markdown, rest, "*").filter(|key| markdown.keys.is_canonical(&key.name))
        })
        .or_else(|| {
            marked_key(markdown, rest, "_").filter(|key| markdown.keys.is_canonical(&key.name))
        })
        .or_else(|| plain_key(markdown, rest, anywhere && decoration.is_empty()))?;
    key.length += decoration.len();
    Some(key)
}

/// `**Key:** value`, `**Key**: value`, and `**Key: value**` for a canonical key.
fn marked_key(markdown: &Markdown<'_>, line: &str, mark: &'static str) -> Option<Key> {
    let inner = line.strip_prefix(mark)?;
    let close = inner.find(mark)?;
    let (marked, after) = (&inner[..close], &inner[close + mark.len()..]);
    let end = mark.len() * 2 + close;
    let bold = true;
    let trimmed = marked.trim_end();
    if trimmed.ends_with([':', '：']) {
        let name = clean_key(trimmed);
        let known = markdown.keys.is_canonical(&name) || is_plausible_key(&name);
        return known.then_some(Key { name, length: end, bold, closing: "" });
    }
    let colon = after.trim_start_matches([' ', '\u{a0}']);
    if let Some(colon) = colon.chars().next().filter(|found| matches!(found, ':' | '：')) {
        let name = clean_key(marked);
        let gap = after.find(colon)?;
        let known = markdown.keys.is_canonical(&name) || is_plausible_key(&name);
        return known.then_some(Key {
            name,
            length: end + gap + colon.len_utf8(),
            bold,
            closing: "",
        });
    }
    if names_people(markdown, marked, after) {
        return Some(Key { name: clean_key(marked), length: end, bold, closing: "" });
    }
    let (name, value) = marked.split_once(':')?;
    let whole = after.trim().is_empty() && !value.trim().is_empty();
    let canonical = markdown.keys.is_canonical(&clean_key(name));
    (whole && canonical).then(|| Key {
        name: clean_key(name),
        length: mark.len() + name.len() + 1,
        bold,
        closing: mark,
    })
}

/// `**Owner** [Ann Lee](…)`: a key of people needs no colon before a link or a handle.
fn names_people(markdown: &Markdown<'_>, key: &str, after: &str) -> bool {
    let is_people = |field| matches!(field, Field::Authors | Field::Reviewers | Field::Approvers);
    let value = after.trim_start();
    value.len() < after.len()
        && (value.starts_with('[') && value.contains("](") || value.starts_with('@'))
        && markdown.keys.field(&clean_key(key)).is_some_and(|meaning| is_people(meaning.field))
}

/// `Key: value` for a canonical key; in a metadata section for any plausible one.
fn plain_key(markdown: &Markdown<'_>, line: &str, anywhere: bool) -> Option<Key> {
    let (name, value) = line.split_once(':')?;
    let ends_word = value.is_empty() || value.starts_with(char::is_whitespace);
    let known = markdown.keys.is_telling(name, value)
        || (anywhere && is_plausible_key(name) && name.starts_with(char::is_uppercase));
    (ends_word && known && !name.contains(['*', '`', '['])).then(|| Key {
        name: clean_key(name),
        length: name.len() + 1,
        bold: false,
        closing: "",
    })
}
