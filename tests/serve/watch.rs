//! What happens on the disk, and what is served after it.

use crate::preview::{Preview, folder, program, wait, write};
use std::fs;
use std::path::Path;

fn text(number: usize) -> String {
    format!("# A\n\nText number {number}.\n")
}

/// Saves a file as an editor does.
type Save = fn(&Path, &str);

/// Writes in place.
fn in_place(path: &Path, text: &str) {
    fs::write(path, text).expect("it can be written");
}

/// vim: a probe, the old file to a backup, a new one in its place, the backup removed.
fn vim(path: &Path, text: &str) {
    let probe = path.with_file_name("4913");
    fs::write(&probe, "").expect("it can be written");
    fs::remove_file(&probe).expect("it can be removed");
    let backup = path.with_extension("md~");
    fs::rename(path, &backup).expect("it can be renamed");
    fs::write(path, text).expect("it can be written");
    fs::remove_file(&backup).expect("it can be removed");
}

/// VS Code: empties the file, then writes it.
fn vs_code(path: &Path, text: &str) {
    fs::write(path, "").expect("it can be written");
    fs::write(path, text).expect("it can be written");
}

/// `JetBrains`: writes beside, steps the old file aside, renames.
fn jetbrains(path: &Path, text: &str) {
    let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
    let (new, old) = (
        path.with_file_name(format!("{name}___jb_tmp___")),
        path.with_file_name(format!("{name}___jb_old___")),
    );
    fs::write(&new, text).expect("it can be written");
    fs::rename(path, &old).expect("it can be renamed");
    fs::rename(&new, path).expect("it can be renamed");
    fs::remove_file(&old).expect("it can be removed");
}

/// Emacs: a lock that is a link to nothing, a backup, the file in place.
#[cfg(unix)]
fn emacs(path: &Path, text: &str) {
    let lock = path.with_file_name(".#a.md");
    std::os::unix::fs::symlink("ann@host.123:456", &lock).expect("links can be made");
    fs::copy(path, path.with_extension("md~")).expect("it can be copied");
    fs::write(path, text).expect("it can be written");
    fs::remove_file(&lock).expect("it can be removed");
}

/// Emacs, the first time: the file itself becomes the backup.
fn emacs_first(path: &Path, text: &str) {
    let (saved, backup) = (path.with_file_name("#a.md#"), path.with_extension("md~"));
    fs::write(&saved, text).expect("it can be written");
    fs::rename(path, &backup).expect("it can be renamed");
    fs::write(path, text).expect("it can be written");
    fs::remove_file(&saved).expect("it can be removed");
}

/// `perl -i`, and git: removes, then writes.
fn anew(path: &Path, text: &str) {
    fs::remove_file(path).expect("it can be removed");
    fs::write(path, text).expect("it can be written");
}

/// `sed -i`: writes beside, renames over.
fn sed(path: &Path, text: &str) {
    let beside = path.with_file_name("sedAbC123");
    fs::write(&beside, text).expect("it can be written");
    fs::rename(&beside, path).expect("it can be renamed");
}

#[test]
#[cfg(unix)]
fn every_way_of_saving_is_seen() {
    let folder = folder(&[("specs/a.md", &text(0)), ("b.md", "# B\n")]);
    let preview = Preview::start(folder.path(), "");
    let path = folder.path().join("specs/a.md");
    let ways: [Save; 8] = [in_place, vim, vs_code, jetbrains, emacs_first, emacs, anew, sed];
    for (number, save) in ways.iter().enumerate() {
        save(&path, &text(number + 1));
        preview.wait_for("/specs/a.html", &format!("Text number {}.", number + 1));
    }
    preview.wait_for_line("rebuilt 1 page in ");
    preview.wait_for_line("(specs/a.md)");
    for page in ["/specs/4913.html", "/specs/a.md~", "/specs/a.md___jb_old___", "/specs/sedAbC123"]
    {
        assert_eq!(preview.get(page).status, 404, "{page}");
    }
    let rows = preview.get("/documents.html").text().matches("<th scope=\"row\"").count();
    assert_eq!(rows, 2, "no file that was there in passing has become a document");
    assert!(preview.rebuilds() <= 10 * ways.len(), "{:?}", preview.lines());
}

