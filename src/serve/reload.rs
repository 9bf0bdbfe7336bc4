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

/// The page with its tag, in its head: all that stands before the first `</head>` is the theme's, while a body is an author's.
pub(super) fn with_tag(page: &[u8], etag: &str, problems: usize) -> Vec<u8> {
    let script = SCRIPT.0;
    let tag = format!(
        "<script src=\"/{script}\" data-etag=\"{etag}\" data-problems=\"{problems}\" defer></script>\n"
    );
    let end = b"</head>";
    let at = page.windows(end.len()).position(|window| window.eq_ignore_ascii_case(end));
    let (before, after) = page.split_at(at.unwrap_or(page.len()));
    [before, tag.as_bytes(), after].concat()
}

/// What the pages are told of a snapshot.
#[derive(Serialize)]
struct State<'a> {
    build: u64,
    changed: Option<Vec<&'a str>>,
    error: Option<&'a str>,
}

/// The state as JSON, in one line.
pub(super) fn state(snapshot: &Snapshot) -> String {
    let changed = snapshot.changed.as_ref();
    let state = State {
        build: snapshot.build,
        changed: changed.map(|paths| paths.iter().map(OutPath::as_str).collect()),
        error: snapshot.trouble.as_deref(),
    };
    serde_json::to_string(&state).expect("numbers and texts become JSON")
}

/// The state as an event.
pub(super) fn event(snapshot: &Snapshot) -> String {
    format!("id: {}\ndata: {}\n\n", snapshot.build, state(snapshot))
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
    with_tag(page.as_bytes(), "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_stands_in_the_head() {
        let check = |page: &str, expected: &str| {
            let text = String::from_utf8(with_tag(page.as_bytes(), "abc", 2)).expect("it is text");
            let tag = "<script src=\"/_specfolio/serve.js\" data-etag=\"abc\" data-problems=\"2\" defer></script>\n";
            assert_eq!(text.replacen(tag, "|", 1), expected);
        };
        check("<head>x</head><body></head></body>", "<head>x|</head><body></head></body>");
        check("<HEAD></HEAD>", "<HEAD>|</HEAD>");
        check("x", "x|");
        check("", "|");
    }

    #[test]
    fn an_event_is_one_line_of_json() {
        let snapshot =
            Snapshot::default().with_trouble(Some("a\nb <img onerror=\"x\">\u{2028}".into()));
        let event = event(&snapshot);
        assert_eq!(event.matches('\n').count(), 3, "{event}");
        let data = event.lines().nth(1).and_then(|line| line.strip_prefix("data: "));
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
