//! What rendering remembers from one build to the next.
//!
//! In: nothing. Out: the tables that the modules of this stage look things up in, all in one value, which ends a build as one.
//! It stands alone because what is kept, and for how long, is one decision. Absent on purpose: keys; whoever makes a value
//! knows what it is made of.

use super::pages::document;
use super::pages::{self, Rendered};
use super::theme::Theme;
use super::{api, catalogue, search, views};
use crate::memo::Table;
use std::sync::Arc;

/// What was rendered in the builds before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Compiled, by their files.
    pub(super) themes: Table<Arc<Theme>>,
    pub(crate) bodies: Table<Arc<document::Written>>,
    pub(crate) rows: Table<views::Markup>,
    pub(crate) pages: Table<Arc<[u8]>>,
    // The same again, under what their views are made of: where that is known no view is made.
    pub(super) files: Table<document::Made>,
    pub(super) entries_rows: Table<[views::Markup; 2]>,
    pub(super) families: Table<Arc<Vec<Rendered>>>,
    pub(super) orders: Table<Arc<pages::Order>>,
    pub(super) labels: Table<Arc<catalogue::Labels>>,
    pub(super) data: api::Memory,
    pub(super) search: search::Memory,
}

/// What a build had to render anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Texts of documents written as HTML.
    pub bodies: usize,
    /// Rows of tables.
    pub rows: usize,
    /// Pages.
    pub pages: usize,
    /// Texts read for the search.
    pub leaves: usize,
    /// Shards of the search.
    pub shards: usize,
}

impl Memory {
    /// For a builder that builds once: the texts of documents are not held beside the pages they stand on.
    #[must_use]
    pub fn forgetful() -> Self {
        Self {
            themes: Table::forgetful(),
            bodies: Table::forgetful(),
            rows: Table::forgetful(),
            pages: Table::forgetful(),
            files: Table::forgetful(),
            entries_rows: Table::forgetful(),
            families: Table::forgetful(),
            orders: Table::forgetful(),
            labels: Table::forgetful(),
            data: api::Memory::forgetful(),
            search: search::Memory::forgetful(),
        }
    }

    /// Puts other HTML under every page of a document, as its view's parts name it, and under all lists.
    #[cfg(test)]
    pub(crate) fn plant_views(&self, wrong: &str) {
        let other = |page: &Rendered| Rendered { html: wrong.as_bytes().into(), ..page.clone() };
        self.files.plant(|made| {
            let mut made = made.clone();
            if let document::Page::Own(page) = &mut made.page {
                *page = other(page);
            }
            made
        });
        self.families.plant(|pages| Arc::new(pages.iter().map(other).collect()));
    }

    /// Puts a theme with another page for what is not found under the files of the one in use.
    #[cfg(test)]
    pub(crate) fn plant_theme(&self, wrong: &str) {
        let replaced = [("templates/404.html".to_owned(), wrong.as_bytes().to_vec())].into();
        let files = super::ThemeFiles { replaced, ..super::ThemeFiles::default() };
        let theme = Arc::new(Theme::load(&files).expect("it compiles"));
        self.themes.plant(|_| theme.clone());
    }

    /// Ends a build, and gives what it rendered.
    pub fn finish(&self) -> Work {
        self.themes.finish();
        self.files.finish();
        self.entries_rows.finish();
        self.families.finish();
        self.orders.finish();
        self.labels.finish();
        self.data.finish();
        Work {
            bodies: self.bodies.finish(),
            rows: self.rows.finish(),
            pages: self.pages.finish(),
            leaves: self.search.leaves.finish(),
            shards: self.search.finish(),
        }
    }
}
