//! What texts name: tickets and documents → [`IssueReference`], [`Reference`], and the same in prose.
//!
//! In: one metadata value, or one stretch of prose and its offset. Out: the tickets and documents it names. Both are read here
//! because `#12`, `owner/repo#12` and `SPEC-014` are written alike in both. Absent on purpose: whether they exist, which
//! `link` knows.

use super::inline::{self, Piece};
use super::{IssueMention, Mention, placeholder};
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::ops::Range;

/// A ticket in a tracker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueReference {
    /// As shown: `#12`, `owner/repo#12`, `JIRA-12`.
    pub text: String,
    /// `owner/repo`, where one is named.
    pub repository: Option<String>,
    /// The number.
    pub number: u64,
    /// The prefix of a configured tracker: `JIRA`.
    pub tracker: Option<String>,
    /// Its address where the document gives one.
    pub url: Option<String>,
}

/// A document, as another names it: by id, by link, or in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As shown: the link's text, the id, the path.
    pub text: String,
    /// The link's destination, or a path written bare; `None` for an id or words.
    pub destination: Option<String>,
}

/// The tickets that a metadata value names: `#12`, `owner/repo#12`, `GH-12`, URLs of issues and requests, `JIRA-12` where its
/// tracker is configured or the value links it, and a bare number.
#[must_use]
pub fn issues(value: &str, trackers: &BTreeMap<String, String>) -> Vec<IssueReference> {
    let mut found = Vec::new();
    for piece in inline::pieces(value) {
        match piece {
            Piece::Link { text, destination, .. } => {
                found.extend(linked_issue(&text, &destination, trackers));
            }
            Piece::Text(text) | Piece::Code(text) => found.extend(plain_issues(&text, trackers)),
            Piece::Break => {}
        }
    }
    let mut seen = Vec::new();
    found.retain(|issue| {
        !seen.contains(&(issue.text.clone(), issue.number)) && {
            seen.push((issue.text.clone(), issue.number));
            true
        }
    });
    found
}

/// A linked ticket: by its address, else by its text with the address kept.
fn linked_issue(
    text: &str,
    destination: &str,
    trackers: &BTreeMap<String, String>,
) -> Option<IssueReference> {
    let by_text = || {
        let ticket = issue_runs(text, trackers)
            .into_iter()
            .next()
            .map(|(issue, _)| issue)
            .or_else(|| ticket(text))?;
        Some(IssueReference { url: Some(destination.to_owned()), ..ticket })
    };
    issue_url(destination).or_else(by_text)
}

/// `SR-666`, which only its link says to be a ticket.
fn ticket(text: &str) -> Option<IssueReference> {
    let word = text.split([':', ' ']).next()?;
    let (prefix, number) = word.rsplit_once('-')?;
    let is_prefix = prefix.len() >= 2
        && prefix.chars().all(|found| found.is_ascii_uppercase() || found.is_ascii_digit());
    let number = number.parse().ok()?;
    is_prefix.then(|| IssueReference {
        text: word.to_owned(),
        repository: None,
        number,
        tracker: Some(prefix.to_owned()),
        url: None,
    })
}

