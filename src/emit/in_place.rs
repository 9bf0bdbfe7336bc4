//! Files take the places of old ones, one by one, in an output that cannot move.
//!
//! In: a plan and a place. Out: the site stands. It is a module of its own because it is the second best way: a mount point, a
//! folder whose parent may not be written. Absent on purpose: undoing. From the first rename on, a failure leaves a mixture of
//! two sites, each file whole; the manifest lists both by then, and the next build completes the work.

use super::place::Place;
use super::plan::{self, Plan, Planned};
use super::{manifest, remove_listed, stage};
use crate::diagnostic::Error;
use crate::scan::OPEN_FILES;
use rayon::prelude::*;
use std::fs;
use std::path::Path;

/// Carries out a plan file by file.
///
/// # Errors
///
/// When the files cannot be written (nothing has changed then), or not be put into place.
pub(super) fn write(plan: &Plan<'_>, place: &Place) -> Result<(), Error> {
    let (output, unplaced) = (place.folder(), place.inside());
    let changed: Vec<_> = plan.files.iter().filter(|file| !file.stands).collect();
    let written = write_all(&changed, output, &unplaced);
    let placed = written.and_then(|()| put_in_place(plan, &changed, output, &unplaced));
    drop(fs::remove_dir_all(&unplaced));
    placed
}

/// Writes the changed files under numbers.
fn write_all(changed: &[&Planned<'_>], output: &Path, unplaced: &Path) -> Result<(), Error> {
    stage::folder(output)?;
    stage::folder(unplaced)?;
    let numbered: Vec<_> = changed.iter().enumerate().collect();
    numbered.par_chunks(numbered.len().div_ceil(OPEN_FILES).max(1)).try_for_each(|lane| {
        lane.iter().try_for_each(|(number, file)| {
            stage::write(&unplaced.join(number.to_string()), file.content)
        })
    })
}

fn put_in_place(
    plan: &Plan<'_>,
    changed: &[&Planned<'_>],
    output: &Path,
    unplaced: &Path,
) -> Result<(), Error> {
    let mut both = plan.manifest();
    both.extend(plan.listed.iter().cloned());
    manifest::write(output, both)?;
    remove_listed(output, plan.removed.iter().map(String::as_str))?;
    for folder in plan::folders(plan.files.iter().map(|file| file.path)) {
        stage::folder(&output.join(folder))?;
    }
    for (number, file) in changed.iter().enumerate() {
        let to = output.join(file.path);
        fs::rename(unplaced.join(number.to_string()), &to)
            .map_err(|error| Error::io("replace", to, error))?;
    }
    manifest::write(output, plan.manifest())
}
