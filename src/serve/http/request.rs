//! Bytes of a connection → one [`Request`], or the status that refuses them.
//!
//! In: what a client has sent so far. Out: nothing yet, a request that is whole, or a refusal. Everything a client can write
//! is judged here, before any other code sees it: a head has its limits, a line ends in CRLF, nothing has a body, and a
//! target becomes a path by being decoded once. Absent on purpose: who asks ([`super::guard`]) and what stands at a path.

use httparse::{EMPTY_HEADER, Header, Status};
use percent_encoding::percent_decode_str;

/// The longest head of a request, with all its lines.
pub(super) const LONGEST_HEAD: usize = 16 << 10;

/// The longest request line.
const LONGEST_LINE: usize = 8 << 10;

/// The most headers.
const MOST_HEADERS: usize = 100;

/// A request that keeps every rule of form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Whether only the head of the answer is wanted.
    pub(super) head_only: bool,
    /// The path, decoded, without the slash it begins with; the query is gone.
    pub(super) path: String,
    /// The value of `Host`.
    pub(super) host: String,
    /// What a browser says of who asks.
    pub(super) caller: Caller,
    /// The value of `If-None-Match`.
    pub(super) none_match: Option<String>,
    /// Whether the client wants to ask again on this connection.
    pub(super) keeps: bool,
}

/// The headers by which a browser tells where a request comes from.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Caller {
    /// `Origin`
    pub(super) origin: Option<String>,
    /// `Referer`
    pub(super) referer: Option<String>,
    /// `Sec-Fetch-Site`
    pub(super) site: Option<String>,
    /// `Sec-Fetch-Mode`
    pub(super) mode: Option<String>,
    /// `Sec-Fetch-Dest`
    pub(super) destination: Option<String>,
}

/// Why a request is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The status that says so.
    pub(super) status: u16,
    /// Whether the connection can be used again: where the next request would begin is known.
    pub(super) keeps: bool,
}

/// Reads the first request of these bytes: the length of its head, and the request or why it is none. `None` while the bytes
/// are only the beginning of one.
pub(super) fn parse(bytes: &[u8]) -> Option<(usize, Result<Request, Refusal>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
    let head = &bytes[..end.unwrap_or(bytes.len())];
    match (limits(head), end) {
        (Err(status), _) => Some((bytes.len(), Err(broken(status)))),
        (Ok(()), None) => None,
        (Ok(()), Some(end)) => Some((end, request(head))),
    }
}

/// A refusal after which nothing on the connection can be trusted.
fn broken(status: u16) -> Refusal {
    Refusal { status, keeps: false }
}

/// The status for a head, whole or not, that is too long or has a line that does not end in CRLF.
fn limits(head: &[u8]) -> Result<(), u16> {
    let line_end = head.iter().position(|byte| *byte == b'\n');
    if line_end.unwrap_or(head.len()) > LONGEST_LINE {
        return Err(414);
    }
    if head.len() > LONGEST_HEAD {
        return Err(431);
    }
    let bare = |(at, byte): (usize, &u8)| *byte == b'\n' && (at == 0 || head[at - 1] != b'\r');
    if head.iter().enumerate().any(bare) { Err(400) } else { Ok(()) }
}

fn request(head: &[u8]) -> Result<Request, Refusal> {
    let mut headers = [EMPTY_HEADER; MOST_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    match parsed.parse(head) {
        Ok(Status::Complete(length)) if length == head.len() => {}
        Err(httparse::Error::TooManyHeaders) => return Err(broken(431)),
        Err(httparse::Error::Version) => return Err(broken(505)),
        Ok(_) | Err(_) => return Err(broken(400)),
    }
    let headers = Headers(parsed.headers);
    let host = headers.only("host")?.ok_or(broken(400))?;
    let length = body_length(&headers)?;
    let keeps = length == 0 && parsed.version == Some(1) && !headers.says_close()?;
    let refusal = |status| Refusal { status, keeps };
    let head_only = match parsed.method {
        Some("GET") => false,
        Some("HEAD") => true,
        _ => return Err(refusal(405)),
    };
    if length > 0 {
        return Err(refusal(413));
    }
    let path = parsed.path.and_then(decoded_path).ok_or(refusal(400))?;
    Ok(Request {
        head_only,
        path,
        host: host.to_owned(),
        caller: headers.caller()?,
        none_match: headers.only("if-none-match")?.map(str::to_owned),
        keeps,
    })
}

/// How long a body is announced. One in chunks has no length that could be skipped.
fn body_length(headers: &Headers<'_>) -> Result<u64, Refusal> {
    if headers.only("transfer-encoding")?.is_some() {
        return Err(broken(400));
    }
    match headers.only("content-length")? {
        None => Ok(0),
        // A number too large to be one is still a body.
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(digits.parse().unwrap_or(u64::MAX))
        }
        Some(_) => Err(broken(400)),
    }
}

