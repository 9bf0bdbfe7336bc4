//! Folders → what changed in them, by looking again and again.
//!
//! In: folders. Out: paths, handed to a function, that came, went or are other than they were. For where the system tells of
//! no changes, or has no more watches to give. notify has a poller too; it knows times by the second and only later ones, so
//! two saves within a second, or a clock that was set back, would go by. Absent on purpose: what is in a file; its length, its
//! times and its place on the disk say that it was written.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, SystemTime};

/// How often it looks.
const PAUSE: Duration = Duration::from_millis(400);

/// Looks at folders for as long as it lives.
#[derive(Debug)]
pub(super) struct Poller {
    folders: Arc<Mutex<Folders>>,
    /// Dropped with the poller, which ends its thread.
    _alive: Sender<()>,
}

/// Each folder with what was seen in it.
type Folders = BTreeMap<PathBuf, Entries>;

/// Each entry of a folder; none where the folder is not there.
type Entries = BTreeMap<OsString, Stamp>;

/// What is different after a file was written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Where it lies, and when that was last touched: a program can set the time of a file, but not this one.
    node: (u64, i64, i64),
}

impl Poller {
    /// Begins to look, and hands what it sees to `seen`.
    ///
    /// # Errors
    ///
    /// When the system gives no thread.
    pub(super) fn start(seen: impl Fn(Vec<PathBuf>) + Send + 'static) -> io::Result<Self> {
        let (alive, ended) = mpsc::channel::<()>();
        let folders = Arc::new(Mutex::new(Folders::new()));
        let looked_at = folders.clone();
        thread::Builder::new().name("poll".into()).spawn(move || {
            while ended.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let mut folders = looked_at.lock().unwrap_or_else(PoisonError::into_inner);
                let paths = look_again(&mut folders);
                drop(folders);
                if !paths.is_empty() {
                    seen(paths);
                }
            }
        })?;
        Ok(Self { folders, _alive: alive })
    }

    /// Looks at these folders from now on, and says whether there was a new one. What is in a new one is taken note of at once.
    pub(super) fn watch<'a>(&self, wanted: impl Iterator<Item = &'a Path>) -> bool {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        let mut before = std::mem::take(&mut *folders);
        let mut has_new = false;
        for folder in wanted {
            let entries = before.remove(folder).unwrap_or_else(|| {
                has_new = true;
                entries(folder)
            });
            folders.insert(folder.to_path_buf(), entries);
        }
        has_new
    }
}

/// The paths at which something is other than it was.
fn look_again(folders: &mut Folders) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    for (folder, before) in folders {
        let now = entries(folder);
        let other = now.iter().filter(|(name, stamp)| before.get(*name) != Some(*stamp));
        let gone = before.keys().filter(|name| !now.contains_key(*name));
        paths.extend(other.map(|(name, _)| name).chain(gone).map(|name| folder.join(name)));
        *before = now;
    }
    paths
}

fn entries(folder: &Path) -> Entries {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| Some((entry.file_name(), stamp(&entry.metadata().ok()?)))).collect()
}

/// A folder is only where it is: what changes in it is seen in it.
fn stamp(metadata: &Metadata) -> Stamp {
    if metadata.is_dir() {
        let (place, ..) = node(metadata);
        return Stamp { length: 0, modified: None, node: (place, 0, 0) };
    }
    Stamp { length: metadata.len(), modified: metadata.modified().ok(), node: node(metadata) }
}

#[cfg(unix)]
fn node(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn what_is_other_than_it_was_is_seen() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let at = |name: &str| folder.path().join(name);
        let mut folders = Folders::from([(folder.path().into(), entries(folder.path()))]);
        let mut check = |expected: &[&str]| {
            assert_eq!(
                look_again(&mut folders),
                expected.iter().map(|name| at(name)).collect::<Vec<_>>()
            );
        };
        check(&[]);
        fs::write(at("a"), "1").expect("it can be written");
        fs::create_dir(at("b")).expect("it can be made");
        check(&["a", "b"]);
        fs::write(at("b/c"), "1").expect("it can be written");
        check(&[]);
        // The same length and the same time.
        let time =
            at("a").metadata().and_then(|metadata| metadata.modified()).expect("there is a time");
        fs::write(at("a"), "2").expect("it can be written");
        fs::File::options()
            .write(true)
            .open(at("a"))
            .and_then(|file| file.set_modified(time))
            .expect("it can be set");
        check(&["a"]);
        fs::rename(at("a"), at("d")).expect("it can be renamed");
        check(&["d", "a"]);
        fs::remove_dir_all(folder.path()).expect("it can be removed");
        check(&["b", "d"]);
        check(&[]);
    }
}
