//! One connection: what it waits for, and until when.
//!
//! In: a socket that never blocks, the time, and a function from requests to answers. Out: what to do with the connection
//! next. A connection asks, is answered, and asks again; or it listens to events; or it is on its way out, when what the
//! client still sends is thrown away, so that it can read why. Requests that follow each other at once are answered in order,
//! because nothing is read while an answer goes out. Absent on purpose: other connections.

use super::answer::{Answer, Body, Outgoing, Written};
use super::request::{Refusal, Request, parse};
use super::respond::chunk;
use mio::net::TcpStream;
use std::io::{self, Read};
use std::net::Shutdown;
use std::time::{Duration, Instant};

/// How long a client may take to ask, to ask again, or to take more of an answer.
const PATIENCE: Duration = Duration::from_secs(8);

/// How long a client may go on sending after it was told that nothing more is read.
const FAREWELL: Duration = Duration::from_secs(2);

/// How often a client that listens hears that the server is alive, which finds out whether it is.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// How many bytes may wait for a client that listens.
const MOST_WAITING: usize = 256 << 10;

/// How many steps a connection makes before others have their turn.
const STEPS: usize = 32;

/// How much is read at a time.
const PIECE: usize = 4 << 10;

/// One client.
#[derive(Debug)]
pub(super) struct Connection {
    socket: TcpStream,
    input: Vec<u8>,
    state: State,
    deadline: Instant,
}

#[derive(Debug)]
enum State {
    /// Its request has not come, or not whole.
    Asking,
    /// Its answer is on its way; then it may ask again, or not.
    Answering(Outgoing, bool),
    /// It takes events.
    Listening(Outgoing),
    /// It was answered for the last time.
    Leaving,
}

/// What comes next for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Its socket says when.
    Wait,
    /// It can go on, after others.
    Again,
    /// It is over.
    End,
}

/// What reading gave.
enum Input {
    Some,
    NoneYet,
    Ended,
}

/// From a request, or the refusal of one, to its answer.
pub(super) type Answering<'a> = &'a dyn Fn(&Result<Request, Refusal>) -> Answer;

impl Connection {
    /// A connection that has just been made.
    pub(super) fn new(socket: TcpStream, now: Instant) -> Self {
        Self { socket, input: Vec::new(), state: State::Asking, deadline: now + PATIENCE }
    }

    /// The socket, to register it.
    pub(super) fn socket(&mut self) -> &mut TcpStream {
        &mut self.socket
    }

    /// When [`late`](Self::late) is due.
    pub(super) fn deadline(&self) -> Instant {
        self.deadline
    }

    /// Whether it takes events.
    pub(super) fn listens(&self) -> bool {
        matches!(self.state, State::Listening(_))
    }

    /// Goes on as far as the socket lets it. Whatever fails, fails for this connection alone.
    pub(super) fn advance(&mut self, now: Instant, answering: Answering<'_>) -> Next {
        for _ in 0..STEPS {
            match self.step(now, answering) {
                Ok(None) => {}
                Ok(Some(next)) => return next,
                Err(_) => return Next::End,
            }
        }
        Next::Again
    }

    /// Puts an event in line, where this connection takes them.
    pub(super) fn tell(&mut self, event: &[u8]) {
        if let State::Listening(out) = &mut self.state {
            out.push(event);
        }
    }

    /// Its time is up: it is over, unless it listens and has taken all it was told.
    pub(super) fn late(&mut self, now: Instant) -> Next {
        match &mut self.state {
            State::Listening(out) if out.waiting() == 0 => {
                out.push(&chunk(":\n\n"));
                self.deadline = now + HEARTBEAT;
                Next::Again
            }
            _ => Next::End,
        }
    }

    /// One step; `None` when another may follow.
    fn step(&mut self, now: Instant, answering: Answering<'_>) -> io::Result<Option<Next>> {
        match &mut self.state {
            State::Asking => match parse(&self.input) {
                None => self.read(true),
                Some((length, request)) => {
                    self.input.drain(..length);
                    self.answer(now, &request, answering);
                    Ok(None)
                }
            },
            State::Answering(out, keeps) => {
                let keeps = *keeps;
                let (written, taken) = out.write(&mut self.socket)?;
                if taken > 0 {
                    self.deadline = now + PATIENCE;
                }
                match written {
                    Written::All => self.answered(now, keeps),
                    Written::Blocked => Ok(Some(Next::Wait)),
                    Written::Enough => Ok(Some(Next::Again)),
                }
            }
            State::Listening(out) => {
                out.write(&mut self.socket)?;
                if out.waiting() > MOST_WAITING {
                    return Ok(Some(Next::End));
                }
                self.read(false)
            }
            State::Leaving => self.read(false),
        }
    }

    fn answer(&mut self, now: Instant, request: &Result<Request, Refusal>, make: Answering<'_>) {
        let (head_only, keeps) = match request {
            Ok(request) => (request.head_only, request.keeps),
            Err(refusal) => (false, refusal.keeps),
        };
        let answer = make(request);
        let listens = matches!(answer.body, Body::Events(_)) && !head_only;
        let out = answer.outgoing(head_only, keeps);
        (self.state, self.deadline) = if listens {
            (State::Listening(out), now + HEARTBEAT)
        } else {
            (State::Answering(out, keeps), now + PATIENCE)
        };
    }

    fn answered(&mut self, now: Instant, keeps: bool) -> io::Result<Option<Next>> {
        (self.state, self.deadline) = if keeps {
            (State::Asking, now + PATIENCE)
        } else {
            self.socket.shutdown(Shutdown::Write)?;
            self.input = Vec::new();
            (State::Leaving, now + FAREWELL)
        };
        Ok(None)
    }

    /// Reads a piece, to keep or to throw away.
    fn read(&mut self, keep: bool) -> io::Result<Option<Next>> {
        let mut piece = [0; PIECE];
        let input = match self.socket.read(&mut piece) {
            Ok(0) => Input::Ended,
            Ok(length) => {
                if keep {
                    self.input.extend_from_slice(&piece[..length]);
                }
                Input::Some
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Input::NoneYet,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Input::Some,
            Err(error) => return Err(error),
        };
        Ok(match input {
            Input::Some => None,
            Input::NoneYet => Some(Next::Wait),
            Input::Ended => Some(Next::End),
        })
    }
}
