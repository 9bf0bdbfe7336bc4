//! `book.toml` → [`Config`]: typed, defaulted, complete.
//!
//! In: the text of the configuration file and `SPECFOLIO_…` overrides. Out: a value in which every option has its value, so
//! that no later stage knows what a default is. mdBook's keys are taken wherever mdBook has one; keys of mdBook that mean
//! nothing here are accepted in silence, unknown keys under our own tables are problems. Absent on purpose: any judgement
//! about documents, and any reading of the environment (the command line hands it in).
//!
//! The way of a value: text → tree of located values → section that reads by rules → the struct here, which [`load`] asks
//! the disk about.

mod additional;
mod load;
mod read;
mod rules;
mod section;
mod theme;
mod tree;

pub use additional::{Additional, additional_files};
pub use load::load;
pub use theme::theme_files;

use crate::diagnostic::{Code, Place, Problem, Severity};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Everything that can be configured.
///
/// It serializes as what it says, so that its serialization can be fingerprinted: where the portfolio lies on this machine
/// and what was odd about the file are no part of that.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Config {
    /// The folder of `book.toml`, or the portfolio's own folder where there is none.
    #[serde(skip)]
    pub root: PathBuf,
    /// `[book]`
    pub book: Book,
    /// `[build]`
    pub build: Build,
    /// `[output.html]`
    pub html: Html,
    /// `[portfolio]`
    pub portfolio: PortfolioOptions,
    /// Keys that do not exist, at their places in `book.toml`; severities as configured.
    #[serde(skip)]
    pub problems: Vec<Problem>,
    /// Where the values stand that only linking can judge: `output.html.input-404`, every key of `output.html.redirect`,
    /// and every filter of a view: `portfolio.view.0.status`.
    #[serde(skip)]
    pub places: BTreeMap<String, Place>,
}

/// `[book]`: mdBook's own table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Book {
    /// The site's title; the folder's name where it is not set.
    pub title: String,
    /// Who wrote the portfolio.
    pub authors: Vec<String>,
    /// One sentence about it.
    pub description: Option<String>,
    /// BCP 47 tag of the language; `en`.
    pub language: String,
    /// The folder of the sources, relative to `root`. Where it is not set: `src` (mdBook's default) beside a `book.toml`
    /// when there is such a folder, else `.`.
    pub src: PathBuf,
}

/// `[build]`: mdBook's own table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Build {
    /// Where the site goes, relative to `root`; `site`.
    pub build_dir: PathBuf,
    /// More folders that `serve` watches.
    pub extra_watch_dirs: Vec<PathBuf>,
}

/// `[output.html]`: mdBook's own table, as far as it means something here.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Html {
    /// Where the site will stand, as an absolute URL or a path such as `/repo/`.
    pub site_url: Option<String>,
    /// The repository of the sources.
    pub git_repository_url: Option<String>,
    /// An edit link with `{path}` in it.
    pub edit_url_template: Option<String>,
    /// The scheme to start with: `light`, `dark` or `auto`.
    pub default_theme: Option<String>,
    /// The theme for a reader whose system is dark.
    pub preferred_dark_theme: Option<String>,
    /// Style sheets to add, relative to `root`.
    pub additional_css: Vec<PathBuf>,
    /// Scripts to add, relative to `root`.
    pub additional_js: Vec<PathBuf>,
    /// The site's domain name, for GitHub Pages.
    pub cname: Option<String>,
    /// The source of the 404 page, relative to `src`; `404.md` is it where nothing is said.
    pub input_404: Option<String>,
    /// Old address → new address.
    pub redirect: BTreeMap<String, String>,
    /// Whether there is a search.
    pub search: bool,
}

/// `[portfolio]`: our own table.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PortfolioOptions {
    /// Globs of sources to leave alone.
    pub ignore: Vec<String>,
    /// Globs of what may go out; empty means everything.
    pub publish: Vec<String>,
    /// More placeholders, beside the built-in shapes.
    pub placeholders: Vec<String>,
    /// Trackers by the prefix of their tickets: `JIRA = "https://…/{number}"`.
    pub trackers: BTreeMap<String, String>,
    /// The address of an issue, with `{number}` in it.
    pub issue_url: Option<String>,
    /// A snapshot of the tracker, relative to `root`.
    pub issues_file: Option<PathBuf>,
    /// The address for commenting on a document, with `{path}`, and perhaps `{line}` and `{heading}`, in it.
    pub comment_url: Option<String>,
    /// Prefixes of ids, beside those the documents show.
    pub id_prefix: Vec<String>,
    /// Columns of the tables of documents; empty means those that say something.
    pub columns: Vec<String>,
    /// `[[portfolio.view]]`, in order.
    pub views: Vec<View>,
    /// The folder of the user's theme, relative to `root`.
    pub theme: Option<PathBuf>,
    /// `[portfolio.fields]`: spelling → canonical field, both as written.
    pub fields: BTreeMap<String, String>,
    /// `[portfolio.registers]`: heading → register, both as written.
    pub registers: BTreeMap<String, String>,
    /// `[portfolio.status]`
    pub status: StatusOptions,
    /// `[portfolio.people]`: role, team or spelling → persons.
    pub people: BTreeMap<String, Vec<String>>,
    /// `[[portfolio.collection]]`
    pub collections: Vec<Collection>,
    /// `[portfolio.check]`: severity per code; `None` means off.
    pub check: BTreeMap<String, Option<Severity>>,
}

