//! Scanning real folders: what is found, what is left out, what is said of what cannot be read, and what git tells.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use specfolio::config::Config;
use specfolio::diagnostic::{Code, Error, Problem, SourcePath};
use specfolio::scan::{self, History, Source, Tree, history};
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// A folder of these files; a name that ends in `/` is a folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        write(folder.path(), path, content);
    }
    folder
}

fn write(folder: &Path, path: &str, content: impl AsRef<[u8]>) {
    let file = folder.join(path);
    if path.ends_with('/') {
        return fs::create_dir_all(file).unwrap();
    }
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, content).unwrap();
}

fn config(folder: &Path) -> Config {
    Config::defaults(folder)
}

fn scanned(folder: &Path) -> Tree {
    scan::scan(&config(folder), &scan::Memory::default()).unwrap()
}

fn documents(tree: &Tree) -> Vec<&str> {
    tree.sources.iter().map(|source| source.path.as_str()).collect()
}

fn files(tree: &Tree) -> Vec<&str> {
    tree.files.keys().map(SourcePath::as_str).collect()
}

/// The problems as `code path:line:column`.
fn problems(tree: &Tree) -> Vec<String> {
    let say = |problem: &Problem| {
        let place = &problem.place;
        format!("{} {}:{}:{}", problem.code.name(), place.path, place.line, place.column)
    };
    tree.problems.iter().map(say).collect()
}

fn source<'a>(tree: &'a Tree, path: &str) -> &'a Source {
    tree.sources.iter().find(|source| source.path.as_str() == path).unwrap()
}

/// Finds out since when statuses stand, as whoever reads none but these does.
fn since(tree: &mut scan::Tree) {
    let made_of = specfolio::memo::Fingerprint::of(&());
    let reading = history::Reading { present: &status, past: &status, made_of };
    history::status_since(tree, reading, &scan::Memory::default());
}

#[test]
fn documents_and_files_are_told_apart_and_stand_in_order() {
    let folder = folder(&[
        ("b.md", "B"),
        ("a/z.MD", "Z"),
        ("a-b.md", ""),
        ("a/x.png", ""),
        ("c.markdown", ""),
        ("empty/", ""),
    ]);
    let tree = scanned(folder.path());
    assert_eq!(documents(&tree), ["a-b.md", "a/z.MD", "b.md"]);
    assert_eq!(files(&tree), ["a/x.png", "c.markdown"]);
    assert_eq!(&*source(&tree, "a/z.MD").text, "Z");
    assert_eq!(problems(&tree), [""; 0]);
}

#[test]
fn what_is_no_part_of_the_portfolio_is_skipped() {
    let folder = folder(&[
        ("a.md", ""),
        ("book.toml", ""),
        ("sub/book.toml", ""),
        (".hidden.md", ""),
        (".hidden/a.md", ""),
        ("x/node_modules/a.md", ""),
        ("site/a.md", ""),
        ("sub/site/a.md", ""),
        ("theme/a.md", ""),
        ("old/deep/a.md", ""),
        ("x/notes.tmp.md", ""),
    ]);
    let mut config = config(folder.path());
    config.portfolio.theme = Some("theme".into());
    config.portfolio.ignore = vec!["/old".into(), "*.tmp.md".into()];
    let tree = scan::scan(&config, &scan::Memory::default()).unwrap();
    assert_eq!(documents(&tree), ["a.md", "sub/site/a.md"]);
    assert_eq!(files(&tree), ["sub/book.toml"]);
}

#[test]
fn an_output_of_another_configuration_is_no_source() {
    let manifest = format!("public/{}", scan::MANIFEST);
    let folder = folder(&[("a.md", ""), ("public/ a.md", ""), (&manifest, "{}"), ("z.md", "")]);
    assert_eq!(documents(&scanned(folder.path())), ["a.md", "z.md"]);
}

#[test]
fn a_missing_source_folder_is_an_error() {
    let folder = folder(&[("a.md", "")]);
    let error =
        scan::scan(&config(&folder.path().join("none")), &scan::Memory::default()).unwrap_err();
    assert!(matches!(error, Error::Io { .. }));
    let mut file = config(folder.path());
    file.book.src = "a.md".into();
    assert!(matches!(
        scan::scan(&file, &scan::Memory::default()).unwrap_err(),
        Error::Refused { .. }
    ));
}

