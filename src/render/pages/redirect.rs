//! The pages at old addresses, which lead on to the new ones.
//!
//! A static site has no server to ask, so a page says it: to browsers by a refresh, to search engines by its canonical
//! address, to everybody else by a link. What may redirect where is settled by `link`.

use super::{Rendered, Stage};
use crate::diagnostic::Error;
use crate::link::{Redirect, Target};
use crate::render::{href, views};

/// Renders a page for every redirect.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Vec<Rendered>, Error> {
    let redirects = stage.catalogue.portfolio.redirects.iter();
    redirects.filter_map(|redirect| page(stage, redirect).transpose()).collect()
}

/// The page of a redirect; none where the address it leads to cannot be written.
fn page(stage: &Stage<'_>, redirect: &Redirect) -> Result<Option<Rendered>, Error> {
    let from = &redirect.from;
    let Some(href) = href::of_target(&redirect.to, from) else { return Ok(None) };
    let mut page = stage.catalogue.page("redirect", "This page has moved", from);
    page.canonical = match &redirect.to {
        Target::Page { page, .. } | Target::File(page) => stage.catalogue.canonical(page),
        Target::Outside(_) => Some(href.clone()),
        Target::Nothing => None,
    };
    let view = views::Redirect { href };
    stage.page("redirect.html", from.clone(), &page, ("redirect", &view)).map(Some)
}
