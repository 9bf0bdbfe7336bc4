//! The links of one text: what `link` resolved, found again by place, and what is written for it.
//!
//! In: the resolved targets and the places that the Markdown events name. Out: URLs and the elements around them. Links are
//! apart from the Markdown writer because raw HTML makes them too, and both must come to the same.

use super::elements::Elements;
use super::raw_html::push_attribute;
use super::{escape, href};
use crate::link::{OutPath, Target, Targets};

/// What the links of one text lead to, as one page writes it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Links<'a> {
    /// By place, in order.
    pub(super) targets: &'a Targets,
    /// The page that the text stands on.
    pub(super) page: &'a OutPath,
}

impl<'a> Links<'a> {
    /// What the construct that begins at this place leads to.
    pub(super) fn at(&self, start: usize) -> Option<&'a Target> {
        let index = self.targets.partition_point(|(range, _)| range.start < start);
        self.targets.get(index).filter(|(range, _)| range.start == start).map(|(_, target)| target)
    }

    /// The URL for a link that begins at one of these places; one that `link` does not know must lead outside.
    pub(super) fn resolve(&self, places: &[usize], written: &str) -> Option<String> {
        match places.iter().find_map(|place| self.at(*place)) {
            Some(target) => self.url(target),
            None => href::outside(written),
        }
    }

    /// The URL of a target on this page.
    pub(super) fn url(&self, target: &Target) -> Option<String> {
        href::of_target(target, self.page)
    }

    /// The targets whose places begin between two offsets.
    pub(super) fn between(&self, from: usize, to: usize) -> &'a [(std::ops::Range<usize>, Target)] {
        let first = self.targets.partition_point(|(range, _)| range.start < from);
        let count = self.targets[first..].partition_point(|(range, _)| range.start < to);
        &self.targets[first..first + count]
    }
}

/// Whether a URL that we wrote names a file of this site.
pub(super) fn is_own(url: &str) -> bool {
    !url.starts_with("http:") && !url.starts_with("https:") && !url.starts_with("mailto:")
}

/// Writes an image. One from elsewhere becomes a link to it: the site makes no request to anybody else. One that is not
/// there leaves its words. `attributes` begin with a space or are empty.
pub(super) fn write_image(elements: &mut Elements, src: Option<&str>, alt: &str, attributes: &str) {
    let words = match alt.trim() {
        "" => src.and_then(|src| src.rsplit('/').find(|part| !part.is_empty())).unwrap_or("image"),
        alt => alt,
    };
    let mut out = String::new();
    match src {
        Some(src) if is_own(src) => {
            out.push_str("<img");
            push_attribute(&mut out, "src", src);
            // Alone in a link, an image without words would leave the link without a name.
            push_attribute(&mut out, "alt", if elements.in_link() { words } else { alt });
            out.push_str(" loading=\"lazy\"");
            out.push_str(attributes);
            out.push('>');
            elements.write_image(&out);
            return;
        }
        Some(src) if !elements.in_link() => {
            out.push_str("<a class=\"remote\"");
            push_attribute(&mut out, "href", src);
            out.push('>');
            escape::push(&mut out, words);
            out.push_str("</a>");
        }
        // In a link its words are the link's.
        Some(_) => escape::push(&mut out, words),
        None => {
            out.push_str("<span class=\"unresolved\">");
            escape::push(&mut out, words);
            out.push_str("</span>");
        }
    }
    elements.inline().push_str(&out);
}
