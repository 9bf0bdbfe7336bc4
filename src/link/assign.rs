//! Who gets which address.
//!
//! In: the units that are seen, and the files they point to. Out: one address per text's page, per source copy and per file,
//! no two alike on any disk. A text gets the address its path asks for; where two ask for one, the first by path gets it and
//! the other a number. Nothing but paths decides, so an address moves only when a clash does. Absent on purpose: what is
//! written under an address.

use super::address::{
    self, OutPath, RESERVED_FOLDER, RESERVED_FOLDERS, is_reserved, safe, split_extension,
};
use super::group::{self, Unit};
use super::{Ground, Text};
use crate::diagnostic::{Code, Place, Problem, SourcePath};
use crate::parse::Kind;
use std::collections::{HashMap, HashSet};

/// Pages of the site's own that a text may be.
const HOME: &str = "index.html";
const NOT_FOUND: &str = "404.html";

/// The addresses of all texts.
#[derive(Clone, Debug)]
pub(super) struct Addresses {
    /// By text; `None` for one that is not seen.
    pub(super) pages: Vec<Option<OutPath>>,
    /// By text: where its source copy goes.
    pub(super) sources: Vec<Option<OutPath>>,
    /// What clashed.
    pub(super) problems: Vec<Problem>,
    claims: Claims,
}

/// Gives every text its page and its source copy.
///
/// The text of `not_found` is that of the 404 page, which every other text leaves to the site.
pub(super) fn assign(ground: &Ground<'_>, kinds: &[Kind], not_found: &str) -> Addresses {
    let mut wanted = wanted(ground, kinds);
    let is_not_found = |text: usize| ground.texts[text].document.path.as_str() == not_found;
    if let Some((_, address)) = wanted.iter_mut().find(|(text, _)| is_not_found(*text)) {
        NOT_FOUND.clone_into(address);
    }
    let mut claims = Claims::new();
    let mut pages: Vec<Option<OutPath>> = vec![None; ground.texts.len()];
    // Whoever gets what they ask for is settled first, so that no number given to one is what another asks for.
    let mut late = Vec::new();
    for (text, wanted) in &wanted {
        let own = wanted == HOME || (wanted == NOT_FOUND && is_not_found(*text));
        match claims.take_exactly(wanted, *text, own) {
            Some(page) => pages[*text] = Some(page),
            None => late.push((*text, wanted)),
        }
    }
    let mut problems = Vec::new();
    for (text, wanted) in late {
        let page = claims.take(wanted);
        problems.push(collision(ground, text, wanted, &page, claims.holder(wanted)));
        pages[text] = Some(page);
    }
    let mut sources = vec![None; ground.texts.len()];
    for (text, _) in &wanted {
        sources[*text] = Some(claims.take(&safe(ground.texts[*text].document.path.as_str())));
    }
    Addresses { pages, sources, problems, claims }
}

impl Addresses {
    /// Gives a file its address. Files come last, in the order of their paths.
    pub(super) fn of_file(&mut self, path: &SourcePath) -> OutPath {
        self.claims.take(&safe(path.as_str()))
    }

    /// Takes an address for something that is at this address or nowhere; `None` when it is not free.
    pub(super) fn exactly(&mut self, path: &str) -> Option<OutPath> {
        let free = self.claims.conflict(path).is_none();
        free.then(|| self.claims.register(path, None))
    }

    /// The page of a text that is seen.
    pub(super) fn page(&self, text: usize) -> OutPath {
        self.pages[text].clone().expect("every text that is seen has a page")
    }

    /// The source copy of a text that is seen.
    pub(super) fn source(&self, text: usize) -> OutPath {
        self.sources[text].clone().expect("every text that is seen has a source copy")
    }
}

/// The address each text asks for, by path.
fn wanted(ground: &Ground<'_>, kinds: &[Kind]) -> Vec<(usize, String)> {
    let with_index = folders_with_index(ground);
    let mut wanted = Vec::with_capacity(ground.texts.len());
    for (unit, kind) in ground.units.iter().zip(kinds) {
        for text in unit.texts() {
            let own = &ground.texts[text];
            let is_first = stands_for_folder(unit, text, own, *kind, &with_index);
            let name = if is_first { "index" } else { own.document.path.stem() };
            let folder = own.document.path.folder();
            let separator = if folder.is_empty() { "" } else { "/" };
            wanted.push((text, safe(&format!("{folder}{separator}{name}.html"))));
        }
    }
    wanted.sort();
    wanted
}

/// The folders in which an `index.md` stands beside whatever README there is.
fn folders_with_index<'a>(ground: &'a Ground<'_>) -> HashSet<&'a str> {
    let seen =
        ground.units.iter().flat_map(Unit::texts).map(|text| &ground.texts[text].document.path);
    seen.filter(|path| path.stem().eq_ignore_ascii_case("index")).map(SourcePath::folder).collect()
}

