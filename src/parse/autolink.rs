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
    for start in starts(text) {
        if start < from || !stands_alone(text, start) {
            continue;
        }
        let end = start + length(&text[start..]);
        let url = &text[start..end];
        if is_whole(url) {
            let destination =
                if url.starts_with("www.") { format!("https://{url}") } else { url.to_owned() };
            let range = start + offset..end + offset;
            found.push(Link { image: false, destination, text: url.to_owned(), range });
        }
        from = end;
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

/// How far the URL reaches: to white space or `<`, without trailing punctuation and unbalanced closing brackets.
fn length(text: &str) -> usize {
    let stop =
        |found: char| found.is_whitespace() || matches!(found, '<' | '>' | '"' | '`' | '|' | '\\');
    let url = &text[..text.find(stop).unwrap_or(text.len())];
    let surplus = |closing, opening| {
        url.matches(closing).count().saturating_sub(url.matches(opening).count())
    };
    let (mut round, mut square) = (surplus(')', '('), surplus(']', '['));
    let mut is_trailing = |last: char| match last {
        '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ';' | '”' | '’' => true,
        ')' => take_one(&mut round),
        ']' => take_one(&mut square),
        _ => false,
    };
    url.char_indices()
        .rev()
        .find(|(_, last)| !is_trailing(*last))
        .map_or(0, |(at, last)| at + last.len_utf8())
}

/// Takes one from a number, unless it is nought.
fn take_one(number: &mut usize) -> bool {
    let is_one_left = *number > 0;
    *number = number.saturating_sub(1);
    is_one_left
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
        check(
            "https://a.example/)]) and https://b.example/(",
            &["https://a.example/", "https://b.example/("],
        );
        check("http://://https://a.example wwww.a.example", &[]);
        check("ftp://a.example and xhttps://a.example and https://", &[]);
    }
}
