//! Emitting into real folders: what is written, kept, removed and refused, and what stands when a build is cut short.
//!
//! Some cases need a process of their own (another umask, few descriptors, a sudden end). For these a test starts this very
//! program again, asking for one test by name.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use specfolio::diagnostic::Error;
use specfolio::emit::{self, Emitted};
use specfolio::link::OutPath;
use specfolio::render::{Content, Site};
use specfolio::scan::MANIFEST;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

fn site(files: &[(&str, &str)]) -> Site {
    let one = |(path, text): &(&str, &str)| {
        (OutPath::new(*path), Content::from(text.as_bytes().to_vec()))
    };
    Site { files: files.iter().map(one).collect(), pages: files.len() }
}

/// A project folder with an output in it.
fn project() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let output = root.path().join("site");
    (root, output)
}

fn emit(site: &Site, output: &Path) -> Result<Emitted, Error> {
    emit::emit(site, output, &[output.parent().unwrap().to_path_buf()])
}

fn emitted(written: usize, unchanged: usize, removed: usize) -> Emitted {
    Emitted { written, unchanged, removed }
}

/// Everything in a folder but the manifest: path → content, folders without content.
fn tree(folder: &Path) -> BTreeMap<String, Option<String>> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        if path != MANIFEST {
            let content = entry.file_type().is_file();
            found.insert(path, content.then(|| fs::read_to_string(entry.path()).unwrap()));
        }
    }
    found
}

fn check_tree(folder: &Path, expected: &[(&str, &str)]) {
    let files: Vec<_> =
        tree(folder).into_iter().filter_map(|(path, content)| Some((path, content?))).collect();
    let expected: Vec<_> =
        expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    assert_eq!(files, expected);
}

/// Nothing stands beside the output that was not there before.
fn check_nothing_beside(root: &Path, expected: &[&str]) {
    let mut names: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, expected);
}

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

