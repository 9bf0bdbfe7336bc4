//! Documents that a metadata value names: ids, links, paths, words.

use super::{Reference, ids};
use crate::parse::inline::{self, Piece, is_among};
use crate::parse::placeholder;
use std::collections::BTreeSet;
use std::path::Path;

/// The documents that a metadata value names, each once. Remarks in brackets are passed over, and filler names nothing. A
/// value without an id, a link or a path stays as the words it is: somebody wrote it, and only the portfolio knows titles.
#[must_use]
pub fn documents(value: &str) -> Vec<Reference> {
    if placeholder::is_placeholder(value, &[]) {
        return vec![];
    }
    let pieces = inline::pieces(value);
    let mut found = certain(&pieces);
    if found.is_empty() {
        found = in_words(&pieces);
    }
    distinct(found)
}

/// The documents that a text names by id, link, path or title. Unlike [`documents`] it leaves out what reads like a sentence:
/// for text that only may name some.
#[must_use]
pub fn named_documents(text: &str) -> Vec<Reference> {
    let mut found = documents(text);
    found.retain(|reference| {
        let words = &reference.text;
        reference.destination.is_some() || leading_id(words).is_some() || is_title(words)
    });
    found
}

/// What a value names for certain.
fn certain(pieces: &[Piece]) -> Vec<Reference> {
    items(pieces, CONJUNCTIONS, COMMAS).iter().flat_map(|item| of_item(item)).collect()
}

/// Each document once: `[SPEC-005](x.md), … SPEC-005 …` names one twice.
fn distinct(mut found: Vec<Reference>) -> Vec<Reference> {
    let linked: BTreeSet<String> = found
        .iter()
        .filter(|reference| reference.destination.is_some())
        .map(|reference| reference.text.clone())
        .collect();
    let mut seen = BTreeSet::new();
    found.retain(|reference| {
        let again = reference.destination.is_none() && linked.contains(&reference.text);
        !again && seen.insert((reference.text.clone(), reference.destination.clone()))
    });
    found
}

/// Words that part two documents.
const CONJUNCTIONS: &[&str] = &[" and ", " & ", " or ", " + "];

/// Marks that part two documents, and the words of one title.
const COMMAS: &[char] = &[',', '、'];

/// Links and words between two separators, without bracketed remarks.
fn items(pieces: &[Piece], conjunctions: &[&str], commas: &[char]) -> Vec<Vec<Piece>> {
    let mut items = vec![vec![]];
    let mut depth = 0_usize;
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                if text_items(text, conjunctions, commas, &mut depth, &mut items) {
                    break;
                }
            }
            Piece::Break => items.push(vec![]),
            Piece::Code(text) if depth == 0 => push(&mut items, Piece::Text(text.clone())),
            Piece::Link { .. } if depth == 0 => push(&mut items, piece.clone()),
            Piece::Code(_) | Piece::Link { .. } => {}
        }
    }
    items
}

fn push(items: &mut [Vec<Piece>], piece: Piece) {
    items.last_mut().expect("there is always an item").push(piece);
}

/// Breaks a run of text at its separators; whether a YAML comment ends the value.
fn text_items(
    text: &str,
    conjunctions: &[&str],
    commas: &[char],
    depth: &mut usize,
    items: &mut Vec<Vec<Piece>>,
) -> bool {
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let spaced = conjunctions.iter().find(|word| rest.starts_with(**word));
        let comment = rest.starts_with(" # ");
        let separator = match c {
            ';' | '|' | '·' | '•' => c.len_utf8(),
            _ if commas.contains(&c) => c.len_utf8(),
            _ => spaced.map_or(0, |word| word.len() - 1),
        };
        let bracket = matches!(c, '(' | ')');
        if *depth == 0 && (separator > 0 || comment || bracket) {
            push(items, Piece::Text(text[start.min(at)..at].to_owned()));
            start = at + separator.max(1);
            if separator > 0 {
                items.push(vec![]);
            }
        }
        if comment {
            return true;
        }
        *depth += usize::from(c == '(');
        if c == ')' {
            *depth = depth.saturating_sub(1);
            start = at + 1;
        }
    }
    if *depth == 0 && start < text.len() {
        push(items, Piece::Text(text[start..].to_owned()));
    }
    false
}

