//! `[portfolio] theme` → the files that replace those of the built-in theme.
//!
//! In: the configuration. Out: paths inside the theme and their bytes. The pipeline's later stages read no disk, so the
//! theme is read here, whole and within bounds. Only `templates/` and `assets/` are looked at, so a theme can have a README.
//! Absent on purpose: what a template must contain.

use super::Config;
use crate::diagnostic::Error;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The most that all files of a theme may hold together; fonts and a logo fit many times.
const LARGEST_THEME: u64 = 64 << 20;

/// How deep the folders of a theme may lie in each other.
const DEEPEST_FOLDER: usize = 8;

/// Reads the user's theme: path inside it, with `/` → bytes. Nothing where none is configured.
///
/// # Errors
///
/// When a file cannot be read, is no regular file, is too large, or is a template whose extension does not say how to
/// escape what is put into it.
pub fn theme_files(config: &Config) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let mut files = BTreeMap::new();
    if let Some(theme) = &config.portfolio.theme {
        let folder = config.root.join(theme);
        for part in ["templates", "assets"] {
            if folder.join(part).is_dir() {
                read_folder(&folder.join(part), part, &mut files)?;
            }
        }
    }
    Ok(files)
}

/// Reads a folder and those in it; `name` is its path inside the theme.
fn read_folder(
    folder: &Path,
    name: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> Result<(), Error> {
    let unreadable = |source| Error::io("read", folder, source);
    if name.split('/').count() > DEEPEST_FOLDER {
        return Err(refused(folder, "lies too deep", "keep the theme's folders flat"));
    }
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let Ok(file_name) = entry.file_name().into_string() else {
            return Err(refused(&path, "has a name that is not UTF-8", "rename it"));
        };
        if file_name.starts_with('.') || file_name.ends_with('~') {
            continue;
        }
        let name = format!("{name}/{file_name}");
        if path.is_dir() {
            read_folder(&path, &name, files)?;
        } else {
            let bytes = read_file(&path, &name, files)?;
            files.insert(name, bytes);
        }
    }
    Ok(())
}

fn read_file(path: &Path, name: &str, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<u8>, Error> {
    // Tera decides by the extension how a template's values are escaped: a `.txt` would go out as it is written.
    let escapes =
        path.extension().is_some_and(|extension| extension == "html" || extension == "xml");
    if name.starts_with("templates/") && !escapes {
        return Err(refused(
            path,
            "is no template that can be escaped",
            "name it `.html` or `.xml`, or move it to `assets`",
        ));
    }
    let metadata = fs::metadata(path).map_err(|source| Error::io("read", path, source))?;
    if !metadata.is_file() {
        return Err(refused(path, "is no regular file", "remove it from the theme"));
    }
    let taken: u64 = files.values().map(|bytes| bytes.len() as u64).sum();
    if taken + metadata.len() > LARGEST_THEME {
        return Err(refused(
            path,
            "makes the theme larger than 64 MiB",
            "remove what the site does not need",
        ));
    }
    fs::read(path).map_err(|source| Error::io("read", path, source))
}

fn refused(path: &Path, why: &str, help: &str) -> Error {
    Error::refused(format!("`{}` {why}", path.display()), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of a theme made of these, or the message that refuses it.
    fn check(files: &[(&str, &str)], expected: Result<&[&str], &str>) {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        for (path, text) in files {
            let path = root.path().join("theme").join(path);
            fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
            fs::write(path, text).expect("it can be written");
        }
        let mut config = Config::defaults(root.path());
        config.portfolio.theme = Some("theme".into());
        match (theme_files(&config), expected) {
            (Ok(files), Ok(expected)) => assert_eq!(files.keys().collect::<Vec<_>>(), expected),
            (Err(error), Err(expected)) => {
                assert!(error.to_string().ends_with(expected), "{error}");
            }
            (found, expected) => panic!("{found:?} is not {expected:?}"),
        }
    }

    #[test]
    fn templates_and_assets_are_read() {
        check(
            &[
                ("templates/document.html", "x"),
                ("templates/parts/head.html", "x"),
                ("assets/logo.svg", "x"),
                ("assets/.DS_Store", "x"),
                ("README.md", "x"),
            ],
            Ok(&["assets/logo.svg", "templates/document.html", "templates/parts/head.html"]),
        );
    }

    #[test]
    fn a_template_must_say_how_it_is_escaped() {
        check(
            &[("templates/page.txt", "x")],
            Err("templates/page.txt` is no template that can be escaped"),
        );
        check(
            &[("templates/feed.xml", "x"), ("assets/a.txt", "x")],
            Ok(&["assets/a.txt", "templates/feed.xml"]),
        );
    }

    #[test]
    fn no_theme_is_no_files() {
        let files = theme_files(&Config::defaults(Path::new("nowhere"))).expect("nothing is read");
        assert!(files.is_empty());
    }

    #[test]
    #[cfg(unix)]
    fn a_circle_of_folders_ends() {
        let root = tempfile::tempdir().expect("there is a folder for temporary files");
        let assets = root.path().join("theme/assets");
        fs::create_dir_all(&assets).expect("it can be made");
        std::os::unix::fs::symlink(&assets, assets.join("again")).expect("links can be made");
        let mut config = Config::defaults(root.path());
        config.portfolio.theme = Some("theme".into());
        let error = theme_files(&config).expect_err("it never ends");
        assert!(error.to_string().ends_with("lies too deep"), "{error}");
    }
}
