//! Paths as links and metadata write them → the text, file or folder that is meant.
//!
//! In: the files of the portfolio and the pages of its folders. Out: what one path names, tried in the forms that people
//! write: relative, from the root of the portfolio or of its repository, without an extension, with that of a page, as a
//! folder. Every reference by path asks here, in prose and in metadata. Absent on purpose: URLs, headings, problems.

use super::destination::Inside;
use crate::diagnostic::SourcePath;
use crate::scan::Repository;
use std::collections::{HashMap, HashSet};

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A text: its index.
    Text(usize),
    /// Another file.
    File(&'a SourcePath),
    /// The site's first page, where no text stands for it.
    Home,
    /// A folder without a page.
    Folder,
    /// Something that this audience does not see.
    Hidden,
    /// Nothing.
    Missing,
    /// Something outside the portfolio.
    Beyond,
}

/// A file by its path.
#[derive(Clone, Copy, Debug)]
enum Entry<'a> {
    Text(usize),
    File(&'a SourcePath),
    Hidden,
}

/// The files of the portfolio by path, and its folders.
#[derive(Debug, Default)]
pub(super) struct Files<'a> {
    paths: HashMap<&'a str, Entry<'a>>,
    /// The text that a metadata file belongs to.
    sidecars: HashMap<&'a str, usize>,
    /// Every folder, with the text whose page is its index.
    folders: HashMap<&'a str, Option<usize>>,
    /// Folders that hold something this audience does not see.
    hidden_folders: HashSet<&'a str>,
    /// File names in lower case, for suggestions: the first path that has it.
    names: HashMap<String, &'a SourcePath>,
    /// Where the sources lie in their repository.
    folder_in_repository: String,
}

impl<'a> Files<'a> {
    /// Starts with the place of the sources in their repository.
    pub(super) fn new(repository: Option<&Repository>) -> Self {
        let folder = repository.map(|repository| repository.folder.clone()).unwrap_or_default();
        Self { folder_in_repository: folder, ..Self::default() }
    }

    /// Adds a text that is seen.
    pub(super) fn add_text(&mut self, path: &'a SourcePath, text: usize) {
        self.paths.insert(path.as_str(), Entry::Text(text));
        self.add_folders(path);
        self.names.entry(path.file_name().to_lowercase()).or_insert(path);
    }

    /// Adds a text's metadata file; a link shows the file, metadata that names it means the text.
    pub(super) fn add_sidecar(&mut self, path: &'a SourcePath, text: usize) {
        self.sidecars.insert(path.as_str(), text);
    }

    /// Adds a file that is no text, unless the path is known as something else.
    pub(super) fn add_file(&mut self, path: &'a SourcePath) {
        self.paths.entry(path.as_str()).or_insert(Entry::File(path));
        self.add_folders(path);
        self.names.entry(path.file_name().to_lowercase()).or_insert(path);
    }

    /// Adds a text or its metadata file that this audience does not see.
    pub(super) fn add_hidden(&mut self, path: &'a SourcePath) {
        self.paths.insert(path.as_str(), Entry::Hidden);
        let mut folder = path.folder();
        while !folder.is_empty() && self.hidden_folders.insert(folder) {
            folder = folder.rsplit_once('/').map_or("", |(around, _)| around);
        }
    }

    /// Says that a text's page is the index of a folder.
    pub(super) fn add_index(&mut self, folder: &'a str, text: usize) {
        self.folders.insert(folder, Some(text));
    }

    fn add_folders(&mut self, path: &'a SourcePath) {
        let mut folder = path.folder();
        while !folder.is_empty() && !self.folders.contains_key(folder) {
            self.folders.insert(folder, None);
            folder = folder.rsplit_once('/').map_or("", |(around, _)| around);
        }
    }

