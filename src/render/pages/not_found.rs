//! The page that a server shows where there is none.
//!
//! It is shown at whatever address was asked for, at any depth, so it names everything from the root of the site, where that
//! is known. Its text is that of the user's document for it (mdBook's `404.md`), or a line of ours.

use super::{Rendered, Stage};
use crate::diagnostic::Error;
use crate::link::OutPath;
use crate::render::{href, views};

/// Where the text of the document stands while it is written: a folder that holds nothing else, so that every relative
/// link in it leads over the root.
pub(super) const ANYWHERE: &str = "-/404.html";

/// Renders the page, with the text of `document` where the user has one.
///
/// # Errors
///
/// When the template fails.
pub(in crate::render) fn render(
    stage: &Stage<'_>,
    document: Option<views::Document>,
) -> Result<Rendered, Error> {
    let path = OutPath::new("404.html");
    let title = document.as_ref().map_or("Page not found", |document| &document.title);
    let mut page = stage.catalogue.page("not-found", title, &path);
    page.root = root(stage.catalogue.config.html.site_path());
    page.canonical = None;
    let body = document.map(|document| from_root(document.body.as_str(), &page.root));
    stage.page("404.html", path, &page, ("not_found", &views::NotFound { body }))
}

/// The path of the site on its host as a URL, with a slash at its end; empty where it is not known.
fn root(site_path: Option<&str>) -> String {
    let Some(path) = site_path else { return String::new() };
    let path = href::encode(path.trim_matches('/'));
    if path.is_empty() { "/".to_owned() } else { format!("/{path}/") }
}

/// A text written [`ANYWHERE`] with its links from the root. Quotation marks in a text are escaped, so that one after `=`
/// begins an attribute.
fn from_root(body: &str, root: &str) -> String {
    body.replace("=\"../", &format!("=\"{root}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::Pictures;
    use crate::memo::Shared;
    use crate::render::testing::Sample;

    #[test]
    fn the_root_of_the_site() {
        let check = |path, expected: &str| assert_eq!(root(path), expected, "{path:?}");
        check(None, "");
        check(Some("/repo/"), "/repo/");
        check(Some("/a b/"), "/a%20b/");
        check(Some("/"), "/");
    }

    #[test]
    fn links_lead_over_the_root() {
        let sample = Sample::new("[a](page.md) ![](i.png) `href=\"../x\"` href=\"../x\"");
        let page = OutPath::new(ANYWHERE);
        let (document, targets) = (&sample.document, &sample.targets);
        let (pictures, code, page) = (&Pictures::default(), &Shared::forgetful(), &page);
        let source = crate::render::markdown::Source { document, targets, pictures, page, code };
        let body = from_root(&crate::render::markdown::write(source).html, "/repo/");
        assert!(body.contains("href=\"/repo/page.html\""), "{body}");
        assert!(body.contains("src=\"/repo/i.png\""), "{body}");
        assert_eq!(body.matches("../x").count(), 2, "{body}");
    }
}
