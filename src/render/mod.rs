//! [`Portfolio`] → [`Site`]: every byte of the output.
//!
//! In: the linked portfolio and the theme. Out: a map from output path to content. Rendering reads nothing but what it is
//! given, so equal portfolios give equal sites. Absent on purpose: the disk, the clock.
//!
//! | module | from → to |
//! |---|---|
//! | `markdown`, with `elements`, `footnotes`, `levels`, `raw_html`, `spans`, `links`, `run` | a document's text → its body, safe and valid |
//! | `alone` | a text by itself → its body |
//! | `published` | a document's text → the copy of its source that goes out |
//! | `highlight` | code → code with classes |
//! | `diagram` | a drawn diagram → its file and how a page shows it |
//! | `graph` | a document's relations → a drawing of them |
//! | `catalogue`, with `facts` | portfolio → what pages look up |
//! | `shown` | an entry, and what it shows of others → the name of it |
//! | [`views`] | what templates see |
//! | `pages` | views → pages, a file per family |
//! | `search` | bodies → an index in shards |
//! | `theme` | templates and assets, the user's before the embedded |
//! | `api`, `text_files`, `sitemap` | portfolio → files for machines |
//! | `hints` | portfolio → data for the scripts of pages |
//! | `web` | configuration → the address of the site on the web |
//! | `files` | what stands where → the map of it |
//! | `memory` | what the builds before rendered |
//! | `escape`, `href`, `elsewhere` | text, targets and sources → what HTML may hold |

mod alone;
mod api;
mod catalogue;
mod diagram;
mod elements;
mod elsewhere;
mod escape;
mod facts;
mod files;
mod footnotes;
mod graph;
mod highlight;
mod hints;
#[cfg(test)]
mod hostile;
mod href;
mod levels;
mod links;
mod markdown;
mod memory;
mod pages;
mod published;
mod raw_html;
mod run;
mod search;
mod shown;
mod sitemap;
mod spans;
#[cfg(test)]
mod testing;
mod text_files;
mod theme;
pub mod views;
mod web;

use crate::config::{Additional, Config};
use crate::diagnostic::Error;
use crate::link::{OutPath, Portfolio};
use crate::memo::Fingerprint;
use catalogue::Catalogue;
use pages::{Rendered, Stage, document, home, id, lists, not_found, problems, redirect, searching};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use theme::Theme;

pub use alone::body;
pub use files::Files;
pub use memory::{Memory, Work};
pub use theme::FILES as DEFAULT_THEME;

/// Everything that is to stand in the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: Files<Content>,
    /// How many of them are HTML pages.
    pub pages: usize,
}

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes; shared with the builds before and after in which they are the same.
    Bytes(Arc<[u8]>),
    /// The bytes of this file.
    Copy(PathBuf),
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

/// The templates and assets in use: the embedded ones, with the user's files of the same path in their place.
#[derive(Clone, Debug, Default, Hash)]
pub struct ThemeFiles {
    /// Path inside the theme (`templates/document.html`) → bytes, only those the user replaces.
    pub replaced: BTreeMap<String, Vec<u8>>,
    /// Style sheets and scripts that every page names beside those of the theme.
    pub additional: Additional,
}

/// Renders the whole site, of which `memory` may know parts.
///
/// # Errors
///
/// When a template does not compile or fails.
pub fn render(
    portfolio: &Portfolio,
    config: &Config,
    theme: &ThemeFiles,
    memory: &Memory,
) -> Result<Site, Error> {
    let catalogue = Catalogue::new(portfolio, config, &memory.labels);
    let compiled = || Theme::load(theme).map(Arc::new);
    let mut theme = (*memory.themes.get_or_try(Fingerprint::of(theme), compiled)?).clone();
    theme.share("site", &site_view(&catalogue, &theme));
    let stage = Stage::new(&catalogue, &theme, memory)?;
    let (texts, rest) = both(memory, || texts(&stage), || (lists(&stage), data(&stage)));
    let mut made = texts?;
    made.append(rest.0?);
    let listed = sitemap::render(&catalogue, || made.paths());
    made.add_pages(redirect::render(&stage)?);
    made.files.extend(theme.assets().map(|(path, bytes)| (path, Content::from(bytes))));
    made.append(rest.1);
    let listed = listed.into_iter();
    made.files.extend(listed.map(|(path, bytes)| (OutPath::new(path), Content::from(bytes))));
    Ok(made.site())
}

