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
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What the scans before read.
#[derive(Debug, Default)]
pub struct Memory {
    /// By the path in the portfolio: the state of the file says what stands behind it.
    texts: Mutex<HashMap<SourcePath, Read>>,
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
    /// Whether it was not read now, but before.
    was_known: bool,
}

/// What the system says of a file, where it changes with every write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity {
    device_and_inode: [u64; 2],
    size: u64,
    times: [i64; 4],
}

impl Memory {
    /// The texts of these files, and what is wrong with each.
    pub(super) fn texts(&self, files: &[FoundFile]) -> Vec<(Text, Option<Problem>)> {
        let mut known = self.lock();
        let lane = files.len().div_ceil(OPEN_FILES).max(1);
        let look = |file| self.look(file, &known);
        let read: Vec<Read> =
            files.par_chunks(lane).flat_map_iter(|lane| lane.iter().map(look)).collect();
        let given = read.iter().map(|read| (read.text.clone(), read.problem.clone())).collect();
        for (file, read) in files.iter().zip(read).filter(|(_, read)| !read.was_known) {
            known.insert(file.path.clone(), read);
        }
        if known.len() > files.len() {
            let names: HashSet<&SourcePath> = files.iter().map(|file| &file.path).collect();
            known.retain(|path, _| names.contains(path));
        }
        given
    }

    /// Looks at a file: what is known of it, if the system says that it is the same, else what is read.
    fn look(&self, file: &FoundFile, known: &HashMap<SourcePath, Read>) -> Read {
        let known = known.get(&file.path);
        let identity = identity(&file.disk);
        if let Some(known) = known
            && known.is_confirmed
            && identity.is_some()
            && known.identity == identity
        {
            return Read { was_known: true, ..known.clone() };
        }
        self.read.fetch_add(1, Ordering::Relaxed);
        let (text, problem) = read::text(&file.path, &file.disk);
        let text = Text::from(text);
        let same = known.filter(|known| known.identity == identity && known.text == text);
        let is_confirmed = same.is_some();
        // The text that is known already stands for the equal one: it is shared by all that hold it.
        let text = same.map_or(text, |known| known.text.clone());
        Read { identity, text, problem, is_confirmed, was_known: false }
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

    /// Ends a build, and gives the number of documents that were read from the disk.
    pub fn finish(&self) -> usize {
        self.since.finish();
        self.read.swap(0, Ordering::Relaxed)
    }

    /// Puts another text under every file.
    #[cfg(test)]
    pub(crate) fn plant(&self, wrong: &str) {
        self.lock().values_mut().for_each(|read| read.text = wrong.into());
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SourcePath, Read>> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
            (text, memory.finish())
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
