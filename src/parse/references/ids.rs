//! Ids by their shape: a prefix of letters, a hyphen or a space, a number.
//!
//! `SPEC-014`, `EIP-20`, `ODH-ADR-ML-0001`, `RFC 12`. One scan from left to right; a word is looked at once.

use std::ops::Range;

/// Something that looks like an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Id<'a> {
    /// The prefix as written, without the hyphen or space after it.
    pub(super) prefix: &'a str,
    /// The digits as written.
    pub(super) number: &'a str,
    /// The whole.
    pub(super) range: Range<usize>,
}

/// Every id of a text, in order.
pub(super) fn all(text: &str) -> impl Iterator<Item = Id<'_>> {
    let mut position = 0;
    std::iter::from_fn(move || {
        while let Some(start) = next_word(text, position) {
            if let Some(end) = url_end(text, start) {
                position = end;
                continue;
            }
            if let Some(id) = at(text, start) {
                position = id.range.end;
                return Some(id);
            }
            position = word_end(text, start);
        }
        None
    })
}

/// Where the next word begins that may be an id: with a capital, and after nothing that makes it part of something longer.
fn next_word(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    (from..bytes.len()).find(|at| {
        let url = bytes[*at].is_ascii_lowercase() && text[*at..].starts_with("http");
        (bytes[*at].is_ascii_uppercase() || url) && is_free_before(text, *at)
    })
}

/// Whether what stands before lets an id begin here.
fn is_free_before(text: &str, at: usize) -> bool {
    let mut before = text[..at].chars().rev();
    match before.next() {
        None => true,
        // `pre-EIP-155` is about the id; `SPEC-EIP-155` is another one.
        Some('-') => before.next().is_some_and(char::is_lowercase),
        // `DR-004/DR-015` names two, `docs/DR-004` is a path.
        Some('/') => before.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && !"_.@#\\=&%+~$".contains(c),
    }
}

/// Where the URL that begins at `start` ends; `None` when none begins there.
pub(super) fn url_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    if !rest.starts_with("http://") && !rest.starts_with("https://") {
        return None;
    }
    let length =
        rest.find(|c: char| c.is_whitespace() || "<>\"`".contains(c)).unwrap_or(rest.len());
    let url = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
    let unopened =
        url.ends_with(')') && !url.contains('(') || url.ends_with(']') && !url.contains('[');
    Some(start + url.len() - usize::from(unopened))
}

fn word_end(text: &str, start: usize) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    start + text.as_bytes()[start..].iter().take_while(|byte| is_part(byte)).count().max(1)
}

/// The longest id, in bytes: what is longer is no id, and is not looked at again from each of its hyphens.
const LONGEST: usize = 64;

/// The id that begins at `start`.
pub(super) fn at(text: &str, start: usize) -> Option<Id<'_>> {
    let rest = &text[start..];
    let run = rest
        .bytes()
        .take(LONGEST)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        .count();
    let (prefix, number_at) = hyphenated(&rest[..run]).or_else(|| spaced(rest, run))?;
    let digits = rest[number_at..].bytes().take_while(u8::is_ascii_digit).count();
    let end = number_at + digits;
    let is_id = (1..=9).contains(&digits) && is_prefix(prefix) && is_free_after(&rest[end..]);
    let number = &rest[number_at..end];
    is_id.then(|| Id { prefix, number, range: start..start + end })
}

/// The prefix of `ODH-ADR-0001`, and where its number begins: at the first component of digits.
fn hyphenated(run: &str) -> Option<(&str, usize)> {
    let mut at = 0;
    for component in run.split('-') {
        if component.starts_with(|c: char| c.is_ascii_digit()) {
            return (at > 0).then(|| (&run[..at - 1], at));
        }
        at += component.len() + 1;
    }
    None
}

/// The prefix of `RFC 12`, and where its number begins. Only capitals: `Swift 5` and `Phase 2` are none.
fn spaced(rest: &str, run: usize) -> Option<(&str, usize)> {
    let prefix = &rest[..run];
    let space = rest[run..].chars().next().filter(|c| matches!(c, ' ' | '\u{a0}'))?;
    let capitals = prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    capitals.then_some((prefix, run + space.len_utf8()))
}

/// Two letters or more; of several components each in capitals.
fn is_prefix(prefix: &str) -> bool {
    let letters = prefix.bytes().filter(u8::is_ascii_alphabetic).count();
    let components = || prefix.split('-');
    letters >= 2
        && components().all(|component| component.starts_with(|c: char| c.is_ascii_alphabetic()))
        && (components().count() == 1 || !prefix.contains(|c: char| c.is_ascii_lowercase()))
}

/// Whether an id may end before this text: not inside a longer word, a version or a path.
fn is_free_after(rest: &str) -> bool {
    let mut after = rest.chars();
    match after.next() {
        None => true,
        Some('-') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some('.' | '\\' | ':') => !after.next().is_some_and(char::is_alphanumeric),
        Some('/') => !after.next().is_some_and(|c| c.is_lowercase() || c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '_',
    }
}
