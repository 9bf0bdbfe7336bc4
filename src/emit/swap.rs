//! A whole new folder takes the place of the old one.
//!
//! In: a plan and a place. Out: the site stands, and nothing is left beside it. It stands alone because what may be killed at
//! any moment must be mended at any moment: building the folder, exchanging it, clearing away the old one and recovering
//! from each of these cut short belong together. Absent on purpose: outputs that cannot move (`in_place`).
//!
//! What lies beside an output is one of two things. Without a manifest it is a next site that was never finished; the manifest
//! is the last file written to it and the last removed from it, and so it holds nothing but new files and second names of
//! others. With a manifest it is a site that was about to be swapped in or had just been swapped out. Then the files that the
//! manifest lists go, and what else is there goes to the output, unless the output has it.

use super::place::Place;
use super::plan::{self, Plan};
use super::{is_folder, is_missing, manifest, remove_file, remove_listed, stage};
use crate::diagnostic::Error;
use crate::scan::{MANIFEST, OPEN_FILES};
use rayon::prelude::*;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Carries out a plan by a swap; `false`, with nothing changed, when the output cannot move.
///
/// # Errors
///
/// When the next site cannot be built; the old one then stands, and nothing is left beside it.
pub(super) fn swap(plan: &Plan<'_>, place: &Place) -> Result<bool, Error> {
    let next = place.next();
    let built = build(plan, place, &next);
    match built.and_then(|()| exchange(place, &next)) {
        Ok(Some(old)) => clear(&old, place.folder()).map(|()| true),
        Ok(None) => Ok(true),
        Err(error) => {
            drop(fs::remove_dir_all(&next));
            if cannot_move(&error) { Ok(false) } else { Err(error) }
        }
    }
}

/// Clears away what a killed build left.
///
/// # Errors
///
/// When it cannot be removed.
pub(super) fn recover(place: &Place) -> Result<(), Error> {
    for leftover in [place.old(), place.next()] {
        if !exists(&leftover) {
            continue;
        }
        let is_whole = manifest::read(&leftover)?.is_some();
        if is_whole && !place.exists() {
            rename(&leftover, place.folder())?;
        } else {
            clear(&leftover, place.folder())?;
        }
    }
    remove_all(&place.inside())
}

/// Builds the next site: folders, then files, then what is not ours, then the manifest.
fn build(plan: &Plan<'_>, place: &Place, next: &Path) -> Result<(), Error> {
    stage::folder(next)?;
    let foreign = plan.foreign.iter().filter_map(|path| path.to_str());
    for folder in plan::folders(plan.files.iter().map(|file| file.path).chain(foreign)) {
        stage::folder(&next.join(folder))?;
    }
    let lane = plan.files.len().div_ceil(OPEN_FILES).max(1);
    plan.files.par_chunks(lane).try_for_each(|lane| {
        lane.iter().try_for_each(|file| {
            let to = next.join(file.path);
            if file.stands {
                return stage::keep(&place.folder().join(file.path), &to);
            }
            stage::write(&to, file.content)
        })
    })?;
    for path in &plan.foreign {
        // What cannot have a second name is moved after the swap.
        drop(fs::hard_link(place.folder().join(path), next.join(path)));
    }
    manifest::write(next, plan.manifest())
}

/// Puts the next site into its place and gives the folder where the old one is now, if there was one.
fn exchange(place: &Place, next: &Path) -> Result<Option<PathBuf>, Error> {
    let output = place.folder();
    if !place.exists() {
        return rename(next, output).map(|()| None);
    }
    match exchange_names(next, output) {
        Ok(()) => Ok(Some(next.to_path_buf())),
        Err(error) if cannot_exchange(&error) => step_aside(place, next).map(Some),
        Err(error) => Err(Error::io("replace", output, error)),
    }
}

/// The two renames of a file system that cannot exchange.
fn step_aside(place: &Place, next: &Path) -> Result<PathBuf, Error> {
    let (output, old) = (place.folder(), place.old());
    rename(output, &old)?;
    if let Err(error) = rename(next, output) {
        rename(&old, output)?;
        return Err(error);
    }
    Ok(old)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange_names(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange_names(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Whether an error says that the file system does not know how to exchange.
fn cannot_exchange(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, Unsupported};
    matches!(error.kind(), InvalidInput | Unsupported)
}

/// Whether an error says that the output, or the folder above it, is fixed.
fn cannot_move(error: &Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    let Error::Io { action: "replace" | "rename", source, .. } = error else { return false };
    matches!(source.kind(), CrossesDevices | ResourceBusy | PermissionDenied | ReadOnlyFilesystem)
}

/// Removes a site that is not in its place (any more), and hands what is not ours to the one that is.
fn clear(tree: &Path, output: &Path) -> Result<(), Error> {
    let Some(listed) = manifest::read(tree)? else { return remove_all(tree) };
    remove_listed(tree, listed.iter().map(String::as_str))?;
    for name in names(tree)?.iter().filter(|name| *name != MANIFEST) {
        hand_over(&tree.join(name), &output.join(name))?;
    }
    remove_file(&tree.join(MANIFEST))?;
    fs::remove_dir(tree).map_err(|error| Error::io("remove", tree, error))
}

/// Moves something that is not ours to where it belongs. Where that is taken, folders are gone into, and of two files the newer
/// one stays: as a rule they are one file under two names.
fn hand_over(from: &Path, to: &Path) -> Result<(), Error> {
    if !exists(to) {
        return rename(from, to);
    }
    if is_folder(from) && is_folder(to) {
        for name in names(from)? {
            hand_over(&from.join(&name), &to.join(&name))?;
        }
        return fs::remove_dir(from).map_err(|error| Error::io("remove", from, error));
    }
    if modified(from) > modified(to) { rename(from, to) } else { remove_file(from).map(drop) }
}

fn names(folder: &Path) -> Result<Vec<OsString>, Error> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|error| Error::io("read", folder, error))?;
    Ok(entries.iter().map(fs::DirEntry::file_name).collect())
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn modified(path: &Path) -> Option<SystemTime> {
    path.symlink_metadata().and_then(|metadata| metadata.modified()).ok()
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(|error| Error::io("rename", from, error))
}

/// Removes a folder and all it holds, if it is there. Links in it are removed, not followed.
fn remove_all(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if !is_missing(&error) => Err(Error::io("remove", folder, error)),
        _ => Ok(()),
    }
}
