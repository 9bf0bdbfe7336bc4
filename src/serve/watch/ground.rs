//! The configuration → [`Ground`]: which folders to watch, and what in them counts.
//!
//! In: the configuration and the disk. Out: folders, each with its interest, and a predicate over paths. Every folder that a
//! scan enters counts whole; of others only the files that the site is made of. The way to a folder counts too, so that one
//! which is removed or replaced is noticed when it is back. Absent on purpose: watching itself.

use crate::config::Config;
use crate::scan;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};

/// How deep folders of a theme, of watched folders and of git's branches may lie.
const DEEPEST_FOLDER: usize = 32;

/// What counts in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Interest {
    /// Everything but what editors put there in passing; and the folder itself.
    All,
    /// Entries of these names.
    Names(BTreeSet<OsString>),
}

/// What to watch.
#[derive(Clone, Debug, Default)]
pub(super) struct Ground {
    folders: BTreeMap<PathBuf, Interest>,
    /// The file by which git says that it is at work.
    git_lock: Option<PathBuf>,
}

impl Ground {
    /// What a portfolio depends on.
    pub(super) fn of(config: &Config) -> Self {
        let mut ground = Self::default();
        let root = |path: &PathBuf| config.root.join(path);
        for folder in scan::folders(config) {
            ground.folders.insert(folder, Interest::All);
        }
        ground.expect(&config.source_dir());
        ground.expect(&config.root.join("book.toml"));
        ground.expect(&config.root);
        for folder in config.portfolio.theme.iter().chain(&config.build.extra_watch_dirs).map(root)
        {
            ground.expect(&folder);
            ground.add_all(&folder, DEEPEST_FOLDER);
        }
        let html = &config.html;
        let files = html.additional_css.iter().chain(&html.additional_js);
        for file in files.chain(&config.portfolio.issues_file).map(root) {
            ground.expect(&file);
        }
        ground.add_git(&config.root, &config.source_dir());
        ground
    }

    /// Takes the portfolio's own folder whole, without those in it.
    pub(super) fn add_root(&mut self, config: &Config) {
        self.add_all(&config.root, 0);
    }

    /// The folders to watch.
    pub(super) fn folders(&self) -> impl Iterator<Item = &Path> {
        self.folders.keys().map(PathBuf::as_path)
    }

    /// Whether something that happened at a path may change the site.
    pub(super) fn counts(&self, path: &Path) -> bool {
        if self.is_whole(path) {
            return true;
        }
        let Some((parent, name)) = path.parent().zip(path.file_name()) else { return false };
        match self.folders.get(parent) {
            Some(Interest::All) => !is_passing(name),
            Some(Interest::Names(names)) => names.contains(name),
            None => false,
        }
    }

    /// Whether something that happened at a path may change which folders there are.
    pub(super) fn reshapes(&self, path: &Path) -> bool {
        self.folders.contains_key(path)
            || path.is_dir()
            || path.file_name().is_some_and(|name| name == "book.toml" || name == ".gitignore")
            || self.is_expected_folder(path)
    }

    /// Whether git is at work on the files.
    pub(super) fn git_is_busy(&self) -> bool {
        self.git_lock.as_ref().is_some_and(|lock| lock.symlink_metadata().is_ok())
    }

    fn is_whole(&self, path: &Path) -> bool {
        self.folders.get(path) == Some(&Interest::All)
    }

    /// Whether a path was waited for by name: what is there now may be a folder, or no longer.
    fn is_expected_folder(&self, path: &Path) -> bool {
        let interest = path.parent().and_then(|parent| self.folders.get(parent));
        matches!(interest, Some(Interest::Names(_)))
            && self.counts(path)
            && path.extension().is_none()
    }

    /// Waits for a file or folder by its name, where it is and, if it is a link, where that leads; or, where its folder does
    /// not exist, for the next folder on the way.
    fn expect(&mut self, path: &Path) {
        let Ok(named) = std::path::absolute(path) else { return };
        for path in [named.canonicalize().ok(), Some(named)].into_iter().flatten() {
            let mut way = path.ancestors().zip(path.ancestors().skip(1));
            let Some((below, parent)) = way.find(|(_, parent)| parent.is_dir()) else { continue };
            if let (Some(name), Ok(parent)) = (below.file_name(), parent.canonicalize()) {
                self.add_name(parent, name);
            }
        }
    }

    fn add_name(&mut self, folder: PathBuf, name: &OsStr) {
        let interest = self.folders.entry(folder).or_insert(Interest::Names(BTreeSet::new()));
        if let Interest::Names(names) = interest {
            names.insert(name.to_owned());
        }
    }

    /// Takes a folder and those in it whole.
    fn add_all(&mut self, folder: &Path, depth: usize) {
        let Ok(folder) = folder.canonicalize() else { return };
        let Ok(entries) = fs::read_dir(&folder) else { return };
        self.folders.insert(folder, Interest::All);
        let entries = entries.flatten().filter(|entry| {
            depth > 0
                && entry.file_type().is_ok_and(|kind| kind.is_dir())
                && entry.file_name() != "node_modules"
                && !is_passing(&entry.file_name())
                && entry.file_name() != ".git"
        });
        for entry in entries {
            self.add_all(&entry.path(), depth - 1);
        }
    }

