//! The examples in which we mean to differ, and the rule behind each.

/// A rule, and the numbers of the examples that it changes.
pub(crate) struct Difference {
    /// The rule.
    pub(crate) reason: &'static str,
    /// The examples.
    pub(crate) examples: &'static [usize],
}

/// Of CommonMark 0.31.2.
pub(crate) const COMMONMARK: &[Difference] = &[];

/// Of GFM's tables.
pub(crate) const TABLES: &[Difference] = &[];

/// Of GFM's task lists.
pub(crate) const TASKS: &[Difference] = &[];

/// Of GFM's `spec.txt`.
pub(crate) const GFM: &[Difference] = &[];
