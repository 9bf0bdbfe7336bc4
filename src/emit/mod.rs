//! [`Site`] → disk: staged, swapped, and nothing else touched.
//!
//! In: the site and the output folder. Out: the folder holds the site, whole, or what it held before. Emitting stands alone
//! because it is the only code that writes outside the cache. Absent on purpose: any knowledge of what a file means.
//!
//! # What is written
//!
//! Every file is compared with the one that stands there, byte for byte: neither a manifest nor a size and a time can say
//! that a page was tampered with. When all are equal nothing is touched. Otherwise the next site is built as a whole folder
//! beside the output, `.NAME.specfolio-new`, in which equal files are hard links to those that stand (and so keep their
//! times) and the others are written; then the two folders change places in one step (`RENAME_EXCHANGE`). A reader sees the
//! old site or the new one, and whatever stops the program leaves one of them standing whole. What a killed build left beside
//! the output is removed by the next.
//!
//! Where that step is not to be had:
//!
//! - A file system that cannot exchange: the old folder steps aside and the new one takes its name. Between the two renames
//!   the output is missing; a build that is killed there is mended by the next.
//! - An output that cannot move, because it is a mount point or its parent cannot be written: changed files are written to a
//!   folder inside it and renamed into place one by one. Each file is whole at all times; the site as a whole is not between
//!   the first rename and the last, and a build that is killed there is completed by the next.
//! - A file system without hard links: equal files are copied, with their times.
//!
//! Nothing is synced to the disk: that costs more than the whole build, and a site is made again from its sources. After a
//! power cut the next build compares, finds what was lost and writes it again.
//!
//! # What is removed
//!
//! The manifest, [`MANIFEST`](crate::scan::MANIFEST) in the output itself, lists what this program wrote. Only that is ever
//! removed. What a user put beside it (a `.git` folder, a file for a hosting service) is carried over, files as hard links
//! before the swap and folders by a rename after it. An output that is not empty and has no manifest is refused.

mod in_place;
mod manifest;
mod place;
mod plan;
mod stage;
mod swap;

use crate::diagnostic::Error;
use crate::render::Site;
use place::Place;
use plan::Plan;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What emitting did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Emitted {
    /// Files that are new or have new bytes.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files of the build before that are gone.
    pub removed: usize,
}

/// Writes a site. `protected` are folders that the output may not be, contain or lie above: root, sources, home.
///
/// Builds into one output wait for each other.
///
/// # Errors
///
/// When the output is refused or cannot be written; the old site then stands as it was.
pub fn emit(site: &Site, output: &Path, protected: &[PathBuf]) -> Result<Emitted, Error> {
    plan::check_paths(site)?;
    let place = Place::new(output, protected)?;
    let _lock = place.lock()?;
    swap::recover(&place)?;
    let plan = Plan::new(site, &place)?;
    if !plan.is_empty() {
        carry_out(&plan, &place)?;
    }
    Ok(plan.emitted())
}

/// Swaps where that is possible, else writes in place.
fn carry_out(plan: &Plan<'_>, place: &Place) -> Result<(), Error> {
    if !place.is_fixed() && swap::swap(plan, place)? {
        return Ok(());
    }
    in_place::write(plan, place)
}

/// Removes a site that this program wrote, and gives the number of its files. What else stands in the folder stays.
///
/// # Errors
///
/// When the folder is not its own or cannot be removed.
pub fn clean(output: &Path, protected: &[PathBuf]) -> Result<usize, Error> {
    let place = Place::new(output, protected)?;
    if !place.exists() && !place.has_leftovers() {
        return Ok(0);
    }
    let _lock = place.lock()?;
    swap::recover(&place)?;
    let files = manifest::read(place.folder())?.unwrap_or_default();
    let removed = remove_listed(place.folder(), files.iter().map(String::as_str))?;
    remove_file(&place.folder().join(crate::scan::MANIFEST))?;
    // What still holds something that is not ours, or is a mount point, stays.
    drop(fs::remove_dir(place.folder()));
    Ok(removed)
}

/// Removes these files of a folder, and the folders in it that are empty without them; gives the number of the files.
///
/// Where a folder was replaced by a link, what the link leads to is not ours.
fn remove_listed<'a>(
    top: &Path,
    files: impl Iterator<Item = &'a str> + Clone,
) -> Result<usize, Error> {
    let mut folders = plan::folders(files.clone());
    let links: Vec<_> = folders.extract_if(.., |folder| top.join(folder).is_symlink()).collect();
    let behind_link = |path: &str| links.iter().any(|link| Path::new(path).starts_with(link));
    let mut removed = 0;
    for file in files.filter(|file| !behind_link(file)) {
        removed += usize::from(remove_file(&top.join(file))?);
    }
    for folder in folders.into_iter().rev().filter(|folder| !behind_link(folder)) {
        // A folder that is not empty holds something that is not ours; it stays.
        drop(fs::remove_dir(top.join(folder)));
    }
    Ok(removed)
}

/// Removes a file or link, and says whether there was one. A folder of that name is not ours.
fn remove_file(path: &Path) -> Result<bool, Error> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if is_missing(&error) || is_folder(path) => Ok(false),
        Err(error) => Err(Error::io("remove", path, error)),
    }
}

/// Whether a path is a folder and not a link to one.
fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

/// Whether an error says that there is nothing of that name.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