    /// What a link on `from` names.
    pub(super) fn link(&self, from: &SourcePath, inside: &Inside) -> Found<'a> {
        let decoded = self.link_path(from, &inside.path, inside.from_root);
        match (&decoded, &inside.undecoded) {
            (Found::Missing, Some(path)) => self.link_path(from, path, inside.from_root),
            _ => decoded,
        }
    }

    fn link_path(&self, from: &SourcePath, path: &str, from_root: bool) -> Found<'a> {
        if from_root {
            return self.rooted(from, path);
        }
        match from.resolve(path) {
            Some(path) => self.look(path.as_str()).unwrap_or(Found::Missing),
            None => Found::Beyond,
        }
    }

    /// What a path in the metadata of `from` names. Such paths are written from the root as often as from the document, with
    /// or without a slash before them, and may name a metadata file for its document.
    pub(super) fn reference(&self, from: &SourcePath, inside: &Inside) -> Found<'a> {
        let sidecar = |path: Option<SourcePath>| {
            self.sidecars.get(path?.as_str()).map(|text| Found::Text(*text))
        };
        let path = inside.path.trim_end_matches(['"', '\'', '”', ',', ';']);
        let relative = if inside.from_root { None } else { from.resolve(path) };
        if let Some(found) = sidecar(relative).or_else(|| sidecar(SourcePath::from_root(path))) {
            return found;
        }
        let cleaned = Inside { path: path.to_owned(), ..inside.clone() };
        match self.link(from, &cleaned) {
            Found::Missing | Found::Beyond if !path.starts_with('.') => self.rooted(from, path),
            found => found,
        }
    }

    /// What a path names from the root: of the portfolio, of its repository, or of a folder around `from`, as when several
    /// repositories stand in one portfolio. Last, the root may be a folder inside the repository whose name is not known.
    fn rooted(&self, from: &SourcePath, path: &str) -> Found<'a> {
        let Some(normal) = SourcePath::from_root(path) else { return Found::Beyond };
        let rooted = normal.as_str();
        let in_repository = rooted
            .strip_prefix(&*self.folder_in_repository)
            .filter(|_| !self.folder_in_repository.is_empty())
            .map(|rest| rest.trim_start_matches('/'));
        self.look(rooted)
            .or_else(|| in_repository.and_then(|rest| self.look(rest)))
            .or_else(|| around(from).find_map(|folder| self.look(&format!("{folder}/{rooted}"))))
            .or_else(|| tails(rooted).find_map(|tail| self.tail(from, tail)))
            .unwrap_or(Found::Missing)
    }

    /// What the end of a path names, from the root or from a folder around.
    fn tail(&self, from: &SourcePath, tail: &str) -> Option<Found<'a>> {
        let nearer = || around(from).find_map(|folder| self.look(&format!("{folder}/{tail}")));
        self.look(tail).or_else(|| tail.contains('/').then(nearer).flatten())
    }

    /// What a normal path names, in any of the forms of one name.
    pub(super) fn look(&self, path: &str) -> Option<Found<'a>> {
        if path.is_empty() {
            return Some(self.folders.get("").copied().flatten().map_or(Found::Home, Found::Text));
        }
        self.exact(path)
            .or_else(|| self.exact(&format!("{path}.md")))
            .or_else(|| self.folder(path))
            .or_else(|| self.page(path))
    }

    fn exact(&self, path: &str) -> Option<Found<'a>> {
        Some(match self.paths.get(path)? {
            Entry::Text(text) => Found::Text(*text),
            Entry::File(path) => Found::File(path),
            Entry::Hidden => Found::Hidden,
        })
    }

    fn folder(&self, path: &str) -> Option<Found<'a>> {
        let known = self.folders.get(path).map(|index| index.map_or(Found::Folder, Found::Text));
        let hidden = || self.hidden_folders.contains(path).then_some(Found::Hidden);
        known.filter(|found| *found != Found::Folder).or_else(hidden).or(known)
    }

    /// The text whose page would have this address: `a.html`, `a/index.html`.
    fn page(&self, path: &str) -> Option<Found<'a>> {
        let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm"))?;
        if stem == "index" {
            return self.look("");
        }
        let folder = stem.strip_suffix("/index");
        self.exact(&format!("{stem}.md"))
            .or_else(|| self.folder(folder?))
            .or_else(|| self.exact(&format!("{}.md", folder?)))
    }

    /// A path that may be meant by one that names nothing: the same file name elsewhere.
    pub(super) fn near(&self, path: &str) -> Option<&'a SourcePath> {
        let name = path.trim_end_matches('/').rsplit('/').next()?.to_lowercase();
        if matches!(&*name, "" | "readme.md" | "index.md" | "readme" | "index") {
            return None;
        }
        self.names.get(&name).or_else(|| self.names.get(&format!("{name}.md"))).copied()
    }
}

