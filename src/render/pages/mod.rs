//! Views → pages: one file per family.
//!
//! In: the [`Catalogue`] and the [`Theme`]. Out: pages by address. A family decides what its pages show and in which order;
//! how it looks is the theme's. Absent on purpose: any HTML, but for the rows of tables, which are rendered once here
//! because every document stands in many tables.

pub(super) mod document;
pub(super) mod home;
pub(super) mod id;
pub(super) mod lists;
pub(super) mod not_found;
pub(super) mod problems;
pub(super) mod redirect;
pub(super) mod searching;
mod workflow;

pub(super) use workflow::standing_name;

use super::Memory;
use super::catalogue::Catalogue;
use super::shown::Names;
use super::theme::{self, Theme};
use super::views::{self, Markup};
use crate::diagnostic::Error;
use crate::link::OutPath;
use crate::memo::Fingerprint;
use serde::Serialize;
use std::cmp::Ordering;
use std::hash::Hash;
use std::sync::Arc;

/// A page of the output.
#[derive(Clone, Debug)]
pub(super) struct Rendered {
    /// Where it stands.
    pub(super) path: OutPath,
    /// Its HTML.
    pub(super) html: Arc<[u8]>,
    /// The name of that, by which it is remembered.
    pub(in crate::render) key: Fingerprint,
}

/// What every family needs.
pub(super) struct Stage<'a> {
    pub(super) catalogue: &'a Catalogue<'a>,
    pub(super) theme: &'a Theme,
    /// What was rendered before.
    pub(super) memory: &'a Memory,
    /// Every entry as a row of a table, for pages at the root and for pages one folder below it.
    rows: Arc<Vec<[Markup; 2]>>,
    /// The name of all rows, and of all that linking made of the portfolio: what lists are made of.
    made_of: Fingerprint,
    order: Arc<Order>,
    /// What each entry shows.
    pub(super) names: Names,
}

/// How entries follow each other in lists.
#[derive(Debug)]
pub(super) struct Order {
    /// The place of every entry among its likes.
    ranks: Vec<usize>,
    /// The entries before and after every entry, among those of its kind.
    beside: Vec<[Option<usize>; 2]>,
}

impl Order {
    fn of(catalogue: &Catalogue<'_>) -> Self {
        let ranks = ranks(catalogue);
        let beside = beside(catalogue, &ranks);
        Self { ranks, beside }
    }

    /// The entries before and after one, among those of its kind.
    pub(super) fn beside(&self, entry: usize) -> [Option<usize>; 2] {
        self.beside[entry]
    }
}

impl<'a> Stage<'a> {
    /// Renders the rows.
    ///
    /// # Errors
    ///
    /// When the template of rows fails.
    pub(super) fn new(
        catalogue: &'a Catalogue<'a>,
        theme: &'a Theme,
        memory: &'a Memory,
    ) -> Result<Self, Error> {
        let made_of = catalogue.portfolio.made_of;
        let make = || Arc::new(Order::of(catalogue));
        let order = made_of.map_or_else(make, |name| memory.orders.get_or_make(name, make));
        let names = Names::of(catalogue, &order, &memory.names);
        // In a folder where nothing else stands, every way leads over the root, and so holds in all folders.
        let pages = [OutPath::new("-.html"), OutPath::new("-/-.html")];
        let template = theme.fingerprint("row.html", &(&catalogue.columns, &pages));
        let rows = |entry: usize| {
            let row = |page| row(catalogue, theme, memory, entry, page);
            Ok([row(&pages[0])?, row(&pages[1])?])
        };
        let name = |entry: usize| names.by_entry[entry];
        let under = template.and(names.under);
        let rows = memory.entries_rows.get_or_try(under, names.by_entry.len(), name, rows)?;
        let made_of = Fingerprint::of(&(made_of, &*rows));
        Ok(Self { catalogue, theme, memory, rows, made_of, order, names })
    }

