//! A [`Request`] → its [`Answer`]: the site from memory, the server's own files, or a refusal.
//!
//! In: a request that keeps the rules of form, and the snapshot. Out: an answer. A path is looked up as it is and never joined
//! to a folder, so nothing is reachable but what the snapshot lists. It stands apart from the connections because it is a
//! function of its arguments. Absent on purpose: time, and the state of a connection.

use super::answer::{Answer, Body};
use super::guard::{self, Hosts};
use super::media;
use super::request::{Refusal, Request};
use crate::link::OutPath;
use crate::serve::reload::{self, Tag};
use crate::serve::snapshot::{Entry, Opened, Snapshot};

/// What a file may do that an author put into the portfolio and a browser would run: show itself, and nothing else.
const INERT: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; sandbox";

/// The answer to a request, or to the refusal of one. Where so many listen that it is enough, `full`, no more may.
pub(super) fn answer(
    request: &Result<Request, Refusal>,
    snapshot: &Snapshot,
    hosts: &Hosts,
    full: bool,
) -> Answer {
    match request {
        Err(refusal) => Answer::status(refusal.status),
        Ok(request) => to_request(request, snapshot, hosts, full),
    }
}

fn to_request(request: &Request, snapshot: &Snapshot, hosts: &Hosts, full: bool) -> Answer {
    if let Some(status) = guard::refuses(request, hosts) {
        return Answer::status(status);
    }
    match request.path.as_str() {
        path if path == reload::SCRIPT.0 => text(path, reload::SCRIPT.1),
        path if path == reload::STYLE.0 => text(path, reload::STYLE.1),
        reload::EVENTS | reload::STATE if !guard::is_own(request) => Answer::status(403),
        reload::EVENTS if full => Answer::status(503).header("Retry-After", "5"),
        reload::EVENTS => events(snapshot),
        reload::STATE => Answer {
            status: 200,
            kind: "application/json",
            headers: vec![],
            body: Body::Own(reload::state(snapshot).into_bytes()),
        },
        _ if snapshot.is_empty() => page(503, reload::first_page(snapshot)),
        path => file(path, request, snapshot),
    }
}

/// The bytes of an event, as a chunk of a body that goes on.
pub(super) fn chunk(event: &str) -> Vec<u8> {
    format!("{:x}\r\n{event}\r\n", event.len()).into_bytes()
}

fn events(snapshot: &Snapshot) -> Answer {
    let first = chunk(&reload::event(snapshot));
    Answer { status: 200, kind: "text/event-stream", headers: vec![], body: Body::Events(first) }
}

fn text(path: &str, text: &str) -> Answer {
    let body = Body::Own(text.as_bytes().to_vec());
    Answer { status: 200, kind: media::of(path), headers: vec![], body }
}

fn page(status: u16, bytes: Vec<u8>) -> Answer {
    Answer { status, kind: media::PAGE, headers: vec![], body: Body::Own(bytes) }
}

/// What the site has at a path: a file, for a folder its first page, else the page that says there is nothing.
fn file(path: &str, request: &Request, snapshot: &Snapshot) -> Answer {
    let first = format!("{path}index.html");
    let name = if path.is_empty() || path.ends_with('/') { &first } else { path };
    if let Some(answer) = snapshot.get(name).and_then(|entry| of_entry(200, name, entry, request)) {
        return answer;
    }
    let folder = format!("{path}/index.html");
    if snapshot.get(&folder).is_some() {
        return Answer::status(301).header("Location", address(&folder));
    }
    if let Some(here) = snapshot.path_here(path) {
        return Answer::status(302).header("Location", address(here));
    }
    let missing = snapshot.get("404.html");
    let missing = missing.and_then(|entry| of_entry(404, "404.html", entry, request));
    missing.unwrap_or_else(|| Answer::status(404))
}

/// The address of a path of the site; of a first page that of its folder.
fn address(path: &str) -> String {
    let folder = path.strip_suffix("index.html");
    let folder = folder.filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let path = folder.unwrap_or(path).trim_start_matches('/');
    let href = OutPath::new(path).href_from(&OutPath::new("index.html"));
    format!("/{}", href.trim_start_matches("./"))
}

/// An entry as an answer, `None` where its file is gone. Who has these bytes already is told so.
fn of_entry(status: u16, name: &str, entry: &Entry, request: &Request) -> Option<Answer> {
    let kind = media::of(name);
    let (etag, body) = match entry.open()? {
        Opened::Bytes(bytes) if kind == media::PAGE => {
            let etag = entry.tag(&bytes);
            let is_missing = status == 404;
            let tag = Tag { etag, problems: entry.problems, is_missing };
            // The page for what is missing is sent to any depth, and here the site is at the root.
            let tagged = if is_missing {
                reload::with_tag(&reload::from_root(&bytes), tag)
            } else {
                reload::with_tag(&bytes, tag)
            };
            (format!("\"{etag}\""), Body::Own(tagged))
        }
        Opened::Bytes(bytes) => (format!("\"{}\"", entry.tag(&bytes)), Body::Shared(bytes)),
        Opened::File(file, length, state) => (format!("\"{state}\""), Body::File(file, length)),
    };
    let known = status == 200 && request.none_match.as_ref().is_some_and(|tags| knows(tags, &etag));
    let is_copy = matches!(body, Body::File(..));
    let status = if known { 304 } else { status };
    let answer = Answer { status, kind, headers: vec![], body }.header("ETag", etag);
    let inert = is_copy && media::is_active(kind);
    Some(if inert { answer.header("Content-Security-Policy", INERT) } else { answer })
}