#[test]
fn a_bad_glob_is_an_error_at_its_place() {
    let folder = folder(&[("book.toml", "[portfolio]\nignore = [\"a\", \"b[\"]\n")]);
    let mut config = config(folder.path());
    config.portfolio.ignore = vec!["a".into(), "b[".into()];
    match scan::scan(&config, &scan::Memory::default()).unwrap_err() {
        Error::Configuration { text, span, message, .. } => {
            assert_eq!(&text[span], "\"b[\"");
            assert!(message.contains("`b[`"), "{message}");
        }
        error => panic!("{error}"),
    }
}

#[test]
fn publish_globs_withhold_the_rest() {
    let folder = folder(&[("public/a.md", ""), ("private/a.md", ""), ("README.md", "")]);
    let mut config = config(folder.path());
    config.portfolio.publish = vec!["public/**".into()];
    let tree = scan::scan(&config, &scan::Memory::default()).unwrap();
    let out: Vec<_> = tree.sources.iter().filter(|s| s.publishable).map(|s| &s.path).collect();
    assert_eq!(documents(&tree).len(), 3);
    assert_eq!(out.iter().map(|path| path.as_str()).collect::<Vec<_>>(), ["public/a.md"]);
}

#[test]
fn bytes_that_are_no_text_are_listed_and_located() {
    let folder = folder(&[("good.md", "# Good\n")]);
    write(folder.path(), "bad.md", b"one\ntwo \xFF");
    write(folder.path(), "nul.md", b"a\0b");
    write(folder.path(), "wide.md", b"\xFF\xFE#\0");
    write(folder.path(), "mark.md", b"\xEF\xBB\xBF# Mark");
    let tree = scanned(folder.path());
    assert_eq!(documents(&tree), ["bad.md", "good.md", "mark.md", "nul.md", "wide.md"]);
    assert_eq!(&*source(&tree, "mark.md").text, "# Mark");
    assert_eq!(&*source(&tree, "wide.md").text, "#");
    let expected =
        ["unreadable-file bad.md:2:5", "unreadable-file nul.md:1:2", "unreadable-file wide.md:0:0"];
    assert_eq!(problems(&tree), expected);
}

#[test]
fn a_huge_document_is_listed_and_not_read() {
    let folder = folder(&[("a.md", "")]);
    let huge = fs::File::create(folder.path().join("huge.md")).unwrap();
    huge.set_len(1 << 30).unwrap();
    let tree = scanned(folder.path());
    assert_eq!(documents(&tree), ["a.md", "huge.md"]);
    assert_eq!(&*source(&tree, "huge.md").text, "");
    assert_eq!(problems(&tree), ["unreadable-file huge.md:0:0"]);
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    #[test]
    fn pipes_and_sockets_are_never_opened() {
        let folder = folder(&[("a.md", "")]);
        let pipe = folder.path().join("pipe.md");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
        symlink("pipe.md", folder.path().join("via.md")).unwrap();
        let tree = scanned(folder.path());
        assert_eq!(documents(&tree), ["a.md"]);
        assert_eq!(files(&tree), [""; 0]);
        let expected = [
            "unreadable-file pipe.md:0:0",
            "unreadable-file socket:0:0",
            "outside-link via.md:0:0",
        ];
        assert_eq!(problems(&tree), expected);
    }

    #[test]
    fn links_stay_in_the_portfolio_or_are_left_alone() {
        let outside = folder(&[("secret.md", "secret"), ("deep/x.md", "")]);
        let folder = folder(&[("a.md", "A"), ("sub/b.md", ""), (".env", "secret")]);
        let link = |to: &Path, name: &str| symlink(to, folder.path().join(name)).unwrap();
        link(Path::new("a.md"), "same.md");
        link(&outside.path().join("secret.md"), "secret.md");
        link(&outside.path().join("deep"), "deep");
        link(Path::new("../sub"), "sub/loop");
        link(Path::new("self.md"), "self.md");
        link(Path::new("gone.md"), "dead.md");
        link(Path::new(".env"), "env.md");
        link(Path::new("ann@host.1:2"), ".#a.md");
        let tree = scanned(folder.path());
        assert_eq!(documents(&tree), ["a.md", "same.md", "sub/b.md"]);
        assert_eq!(&*source(&tree, "same.md").text, "A");
        let expected = ["dead.md", "deep", "env.md", "secret.md", "self.md", "sub/loop"];
        let expected = expected.map(|path| format!("outside-link {path}:0:0"));
        assert_eq!(problems(&tree), expected);
    }

    #[test]
    fn a_link_lets_nothing_out_that_is_withheld_under_its_own_name() {
        let folder = folder(&[("public/", ""), ("private/a.md", "")]);
        symlink("../private/a.md", folder.path().join("public/a.md")).unwrap();
        let mut config = config(folder.path());
        config.portfolio.publish = vec!["public".into()];
        let tree = scan::scan(&config, &scan::Memory::default()).unwrap();
        assert!(tree.sources.iter().all(|source| !source.publishable));
    }

    #[test]
    fn names_that_are_not_unicode_are_kept_apart() {
        let folder = folder(&[("\u{FFFD}.md", "first")]);
        for name in [b"\xFE.md", b"\xFF.md"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), "more").unwrap();
        }
        let tree = scanned(folder.path());
        assert_eq!(documents(&tree), ["\u{FFFD}-2.md", "\u{FFFD}-3.md", "\u{FFFD}.md"]);
        assert_eq!(&*source(&tree, "\u{FFFD}.md").text, "first");
        assert_eq!(tree.problems.len(), 2);
    }

    #[test]
    fn folders_too_deep_to_name_are_reported() {
        let folder = folder(&[("a.md", "")]);
        let script =
            "for i in $(seq 30); do d=$(printf 'x%.0s' $(seq 200)); mkdir $d; cd -P $d; done";
        let script = format!("cd -P \"$1\"; {script}; echo > deep.md");
        let status = Command::new("bash").args(["-c", &script, "-"]).arg(folder.path()).status();
        assert!(status.unwrap().success());
        let tree = scanned(folder.path());
        assert_eq!(documents(&tree), ["a.md"]);
        assert!(tree.problems.iter().all(|problem| problem.code == Code::UnreadableFile));
        assert_eq!(tree.problems.len(), 1);
    }
}