/// Whether a text's page is its folder's index. At the root that is Home, which only a page may be.
fn stands_for_folder(
    unit: &Unit,
    text: usize,
    own: &Text<'_>,
    kind: Kind,
    with_index: &HashSet<&str>,
) -> bool {
    let path = &own.document.path;
    if path.folder().is_empty() && kind != Kind::Page {
        return false;
    }
    if unit.is_folder {
        return text == unit.main;
    }
    let is_readme = !path.stem().eq_ignore_ascii_case("index");
    group::is_index(own) && !(is_readme && with_index.contains(path.folder()))
}

fn collision(
    ground: &Ground<'_>,
    text: usize,
    wanted: &str,
    page: &OutPath,
    holder: Option<usize>,
) -> Problem {
    let path = &ground.texts[text].document.path;
    let message = match holder {
        Some(holder) => {
            let other = &ground.texts[holder].document.path;
            format!(
                "`{path}` and `{other}` ask for one address, `{wanted}`; this one stands at `{page}`"
            )
        }
        None if is_reserved(wanted) => format!(
            "`{path}` asks for `{wanted}`, which is a page of the site's own; it stands at `{page}`"
        ),
        None => {
            format!("`{path}` asks for `{wanted}`, which is a folder; it stands at `{page}`")
        }
    };
    Problem::new(Code::UrlCollision, Place::file(path), message)
        .help("rename one of them, so that both keep an address of their own")
}

/// The addresses that are taken, compared as disks do that know no letter case.
#[derive(Clone, Debug)]
struct Claims {
    /// Folded path → the text whose page it is.
    files: HashMap<String, Option<usize>>,
    folders: HashSet<String>,
    /// Folded path → the next number to try after it.
    next: HashMap<String, usize>,
}

impl Claims {
    fn new() -> Self {
        let folders = RESERVED_FOLDERS.iter().map(|(folder, _)| (*folder).to_owned());
        Self {
            files: HashMap::new(),
            folders: folders.chain([RESERVED_FOLDER.into()]).collect(),
            next: HashMap::new(),
        }
    }

    /// The address itself, for a text's page; `None` when it is not free. `own` is a page of ours that this text may be.
    fn take_exactly(&mut self, wanted: &str, text: usize, own: bool) -> Option<OutPath> {
        let free = self.conflict(wanted).is_none() || (own && !self.files.contains_key(wanted));
        free.then(|| self.register(wanted, Some(text)))
    }

    /// The address, or the first one like it that is free: the component that clashes gets a number.
    fn take(&mut self, wanted: &str) -> OutPath {
        let mut components: Vec<String> = wanted.split('/').map(str::to_owned).collect();
        let plain = components.clone();
        loop {
            let candidate = components.join("/");
            let Some(at) = self.conflict(&candidate) else {
                return self.register(&candidate, None);
            };
            let clash = fold(&[&components[..at], &plain[at..=at]].concat().join("/"));
            let number = self.next.entry(clash).or_insert(2);
            let (stem, extension) = split_extension(&plain[at]);
            components[at] = format!("{stem}-{number}{extension}");
            *number += 1;
        }
    }

    /// The component at which a path clashes: a folder that is a file, or the file itself.
    fn conflict(&self, path: &str) -> Option<usize> {
        let folded = fold(path);
        let ends = folded.match_indices('/').map(|(end, _)| end);
        let blocked = ends.enumerate().find(|(_, end)| {
            self.files.contains_key(&folded[..*end]) || address::RESERVED.contains(&&folded[..*end])
        });
        let taken = self.files.contains_key(&folded) || self.folders.contains(&folded);
        let last = folded.matches('/').count();
        // In a folder of our own no name is free, so it is the folder that must be another.
        let reserved = is_reserved(&folded).then_some(0);
        blocked.map(|(at, _)| at).or(reserved).or_else(|| taken.then_some(last))
    }

    fn register(&mut self, path: &str, text: Option<usize>) -> OutPath {
        let folded = fold(path);
        for (end, _) in folded.match_indices('/') {
            if !self.folders.contains(&folded[..end]) {
                self.folders.insert(folded[..end].to_owned());
            }
        }
        self.files.insert(folded, text);
        OutPath::new(path)
    }

    /// The text whose page has this address.
    fn holder(&self, path: &str) -> Option<usize> {
        self.files.get(&fold(path)).copied().flatten()
    }
}

/// A path as a disk without letter case compares it.
fn fold(path: &str) -> String {
    path.to_lowercase()
}

#[cfg(test)]
mod tests {
    use crate::link::testing::{Draft, Setting, doc, portfolio, portfolio_in, problems};
    use std::collections::BTreeSet;

    /// Every page and source as `path → page, source`, in path order.
    fn check(drafts: Vec<Draft>, expected: &[&str]) {
        let portfolio = portfolio(drafts);
        let shown: Vec<String> =
            portfolio.entries.iter().map(|e| format!("{} → {}", e.document.path, e.page)).collect();
        assert_eq!(shown, expected);
        let mut all = BTreeSet::new();
        for entry in portfolio.entries.iter() {
            assert!(all.insert(entry.page.as_str().to_lowercase()), "{}", entry.page);
            assert!(all.insert(entry.source.as_str().to_lowercase()), "{}", entry.source);
        }
    }

