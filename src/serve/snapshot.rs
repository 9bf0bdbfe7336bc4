//! What a build made → [`Snapshot`]: everything the server answers from, in memory and never changed.
//!
//! In: a site, its problems, and the snapshot before. Out: a map from path to [`Entry`], and what is different. It stands
//! between building and serving so that neither waits for the other: a build makes the next snapshot beside the present one,
//! and the server takes it whole. A file that did not change keeps its entry. Absent on purpose: the disk, but for what the
//! system says of files that are only copied; those are opened when they are asked for.

use crate::link::{OutPath, Portfolio};
use crate::render::{Content, Files, Site};
use crate::scan::open_regular;
use std::collections::{BTreeMap, HashMap};
use std::fs::{File, Metadata};
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::UNIX_EPOCH;

/// How many changed paths are told to a page, beyond which it asks by itself.
const MOST_CHANGES_TOLD: usize = 50;

/// One state of the site.
#[derive(Clone, Debug, Default)]
pub(super) struct Snapshot {
    /// The number of the first build of this run of the preview.
    pub(super) run: u64,
    /// Counts up with every difference.
    pub(super) build: u64,
    files: Arc<Files<Arc<Entry>>>,
    /// The folder of its host in which the site will stand, with a slash at its end; empty for its root. Here it is at the
    /// root, and only the page for what is not found names that folder.
    folder: String,
    /// What kept the last build from its work, as the user reads it. The files are then those of the build before.
    pub(super) trouble: Option<String>,
    /// The paths that this snapshot changed; `None` when there are too many to tell.
    pub(super) changed: Option<Vec<OutPath>>,
}

/// One file.
#[derive(Debug)]
pub(super) struct Entry {
    content: Held,
    /// How many problems the document has that this is the page of.
    pub(super) problems: usize,
    tag: OnceLock<String>,
}

#[derive(Debug, PartialEq, Eq)]
enum Held {
    Bytes(Arc<[u8]>),
    /// A file on the disk, and the state of it that the build saw.
    Copy(PathBuf, Option<String>),
}

/// An entry's bytes, ready to send.
#[derive(Debug)]
pub(super) enum Opened {
    /// In memory.
    Bytes(Arc<[u8]>),
    /// An open file, its length and its state.
    File(File, u64, String),
}

/// What is different between two snapshots.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// The paths, in order.
    pub(super) paths: Vec<OutPath>,
    /// How many of them are pages.
    pub(super) pages: usize,
}

impl Snapshot {
    /// The empty snapshot before the build of this number.
    pub(super) fn before(build: u64) -> Self {
        Self { run: build, build: build.saturating_sub(1), ..Self::default() }
    }

    /// The snapshot after this one, of a build that succeeded, and what is different.
    pub(super) fn next(&self, site: Site, portfolio: &Portfolio) -> (Self, Difference) {
        let problems = problems_by_page(portfolio);
        let mut problems = problems.iter().peekable();
        let mut before = self.files.iter().peekable();
        let mut difference = Difference::default();
        // Both are in the order of their paths, so one walk over the two is enough.
        let entry = |(path, content): (OutPath, Content)| {
            // Mostly it is the very path of the snapshot before, which says more quickly that it is equal than what is less.
            let mut known = before.next_if(|(other, _)| **other == path);
            while known.is_none()
                && let Some((gone, _)) = before.next_if(|(other, _)| **other < path)
            {
                difference.note(gone);
                known = before.next_if(|(other, _)| **other == path);
            }
            while problems.next_if(|(page, _)| **page < path).is_some() {}
            let problems =
                problems.next_if(|(page, _)| **page == path).map_or(0, |(_, count)| *count);
            let content = Held::from(content);
            let kept =
                known.map(|(_, entry)| entry).filter(|it| it.is(&content, problems)).cloned();
            let entry = kept.unwrap_or_else(|| {
                difference.note(&path);
                Arc::new(Entry { content, problems, tag: OnceLock::new() })
            });
            (path, entry)
        };
        let files: Files<Arc<Entry>> = site.files.into_iter().map(entry).collect();
        before.for_each(|(gone, _)| difference.note(gone));
        let next = Self {
            run: self.run,
            build: self.build + 1,
            files: Arc::new(files),
            trouble: None,
            changed: difference.told(),
            folder: String::new(),
        };
        (next, difference)
    }

