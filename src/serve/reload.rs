//! Pages that follow the sources: the tag in each page, the script it names, and what that script is told.
//!
//! In: a page, or a snapshot. Out: the page with one tag more, or a line of JSON. The tag is put in as a page is sent, so no
//! built file ever holds it; it names a script of the server's own, because pages allow no other. A page carries the tag of
//! its own bytes and asks again with it (`If-None-Match`), so it does not matter what it missed. Absent on purpose: any HTML
//! made from an error or a name; the script shows text as text, and the one page made here escapes it.

use super::snapshot::Snapshot;
use crate::link::OutPath;
use serde::Serialize;

/// The script that pages are given.
pub(super) const SCRIPT: (&str, &str) = ("_specfolio/serve.js", include_str!("reload.js"));

/// Its style sheet.
pub(super) const STYLE: (&str, &str) = ("_specfolio/serve.css", include_str!("reload.css"));

/// Where the events are.
pub(super) const EVENTS: &str = "_specfolio/events";

/// Where the last event can be asked for.
pub(super) const STATE: &str = "_specfolio/state";

/// What a page carries.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tag<'a> {
    /// The tag of its own bytes; empty where they are none of the site's.
    pub(super) etag: &'a str,
    /// How many problems its document has.
    pub(super) problems: usize,
    /// Whether it stands for a page that there is not.
    pub(super) is_missing: bool,
}

/// The page with its tag, in its head: all that stands before the first `</head>` is the theme's, while a body is an author's.
pub(super) fn with_tag(page: &[u8], Tag { etag, problems, is_missing }: Tag<'_>) -> Vec<u8> {
    let script = SCRIPT.0;
    let missing = if is_missing { " data-missing" } else { "" };
    let tag = format!(
        "<script src=\"/{script}\" data-etag=\"{etag}\" data-problems=\"{problems}\"{missing}></script>\n"
    );
    let end = b"</head>";
    let at = page.windows(end.len()).position(|window| window.eq_ignore_ascii_case(end));
    let (before, after) = page.split_at(at.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

/// A page of the site's root for any depth: what it names relatively, it names from the root. In pages that we write, and in
/// texts that we escape, a quotation mark after `=` begins an attribute.
pub(super) fn from_root(page: &[u8]) -> Vec<u8> {
    let page = String::from_utf8_lossy(page);
    let mut pieces = page.split_inclusive("=\"");
    let mut rooted = pieces.next().unwrap_or_default().to_owned();
    let mut before = rooted.len();
    for piece in pieces {
        let name = rooted[..before].strip_suffix("=\"").unwrap_or_default();
        if [" href", " src"].iter().any(|it| name.ends_with(it)) && is_relative(piece) {
            rooted.push('/');
        }
        rooted.push_str(piece);
        before = rooted.len();
    }
    rooted.into_bytes()
}

/// Whether what follows begins with a path that depends on where it stands.
fn is_relative(text: &str) -> bool {
    let address = text.split('"').next().unwrap_or_default();
    let end = address.find(['/', '?', '#', ':']).unwrap_or(address.len());
    let has_scheme = address[end..].starts_with(':');
    !address.is_empty() && !address.starts_with(['/', '#', '?']) && !has_scheme
}

/// What the pages are told of a snapshot.
#[derive(Serialize)]
struct State<'a> {
    run: u64,
    build: u64,
    changed: Option<Vec<&'a str>>,
    error: Option<&'a str>,
}

/// The state as JSON, in one line.
pub(super) fn state(snapshot: &Snapshot) -> String {
    let changed = snapshot.changed.as_ref();
    let state = State {
        run: snapshot.run,
        build: snapshot.build,
        changed: changed.map(|paths| paths.iter().map(OutPath::as_str).collect()),
        error: snapshot.trouble.as_deref(),
    };
    serde_json::to_string(&state).expect("numbers and texts become JSON")
}

/// The state as an event. A server that has gone is asked for again as often as it says.
pub(super) fn event(snapshot: &Snapshot) -> String {
    format!("retry: 500\nid: {}\ndata: {}\n\n", snapshot.build, state(snapshot))
}

/// What every address shows until a build has succeeded.
pub(super) fn first_page(snapshot: &Snapshot) -> Vec<u8> {
    let trouble = snapshot.trouble.as_deref().unwrap_or("The site is being built.");
    let text = trouble.replace('&', "&amp;").replace('<', "&lt;");
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Not built yet</title>\n<link rel=\"stylesheet\" href=\"/{}\">\n</head>\n\
         <body>\n<main>\n<h1>Not built yet</h1>\n<pre>{text}</pre>\n</main>\n</body>\n</html>\n",
        STYLE.0
    );
    with_tag(page.as_bytes(), Tag::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_in_the_head() {
        let check = |page: &str, expected: &str| {
            let carried = Tag { etag: "abc", problems: 2, is_missing: true };
            let text = String::from_utf8(with_tag(page.as_bytes(), carried)).expect("it is text");
            let tag = "<script src=\"/_specfolio/serve.js\" data-etag=\"abc\" data-problems=\"2\" data-missing></script>\n";
            assert_eq!(text.replacen(tag, "|", 1), expected);
        };
        check("<head>x</head><body></head></body>", "<head>x|</head><body></head></body>");
        check("<HEAD></HEAD>", "<HEAD>|</HEAD>");
        check("x", "x|");
        check("", "|");
    }

    #[test]
    fn what_is_named_relatively_is_named_from_the_root() {
        let check = |page: &str, expected: &str| {
            assert_eq!(String::from_utf8_lossy(&from_root(page.as_bytes())), expected);
        };
        check(r#"<a href="a/b.html">x</a>"#, r#"<a href="/a/b.html">x</a>"#);
        check(r#"<img alt="a=&quot;b" src="i:g.png">"#, r#"<img alt="a=&quot;b" src="i:g.png">"#);
        check(r#"<a class="x" href="./i:g">"#, r#"<a class="x" href="/./i:g">"#);
        for same in [
            r#"<a href="/a">"#,
            r#"<a href="//a">"#,
            r##"<a href="#a">"##,
            r#"<a href="?a">"#,
            r#"<a href="">"#,
            r#"<a href="https://example.org/">"#,
            r#"<a data-href="a" title="href=">"#,
            r"href=&quot;a",
            r#"=""#,
            "",
        ] {
            check(same, same);
        }
    }

    #[test]
    fn an_event_is_one_line_of_json() {
        let snapshot =
            Snapshot::default().with_trouble(Some("a\nb <img onerror=\"x\">\u{2028}".into()));
        let event = event(&snapshot);
        assert_eq!(event.matches('\n').count(), 4, "{event}");
        let data = event.lines().nth(2).and_then(|line| line.strip_prefix("data: "));
        let data: serde_json::Value =
            serde_json::from_str(data.expect("it has data")).expect("it is JSON");
        assert_eq!(data["build"], 0);
        assert_eq!(data["error"], "a\nb <img onerror=\"x\">\u{2028}");
        assert!(data["changed"].is_null());
    }

    #[test]
    fn the_first_page_shows_an_error_as_text() {
        let snapshot =
            Snapshot::default().with_trouble(Some("<img src=x onerror=alert(1)> &lt;".into()));
        let page = String::from_utf8(first_page(&snapshot)).expect("it is text");
        assert!(page.contains("<pre>&lt;img src=x onerror=alert(1)> &amp;lt;</pre>"), "{page}");
    }
}
