//! Real portfolios, when `SPECFOLIO_CORPORA` names a folder of them: nothing lost, every internal link leads somewhere, the
//! same bytes however often and with however many threads they are built.

use specfolio::config::Config;
use specfolio::link::{Audience, OutPath};
use specfolio::render::{Content, Site, ThemeFiles};
use specfolio::{Builder, Built};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The corpora and, last, the folder of all of them as one portfolio.
fn portfolios() -> Vec<PathBuf> {
    let Some(root) = std::env::var_os("SPECFOLIO_CORPORA").map(PathBuf::from) else {
        // Written past the test harness's capture, so that nobody takes silence for success.
        writeln!(std::io::stderr(), "SPECFOLIO_CORPORA is not set: no real portfolio is tried")
            .ok();
        return vec![];
    };
    let entries = std::fs::read_dir(&root).expect("SPECFOLIO_CORPORA names a folder");
    let mut found: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect();
    found.sort();
    found.push(root);
    found
}

fn built(root: &Path) -> Built {
    Builder::default()
        .build(&Config::defaults(root), &ThemeFiles::default(), Audience::Public, &|_| ())
        .expect("a real portfolio builds")
}

#[test]
fn documents_in_are_documents_listed() {
    for root in portfolios() {
        let expected = markdown_files(&root);
        let built = built(&root);
        let mut listed: Vec<_> = built
            .portfolio
            .entries
            .iter()
            .flat_map(|entry| {
                std::iter::once(entry.document.path.to_string())
                    .chain(entry.parts.iter().map(|part| part.document.path.to_string()))
            })
            .collect();
        listed.sort();
        assert_eq!(listed, expected, "{}", root.display());
        let fault =
            built.portfolio.problems.iter().find(|problem| problem.code.name() == "internal-fault");
        assert_eq!(fault, None, "{}", root.display());
    }
}

/// Counted without the scanner: every `.md` file that no dot-folder hides.
fn markdown_files(root: &Path) -> Vec<String> {
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    let files = walkdir::WalkDir::new(root).into_iter().filter_entry(visible).flatten();
    let files = files.filter(|entry| {
        entry.file_type().is_file() && entry.path().extension().is_some_and(|found| found == "md")
    });
    let relative = |entry: walkdir::DirEntry| {
        entry.path().strip_prefix(root).expect("under the root").to_string_lossy().into_owned()
    };
    let mut paths: Vec<_> = files.map(relative).collect();
    paths.sort();
    paths
}

#[test]
fn every_internal_link_leads_somewhere() {
    for root in portfolios() {
        let built = built(&root);
        let broken = broken_links(&built.site);
        assert!(
            broken.is_empty(),
            "{}: {} broken, first {:?}",
            root.display(),
            broken.len(),
            &broken[..broken.len().min(5)]
        );
    }
}

#[test]
fn threads_do_not_show() {
    for root in portfolios() {
        let many = built(&root).site;
        let one = rayon::ThreadPoolBuilder::new()
            .num_threads(1)
            .build()
            .expect("one thread")
            .install(|| built(&root).site);
        assert!(many == one, "{}", root.display());
    }
}

/// Links of pages to files and anchors that the site does not have.
fn broken_links(site: &Site) -> Vec<String> {
    let mut broken = Vec::new();
    let mut anchors = std::collections::BTreeMap::<&OutPath, BTreeSet<String>>::new();
    for (path, content) in site.files.iter() {
        if let Content::Bytes(bytes) = content
            && is_page(path)
        {
            anchors.insert(path, attributes(&String::from_utf8_lossy(bytes), "id"));
        }
    }
    for (path, content) in site.files.iter() {
        let Content::Bytes(bytes) = content else { continue };
        if !is_page(path) {
            continue;
        }
        let html = String::from_utf8_lossy(bytes);
        for link in attributes(&html, "href").into_iter().chain(attributes(&html, "src")) {
            if !leads_somewhere(site, &anchors, path, &link) {
                broken.push(format!("{path} -> {link}"));
            }
        }
    }
    broken
}

fn is_page(path: &OutPath) -> bool {
    Path::new(path.as_str()).extension().is_some_and(|extension| extension == "html")
}

fn leads_somewhere(
    site: &Site,
    anchors: &std::collections::BTreeMap<&OutPath, BTreeSet<String>>,
    from: &OutPath,
    link: &str,
) -> bool {
    let link = link.replace("&amp;", "&").replace("&#x27;", "'").replace("&#39;", "'");
    if ["https:", "http:", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme)) {
        return true;
    }
    let (path, fragment) = link
        .split_once('#')
        .map_or((link.as_str(), None), |(path, fragment)| (path, Some(fragment)));
    let decode =
        |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
    let target = if path.is_empty() {
        Some(from.as_str().to_owned())
    } else {
        resolve(from.as_str(), &decode(path))
    };
    let Some(target) = target.map(OutPath::new) else { return false };
    let has_anchor = |fragment: &str| {
        fragment.is_empty()
            || anchors.get(&target).is_none_or(|anchors| anchors.contains(&decode(fragment)))
    };
    site.files.get(target.as_str()).is_some() && fragment.is_none_or(has_anchor)
}

/// A relative URL from a page, as browsers resolve it; `None` when it leaves the site.
fn resolve(from: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The values of an attribute in a page that we wrote ourselves: double-quoted, escaped.
fn attributes(html: &str, name: &str) -> BTreeSet<String> {
    let marker = format!(" {name}=\"");
    let values = html
        .match_indices(&marker)
        .filter_map(|(at, _)| html[at + marker.len()..].split('"').next());
    values
        .map(|value| {
            value
                .replace("&amp;", "&")
                .replace("&#x27;", "'")
                .replace("&quot;", "\"")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
        })
        .collect()
}
