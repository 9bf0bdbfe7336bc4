//! A portfolio on disk that tests edit and build.

use specfolio::config;
use specfolio::link::Audience;
use specfolio::render::ThemeFiles;
use specfolio::{Builder, Built};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder, removed when it is dropped.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    /// These files, by path and text.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder can be made"));
        fs::create_dir(folder.at("theme")).expect("a folder can be made");
        for (path, text) in files {
            folder.write(path, text);
        }
        folder
    }

    /// A copy of a folder, with its documents in `docs`.
    pub(crate) fn copy_of(original: &Path) -> Self {
        let folder = Self::new(&[("book.toml", "[book]\nsrc = \"docs\"\n")]);
        for entry in walkdir::WalkDir::new(original).into_iter().flatten() {
            let relative = entry.path().strip_prefix(original).expect("it is below");
            let target = folder.0.path().join("docs").join(relative);
            if entry.file_type().is_dir() {
                fs::create_dir_all(target).expect("a folder can be made");
            } else {
                fs::write(target, fs::read(entry.path()).expect("it can be read"))
                    .expect("it can be copied");
            }
        }
        folder
    }

    /// Builds it as an author sees it.
    pub(crate) fn build(&self, builder: &mut Builder) -> Built {
        let config = config::load(self.0.path(), &[]).expect("the configuration is sound");
        let theme = ThemeFiles {
            replaced: config::theme_files(&config).expect("it can be read"),
            ..ThemeFiles::default()
        };
        builder.build(&config, &theme, Audience::Author, &|_| ()).expect("it builds")
    }

    /// Builds it with nothing remembered.
    pub(crate) fn cold(&self) -> Built {
        self.build(&mut Builder::default())
    }

    /// The documents and sidecars, by path.
    pub(crate) fn documents(&self) -> Vec<String> {
        let docs = self.0.path().join("docs");
        let files = walkdir::WalkDir::new(&docs).sort_by_file_name().into_iter().flatten();
        let texts = files.filter(|entry| entry.path().extension().is_some_and(|it| it == "md"));
        let relative = |path: &Path| {
            let path = path.strip_prefix(self.0.path()).expect("it is below");
            path.to_str().expect("names are text").to_owned()
        };
        texts.map(|entry| relative(entry.path())).collect()
    }

    pub(crate) fn read(&self, path: &str) -> String {
        String::from_utf8_lossy(&fs::read(self.at(path)).expect("it can be read")).into_owned()
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.at(path);
        fs::create_dir_all(path.parent().expect("it is below")).expect("a folder can be made");
        fs::write(path, text).expect("it can be written");
    }

    pub(crate) fn append(&self, path: &str, text: &str) {
        self.write(path, &(self.read(path) + text));
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.write(path, &text.replace(from, to));
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        let target = self.at(to);
        fs::create_dir_all(target.parent().expect("it is below")).expect("a folder can be made");
        fs::rename(self.at(from), target).expect("it can be renamed");
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.at(path)).expect("it can be removed");
    }

    /// Replaces a file of the theme, which the configuration then names.
    pub(crate) fn theme(&self, path: &str, text: &str) {
        self.write(&format!("theme/{path}"), text);
        if !self.read("book.toml").contains("theme = ") {
            self.append("book.toml", "[portfolio]\ntheme = \"theme\"\n");
        }
    }

    /// Runs git in it.
    pub(crate) fn git(&self, arguments: &[&str]) {
        let date = "2026-01-01T12:00:00Z";
        self.git_at(arguments, date);
    }

    /// Commits everything, as written on that day.
    pub(crate) fn commit(&self, day: &str) {
        self.git(&["add", "-A"]);
        let name = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let arguments = [&name[..], &["commit", "-qm", "x"]].concat();
        self.git_at(&arguments, &format!("{day}T12:00:00Z"));
    }

    fn git_at(&self, arguments: &[&str], date: &str) {
        let status = std::process::Command::new("git")
            .current_dir(self.0.path())
            .args(arguments)
            .env("GIT_AUTHOR_DATE", date)
            .env("GIT_COMMITTER_DATE", date)
            .status();
        assert!(status.expect("git is there").success(), "{arguments:?}");
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }
}
