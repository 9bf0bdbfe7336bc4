//! The pipeline in a loop: a site that is served from memory and follows its sources.
//!
//! In: sockets, and a way to read the configuration. Out: what is said of each look, and answers to browsers. The loop is
//! wait, look, publish: `watch` says that something happened, `work` looks and calls the function that `build` calls,
//! `snapshot` is what it made, `http` answers from that, and `reload` makes the pages that are open follow. Nothing is
//! written to the disk. Absent on purpose: printing, signals and browsers, which are the command line's.
//!
//! It has three threads: this loop, the server's, and the one that notify watches with. They share one value, the snapshot, which is
//! never changed but replaced.

mod bind;
mod http;
mod reload;
mod snapshot;
mod watch;
mod work;

pub use bind::{Bound, bind};
pub use work::{Load, Made};

use crate::config::Config;
use crate::diagnostic::Error;
use http::Server;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use watch::{Batch, Watch};
use work::{Outcome, Work, guarded};

/// How often git's lock is looked at again.
const GIT_PAUSE: Duration = Duration::from_millis(20);

/// What the loop says while it runs.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The server answers at this address.
    Serving(&'a str),
    /// The disk is polled from now on, because of this.
    Polling(&'a str),
    /// Something changed, and was made anew in this time.
    Made(&'a Made, Duration),
    /// The site cannot be built; the last that could stays.
    Failed(&'a Error),
}

/// Hears what the loop says.
pub type Tell = Box<dyn Fn(Notice<'_>) + Send>;

/// What reaches the loop from outside.
#[derive(Debug)]
enum Signal {
    /// Something happened at these paths.
    Seen(Vec<PathBuf>),
    /// Something happened somewhere.
    Lost,
    /// The server has ended.
    Ended(io::Error),
}

/// Serves a portfolio until the process ends. `root` is its folder; `polls` is whether to poll the disk.
///
/// # Errors
///
/// When the system does not let a server run.
pub fn run(bound: Bound, root: &Path, polls: bool, load: Load, tell: &Tell) -> Result<(), Error> {
    let (signals, heard) = mpsc::channel();
    let fallback = Config::defaults(root);
    // Watching begins before the first look: what changes after a look was seen by it or is heard of.
    let early = guarded(&load).unwrap_or_else(|_| fallback.clone());
    let (mut watch, why) = Watch::start(&early, polls, signals.clone());
    let mut work = Work::new(load, first_build());
    let began = Instant::now();
    let first = work.look();
    let server = start(bound, work.snapshot(), signals, tell)?;
    say_polling(why, tell);
    say(&first, began.elapsed(), tell);
    let mut reshapes = true;
    loop {
        if reshapes {
            let is_troubled = work.snapshot().trouble.is_some();
            let config = work.config().unwrap_or(&fallback);
            say_polling(watch.follow(config, is_troubled), tell);
        }
        let began = Instant::now();
        let (config, outcome) = (work.config().cloned(), work.look());
        if let Outcome::New(..) = outcome {
            server.publish(work.snapshot());
            say(&outcome, began.elapsed(), tell);
        }
        work.rest();
        // Folders that are watched from now on may have changed before: then there is one more look.
        reshapes = work.config() != config.as_ref() || is_newly(&outcome);
        if !reshapes {
            reshapes = wait(&heard, &watch)?;
        }
    }
}

/// Whether a look found something newly wrong.
fn is_newly(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::New(_, Some(_)))
}

/// The number of the first build: greater than all of a preview that ran before, so that pages left open see the difference.
fn first_build() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or_default()
}

fn start(
    bound: Bound,
    first: snapshot::Snapshot,
    signals: Sender<Signal>,
    tell: &Tell,
) -> Result<Server, Error> {
    let url = bound.url();
    let ended = move |error| drop(signals.send(Signal::Ended(error)));
    let server = Server::start(bound.listeners, &bound.hostname, first, ended);
    let server = server.map_err(|error| Error::io("serve", &url, error))?;
    tell(Notice::Serving(&url));
    Ok(server)
}

fn say_polling(why: Option<String>, tell: &Tell) {
    if let Some(why) = why {
        tell(Notice::Polling(&why));
    }
}

fn say(outcome: &Outcome, took: Duration, tell: &Tell) {
    match outcome {
        Outcome::Same => {}
        Outcome::New(_, Some(error)) => tell(Notice::Failed(error)),
        Outcome::New(made, None) => tell(Notice::Made(made, took)),
    }
}

/// Waits for a change to be over, and says whether it may have changed which folders there are.
fn wait(heard: &Receiver<Signal>, watch: &Watch) -> Result<bool, Error> {
    let began = Instant::now();
    let (mut batch, mut reshapes) = (Batch::default(), false);
    loop {
        let signal = match batch.due() {
            None => heard.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(due) => match due.saturating_sub(began.elapsed()) {
                Duration::ZERO if batch.waits_for_git(began.elapsed()) && watch.git_is_busy() => {
                    heard.recv_timeout(GIT_PAUSE)
                }
                Duration::ZERO => return Ok(reshapes),
                left => heard.recv_timeout(left),
            },
        };
        match signal {
            Ok(Signal::Seen(paths)) => {
                for path in paths.iter().filter(|path| watch.counts(path)) {
                    batch.note(began.elapsed());
                    reshapes = reshapes || watch.reshapes(path);
                }
            }
            Ok(Signal::Lost) => {
                batch.note(began.elapsed());
                reshapes = true;
            }
            Ok(Signal::Ended(error)) => return Err(Error::io("go on serving", "the site", error)),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => {
                let gone = io::Error::other("its threads are gone");
                return Err(Error::io("go on watching", "the sources", gone));
            }
        }
    }
}