    #[test]
    fn pages_stand_where_their_sources_do() {
        check(
            vec![doc("README.md"), doc("a b/C#.md"), doc("specs/README.md"), doc("specs/login.md")],
            &[
                "README.md → index.html",
                "a b/C#.md → a b/C#.html",
                "specs/README.md → specs/index.html",
                "specs/login.md → specs/login.html",
            ],
        );
    }

    #[test]
    fn an_index_goes_before_a_readme() {
        check(
            vec![doc("a/README.md"), doc("a/index.md"), doc("b/readme.md")],
            &[
                "a/README.md → a/README.html",
                "a/index.md → a/index.html",
                "b/readme.md → b/index.html",
            ],
        );
    }

    #[test]
    fn home_is_only_a_page() {
        check(vec![doc("README.md").status("Draft")], &["README.md → README.html"]);
    }

    #[test]
    fn letter_case_alone_is_a_clash() {
        check(
            vec![doc("a/Foo.md"), doc("a/foo.md")],
            &["a/Foo.md → a/Foo.html", "a/foo.md → a/foo-2.html"],
        );
        let portfolio = portfolio([doc("a/Foo.md"), doc("a/foo.md")]);
        assert_eq!(
            problems(&portfolio, "url-collision"),
            [
                "a/foo.md:0 `a/foo.md` and `a/Foo.md` ask for one address, `a/foo.html`; this one stands at `a/foo-2.html`"
            ]
        );
    }

    #[test]
    fn a_number_is_never_what_another_asks_for() {
        check(
            vec![doc("Foo.md"), doc("foo-2.md"), doc("foo.md")],
            &["Foo.md → Foo.html", "foo-2.md → foo-2.html", "foo.md → foo-3.html"],
        );
    }

    #[test]
    fn our_own_addresses_are_not_given_away() {
        check(
            vec![
                doc("Documents.md"),
                doc("a.md"),
                doc("a/index.md"),
                doc("api/x.md"),
                doc("status/draft.md"),
            ],
            &[
                "Documents.md → Documents-2.html",
                "a.md → a.html",
                "a/index.md → a/index.html",
                "api/x.md → api/x.html",
                "status/draft.md → status-2/draft.html",
            ],
        );
        let portfolio = portfolio([doc("search.md")]);
        assert_eq!(problems(&portfolio, "url-collision").len(), 1);
    }

    #[test]
    fn the_404_page_is_only_for_its_document() {
        let missing = |configured: Option<&str>, drafts: Vec<Draft>| {
            let mut setting = Setting::default();
            setting.config.html.input_404 = configured.map(Into::into);
            let portfolio = portfolio_in(&setting, drafts);
            let pages = portfolio.entries.iter().map(|entry| entry.page.to_string()).collect();
            let clashes = problems(&portfolio, "url-collision").len();
            (pages, clashes)
        };
        let check = |configured, paths: &[&str], pages: &[&str], clashes| {
            let (found, number): (Vec<String>, _) =
                missing(configured, paths.iter().map(|path| doc(path)).collect());
            assert_eq!((found, number), (pages.iter().map(|p| (*p).to_owned()).collect(), clashes));
        };
        check(None, &["404.md"], &["404.html"], 0);
        check(Some("lost/here.md"), &["lost/here.md"], &["404.html"], 0);
        check(Some("lost.md"), &["404.md", "lost.md"], &["404-2.html", "404.html"], 1);
        check(Some("lost.md"), &["404.md"], &["404-2.html"], 1);
    }

    #[test]
    fn a_file_and_a_folder_of_one_name_are_a_clash() {
        check(
            vec![doc("a.html/x.md"), doc("a.md"), doc("search.html/x.md")],
            &[
                "a.html/x.md → a.html/x.html",
                "a.md → a-2.html",
                "search.html/x.md → search-2.html/x.html",
            ],
        );
    }

    #[test]
    fn names_that_become_one_are_a_clash() {
        check(vec![doc("a\n.md"), doc("a\t.md")], &["a\t.md → a-.html", "a\n.md → a--2.html"]);
        let long = |last: char| doc(&format!("{}{last}.md", "x".repeat(250)));
        let portfolio = portfolio([long('a'), long('b')]);
        assert_ne!(portfolio.entries[0].page, portfolio.entries[1].page);
    }

    #[test]
    fn files_are_given_addresses_last() {
        let setting =
            Setting { files: vec!["b.MD.pdf", "pics/A.png", "pics/a.png"], ..Setting::default() };
        let drafts = [doc("a.md").link("x", "b.MD.pdf").image("pics/A.png").image("pics/a.png")];
        let portfolio = portfolio_in(&setting, drafts);
        let to: Vec<_> = portfolio.assets.iter().map(|asset| asset.to.as_str()).collect();
        assert_eq!(to, ["b.MD.pdf", "pics/A.png", "pics/a-2.png"]);
    }
}
