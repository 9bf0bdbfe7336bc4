//! Arguments as typed → [`Project`]: the portfolio that is meant, its configuration, and where its site goes.
//!
//! Here the environment and the current folder are asked, once. Absent on purpose: reading documents.

use super::arguments::PlaceArguments;
use crate::config::{self, Config};
use crate::diagnostic::{Error, Format, ReportOptions};
use std::env;
use std::path::{Component, Path, PathBuf};

/// One portfolio as a command works on it.
#[derive(Debug)]
pub(super) struct Project {
    /// The folder as typed; `None` for the current one.
    pub(super) typed: Option<PathBuf>,
    /// What `book.toml`, the environment and the arguments say.
    pub(super) config: Config,
}

impl Project {
    /// Finds a portfolio and reads its configuration.
    pub(super) fn open(typed: Option<&Path>) -> Result<Self, Error> {
        let config = configuration(&Self::root(typed)?)?;
        Ok(Self { typed: typed.map(Path::to_path_buf), config })
    }

    /// The folder of a portfolio, which is there.
    pub(super) fn root(typed: Option<&Path>) -> Result<PathBuf, Error> {
        let root = typed.unwrap_or(Path::new("."));
        if root.is_dir() { Ok(root.to_path_buf()) } else { Err(no_folder(root)) }
    }

    /// The same, with the site where the arguments want it.
    ///
    /// A relative `--dest-dir` begins at the current folder, as it does in mdBook since 0.5.
    pub(super) fn open_place(place: &PlaceArguments) -> Result<Self, Error> {
        let mut project = Self::open(place.directory.as_deref())?;
        if let Some(output) = &place.dest_dir {
            project.config.build.build_dir =
                std::path::absolute(output).map_err(|source| Error::io("find", output, source))?;
        }
        Ok(project)
    }

    /// The folder of the site, as the user would name it.
    pub(super) fn shown_output(&self) -> String {
        from_here(&self.config.output_dir())
    }

    /// Folders that the site may not be, contain or lie above.
    pub(super) fn protected(&self) -> Vec<PathBuf> {
        let mut folders = vec![self.config.root.clone(), self.config.source_dir(), "/".into()];
        folders.extend(env::home_dir());
        folders
    }

    /// A report on this portfolio.
    pub(super) fn report(&self, format: Format, colour: bool) -> ReportOptions {
        ReportOptions { format, prefix: from_here(&self.config.source_dir()), colour }
    }

    /// The command that shows all problems of this portfolio.
    pub(super) fn check_command(&self) -> String {
        match &self.typed {
            Some(folder) => format!("specfolio check {}", folder.display()),
            None => "specfolio check".into(),
        }
    }
}

/// The configuration of a folder, as its `book.toml` and the environment have it.
pub(super) fn configuration(root: &Path) -> Result<Config, Error> {
    let environment: Vec<(String, String)> = env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    config::load(root, &environment)
}

fn no_folder(root: &Path) -> Error {
    let shown = root.display();
    if root.exists() {
        Error::refused(format!("`{shown}` is not a folder"), "name the folder that holds it")
    } else {
        Error::refused(
            format!("there is no folder `{shown}`"),
            "name a folder of Markdown files, or the folder of a `book.toml`",
        )
    }
}

/// A path as seen from the current folder, separated by `/`: relative where it lies below, else as it is; empty for the
/// current folder itself.
fn from_here(path: &Path) -> String {
    let here = env::current_dir().ok();
    shown_from(path, here.as_deref())
}

fn shown_from(path: &Path, here: Option<&Path>) -> String {
    let below = here.and_then(|here| path.strip_prefix(here).ok()).unwrap_or(path);
    let parts = below.components().filter(|part| *part != Component::CurDir);
    let shown = parts.collect::<PathBuf>().to_string_lossy().into_owned();
    shown.replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_where_the_user_is() {
        let check = |path: &str, expected: &str| {
            assert_eq!(shown_from(Path::new(path), Some(Path::new("/home/ann/work"))), expected);
        };
        check("./src", "src");
        check(".", "");
        check("./.", "");
        check("docs/./src", "docs/src");
        check("../specs", "../specs");
        check("/home/ann/work/docs", "docs");
        check("/srv/docs", "/srv/docs");
    }

    #[test]
    fn a_folder_that_is_not_there_is_refused() {
        let check = |typed: &str, expected: &str| {
            let error = Project::open(Some(Path::new(typed))).expect_err("it cannot be opened");
            assert_eq!(error.to_string(), expected);
        };
        check("no/such/folder", "there is no folder `no/such/folder`");
        check("Cargo.toml", "`Cargo.toml` is not a folder");
    }
}
