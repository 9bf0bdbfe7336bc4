//! One file: does it hold this already, and if not, write it.
//!
//! In: a path and a content. Out: an answer, or a file of mode 0644 whatever the umask is. It stands alone because both ways of
//! carrying out a plan need it, and because files of any size pass through in small pieces. Absent on purpose: which file
//! goes where.

use crate::diagnostic::Error;
use crate::render::Content;
use crate::scan::open_regular;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

/// How much of two files is compared at a time.
const PIECE: usize = 16 << 10;

/// Whether a file holds this content, and has the mode that a file of a site has. One that cannot be read does not.
///
/// # Errors
///
/// When what it is to hold is the content of another file that cannot be read.
pub(super) fn holds(path: &Path, content: &Content) -> Result<bool, Error> {
    let Ok((file, metadata)) = open_regular(path) else { return Ok(false) };
    if !is_readable_by_all(&metadata) {
        return Ok(false);
    }
    match content {
        Content::Bytes(bytes) => Ok(is_length(&metadata, bytes.len()) && equal(file, &**bytes)),
        Content::Copy(from) => {
            let (source, theirs) = open(from)?;
            Ok(theirs.len() == metadata.len() && equal(file, source))
        }
    }
}

/// Writes a file that does not exist yet.
///
/// # Errors
///
/// When it cannot be written, or exists: a file system that ignores case takes two names for one.
pub(super) fn write(path: &Path, content: &Content) -> Result<(), Error> {
    let mut options = File::options();
    let mut file = for_all(options.write(true).create_new(true)).open(path).map_err(|error| {
        match error.kind() {
            io::ErrorKind::AlreadyExists => Error::refused(
                format!(
                    "`{}` is the name of two files of the site on this file system",
                    path.display()
                ),
                "give one of them a name that differs in more than case",
            ),
            _ => Error::io("create", path, error),
        }
    })?;
    let written = match content {
        Content::Bytes(bytes) => file.write_all(bytes),
        Content::Copy(from) => io::copy(&mut open(from)?.0, &mut file).map(drop),
    };
    written.and_then(|()| readable_by_all(&file)).map_err(|error| Error::io("write", path, error))
}

/// Gives a file a second name; where the file system cannot, copies it with its times.
///
/// # Errors
///
/// When neither is possible.
pub(super) fn keep(from: &Path, to: &Path) -> Result<(), Error> {
    if fs::hard_link(from, to).is_ok() {
        return Ok(());
    }
    write(to, &Content::Copy(from.to_path_buf()))?;
    let times = || {
        let modified = fs::metadata(from)?.modified()?;
        File::options().write(true).open(to)?.set_modified(modified)
    };
    times().map_err(|error| Error::io("write", to, error))
}

/// Creates a folder of mode 0755, unless it exists.
///
/// # Errors
///
/// When it cannot be created.
pub(super) fn folder(path: &Path) -> Result<(), Error> {
    match fs::create_dir(path) {
        Ok(()) => open_to_all(path),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(error) => Err(error),
    }
    .map_err(|error| Error::io("create", path, error))
}

fn open(from: &Path) -> Result<(File, Metadata), Error> {
    open_regular(from).map_err(|error| Error::io("read", from, error))
}

fn is_length(metadata: &Metadata, length: usize) -> bool {
    usize::try_from(metadata.len()).is_ok_and(|there| there == length)
}

/// Whether two readers give the same bytes. One that fails does not.
fn equal(mut a: impl Read, mut b: impl Read) -> bool {
    let (mut one, mut other) = ([0; PIECE], [0; PIECE]);
    loop {
        match (fill(&mut a, &mut one), fill(&mut b, &mut other)) {
            (Ok(0), Ok(0)) => return true,
            (Ok(read), Ok(same)) if read == same && one[..read] == other[..read] => {}
            _ => return false,
        }
    }
}

/// Reads until the buffer is full or nothing is left.
fn fill(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match reader.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(unix)]
mod modes {
    use super::{File, Metadata, OpenOptions, Path, fs, io};
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    const FILE: u32 = 0o644;
    const FOLDER: u32 = 0o755;

    pub(super) fn is_readable_by_all(metadata: &Metadata) -> bool {
        metadata.permissions().mode() & 0o7777 == FILE
    }

    /// Asks for the mode at creation, which spares setting it wherever the umask lets it pass.
    pub(super) fn for_all(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(FILE)
    }

    pub(super) fn readable_by_all(file: &File) -> io::Result<()> {
        if is_readable_by_all(&file.metadata()?) {
            return Ok(());
        }
        file.set_permissions(fs::Permissions::from_mode(FILE))
    }

    pub(super) fn open_to_all(folder: &Path) -> io::Result<()> {
        fs::set_permissions(folder, fs::Permissions::from_mode(FOLDER))
    }
}

/// Without modes there is nothing to set.
#[cfg(not(unix))]
mod modes {
    use super::{File, Metadata, OpenOptions, Path, io};

    pub(super) fn for_all(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    pub(super) fn is_readable_by_all(_metadata: &Metadata) -> bool {
        true
    }

    pub(super) fn readable_by_all(_file: &File) -> io::Result<()> {
        Ok(())
    }

    pub(super) fn open_to_all(_folder: &Path) -> io::Result<()> {
        Ok(())
    }
}

use modes::{for_all, is_readable_by_all, open_to_all, readable_by_all};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_are_equal_byte_for_byte() {
        fn check(a: &[u8], b: &[u8], expected: bool) {
            assert_eq!(equal(a, b), expected);
        }
        let long = vec![7; 3 * PIECE + 1];
        let mut other = long.clone();
        *other.last_mut().unwrap() = 8;
        check(b"", b"", true);
        check(b"a", b"", false);
        check(&long, &long, true);
        check(&long, &other, false);
        check(&long, &long[1..], false);
    }
}
