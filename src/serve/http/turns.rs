//! All clients, turn by turn.
//!
//! In: sockets that listen, the snapshot of the moment. Out: connections accepted, advanced, told of events, ended in time.
//! Where there are too many, or the system has no more descriptors, the one that has had its turn longest makes room, so
//! that a crowd of idlers keeps nobody out. Absent on purpose: what is said on a connection.

use super::Shared;
use super::connection::{Connection, Next};
use super::guard::Hosts;
use super::respond::{answer, chunk};
use crate::serve::reload;
use crate::serve::snapshot::Snapshot;
use mio::net::TcpListener;
use mio::{Events, Interest, Poll, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// The token of the server's owner; those of listening sockets follow, then those of connections.
pub(super) const WAKER: Token = Token(0);

/// The most connections at once, where the system allows so many descriptors twice over.
const MOST_CONNECTIONS: usize = 256;

/// The fewest, however little the system allows.
const FEWEST_CONNECTIONS: usize = 8;

/// The most that listen to events; a browser's tabs share one.
const MOST_LISTENERS: usize = 64;

/// How many connections are accepted before those at hand have their turn.
const ACCEPTED_AT_ONCE: usize = 32;

/// How long to wait before accepting again where the system refused and nobody could make room.
const BREATH: Duration = Duration::from_millis(50);

/// The longest wait; nothing depends on it.
const LONGEST_WAIT: Duration = Duration::from_mins(1);

/// The clients of a server.
#[derive(Debug)]
pub(super) struct Turns {
    poll: Poll,
    listeners: Vec<TcpListener>,
    connections: BTreeMap<Token, Connection>,
    /// Those that can go on.
    ready: BTreeSet<Token>,
    /// When to accept next, where clients may be waiting.
    accepts: Option<Instant>,
    next: usize,
    most: usize,
    told: u64,
    hosts: Hosts,
    shared: Arc<Shared>,
}

impl Turns {
    pub(super) fn new(
        poll: Poll,
        listeners: Vec<std::net::TcpListener>,
        hosts: Hosts,
        shared: Arc<Shared>,
    ) -> io::Result<Self> {
        let mut next = WAKER.0 + 1;
        let mut registered = Vec::new();
        for listener in listeners {
            listener.set_nonblocking(true)?;
            let mut listener = TcpListener::from_std(listener);
            poll.registry().register(&mut listener, Token(next), Interest::READABLE)?;
            registered.push(listener);
            next += 1;
        }
        Ok(Self {
            poll,
            listeners: registered,
            connections: BTreeMap::new(),
            ready: BTreeSet::new(),
            // Clients may have come before the sockets were looked at.
            accepts: Some(Instant::now()),
            next,
            most: most_connections(),
            told: shared.snapshot().build,
            hosts,
            shared,
        })
    }

    /// Serves until the owner stops it.
    ///
    /// # Errors
    ///
    /// When the system no longer says which sockets are ready.
    pub(super) fn run(mut self) -> io::Result<()> {
        let mut events = Events::with_capacity(MOST_CONNECTIONS);
        while !self.shared.stops.load(Ordering::Acquire) {
            match self.poll.poll(&mut events, Some(self.wait(Instant::now()))) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return Err(error),
                _ => {}
            }
            let now = Instant::now();
            for event in &events {
                self.note(event.token(), now);
            }
            let snapshot = self.shared.snapshot();
            self.tell(&snapshot);
            self.expire(now);
            self.accept(now);
            self.advance(now, &snapshot);
        }
        Ok(())
    }

    /// How long there is nothing to do.
    fn wait(&self, now: Instant) -> Duration {
        if !self.ready.is_empty() {
            return Duration::ZERO;
        }
        let deadlines = self.connections.values().map(Connection::deadline).chain(self.accepts);
        let soonest = deadlines.min().map(|at| at.saturating_duration_since(now));
        // Timers of the system may end a little early; a millisecond more keeps the loop from spinning until they are due.
        soonest.map_or(LONGEST_WAIT, |wait| {
            if wait.is_zero() { wait } else { wait + Duration::from_millis(1) }
        })
    }

    fn note(&mut self, token: Token, now: Instant) {
        let listeners = WAKER.0 + 1..=WAKER.0 + self.listeners.len();
        if listeners.contains(&token.0) {
            self.accepts.get_or_insert(now);
        } else if token != WAKER {
            self.ready.insert(token);
        }
    }

    /// Tells whoever listens of a snapshot that is new.
    fn tell(&mut self, snapshot: &Snapshot) {
        if snapshot.build == self.told {
            return;
        }
        self.told = snapshot.build;
        let event = chunk(&reload::event(snapshot));
        for (token, connection) in &mut self.connections {
            if connection.listens() {
                connection.tell(&event);
                self.ready.insert(*token);
            }
        }
    }

    /// Ends what has had its time.
    fn expire(&mut self, now: Instant) {
        let late: Vec<Token> = self
            .connections
            .iter()
            .filter(|(_, connection)| connection.deadline() <= now)
            .map(|(token, _)| *token)
            .collect();
        for token in late {
            let next = self.connections.get_mut(&token).map(|connection| connection.late(now));
            match next {
                Some(Next::End) => self.end(token),
                _ => drop(self.ready.insert(token)),
            }
        }
    }

    /// Takes in who waits, while there is room or somebody can make it.
    fn accept(&mut self, now: Instant) {
        if self.accepts.is_none_or(|at| at > now) {
            return;
        }
        self.accepts = None;
        for _ in 0..ACCEPTED_AT_ONCE.min(self.most / 2) {
            match self.accept_one(now) {
                Ok(true) => {}
                Ok(false) => return,
                // The client that waited has gone; the next may be there.
                Err(error) if is_the_clients(&error) => {}
                Err(_) if self.make_room() => {}
                Err(_) => {
                    self.accepts = Some(now + BREATH);
                    return;
                }
            }
        }
        self.accepts = Some(now);
    }

    /// Takes in one client of any socket, and says whether there was one.
    fn accept_one(&mut self, now: Instant) -> io::Result<bool> {
        for at in 0..self.listeners.len() {
            match self.listeners[at].accept() {
                Ok((socket, _)) => {
                    self.welcome(Connection::new(socket, now))?;
                    return Ok(true);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    fn welcome(&mut self, mut connection: Connection) -> io::Result<()> {
        while self.connections.len() >= self.most && self.make_room() {}
        // Answers are short and whole: waiting to fill a packet only delays them.
        drop(connection.socket().set_nodelay(true));
        let token = Token(self.next);
        self.next += 1;
        let interests = Interest::READABLE | Interest::WRITABLE;
        self.poll.registry().register(connection.socket(), token, interests)?;
        self.connections.insert(token, connection);
        self.ready.insert(token);
        Ok(())
    }

    /// Ends the connection whose turn would end soonest, and says whether there was one. Those that listen are not asked.
    fn make_room(&mut self) -> bool {
        let asking = self.connections.iter().filter(|(_, connection)| !connection.listens());
        let soonest = asking.min_by_key(|(_, connection)| connection.deadline());
        let Some(token) = soonest.map(|(token, _)| *token) else { return false };
        self.end(token);
        true
    }

    /// Lets everybody that can go on do so.
    fn advance(&mut self, now: Instant, snapshot: &Snapshot) {
        for token in std::mem::take(&mut self.ready) {
            let full = self.listening() >= MOST_LISTENERS.min(self.most / 2);
            let Some(connection) = self.connections.get_mut(&token) else { continue };
            match connection.advance(now, &|request| answer(request, snapshot, &self.hosts, full)) {
                Next::Wait => {}
                Next::Again => drop(self.ready.insert(token)),
                Next::End => self.end(token),
            }
        }
    }

    /// How many connections take events.
    fn listening(&self) -> usize {
        self.connections.values().filter(|connection| connection.listens()).count()
    }

    fn end(&mut self, token: Token) {
        self.ready.remove(&token);
        if let Some(mut connection) = self.connections.remove(&token) {
            // Its descriptor goes with it, registered or not.
            drop(self.poll.registry().deregister(connection.socket()));
        }
    }
}

/// Whether accepting failed because of a client that has gone since.
fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// The most connections: half the descriptors of the process, the other half being for reading sources.
#[cfg(unix)]
fn most_connections() -> usize {
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    let half =
        limit.map_or(MOST_CONNECTIONS, |limit| usize::try_from(limit / 2).unwrap_or(usize::MAX));
    half.clamp(FEWEST_CONNECTIONS, MOST_CONNECTIONS)
}

#[cfg(not(unix))]
fn most_connections() -> usize {
    MOST_CONNECTIONS
}
