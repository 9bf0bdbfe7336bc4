//! What is no part of the portfolio.
//!
//! In: the configuration and what git ignores. Out: a predicate over paths. It stands alone because three parties speak here
//! (the program, the configuration, git) and the walk should not care which of them said no. Absent on purpose: any reason
//! that depends on the contents of a file.
//!
//! Skipped are: names that begin with a dot, `node_modules`, the output, the theme, `book.toml`, what `[portfolio] ignore`
//! names, and what `.gitignore` names where git tracks the sources.

use super::git::WorkTree;
use super::globs::IgnoreGlobs;
use crate::config::Config;
use crate::diagnostic::Error;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// A file or folder that the walk came upon.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Its path below the sources.
    pub(super) relative: &'a Path,
    /// Whether it is a folder.
    pub(super) is_folder: bool,
}

/// What is skipped.
#[derive(Debug)]
pub(super) struct Skip {
    /// Paths below the sources: the output, the theme, the configuration.
    own: Vec<PathBuf>,
    globs: IgnoreGlobs,
    ignored_by_git: HashSet<PathBuf>,
}

impl Skip {
    /// What is skipped in this folder, which is canonical.
    ///
    /// # Errors
    ///
    /// When a glob of the configuration is none.
    pub(super) fn new(
        config: &Config,
        folder: &Path,
        work: Option<&WorkTree>,
    ) -> Result<Self, Error> {
        let globs = IgnoreGlobs::new(config)?;
        let theme = config.portfolio.theme.as_ref().map(|theme| config.root.join(theme));
        let own = [Some(config.output_dir()), theme, Some(config.root.join("book.toml"))];
        let own = own.into_iter().flatten().flat_map(|path| inside(folder, &path)).collect();
        let ignored_by_git = work.map(WorkTree::ignored).unwrap_or_default();
        Ok(Self { own, globs, ignored_by_git })
    }

    /// Whether this entry is skipped; the folders above it are taken to have been asked about.
    pub(super) fn skips(&self, entry: &Entry<'_>) -> bool {
        is_skipped_name(entry.relative)
            || self.own.iter().any(|own| own.as_os_str() == entry.relative.as_os_str())
            || self.globs.ignores(entry)
            || self.ignored_by_git.contains(entry.relative)
    }

    /// Whether a file is skipped by itself or with a folder above it.
    pub(super) fn skips_within(&self, file: &Path) -> bool {
        let above = file.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        self.skips(&Entry { relative: file, is_folder: false })
            || above.into_iter().any(|relative| self.skips(&Entry { relative, is_folder: true }))
    }
}

fn is_skipped_name(relative: &Path) -> bool {
    let path = relative.as_os_str().as_encoded_bytes();
    let name = path.rsplit(|byte| std::path::is_separator(char::from(*byte))).next();
    name.is_some_and(|name| name.first() == Some(&b'.') || name == b"node_modules")
}

/// The paths below the sources of something that exists there: its own, and where it is a link also the one it leads to. The
/// sources themselves are not below themselves: an output of that name is `emit`'s to refuse.
fn inside<'a>(folder: &'a Path, path: &Path) -> impl Iterator<Item = PathBuf> + use<'a> {
    let own = path
        .parent()
        .zip(path.file_name())
        .and_then(|(parent, name)| Some(parent.canonicalize().ok()?.join(name)));
    let target = path.canonicalize().ok();
    [own, target].into_iter().flatten().filter_map(move |path| {
        let relative = path.strip_prefix(folder).ok()?;
        (!relative.as_os_str().is_empty()).then(|| relative.to_path_buf())
    })
}
