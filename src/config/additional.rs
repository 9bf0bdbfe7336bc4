//! `[output.html]` `additional-css` and `additional-js` → the files themselves.
//!
//! In: the configuration. Out: names and bytes, in the order in which pages name them. The pipeline's later stages read no
//! disk, so these are read here, as the theme is. A file that is not there ends the build, as it does in mdBook: a page
//! without its style is no page that anybody asked for. Absent on purpose: where they stand in the output.

use super::Config;
use crate::diagnostic::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The most that one of them may hold.
const LARGEST_FILE: u64 = 16 << 20;

/// The files that every page names beside those of the theme: file name and bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Additional {
    /// Style sheets.
    pub styles: Vec<(String, Vec<u8>)>,
    /// Scripts.
    pub scripts: Vec<(String, Vec<u8>)>,
}

/// Reads the user's style sheets and scripts. Nothing where none are configured.
///
/// # Errors
///
/// When a file cannot be read, is no regular file, is too large, or is named as something else.
pub fn additional_files(config: &Config) -> Result<Additional, Error> {
    let read = |paths: &[PathBuf], key: &str, extension: &str| -> Result<Vec<_>, Error> {
        paths.iter().map(|path| file(&config.root, path, key, extension)).collect()
    };
    Ok(Additional {
        styles: read(&config.html.additional_css, "additional-css", "css")?,
        scripts: read(&config.html.additional_js, "additional-js", "js")?,
    })
}

fn file(root: &Path, path: &Path, key: &str, extension: &str) -> Result<(String, Vec<u8>), Error> {
    let refused = |why: &str, help: String| {
        let message = format!("`output.html.{key}` names `{}`, which {why}", path.display());
        Error::refused(message, help)
    };
    // A server says by the extension what a file is, and a browser takes no style and no script that is called otherwise.
    if path.extension().is_none_or(|found| found != extension) {
        return Err(refused("has another extension", format!("name it `.{extension}`")));
    }
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Err(refused("has a name that is not UTF-8", "rename it".into()));
    };
    let from = root.join(path);
    let metadata = fs::metadata(&from).map_err(|_| {
        refused("cannot be read", "the path begins at the folder of `book.toml`".into())
    })?;
    if !metadata.is_file() {
        return Err(refused("is no regular file", "name a file".into()));
    }
    if metadata.len() > LARGEST_FILE {
        return Err(refused("is larger than 16 MiB", "shorten it".into()));
    }
    let bytes = fs::read(&from).map_err(|source| Error::io("read", &from, source))?;
    Ok((name.to_owned(), bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names of what is read of a folder with `css/a.css` and `b.js`, or the end of the message that refuses it.
    fn check(styles: &[&str], scripts: &[&str], expected: Result<&[&str], &str>) {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        fs::create_dir(root.path().join("css")).expect("it can be made");
        fs::write(root.path().join("css/a.css"), "a").expect("it can be written");
        fs::write(root.path().join("b.js"), "b").expect("it can be written");
        let mut config = Config::defaults(root.path());
        config.html.additional_css = styles.iter().map(PathBuf::from).collect();
        config.html.additional_js = scripts.iter().map(PathBuf::from).collect();
        match (additional_files(&config), expected) {
            (Ok(files), Ok(expected)) => {
                let names = files.styles.iter().chain(&files.scripts).map(|(name, _)| &**name);
                assert_eq!(names.collect::<Vec<_>>(), expected);
            }
            (Err(error), Err(expected)) => {
                assert!(error.to_string().ends_with(expected), "{error}");
            }
            (found, expected) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn files_are_read_in_their_order() {
        check(&[], &[], Ok(&[]));
        check(&["css/a.css"], &["./b.js"], Ok(&["a.css", "b.js"]));
    }

    #[test]
    fn what_is_no_such_file_is_refused() {
        check(
            &["gone.css"],
            &[],
            Err("`output.html.additional-css` names `gone.css`, which cannot be read"),
        );
        check(&["b.js"], &[], Err("which has another extension"));
        check(&[], &["css"], Err("which has another extension"));
    }
}