/// A writer that empties the file, and takes its time: what is served in between does not stay.
#[test]
fn a_slow_writer_ends_on_the_last() {
    let folder = folder(&[("a.md", &text(0))]);
    let preview = Preview::start(folder.path(), "");
    for number in 1..4 {
        let mut file = fs::File::create(folder.path().join("a.md")).expect("it can be emptied");
        wait("the empty text", || !preview.get("/a.html").text().contains("Text number"));
        for part in ["# A\n\n", "Text number", &format!(" {number}.\n")] {
            std::io::Write::write_all(&mut file, part.as_bytes()).expect("it can be written");
            preview.wait_for("/a.html", part.trim().trim_start_matches("# "));
        }
        preview.wait_for("/a.html", &format!("Text number {number}."));
    }
}

/// Whatever the times of a file say, a change of it is seen.
#[test]
#[cfg(unix)]
fn clocks_hide_nothing() {
    use std::time::{Duration, SystemTime};
    for way in ["", "--poll"] {
        let folder = folder(&[("a.md", &text(0))]);
        let preview = Preview::start(folder.path(), way);
        let path = folder.path().join("a.md");
        let mut modified = path.metadata().and_then(|it| it.modified()).expect("there is a time");
        let year = Duration::from_hours(365 * 24);
        let times = [modified, modified + year, modified - 30 * year, SystemTime::UNIX_EPOCH];
        for (number, time) in times.into_iter().enumerate() {
            // Of the same length as before, and twice of the same time.
            for number in [2 * number + 1, 2 * number + 2] {
                fs::write(&path, text(number)).expect("it can be written");
                let file = fs::File::options().write(true).open(&path).expect("it can be opened");
                file.set_modified(time).expect("times can be set");
                preview.wait_for("/a.html", &format!("Text number {number}."));
            }
            modified = time;
        }
        assert_eq!(
            path.metadata().and_then(|it| it.modified()).expect("there is a time"),
            modified
        );
    }
}

/// An edit is told to the pages that it changes, and to no others.
#[test]
fn who_shows_what_changed_is_told() {
    let folder = folder(&[
        ("book.toml", "[book]\ntitle = \"T\"\n[output.html]\nadditional-css = [\"x.css\"]\n"),
        ("x.css", "a {}"),
        ("a.md", "# A\n\n![](x.png)\n"),
        ("c.md", "# C\n"),
        ("x.png", "old"),
        ("specs/SPEC-001-on.md", "# On\n\nRequires: SPEC-002\n"),
        ("specs/SPEC-002-off.md", "# Off\n"),
        ("specs/k/README.md", "# K\n"),
        ("specs/k/kep.yaml", "title: K\nreviewers: [\"@ann\"]\n"),
    ]);
    let preview = Preview::start(folder.path(), "");
    let mut client = preview.listener();
    let mut check = |path: &str, text: &str, told: &[&str], untold: &[&str]| {
        // At once, so that there is one event.
        sed(&folder.path().join(path), text);
        let event = client.line_with("data: ");
        let has = |page: &&&str| event.contains(&format!("\"{page}\""));
        assert_eq!(told.iter().filter(has).count(), told.len(), "{path}: {event}");
        assert_eq!(untold.iter().filter(has).count(), 0, "{path}: {event}");
    };
    let kept = "404.html";
    check("x.png", "new", &["x.png"], &["a.html", "c.html", kept]);
    check("c.md", "# C\n\nMore.\n", &["c.html", "c.md"], &["a.html", "documents.html", kept]);
    check(
        "specs/k/kep.yaml",
        "title: New K\nreviewers: [\"@ann\"]\n",
        &["specs/k/index.html", "reviewer/ann.html", "documents.html"],
        &["c.html", kept],
    );
    let titled = ["specs/SPEC-002-off.html", "specs/SPEC-001-on.html", "documents.html"];
    check("specs/SPEC-002-off.md", "# Out\n", &titled, &["c.html", kept]);
    check("x.css", "b {}", &["a.html", "c.html", kept, "documents.html"], &["x.png", "c.md"]);
    check(
        "book.toml",
        "[book]\ntitle = \"New\"\n",
        &["a.html", "c.html", kept, "documents.html"],
        &["x.png", "c.md"],
    );
}

#[test]
fn many_saves_end_on_the_last() {
    let folder = folder(&[("a.md", &text(0))]);
    let preview = Preview::start(folder.path(), "");
    for number in 1..=200 {
        write(folder.path(), "a.md", &text(number));
    }
    preview.wait_for("/a.html", "Text number 200.");
    assert!(preview.rebuilds() < 100, "{}", preview.rebuilds());
}

