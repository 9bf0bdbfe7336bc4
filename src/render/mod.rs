//! [`Portfolio`] → [`Site`]: every byte of the output.
//!
//! In: the linked portfolio and the theme. Out: a map from output path to content. Rendering reads nothing but what it is
//! given, so equal portfolios give equal sites. Absent on purpose: the disk, the clock.

use crate::config::Config;
use crate::diagnostic::Error;
use crate::link::{OutPath, Portfolio};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Everything that is to stand in the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<OutPath, Content>,
    /// How many of them are HTML pages.
    pub pages: usize,
}

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file.
    Copy(PathBuf),
}

/// The templates and assets in use: the embedded ones, with the user's files of the same path in their place.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    /// Path inside the theme (`templates/document.html`) → bytes, only those the user replaces.
    pub replaced: BTreeMap<String, Vec<u8>>,
}

/// Renders the whole site.
///
/// # Errors
///
/// When a template does not compile or fails.
pub fn render(
    _portfolio: &Portfolio,
    _config: &Config,
    _theme: &ThemeFiles,
) -> Result<Site, Error> {
    Ok(Site::default())
}
