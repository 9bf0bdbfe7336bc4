//! What a link leads to → the URL that a page writes for it.
//!
//! In: a [`Target`] and the page it is written on, or a URL out of an author's text. Out: the text of a valid URL, not yet
//! escaped for HTML, or nothing where there is no safe one. This is the last gate before the output: whatever a stage before
//! it let through, only `http`, `https`, `mailto` and our own files leave here. Absent on purpose: deciding what a link
//! means, which is `link`'s.

use crate::link::{OutPath, Target};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use std::borrow::Cow;

/// The ASCII characters that a valid URL does not hold literally (WHATWG URL, "URL units"); `%` is treated apart.
const UNFIT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same for a path, query or fragment, where brackets are not for addresses and a `#` is no delimiter.
const UNFIT_REST: &AsciiSet = &UNFIT.add(b'[').add(b']').add(b'#');

/// The URL of a target as `page` writes it; `None` when it leads nowhere.
pub(super) fn of_target(target: &Target, page: &OutPath) -> Option<String> {
    match target {
        Target::Page { page: to, fragment } => Some(of_place(to, fragment.as_deref(), page)),
        Target::File(to) => Some(to.href_from(page)),
        Target::Outside(url) => outside(url),
        Target::Nothing => None,
    }
}

/// The URL of a place on a page: only the fragment where it is the same page.
pub(super) fn of_place(to: &OutPath, fragment: Option<&str>, page: &OutPath) -> String {
    let Some(fragment) = fragment else { return to.href_from(page) };
    let fragment = encode(fragment);
    if to == page { format!("#{fragment}") } else { format!("{}#{fragment}", to.href_from(page)) }
}

/// A URL out of an author's text, made valid; `None` when its scheme is not allowed or its host cannot be one.
pub(super) fn outside(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once(':')?;
    if scheme.eq_ignore_ascii_case("mailto") {
        return Some(format!("mailto:{}", encode(rest)));
    }
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.strip_prefix("//")?;
    let (authority, rest) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (path, fragment) = rest.split_once('#').map_or((rest, None), |(p, f)| (p, Some(f)));
    let fragment = fragment.map(|fragment| format!("#{}", encode(fragment))).unwrap_or_default();
    let scheme = scheme.to_ascii_lowercase();
    is_authority(authority).then(|| format!("{scheme}://{authority}{}{fragment}", encode(path)))
}

/// Whether a browser would make a host and port of this: letters, digits, `.`, `-`, `_`, or an address in brackets.
fn is_authority(authority: &str) -> bool {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let user = &authority[..authority.len() - host.len()];
    let (name, port) = match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (host, ""),
    };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    let named = !name.is_empty()
        && !name.starts_with(['.', '-'])
        && !name.contains("..")
        && name.chars().all(plain)
        && !name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let numbered = name.parse::<std::net::Ipv4Addr>().is_ok()
        || address.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok());
    (named || numbered)
        && (port.is_empty() || port.parse::<u16>().is_ok())
        && user.trim_end_matches('@').chars().all(|c| plain(c) || c == ':')
}

/// Percent-encodes what a path, query or fragment cannot hold; what is encoded already stays.
pub(super) fn encode(text: &str) -> Cow<'_, str> {
    let encoded: Cow<'_, str> = utf8_percent_encode_ascii(text);
    if !encoded.contains('%') {
        return encoded;
    }
    let mut out = String::with_capacity(encoded.len());
    let mut rest = &*encoded;
    while let Some(at) = rest.find('%') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let hex = after.as_bytes().get(1..3);
        let valid = hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        out.push_str(if valid { "%" } else { "%25" });
        rest = &after[1..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Percent-encodes unfit ASCII and leaves other characters, which valid URLs may hold.
fn utf8_percent_encode_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return utf8_percent_encode(text, UNFIT_REST).into();
    }
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for character in text.chars() {
        match &*character.encode_utf8(&mut buffer) {
            ascii if ascii.is_ascii() => out.extend(utf8_percent_encode(ascii, UNFIT_REST)),
            other if is_url_character(character) => out.push_str(other),
            other => out.extend(utf8_percent_encode(other, UNFIT_REST)),
        }
    }
    Cow::Owned(out)
}

/// Whether a character beyond ASCII may stand in a URL as it is: neither invisible nor white space.
fn is_url_character(character: char) -> bool {
    character >= '\u{A0}' && character.is_alphanumeric()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_safe_valid_urls_leave() {
        let check = |input: &str, expected: Option<&str>| {
            assert_eq!(outside(input).as_deref(), expected, "{input}");
        };
        check(
            "https://example.org/a b?c=[d]#e#f",
            Some("https://example.org/a%20b?c=%5Bd%5D#e%23f"),
        );
        check("HTTP://Example.org", Some("http://Example.org"));
        check("https://example.org/100%/%41", Some("https://example.org/100%25/%41"));
        check("https://müller.example/ü", Some("https://müller.example/ü"));
        check("http://localhost:3000/x", Some("http://localhost:3000/x"));
        check("http://[::1]:8080/", Some("http://[::1]:8080/"));
        check("mailto:a@b.c", Some("mailto:a@b.c"));
        check("https://{host}/x", None);
        check("https://example.org:99999/", None);
        check("https://", None);
        check("javascript:alert(1)", None);
        check(" java\tscript:alert(1)", None);
        check("vbscript:x", None);
        check("data:text/html,<b>", None);
        check("file:///etc/passwd", None);
        check("//example.org/x", None);
        check("relative/path", None);
    }

    #[test]
    fn places_on_the_same_page_are_fragments() {
        let (here, there) = (OutPath::new("a.html"), OutPath::new("b.html"));
        assert_eq!(of_place(&here, Some("x y"), &here), "#x%20y");
        assert_eq!(of_place(&there, Some("ü"), &here), "b.html#ü");
        assert_eq!(of_place(&there, None, &here), "b.html");
    }
}
