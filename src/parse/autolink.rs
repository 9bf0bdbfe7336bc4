//! Bare URLs in prose → [`Link`]s, by the rule of GFM's extended autolinks (GFM 0.29, section 6.9).
//!
//! In: one stretch of text and its offset. Out: the URLs in it. pulldown-cmark links `<https://…>` only, and both the
//! resolver (a tracker's URL is an issue) and the renderer need the bare ones too; so the parser finds them once. Absent on
//! purpose: e-mail addresses, which no portfolio wants to publish as links.

use super::Link;

/// The URLs of a stretch of text; ranges are offsets into the document.
#[must_use]
pub fn urls(text: &str, offset: usize) -> Vec<Link> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = next_start(text, from) {
        let end = start + length(&text[start..]);
        let url = &text[start..end];
        if is_whole(url) {
            let destination =
                if url.starts_with("www.") { format!("https://{url}") } else { url.to_owned() };
            let range = start + offset..end + offset;
            found.push(Link { image: false, destination, text: url.to_owned(), range });
        }
        from = end.max(start + 1);
    }
    found
}

/// Where the next URL begins: at a scheme or `www.` with nothing before it that would make it part of a word.
fn next_start(text: &str, mut from: usize) -> Option<usize> {
    loop {
        let rest = text.get(from..)?;
        let scheme = rest.find("://").map(|at| from + at);
        let host = rest.find("www.").map(|at| from + at);
        let (start, after) = match (scheme, host) {
            (scheme, Some(host)) if scheme.is_none_or(|scheme| host < scheme) => {
                (Some(host), host + 4)
            }
            (Some(scheme), _) => {
                (scheme_start(text, scheme).filter(|start| *start >= from), scheme + 3)
            }
            (None, _) => return None,
        };
        if let Some(start) = start.filter(|start| stands_alone(text, *start)) {
            return Some(start);
        }
        from = after;
    }
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

/// How far the URL reaches: to white space or `<`, without trailing punctuation and unbalanced closing brackets.
fn length(text: &str) -> usize {
    let stop =
        |found: char| found.is_whitespace() || matches!(found, '<' | '>' | '"' | '`' | '|' | '\\');
    let mut end = text.find(stop).unwrap_or(text.len());
    loop {
        let url = &text[..end];
        let Some(last) = url.chars().next_back() else { return 0 };
        let trailing = match last {
            '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | '”' | '’' => true,
            ')' => url.matches(')').count() > url.matches('(').count(),
            ']' => url.matches(']').count() > url.matches('[').count(),
            _ => false,
        };
        if !trailing {
            return end;
        }
        end -= last.len_utf8();
    }
}

/// Whether a host with a dot (or a local one) follows the scheme.
fn is_whole(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = host.split(['/', '?', '#', ':']).next().unwrap_or_default();
    !host.is_empty() && host.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::urls;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            urls(text, 0).into_iter().map(|link| text[link.range].to_owned()).collect();
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
        check("ftp://a.example and xhttps://a.example and https://", &[]);
    }
}
