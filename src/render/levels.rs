//! The levels of an author's headings → levels that skip none.
//!
//! In: levels as written, one after another. Out: levels from two on (the first is the page's own title), each at most one
//! below the heading it belongs to. HTML forbids skipped levels, and screen readers announce them; what is deeper than
//! another in the text stays deeper than it on the page. The page and its list of contents must agree, hence one rule.

/// The headings that the next one may belong to: level as written, level on the page.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels(Vec<(u8, u8)>);

impl Levels {
    /// The level on the page of a heading that comes next.
    pub(super) fn level(&self, written: u8) -> u8 {
        let above = self.0.iter().rev().find(|(level, _)| *level < written);
        above.map_or(2, |(_, level)| (level + 1).min(6))
    }

    /// Says that a heading of this level was written.
    pub(super) fn take(&mut self, written: u8) {
        let level = self.level(written);
        self.0.retain(|(above, _)| *above < written);
        self.0.push((written, level));
    }
}

/// The element of a heading.
pub(super) fn name(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        _ => "h6",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_level_is_skipped() {
        let check = |written: &[u8], expected: &[u8]| {
            let mut levels = Levels::default();
            let next = |written: &u8| {
                let level = levels.level(*written);
                levels.take(*written);
                level
            };
            assert_eq!(written.iter().map(next).collect::<Vec<_>>(), expected, "{written:?}");
        };
        check(&[2, 3, 4, 2], &[2, 3, 4, 2]);
        check(&[1, 2, 1], &[2, 3, 2]);
        check(&[2, 4, 4, 3], &[2, 3, 3, 3]);
        check(&[6, 3, 5], &[2, 2, 3]);
        check(&[1, 2, 3, 4, 5, 6], &[2, 3, 4, 5, 6, 6]);
    }
}
