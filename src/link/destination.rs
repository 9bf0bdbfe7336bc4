//! A link's destination as written → what kind of place it names.
//!
//! In: one destination, unescaped as CommonMark or HTML gives it. Out: a URL elsewhere that may be followed, a path inside
//! the portfolio, or a refusal. This is the only place where a scheme is judged, and it judges what a browser would see:
//! control characters and white space do not hide a scheme, and `\` is `/`. Absent on purpose: whether anything is there.

use crate::parse::inline::is_email;
use percent_encoding::percent_decode_str;

/// What a destination names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A URL elsewhere with an allowed scheme.
    Outside(String),
    /// A URL whose scheme is not allowed: the scheme.
    Refused(String),
    /// A place in the portfolio.
    Inside(Inside),
}

/// A path and a heading inside the portfolio.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Inside {
    /// The path, percent-decoded, without query and without the slashes it began with; empty for the same page.
    pub(super) path: String,
    /// The path as written, where decoding changed it.
    pub(super) undecoded: Option<String>,
    /// Whether it began with a slash.
    pub(super) from_root: bool,
    /// The anchor, percent-decoded; `None` when there is none or it is empty.
    pub(super) fragment: Option<String>,
}

/// The schemes that links may have.
const ALLOWED: &[&str] = &["http", "https", "mailto"];

/// Judges a destination.
pub(super) fn read(written: &str) -> Destination {
    let url = visible(written);
    match scheme(&url) {
        Some(scheme) if ALLOWED.contains(&&*scheme) => Destination::Outside(url),
        Some(scheme) => Destination::Refused(scheme),
        None if is_protocol_relative(&url) => {
            Destination::Outside(format!("https://{}", url[2..].replace('\\', "/")))
        }
        None if is_email(&url) => Destination::Outside(format!("mailto:{url}")),
        None => Destination::Inside(inside(&url)),
    }
}

/// The destination as a browser reads it: without control characters anywhere and white space around it.
fn visible(written: &str) -> String {
    let kept = written.chars().filter(|c| !c.is_control() && !is_invisible(*c));
    kept.collect::<String>().trim().to_owned()
}

/// Characters that show nothing and are in no honest URL: zero widths, direction marks, the soft hyphen.
fn is_invisible(found: char) -> bool {
    matches!(found,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The scheme in lower case: a letter, then letters, digits, `+`, `-`, `.`, up to a colon (RFC 3986, section 3.1). White
/// space inside is passed over, so that nobody hides behind it.
fn scheme(url: &str) -> Option<String> {
    let end = url.find([':', '/', '?', '#', '\\'])?;
    if url.as_bytes()[end] != b':' {
        return None;
    }
    let name: String = url[..end].chars().filter(|c| !c.is_whitespace()).collect();
    let is_scheme = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_scheme.then(|| name.to_ascii_lowercase())
}

fn is_protocol_relative(url: &str) -> bool {
    let slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    slash(url.as_bytes().first()) && slash(url.as_bytes().get(1))
}

/// Takes a relative reference apart.
fn inside(url: &str) -> Inside {
    let (path, fragment) = match url.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (url, None),
    };
    let path = path.split('?').next().unwrap_or_default().replace('\\', "/");
    let decoded = decode(&path);
    let fragment = fragment.map(decode).filter(|fragment| !fragment.is_empty());
    Inside {
        undecoded: (decoded != path).then(|| path.trim_start_matches('/').to_owned()),
        from_root: path.starts_with('/'),
        path: decoded.trim_start_matches('/').to_owned(),
        fragment,
    }
}

/// Percent-decoded, where that is UTF-8.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_judged_as_a_browser_reads_them() {
        let refused = |written: &str, expected: &str| {
            assert_eq!(read(written), Destination::Refused(expected.into()), "{written:?}");
        };
        refused("javascript:alert(1)", "javascript");
        refused("JaVaScRiPt:alert(1)", "javascript");
        refused(" \u{1}javascript:alert(1)", "javascript");
        refused("java\tscript:alert(1)", "javascript");
        refused("java\nscript:alert(1)", "javascript");
        refused("java script:alert(1)", "javascript");
        refused("java\u{200b}script:alert(1)", "javascript");
        refused("vbscript:x", "vbscript");
        refused("data:text/html,<script>", "data");
        refused("file:///etc/passwd", "file");
        refused("ftp://example.org", "ftp");
    }

    #[test]
    fn urls_elsewhere_pass() {
        let check = |written: &str, expected: &str| {
            assert_eq!(read(written), Destination::Outside(expected.into()), "{written:?}");
        };
        check("https://example.org/a?b#c", "https://example.org/a?b#c");
        check(" HTTP://example.org\n", "HTTP://example.org");
        check("mailto:a@b.c", "mailto:a@b.c");
        check("ann@example.org", "mailto:ann@example.org");
        check("//example.org/x", "https://example.org/x");
        check("\\\\example.org\\x", "https://example.org/x");
    }

    #[test]
    fn paths_are_taken_apart() {
        let check = |written: &str, path: &str, from_root: bool, fragment: Option<&str>| {
            let Destination::Inside(inside) = read(written) else { panic!("{written}") };
            let found = (inside.path.as_str(), inside.from_root, inside.fragment.as_deref());
            assert_eq!(found, (path, from_root, fragment), "{written}");
        };
        check("a.md", "a.md", false, None);
        check("../a%20b.md?raw=true#Some%20heading", "../a b.md", false, Some("Some heading"));
        check("/docs/a.md", "docs/a.md", true, None);
        check("#x", "", false, Some("x"));
        check("#", "", false, None);
        check("", "", false, None);
        check("a\\b.md", "a/b.md", false, None);
        check("a/b:c.md", "a/b:c.md", false, None);
        check("./b:c.md", "./b:c.md", false, None);
        check("100%.md", "100%.md", false, None);
        check("javascript%3Aalert(1)", "javascript:alert(1)", false, None);
    }
}
