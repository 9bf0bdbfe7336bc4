//! Addresses: where in the output something stands, and how one page names another.
//!
//! In: paths and words as authors write them. Out: [`OutPath`]s that can stand on any disk, the relative URLs between them,
//! and slugs. The rules are of one kind and belong to no stage's value, so they stand alone: `link` gives addresses out,
//! `render` writes them into pages. Absent on purpose: who gets which address, which is `assign`'s to settle.

use crate::scan::MANIFEST;
use deunicode::deunicode;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// The longest component of a path, in bytes: file systems take 255, and a suffix must still fit.
const LONGEST_COMPONENT: usize = 240;

/// The longest slug, in bytes.
const LONGEST_SLUG: usize = 80;

/// Pages and files of our own at the root of the site, in lower case.
pub const RESERVED: &[&str] = &[
    ".nojekyll",
    "404.html",
    "cname",
    "documents.html",
    "feed.xml",
    "index.html",
    "llms.txt",
    "people.html",
    "problems.html",
    "reviews.html",
    "robots.txt",
    "search.html",
    "sitemap.xml",
    "traceability.html",
];

/// The folder of the theme's files, which is the site's own whatever lies in it.
pub const RESERVED_FOLDER: &str = "_specfolio";

/// Folders of our own with the extension of what stands in them: nobody else's file of that extension may.
pub const RESERVED_FOLDERS: &[(&str, &str)] = &[
    ("_specfolio", "css"),
    ("_specfolio", "js"),
    ("_specfolio", "svg"),
    ("api", "js"),
    ("api", "json"),
    ("api/cards", "js"),
    ("approver", "html"),
    ("author", "html"),
    ("id", "html"),
    ("issue", "html"),
    ("kind", "html"),
    ("label", "html"),
    ("registers", "html"),
    ("reviewer", "html"),
    ("search", "js"),
    ("search", "json"),
    ("status", "html"),
    ("views", "html"),
];

/// What a path's component may hold literally in a URL: RFC 3986's `pchar`, without `'`, which HTML attributes may use.
const BESIDES_PATH_CHARACTERS: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The path of a file of the output: relative, separated by `/`, not percent-encoded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

impl OutPath {
    /// Takes a path that is already relative and normal.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The percent-encoded relative URL by which a page at `from` names this file.
    ///
    /// It always names a file, so that a site opened from disk works: a page names itself by its file name. Where the
    /// first component holds a colon it begins with `./`, lest a browser read a scheme.
    #[must_use]
    pub fn href_from(&self, from: &Self) -> String {
        let (to, from) = (self.as_str(), from.as_str());
        let shared = shared_folders(to, from);
        let mut href = "../".repeat(from[shared..].matches('/').count());
        if href.is_empty() && to[shared..].split('/').next().is_some_and(|name| name.contains(':'))
        {
            href.push_str("./");
        }
        for (index, component) in to[shared..].split('/').enumerate() {
            if index > 0 {
                href.push('/');
            }
            href.extend(utf8_percent_encode(component, BESIDES_PATH_CHARACTERS));
        }
        href
    }
}