/// Does two things: at once where most is remembered and neither fills the machine, else one after the other, so that what
/// the first held while it worked is let go before the second begins.
fn both<A: Send, B: Send>(
    memory: &Memory,
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B + Send,
) -> (A, B) {
    if memory.keeps() { rayon::join(one, other) } else { (one(), other()) }
}

/// What documents are read and found by.
fn texts(stage: &Stage<'_>) -> Result<Made, Error> {
    let mut made = Made::default();
    made.add_copies(stage.catalogue.portfolio);
    made.add_pictures(stage.catalogue.portfolio);
    let documents = document::render(stage)?;
    let not_found = made.add_documents(stage, &documents)?;
    let found: Vec<_> = documents.iter().filter_map(|made| made.found.as_ref()).collect();
    made.files.extend(search::render(stage.catalogue, &found, &stage.memory.search));
    // All words of all texts: nothing that follows needs them.
    drop(found);
    drop(documents);
    made.add_page(not_found::render(stage, not_found)?);
    Ok(made)
}

/// The pages that list documents.
fn lists(stage: &Stage<'_>) -> Result<Made, Error> {
    let mut made = Made::default();
    made.add_pages(lists::render(stage)?);
    made.add_pages(id::render(stage)?);
    made.add_pages(problems::render(stage)?);
    made.add_pages(searching::render(stage)?);
    Ok(made)
}

/// What is there for programs.
fn data(stage: &Stage<'_>) -> Made {
    let mut made = Made::default();
    let said = api::say(stage.catalogue.portfolio, &stage.names, &stage.memory.data);
    let texts = text_files::render(stage.catalogue, &said, stage.memory).into_iter();
    let texts = texts.map(|(path, bytes)| (OutPath::new(path), bytes));
    let files = texts.chain(hints::render(stage.catalogue.portfolio, &said, &stage.memory.data));
    made.files.extend(files.map(|(path, bytes)| (path, Content::Bytes(bytes))));
    made
}

/// What is made of the site. The files come in the order of their making, and are put in that of their paths once: of two at
/// one path the later stands.
#[derive(Debug, Default)]
struct Made {
    files: Vec<(OutPath, Content)>,
    pages: usize,
}

impl Made {
    fn site(self) -> Site {
        Site { files: self.files.into_iter().collect(), pages: self.pages }
    }

    fn append(&mut self, other: Self) {
        self.files.extend(other.files);
        self.pages += other.pages;
    }

    /// The paths so far, in order.
    fn paths(&self) -> BTreeSet<&OutPath> {
        self.files.iter().map(|(path, _)| path).collect()
    }

    /// Files that documents show or point to. What is ours is written over them: an address of ours is nobody else's.
    fn add_copies(&mut self, portfolio: &Portfolio) {
        for asset in &*portfolio.assets {
            self.files.push((asset.to.clone(), Content::Copy(asset.from.clone())));
        }
    }

    /// The diagrams as drawn.
    fn add_pictures(&mut self, portfolio: &Portfolio) {
        for picture in portfolio.pictures.drawn() {
            self.files.push((diagram::file(picture), Content::from(picture.svg.clone())));
        }
    }

    /// The documents with the copies of their sources. The one at the root gives the first page its text; that of the 404
    /// page is the answer.
    fn add_documents(
        &mut self,
        stage: &Stage<'_>,
        documents: &[Arc<document::Made>],
    ) -> Result<Option<views::Document>, Error> {
        let (mut root, mut not_found) = (None, None);
        self.files.reserve(documents.len() * 2);
        for made in documents {
            let (path, text) = &made.source;
            self.files.push((path.clone(), Content::Bytes(text.clone())));
            match &made.page {
                document::Page::Own(page) => self.add_page(page.clone()),
                document::Page::Home(view) => root = Some((**view).clone()),
                document::Page::NotFound(view) => not_found = Some((**view).clone()),
            }
        }
        self.add_page(home::render(stage, root)?);
        Ok(not_found)
    }

