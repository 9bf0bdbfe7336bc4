//! The disk → [`Signal`]s that something happened there.
//!
//! In: the configuration. Out: paths at which something happened, on a channel. A signal only means "look again": what has
//! changed is found by the builder, which compares. Folders are watched one by one and not with all that is in them, so that
//! nothing is spent on what no scan enters; [`Watch::follow`] keeps up with folders that come, go, or are replaced. Where the
//! system has no more watches to give, the disk is polled. Absent on purpose: what counts ([`ground`]) and when it is a
//! change ([`batch`]).

mod batch;
mod ground;
mod poll;

pub(super) use batch::Batch;

use super::Signal;
use crate::config::Config;
use ground::Ground;
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use poll::Poller;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

/// How often folders are looked for again while new ones turn up.
const MOST_ROUNDS: usize = 5;

/// A watch over all that a site is made of.
pub(super) struct Watch {
    backend: Backend,
    signals: Sender<Signal>,
    watched: BTreeMap<PathBuf, Identity>,
    ground: Ground,
}

/// Who says that something happened.
enum Backend {
    /// The system.
    System(Box<RecommendedWatcher>),
    /// We ourselves, by looking.
    Poller(Poller),
    /// Nobody: the system gives neither watches nor threads.
    Nobody,
}

/// What a folder is, whatever its name: one that was replaced is another.
type Identity = (u64, u64);

impl Watch {
    /// Begins to watch, by polling if so asked; and says why it polls, where it was not asked to.
    pub(super) fn start(
        config: &Config,
        polls: bool,
        signals: Sender<Signal>,
    ) -> (Self, Option<String>) {
        let (watched, ground) = (BTreeMap::new(), Ground::default());
        let mut watch = Self { backend: Backend::Nobody, signals, watched, ground };
        let mut why = None;
        if polls {
            watch.poll();
        } else {
            match notify::recommended_watcher(handler(&watch.signals)) {
                Ok(backend) => watch.backend = Backend::System(Box::new(backend)),
                Err(error) => {
                    why = Some(reason(&error));
                    watch.poll();
                }
            }
        }
        let later = watch.follow(config, false);
        (watch, why.or(later))
    }

    /// Watches the folders that there are now; and says why it polls from now on, where it must.
    ///
    /// A folder can be made inside one that is not watched yet, so this goes on until it finds no new one. While something
    /// is wrong, whatever happens in the portfolio's own folder may mend it: a folder that was named and is not there.
    pub(super) fn follow(&mut self, config: &Config, is_troubled: bool) -> Option<String> {
        let mut why = None;
        for _ in 0..MOST_ROUNDS {
            self.ground = Ground::of(config);
            if is_troubled {
                self.ground.add_root(config);
            }
            match self.watch_ground() {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    why = Some(reason(&error));
                    self.poll();
                }
            }
        }
        why
    }

    /// Whether something that happened at a path may change the site.
    pub(super) fn counts(&self, path: &Path) -> bool {
        self.ground.counts(path)
    }

    /// Whether something that happened at a path may change which folders there are.
    pub(super) fn reshapes(&self, path: &Path) -> bool {
        self.ground.reshapes(path)
    }

    /// Whether git is at work on the files.
    pub(super) fn git_is_busy(&self) -> bool {
        self.ground.git_is_busy()
    }

    /// Makes the watched folders those of the ground, and says whether there was a new one.
    fn watch_ground(&mut self) -> Result<bool, notify::Error> {
        match &mut self.backend {
            Backend::System(system) => watch(system, &self.ground, &mut self.watched),
            Backend::Poller(poller) => Ok(poller.watch(self.ground.folders())),
            Backend::Nobody => Ok(false),
        }
    }

    /// Turns to polling.
    fn poll(&mut self) {
        let signals = self.signals.clone();
        let poller = Poller::start(move |paths| drop(signals.send(Signal::Seen(paths))));
        self.backend = poller.map_or(Backend::Nobody, Backend::Poller);
    }
}

/// Has the system watch the folders of the ground, and says whether there was a new one.
///
/// # Errors
///
/// When the system has no more watches.
fn watch(
    system: &mut RecommendedWatcher,
    ground: &Ground,
    watched: &mut BTreeMap<PathBuf, Identity>,
) -> Result<bool, notify::Error> {
    let wanted = ground.folders().filter_map(|folder| Some((folder.into(), identity(folder)?)));
    let wanted: BTreeMap<PathBuf, Identity> = wanted.collect();
    let mut paths = system.paths_mut();
    for (folder, _) in watched.extract_if(.., |path, is| wanted.get(path) != Some(is)) {
        // A folder that is gone has taken its watch with it.
        drop(paths.remove(&folder));
    }
    let mut has_new = false;
    for (folder, identity) in wanted {
        if watched.contains_key(&folder) {
            continue;
        }
        match paths.add(&folder, RecursiveMode::NonRecursive) {
            Ok(()) => {
                watched.insert(folder, identity);
                has_new = true;
            }
            Err(error) if is_exhausted(&error) => return Err(error),
            // It has gone again, or is not ours to read: what is above it is watched.
            Err(_) => {}
        }
    }
    paths.commit()?;
    Ok(has_new)
}

/// Hands on what notify says. Nothing but a write changes a file, so accesses are not even told.
fn handler(signals: &Sender<Signal>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    let signals = signals.clone();
    move |event| {
        let signal = match event {
            Ok(event) if event.need_rescan() => Signal::Lost,
            Ok(Event { kind: EventKind::Access(_), .. }) => return,
            Ok(event) => Signal::Seen(event.paths),
            Err(_) => Signal::Lost,
        };
        // Nobody listens any more when the preview ends.
        drop(signals.send(signal));
    }
}

/// Why the system does not watch.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system gives no more watches (`fs.inotify.max_user_watches`)".into()
        }
        ErrorKind::Io(error) => format!("the system gives no watch: {error}"),
        _ => format!("the system gives no watch: {error}"),
    }
}

/// Whether the system has no more watches, or no more descriptors for them.
fn is_exhausted(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => !matches!(
            error.kind(),
            std::io::ErrorKind::NotFound
                | std::io::ErrorKind::PermissionDenied
                | std::io::ErrorKind::NotADirectory
        ),
        _ => false,
    }
}

/// Which folder stands at a path now; `None` for none.
#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    folder.is_dir().then_some((0, 0))
}