fn plain_issues(text: &str, trackers: &BTreeMap<String, String>) -> Vec<IssueReference> {
    let mut found = Vec::new();
    for word in text
        .split([',', ';', ' ', '·', '|', '(', ')', '[', ']'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        if let Some(issue) = issue_url(word.trim_end_matches(['.', '>']).trim_start_matches('<')) {
            found.push(issue);
        } else if let Some((issue, _)) = issue_runs(word, trackers).into_iter().next() {
            found.push(issue);
        }
    }
    let bare = text.trim().trim_start_matches('#');
    if found.is_empty() && bare.len() <= 9 {
        found.extend(
            bare.parse()
                .ok()
                .map(|number| IssueReference { text: format!("#{number}"), ..blank(number) }),
        );
    }
    found
}

fn blank(number: u64) -> IssueReference {
    IssueReference { text: String::new(), repository: None, number, tracker: None, url: None }
}

/// The ticket of a forge's or a Jira's URL.
#[must_use]
pub fn issue_url(url: &str) -> Option<IssueReference> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let rest = rest.split(['?', '#']).next()?.trim_end_matches('/');
    let parts: Vec<&str> = rest.split('/').filter(|part| *part != "-").collect();
    let kind = parts.iter().position(|part| {
        matches!(*part, "issues" | "pull" | "merge_requests" | "pulls" | "work_items")
    });
    if let Some(kind) = kind.filter(|kind| *kind >= 3) {
        let number: u64 = parts.get(kind + 1)?.parse().ok()?;
        let repository = parts[1..kind].join("/");
        let text = format!("{repository}#{number}");
        return Some(IssueReference {
            text,
            repository: Some(repository),
            number,
            tracker: None,
            url: Some(url.to_owned()),
        });
    }
    let browse = parts.iter().position(|part| *part == "browse")?;
    let ticket = ticket(parts.get(browse + 1)?)?;
    Some(IssueReference { url: Some(url.to_owned()), ..ticket })
}

/// The documents that a metadata value names: links, ids, paths, and words where there is nothing else.
#[must_use]
pub fn documents(value: &str) -> Vec<Reference> {
    let pieces = inline::pieces(value);
    let links: Vec<_> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Link { text, destination, .. } => {
                let text = if text.trim().is_empty() {
                    destination.clone()
                } else {
                    text.trim().to_owned()
                };
                Some(Reference {
                    text,
                    destination: Some(
                        percent_decode_str(destination).decode_utf8_lossy().into_owned(),
                    ),
                })
            }
            _ => None,
        })
        .collect();
    let plain: String = pieces
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) | Piece::Code(text) => text.as_str(),
            // A link in a sentence ends an item, whatever words stand beside it.
            Piece::Link { .. } | Piece::Break => ",",
        })
        .collect();
    let mut found = Vec::new();
    for item in plain.split([',', ';', '·', '|']).flat_map(|item| item.split(" and ")) {
        found.extend(plain_document(item, links.is_empty()));
    }
    links.into_iter().chain(found).collect()
}

/// One item without a link. Beside links only ids and paths count: the rest is commentary.
fn plain_document(item: &str, words_count: bool) -> Option<Reference> {
    let item = item
        .trim()
        .trim_matches(['[', ']', '"', '\'', '.'])
        .trim()
        .trim_start_matches("and ")
        .trim();
    if item.is_empty() || placeholder::is_placeholder(item, &[]) {
        return None;
    }
    let before_comment = item
        .split(['(', '—', '–'])
        .next()
        .unwrap_or(item)
        .split(" - ")
        .next()
        .unwrap_or(item)
        .trim();
    let first = if before_comment.is_empty() { item } else { before_comment };
    let is_path = !first.contains(' ') && (first.contains('/') || has_extension(first, ".md"));
    if is_path {
        return Some(Reference { text: first.to_owned(), destination: Some(first.to_owned()) });
    }
    let is_id = first.split_whitespace().count() <= 2
        && first.chars().any(|found| found.is_ascii_digit())
        && first.len() <= 32;
    (is_id || words_count).then(|| Reference { text: first.to_owned(), destination: None })
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.len() > extension.len()
        && path.is_char_boundary(path.len() - extension.len())
        && path[path.len() - extension.len()..].eq_ignore_ascii_case(extension)
}

