//! Tickets: `#12`, `owner/repo#12`, addresses, `JIRA-12`.

use super::{IssueReference, ids};
use crate::parse::IssueMention;
use crate::parse::inline::{self, Piece};
use std::collections::BTreeMap;
use std::ops::Range;

/// The tickets that a metadata value names, each once. What stands in brackets counts only where nothing stands outside:
/// `#12 (was #7)` is about #12.
///
/// In a field that is about tickets, a bare number is one, and so is `ABC-12` of a tracker that nobody has configured.
#[must_use]
pub fn issues(value: &str, trackers: &BTreeMap<String, String>) -> Vec<IssueReference> {
    let pieces = inline::pieces(value);
    let (outside, inside) = split_brackets(&pieces);
    let mut found = in_pieces(&outside, trackers);
    if found.is_empty() {
        let is_text = |piece: &&Piece| matches!(piece, Piece::Text(_) | Piece::Code(_));
        found =
            bare(&inline::text_of(&outside.iter().filter(is_text).cloned().collect::<Vec<_>>()));
    }
    if found.is_empty() {
        found = in_pieces(&inside, trackers);
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|issue| {
        seen.insert((issue.repository.clone(), issue.tracker.clone(), issue.number))
    });
    found
}

/// What stands outside of round brackets, and what inside.
fn split_brackets(pieces: &[Piece]) -> (Vec<Piece>, Vec<Piece>) {
    let (mut outside, mut inside) = (vec![], vec![]);
    let mut depth = 0_usize;
    for piece in pieces {
        let Piece::Text(text) = piece else {
            if depth == 0 { &mut outside } else { &mut inside }.push(piece.clone());
            continue;
        };
        for part in text.split_inclusive(['(', ')']) {
            let target = if depth == 0 { &mut outside } else { &mut inside };
            target.push(Piece::Text(part.trim_end_matches(['(', ')']).to_owned() + " "));
            depth += usize::from(part.ends_with('('));
            depth = depth.saturating_sub(usize::from(part.ends_with(')')));
        }
    }
    (outside, inside)
}

fn in_pieces(pieces: &[Piece], trackers: &BTreeMap<String, String>) -> Vec<IssueReference> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                found.extend(in_text(text, trackers).into_iter().map(|mention| mention.issue));
            }
            Piece::Link { text, destination } => found.extend(of_link(text, destination, trackers)),
            // `#12` in ticks is a ticket where the ticks hold nothing else.
            Piece::Code(text) => {
                let whole = in_text(text, trackers)
                    .into_iter()
                    .filter(|mention| mention.range.len() == text.len());
                found.extend(whole.map(|mention| mention.issue));
            }
            Piece::Break => {}
        }
    }
    found
}

/// The ticket that a link names, by its address or its text.
fn of_link(
    text: &str,
    destination: &str,
    trackers: &BTreeMap<String, String>,
) -> Option<IssueReference> {
    let shown = in_text(text, trackers).into_iter().next().map(|mention| mention.issue);
    if let Some(mut issue) = issue_of_url(destination) {
        // `[#5 - Title](…/issues/5)` is shown as `#5`.
        let same =
            shown.filter(|shown| shown.number == issue.number && shown.tracker == issue.tracker);
        issue.text = same.map_or(issue.text, |shown| shown.text);
        return Some(issue);
    }
    let mut issue =
        shown.or_else(|| bare(text).into_iter().next().filter(|issue| issue.tracker.is_some()))?;
    let is_web = destination.starts_with("http://") || destination.starts_with("https://");
    if !is_web && issue.tracker.is_some() {
        // `[SPEC-014](../SPEC-014.md)` names a document.
        return None;
    }
    issue.url = issue.url.or_else(|| is_web.then(|| destination.to_owned()));
    Some(issue)
}

/// Values that only a ticket field may hold: `12`, `12, 13`, `issue 12`, `ABC-12`.
fn bare(text: &str) -> Vec<IssueReference> {
    let item = |item: &str| {
        let item = item.trim().trim_end_matches('.');
        let lower = item.to_lowercase();
        let number = ["issue ", "issues ", "ticket ", "no. ", "nr. "]
            .iter()
            .find_map(|word| lower.strip_prefix(word));
        if let Ok(number) = number.unwrap_or(item).parse() {
            return Some(plain(number));
        }
        ids::at(item, 0)
            .filter(|id| is_key(id.prefix) && is_end_of_key(&item[id.range.end..]))
            .and_then(|id| keyed(id.prefix, id.number, None))
    };
    text.split([',', ';']).flat_map(|part| part.split(" and ")).filter_map(item).collect()
}

fn is_key(prefix: &str) -> bool {
    prefix.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// A key stands alone, or before what describes it.
fn is_end_of_key(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.is_empty() || rest.starts_with([':', '-', '–', '—', '('])
}

/// The tickets of a text, with their places in it.
pub(super) fn in_text(text: &str, trackers: &BTreeMap<String, String>) -> Vec<IssueMention> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut word = 0;
    let mut position = 0;
    while position < bytes.len() {
        let byte = bytes[position];
        let starts = position == word;
        let (issue, end) = match byte {
            b'h' if starts => address(text, position),
            b'r' if starts && text[position..].starts_with("rdar:") => radar(text, position),
            b'#' => numbered(text, word, position),
            b'A'..=b'Z' if starts => (key(text, position, trackers), position + 1),
            _ => (None, position + 1),
        };
        if let Some((issue, range)) = issue {
            position = range.end;
            word = position;
            found.push(IssueMention { issue, range });
            continue;
        }
        if !is_word(bytes[end - 1]) {
            word = end;
        }
        position = end;
    }
    found
}

