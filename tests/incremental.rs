//! A builder that remembers gives what one that remembers nothing gives, after any edit, and does no more than the edit asks.
//!
//! Two builders see the same folder: one has built it before every edit, the other is new each time. Their sites are equal
//! byte for byte, whatever is edited in whatever order. What the warm one did is counted where it is done.

#[path = "incremental/edits.rs"]
mod edits;
#[path = "incremental/folder.rs"]
mod folder;

use edits::Edits;
use folder::Folder;
use specfolio::render::{self, Site};
use std::collections::BTreeSet;

/// A small portfolio with everything that one document can show of another.
fn portfolio() -> Folder {
    Folder::new(&[
        ("book.toml", "[book]\ntitle = \"Small\"\nsrc = \"docs\"\n"),
        ("docs/README.md", "# Welcome\n\nSee [the login](specs/SPEC-001-login.md).\n"),
        (
            "docs/specs/SPEC-001-login.md",
            "# Login\n\n**Status:** Draft\n**Reviewers:** @ann, @bo\n\nIt needs SPEC-002. ![](i.png)\n",
        ),
        (
            "docs/specs/SPEC-002-store.md",
            "---\nstatus: review\nauthors: [\"@ann\"]\nlabels: [storage]\n---\n# Store\n\nText with `code`.\n\n```rust\nfn a() {}\n```\n",
        ),
        ("docs/specs/SPEC-003-mail.md", "# Mail\n\nRequires: SPEC-002\nStatus: draft\n\nText.\n"),
        ("docs/specs/SPEC-003-mail.yaml", "reviewers: [\"@cy\"]\n"),
        ("docs/specs/i.png", "not really"),
        ("docs/stories/US-001-enter.md", "# Enter\n\n**Status:** draft\n\n- [x] one\n- [ ] two\n"),
    ])
}

/// What the second build of a folder does after `edit`.
fn work_after(edit: impl Fn(&Folder)) -> specfolio::Work {
    let folder = portfolio();
    let mut warm = specfolio::Builder::default();
    folder.build(&mut warm);
    edit(&folder);
    let built = folder.build(&mut warm);
    assert!(built.site == folder.cold().site, "the warm site is not the cold one");
    built.work
}

fn rendered(
    [views, bodies, rows, pages]: [usize; 4],
    [leaves, shards]: [usize; 2],
) -> render::Work {
    render::Work { views, bodies, rows, pages, leaves, shards }
}

#[test]
fn nothing_changed_is_nothing_done() {
    let work = work_after(|_| ());
    assert_eq!((work.parsed, work.rendered), (0, rendered([0, 0, 0, 0], [0, 0])));
}

/// A text is read twice before the times of its file are trusted.
#[cfg(unix)]
#[test]
fn only_what_changed_is_read() {
    let folder = portfolio();
    let mut warm = specfolio::Builder::default();
    let reads = |warm: &mut specfolio::Builder| folder.build(warm).work.read;
    assert_eq!([reads(&mut warm), reads(&mut warm), reads(&mut warm)], [5, 5, 0]);
    folder.append("docs/README.md", "More.\n");
    assert_eq!([reads(&mut warm), reads(&mut warm), reads(&mut warm)], [1, 1, 0]);
}

/// The search reads that document, and binds the one shard of `more`.
#[test]
fn prose_is_one_document_one_body_one_page() {
    let work = work_after(|folder| folder.append("docs/specs/SPEC-001-login.md", "\nMore.\n"));
    assert_eq!((work.parsed, work.rendered), (1, rendered([1, 1, 0, 1], [1, 1])));
}

/// A picture is made of its text: what stands around it, and a second one like it, draw nothing.
#[cfg(feature = "mermaid")]
#[test]
fn a_diagram_is_drawn_when_its_text_changes() {
    let folder = portfolio();
    let mut warm = specfolio::Builder::default();
    let mut drawn = || {
        let built = folder.build(&mut warm);
        assert!(built.site == folder.cold().site, "the warm site is not the cold one");
        built.work.drawn
    };
    let store = "docs/specs/SPEC-002-store.md";
    let diagram = "\n```mermaid\ngraph TD\n  a-->b\n```\n";
    assert_eq!(drawn(), 0);
    folder.append(store, diagram);
    assert_eq!(drawn(), 1);
    folder.append(store, "\nMore.\n");
    folder.append("docs/specs/SPEC-001-login.md", diagram);
    assert_eq!(drawn(), 0);
    folder.replace(store, "a-->b", "a-->c");
    assert_eq!(drawn(), 1);
}

/// Of the five documents the two others show nothing of it, so that not even their views are made. Shown on: its own page, that of its neighbour and of the story (which stands after no spec), the lists of all documents,
/// its kind, its status and its two reviewers, its id, and the first page. No shard of the search holds titles.
#[test]
fn a_title_is_on_the_pages_that_show_it() {
    let work = work_after(|folder| {
        folder.replace("docs/specs/SPEC-001-login.md", "# Login", "# Sign in");
    });
    assert_eq!((work.parsed, work.rendered), (1, rendered([3, 1, 2, 9], [1, 0])));
}

#[test]
fn a_template_changes_every_page_and_no_body() {
    let folder = portfolio();
    let mut warm = specfolio::Builder::default();
    let pages = folder.build(&mut warm).site.pages;
    folder.theme("templates/404.html", "gone: {{ site.title }}");
    let built = folder.build(&mut warm);
    assert!(built.site == folder.cold().site);
    assert_eq!(built.work.parsed, 0);
    assert_eq!((built.work.rendered.bodies, built.work.rendered.pages), (0, pages));
}

