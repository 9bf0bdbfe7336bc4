//! A heading or a field → the title: without the document's own id and kind word before it.

use super::Kind;

/// A title and what stood before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// The title itself; empty when the heading was only prefix.
    pub text: String,
    /// The kind that its prefix names.
    pub kind: Option<Kind>,
    /// The id that its prefix names: prefix in upper case and number as written.
    pub id: Option<String>,
}

/// Takes a heading apart.
#[must_use]
pub fn read(_heading: &str) -> Title {
    Title { text: String::new(), kind: None, id: None }
}