#[test]
fn polling_sees_it_too() {
    let folder = folder(&[("specs/a.md", &text(0))]);
    let preview = Preview::start(folder.path(), "--poll");
    write(folder.path(), "specs/a.md", &text(1));
    preview.wait_for("/specs/a.html", "Text number 1.");
    write(folder.path(), "specs/new/b.md", "# B\n");
    wait("the new page", || preview.get("/specs/new/b.html").status == 200);
    write(folder.path(), "specs/new/b.md", "# B\n\nMore.\n");
    preview.wait_for("/specs/new/b.html", "More.");
}

#[test]
fn everything_that_the_site_is_made_of_is_watched() {
    let folder = folder(&[
        ("book.toml", "[book]\ntitle = \"Old\"\nsrc = \"docs\"\n[portfolio]\ntheme = \"theme\"\n"),
        ("theme/templates/404.html", "old nothing"),
        ("docs/a.md", "# A\n\n[](b.md) ![](x.png)\n"),
        ("docs/b.md", "# Old B\n"),
        ("docs/x.png", "old"),
        ("docs/k/README.md", "# K\n"),
        ("docs/k/kep.yaml", "title: Old K\n"),
    ]);
    let preview = Preview::start(folder.path(), "");
    let check = |path: &str, text: &str, page: &str, words: &str| {
        assert!(!preview.get(page).text().contains(words), "{page} before");
        write(folder.path(), path, text);
        preview.wait_for(page, words);
    };
    check("theme/templates/404.html", "new nothing", "/none", "new nothing");
    check("docs/b.md", "# New B\n", "/a.html", "New B");
    check("docs/x.png", "new", "/x.png", "new");
    check("docs/k/kep.yaml", "title: New K\n", "/documents.html", "New K");
    check("docs/deep/er/c.md", "# C\n", "/deep/er/c.html", "<bdi>C</bdi>");
    check("docs/deep/er/c.md", "# C\n\nMore.\n", "/deep/er/c.html", "More.");
    check("book.toml", "[book]\ntitle = \"New\"\nsrc = \"docs\"\n", "/a.html", "<bdi>New</bdi>");
    fs::remove_file(folder.path().join("docs/b.md")).expect("it can be removed");
    wait("the page to go", || preview.get("/b.html").status == 404);
    fs::create_dir(folder.path().join("other")).expect("it can be made");
    check("book.toml", "[book]\nsrc = \"other\"\n", "/", "0 documents");
    check("other/z.md", "# Z\n", "/z.html", "<bdi>Z</bdi>");
}

#[test]
fn its_own_output_is_no_change() {
    let folder = folder(&[("a.md", &text(0)), (".git/HEAD", "ref: refs/heads/main\n")]);
    let preview = Preview::start(folder.path(), "");
    for _ in 0..3 {
        assert!(program(folder.path(), "build").output().expect("it starts").status.success());
        write(folder.path(), ".git/objects/12/345", "x");
        write(folder.path(), ".git/index", "x");
        write(folder.path(), ".specfolio/cache", "x");
    }
    write(folder.path(), "a.md", &text(1));
    preview.wait_for("/a.html", "Text number 1.");
    assert_eq!(preview.rebuilds(), 1, "{:?}", preview.lines());
}

#[test]
fn sources_that_go_and_come_back() {
    let folder = folder(&[("p/book.toml", "[book]\nsrc = \"docs\"\n"), ("p/docs/a.md", &text(0))]);
    let preview = Preview::start(folder.path(), "p");
    let docs = folder.path().join("p/docs");
    for number in 1..4 {
        fs::rename(&docs, folder.path().join("away")).expect("it can be renamed");
        wait("the complaint", || preview.get("/_specfolio/state").text().contains("no folder"));
        assert!(preview.get("/a.html").text().contains("Text number"), "the last site stays");
        fs::rename(folder.path().join("away"), &docs).expect("it can be renamed");
        wait("the end of it", || {
            preview.get("/_specfolio/state").text().contains("\"error\":null")
        });
        write(&docs, "a.md", &text(number));
        preview.wait_for("/a.html", &format!("Text number {number}."));
    }
    // Another folder of the same name is another folder.
    fs::rename(&docs, folder.path().join("old")).expect("it can be renamed");
    write(&docs, "a.md", &text(8));
    preview.wait_for("/a.html", "Text number 8.");
    write(&docs, "a.md", &text(9));
    preview.wait_for("/a.html", "Text number 9.");
}

