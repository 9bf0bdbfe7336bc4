//! The list of what this program wrote into an output.
//!
//! In and out: paths, as JSON in [`MANIFEST`]. It stands alone because what may be removed hangs on it: a list that is damaged,
//! or names anything outside its folder, is nobody's list. Absent on purpose: hashes. Files are compared with what they should
//! be, not with what they were.

use super::stage;
use crate::diagnostic::Error;
use crate::scan::MANIFEST;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

#[derive(Serialize, Deserialize)]
struct Manifest {
    about: String,
    version: u32,
    files: BTreeSet<String>,
}

const VERSION: u32 = 1;

/// Lists these files in the manifest of a folder. It appears there whole: a list that was cut short would be nobody's.
///
/// # Errors
///
/// When it cannot be written.
pub(super) fn write(folder: &Path, files: BTreeSet<String>) -> Result<(), Error> {
    let (unfinished, path) = (folder.join(UNFINISHED), folder.join(MANIFEST));
    super::remove_file(&unfinished)?;
    stage::write(&unfinished, &text(files).into())?;
    fs::rename(&unfinished, &path).map_err(|error| Error::io("write", path, error))
}

/// The name of a manifest that is being written.
pub(super) const UNFINISHED: &str = ".specfolio-manifest-new";

/// The manifest of these files, as the bytes to write.
fn text(files: BTreeSet<String>) -> Vec<u8> {
    let about = "The files that specfolio wrote here; it removes these and no others.".to_owned();
    let manifest = Manifest { about, version: VERSION, files };
    let mut text = serde_json::to_vec_pretty(&manifest).expect("a list of strings is always JSON");
    text.push(b'\n');
    text
}

/// The files that the manifest of a folder lists; `None` when it has none.
///
/// # Errors
///
/// When there is one that cannot be read or followed.
pub(super) fn read(folder: &Path) -> Result<Option<BTreeSet<String>>, Error> {
    let path = folder.join(MANIFEST);
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if super::is_missing(&error) => return Ok(None),
        Err(error) => return Err(Error::io("read", path, error)),
    };
    match serde_json::from_slice::<Manifest>(&text) {
        Ok(manifest) if manifest.version == VERSION && manifest.files.iter().all(is_inside) => {
            Ok(Some(manifest.files))
        }
        _ => Err(Error::refused(
            format!("`{}` is damaged, or of another version", path.display()),
            format!("remove the folder `{}` and build again", folder.display()),
        )),
    }
}

/// Whether a path stays in its folder.
pub(super) fn is_inside(path: impl AsRef<Path>) -> bool {
    let mut components = path.as_ref().components().peekable();
    components.peek().is_some() && components.all(|part| matches!(part, Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let files: BTreeSet<String> = ["a/b\n.html", "é\".md"].map(str::to_owned).into();
        assert_eq!(read(folder.path()).unwrap(), None);
        write(folder.path(), files.clone()).unwrap();
        write(folder.path(), files.clone()).unwrap();
        assert_eq!(read(folder.path()).unwrap(), Some(files));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_list_that_cannot_be_trusted_is_refused() {
        fn check(text: &str) {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join(MANIFEST), text).unwrap();
            assert!(matches!(read(folder.path()), Err(Error::Refused { .. })), "{text}");
        }
        check("");
        check("{\"about\": \"\", \"version\": 1, \"files\": [\"a");
        check(r#"{"about": "", "version": 2, "files": []}"#);
        check(r#"{"about": "", "version": 1, "files": ["../a"]}"#);
        check(r#"{"about": "", "version": 1, "files": ["/a"]}"#);
        check(r#"{"about": "", "version": 1, "files": [""]}"#);
    }
}
