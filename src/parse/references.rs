//! What metadata and prose name: tickets and documents → [`IssueReference`] and [`Reference`], with their places in prose as
//! [`Mention`] and [`IssueMention`].
//!
//! In: one metadata value, or one run of prose. Out: every ticket and document it names, as written. References are read
//! here and nowhere else, so that `#12` means the same in a field, in a table and in a sentence. Absent on purpose:
//! resolving them, which needs every document; and code, which the outline never hands over.

mod documents;
mod ids;
mod issues;

pub use documents::{documents, named_documents};
pub use issues::{issue_of_url, issues};

use super::{IssueMention, Mention};
use std::collections::BTreeMap;

/// A ticket in a tracker.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct IssueReference {
    /// As shown: `#12`, `owner/repo#12`, `JIRA-12`.
    pub text: String,
    /// `owner/repo`, where one is named: in the text or in the address.
    pub repository: Option<String>,
    /// The number.
    pub number: u64,
    /// The prefix of a tracker that is not the forge's own: `JIRA`. Such numbers count apart.
    pub tracker: Option<String>,
    /// Its address where the document gives one.
    pub url: Option<String>,
}

/// A document, as another names it: by id, by link, or in words.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reference {
    /// As shown: the link's text, the id, the path.
    pub text: String,
    /// The link's destination, or a path written bare; `None` for an id or words.
    pub destination: Option<String>,
}

/// The ids in a run of prose that begins at `offset` of the document: `SPEC-014`, `EIP-20`, `RFC 12`.
///
/// They are candidates by shape (`UTF-8` is one): which prefixes are real, the portfolio knows. What is part of a longer
/// identifier, a path, a version or a URL is none.
#[must_use]
pub fn mentions(text: &str, offset: usize) -> Vec<Mention> {
    ids::all(text)
        .map(|id| Mention {
            text: text[id.range.clone()].to_owned(),
            prefix: id.prefix.to_uppercase(),
            number: id.number.to_owned(),
            range: id.range.start + offset..id.range.end + offset,
        })
        .collect()
}

/// The tickets in a run of prose that begins at `offset` of the document: `#12`, `owner/repo#12`, `GH-12`, addresses of
/// tickets, and `JIRA-12` for the prefixes that `trackers` has.
#[must_use]
pub fn issue_mentions(
    text: &str,
    offset: usize,
    trackers: &BTreeMap<String, String>,
) -> Vec<IssueMention> {
    let mut found = issues::in_text(text, trackers);
    for mention in &mut found {
        mention.range = mention.range.start + offset..mention.range.end + offset;
    }
    found
}

#[cfg(test)]
mod tests;
