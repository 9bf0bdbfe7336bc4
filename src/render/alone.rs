//! A Markdown text by itself → HTML, as the page of a document shows it.
//!
//! In: a text. Out: its body. No portfolio is around it, so a link leads where it says, as if every file were there; what may
//! not be linked anywhere is not linked here. It is apart from the writer because only those use it who try the writer:
//! the suites of CommonMark and GFM, and whoever throws hostile texts at it.

use super::markdown::{self, Source};
use crate::diagnostic::SourcePath;
use crate::draw::Pictures;
use crate::link::{OutPath, Target, Targets};
use crate::memo::{Fingerprint, Shared};
use crate::parse::{Document, Head, Outline, outline};
use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The page that a text by itself stands on.
const PAGE: &str = "page.html";

/// Writes a text as the body of a page.
#[must_use]
pub fn body(markdown: &str) -> String {
    let (outline, _) = outline::read(markdown, 0..markdown.len(), &BTreeMap::new());
    let targets = targets(&outline);
    let document = Document {
        made_of: Fingerprint::of(&markdown),
        head: Head { path: SourcePath::new("page.md"), ..Head::default() }.into(),
        text: Arc::from(markdown),
        body: 0..markdown.len(),
        title_heading: None,
        outline,
        problems: vec![],
    };
    let page = OutPath::new(PAGE);
    markdown::write(Source {
        document: &document,
        targets: &targets,
        pictures: &Pictures::default(),
        page: &page,
        code: &Shared::forgetful(),
    })
    .html
}

/// What its links lead to: where they say.
fn targets(outline: &Outline) -> Targets {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let target = |destination: &str| {
        let scheme = destination.split_once(':').is_some_and(|(name, _)| name.chars().all(is_name));
        match destination.split_once('#') {
            _ if scheme => Target::Outside(destination.to_owned()),
            Some(("", fragment)) => {
                Target::Page { page: OutPath::new(PAGE), fragment: Some(fragment.to_owned()) }
            }
            _ if destination.is_empty() => {
                Target::Page { page: OutPath::new(PAGE), fragment: None }
            }
            _ => Target::File(OutPath::new(&*percent_decode_str(destination).decode_utf8_lossy())),
        }
    };
    let links = outline.links.iter();
    links.map(|link| (link.range.clone(), target(&link.destination))).collect()
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn links_lead_where_they_say() {
        let check = |markdown: &str, expected: &str| assert_eq!(body(markdown).trim(), expected);
        check("[a](b/c.md)", "<p><a href=\"b/c.md\">a</a></p>");
        check("[a](#b)", "<p><a href=\"#b\">a</a></p>");
        check("<https://a.example>", "<p><a href=\"https://a.example\">https://a.example</a></p>");
        check("[a](javascript:b)", "<p><span class=\"unresolved\">a</span></p>");
    }
}