/// Whether a list of tags names this one.
fn knows(tags: &str, etag: &str) -> bool {
    let mut tags = tags.split(',').map(|tag| tag.trim().trim_start_matches("W/"));
    tags.any(|tag| tag == etag || tag == "*")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Portfolio;
    use crate::render::{Content, Site};
    use crate::serve::http::request::Caller;

    fn snapshot() -> Snapshot {
        let names =
            ["index.html", "404.html", "a b/index.html", "a b/ü.html", "x.json", ":/index.html"];
        let files = names
            .iter()
            .map(|name| (OutPath::new(*name), Content::from(format!("<head></head>{name}"))));
        Snapshot::default().next(Site { files: files.collect(), pages: 0 }, &Portfolio::default()).0
    }

    fn request(path: &str) -> Request {
        let (host, caller) = ("localhost".to_owned(), Caller::default());
        Request { head_only: false, path: path.into(), host, caller, none_match: None, keeps: true }
    }

    fn asked(request: &Request) -> Answer {
        to_request(request, &snapshot(), &Hosts { bound: "localhost".into() }, false)
    }

    fn body(answer: &Answer) -> String {
        match &answer.body {
            Body::Own(bytes) | Body::Events(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Body::Shared(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Body::File(..) => panic!("no file is served here"),
        }
    }

    #[test]
    fn a_path_is_looked_up() {
        let check = |path: &str, status, end: &str| {
            let answer = asked(&request(path));
            assert_eq!(answer.status, status, "{path}");
            assert!(body(&answer).ends_with(end), "{path}: {}", body(&answer));
        };
        check("", 200, "index.html");
        check("a b/", 200, "</head>a b/index.html");
        check("a b/ü.html", 200, "</head>a b/ü.html");
        check("x.json", 200, "<head></head>x.json");
        check("404.html", 200, "</head>404.html");
        check("nothing", 404, "</head>404.html");
        check("x.json/", 404, "404.html");
        check("a b//", 404, "404.html");
        check(".git/config", 404, "404.html");
    }

    #[test]
    fn a_folder_leads_to_its_first_page() {
        let check = |path: &str, to: &str| {
            let answer = asked(&request(path));
            assert_eq!(answer.status, 301);
            assert_eq!(answer.headers, [("Location", to.to_owned())]);
        };
        check("a b", "/a%20b/");
        check(":", "/:/");
    }

    #[test]
    fn where_the_site_will_stand_leads_to_where_it_stands() {
        let check = |site_path, path: &str, to: Option<&str>| {
            let snapshot = snapshot().standing_at(site_path);
            let hosts = Hosts { bound: "localhost".into() };
            let answer = to_request(&request(path), &snapshot, &hosts, false);
            let location = answer.headers.iter().find(|(name, _)| *name == "Location");
            assert_eq!(location.map(|(_, to)| to.as_str()), to, "{path}");
        };
        check(Some("/repo/"), "repo/a b/ü.html", Some("/a%20b/%C3%BC.html"));
        check(Some("/repo/"), "repo/", Some("/"));
        check(Some("/repo/"), "repo/xindex.html", Some("/xindex.html"));
        check(Some("/repo/"), "repo//evil.example", Some("/evil.example"));
        check(Some("/repo/"), "nothing", None);
        check(Some("/"), "nothing", None);
        check(None, "repo/nothing", None);
    }

    #[test]
    fn who_has_the_bytes_is_told_so() {
        let etag = asked(&request("a b/")).headers[0].1.clone();
        let check = |path: &str, tags: &str, status| {
            let request = Request { none_match: Some(tags.into()), ..request(path) };
            assert_eq!(asked(&request).status, status, "{path} {tags}");
        };
        check("a b/", &etag, 304);
        check("a b/", &format!("\"x\", W/{etag}"), 304);
        check("a b/", "*", 304);
        check("a b/", "\"x\"", 200);
        check("", &etag, 200);
        check("nothing", "*", 404);
    }

    #[test]
    fn until_there_is_a_site_every_address_says_why() {
        let troubled = Snapshot::default().with_trouble(Some("because".into()));
        let hosts = Hosts { bound: "localhost".into() };
        let answer = to_request(&request("a"), &troubled, &hosts, false);
        assert_eq!(answer.status, 503);
        assert!(body(&answer).contains("because") && body(&answer).contains(reload::SCRIPT.0));
    }

    #[test]
    fn events_begin_with_the_present_state_and_are_not_for_others() {
        let answer = asked(&request(reload::EVENTS));
        assert_eq!((answer.status, answer.kind), (200, "text/event-stream"));
        assert!(body(&answer).contains("\"build\":1"), "{}", body(&answer));
        let hosts = Hosts { bound: "localhost".into() };
        let one_more = to_request(&request(reload::EVENTS), &snapshot(), &hosts, true);
        assert_eq!(one_more.status, 503);
        let mut foreign = request(reload::EVENTS);
        foreign.caller.origin = Some("http://evil.example".into());
        assert_eq!(asked(&foreign).status, 403);
        let rebound = Request { host: "evil.example".into(), ..request("") };
        assert_eq!(asked(&rebound).status, 421);
    }
}