    /// The snapshot after this one, of a build that failed.
    pub(super) fn unchanged(&self) -> Self {
        Self { build: self.build + 1, trouble: None, changed: Some(vec![]), ..self.clone() }
    }

    /// The same snapshot of a site that will stand at this path of its host.
    pub(super) fn standing_at(self, site_path: Option<&str>) -> Self {
        let folder = site_path.map(|path| path.trim_matches('/')).filter(|path| !path.is_empty());
        Self { folder: folder.map(|folder| format!("{folder}/")).unwrap_or_default(), ..self }
    }

    /// The same snapshot with what is wrong.
    pub(super) fn with_trouble(self, trouble: Option<String>) -> Self {
        Self { trouble, ..self }
    }

    /// Whether the files are those of the snapshot before.
    pub(super) fn is_unchanged(&self) -> bool {
        self.changed.as_ref().is_some_and(Vec::is_empty)
    }

    /// The file at a path.
    pub(super) fn get(&self, path: &str) -> Option<&Arc<Entry>> {
        self.files.get(path)
    }

    /// The path here of one that the site will have where it will stand.
    pub(super) fn path_here<'a>(&self, path: &'a str) -> Option<&'a str> {
        if self.folder.is_empty() { None } else { path.strip_prefix(self.folder.as_str()) }
    }

    /// Whether no build has succeeded yet.
    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl Entry {
    /// The bytes, or the file that holds them. A file that is gone, or has become something else, is none.
    pub(super) fn open(&self) -> Option<Opened> {
        match &self.content {
            Held::Bytes(bytes) => Some(Opened::Bytes(bytes.clone())),
            Held::Copy(path, _) => {
                let (file, metadata) = open_regular(path).ok()?;
                Some(Opened::File(file, metadata.len(), state(&metadata)))
            }
        }
    }

    /// A tag of these bytes and of what is said beside them; made when first asked for.
    pub(super) fn tag(&self, bytes: &[u8]) -> &str {
        self.tag.get_or_init(|| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(bytes).update(&self.problems.to_le_bytes());
            hasher.finalize().to_hex()[..20].to_owned()
        })
    }

    fn is(&self, content: &Held, problems: usize) -> bool {
        let same = match (&self.content, content) {
            (Held::Bytes(one), Held::Bytes(two)) => Arc::ptr_eq(one, two) || one == two,
            (one, two) => one == two,
        };
        same && self.problems == problems
    }
}

impl From<Content> for Held {
    fn from(content: Content) -> Self {
        match content {
            Content::Bytes(bytes) => Self::Bytes(bytes),
            Content::Copy(path) => {
                let state = path.symlink_metadata().ok().map(|metadata| state(&metadata));
                Self::Copy(path, state)
            }
        }
    }
}

/// What changes when a file does: its length, its time, and where it lies on the disk.
fn state(metadata: &Metadata) -> String {
    let time = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    format!("{:x}-{:x}-{:x}", metadata.len(), time.unwrap_or_default().as_nanos(), place(metadata))
}

