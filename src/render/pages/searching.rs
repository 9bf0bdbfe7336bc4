//! The page of the search: the box that every page opens, with an address of its own (`search.html?q=…`).
//!
//! Its results are the browser's work; without a script it says where all documents are listed.

use super::{Rendered, Stage};
use crate::diagnostic::Error;
use crate::link::OutPath;

/// Renders the page; none where the search is switched off.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(stage: &Stage<'_>) -> Result<Option<Rendered>, Error> {
    if !stage.catalogue.config.html.search {
        return Ok(None);
    }
    let path = OutPath::new("search.html");
    let page = stage.catalogue.page("search", "Search", &path);
    stage.page("search.html", path, &page, ("search", &())).map(Some)
}