/// How many bytes both paths share as whole folders, the slash included.
fn shared_folders(left: &str, right: &str) -> usize {
    let same = left.bytes().zip(right.bytes()).take_while(|(a, b)| a == b);
    same.enumerate().filter(|(_, (byte, _))| *byte == b'/').last().map_or(0, |(at, _)| at + 1)
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Whether an address is one that the site itself uses, whatever the case of its letters.
#[must_use]
pub fn is_reserved(path: &str) -> bool {
    let path = path.to_lowercase();
    let Some((folder, name)) = path.rsplit_once('/') else {
        let (stem, extension) = split_extension(&path);
        let is_sitemap = stem.starts_with("sitemap-") && extension == ".xml";
        return RESERVED.contains(&&*path) || path == MANIFEST || is_sitemap;
    };
    if folder.split('/').next() == Some(RESERVED_FOLDER) {
        return true;
    }
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    RESERVED_FOLDERS.contains(&(folder, extension))
}

/// The name of something in addresses: ASCII letters, digits and single hyphens, never empty.
///
/// Other scripts are spelled in Latin letters (`北京` is `bei-jing`), so that an address can be read and typed. Two names
/// may have one slug; [`Slugs`] tells them apart.
#[must_use]
pub fn slug(text: &str) -> String {
    let ascii = deunicode(text).to_ascii_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(LONGEST_SLUG);
    let slug = slug.trim_end_matches('-');
    match slug {
        "" => "unnamed".into(),
        device if is_device(device) => format!("{device}-"),
        slug => slug.into(),
    }
}

/// Hands out slugs, each once: the first to ask gets the plain one, the next a number after it.
#[derive(Debug, Default)]
pub struct Slugs {
    /// Slug → the next number to try after it.
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// A slug for this text that nobody else has.
    pub fn take(&mut self, text: &str) -> String {
        let plain = slug(text);
        let mut number = self.taken.get(&plain).copied().unwrap_or(1);
        let mut candidate = if number == 1 { plain.clone() } else { format!("{plain}-{number}") };
        while number > 1 && self.taken.contains_key(&candidate) {
            number += 1;
            candidate = format!("{plain}-{number}");
        }
        self.taken.insert(plain, number + 1);
        self.taken.entry(candidate.clone()).or_insert(2);
        candidate
    }
}

/// A source path as it can stand in the output: every component as it is, unless a disk or a URL would not hold it.
///
/// Replaced are control characters, backslashes and what stood for invalid UTF-8; dots and spaces at a component's end,
/// which Windows drops; its device names (`CON`); and what makes a component longer than disks take.
#[must_use]
pub fn safe(path: &str) -> String {
    path.split('/').map(safe_component).collect::<Vec<_>>().join("/")
}

fn safe_component(component: &str) -> String {
    let unfit =
        |c: char| c.is_control() || matches!(c, '\\' | '\u{fffd}' | '\u{2028}' | '\u{2029}');
    let mut name = component.replace(unfit, "-");
    name.truncate(name.trim_end_matches(['.', ' ']).len());
    if name.is_empty() {
        return "_".into();
    }
    let (stem, extension) = split_extension(&name);
    if is_device(stem.split('.').next().unwrap_or(stem)) {
        return format!("{stem}_{extension}");
    }
    if name.len() > LONGEST_COMPONENT { shortened(&name) } else { name }
}

/// A name cut to the longest that disks take, its extension kept.
fn shortened(name: &str) -> String {
    let (stem, extension) = split_extension(name);
    let room = LONGEST_COMPONENT.saturating_sub(extension.len());
    if room == 0 {
        return cut(name, LONGEST_COMPONENT).into();
    }
    format!("{}{extension}", cut(stem, room))
}

/// The first `length` bytes, or fewer where a character would break.
fn cut(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// A name and its extension with the dot; a name that only begins with a dot has none.
#[must_use]
pub fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.') {
        Some(dot) if dot > 0 => name.split_at(dot),
        _ => (name, ""),
    }
}

