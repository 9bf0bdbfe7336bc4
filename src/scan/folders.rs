//! The configuration → the folders in which a scan looks for sources.
//!
//! In: the configuration. Out: folders as the system names them. Whoever watches the sources watches these, and so leaves
//! alone what a scan leaves alone: dependencies, outputs, and what git ignores. Absent on purpose: files.

use super::skip::{Entry, Skip};
use super::{MANIFEST, git, source_folder};
use crate::config::Config;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// The folder of the sources and all those below it that are not skipped; none where there are no sources.
#[must_use]
pub fn folders(config: &Config) -> Vec<PathBuf> {
    let Ok(folder) = source_folder(config) else { return vec![] };
    let work = git::WorkTree::around(&folder);
    let Ok(skip) = Skip::new(config, &folder, work.as_ref()) else { return vec![folder] };
    let walk = WalkDir::new(&folder).into_iter();
    let entered = walk.filter_entry(|entry| is_entered(entry, &folder, &skip));
    entered.filter_map(Result::ok).map(DirEntry::into_path).collect()
}

fn is_entered(entry: &DirEntry, folder: &Path, skip: &Skip) -> bool {
    let relative = entry.path().strip_prefix(folder).expect("a walk gives paths below its start");
    entry.depth() == 0
        || entry.file_type().is_dir()
            && !skip.skips(&Entry { relative, is_folder: true })
            && entry.path().join(MANIFEST).symlink_metadata().is_err()
}