/// The folders around a file, the outermost first.
fn around(path: &SourcePath) -> impl Iterator<Item = &str> {
    let folder = path.folder();
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    ends.map(|end| &folder[..end]).filter(|folder| !folder.is_empty())
}

/// A path without its first components, as long as two are left or the one that is left is a telling name.
fn tails(path: &str) -> impl Iterator<Item = &str> {
    let starts = path.match_indices('/').map(|(at, _)| at + 1);
    starts.map(|start| &path[start..]).filter(|tail| {
        let stem = tail.rsplit_once('.').map_or(*tail, |(stem, _)| stem);
        tail.contains('/')
            || !(stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::destination::{self, Destination};

    /// What `written` names from `specs/sub/a.md`: a path, `folder`, `home`, `beyond`, `hidden` or `-`.
    fn check(written: &str, expected: &str) {
        let paths = [
            "specs/sub/a.md",
            "specs/b.md",
            "specs/c/README.md",
            "specs/d e.md",
            "specs/x%20y.md",
            "own/keps/net/1-x/README.md",
            "own/keps/net/2-y/README.md",
            "README.md",
        ]
        .map(SourcePath::new);
        let others = ["specs/sub/pic.png", "specs/empty/data.csv", "own/keps/net/1-x/kep.yaml"];
        let others = others.map(SourcePath::new);
        let hidden = SourcePath::new("specs/secret.md");
        let repository =
            Repository { host: String::new(), name: String::new(), folder: "docs/src".into() };
        let mut files = Files::new(Some(&repository));
        for (index, path) in paths.iter().enumerate() {
            files.add_text(path, index);
            if path.stem() == "README" {
                files.add_index(path.folder(), index);
            }
        }
        files.add_sidecar(&others[2], 5);
        for path in &others {
            files.add_file(path);
        }
        files.add_hidden(&hidden);
        let (as_reference, from, written) = match written.strip_prefix("ref ") {
            Some(written) => (true, &paths[5], written),
            None => (false, &paths[0], written),
        };
        let Destination::Inside(inside) = destination::read(written) else { panic!("{written}") };
        let found =
            if as_reference { files.reference(from, &inside) } else { files.link(from, &inside) };
        let shown = match found {
            Found::Text(text) => paths[text].as_str(),
            Found::File(path) => path.as_str(),
            Found::Home => "home",
            Found::Folder => "folder",
            Found::Hidden => "hidden",
            Found::Missing => "-",
            Found::Beyond => "beyond",
        };
        assert_eq!(shown, expected, "{written}");
    }

    #[test]
    fn links_name_files_in_many_forms() {
        check("../b.md", "specs/b.md");
        check("../b", "specs/b.md");
        check("../b.html", "specs/b.md");
        check("../c/", "specs/c/README.md");
        check("../c", "specs/c/README.md");
        check("../c/index.html", "specs/c/README.md");
        check("../d%20e.md", "specs/d e.md");
        check("../x%20y.md", "specs/x%20y.md");
        check("pic.png", "specs/sub/pic.png");
        check("../empty/", "folder");
        check("../../", "README.md");
        check("/index.html", "README.md");
        check("../../../x.md", "beyond");
        check("../secret.md", "hidden");
        check("..", "hidden");
        check("nothing.md", "-");
        check("b.md", "-");
    }

    #[test]
    fn a_slash_means_some_root() {
        check("/specs/b.md", "specs/b.md");
        check("/docs/src/specs/b.md", "specs/b.md");
        check("/wherever/specs/b.md", "specs/b.md");
        check("/sub/a.md", "specs/sub/a.md");
        check("/elsewhere/README.md", "-");
        check("/docs/src", "README.md");
    }

    #[test]
    fn metadata_names_folders_and_metadata_files() {
        check("ref /keps/net/2-y", "own/keps/net/2-y/README.md");
        check("ref keps/net/2-y/", "own/keps/net/2-y/README.md");
        check("ref /keps/net/2-y/README.md", "own/keps/net/2-y/README.md");
        check("ref keps/net/2-y\"", "own/keps/net/2-y/README.md");
        check("ref kep.yaml", "own/keps/net/1-x/README.md");
        check("ref /kep/net/2-y/", "own/keps/net/2-y/README.md");
        check("ref ../2-y", "own/keps/net/2-y/README.md");
        check("ref /keps/net/3-z", "-");
    }
}
