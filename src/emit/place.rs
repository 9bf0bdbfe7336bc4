//! Where an output is, and whether it may be there.
//!
//! In: the folder as the user names it. Out: a [`Place`]: the real folder, and the names beside it under which a build works.
//! It stands alone because every refusal is made here, before anything is written. Absent on purpose: the site.

use super::{is_missing, manifest};
use crate::diagnostic::Error;
use crate::scan::MANIFEST;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// The name, in an output that cannot move, of the folder for files that are not yet in place.
const INSIDE: &str = ".specfolio-new";

/// The name of the lock there.
const LOCK_INSIDE: &str = ".specfolio-lock";

/// An output that is not refused.
#[derive(Debug)]
pub(super) struct Place {
    folder: PathBuf,
    parent: PathBuf,
    name: OsString,
    fixed: bool,
}

impl Place {
    /// Looks at an output folder, which need not exist.
    ///
    /// # Errors
    ///
    /// When nothing may be written there.
    pub(super) fn new(output: &Path, protected: &[PathBuf]) -> Result<Self, Error> {
        let folder = real(output)?;
        refuse_protected(&folder, protected)?;
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Err(refused(&folder, "is the root of the file system"));
        };
        let (parent, name) = (parent.to_path_buf(), name.to_owned());
        let fixed = is_fixed(&folder, &parent);
        let place = Self { folder, parent, name, fixed };
        place.refuse_foreign()?;
        Ok(place)
    }

    /// The folder itself.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether the folder exists.
    pub(super) fn exists(&self) -> bool {
        self.folder.symlink_metadata().is_ok()
    }

    /// Whether the folder cannot be moved: it is a mount point, or its parent cannot be written.
    pub(super) fn is_fixed(&self) -> bool {
        self.fixed
    }

    /// Where the next site is built as a whole.
    pub(super) fn next(&self) -> PathBuf {
        self.beside("new")
    }

    /// Where the old site steps aside to.
    pub(super) fn old(&self) -> PathBuf {
        self.beside("old")
    }

    /// Where changed files are written when the folder cannot move.
    pub(super) fn inside(&self) -> PathBuf {
        self.folder.join(INSIDE)
    }

    /// Whether a killed build left something.
    pub(super) fn has_leftovers(&self) -> bool {
        [self.next(), self.old()].iter().any(|path| path.symlink_metadata().is_ok())
    }

    fn beside(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".specfolio-{what}"));
        self.parent.join(name)
    }

    /// Waits until no other build works here. The lock is a file, removed with the lock.
    pub(super) fn lock(&self) -> Result<Lock, Error> {
        let path = if self.fixed { self.folder.join(LOCK_INSIDE) } else { self.beside("lock") };
        let folder = if self.fixed { &self.folder } else { &self.parent };
        fs::create_dir_all(folder).map_err(|error| Error::io("create", folder, error))?;
        loop {
            let lock = Lock::wait(&path).map_err(|error| Error::io("lock", &path, error))?;
            if let Some(lock) = lock {
                return Ok(lock);
            }
        }
    }

    /// Refuses a folder in which something stands and no manifest says that it is ours.
    fn refuse_foreign(&self) -> Result<(), Error> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(refused(&self.folder, "is not a folder"));
            }
            Err(error) => return Err(Error::io("read", &self.folder, error)),
        };
        let mut empty = true;
        for entry in entries {
            let name = entry.map_err(|error| Error::io("read", &self.folder, error))?.file_name();
            empty &= is_own(&name);
        }
        if empty || manifest::read(&self.folder)?.is_some() {
            return Ok(());
        }
        Err(Error::refused(
            format!(
                "the output `{}` is not empty and was not written by this program: it has no `{MANIFEST}`",
                self.folder.display()
            ),
            "choose another folder, or empty this one",
        ))
    }
}

/// Whether a name in an output is that of a killed build's remains.
pub(super) fn is_own(name: &OsStr) -> bool {
    name == INSIDE || name == LOCK_INSIDE || name == manifest::UNFINISHED
}

/// The folder that a path really names. What does not exist yet is taken as it is written.
fn real(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(|error| Error::io("find", path, error))?;
    match path.canonicalize() {
        Ok(real) => return Ok(real),
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::io("find", path, error));
        }
        Err(_) if path.symlink_metadata().is_ok() => {
            return Err(refused(&path, "is a link to nothing"));
        }
        Err(_) => {}
    }
    match (path.parent(), path.file_name()) {
        (Some(parent), Some(name)) => Ok(real(parent)?.join(name)),
        // The path ends in `..`, below something that does not exist.
        (Some(parent), None) => Ok(real(parent)?.parent().map_or(path.clone(), Path::to_path_buf)),
        (None, _) => Ok(path),
    }
}

fn refuse_protected(folder: &Path, protected: &[PathBuf]) -> Result<(), Error> {
    for path in protected {
        let Ok(real) = real(path) else { continue };
        if real == folder {
            return Err(refused(folder, "is not for output: it is the project's, or your home"));
        }
        if real.starts_with(folder) {
            return Err(refused(folder, &format!("holds `{}`", real.display())));
        }
    }
    Ok(())
}

fn refused(folder: &Path, why: &str) -> Error {
    Error::refused(
        format!("the output `{}` {why}", folder.display()),
        "choose a folder of its own for the site, with `build-dir` or `--dest-dir`",
    )
}

/// Whether an existing folder cannot be moved. A bind mount of its own file system passes; the swap finds that out.
#[cfg(unix)]
fn is_fixed(folder: &Path, parent: &Path) -> bool {
    use rustix::fs::{Access, access};
    use std::os::unix::fs::MetadataExt;
    let (Ok(here), Ok(there)) = (fs::metadata(folder), fs::metadata(parent)) else { return false };
    here.dev() != there.dev() || access(parent, Access::WRITE_OK).is_err()
}

#[cfg(not(unix))]
fn is_fixed(_folder: &Path, _parent: &Path) -> bool {
    false
}

/// A held lock.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Waits for the lock. `None` says to try again: a signal came, or the file was removed by the one who held it, so that
    /// the lock is on nothing.
    fn wait(path: &Path) -> io::Result<Option<Self>> {
        let mut options = File::options();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        {
            use rustix::fs::OFlags;
            use std::os::unix::fs::OpenOptionsExt;
            let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
            options.custom_flags(flags.bits().cast_signed());
        }
        let file = options.open(path)?;
        match file.lock() {
            Ok(()) => {}
            // Without locks, builds at once are the user's own affair.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(None),
            Err(error) => return Err(error),
        }
        let stands = is_same(&file, path)?;
        Ok(stands.then(|| Self { path: path.to_path_buf(), _file: file }))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A lock that stays behind is a file of no bytes, and the next build takes it.
        drop(fs::remove_file(&self.path));
    }
}

/// Whether a path still names the open file.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt;
    let file = file.metadata()?;
    match fs::symlink_metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (file.dev(), file.ino())),
        Err(error) if is_missing(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(not(unix))]
fn is_same(_file: &File, path: &Path) -> io::Result<bool> {
    Ok(path.exists())
}
