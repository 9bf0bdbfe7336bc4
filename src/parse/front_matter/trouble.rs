//! What is wrong with YAML that does not parse, where, and what to do about it.
//!
//! In: the parser's error. Out: a [`Trouble`] at the line that YAML cannot have meant, which is seldom the one where the
//! parser gave up.

use super::{key_length, line};
use std::ops::Range;

/// Why YAML was read line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::parse) struct Trouble {
    /// Where.
    pub(in crate::parse) range: Range<usize>,
    /// What is wrong.
    pub(in crate::parse) message: String,
    /// What to do.
    pub(in crate::parse) help: String,
}

/// The parser's word on the YAML, with what usually mends it.
pub(super) fn trouble(text: &str, block: &Range<usize>, error: &serde_yaml::Error) -> Trouble {
    let at = error
        .location()
        .map_or(block.start, |location| block.start + location.index().min(block.len()));
    let mut start =
        text[..at.min(text.len())].rfind('\n').map_or(0, |newline| newline + 1).max(block.start);
    let duplicate = duplicate_key(text, block);
    if let (Some((_, line)), true) = (&duplicate, error.to_string().contains("duplicate")) {
        start = *line;
    } else if let Some(guilty) = guilty_line(text, block, start) {
        start = guilty;
    }
    let line = text[start..block.end].lines().next().unwrap_or_default();
    let help = match duplicate.filter(|_| error.to_string().contains("duplicate")) {
        Some((key, _)) => format!("`{key}` is stated twice: keep one"),
        None => advice(line),
    };
    Trouble {
        range: start + (line.len() - line.trim_start().len())..start + line.len(),
        message: format!("not YAML: {}", cause(error)),
        help,
    }
}

/// The parser's message without its position, which counts lines from the start of the block.
fn cause(error: &serde_yaml::Error) -> String {
    let message = error.to_string();
    let cut = message.find(" at line ").unwrap_or(message.len());
    message[..cut].to_owned()
}

/// What to write instead.
fn advice(line: &str) -> String {
    let value = line
        .split_once(": ")
        .map_or(line.trim_start_matches([' ', '-']), |(_, value)| value)
        .trim();
    if value.is_empty() {
        "indent with spaces, and quote values with special characters".into()
    } else {
        format!("quote the value: `\"{}\"`", value.replace('"', "\\\""))
    }
}

/// The line that YAML cannot have meant, at or before the one where the parser gave up.
fn guilty_line(text: &str, block: &Range<usize>, gave_up: usize) -> Option<usize> {
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        let value = line
            .split_once(": ")
            .map_or_else(|| line.trim_start().trim_start_matches("- "), |(_, value)| value)
            .trim();
        let special = value.starts_with(['@', '`', '%', '*', '&', '!']) || unquoted_colon(value);
        if special && at <= gave_up {
            return Some(at);
        }
        if at > gave_up {
            break;
        }
        at = next;
    }
    None
}

/// `A: b` as a plain scalar.
fn unquoted_colon(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{', '#', '|', '>'])
        && value.split(" #").next().is_some_and(|value| value.contains(": "))
}

/// A key of the top level that stands twice, and where its second line begins.
fn duplicate_key(text: &str, block: &Range<usize>) -> Option<(String, usize)> {
    let mut seen = Vec::new();
    let mut at = block.start;
    while let Some((line, next)) = line(&text[..block.end], at) {
        if let Some(length) = key_length(line) {
            let key = line[..length].trim().to_owned();
            if seen.contains(&key) {
                return Some((key, at));
            }
            seen.push(key);
        }
        at = next;
    }
    None
}