type Found = Option<(IssueReference, Range<usize>)>;

/// The characters of `owner/repo`; bytes beyond ASCII are parts of words.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'#' | b'&')
        || !byte.is_ascii()
}

/// The URL at `start`, and where to go on.
fn address(text: &str, start: usize) -> (Found, usize) {
    match ids::url_end(text, start) {
        None => (None, start + 1),
        Some(end) => {
            (issue_of_url(&text[start..end]).map(|issue| (issue, start..end)), end.max(start + 1))
        }
    }
}

/// `rdar://12`: Apple's tracker, which nobody else can open.
fn radar(text: &str, start: usize) -> (Found, usize) {
    let rest = text[start..].strip_prefix("rdar:").unwrap_or_default();
    let path = rest.trim_start_matches('/').trim_start_matches("problem/");
    let from = start + 5 + rest.len() - path.len();
    let digits = path.bytes().take_while(u8::is_ascii_digit).count();
    let found = path[..digits].parse().ok().map(|number| {
        let range = start..from + digits;
        let (text, tracker) = (text[range.clone()].to_owned(), Some("rdar".to_owned()));
        (IssueReference { text, repository: None, number, tracker, url: None }, range)
    });
    (found, start + 5)
}

/// `#12`, or `owner/repo#12` whose first part begins at `word`.
fn numbered(text: &str, word: usize, hash: usize) -> (Found, usize) {
    let rest = &text[hash + 1..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let end = hash + 1 + digits;
    let number =
        rest[..digits].parse().ok().filter(|_| !rest.starts_with('0') && is_end(&text[end..]));
    let before = &text[word..hash];
    let found = number.and_then(|number| match before {
        "" => Some((plain(number), hash..end)),
        _ => is_repository(before).then(|| (of_repository(before, number, None), word..end)),
    });
    (found, hash + 1)
}

fn is_end(rest: &str) -> bool {
    let mut after = rest.chars();
    match after.next() {
        None => true,
        Some('.' | ',') => !after.next().is_some_and(|c| c.is_ascii_digit()),
        Some(c) => !c.is_alphanumeric() && c != '_' && c != '#',
    }
}

/// Whether a text is `owner/repo`.
fn is_repository(text: &str) -> bool {
    /// The longest names that forges allow, together.
    const LONGEST: usize = 140;
    if text.len() > LONGEST {
        return false;
    }
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.')
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
    };
    let is_file =
        [".md", ".html", ".adoc", ".txt"].iter().any(|extension| text.ends_with(extension));
    text.split_once('/').is_some_and(|(owner, name)| is_part(owner) && is_part(name)) && !is_file
}

/// `GH-12`, or a ticket of a configured tracker.
fn key(text: &str, start: usize, trackers: &BTreeMap<String, String>) -> Found {
    let id = ids::at(text, start).filter(|id| text.as_bytes().get(id.range.end) != Some(&b'-'))?;
    if id.prefix == "GH" {
        return Some((plain(id.number.parse().ok()?), id.range));
    }
    let (tracker, address) = trackers.iter().find(|(tracker, _)| tracker.as_str() == id.prefix)?;
    let url = address.contains("{number}").then(|| address.replace("{number}", id.number));
    Some((keyed(tracker, id.number, url)?, id.range))
}

/// `#12` of the portfolio's own tracker.
fn plain(number: u64) -> IssueReference {
    IssueReference {
        text: format!("#{number}"),
        repository: None,
        number,
        tracker: None,
        url: None,
    }
}

fn of_repository(repository: &str, number: u64, url: Option<String>) -> IssueReference {
    let text = format!("{repository}#{number}");
    IssueReference { text, repository: Some(repository.to_owned()), number, tracker: None, url }
}

/// `JIRA-12`.
fn keyed(tracker: &str, number: &str, url: Option<String>) -> Option<IssueReference> {
    let text = format!("{tracker}-{number}");
    let number = number.parse().ok()?;
    Some(IssueReference { text, repository: None, number, tracker: Some(tracker.to_owned()), url })
}

/// The ticket at an address: issues, pull and merge requests of a forge (GitHub, GitLab, Forgejo, Bitbucket, also
/// self-hosted), `/browse/JIRA-12`, and the `/issue/ABC-12` of other trackers.
#[must_use]
pub fn issue_of_url(url: &str) -> Option<IssueReference> {
    let path = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let path = path.split(['?', '#']).next()?;
    let segments: Vec<&str> =
        path.split('/').skip(1).filter(|segment| !segment.is_empty()).collect();
    let at = segments.iter().rposition(|segment| is_tracker_word(segment))?;
    let ticket = segments.get(at + 1)?;
    let address = Some(url.to_owned());
    if let Ok(number) = ticket.parse() {
        if number == 0 {
            // What a template left behind.
            return None;
        }
        let repository: Vec<&str> =
            segments[..at].iter().copied().filter(|segment| *segment != "-").collect();
        return (repository.len() >= 2)
            .then(|| of_repository(&repository.join("/"), number, address));
    }
    let (tracker, number) = ticket.rsplit_once('-')?;
    let is_key = !tracker.is_empty()
        && tracker.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_key.then(|| keyed(&tracker.to_uppercase(), number, address)).flatten()
}

fn is_tracker_word(segment: &str) -> bool {
    inline::is_among(
        segment,
        "issues, issue, pull, pulls, pull-requests, merge_requests, work_items, discussions, browse, tickets",
    )
}