    fn add_pages(&mut self, pages: impl IntoIterator<Item = Rendered>) {
        pages.into_iter().for_each(|page| self.add_page(page));
    }

    fn add_page(&mut self, Rendered { path, html, .. }: Rendered) {
        self.files.push((path, Content::Bytes(html)));
        self.pages += 1;
    }
}

/// The values that every template sees.
fn site_view(catalogue: &Catalogue<'_>, theme: &Theme) -> views::Site {
    let book = &catalogue.config.book;
    views::Site {
        title: catalogue::text(&book.title),
        description: book.description.clone(),
        language: book.language.clone(),
        documents: catalogue.listed().count(),
        problems: catalogue.portfolio.problems.len(),
        search: catalogue.config.html.search,
        assets: theme.addresses(),
        additional_css: theme.styles(),
        additional_js: theme.scripts(),
        default_theme: web::scheme(&catalogue.config.html),
        drawers: hints::drawers(catalogue.portfolio),
        has_people: hints::has_people(catalogue.portfolio),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::html::{Piece, pieces};
    use std::path::Path;

    fn site() -> BTreeMap<String, String> {
        let config = Config::defaults(Path::new("portfolio"));
        let site =
            render(&testing::portfolio(), &config, &ThemeFiles::default(), &Memory::default())
                .expect("it renders");
        let file = |(path, content): (OutPath, Content)| match content {
            Content::Bytes(bytes) => {
                (path.to_string(), String::from_utf8(bytes.to_vec()).expect("text"))
            }
            Content::Copy(from) => (path.to_string(), from.display().to_string()),
        };
        site.files.into_iter().map(file).collect()
    }

    #[test]
    fn every_family_has_its_pages() {
        let site = site();
        let pages: Vec<_> = site
            .keys()
            .map(String::as_str)
            .filter(|path| !path.starts_with("_specfolio/") && !path.starts_with("search/"))
            .collect();
        assert_eq!(
            pages,
            [
                ".nojekyll",
                "404.html",
                "README.md",
                "api/cards/0.js",
                "api/issues.json",
                "api/people.js",
                "api/portfolio.json",
                "author/ann-lee.html",
                "author/bo.html",
                "documents.html",
                "id/7.html",
                "id/SPEC-1.html",
                "id/SPEC-2.html",
                "index.html",
                "issue/12.html",
                "kind/page.html",
                "kind/spec.html",
                "kind/story.html",
                "kind/template.html",
                "label/storage.html",
                "llms.txt",
                "problems.html",
                "reviewer/ann-lee.html",
                "robots.txt",
                "search.html",
                "specs/new/README.md",
                "specs/new/design.html",
                "specs/new/design.md",
                "specs/new/index.html",
                "specs/old.html",
                "specs/old.md",
                "status/draft.html",
                "status/superseded.html",
                "stories/7.html",
                "stories/7.md",
                "template.html",
                "template.md",
            ]
        );
    }

    /// Every relative link of every page names a file of the site, and every fragment an id of its page.
    #[test]
    fn every_link_arrives() {
        let site = site();
        let mut links = 0;
        for (path, html) in site.iter().filter(|(_, text)| is_page(text)) {
            for (tag, url) in urls(html) {
                let (file, fragment) =
                    url.split_once('#').map_or((url.as_str(), None), |(f, a)| (f, Some(a)));
                if url.starts_with("https:") {
                    continue;
                }
                let base = crate::diagnostic::SourcePath::new(path.as_str());
                let target = if file.is_empty() { Some(base) } else { base.resolve(file) };
                let target = target.unwrap_or_else(|| panic!("{path}: {url} leaves the site"));
                let found = site
                    .get(target.as_str())
                    .unwrap_or_else(|| panic!("{path}: <{tag}> {url} is not there"));
                if let Some(fragment) = fragment {
                    assert!(found.contains(&format!("id=\"{fragment}\"")), "{path}: no {url}");
                }
                links += 1;
            }
        }
        assert!(links > 100, "there are links to try");
    }

    fn is_page(text: &str) -> bool {
        text.starts_with("<!doctype html>")
    }

    /// The URLs of a page, each with its tag.
    fn urls(html: &str) -> Vec<(String, String)> {
        let mut urls = Vec::new();
        for piece in pieces(html, 0) {
            if let Piece::Tag(tag) = piece {
                for name in ["href", "src"] {
                    let url = tag.attribute(name).map(|attribute| attribute.value.to_owned());
                    urls.extend(url.map(|url| (tag.name.clone(), url)));
                }
            }
        }
        urls
    }

    /// No page has an inline script, style or handler, an id twice, or a tag that does not close.
    #[test]
    fn pages_are_plain_and_balanced() {
        for (path, html) in site().iter().filter(|(_, text)| is_page(text)) {
            let (mut open, mut ids) = (Vec::new(), BTreeSet::new());
            assert!(!html.contains("<script>"), "{path}");
            assert_eq!(
                html.matches("<script").count(),
                html.matches("></script>").count(),
                "{path}"
            );
            for piece in pieces(html, 0) {
                let Piece::Tag(tag) = piece else { continue };
                assert!(tag.name != "style", "{path}");
                assert!(
                    tag.name != "script" || tag.closing || tag.attribute("src").is_some(),
                    "{path}"
                );
                for attribute in &tag.attributes {
                    assert!(
                        !attribute.name.starts_with("on") && attribute.name != "style",
                        "{path}"
                    );
                    assert!(
                        attribute.name != "id" || ids.insert(attribute.value.to_owned()),
                        "{path}"
                    );
                }
                if tag.closing {
                    assert_eq!(open.pop().as_deref(), Some(tag.name.as_str()), "{path}");
                } else if !matches!(
                    tag.name.as_str(),
                    "meta" | "link" | "img" | "br" | "input" | "hr" | "rect" | "col"
                ) {
                    open.push(tag.name);
                }
            }
            assert!(open.is_empty(), "{path}: {open:?}");
        }
    }

    #[test]
    fn a_header_says_what_matters() {
        let site = site();
        let check = |path: &str, expected: &str| {
            assert!(site[path].contains(expected), "{path}: {expected}\n{}", site[path]);
        };
        check(
            "specs/old.html",
            "In force instead: <a href=\"new/index.html\"><span class=\"id\">SPEC-2</span>",
        );
        check("specs/old.html", "</span> <bdi>Old &lt;b&gt;</bdi></h1>");
        check("specs/old.html", "<dt>Superseded by</dt>");
        check("specs/new/index.html", "<bdi>New &quot;title&quot;</bdi>");
        check("specs/new/index.html", "since <time datetime=\"2026-02-03\">");
        check(
            "specs/new/index.html",
            "<span aria-current=\"page\">Overview</span><a href=\"design.html\">Design</a>",
        );
        check("specs/new/index.html", "<span class=\"unresolved\"><bdi>SPEC-1</bdi></span>");
        check("specs/new/index.html", "&lt;i&gt;core&lt;/i&gt;");
        check("specs/new/index.html", "<bdi>javascript:alert(1)</bdi>");
        check("specs/new/design.html", "<span aria-current=\"page\">Design</span>");
        check("id/SPEC-1.html", "content=\"0; url=../specs/old.html\"");
        check("index.html", "welcome");
        check("problems.html", "no file <code>gone.md</code>");
    }

    #[test]
    fn nothing_of_a_template_is_counted_and_no_comment_goes_out() {
        let site = site();
        assert!(!site["documents.html"].contains("[Title]"));
        assert!(site["problems.html"].contains("[Title]"));
        assert_eq!(site["README.md"], "welcome ");
        assert!(!site["index.html"].contains("hidden -->"));
    }

    #[test]
    fn data_holds_to_its_schema() {
        let site = site();
        for (file, schema) in [
            ("api/portfolio.json", include_str!("../../schema/portfolio.schema.json")),
            ("api/issues.json", include_str!("../../schema/issues.schema.json")),
        ] {
            let schema = serde_json::from_str(schema).expect("the schema is JSON");
            let validator = jsonschema::validator_for(&schema).expect("it is a schema");
            let data = serde_json::from_str(&site[file]).expect("the file is JSON");
            let errors: Vec<_> =
                validator.iter_errors(&data).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{file}: {errors:?}");
        }
    }

    #[test]
    fn equal_input_gives_equal_output() {
        assert_eq!(site(), site());
    }
}