/// Ids in a stretch of prose: `SPEC-014`, `ODH-ADR-ML-0001`, `RFC 12`. Ranges are offsets into the document.
#[must_use]
pub fn mentions(text: &str, offset: usize) -> Vec<Mention> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(digits) = bytes[at..].iter().position(u8::is_ascii_digit).map(|found| at + found)
    {
        let end = digits + bytes[digits..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        at = end;
        let Some(start) = prefix_start(text, digits) else { continue };
        if end - digits > 9 || !ends_word(&text[end..]) || !begins_word(&text[..start]) {
            continue;
        }
        let prefix = text[start..digits].trim_end_matches(['-', ' ']).to_uppercase();
        let range = start + offset..end + offset;
        found.push(Mention {
            text: text[start..end].to_owned(),
            prefix,
            number: text[digits..end].to_owned(),
            range,
        });
    }
    found
}

/// Where the prefix of a number begins: letters, joined by hyphens, then a hyphen or one space.
fn prefix_start(text: &str, digits: usize) -> Option<usize> {
    let before = text[..digits].strip_suffix(['-', ' '])?;
    let spaced = text[..digits].ends_with(' ');
    let allowed = |byte: &u8| byte.is_ascii_alphabetic() || (*byte == b'-' && !spaced);
    let length = before.bytes().rev().take(24).take_while(allowed).count();
    let start = before.len() - length;
    let prefix = before[start..].trim_start_matches('-');
    let start = before.len() - prefix.len();
    let letters = prefix.bytes().filter(u8::is_ascii_alphabetic).count();
    // In prose an id is written in capitals, or at least begins with one: `page 12` is no id.
    let is_written_as_id = prefix.starts_with(|found: char| found.is_ascii_uppercase()) || !spaced;
    (letters >= 2 && is_written_as_id).then_some(start)
}

fn begins_word(before: &str) -> bool {
    !before.chars().next_back().is_some_and(|found| {
        found.is_alphanumeric() || matches!(found, '_' | '/' | '.' | '-' | '#' | '@' | '=')
    })
}

/// A full stop ends a sentence, not an id, unless a letter or a digit follows it.
fn ends_word(after: &str) -> bool {
    let mut letters = after.chars();
    match letters.next() {
        Some('.') => !letters.next().is_some_and(char::is_alphanumeric),
        Some(found) => !found.is_alphanumeric() && !matches!(found, '_' | '/' | '-' | '%'),
        None => true,
    }
}

/// Issues in a stretch of prose: `#12`, `owner/repo#12`, `JIRA-12` where its tracker is configured. Ranges are offsets into
/// the document.
#[must_use]
pub fn issue_mentions(
    text: &str,
    offset: usize,
    trackers: &BTreeMap<String, String>,
) -> Vec<IssueMention> {
    let runs = issue_runs(text, trackers).into_iter();
    runs.map(|(issue, range)| IssueMention {
        issue,
        range: range.start + offset..range.end + offset,
    })
    .collect()
}

fn issue_runs(
    text: &str,
    trackers: &BTreeMap<String, String>,
) -> Vec<(IssueReference, Range<usize>)> {
    let mut found: Vec<_> =
        text.match_indices('#').filter_map(|(at, _)| hash_issue(text, at)).collect();
    if !trackers.is_empty() || text.contains("GH-") {
        found.extend(
            mentions(text, 0).into_iter().filter_map(|mention| tracked(&mention, trackers)),
        );
        found.sort_by_key(|(_, range)| range.start);
    }
    found
}

/// `JIRA-12`, `GH-12`
fn tracked(
    mention: &Mention,
    trackers: &BTreeMap<String, String>,
) -> Option<(IssueReference, Range<usize>)> {
    let number: u64 = mention.number.parse().ok()?;
    let template = trackers.get(&mention.prefix);
    let is_forge = mention.prefix == "GH";
    if template.is_none() && !is_forge {
        return None;
    }
    let url = template.map(|template| template.replace("{number}", &mention.number));
    let tracker = template.map(|_| mention.prefix.clone());
    let text = if is_forge { format!("#{number}") } else { mention.text.clone() };
    Some((IssueReference { text, repository: None, number, tracker, url }, mention.range.clone()))
}

