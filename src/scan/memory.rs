//! What scanning remembers: texts by what the system says of their files, and the log by the commit it ends with.
//!
//! In: files and commits. Out: their texts and changes, read or remembered. It stands alone because it is the one place
//! where something other than content names a value, and so the one place where staleness could come from.
//!
//! A file that was touched has another inode, size, modification or change time; the last of these no program can set. Two
//! writes within one tick of the system's clock can leave all of them equal, so a text is trusted only from the second time
//! on that it was read and found the same: the write that could hide behind the first reading is seen by the second, which
//! its own event brings about. Where the system tells no change time, everything is read every time. Absent on purpose: the
//! clock.

use super::git::Commit;
use super::walk::FoundFile;
use super::{OPEN_FILES, Text, read};
use crate::diagnostic::{Problem, SourcePath};
use crate::memo::Table;
use jiff::civil::Date;
use rayon::prelude::*;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What the scans before read.
#[derive(Debug, Default)]
pub struct Memory {
    /// By the path in the portfolio, in order: the state of the file says what stands behind it.
    texts: Mutex<Vec<(SourcePath, Read)>>,
    log: Mutex<Option<(String, Arc<Vec<Commit>>)>>,
    /// Since when a source bears its status, by the source, the log and the reading.
    pub(crate) since: Table<Option<Date>>,
    read: AtomicUsize,
}

/// A text, and the file it was read from.
#[derive(Clone, Debug)]
struct Read {
    identity: Option<Identity>,
    text: Text,
    problem: Option<Problem>,
    /// Whether it was read twice and found the same.
    is_confirmed: bool,
}

/// What the system says of a file, where it changes with every write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device_and_inode: [u64; 2],
    size: u64,
    times: [i64; 4],
}

impl Memory {
    /// The texts of these files, which stand in the order of their paths, and what is wrong with each.
    pub(super) fn texts(&self, files: &[FoundFile]) -> Vec<(Text, Option<Problem>)> {
        let mut known = self.lock();
        let lane = files.len().div_ceil(OPEN_FILES).max(1);
        let look = |(place, file): (usize, &FoundFile)| {
            let read = self.look(file, find(&known, place, &file.path));
            ((read.text.clone(), read.problem.clone()), (file.path.clone(), read))
        };
        let lanes = files.par_chunks(lane).enumerate();
        let read = lanes.flat_map_iter(|(number, files)| {
            let places = number * lane..;
            places.zip(files).map(look)
        });
        let (given, read) = read.unzip();
        let before = std::mem::replace(&mut *known, read);
        rayon::spawn(move || drop(before));
        given
    }

    /// Looks at a file: what is known of it, if the system says that it is the same, else what is read.
    fn look(&self, file: &FoundFile, known: Option<&Read>) -> Read {
        let identity = identity(&file.disk);
        if let Some(known) = known
            && known.is_confirmed
            && identity.is_some()
            && known.identity == identity
        {
            return known.clone();
        }
        self.read.fetch_add(1, Ordering::Relaxed);
        let (text, problem) = read::text(&file.path, &file.disk);
        let text = Text::from(text);
        let same = known.filter(|known| known.identity == identity && known.text == text);
        let is_confirmed = same.is_some();
        // The text that is known already stands for the equal one: it is shared by all that hold it.
        let text = same.map_or(text, |known| known.text.clone());
        Read { identity, text, problem, is_confirmed }
    }

    /// The log of that name, where it is known.
    pub(super) fn log(&self, name: &str) -> Option<Arc<Vec<Commit>>> {
        let known = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(of, _)| of == name).map(|(_, log)| log.clone())
    }

    /// Keeps a log in the place of the one before.
    pub(super) fn keep_log(&self, name: String, log: Arc<Vec<Commit>>) {
        *self.log.lock().unwrap_or_else(PoisonError::into_inner) = Some((name, log));
    }

    /// How many documents were read from the disk since this was asked last.
    pub fn read(&self) -> usize {
        self.read.swap(0, Ordering::Relaxed)
    }

    /// Ends a build: forgets what it did not ask for.
    pub fn forget(&self) {
        self.since.forget();
    }

    /// Puts another text under every file.
    #[cfg(test)]
    pub(crate) fn plant(&self, wrong: &str) {
        self.lock().iter_mut().for_each(|(_, read)| read.text = wrong.into());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<(SourcePath, Read)>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is known of a path: mostly at the place where it stands now.
fn find<'a>(known: &'a [(SourcePath, Read)], place: usize, path: &SourcePath) -> Option<&'a Read> {
    let here = known.get(place).filter(|(other, _)| other == path);
    let elsewhere = || {
        let at = known.binary_search_by(|(other, _)| other.cmp(path)).ok()?;
        Some(&known[at])
    };
    here.or_else(elsewhere).map(|(_, read)| read)
}

#[cfg(unix)]
fn identity(disk: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::symlink_metadata(disk).ok()?;
    Some(Identity {
        device_and_inode: [found.dev(), found.ino()],
        size: found.size(),
        times: [found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec()],
    })
}

#[cfg(not(unix))]
fn identity(_disk: &Path) -> Option<Identity> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(folder: &Path, text: &str) -> FoundFile {
        let disk = folder.join("a.md");
        fs::write(&disk, text).expect("it can be written");
        FoundFile { path: SourcePath::new("a.md"), disk, target: None }
    }

    fn text(memory: &Memory, file: &FoundFile) -> String {
        memory.texts(std::slice::from_ref(file))[0].0.to_string()
    }

    #[test]
    fn a_text_is_trusted_from_the_second_reading_on() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let memory = Memory::default();
        let file = file(folder.path(), "one");
        let reads = || {
            let text = text(&memory, &file);
            (text, memory.read())
        };
        assert_eq!(reads(), ("one".into(), 1));
        assert_eq!(reads(), ("one".into(), 1));
        assert_eq!(reads(), ("one".into(), usize::from(!cfg!(unix))));
    }

    /// Same size, and a modification time put back: the change time gives it away.
    #[test]
    fn a_write_is_seen_whatever_the_times_say() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let memory = Memory::default();
        let file = file(folder.path(), "one");
        for _ in 0..3 {
            text(&memory, &file);
        }
        let modified = fs::metadata(&file.disk).and_then(|it| it.modified()).expect("it has one");
        // A tick of the system's clock, or a few.
        std::thread::sleep(std::time::Duration::from_millis(30));
        fs::write(&file.disk, "two").expect("it can be written");
        let open = fs::File::options().write(true).open(&file.disk).expect("it can be opened");
        open.set_modified(modified).expect("times can be set");
        assert_eq!(text(&memory, &file), "two");
    }

    #[test]
    fn what_is_gone_is_forgotten() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let memory = Memory::default();
        let file = file(folder.path(), "one");
        text(&memory, &file);
        memory.texts(&[]);
        assert!(memory.lock().is_empty());
    }
}