#[test]
fn metadata_beside_a_document_is_its_sidecar() {
    let folder = folder(&[
        ("1-a/README.md", ""),
        ("1-a/kep.yaml", "title: A\nstatus: draft\n"),
        ("2-b/README.md", ""),
        ("2-b/openapi.yaml", "openapi: 3.1.0\n"),
        ("2-b/.pre-commit-config.yaml", "repos: []\n"),
        ("3/c.md", ""),
        ("3/c.yml", "status: draft\n"),
        ("3/d.md", ""),
        ("3/d.yaml", "answer: 42\n"),
        ("4/README.md", ""),
        ("4/docker-compose.yml", "services: {}\nversion: '3'\n"),
        ("4/about.yaml", "title: D\n"),
        ("README.md", ""),
        ("_config.yml", "title: Site\nauthor: Ann\n"),
    ]);
    let tree = scanned(folder.path());
    let found: Vec<_> = tree
        .sources
        .iter()
        .filter_map(|source| Some((source.path.as_str(), source.sidecar.as_ref()?.path.as_str())))
        .collect();
    assert_eq!(found, [("1-a/README.md", "1-a/kep.yaml"), ("3/c.md", "3/c.yml")]);
    assert_eq!(problems(&tree), [""; 0]);
}

#[test]
fn a_sidecar_that_cannot_be_had_is_reported() {
    let long = format!("title: A\nstatus: draft\nabout: {}\n", "x".repeat(70_000));
    let api = format!("openapi: 3.1.0\ntitle: A\nabout: {}\n", "x".repeat(70_000));
    let folder = folder(&[("a.md", ""), ("a.yaml", &long), ("b.md", ""), ("b.yaml", &api)]);
    write(folder.path(), "c/README.md", "");
    write(folder.path(), "c/kep.yaml", b"title: \xFF\n");
    let tree = scanned(folder.path());
    assert_eq!(problems(&tree), ["unreadable-file a.yaml:0:0", "unreadable-file c/kep.yaml:1:8"]);
    assert!(source(&tree, "c/README.md").sidecar.is_some());
}

/// Git in this folder, by Ann, on this day.
fn git(folder: &Path, day: &str, arguments: &[&str]) {
    let date = format!("{day}T23:30:00 -1100");
    let status = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=Ann",
            "-c",
            "user.email=ann@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(["-c", "commit.gpgSign=false", "-c", "protocol.file.allow=always"])
        .args(arguments)
        .env("GIT_AUTHOR_DATE", &date)
        .env("GIT_COMMITTER_DATE", &date)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&status.stderr)
    );
}

fn commit(folder: &Path, day: &str) {
    git(folder, day, &["add", "--all"]);
    git(folder, day, &["commit", "--quiet", "--message", "a change"]);
}

fn date(text: &str) -> Option<jiff::civil::Date> {
    (!text.is_empty()).then(|| text.parse().unwrap())
}