/// The issue whose `#` stands at `at`, with the repository before it.
fn hash_issue(text: &str, at: usize) -> Option<(IssueReference, Range<usize>)> {
    let digits = text[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
    let end = at + 1 + digits;
    let number: u64 = text[at + 1..end].parse().ok().filter(|_| digits <= 9)?;
    if number == 0 || !ends_word(&text[end..]) {
        return None;
    }
    let is_name =
        |found: char| found.is_ascii_alphanumeric() || matches!(found, '-' | '_' | '.' | '/');
    let before = &text[..at];
    let path = &before[before
        .rfind(|found| !is_name(found))
        .map_or(0, |last| last + before[last..].chars().next().map_or(1, char::len_utf8))..];
    let start = at - path.len();
    let repository = match path.split('/').collect::<Vec<_>>()[..] {
        [""] => None,
        [owner, name] if !owner.is_empty() && !name.is_empty() => Some(path.to_owned()),
        _ => return None,
    };
    if text[..start].ends_with(['&', '@', '=', '\\']) {
        return None;
    }
    Some((
        IssueReference {
            text: text[start..end].to_owned(),
            repository,
            number,
            tracker: None,
            url: None,
        },
        start..end,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn issue(value: &str, expected: &[&str]) {
        let trackers =
            BTreeMap::from([("JIRA".to_owned(), "https://j.example/{number}".to_owned())]);
        let found: Vec<_> = issues(value, &trackers).into_iter().map(|issue| issue.text).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn issues_of_metadata() {
        issue("#12, #13", &["#12", "#13"]);
        issue("12", &["#12"]);
        issue("[#5 - Weather](https://github.com/a/b/issues/5)", &["a/b#5"]);
        issue("a/b#7 and https://gitlab.com/g/s/p/-/issues/3", &["a/b#7", "g/s/p#3"]);
        issue("JIRA-4, SR-5", &["JIRA-4"]);
        issue("[SR-666](https://bugs.swift.example/browse/SR-666)", &["SR-666"]);
        issue("none yet", &[]);
    }

    fn document(value: &str, expected: &[(&str, Option<&str>)]) {
        let found = documents(value);
        let found: Vec<_> =
            found.iter().map(|found| (found.text.as_str(), found.destination.as_deref())).collect();
        assert_eq!(found, expected, "{value}");
    }

    #[test]
    fn documents_of_metadata() {
        document("20, 155", &[("20", None), ("155", None)]);
        document(
            "[EPIC-2 X](../e/EPIC-2.md) (the parent)",
            &[("EPIC-2 X", Some("../e/EPIC-2.md"))],
        );
        document("/keps/sig/0752-x", &[("/keps/sig/0752-x", Some("/keps/sig/0752-x"))]);
        document("DR-057 (budget), SPEC-001", &[("DR-057", None), ("SPEC-001", None)]);
        document("Modular Architecture", &[("Modular Architecture", None)]);
        document("N/A", &[]);
    }

    #[test]
    fn ids_in_prose() {
        let texts: Vec<_> = mentions(
            "See SPEC-014, EIP-20. RFC 12 and ODH-ADR-ML-0001; not HTTP/1-2, a-1b, page 3, x_SPEC-1",
            0,
        );
        let texts: Vec<_> = texts.into_iter().map(|mention| mention.text).collect();
        assert_eq!(texts, ["SPEC-014", "EIP-20", "RFC 12", "ODH-ADR-ML-0001"]);
    }

    #[test]
    fn issues_in_prose() {
        let found = issue_mentions(
            "Fixes #12, o/r#3 and (#4). Not #fff, #5px, C#6, &#7; a#b, #0",
            0,
            &BTreeMap::new(),
        );
        let found: Vec<_> = found.into_iter().map(|mention| mention.issue.text).collect();
        assert_eq!(found, ["#12", "o/r#3", "#4"]);
    }
}