/// What one item names for certain: its links, else its path or its ids.
fn of_item(item: &[Piece]) -> Vec<Reference> {
    let links: Vec<Reference> = item.iter().filter_map(of_link).collect();
    if !links.is_empty() {
        return links;
    }
    let text = inline::text_of(item);
    of_text(tidy(&text))
}

fn of_link(piece: &Piece) -> Option<Reference> {
    let Piece::Link { text, destination } = piece else { return None };
    let shown = if text.is_empty() { destination } else { text };
    let reference = Reference {
        text: shown.clone(),
        destination: Some(destination.clone()).filter(|destination| !destination.is_empty()),
    };
    (!shown.is_empty() && !placeholder::is_placeholder(shown, &[])).then_some(reference)
}

/// An item without the words and the punctuation around what it names.
fn tidy(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
        if rest.is_empty()
            || !is_among(
                &first.to_lowercase(),
                "see, also, by, the, and, or, with, on, to, cf., by:, both",
            )
        {
            break;
        }
        text = rest.trim_start();
    }
    let text = text.trim_start_matches(['[', ' ']).trim_end_matches([']', ' ', '.', ',']);
    let text = text.trim_matches(['"', '\'', '“', '”', '‘', '’', '`']).trim();
    text.trim_end_matches([',', ';', ':', '.', '!']).trim_start_matches("- ").trim()
}

fn of_text(text: &str) -> Vec<Reference> {
    let named = |text: &str| Reference { text: text.to_owned(), destination: None };
    if text.is_empty() || placeholder::is_placeholder(text, &[]) {
        return vec![];
    }
    if text.split_whitespace().all(is_path) {
        let path =
            |path: &str| Reference { text: path.to_owned(), destination: Some(path.to_owned()) };
        return text.split_whitespace().map(path).collect();
    }
    // `queue.md, chapters 1–3`: words after a path are about it.
    if let Some(path) = leading_path(text) {
        return vec![Reference { text: path.to_owned(), destination: Some(path.to_owned()) }];
    }
    if let Some(id) = leading_id(text) {
        let rest = text[id.len()..].strip_prefix('/').unwrap_or_default();
        let mut found = vec![named(id)];
        found.extend(leading_id(rest).map(named));
        return found;
    }
    ids::all(text).map(|id| named(&text[id.range])).collect()
}

/// What a value says that names no document for certain: beside a link or an id, words are a remark. Titles hold `and`, `&`
/// and commas, so only stronger punctuation parts them; commas where each side could be a title and nothing joins the last.
fn in_words(pieces: &[Piece]) -> Vec<Reference> {
    let texts = |commas: &[char]| -> Vec<String> {
        let items = items(pieces, &[], commas);
        let texts = items.iter().map(|item| tidy(&inline::text_of(item)).to_owned());
        texts.filter(|text| says_something(text)).collect()
    };
    let (whole, listed) = (texts(&[]), texts(COMMAS));
    let is_joined = |text: &String| CONJUNCTIONS.iter().any(|word| text.contains(word));
    let is_list = !listed.iter().any(is_joined) && listed.iter().all(|text| is_title(text));
    let texts = if is_list { listed } else { whole };
    texts.into_iter().map(|text| Reference { text, destination: None }).collect()
}

/// Whether words are neither filler nor a longer way to say `none`.
fn says_something(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '/').unwrap_or(text.len());
    let rest = text[end..].trim_start();
    let denies = is_among(&text[..end].to_lowercase(), "none, nothing, n/a")
        && (rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()));
    text.contains(char::is_alphabetic) && !denies && !placeholder::is_placeholder(text, &[])
}

/// The Markdown file that a text begins with.
fn leading_path(text: &str) -> Option<&str> {
    let path = text.split_whitespace().next()?.trim_end_matches(['.', ',', ';', ':', '`']);
    let extension = Path::new(path).extension()?;
    (extension.eq_ignore_ascii_case("md") && is_path(path)).then_some(path)
}