/// The word after `status:` in a document or its sidecar.
fn status(source: &Source) -> Option<String> {
    let sidecar = source.sidecar.as_ref().map(|sidecar| &*sidecar.text);
    let texts = [Some(&*source.text), sidecar];
    let mut lines = texts.into_iter().flatten().flat_map(str::lines);
    lines.find_map(|line| Some(line.strip_prefix("status: ")?.to_owned()))
}

fn check_history(tree: &Tree, path: &str, first: &str, last: &str, since: &str) {
    let expected = History { first: date(first), last: date(last), status_since: date(since) };
    assert_eq!(source(tree, path).history, expected, "{path}");
}

#[test]
fn ignore_rules_count_where_git_tracks_the_sources() {
    let folder = folder(&[
        (".gitignore", "*.log.md\nbuild/\n/only-here.md\n"),
        ("docs/.gitignore", "!keep.log.md\ndraft.md\n"),
        ("docs/a.md", ""),
        ("docs/draft.md", ""),
        ("docs/keep.log.md", ""),
        ("docs/x.log.md", ""),
        ("docs/forced.log.md", ""),
        ("docs/build/a.md", ""),
        ("docs/only-here.md", ""),
        ("docs/new.md", ""),
    ]);
    let docs = folder.path().join("docs");
    let all = documents(&scanned(&docs)).len();
    assert_eq!(all, 8);
    git(folder.path(), "2026-01-01", &["init", "--quiet"]);
    assert_eq!(documents(&scanned(&docs)).len(), all, "nothing is tracked yet");
    git(folder.path(), "2026-01-01", &["add", "docs/a.md"]);
    git(folder.path(), "2026-01-01", &["add", "--force", "docs/forced.log.md"]);
    let expected = ["a.md", "forced.log.md", "keep.log.md", "new.md", "only-here.md"];
    assert_eq!(documents(&scanned(&docs)), expected);
}

#[test]
fn a_repository_that_ignores_the_sources_says_nothing_of_them() {
    let folder = folder(&[("code.rs", ""), (".gitignore", "docs\n"), ("docs/a.md", "")]);
    git(folder.path(), "2026-01-01", &["init", "--quiet"]);
    git(folder.path(), "2026-01-01", &["remote", "add", "origin", "git@github.com:ann/code.git"]);
    commit(folder.path(), "2026-01-01");
    let tree = scanned(&folder.path().join("docs"));
    assert_eq!(documents(&tree), ["a.md"]);
    assert_eq!(tree.repository, None);
}

#[test]
fn the_repository_is_known_by_its_remote_or_the_configuration() {
    let folder = folder(&[("docs/specs/a.md", "")]);
    git(folder.path(), "2026-01-01", &["init", "--quiet"]);
    git(folder.path(), "2026-01-01", &["remote", "add", "origin", "git@github.com:ann/code.git"]);
    commit(folder.path(), "2026-01-01");
    let docs = folder.path().join("docs/specs");
    let repository = scanned(&docs).repository.unwrap();
    assert_eq!(repository.host, "https://github.com");
    assert_eq!(repository.name, "ann/code");
    assert_eq!(repository.folder, "docs/specs");
    let mut config = config(&docs);
    config.html.git_repository_url = Some("https://gitlab.com/bob/other".into());
    let repository = scan::scan(&config, &scan::Memory::default()).unwrap().repository.unwrap();
    assert_eq!((&*repository.name, &*repository.folder), ("bob/other", "docs/specs"));
}

#[test]
fn history_is_the_first_and_last_commit_and_the_status_since() {
    let root =
        folder(&[("s/a.md", "status: draft\n"), ("s/b.md", "none\n"), ("s/c.md", "status: x\n")]);
    write(root.path(), "s/k/README.md", "text\n");
    write(root.path(), "s/k/kep.yaml", "status: draft\n");
    git(root.path(), "2026-01-01", &["init", "--quiet"]);
    commit(root.path(), "2026-01-01");
    write(root.path(), "s/a.md", "status: review\n");
    write(root.path(), "s/k/kep.yaml", "status: done\n");
    commit(root.path(), "2026-02-02");
    write(root.path(), "s/a.md", "status: review\nmore\n");
    write(root.path(), "s/k/README.md", "more text\n");
    commit(root.path(), "2026-03-03");
    write(root.path(), "s/new.md", "status: draft\n");
    write(root.path(), "s/c.md", "status: y\n");
    let mut tree = scanned(&root.path().join("s"));
    since(&mut tree);
    check_history(&tree, "a.md", "2026-01-01", "2026-03-03", "2026-02-02");
    check_history(&tree, "b.md", "2026-01-01", "2026-01-01", "");
    check_history(&tree, "c.md", "2026-01-01", "2026-01-01", "");
    check_history(&tree, "k/README.md", "2026-01-01", "2026-03-03", "2026-02-02");
    check_history(&tree, "new.md", "", "", "");
}

