//! The embedded theme against the folder it comes from.

use std::path::Path;

/// The files below a folder, by path, relative to `base`.
fn files(folder: &Path, base: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            files(&path, base, found);
        } else {
            let path = path.strip_prefix(base).expect("it is below");
            found.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}

#[test]
fn every_file_of_the_theme_is_embedded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    let mut found = Vec::new();
    files(&folder, &folder, &mut found);
    found.sort();
    let embedded: Vec<_> = specfolio::render::DEFAULT_THEME.iter().map(|(path, _)| *path).collect();
    assert_eq!(embedded, found);
}
