//! A status value → [`StatusText`]: the word or words that are the status, the rest that is detail.

use super::Reference;

/// A status as one document writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusText {
    /// The status itself, as written, without emphasis: `Implemented`, `Active review`.
    pub name: String,
    /// What follows it: `Swift 5.9`.
    pub detail: Option<String>,
    /// What `Superseded by X` and its like name.
    pub superseded_by: Vec<Reference>,
}

/// Reads a status value; `None` when nothing is left of it.
#[must_use]
pub fn read(_value: &str) -> Option<StatusText> {
    None
}
