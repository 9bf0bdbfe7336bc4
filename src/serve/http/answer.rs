//! An [`Answer`] → the bytes of its head, and where those of its body come from.
//!
//! In: a status, a body and how it goes out. Out: bytes, a few at a time, as a socket takes them. The head is written by
//! `tiny_http`, whose answers are sound; its requests and its listening are not (ADR 12). Absent on purpose: sockets, and
//! what stands where.

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::Arc;
use tiny_http::{HTTPVersion, Header, Response, StatusCode};

/// How much of a file is read at a time.
const PIECE: u64 = 64 << 10;

/// How much is written before other connections have their turn.
const MOST_AT_ONCE: usize = 1 << 20;

/// How far writing came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// All is written.
    All,
    /// The socket takes no more for now.
    Blocked,
    /// The socket would take more, after others.
    Enough,
}

/// What a request gets.
#[derive(Debug)]
pub(super) struct Answer {
    /// The status.
    pub(super) status: u16,
    /// The type of the body.
    pub(super) kind: &'static str,
    /// More headers; the values are of our own making.
    pub(super) headers: Vec<(&'static str, String)>,
    /// The body.
    pub(super) body: Body,
}

/// The bytes of an answer.
#[derive(Debug)]
pub(super) enum Body {
    /// These, shared with the site.
    Shared(Arc<[u8]>),
    /// These, made for this answer.
    Own(Vec<u8>),
    /// That many of an open file.
    File(File, u64),
    /// Events, for as long as both sides like; these bytes, in a chunk, are the first.
    Events(Vec<u8>),
}

impl Answer {
    /// A page of one sentence, which says what a status means.
    pub(super) fn status(status: u16) -> Self {
        let phrase = StatusCode(status).default_reason_phrase();
        let body = Body::Own(format!("{status} {phrase}\n").into_bytes());
        let answer = Self { status, kind: "text/plain; charset=utf-8", headers: vec![], body };
        if status == 405 { answer.header("Allow", "GET, HEAD") } else { answer }
    }

    /// The same answer with one more header.
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer as it goes out. Without `keeps` it says that the connection ends with it.
    pub(super) fn outgoing(self, head_only: bool, keeps: bool) -> Outgoing {
        let mut buffer = self.head();
        if !keeps {
            buffer.truncate(buffer.len() - 2);
            buffer.extend_from_slice(b"Connection: close\r\n\r\n");
        }
        let no_body = head_only || self.status == 304;
        let rest = match self.body {
            _ if no_body => Rest::Nothing,
            Body::Shared(bytes) => Rest::Shared(bytes, 0),
            Body::Own(bytes) => {
                buffer.extend_from_slice(&bytes);
                Rest::Nothing
            }
            Body::File(file, length) => Rest::File(file, length),
            Body::Events(first) => {
                buffer.extend_from_slice(&first);
                Rest::Nothing
            }
        };
        Outgoing { buffer, at: 0, rest }
    }

    fn length(&self) -> Option<usize> {
        match &self.body {
            Body::Shared(bytes) => Some(bytes.len()),
            Body::Own(bytes) => Some(bytes.len()),
            Body::File(_, length) => Some(usize::try_from(*length).unwrap_or(usize::MAX)),
            Body::Events(_) => None,
        }
    }

    /// The head alone. What has a length is sent whole, what has none goes out in chunks.
    fn head(&self) -> Vec<u8> {
        let always = [
            ("Server", "specfolio"),
            ("Content-Type", self.kind),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ];
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        let headers = always
            .into_iter()
            .chain(own)
            .filter_map(|(name, value)| Header::from_bytes(name.as_bytes(), value.as_bytes()).ok());
        let status = StatusCode(self.status);
        let response = Response::new(status, headers.collect(), io::empty(), self.length(), None)
            .with_chunked_threshold(usize::MAX);
        let mut head = Vec::with_capacity(512);
        response
            .raw_print(&mut head, HTTPVersion(1, 1), &[], true, None)
            .expect("a vector takes all bytes");
        head
    }
}

/// An answer on its way.
#[derive(Debug)]
pub(super) struct Outgoing {
    buffer: Vec<u8>,
    at: usize,
    rest: Rest,
}

#[derive(Debug)]
enum Rest {
    Nothing,
    Shared(Arc<[u8]>, usize),
    File(File, u64),
}

impl Outgoing {
    /// More bytes, after all others.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.buffer.drain(..self.at);
        self.at = 0;
        self.buffer.extend_from_slice(bytes);
    }

    /// How many bytes wait in memory.
    pub(super) fn waiting(&self) -> usize {
        self.buffer.len() - self.at
    }

