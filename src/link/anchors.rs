//! The places on a page that a link may name.
//!
//! In: a text's outline. Out: for a fragment as written, the true anchor, or the nearest. Absent on purpose: how anchors are
//! made, which is the parser's rule.

use crate::diagnostic::suggest::did_you_mean;
use crate::parse::Outline;
use std::collections::HashMap;

/// How many missing anchors that one text names are compared with all headings of their pages.
pub(super) const MOST_COMPARED: usize = 50;

/// How many headings a missing anchor is compared with.
const MOST_HEADINGS: usize = 300;

/// The anchors of one text.
#[derive(Debug)]
pub(super) struct Anchors<'a> {
    all: Vec<&'a str>,
    /// As written, and in lower case.
    by_name: HashMap<String, &'a str>,
}

/// What a fragment names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor<'a> {
    /// This anchor.
    True(&'a str),
    /// The page as a whole: its top, a line of its source.
    Page,
    /// Nothing; this one is near.
    Missing(Option<&'a str>),
}

impl<'a> Anchors<'a> {
    pub(super) fn new(outline: &'a Outline) -> Self {
        let all: Vec<&str> = outline.all_anchors().collect();
        let mut by_name = HashMap::with_capacity(all.len());
        for anchor in &all {
            by_name.insert((*anchor).to_owned(), *anchor);
        }
        for anchor in &all {
            by_name.entry(anchor.to_lowercase()).or_insert(*anchor);
        }
        Self { all, by_name }
    }

    /// What a fragment, already decoded, names; what is near it only where `compares` says so.
    pub(super) fn find(&self, written: &str, compares: impl FnOnce() -> bool) -> Anchor<'a> {
        let lower = written.to_lowercase();
        let names = [Some(written), Some(&*lower), lower.strip_prefix("user-content-")];
        let found = names.into_iter().flatten().find_map(|name| self.by_name.get(name));
        match found {
            Some(anchor) => Anchor::True(anchor),
            None if lower == "top" || lower.starts_with(":~:") || is_line(&lower) => Anchor::Page,
            None => Anchor::Missing(compares().then(|| self.near(&lower)).flatten()),
        }
    }

    /// The anchor that only differs in its punctuation, else one a few slips away.
    fn near(&self, written: &str) -> Option<&'a str> {
        let some = || self.all.iter().take(MOST_HEADINGS).copied();
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let plain = letters(written);
        let alike = some().find(|anchor| letters(anchor) == plain && !plain.is_empty());
        alike.or_else(|| did_you_mean(written, some().filter(|anchor| anchor.len() < 80)))
    }
}

/// `l10`, `l10-l20`, `l10c3`: lines of a source, which a forge marks.
fn is_line(lower: &str) -> bool {
    lower.strip_prefix('l').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || matches!(c, 'l' | 'c' | '-'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Heading;

    #[test]
    fn fragments_find_their_anchors() {
        let heading = |anchor: &str| Heading {
            level: 2,
            text: anchor.into(),
            anchor: anchor.into(),
            range: 0..0,
        };
        let outline = Outline {
            headings: ["intro", "why--not", "x", "top-level"].map(heading).into(),
            anchors: vec!["X".into(), "Fig1".into()],
            ..Outline::default()
        };
        let anchors = Anchors::new(&outline);
        let check = |written: &str, expected| {
            assert_eq!(anchors.find(written, || true), expected, "{written}");
        };
        check("intro", Anchor::True("intro"));
        check("Intro", Anchor::True("intro"));
        check("x", Anchor::True("x"));
        check("X", Anchor::True("X"));
        check("fig1", Anchor::True("Fig1"));
        check("user-content-intro", Anchor::True("intro"));
        check("top", Anchor::Page);
        check("L10-L12", Anchor::Page);
        check("why-not", Anchor::Missing(Some("why--not")));
        check("itnro", Anchor::Missing(Some("intro")));
        check("elsewhere", Anchor::Missing(None));
    }
}