/// The path that a target means, when it means one: it begins with one slash, is UTF-8 once decoded, and has no segment that
/// leads up, no backslash and no control character.
fn decoded_path(target: &str) -> Option<String> {
    let path = target.split('?').next().unwrap_or_default().strip_prefix('/')?;
    if path.starts_with('/') || target.contains('#') || !escapes_are_whole(path) {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let odd = path.chars().any(|c| c.is_control() || c == '\\');
    let leads_up = path.split('/').any(|segment| matches!(segment, "." | ".."));
    (!odd && !leads_up).then(|| path.into_owned())
}

/// Whether every `%` has its two digits.
fn escapes_are_whole(path: &str) -> bool {
    path.split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()))
}

struct Headers<'a>(&'a [Header<'a>]);

impl<'a> Headers<'a> {
    /// The value of a header that may stand once. Two of one name are a trick, and a value that is not text is another.
    fn only(&self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut found = self.0.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
        let Some(first) = found.next() else { return Ok(None) };
        match (std::str::from_utf8(first.value), found.next()) {
            (Ok(value), None) => Ok(Some(value.trim())),
            _ => Err(broken(400)),
        }
    }

    fn says_close(&self) -> Result<bool, Refusal> {
        let connection = self.only("connection")?.unwrap_or_default();
        Ok(connection.split(',').any(|word| word.trim().eq_ignore_ascii_case("close")))
    }

    fn caller(&self) -> Result<Caller, Refusal> {
        let owned = |name| Ok(self.only(name)?.map(str::to_owned));
        Ok(Caller {
            origin: owned("origin")?,
            referer: owned("referer")?,
            site: owned("sec-fetch-site")?,
            mode: owned("sec-fetch-mode")?,
            destination: owned("sec-fetch-dest")?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The status that refuses a head, or the path that is asked for.
    fn outcome(head: &str) -> Result<String, u16> {
        match parse(head.as_bytes()) {
            None => Err(0),
            Some((_, Ok(request))) => Ok(request.path),
            Some((_, Err(refusal))) => Err(refusal.status),
        }
    }

    #[test]
    fn a_target_is_decoded_once_and_stays_below_the_root() {
        let check = |target: &str, expected: Result<&str, u16>| {
            let head = format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n");
            assert_eq!(outcome(&head), expected.map(str::to_owned), "{target}");
        };
        check("/", Ok(""));
        check("/a/b.html?x=/../y", Ok("a/b.html"));
        check("/a%20%C3%A9%2525", Ok("a é%25"));
        check("/..;/a", Ok("..;/a"));
        check("/....//a", Ok("....//a"));
        check("/%252e%252e/a", Ok("%2e%2e/a"));
        for target in [
            "//x",
            "http://evil/x",
            "*",
            "x",
            "/#/..",
            "/../a",
            "/..%2fa",
            "/%2e%2e/a",
            "/a/./b",
            "/a/..",
            "/a%00",
            "/%zz",
            "/%",
            "/a%2",
            "/a\\b",
            "/a%5cb",
            "/%c0%ae%c0%ae/a",
            "/%ff",
            "/a%0d%0ab",
            "/a%7f",
        ] {
            check(target, Err(400));
        }
    }

    #[test]
    fn a_head_has_its_form() {
        let check = |head: &str, expected: Result<&str, u16>| {
            assert_eq!(outcome(head), expected.map(str::to_owned), "{head:?}");
        };
        check("GET /a HTTP/1.1\r\nHost: a\r\n\r\n", Ok("a"));
        check("GET /a HTTP/1.0\r\nHost: a\r\n\r\n", Ok("a"));
        check("HEAD /a HTTP/1.1\r\nhOsT:a\r\nX: y\r\n\r\nGET", Ok("a"));
        check("GET /a HTTP/1.1\r\nHost: a\r\n", Err(0));
        check("", Err(0));
        check("GET /a HTTP/1.1\r\n\r\n", Err(400));
        check("GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", Err(400));
        check("GET /a HTTP/1.1\nHost: a\n\n", Err(400));
        check("GET /a HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", Err(400));
        check("GET /a HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n", Err(400));
        check("GET /a HTTP/1.1\r\nHost : a\r\n\r\n", Err(400));
        check("GET /a HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", Err(400));
        check("GET  /a  HTTP/1.1\r\nHost: a\r\n\r\n", Err(400));
        check("GET /a HTTP/2.0\r\nHost: a\r\n\r\n", Err(505));
        check("GET /a\r\n\r\n", Err(400));
        check("\r\n\r\n", Err(400));
        check("\0\0\0\r\n\r\n", Err(400));
    }

    #[test]
    fn nothing_has_a_body_and_little_is_a_method() {
        let check = |method: &str, headers: &str, status, keeps| {
            let head = format!("{method} /a HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
            let refusal = Refusal { status, keeps };
            assert_eq!(parse(head.as_bytes()), Some((head.len(), Err(refusal))), "{head}");
        };
        check("OPTIONS", "", 405, true);
        check("get", "", 405, true);
        check("DELETE", "Connection: x, Close\r\n", 405, false);
        check("POST", "Content-Length: 7\r\n", 405, false);
        check("POST", "Content-Length: 0\r\n", 405, true);
        check("POST", "Transfer-Encoding: xchunked\r\n", 400, false);
        check("GET", "Transfer-Encoding: chunked\r\n", 400, false);
        check("GET", "Content-Length: 7\r\n", 413, false);
        check("GET", "Content-Length: 99999999999999999999999\r\n", 413, false);
        check("GET", "Content-Length: -1\r\n", 400, false);
        check("GET", "Content-Length: +1\r\n", 400, false);
        check("GET", "Content-Length: 7\r\nContent-Length: 7\r\n", 400, false);
        check("GET", "If-None-Match: \"a\"\r\nIf-None-Match: \"b\"\r\n", 400, false);
    }

    #[test]
    fn a_head_has_limits_whether_it_ends_or_not() {
        let check =
            |head: String, status| assert_eq!(outcome(&head), Err(status), "{}", head.len());
        check("x".repeat(LONGEST_LINE + 1), 414);
        check(format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "a".repeat(LONGEST_LINE)), 414);
        check(format!("GET / HTTP/1.1\r\nHost: a\r\nX: {}", "a".repeat(LONGEST_HEAD)), 431);
        check(format!("GET / HTTP/1.1\r\nHost: a\r\n{}\r\n", "a: b\r\n".repeat(MOST_HEADERS)), 431);
        check(format!("GET / HTTP/1.1\r\n{}", "a: b\r\n".repeat(LONGEST_HEAD)), 431);
    }

    #[test]
    fn requests_follow_each_other() {
        let both = "GET /a HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.1\r\nHost: a\r\n\r\n";
        let Some((first, Ok(request))) = parse(both.as_bytes()) else { panic!("it is one") };
        assert_eq!((request.path.as_str(), request.keeps), ("a", true));
        assert_eq!(outcome(&both[first..]), Ok("b".to_owned()));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_judged(bytes: Vec<u8>) {
            parse(&bytes);
        }

        #[test]
        fn anything_in_a_head_is_judged(target in "[ -~é\\x00]{0,40}", header in "[ -~\\t\\x00]{0,40}") {
            parse(format!("GET {target} HTTP/1.1\r\nHost: a\r\n{header}\r\n\r\n").as_bytes());
        }
    }
}