/// `[portfolio.status]`: what the status words of this portfolio mean.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StatusOptions {
    /// The workflow, first state first.
    pub order: Vec<String>,
    /// Spelling → status.
    pub aliases: BTreeMap<String, String>,
    /// Status → one of the theme's colour names.
    pub colours: BTreeMap<String, String>,
    /// The statuses in which nothing is left to do.
    pub terminal: Vec<String>,
    /// Status → whose turn it is: `author`, `reviewers`, `approvers`, `nobody`.
    pub turn: BTreeMap<String, String>,
    /// Status → one sentence.
    pub meaning: BTreeMap<String, String>,
}

/// `[[portfolio.view]]`: a list of documents that the portfolio keeps.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct View {
    /// Its name, on its page and its tab.
    pub name: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Facet → values: a document has one of the values of every facet.
    pub filters: BTreeMap<String, Vec<String>>,
    /// What its documents are grouped by; `status`.
    pub group: String,
    /// The column they are ordered by, after `-` backwards; `None` is the order of all lists.
    pub sort: Option<String>,
}

/// `[[portfolio.collection]]`: what a folder holds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Collection {
    /// A glob of source paths, or a folder.
    pub path: String,
    /// The kind of its documents.
    pub kind: String,
    /// The template of new ones, relative to `root`.
    pub template: Option<String>,
}

impl Config {
    /// The configuration of a folder without a `book.toml`.
    #[must_use]
    pub fn defaults(root: &Path) -> Self {
        Self {
            root: root.to_path_buf(),
            book: Book {
                title: folder_name(root),
                authors: vec![],
                description: None,
                language: "en".into(),
                src: ".".into(),
            },
            build: Build { build_dir: "site".into(), extra_watch_dirs: vec![] },
            html: Html { search: true, ..Html::default() },
            portfolio: PortfolioOptions::default(),
            problems: vec![],
            places: BTreeMap::new(),
        }
    }

    /// The folder of the sources.
    #[must_use]
    pub fn source_dir(&self) -> PathBuf {
        self.root.join(&self.book.src)
    }

    /// The folder of the site.
    #[must_use]
    pub fn output_dir(&self) -> PathBuf {
        self.root.join(&self.build.build_dir)
    }

    /// The severity of a code in this portfolio; `None` when the code is off.
    #[must_use]
    pub fn severity(&self, code: Code) -> Option<Severity> {
        self.portfolio.check.get(code.name()).copied().unwrap_or(Some(code.severity()))
    }
}

impl Html {
    /// The path of the site on its host, with a slash at both ends; `None` where nothing says it. A domain of one's own
    /// serves the site at its root.
    #[must_use]
    pub fn site_path(&self) -> Option<&str> {
        let Some(url) = self.site_url.as_deref() else {
            return self.cname.is_some().then_some("/");
        };
        let path = url
            .split_once("://")
            .map_or(url, |(_, rest)| &rest[rest.find('/').unwrap_or(rest.len())..]);
        Some(if path.is_empty() { "/" } else { path })
    }

    /// The source whose text is that of the 404 page, should there be one.
    #[must_use]
    pub fn not_found(&self) -> &str {
        self.input_404.as_deref().unwrap_or("404.md").trim_start_matches("./")
    }
}

/// The name of a folder, also of `.`; the word for the whole where it has none.
fn folder_name(folder: &Path) -> String {
    let name = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    name(folder)
        .or_else(|| name(&std::fs::canonicalize(folder).ok()?))
        .unwrap_or_else(|| "Specifications".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_of_the_site() {
        let check = |url: Option<&str>, name: Option<&str>, expected| {
            let own = |text: &str| text.to_owned();
            let html = Html { site_url: url.map(own), cname: name.map(own), ..Html::default() };
            assert_eq!(html.site_path(), expected, "{url:?} {name:?}");
        };
        check(None, None, None);
        check(None, Some("specs.example.org"), Some("/"));
        check(Some("/repo/"), None, Some("/repo/"));
        check(Some("/repo/"), Some("specs.example.org"), Some("/repo/"));
        check(Some("https://a.github.io/repo/"), None, Some("/repo/"));
        check(Some("https://a.example/"), None, Some("/"));
    }
}