/// A path or a URL written bare.
fn is_path(text: &str) -> bool {
    let is_markdown =
        [".md", ".markdown", ".html"].iter().any(|extension| text.ends_with(extension));
    let plain = |c: char| c.is_lowercase() || c.is_ascii_digit() || "-_./".contains(c);
    let looks = is_markdown
        || text.starts_with('/')
        || text.starts_with("./")
        || text.starts_with("../")
        || text.matches('/').count() >= 2
        || text.contains('/') && text.chars().all(plain);
    !text.contains(char::is_whitespace) && looks && text.contains(char::is_alphanumeric)
}

/// The id that an item begins with: `20`, `#20`, `3.2`, `eip-20`, `Story 3.2`, `ADR 5: Title`.
fn leading_id(text: &str) -> Option<&str> {
    let digits = text.trim_start_matches('#');
    let mark = text.len() - digits.len();
    let dotted = |text: &str| if mark == 0 { number_end(text) } else { digits_end(text) };
    let length = dotted(digits);
    if mark <= 1 && length > 0 && is_after_number(&digits[length..]) {
        return Some(&text[..mark + length]);
    }
    let word = text.find(|c: char| c.is_whitespace() || ":/—–".contains(c)).unwrap_or(text.len());
    if is_hyphenated(&text[..word]) {
        return Some(&text[..word]);
    }
    if let Some(end) = kind_and_number(text) {
        return Some(&text[..end]);
    }
    let id = ids::at(text, 0)?;
    let ends =
        text[id.range.end..].chars().next().is_none_or(|c| c.is_whitespace() || ":/—–".contains(c));
    ends.then(|| &text[id.range])
}

/// Where `Story 3` and `Epic 2.1` end: the word of a kind and its number.
fn kind_and_number(text: &str) -> Option<usize> {
    let (word, rest) = text.split_once(' ')?;
    let length = number_end(rest);
    let is_kind = is_among(&word.to_lowercase(), "story, epic, spec, decision");
    // `spec 0011 for the lease` names it; `epic 3 users` may not.
    let is_number = length > 2 && rest[length..].starts_with(' ');
    (is_kind && length > 0 && (is_number || is_after_number(&rest[length..])))
        .then_some(word.len() + 1 + length)
}

/// Where the digits end that a text begins with.
fn digits_end(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

/// Where the number ends that a text begins with: `20`, `3.2`.
fn number_end(text: &str) -> usize {
    let mut end = digits_end(text);
    while end > 0 && text[end..].starts_with('.') {
        match digits_end(&text[end + 1..]) {
            0 => break,
            length => end += 1 + length,
        }
    }
    end
}

/// Whether a number may end before this: at the end of its item, or before a title.
fn is_after_number(rest: &str) -> bool {
    rest.trim().is_empty() || is_title_mark(rest)
}

/// What stands between a number and its title: `12: Title`, `12. Title`, `12 - Title`.
fn is_title_mark(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with(": ")
        || rest.starts_with(". ")
        || rest.starts_with("- ")
        || rest.starts_with(['—', '–'])
}

/// `eip-20`, `SPEC-014`, `odh-adr-0001`: letters, a hyphen, a number, in any case.
fn is_hyphenated(word: &str) -> bool {
    let Some((prefix, number)) = word.rsplit_once('-') else { return false };
    prefix.len() >= 2
        && prefix.starts_with(|c: char| c.is_ascii_alphabetic())
        && prefix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// A title or a slug, no sentence.
fn is_title(text: &str) -> bool {
    const STARTS: &str = "\
        because, for, if, in, is, it, since, that, this, until, when, where, which, optional, optionally, \
        etc, others, more, will, should, would, as";
    let first = text.split_whitespace().next().unwrap_or_default();
    let words = text.split_whitespace().count();
    let begins = first.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || words <= 3;
    begins
        && words <= 8
        && text.chars().count() <= 80
        && text.contains(char::is_alphabetic)
        && !is_among(&first.to_lowercase(), STARTS)
        && !text.contains(['{', '}', '=', '?', '[', ']'])
        && !placeholder::is_placeholder(text, &[])
}