#[test]
fn a_merge_changes_only_what_it_has_from_no_parent() {
    let root = folder(&[("a.md", "1\n"), ("b.md", "status: draft\n")]);
    let path = root.path();
    git(path, "2026-01-01", &["init", "--quiet"]);
    commit(path, "2026-01-01");
    git(path, "2026-01-02", &["checkout", "--quiet", "-b", "side"]);
    write(path, "b.md", "status: done\n");
    commit(path, "2026-01-02");
    git(path, "2026-01-03", &["checkout", "--quiet", "main"]);
    write(path, "a.md", "2\n");
    commit(path, "2026-01-03");
    git(path, "2026-01-04", &["merge", "--quiet", "--no-edit", "side"]);
    let mut tree = scanned(path);
    since(&mut tree);
    check_history(&tree, "a.md", "2026-01-01", "2026-01-03", "");
    check_history(&tree, "b.md", "2026-01-01", "2026-01-02", "2026-01-02");
}

#[test]
fn a_file_that_is_gone_from_git_has_no_history() {
    let root = folder(&[("a.md", "1"), ("b.md", "2")]);
    git(root.path(), "2026-01-01", &["init", "--quiet"]);
    commit(root.path(), "2026-01-01");
    git(root.path(), "2026-01-02", &["rm", "--quiet", "--cached", "a.md"]);
    git(root.path(), "2026-01-02", &["commit", "--quiet", "--message", "gone"]);
    check_history(&scanned(root.path()), "a.md", "", "", "");
    check_history(&scanned(root.path()), "b.md", "2026-01-01", "2026-01-01", "");
}

#[test]
fn a_shallow_clone_knows_no_history() {
    let root = folder(&[("from/a.md", "1")]);
    let from = root.path().join("from");
    git(&from, "2026-01-01", &["init", "--quiet"]);
    commit(&from, "2026-01-01");
    write(&from, "a.md", "2");
    commit(&from, "2026-01-02");
    let address = format!("file://{}", from.display());
    git(root.path(), "2026-01-03", &["clone", "--quiet", "--depth=1", &address, "to"]);
    let mut tree = scanned(&root.path().join("to"));
    since(&mut tree);
    assert_eq!(documents(&tree), ["a.md"]);
    check_history(&tree, "a.md", "", "", "");
}

/// A repository's configuration names programs in every key that could run one while it is read. None runs.
#[cfg(unix)]
#[test]
fn a_hostile_repository_runs_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let root =
        folder(&[("a.md", "status: draft\n"), (".gitattributes", "*.md diff=evil filter=evil\n")]);
    let path = root.path();
    git(path, "2026-01-01", &["init", "--quiet"]);
    commit(path, "2026-01-01");
    write(path, "a.md", "status: done\n");
    commit(path, "2026-01-02");
    let (canary, evil) = (path.join("canary"), path.join(".evil"));
    fs::write(&evil, format!("#!/bin/sh\ntouch '{}'\n", canary.display())).unwrap();
    fs::set_permissions(&evil, fs::Permissions::from_mode(0o755)).unwrap();
    for key in [
        "core.fsmonitor",
        "core.pager",
        "pager.log",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.evil.process",
        "gpg.program",
        "core.sshCommand",
        "core.editor",
        "core.askPass",
        "credential.helper",
        "alias.log",
        "alias.ls-files",
        "log.showSignature",
        "core.alternateRefsCommand",
    ] {
        let value = if key == "log.showSignature" { "true" } else { evil.to_str().unwrap() };
        git(path, "2026-01-03", &["config", key, value]);
    }
    write(path, "a.md", "status: done\n\n");
    let mut tree = scanned(path);
    since(&mut tree);
    check_history(&tree, "a.md", "2026-01-01", "2026-01-02", "2026-01-02");
    assert!(!canary.exists());
}

/// A folder of the sources that looks like a bare repository is not asked.
#[test]
fn a_repository_among_the_sources_is_not_taken_for_theirs() {
    let root = folder(&[("a.md", "")]);
    git(root.path(), "2026-01-01", &["init", "--quiet", "--bare", "bare"]);
    write(root.path(), "bare/b.md", "");
    assert_eq!(documents(&scanned(root.path())), ["a.md", "bare/b.md"]);
    assert_eq!(documents(&scanned(&root.path().join("bare"))), ["b.md"]);
}
