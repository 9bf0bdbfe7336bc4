//! [`Portfolio`] → [`Site`]: every byte of the output.
//!
//! In: the linked portfolio and the theme. Out: a map from output path to content. Rendering reads nothing but what it is
//! given, so equal portfolios give equal sites. Absent on purpose: the disk, the clock.
//!
//! | module | from → to |
//! |---|---|
//! | `markdown`, with `elements`, `raw_html`, `links`, `run` | a document's text → its body, safe and valid |
//! | `highlight` | code → code with classes |
//! | `catalogue` | portfolio → what pages look up |
//! | [`views`] | what templates see |
//! | `pages` | views → pages, a file per family |
//! | `theme` | templates and assets, the user's before the embedded |
//! | `api`, `text_files` | portfolio → files for machines |
//! | `escape`, `href` | text and targets → what HTML may hold |

mod api;
mod catalogue;
mod elements;
mod escape;
mod highlight;
mod href;
mod links;
mod markdown;
mod pages;
mod raw_html;
mod run;
#[cfg(test)]
mod testing;
mod text_files;
mod theme;
pub mod views;

use crate::config::Config;
use crate::diagnostic::Error;
use crate::link::{OutPath, Portfolio};
use catalogue::Catalogue;
use pages::{Rendered, Stage, document, home, id, lists, problems};
use std::collections::BTreeMap;
use std::path::PathBuf;
use theme::Theme;

pub use theme::FILES as DEFAULT_THEME;

/// Everything that is to stand in the output.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<OutPath, Content>,
    /// How many of them are HTML pages.
    pub pages: usize,
}

/// The content of one output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The bytes of this file.
    Copy(PathBuf),
}

/// The templates and assets in use: the embedded ones, with the user's files of the same path in their place.
#[derive(Clone, Debug, Default)]
pub struct ThemeFiles {
    /// Path inside the theme (`templates/document.html`) → bytes, only those the user replaces.
    pub replaced: BTreeMap<String, Vec<u8>>,
}

/// Renders the whole site.
///
/// # Errors
///
/// When a template does not compile or fails.
pub fn render(portfolio: &Portfolio, config: &Config, theme: &ThemeFiles) -> Result<Site, Error> {
    let catalogue = Catalogue::new(portfolio, config);
    let mut theme = Theme::load(theme)?;
    theme.share("site", &site_view(&catalogue, &theme));
    let stage = Stage::new(&catalogue, &theme)?;
    let mut site = Site::default();
    site.add_copies(portfolio);
    site.add_documents(&stage)?;
    for page in lists::render(&stage)?.into_iter().chain(id::render(&stage)?) {
        site.add_page(page);
    }
    site.add_page(problems::render(&stage)?);
    site.add_page(problems::not_found(&stage)?);
    for (path, bytes) in theme.assets() {
        site.files.insert(path, Content::Bytes(bytes));
    }
    for (path, bytes) in text_files::render(&catalogue) {
        site.files.insert(OutPath::new(path), Content::Bytes(bytes));
    }
    Ok(site)
}

impl Site {
    /// Files that documents show or point to. What is ours is written over them: an address of ours is nobody else's.
    fn add_copies(&mut self, portfolio: &Portfolio) {
        for asset in &portfolio.assets {
            self.files.insert(asset.to.clone(), Content::Copy(asset.from.clone()));
        }
    }

    /// The documents with the copies of their sources; the one at the root gives the first page its text.
    fn add_documents(&mut self, stage: &Stage<'_>) -> Result<(), Error> {
        let mut root = None;
        for made in document::render(stage)? {
            let (path, text) = made.source;
            self.files.insert(path, Content::Bytes(text.into_bytes()));
            match made.page {
                Ok(page) => self.add_page(page),
                Err(view) => root = Some(*view),
            }
        }
        self.add_page(home::render(stage, root)?);
        Ok(())
    }

    fn add_page(&mut self, (path, html): Rendered) {
        self.files.insert(path, Content::Bytes(html.into_bytes()));
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
        style: theme.asset("style.css").to_string(),
    }
}