    /// What git's history is known by: which commit is checked out, and where the branches stand.
    fn add_git(&mut self, root: &Path, sources: &Path) {
        let Some((own, common)) =
            sources.canonicalize().ok().and_then(|sources| git_folders(&sources))
        else {
            // One may be begun at any time.
            return [root, sources]
                .into_iter()
                .for_each(|folder| self.expect(&folder.join(".git")));
        };
        self.expect(&own.join("HEAD"));
        self.expect(&common.join("packed-refs"));
        self.add_all(&common.join("refs/heads"), DEEPEST_FOLDER);
        self.git_lock = Some(own.join("index.lock"));
    }
}

/// Git's folder of the work tree around the sources, and the one that it shares with other work trees.
fn git_folders(sources: &Path) -> Option<(PathBuf, PathBuf)> {
    let mut above = sources.ancestors().map(|folder| folder.join(".git"));
    let found = above.find(|git| git.symlink_metadata().is_ok())?;
    let own = if found.is_dir() {
        found
    } else {
        let text = fs::read_to_string(&found).ok()?;
        found.parent()?.join(text.strip_prefix("gitdir:")?.trim())
    };
    let common = fs::read_to_string(own.join("commondir")).ok();
    let common = common.map_or_else(|| own.clone(), |path| own.join(path.trim()));
    Some((own, common))
}

/// Whether a name is one that editors use in passing, or that no scan looks at.
fn is_passing(name: &OsStr) -> bool {
    let name = name.as_encoded_bytes();
    let hidden = name.starts_with(b".") && name != b".gitignore" && name != b".git";
    let of_editor = name.ends_with(b"~")
        || name == b"4913"
        || (name.starts_with(b"#") && name.ends_with(b"#"))
        || name.ends_with(b"___jb_tmp___")
        || name.ends_with(b"___jb_old___");
    hidden || of_editor
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground {
        let names = ["book.toml", "src"].map(OsString::from).into();
        let folders = [
            ("/p", Interest::Names(names)),
            ("/p/src", Interest::All),
            ("/p/src/specs", Interest::All),
            ("/p/.git", Interest::Names(["HEAD".into()].into())),
            ("/p/.git/refs/heads", Interest::All),
        ];
        let folders = folders.map(|(path, interest)| (PathBuf::from(path), interest));
        Ground { folders: folders.into(), git_lock: None }
    }

    #[test]
    fn what_the_site_is_made_of_counts() {
        let check = |path: &str, expected| {
            assert_eq!(ground().counts(Path::new(path)), expected, "{path}");
        };
        for path in [
            "/p/book.toml",
            "/p/src",
            "/p/src/a.md",
            "/p/src/specs",
            "/p/src/specs/kep.yaml",
            "/p/src/logo.png",
            "/p/src/.gitignore",
            "/p/src/new folder",
            "/p/src/.git",
            "/p/.git/HEAD",
            "/p/.git/refs/heads/main",
        ] {
            check(path, true);
        }
        for path in [
            "/p/README.md",
            "/p/site",
            "/p/.specfolio",
            "/p",
            "/p/.git/index",
            "/p/.git/index.lock",
            "/p/.git",
            "/p/src/.a.md.swp",
            "/p/src/4913",
            "/p/src/a.md~",
            "/p/src/.#a.md",
            "/p/src/#a.md#",
            "/p/src/a.md___jb_tmp___",
            "/p/src/a.md___jb_old___",
            "/p/src/.DS_Store",
            "/p/src/site/index.html",
            "/",
            "",
        ] {
            check(path, false);
        }
    }

    #[test]
    fn the_disk_says_what_to_watch() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let root = folder.path().canonicalize().expect("it is there");
        for path in [
            "src/specs",
            "src/site",
            "src/.hidden",
            "src/node_modules/x",
            "theme/assets",
            ".git/refs/heads/x",
        ] {
            fs::create_dir_all(root.join(path)).expect("it can be made");
        }
        fs::write(root.join("src/site/.specfolio-manifest"), "").expect("it can be written");
        let mut config = Config::defaults(&root);
        config.book.src = "src".into();
        config.portfolio.theme = Some("theme".into());
        config.build.extra_watch_dirs = vec!["gone/deep".into()];
        let ground = Ground::of(&config);
        let found: Vec<_> =
            ground.folders().filter_map(|path| path.strip_prefix(&root).ok()).collect();
        let expected = [
            "",
            ".git",
            ".git/refs/heads",
            ".git/refs/heads/x",
            "src",
            "src/specs",
            "theme",
            "theme/assets",
        ];
        assert_eq!(found, expected.map(Path::new));
        let counts = |path: &str| ground.counts(&root.join(path));
        assert!(counts("gone") && counts("src") && counts("theme") && counts("book.toml"));
        assert!(!counts("other") && !counts("gone/deep"));
        assert!(ground.counts(&root), "a root that is replaced counts");
    }

    #[test]
    fn a_linked_work_tree_is_followed() {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let root = folder.path().canonicalize().expect("it is there");
        fs::create_dir_all(root.join("main/.git/worktrees/w")).expect("it can be made");
        fs::create_dir_all(root.join("w/docs")).expect("it can be made");
        fs::write(root.join("w/.git"), "gitdir: ../main/.git/worktrees/w\n")
            .expect("it can be written");
        fs::write(root.join("main/.git/worktrees/w/commondir"), "../..\n")
            .expect("it can be written");
        let (own, common) = git_folders(&root.join("w/docs")).expect("there is a repository");
        let same = |path: PathBuf, expected: &str| {
            assert_eq!(path.canonicalize().expect("it is there"), root.join(expected));
        };
        same(own, "main/.git/worktrees/w");
        same(common, "main/.git");
    }
}