#[cfg(unix)]
fn place(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn place(_: &Metadata) -> u64 {
    0
}

impl Difference {
    fn note(&mut self, path: &OutPath) {
        self.pages += usize::from(is_page(path));
        self.paths.push(path.clone());
    }

    fn told(&self) -> Option<Vec<OutPath>> {
        (self.paths.len() <= MOST_CHANGES_TOLD).then(|| self.paths.clone())
    }
}

/// Whether a path is that of a page: ours end so, in small letters.
fn is_page(path: &OutPath) -> bool {
    path.as_str().strip_suffix(".html").is_some()
}

/// How many problems the document of each page has that has any, by page; a spec in several files has those of all.
fn problems_by_page(portfolio: &Portfolio) -> BTreeMap<OutPath, usize> {
    let mut by_path = HashMap::new();
    for problem in &portfolio.problems {
        *by_path.entry(&problem.place.path).or_insert(0) += 1;
    }
    let mut by_page = BTreeMap::new();
    for entry in portfolio.entries.iter() {
        let parts = entry.parts.iter();
        let paths = parts.clone().map(|part| &part.document.path).chain([&entry.document.path]);
        let count: usize = paths.filter_map(|path| by_path.get(path)).sum();
        if count > 0 {
            let pages = parts.map(|part| &part.page).chain([&entry.page]);
            by_page.extend(pages.map(|page| (page.clone(), count)));
        }
    }
    by_page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Site {
        let files = files
            .iter()
            .map(|(path, text)| (OutPath::new(*path), Content::from((*text).to_owned())));
        Site { files: files.collect(), pages: 0 }
    }

    fn next(before: &Snapshot, files: &[(&str, &str)]) -> (Snapshot, Difference) {
        before.next(site(files), &Portfolio::default())
    }

    #[test]
    fn what_is_different_is_told() {
        let check = |before: &[(&str, &str)], after: &[(&str, &str)], paths: &[&str], pages| {
            let (first, _) = next(&Snapshot::default(), before);
            let (second, difference) = next(&first, after);
            let found: Vec<&str> = difference.paths.iter().map(OutPath::as_str).collect();
            assert_eq!((found.as_slice(), difference.pages), (paths, pages));
            assert_eq!((first.build, second.build), (1, 2));
        };
        check(&[("a.html", "1")], &[("a.html", "1")], &[], 0);
        check(
            &[("a.html", "1"), ("a.md", "1")],
            &[("a.html", "2"), ("a.md", "2")],
            &["a.html", "a.md"],
            1,
        );
        check(&[("b.html", "1")], &[("a.html", "1")], &["a.html", "b.html"], 2);
    }

    #[test]
    fn an_equal_file_keeps_its_entry_and_trouble_keeps_them_all() {
        let (first, _) = next(&Snapshot::default(), &[("a.html", "1"), ("b.html", "1")]);
        let (second, _) = next(&first, &[("a.html", "1"), ("b.html", "2")]);
        let same = |path| {
            let of = |snapshot: &Snapshot| snapshot.get(path).expect("it is there").clone();
            Arc::ptr_eq(&of(&first), &of(&second))
        };
        assert!(same("a.html") && !same("b.html"));
        let third = second.unchanged().with_trouble(Some("why".into()));
        assert!(Arc::ptr_eq(&third.files, &second.files) && third.build == 3);
        assert!(third.next(site(&[]), &Portfolio::default()).0.trouble.is_none());
    }

    #[test]
    fn many_changes_are_not_listed() {
        let names: Vec<String> = (0..60).map(|number| format!("{number}.html")).collect();
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
        assert_eq!(next(&Snapshot::default(), &files).0.changed, None);
        assert_eq!(
            next(&Snapshot::default(), &files[..2]).0.changed.map(|paths| paths.len()),
            Some(2)
        );
    }

    #[test]
    fn a_copy_changes_with_its_file() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let path = folder.path().join("a.png");
        let look = |before: &Snapshot, text: &str| {
            std::fs::write(&path, text).expect("it can be written");
            let files =
                [(OutPath::new("a.png"), Content::Copy(path.clone()))].into_iter().collect();
            before.next(Site { files, pages: 0 }, &Portfolio::default())
        };
        let (first, _) = look(&Snapshot::default(), "1");
        let (second, difference) = look(&first, "22");
        assert_eq!(difference.paths.len(), 1);
        let entry = second.get("a.png").expect("it is there");
        assert!(matches!(entry.open(), Some(Opened::File(_, 2, _))));
        std::fs::remove_file(&path).expect("it can be removed");
        assert!(entry.open().is_none());
    }
}
