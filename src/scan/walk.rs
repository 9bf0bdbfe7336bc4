//! A folder → [`Found`]: the documents and other files in it, by name only.
//!
//! In: the folder of the sources and what to [`Skip`]. Out: every path that counts, in order, with the place to read it
//! from, and a problem for everything that is neither a file nor a folder. It stands alone because it decides what belongs
//! to the portfolio, before a byte is read. Absent on purpose: the contents of files.
//!
//! Links. A link to a file of the portfolio is that file under another name. A link to a folder is never followed: what lies
//! in it is found where it really is, and no circle can arise. A link that leads out of the sources, to nothing, in a circle
//! or to something that is skipped is reported and left alone.

use super::MANIFEST;
use super::read::unreadable;
use super::skip::{Entry, Skip};
use crate::diagnostic::{Code, Error, Place, Problem, SourcePath};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// How many folders are open at once. Deeper ones are read into memory, so this bounds descriptors and nothing else.
const OPEN_FOLDERS: usize = 4;

/// What a folder holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The Markdown files, by path.
    pub(super) documents: Vec<FoundFile>,
    /// All other files, by path.
    pub(super) files: Vec<FoundFile>,
    /// What is neither, or could not be looked at.
    pub(super) problems: Vec<Problem>,
}

/// One file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FoundFile {
    /// Its path in the portfolio.
    pub(super) path: SourcePath,
    /// The regular file to read; for a link the one it leads to.
    pub(super) disk: PathBuf,
    /// The path of that file, when a link leads there.
    pub(super) target: Option<SourcePath>,
}

impl FoundFile {
    /// Every name of the portfolio under which its content stands.
    pub(super) fn names(&self) -> impl Iterator<Item = &SourcePath> {
        std::iter::once(&self.path).chain(&self.target)
    }
}

/// Walks the folder, which is canonical.
///
/// # Errors
///
/// When the folder itself cannot be read.
pub(super) fn walk(folder: &Path, skip: &Skip) -> Result<Found, Error> {
    let mut paths = Paths::default();
    for entry in entries(folder, skip)? {
        match entry {
            Ok(entry) => paths.visit(folder, skip, &entry),
            Err(error) => paths.lost(folder, &error),
        }
    }
    Ok(paths.found())
}

/// Every entry below the folder that is not skipped, in no order. A folder that is an output of this program is passed over
/// whole.
fn entries(folder: &Path, skip: &Skip) -> Result<Vec<walkdir::Result<DirEntry>>, Error> {
    let mut all = Vec::new();
    let mut walk = WalkDir::new(folder).max_open(OPEN_FOLDERS).into_iter();
    while let Some(entry) = walk.next() {
        match entry {
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) if skip.skips(&seen(folder, &entry)) || is_output(&entry) => {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            }
            Ok(entry) => all.push(Ok(entry)),
            Err(error) if error.depth() == 0 => {
                return Err(Error::io("read", folder, error.into()));
            }
            Err(error) => all.push(Err(error)),
        }
    }
    Ok(all)
}

fn is_output(entry: &DirEntry) -> bool {
    entry.file_type().is_dir() && entry.path().join(MANIFEST).symlink_metadata().is_ok()
}

fn seen<'a>(folder: &Path, entry: &'a DirEntry) -> Entry<'a> {
    Entry { relative: below(folder, entry.path()), is_folder: entry.file_type().is_dir() }
}

/// The part of `path` below `folder`, under which it was found.
fn below<'a>(folder: &Path, path: &'a Path) -> &'a Path {
    // As text where both are: taking paths apart is slow, and a walk only ever appends.
    let texts = path.to_str().zip(folder.to_str());
    let relative = texts.and_then(|(path, folder)| path.strip_prefix(folder)?.strip_prefix('/'));
    relative
        .map(Path::new)
        .or_else(|| path.strip_prefix(folder).ok())
        .expect("a walk gives paths below its start")
}

/// What was seen so far. Names that are not Unicode get theirs last, when all others are known.
#[derive(Default)]
struct Paths {
    files: Vec<FoundFile>,
    unnamed: Vec<(PathBuf, PathBuf)>,
    problems: Vec<Problem>,
}

impl Paths {
    fn visit(&mut self, folder: &Path, skip: &Skip, entry: &DirEntry) {
        let relative = below(folder, entry.path());
        let kind = entry.file_type();
        if kind.is_symlink() {
            match follow(folder, skip, entry.path()) {
                Ok((disk, target)) => self.add(relative, disk, Some(target)),
                Err(why) => self.problems.push(outside_link(&lossy(relative), &why)),
            }
        } else if kind.is_file() {
            self.add(relative, entry.path().to_path_buf(), None);
        } else if !kind.is_dir() {
            let path = lossy(relative);
            let message = format!("`{path}` is a pipe, socket or device and was not opened");
            self.problems.push(Problem::new(Code::UnreadableFile, Place::file(&path), message));
        }
    }

    fn add(&mut self, relative: &Path, disk: PathBuf, target: Option<SourcePath>) {
        match slashed(relative) {
            Some(path) => self.files.push(FoundFile { path: SourcePath::new(path), disk, target }),
            None => self.unnamed.push((relative.to_path_buf(), disk)),
        }
    }

