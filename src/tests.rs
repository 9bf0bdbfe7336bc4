//! What the stages remember is what they use.
//!
//! A build that makes everything anew gives the right site too, only later. So a wrong value is put under the key of a right
//! one, and must be seen: in each table, after an edit that asks for that table and for none before it.

use crate::config::{self, Config};
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::link::Audience;
use crate::render::{Content, ThemeFiles};
use crate::{Builder, Built};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// No text here says it.
const WRONG: &str = "<b>planted</b>";

const FILES: &[(&str, &str)] = &[
    ("book.toml", "[book]\ntitle = \"Small\"\n"),
    ("a.md", "# Login\n\n**Status:** Draft\n\nText.\n\n```mermaid\ngraph TD\n  a-->b\n```\n"),
    ("b.md", "# Store\n\nSee [the login](a.md).\n"),
];

fn config(root: &Path) -> Config {
    config::load(root, &[]).expect("the configuration is sound")
}

fn build(builder: &mut Builder, root: &Path) -> Built {
    let theme = ThemeFiles::default();
    builder.build(&config(root), &theme, Audience::Author, &|_| ()).expect("it builds")
}

/// A portfolio built with what was planted after two builds.
fn third(plant: impl Fn(&Builder), edit: impl Fn(&Path)) -> (tempfile::TempDir, Built) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    for (path, text) in FILES {
        fs::write(folder.path().join(path), text).expect("it can be written");
    }
    let mut builder = Builder::default();
    // A text is trusted from the second reading on.
    for _ in 0..2 {
        build(&mut builder, folder.path());
    }
    plant(&builder);
    edit(folder.path());
    let built = build(&mut builder, folder.path());
    (folder, built)
}

/// The files that say what was planted.
fn planted(plant: impl Fn(&Builder), edit: impl Fn(&Path)) -> Vec<String> {
    let files = third(plant, edit).1.site.files;
    let says = |content: &Content| match content {
        Content::Bytes(bytes) => String::from_utf8_lossy(bytes).contains("planted"),
        Content::Copy(_) => false,
    };
    files.iter().filter(|(_, it)| says(it)).map(|(path, _)| path.as_str().to_owned()).collect()
}

/// Every page has a title that is new, and nothing else has changed.
fn retitled(root: &Path) {
    fs::write(root.join("book.toml"), "[book]\ntitle = \"Large\"\n").expect("it can be written");
}

/// Linking is anew, and no page is another.
fn unseen(root: &Path) {
    let text = "[book]\ntitle = \"Small\"\n[portfolio.check]\nbroken-link = \"error\"\n";
    fs::write(root.join("book.toml"), text).expect("it can be written");
}

fn has(found: &[String], paths: &[&str]) -> bool {
    paths.iter().all(|path| found.iter().any(|it| it == path))
}

#[test]
#[cfg(unix)]
fn texts_are_remembered() {
    let found = planted(|builder| builder.scanned.plant(WRONG), |_| ());
    assert!(has(&found, &["a.html", "b.html", "a.md"]), "{found:?}");
}

#[test]
fn documents_are_remembered() {
    let plant = |builder: &Builder| {
        builder.parsed.documents.plant(|document| {
            let mut wrong = (**document).clone();
            wrong.fields.title = WRONG.into();
            Arc::new(wrong)
        });
    };
    // Linking is anew, of documents as they were.
    let found = planted(plant, retitled);
    assert!(has(&found, &["a.html", "b.html", "documents.html"]), "{found:?}");
}

#[test]
fn what_links_lead_to_is_remembered() {
    let place = Place::file(&SourcePath::new("a.md"));
    let wrong = Problem::new(Code::BrokenLink, place, WRONG);
    let found = planted(|builder| builder.linked.plant_problem(&wrong), |_| ());
    assert!(has(&found, &["problems.html"]), "{found:?}");
}

#[test]
fn entries_are_remembered() {
    let plant = |builder: &Builder| {
        builder.linked.entries.plant(|entry| {
            let mut wrong = (**entry).clone();
            wrong.title = WRONG.into();
            Arc::new(wrong)
        });
    };
    let (_, built) = third(plant, |_| ());
    assert!(built.portfolio.entries.iter().all(|entry| entry.title == WRONG));
}

#[test]
fn pages_are_remembered_by_what_their_views_are_made_of() {
    let plant = |builder: &Builder| builder.rendered.plant_views(WRONG);
    let found = planted(plant, |_| ());
    assert!(has(&found, &["a.html", "documents.html"]), "{found:?}");
    assert_eq!(planted(plant, retitled), Vec::<String>::new());
}

#[test]
#[cfg(feature = "mermaid")]
fn drawings_are_remembered() {
    let plant = |builder: &Builder| {
        builder.drawn.drawn.plant(|drawn| {
            let mut wrong = (**drawn.as_ref().expect("it can be drawn")).clone();
            wrong.svg = WRONG.into();
            Ok(Arc::new(wrong))
        });
    };
    let found = planted(plant, |_| ());
    assert!(
        matches!(&*found, [one] if Path::new(one).extension().is_some_and(|it| it == "svg")),
        "{found:?}"
    );
}

#[test]
fn bodies_are_remembered() {
    let plant = |builder: &Builder| {
        builder.rendered.bodies.plant(|written| Arc::new(written.with(WRONG)));
    };
    assert_eq!(planted(plant, retitled), ["a.html", "b.html"]);
}

#[test]
fn themes_are_remembered() {
    let found = planted(|builder| builder.rendered.plant_theme(WRONG), |_| ());
    assert_eq!(found, ["404.html"]);
}

#[test]
fn rows_are_remembered() {
    let plant = |builder: &Builder| builder.rendered.rows.plant(|row| row.with(WRONG));
    // The lists are written anew, and of their rows the one that is another.
    let edit = |root: &Path| {
        fs::write(root.join("b.md"), "# Shop\n").expect("it can be written");
    };
    let found = planted(plant, edit);
    assert!(has(&found, &["documents.html"]) && !has(&found, &["a.html"]), "{found:?}");
}

#[test]
fn pages_are_remembered() {
    let plant = |builder: &Builder| builder.rendered.pages.plant(|_| WRONG.as_bytes().into());
    let found = planted(plant, unseen);
    assert!(has(&found, &["a.html", "documents.html", "404.html"]), "{found:?}");
    // The same key is what makes it seen: none of those pages is asked for under it now.
    assert_eq!(planted(plant, retitled), Vec::<String>::new());
}

#[test]
fn dates_of_history_are_remembered() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(folder.path().join("a.md"), "# A\n\nStatus: Draft\n").expect("it can be written");
    let git = |arguments: &[&str]| {
        let name = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let mut command = std::process::Command::new("git");
        command.current_dir(folder.path()).args(name).args(arguments);
        assert!(command.status().expect("git is there").success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "x"]);
    let mut builder = Builder::default();
    let mut since = || build(&mut builder, folder.path()).portfolio.entries[0].history.status_since;
    assert!(since().is_some());
    let wrong = Some(jiff::civil::date(1999, 1, 1));
    builder.scanned.since.plant(|_| wrong);
    let entries = build(&mut builder, folder.path()).portfolio.entries;
    assert_eq!(entries[0].history.status_since, wrong);
}