/// Whether Windows takes the name for a device: `CON`, `com1` …
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    if let Some(port) = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt")) {
        return port.len() == 1 && port.as_bytes()[0].is_ascii_digit();
    }
    matches!(&*name, "con" | "prn" | "aux" | "nul")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hrefs_are_relative_and_name_a_file() {
        let check = |from: &str, to: &str, expected: &str| {
            assert_eq!(OutPath::new(to).href_from(&OutPath::new(from)), expected, "{from} → {to}");
        };
        check("index.html", "index.html", "index.html");
        check("a/b.html", "a/b.html", "b.html");
        check("a/b.html", "a/c.html", "c.html");
        check("a/b.html", "index.html", "../index.html");
        check("a/b/c.html", "a/d/e.html", "../d/e.html");
        check("index.html", "a/b/c.html", "a/b/c.html");
        check("ab/c.html", "a/c.html", "../a/c.html");
        check("a/x.html", "a.html", "../a.html");
    }

    #[test]
    fn hrefs_are_percent_encoded() {
        let check = |to: &str, expected: &str| {
            assert_eq!(OutPath::new(to).href_from(&OutPath::new("x.html")), expected, "{to}");
        };
        check("a b.html", "a%20b.html");
        check("100%/?#.html", "100%25/%3F%23.html");
        check("a&\"<b>'.html", "a&%22%3Cb%3E%27.html");
        check("日.html", "%E6%97%A5.html");
        check("a:b.html", "./a:b.html");
        check("-rf.html", "-rf.html");
        assert_eq!(OutPath::new("a:b.html").href_from(&OutPath::new("d/x.html")), "../a:b.html");
        assert_eq!(OutPath::new("d/a:b.html").href_from(&OutPath::new("d/x.html")), "./a:b.html");
    }

    #[test]
    fn slugs() {
        let check = |text: &str, expected: &str| assert_eq!(slug(text), expected, "{text}");
        check("In Review", "in-review");
        check("  Last_Call!  ", "last-call");
        check("Émile Zola", "emile-zola");
        check("北京", "bei-jing");
        check("", "unnamed");
        check("…?!", "unnamed");
        check("CON", "con-");
        check("../../etc/passwd", "etc-passwd");
        assert!(slug(&"ab ".repeat(500)).len() <= LONGEST_SLUG);
    }

    #[test]
    fn slugs_are_given_once() {
        let mut slugs = Slugs::default();
        let given: Vec<_> =
            ["Ann", "ann", "ann 2", "ANN"].iter().map(|text| slugs.take(text)).collect();
        assert_eq!(given, ["ann", "ann-2", "ann-2-2", "ann-3"]);
    }

    #[test]
    fn names_that_cannot_stand_are_replaced() {
        let check = |path: &str, expected: &str| assert_eq!(safe(path), expected, "{path:?}");
        check("specs/login.html", "specs/login.html");
        check("a b/#%?&\"<b>.html", "a b/#%?&\"<b>.html");
        check("a\nb\\c.html", "a-b-c.html");
        check("con/AUX.html", "con_/AUX_.html");
        check("com1.tar.html", "com1.tar_.html");
        check("console/community.html", "console/community.html");
        check("a./b /..x.html", "a/b/..x.html");
        check(" /x.html", "_/x.html");
        assert_eq!(safe(&format!("{}.html", "é".repeat(125))).len(), LONGEST_COMPONENT - 1);
        assert!(safe(&"x".repeat(300)).len() == LONGEST_COMPONENT);
    }

    #[test]
    fn our_own_addresses_are_reserved() {
        let check = |path: &str, expected| assert_eq!(is_reserved(path), expected, "{path}");
        check("documents.html", true);
        check("Search.html", true);
        check("sitemap-2.xml", true);
        check("specs/documents.html", false);
        check("status/draft.html", true);
        check("Status/Draft.html", true);
        check("api/portfolio.json", true);
        check("api/users.html", false);
        check("assets/logo.png", false);
        check("_specfolio/a/b.png", true);
        check("status/2026/week.html", false);
    }

    proptest! {
        #[test]
        fn an_href_leads_where_it_should(from in "([a-c]{1,2}/){0,3}x\\.html", to in "([a-c]{1,2}/){0,3}y\\.html") {
            let href = OutPath::new(to.clone()).href_from(&OutPath::new(from.clone()));
            let base = crate::diagnostic::SourcePath::new(from);
            prop_assert_eq!(base.resolve(&href).map(|path| path.to_string()), Some(to));
        }

        #[test]
        fn a_slug_is_always_a_plain_name(text in "\\PC{0,60}") {
            let slug = slug(&text);
            prop_assert!(!slug.is_empty() && slug.len() <= LONGEST_SLUG);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
        }

        #[test]
        fn a_safe_path_is_safe_again(path in "[^/]{1,40}(/[^/]{1,40}){0,3}") {
            let once = safe(&path);
            prop_assert_eq!(safe(&once), once.clone());
            prop_assert!(once.split('/').all(|part| !part.is_empty() && part != "." && part != ".."));
        }
    }
}
