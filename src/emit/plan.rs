//! The site and what stands in the output → what is to be done.
//!
//! In: both. Out: a [`Plan`]: for each file whether it stays or is written, which files go, and what is not ours. It stands
//! alone because it only reads: whatever is refused is refused before a byte is written, and a plan that changes nothing is
//! the end of a build. Absent on purpose: how a plan is carried out.

use super::place::{self, Place};
use super::{Emitted, manifest, stage};
use crate::diagnostic::Error;
use crate::link::OutPath;
use crate::render::{Content, Site};
use crate::scan::{MANIFEST, OPEN_FILES};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The longest name of a file: what common file systems take.
const LONGEST_NAME: usize = 255;

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    /// The files of the site, by path.
    pub(super) files: Vec<Planned<'a>>,
    /// Files of the build before that are no longer part of the site.
    pub(super) removed: Vec<String>,
    /// What the manifest of the build before lists.
    pub(super) listed: BTreeSet<String>,
    /// Files and links that are not ours, in folders that we share.
    pub(super) foreign: Vec<PathBuf>,
}

/// One file of the site.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    /// Its path in the output.
    pub(super) path: &'a str,
    /// What it is to hold.
    pub(super) content: &'a Content,
    /// Whether it holds that already.
    pub(super) stands: bool,
}

impl<'a> Plan<'a> {
    /// Compares a site with what stands.
    ///
    /// # Errors
    ///
    /// When the output cannot be read, or something that is not ours is in the way.
    pub(super) fn new(site: &'a Site, place: &Place) -> Result<Self, Error> {
        let listed = manifest::read(place.folder())?.unwrap_or_default();
        let paths: BTreeSet<&str> = site.files.paths().map(OutPath::as_str).collect();
        let known = paths.iter().copied().chain(listed.iter().map(String::as_str));
        let entries = entries(place.folder(), known)?;
        refuse_in_the_way(&entries, &folders(paths.iter().copied()), &listed)?;
        let files = compare(site, place, &entries, &listed)?;
        let ours = |path: &str| listed.contains(path) || paths.contains(path);
        let mut foreign = entries;
        foreign.retain(|path, kind| *kind != Kind::Folder && !path.to_str().is_some_and(ours));
        let foreign = foreign.into_keys().collect();
        let removed = listed.iter().filter(|path| !paths.contains(path.as_str())).cloned();
        Ok(Self { files, removed: removed.collect(), foreign, listed })
    }

    /// Whether everything stands as it should.
    pub(super) fn is_empty(&self) -> bool {
        self.files.iter().all(|file| file.stands) && self.listed == self.manifest()
    }

    /// What the manifest will list.
    pub(super) fn manifest(&self) -> BTreeSet<String> {
        self.files.iter().map(|file| file.path.to_owned()).collect()
    }

    /// What carrying it out comes to.
    pub(super) fn emitted(&self) -> Emitted {
        let unchanged = self.files.iter().filter(|file| file.stands).count();
        Emitted { written: self.files.len() - unchanged, unchanged, removed: self.removed.len() }
    }
}

/// Every folder above these files, each before what it holds; without the top.
pub(super) fn folders<'a>(files: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    files.flat_map(above).collect()
}

/// The folders above a file; without the top.
fn above(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').map(|(slash, _)| &file[..slash])
}

/// Refuses a site with paths that would leave the output, or that no file system can hold together.
///
/// # Errors
///
/// When there is one.
pub(super) fn check_paths(site: &Site) -> Result<(), Error> {
    let paths: BTreeSet<&str> = site.files.paths().map(OutPath::as_str).collect();
    paths.iter().try_for_each(|path| {
        check_path(path)?;
        above(path).find(|above| paths.contains(above)).map_or(Ok(()), |above| {
            Err(Error::refused(
                format!("`{above}` is both a file of the site and the folder of `{path}`"),
                "give one of the documents another address",
            ))
        })
    })
}

fn check_path(path: &str) -> Result<(), Error> {
    let names = || path.split('/');
    let strange = names().any(|name| matches!(name, "" | "." | "..") || name.contains('\0'));
    if strange || !manifest::is_inside(path) || is_reserved(path) {
        return Err(Error::refused(
            format!("`{path}` cannot be the path of a file of the site"),
            "give the document another address",
        ));
    }
    names().find(|name| name.len() > LONGEST_NAME).map_or(Ok(()), |name| {
        Err(Error::refused(
            format!("the name `{name}` in the site is longer than {LONGEST_NAME} bytes"),
            "give the document a shorter name or address",
        ))
    })
}