#[test]
fn a_style_changes_the_pages_that_name_it_and_no_body() {
    let work = work_after(|folder| folder.theme("assets/style.css", "a {}"));
    assert_eq!((work.parsed, work.rendered.bodies), (0, 0));
}

/// Every component of a key, changed alone.
#[test]
fn whatever_a_value_is_made_of_makes_it_anew() {
    // The path and nothing else of the source.
    work_after(|folder| {
        folder.rename("docs/specs/SPEC-003-mail.md", "docs/specs/SPEC-004-mail.md");
    });
    // The sidecar's text, and its path.
    let sidecar = "docs/specs/SPEC-003-mail.yaml";
    let work = work_after(|folder| folder.write(sidecar, "reviewers: [\"@di\"]\n"));
    assert_eq!(work.parsed, 1);
    work_after(|folder| folder.rename(sidecar, "docs/specs/SPEC-002-store.yaml"));
    // What keys mean, what a placeholder is, which prefixes are trackers.
    for option in [
        "[portfolio.fields]\nneeds = \"requires\"\n",
        "[portfolio]\nplaceholders = [\"review\"]\n",
        "[portfolio.trackers]\nSPEC = \"https://example.org/{number}\"\n",
    ] {
        let work = work_after(|folder| folder.append("book.toml", option));
        assert_eq!(work.parsed, 5, "{option}");
    }
    // What a link leads to, its text being the same.
    let work = work_after(|folder| folder.remove("docs/specs/SPEC-001-login.md"));
    assert_eq!((work.parsed, work.rendered.bodies), (0, 1));
    // The page that a text stands on, its text being the same.
    let work = work_after(|folder| folder.write("docs/index.md", "# Front\n"));
    assert_eq!((work.parsed, work.rendered.bodies), (1, 2));
    // The values that every page sees.
    work_after(|folder| folder.replace("book.toml", "Small", "Large"));
    // The file behind an address, its address being the same.
    work_after(|folder| folder.write("docs/specs/i.png", "other"));
}

/// What git knows changes with every commit, and with nothing else.
#[test]
fn a_commit_changes_what_history_says() {
    let folder = portfolio();
    folder.git(&["init", "-q"]);
    folder.commit("2026-01-02");
    let mut warm = specfolio::Builder::default();
    folder.build(&mut warm);
    folder.replace("docs/specs/SPEC-001-login.md", "Draft", "Accepted");
    assert!(folder.build(&mut warm).site == folder.cold().site);
    folder.commit("2026-02-03");
    let built = folder.build(&mut warm);
    assert!(built.site == folder.cold().site);
    assert_eq!(built.work.parsed, 0);
    let entries = &built.portfolio.entries;
    let login = entries.iter().find(|entry| entry.title == "Login").expect("it is there");
    let since = login.history.status_since.expect("it is known");
    assert_eq!(since.to_string(), "2026-02-03");
    assert_eq!(folder.build(&mut warm).work, specfolio::Work::default());
}

/// The paths at which two sites are not the same.
fn different<'a>(warm: &'a Site, cold: &'a Site) -> impl Iterator<Item = &'a str> {
    let paths: BTreeSet<_> = warm.files.paths().chain(cold.files.paths()).collect();
    let paths = paths.into_iter().map(specfolio::link::OutPath::as_str);
    paths.filter(|path| warm.files.get(path) != cold.files.get(path))
}

#[test]
fn edits_in_any_order_end_where_a_clean_build_does() {
    for seed in 0..3 {
        let folder = portfolio();
        let mut warm = specfolio::Builder::default();
        let mut edits = Edits::new(seed);
        for number in 0..100 {
            let edit = edits.next(&folder);
            let built = folder.build(&mut warm);
            let cold = folder.cold();
            let differ: Vec<_> = different(&built.site, &cold.site).collect();
            assert!(differ.is_empty(), "seed {seed}, edit {number}: {edit}: {differ:?}");
            assert_eq!(
                built.portfolio.problems, cold.portfolio.problems,
                "seed {seed}, edit {number}: {edit}"
            );
        }
    }
}

/// The same on a real portfolio, where `SPECFOLIO_CORPORA` names one.
#[test]
fn edits_of_a_real_portfolio_end_where_a_clean_build_does() {
    edited("log4brains-adrs", 30);
}

/// The same on large ones; `cargo test --release --test incremental -- --ignored` takes some minutes.
#[test]
#[ignore = "it builds large portfolios a hundred times and more"]
fn edits_of_large_portfolios_end_where_clean_builds_do() {
    for name in ["stillriver-idk", "minspec", "odh-adrs", "keps", "swift-evolution", "eips"] {
        edited(name, 60);
    }
}

fn edited(name: &str, edits: usize) {
    let Some(corpora) = std::env::var_os("SPECFOLIO_CORPORA") else { return };
    let corpus = std::path::Path::new(&corpora).join(name);
    assert!(corpus.is_dir(), "there is no {}", corpus.display());
    let folder = Folder::copy_of(&corpus);
    let mut warm = specfolio::Builder::default();
    let mut source = Edits::new(9);
    for number in 0..edits {
        let edit = source.next(&folder);
        let built = folder.build(&mut warm);
        let differ: Vec<_> =
            different(&built.site, &folder.cold().site).map(str::to_owned).collect();
        assert!(differ.is_empty(), "{name}, edit {number}: {edit}: {differ:?}");
    }
}