    /// Writes what the socket takes, within what is fair to others; gives how far it came and how many bytes went.
    ///
    /// # Errors
    ///
    /// When the socket fails, or the file has become shorter than was said.
    pub(super) fn write(&mut self, socket: &mut impl Write) -> io::Result<(Written, usize)> {
        let mut taken = 0;
        while taken < MOST_AT_ONCE {
            if self.pending().is_empty() && !self.refill()? {
                return Ok((Written::All, taken));
            }
            match socket.write(self.pending()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(length) => {
                    self.advance(length);
                    taken += length;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    return Ok((Written::Blocked, taken));
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok((Written::Enough, taken))
    }

    fn pending(&self) -> &[u8] {
        match &self.rest {
            Rest::Shared(bytes, at) if self.at == self.buffer.len() => &bytes[*at..],
            _ => &self.buffer[self.at..],
        }
    }

    fn advance(&mut self, length: usize) {
        match &mut self.rest {
            Rest::Shared(_, at) if self.at == self.buffer.len() => *at += length,
            _ => self.at += length,
        }
    }

    /// Takes the next piece of a file, and says whether there was one.
    fn refill(&mut self) -> io::Result<bool> {
        let Rest::File(file, left) = &mut self.rest else { return Ok(false) };
        if *left == 0 {
            return Ok(false);
        }
        self.at = 0;
        self.buffer.clear();
        let wanted = (*left).min(PIECE);
        let read = file.take(wanted).read_to_end(&mut self.buffer)?;
        if read as u64 != wanted {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        *left -= wanted;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A socket that takes seven bytes, then waits, and so on.
    #[derive(Default)]
    struct Slow(Vec<u8>, bool);

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.1 = !self.1;
            if !self.1 {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            let length = bytes.len().min(7);
            self.0.extend_from_slice(&bytes[..length]);
            Ok(length)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn sent(mut outgoing: Outgoing) -> String {
        let (mut socket, mut sum) = (Slow::default(), 0);
        loop {
            let (written, taken) = outgoing.write(&mut socket).expect("nothing fails");
            sum += taken;
            if written == Written::All {
                break;
            }
        }
        assert_eq!(sum, socket.0.len());
        String::from_utf8(socket.0).expect("it is text")
    }

    fn answer(body: Body) -> Answer {
        Answer { status: 200, kind: "text/html; charset=utf-8", headers: vec![], body }
    }

    #[test]
    fn an_answer_says_what_it_is() {
        let text = sent(
            answer(Body::Shared((*b"abc").into())).header("ETag", "\"1\"").outgoing(false, true),
        );
        let (head, body) = text.split_once("\r\n\r\n").expect("it has a head");
        assert_eq!(body, "abc");
        for line in [
            "HTTP/1.1 200 OK",
            "Content-Type: text/html; charset=utf-8",
            "Content-Length: 3",
            "ETag: \"1\"",
            "Cache-Control: no-store",
            "X-Content-Type-Options: nosniff",
            "Cross-Origin-Resource-Policy: same-origin",
        ] {
            assert_eq!(head.lines().filter(|other| *other == line).count(), 1, "{line} in\n{head}");
        }
        assert!(head.contains("\r\nDate: ") && !head.contains("Connection"), "{head}");
    }

    #[test]
    fn only_a_body_that_is_wanted_goes_out() {
        let big: Arc<[u8]> = vec![b'x'; 200_000].into();
        let whole = sent(answer(Body::Shared(big.clone())).outgoing(false, true));
        assert!(whole.contains("Content-Length: 200000\r\n") && whole.ends_with("xxx"));
        let head = sent(answer(Body::Shared(big)).outgoing(true, false));
        assert!(head.contains("Content-Length: 200000\r\n"), "{head}");
        assert!(head.ends_with("\r\nConnection: close\r\n\r\n"), "{head}");
        let same = sent(
            Answer { status: 304, ..answer(Body::Own(b"abc".to_vec())) }.outgoing(false, true),
        );
        assert!(
            same.starts_with("HTTP/1.1 304 Not Modified\r\n") && same.ends_with("\r\n\r\n"),
            "{same}"
        );
        let events = sent(answer(Body::Events(b"1\r\n:\r\n".to_vec())).outgoing(false, true));
        assert!(
            events.contains("Transfer-Encoding: chunked\r\n") && !events.contains("Length"),
            "{events}"
        );
        assert!(events.ends_with("\r\n\r\n1\r\n:\r\n"), "{events}");
    }

    #[test]
    fn a_file_goes_out_in_pieces_and_no_further_than_was_said() {
        let file = |text: &str, length| {
            let mut file = tempfile::tempfile().expect("there is a place for temporary files");
            file.write_all(text.as_bytes()).expect("it can be written");
            io::Seek::rewind(&mut file).expect("it can be read again");
            answer(Body::File(file, length)).outgoing(false, true)
        };
        let text = "0123456789".repeat(20_000);
        assert!(sent(file(&text, 200_000)).ends_with(&text));
        assert!(sent(file(&text, 5)).ends_with("\r\n\r\n01234"));
        assert!(file("abc", 4).write(&mut Vec::new()).is_err());
    }

    #[test]
    fn nobody_gets_everything_at_once() {
        let big: Arc<[u8]> = vec![b'x'; 3 * MOST_AT_ONCE].into();
        let mut outgoing = answer(Body::Own(big.to_vec())).outgoing(false, true);
        outgoing.push(&big);
        let mut written = Written::Enough;
        let mut turns = 0;
        while written == Written::Enough {
            written = outgoing.write(&mut Vec::new()).expect("a vector takes all bytes").0;
            turns += 1;
        }
        assert!(turns > 1 && written == Written::All);
    }

    #[test]
    fn a_refusal_names_what_is_allowed() {
        assert!(
            sent(Answer::status(405).outgoing(false, false)).contains("\r\nAllow: GET, HEAD\r\n")
        );
        assert!(
            sent(Answer::status(431).outgoing(false, false)).contains(" 431 Request Header Fields")
        );
    }
}
