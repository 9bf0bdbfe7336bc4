//! Which files may go out beside the pages.
//!
//! In: a file that a document shows or points to. Out: that it may be published, or why not. It stands alone because it is a
//! rule of safety: the site's own pages forbid foreign scripts, and a file copied from the sources must not bring one in by
//! being opened itself, on the site's own address. Absent on purpose: which files are wanted (`link` knows) and the copying
//! (`emit`'s).
//!
//! A browser runs what it takes for a document or a script: HTML, XML with a style sheet or foreign elements, SVG with
//! scripts, script files. Those that cannot be anything else are refused by name. Those that are usually harmless drawings
//! are read, and refused for what they hold. A name that says nothing is judged by how the file begins, as browsers do
//! (WHATWG MIME Sniffing, section 7). Everything else is shown or saved, and never run.

use super::read::{self, Bytes};
use crate::diagnostic::SourcePath;
use std::path::Path;

mod markup;

/// The largest drawing that is read to be judged: 8 MiB.
const LARGEST_MARKUP: u64 = 8 << 20;

/// How much of a file browsers look at to guess what it is.
const SNIFFED: u64 = 1445;

/// Whether a file may be published; if not, why, as the end of a sentence that begins with the file's name.
///
/// # Errors
///
/// When it may not.
pub fn publishable(path: &SourcePath, on_disk: &Path) -> Result<(), String> {
    if path.as_str().split('/').any(|name| name.starts_with('.')) {
        return Err("is hidden: its name or a folder's begins with a dot".into());
    }
    match class(path.file_name()) {
        Class::Active => Err("could run scripts on the site's address".into()),
        Class::Markup => markup(on_disk),
        Class::Unknown => unknown(on_disk),
        Class::Passive => Ok(()),
    }
}

/// What browsers make of a file of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// It is run.
    Active,
    /// It is a drawing or data in XML, which can hold what is run.
    Markup,
    /// It is shown or saved.
    Passive,
    /// The name does not say.
    Unknown,
}

/// Judges by every extension a name has: servers that read more than the last (`page.html.de`) exist.
fn class(name: &str) -> Class {
    let lower = name.to_lowercase();
    let extensions = || lower.split('.').skip(1).map(str::trim_end);
    if extensions().any(|extension| ACTIVE.contains(&extension)) {
        return Class::Active;
    }
    match extensions().last() {
        Some(extension) if MARKUP.contains(&extension) => Class::Markup,
        Some(extension) if PASSIVE.contains(&extension) => Class::Passive,
        _ => Class::Unknown,
    }
}

const ACTIVE: &[&str] = &[
    "asp",
    "aspx",
    "cgi",
    "cjs",
    "dhtml",
    "hta",
    "htc",
    "htm",
    "html",
    "js",
    "jsp",
    "mht",
    "mhtml",
    "mjs",
    "php",
    "phtml",
    "shtml",
    "svgz",
    "swf",
    "wasm",
    "webarchive",
    "xht",
    "xhtml",
    "xul",
];

const MARKUP: &[&str] =
    &["atom", "drawio", "kml", "mml", "rdf", "rss", "svg", "wsdl", "xml", "xsd", "xsl", "xslt"];

/// Types that every server knows, and that browsers show or save by that type alone.
const PASSIVE: &[&str] = &[
    "7z", "avif", "bmp", "bz2", "css", "csv", "doc", "docx", "eot", "epub", "flac", "gif", "gz",
    "ico", "jpeg", "jpg", "json", "m4a", "md", "mov", "mp3", "mp4", "odp", "ods", "odt", "ogg",
    "ogv", "otf", "pdf", "png", "ppt", "pptx", "rtf", "tar", "tgz", "tif", "tiff", "tsv", "ttf",
    "txt", "wav", "webm", "webp", "woff", "woff2", "xls", "xlsx", "zip",
];

fn markup(on_disk: &Path) -> Result<(), String> {
    match read::bytes(on_disk, LARGEST_MARKUP) {
        Ok(Bytes::All(bytes)) => match read::decode(bytes).0 {
            // A browser may know the encoding and read there what this does not see.
            text if text.contains('\u{FFFD}') => Err("is not in UTF-8".into()),
            text => markup::inert(&text),
        },
        Ok(Bytes::TooMany(_)) => Err("is too large to be looked through for scripts".into()),
        Err(error) => Err(format!("cannot be read: {error}")),
    }
}

fn unknown(on_disk: &Path) -> Result<(), String> {
    let (Bytes::All(bytes) | Bytes::TooMany(bytes)) =
        read::bytes(on_disk, SNIFFED).map_err(|error| format!("cannot be read: {error}"))?;
    if looks_like_markup(&bytes) {
        return Err("begins like a web page, and its name does not say that it is none".into());
    }
    Ok(())
}

/// Whether a browser that sniffs could take the file for HTML or XML.
fn looks_like_markup(bytes: &[u8]) -> bool {
    let (text, _) = read::decode(bytes.to_vec());
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control());
    let mut characters = start.chars();
    characters.next() == Some('<')
        && characters
            .next()
            .is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_name_says_what_a_file_is() {
        fn check(name: &str, expected: Class) {
            assert_eq!(class(name), expected, "{name}");
        }
        check("a.png", Class::Passive);
        check("a.tar.gz", Class::Passive);
        check("A.HTML", Class::Active);
        check("a.html.de", Class::Active);
        check("a.min.js", Class::Active);
        check("a.svg", Class::Markup);
        check("a.svgz", Class::Active);
        check("LICENSE", Class::Unknown);
        check("a.sol", Class::Unknown);
        check("a.", Class::Unknown);
    }

    #[test]
    fn a_file_is_published_or_the_reason_is_given() {
        fn check(path: &str, content: &str, expected: Option<&str>) {
            let folder = tempfile::tempdir().unwrap();
            let disk = folder.path().join("file");
            fs::write(&disk, content).unwrap();
            let reason = publishable(&SourcePath::new(path), &disk).err();
            let matches = match (&reason, expected) {
                (Some(reason), Some(expected)) => reason.contains(expected),
                (reason, expected) => reason.is_none() && expected.is_none(),
            };
            assert!(matches, "{path}: {reason:?}");
        }
        check("a.png", "<script>", None);
        check("src/a.rs", "fn main() {}", None);
        check("LICENSE", "  \n<!DOCTYPE html>", Some("begins like a web page"));
        check("a.foo", "\u{FEFF}<script>", Some("begins like a web page"));
        check("math.txt2", "< 3", None);
        check(".env", "", Some("hidden"));
        check("a/.git/config", "", Some("hidden"));
        check("a.svg", "<svg><path d='M0 0'/></svg>", None);
        check("a.svg", "<svg><script/></svg>", Some("script"));
        check("a.html", "", Some("scripts"));
    }

    #[test]
    fn a_missing_file_is_not_published() {
        let nowhere = Path::new("no such folder/a.svg");
        assert!(publishable(&SourcePath::new("a.svg"), nowhere).is_err());
    }
}
