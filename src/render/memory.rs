//! What rendering remembers from one build to the next.
//!
//! In: nothing. Out: the tables that the modules of this stage look things up in, all in one value, which ends a build as one.
//! It stands alone because what is kept, and for how long, is one decision. Absent on purpose: keys; whoever makes a value
//! knows what it is made of.

use super::pages::document;
use super::pages::{self, Rendered};
use super::theme::Theme;
use super::{api, catalogue, search, views};
use crate::memo::{Fingerprint, Series, Shared, Table};
use std::sync::Arc;

/// What was rendered in the builds before.
#[derive(Debug, Default)]
pub struct Memory {
    /// Compiled, by their files.
    pub(super) themes: Table<Arc<Theme>>,
    pub(crate) bodies: Table<Arc<document::Written>>,
    /// Coloured blocks, held by the bodies that they stand in.
    pub(super) code: Shared<str>,
    pub(crate) rows: Table<views::Markup>,
    pub(crate) pages: Table<Arc<[u8]>>,
    // The same again, under what their views are made of: where that is known no view is made.
    pub(super) names: Series<Fingerprint>,
    pub(super) files: Series<Arc<document::Made>>,
    pub(super) entries_rows: Series<[views::Markup; 2]>,
    pub(super) families: Table<Arc<Vec<Rendered>>>,
    pub(super) orders: Table<Arc<pages::Order>>,
    pub(super) labels: Table<Arc<catalogue::Labels>>,
    pub(super) data: api::Memory,
    pub(super) search: search::Memory,
}

/// What a build had to render anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    /// Files of documents of which it was asked what their pages show.
    pub views: usize,
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
            code: Shared::forgetful(),
            rows: Table::forgetful(),
            pages: Table::forgetful(),
            names: Series::forgetful(),
            files: Series::forgetful(),
            entries_rows: Series::forgetful(),
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
            let mut made = (**made).clone();
            if let document::Page::Own(page) = &mut made.page {
                *page = other(page);
            }
            Arc::new(made)
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

    /// Whether there is a next build to remember anything for.
    pub(super) fn keeps(&self) -> bool {
        self.themes.keeps()
    }

    /// What was rendered since this was asked last.
    pub fn work(&self) -> Work {
        Work {
            views: self.files.made(),
            bodies: self.bodies.made(),
            rows: self.rows.made(),
            pages: self.pages.made(),
            leaves: self.search.leaves.made(),
            shards: self.search.shards.made(),
        }
    }

    /// Ends a build: forgets what it did not ask for. Of what was asked for as a whole the parts are kept too, so that the
    /// whole need not be made of nothing when it is another.
    pub fn forget(&self) {
        self.files.values().iter().for_each(|made| made.touch(self));
        for row in self.entries_rows.values().iter().flatten() {
            self.rows.touch(row.made_of());
        }
        for page in self.families.asked().iter().flat_map(|pages| pages.iter()) {
            self.pages.touch(page.key);
        }
        self.names.forget();
        self.files.forget();
        self.entries_rows.forget();
        self.themes.forget();
        self.families.forget();
        self.orders.forget();
        self.labels.forget();
        self.data.forget();
        self.bodies.forget();
        self.rows.forget();
        self.pages.forget();
        self.search.forget();
        // The bodies that are forgotten no longer hold their code.
        self.code.forget();
    }
}
