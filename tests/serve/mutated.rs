//! Requests as nobody would write them, drawn from a seed: whatever one of them is, the next is answered.

use crate::preview::{Preview, folder};

/// How many are sent.
const REQUESTS: usize = 600;

/// What they are made of.
const WHOLE: &[&str] = &[
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "GET /specs/b.html?x=%20 HTTP/1.1\r\nHost: 127.0.0.1:80\r\nIf-None-Match: \"x\", W/\"y\"\r\nConnection: close\r\n\r\n",
    "HEAD /a.html HTTP/1.0\r\nHost: [::1]:3000\r\nRange: bytes=0-5\r\n\r\n",
    "GET /_specfolio/events HTTP/1.1\r\nHost: docs.localhost\r\nAccept: text/event-stream\r\nLast-Event-ID: 7\r\n\r\n",
    "GET /_specfolio/state HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nSec-Fetch-Site: same-origin\r\n\r\n",
    "POST /specs/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 12\r\nExpect: 100-continue\r\n\r\nhello, there",
    "PUT /a.html HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: h2c\r\nHTTP2-Settings: x\r\n\r\n",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
];

/// What is put into them.
const PIECES: &[&[u8]] = &[
    b"\r\n",
    b"\n",
    b"\r",
    b"\0",
    b" ",
    b":",
    b"%",
    b"%2e%2e",
    b"..",
    b"/",
    b"\\",
    b"?",
    b"#",
    b"\xff\xfe",
    b"\xc0\xae",
    b"\r\n\r\n",
    b"Host: evil.example\r\n",
    b"Content-Length: 18446744073709551616\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"\r\n folded\r\n",
    b"HTTP/9.9",
    b"\x16\x03\x01",
    "\u{202e}é".as_bytes(),
    b"{{ x }}",
    b"\t",
];

/// A source of requests. Equal seeds give equal ones.
struct Mutations(u64);

impl Mutations {
    /// A number below `bound`, by the generator of Knuth's MMIX.
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound.max(1)
    }

    fn request(&mut self) -> Vec<u8> {
        let mut bytes = WHOLE[self.below(WHOLE.len())].as_bytes().to_vec();
        for _ in 0..self.below(6) {
            self.mutate(&mut bytes);
        }
        bytes
    }

    fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let (one, other) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
        let (from, to) = (one.min(other), one.max(other));
        match self.below(8) {
            0 => bytes.truncate(to),
            1 => drop(bytes.drain(from..to.min(from + 20))),
            2 => bytes.extend_from_within(from..to),
            3 => bytes.extend_from_slice(WHOLE[self.below(WHOLE.len())].as_bytes()),
            4 if from < bytes.len() => bytes[from] ^= 1 << self.below(8),
            5 => {
                let piece =
                    PIECES[self.below(PIECES.len())].repeat(1 + self.below(3) * self.below(2_000));
                drop(bytes.splice(from..from, piece));
            }
            _ => drop(bytes.splice(from..from, PIECES[self.below(PIECES.len())].to_vec())),
        }
    }
}

#[test]
fn whatever_is_asked_the_next_is_answered() {
    let folder =
        folder(&[("a.md", "# A\n"), ("specs/b.md", "# B\n"), ("specs/README.md", "# Specs\n")]);
    let mut preview = Preview::start(folder.path(), "");
    let mut mutations = Mutations(2026);
    for number in 0..REQUESTS {
        let request = mutations.request();
        let mut client = preview.connect();
        client.send(&request);
        client.leave();
        let said = client.rest();
        let words = || {
            format!(
                "{number}: {:?} got {:?}",
                request.escape_ascii().to_string(),
                said.escape_ascii().to_string()
            )
        };
        assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 "), "{}", words());
        assert!(!said.starts_with(b"HTTP/1.1 500"), "{}", words());
        assert!(
            !said.windows(14).any(|it| it.eq_ignore_ascii_case(b"access-control")),
            "{}",
            words()
        );
        assert_eq!(preview.get("/").status, 200, "{}", words());
    }
    preview.is_well();
}