    fn lost(&mut self, folder: &Path, error: &walkdir::Error) {
        let relative = error.path().and_then(|path| path.strip_prefix(folder).ok());
        let path = lossy(relative.unwrap_or(Path::new("")));
        let cause = error.io_error().map_or_else(|| io::Error::other(error.to_string()), repeat);
        self.problems.push(unreadable(&path, &cause));
    }

    fn found(mut self) -> Found {
        self.name_the_unnamed();
        self.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let (documents, files) = self.files.into_iter().partition(|file| is_document(&file.path));
        Found { documents, files, problems: self.problems }
    }

    /// Gives a name that is not Unicode the nearest one that is, and that no other file bears.
    fn name_the_unnamed(&mut self) {
        if self.unnamed.is_empty() {
            return;
        }
        self.unnamed.sort();
        let mut taken: BTreeSet<SourcePath> =
            self.files.iter().map(|file| file.path.clone()).collect();
        for (relative, disk) in std::mem::take(&mut self.unnamed) {
            let path = free(&lossy(&relative), &taken);
            let message =
                format!("the name of `{path}` is not Unicode; it is listed under this one");
            let problem = Problem::new(Code::UnreadableFile, Place::file(&path), message)
                .help("rename the file");
            self.problems.push(problem);
            taken.insert(path.clone());
            self.files.push(FoundFile { path, disk, target: None });
        }
    }
}

/// An error of the same kind and words; the system's own cannot be cloned.
fn repeat(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// The file a link leads to, and its path in the portfolio; or why it is not followed.
fn follow(folder: &Path, skip: &Skip, link: &Path) -> Result<(PathBuf, SourcePath), String> {
    let disk = link.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "is a link to nothing".to_owned(),
        _ => format!("is a link that cannot be followed ({error})"),
    })?;
    let Ok(relative) = disk.strip_prefix(folder) else {
        return Err("is a link that leads out of the portfolio".to_owned());
    };
    let metadata = fs::symlink_metadata(&disk).map_err(|error| error.to_string())?;
    if metadata.is_dir() {
        return Err("is a link to a folder".to_owned());
    }
    match slashed(relative) {
        Some(path) if metadata.is_file() && !skip.skips_within(relative) => {
            Ok((disk, SourcePath::new(path)))
        }
        _ => Err("is a link to something that is no part of the portfolio".to_owned()),
    }
}

fn outside_link(path: &SourcePath, why: &str) -> Problem {
    Problem::new(Code::OutsideLink, Place::file(path), format!("`{path}` {why}; it is left alone"))
        .help("put the file itself in its place, or add the link to `ignore`")
}

/// Whether a file is a document: its name ends in `.md`.
fn is_document(path: &SourcePath) -> bool {
    let name = path.file_name().as_bytes();
    name.len() > 3 && name[name.len() - 3..].eq_ignore_ascii_case(b".md")
}

/// A relative path with `/` between its components, when it is Unicode.
fn slashed(relative: &Path) -> Option<String> {
    let text = relative.to_str()?;
    if cfg!(windows) { Some(text.replace('\\', "/")) } else { Some(text.to_owned()) }
}

/// The nearest Unicode path.
fn lossy(relative: &Path) -> SourcePath {
    let components = relative.components().filter_map(|component| match component {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    SourcePath::new(components.collect::<Vec<_>>().join("/"))
}

/// `path`, or the first of `path-2`, `path-3` … that is free, before the extension.
fn free(path: &SourcePath, taken: &BTreeSet<SourcePath>) -> SourcePath {
    let (start, extension) = path.as_str().split_at(extension_at(path));
    let numbered = (2..).map(|number| SourcePath::new(format!("{start}-{number}{extension}")));
    std::iter::once(path.clone())
        .chain(numbered)
        .find(|path| !taken.contains(path))
        .expect("there are more numbers than files")
}

fn extension_at(path: &SourcePath) -> usize {
    let name = path.file_name();
    let start = path.as_str().len() - name.len();
    name.rfind('.').map_or(path.as_str().len(), |dot| start + dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_ends_in_md() {
        fn check(path: &str, expected: bool) {
            assert_eq!(is_document(&SourcePath::new(path)), expected, "{path}");
        }
        check("a.md", true);
        check("a/B.MD", true);
        check("é.md", true);
        check("a.markdown", false);
        check("a.md.bak", false);
        check("md", false);
        check("é", false);
    }

    #[test]
    fn a_free_name_keeps_its_extension() {
        fn check(path: &str, taken: &[&str], expected: &str) {
            let taken = taken.iter().map(|path| SourcePath::new(*path)).collect();
            assert_eq!(free(&SourcePath::new(path), &taken).as_str(), expected);
        }
        check("a/b.md", &[], "a/b.md");
        check("a/b.md", &["a/b.md"], "a/b-2.md");
        check("a/b.md", &["a/b.md", "a/b-2.md"], "a/b-3.md");
        check("a.d/b", &["a.d/b"], "a.d/b-2");
    }
}
