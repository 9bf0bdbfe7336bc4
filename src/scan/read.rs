//! One file → its text, whatever its bytes are.
//!
//! In: a path. Out: UTF-8 that the parser can take as it is, and at most one problem that says what had to be done to get it.
//! It is a module of its own because the blobs of git's history go through the same decoding. Absent on purpose: any file
//! that is not a regular one. A pipe or a device is never read, and never waited for.

use crate::diagnostic::{Code, Place, Problem, SourcePath, line_and_column};
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

/// The largest document: 16 MiB. A text that people wrote is a thousandth of it; what is larger was generated, and would
/// cost the reader's browser more than it is worth.
pub(super) const LARGEST_DOCUMENT: u64 = 16 << 20;

/// The text of a document, empty when it cannot be read, and what is wrong with it.
pub(super) fn text(path: &SourcePath, disk: &Path) -> (Arc<str>, Option<Problem>) {
    match bytes(disk, LARGEST_DOCUMENT) {
        Ok(Bytes::All(bytes)) => {
            let (text, flaw) = decode(bytes);
            (text.into(), flaw.map(|flaw| flaw.problem(path)))
        }
        Ok(Bytes::TooMany(_)) => ("".into(), Some(too_large(path, LARGEST_DOCUMENT))),
        Err(error) => ("".into(), Some(unreadable(path, &error))),
    }
}

/// The problem of a file that cannot be read.
pub(super) fn unreadable(path: &SourcePath, error: &io::Error) -> Problem {
    let message = format!("`{path}` cannot be read: {error}");
    Problem::new(Code::UnreadableFile, Place::file(path), message)
}

/// The problem of a file over its limit.
pub(super) fn too_large(path: &SourcePath, limit: u64) -> Problem {
    let (limit, unit) = if limit < 1 << 20 { (limit >> 10, "KiB") } else { (limit >> 20, "MiB") };
    let message = format!("`{path}` is larger than {limit} {unit} and was not read");
    Problem::new(Code::UnreadableFile, Place::file(path), message).help("split it")
}

/// What reading up to a limit gave.
pub(super) enum Bytes {
    /// The whole file.
    All(Vec<u8>),
    /// The beginning of a larger one.
    TooMany(Vec<u8>),
}

/// The bytes of a regular file, at most `limit` of them.
pub(super) fn bytes(disk: &Path, limit: u64) -> io::Result<Bytes> {
    let (file, metadata) = open_regular(disk)?;
    let size = metadata.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default() + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    let read = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    Ok(if read > limit { Bytes::TooMany(bytes) } else { Bytes::All(bytes) })
}

/// Opens a regular file for reading and gives what the system says of it. Neither waits for a pipe's other end nor follows a link:
/// whoever walked the tree has resolved links, and one that appears afterwards is not to be trusted.
///
/// # Errors
///
/// When the file cannot be opened or is not a regular one.
pub(crate) fn open_regular(disk: &Path) -> io::Result<(File, Metadata)> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOFOLLOW;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(disk)?;
    let metadata = file.metadata()?;
    if metadata.is_file() {
        return Ok((file, metadata));
    }
    Err(io::Error::other("it is not a regular file"))
}

/// What had to be done to a file's bytes to make them text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Flaw {
    /// Line and column of its first occurrence; zero for the file as a whole.
    position: (u32, u32),
    /// What is wrong.
    message: &'static str,
    /// What to do.
    help: &'static str,
}

impl Flaw {
    pub(super) fn problem(&self, path: &SourcePath) -> Problem {
        let (line, column) = self.position;
        let place = Place { line, column, ..Place::file(path) };
        Problem::new(Code::UnreadableFile, place, self.message).help(self.help)
    }
}

/// Text of any bytes. Bytes that are not UTF-8 become U+FFFD, and so does NUL, as `CommonMark` (section 2.3) says.
pub(super) fn decode(bytes: Vec<u8>) -> (String, Option<Flaw>) {
    let (text, flaw) = match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    };
    match text.find('\0') {
        Some(nul) => {
            let flaw = flaw.unwrap_or_else(|| Flaw {
                position: line_and_column(&text, nul),
                message: "a NUL character stands in the text; it is shown as U+FFFD",
                help: "remove it, or save the file as UTF-8",
            });
            (text.replace('\0', "\u{FFFD}"), Some(flaw))
        }
        None => (text, flaw),
    }
}

fn utf8(bytes: Vec<u8>) -> (String, Option<Flaw>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let flaw = Flaw {
                position: line_and_column(&text, error.utf8_error().valid_up_to()),
                message: "a byte that is not UTF-8 stands here; it and its like are shown as U+FFFD",
                help: "save the file as UTF-8",
            };
            (text, Some(flaw))
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> (String, Option<Flaw>) {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let mut text: String = char::decode_utf16(units)
        .map(|decoded| decoded.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let flaw = Flaw {
        position: (0, 0),
        message: "the file is UTF-16, which other tools will not read",
        help: "save it as UTF-8",
    };
    (text, Some(flaw))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], text: &str, position: Option<(u32, u32)>) {
        let (decoded, flaw) = decode(bytes.to_vec());
        assert_eq!((decoded.as_str(), flaw.map(|flaw| flaw.position)), (text, position));
    }

    #[test]
    fn utf8_passes_as_it_is() {
        check(b"", "", None);
        check("a\r\nb é\n".as_bytes(), "a\r\nb é\n", None);
    }

    #[test]
    fn a_byte_order_mark_is_dropped_once() {
        check(b"\xEF\xBB\xBF# A", "# A", None);
        check(b"\xEF\xBB\xBF\xEF\xBB\xBFA", "\u{FEFF}A", None);
    }

    #[test]
    fn the_first_bad_byte_is_located() {
        check(b"a\n\xC3\xA9b\xFFc\n\xFE", "a\néb\u{FFFD}c\n\u{FFFD}", Some((2, 3)));
        check(b"\xEF\xBB\xBF\xFF", "\u{FFFD}", Some((1, 1)));
        check(b"ab\xE2\x82", "ab\u{FFFD}", Some((1, 3)));
    }

    #[test]
    fn utf16_is_decoded_and_named() {
        check(b"\xFF\xFE#\0 \0\xE9\0", "# é", Some((0, 0)));
        check(b"\xFE\xFF\0#\0 \0A", "# A", Some((0, 0)));
        check(b"\xFF\xFEa\0\0\xD8b\0x", "a\u{FFFD}b\u{FFFD}", Some((0, 0)));
    }

    #[test]
    fn nul_is_replaced_and_located() {
        check(b"a\nb\0c\0", "a\nb\u{FFFD}c\u{FFFD}", Some((2, 2)));
    }
}
