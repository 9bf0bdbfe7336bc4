//! Snapshots → whoever asks: the server, on one thread of its own.
//!
//! In: sockets that listen, and one [`Snapshot`] after another. Out: answers. One thread asks the system which sockets are
//! ready and lets each go as far as it can ([`connection`]), so a slow client costs a descriptor and no more, and nobody
//! waits for anybody. It was built for a network that is not trusted: whatever is sent, the process lives, memory is
//! bounded, and the listening sockets stay open.
//!
//! | module | from → to |
//! |---|---|
//! | [`request`] | bytes → a request, or the status that refuses them |
//! | [`guard`] | a request → whether its sender may ask |
//! | [`respond`], [`media`] | a request → its answer |
//! | [`answer`] | an answer → bytes |
//! | [`connection`] | one client through time |
//! | [`turns`] | all clients through time |
//!
//! Absent on purpose: the server of `tiny_http`. A request that announces a large body aborts its process, running out of
//! descriptors ends its listening for ever, and a slow client holds one of its threads as long as it likes (ADR 12).

mod answer;
mod connection;
mod guard;
mod media;
mod request;
mod respond;
mod turns;

use super::snapshot::Snapshot;
use guard::Hosts;
use mio::{Poll, Waker};
use std::io;
use std::net::TcpListener;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use turns::Turns;

/// A server at work. It ends with this value.
#[derive(Debug)]
pub(super) struct Server {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the server's thread and its owner share.
#[derive(Debug)]
struct Shared {
    snapshot: Mutex<Arc<Snapshot>>,
    stops: AtomicBool,
    waker: Waker,
}

impl Server {
    /// Begins to answer. `bound` is the name the sockets were bound by; `ended` is called if the system ends the server.
    ///
    /// # Errors
    ///
    /// When the system has no means of waiting for sockets.
    pub(super) fn start(
        listeners: Vec<TcpListener>,
        bound: &str,
        first: Snapshot,
        ended: impl FnOnce(io::Error) + Send + 'static,
    ) -> io::Result<Self> {
        let poll = Poll::new()?;
        let waker = Waker::new(poll.registry(), turns::WAKER)?;
        let snapshot = Mutex::new(Arc::new(first));
        let shared = Arc::new(Shared { snapshot, stops: AtomicBool::new(false), waker });
        let hosts = Hosts { bound: bound.to_owned() };
        let turns = Turns::new(poll, listeners, hosts, shared.clone())?;
        let thread = thread::Builder::new().name("http".into()).spawn(move || {
            let outcome = catch_unwind(AssertUnwindSafe(|| turns.run()));
            let outcome = outcome.unwrap_or_else(|_| Err(io::Error::other("its thread failed")));
            if let Err(error) = outcome {
                ended(error);
            }
        })?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Answers from this snapshot from now on, and tells whoever listens.
    pub(super) fn publish(&self, snapshot: Snapshot) {
        let mut present = self.shared.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *present, Arc::new(snapshot));
        drop(present);
        self.wake();
        // Nobody waits for the one before to be taken apart.
        rayon::spawn(move || drop(before));
    }

    fn wake(&self) {
        // A thread that cannot be woken has ended, and has said so.
        drop(self.shared.waker.wake());
    }
}

impl Shared {
    fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stops.store(true, Ordering::Release);
        self.wake();
        if let Some(thread) = self.thread.take() {
            // It only ends; what it may have died of was said before.
            drop(thread.join());
        }
    }
}