fn check_refused(result: Result<Emitted, Error>, word: &str) {
    match result {
        Err(Error::Refused { message, help }) => {
            assert!(message.contains(word), "{message}");
            assert!(help.is_some());
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_site_is_written_and_nothing_else() {
    let (root, output) = project();
    let files = [("a/b/c.html", "C"), ("index.html", "home")];
    assert_eq!(emit(&site(&files), &output).unwrap(), emitted(2, 0, 0));
    check_tree(&output, &files);
    assert!(output.join(MANIFEST).is_file());
    check_nothing_beside(root.path(), &["site"]);
}

#[test]
fn folders_above_the_output_are_made() {
    let (root, _) = project();
    let output = root.path().join("deep/er/site");
    emit(&site(&[("a", "")]), &output).unwrap();
    check_tree(&output, &[("a", "")]);
}

#[test]
fn an_unchanged_site_touches_nothing() {
    let (_root, output) = project();
    let site = site(&[("a/b", "B"), ("c", "C")]);
    emit(&site, &output).unwrap();
    let paths = ["", "a", "a/b", "c", MANIFEST].map(|path| output.join(path));
    let before = paths.each_ref().map(|path| modified(path));
    std::thread::sleep(Duration::from_millis(20));
    assert_eq!(emit(&site, &output).unwrap(), emitted(0, 2, 0));
    assert_eq!(paths.each_ref().map(|path| modified(path)), before);
}

#[test]
fn only_what_changed_gets_a_new_time() {
    let (_root, output) = project();
    emit(&site(&[("a", "A"), ("b", "B"), ("d/gone", "G")]), &output).unwrap();
    let (a, b) = (modified(&output.join("a")), modified(&output.join("b")));
    std::thread::sleep(Duration::from_millis(20));
    let next = site(&[("a", "A"), ("b", "BB"), ("c", "C")]);
    assert_eq!(emit(&next, &output).unwrap(), emitted(2, 1, 1));
    check_tree(&output, &[("a", "A"), ("b", "BB"), ("c", "C")]);
    assert!(!output.join("d").exists());
    assert_eq!(modified(&output.join("a")), a);
    assert!(modified(&output.join("b")) > b);
}

#[test]
fn a_page_of_the_same_size_and_time_is_repaired() {
    let (_root, output) = project();
    let site = site(&[("a", "good")]);
    emit(&site, &output).unwrap();
    let path = output.join("a");
    let time = modified(&path);
    fs::write(&path, "evil").unwrap();
    fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    assert_eq!(emit(&site, &output).unwrap(), emitted(1, 0, 0));
    check_tree(&output, &[("a", "good")]);
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let (_root, output) = project();
    emit(&site(&[("a", "file")]), &output).unwrap();
    emit(&site(&[("a/b", "inside")]), &output).unwrap();
    check_tree(&output, &[("a/b", "inside")]);
    emit(&site(&[("a", "file")]), &output).unwrap();
    check_tree(&output, &[("a", "file")]);
    emit(&site(&[("a/b", "inside")]), &output).unwrap();
    fs::write(output.join("a/mine"), "mine").unwrap();
    check_refused(emit(&site(&[("a", "file")]), &output), "`a`");
    check_tree(&output, &[("a/b", "inside"), ("a/mine", "mine")]);
}

#[test]
fn assets_are_copied_and_compared() {
    let (root, output) = project();
    let asset = root.path().join("image.png");
    fs::write(&asset, vec![b'x'; 100_000]).unwrap();
    let files = [(OutPath::new("i.png"), Content::Copy(asset.clone()))].into_iter().collect();
    let site = Site { files, pages: 0 };
    assert_eq!(emit(&site, &output).unwrap(), emitted(1, 0, 0));
    assert_eq!(emit(&site, &output).unwrap(), emitted(0, 1, 0));
    fs::write(&asset, vec![b'y'; 100_000]).unwrap();
    assert_eq!(emit(&site, &output).unwrap(), emitted(1, 0, 0));
    assert_eq!(fs::read(output.join("i.png")).unwrap(), fs::read(&asset).unwrap());
}

#[test]
fn what_a_user_put_into_the_output_stays() {
    let (root, output) = project();
    emit(&site(&[("a", "A"), ("d/b", "B"), ("e/f", "F")]), &output).unwrap();
    fs::create_dir_all(output.join(".git/refs")).unwrap();
    fs::write(output.join(".git/HEAD"), "ref").unwrap();
    fs::write(output.join("d/mine"), "mine").unwrap();
    fs::create_dir_all(output.join("e/own")).unwrap();
    fs::write(output.join("e/own/x"), "x").unwrap();
    let time = modified(&output.join("d/mine"));
    assert_eq!(emit(&site(&[("a", "AA")]), &output).unwrap(), emitted(1, 0, 2));
    let expected = [(".git/HEAD", "ref"), ("a", "AA"), ("d/mine", "mine"), ("e/own/x", "x")];
    check_tree(&output, &expected);
    assert!(output.join(".git/refs").is_dir());
    assert_eq!(modified(&output.join("d/mine")), time);
    check_nothing_beside(root.path(), &["site"]);
}

#[test]
fn what_a_user_put_under_a_name_of_the_site_is_not_overwritten() {
    let (_root, output) = project();
    emit(&site(&[("a", "A")]), &output).unwrap();
    fs::write(output.join("CNAME"), "example.org").unwrap();
    check_refused(emit(&site(&[("a", "B"), ("CNAME", "other")]), &output), "`CNAME`");
    check_refused(emit(&site(&[("a", "B"), ("CNAME/x", "other")]), &output), "`CNAME`");
    check_tree(&output, &[("CNAME", "example.org"), ("a", "A")]);
    let same = site(&[("a", "A"), ("CNAME", "example.org")]);
    assert_eq!(emit(&same, &output).unwrap(), emitted(0, 2, 0));
    assert_eq!(emit(&site(&[("a", "A")]), &output).unwrap(), emitted(0, 1, 1));
}

#[test]
fn an_output_that_is_not_its_own_is_refused() {
    let (root, output) = project();
    let site = site(&[("a", "")]);
    fs::create_dir(&output).unwrap();
    fs::write(output.join("thesis.txt"), "years").unwrap();
    check_refused(emit(&site, &output), "not empty");
    check_tree(&output, &[("thesis.txt", "years")]);
    check_refused(emit(&site, &output.join("thesis.txt")), "is not a folder");
    assert!(matches!(emit(&site, &output.join("thesis.txt/site")), Err(Error::Io { .. })));
    let empty = root.path().join("empty");
    fs::create_dir(&empty).unwrap();
    emit(&site, &empty).unwrap();
    check_tree(&empty, &[("a", "")]);
}

#[test]
fn an_output_above_what_is_protected_is_refused() {
    let (root, output) = project();
    let site = site(&[("a", "")]);
    let home = root.path().join("home/ann");
    fs::create_dir_all(home.join("specs")).unwrap();
    let refused = |output: &Path| {
        check_refused(emit::emit(&site, output, std::slice::from_ref(&home)), "the output");
    };
    refused(&home);
    refused(&home.join("specs/.."));
    refused(&home.join("none/.."));
    refused(root.path());
    refused(Path::new("/"));
    emit::emit(&site, &output, std::slice::from_ref(&home)).unwrap();
    emit::emit(&site, &home.join("site"), std::slice::from_ref(&home)).unwrap();
}

#[test]
fn paths_that_leave_the_output_are_refused() {
    let (root, output) = project();
    for path in ["", "/etc/x", "../x", "a/../x", "a//b", "./a", "a/", "a\0b", MANIFEST] {
        check_refused(emit(&site(&[(path, "")]), &output), "cannot be the path");
    }
    check_refused(emit(&site(&[("a", ""), ("a/b", "")]), &output), "`a` is both");
    let long = format!("a/{}.html", "x".repeat(251));
    check_refused(emit(&site(&[(&long, "")]), &output), "longer than 255 bytes");
    check_nothing_beside(root.path(), &[]);
}

#[test]
fn a_failure_leaves_the_old_site_and_nothing_else() {
    let (root, output) = project();
    let old = [("a", "A"), ("b", "B")];
    emit(&site(&old), &output).unwrap();
    let mut next = site(&[("a", "new"), ("c", "C")]);
    let gone = Content::Copy(root.path().join("gone.png"));
    next.files = next.files.with(OutPath::new("z.png"), gone);
    let error = emit(&next, &output).unwrap_err();
    assert!(error.to_string().contains("gone.png"), "{error}");
    check_tree(&output, &old);
    check_nothing_beside(root.path(), &["site"]);

    let deep = format!("{}/", "d".repeat(250)).repeat(20) + "x";
    let error = emit(&site(&[(&deep, "")]), &output).unwrap_err();
    assert!(matches!(error, Error::Io { .. }), "{error}");
    check_tree(&output, &old);
    check_nothing_beside(root.path(), &["site"]);
}

#[test]
fn a_parent_that_is_a_file_is_named() {
    let (root, _) = project();
    fs::write(root.path().join("file"), "").unwrap();
    let error = emit(&site(&[("a", "")]), &root.path().join("file/site")).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[test]
fn a_damaged_manifest_is_nobodys() {
    let (_root, output) = project();
    emit(&site(&[("a", "A")]), &output).unwrap();
    fs::write(output.join(MANIFEST), "{").unwrap();
    check_refused(emit(&site(&[("b", "B")]), &output), "damaged");
    check_tree(&output, &[("a", "A")]);
}

#[test]
fn builds_at_once_end_as_one_of_them() {
    let (root, output) = project();
    let sites: Vec<_> = ["1", "2", "3", "4", "5"]
        .map(|text| {
            let files: Vec<_> = (0..50).map(|number| format!("{number}")).collect();
            site(&files.iter().map(|path| (path.as_str(), text)).collect::<Vec<_>>())
        })
        .into();
    std::thread::scope(|scope| {
        for site in &sites {
            scope.spawn(|| {
                for _ in 0..4 {
                    emit(site, &output).unwrap();
                }
            });
        }
    });
    let last = tree(&output).remove("0").unwrap().unwrap();
    let number: usize = last.parse().unwrap();
    assert_eq!(emit(&sites[number - 1], &output).unwrap(), emitted(0, 50, 0));
    check_nothing_beside(root.path(), &["site"]);
}

#[test]
fn what_a_killed_build_left_is_cleared_away() {
    let (root, output) = project();
    emit(&site(&[("a", "A")]), &output).unwrap();
    let beside = |name: &str| root.path().join(name);
    fs::create_dir_all(beside(".site.specfolio-new/half")).unwrap();
    fs::write(beside(".site.specfolio-new/half/done"), "").unwrap();
    fs::write(beside(".site.specfolio-lock"), "").unwrap();
    emit(&site(&[("a", "A")]), &output).unwrap();
    check_nothing_beside(root.path(), &["site"]);

    // Killed between the two renames of a file system that cannot exchange.
    fs::rename(&output, beside(".site.specfolio-old")).unwrap();
    assert_eq!(emit(&site(&[("a", "A")]), &output).unwrap(), emitted(0, 1, 0));
    check_nothing_beside(root.path(), &["site"]);

    // Killed after the exchange: what is not ours is still in the old folder.
    emit(&site(&[("b", "B")]), &beside(".site.specfolio-new")).unwrap();
    fs::create_dir(beside(".site.specfolio-new/.git")).unwrap();
    fs::write(beside(".site.specfolio-new/.git/HEAD"), "ref").unwrap();
    emit(&site(&[("a", "A")]), &output).unwrap();
    check_tree(&output, &[(".git/HEAD", "ref"), ("a", "A")]);
    check_nothing_beside(root.path(), &["site"]);
}

#[test]
fn cleaning_removes_what_was_written() {
    let (root, output) = project();
    emit(&site(&[("a", "A"), ("d/b", "B")]), &output).unwrap();
    fs::write(output.join("d/mine"), "mine").unwrap();
    let clean = || emit::clean(&output, &[root.path().to_path_buf()]);
    assert_eq!(clean().unwrap(), 2);
    check_tree(&output, &[("d/mine", "mine")]);
    assert!(matches!(clean(), Err(Error::Refused { .. })));
    fs::remove_dir_all(&output).unwrap();
    assert_eq!(clean().unwrap(), 0);
    emit(&site(&[("a", "A")]), &output).unwrap();
    assert_eq!(clean().unwrap(), 1);
    check_nothing_beside(root.path(), &[]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode()
    }

    #[test]
    fn files_and_folders_have_their_modes() {
        let (root, output) = project();
        let asset = root.path().join("secret.png");
        fs::write(&asset, "x").unwrap();
        fs::set_permissions(&asset, fs::Permissions::from_mode(0o600)).unwrap();
        let mut site = site(&[("a/b/c", "C"), ("d", "D")]);
        site.files = site.files.with(OutPath::new("a/i.png"), Content::Copy(asset));
        emit(&site, &output).unwrap();
        for (path, expected) in [
            ("", 0o40755),
            ("a", 0o40755),
            ("a/b", 0o40755),
            ("a/b/c", 0o100_644),
            ("d", 0o100_644),
            ("a/i.png", 0o100_644),
            (MANIFEST, 0o100_644),
        ] {
            assert_eq!(mode(&output.join(path)), expected, "{path}");
        }
        fs::set_permissions(output.join("d"), fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(emit(&site, &output).unwrap(), emitted(1, 2, 0));
        assert_eq!(mode(&output.join("d")), 0o100_644);
        assert_eq!(fs::metadata(output.join("d")).unwrap().nlink(), 1);
    }

    /// Runs one test of this program after a shell command.
    fn again(prelude: &str, test: &str) {
        let script = format!("{prelude} && exec \"$0\" --exact {test} --include-ignored");
        let exe = std::env::current_exe().unwrap();
        let output = Command::new("sh").args(["-c", &script]).arg(exe).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && said.contains("1 passed"), "{prelude}: {said}");
    }

    #[test]
    fn modes_hold_under_any_umask() {
        again("umask 077", "unix::files_and_folders_have_their_modes");
        again("umask 000", "unix::files_and_folders_have_their_modes");
    }

    #[test]
    #[ignore = "is run with few descriptors by the test below"]
    fn a_large_site() {
        let (_root, output) = project();
        let paths: Vec<_> = (0..600).map(|number| format!("{}/{number}", number % 40)).collect();
        let files: Vec<_> = paths.iter().map(|path| (path.as_str(), "page")).collect();
        assert_eq!(emit(&site(&files), &output).unwrap(), emitted(600, 0, 0));
        assert_eq!(emit(&site(&files), &output).unwrap(), emitted(0, 600, 0));
        assert_eq!(emit(&site(&files[..300]), &output).unwrap(), emitted(0, 300, 300));
    }

    #[test]
    fn twenty_descriptors_suffice() {
        again("ulimit -n 20; export RAYON_NUM_THREADS=32", "unix::a_large_site");
        again("ulimit -n 20; export RAYON_NUM_THREADS=1", "unix::a_large_site");
    }

    #[test]
    fn links_lead_nowhere() {
        let (root, output) = project();
        let outside = root.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("b"), "precious").unwrap();
        fs::write(root.path().join("a"), "A").unwrap();
        emit(&site(&[("a", "A"), ("d/b", "B"), ("e", "E")]), &output).unwrap();

        // A page that became a link is a page again, and what the link leads to is as it was.
        fs::remove_file(output.join("a")).unwrap();
        symlink(root.path().join("a"), output.join("a")).unwrap();
        emit(&site(&[("a", "A"), ("d/b", "B"), ("e", "E")]), &output).unwrap();
        assert!(fs::symlink_metadata(output.join("a")).unwrap().is_file());

        // A folder that became a link is not ours.
        fs::remove_dir_all(output.join("d")).unwrap();
        symlink(&outside, output.join("d")).unwrap();
        check_refused(emit(&site(&[("a", "A"), ("d/b", "B"), ("e", "F")]), &output), "`d`");
        emit(&site(&[("a", "A"), ("e", "F")]), &output).unwrap();
        assert!(fs::symlink_metadata(output.join("d")).unwrap().is_symlink());
        emit::clean(&output, &[]).unwrap();
        check_tree(&outside, &[("b", "precious")]);
    }

    #[test]
    fn an_output_may_be_a_link_to_an_output() {
        let (root, output) = project();
        let real = root.path().join("real");
        emit(&site(&[("a", "A")]), &real).unwrap();
        symlink(&real, &output).unwrap();
        emit(&site(&[("a", "B")]), &output).unwrap();
        check_tree(&real, &[("a", "B")]);
        assert!(fs::symlink_metadata(&output).unwrap().is_symlink());
        let dangling = root.path().join("dangling");
        symlink("nowhere", &dangling).unwrap();
        check_refused(emit(&site(&[("a", "")]), &dangling), "link to nothing");
        let loose = root.path().join("loose");
        symlink(root.path(), &loose).unwrap();
        check_refused(emit(&site(&[("a", "")]), &loose), "not for output");
    }

    #[test]
    fn names_of_any_kind_are_written() {
        let (_root, output) = project();
        let long = "é".repeat(127);
        let names = [" ", "#?%&", "-x", "\"<b>\n", "a\\b", "CON", "e\u{301}", &long];
        let files: BTreeMap<_, _> = names.iter().map(|name| (*name, "x")).collect();
        let files: Vec<_> = files.into_iter().collect();
        emit(&site(&files), &output).unwrap();
        check_tree(&output, &files);
        emit(&site(&files[1..]), &output).unwrap();
        check_tree(&output, &files[1..]);
    }

    const OUTPUT: &str = "SPECFOLIO_TEST_OUTPUT";

    fn one_of_two(text: &str) -> Site {
        let paths: Vec<_> = (0..40).map(|number| format!("{}/{number}", number % 7)).collect();
        let mut files: Vec<_> = paths.iter().map(|path| (path.as_str(), text)).collect();
        files.push(("always", "the same"));
        files.push((text, text));
        site(&files)
    }

    #[test]
    #[ignore = "is started and killed by the test below"]
    fn build_for_ever() {
        let Some(output) = std::env::var_os(OUTPUT) else { return };
        loop {
            for text in ["old", "new"] {
                emit(&one_of_two(text), output.as_ref()).unwrap();
            }
        }
    }

    #[test]
    fn a_killed_build_leaves_one_site_whole() {
        let (root, output) = project();
        emit(&one_of_two("old"), &output).unwrap();
        fs::create_dir(output.join(".git")).unwrap();
        fs::write(output.join(".git/HEAD"), "ref").unwrap();
        for round in 0..25 {
            let mut child = Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "unix::build_for_ever", "--ignored"])
                .env(OUTPUT, &output)
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(Duration::from_micros(20_000 + round * 1_777));
            child.kill().unwrap();
            child.wait().unwrap();
            let stands = tree(&output);
            let text = if stands.contains_key("old") { "old" } else { "new" };
            let expected = one_of_two(text);
            for (path, content) in expected.files.iter() {
                let Content::Bytes(bytes) = content else { unreachable!() };
                let there = stands.get(path.as_str()).cloned().flatten();
                assert_eq!(there.as_deref().map(str::as_bytes), Some(&bytes[..]), "{path}");
            }
            assert_eq!(emit(&expected, &output).unwrap(), emitted(0, 42, 0));
            assert!(output.join(".git/HEAD").is_file());
            check_nothing_beside(root.path(), &["site"]);
        }
    }
}