/// Whether a name is one that emitting needs for itself.
fn is_reserved(path: &str) -> bool {
    let first = path.split('/').next().unwrap_or(path);
    first == MANIFEST || place::is_own(first.as_ref())
}

/// What stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
    /// A link, or something stranger.
    Other,
}

/// What stands in the top of the output and in the folders of these files. Folders that hold none of them are not looked
/// into, however much there is in them.
fn entries<'a>(
    top: &Path,
    files: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<PathBuf, Kind>, Error> {
    let mut entries = BTreeMap::new();
    for folder in std::iter::once("").chain(folders(files)) {
        if folder.is_empty() || entries.get(Path::new(folder)) == Some(&Kind::Folder) {
            list(top, folder, &mut entries)?;
        }
    }
    Ok(entries)
}

fn list(top: &Path, folder: &str, entries: &mut BTreeMap<PathBuf, Kind>) -> Result<(), Error> {
    let on_disk = top.join(folder);
    let read = |error| Error::io("read", &on_disk, error);
    let listing = match fs::read_dir(&on_disk) {
        Ok(listing) => listing,
        Err(error) if super::is_missing(&error) => return Ok(()),
        Err(error) => return Err(read(error)),
    };
    for entry in listing {
        let entry = entry.map_err(read)?;
        let name = entry.file_name();
        let ours = folder.is_empty() && (name == MANIFEST || place::is_own(&name));
        if !ours {
            let kind = entry.file_type().map_err(read)?;
            let kind = match (kind.is_file(), kind.is_dir()) {
                (true, _) => Kind::File,
                (_, true) => Kind::Folder,
                _ => Kind::Other,
            };
            entries.insert(Path::new(folder).join(name), kind);
        }
    }
    Ok(())
}

/// Refuses what is not ours where the site needs a folder.
fn refuse_in_the_way(
    entries: &BTreeMap<PathBuf, Kind>,
    wanted: &BTreeSet<&str>,
    listed: &BTreeSet<String>,
) -> Result<(), Error> {
    let in_the_way = wanted.iter().find(|folder| {
        let kind = entries.get(Path::new(folder));
        !listed.contains(**folder) && kind.is_some_and(|kind| *kind != Kind::Folder)
    });
    in_the_way.map_or(Ok(()), |folder| Err(in_the_way_of(folder)))
}

fn in_the_way_of(path: &str) -> Error {
    Error::refused(
        format!(
            "`{path}` in the output was not written by this program, and the site needs its name"
        ),
        "move it away, or give the document another address",
    )
}

/// Compares each file with what stands under its name.
fn compare<'a>(
    site: &'a Site,
    place: &Place,
    entries: &BTreeMap<PathBuf, Kind>,
    listed: &BTreeSet<String>,
) -> Result<Vec<Planned<'a>>, Error> {
    let one = |(path, content): &(&'a str, &'a Content)| {
        let stands = match entries.get(Path::new(path)) {
            Some(Kind::File) => stage::holds(&place.folder().join(path), content)?,
            Some(Kind::Folder | Kind::Other) | None => false,
        };
        let foreign = entries.get(Path::new(path)).is_some_and(|kind| match kind {
            Kind::Folder => !is_all_ours(Path::new(path), entries, listed),
            Kind::File | Kind::Other => !listed.contains(*path),
        });
        if foreign && !stands {
            return Err(in_the_way_of(path));
        }
        Ok(Planned { path, content, stands })
    };
    let files: Vec<_> = site.files.iter().map(|(path, content)| (path.as_str(), content)).collect();
    let lane = files.len().div_ceil(OPEN_FILES).max(1);
    files.par_chunks(lane).flat_map_iter(|lane| lane.iter().map(one)).collect()
}

/// Whether a folder holds files that we wrote, and nothing else.
fn is_all_ours(
    folder: &Path,
    entries: &BTreeMap<PathBuf, Kind>,
    listed: &BTreeSet<String>,
) -> bool {
    let folders = folders(listed.iter().map(String::as_str));
    let mut held = entries.iter().filter(|(path, _)| path.starts_with(folder));
    held.all(|(path, kind)| match kind {
        Kind::Folder => path.to_str().is_some_and(|path| folders.contains(path)),
        Kind::File | Kind::Other => path.to_str().is_some_and(|path| listed.contains(path)),
    })
}
