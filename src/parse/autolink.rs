//! Bare URLs and addresses in prose → [`Link`]s, by the rule of GFM's extended autolinks (GFM 0.29, section 6.9).
//!
//! In: one stretch of text and its offset. Out: what in it is a link, in order. pulldown-cmark links `<https://…>` only, and
//! both the resolver (a tracker's URL is an issue) and the renderer need the bare ones too; so the parser finds them once.
//! Absent on purpose: `ftp:` and `xmpp:`, whose links no page of ours writes.
//!
//! Every loop is linear in the text: a URL and an address hold no white space, and no address holds two `@`.

use super::Link;
use std::ops::Range;

/// The URLs and addresses of a stretch of text; ranges are offsets into the document.
#[must_use]
pub fn links(text: &str, offset: usize) -> Vec<Link> {
    let mut found = urls(text);
    let mut addresses = addresses(text);
    if !addresses.is_empty() {
        let outside = |range: &Range<usize>| {
            let next = found.partition_point(|(url, _)| url.start <= range.start);
            next == 0 || found[next - 1].0.end <= range.start
        };
        addresses.retain(|(range, _)| outside(range));
        found.extend(addresses);
        found.sort_by_key(|(range, _)| range.start);
    }
    let link = |(range, destination): (Range<usize>, String)| Link {
        image: false,
        destination,
        text: text[range.clone()].to_owned(),
        range: range.start + offset..range.end + offset,
    };
    found.into_iter().map(link).collect()
}

/// Where the URLs stand, and where they lead.
fn urls(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    for start in starts(text) {
        if start < from || !stands_alone(text, start) {
            continue;
        }
        let end = start + length(&text[start..]);
        let url = &text[start..end];
        if is_whole(url) {
            let scheme = if url.starts_with("www.") { "http://" } else { "" };
            found.push((start..end, format!("{scheme}{url}")));
        }
        from = end;
    }
    found
}

/// Where the addresses stand, and where they lead. One that stands behind `mailto:` takes it along.
fn addresses(text: &str) -> Vec<(Range<usize>, String)> {
    let is_local = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_+".contains(byte);
    let is_domain = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_".contains(byte);
    let mut found = Vec::new();
    for (at, _) in text.match_indices('@') {
        let local = text.as_bytes()[..at].iter().rev().take_while(|byte| is_local(byte)).count();
        let domain = text.as_bytes()[at + 1..].iter().take_while(|byte| is_domain(byte)).count();
        let domain = text[at + 1..at + 1 + domain].trim_end_matches('.');
        let (start, end) = (at - local, at + 1 + domain.len());
        let dotted = domain.contains('.') && !domain.starts_with('.') && !domain.contains("..");
        let named = text[start..at].contains(|c: char| c.is_ascii_alphanumeric());
        if !named || !dotted || !domain.ends_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        match text[..start].rsplit([' ', '\n', '(']).next() {
            Some("mailto:") => {
                let start = start - "mailto:".len();
                found.push((start..end, text[start..end].to_owned()));
            }
            Some("xmpp:") => {}
            _ => found.push((start..end, format!("mailto:{}", &text[start..end]))),
        }
    }
    found
}

/// Where a URL could begin, in one pass: at a scheme before `://`, or at `www.`.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.match_indices([':', 'w']).filter_map(|(at, _)| {
        let rest = &text[at..];
        if rest.starts_with("www.") {
            Some(at)
        } else if rest.starts_with("://") {
            scheme_start(text, at)
        } else {
            None
        }
    })
}

/// Whether nothing before `start` makes what follows a part of a word, a path or an address.
fn stands_alone(text: &str, start: usize) -> bool {
    let before = text[..start].chars().next_back();
    !before.is_some_and(|found| found.is_alphanumeric() || matches!(found, '/' | '-' | '@' | '.'))
}

/// The start of `http` or `https` before `://`.
fn scheme_start(text: &str, colon: usize) -> Option<usize> {
    ["https", "http"].iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        (text.get(start..colon)?.eq_ignore_ascii_case(scheme)).then_some(start)
    })
}

/// How far the URL reaches: to white space or `<`, without trailing punctuation, references and unbalanced closing brackets.
fn length(text: &str) -> usize {
    let stop =
        |found: char| found.is_whitespace() || matches!(found, '<' | '>' | '"' | '`' | '|' | '\\');
    let mut url = &text[..text.find(stop).unwrap_or(text.len())];
    let surplus = |closing, opening| {
        url.matches(closing).count().saturating_sub(url.matches(opening).count())
    };
    let (mut round, mut square) = (surplus(')', '('), surplus(']', '['));
    while let Some(last) = url.chars().next_back() {
        let cut = match last {
            ';' => reference_length(url),
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | '”' | '’' => last.len_utf8(),
            ')' => usize::from(take_one(&mut round)),
            ']' => usize::from(take_one(&mut square)),
            _ => 0,
        };
        if cut == 0 {
            break;
        }
        url = &url[..url.len() - cut];
    }
    url.len()
}

/// The length of what ends in a semicolon: a character reference, or the semicolon alone.
fn reference_length(url: &str) -> usize {
    let name = url[..url.len() - 1].trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    if name.ends_with('&') && name.len() + 1 < url.len() { url.len() - name.len() + 1 } else { 1 }
}

/// Takes one from a number, unless it is nought.
fn take_one(number: &mut usize) -> bool {
    let is_one_left = *number > 0;
    *number = number.saturating_sub(1);
    is_one_left
}

/// Whether a host follows the scheme: it begins with a letter or digit, and its last two parts have no `_`.
fn is_whole(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    host.starts_with(char::is_alphanumeric)
        && !host.rsplit('.').take(2).any(|part| part.contains('_'))
}

#[cfg(test)]
mod tests {
    use super::links;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            links(text, 0).into_iter().map(|link| text[link.range].to_owned()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn urls_end_where_a_reader_would_end_them() {
        check(
            "see https://a.example/x, and http://b.example.",
            &["https://a.example/x", "http://b.example"],
        );
        check("(https://a.example/x_(y))", &["https://a.example/x_(y)"]);
        check("www.a.example/z!", &["www.a.example/z"]);
        check(
            "https://a.example/)]) and https://b.example/(",
            &["https://a.example/", "https://b.example/("],
        );
        check("http://://https://a.example wwww.a.example", &[]);
        check("ftp://a.example and xhttps://a.example and https://", &[]);
    }

    #[test]
    fn references_at_the_end_are_no_part() {
        check("www.a.example/?q=a&hl=en", &["www.a.example/?q=a&hl=en"]);
        check("www.a.example/?q=a&hl;", &["www.a.example/?q=a"]);
        check("https://a.example/;", &["https://a.example/"]);
        check("https://a_b.example and https://a_b.c.example", &["https://a_b.c.example"]);
    }

    #[test]
    fn addresses_are_links_to_write_to() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<_> = links(text, 0).into_iter().map(|link| link.destination).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("ask ann.lee+x@mail.example.org.", &["mailto:ann.lee+x@mail.example.org"]);
        check("mailto:ann@a.example", &["mailto:ann@a.example"]);
        check(
            "https://ann@a.example/x, b@c.example",
            &["https://ann@a.example/x", "mailto:b@c.example"],
        );
        check("@ann, ann@localhost, left-pad@1.3.0, a@b..c, a@b.c-, xmpp:a@b.c, +@a.b", &[]);
        check("www.a.example", &["http://www.a.example"]);
    }
}