    /// A page at its address, by its template and the view of its family.
    fn page(
        &self,
        template: &str,
        path: OutPath,
        page: &views::Page,
        (name, view): (&'static str, &(impl Serialize + Hash)),
    ) -> Result<Rendered, Error> {
        let key = self.theme.fingerprint(template, &(page, name, view));
        let html = self.memory.pages.get_or_try(key, || {
            let context = theme::context(("page", page), (name, view));
            Ok(self.theme.render(template, &context)?.into_bytes().into())
        })?;
        Ok(Rendered { path, html, key })
    }

    /// Pages that depend on nothing but `made_of` and the theme, all of them at once: where those are known, nothing is asked.
    fn together(
        &self,
        family: &str,
        made_of: &impl Hash,
        make: impl FnOnce() -> Result<Vec<Rendered>, Error>,
    ) -> Result<Vec<Rendered>, Error> {
        let key = self.theme.fingerprint(family, made_of);
        let pages = self.memory.families.get_or_try(key, || make().map(Arc::new))?;
        Ok(pages.to_vec())
    }

    /// An entry as a row on this page, which stands at the root or one folder below.
    fn row(&self, entry: usize, page: &OutPath) -> Markup {
        let below = usize::from(page.as_str().contains('/'));
        self.rows[entry][below].clone()
    }

    /// Puts entries in the order that lists have: by id, as people count, then by path.
    fn sort(&self, entries: &mut [usize]) {
        entries.sort_unstable_by_key(|entry| self.order.ranks[*entry]);
    }
}

fn row(
    catalogue: &Catalogue<'_>,
    theme: &Theme,
    memory: &Memory,
    entry: usize,
    page: &OutPath,
) -> Result<Markup, Error> {
    let row = catalogue.row(entry, page);
    let key = theme.fingerprint("row.html", &(&catalogue.columns, &row));
    memory.rows.get_or_try(key, || {
        let context = theme::context(("columns", &catalogue.columns), ("row", &row));
        Ok(Markup::new(theme.render("row.html", &context)?, key))
    })
}

/// The rank of every entry by id and path.
fn ranks(catalogue: &Catalogue<'_>) -> Vec<usize> {
    let entries = &catalogue.portfolio.entries;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&entries[*a], &entries[*b]);
        let by_id = match (&a.id, &b.id) {
            (Some(a), Some(b)) => natural(a, b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        by_id.then_with(|| natural(a.document.path.as_str(), b.document.path.as_str()))
    });
    let mut ranks = vec![0; order.len()];
    for (rank, entry) in order.into_iter().enumerate() {
        ranks[entry] = rank;
    }
    ranks
}

/// What stands before and after every entry, in the order of lists, among those of its kind.
fn beside(catalogue: &Catalogue<'_>, ranks: &[usize]) -> Vec<[Option<usize>; 2]> {
    let entries = &catalogue.portfolio.entries;
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|entry| (entries[*entry].kind, ranks[*entry]));
    let mut beside = vec![[None; 2]; entries.len()];
    for pair in order.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        if entries[before].kind == entries[after].kind {
            beside[before][1] = Some(after);
            beside[after][0] = Some(before);
        }
    }
    beside
}

/// Compares as people do: `2` before `10`.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = (leading_digits(a), leading_digits(b));
        let (left, right) = match digits {
            (left, right) if !left.is_empty() && !right.is_empty() => (left, right),
            _ => match (a.chars().next(), b.chars().next()) {
                (Some(left), Some(right)) if left == right => {
                    (a, b) = (&a[left.len_utf8()..], &b[right.len_utf8()..]);
                    continue;
                }
                (left, right) => return left.cmp(&right),
            },
        };
        let value = |digits: &str| digits.trim_start_matches('0').to_owned();
        let by_value =
            value(left).len().cmp(&value(right).len()).then_with(|| value(left).cmp(&value(right)));
        if by_value.is_ne() {
            return by_value;
        }
        (a, b) = (&a[left.len()..], &b[right.len()..]);
    }
}

fn leading_digits(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_as_people_count() {
        let check = |a: &str, b: &str, expected| assert_eq!(natural(a, b), expected, "{a} {b}");
        check("2", "10", Ordering::Less);
        check("SPEC-9", "SPEC-10", Ordering::Less);
        check("0042", "42", Ordering::Equal);
        check("a", "b", Ordering::Less);
        check("a1b2", "a1b10", Ordering::Less);
        check("a", "a1", Ordering::Less);
        check("99999999999999999999998", "99999999999999999999999", Ordering::Less);
    }
}
