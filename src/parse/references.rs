//! What metadata names: tickets and documents → [`IssueReference`] and [`Reference`].

use std::collections::BTreeMap;

/// A ticket in a tracker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueReference {
    /// As shown: `#12`, `owner/repo#12`, `JIRA-12`.
    pub text: String,
    /// `owner/repo`, where one is named.
    pub repository: Option<String>,
    /// The number.
    pub number: u64,
    /// The prefix of a configured tracker: `JIRA`.
    pub tracker: Option<String>,
    /// Its address where the document gives one.
    pub url: Option<String>,
}

/// A document, as another names it: by id, by link, or in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As shown: the link's text, the id, the path.
    pub text: String,
    /// The link's destination, or a path written bare; `None` for an id or words.
    pub destination: Option<String>,
}

/// The tickets that a metadata value names.
#[must_use]
pub fn issues(_value: &str, _trackers: &BTreeMap<String, String>) -> Vec<IssueReference> {
    vec![]
}

/// The documents that a metadata value names.
#[must_use]
pub fn documents(_value: &str) -> Vec<Reference> {
    vec![]
}

/// Ids in a stretch of prose.
#[must_use]
pub fn mentions(_text: &str, _offset: usize) -> Vec<super::Mention> {
    vec![]
}

/// Issues in a stretch of prose.
#[must_use]
pub fn issue_mentions(
    _text: &str,
    _offset: usize,
    _trackers: &BTreeMap<String, String>,
) -> Vec<super::IssueMention> {
    vec![]
}