/// The folder that the preview was started in, too.
#[test]
#[cfg(unix)]
fn its_own_folder_that_goes_and_comes_back() {
    let folder = folder(&[("p/a.md", &text(0))]);
    let preview = Preview::start(&folder.path().join("p"), "");
    fs::remove_dir_all(folder.path().join("p")).expect("it can be removed");
    wait("the complaint", || preview.get("/_specfolio/state").text().contains("\"error\":\""));
    assert!(preview.get("/a.html").text().contains("Text number 0."), "the last site stays");
    write(folder.path(), "p/a.md", &text(1));
    preview.wait_for("/a.html", "Text number 1.");
    write(folder.path(), "p/a.md", &text(2));
    preview.wait_for("/a.html", "Text number 2.");
}

/// What nobody writes to would be waited for without end.
#[test]
#[cfg(unix)]
fn pipes_are_waited_for_nowhere() {
    let folder = folder(&[("book.toml", "[book]\n"), ("a.md", &text(0))]);
    let preview = Preview::start(folder.path(), "");
    for (number, name) in ["b.md", "a.yaml", ".gitignore", "book.toml"].iter().enumerate() {
        let path = folder.path().join(name);
        drop(fs::remove_file(&path));
        let made = std::process::Command::new("mkfifo").arg(&path).status();
        assert!(made.expect("there is mkfifo").success());
        write(folder.path(), "a.md", &text(number + 1));
        preview.wait_for("/a.html", &format!("Text number {}.", number + 1));
    }
    let state = preview.get("/_specfolio/state").text();
    assert!(state.contains("book.toml") && state.contains("no regular file"), "{state}");
}

/// A history that begins while the preview runs is part of the site from then on.
#[test]
fn a_history_may_begin_later() {
    let folder = folder(&[
        ("docs/a.md", "# A\n\n**Status:** Draft\n"),
        ("book.toml", "[book]\nsrc = \"docs\"\n"),
    ]);
    let preview = Preview::start(folder.path(), "");
    let before = preview.get("/a.html").body;
    for arguments in ["init -q", "add .", "-c user.name=a -c user.email=a@b commit -qm x"] {
        let mut git = std::process::Command::new("git");
        git.current_dir(folder.path()).args(arguments.split(' '));
        assert!(git.status().expect("there is git").success());
    }
    wait("what history says", || preview.get("/a.html").body != before);
}

#[test]
fn what_is_broken_is_shown_and_the_last_site_stays() {
    let evil = "<img src=x onerror=alert(1)>";
    let broken = format!("[book]\ntitle = {evil}\n");
    let folder = folder(&[("book.toml", &broken), ("a.md", &text(0))]);
    let mut preview = Preview::start(folder.path(), "");
    let first = preview.get("/a.html");
    assert_eq!(first.status, 503);
    assert!(
        first.text().contains("book.toml:2") && !first.text().contains("<img"),
        "{}",
        first.text()
    );
    write(folder.path(), "book.toml", "[book]\ntitle = \"T\"\n[portfolio]\ntheme = \"theme\"\n");
    wait("the complaint about the theme", || {
        preview.get("/_specfolio/state").text().contains("which is no folder")
    });
    write(folder.path(), "theme/templates/404.html", "fine");
    preview.wait_for("/a.html", "Text number 0.");
    let mut client = preview.connect();
    client.send("GET /_specfolio/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.head();
    client.line_with("\"error\":null");
    for number in 1..4 {
        write(
            folder.path(),
            "theme/templates/404.html",
            "{{ nothing }}<img src=x onerror=alert(1)>",
        );
        let event = client.line_with("\"error\":\"");
        assert!(event.contains("404.html:1:4") && event.contains("nothing"), "{event}");
        assert!(!preview.get("/a.html").text().contains("onerror"));
        write(folder.path(), "theme/templates/404.html", "fine");
        client.line_with("\"error\":null");
        write(folder.path(), "a.md", &text(number));
        let event = client.line_with("a.html");
        assert!(event.contains("\"changed\":["), "{event}");
        preview.wait_for("/a.html", &format!("Text number {number}."));
    }
    preview.is_well();
}

#[test]
fn a_page_carries_what_is_wrong_with_its_document() {
    let folder = folder(&[("a.md", "# A\n\n[x](gone.md) [y](gone2.md)\n"), ("b.md", "# B\n")]);
    let preview = Preview::start(folder.path(), "");
    assert!(preview.get("/a.html").text().contains("data-problems=\"2\""));
    assert!(preview.get("/b.html").text().contains("data-problems=\"0\""));
}
